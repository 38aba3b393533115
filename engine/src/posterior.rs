//! The posterior over the causes: priors, likelihoods of what is known, hard relations and outcomes of fixes.
//!
//! `docs/semantics.md`, "Posterior". Products run over findings and fixes in the order of their base and id, so that the same evidence gives the same bits
//! in whatever order it was said. A piece of evidence touches the hypotheses that it speaks of; all others share one likelihood.

use crate::evidence::{self, Conflict, Known};
use crate::joint::{self, Joint, Scene};
use crate::knowledge::Knowledge;
use crate::layout::{Column, Group, Shape, Table};
use crate::logic::{Truth, judge};
use crate::model::{CauseId, FindingId, Fix, FixId, OptionId};
use crate::network::Interval;
use crate::number::Seconds;
use crate::observation::{Observation, Pair, Values};
use crate::real;
use crate::report::{Evidence, Exclusion};
use crate::screen::Screening;
use crate::statement::{Outcome, Statement};
use crate::weights::{Product, Weights};
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::OnceLock;

/// The least probability that trouble goes away while a fix is tried, without our knowing why.
const GOES_AWAY: f64 = 1e-4;
/// What "partly" says: P(partly | it helped) and P(partly | it did not), as a ratio.
const PARTLY: Pair = Pair { yes: 0.8, no: 0.2 };
/// Below this, the likelihood that hypotheses share divides nothing: they are all multiplied with their own.
const LEAST_SHARED: f64 = 1e-100;

/// All that follows from what was said.
#[derive(Clone)]
pub(crate) struct State {
    pub(crate) known: Known,
    pub(crate) group: Group,
    /// P(hypothesis | evidence); the causes, then `other`. Empty where no base takes part.
    pub(crate) posterior: Posterior,
    /// Why hypotheses are impossible; empty where no base takes part.
    pub(crate) exclusions: Vec<Option<Exclusion>>,
    /// The causes that are confirmed, ascending; at most one of a group.
    pub(crate) confirmed: Vec<CauseId>,
    /// What came of fixes, where causes exclude one another.
    pub(crate) outcomes: Vec<Piece>,
    /// Whether causes exclude one another and every piece of evidence can be divided by what hypotheses share of it.
    pub(crate) is_sparse: bool,
    /// What questions are worth, as far as somebody has asked.
    pub(crate) screen: Screening,
    /// The causes that the last answer touched, and by how much their weights changed.
    pub(crate) touched: Vec<(usize, f64)>,
}

/// P(hypothesis | evidence), formed from the weights when it is first looked at.
#[derive(Clone, Default)]
pub(crate) struct Posterior {
    weights: Weights,
    probabilities: OnceLock<Vec<f64>>,
    /// What is believed where several causes can be at work at once; the probabilities are the middles of its intervals.
    pub(crate) joint: Option<Box<Joint>>,
}

impl Posterior {
    fn new(weights: Weights) -> Self {
        Self { weights, probabilities: OnceLock::new(), joint: None }
    }

    /// Returns what is known of the posterior of a hypothesis.
    pub(crate) fn interval(&self, hypothesis: usize) -> Interval {
        let joint = self.joint.as_ref();
        joint.map_or_else(|| Interval::exactly(self[hypothesis]), |joint| joint.remaining[hypothesis])
    }

    fn of_several(joint: Joint) -> Self {
        let middles: Vec<f64> = joint.remaining.iter().map(|interval| interval.middle()).collect();
        Self { probabilities: OnceLock::from(middles), joint: Some(Box::new(joint)), ..Self::default() }
    }

    /// Returns P(hypothesis | evidence) without forming those of the others.
    pub(crate) fn of(&self, hypothesis: usize) -> f64 {
        if self.joint.is_some() {
            return self[hypothesis];
        }
        self.weights.get()[hypothesis] / self.weights.total()
    }

    pub(crate) fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Returns the weights, to be changed.
    pub(crate) fn weights_mut(&mut self) -> &mut Weights {
        self.probabilities.take();
        &mut self.weights
    }
}

impl Deref for Posterior {
    type Target = [f64];

    fn deref(&self) -> &[f64] {
        let weights = &self.weights;
        self.probabilities.get_or_init(|| weights.get().iter().map(|weight| weight / weights.total()).collect())
    }
}

/// A piece of evidence, and how likely it is under every hypothesis.
#[derive(Clone)]
pub(crate) struct Piece {
    pub(crate) evidence: Evidence,
    /// Under every hypothesis that is not listed.
    shared: f64,
    /// The hypotheses under which it is another, ascending.
    own: Vec<(usize, f64)>,
}

impl Piece {
    /// Returns P(evidence | hypothesis).
    pub(crate) fn likelihood(&self, hypothesis: usize) -> f64 {
        let found = self.own.binary_search_by_key(&hypothesis, |(hypothesis, _)| *hypothesis);
        found.map_or(self.shared, |found| self.own[found].1)
    }

    /// Returns P(evidence | hypothesis), divided by what hypotheses share of it.
    pub(crate) fn ratio(&self, hypothesis: usize) -> f64 {
        self.likelihood(hypothesis) / self.shared
    }

    fn is_sparse(&self) -> bool {
        self.shared > LEAST_SHARED
    }

    /// Multiplies the weights with what the evidence says. Where it touches some hypotheses only, the likelihood of the others is divided out.
    fn weigh(&self, products: &mut [Product]) {
        if self.is_sparse() {
            self.own.iter().for_each(|(hypothesis, likelihood)| products[*hypothesis].times(likelihood / self.shared));
        } else {
            let each = products.iter_mut().enumerate();
            each.for_each(|(hypothesis, product)| product.times(self.likelihood(hypothesis)));
        }
    }
}

/// Returns the state after `said`.
pub(crate) fn infer(knowledge: &Knowledge, said: &[&Statement]) -> Result<State, Conflict> {
    let known = evidence::weigh(knowledge, said)?;
    let group = knowledge.layout.group(known.takes_part.clone());
    let mut state = State {
        known,
        group,
        posterior: Posterior::default(),
        exclusions: Vec::new(),
        confirmed: Vec::new(),
        outcomes: Vec::new(),
        is_sparse: true,
        screen: Screening::default(),
        touched: Vec::new(),
    };
    if !state.group.is_open() {
        return Ok(state);
    }
    exclude(knowledge, &mut state)?;
    if let Some(scene) = Scene::of(knowledge, &state) {
        let numbers = scene.numbers(&joint::pieces(knowledge, &state));
        let posterior = joint::solve(&scene, &numbers).map(Posterior::of_several);
        (state.posterior, state.is_sparse) = (posterior.ok_or(Conflict::NoCause)?, false);
    } else {
        let pieces = pieces(knowledge, &state);
        state.posterior = posterior(knowledge, &state, &pieces).ok_or(Conflict::NoCause)?;
        state.is_sparse = pieces.iter().all(Piece::is_sparse);
        state.outcomes = pieces.into_iter().filter(|piece| matches!(piece.evidence, Evidence::Outcome(_))).collect();
    }
    Ok(state)
}

/// Returns the product of prior and likelihoods; nothing where every hypothesis is impossible.
pub(crate) fn posterior(knowledge: &Knowledge, state: &State, pieces: &[Piece]) -> Option<Posterior> {
    let mut products: Vec<Product> = state.group.priors.iter().map(|prior| Product::new(*prior)).collect();
    pieces.iter().for_each(|piece| piece.weigh(&mut products));
    let weights = Weights::of(&knowledge.layout.blocks, &products);
    (weights.total() > 0.0).then(|| Posterior::new(weights))
}

/// Finds which causes are impossible, and which are confirmed.
fn exclude(knowledge: &Knowledge, state: &mut State) -> Result<(), Conflict> {
    let known = &state.known;
    let mut exclusions = vec![None; knowledge.layout.hypotheses()];
    for &id in &knowledge.layout.conditional {
        let cause = knowledge.cause(id);
        let ruled_out = cause.ruled_out_when.iter().position(|when| judge(when, known).is_surely(Truth::True));
        let not_only = cause.only_when.iter().position(|when| judge(when, known).is_surely(Truth::False));
        exclusions[id.index()] = ruled_out.map(Exclusion::RuledOut).or(not_only.map(Exclusion::NotOnly));
        let confirms = |when| judge(when, known).is_surely(Truth::True);
        if state.group.priors[id.index()] > 0.0 && cause.confirmed_when.iter().any(confirms) {
            state.confirmed.push(id);
        }
    }
    if state.confirmed.iter().any(|confirmed| exclusions[confirmed.index()].is_some()) {
        return Err(Conflict::NoCause);
    }
    for &confirmed in &state.confirmed {
        let excluded =
            |other: &usize| *other != confirmed.index() && state.group.are_exclusive(*other, confirmed.index());
        for other in (0..exclusions.len()).filter(excluded) {
            if state.confirmed.contains(&CauseId::at(other)) {
                return Err(Conflict::NoCause);
            }
            exclusions[other].get_or_insert(Exclusion::OtherConfirmed(confirmed));
        }
    }
    state.exclusions = exclusions;
    Ok(())
}

/// Returns the evidence piece by piece, in a fixed order: findings, outcomes, hard relations.
pub(crate) fn pieces(knowledge: &Knowledge, state: &State) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let scale = Scale { group: &state.group, other: knowledge.layout.other() };
    for &finding in state.known.observed() {
        match (knowledge.layout.shape(finding), &state.known.observations[finding.index()]) {
            (Shape::YesNo(column), Observation::YesNo(pair)) => {
                pieces.push(scale.column(Evidence::Finding(finding, None), column, *pair));
            }
            (Shape::SeveralOf(columns), Observation::SeveralOf(pairs)) => {
                for (option, (column, pair)) in columns.iter().zip(pairs).enumerate() {
                    if *pair != Pair::NOTHING {
                        let evidence = Evidence::Finding(finding, Some(OptionId::at(option)));
                        pieces.push(scale.column(evidence, column, *pair));
                    }
                }
            }
            (Shape::OneOf(table), Observation::OneOf(values)) => scale.table(finding, table, values, &mut pieces),
            _ => {}
        }
    }
    let outcomes = state.known.outcomes.iter();
    pieces.extend(outcomes.filter_map(|(&fix, &outcome)| of_outcome(knowledge, fix, outcome)));
    let excluded = state.exclusions.iter().enumerate().filter(|(_, exclusion)| exclusion.is_some());
    let excluded: Vec<(usize, f64)> = excluded.map(|(hypothesis, _)| (hypothesis, 0.0)).collect();
    if !excluded.is_empty() {
        pieces.push(Piece { evidence: Evidence::Conditions, shared: 1.0, own: excluded });
    }
    pieces
}

/// Where the likelihoods of observations are formed.
struct Scale<'a> {
    group: &'a Group,
    other: usize,
}

impl Scale<'_> {
    fn column(&self, evidence: Evidence, column: &Column, pair: Pair) -> Piece {
        let mut own = Vec::with_capacity(column.links.len() + 1);
        column.for_each(self.group, self.other, |hypothesis, yes| own.push((hypothesis, pair.likelihood(yes))));
        Piece { evidence, shared: pair.likelihood(column.leak), own }
    }

    fn table(&self, finding: FindingId, table: &Table, values: &Values, pieces: &mut Vec<Piece>) {
        for &value in &values.draws {
            let option = (value < table.leaks.len()).then(|| OptionId::at(value));
            pieces.push(self.weighted(Evidence::Finding(finding, option), table, &[(value, 1.0)]));
        }
        if values.draws.is_empty() {
            let weights: Vec<(usize, f64)> = values.weights.iter().copied().enumerate().collect();
            pieces.push(self.weighted(Evidence::Finding(finding, None), table, &weights));
        }
    }

    fn weighted(&self, evidence: Evidence, table: &Table, weights: &[(usize, f64)]) -> Piece {
        let sum = |of: &dyn Fn(usize) -> f64| weighted(weights.iter().copied(), of);
        let rows = table.rows.iter();
        let mut own: Vec<(usize, f64)> =
            rows.map(|row| (row.cause.index(), sum(&|value| table.linked(row, value)))).collect();
        own.push((self.other, sum(&|value| table.other(self.group, value))));
        Piece { evidence, shared: sum(&|value| table.unlinked(value)), own }
    }
}

/// Returns P(observation) where the values have these weights in it.
pub(crate) fn weighted(weights: impl Iterator<Item = (usize, f64)>, of: impl Fn(usize) -> f64) -> f64 {
    weights.map(|(value, weight)| weight * of(value)).sum()
}

/// Returns the likelihood of an outcome; none where it says nothing, or is an observation of a fact.
fn of_outcome(knowledge: &Knowledge, id: FixId, outcome: Outcome) -> Option<Piece> {
    let fix = knowledge.fix(id);
    if fix.tells.is_some() {
        return None;
    }
    let pair = outcome_pair(outcome)?;
    let passing = knowledge.layout.passing.iter().map(|cause| (cause.index(), 0.0));
    let mut helps: Vec<(usize, f64)> =
        effects(knowledge, fix).map(|(hypothesis, number, _)| (hypothesis, number)).chain(passing).collect();
    // Stable: of two the effect stands first.
    helps.sort_by_key(|(hypothesis, _)| *hypothesis);
    helps.dedup_by_key(|(hypothesis, _)| *hypothesis);
    let own = helps.into_iter().map(|(hypothesis, helps)| {
        let passes = knowledge.causes().get(hypothesis).and_then(|cause| cause.passes_in);
        (hypothesis, pair.likelihood(with_luck(helps, fix.takes, passes)))
    });
    Some(Piece {
        evidence: Evidence::Outcome(id),
        shared: pair.likelihood(with_luck(0.0, fix.takes, None)),
        own: own.collect(),
    })
}

/// Returns what an outcome says of whether the fix helped; nothing where it was not done.
pub(crate) fn outcome_pair(outcome: Outcome) -> Option<Pair> {
    match outcome {
        Outcome::Helped => Some(Pair { yes: 1.0, no: 0.0 }),
        Outcome::Partly => Some(PARTLY),
        Outcome::Failed => Some(Pair { yes: 0.0, no: 1.0 }),
        Outcome::NotDone => None,
    }
}

/// Returns P(the trouble is gone after the fix): it helped, or it passed by itself in the meantime.
pub(crate) fn with_luck(helps: f64, takes: Seconds, passes: Option<Seconds>) -> f64 {
    let stays = passes.map_or(1.0, |passes| real::exp2(-takes.get() / passes.get()));
    (1.0 - (1.0 - helps) * stays).max(GOES_AWAY)
}

/// Returns what a fix does for each hypothesis it acts on: the hypothesis, P(it helps), and whether it cures.
pub(crate) fn effects(knowledge: &Knowledge, fix: &Fix) -> impl Iterator<Item = (usize, f64, bool)> {
    let other = knowledge.layout.other();
    let done_right = fix.done_wrong.map_or(1.0, |wrong| 1.0 - wrong.get());
    fix.effects.iter().map(move |effect| {
        let cures = effect.kind == crate::model::EffectKind::Cures;
        (effect.cause.map_or(other, CauseId::index), effect.number.get() * done_right, cures)
    })
}

/// Returns the pieces of evidence, in a fixed order.
pub(crate) fn evidence_of(knowledge: &Knowledge, state: &State) -> Vec<Evidence> {
    match &state.group.several {
        Some(_) => joint::pieces(knowledge, state).into_iter().map(|piece| piece.evidence).collect(),
        None => pieces(knowledge, state).into_iter().map(|piece| piece.evidence).collect(),
    }
}

/// Returns ln P(the evidence that is kept | there is a problem), up to the scale in which observations are weighed.
pub(crate) fn log_evidence(knowledge: &Knowledge, state: &State, keep: &dyn Fn(Evidence) -> bool) -> f64 {
    if let Some(scene) = Scene::of(knowledge, state) {
        let pieces = joint::pieces(knowledge, state);
        let kept = pieces.iter().filter(|piece| keep(piece.evidence));
        let log_mass = |numbers| joint::solve(&scene, &numbers).map_or(f64::NEG_INFINITY, |joint| joint.log_mass);
        return log_mass(scene.numbers(kept)) - log_mass(scene.numbers([]));
    }
    let mut logs: Vec<f64> = state.group.priors.iter().map(|prior| real::ln(*prior)).collect();
    for piece in pieces(knowledge, state).into_iter().filter(|piece| keep(piece.evidence)) {
        let mut own = piece.own.iter().peekable();
        for (hypothesis, log) in logs.iter_mut().enumerate() {
            let own = own.next_if(|(known, _)| *known == hypothesis);
            *log += real::ln(own.map_or(piece.shared, |(_, likelihood)| *likelihood));
        }
    }
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY { most } else { most + real::ln(logs.iter().map(|log| real::exp(log - most)).sum()) }
}

/// Returns P(one of these hypotheses | evidence), each named once; of several groups as if they were independent.
pub(crate) fn of_any(state: &State, hypotheses: impl Iterator<Item = usize>) -> f64 {
    let Some(groups) = &state.group.several else { return hypotheses.map(|at| state.posterior[at]).sum() };
    let mut none: BTreeMap<Option<usize>, f64> = BTreeMap::new();
    hypotheses.for_each(|at| *none.entry(groups.of(at)).or_insert(1.0) -= state.posterior[at]);
    1.0 - none.values().map(|none| none.max(0.0)).product::<f64>()
}
