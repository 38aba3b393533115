//! Regular expressions that no text matches: `$slow`, a `\b` within a word, a class without a character.
//!
//! Assertions look at the character before a place and at the one after it, and of these only at their sort. So what an expression does
//! is a relation between places: a place is a pair of sorts, of which there are 36, and an expression leads from a place to places.
//! One that leads from none to any matches nothing.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look};
use std::sync::LazyLock;

/// The sorts of what stands before or after a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Nothing: the text begins or ends.
    Edge,
    LineFeed,
    Return,
    /// A letter, a digit or `_` of ASCII.
    Word,
    /// One beyond ASCII.
    WideWord,
    Other,
}

use Sort::{Edge, LineFeed, Other, Return, WideWord, Word};

const SORTS: [Sort; 6] = [Edge, LineFeed, Return, Word, WideWord, Other];
/// How many places there are.
const PLACES: usize = SORTS.len() * SORTS.len();

impl Sort {
    fn of(c: char) -> Self {
        match c {
            '\n' => LineFeed,
            '\r' => Return,
            c if c.is_ascii_alphanumeric() || c == '_' => Word,
            c if regex_syntax::is_word_character(c) => WideWord,
            _ => Other,
        }
    }

    fn is_word(self) -> bool {
        matches!(self, Word | WideWord)
    }
}

/// Where an expression leads from each place: a set of places, as bits.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Relation([u64; PLACES]);

/// Returns whether no text matches an expression.
pub(super) fn matches_nothing(hir: &Hir) -> bool {
    relation(hir).0.iter().all(|places| *places == 0)
}

fn place(before: Sort, after: Sort) -> usize {
    before as usize * SORTS.len() + after as usize
}

/// It is as deep as groups stand in one another, which parsing bounds.
fn relation(hir: &Hir) -> Relation {
    match hir.kind() {
        HirKind::Empty => Relation::staying(|_, _| true),
        HirKind::Look(look) => Relation::staying(|before, after| holds(*look, before, after)),
        HirKind::Literal(literal) => {
            let text = String::from_utf8_lossy(&literal.0);
            text.chars().fold(Relation::staying(|_, _| true), |so_far, c| so_far.then(Relation::over(&[Sort::of(c)])))
        }
        HirKind::Class(class) => Relation::over(&sorts(class)),
        HirKind::Repetition(repetition) => {
            let one = relation(&repetition.sub);
            let least = one.times(repetition.min);
            match repetition.max {
                Some(most) => {
                    least.then(one.or(Relation::staying(|_, _| true)).times(most.saturating_sub(repetition.min)))
                }
                None => least.then(one.or(Relation::staying(|_, _| true)).times(PLACES as u32)),
            }
        }
        HirKind::Capture(capture) => relation(&capture.sub),
        HirKind::Concat(parts) => {
            parts.iter().fold(Relation::staying(|_, _| true), |so_far, part| so_far.then(relation(part)))
        }
        HirKind::Alternation(parts) => {
            parts.iter().fold(Relation([0; PLACES]), |so_far, part| so_far.or(relation(part)))
        }
    }
}

impl Relation {
    /// From each of some places to itself.
    fn staying(holds: impl Fn(Sort, Sort) -> bool) -> Self {
        let mut places = [0; PLACES];
        for (before, after) in SORTS.iter().flat_map(|before| SORTS.iter().map(move |after| (*before, *after))) {
            let at = place(before, after);
            places[at] = u64::from(holds(before, after)) << at;
        }
        Self(places)
    }

    /// Over a character of one of some sorts.
    fn over(sorts: &[Sort]) -> Self {
        let mut places = [0; PLACES];
        for (before, over) in SORTS.iter().flat_map(|before| sorts.iter().map(move |over| (*before, *over))) {
            places[place(before, over)] = SORTS.iter().fold(0, |to, after| to | 1 << place(over, *after));
        }
        Self(places)
    }

    fn then(self, next: Self) -> Self {
        Self(self.0.map(|places| {
            let reached = (0..PLACES).filter(|at| places >> at & 1 == 1);
            reached.fold(0, |all, at| all | next.0[at])
        }))
    }

    fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] | other.0[at]))
    }

    /// Follows it some times.
    fn times(self, mut times: u32) -> Self {
        let (mut all, mut power) = (Self::staying(|_, _| true), self);
        while times > 0 {
            if times & 1 == 1 {
                all = all.then(power);
            }
            power = power.then(power);
            times >>= 1;
        }
        all
    }
}

/// Returns the sorts of the characters of a class.
fn sorts(class: &Class) -> Vec<Sort> {
    let class = match class {
        Class::Unicode(class) => class.clone(),
        Class::Bytes(class) => {
            let ranges = class.iter().map(|range| (char::from(range.start()), char::from(range.end())));
            ClassUnicode::new(ranges.map(|(first, last)| ClassUnicodeRange::new(first, last)))
        }
    };
    let has = |of_sort: &ClassUnicode| {
        let mut both = class.clone();
        both.intersect(of_sort);
        !both.ranges().is_empty()
    };
    CLASSES.iter().filter(|(_, of_sort)| has(of_sort)).map(|(sort, _)| *sort).collect()
}

/// The characters of each sort.
static CLASSES: LazyLock<Vec<(Sort, ClassUnicode)>> = LazyLock::new(|| {
    let one = |c: char| ClassUnicode::new([ClassUnicodeRange::new(c, c)]);
    let ascii = ClassUnicode::new(
        [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')].map(|(first, last)| ClassUnicodeRange::new(first, last)),
    );
    let mut wide = match regex_syntax::parse(r"\w").map(Hir::into_kind) {
        Ok(HirKind::Class(Class::Unicode(class))) => class,
        _ => ascii.clone(),
    };
    wide.difference(&ascii);
    let mut classes = vec![(LineFeed, one('\n')), (Return, one('\r')), (Word, ascii), (WideWord, wide)];
    let mut other = ClassUnicode::empty();
    classes.iter().for_each(|(_, class)| other.union(class));
    other.negate();
    classes.push((Other, other));
    classes
});

fn holds(look: Look, before: Sort, after: Sort) -> bool {
    let ascii = |sort: Sort| sort == Word;
    let [word_before, word_after] = [before.is_word(), after.is_word()];
    let [ascii_before, ascii_after] = [ascii(before), ascii(after)];
    match look {
        Look::Start => before == Edge,
        Look::End => after == Edge,
        Look::StartLF => matches!(before, Edge | LineFeed),
        Look::EndLF => matches!(after, Edge | LineFeed),
        // Within `\r\n` no line begins or ends.
        Look::StartCRLF => matches!(before, Edge | LineFeed) || before == Return && after != LineFeed,
        Look::EndCRLF => matches!(after, Edge | Return) || after == LineFeed && before != Return,
        Look::WordAscii => ascii_before != ascii_after,
        Look::WordAsciiNegate => ascii_before == ascii_after,
        Look::WordUnicode => word_before != word_after,
        Look::WordUnicodeNegate => word_before == word_after,
        Look::WordStartAscii => !ascii_before && ascii_after,
        Look::WordEndAscii => ascii_before && !ascii_after,
        Look::WordStartUnicode => !word_before && word_after,
        Look::WordEndUnicode => word_before && !word_after,
        Look::WordStartHalfAscii => !ascii_before,
        Look::WordEndHalfAscii => !ascii_after,
        Look::WordStartHalfUnicode => !word_before,
        Look::WordEndHalfUnicode => !word_after,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing(source: &str) -> bool {
        let mut parser = regex_syntax::ParserBuilder::new().case_insensitive(true).multi_line(true).crlf(true).build();
        matches_nothing(&parser.parse(source).expect(source))
    }

    #[test]
    fn what_no_text_matches() {
        for source in [
            "$slow",
            "slow^",
            r"a\bb",
            r"knock\b\w",
            r"é\bé",
            r"[^\s\S]x",
            r"x\z.",
            r"\bx(?:\B )",
            r"(a$b|c^d)+",
            r"a\B ",
            r"(?:\r^\n)x",
            r"[a&&b]",
        ] {
            assert!(nothing(source), "{source}");
        }
    }

    #[test]
    fn what_some_text_matches() {
        for source in [
            "slow$",
            "^slow",
            "a$\nb",
            "a$\r\nb",
            "a\r^b",
            r"a\b b",
            r"\bé\b",
            r"a\B\w",
            r"(a$b|c)+",
            r"(?s)a$.b",
            r"(a$b)?c",
            r"x{0,5}$",
            r"(\bno\b ?)+y",
            r"a(?-u:\b)é",
            r"(?i)disk",
            r"\x{1F600}+",
        ] {
            assert!(!nothing(source), "{source}");
        }
    }

    /// Every three parts, on every text of four characters and fewer.
    #[test]
    fn it_agrees_with_trying_everything() {
        let mut texts = vec![String::new()];
        for at in 0..781 {
            let longer = ["a", "é", " ", "\n", "\r"].map(|c| format!("{}{c}", texts[at]));
            texts.extend(longer.into_iter().filter(|text| text.chars().count() <= 4));
        }
        let parts = ["a", "é", " ", r"\n", r"\r", r"\w", "^", "$", r"\b", r"\B", r"\A", r"\z", r"(?-u:\b)"];
        for source in parts.iter().flat_map(|one| parts.iter().map(move |two| format!("{one}{two}"))) {
            for source in parts.iter().map(|three| format!("{source}{three}")) {
                let regex = super::super::compile(&source).expect(&source);
                let matched = texts.iter().find(|text| regex.is_match(text));
                assert_eq!(nothing(&source), matched.is_none(), "{source} {matched:?}");
            }
        }
    }
}
