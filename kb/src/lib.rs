//! The language of knowledge bases: reading, checking and testing them.

mod diagnostic;
mod names;
mod source;
mod syntax;
pub mod words;

pub use diagnostic::{Code, Diagnostic, Label, MAX_DIAGNOSTICS, Severity};
pub use etio_engine as engine;
pub use source::{FileId, Files, Place, SourceFile, Span};
