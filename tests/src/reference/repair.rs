//! Fixes: what their outcomes say, which are offered, and in which order.

use super::{Conclusions, Hypothesis, Truth};
use crate::said::Said;
use etio_engine::{CauseId, Condition, Domain, EffectKind, FindingId, Fix, FixId, OptionId, Outcome, Role, Sign, Turn};

/// What going round a cause is worth against ridding of it.
pub(super) const EASING: f64 = 1.0 / 3.0;
/// Trouble may always go away without our knowing why.
const LUCK: f64 = 1e-4;
/// How far apart, as a share, two numbers may be that are the same but for rounding.
const ROUNDING: f64 = 1e-12;
/// The same where they are differences of products.
const ROUNDING_OF_PRODUCTS: f64 = 1e-6;

/// How the problem is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// The person can go on.
    Eased,
    /// The cause is gone.
    Cured,
}

/// What counts as help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fixing {
    /// Ridding of the cause, or going round it.
    Any,
    /// Ridding of the cause.
    Cures,
    /// Nothing: the problem is gone.
    Nothing,
}

impl Fixing {
    /// Returns the kinds of effects that help.
    pub(super) fn kinds(self) -> &'static [EffectKind] {
        match self {
            Self::Any => &[EffectKind::Cures, EffectKind::Eases],
            Self::Cures => &[EffectKind::Cures],
            Self::Nothing => &[],
        }
    }
}

/// A fix that is offered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offer {
    /// The position of its base.
    pub base: usize,
    /// The fix.
    pub fix: FixId,
    /// P(it helps now).
    pub helps: f64,
    /// P(it rids of the cause now).
    pub cures: f64,
    /// What it was worth for its time when its turn came, after those before it had failed.
    pub rate: f64,
}

impl Conclusions<'_> {
    /// Returns the likelihood of the outcomes of all fixes that were tried.
    pub(super) fn likelihood_of_outcomes(&self, hypothesis: Hypothesis) -> f64 {
        let likelihood = |(helps, outcome)| match outcome {
            Outcome::Helped => helps,
            Outcome::Failed => 1.0 - helps,
            Outcome::Partly => 0.8 * helps + 0.2 * (1.0 - helps),
            Outcome::NotDone => 1.0,
        };
        self.tried(hypothesis).into_iter().map(likelihood).product()
    }

    /// Returns for every fix that was tried how probably it rids of the hypothesis, with luck, and what came of it. One that tells a fact
    /// is an observation of the fact and stands not here.
    pub(super) fn tried(&self, hypothesis: Hypothesis) -> Vec<(f64, Outcome)> {
        let mut tried = vec![];
        for (base, its) in self.bases.iter().enumerate() {
            for (position, fix) in its.fixes.iter().enumerate().filter(|(_, fix)| fix.tells.is_none()) {
                let outcome = self.listener(base).outcome(FixId(position as u32));
                tried.extend(outcome.map(|outcome| (self.helps_with_luck(base, fix, hypothesis), outcome)));
            }
        }
        tried
    }

    fn helps_with_luck(&self, base: usize, fix: &Fix, hypothesis: Hypothesis) -> f64 {
        let written = fix.effects.iter().find(|effect| is_on(effect.cause, base, hypothesis));
        let mut helps = written.map_or(0.0, |effect| effect.number.get());
        let passes_in = hypothesis.and_then(|(base, cause)| self.bases[base].causes[cause].passes_in);
        if let Some(half_life) = passes_in {
            helps = 1.0 - (1.0 - helps) * 2f64.powf(-fix.takes.get() / half_life.get());
        }
        helps.max(LUCK)
    }

    /// Returns the fixes that are offered, in the order in which to try them; where several are worth the same but for rounding, as in `like`.
    pub fn offers(&self, like: &[(usize, FixId)]) -> Vec<Offer> {
        if !self.is_anything_known() {
            return vec![];
        }
        let now = self.posteriors();
        let (fixing, then) = match self.progress() {
            None => (Fixing::Any, None),
            Some((Stage::Eased, then)) => (Fixing::Cures, then),
            Some((Stage::Cured, then)) => (Fixing::Nothing, then),
        };
        let mut order: Vec<(usize, usize, f64)> = then.map(|(base, fix)| (base, fix, 0.0)).into_iter().collect();
        order.extend(
            self.greedy_order(fixing.kinds(), like).into_iter().filter(|(base, fix, _)| Some((*base, *fix)) != then),
        );
        if self.progress().is_none() {
            for turn in [Turn::HandsOver, Turn::LastResort] {
                let last = self.fixes_of(turn);
                for (base, fix) in last.into_iter().filter(|(base, fix)| self.may_be_offered(*base, *fix)) {
                    if self.comes_after_what_was_tried(base, fix, &order) {
                        order.push((base, fix, 0.0));
                    }
                }
            }
        }
        let helping = if fixing == Fixing::Any { Fixing::Any } else { Fixing::Cures };
        let offer = |(base, fix, rate)| {
            let sum = |help: Fixing| {
                let helps = |hypothesis| self.chance_of(base, fix, hypothesis, help.kinds());
                match self.is_several() {
                    // The problem ends where nothing is left.
                    true => self.rise(&now, helps) / (1.0 - self.nothing_is_left(&now)),
                    false => self.sum_of(&now, helps),
                }
            };
            Offer { base, fix: FixId(fix as u32), helps: sum(helping), cures: sum(Fixing::Cures), rate }
        };
        order.into_iter().map(offer).collect()
    }

    /// Returns how the last fix that helped did so, and what follows it; nothing where none helped.
    pub(super) fn progress(&self) -> Option<(Stage, Option<(usize, usize)>)> {
        let (base, fix) = self.said.iter().rev().find_map(|said| match said {
            Said::Outcome { base, fix, .. } => {
                let solves = !self.bases[*base].fixes[fix.index()].only_looks;
                (solves && self.outcome(*base, *fix) == Some(Outcome::Helped)).then_some((*base, fix.index()))
            }
            _ => None,
        })?;
        let fix = &self.bases[base].fixes[fix];
        let may_follow = |then: &FixId| !self.was_tried(base, *then) && !self.is_barred(base, then.index());
        let then = fix.then.filter(may_follow).map(|then| (base, then.index()));
        let eases = |hypothesis| {
            let effects = fix.effects.iter().filter(|effect| effect.kind == EffectKind::Eases);
            if effects.into_iter().any(|effect| is_on(effect.cause, base, hypothesis)) { 1.0 } else { 0.0 }
        };
        let posteriors = self.posteriors();
        let eased = if self.is_several() { self.some_of(&posteriors, eases) } else { self.sum_of(&posteriors, eases) };
        Some((if fix.tells.is_some() || eased > 0.5 { Stage::Eased } else { Stage::Cured }, then))
    }

    /// Returns the fixes in the order of what they are worth for their time, counting these kinds of effects, each with that rate.
    pub(super) fn greedy_order(&self, kinds: &[EffectKind], like: &[(usize, FixId)]) -> Vec<(usize, usize, f64)> {
        let mut waiting = self.fixes_of(Turn::InOrder);
        waiting
            .retain(|(base, fix)| self.may_be_offered(*base, *fix) && self.acts(*base, &self.bases[*base].fixes[*fix]));
        let mut belief = self.posteriors();
        let mut order: Vec<(usize, usize, f64)> = Vec::new();
        loop {
            let ready = waiting.iter().filter(|(base, fix)| self.comes_after_what_was_tried(*base, *fix, &order));
            let rates = ready.map(|(base, fix)| {
                let value = |hypothesis| self.value(*base, *fix, hypothesis, kinds);
                let worth = if self.is_several() { self.rise(&belief, value) } else { self.sum_of(&belief, value) };
                (*base, *fix, worth / self.bases[*base].fixes[*fix].takes.get())
            });
            let rates: Vec<(usize, usize, f64)> = rates.filter(|(_, _, rate)| *rate > 0.0).collect();
            let greatest = rates.iter().map(|(_, _, rate)| *rate).fold(0.0, f64::max);
            let slack = if self.is_several() { ROUNDING_OF_PRODUCTS } else { ROUNDING };
            let best = rates.into_iter().filter(|(_, _, rate)| *rate >= greatest * (1.0 - slack));
            let place = |(base, fix, _): &(usize, usize, f64)| {
                like.iter().position(|(its, other)| (*its, other.index()) == (*base, *fix)).unwrap_or(like.len())
            };
            let Some((base, fix, rate)) = best.min_by_key(place) else { return order };
            waiting.retain(|other| *other != (base, fix));
            belief = self.after_failure(&belief, base, fix, kinds);
            order.push((base, fix, rate));
        }
    }

    /// Returns the fixes of a turn, by base and id.
    pub(super) fn fixes_of(&self, turn: Turn) -> Vec<(usize, usize)> {
        let mut fixes: Vec<(usize, usize)> = Vec::new();
        for (base, its) in self.bases.iter().enumerate() {
            fixes.extend((0..its.fixes.len()).filter(|fix| its.fixes[*fix].turn == turn).map(|fix| (base, fix)));
        }
        fixes.sort_by_key(|(base, fix)| (*base, self.bases[*base].fixes[*fix].id.as_str()));
        fixes
    }

    fn sum_of(&self, belief: &[f64], value: impl Fn(Hypothesis) -> f64) -> f64 {
        self.hypotheses().into_iter().zip(belief).map(|(hypothesis, probability)| probability * value(hypothesis)).sum()
    }

    pub(super) fn after_failure(&self, belief: &[f64], base: usize, fix: usize, kinds: &[EffectKind]) -> Vec<f64> {
        let left = self.hypotheses().into_iter().zip(belief);
        let left = left.map(|(hypothesis, chance)| chance * (1.0 - self.chance_of(base, fix, hypothesis, kinds)));
        let left: Vec<f64> = left.collect();
        if self.is_several() {
            return left;
        }
        let all: f64 = left.iter().sum();
        left.iter().map(|part| if all > 0.0 { part / all } else { 0.0 }).collect()
    }

    /// Returns the probability that one of these hypotheses remains, if the groups were independent.
    fn some_of(&self, posteriors: &[f64], is_one: impl Fn(Hypothesis) -> f64) -> f64 {
        let hypotheses = self.hypotheses();
        let of_group = |group: Vec<Hypothesis>| {
            let its = hypotheses.iter().zip(posteriors).filter(|(one, _)| group.contains(one));
            1.0 - its.map(|(one, posterior)| is_one(*one) * posterior).sum::<f64>()
        };
        1.0 - self.groups().into_iter().map(of_group).product::<f64>()
    }

    /// Returns by how much the probability that nothing is left rises, where each hypothesis is left so much less often.
    fn rise(&self, left: &[f64], helps: impl Fn(Hypothesis) -> f64) -> f64 {
        let hypotheses = self.hypotheses();
        let after: Vec<f64> = hypotheses.iter().zip(left).map(|(one, left)| left * (1.0 - helps(*one))).collect();
        self.nothing_is_left(&after) - self.nothing_is_left(left)
    }

    /// Returns the probability that nothing is left, if the groups were independent.
    pub(super) fn nothing_is_left(&self, left: &[f64]) -> f64 {
        let hypotheses = self.hypotheses();
        let of_group = |group: Vec<Hypothesis>| {
            let its = hypotheses.iter().zip(left).filter(|(one, _)| group.contains(one));
            (1.0 - its.map(|(_, left)| left).sum::<f64>()).max(1e-9)
        };
        self.groups().into_iter().map(of_group).product()
    }

    /// Returns what the fix is worth where the hypothesis holds: a cure, or a part of one.
    fn value(&self, base: usize, fix: usize, hypothesis: Hypothesis, kinds: &[EffectKind]) -> f64 {
        let worth = |kind| if kind == EffectKind::Cures { 1.0 } else { EASING };
        kinds.iter().map(|kind| worth(*kind) * self.chance_of(base, fix, hypothesis, &[*kind])).sum()
    }

    /// Returns P(the fix helps in one of these ways | hypothesis), luck apart.
    pub(super) fn chance_of(&self, base: usize, fix: usize, hypothesis: Hypothesis, kinds: &[EffectKind]) -> f64 {
        let fix = &self.bases[base].fixes[fix];
        if let Some(fact) = fix.tells {
            return if kinds.contains(&EffectKind::Eases) {
                self.chance_of_telling(base, fact, hypothesis)
            } else {
                0.0
            };
        }
        let effect = fix.effects.iter().find(|effect| is_on(effect.cause, base, hypothesis));
        effect.filter(|effect| kinds.contains(&effect.kind)).map_or(0.0, |effect| effect.number.get())
    }

    /// Returns P(fact | hypothesis and what was observed of the fact).
    fn chance_of_telling(&self, base: usize, fact: FindingId, hypothesis: Hypothesis) -> f64 {
        let yes = self.chance_of_yes(base, fact, hypothesis);
        let [if_yes, if_no] = [self.of_finding(base, fact).weights[0][0], self.of_finding(base, fact).weights[0][1]];
        if if_yes == 0.0 { 0.0 } else { if_yes * yes / (if_yes * yes + if_no * (1.0 - yes)) }
    }

    /// Returns whether nothing but its effects and its turn stands against a fix.
    fn may_be_offered(&self, base: usize, position: usize) -> bool {
        let fix = &self.bases[base].fixes[position];
        self.takes_part[base]
            && !self.was_tried(base, FixId(position as u32))
            && !self.is_barred(base, position)
            && (fix.for_signs.is_empty() || fix.for_signs.iter().any(|sign| self.is_present(base, *sign)))
    }

    fn was_tried(&self, base: usize, fix: FixId) -> bool {
        self.outcome(base, fix).is_some()
    }

    /// Returns whether an `only when` of the fix is false.
    fn is_barred(&self, base: usize, fix: usize) -> bool {
        self.bases[base].fixes[fix].only_when.iter().any(|condition| self.is_false(base, condition))
    }

    /// Returns whether what the fix comes after was tried, or stands before it.
    fn comes_after_what_was_tried(&self, base: usize, fix: usize, order: &[(usize, usize, f64)]) -> bool {
        let stands = |before: &FixId| order.iter().any(|(its, fix, _)| (*its, *fix) == (base, before.index()));
        self.bases[base].fixes[fix].after.iter().all(|before| self.was_tried(base, *before) || stands(before))
    }

    fn is_present(&self, base: usize, sign: Sign) -> bool {
        self.of_finding(base, sign.finding).truths[sign.option.map_or(0, OptionId::index)].is_yes()
    }

    pub(super) fn is_true(&self, base: usize, condition: &Condition) -> bool {
        self.listener(base).holds(condition).is_ok_and(Truth::is_yes)
    }

    fn is_false(&self, base: usize, condition: &Condition) -> bool {
        self.listener(base).holds(condition).is_ok_and(Truth::is_no)
    }

    /// Returns whether the fix acts on something that would show what is seen.
    fn acts(&self, base: usize, fix: &Fix) -> bool {
        if let Some(fact) = fix.tells {
            let truth = self.of_finding(base, fact).truths[0];
            return !truth.is_known() || (truth.is_yes() && !fix.only_looks);
        }
        fix.effects.iter().any(|effect| match effect.cause {
            Some(cause) => self.cause_shows_something_present(base, cause),
            None => self.a_symptom_is_present(),
        })
    }

    fn cause_shows_something_present(&self, base: usize, cause: CauseId) -> bool {
        let links = &self.bases[base].causes[cause.index()].links;
        links
            .iter()
            .any(|link| self.is_present(base, link.sign) && link.number.get() >= self.otherwise(base, link.sign))
    }

    fn a_symptom_is_present(&self) -> bool {
        (0..self.bases.len()).any(|base| {
            self.bases[base].findings.iter().zip(&self.known[base]).any(|(finding, known)| match &finding.domain {
                Domain::YesNo { .. } => finding.role == Role::Symptom && known.truths[0].is_yes(),
                Domain::OneOf { options, .. } => {
                    let options = options.iter().zip(&known.truths);
                    options.into_iter().any(|(option, truth)| option.role == Role::Symptom && truth.is_yes())
                }
                _ => false,
            })
        })
    }
}

/// Returns whether an effect on `cause` of this base concerns the hypothesis.
fn is_on(cause: Option<CauseId>, base: usize, hypothesis: Hypothesis) -> bool {
    match (cause, hypothesis) {
        (None, None) => true,
        (Some(cause), Some((its_base, position))) => its_base == base && cause.index() == position,
        _ => false,
    }
}
