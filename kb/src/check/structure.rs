//! What a base is made of: things that a person cannot tell apart.

use super::{Concern, Review, Subject};
use crate::diagnostic::Code;
use etio_engine::{CauseId, FixId, Text, TopicId};
use std::collections::BTreeMap;

/// Looks at one base.
pub(super) fn check(review: &mut Review<'_>) {
    same_titles(review);
}

/// Looks for causes, fixes and topics of one title.
fn same_titles(review: &mut Review<'_>) {
    let base = review.base;
    let number = |nth: usize| u32::try_from(nth).unwrap_or(u32::MAX);
    let causes = base.causes.iter().enumerate();
    let fixes = base.fixes.iter().enumerate();
    let topics = base.topics.iter().enumerate();
    let things = causes.map(|(nth, one)| ("cause", &one.id, &one.title, Subject::Cause(CauseId(number(nth)))));
    let things = things.chain(fixes.map(|(nth, one)| ("fix", &one.id, &one.title, Subject::Fix(FixId(number(nth))))));
    let things =
        things.chain(topics.map(|(nth, one)| ("topic", &one.id, &one.title, Subject::Topic(TopicId(number(nth))))));
    let mut first: BTreeMap<(&str, String), (&String, Subject)> = BTreeMap::new();
    for (word, id, title, subject) in things {
        let Some((known, at)) = first.get(&(word, heard(title))).copied() else {
            first.insert((word, heard(title)), (id, subject));
            continue;
        };
        let message = format!("{word} `{id}` has the same title as {word} `{known}`");
        let help = "a person tells them apart by their titles alone: say in each what the other is not";
        review.tell(Concern::new(Code::SameTitle, subject, message, help).and(at, "the same title"));
    }
}

/// Returns a title as a person hears it: letters and digits alone.
fn heard(title: &Text) -> String {
    let original = title.versions().next().map_or("", |(_, text)| text);
    let kept = original.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}
