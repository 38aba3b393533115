//! What came of running cases, for people and for programs.

use crate::bases;
use crate::exit::Exit;
use crate::page::{Page, Tone};
use crate::render;
use crate::view::{self, How};
use crate::voice::Voice;
use crate::words::Words;
use etio_kb::cases::{self, Case, CaseFile, Failure};
use etio_kb::engine::Knowledge;
use serde::Serialize;

/// The most failures that come with an explanation.
const EXPLAINED: usize = 10;

/// What came of running cases.
#[derive(Default)]
pub(super) struct Results {
    pub(super) cases: Vec<Outcome>,
    /// Files that cannot be read.
    unreadable: Vec<(String, String)>,
    /// Bases without a file of cases.
    without: Vec<String>,
}

/// What came of one case.
pub(super) struct Outcome {
    pub(super) file: String,
    pub(super) line: Option<usize>,
    pub(super) name: String,
    pub(super) todo: Option<String>,
    pub(super) failures: Vec<Failure>,
    /// How the cause got its percentage that came first instead.
    winner: Option<How>,
}

/// The same for a program.
#[derive(Serialize)]
pub(super) struct Told {
    cases: usize,
    failures: Vec<Failed>,
    /// Known gaps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    todo: Vec<Gap>,
}

#[derive(Serialize)]
struct Failed {
    file: String,
    line: Option<usize>,
    case: Option<String>,
    problems: Vec<String>,
    differences: Vec<Difference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    winner: Option<How>,
}

#[derive(Serialize)]
struct Difference {
    what: &'static str,
    expected: String,
    got: String,
}

#[derive(Serialize)]
struct Gap {
    file: String,
    line: Option<usize>,
    case: String,
    reason: String,
    holds: bool,
}

impl Results {
    /// Runs the cases of one base.
    pub(super) fn add(&mut self, root: &str, knowledge: &Knowledge, words: Words) {
        let (files, errors) = cases::find(&bases::Shelf, root);
        if files.is_empty() && errors.is_empty() {
            self.without.push(root.to_owned());
        }
        self.unreadable.extend(errors.iter().map(|error| (root.to_owned(), error.to_string())));
        files.iter().for_each(|file| self.run(file, knowledge, words));
    }

    /// Runs the cases of one file.
    pub(super) fn add_file(&mut self, path: &str, knowledge: &Knowledge, words: Words) {
        match cases::find_in(&bases::Shelf, path) {
            Ok(file) => self.run(&file, knowledge, words),
            Err(error) => self.unreadable.push((path.to_owned(), error.to_string())),
        }
    }

    fn run(&mut self, file: &CaseFile, knowledge: &Knowledge, words: Words) {
        self.cases.extend(file.cases.iter().map(|case| Outcome::of(&file.path, case, knowledge, words)));
    }

    fn failed(&self) -> impl Iterator<Item = &Outcome> {
        self.cases.iter().filter(|outcome| outcome.has_failed())
    }

    fn failures(&self) -> usize {
        self.failed().count() + self.unreadable.len()
    }

    /// Returns how the program ends.
    pub(super) fn exit(&self) -> Exit {
        if self.failures() == 0 { Exit::Done } else { Exit::Nothing }
    }

    /// Returns the files that cannot be read, and why.
    pub(super) fn unreadable(&self) -> &[(String, String)] {
        &self.unreadable
    }

    pub(super) fn page(&self, words: Words) -> Page {
        let mut page = Page::default();
        for (file, problem) in &self.unreadable {
            page.item(Tone::Careful, 0, "", file);
            page.item(Tone::Plain, 2, "- ", problem);
        }
        for (nth, outcome) in self.failed().enumerate() {
            page.item(Tone::Careful, 0, "", format!("{}: {}", outcome.place(), outcome.name));
            for failure in &outcome.failures {
                tell(&mut page, failure, words);
            }
            if let Some(how) = outcome.winner.as_ref().filter(|_| nth < EXPLAINED) {
                page.gap();
                render::explained::how(&mut page, how, words);
                page.gap();
            }
        }
        let (mut gaps, mut closed) = (0, Vec::new());
        for outcome in self.cases.iter().filter(|outcome| outcome.todo.is_some()) {
            gaps += 1;
            if outcome.failures.is_empty() {
                closed.push(outcome);
            }
        }
        for outcome in closed {
            page.text(words.gap_is_closed(&format!("{}: {}", outcome.place(), outcome.name)));
        }
        for root in &self.without {
            page.text(match root.strip_suffix(".kb") {
                Some(stem) => words.no_cases_beside(root, &format!("{stem}.talk"), &format!("{stem}.cases.yaml")),
                None => words.no_cases_in_folder(root.trim_end_matches('/')),
            });
        }
        page.strong(words.tested(self.cases.len(), self.failures()));
        if gaps > 0 {
            page.text(words.known_gaps(gaps));
        }
        page
    }

    pub(super) fn told(&self, words: Words) -> Told {
        let unreadable = self.unreadable.iter().map(|(file, problem)| Failed {
            file: file.clone(),
            line: None,
            case: None,
            problems: vec![problem.clone()],
            differences: Vec::new(),
            winner: None,
        });
        let failed = self.failed().map(|outcome| Failed {
            file: outcome.file.clone(),
            line: outcome.line,
            case: Some(outcome.name.clone()),
            problems: outcome.failures.iter().map(|failure| said(failure, words)).collect(),
            differences: outcome.failures.iter().filter_map(difference).collect(),
            winner: outcome.winner.clone(),
        });
        let gaps = self.cases.iter().filter_map(|outcome| {
            Some(Gap {
                file: outcome.file.clone(),
                line: outcome.line,
                case: outcome.name.clone(),
                reason: outcome.todo.clone()?,
                holds: outcome.failures.is_empty(),
            })
        });
        Told { cases: self.cases.len(), failures: unreadable.chain(failed).collect(), todo: gaps.collect() }
    }
}

impl Outcome {
    fn of(file: &str, case: &Case, knowledge: &Knowledge, words: Words) -> Self {
        let run = cases::run_through(knowledge, case);
        let differs = run.failures.iter().any(|failure| matches!(failure.innermost(), Failure::Differs { .. }));
        let leader =
            run.session.troubles().first().filter(|_| differs && case.todo.is_none()).and_then(|first| first.cause);
        let winner = leader.and_then(|cause| view::how(&run.session, Some(cause), Voice::new(&run.session, words)));
        let (file, name, todo) = (file.to_owned(), case.name.clone(), case.todo.clone());
        Self { file, line: case.line, name, todo, failures: run.failures, winner }
    }

    /// Returns whether it counts as failed: a known gap does not.
    pub(super) fn has_failed(&self) -> bool {
        self.todo.is_none() && !self.failures.is_empty()
    }

    /// Returns where it stands.
    pub(super) fn place(&self) -> String {
        self.line.map_or_else(|| self.file.clone(), |line| format!("{}:{line}", self.file))
    }
}

/// Adds what differs: lists under each other, so that the eye finds the difference.
fn tell(page: &mut Page, failure: &Failure, words: Words) {
    let Some(Difference { what, expected, got }) = difference(failure).filter(|one| one.expected.contains(", ")) else {
        page.item(Tone::Plain, 2, "- ", said(failure, words));
        return;
    };
    page.item(Tone::Plain, 2, "- ", format!("{}{}:", before(failure, words), words.aspect(what)));
    page.item(Tone::Plain, 4, format!("{} ", words.was_expected()), expected);
    page.item(Tone::Plain, 4, format!("{} ", words.came_instead()), got);
}

fn difference(failure: &Failure) -> Option<Difference> {
    match failure.innermost() {
        Failure::Differs { what, expected, got } => {
            Some(Difference { what, expected: expected.clone(), got: got.clone() })
        }
        _ => None,
    }
}

/// Returns where in its case something failed.
fn before(failure: &Failure, words: Words) -> String {
    match failure {
        Failure::At { line, source } => words.at_line(*line) + &before(source, words),
        Failure::With { wording, source } => words.with_wording(wording) + &before(source, words),
        _ => String::new(),
    }
}

/// Returns a failure in the person's language.
pub(super) fn said(failure: &Failure, words: Words) -> String {
    let what = match failure.innermost() {
        Failure::Differs { what, expected, got } => {
            words.differs(&words.aspect(what), &words.what_came(expected), &words.what_came(got))
        }
        other => other.to_string(),
    };
    before(failure, words) + &what
}
