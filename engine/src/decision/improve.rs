//! One step of policy improvement: each of the best steps is judged by following the rule afterwards.

use super::order::Desk;
use super::place::{Choice, Event, Place};
use super::rule::{self, replies};
use std::collections::HashMap;

/// How many steps are judged, the rule's own among them.
const JUDGED: usize = 8;
/// Another step must be cheaper than the rule's by this share, so that rounding does not decide.
const CLEARLY: f64 = 1e-9;

/// The judging of steps by what the rule does afterwards.
pub(super) struct Rollout {
    /// What following the rule costs from the places seen, for one unit of mass.
    known: HashMap<u128, f64>,
    /// Places of less mass are not followed; the rule's own estimate counts there.
    least_mass: f64,
    /// How many attempts may still be weighed.
    budget: u64,
}

impl Rollout {
    pub(super) fn new(budget: u64) -> Self {
        Self { known: HashMap::new(), least_mass: 0.0, budget }
    }

    /// Returns the best step and its expected cost times the mass; nothing where the budget ends before.
    pub(super) fn improve(&mut self, place: &mut Place<'_>, desk: &mut Desk) -> Option<(Choice, f64)> {
        let verdict = rule::decide(place, desk);
        let most = desk.work + self.budget;
        let own = self.price(place, desk, verdict.choice, most)?;
        let mut best = (verdict.choice, own);
        for choice in candidates(place, desk, verdict.choice) {
            let cost = self.price(place, desk, choice, most)?;
            if cost < best.1 * (1.0 - CLEARLY) {
                best = (choice, cost);
            }
        }
        Some(best)
    }

    /// Returns what a choice costs, with the rule followed afterwards.
    fn price(&mut self, place: &mut Place<'_>, desk: &mut Desk, choice: Choice, most: u64) -> Option<f64> {
        match choice {
            Choice::Stop => Some(place.problem.giving_up * place.mass()),
            Choice::Try(attempt) => {
                let tried = place.price_of_trying(attempt);
                place.go(Event::Failed(attempt));
                let rest = self.follow(place, desk, most);
                place.back();
                Some(tried + rest?)
            }
            Choice::Ask(inquiry) => {
                let takes = place.cost_of_asking(inquiry) * place.mass();
                let unanswered = place.problem.inquiries[inquiry].unanswered;
                let mut is_done = true;
                let mut followed = |place: &mut Place<'_>| {
                    let rest = if is_done { self.follow(place, desk, most) } else { None };
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
    fn follow(&mut self, place: &mut Place<'_>, desk: &mut Desk, most: u64) -> Option<f64> {
        let mass = place.mass();
        if mass <= 0.0 {
            return Some(0.0);
        }
        if mass < self.least_mass {
            return Some(desk.course(place).cost);
        }
        let key = place.key();
        if let Some(cost) = key.and_then(|key| self.known.get(&key)) {
            return Some(cost * mass);
        }
        if desk.work > most {
            return None;
        }
        let choice = rule::decide(place, desk).choice;
        let cost = self.price(place, desk, choice, most)?;
        if let Some(key) = key {
            self.known.insert(key, cost / mass);
        }
        Some(cost)
    }
}

/// Returns the steps that look best by what the greedy order costs after them, without the rule's own.
fn candidates(place: &mut Place<'_>, desk: &mut Desk, own: Choice) -> Vec<Choice> {
    let never = desk.course(place);
    let mut all: Vec<(f64, Choice)> =
        rule::weigh(place, desk, &never).into_iter().map(|(inquiry, now)| (now, Choice::Ask(inquiry))).collect();
    for attempt in 0..place.problem.attempts.len() {
        if place.can_try(attempt) {
            let tried = place.price_of_trying(attempt);
            place.go(Event::Failed(attempt));
            all.push((tried + desk.course(place).cost, Choice::Try(attempt)));
            place.back();
        }
    }
    all.push((place.problem.giving_up * place.mass(), Choice::Stop));
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    all.into_iter().map(|(_, choice)| choice).filter(|choice| *choice != own).take(JUDGED - 1).collect()
}
