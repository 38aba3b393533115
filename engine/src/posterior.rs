//! The posterior over the causes: priors, likelihoods of what is known, hard relations and outcomes of fixes.
//!
//! `docs/semantics.md`, "Posterior". Sums and products run over hypotheses, findings and fixes in the order of their base and id, so that the same
//! evidence gives the same bits in whatever order it was said.

use crate::evidence::{self, Conflict, Known};
use crate::knowledge::Knowledge;
use crate::layout::{Column, Group, Shape, Table};
use crate::logic::{Truth, judge};
use crate::model::{CauseId, FindingId, Fix, FixId, OptionId};
use crate::number::Seconds;
use crate::observation::{Observation, Pair, Values};
use crate::report::{Evidence, Exclusion};
use crate::statement::{Outcome, Statement};

/// The least probability that trouble goes away while a fix is tried, without our knowing why.
const GOES_AWAY: f64 = 1e-4;
/// What "partly" says: P(partly | it helped) and P(partly | it did not), as a ratio.
const PARTLY: Pair = Pair { yes: 0.8, no: 0.2 };

/// All that follows from what was said.
#[derive(Clone)]
pub(crate) struct State {
    pub(crate) known: Known,
    pub(crate) group: Group,
    /// P(hypothesis | evidence); the causes, then `other`. Empty where no base takes part.
    pub(crate) posterior: Vec<f64>,
    /// Each piece of evidence with its likelihood under every hypothesis, in a fixed order.
    pub(crate) likelihoods: Vec<(Evidence, Vec<f64>)>,
    pub(crate) exclusions: Vec<Option<Exclusion>>,
}

/// Returns the state after `said`.
pub(crate) fn infer(knowledge: &Knowledge, said: &[&Statement]) -> Result<State, Conflict> {
    let known = evidence::weigh(knowledge, said)?;
    let group = knowledge.layout.group(known.takes_part.clone());
    let mut state = State { known, group, posterior: Vec::new(), likelihoods: Vec::new(), exclusions: Vec::new() };
    if state.group.is_open() {
        state.exclusions = exclusions(knowledge, &state)?;
        state.likelihoods = likelihoods(knowledge, &state);
        state.posterior = posterior(&state).ok_or(Conflict::NoCause)?;
    }
    Ok(state)
}

/// Returns the product of prior and likelihoods, normalised; nothing where every hypothesis is impossible.
fn posterior(state: &State) -> Option<Vec<f64>> {
    let mut logs: Vec<f64> = state.group.priors.iter().map(|prior| prior.ln()).collect();
    for (_, likelihood) in &state.likelihoods {
        for (log, likelihood) in logs.iter_mut().zip(likelihood) {
            *log += likelihood.ln();
        }
    }
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        return None;
    }
    Some(normalised(logs.into_iter().map(|log| (log - most).exp()).collect()))
}

/// Returns weights divided by their sum, which must be positive.
pub(crate) fn normalised(mut weights: Vec<f64>) -> Vec<f64> {
    let total: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= total);
    weights
}

fn exclusions(knowledge: &Knowledge, state: &State) -> Result<Vec<Option<Exclusion>>, Conflict> {
    let known = &state.known;
    let mut exclusions: Vec<Option<Exclusion>> = knowledge
        .causes()
        .iter()
        .map(|cause| {
            let ruled_out = cause.ruled_out_when.iter().position(|when| judge(when, known).is_surely(Truth::True));
            let not_only = cause.only_when.iter().position(|when| judge(when, known).is_surely(Truth::False));
            ruled_out.map(Exclusion::RuledOut).or(not_only.map(Exclusion::NotOnly))
        })
        .collect();
    exclusions.push(None);
    let confirms = |when| judge(when, known).is_surely(Truth::True);
    let mut confirmed = (0..knowledge.causes().len()).filter(|&index| {
        state.group.priors[index] > 0.0 && knowledge.causes()[index].confirmed_when.iter().any(confirms)
    });
    if let Some(index) = confirmed.next() {
        if confirmed.next().is_some() || exclusions[index].is_some() {
            return Err(Conflict::NoCause);
        }
        let others = exclusions.iter_mut().enumerate().filter(|(other, _)| *other != index);
        others.for_each(|(_, exclusion)| {
            exclusion.get_or_insert(Exclusion::OtherConfirmed(CauseId::at(index)));
        });
    }
    Ok(exclusions)
}

fn likelihoods(knowledge: &Knowledge, state: &State) -> Vec<(Evidence, Vec<f64>)> {
    let mut all = Vec::new();
    for (index, observation) in state.known.observations.iter().enumerate() {
        let finding = FindingId::at(index);
        let scale = Scale { group: &state.group, other: knowledge.layout.other() };
        match (knowledge.layout.shape(finding), observation) {
            (Shape::YesNo(column), Observation::YesNo(pair)) => {
                all.push((Evidence::Finding(finding, None), scale.column(column, *pair)));
            }
            (Shape::SeveralOf(columns), Observation::SeveralOf(pairs)) => {
                for (option, (column, pair)) in columns.iter().zip(pairs).enumerate() {
                    if *pair != Pair::NOTHING {
                        all.push((Evidence::Finding(finding, Some(OptionId::at(option))), scale.column(column, *pair)));
                    }
                }
            }
            (Shape::OneOf(table), Observation::OneOf(values)) => scale.table(finding, table, values, &mut all),
            _ => {}
        }
    }
    for (&fix, &outcome) in &state.known.outcomes {
        if let Some(likelihood) = of_outcome(knowledge, fix, outcome) {
            all.push((Evidence::Outcome(fix), likelihood));
        }
    }
    if state.exclusions.iter().any(Option::is_some) {
        let possible = state.exclusions.iter().map(|exclusion| if exclusion.is_some() { 0.0 } else { 1.0 });
        all.push((Evidence::Conditions, possible.collect()));
    }
    all
}

/// Where the likelihoods of observations are formed.
struct Scale<'a> {
    group: &'a Group,
    other: usize,
}

impl Scale<'_> {
    fn column(&self, column: &Column, pair: Pair) -> Vec<f64> {
        let mut likelihood = vec![pair.likelihood(column.leak); self.other + 1];
        column.for_each(self.group, self.other, |hypothesis, yes| likelihood[hypothesis] = pair.likelihood(yes));
        likelihood
    }

    fn table(&self, finding: FindingId, table: &Table, values: &Values, all: &mut Vec<(Evidence, Vec<f64>)>) {
        for &value in &values.draws {
            let option = (value < table.leaks.len()).then(|| OptionId::at(value));
            all.push((Evidence::Finding(finding, option), self.weighted(table, &[(value, 1.0)])));
        }
        if values.draws.is_empty() {
            let weights: Vec<(usize, f64)> = values.weights.iter().copied().enumerate().collect();
            all.push((Evidence::Finding(finding, None), self.weighted(table, &weights)));
        }
    }

    fn weighted(&self, table: &Table, weights: &[(usize, f64)]) -> Vec<f64> {
        let sum = |of: &dyn Fn(usize) -> f64| weights.iter().map(|(value, weight)| weight * of(*value)).sum::<f64>();
        let mut likelihood = vec![sum(&|value| table.unlinked(value)); self.other + 1];
        for row in &table.rows {
            likelihood[row.cause.index()] = sum(&|value| table.linked(row, value));
        }
        likelihood[self.other] = sum(&|value| table.other(self.group, value));
        likelihood
    }
}

/// Returns the likelihood of an outcome under every hypothesis; none where it says nothing, or is an observation of a fact.
fn of_outcome(knowledge: &Knowledge, id: FixId, outcome: Outcome) -> Option<Vec<f64>> {
    let fix = knowledge.fix(id);
    if fix.tells.is_some() {
        return None;
    }
    let pair = match outcome {
        Outcome::Helped => Pair { yes: 1.0, no: 0.0 },
        Outcome::Partly => PARTLY,
        Outcome::Failed => Pair { yes: 0.0, no: 1.0 },
        Outcome::NotDone => return None,
    };
    let passes = knowledge.causes().iter().map(|cause| cause.passes_in).chain(std::iter::once(None));
    let mut helped: Vec<f64> = passes.map(|passes| with_luck(0.0, fix.takes, passes)).collect();
    for effect in &fix.effects {
        let hypothesis = effect.cause.map_or(knowledge.layout.other(), CauseId::index);
        let passes = effect.cause.and_then(|cause| knowledge.cause(cause).passes_in);
        helped[hypothesis] = with_luck(effect.number.get(), fix.takes, passes);
    }
    Some(helped.into_iter().map(|helped| pair.likelihood(helped)).collect())
}

/// Returns P(the trouble is gone after the fix): it helped, or it passed by itself in the meantime.
fn with_luck(helps: f64, takes: Seconds, passes: Option<Seconds>) -> f64 {
    let stays = passes.map_or(1.0, |passes| (-takes.get() / passes.get()).exp2());
    (1.0 - (1.0 - helps) * stays).max(GOES_AWAY)
}

/// Returns what a fix does for each hypothesis it acts on: the hypothesis, P(it helps), and whether it cures.
pub(crate) fn effects(knowledge: &Knowledge, fix: &Fix) -> impl Iterator<Item = (usize, f64, bool)> {
    let other = knowledge.layout.other();
    fix.effects.iter().map(move |effect| {
        let cures = effect.kind == crate::model::EffectKind::Cures;
        (effect.cause.map_or(other, CauseId::index), effect.number.get(), cures)
    })
}
