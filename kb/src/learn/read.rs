//! Cases as they stand in files: saved sessions, JSON lines, tables. What they mean for a base is none of its business.

use super::error::CaseError;
use super::table::{Table, text};
use crate::answers::Given;
use crate::sources::{Entry, ReadError, Sources};
use crate::yaml::Pairs;
use etio_engine::Saved;
use serde::Deserialize;
use serde_json::Value;

/// How many bytes a file of cases may have.
pub const MAX_CASE_FILE: usize = 64 * 1024 * 1024;
/// How many cases can be learnt from at once.
pub const MAX_CASES: usize = 200_000;

/// Endings of files of cases.
const ENDINGS: [&str; 4] = [".json", ".jsonl", ".ndjson", ".csv"];

/// A case as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What tells it from others: cases of the same id are one.
    pub id: Option<String>,
    /// What was wrong, where it is known: sets of causes, each with its share.
    pub causes: Option<Vec<(Vec<String>, f64)>>,
    /// What was said.
    pub said: Said,
    /// How long fixes took, in seconds.
    pub times: Vec<(String, f64)>,
}

/// What was said in a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// A saved session.
    Session(Saved),
    /// A text, then answers, then outcomes.
    Answers {
        /// What was pasted.
        text: Option<String>,
        /// Findings and their values.
        findings: Vec<(String, Given)>,
        /// Fixes and whether they helped.
        fixes: Vec<(String, Given)>,
    },
}

/// A case in a line of JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    cause: Option<WrittenCause>,
    #[serde(default)]
    session: Option<Saved>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    findings: Pairs<Given>,
    #[serde(default)]
    fixes: Pairs<WrittenFix>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenCause {
    One(String),
    All(Vec<String>),
    Shares(Pairs<f64>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenFix {
    Timed(Timed),
    Plain(Given),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Timed {
    helped: Given,
    #[serde(default)]
    took: Option<Given>,
}

/// Reads the cases of files and folders, in the order given; in a folder in the order of the names.
///
/// # Errors
/// At the first file that cannot be read.
pub fn read(sources: &dyn Sources, paths: &[&str]) -> Result<Vec<Case>, CaseError> {
    let mut cases = Vec::new();
    for path in paths {
        match entry(sources, path)? {
            Entry::File(bytes) => file(path, &bytes, &mut cases)?,
            Entry::Folder(names) => folder(sources, path, names, &mut cases)?,
        }
    }
    Ok(cases)
}

fn entry(sources: &dyn Sources, path: &str) -> Result<Entry, CaseError> {
    let entry = sources.read(path, MAX_CASE_FILE).map_err(|error| match error {
        ReadError::NotFound => CaseError::new(path, None, "there is no such file or folder").help("check the path"),
        ReadError::Failed(why) => CaseError::new(path, None, why).help("check that you may read it"),
    })?;
    match &entry {
        Entry::File(bytes) if bytes.len() > MAX_CASE_FILE => {
            let message = format!("the file has more than {} MB", MAX_CASE_FILE >> 20);
            Err(CaseError::new(path, None, message).help("split it into several files"))
        }
        _ => Ok(entry),
    }
}

fn folder(sources: &dyn Sources, path: &str, mut names: Vec<String>, cases: &mut Vec<Case>) -> Result<(), CaseError> {
    names.retain(|name| ENDINGS.iter().any(|ending| name.ends_with(ending)));
    names.sort_unstable();
    if names.is_empty() {
        let help =
            format!("cases stand in files that end in {}", ENDINGS.map(|ending| format!("`{ending}`")).join(", "));
        return Err(CaseError::new(path, None, "there are no cases in the folder").help(help));
    }
    for name in names {
        let path = format!("{}/{name}", path.trim_end_matches('/'));
        if let Entry::File(bytes) = entry(sources, &path)? {
            file(&path, &bytes, cases)?;
        }
    }
    Ok(())
}

fn file(path: &str, bytes: &[u8], cases: &mut Vec<Case>) -> Result<(), CaseError> {
    if path.ends_with(".csv") {
        of_table(&Table::read(path, bytes)?, cases)?;
    } else {
        of_json(path, text(path, bytes)?, cases)?;
    }
    if cases.len() > MAX_CASES {
        let help = "learn from a part of them: past so many cases no number moves any more";
        return Err(CaseError::new(path, None, format!("there are more than {MAX_CASES} cases")).help(help));
    }
    Ok(())
}

/// Reads values of JSON one after the other, whether each has a line of its own or not; a list stands for its values.
fn of_json(path: &str, text: &str, cases: &mut Vec<Case>) -> Result<(), CaseError> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let mut line = 1;
    let mut before = 0;
    loop {
        let skipped = text[before..].len() - text[before..].trim_start().len();
        line += text[before..before + skipped].matches('\n').count();
        let Some(value) = values.next() else { return Ok(()) };
        let value = value.map_err(|error| {
            let help = "a file of cases holds JSON, one case a line, or saved sessions";
            CaseError::new(path, Some(error.line()), reason(&error)).help(help)
        })?;
        let all = match value {
            Value::Array(values) => values,
            value => vec![value],
        };
        for value in all {
            cases.push(of_value(value).map_err(|error| malformed(path, line, &error))?.placed(path, line));
        }
        line += text[before + skipped..values.byte_offset()].matches('\n').count();
        before = values.byte_offset();
    }
}

fn malformed(path: &str, line: usize, error: &serde_json::Error) -> CaseError {
    let help = "a case looks like this: {\"cause\": \"vpn-on\", \"findings\": {\"slow\": \"yes\"}}; `save FILE` writes a session";
    CaseError::new(path, Some(line), format!("this is no case: {}", reason(error))).help(help)
}

/// Returns the message without the place, which stands before it.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or_default().to_owned()
}

fn of_value(value: Value) -> Result<Case, serde_json::Error> {
    let unplaced = |id, causes, said, times| Case { file: String::new(), line: 0, id, causes, said, times };
    if value.get("etio_session").is_some() {
        return Ok(unplaced(None, None, Said::Session(serde_json::from_value(value)?), Vec::new()));
    }
    let Written { id, cause, session, text, findings, fixes } = serde_json::from_value(value)?;
    let (mut outcomes, mut times) = (Vec::new(), Vec::new());
    for (fix, written) in fixes.0 {
        match written {
            WrittenFix::Plain(given) => outcomes.push((fix, given)),
            WrittenFix::Timed(Timed { helped, took }) => {
                let took = took.as_ref().map(|took| seconds(took).ok_or_else(|| no_time(&fix))).transpose()?;
                times.extend(took.map(|took| (fix.clone(), took)));
                outcomes.push((fix, helped));
            }
        }
    }
    let said = match session {
        Some(session) if text.is_none() && findings.0.is_empty() && outcomes.is_empty() => Said::Session(session),
        Some(_) => {
            let message = "beside `session` stand only `id` and `cause`";
            return Err(serde::de::Error::custom(message));
        }
        None => Said::Answers { text, findings: findings.0, fixes: outcomes },
    };
    Ok(unplaced(id, cause.map(shares).transpose()?, said, times))
}

fn no_time(fix: &str) -> serde_json::Error {
    serde::de::Error::custom(format!("`took` of `{fix}` is no time such as `90 s` or `3 min`"))
}

fn shares(cause: WrittenCause) -> Result<Vec<(Vec<String>, f64)>, serde_json::Error> {
    let shares = match cause {
        WrittenCause::One(cause) => vec![(vec![cause], 1.0)],
        WrittenCause::All(causes) => vec![(causes, 1.0)],
        WrittenCause::Shares(shares) => shares.0.into_iter().map(|(cause, share)| (vec![cause], share)).collect(),
    };
    let sum: f64 = shares.iter().map(|(_, share)| share).sum();
    let sound =
        shares.iter().all(|(causes, share)| !causes.is_empty() && *share >= 0.0) && sum > 0.0 && sum.is_finite();
    if !sound {
        return Err(serde::de::Error::custom("`cause` names no cause, or its shares come to nothing"));
    }
    Ok(shares.into_iter().map(|(causes, share)| (causes, share / sum)).filter(|(_, share)| *share > 0.0).collect())
}

/// Returns a time in seconds: a number of them, or a number with `s`, `min`, `h` or `days`.
fn seconds(given: &Given) -> Option<f64> {
    let seconds = match given {
        Given::Number(seconds) => *seconds,
        Given::Word(word) => {
            let word = word.trim();
            let at = word.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(word.len());
            let unit = match word[at..].trim() {
                "" | "s" => 1.0,
                "min" => 60.0,
                "h" => 3600.0,
                "days" => 86_400.0,
                _ => return None,
            };
            word[..at].parse::<f64>().ok()? * unit
        }
        Given::Truth(_) | Given::List(_) => return None,
    };
    (seconds.is_finite() && (0.0..=1e7).contains(&seconds)).then_some(seconds)
}

/// Returns the time that a cell says, in seconds.
pub(super) fn seconds_of(cell: &str) -> Option<f64> {
    if is_blank(cell) { None } else { seconds(&Given::Word(cell.to_owned())) }
}

/// Reads the rows of a table: `cause`, `id`, `text`, `fix:ID`, `time:ID`; every other column is a finding.
fn of_table(table: &Table, cases: &mut Vec<Case>) -> Result<(), CaseError> {
    let mut rows = Vec::new();
    for (row, &line) in table.rows.iter().zip(&table.lines) {
        let (mut id, mut causes, mut said_text, mut times) = (None, None, None, Vec::new());
        let (mut findings, mut fixes) = (Vec::new(), Vec::new());
        for (column, cell) in table.columns.iter().zip(row).filter(|(_, cell)| !is_blank(cell)) {
            let word = || Given::Word(cell.clone());
            match column.split_once(':').map(|(kind, id)| (kind.trim(), id.trim())) {
                Some(("fix", fix)) => fixes.push((fix.to_owned(), word())),
                Some(("time", fix)) => {
                    let took = seconds(&word()).ok_or_else(|| {
                        CaseError::new(&table.name, Some(line), format!("`{cell}` is no time"))
                            .help("write `90 s` or `3 min`")
                    })?;
                    times.push((fix.to_owned(), took));
                }
                Some(("fact" | "symptom", finding)) => findings.push((finding.to_owned(), word())),
                _ if column.eq_ignore_ascii_case("cause") => causes = Some(vec![(causes_of(cell), 1.0)]),
                _ if column.eq_ignore_ascii_case("id") => id = Some(cell.clone()),
                _ if column.eq_ignore_ascii_case("text") => said_text = Some(cell.clone()),
                _ => findings.push((column.clone(), word())),
            }
        }
        let said = Said::Answers { text: said_text, findings, fixes };
        rows.push(Case { file: table.name.clone(), line, id, causes, said, times });
    }
    cases.extend(rows);
    Ok(())
}

/// Returns the causes that a cell names; `|` stands between several.
pub(super) fn causes_of(cell: &str) -> Vec<String> {
    cell.split('|').map(str::trim).filter(|cause| !cause.is_empty()).map(str::to_owned).collect()
}

/// Returns whether a cell says nothing: it was not asked.
pub(super) fn is_blank(cell: &str) -> bool {
    matches!(cell.trim(), "" | "?" | "-" | "NA" | "N/A" | "n/a" | "nan" | "NaN")
}

impl Case {
    fn placed(self, file: &str, line: usize) -> Self {
        Self { file: file.to_owned(), line, ..self }
    }
}
