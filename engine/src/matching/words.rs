//! An automaton over words: every occurrence of every literal, in one pass over the text.
//!
//! A. V. Aho and M. J. Corasick, "Efficient string matching: an aid to bibliographic search", CACM 18 (1975), with folded words
//! as the letters. It knows nothing of patterns and their owners: a literal is a number.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use super::lexer::Lexer;
use super::vocabulary::Vocabulary;

const NONE: u32 = u32::MAX;
const ROOT: u32 = 0;
/// How many words a literal has, more or less.
const USUAL_LENGTH: usize = 5;

/// A fixed hash of numbers, so that nothing depends on the run.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(u64::from(byte)));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// The automaton. Literals are numbered in the order in which they were added.
#[derive(Default)]
pub(super) struct Words {
    vocabulary: Vocabulary,
    /// Where a word leads from the root, by its number.
    first: Vec<u32>,
    /// Where a word leads from another state.
    edges: HashMap<u64, u32, BuildHasherDefault<Mix>>,
    states: Vec<State>,
    /// For each literal, the one before it with the same words.
    same: Vec<u32>,
    /// The words of the literals, one after the other.
    spelled: Vec<u32>,
    /// For each literal, where its words end.
    ends: Vec<usize>,
    deepest: u32,
}

#[derive(Clone)]
struct State {
    parent: u32,
    word: u32,
    depth: u32,
    /// The longest proper suffix that is a state.
    fallback: u32,
    /// The last literal that ends here.
    literal: u32,
    /// The longest proper suffix where a literal ends.
    shorter: u32,
}

impl State {
    fn new(parent: u32, word: u32, depth: u32) -> Self {
        Self { parent, word, depth, fallback: ROOT, literal: NONE, shorter: NONE }
    }
}

fn key(state: u32, word: u32) -> u64 {
    u64::from(state) << 32 | u64::from(word)
}

impl Words {
    /// Returns the automaton of literals, which are folded here; one without a word is never found.
    pub(super) fn new<'a>(literals: impl IntoIterator<Item = &'a str>) -> Self {
        let literals = literals.into_iter();
        let mut words = Self::with_capacity(literals.size_hint().0);
        for literal in literals {
            words.add(literal);
        }
        words.link();
        words
    }

    fn with_capacity(literals: usize) -> Self {
        let mut words = Self::default();
        words.states.reserve(literals * USUAL_LENGTH);
        words.states.push(State::new(ROOT, NONE, 0));
        words.edges.reserve(literals * USUAL_LENGTH);
        words.spelled.reserve(literals * USUAL_LENGTH);
        words.ends.reserve(literals);
        words.same.reserve(literals);
        words
    }

    /// Returns the folded words and signs of a literal.
    pub(super) fn of(&self, literal: u32) -> impl Iterator<Item = &str> {
        let literal = literal as usize;
        let start = if literal == 0 { 0 } else { self.ends[literal - 1] };
        self.spelled[start..self.ends[literal]].iter().map(|&word| self.vocabulary.word(word))
    }

    fn add(&mut self, literal: &str) {
        let mut state = ROOT;
        let mut lexer = Lexer::new(literal);
        while lexer.next_token().is_some() {
            let word = self.vocabulary.add(lexer.word());
            if word as usize == self.first.len() {
                self.first.push(NONE);
            }
            self.spelled.push(word);
            state = self.follow(state, word).unwrap_or_else(|| self.grow(state, word));
        }
        self.ends.push(self.spelled.len());
        let number = self.same.len() as u32;
        let end = &mut self.states[state as usize];
        self.same.push(end.literal);
        if state != ROOT {
            end.literal = number;
        }
        self.deepest = self.deepest.max(end.depth);
    }

    fn grow(&mut self, parent: u32, word: u32) -> u32 {
        let state = self.states.len() as u32;
        let depth = self.states[parent as usize].depth + 1;
        self.states.push(State::new(parent, word, depth));
        match parent {
            ROOT => self.first[word as usize] = state,
            _ => drop(self.edges.insert(key(parent, word), state)),
        }
        state
    }

    fn follow(&self, state: u32, word: u32) -> Option<u32> {
        match state {
            ROOT => Some(self.first[word as usize]).filter(|&next| next != NONE),
            // The last state has none after it.
            _ if state as usize + 1 == self.states.len() => None,
            _ => self.edges.get(&key(state, word)).copied(),
        }
    }

    /// Sets the fallbacks, shallow states first.
    fn link(&mut self) {
        for state in self.by_depth() {
            let State { parent, word, depth, .. } = self.states[state as usize];
            let above = self.states[parent as usize].fallback;
            let fallback = if depth == 1 { ROOT } else { self.step(above, word).0 };
            let State { literal, shorter, .. } = self.states[fallback as usize];
            let here = &mut self.states[state as usize];
            here.fallback = fallback;
            here.shorter = if literal == NONE { shorter } else { fallback };
        }
    }

    /// Returns all states but the root, shallow ones first.
    fn by_depth(&self) -> Vec<u32> {
        let mut places = vec![0; self.deepest as usize + 2];
        for state in &self.states[1..] {
            places[state.depth as usize + 1] += 1;
        }
        for depth in 1..places.len() {
            places[depth] += places[depth - 1];
        }
        let mut order = vec![ROOT; self.states.len() - 1];
        for (number, state) in (1..).zip(&self.states[1..]) {
            let place: &mut usize = &mut places[state.depth as usize];
            order[*place] = number;
            *place += 1;
        }
        order
    }

    /// Returns the state after a word, and in how many moves it was found.
    fn step(&self, mut state: u32, word: u32) -> (u32, usize) {
        let mut moves = 1;
        loop {
            match self.follow(state, word) {
                Some(next) => return (next, moves),
                None if state == ROOT => return (ROOT, moves),
                None => state = self.states[state as usize].fallback,
            }
            moves += 1;
        }
    }

    /// Calls `found` with the number and the bytes of every occurrence of every literal, in the order of their ends and the
    /// longest first. Returns how many moves the automaton made: at most two for each word of the text.
    pub(super) fn scan(&self, text: &str, mut found: impl FnMut(u32, Range<usize>)) -> usize {
        let mut starts = vec![0; (self.deepest as usize + 1).next_power_of_two()];
        let mask = starts.len() - 1;
        let (mut state, mut moves) = (ROOT, 0);
        let mut lexer = Lexer::new(text);
        let mut index = 0;
        while let Some(token) = lexer.next_token() {
            index += 1;
            starts[index & mask] = token.range.start;
            let Some(word) = self.vocabulary.number(lexer.word()) else {
                state = ROOT;
                continue;
            };
            let (next, made) = self.step(state, word);
            (state, moves) = (next, moves + made);
            let mut end =
                if self.states[state as usize].literal == NONE { self.states[state as usize].shorter } else { state };
            while end != NONE {
                let State { depth, mut literal, shorter, .. } = self.states[end as usize];
                let start = starts[(index + 1 - depth as usize) & mask];
                while literal != NONE {
                    found(literal, start..token.range.end);
                    literal = self.same[literal as usize];
                }
                end = shorter;
            }
        }
        moves
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::matching::lexer::words;

    fn found(literals: &[&str], text: &str) -> Vec<(u32, Range<usize>)> {
        let mut all = Vec::new();
        Words::new(literals.iter().copied()).scan(text, |literal, range| all.push((literal, range)));
        all.sort_by_key(|(literal, range)| (range.start, range.end, *literal));
        all
    }

    /// Tries every literal at every token.
    fn found_slowly(literals: &[&str], text: &str) -> Vec<(u32, Range<usize>)> {
        let mut lexer = Lexer::new(text);
        let mut tokens = Vec::new();
        while let Some(token) = lexer.next_token() {
            tokens.push((lexer.word().to_owned(), token.range));
        }
        let mut all = Vec::new();
        for (number, literal) in literals.iter().enumerate() {
            let wanted = words(literal);
            for window in tokens.windows(wanted.len().max(1)) {
                if window.iter().map(|(word, _)| word).eq(&wanted) {
                    all.push((number as u32, window[0].1.start..window[wanted.len() - 1].1.end));
                }
            }
        }
        all.sort_by_key(|(literal, range)| (range.start, range.end, *literal));
        all
    }

    #[test]
    fn literals_inside_one_another_are_all_found() {
        let literals = ["a network error occurred", "network error", "error", "error occurred", "Network  ERROR", ""];
        let text = "Oh: a network\n error occurred!";
        assert_eq!(found(&literals, text), [(0, 4..29), (1, 6..20), (4, 6..20), (2, 15..20), (3, 15..29)],);
    }

    #[test]
    fn a_literal_is_its_words() {
        let words = Words::new(["A network", "", "Can’t: a NETWORK"]);
        let of = |literal| words.of(literal).collect::<Vec<_>>();
        assert_eq!((of(0), of(1)), (vec!["a", "network"], vec![]));
        assert_eq!(of(2), ["can", "'", "t", ":", "a", "network"]);
    }

    #[test]
    fn words_are_whole() {
        assert_eq!(found(&["error"], "errors terror error_ Error2 (error)"), [(0, 29..34)]);
    }

    #[test]
    fn the_moves_are_linear_in_the_words() {
        let literals: Vec<String> = (1..60).map(|length| "a ".repeat(length) + "b").collect();
        let words = Words::new(literals.iter().map(String::as_str));
        for count in [100, 1_000, 10_000] {
            let moves = words.scan(&"a ".repeat(count), |_, _| {});
            assert!(moves <= 2 * count, "{moves} moves for {count} words");
        }
    }

    proptest! {
        #[test]
        fn it_agrees_with_trying_everything(
            literals in prop::collection::vec("[abñ]( ?[ab'-]){0,4}", 0..8),
            text in "[aAbBñ \n'’–-]{0,60}",
        ) {
            let literals: Vec<&str> = literals.iter().map(String::as_str).collect();
            prop_assert_eq!(found(&literals, &text), found_slowly(&literals, &text));
        }
    }
}
