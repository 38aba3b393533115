//! Causes, with what their kinds say.

use super::Lower;
use super::names::{Meaning, Shape, Target};
use super::numbers::{SLACK, number, percent, within_link};
use super::things::{Said, Thing, said_twice};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::{Condition as Written, Detail, Figure, StatementKind};
use etio_engine::{Cause, Condition, FindingId, Kind, KindId, Link, Number, Probability, Seconds, Sign};
use std::collections::BTreeMap;

/// A link as it is written, and where.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub(super) number: Number,
    pub(super) span: Span,
    layer: usize,
}

/// The links of a cause or a kind, by what they show.
pub(super) type Shows = BTreeMap<Sign, Shown>;

/// What a cause or a kind says of findings.
#[derive(Default)]
pub(super) struct Traits {
    shows: Shows,
    ruled_out_when: Vec<Condition>,
    only_when: Vec<Condition>,
    passes_in: Option<Seconds>,
}

impl<'a> Lower<'a> {
    /// Returns a kind, and keeps what its causes have in common.
    pub(super) fn kind(&mut self, thing: &'a Thing<'a>, several_at_once: bool) -> Kind {
        let traits = self.traits(thing);
        self.kinds.push(traits);
        Kind {
            id: thing.id().to_owned(),
            title: self.title(thing),
            one_at_a_time: self.one_at_a_time(thing, several_at_once),
            variants: self.variants(thing, several_at_once),
            card: self.texts.card(thing, thing.id(), self.diagnostics),
        }
    }

    /// Returns a cause with what its kind says; its own words replace the kind's.
    pub(super) fn cause(&mut self, thing: &'a Thing<'a>) -> Cause {
        let kind = self.kind_of(thing);
        let own = self.traits(thing);
        let common = kind.map(|kind| &self.kinds[kind.index()]);
        let mut shows = common.map(|common| common.shows.clone()).unwrap_or_default();
        shows.extend(own.shows);
        let with_common = |own: Vec<Condition>, common: Option<&Vec<Condition>>| {
            common.into_iter().flatten().cloned().chain(own).collect()
        };
        let ruled_out_when = with_common(own.ruled_out_when, common.map(|common| &common.ruled_out_when));
        let only_when = with_common(own.only_when, common.map(|common| &common.only_when));
        let passes_in = own.passes_in.or_else(|| common.and_then(|common| common.passes_in));
        let confirmed = |kind: &'a StatementKind| match kind {
            StatementKind::ConfirmedWhen(condition) => Some(condition),
            _ => None,
        };
        let confirmed_when = self.conditions_of(thing.list(confirmed));
        self.check_sums(thing, &shows);
        let links = shows.iter().map(|(sign, shown)| Link { sign: *sign, number: within_link(shown.number) }).collect();
        self.note_mentions(&shows);
        Cause {
            id: thing.id().to_owned(),
            title: self.title(thing),
            kind,
            prior: self.prior(thing),
            links,
            ruled_out_when,
            only_when,
            confirmed_when,
            passes_in,
            card: self.texts.card(thing, thing.id(), self.diagnostics),
        }
    }

    fn kind_of(&mut self, thing: &Thing<'_>) -> Option<KindId> {
        let Some((_, Detail::Of(name))) = thing.detail() else { return None };
        let kind = self.names.resolve(name, "a kind", |target| match target {
            Target::Kind(kind) => Some(kind),
            _ => None,
        });
        self.resolved(kind)
    }

    /// Returns the prior; where it is missing or none, that is told and any number will do.
    fn prior(&mut self, thing: &Thing<'a>) -> Number {
        let none = Number::estimate(Probability::LINK_FLOOR);
        let prior = thing.one("`is`", self.diagnostics, |kind| match kind {
            StatementKind::Is(figure) => Some(figure),
            _ => None,
        });
        let Some(said) = prior else {
            let help = "add for example `is common` or `is rare`".to_owned();
            self.missing(thing, format!("cause `{}` does not say how common it is", thing.id()), help);
            return none;
        };
        if said.value.probability.get() <= 0.0 {
            let problem = Diagnostic::new(Code::OutOfRange, "a cause that never is the cause is none");
            self.diagnostics
                .push(problem.at(said.value.span, "").help("write at least `very rare`, or leave the cause out"));
            return none;
        }
        number(said.value, said.part)
    }

    fn traits(&mut self, thing: &'a Thing<'a>) -> Traits {
        let passes = thing.one("`passes in`", self.diagnostics, |kind| match kind {
            StatementKind::PassesIn(time) => Some(*time),
            _ => None,
        });
        let ruled_out = thing.list(|kind| match kind {
            StatementKind::RuledOutWhen(condition) => Some(condition),
            _ => None,
        });
        let only = thing.list(|kind| match kind {
            StatementKind::OnlyWhen(condition) => Some(condition),
            _ => None,
        });
        Traits {
            shows: self.shows(thing),
            ruled_out_when: self.conditions_of(ruled_out),
            only_when: self.conditions_of(only),
            passes_in: passes.map(|said| said.value),
        }
    }

    /// Returns the conditions of a list of statements.
    pub(super) fn conditions_of(&mut self, said: Vec<Said<'a, &'a Written>>) -> Vec<Condition> {
        said.into_iter().filter_map(|said| self.condition(said.value)).collect()
    }

    fn shows(&mut self, thing: &'a Thing<'a>) -> Shows {
        let all = thing.all(|kind| match kind {
            StatementKind::Shows(figure, signs) => Some((figure, signs)),
            _ => None,
        });
        let mut shows = Shows::new();
        for said in all {
            let (figure, signs) = said.value;
            for written in signs {
                let meaning = self.names.sign(written);
                match self.resolved(meaning) {
                    Some(Meaning::Sign(sign)) => self.show(&mut shows, sign, figure, &said, written.span()),
                    Some(Meaning::Rest(_)) => {
                        let problem = Diagnostic::new(Code::WrongSign, "what is left over has no word of its own");
                        let help = "it gets what the words over the symptoms leave";
                        self.diagnostics.push(problem.at(written.span(), "").help(help));
                    }
                    None => {}
                }
            }
        }
        shows
    }

    fn show<T>(&mut self, shows: &mut Shows, sign: Sign, figure: &Figure, said: &Said<'a, T>, span: Span) {
        let layer = said.part.layer;
        match shows.get(&sign).filter(|old| old.layer == layer) {
            Some(old) => {
                let what = format!("`{}`", self.names.written(sign));
                let problem = said_twice(&what, span, old.span);
                let remedy = problem.remedy.clone().filter(|_| old.number == number(figure, said.part));
                self.diagnostics.push(Diagnostic { remedy, ..problem });
            }
            None => {
                shows.insert(sign, Shown { number: number(figure, said.part), span, layer });
            }
        }
    }

    /// Checks that the words over the values of a fact leave nothing or something, never less.
    fn check_sums(&mut self, thing: &Thing<'_>, shows: &Shows) {
        let mut by_finding: BTreeMap<FindingId, Vec<&Shown>> = BTreeMap::new();
        for (sign, shown) in shows {
            by_finding.entry(sign.finding).or_default().push(shown);
        }
        for (finding, shown) in by_finding {
            let (values, rest) = match &self.names.findings[finding.index()].shape {
                Shape::OneOf(values) => (values.len(), false),
                Shape::Symptoms(symptoms) => (symptoms.len(), true),
                Shape::YesNo | Shape::SeveralOf(_) | Shape::Number { .. } | Shape::Text => continue,
            };
            let sum: f64 = shown.iter().map(|shown| shown.number.get()).sum();
            let help = if sum > 1.0 + SLACK {
                "they exclude one another: lower them until they come to 100 % or less"
            } else if !rest && shown.len() == values && sum < 1.0 - SLACK {
                "leave one value out: it gets what is left over"
            } else {
                continue;
            };
            let of = self.names.thing_of(finding).id();
            let message = format!("the words of `{}` over the values of `{of}` come to {}", thing.id(), percent(sum));
            let mut problem = Diagnostic::new(Code::BadSum, message).at(thing.span(), "");
            for shown in shown {
                problem = problem.at(shown.span, percent(shown.number.get()));
            }
            self.diagnostics.push(problem.help(help));
        }
    }

    /// Keeps where each sign is first linked, and tells of facts that have no base rate.
    fn note_mentions(&mut self, shows: &Shows) {
        for (sign, shown) in shows {
            self.mentioned.entry(*sign).or_insert(shown.span);
            let damaged = self.names.thing_of(sign.finding).is_damaged();
            if !self.without_otherwise.remove(sign) || damaged {
                continue;
            }
            let written = self.names.written(*sign);
            let value = written.split_once(' ').map_or(String::new(), |(_, value)| format!(" {value}"));
            let message = format!("`{written}` is mentioned by a cause and has no `otherwise`");
            let problem = Diagnostic::new(Code::NoOtherwise, message).at(shown.span, "mentioned here");
            let problem = problem.at(self.names.thing_of(sign.finding).span(), "declared here");
            let help =
                format!("add `otherwise WORD{value}`: how often it holds with the causes that do not mention it");
            self.diagnostics.push(problem.help(help));
        }
    }
}
