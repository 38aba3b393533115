//! Folding: a text as the sequence of its letters and signs, whatever their case, accents, quotes, dashes and white space.
//!
//! It knows nothing of patterns. Everything here reads the text once, from left to right, and keeps no copy of it.

use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// The longest word that is kept, in bytes; no pattern has one as long.
pub(super) const LONGEST_WORD: usize = 1 << 16;
/// How far a terminal escape may reach, in bytes.
const LONGEST_ESCAPE: usize = 1024;
const COMBINING_TILDE: char = '\u{303}';
const ESCAPE: u8 = 0x1b;
const BELL: u8 = 0x07;

/// What stands before a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    #[default]
    None,
    /// White space within the line.
    Space,
    /// At least one line break.
    Break,
}

/// One folded character and the bytes it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// The folded character.
    pub(super) character: char,
    /// What stands before it.
    pub(super) gap: Gap,
    /// Where it begins in the text, in bytes.
    pub(super) start: usize,
    /// Where it ends, accents that follow included.
    pub(super) end: usize,
}

impl Cell {
    /// Returns whether the character is part of a word: a letter, a digit or `_`.
    pub(super) fn is_word(&self) -> bool {
        is_word(self.character)
    }
}

/// Returns whether a character is part of a word.
pub(super) fn is_word(character: char) -> bool {
    match character {
        '_' => true,
        // What folding leaves of the letters of Europe, China and Korea; the standard library takes its time.
        'ß'..='ö' | 'ø'..='ſ' | 'α'..='ω' | 'а'..='џ' => true,
        '\u{1100}'..='\u{11ff}' | '\u{4e00}'..='\u{9fff}' => true,
        _ => character.is_alphanumeric(),
    }
}

/// The cells of a text.
pub(super) struct Cells<'t> {
    pub(super) text: &'t str,
    at: usize,
    gap: Gap,
    /// What one character of the text folded to, a space standing for a gap.
    folded: Vec<char>,
    taken: usize,
    start: usize,
}

impl<'t> Cells<'t> {
    /// Returns the cells of `text` from the byte `at` on, which must be the boundary of a character.
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self { text, at, gap: Gap::None, folded: Vec::new(), taken: 0, start: at }
    }

    /// Returns what stands between the last cell and the place reached.
    pub(super) fn gap(&self) -> Gap {
        self.gap
    }

    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn cell(&mut self, character: char, start: usize) -> Cell {
        Cell { character, gap: std::mem::take(&mut self.gap), start, end: self.at }
    }

    /// Folds the character at the place reached into `folded`, with the accents that follow it.
    fn fold_next(&mut self) {
        let Some(character) = self.text[self.at..].chars().next() else { return };
        self.start = self.at;
        self.at += character.len_utf8();
        self.folded.clear();
        self.taken = 0;
        match class_of(character) {
            Class::Ignored => {}
            Class::Gap(gap) => self.widen(gap),
            Class::Sign(sign) => self.folded.push(sign),
            Class::Other => decompose_compatible(character, |part| push_folded(&mut self.folded, part)),
        }
        if !self.folded.is_empty() {
            self.absorb_marks();
        }
    }

    /// Returns the next word where it is plain: it folds to itself, and nothing but spaces stands before it.
    pub(super) fn plain_word(&mut self) -> Option<Token> {
        if self.taken < self.folded.len() {
            return None;
        }
        let bytes = self.text.as_bytes();
        let spaces = bytes[self.at..].iter().take_while(|byte| **byte == b' ').count();
        let start = self.at + spaces;
        let length = bytes[start..].iter().take_while(|byte| is_plain(**byte)).count();
        let end = start + length;
        if !(1..=LONGEST_WORD).contains(&length) || bytes.get(end).is_some_and(|next| !ends_word(*next)) {
            return None;
        }
        if spaces > 0 {
            self.widen(Gap::Space);
        }
        self.at = end;
        Some(Token { range: start..end, gap: std::mem::take(&mut self.gap) })
    }

    /// Appends the plain letters, digits and `_` that follow at once to `word`, as far as it may grow, and returns the place reached.
    pub(super) fn take_plain(&mut self, word: &mut String) -> usize {
        if self.gap != Gap::None || self.taken < self.folded.len() {
            return self.at;
        }
        let rest = &self.text.as_bytes()[self.at..];
        let mut length = rest.iter().take_while(|byte| is_plain(**byte)).count();
        if !has_no_mark(rest.get(length)) {
            length = length.saturating_sub(1);
        }
        let kept = length.min(LONGEST_WORD.saturating_sub(word.len()));
        word.push_str(&self.text[self.at..self.at + kept]);
        self.at += length;
        self.at
    }

    /// Returns whether a word surely ends at the place reached.
    pub(super) fn is_after_word(&self) -> bool {
        let next = self.text.as_bytes().get(self.at);
        self.taken == self.folded.len() && next.is_none_or(|next| ends_word(*next))
    }

    fn absorb_marks(&mut self) {
        for mark in self.text[self.at..].chars() {
            if !is_mark(mark) {
                break;
            }
            self.at += mark.len_utf8();
            push_folded(&mut self.folded, mark);
        }
    }
}

impl Iterator for Cells<'_> {
    type Item = Cell;

    fn next(&mut self) -> Option<Cell> {
        loop {
            while let Some(&character) = self.folded.get(self.taken) {
                self.taken += 1;
                match character {
                    ' ' => self.widen(Gap::Space),
                    _ => return Some(self.cell(character, self.start)),
                }
            }
            let bytes = self.text.as_bytes();
            let byte = *bytes.get(self.at)?;
            match ASCII.get(usize::from(byte)) {
                Some(&SPACE) => match end_of_escape(bytes, self.at) {
                    Some(end) => self.at = end,
                    None => {
                        self.at += 1;
                        self.widen(Gap::Space);
                    }
                },
                Some(&BREAK) => {
                    self.at += 1;
                    self.widen(Gap::Break);
                }
                Some(&folded) if has_no_mark(bytes.get(self.at + 1)) => {
                    self.at += 1;
                    return Some(self.cell(char::from(folded), self.at - 1));
                }
                None if byte == LATIN_LEAD && has_no_mark(bytes.get(self.at + 2)) => {
                    match LATIN[usize::from(bytes[self.at + 1] - 0x80)] {
                        SHARP_S => self.fold_next(),
                        folded => {
                            self.at += 2;
                            return Some(self.cell(folded, self.at - 2));
                        }
                    }
                }
                _ => self.fold_next(),
            }
        }
    }
}

/// One word or sign of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it stands in the text, in bytes.
    pub(super) range: Range<usize>,
    /// What stands before it.
    pub(super) gap: Gap,
}

const SPACE: u8 = 0;
const BREAK: u8 = 1;

/// What each ASCII character folds to; control characters count as white space.
const ASCII: [u8; 128] = {
    let mut table = [SPACE; 128];
    let mut byte = b'!';
    while byte < 0x7f {
        table[byte as usize] = if byte == b'`' { b'\'' } else { byte.to_ascii_lowercase() };
        byte += 1;
    }
    table[b'\n' as usize] = BREAK;
    table[b'\r' as usize] = BREAK;
    table
};

/// The first byte of the letters of Latin-1 in UTF-8.
const LATIN_LEAD: u8 = 0xc3;
const SHARP_S: char = 'ß';

/// What the letters of Latin-1 fold to where no mark follows, from `À` on; `ß` folds to more than a character.
const LATIN: [char; 64] = [
    'a', 'a', 'a', 'a', 'a', 'a', 'æ', 'c', 'e', 'e', 'e', 'e', 'i', 'i', 'i', 'i', //
    'ð', 'ñ', 'o', 'o', 'o', 'o', 'o', '×', 'ø', 'u', 'u', 'u', 'u', 'y', 'þ', SHARP_S, //
    'a', 'a', 'a', 'a', 'a', 'a', 'æ', 'c', 'e', 'e', 'e', 'e', 'i', 'i', 'i', 'i', //
    'ð', 'ñ', 'o', 'o', 'o', 'o', 'o', '÷', 'ø', 'u', 'u', 'u', 'u', 'y', 'þ', 'y',
];

/// Returns whether a byte is a character that is part of a word and folds to itself.
fn is_plain(byte: u8) -> bool {
    const PLAIN: [bool; 256] = {
        let mut table = [false; 256];
        let mut byte = 0;
        while byte < 0x80 {
            table[byte] = matches!(byte as u8, b'a'..=b'z' | b'0'..=b'9' | b'_');
            byte += 1;
        }
        table
    };
    PLAIN[usize::from(byte)]
}

/// Returns whether a character that begins with this byte ends a word: an ASCII one that is no part of words and hides nothing.
fn ends_word(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric() && byte != b'_' && byte != ESCAPE
}

/// Returns whether a character that begins with this byte, or the end of the text, is surely no mark: marks begin at U+0300.
fn has_no_mark(next: Option<&u8>) -> bool {
    next.is_none_or(|&byte| byte < 0xcc)
}

/// Returns the end of the terminal escape that begins at `at`, where one does.
fn end_of_escape(bytes: &[u8], at: usize) -> Option<usize> {
    if bytes[at] != ESCAPE {
        return None;
    }
    let body = bytes[..bytes.len().min(at + LONGEST_ESCAPE)].get(at + 2..)?;
    let ends = |wanted: fn(&u8) -> bool| body.iter().position(wanted).map(|length| (at + 2 + length, body[length]));
    match bytes[at + 1] {
        b'[' => match ends(|byte| !(0x20..0x40).contains(byte))? {
            (end, 0x40..0x7f) => Some(end + 1),
            _ => None,
        },
        b']' => match ends(|byte| matches!(byte, &BELL | &ESCAPE | b'\n' | b'\r'))? {
            (end, BELL) => Some(end + 1),
            (end, ESCAPE) if bytes.get(end + 1) == Some(&b'\\') => Some(end + 2),
            _ => None,
        },
        _ => None,
    }
}

enum Class {
    Ignored,
    Gap(Gap),
    Sign(char),
    Other,
}

fn class_of(character: char) -> Class {
    match character {
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => Class::Ignored,
        '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => Class::Ignored,
        '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Gap(Gap::Break),
        '\u{80}'..='\u{9f}' => Class::Gap(Gap::Space),
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '´' | '′' | 'ʼ' => Class::Sign('\''),
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => Class::Sign('"'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Class::Sign('-'),
        _ if character.is_whitespace() => Class::Gap(Gap::Space),
        _ => Class::Other,
    }
}

/// Folds one character of a decomposition. A tilde over an `n` makes it `ñ`; every other accent is dropped.
fn push_folded(folded: &mut Vec<char>, part: char) {
    if part == COMBINING_TILDE && folded.last() == Some(&'n') {
        folded.pop();
        folded.push('ñ');
    } else if let Some(&ascii) = ASCII.get(part as usize) {
        folded.push(if ascii <= BREAK { ' ' } else { char::from(ascii) });
    } else if !is_mark(part) {
        match class_of(part) {
            Class::Ignored => {}
            Class::Gap(_) => folded.push(' '),
            Class::Sign(sign) => folded.push(sign),
            Class::Other => push_lower(folded, part),
        }
    }
}

fn push_lower(folded: &mut Vec<char>, part: char) {
    match part {
        'ß' | 'ẞ' => folded.extend(['s', 's']),
        'ς' => folded.push('σ'),
        // The scripts of China, Japan and Korea have no cases.
        '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{a63f}' => folded.push(part),
        _ => folded.extend(part.to_lowercase().filter(|lower| !is_mark(*lower))),
    }
}

/// Returns whether a character is an accent over, under or in the one before it.
fn is_mark(character: char) -> bool {
    match character {
        ..='\u{2ff}' | '\u{1100}'..='\u{11ff}' | '\u{3100}'..='\u{a63f}' | '\u{ac00}'..='\u{d7ff}' => false,
        _ => canonical_combining_class(character) != 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::lexer::{Lexer, words};
    use super::*;

    fn folded(text: &str) -> String {
        words(text).join(" ")
    }

    #[test]
    fn what_folds_to_the_same() {
        for (one, other) in [
            ("Internal Server Error", "internal\u{a0}server \t\r\n ERROR"),
            ("“can’t”", "\"can't\""),
            ("«can´t»", "„can`t‟"),
            ("Se produjo un error de conexión", "SE PRODUJO UN ERROR DE CONEXIO\u{301}N"),
            ("año", "an\u{303}o"),
            ("AÑO", "a\u{f1}o"),
            ("wait…", "wait..."),
            ("a‐b–c—d−e", "a-b-c-d-e"),
            ("inter\u{ad}nal\u{200b}ly", "internally"),
            ("Ｅｒｒｏｒ：４２９", "error:429"),
            ("\u{1b}[1;31mInternal\u{1b}[0m Server", "internal server"),
            ("\u{1b}]8;;https://example.org\u{7}link\u{1b}]8;;\u{1b}\\", "link"),
            ("STRASSE", "straße"),
            ("İstanbul", "istanbul"),
            ("⚠\u{fe0f} error", "⚠ error"),
        ] {
            assert_eq!(folded(one), folded(other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn what_stays_apart() {
        for (one, other) in [("año", "ano"), ("a b", "ab"), ("a_b", "a b"), ("'", "\""), ("1 0", "10")] {
            assert_ne!(folded(one), folded(other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn words_and_signs() {
        assert_eq!(words("Can’t open C:\\x_1!"), ["can", "'", "t", "open", "c", ":", "\\", "x_1", "!"]);
    }

    #[test]
    fn tokens_keep_their_place_and_what_stands_before() {
        let text = "¡ E\u{301}l\r\nno!";
        let mut lexer = Lexer::new(text);
        let mut seen = Vec::new();
        while let Some(token) = lexer.next_token() {
            seen.push((lexer.word().to_owned(), token.gap, &text[token.range]));
        }
        let expected = [("¡", Gap::None, "¡"), ("el", Gap::Space, "E\u{301}l"), ("no", Gap::Break, "no")];
        assert_eq!(seen[..3], expected.map(|(word, gap, bytes)| (word.to_owned(), gap, bytes)));
    }

    #[test]
    fn the_table_of_latin_letters_says_what_decomposing_says() {
        for character in 'À'..='ÿ' {
            let mut slowly = Vec::new();
            decompose_compatible(character, |part| push_folded(&mut slowly, part));
            let text = character.to_string();
            let quickly: Vec<char> = Cells::new(&text, 0).map(|cell| cell.character).collect();
            assert_eq!(quickly, slowly, "{character}");
        }
    }

    /// Reads the tokens of a text cell by cell.
    fn tokens_slowly(text: &str) -> Vec<(String, Token)> {
        let mut tokens: Vec<(String, Token)> = Vec::new();
        for cell in Cells::new(text, 0) {
            match tokens.last_mut() {
                Some((word, token)) if cell.gap == Gap::None && cell.is_word() && word.ends_with(is_word) => {
                    word.push(cell.character);
                    token.range.end = cell.end;
                }
                _ => tokens.push((cell.character.into(), Token { range: cell.start..cell.end, gap: cell.gap })),
            }
        }
        tokens
    }

    #[test]
    fn an_escape_without_an_end_hides_nothing() {
        assert_eq!(words("\u{1b}]0;title error\nnext"), words("]0;title error next"));
        assert_eq!(words("\u{1b}[31"), words("[31"));
        assert_eq!(words("\u{1b}"), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn cells_lie_on_characters_in_order(text in "\\PC{0,40}|[a-nñ \u{301}\u{303}\u{1b}\\[\\]\u{7}…\r\n]{0,30}") {
            let mut end = 0;
            for cell in Cells::new(&text, 0) {
                prop_assert!(text.get(cell.start..cell.end).is_some());
                prop_assert!(cell.start >= end || cell.end == end);
                end = cell.end;
            }
        }

        #[test]
        fn tokens_are_runs_of_cells(text in "\\PC{0,40}|([a-cA-C1ñéß_ \u{301}\u{303}\u{ad}’…ﬁ.\n]|\u{1b}\\[m?){0,40}") {
            let mut lexer = Lexer::new(&text);
            let mut tokens = Vec::new();
            while let Some(token) = lexer.next_token() {
                tokens.push((lexer.word().to_owned(), token));
            }
            prop_assert_eq!(tokens, tokens_slowly(&text));
        }

        #[test]
        fn folding_is_idempotent(text in "\\PC{0,40}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }
    }
}
