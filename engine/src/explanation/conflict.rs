//! Whether the findings belong together: conflict of evidence (Jensen, Chamberlain, Nordahl & Jensen 1991).

use crate::knowledge::Knowledge;
use crate::model::FindingId;
use crate::posterior::{State, evidence_of, log_evidence};
use crate::report::{Conflict, Evidence};

/// From here on, in bits, a conflict is told: together the findings are half as probable as strangers would be.
const TOLD: f64 = 1.0;

/// Returns the conflict of the observed findings, where it is worth telling and several causes can be at work at once.
///
/// conf(e) = log2 Π P(eⱼ) − log2 P(e), each given that there is a problem; the finding without which it is least is the culprit, of equal ones the first.
pub(super) fn conflict(knowledge: &Knowledge, state: &State) -> Option<Conflict> {
    state.group.several.as_ref()?;
    let mut findings: Vec<FindingId> = evidence_of(knowledge, state).into_iter().filter_map(observed).collect();
    findings.dedup();
    if findings.len() < 2 {
        return None;
    }
    let log = |keep: &dyn Fn(FindingId) -> bool| {
        log_evidence(knowledge, state, &|evidence| observed(evidence).is_some_and(keep)) / std::f64::consts::LN_2
    };
    let alone: Vec<f64> = findings.iter().map(|one| log(&|finding| finding == *one)).collect();
    let strangers: f64 = alone.iter().sum();
    let bits = strangers - log(&|_| true);
    if bits.is_nan() || bits < TOLD {
        return None;
    }
    let without = |at: usize| strangers - alone[at] - log(&|finding| finding != findings[at]);
    let mut least = (0, without(0));
    for (at, left) in (1..findings.len()).map(|at| (at, without(at))) {
        least = if left < least.1 { (at, left) } else { least };
    }
    Some(Conflict { bits, culprit: findings[least.0] })
}

fn observed(evidence: Evidence) -> Option<FindingId> {
    match evidence {
        Evidence::Finding(finding, _) => Some(finding),
        Evidence::Outcome(_) | Evidence::Conditions => None,
    }
}
