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
        let mut weight = 1.0;
        let mut at_work = Vec::new();
        let mut any = false;
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
            any |= remains;
            at_work.push((index, remains));
        }
        let findings = if weight > 0.0 { network.findings.len() } else { 0 };
        for finding in 0..findings {
            weight *= likelihood(network, finding, &at_work);
        }
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
        let mut group = 0;
        loop {
            if group == groups {
                if total == 0.0 {
                    return None;
                }
                sums.causes.iter_mut().flatten().for_each(|weight| *weight /= total);
                sums.none.iter_mut().for_each(|weight| *weight /= total);
                return Some(sums);
            }
            chosen[group] += 1;
            if chosen[group] <= limits[group] {
                break;
            }
            chosen[group] = 0;
            group += 1;
        }
    }
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
