//! What a pattern says: its literals and captures, and what is wrong with it.
//!
//! It finds nothing in a text; [`super::words`], [`super::captures`] and [`super::regex`] do.

use std::ops::Range;

use super::fold::{Cell, Cells, Gap, is_word};
use super::lexer::Lexer;
use crate::Pattern;

/// The longest pattern, in characters.
pub const PATTERN_LIMIT: usize = 1_000;
/// The most captures in a literal.
pub const CAPTURE_LIMIT: usize = 8;

/// Why a pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatternError {
    /// More than [`PATTERN_LIMIT`] characters.
    #[error("a pattern of {characters} characters; it may have {PATTERN_LIMIT}")]
    TooLong {
        /// How many it has.
        characters: usize,
    },
    /// A literal without a letter or digit.
    #[error("a pattern without a word")]
    NoWord,
    /// No whole word outside the captures.
    #[error("a pattern without a whole word beside its captures")]
    OnlyCaptures,
    /// More than [`CAPTURE_LIMIT`] captures.
    #[error("more than {CAPTURE_LIMIT} captures")]
    TooManyCaptures {
        /// The first that is too many.
        at: Range<usize>,
    },
    /// A brace that nothing closes.
    #[error("`{{` without `}}`")]
    Unclosed {
        /// From the brace on.
        at: Range<usize>,
    },
    /// A name that is none.
    #[error("{}", if name.is_empty() { "a capture without a name".to_owned() } else { format!("`{name}` cannot be the name of a capture") })]
    Name {
        /// The name.
        name: String,
        /// The capture.
        at: Range<usize>,
    },
    /// Two captures of one name.
    #[error("two captures named `{name}`")]
    SameName {
        /// The name.
        name: String,
        /// The second capture.
        at: Range<usize>,
    },
    /// A kind of capture that does not exist.
    #[error("captures of the kind `{kind}` do not exist")]
    Kind {
        /// The kind.
        kind: String,
        /// The capture.
        at: Range<usize>,
    },
    /// Two captures with nothing between them that says where one ends.
    #[error("nothing says where the capture before `{name}` ends")]
    Touching {
        /// The name of the second.
        name: String,
        /// The second capture.
        at: Range<usize>,
    },
    /// A regular expression that is not one.
    #[error("not a regular expression: {message}")]
    Regex {
        /// What is wrong with it.
        message: String,
        /// Where, when that is known.
        at: Option<Range<usize>>,
    },
    /// A regular expression that needs too much memory.
    #[error("a regular expression too large to run")]
    TooLarge,
    /// A regular expression that matches the empty text, and so every text.
    #[error("a regular expression that every text matches")]
    Empty,
    /// A regular expression that matches no text.
    #[error("a regular expression that no text matches")]
    Nothing,
}

impl PatternError {
    /// Returns the bytes of the pattern that are at fault, where not all of them are.
    pub fn at(&self) -> Option<Range<usize>> {
        match self {
            Self::TooManyCaptures { at }
            | Self::Unclosed { at }
            | Self::Name { at, .. }
            | Self::SameName { at, .. }
            | Self::Kind { at, .. }
            | Self::Touching { at, .. } => Some(at.clone()),
            Self::Regex { at, .. } => at.clone(),
            Self::TooLong { .. } | Self::NoWord | Self::OnlyCaptures | Self::TooLarge | Self::Empty | Self::Nothing => {
                None
            }
        }
    }
}

impl Pattern {
    /// Returns the names of the captures, in their order, or the first thing that is wrong with the pattern.
    ///
    /// ```
    /// # use etio_engine::Pattern;
    /// let pattern = Pattern::Literal("address already in use: {host}:{port:number}".into());
    /// assert_eq!(pattern.check()?, ["host", "port"]);
    /// # Ok::<(), etio_engine::PatternError>(())
    /// ```
    pub fn check(&self) -> Result<Vec<String>, PatternError> {
        let (Self::Literal(source) | Self::Line(source) | Self::Named(source) | Self::Regex(source)) = self;
        let characters = source.chars().count();
        if characters > PATTERN_LIMIT {
            return Err(PatternError::TooLong { characters });
        }
        match self {
            Self::Regex(source) => super::regex::check(source),
            Self::Literal(source) | Self::Line(source) | Self::Named(source) => Ok(Template::parse(source)?.names),
        }
    }
}

/// A literal, taken apart around the words by which it is found.
#[derive(Debug)]
pub(super) struct Template {
    /// The names of the captures.
    pub(super) names: Vec<String>,
    /// The words by which it is found, as they stand in the pattern.
    pub(super) anchor: String,
    /// What stands before the anchor, read from right to left.
    pub(super) before: Vec<Part>,
    /// What stands after the anchor.
    pub(super) after: Vec<Part>,
}

/// One part of a literal.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    /// Characters that stand there.
    Letters(Letters),
    /// A capture, by its place among the names.
    Capture(usize, Kind),
}

/// Characters as they stand in a pattern.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Letters {
    /// Each folded character, and whether it continues the word of the one before it.
    pub(super) cells: Vec<(char, bool)>,
    /// Whether the first may continue a word of the text.
    pub(super) open_start: bool,
    /// Whether a word of the text may continue the last.
    pub(super) open_end: bool,
}

/// What a capture takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Anything within a line.
    Anything,
    /// Digits, with a point or without.
    Number,
    /// Characters without white space.
    Word,
}

/// A piece of a pattern as it is written.
#[derive(Debug)]
enum Piece {
    Text(String),
    Capture { name: String, kind: Kind, at: Range<usize> },
}

impl Template {
    /// Takes a literal apart.
    pub(super) fn parse(source: &str) -> Result<Self, PatternError> {
        let pieces = pieces(source)?;
        let names = names(&pieces)?;
        check_neighbours(&pieces)?;
        if !pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Text(text) if Cells::new(text, 0).any(|cell| cell.is_word())))
        {
            return Err(if names.is_empty() { PatternError::NoWord } else { PatternError::OnlyCaptures });
        }
        let anchors = (0..pieces.len()).filter_map(|index| Some((index, anchor(&pieces, index)?)));
        // The longest; of equal ones the first.
        let (index, range) = anchors
            .rev()
            .max_by_key(|(index, range)| piece_text(&pieces[*index])[range.clone()].chars().count())
            .ok_or(PatternError::OnlyCaptures)?;
        Ok(Self::around(&pieces, names, index, range))
    }

    fn around(pieces: &[Piece], names: Vec<String>, index: usize, range: Range<usize>) -> Self {
        let mut slot = 0;
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for (number, piece) in pieces.iter().enumerate() {
            let glued = glued(pieces, number);
            match piece {
                Piece::Capture { kind, .. } => {
                    let side = if number < index { &mut before } else { &mut after };
                    side.push(Part::Capture(slot, *kind));
                    slot += 1;
                }
                Piece::Text(text) if number == index => {
                    before.push(letters(&text[..range.start], (glued.0, false)));
                    after.push(letters(&text[range.end..], (false, glued.1)));
                }
                Piece::Text(text) if number < index => before.push(letters(text, glued)),
                Piece::Text(text) => after.push(letters(text, glued)),
            }
        }
        let is_there = |part: &Part| !matches!(part, Part::Letters(letters) if letters.cells.is_empty());
        before.retain(is_there);
        after.retain(is_there);
        before.reverse();
        before.iter_mut().for_each(Part::reverse);
        Self { names, anchor: piece_text(&pieces[index])[range].to_owned(), before, after }
    }
}

impl Part {
    /// Turns the part round, to be read from right to left.
    fn reverse(&mut self) {
        let Self::Letters(letters) = self else { return };
        let joins: Vec<bool> = letters.cells.iter().map(|(_, joined)| *joined).collect();
        let shifted = joins.iter().skip(1).copied().chain([false]);
        for (cell, joined) in letters.cells.iter_mut().zip(shifted) {
            cell.1 = joined;
        }
        letters.cells.reverse();
        std::mem::swap(&mut letters.open_start, &mut letters.open_end);
    }
}

fn piece_text(piece: &Piece) -> &str {
    match piece {
        Piece::Text(text) => text,
        Piece::Capture { .. } => "",
    }
}

fn letters(text: &str, (open_start, open_end): (bool, bool)) -> Part {
    let mut cells: Vec<(char, bool)> = Vec::new();
    let mut last: Option<Cell> = None;
    for cell in Cells::new(text, 0) {
        let joined = cell.gap == Gap::None && cell.is_word() && last.is_some_and(|last| last.is_word());
        cells.push((cell.character, joined));
        last = Some(cell);
    }
    Part::Letters(Letters { cells, open_start, open_end })
}

/// Returns whether a word at the start and at the end of a text touches a capture.
fn glued(pieces: &[Piece], index: usize) -> (bool, bool) {
    let text = piece_text(&pieces[index]);
    (index > 0 && text.starts_with(is_word), index + 1 < pieces.len() && text.ends_with(is_word))
}

/// Returns the bytes of a text's tokens that are whole words, where one of them is a word.
fn anchor(pieces: &[Piece], index: usize) -> Option<Range<usize>> {
    let (open_start, open_end) = glued(pieces, index);
    let mut lexer = Lexer::new(piece_text(&pieces[index]));
    let mut tokens = Vec::new();
    while let Some(token) = lexer.next_token() {
        tokens.push((token.range, lexer.word().starts_with(is_word)));
    }
    let whole = tokens.get(usize::from(open_start)..tokens.len().saturating_sub(usize::from(open_end)))?;
    if !whole.iter().any(|(_, word)| *word) {
        return None;
    }
    Some(whole.first()?.0.start..whole.last()?.0.end)
}

/// Reads the pieces of a literal; texts and captures alternate only where there is text between captures.
fn pieces(source: &str) -> Result<Vec<Piece>, PatternError> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = source;
    while let Some(open) = rest.find('{') {
        text.push_str(&rest[..open]);
        let start = source.len() - rest.len() + open;
        rest = &rest[open + 1..];
        if let Some(after) = rest.strip_prefix('{') {
            text.push('{');
            rest = after;
            continue;
        }
        let close = rest.find('}').ok_or(PatternError::Unclosed { at: start..source.len() })?;
        if !text.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut text)));
        }
        pieces.push(capture(&rest[..close], start..start + close + 2)?);
        rest = &rest[close + 1..];
    }
    text.push_str(rest);
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    Ok(pieces)
}

fn capture(inside: &str, at: Range<usize>) -> Result<Piece, PatternError> {
    let (name, kind) = match inside.split_once(':') {
        None => (inside, Kind::Anything),
        Some((name, "number")) => (name, Kind::Number),
        Some((name, "word")) => (name, Kind::Word),
        Some((_, kind)) => return Err(PatternError::Kind { kind: kind.to_owned(), at }),
    };
    let named = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    match named {
        true => Ok(Piece::Capture { name: name.to_owned(), kind, at }),
        false => Err(PatternError::Name { name: name.to_owned(), at }),
    }
}

fn names(pieces: &[Piece]) -> Result<Vec<String>, PatternError> {
    let mut names: Vec<String> = Vec::new();
    for piece in pieces {
        let Piece::Capture { name, at, .. } = piece else { continue };
        if names.contains(name) {
            return Err(PatternError::SameName { name: name.clone(), at: at.clone() });
        }
        if names.len() == CAPTURE_LIMIT {
            return Err(PatternError::TooManyCaptures { at: at.clone() });
        }
        names.push(name.clone());
    }
    Ok(names)
}

/// Between two captures a text must stand, or white space where neither of them takes anything that comes.
fn check_neighbours(pieces: &[Piece]) -> Result<(), PatternError> {
    let mut before: Option<(Kind, bool)> = None;
    for piece in pieces {
        match piece {
            Piece::Text(text) if Cells::new(text, 0).next().is_some() => before = None,
            Piece::Text(_) => before = before.map(|(kind, _)| (kind, true)),
            Piece::Capture { name, kind, at } => {
                let apart = |(left, space)| space && left != Kind::Anything && *kind != Kind::Anything;
                if before.is_some_and(|pair| !apart(pair)) {
                    return Err(PatternError::Touching { name: name.clone(), at: at.clone() });
                }
                before = Some((*kind, false));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str) -> Result<Vec<String>, PatternError> {
        Pattern::Literal(source.into()).check()
    }

    #[test]
    fn captures_are_named_in_their_order() {
        for (source, names) in [
            ("internal server error", &[][..]),
            ("in use: {host}:{port:number}", &["host", "port"]),
            ("{{braces}} and {one-2_x:word}", &["one-2_x"]),
            ("{a:word} {b:number} errors", &["a", "b"]),
            ("E{code:number} stopped", &["code"]),
        ] {
            assert_eq!(
                check(source).as_deref(),
                Ok(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()[..])
            );
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        for (source, message, at) in [
            ("", "a pattern without a word", None),
            (" … ¡!", "a pattern without a word", None),
            ("{host}:{port}", "a pattern without a whole word beside its captures", None),
            ("E{code:number}", "a pattern without a whole word beside its captures", None),
            ("in {x", "`{` without `}`", Some(3..5)),
            ("in {}", "a capture without a name", Some(3..5)),
            ("in {9a}", "`9a` cannot be the name of a capture", Some(3..7)),
            ("año {x:digit}", "captures of the kind `digit` do not exist", Some(5..14)),
            ("{x} in {x}", "two captures named `x`", Some(7..10)),
            ("in {x}{y}", "nothing says where the capture before `y` ends", Some(6..9)),
            ("in {x} {y:word}", "nothing says where the capture before `y` ends", Some(7..15)),
            ("in {a:word} {b:word}{c:word}", "nothing says where the capture before `c` ends", Some(20..28)),
        ] {
            let error = check(source).expect_err(source);
            assert_eq!((error.to_string().as_str(), error.at()), (message, at), "{source}");
        }
    }

    #[test]
    fn limits() {
        let captures = |count: usize| (0..count).map(|n| format!("word {{x{n}}} ")).collect::<String>();
        assert_eq!(check(&captures(8)).map(|names| names.len()), Ok(8));
        assert_eq!(check(&captures(9)), Err(PatternError::TooManyCaptures { at: 85..89 }));
        assert!(check(&"ñ".repeat(PATTERN_LIMIT)).is_ok());
        let characters = PATTERN_LIMIT + 1;
        assert_eq!(check(&"ñ".repeat(characters)), Err(PatternError::TooLong { characters }));
    }

    #[test]
    fn a_literal_is_found_by_its_longest_whole_words() {
        for (source, anchor) in [
            ("Address «in use»: {host}:{port:number}", "Address «in use»:"),
            ("in {wait:number}s please {x}", "please"),
            ("one {a} six {b} two", "one"),
            ("{{a}", "{a}"),
        ] {
            assert_eq!(Template::parse(source).expect(source).anchor, anchor);
        }
    }
}
