//! What a name in a page stands for, and every other place that names the same.

use super::desk::{Desk, Reading, Text};
use etio_kb::index::{Declared, HeadWord, Mention, Role, Shape};
use std::ops::Range;

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Symbol {
    /// Something that is declared.
    Thing(String),
    /// A value of the fact of this id.
    Value(String, String),
    /// Something to be opened.
    Access(String),
}

/// A place that names something.
pub(super) struct Spot<'r> {
    pub(super) path: &'r str,
    pub(super) page: &'r Text,
    pub(super) range: Range<usize>,
    /// Whether it is declared here, and no overlay or translation of it.
    pub(super) declares: bool,
}

/// Returns what a name stands for.
pub(super) fn symbol(reading: &Reading, mention: &Mention) -> Symbol {
    match &mention.role {
        Role::Declares(_) | Role::Names => Symbol::Thing(mention.name.clone()),
        Role::DeclaresAccess | Role::Access => Symbol::Access(mention.name.clone()),
        Role::DeclaresValue(fact) => Symbol::Value(fact.clone(), mention.name.clone()),
        Role::Value(fact) => match declared(reading, fact).map(|(_, declared)| &declared.shape) {
            Some(Shape::Symptoms) => Symbol::Thing(mention.name.clone()),
            _ => Symbol::Value(fact.clone(), mention.name.clone()),
        },
    }
}

/// Returns the name at a byte of a page, and what it stands for.
pub(super) fn symbol_at<'t>(reading: &Reading, page: &'t Text, byte: usize) -> Option<(&'t Mention, Symbol)> {
    let mention = page.index().mention_at(byte)?;
    Some((mention, symbol(reading, mention)))
}

/// Returns every declaration of a base, without those that translate.
pub(super) fn everything(reading: &Reading) -> impl Iterator<Item = (&str, &Text, &Declared)> {
    let pages = reading.loaded.files.iter().filter_map(|file| reading.pages.get_key_value(file.name()));
    let pages = pages.filter(|(_, page)| !page.index().is_translation());
    pages.flat_map(|(path, page)| {
        let things = page.index().declarations.iter().filter(|declared| declared.word != HeadWord::Use);
        things.map(|declared| (path.as_str(), &**page, declared))
    })
}

/// Returns the first declaration of an id, and the page it stands in.
pub(super) fn declared<'r>(reading: &'r Reading, id: &str) -> Option<(&'r Text, &'r Declared)> {
    let (path, at) = reading.declared.get(id)?;
    let page = reading.pages.get(path)?;
    Some((page, page.index().declarations.get(*at)?))
}

/// Returns every place that names something, in the order of the files: pages first, then cases.
pub(super) fn spots<'r>(desk: &'r Desk, reading: &'r Reading, symbol: &Symbol) -> Vec<Spot<'r>> {
    let mut spots: Vec<Spot<'r>> = Vec::new();
    for (path, page) in reading.pages.iter().chain(desk.cases(reading)) {
        let translates = page.index().is_translation();
        for mention in page.index().mentions.iter().filter(|mention| names(reading, mention, symbol)) {
            let declares = match &mention.role {
                Role::Declares(_) => !translates && spots.iter().all(|spot| !spot.declares),
                Role::DeclaresValue(_) | Role::DeclaresAccess => !translates,
                _ => false,
            };
            spots.push(Spot { path, page, range: mention.range.clone(), declares });
        }
    }
    spots
}

fn names(reading: &Reading, mention: &Mention, wanted: &Symbol) -> bool {
    let (Symbol::Thing(name) | Symbol::Value(_, name) | Symbol::Access(name)) = wanted;
    mention.name == *name && symbol(reading, mention) == *wanted
}
