//! Slips of typing: a long literal that a text has almost.
//!
//! The search is bit-parallel, a text character a step: H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau
//! edit distances", Nordic Journal of Computing 10 (2003). A letter left out, put in or changed is one slip, and so are two neighbours
//! in the wrong order. A literal takes part only where enough of its three-letter pieces occur in the text at all.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::fold::{Cell, Cells, Gap, is_word};

/// How much of a text is searched, in bytes.
pub(crate) const GUESS_LIMIT: usize = 16 << 10;
/// The fewest letters and digits of a literal that is searched for.
const FEWEST_LETTERS: usize = 12;
/// How many letters and digits a literal must have for each slip.
const LETTERS_PER_SLIP: usize = 10;
/// The most slips.
const MOST_SLIPS: usize = 3;
/// The longest literal that is searched for, in folded characters: the bits of a column.
const LONGEST: usize = 128;
/// How many three-letter pieces a slip spoils at most: two neighbours in the wrong order touch four.
const PIECES_PER_SLIP: usize = 4;

/// Returns the literal that the beginning of the text has with the fewest slips, the longest of these, the first of these, and where.
pub(super) fn guess(literals: &[(u32, String)], text: &str) -> Option<(u32, Range<usize>)> {
    let text = Line::new(&text[..text.floor_char_boundary(GUESS_LIMIT)]);
    let searched = Searched::new(&text);
    let mut best: Option<(usize, Reverse<usize>, u32, Range<usize>)> = None;
    for (pattern, literal) in literals {
        let line = Line::new(literal);
        let length = line.characters.len();
        let most = best.as_ref().map_or(MOST_SLIPS, |best| best.0).min(line.slips());
        if most == 0 || length > LONGEST || searched.missing_pieces(&line) > most * PIECES_PER_SLIP {
            continue;
        }
        let Some((slips, range)) = searched.find(&line, most) else { continue };
        if best.as_ref().is_none_or(|best| (slips, Reverse(length)) < (best.0, best.1)) {
            best = Some((slips, Reverse(length), *pattern, range));
        }
    }
    let (_, _, pattern, range) = best?;
    Some((pattern, text.bytes[range.start].start..text.bytes[range.end - 1].end))
}

/// A text as one line of folded characters, with a space between words that have nothing else between them.
struct Line {
    characters: Vec<char>,
    /// Where each character comes from.
    bytes: Vec<Range<usize>>,
}

impl Line {
    fn new(text: &str) -> Self {
        let mut line = Self { characters: Vec::new(), bytes: Vec::new() };
        for Cell { character, gap, start, end } in Cells::new(text, 0) {
            if gap != Gap::None && is_word(character) && line.characters.last().copied().is_some_and(is_word) {
                line.characters.push(' ');
                line.bytes.push(start..start);
            }
            line.characters.push(character);
            line.bytes.push(start..end);
        }
        line
    }

    /// Returns how many slips the literal may have.
    fn slips(&self) -> usize {
        let letters = self.characters.iter().filter(|character| character.is_alphanumeric()).count();
        if letters < FEWEST_LETTERS { 0 } else { (letters / LETTERS_PER_SLIP).min(MOST_SLIPS) }
    }

    /// Returns whether a word can begin or end before the character `at`.
    fn is_boundary(&self, at: usize) -> bool {
        let word = |at: usize| self.characters.get(at).copied().is_some_and(is_word);
        at == 0 || !word(at - 1) || !word(at)
    }

    fn has_digits_of(&self, range: Range<usize>, other: &Self) -> bool {
        let digits = |characters: &[char]| -> String { characters.iter().filter(|it| it.is_numeric()).collect() };
        digits(&self.characters[range]) == digits(&other.characters)
    }
}

/// The text that is searched, its characters numbered.
struct Searched<'a> {
    line: &'a Line,
    numbers: BTreeMap<char, usize>,
    /// The number of each character.
    text: Vec<usize>,
    /// Which three-letter pieces occur, by their hash.
    pieces: Vec<bool>,
}

const PIECES: usize = 1 << 15;

fn piece(letters: &[char]) -> usize {
    let mixed =
        letters.iter().fold(0u32, |mixed, letter| (mixed ^ *letter as u32).wrapping_mul(0x9e37_79b1).rotate_left(7));
    mixed as usize % PIECES
}

impl<'a> Searched<'a> {
    fn new(line: &'a Line) -> Self {
        let mut numbers = BTreeMap::new();
        let mut text = Vec::with_capacity(line.characters.len());
        for character in &line.characters {
            let next = numbers.len();
            text.push(*numbers.entry(*character).or_insert(next));
        }
        let mut pieces = vec![false; PIECES];
        line.characters.windows(3).for_each(|letters| pieces[piece(letters)] = true);
        Self { line, numbers, text, pieces }
    }

    fn missing_pieces(&self, literal: &Line) -> usize {
        literal.characters.windows(3).filter(|letters| !self.pieces[piece(letters)]).count()
    }

    /// Returns the fewest slips with which the literal occurs between word boundaries, if at most `most`, and the first such place.
    fn find(&self, literal: &Line, mut most: usize) -> Option<(usize, Range<usize>)> {
        let mut masks = vec![0; self.numbers.len()];
        for (bit, character) in literal.characters.iter().enumerate() {
            if let Some(&number) = self.numbers.get(character) {
                masks[number] |= 1u128 << bit;
            }
        }
        let mut column = Column::new(literal.characters.len(), 0);
        let mut best = None;
        for (at, &number) in self.text.iter().enumerate() {
            column.step(masks[number]);
            if column.slips > most || !self.line.is_boundary(at + 1) {
                continue;
            }
            if let Some((slips, start)) = self.start(literal, &masks, at + 1, most) {
                best = Some((slips, start..at + 1));
                if slips == 0 {
                    break;
                }
                most = slips - 1;
            }
        }
        best
    }

    /// Returns the start with the fewest slips of an occurrence that ends before `end`, the nearest of these.
    fn start(&self, literal: &Line, masks: &[u128], end: usize, mut most: usize) -> Option<(usize, usize)> {
        let length = literal.characters.len();
        let mut column = Column::new(length, 1);
        let mut best = None;
        for start in (end.saturating_sub(length + most)..end).rev() {
            column.step(masks[self.text[start]].reverse_bits() >> (LONGEST - length));
            let fits = column.slips <= most && self.line.is_boundary(start);
            if fits && self.line.has_digits_of(start..end, literal) {
                best = Some((column.slips, start));
                if column.slips == 0 {
                    break;
                }
                most = column.slips - 1;
            }
        }
        best
    }
}

/// One column of the table of distances between the literal and the text read so far, as its differences.
struct Column {
    rises: u128,
    falls: u128,
    diagonal: u128,
    mask: u128,
    last: u128,
    /// What one more character of the text costs the empty literal: nothing where an occurrence may begin anywhere.
    skip: u128,
    /// The distance of the whole literal.
    slips: usize,
}

impl Column {
    fn new(length: usize, skip: u128) -> Self {
        let last = 1 << (length - 1);
        Self { rises: u128::MAX, falls: 0, diagonal: 0, mask: 0, last, skip, slips: length }
    }

    /// Reads a character of the text, which stands in the literal where `mask` has ones.
    fn step(&mut self, mask: u128) {
        let swapped = ((!self.diagonal & mask) << 1) & self.mask;
        let sum = (mask & self.rises).wrapping_add(self.rises);
        self.diagonal = swapped | (sum ^ self.rises) | mask | self.falls;
        let right = self.falls | !(self.diagonal | self.rises);
        let left = self.diagonal & self.rises;
        self.slips += usize::from(right & self.last != 0);
        self.slips -= usize::from(left & self.last != 0);
        let (right, left) = (right << 1 | self.skip, left << 1);
        self.rises = left | !(self.diagonal | right);
        self.falls = right & self.diagonal;
        self.mask = mask;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn guessed<'t>(literals: &[&str], text: &'t str) -> Option<(u32, &'t str)> {
        let literals: Vec<_> = (0..).zip(literals.iter().map(|literal| (*literal).to_owned())).collect();
        guess(&literals, text).map(|(pattern, range)| (pattern, &text[range]))
    }

    #[test]
    fn slips_of_typing() {
        for (literal, text, found) in [
            ("Internal Server Error", "I get «internal sever error».", Some("internal sever error")),
            ("Internal Server Error", "intrenal server error", Some("intrenal server error")),
            ("Internal Server Error", "intrenal servre error", None),
            ("An Internal Server Error", "an intrenal servre error", Some("an intrenal servre error")),
            ("Internal Server Error", "internalserver error", Some("internalserver error")),
            ("Internal Server Error", "intrnal servr eror", None),
            ("Internal Server Error", "xinternal sever errorx", None),
            ("Internal Server Error", "Internet Server Error", None),
            ("Algo ha salido mal", "ALGO A SALIDO MÁL", Some("ALGO A SALIDO MÁL")),
            ("too many requests 429", "too many request 429", Some("too many request 429")),
            ("too many requests 429", "too many requests 428", None),
            ("download failed", "the donwload failed again", Some("donwload failed")),
            ("wrong thing", "wrong thinf", None),
            ("you can't do that now", "you cant do that now", Some("you cant do that now")),
        ] {
            assert_eq!(guessed(&[literal], text), found.map(|found| (0, found)), "{literal}: {text}");
        }
    }

    #[test]
    fn the_fewest_slips_win_then_the_longest_then_the_first() {
        let text = "a netwrok error occured";
        let long = "a network error occurred";
        assert_eq!(guessed(&["network error occured", long], text), Some((0, "netwrok error occured")));
        assert_eq!(guessed(&["network error x", "netwrok error yx", long], text), Some((2, text)));
        assert_eq!(guessed(&["network errors occured", long, long], text), Some((1, text)));
    }

    #[test]
    fn only_the_beginning_of_a_text_is_searched() {
        let slip = "internal sever error";
        let after = |length: usize| "x ".repeat(length / 2) + slip;
        assert!(guessed(&["internal server error"], &after(GUESS_LIMIT - slip.len())).is_some());
        assert!(guessed(&["internal server error"], &after(GUESS_LIMIT - slip.len() + 2)).is_none());
        let literal = "ab c".repeat(LONGEST / 4);
        assert!(guessed(&[&literal], &literal[1..]).is_some());
        assert!(guessed(&[&(literal.clone() + "x")], &literal).is_none());
    }

    /// The distance by its definition: neighbours in the wrong order count one.
    fn distance(one: &[char], other: &[char]) -> usize {
        let mut table = vec![vec![0; other.len() + 1]; one.len() + 1];
        for i in 0..=one.len() {
            for j in 0..=other.len() {
                table[i][j] = match (i, j) {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => {
                        let changed = table[i - 1][j - 1] + usize::from(one[i - 1] != other[j - 1]);
                        let swapped = i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
                        let swapped = if swapped { table[i - 2][j - 2] + 1 } else { usize::MAX };
                        changed.min(swapped).min(table[i - 1][j] + 1).min(table[i][j - 1] + 1)
                    }
                };
            }
        }
        table[one.len()][other.len()]
    }

    proptest! {
        #[test]
        fn it_agrees_with_the_definition(literal in "[abc]{4}[abc ]{6}[abc]{4}", text in "[abc ]{10,24}") {
            let (literal, text) = (Line::new(&literal), Line::new(&text));
            let count = text.characters.len();
            let mut fewest = None;
            for start in 0..count {
                for end in start + 1..=count {
                    if text.is_boundary(start) && text.is_boundary(end) {
                        let slips = distance(&literal.characters, &text.characters[start..end]);
                        fewest = fewest.into_iter().chain([slips]).min();
                    }
                }
            }
            let found = Searched::new(&text).find(&literal, 3);
            prop_assert_eq!(found.as_ref().map(|(slips, _)| *slips), fewest.filter(|slips| *slips <= 3));
            if let Some((slips, range)) = found {
                prop_assert_eq!(distance(&literal.characters, &text.characters[range]), slips);
            }
        }

        #[test]
        fn a_spoiled_literal_keeps_enough_pieces(literal in "[a-d ]{14,30}", spoil in prop::collection::vec((any::<usize>(), 0..4), 1..3)) {
            let mut text = Line::new(&literal).characters;
            for (at, how) in &spoil {
                let at = at % (text.len() - 1);
                match how {
                    0 => drop(text.remove(at)),
                    1 => text.insert(at, 'x'),
                    2 => text[at] = 'x',
                    _ => text.swap(at, at + 1),
                }
            }
            let text = Line { bytes: vec![0..0; text.len()], characters: text };
            let missing = Searched::new(&text).missing_pieces(&Line::new(&literal));
            prop_assert!(missing <= spoil.len() * PIECES_PER_SLIP);
        }
    }
}
