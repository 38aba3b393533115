//! Dialogues of doctors: one case a line, with findings told at first (`explicit`) and found on asking (`implicit`).

use super::Problem;
use super::set::{Case, NO, Question, SILENT, Set, Shape, UNSURE, YES};
use serde_json::Value;
use std::collections::BTreeSet;

/// Reads files of dialogues as one set, so that all have the same causes and questions; `silence` is what an unmentioned finding is answered.
///
/// # Errors
/// Where a line is not such a dialogue.
pub fn read(name: &str, texts: &[String], shape: Shape) -> Result<(Set, Vec<Vec<Case>>), Problem> {
    let parsed: Vec<Vec<Value>> = texts.iter().map(|text| lines(text)).collect::<Result<_, _>>()?;
    let mut causes = BTreeSet::new();
    let mut findings = BTreeSet::new();
    for record in parsed.iter().flatten() {
        causes.insert(text(record, "disease")?);
        findings.extend(said(record, "explicit").chain(said(record, "implicit")).map(|(name, _)| name.to_owned()));
    }
    let causes: Vec<String> = causes.into_iter().collect();
    let findings: Vec<String> = findings.into_iter().collect();
    let cases = |records: &Vec<Value>| records.iter().map(|record| case(record, &causes, &findings, shape)).collect();
    let cases = parsed.iter().map(cases).collect::<Result<_, Problem>>()?;
    let is_unsure =
        |record: &Value| said(record, "explicit").chain(said(record, "implicit")).any(|(_, yes)| yes.is_none());
    let values: &[&str] = match shape {
        Shape::Said if parsed.iter().flatten().any(is_unsure) => &["yes", "no", "nothing said", "not sure"],
        Shape::Said => &["yes", "no", "nothing said"],
        _ => &["yes", "no"],
    };
    let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
    let questions = findings.iter().map(|title| Question { title: title.clone(), values: values.clone(), shape });
    let questions = questions.collect();
    Ok((Set { name: name.to_owned(), causes, questions }, cases))
}

/// Returns the values of a file with one JSON value a line.
///
/// # Errors
/// Where a line is not JSON.
pub fn lines(text: &str) -> Result<Vec<Value>, Problem> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    Ok(lines.map(serde_json::from_str).collect::<Result<_, _>>()?)
}

/// Returns a text of a record.
///
/// # Errors
/// Where it has none of that name.
pub fn text(record: &Value, key: &str) -> Result<String, Problem> {
    Ok(record[key].as_str().ok_or_else(|| format!("a record without `{key}`"))?.to_owned())
}

fn said<'a>(record: &'a Value, key: &str) -> impl Iterator<Item = (&'a str, Option<bool>)> {
    record[key].as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_bool()))
}

fn case(record: &Value, causes: &[String], findings: &[String], shape: Shape) -> Result<Case, Problem> {
    let cause = text(record, "disease")?;
    let cause = causes.binary_search(&cause).map_err(|_| "an unknown disease")?;
    let position = |name: &str| findings.binary_search_by(|known| known.as_str().cmp(name)).unwrap_or_default();
    let (silence, unsure) = if shape == Shape::Said { (SILENT, UNSURE) } else { (NO, NO) };
    let mut answers = vec![vec![silence]; findings.len()];
    for (name, value) in said(record, "implicit").chain(said(record, "explicit")) {
        let value = value.map_or(unsure, |yes| if yes { YES } else { NO });
        answers[position(name)] = vec![value];
    }
    let explicit: Vec<usize> =
        said(record, "explicit").filter(|(_, value)| value.is_some()).map(|(name, _)| position(name)).collect();
    let (told, known) = if shape == Shape::Said { (explicit, Vec::new()) } else { (Vec::new(), explicit) };
    Ok(Case { cause, told, known, answers })
}
