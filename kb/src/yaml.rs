//! Reading YAML: recorded cases and answers. The only file that knows the YAML crate.
//!
//! The crate is quadratic on nested brackets and keeps the last of two equal keys. So size and depth are checked before parsing, and
//! maps are read as lists of pairs that refuse a key that was there already.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _, MapAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;
use thiserror::Error;

/// How many bytes a YAML file may have.
pub const MAX_YAML: usize = 4 * 1024 * 1024;
/// How deeply lists and maps may be nested.
pub const MAX_YAML_DEPTH: usize = 16;

/// Why a YAML file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct YamlError {
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// The column, from 1, where it is known.
    pub column: Option<usize>,
    /// What is wrong, in one line.
    pub message: String,
}

/// Reads a value from YAML.
///
/// # Errors
/// Text that is too long or too deep, is no YAML, or does not have the form of `T`; with the place where it is known.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, YamlError> {
    let at = |line, message: String| YamlError { line: Some(line), column: None, message };
    if bytes.len() > MAX_YAML {
        return Err(at(1, format!("the file has more than {} MB", MAX_YAML / (1024 * 1024))));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        at(line, "the file is not UTF-8 text".to_owned())
    })?;
    if let Some(line) = too_deep(text) {
        return Err(at(line, format!("lists and maps are nested more than {MAX_YAML_DEPTH} deep")));
    }
    serde_yaml::from_str(text).map_err(|error| {
        let place = error.location();
        let message = error.to_string().lines().next().unwrap_or_default().to_owned();
        // The place stands in fields of its own.
        let message = message.split(" at line ").next().unwrap_or_default();
        let message = plain(message).unwrap_or(message).to_owned();
        let (line, column) = (place.as_ref().map(|place| place.line()), place.as_ref().map(|place| place.column()));
        YamlError { line, column, message }
    })
}

/// What the crate says of text that is no YAML, and the same for people who have never heard of a mapping.
const PLAIN: [(&str, &str); 6] = [
    (
        "mapping values are not allowed",
        "a colon with a blank after it stands within a text: put the text in double quotes",
    ),
    ("did not find expected key", "this does not line up with what it belongs to: that begins in the same column"),
    (
        "did not find expected '-' indicator",
        "this does not line up: a case begins with `- ` in the first column, and its lines in one column below that",
    ),
    ("did not find expected ',' or '}'", "a `{` before this is not closed by a `}`, or a `,` is missing within"),
    ("did not find expected ',' or ']'", "a `[` before this is not closed by a `]`, or a `,` is missing within"),
    (
        "cannot start any token",
        "no line begins with a tab, and a text that begins with a sign such as `@` stands in double quotes",
    ),
];

fn plain(message: &str) -> Option<&'static str> {
    PLAIN.iter().find(|(says, _)| message.contains(says)).map(|(_, plain)| *plain)
}

/// Returns the line where nesting passes the limit, by brackets or by indentation. Brackets in quotes count too: no honest file comes near.
fn too_deep(text: &str) -> Option<usize> {
    let mut brackets = 0_usize;
    let mut indents: Vec<usize> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let content = line.trim_start_matches([' ', '-']);
        if !content.is_empty() {
            let indent = line.len() - content.len();
            indents.retain(|outer| *outer < indent);
            indents.push(indent);
        }
        // `- - - - x` nests once for each hyphen.
        let hyphens = line[..line.len() - content.len()].matches('-').count();
        for byte in content.bytes() {
            match byte {
                b'[' | b'{' => brackets += 1,
                b']' | b'}' => brackets = brackets.saturating_sub(1),
                _ => {}
            }
            if brackets > MAX_YAML_DEPTH {
                return Some(index + 1);
            }
        }
        if indents.len() + hyphens.saturating_sub(1) > MAX_YAML_DEPTH {
            return Some(index + 1);
        }
    }
    None
}

/// A map in the order in which it is written; a key that stands twice is an error.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairs<V>(pub Vec<(String, V)>);

impl<V> Default for Pairs<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Pairs<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor(PhantomData))
    }
}

/// A truth, written `yes` or `no`, `true` or `false`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YesNo(pub bool);

impl<'de> Deserialize<'de> for YesNo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(YesNoVisitor)
    }
}

struct YesNoVisitor;

impl Visitor<'_> for YesNoVisitor {
    type Value = YesNo;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`yes` or `no`")
    }

    fn visit_bool<E: serde::de::Error>(self, truth: bool) -> Result<YesNo, E> {
        Ok(YesNo(truth))
    }

    fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<YesNo, E> {
        match word {
            "yes" => Ok(YesNo(true)),
            "no" => Ok(YesNo(false)),
            _ => Err(E::invalid_value(serde::de::Unexpected::Str(word), &self)),
        }
    }
}

struct PairsVisitor<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for PairsVisitor<V> {
    type Value = Pairs<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("names with values, such as `{vpn: no}`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs: Vec<(String, V)> = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, V>()? {
            if pairs.iter().any(|(known, _)| *known == key) {
                return Err(A::Error::custom(format!("`{key}` stands twice")));
            }
            pairs.push((key, value));
        }
        Ok(Pairs(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_keep_their_order_and_refuse_repetition() {
        let read: Pairs<i64> = read(b"{b: 1, a: 2}").expect("a map");
        assert_eq!(read.0, [("b".to_owned(), 1), ("a".to_owned(), 2)]);
        let twice = super::read::<Pairs<i64>>(b"a: 1\na: 2\n").expect_err("a key twice");
        assert_eq!(twice.message, "`a` stands twice");
    }

    #[test]
    fn size_and_depth_have_limits() {
        let deep = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        let nested = |depth| read::<serde_yaml::Value>(deep(depth).as_bytes());
        assert!(nested(MAX_YAML_DEPTH - 1).is_ok() && nested(MAX_YAML_DEPTH).is_ok());
        assert!(nested(MAX_YAML_DEPTH + 1).expect_err("too deep").message.contains("deep"));
        let long = |length: usize| read::<String>(&vec![b'a'; length]);
        assert!(long(MAX_YAML - 1).is_ok() && long(MAX_YAML).is_ok());
        assert!(long(MAX_YAML + 1).expect_err("too long").message.contains("MB"));
        let indented: String = (0..40).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
        assert_eq!(
            read::<serde_yaml::Value>(indented.as_bytes()).expect_err("too deep").line,
            Some(MAX_YAML_DEPTH + 1)
        );
        let hyphens = format!("{}a", "- ".repeat(40));
        assert!(read::<serde_yaml::Value>(hyphens.as_bytes()).is_err());
    }

    #[test]
    fn what_is_no_yaml_is_told_in_plain_words() {
        for (text, line, says) in [
            ("- case: Session: expired\n", 1, "double quotes"),
            ("- case: x\n   text: y\n", 2, "double quotes"),
            ("- case: x\n  text: y\n expect: {}\n", 3, "line up"),
            ("- {case: x, expect: {cause: y}\n- case: z\n", 2, "`}`"),
            ("- case: [a, b\n- case: z\n", 2, "`]`"),
            ("- case: x\n\ttext: y\n", 2, "tab"),
            ("- case: x\ncase: y\n", 2, "line up"),
        ] {
            let error = read::<serde_yaml::Value>(text.as_bytes()).expect_err(text);
            assert!(error.message.contains(says), "{text:?}: {error}");
            assert_eq!(error.line, Some(line), "{text:?}: {error}");
        }
    }

    #[test]
    fn a_mistake_has_a_place() {
        let error = read::<Vec<u32>>(b"- 1\n- x\n").expect_err("a word where a number should be");
        assert_eq!(error.line, Some(2), "{error:?}");
        assert_eq!(read::<String>(b"\n\xff").expect_err("not UTF-8").line, Some(2));
    }
}
