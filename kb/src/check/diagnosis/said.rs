//! Evidence as somebody would say it: a text that is pasted, and answers as a case writes them.

use super::lead::Evidence;
use super::likelihoods::{Aspect, Likelihoods};
use crate::diagnostic::CounterExample;
use etio_engine::{Base, Domain, Finding, FindingId, OptionId, Pattern, Sign};
use std::collections::BTreeMap;

/// Returns what somebody would say who has this evidence.
pub(super) fn said(base: &Base, numbers: &Likelihoods, evidence: &Evidence) -> CounterExample {
    let mut said = CounterExample::default();
    let mut several: BTreeMap<FindingId, Vec<OptionId>> = BTreeMap::new();
    for (aspect, values) in evidence {
        let Aspect { finding: id, option } = numbers.aspects[*aspect];
        let finding = &base.findings[id.index()];
        match (&finding.domain, option) {
            (Domain::SeveralOf { .. }, Some(option)) => {
                let picked = several.entry(id).or_default();
                picked.extend((values[0] == 0).then_some(option));
            }
            (Domain::OneOf { options, .. }, _) => values.iter().for_each(|value| match options.get(*value) {
                Some(option) => show(&mut said, finding, &option.patterns, &option.id),
                None => said.answers.push((finding.id.clone(), "else".to_owned())),
            }),
            _ if values[0] == 0 => show(&mut said, finding, &finding.patterns, "yes"),
            _ => said.answers.push((finding.id.clone(), "no".to_owned())),
        }
    }
    for (id, options) in several {
        let finding = &base.findings[id.index()];
        let names: Vec<&str> = options.iter().map(|option| finding.options()[option.index()].id.as_str()).collect();
        said.answers.push((finding.id.clone(), format!("[{}]", names.join(", "))));
    }
    said
}

/// Returns what somebody would say who has one sign.
pub(in crate::check) fn said_of(base: &Base, sign: Sign) -> CounterExample {
    let finding = &base.findings[sign.finding.index()];
    let mut said = CounterExample::default();
    match sign.option.map(|option| &finding.options()[option.index()]) {
        Some(option) => show(&mut said, finding, &option.patterns, &option.id),
        None => show(&mut said, finding, &finding.patterns, "yes"),
    }
    said
}

/// Adds a text that shows something, or the answer where no text does.
fn show(said: &mut CounterExample, finding: &Finding, patterns: &[Pattern], answer: &str) {
    match patterns.iter().find_map(example) {
        Some(line) => said.text = Some(said.text.take().map_or(line.clone(), |text| format!("{text}\n{line}"))),
        None => said.answers.push((finding.id.clone(), answer.to_owned())),
    }
}

/// Returns a text that a literal matches; none for one that needs something beside it.
fn example(pattern: &Pattern) -> Option<String> {
    let (Pattern::Literal(literal) | Pattern::Line(literal)) = pattern else { return None };
    let mut text = String::new();
    let mut rest = literal.as_str();
    while let Some(at) = rest.find('{') {
        text.push_str(&rest[..at]);
        if let Some(after) = rest[at..].strip_prefix("{{") {
            text.push('{');
            rest = after;
            continue;
        }
        let end = at + rest[at..].find('}')?;
        text.push_str(if rest[at..end].ends_with(":number") { "1" } else { "x" });
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    Some(text.replace("}}", "}"))
}
