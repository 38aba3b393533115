//! What can be written at a place.

use super::desk::{Desk, Reading};
use super::names;
use super::server::{Answer, Cursor, sent};
use crate::words::Words;
use etio_kb::engine::Probability;
use etio_kb::index::{HeadWord, PageIndex, Role, Shape, Wanted, wanted};
use etio_kb::words::{Likelihood, Prior};
use gen_lsp_types::{CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionList, TextEdit};
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) fn complete(desk: &Desk, cursor: &Cursor) -> Answer {
    let text = &cursor.text;
    if !cursor.path.ends_with(".kb") {
        return Ok(Value::Null);
    }
    let place = wanted(&text.text, cursor.byte);
    let reading = desk.reading_of(&cursor.path).map(|(_, reading)| reading);
    let mut offer = Offer { reading, owner: place.owner.as_deref(), words: desk.words, items: Vec::new() };
    place.wanted.iter().for_each(|wanted| offer.add(wanted));
    let mut items = offer.items;
    let range = text.lines.range(&text.text, place.start..cursor.byte);
    for (at, item) in items.iter_mut().enumerate() {
        // What fits best stands first, in the order of the scale.
        item.sort_text = Some(format!("{at:05}"));
        item.text_edit = Some(TextEdit { range, new_text: item.label.clone() }.into());
    }
    sent(CompletionList { is_incomplete: false, items, ..CompletionList::default() })
}

/// What is offered at a place.
struct Offer<'d> {
    reading: Option<&'d Reading>,
    /// The declaration around it.
    owner: Option<&'d str>,
    words: Words,
    items: Vec<CompletionItem>,
}

impl Offer<'_> {
    fn add(&mut self, wanted: &Wanted) {
        match wanted {
            Wanted::Word(word) => self.item(word, CompletionItemKind::Keyword, None),
            Wanted::Likelihood => Likelihood::ALL.iter().for_each(|one| self.number(one.word(), one.probability())),
            Wanted::Prior => Prior::ALL.iter().for_each(|one| self.number(one.word(), one.probability())),
            Wanted::Cause => {
                self.things(&[HeadWord::Cause, HeadWord::Kind], self.owner);
                self.item("other", CompletionItemKind::Keyword, Some(self.words.unknown_cause()));
            }
            Wanted::Finding => self.things(&[HeadWord::Symptom, HeadWord::Fact], self.owner),
            Wanted::Fix => self.things(&[HeadWord::Fix], self.owner),
            Wanted::Declared(word) => self.things(&[*word], None),
            Wanted::Value(fact) => self.values(fact),
            Wanted::Access => {
                let pages = self.reading.into_iter().flat_map(|reading| reading.pages.values());
                let names: BTreeSet<&str> = pages.flat_map(|page| accesses(page.index())).collect();
                names.into_iter().for_each(|name| self.item(name, CompletionItemKind::Module, None));
            }
        }
    }

    /// Offers what these words declare, each id once, without the one that is being written.
    fn things(&mut self, words: &[HeadWord], owner: Option<&str>) {
        let mut known = BTreeSet::new();
        for (_, _, declared) in self.reading.into_iter().flat_map(names::everything) {
            if words.contains(&declared.word) && owner != Some(&declared.id) && known.insert(&declared.id) {
                let title = declared.title.as_deref().unwrap_or_default();
                let detail = format!("{} {title}", declared.word.word());
                self.item(&declared.id, symbol(declared.word), Some(detail));
            }
        }
    }

    fn values(&mut self, fact: &str) {
        let Some(reading) = self.reading else { return };
        match names::declared(reading, fact).map(|(_, declared)| &declared.shape) {
            Some(Shape::Values(values)) => {
                values.iter().for_each(|id| self.item(id, CompletionItemKind::EnumMember, None));
            }
            Some(Shape::Symptoms) => {
                for (_, _, declared) in names::everything(reading) {
                    if declared.of.as_deref() == Some(fact) {
                        self.item(&declared.id, CompletionItemKind::EnumMember, declared.title.clone());
                    }
                }
                self.item("other", CompletionItemKind::Keyword, Some(self.words.none_of_its_symptoms()));
            }
            _ => {}
        }
    }

    fn number(&mut self, word: &str, probability: Probability) {
        self.item(word, CompletionItemKind::Unit, Some(percent(self.words, probability)));
    }

    fn item(&mut self, label: &str, kind: CompletionItemKind, detail: Option<String>) {
        // What is said of a word stands beside every word of the list, and not only beside the one that is chosen.
        let beside = detail
            .clone()
            .map(|description| CompletionItemLabelDetails { description: Some(description), detail: None });
        self.items.push(CompletionItem {
            label: label.to_owned(),
            label_details: beside,
            kind: Some(kind),
            detail,
            ..CompletionItem::default()
        });
    }
}

fn accesses(index: &PageIndex) -> impl Iterator<Item = &str> {
    let declared = index.mentions.iter().filter(|mention| mention.role == Role::DeclaresAccess);
    declared.map(|mention| mention.name.as_str())
}

/// Returns a number as a person reads it: `65%`.
pub(super) fn percent(words: Words, probability: Probability) -> String {
    format!("{}{}", words.of_hundred(probability.get()), words.percent_sign())
}

fn symbol(word: HeadWord) -> CompletionItemKind {
    match word {
        HeadWord::Base | HeadWord::Use | HeadWord::Translation => CompletionItemKind::Module,
        HeadWord::Symptom => CompletionItemKind::Event,
        HeadWord::Fact => CompletionItemKind::Property,
        HeadWord::Rule => CompletionItemKind::Operator,
        HeadWord::Kind => CompletionItemKind::Interface,
        HeadWord::Cause => CompletionItemKind::Class,
        HeadWord::Fix => CompletionItemKind::Function,
        HeadWord::Topic => CompletionItemKind::Text,
    }
}
