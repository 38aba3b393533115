//! `etio test`: the recorded cases of bases.

use crate::bases;
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::page::{Page, Tone};
use etio_engine::Knowledge;
use etio_kb::cases::{self, Case};
use std::path::PathBuf;

/// What came of running cases.
#[derive(Default)]
struct Tally {
    cases: usize,
    failed: usize,
}

/// Runs the command.
pub(crate) fn run(paths: &[PathBuf], call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let words = call.words;
    let mut tally = Tally::default();
    for root in bases::roots_of(paths, &call.options.bases, words)? {
        // A path may overlay the bases that are named beside it.
        let beside = if paths.is_empty() { Vec::new() } else { bases::roots(&call.options.bases, words)? };
        let knowledge = bases::knowledge_of(&[beside, vec![root.clone()]].concat())?;
        let page = test(&root, &knowledge, &mut tally);
        console.show(&page)?;
    }
    let mut page = Page::default();
    page.strong(words.tested(tally.cases, tally.failed));
    console.show(&page)?;
    Ok(if tally.failed == 0 { Exit::Done } else { Exit::Nothing })
}

/// Runs the cases of one base, and returns what failed.
fn test(root: &str, knowledge: &Knowledge, tally: &mut Tally) -> Page {
    let mut page = Page::default();
    let (files, errors) = cases::find(&bases::Shelf, root);
    for error in errors {
        tally.failed += 1;
        page.item(Tone::Careful, 0, "", error.to_string());
    }
    for file in files {
        for case in &file.cases {
            tally.cases += 1;
            run_case(&mut page, &file.path, case, knowledge, tally);
        }
    }
    page
}

fn run_case(page: &mut Page, path: &str, case: &Case, knowledge: &Knowledge, tally: &mut Tally) {
    let failures = cases::run(knowledge, case);
    if failures.is_empty() {
        return;
    }
    tally.failed += 1;
    page.item(Tone::Careful, 0, "", format!("{path}: {}", case.name));
    for failure in failures {
        page.item(Tone::Plain, 2, "- ", failure.to_string());
    }
}
