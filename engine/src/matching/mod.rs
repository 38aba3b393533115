//! What a text shows: the patterns of all bases, found in one pass.
//!
//! Literals are found by an automaton over folded words ([`words`]) and completed where they capture ([`captures`]); regular
//! expressions are tried where a text that they require occurs ([`regex`]); where nothing matches, a long literal with a slip of
//! typing is recognised as a guess ([`slip`]). Nothing here knows findings or bases: an owner is a number.

mod captures;
mod fold;
mod lexer;
mod pattern;
mod patterns;
mod regex;
mod slip;
mod topics;
mod vocabulary;
mod words;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use self::captures::{is_alone, is_line_break};
use self::pattern::Template;
use self::regex::Regexes;
use self::words::Words;
use crate::Pattern;

pub use self::captures::CAPTURE_LENGTH;
pub use self::pattern::{CAPTURE_LIMIT, PATTERN_LIMIT, PatternError};
pub use self::patterns::{Patterns, folded_words, slips_of};
pub(crate) use self::topics::Topics;

/// The longest text to diagnose, in bytes. Whoever takes a text in says so; the matcher reads whatever it is given.
pub const TEXT_LIMIT: usize = 16 << 20;
/// How many matches of one pattern, and of one owner, are kept: the first ones.
pub(crate) const MATCH_LIMIT: usize = 100;

/// How often the words of a literal with captures may stand in a text without the rest of it. It is not looked for any further then,
/// so that the time stays bounded on a text made of its words; that is more than the lines of an ordinary log of [`TEXT_LIMIT`].
const VAIN_LIMIT: usize = 200_000;

/// Whom a pattern belongs to, by a number that the caller chooses.
pub(crate) type Owner = u32;

/// One place where a text matches a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    /// Whose pattern it is.
    pub(crate) owner: Owner,
    /// Where it stands, in bytes.
    pub(crate) range: Range<usize>,
    /// The line, from 1.
    pub(crate) line: u32,
    /// The character of the line, from 1.
    pub(crate) column: u32,
    /// What it captured, in the order of the pattern.
    pub(crate) captures: Vec<(String, String)>,
    /// Whether it is a guess: the text has a slip of typing.
    pub(crate) guess: bool,
}

/// The patterns of all bases, ready to be found.
pub(crate) struct Matcher {
    owners: Vec<Owner>,
    words: Words,
    literals: Vec<Literal>,
    regexes: Regexes,
}

/// A literal of the automaton.
struct Literal {
    pattern: u32,
    /// Whether it must be alone on its line.
    alone: bool,
    /// What stands around the anchor; none where the anchor is all.
    rest: Option<Box<Template>>,
    /// Whether a slip of typing may spoil it.
    spoilable: bool,
}

impl Matcher {
    /// Returns the matcher of patterns that [`Pattern::check`] accepts; one that it rejects never matches.
    pub(crate) fn new<'a>(patterns: impl IntoIterator<Item = (Owner, &'a Pattern)>) -> Self {
        let (mut owners, mut literals, mut anchors) = (Vec::new(), Vec::new(), Vec::new());
        let mut regexes = Regexes::default();
        for (pattern, (owner, source)) in (0..).zip(patterns) {
            owners.push(owner);
            let exact = !matches!(source, Pattern::Literal(_));
            let (source, alone) = match source {
                Pattern::Literal(source) | Pattern::Named(source) => (source, false),
                Pattern::Line(source) => (source, true),
                Pattern::Regex(source) => {
                    regexes.add(pattern, source);
                    continue;
                }
            };
            let Some((anchor, rest)) = anchor(source) else { continue };
            let spoilable = rest.is_none() && !exact;
            anchors.push(anchor);
            literals.push(Literal { pattern, alone, rest, spoilable });
        }
        let words = Words::new(anchors.iter().map(|anchor| &**anchor));
        Self { owners, words, literals, regexes }
    }

    /// Returns where the text matches, by start, then by owner, then the longest first.
    ///
    /// Of one owner at most [`MATCH_LIMIT`] matches are kept, the first ones; two with the same range are one.
    pub(crate) fn scan(&self, text: &str) -> Vec<Match> {
        let mut found = Vec::new();
        self.scan_literals(text, &mut found);
        self.regexes.scan(text, |pattern, occurrence| {
            found.push(self.found(pattern, text, occurrence.range, occurrence.captures));
        });
        let mut kept = first_of_each(found);
        place(text, &mut kept);
        kept
    }

    /// Returns the literal that the beginning of the text has with a slip of typing, for where [`Self::scan`] found nothing that
    /// counts; only the patterns of those whom `counts` accepts.
    pub(crate) fn guess(&self, text: &str, counts: impl Fn(Owner) -> bool) -> Option<Match> {
        let counting = |it: &Literal| it.spoilable && counts(self.owners[it.pattern as usize]);
        let literals = (0..).zip(&self.literals).filter(|(_, literal)| counting(literal));
        let spelled = literals.map(|(number, literal)| (literal.pattern, self.words.of(number)));
        let (pattern, range) = slip::guess(spelled, text)?;
        let mut guess = [Match { guess: true, ..self.found(pattern, text, range, Vec::new()) }];
        place(text, &mut guess);
        let [guess] = guess;
        Some(guess)
    }

    fn scan_literals(&self, text: &str, found: &mut Vec<Match>) {
        let mut counts = vec![0; self.literals.len()];
        let mut vain = vec![0; self.literals.len()];
        self.words.scan(text, |number, anchor| {
            let literal = &self.literals[number as usize];
            let count = &mut counts[number as usize];
            let vain = &mut vain[number as usize];
            if *count == MATCH_LIMIT || *vain == VAIN_LIMIT {
                return;
            }
            let (range, captures) = match &literal.rest {
                None => (anchor, Vec::new()),
                Some(rest) => match rest.complete(text, anchor) {
                    Some(whole) => (whole.range, whole.captures),
                    None => {
                        *vain += 1;
                        return;
                    }
                },
            };
            if !literal.alone || is_alone(text, &range) {
                *count += 1;
                found.push(self.found(literal.pattern, text, range, captures));
            }
        });
    }

    fn found(&self, pattern: u32, text: &str, range: Range<usize>, captures: Vec<(String, Range<usize>)>) -> Match {
        let captures = captures.into_iter().map(|(name, range)| (name, text[range].trim().to_owned())).collect();
        Match { owner: self.owners[pattern as usize], range, line: 0, column: 0, captures, guess: false }
    }
}

/// Returns the words by which a literal is found, and what stands around them.
fn anchor(source: &str) -> Option<(Cow<'_, str>, Option<Box<Template>>)> {
    if !source.contains('{') {
        return Some((source.into(), None));
    }
    let mut template = Template::parse(source).ok()?;
    let anchor = std::mem::take(&mut template.anchor);
    let bare = template.before.is_empty() && template.after.is_empty();
    Some((anchor.into(), (!bare).then(|| Box::new(template))))
}

/// Sorts the matches, and keeps the first ones of each owner.
fn first_of_each(mut found: Vec<Match>) -> Vec<Match> {
    found.sort_by_key(|it| (it.range.start, it.owner, Reverse(it.range.end), Reverse(it.captures.len())));
    found.dedup_by(|later, earlier| (later.owner, &later.range) == (earlier.owner, &earlier.range));
    let mut counts: BTreeMap<Owner, usize> = BTreeMap::new();
    found.retain(|it| {
        let count = counts.entry(it.owner).or_default();
        *count += 1;
        *count <= MATCH_LIMIT
    });
    found
}

/// Fills in the lines and columns of matches that are sorted by start, in one walk over the text.
fn place(text: &str, matches: &mut [Match]) {
    let (mut line, mut column, mut at) = (1, 1, 0);
    let mut before = ' ';
    for it in matches {
        for character in text[at..it.range.start].chars() {
            if is_line_break(character) {
                // A carriage return and a line feed end one line.
                line += u32::from((before, character) != ('\r', '\n'));
                column = 1;
            } else {
                column += 1;
            }
            before = character;
        }
        at = it.range.start;
        (it.line, it.column) = (line, column);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn literal(source: &str) -> Pattern {
        Pattern::Literal(source.into())
    }

    fn line(source: &str) -> Pattern {
        Pattern::Line(source.into())
    }

    fn regex(source: &str) -> Pattern {
        Pattern::Regex(source.into())
    }

    fn matcher(patterns: &[(Owner, Pattern)]) -> Matcher {
        Matcher::new(patterns.iter().map(|(owner, pattern)| (*owner, pattern)))
    }

    #[test]
    fn matches_come_in_order_with_their_places() {
        let patterns = [
            (7, literal("network error")),
            (7, literal("a network error occurred")),
            (3, line("network error")),
            (5, regex(r"status (?<code>\d{3})")),
            (2, literal("puerto {n:number}")),
            (2, literal("port {n:number}")),
        ];
        let text = "¡Ay! Status 502\r\nA network error occurred\r\n — «Network error».\rport 80";
        let matches = matcher(&patterns).scan(text);
        let seen: Vec<_> = matches.iter().map(|it| (it.owner, &text[it.range.clone()], it.line, it.column)).collect();
        assert_eq!(
            seen,
            [
                (5, "Status 502", 1, 6),
                (7, "A network error occurred", 2, 1),
                (7, "network error", 2, 3),
                (3, "Network error", 3, 5),
                (7, "Network error", 3, 5),
                (2, "port 80", 4, 1),
            ]
        );
        assert_eq!(matches[0].captures, [("code".to_owned(), "502".to_owned())]);
        assert_eq!(matches[5].captures, [("n".to_owned(), "80".to_owned())]);
        assert!(matches.iter().all(|it| !it.guess));
    }

    #[test]
    fn a_guess_is_made_of_those_that_count() {
        let matcher = matcher(&[(1, literal("internal server error")), (2, line("connection refused"))]);
        let guess = |text, owner| matcher.guess(text, |it| it == owner).map(|it| (it.line, it.column, it.guess));
        assert_eq!(guess("bad gateway\nan internal sever error", 1), Some((2, 4, true)));
        assert_eq!(guess("bad gateway\nan internal sever error", 2), None);
        assert_eq!(guess("conection refused", 2), None);
        assert_eq!(guess("all is well", 1), None);
        assert_eq!(matcher.scan("an internal sever error"), []);
    }

    #[test]
    fn the_first_matches_of_an_owner_are_kept() {
        let matcher = matcher(&[(1, literal("bad gateway")), (1, regex("gateway")), (2, literal("gateway"))]);
        for lines in [MATCH_LIMIT / 2, MATCH_LIMIT - 1, MATCH_LIMIT, MATCH_LIMIT + 1] {
            let matches = matcher.scan(&"bad gateway\n".repeat(lines));
            let count = |owner| matches.iter().filter(|it| it.owner == owner).count();
            assert_eq!((count(1), count(2)), ((2 * lines).min(MATCH_LIMIT), lines.min(MATCH_LIMIT)));
            assert!(matches.iter().all(|it| it.line as usize <= MATCH_LIMIT));
        }
    }

    #[test]
    fn words_that_are_in_vain_too_often_are_given_up() {
        let matcher = matcher(&[(1, literal("at {n:number}"))]);
        let found = |count| matcher.scan(&("at ".repeat(count) + "5")).len();
        assert_eq!((found(VAIN_LIMIT - 1), found(VAIN_LIMIT), found(VAIN_LIMIT + 1)), (1, 1, 0));
    }

    #[test]
    fn what_check_rejects_never_matches() {
        let matcher = matcher(&[
            (1, literal("{x}")),
            (2, regex("(")),
            (3, literal("")),
            (4, literal("yes")),
            (5, literal("no {")),
        ]);
        let owners: Vec<_> = matcher.scan("yes ( no { {x}").iter().map(|it| it.owner).collect();
        assert_eq!(owners, [4]);
    }

    /// Folds by the standard library alone what these tests are made of.
    fn fold(text: &str) -> Vec<(String, Range<usize>)> {
        let mut tokens: Vec<(String, Range<usize>)> = Vec::new();
        for (at, character) in text.char_indices() {
            let folded = match character {
                'Á' | 'á' | 'A' => 'a',
                'Ñ' => 'ñ',
                '’' => '\'',
                other => other,
            };
            let end = at + character.len_utf8();
            match tokens.last_mut() {
                Some((word, range))
                    if range.end == at && folded.is_alphanumeric() && word.ends_with(char::is_alphanumeric) =>
                {
                    word.push(folded);
                    range.end = end;
                }
                _ if folded.is_whitespace() => {}
                _ => tokens.push((folded.into(), at..end)),
            }
        }
        tokens
    }

    /// Tries every literal at every place of the text.
    fn scan_slowly(patterns: &[(Owner, Pattern)], text: &str) -> Vec<(usize, Owner, Range<usize>)> {
        let tokens = fold(text);
        let mut all = Vec::new();
        for (owner, pattern) in patterns {
            let (Pattern::Literal(source) | Pattern::Line(source) | Pattern::Named(source) | Pattern::Regex(source)) =
                pattern;
            let wanted = fold(source);
            for window in tokens.windows(wanted.len()) {
                let range = window[0].1.start..window[wanted.len() - 1].1.end;
                let line_start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
                let line_end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
                let around = [&text[line_start..range.start], &text[range.end..line_end]].concat();
                let alone = !around.contains(char::is_alphanumeric);
                let same = window.iter().zip(&wanted).all(|((word, _), (other, _))| word == other);
                if same && (alone || matches!(pattern, Pattern::Literal(_))) {
                    all.push((range.start, *owner, range));
                }
            }
        }
        all.sort_by_key(|(start, owner, range)| (*start, *owner, Reverse(range.end)));
        all.dedup();
        all
    }

    fn any_pattern() -> impl Strategy<Value = Pattern> {
        let source = "[abñ]( ?[aáb'-]){0,3}";
        prop_oneof![source.prop_map(Pattern::Literal), source.prop_map(Pattern::Line)]
    }

    proptest! {
        #[test]
        fn it_agrees_with_trying_everything(
            patterns in prop::collection::vec((0u32..4, any_pattern()), 0..6),
            text in "[aAáÁbñÑ \n'’-]{0,50}",
        ) {
            let found: Vec<_> =
                matcher(&patterns).scan(&text).into_iter().map(|it| (it.range.start, it.owner, it.range)).collect();
            prop_assert_eq!(found, scan_slowly(&patterns, &text));
        }

        #[test]
        fn any_pattern_on_any_text_is_survived(
            sources in prop::collection::vec("\\PC{0,12}|[abñ{}:. \n]{0,24}|[a-e ]{1,6}\\{x(:word|:number)?\\}[a-e. ]{0,4}", 1..6),
            text in "\\PC{0,60}|[a-eñ \u{301}\u{303}\u{ad}.{}1-9\r\n]{0,80}",
        ) {
            let mut patterns = Vec::new();
            for (owner, source) in (0..).zip(sources) {
                let all = [literal(&source), line(&source), regex(&source)];
                patterns.extend(all.into_iter().filter(|pattern| pattern.check().is_ok()).map(|pattern| (owner, pattern)));
            }
            for it in matcher(&patterns).scan(&text) {
                prop_assert!(text.get(it.range).is_some_and(|covered| !covered.is_empty()));
            }
        }
    }
}
