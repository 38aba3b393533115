//! A picture in Graphviz's DOT.

use crate::commands::graph::picture::{Line, Picture, Sort};
use std::fmt::Write;

/// Returns the picture in DOT. The same picture gives the same bytes.
pub(super) fn draw(picture: &Picture) -> String {
    let mut dot = String::from("digraph etio {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n");
    for shape in &picture.shapes {
        let outline = match shape.sort {
            Sort::Pattern | Sort::Probe | Sort::Question => "note",
            Sort::Symptom | Sort::Fact => "ellipse",
            Sort::Rule => "diamond",
            Sort::Cause => "box",
            Sort::Fix => "hexagon",
        };
        let label =
            if shape.remark.is_empty() { shape.title.clone() } else { format!("{}\n{}", shape.title, shape.remark) };
        let _ = writeln!(dot, "  {} [label={}, shape={outline}];", quoted(&shape.name), quoted(&label));
    }
    for arrow in &picture.arrows {
        let look = match arrow.line {
            Line::Plain if arrow.label.is_empty() => String::new(),
            Line::Plain => format!(" [label={}]", quoted(&arrow.label)),
            Line::Dashed => " [style=dashed]".to_owned(),
            Line::Bold => " [style=bold]".to_owned(),
            Line::Dotted => " [style=dotted]".to_owned(),
        };
        let [from, to] = [arrow.from, arrow.to].map(|at| quoted(&picture.shapes[at].name));
        let _ = writeln!(dot, "  {from} -> {to}{look};");
    }
    dot.push_str("}\n");
    dot
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}
