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

/// Returns the known name of which a word is a slip for certain: the only one that is near, one slip away, and no other word.
///
/// A slip leaves digits and first letters as they are, so that `error-500` is never taken for `error-502`, nor `online` for
/// `offline`. Of a short word only swapped letters are a slip; `least` is how many letters a word must have for another.
pub(crate) fn slip_of<'a>(word: &str, known: impl Iterator<Item = &'a str>, least: usize) -> Option<&'a str> {
    let length = word.chars().count();
    let allowed = (length / 3).clamp(1, 3);
    let known: Vec<&str> = known.collect();
    let like = id_like(word);
    if let Some(same) = known.iter().find(|name| like.as_deref() == Some(**name)) {
        return Some(same);
    }
    let mut near: Vec<&str> = known
        .into_iter()
        .filter(|name| name.chars().count().abs_diff(length) <= allowed && strsim::osa_distance(word, name) <= allowed)
        .collect();
    near.sort_unstable();
    near.dedup();
    match near[..] {
        [only] if only != word && is_slip(word, only, least) => Some(only),
        _ => None,
    }
}

/// Returns whether one slip leads from one word to the other.
fn is_slip(word: &str, name: &str, least: usize) -> bool {
    if word.replace('-', "") == name.replace('-', "") {
        return true;
    }
    let (words, names): (Vec<&str>, Vec<&str>) = (word.split('-').collect(), name.split('-').collect());
    let mut differ = words.iter().zip(&names).filter(|(one, two)| one != two);
    let (Some((one, two)), None, true) = (differ.next(), differ.next(), words.len() == names.len()) else {
        return false;
    };
    let digits = |word: &str| word.chars().filter(char::is_ascii_digit).collect::<String>();
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    strsim::osa_distance(one, two) == 1
        && digits(one) == digits(two)
        && one.chars().next() == two.chars().next()
        && (sorted(one) == sorted(two) || one.chars().count().min(two.chars().count()) >= least)
}

/// How many letters a part of an id must have so that a wrong one is a slip.
pub(crate) const ID_SLIP: usize = 4;
/// The same for a word of the language, of which there are few.
pub(crate) const WORD_SLIP: usize = 3;

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
    fn slips_are_certain() {
        let known =
            ["vpn", "browser", "server-overload", "offline", "error-502", "cant-log-in", "typical", "socket-works"];
        let table = [
            ("vnp", Some("vpn")),
            ("vpm", None),
            ("browzer", Some("browser")),
            ("Browser", Some("browser")),
            ("server-overlaod", Some("server-overload")),
            ("server-overlaods", None),
            ("online", None),
            ("error-500", None),
            ("can-log-in", None),
            ("atypical", None),
            ("socketworks", Some("socket-works")),
            ("Socket_Works", Some("socket-works")),
        ];
        for (word, meant) in table {
            assert_eq!(slip_of(word, known.into_iter(), ID_SLIP), meant, "{word}");
        }
        assert_eq!(slip_of("brows", ["brown", "brow"].into_iter(), ID_SLIP), None, "two are near");
        assert_eq!(slip_of("says", ["says"].into_iter(), WORD_SLIP), None);
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
