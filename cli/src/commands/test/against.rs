//! `etio test --against`: the same cases with two versions of a base; which diagnoses change, and why.

use super::roots;
use crate::args::{Format, Test};
use crate::bases;
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::page::{Page, Tone};
use crate::render;
use crate::words::Words;
use etio_kb::cases::{self, Case};
use etio_kb::engine::{CauseId, Evidence, How, Knowledge, Session, Step, Thing};
use serde::Serialize;

/// What is told for a program.
#[derive(Serialize)]
struct Told {
    cases: usize,
    changed: Vec<Changed>,
}

/// A case that comes out otherwise.
#[derive(Serialize)]
struct Changed {
    file: String,
    line: Option<usize>,
    case: String,
    /// The first cause, the first fix, the next step: with the other version, and with this one.
    changes: Vec<Turned>,
    /// How the causes that came first got their percentages, where the versions differ.
    why: Vec<Reason>,
}

#[derive(Serialize)]
struct Turned {
    what: &'static str,
    before: String,
    after: String,
}

#[derive(Serialize)]
struct Reason {
    cause: String,
    /// The posterior, from 0 to 1; nothing where a version does not have the cause.
    before: Option<f64>,
    after: Option<f64>,
    /// What weighs otherwise: the prior as a probability, each piece of evidence as the factor of the odds.
    weights: Vec<Weighed>,
}

#[derive(Serialize)]
struct Weighed {
    what: String,
    before: Option<f64>,
    after: Option<f64>,
}

/// Factors that are nearer to each other than this are the same.
const SAME: f64 = 0.01;

/// Runs the command.
pub(super) fn run(test: &Test, other: &str, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let before = bases::knowledge_of(&bases::roots(&[other.to_owned()], call.words)?)?;
    let mut told = Told { cases: 0, changed: Vec::new() };
    for (root, roots) in roots(test, call)? {
        let after = bases::knowledge_of(&roots)?;
        let (files, errors) = cases::find(&bases::Shelf, &root);
        if let Some(error) = errors.first() {
            return Err(Failure::Bases { rendered: format!("error: {error}\n") });
        }
        for file in files {
            told.cases += file.cases.len();
            told.changed.extend(file.cases.iter().filter_map(|case| compare(&file.path, case, before, after)));
        }
    }
    if call.options.format == Format::Json {
        render::json(&told, console.out)?;
    } else {
        console.show(&page(&told, call.words))?;
    }
    Ok(if told.changed.is_empty() { Exit::Done } else { Exit::Nothing })
}

/// Returns what comes out otherwise of a case, if something does.
fn compare(file: &str, case: &Case, before: &Knowledge, after: &Knowledge) -> Option<Changed> {
    // What a case says is said to its end, however it fails.
    let sessions = [before, after].map(|knowledge| end(knowledge, case));
    let [old, new] = &sessions;
    let firsts = sessions.each_ref().map(first);
    let fixes =
        sessions.each_ref().map(|session| session.fixes().first().map(|ranked| id(session, Thing::Fix(ranked.fix))));
    let steps = sessions.each_ref().map(next);
    let told = |[before, after]: [Option<String>; 2]| [before, after].map(|id| id.unwrap_or_else(|| "–".to_owned()));
    let turned = [("cause", told(firsts.clone())), ("fix", told(fixes)), ("next", steps)];
    let changes: Vec<Turned> = turned
        .into_iter()
        .filter(|(_, [before, after])| before != after)
        .map(|(what, [before, after])| Turned { what, before, after })
        .collect();
    if changes.is_empty() {
        return None;
    }
    let mut causes: Vec<String> = firsts.into_iter().flatten().collect();
    causes.dedup();
    let why = causes.iter().map(|cause| reason(cause, old, new)).collect();
    Some(Changed { file: file.to_owned(), line: case.line, case: case.name.clone(), changes, why })
}

/// Returns the session of a case with everything said that it says.
fn end<'k>(knowledge: &'k Knowledge, case: &Case) -> Session<'k> {
    let mut silent = case.clone();
    silent.expect = cases::Expectation::default();
    silent.turns.retain(|turn| !matches!(turn.what, cases::What::Expect(_)));
    cases::run_through(knowledge, &silent).session
}

fn id(session: &Session<'_>, thing: Thing) -> String {
    session.knowledge().id_of(thing).to_owned()
}

fn first(session: &Session<'_>) -> Option<String> {
    let first = session.troubles().into_iter().next()?;
    Some(first.cause.map_or_else(|| "other".to_owned(), |cause| id(session, Thing::Cause(cause))))
}

fn next(session: &Session<'_>) -> String {
    match session.next() {
        Step::Ask(finding) => id(session, Thing::Finding(finding)),
        Step::Try(fix) => id(session, Thing::Fix(fix)),
        Step::Complain => "complain".to_owned(),
        Step::Report(_) => "report".to_owned(),
    }
}

/// Returns what weighs otherwise for a cause.
fn reason(cause: &str, old: &Session<'_>, new: &Session<'_>) -> Reason {
    let [before, after] = [old, new].map(|session| how(session, cause));
    let posterior = |how: &Option<How>| how.as_ref().map(|how| how.posterior);
    let mut lists = [(&before, old), (&after, new)].map(|(how, session)| weights(how.as_ref(), session));
    let mut weights = Vec::new();
    let [first, second] = &mut lists;
    for (what, before) in first.drain(..) {
        let at = second.iter().position(|(other, _)| *other == what);
        let after = at.map(|at| second.remove(at).1);
        if after.is_none_or(|after| (after / before).ln().abs() > SAME) {
            weights.push(Weighed { what, before: Some(before), after });
        }
    }
    weights.extend(second.drain(..).map(|(what, after)| Weighed { what, before: None, after: Some(after) }));
    Reason { cause: cause.to_owned(), before: posterior(&before), after: posterior(&after), weights }
}

fn how(session: &Session<'_>, cause: &str) -> Option<How> {
    if cause == "other" {
        return session.how(None);
    }
    let found = session.knowledge().find(cause).into_iter().find_map(|thing| match thing {
        Thing::Cause(cause) => Some(cause),
        _ => None,
    });
    found.and_then(|cause: CauseId| session.how(Some(cause)))
}

/// What the weight of the prior is called.
const PRIOR: &str = "prior";

fn weights(how: Option<&How>, session: &Session<'_>) -> Vec<(String, f64)> {
    let Some(how) = how else { return Vec::new() };
    let knowledge = session.knowledge();
    let stages = how.stages.iter().map(|stage| {
        let what = match stage.weight.evidence {
            Evidence::Finding(finding, None) => id(session, Thing::Finding(finding)),
            Evidence::Finding(finding, Some(option)) => knowledge.finding(finding).options()[option.index()].id.clone(),
            Evidence::Outcome(fix) => id(session, Thing::Fix(fix)),
            Evidence::Conditions => "conditions".to_owned(),
        };
        (what, stage.weight.bits.exp2())
    });
    std::iter::once((PRIOR.to_owned(), how.prior)).chain(stages).collect()
}

fn page(told: &Told, words: Words) -> Page {
    let mut page = Page::default();
    for changed in &told.changed {
        let place = changed.line.map_or_else(|| changed.file.clone(), |line| format!("{}:{line}", changed.file));
        page.item(Tone::Careful, 0, "", format!("{place}: {}", changed.case));
        for Turned { what, before, after } in &changed.changes {
            page.item(Tone::Plain, 2, "- ", format!("{}: {before} → {after}", words.aspect(what)));
        }
        for reason in &changed.why {
            let percent =
                |posterior: Option<f64>| posterior.map_or_else(|| words.not_there(), |one| words.percent(one));
            let line = format!("{}: {} → {}", reason.cause, percent(reason.before), percent(reason.after));
            page.item(Tone::Plain, 4, "", line);
            for weighed in &reason.weights {
                page.item(Tone::Faint, 6, "", line_of(weighed, words));
            }
        }
    }
    page.strong(words.compared(told.cases, told.changed.len()));
    page
}

fn line_of(weighed: &Weighed, words: Words) -> String {
    let is_prior = weighed.what == PRIOR;
    let number = |number: Option<f64>| match number {
        None => words.not_there(),
        Some(prior) if is_prior => words.percent(prior),
        Some(factor) => format!("×{}", words.decimal(factor, 2)),
    };
    let what = if is_prior { words.how_start() } else { weighed.what.clone() };
    format!("{what}: {} → {}", number(weighed.before), number(weighed.after))
}
