//! From a case as it is written to a case as numbers: what was said is given to a session of the base, so that answers, texts, rules and
//! hard relations mean here what they mean everywhere.

use super::error::CaseError;
use super::maximise::{Label, Record, Seen};
use super::parameters::Parameters;
use super::read::{Case, Said};
use super::survey::yes_or_no;
use crate::answers::{AnswersError, Given, answer, outcome};
use etio_engine::{
    Answer, Base, Certainty, Domain, Exclusion, FindingId, FixId, Hypothesis, Knowledge, Known, OptionId, Origin,
    Outcome, Report, Saved, SavedStatement, Session, SessionError, Sign, Statement, Text, Thing, Value,
};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How many causes are looked at for a case in which several may be at work.
const CANDIDATES: usize = 12;
/// The likelihood ratio of a probable answer, as in docs/semantics.md.
const PROBABLY: f64 = 4.0;

/// A base, ready to read cases.
pub(super) struct Reader<'b> {
    pub(super) base: &'b Base,
    pub(super) knowledge: &'b Knowledge,
    pub(super) parameters: &'b Parameters,
    signs: BTreeMap<Sign, usize>,
    tables: BTreeMap<FindingId, usize>,
    places: Places,
}

/// Where the things of the loaded base, whose order may be another, stand in the base itself.
struct Places {
    findings: Vec<usize>,
    /// For each finding its options.
    options: Vec<Vec<usize>>,
    causes: Vec<usize>,
    fixes: Vec<usize>,
}

impl Places {
    fn new(base: &Base, knowledge: &Knowledge) -> Self {
        let findings =
            positions(knowledge.findings().iter().map(|one| &one.id), base.findings.iter().map(|one| &one.id));
        let options = knowledge.findings().iter().zip(&findings).map(|(finding, at)| {
            positions(
                finding.options().iter().map(|one| &one.id),
                base.findings[*at].options().iter().map(|one| &one.id),
            )
        });
        Self {
            options: options.collect(),
            causes: positions(knowledge.causes().iter().map(|one| &one.id), base.causes.iter().map(|one| &one.id)),
            fixes: positions(knowledge.fixes().iter().map(|one| &one.id), base.fixes.iter().map(|one| &one.id)),
            findings,
        }
    }
}

/// Returns where each of some ids stands among the same ids in another order.
fn positions<'a>(ids: impl Iterator<Item = &'a String>, among: impl Iterator<Item = &'a String>) -> Vec<usize> {
    let known: BTreeMap<&String, usize> = among.enumerate().map(|(at, id)| (id, at)).collect();
    ids.map(|id| known[id]).collect()
}

/// A case that was read.
pub(super) struct Reading {
    pub(super) record: Record,
    /// Equal for cases that say the same.
    pub(super) key: String,
    /// What was found out, without what came of fixes.
    pub(super) evidence: Saved,
    /// Which fixes took how long, in seconds.
    pub(super) times: Vec<(usize, f64)>,
    /// What was asked in vain.
    pub(super) unknown: Vec<String>,
    pub(super) resolution: Resolution,
    /// Whether somebody wrote it down, so that nothing in it is a complaint, and what is not in it may have been left out.
    pub(super) is_written: bool,
}

/// How far it is known what was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resolution {
    /// Somebody said so, or a condition confirmed it.
    Confirmed,
    /// A fix helped.
    Cured,
    /// Nobody knows.
    Open,
}

/// Why nothing can be learnt from a case that is well written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// Nothing of the base is known in it.
    Foreign,
    /// What it says cannot all be true.
    Contradictory,
}

impl<'b> Reader<'b> {
    pub(super) fn new(base: &'b Base, knowledge: &'b Knowledge, parameters: &'b Parameters) -> Self {
        let signs = parameters.signs.iter().enumerate().map(|(at, sign)| (sign.sign, at)).collect();
        let tables = parameters.tables.iter().enumerate().map(|(at, table)| (table.finding, at)).collect();
        Self { base, knowledge, parameters, signs, tables, places: Places::new(base, knowledge) }
    }

    /// Returns what a case says.
    ///
    /// # Errors
    /// Where it names something that the base does not have.
    pub(super) fn read(&self, case: &Case) -> Result<Result<Reading, Unfit>, CaseError> {
        let session = match self.session(case)? {
            Ok(session) => session,
            Err(unfit) => return Ok(Err(unfit)),
        };
        let report = session.report();
        if report.differential.is_empty() && case.causes.is_none() {
            return Ok(Err(Unfit::Foreign));
        }
        let Some((label, resolution)) = self.label(case, &session, &report)? else {
            return Ok(Err(Unfit::Contradictory));
        };
        let seen = self.seen(case, &session, &report);
        let outcomes = self.outcomes(&session);
        let times = case.times.iter().map(|(name, time)| Ok((self.fix(case, name)?, *time)));
        let times = times.collect::<Result<Vec<_>, CaseError>>()?;
        let unknown = report.findings.iter().filter(|known| known.value.is_none());
        let unknown = unknown.map(|known| self.knowledge.finding(known.finding).id.clone()).collect();
        let is_cured = resolution == Resolution::Cured;
        let record = Record { times: 1.0, seen, outcomes, label, is_cured };
        let key = key(&record, &times);
        let mut evidence = session.save();
        evidence.said.retain(|said| !matches!(said, SavedStatement::Tried { .. }) || self.tells(said));
        let is_written = !matches!(case.said, Said::Session(_));
        Ok(Ok(Reading { record, key, evidence, times, unknown, resolution, is_written }))
    }

    /// Returns whether a fix that was tried tells a fact, so that what came of it is an answer.
    fn tells(&self, said: &SavedStatement) -> bool {
        let SavedStatement::Tried { fix, .. } = said else { return false };
        self.knowledge.find(fix).into_iter().any(|thing| match thing {
            Thing::Fix(fix) => self.knowledge.fix(fix).tells.is_some(),
            _ => false,
        })
    }

    fn session(&self, case: &Case) -> Result<Result<Session<'b>, Unfit>, CaseError> {
        let wrong = |message: String| CaseError::new(&case.file, Some(case.line), message);
        let (text, findings, fixes) = match &case.said {
            Said::Session(saved) => {
                let resumed = Session::resume(self.knowledge, saved).map_err(|error| wrong(error.to_string()))?;
                return Ok(Ok(resumed.session));
            }
            Said::Answers { text, findings, fixes } => (text, findings, fixes),
        };
        let mut session = Session::new(self.knowledge);
        let mut fits = true;
        let mut took = |outcome: Result<(), SessionError>| match outcome {
            Ok(()) => Ok(()),
            Err(SessionError::Contradiction(_)) => {
                fits = false;
                Ok(())
            }
            Err(error) => Err(wrong(error.to_string())),
        };
        if let Some(text) = text {
            took(session.observe_text(text).map(|_| ()))?;
        }
        for (name, given) in findings {
            let name = self.finding(name);
            let given = self.value(&name, given);
            let (finding, answer) = answer(self.knowledge, &name, &given).map_err(|error| unread(case, &error))?;
            took(session.answer(finding, answer))?;
        }
        for (name, given) in fixes {
            let fix = self.fix(case, name)?;
            let outcome = outcome(&truth(given)).ok_or_else(|| {
                wrong(format!("this is no outcome of the fix `{name}`")).help("write yes, partly, no or not done")
            })?;
            let fixes = self.places.fixes.iter();
            let known = fixes.enumerate().find(|(_, at)| **at == fix).and_then(|(known, _)| u32::try_from(known).ok());
            known.map_or(Ok(()), |known| took(session.outcome(FixId(known), outcome)))?;
        }
        Ok(if fits { Ok(session) } else { Err(Unfit::Contradictory) })
    }

    // ─── Names ───

    /// Returns the id of the finding of that id or title; what it is not is left as it is.
    fn finding(&self, name: &str) -> String {
        if !self.knowledge.find(name).is_empty() {
            return name.to_owned();
        }
        let known = self.base.findings.iter().find(|finding| is_called(&finding.title, name));
        known.map_or_else(|| name.to_owned(), |finding| finding.id.clone())
    }

    /// Returns the value as the base calls it.
    fn value(&self, finding: &str, given: &Given) -> Given {
        let Some(finding) = self.base.findings.iter().find(|known| known.id == finding) else { return truth(given) };
        let id = |word: &str| {
            let option = finding.options().iter().find(|option| option.id == word || is_called(&option.title, word));
            option.map_or_else(|| word.to_owned(), |option| option.id.clone())
        };
        match (&finding.domain, given) {
            (Domain::YesNo { .. }, _) => truth(given),
            (Domain::OneOf { .. } | Domain::SeveralOf { .. }, Given::Word(word)) => Given::Word(id(word)),
            (Domain::OneOf { .. }, Given::Number(number)) => Given::Word(id(&number.to_string())),
            (Domain::SeveralOf { .. }, Given::List(words)) => Given::List(words.iter().map(|word| id(word)).collect()),
            (Domain::Number { .. }, Given::Word(word)) => word.parse().map_or_else(|_| given.clone(), Given::Number),
            _ => given.clone(),
        }
    }

    fn fix(&self, case: &Case, name: &str) -> Result<usize, CaseError> {
        let known = self.base.fixes.iter().position(|fix| fix.id == name || is_called(&fix.title, name));
        known.ok_or_else(|| {
            let is_fix = |thing: &Thing| matches!(thing, Thing::Fix(_));
            unread(case, &crate::answers::unknown(self.knowledge, "fix", name, is_fix))
        })
    }

    /// Returns the position of a cause; one past the last for `other`.
    fn cause(&self, case: &Case, name: &str) -> Result<usize, CaseError> {
        if name == "other" {
            return Ok(self.parameters.causes);
        }
        let known = self.base.causes.iter().position(|cause| cause.id == name || is_called(&cause.title, name));
        known.ok_or_else(|| {
            let is_cause = |thing: &Thing| matches!(thing, Thing::Cause(_));
            unread(case, &crate::answers::unknown(self.knowledge, "cause", name, is_cause))
        })
    }

    /// Returns where a cause stands in the base.
    fn position(&self, cause: etio_engine::CauseId) -> usize {
        self.places.causes[cause.index()]
    }

    // ─── What was wrong ───

    fn label(
        &self,
        case: &Case,
        session: &Session<'_>,
        report: &Report,
    ) -> Result<Option<(Label, Resolution)>, CaseError> {
        if let Some(causes) = &case.causes {
            let mut sets = Vec::new();
            for (names, share) in causes {
                let mut set: Vec<usize> =
                    names.iter().map(|name| self.cause(case, name)).collect::<Result<_, CaseError>>()?;
                set.sort_unstable();
                set.dedup();
                self.check_set(case, &set)?;
                sets.push((set, *share));
            }
            sets.sort_by(|a, b| a.0.cmp(&b.0));
            return Ok(Some((Label::Known(sets), Resolution::Confirmed)));
        }
        let confirmed = |hypothesis: &Hypothesis| match hypothesis.excluded {
            Some(Exclusion::OtherConfirmed(cause)) => Some(self.position(cause)),
            _ => None,
        };
        if let Some(cause) = report.differential.iter().find_map(confirmed) {
            return Ok(Some((Label::Known(vec![(vec![cause], 1.0)]), Resolution::Confirmed)));
        }
        let possible = report.differential.iter().filter(|hypothesis| hypothesis.posterior > 0.0);
        let possible: Vec<usize> = possible
            .map(|hypothesis| hypothesis.cause.map_or(self.parameters.causes, |cause| self.position(cause)))
            .collect();
        if possible.is_empty() {
            return Ok(None);
        }
        let resolution = if self.is_cured(session) { Resolution::Cured } else { Resolution::Open };
        Ok(Some((Label::Open(self.candidates(possible)), resolution)))
    }

    fn check_set(&self, case: &Case, set: &[usize]) -> Result<(), CaseError> {
        let together = |group: &&Vec<usize>| group.iter().filter(|cause| set.contains(cause)).count() > 1;
        let names = |causes: &[usize]| {
            let names = causes.iter().map(|cause| self.base.causes.get(*cause).map_or("other", |cause| &cause.id));
            names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        };
        let is_beside_other = set.len() > 1 && set.contains(&self.parameters.causes) && !self.parameters.several;
        if !is_beside_other && !self.parameters.groups.iter().any(|group| together(&group)) {
            return Ok(());
        }
        let message = format!("these causes exclude one another in the base: {}", names(set));
        let help =
            "a base in which they do not says `several causes at once`; shares are written `{\"a\": 0.7, \"b\": 0.3}`";
        Err(CaseError::new(&case.file, Some(case.line), message).help(help))
    }

    /// Returns the sets of causes that may be at work: each alone, and the likeliest in pairs where several can be.
    fn candidates(&self, possible: Vec<usize>) -> Vec<Vec<usize>> {
        let exclusive = |one: usize, two: usize| {
            let mut groups = self.parameters.groups.iter();
            one == self.parameters.causes
                || two == self.parameters.causes
                || groups.any(|group| group.contains(&one) && group.contains(&two))
        };
        let mut sets = Vec::new();
        if self.parameters.several {
            let likeliest = &possible[..possible.len().min(CANDIDATES)];
            for (nth, &one) in likeliest.iter().enumerate() {
                let others = likeliest[nth + 1..].iter().filter(|&&two| !exclusive(one, two));
                sets.extend(others.map(|&two| vec![one.min(two), one.max(two)]));
            }
        }
        sets.extend(possible.into_iter().map(|cause| vec![cause]));
        sets.sort();
        sets
    }

    /// Returns whether the last fix that did anything helped, by acting on causes.
    fn is_cured(&self, session: &Session<'_>) -> bool {
        let helped = |statement: &Statement| match statement {
            Statement::Outcome { fix, outcome: Outcome::Helped } => !self.knowledge.fix(*fix).effects.is_empty(),
            _ => false,
        };
        session.statements().iter().any(helped)
    }

    // ─── What was seen ───

    fn outcomes(&self, session: &Session<'_>) -> Vec<(usize, Outcome)> {
        let mut outcomes = BTreeMap::new();
        for statement in session.statements() {
            let Statement::Outcome { fix, outcome } = statement else { continue };
            if *outcome != Outcome::NotDone && self.knowledge.fix(*fix).tells.is_none() {
                outcomes.insert(self.places.fixes[fix.index()], *outcome);
            }
        }
        outcomes.into_iter().collect()
    }

    fn seen(&self, case: &Case, session: &Session<'_>, report: &Report) -> Vec<(Seen, bool)> {
        let is_session = matches!(case.said, Said::Session(_));
        let complained = complaint(session).filter(|_| is_session);
        let mut seen: Vec<(Seen, bool)> = Vec::new();
        for known in &report.findings {
            let is_volunteered = known.origin == Origin::Text || complained == Some(known.finding);
            self.add(known, is_volunteered, &mut seen);
        }
        seen.sort_by_key(|(seen, _)| describe(seen));
        seen
    }

    fn add(&self, known: &Known, is_volunteered: bool, seen: &mut Vec<(Seen, bool)>) {
        let at = self.places.findings[known.finding.index()];
        let finding = FindingId(u32::try_from(at).unwrap_or(u32::MAX));
        let option_of = |option: OptionId| self.places.options[known.finding.index()][option.index()];
        let unsure = known.certainty == Certainty::Probable;
        let of_sign = |sign: Sign, there: bool| {
            let least = if unsure { 1.0 / PROBABLY } else { 0.0 };
            let (yes, no) = if there { (1.0, least) } else { (least, 1.0) };
            self.signs.get(&sign).map(|at| (Seen::Sign { at: *at, yes, no }, !(is_volunteered && there)))
        };
        let with = |option: usize| Sign { finding, option: Some(OptionId(u32::try_from(option).unwrap_or(u32::MAX))) };
        match (&known.value, self.tables.get(&finding)) {
            (Some(value @ (Value::Option(_) | Value::Rest)), Some(table)) => {
                let values = self.parameters.tables[*table].values;
                let value = if let Value::Option(option) = value { option_of(*option) } else { values - 1 };
                let mut weights = vec![if unsure { 1.0 / PROBABLY } else { 0.0 }; values];
                weights[value] = 1.0;
                seen.push((Seen::Value { at: *table, weights }, true));
            }
            (Some(Value::Option(option)), None) => {
                seen.extend(of_sign(with(option_of(*option)), true));
            }
            (Some(Value::Rest), None) => {
                let options = 0..self.base.findings[at].options().len();
                seen.extend(options.filter_map(|option| of_sign(with(option), false)));
            }
            (Some(value @ (Value::Yes | Value::No)), _) => {
                let option = known.sign.and_then(|sign| sign.option).map(option_of);
                let sign = option.map_or(Sign { finding, option: None }, with);
                seen.extend(of_sign(sign, *value == Value::Yes));
            }
            _ => {}
        }
    }
}

/// Returns whether a text is called so, in any language and any case.
fn is_called(title: &Text, name: &str) -> bool {
    title.versions().any(|(_, title)| title.trim().to_lowercase() == name.trim().to_lowercase())
}

/// Returns the finding that a person complained of: it was said first, and nobody asked.
fn complaint(session: &Session<'_>) -> Option<FindingId> {
    match session.statements().first()? {
        Statement::Answer { finding, answer: Answer::Known { .. } } => Some(*finding),
        _ => None,
    }
}

/// Returns yes and no as they stand in tables.
fn truth(given: &Given) -> Given {
    let truth = match given {
        Given::Word(word) => yes_or_no(word),
        Given::Number(number) if *number == 1.0 => Some(true),
        Given::Number(number) if *number == 0.0 => Some(false),
        _ => None,
    };
    truth.map_or_else(|| given.clone(), Given::Truth)
}

fn unread(case: &Case, error: &AnswersError) -> CaseError {
    let help = match error {
        AnswersError::Unknown { .. } => "write an id or a title of the base; `etio list` shows them",
        _ => "correct the case, or leave it out",
    };
    CaseError::new(&case.file, Some(case.line), error.to_string()).help(help)
}

/// Returns what a case says, so that cases that say the same are found and the order of files means nothing.
fn key(record: &Record, times: &[(usize, f64)]) -> String {
    let mut key = String::new();
    for (seen, counts) in &record.seen {
        let _ = write!(key, "{}{}", describe(seen), if *counts { ";" } else { "?" });
    }
    let _ = write!(key, "|{:?}|{times:?}|{:?}", record.outcomes, record.label);
    key
}

fn describe(seen: &Seen) -> String {
    match seen {
        Seen::Sign { at, yes, no } => format!("s{at:06}:{yes},{no}"),
        Seen::Value { at, weights } => format!("v{at:06}:{weights:?}"),
    }
}
