//! Base rates: how often a finding, or a value of it, holds with a cause that does not mention it.

use super::Lower;
use super::names::unknown_value;
use super::numbers::{number, within_link};
use super::things::{Said, Thing, said_twice};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::{Figure, HeadWord, Joint, Name, StatementKind, Value};
use etio_engine::{FindingId, Number, Probability, Sign};

/// The base rate of what no cause mentions, so that the number is never used.
const UNMENTIONED: f64 = 0.5;

impl<'a> Lower<'a> {
    pub(super) fn base_rate(&mut self, id: FindingId, thing: &'a Thing<'a>) -> Number {
        let rates = self.otherwise(thing, None, &[]);
        let sign = Sign { finding: id, option: None };
        match rates.into_iter().next() {
            Some((_, said)) => Self::leak(&said),
            None if thing.word == HeadWord::Symptom => Number::estimate(Probability::SYMPTOM_LEAK),
            None => self.unmentioned(sign),
        }
    }

    /// Returns a number for a base rate that is not written, and keeps in mind that it is not.
    pub(super) fn unmentioned(&mut self, sign: Sign) -> Number {
        self.without_otherwise.insert(sign);
        Number::estimate(Probability::new(UNMENTIONED).unwrap_or(Probability::SYMPTOM_LEAK))
    }

    /// Returns the base rate that a symptom or a yes-or-no value writes.
    pub(super) fn leak(said: &Said<'a, &'a Figure>) -> Number {
        within_link(number(said.value, said.part))
    }

    /// Returns the written `otherwise`, the last for each value, with the position of the value.
    pub(super) fn otherwise(
        &mut self,
        thing: &'a Thing<'a>,
        joint: Option<Joint>,
        values: &[&'a Name],
    ) -> Vec<(usize, Said<'a, &'a Figure>)> {
        let all = thing.all(|kind| match kind {
            StatementKind::Otherwise(figure, value) => Some((figure, value.as_ref())),
            _ => None,
        });
        let mut rates: Vec<(usize, Said<'a, &'a Figure>)> = Vec::new();
        for said in all {
            let (figure, value) = said.value;
            let Some(at) = self.value_of_otherwise(thing, joint, values, value, said.span) else { continue };
            let new = Said { value: figure, part: said.part, span: said.span };
            match rates.iter_mut().find(|(known, _)| *known == at) {
                Some((_, old)) if old.part.layer == new.part.layer => {
                    self.diagnostics.push(said_twice("`otherwise`", new.span, old.span));
                }
                Some((_, old)) => *old = new,
                None => rates.push((at, new)),
            }
        }
        rates
    }

    /// Returns which value an `otherwise` speaks of; 0 for a finding that is yes or no.
    fn value_of_otherwise(
        &mut self,
        thing: &Thing<'_>,
        joint: Option<Joint>,
        values: &[&Name],
        value: Option<&Value>,
        span: Span,
    ) -> Option<usize> {
        let wrong = |help: String| {
            let message = format!("this `otherwise` does not fit the values of `{}`", thing.id());
            Diagnostic::new(Code::WrongDomain, message).at(span, "").at(thing.span(), "declared here").help(help)
        };
        let problem = match (joint, value) {
            (None, None) => return Some(0),
            (None, Some(_)) => wrong("it is yes or no: write `otherwise often`".to_owned()),
            (Some(joint), Some(value)) if value.joint == joint => {
                let names: Vec<&str> = values.iter().map(|name| name.text.as_str()).collect();
                match names.iter().position(|known| *known == value.name.text) {
                    Some(at) => return Some(at),
                    None => unknown_value(thing, &value.name, &names),
                }
            }
            (Some(joint), _) => {
                let word = if joint == Joint::Is { "is" } else { "has" };
                let value = values.first().map_or("VALUE", |value| value.text.as_str());
                wrong(format!("name a value: `otherwise often {word} {value}`"))
            }
        };
        self.diagnostics.push(problem);
        None
    }

    pub(super) fn no_otherwise(&mut self, thing: &Thing<'_>, what: &str) {
        let all = thing.all(|kind| matches!(kind, StatementKind::Otherwise(..)).then_some(()));
        for said in all {
            let message = format!("`{}` is {what} and has no base rate", thing.id());
            let help = "leave it out; numbers and texts speak to causes through rules";
            self.diagnostics.push(Diagnostic::new(Code::WrongDomain, message).at(said.span, "").help(help));
        }
    }
}
