//! A page as what stands on it: heads and statements as tokens, comments, empty lines.

use crate::source::FileId;
use crate::syntax::{self, HeadWord};

/// What a page consists of.
#[derive(Debug)]
pub(super) enum Item<'t> {
    /// One or more empty lines.
    Empty,
    /// A line with nothing but a comment, and whether white space stands before it.
    Comment { text: &'t str, indented: bool },
    /// A head or a statement; a comment may stand after it on its last line.
    Line { tokens: Vec<Token<'t>>, comment: Option<&'t str> },
}

impl<'t> Item<'t> {
    /// Returns the comments, in order.
    pub(super) fn comments(&self) -> impl Iterator<Item = &'t str> {
        let (inside, last): (&[Token<'t>], Option<&'t str>) = match self {
            Self::Empty => (&[], None),
            Self::Comment { text, .. } => (&[], Some(text)),
            Self::Line { tokens, comment } => (tokens, *comment),
        };
        let inside: Vec<&'t str> = inside.iter().filter_map(Token::comment).collect();
        inside.into_iter().chain(last)
    }

    /// Returns the word that opens the declaration, if this is a head.
    pub(super) fn head(&self) -> Option<HeadWord> {
        match self {
            Self::Line { tokens, .. } => HeadWord::of_word(tokens.first()?.text()),
            _ => None,
        }
    }
}

/// A part of a line that white space may stand before or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// A word or a number.
    Word(&'t str),
    /// A string with its quotes, or a regular expression with its slashes.
    Quoted(&'t str),
    /// `,` `:` `..` `(` `)` `%` or a comparison.
    Sign(&'t str),
    /// A comment inside; a line break follows.
    Comment(&'t str),
    /// A line break.
    Break,
}

impl<'t> Token<'t> {
    /// Returns the token as it is written; nothing for a line break.
    pub(super) fn text(&self) -> &'t str {
        match self {
            Self::Word(text) | Self::Quoted(text) | Self::Sign(text) | Self::Comment(text) => text,
            Self::Break => "",
        }
    }

    fn comment(&self) -> Option<&'t str> {
        if let Self::Comment(text) = self { Some(text) } else { None }
    }
}

/// Returns what stands on a page that can be read.
pub(super) fn scan(file: FileId, text: &str) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    let mut at = 0;
    for line in syntax::line_ranges(file, text) {
        between(&text[at..line.start], &mut items);
        let tokens = tokens(&text[line.clone()]);
        let rest = &text[line.end..];
        let end = rest.find('\n').unwrap_or(rest.len());
        let comment = rest[..end].trim();
        items.push(Item::Line { tokens, comment: comment.starts_with('#').then_some(comment) });
        at = line.end + (end + 1).min(rest.len());
    }
    between(&text[at..], &mut items);
    items
}

/// Finds comments and empty lines in what stands between statements, up to the line on which the next one begins.
fn between<'t>(text: &'t str, items: &mut Vec<Item<'t>>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for line in text.split_inclusive('\n') {
        let comment = line.trim();
        if comment.is_empty() {
            // What stands before a statement on its own line is no empty line.
            if line.ends_with('\n') && !matches!(items.last(), None | Some(Item::Empty)) {
                items.push(Item::Empty);
            }
        } else {
            items.push(Item::Comment { text: comment, indented: line.starts_with(char::is_whitespace) });
        }
    }
}

/// Returns the tokens of a head or statement.
fn tokens(line: &str) -> Vec<Token<'_>> {
    let regexes = line.starts_with("says");
    let mut tokens = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '\n' => (Some(Token::Break), 1),
            _ if is_space(first) => (None, first.len_utf8()),
            '#' => {
                let end = rest.find('\n').unwrap_or(rest.len());
                (Some(Token::Comment(rest[..end].trim_end())), end)
            }
            '"' => quoted(rest, b'"'),
            '/' if regexes => quoted(rest, b'/'),
            _ => {
                let end = sign(rest).unwrap_or_else(|| word(rest));
                let token = if sign(rest).is_some() { Token::Sign } else { Token::Word };
                (Some(token(&rest[..end])), end)
            }
        };
        tokens.extend(token);
        rest = &rest[length..];
    }
    tokens
}

fn quoted(rest: &str, delimiter: u8) -> (Option<Token<'_>>, usize) {
    let bytes = rest.as_bytes();
    let mut at = 1;
    while at < bytes.len() && bytes[at] != delimiter {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    let end = rest.ceil_char_boundary((at + 1).min(rest.len()));
    (Some(Token::Quoted(&rest[..end])), end)
}

/// Returns how long the sign is that a text begins with.
fn sign(rest: &str) -> Option<usize> {
    const SIGNS: [&str; 11] = ["..", "<=", ">=", ",", ":", "(", ")", "%", "<", ">", "="];
    SIGNS.iter().find(|sign| rest.starts_with(**sign)).map(|sign| sign.len())
}

/// Returns how long the word is that a text begins with: at least one character.
fn word(rest: &str) -> usize {
    let ends =
        |(at, c): (usize, char)| at > 0 && (is_space(c) || matches!(c, '"' | '#') || sign(&rest[at..]).is_some());
    rest.char_indices().find(|place| ends(*place)).map_or(rest.len(), |(at, _)| at)
}

/// Returns whether the language takes a character for white space.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{a0}')
}
