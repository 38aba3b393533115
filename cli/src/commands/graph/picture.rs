//! A part of the decision graph as shapes and arrows, with every text ready to be read. Knows no form of drawing.

use crate::voice::{leave_open, marked};
use crate::words::Words;
use etio_kb::engine::{Channel, DecisionGraph, Edge, Finding, Knowledge, Node, Pattern, Sign, Thing, clean};
use std::collections::{BTreeMap, BTreeSet};

/// Shapes and arrows between them.
pub(super) struct Picture {
    /// What it shows, in a line.
    pub(super) title: String,
    /// What it shows, in a sentence, for somebody who does not see it.
    pub(super) description: String,
    pub(super) words: Words,
    pub(super) shapes: Vec<Shape>,
    pub(super) arrows: Vec<Arrow>,
}

/// A thing.
pub(super) struct Shape {
    /// The base and the id; in front of them `pattern:`, `probe:` or `question:` for where a finding is observed.
    pub(super) name: String,
    pub(super) sort: Sort,
    pub(super) title: String,
    /// What is to be said of it here, such as a value or a probability; may be empty.
    pub(super) remark: String,
}

/// What a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    Pattern,
    Probe,
    Question,
    Symptom,
    Fact,
    Rule,
    Cause,
    Fix,
}

impl Sort {
    /// Returns its name for a program.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Pattern => "pattern",
            Self::Probe => "probe",
            Self::Question => "question",
            Self::Symptom => "symptom",
            Self::Fact => "fact",
            Self::Rule => "rule",
            Self::Cause => "cause",
            Self::Fix => "fix",
        }
    }
}

/// What follows from what.
pub(super) struct Arrow {
    /// The position of the shape it begins at.
    pub(super) from: usize,
    /// The position of the shape it leads to.
    pub(super) to: usize,
    /// A percentage, or nothing.
    pub(super) label: String,
    pub(super) line: Line,
}

/// How an arrow is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Plain,
    /// From and to a rule.
    Dashed,
    /// A condition that decides.
    Bold,
    /// A fix that tells a fact: it leads back.
    Dotted,
}

/// Draws parts of a graph.
pub(super) struct Drawer<'k> {
    pub(super) knowledge: &'k Knowledge,
    pub(super) words: Words,
}

impl Drawer<'_> {
    /// Returns the picture of the nodes that are `shown`, all where nothing is said, with what is to be said of each.
    pub(super) fn picture(
        &self,
        graph: &DecisionGraph,
        shown: Option<&BTreeSet<Node>>,
        remarks: &BTreeMap<Node, String>,
    ) -> Picture {
        let nodes: Vec<Node> =
            self.nodes(graph).into_iter().filter(|node| shown.is_none_or(|all| all.contains(node))).collect();
        let at: BTreeMap<Node, usize> = nodes.iter().enumerate().map(|(at, &node)| (node, at)).collect();
        let shapes = nodes.iter().map(|&node| Shape {
            name: self.name(node),
            sort: self.sort(node),
            title: self.title(node),
            remark: remarks.get(&node).cloned().unwrap_or_default(),
        });
        let arrows = graph.edges().filter_map(|(from, to, edge)| {
            let (label, line) = self.line(edge);
            Some(Arrow { from: *at.get(&from)?, to: *at.get(&to)?, label, line })
        });
        let (shapes, arrows) = (shapes.collect(), arrows.collect());
        Picture { title: String::new(), description: String::new(), words: self.words, shapes, arrows }
    }

    /// Returns every node of a graph, in a fixed order.
    pub(super) fn nodes(&self, graph: &DecisionGraph) -> BTreeSet<Node> {
        let things = self.knowledge.things();
        let things = things.filter(|thing| !matches!(thing, Thing::Base(_) | Thing::Kind(_) | Thing::Topic(_)));
        things.map(Node::Thing).chain(graph.edges().flat_map(|(from, to, _)| [from, to])).collect()
    }

    fn line(&self, edge: Edge) -> (String, Line) {
        let share = |number| format!("{}{}", self.words.of_hundred(number), self.words.percent_sign());
        match edge {
            Edge::Observes => (String::new(), Line::Plain),
            Edge::Premise | Edge::Concludes => (String::new(), Line::Dashed),
            Edge::Speaks(number) | Edge::Helped(number) => (share(number), Line::Plain),
            Edge::Decides => (String::new(), Line::Bold),
            Edge::Tells => (String::new(), Line::Dotted),
        }
    }

    /// Returns the name of a node for a program.
    pub(super) fn name(&self, node: Node) -> String {
        let of = |thing| {
            format!("{}:{}", self.knowledge.base(self.knowledge.base_of(thing)).id, self.knowledge.id_of(thing))
        };
        match node {
            Node::Thing(thing) => of(thing),
            Node::Channel(_, thing) => format!("{}:{}", self.sort(node).name(), of(thing)),
        }
    }

    /// Returns what a node is.
    pub(super) fn sort(&self, node: Node) -> Sort {
        let finding = |sign| if self.knowledge.is_symptom(sign) { Sort::Symptom } else { Sort::Fact };
        match node {
            Node::Channel(Channel::Pattern, _) => Sort::Pattern,
            Node::Channel(Channel::Probe, _) => Sort::Probe,
            Node::Channel(Channel::Question, _) => Sort::Question,
            Node::Thing(Thing::Sign(sign)) => finding(sign),
            Node::Thing(Thing::Finding(id)) => finding(Sign { finding: id, option: None }),
            Node::Thing(Thing::Rule(_)) => Sort::Rule,
            Node::Thing(Thing::Fix(_)) => Sort::Fix,
            Node::Thing(_) => Sort::Cause,
        }
    }

    /// Returns what a person reads of a node.
    pub(super) fn title(&self, node: Node) -> String {
        let (Node::Thing(thing) | Node::Channel(_, thing)) = node;
        if let (Node::Channel(Channel::Pattern, _), Some(pattern)) = (node, self.pattern(thing)) {
            return clean(&self.words.quoted(pattern)).into_owned();
        }
        let ask = |finding: &Finding| finding.ask.clone();
        let text = match (node, thing) {
            (Node::Channel(Channel::Question, _), Thing::Finding(finding)) => ask(self.knowledge.finding(finding)),
            _ => self.knowledge.title_of(thing).cloned(),
        };
        let text = text.map(|text| leave_open(&marked(&text, self.words)));
        let text = text.unwrap_or_else(|| self.knowledge.id_of(thing).to_owned());
        clean(&text).replace(['\n', '\t'], " ")
    }

    /// Returns the first words by which a finding is recognised.
    fn pattern(&self, thing: Thing) -> Option<&str> {
        let patterns = match thing {
            Thing::Finding(finding) => &self.knowledge.finding(finding).patterns,
            Thing::Sign(sign) => match self.knowledge.option(sign) {
                Some(option) => &option.patterns,
                None => &self.knowledge.finding(sign.finding).patterns,
            },
            _ => return None,
        };
        patterns.first().map(|pattern| match pattern {
            Pattern::Literal(text) | Pattern::Line(text) | Pattern::Named(text) | Pattern::Regex(text) => text.as_str(),
        })
    }
}
