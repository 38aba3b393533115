//! `etio graph`: the decision graph, what is about one thing, or the path of a session.

mod dot;
mod layout;
mod mermaid;
mod part;
mod picture;
mod svg;
mod tree;

use crate::args::{Drawing, Format, Graph};
use crate::bases;
use crate::commands::{Call, resume};
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::render;
use etio_kb::engine::{DecisionGraph, Edge, Node};
use picture::{Drawer, Picture};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Runs the command.
pub(crate) fn run(asked: &Graph, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let words = call.words;
    let knowledge = bases::knowledge(&call.options.bases, words)?;
    let graph = knowledge.graph();
    let drawer = Drawer { knowledge, words };
    let (mut shown, mut remarks) = (None, BTreeMap::new());
    let mut title = words.graph_whole();
    if let Some(id) = &asked.id {
        let things = knowledge.find(id);
        if things.is_empty() {
            return Err(call.misnamed(id, words.nothing_called(id), words.list_names(), "graph"));
        }
        let about = part::about(knowledge, &graph, &things);
        if about.is_empty() {
            return Err(Failure::usage(words.graph_not_in_it(id)));
        }
        shown = Some(about);
        title = words.graph_about(id);
    }
    if let Some(file) = &asked.session {
        let resumed = resume::resumed(file, knowledge, words)?;
        remarks = part::path(&resumed.session, &drawer);
        shown = Some(remarks.keys().copied().collect());
        title = words.graph_of_session(resumed.session.statements().len());
    }
    if matches!(call.options.format, Format::Json | Format::Sarif) {
        render::json(&told(&drawer, &graph, shown.as_ref(), &remarks), console.out)?;
        return Ok(Exit::Done);
    }
    let mut picture = drawer.picture(&graph, shown.as_ref(), &remarks);
    picture.description = words.graph_counts(picture.shapes.len(), picture.arrows.len());
    picture.title = title;
    write(&picture, asked.drawing, console)?;
    Ok(Exit::Done)
}

fn write(picture: &Picture, drawing: Drawing, console: &mut Console<'_>) -> Result<(), Failure> {
    let text = match drawing {
        Drawing::Tree => return console.show(&tree::draw(picture)),
        Drawing::Dot => dot::draw(picture),
        Drawing::Mermaid => mermaid::draw(picture),
        Drawing::Svg => svg::draw(picture),
    };
    console.out.write_all(text.as_bytes())?;
    Ok(console.out.flush()?)
}

/// The graph for a program.
#[derive(Serialize)]
struct Told {
    nodes: Vec<ToldNode>,
    edges: Vec<ToldEdge>,
}

#[derive(Serialize)]
struct ToldNode {
    /// The base and the id; in front of them `pattern:`, `probe:` or `question:` for where a finding is observed.
    id: String,
    kind: &'static str,
    title: String,
    /// Of the path of a session: what was said of it there, or how probable it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<String>,
}

#[derive(Serialize)]
struct ToldEdge {
    from: String,
    to: String,
    kind: &'static str,
    /// The probability, where the edge has one.
    number: Option<f64>,
}

fn told(
    drawer: &Drawer<'_>,
    graph: &DecisionGraph,
    shown: Option<&BTreeSet<Node>>,
    remarks: &BTreeMap<Node, String>,
) -> Told {
    let is_shown = |node: &Node| shown.is_none_or(|all| all.contains(node));
    let nodes = drawer.nodes(graph).into_iter().filter(is_shown).map(|node| ToldNode {
        id: drawer.name(node),
        kind: drawer.sort(node).name(),
        title: drawer.title(node),
        remark: remarks.get(&node).filter(|remark| !remark.is_empty()).cloned(),
    });
    let edges = graph.edges().filter(|(from, to, _)| is_shown(from) && is_shown(to)).map(|(from, to, edge)| {
        let (kind, number) = meaning(edge);
        ToldEdge { from: drawer.name(from), to: drawer.name(to), kind, number }
    });
    Told { nodes: nodes.collect(), edges: edges.collect() }
}

fn meaning(edge: Edge) -> (&'static str, Option<f64>) {
    match edge {
        Edge::Observes => ("observes", None),
        Edge::Premise => ("premise", None),
        Edge::Concludes => ("concludes", None),
        Edge::Speaks(number) => ("speaks", Some(number)),
        Edge::Decides => ("decides", None),
        Edge::Helped(number) => ("helped", Some(number)),
        Edge::Tells => ("tells", None),
    }
}
