//! From what was said to what is known of every finding: what was said of it, what rules derive, whether it applies.

mod derived;
mod direct;

use crate::knowledge::Knowledge;
use crate::logic::{self, Judgement, Truth, judge};
use crate::model::{FindingId, FixId, Sign};
use crate::observation::Observation;
use crate::report::{Origin, Thing};
use crate::statement::{Answer, Certainty, Outcome, Statement};
use derived::{Derived, differ_surely};
use direct::Direct;
use std::collections::BTreeMap;

/// What is known of every finding, and what came of the fixes.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) observations: Vec<Observation>,
    /// How each finding is known, the first origin.
    pub(crate) origins: Vec<Option<Origin>>,
    /// Findings that were asked, also in vain, and those that do not apply.
    pub(crate) closed: Vec<bool>,
    /// The last outcome of each fix that was tried.
    pub(crate) outcomes: BTreeMap<FixId, Outcome>,
    /// The bases of which something is known.
    pub(crate) takes_part: Vec<bool>,
    /// How many findings of each base are known from what was said of them.
    told: Vec<usize>,
    /// The findings of which something else than an answer was said.
    beyond_answers: Vec<bool>,
    /// The findings of which something is observed, ascending.
    observed: Vec<FindingId>,
    /// The slots of these, as bits.
    seen: Vec<u64>,
}

/// Why what was said cannot hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conflict {
    /// The finding would have two values.
    Finding(FindingId),
    /// Hard relations and certain findings leave no cause, not even an unknown one.
    NoCause,
}

/// Returns what is known after `said`.
pub(crate) fn weigh(knowledge: &Knowledge, said: &[&Statement]) -> Result<Known, Conflict> {
    let direct = Direct::collect(knowledge, said);
    let count = knowledge.findings().len();
    let mut known = Known {
        observations: vec![Observation::Nothing; count],
        origins: vec![None; count],
        closed: vec![false; count],
        outcomes: direct.outcomes.clone(),
        takes_part: vec![false; knowledge.bases().len()],
        told: vec![0; knowledge.bases().len()],
        beyond_answers: vec![direct.whole; count],
        observed: Vec::new(),
        seen: vec![0; knowledge.layout.links.slots.len().div_ceil(64)],
    };
    direct.beyond_answers().for_each(|finding| known.beyond_answers[finding.index()] = true);
    let mut candidates = vec![false; knowledge.bases().len()];
    let named = direct.named();
    for &finding in &named {
        let (observation, _) = direct.observe(knowledge, finding, false);
        candidates[knowledge.base_of(Thing::Finding(finding)).index()] |= observation.is_known();
    }
    for &finding in &knowledge.order {
        let silent = !direct.whole && !knowledge.layout.follows(finding) && !named.contains(&finding);
        if silent {
            continue;
        }
        let base = knowledge.base_of(Thing::Finding(finding)).index();
        if candidates[base] || direct.closes(finding) {
            known.settle(knowledge, finding, &direct, candidates[base])?;
        }
    }
    for index in (0..count).filter(|index| known.observations[*index] != Observation::Nothing).collect::<Vec<_>>() {
        let base = knowledge.base_of(Thing::Finding(FindingId::at(index))).index();
        let is_known = known.observations[index].is_known();
        known.takes_part[base] |= is_known;
        known.told[base] += usize::from(is_known && !known.is_derived(index));
        known.note(knowledge, FindingId::at(index));
    }
    Ok(known)
}

impl Known {
    /// Returns what would be observed of a finding with this answer to it, or with none; nothing where other findings must be looked at again:
    /// where something follows from it, where something else was said of it, or where its base would begin or cease to take part.
    pub(crate) fn with_answer(
        &self,
        knowledge: &Knowledge,
        finding: FindingId,
        answer: Option<&Answer>,
    ) -> Option<Observation> {
        let base = knowledge.base_of(Thing::Finding(finding)).index();
        let stands_alone = knowledge.layout.is_plain(finding) && !self.beyond_answers[finding.index()];
        if !stands_alone || !self.takes_part[base] {
            return None;
        }
        let observation = direct::of_answer(knowledge, finding, answer);
        let before = usize::from(self.observations[finding.index()].is_known());
        let told = self.told[base] - before + usize::from(observation.is_known());
        (told > 0).then_some(observation)
    }

    /// Takes the answer to a finding for which [`Self::with_answer`] gave `observation`, and returns what was observed before.
    pub(crate) fn set_answer(
        &mut self,
        knowledge: &Knowledge,
        finding: FindingId,
        answer: Option<&Answer>,
        observation: Observation,
    ) -> Observation {
        let (base, at) = (knowledge.base_of(Thing::Finding(finding)).index(), finding.index());
        self.told[base] += usize::from(observation.is_known());
        self.told[base] -= usize::from(self.observations[at].is_known());
        self.closed[at] = answer.is_some();
        self.origins[at] = matches!(answer, Some(Answer::Known { .. })).then_some(Origin::Answer);
        let before = std::mem::replace(&mut self.observations[at], observation);
        self.note(knowledge, finding);
        before
    }

    /// Returns the findings of which something is observed, ascending.
    pub(crate) fn observed(&self) -> &[FindingId] {
        &self.observed
    }

    /// Returns whether something is observed of the finding of a slot.
    pub(crate) fn is_seen(&self, slot: usize) -> bool {
        self.seen[slot / 64] >> (slot % 64) & 1 == 1
    }

    /// Notes whether something is observed of a finding.
    fn note(&mut self, knowledge: &Knowledge, finding: FindingId) {
        let is_observed = self.observations[finding.index()] != Observation::Nothing;
        match (self.observed.binary_search(&finding), is_observed) {
            (Err(place), true) => self.observed.insert(place, finding),
            (Ok(place), false) => {
                self.observed.remove(place);
            }
            _ => {}
        }
        for slot in knowledge.layout.links.of_finding(finding) {
            let bit = 1 << (slot % 64);
            self.seen[slot / 64] = if is_observed { self.seen[slot / 64] | bit } else { self.seen[slot / 64] & !bit };
        }
    }

    fn is_derived(&self, finding: usize) -> bool {
        matches!(self.origins[finding], Some(Origin::Rule(_)))
    }

    /// Settles one finding whose premises are settled.
    fn settle(
        &mut self,
        knowledge: &Knowledge,
        finding: FindingId,
        direct: &Direct,
        open: bool,
    ) -> Result<(), Conflict> {
        let at = finding.index();
        self.closed[at] = direct.closes(finding);
        let applies = &knowledge.finding(finding).applies_when;
        if applies.as_ref().is_some_and(|condition| judge(condition, self).is_surely(Truth::False)) {
            self.closed[at] = true;
            return Ok(());
        }
        let (observation, origin) = direct.observe(knowledge, finding, open);
        if observation.is_impossible() {
            return Err(Conflict::Finding(finding));
        }
        self.observations[at] = observation;
        self.origins[at] = origin;
        if open { self.derive(knowledge, finding) } else { Ok(()) }
    }

    /// Applies the rules about a finding.
    fn derive(&mut self, knowledge: &Knowledge, finding: FindingId) -> Result<(), Conflict> {
        let rules = knowledge.rules_about(finding);
        if rules.is_empty() {
            return Ok(());
        }
        let mut derived = Derived::default();
        for &rule in rules {
            let judgement = judge(&knowledge.rule(rule).when, self);
            let about = knowledge.rule(rule).then.iter().filter(|conclusion| conclusion.sign.finding == finding);
            about.for_each(|conclusion| derived.add(*conclusion, judgement, rule));
        }
        if knowledge.layout.is_defined(finding) {
            derived.complete(knowledge, finding);
        }
        let direct = self.observations[finding.index()].clone();
        let (observation, rule) = derived.observation(knowledge, finding).map_err(|()| Conflict::Finding(finding))?;
        if !direct.is_known() {
            if let Some(rule) = rule {
                self.origins[finding.index()] = Some(Origin::Rule(rule));
            }
            self.observations[finding.index()] = observation;
        } else if differ_surely(&direct, &observation) {
            return Err(Conflict::Finding(finding));
        }
        Ok(())
    }
}

impl logic::Known for Known {
    fn is(&self, sign: Sign) -> Judgement {
        self.observations[sign.finding.index()].judge(sign.option)
    }

    fn is_rest(&self, finding: FindingId) -> Judgement {
        match &self.observations[finding.index()] {
            // The rest is the last of the values.
            Observation::OneOf(values) => values.judge(values.weights.len() - 1),
            _ => Judgement::UNKNOWN,
        }
    }

    fn number(&self, finding: FindingId) -> Option<(f64, Certainty)> {
        match self.observations[finding.index()] {
            Observation::Number(number, certainty) => Some((number, certainty)),
            _ => None,
        }
    }

    fn text(&self, finding: FindingId) -> Option<(&str, Certainty)> {
        match &self.observations[finding.index()] {
            Observation::Text(text, certainty) => Some((text, *certainty)),
            _ => None,
        }
    }
}

/// Returns the observation if it says anything.
fn known_or_nothing(observation: Observation) -> Observation {
    if observation.is_informative() { observation } else { Observation::Nothing }
}
