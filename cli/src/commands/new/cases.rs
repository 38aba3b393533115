//! The cases of a draft: each message of each cause, with the answers that point to it, and what the author wants to come of it.
//!
//! A case expects what the author said. Where the base in the making thinks of something else first, the case keeps what holds, and the
//! author is told.

use crate::commands::new::draft::{Cause, Draft};
use etio_kb::cases::{self, Case};
use etio_kb::engine::Knowledge;
use etio_kb::yaml;
use std::fmt::Write as _;

/// What a case of a draft does not come to, though the author would think so.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Another cause comes first: of which cause, after which message.
    Cause(usize, usize),
    /// Another fix is to be tried first: the title of that one.
    Fix(usize, usize, String),
}

/// Returns the cases of a draft as YAML, and what does not come out as the author would think.
pub(super) fn write(draft: &Draft, knowledge: &Knowledge) -> (String, Vec<Gap>) {
    let (mut text, mut gaps) = (String::new(), Vec::new());
    for (at, cause) in draft.causes.iter().enumerate() {
        for &message in &cause.messages {
            let (case, gap) = case(draft, at, cause, message, knowledge);
            text.push_str(if text.is_empty() { "" } else { "\n" });
            text.push_str(&case);
            gaps.extend(gap);
        }
    }
    (text, gaps)
}

/// Returns the case that expects the most and holds.
fn case(draft: &Draft, at: usize, cause: &Cause, message: usize, knowledge: &Knowledge) -> (String, Option<Gap>) {
    let (recognised, fix) = (&draft.messages[message].id, &draft.fixes[cause.fix].id);
    let expected = [
        (format!("{{recognised: {recognised}, cause: {}, fix: {fix}}}", cause.id), false),
        (format!("{{recognised: {recognised}, cause: {}}}", cause.id), true),
    ];
    let holds = |text: &str| read(text).is_some_and(|case| cases::run(knowledge, &case).is_empty());
    for (expected, is_other_fix) in expected {
        let text = written(draft, cause, message, &expected);
        if holds(&text) {
            let gap = is_other_fix.then(|| Gap::Fix(at, message, first_fix(draft, &text, knowledge)));
            return (text, gap);
        }
    }
    let least = format!("{{recognised: {recognised}}}");
    (written(draft, cause, message, &least), Some(Gap::Cause(at, message)))
}

/// Returns the title of the fix that comes first in a case.
fn first_fix(draft: &Draft, case: &str, knowledge: &Knowledge) -> String {
    let first = read(case).and_then(|case| cases::run_through(knowledge, &case).session.fixes().first().copied());
    let id = first.map(|ranked| knowledge.fix(ranked.fix).id.as_str());
    draft.fixes.iter().find(|fix| Some(fix.id.as_str()) == id).map(|fix| fix.title.clone()).unwrap_or_default()
}

fn read(text: &str) -> Option<Case> {
    yaml::read::<Vec<Case>>(text.as_bytes()).ok()?.pop()
}

fn written(draft: &Draft, cause: &Cause, message: usize, expected: &str) -> String {
    let several = cause.messages.len() > 1;
    let message = &draft.messages[message];
    let name = if several { format!("{}: {}", cause.title, message.title) } else { cause.title.clone() };
    let mut case = format!("- case: {}\n  text: {}\n", string(&name), string(&message.text));
    let answers = cause
        .answers
        .iter()
        .map(|(question, answer)| format!("{}: {}", draft.questions[*question].id, if *answer { "yes" } else { "no" }));
    let answers: Vec<String> = answers.collect();
    if !answers.is_empty() {
        let _ = writeln!(case, "  answers: {{{}}}", answers.join(", "));
    }
    let _ = writeln!(case, "  expect: {expected}");
    case
}

/// Returns a text as YAML takes it in double quotes: a string of JSON.
fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
