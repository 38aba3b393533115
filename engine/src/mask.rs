//! What must not be shown or kept: secrets.
//!
//! The rules know the forms of common secrets; a secret that looks like a word is not recognised. Every rule reads a bounded
//! stretch around the place it starts from, or one that is read only once, so that the time is linear in the text.

use std::borrow::Cow;
use std::ops::Range;

/// What stands in place of a secret.
pub const HIDDEN: &str = "•••";

/// Returns the text with its secrets hidden behind [`HIDDEN`]: keys of well-known forms, values of settings that are named
/// after a secret, credentials in addresses and headers, private keys, and long runs that look random.
///
/// ```
/// let text = "curl -H 'Authorization: Bearer abc.def' https://ana:s3cret@example.org/?token=12";
/// assert_eq!(etio_engine::mask(text), "curl -H 'Authorization: Bearer •••' https://•••@example.org/?token=•••");
/// ```
pub fn mask(text: &str) -> Cow<'_, str> {
    let mut scanner = Scanner { text, bytes: text.as_bytes(), random: Vec::new(), run_end: 0 };
    let mut masked = String::new();
    let (mut kept, mut at) = (0, 0);
    while at < text.len() {
        let Some(secret) = scanner.secret_at(at) else {
            at += 1;
            continue;
        };
        if secret.start > kept || kept == 0 {
            masked.push_str(&text[kept..secret.start]);
            masked.push_str(HIDDEN);
        }
        (kept, at) = (secret.end, secret.end);
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    masked.push_str(&text[kept..]);
    Cow::Owned(masked)
}

/// How a key of a well-known kind begins, the fewest characters that follow. One of the next must be a digit.
const PREFIXES: &[(&str, usize)] = &[
    ("sk-", 16),
    ("sk_live_", 10),
    ("sk_test_", 10),
    ("rk_live_", 10),
    ("ghp_", 16),
    ("gho_", 16),
    ("ghu_", 16),
    ("ghs_", 16),
    ("ghr_", 16),
    ("github_pat_", 16),
    ("glpat-", 16),
    ("hf_", 20),
    ("npm_", 20),
    ("xoxa-", 10),
    ("xoxb-", 10),
    ("xoxp-", 10),
    ("xoxr-", 10),
    ("xoxs-", 10),
    ("AKIA", 16),
    ("ASIA", 16),
    ("AIza", 30),
    ("eyJ", 17),
];

/// How the name of a setting ends whose value is a secret, without `_`, `-` and `.`.
const SECRET_NAMES: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "secretkey",
    "privatekey",
    "credential",
    "credentials",
    "contraseña",
    "contrasena",
    "clave",
];

/// The words before a secret in a header; only the first two say enough where the header is not named.
const SCHEMES: &[&str] = &["bearer", "basic", "token", "digest", "apikey"];
/// Words that follow the name of an option where a sentence speaks of it.
const SENTENCE_WORDS: &[&str] = &[
    "and",
    "argument",
    "cannot",
    "flag",
    "for",
    "has",
    "in",
    "is",
    "must",
    "not",
    "or",
    "option",
    "parameter",
    "required",
    "requires",
    "to",
    "was",
    "with",
    "y",
    "o",
    "es",
    "no",
];
/// The longest name of a setting, in bytes.
const NAME_LIMIT: usize = 64;
/// How much of a key or value decides whether it looks like one, in bytes.
const NEAR: usize = 256;
/// The shortest run that may look random, in bytes.
const RANDOM_LENGTH: usize = 32;

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// What looks random in the run read last, the first at the end.
    random: Vec<Range<usize>>,
    /// The end of the run read last.
    run_end: usize,
}

impl Scanner<'_> {
    /// Returns the secret that something at `at` points to; it begins there or later.
    fn secret_at(&mut self, at: usize) -> Option<Range<usize>> {
        let starts_word = at == 0 || !is_name(self.bytes[at - 1]);
        let secret = match self.bytes[at] {
            b'-' => self.private_key(at).or_else(|| self.option(at)),
            b':' => self.address(at).or_else(|| self.setting(at)),
            b'=' => self.setting(at),
            byte if byte.is_ascii_alphanumeric() && starts_word => self.key(at).or_else(|| self.header(at)),
            _ => None,
        };
        secret.or_else(|| self.random(at))
    }

    fn private_key(&self, at: usize) -> Option<Range<usize>> {
        let rest = self.text[at..].strip_prefix("-----BEGIN ")?;
        let label = &rest.as_bytes()[..rest.len().min(NAME_LIMIT)];
        let label = &label[..length_while(label, |byte| byte != b'-')];
        let is_label = |byte: &u8| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b' ');
        (label.ends_with(b"PRIVATE KEY") && label.iter().all(is_label)).then_some(())?;
        let end = rest.find("-----END ").map_or(rest.len(), |end| {
            let last = &rest[end + 9..];
            end + 9 + last.find("-----").map_or(last.len(), |dashes| dashes + 5)
        });
        Some(at..self.text.len() - rest.len() + end)
    }

    fn key(&self, at: usize) -> Option<Range<usize>> {
        let rest = &self.bytes[at..];
        let &(prefix, least) = PREFIXES.iter().find(|(prefix, _)| rest.starts_with(prefix.as_bytes()))?;
        let body = &rest[prefix.len()..];
        let has_digit = body.iter().take(NEAR).take_while(|byte| is_key(**byte)).any(u8::is_ascii_digit);
        has_digit.then_some(())?;
        let length = self.text[at + prefix.len()..][..length_while(body, is_key)].trim_end_matches(['.', '-']).len();
        (length >= least).then_some(at..at + prefix.len() + length)
    }

    /// Finds what follows `Authorization:`, `Bearer` and `Basic`.
    fn header(&self, at: usize) -> Option<Range<usize>> {
        let named = self.word_at(at, "authorization");
        let mut from = at;
        if named {
            from = self.value_start(at + "authorization".len())?;
        }
        let schemes = if named { SCHEMES } else { &SCHEMES[..2] };
        let scheme = schemes
            .iter()
            .find(|scheme| self.word_at(from, scheme) && self.bytes.get(from + scheme.len()) == Some(&b' '));
        let start = from + scheme.map_or(0, |scheme| scheme.len() + 1);
        match scheme {
            Some(&"digest") => {
                Some(start..start + length_while(&self.bytes[start..], |byte| !matches!(byte, b'\n' | b'\r')))
            }
            Some(_) if named => self.bare_value(start),
            None if !named => None,
            _ => looks_secret(self.near_value(start)).then(|| self.bare_value(start))?,
        }
    }

    /// Returns where the value begins behind the name of a setting that ends at `at`.
    fn value_start(&self, at: usize) -> Option<usize> {
        let rest = &self.bytes[at..];
        let skipped = length_while(rest, |byte| matches!(byte, b'"' | b'\'' | b'\\' | b' '));
        matches!(rest.get(skipped)?, b':' | b'=').then_some(())?;
        let spaces = length_while(&rest[skipped + 1..], |byte| matches!(byte, b'"' | b'\'' | b'\\' | b' '));
        Some(at + skipped + 1 + spaces)
    }

    fn word_at(&self, at: usize, word: &str) -> bool {
        let end = at + word.len();
        self.bytes.get(at..end).is_some_and(|bytes| bytes.eq_ignore_ascii_case(word.as_bytes()))
            && self.bytes.get(end).is_none_or(|byte| !is_name(*byte))
    }

    /// Finds the value of `name=value` and `name: value`, in quotes or not, where the name is one of a secret.
    fn setting(&self, at: usize) -> Option<Range<usize>> {
        let colon = self.bytes[at] == b':';
        let before = self.text[..at].trim_end_matches(' ');
        (at - before.len() <= 1).then_some(())?;
        let bare = before.trim_end_matches(['"', '\'']).trim_end_matches('\\');
        let name = name_before(bare);
        is_secret_name(name).then_some(())?;
        let after = &self.bytes[at + 1..];
        let spaces = length_while(after, |byte| byte == b' ');
        let start = at + 1 + spaces;
        let secret = self.value(start)?;
        let value = &self.bytes[secret.clone()];
        if !colon || bare.len() < before.len() {
            return (after.first() != Some(&b'=')).then_some(secret);
        }
        let plain = value.iter().all(u8::is_ascii_alphabetic);
        let alone = self.starts_line(bare.len() - name.len()) && self.ends_line(secret.end);
        (alone || !plain && value.len() >= 4).then_some(secret)
    }

    /// Returns whether nothing but the sign of a list stands before `at` on its line.
    fn starts_line(&self, at: usize) -> bool {
        let before = self.bytes[at.saturating_sub(NAME_LIMIT)..at].iter().rev();
        let other = before.copied().find(|byte| !matches!(byte, b' ' | b'\t' | b'-' | b'*' | b'"' | b'\''));
        other.map_or(at <= NAME_LIMIT, |byte| matches!(byte, b'\n' | b'\r'))
    }

    /// Returns whether nothing but the end of a value stands after `at` on its line.
    fn ends_line(&self, at: usize) -> bool {
        let after = self.bytes[at..].iter().take(NAME_LIMIT);
        let other = after.copied().find(|byte| !matches!(byte, b' ' | b'\t' | b',' | b'"' | b'\''));
        other.map_or(self.bytes.len() - at <= NAME_LIMIT, |byte| matches!(byte, b'\n' | b'\r'))
    }

    /// Returns the value that begins at `start`, without its quotes.
    fn value(&self, start: usize) -> Option<Range<usize>> {
        let escaped = usize::from(self.bytes.get(start) == Some(&b'\\'));
        let quote = self.bytes.get(start + escaped).copied().filter(|byte| matches!(byte, b'"' | b'\''));
        let Some(quote) = quote else { return self.bare_value(start) };
        let start = start + escaped + 1;
        let mut end = start;
        while let Some(&byte) = self.bytes.get(end).filter(|byte| !matches!(byte, b'\n' | b'\r')) {
            if byte == quote || escaped == 1 && byte == b'\\' {
                break;
            }
            end += 1 + usize::from(byte == b'\\' && self.bytes.get(end + 1).is_some_and(u8::is_ascii_punctuation));
        }
        (end > start).then_some(start..end)
    }

    /// Returns the value that begins at `start` and has no quotes; it has a letter or a digit.
    fn bare_value(&self, start: usize) -> Option<Range<usize>> {
        let says = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
        let near = self.near_value(start);
        (!near.starts_with(b"/") && !near.starts_with(b":") && near.iter().any(says)).then_some(())?;
        Some(start..start + length_while(&self.bytes[start..], is_bare))
    }

    /// Returns the beginning of the value that begins at `start`.
    fn near_value(&self, start: usize) -> &[u8] {
        let near = &self.bytes[start.min(self.bytes.len())..self.bytes.len().min(start + NEAR)];
        &near[..length_while(near, is_bare)]
    }

    /// Finds the value of `--password value`.
    fn option(&self, at: usize) -> Option<Range<usize>> {
        let rest = self.text[at..].strip_prefix("--")?;
        let length = length_while(&rest.as_bytes()[..rest.len().min(NAME_LIMIT)], is_name);
        is_secret_name(&rest[..length]).then_some(())?;
        let start = at + 2 + length + 1;
        (rest.as_bytes().get(length) == Some(&b' ')).then_some(())?;
        let secret = self.value(start)?;
        let value = &self.text[secret.clone()];
        let spoken = value.starts_with('-') || SENTENCE_WORDS.contains(&value.to_lowercase().as_str());
        (!spoken).then_some(secret)
    }

    /// Finds `user:password` in `scheme://user:password@host`.
    fn address(&self, at: usize) -> Option<Range<usize>> {
        let rest = self.text[at..].strip_prefix("://")?;
        let ends =
            |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'?' | b'#' | b'"' | b'\'' | b'<' | b'>');
        let authority = &rest[..length_while(rest.as_bytes(), |byte| !ends(byte))];
        let (user, _) = authority.rsplit_once('@')?;
        let has_password = user.split_once(':').is_some_and(|(_, password)| !password.is_empty());
        (has_password || looks_secret(user.as_bytes()) && user.len() >= 16).then_some(at + 3..at + 3 + user.len())
    }

    /// Finds what looks random; each run is read once.
    fn random(&mut self, at: usize) -> Option<Range<usize>> {
        if at >= self.run_end {
            let length =
                length_while(&self.bytes[at..], |byte| is_key(byte) && byte != b'.' || matches!(byte, b'/' | b'+'));
            self.run_end = at + length;
            self.random = random_parts(&self.bytes[at..at + length], at);
        }
        while self.random.last().is_some_and(|part| part.end <= at) {
            self.random.pop();
        }
        let part = self.random.last().filter(|part| part.start <= at)?;
        Some(at..part.end)
    }
}

fn length_while(bytes: &[u8], mut test: impl FnMut(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !test(*byte)).unwrap_or(bytes.len())
}

/// Returns whether a byte can be part of a value without quotes.
fn is_bare(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !b"\"'&,;<>)]}\\".contains(&byte)
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn is_key(byte: u8) -> bool {
    is_name(byte) || byte == b'.'
}

/// Returns the name that ends a text, as far as [`NAME_LIMIT`].
fn name_before(text: &str) -> &str {
    let near = &text[text.ceil_char_boundary(text.len().saturating_sub(NAME_LIMIT))..];
    let is_name = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.');
    &near[near.trim_end_matches(is_name).len()..]
}

fn is_secret_name(name: &str) -> bool {
    let plain: String =
        name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    SECRET_NAMES.iter().any(|ending| plain.ends_with(ending))
}

/// Returns whether a value has a digit, or a capital after a small letter, and at least eight characters.
fn looks_secret(value: &[u8]) -> bool {
    let mixed = value.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    value.len() >= 8 && (mixed || value.iter().any(u8::is_ascii_digit))
}

/// Returns what looks random in a run that begins at `start`, the last first.
fn random_parts(run: &[u8], start: usize) -> Vec<Range<usize>> {
    if run.len() < RANDOM_LENGTH {
        return Vec::new();
    }
    if is_random(run) {
        let words = length_while(run, |byte| byte.is_ascii_lowercase() || byte == b'/');
        let path = run[..words].iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
        let whole = start + path..start + run.len();
        return vec![whole];
    }
    let mut parts = Vec::new();
    let mut end = run.len();
    for part in run.rsplit(|byte| matches!(byte, b'/' | b'+' | b'-' | b'_')) {
        if is_hexadecimal(part) || is_random(part) {
            parts.push(start + end - part.len()..start + end);
        }
        end = (end - part.len()).saturating_sub(1);
    }
    parts
}

fn is_hexadecimal(part: &[u8]) -> bool {
    let letters = part.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    part.len() >= RANDOM_LENGTH && part.iter().all(u8::is_ascii_hexdigit) && letters > 0 && letters < part.len()
}

/// Returns whether small letters, capitals and digits follow one another as they do by chance: in words, and in words put together,
/// they change far more seldom than in nine of twenty places.
fn is_random(part: &[u8]) -> bool {
    let class = |byte: &u8| match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let mut counts = [0; 4];
    part.iter().for_each(|byte| counts[class(byte)] += 1);
    let changes = part.windows(2).filter(|pair| {
        let (one, other) = (class(&pair[0]), class(&pair[1]));
        one != other && one < 3 && other < 3
    });
    part.len() >= RANDOM_LENGTH && counts[..3].iter().all(|count| *count >= 2) && changes.count() * 20 >= part.len() * 9
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn secrets_are_hidden() {
        for (text, masked) in [
            ("key sk-proj-abcdefghij0123456789_x.", "key •••."),
            ("ghp_abcdefghijklmnopqrstuvwxyz0123456789 ok", "••• ok"),
            ("github_pat_11ABCDEFG0abcdefghijkl_mnop", "•••"),
            ("xoxb-123456789012-abcdef", "•••"),
            ("id AKIAIOSFODNN7EXAMPLE, next", "id •••, next"),
            ("(AIzaSyA1234567890abcdefghijklmnopqrstu)", "(•••)"),
            ("jwt=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl", "jwt=•••"),
            ("Authorization: Bearer abc", "Authorization: Bearer •••"),
            ("-H 'authorization: token 12ab'", "-H 'authorization: token •••'"),
            ("Authorization: Digest username=\"a\", nonce=\"b\"\nnext", "Authorization: Digest •••\nnext"),
            ("{\"Authorization\": \"Basic dXNlcjpwYXNz\"}", "{\"Authorization\": \"Basic •••\"}"),
            ("sent Bearer a1b2c3d4e5 twice", "sent Bearer ••• twice"),
            ("Basic dXNlcjpwYXNz", "Basic •••"),
            ("password=hunter&x=1", "password=•••&x=1"),
            ("DB_PASSWORD='two words'", "DB_PASSWORD='•••'"),
            ("OPENAI_API_KEY = abc", "OPENAI_API_KEY = •••"),
            ("?access_token=q;b", "?access_token=•••;b"),
            ("accessToken: \"a.b1\"", "accessToken: \"•••\""),
            ("{\"password\": \"pa\\\"ss\", \"a\": 1}", "{\"password\": \"•••\", \"a\": 1}"),
            ("{\\\"secret\\\":\\\"x y\\\",", "{\\\"secret\\\":\\\"•••\\\","),
            ("password: hunter", "password: •••"),
            ("  - api-key: hunter\n", "  - api-key: •••\n"),
            ("contraseña=ñandú fin", "contraseña=••• fin"),
            ("Tu contraseña: abc123", "Tu contraseña: •••"),
            ("mysql --password hunter -u me", "mysql --password ••• -u me"),
            ("https://ana:s3c@ret@example.org/x", "https://•••@example.org/x"),
            ("git clone https://0123456789abcdef0123@example.org", "git clone https://•••@example.org"),
            ("postgres://u:p@db", "postgres://•••@db"),
            ("a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb", "a\n•••\nb"),
            ("-----BEGIN PRIVATE KEY-----\nMIIE", "•••"),
            ("commit 0123456789abcdef0123456789abcdef01234567 ok", "commit ••• ok"),
            ("/reset/9fK2mQx7Rt4bZ1sWv8Ye3Hn6Jc5Lp0Da?x", "/reset/•••?x"),
            ("d 9fK2mQx7+t4bZ1sWv8Y/3Hn6Jc5Lp0Da== e", "d •••== e"),
            ("secret=0123456789abcdef0123456789abcdef", "secret=•••"),
        ] {
            assert_eq!(mask(text), masked, "{text}");
        }
    }

    #[test]
    fn what_is_no_secret_is_left_alone() {
        for text in [
            "Internal Server Error",
            "The bearer of bad news; Bearer authentication failed",
            "Basic usage, basic understanding",
            "Unexpected token: identifier expected",
            "Unexpected token } in JSON at position 4096",
            "max_tokens=4096 and 512 tokens: fine",
            "This model's maximum context length is 8192 tokens: you asked for 9000",
            "the --token option is required; --password must be set",
            "Wrong password: try again",
            "if token == null { return }",
            "auth::token::parse",
            "password=",
            "sk-learn, sk-SK and sk-something-without-any-number-in-it",
            "https://example.org:8080/a@b?x=y ssh://git@example.org/x.git mailto:ana@example.org",
            "550e8400-e29b-41d4-a716-446655440000",
            "12345678901234567890123456789012345678901234567890",
            "org/apache/catalina/core/StandardWrapperValve2/ApplicationFilterChain",
            "MyVeryLongClassNameForTesting2ServiceFactoryImplementation3",
            "----------------------------------------------------------------",
            "-----BEGIN CERTIFICATE-----\nMIIE",
            "-----BEGIN what is a PRIVATE KEY",
            "¿Qué contraseña es? La clave es paciencia, la contraseña no vale",
            "monkey=banana; keyboard: qwerty1",
            "2024-01-01T00:00:00.000000Z 10.0.0.1:443 GET /a/b/c?page=2",
        ] {
            assert!(matches!(mask(text), Cow::Borrowed(_)), "{text} {}", mask(text));
        }
    }

    proptest! {
        #[test]
        fn masking_twice_is_masking_once(
            text in "\\PC{0,40}|([a-zA-Z0-9=:@/ '\"\\\\ñ-]|token|://|bearer |sk-|--password |-----BEGIN PRIVATE KEY){0,24}"
        ) {
            let masked = mask(&text).into_owned();
            prop_assert_eq!(mask(&masked).into_owned(), masked.clone());
        }

        #[test]
        fn a_secret_never_comes_through(before in "[ -~]{0,20}", after in "[ -~]{0,20}") {
            let secret = "hunter2hunter";
            let text = format!("{before} password={secret} {after}");
            prop_assert!(!mask(&text).contains(secret));
        }
    }
}
