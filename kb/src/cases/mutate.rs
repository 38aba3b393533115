//! Changing a base in one place at a time, to see whether its cases notice.
//!
//! The changes are made in the model, not in the text. A number is turned round, a pattern, a likelihood or an effect is taken away. Numbers and links
//! change nothing in what a text shows, so the sessions of the cases are kept as they were read and only weighed again.

mod changes;

pub use changes::{Change, Changed};

use super::compare::compare;
use super::patterns::{TextOf, Witnesses};
use super::run::run;
use super::trace::{Trace, points};
use super::{Case, Expectation};
use crate::check::Places;
use crate::yaml::Pairs;
use changes::{Edit, changes};
use etio_engine::{Base, Domain, Knowledge, Saved, SavedStatement, Session, Sign};
use std::collections::BTreeSet;

/// The changes of a base, and its cases, ready to be run against each.
pub struct Mutations<'b> {
    bases: &'b [Base],
    which: usize,
    changes: Vec<Change>,
    cases: Vec<Case>,
    points: Vec<Point>,
    /// For each pattern the texts in which it matches.
    matching: Vec<BTreeSet<TextOf>>,
    patterns: Vec<(Sign, usize)>,
}

/// A point of a case at which something is expected that numbers can change.
struct Point {
    saved: Saved,
    expect: Expectation,
    case: usize,
    trace: Trace,
    has_outcomes: bool,
}

impl<'b> Mutations<'b> {
    /// Returns the changes of one base of several, and what of its cases can notice them: those that hold, without bounds on posteriors.
    ///
    /// Numbers between .4 and .6 are not changed: turned round they are nearly the same.
    pub fn new(bases: &'b [Base], which: usize, places: &Places, knowledge: &Knowledge, cases: &[Case]) -> Self {
        let mut cases: Vec<Case> = cases.iter().filter(|case| run(knowledge, case).is_empty()).cloned().collect();
        cases.iter_mut().for_each(forget_bounds);
        let mut all = Vec::new();
        for (at, case) in cases.iter().enumerate() {
            let mut found = Vec::new();
            let traces = points(knowledge, case, &mut |session, expect, _| {
                let expect = of_numbers(expect);
                if expect != Expectation::default() {
                    found.push((session.save(), expect));
                }
            });
            let trace = traces.into_iter().fold(Trace::default(), Trace::and);
            all.extend(found.into_iter().map(|(saved, expect)| {
                let has_outcomes = saved.said.iter().any(|said| matches!(said, SavedStatement::Tried { .. }));
                Point { saved, expect, case: at, trace: trace.clone(), has_outcomes }
            }));
        }
        let witnesses = Witnesses::of(&bases[which]);
        let matching = witnesses.matching(&cases);
        let patterns = witnesses.patterns().iter().map(|(sign, nth, _)| (*sign, *nth)).collect();
        let changes = changes(&bases[which], places);
        Self { bases, which, changes, cases, points: all, matching, patterns }
    }

    /// Returns the changes, in the order of the places.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Returns whether some case notices a change: it expects something else than what comes then.
    pub fn is_noticed(&self, change: &Change) -> bool {
        match change.edits.as_slice() {
            [Edit::DropPattern(sign, nth)] => self.pattern_is_noticed(change, *sign, *nth),
            [Edit::DropTopicPattern(topic, _)] => {
                let id = &self.base().topics[topic.index()].id;
                let asks = |case: &&Case| case.expectations().any(|expect| expect.topic.as_ref() == Some(id));
                let cases: Vec<&Case> = self.cases.iter().filter(asks).collect();
                !cases.is_empty() && self.differs(change, &cases)
            }
            edits => self.number_is_noticed(change, edits),
        }
    }

    fn base(&self) -> &Base {
        &self.bases[self.which]
    }

    /// Returns what is known with the change; nothing where the model refuses it.
    fn changed(&self, change: &Change) -> Option<Knowledge> {
        let mut bases = self.bases.to_vec();
        change.apply(&mut bases[self.which]);
        Knowledge::new(bases).ok()
    }

    fn differs(&self, change: &Change, cases: &[&Case]) -> bool {
        let changed = self.changed(change);
        changed.is_none_or(|knowledge| cases.iter().any(|case| !run(&knowledge, case).is_empty()))
    }

    /// A pattern matters where it is the only one of its symptom that matches in the text of a case.
    fn pattern_is_noticed(&self, change: &Change, sign: Sign, nth: usize) -> bool {
        let of_sign = |(_, (of, _)): &(usize, &(Sign, usize))| *of == sign;
        let siblings: Vec<(usize, usize)> =
            self.patterns.iter().enumerate().filter(of_sign).map(|(at, (_, nth))| (at, *nth)).collect();
        let Some((own, _)) = siblings.iter().find(|(_, other)| *other == nth) else { return false };
        let has_other = |text: &TextOf| siblings.iter().any(|(at, _)| at != own && self.matching[*at].contains(text));
        let cases: Vec<Case> =
            self.matching[*own].iter().filter(|text| !has_other(text)).map(|text| self.with(*text)).collect();
        !cases.is_empty() && self.differs(change, &cases.iter().collect::<Vec<_>>())
    }

    /// Returns the case of a text, with that wording alone.
    fn with(&self, text: TextOf) -> Case {
        let case = &self.cases[text.case];
        let wording = text.wording.and_then(|nth| case.wordings().get(nth).map(|wording| (*wording).to_owned()));
        match wording {
            Some(wording) => Case { text: Some(wording), texts: Vec::new(), ..case.clone() },
            None => case.clone(),
        }
    }

    fn number_is_noticed(&self, change: &Change, edits: &[Edit]) -> bool {
        let mut candidates: Vec<&Point> =
            self.points.iter().filter(|point| edits.iter().any(|edit| self.touches(edit, point))).collect();
        // The nearest first: most changes are noticed there.
        candidates.sort_by_key(|point| !edits.iter().any(|edit| self.is_near(edit, point)));
        if candidates.is_empty() {
            return false;
        }
        let Some(knowledge) = self.changed(change) else { return true };
        candidates.iter().any(|point| {
            let Ok(resumed) = Session::resume(&knowledge, &point.saved) else { return true };
            !resumed.lost.is_empty()
                || !compare(&resumed.session, &self.cases[point.case], &point.expect, None).is_empty()
        })
    }

    /// Returns whether an edit can change what comes of a point.
    fn touches(&self, edit: &Edit, point: &Point) -> bool {
        let expect = &point.expect;
        let asks = expect.next.is_some() || expect.asks_at_most.is_some();
        let repairs = asks
            || point.has_outcomes
            || expect.fix.is_some()
            || !(expect.fixes.is_empty()
                && expect.among.is_empty()
                && expect.not_among.is_empty()
                && expect.not_first.is_empty());
        match edit {
            Edit::Prior(..) => true,
            Edit::Link(_, sign, _) | Edit::DropLink(_, sign) | Edit::Otherwise(sign, _) => {
                asks || point.has_outcomes || self.is_seen(*sign, point)
            }
            Edit::Effect(..) | Edit::DropEffect(..) | Edit::DoneWrong(..) | Edit::TakesToTry(..) | Edit::Passes(..) => {
                repairs
            }
            Edit::Unanswered(..) | Edit::TakesToAsk(..) => asks,
            Edit::DropPattern(..) | Edit::DropTopicPattern(..) => false,
        }
    }

    /// Returns whether what is said of a sign counts at a point: its own value, or what it leaves for the others.
    fn is_seen(&self, sign: Sign, point: &Point) -> bool {
        let finding = &self.base().findings[sign.finding.index()];
        let value = sign.option.map(|at| finding.options()[at.index()].id.as_str());
        match finding.domain {
            Domain::OneOf { rest: Some(_), .. } => {
                point.trace.knows(&finding.id, value) || point.trace.knows(&finding.id, Some("else"))
            }
            _ => point.trace.knows(&finding.id, None),
        }
    }

    fn is_near(&self, edit: &Edit, point: &Point) -> bool {
        let base = self.base();
        let is_about = |cause: usize| point.trace.causes.contains(&base.causes[cause].id);
        match edit {
            Edit::Link(cause, sign, _) | Edit::DropLink(cause, sign) => is_about(*cause) && self.is_seen(*sign, point),
            Edit::Prior(cause, _) | Edit::Passes(cause, _) => is_about(*cause),
            Edit::Otherwise(sign, _) => self.is_seen(*sign, point),
            Edit::Effect(fix, ..) | Edit::DropEffect(fix, _) | Edit::DoneWrong(fix, _) | Edit::TakesToTry(fix, _) => {
                point.trace.fixes.contains(&base.fixes[*fix].id)
            }
            Edit::Unanswered(finding, _) | Edit::TakesToAsk(finding, _) => {
                point.expect.next.as_ref() == Some(&base.findings[*finding].id)
            }
            Edit::DropPattern(..) | Edit::DropTopicPattern(..) => false,
        }
    }
}

/// Takes the bounds on posteriors out of a case.
fn forget_bounds(case: &mut Case) {
    case.expect.posterior = Pairs::default();
    for turn in &mut case.turns {
        if let super::What::Expect(expect) = &mut turn.what {
            expect.posterior = Pairs::default();
        }
    }
}

/// Returns what of an expectation numbers can change: not what a text shows.
fn of_numbers(expect: &Expectation) -> Expectation {
    Expectation {
        recognised: None,
        exactly: None,
        topic: None,
        silent: None,
        posterior: Pairs::default(),
        ..expect.clone()
    }
}
