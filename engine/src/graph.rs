//! The decision graph: patterns, probes and questions → findings → rules → findings → causes → fixes.
//!
//! The order of evaluation, circles and what an author sees drawn are questions to this graph; the numbers run on the flat arrays of `layout`.
//! The only file that knows petgraph.

use crate::assemble::Lists;
use crate::knowledge::Knowledge;
use crate::model::{Condition, FindingId};
use crate::report::Thing;
use petgraph::algo::toposort;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;

/// Returns the findings in an order in which premises come first, and one on a circle if there is one.
pub(crate) fn premises_first(lists: &Lists) -> (Vec<FindingId>, Option<FindingId>) {
    let mut graph = DiGraph::<FindingId, ()>::new();
    let nodes: Vec<NodeIndex> = (0..lists.findings.len()).map(|index| graph.add_node(FindingId::at(index))).collect();
    let mut depends = |condition: &Condition, on: FindingId| {
        condition.for_each_finding(&mut |premise| {
            graph.update_edge(nodes[premise.index()], nodes[on.index()], ());
        });
    };
    for (index, finding) in lists.findings.iter().enumerate() {
        finding.applies_when.iter().for_each(|condition| depends(condition, FindingId::at(index)));
    }
    for rule in &lists.rules {
        rule.then.iter().for_each(|conclusion| depends(&rule.when, conclusion.sign.finding));
    }
    match toposort(&graph, None) {
        Ok(order) => (order.into_iter().map(|node| graph[node]).collect(), None),
        Err(circle) => (Vec::new(), Some(graph[circle.node_id()])),
    }
}

/// Where something is observed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    /// A pattern in a text.
    Pattern,
    /// A look at the environment.
    Probe,
    /// A question.
    Question,
}

/// A node of the decision graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// Where a finding is observed from.
    Channel(Channel, Thing),
    /// A thing of the base.
    Thing(Thing),
}

/// What an edge says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Edge {
    /// The finding is observed there.
    Observes,
    /// The finding is a premise of the rule.
    Premise,
    /// The rule sets the finding.
    Concludes,
    /// P(finding | cause), drawn from the finding to the cause.
    Speaks(f64),
    /// The finding decides whether the cause is possible.
    Decides,
    /// P(the fix helps | cause), drawn from the cause to the fix.
    Helped(f64),
    /// Doing the fix tells the fact.
    Tells,
}

/// The decision graph of loaded bases.
pub struct DecisionGraph {
    graph: DiGraph<Node, Edge>,
}

impl Knowledge {
    /// Returns the decision graph: patterns, probes and questions → findings → rules → findings → causes → fixes.
    pub fn graph(&self) -> DecisionGraph {
        let mut builder = Builder { graph: DiGraph::new(), nodes: BTreeMap::new() };
        self.things().filter(|thing| !matches!(thing, Thing::Base(_) | Thing::Kind(_) | Thing::Topic(_))).for_each(
            |thing| {
                builder.node(Node::Thing(thing));
            },
        );
        self.draw_findings(&mut builder);
        self.draw_rules(&mut builder);
        self.draw_causes(&mut builder);
        self.draw_fixes(&mut builder);
        DecisionGraph { graph: builder.graph }
    }

    fn draw_findings(&self, builder: &mut Builder) {
        for (index, finding) in self.findings().iter().enumerate() {
            let thing = Thing::Finding(FindingId::at(index));
            let channels = [
                (!finding.patterns.is_empty()).then_some(Channel::Pattern),
                finding.probe.is_some().then_some(Channel::Probe),
                finding.ask.is_some().then_some(Channel::Question),
            ];
            for channel in channels.into_iter().flatten() {
                builder.edge(Node::Channel(channel, thing), Node::Thing(thing), Edge::Observes);
            }
        }
        for sign in self.complaints().iter().filter(|sign| sign.option.is_some()) {
            let thing = Thing::Sign(*sign);
            if self.is_recognisable(*sign) {
                builder.edge(Node::Channel(Channel::Pattern, thing), Node::Thing(thing), Edge::Observes);
            }
            builder.edge(Node::Thing(thing), Node::Thing(Thing::Finding(sign.finding)), Edge::Observes);
        }
    }

    fn draw_rules(&self, builder: &mut Builder) {
        for (index, rule) in self.rules().iter().enumerate() {
            let node = Node::Thing(Thing::Rule(index));
            rule.when.for_each_finding(&mut |premise| {
                builder.edge(Node::Thing(Thing::Finding(premise)), node, Edge::Premise);
            });
            for conclusion in &rule.then {
                builder.edge(node, Node::Thing(Thing::Finding(conclusion.sign.finding)), Edge::Concludes);
            }
        }
    }

    fn draw_causes(&self, builder: &mut Builder) {
        for (index, cause) in self.causes().iter().enumerate() {
            let node = Node::Thing(Thing::Cause(crate::model::CauseId::at(index)));
            for link in &cause.links {
                let symptom = link.sign.option.is_some() && self.is_symptom(link.sign);
                let thing = if symptom { Thing::Sign(link.sign) } else { Thing::Finding(link.sign.finding) };
                builder.edge(Node::Thing(thing), node, Edge::Speaks(link.number.get()));
            }
            for condition in [&cause.ruled_out_when, &cause.only_when, &cause.confirmed_when].into_iter().flatten() {
                condition.for_each_finding(&mut |finding| {
                    builder.edge(Node::Thing(Thing::Finding(finding)), node, Edge::Decides);
                });
            }
        }
    }

    fn draw_fixes(&self, builder: &mut Builder) {
        for (index, fix) in self.fixes().iter().enumerate() {
            let node = Node::Thing(Thing::Fix(crate::model::FixId::at(index)));
            for effect in &fix.effects {
                if let Some(cause) = effect.cause {
                    builder.edge(Node::Thing(Thing::Cause(cause)), node, Edge::Helped(effect.number.get()));
                }
            }
            if let Some(finding) = fix.tells {
                builder.edge(node, Node::Thing(Thing::Finding(finding)), Edge::Tells);
            }
        }
    }
}

struct Builder {
    graph: DiGraph<Node, Edge>,
    nodes: BTreeMap<Node, NodeIndex>,
}

impl Builder {
    fn node(&mut self, node: Node) -> NodeIndex {
        *self.nodes.entry(node).or_insert_with(|| self.graph.add_node(node))
    }

    fn edge(&mut self, from: Node, to: Node, edge: Edge) {
        let (from, to) = (self.node(from), self.node(to));
        self.graph.add_edge(from, to, edge);
    }
}

impl DecisionGraph {
    /// Returns the edges in the order in which they were declared: from, to and what the edge says.
    pub fn edges(&self) -> impl Iterator<Item = (Node, Node, Edge)> {
        self.graph.edge_references().map(|edge| (self.graph[edge.source()], self.graph[edge.target()], *edge.weight()))
    }
}
