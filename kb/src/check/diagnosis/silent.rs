//! Questions that can never change what to do, and symptoms after which nothing can be said.

use super::causes::same;
use super::likelihoods::Likelihoods;
use super::position;
use super::said::said_of;
use crate::check::{Concern, Subject};
use crate::diagnostic::{Code, CounterExample, Shows};
use etio_engine::{Base, CauseId, Domain, FindingId, OptionId, Role, Sign};
use std::collections::BTreeSet;

/// Looks for findings of which every cause says the same, and that nothing else reads.
pub(super) fn questions(base: &Base, numbers: &Likelihoods, read: &[bool], found: &mut Vec<Concern>) {
    let mut linked = vec![Vec::new(); base.findings.len()];
    let mut telling = vec![false; base.findings.len()];
    for (nth, aspect) in numbers.aspects.iter().enumerate() {
        for &cause in &numbers.mentions[nth] {
            let finding = aspect.finding.index();
            linked[finding].push(cause);
            telling[finding] |= !same(numbers.row(cause, nth), &numbers.values[nth].base);
        }
    }
    for (nth, finding) in base.findings.iter().enumerate() {
        if linked[nth].is_empty() || telling[nth] || read[nth] {
            continue;
        }
        let id = FindingId(position(nth));
        let asked = if finding.ask.is_some() { ", and to ask for it is a waste of time" } else { "" };
        let message = format!(
            "`{}` tells nothing{asked}: every cause that mentions it shows it as often as `otherwise` says",
            finding.id
        );
        let help = "give the causes that show it more, or less, often a word of their own, or leave it out";
        let mut problem = Concern::new(Code::TellsNothing, Subject::Finding(id), message, help);
        let of_finding = |cause: usize| {
            base.causes[cause].links.iter().find(|link| link.sign.finding == id).map(|link| (cause, link.sign))
        };
        for (cause, sign) in linked[nth].iter().take(3).filter_map(|cause| of_finding(*cause)) {
            problem = problem.and(Subject::Link(CauseId(position(cause)), sign), "the same as `otherwise`");
        }
        if let Some(link) = linked[nth].iter().find_map(|cause| of_finding(*cause)) {
            let outcome = "every cause is as probable as before".to_owned();
            problem = problem.shown_by(Shows::Unmoved, CounterExample { outcome, ..said_of(base, link.1) });
        }
        found.push(problem);
    }
}

/// Looks for symptoms that no cause explains.
///
/// A base in which no cause explains any symptom takes them for the door: what follows are its questions.
pub(super) fn symptoms(base: &Base, named: &BTreeSet<Sign>, found: &mut Vec<Concern>) {
    let mut explained = BTreeSet::new();
    for link in base.causes.iter().flat_map(|cause| &cause.links) {
        // A word that sounds like it and says the opposite is told of as that.
        if link.number.get() > super::otherwise(base, link.sign) || link.number.get() >= super::words::SOUNDS_FOR {
            explained.insert(link.sign);
        }
    }
    let symptoms = symptoms_of(base);
    if !symptoms.iter().any(|sign| explained.contains(sign)) {
        return;
    }
    for sign in symptoms.into_iter().filter(|sign| !explained.contains(sign) && !named.contains(sign)) {
        let id = super::id_of(base, sign);
        let message = format!("after `{id}` nothing can be said: no cause explains it");
        let help = format!("let the cause mention it that it speaks for, for example `often {id}`");
        let subject =
            sign.option.map_or(Subject::Finding(sign.finding), |option| Subject::Choice(sign.finding, option));
        let outcome = "every cause is as probable as before".to_owned();
        let example = CounterExample { outcome, ..said_of(base, sign) };
        found.push(Concern::new(Code::NothingToSay, subject, message, help).shown_by(Shows::Unmoved, example));
    }
}

fn symptoms_of(base: &Base) -> Vec<Sign> {
    let mut symptoms = Vec::new();
    for (nth, finding) in base.findings.iter().enumerate() {
        let finding_id = FindingId(position(nth));
        match &finding.domain {
            Domain::YesNo { .. } if finding.role == Role::Symptom => {
                symptoms.push(Sign { finding: finding_id, option: None })
            }
            Domain::OneOf { options, rest: Some(_) } => {
                let option = |nth: usize| Some(OptionId(position(nth)));
                symptoms.extend((0..options.len()).map(|nth| Sign { finding: finding_id, option: option(nth) }));
            }
            _ => {}
        }
    }
    symptoms
}
