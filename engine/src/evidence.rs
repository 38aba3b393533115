//! From what was said to what is known of every finding: origins merged, rules applied, contradictions found.

use crate::knowledge::Knowledge;
use crate::logic::{self, Judgement, Truth, judge};
use crate::model::{Conclusion, Domain, FindingId, FixId, OptionId, Role, Sign};
use crate::observation::{Observation, Pair, Reliability, Values};
use crate::report::Origin;
use crate::statement::{Answer, Certainty, Completeness, Outcome, Statement, Value};
use std::collections::{BTreeMap, BTreeSet};

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
}

/// Why what was said cannot hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conflict {
    /// The finding would have two values.
    Finding(FindingId),
    /// Hard relations and certain findings leave no cause, not even an unknown one.
    NoCause,
}

/// Direct observations, before rules.
struct Direct {
    shown: BTreeSet<Sign>,
    whole: bool,
    answers: BTreeMap<FindingId, Answer>,
    probes: BTreeMap<FindingId, Value>,
    told: BTreeMap<FindingId, (FixId, Outcome)>,
    outcomes: BTreeMap<FixId, Outcome>,
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
    };
    let mut candidates = vec![false; knowledge.bases().len()];
    let named = direct.named();
    for &finding in &named {
        let (observation, _) = direct.observe(knowledge, finding, false);
        candidates[knowledge.base_of(finding_thing(finding)).index()] |= observation.is_known();
    }
    for &finding in &knowledge.order {
        let silent = !direct.whole && !knowledge.layout.follows(finding) && !named.contains(&finding);
        if silent {
            continue;
        }
        let base = knowledge.base_of(finding_thing(finding)).index();
        if candidates[base] || direct.closes(finding) {
            known.settle(knowledge, finding, &direct, candidates[base])?;
        }
    }
    for (index, observation) in known.observations.iter().enumerate().filter(|(_, seen)| **seen != Observation::Nothing)
    {
        let base = knowledge.base_of(finding_thing(FindingId::at(index))).index();
        known.takes_part[base] |= observation.is_known();
    }
    Ok(known)
}

fn finding_thing(finding: FindingId) -> crate::report::Thing {
    crate::report::Thing::Finding(finding)
}

impl Direct {
    fn collect(knowledge: &Knowledge, said: &[&Statement]) -> Self {
        let mut direct = Self {
            shown: BTreeSet::new(),
            whole: false,
            answers: BTreeMap::new(),
            probes: BTreeMap::new(),
            told: BTreeMap::new(),
            outcomes: BTreeMap::new(),
        };
        for statement in said {
            match statement {
                Statement::Text(reading) => {
                    direct.whole |= reading.completeness == Completeness::Whole;
                    direct.shown.extend(reading.shown.iter().map(|shown| shown.sign));
                }
                Statement::Answer { finding, answer } => {
                    direct.answers.insert(*finding, answer.clone());
                }
                Statement::Probe { finding, value } => {
                    direct.probes.insert(*finding, value.clone());
                }
                Statement::Outcome { fix, outcome } => {
                    direct.outcomes.insert(*fix, *outcome);
                }
            }
        }
        direct.told = direct.told(knowledge, said);
        direct
    }

    /// Returns for each finding that a fix tells the last fix that was done, and its outcome.
    fn told(&self, knowledge: &Knowledge, said: &[&Statement]) -> BTreeMap<FindingId, (FixId, Outcome)> {
        let tried = said.iter().filter_map(|statement| match statement {
            Statement::Outcome { fix, .. } => Some((*fix, *self.outcomes.get(fix)?)),
            _ => None,
        });
        let done = tried.filter(|(_, outcome)| *outcome != Outcome::NotDone);
        done.filter_map(|(fix, outcome)| Some((knowledge.fix(fix).tells?, (fix, outcome)))).collect()
    }

    /// Returns the findings that something was said about.
    fn named(&self) -> BTreeSet<FindingId> {
        let shown = self.shown.iter().map(|sign| sign.finding);
        let keys = self.answers.keys().chain(self.probes.keys()).chain(self.told.keys()).copied();
        shown.chain(keys).collect()
    }

    /// Returns whether the finding must not be asked (again).
    fn closes(&self, finding: FindingId) -> bool {
        self.answers.contains_key(&finding) || self.told.contains_key(&finding)
    }

    /// Returns what is observed of a finding, all origins together, and the first of them.
    fn observe(&self, knowledge: &Knowledge, finding: FindingId, absences: bool) -> (Observation, Option<Origin>) {
        let told = self.told.get(&finding).map(|(fix, outcome)| (*fix, answer_of(*outcome)));
        let person = told.as_ref().map(|(_, answer)| answer).or(self.answers.get(&finding));
        let person = person.and_then(|answer| match answer {
            Answer::Known { value, certainty } => Some((value, *certainty)),
            Answer::Unknown => None,
        });
        let said = Said { knowledge, finding, shown: &self.shown, person, probe: self.probes.get(&finding) };
        let observation = said.merge(absences && self.whole);
        let origin = if said.is_shown() {
            Some(Origin::Text)
        } else if person.is_some() {
            Some(told.map_or(Origin::Answer, |(fix, _)| Origin::Fix(fix)))
        } else if said.probe.is_some() {
            Some(Origin::Probe)
        } else {
            observation.is_known().then_some(Origin::Text)
        };
        (observation, origin)
    }
}

/// Returns what the outcome of a fix says of the fact it tells.
fn answer_of(outcome: Outcome) -> Answer {
    match outcome {
        Outcome::Helped => Answer::sure(Value::Yes),
        Outcome::Partly => Answer::probable(Value::Yes),
        Outcome::Failed => Answer::sure(Value::No),
        Outcome::NotDone => Answer::Unknown,
    }
}

/// What was said of one finding.
struct Said<'a> {
    knowledge: &'a Knowledge,
    finding: FindingId,
    shown: &'a BTreeSet<Sign>,
    person: Option<(&'a Value, Certainty)>,
    probe: Option<&'a Value>,
}

impl Said<'_> {
    fn is_shown(&self) -> bool {
        let all = |option| Sign { finding: self.finding, option };
        self.shown.range(all(None)..=all(Some(OptionId(u32::MAX)))).next().is_some()
    }

    fn merge(&self, absences: bool) -> Observation {
        if !absences && self.person.is_none() && self.probe.is_none() && !self.is_shown() {
            return Observation::Nothing;
        }
        match &self.knowledge.finding(self.finding).domain {
            Domain::YesNo { .. } => known_or_nothing(Observation::YesNo(self.pair(None, absences))),
            Domain::SeveralOf { options } => {
                let pairs = (0..options.len()).map(|option| self.pair(Some(OptionId::at(option)), absences));
                known_or_nothing(Observation::SeveralOf(pairs.collect()))
            }
            Domain::OneOf { options, rest } => self.values(options.len(), rest.is_some()),
            Domain::Number { .. } => match (self.person, self.probe) {
                (Some((Value::Number(number), certainty)), _) => Observation::Number(*number, certainty),
                (_, Some(Value::Number(number))) => Observation::Number(*number, Certainty::Sure),
                _ => Observation::Nothing,
            },
            Domain::Text => match (self.person, self.probe) {
                (Some((Value::Text(text), certainty)), _) => Observation::Text(text.clone(), certainty),
                (_, Some(Value::Text(text))) => Observation::Text(text.clone(), Certainty::Sure),
                _ => Observation::Nothing,
            },
        }
    }

    fn pair(&self, option: Option<OptionId>, absences: bool) -> Pair {
        let sign = Sign { finding: self.finding, option };
        let shown = self.shown.contains(&sign);
        let absent = absences && !shown && self.knowledge.is_symptom(sign) && self.knowledge.is_recognisable(sign);
        let text = match (shown, absent) {
            (true, _) => Pair::new(true, Reliability::Certain),
            (_, true) => Pair::new(false, Reliability::Absence),
            _ => Pair::NOTHING,
        };
        let person = self.person.and_then(|(value, certainty)| {
            let reliability = Reliability::of_person(certainty, self.knowledge.is_symptom(sign));
            Some(Pair::new(holds(value, option)?, reliability))
        });
        let probe = self.probe.and_then(|value| Some(Pair::new(holds(value, option)?, Reliability::Environment)));
        text.times(person.unwrap_or(Pair::NOTHING)).times(probe.unwrap_or(Pair::NOTHING))
    }

    fn values(&self, options: usize, has_rest: bool) -> Observation {
        let mut values = Values::of(options + usize::from(has_rest));
        for option in (0..options).map(OptionId::at) {
            if self.shown.contains(&Sign { finding: self.finding, option: Some(option) }) {
                values.draws.insert(option.index());
            }
        }
        let shown = !values.draws.is_empty();
        if let Some((value, certainty)) = self.person
            && let Some(position) = position(value, options)
        {
            // "Another, or none" beside a symptom that a text shows says only that there is no second one.
            match self.reliability(position, options, certainty) {
                Reliability::Certain if shown && position == options => {}
                Reliability::Certain => {
                    values.draws.insert(position);
                }
                reliability => values.weigh(position, reliability),
            }
        }
        if let Some(position) = self.probe.and_then(|value| position(value, options)) {
            values.weigh(position, Reliability::Environment);
        }
        known_or_nothing(Observation::OneOf(values))
    }

    /// Exclusive symptoms are certain when a person picks one, and so is "none of these".
    fn reliability(&self, position: usize, options: usize, certainty: Certainty) -> Reliability {
        let finding = self.knowledge.finding(self.finding);
        let symptom = match finding.options().get(position) {
            Some(option) => option.role == Role::Symptom,
            None => position == options && finding.options().iter().all(|option| option.role == Role::Symptom),
        };
        Reliability::of_person(certainty, symptom)
    }
}

fn known_or_nothing(observation: Observation) -> Observation {
    if observation.is_informative() { observation } else { Observation::Nothing }
}

/// Returns whether a value says that the finding is yes, or has the option; nothing where the value is of another sort.
fn holds(value: &Value, option: Option<OptionId>) -> Option<bool> {
    match (value, option) {
        (Value::Yes, None) => Some(true),
        (Value::No, None) => Some(false),
        (Value::Options(options), Some(option)) => Some(options.contains(&option)),
        _ => None,
    }
}

/// Returns the position of a value among exclusive values; the rest comes after the options.
fn position(value: &Value, options: usize) -> Option<usize> {
    match value {
        Value::Option(option) => Some(option.index()),
        Value::Rest => Some(options),
        _ => None,
    }
}

impl Known {
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

/// What the rules say of one finding: for each sign the judgements for and against it.
#[derive(Default)]
struct Derived {
    verdicts: BTreeMap<Sign, Vec<(Judgement, usize)>>,
    /// For each sign the conditions of the rules that could set it.
    premises: BTreeMap<Sign, Vec<(Judgement, usize)>>,
}

impl Derived {
    fn add(&mut self, conclusion: Conclusion, judgement: Judgement, rule: usize) {
        if conclusion.holds {
            self.premises.entry(conclusion.sign).or_default().push((judgement, rule));
        }
        if judgement.is_true() {
            let verdict = Judgement::new(conclusion.holds, judgement.certainty);
            self.verdicts.entry(conclusion.sign).or_default().push((verdict, rule));
        }
    }

    /// Says no of a sign none of whose rules applies.
    fn complete(&mut self, knowledge: &Knowledge, finding: FindingId) {
        if matches!(knowledge.finding(finding).domain, Domain::OneOf { .. }) {
            return;
        }
        for (sign, premises) in &self.premises {
            let any = Judgement::any(premises.iter().map(|(judgement, _)| *judgement));
            if any.truth == Truth::False {
                self.verdicts.entry(*sign).or_default().push((any, premises[0].1));
            }
        }
    }

    /// Returns the verdict on one sign: the surer counts, equally unsure ones cancel, sure ones that differ are an error.
    fn settle(&self, sign: Sign) -> Result<Option<(Judgement, usize)>, ()> {
        let Some(verdicts) = self.verdicts.get(&sign) else { return Ok(None) };
        let best = |truth| {
            let matching = verdicts.iter().filter(move |(judgement, _)| judgement.truth == truth);
            matching.rev().max_by_key(|(judgement, _)| judgement.certainty).copied()
        };
        match (best(Truth::True), best(Truth::False)) {
            (Some(yes), Some(no)) if yes.0.certainty == no.0.certainty => {
                if yes.0.certainty == Certainty::Sure {
                    Err(())
                } else {
                    Ok(None)
                }
            }
            (Some(yes), Some(no)) => Ok(Some(if yes.0.certainty > no.0.certainty { yes } else { no })),
            (yes, no) => Ok(yes.or(no)),
        }
    }

    fn observation(&self, knowledge: &Knowledge, finding: FindingId) -> Result<(Observation, Option<usize>), ()> {
        let pair = |option| -> Result<(Pair, Option<usize>), ()> {
            let sign = Sign { finding, option };
            let Some((judgement, rule)) = self.settle(sign)? else { return Ok((Pair::NOTHING, None)) };
            let reliability = Reliability::of_person(judgement.certainty, false);
            Ok((Pair::new(judgement.is_true(), reliability), Some(rule)))
        };
        match &knowledge.finding(finding).domain {
            Domain::YesNo { .. } => {
                let (pair, rule) = pair(None)?;
                Ok((known_or_nothing(Observation::YesNo(pair)), rule))
            }
            Domain::SeveralOf { options } => {
                let pairs = (0..options.len()).map(|option| pair(Some(OptionId::at(option))));
                let pairs = pairs.collect::<Result<Vec<_>, ()>>()?;
                let rule = pairs.iter().find_map(|(_, rule)| *rule);
                let pairs = pairs.into_iter().map(|(pair, _)| pair).collect();
                Ok((known_or_nothing(Observation::SeveralOf(pairs)), rule))
            }
            Domain::OneOf { options, rest } => self.one_of(knowledge, options.len(), rest.is_some()),
            Domain::Number { .. } | Domain::Text => Ok((Observation::Nothing, None)),
        }
    }

    /// Of two values the surer counts; two sure ones are an error, two unsure ones cancel.
    fn one_of(
        &self,
        knowledge: &Knowledge,
        options: usize,
        has_rest: bool,
    ) -> Result<(Observation, Option<usize>), ()> {
        let mut set: Vec<(Sign, Certainty, usize)> = Vec::new();
        for sign in self.verdicts.keys() {
            if let Some((judgement, rule)) = self.settle(*sign)? {
                set.push((*sign, judgement.certainty, rule));
            }
        }
        set.sort_by_key(|(_, certainty, _)| std::cmp::Reverse(*certainty));
        let tied = set.len() > 1 && set[0].1 == set[1].1;
        if tied && set[0].1 == Certainty::Sure {
            return Err(());
        }
        let mut values = Values::of(options + usize::from(has_rest));
        let first = set.first().filter(|_| !tied);
        if let Some((sign, certainty, _)) = first {
            let value = sign.option.map_or(options, OptionId::index);
            match Reliability::of_person(*certainty, knowledge.is_symptom(*sign)) {
                Reliability::Certain => {
                    values.draws.insert(value);
                }
                reliability => values.weigh(value, reliability),
            }
        }
        Ok((known_or_nothing(Observation::OneOf(values)), first.map(|(_, _, rule)| *rule)))
    }
}

/// Returns whether a direct observation and a derived one are both sure and differ.
fn differ_surely(direct: &Observation, derived: &Observation) -> bool {
    let differ = |a: Judgement, b: Judgement| {
        a.certainty == Certainty::Sure
            && b.certainty == Certainty::Sure
            && a.truth != Truth::Unknown
            && b.truth != Truth::Unknown
            && a.truth != b.truth
    };
    match (direct, derived) {
        (Observation::YesNo(a), Observation::YesNo(b)) => differ(a.judge(), b.judge()),
        (Observation::SeveralOf(a), Observation::SeveralOf(b)) => {
            a.iter().zip(b).any(|(a, b)| differ(a.judge(), b.judge()))
        }
        (Observation::OneOf(a), Observation::OneOf(b)) => (0..b.weights.len())
            .any(|value| b.judge(value).is_surely(Truth::True) && a.judge(value).is_surely(Truth::False)),
        _ => false,
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
