//! How what is said of a finding reaches the causes: by links, through rules, through conditions, or not at all.
//!
//! Found once for all findings, going through them from the conclusions back to the premises.

use crate::assemble::Lists;
use crate::model::{Condition, Finding, FindingId};

/// How a question reaches the causes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Path {
    /// By its own links.
    Direct,
    /// Through a finding that rules derive from it.
    Through(FindingId),
    /// Through conditions of causes and fixes only.
    Conditions,
    /// Not at all.
    None,
}

/// The path of every finding.
pub(crate) struct Paths {
    paths: Vec<Path>,
    /// Whether a finding speaks by its own links alone: no rule and no condition knows it, and no fix tells it.
    alone: Vec<bool>,
    /// Whether nothing follows from the finding but by its links, and it follows from nothing.
    plain: Vec<bool>,
    /// The findings with questions that reach causes otherwise than by links.
    roundabout: Vec<FindingId>,
}

impl Paths {
    pub(crate) fn of(lists: &Lists, order: &[FindingId], has_links: impl Fn(FindingId) -> bool) -> Self {
        let conclusions = conclusions(lists);
        let mut speaks = vec![false; lists.findings.len()];
        let mut plain: Vec<bool> = lists.findings.iter().map(|finding| finding.applies_when.is_none()).collect();
        for condition in hard_relations(lists) {
            condition.for_each_finding(&mut |finding| {
                speaks[finding.index()] = true;
                plain[finding.index()] = false;
            });
        }
        let of_fixes = lists.fixes.iter().flat_map(|fix| &fix.only_when);
        of_fixes.for_each(|condition| condition.for_each_finding(&mut |finding| speaks[finding.index()] = true));
        let of_findings = lists.findings.iter().flat_map(Finding::conditions);
        of_findings.for_each(|condition| condition.for_each_finding(&mut |finding| plain[finding.index()] = false));
        for rule in &lists.rules {
            rule.when.for_each_finding(&mut |finding| plain[finding.index()] = false);
            rule.then.iter().for_each(|conclusion| plain[conclusion.sign.finding.index()] = false);
        }
        let paths = paths(order, &conclusions, speaks, has_links);
        let asked = paths.iter().zip(&lists.findings).enumerate().filter(|(_, (_, finding))| finding.ask.is_some());
        let roundabout = asked.filter(|(_, (path, _))| matches!(path, Path::Through(_) | Path::Conditions));
        let roundabout = roundabout.map(|(index, _)| FindingId::at(index)).collect();
        Self { alone: alone(lists, &paths), paths, plain, roundabout }
    }

    /// Returns whether all that follows from an answer about a finding are the likelihoods of its links.
    pub(crate) fn is_alone(&self, finding: FindingId) -> bool {
        self.alone[finding.index()]
    }

    pub(crate) fn roundabout(&self) -> &[FindingId] {
        &self.roundabout
    }

    pub(crate) fn of_finding(&self, finding: FindingId) -> Path {
        self.paths[finding.index()]
    }

    pub(crate) fn is_plain(&self, finding: FindingId) -> bool {
        self.plain[finding.index()]
    }
}

fn alone(lists: &Lists, paths: &[Path]) -> Vec<bool> {
    let mut alone: Vec<bool> = paths.iter().map(|path| *path == Path::Direct).collect();
    let rules = lists.rules.iter().map(|rule| &rule.when);
    let of_findings = lists.findings.iter().flat_map(Finding::conditions);
    let of_fixes = lists.fixes.iter().flat_map(|fix| &fix.only_when);
    for condition in rules.chain(of_findings).chain(of_fixes).chain(hard_relations(lists)) {
        condition.for_each_finding(&mut |finding| alone[finding.index()] = false);
    }
    let concluded = lists.rules.iter().flat_map(|rule| &rule.then).map(|conclusion| conclusion.sign.finding);
    let told = lists.fixes.iter().filter_map(|fix| fix.tells);
    concluded.chain(told).for_each(|finding| alone[finding.index()] = false);
    alone
}

/// Returns the conditions that make causes possible or impossible.
fn hard_relations(lists: &Lists) -> impl Iterator<Item = &Condition> {
    let causes = lists.causes.iter();
    causes.flat_map(|cause| cause.ruled_out_when.iter().chain(&cause.only_when).chain(&cause.confirmed_when))
}

/// Returns for each finding what rules conclude from it.
fn conclusions(lists: &Lists) -> Vec<Vec<FindingId>> {
    let mut conclusions = vec![Vec::new(); lists.findings.len()];
    for rule in &lists.rules {
        rule.when.for_each_finding(&mut |premise| {
            let then = rule.then.iter().map(|conclusion| conclusion.sign.finding);
            conclusions[premise.index()].extend(then);
        });
    }
    conclusions
}

fn paths(
    order: &[FindingId],
    conclusions: &[Vec<FindingId>],
    mut speaks: Vec<bool>,
    has_links: impl Fn(FindingId) -> bool,
) -> Vec<Path> {
    let mut places = vec![0; order.len()];
    order.iter().enumerate().for_each(|(place, finding)| places[finding.index()] = place);
    // The first finding with links, in the order of evaluation, that is derived from each.
    let mut nearest: Vec<Option<usize>> = vec![None; order.len()];
    let mut paths = vec![Path::None; order.len()];
    for &finding in order.iter().rev() {
        let at = finding.index();
        for then in &conclusions[at] {
            let own = has_links(*then).then(|| places[then.index()]);
            let candidates = [nearest[at], own, nearest[then.index()]];
            nearest[at] = candidates.into_iter().flatten().min();
            speaks[at] |= speaks[then.index()];
        }
        paths[at] = match nearest[at] {
            _ if has_links(finding) => Path::Direct,
            Some(place) => Path::Through(order[place]),
            None if speaks[at] => Path::Conditions,
            None => Path::None,
        };
    }
    paths
}
