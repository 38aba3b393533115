//! Large, extreme and impossible networks.

use super::random::Dice;
use crate::network::{Belief, Cause, Effort, Finding, Interval, Link, Network, NetworkError, Problem};

const YES: (f64, f64) = (1.0, 0.0);
const NO: (f64, f64) = (0.0, 1.0);

fn network(priors: &[f64]) -> Network {
    let mut network = Network::new();
    for &prior in priors {
        network.group(&[Cause::new(prior)]).expect("a group");
    }
    network
}

fn observe(network: &mut Network, (yes, no): (f64, f64), leak: f64, links: &[(usize, f64)]) {
    let links: Vec<Link> = links.iter().map(|&(cause, probability)| Link { cause, probability }).collect();
    network.observe(Finding { yes, no, leak }, &links).expect("a finding");
}

fn remaining(belief: &Belief) -> Vec<f64> {
    assert_eq!(belief.effort.bounded, 0);
    belief.causes.iter().map(|cause| cause.remaining.low).collect()
}

#[test]
fn ten_thousand_negatives_do_not_underflow() {
    let mut network = network(&[0.1, 0.2, 0.3]);
    for finding in 0..10_000 {
        observe(&mut network, NO, 0.3, &[(finding % 2, 0.9)]);
    }
    let belief = network.infer(Problem::Remains, Effort::default()).expect("possible");
    let expected = 10_000.0 * 0.7_f64.ln() + (0.9_f64 * 0.8 * 0.3).ln();
    assert!((belief.log_remains.low / expected - 1.0).abs() < 1e-12, "{belief:?}");
    assert_eq!(remaining(&belief), [0.0, 0.0, 1.0]);
}

#[test]
fn three_hundred_positives_do_not_underflow() {
    let mut network = network(&[1e-3; 60]);
    let mut dice = Dice::new(3);
    for _ in 0..300 {
        let other = 1 + dice.below(59);
        observe(&mut network, YES, 1e-4, &[(0, 0.9), (other, 0.5)]);
    }
    let belief = network.infer(Problem::Remains, Effort::default()).expect("possible");
    assert!((belief.log_evidence.low - 300.0 * 0.9_f64.ln()).abs() < 20.0, "{:?}", belief.log_evidence);
    assert!(remaining(&belief)[0] > 0.999_999);
    assert!(belief.causes.iter().all(|cause| (0.0..=1.0).contains(&cause.remaining.low)));
}

#[test]
fn a_cause_that_is_nearly_ruled_out_still_explains_what_nothing_else_can() {
    let mut network = network(&[0.01, 0.01]);
    for _ in 0..5_000 {
        observe(&mut network, NO, 0.1, &[(0, 0.9)]);
    }
    observe(&mut network, YES, 0.0, &[(0, 0.5)]);
    let belief = network.infer(Problem::Remains, Effort::default()).expect("possible");
    assert_eq!(remaining(&belief)[0], 1.0);
    assert!((remaining(&belief)[1] - 0.01).abs() < 1e-12);
}

#[test]
fn impossible_evidence_has_no_answer() {
    let mut sure = network(&[0.5]);
    observe(&mut sure, YES, 0.0, &[]);
    assert_eq!(sure.infer(Problem::Perhaps, Effort::default()), None);
    let mut both = network(&[0.5, 0.5]);
    observe(&mut both, NO, 0.0, &[(0, 1.0)]);
    observe(&mut both, YES, 0.0, &[(0, 0.5)]);
    assert_eq!(both.infer(Problem::Perhaps, Effort::default()), None);
    let fine = network(&[0.0]);
    assert_eq!(fine.infer(Problem::Remains, Effort::default()), None);
    assert!(fine.infer(Problem::Perhaps, Effort::default()).is_some());
    assert_eq!(Network::new().infer(Problem::Remains, Effort::default()), None);
    assert!(Network::new().infer(Problem::Perhaps, Effort::default()).is_some());
}

#[test]
fn a_finding_that_is_always_there_says_nothing_unless_something_hides_it() {
    let mut network = network(&[0.3, 0.2]);
    observe(&mut network, YES, 1.0, &[(0, 1.0), (1, 0.25)]);
    let belief = network.infer(Problem::Perhaps, Effort::default()).expect("possible");
    let expected = 0.2 * 0.25 / (0.8 + 0.2 * 0.25);
    for (got, expected) in remaining(&belief).iter().zip([0.3, expected]) {
        assert!((got - expected).abs() < 1e-15, "{got} {expected}");
    }
}

#[test]
fn priors_that_sum_to_one_leave_no_none() {
    let mut network = Network::new();
    network.group(&[Cause::new(0.1); 10]).expect("ten tenths");
    observe(&mut network, YES, 1e-4, &[(3, 0.5)]);
    let belief = network.infer(Problem::Perhaps, Effort::default()).expect("possible");
    assert_eq!(belief.none, [Interval::exactly(0.0)]);
}

#[test]
fn what_is_out_of_range_is_refused() {
    let mut network = network(&[0.5, 0.5]);
    let cause = Cause::new(0.5);
    for (causes, error) in [
        (vec![Cause::new(1.1)], NetworkError::Probability),
        (vec![Cause::new(f64::NAN)], NetworkError::Probability),
        (vec![Cause { repaired: -1.0, ..cause }], NetworkError::Weight),
        (vec![Cause { remaining: f64::INFINITY, ..cause }], NetworkError::Weight),
        (vec![cause, cause, Cause::new(0.01)], NetworkError::Sum),
    ] {
        assert_eq!(network.group(&causes), Err(error));
    }
    let finding = Finding { yes: 1.0, no: 0.0, leak: 0.1 };
    let link = |cause, probability| Link { cause, probability };
    for (finding, links, error) in [
        (Finding { leak: -0.1, ..finding }, vec![], NetworkError::Probability),
        (finding, vec![link(0, 1.5)], NetworkError::Probability),
        (Finding { yes: f64::NAN, ..finding }, vec![], NetworkError::Weight),
        (finding, vec![link(2, 0.5)], NetworkError::Links),
        (finding, vec![link(1, 0.5), link(0, 0.5)], NetworkError::Links),
        (finding, vec![link(1, 0.5), link(1, 0.5)], NetworkError::Links),
    ] {
        assert_eq!(network.observe(finding, &links), Err(error));
    }
    assert_eq!((network.causes.len(), network.findings.len()), (2, 0));
}

#[test]
fn a_network_past_the_budget_gets_intervals_in_time() {
    let mut network = network(&[0.01; 200]);
    let mut dice = Dice::new(9);
    for _ in 0..60 {
        let links: Vec<(usize, f64)> =
            (0..200).filter(|_| dice.one_in(8)).map(|cause| (cause, dice_free(cause))).collect();
        observe(&mut network, YES, 0.05, &links);
    }
    let effort = Effort::default().with_work(1 << 16);
    let belief = network.infer(Problem::Remains, effort).expect("possible");
    assert!(belief.effort.bounded > 0 && belief.effort.work <= 1 << 16, "{:?}", belief.effort);
    assert!(belief.log_evidence.low < belief.log_evidence.high);
    let all = belief.causes.iter().flat_map(|cause| [cause.at_work, cause.remaining]);
    assert!(all.clone().all(|interval| 0.0 <= interval.low && interval.low <= interval.high && interval.high <= 1.0));
}

/// Returns a probability that goes up and down with the cause.
fn dice_free(cause: usize) -> f64 {
    0.2 + 0.7 * (cause % 7) as f64 / 7.0
}
