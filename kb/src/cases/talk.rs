//! Talks: cases that read like a conversation.
//!
//! A line that begins with `>` is what the person says, as after the prompt of the interview: a text; after a line with `asks`, the answer; after one
//! with `proposes`, what came of the fix. Every other line says what etio must do or think at that point.

use super::{Case, Expectation, ExpectedVerdict, Turn, What};
use crate::answers::Given;
use crate::names::nearest;
use crate::yaml::{MAX_YAML, Pairs, YesNo};
use thiserror::Error;

/// How many lines that say something a talk may have.
pub const MAX_TURNS: usize = 1_000;

/// Why a file of talks cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct TalkError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what to do about it, in one line.
    pub message: String,
}

/// The words that a line can begin with, as they are suggested.
const WORDS: [&str; 17] = [
    "case",
    "todo",
    "recognises",
    "asks",
    "asks at most",
    "proposes",
    "thinks of",
    "offers",
    "among",
    "not among",
    "not first",
    "gives",
    "verdict",
    "topic",
    "silent",
    "ends",
    "answered",
];

/// Reads a file of talks.
///
/// # Errors
/// The first line that is none, and a file or a talk that is too long.
pub fn read_talks(bytes: &[u8]) -> Result<Vec<Case>, TalkError> {
    if bytes.len() > MAX_YAML {
        return Err(error(1, format!("the file has more than {} MB", MAX_YAML / (1024 * 1024))));
    }
    let text = std::str::from_utf8(bytes).map_err(|wrong| {
        let line = bytes[..wrong.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        error(line, "the file is not UTF-8 text: save it as UTF-8")
    })?;
    let mut reader = Reader::default();
    for (line, content) in (1..).zip(text.lines()) {
        reader.take(line, content.trim())?;
    }
    Ok(reader.cases)
}

fn error(line: usize, message: impl Into<String>) -> TalkError {
    TalkError { line, message: message.into() }
}

/// What the next line of the person answers.
enum Open {
    Question(String),
    Fix(String),
}

#[derive(Default)]
struct Reader {
    cases: Vec<Case>,
    open: Option<Open>,
    /// Whether the line before was a line of a text.
    in_text: bool,
}

impl Reader {
    fn take(&mut self, line: usize, content: &str) -> Result<(), TalkError> {
        let was_in_text = std::mem::take(&mut self.in_text);
        if content.is_empty() || content.starts_with('#') {
            return Ok(());
        }
        if let Some(name) = after(content, "case") {
            self.open = None;
            self.cases.push(Case { name: named(line, "case", name)?, line: Some(line), ..Case::default() });
            return Ok(());
        }
        let Some(case) = self.cases.last_mut() else {
            return Err(error(line, "a talk begins with `case` and what it shows, such as `case the printer sleeps`"));
        };
        if let Some(reason) = after(content, "todo") {
            case.todo = Some(named(line, "todo", reason)?);
            return Ok(());
        }
        if case.turns.len() >= MAX_TURNS {
            return Err(error(line, format!("a talk has at most {MAX_TURNS} lines: divide it into several")));
        }
        if let Some(said) = content.strip_prefix('>') {
            return self.hear(line, said.trim(), was_in_text);
        }
        let what = self.read(line, content)?;
        self.turns().push(Turn { line, what });
        Ok(())
    }

    fn turns(&mut self) -> &mut Vec<Turn> {
        // Lines are read only after the head of a case.
        &mut self.cases.last_mut().unwrap_or_else(|| unreachable!("a case was begun")).turns
    }

    /// Takes what the person says.
    fn hear(&mut self, line: usize, said: &str, goes_on: bool) -> Result<(), TalkError> {
        let given = || Given::Word(said.to_owned());
        let what = match self.open.take() {
            Some(_) if said.is_empty() => return Err(error(line, "after `>` stands what the person answers")),
            Some(Open::Question(name)) => What::Answer(name, given()),
            Some(Open::Fix(name)) => What::Tried(name, given()),
            None => {
                self.in_text = true;
                if let Some(Turn { what: What::Text(text), .. }) = self.turns().last_mut().filter(|_| goes_on) {
                    text.push('\n');
                    text.push_str(said);
                    return Ok(());
                }
                What::Text(said.to_owned())
            }
        };
        self.turns().push(Turn { line, what });
        Ok(())
    }

    /// Reads a line that says what etio does, or what the person tells unasked.
    fn read(&mut self, line: usize, content: &str) -> Result<What, TalkError> {
        for (word, is_fix) in [("answered", false), ("tried", true)] {
            if let Some(rest) = after(content, word) {
                let parted =
                    rest.split_once(':').map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
                let example = if is_fix { "tried wake-it: no" } else { "answered phone-prints: no" };
                let (name, value) =
                    parted.filter(|(name, value)| !name.is_empty() && !value.is_empty()).ok_or_else(|| {
                        error(
                            line,
                            format!("after `{word}` stand a name, a colon and what was said, such as `{example}`"),
                        )
                    })?;
                let given = Given::Word(value);
                return Ok(if is_fix { What::Tried(name, given) } else { What::Answer(name, given) });
            }
        }
        Ok(What::Expect(Box::new(self.expectation(line, content)?)))
    }

    fn expectation(&mut self, line: usize, content: &str) -> Result<Expectation, TalkError> {
        let base = Expectation::default;
        Ok(match content {
            "silent" => return Ok(Expectation { silent: Some(YesNo(true)), ..base() }),
            "ends" => return Ok(Expectation { next: Some("report".to_owned()), ..base() }),
            _ => {
                let word = EXPECTATIONS.into_iter().find(|word| after(content, word).is_some());
                let Some((word, rest)) = word.and_then(|word| Some((word, after(content, word)?))) else {
                    return Err(unknown_line(line, content));
                };
                match word {
                    "asks at most" => Expectation { asks_at_most: Some(count(line, rest)?), ..base() },
                    "gives" => Expectation { posterior: Pairs(vec![bounds(line, rest)?]), ..base() },
                    "verdict" => Expectation { verdict: Some(verdict(line, rest)?), ..base() },
                    "recognises exactly" => Expectation { exactly: Some(one(line, word, rest)?), ..base() },
                    "recognises" => Expectation { recognised: Some(one(line, word, rest)?), ..base() },
                    "topic" => Expectation { topic: Some(one(line, word, rest)?), ..base() },
                    "asks" => {
                        let name = one(line, word, rest)?;
                        self.open = Some(Open::Question(name.clone()));
                        Expectation { next: Some(name), ..base() }
                    }
                    "proposes" => {
                        let name = one(line, word, rest)?;
                        self.open = Some(Open::Fix(name.clone()));
                        Expectation { next: Some(name), ..base() }
                    }
                    "thinks of" => Expectation { causes: several(line, word, rest)?, ..base() },
                    "offers" => Expectation { fixes: several(line, word, rest)?, ..base() },
                    "not among" => Expectation { not_among: several(line, word, rest)?, ..base() },
                    "not first" => Expectation { not_first: several(line, word, rest)?, ..base() },
                    _ => Expectation { among: several(line, word, rest)?, ..base() },
                }
            }
        })
    }
}

/// The words before an expectation that names something; a longer one before its beginning.
const EXPECTATIONS: [&str; 13] = [
    "asks at most",
    "gives",
    "verdict",
    "recognises exactly",
    "recognises",
    "topic",
    "asks",
    "proposes",
    "thinks of",
    "offers",
    "not among",
    "not first",
    "among",
];

/// Returns what stands after a word at the beginning of a line.
fn after<'l>(content: &'l str, word: &str) -> Option<&'l str> {
    let rest = content.strip_prefix(word)?;
    (rest.is_empty() || rest.starts_with(' ') || rest.starts_with('\t')).then(|| rest.trim())
}

fn named(line: usize, word: &str, name: &str) -> Result<String, TalkError> {
    let what = if word == "todo" { "why it does not hold yet" } else { "what it shows, in a few words" };
    if name.is_empty() { Err(error(line, format!("after `{word}` stands {what}"))) } else { Ok(name.to_owned()) }
}

fn several(line: usize, word: &str, rest: &str) -> Result<Vec<String>, TalkError> {
    let names: Vec<String> = rest.split(',').map(|name| name.trim().to_owned()).collect();
    let is_name = |name: &String| !name.is_empty() && !name.contains(char::is_whitespace);
    if names.iter().all(is_name) {
        return Ok(names);
    }
    Err(error(line, format!("after `{word}` stand names with commas between them, such as `{word} one, another`")))
}

fn one(line: usize, word: &str, rest: &str) -> Result<String, TalkError> {
    match several(line, word, rest) {
        Ok(mut names) if names.len() == 1 => Ok(names.remove(0)),
        _ => Err(error(line, format!("after `{word}` stands one name, such as `{word} some-name`"))),
    }
}

fn count(line: usize, rest: &str) -> Result<usize, TalkError> {
    rest.parse().map_err(|_| error(line, "after `asks at most` stands a number of questions, such as `asks at most 2`"))
}

fn verdict(line: usize, rest: &str) -> Result<ExpectedVerdict, TalkError> {
    match rest {
        "diagnosed" => Ok(ExpectedVerdict::Diagnosed),
        "unsure" => Ok(ExpectedVerdict::Unsure),
        "nothing" => Ok(ExpectedVerdict::Nothing),
        _ => Err(error(line, "a verdict is `diagnosed`, `unsure` or `nothing`")),
    }
}

/// Reads `CAUSE at least 90%`, `CAUSE at most 10%` or `CAUSE from 10% to 20%`.
fn bounds(line: usize, rest: &str) -> Result<(String, (f64, f64)), TalkError> {
    let percent = |text: &str| {
        let number: f64 = text.strip_suffix('%')?.trim().parse().ok()?;
        (0.0..=100.0).contains(&number).then_some(number / 100.0)
    };
    let words: Vec<&str> = rest.split_whitespace().collect();
    let read = match words[..] {
        [name, "at", "least", least] => percent(least).map(|least| (name, (least, 1.0))),
        [name, "at", "most", most] => percent(most).map(|most| (name, (0.0, most))),
        [name, "from", least, "to", most] => percent(least).zip(percent(most)).map(|bounds| (name, bounds)),
        _ => None,
    };
    let read = read.map(|(name, bounds)| (name.to_owned(), bounds));
    read.ok_or_else(|| {
        error(line, "after `gives` stand a cause and how much, such as `gives asleep at least 90%` or `gives asleep from 40% to 60%`")
    })
}

fn unknown_line(line: usize, content: &str) -> TalkError {
    let first = content.split_whitespace().next().unwrap_or_default();
    let near = nearest(first, WORDS.into_iter()).or_else(|| nearest(content, WORDS.into_iter()));
    let remedy = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "what the person says stands after `>`; what etio does begins with a word such as `asks`, `proposes` or `thinks of`"
            .to_owned(),
    };
    let excerpt: String = first.chars().take(40).collect();
    error(line, format!("no line of a talk begins with `{excerpt}`; {remedy}"))
}
