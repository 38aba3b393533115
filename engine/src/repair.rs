//! Which fixes are offered, what each does, and in which order to try them.
//!
//! `docs/semantics.md`, "Which fix". What order is best, and what it costs, is reckoned by [`crate::decision`]; here stands what a state offers.

mod several;

pub(crate) use several::{First, course};

use crate::decision::{EASING, Help};
use crate::knowledge::Knowledge;
use crate::layout::Shape;
use crate::logic::{Truth, judge};
use crate::model::{CauseId, FindingId, Fix, FixId, Sign, Turn};
use crate::posterior::{State, effects};
use crate::report::{RankedFix, Thing};
use crate::situation::Situation;

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

/// What to try, in order.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// The fixes that are offered, in the order in which to try them: what follows the fix that helped, then the others; those that hand over and
    /// last resorts at the end.
    pub(crate) fixes: Vec<RankedFix>,
    /// The first of them, where trying it is worth more than giving up.
    pub(crate) first: Option<FixId>,
}

/// Returns the plan for a state.
pub(crate) fn plan(knowledge: &Knowledge, state: &State, progress: Progress) -> Plan {
    let mut plan = in_order(knowledge, state, progress.stage);
    if progress.stage == Stage::Open {
        append_last(knowledge, state, &mut plan);
    }
    if let Some(then) = progress.then {
        plan.fixes.retain(|ranked| ranked.fix != then);
        let mut cures = helps(knowledge, state, knowledge.fix(then));
        cures.retain(|help| !help.eases);
        plan.fixes.insert(0, ranked(then, &cures, state));
    }
    plan
}

/// Returns the plan of the fixes that neither hand over nor are a last resort.
fn in_order(knowledge: &Knowledge, state: &State, stage: Stage) -> Plan {
    if let Some(course) = course(knowledge, state, stage) {
        return course.plan;
    }
    let situation = Situation::of_fixes(knowledge, state, stage);
    let (order, first) = situation.problem.order();
    let of = |attempt: usize| {
        let offer = &situation.offers[attempt];
        ranked(offer.fix, &offer.helps, state)
    };
    Plan { fixes: order.into_iter().map(of).collect(), first: first.map(|attempt| situation.offers[attempt].fix) }
}

/// A fix that is offered, and what it does to the hypotheses, by their positions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Offer {
    pub(crate) fix: FixId,
    pub(crate) helps: Vec<Help>,
}

fn ranked(fix: FixId, helps: &[Help], state: &State) -> RankedFix {
    if let Some(groups) = &state.group.several {
        return several::ranked(groups, &state.posterior, fix, helps);
    }
    // Of nothing it is 0, not the -0 of an empty sum.
    let add = |sum: f64, help: &Help| sum + state.posterior[help.cause] * help.probability;
    let cures = helps.iter().filter(|help| !help.eases);
    RankedFix { fix, helps: helps.iter().fold(0.0, add), cures: cures.fold(0.0, add) }
}

/// Puts a fix that is proposed before the others where the order does not have it: after a fix that helps surely there is no order, but what is looked
/// at before may be worth it.
pub(crate) fn put_first(knowledge: &Knowledge, state: &State, fix: FixId, fixes: &mut Vec<RankedFix>) {
    if fixes.iter().all(|ranked| ranked.fix != fix) {
        fixes.insert(0, ranked(fix, &helps(knowledge, state, knowledge.fix(fix)), state));
    }
}

/// Returns the fixes that are offered in order, with what they do.
pub(crate) fn offers(knowledge: &Knowledge, state: &State, stage: Stage) -> Vec<Offer> {
    let mut offers = Vec::new();
    if stage == Stage::Solved {
        return offers;
    }
    let scene = Scene::of(knowledge, state);
    for (id, fix) in untried(knowledge, state).filter(|(_, fix)| fix.turn == Turn::InOrder) {
        let mut helps = if scene.calls_for(fix) { helps(knowledge, state, fix) } else { Vec::new() };
        if stage == Stage::Eased {
            helps.retain(|help| !help.eases);
        }
        if !helps.is_empty() && scene.acts(fix) {
            offers.push(Offer { fix: id, helps });
        }
    }
    offers
}

/// Returns the fixes that nothing bars and that are not among the offered ones: they wait for something to be present.
pub(crate) fn waiting<'k>(knowledge: &'k Knowledge, state: &State, offers: &[Offer]) -> Vec<(FixId, &'k Fix)> {
    let in_order = untried(knowledge, state).filter(|(_, fix)| fix.turn == Turn::InOrder);
    in_order.filter(|(id, _)| offers.iter().all(|offer| offer.fix != *id)).collect()
}

/// Returns a waiting fix as it is offered once the sign is present, if that is what it waits for.
pub(crate) fn offer_given(knowledge: &Knowledge, state: &State, (id, fix): (FixId, &Fix), sign: Sign) -> Option<Offer> {
    let scene = Scene { also: Some(sign), ..Scene::of(knowledge, state) };
    let helps = if scene.calls_for(fix) && scene.acts(fix) { helps(knowledge, state, fix) } else { Vec::new() };
    (!helps.is_empty()).then_some(Offer { fix: id, helps })
}

/// Returns whether what the fix comes after was tried, or stands in the plan.
fn is_ready(fix: &Fix, plan: &Plan, state: &State) -> bool {
    let stands = |id: &FixId| plan.fixes.iter().any(|ranked| ranked.fix == *id);
    fix.after.iter().all(|before| state.known.outcomes.contains_key(before) || stands(before))
}

/// Returns the fixes of the bases that take part that were not tried and whose conditions may hold.
fn untried<'k>(knowledge: &'k Knowledge, state: &State) -> impl Iterator<Item = (FixId, &'k Fix)> {
    let fixes = knowledge.fixes().iter().enumerate().map(|(index, fix)| (FixId::at(index), fix));
    fixes.filter(|(id, fix)| {
        let base = knowledge.base_of(Thing::Fix(*id));
        state.group.takes_part[base.index()] && may_be_tried(state, *id, fix)
    })
}

/// Returns whether the fix was not tried and no `only when` is false.
pub(crate) fn may_be_tried(state: &State, id: FixId, fix: &Fix) -> bool {
    let is_false = |condition| judge(condition, &state.known).truth == Truth::False;
    !state.known.outcomes.contains_key(&id) && !fix.only_when.iter().any(is_false)
}

/// What is present, and perhaps one sign more.
struct Scene<'a> {
    knowledge: &'a Knowledge,
    state: &'a State,
    also: Option<Sign>,
}

impl<'a> Scene<'a> {
    fn of(knowledge: &'a Knowledge, state: &'a State) -> Self {
        Self { knowledge, state, also: None }
    }

    fn is_present(&self, sign: Sign) -> bool {
        self.also == Some(sign) || self.state.known.observations[sign.finding.index()].judge(sign.option).is_true()
    }

    /// Returns whether one of the fix's `for` is present, or it has none.
    fn calls_for(&self, fix: &Fix) -> bool {
        fix.for_signs.is_empty() || fix.for_signs.iter().any(|sign| self.is_present(*sign))
    }

    /// Returns whether a fix acts on a cause that speaks for something present, or tells a fact that is not known to be no.
    fn acts(&self, fix: &Fix) -> bool {
        if let Some(finding) = fix.tells {
            let truth = self.state.known.observations[finding.index()].judge(None).truth;
            return truth == Truth::Unknown || (truth == Truth::True && !fix.only_looks);
        }
        fix.effects.iter().any(|effect| match effect.cause {
            Some(cause) => self.shows_something_present(cause),
            None => self.knowledge.complaints().iter().any(|sign| self.is_present(*sign)),
        })
    }

    fn shows_something_present(&self, cause: CauseId) -> bool {
        self.knowledge.cause(cause).links.iter().any(|link| {
            let finding = self.knowledge.finding(link.sign.finding);
            let leak = match (&finding.domain, link.sign.option) {
                (crate::model::Domain::YesNo { otherwise }, _) => otherwise.get(),
                (_, Some(option)) => finding.options()[option.index()].otherwise.get(),
                _ => 0.0,
            };
            link.number.get() >= leak && self.is_present(link.sign)
        })
    }
}

fn helps(knowledge: &Knowledge, state: &State, fix: &Fix) -> Vec<Help> {
    let Some(finding) = fix.tells else {
        let effects = effects(knowledge, fix);
        let effects = effects.filter(|(_, probability, _)| *probability > 0.0);
        return effects.map(|(cause, probability, cures)| Help { cause, probability, eases: !cures }).collect();
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
    let hypotheses = (0..knowledge.layout.hypotheses()).filter(|hypothesis| state.group.priors[*hypothesis] > 0.0);
    let help = |cause| {
        let yes = knowledge.layout.likelihood(sign, cause, &state.group);
        let probability = pair.yes * yes / pair.likelihood(yes).max(f64::MIN_POSITIVE);
        Help { cause, probability, eases: true }
    };
    hypotheses.map(help).collect()
}

/// Returns what giving up costs, in seconds: the least time of a fix that hands over.
pub(crate) fn giving_up(knowledge: &Knowledge, state: &State, stage: Stage) -> f64 {
    let of_base = |id: FixId| state.group.takes_part[knowledge.base_of(Thing::Fix(id)).index()];
    let all = knowledge.fixes().iter().enumerate().filter(|(_, fix)| fix.turn == Turn::HandsOver);
    let all = all.map(|(index, _)| FixId::at(index)).filter(|id| of_base(*id));
    let takes = all.map(|id| knowledge.cost_of_trying(id));
    let least = takes.reduce(f64::min).unwrap_or(crate::number::Seconds::TO_GIVE_UP.get());
    match stage {
        Stage::Open => least,
        Stage::Eased | Stage::Solved => (1.0 - EASING) * least,
    }
}

/// Appends what hands over, then the last resorts, each by id.
fn append_last(knowledge: &Knowledge, state: &State, plan: &mut Plan) {
    for turn in [Turn::HandsOver, Turn::LastResort] {
        for (id, fix) in untried(knowledge, state).filter(|(_, fix)| fix.turn == turn) {
            if is_ready(fix, plan, state) && Scene::of(knowledge, state).calls_for(fix) {
                let helps = helps(knowledge, state, fix);
                plan.fixes.push(ranked(id, &helps, state));
            }
        }
    }
}
