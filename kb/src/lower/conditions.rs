//! Conditions and rules.

use super::Lower;
use super::names::{Meaning, Shape, Target};
use super::things::Thing;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::{self, Detail, Name, Str};
use etio_engine::{Comparison, Conclusion, Condition, FindingId, Rule};

impl<'a> Lower<'a> {
    /// Returns the rule a thing declares.
    pub(super) fn rule(&mut self, thing: &'a Thing<'a>) -> Option<Rule> {
        let Some((_, Detail::Rule(when, then))) = thing.detail() else {
            let help = format!("write `rule {} when … then …`", thing.id());
            self.missing(thing, format!("rule `{}` does not say when and what", thing.id()), help);
            return None;
        };
        let when = self.condition(when);
        let then: Vec<Option<Conclusion>> = then.iter().map(|conclusion| self.conclusion(conclusion)).collect();
        let card = self.texts.card(thing, thing.id(), self.diagnostics);
        Some(Rule { id: thing.id().to_owned(), when: when?, then: then.into_iter().collect::<Option<_>>()?, card })
    }

    /// Returns a condition with its names resolved.
    pub(super) fn condition(&mut self, condition: &syntax::Condition) -> Option<Condition> {
        Some(match condition {
            syntax::Condition::Sign(sign) => {
                let meaning = self.names.sign(sign);
                match self.resolved(meaning)? {
                    Meaning::Sign(sign) => Condition::Is(sign),
                    Meaning::Rest(finding) => Condition::IsRest(finding),
                }
            }
            syntax::Condition::Compares(name, comparison, number) => self.compares(name, *comparison, *number)?,
            syntax::Condition::Says(name, text) => self.says(name, text)?,
            syntax::Condition::Not(inner) => Condition::Not(Box::new(self.condition(inner)?)),
            syntax::Condition::All(parts) => Condition::All(self.conditions(parts)?),
            syntax::Condition::Any(parts) => Condition::Any(self.conditions(parts)?),
        })
    }

    /// Looks at every part, so that every mistake is told.
    fn conditions(&mut self, parts: &[syntax::Condition]) -> Option<Vec<Condition>> {
        let parts: Vec<_> = parts.iter().map(|part| self.condition(part)).collect();
        parts.into_iter().collect()
    }

    fn compares(&mut self, name: &Name, comparison: Comparison, number: f64) -> Option<Condition> {
        let finding = self.finding(name)?;
        let Shape::Number { least, most } = self.names.findings[finding.index()].shape else {
            return self.wrong(name, "is no number", "only a fact that is a `number` can be compared");
        };
        if number < least || number > most {
            let message = format!("`{}` is never {number}", name.text);
            let problem = Diagnostic::new(Code::OutOfRange, message).at(name.span, "");
            let help = format!("it goes from {least} to {most}");
            self.diagnostics.push(problem.at(self.names.thing_of(finding).span(), "declared here").help(help));
            return None;
        }
        Some(Condition::Compares(finding, comparison, number))
    }

    fn says(&mut self, name: &Name, text: &Str) -> Option<Condition> {
        let finding = self.finding(name)?;
        match &self.names.findings[finding.index()].shape {
            Shape::Text => Some(Condition::Says(finding, text.value.clone())),
            Shape::OneOf(_) | Shape::Symptoms(_) => self.wrong(name, "is no text", "write the value without quotes"),
            _ => self.wrong(name, "is no text", "only a fact that is a `text` can be compared with one"),
        }
    }

    fn wrong<T>(&mut self, name: &Name, what: &str, help: &str) -> Option<T> {
        let problem = Diagnostic::new(Code::WrongSign, format!("`{}` {what}", name.text));
        self.diagnostics.push(problem.at(name.span, "").help(help));
        None
    }

    /// Returns the finding of a name; an exclusive symptom is none.
    pub(super) fn finding(&mut self, name: &Name) -> Option<FindingId> {
        let found = self.names.resolve(name, "a fact", |target| match target {
            Target::Finding(finding) => Some(finding),
            _ => None,
        });
        self.resolved(found)
    }

    fn conclusion(&mut self, conclusion: &syntax::Conclusion) -> Option<Conclusion> {
        let meaning = self.names.sign(&conclusion.sign);
        let span = conclusion.sign.span();
        let Meaning::Sign(sign) = self.resolved(meaning)? else {
            let problem = Diagnostic::new(Code::WrongSign, "a rule cannot conclude what is left over");
            self.diagnostics.push(problem.at(span, "").help("name a symptom"));
            return None;
        };
        let exclusive = matches!(self.names.findings[sign.finding.index()].shape, Shape::OneOf(_) | Shape::Symptoms(_));
        if exclusive && !conclusion.holds {
            let problem = Diagnostic::new(Code::WrongSign, "a rule cannot conclude that a value is not the one");
            self.diagnostics.push(problem.at(span, "").help("say which value it is"));
            return None;
        }
        Some(Conclusion { sign, holds: conclusion.holds })
    }
}
