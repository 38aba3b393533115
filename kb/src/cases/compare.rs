//! What a case expects at one point, compared with what has come of it there.

use super::run::{Failure, questions};
use super::{Case, Expectation, ExpectedVerdict};
use crate::answers::unknown;
use etio_engine::{Knowledge, Session, Shown, Statement, Step, Thing, Verdict};

/// What is compared with what.
struct Comparison<'a, 'k> {
    session: &'a Session<'k>,
    knowledge: &'k Knowledge,
    expect: &'a Expectation,
    failures: Vec<Failure>,
}

/// Returns what differs at this point of a case; `text` is what was pasted last.
pub(super) fn compare(session: &Session<'_>, case: &Case, expect: &Expectation, text: Option<&str>) -> Vec<Failure> {
    let mut comparison = Comparison { session, knowledge: session.knowledge(), expect, failures: Vec::new() };
    comparison.what_is_seen(text);
    comparison.causes();
    comparison.fixes();
    comparison.places();
    comparison.steps(case);
    comparison.failures
}

impl<'k> Comparison<'_, 'k> {
    fn what_is_seen(&mut self, text: Option<&str>) {
        let shown = shown(self.session);
        if let Some(expected) = &self.expect.recognised
            && self.is_known("finding", expected)
            && !shown.contains(&expected.as_str())
        {
            self.differs("recognised", expected, list(&shown));
        }
        if let Some(expected) = &self.expect.exactly
            && self.is_known("finding", expected)
        {
            let exact = shown_where(self.session, |shown| !shown.guess);
            if !exact.contains(&expected.as_str()) {
                self.differs("exactly", expected, list(&exact));
            }
        }
        let topic = || text.and_then(|text| self.knowledge.topic_asked(text));
        let topic_id = |topic| self.knowledge.id_of(Thing::Topic(topic));
        if self.expect.topic.is_some() {
            let topic = topic().map(topic_id);
            self.first("topic", self.expect.topic.as_ref(), topic);
        }
        if let Some(silent) = self.expect.silent {
            let said = shown.first().copied().or_else(|| topic().map(topic_id));
            let said =
                said.or_else(|| (!self.session.statements().is_empty()).then_some("a name of what a base is about"));
            match (silent.0, said) {
                (true, Some(said)) => self.differs("silent", "nothing", said.to_owned()),
                (false, None) => self.differs("silent", "something", "nothing".to_owned()),
                _ => {}
            }
        }
        let verdict = self.expect.verdict.map(|expected| (expected, verdict(self.session.report().verdict)));
        if let Some((expected, got)) = verdict.filter(|(expected, got)| expected != got) {
            self.differs("verdict", &format!("{expected:?}").to_lowercase(), format!("{got:?}").to_lowercase());
        }
    }

    fn causes(&mut self) {
        let expect = self.expect;
        if expect.cause.is_none() && expect.causes.is_empty() && expect.posterior.0.is_empty() {
            return;
        }
        let (knowledge, troubles) = (self.knowledge, self.session.troubles());
        let ids: Vec<&str> = troubles.iter().map(|trouble| trouble_id(knowledge, trouble)).collect();
        // Of a trouble with variants the most probable variant may be named too.
        let is = |at: usize, id: &String| {
            ids.get(at) == Some(&id.as_str())
                || troubles.get(at).is_some_and(|trouble| cause_id(knowledge, trouble.cause) == id)
        };
        let expected = expect.cause.as_ref().filter(|id| !is(0, id));
        self.first("cause", expected, ids.first().copied());
        let known = expect.causes.iter().filter(|id| !self.is_known("cause", id)).count() == 0;
        if known && !expect.causes.iter().enumerate().all(|(at, id)| is(at, id)) {
            let begins = &ids[..expect.causes.len().min(ids.len())];
            self.differs("causes", &expect.causes.join(", "), list(begins));
        }
        self.posteriors(&troubles);
    }

    fn posteriors(&mut self, troubles: &[etio_engine::Trouble]) {
        let differential = self.session.differential();
        for (id, (least, most)) in &self.expect.posterior.0 {
            let found = differential.iter().find(|hypothesis| cause_id(self.knowledge, hypothesis.cause) == id);
            let of_kind = troubles.iter().find(|trouble| trouble_id(self.knowledge, trouble) == id);
            let posterior = of_kind.map(|trouble| trouble.posterior).or(found.map(|hypothesis| hypothesis.posterior));
            let posterior = posterior.unwrap_or_default();
            if self.is_known("cause", id) && !(least..=most).contains(&&posterior) {
                self.differs("posterior", &format!("{id} from {least} to {most}"), format!("{posterior:.4}"));
            }
        }
    }

    fn fixes(&mut self) {
        if self.expect.fix.is_none() && self.expect.fixes.is_empty() {
            return;
        }
        let fixes = self.ranked_fixes();
        self.first("fix", self.expect.fix.as_ref(), fixes.first().copied());
        let begins = &fixes[..self.expect.fixes.len().min(fixes.len())];
        let known = self.expect.fixes.iter().filter(|id| !self.is_known("fix", id)).count() == 0;
        if known && self.expect.fixes != begins {
            self.differs("fixes", &self.expect.fixes.join(", "), list(begins));
        }
    }

    /// Compares what must, must not, and must not first be among causes and fixes.
    fn places(&mut self) {
        let expect = self.expect;
        if expect.among.is_empty() && expect.not_among.is_empty() && expect.not_first.is_empty() {
            return;
        }
        let (fixes, troubles) = (self.ranked_fixes(), self.session.troubles());
        let likely = self.session.differential();
        let likely = likely.iter().filter(|hypothesis| hypothesis.posterior >= Expectation::AMONG);
        let mut there: Vec<&str> = likely.map(|hypothesis| cause_id(self.knowledge, hypothesis.cause)).collect();
        let kinds = troubles.iter().filter(|trouble| trouble.posterior >= Expectation::AMONG);
        there.extend(kinds.map(|trouble| trouble_id(self.knowledge, trouble)));
        there.extend(&fixes);
        let firsts =
            troubles.first().map(|first| [trouble_id(self.knowledge, first), cause_id(self.knowledge, first.cause)]);
        let firsts: Vec<&str> = firsts.into_iter().flatten().chain(fixes.first().copied()).collect();
        for id in expect.among.iter().filter(|id| !there.contains(&id.as_str())) {
            if self.is_known("cause or fix", id) {
                self.differs("among", id, "not there".to_owned());
            }
        }
        for id in &expect.not_among {
            if self.is_known("cause or fix", id) && there.contains(&id.as_str()) {
                self.differs("not-among", &format!("{id} not there"), "there".to_owned());
            }
        }
        for id in &expect.not_first {
            if self.is_known("cause or fix", id) && firsts.contains(&id.as_str()) {
                self.differs("not-first", &format!("{id} not first"), "first".to_owned());
            }
        }
    }

    fn steps(&mut self, case: &Case) {
        if self.expect.next.is_some() {
            let next = step_id(self.knowledge, self.session.next());
            self.first("next", self.expect.next.as_ref(), Some(next));
        }
        let Some(most) = self.expect.asks_at_most else { return };
        match questions(self.session, case) {
            Ok(asked) if asked.len() > most => {
                let ids: Vec<&str> = asked.iter().map(|asked| self.knowledge.id_of(Thing::Finding(*asked))).collect();
                self.differs("asks-at-most", &most.to_string(), format!("{}: {}", ids.len(), ids.join(", ")));
            }
            Ok(_) => {}
            Err(failure) => self.failures.push(failure),
        }
    }

    fn ranked_fixes(&self) -> Vec<&'k str> {
        self.session.fixes().iter().map(|ranked| self.knowledge.id_of(Thing::Fix(ranked.fix))).collect()
    }

    fn first(&mut self, what: &'static str, expected: Option<&String>, got: Option<&str>) {
        if let Some(expected) = expected
            && self.is_known(what, expected)
            && Some(expected.as_str()) != got
        {
            self.differs(what, expected, got.unwrap_or("nothing").to_owned());
        }
    }

    fn differs(&mut self, what: &'static str, expected: &str, got: String) {
        self.failures.push(Failure::Differs { what, expected: expected.to_owned(), got });
    }

    /// Returns whether some base has the name; a name that none has is a failure of its own.
    fn is_known(&mut self, what: &'static str, name: &str) -> bool {
        let is_cause = |thing: &Thing| match thing {
            Thing::Cause(_) => true,
            Thing::Kind(kind) => self.knowledge.kind(*kind).variants,
            _ => false,
        };
        let fits = |thing: &Thing| match what {
            "cause" => is_cause(thing),
            "fix" => matches!(thing, Thing::Fix(_)),
            "cause or fix" => is_cause(thing) || matches!(thing, Thing::Fix(_)),
            "topic" => matches!(thing, Thing::Topic(_)),
            "finding" => matches!(thing, Thing::Finding(_) | Thing::Sign(_)),
            _ => matches!(thing, Thing::Finding(_) | Thing::Fix(_)),
        };
        let special =
            (what.starts_with("cause") && name == "other") || (what == "next" && matches!(name, "report" | "complain"));
        let known = special || self.knowledge.find(name).iter().any(fits);
        if !known {
            self.failures.push(unknown(self.knowledge, what, name, fits).into());
        }
        known
    }
}

/// Returns ids as they are told.
fn list(ids: &[&str]) -> String {
    if ids.is_empty() { "nothing".to_owned() } else { ids.join(", ") }
}

/// Returns the ids of what texts showed.
pub(super) fn shown<'k>(session: &Session<'k>) -> Vec<&'k str> {
    shown_where(session, |_| true)
}

fn shown_where<'k>(session: &Session<'k>, counts: impl Fn(&Shown) -> bool) -> Vec<&'k str> {
    let knowledge = session.knowledge();
    let readings = session.statements().iter().filter_map(|statement| match statement {
        Statement::Text(reading) => Some(reading),
        _ => None,
    });
    let shown = readings.flat_map(|reading| &reading.shown).filter(|shown| counts(shown));
    shown.map(|shown| knowledge.id_of(Thing::Sign(shown.sign))).collect()
}

pub(super) fn cause_id(knowledge: &Knowledge, cause: Option<etio_engine::CauseId>) -> &str {
    cause.map_or("other", |cause| knowledge.id_of(Thing::Cause(cause)))
}

pub(super) fn trouble_id<'k>(knowledge: &'k Knowledge, trouble: &etio_engine::Trouble) -> &'k str {
    trouble.thing().map_or("other", |thing| knowledge.id_of(thing))
}

fn step_id(knowledge: &Knowledge, step: Step) -> &str {
    match step {
        Step::Complain => "complain",
        Step::Ask(finding) => knowledge.id_of(Thing::Finding(finding)),
        Step::Try(fix) => knowledge.id_of(Thing::Fix(fix)),
        Step::Report(_) => "report",
    }
}

fn verdict(verdict: Verdict) -> ExpectedVerdict {
    match verdict {
        Verdict::Diagnosed => ExpectedVerdict::Diagnosed,
        Verdict::Unsure => ExpectedVerdict::Unsure,
        Verdict::Nothing => ExpectedVerdict::Nothing,
    }
}
