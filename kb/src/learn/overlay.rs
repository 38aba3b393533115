//! Changes as a file that an author reads, reviews and deletes.

use super::change::{Change, Target, author_number};
use super::figures::{cases, percent};
use crate::words::{Likelihood, Prior};
use etio_engine::{Base, Domain, Number, Provenance, Sign};
use std::fmt::Write as _;

/// The column in which remarks begin.
const REMARKS: usize = 44;

/// Returns the overlay: the changed statements only, each with what the author wrote and what the cases say.
pub(super) fn write(base: &Base, changes: &[Change], trust: f64) -> String {
    let mut out =
        String::from("# Learnt from resolved cases. Read it line by line, keep what you believe, delete the rest.\n");
    let _ = writeln!(out, "# It goes over the base: `--base {} --base` and this file.", base.id);
    let _ = writeln!(out, "base {}", base.id);
    let mut changes: Vec<(String, String)> = changes.iter().map(|change| line(base, change, trust)).collect();
    // What belongs to one declaration stands under it once.
    let mut headings: Vec<String> = Vec::new();
    for (heading, _) in &changes {
        if !headings.contains(heading) {
            headings.push(heading.clone());
        }
    }
    for heading in headings {
        let _ = write!(out, "\n{heading}\n");
        for (_, line) in changes.extract_if(.., |(known, _)| *known == heading) {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

/// Returns the declaration and the line of a change.
fn line(base: &Base, change: &Change, trust: f64) -> (String, String) {
    let written = &change.written;
    let (heading, statement) = match change.target {
        Target::Prior(cause) => (format!("cause {}", base.causes[cause.index()].id), format!("is {written}")),
        Target::Link(cause, sign) => {
            (format!("cause {}", base.causes[cause.index()].id), format!("{written} {}", name_of(base, sign)))
        }
        Target::Otherwise(sign) => otherwise(base, sign, written),
        Target::Effect(fix, cause) => {
            let fix = &base.fixes[fix];
            let effect = fix.effects.iter().find(|effect| effect.cause == cause);
            let verb = match effect.map(|effect| effect.kind) {
                Some(etio_engine::EffectKind::Eases) => "eases",
                _ => "cures",
            };
            let cause = cause.map_or("other", |cause| &base.causes[cause.index()].id);
            (format!("fix {}", fix.id), format!("{written} {verb} {cause}"))
        }
        Target::Takes(fix) => (format!("fix {}", base.fixes[fix].id), format!("takes {written}")),
    };
    let remark = remark(base, change, trust);
    (heading, format!("  {statement:<REMARKS$}# {remark}"))
}

fn otherwise(base: &Base, sign: Sign, written: &str) -> (String, String) {
    let finding = &base.findings[sign.finding.index()];
    let option = sign.option.map(|option| &finding.options()[option.index()]);
    let word = if finding.role == etio_engine::Role::Symptom { "symptom" } else { "fact" };
    match (&finding.domain, option) {
        (Domain::OneOf { rest: Some(_), .. }, Some(option)) => {
            (format!("symptom {}", option.id), format!("otherwise {written}"))
        }
        (Domain::OneOf { .. }, Some(option)) => {
            (format!("{word} {}", finding.id), format!("otherwise {written} is {}", option.id))
        }
        (_, Some(option)) => (format!("{word} {}", finding.id), format!("otherwise {written} has {}", option.id)),
        (_, None) => (format!("{word} {}", finding.id), format!("otherwise {written}")),
    }
}

/// Returns a sign as a statement names it.
pub(super) fn name_of(base: &Base, sign: Sign) -> String {
    let finding = &base.findings[sign.finding.index()];
    let option = sign.option.map(|option| &finding.options()[option.index()]);
    match (&finding.domain, option) {
        (Domain::OneOf { rest: Some(_), .. }, Some(option)) => option.id.clone(),
        (Domain::OneOf { .. }, Some(option)) => format!("{} is {}", finding.id, option.id),
        (_, Some(option)) => format!("{} has {}", finding.id, option.id),
        (_, None) => finding.id.clone(),
    }
}

/// Returns what stands behind a number: `author .80 (as 10 cases) + 25 of 37 cases`.
fn remark(base: &Base, change: &Change, trust: f64) -> String {
    let held = if change.held { "; held: the cases say more than one run may change" } else { "" };
    let weight = cases(change.weight);
    if let Target::Takes(_) = change.target {
        let mean = change.of.round();
        return format!(
            "author {} s (as {weight} times) + {} times, mean {mean} s{held}",
            change.author,
            cases(change.cases)
        );
    }
    let author = author_number(base, change.target, trust)
        .map_or_else(String::new, |(number, _)| author(&number, change.target));
    let together = if matches!(change.target, Target::Prior(_)) { " for all causes together" } else { "" };
    format!(
        "author {author} (as {weight} cases{together}) + {} of {} cases{held}",
        cases(change.of),
        cases(change.cases)
    )
}

fn author(number: &Number, target: Target) -> String {
    if let Provenance::Counts { of, cases } = number.provenance {
        return format!("{of} of {cases}");
    }
    let is_it = |known: f64| (known - number.get()).abs() < 1e-9;
    let likelihood = || Likelihood::ALL.iter().find(|word| is_it(word.probability().get())).map(|word| word.word());
    let word = match target {
        Target::Prior(_) => Prior::ALL.iter().find(|word| is_it(word.probability().get())).map(|word| word.word()),
        _ => likelihood(),
    };
    let percent = percent(number.get());
    word.map_or_else(|| percent.clone(), |word| format!("{word} = {percent}"))
}
