//! Answers and outcomes as they are written, in a file or beside a mistake, and what they are to a session.

pub mod said;

#[cfg(feature = "yaml")]
use crate::yaml::Pairs;
use etio_engine::{Answer, Domain, FindingId, FixId, Knowledge, Outcome, Session, SessionError, Sign, Thing, Value};
use said::fold;
#[cfg(feature = "yaml")]
use serde::Deserialize;
use thiserror::Error;

/// What a file of answers says: answers, then what came of fixes, each in the order written.
#[cfg(feature = "yaml")]
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// Findings and their values.
    #[serde(default)]
    pub answers: Pairs<Given>,
    /// Fixes and whether they helped: `yes`, `partly`, `no`, `not done`.
    #[serde(default)]
    pub tried: Pairs<Given>,
}

/// A value as it is written.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "yaml", derive(Deserialize), serde(untagged))]
pub enum Given {
    /// `true` or `false`.
    Truth(bool),
    /// A number.
    Number(f64),
    /// A word or a text: `yes`, `probably no`, `don't know`, a value.
    Word(String),
    /// Several values.
    List(Vec<String>),
}

impl Given {
    /// Returns what a text stands for in a file of answers: `[a, b]` is several values, anything else a word.
    pub fn written(text: &str) -> Self {
        let list = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let names =
            |list: &str| list.split(',').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect();
        list.map_or_else(|| Self::Word(text.to_owned()), |list| Self::List(names(list)))
    }
}

/// Why an answer cannot be given.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum AnswersError {
    /// No loaded base has a finding or fix of that name.
    #[error("there is no {what} `{name}`{}", did_you_mean(.near.as_ref()))]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// The name.
        name: String,
        /// A name that may be meant.
        near: Option<String>,
    },
    /// The value is not one that the finding can have.
    #[error("`{value}` is no value of `{name}`; it can be {allowed}")]
    WrongValue {
        /// The finding or fix.
        name: String,
        /// The value.
        value: String,
        /// What it can be.
        allowed: String,
    },
    /// The session refused it.
    #[error("`{name}`: {source}")]
    Refused {
        /// The finding or fix.
        name: String,
        /// Why.
        source: Box<SessionError>,
    },
}

pub(crate) fn did_you_mean(near: Option<&String>) -> String {
    near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// Gives a session all answers, then all outcomes.
///
/// # Errors
/// [`AnswersError`] at the first that cannot be given; those before it were.
#[cfg(feature = "yaml")]
pub fn give(session: &mut Session<'_>, answers: &Answers) -> Result<(), AnswersError> {
    give_all(session, &answers.answers.0, &answers.tried.0)
}

/// Gives a session answers, then outcomes, up to the first that cannot be given.
pub(crate) fn give_all(
    session: &mut Session<'_>,
    answers: &[(String, Given)],
    tried: &[(String, Given)],
) -> Result<(), AnswersError> {
    let refused = |name: &String| {
        let name = name.clone();
        |source| AnswersError::Refused { name, source: Box::new(source) }
    };
    for (name, given) in answers {
        let (finding, answer) = answer(session.knowledge(), name, given)?;
        session.answer(finding, answer).map_err(refused(name))?;
    }
    for (name, given) in tried {
        let fix = find_fix(session.knowledge(), name)?;
        let outcome = outcome(given).ok_or_else(|| wrong(name, given, "yes, partly, no or not done"))?;
        session.outcome(fix, outcome).map_err(refused(name))?;
    }
    Ok(())
}

fn wrong(name: &str, given: &Given, allowed: impl Into<String>) -> AnswersError {
    let value = match given {
        Given::Truth(truth) => truth.to_string(),
        Given::Number(number) => number.to_string(),
        Given::Word(word) => word.clone(),
        Given::List(words) => words.join(", "),
    };
    AnswersError::WrongValue { name: name.to_owned(), value, allowed: allowed.into() }
}

/// Returns the fix of that name.
pub(crate) fn find_fix(knowledge: &Knowledge, name: &str) -> Result<FixId, AnswersError> {
    let found = knowledge.find(name).into_iter().find_map(|thing| match thing {
        Thing::Fix(fix) => Some(fix),
        _ => None,
    });
    found.ok_or_else(|| unknown(knowledge, "fix", name, |thing| matches!(thing, Thing::Fix(_))))
}

/// Returns the error for a name that nothing of the kind has, with the nearest that something has.
pub(crate) fn unknown(
    knowledge: &Knowledge,
    what: &'static str,
    name: &str,
    is_meant: impl Fn(&Thing) -> bool,
) -> AnswersError {
    let known = knowledge.things().filter(is_meant).map(|thing| knowledge.id_of(thing)).collect::<Vec<_>>();
    let near = crate::names::nearest(name, known.into_iter()).map(str::to_owned);
    AnswersError::Unknown { what, name: name.to_owned(), near }
}

/// Returns the finding of that name; an exclusive symptom is a sign of its own.
fn find_sign(knowledge: &Knowledge, name: &str) -> Result<Sign, AnswersError> {
    let found = knowledge.find(name).into_iter().find_map(|thing| match thing {
        Thing::Finding(finding) => Some(Sign { finding, option: None }),
        Thing::Sign(sign) => Some(sign),
        _ => None,
    });
    let is_meant = |thing: &Thing| matches!(thing, Thing::Finding(_) | Thing::Sign(_));
    found.ok_or_else(|| unknown(knowledge, "finding", name, is_meant))
}

/// Returns what an answer says of which finding.
pub(crate) fn answer(knowledge: &Knowledge, name: &str, given: &Given) -> Result<(FindingId, Answer), AnswersError> {
    let sign = find_sign(knowledge, name)?;
    let domain = &knowledge.finding(sign.finding).domain;
    let read = |given: &Given| match sign.option {
        Some(option) => (said::yes_or_no(&fold(word_of(given))) == Some(true)).then_some(Value::Option(option)),
        None => value(knowledge, sign.finding, given),
    };
    let answer = unsure(word_of(given), domain, read).or_else(|| read(given).map(Answer::sure));
    let answer = answer.or_else(|| said::UNKNOWN.contains(&&*fold(word_of(given))).then_some(Answer::Unknown));
    Ok((sign.finding, answer.ok_or_else(|| wrong(name, given, allowed(domain)))?))
}

/// Returns the answer of somebody who is not sure, or does not know, whatever is asked. Other words for the latter may name an option.
fn unsure(word: &str, domain: &Domain, read: impl Fn(&Given) -> Option<Value>) -> Option<Answer> {
    let said = fold(word);
    let is_among = |words: &[&str]| words.contains(&said.as_str());
    match domain {
        _ if matches!(word, "don't know" | "unknown") => return Some(Answer::Unknown),
        Domain::Text if is_among(said::UNKNOWN) => return Some(Answer::Unknown),
        Domain::YesNo { .. } if is_among(said::PROBABLY) || is_among(said::PROBABLY_YES) => {
            return Some(Answer::probable(Value::Yes));
        }
        Domain::YesNo { .. } if is_among(said::PROBABLY_NO) => return Some(Answer::probable(Value::No)),
        _ => {}
    }
    // A text keeps its capitals.
    let rest = word.strip_prefix("probably ").or_else(|| said::after_probably(&said))?;
    read(&Given::Word(rest.to_owned())).map(Answer::probable)
}

pub(crate) fn word_of(given: &Given) -> &str {
    match given {
        Given::Truth(true) => "yes",
        Given::Truth(false) => "no",
        Given::Word(word) => word.trim(),
        Given::Number(_) | Given::List(_) => "",
    }
}

fn value(knowledge: &Knowledge, finding: FindingId, given: &Given) -> Option<Value> {
    let option = |word: &str| knowledge.find_option(finding, word);
    match (&knowledge.finding(finding).domain, given) {
        (Domain::YesNo { .. }, _) => {
            said::yes_or_no(&fold(word_of(given))).map(|yes| if yes { Value::Yes } else { Value::No })
        }
        (Domain::OneOf { rest: Some(_), .. }, Given::Word(word)) if word == "else" => Some(Value::Rest),
        (Domain::OneOf { .. }, Given::Word(word)) => option(word).map(Value::Option),
        (Domain::SeveralOf { .. }, Given::Word(word)) => {
            let words: Vec<&str> = word.split(',').map(str::trim).collect();
            match words.iter().map(|word| option(word)).collect::<Option<Vec<_>>>() {
                None if word.trim() == "none" => Some(Value::Options(Vec::new())),
                options => options.map(Value::Options),
            }
        }
        (Domain::SeveralOf { .. }, Given::List(words)) => {
            words.iter().map(|word| option(word)).collect::<Option<Vec<_>>>().map(Value::Options)
        }
        (Domain::Number { .. }, Given::Number(number)) => Some(Value::Number(*number)),
        (Domain::Number { .. }, Given::Word(word)) => word.trim().parse().ok().map(Value::Number),
        (Domain::Text, Given::Word(word)) => Some(Value::Text(word.clone())),
        (Domain::Text, Given::Number(number)) => Some(Value::Text(number.to_string())),
        _ => None,
    }
}

fn allowed(domain: &Domain) -> String {
    match domain {
        Domain::YesNo { .. } => "yes, no, probably yes, probably no or don't know".to_owned(),
        Domain::OneOf { options, rest } => {
            let options = options.iter().map(|option| option.id.as_str()).chain(rest.as_ref().map(|_| "else"));
            format!("one of {}", options.collect::<Vec<_>>().join(", "))
        }
        Domain::SeveralOf { options } => {
            let options: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
            format!("a list of {}, or none", options.join(", "))
        }
        Domain::Number { least, most, .. } => format!("a number from {least} to {most}"),
        Domain::Text => "a text".to_owned(),
    }
}

/// Returns whether a fix helped, as it is written.
pub(crate) fn outcome(given: &Given) -> Option<Outcome> {
    said::outcome(&fold(word_of(given)))
}
