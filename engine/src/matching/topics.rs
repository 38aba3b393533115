//! Questions that people ask: which topic, if any, a typed line is about.
//!
//! A line asks a topic by its id, by one of its literals, or by words in common with one of its titles. Only a line that reads like a
//! question is compared with titles, since a title may quote the very message that somebody pastes.

use std::cmp::Reverse;

use super::fold::is_word;
use super::lexer::Lexer;
use super::{Matcher, Owner};
use crate::Topic;

/// The longest line that can be a question, in characters.
const QUESTION_LIMIT: usize = 200;
/// What a question must have in common with a title: twice the common words, in thousandths of the words of both.
const TITLE_SHARE: usize = 600;
/// How much of a line that does not read like a question a literal must cover, in thousandths of its words.
const LITERAL_SHARE: usize = 650;

/// Words that say nothing of what is asked, folded.
const EMPTY_WORDS: &[&str] = &[
    // Spanish
    "a", "al", "algo", "alguien", "con", "de", "del", "el", "ella", "ello", "en", "eres", "es", "esa", "ese", "eso",
    "esta", "estan", "este", "esto", "estoy", "fue", "ha", "hay", "he", "hoy", "ahora", "la", "las", "le", "lo", "los",
    "me", "mi", "mis", "muy", "no", "nos", "o", "para", "pero", "puede", "puedo", "que", "se", "ser", "si", "son",
    "su", "sus", "te", "tu", "un", "una", "y", "ya", "yo", "hola", "favor", "gracias", // English
    "an", "and", "any", "are", "at", "be", "been", "but", "can", "could", "did", "do", "does", "for", "from", "has",
    "have", "i", "if", "in", "is", "it", "its", "just", "my", "not", "now", "of", "on", "or", "please", "right", "s",
    "so", "t", "that", "the", "there", "they", "this", "to", "today", "was", "we", "what", "will", "with", "would",
    "you", "your", "hello", "hi", "thanks",
];

/// Words that ask. They count, yet two questions with nothing else in common are not the same.
const ASKING_WORDS: &[&str] = &[
    "how", "when", "where", "which", "who", "why", "adonde", "como", "cual", "cuales", "cuando", "cuanta", "cuantas",
    "cuanto", "cuantos", "donde", "por", "quien", "quienes",
];

/// First words of a line that make it read like a question.
const FIRST_WORDS: &[&str] = &[
    "what", "is", "are", "was", "do", "does", "did", "can", "could", "will", "would", "should", "has", "have", "que",
    "esta", "estan", "hay", "puedo", "puede", "sabes",
];

/// The topics of all bases, ready to be asked for.
pub(crate) struct Topics {
    ids: Vec<(Owner, String)>,
    literals: Matcher,
    titles: Vec<(Owner, Vec<String>)>,
    /// Words of the names of what the bases are about: every question may have them.
    names: Vec<String>,
}

impl Topics {
    /// Returns the topics; `names` are what the bases are about.
    pub(crate) fn new<'a>(
        topics: impl IntoIterator<Item = (Owner, &'a Topic)>,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let names: Vec<String> = names.into_iter().flat_map(super::lexer::words).collect();
        let (mut ids, mut titles, mut patterns) = (Vec::new(), Vec::new(), Vec::new());
        for (owner, topic) in topics {
            ids.push((owner, topic.id.clone()));
            titles.extend(topic.title.versions().map(|(_, title)| (owner, content(title, &names))));
            patterns.extend(topic.patterns.iter().map(|pattern| (owner, pattern)));
        }
        Self { ids, literals: Matcher::new(patterns), titles, names }
    }

    /// Returns the topic that a line asks: the one it names; else the one whose literal covers most of it; else the one whose title
    /// has most in common with it. Of equal ones the first counts.
    pub(crate) fn asked(&self, line: &str) -> Option<Owner> {
        let line = line.trim();
        if line.chars().count() > QUESTION_LIMIT || line.contains(['\n', '\r']) {
            return None;
        }
        let named = self.ids.iter().find(|(_, id)| id.eq_ignore_ascii_case(line)).map(|(owner, _)| *owner);
        named.or_else(|| self.by_literal(line)).or_else(|| self.by_title(line))
    }

    fn by_literal(&self, line: &str) -> Option<Owner> {
        let all = content(line, &self.names).len();
        let is_question = is_question(line);
        let mut found = self.literals.scan(line);
        if found.is_empty() {
            found.extend(self.literals.guess(line, |_| true));
        }
        let asking = found.into_iter().filter(|it| {
            let covered = content(&line[it.range.clone()], &self.names).len();
            is_question || covered * 1000 >= all * LITERAL_SHARE
        });
        Some(asking.min_by_key(|it| (Reverse(it.range.len()), it.owner))?.owner)
    }

    fn by_title(&self, line: &str) -> Option<Owner> {
        if !is_question(line) {
            return None;
        }
        let words = content(line, &self.names);
        let shares = self.titles.iter().filter_map(|(owner, title)| Some((share(title, &words)?, *owner)));
        let (_, owner) = shares.min_by_key(|(share, owner)| (Reverse(*share), *owner))?;
        Some(owner)
    }
}

/// Returns what a title and a line have in common, in thousandths, where it is enough.
fn share(title: &[String], words: &[String]) -> Option<usize> {
    let common: Vec<&String> = title.iter().filter(|word| words.iter().any(|other| is_akin(word, other))).collect();
    let share = 2000 * common.len().min(words.len()) / (title.len() + words.len()).max(1);
    let asks_only = common.iter().all(|word| ASKING_WORDS.contains(&word.as_str()));
    (share >= TITLE_SHARE && !asks_only).then_some(share)
}

/// Returns whether two words are forms of one: they begin alike, for at least two thirds of the longer one and four letters.
fn is_akin(one: &str, other: &str) -> bool {
    let alike = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    one == other || alike >= 4 && alike * 3 >= one.chars().count().max(other.chars().count()) * 2
}

/// Returns the words of a text that say what it is about, each once.
fn content(text: &str, names: &[String]) -> Vec<String> {
    let mut content: Vec<String> = Vec::new();
    let mut lexer = Lexer::new(text);
    while lexer.next_token().is_some() {
        let word = lexer.word();
        let says = word.starts_with(is_word) && !EMPTY_WORDS.contains(&word) && !names.iter().any(|name| name == word);
        if says && !content.iter().any(|known| known == word) {
            content.push(word.to_owned());
        }
    }
    content
}

/// Returns whether a line reads like a question.
fn is_question(line: &str) -> bool {
    let mut lexer = Lexer::new(line);
    let asks = lexer.next_token().is_some() && {
        let first = lexer.word();
        FIRST_WORDS.contains(&first) || ASKING_WORDS.contains(&first)
    };
    asks || line.contains(['?', '¿', '？'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Card, Language, Pattern, Text};

    fn topic(id: &str, titles: [&str; 2], literals: &[&str]) -> Topic {
        let mut title = Text::new(Language::of_tag("es"), titles[0]);
        title.translate(Language::of_tag("en"), titles[1]);
        let patterns = literals.iter().map(|literal| Pattern::Literal((*literal).to_owned())).collect();
        Topic { id: id.to_owned(), title, patterns, card: Card::default() }
    }

    fn asked(line: &str) -> Option<&'static str> {
        const IDS: [&str; 5] = ["meaning", "again", "silent", "down", "often"];
        let topics = [
            topic(
                "meaning",
                ["¿Qué significa «Internal Server Error»?", "What does “Internal Server Error” mean?"],
                &[],
            ),
            topic(
                "again",
                ["¿Por qué sigue pasando?", "Why does it keep happening?"],
                &["why does this keep happening"],
            ),
            topic(
                "silent",
                ["¿Por qué deja de responder?", "Why does it stop responding?"],
                &["no responde", "not responding"],
            ),
            topic("down", ["¿Está caído ChatGPT ahora?", "Is it down?"], &["se ha caído"]),
            topic("often", ["¿Con qué frecuencia pasa?", "How often does it happen?"], &[]),
        ];
        let topics = Topics::new((0..).zip(&topics), ["ChatGPT", "Chat GPT", "OpenAI"]);
        topics.asked(line).map(|owner| IDS[owner as usize])
    }

    #[test]
    fn what_is_asked() {
        for (line, topic) in [
            ("down", "down"),
            ("AGAIN", "again"),
            ("¿se ha caído ChatGPT?", "down"),
            ("se ha caido chat gpt", "down"),
            ("¿Está caída la página de ChatGPT?", "down"),
            ("esta caido chatgpt", "down"),
            ("is chatgpt down", "down"),
            ("Is ChatGPT down right now?", "down"),
            ("what does internal server error mean", "meaning"),
            ("¿qué significa Internal Server Error?", "meaning"),
            ("why does this happen", "again"),
            ("why does it happen again and again, why does this keep happening", "again"),
            ("por qué me sigue pasando esto", "again"),
            ("how often does this happen?", "often"),
            ("¿con qué frecuencia pasa?", "often"),
            ("ChatGPT no responde", "silent"),
            ("why does this keep hapening?", "again"),
            ("why is it not responding after the update", "silent"),
        ] {
            assert_eq!(asked(line), Some(topic), "{line}");
        }
    }

    #[test]
    fn what_is_no_question_of_these() {
        for line in [
            "",
            "?",
            "why?",
            "¿por qué?",
            "Internal Server Error",
            "500 Internal Server Error",
            "error: upstream is down",
            "Host is down",
            "Se ha producido un error",
            "Se ha caído la conexión con el servidor 10.0.0.1:443, se reintenta",
            "kernel: nfs: server fs1 not responding, timed out",
            "Is the server running locally and accepting connections on that socket?",
            "Esta página no funciona",
            "what is the weather like",
            "how do I cook rice",
            "¿Con qué usas ChatGPT?",
            "is chatgpt\ndown",
        ] {
            assert_eq!(asked(line), None, "{line}");
        }
        assert_eq!(asked(&format!("is chatgpt down{}", " ".repeat(300))), Some("down"));
        assert_eq!(asked(&format!("is chatgpt down {}", "?".repeat(200))), None);
    }
}
