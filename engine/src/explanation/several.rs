//! What speaks for a hypothesis where several causes can be at work at once, and what explains it away.

use crate::joint::{Joint, Piece, Scene, solve};
use crate::knowledge::Knowledge;
use crate::model::CauseId;
use crate::posterior::State;
use crate::real;
use crate::report::{ExplainedAway, Hypothesis, Weight};

/// How many causes are left out in turn to see what they explain away: the most probable ones.
const LEFT_OUT: usize = 64;
/// By how much a cause must multiply the odds of another by not being there.
const EXPLAINS: f64 = 2.0;
/// From this posterior on, nothing is explained away.
const CERTAIN: f64 = 1.0 - 1e-12;

/// Adds to each hypothesis its prior given that there is a problem, and the change of its log odds with each piece of evidence in the order given.
pub(super) fn weigh(knowledge: &Knowledge, state: &State, told: &[Piece], hypotheses: &mut [Hypothesis]) {
    let Some(scene) = Scene::of(knowledge, state) else { return };
    let positions: Vec<usize> =
        hypotheses.iter().map(|hypothesis| super::position(knowledge, hypothesis.cause)).collect();
    let believed = |told: &[Piece]| {
        let joint = solve(&scene, &scene.numbers(told));
        joint.map(|joint| positions.iter().map(|at| joint.remaining[*at].middle()).collect::<Vec<f64>>())
    };
    // What all the evidence does not exclude, no beginning of it does.
    let Some(priors) = believed(&[]) else { return };
    hypotheses.iter_mut().zip(&priors).for_each(|(hypothesis, prior)| hypothesis.prior = *prior);
    let mut odds: Vec<f64> = priors.into_iter().map(log_odds).collect();
    for end in 1..=told.len() {
        let Some(after) = believed(&told[..end]) else { return };
        let after: Vec<f64> = after.into_iter().map(log_odds).collect();
        for ((hypothesis, before), after) in hypotheses.iter_mut().zip(&odds).zip(&after) {
            let bits = if before == after { 0.0 } else { after - before };
            hypothesis.weights.push(Weight { evidence: told[end - 1].evidence, bits });
        }
        odds = after;
    }
}

/// Finds for each hypothesis that speaks for something present the cause of another group without which it would be most probable, if that at least
/// doubles its odds and is itself no less probable.
pub(super) fn explain_away(knowledge: &Knowledge, state: &State, told: &[Piece], hypotheses: &mut [Hypothesis]) {
    let (Some(scene), Some(joint)) = (Scene::of(knowledge, state), &state.posterior.joint) else { return };
    let speaking = scene.numbers(told).raised();
    let mut most: Vec<f64> = hypotheses.iter().map(|hypothesis| EXPLAINS * odds(hypothesis.posterior)).collect();
    for suspect in suspects(knowledge, joint, hypotheses) {
        let without = Scene::of(knowledge, state).map(|scene| scene.without(suspect.index()));
        let Some(without) = without.and_then(|scene| solve(&scene, &scene.numbers(told))) else { continue };
        for (hypothesis, most) in hypotheses.iter_mut().zip(&mut most) {
            let own = super::position(knowledge, hypothesis.cause);
            let remaining = without.remaining[own].middle();
            let after = odds(remaining);
            let may_be = speaking.binary_search(&own).is_ok() && !state.group.are_exclusive(own, suspect.index());
            // What is hardly probable itself accounts for nothing.
            let may_be = may_be && joint.at_work[suspect.index()].middle() >= hypothesis.posterior;
            if may_be && hypothesis.posterior < CERTAIN && after >= *most && after > 0.0 {
                // The next must be better, not as good.
                *most = after.next_up();
                hypothesis.explained_away = Some(ExplainedAway { by: suspect, without: remaining });
            }
        }
    }
}

/// Returns the causes that may at least double the odds of some hypothesis by not being there, the most probable ones.
///
/// With P(k) the probability that k was at work, P(i | not k) ≤ P(i) / (1 − P(k)): the odds of i can double only where P(k) ≥ (1 − P(i)) / 2.
fn suspects(knowledge: &Knowledge, joint: &Joint, hypotheses: &[Hypothesis]) -> Vec<CauseId> {
    let others = hypotheses.iter().map(|hypothesis| hypothesis.posterior).filter(|posterior| *posterior < CERTAIN);
    let least = (1.0 - others.fold(0.0, f64::max)) / EXPLAINS;
    let causes = (0..knowledge.causes().len()).filter(|cause| joint.at_work[*cause].high >= least);
    let mut suspects: Vec<usize> = causes.filter(|cause| joint.at_work[*cause].high > 0.0).collect();
    suspects.sort_by(|a, b| joint.at_work[*b].high.total_cmp(&joint.at_work[*a].high).then(a.cmp(b)));
    suspects.truncate(LEFT_OUT);
    suspects.into_iter().map(CauseId::at).collect()
}

fn odds(probability: f64) -> f64 {
    probability / (1.0 - probability)
}

fn log_odds(probability: f64) -> f64 {
    real::log2(odds(probability))
}
