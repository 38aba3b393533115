//! What may be shown: no character that steers a terminal.

use std::borrow::Cow;

/// How far a terminal escape may reach, in bytes.
const ESCAPE_LIMIT: usize = 32;

/// Returns the text with control characters, terminal escapes and marks that turn the direction of writing replaced by U+FFFD;
/// line feeds and tabs stay, and `\r\n` becomes `\n`.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_steering) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        match character {
            '\r' if rest.as_str().starts_with('\n') => {}
            '\u{1b}' => {
                clean.push(char::REPLACEMENT_CHARACTER);
                rest = rest.as_str()[colour_length(rest.as_str())..].chars();
            }
            _ if is_steering(character) => clean.push(char::REPLACEMENT_CHARACTER),
            _ => clean.push(character),
        }
    }
    Cow::Owned(clean)
}

fn is_steering(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        _ => character.is_control(),
    }
}

/// Returns the length of `[…m` and its like at the start of what follows an escape character, 0 where there is none.
fn colour_length(rest: &str) -> usize {
    let Some(body) = rest.strip_prefix('[') else { return 0 };
    let length = body.bytes().take(ESCAPE_LIMIT).take_while(|byte| (0x20..0x40).contains(byte)).count();
    let ends = body.as_bytes().get(length).is_some_and(|byte| (0x40..0x7f).contains(byte));
    if ends { length + 2 } else { 0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_steers_a_terminal_is_replaced() {
        for (text, shown) in [
            ("plain\ttext\nñ 日本 👍", "plain\ttext\nñ 日本 👍"),
            ("one\r\ntwo\rthree", "one\ntwo\u{fffd}three"),
            ("\u{1b}[1;31mred\u{1b}[0m", "\u{fffd}red\u{fffd}"),
            ("\u{1b}]0;title\u{7}x", "\u{fffd}]0;title\u{fffd}x"),
            ("\u{1b}[31", "\u{fffd}[31"),
            ("\u{1b}", "\u{fffd}"),
            ("a\u{0}b\u{8}c\u{7f}d\u{9b}e", "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e"),
            ("\u{202e}abc\u{2066}", "\u{fffd}abc\u{fffd}"),
        ] {
            assert_eq!(clean(text), shown, "{text:?}");
        }
        assert!(matches!(clean("plain"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn nothing_that_steers_is_left(text in "[\\x00-\\x9fñ\u{202e}\\[m;0-9]{0,40}") {
            let shown = clean(&text).into_owned();
            prop_assert!(!shown.contains(is_steering));
            prop_assert_eq!(clean(&shown).into_owned(), shown.clone());
        }
    }
}
