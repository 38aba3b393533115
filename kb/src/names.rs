//! Names: what an id may be, and which known name a mistaken one was probably meant to be.

use crate::syntax::HeadWord;

/// How many characters an id may have.
pub(crate) const MAX_ID: usize = 64;

/// Words that cannot be ids, because the language would not know them from its own.
const RESERVED: [&str; 9] = ["other", "and", "or", "not", "when", "then", "is", "has", "of"];

/// Returns whether a word has the form of an id.
pub(crate) fn is_id(word: &str) -> bool {
    let letter = |c: char| c.is_ascii_lowercase();
    word.len() <= MAX_ID
        && word.starts_with(letter)
        && word.chars().all(|c| letter(c) || c.is_ascii_digit() || c == '-')
}

/// Returns whether a word belongs to the language.
pub(crate) fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word) || HeadWord::of_word(word).is_some()
}

/// Returns why a word cannot be an id, where it cannot.
pub fn id_mistake(word: &str) -> Option<String> {
    if is_reserved(word) {
        return Some(format!("`{word}` is a word of the language and cannot be an id; choose another"));
    }
    let form = "lower-case letters a–z, digits and hyphens, a letter first";
    (!is_id(word)).then(|| format!("`{word}` is not an id: an id has {form}, at most {MAX_ID} characters"))
}

/// Returns the id that a word was probably meant to be.
pub(crate) fn id_like(word: &str) -> Option<String> {
    let hyphens = word.to_lowercase().replace(['_', '.', ' ', '–', '—'], "-");
    (hyphens != word && is_id(&hyphens) && !is_reserved(&hyphens)).then_some(hyphens)
}

/// Returns the known name nearest to `word`, where one is near enough to be meant.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let allowed = (length / 3).clamp(1, 3);
    known
        .filter(|name| *name != word && name.chars().count().abs_diff(length) <= allowed)
        .map(|name| (strsim::osa_distance(word, name), name))
        .filter(|(distance, name)| *distance <= allowed && *distance < name.chars().count())
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_lower_case_letters_digits_and_hyphens() {
        for good in ["a", "vpn", "port-in-use", "h2o", &"a".repeat(MAX_ID)] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", "2fa", "-a", "Vpn", "a_b", "añ", "a.b", &"a".repeat(MAX_ID + 1)] {
            assert!(!is_id(bad), "{bad}");
        }
        assert_eq!(id_like("Server_Overload").as_deref(), Some("server-overload"));
        assert_eq!(id_like("weak–starter").as_deref(), Some("weak-starter"), "a dash that a word processor writes");
        assert_eq!(id_like("año"), None);
    }

    #[test]
    fn near_names_are_near() {
        let known = ["vpn", "browser", "server-overload", "browsers"];
        let table = [
            ("vnp", Some("vpn")),
            ("browzer", Some("browser")),
            ("server-overlaod", Some("server-overload")),
            ("dns", None),
            ("x", None),
        ];
        for (word, meant) in table {
            assert_eq!(nearest(word, known.into_iter()), meant, "{word}");
        }
    }
}
