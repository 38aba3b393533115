//! What of a base its cases exercise: causes, fixes, answers, patterns, rules, links and topics.

use super::trace::{Trace, traces};
use super::{Case, patterns::Witnesses};
use crate::check::{Places, Subject};
use crate::source::Span;
use etio_engine::{Base, CauseId, Domain, Finding, FindingId, FixId, Knowledge, OptionId, Sign, TopicId};

/// What sort of part a base has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A cause: some case finds it first, or names it.
    Cause,
    /// A fix: some case names or tries it.
    Fix,
    /// A value of a finding that is asked: some case answers or shows it.
    Answer,
    /// A pattern: it matches in the text of some case.
    Pattern,
    /// A rule: it applies in some case.
    Rule,
    /// A likelihood of a cause: some case knows the finding, and finds the cause first or names it.
    Link,
    /// What a fix does to a cause: some case names or tries the fix, and finds the cause first or names it.
    Effect,
    /// A topic: some case expects it.
    Topic,
}

impl Part {
    /// Every sort, in the order in which they are told.
    pub const ALL: [Self; 8] =
        [Self::Cause, Self::Fix, Self::Answer, Self::Pattern, Self::Rule, Self::Link, Self::Effect, Self::Topic];

    /// Returns its word in reports for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cause => "cause",
            Self::Fix => "fix",
            Self::Answer => "answer",
            Self::Pattern => "pattern",
            Self::Rule => "rule",
            Self::Link => "link",
            Self::Effect => "effect",
            Self::Topic => "topic",
        }
    }
}

/// One part of a base, and whether a case exercises it.
#[derive(Clone, Debug, PartialEq)]
pub struct Covered {
    /// What sort of part it is.
    pub part: Part,
    /// What it is called, by ids: `asleep`, `phone-prints is yes`, `asleep: offline`.
    pub name: String,
    /// Where it is written.
    pub span: Span,
    /// Whether some case exercises it.
    pub exercised: bool,
}

/// Returns the parts of a base and whether its cases exercise them, sort by sort. The knowledge has the base among others or alone.
pub fn coverage(base: &Base, places: &Places, knowledge: &Knowledge, cases: &[Case]) -> Vec<Covered> {
    let traces: Vec<Trace> = cases.iter().flat_map(|case| traces(knowledge, case)).collect();
    let mut list = List { base, places, traces: &traces, parts: Vec::new() };
    list.causes_and_fixes();
    list.answers();
    list.patterns(cases);
    list.rules_and_topics(cases);
    list.links();
    list.parts.sort_by_key(|covered| covered.part);
    list.parts
}

struct List<'a> {
    base: &'a Base,
    places: &'a Places,
    traces: &'a [Trace],
    parts: Vec<Covered>,
}

impl List<'_> {
    fn add(&mut self, part: Part, name: String, subject: Subject, exercised: bool) {
        self.parts.push(Covered { part, name, span: self.places.of(subject), exercised });
    }

    fn any(&self, exercises: impl Fn(&Trace) -> bool) -> bool {
        self.traces.iter().any(exercises)
    }

    fn causes_and_fixes(&mut self) {
        for (index, cause) in (0..).zip(&self.base.causes) {
            let exercised = self.any(|trace| trace.causes.contains(&cause.id));
            self.add(Part::Cause, cause.id.clone(), Subject::Cause(CauseId(index)), exercised);
        }
        for (index, fix) in (0..).zip(&self.base.fixes) {
            let exercised = self.any(|trace| trace.fixes.contains(&fix.id));
            self.add(Part::Fix, fix.id.clone(), Subject::Fix(FixId(index)), exercised);
        }
    }

    fn answers(&mut self) {
        for (index, finding) in (0..).zip(&self.base.findings) {
            let id = FindingId(index);
            if finding.ask.is_none() {
                continue;
            }
            for (value, option) in values(finding) {
                let exercised = self.any(|trace| trace.knows(&finding.id, value));
                let subject = option.map_or(Subject::Question(id), |option| Subject::Choice(id, option));
                let name = value.map_or_else(|| finding.id.clone(), |value| format!("{} is {value}", finding.id));
                self.add(Part::Answer, name, subject, exercised);
            }
        }
    }

    fn patterns(&mut self, cases: &[Case]) {
        let witnesses = Witnesses::of(self.base);
        let matching = witnesses.matching(cases);
        for (number, (sign, nth, written)) in witnesses.patterns().iter().enumerate() {
            let name = format!("{}: {written}", sign_name(self.base, *sign));
            self.add(Part::Pattern, name, Subject::Pattern(*sign, *nth), !matching[number].is_empty());
        }
    }

    fn rules_and_topics(&mut self, cases: &[Case]) {
        for (index, rule) in self.base.rules.iter().enumerate() {
            let exercised = self.any(|trace| trace.rules.contains(&rule.id));
            self.add(Part::Rule, rule.id.clone(), Subject::Rule(index), exercised);
        }
        for (index, topic) in (0..).zip(&self.base.topics) {
            let expects = |case: &Case| case.expectations().any(|expect| expect.topic.as_ref() == Some(&topic.id));
            self.add(Part::Topic, topic.id.clone(), Subject::Topic(TopicId(index)), cases.iter().any(expects));
        }
    }

    fn links(&mut self) {
        for (index, cause) in (0..).zip(&self.base.causes) {
            for link in &cause.links {
                let finding = &self.base.findings[link.sign.finding.index()];
                let exclusive = matches!(finding.domain, Domain::OneOf { .. });
                let value = link.sign.option.filter(|_| exclusive).map(|at| finding.options()[at.index()].id.as_str());
                let known = |trace: &Trace| trace.causes.contains(&cause.id) && trace.knows(&finding.id, value);
                let name = format!("{}: {}", cause.id, sign_name(self.base, link.sign));
                let exercised = self.any(known);
                self.add(Part::Link, name, Subject::Link(CauseId(index), link.sign), exercised);
            }
        }
        for (index, fix) in (0..).zip(&self.base.fixes) {
            for effect in &fix.effects {
                let cause = effect.cause.map_or("other", |cause| self.base.causes[cause.index()].id.as_str());
                let exercised = self.any(|trace| trace.fixes.contains(&fix.id) && trace.causes.contains(cause));
                let subject = Subject::Effect(FixId(index), effect.cause);
                self.add(Part::Effect, format!("{}: {cause}", fix.id), subject, exercised);
            }
        }
    }
}

/// Returns what a question can be answered with, and the option that it is; no value where anything can be said.
fn values(finding: &Finding) -> Vec<(Option<&str>, Option<OptionId>)> {
    let options = || (0..).zip(finding.options()).map(|(at, option)| (Some(option.id.as_str()), Some(OptionId(at))));
    match &finding.domain {
        Domain::YesNo { .. } => vec![(Some("yes"), None), (Some("no"), None)],
        Domain::OneOf { rest, .. } => options().chain(rest.as_ref().map(|_| (Some("else"), None))).collect(),
        Domain::SeveralOf { .. } => options().collect(),
        Domain::Number { .. } | Domain::Text => vec![(None, None)],
    }
}

/// Returns what a sign is called: an exclusive symptom by its own id, a value with its fact.
pub(super) fn sign_name(base: &Base, sign: Sign) -> String {
    let finding = &base.findings[sign.finding.index()];
    match (sign.option.map(|at| &finding.options()[at.index()]), &finding.domain) {
        (None, _) => finding.id.clone(),
        (Some(option), _) if option.role == etio_engine::Role::Symptom => option.id.clone(),
        (Some(option), Domain::SeveralOf { .. }) => format!("{} has {}", finding.id, option.id),
        (Some(option), _) => format!("{} is {}", finding.id, option.id),
    }
}
