//! The sessions that show what is wrong, as a file of cases.

use crate::exit::Failure;
use crate::words::Words;
use etio_kb::{CounterExample, Diagnostic};
use std::fmt::Write as _;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

/// Writes the sessions into a new file, and returns what to say of it.
pub(super) fn save(path: &Path, diagnostics: &[Diagnostic], words: Words) -> Result<String, Failure> {
    let shown: Vec<(&Diagnostic, &CounterExample)> =
        diagnostics.iter().filter_map(|one| Some((one, one.example.as_deref()?))).collect();
    if shown.is_empty() {
        return Ok(words.no_shown_cases());
    }
    let name = path.display().to_string();
    let text: String = shown.iter().map(|(one, example)| case(one, example)).collect();
    let file = std::fs::OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::usage(words.learn_exists(&name)),
        _ => Failure::Write(error),
    })?;
    Ok(words.shown_cases(shown.len(), &name))
}

/// Returns one case; what it is to come to is left to the author.
fn case(diagnostic: &Diagnostic, example: &CounterExample) -> String {
    let mut case = String::new();
    let _ = writeln!(case, "# {}: {}", diagnostic.code, example.outcome);
    let _ = writeln!(case, "- case: {}", quoted(&diagnostic.message));
    if let Some(text) = &example.text {
        let _ = writeln!(case, "  text: {}", quoted(text));
    }
    for (key, pairs) in [("answers", &example.answers), ("tried", &example.tried)] {
        if !pairs.is_empty() {
            let pairs: Vec<String> = pairs.iter().map(|(id, value)| format!("{id}: {}", plain(value))).collect();
            let _ = writeln!(case, "  {key}: {{{}}}", pairs.join(", "));
        }
    }
    case + "  expect: {}\n\n"
}

/// Returns a text as YAML takes it: every string of JSON is one.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// Returns an answer as it is written: words, numbers and lists as they are, everything else in quotes.
fn plain(answer: &str) -> String {
    let list = answer.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ' ');
    let bare = match list {
        Some(inside) => inside.chars().all(|c| safe(c) || c == ','),
        None => !answer.is_empty() && answer.chars().all(safe),
    };
    if bare { answer.to_owned() } else { quoted(answer) }
}
