//! Questions to an author, one line each, asked again until the answer is one.

use crate::exit::Failure;
use crate::interview::{Front, Heard, yes_or_no};
use crate::page::{Page, Tone};
use crate::words::Words;
use etio_kb::engine::clean;
use std::io;

/// How many times in a row an answer may be none. A script of answers that went astray must not go on for ever.
const TRIES: usize = 20;

/// Why no answer comes.
#[derive(Debug)]
pub(super) enum Stop {
    /// The input has ended.
    Ended,
    /// The person interrupted it, or leaves.
    Interrupted,
    /// Nothing that is said is an answer.
    Astray,
    /// The person takes back what was said of the trouble.
    Undone,
    /// It cannot go on.
    Failed(Failure),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Asks an author.
pub(super) struct Asker<'f> {
    front: &'f mut dyn Front,
    pub(super) words: Words,
    /// Whether `undo` takes something back here.
    pub(super) can_undo: bool,
    /// What was asked last, to be asked again after help.
    asked: Page,
}

impl<'f> Asker<'f> {
    pub(super) fn new(front: &'f mut dyn Front, words: Words) -> Self {
        Self { front, words, can_undo: false, asked: Page::default() }
    }

    /// Shows a page.
    pub(super) fn show(&mut self, page: &Page) -> Result<(), Stop> {
        Ok(self.front.show(page)?)
    }

    /// Shows a page that asks something.
    fn put(&mut self, page: Page) -> Result<(), Stop> {
        self.asked = page.set_apart();
        Ok(self.front.show(&self.asked)?)
    }

    /// Says something.
    pub(super) fn say(&mut self, text: impl AsRef<str>) -> Result<(), Stop> {
        let mut page = Page::default();
        page.text(text);
        self.show(&page)
    }

    /// Opens a part of the conversation.
    pub(super) fn part(&mut self, title: impl AsRef<str>) -> Result<(), Stop> {
        let mut page = Page::default();
        page.strong(title);
        self.show(&page.set_apart())
    }

    /// Asks for a line; what is pasted in several becomes one.
    pub(super) fn line(&mut self, question: &str, hint: &str) -> Result<String, Stop> {
        self.ask(question, hint)?;
        Ok(self.hear()?.join(" "))
    }

    /// Asks for a line, and shows what a number would take.
    pub(super) fn line_or_one_of(&mut self, question: &str, known: &[&str], hint: &str) -> Result<String, Stop> {
        let mut page = Page::default();
        page.text(question);
        for (at, one) in known.iter().enumerate() {
            page.numbered(at + 1, one);
        }
        page.faint(hint);
        self.put(page)?;
        Ok(self.hear()?.join(" "))
    }

    /// Asks for a line that says something.
    pub(super) fn text(&mut self, question: &str, hint: &str) -> Result<String, Stop> {
        for _ in 0..TRIES {
            let line = self.line(question, hint)?;
            if line.chars().any(char::is_alphanumeric) {
                return Ok(line);
            }
            self.say(self.words.new_needed())?;
        }
        Err(Stop::Astray)
    }

    /// Asks for lines until an empty one, at least one of them.
    pub(super) fn lines(&mut self, question: &str, hint: &str) -> Result<Vec<String>, Stop> {
        self.ask(question, hint)?;
        let mut lines = Vec::new();
        for _ in 0..TRIES {
            loop {
                let heard = match self.hear() {
                    Err(Stop::Ended) if !lines.is_empty() => return Ok(lines),
                    heard => heard?,
                };
                if heard.is_empty() {
                    break;
                }
                lines.extend(heard);
            }
            if !lines.is_empty() {
                return Ok(lines);
            }
            self.say(self.words.new_one_step())?;
        }
        Err(Stop::Astray)
    }

    /// Asks for one of several, by its number or how it begins; an empty line takes the one of `usual`.
    pub(super) fn choice(&mut self, question: &str, options: &[String], usual: Option<usize>) -> Result<usize, Stop> {
        let mut page = Page::default();
        page.text(question);
        for (at, option) in options.iter().enumerate() {
            page.numbered(at + 1, option);
        }
        if let Some(usual) = usual {
            page.faint(self.words.new_enter_takes(&(usual + 1).to_string()));
        }
        self.put(page)?;
        for _ in 0..TRIES {
            let said = self.hear()?.join(" ");
            let taken = match said.parse::<usize>() {
                Ok(number) => (1..=options.len()).contains(&number).then(|| number - 1),
                Err(_) if said.is_empty() => usual,
                Err(_) => begins_only(options, &said),
            };
            match taken {
                Some(taken) => return Ok(taken),
                None => self.say(self.words.new_number(options.len()))?,
            }
        }
        Err(Stop::Astray)
    }

    /// Asks for a time in minutes, or with a unit, from 1 to `most` minutes; an empty line takes `usual`.
    pub(super) fn minutes(&mut self, question: &str, usual: u32, most: u32) -> Result<u32, Stop> {
        self.ask(question, &self.words.new_enter_takes(&self.words.new_time(usual)))?;
        for _ in 0..TRIES {
            let said = self.hear()?.join(" ");
            match minutes(&said) {
                Some(minutes) if (1..=most).contains(&minutes) => return Ok(minutes),
                None if said.is_empty() => return Ok(usual),
                _ => self.say(self.words.new_no_minutes(most / (24 * 60)))?,
            }
        }
        Err(Stop::Astray)
    }

    /// Asks a question that is answered with yes or no.
    pub(super) fn yes(&mut self, question: &str) -> Result<bool, Stop> {
        self.ask(question, "")?;
        for _ in 0..TRIES {
            if let Some(answer) = yes_or_no(&self.hear()?.join(" ")) {
                return Ok(answer);
            }
            self.say(self.words.new_yes_or_no())?;
        }
        Err(Stop::Astray)
    }

    fn ask(&mut self, question: &str, hint: &str) -> Result<(), Stop> {
        let mut page = Page::default();
        page.text(question);
        if !hint.is_empty() {
            page.item(Tone::Faint, 0, "", hint);
        }
        self.put(page)
    }

    /// Returns the lines that were said, cleaned; none where an empty line was. What asks for help is answered, and the question put again.
    fn hear(&mut self) -> Result<Vec<String>, Stop> {
        loop {
            let lines = self.hear_lines()?;
            let only = if let [only] = lines.as_slice() { only.to_lowercase() } else { String::new() };
            match only.as_str() {
                "undo" | "back" | "deshacer" | "atrás" | "atras" | "volver" if self.can_undo => {
                    return Err(Stop::Undone);
                }
                "undo" | "deshacer" => {
                    self.say(self.words.new_nothing_to_undo())?;
                    self.front.show(&self.asked)?;
                }
                "quit" | "exit" | "salir" => return Err(Stop::Interrupted),
                "help" | "ayuda" => {
                    self.say(self.words.new_help())?;
                    self.front.show(&self.asked)?;
                }
                _ => return Ok(lines),
            }
        }
    }

    fn hear_lines(&mut self) -> Result<Vec<String>, Stop> {
        let said = match self.front.read()? {
            Heard::Line(text) | Heard::Paste(text) => text,
            Heard::Interrupt => return Err(Stop::Interrupted),
            Heard::End => return Err(Stop::Ended),
        };
        let lines = said.lines().map(|line| clean(line).replace('\t', " ").trim().to_owned());
        Ok(lines.filter(|line| !line.is_empty()).collect())
    }
}

/// Returns the only option that begins so, capitals apart.
fn begins_only(options: &[String], said: &str) -> Option<usize> {
    let begins = |option: &String| !said.is_empty() && option.to_lowercase().starts_with(&said.to_lowercase());
    let mut matching = options.iter().enumerate().filter(|(_, option)| begins(option)).map(|(at, _)| at);
    matching.next().filter(|_| matching.next().is_none())
}

/// Returns a time in minutes: a whole number, and a unit where it is not minutes.
fn minutes(said: &str) -> Option<u32> {
    let digits = said.len() - said.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
    let (number, unit) = said.split_at(digits);
    let unit = match unit.trim().to_lowercase().as_str() {
        "" | "m" | "min" | "minute" | "minutes" | "minuto" | "minutos" => 1,
        "h" | "hour" | "hours" | "hora" | "horas" => 60,
        "d" | "day" | "days" | "día" | "días" | "dia" | "dias" => 24 * 60,
        _ => return None,
    };
    number.parse::<u32>().ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_may_have_a_unit() {
        let table = [
            ("5", Some(5)),
            ("2 h", Some(120)),
            ("1 Day", Some(1_440)),
            ("3días", Some(4_320)),
            ("", None),
            ("one day", None),
            ("1.5 h", None),
            ("-1", None),
            ("4294967295 h", None),
        ];
        for (said, expected) in table {
            assert_eq!(minutes(said), expected, "{said}");
        }
    }

    #[test]
    fn an_option_is_taken_by_its_beginning_where_it_is_the_only_one() {
        let options = ["very common: 10", "very rare: 1", "common: 3"].map(str::to_owned);
        let table = [("common", Some(2)), ("Very r", Some(1)), ("very", None), ("often", None), ("", None)];
        for (said, expected) in table {
            assert_eq!(begins_only(&options, said), expected, "{said}");
        }
    }
}
