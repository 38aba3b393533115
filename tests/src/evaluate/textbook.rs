//! Textbook naive Bayes with information gain: counts plus one, an answer that is not known changes nothing.

use super::consultation::Consultant;
use super::set::{Case, Model, NO, Set, Shape, Table, YES};

/// The textbook.
pub struct Textbook<'m> {
    model: &'m Model,
    /// P(value | cause) by question, then value, then cause.
    columns: Vec<Vec<Vec<f64>>>,
    /// H(value | cause) by question and cause.
    entropies: Vec<Vec<f64>>,
    logs: Vec<f64>,
    asked: Vec<bool>,
}

/// Learns what the textbook says: (yes + 1) / (cases + 2), where what is not mentioned counts as a case without the finding.
pub fn learn(set: &Set, cases: &[Case]) -> Model {
    let mut number = vec![0.0; set.causes.len()];
    cases.iter().for_each(|case| number[case.cause] += 1.0);
    let priors = number.iter().map(|own| (own + 1.0) / (cases.len() as f64 + number.len() as f64)).collect();
    let table = |question: usize| {
        let values =
            if set.questions[question].shape == Shape::Said { 2 } else { set.questions[question].values.len() };
        let mut counts = vec![vec![1.0; values]; set.causes.len()];
        for case in cases {
            for value in &case.answers[question] {
                // Nothing said is counted as a no, as the records are usually read.
                counts[case.cause][usize::from(*value).min(values - 1)] += 1.0;
            }
        }
        let share = |counts: Vec<f64>| {
            let total: f64 = counts.iter().sum();
            Some(counts.into_iter().map(|count| count / total).collect())
        };
        Table { otherwise: Vec::new(), given: counts.into_iter().map(share).collect(), rules_out: Vec::new() }
    };
    Model { priors, told: Vec::new(), tables: (0..set.questions.len()).map(table).collect() }
}

impl<'m> Textbook<'m> {
    /// Makes a consultant of a model in which every cause mentions every question.
    pub fn new(model: &'m Model) -> Self {
        let columns: Vec<Vec<Vec<f64>>> = model.tables.iter().map(columns).collect();
        let entropy = |table: &Table| (0..model.priors.len()).map(|cause| entropy(table.of(cause))).collect();
        let entropies = model.tables.iter().map(entropy).collect();
        Self { model, columns, entropies, logs: Vec::new(), asked: Vec::new() }
    }

    fn learn_of(&mut self, question: usize, value: u16) {
        if let Some(column) = self.columns[question].get(usize::from(value)) {
            self.logs.iter_mut().zip(column).for_each(|(log, likelihood)| *log += likelihood.ln());
        }
    }

    fn information(&self, question: usize, posterior: &[f64]) -> f64 {
        let expected = |column: &Vec<f64>| column.iter().zip(posterior).map(|(a, b)| a * b).sum::<f64>();
        let values: Vec<f64> = self.columns[question].iter().map(expected).collect();
        let given: f64 = self.entropies[question].iter().zip(posterior).map(|(a, b)| a * b).sum();
        entropy(&values) - given
    }
}

impl Consultant for Textbook<'_> {
    fn begin(&mut self, case: &Case) {
        self.logs = self.model.priors.iter().map(|prior| prior.ln()).collect();
        self.asked = vec![false; self.columns.len()];
        for &question in &case.told {
            self.asked[question] = true;
            self.learn_of(question, case.answers[question][0].min(NO));
        }
        for &question in &case.known {
            self.answer(question, &case.answers[question]);
        }
    }

    fn next(&self) -> Option<usize> {
        let posterior = self.posterior();
        let open = (0..self.columns.len()).filter(|question| !self.asked[*question]);
        let rated = open.map(|question| (question, self.information(question, &posterior)));
        rated.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(question, _)| question)
    }

    fn answer(&mut self, question: usize, values: &[u16]) {
        self.asked[question] = true;
        values.iter().for_each(|value| self.learn_of(question, *value));
    }

    fn posterior(&self) -> Vec<f64> {
        normalised(&self.logs)
    }
}

fn columns(table: &Table) -> Vec<Vec<f64>> {
    let values = table.of(usize::from(YES)).len();
    (0..values).map(|value| (0..table.given.len()).map(|cause| table.of(cause)[value]).collect()).collect()
}

/// Returns the distribution whose logarithms these are, up to a constant.
pub fn normalised(logs: &[f64]) -> Vec<f64> {
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.iter().map(|log| (log - most).exp()).collect();
    let total: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / total).collect()
}

/// Returns the entropy of a distribution, in bits.
pub fn entropy(distribution: &[f64]) -> f64 {
    -distribution.iter().filter(|p| **p > 0.0).map(|p| p * p.log2()).sum::<f64>()
}
