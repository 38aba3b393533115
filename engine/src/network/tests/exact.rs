//! Exact answers.

use super::enumerated::{Enumerated, enumerate};
use super::random::{Dice, Recipe};
use crate::network::{Belief, Effort, Interval, Network, Problem};

const TINY: f64 = 1e-12;

fn is_near(one: f64, other: f64, by: f64) -> bool {
    (one - other).abs() <= by || one == other
}

/// Returns the largest difference between an answer and enumeration: of the logarithms (so relative) and of the marginals.
fn difference(belief: &Belief, enumerated: &Enumerated) -> f64 {
    let exact = |interval: Interval| {
        assert_eq!(interval.low, interval.high);
        interval.low
    };
    let mut most = (exact(belief.log_evidence) - enumerated.evidence.ln()).abs();
    if enumerated.remains > 0.0 {
        most = most.max((exact(belief.log_remains) - enumerated.remains.ln()).abs());
    }
    for (marginal, [at_work, remaining]) in belief.causes.iter().zip(&enumerated.causes) {
        most = most.max((exact(marginal.at_work) - at_work).abs()).max((exact(marginal.remaining) - remaining).abs());
    }
    for (none, expected) in belief.none.iter().zip(&enumerated.none) {
        most = most.max((exact(*none) - expected).abs());
    }
    most
}

pub(super) fn recipes() -> Vec<Recipe> {
    let plain =
        Recipe { causes: 10, largest_group: 1, findings: 8, density: 4, inhibits: false, soft: false, repairs: false };
    vec![
        plain,
        Recipe { causes: 12, findings: 12, density: 2, ..plain },
        Recipe { largest_group: 4, soft: true, ..plain },
        Recipe { largest_group: 10, findings: 12, soft: true, ..plain },
        Recipe { causes: 7, largest_group: 3, repairs: true, soft: true, ..plain },
        Recipe { causes: 8, inhibits: true, ..plain },
        Recipe { causes: 7, largest_group: 2, findings: 6, inhibits: true, soft: true, repairs: true, ..plain },
        Recipe { causes: 7, largest_group: 7, density: 8, inhibits: true, soft: true, repairs: true, ..plain },
        Recipe { causes: 10, findings: 9, density: 1, inhibits: true, soft: true, ..plain },
    ]
}

/// All efforts that must not change the answer.
fn efforts() -> Vec<Effort> {
    let mut efforts = vec![Effort::default()];
    for hubs in 0..=3 {
        for folds in [true, false] {
            efforts.push(Effort { hubs, folds, forced: true, ..Effort::default() });
        }
    }
    efforts
}

#[test]
fn every_answer_is_that_of_enumeration() {
    let mut worst = 0.0_f64;
    for (index, recipe) in recipes().into_iter().enumerate() {
        for seed in 0..40 {
            let network = recipe.cook(&mut Dice::new(1000 * index as u64 + seed));
            for problem in [Problem::Remains, Problem::Perhaps] {
                let expected = enumerate(&network, problem);
                for effort in efforts() {
                    let belief = network.infer(problem, effort);
                    assert_eq!(belief.is_some(), expected.is_some(), "{recipe:?} {seed} {effort:?}");
                    let (Some(belief), Some(expected)) = (belief, &expected) else { continue };
                    let difference = difference(&belief, expected);
                    assert!(difference < TINY, "{difference:e} in {recipe:?} {seed} {problem:?} {effort:?}");
                    worst = worst.max(difference);
                }
            }
        }
    }
    assert!(worst > 0.0, "two ways of computing that agree to the last bit are one");
}

#[test]
fn probabilities_of_a_group_sum_to_one() {
    for (index, recipe) in recipes().into_iter().enumerate() {
        for seed in 0..20 {
            let network = recipe.cook(&mut Dice::new(77_000 + 1000 * index as u64 + seed));
            let Some(belief) = network.infer(Problem::Remains, Effort::default()) else { continue };
            assert_sums(&network, &belief);
        }
    }
}

fn assert_sums(network: &Network, belief: &Belief) {
    for group in 0..network.group_count() {
        let causes = &belief.causes[network.causes_of(group)];
        assert!(causes.iter().all(|cause| (0.0..=1.0).contains(&cause.at_work.low)));
        assert!(causes.iter().all(|cause| cause.remaining.low <= cause.at_work.low));
        let sum: f64 = causes.iter().map(|cause| cause.at_work.low).sum();
        assert!(is_near(sum + belief.none[group].low, 1.0, TINY), "{sum} in group {group}: {belief:?} {network:?}");
    }
}
