//! Texts in all their languages, and what a declaration of any kind may carry: meaning, notes, sources, links.

use super::things::Thing;
use crate::diagnostic::Diagnostics;
use crate::source::Span;
use crate::syntax::{StatementKind, Str};
use etio_engine::{Card, Language, Source, Text, WebLink};
use std::cell::Cell;
use std::collections::HashMap;

/// A place in a declaration where a text stands; lists count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Slot<'a> {
    Title,
    Means,
    Note(usize),
    /// The label of the link to this address.
    Link(&'a str),
    Ask,
    Else,
    Unit,
    Label(&'a str),
    Step(usize),
    Verify,
    Risk,
}

/// A text of a translation.
pub(super) struct Translated<'a> {
    pub(super) layer: usize,
    pub(super) language: Language,
    pub(super) text: &'a Str,
    /// Whether the base has a text there.
    pub(super) asked_for: Cell<bool>,
}

/// A capture that a text fills in: `{name}`.
pub(super) struct Fill {
    pub(super) name: String,
    pub(super) span: Span,
}

/// All texts of a base. The base itself goes under the id `""`.
#[derive(Default)]
pub(super) struct Texts<'a> {
    /// The language of each layer.
    pub(super) layers: Vec<Language>,
    pub(super) translations: HashMap<(&'a str, Slot<'a>), Vec<Translated<'a>>>,
    /// The languages of all translations.
    pub(super) languages: Vec<Language>,
    pub(super) fills: Vec<Fill>,
    /// How many texts the base has.
    pub(super) count: usize,
    /// Texts that a language of the translations lacks.
    pub(super) untranslated: Vec<Untranslated<'a>>,
    /// Texts and what they are translated by.
    pub(super) pairs: Vec<(&'a Str, &'a Str)>,
}

/// A text that is not there in a language.
pub(super) struct Untranslated<'a> {
    pub(super) id: &'a str,
    pub(super) what: String,
    pub(super) language: Language,
    pub(super) span: Span,
}

impl<'a> Texts<'a> {
    /// Returns a text of layer `layer` with its translations. A translation of an older text than this is left out.
    pub(super) fn text(&mut self, id: &'a str, slot: Slot<'a>, text: &'a Str, layer: usize) -> Text {
        self.note_fills(text);
        let mut lowered = Text::new(self.layers[layer].clone(), text.value.clone());
        self.translate(&mut lowered, id, slot, layer);
        self.count += 1;
        for language in self.languages.iter().filter(|language| !lowered.has(language)) {
            let (what, language) = (super::translate::words(slot), language.clone());
            self.untranslated.push(Untranslated { id, what, language, span: text.span });
        }
        let translations = self.translations.get(&(id, slot)).into_iter().flatten();
        let current = translations.filter(|translated| translated.layer >= layer);
        self.pairs.extend(current.map(|translated| (text, translated.text)));
        lowered
    }

    /// Returns the reading of a value that the base does not label: its name, in every language.
    pub(super) fn name_of_value(&mut self, id: &'a str, value: &'a str) -> Text {
        let mut lowered = Text::new(self.layers[0].clone(), value);
        self.languages.iter().for_each(|language| lowered.translate(language.clone(), value));
        self.translate(&mut lowered, id, Slot::Label(value), 0);
        lowered
    }

    fn translate(&mut self, text: &mut Text, id: &'a str, slot: Slot<'a>, layer: usize) {
        for translated in self.translations.get(&(id, slot)).into_iter().flatten() {
            translated.asked_for.set(true);
            if translated.layer >= layer {
                text.translate(translated.language.clone(), translated.text.value.clone());
            }
        }
    }

    /// Keeps what a text or a command fills in.
    pub(super) fn note_fills(&mut self, text: &Str) {
        let fills = placeholders(&text.value);
        self.fills.extend(fills.map(|(name, at)| Fill { name: name.to_owned(), span: text.part(at) }));
    }

    /// Returns the meaning, notes, sources and links of a thing.
    pub(super) fn card(&mut self, thing: &Thing<'a>, id: &'a str, diagnostics: &mut Diagnostics) -> Card {
        let means = thing.one("`means`", diagnostics, |kind| match kind {
            StatementKind::Means(text) => Some(text),
            _ => None,
        });
        let notes = thing.list(|kind| match kind {
            StatementKind::Note(text) => Some(text),
            _ => None,
        });
        let notes = notes.into_iter().enumerate();
        Card {
            means: means.map(|said| self.text(id, Slot::Means, said.value, said.part.layer)),
            notes: notes.map(|(nth, said)| self.text(id, Slot::Note(nth), said.value, said.part.layer)).collect(),
            sources: sources(thing),
            links: self.links(thing, id),
        }
    }

    fn links(&mut self, thing: &Thing<'a>, id: &'a str) -> Vec<WebLink> {
        let links = thing.list(|kind| match kind {
            StatementKind::Link { address, label } => Some((address, label)),
            _ => None,
        });
        let link = links.into_iter().map(|said| {
            let (address, label) = said.value;
            let slot = Slot::Link(&address.value);
            let label = label.as_ref().map(|label| self.text(id, slot, label, said.part.layer));
            WebLink { address: address.value.clone(), label }
        });
        link.collect()
    }
}

fn sources(thing: &Thing<'_>) -> Vec<Source> {
    let sources = thing.list(|kind| match kind {
        StatementKind::Source { title, date } => Some(Some(Source { title: title.value.clone(), date: date.clone() })),
        StatementKind::SourceEstimate => Some(None),
        _ => None,
    });
    sources.into_iter().filter_map(|said| said.value).collect()
}

/// Returns the `{name}` in a text and where they stand; `{{` is a brace.
pub(super) fn placeholders(text: &str) -> impl Iterator<Item = (&str, std::ops::Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let open = at + text[at..].find('{')?;
            if text[open + 1..].starts_with('{') {
                at = open + 2;
                continue;
            }
            at = open + 1;
            let close = at + text[at..].find('}')?;
            let name = &text[open + 1..close];
            if is_capture(name) {
                at = close + 1;
                return Some((name, open..close + 1));
            }
        }
    })
}

/// Returns whether a word can name a capture.
fn is_capture(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_names_in_braces() {
        let table: &[(&str, &[&str])] = &[
            ("", &[]),
            ("stop {port} on {host-name}", &["port", "host-name"]),
            ("'{{.State}}' {{port}", &[]),
            ("{ port } {} {1a} {a:b} {", &[]),
            ("{a{b}", &["b"]),
        ];
        for (text, names) in table {
            let found: Vec<_> = placeholders(text).map(|(name, _)| name).collect();
            assert_eq!(found, *names, "{text}");
        }
        assert_eq!(placeholders("a {b}").next().map(|(_, at)| at), Some(2..5));
    }
}
