//! Reports for people and for programs.

pub(crate) mod explained;
mod json;
mod text;

pub(crate) use json::json;
pub(crate) use text::{promise, remedy, report, report_for, topic};
