//! The words with which people answer, in English and in Spanish: at a question of the interview, and in a recorded case.
//!
//! All are written as [`fold`] leaves them.

use etio_engine::Outcome;

/// Yes.
pub const YES: &[&str] = &["yes", "y", "yeah", "yep", "si", "s", "claro"];
/// No.
pub const NO: &[&str] = &["no", "n", "nope", "nop"];
/// That somebody does not know.
pub const UNKNOWN: &[&str] = &[
    "skip",
    "saltar",
    "omitir",
    "?",
    "don't know",
    "dont know",
    "i don't know",
    "i dont know",
    "do not know",
    "i do not know",
    "idk",
    "not sure",
    "no se",
    "no lo se",
    "ni idea",
    "no estoy seguro",
    "no estoy segura",
    "unknown",
    "no idea",
    "maybe",
    "perhaps",
    "quiza",
    "quizas",
    "tal vez",
    "puede ser",
    "a lo mejor",
];
/// What stands before a value that somebody is not sure of; alone, probably yes.
pub const PROBABLY: &[&str] =
    &["probably", "probablemente", "seguramente", "creo que", "i think", "probable", "likely", "supongo que"];
/// Probably yes.
pub const PROBABLY_YES: &[&str] =
    &["i think so", "yes, i think", "yes, i think so", "supongo", "i guess so", "creo", "si, creo"];
/// Probably no.
pub const PROBABLY_NO: &[&str] = &["probably not", "i don't think so", "i dont think so", "no creo"];
/// That nothing of what is offered fits.
pub const NONE: &[&str] =
    &["none", "none of these", "ninguno de estos", "ninguna de estas", "ninguno", "ninguna", "nada", "nothing", "0"];
/// That a fix helped.
pub const HELPED: &[&str] = &[
    "it helped",
    "helped",
    "it works",
    "it works now",
    "it worked",
    "works",
    "worked",
    "solved",
    "fixed",
    "ayudo",
    "ha ayudado",
    "funciona",
    "ya funciona",
    "funciono",
    "ha servido",
    "me ha servido",
    "resuelto",
    "arreglado",
    "sirvio",
];
/// That a fix did not help.
pub const FAILED: &[&str] = &[
    "it did not help",
    "it didn't help",
    "did not help",
    "didn't help",
    "it did not work",
    "it didn't work",
    "did not work",
    "didn't work",
    "still the same",
    "same",
    "no ayudo",
    "no ha ayudado",
    "no ha servido",
    "no sirvio",
    "no funciono",
    "no funciona",
    "sigue igual",
    "igual",
];
/// That a fix helped partly.
pub const PARTLY: &[&str] =
    &["partly", "partially", "a bit", "a little", "better", "en parte", "parcialmente", "un poco", "algo", "mejor"];
/// That a fix was not done.
pub const NOT_DONE: &[&str] = &[
    "could not",
    "couldn't",
    "could not do it",
    "couldn't do it",
    "i could not do it",
    "can't",
    "cannot",
    "skip",
    "no pude",
    "no pude hacerlo",
    "no puedo",
    "saltar",
    "omitir",
    "not done",
];

/// Returns a line without what does not tell words apart: case, accents, typographic apostrophes, a final stop.
pub fn fold(line: &str) -> String {
    let plain = |c: char| match c {
        'á' | 'à' => 'a',
        'é' | 'è' => 'e',
        'í' => 'i',
        'ó' | 'ò' => 'o',
        'ú' | 'ü' => 'u',
        '’' | '´' | '`' => '\'',
        other => other,
    };
    let lower: String = line.trim().to_lowercase().chars().map(plain).collect();
    lower.trim_end_matches(['.', '!']).trim_start_matches('¡').split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns what a folded line says that answers with yes or no.
pub fn yes_or_no(said: &str) -> Option<bool> {
    if YES.contains(&said) { Some(true) } else { NO.contains(&said).then_some(false) }
}

/// Returns what a folded line says of whether a fix helped.
pub fn outcome(said: &str) -> Option<Outcome> {
    if YES.contains(&said) || HELPED.contains(&said) {
        Some(Outcome::Helped)
    } else if NO.contains(&said) || FAILED.contains(&said) {
        Some(Outcome::Failed)
    } else if PARTLY.contains(&said) {
        Some(Outcome::Partly)
    } else {
        NOT_DONE.contains(&said).then_some(Outcome::NotDone)
    }
}

/// Returns what stands behind a word for "probably" at the beginning of a folded line.
pub fn after_probably(said: &str) -> Option<&str> {
    PROBABLY.iter().find_map(|word| said.strip_prefix(word)?.strip_prefix(' '))
}
