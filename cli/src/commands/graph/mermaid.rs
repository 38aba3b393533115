//! A picture in Mermaid, which many wikis and forges draw.

use crate::commands::graph::picture::{Line, Picture, Sort};
use std::fmt::Write;

/// Returns the picture in Mermaid. The same picture gives the same bytes.
pub(super) fn draw(picture: &Picture) -> String {
    let mut text = String::from("flowchart LR\n");
    let _ = writeln!(text, "  accTitle: {}", plain(&picture.title));
    let _ = writeln!(text, "  accDescr: {}", plain(&picture.description));
    for (at, shape) in picture.shapes.iter().enumerate() {
        let (open, close) = match shape.sort {
            Sort::Pattern | Sort::Probe | Sort::Question => (">", "]"),
            Sort::Symptom | Sort::Fact => ("([", "])"),
            Sort::Rule => ("{", "}"),
            Sort::Cause => ("[", "]"),
            Sort::Fix => ("{{", "}}"),
        };
        let remark = if shape.remark.is_empty() { String::new() } else { format!("<br/>{}", escaped(&shape.remark)) };
        let _ = writeln!(text, "  n{at}{open}\"{}{remark}\"{close}", escaped(&shape.title));
    }
    for Arrow { from, to, label, line } in picture.arrows.iter().map(Arrow::of) {
        let _ = writeln!(text, "  n{from} {line}{label} n{to}");
    }
    text
}

/// An arrow as it is written.
struct Arrow {
    from: usize,
    to: usize,
    label: String,
    line: &'static str,
}

impl Arrow {
    fn of(arrow: &super::picture::Arrow) -> Self {
        let line = match arrow.line {
            Line::Plain => "-->",
            Line::Dashed | Line::Dotted => "-.->",
            Line::Bold => "==>",
        };
        let label = if arrow.label.is_empty() { String::new() } else { format!("|\"{}\"|", escaped(&arrow.label)) };
        Self { from: arrow.from, to: arrow.to, label, line }
    }
}

/// Returns a text as it stands within quotes: what Mermaid or HTML would read is written by its number.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' | '#' | '<' | '>' | '&' | '`' | '\\' | '*' | '_' | '[' | ']' | '{' | '}' | '|' | ';' => {
                let _ = write!(escaped, "#{};", u32::from(letter));
            }
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// Returns a text that stands on a line by itself.
fn plain(text: &str) -> String {
    text.replace([';', '#', '{', '}', '<', '>', '\n'], " ")
}
