//! What the statements of a base come to together: circles, double paths, things without use.

use super::names::Names;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use etio_engine::{Base, Condition, Domain, Effect, Finding, FindingId, Fix, OptionId, Role, Rule, Sign, Turn};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Checks a base; `mentioned` says where each sign is linked to a cause.
pub(super) fn check(base: &Base, names: &Names<'_>, mentioned: &BTreeMap<Sign, Span>, diagnostics: &mut Diagnostics) {
    let checks = Checks { base, names, mentioned };
    checks.circles(diagnostics);
    checks.two_paths(diagnostics);
}

/// Looks for what is probably not meant, in a base that has no error.
pub(super) fn warn(base: &Base, names: &Names<'_>, mentioned: &BTreeMap<Sign, Span>, diagnostics: &mut Diagnostics) {
    let checks = Checks { base, names, mentioned };
    checks.findings(diagnostics);
    checks.causes(diagnostics);
    checks.fixes(diagnostics);
}

struct Checks<'a> {
    base: &'a Base,
    names: &'a Names<'a>,
    mentioned: &'a BTreeMap<Sign, Span>,
}

impl Checks<'_> {
    fn span_of(&self, id: &str) -> Span {
        let things = self.names.things;
        things.find(id).map_or(things.base.span(), |at| things.list[at].span())
    }

    // ─── Circles ───

    /// Looks for findings that derive from themselves, and for fixes that wait for themselves.
    fn circles(&self, diagnostics: &mut Diagnostics) {
        let count = self.base.findings.len();
        let mut graph = Graph::new(count + self.base.rules.len());
        for (nth, rule) in self.base.rules.iter().enumerate() {
            signs(&rule.when, &mut |sign| graph.edge(sign.finding.index(), count + nth));
            rule.then.iter().for_each(|then| graph.edge(count + nth, then.sign.finding.index()));
        }
        for (nth, finding) in self.base.findings.iter().enumerate() {
            let applies = finding.applies_when.iter();
            applies.for_each(|when| signs(when, &mut |sign| graph.edge(sign.finding.index(), nth)));
        }
        let id = |node: usize| match node.checked_sub(count) {
            None => self.base.findings[node].id.as_str(),
            Some(rule) => self.base.rules[rule].id.as_str(),
        };
        let help = "leave one of them out: what a rule concludes cannot be among its own reasons";
        self.tell_circles(&graph, id, "derived from itself", help, diagnostics);

        let mut graph = Graph::new(self.base.fixes.len());
        for (nth, fix) in self.base.fixes.iter().enumerate() {
            fix.after.iter().for_each(|before| graph.edge(before.index(), nth));
        }
        let id = |node: usize| self.base.fixes[node].id.as_str();
        self.tell_circles(&graph, id, "after itself", "leave one `after` out", diagnostics);
    }

    fn tell_circles<'b>(
        &self,
        graph: &Graph,
        id: impl Fn(usize) -> &'b str,
        what: &str,
        help: &str,
        diagnostics: &mut Diagnostics,
    ) {
        for circle in graph.circles() {
            let ids: Vec<&str> = circle.iter().map(|node| id(*node)).collect();
            let first = ids[0];
            let path: Vec<String> = ids.iter().chain([&first]).map(|id| format!("`{id}`")).collect();
            let message = format!("`{first}` is {what}: {}", path.join(" → "));
            let mut problem = Diagnostic::new(Code::Circle, message);
            for id in ids.iter().take(8) {
                problem = problem.at(self.span_of(id), "");
            }
            diagnostics.push(problem.help(help));
        }
    }

    // ─── Two paths ───

    /// Looks for observations that reach the causes twice: as themselves and as what follows from them, or as two things
    /// that follow from them.
    fn two_paths(&self, diagnostics: &mut Diagnostics) {
        let mut nodes = Nodes { base: self.base, of: BTreeMap::new() };
        let mut edges = Vec::new();
        for (nth, rule) in self.base.rules.iter().enumerate() {
            let rule_node = nodes.get(Node::Rule(nth));
            signs(&rule.when, &mut |sign| edges.push((nodes.of_sign(sign), rule_node)));
            rule.then.iter().for_each(|then| edges.push((rule_node, nodes.of_sign(then.sign))));
        }
        let linked: BTreeMap<usize, Sign> =
            self.mentioned.keys().rev().map(|sign| (nodes.of_sign(*sign), *sign)).collect();
        let mut graph = Graph::new(nodes.of.len());
        edges.into_iter().for_each(|(from, to)| graph.edge(from, to));
        let observed = self.observed(&mut nodes);
        let mut reached: Vec<Vec<usize>> = vec![Vec::new(); graph.out.len()];
        let mut told = BTreeSet::new();
        for node in graph.order().into_iter().rev() {
            let beyond = graph.out[node].iter().flat_map(|next| reached[*next].iter().copied());
            let mut ends: Vec<usize> = linked.contains_key(&node).then_some(node).into_iter().collect();
            for end in beyond {
                if ends.len() < 2 && !ends.contains(&end) {
                    ends.push(end);
                }
            }
            if let ([first, second], Some(finding)) = (&ends[..], observed.get(&node)) {
                let pair = (first.min(second), first.max(second));
                if told.insert((*pair.0, *pair.1)) {
                    let rules = self.rules_between(&graph, &nodes, node, [*first, *second]);
                    diagnostics.push(self.two_paths_from(*finding, [linked[first], linked[second]], &rules));
                }
            }
            reached[node] = ends;
        }
    }

    /// Returns the nodes that can be observed.
    fn observed(&self, nodes: &mut Nodes<'_>) -> BTreeMap<usize, FindingId> {
        let known = nodes.of.clone();
        let node = |(node, at): (Node, usize)| match node {
            Node::Finding(id, _) => self.is_observable(id).then_some((at, id)),
            Node::Rule(_) => None,
        };
        known.into_iter().filter_map(node).collect()
    }

    /// Returns the rules that lead from a node to some others, in order.
    fn rules_between(&self, graph: &Graph, nodes: &Nodes<'_>, from: usize, ends: [usize; 2]) -> Vec<usize> {
        let (ahead, behind) = (walk(&graph.out, &[from]), walk(&graph.into, &ends));
        let between = |at: &usize| ahead.contains(at) && behind.contains(at);
        let rule = |nth: &usize| nodes.of.get(&Node::Rule(*nth)).is_some_and(between);
        (0..self.base.rules.len()).filter(rule).collect()
    }

    /// Tells of an observation that counts twice, first where it is most likely one too many: the link of what fewer causes
    /// mention, and of two the later one.
    fn two_paths_from(&self, observed: FindingId, ends: [Sign; 2], rules: &[usize]) -> Diagnostic {
        let id = &self.base.findings[observed.index()].id;
        let links = |sign: Sign| {
            let links = self.base.causes.iter().flat_map(|cause| &cause.links);
            links.filter(|link| link.sign.finding == sign.finding).count()
        };
        let [mut odd, mut other] = ends;
        let rank = |sign: Sign| (Reverse(links(sign)), self.mentioned[&sign]);
        if rank(odd) < rank(other) {
            std::mem::swap(&mut odd, &mut other);
        }
        let message = format!(
            "`{id}` reaches the causes twice, as `{}` and as `{}`",
            self.names.written(other),
            self.names.written(odd)
        );
        let problem = Diagnostic::new(Code::TwoPaths, message)
            .at(self.mentioned[&odd], "counted again here")
            .at(self.mentioned[&other], "counted here");
        let by_rule =
            |problem: Diagnostic, rule: &usize| problem.at(self.span_of(&self.base.rules[*rule].id), "leads there");
        rules.iter().take(RULES).fold(problem.at(self.span_of(id), "observed once"), by_rule).help(
            "let the causes mention only one of them, or leave the rule out: what is observed once must not count twice",
        )
    }

    fn is_observable(&self, id: FindingId) -> bool {
        let finding = &self.base.findings[id.index()];
        let by_options = match &finding.domain {
            Domain::OneOf { options, .. } | Domain::SeveralOf { options } => {
                options.iter().any(|option| !option.patterns.is_empty())
            }
            Domain::YesNo { .. } | Domain::Number { .. } | Domain::Text => false,
        };
        finding.ask.is_some()
            || finding.probe.is_some()
            || !finding.patterns.is_empty()
            || by_options
            || self.base.fixes.iter().any(|fix| fix.tells == Some(id))
    }

    // ─── Without use ───

    fn findings(&self, diagnostics: &mut Diagnostics) {
        let (read, set, concluded) = (self.read(), self.set(), self.concluded());
        for (nth, finding) in self.base.findings.iter().enumerate() {
            let id = FindingId(u32::try_from(nth).unwrap_or(u32::MAX));
            let span = self.span_of(&finding.id);
            if is_fact(finding) && !read.contains(&id) {
                let problem = Diagnostic::new(Code::Unused, format!("nothing reads the fact `{}`", finding.id));
                diagnostics.push(problem.at(span, "").help("let a cause or a rule mention it, or leave it out"));
            } else if !set.contains(&id) && !self.is_observable(id) {
                let problem = Diagnostic::new(Code::NeverKnown, format!("nothing can show `{}`", finding.id));
                let help = match finding.role {
                    Role::Symptom => "add `ask \"…\"` or `says \"…\"`",
                    Role::Fact => "add `ask \"…\"` or `probe …`, or a rule that concludes it",
                };
                diagnostics.push(problem.at(span, "").help(help));
            } else if !self.is_observable(id) {
                self.never_concluded(id, &concluded, diagnostics);
            }
        }
    }

    /// Looks for what is said of a finding that only rules set, and that none of them concludes.
    fn never_concluded(&self, finding: FindingId, concluded: &BTreeSet<Sign>, diagnostics: &mut Diagnostics) {
        let count = self.base.findings[finding.index()].options().len();
        let options = (0..count).map(|nth| Some(OptionId(u32::try_from(nth).unwrap_or(u32::MAX))));
        let signs = options.chain((count == 0).then_some(None)).map(|option| Sign { finding, option });
        for sign in signs.filter(|sign| self.mentioned.contains_key(sign) && !concluded.contains(sign)) {
            let written = self.names.written(sign);
            let span = self.span_of(&self.base.findings[finding.index()].id);
            let problem = Diagnostic::new(Code::NeverKnown, format!("nothing can show `{written}`"));
            let problem = problem.at(span, "").at(self.mentioned[&sign], "a cause speaks of it here");
            diagnostics.push(problem.help(format!("let a rule conclude it, as `then {written}`, or add `ask \"…\"`")));
        }
    }

    /// Returns the findings that something depends on.
    fn read(&self) -> BTreeSet<FindingId> {
        let base = self.base;
        let mut read: BTreeSet<FindingId> = self.mentioned.keys().map(|sign| sign.finding).collect();
        let mut conditions: Vec<&Condition> = base.rules.iter().map(|rule| &rule.when).collect();
        conditions.extend(base.findings.iter().flat_map(Finding::conditions));
        for cause in &base.causes {
            conditions.extend(cause.ruled_out_when.iter().chain(&cause.only_when).chain(&cause.confirmed_when));
        }
        for fix in &base.fixes {
            conditions.extend(&fix.only_when);
            read.extend(fix.for_signs.iter().map(|sign| sign.finding));
            read.extend(fix.tells);
        }
        conditions.into_iter().for_each(|condition| {
            signs(condition, &mut |sign| {
                read.insert(sign.finding);
            });
        });
        read
    }

    /// Returns the findings that rules set.
    fn set(&self) -> BTreeSet<FindingId> {
        let then = |rule: &'_ Rule| rule.then.iter().map(|then| then.sign.finding).collect::<Vec<_>>();
        self.base.rules.iter().flat_map(then).collect()
    }

    /// Returns the signs that some rule says hold.
    fn concluded(&self) -> BTreeSet<Sign> {
        let conclusions = self.base.rules.iter().flat_map(|rule| &rule.then);
        conclusions.filter(|then| then.holds).map(|then| then.sign).collect()
    }

    fn causes(&self, diagnostics: &mut Diagnostics) {
        if self.base.fixes.is_empty() {
            return;
        }
        let cause_of = |effect: &Effect| effect.cause;
        let helped: BTreeSet<_> =
            self.base.fixes.iter().flat_map(|fix| fix.effects.iter().filter_map(cause_of)).collect();
        for (nth, cause) in self.base.causes.iter().enumerate() {
            let id = etio_engine::CauseId(u32::try_from(nth).unwrap_or(u32::MAX));
            if cause.passes_in.is_none() && !helped.contains(&id) {
                let problem = Diagnostic::new(Code::NoFix, format!("no fix cures or eases `{}`", cause.id));
                diagnostics.push(
                    problem.at(self.span_of(&cause.id), "").help("add it to a fix, or say that it `passes in` a time"),
                );
            }
        }
    }

    fn fixes(&self, diagnostics: &mut Diagnostics) {
        let followed: BTreeSet<_> = self.base.fixes.iter().filter_map(|fix| fix.then).collect();
        let idle =
            |fix: &Fix| fix.effects.is_empty() && fix.tells.is_none() && !fix.only_looks && fix.turn == Turn::InOrder;
        for (nth, fix) in self.base.fixes.iter().enumerate() {
            let id = etio_engine::FixId(u32::try_from(nth).unwrap_or(u32::MAX));
            if idle(fix) && !followed.contains(&id) {
                let problem = Diagnostic::new(Code::DoesNothing, format!("fix `{}` does nothing", fix.id));
                diagnostics.push(problem.at(self.span_of(&fix.id), "").help("say what it `cures`, `eases` or `tells`"));
            }
        }
    }
}

/// Returns whether a finding is a circumstance and not a question over symptoms.
fn is_fact(finding: &Finding) -> bool {
    let symptoms = matches!(&finding.domain, Domain::OneOf { rest: Some(_), .. });
    finding.role == Role::Fact && !symptoms
}

/// Calls `found` with every sign a condition is about; numbers and texts count as signs without an option.
fn signs(condition: &Condition, found: &mut impl FnMut(Sign)) {
    match condition {
        Condition::Is(sign) => found(*sign),
        Condition::IsRest(finding) | Condition::Compares(finding, ..) | Condition::Says(finding, _) => {
            found(Sign { finding: *finding, option: None });
        }
        Condition::Not(inner) => signs(inner, found),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| signs(part, &mut *found)),
    }
}

/// What an observation goes through: findings, or options where each stands on its own, and rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Finding(FindingId, Option<OptionId>),
    Rule(usize),
}

/// How many rules of a path are shown.
const RULES: usize = 4;

/// Returns the nodes that edges lead to, with those where it starts.
fn walk(edges: &[Vec<usize>], from: &[usize]) -> BTreeSet<usize> {
    let mut reached: BTreeSet<usize> = from.iter().copied().collect();
    let mut open = from.to_vec();
    while let Some(node) = open.pop() {
        open.extend(edges[node].iter().copied().filter(|next| reached.insert(*next)));
    }
    reached
}

struct Nodes<'a> {
    base: &'a Base,
    of: BTreeMap<Node, usize>,
}

impl Nodes<'_> {
    fn get(&mut self, node: Node) -> usize {
        let next = self.of.len();
        *self.of.entry(node).or_insert(next)
    }

    fn of_sign(&mut self, sign: Sign) -> usize {
        let several = matches!(self.base.findings[sign.finding.index()].domain, Domain::SeveralOf { .. });
        self.get(Node::Finding(sign.finding, sign.option.filter(|_| several)))
    }
}

/// A small directed graph; what needs more than this belongs to the engine.
struct Graph {
    out: Vec<Vec<usize>>,
    into: Vec<Vec<usize>>,
}

impl Graph {
    fn new(nodes: usize) -> Self {
        Self { out: vec![Vec::new(); nodes], into: vec![Vec::new(); nodes] }
    }

    fn edge(&mut self, from: usize, to: usize) {
        self.out[from].push(to);
        self.into[to].push(from);
    }

    /// Returns the nodes so that each comes after all it depends on; what stands in or behind a circle is left out.
    fn order(&self) -> Vec<usize> {
        let mut waiting: Vec<usize> = self.into.iter().map(Vec::len).collect();
        let mut order: Vec<usize> = (0..waiting.len()).filter(|node| waiting[*node] == 0).collect();
        let mut at = 0;
        while let Some(&node) = order.get(at) {
            at += 1;
            for &next in &self.out[node] {
                waiting[next] -= 1;
                if waiting[next] == 0 {
                    order.push(next);
                }
            }
        }
        order
    }

    /// Returns circles so that mending them all leaves none of their nodes in a circle found here, each from its least node on.
    fn circles(&self) -> Vec<Vec<usize>> {
        let mut walk_of: Vec<Option<usize>> = vec![None; self.out.len()];
        let ordered: BTreeSet<usize> = self.order().into_iter().collect();
        let left: Vec<usize> = (0..self.out.len()).filter(|node| !ordered.contains(node)).collect();
        let mut circles = Vec::new();
        for &start in &left {
            let (mut node, mut walked) = (start, Vec::new());
            while walk_of[node].is_none() {
                walk_of[node] = Some(start);
                walked.push(node);
                let Some(&before) = self.into[node].iter().find(|before| !ordered.contains(before)) else { break };
                node = before;
            }
            if let Some(from) = walked.iter().position(|known| *known == node).filter(|_| walk_of[node] == Some(start))
            {
                let mut circle = walked.split_off(from);
                circle.reverse();
                let least = (0..circle.len()).min_by_key(|at| circle[*at]).unwrap_or_default();
                circle.rotate_left(least);
                circles.push(circle);
            }
        }
        circles
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(nodes: usize, edges: &[(usize, usize)]) -> Graph {
        let mut graph = Graph::new(nodes);
        edges.iter().for_each(|(from, to)| graph.edge(*from, *to));
        graph
    }

    #[test]
    fn circles_are_found_once_and_in_the_order_of_their_edges() {
        assert_eq!(graph(3, &[(0, 1), (1, 2)]).circles(), Vec::<Vec<usize>>::new());
        assert_eq!(graph(1, &[(0, 0)]).circles(), [[0]]);
        assert_eq!(graph(5, &[(4, 0), (0, 1), (1, 2), (2, 0), (2, 3)]).circles(), [[0, 1, 2]]);
        assert_eq!(graph(4, &[(0, 1), (1, 0), (2, 3), (3, 2)]).circles(), [[0, 1], [2, 3]]);
    }

    #[test]
    fn what_depends_comes_after() {
        assert_eq!(graph(4, &[(3, 2), (2, 0), (0, 1)]).order(), [3, 2, 0, 1]);
        assert_eq!(graph(3, &[(0, 1), (1, 1), (1, 2)]).order(), [0]);
    }
}
