//! How the program ends: the exit codes, and the failures that lead to them.

use std::io;
use thiserror::Error;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It did what was asked: for a diagnosis, diagnosed or unsure.
    Done,
    /// Nothing was recognised, tests failed, or pages are not in their one form.
    Nothing,
    /// A base has errors.
    BaseErrors,
    /// The usage is wrong, or an input cannot be read.
    Usage,
    /// The person interrupted it.
    Interrupted,
}

impl Exit {
    /// Returns the exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Nothing => 1,
            Self::BaseErrors => 2,
            Self::Usage => 3,
            Self::Interrupted => 130,
        }
    }
}

/// Why a command could not do what was asked.
#[derive(Debug, Error)]
pub enum Failure {
    /// What was asked cannot be done with what was given.
    #[error("{message}")]
    Usage {
        /// What is wrong, for a person.
        message: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// Bases have errors; they are rendered already.
    #[error("{rendered}")]
    Bases {
        /// The rendered diagnostics.
        rendered: String,
    },
    /// Output could not be written.
    #[error(transparent)]
    Write(#[from] io::Error),
}

impl Failure {
    /// Returns a failure of usage with no remedy beyond its message.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: None }
    }

    /// Returns a failure of usage and what to do about it.
    pub(crate) fn usage_with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: Some(help.into()) }
    }

    /// Returns how the program ends after it. A reader that went away is no failure.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Usage { .. } => Exit::Usage,
            Self::Bases { .. } => Exit::BaseErrors,
            Self::Write(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
            Self::Write(_) => Exit::Usage,
        }
    }
}
