//! Captured values in texts and commands.

/// Returns a text with `{name}` replaced by the last value captured under that name; `{{` is a brace.
pub(crate) fn fill(text: &str, captures: &[(&str, &str)]) -> String {
    pieces(text)
        .map(|piece| match piece {
            Piece::Plain(plain) => plain.to_owned(),
            Piece::Name(name) => value(name, captures).map_or_else(|| format!("{{{name}}}"), str::to_owned),
        })
        .collect()
}

/// Returns a command with each `{name}` replaced by its value, quoted so that a POSIX shell and PowerShell read one argument.
///
/// Nothing where a value is missing, hidden, or has control characters, or where a value that needs quotes would stand inside the author's quotes.
pub(crate) fn fill_command(command: &str, captures: &[(&str, &str)]) -> Option<String> {
    let mut filled = String::with_capacity(command.len());
    let mut quote: Option<char> = None;
    for piece in pieces(command) {
        match piece {
            Piece::Plain(plain) => {
                plain.chars().for_each(|c| quote = after(quote, c));
                filled.push_str(plain);
            }
            Piece::Name(name) => {
                let value = value(name, captures)?;
                match (is_plain(value), quote) {
                    (true, _) => filled.push_str(value),
                    (false, None) => filled.push_str(&quoted(value)?),
                    (false, Some(_)) => return None,
                }
            }
        }
    }
    Some(filled)
}

fn after(quote: Option<char>, c: char) -> Option<char> {
    match (quote, c) {
        (None, '"' | '\'') => Some(c),
        (Some(open), _) if open == c => None,
        _ => quote,
    }
}

/// Returns whether no shell gives any character of the value a meaning, at its start either.
fn is_plain(value: &str) -> bool {
    let harmless = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/' | ':' | '-');
    !value.is_empty() && !value.starts_with('-') && value.chars().all(harmless)
}

/// Returns the value in single quotes; nothing where it holds one, is empty, or could be taken for an option.
fn quoted(value: &str) -> Option<String> {
    let refused = |c: char| c.is_control() || matches!(c, '\'' | '‘' | '’' | '‚' | '‛' | '•' | '\u{fffd}');
    let safe = !value.is_empty() && !value.starts_with('-') && !value.chars().any(refused);
    safe.then(|| format!("'{value}'"))
}

fn value<'a>(name: &str, captures: &[(&str, &'a str)]) -> Option<&'a str> {
    captures.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

enum Piece<'a> {
    Plain(&'a str),
    Name(&'a str),
}

/// Splits a text at its placeholders. A brace that opens no name stands for itself.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some(after) = rest.strip_prefix("{{") {
            let brace = &rest[..1];
            rest = after;
            return Some(Piece::Plain(brace));
        }
        if let Some((name, after)) = rest.strip_prefix('{').and_then(|inner| inner.split_once('}'))
            && is_name(name)
        {
            rest = after;
            return Some(Piece::Name(name));
        }
        // A brace at the start that opens no name is plain: look for the next one after it.
        let end = rest.char_indices().skip(1).find(|(_, c)| *c == '{').map_or(rest.len(), |(index, _)| index);
        let (plain, after) = rest.split_at(end);
        rest = after;
        Some(Piece::Plain(plain))
    })
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_filled_and_braces_kept() {
        let captures = [("port", "80"), ("port", "8080")];
        for (text, expected) in [
            ("port {port} is taken", "port 8080 is taken"),
            ("{host}:{port}", "{host}:8080"),
            ("a {{ brace }", "a { brace }"),
            ("{ not a name }", "{ not a name }"),
            ("", ""),
        ] {
            assert_eq!(fill(text, &captures), expected);
        }
    }

    #[test]
    fn a_value_enters_a_command_as_one_argument_or_not_at_all() {
        for (command, value, expected) in [
            ("lsof -ti tcp:{x}", "8080", Some("lsof -ti tcp:8080")),
            ("rm {x}", "my file", Some("rm 'my file'")),
            ("rm {x}", "$(reboot); `a` \"b\"", Some("rm '$(reboot); `a` \"b\"'")),
            ("rm {x}", "it's", None),
            ("rm {x}", "-rf", None),
            ("rm {x}", "a\nb", None),
            ("rm {x}", "", None),
            ("rm \"{x}\"", "plain", Some("rm \"plain\"")),
            ("rm \"{x}\"", "two words", None),
            ("rm {y}", "a", None),
        ] {
            assert_eq!(fill_command(command, &[("x", value)]).as_deref(), expected, "{command} with {value:?}");
        }
    }
}
