//! Symptoms and facts: their values, base rates, patterns and probes.

use super::Lower;
use super::names::{Known, Shape};
use super::numbers::number;
use super::texts::Slot;
use super::things::Thing;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::{self, Detail, Domain, HeadWord, NumberRange, StatementKind};
use etio_engine::{Condition, Domain as Values, Finding, FindingId, Number, Probe, Role, Seconds, Text};

impl<'a> Lower<'a> {
    /// Returns the finding a thing declares, a fact or a symptom that excludes no other.
    pub(super) fn finding_of(&mut self, id: FindingId, thing: &'a Thing<'a>) -> Finding {
        let names = self.names;
        let known = &names.findings[id.index()];
        let role = if thing.word == HeadWord::Symptom { Role::Symptom } else { Role::Fact };
        let takes = thing.one("`takes`", self.diagnostics, |kind| match kind {
            StatementKind::Takes(time) => Some(*time),
            _ => None,
        });
        self.check_else(thing, known);
        Finding {
            id: thing.id().to_owned(),
            title: self.title(thing),
            role,
            domain: self.values(id, thing, known),
            patterns: self.patterns(thing),
            ask: self.ask(thing),
            takes: takes.map_or(Seconds::TO_ANSWER, |said| said.value),
            costs: self.costs(thing),
            unanswered: self.unanswered(thing),
            probe: self.probe(thing, known),
            applies_when: self.applies_when(thing),
            not_asked_when: self.not_asked_when(thing),
            card: self.texts.card(thing, thing.id(), self.diagnostics),
        }
    }

    fn ask(&mut self, thing: &'a Thing<'a>) -> Option<Text> {
        let ask = thing.one("`ask`", self.diagnostics, |kind| match kind {
            StatementKind::Ask(text) => Some(text),
            _ => None,
        });
        ask.map(|said| self.texts.text(thing.id(), Slot::Ask, said.value, said.part.layer))
    }

    /// Returns how often nobody can tell; only what is asked can go unanswered.
    fn unanswered(&mut self, thing: &'a Thing<'a>) -> Option<Number> {
        let said = thing.one("`unanswered`", self.diagnostics, |kind| match kind {
            StatementKind::Unanswered(figure) => Some(figure),
            _ => None,
        })?;
        if !is_asked(thing) && !thing.is_damaged() {
            let message = format!("`{}` is never asked, so it never goes unanswered", thing.id());
            let problem = Diagnostic::new(Code::Misplaced, message).at(said.span, "");
            self.diagnostics.push(problem.help("add `ask \"…\"`, or leave it out"));
        }
        Some(number(said.value, said.part))
    }

    fn applies_when(&mut self, thing: &'a Thing<'a>) -> Option<Condition> {
        let applies = thing.one("`applies when`", self.diagnostics, |kind| match kind {
            StatementKind::AppliesWhen(condition) => Some(condition),
            _ => None,
        });
        applies.and_then(|said| self.condition(said.value))
    }

    /// Returns where it is needless to ask; only what is asked can be needless to ask.
    fn not_asked_when(&mut self, thing: &'a Thing<'a>) -> Option<Condition> {
        let said = thing.one("`not asked when`", self.diagnostics, |kind| match kind {
            StatementKind::NotAskedWhen(condition) => Some(condition),
            _ => None,
        })?;
        if !is_asked(thing) && !thing.is_damaged() {
            let message = format!("`{}` is never asked at all", thing.id());
            let problem = Diagnostic::new(Code::Misplaced, message).at(said.span, "");
            self.diagnostics.push(problem.help("add `ask \"…\"`, or leave it out"));
        }
        self.condition(said.value)
    }

    fn values(&mut self, id: FindingId, thing: &'a Thing<'a>, known: &Known<'a>) -> Values {
        match &known.shape {
            Shape::YesNo => Values::YesNo { otherwise: self.base_rate(id, thing) },
            Shape::OneOf(values) => self.one_of(thing, values),
            Shape::Symptoms(symptoms) => self.one_of_symptoms(thing, symptoms),
            Shape::SeveralOf(values) => self.several_of(id, thing, values),
            Shape::Number { least, most } => {
                self.no_otherwise(thing, "a number");
                let unit = self.unit(thing);
                Values::Number { least: *least, most: *most, unit }
            }
            Shape::Text => {
                self.no_otherwise(thing, "a text");
                Values::Text
            }
        }
    }

    fn unit(&mut self, thing: &'a Thing<'a>) -> Option<Text> {
        let Some((part, Detail::Domain(Domain::Number(NumberRange { unit: Some(unit), .. })))) = thing.detail() else {
            return None;
        };
        Some(self.texts.text(thing.id(), Slot::Unit, unit, part.layer))
    }

    fn check_else(&mut self, thing: &Thing<'_>, known: &Known<'_>) {
        if matches!(known.shape, Shape::Symptoms(_)) {
            return;
        }
        for said in thing.all(|kind| matches!(kind, StatementKind::Else(_)).then_some(())) {
            let message = format!("`else` does not fit the values of `{}`", thing.id());
            let help = "only a fact that is `one of its symptoms` has an answer that is left over";
            self.diagnostics.push(Diagnostic::new(Code::WrongDomain, message).at(said.span, "").help(help));
        }
        if !matches!(known.shape, Shape::OneOf(_) | Shape::SeveralOf(_)) {
            for said in thing.all(|kind| matches!(kind, StatementKind::Label(..)).then_some(())) {
                let message = format!("`{}` has no values to label", thing.id());
                let help = "only `one of` and `several of` have values";
                self.diagnostics.push(Diagnostic::new(Code::WrongDomain, message).at(said.span, "").help(help));
            }
        }
    }

    // ─── Probes ───

    fn probe(&mut self, thing: &'a Thing<'a>, known: &Known<'_>) -> Option<Probe> {
        let said = thing.one("`probe`", self.diagnostics, |kind| match kind {
            StatementKind::Probe(probe) => Some(probe),
            _ => None,
        })?;
        let (probe, fits, needs) = match said.value {
            syntax::Probe::Variable(name, value) => {
                let value = value.as_ref().map(|value| value.value.clone());
                (Probe::Variable { name: name.clone(), value }, matches!(known.shape, Shape::YesNo), "yes or no")
            }
            syntax::Probe::Program(name) => {
                (Probe::Program(name.clone()), matches!(known.shape, Shape::YesNo), "yes or no")
            }
            syntax::Probe::File(path) => {
                (Probe::File(path.value.clone()), matches!(known.shape, Shape::YesNo), "yes or no")
            }
            syntax::Probe::System => (Probe::System, matches!(known.shape, Shape::OneOf(_)), "`one of` some values"),
            syntax::Probe::Architecture => {
                (Probe::Architecture, matches!(known.shape, Shape::OneOf(_)), "`one of` some values")
            }
            syntax::Probe::SystemVersion => (Probe::SystemVersion, matches!(known.shape, Shape::Text), "a `text`"),
        };
        if !fits {
            let message = format!("this probe does not fit the values of `{}`", thing.id());
            let problem =
                Diagnostic::new(Code::WrongDomain, message).at(said.span, "").at(thing.span(), "declared here");
            self.diagnostics.push(problem.help(format!("it yields a fact that is {needs}")));
        }
        Some(probe)
    }
}

fn is_asked(thing: &Thing<'_>) -> bool {
    !thing.all(|kind| matches!(kind, StatementKind::Ask(_)).then_some(())).is_empty()
}
