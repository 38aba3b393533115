//! What can be mended at once: the form of a page, and mistakes with a certain remedy.

use super::desk::{Desk, Reading, Text};
use super::diagnostics::located;
use super::files;
use super::server::{Answer, sent};
use etio_kb::{Edit, Remedy};
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

/// Returns the remedies of the mistakes that a range touches, and all of the base at once.
pub(super) fn fixes(desk: &Desk, params: &CodeActionParams) -> Answer {
    let path = files::path(&params.text_document.uri.0);
    let Some((_, reading)) = desk.reading_of(&path) else { return Ok(Value::Null) };
    let wanted = |kind: &CodeActionKind| {
        let is = |only: &CodeActionKind| kind == only || kind.as_str().starts_with(&format!("{}.", only.as_str()));
        params.context.only.as_ref().is_none_or(|only| only.iter().any(is))
    };
    let mut actions: Vec<CodeAction> = Vec::new();
    let mut all: Vec<&Remedy> = Vec::new();
    for diagnostic in &reading.loaded.diagnostics {
        let Some((label, remedy)) = diagnostic.labels.first().zip(diagnostic.remedy.as_ref()) else { continue };
        let file = |edit: &Edit| reading.loaded.files.get(edit.span.file).name();
        if remedy.edits.iter().any(|edit| Reading::is_shipped(file(edit))) {
            continue;
        }
        if !all.iter().any(|other| other.overlaps(remedy)) {
            all.push(remedy);
        }
        let (file, range) = located(reading, label.span);
        if file == path && touch(range, params.range) && wanted(&CodeActionKind::QuickFix) {
            let told = params.context.diagnostics.iter().filter(|told| told.range == range).cloned();
            let told: Vec<_> = told.collect();
            actions.push(CodeAction {
                diagnostics: (!told.is_empty()).then_some(told),
                is_preferred: Some(true),
                ..action(capital(&remedy.title), CodeActionKind::QuickFix, changes(desk, reading, &[remedy]))
            });
        }
    }
    if !all.is_empty() && wanted(&CodeActionKind::SourceFixAll) {
        let title = desk.words.mend_all(all.len());
        actions.push(action(title, CodeActionKind::SourceFixAll, changes(desk, reading, &all)));
    }
    sent(actions)
}

fn action(title: String, kind: CodeActionKind, edit: WorkspaceEdit) -> CodeAction {
    CodeAction { title, kind: Some(kind), edit: Some(edit), ..CodeAction::default() }
}

/// Returns remedies that do not overlap as edits of files.
fn changes(desk: &Desk, reading: &Reading, remedies: &[&Remedy]) -> WorkspaceEdit {
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for edit in remedies.iter().flat_map(|remedy| &remedy.edits) {
        let (file, range) = located(reading, edit.span);
        changes.entry(Uri(desk.uri(&file))).or_default().push(TextEdit { range, new_text: edit.text.clone() });
    }
    WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
}

fn capital(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn touch(one: Range, other: Range) -> bool {
    let at = |position: gen_lsp_types::Position| (position.line, position.character);
    at(one.start) <= at(other.end) && at(other.start) <= at(one.end)
}
