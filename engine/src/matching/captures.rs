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
/// How many cells on a side are looked at first.
const FIRST_REACH: usize = 16;

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
        let after = take(&self.after, &mut taken, |reach| Side::after(text, anchor.end, reach))?;
        let before = take(&self.before, &mut taken, |reach| Side::before(text, anchor.start, reach))?;
        let range = before.map_or(anchor.start, |bytes| bytes.start)..after.map_or(anchor.end, |bytes| bytes.end);
        Some(Whole { range, captures: self.names.iter().cloned().zip(taken).collect() })
    }
}

/// Writes what the captures on one side took into `taken`. Returns the bytes that all the parts cover, none where there are none.
///
/// It looks near the anchor first, and further where that was not enough.
fn take<'t>(
    parts: &[Part],
    taken: &mut [Range<usize>],
    look: impl Fn(usize) -> Side<'t>,
) -> Option<Option<Range<usize>>> {
    let furthest = reach(parts);
    let mut reach = FIRST_REACH.min(furthest);
    loop {
        let side = look(reach);
        let failed = vec![false; parts.len() * (side.cells.len() + 1)];
        let mut search = Search { side: &side, parts, failed, taken: Vec::new() };
        let end = search.find(0, 0);
        if reach < furthest && side.short.get() {
            reach = furthest.min(reach * 4);
            continue;
        }
        for (slot, cells) in search.taken {
            taken[slot] = side.bytes(cells);
        }
        return end.map(|end| (end > 0).then(|| side.bytes(0..end)));
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
    /// Whether somebody asked for a cell further away.
    short: std::cell::Cell<bool>,
}

impl<'t> Side<'t> {
    fn after(text: &'t str, end: usize, reach: usize) -> Self {
        Self { text, cells: Cells::new(text, end).take(reach).collect(), short: false.into() }
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
        Self { text, cells, short: false.into() }
    }

    fn cell(&self, at: usize) -> Option<&Cell> {
        let cell = self.cells.get(at);
        if cell.is_none() {
            self.short.set(true);
        }
        cell
    }

    /// Returns the bytes of some cells, of which there is at least one.
    fn bytes(&self, cells: Range<usize>) -> Range<usize> {
        let (near, far) = (self.cells[cells.start], self.cells[cells.end - 1]);
        near.start.min(far.start)..near.end.max(far.end)
    }

    /// Returns whether a cell continues the word of the one before it.
    fn joined(&self, at: usize) -> bool {
        let word = |at: usize| self.cell(at).is_some_and(Cell::is_word);
        at > 0 && word(at) && word(at - 1) && self.cells[at].gap == Gap::None
    }

    fn has(&self, letters: &Letters, at: usize) -> bool {
        let same = |(index, (letter, joined)): (usize, &(char, bool))| {
            self.cell(at + index).is_some_and(|cell| cell.character == *letter)
                && (index == 0 || self.joined(at + index) == *joined)
        };
        letters.cells.iter().enumerate().all(same)
            && (letters.open_start || !self.joined(at))
            && (letters.open_end || !self.joined(at + letters.cells.len()))
    }

    fn gap(&self, at: usize) -> Gap {
        self.cell(at).map_or(Gap::Break, |cell| cell.gap)
    }

    fn run(&self, kind: Kind, at: usize) -> Run<'_> {
        let apart = if kind == Kind::Anything { Gap::Break } else { Gap::Space };
        Run { side: self, apart, at, end: at, characters: 0, open: 0 }
    }

    /// Returns the ends that the number beginning at `at` may have: after its fraction, and before its point.
    fn number_ends(&self, at: usize, open: bool) -> impl Iterator<Item = usize> {
        let near = |index: usize| index == at || self.gap(index) == Gap::None;
        let is = |index: usize, test: fn(&char) -> bool| {
            index - at < CAPTURE_LENGTH && self.cell(index).is_some_and(|cell| test(&cell.character)) && near(index)
        };
        let digits_end = |from: usize| (from..).find(|&index| !is(index, char::is_ascii_digit)).unwrap_or(from);
        let whole = digits_end(at);
        let fraction = if whole > at && is(whole, |it| *it == '.') { digits_end(whole + 1) } else { whole };
        let fits = move |end: &usize| *end > at && (open || !self.joined(*end));
        (fraction > whole + 1).then_some(fraction).into_iter().chain([whole]).filter(fits)
    }

    /// Returns the last end of a word up to `end`, or `end` where there is none.
    fn cut(&self, at: usize, end: usize) -> usize {
        (at + 1..=end).rev().find(|&end| !self.joined(end)).unwrap_or(end)
    }
}

/// The ends that a capture may have, the nearest first, and how many brackets are open there.
struct Run<'a> {
    side: &'a Side<'a>,
    /// The gap that it does not cross.
    apart: Gap,
    at: usize,
    end: usize,
    characters: usize,
    open: i32,
}

impl Iterator for Run<'_> {
    type Item = (usize, i32);

    fn next(&mut self) -> Option<Self::Item> {
        let cell = self.side.cell(self.end)?;
        let bytes = match self.end.checked_sub(1).filter(|_| self.end > self.at).map(|nearer| self.side.cells[nearer]) {
            None => cell.start..cell.end,
            Some(_) if cell.gap >= self.apart => return None,
            Some(nearer) if cell.start >= nearer.start => nearer.end..cell.end.max(nearer.end),
            Some(nearer) => cell.start..nearer.start,
        };
        self.characters += self.side.text[bytes].chars().count();
        if self.characters > CAPTURE_LENGTH {
            return None;
        }
        match cell.character {
            '(' | '[' | '{' => self.open += 1,
            ')' | ']' | '}' => self.open -= 1,
            _ => {}
        }
        self.end += 1;
        Some((self.end, self.open))
    }
}

/// The search on one side: what was found not to lead on.
struct Search<'a> {
    side: &'a Side<'a>,
    parts: &'a [Part],
    failed: Vec<bool>,
    /// For each capture, the cells it took.
    taken: Vec<(usize, Range<usize>)>,
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
            Part::Letters(letters) if !self.side.has(letters, at) => None,
            Part::Letters(letters) => self.find(part + 1, at + letters.cells.len()),
            Part::Capture(..) if self.side.gap(at) == Gap::Break => None,
            Part::Capture(slot, kind) => self.capture(part, *slot, *kind, at),
        };
        self.failed[tried] = found.is_none();
        found
    }

    fn capture(&mut self, part: usize, slot: usize, kind: Kind, at: usize) -> Option<usize> {
        let side = self.side;
        let next = self.parts.get(part + 1);
        let mut end_at = |end: usize| self.end_at(part, slot, at..end);
        match (kind, next) {
            (Kind::Number, _) => {
                let open = matches!(next, Some(Part::Letters(letters)) if letters.open_start);
                side.number_ends(at, open).find_map(end_at)
            }
            (_, Some(Part::Letters(_))) => side
                .run(kind, at)
                .filter(|(_, open)| *open == 0)
                .find_map(|(end, _)| end_at(end))
                .or_else(|| side.run(kind, at).filter(|(_, open)| *open != 0).find_map(|(end, _)| end_at(end))),
            (_, Some(Part::Capture(..))) => end_at(side.run(kind, at).last()?.0),
            (_, None) => end_at(side.cut(at, side.run(kind, at).last()?.0)),
        }
    }

    /// Returns the end of all parts where this capture takes these cells.
    fn end_at(&mut self, part: usize, slot: usize, cells: Range<usize>) -> Option<usize> {
        let parted = match self.parts.get(part + 1) {
            None => false,
            Some(Part::Letters(_)) => self.side.gap(cells.end) == Gap::Break,
            Some(Part::Capture(..)) => self.side.gap(cells.end) != Gap::Space,
        };
        if parted {
            return None;
        }
        let end = cells.end;
        self.taken.push((slot, cells));
        let found = self.find(part + 1, end);
        if found.is_none() {
            self.taken.pop();
        }
        found
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
