//! Patterns by themselves, for whoever looks at a base and not at a person's text.

use super::Matcher;
use super::lexer;
use crate::Pattern;
use std::ops::Range;

/// Patterns that are looked for together, each by its position.
pub struct Patterns {
    matcher: Matcher,
}

impl Patterns {
    /// Returns the patterns, ready to be found. One that [`Pattern::check`] rejects never matches, and `beside the name` counts anywhere.
    pub fn new<'a>(patterns: impl IntoIterator<Item = &'a Pattern>) -> Self {
        Self { matcher: Matcher::new((0..).zip(patterns)) }
    }

    /// Returns what the text shows: the position of the pattern and the bytes of the text, in the order of the text.
    pub fn find(&self, text: &str) -> Vec<(usize, Range<usize>)> {
        self.matcher.scan(text).into_iter().map(|found| (found.owner as usize, found.range)).collect()
    }
}

/// Returns the words and signs of a text as patterns see them: without regard to case, accents, and the kind of quotes and dashes.
pub fn folded_words(text: &str) -> Vec<String> {
    lexer::words(text)
}

/// Returns how many slips of typing a literal is still recognised with, as a guess.
///
/// A longer literal is recognised with more of them.
pub fn slips_of(literal: &str) -> usize {
    super::slip::slips_of(lexer::words(literal).iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_found_by_their_position() {
        let patterns = [Pattern::Literal("bad gateway".into()), Pattern::Regex("50[23]".into())];
        let found = Patterns::new(&patterns).find("502\nBad  Gateway");
        assert_eq!(found, [(1, 0..3), (0, 4..16)]);
        assert_eq!(["bad gateway", "a bad gateway there", &"a".repeat(500)].map(slips_of), [0, 1, 0]);
        assert_eq!(folded_words("Se ha CAÍDO…"), folded_words("se ha caido..."));
    }
}
