//! The languages of patterns, told by small words that stand in nearly every sentence.

use super::patterns::Owned;
use super::{Concern, Review, Subject};
use crate::diagnostic::Code;
use etio_engine::{Base, Pattern, folded_words};
use std::collections::BTreeMap;

/// Words of a language, folded, that no other of these languages has.
const WORDS: [(&str, &str); 2] = [
    (
        "en",
        "the an is are was were been be has have had you your my it its to of for with at this that there please try \
         too many much more than cannot can't could couldn't wasn't not while when what failed unable failure wrong \
         long not found does do is down again your you're you've we're reached exceeded invalid missing and or from \
         only message stream request file download image session expired supported available keeps crashes page screen blank \
         internal server network connection time limit usage access denied bad gateway timeout went something working wont \
         password account login log sign browser internet slow stuck nothing opens off out up very low power",
    ),
    (
        "es",
        "el la los las un una unos unas del al tu tus mi su se lo es está están ha han hay que de en con por para \
         demasiado demasiada demasiadas demasiados más no puedo puede pudo intentar inténtalo sesión iniciar archivo \
         mensaje mensajes cuenta página imagen respuesta solicitud conexión red falló fallo fallida caído caída mal \
         límite tiempo agotado servidor interno descarga subir cargar generar espera vacía carga ser está muy lento lenta \
         sale nada todo has tiene contraseña navegador acceso uso rechazada rechazado saldo crédito lleno llena funciona abre entra",
    ),
];
/// How words of a language end that hardly any word of the others ends in, for patterns of rarer words.
const ENDINGS: [(&str, &[&str]); 2] = [
    ("en", &["ing", "ed", "ly", "ness", "tion", "ght", "ck", "sh", "ch", "th", "ve", "ss"]),
    ("es", &["a", "o", "as", "os", "cion", "ones", "mente", "dad"]),
];
/// Words that end so and are of no language, or of both.
const OF_BOTH: &str = "data video camera info auto photo media quota schema beta alpha extra area idea radio audio demo logo zero \
                       hello also into metadata formula macro euro java lambda kafka repo cargo red speed need feed";
/// Letters that only the last of these languages has.
const LETTERS: &str = "áéíóúñ¿¡";
/// How many of the symptoms must have a language before one that lacks it is told of.
const MOSTLY: f64 = 0.8;
/// How many symptoms with patterns there must be.
const ENOUGH: usize = 5;

/// How many patterns of a symptom are in each language.
type Counts = [usize; WORDS.len()];

/// The languages of the patterns of a symptom.
struct Spoken<'a> {
    id: &'a str,
    counts: Counts,
    /// Whether of some pattern the language cannot be told.
    untold: bool,
}

/// Looks for symptoms that lack a language which nearly all others have.
pub(super) fn check(review: &mut Review<'_>, all: &[Owned<'_>]) {
    let known = known();
    let mut symptoms: BTreeMap<Subject, Spoken<'_>> = BTreeMap::new();
    for one in all.iter().filter(|one| !matches!(one.owner, Subject::Topic(_))) {
        let (Pattern::Literal(text) | Pattern::Line(text) | Pattern::Named(text) | Pattern::Regex(text)) = one.pattern;
        let fresh = || Spoken { id: one.id, counts: Counts::default(), untold: false };
        let spoken = symptoms.entry(one.owner).or_insert_with(fresh);
        match language_of(text, &known) {
            Some(nth) => spoken.counts[nth] += 1,
            None => spoken.untold |= text.split_whitespace().any(|token| !is_name(token)),
        }
    }
    symptoms.retain(|_, spoken| spoken.counts.iter().any(|count| *count > 0));
    if symptoms.len() < ENOUGH {
        return;
    }
    for (nth, (tag, _)) in WORDS.iter().enumerate().filter(|(_, (tag, _))| speaks(review.base, tag)) {
        let having = symptoms.values().filter(|spoken| spoken.counts[nth] > 0).count();
        if (having as f64) < MOSTLY * symptoms.len() as f64 {
            continue;
        }
        // One that has none at all has names of errors, which are the same in every language.
        // Words of English have no shape of their own: what nothing tells may be that.
        let lacking = |spoken: &Spoken<'_>| spoken.counts[nth] == 0 && !(*tag == "en" && spoken.untold);
        for (subject, Spoken { id, .. }) in symptoms.iter().filter(|(_, spoken)| lacking(spoken)) {
            let message = format!("no pattern of `{id}` is in `{tag}`, as those of nearly all other symptoms are");
            let help = "add the message as it is shown, or as people write it, in that language";
            review.tell(Concern::new(Code::LanguageLacking, *subject, message, help));
        }
    }
}

fn speaks(base: &Base, tag: &str) -> bool {
    base.title.versions().any(|(language, _)| language.tag() == tag)
}

/// Returns the language of each word that is of one language only.
fn known() -> BTreeMap<String, Option<usize>> {
    let mut known: BTreeMap<String, Option<usize>> = BTreeMap::new();
    for (nth, (_, words)) in WORDS.iter().enumerate() {
        for word in words.split_whitespace().flat_map(folded_words) {
            let of = known.entry(word).or_insert(Some(nth));
            *of = of.filter(|of| *of == nth);
        }
    }
    known
}

/// Returns whether something is written as programs name their errors, in every language: `ERR_TIMED_OUT`, `BadRequestError`.
fn is_name(token: &str) -> bool {
    let inner = token.trim_end_matches(['.', ':', ',', ';']);
    let mut pairs = inner.chars().zip(inner.chars().skip(1));
    inner.contains(['_', '.', '/', '=']) || pairs.any(|(one, two)| one.is_lowercase() && two.is_uppercase())
}

/// Returns the language of a word of four letters and more, by how it ends.
fn by_ending(word: &str) -> Option<usize> {
    if word.len() < 4 || OF_BOTH.split_whitespace().any(|both| both == word) {
        return None;
    }
    ENDINGS.iter().position(|(_, endings)| endings.iter().any(|ending| word.ends_with(*ending)))
}

/// Returns the language of which a pattern has more words than of any other.
fn language_of(text: &str, known: &BTreeMap<String, Option<usize>>) -> Option<usize> {
    let mut counts = Counts::default();
    let said: Vec<&str> = text.split_whitespace().filter(|token| !is_name(token)).collect();
    let words = folded_words(&said.join(" "));
    words.iter().filter_map(|word| *known.get(word)?).for_each(|nth| counts[nth] += 1);
    counts[WORDS.len() - 1] += usize::from(said.concat().chars().any(|c| LETTERS.contains(c)));
    if counts == Counts::default() {
        words.iter().filter_map(|word| by_ending(word)).for_each(|nth| counts[nth] += 1);
    }
    let most = *counts.iter().max()?;
    let mut having = (0..counts.len()).filter(|nth| most > 0 && counts[*nth] == most);
    having.next().filter(|_| having.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_told_by_their_small_words() {
        let known = known();
        let table = [
            ("your session has expired", Some(0)),
            ("la sesión ha caducado", Some(1)),
            ("preauth_playintegrity", None),
            ("Internal Server Error", Some(0)),
            ("loading failed", Some(0)),
            ("fallo de verificación", Some(1)),
            ("se ha quedado colgado", Some(1)),
            ("no arranca", Some(1)),
            ("picado de biela", Some(1)),
            ("knocking", Some(0)),
            ("ERR_NAME_NOT_RESOLVED", None),
            ("openai.ConflictError", None),
            ("WhatIsThis", None),
            ("camera", None),
            ("error 500", None),
        ];
        for (text, expected) in table {
            assert_eq!(language_of(text, &known), expected, "{text}");
        }
    }
}
