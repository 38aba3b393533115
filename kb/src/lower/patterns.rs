//! Patterns, and what they capture for texts to fill in.

use super::Lower;
use super::things::Thing;
use crate::diagnostic::{Code, Diagnostic};
use crate::names::{ID_SLIP, nearest, slip_of};
use crate::remedy::Remedy;
use crate::syntax::{self, StatementKind};
use etio_engine::{Pattern, PatternError};

impl<'a> Lower<'a> {
    /// Returns the patterns of a thing, each checked.
    pub(super) fn patterns(&mut self, thing: &'a Thing<'a>) -> Vec<Pattern> {
        let says = thing.list(|kind| match kind {
            StatementKind::Says(patterns) => Some(patterns),
            _ => None,
        });
        says.into_iter().flat_map(|said| said.value).map(|pattern| self.pattern(pattern)).collect()
    }

    fn pattern(&mut self, written: &syntax::Pattern) -> Pattern {
        let (pattern, text) = match written {
            syntax::Pattern::Literal(text) => (Pattern::Literal(text.value.clone()), text),
            syntax::Pattern::Line(text) => (Pattern::Line(text.value.clone()), text),
            syntax::Pattern::Named(text) => (Pattern::Named(text.value.clone()), text),
            syntax::Pattern::Regex(text) => (Pattern::Regex(text.value.clone()), text),
        };
        match pattern.check() {
            Ok(captures) => self.captures.iter_mut().for_each(|known| known.extend(captures.iter().cloned())),
            Err(error) => {
                self.captures = None;
                let span = error.at().map_or(text.span, |at| text.part(at));
                let problem = Diagnostic::new(Code::BadPattern, error.to_string()).at(span, "");
                self.diagnostics.push(problem.help(remedy(&error)));
            }
        }
        pattern
    }

    /// Checks that every capture a text fills in is captured by some pattern.
    pub(super) fn check_fills(&mut self) {
        let Some(captures) = &self.captures else { return };
        for fill in self.texts.fills.iter().filter(|fill| !captures.contains(&fill.name)) {
            let message = format!("no pattern captures `{}`", fill.name);
            let help = match nearest(&fill.name, captures.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{{{near}}}`?"),
                None => format!("capture it: `says \"… {{{}}} …\"`; a brace alone is written `{{{{`", fill.name),
            };
            let slip = slip_of(&fill.name, captures.iter().map(String::as_str), ID_SLIP);
            let whole = (fill.span.range().len() == fill.name.len() + 2).then_some(fill.span);
            let remedy = whole.zip(slip).map(|(span, slip)| Remedy::write(span, format!("{{{slip}}}")));
            let problem = Diagnostic::new(Code::UnknownCapture, message).at(fill.span, "").help(help);
            self.diagnostics.push(problem.maybe_remedy(remedy));
        }
    }
}

fn remedy(error: &PatternError) -> &'static str {
    match error {
        PatternError::TooLong { .. } => "keep the words that only this message has",
        PatternError::NoWord => "write at least one letter or digit",
        PatternError::OnlyCaptures => "write the words that stand around the captures",
        PatternError::TooManyCaptures { .. } => "capture only what the texts fill in",
        PatternError::Unclosed { .. } => "close the capture with `}`, or write `{{` for a brace",
        PatternError::Name { .. } => "a capture is named with lower-case letters, such as `{port}`",
        PatternError::SameName { .. } => "give one of them another name",
        PatternError::Kind { .. } => "write `{name}`, `{name:number}` or `{name:word}`",
        PatternError::Touching { .. } => "write the words between them, or capture them as one",
        PatternError::Regex { .. } => "see the syntax of Rust's `regex`; it has no look-around and no back-references",
        PatternError::TooLarge => "use smaller counts in `{…}`",
        PatternError::Empty => "write something that must be there",
        PatternError::Nothing => {
            "look at its `^`, `$`, `\\b` and `[…]`: `$` stands where a line ends, and `\\$` is the sign itself"
        }
        _ => "write it as a literal",
    }
}
