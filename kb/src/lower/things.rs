//! What a base declares, layer by layer: a base, and what overlays it.
//!
//! The rule of overlays stands here and nowhere else: of what can be said once, the last layer that says it counts; of a
//! list, the list of the last layer that has one; of statements with targets, the last word on each target.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::remedy::{Cut, Remedy};
use crate::source::Span;
use crate::syntax::{Declaration, Detail, HeadWord, Name, Statement, StatementKind, Str};
use std::collections::{HashMap, HashSet};

/// A declaration and the layer it stands in.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) layer: usize,
    pub(super) declaration: &'a Declaration,
}

/// What a declaration says, and where.
#[derive(Clone, Copy)]
pub(super) struct Said<'a, T> {
    pub(super) value: T,
    pub(super) part: Part<'a>,
    pub(super) span: Span,
}

/// One thing: all declarations of an id, at most one in a layer.
pub(super) struct Thing<'a> {
    pub(super) word: HeadWord,
    pub(super) id: &'a Name,
    pub(super) parts: Vec<Part<'a>>,
}

impl<'a> Thing<'a> {
    /// Returns the id as it is written.
    pub(super) fn id(&self) -> &'a str {
        &self.id.text
    }

    /// Returns the place of the id where the thing was first declared.
    pub(super) fn span(&self) -> Span {
        self.id.span
    }

    /// Returns the last layer that says anything of the thing.
    pub(super) fn last_layer(&self) -> usize {
        self.parts.last().map_or(0, |part| part.layer)
    }

    /// Returns whether something it says could not be read.
    pub(super) fn is_damaged(&self) -> bool {
        self.parts.iter().any(|part| part.declaration.damaged)
    }

    /// Returns the title that counts.
    pub(super) fn title(&self) -> Option<Said<'a, &'a Str>> {
        let mut titles = self.parts.iter().filter_map(|part| Some((part, part.declaration.head.title.as_ref()?)));
        titles.next_back().map(|(part, title)| Said { value: title, part: *part, span: title.span })
    }

    /// Returns what else the head says: the last that says something.
    pub(super) fn detail(&self) -> Option<(Part<'a>, &'a Detail)> {
        let mut details = self.parts.iter().map(|part| (*part, &part.declaration.head.detail));
        details.rfind(|(_, detail)| !matches!(detail, Detail::Nothing))
    }

    /// Returns every statement that `select` wants, in order.
    pub(super) fn all<T>(&self, select: impl Fn(&'a StatementKind) -> Option<T>) -> Vec<Said<'a, T>> {
        let statements = self
            .parts
            .iter()
            .flat_map(|part| part.declaration.statements.iter().map(move |statement| (part, statement)));
        let said = |(part, statement): (&Part<'a>, &'a Statement)| {
            Some(Said { value: select(&statement.kind)?, part: *part, span: statement.span })
        };
        statements.filter_map(said).collect()
    }

    /// Returns the list of the last layer that has one.
    pub(super) fn list<T>(&self, select: impl Fn(&'a StatementKind) -> Option<T>) -> Vec<Said<'a, T>> {
        let mut all = self.all(select);
        let layer = all.last().map(|said| said.part.layer);
        all.retain(|said| Some(said.part.layer) == layer);
        all
    }

    /// Returns what can be said once.
    pub(super) fn one<T>(
        &self,
        what: &str,
        diagnostics: &mut Diagnostics,
        select: impl Fn(&'a StatementKind) -> Option<T>,
    ) -> Option<Said<'a, T>> {
        let mut list = self.list(select);
        for again in list.iter().skip(1) {
            diagnostics.push(said_twice(what, again.span, list[0].span));
        }
        (!list.is_empty()).then(|| list.swap_remove(0))
    }
}

/// Returns that something that can be said once is said twice; where it is the same to the letter, one of them may go.
pub(super) fn said_twice(what: &str, again: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::SaidTwice, format!("{what} is said twice"))
        .at(again, "said again here")
        .at(first, "said first here")
        .help("leave one of them out")
        .remedy(Remedy::cut("leave out what is said again", Cut::Again(again, first)))
}

/// Everything a base declares, in the order of first declaration.
pub(super) struct Things<'a> {
    pub(super) base: Thing<'a>,
    pub(super) list: Vec<Thing<'a>>,
    by_id: HashMap<&'a str, usize>,
    /// Ids of declarations that could not be read.
    unread: HashSet<&'a str>,
}

impl<'a> Things<'a> {
    pub(super) fn new(base: Thing<'a>) -> Self {
        Self { base, list: Vec::new(), by_id: HashMap::new(), unread: HashSet::new() }
    }

    /// Takes a declaration of a layer in, as a new thing or as a change of one.
    pub(super) fn add(&mut self, part: Part<'a>, diagnostics: &mut Diagnostics) {
        let head = &part.declaration.head;
        let Some(id) = &head.id else { return };
        let Some(&known) = self.by_id.get(id.text.as_str()) else {
            self.by_id.insert(&id.text, self.list.len());
            return self.list.push(Thing { word: head.word, id, parts: vec![part] });
        };
        let thing = &mut self.list[known];
        match thing.parts.iter().find(|known| known.layer == part.layer) {
            Some(first) => {
                let again = (first.declaration == part.declaration).then(|| part.declaration.whole());
                let remedy = again.map(|span| Remedy::cut("leave out what is declared again", Cut::Declaration(span)));
                diagnostics.push(doubled(id, thing).maybe_remedy(remedy));
            }
            None if thing.word != head.word => diagnostics.push(kind_changed(id, head.word, thing)),
            None => thing.parts.push(part),
        }
    }

    pub(super) fn add_unread(&mut self, id: &'a str) {
        self.unread.insert(id);
    }

    /// Returns the position of a thing in the list.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// Returns whether an id belongs to a declaration that could not be read, which has been told already.
    pub(super) fn is_unread(&self, id: &str) -> bool {
        self.unread.contains(id)
    }
}

fn doubled(id: &Name, thing: &Thing<'_>) -> Diagnostic {
    Diagnostic::new(Code::DoubledId, format!("`{}` is declared twice", id.text))
        .at(id.span, "declared again here")
        .at(thing.span(), format!("declared first here, as a {}", thing.word.word()))
        .help("give one of them another id")
}

fn kind_changed(id: &Name, word: HeadWord, thing: &Thing<'_>) -> Diagnostic {
    let message = format!("`{}` is a {} and cannot become a {}", id.text, thing.word.word(), word.word());
    Diagnostic::new(Code::KindChanged, message).at(id.span, "").at(thing.span(), "declared here").help(format!(
        "write `{} {}`, or choose another id",
        thing.word.word(),
        id.text
    ))
}
