//! Running a case: saying what it says, and comparing where it expects something.

use super::compare::compare;
use super::{Case, Turn, What};
use crate::answers::{self, Answers, AnswersError, give};
use etio_engine::{Answer, FindingId, FixId, Knowledge, Outcome, SavedStatement, Session, SessionError, Step};
use thiserror::Error;

/// What a case expected and what came instead.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Failure {
    /// Something else came.
    #[error("{what}: expected {expected}, got {got}")]
    Differs {
        /// What was expected of: `cause`, `fix`, …
        what: &'static str,
        /// What was expected.
        expected: String,
        /// What came.
        got: String,
    },
    /// The case names something that no base has, or gives a value that is not one.
    #[error(transparent)]
    Answers(#[from] AnswersError),
    /// The session refused the text.
    #[error("the text was refused: {0}")]
    Text(#[from] SessionError),
    /// It failed at a line of a talk.
    #[error("line {line}: {source}")]
    At {
        /// The line of the file, from 1.
        line: usize,
        /// What failed.
        source: Box<Failure>,
    },
    /// It failed with one of several wordings.
    #[error("with “{wording}”: {source}")]
    With {
        /// The wording.
        wording: String,
        /// What failed.
        source: Box<Failure>,
    },
}

impl Failure {
    /// Returns what failed, wherever it did.
    pub fn innermost(&self) -> &Self {
        match self {
            Self::At { source, .. } | Self::With { source, .. } => source.innermost(),
            other => other,
        }
    }
}

/// What came of running a case.
pub struct Run<'k> {
    /// What differs; nothing where the case holds.
    pub failures: Vec<Failure>,
    /// The session where the first difference was found, else at the end.
    pub session: Session<'k>,
}

/// Runs one case. Returns what differs; nothing where the case holds. Only what the case expects is worked out.
pub fn run(knowledge: &Knowledge, case: &Case) -> Vec<Failure> {
    run_through(knowledge, case).failures
}

/// Runs one case, and returns the session too, so that it can be explained.
pub fn run_through<'k>(knowledge: &'k Knowledge, case: &Case) -> Run<'k> {
    let wordings = case.wordings();
    let mut whole = Run { failures: Vec::new(), session: Session::new(knowledge) };
    let texts: Vec<Option<&str>> =
        if wordings.is_empty() { vec![None] } else { wordings.into_iter().map(Some).collect() };
    for text in &texts {
        let mut one = run_with(knowledge, case, *text);
        if let (Some(wording), true) = (text, texts.len() > 1) {
            let with = |source| Failure::With { wording: (*wording).to_owned(), source: Box::new(source) };
            one.failures = one.failures.into_iter().map(with).collect();
        }
        if whole.failures.is_empty() {
            whole.session = one.session;
        }
        whole.failures.extend(one.failures);
    }
    whole
}

fn run_with<'k>(knowledge: &'k Knowledge, case: &Case, text: Option<&str>) -> Run<'k> {
    let mut session = Session::new(knowledge);
    if let Err(failure) = say(&mut session, case, text) {
        return Run { failures: vec![failure], session };
    }
    let mut failures = compare(&session, case, &case.expect, text);
    let mut at_first = (!failures.is_empty()).then(|| session.clone());
    let mut last_text = text.map(str::to_owned);
    for turn in &case.turns {
        let found = take(&mut session, case, turn, &mut last_text);
        let at = |source| Failure::At { line: turn.line, source: Box::new(source) };
        failures.extend(found.into_iter().map(at));
        if at_first.is_none() && !failures.is_empty() {
            at_first = Some(session.clone());
        }
    }
    Run { failures, session: at_first.unwrap_or(session) }
}

/// Takes one line of a talk, and returns what it brought to light.
fn take(session: &mut Session<'_>, case: &Case, turn: &Turn, text: &mut Option<String>) -> Vec<Failure> {
    let only = |name: &String, given: &answers::Given| crate::yaml::Pairs(vec![(name.clone(), given.clone())]);
    let said = match &turn.what {
        What::Text(pasted) => {
            *text = Some(pasted.clone());
            session.observe_text(pasted).map(|_| ()).map_err(Failure::from)
        }
        What::Answer(name, given) => {
            give(session, &Answers { answers: only(name, given), ..Answers::default() }).map_err(Failure::from)
        }
        What::Tried(name, given) => {
            give(session, &Answers { tried: only(name, given), ..Answers::default() }).map_err(Failure::from)
        }
        What::Expect(expect) => return compare(session, case, expect, text.as_deref()),
    };
    said.err().into_iter().collect()
}

/// Returns the session of a case with everything said that stands before what it expects; of several wordings, the first.
///
/// # Errors
/// Where something cannot be said.
pub fn session<'k>(knowledge: &'k Knowledge, case: &Case) -> Result<Session<'k>, Failure> {
    let mut session = Session::new(knowledge);
    say(&mut session, case, case.wordings().first().copied())?;
    Ok(session)
}

fn say(session: &mut Session<'_>, case: &Case, text: Option<&str>) -> Result<(), Failure> {
    if let Some(text) = text {
        session.observe_text(text)?;
    }
    give(session, &Answers { answers: case.answers.clone(), tried: case.tried.clone() })?;
    Ok(())
}

/// Returns the questions that are asked from the texts of a session to the end, where they are answered as the case answers them: what it does not
/// answer, nobody knows, and a fix that it does not tell of did not help.
pub(super) fn questions(session: &Session<'_>, case: &Case) -> Result<Vec<FindingId>, Failure> {
    let knowledge = session.knowledge();
    let (mut known, mut tried) = (Vec::new(), Vec::new());
    let said = |pairs: &crate::yaml::Pairs<answers::Given>| pairs.0.clone();
    let (mut answers, mut outcomes) = (said(&case.answers), said(&case.tried));
    for turn in &case.turns {
        match &turn.what {
            What::Answer(name, given) => answers.push((name.clone(), given.clone())),
            What::Tried(name, given) => outcomes.push((name.clone(), given.clone())),
            What::Text(_) | What::Expect(_) => {}
        }
    }
    for (name, given) in &answers {
        known.push(answers::answer(knowledge, name, given)?);
    }
    for (name, given) in &outcomes {
        tried.push((answers::find_fix(knowledge, name)?, answers::outcome(given).unwrap_or(Outcome::NotDone)));
    }
    let mut texts = session.save();
    texts.said.retain(|statement| matches!(statement, SavedStatement::Text { .. }));
    let begun = Session::resume(knowledge, &texts).map_or_else(|_| Session::new(knowledge), |resumed| resumed.session);
    Ok(play(begun, &known, &tried))
}

/// How many steps a session is played for at most; none comes near.
const MOST_STEPS: usize = 1_000;

fn play(mut session: Session<'_>, known: &[(FindingId, Answer)], tried: &[(FixId, Outcome)]) -> Vec<FindingId> {
    let mut asked = Vec::new();
    for _ in 0..MOST_STEPS {
        match session.next() {
            Step::Ask(finding) => {
                asked.push(finding);
                let answer = known.iter().rev().find(|(of, _)| *of == finding).map(|(_, answer)| answer.clone());
                let answer = answer.unwrap_or(Answer::Unknown);
                if session.answer(finding, answer).is_err() && session.answer(finding, Answer::Unknown).is_err() {
                    break;
                }
            }
            Step::Try(fix) => {
                let outcome = tried.iter().find(|(of, _)| *of == fix).map_or(Outcome::Failed, |(_, outcome)| *outcome);
                if session.outcome(fix, outcome).is_err() {
                    break;
                }
            }
            Step::Complain | Step::Report(_) => break,
        }
    }
    asked
}
