//! What can be mended at once: the form of a page, and names that were nearly right.

use super::desk::{Desk, Text};
use super::diagnostics::located;
use super::files;
use super::server::{Answer, sent};
use gen_lsp_types::{CodeAction, CodeActionKind, CodeActionParams, Range, TextEdit, Uri, WorkspaceEdit};
use serde_json::Value;
use std::collections::HashMap;

/// Returns the edit that puts a page in its one form; none where it has that form or cannot be read.
pub(super) fn format(_: &Desk, path: &str, page: &Text) -> Answer {
    if !path.ends_with(".kb") {
        return Ok(Value::Null);
    }
    match etio_kb::format(path, &page.text) {
        Ok(formatted) if formatted != page.text => {
            let range = page.lines.range(&page.text, 0..page.text.len());
            sent([TextEdit { range, new_text: formatted }])
        }
        Ok(_) => Ok(Value::Array(Vec::new())),
        Err(_) => Ok(Value::Null),
    }
}

/// Returns the remedies that are a word to be replaced, for the mistakes that a range touches.
pub(super) fn fixes(desk: &Desk, params: &CodeActionParams) -> Answer {
    let path = files::path(&params.text_document.uri.0);
    let Some((_, reading)) = desk.reading_of(&path) else { return Ok(Value::Null) };
    let mut actions: Vec<CodeAction> = Vec::new();
    for diagnostic in &reading.loaded.diagnostics {
        let Some((label, meant)) = diagnostic.labels.first().zip(diagnostic.help.as_deref().and_then(meant)) else {
            continue;
        };
        let (file, range) = located(reading, label);
        if file != path || !touch(range, params.range) || !is_word(reading.loaded.files.text(label.span)) {
            continue;
        }
        let edit = TextEdit { range, new_text: meant.to_owned() };
        let changes = HashMap::from([(Uri(desk.uri(&path)), vec![edit])]);
        let told = params.context.diagnostics.iter().filter(|told| told.range == range).cloned().collect::<Vec<_>>();
        actions.push(CodeAction {
            title: desk.words.write_instead(meant),
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: (!told.is_empty()).then_some(told),
            is_preferred: Some(true),
            edit: Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }),
            ..CodeAction::default()
        });
    }
    sent(actions)
}

/// Returns the word that a remedy says was meant.
fn meant(help: &str) -> Option<&str> {
    let rest = help.strip_prefix("did you mean `").or_else(|| help.strip_prefix("write `"))?;
    let (word, after) = rest.split_once('`')?;
    (is_word(word) && matches!(after.chars().next(), Some('?' | ':') | None)).then_some(word)
}

/// Returns whether a text is one name, so that another can stand in its place.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

fn touch(one: Range, other: Range) -> bool {
    let at = |position: gen_lsp_types::Position| (position.line, position.character);
    at(one.start) <= at(other.end) && at(other.start) <= at(one.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_remedies_that_are_one_word_are_edits() {
        let table = [
            ("did you mean `vpn`?", Some("vpn")),
            ("write `server-overload`: lower-case letters a–z, digits and hyphens", Some("server-overload")),
            ("write `browser is safari`", None),
            ("write `10 s`, `2 min`, `1 h` or `3 days`", None),
            ("write `a` or `not a`", None),
            ("leave one of them out", None),
        ];
        for (help, word) in table {
            assert_eq!(meant(help), word, "{help}");
        }
    }
}
