//! What a case touches: the causes and fixes it names or finds, what is known in it, and the rules that apply.

use super::compare::{cause_id, trouble_id};
use super::{Case, Expectation, What};
use crate::answers::{Answers, give};
use crate::yaml::Pairs;
use etio_engine::{Answer, FindingId, Knowledge, OptionId, Origin, Session, Statement, Thing, Value};
use std::collections::BTreeSet;

/// What one case touches, with one wording of its text; by ids.
#[derive(Clone, Debug, Default)]
pub(super) struct Trace {
    /// Causes that are first somewhere, or are named; kinds with variants too, and `other`.
    pub(super) causes: BTreeSet<String>,
    /// Fixes that are named or tried.
    pub(super) fixes: BTreeSet<String>,
    /// What is known: findings and values, a value of a number or a text being nothing.
    known: BTreeSet<(String, Option<String>)>,
    /// Rules that apply.
    pub(super) rules: BTreeSet<String>,
}

impl Trace {
    /// Returns what two walks touch.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.causes.extend(other.causes);
        self.fixes.extend(other.fixes);
        self.known.extend(other.known);
        self.rules.extend(other.rules);
        self
    }

    /// Returns whether a value of the finding is known; no value stands for any.
    pub(super) fn knows(&self, finding: &str, value: Option<&str>) -> bool {
        self.known.iter().any(|(id, known)| id == finding && (value.is_none() || known.as_deref() == value))
    }
}

/// Returns what a case touches, once for each wording.
pub(super) fn traces(knowledge: &Knowledge, case: &Case) -> Vec<Trace> {
    points(knowledge, case, &mut |_, _, _| {})
}

/// Walks through a case, once for each wording, and tells of every point at which something is expected: the session, what is expected, and the text.
pub(super) fn points<'k>(
    knowledge: &'k Knowledge,
    case: &Case,
    at: &mut dyn FnMut(&Session<'k>, &Expectation, Option<&str>),
) -> Vec<Trace> {
    let wordings = case.wordings();
    let texts: Vec<Option<&str>> =
        if wordings.is_empty() { vec![None] } else { wordings.into_iter().map(Some).collect() };
    texts.into_iter().map(|text| walk(knowledge, case, text, at)).collect()
}

fn walk<'k>(
    knowledge: &'k Knowledge,
    case: &Case,
    text: Option<&str>,
    at: &mut dyn FnMut(&Session<'k>, &Expectation, Option<&str>),
) -> Trace {
    let (mut session, mut trace) = (Session::new(knowledge), Trace::default());
    let mut last = text.map(str::to_owned);
    // What cannot be said is a failure of the case, and touches nothing.
    if let Some(text) = text {
        let _ = session.observe_text(text);
    }
    let _ = give(&mut session, &Answers { answers: case.answers.clone(), tried: case.tried.clone() });
    trace.look(&session, &case.expect);
    at(&session, &case.expect, last.as_deref());
    for turn in &case.turns {
        match &turn.what {
            What::Text(text) => {
                last = Some(text.clone());
                let _ = session.observe_text(text);
            }
            What::Answer(name, given) => {
                let answers = Pairs(vec![(name.clone(), given.clone())]);
                let _ = give(&mut session, &Answers { answers, ..Answers::default() });
            }
            What::Tried(name, given) => {
                let tried = Pairs(vec![(name.clone(), given.clone())]);
                let _ = give(&mut session, &Answers { tried, ..Answers::default() });
            }
            What::Expect(expect) => {
                trace.look(&session, expect);
                at(&session, expect, last.as_deref());
            }
        }
    }
    trace.end(&session);
    trace
}

impl Trace {
    /// Looks at a point at which something is expected.
    fn look(&mut self, session: &Session<'_>, expect: &Expectation) {
        if *expect == Expectation::default() {
            return;
        }
        let knowledge = session.knowledge();
        if let Some(first) = session.troubles().first() {
            self.causes.insert(trouble_id(knowledge, first).to_owned());
            self.causes.insert(cause_id(knowledge, first.cause).to_owned());
        }
        let posteriors = expect.posterior.0.iter().map(|(id, _)| id);
        let places = expect.among.iter().chain(&expect.not_among).chain(&expect.not_first);
        self.causes.extend(expect.cause.iter().chain(&expect.causes).chain(posteriors).chain(places.clone()).cloned());
        self.fixes.extend(expect.fix.iter().chain(&expect.fixes).chain(&expect.next).chain(places).cloned());
    }

    /// Looks at what was said in all.
    fn end(&mut self, session: &Session<'_>) {
        let knowledge = session.knowledge();
        for statement in session.statements() {
            match statement {
                Statement::Text(reading) => {
                    for shown in &reading.shown {
                        self.know(knowledge, shown.sign.finding, &shown.sign.option.map_or(Value::Yes, Value::Option));
                    }
                }
                Statement::Answer { finding, answer: Answer::Known { value, .. } }
                | Statement::Probe { finding, value } => {
                    self.know(knowledge, *finding, value);
                }
                Statement::Answer { answer: Answer::Unknown, .. } => {}
                Statement::Outcome { fix, .. } => {
                    self.fixes.insert(knowledge.id_of(Thing::Fix(*fix)).to_owned());
                }
            }
        }
        if knowledge.rules().is_empty() {
            return;
        }
        for known in session.report().findings {
            if let (Origin::Rule(rule), Some(value)) = (known.origin, &known.value) {
                self.rules.insert(knowledge.id_of(Thing::Rule(rule)).to_owned());
                self.know(knowledge, known.finding, value);
            }
        }
    }

    fn know(&mut self, knowledge: &Knowledge, finding: FindingId, value: &Value) {
        let option = |at: &OptionId| Some(knowledge.finding(finding).options()[at.index()].id.clone());
        let values = match value {
            Value::Yes => vec![Some("yes".to_owned())],
            Value::No => vec![Some("no".to_owned())],
            Value::Option(at) => vec![option(at)],
            Value::Rest => vec![Some("else".to_owned())],
            Value::Options(chosen) if chosen.is_empty() => vec![None],
            Value::Options(chosen) => chosen.iter().map(option).collect(),
            Value::Number(_) | Value::Text(_) => vec![None],
        };
        let id = knowledge.id_of(Thing::Finding(finding));
        self.known.extend(values.into_iter().map(|value| (id.to_owned(), value)));
    }
}
