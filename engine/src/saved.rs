//! Sessions that are kept: what was said, by string ids, so that they go on elsewhere and with a newer base.

use crate::knowledge::Knowledge;
use crate::model::{FindingId, OptionId, Sign};
use crate::report::Thing;
use crate::session::Session;
use crate::statement::{Answer, Certainty, Completeness, Outcome, Reading, Shown, Statement, Value};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The version of the form in which sessions are saved.
const SCHEMA: u32 = 1;
/// The most statements that a saved session may hold.
pub const STATEMENT_LIMIT: usize = 1_000;

/// A session as it is kept. Holds findings, captures and excerpts without secrets, never the text itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saved {
    /// The version of this form.
    pub etio_session: u32,
    /// The bases it was held with.
    pub bases: Vec<SavedBase>,
    /// What was said.
    pub said: Vec<SavedStatement>,
}

/// A base that a session was held with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedBase {
    /// Its id.
    pub id: String,
    /// Its digest.
    pub digest: String,
}

/// A statement by string ids: `base:finding`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum SavedStatement {
    /// What a text showed.
    Text {
        /// The signs.
        shown: Vec<SavedSign>,
        /// The bases that it named.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        names: Vec<String>,
        /// Whether it was all there is.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        whole: bool,
    },
    /// An answer.
    Answer {
        /// The finding.
        finding: String,
        /// The value; none for "don't know".
        value: Option<SavedValue>,
        /// Whether the person only thought so.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        probably: bool,
    },
    /// What the environment showed.
    Probe {
        /// The finding.
        finding: String,
        /// The value.
        value: SavedValue,
    },
    /// Whether a fix helped.
    Tried {
        /// The fix.
        fix: String,
        /// The outcome.
        outcome: SavedOutcome,
    },
}

/// A sign that a text showed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedSign {
    /// The finding.
    pub finding: String,
    /// The option, by its id in the finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// The words that matched, without secrets.
    pub excerpt: String,
    /// Captured values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub captures: Vec<(String, String)>,
    /// Whether it was a guess.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub guess: bool,
}

/// A value by string ids.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SavedValue {
    /// Yes.
    Yes,
    /// No.
    No,
    /// An option.
    Option(String),
    /// Another, or none.
    Rest,
    /// These of several.
    Options(Vec<String>),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

/// An outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the same as `Outcome`")]
pub enum SavedOutcome {
    Helped,
    Partly,
    Failed,
    NotDone,
}

/// A session that goes on.
pub struct Resumed<'k> {
    /// The session.
    pub session: Session<'k>,
    /// What was said and no longer fits: its base was not loaded, its id is gone, or it contradicts the rest now. In the order in which it was said.
    pub lost: Vec<SavedStatement>,
    /// The bases that are not what they were when the session was saved, or are not loaded.
    pub changed: Vec<String>,
}

/// Why a session cannot go on at all.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ResumeError {
    /// It was saved by a newer etio.
    #[error("the session is of version {found}, and this etio reads version {known}")]
    Newer {
        /// Its version.
        found: u32,
        /// The version that can be read.
        known: u32,
    },
    /// It says more than a session can.
    #[error("the session has {count} statements, more than the {limit} allowed")]
    TooLong {
        /// How many statements it has.
        count: usize,
        /// The most allowed.
        limit: usize,
    },
}

impl<'k> Session<'k> {
    /// Returns the session as it can be kept.
    pub fn save(&self) -> Saved {
        let knowledge = self.knowledge();
        let bases = knowledge.bases().iter().map(|base| SavedBase { id: base.id.clone(), digest: base.digest.clone() });
        let said = self.statements().iter().map(|statement| saved_statement(knowledge, statement));
        Saved { etio_session: SCHEMA, bases: bases.collect(), said: said.collect() }
    }

    /// Returns the session that was saved, replayed with the loaded bases.
    ///
    /// # Errors
    /// [`ResumeError`], where the form is newer than this engine or past a limit. What single statements no longer fit is in [`Resumed::lost`].
    pub fn resume(knowledge: &'k Knowledge, saved: &Saved) -> Result<Resumed<'k>, ResumeError> {
        if saved.etio_session != SCHEMA {
            return Err(ResumeError::Newer { found: saved.etio_session, known: SCHEMA });
        }
        if saved.said.len() > STATEMENT_LIMIT {
            return Err(ResumeError::TooLong { count: saved.said.len(), limit: STATEMENT_LIMIT });
        }
        let same =
            |base: &SavedBase| knowledge.bases().iter().any(|now| now.id == base.id && now.digest == base.digest);
        let changed = saved.bases.iter().filter(|base| !same(base)).map(|base| base.id.clone()).collect();
        let mut session = Session::new(knowledge);
        let mut lost = Vec::new();
        for said in &saved.said {
            let replayed = restored(knowledge, said).is_some_and(|statement| session.replay(statement));
            if !replayed {
                lost.push(said.clone());
            }
        }
        Ok(Resumed { session, lost, changed })
    }
}

fn path(knowledge: &Knowledge, thing: Thing) -> String {
    format!("{}:{}", knowledge.base(knowledge.base_of(thing)).id, knowledge.id_of(thing))
}

fn saved_statement(knowledge: &Knowledge, statement: &Statement) -> SavedStatement {
    let finding_path = |finding: &FindingId| path(knowledge, Thing::Finding(*finding));
    match statement {
        Statement::Text(reading) => SavedStatement::Text {
            shown: reading.shown.iter().map(|shown| saved_sign(knowledge, shown)).collect(),
            names: reading.names.iter().map(|base| knowledge.base(*base).id.clone()).collect(),
            whole: reading.completeness == Completeness::Whole,
        },
        Statement::Answer { finding, answer: Answer::Unknown } => {
            SavedStatement::Answer { finding: finding_path(finding), value: None, probably: false }
        }
        Statement::Answer { finding, answer: Answer::Known { value, certainty } } => SavedStatement::Answer {
            finding: finding_path(finding),
            value: Some(saved_value(knowledge, *finding, value)),
            probably: *certainty == Certainty::Probable,
        },
        Statement::Probe { finding, value } => {
            let value = saved_value(knowledge, *finding, value);
            SavedStatement::Probe { finding: finding_path(finding), value }
        }
        Statement::Outcome { fix, outcome } => {
            let outcome = match outcome {
                Outcome::Helped => SavedOutcome::Helped,
                Outcome::Partly => SavedOutcome::Partly,
                Outcome::Failed => SavedOutcome::Failed,
                Outcome::NotDone => SavedOutcome::NotDone,
            };
            SavedStatement::Tried { fix: path(knowledge, Thing::Fix(*fix)), outcome }
        }
    }
}

fn saved_sign(knowledge: &Knowledge, shown: &Shown) -> SavedSign {
    SavedSign {
        finding: path(knowledge, Thing::Finding(shown.sign.finding)),
        option: knowledge.option(shown.sign).map(|option| option.id.clone()),
        line: shown.line,
        column: shown.column,
        excerpt: shown.excerpt.clone(),
        captures: shown.captures.clone(),
        guess: shown.guess,
    }
}

fn saved_value(knowledge: &Knowledge, finding: FindingId, value: &Value) -> SavedValue {
    let id = |option: &OptionId| knowledge.finding(finding).options()[option.index()].id.clone();
    match value {
        Value::Yes => SavedValue::Yes,
        Value::No => SavedValue::No,
        Value::Option(option) => SavedValue::Option(id(option)),
        Value::Rest => SavedValue::Rest,
        Value::Options(options) => SavedValue::Options(options.iter().map(id).collect()),
        Value::Number(number) => SavedValue::Number(*number),
        Value::Text(text) => SavedValue::Text(text.clone()),
    }
}

/// Returns the statement with today's positions; nothing where an id is gone.
fn restored(knowledge: &Knowledge, said: &SavedStatement) -> Option<Statement> {
    Some(match said {
        SavedStatement::Text { shown, names, whole } => Statement::Text(Reading {
            shown: shown.iter().map(|sign| restored_sign(knowledge, sign)).collect::<Option<Vec<_>>>()?,
            names: knowledge.things().filter_map(|thing| base_named(knowledge, thing, names)).collect(),
            completeness: if *whole { Completeness::Whole } else { Completeness::Excerpt },
        }),
        SavedStatement::Answer { finding, value: None, .. } => {
            Statement::Answer { finding: found_finding(knowledge, finding)?, answer: Answer::Unknown }
        }
        SavedStatement::Answer { finding, value: Some(value), probably } => {
            let finding = found_finding(knowledge, finding)?;
            let value = restored_value(knowledge, finding, value)?;
            let certainty = if *probably { Certainty::Probable } else { Certainty::Sure };
            Statement::Answer { finding, answer: Answer::Known { value, certainty } }
        }
        SavedStatement::Probe { finding, value } => {
            let finding = found_finding(knowledge, finding)?;
            Statement::Probe { finding, value: restored_value(knowledge, finding, value)? }
        }
        SavedStatement::Tried { fix, outcome } => {
            let fix = knowledge.find(fix).into_iter().find_map(|thing| match thing {
                Thing::Fix(fix) => Some(fix),
                _ => None,
            })?;
            let outcome = match outcome {
                SavedOutcome::Helped => Outcome::Helped,
                SavedOutcome::Partly => Outcome::Partly,
                SavedOutcome::Failed => Outcome::Failed,
                SavedOutcome::NotDone => Outcome::NotDone,
            };
            Statement::Outcome { fix, outcome }
        }
    })
}

fn base_named(knowledge: &Knowledge, thing: Thing, names: &[String]) -> Option<crate::model::BaseId> {
    match thing {
        Thing::Base(base) if names.contains(&knowledge.base(base).id) => Some(base),
        _ => None,
    }
}

fn found_finding(knowledge: &Knowledge, path: &str) -> Option<FindingId> {
    knowledge.find(path).into_iter().find_map(|thing| match thing {
        Thing::Finding(finding) => Some(finding),
        _ => None,
    })
}

/// Excerpts and captures come from a file that anybody may have written: they are cleaned and cut again.
fn restored_sign(knowledge: &Knowledge, saved: &SavedSign) -> Option<Shown> {
    let finding = found_finding(knowledge, &saved.finding)?;
    let option = match &saved.option {
        Some(id) => Some(knowledge.find_option(finding, id)?),
        None => None,
    };
    let fits = option.is_some() != matches!(knowledge.finding(finding).domain, crate::model::Domain::YesNo { .. });
    let safe = |text: &String| crate::clean(&crate::mask(text)).chars().take(Shown::EXCERPT_LIMIT).collect();
    fits.then(|| Shown {
        sign: Sign { finding, option },
        line: saved.line,
        column: saved.column,
        excerpt: safe(&saved.excerpt),
        captures: saved.captures.iter().map(|(name, value)| (name.clone(), safe(value))).collect(),
        guess: saved.guess,
    })
}

fn restored_value(knowledge: &Knowledge, finding: FindingId, value: &SavedValue) -> Option<Value> {
    let option = |id: &String| knowledge.find_option(finding, id);
    Some(match value {
        SavedValue::Yes => Value::Yes,
        SavedValue::No => Value::No,
        SavedValue::Option(id) => Value::Option(option(id)?),
        SavedValue::Rest => Value::Rest,
        SavedValue::Options(ids) => Value::Options(ids.iter().map(option).collect::<Option<Vec<_>>>()?),
        SavedValue::Number(number) => Value::Number(*number),
        SavedValue::Text(text) => Value::Text(text.clone()),
    })
}
