//! What is known, piece by piece, in the fixed order in which it is weighed: findings, outcomes, hard relations.

use crate::knowledge::Knowledge;
use crate::model::{Domain, FindingId, FixId, OptionId, Sign};
use crate::observation::{Observation, Pair, Reliability, Values};
use crate::posterior::State;
use crate::report::Evidence;
use crate::statement::Outcome;

/// A piece of evidence and what it says.
pub(crate) struct Piece {
    pub(crate) evidence: Evidence,
    pub(super) says: Says,
}

/// What a piece of evidence says.
pub(super) enum Says {
    /// How each sign was observed.
    Signs(Vec<(Sign, Pair)>),
    /// The weight of each value of a fact with exclusive values.
    Values(FindingId, Vec<f64>),
    /// What came of a fix.
    Outcome(FixId, Outcome),
    /// Which causes are impossible, and which are confirmed.
    Conditions,
}

/// Returns the evidence of a state.
pub(crate) fn pieces(knowledge: &Knowledge, state: &State) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (index, observation) in state.known.observations.iter().enumerate() {
        of_finding(knowledge, FindingId::at(index), observation, &mut pieces);
    }
    for (&fix, &outcome) in &state.known.outcomes {
        if knowledge.fix(fix).tells.is_none() && outcome != Outcome::NotDone {
            pieces.push(Piece { evidence: Evidence::Outcome(fix), says: Says::Outcome(fix, outcome) });
        }
    }
    if state.exclusions.iter().any(Option::is_some) || !state.confirmed.is_empty() {
        pieces.push(Piece { evidence: Evidence::Conditions, says: Says::Conditions });
    }
    pieces
}

fn of_finding(knowledge: &Knowledge, finding: FindingId, observation: &Observation, pieces: &mut Vec<Piece>) {
    let mut add = |option: Option<OptionId>, says: Says| {
        pieces.push(Piece { evidence: Evidence::Finding(finding, option), says });
    };
    let sign = |option: Option<OptionId>| Sign { finding, option };
    match (&knowledge.finding(finding).domain, observation) {
        (_, Observation::YesNo(pair)) => add(None, Says::Signs(vec![(sign(None), *pair)])),
        (_, Observation::SeveralOf(pairs)) => {
            for (option, pair) in pairs.iter().enumerate().filter(|(_, pair)| **pair != Pair::NOTHING) {
                let option = Some(OptionId::at(option));
                add(option, Says::Signs(vec![(sign(option), *pair)]));
            }
        }
        (Domain::OneOf { rest: None, .. }, Observation::OneOf(values)) => {
            add(None, Says::Values(finding, weights(values)));
        }
        (Domain::OneOf { options, rest: Some(_) }, Observation::OneOf(values)) => {
            for &value in &values.draws {
                let option = (value < options.len()).then(|| OptionId::at(value));
                let certain = |holds| Pair::new(holds, Reliability::Certain);
                add(option, Says::Signs(picked(finding, value, options.len(), [certain(true), certain(false)])));
            }
            if values.draws.is_empty() {
                add(None, Says::Signs(probably_picked(finding, values, options.len())));
            }
        }
        _ => {}
    }
}

/// Returns what a pick says: of an exclusive symptom that it holds, of "another, or none" that none of them does.
pub(super) fn picked(finding: FindingId, value: usize, options: usize, [yes, no]: [Pair; 2]) -> Vec<(Sign, Pair)> {
    let sign = |option: usize| Sign { finding, option: Some(OptionId::at(option)) };
    if value < options { vec![(sign(value), yes)] } else { (0..options).map(|option| (sign(option), no)).collect() }
}

/// Returns what a pick that is not certain says: as much as the picked value outweighs the next.
fn probably_picked(finding: FindingId, values: &Values, options: usize) -> Vec<(Sign, Pair)> {
    let Some((leader, _)) = values.leader() else { return Vec::new() };
    let others = values.weights.iter().enumerate().filter(|(value, _)| *value != leader);
    let next = others.map(|(_, weight)| *weight).fold(0.0, f64::max);
    let (more, less) =
        (values.weights[leader] / (values.weights[leader] + next), next / (values.weights[leader] + next));
    picked(finding, leader, options, [Pair { yes: more, no: less }, Pair { yes: less, no: more }])
}

/// Returns the weight of each value; where one is certain, of that alone.
fn weights(values: &Values) -> Vec<f64> {
    if values.draws.is_empty() {
        return values.weights.clone();
    }
    let drawn = |value: usize| if values.draws.contains(&value) { 1.0 } else { 0.0 };
    (0..values.weights.len()).map(drawn).collect()
}
