//! How something is cut out of a page: whole lines where nothing is left on them, a comma with its item, a silence with the
//! statement it is for. Everything else stays to the byte.

use super::{Cut, Edit};
use crate::check::is_silence;
use crate::source::{FileId, Files, Span};
use crate::syntax::{self, HeadWord, first_word};
use std::collections::BTreeMap;
use std::ops::Range;

/// Cuts in files, which it reads once.
pub(super) struct Cutter<'f> {
    files: &'f Files,
    /// Where the heads and statements of a file stand.
    lines: BTreeMap<FileId, Vec<Range<usize>>>,
}

/// What a head or statement consists of, as far as it matters here, with its place in the file.
#[derive(Debug)]
enum Token {
    Word(Range<usize>),
    Comma(usize),
    Open,
    Close,
}

impl<'f> Cutter<'f> {
    pub(super) fn new(files: &'f Files) -> Self {
        Self { files, lines: BTreeMap::new() }
    }

    /// Returns the edits that make something go; none where that cannot be done safely.
    pub(super) fn edits(&mut self, cut: &Cut) -> Option<Vec<Edit>> {
        match cut {
            Cut::Said(span) => self.said(*span),
            Cut::Again(span, first) => {
                let [again, first] = [span, first].map(|span| self.files.text(*span).split_whitespace());
                again.eq(first).then(|| self.said(*span)).flatten()
            }
            Cut::Declaration(span) => {
                let [start, end] = [span.start, span.end].map(|byte| Span { start: byte, end: byte, ..*span });
                let whole = self.line(start)?.start..self.line(end)?.end;
                Some(self.whole(Span::new(span.file, whole)))
            }
            Cut::Part { of, nth, count } => self.part(*of, *nth, *count),
            Cut::Comment(span) => Some(self.comment(*span)),
        }
    }

    fn text(&self, file: FileId) -> &'f str {
        self.files.get(file).text()
    }

    /// Returns the head or statement that a place is in.
    fn line(&mut self, span: Span) -> Option<Range<usize>> {
        let text = self.text(span.file);
        let lines = self.lines.entry(span.file).or_insert_with(|| syntax::line_ranges(span.file, text));
        let at = lines.partition_point(|line| line.start <= span.range().start).checked_sub(1)?;
        Some(lines[at].clone()).filter(|line| line.end >= span.range().end)
    }

    fn said(&mut self, span: Span) -> Option<Vec<Edit>> {
        let (text, line) = (self.text(span.file), self.line(span)?);
        let item = span.range();
        let commas: Vec<usize> = tokens(text, &line)
            .iter()
            .filter_map(|token| if let Token::Comma(at) = token { Some(*at) } else { None })
            .collect();
        let before = commas.iter().rfind(|comma| **comma < item.start);
        let after = commas.iter().find(|comma| **comma >= item.end);
        let inside = commas.iter().any(|comma| item.contains(comma));
        let range = match (before, after) {
            _ if item == line || inside => None,
            (Some(before), _) => Some((*before..item.end, *before + 1..item.start)),
            (None, Some(after)) => {
                let next = *after + 1 + text[*after + 1..].len() - text[*after + 1..].trim_start().len();
                Some((item.start..next, item.end..*after))
            }
            (None, None) => None,
        };
        if let Some((range, between)) = range {
            let joined = range.start < item.start || !text[range.end..].starts_with('#');
            let clear = text[between].trim().is_empty() && joined;
            return clear.then(|| vec![cut(span.file, range)]);
        }
        let is_head = HeadWord::of_word(first_word(&text[line.clone()])).is_some();
        // Of a list with several items, one at least stays.
        (!is_head && (item == line || commas.is_empty())).then(|| self.whole(Span::new(span.file, line)))
    }

    /// Cuts out whole lines, with the silences that are for the first of them.
    fn whole(&self, span: Span) -> Vec<Edit> {
        let (source, text) = (self.files.get(span.file), self.text(span.file));
        let last_byte = span.range().end.saturating_sub(1).max(span.range().start);
        let (first, last) = (source.line_of(span.range().start), source.line_of(last_byte));
        let line = |nth: usize| source.lines(nth, nth);
        let blank = |nth: usize| text[line(nth)].trim().is_empty();
        let mut edits = Vec::new();
        let mut top = first;
        for above in (0..first).rev() {
            let comment = text[line(above)].trim_start_matches('\u{feff}').trim();
            if is_silence(comment) {
                if above + 1 == top {
                    top = above;
                } else {
                    edits.push(cut(span.file, line(above)));
                }
            } else if !comment.is_empty() && !comment.starts_with('#') {
                break;
            }
        }
        // One empty line is enough where two would meet.
        let count = source.line_of(text.len()) + 1;
        let two = last + 1 < count && blank(last + 1) && !line(last + 1).is_empty() && (top == 0 || blank(top - 1));
        let bottom = if two { last + 1 } else { last };
        edits.push(keep_mark(cut(span.file, line(top).start..line(bottom).end), text));
        edits.sort_by_key(|edit| edit.span);
        edits
    }

    /// Cuts a part out of the condition that stands in the head or statement at a place.
    fn part(&mut self, of: Span, nth: usize, count: usize) -> Option<Vec<Edit>> {
        let (text, line) = (self.text(of.file), self.line(of)?);
        let tokens = tokens(text, &line);
        let word = |token: &Token, wanted: &str| matches!(token, Token::Word(at) if text[at.clone()] == *wanted);
        let when = tokens.iter().position(|token| word(token, "when"))?;
        let Token::Word(opens) = &tokens[when] else { return None };
        let (mut depth, mut end) = (0, line.end);
        let (mut ands, mut ors) = (Vec::new(), Vec::new());
        for token in &tokens[when + 1..] {
            match token {
                Token::Open => depth += 1,
                Token::Close => depth -= 1,
                Token::Word(at) if depth == 0 => match &text[at.clone()] {
                    "and" => ands.push(at.clone()),
                    "or" => ors.push(at.clone()),
                    "then" => {
                        end = at.start;
                        break;
                    }
                    _ => {}
                },
                Token::Word(_) | Token::Comma(_) => {}
            }
        }
        let joints = if ors.is_empty() { ands } else { ors };
        if joints.len() + 1 != count {
            return None;
        }
        let range = match nth.checked_sub(1) {
            None => {
                let next = joints.first()?.end;
                let start = opens.end + text[opens.end..].len() - text[opens.end..].trim_start().len();
                start..next + text[next..].len() - text[next..].trim_start().len()
            }
            Some(before) => {
                let start = text[..joints[before].start].trim_end().len();
                let end = joints.get(nth).map_or(end, |next| next.start);
                start..text[..end].trim_end().len()
            }
        };
        // A comment in between would be lost, or would swallow what follows.
        let lost = text[range.clone()].contains('#') || text[range.end..].starts_with('#') && nth == 0;
        (!lost).then(|| vec![cut(of.file, range)])
    }

    /// Cuts a comment out: its whole line where nothing else stands on it.
    fn comment(&self, span: Span) -> Vec<Edit> {
        let (source, text) = (self.files.get(span.file), self.text(span.file));
        let nth = source.line_of(span.range().start);
        let start = source.lines(nth, nth).start;
        let before = text[start..span.range().start].trim_start_matches('\u{feff}').trim_end();
        if before.is_empty() {
            return vec![keep_mark(cut(span.file, source.lines(nth, nth)), text)];
        }
        let content = text[..span.range().start].trim_end_matches([' ', '\t', '\u{a0}']).len();
        vec![cut(span.file, content..span.range().end)]
    }
}

fn cut(file: FileId, range: Range<usize>) -> Edit {
    Edit { span: Span::new(file, range), text: String::new() }
}

/// Keeps the byte order mark at the beginning of a page.
fn keep_mark(mut edit: Edit, text: &str) -> Edit {
    if edit.span.start == 0 && text.starts_with('\u{feff}') {
        edit.span.start = '\u{feff}'.len_utf8() as u32;
    }
    edit
}

/// Returns the tokens of a head or statement; strings, regular expressions and comments are none.
fn tokens(text: &str, line: &Range<usize>) -> Vec<Token> {
    let content = &text[line.clone()];
    let regexes = first_word(content) == "says";
    let bytes = content.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = line.start + at;
        match bytes[at] {
            b'#' => at += content[at..].find('\n').unwrap_or(content.len() - at),
            quote @ (b'"' | b'/') if quote == b'"' || regexes => {
                at += 1;
                while at < bytes.len() && bytes[at] != quote {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at += 1;
            }
            sign @ (b',' | b'(' | b')') => {
                tokens.push(match sign {
                    b',' => Token::Comma(start),
                    b'(' => Token::Open,
                    _ => Token::Close,
                });
                at += 1;
            }
            byte if byte.is_ascii_whitespace() => at += 1,
            _ => {
                let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b'(' | b')' | b'"' | b'#');
                let length = bytes[at..].iter().position(ends).unwrap_or(bytes.len() - at).max(1);
                tokens.push(Token::Word(start..start + length));
                at += length;
            }
        }
    }
    tokens
}
