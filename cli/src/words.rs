//! What etio itself says, in every language it speaks.
//!
//! Each sentence stands once, all languages side by side, so that one that is missing does not compile. Texts of bases are not here.

mod commands;
mod editor;
mod explain;
mod explaining;
mod graph;
mod interview;
mod learning;
mod making;
mod report;
mod site;
mod testing;
mod units;

use etio_kb::engine::Language;

/// The sentences of etio in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Words {
    /// Español.
    Spanish,
    /// English.
    English,
}

impl Words {
    /// Returns the sentences in the language of a tag such as `es`, `es_ES.UTF-8` or `en-GB`.
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        match Language::of_tag(tag).tag() {
            "es" => Some(Self::Spanish),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// Returns the language, as texts of bases name it.
    pub(crate) fn language(self) -> Language {
        Language::of_tag(match self {
            Self::Spanish => "es",
            Self::English => "en",
        })
    }

    /// Returns the sentence in this language.
    fn pick<T>(self, spanish: T, english: T) -> T {
        match self {
            Self::Spanish => spanish,
            Self::English => english,
        }
    }
}

/// Declares sentences: the name, what stands in it, and how it goes in each language.
macro_rules! sentences {
    ($($(#[$doc:meta])* $name:ident($($parameter:ident: $kind:ty),*) { es $es:literal en $en:literal })*) => {
        impl crate::words::Words {
            $(
                $(#[$doc])*
                pub(crate) fn $name(self $(, $parameter: $kind)*) -> String {
                    match self {
                        Self::Spanish => format!($es),
                        Self::English => format!($en),
                    }
                }
            )*
        }
    };
}
pub(crate) use sentences;
