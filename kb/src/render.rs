//! Mistakes as a person reads them on a screen, with the lines they are in. No other file knows annotate-snippets.

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::Files;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

/// How a rendered text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Characters only.
    Plain,
    /// With colours, as escape sequences of the terminal.
    Coloured,
}

/// How many lines may lie between two labels that are shown in one piece.
const TOGETHER: usize = 6;

/// Returns a mistake with the lines it is in; the text ends without a line break and holds no control character of the base.
pub fn render(diagnostic: &Diagnostic, files: &Files, paint: Paint) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.as_str());
    let group = Group::with_title(title).elements(places(&diagnostic.labels, files));
    let example = diagnostic.example.as_deref();
    let example = example.map(|example| Level::NOTE.message(visible(&format!("for example: {example}"))));
    let help = diagnostic.help.as_deref().map(|help| Level::HELP.message(visible(help)));
    let renderer = match paint {
        Paint::Plain => Renderer::plain(),
        Paint::Coloured => Renderer::styled(),
    };
    renderer.term_width(120).render(&[group.elements(example).elements(help)])
}

/// Returns the pieces of the files that the labels are in: labels that stand near each other share one.
fn places<'a>(labels: &'a [Label], files: &'a Files) -> Vec<Element<'a>> {
    let mut pieces: Vec<Vec<&Label>> = Vec::new();
    for (nth, label) in labels.iter().enumerate() {
        let shared = pieces.iter_mut().find(|piece| nth > 0 && near(piece[0], label, files));
        match shared {
            Some(piece) => piece.push(label),
            None => pieces.push(vec![label]),
        }
    }
    let primary = labels.first();
    pieces.iter().map(|piece| snippet(piece, primary, files)).collect()
}

fn near(a: &Label, b: &Label, files: &Files) -> bool {
    let file = files.get(a.span.file);
    let line = |label: &Label| file.line_of(label.span.range().start);
    a.span.file == b.span.file && line(a).abs_diff(line(b)) <= TOGETHER
}

fn snippet<'a>(labels: &[&'a Label], primary: Option<&Label>, files: &'a Files) -> Element<'a> {
    let file = files.get(labels[0].span.file);
    let name = visible(file.name());
    if file.text().is_empty() {
        return Origin::path(name).into();
    }
    let line = |byte: usize| file.line_of(byte.min(file.text().len()));
    let first = labels.iter().map(|label| line(label.span.range().start)).min().unwrap_or_default();
    let last = labels.iter().map(|label| line(label.span.range().end)).max().unwrap_or_default();
    let range = file.lines(first, last);
    let annotations = labels.iter().map(|label| {
        let kind = match primary {
            Some(primary) if std::ptr::eq(primary, *label) => AnnotationKind::Primary,
            _ => AnnotationKind::Context,
        };
        let within = |byte: usize| byte.clamp(range.start, range.end) - range.start;
        let span = label.span.range();
        let text = Some(visible(&label.text)).filter(|text| !text.is_empty());
        kind.span(within(span.start)..within(span.end)).label(text)
    });
    Snippet::source(same_length(&file.text()[range.clone()]))
        .path(name)
        .line_start(first + 1)
        .annotations(annotations.collect::<Vec<_>>())
        .into()
}

/// Returns a text with its control characters written out.
fn visible(text: &str) -> String {
    let written = |c: char| if is_control(c) { format!("\\u{{{:x}}}", u32::from(c)) } else { c.to_string() };
    text.chars().map(written).collect()
}

/// Returns lines with signs in place of control characters, so that places stay where they are.
fn same_length(lines: &str) -> String {
    let sign = |c: char| match (is_control(c), c.len_utf8()) {
        _ if c == '\n' || c == '\t' => c,
        (false, _) => c,
        (true, 1) => '?',
        (true, 2) => '¿',
        (true, _) => '\u{fffd}',
    };
    lines.chars().map(sign).collect()
}

fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_there_only_where_they_are_wanted() {
        let loaded = crate::parse_str("a.kb", "wrong");
        assert_eq!(loaded.render(Paint::Plain).matches('\u{1b}').count(), 0);
        assert!(loaded.render(Paint::Coloured).contains("\u{1b}["));
    }

    #[test]
    fn signs_take_the_room_of_what_they_stand_for() {
        let text = "a\u{1b}[31m\tb\u{9b}c\u{202e}\r\n";
        assert_eq!(same_length(text), "a?[31m\tb¿c\u{fffd}?\n");
        assert_eq!(same_length(text).len(), text.len());
        assert_eq!(visible("a\u{1b}b\n"), "a\\u{1b}b\\u{a}");
    }
}
