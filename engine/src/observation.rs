//! What is observed of one finding, from all origins, as likelihoods of its values.
//!
//! `docs/semantics.md`, "Observations". Pairs and weights of different origins multiply here, inside the finding, before a likelihood is
//! formed: that is what keeps correlated observations from being counted twice.

use crate::logic::{Judgement, Truth};
use crate::model::{OptionId, Role};
use crate::statement::Certainty;
use std::collections::BTreeSet;

/// P(observation | yes) and P(observation | no). Only the ratio matters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pair {
    pub(crate) yes: f64,
    pub(crate) no: f64,
}

/// From this ratio on, a finding is surely what it is: one sure answer is, one probable answer is not.
const SURE: f64 = 49.0;

/// How much an observation says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Reliability {
    /// A text shows a symptom, or a person complains of it.
    Certain,
    /// A person is sure of a fact.
    Answer,
    /// A person thinks so.
    Guess,
    /// The environment was looked at.
    Environment,
    /// A whole text does not show it.
    Absence,
}

impl Reliability {
    /// Returns P(the observation says yes | yes); the other way round for no.
    pub(crate) fn get(self) -> f64 {
        self.pair().0
    }

    /// Returns P(the observation is right) and P(it is wrong), written out: 1 − .98 is a little more than .02.
    fn pair(self) -> (f64, f64) {
        match self {
            Self::Certain => (1.0, 0.0),
            Self::Answer => (0.99, 0.01),
            Self::Guess => (0.8, 0.2),
            Self::Environment => (0.999, 0.001),
            Self::Absence => (0.98, 0.02),
        }
    }

    /// Returns the reliability of a person's answer.
    pub(crate) fn of_person(certainty: Certainty, is_symptom: bool) -> Self {
        match certainty {
            Certainty::Probable => Self::Guess,
            Certainty::Sure if is_symptom => Self::Certain,
            Certainty::Sure => Self::Answer,
        }
    }

    /// Returns the reliability of the sure answer that is expected to a question.
    pub(crate) fn of_asked(role: Role) -> Self {
        Self::of_person(Certainty::Sure, role == Role::Symptom)
    }

    /// Returns the weights of a value and of each other of `values`.
    pub(crate) fn weights(self, values: usize) -> (f64, f64) {
        match self {
            Self::Certain => (1.0, 0.0),
            Self::Guess => (4.0, 1.0),
            _ => {
                let (right, wrong) = self.pair();
                (right, wrong / (values.max(2) - 1) as f64)
            }
        }
    }
}

impl Pair {
    pub(crate) const NOTHING: Self = Self { yes: 1.0, no: 1.0 };

    pub(crate) fn new(holds: bool, reliability: Reliability) -> Self {
        let (right, wrong) = reliability.pair();
        if holds { Self { yes: right, no: wrong } } else { Self { yes: wrong, no: right } }
    }

    pub(crate) fn times(self, other: Self) -> Self {
        Self { yes: self.yes * other.yes, no: self.no * other.no }
    }

    /// Returns P(observation) where the finding is yes with probability `yes`.
    pub(crate) fn likelihood(self, yes: f64) -> f64 {
        self.yes * yes + self.no * (1.0 - yes)
    }

    pub(crate) fn judge(self) -> Judgement {
        let (holds, more, less) =
            if self.yes > self.no { (true, self.yes, self.no) } else { (false, self.no, self.yes) };
        // Not greater: equal, or both zero where sure observations contradict each other.
        if more > less { Judgement::new(holds, certainty(more, less)) } else { Judgement::UNKNOWN }
    }

    /// Returns whether observations that are certain contradict each other.
    pub(crate) fn is_impossible(self) -> bool {
        self.yes <= 0.0 && self.no <= 0.0
    }
}

fn certainty(more: f64, less: f64) -> Certainty {
    if more >= SURE * less { Certainty::Sure } else { Certainty::Probable }
}

/// What is observed of a finding.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) enum Observation {
    /// Nothing.
    #[default]
    Nothing,
    /// Of a yes-or-no finding.
    YesNo(Pair),
    /// Of each option of several.
    SeveralOf(Vec<Pair>),
    /// Of a finding with exclusive options.
    OneOf(Values),
    /// A number.
    Number(f64, Certainty),
    /// A text.
    Text(String, Certainty),
}

/// What is observed of exclusive values; the value after the options is the rest.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Values {
    /// Values that are certain, each a draw of its own.
    pub(crate) draws: BTreeSet<usize>,
    /// The weight of each value, where nothing is certain.
    pub(crate) weights: Vec<f64>,
}

impl Values {
    pub(crate) fn of(values: usize) -> Self {
        Self { draws: BTreeSet::new(), weights: vec![1.0; values] }
    }

    pub(crate) fn weigh(&mut self, value: usize, reliability: Reliability) {
        let (own, each) = reliability.weights(self.weights.len());
        for (index, weight) in self.weights.iter_mut().enumerate() {
            *weight *= if index == value { own } else { each };
        }
    }

    /// Returns whether the value holds.
    pub(crate) fn judge(&self, value: usize) -> Judgement {
        if !self.draws.is_empty() {
            return Judgement::new(self.draws.contains(&value), Certainty::Sure);
        }
        match self.leader() {
            Some((leader, certainty)) => Judgement::new(leader == value, certainty),
            None => Judgement::UNKNOWN,
        }
    }

    /// Returns the value of greatest weight, if one stands out.
    pub(crate) fn leader(&self) -> Option<(usize, Certainty)> {
        let mut ranked: Vec<usize> = (0..self.weights.len()).collect();
        ranked.sort_by(|&a, &b| self.weights[b].total_cmp(&self.weights[a]).then(a.cmp(&b)));
        let first = *ranked.first()?;
        let next = ranked.get(1).map_or(0.0, |&second| self.weights[second]);
        (self.weights[first] > next).then(|| (first, certainty(self.weights[first], next)))
    }
}

impl Observation {
    /// Returns whether the finding is known.
    pub(crate) fn is_known(&self) -> bool {
        match self {
            Self::Nothing => false,
            Self::YesNo(pair) => pair.judge().truth != Truth::Unknown,
            Self::SeveralOf(pairs) => pairs.iter().any(|pair| pair.judge().truth != Truth::Unknown),
            Self::OneOf(values) => !values.draws.is_empty() || values.leader().is_some(),
            Self::Number(..) | Self::Text(..) => true,
        }
    }

    /// Returns whether any value is more likely after it than another.
    pub(crate) fn is_informative(&self) -> bool {
        match self {
            Self::OneOf(values) => {
                !values.draws.is_empty() || values.weights.windows(2).any(|pair| pair[0].total_cmp(&pair[1]).is_ne())
            }
            _ => self.is_known() || self.is_impossible(),
        }
    }

    /// Returns whether the finding is yes, or has this option.
    pub(crate) fn judge(&self, option: Option<OptionId>) -> Judgement {
        match (self, option) {
            (Self::YesNo(pair), _) => pair.judge(),
            (Self::SeveralOf(pairs), Some(option)) => pairs[option.index()].judge(),
            (Self::OneOf(values), Some(option)) => values.judge(option.index()),
            _ => Judgement::UNKNOWN,
        }
    }

    /// Returns whether observations that are certain contradict each other.
    pub(crate) fn is_impossible(&self) -> bool {
        match self {
            Self::YesNo(pair) => pair.is_impossible(),
            Self::SeveralOf(pairs) => pairs.iter().any(|pair| pair.is_impossible()),
            Self::OneOf(values) => values.draws.is_empty() && values.weights.iter().all(|&weight| weight <= 0.0),
            Self::Nothing | Self::Number(..) | Self::Text(..) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sureness_follows_the_ratio() {
        let sure = Pair::new(true, Reliability::Answer);
        let probable = Pair::new(true, Reliability::Guess);
        assert!(sure.judge().is_surely(Truth::True));
        assert_eq!(probable.judge(), Judgement::new(true, Certainty::Probable));
        assert_eq!(probable.times(probable).judge().certainty, Certainty::Probable);
        assert_eq!(probable.times(Pair::new(false, Reliability::Guess)).judge(), Judgement::UNKNOWN);
        assert_eq!(Pair::NOTHING.judge(), Judgement::UNKNOWN);
    }

    #[test]
    fn certain_observations_can_contradict() {
        let yes = Pair::new(true, Reliability::Certain);
        assert!(yes.times(Pair::new(false, Reliability::Certain)).is_impossible());
        assert!(!yes.times(Pair::new(false, Reliability::Answer)).is_impossible());
    }

    #[test]
    fn weights_of_values_lead_or_cancel() {
        let mut values = Values::of(3);
        assert_eq!(values.leader(), None);
        values.weigh(1, Reliability::Guess);
        assert_eq!(values.leader(), Some((1, Certainty::Probable)));
        values.weigh(2, Reliability::Answer);
        assert_eq!(values.leader(), Some((2, Certainty::Sure)));
        values.draws.insert(0);
        assert!(values.judge(0).is_surely(Truth::True) && values.judge(1).is_surely(Truth::False));
    }
}
