//! Mistakes for other programs.

use etio_kb::{CounterExample, Diagnostic, Edit, Files, Label, Loaded, Remedy};
use serde::Serialize;

/// A mistake for a program.
#[derive(Serialize)]
pub(super) struct Mistake<'l> {
    code: &'static str,
    severity: &'static str,
    message: &'l str,
    help: Option<&'l str>,
    /// Where: the place itself first, then places that belong to it.
    places: Vec<Spot<'l>>,
    /// A session that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<Shown<'l>>,
    /// What mends it for certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<Mends<'l>>,
}

/// A remedy: all its edits belong together.
#[derive(Serialize)]
struct Mends<'l> {
    title: &'l str,
    edits: Vec<Change<'l>>,
}

/// What stands from one place up to another becomes the text.
#[derive(Serialize)]
struct Change<'l> {
    file: &'l str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'l str,
}

#[derive(Serialize)]
struct Shown<'l> {
    text: Option<&'l str>,
    answers: &'l [(String, String)],
    tried: &'l [(String, String)],
    outcome: &'l str,
}

#[derive(Serialize)]
struct Spot<'l> {
    file: &'l str,
    line: usize,
    column: usize,
    text: &'l str,
}

/// Returns every mistake.
pub(super) fn mistakes(loaded: &Loaded) -> Vec<Mistake<'_>> {
    loaded.diagnostics.iter().map(|one| mistake(one, &loaded.files)).collect()
}

fn mends<'l>(remedy: &'l Remedy, files: &'l Files) -> Mends<'l> {
    let change = |edit: &'l Edit| {
        let file = files.get(edit.span.file);
        let [start, end] = [edit.span.start, edit.span.end].map(|byte| file.place(byte as usize));
        let (line, column, end_line, end_column) = (start.line, start.column, end.line, end.column);
        Change { file: file.name(), line, column, end_line, end_column, text: &edit.text }
    };
    Mends { title: &remedy.title, edits: remedy.edits.iter().map(change).collect() }
}

fn mistake<'l>(diagnostic: &'l Diagnostic, files: &'l Files) -> Mistake<'l> {
    let place = |label: &'l Label| {
        let file = files.get(label.span.file);
        let place = file.place(label.span.range().start);
        Spot { file: file.name(), line: place.line, column: place.column, text: &label.text }
    };
    Mistake {
        code: diagnostic.code.as_str(),
        severity: if diagnostic.is_error() { "error" } else { "warning" },
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        places: diagnostic.labels.iter().map(place).collect(),
        example: diagnostic.example.as_deref().map(shown),
        remedy: diagnostic.remedy.as_deref().map(|remedy| mends(remedy, files)),
    }
}

fn shown(example: &CounterExample) -> Shown<'_> {
    Shown { text: example.text.as_deref(), answers: &example.answers, tried: &example.tried, outcome: &example.outcome }
}
