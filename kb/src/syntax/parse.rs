//! One logical line, parsed by pest, and what to say where that fails.

use super::ast::HeadWord;
use super::expect::{expected, keyword};
use super::unexpected::{Place, of_unexpected, wanted_for_people};
use crate::diagnostic::{Code, Diagnostic};
use crate::names::{WORD_SLIP, nearest, slip_of};
use crate::remedy::{Edit, Remedy};
use crate::source::{FileId, Span};
use crate::words::{Likelihood, Prior};
use pest::Parser;
use pest::error::{Error, ErrorVariant, InputLocation};
use pest::iterators::{Pair, Pairs};

pub(super) use grammar::Rule;

mod grammar {
    #![allow(unreachable_pub, missing_docs, reason = "the code is generated")]

    #[derive(pest_derive::Parser)]
    #[grammar = "syntax/grammar.pest"]
    pub(in crate::syntax) struct Grammar;
}

/// A part of a line, or the mistake that spoils the line.
pub(super) type Parsed<T> = Result<T, Box<Diagnostic>>;

/// A line and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) file: FileId,
    pub(super) line: &'a str,
    pub(super) start: usize,
    /// Whether it begins where its physical line does.
    pub(super) at_margin: bool,
}

impl<'a> Source<'a> {
    /// Returns the parts of the line, read as `rule` says.
    pub(super) fn parse(self, rule: Rule) -> Parsed<Parts<'a>> {
        match grammar::Grammar::parse(rule, self.line) {
            Ok(mut pairs) => Ok(Parts::of(pairs.next().expect("a rule gives one pair"))),
            Err(error) => Err(Box::new(self.unexpected(&error))),
        }
    }

    /// Returns the place of a part of the line.
    pub(super) fn span(self, part: &Pair<'_, Rule>) -> Span {
        let span = part.as_span();
        self.place(span.start(), span.end())
    }

    fn place(self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.start + start..self.start + end)
    }

    fn unexpected(self, error: &Error<Rule>) -> Diagnostic {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let found = found_word(&self.line[at..]);
        let (wanted, help, slip) = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } => {
                let rest = &self.line[at..];
                let place = Place { wanted: positives, line: self.line, at, found };
                let slip = slip(positives, rest);
                let near = near_word(positives, rest).or(slip.as_ref().map(|(_, word)| *word));
                let near = near.map(|near| format!("did you mean `{near}`?"));
                let wanted = wanted_for_people(place).unwrap_or_else(|| expected(positives));
                (wanted, near.or_else(|| of_unexpected(place)), slip)
            }
            ErrorVariant::CustomError { message } => (message.clone(), None, None),
        };
        let (message, place) = match found {
            "" => (format!("expected {wanted}, found the end of the line"), self.last_character()),
            found => (format!("expected {wanted}, found `{found}`"), self.place(at, at + found.len())),
        };
        let written = slip.map(|(length, word)| Remedy::write(self.place(at, at + length), word));
        let remedy = self.straight_quotes(at).or(written);
        Diagnostic::new(Code::Unexpected, message).at(place, "").maybe_help(help).maybe_remedy(remedy)
    }

    /// Returns that curly quotes are written straight, where they stand at `at` round a text without any other.
    fn straight_quotes(self, at: usize) -> Option<Remedy> {
        let open = self.line[at..].chars().next()?;
        let closes: &[char] = match open {
            '“' => &['”'],
            '„' => &['“', '”'],
            '«' => &['»'],
            _ => return None,
        };
        let inside = at + open.len_utf8();
        let length = self.line[inside..].find(['“', '”', '„', '«', '»', '"', '\\', '\n'])?;
        let close = self.line[inside + length..].chars().next().filter(|close| closes.contains(close))?;
        let end = inside + length + close.len_utf8();
        let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '#');
        let quote = |start, end| Edit { span: self.place(start, end), text: "\"".to_owned() };
        let edits = vec![quote(at, inside), quote(inside + length, end)];
        self.line[end..].chars().next().is_none_or(ends).then(|| Remedy::edits("write straight quotes", edits))
    }

    fn last_character(self) -> Span {
        let last = self.line.chars().next_back().map_or(0, char::len_utf8);
        self.place(self.line.len() - last, self.line.len())
    }
}

/// Returns where a line that is not finished cannot go on as it is, and what could stand there.
pub(super) fn expected_after(rule: Rule, line: &str) -> (usize, Vec<Rule>) {
    // No rule takes this character, so the parser must stop in front of it.
    let stopped = format!("{line}\u{1}");
    match grammar::Grammar::parse(rule, &stopped) {
        Ok(_) => (line.len(), Vec::new()),
        Err(error) => {
            let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
            match error.variant {
                ErrorVariant::ParsingError { positives, .. } => (at, positives),
                ErrorVariant::CustomError { .. } => (at, Vec::new()),
            }
        }
    }
}

/// Returns the word, string or sign a text begins with, up to 40 characters; nothing where only a comment is left.
fn found_word(rest: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '"' | '#' | ':' | '%');
    let end = match rest.chars().next() {
        None | Some('#' | '\n') => 0,
        Some('"') => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
        Some(c) if ends(c) => c.len_utf8(),
        Some(_) => rest.find(ends).unwrap_or(rest.len()),
    };
    match rest[..end].char_indices().nth(40) {
        Some((cut, _)) => &rest[..cut],
        None => &rest[..end],
    }
}

/// Returns the word of a scale that was probably meant, where one was wanted: `very common` for `very comon`.
fn near_word(wanted: &[Rule], rest: &str) -> Option<&'static str> {
    let words: Vec<&str> = rest.split_whitespace().take(3).collect();
    (1..=words.len()).rev().find_map(|count| nearest(&words[..count].join(" "), words_wanted(wanted)))
}

/// Returns the words of the scales that are wanted.
fn words_wanted(wanted: &[Rule]) -> impl Iterator<Item = &'static str> {
    let wants = |rules: [Rule; 2]| wanted.iter().any(|rule| rules.contains(rule));
    let (prior, likelihood) = (wants([Rule::prior, Rule::common]), wants([Rule::likelihood, Rule::often]));
    let priors = Prior::ALL.iter().filter(move |_| prior).map(|prior| prior.word());
    priors.chain(Likelihood::ALL.iter().filter(move |_| likelihood).map(|likelihood| likelihood.word()))
}

/// Returns the word of the language that was meant for certain, and how many bytes stand in its place.
fn slip(wanted: &[Rule], rest: &str) -> Option<(usize, &'static str)> {
    let found = found_word(rest);
    let keywords = wanted.iter().filter_map(|rule| keyword(*rule));
    let scale = |count: usize| {
        let end = rest
            .split_whitespace()
            .nth(count - 1)
            .map(|word| word.as_ptr() as usize - rest.as_ptr() as usize + word.len())?;
        Some((end, slip_of(&rest[..end], words_wanted(wanted), WORD_SLIP)?))
    };
    let words = (1..=3).rev().find_map(scale);
    words.or_else(|| Some((found.len(), slip_of(found, keywords, WORD_SLIP)?)))
}

/// The parts of a line that say something: without the words and signs that only hold the others together.
pub(super) struct Parts<'a>(Pairs<'a, Rule>);

impl<'a> Parts<'a> {
    pub(super) fn of(pair: Pair<'a, Rule>) -> Self {
        Self(pair.into_inner())
    }

    /// Returns the next part, which the grammar says is there.
    pub(super) fn must(&mut self) -> Pair<'a, Rule> {
        self.next().expect("the grammar gives this rule another part")
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Pair<'a, Rule>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.find(|pair| !is_joint(pair.as_rule()))
    }
}

fn is_joint(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::and
            | Rule::or
            | Rule::when
            | Rule::asked
            | Rule::then
            | Rule::of
            | Rule::one
            | Rule::several
            | Rule::in_word
            | Rule::out
            | Rule::over
            | Rule::resort
            | Rule::causes
            | Rule::at_a_time
            | Rule::comma
            | Rule::colon
            | Rule::dots
            | Rule::open
            | Rule::close
            | Rule::EOI
    )
}

/// Returns the rule that reads the head a word opens.
pub(super) fn head_rule(word: HeadWord) -> Rule {
    match word {
        HeadWord::Base => Rule::base_head,
        HeadWord::Use => Rule::use_head,
        HeadWord::Translation => Rule::translation_head,
        HeadWord::Symptom => Rule::symptom_head,
        HeadWord::Fact => Rule::fact_head,
        HeadWord::Rule => Rule::rule_head,
        HeadWord::Kind => Rule::kind_head,
        HeadWord::Cause => Rule::cause_head,
        HeadWord::Fix => Rule::fix_head,
        HeadWord::Topic => Rule::topic_head,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_scale_are_suggested_where_they_are_wanted() {
        let table = [
            (Rule::prior, "comon", Some("common")),
            (Rule::prior, "very comon  # a guess", Some("very common")),
            (Rule::prior, "often", None),
            (Rule::likelihood, "oftn is chrome", Some("often")),
            (Rule::likelihood, "half the tme", Some("half the time")),
            (Rule::name, "oftn", None),
        ];
        for (wanted, rest, near) in table {
            assert_eq!(near_word(&[wanted], rest), near, "{rest}");
        }
    }
}
