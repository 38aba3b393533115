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
use crate::words::Words;

/// What every command is told.
pub(crate) struct Call {
    pub(crate) options: Options,
    pub(crate) interview: InterviewOptions,
    pub(crate) words: Words,
}
