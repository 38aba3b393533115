//! `etio test`: the recorded cases of bases, and what can be found out with them.

mod against;
mod coverage;
mod junit;
mod mutate;
mod results;

use crate::args::{Format, Test};
use crate::bases;
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use etio_kb::cases::{self, Case, CaseFile};
use etio_kb::check::Places;
use etio_kb::engine::{Base, Knowledge};
use etio_kb::{Files, Span};
use results::Results;
use serde::Serialize;

/// Runs the command.
pub(crate) fn run(test: &Test, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let junit = call.options.format == Format::Junit;
    if junit && (test.coverage || test.min_coverage.is_some() || test.mutate || test.against.is_some()) {
        return Err(Failure::usage_with_help(call.words.only_tests_are_junit(), call.words.junit_remedy()));
    }
    if let Some(other) = &test.against {
        return against::run(test, other, call, console);
    }
    if test.mutate {
        return mutate::run(test, call, console);
    }
    if test.coverage || test.min_coverage.is_some() {
        return coverage::run(test, call, console);
    }
    let results = run_cases(test, call)?;
    match call.options.format {
        Format::Junit => junit::write(&results, call.words, console)?,
        Format::Json | Format::Sarif => crate::render::json(&results.told(call.words), console.out)?,
        _ => {
            let mut page = results.page(call.words);
            call.say_which(&test.paths, "etio test", &mut page);
            console.show(&page)?;
        }
    }
    Ok(results.exit())
}

fn run_cases(test: &Test, call: &Call) -> Result<Results, Failure> {
    let mut results = Results::default();
    for (root, roots) in all_roots(test, call)? {
        if bases::holds_cases(&root) {
            let beside = &roots[..roots.len() - 1];
            let home = cases::home_of(&bases::Shelf, &root).filter(|home| !beside.contains(home));
            let mut roots: Vec<String> = beside.iter().cloned().chain(home).collect();
            if roots.is_empty() {
                roots = bases::roots_of(&[], &[], call.words)?;
            }
            results.add_file(&root, bases::knowledge_of(&roots)?, call.words);
        } else {
            results.add(&root, bases::knowledge_of(&roots)?, call.words);
        }
    }
    Ok(results)
}

/// Returns every base to be tested, and what is loaded with it: a path may overlay the bases that are named beside it.
fn roots(test: &Test, call: &Call) -> Result<Vec<(String, Vec<String>)>, Failure> {
    let roots = all_roots(test, call)?;
    bases::no_cases(&roots.iter().map(|(root, _)| root.clone()).collect::<Vec<_>>(), "etio test", call.words)?;
    Ok(roots)
}

/// Returns the same; files of cases may be among them.
fn all_roots(test: &Test, call: &Call) -> Result<Vec<(String, Vec<String>)>, Failure> {
    let beside = bases::beside(&test.paths, &call.options.bases, call.words)?;
    let roots = bases::roots_of(&test.paths, &call.options.bases, call.words)?;
    Ok(roots.into_iter().map(|root| (root.clone(), [beside.clone(), vec![root]].concat())).collect())
}

/// What a question about the cases of a base needs.
struct Tested {
    bases: Vec<Base>,
    places: Vec<Places>,
    files: Files,
    knowledge: &'static Knowledge,
    cases: Vec<Case>,
}

impl Tested {
    /// Returns every base to be asked about, with its cases.
    fn all(test: &Test, call: &Call) -> Result<Vec<Self>, Failure> {
        roots(test, call)?.into_iter().map(|(root, roots)| Self::new(&root, &roots)).collect()
    }

    fn new(root: &str, roots: &[String]) -> Result<Self, Failure> {
        let (loaded, places) = bases::load_with_places(roots)?;
        let (files, errors) = cases::find(&bases::Shelf, root);
        if !errors.is_empty() {
            let lines: Vec<String> = errors.iter().map(|error| format!("error: {error}\n")).collect();
            return Err(Failure::Bases { rendered: lines.concat() });
        }
        let cases = files.into_iter().flat_map(|CaseFile { cases, .. }| cases).collect();
        let knowledge = bases::assemble(loaded.bases.clone())?;
        Ok(Self { bases: loaded.bases, places, files: loaded.files, knowledge, cases })
    }

    fn spot(&self, span: Span) -> Spot {
        let file = self.files.get(span.file);
        Spot { file: file.name().to_owned(), line: file.place(span.range().start).line }
    }
}

/// Where something stands.
#[derive(Clone, Debug, Serialize)]
struct Spot {
    file: String,
    line: usize,
}

impl std::fmt::Display for Spot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Returns a part of a whole as a percentage, from 0 to 100; all of nothing is everything.
#[expect(clippy::cast_precision_loss, reason = "there are far fewer than 2^52")]
fn percentage(part: usize, whole: usize) -> f64 {
    if whole == 0 { 100.0 } else { part as f64 * 100.0 / whole as f64 }
}
