//! Slips of typing: a long literal that a text has almost.
//!
//! The search is bit-parallel, a text character a step: H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau
//! edit distances", Nordic Journal of Computing 10 (2003). A letter left out, put in or changed is one slip, and so are two neighbours
//! in the wrong order. Cut into one part more than it may have slips, a literal has a part that is spelled right; the search looks around
//! the places where such a part stands.

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
/// The characters by which the places of a part are found; no part is shorter.
const KEY: usize = 5;
/// Buckets of places; a power of two.
const BUCKETS: usize = 1 << 12;

/// Returns the literal that the beginning of the text has with the fewest slips, the longest of these, the first of these, and where.
///
/// A literal is a number and its folded words and signs.
pub(super) fn guess<'a, Words>(
    literals: impl IntoIterator<Item = (u32, Words)>,
    text: &str,
) -> Option<(u32, Range<usize>)>
where
    Words: Iterator<Item = &'a str>,
{
    let text = Line::new(&text[..text.floor_char_boundary(GUESS_LIMIT)]);
    let searched = Searched::new(&text);
    let mut best: Option<(usize, Reverse<usize>, u32, Range<usize>)> = None;
    let mut literal = Vec::new();
    for (pattern, words) in literals {
        spell(words, &mut literal);
        let length = literal.len();
        let most = best.as_ref().map_or(MOST_SLIPS, |best| best.0).min(slips(&literal));
        if most == 0 || length > LONGEST {
            continue;
        }
        let Some((slips, range)) = searched.find(&literal, most) else { continue };
        if best.as_ref().is_none_or(|best| (slips, Reverse(length)) < (best.0, best.1)) {
            best = Some((slips, Reverse(length), pattern, range));
        }
    }
    let (_, _, pattern, range) = best?;
    Some((pattern, text.bytes[range.start].start..text.bytes[range.end - 1].end))
}

/// Writes a literal as a [`Line`] has it.
fn spell<'a>(words: impl Iterator<Item = &'a str>, characters: &mut Vec<char>) {
    characters.clear();
    for word in words {
        if word.starts_with(is_word) && characters.last().copied().is_some_and(is_word) {
            characters.push(' ');
        }
        word.chars().for_each(|character| characters.push(character));
    }
}

/// Returns how many slips of typing the words and signs of a literal may have.
pub(super) fn slips_of<'a>(words: impl Iterator<Item = &'a str>) -> usize {
    let mut literal = Vec::new();
    spell(words, &mut literal);
    if literal.len() > LONGEST { 0 } else { slips(&literal) }
}

/// Returns how many slips a literal may have.
fn slips(literal: &[char]) -> usize {
    let letters = literal.iter().filter(|character| character.is_alphanumeric()).count();
    if letters < FEWEST_LETTERS { 0 } else { (letters / LETTERS_PER_SLIP).min(MOST_SLIPS) }
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

    /// Returns whether a word can begin or end before the character `at`.
    fn is_boundary(&self, at: usize) -> bool {
        let word = |at: usize| self.characters.get(at).copied().is_some_and(is_word);
        at == 0 || !word(at - 1) || !word(at)
    }

    fn has_digits_of(&self, range: Range<usize>, literal: &[char]) -> bool {
        let digits = |characters: &[char]| -> String { characters.iter().filter(|it| it.is_numeric()).collect() };
        digits(&self.characters[range]) == digits(literal)
    }
}

/// The text that is searched.
struct Searched<'a> {
    line: &'a Line,
    /// The numbers of its characters.
    numbers: BTreeMap<char, usize>,
    text: Vec<usize>,
    /// For each bucket, the last place of a key in it, and for each place the one before it in its bucket.
    last: Vec<Option<usize>>,
    before: Vec<Option<usize>>,
}

fn bucket(key: &[char]) -> usize {
    let mixed =
        key.iter().fold(0u32, |mixed, letter| (mixed ^ *letter as u32).wrapping_mul(0x9e37_79b1).rotate_left(7));
    mixed as usize % BUCKETS
}

impl<'a> Searched<'a> {
    fn new(line: &'a Line) -> Self {
        let mut numbers = BTreeMap::new();
        let mut text = Vec::with_capacity(line.characters.len());
        for character in &line.characters {
            let next = numbers.len();
            text.push(*numbers.entry(*character).or_insert(next));
        }
        let mut last = vec![None; BUCKETS];
        let keys = line.characters.windows(KEY).enumerate();
        let before = keys.map(|(place, key)| last[bucket(key)].replace(place)).collect();
        Self { line, numbers, text, last, before }
    }

    /// Returns where the literal may stand with at most `most` slips, as stretches in order that do not overlap.
    fn stretches(&self, literal: &[char], most: usize) -> Vec<Range<usize>> {
        // A character between two parts, so that two neighbours in the wrong order spoil one part only.
        let length = (literal.len() - most) / (most + 1);
        let mut stretches = Vec::new();
        for offset in (0..=most).map(|part| part * (length + 1)) {
            let part = &literal[offset..offset + length];
            let mut next = self.last[bucket(&part[..KEY])];
            while let Some(place) = next {
                if self.line.characters[place..].starts_with(part) {
                    let end = (place + literal.len() + 2 * most).saturating_sub(offset).min(self.text.len());
                    stretches.push(place.saturating_sub(offset + most)..end);
                }
                next = self.before[place];
            }
        }
        stretches.sort_by_key(|stretch| stretch.start);
        stretches.dedup_by(|later, earlier| {
            let overlap = later.start <= earlier.end;
            if overlap {
                earlier.end = earlier.end.max(later.end);
            }
            overlap
        });
        stretches
    }

    /// Returns the fewest slips with which the literal occurs between word boundaries, if at most `most`, and the first such place.
    ///
    /// `most` is at most what [`slips`] allows the literal.
    fn find(&self, literal: &[char], mut most: usize) -> Option<(usize, Range<usize>)> {
        let stretches = self.stretches(literal, most);
        if stretches.is_empty() {
            return None;
        }
        let mut masks = vec![0; self.numbers.len()];
        for (bit, character) in literal.iter().enumerate() {
            if let Some(&number) = self.numbers.get(character) {
                masks[number] |= 1u128 << bit;
            }
        }
        let mut best = None;
        for stretch in stretches {
            let mut column = Column::new(literal.len(), 0);
            for end in stretch.start + 1..=stretch.end {
                column.step(masks[self.text[end - 1]]);
                if column.slips > most || !self.line.is_boundary(end) {
                    continue;
                }
                let Some((slips, start)) = self.start(literal, &masks, stretch.start..end, most) else { continue };
                best = Some((slips, start..end));
                if slips == 0 {
                    return best;
                }
                most = slips - 1;
            }
        }
        best
    }

    /// Returns the start with the fewest slips of an occurrence that ends where the stretch does, the nearest of these.
    fn start(
        &self,
        literal: &[char],
        masks: &[u128],
        stretch: Range<usize>,
        mut most: usize,
    ) -> Option<(usize, usize)> {
        let end = stretch.end;
        let length = literal.len();
        let mut column = Column::new(length, 1);
        let mut best = None;
        for start in (end.saturating_sub(length + most).max(stretch.start)..end).rev() {
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
    use crate::matching::lexer::words;

    fn guessed<'t>(literals: &[&str], text: &'t str) -> Option<(u32, &'t str)> {
        let literals: Vec<_> = literals.iter().map(|literal| words(literal)).collect();
        let spelled = (0..).zip(literals.iter().map(|words| words.iter().map(String::as_str)));
        guess(spelled, text).map(|(pattern, range)| (pattern, &text[range]))
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

    #[test]
    fn ordinary_prose_is_no_slip() {
        let literals = [
            "internal server error",
            "error interno del servidor",
            "something went wrong",
            "algo salió mal",
            "a network error occurred",
            "se produjo un error de red",
            "suspicious activity detected",
            "detectamos actividad sospechosa",
            "there was a problem preparing your chat",
            "hubo un problema al preparar tu chat",
            "there was an error generating a response",
            "download failed",
            "file not found",
            "error de descarga",
            "archivo no encontrado",
            "too many requests",
            "connection timed out",
        ];
        for prose in [
            "The internal phone of the server room was in error again, so somebody went the wrong way round the building. Some \
             things went well all the same: the network was quick, an error occurred to nobody, and the deliveries failed only at \
             lunch. A file was found on the floor. There was a probe for preparing your cheese, too, and many guests had too many \
             quests. Our suspicions about the activity were not justified: the detective detected nothing at all. The \
             connection was timed with a watch, and it generated an answer in a moment; the responsible error was a riddle.",
            "El servidor del bar cometió un error en el interior: sirvió el café a la mesa del fondo. Algo salió de la cocina, \
             algo mal cortado, y se produjo un herrero de red en mano que pescaba en el río. Detuvimos la actividad, por \
             sospechosa, hasta que el archivo fue encontrado en un cajón; no faltaba nada. Hubo un poema al preparar la cena, y \
             el camión de la descarga llegó tarde, sin error. La red se rompió dos veces y nadie salió mal parado.",
        ] {
            assert_eq!(guessed(&literals, prose), None);
        }
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

    /// A literal, and a text that has it with a few slips.
    fn spoiled() -> impl Strategy<Value = (String, String)> {
        let literal = "[abc]{6}[abc ]{5}[abc]{4}|[abc]{6}[abc ]{12}[abc]{8}|[abc]{12}[abc ]{10}[abc]{14}";
        let slips = prop::collection::vec((any::<prop::sample::Index>(), 0..4), 0..5);
        (literal, slips, "[abc ]{0,6}", "[abc ]{0,6}").prop_map(|(literal, slips, before, after)| {
            let mut text: Vec<char> = literal.chars().collect();
            for (at, how) in slips {
                let at = at.index(text.len() - 1);
                match how {
                    0 => drop(text.remove(at)),
                    1 => text.insert(at, 'b'),
                    2 => text[at] = 'c',
                    _ => text.swap(at, at + 1),
                }
            }
            (literal, before + &String::from_iter(text) + &after)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, ..ProptestConfig::default() })]

        #[test]
        fn a_literal_is_spelled_as_a_text_is(text in "\\PC{0,40}|[abñé _'’.\n]{0,40}") {
            let mut spelled = Vec::new();
            spell(words(&text).iter().map(String::as_str), &mut spelled);
            prop_assert_eq!(spelled, Line::new(&text).characters);
        }

        #[test]
        fn it_agrees_with_the_definition((literal, text) in spoiled()) {
            let (literal, text) = (Line::new(&literal).characters, Line::new(&text));
            let most = slips(&literal);
            let count = text.characters.len();
            let mut fewest = None;
            for start in (0..count).filter(|start| text.is_boundary(*start)) {
                for end in (start + 1..=count).filter(|end| text.is_boundary(*end)) {
                    let slips = distance(&literal, &text.characters[start..end]);
                    fewest = fewest.into_iter().chain([slips]).min();
                }
            }
            let found = (most > 0).then(|| Searched::new(&text).find(&literal, most)).flatten();
            let expected = fewest.filter(|slips| *slips <= most && most > 0);
            prop_assert_eq!(found.as_ref().map(|(slips, _)| *slips), expected);
            if let Some((slips, range)) = found {
                prop_assert_eq!(distance(&literal, &text.characters[range]), slips);
            }
        }
    }
}
