//! What is probably not meant in a base that has no error. It works on the model; a table of places leads back to the lines.
//!
//! None of this runs when bases are loaded to diagnose with: only [`crate::check()`] asks for it.

mod pages;
mod places;
mod structure;

pub use places::{Places, Subject};

use crate::diagnostic::{Code, CounterExample, Diagnostic, Diagnostics};
use etio_engine::Base;

/// Looks at one base in every way there is.
pub(crate) fn analyse(base: &Base, places: &Places, diagnostics: &mut Diagnostics) {
    let mut review = Review { base, places, diagnostics };
    structure::check(&mut review);
}

/// A base under review, and where what is found goes.
struct Review<'r> {
    base: &'r Base,
    places: &'r Places,
    diagnostics: &'r mut Diagnostics,
}

/// One thing that was found, in terms of the model.
struct Concern {
    code: Code,
    subject: Subject,
    message: String,
    help: String,
    /// Other places, each with what to say about it.
    others: Vec<(Subject, String)>,
    example: Option<CounterExample>,
}

impl Concern {
    fn new(code: Code, subject: Subject, message: String, help: impl Into<String>) -> Self {
        Self { code, subject, message, help: help.into(), others: Vec::new(), example: None }
    }

    /// Adds another place.
    fn and(mut self, subject: Subject, text: impl Into<String>) -> Self {
        self.others.push((subject, text.into()));
        self
    }

    /// Shows it by a session.
    #[expect(dead_code, reason = "the first checks are about texts, not about behaviour")]
    fn shown_by(mut self, example: CounterExample) -> Self {
        self.example = Some(example);
        self
    }
}

impl Review<'_> {
    /// Tells of something that was found.
    fn tell(&mut self, concern: Concern) {
        let mut diagnostic = Diagnostic::new(concern.code, concern.message);
        diagnostic = diagnostic.at(self.places.of(concern.subject), "").help(concern.help);
        for (subject, text) in concern.others {
            diagnostic = diagnostic.at(self.places.of(subject), text);
        }
        if let Some(example) = concern.example {
            diagnostic = diagnostic.example(example);
        }
        self.diagnostics.push(diagnostic);
    }
}
