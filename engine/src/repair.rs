//! Which fixes to try, in which order, and what the whole repair is expected to cost.
//!
//! `docs/semantics.md`, "Which fix": repeatedly the fix with the greatest value for its time (updating P/C), cut where handing over is cheaper.

use crate::knowledge::Knowledge;
use crate::layout::Shape;
use crate::logic::{Truth, judge};
use crate::model::{CauseId, FindingId, Fix, FixId, Sign, Turn};
use crate::posterior::{State, effects, normalised};
use crate::report::{RankedFix, Thing};

/// What going round a cause is worth, as a share of curing it.
pub(crate) const EASING: f64 = 1.0 / 3.0;

/// How far the repair has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// The person has the problem.
    Open,
    /// The person can go on; the cause is still there. Only cures count.
    Eased,
    /// The cause is gone.
    Solved,
}

/// How far the repair has come, and what follows the fix that helped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) stage: Stage,
    pub(crate) then: Option<FixId>,
}

impl Progress {
    /// Nothing has helped yet.
    pub(crate) const OPEN: Self = Self { stage: Stage::Open, then: None };
}

/// What to try, in order, and what that is expected to cost.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// The fixes that are offered, in the order in which to try them: what follows the fix that helped, then the others; those that hand over and
    /// last resorts at the end.
    pub(crate) fixes: Vec<RankedFix>,
    /// How many of them are worth trying before giving up.
    pub(crate) worthwhile: usize,
    /// The expected cost of repair, in seconds.
    pub(crate) cost: f64,
    /// Where something is worth trying: what the first fix costs, P(it fails), and the cost that is left if it eases.
    pub(crate) first: Option<First>,
}

/// The first fix of a plan.
#[derive(Clone, Copy, Debug)]
pub(crate) struct First {
    pub(crate) fix: FixId,
    pub(crate) takes: f64,
    pub(crate) fails: f64,
    pub(crate) left_if_eased: f64,
}

/// Returns the plan for a state.
pub(crate) fn plan(knowledge: &Knowledge, state: &State, progress: Progress) -> Plan {
    let mut plan = in_order(knowledge, state, progress.stage);
    if progress.stage == Stage::Open {
        append_last(knowledge, state, &mut plan);
    }
    if let Some(then) = progress.then {
        plan.fixes.retain(|ranked| ranked.fix != then);
        let cures = helps(knowledge, state, knowledge.fix(then)).into_iter().filter(|help| help.cures);
        plan.fixes.insert(0, ranked(then, &cures.collect::<Vec<_>>(), &state.posterior));
    }
    plan
}

/// Returns the plan of the fixes that neither hand over nor are a last resort.
fn in_order(knowledge: &Knowledge, state: &State, stage: Stage) -> Plan {
    let giving_up = giving_up(knowledge, state, stage);
    let mut plan = Plan { fixes: Vec::new(), worthwhile: 0, cost: giving_up, first: None };
    let mut posterior = state.posterior.to_vec();
    // P(hypothesis and no fix so far helped), and the time spent so far.
    let mut open = state.posterior.to_vec();
    let (mut spent, mut eased) = (0.0, 0.0);
    let mut left = offered(knowledge, state, stage);
    while let Some(best) = best(knowledge, &left, &posterior, &plan, state) {
        let Candidate { id, helps, .. } = left.remove(best);
        let fix = knowledge.fix(id);
        plan.fixes.push(ranked(id, &helps, &state.posterior));
        spent += fix.takes.get() * open.iter().sum::<f64>();
        eased +=
            helps.iter().filter(|help| !help.cures).map(|help| open[help.hypothesis] * help.probability).sum::<f64>();
        for help in &helps {
            open[help.hypothesis] *= 1.0 - help.probability;
            posterior[help.hypothesis] *= 1.0 - help.probability;
        }
        let still_open: f64 = open.iter().sum();
        let cost = spent + giving_up * (still_open + (1.0 - EASING) * eased);
        if cost < plan.cost {
            (plan.cost, plan.worthwhile) = (cost, plan.fixes.len());
        }
        if plan.fixes.len() == 1 {
            let left_if_eased = giving_up * (1.0 - EASING) * eased;
            plan.first = Some(First { fix: id, takes: fix.takes.get(), fails: still_open, left_if_eased });
        }
        if posterior.iter().sum::<f64>() > 0.0 {
            posterior = normalised(posterior);
        }
    }
    if plan.worthwhile == 0 {
        plan.first = None;
    }
    plan
}

/// P(the fix helps | hypothesis) where it is not 0.
#[derive(Clone, Copy, Debug)]
struct Help {
    hypothesis: usize,
    probability: f64,
    cures: bool,
}

/// A fix that is offered.
struct Candidate {
    id: FixId,
    helps: Vec<Help>,
    takes: f64,
}

/// Returns the position of the fix with the greatest value for its time among those whose predecessors were tried or stand in the plan.
fn best(knowledge: &Knowledge, left: &[Candidate], posterior: &[f64], plan: &Plan, state: &State) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (index, candidate) in left.iter().enumerate() {
        let value: f64 = candidate.helps.iter().map(|help| posterior[help.hypothesis] * help.value()).sum();
        let rate = value / candidate.takes;
        if is_ready(knowledge.fix(candidate.id), plan, state) && rate > 0.0 && best.is_none_or(|(_, most)| rate > most)
        {
            best = Some((index, rate));
        }
    }
    best.map(|(index, _)| index)
}

/// Returns whether what the fix comes after was tried, or stands in the plan.
fn is_ready(fix: &Fix, plan: &Plan, state: &State) -> bool {
    let stands = |id: &FixId| plan.fixes.iter().any(|ranked| ranked.fix == *id);
    fix.after.iter().all(|before| state.known.outcomes.contains_key(before) || stands(before))
}

impl Help {
    fn value(self) -> f64 {
        if self.cures { self.probability } else { EASING * self.probability }
    }
}

fn ranked(fix: FixId, helps: &[Help], posterior: &[f64]) -> RankedFix {
    let of = |help: &Help| posterior[help.hypothesis] * help.probability;
    RankedFix { fix, helps: helps.iter().map(of).sum(), cures: helps.iter().filter(|help| help.cures).map(of).sum() }
}

/// Returns the fixes that are offered in order, with what they do.
fn offered(knowledge: &Knowledge, state: &State, stage: Stage) -> Vec<Candidate> {
    let mut offered = Vec::new();
    if stage == Stage::Solved {
        return offered;
    }
    for (id, fix) in open_fixes(knowledge, state).filter(|(_, fix)| fix.turn == Turn::InOrder) {
        let mut helps = helps(knowledge, state, fix);
        if stage == Stage::Eased {
            helps.retain(|help| help.cures);
        }
        if !helps.is_empty() && acts(knowledge, state, fix) {
            offered.push(Candidate { id, helps, takes: fix.takes.get() });
        }
    }
    offered
}

/// Returns the fixes of the bases that take part that were not tried, whose conditions may hold, and whose `for` is present.
fn open_fixes<'k>(knowledge: &'k Knowledge, state: &State) -> impl Iterator<Item = (FixId, &'k Fix)> {
    let fixes = knowledge.fixes().iter().enumerate().map(|(index, fix)| (FixId::at(index), fix));
    fixes.filter(|(id, fix)| {
        let base = knowledge.base_of(Thing::Fix(*id));
        state.group.takes_part[base.index()]
            && may_be_tried(state, *id, fix)
            && (fix.for_signs.is_empty() || fix.for_signs.iter().any(|sign| is_present(state, *sign)))
    })
}

/// Returns whether the fix was not tried and no `only when` is false.
pub(crate) fn may_be_tried(state: &State, id: FixId, fix: &Fix) -> bool {
    let is_false = |condition| judge(condition, &state.known).truth == Truth::False;
    !state.known.outcomes.contains_key(&id) && !fix.only_when.iter().any(is_false)
}

fn is_present(state: &State, sign: Sign) -> bool {
    state.known.observations[sign.finding.index()].judge(sign.option).is_true()
}

/// Returns whether a fix acts on a cause that speaks for something present, or tells a fact that is not known to be no.
fn acts(knowledge: &Knowledge, state: &State, fix: &Fix) -> bool {
    if let Some(finding) = fix.tells {
        let truth = state.known.observations[finding.index()].judge(None).truth;
        return truth == Truth::Unknown || (truth == Truth::True && !fix.only_looks);
    }
    fix.effects.iter().any(|effect| match effect.cause {
        Some(cause) => shows_something_present(knowledge, state, cause),
        None => knowledge.complaints().iter().any(|sign| is_present(state, *sign)),
    })
}

fn shows_something_present(knowledge: &Knowledge, state: &State, cause: CauseId) -> bool {
    knowledge.cause(cause).links.iter().any(|link| {
        let finding = knowledge.finding(link.sign.finding);
        let leak = match (&finding.domain, link.sign.option) {
            (crate::model::Domain::YesNo { otherwise }, _) => otherwise.get(),
            (_, Some(option)) => finding.options()[option.index()].otherwise.get(),
            _ => 0.0,
        };
        link.number.get() >= leak && is_present(state, link.sign)
    })
}

fn helps(knowledge: &Knowledge, state: &State, fix: &Fix) -> Vec<Help> {
    let Some(finding) = fix.tells else {
        let effects = effects(knowledge, fix);
        let effects = effects.filter(|(_, probability, _)| *probability > 0.0);
        return effects.map(|(hypothesis, probability, cures)| Help { hypothesis, probability, cures }).collect();
    };
    told(knowledge, state, finding)
}

/// Returns P(the fact is yes | hypothesis); where the fact is known, as sure as that is.
fn told(knowledge: &Knowledge, state: &State, finding: FindingId) -> Vec<Help> {
    let Shape::YesNo(_) = knowledge.layout.shape(finding) else { return Vec::new() };
    let sign = Sign { finding, option: None };
    let pair = match &state.known.observations[finding.index()] {
        crate::observation::Observation::YesNo(pair) => *pair,
        _ => crate::observation::Pair::NOTHING,
    };
    (0..knowledge.layout.hypotheses())
        .map(|hypothesis| {
            let yes = knowledge.layout.likelihood(sign, hypothesis, &state.group);
            let probability = pair.yes * yes / pair.likelihood(yes).max(f64::MIN_POSITIVE);
            Help { hypothesis, probability, cures: false }
        })
        .collect()
}

/// Returns what giving up costs, in seconds: the least time of a fix that hands over.
fn giving_up(knowledge: &Knowledge, state: &State, stage: Stage) -> f64 {
    let of_base = |id: FixId| state.group.takes_part[knowledge.base_of(Thing::Fix(id)).index()];
    let all = knowledge.fixes().iter().enumerate().filter(|(_, fix)| fix.turn == Turn::HandsOver);
    let takes = all.filter(|(index, _)| of_base(FixId::at(*index))).map(|(_, fix)| fix.takes.get());
    let least = takes.reduce(f64::min).unwrap_or(crate::number::Seconds::TO_GIVE_UP.get());
    match stage {
        Stage::Open => least,
        Stage::Eased | Stage::Solved => (1.0 - EASING) * least,
    }
}

/// Appends what hands over, then the last resorts, each by id.
fn append_last(knowledge: &Knowledge, state: &State, plan: &mut Plan) {
    for turn in [Turn::HandsOver, Turn::LastResort] {
        for (id, fix) in open_fixes(knowledge, state).filter(|(_, fix)| fix.turn == turn) {
            let helps = helps(knowledge, state, fix);
            if is_ready(fix, plan, state) {
                plan.fixes.push(ranked(id, &helps, &state.posterior));
            }
        }
    }
}
