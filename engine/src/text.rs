//! Texts that a person reads, in the languages they are written in.

use serde::{Deserialize, Serialize};

/// A language, by its primary subtag in lower case: `es`, `en`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Language(String);

impl Language {
    /// Returns the language of a tag: the part before the first `-`, `_` or `.`, in lower case.
    ///
    /// `es_ES.UTF-8` and `es-419` are both `es`.
    pub fn of_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_', '.']).next().unwrap_or_default();
        Self(primary.to_lowercase())
    }

    /// Returns the subtag: `es`.
    pub fn tag(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text in one language or several; the first is the language of the base.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text {
    versions: Vec<(Language, String)>,
}

/// A text as it can be shown: what is there, and whether it is in the language that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Localized<'a> {
    /// The text itself.
    pub text: &'a str,
    /// The language of the text where it is not the one asked for.
    pub instead: Option<&'a Language>,
}

impl Text {
    /// Returns a text in one language.
    pub fn new(language: Language, text: impl Into<String>) -> Self {
        Self { versions: vec![(language, text.into())] }
    }

    /// Adds a translation, or replaces the one there was.
    pub fn translate(&mut self, language: Language, text: impl Into<String>) {
        let text = text.into();
        match self.versions.iter_mut().find(|(known, _)| *known == language) {
            Some(version) => version.1 = text,
            None => self.versions.push((language, text)),
        }
    }

    /// Returns the text in `language`, else in the language of the base, marked; empty where there is no text at all.
    pub fn in_language(&self, language: &Language) -> Localized<'_> {
        let found = self.versions.iter().find(|(known, _)| known == language);
        match (found, self.versions.first()) {
            (Some((_, text)), _) => Localized { text, instead: None },
            (None, Some((known, text))) => Localized { text, instead: Some(known) },
            (None, None) => Localized { text: "", instead: None },
        }
    }

    /// Returns whether the text stands in `language`.
    pub fn has(&self, language: &Language) -> bool {
        self.versions.iter().any(|(known, _)| known == language)
    }

    /// Returns every version, the base's language first.
    pub fn versions(&self) -> impl Iterator<Item = (&Language, &str)> {
        self.versions.iter().map(|(language, text)| (language, text.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_language_falls_back_and_says_so() {
        let (es, en) = (Language::of_tag("es_ES.UTF-8"), Language::of_tag("EN-us"));
        let mut text = Text::new(es.clone(), "hola");
        assert_eq!(text.in_language(&en), Localized { text: "hola", instead: Some(&es) });
        text.translate(en.clone(), "hello");
        assert_eq!(text.in_language(&en), Localized { text: "hello", instead: None });
    }
}
