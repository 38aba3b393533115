//! Where cases name things of their base. For editors.

use super::{Case, Expectation, What, read_cases};
use crate::answers::Given;
use crate::index::{Mention, Role};
use saphyr_parser::{Event, Parser};
use std::ops::Range;

/// Returns the names in a file of cases, in order, with what each stands for; none where the file cannot be read.
pub fn mentions(path: &str, text: &str) -> Vec<Mention> {
    read_cases(path, text.as_bytes()).map(|cases| mentions_in(path, text, &cases)).unwrap_or_default()
}

/// Returns the same of a file whose cases were read.
pub(crate) fn mentions_in(path: &str, text: &str, cases: &[Case]) -> Vec<Mention> {
    let mut mentions = if path.ends_with(".talk") { of_talks(text, cases) } else { of_yaml(text) };
    mentions.sort_by_key(|mention| mention.range.start);
    mentions
}

/// What stands at a place of a file of cases.
#[derive(Clone)]
enum Place {
    /// Something that names nothing.
    Other,
    /// The list of all cases.
    Cases,
    /// A case: the key that was read last, if it stands alone.
    Case(Option<String>),
    /// What is answered: the finding that was read last.
    Answers(Option<String>),
    /// What is tried, or bounds of posteriors: whether a key was read last.
    Keys(bool),
    /// What is expected: the key that was read last.
    Expect(Option<String>),
    /// Names.
    Names,
    /// Values of a finding.
    Values(String),
}

fn of_yaml(text: &str) -> Vec<Mention> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut reader = Reader { text, mentions: Vec::new(), open: Vec::new() };
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        let byte = |index: usize| starts.get(index).copied().unwrap_or(text.len());
        reader.take(&event, byte(span.start.index())..byte(span.end.index()));
    }
    reader.mentions
}

struct Reader<'t> {
    text: &'t str,
    mentions: Vec<Mention>,
    /// Where we are, from the outside in.
    open: Vec<Place>,
}

impl Reader<'_> {
    fn take(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Scalar(value, ..) => self.scalar(value, range),
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                let is_mapping = matches!(event, Event::MappingStart(..));
                let inside = self.inside(is_mapping);
                self.open.push(inside);
            }
            Event::MappingEnd | Event::SequenceEnd => {
                self.open.pop();
            }
            _ => {}
        }
    }

    /// Returns what a mapping or a list that begins here holds; the key before it is used up.
    fn inside(&mut self, is_mapping: bool) -> Place {
        let Some(around) = self.open.last_mut() else {
            return if is_mapping { Place::Other } else { Place::Cases };
        };
        match around {
            Place::Cases if is_mapping => Place::Case(None),
            Place::Case(key) => match (key.take().as_deref(), is_mapping) {
                (Some("answers"), true) => Place::Answers(None),
                (Some("tried"), true) => Place::Keys(false),
                (Some("expect"), true) => Place::Expect(None),
                _ => Place::Other,
            },
            Place::Answers(key) => key.take().map_or(Place::Other, Place::Values),
            Place::Keys(is_read) => {
                *is_read = false;
                Place::Other
            }
            Place::Expect(key) => match (key.take().as_deref(), is_mapping) {
                (Some("posterior"), true) => Place::Keys(false),
                (Some("causes" | "fixes" | "among" | "not-among" | "not-first"), false) => Place::Names,
                _ => Place::Other,
            },
            _ => Place::Other,
        }
    }

    fn scalar(&mut self, value: &str, range: Range<usize>) {
        let Some(around) = self.open.last_mut() else { return };
        match around {
            Place::Case(key) => *key = if key.is_none() { Some(value.to_owned()) } else { None },
            Place::Answers(key) => match key.take() {
                None => {
                    *key = Some(value.to_owned());
                    self.mention(value, range, Role::Names);
                }
                // Before a value may stand how sure it is.
                Some(finding) => {
                    let name = value.split_whitespace().next_back().unwrap_or_default().to_owned();
                    self.mention(&name, range, Role::Value(finding));
                }
            },
            Place::Keys(is_read) => {
                *is_read = !*is_read;
                if *is_read {
                    self.mention(value, range, Role::Names);
                }
            }
            Place::Expect(key) => match key.take() {
                None => *key = Some(value.to_owned()),
                Some(key) => {
                    if matches!(key.as_str(), "recognised" | "exactly" | "cause" | "fix" | "next" | "topic") {
                        self.mention(value, range, Role::Names);
                    }
                }
            },
            Place::Names => self.mention(value, range, Role::Names),
            Place::Values(finding) => {
                let finding = finding.clone();
                self.mention(value, range, Role::Value(finding));
            }
            Place::Cases | Place::Other => {}
        }
    }

    /// Notes a name that stands in a range, perhaps within quotes.
    fn mention(&mut self, name: &str, range: Range<usize>, role: Role) {
        let within = self.text.get(range.clone()).and_then(|written| written.rfind(name));
        if let Some(at) = within.filter(|_| !name.is_empty()) {
            let start = range.start + at;
            self.mentions.push(Mention { name: name.to_owned(), range: start..start + name.len(), role });
        }
    }
}

fn of_talks(text: &str, cases: &[Case]) -> Vec<Mention> {
    let mut starts = vec![0];
    starts.extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1));
    let mut mentions = Vec::new();
    for turn in cases.iter().flat_map(|case| &case.turns) {
        let start = starts.get(turn.line - 1).copied().unwrap_or(text.len());
        let line = text[start..].split('\n').next().unwrap_or_default();
        let mut after = 0;
        let mut mention = |name: &str, role: Role| {
            if let Some(at) = token(line, name, after) {
                after = at + name.len();
                let range = start + at..start + after;
                mentions.push(Mention { name: name.to_owned(), range, role });
            }
        };
        let is_said = line.trim_start().starts_with('>');
        match &turn.what {
            What::Answer(finding, given) => {
                if !is_said {
                    mention(finding, Role::Names);
                }
                if let Given::Word(value) = given {
                    let value = value.split_whitespace().next_back().unwrap_or_default();
                    mention(value, Role::Value(finding.clone()));
                }
            }
            What::Tried(fix, _) if !is_said => mention(fix, Role::Names),
            What::Expect(expectation) => names(expectation).for_each(|name| mention(name, Role::Names)),
            What::Text(_) | What::Tried(..) => {}
        }
    }
    mentions
}

/// Returns what a line of a talk names: one list at most, in the order in which it is written.
fn names(expectation: &Expectation) -> impl Iterator<Item = &String> {
    let Expectation {
        recognised,
        exactly,
        cause,
        causes,
        fix,
        fixes,
        among,
        not_among,
        not_first,
        next,
        topic,
        posterior,
        ..
    } = expectation;
    let single = [recognised, exactly, cause, fix, next, topic].into_iter().flatten();
    let lists = [causes, fixes, among, not_among, not_first].into_iter().flatten();
    single.chain(lists).chain(posterior.0.iter().map(|(name, _)| name))
}

/// Returns where a name stands as a word of its own, at or after a byte.
fn token(line: &str, name: &str, after: usize) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let mut found = line.match_indices(name).filter(|(at, _)| *at >= after && !name.is_empty());
    let alone = |at: usize| !line[..at].ends_with(is_part) && !line[at + name.len()..].starts_with(is_part);
    found.find(|(at, _)| alone(*at)).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<(String, Role)> {
        let mentions = mentions(path, text);
        assert!(mentions.iter().all(|mention| text[mention.range.clone()] == mention.name));
        mentions.into_iter().map(|mention| (mention.name, mention.role)).collect()
    }

    fn plain<const N: usize>(names: [&str; N]) -> Vec<(String, Role)> {
        names.into_iter().map(|name| (name.to_owned(), Role::Names)).collect()
    }

    #[test]
    fn names_in_yaml_are_found_and_texts_are_not() {
        let text = "# cold 😀\n- case: cold ñ\n  text: cold\n  texts: [cold, \"cold\"]\n  answers:\n    plug: probably out\n    kinds: [a, 'b']\n  \
            tried: {plug-in: no}\n  expect:\n    cause: \"cold\"\n    verdict: unsure\n    fixes:\n      - plug-in\n    \
            posterior: {cold: [0.1, 1]}\n";
        let value = |fact: &str, name: &str| (name.to_owned(), Role::Value(fact.to_owned()));
        let [plug, kinds, tried, cause, fix, posterior] =
            plain(["plug", "kinds", "plug-in", "cold", "plug-in", "cold"]).try_into().expect("six names");
        let [out, a, b] = [value("plug", "out"), value("kinds", "a"), value("kinds", "b")];
        assert_eq!(found("c/cases/a.yaml", text), [plug, out, kinds, a, b, tried, cause, fix, posterior]);
    }

    #[test]
    fn names_in_talks_are_found_and_texts_are_not() {
        let text = "case cold\r\n> cold asks plug\r\nrecognises cold\r\nasks plug\r\n> probably out\r\nthinks of cold, col\r\nproposes plug-in\r\n\
            > no\r\ngives cold at least 9%\r\nanswered plug: in\r\n";
        let names: Vec<String> = found("a.talk", text).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["cold", "plug", "out", "cold", "col", "plug-in", "cold", "plug", "in"]);
    }

    #[test]
    fn a_file_that_cannot_be_read_names_nothing() {
        assert_eq!(found("a.cases.yaml", "- case: [\n"), []);
        assert_eq!(found("a.talk", "asks cold\n"), []);
    }
}
