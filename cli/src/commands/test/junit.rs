//! The results of cases as JUnit XML, which build servers read. The only place that knows the crate for it.

use super::results::{Results, said};
use crate::console::Console;
use crate::exit::Failure;
use crate::words::Words;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::io;

/// Writes the results. Nothing in them depends on the clock: the same results are the same bytes.
pub(super) fn write(results: &Results, words: Words, console: &mut Console<'_>) -> Result<(), Failure> {
    let mut report = Report::new("etio test");
    let mut suites: Vec<(&str, TestSuite)> = Vec::new();
    for outcome in &results.cases {
        let status = match (&outcome.todo, outcome.failures.as_slice()) {
            (_, []) => TestCaseStatus::success(),
            (Some(reason), _) => {
                let mut status = TestCaseStatus::skipped();
                status.set_message(reason.as_str());
                status
            }
            (None, failures) => {
                let problems: Vec<String> = failures.iter().map(|failure| said(failure, words)).collect();
                failed(NonSuccessKind::Failure, &problems.join("\n"))
            }
        };
        let mut case = TestCase::new(outcome.name.as_str(), status);
        case.set_classname(outcome.file.as_str());
        if let Some(line) = outcome.line {
            case.extra.insert("line".into(), line.to_string().into());
        }
        suite(&mut suites, &outcome.file).add_test_case(case);
    }
    for (file, problem) in results.unreadable() {
        let case = TestCase::new(file.as_str(), failed(NonSuccessKind::Error, problem));
        suite(&mut suites, file).add_test_case(case);
    }
    report.add_test_suites(suites.into_iter().map(|(_, suite)| suite));
    report.serialize(&mut *console.out).map_err(|error| Failure::Write(io::Error::other(error)))?;
    Ok(console.out.flush()?)
}

fn failed(kind: NonSuccessKind, problem: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_message(problem.lines().next().unwrap_or_default()).set_description(problem);
    status
}

fn suite<'s, 'f>(suites: &'s mut Vec<(&'f str, TestSuite)>, file: &'f str) -> &'s mut TestSuite {
    if suites.last().is_none_or(|(last, _)| *last != file) {
        suites.push((file, TestSuite::new(file)));
    }
    &mut suites.last_mut().unwrap_or_else(|| unreachable!("one was added")).1
}
