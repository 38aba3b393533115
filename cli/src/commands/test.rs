//! `etio test`: the recorded cases of bases.

use crate::args::Format;
use crate::bases;
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::page::{Page, Tone};
use crate::render;
use etio_kb::cases::{self, Case, CaseFileError};
use etio_kb::engine::Knowledge;
use serde::Serialize;
use std::path::PathBuf;

/// What came of running cases.
#[derive(Default, Serialize)]
struct Tally {
    cases: usize,
    failures: Vec<Failed>,
}

/// A case that does not hold, or a file of cases that cannot be read.
#[derive(Serialize)]
struct Failed {
    file: String,
    case: Option<String>,
    problems: Vec<String>,
}

/// Runs the command.
pub(crate) fn run(paths: &[PathBuf], call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let words = call.words;
    let mut tally = Tally::default();
    for root in bases::roots_of(paths, &call.options.bases, words)? {
        // A path may overlay the bases that are named beside it.
        let beside = if paths.is_empty() { Vec::new() } else { bases::roots(&call.options.bases, words)? };
        let knowledge = bases::knowledge_of(&[beside, vec![root.clone()]].concat())?;
        test(&root, knowledge, &mut tally);
    }
    tell(&tally, call, console)?;
    Ok(if tally.failures.is_empty() { Exit::Done } else { Exit::Nothing })
}

fn tell(tally: &Tally, call: &Call, console: &mut Console<'_>) -> Result<(), Failure> {
    if call.options.format == Format::Json {
        return Ok(render::json(tally, console.out)?);
    }
    let mut page = Page::default();
    for failure in &tally.failures {
        let case = failure.case.as_ref().map(|case| format!(": {case}")).unwrap_or_default();
        page.item(Tone::Careful, 0, "", format!("{}{case}", failure.file));
        for problem in &failure.problems {
            page.item(Tone::Plain, 2, "- ", problem);
        }
    }
    page.strong(call.words.tested(tally.cases, tally.failures.len()));
    console.show(&page)
}

/// Runs the cases of one base.
fn test(root: &str, knowledge: &Knowledge, tally: &mut Tally) {
    let (files, errors) = cases::find(&bases::Shelf, root);
    let unreadable =
        |error: CaseFileError| Failed { file: root.to_owned(), case: None, problems: vec![error.to_string()] };
    tally.failures.extend(errors.into_iter().map(unreadable));
    for file in files {
        tally.cases += file.cases.len();
        tally.failures.extend(file.cases.iter().filter_map(|case| run_case(&file.path, case, knowledge)));
    }
}

/// Runs one case, and returns what differs, if something does.
fn run_case(file: &str, case: &Case, knowledge: &Knowledge) -> Option<Failed> {
    let problems: Vec<String> = cases::run(knowledge, case).iter().map(ToString::to_string).collect();
    (!problems.is_empty()).then(|| Failed { file: file.to_owned(), case: Some(case.name.clone()), problems })
}
