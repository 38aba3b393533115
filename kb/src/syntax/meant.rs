//! Which words of the language an author probably meant by others: slips of typing, Spanish, other words for the same.

use super::ast::HeadWord;
use super::lines::first_word;
use super::statement::{likelihood_words, takes_likelihoods, words_under};
use crate::names::{WORD_SLIP, nearest, slip_of};
use crate::words::Prior;

/// What a fix does to a cause.
const EFFECTS: [&str; 2] = ["cures", "eases"];

/// Words of Spanish, as somebody writes them who takes the language for a translation of it, and what they mean here.
const SPANISH: &[(&str, &str)] = &[
    ("síntoma", "symptom"),
    ("sintoma", "symptom"),
    ("hecho", "fact"),
    ("regla", "rule"),
    ("causa", "cause"),
    ("arreglo", "fix"),
    ("solución", "fix"),
    ("solucion", "fix"),
    ("tema", "topic"),
    ("traducción", "translation"),
    ("traduccion", "translation"),
    ("usa", "use"),
    ("siempre", "always"),
    ("casi", "almost"),
    ("normalmente", "usually"),
    ("suele", "usually"),
    ("frecuentemente", "often"),
    ("raramente", "rarely"),
    ("nunca", "never"),
    ("pregunta", "ask"),
    ("dice", "says"),
    ("paso", "step"),
    ("tarda", "takes"),
    ("cura", "cures"),
    ("alivia", "eases"),
    ("nota", "note"),
    ("significa", "means"),
    ("enlace", "link"),
    ("fuente", "source"),
    ("idioma", "language"),
    ("es", "is"),
    ("tiene", "has"),
    ("si", "when"),
    ("cuando", "when"),
    ("entonces", "then"),
    ("y", "and"),
    ("o", "or"),
    ("no", "not"),
    ("de", "of"),
];

/// Other words for those of the language.
const OTHERS: &[(&str, &str)] = &[
    ("problem", "symptom"),
    ("solution", "fix"),
    ("remedy", "fix"),
    ("question", "ask"),
    ("if", "when"),
    ("for", "of"),
    ("&", "and"),
    ("&&", "and"),
    ("||", "or"),
    ("=", "is"),
    ("==", "is"),
    ("fixes", "cures"),
    ("heals", "cures"),
    ("helps", "eases"),
];

/// Ways to write a unit of time, and the one that is taken.
const UNITS: &[(&str, &str)] = &[
    ("sec", "s"),
    ("second", "s"),
    ("seconds", "s"),
    ("segundo", "s"),
    ("segundos", "s"),
    ("m", "min"),
    ("mins", "min"),
    ("minute", "min"),
    ("minutes", "min"),
    ("minuto", "min"),
    ("minutos", "min"),
    ("hr", "h"),
    ("hrs", "h"),
    ("hour", "h"),
    ("hours", "h"),
    ("hora", "h"),
    ("horas", "h"),
    ("d", "days"),
    ("día", "days"),
    ("días", "days"),
    ("dias", "days"),
];

/// Returns which of some words of the language another one was probably meant to be.
pub(super) fn meant_of(said: &str, known: &[&'static str]) -> Option<&'static str> {
    let said = said.to_lowercase();
    let translated = look_up(SPANISH, &said).or_else(|| look_up(OTHERS, &said));
    let exactly = known.iter().find(|known| Some(**known) == translated);
    exactly.copied().or_else(|| nearest(&said, known.iter().copied()))
}

/// Returns the unit of time that another word stands for.
pub(super) fn unit_meant(said: &str) -> Option<&'static str> {
    look_up(UNITS, &said.to_lowercase())
}

fn look_up(table: &[(&str, &'static str)], said: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == said).map(|(_, meant)| *meant)
}

/// Returns the words that may open a line, and those of effects, which stand second.
fn openings(under: Option<HeadWord>) -> impl Iterator<Item = &'static str> {
    let likelihoods = likelihood_words().filter(move |_| under.is_some_and(takes_likelihoods));
    let statements = under.into_iter().flat_map(words_under).map(first_word);
    let heads = HeadWord::ALL.into_iter().map(HeadWord::word);
    statements.chain(heads).chain(likelihoods).chain(EFFECTS)
}

/// Returns the word of which one that opens nothing is a slip for certain. What stands in is no head.
pub(super) fn slip_of_opening(word: &str, under: Option<HeadWord>, at_margin: bool) -> Option<&'static str> {
    let slip = slip_of(word, openings(under), WORD_SLIP)?;
    (!EFFECTS.contains(&slip) && (at_margin || HeadWord::of_word(slip).is_none())).then_some(slip)
}

/// Returns the word that one that opens nothing was probably meant to be.
fn meant(word: &str, under: Option<HeadWord>) -> Option<&'static str> {
    let plain = word.trim_end_matches(':').to_lowercase();
    let known: Vec<&str> = openings(under).collect();
    let exactly = known.iter().copied().find(|known| *known == plain);
    let translated = look_up(SPANISH, &plain).or_else(|| look_up(OTHERS, &plain));
    exactly.or(translated).or_else(|| nearest(&plain, known.into_iter()))
}

/// Returns the declaration that a line was probably meant to open: its first word is nearly one that does, and a title follows.
pub(super) fn meant_head(line: &str, under: Option<HeadWord>) -> Option<HeadWord> {
    let head = meant(first_word(line), under).and_then(HeadWord::of_word)?;
    let rest = line.split_whitespace().nth(1)?;
    (!rest.starts_with(is_quote) && line.contains(is_quote)).then_some(head)
}

/// Returns what to do about a word that opens no statement.
pub(super) fn of_opening(word: &str, under: Option<HeadWord>) -> Option<String> {
    let is_prior = || Prior::ALL.iter().any(|prior| first_word(prior.word()) == word);
    let meant = meant(word, under);
    let spanish = meant.is_some() && look_up(SPANISH, &word.to_lowercase()) == meant;
    match (word, meant) {
        ("//" | "--" | ";" | "/*", _) => Some("a comment begins with `#`".to_owned()),
        (word, _) if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| word.starts_with(mark)) => Some(
            "two versions of the file were joined and this is left over: keep one of the two, and leave the marks out"
                .to_owned(),
        ),
        ("-" | "*" | "•", _) => Some("leave it out: a line needs no sign before it".to_owned()),
        (_, Some(effect @ ("cures" | "eases"))) => {
            Some(format!("a likelihood stands first, in a fix: `often {effect} CAUSE`"))
        }
        _ if under == Some(HeadWord::Cause) && is_prior() => {
            Some("how common a cause is stands after `is`, such as `is very common`".to_owned())
        }
        (_, Some(meant)) if spanish => Some(format!("write `{meant}`: the words of the language are English")),
        (_, meant) => meant.map(|meant| format!("did you mean `{meant}`?")),
    }
}

/// Returns whether this is a quote, straight or not.
pub(super) fn is_quote(sign: char) -> bool {
    sign == '"' || is_curly(sign)
}

/// Returns whether this is a quote that the language does not take.
pub(super) fn is_curly(sign: char) -> bool {
    matches!(sign, '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'')
}
