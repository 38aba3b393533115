//! What was observed of one finding, before any rule: the table "Observations" of the semantics.

use super::truth::Truth;
use crate::said::Said;
use etio_engine::{
    Answer, Base, Certainty, Choice, Completeness, Domain, FindingId, FixId, OptionId, Outcome, Role, Sign, Value,
};

/// (P(observation | yes), P(observation | no)).
pub(super) type Pair = [f64; 2];

/// The pair of nothing said.
pub(super) const NOTHING: Pair = [1.0, 1.0];
/// A text shows it, or a person complains of it.
pub(super) const CERTAIN: Pair = [1.0, 0.0];
/// A person's sure answer about a fact; also what rules derive surely.
pub(super) const SURE: Pair = [0.99, 0.01];
/// A person's probable answer; also what rules derive probably.
pub(super) const PROBABLE: Pair = [0.8, 0.2];
const SEEN: Pair = [0.999, 0.001];
const ABSENT: Pair = [0.02, 0.98];

/// What was observed of a finding.
#[derive(Clone, Debug)]
pub(super) enum Observed {
    /// A pair for yes and no, one for each option of several.
    Pairs(Vec<Pair>),
    /// One of some values: those that were drawn for certain, and a weight for each value.
    Choice {
        /// The values shown or picked, each once.
        draws: Vec<usize>,
        /// The weights of the other observations.
        weights: Vec<f64>,
    },
    /// A number or a text.
    Told(Option<(Value, Certainty)>),
}

impl Observed {
    fn is_known(&self) -> bool {
        match self {
            Self::Pairs(pairs) => pairs.iter().any(|pair| truth_of(*pair).is_known()),
            Self::Choice { draws, weights } => !draws.is_empty() || greatest(weights).is_some(),
            Self::Told(told) => told.is_some(),
        }
    }
}

/// Everything that was said to one base.
#[derive(Clone, Copy)]
pub(super) struct Listener<'a> {
    /// All loaded bases.
    pub(super) bases: &'a [Base],
    /// The position of the base that listens.
    pub(super) base: usize,
    /// What was said, in order.
    pub(super) said: &'a [Said],
    /// Whether what a whole text does not show counts as absent.
    counts_absence: bool,
}

impl<'a> Listener<'a> {
    /// Returns a base that listens. What a whole text does not show counts only where something else is known of the base.
    pub(super) fn new(bases: &'a [Base], base: usize, said: &'a [Said]) -> Self {
        let without_absence = Self { bases, base, said, counts_absence: false };
        let findings = (0..bases[base].findings.len()).map(|position| FindingId(position as u32));
        let is_known = findings.map(|finding| without_absence.observed(finding)).any(|observed| observed.is_known());
        Self { counts_absence: is_known, ..without_absence }
    }

    fn this(&self) -> &Base {
        &self.bases[self.base]
    }

    /// Returns what was observed of a finding.
    pub(super) fn observed(&self, finding: FindingId) -> Observed {
        let it = &self.this().findings[finding.index()];
        match &it.domain {
            Domain::YesNo { .. } => Observed::Pairs(vec![self.yes_no(finding)]),
            Domain::SeveralOf { options } => {
                Observed::Pairs((0..options.len()).map(|option| self.one_of_several(finding, option)).collect())
            }
            Domain::OneOf { options, rest } => self.choice(finding, options, rest.is_some()),
            Domain::Number { .. } | Domain::Text => Observed::Told(self.told(finding)),
        }
    }

    /// Returns the last outcome of a fix.
    pub(super) fn outcome(&self, of: FixId) -> Option<Outcome> {
        self.said.iter().rev().find_map(|said| match said {
            Said::Outcome { base, fix, outcome } if (*base, *fix) == (self.base, of) => Some(*outcome),
            _ => None,
        })
    }

    /// Returns whether a text shows the sign.
    fn is_shown(&self, sign: Sign) -> bool {
        self.said.iter().any(|said| matches!(said, Said::Text { shown, .. } if shown.contains(&(self.base, sign))))
    }

    /// Returns whether a whole text was read and none shows the symptom, though it has patterns.
    pub(super) fn is_absent(&self, finding: FindingId) -> bool {
        let it = &self.this().findings[finding.index()];
        let could_be_shown = it.role == Role::Symptom && !it.patterns.is_empty();
        let is_shown = self.is_shown(Sign { finding, option: None });
        self.counts_absence && could_be_shown && !is_shown && self.a_whole_text_was_read()
    }

    fn a_whole_text_was_read(&self) -> bool {
        self.said.iter().any(|said| matches!(said, Said::Text { completeness: Completeness::Whole, .. }))
    }

    fn answer(&self, to: FindingId) -> Option<(&Value, Certainty)> {
        let last = self.said.iter().rev().find_map(|said| match said {
            Said::Answer { base, finding, answer } if (*base, *finding) == (self.base, to) => Some(answer),
            _ => None,
        });
        match last? {
            Answer::Known { value, certainty } => Some((value, *certainty)),
            Answer::Unknown => None,
        }
    }

    fn probe(&self, of: FindingId) -> Option<&Value> {
        self.said.iter().rev().find_map(|said| match said {
            Said::Probe { base, finding, value } if (*base, *finding) == (self.base, of) => Some(value),
            _ => None,
        })
    }

    fn yes_no(&self, finding: FindingId) -> Pair {
        let it = &self.this().findings[finding.index()];
        let mut pair = NOTHING;
        if self.is_shown(Sign { finding, option: None }) {
            pair = times(pair, CERTAIN);
        } else if self.is_absent(finding) {
            pair = times(pair, ABSENT);
        }
        // What a fix tells and what a person answers are one observation: the outcome counts.
        if let Some(outcome) = self.told_by_a_fix(finding) {
            pair = times(pair, told_by(outcome, it.role));
        } else if let Some((value, certainty)) = self.answer(finding) {
            pair = times(pair, turned(strength(certainty, it.role), *value == Value::Yes));
        }
        if let Some(value) = self.probe(finding) {
            pair = times(pair, turned(SEEN, *value == Value::Yes));
        }
        pair
    }

    /// Returns the outcome of the last fix that was done and tells the finding.
    fn told_by_a_fix(&self, finding: FindingId) -> Option<Outcome> {
        let tried = self.said.iter().rev().filter_map(|said| match said {
            Said::Outcome { base, fix, .. } if *base == self.base => Some(*fix),
            _ => None,
        });
        let mut outcomes = tried
            .filter(|fix| self.this().fixes[fix.index()].tells == Some(finding))
            .filter_map(|fix| self.outcome(fix))
            .filter(|outcome| *outcome != Outcome::NotDone);
        outcomes.next()
    }

    fn one_of_several(&self, finding: FindingId, option: usize) -> Pair {
        let names = |value: &Value| matches!(value, Value::Options(named) if named.contains(&OptionId(option as u32)));
        let mut pair = NOTHING;
        if let Some((value, certainty)) = self.answer(finding) {
            pair = times(pair, turned(strength(certainty, Role::Fact), names(value)));
        }
        if let Some(value) = self.probe(finding) {
            pair = times(pair, turned(SEEN, names(value)));
        }
        pair
    }

    fn choice(&self, finding: FindingId, options: &[Choice], has_rest: bool) -> Observed {
        let values = options.len() + usize::from(has_rest);
        let position = |value: &Value| if let Value::Option(option) = value { option.index() } else { options.len() };
        let exclusive = are_symptoms(options);
        let mut draws: Vec<usize> = (0..options.len())
            .filter(|option| self.is_shown(Sign { finding, option: Some(OptionId(*option as u32)) }))
            .collect();
        let mut weights = vec![1.0; values];
        match self.answer(finding) {
            Some((value, Certainty::Sure)) if exclusive => {
                let picked = position(value);
                let is_another_one = picked < options.len() && !draws.contains(&picked);
                if is_another_one || draws.is_empty() {
                    draws.push(picked);
                }
            }
            Some((value, Certainty::Sure)) => weigh(&mut weights, position(value), SURE),
            Some((value, Certainty::Probable)) => weights[position(value)] *= 4.0,
            None => {}
        }
        if let Some(value) = self.probe(finding) {
            weigh(&mut weights, position(value), SEEN);
        }
        Observed::Choice { draws, weights }
    }

    fn told(&self, finding: FindingId) -> Option<(Value, Certainty)> {
        let said = self.answer(finding).map(|(value, certainty)| (value.clone(), certainty));
        said.or_else(|| self.probe(finding).map(|value| (value.clone(), Certainty::Sure)))
    }
}

/// Returns what a pair says: the likelier of yes and no, surely where it is 49 times as likely.
pub(super) fn truth_of([yes, no]: Pair) -> Truth {
    if yes == no {
        return Truth::Unknown;
    }
    Truth::of(yes > no, certainty_of(yes.max(no), yes.min(no)))
}

/// Returns how sure the more likely of two is; a ratio of 49 may have lost its last digit.
pub(super) fn certainty_of(greater: f64, lesser: f64) -> Certainty {
    if greater >= 49.0 * lesser * (1.0 - 1e-9) { Certainty::Sure } else { Certainty::Probable }
}

/// Returns the value of greatest weight and how sure it is; none where two share it.
pub(super) fn greatest(weights: &[f64]) -> Option<(usize, Certainty)> {
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| weights[*b].total_cmp(&weights[*a]));
    let (first, second) = (weights[order[0]], weights[order[1]]);
    (first > second).then(|| (order[0], certainty_of(first, second)))
}

/// Returns weights under which one of `values` is so much more likely than the others.
pub(super) fn weights_of(value: usize, values: usize, certainty: Certainty) -> Vec<f64> {
    let mut weights = vec![1.0; values];
    match certainty {
        Certainty::Sure => weigh(&mut weights, value, SURE),
        Certainty::Probable => weights[value] *= 4.0,
    }
    weights
}

/// Returns for each of some exclusive symptoms its pair, where several causes can be at work: one that is shown says nothing about the others.
pub(super) fn pairs_of_symptoms(draws: &[Vec<f64>], symptoms: usize) -> Vec<Pair> {
    let mut pairs = vec![NOTHING; symptoms];
    for weights in draws {
        let Some((value, _)) = greatest(weights) else { continue };
        let pair = if weights.contains(&0.0) { CERTAIN } else { PROBABLE };
        match pairs.get_mut(value) {
            Some(symptom) => *symptom = pair,
            None => pairs.fill(turned(pair, false)),
        }
    }
    pairs
}

/// Returns whether the options are exclusive symptoms.
pub(super) fn are_symptoms(options: &[Choice]) -> bool {
    options.iter().all(|option| option.role == Role::Symptom)
}

/// Returns the pair, or the pair of the opposite.
pub(super) fn turned([yes, no]: Pair, holds: bool) -> Pair {
    if holds { [yes, no] } else { [no, yes] }
}

fn weigh(weights: &mut [f64], value: usize, [this, others]: Pair) {
    let others = others / (weights.len() - 1) as f64;
    for (position, weight) in weights.iter_mut().enumerate() {
        *weight *= if position == value { this } else { others };
    }
}

fn strength(certainty: Certainty, role: Role) -> Pair {
    match (certainty, role) {
        (Certainty::Sure, Role::Symptom) => CERTAIN,
        (Certainty::Sure, Role::Fact) => SURE,
        (Certainty::Probable, _) => PROBABLE,
    }
}

fn told_by(outcome: Outcome, role: Role) -> Pair {
    match outcome {
        Outcome::Helped => strength(Certainty::Sure, role),
        Outcome::Failed => turned(strength(Certainty::Sure, role), false),
        Outcome::Partly => PROBABLE,
        Outcome::NotDone => NOTHING,
    }
}

fn times([a1, a0]: Pair, [b1, b0]: Pair) -> Pair {
    [a1 * b1, a0 * b0]
}
