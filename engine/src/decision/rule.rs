//! Now, after the next fix, or never: when to ask.
//!
//! Langseth & Jensen 2003, Eq. 5. Costs are times the mass of the place, so that they add up.

use super::order::{Course, Desk};
use super::place::{Choice, Event, Place};
use super::problem::EASING;

/// What the rule weighs.
pub(super) struct Weighed {
    pub(super) never: Course,
    /// What asking each question first is expected to cost, the least first; without those that cost more than they can save.
    pub(super) now: Vec<(usize, f64)>,
}

/// Returns what the rule weighs, with the first `inquiries` questions.
pub(super) fn weigh(place: &mut Place<'_>, desk: &mut Desk, inquiries: usize) -> Weighed {
    let never = desk.known_course(place);
    let mass = place.mass();
    let mut all: Vec<(usize, f64)> = Vec::new();
    for inquiry in 0..place.problem.inquiries.len().min(inquiries) {
        if place.can_ask(inquiry) && place.cost_of_asking(inquiry) * mass < never.cost {
            all.push((inquiry, now(place, desk, never.cost, inquiry)));
        }
    }
    all.retain(|(_, now)| *now < never.cost);
    all.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    Weighed { never, now: all }
}

impl Weighed {
    /// Returns what the rule says to do, and what it takes that to cost.
    pub(super) fn decide(&self, place: &mut Place<'_>, desk: &mut Desk) -> (Choice, f64) {
        let asked = self.now.iter().find(|(inquiry, now)| *now < later(place, desk, &self.never, *inquiry));
        match (asked, self.never.first) {
            (Some((inquiry, now)), _) => (Choice::Ask(*inquiry), *now),
            (None, Some(first)) => (Choice::Try(first), self.never.cost),
            (None, None) => (Choice::Stop, self.never.cost),
        }
    }
}

/// Returns the expected cost with the question asked first, where that without it is `never`.
fn now(place: &mut Place<'_>, desk: &mut Desk, never: f64, inquiry: usize) -> f64 {
    let takes = place.cost_of_asking(inquiry) * place.mass();
    let unanswered = place.problem.inquiries[inquiry].unanswered;
    let answered = replies(place, inquiry, |place| desk.known_course(place).cost);
    takes + (1.0 - unanswered) * answered + if unanswered > 0.0 { unanswered * never } else { 0.0 }
}

/// Returns the sum of `cost` over the replies; as if those that cannot come were shared by the others.
pub(super) fn replies(place: &mut Place<'_>, inquiry: usize, mut cost: impl FnMut(&mut Place<'_>) -> f64) -> f64 {
    let mass = place.mass();
    let (mut sum, mut possible) = (0.0, 0.0);
    for reply in 0..place.problem.inquiries[inquiry].replies.len() {
        place.go(Event::Answered(inquiry, reply));
        let part = place.mass();
        if part > 0.0 {
            possible += part;
            sum += cost(place);
        }
        place.back();
    }
    if possible > 0.0 { sum * (mass / possible) } else { f64::INFINITY }
}

/// Returns the expected cost with the first fix tried before the question; infinite where there is none.
fn later(place: &mut Place<'_>, desk: &mut Desk, never: &Course, inquiry: usize) -> f64 {
    let Some(first) = never.first else { return f64::INFINITY };
    let tried = place.cost_of_trying(first) * place.mass();
    let left = (1.0 - EASING) * place.problem.giving_up * place.eased(first);
    place.go(Event::Failed(first));
    let fails = place.mass();
    // What is believed after a failure counts that the trouble may have passed by itself.
    let has_luck = place.count_luck(first);
    let mass = place.mass();
    let mut asked = 0.0;
    if mass > 0.0 {
        asked = desk.known_course(place).cost;
        if place.can_ask(inquiry) {
            asked = now(place, desk, asked, inquiry);
        }
        asked *= fails / mass;
    }
    if has_luck {
        place.forget_luck();
    }
    place.back();
    tried + left + asked
}

/// Returns what trying costs, times the mass, without what follows where it fails.
pub(super) fn price_of_trying(place: &Place<'_>, desk: &mut Desk, attempt: usize) -> f64 {
    place.cost_of_trying(attempt) * place.mass() + desk.left_after_easing(place, attempt)
}
