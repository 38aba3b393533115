//! Facts with values: the values, their labels, their base rates; and symptoms that exclude one another.

use super::Lower;
use super::names::unknown_value;
use super::numbers::{SLACK, number, percent};
use super::texts::Slot;
use super::things::{Said, Thing, said_twice};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::{Figure, Joint, Name, StatementKind, Str};
use etio_engine::{Card, Choice, Domain, FindingId, Number, OptionId, Probability, Role, Sign, Text};

impl<'a> Lower<'a> {
    pub(super) fn one_of(&mut self, thing: &'a Thing<'a>, values: &[&'a Name]) -> Domain {
        let rates = self.otherwise(thing, Some(Joint::Is), values);
        let written: f64 = rates.iter().map(|(_, said)| said.value.probability.get()).sum();
        let unwritten = values.len() - rates.len();
        self.check_rates(thing, &rates, written, unwritten);
        let share = Probability::new((1.0 - written) / unwritten.max(1) as f64).unwrap_or(Probability::LINK_FLOOR);
        let number = |at: usize| match rates.iter().find(|(known, _)| *known == at) {
            Some((_, said)) => number(said.value, said.part),
            None => Number::estimate(share),
        };
        let numbers: Vec<Number> = (0..values.len()).map(number).collect();
        Domain::OneOf { options: self.choices(thing, values, &numbers), rest: None }
    }

    /// Checks that the base rates of the values come to one and leave something for each.
    fn check_rates(&mut self, thing: &Thing<'_>, rates: &[(usize, Said<'_, &Figure>)], written: f64, unwritten: usize) {
        let sum = percent(written);
        let help = match unwritten {
            0 if (written - 1.0).abs() > SLACK => "leave one value out: it gets what is left over",
            0 => return self.check_each_rate(rates),
            _ if written >= 1.0 - SLACK => "leave something for the values without an `otherwise`",
            _ => return self.check_each_rate(rates),
        };
        let message = format!("the base rates of `{}` come to {sum}", thing.id());
        let mut problem = Diagnostic::new(Code::BadSum, message);
        for (_, said) in rates {
            problem = problem.at(said.value.span, percent(said.value.probability.get()));
        }
        self.diagnostics.push(problem.help(help));
    }

    fn check_each_rate(&mut self, rates: &[(usize, Said<'_, &Figure>)]) {
        for (_, said) in rates.iter().filter(|(_, said)| said.value.probability < Probability::LINK_FLOOR) {
            let problem = Diagnostic::new(Code::OutOfRange, "a value that never holds is no value");
            self.diagnostics.push(problem.at(said.value.span, "").help("write at least 0.01%, or leave the value out"));
        }
    }

    pub(super) fn several_of(&mut self, id: FindingId, thing: &'a Thing<'a>, values: &[&'a Name]) -> Domain {
        let rates = self.otherwise(thing, Some(Joint::Has), values);
        let mut numbers = Vec::with_capacity(values.len());
        for at in 0..values.len() {
            let option = u32::try_from(at).ok().map(OptionId);
            numbers.push(match rates.iter().find(|(known, _)| *known == at) {
                Some((_, said)) => Self::leak(said),
                None => self.unmentioned(Sign { finding: id, option }),
            });
        }
        Domain::SeveralOf { options: self.choices(thing, values, &numbers) }
    }

    fn choices(&mut self, thing: &'a Thing<'a>, values: &[&'a Name], numbers: &[Number]) -> Vec<Choice> {
        let mut titles = self.labels(thing, values);
        let choice = values.iter().zip(numbers).enumerate().map(|(at, (value, otherwise))| Choice {
            id: value.text.clone(),
            title: titles[at].take().unwrap_or_else(|| self.texts.name_of_value(thing.id(), &value.text)),
            role: Role::Fact,
            otherwise: *otherwise,
            patterns: Vec::new(),
            card: Card::default(),
        });
        choice.collect()
    }

    /// Returns the labels of the values that have one.
    fn labels(&mut self, thing: &'a Thing<'a>, values: &[&'a Name]) -> Vec<Option<Text>> {
        let mut labels: Vec<Option<Said<'a, &'a Str>>> = vec![None; values.len()];
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
                None => {
                    let values: Vec<&str> = values.iter().map(|name| name.text.as_str()).collect();
                    self.diagnostics.push(unknown_value(thing, value, &values));
                }
            }
        }
        let text = |(at, said): (usize, Option<Said<'a, &'a Str>>)| {
            said.map(|said| self.texts.text(thing.id(), Slot::Label(&values[at].text), said.value, said.part.layer))
        };
        labels.into_iter().enumerate().map(text).collect()
    }

    // ─── Exclusive symptoms ───

    pub(super) fn one_of_symptoms(&mut self, thing: &'a Thing<'a>, symptoms: &[usize]) -> Domain {
        self.no_statements_of_values(thing);
        if symptoms.is_empty() {
            let help = format!("declare one: `symptom ID of {} \"…\"`", thing.id());
            self.missing(thing, format!("no symptom is declared `of {}`", thing.id()), help);
        }
        let things = self.names.things;
        let options: Vec<Choice> = symptoms.iter().map(|at| self.symptom_choice(&things.list[*at])).collect();
        let sum: f64 = options.iter().map(|option| option.otherwise.get()).sum();
        if sum >= 1.0 {
            let message = format!("the `otherwise` of the symptoms of `{}` come to {}", thing.id(), percent(sum));
            let help = "they exclude one another: lower them until something is left for \"another, or none\"";
            self.diagnostics.push(Diagnostic::new(Code::BadSum, message).at(thing.span(), "").help(help));
        }
        Domain::OneOf { options, rest: Some(self.rest(thing)) }
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
                    let message =
                        format!("`{}` is asked and has no answer for people who see none of these", thing.id());
                    self.missing(thing, message, "add `else \"Another, or none\"`".to_owned());
                }
                Text::default()
            }
        }
    }

    fn symptom_choice(&mut self, thing: &'a Thing<'a>) -> Choice {
        for said in thing.all(|kind| match kind {
            StatementKind::Ask(_) => Some("`ask`"),
            StatementKind::Takes(_) => Some("`takes`"),
            StatementKind::Costs(_) => Some("`costs`"),
            StatementKind::Effort(_) => Some("`effort`"),
            StatementKind::Needs(_) => Some("`needs`"),
            StatementKind::Unanswered(_) => Some("`unanswered`"),
            StatementKind::NotAskedWhen(_) => Some("`not asked when`"),
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
            otherwise: rate.map_or(Number::estimate(Probability::SYMPTOM_LEAK), |(_, said)| Self::leak(&said)),
            patterns: self.patterns(thing),
            card: self.texts.card(thing, thing.id(), self.diagnostics),
        }
    }
}
