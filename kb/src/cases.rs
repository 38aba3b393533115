//! Recorded cases: evidence and what must come of it. `etio test` runs them.

use crate::answers::{Answers, AnswersError, Given, give, unknown};
use crate::sources::{Entry, ReadError, Sources};
use crate::yaml::{MAX_YAML, Pairs, YamlError, read};
use etio_engine::{Knowledge, Session, SessionError, Statement, Step, Thing, Verdict};
use serde::Deserialize;
use thiserror::Error;

/// One case.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it shows, in a few words.
    #[serde(rename = "case")]
    pub name: String,
    /// What is pasted.
    #[serde(default)]
    pub text: Option<String>,
    /// What is answered, after the text.
    #[serde(default)]
    pub answers: Pairs<Given>,
    /// What is tried, after the answers.
    #[serde(default)]
    pub tried: Pairs<Given>,
    /// What must come of it.
    pub expect: Expectation,
}

/// What must come of a case. What is not written may be anything.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// A finding that the text shows.
    #[serde(default)]
    pub recognised: Option<String>,
    /// The first of the differential.
    #[serde(default)]
    pub cause: Option<String>,
    /// The first of the fixes.
    #[serde(default)]
    pub fix: Option<String>,
    /// The next step: the finding asked, the fix proposed, or `report`.
    #[serde(default)]
    pub next: Option<String>,
    /// How the order of the fixes begins.
    #[serde(default)]
    pub fixes: Vec<String>,
    /// The verdict.
    #[serde(default)]
    pub verdict: Option<ExpectedVerdict>,
    /// The topic that the text asks.
    #[serde(default)]
    pub topic: Option<String>,
    /// Bounds on posteriors.
    #[serde(default)]
    pub posterior: Pairs<(f64, f64)>,
}

/// A verdict as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the same as `Verdict`")]
pub enum ExpectedVerdict {
    Diagnosed,
    Unsure,
    Nothing,
}

/// A file of cases.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseFile {
    /// The path of the file.
    pub path: String,
    /// Its cases, in order.
    pub cases: Vec<Case>,
}

/// Why a file of cases cannot be read.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum CaseFileError {
    /// The file cannot be read at all.
    #[error("{path}: {source}")]
    Unreadable {
        /// The path.
        path: String,
        /// Why.
        source: ReadError,
    },
    /// It is no list of cases.
    #[error("{path}{}: {source}", place(.source))]
    Malformed {
        /// The path.
        path: String,
        /// What is wrong, and where.
        source: YamlError,
    },
}

fn place(error: &YamlError) -> String {
    match (error.line, error.column) {
        (Some(line), Some(column)) => format!(":{line}:{column}"),
        (Some(line), None) => format!(":{line}"),
        _ => String::new(),
    }
}

/// Returns the cases of a base: `cases/*.yaml` in its folder, or `NAME.cases.yaml` beside `NAME.kb`, in the order of their names; and what cannot be read.
pub fn find(sources: &dyn Sources, base: &str) -> (Vec<CaseFile>, Vec<CaseFileError>) {
    let paths = match base.strip_suffix(".kb") {
        Some(stem) => vec![format!("{stem}.cases.yaml")],
        None => in_folder(sources, &format!("{}/cases", base.trim_end_matches('/'))),
    };
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    for path in paths {
        match read_file(sources, &path) {
            Ok(file) => files.push(file),
            Err(CaseFileError::Unreadable { source: ReadError::NotFound, .. }) => {}
            Err(error) => errors.push(error),
        }
    }
    (files, errors)
}

fn in_folder(sources: &dyn Sources, folder: &str) -> Vec<String> {
    let Ok(Entry::Folder(mut names)) = sources.read(folder, MAX_YAML) else { return Vec::new() };
    names.retain(|name| name.ends_with(".yaml") || name.ends_with(".yml"));
    names.sort_unstable();
    names.into_iter().map(|name| format!("{folder}/{name}")).collect()
}

fn read_file(sources: &dyn Sources, path: &str) -> Result<CaseFile, CaseFileError> {
    let unreadable = |source| CaseFileError::Unreadable { path: path.to_owned(), source };
    match sources.read(path, MAX_YAML).map_err(unreadable)? {
        Entry::Folder(_) => Err(unreadable(ReadError::NotFound)),
        Entry::File(bytes) => {
            let malformed = |source| CaseFileError::Malformed { path: path.to_owned(), source };
            Ok(CaseFile { path: path.to_owned(), cases: read(&bytes).map_err(malformed)? })
        }
    }
}

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
}

/// Runs one case. Returns what differs; nothing where the case holds. Only what the case expects is worked out.
pub fn run(knowledge: &Knowledge, case: &Case) -> Vec<Failure> {
    match session(knowledge, case) {
        Ok(session) => compare(&session, case),
        Err(failure) => vec![failure],
    }
}

/// Returns the session of a case, with everything said.
///
/// # Errors
/// Where something cannot be said.
pub fn session<'k>(knowledge: &'k Knowledge, case: &Case) -> Result<Session<'k>, Failure> {
    let mut session = Session::new(knowledge);
    if let Some(text) = &case.text {
        session.observe_text(text)?;
    }
    let answers = Answers { answers: case.answers.clone(), tried: case.tried.clone() };
    give(&mut session, &answers)?;
    Ok(session)
}

/// What is compared with what.
struct Comparison<'a> {
    knowledge: &'a Knowledge,
    failures: Vec<Failure>,
}

fn compare(session: &Session<'_>, case: &Case) -> Vec<Failure> {
    let (knowledge, expect) = (session.knowledge(), &case.expect);
    let mut comparison = Comparison { knowledge, failures: Vec::new() };
    if let Some(expected) = &expect.recognised {
        comparison.recognised(session, expected);
    }
    if expect.cause.is_some() || !expect.posterior.0.is_empty() {
        comparison.causes(session, expect);
    }
    if expect.fix.is_some() || !expect.fixes.is_empty() {
        comparison.fixes(session, expect);
    }
    if expect.next.is_some() {
        comparison.first("next", expect.next.as_ref(), Some(step_id(knowledge, session.next())));
    }
    let verdict = expect.verdict.map(|expected| (expected, verdict(session.report().verdict)));
    if let Some((expected, got)) = verdict.filter(|(expected, got)| expected != got) {
        comparison.differs("verdict", &format!("{expected:?}").to_lowercase(), format!("{got:?}").to_lowercase());
    }
    if expect.topic.is_some() {
        let topic = case.text.as_ref().and_then(|text| knowledge.topic_asked(text));
        comparison.first("topic", expect.topic.as_ref(), topic.map(|topic| knowledge.id_of(Thing::Topic(topic))));
    }
    comparison.failures
}

impl Comparison<'_> {
    fn recognised(&mut self, session: &Session<'_>, expected: &str) {
        let shown = shown(session);
        if self.is_known("finding", expected) && !shown.contains(&expected) {
            let got = if shown.is_empty() { "nothing".to_owned() } else { shown.join(", ") };
            self.differs("recognised", expected, got);
        }
    }

    fn causes(&mut self, session: &Session<'_>, expect: &Expectation) {
        let differential = session.differential();
        let troubles = session.troubles();
        let leads = troubles.first().map(|trouble| (trouble_id(self.knowledge, trouble), trouble.cause));
        // Of a trouble with variants the most probable variant may be named too.
        let is_variant = |id: &String| leads.is_some_and(|(_, cause)| cause_id(self.knowledge, cause) == id);
        let expected = expect.cause.as_ref().filter(|id| !is_variant(id));
        self.first("cause", expected, leads.map(|(id, _)| id));
        for (id, (least, most)) in &expect.posterior.0 {
            let found = differential.iter().find(|hypothesis| cause_id(self.knowledge, hypothesis.cause) == id);
            let of_kind = troubles.iter().find(|trouble| trouble_id(self.knowledge, trouble) == id);
            let posterior = of_kind.map(|trouble| trouble.posterior).or(found.map(|hypothesis| hypothesis.posterior));
            let posterior = posterior.unwrap_or_default();
            if self.is_known("cause", id) && !(least..=most).contains(&&posterior) {
                self.differs("posterior", &format!("{id} from {least} to {most}"), format!("{posterior:.4}"));
            }
        }
    }

    fn fixes(&mut self, session: &Session<'_>, expect: &Expectation) {
        let ranked = session.fixes();
        let fixes: Vec<&str> = ranked.iter().map(|ranked| self.knowledge.id_of(Thing::Fix(ranked.fix))).collect();
        self.first("fix", expect.fix.as_ref(), fixes.first().copied());
        let begins = &fixes[..expect.fixes.len().min(fixes.len())];
        let known = expect.fixes.iter().filter(|id| !self.is_known("fix", id)).count() == 0;
        if known && expect.fixes != begins {
            self.differs("fixes", &expect.fixes.join(", "), begins.join(", "));
        }
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
        let fits = |thing: &Thing| match what {
            "cause" => match thing {
                Thing::Cause(_) => true,
                Thing::Kind(kind) => self.knowledge.kind(*kind).variants,
                _ => false,
            },
            "fix" => matches!(thing, Thing::Fix(_)),
            "topic" => matches!(thing, Thing::Topic(_)),
            "finding" => matches!(thing, Thing::Finding(_) | Thing::Sign(_)),
            _ => matches!(thing, Thing::Finding(_) | Thing::Fix(_)),
        };
        let special = (what == "cause" && name == "other") || (what == "next" && matches!(name, "report" | "complain"));
        let known = special || self.knowledge.find(name).iter().any(fits);
        if !known {
            self.failures.push(unknown(self.knowledge, what, name, fits).into());
        }
        known
    }
}

/// Returns the ids of what texts showed.
fn shown<'k>(session: &Session<'k>) -> Vec<&'k str> {
    let knowledge = session.knowledge();
    let readings = session.statements().iter().filter_map(|statement| match statement {
        Statement::Text(reading) => Some(reading),
        _ => None,
    });
    readings.flat_map(|reading| &reading.shown).map(|shown| knowledge.id_of(Thing::Sign(shown.sign))).collect()
}

fn cause_id(knowledge: &Knowledge, cause: Option<etio_engine::CauseId>) -> &str {
    cause.map_or("other", |cause| knowledge.id_of(Thing::Cause(cause)))
}

fn trouble_id<'k>(knowledge: &'k Knowledge, trouble: &etio_engine::Trouble) -> &'k str {
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
