//! Translations: which text of the base each of their texts stands for.

use super::names::meant;
use super::survey::Group;
use super::texts::{Slot, Texts, Translated};
use super::things::{Things, said_twice};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::names::nearest;
use crate::remedy::{Cut, Remedy};
use crate::source::Span;
use crate::syntax::{Declaration, Detail, Domain, HeadWord, NumberRange, Page, StatementKind, Str};
use etio_engine::Language;
use std::cell::Cell;

/// Returns the texts of a base with all translations, none of them asked for yet.
pub(super) fn texts<'a>(
    group: &Group<'a>,
    things: &Things<'a>,
    layers: Vec<Language>,
    diagnostics: &mut Diagnostics,
) -> Texts<'a> {
    let mut texts = Texts { layers, ..Texts::default() };
    for (layer, page) in translated_pages(group) {
        let Some(language) = language_of(page, &texts.layers[0], diagnostics) else { continue };
        if !texts.languages.contains(&language) {
            texts.languages.push(language.clone());
        }
        let mut reader = Reader { things, texts: &mut texts, layer, language, diagnostics };
        for (at, declaration) in page.declarations.iter().enumerate() {
            reader.declaration(declaration, at == 0);
        }
    }
    texts
}

/// Tells of every text that translates nothing.
pub(super) fn check_asked_for(things: &Things<'_>, texts: &Texts<'_>, diagnostics: &mut Diagnostics) {
    let mut left = Vec::new();
    for ((id, slot), translations) in &texts.translations {
        let thing = things.find(id).map_or(&things.base, |at| &things.list[at]);
        if thing.is_damaged() {
            continue; // what is translated may stand in a line that could not be read
        }
        let current = |translated: &&Translated<'_>| translated.layer >= thing.last_layer();
        for translated in translations.iter().filter(|one| !one.asked_for.get()).filter(current) {
            let message = format!("`{}` has no {} to translate", thing.id(), words(*slot));
            let problem = Diagnostic::new(Code::NothingToTranslate, message).at(translated.text.span, "");
            // What is counted may have moved up, and a value or an address may be a slip.
            let gone = matches!(slot, Slot::Means | Slot::Ask | Slot::Else | Slot::Verify | Slot::Risk);
            let remedy =
                gone.then(|| Remedy::cut("leave out what the base does not say", Cut::Said(translated.text.span)));
            let help = match slot {
                Slot::Link(_) => "write the address as the base does, leave it out, or add it to the base",
                Slot::Label(_) => "write the value as the base does, leave it out, or add it to the base",
                _ => "leave it out, or add it to the base",
            };
            let problem = problem.at(thing.span(), "declared here").help(help);
            left.push(problem.maybe_remedy(remedy));
        }
    }
    left.sort_by_key(|problem| problem.labels[0].span);
    left.into_iter().for_each(|problem| diagnostics.push(problem));
}

/// Returns how a place for a text is called.
pub(super) fn words(slot: Slot<'_>) -> String {
    match slot {
        Slot::Title => "title".to_owned(),
        Slot::Means => "`means`".to_owned(),
        Slot::Note(nth) => format!("note {}", nth + 1),
        Slot::Link(address) => format!("label for its link to {address}"),
        Slot::Ask => "`ask`".to_owned(),
        Slot::Else => "`else`".to_owned(),
        Slot::Unit => "unit".to_owned(),
        Slot::Label(value) => format!("label for its value `{value}`"),
        Slot::Step(nth) => format!("step {}", nth + 1),
        Slot::Verify => "`verify`".to_owned(),
        Slot::Risk => "text of a risk".to_owned(),
    }
}

fn translated_pages<'a>(group: &Group<'a>) -> impl Iterator<Item = (usize, &'a Page)> {
    let layers = group.layers.iter().enumerate();
    layers.flat_map(|(layer, pages)| pages.translations.iter().map(move |page| (layer, *page)))
}

/// Returns the language of a translation.
fn language_of(page: &Page, base: &Language, diagnostics: &mut Diagnostics) -> Option<Language> {
    let opening = page.declarations.first()?;
    let mut languages = opening.statements.iter().filter_map(|statement| match &statement.kind {
        StatementKind::Language(name) => Some(name),
        _ => None,
    });
    let Some(name) = languages.next() else {
        let problem = Diagnostic::new(Code::Missing, "this translation does not say its language");
        diagnostics.push(problem.at(opening.span, "").help("add for example `language en`"));
        return None;
    };
    for again in languages {
        diagnostics.push(said_twice("`language`", again.span, name.span));
    }
    let language = super::language(name, diagnostics)?;
    if language == *base {
        let problem = Diagnostic::new(Code::Contradiction, format!("the base is in `{base}` already"));
        diagnostics.push(problem.at(name.span, "").help("name the language of the texts that follow"));
        return None;
    }
    Some(language)
}

/// Takes the texts of one file in.
struct Reader<'r, 'a> {
    things: &'r Things<'a>,
    texts: &'r mut Texts<'a>,
    layer: usize,
    language: Language,
    diagnostics: &'r mut Diagnostics,
}

impl<'a> Reader<'_, 'a> {
    fn declaration(&mut self, declaration: &'a Declaration, opening: bool) {
        let head = &declaration.head;
        let Some(id) = head.id.as_ref().filter(|_| opening || self.is_there(declaration)) else { return };
        let id = if opening { "" } else { id.text.as_str() };
        if let Some(title) = &head.title {
            self.add(id, Slot::Title, title);
        }
        match &head.detail {
            Detail::Nothing => {}
            Detail::Domain(Domain::Number(NumberRange { unit: Some(unit), .. })) => self.add(id, Slot::Unit, unit),
            Detail::Path(_) | Detail::Of(_) | Detail::Domain(_) | Detail::Rule(..) => {
                self.no_text(declaration.span, "what stands here besides the title");
            }
        }
        self.statements(declaration, id);
    }

    /// Returns whether the base declares what is translated here.
    fn is_there(&mut self, declaration: &Declaration) -> bool {
        let (head, Some(id)) = (&declaration.head, &declaration.head.id) else { return false };
        if matches!(head.word, HeadWord::Base | HeadWord::Translation) {
            return false; // told already: it opens no file here
        }
        let Some(thing) = self.things.find(&id.text).map(|at| &self.things.list[at]) else {
            if !self.things.is_unread(&id.text) {
                let same = self.things.list.iter().filter(|thing| thing.word == head.word);
                let ids = same.map(|thing| thing.id());
                let (near, remedy) = (nearest(&id.text, ids.clone()), meant(id, ids));
                let help = near.map(|near| format!("did you mean `{near}`?"));
                let message = format!("the base declares no `{}`", id.text);
                let problem = Diagnostic::new(Code::NothingToTranslate, message).at(id.span, "");
                let problem = problem.help("a translation holds texts of what is in the base").maybe_help(help);
                self.diagnostics.push(problem.maybe_remedy(remedy));
            }
            return false;
        };
        if thing.word != head.word {
            let (is, here) = (thing.word.word(), head.word.word());
            let problem = Diagnostic::new(Code::WrongKind, format!("`{}` is a {is}, not a {here}", id.text));
            let problem = problem.at(id.span, "").at(thing.span(), "declared here");
            let start = declaration.span.range().start;
            let word = Span::new(declaration.span.file, start..start + here.len());
            let problem = problem.help(format!("write `{is} {}`", id.text));
            self.diagnostics.push(problem.remedy(Remedy::write(word, is)));
        }
        thing.word == head.word
    }

    fn statements(&mut self, declaration: &'a Declaration, id: &'a str) {
        let (mut notes, mut steps) = (0, 0);
        let next = |count: &mut usize| std::mem::replace(count, *count + 1);
        for statement in &declaration.statements {
            let (slot, text) = match &statement.kind {
                StatementKind::Language(_) => continue,
                StatementKind::Means(text) => (Slot::Means, text),
                StatementKind::Note(text) => (Slot::Note(next(&mut notes)), text),
                StatementKind::Link { address, label: Some(label) } => (Slot::Link(&address.value), label),
                StatementKind::Ask(text) => (Slot::Ask, text),
                StatementKind::Else(text) => (Slot::Else, text),
                StatementKind::Label(value, text) => (Slot::Label(&value.text), text),
                StatementKind::Step(text) => (Slot::Step(next(&mut steps)), text),
                StatementKind::Verify(text) => (Slot::Verify, text),
                StatementKind::Risk(_, Some(text)) => (Slot::Risk, text),
                _ => {
                    self.no_text(statement.span, "this");
                    continue;
                }
            };
            self.add(id, slot, text);
        }
    }

    fn add(&mut self, id: &'a str, slot: Slot<'a>, text: &'a Str) {
        let known = self.texts.translations.entry((id, slot)).or_default();
        let same = known.iter().find(|known| known.layer == self.layer && known.language == self.language);
        if let Some(first) = same {
            self.diagnostics.push(said_twice("this text", text.span, first.text.span));
        }
        let language = self.language.clone();
        known.push(Translated { layer: self.layer, language, text, asked_for: Cell::new(false) });
        self.texts.note_fills(text);
    }

    fn no_text(&mut self, span: Span, what: &str) {
        let problem = Diagnostic::new(Code::NotAText, format!("{what} is no text to translate"));
        self.diagnostics
            .push(problem.at(span, "").help("leave it out: it stands in the base and holds in every language"));
    }
}
