//! Texts from files and pipes: bounded, and UTF-8 or refused with the place.

use crate::exit::Failure;
use crate::words::Words;
use etio_kb::engine::TEXT_LIMIT;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Reads a file whole.
pub(crate) fn file(path: &Path, words: Words) -> Result<String, Failure> {
    let name = format!("`{}`", path.display());
    let unreadable = |error: &io::Error| Failure::usage(words.unreadable(&name, &reason(error, words)));
    if path.is_dir() {
        return Err(Failure::usage_with_help(words.unreadable(&name, &words.is_folder()), words.name_a_file()));
    }
    let mut file = File::open(path).map_err(|error| unreadable(&error))?;
    text(&mut file, &name, words)
}

/// Reads a stream to its end.
pub(crate) fn text(input: &mut dyn Read, name: &str, words: Words) -> Result<String, Failure> {
    let most = u64::try_from(TEXT_LIMIT).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let read = input.take(most).read_to_end(&mut bytes);
    read.map_err(|error| Failure::usage(words.unreadable(name, &reason(&error, words))))?;
    if bytes.len() > TEXT_LIMIT {
        return Err(Failure::usage_with_help(words.too_long(name, TEXT_LIMIT >> 20), words.shorten()));
    }
    decode(bytes, name, words)
}

/// Returns the text of bytes, without a byte order mark.
fn decode(bytes: Vec<u8>, name: &str, words: Words) -> Result<String, Failure> {
    if let Some(text) = utf16(&bytes) {
        return Ok(text);
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        Failure::usage_with_help(words.not_utf8(name, line), words.save_as_utf8())
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Returns the text of bytes that a byte order mark says to be UTF-16, as some systems write when output is redirected.
fn utf16(bytes: &[u8]) -> Option<String> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16(&units).ok()
}

/// Returns why something cannot be read, in the person's language.
pub(crate) fn reason(error: &io::Error, words: Words) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => words.not_found(),
        io::ErrorKind::PermissionDenied => words.not_allowed(),
        io::ErrorKind::IsADirectory => words.is_folder(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<String, String> {
        text(&mut &bytes[..], "the text", Words::English).map_err(|failure| failure.to_string())
    }

    #[test]
    fn byte_order_marks_are_no_text() {
        assert_eq!(read(b"\xef\xbb\xbferror"), Ok("error".to_owned()));
        assert_eq!(read(b"\xff\xfee\0r\0r\0"), Ok("err".to_owned()));
        assert_eq!(read(b"\xfe\xff\0e\0r\0r"), Ok("err".to_owned()));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_with_the_line() {
        assert_eq!(read(b"one\ntwo \xff\xff"), Err("the text is not UTF-8 (line 2)".to_owned()));
    }

    #[test]
    fn the_limit_is_16_megabytes() {
        let fits = vec![b'a'; TEXT_LIMIT];
        assert_eq!(read(&fits).map(|text| text.len()), Ok(16 << 20));
        let more = vec![b'a'; TEXT_LIMIT + 1];
        assert_eq!(read(&more), Err("the text is longer than 16 MB".to_owned()));
    }
}
