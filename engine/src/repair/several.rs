//! The order of fixes where several causes can be at work at once: what counts is the chance that none is left.
//!
//! `docs/semantics.md`, "Which fix" under "Several causes at once"; for independent causes the order of Srinivas 1995.

use super::{Offer, Plan, Stage, giving_up, is_ready, offers};
use crate::decision::{EASING, Help};
use crate::groups::Groups;
use crate::knowledge::Knowledge;
use crate::model::FixId;
use crate::posterior::State;
use crate::report::{RankedFix, Thing};
use crate::situation::Accesses;

/// No group counts as more certain than this to hold a cause, so that the others still count.
const LEAST: f64 = 1e-9;

/// A plan, and what it is expected to cost.
pub(crate) struct Course {
    pub(crate) plan: Plan,
    /// The expected cost of repair, in seconds.
    pub(crate) cost: f64,
    /// The first fix, where trying it is worth more than giving up.
    pub(crate) first: Option<First>,
}

/// The first fix of a plan.
#[derive(Clone, Copy, Debug)]
pub(crate) struct First {
    pub(crate) fix: FixId,
    pub(crate) takes: f64,
    /// P(the problem is still there after it).
    pub(crate) fails: f64,
    /// What is left to pay where it went round the last cause.
    pub(crate) left_if_eased: f64,
}

/// Returns the course of the fixes that neither hand over nor are a last resort; nothing where there is one group.
pub(crate) fn course(knowledge: &Knowledge, state: &State, stage: Stage) -> Option<Course> {
    let groups = state.group.several.as_ref()?;
    let giving_up = giving_up(knowledge, state, stage);
    let mut course = Course { plan: Plan { fixes: Vec::new(), first: None }, cost: giving_up, first: None };
    let start = Left::of(groups, &state.posterior);
    let mut left = start.clone();
    let (mut spent, mut eased, mut first) = (0.0, 0.0, None);
    let mut open = offers(knowledge, state, stage);
    let mut accesses = Accesses::of_state(knowledge, state);
    let takes = |accesses: &Accesses, fix: FixId| {
        knowledge.cost_of_trying(fix) + accesses.cost(knowledge, Thing::Fix(fix), &knowledge.fix(fix).costs)
    };
    let is_ready = |plan: &Plan, fix: FixId| is_ready(knowledge.fix(fix), plan, state);
    loop {
        let rate = |offer: &Offer| left.rise(&offer.helps) / takes(&accesses, offer.fix);
        let Some(best) = best(&open, |offer| is_ready(&course.plan, offer.fix).then(|| rate(offer))) else { break };
        let Offer { fix, helps } = open.remove(best);
        let takes = takes(&accesses, fix);
        accesses.pay(knowledge, Thing::Fix(fix), &knowledge.fix(fix).costs);
        course.plan.fixes.push(start.ranked(fix, &helps));
        spent += takes * left.problem() / start.problem();
        let cured = left.gone_after(helps.iter().filter(|help| !help.eases));
        left.try_out(&helps);
        eased += (left.gone - cured).max(0.0) / start.problem();
        let fails = left.problem() / start.problem();
        let left_if_eased = giving_up * (1.0 - EASING) * eased;
        first = first.or(Some(First { fix, takes, fails, left_if_eased }));
        let cost = spent + giving_up * fails + left_if_eased;
        if cost < course.cost {
            (course.cost, course.first) = (cost, first);
        }
    }
    course.plan.first = course.first.map(|first| first.fix);
    Some(course)
}

/// Returns a fix with the probability that it ends the problem now.
pub(super) fn ranked(groups: &Groups, posterior: &[f64], fix: FixId, helps: &[Help]) -> RankedFix {
    Left::of(groups, posterior).ranked(fix, helps)
}

/// Returns the position of the offer with the greatest rate above 0, of equal ones the first.
fn best(open: &[Offer], rate: impl Fn(&Offer) -> Option<f64>) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (index, offer) in open.iter().enumerate() {
        let Some(rate) = rate(offer).filter(|rate| *rate > 0.0) else { continue };
        if best.is_none_or(|(_, most)| rate > most) {
            best = Some((index, rate));
        }
    }
    best.map(|(index, _)| index)
}

/// What is left after the fixes so far, each group by itself.
#[derive(Clone)]
struct Left<'a> {
    groups: &'a Groups,
    /// P(hypothesis is left).
    hypotheses: Vec<f64>,
    /// P(nothing of the group is left).
    clear: Vec<f64>,
    /// P(nothing is left).
    gone: f64,
}

impl<'a> Left<'a> {
    fn of(groups: &'a Groups, posterior: &[f64]) -> Self {
        let clear = |members: &[usize]| clear(members.iter().map(|member| posterior[*member]).sum());
        let clear: Vec<f64> = groups.iter().map(clear).collect();
        let gone = clear.iter().product();
        Self { groups, hypotheses: posterior.to_vec(), clear, gone }
    }

    fn problem(&self) -> f64 {
        (1.0 - self.gone).max(f64::MIN_POSITIVE)
    }

    /// Returns how much more probable a fix makes it that nothing is left; an easing counts a third.
    fn rise(&self, helps: &[Help]) -> f64 {
        let value = |help: &Help| if help.eases { EASING * help.probability } else { help.probability };
        self.gone * (self.ratio(helps.iter().map(|help| (help.cause, value(help)))) - 1.0)
    }

    /// Returns P(nothing is left) after these effects.
    fn gone_after<'h>(&self, helps: impl Iterator<Item = &'h Help>) -> f64 {
        self.gone * self.ratio(helps.map(|help| (help.cause, help.probability)))
    }

    /// Returns by how much P(nothing is left) is multiplied where each hypothesis is left that much less.
    fn ratio(&self, effects: impl Iterator<Item = (usize, f64)>) -> f64 {
        let gain = |(hypothesis, effect): (usize, f64)| {
            Some((self.groups.of(hypothesis)?, self.hypotheses[hypothesis] * effect))
        };
        let mut gains: Vec<(usize, f64)> = effects.filter_map(gain).collect();
        gains.sort_by_key(|(group, _)| *group);
        let of_group = |gains: &[(usize, f64)]| {
            let group = gains[0].0;
            let left: f64 = self.groups.members(group).iter().map(|member| self.hypotheses[*member]).sum();
            clear(left - gains.iter().map(|(_, gain)| gain).sum::<f64>()) / self.clear[group]
        };
        gains.chunk_by(|one, next| one.0 == next.0).map(of_group).product()
    }

    fn try_out(&mut self, helps: &[Help]) {
        self.gone = self.gone_after(helps.iter());
        for help in helps {
            self.hypotheses[help.cause] *= 1.0 - help.probability;
            let Some(group) = self.groups.of(help.cause) else { continue };
            self.clear[group] = clear(self.groups.members(group).iter().map(|member| self.hypotheses[*member]).sum());
        }
    }

    /// Returns a fix with the probability that it ends the problem as things stand.
    fn ranked(&self, fix: FixId, helps: &[Help]) -> RankedFix {
        let ends = |gone: f64| ((gone - self.gone) / self.problem()).max(0.0);
        let cures = ends(self.gone_after(helps.iter().filter(|help| !help.eases)));
        RankedFix { fix, helps: ends(self.gone_after(helps.iter())), cures }
    }
}

/// Returns P(nothing of a group is left), where something is with this probability.
fn clear(left: f64) -> f64 {
    (1.0 - left).max(LEAST)
}
