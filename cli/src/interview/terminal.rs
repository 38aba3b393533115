//! The front end for a terminal: line editing, history, completion, hints. The only place that knows the line editor.
//!
//! A bracketed paste of several lines arrives as one string with line breaks: it is evidence, never commands. Nothing is highlighted, so a
//! long paste costs nothing.

use crate::interview::{Front, Heard};
use crate::page::{Page, WIDTH};
use etio_kb::engine::mask;
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::{History, MemHistory, SearchDirection};
use rustyline::validate::Validator;
use rustyline::{Config, Context, Helper};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The longest line that is worth a history entry.
const ENTRY_LIMIT: usize = 400;
/// The most entries kept.
const ENTRIES: usize = 1_000;
/// Names longer than this are no hints: they would push the line about.
const HINT_LIMIT: usize = 80;

/// Terminals in which no line can be edited. There the line editor would wait for the input that the program itself holds.
const PLAIN_TERMINALS: [&str; 3] = ["dumb", "cons25", "emacs"];

/// Returns whether the terminal can edit lines.
pub(crate) fn can_edit() -> bool {
    let named = std::env::var("TERM").unwrap_or_default();
    !PLAIN_TERMINALS.contains(&named.to_lowercase().as_str())
}

/// Reads lines from a terminal.
pub(crate) struct Editor<'s> {
    editor: rustyline::Editor<Names, MemHistory>,
    out: &'s mut dyn io::Write,
    history: Option<PathBuf>,
}

impl<'s> Editor<'s> {
    /// Returns an editor; a history is kept on disk only where a file is named.
    pub(crate) fn new(history: Option<PathBuf>, out: &'s mut dyn io::Write) -> io::Result<Self> {
        let config = Config::builder().bracketed_paste(true).build();
        let memory = MemHistory::with_config(&config);
        let mut editor = rustyline::Editor::with_history(config, memory).map_err(io_error)?;
        editor.set_helper(Some(Names::default()));
        if let Some(path) = history.as_deref().filter(|path| path.exists()) {
            for line in fs::read_to_string(path)?.lines() {
                editor.add_history_entry(line).map_err(io_error)?;
            }
        }
        Ok(Self { editor, out, history })
    }

    fn remember(&mut self, line: &str) -> io::Result<()> {
        let line = line.trim();
        if !line.is_empty() && line.len() <= ENTRY_LIMIT {
            self.editor.add_history_entry(mask(line).as_ref()).map_err(io_error)?;
        }
        Ok(())
    }

    /// Keeps the history where it is wanted.
    pub(crate) fn close(&mut self) -> io::Result<()> {
        self.history.as_deref().map_or(Ok(()), |path| write_history(self.editor.history(), path))
    }
}

impl Front for Editor<'_> {
    fn show(&mut self, page: &Page) -> io::Result<()> {
        let columns = self.editor.dimensions().map_or(WIDTH, |(columns, _)| usize::from(columns));
        page.write(self.out, columns.saturating_sub(1).clamp(40, WIDTH))?;
        self.out.flush()
    }

    fn offer(&mut self, names: &dyn Fn() -> Vec<String>) {
        if let Some(helper) = self.editor.helper_mut() {
            helper.names = names();
        }
    }

    fn read(&mut self) -> io::Result<Heard> {
        match self.editor.readline("> ") {
            Ok(text) if text.trim().contains('\n') => Ok(Heard::Paste(text)),
            Ok(line) => {
                self.remember(&line)?;
                Ok(Heard::Line(line))
            }
            Err(ReadlineError::Interrupted) => Ok(Heard::Interrupt),
            Err(ReadlineError::Eof) => Ok(Heard::End),
            Err(error) => Err(io_error(error)),
        }
    }
}

fn write_history(history: &MemHistory, path: &Path) -> io::Result<()> {
    let first = history.len().saturating_sub(ENTRIES);
    let entries = (first..history.len()).filter_map(|at| history.get(at, SearchDirection::Forward).ok().flatten());
    let lines: String = entries.map(|found| format!("{}\n", found.entry)).collect();
    fs::write(path, lines)
}

fn io_error(error: ReadlineError) -> io::Error {
    match error {
        ReadlineError::Io(error) => error,
        other => io::Error::other(other.to_string()),
    }
}

/// Completes and hints names: of commands, of things, of options.
#[derive(Default)]
struct Names {
    names: Vec<String>,
}

impl Names {
    /// Returns the names that begin as the line does, in their order.
    fn begun<'n>(&'n self, line: &str) -> impl Iterator<Item = &'n String> {
        let (forced, begun) = line.strip_prefix('/').map_or((false, line), |rest| (true, rest));
        let begun = begun.to_lowercase();
        let wanted = !begun.is_empty() || forced;
        self.names.iter().filter(move |name| wanted && name.to_lowercase().starts_with(&begun))
    }
}

impl Completer for Names {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let start = usize::from(line.starts_with('/'));
        Ok((start, self.begun(&line[..at]).cloned().collect()))
    }
}

impl Hinter for Names {
    type Hint = String;

    fn hint(&self, line: &str, at: usize, _: &Context<'_>) -> Option<String> {
        let typed = line.trim_start_matches('/');
        if at < line.len() || typed.chars().count() < 2 {
            return None;
        }
        let name = self.begun(line).find(|name| name.len() <= HINT_LIMIT && name.starts_with(typed))?;
        Some(name[typed.len()..].to_owned()).filter(|rest| !rest.is_empty())
    }
}

impl Highlighter for Names {}
impl Validator for Names {}
impl Helper for Names {}
