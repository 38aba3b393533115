//! `etio check`: the mistakes in bases, all of them at once.

use crate::bases;
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::page::Page;
use std::path::PathBuf;

/// Runs the command.
pub(crate) fn run(paths: &[PathBuf], call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let words = call.words;
    // A path may overlay the bases that are named beside it.
    let beside = if paths.is_empty() { Vec::new() } else { bases::roots(&call.options.bases, words)? };
    let roots = [beside, bases::roots_of(paths, &call.options.bases, words)?].concat();
    let loaded = bases::load(&roots);
    if !loaded.diagnostics.is_empty() {
        writeln!(console.err, "{}\n", loaded.render(bases::paint()))?;
    }
    let errors = loaded.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    let mut page = Page::default();
    page.text(match (errors, loaded.diagnostics.len()) {
        (0, 0) => words.checked_clean(loaded.bases.len()),
        (errors, all) => words.checked_counts(errors, all - errors),
    });
    console.show(&page)?;
    Ok(if errors == 0 { Exit::Done } else { Exit::BaseErrors })
}
