//! `etio graph`: the decision graph, as DOT or for a program.

use crate::args::Format;
use crate::bases;
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::render;
use crate::voice::{leave_open, marked};
use crate::words::Words;
use etio_kb::engine::{Channel, DecisionGraph, Edge, Knowledge, Node, Sign, Thing};
use serde::Serialize;
use std::collections::BTreeSet;

/// Runs the command.
pub(crate) fn run(call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let knowledge = bases::knowledge(&call.options.bases, call.words)?;
    let graph = knowledge.graph();
    match call.options.format {
        Format::Text | Format::Junit => {
            console.out.write_all(graph.to_dot(&call.words.language()).as_bytes())?;
            console.out.flush()?;
        }
        Format::Json | Format::Sarif => render::json(&told(knowledge, &graph, call.words), console.out)?,
    }
    Ok(Exit::Done)
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
}

#[derive(Serialize)]
struct ToldEdge {
    from: String,
    to: String,
    kind: &'static str,
    /// The probability, where the edge has one.
    number: Option<f64>,
}

fn told(knowledge: &Knowledge, graph: &DecisionGraph<'_>, words: Words) -> Told {
    let things = knowledge.things().filter(|thing| !matches!(thing, Thing::Base(_) | Thing::Kind(_) | Thing::Topic(_)));
    let ends = graph.edges().flat_map(|(from, to, _)| [from, to]);
    let nodes: BTreeSet<Node> = things.map(Node::Thing).chain(ends).collect();
    let nodes = nodes.into_iter().map(|node| ToldNode {
        id: id(knowledge, node),
        kind: kind(knowledge, node),
        title: title(knowledge, node, words),
    });
    let edges = graph.edges().map(|(from, to, edge)| {
        let (kind, number) = meaning(edge);
        ToldEdge { from: id(knowledge, from), to: id(knowledge, to), kind, number }
    });
    Told { nodes: nodes.collect(), edges: edges.collect() }
}

fn id(knowledge: &Knowledge, node: Node) -> String {
    let of = |thing| format!("{}:{}", knowledge.base(knowledge.base_of(thing)).id, knowledge.id_of(thing));
    match node {
        Node::Thing(thing) => of(thing),
        Node::Channel(channel, thing) => format!("{}:{}", called(channel), of(thing)),
    }
}

fn kind(knowledge: &Knowledge, node: Node) -> &'static str {
    let finding = |sign| if knowledge.is_symptom(sign) { "symptom" } else { "fact" };
    match node {
        Node::Channel(channel, _) => called(channel),
        Node::Thing(Thing::Sign(sign)) => finding(sign),
        Node::Thing(Thing::Finding(id)) => finding(Sign { finding: id, option: None }),
        Node::Thing(Thing::Rule(_)) => "rule",
        Node::Thing(Thing::Fix(_)) => "fix",
        Node::Thing(Thing::Cause(_)) => "cause",
        Node::Thing(Thing::Kind(_)) => "kind",
        Node::Thing(Thing::Topic(_)) => "topic",
        Node::Thing(Thing::Base(_)) => "base",
    }
}

fn called(channel: Channel) -> &'static str {
    match channel {
        Channel::Pattern => "pattern",
        Channel::Probe => "probe",
        Channel::Question => "question",
    }
}

fn title(knowledge: &Knowledge, node: Node, words: Words) -> String {
    let (Node::Thing(thing) | Node::Channel(_, thing)) = node;
    match (node, thing) {
        (Node::Channel(Channel::Question, _), Thing::Finding(finding)) => knowledge.finding(finding).ask.as_ref(),
        _ => knowledge.title_of(thing),
    }
    .map(|title| leave_open(&marked(title, words)))
    .unwrap_or_default()
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
