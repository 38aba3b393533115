//! Now, after the next fix, or never: when to ask.
//!
//! Langseth & Jensen 2003, Eq. 5. Costs are times the mass of the place, so that they add up.

use super::order::{Course, Desk};
use super::place::{Choice, Event, Place};

/// What the rule says, and what it takes that to cost.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    pub(super) choice: Choice,
    pub(super) cost: f64,
}

/// Returns what the rule says to do.
pub(super) fn decide(place: &mut Place<'_>, desk: &mut Desk) -> Verdict {
    let never = desk.course(place);
    let candidates = weigh(place, desk, &never);
    let asked = candidates.into_iter().find(|(inquiry, now)| *now < later(place, desk, &never, *inquiry));
    match (asked, never.first) {
        (Some((inquiry, now)), _) => Verdict { choice: Choice::Ask(inquiry), cost: now },
        (None, Some(first)) => Verdict { choice: Choice::Try(first), cost: never.cost },
        (None, None) => Verdict { choice: Choice::Stop, cost: never.cost },
    }
}

/// Returns what asking each question first is expected to cost, the least first; without those that cost more than they can save.
pub(super) fn weigh(place: &mut Place<'_>, desk: &mut Desk, never: &Course) -> Vec<(usize, f64)> {
    let mass = place.mass();
    let mut weighed: Vec<(usize, f64)> = Vec::new();
    for inquiry in 0..place.problem.inquiries.len() {
        if place.can_ask(inquiry) && place.cost_of_asking(inquiry) * mass < never.cost {
            weighed.push((inquiry, now(place, desk, never.cost, inquiry)));
        }
    }
    weighed.retain(|(_, now)| *now < never.cost);
    weighed.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    weighed
}

/// Returns the expected cost with the question asked first, where that without it is `never`.
fn now(place: &mut Place<'_>, desk: &mut Desk, never: f64, inquiry: usize) -> f64 {
    let takes = place.cost_of_asking(inquiry) * place.mass();
    let unanswered = place.problem.inquiries[inquiry].unanswered;
    let answered = replies(place, inquiry, |place| desk.course(place).cost);
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
    let tried = place.price_of_trying(first);
    place.go(Event::Failed(first));
    let fails = place.mass();
    // What is believed after a failure counts that the trouble may have passed by itself.
    let has_luck = place.count_luck(first);
    let mass = place.mass();
    let mut asked = 0.0;
    if mass > 0.0 {
        asked = desk.course(place).cost;
        if place.can_ask(inquiry) {
            asked = now(place, desk, asked, inquiry);
        }
        asked *= fails / mass;
    }
    if has_luck {
        place.forget_luck();
    }
    place.back();
    tried + asked
}
