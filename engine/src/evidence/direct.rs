//! What was said of each finding, all origins together, before any rule.

use super::known_or_nothing;
use crate::knowledge::Knowledge;
use crate::model::{Domain, FindingId, FixId, OptionId, Role, Sign};
use crate::observation::{Observation, Pair, Reliability, Values};
use crate::report::Origin;
use crate::statement::{Answer, Certainty, Completeness, Outcome, Statement, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Direct observations, before rules.
pub(super) struct Direct {
    shown: BTreeSet<Sign>,
    pub(super) whole: bool,
    answers: BTreeMap<FindingId, Answer>,
    probes: BTreeMap<FindingId, Value>,
    told: BTreeMap<FindingId, (FixId, Outcome)>,
    pub(super) outcomes: BTreeMap<FixId, Outcome>,
}

impl Direct {
    pub(super) fn collect(knowledge: &Knowledge, said: &[&Statement]) -> Self {
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
    pub(super) fn named(&self) -> BTreeSet<FindingId> {
        let shown = self.shown.iter().map(|sign| sign.finding);
        let keys = self.answers.keys().chain(self.probes.keys()).chain(self.told.keys()).copied();
        shown.chain(keys).collect()
    }

    /// Returns the findings of which something else than an answer was said.
    pub(super) fn beyond_answers(&self) -> impl Iterator<Item = FindingId> {
        let shown = self.shown.iter().map(|sign| sign.finding);
        shown.chain(self.probes.keys().chain(self.told.keys()).copied())
    }

    /// Returns whether the finding must not be asked (again).
    pub(super) fn closes(&self, finding: FindingId) -> bool {
        self.answers.contains_key(&finding) || self.told.contains_key(&finding)
    }

    /// Returns what is observed of a finding, all origins together, and the first of them.
    pub(super) fn observe(
        &self,
        knowledge: &Knowledge,
        finding: FindingId,
        absences: bool,
    ) -> (Observation, Option<Origin>) {
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

/// Returns what is observed of a finding of which nothing but an answer is said.
pub(super) fn of_answer(knowledge: &Knowledge, finding: FindingId, answer: Option<&Answer>) -> Observation {
    let person = match answer {
        Some(Answer::Known { value, certainty }) => Some((value, *certainty)),
        Some(Answer::Unknown) | None => None,
    };
    Said { knowledge, finding, shown: &BTreeSet::new(), person, probe: None }.merge(false)
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
