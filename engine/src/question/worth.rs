//! The expected information of an answer.
//!
//! That of a linked finding is formed in closed form from its links alone; rules and hard relations are followed where a finding speaks through them.

use super::{answered, answered_by, answers, decided, probability};
use crate::information::{binary_entropy, entropy};
use crate::joint::{self, Scene};
use crate::knowledge::Knowledge;
use crate::layout::{Column, Shape, Table};
use crate::links::noisy;
use crate::logic::Truth;
use crate::model::FindingId;
use crate::paths::Path;
use crate::posterior::State;
use crate::statement::Statement;
use crate::trouble::{Apart, Masses};

/// What questions are worth in a state.
pub(super) struct Worth<'a> {
    knowledge: &'a Knowledge,
    said: &'a [&'a Statement],
    state: &'a State,
    apart: Apart,
    masses: Masses,
}

impl<'a> Worth<'a> {
    pub(super) fn of(knowledge: &'a Knowledge, said: &'a [&'a Statement], state: &'a State, apart: Apart) -> Self {
        Self { knowledge, said, state, apart, masses: masses(knowledge, state, apart) }
    }

    /// Returns the expected information of asking a finding, in bits; at least 0.
    pub(super) fn information(&self, finding: FindingId) -> f64 {
        self.information_by(finding, &|finding| self.of_links(finding))
    }

    /// Returns an estimate of the information: exact for one group; for several as if they were independent.
    pub(super) fn estimate(&self, finding: FindingId) -> f64 {
        let Some(scene) = Scene::of(self.knowledge, self.state) else { return self.information(finding) };
        let of_links = |finding| joint::information(&scene, &self.state.posterior, finding, self.apart);
        self.information_by(finding, &of_links)
    }

    /// Returns the information of a finding, given that of findings with links.
    fn information_by(&self, finding: FindingId, of_links: &dyn Fn(FindingId) -> f64) -> f64 {
        let Self { knowledge, said, state, apart, .. } = *self;
        let bits = match knowledge.layout.path(finding) {
            Path::Direct => of_links(finding),
            Path::Through(derived) => {
                let decided = decided(knowledge, said, finding, derived);
                let share = decided.iter().filter(|(_, truth)| *truth != Truth::Unknown).count() as f64;
                of_links(derived) * share / decided.len().max(1) as f64
            }
            Path::Conditions => {
                let after: f64 = answers(knowledge, said, state, finding)
                    .iter()
                    .filter_map(|(value, probability)| {
                        let after = answered(knowledge, said, finding, value)?;
                        Some(probability * uncertainty(knowledge, &after, apart))
                    })
                    .sum();
                uncertainty(knowledge, state, apart) - after
            }
            Path::None => 0.0,
        };
        bits.max(0.0) * answered_by(knowledge, finding)
    }

    /// Returns the information of a finding with links, in closed form; by trying its answers where there are several groups.
    fn of_links(&self, finding: FindingId) -> f64 {
        let Self { knowledge, state, apart, ref masses, .. } = *self;
        if state.group.several.is_some() {
            return joint::exact_information(knowledge, state, finding, apart);
        }
        match knowledge.layout.shape(finding) {
            Shape::YesNo(column) => of_column(knowledge, state, column, masses),
            Shape::SeveralOf(columns) => {
                let bits = columns.iter().map(|column| of_column(knowledge, state, column, masses));
                bits.fold(0.0, f64::max)
            }
            Shape::OneOf(table) => of_table(knowledge, state, table, masses),
            Shape::None => 0.0,
        }
    }
}

/// Returns what there is to tell apart where causes exclude one another, and how probable each is.
fn masses(knowledge: &Knowledge, state: &State, apart: Apart) -> Masses {
    knowledge.layout.troubles.masses(
        0..knowledge.layout.hypotheses(),
        |hypothesis| state.posterior.of(hypothesis),
        apart,
    )
}

/// Returns the entropy of what is to be told apart in bits, summed over the groups.
fn uncertainty(knowledge: &Knowledge, state: &State, apart: Apart) -> f64 {
    let several = Scene::of(knowledge, state).map(|scene| joint::group_entropy(&scene, &state.posterior, apart));
    several.unwrap_or_else(|| {
        let all = 0..state.posterior.len();
        entropy(masses(knowledge, state, apart).and_alone(&knowledge.layout.troubles, all, &state.posterior))
    })
}

/// IG = h(λ + A) − h(λ) − B, with A and B over the hypotheses whose likelihood is not the leak; variants have one B together.
fn of_column(knowledge: &Knowledge, state: &State, column: &Column, masses: &Masses) -> f64 {
    let leak = noisy(column.leak, column.reliability);
    let (mut a, mut b) = (0.0, 0.0);
    let mut of_variants = vec![0.0; masses.together.len()];
    let mut add = |hypothesis: usize, yes: f64, falls: f64| {
        let posterior = state.posterior.of(hypothesis);
        let shows = posterior * (noisy(yes, column.reliability) - leak);
        a += shows;
        match masses.trouble(&knowledge.layout.troubles, hypothesis) {
            Some(trouble) => of_variants[trouble] += shows,
            None => b += posterior * falls,
        }
    };
    column.links.iter().zip(&column.falls).for_each(|((cause, yes), falls)| add(cause.index(), *yes, *falls));
    let other = column.other(&state.group);
    // For a fact, `other` is as a cause without links.
    if column.is_symptom() {
        add(knowledge.layout.other(), other, column.fall(other));
    }
    let together = masses.together.iter().zip(of_variants).filter(|(mass, _)| **mass > 0.0);
    let together = together.map(|(mass, shows)| mass * (binary_entropy(leak + shows / mass) - binary_entropy(leak)));
    binary_entropy(leak + a) - binary_entropy(leak) - b - together.sum::<f64>()
}

/// IG = H(V) − Σ π H(V | trouble); causes without a link share one entropy.
fn of_table(knowledge: &Knowledge, state: &State, table: &Table, masses: &Masses) -> f64 {
    let unlinked = table.entropy(|value| table.unlinked(value));
    let mut of_variants = vec![vec![0.0; table.values()]; masses.together.len()];
    let mut own = 0.0;
    for row in &table.rows {
        let posterior = state.posterior.of(row.cause.index());
        match masses.trouble(&knowledge.layout.troubles, row.cause.index()) {
            Some(trouble) => of_variants[trouble]
                .iter_mut()
                .enumerate()
                .for_each(|(value, shows)| *shows += posterior * (table.linked(row, value) - table.unlinked(value))),
            None => own += posterior * row.falls,
        }
    }
    for (mass, shows) in masses.together.iter().zip(&of_variants).filter(|(mass, _)| **mass > 0.0) {
        own += mass * (table.entropy(|value| (table.unlinked(value) + shows[value] / mass).max(0.0)) - unlinked);
    }
    let other = state.posterior.of(knowledge.layout.other());
    let others = other * (table.entropy(|value| table.other(&state.group, value)) - unlinked);
    table.entropy(|value| probability(knowledge, state, table, value)) - (unlinked + own + others)
}

/// Returns the option of several that tells most about the causes, the first of equal ones.
pub(super) fn best_option(knowledge: &Knowledge, state: &State, columns: &[Column]) -> Option<usize> {
    let each = masses(knowledge, state, Apart::Causes);
    let mut best: Option<(usize, f64)> = None;
    for (option, column) in columns.iter().enumerate() {
        let bits = of_column(knowledge, state, column, &each);
        if best.is_none_or(|(_, most)| bits > most) {
            best = Some((option, bits));
        }
    }
    best.map(|(option, _)| option)
}
