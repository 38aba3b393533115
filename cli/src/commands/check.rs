//! `etio check`: the mistakes in bases, all of them at once.

mod sarif;
mod shown;

use crate::args::Format;
use crate::bases;
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::page::Page;
use crate::render;
use etio_kb::{CounterExample, Diagnostic, Files, Label, Loaded};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Runs the command.
pub(crate) fn run(
    paths: &[PathBuf],
    save_case: Option<&Path>,
    call: &Call,
    console: &mut Console<'_>,
) -> Result<Exit, Failure> {
    let words = call.words;
    let loaded = bases::check(&bases::roots_with(paths, &call.options.bases, words)?);
    let saved = save_case.map(|path| shown::save(path, &loaded.diagnostics, words)).transpose()?;
    if call.options.format == Format::Sarif {
        render::json(&sarif::log(&loaded), console.out)?;
        return Ok(exit(&loaded));
    }
    if call.options.format == Format::Json {
        let mistakes: Vec<Mistake<'_>> = loaded.diagnostics.iter().map(|one| mistake(one, &loaded.files)).collect();
        render::json(&mistakes, console.out)?;
        return Ok(exit(&loaded));
    }
    if !loaded.diagnostics.is_empty() {
        writeln!(console.err, "{}\n", loaded.render(bases::paint()))?;
    }
    let errors = loaded.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    let mut page = Page::default();
    page.text(match (errors, loaded.diagnostics.len()) {
        (0, 0) => words.checked_clean(loaded.bases.len()),
        (errors, all) => words.checked_counts(errors, all - errors),
    });
    if errors > 0 && call.options.bases.is_empty() {
        for (path, name) in paths.iter().filter_map(|path| bases::opens_as_shipped(path).map(|name| (path, name))) {
            page.text(words.check_beside(name, &path.display().to_string()));
        }
    }
    if let Some(first) = loaded.diagnostics.first() {
        page.text(words.check_explain(first.code.as_str()));
    }
    if let Some(saved) = saved {
        page.text(saved);
    }
    console.show(&page)?;
    Ok(exit(&loaded))
}

fn exit(loaded: &Loaded) -> Exit {
    if loaded.has_errors() { Exit::BaseErrors } else { Exit::Done }
}

/// A mistake for a program.
#[derive(Serialize)]
struct Mistake<'l> {
    code: &'static str,
    severity: &'static str,
    message: &'l str,
    help: Option<&'l str>,
    /// Where: the place itself first, then places that belong to it.
    places: Vec<Spot<'l>>,
    /// A session that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<Shown<'l>>,
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
    }
}

fn shown(example: &CounterExample) -> Shown<'_> {
    Shown { text: example.text.as_deref(), answers: &example.answers, tried: &example.tried, outcome: &example.outcome }
}
