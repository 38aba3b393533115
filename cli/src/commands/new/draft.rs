//! A base in the making: what an author said so far, and the page and the cases that say it.

use crate::words::Words;
use etio_kb::words::{Likelihood, Prior};
use etio_kb::{Ids, Loaded, MemorySources, check, quoted, quoted_literal};
use std::fmt::Write as _;

/// How often a cause shows its message, until somebody knows better.
const SHOWS: Likelihood = Likelihood::Usually;
/// How often a fix helps, until somebody knows better.
const HELPS: Likelihood = Likelihood::Usually;
/// How often a question is answered as the author says.
const AS_SAID: Likelihood = Likelihood::AlmostAlways;
/// How often it is answered the other way.
const OTHER_WAY: Likelihood = Likelihood::Rarely;
/// How many characters of a message stand in a title.
const TITLE: usize = 80;
/// How many characters of a text become an id: enough to know it by, few enough to type.
const ID: usize = 26;
/// Words that an id can do without, in English and in Spanish.
const SMALL: [&str; 43] = [
    "a", "an", "the", "is", "are", "was", "it", "its", "there", "do", "does", "of", "on", "in", "and", "with", "you",
    "your", "el", "la", "los", "las", "un", "una", "es", "está", "son", "están", "hay", "de", "del", "en", "y", "e",
    "con", "que", "se", "su", "lo", "al", "tu", "para", "por",
];

/// A base in the making.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) title: String,
    /// The tag of the language that its texts are in.
    pub(super) language: String,
    pub(super) messages: Vec<Message>,
    pub(super) causes: Vec<Cause>,
    pub(super) fixes: Vec<Fix>,
    pub(super) questions: Vec<Question>,
    /// What is left where nothing helps, and how many minutes it takes.
    gives_up: Option<(String, String, u32)>,
    /// The words in which it quotes: of its language, or of its author's.
    words: Words,
    ids: Ids,
}

/// What a person sees.
#[derive(Clone)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) text: String,
}

/// What can be wrong.
#[derive(Clone)]
pub(super) struct Cause {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) prior: Prior,
    /// The messages it shows, in the order of saying.
    pub(super) messages: Vec<usize>,
    /// What helps.
    pub(super) fix: usize,
    /// How people with this cause answer questions.
    pub(super) answers: Vec<(usize, bool)>,
}

/// What helps.
#[derive(Clone)]
pub(super) struct Fix {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) minutes: u32,
    pub(super) steps: Vec<String>,
}

/// A question that tells causes apart.
#[derive(Clone)]
pub(super) struct Question {
    pub(super) id: String,
    pub(super) text: String,
}

impl Draft {
    /// Returns a base without troubles.
    pub(super) fn new(id: &str, title: &str, language: &str, words: Words) -> Self {
        let mut ids = Ids::default();
        ids.make(id, "base");
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            language: language.to_owned(),
            messages: Vec::new(),
            causes: Vec::new(),
            fixes: Vec::new(),
            questions: Vec::new(),
            gives_up: None,
            words: Words::of_tag(language).unwrap_or(words),
            ids,
        }
    }

    /// Adds a message, or finds the one that is there with the same words.
    pub(super) fn message(&mut self, text: &str) -> usize {
        if let Some(known) = self.messages.iter().position(|message| same(&message.text, text)) {
            return known;
        }
        let short: String = text.chars().take(TITLE).collect();
        let title = if short.len() < text.len() { format!("{}…", short.trim_end()) } else { short };
        let id = self.ids.make(&few_words(text), "message");
        self.messages.push(Message { id, title: self.words.quoted(&title), text: text.to_owned() });
        self.messages.len() - 1
    }

    /// Returns the cause of that title.
    pub(super) fn cause_called(&self, title: &str) -> Option<usize> {
        self.causes.iter().position(|cause| same(&cause.title, title))
    }

    /// Returns the fix of that title.
    pub(super) fn fix_called(&self, title: &str) -> Option<usize> {
        self.fixes.iter().position(|fix| same(&fix.title, title))
    }

    /// Adds a cause.
    pub(super) fn cause(&mut self, title: &str, prior: Prior, message: usize, fix: usize) -> usize {
        let id = self.ids.make(&few_words(title), "cause");
        let (title, messages, answers) = (title.to_owned(), vec![message], Vec::new());
        self.causes.push(Cause { id, title, prior, messages, fix, answers });
        self.causes.len() - 1
    }

    /// Adds a fix.
    pub(super) fn fix(&mut self, title: &str, minutes: u32, steps: Vec<String>) -> usize {
        let id = self.ids.make(&few_words(title), "fix");
        self.fixes.push(Fix { id, title: title.to_owned(), minutes, steps });
        self.fixes.len() - 1
    }

    /// Adds a question.
    pub(super) fn question(&mut self, text: &str) -> usize {
        let id = self.ids.make(&few_words(text), "question");
        self.questions.push(Question { id, text: text.to_owned() });
        self.questions.len() - 1
    }

    /// Says what is left where nothing helps.
    pub(super) fn give_up(&mut self, title: &str, minutes: u32) {
        let id = self.ids.make(&few_words(title), "fix");
        self.gives_up = Some((id, title.to_owned(), minutes));
    }

    /// Returns the other causes that show a message of this one and that no question tells from it, in the order of saying.
    pub(super) fn alike(&self, cause: usize) -> Vec<usize> {
        let this = &self.causes[cause];
        let shares = |other: &Cause| other.messages.iter().any(|message| this.messages.contains(message));
        let told_apart =
            |other: &Cause| this.answers.iter().any(|(question, answer)| other.answers.contains(&(*question, !answer)));
        let all = self.causes.iter().enumerate();
        all.filter(|(at, other)| *at != cause && shares(other) && !told_apart(other)).map(|(at, _)| at).collect()
    }

    /// Returns what `etio check` tells of the base.
    pub(super) fn checked(&self) -> Loaded {
        let name = format!("{}.kb", self.id);
        let page = self.page("");
        page.map_or_else(|loaded| loaded, |page| check(&MemorySources::new().with_file(&name, page), &[&name]))
    }

    /// Returns the page in its one form, or the mistakes in it.
    pub(super) fn page(&self, remark: &str) -> Result<String, Loaded> {
        etio_kb::format(&format!("{}.kb", self.id), &self.untidy_page(remark))
    }

    fn untidy_page(&self, remark: &str) -> String {
        let mut page = String::new();
        remark.lines().for_each(|line| write_line(&mut page, &format!("# {line}")));
        write_line(&mut page, &format!("base {} {}", self.id, quoted(&self.title)));
        write_line(&mut page, &format!("language {}", self.language));
        for message in &self.messages {
            write_line(&mut page, &format!("\nsymptom {} {}", message.id, quoted(&message.title)));
            write_line(&mut page, &format!("says {}", quoted_literal(&message.text)));
        }
        for question in &self.questions {
            let title = question.text.trim_matches(['¿', '?', ' ']);
            write_line(&mut page, &format!("\nfact {} {}", question.id, quoted(title)));
            write_line(&mut page, &format!("ask {}", quoted(&question.text)));
            write_line(&mut page, &format!("otherwise {}", Likelihood::HalfTheTime.word()));
        }
        self.causes.iter().for_each(|cause| self.write_cause(&mut page, cause));
        self.fixes.iter().enumerate().for_each(|(at, fix)| self.write_fix(&mut page, at, fix));
        if let Some((id, title, minutes)) = &self.gives_up {
            write_line(&mut page, &format!("\nfix {id} {}\nhands over\ntakes {}", quoted(title), time(*minutes)));
        }
        page
    }

    fn write_cause(&self, page: &mut String, cause: &Cause) {
        write_line(page, &format!("\ncause {} {}", cause.id, quoted(&cause.title)));
        write_line(page, &format!("is {}", cause.prior.word()));
        for &message in &cause.messages {
            write_line(page, &format!("{} {}", SHOWS.word(), self.messages[message].id));
        }
        for &(question, answer) in &cause.answers {
            let often = if answer { AS_SAID } else { OTHER_WAY };
            write_line(page, &format!("{} {}", often.word(), self.questions[question].id));
        }
    }

    fn write_fix(&self, page: &mut String, at: usize, fix: &Fix) {
        write_line(page, &format!("\nfix {} {}", fix.id, quoted(&fix.title)));
        let cures = self.causes.iter().filter(|cause| cause.fix == at).map(|cause| cause.id.as_str());
        write_line(page, &format!("{} cures {}", HELPS.word(), cures.collect::<Vec<_>>().join(", ")));
        write_line(page, &format!("takes {}", time(fix.minutes)));
        fix.steps.iter().for_each(|step| write_line(page, &format!("step {}", quoted(step))));
    }
}

/// Returns a time as a page writes it, in the largest unit of which it is a whole number.
fn time(minutes: u32) -> String {
    match minutes {
        1_440 => "1 day".to_owned(),
        _ if minutes.is_multiple_of(1_440) => format!("{} days", minutes / 1_440),
        _ if minutes.is_multiple_of(60) => format!("{} h", minutes / 60),
        _ => format!("{minutes} min"),
    }
}

fn write_line(page: &mut String, line: &str) {
    let _ = writeln!(page, "{line}");
}

/// Returns the words of a text that an id is made of: the first that say something, or all where none does.
fn few_words(text: &str) -> String {
    let plain = text.to_lowercase().replace(['\'', '’'], "");
    let words = plain.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut few = String::new();
    for word in words.filter(|word| !SMALL.contains(word)) {
        if !few.is_empty() && few.len() + 1 + word.len() > ID {
            break;
        }
        few = format!("{few} {word}").trim_start().to_owned();
    }
    if few.is_empty() { plain } else { few }
}

/// Returns whether two texts have the same words, capitals apart.
fn same(one: &str, other: &str) -> bool {
    one.to_lowercase().split_whitespace().eq(other.to_lowercase().split_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_of_few_words_that_say_something() {
        let table = [
            ("Does it print from a phone on the printer's Wi-Fi?", "print from phone printers"),
            ("La impresora está apagada", "impresora apagada"),
            ("It is", "it is"),
            ("", ""),
            ("Donaudampfschifffahrtsgesellschaft sinks", "donaudampfschifffahrtsgesellschaft"),
        ];
        for (text, words) in table {
            assert_eq!(few_words(text), words);
        }
    }
}
