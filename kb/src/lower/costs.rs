//! What things cost besides their time, and what that counts as.

use super::Lower;
use super::names::meant;
use super::things::{Thing, said_twice};
use crate::diagnostic::{Code, Diagnostic};
use crate::names::nearest;
use crate::syntax::{Name, StatementKind};
use etio_engine::{Access, Costs, Effort, Prices, RiskKind};

/// The words of an effort.
const EFFORTS: [(&str, Effort); 3] = [("little", Effort::Little), ("some", Effort::Some), ("great", Effort::Great)];

impl<'a> Lower<'a> {
    /// Returns what costs count as in the base, and what is opened once.
    pub(super) fn prices(&mut self) -> Prices {
        let base = &self.names.things.base;
        let mut prices = Prices::default();
        let counts = base.all(|kind| match kind {
            StatementKind::Counts(name, time) => Some((name, *time)),
            _ => None,
        });
        for said in &counts {
            let (name, time) = said.value;
            let same = |other: &&super::things::Said<'_, (&Name, _)>| {
                other.value.0.text == name.text && other.part.layer == said.part.layer
            };
            if let Some(first) = counts.iter().find(same).filter(|first| first.span != said.span) {
                self.diagnostics.push(said_twice(&format!("what `{}` counts as", name.text), said.span, first.span));
            }
            match name.text.as_str() {
                "money" => prices.money = time,
                "effort" => prices.effort = time,
                _ => {
                    if let Some(risk) = self.risk_named(name) {
                        prices.risks.retain(|(kind, _)| *kind != risk);
                        prices.risks.push((risk, time));
                    }
                }
            }
        }
        prices.accesses = self.accesses();
        prices
    }

    fn accesses(&mut self) -> Vec<Access> {
        let base = &self.names.things.base;
        let said = base.all(|kind| match kind {
            StatementKind::Access(name, time) => Some((name, *time)),
            _ => None,
        });
        let mut accesses: Vec<(Access, usize, crate::source::Span)> = Vec::new();
        for said in said {
            let (name, takes) = said.value;
            match accesses.iter_mut().find(|(known, ..)| known.id == name.text) {
                Some((_, layer, first)) if *layer == said.part.layer => {
                    let problem = said_twice(&format!("the access `{}`", name.text), said.span, *first);
                    self.diagnostics.push(problem);
                }
                Some((known, ..)) => known.takes = takes,
                None => accesses.push((Access { id: name.text.clone(), takes }, said.part.layer, said.span)),
            }
        }
        accesses.into_iter().map(|(access, ..)| access).collect()
    }

    fn risk_named(&mut self, name: &Name) -> Option<RiskKind> {
        let known = super::fixes::RISKS.iter().find(|(known, _)| *known == name.text).map(|(_, kind)| *kind);
        if known.is_none() {
            let words = ["money", "effort"].into_iter().chain(super::fixes::RISKS.map(|(word, _)| word));
            let words: Vec<&str> = words.collect();
            self.unknown_word(name, "kind of cost", &words);
        }
        known
    }

    fn unknown_word(&mut self, name: &Name, what: &str, words: &[&str]) {
        let help = match nearest(&name.text, words.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")),
        };
        let problem = Diagnostic::new(Code::UnknownName, format!("there is no {what} `{}`", name.text));
        let remedy = meant(name, words.iter().copied());
        self.diagnostics.push(problem.at(name.span, "").help(help).maybe_remedy(remedy));
    }

    /// Returns what a thing costs besides its time.
    pub(super) fn costs(&mut self, thing: &'a Thing<'a>) -> Costs {
        let money = thing.one("`costs`", self.diagnostics, |kind| match kind {
            StatementKind::Costs(money) => Some(*money),
            _ => None,
        });
        if let Some(said) = money.as_ref().filter(|said| said.value < 0.0) {
            let problem = Diagnostic::new(Code::OutOfRange, "nothing costs less than nothing").at(said.span, "");
            self.diagnostics.push(problem.help("write how many units of money it costs, such as `costs 12`"));
        }
        let effort = thing.one("`effort`", self.diagnostics, |kind| match kind {
            StatementKind::Effort(name) => Some(name),
            _ => None,
        });
        let effort = effort.map(|said| {
            let known = EFFORTS.iter().find(|(word, _)| *word == said.value.text).map(|(_, effort)| *effort);
            if known.is_none() {
                self.unknown_word(said.value, "effort", &EFFORTS.map(|(word, _)| word));
            }
            known.unwrap_or_default()
        });
        Costs {
            money: money.map_or(0.0, |said| said.value.max(0.0)),
            effort: effort.unwrap_or_default(),
            needs: self.needs(thing),
        }
    }

    fn needs(&mut self, thing: &'a Thing<'a>) -> Vec<u32> {
        let said = thing.list(|kind| match kind {
            StatementKind::Needs(names) => Some(names),
            _ => None,
        });
        let mut needs = Vec::new();
        for name in said.into_iter().flat_map(|said| said.value) {
            match self.access_ids.iter().position(|id| *id == name.text) {
                Some(access) => needs.push(u32::try_from(access).unwrap_or(u32::MAX)),
                None => {
                    let near = nearest(&name.text, self.access_ids.iter().map(String::as_str));
                    let help = match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("say under `base` what opening it takes: `access {} takes 10 min`", name.text),
                    };
                    let problem = Diagnostic::new(Code::UnknownName, format!("there is no access `{}`", name.text));
                    let remedy = meant(name, self.access_ids.iter().map(String::as_str));
                    self.diagnostics.push(problem.at(name.span, "").help(help).maybe_remedy(remedy));
                }
            }
        }
        needs.sort_unstable();
        needs.dedup();
        needs
    }
}
