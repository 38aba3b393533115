//! What a person is told is wrong, variants of one trouble as one.
//!
//! `docs/semantics.md`, "Troubles".

use crate::knowledge::Knowledge;
use crate::model::CauseId;
use crate::posterior::State;
use crate::report::Trouble;

/// Returns the troubles of the bases that take part, the most probable first; of equal ones the first by base and id.
pub(crate) fn troubles(knowledge: &Knowledge, state: &State) -> Vec<Trouble> {
    let mut troubles: Vec<Trouble> = Vec::new();
    let mut most: Vec<f64> = Vec::new();
    let taking_part = state.group.priors.iter().enumerate().filter(|(_, prior)| **prior > 0.0);
    for (index, &prior) in taking_part {
        let posterior = state.posterior[index];
        let cause = (index < knowledge.layout.other()).then(|| CauseId::at(index));
        let kind = cause.and_then(|cause| knowledge.layout.troubles.kind_of(cause));
        match kind.and_then(|kind| troubles.iter().position(|known| known.kind == Some(kind))) {
            Some(known) => {
                let trouble = &mut troubles[known];
                trouble.prior += prior;
                trouble.posterior += posterior;
                if posterior > most[known] {
                    (trouble.cause, most[known]) = (cause, posterior);
                }
            }
            None => {
                troubles.push(Trouble { kind, cause, prior, posterior });
                most.push(posterior);
            }
        }
    }
    troubles.sort_by(|a, b| b.posterior.total_cmp(&a.posterior));
    troubles
}
