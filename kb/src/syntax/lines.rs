//! A file as logical lines: physical lines without comments, joined where one goes on in the next.
//!
//! This scan knows strings, regular expressions, comments and brackets, and no word of the language but the ones that open
//! a declaration. What it lets through is safe to give to a recursive parser.

use super::ast::HeadWord;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::remedy::{Edit, Remedy};
use crate::source::{FileId, Span};
use std::ops::Range;

/// How many characters a line may have.
pub(crate) const MAX_LINE: usize = 16_384;
/// How deeply brackets may be nested.
pub(crate) const MAX_DEPTH: usize = 64;

/// A head or a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it stands in the file, without white space and comments around it.
    pub(super) range: Range<usize>,
    /// Whether it can be read at all; where not, the reason has been told.
    pub(super) sound: bool,
}

/// Returns the logical lines of a text.
pub(super) fn lines(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut ended = Ended { open: false, depth: 0 };
    for physical in physical_lines(text) {
        let readable = characters(file, text, &physical);
        let start = physical.end - text[physical.clone()].trim_start().len();
        let rest = &text[start..physical.end];
        let blank = rest.is_empty() || rest.starts_with('#');
        if !blank {
            let opens = HeadWord::of_word(first_word(rest)).is_some();
            let rule = lines.last().is_some_and(|line| first_word(&text[line.range.clone()]) == "rule");
            let part_of_rule = rule && matches!(first_word(rest), "when" | "then");
            let joins = !opens && !lines.is_empty() && (ended.open || rest.starts_with('"') || part_of_rule);
            let first = lines.last().filter(|_| joins).map_or(start, |line| line.range.start);
            let mut scan = Scan {
                file,
                text,
                regexes: first_word(&text[first..]) == "says",
                depth: if joins { ended.depth } else { 0 },
                end: start,
            };
            let scanned = scan.line(start..physical.end);
            let sound = readable.is_ok() && scanned.is_ok();
            ended = Ended { open: sound && goes_on(&text[start..scan.end]), depth: scan.depth };
            match lines.last_mut().filter(|_| joins) {
                Some(line) => *line = Line { range: first..scan.end, sound: line.sound && sound },
                None => lines.push(Line { range: start..scan.end, sound }),
            }
            scanned.unwrap_or_else(|problem| diagnostics.push(problem));
        }
        readable.unwrap_or_else(|problem| diagnostics.push(problem));
    }
    lines
}

/// How a line ended: whether the next one goes on with it, and how many brackets are open.
struct Ended {
    open: bool,
    depth: usize,
}

/// Returns the lines of a text without their ends; a byte order mark at the beginning is no part of them.
fn physical_lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
    text[start..].split_inclusive('\n').map(move |line| {
        let begin = start;
        start += line.len();
        let content = line.strip_suffix('\n').unwrap_or(line);
        begin..begin + content.strip_suffix('\r').unwrap_or(content).len()
    })
}

/// Returns the word a line opens with.
pub(crate) fn first_word(line: &str) -> &str {
    let end = line.find(|c: char| c.is_whitespace() || matches!(c, '"' | '#' | ',' | '(' | ')')).unwrap_or(line.len());
    &line[..end]
}

fn goes_on(content: &str) -> bool {
    let content = content.trim_end();
    let last = content.rsplit(char::is_whitespace).next().unwrap_or_default();
    content.ends_with(',') || last == "and" || last == "or"
}

/// Checks that a line is not too long and holds nothing that cannot be seen.
fn characters(file: FileId, text: &str, range: &Range<usize>) -> Result<(), Diagnostic> {
    let line = &text[range.clone()];
    if line.len() > MAX_LINE && line.chars().count() > MAX_LINE {
        let message = format!("this line is longer than {MAX_LINE} characters");
        let begin = line.char_indices().nth(40).map_or(line.len(), |(at, _)| at);
        let place = Span::new(file, range.start..range.start + begin);
        return Err(Diagnostic::new(Code::LineTooLong, message)
            .at(place, "")
            .help("a string may go on in the next line, which then begins with a quote"));
    }
    match line.char_indices().find(|(_, c)| is_unseen(*c)) {
        None => Ok(()),
        Some((at, c)) => {
            let place = Span::new(file, range.start + at..range.start + at + c.len_utf8());
            let message = format!("there is a control character here, U+{:04X}", u32::from(c));
            Err(Diagnostic::new(Code::ControlCharacter, message)
                .at(place, "")
                .help("delete it; a base holds only text that can be seen")
                .maybe_remedy(without_marks(file, range, line)))
        }
    }
}

/// Returns whether a character steers the terminal or the direction of the text.
fn is_unseen(c: char) -> bool {
    c != '\t' && c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// Returns that the marks on a line go, where there is no other control character on it: those show nothing, and stand for nothing.
fn without_marks(file: FileId, range: &Range<usize>, line: &str) -> Option<Remedy> {
    let unseen = || line.char_indices().filter(|(_, c)| is_unseen(*c));
    let is_mark = |c: char| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}');
    let go = |(at, c): (usize, char)| {
        let start = range.start + at;
        Edit { span: Span::new(file, start..start + c.len_utf8()), text: String::new() }
    };
    unseen().all(|(_, c)| is_mark(c)).then(|| Remedy::edits("delete what cannot be seen", unseen().map(go).collect()))
}

/// A scan of a physical line: strings, regular expressions, brackets, and where the content ends.
struct Scan<'a> {
    file: FileId,
    text: &'a str,
    /// Whether a slash opens a regular expression.
    regexes: bool,
    /// How many brackets are open.
    depth: usize,
    /// Where the content ends, as far as it was scanned.
    end: usize,
}

impl Scan<'_> {
    fn line(&mut self, range: Range<usize>) -> Result<(), Diagnostic> {
        let bytes = self.text.as_bytes();
        let mut at = range.start;
        while at < range.end {
            let next = match bytes[at] {
                b'#' => break,
                quote @ b'"' => self.delimited(at, range.end, quote)?,
                slash @ b'/' if self.regexes => self.delimited(at, range.end, slash)?,
                b'(' => self.open(at)?,
                b')' => {
                    self.depth = self.depth.saturating_sub(1);
                    at + 1
                }
                _ => at + 1,
            };
            if !bytes[at].is_ascii_whitespace() {
                self.end = next;
            }
            at = next;
        }
        Ok(())
    }

    /// Returns where a string or a regular expression ends.
    fn delimited(&mut self, start: usize, end: usize, delimiter: u8) -> Result<usize, Diagnostic> {
        let bytes = self.text.as_bytes();
        let mut at = start + 1;
        while at < end && bytes[at] != delimiter {
            at += if bytes[at] == b'\\' { 2 } else { 1 };
        }
        if at < end {
            return Ok(at + 1);
        }
        self.end = end;
        let what = if delimiter == b'"' { "string" } else { "regular expression" };
        let sign = char::from(delimiter);
        Err(Diagnostic::new(Code::NotClosed, format!("this {what} is not closed"))
            .at(Span::new(self.file, start..end), format!("no `{sign}` ends it on this line"))
            .help(format!("end it with `{sign}`; inside it, write `\\{sign}`")))
    }

    fn open(&mut self, at: usize) -> Result<usize, Diagnostic> {
        self.depth += 1;
        if self.depth <= MAX_DEPTH {
            return Ok(at + 1);
        }
        self.end = at + 1;
        Err(Diagnostic::new(Code::TooDeep, format!("brackets are more than {MAX_DEPTH} deep"))
            .at(Span::new(self.file, at..at + 1), "this one is too many")
            .help("split the condition over several rules"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Vec<Code>) {
        let mut diagnostics = Diagnostics::default();
        let lines = lines(FileId(0), text, &mut diagnostics);
        let lines = lines.into_iter().map(|line| format!("{}{}", if line.sound { "" } else { "!" }, &text[line.range]));
        (lines.collect(), diagnostics.into_list().into_iter().map(|diagnostic| diagnostic.code).collect())
    }

    #[test]
    fn lines_are_joined_where_one_goes_on() {
        let table: &[(&str, &[&str])] = &[
            ("", &[]),
            ("# only\n\n   # comments\n", &[]),
            ("a # b\r\nc\n", &["a", "c"]),
            ("\u{feff}a", &["a"]),
            ("a \"# no comment\" # one", &["a \"# no comment\""]),
            ("for a,\n # between\n\n b\nc", &["for a,\n # between\n\n b", "c"]),
            ("for a and\nb or # so\nc", &["for a and\nb or # so\nc"]),
            ("means \"a\"\n \"b\"\nfor c", &["means \"a\"\n \"b\"", "for c"]),
            ("for a,\nfix b", &["for a,", "fix b"]),
            ("stand", &["stand"]),
            ("rule a\n when b # c\n then d\n note", &["rule a\n when b # c\n then d", "note"]),
            ("fix a\n then b", &["fix a", "then b"]),
            ("says /a#b\\/\"/ # c", &["says /a#b\\/\"/"]),
            ("link http://x/y # c", &["link http://x/y"]),
            ("\"stray", &["!\"stray"]),
        ];
        for (text, expected) in table {
            assert_eq!(read(text).0, *expected, "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_once_and_the_rest_goes_on() {
        assert_eq!(read("a \u{1b}[31m\nb"), (vec!["!a \u{1b}[31m".into(), "b".into()], vec![Code::ControlCharacter]));
        assert_eq!(read("# \u{7}\nb"), (vec!["b".into()], vec![Code::ControlCharacter]));
        assert_eq!(read("a \u{202e}\nb").1, [Code::ControlCharacter]);
        assert_eq!(read("a \"b\nc"), (vec!["!a \"b".into(), "c".into()], vec![Code::NotClosed]));
        assert_eq!(read("says /b\nc"), (vec!["!says /b".into(), "c".into()], vec![Code::NotClosed]));
    }

    #[test]
    fn limits_hold_at_below_and_above() {
        for (length, codes) in [(MAX_LINE - 1, vec![]), (MAX_LINE, vec![]), (MAX_LINE + 1, vec![Code::LineTooLong])] {
            assert_eq!(read(&"ñ".repeat(length)).1, codes, "{length}");
        }
        for (depth, codes) in [(MAX_DEPTH - 1, vec![]), (MAX_DEPTH, vec![]), (MAX_DEPTH + 1, vec![Code::TooDeep])] {
            assert_eq!(read(&"(".repeat(depth)).1, codes, "{depth}");
            assert_eq!(read(&format!("{} and\n(", "(".repeat(depth - 1))).1, codes, "{depth} over two lines");
            assert_eq!(read(&format!("\"{}\"", "(".repeat(depth))).1, [], "{depth} in a string");
        }
        assert_eq!(read(&"()".repeat(MAX_DEPTH + 1)).1, []);
    }
}
