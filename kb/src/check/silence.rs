//! Findings that an author has looked at and wants to keep as they are: `# etio: allow W204 because …`.
//!
//! The comment stands at the end of the line, or on lines of its own above it. It silences that one kind of finding on that one
//! line; without a reason it silences nothing, and one that silences nothing is told of.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::remedy::{Cut, Remedy};
use crate::source::{FileId, Files, Span};
use std::collections::BTreeMap;

/// One silence, and the line it is for.
struct Silence {
    code: Option<Code>,
    written: String,
    has_reason: bool,
    line: usize,
    span: Span,
    used: bool,
}

/// Takes the warnings out that are silenced, and tells of silences that silence nothing.
pub(crate) fn silence(diagnostics: &mut Vec<Diagnostic>, files: &Files) {
    let mut silences: BTreeMap<FileId, Vec<Silence>> = BTreeMap::new();
    for (file, source) in files.with_ids() {
        let found = silences_of(file, source.text());
        if !found.is_empty() {
            silences.insert(file, found);
        }
    }
    if silences.is_empty() {
        return;
    }
    diagnostics.retain(|one| {
        let Some(label) = one.labels.first().filter(|_| one.severity() == Severity::Warning) else { return true };
        let line = files.get(label.span.file).line_of(label.span.range().start);
        let here = silences.get_mut(&label.span.file).into_iter().flatten();
        let mut fitting =
            here.filter(|silence| silence.line == line && silence.code == Some(one.code) && silence.has_reason);
        fitting.next().map(|silence| silence.used = true).is_none()
    });
    // Of a base with errors nobody knows yet what there is to silence.
    let errors = diagnostics.iter().any(Diagnostic::is_error);
    let unknown = |silence: &Silence| {
        errors && silence.has_reason && silence.code.is_some_and(|code| code.severity() == Severity::Warning)
    };
    for silence in silences.into_values().flatten().filter(|silence| !silence.used && !unknown(silence)) {
        let (message, help) = match (silence.code, silence.has_reason) {
            (None, _) => {
                (format!("there is no check `{}`", silence.written), "name it as the finding does, such as `W204`")
            }
            (Some(code), _) if code.severity() == Severity::Error => {
                (format!("`{code}` is an error, and errors cannot be silenced"), "mend it, and leave the comment out")
            }
            (Some(code), false) => {
                (format!("this does not say why `{code}` is silenced"), "write `# etio: allow CODE because …`")
            }
            (Some(code), true) => {
                (format!("there is no `{code}` to silence here"), "leave the comment out: what it was for is mended")
            }
        };
        let idle = silence.has_reason && silence.code.is_some();
        let remedy = idle.then(|| Remedy::cut("leave the comment out", Cut::Comment(silence.span)));
        let problem = Diagnostic::new(Code::IdleSilence, message).at(silence.span, "").help(help);
        diagnostics.push(problem.maybe_remedy(remedy));
    }
    diagnostics.sort_by_key(|one| one.labels.first().map_or((1, None), |label| (0, Some(label.span))));
}

/// Returns the silences of a page.
fn silences_of(file: FileId, text: &str) -> Vec<Silence> {
    let mut found = Vec::new();
    let mut waiting: Vec<Silence> = Vec::new();
    let mut start = 0;
    for (nth, line) in text.split_inclusive('\n').enumerate() {
        let comment = comment_of(line);
        let alone = comment.is_some_and(|at| line[..at].trim().is_empty());
        if let Some(silence) = comment.and_then(|at| silence_of(file, start + at, line[at..].trim_end())) {
            waiting.push(silence);
        }
        if !alone && !line.trim().is_empty() {
            waiting.iter_mut().for_each(|silence| silence.line = nth);
            found.append(&mut waiting);
        }
        start += line.len();
    }
    found.append(&mut waiting);
    found
}

/// Returns where the comment of a line begins: at a number sign that stands in no string and no regular expression.
fn comment_of(line: &str) -> Option<usize> {
    let (mut quoted, mut before) = (None, None);
    for (at, c) in line.char_indices() {
        match (quoted, c) {
            (Some(quote), _) if c == quote && before != Some('\\') => quoted = None,
            (None, '#') => return Some(at),
            (None, '"') => quoted = Some('"'),
            (None, '/') if before.is_some_and(char::is_whitespace) => quoted = Some('/'),
            _ => {}
        }
        before = if before == Some('\\') && c == '\\' { None } else { Some(c) };
    }
    None
}

/// Returns whether a comment is there to silence something.
pub(crate) fn is_silence(comment: &str) -> bool {
    comment.starts_with('#') && silence_of(FileId(0), 0, comment).is_some()
}

fn silence_of(file: FileId, start: usize, comment: &str) -> Option<Silence> {
    let said = comment.trim_start_matches('#').trim_start().strip_prefix("etio:")?.trim_start();
    let rest = said.strip_prefix("allow")?.trim_start();
    let (written, reason) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let reason = reason.trim_start().strip_prefix("because").unwrap_or_default();
    Some(Silence {
        code: Code::of(written),
        written: written.to_owned(),
        has_reason: !reason.trim().is_empty(),
        line: usize::MAX,
        span: Span::new(file, start..start + comment.len()),
        used: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_known_from_strings_and_expressions() {
        let table = [
            ("a # b", Some(2)),
            ("says \"a # b\"", None),
            ("says \"a \\\" # b\" # c", Some(16)),
            ("says /a#b/ # c", Some(11)),
            ("no comment", None),
        ];
        for (line, expected) in table {
            assert_eq!(comment_of(line), expected, "{line}");
        }
    }
}
