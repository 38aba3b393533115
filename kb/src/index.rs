//! What stands where in a page: declarations, the names in it and what each stands for. For editors.
//!
//! Built from the lines that can be read, so that a page with mistakes has an index too. Knows one page at a time; which pages
//! make a base is [`crate::load()`]'s business.

mod walk;

pub use crate::names::id_mistake;
pub use crate::syntax::{HeadWord, Place, Wanted, opening_words, wanted};

use crate::diagnostic::Diagnostics;
use crate::source::FileId;
use crate::syntax;
use etio_engine::Probability;
use std::ops::Range;

/// What stands where in a page. All ranges are bytes.
#[derive(Clone, Debug, Default)]
pub struct PageIndex {
    /// The word and the id of a `base` or `translation` that the page opens with.
    pub opens: Option<(HeadWord, String)>,
    /// The declarations, in order.
    pub declarations: Vec<Declared>,
    /// The names, in order.
    pub mentions: Vec<Mention>,
    /// The numbers, in order.
    pub figures: Vec<(Range<usize>, Probability)>,
}

/// A declaration.
#[derive(Clone, Debug)]
pub struct Declared {
    /// Its word.
    pub word: HeadWord,
    /// Its id; for `use` the path.
    pub id: String,
    /// Where the id stands; for `use` the path.
    pub name: Range<usize>,
    /// Its title.
    pub title: Option<String>,
    /// The first line of it.
    pub head: Range<usize>,
    /// All of it.
    pub range: Range<usize>,
    /// What kind of fact it is, as far as an editor needs it.
    pub shape: Shape,
    /// The fact of a symptom, the kind of a cause.
    pub of: Option<String>,
    /// How common a cause is; what is otherwise true of a finding.
    pub number: Option<Probability>,
}

/// The values of a fact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Yes or no, or no fact at all.
    #[default]
    Plain,
    /// One of these values, or several.
    Values(Vec<String>),
    /// One of its symptoms.
    Symptoms,
    /// A number or a text.
    Other,
}

/// A name and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub range: Range<usize>,
    /// What it stands for.
    pub role: Role,
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is declared, changed or translated here.
    Declares(HeadWord),
    /// Something that is declared elsewhere.
    Names,
    /// A value of the fact of this id, declared here.
    DeclaresValue(String),
    /// A value of the fact of this id; where that is one of its symptoms, a symptom.
    Value(String),
    /// An access, declared here.
    DeclaresAccess,
    /// An access.
    Access,
}

impl PageIndex {
    /// Returns the index of a page.
    pub fn new(text: &str) -> Self {
        Self::of(&syntax::read_page(FileId(0), text, &mut Diagnostics::default()))
    }

    /// Returns the index of a page that was read.
    pub(crate) fn of(page: &syntax::Page) -> Self {
        let mut index = Self::default();
        page.declarations.iter().for_each(|declaration| index.declaration(declaration));
        index.mentions.sort_by_key(|mention| (mention.range.start, mention.range.end));
        index.figures.sort_by_key(|(range, _)| range.start);
        index
    }

    /// Returns the name at a byte, or right before it.
    pub fn mention_at(&self, byte: usize) -> Option<&Mention> {
        let after = self.mentions.partition_point(|mention| mention.range.start <= byte);
        self.mentions[..after].last().filter(|mention| byte <= mention.range.end)
    }

    /// Returns the number at a byte, or right before it, and where it stands.
    pub fn figure_at(&self, byte: usize) -> Option<&(Range<usize>, Probability)> {
        let after = self.figures.partition_point(|(range, _)| range.start <= byte);
        self.figures[..after].last().filter(|(range, _)| byte <= range.end)
    }

    /// Returns the declaration around a byte.
    pub fn declaration_at(&self, byte: usize) -> Option<&Declared> {
        self.declarations.iter().find(|declared| declared.range.start <= byte && byte <= declared.range.end)
    }

    /// Returns whether the page translates a base.
    pub fn is_translation(&self) -> bool {
        self.opens.as_ref().is_some_and(|(word, _)| *word == HeadWord::Translation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "base b \"B\"\n  access case takes 1 min\nfact browser \"Wh\u{e1}t\" : one of safari, app\n  label app \"the app\"\n\
        symptom slow \"Slow\"\ncause old \"Old\"\n  is common\n  often browser is safari, slow\n  oops\n\
        fix clear \"Clear\"\n  usually cures old\n  needs case\n  only when not browser is app";

    #[test]
    fn every_name_has_its_place_and_role() {
        let index = PageIndex::new(PAGE);
        let found: Vec<_> = index.mentions.iter().map(|mention| (mention.name.as_str(), &mention.role)).collect();
        let browser = || "browser".to_owned();
        assert_eq!(
            found,
            [
                ("b", &Role::Declares(HeadWord::Base)),
                ("case", &Role::DeclaresAccess),
                ("browser", &Role::Declares(HeadWord::Fact)),
                ("safari", &Role::DeclaresValue(browser())),
                ("app", &Role::DeclaresValue(browser())),
                ("app", &Role::Value(browser())),
                ("slow", &Role::Declares(HeadWord::Symptom)),
                ("old", &Role::Declares(HeadWord::Cause)),
                ("browser", &Role::Names),
                ("safari", &Role::Value(browser())),
                ("slow", &Role::Names),
                ("clear", &Role::Declares(HeadWord::Fix)),
                ("old", &Role::Names),
                ("case", &Role::Access),
                ("browser", &Role::Names),
                ("app", &Role::Value(browser())),
            ]
        );
        assert!(index.mentions.iter().all(|mention| PAGE[mention.range.clone()] == mention.name));
    }

    #[test]
    fn what_stands_at_a_place_is_found() {
        let index = PageIndex::new(PAGE);
        let at = |text: &str| PAGE.find(text).expect("it is there");
        assert_eq!(index.mention_at(at("slow\n  oops") + 4).map(|mention| mention.name.as_str()), Some("slow"));
        assert_eq!(index.figure_at(at("often") + 2).map(|(_, number)| number.get()), Some(0.65));
        assert_eq!(index.declaration_at(at("only when")).map(|declared| declared.id.as_str()), Some("clear"));
        assert_eq!(index.mention_at(at("common")), None);
    }
}
