//! The least expected cost of all: dynamic programming over what was tried and answered.
//!
//! A place is known by the set of fixes that failed and the answers given, in whatever order. What a person who knew the world would pay bounds each
//! option from below, and the greedy order from above, so that most places are never looked at.

use super::order::Desk;
use super::place::{Choice, Event, Place};
use super::problem::{EASING, Problem, World};
use super::rule::{price_of_trying, replies};
use std::collections::HashMap;

/// The search for the best of all policies.
pub(super) struct Search {
    /// The least expected cost of the places seen, for one unit of mass.
    known: HashMap<u128, (f64, Choice)>,
    /// What somebody who knew the world would pay in it, at least.
    informed: Vec<f64>,
    options: Vec<(f64, Choice)>,
}

/// Returns the work of exact planning from a place: worlds × (attempts + replies), for each set of failures and answers that may come.
pub(super) fn work(place: &Place<'_>) -> u64 {
    let problem = place.problem;
    let mut fixes: Vec<usize> = problem.attempts.iter().map(|attempt| attempt.fix).collect();
    fixes.sort_unstable();
    fixes.dedup();
    let open = fixes.iter().filter(|fix| !place.was_tried(**fix)).count();
    let inquiries = problem.inquiries.iter().enumerate().filter(|(inquiry, _)| place.can_ask(*inquiry));
    let ways = inquiries.map(|(_, inquiry)| inquiry.replies.len() + 1 + usize::from(inquiry.unanswered > 0.0));
    let places = ways.fold(2u64.saturating_pow(open as u32), |places, ways| places.saturating_mul(ways as u64));
    let replies: usize = problem.inquiries.iter().map(|inquiry| inquiry.replies.len()).sum();
    places.saturating_mul((problem.worlds.len() * (problem.attempts.len() + replies)) as u64)
}

impl Search {
    pub(super) fn new(problem: &Problem) -> Self {
        Self { known: HashMap::new(), informed: informed(problem), options: Vec::new() }
    }

    /// Returns the best choice and its expected cost times the mass.
    pub(super) fn solve(&mut self, place: &mut Place<'_>, desk: &mut Desk) -> (Choice, f64) {
        let mass = place.mass();
        if mass <= 0.0 {
            return (Choice::Stop, 0.0);
        }
        if let Some((cost, choice)) = self.known.get(&place.key()) {
            return (*choice, cost * mass);
        }
        let course = desk.course(place);
        let mut best = (course.first.map_or(Choice::Stop, Choice::Try), course.cost);
        let start = self.options.len();
        self.list(place, desk, mass, best.1);
        self.options[start..].sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for index in start..self.options.len() {
            let (least, choice) = self.options[index];
            if least >= best.1 {
                break;
            }
            let cost = self.price(place, desk, choice, mass);
            if cost < best.1 {
                best = (choice, cost);
            }
        }
        self.options.truncate(start);
        self.known.insert(place.key(), (best.1 / mass, best.0));
        best
    }

    /// Lists the choices that may cost less than `most`, with what they cost at least.
    fn list(&mut self, place: &Place<'_>, desk: &mut Desk, mass: f64, most: f64) {
        let problem = place.problem;
        let bound = self.bound(place);
        for attempt in (0..problem.attempts.len()).filter(|attempt| place.can_try(*attempt)) {
            let least = price_of_trying(place, desk, attempt) + bound - self.ended(place, attempt);
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

    fn price(&mut self, place: &mut Place<'_>, desk: &mut Desk, choice: Choice, mass: f64) -> f64 {
        match choice {
            Choice::Stop => place.problem.giving_up * mass,
            Choice::Try(attempt) => {
                let tried = price_of_trying(place, desk, attempt);
                place.go(Event::Failed(attempt));
                let rest = self.solve(place, desk).1;
                place.back();
                tried + rest
            }
            Choice::Ask(inquiry) => {
                let unanswered = place.problem.inquiries[inquiry].unanswered;
                let mut cost = place.cost_of_asking(inquiry) * mass;
                cost += (1.0 - unanswered) * replies(place, inquiry, |place| self.solve(place, desk).1);
                if unanswered > 0.0 {
                    place.go(Event::Unanswered(inquiry));
                    cost += unanswered * self.solve(place, desk).1;
                    place.back();
                }
                cost
            }
        }
    }

    /// Returns what the trouble costs at least, whatever is done, times the mass.
    fn bound(&self, place: &Place<'_>) -> f64 {
        let worlds = place.problem.worlds.iter().zip(place.weights()).zip(&self.informed);
        worlds
            .map(|((world, weight), informed)| weight * super::place::open(&place.remains, &world.causes) * informed)
            .sum()
    }

    /// Returns the part of the bound that an attempt takes away, because it ends the trouble there.
    fn ended(&self, place: &Place<'_>, attempt: usize) -> f64 {
        let weights = place.weights();
        let alone = place.problem.touches[attempt].iter();
        let alone = alone
            .map(|touch| weights[touch.world] * place.remains[touch.cause] * touch.helps * self.informed[touch.world]);
        let joint = place.problem.joints[attempt].iter().map(|&world| {
            let (gain, _) = super::place::joint_gain(place.problem, &place.remains, attempt, world);
            weights[world] * gain * self.informed[world]
        });
        alone.sum::<f64>() + joint.sum::<f64>()
    }
}

/// Returns for each world what it costs at least to end the trouble there, for somebody who knows it: of one of its causes alone.
fn informed(problem: &Problem) -> Vec<f64> {
    let causes: Vec<f64> = (0..problem.remains.len()).map(|cause| informed_of(problem, cause)).collect();
    // Of several causes some may have been repaired already, so the cheapest counts.
    let bound = |world: &World| world.causes.iter().map(|cause| causes[*cause]).fold(f64::INFINITY, f64::min);
    problem.worlds.iter().map(bound).collect()
}

/// Returns the best sequence of fixes for one cause that is known; with one world the order by P/C is the best (Kalagnanam & Henrion 1988).
fn informed_of(problem: &Problem, cause: usize) -> f64 {
    let helps = |eases: bool| {
        let all =
            problem.attempts.iter().flat_map(|attempt| attempt.helps.iter().map(move |help| (attempt.takes, help)));
        all.filter(move |(_, help)| help.cause == cause && help.probability > 0.0 && help.eases == eases)
    };
    let mut cures: Vec<(f64, f64)> = helps(false).map(|(takes, help)| (takes, help.probability)).collect();
    let cured = best_sequence(&mut cures, problem.giving_up);
    let left = (1.0 - EASING) * cured;
    cures.extend(helps(true).map(|(takes, help)| (takes + help.probability * left, help.probability)));
    best_sequence(&mut cures, problem.giving_up)
}

fn best_sequence(helps: &mut [(f64, f64)], giving_up: f64) -> f64 {
    helps.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)));
    let (mut open, mut spent, mut least) = (1.0, 0.0, giving_up);
    for (takes, probability) in helps {
        spent += open * *takes;
        open *= 1.0 - *probability;
        least = least.min(spent + open * giving_up);
    }
    least
}
