//! What is said in a session: texts, answers, probes, and whether fixes helped.

use crate::model::{BaseId, FindingId, FixId, OptionId, Sign};

/// One thing that was said. A session is the list of these, and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// What a text showed.
    Text(Reading),
    /// A person's answer.
    Answer {
        /// What was asked.
        finding: FindingId,
        /// What was answered.
        answer: Answer,
    },
    /// What the environment showed.
    Probe {
        /// What was looked for.
        finding: FindingId,
        /// What was seen.
        value: Value,
    },
    /// Whether a fix helped.
    Outcome {
        /// What was tried.
        fix: FixId,
        /// Whether it helped.
        outcome: Outcome,
    },
}

/// What a text showed. The text itself is not kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Every sign that was recognised, in the order of the text.
    pub shown: Vec<Shown>,
    /// The bases whose subject the text names.
    pub names: Vec<BaseId>,
    /// Whether the text is all there is, so that what it does not show did not happen.
    pub completeness: Completeness,
}

/// How much of what happened a text shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Completeness {
    /// A part that somebody chose: what it does not show says nothing.
    #[default]
    Excerpt,
    /// All of it: a symptom that it does not show is absent.
    Whole,
}

/// A sign that a text shows, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The sign.
    pub sign: Sign,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The words that matched, at most [`Shown::EXCERPT_LIMIT`] characters, without secrets and control characters.
    pub excerpt: String,
    /// Values that the pattern captured, without secrets and control characters.
    pub captures: Vec<(String, String)>,
    /// Whether the words only resemble the pattern.
    pub guess: bool,
}

impl Shown {
    /// The longest excerpt that is kept, in characters.
    pub const EXCERPT_LIMIT: usize = 200;
}

/// A person's answer to a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A value.
    Known {
        /// The value.
        value: Value,
        /// How sure the person is.
        certainty: Certainty,
    },
    /// "I don't know": changes no probability, and is not asked again.
    Unknown,
}

impl Answer {
    /// Returns the answer of someone who is sure.
    pub fn sure(value: Value) -> Self {
        Self::Known { value, certainty: Certainty::Sure }
    }

    /// Returns the answer of someone who thinks so.
    pub fn probable(value: Value) -> Self {
        Self::Known { value, certainty: Certainty::Probable }
    }
}

/// How sure a person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// "Probably".
    Probable,
    /// "Yes", "no", a value.
    Sure,
}

/// A value of a finding.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Yes.
    Yes,
    /// No.
    No,
    /// One of the options.
    Option(OptionId),
    /// The value that is left over: "another, or none".
    Rest,
    /// These of several options, and no others.
    Options(Vec<OptionId>),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

/// Whether a fix helped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The problem is gone, or the person can go on.
    Helped,
    /// Better, but not gone.
    Partly,
    /// It did not help.
    Failed,
    /// The person could not do it: changes no probability, and is not proposed again.
    NotDone,
}
