//! Which part of the decision graph is drawn: what is about one thing, or the path of a session.

use crate::commands::graph::picture::Drawer;
use crate::voice::Voice;
use etio_kb::engine::{
    Channel, DecisionGraph, FindingId, FixId, Knowledge, Node, Origin, Session, Sign, Statement, Step, Thing, Value,
};
use std::collections::{BTreeMap, BTreeSet};

/// Below this, a cause is not part of the path of a session.
const WORTH_A_SHAPE: f64 = 0.05;

/// Returns what is about a thing: all that leads to it, up to other causes and fixes, and what follows from it.
///
/// A kind stands for its causes, a base for all that is in it. Nothing is returned for what is not in the graph.
pub(super) fn about(knowledge: &Knowledge, graph: &DecisionGraph, things: &[Thing]) -> BTreeSet<Node> {
    let starts: Vec<Node> = things.iter().flat_map(|&thing| starts(knowledge, thing)).collect();
    let (mut into, mut out_of) = (BTreeMap::<Node, Vec<Node>>::new(), BTreeMap::<Node, Vec<Node>>::new());
    for (from, to, _) in graph.edges() {
        into.entry(to).or_default().push(from);
        out_of.entry(from).or_default().push(to);
    }
    let ends = |node: Node| matches!(node, Node::Thing(Thing::Cause(_) | Thing::Fix(_)));
    let mut about = closure(&starts, &into, |node| !ends(node));
    // What follows is one step, and through rules to what they conclude.
    about.extend(closure(&starts, &out_of, |node| matches!(node, Node::Thing(Thing::Rule(_)))));
    about
}

fn starts(knowledge: &Knowledge, thing: Thing) -> Vec<Node> {
    let is_of_it = |one: &Thing| match (thing, one) {
        (Thing::Kind(kind), Thing::Cause(cause)) => knowledge.cause(*cause).kind == Some(kind),
        (Thing::Base(base), one) => {
            knowledge.base_of(*one) == base && !matches!(one, Thing::Base(_) | Thing::Kind(_) | Thing::Topic(_))
        }
        _ => false,
    };
    match thing {
        Thing::Kind(_) | Thing::Base(_) => knowledge.things().filter(is_of_it).map(Node::Thing).collect(),
        Thing::Topic(_) => Vec::new(),
        thing => vec![Node::Thing(thing)],
    }
}

/// Returns the nodes that edges lead to, going on from those that `goes_on` names, and from the starts.
fn closure(starts: &[Node], edges: &BTreeMap<Node, Vec<Node>>, goes_on: impl Fn(Node) -> bool) -> BTreeSet<Node> {
    let mut reached: BTreeSet<Node> = starts.iter().copied().collect();
    let mut open = starts.to_vec();
    while let Some(node) = open.pop() {
        for &next in edges.get(&node).into_iter().flatten() {
            if reached.insert(next) && goes_on(next) {
                open.push(next);
            }
        }
    }
    reached
}

/// Returns what a session went through, and what is to be said of each: what was said, the probable causes, and what comes next.
pub(super) fn path(session: &Session<'_>, drawer: &Drawer<'_>) -> BTreeMap<Node, String> {
    let (voice, words) = (Voice::new(session, drawer.words), drawer.words);
    let report = session.report();
    let mut path = BTreeMap::new();
    for known in &report.findings {
        let node = Node::Thing(node_of(drawer.knowledge, known.finding, known.sign));
        let value = match (&known.value, node) {
            // The symptom is a node of its own: which one it is need not be said again.
            (Some(Value::Option(_)), Node::Thing(Thing::Sign(_))) => words.yes(),
            (Some(value), _) => voice.value(known.finding, value),
            (None, _) => words.unknown(),
        };
        path.insert(node, numbered(said_at(session, known.finding), &value));
        path.extend(origin(known.origin, known.finding, node).map(|node| (node, String::new())));
    }
    for hypothesis in report.differential.iter().filter(|hypothesis| hypothesis.posterior >= WORTH_A_SHAPE) {
        if let Some(cause) = hypothesis.cause {
            path.insert(Node::Thing(Thing::Cause(cause)), words.percent(hypothesis.posterior));
        }
    }
    for (at, statement) in session.statements().iter().enumerate() {
        if let Statement::Outcome { fix, outcome } = statement {
            let how = voice.outcome(drawer.knowledge.fix(*fix), *outcome);
            path.insert(fix_node(*fix), numbered(Some(at), &how));
        }
    }
    match report.next {
        Step::Ask(finding) => {
            path.insert(Node::Thing(Thing::Finding(finding)), words.graph_next());
            path.insert(Node::Channel(Channel::Question, Thing::Finding(finding)), String::new());
        }
        Step::Try(fix) => {
            path.insert(fix_node(fix), words.graph_next());
        }
        Step::Complain | Step::Report(_) => {}
    }
    path
}

fn fix_node(fix: FixId) -> Node {
    Node::Thing(Thing::Fix(fix))
}

/// Returns the thing that stands for a finding in the graph: of exclusive symptoms, the symptom.
fn node_of(knowledge: &Knowledge, finding: FindingId, sign: Option<Sign>) -> Thing {
    match sign {
        Some(sign) if sign.option.is_some() && knowledge.is_symptom(sign) => Thing::Sign(sign),
        _ => Thing::Finding(finding),
    }
}

/// Returns where a finding is known from, as a node.
fn origin(origin: Origin, finding: FindingId, node: Node) -> Option<Node> {
    let Node::Thing(thing) = node else { return None };
    Some(match origin {
        Origin::Text => Node::Channel(Channel::Pattern, thing),
        Origin::Answer => Node::Channel(Channel::Question, Thing::Finding(finding)),
        Origin::Probe => Node::Channel(Channel::Probe, Thing::Finding(finding)),
        Origin::Fix(fix) => fix_node(fix),
        Origin::Rule(rule) => Node::Thing(Thing::Rule(rule)),
    })
}

/// Returns which statement said a finding last.
fn said_at(session: &Session<'_>, finding: FindingId) -> Option<usize> {
    session.statements().iter().rposition(|statement| match statement {
        Statement::Text(reading) => reading.shown.iter().any(|shown| shown.sign.finding == finding),
        Statement::Answer { finding: said, .. } | Statement::Probe { finding: said, .. } => *said == finding,
        Statement::Outcome { .. } => false,
    })
}

fn numbered(at: Option<usize>, text: &str) -> String {
    at.map_or_else(|| text.to_owned(), |at| format!("{}. {text}", at + 1))
}
