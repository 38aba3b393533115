//! One step of policy improvement: each of the best steps is judged by following the rule afterwards.

use super::order::Desk;
use super::place::{Choice, Event, Place};
use super::rule::{self, Weighed, price_of_trying, replies};
use std::collections::HashMap;

/// How many steps are judged, the rule's own among them.
const JUDGED: usize = 8;
/// How many questions the rule weighs where it is followed, in the order of the problem.
const ASKED: usize = 12;
/// Another step must save this share of the expected cost: less is not worth leaving the plain order of fixes for.
const CLEARLY: f64 = 0.002;

/// Steps that cost this share more than the cheapest, as far as places were followed, are not judged any more.
const NEAR: f64 = 0.05;

/// Places that are less probable than this are not followed but estimated, as far as the budget goes the least of them.
const FOLLOWED: [f64; 4] = [0.2, 0.05, 0.005, 0.0];

/// Returns the best step and its expected cost times the mass; nothing where the budget ends before.
pub(super) fn improve(place: &mut Place<'_>, desk: &mut Desk, budget: u64) -> Option<(Choice, f64)> {
    if !place.has_keys() {
        return None;
    }
    let weighed = rule::weigh(place, desk, usize::MAX);
    let (own, _) = weighed.decide(place, desk);
    let mut steps: Vec<Choice> = std::iter::once(own).chain(candidates(place, desk, &weighed, own)).collect();
    let most = desk.work + budget;
    let mut rollout = Rollout { known: HashMap::new(), chosen: HashMap::new(), least_mass: 0.0, most };
    let mut best = None;
    for share in FOLLOWED {
        rollout.known.clear();
        rollout.least_mass = share * place.mass();
        let Some(prices) = rollout.prices(place, desk, &steps) else { break };
        best = cheapest(&prices);
        let least = prices.iter().map(|(_, cost)| *cost).fold(f64::INFINITY, f64::min);
        let near = prices.iter().skip(1).filter(|(_, cost)| *cost <= least * (1.0 + NEAR));
        steps = std::iter::once(own).chain(near.map(|(step, _)| *step)).collect();
        if steps.len() == 1 {
            break;
        }
    }
    best
}

/// The judging of steps by what the rule does afterwards.
struct Rollout {
    /// What following the rule costs from the places seen, for one unit of mass.
    known: HashMap<u128, f64>,
    /// What the rule says at the places seen.
    chosen: HashMap<u128, Choice>,
    /// Places of less mass are not followed: there the order without questions counts.
    least_mass: f64,
    /// How many attempts may be weighed.
    most: u64,
}

impl Rollout {
    /// Returns some steps, each with what it costs.
    fn prices(&mut self, place: &mut Place<'_>, desk: &mut Desk, steps: &[Choice]) -> Option<Vec<(Choice, f64)>> {
        steps.iter().map(|step| Some((*step, self.price(place, desk, *step)?))).collect()
    }

    /// Returns what a choice costs, with the rule followed afterwards.
    fn price(&mut self, place: &mut Place<'_>, desk: &mut Desk, choice: Choice) -> Option<f64> {
        match choice {
            Choice::Stop => Some(place.problem.giving_up * place.mass()),
            Choice::Try(attempt) => {
                let tried = price_of_trying(place, desk, attempt);
                place.go(Event::Failed(attempt));
                let rest = self.follow(place, desk);
                place.back();
                Some(tried + rest?)
            }
            Choice::Ask(inquiry) => {
                let takes = place.cost_of_asking(inquiry) * place.mass();
                let unanswered = place.problem.inquiries[inquiry].unanswered;
                let mut is_done = true;
                let mut followed = |place: &mut Place<'_>| {
                    let rest = if is_done { self.follow(place, desk) } else { None };
                    is_done &= rest.is_some();
                    rest.unwrap_or_default()
                };
                let answered = replies(place, inquiry, &mut followed);
                let mut cost = takes + (1.0 - unanswered) * answered;
                if unanswered > 0.0 {
                    place.go(Event::Unanswered(inquiry));
                    cost += unanswered * followed(place);
                    place.back();
                }
                is_done.then_some(cost)
            }
        }
    }

    /// Returns what following the rule costs from here, times the mass.
    fn follow(&mut self, place: &mut Place<'_>, desk: &mut Desk) -> Option<f64> {
        let mass = place.mass();
        if mass <= 0.0 {
            return Some(0.0);
        }
        if mass < self.least_mass {
            return Some(desk.known_course(place).cost);
        }
        if let Some(cost) = self.known.get(&place.key()) {
            return Some(cost * mass);
        }
        let choice = match self.chosen.get(&place.key()) {
            Some(choice) => *choice,
            None if desk.work > self.most => return None,
            None => {
                let (choice, _) = rule::weigh(place, desk, ASKED).decide(place, desk);
                self.chosen.insert(place.key(), choice);
                choice
            }
        };
        let cost = self.price(place, desk, choice)?;
        self.known.insert(place.key(), cost / mass);
        Some(cost)
    }
}

/// Returns the cheapest of some steps, of which the first is the rule's own.
fn cheapest(prices: &[(Choice, f64)]) -> Option<(Choice, f64)> {
    let own = prices.first()?;
    let best = prices.iter().fold(own, |best, other| if other.1 < best.1 { other } else { best });
    Some(if best.1 < own.1 * (1.0 - CLEARLY) { *best } else { *own })
}

/// Returns the steps that look best by what the greedy order costs after them, without the rule's own.
fn candidates(place: &mut Place<'_>, desk: &mut Desk, weighed: &Weighed, own: Choice) -> Vec<Choice> {
    let mut all: Vec<(f64, Choice)> = weighed.now.iter().map(|(inquiry, now)| (*now, Choice::Ask(*inquiry))).collect();
    for attempt in 0..place.problem.attempts.len() {
        if place.can_try(attempt) {
            let tried = price_of_trying(place, desk, attempt);
            place.go(Event::Failed(attempt));
            all.push((tried + desk.known_course(place).cost, Choice::Try(attempt)));
            place.back();
        }
    }
    all.push((place.problem.giving_up * place.mass(), Choice::Stop));
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    all.into_iter().map(|(_, choice)| choice).filter(|choice| *choice != own).take(JUDGED - 1).collect()
}
