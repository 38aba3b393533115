//! *Diagnosis*: whether what a base says of causes, questions and fixes can do what it is there for.
//!
//! Every check is a function over a base without errors. A false alarm is worse than a miss: what is told is proved from the numbers,
//! or is a slip on its face. Where a thing stands in a file, and how it is told, is not known here.

mod causes;
mod dangers;
mod fixes;
mod lead;
mod likelihoods;
mod reads;
mod said;
mod silent;
mod together;
mod words;

use super::{Concern, Review};
use etio_engine::{Base, Domain, Sign};
pub(super) use likelihoods::{Aspect, Likelihoods};
pub(super) use reads::open;
pub(super) use said::said_of;

/// Returns what is wrong with a base.
pub(super) fn check(review: &mut Review<'_>) {
    let base = review.base;
    let mut found: Vec<Concern> = Vec::new();
    let open = reads::open(base);
    let read = reads::read(base);
    let numbers = Likelihoods::of(base, &open);
    causes::unspoken(base, &mut found);
    let alike = causes::alike(base, &numbers, &mut found);
    causes::next_to_nothing(base, &mut found);
    causes::behind(base, &numbers, &alike, &mut found);
    fixes::check(base, &mut found);
    silent::questions(base, &numbers, &read, &mut found);
    silent::symptoms(base, &reads::named_in_conditions(base), &mut found);
    words::check(base, review.places, &read, &mut found);
    found.into_iter().for_each(|concern| review.tell(concern));
}

/// Returns P(sign | a cause that does not mention it).
pub(super) fn otherwise(base: &Base, sign: Sign) -> f64 {
    match (&base.findings[sign.finding.index()].domain, sign.option) {
        (Domain::YesNo { otherwise }, _) => otherwise.get(),
        (Domain::OneOf { options, .. } | Domain::SeveralOf { options }, Some(option)) => {
            options[option.index()].otherwise.get()
        }
        _ => 0.0,
    }
}

/// Returns how a sign is written.
fn id_of(base: &Base, sign: Sign) -> String {
    let finding = &base.findings[sign.finding.index()];
    match (&finding.domain, sign.option) {
        (Domain::OneOf { options, rest: Some(_) }, Some(option)) => options[option.index()].id.clone(),
        (Domain::OneOf { options, .. }, Some(option)) => format!("{} is {}", finding.id, options[option.index()].id),
        (Domain::SeveralOf { options }, Some(option)) => format!("{} has {}", finding.id, options[option.index()].id),
        _ => finding.id.clone(),
    }
}

/// Returns a position as the number of an id.
fn position(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
