//! Says to the engine what was said about the bases as they were written.

use crate::generate::Case;
use crate::reference::Hypothesis;
use crate::said::Said;
use etio_engine::{
    Base, CauseId, Completeness, Evidence, FindingId, FixId, Knowledge, Session, SessionError, Sign, Statement, Step,
    Thing, Verdict,
};

/// What the things of some bases are called once they are loaded.
#[derive(Clone, Debug)]
pub struct Names {
    findings: Vec<Vec<FindingId>>,
    causes: Vec<Vec<CauseId>>,
    fixes: Vec<Vec<FixId>>,
}

impl Names {
    /// Looks every thing of the bases up by its id.
    ///
    /// # Panics
    /// Where one is not found, or twice.
    pub fn of(bases: &[Base], knowledge: &Knowledge) -> Self {
        let find = |base: &Base, id: &str| match knowledge.find(&format!("{}:{id}", base.id)).as_slice() {
            [thing] => *thing,
            things => panic!("{} things are called {id}", things.len()),
        };
        let finding = |base: &Base, id: &str| match find(base, id) {
            Thing::Finding(finding) => finding,
            thing => panic!("{id} is {thing:?}"),
        };
        let cause = |base: &Base, id: &str| match find(base, id) {
            Thing::Cause(cause) => cause,
            thing => panic!("{id} is {thing:?}"),
        };
        let fix = |base: &Base, id: &str| match find(base, id) {
            Thing::Fix(fix) => fix,
            thing => panic!("{id} is {thing:?}"),
        };
        let each = |base: &Base| base.findings.iter().map(|it| finding(base, &it.id)).collect();
        let each_cause = |base: &Base| base.causes.iter().map(|it| cause(base, &it.id)).collect();
        let each_fix = |base: &Base| base.fixes.iter().map(|it| fix(base, &it.id)).collect();
        Self {
            findings: bases.iter().map(each).collect(),
            causes: bases.iter().map(each_cause).collect(),
            fixes: bases.iter().map(each_fix).collect(),
        }
    }

    /// Returns the finding of a position of a base.
    pub fn finding(&self, base: usize, finding: FindingId) -> FindingId {
        self.findings[base][finding.index()]
    }

    /// Returns the sign of a position of a base.
    pub fn sign(&self, base: usize, sign: Sign) -> Sign {
        Sign { finding: self.finding(base, sign.finding), ..sign }
    }

    /// Returns the fix of a position of a base.
    pub fn fix(&self, base: usize, fix: FixId) -> FixId {
        self.fixes[base][fix.index()]
    }

    /// Returns the base and the position in it of a fix.
    pub fn place_of(&self, fix: FixId) -> Option<(usize, FixId)> {
        let place = |its: &Vec<FixId>| its.iter().position(|known| *known == fix);
        let base = self.fixes.iter().position(|its| place(its).is_some())?;
        Some((base, FixId(place(&self.fixes[base])? as u32)))
    }

    /// Returns the cause of a hypothesis.
    pub fn cause(&self, hypothesis: Hypothesis) -> Option<CauseId> {
        hypothesis.map(|(base, cause)| self.causes[base][cause])
    }

    /// Returns the statement as the engine keeps it; none for a text, of which it keeps what it recognised.
    pub fn statement(&self, said: &Said) -> Option<Statement> {
        Some(match said {
            Said::Text { .. } => return None,
            Said::Answer { base, finding, answer } => {
                Statement::Answer { finding: self.finding(*base, *finding), answer: answer.clone() }
            }
            Said::Probe { base, finding, value } => {
                Statement::Probe { finding: self.finding(*base, *finding), value: value.clone() }
            }
            Said::Outcome { base, fix, outcome } => {
                Statement::Outcome { fix: self.fix(*base, *fix), outcome: *outcome }
            }
        })
    }
}

/// A case whose bases are loaded.
pub struct Loaded {
    /// The case.
    pub case: Case,
    /// Its bases, loaded.
    pub knowledge: Knowledge,
    /// What its things are called.
    pub names: Names,
}

impl Loaded {
    /// Loads the bases of a case.
    ///
    /// # Panics
    /// Where the engine refuses them.
    pub fn of(case: Case) -> Self {
        let knowledge = Knowledge::new(case.bases.clone()).unwrap_or_else(|errors| panic!("{errors:?}"));
        let names = Names::of(&case.bases, &knowledge);
        Self { case, knowledge, names }
    }

    /// Returns a session in which these things were said, and those of them that were accepted.
    pub fn hold(&self, said: &[Said]) -> (Session<'_>, Vec<Said>) {
        let mut session = Session::new(&self.knowledge);
        let mut accepted = said.to_vec();
        accepted.retain(|said| self.say(&mut session, said).is_ok());
        (session, accepted)
    }

    /// Returns a session in which everything of the case was said, and what was accepted.
    pub fn hold_all(&self) -> (Session<'_>, Vec<Said>) {
        self.hold(&self.case.said)
    }

    /// Says one thing.
    ///
    /// # Errors
    /// As the session.
    pub fn say(&self, session: &mut Session<'_>, said: &Said) -> Result<(), SessionError> {
        say(session, &self.names, &self.case, said)
    }
}

/// What speaks for a hypothesis, by string ids, in bits.
pub type Weights = Vec<(String, f64)>;

/// What a session has come to, by string ids: comparable between bases that are loaded in another way, to the bit.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// The verdict.
    pub verdict: Verdict,
    /// The hypotheses, the most probable first: id, prior, posterior, and what speaks for it.
    pub differential: Vec<(String, f64, f64, Weights)>,
    /// The fixes: id, and how probably each helps and cures.
    pub fixes: Vec<(String, f64, f64)>,
    /// The best question.
    pub question: Option<String>,
    /// The next step.
    pub next: String,
}

impl Outline {
    /// Returns what a session has come to.
    pub fn of(session: &Session<'_>) -> Self {
        let knowledge = session.knowledge();
        let path = |thing| format!("{}:{}", knowledge.base(knowledge.base_of(thing)).id, knowledge.id_of(thing));
        let of_cause = |cause: Option<CauseId>| cause.map_or(String::from("other"), |cause| path(Thing::Cause(cause)));
        let of_evidence = |evidence| match evidence {
            Evidence::Finding(finding, option) => format!("{} {option:?}", path(Thing::Finding(finding))),
            Evidence::Outcome(fix) => path(Thing::Fix(fix)),
            Evidence::Conditions => String::from("conditions"),
        };
        let report = session.report();
        let differential = report.differential.iter().map(|hypothesis| {
            let weights = hypothesis.weights.iter().map(|weight| (of_evidence(weight.evidence), weight.bits)).collect();
            (of_cause(hypothesis.cause), hypothesis.prior, hypothesis.posterior, weights)
        });
        Self {
            verdict: report.verdict,
            differential: differential.collect(),
            fixes: report.fixes.iter().map(|fix| (path(Thing::Fix(fix.fix)), fix.helps, fix.cures)).collect(),
            question: report.question.map(|finding| path(Thing::Finding(finding))),
            next: match report.next {
                Step::Ask(finding) => format!("ask {}", path(Thing::Finding(finding))),
                Step::Try(fix) => format!("try {}", path(Thing::Fix(fix))),
                Step::Complain => String::from("complain"),
                Step::Report(ending) => format!("{ending:?}"),
            },
        }
    }

    /// Returns the posterior of a hypothesis by its id; 0 where it does not take part.
    pub fn posterior(&self, id: &str) -> f64 {
        self.differential.iter().find(|(known, ..)| known == id).map_or(0.0, |(_, _, posterior, _)| *posterior)
    }
}

/// Says one thing of a case.
///
/// # Errors
/// As the session.
///
/// # Panics
/// Where a text is not recognised as what it was meant to show.
pub fn say(session: &mut Session<'_>, names: &Names, case: &Case, said: &Said) -> Result<(), SessionError> {
    match said {
        Said::Text { shown, completeness } => {
            let text = case.wording(shown);
            let reading = match completeness {
                Completeness::Excerpt => session.observe_text(&text)?,
                Completeness::Whole => session.observe_whole_text(&text)?,
            };
            let meant: Vec<Sign> = shown.iter().map(|(base, sign)| names.sign(*base, *sign)).collect();
            let read: Vec<Sign> = reading.shown.iter().map(|shown| shown.sign).collect();
            assert_eq!(read, meant, "{text}");
            Ok(())
        }
        Said::Answer { base, finding, answer } => session.answer(names.finding(*base, *finding), answer.clone()),
        Said::Probe { base, finding, value } => session.probe(names.finding(*base, *finding), value.clone()),
        Said::Outcome { base, fix, outcome } => session.outcome(names.fix(*base, *fix), *outcome),
    }
}
