//! A page for a person: lines with a tone and an indentation, wrapped when they are written.
//!
//! Everything that a terminal shows goes through a page, and a page cleans what it takes: no control character of a base, a text or a
//! file name gets out.

use anstyle::{AnsiColor, Style};
use etio_kb::engine::clean;
use std::fmt::Write as _;
use std::io;
use unicode_width::UnicodeWidthStr;

/// How wide a page is where nobody says.
pub(crate) const WIDTH: usize = 88;

/// Lines for a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Page {
    lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    tone: Tone,
    /// Columns before everything.
    indent: usize,
    /// What stands before the text; the text hangs behind it.
    mark: String,
    text: String,
    /// Whether long text goes on in the next line.
    wraps: bool,
}

/// How a line sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// As text.
    Plain,
    /// What to read first.
    Strong,
    /// What may be skipped.
    Faint,
    /// What to be careful about.
    Careful,
}

impl Tone {
    fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Strong => Style::new().bold(),
            Self::Faint => Style::new().dimmed(),
            Self::Careful => AnsiColor::Yellow.on_default(),
        }
    }
}

impl Page {
    /// Adds a line of text.
    pub(crate) fn text(&mut self, text: impl AsRef<str>) {
        self.push(Tone::Plain, 0, "", text.as_ref());
    }

    /// Adds a line that is to be read first.
    pub(crate) fn strong(&mut self, text: impl AsRef<str>) {
        self.push(Tone::Strong, 0, "", text.as_ref());
    }

    /// Adds a line that may be skipped.
    pub(crate) fn faint(&mut self, text: impl AsRef<str>) {
        self.push(Tone::Faint, 0, "", text.as_ref());
    }

    /// Adds a heading, apart from what stands before it.
    pub(crate) fn heading(&mut self, text: impl AsRef<str>) {
        self.gap();
        self.strong(text);
    }

    /// Adds a line of text under something, so many columns in.
    pub(crate) fn under(&mut self, indent: usize, text: impl AsRef<str>) {
        self.push(Tone::Plain, indent, "", text.as_ref());
    }

    /// Adds a line with a tone, so many columns in, whose text hangs behind a mark.
    pub(crate) fn item(&mut self, tone: Tone, indent: usize, mark: impl AsRef<str>, text: impl AsRef<str>) {
        self.push(tone, indent, mark.as_ref(), text.as_ref());
    }

    /// Adds a numbered line.
    pub(crate) fn numbered(&mut self, number: usize, text: impl AsRef<str>) {
        self.push(Tone::Plain, 0, &format!("{number:>3}. "), text.as_ref());
    }

    /// Adds a line that is to be copied, and so is not wrapped.
    pub(crate) fn verbatim(&mut self, indent: usize, text: impl AsRef<str>) {
        self.push(Tone::Plain, indent, "", text.as_ref());
        if let Some(line) = self.lines.last_mut() {
            line.wraps = false;
        }
    }

    /// Adds an empty line, unless there is one already or nothing stands before it.
    pub(crate) fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.text.is_empty() || !line.mark.is_empty()) {
            self.push(Tone::Plain, 0, "", "");
        }
    }

    /// Adds the lines of another page.
    pub(crate) fn append(&mut self, other: Self) {
        self.lines.extend(other.lines);
    }

    /// Returns the page with an empty line before it, unless there is nothing on it.
    #[must_use]
    pub(crate) fn set_apart(mut self) -> Self {
        if !self.lines.is_empty() {
            self.push(Tone::Plain, 0, "", "");
            self.lines.rotate_right(1);
        }
        self
    }

    fn push(&mut self, tone: Tone, indent: usize, mark: &str, text: &str) {
        let (mark, text) = (mark.to_owned(), clean(text).replace(['\n', '\t'], " "));
        self.lines.push(Line { tone, indent, mark, text, wraps: true });
    }

    /// Writes the page with styles, wrapped to `width` columns.
    pub(crate) fn write(&self, out: &mut dyn io::Write, width: usize) -> io::Result<()> {
        let mut text = String::new();
        for line in &self.lines {
            line.render(&mut text, width);
        }
        out.write_all(text.as_bytes())
    }

    /// Returns the page without styles.
    #[cfg(test)]
    pub(crate) fn plain(&self) -> String {
        self.without_styles(WIDTH)
    }

    /// Returns the page without styles, every paragraph one line: whoever shows it breaks lines itself.
    pub(crate) fn unwrapped(&self) -> String {
        self.without_styles(usize::MAX)
    }

    fn without_styles(&self, width: usize) -> String {
        let mut out = anstream::StripStream::new(Vec::new());
        self.write(&mut out, width).expect("memory takes everything");
        String::from_utf8(out.into_inner()).expect("a page is text")
    }
}

impl Line {
    fn render(&self, out: &mut String, width: usize) {
        let style = self.tone.style();
        let hang = self.indent + self.mark.width();
        let rows =
            if self.wraps { wrap(&self.text, width.saturating_sub(hang).max(20)) } else { vec![self.text.as_str()] };
        for (number, row) in rows.iter().enumerate() {
            let (before, mark) = if number == 0 { (self.indent, self.mark.as_str()) } else { (hang, "") };
            let line = format!("{:before$}{mark}{row}", "");
            let _ = match line.trim_end() {
                "" => writeln!(out),
                line => writeln!(out, "{style}{line}{style:#}"),
            };
        }
    }
}

/// Returns the rows of a text that fit into `width` columns, broken at spaces; a word that is too long stands alone.
fn wrap(text: &str, width: usize) -> Vec<&str> {
    let mut rows = Vec::new();
    let (mut start, mut end) = (0, 0);
    for (at, word) in words(text) {
        if end > start && text[start..at + word.len()].width() > width {
            rows.push(&text[start..end]);
            start = at;
        }
        end = at + word.len();
    }
    rows.push(&text[start..end.max(start)]);
    rows
}

/// Returns the words of a text and where they begin. A no-break space is part of a word.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(' ')
        .scan(0, |next, word| {
            let at = *next;
            *next += word.len() + 1;
            Some((at, word))
        })
        .filter(|(_, word)| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_hangs_behind_its_mark() {
        let mut page = Page::default();
        page.numbered(1, "a text that is much too long for a page of so few columns");
        let mut out = anstream::StripStream::new(Vec::new());
        page.write(&mut out, 30).expect("memory takes everything");
        let written = String::from_utf8(out.into_inner()).expect("a page is text");
        assert_eq!(written, "  1. a text that is much too\n     long for a page of so few\n     columns\n");
    }

    #[test]
    fn what_is_to_be_copied_is_not_wrapped() {
        let mut page = Page::default();
        page.verbatim(2, "word ".repeat(40).trim_end());
        assert_eq!(page.plain().lines().count(), 1);
    }

    #[test]
    fn no_control_character_gets_out() {
        let mut page = Page::default();
        page.text("\u{1b}[31mred\u{7} alert\u{9b}2J");
        page.text("two\nlines");
        assert!(!page.plain().chars().any(|c| c.is_control() && c != '\n'), "{:?}", page.plain());
        assert_eq!(page.plain().lines().count(), 2);
    }

    #[test]
    fn lines_are_broken_unless_somebody_else_does() {
        let mut page = Page::default();
        page.text("word ".repeat(100));
        assert_eq!((page.plain().lines().count() > 1, page.unwrapped().lines().count()), (true, 1));
    }

    #[test]
    fn gaps_do_not_pile_up() {
        let mut page = Page::default();
        page.gap();
        page.heading("one");
        page.gap();
        page.heading("two");
        assert_eq!(page.plain(), "one\n\ntwo\n");
    }

    #[test]
    fn a_row_never_loses_a_word() {
        for width in 1..40 {
            let text = "uno dos  tres cuatro_que_es_muy_largo cinco";
            let joined = wrap(text, width).join(" ");
            assert_eq!(
                joined.split_whitespace().collect::<Vec<_>>(),
                text.split_whitespace().collect::<Vec<_>>(),
                "{width}"
            );
        }
    }
}
