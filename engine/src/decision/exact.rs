//! The least expected cost of all: dynamic programming over what was tried and answered.
//!
//! A place is known by the set of fixes that failed and the answers given, in whatever order. What a person who knew the world would pay bounds each
//! option from below, and the greedy order from above, so that most places are never looked at.

use super::order::Desk;
use super::place::{Choice, Event, Place};
use super::problem::{EASING, Problem, World};
use super::rule::replies;
use std::collections::HashMap;

/// The search for the best of all policies.
pub(super) struct Search {
    /// The least expected cost of the places seen, for one unit of mass.
    known: HashMap<u128, (f64, Choice)>,
    /// What somebody who knew the world would pay in it, at least.
    informed: Vec<f64>,
    options: Vec<(f64, Choice)>,
    /// How many numbers may still be looked at.
    pub(super) left: u64,
    each: u64,
}

impl Search {
    pub(super) fn new(problem: &Problem, budget: u64) -> Self {
        let replies: usize = problem.inquiries.iter().map(|inquiry| inquiry.replies.len()).sum();
        let each = (problem.worlds.len() * (problem.attempts.len() + replies)) as u64;
        Self { known: HashMap::new(), informed: informed(problem), options: Vec::new(), left: budget, each }
    }

    /// Returns the best choice and its expected cost times the mass; nothing where the budget ends before.
    pub(super) fn solve(&mut self, place: &mut Place<'_>, desk: &mut Desk) -> Option<(Choice, f64)> {
        let mass = place.mass();
        if mass <= 0.0 {
            return Some((Choice::Stop, 0.0));
        }
        let key = place.key()?;
        if let Some((cost, choice)) = self.known.get(&key) {
            return Some((*choice, cost * mass));
        }
        self.left = self.left.checked_sub(self.each)?;
        let course = desk.course(place);
        let mut best = (course.first.map_or(Choice::Stop, Choice::Try), course.cost);
        let start = self.options.len();
        self.list(place, mass, best.1);
        self.options[start..].sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for index in start..self.options.len() {
            let (least, choice) = self.options[index];
            if least >= best.1 {
                break;
            }
            let cost = self.price(place, desk, choice, mass)?;
            if cost < best.1 {
                best = (choice, cost);
            }
        }
        self.options.truncate(start);
        self.known.insert(key, (best.1 / mass, best.0));
        Some(best)
    }

    /// Lists the choices that may cost less than `most`, with what they cost at least.
    fn list(&mut self, place: &Place<'_>, mass: f64, most: f64) {
        let problem = place.problem;
        let bound = self.bound(place);
        for attempt in (0..problem.attempts.len()).filter(|attempt| place.can_try(*attempt)) {
            let least = place.price_of_trying(attempt) + bound - self.ended(place, attempt);
            if least < most {
                self.options.push((least, Choice::Try(attempt)));
            }
        }
        for inquiry in (0..problem.inquiries.len()).filter(|inquiry| place.can_ask(*inquiry)) {
            let least = place.cost_of_asking(inquiry) * mass + bound;
            if least < most && problem.inquiries[inquiry].unanswered < 1.0 {
                self.options.push((least, Choice::Ask(inquiry)));
            }
        }
    }

    fn price(&mut self, place: &mut Place<'_>, desk: &mut Desk, choice: Choice, mass: f64) -> Option<f64> {
        match choice {
            Choice::Stop => Some(place.problem.giving_up * mass),
            Choice::Try(attempt) => {
                let tried = place.price_of_trying(attempt);
                place.go(Event::Failed(attempt));
                let rest = self.solve(place, desk);
                place.back();
                Some(tried + rest?.1)
            }
            Choice::Ask(inquiry) => {
                let takes = place.cost_of_asking(inquiry) * mass;
                let unanswered = place.problem.inquiries[inquiry].unanswered;
                let mut is_done = true;
                let mut solved = |place: &mut Place<'_>| {
                    let rest = if is_done { self.solve(place, desk) } else { None };
                    is_done &= rest.is_some();
                    rest.map_or(0.0, |(_, cost)| cost)
                };
                let answered = replies(place, inquiry, &mut solved);
                let mut cost = takes + (1.0 - unanswered) * answered;
                if unanswered > 0.0 {
                    place.go(Event::Unanswered(inquiry));
                    cost += unanswered * solved(place);
                    place.back();
                }
                is_done.then_some(cost)
            }
        }
    }

    /// Returns what the trouble costs at least, whatever is done, times the mass.
    fn bound(&self, place: &Place<'_>) -> f64 {
        let worlds = place.problem.worlds.iter().zip(place.weights()).zip(&self.informed);
        worlds.map(|((world, weight), informed)| weight * super::place::open(&place.remains, &world.causes) * informed).sum()
    }

    /// Returns the part of the bound that an attempt takes away, because it ends the trouble there.
    fn ended(&self, place: &Place<'_>, attempt: usize) -> f64 {
        let weights = place.weights();
        let alone = place.problem.touches[attempt].iter();
        let alone = alone.map(|touch| {
            weights[touch.world] * place.remains[touch.cause] * touch.helps * self.informed[touch.world]
        });
        let joint = place.problem.joints[attempt].iter().map(|&world| {
            let (gain, _) = super::place::joint_gain(place.problem, &place.remains, attempt, world);
            weights[world] * gain * self.informed[world]
        });
        alone.sum::<f64>() + joint.sum::<f64>()
    }
}

/// Returns for each world what it costs at least to end the trouble there, for somebody who knows it: of one of its causes alone.
fn informed(problem: &Problem) -> Vec<f64> {
    let of_cause = |cause: usize| {
        let helps = problem.attempts.iter().filter_map(|attempt| {
            let help = attempt.helps.iter().find(|help| help.cause == cause && help.probability > 0.0)?;
            let left = if help.eases { (1.0 - EASING) * problem.giving_up } else { 0.0 };
            Some((attempt.takes + help.probability * left, help.probability))
        });
        let mut helps: Vec<(f64, f64)> = helps.collect();
        helps.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)));
        let (mut open, mut spent, mut least) = (1.0, 0.0, problem.giving_up);
        for (takes, probability) in helps {
            spent += open * takes;
            open *= 1.0 - probability;
            least = f64::min(least, spent + open * problem.giving_up);
        }
        least
    };
    let causes: Vec<f64> = (0..problem.remains.len()).map(of_cause).collect();
    // Of several causes some may have been repaired already, so the cheapest counts.
    let bound = |world: &World| world.causes.iter().map(|cause| causes[*cause]).fold(f64::INFINITY, f64::min);
    problem.worlds.iter().map(bound).collect()
}
