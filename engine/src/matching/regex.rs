//! Regular expressions: compiled when first needed, and needed only where a text that they require occurs.
//!
//! The only place that knows the crates `regex`, `regex-syntax` and `aho-corasick`.

mod never;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::{Regex, RegexBuilder};
use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::ast::{Ast, RepetitionKind, RepetitionRange};

use self::never::matches_nothing;
use super::MATCH_LIMIT;
use super::captures::CAPTURE_LENGTH;
use super::pattern::PatternError;

/// The memory that a compiled expression may take, in bytes.
const SIZE_LIMIT: usize = 1 << 20;
/// How deep groups may stand in one another.
const NEST_LIMIT: u32 = 64;
/// The most texts of which an expression may require one.
const GATE_WIDTH: usize = 16;
/// The most such requirements of one expression.
const GATES: usize = 4;
/// Up to this length, in bytes, a text is searched for one gate after the other: building an automaton takes longer.
const SHORT: usize = 2048;
/// Letters that Unicode counts as `k` and `s` in another case; where they stand in a text, every expression is tried.
const STRANGE_CASES: [&str; 2] = ["\u{212a}", "\u{17f}"];

/// The regular expressions of a matcher.
#[derive(Default)]
pub(super) struct Regexes {
    all: Vec<Lazy>,
    gates: OnceLock<Gates>,
}

/// One expression, compiled when first needed.
struct Lazy {
    pattern: u32,
    source: String,
    compiled: OnceLock<Option<Regex>>,
}

/// What must occur in a text for expressions to match.
struct Gates {
    /// The texts that are looked for, in lower case, each once.
    texts: Vec<String>,
    /// For each expression what it requires, all of it: of each of these lists of texts one must occur.
    required: Vec<Vec<Vec<usize>>>,
    /// Finds the texts in one pass; built where a text is too long to be searched for each of them.
    search: OnceLock<Option<AhoCorasick>>,
}

/// One match of an expression.
pub(super) struct Occurrence {
    pub(super) range: Range<usize>,
    pub(super) captures: Vec<(String, Range<usize>)>,
}

/// Returns the names of the groups of an expression, or what is wrong with it.
pub(super) fn check(source: &str) -> Result<Vec<String>, PatternError> {
    parse(source)?;
    let regex = compile(source).map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => PatternError::TooLarge,
        error => PatternError::Regex { message: last_line(&error.to_string()), at: None },
    })?;
    let mut parser = regex_syntax::ParserBuilder::new();
    parser.case_insensitive(true).multi_line(true).crlf(true).nest_limit(NEST_LIMIT);
    if let Ok(hir) = parser.build().parse(source) {
        if matches_nothing(&hir) {
            return Err(PatternError::Nothing);
        }
        if hir.properties().minimum_len() == Some(0) {
            return Err(PatternError::Empty);
        }
    }
    Ok(regex.capture_names().flatten().map(str::to_owned).collect())
}

fn last_line(message: &str) -> String {
    let last = message.lines().last().unwrap_or_default();
    last.trim_start_matches("error: ").to_owned()
}

fn parse(source: &str) -> Result<Ast, PatternError> {
    ParserBuilder::new().nest_limit(NEST_LIMIT).build().parse(source).map_err(|error| PatternError::Regex {
        message: error.kind().to_string(),
        at: Some(error.span().start.offset..error.span().end.offset),
    })
}

fn compile(source: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(source)
        .case_insensitive(true)
        .multi_line(true)
        .crlf(true)
        .size_limit(SIZE_LIMIT)
        .nest_limit(NEST_LIMIT)
        .build()
}

impl Regexes {
    /// Adds the expression of a pattern.
    pub(super) fn add(&mut self, pattern: u32, source: &str) {
        self.all.push(Lazy { pattern, source: source.to_owned(), compiled: OnceLock::new() });
    }

    /// Calls `found` with the pattern and the first [`MATCH_LIMIT`] matches of each expression. An expression that does not compile
    /// never matches.
    pub(super) fn scan(&self, text: &str, mut found: impl FnMut(u32, Occurrence)) {
        if self.all.is_empty() {
            return;
        }
        let gates = self.gates.get_or_init(|| Gates::new(&self.all));
        for index in gates.passed(text) {
            let lazy = &self.all[index];
            let Some(regex) = lazy.compiled.get_or_init(|| compile(&lazy.source).ok()) else { continue };
            for range in
                regex.find_iter(text).map(|found| found.range()).filter(|range| !range.is_empty()).take(MATCH_LIMIT)
            {
                let captures = captures(regex, text, &range);
                found(lazy.pattern, Occurrence { range, captures });
            }
        }
    }
}

/// Returns the named groups of a match, each cut to [`CAPTURE_LENGTH`] characters.
fn captures(regex: &Regex, text: &str, range: &Range<usize>) -> Vec<(String, Range<usize>)> {
    if regex.captures_len() == 1 {
        return Vec::new();
    }
    let Some(groups) = regex.captures_at(text, range.start) else { return Vec::new() };
    let named = regex.capture_names().flatten();
    named.filter_map(|name| Some((name.to_owned(), cut(text, groups.name(name)?.range())))).collect()
}

fn cut(text: &str, range: Range<usize>) -> Range<usize> {
    let length = text[range.clone()].char_indices().nth(CAPTURE_LENGTH).map_or(range.len(), |(length, _)| length);
    range.start..range.start + length
}

impl Gates {
    fn new(all: &[Lazy]) -> Self {
        let mut gates = Self { texts: Vec::new(), required: Vec::new(), search: OnceLock::new() };
        let mut known = BTreeMap::new();
        for lazy in all {
            let mut required = parse(&lazy.source).map(|ast| requirements(&ast)).unwrap_or_default();
            // The rarest first: a longer text is rarer.
            required.sort_by_key(|gate| Reverse(shortest(gate)));
            required.truncate(GATES);
            let numbers = |gate: Vec<String>| gate.into_iter().map(|text| gates.number(text, &mut known)).collect();
            let required = required.into_iter().map(numbers).collect();
            gates.required.push(required);
        }
        gates
    }

    /// Returns the position of a text, added where it is new.
    fn number(&mut self, text: String, known: &mut BTreeMap<String, usize>) -> usize {
        let text = text.to_ascii_lowercase();
        *known.entry(text).or_insert_with_key(|text| {
            self.texts.push(text.clone());
            self.texts.len() - 1
        })
    }

    /// Returns the expressions that may match, in their order.
    fn passed(&self, text: &str) -> Vec<usize> {
        let all = 0..self.required.len();
        if STRANGE_CASES.iter().any(|strange| text.contains(strange)) {
            return all.collect();
        }
        let Some(occurs) = self.occurring(text) else { return all.collect() };
        all.filter(|&index| self.required[index].iter().all(|gate| gate.iter().any(|&at| occurs[at]))).collect()
    }

    /// Returns which of the texts occur; none where they are too many for the automaton.
    fn occurring(&self, text: &str) -> Option<Vec<bool>> {
        if text.len() <= SHORT {
            let text = text.to_ascii_lowercase();
            return Some(self.texts.iter().map(|gate| text.contains(gate.as_str())).collect());
        }
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        let build = || AhoCorasick::builder().ascii_case_insensitive(true).kind(kind).build(&self.texts).ok();
        let search = self.search.get_or_init(build).as_ref()?;
        let mut occurs = vec![false; self.texts.len()];
        search.find_overlapping_iter(text).for_each(|hit| occurs[hit.pattern().as_usize()] = true);
        Some(occurs)
    }
}

/// Returns what must occur in whatever an expression matches: of each list one of the texts, in any ASCII case.
fn requirements(ast: &Ast) -> Vec<Vec<String>> {
    match ast {
        Ast::Group(group) => requirements(&group.ast),
        Ast::Concat(concat) => {
            let mut all = Vec::new();
            let mut rest = &concat.asts[..];
            while let Some(first) = rest.first() {
                let (text, length) = run(rest);
                all.extend((!text.is_empty()).then(|| vec![text]));
                if length == 0 {
                    all.extend(gate(first));
                }
                rest = &rest[length.max(1)..];
            }
            all
        }
        _ => gate(ast).into_iter().collect(),
    }
}

/// Returns texts of which one must occur in whatever the expression matches, in any ASCII case; none where nothing must.
///
/// It is as deep as groups stand in one another, which [`NEST_LIMIT`] bounds.
fn gate(ast: &Ast) -> Option<Vec<String>> {
    match ast {
        Ast::Literal(literal) => literal.c.is_ascii().then(|| vec![literal.c.to_string()]),
        Ast::Group(group) => gate(&group.ast),
        Ast::Repetition(repetition) if at_least_once(&repetition.op.kind) => gate(&repetition.ast),
        Ast::Alternation(alternation) => {
            let gates: Option<Vec<_>> = alternation.asts.iter().map(gate).collect();
            gates.map(|gates| gates.concat()).filter(|gate| gate.len() <= GATE_WIDTH)
        }
        Ast::Concat(_) => requirements(ast).into_iter().fold(None, |best, gate| better(best, Some(gate))),
        _ => None,
    }
}

/// Returns the ASCII text with which some parts of an expression begin, and how many parts that are. Assertions have no length.
fn run(parts: &[Ast]) -> (String, usize) {
    let mut text = String::new();
    let mut length = 0;
    for part in parts {
        match part {
            Ast::Literal(literal) if literal.c.is_ascii() => text.push(literal.c),
            Ast::Assertion(_) if length > 0 => {}
            _ => break,
        }
        length += 1;
    }
    (text, length)
}

/// Returns the gate whose shortest text is longer, the first of equal ones.
fn better(one: Option<Vec<String>>, other: Option<Vec<String>>) -> Option<Vec<String>> {
    let length = |gate: &Option<Vec<String>>| gate.as_deref().map_or(0, shortest);
    if length(&other) > length(&one) { other } else { one }
}

fn shortest(gate: &[String]) -> usize {
    gate.iter().map(String::len).min().unwrap_or(0)
}

fn at_least_once(kind: &RepetitionKind) -> bool {
    match kind {
        RepetitionKind::OneOrMore => true,
        RepetitionKind::ZeroOrOne | RepetitionKind::ZeroOrMore => false,
        RepetitionKind::Range(RepetitionRange::Exactly(least) | RepetitionRange::AtLeast(least)) => *least > 0,
        RepetitionKind::Range(RepetitionRange::Bounded(least, _)) => *least > 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sources: &[&str], text: &str) -> Vec<(u32, String, Vec<String>)> {
        let mut regexes = Regexes::default();
        for (pattern, source) in sources.iter().enumerate() {
            regexes.add(pattern as u32, source);
        }
        let mut all = Vec::new();
        regexes.scan(text, |pattern, occurrence| {
            let captures = occurrence.captures.into_iter().map(|(name, range)| format!("{name}={}", &text[range]));
            all.push((pattern, text[occurrence.range].to_owned(), captures.collect()));
        });
        all
    }

    #[test]
    fn expressions_match_the_text_as_it_stands() {
        for (source, text, matched, captures) in [
            (r"error (?<code>\d+)", "An ERROR 42.", "ERROR 42", &["code=42"][..]),
            (r"^(fatal|panic): (?<what>.+)$", "x\r\nPanic: no way\r\ny", "Panic: no way", &["what=no way"]),
            (r"conexión", "CONEXIÓN", "CONEXIÓN", &[]),
            (r"conexión", "conexion", "", &[]),
            (r"disk", "dis\u{212a}", "dis\u{212a}", &[]),
            (r"(?-i)Disk", "disk", "", &[]),
            (r"(?x) no \  space # left", "no space", "no space", &[]),
            (r"a/b", "A/B", "A/B", &[]),
            (r"x(?<y>y)?", "x", "x", &[]),
        ] {
            let all = found(&[source], text);
            let (covered, taken) = all.first().map_or(("", &[][..]), |(_, covered, taken)| (covered, taken));
            assert_eq!(covered, matched, "{source}");
            assert_eq!(taken, captures, "{source}");
        }
    }

    #[test]
    fn what_an_expression_requires() {
        for (source, required) in [
            (r"error \d+ in line", Some(" in line")),
            (r"(foo|quux) failed", Some(" failed")),
            (r"(foo|quux)", Some("foo|quux")),
            (r"(foo|\d)", None),
            (r"(long text)+x?", Some("long text")),
            (r"(long text)*x", Some("x")),
            (r"(long text){0,3}", None),
            (r"\bno\b such\b", Some("no such")),
            (r"caf\u{e9} bar", Some(" bar")),
            (r"[ab]\w+", None),
        ] {
            let texts = gate(&parse(source).expect(source)).map(|texts| texts.join("|"));
            assert_eq!(texts.as_deref(), required, "{source}");
        }
    }

    #[test]
    fn only_what_can_match_is_compiled() {
        for padding in [0, SHORT] {
            let mut regexes = Regexes::default();
            regexes.add(0, r"disk \w+ full");
            regexes.add(1, r"port \d+");
            regexes.add(2, r"(?:error|code)\W*500\b.*port");
            regexes.add(3, r"\d+");
            regexes.scan(&format!("{} Error 80, Port 80", " ".repeat(padding)), |_, _| {});
            let compiled: Vec<bool> = regexes.all.iter().map(|lazy| lazy.compiled.get().is_some()).collect();
            assert_eq!(compiled, [false, true, false, true], "{padding}");
        }
    }

    #[test]
    fn everything_that_an_expression_requires() {
        for (source, required) in [
            (r"(?:error|code)\W*500\b[^\n]*(?:chat ?gpt|openai)", &["error|code", "500", "chat|openai"][..]),
            (r"a \d+ b(c|d)?", &["a ", " b"]),
            (r"[ab]+", &[]),
        ] {
            let all = requirements(&parse(source).expect(source));
            assert_eq!(all.iter().map(|gate| gate.join("|")).collect::<Vec<_>>(), required, "{source}");
        }
    }

    #[test]
    fn a_bad_expression_is_explained() {
        for (source, message, at) in [
            ("a(b", "not a regular expression: unclosed group", Some(1..2)),
            (
                "é*{2,1}",
                "not a regular expression: invalid repetition count range, the start must be <= the end",
                Some(3..8),
            ),
            (r"\p{Nope}", "not a regular expression: Unicode property not found", None),
            (r"(?<a>x)(?<a>y)", "not a regular expression: duplicate capture group name", Some(10..11)),
            (r"x*", "a regular expression that every text matches", None),
            (r"$slow", "a regular expression that no text matches", None),
            (r"[^\s\S]x", "a regular expression that no text matches", None),
            (r"(\w{1,100}){1,100}", "a regular expression too large to run", None),
        ] {
            let error = check(source).expect_err(source);
            assert_eq!((error.to_string().as_str(), error.at()), (message, at), "{source}");
        }
        assert!(check(&("(".repeat(65) + "x" + &")".repeat(65))).is_err());
        assert_eq!(check(&("(".repeat(60) + "(?<x>x)" + &")".repeat(60))), Ok(vec!["x".to_owned()]));
    }

    #[test]
    fn the_matches_of_one_expression_are_bounded() {
        assert_eq!(found(&["x"], &"x ".repeat(MATCH_LIMIT + 1)).len(), MATCH_LIMIT);
    }
}
