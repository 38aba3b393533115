//! What all sets of cases have in common: causes, questions with their values, and cases with every answer.

/// A set of cases about the same causes.
#[derive(Clone, Debug)]
pub struct Set {
    /// What it is called in the tables.
    pub name: String,
    /// The names of the causes.
    pub causes: Vec<String>,
    /// What can be asked.
    pub questions: Vec<Question>,
}

/// A finding that can be asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// What it is called.
    pub title: String,
    /// Its values; of a finding that is yes or no, yes comes first.
    pub values: Vec<String>,
    /// How its values stand to one another.
    pub shape: Shape,
}

/// How the values of a question stand to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Yes or no.
    YesNo,
    /// Yes, no, or nothing said; the third value is silence. A fourth, where there is one, is that the person was not sure.
    Said,
    /// One of the values.
    OneOf,
    /// Any number of the values, each a draw.
    Draws,
}

/// The position of "nothing said" among the values of a [`Shape::Said`].
pub const SILENT: u16 = 2;
/// The positions of yes and no.
pub const YES: u16 = 0;
/// The position of no.
pub const NO: u16 = 1;
/// The position of "not sure" among the values of a [`Shape::Said`] that has it.
pub const UNSURE: u16 = 3;

/// A case: what is wrong, what the person says at first, and what every question would be answered.
#[derive(Clone, Debug)]
pub struct Case {
    /// The cause.
    pub cause: usize,
    /// Findings that the person tells of unasked; they are not asked again.
    pub told: Vec<usize>,
    /// Questions whose answers are known from the start.
    pub known: Vec<usize>,
    /// The values that answer each question.
    pub answers: Vec<Vec<u16>>,
}

/// Numbers for a base: P(value | cause), and what follows from the first words.
#[derive(Clone, Debug)]
pub struct Model {
    /// P(cause).
    pub priors: Vec<f64>,
    /// P(a finding is told of unasked | cause), by question and cause; empty where first words are ordinary answers.
    pub told: Vec<Vec<f64>>,
    /// For each question, its numbers.
    pub tables: Vec<Table>,
}

/// P(value | cause) of a question.
#[derive(Clone, Debug)]
pub struct Table {
    /// P(value | a cause that does not mention it).
    pub otherwise: Vec<f64>,
    /// P(value | cause), where it is mentioned.
    pub given: Vec<Option<Vec<f64>>>,
    /// The causes that a yes rules out.
    pub rules_out: Vec<usize>,
}

impl Table {
    /// Returns P(value | cause).
    pub fn of(&self, cause: usize) -> &[f64] {
        self.given[cause].as_deref().unwrap_or(&self.otherwise)
    }
}

/// Returns the part of the cases that a fold leaves for learning, or the part that it measures.
pub fn fold(cases: &[Case], fold: usize, measured: bool) -> Vec<Case> {
    let chosen = cases.iter().enumerate().filter(|(position, _)| (position % FOLDS == fold) == measured);
    chosen.map(|(_, case)| case.clone()).collect()
}

/// How many parts cross-validation makes; a case belongs to the part of its position modulo this.
pub const FOLDS: usize = 5;
