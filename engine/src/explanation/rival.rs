//! Why a cause is not the first to think of: it and the most probable hypothesis, side by side.

use super::{TRIED, change, weights};
use crate::advice as steps;
use crate::knowledge::Knowledge;
use crate::model::CauseId;
use crate::posterior::State;
use crate::question;
use crate::real;
use crate::report::{Deciding, Duel, How, Leader, Objection, Weight, WhyNot};
use crate::statement::Statement;
use crate::trouble::Apart;

/// Below this, in bits, nothing speaks clearly against a cause: less than three to two.
const CLEARLY: f64 = 0.5;
/// Below this share of what is open between two hypotheses, a question tells them apart by name only.
const DECIDES: f64 = 0.05;
/// Within this share two questions tell equally much, and the one that tells more for its cost in all counts.
const EQUAL: f64 = 1e-9;
/// Below this, in bits, a difference is one of rounding.
const ROUNDING: f64 = 1e-14;

/// Returns why a cause is not the first to think of. Infers once for each answer that is open, at most [`TRIED`] times.
pub(crate) fn why_not(knowledge: &Knowledge, said: &[&Statement], state: &State, cause: Option<CauseId>) -> WhyNot {
    let leader = change::leader(knowledge, state);
    let nothing = |objection, posterior| WhyNot {
        cause,
        posterior,
        leader,
        objection,
        rarity: 0.0,
        weights: Vec::new(),
        question: None,
    };
    let how = |cause| weights::how(knowledge, said, state, cause);
    let (Some(leader), Some(own)) = (leader, how(cause)) else { return nothing(Objection::OutOfPlay, 0.0) };
    if leader.cause == cause {
        return nothing(Objection::Leads, own.posterior);
    }
    let Some(leading) = how(leader.cause) else { return nothing(Objection::OutOfPlay, 0.0) };
    let rarity = real::log2(own.prior / leading.prior);
    let weights = side_by_side(&own, &leading);
    let question = if own.posterior > 0.0 { deciding(knowledge, said, state, &own, leader) } else { None };
    let objection = objection(&own, rarity, &weights);
    WhyNot { cause, posterior: own.posterior, leader: Some(leader), objection, rarity, weights, question }
}

/// Returns what stands most in the way of a cause.
fn objection(own: &How, rarity: f64, weights: &[Weight]) -> Objection {
    if let Some(exclusion) = own.excluded {
        return Objection::Excluded(exclusion);
    }
    // Of equal ones the first counts.
    let strongest = weights.iter().rev().min_by(|one, other| one.bits.total_cmp(&other.bits));
    match strongest {
        Some(weight) if weight.bits <= -CLEARLY && weight.bits <= rarity => Objection::Evidence(*weight),
        _ if rarity <= -CLEARLY => Objection::Rare,
        _ => Objection::Close,
    }
}

/// Returns how each piece of evidence changes the ratio of the two posteriors. Both must have been told in the same order.
fn side_by_side(own: &How, leading: &How) -> Vec<Weight> {
    let mut odds = [log_odds(own.prior), log_odds(leading.prior)];
    let pairs = own.stages.iter().zip(&leading.stages);
    let weights = pairs.map(|(own, leading)| {
        let before = log_ratio(odds);
        for (odds, stage) in odds.iter_mut().zip([own, leading]) {
            // What is impossible stays so.
            *odds = if stage.weight.bits == 0.0 { *odds } else { *odds + stage.weight.bits };
        }
        let after = log_ratio(odds);
        let bits = if before == after || (after - before).abs() < ROUNDING { 0.0 } else { after - before };
        Weight { evidence: own.weight.evidence, bits }
    });
    weights.collect()
}

fn log_odds(probability: f64) -> f64 {
    real::log2(probability) - real::log2(1.0 - probability)
}

/// Returns log2 of the ratio of two probabilities from their log odds.
fn log_ratio([own, leading]: [f64; 2]) -> f64 {
    log_probability(own) - log_probability(leading)
}

/// Returns log2 of a probability from its log odds, without overflow: p = 1 / (1 + 2^−o).
fn log_probability(odds: f64) -> f64 {
    if odds == f64::NEG_INFINITY {
        return odds;
    }
    let log_sum = |exponent: f64| real::ln_1p(real::exp2(exponent)) / std::f64::consts::LN_2;
    if odds < 0.0 { odds - log_sum(odds) } else { -log_sum(-odds) }
}

/// Returns the open question with the most information about which of the two it is, where one tells them apart.
///
/// P(v | one of the two) ∝ P(v) (own + leading after v); the information is the expected fall of the entropy between the two.
fn deciding(knowledge: &Knowledge, said: &[&Statement], state: &State, own: &How, leader: Leader) -> Option<Deciding> {
    let index = |cause: Option<CauseId>| cause.map_or(knowledge.layout.other(), CauseId::index);
    let (own_index, leading_index) = (index(own.cause), index(leader.cause));
    let now = between(own.posterior, leader.posterior);
    let mut best: Option<Deciding> = None;
    let mut tried = 0;
    for ranked in steps::questions(knowledge, said, state, Apart::Causes) {
        let answers = question::answers(knowledge, said, state, ranked.finding);
        tried += answers.len();
        if tried > TRIED {
            break;
        }
        let duels: Vec<Duel> = answers
            .into_iter()
            .filter_map(|(value, probability)| {
                let after = question::answered(knowledge, said, ranked.finding, &value)?;
                let (posterior, leader) = (after.posterior[own_index], after.posterior[leading_index]);
                Some(Duel { value, probability, posterior, leader })
            })
            .collect();
        let reached: f64 = duels.iter().map(|duel| duel.probability * (duel.posterior + duel.leader)).sum();
        let left: f64 = duels
            .iter()
            .map(|duel| duel.probability * (duel.posterior + duel.leader) * between(duel.posterior, duel.leader))
            .sum();
        let bits = if reached > 0.0 { now - left / reached } else { 0.0 };
        if bits > 0.0 && bits >= DECIDES * now && best.as_ref().is_none_or(|best| bits > best.bits * (1.0 + EQUAL)) {
            best = Some(Deciding { finding: ranked.finding, bits, answers: duels });
        }
    }
    best
}

/// Returns the entropy between two hypotheses, in bits.
fn between(one: f64, other: f64) -> f64 {
    let both = one + other;
    if both > 0.0 { question::entropy([one / both, other / both].into_iter()) } else { 0.0 }
}
