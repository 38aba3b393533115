//! Recorded cases: evidence and what must come of it. `etio test` runs them.
//!
//! A case stands in YAML ([`Case`] as it is written) or as a talk, which reads like a conversation. Both become the same [`Case`].

mod compare;
mod coverage;
mod file;
mod mentions;
mod mutate;
mod patterns;
mod record;
mod run;
mod talk;
mod trace;

pub use coverage::{Covered, Part, coverage};
pub use file::{CaseFile, CaseFileError, base_of, case_files, find, find_in, home_of, is_case_file, read_cases};
pub use mentions::mentions;
pub(crate) use mentions::mentions_in;
pub use mutate::{Change, Changed, Mutations};
pub use record::record;
pub use run::{Failure, Run, run, run_through, session};
pub use talk::{MAX_TURNS, TalkError, read_talks};

use crate::answers::Given;
use crate::yaml::{Pairs, YesNo};
use serde::Deserialize;

/// One case.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it shows, in a few words.
    #[serde(rename = "case")]
    pub name: String,
    /// Why it does not hold yet; a case that says so may fail.
    #[serde(default)]
    pub todo: Option<String>,
    /// What is pasted.
    #[serde(default)]
    pub text: Option<String>,
    /// Other wordings of the text: the case must hold with each of them.
    #[serde(default)]
    pub texts: Vec<String>,
    /// What is answered, after the text.
    #[serde(default)]
    pub answers: Pairs<Given>,
    /// What is tried, after the answers.
    #[serde(default)]
    pub tried: Pairs<Given>,
    /// What must come of it.
    pub expect: Expectation,
    /// What goes on after that: everything, where the case is a talk.
    #[serde(skip)]
    pub turns: Vec<Turn>,
    /// The line on which it begins, from 1; nothing where that is not known.
    #[serde(skip)]
    pub line: Option<usize>,
}

impl Case {
    /// Returns the wordings of the text: the case is run once with each. None where nothing is pasted.
    pub fn wordings(&self) -> Vec<&str> {
        self.text.iter().chain(&self.texts).map(String::as_str).collect()
    }

    /// Returns everything that the case expects, at its different points.
    pub fn expectations(&self) -> impl Iterator<Item = &Expectation> {
        let later = self.turns.iter().filter_map(|turn| match &turn.what {
            What::Expect(expectation) => Some(&**expectation),
            _ => None,
        });
        std::iter::once(&self.expect).chain(later)
    }
}

/// One line of a talk.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// The line on which it stands, from 1.
    pub line: usize,
    /// What happens.
    pub what: What,
}

/// What happens on a line of a talk.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The person pastes a text.
    Text(String),
    /// The person answers.
    Answer(String, Given),
    /// The person tells what came of a fix.
    Tried(String, Given),
    /// This must hold now.
    Expect(Box<Expectation>),
}

/// What must come of a case. What is not written may be anything.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Expectation {
    /// A finding that the text shows.
    #[serde(default)]
    pub recognised: Option<String>,
    /// A finding that the text shows word for word: not a guess at a slip of typing.
    #[serde(default)]
    pub exactly: Option<String>,
    /// The first of the differential.
    #[serde(default)]
    pub cause: Option<String>,
    /// How the order of the causes begins.
    #[serde(default)]
    pub causes: Vec<String>,
    /// The first of the fixes.
    #[serde(default)]
    pub fix: Option<String>,
    /// How the order of the fixes begins.
    #[serde(default)]
    pub fixes: Vec<String>,
    /// Causes that have at least [`Expectation::AMONG`], and fixes that are offered, in any order.
    #[serde(default)]
    pub among: Vec<String>,
    /// Causes that have less than [`Expectation::AMONG`], and fixes that are not offered.
    #[serde(default)]
    pub not_among: Vec<String>,
    /// Causes and fixes that are not the first.
    #[serde(default)]
    pub not_first: Vec<String>,
    /// The next step: the finding asked, the fix proposed, or `report`.
    #[serde(default)]
    pub next: Option<String>,
    /// How many questions are asked at most, from the text to the end, if they are answered as the case answers them.
    #[serde(default)]
    pub asks_at_most: Option<usize>,
    /// The verdict.
    #[serde(default)]
    pub verdict: Option<ExpectedVerdict>,
    /// The topic that the text asks.
    #[serde(default)]
    pub topic: Option<String>,
    /// Bounds on posteriors.
    #[serde(default)]
    pub posterior: Pairs<(f64, f64)>,
    /// Whether etio has nothing to say of the text: it shows nothing, names nothing and asks nothing.
    #[serde(default)]
    pub silent: Option<YesNo>,
}

impl Expectation {
    /// The least posterior at which a cause is among those to think of.
    pub const AMONG: f64 = 0.01;

    /// Returns whether it expects more than bounds on posteriors.
    pub fn is_more_than_bounds(&self) -> bool {
        let bare = Self { posterior: self.posterior.clone(), ..Self::default() };
        *self != bare
    }
}

/// A verdict as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the same as `Verdict`")]
pub enum ExpectedVerdict {
    Diagnosed,
    Unsure,
    Nothing,
}
