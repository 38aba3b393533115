//! What stands around the anchor of a literal: the rest of its words, and what it captures.
//!
//! From the anchor outward, each capture takes as little as lets the rest of that side match; at either end of the pattern it takes
//! what there is up to the end of the line. A bracket that a capture opens it also closes, where it can. A capture stands on one line with the words beside it and has at most
//! [`CAPTURE_LENGTH`] characters; at an end of the pattern what is longer is cut.

use std::ops::Range;

use super::fold::{Cell, Cells, Gap, is_word};
use super::pattern::{Kind, Letters, Part, Template};

/// The longest capture, in characters.
pub const CAPTURE_LENGTH: usize = 200;
/// White space and accents beyond this many bytes for a character end the search to the left.
const BYTES_BEFORE: usize = 4;

/// A literal found whole.
#[derive(Debug, PartialEq)]
pub(super) struct Whole {
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
    /// The names of its captures and the bytes they took.
    pub(super) captures: Vec<(String, Range<usize>)>,
}

impl Template {
    /// Returns the literal whose anchor stands at `anchor`, where the rest of it stands around it.
    pub(super) fn complete(&self, text: &str, anchor: Range<usize>) -> Option<Whole> {
        let mut taken = vec![0..0; self.names.len()];
        let before = Side::before(text, anchor.start, reach(&self.before));
        let start = before.take(&self.before, &mut taken)?.map_or(anchor.start, |bytes| bytes.start);
        let after = Side::after(text, anchor.end, reach(&self.after));
        let end = after.take(&self.after, &mut taken)?.map_or(anchor.end, |bytes| bytes.end);
        Some(Whole { range: start..end, captures: self.names.iter().cloned().zip(taken).collect() })
    }
}

/// Returns how many cells the parts can cover, and one more.
fn reach(parts: &[Part]) -> usize {
    let cells = parts.iter().map(|part| match part {
        Part::Letters(letters) => letters.cells.len(),
        Part::Capture(..) => CAPTURE_LENGTH,
    });
    cells.sum::<usize>() + usize::from(!parts.is_empty())
}

/// The cells on one side of the anchor, the nearest first.
struct Side<'t> {
    text: &'t str,
    /// The gap of a cell is the one towards the anchor.
    cells: Vec<Cell>,
}

/// The search on one side: what was found not to lead on.
struct Search<'a> {
    side: &'a Side<'a>,
    parts: &'a [Part],
    failed: Vec<bool>,
    /// For each capture, the cells it took.
    taken: Vec<(usize, Range<usize>)>,
}

impl<'t> Side<'t> {
    fn after(text: &'t str, end: usize, reach: usize) -> Self {
        Self { text, cells: Cells::new(text, end).take(reach).collect() }
    }

    fn before(text: &'t str, start: usize, reach: usize) -> Self {
        let from = text.floor_char_boundary(start.saturating_sub(reach * BYTES_BEFORE));
        let mut read = Cells::new(&text[..start], from);
        let mut cells: Vec<Cell> = read.by_ref().collect();
        let mut gap = read.gap();
        cells.reverse();
        cells.truncate(reach);
        for cell in &mut cells {
            std::mem::swap(&mut cell.gap, &mut gap);
        }
        Self { text, cells }
    }

    /// Writes what the captures took into `taken`. Returns the bytes that all the parts cover, none where there are none.
    fn take(&self, parts: &[Part], taken: &mut [Range<usize>]) -> Option<Option<Range<usize>>> {
        let failed = vec![false; parts.len() * (self.cells.len() + 1)];
        let mut search = Search { side: self, parts, failed, taken: Vec::new() };
        let end = search.find(0, 0)?;
        for (slot, cells) in search.taken {
            taken[slot] = self.bytes(cells);
        }
        Some((end > 0).then(|| self.bytes(0..end)))
    }

    /// Returns the bytes of some cells, of which there is at least one.
    fn bytes(&self, cells: Range<usize>) -> Range<usize> {
        let (near, far) = (self.cells[cells.start], self.cells[cells.end - 1]);
        near.start.min(far.start)..near.end.max(far.end)
    }

    /// Returns whether a cell continues the word of the one before it.
    fn joined(&self, at: usize) -> bool {
        let word = |at: usize| self.cells.get(at).is_some_and(Cell::is_word);
        at > 0 && word(at) && word(at - 1) && self.cells[at].gap == Gap::None
    }

    fn has(&self, letters: &Letters, at: usize) -> bool {
        let end = at + letters.cells.len();
        let Some(cells) = self.cells.get(at..end) else { return false };
        let same = |(index, (cell, (letter, joined))): (usize, (&Cell, &(char, bool)))| {
            cell.character == *letter && (index == 0 || self.joined(at + index) == *joined)
        };
        cells.iter().zip(&letters.cells).enumerate().all(same)
            && (letters.open_start || !self.joined(at))
            && (letters.open_end || !self.joined(end))
    }

    fn gap(&self, at: usize) -> Gap {
        self.cells.get(at).map_or(Gap::Break, |cell| cell.gap)
    }

    /// Returns the ends that a capture beginning at `at` may have, the first to be tried first.
    fn ends(&self, kind: Kind, at: usize, next: Option<&Part>) -> Vec<usize> {
        if self.gap(at) == Gap::Break {
            return Vec::new();
        }
        match (kind, next) {
            (Kind::Number, _) => {
                self.number_ends(at, matches!(next, Some(Part::Letters(letters)) if letters.open_start))
            }
            (_, Some(Part::Letters(_))) => self.closed_first(at, self.run_end(kind, at)),
            (_, Some(Part::Capture(..))) => vec![self.run_end(kind, at)],
            (_, None) => vec![self.cut(at, self.run_end(kind, at))],
        }
    }

    /// Returns the ends up to `end`, first those where every bracket is closed.
    fn closed_first(&self, at: usize, end: usize) -> Vec<usize> {
        let mut open = 0;
        let depth = |cell: &Cell| {
            match cell.character {
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' => open -= 1,
                _ => {}
            }
            open
        };
        let depths: Vec<i32> = self.cells[at..end].iter().map(depth).collect();
        let mut ends: Vec<usize> = (at + 1..=end).collect();
        ends.sort_by_key(|end| depths[end - at - 1] != 0);
        ends
    }

    /// Returns where the number that begins at `at` ends: after its fraction, or before its point.
    fn number_ends(&self, at: usize, open: bool) -> Vec<usize> {
        let digit = |index: usize| self.cells.get(index).is_some_and(|cell| cell.character.is_ascii_digit());
        let near = |index: usize| index == at || self.gap(index) == Gap::None;
        let digits_end = |from: usize| (from..).find(|&index| !(digit(index) && near(index))).unwrap_or(from);
        let whole = digits_end(at);
        let point = self.cells.get(whole).is_some_and(|cell| cell.character == '.') && near(whole);
        let fraction = if point { digits_end(whole + 1) } else { whole };
        let mut ends = Vec::new();
        if whole > at {
            ends.extend((fraction > whole + 1).then_some(fraction));
            ends.push(whole);
        }
        ends.retain(|&end| end - at <= CAPTURE_LENGTH && (open || !self.joined(end)));
        ends
    }

    /// Returns the end of the longest capture that begins at `at`.
    fn run_end(&self, kind: Kind, at: usize) -> usize {
        let mut characters = 0;
        let mut end = at;
        while let Some(cell) = self.cells.get(end) {
            let apart = match kind {
                Kind::Anything => Gap::Break,
                Kind::Word | Kind::Number => Gap::Space,
            };
            let nearer = &self.cells[end.saturating_sub(1).max(at)];
            let bytes = match end == at {
                true => cell.start..cell.end,
                false if cell.start >= nearer.start => nearer.end..cell.end.max(nearer.end),
                false => cell.start..nearer.start,
            };
            characters += self.text[bytes].chars().count();
            if end > at && cell.gap >= apart || characters > CAPTURE_LENGTH {
                break;
            }
            end += 1;
        }
        end
    }

    /// Returns the last end of a word up to `end`, or `end` where there is none.
    fn cut(&self, at: usize, end: usize) -> usize {
        (at + 1..=end).rev().find(|&end| !self.joined(end)).unwrap_or(end)
    }
}

impl Search<'_> {
    /// Returns the end of the parts from `part` on that begin at `at`. It is as deep as the pattern has parts.
    fn find(&mut self, part: usize, at: usize) -> Option<usize> {
        let Some(here) = self.parts.get(part) else { return Some(at) };
        let tried = part * (self.side.cells.len() + 1) + at;
        if self.failed[tried] {
            return None;
        }
        let found = match here {
            Part::Letters(letters) => {
                self.side.has(letters, at).then(|| self.find(part + 1, at + letters.cells.len())).flatten()
            }
            Part::Capture(slot, kind) => self.capture(part, *slot, *kind, at),
        };
        self.failed[tried] = found.is_none();
        found
    }

    fn capture(&mut self, part: usize, slot: usize, kind: Kind, at: usize) -> Option<usize> {
        let next = self.parts.get(part + 1);
        for end in self.side.ends(kind, at, next) {
            let parted = match next {
                None => false,
                Some(Part::Letters(_)) => self.side.gap(end) == Gap::Break,
                Some(Part::Capture(..)) => self.side.gap(end) != Gap::Space,
            };
            if end == at || parted {
                continue;
            }
            self.taken.push((slot, at..end));
            if let Some(end) = self.find(part + 1, end) {
                return Some(end);
            }
            self.taken.pop();
        }
        None
    }
}

/// Returns whether a range of the text is alone on its lines, up to signs that are no words.
pub(super) fn is_alone(text: &str, range: &Range<usize>) -> bool {
    let clear = |characters: &mut dyn Iterator<Item = char>| {
        characters.take_while(|character| !is_line_break(*character)).all(|character| !is_word(character))
    };
    clear(&mut text[range.end..].chars()) && clear(&mut text[..range.start].chars().rev())
}

/// Returns whether a character ends a line.
pub(super) fn is_line_break(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::words::Words;

    /// Returns what a literal covers and captures, at each of its anchors.
    fn found<'t>(literal: &str, text: &'t str) -> Vec<(&'t str, Vec<&'t str>)> {
        let template = Template::parse(literal).expect(literal);
        let mut all = Vec::new();
        Words::new([template.anchor.as_str()]).scan(text, |_, anchor| {
            if let Some(whole) = template.complete(text, anchor) {
                let captures = whole.captures.into_iter().map(|(_, range)| &text[range]).collect();
                all.push((&text[whole.range], captures));
            }
        });
        all
    }

    #[test]
    fn captures() {
        const IN_USE: &str = "address already in use: {host}:{port:number}";
        for (literal, text, covered, captures) in [
            (
                IN_USE,
                "bind: Address already in use: 127.0.0.1:8080!",
                "Address already in use: 127.0.0.1:8080",
                &["127.0.0.1", "8080"][..],
            ),
            (IN_USE, "address already in use: :::3000", "address already in use: :::3000", &["::", "3000"]),
            (IN_USE, "address already in use : [::1] : 80", "address already in use : [::1] : 80", &["[::1]", "80"]),
            ("cannot open {x}, sorry", "Cannot open f(a, b), sorry", "Cannot open f(a, b), sorry", &["f(a, b)"]),
            ("cannot open {x}, sorry", "Cannot open f(a, sorry", "Cannot open f(a, sorry", &["f(a"]),
            ("cannot open {x}, {y:word} sorry", "Cannot open f(a, b sorry", "Cannot open f(a, b sorry", &["f(a", "b"]),
            ("{x}, cannot open", "(a, b), cannot open", "(a, b), cannot open", &["(a, b)"]),
            ("try again in {n:number}s", "Please try again in 20.5s.", "try again in 20.5s", &["20.5"]),
            ("try again in {n:number}s", "try again in 20 s", "try again in 20 s", &["20"]),
            ("line {n:number}.", "on line 3.", "line 3.", &["3"]),
            ("version {a:number}.{b:number}", "version 3.14", "version 3.14", &["3", "14"]),
            ("error {code:word} in {n:number}", "Error E-42: in 7", "Error E-42: in 7", &["E-42:", "7"]),
            (
                "error TS{code:number}: {message}",
                "x error TS2304: Cannot find name.  \nnext",
                "error TS2304: Cannot find name.",
                &["2304", "Cannot find name."],
            ),
            (
                "{program} : command not found",
                "a\n -bash: gti: command not found",
                "-bash: gti: command not found",
                &["-bash: gti"],
            ),
            ("{a:word} {b:number} errors here", "so foo 12 errors here", "foo 12 errors here", &["foo", "12"]),
            ("cannot open “{file}”", "Cannot open 'x \"año.txt\" y", "", &[]),
            ("cannot open “{file}”", "Cannot open «x 'año'.txt» y", "Cannot open «x 'año'.txt»", &["x 'año'.txt"]),
            ("a1 {x} b1 {y} c1", "a1 q b1 r b1 s c1", "a1 q b1 r b1 s c1", &["q", "r b1 s"]),
            ("end of {x} stop", "end of a\nb stop", "", &[]),
            ("end of {x} stop", "end of\na stop", "", &[]),
            ("end of {x} stop", "end of a\nstop", "", &[]),
            ("port {n:number} taken", "port 80a taken", "", &[]),
            ("port {n:number} taken", "port 8 0 taken", "", &[]),
            ("says {x}", "says:", "says:", &[":"]),
            ("says {x}", "says\n", "", &[]),
        ] {
            let all = found(literal, text);
            let one = all.first().map_or(("", &[][..]), |(covered, captures)| (*covered, &captures[..]));
            assert_eq!(one, (covered, captures), "{literal}: {text}");
        }
    }

    #[test]
    fn a_capture_has_200_characters_between_words_and_is_cut_at_the_ends() {
        let word = "ñandú ".repeat(40);
        let between = |count: usize| found("from {x} to", &format!("from {} to", "ñ".repeat(count))).len();
        assert_eq!((between(199), between(200), between(201)), (1, 1, 0));
        for (literal, text) in [("from {x}", format!("from {word}")), ("{x} comes", format!("{word} comes"))] {
            assert_eq!(found(literal, &text)[0].1[0].chars().count(), 197, "{literal}");
        }
    }

    #[test]
    fn alone_on_a_line() {
        for (text, alone) in [
            ("x\n * «Network error»!\ny", true),
            ("Network error", true),
            ("A Network error", false),
            ("Network error 5", false),
            ("\r\nNetwork error\r\nagain", true),
        ] {
            let start = text.find("Network").expect(text);
            assert_eq!(is_alone(text, &(start..start + 13)), alone, "{text}");
        }
    }
}
