//! What may be written at a place: the parser itself says what it would take there.

use super::ast::HeadWord;
use super::expect::word_for;
use super::lines::{first_word, lines};
use super::parse::{Rule, expected_after, head_rule};
use super::statement;
use crate::diagnostic::Diagnostics;
use crate::source::FileId;

/// A place where something is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where what is being written begins, in bytes of the text.
    pub start: usize,
    /// The declaration around it.
    pub under: Option<HeadWord>,
    /// The id of that declaration.
    pub owner: Option<String>,
    /// What may stand there.
    pub wanted: Vec<Wanted>,
}

/// What may stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A word of the language.
    Word(&'static str),
    /// How often.
    Likelihood,
    /// How common.
    Prior,
    /// A symptom or a fact.
    Finding,
    /// A value of the fact of this id.
    Value(String),
    /// A cause, a kind or `other`.
    Cause,
    /// A fix.
    Fix,
    /// What must be opened before.
    Access,
    /// A declaration of this kind.
    Declared(HeadWord),
}

/// Returns what may be written where the cursor stands, `at` bytes into the text: nothing inside strings and comments.
pub fn wanted(text: &str, at: usize) -> Place {
    let before = text.get(..at).unwrap_or(text);
    let word = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-').len();
    let written = format!("{}x", &before[..word]);
    let ranges: Vec<_> =
        lines(FileId(0), &written, &mut Diagnostics::default()).into_iter().map(|line| line.range).collect();
    let heads = ranges.iter().rev().map(|range| &written[range.clone()]);
    let head = heads.skip(1).find(|line| HeadWord::of_word(first_word(line)).is_some());
    let mut place = Place { start: word, under: None, owner: None, wanted: Vec::new() };
    place.under = head.and_then(|line| HeadWord::of_word(first_word(line)));
    place.owner = head.and_then(|line| line.split_whitespace().nth(1)).map(str::to_owned);
    // The last line ends before the cursor where the cursor stands in a comment or a string that is not closed.
    let Some(line) = ranges.last().filter(|range| range.end == written.len()) else { return place };
    let line = line.start..word;
    if is_inside_string(&before[line.clone()]) {
        return place;
    }
    if line.is_empty() {
        place.wanted = openers(place.under);
    } else {
        place.inside(&before[line.clone()], line.start);
    }
    place
}

/// Returns every first word of a line: those of declarations, of statements and of likelihoods.
pub fn opening_words() -> Vec<&'static str> {
    let first = |words: &'static str| words.split(' ').next().unwrap_or_default();
    let statements = HeadWord::ALL.into_iter().flat_map(statement::words_under).map(first);
    let heads = HeadWord::ALL.into_iter().map(HeadWord::word);
    let mut words: Vec<_> = heads.chain(statements).chain(statement::likelihood_words()).collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn openers(under: Option<HeadWord>) -> Vec<Wanted> {
    let mut openers = Vec::new();
    if let Some(head) = under {
        openers.extend(statement::words_under(head).map(Wanted::Word));
        openers.extend(statement::takes_likelihoods(head).then_some(Wanted::Likelihood));
    }
    openers.extend(HeadWord::ALL.into_iter().map(|head| Wanted::Word(head.word())));
    openers
}

fn is_inside_string(line: &str) -> bool {
    let mut characters = line.chars();
    let mut inside = false;
    while let Some(c) = characters.next() {
        match c {
            '\\' if inside => drop(characters.next()),
            '"' => inside = !inside,
            _ => {}
        }
    }
    inside
}

impl Place {
    /// Looks at the rest of a line, which begins at `start` and ends where the word that is being written begins.
    fn inside(&mut self, line: &str, start: usize) {
        let word = first_word(line);
        let (rule, head) = match (HeadWord::of_word(word), self.under) {
            (Some(head), _) => (head_rule(head), head),
            (None, Some(head)) => match statement::form_of(word, head) {
                Some(form) => (form.rule, head),
                None => return,
            },
            _ => return,
        };
        if HeadWord::of_word(word).is_some() {
            self.owner = line.split_whitespace().nth(1).map(str::to_owned);
            self.under = Some(head);
        }
        let (at, rules) = expected_after(rule, line);
        // A word such as `almost never` is written from its beginning.
        let begun = line.get(at..).unwrap_or_default().trim();
        if !begun.is_empty() {
            let fits = |wanted: &Wanted| matches!(wanted, Wanted::Likelihood | Wanted::Prior);
            self.wanted = rules.iter().flat_map(|wished| self.of_rule(*wished, rule, line)).filter(fits).collect();
            self.start = start + at;
            return;
        }
        for wished in rules {
            for wanted in self.of_rule(wished, rule, line) {
                if !self.wanted.contains(&wanted) {
                    self.wanted.push(wanted);
                }
            }
        }
    }

    fn of_rule(&self, rule: Rule, line_rule: Rule, line: &str) -> Vec<Wanted> {
        let words = |words: &[&'static str]| words.iter().copied().map(Wanted::Word).collect();
        match rule {
            Rule::often | Rule::likelihood => vec![Wanted::Likelihood],
            Rule::common | Rule::prior => vec![Wanted::Prior],
            Rule::name | Rule::names | Rule::sign | Rule::signs => self.names(line_rule, line),
            Rule::test | Rule::term | Rule::all | Rule::condition | Rule::conclusion | Rule::conclusions => {
                let mut names = self.names(line_rule, line);
                names.push(Wanted::Word("not"));
                names
            }
            Rule::value => words(&["is", "has"]),
            Rule::unit => words(&["s", "min", "h", "days"]),
            Rule::domain => words(&["one of", "several of", "number", "text"]),
            Rule::range => words(&["number"]),
            rule => {
                let word = word_for(rule).strip_prefix('`').and_then(|word| word.strip_suffix('`'));
                let word =
                    word.filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase()) && !word.contains('`'));
                word.map(Wanted::Word).into_iter().collect()
            }
        }
    }

    /// Returns what a name can be after what stands in the line.
    fn names(&self, rule: Rule, line: &str) -> Vec<Wanted> {
        let is_sign = |c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ':');
        let mut back = line.rsplit(is_sign).filter(|word| !word.is_empty());
        let last = back.next().unwrap_or_default();
        let words = |words: &[&'static str]| words.iter().copied().map(Wanted::Word).collect();
        match rule {
            Rule::effort => words(&["little", "some", "great"]),
            Rule::risk => words(&["lowers-protection", "loses-data", "interrupts-others", "costs-money"]),
            Rule::counts_as => {
                words(&["money", "effort", "lowers-protection", "loses-data", "interrupts-others", "costs-money"])
            }
            Rule::language => words(&["en", "es"]),
            Rule::access => Vec::new(),
            Rule::needs => vec![Wanted::Access],
            Rule::after | Rule::then_fix => vec![Wanted::Fix],
            Rule::helps => vec![Wanted::Cause],
            Rule::tells => vec![Wanted::Declared(HeadWord::Fact)],
            Rule::label | Rule::otherwise => self.owner.clone().map(Wanted::Value).into_iter().collect(),
            Rule::symptom_head if last == "of" => vec![Wanted::Declared(HeadWord::Fact)],
            Rule::cause_head if last == "of" => vec![Wanted::Declared(HeadWord::Kind)],
            Rule::base_head | Rule::translation_head => vec![Wanted::Declared(HeadWord::Base)],
            _ => match HeadWord::of_word(last) {
                Some(head) => vec![Wanted::Declared(head)],
                None if matches!(last, "is" | "has") => {
                    back.next().map(|fact| Wanted::Value(fact.to_owned())).into_iter().collect()
                }
                None if rule == Rule::fact_head => Vec::new(),
                None => vec![Wanted::Finding],
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what is wanted where `|` stands.
    fn at(text: &str) -> Vec<Wanted> {
        let cursor = text.find('|').expect("a cursor");
        wanted(&text.replace('|', ""), cursor).wanted
    }

    #[test]
    fn what_may_stand_is_known() {
        let table: &[(&str, &[Wanted])] = &[
            ("cause a\n often |", &[Wanted::Finding]),
            ("cause a\n often vp|", &[Wanted::Finding]),
            ("cause a\n often browser is |", &[Wanted::Value("browser".into())]),
            ("cause a\n often b,\n  |", &[Wanted::Finding]),
            ("cause a\n is |", &[Wanted::Prior]),
            ("cause a\n is very |", &[Wanted::Prior]),
            ("cause a of |", &[Wanted::Declared(HeadWord::Kind)]),
            ("cause a\n ruled |", &[Wanted::Word("out")]),
            ("fix a\n often |", &[Wanted::Word("cures"), Wanted::Word("eases")]),
            ("fix a\n often cures |", &[Wanted::Cause]),
            ("fix a\n after |", &[Wanted::Fix]),
            ("fix a\n needs |", &[Wanted::Access]),
            ("fact a\n otherwise |", &[Wanted::Likelihood]),
            ("fact a\n label |", &[Wanted::Value("a".into())]),
            ("fact a\n note \"often |", &[]),
            ("fact a\n # often |", &[]),
            (
                "fact a \"A\" : |",
                &[Wanted::Word("one of"), Wanted::Word("several of"), Wanted::Word("number"), Wanted::Word("text")],
            ),
        ];
        for (text, expected) in table {
            let found = at(text);
            let missing: Vec<_> = expected.iter().filter(|one| !found.contains(one)).collect();
            assert!(missing.is_empty() && found.is_empty() == expected.is_empty(), "{text:?}: {found:?}");
        }
    }

    #[test]
    fn statements_fit_their_declaration() {
        let under_fix = at("fix a\n  s|");
        assert!(under_fix.contains(&Wanted::Word("step")) && under_fix.contains(&Wanted::Word("cause")));
        assert!(!under_fix.contains(&Wanted::Word("ask")) && !at("fact a\n |").contains(&Wanted::Word("step")));
    }
}
