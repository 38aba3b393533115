//! One logical line, parsed by pest, and what to say where that fails.

use super::ast::HeadWord;
use super::expect::expected;
use super::remedy::{Place, of_unexpected, wanted_for_people};
use crate::diagnostic::{Code, Diagnostic};
use crate::names::nearest;
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
        let (wanted, help) = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } => {
                let place = Place { wanted: positives, line: self.line, at, found };
                let near = near_word(positives, &self.line[at..]).map(|near| format!("did you mean `{near}`?"));
                let wanted = wanted_for_people(place).unwrap_or_else(|| expected(positives));
                (wanted, near.or_else(|| of_unexpected(place)))
            }
            ErrorVariant::CustomError { message } => (message.clone(), None),
        };
        let (message, place) = match found {
            "" => (format!("expected {wanted}, found the end of the line"), self.last_character()),
            found => (format!("expected {wanted}, found `{found}`"), self.place(at, at + found.len())),
        };
        Diagnostic::new(Code::Unexpected, message).at(place, "").maybe_help(help)
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
    let wants = |rules: [Rule; 2]| wanted.iter().any(|rule| rules.contains(rule));
    let priors = Prior::ALL.iter().filter(|_| wants([Rule::prior, Rule::common])).map(|prior| prior.word());
    let likelihoods = Likelihood::ALL.iter().filter(|_| wants([Rule::likelihood, Rule::often]));
    let known = priors.chain(likelihoods.map(|likelihood| likelihood.word()));
    let words: Vec<&str> = rest.split_whitespace().take(3).collect();
    (1..=words.len()).rev().find_map(|count| nearest(&words[..count].join(" "), known.clone()))
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
