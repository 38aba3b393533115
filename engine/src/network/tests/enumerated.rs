//! The same answers by enumeration of all configurations, straight from the definition.

use crate::network::{Network, Problem};

/// What enumeration says.
#[derive(Clone, Debug, Default)]
pub(super) struct Enumerated {
    pub(super) evidence: f64,
    pub(super) remains: f64,
    /// Of each cause P(at work), P(remaining).
    pub(super) causes: Vec<[f64; 2]>,
    pub(super) none: Vec<f64>,
}

/// Returns the answer, nothing where the evidence is impossible.
pub(super) fn enumerate(network: &Network, problem: Problem) -> Option<Enumerated> {
    let mut sums = Enumerated {
        causes: vec![[0.0; 2]; network.causes.len()],
        none: vec![0.0; network.group_count()],
        ..Enumerated::default()
    };
    let groups = network.group_count();
    // The state of each group: 0 none, then each cause remaining, then each cause repaired.
    let limits: Vec<usize> = (0..groups)
        .map(|group| {
            let causes = &network.causes[network.causes_of(group)];
            causes.len() * if causes.iter().any(|cause| cause.repaired > 0.0) { 2 } else { 1 }
        })
        .collect();
    let mut chosen = vec![0; groups];
    let mut total = 0.0;
    loop {
        let (weight, at_work) = weigh(network, &chosen);
        let any = at_work.iter().any(|(_, remains)| *remains);
        sums.evidence += weight;
        sums.remains += if any { weight } else { 0.0 };
        if any || problem == Problem::Perhaps {
            total += weight;
            for &(cause, remains) in &at_work {
                sums.causes[cause][0] += weight;
                sums.causes[cause][1] += if remains { weight } else { 0.0 };
            }
            for (group, _) in chosen.iter().enumerate().filter(|(_, state)| **state == 0) {
                sums.none[group] += weight;
            }
        }
        if !advance(&mut chosen, &limits) {
            break;
        }
    }
    sums.causes.iter_mut().flatten().chain(&mut sums.none).for_each(|weight| *weight /= total);
    (total > 0.0).then_some(sums)
}

/// Goes on to the next configuration; false after the last.
fn advance(chosen: &mut [usize], limits: &[usize]) -> bool {
    for (chosen, limit) in chosen.iter_mut().zip(limits) {
        if *chosen < *limit {
            *chosen += 1;
            return true;
        }
        *chosen = 0;
    }
    false
}

/// Returns the weight of a configuration, and which causes are at work in it and whether they remain.
fn weigh(network: &Network, chosen: &[usize]) -> (f64, Vec<(usize, bool)>) {
    let mut weight = 1.0;
    let mut at_work = Vec::new();
    for (group, &state) in chosen.iter().enumerate() {
        let causes = network.causes_of(group);
        if state == 0 {
            weight *= network.none_of(group);
            continue;
        }
        let remains = state <= causes.len();
        let index = causes.start + (state - 1) % causes.len();
        let cause = network.causes[index];
        weight *= cause.prior * if remains { cause.remaining } else { cause.repaired };
        at_work.push((index, remains));
    }
    if weight > 0.0 {
        weight *= (0..network.findings.len()).map(|finding| likelihood(network, finding, &at_work)).product::<f64>();
    }
    (weight, at_work)
}

fn likelihood(network: &Network, finding: usize, at_work: &[(usize, bool)]) -> f64 {
    let super::super::Finding { yes, no, leak } = network.findings[finding];
    let (mut absent, mut free) = (1.0 - leak, 1.0);
    for link in network.links_of(finding) {
        if at_work.iter().any(|(cause, _)| *cause == link.cause) {
            if link.probability > leak {
                absent *= 1.0 - (link.probability - leak) / (1.0 - leak);
            } else if link.probability < leak {
                free *= link.probability / leak;
            }
        }
    }
    let there = (1.0 - absent) * free;
    yes * there + no * (1.0 - there)
}
