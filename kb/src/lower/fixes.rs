//! Fixes and topics.

use super::Lower;
use super::names::{Meaning, Shape, Target, meant};
use super::numbers::number;
use super::texts::Slot;
use super::things::{Said, Thing, said_twice};
use crate::diagnostic::{Code, Diagnostic};
use crate::names::nearest;
use crate::source::Span;
use crate::syntax::{Figure, Name, StatementKind, Str};
use etio_engine::{
    CauseId, Effect, EffectKind, FindingId, Fix, FixId, Number, Risk, RiskKind, Seconds, Sign, Text, Topic, Turn,
};
use std::collections::BTreeMap;

pub(super) const RISKS: [(&str, RiskKind); 4] = [
    ("lowers-protection", RiskKind::LowersProtection),
    ("loses-data", RiskKind::LosesData),
    ("interrupts-others", RiskKind::InterruptsOthers),
    ("costs-money", RiskKind::CostsMoney),
];

/// An effect as it is written.
struct Written {
    kind: EffectKind,
    number: Number,
    span: Span,
    layer: usize,
    /// Whether a kind stands for the cause, so that the cause's own word replaces it.
    by_kind: bool,
}

impl<'a> Lower<'a> {
    /// Returns the fix a thing declares.
    pub(super) fn fix(&mut self, thing: &'a Thing<'a>) -> Fix {
        let effects = self.effects(thing);
        let takes = thing.one("`takes`", self.diagnostics, |kind| match kind {
            StatementKind::Takes(time) => Some(*time),
            _ => None,
        });
        let only_when = thing.list(|kind| match kind {
            StatementKind::OnlyWhen(condition) => Some(condition),
            _ => None,
        });
        Fix {
            id: thing.id().to_owned(),
            title: self.title(thing),
            for_signs: self.for_signs(thing),
            tells: self.tells(thing, &effects),
            effects,
            only_looks: says(thing, |kind| matches!(kind, StatementKind::OnlyLooks)).is_some(),
            only_when: self.conditions_of(only_when),
            after: self.after(thing),
            then: self.then(thing),
            takes: takes.map_or(Seconds::TO_TRY, |said| said.value),
            costs: self.costs(thing),
            done_wrong: self.done_wrong(thing),
            risk: self.risk(thing),
            steps: self.steps(thing),
            commands: self.commands(thing),
            verify: self.verify(thing),
            turn: self.turn(thing),
            card: self.texts.card(thing, thing.id(), self.diagnostics),
        }
    }

    /// Returns the topic a thing declares.
    pub(super) fn topic(&mut self, thing: &'a Thing<'a>) -> Topic {
        let topic = Topic {
            id: thing.id().to_owned(),
            title: self.title(thing),
            patterns: self.patterns(thing),
            card: self.texts.card(thing, thing.id(), self.diagnostics),
        };
        if topic.card.means.is_none() {
            self.missing(thing, format!("topic `{}` has no answer", thing.id()), "add `means \"…\"`".to_owned());
        }
        topic
    }

    // ─── What it does ───

    fn effects(&mut self, thing: &'a Thing<'a>) -> Vec<Effect> {
        let all = thing.all(|kind| match kind {
            StatementKind::Helps(figure, effect, names) => Some((figure, *effect, names)),
            _ => None,
        });
        let mut effects: BTreeMap<Option<CauseId>, Written> = BTreeMap::new();
        for said in all {
            let (figure, kind, names) = said.value;
            for name in names {
                let (causes, by_kind) = self.acted_on(name);
                for cause in causes {
                    self.act(&mut effects, cause, written(figure, kind, &said, name, by_kind));
                }
            }
        }
        let effect = |(cause, written): (_, Written)| Effect { cause, kind: written.kind, number: written.number };
        effects.into_iter().map(effect).collect()
    }

    /// Returns the causes a name stands for, and whether it is the name of a kind.
    fn acted_on(&mut self, name: &Name) -> (Vec<Option<CauseId>>, bool) {
        if name.text == "other" {
            return (vec![None], false);
        }
        let target = self.names.resolve(name, "a cause or a kind", |target| match target {
            Target::Cause(_) | Target::Kind(_) => Some(target),
            _ => None,
        });
        match self.resolved(target) {
            Some(Target::Cause(cause)) => (vec![Some(cause)], false),
            Some(Target::Kind(kind)) => (self.causes_of[kind.index()].iter().copied().map(Some).collect(), true),
            _ => (Vec::new(), false),
        }
    }

    fn act(&mut self, effects: &mut BTreeMap<Option<CauseId>, Written>, cause: Option<CauseId>, new: Written) {
        let old = effects.get(&cause);
        match old {
            Some(old) if old.layer == new.layer && old.by_kind == new.by_kind => {
                let id = cause.map_or("other", |cause| self.cause_ids[cause.index()]);
                let problem = said_twice(&format!("what it does to `{id}`"), new.span, old.span);
                let remedy = problem.remedy.clone().filter(|_| (old.kind, old.number) == (new.kind, new.number));
                self.diagnostics.push(Diagnostic { remedy, ..problem });
            }
            Some(old) if old.layer == new.layer && new.by_kind => {}
            _ => {
                effects.insert(cause, new);
            }
        }
    }

    fn done_wrong(&mut self, thing: &'a Thing<'a>) -> Option<Number> {
        let said = thing.one("`done wrong`", self.diagnostics, |kind| match kind {
            StatementKind::DoneWrong(figure) => Some(figure),
            _ => None,
        })?;
        if let Some(tells) = says(thing, |kind| matches!(kind, StatementKind::Tells(_))) {
            let message = format!("fix `{}` tells a fact, and what is done wrong tells nothing", thing.id());
            let problem = Diagnostic::new(Code::Contradiction, message).at(said.span, "").at(tells, "tells it here");
            self.diagnostics.push(problem.help("leave `done wrong` out: an answer may be wrong anyhow"));
        }
        Some(number(said.value, said.part))
    }

    // ─── When it is offered ───

    fn for_signs(&mut self, thing: &'a Thing<'a>) -> Vec<Sign> {
        let all = thing.all(|kind| match kind {
            StatementKind::For(signs) => Some(signs),
            _ => None,
        });
        let mut found = Vec::new();
        for written in all.into_iter().flat_map(|said| said.value) {
            let meaning = self.names.sign(written);
            match self.resolved(meaning) {
                Some(Meaning::Sign(sign)) if !found.contains(&sign) => found.push(sign),
                Some(Meaning::Rest(_)) => {
                    let problem = Diagnostic::new(Code::WrongSign, "a fix cannot be for what is left over");
                    self.diagnostics.push(problem.at(written.span(), "").help("name a symptom"));
                }
                _ => {}
            }
        }
        found
    }

    fn tells(&mut self, thing: &'a Thing<'a>, effects: &[Effect]) -> Option<FindingId> {
        let said = thing.one("`tells`", self.diagnostics, |kind| match kind {
            StatementKind::Tells(name) => Some(name),
            _ => None,
        })?;
        let finding = self.finding(said.value)?;
        if !matches!(self.names.findings[finding.index()].shape, Shape::YesNo) {
            let message = format!("`{}` is not yes or no, so doing something cannot tell it", said.value.text);
            let problem = Diagnostic::new(Code::WrongDomain, message).at(said.value.span, "");
            let problem = problem.at(self.names.thing_of(finding).span(), "declared here");
            self.diagnostics.push(problem.help("name a fact that is yes or no"));
        }
        let helps = says(thing, |kind| matches!(kind, StatementKind::Helps(..)));
        if let Some(helps) = helps.filter(|_| !effects.is_empty()) {
            let message = format!("fix `{}` both tells a fact and acts on causes", thing.id());
            let problem =
                Diagnostic::new(Code::Contradiction, message).at(said.span, "").at(helps, "acts on causes here");
            self.diagnostics.push(problem.help("the fact already speaks to the causes: leave one of them out"));
        }
        Some(finding)
    }

    fn after(&mut self, thing: &'a Thing<'a>) -> Vec<FixId> {
        let all = thing.all(|kind| match kind {
            StatementKind::After(names) => Some(names),
            _ => None,
        });
        let mut found = Vec::new();
        for name in all.into_iter().flat_map(|said| said.value) {
            found.extend(self.fix_named(name).filter(|fix| !found.contains(fix)));
        }
        found
    }

    fn then(&mut self, thing: &'a Thing<'a>) -> Option<FixId> {
        let said = thing.one("`then`", self.diagnostics, |kind| match kind {
            StatementKind::Then(name) => Some(name),
            _ => None,
        })?;
        self.fix_named(said.value)
    }

    fn fix_named(&mut self, name: &Name) -> Option<FixId> {
        let fix = self.names.resolve(name, "a fix", |target| match target {
            Target::Fix(fix) => Some(fix),
            _ => None,
        });
        self.resolved(fix)
    }

    fn turn(&mut self, thing: &Thing<'_>) -> Turn {
        let hands_over = says(thing, |kind| matches!(kind, StatementKind::HandsOver));
        let last = says(thing, |kind| matches!(kind, StatementKind::LastResort));
        match (hands_over, last) {
            (None, None) => Turn::InOrder,
            (Some(_), None) => Turn::HandsOver,
            (None, Some(_)) => Turn::LastResort,
            (Some(first), Some(second)) => {
                let message = format!("fix `{}` both hands over and is the last resort", thing.id());
                let problem = Diagnostic::new(Code::Contradiction, message).at(second, "").at(first, "hands over here");
                self.diagnostics.push(problem.help("leave one of them out"));
                Turn::LastResort
            }
        }
    }

    // ─── Texts ───

    fn risk(&mut self, thing: &'a Thing<'a>) -> Option<Risk> {
        let said = thing.one("`risk`", self.diagnostics, |kind| match kind {
            StatementKind::Risk(word, text) => Some((word, text.as_ref())),
            _ => None,
        })?;
        let (word, text) = said.value;
        let text = text.map(|text| self.texts.text(thing.id(), Slot::Risk, text, said.part.layer));
        let Some((_, kind)) = RISKS.iter().find(|(known, _)| *known == word.text) else {
            let words = RISKS.map(|(known, _)| known);
            let help = match nearest(&word.text, words.into_iter()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the risks are {}", words.map(|word| format!("`{word}`")).join(", ")),
            };
            let problem = Diagnostic::new(Code::UnknownName, format!("there is no risk `{}`", word.text));
            let remedy = meant(word, words.into_iter());
            self.diagnostics.push(problem.at(word.span, "").help(help).maybe_remedy(remedy));
            return None;
        };
        Some(Risk { kind: *kind, text })
    }

    fn steps(&mut self, thing: &'a Thing<'a>) -> Vec<Text> {
        let steps = thing.list(|kind| match kind {
            StatementKind::Step(text) => Some(text),
            _ => None,
        });
        let steps = steps.into_iter().enumerate();
        steps.map(|(nth, said)| self.texts.text(thing.id(), Slot::Step(nth), said.value, said.part.layer)).collect()
    }

    fn commands(&mut self, thing: &'a Thing<'a>) -> Vec<String> {
        let commands: Vec<Said<'a, &'a Str>> = thing.list(|kind| match kind {
            StatementKind::Run(text) => Some(text),
            _ => None,
        });
        commands.iter().for_each(|said| self.texts.note_fills(said.value));
        commands.into_iter().map(|said| said.value.value.clone()).collect()
    }

    fn verify(&mut self, thing: &'a Thing<'a>) -> Option<Text> {
        let said = thing.one("`verify`", self.diagnostics, |kind| match kind {
            StatementKind::Verify(text) => Some(text),
            _ => None,
        })?;
        Some(self.texts.text(thing.id(), Slot::Verify, said.value, said.part.layer))
    }
}

fn written<T>(figure: &Figure, kind: EffectKind, said: &Said<'_, T>, name: &Name, by_kind: bool) -> Written {
    Written { kind, number: number(figure, said.part), span: name.span, layer: said.part.layer, by_kind }
}

/// Returns where a thing says something for the first time.
fn says(thing: &Thing<'_>, wanted: impl Fn(&StatementKind) -> bool) -> Option<Span> {
    thing.all(|kind| wanted(kind).then_some(())).first().map(|said| said.span)
}
