//! What etio can be told to do: one module a command.

pub(crate) mod ask;
pub(crate) mod check;
pub(crate) mod diagnose;
pub(crate) mod doc;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod graph;
pub(crate) mod learn;
pub(crate) mod list;
pub(crate) mod metrics;
pub(crate) mod new;
pub(crate) mod resume;
pub(crate) mod shell;
pub(crate) mod test;

use crate::args::{InterviewOptions, Options};
use crate::bases::{is_base, shell_word, shipped_names};
use crate::exit::Failure;
use crate::page::Page;
use crate::words::Words;
use std::path::PathBuf;

/// What every command is told.
pub(crate) struct Call {
    pub(crate) options: Options,
    pub(crate) interview: InterviewOptions,
    pub(crate) words: Words,
}

impl Call {
    /// Returns a command of etio for the bases in use, as a shell takes it.
    pub(crate) fn command(&self, rest: &str) -> String {
        let bases = self.options.bases.iter().map(|base| format!(" --base {}", shell_word(base)));
        let rest = if rest.is_empty() { String::new() } else { format!(" {rest}") };
        format!("etio{}{rest}", bases.collect::<String>())
    }

    /// Adds which bases were looked at where nobody named one, and how to look at one that stands in the current folder.
    pub(crate) fn say_which(&self, paths: &[PathBuf], command: &str, page: &mut Page) {
        if !paths.is_empty() || !self.options.bases.is_empty() {
            return;
        }
        page.text(self.words.looked_at_shipped(&shipped_names().collect::<Vec<_>>().join(", ")));
        if is_base(".") {
            page.text(self.words.for_this_folder(&format!("{command} .")));
        }
    }

    /// Returns a failure for what was named; where it is the path of a base, with the command that takes it.
    pub(crate) fn misnamed(&self, what: &str, message: String, help: String, command: &str) -> Failure {
        let with_option = || format!("etio --base {} {command}", shell_word(what));
        let help = if is_base(what) { self.words.name_base_with_option(what, &with_option()) } else { help };
        Failure::usage_with_help(message, help)
    }
}
