//! What names stand for: findings and their values, causes, fixes, kinds.

use super::things::{Thing, Things};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::names::{ID_SLIP, nearest, slip_of};
use crate::remedy::Remedy;
use crate::source::Span;
use crate::syntax::{self, Detail, Domain, HeadWord, Joint, Name, NumberRange, Value};
use etio_engine::{CauseId, FindingId, FixId, KindId, OptionId, Sign, TopicId};
use std::cell::Cell;

/// What an id stands for in the base that is being built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Finding(FindingId),
    /// An exclusive symptom: an option of its fact.
    Option(FindingId, OptionId),
    Rule,
    Kind(KindId),
    Cause(CauseId),
    Fix(FixId),
    Topic(TopicId),
}

/// The values a finding can have, by their names.
pub(super) enum Shape<'a> {
    YesNo,
    OneOf(Vec<&'a Name>),
    /// The things that are its exclusive symptoms.
    Symptoms(Vec<usize>),
    SeveralOf(Vec<&'a Name>),
    Number {
        least: f64,
        most: f64,
    },
    Text,
}

/// A finding: which thing it is, and its values.
pub(super) struct Known<'a> {
    pub(super) thing: usize,
    pub(super) shape: Shape<'a>,
}

/// What a sign comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Sign(Sign),
    /// "Another, or none."
    Rest(FindingId),
}

/// How many names are looked at, over a whole base, to find the one that was meant.
const LOOKS: usize = 4_000_000;

/// All names of a base, resolved.
pub(super) struct Names<'a> {
    pub(super) things: &'a Things<'a>,
    /// What each thing stands for, in the order of the things.
    pub(super) targets: Vec<Target>,
    /// The findings in their order.
    pub(super) findings: Vec<Known<'a>>,
    looks: Cell<usize>,
}

type Resolved<T> = Result<T, Option<Box<Diagnostic>>>;

impl<'a> Names<'a> {
    /// Gives every thing its position in the base.
    pub(super) fn new(things: &'a Things<'a>, diagnostics: &mut Diagnostics) -> Self {
        let owners: Vec<Option<usize>> = things.list.iter().map(|thing| owner(thing, things, diagnostics)).collect();
        let mut names = Self { things, targets: Vec::new(), findings: Vec::new(), looks: Cell::new(0) };
        let mut counts = [0u32; HeadWord::ALL.len()];
        for (at, thing) in things.list.iter().enumerate() {
            let count = &mut counts[thing.word as usize];
            let target = match thing.word {
                // Its fact may come later: its place among the options is known after that.
                HeadWord::Symptom if owners[at].is_some() => Target::Option(FindingId(0), OptionId(0)),
                HeadWord::Symptom | HeadWord::Fact => names.add_finding(at, diagnostics),
                HeadWord::Rule => Target::Rule,
                HeadWord::Kind => Target::Kind(KindId(*count)),
                HeadWord::Cause => Target::Cause(CauseId(*count)),
                HeadWord::Fix => Target::Fix(FixId(*count)),
                HeadWord::Topic => Target::Topic(TopicId(*count)),
                HeadWord::Base | HeadWord::Use | HeadWord::Translation => unreachable!("declares nothing"),
            };
            *count += 1;
            names.targets.push(target);
        }
        for (at, owner) in owners.iter().enumerate() {
            owner.iter().for_each(|owner| names.add_option(at, *owner));
        }
        names
    }

    fn add_finding(&mut self, thing: usize, diagnostics: &mut Diagnostics) -> Target {
        let id = FindingId(u32::try_from(self.findings.len()).unwrap_or(u32::MAX));
        let shape = shape(&self.things.list[thing], diagnostics);
        self.findings.push(Known { thing, shape });
        Target::Finding(id)
    }

    fn add_option(&mut self, symptom: usize, owner: usize) {
        let Target::Finding(finding) = self.targets[owner] else { return };
        if let Shape::Symptoms(symptoms) = &mut self.findings[finding.index()].shape {
            let option = OptionId(u32::try_from(symptoms.len()).unwrap_or(u32::MAX));
            symptoms.push(symptom);
            self.targets[symptom] = Target::Option(finding, option);
        }
    }

    /// Returns the thing behind a finding.
    pub(super) fn thing_of(&self, finding: FindingId) -> &'a Thing<'a> {
        &self.things.list[self.findings[finding.index()].thing]
    }

    /// Returns how a sign is written.
    pub(super) fn written(&self, sign: Sign) -> String {
        let id = self.thing_of(sign.finding).id();
        let Some(option) = sign.option else { return id.to_owned() };
        match &self.findings[sign.finding.index()].shape {
            Shape::Symptoms(symptoms) => self.things.list[symptoms[option.index()]].id().to_owned(),
            Shape::OneOf(values) => format!("{id} is {}", values[option.index()].text),
            Shape::SeveralOf(values) => format!("{id} has {}", values[option.index()].text),
            _ => id.to_owned(),
        }
    }

    /// Returns what a name stands for, if `wanted` takes it.
    pub(super) fn resolve<T>(&self, name: &Name, what: &str, wanted: impl Fn(Target) -> Option<T>) -> Resolved<T> {
        match self.things.find(&name.text) {
            Some(at) => wanted(self.targets[at]).ok_or_else(|| {
                let thing = &self.things.list[at];
                let message = format!("`{}` is a {}, not {what}", name.text, thing.word.word());
                let problem = Diagnostic::new(Code::WrongKind, message).at(name.span, "");
                let near = self.near(name, &wanted).map(|(help, _)| help);
                let help = near.unwrap_or_else(|| format!("name {what} here"));
                Some(Box::new(problem.at(thing.span(), "declared here").help(help)))
            }),
            None if self.things.is_unread(&name.text) => Err(None),
            None => {
                let problem = Diagnostic::new(Code::UnknownName, format!("nothing declares `{}`", name.text));
                let (help, remedy) = self.near(name, &wanted).unzip();
                let help = help.unwrap_or_else(|| format!("declare it, or name {what} that is there"));
                Err(Some(Box::new(problem.at(name.span, "").help(help).maybe_remedy(remedy.flatten()))))
            }
        }
    }

    /// Returns which name was probably meant, and the remedy where that is certain.
    fn near<T>(&self, name: &Name, wanted: impl Fn(Target) -> Option<T>) -> Option<(String, Option<Remedy>)> {
        self.looks.set(self.looks.get() + self.targets.len());
        if self.looks.get() > LOOKS {
            return None;
        }
        let fitting = self.targets.iter().zip(&self.things.list).filter(|(target, _)| wanted(**target).is_some());
        let ids = || fitting.clone().map(|(_, thing)| thing.id());
        let near = nearest(&name.text, ids())?;
        Some((format!("did you mean `{near}`?"), meant(name, ids())))
    }

    /// Returns what a sign comes to.
    pub(super) fn sign(&self, sign: &syntax::Sign) -> Resolved<Meaning> {
        let target = self.resolve(&sign.name, "a finding", |target| match target {
            Target::Finding(_) | Target::Option(..) => Some(target),
            _ => None,
        })?;
        let finding = match target {
            Target::Option(finding, option) if sign.value.is_none() => {
                return Ok(Meaning::Sign(Sign { finding, option: Some(option) }));
            }
            Target::Finding(finding) => finding,
            _ => return Err(wrong_sign(sign, "is a symptom and has no values", format!("write `{}`", sign.name.text))),
        };
        self.value(finding, sign)
    }

    fn value(&self, finding: FindingId, sign: &syntax::Sign) -> Resolved<Meaning> {
        let id = &sign.name.text;
        let shape = &self.findings[finding.index()].shape;
        let values = self.values(shape);
        let (joint, word) = match shape {
            Shape::SeveralOf(_) => (Joint::Has, "has"),
            Shape::OneOf(_) | Shape::Symptoms(_) => (Joint::Is, "is"),
            Shape::YesNo if sign.value.is_none() => return Ok(Meaning::Sign(Sign { finding, option: None })),
            Shape::YesNo => {
                let value = sign.value.as_ref().map_or("yes", |value| &value.name.text);
                let help = match value {
                    "yes" | "no" | "true" | "false" | "sí" | "si" => format!("write `{id}` or `not {id}`"),
                    value => format!("write `{id}` alone, or give the fact values: `: one of {value}, …`"),
                };
                return Err(wrong_sign(sign, "is yes or no and has no values", help));
            }
            Shape::Number { .. } => {
                return Err(wrong_sign(sign, "is a number", format!("compare it in a rule: `when {id} > 10`")));
            }
            Shape::Text => {
                let text = sign.value.as_ref().map_or("…", |value| &value.name.text);
                return Err(wrong_sign(sign, "is a text", format!("compare it in a rule: `when {id} is \"{text}\"`")));
            }
        };
        let example = values.first().copied().unwrap_or("value");
        match &sign.value {
            Some(value) if value.joint == joint => self.option(finding, value, &values),
            written => {
                let problem =
                    wrong_sign(sign, "needs one of its values here", format!("write `{id} {word} {example}`"));
                let right = written.as_ref().filter(|value| values.contains(&value.name.text.as_str()));
                let remedy = right.map(|value| Remedy::write(sign.span(), format!("{id} {word} {}", value.name.text)));
                Err(problem.map(|problem| Box::new(problem.maybe_remedy(remedy))))
            }
        }
    }

    /// Returns the option a value stands for.
    fn option(&self, finding: FindingId, value: &Value, values: &[&str]) -> Resolved<Meaning> {
        if let Some(at) = values.iter().position(|known| *known == value.name.text) {
            let option = OptionId(u32::try_from(at).unwrap_or(u32::MAX));
            return Ok(Meaning::Sign(Sign { finding, option: Some(option) }));
        }
        if value.name.text == "other" && matches!(self.findings[finding.index()].shape, Shape::Symptoms(_)) {
            return Ok(Meaning::Rest(finding));
        }
        if self.things.is_unread(&value.name.text) {
            return Err(None);
        }
        Err(Some(Box::new(unknown_value(self.thing_of(finding), &value.name, values))))
    }

    fn values(&self, shape: &Shape<'a>) -> Vec<&'a str> {
        match shape {
            Shape::OneOf(values) | Shape::SeveralOf(values) => values.iter().map(|value| value.text.as_str()).collect(),
            Shape::Symptoms(symptoms) => symptoms.iter().map(|at| self.things.list[*at].id()).collect(),
            Shape::YesNo | Shape::Number { .. } | Shape::Text => Vec::new(),
        }
    }
}

/// Returns that a fact does not have a value.
pub(super) fn unknown_value(thing: &Thing<'_>, name: &Name, values: &[&str]) -> Diagnostic {
    let help = match nearest(&name.text, values.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("its values are {}", some_of(values)),
    };
    Diagnostic::new(Code::UnknownValue, format!("`{}` has no value `{}`", thing.id(), name.text))
        .at(name.span, "")
        .at(thing.span(), "declared here")
        .help(help)
        .maybe_remedy(meant(name, values.iter().copied()))
}

/// Returns that the name is written that was meant for certain.
pub(super) fn meant<'a>(name: &Name, known: impl Iterator<Item = &'a str>) -> Option<Remedy> {
    Some(Remedy::write(name.span, slip_of(&name.text, known, ID_SLIP)?))
}

fn some_of(values: &[&str]) -> String {
    let some: Vec<String> = values.iter().take(12).map(|value| format!("`{value}`")).collect();
    format!("{}{}", some.join(", "), if values.len() > some.len() { ", …" } else { "" })
}

fn wrong_sign(sign: &syntax::Sign, what: &str, help: String) -> Option<Box<Diagnostic>> {
    let message = format!("`{}` {what}", sign.name.text);
    Some(Box::new(Diagnostic::new(Code::WrongSign, message).at(sign.span(), "").help(help)))
}

/// Returns the fact of an exclusive symptom.
fn owner(thing: &Thing<'_>, things: &Things<'_>, diagnostics: &mut Diagnostics) -> Option<usize> {
    let (HeadWord::Symptom, Some((_, Detail::Of(of)))) = (thing.word, thing.detail()) else { return None };
    let problem = |code: Code, message: String, help: String| Diagnostic::new(code, message).at(of.span, "").help(help);
    let facts = || things.list.iter().filter(|thing| thing.word == HeadWord::Fact).map(Thing::id);
    let Some(at) = things.find(&of.text) else {
        if !things.is_unread(&of.text) {
            let help = nearest(&of.text, facts()).map(|near| format!("did you mean `{near}`?"));
            let help = help.unwrap_or_else(|| format!("declare `fact {} \"…\" : one of its symptoms`", of.text));
            let problem = problem(Code::UnknownName, format!("nothing declares `{}`", of.text), help);
            diagnostics.push(problem.maybe_remedy(meant(of, facts())));
        }
        return None;
    };
    let fact = &things.list[at];
    match fact.detail() {
        Some((_, Detail::Domain(Domain::OneOfSymptoms))) => Some(at),
        _ => {
            let message = format!("`{}` is not a fact that is one of its symptoms", of.text);
            let help = format!("declare `fact {} \"…\" : one of its symptoms`, or leave `of` out", of.text);
            diagnostics.push(problem(Code::WrongDomain, message, help).at(fact.span(), "declared here"));
            None
        }
    }
}

fn shape<'a>(thing: &Thing<'a>, diagnostics: &mut Diagnostics) -> Shape<'a> {
    let Some((_, Detail::Domain(domain))) = thing.detail() else { return Shape::YesNo };
    match domain {
        Domain::OneOf(values) => Shape::OneOf(distinct(values, diagnostics)),
        Domain::OneOfSymptoms => Shape::Symptoms(Vec::new()),
        Domain::SeveralOf(values) => Shape::SeveralOf(distinct(values, diagnostics)),
        Domain::Number(NumberRange { least, most, span, .. }) => {
            if least >= most || !least.is_finite() || !most.is_finite() {
                diagnostics.push(bad_range(*span));
            }
            Shape::Number { least: *least, most: *most }
        }
        Domain::Text => Shape::Text,
    }
}

fn distinct<'a>(values: &'a [Name], diagnostics: &mut Diagnostics) -> Vec<&'a Name> {
    let mut distinct: Vec<&Name> = Vec::new();
    for value in values {
        if !crate::names::is_id(&value.text) {
            diagnostics.push(not_a_value(value));
        }
        match distinct.iter().find(|known| known.text == value.text) {
            Some(first) => {
                diagnostics.push(super::things::said_twice(
                    &format!("the value `{}`", value.text),
                    value.span,
                    first.span,
                ));
            }
            None => distinct.push(value),
        }
    }
    distinct
}

fn not_a_value(value: &Name) -> Diagnostic {
    let like = crate::names::id_like(&value.text);
    let help = like.as_ref().map(|like| format!("write `{like}`"));
    let help = help.unwrap_or_else(|| {
        "a value has lower-case letters a–z, digits and hyphens, and begins with a letter".to_owned()
    });
    let problem = Diagnostic::new(Code::NotAnId, format!("`{}` cannot be a value", value.text)).at(value.span, "");
    problem.help(help).maybe_remedy(like.map(|like| Remedy::write(value.span, like)))
}

fn bad_range(span: Span) -> Diagnostic {
    Diagnostic::new(Code::OutOfRange, "this is no range of numbers")
        .at(span, "")
        .help("the least number stands first: `number 0..500`")
}
