//! What a program needs that writes a page: ids made from titles, and texts as strings of the language.

use crate::names::{MAX_ID, is_id, is_reserved};
use etio_engine::clean;
use std::collections::BTreeSet;

/// Returns a text as a string of the language, on one line; braces become brackets, for they would be captures.
///
/// ```
/// assert_eq!(etio_kb::quoted("Say \"ok\"\n{twice}"), "\"Say \\\"ok\\\" (twice)\"");
/// ```
pub fn quoted(text: &str) -> String {
    string(&text.replace('{', "(").replace('}', ")"))
}

/// Returns a text as a literal of `says`: what it says is what is matched, braces too.
///
/// ```
/// assert_eq!(etio_kb::quoted_literal("missing {name}"), "\"missing {{name}\"");
/// ```
pub fn quoted_literal(text: &str) -> String {
    string(&text.replace('{', "{{"))
}

fn string(text: &str) -> String {
    let text = clean(text).replace(['\n', '\r', '\t'], " ");
    format!("\"{}\"", text.trim().replace('\\', "\\\\").replace('"', "\\\""))
}

/// The ids that are taken.
///
/// ```
/// let mut ids = etio_kb::Ids::default();
/// assert_eq!(ids.make("¿Funciona en el móvil?", "fact"), "funciona-en-el-movil");
/// assert_eq!(ids.make("Funciona en el móvil", "fact"), "funciona-en-el-movil-2");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Ids(BTreeSet<String>);

impl Ids {
    /// Returns an id for a title that nothing else has; `kind` begins those that would begin with no letter.
    pub fn make(&mut self, title: &str, kind: &str) -> String {
        let mut id = String::new();
        for letter in title.chars().flat_map(plain) {
            match letter {
                'a'..='z' | '0'..='9' => id.push(letter),
                _ if !id.is_empty() && !id.ends_with('-') => id.push('-'),
                _ => {}
            }
        }
        let mut id = id.trim_end_matches('-').to_owned();
        if !id.starts_with(|first: char| first.is_ascii_lowercase()) || is_reserved(&id) {
            id = format!("{kind}-{id}").trim_end_matches('-').to_owned();
        }
        id.truncate(MAX_ID - 6);
        let id = id.trim_end_matches('-').to_owned();
        let numbered = (1..).map(|nth| if nth == 1 { id.clone() } else { format!("{id}-{nth}") });
        let free = numbered.into_iter().find(|id| !self.0.contains(id)).unwrap_or(id.clone());
        debug_assert!(is_id(&free), "{free}");
        self.0.insert(free.clone());
        free
    }
}

/// Returns a letter in lower case and without its accent.
fn plain(letter: char) -> Vec<char> {
    let plain = |letter: char| match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' => "a",
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' => "e",
        'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ō' | 'ø' => "o",
        'ú' | 'ù' | 'û' | 'ü' | 'ū' => "u",
        'ñ' | 'ń' | 'ň' => "n",
        'ç' | 'ć' | 'č' => "c",
        'š' | 'ś' => "s",
        'ž' | 'ź' | 'ż' => "z",
        'ý' | 'ÿ' => "y",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        _ => "",
    };
    letter
        .to_lowercase()
        .flat_map(|letter| match plain(letter) {
            "" => vec![letter],
            plain => plain.chars().collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_of_what_a_title_says() {
        let table = [
            ("Internal Server Error", "internal-server-error"),
            ("¿Funciona en el móvil?", "funciona-en-el-movil"),
            ("Año (2025)", "ano-2025"),
            ("50 %", "finding-50"),
            ("other", "finding-other"),
            ("再起動", "finding"),
            ("cause", "finding-cause"),
        ];
        for (title, id) in table {
            assert_eq!(Ids::default().make(title, "finding"), id);
        }
    }

    #[test]
    fn ids_are_unique_and_short_enough() {
        let mut ids = Ids::default();
        let made: Vec<String> = (0..12).map(|_| ids.make("Fan", "cause")).collect();
        assert_eq!((made[0].as_str(), made[1].as_str(), made[11].as_str()), ("fan", "fan-2", "fan-12"));
        let long = ids.make(&"a ".repeat(200), "finding");
        assert!(is_id(&long), "{long}");
        assert!(is_id(&ids.make(&"a ".repeat(200), "finding")));
    }
}
