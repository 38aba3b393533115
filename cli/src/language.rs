//! Which language etio speaks. The only place that knows the locale of the system.

use crate::words::Words;
use std::env;

/// Returns the language that was asked for, else that of the system, else English.
pub(crate) fn choose(asked: Option<Words>) -> Words {
    asked.or_else(of_system).unwrap_or(Words::English)
}

/// Returns the first language of the system that we speak.
fn of_system() -> Option<Words> {
    let posix = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set_variable);
    if posix.as_deref().is_some_and(is_neutral) {
        return None;
    }
    sys_locale::get_locales().find_map(|tag| Words::of_tag(&tag))
}

fn set_variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Returns whether a locale is nobody's language: `C`, `C.UTF-8`, `POSIX`.
fn is_neutral(locale: &str) -> bool {
    matches!(locale.split('.').next(), Some("C" | "POSIX"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_neutral_locales_are_no_language() {
        for (locale, neutral) in
            [("C", true), ("C.UTF-8", true), ("POSIX", true), ("es_ES.UTF-8", false), ("ca", false)]
        {
            assert_eq!(is_neutral(locale), neutral, "{locale}");
        }
    }

    #[test]
    fn what_is_asked_for_comes_first() {
        assert_eq!(choose(Some(Words::Spanish)), Words::Spanish);
        assert_eq!(choose(Some(Words::English)), Words::English);
    }
}
