//! `etio resume`: goes on with a saved interview.

use crate::bases;
use crate::commands::{Call, ask};
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::input;
use crate::page::Page;
use crate::words::Words;
use etio_kb::engine::{Knowledge, Resumed, Saved, SavedStatement, Session};
use std::path::Path;

/// Runs the command.
pub(crate) fn run(file: &Path, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let words = call.words;
    let knowledge = bases::knowledge(&call.options.bases, words)?;
    let resumed = resumed(file, knowledge, words)?;
    let mut page = Page::default();
    page.text(words.resumed(resumed.session.statements().len()));
    if !resumed.changed.is_empty() {
        page.text(words.resumed_changed(&words.list(&resumed.changed)));
    }
    for lost in &resumed.lost {
        page.text(words.resumed_lost(&named(lost)));
    }
    page.gap();
    ask::talk(resumed.session, page, call, console)
}

/// Returns the session that was saved in a file.
pub(crate) fn resumed<'k>(file: &Path, knowledge: &'k Knowledge, words: Words) -> Result<Resumed<'k>, Failure> {
    let text = input::file(file, words)?;
    let name = format!("`{}`", file.display());
    let unusable = |error: &dyn std::fmt::Display| {
        Failure::usage_with_help(words.no_session(&name, &error.to_string()), words.save_first())
    };
    let saved: Saved = serde_json::from_str(&text).map_err(|error| unusable(&error))?;
    Session::resume(knowledge, &saved).map_err(|error| unusable(&error))
}

/// Returns what a statement was about, by its ids: its base may be gone, and with it every title.
fn named(lost: &SavedStatement) -> String {
    match lost {
        SavedStatement::Text { shown, .. } => {
            let ids = shown.iter().map(|shown| shown.option.as_deref().unwrap_or(&shown.finding));
            ids.collect::<Vec<_>>().join(", ")
        }
        SavedStatement::Answer { finding, .. } | SavedStatement::Probe { finding, .. } => finding.clone(),
        SavedStatement::Tried { fix, .. } => fix.clone(),
    }
}
