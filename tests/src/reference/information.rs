//! How much an answer to a question is expected to tell: the entropy over the troubles now, less the expected entropy after the answer.

use super::observed::are_symptoms;
use super::worlds::{Part, Variable};
use super::{Conclusions, Hypothesis};
use etio_engine::{Domain, FindingId, OptionId, Role};

/// How reliable a person's sure answer about a fact is.
const RELIABILITY: f64 = 0.99;

/// What is to be told apart.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Apart {
    Causes,
    Troubles,
}

impl Conclusions<'_> {
    /// Returns the expected fall of the entropy over the troubles, in bits, of a sure answer about the finding; several options count with their best.
    pub fn information(&self, base: usize, finding: FindingId) -> f64 {
        self.information_of_options(base, finding).into_iter().fold(0.0, f64::max)
    }

    /// Returns the same for each option of several; for anything else there is one.
    pub fn information_of_options(&self, base: usize, finding: FindingId) -> Vec<f64> {
        let variables = self.variables.iter().enumerate();
        let of_finding = variables.filter(|(_, variable)| (variable.base, variable.finding) == (base, finding));
        of_finding.map(|(position, variable)| self.fall_of_entropy(position, variable, Apart::Troubles)).collect()
    }

    /// Returns the option of several whose answer is expected to tell most about the causes, the first where some are equal.
    pub(super) fn best_option(&self, base: usize, finding: FindingId) -> Option<OptionId> {
        let mut best: Option<(f64, OptionId)> = None;
        for (position, variable) in self.variables.iter().enumerate() {
            if (variable.base, variable.finding) == (base, finding) {
                let falls = self.fall_of_entropy(position, variable, Apart::Causes);
                if best.is_none_or(|(greatest, _)| falls > greatest) {
                    best = Some((falls, variable.option?));
                }
            }
        }
        best.map(|(_, option)| option)
    }

    /// Returns P(answer) for each sure answer about the finding, or about one option of it.
    pub(super) fn chances_of_answers(&self, base: usize, finding: FindingId, option: Option<OptionId>) -> Vec<f64> {
        let mut variables = self.variables.iter().enumerate();
        let it = variables.find(|(_, it)| (it.base, it.finding, it.option) == (base, finding, option));
        let (position, variable) = it.expect("a finding that speaks is a variable");
        let values: Vec<f64> = self.by_value(position).iter().map(|part| part.all / self.sums.all.all).collect();
        let answer = |channel: Vec<f64>| channel.iter().zip(&values).map(|(chance, value)| chance * value).sum();
        self.channel(variable).into_iter().map(answer).collect()
    }

    fn fall_of_entropy(&self, position: usize, variable: &Variable, apart: Apart) -> f64 {
        let by_value = self.by_value(position);
        let channel = self.channel(variable);
        let after = channel.iter().map(|chance_of_answer| {
            let mut joint = Part::nothing(self.sums.all.of_hypothesis.len(), self.sums.all.of_none.len());
            chance_of_answer.iter().zip(&by_value).for_each(|(chance, part)| joint.add_share(*chance, part));
            joint.all * self.entropy(&joint, apart)
        });
        self.entropy(&self.sums.all, apart) - after.sum::<f64>() / self.sums.all.all
    }

    /// Returns for each value of a variable the sums over the worlds in which it has the value.
    fn by_value(&self, variable: usize) -> Vec<Part> {
        if !self.is_several() {
            return self.sums.of_value[variable].clone();
        }
        let values = 0..self.variables[variable].weights.len();
        values.map(|value| self.sum_over_sets(Some((variable, value)))).collect()
    }

    /// Returns the entropy of what remains, summed over the groups.
    pub(super) fn entropy(&self, of: &Part, apart: Apart) -> f64 {
        let hypotheses = self.hypotheses();
        let of_group = |(group, none): (Vec<Hypothesis>, &f64)| {
            let its = hypotheses.iter().zip(&of.of_hypothesis).filter(|(one, _)| group.contains(one));
            let its: Vec<(Hypothesis, f64)> = its.map(|(one, sum)| (*one, *sum)).collect();
            let mut sums: Vec<f64> = match apart {
                Apart::Causes => its.into_iter().map(|(_, sum)| sum).collect(),
                Apart::Troubles => self.by_trouble(&its).into_iter().map(|(_, sum)| sum).collect(),
            };
            sums.push(*none);
            entropy(&sums)
        };
        self.groups().into_iter().zip(&of.of_none).map(of_group).sum()
    }

    /// Returns for each answer P(answer | value) for each value.
    fn channel(&self, variable: &Variable) -> Vec<Vec<f64>> {
        let values = variable.weights.len();
        let finding = &self.bases[variable.base].findings[variable.finding.index()];
        let is_symptom = match &finding.domain {
            Domain::OneOf { options, .. } => are_symptoms(options),
            Domain::YesNo { .. } => finding.role == Role::Symptom,
            _ => false,
        };
        let right = if is_symptom { 1.0 } else { RELIABILITY };
        let wrong = (1.0 - right) / (values - 1) as f64;
        let chance = |answer, value| if answer == value { right } else { wrong };
        (0..values).map(|answer| (0..values).map(|value| chance(answer, value)).collect()).collect()
    }
}

/// Returns the entropy in bits of weights that need not sum to one.
fn entropy(weights: &[f64]) -> f64 {
    let all: f64 = weights.iter().sum();
    weights.iter().filter(|weight| **weight > 0.0).map(|weight| -weight / all * (weight / all).log2()).sum()
}
