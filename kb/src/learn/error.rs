//! What is wrong with cases: the place, the reason, and what to do.

use thiserror::Error;

/// Why cases cannot be read, or nothing can be learnt from them.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}{message}", place(.file, *.line))]
pub struct CaseError {
    /// The file.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl CaseError {
    /// Returns what is wrong with a file.
    pub(super) fn new(file: &str, line: Option<usize>, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, message: message.into(), help: None }
    }

    /// Returns the same with what to do about it.
    #[must_use]
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

fn place(file: &str, line: Option<usize>) -> String {
    match (file, line) {
        ("", _) => String::new(),
        (file, Some(line)) => format!("{file}:{line}: "),
        (file, None) => format!("{file}: "),
    }
}
