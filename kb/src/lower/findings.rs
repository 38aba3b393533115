//! Symptoms and facts: their values, base rates, patterns and probes.

use super::Lower;
use super::names::{Known, Shape};
use super::things::{Said, Thing, said_twice};
use super::texts::Slot;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::{self, Detail, Domain, Figure, HeadWord, Joint, Name, StatementKind, Value};
use etio_engine::{
    Choice, Condition, Domain as Values, Finding, FindingId, Number, Probability, Probe, Role, Seconds, Sign, Text,
};

/// The base rate of what no cause mentions, so that the number is never used.
const UNMENTIONED: f64 = 0.5;

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
            probe: self.probe(thing, known),
            applies_when: self.applies_when(thing),
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

    fn applies_when(&mut self, thing: &'a Thing<'a>) -> Option<Condition> {
        let applies = thing.one("`applies when`", self.diagnostics, |kind| match kind {
            StatementKind::AppliesWhen(condition) => Some(condition),
            _ => None,
        });
        applies.and_then(|said| self.condition(said.value))
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
        let Some((part, Detail::Domain(Domain::Number { unit: Some(unit), .. }))) = thing.detail() else { return None };
        Some(self.texts.text(thing.id(), Slot::Unit, unit, part.layer))
    }

    // ─── Base rates ───

    fn base_rate(&mut self, id: FindingId, thing: &'a Thing<'a>) -> Number {
        let rates = self.otherwise(thing, None, &[]);
        let sign = Sign { finding: id, option: None };
        match rates.into_iter().next() {
            Some((_, said)) => self.leak(&said),
            None if thing.word == HeadWord::Symptom => Number::estimate(Probability::SYMPTOM_LEAK),
            None => self.unmentioned(sign),
        }
    }

    /// Returns a number for a base rate that is not written, and keeps in mind that it is not.
    fn unmentioned(&mut self, sign: Sign) -> Number {
        self.without_otherwise.insert(sign);
        Number::estimate(Probability::new(UNMENTIONED).unwrap_or(Probability::SYMPTOM_LEAK))
    }

    /// Returns the base rate that a symptom or a yes-or-no value writes.
    fn leak(&mut self, said: &Said<'a, &'a Figure>) -> Number {
        let number = super::numbers::number(said.value, said.part);
        Number { probability: number.probability.within_link(), ..number }
    }

    /// Returns the written `otherwise`, the last for each value, with the position of the value.
    fn otherwise(
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
                match values.iter().position(|known| known.text == value.name.text) {
                    Some(at) => return Some(at),
                    None => {
                        let near = crate::names::nearest(&value.name.text, values.iter().map(|name| name.text.as_str()));
                        Diagnostic::new(Code::UnknownValue, format!("`{}` has no value `{}`", thing.id(), value.name.text))
                            .at(value.name.span, "")
                            .at(thing.span(), "declared here")
                            .maybe_help(near.map(|near| format!("did you mean `{near}`?")))
                    }
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

    fn no_otherwise(&mut self, thing: &Thing<'_>, what: &str) {
        let all = thing.all(|kind| matches!(kind, StatementKind::Otherwise(..)).then_some(()));
        for said in all {
            let message = format!("`{}` is {what} and has no base rate", thing.id());
            let help = "leave it out; numbers and texts speak to causes through rules";
            self.diagnostics.push(Diagnostic::new(Code::WrongDomain, message).at(said.span, "").help(help));
        }
    }

    // ─── Options ───

    fn one_of(&mut self, thing: &'a Thing<'a>, values: &[&'a Name]) -> Values {
        let rates = self.otherwise(thing, Some(Joint::Is), values);
        let written: f64 = rates.iter().map(|(_, said)| said.value.probability.get()).sum();
        let unwritten = values.len() - rates.len();
        self.check_rates(thing, &rates, written, unwritten);
        let share = Probability::new((1.0 - written) / unwritten.max(1) as f64).unwrap_or(Probability::LINK_FLOOR);
        let number = |at: usize| match rates.iter().find(|(known, _)| *known == at) {
            Some((_, said)) => super::numbers::number(said.value, said.part),
            None => Number::estimate(share),
        };
        let numbers: Vec<Number> = (0..values.len()).map(number).collect();
        Values::OneOf { options: self.choices(thing, values, &numbers), rest: None }
    }

    /// Checks that the base rates of the values come to one and leave something for each.
    fn check_rates(&mut self, thing: &Thing<'_>, rates: &[(usize, Said<'_, &Figure>)], written: f64, unwritten: usize) {
        let sum = super::numbers::percent(written);
        let help = match unwritten {
            0 if (written - 1.0).abs() > super::numbers::SLACK => "leave one value out: it gets what is left over",
            0 => return self.check_each_rate(rates),
            _ if written >= 1.0 - super::numbers::SLACK => "leave something for the values without an `otherwise`",
            _ => return self.check_each_rate(rates),
        };
        let message = format!("the base rates of `{}` come to {sum}", thing.id());
        let mut problem = Diagnostic::new(Code::BadSum, message);
        for (_, said) in rates {
            problem = problem.at(said.value.span, super::numbers::percent(said.value.probability.get()));
        }
        self.diagnostics.push(problem.help(help));
    }

    fn check_each_rate(&mut self, rates: &[(usize, Said<'_, &Figure>)]) {
        for (_, said) in rates.iter().filter(|(_, said)| said.value.probability < Probability::LINK_FLOOR) {
            let problem = Diagnostic::new(Code::OutOfRange, "a value that never holds is no value");
            self.diagnostics.push(problem.at(said.value.span, "").help("write at least 0.01%, or leave the value out"));
        }
    }

    fn several_of(&mut self, id: FindingId, thing: &'a Thing<'a>, values: &[&'a Name]) -> Values {
        let rates = self.otherwise(thing, Some(Joint::Has), values);
        let mut numbers = Vec::with_capacity(values.len());
        for at in 0..values.len() {
            let option = u32::try_from(at).ok().map(etio_engine::OptionId);
            numbers.push(match rates.iter().find(|(known, _)| *known == at) {
                Some((_, said)) => self.leak(said),
                None => self.unmentioned(Sign { finding: id, option }),
            });
        }
        Values::SeveralOf { options: self.choices(thing, values, &numbers) }
    }

    fn choices(&mut self, thing: &'a Thing<'a>, values: &[&'a Name], numbers: &[Number]) -> Vec<Choice> {
        let mut titles = self.labels(thing, values);
        let choice = values.iter().zip(numbers).enumerate().map(|(at, (value, otherwise))| Choice {
            id: value.text.clone(),
            title: titles[at].take().unwrap_or_else(|| self.texts.name_of_value(thing.id(), &value.text)),
            role: Role::Fact,
            otherwise: *otherwise,
            patterns: Vec::new(),
            card: Default::default(),
        });
        choice.collect()
    }

    /// Returns the labels of the values that have one.
    fn labels(&mut self, thing: &'a Thing<'a>, values: &[&'a Name]) -> Vec<Option<Text>> {
        let mut labels: Vec<Option<Said<'a, &'a syntax::Str>>> = vec![None; values.len()];
        let all = thing.all(|kind| match kind {
            StatementKind::Label(value, text) => Some((value, text)),
            _ => None,
        });
        for said in all {
            let (value, text) = said.value;
            let new = Said { value: text, part: said.part, span: said.span };
            match values.iter().position(|known| known.text == value.text).map(|at| &mut labels[at]) {
                Some(Some(old)) if old.part.layer == new.part.layer => {
                    self.diagnostics.push(said_twice("this `label`", new.span, old.span));
                }
                Some(place) => *place = Some(new),
                None => self.diagnostics.push(unknown_label(thing, value, values)),
            }
        }
        let text = |(at, said): (usize, Option<Said<'a, &'a syntax::Str>>)| {
            said.map(|said| self.texts.text(thing.id(), Slot::Label(&values[at].text), said.value, said.part.layer))
        };
        labels.into_iter().enumerate().map(text).collect()
    }

    // ─── Exclusive symptoms ───

    fn one_of_symptoms(&mut self, thing: &'a Thing<'a>, symptoms: &[usize]) -> Values {
        self.no_statements_of_values(thing);
        if symptoms.is_empty() {
            let message = format!("no symptom is declared `of {}`", thing.id());
            let help = format!("declare one: `symptom ID of {} \"…\"`", thing.id());
            self.diagnostics.push(Diagnostic::new(Code::Missing, message).at(thing.span(), "").help(help));
        }
        let things = self.names.things;
        let options: Vec<Choice> = symptoms.iter().map(|at| self.symptom_choice(&things.list[*at])).collect();
        let sum: f64 = options.iter().map(|option| option.otherwise.get()).sum();
        if sum >= 1.0 {
            let message = format!("the `otherwise` of the symptoms of `{}` come to {}", thing.id(), super::numbers::percent(sum));
            let help = "they exclude one another: lower them until something is left for \"another, or none\"";
            self.diagnostics.push(Diagnostic::new(Code::BadSum, message).at(thing.span(), "").help(help));
        }
        Values::OneOf { options, rest: Some(self.rest(thing)) }
    }

    fn no_statements_of_values(&mut self, thing: &Thing<'_>) {
        let misplaced = thing.all(|kind| match kind {
            StatementKind::Otherwise(..) => Some("`otherwise`"),
            StatementKind::Label(..) => Some("`label`"),
            _ => None,
        });
        for said in misplaced {
            let message = format!("{} belongs to the symptoms of `{}`", said.value, thing.id());
            let help = "write it under the symptom; its title is what a person reads";
            self.diagnostics.push(Diagnostic::new(Code::WrongDomain, message).at(said.span, "").help(help));
        }
    }

    /// Returns "another, or none". It may go unsaid where it is never asked.
    fn rest(&mut self, thing: &'a Thing<'a>) -> Text {
        let rest = thing.one("`else`", self.diagnostics, |kind| match kind {
            StatementKind::Else(text) => Some(text),
            _ => None,
        });
        let asked = !thing.all(|kind| matches!(kind, StatementKind::Ask(_)).then_some(())).is_empty();
        match rest {
            Some(said) => self.texts.text(thing.id(), Slot::Else, said.value, said.part.layer),
            None => {
                if asked {
                    let message = format!("`{}` is asked and has no answer for people who see none of these", thing.id());
                    let help = "add `else \"Another, or none\"`";
                    self.diagnostics.push(Diagnostic::new(Code::Missing, message).at(thing.span(), "").help(help));
                }
                Text::default()
            }
        }
    }

    fn symptom_choice(&mut self, thing: &'a Thing<'a>) -> Choice {
        for said in thing.all(|kind| match kind {
            StatementKind::Ask(_) => Some("`ask`"),
            StatementKind::Takes(_) => Some("`takes`"),
            _ => None,
        }) {
            let message = format!("{} does not stand under a symptom that is `of` a fact", said.value);
            let help = "the fact asks for all its symptoms at once";
            self.diagnostics.push(Diagnostic::new(Code::Misplaced, message).at(said.span, "").help(help));
        }
        let rate = self.otherwise(thing, None, &[]).into_iter().next();
        Choice {
            id: thing.id().to_owned(),
            title: self.title(thing),
            role: Role::Symptom,
            otherwise: rate.map_or(Number::estimate(Probability::SYMPTOM_LEAK), |(_, said)| self.leak(&said)),
            patterns: self.patterns(thing),
            card: self.texts.card(thing, thing.id(), self.diagnostics),
        }
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
                if matches!(known.shape, Shape::Symptoms(_)) {
                    continue;
                }
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
            let problem = Diagnostic::new(Code::WrongDomain, message).at(said.span, "").at(thing.span(), "declared here");
            self.diagnostics.push(problem.help(format!("it yields a fact that is {needs}")));
        }
        Some(probe)
    }
}

fn unknown_label(thing: &Thing<'_>, value: &Name, values: &[&Name]) -> Diagnostic {
    let near = crate::names::nearest(&value.text, values.iter().map(|name| name.text.as_str()));
    Diagnostic::new(Code::UnknownValue, format!("`{}` has no value `{}`", thing.id(), value.text))
        .at(value.span, "")
        .at(thing.span(), "declared here")
        .maybe_help(near.map(|near| format!("did you mean `{near}`?")))
}
