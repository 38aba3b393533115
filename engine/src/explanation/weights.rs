//! What speaks for a hypothesis and what against it: the changes of its log odds, formed from the same likelihoods as the posterior.

use super::{position, several};
use crate::joint;
use crate::knowledge::Knowledge;
use crate::model::{CauseId, FindingId};
use crate::posterior::{Piece, State, pieces};
use crate::real;
use crate::report::{Evidence, How, Hypothesis, Origin, Stage, Weight};
use crate::statement::Statement;

/// Returns the hypotheses of the bases that take part, the most probable first.
pub(crate) fn differential(knowledge: &Knowledge, state: &State) -> Vec<Hypothesis> {
    let mut differential = hypotheses(knowledge, state);
    if state.group.several.is_some() {
        let told = joint::pieces(knowledge, state);
        several::weigh(knowledge, state, &told, &mut differential);
        several::explain_away(knowledge, state, &told, &mut differential);
    } else {
        weigh(knowledge, &pieces(knowledge, state), &mut differential);
    }
    // Stable: equal posteriors stay in the order of base and id.
    differential.sort_by(|a, b| b.posterior.total_cmp(&a.posterior));
    differential
}

/// Returns how a hypothesis came to its posterior, in the order in which things were said; nothing where its base takes no part.
pub(crate) fn how(knowledge: &Knowledge, said: &[&Statement], state: &State, cause: Option<CauseId>) -> Option<How> {
    let mut hypotheses = hypotheses(knowledge, state);
    let chosen = hypotheses.iter().position(|hypothesis| hypothesis.cause == cause)?;
    // Stable: what one statement says stays in its fixed order.
    if state.group.several.is_some() {
        let mut told = joint::pieces(knowledge, state);
        several::explain_away(knowledge, state, &told, &mut hypotheses[chosen..=chosen]);
        told.sort_by_key(|piece| place(knowledge, said, state, piece.evidence));
        several::weigh(knowledge, state, &told, &mut hypotheses);
    } else {
        let mut told = pieces(knowledge, state);
        told.sort_by_key(|piece| place(knowledge, said, state, piece.evidence));
        weigh(knowledge, &told, &mut hypotheses);
    }
    let Hypothesis { prior, posterior, weights, explained_away, excluded, .. } = hypotheses.swap_remove(chosen);
    let mut odds = real::log2(prior) - real::ln_1p(-prior) / std::f64::consts::LN_2;
    let stage = |weight: Weight| {
        // What is impossible stays so.
        odds = if weight.bits == 0.0 { odds } else { odds + weight.bits };
        Stage { weight, posterior: (1.0 + real::exp2(-odds)).recip() }
    };
    Some(How { cause, prior, stages: weights.into_iter().map(stage).collect(), posterior, explained_away, excluded })
}

/// Returns where a piece of evidence stands in what was said: the statement and the place in it; what follows from others and what texts do not show
/// come behind all of these, conditions last.
fn place(knowledge: &Knowledge, said: &[&Statement], state: &State, evidence: Evidence) -> (usize, usize) {
    let within = |statement: &Statement| match (statement, evidence) {
        (Statement::Text(reading), Evidence::Finding(finding, option)) => reading
            .shown
            .iter()
            .position(|shown| shown.sign.finding == finding && (option.is_none() || shown.sign.option == option)),
        (
            Statement::Answer { finding: said, .. } | Statement::Probe { finding: said, .. },
            Evidence::Finding(finding, _),
        ) => (*said == finding).then_some(0),
        (Statement::Outcome { fix, .. }, Evidence::Finding(finding, _)) => {
            (knowledge.fix(*fix).tells == Some(finding)).then_some(0)
        }
        (Statement::Outcome { fix: said, .. }, Evidence::Outcome(fix)) => (*said == fix).then_some(0),
        _ => None,
    };
    let found = said.iter().enumerate().find_map(|(at, statement)| Some((at, within(statement)?)));
    found.unwrap_or(match evidence {
        Evidence::Finding(finding, _) if is_derived(state, finding) => (said.len(), 0),
        Evidence::Finding(..) | Evidence::Outcome(_) => (said.len(), 1),
        Evidence::Conditions => (said.len(), 2),
    })
}

fn is_derived(state: &State, finding: FindingId) -> bool {
    matches!(state.known.origins[finding.index()], Some(Origin::Rule(_)))
}

/// Returns the hypotheses of the bases that take part, not yet weighed, in the order of base and id.
fn hypotheses(knowledge: &Knowledge, state: &State) -> Vec<Hypothesis> {
    let taking_part = state.group.priors.iter().enumerate().filter(|(_, prior)| **prior > 0.0);
    let hypotheses = taking_part.map(|(index, &prior)| Hypothesis {
        cause: (index < knowledge.layout.other()).then(|| CauseId::at(index)),
        prior,
        posterior: state.posterior[index],
        interval: state.posterior.interval(index),
        explained_away: None,
        weights: Vec::new(),
        excluded: state.exclusions[index],
    });
    hypotheses.collect()
}

/// Adds to each hypothesis the change of its log odds with each piece of evidence, in the order given.
///
/// odds(i) = wᵢ / Σ_{k ≠ i} w_k, with w the product of the prior and the likelihoods so far; the sums leave i out instead of subtracting it, so that
/// nothing is lost where one hypothesis holds almost everything.
fn weigh(knowledge: &Knowledge, told: &[Piece], hypotheses: &mut [Hypothesis]) {
    let positions: Vec<usize> = hypotheses.iter().map(|hypothesis| position(knowledge, hypothesis.cause)).collect();
    let mut weights: Vec<f64> = hypotheses.iter().map(|hypothesis| hypothesis.prior).collect();
    let mut odds = log_odds(&weights);
    for piece in told {
        for (weight, &index) in weights.iter_mut().zip(&positions) {
            *weight *= piece.likelihood(index);
        }
        let total: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= total);
        let after = log_odds(&weights);
        for ((hypothesis, before), after) in hypotheses.iter_mut().zip(&odds).zip(&after) {
            let bits = if before == after { 0.0 } else { after - before };
            hypothesis.weights.push(Weight { evidence: piece.evidence, bits });
        }
        odds = after;
    }
}

/// Returns the log2 odds of each weight against the sum of all others.
fn log_odds(weights: &[f64]) -> Vec<f64> {
    let mut after = vec![0.0; weights.len() + 1];
    for (index, weight) in weights.iter().enumerate().rev() {
        after[index] = after[index + 1] + weight;
    }
    let mut before = 0.0;
    let odds = weights.iter().enumerate().map(|(index, &weight)| {
        let others = before + after[index + 1];
        before += weight;
        real::log2(weight / others)
    });
    odds.collect()
}
