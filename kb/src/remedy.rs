//! What mends a mistake for certain, as edits of the text.
//!
//! A remedy is safe: either the base does what it did before, or the text was a slip with one sensible reading. Whoever finds a
//! mistake says what is to go or to be written; what that means for lines, commas and comments is decided in `cut`, once the files
//! are at hand. Which codes have a remedy, and what it is, stands in [`crate::Code::remedy`].

mod cut;
mod table;

use crate::diagnostic::Diagnostic;
use crate::source::{Files, Span};
use cut::Cutter;

/// What mends a mistake for certain. All its edits belong together; they do not overlap.
///
/// The places are those of the files as they were read, so one remedy at a time can be applied, or several that do not
/// [overlap](Self::overlaps).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// What it does: lower-case start, no full stop.
    pub title: String,
    /// What changes in the text.
    pub edits: Vec<Edit>,
    /// What is to go, as long as the files are not at hand.
    cuts: Vec<Cut>,
}

/// A place and what stands there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The place; empty where something is put in.
    pub span: Span,
    /// The new text; empty where something goes.
    pub text: String,
}

/// Something that is to go, in terms of the language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// A statement, or an item of the list in it; the statement goes where it has no other item.
    Said(Span),
    /// The same, provided that it says to the letter what stands at the second place.
    Again(Span, Span),
    /// A declaration from its head to its last statement.
    Declaration(Span),
    /// One of so many parts of the condition in a statement, counted from 0.
    Part { of: Span, nth: usize, count: usize },
    /// A comment.
    Comment(Span),
}

impl Remedy {
    /// Returns that a text is written in place of another.
    pub(crate) fn write(span: Span, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { title: format!("write `{text}`"), edits: vec![Edit { span, text }], cuts: Vec::new() }
    }

    /// Returns that something goes.
    pub(crate) fn cut(title: impl Into<String>, cut: Cut) -> Self {
        Self { title: title.into(), edits: Vec::new(), cuts: vec![cut] }
    }

    /// Returns these edits under a title.
    pub(crate) fn edits(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), edits, cuts: Vec::new() }
    }

    /// Returns whether both change the same place, so that only one of them can be applied.
    pub fn overlaps(&self, other: &Self) -> bool {
        let meet =
            |a: Span, b: Span| a.file == b.file && a.start < b.end.max(b.start + 1) && b.start < a.end.max(a.start + 1);
        self.edits.iter().any(|one| other.edits.iter().any(|two| meet(one.span, two.span)))
    }
}

/// Turns what is to go into edits; a remedy that cannot be carried out safely is left out.
pub(crate) fn settle(diagnostics: &mut [Diagnostic], files: &Files) {
    let mut cutter = Cutter::new(files);
    for diagnostic in diagnostics {
        let Some(mut remedy) = diagnostic.remedy.take() else { continue };
        let cuts: Option<Vec<Vec<Edit>>> = remedy.cuts.drain(..).map(|cut| cutter.edits(&cut)).collect();
        let Some(cuts) = cuts else { continue };
        // A comment or a line break that would go unseen is a reason to leave it to the author.
        let plain = |edit: &Edit| edit.text.is_empty() || !files.text(edit.span).contains(['\n', '#']);
        if remedy.edits.iter().all(plain) {
            remedy.edits.extend(cuts.into_iter().flatten());
            diagnostic.remedy = Some(remedy);
        }
    }
}
