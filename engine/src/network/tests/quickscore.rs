//! Quickscore (Heckerman 1989), a second reference for networks that are too large for enumeration: exact for few positive
//! findings of causes that are not rare.

use super::random::Dice;
use crate::network::{Cause, Effort, Finding, Link, Network, Problem};

const CAUSES: usize = 300;

struct Sample {
    network: Network,
    priors: Vec<f64>,
    leaks: Vec<f64>,
    /// By finding and cause: the probability that it is absent although this cause is at work.
    stays: Vec<Vec<f64>>,
}

fn sample(positives: usize, dice: &mut Dice) -> Sample {
    let priors: Vec<f64> = (0..CAUSES).map(|_| dice.between(0.02, 0.2)).collect();
    let mut network = Network::new();
    for &prior in &priors {
        network.group(&[Cause::new(prior)]).expect("a group");
    }
    let (mut leaks, mut stays) = (Vec::new(), Vec::new());
    for _ in 0..positives {
        let leak = dice.between(0.01, 0.1);
        let mut row = vec![1.0; CAUSES];
        let mut links = Vec::new();
        for (cause, stays) in row.iter_mut().enumerate() {
            if dice.one_in(20) {
                let probability = dice.between(leak, 0.9);
                *stays = (1.0 - probability) / (1.0 - leak);
                links.push(Link { cause, probability });
            }
        }
        network.observe(Finding { yes: 1.0, no: 0.0, leak }, &links).expect("a finding");
        leaks.push(leak);
        stays.push(row);
    }
    Sample { network, priors, leaks, stays }
}

/// Returns P(all findings are there), with one cause fixed at work where one is given.
fn quickscore(sample: &Sample, fixed: Option<usize>) -> f64 {
    let positives = sample.leaks.len();
    (0..1_usize << positives)
        .map(|subset| {
            let chosen = || (0..positives).filter(move |finding| subset >> finding & 1 == 1);
            let sign = if subset.count_ones() % 2 == 0 { 1.0 } else { -1.0 };
            let leak: f64 = chosen().map(|finding| 1.0 - sample.leaks[finding]).product();
            let causes: f64 = (0..CAUSES)
                .map(|cause| {
                    let on =
                        sample.priors[cause] * chosen().map(|finding| sample.stays[finding][cause]).product::<f64>();
                    if fixed == Some(cause) { on } else { on + 1.0 - sample.priors[cause] }
                })
                .product();
            sign * leak * causes
        })
        .sum()
}

#[test]
fn quickscore_agrees_where_it_can() {
    for positives in 1..=6 {
        let sample = sample(positives, &mut Dice::new(positives as u64));
        let belief = sample.network.infer(Problem::Perhaps, Effort::default()).expect("possible");
        let evidence = quickscore(&sample, None);
        assert!((belief.log_evidence.low - evidence.ln()).abs() < 1e-10, "{positives}");
        for cause in (0..CAUSES).step_by(7) {
            let expected = quickscore(&sample, Some(cause)) / evidence;
            assert!((belief.causes[cause].remaining.low - expected).abs() < 1e-10, "{positives} {cause}");
        }
    }
}
