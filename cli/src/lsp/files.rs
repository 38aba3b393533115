//! Files as editors name them, and as the loader does: an address is `file:///a%20b/c.kb`, a path `/a b/c.kb`.

use std::fmt::Write as _;

/// Returns the path of an address; of one that names no file, the address itself.
pub(super) fn path(uri: &str) -> String {
    let Some(rest) = uri.strip_prefix("file://") else { return uri.to_owned() };
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = decoded(rest);
    // `/C:/base` is a path of Windows.
    let drive = path.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic) && path.as_bytes().get(2) == Some(&b':');
    if drive { path[1..].to_owned() } else { path }
}

/// Returns the address of a path.
pub(super) fn uri(path: &str) -> String {
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => uri.push(char::from(byte)),
            _ => write!(uri, "%{byte:02X}").expect("a text takes all"),
        }
    }
    uri
}

/// Returns the folder of a path.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code =
            text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        plain.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_paths_go_both_ways() {
        for (uri_text, path_text) in [
            ("file:///a%20b/c%C3%B1.kb", "/a b/cñ.kb"),
            ("file:///100%25.kb", "/100%.kb"),
            ("file:///C%3A/b.kb", "C:/b.kb"),
        ] {
            assert_eq!(path(uri_text), path_text);
            assert_eq!(uri(path_text), uri_text);
        }
        assert_eq!(path("untitled:Untitled-1"), "untitled:Untitled-1");
        assert_eq!(path("file:///a%"), "/a%");
    }
}
