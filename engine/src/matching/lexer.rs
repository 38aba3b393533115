//! Words and signs: a text as the tokens that patterns are made of.

use super::fold::{Cell, Cells, Gap, LONGEST_WORD, Token};

/// Reads the tokens of a text: a word is a run of letters, digits and `_`, and every other sign is a token of its own.
pub(super) struct Lexer<'t> {
    cells: Cells<'t>,
    /// The cell after the last token, where it had to be read.
    next: Option<Cell>,
    /// The last token where it folds to itself.
    plain: Option<&'t str>,
    /// The last token otherwise, folded.
    word: String,
}

impl<'t> Lexer<'t> {
    /// Returns a lexer at the beginning of `text`.
    pub(super) fn new(text: &'t str) -> Self {
        Self { cells: Cells::new(text, 0), next: None, plain: None, word: String::new() }
    }

    /// Returns the folded word of the last token.
    pub(super) fn word(&self) -> &str {
        self.plain.unwrap_or(&self.word)
    }

    /// Returns the next token.
    pub(super) fn next_token(&mut self) -> Option<Token> {
        let plain = if self.next.is_none() { self.cells.plain_word() } else { None };
        self.plain = plain.as_ref().map(|token| &self.cells.text[token.range.clone()]);
        plain.or_else(|| self.fold_token())
    }

    /// Returns the next token, folded into `word`.
    fn fold_token(&mut self) -> Option<Token> {
        let first = self.next.take().or_else(|| self.cells.next())?;
        self.word.clear();
        self.word.push(first.character);
        let mut end = first.end;
        while first.is_word() {
            end = self.cells.take_plain(&mut self.word);
            if self.cells.is_after_word() {
                break;
            }
            self.next = self.cells.next();
            let Some(cell) = self.next.take_if(|cell| cell.gap == Gap::None && cell.is_word()) else { break };
            if self.word.len() < LONGEST_WORD {
                self.word.push(cell.character);
            }
        }
        Some(Token { range: first.start..end, gap: first.gap })
    }
}

/// Returns the folded words and signs of a short text.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut lexer = Lexer::new(text);
    let mut words = Vec::new();
    while lexer.next_token().is_some() {
        words.push(lexer.word().to_owned());
    }
    words
}
