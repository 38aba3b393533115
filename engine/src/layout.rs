//! Flat arrays for inference, laid out from the lists: P(value | cause) for every finding.
//!
//! A *hypothesis* is a position here: the causes first, `other` last. Everything is sparse: what a cause does not mention is not stored.
//! The formulas are those of `docs/semantics.md`, "Likelihoods".

use crate::assemble::Lists;
use crate::groups::{Groups, Partition};
use crate::links::Links;
use crate::logic::Constant;
use crate::model::{Cause, CauseId, Domain, FindingId, OptionId, Role, Sign};
use crate::observation::Reliability;
use crate::paths::{Path, Paths};
use crate::trouble::Troubles;
use crate::weights::Blocks;
use std::ops::Range;

/// The weight of `other` among the hypotheses.
pub(crate) const OTHER: f64 = 0.05;
/// How often `other` shows a symptom, as a share of how often the known causes do on average.
const OTHER_SHOWS: f64 = 0.5;

/// P(value | cause) for every finding.
pub(crate) struct Layout {
    shapes: Vec<Shape>,
    /// The prior of each cause as a share of its base; sums to one over a base.
    shares: Vec<f64>,
    causes_of: Vec<Range<usize>>,
    rules_about: Vec<Vec<usize>>,
    /// Whether a finding is defined by rules alone.
    defined: Vec<bool>,
    /// Whether something about a finding follows from others.
    follows: Vec<bool>,
    constants: Vec<Constants>,
    paths: Paths,
    pub(crate) links: Links,
    partition: Partition,
    /// How the weights of the causes are summed.
    pub(crate) blocks: Blocks,
    /// Which causes are variants of one trouble.
    pub(crate) troubles: Troubles,
    /// The causes with hard relations, ascending.
    pub(crate) conditional: Vec<CauseId>,
    /// The causes that pass by themselves, ascending.
    pub(crate) passing: Vec<CauseId>,
}

/// What a number or a text is compared with, each once, sorted.
#[derive(Clone, Default)]
pub(crate) struct Constants {
    pub(crate) numbers: Vec<f64>,
    /// In lower case.
    pub(crate) texts: Vec<String>,
}

/// How a finding reaches the causes.
pub(crate) enum Shape {
    /// Yes or no.
    YesNo(Column),
    /// One of several values.
    OneOf(Table),
    /// Several values, each yes or no.
    SeveralOf(Vec<Column>),
    /// Not at all: a number or a text.
    None,
}

/// P(yes | cause).
pub(crate) struct Column {
    /// P(yes | a cause without a link).
    pub(crate) leak: f64,
    /// The causes with a link, ascending.
    pub(crate) links: Vec<(CauseId, f64)>,
    /// How the entropy of the answer changes with each of them, beside a cause without a link; in bits.
    pub(crate) falls: Vec<f64>,
    /// How reliable a person's sure answer is.
    pub(crate) reliability: Reliability,
    /// Whether yes and no are possible under every hypothesis.
    pub(crate) is_open: bool,
    /// For a symptom.
    average: Option<Average>,
}

/// P(value | cause) over the options and, where there is one, the rest.
pub(crate) struct Table {
    /// P(option | a cause without a link).
    pub(crate) leaks: Vec<f64>,
    /// P(rest | a cause without a link), where there is a rest.
    pub(crate) rest: Option<f64>,
    /// The causes with a link to some option, ascending.
    pub(crate) rows: Vec<Row>,
    /// How reliable a person's sure answer is.
    pub(crate) reliability: Reliability,
    /// For options that are symptoms.
    averages: Vec<Option<Average>>,
}

/// P(yes | cause) on average over the causes of its base.
#[derive(Clone, Copy)]
struct Average {
    base: usize,
    own: f64,
}

/// P(value | one cause).
pub(crate) struct Row {
    pub(crate) cause: CauseId,
    /// The options it mentions, ascending.
    linked: Vec<(OptionId, f64)>,
    /// What the base rates of the options it does not mention are multiplied with.
    others: f64,
    /// P(rest | this cause).
    rest: f64,
    /// How the entropy of the answer changes with the cause, beside a cause without a link; in bits.
    pub(crate) falls: f64,
}

/// The bases that take part, and the priors that follow.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Group {
    /// Whether each base takes part.
    pub(crate) takes_part: Vec<bool>,
    /// The prior of each hypothesis; zero for causes of silent bases. Empty where no base takes part.
    pub(crate) priors: Vec<f64>,
    /// The groups, where a base with several causes at once takes part; else there is one.
    pub(crate) several: Option<Groups>,
    count: f64,
}

impl Layout {
    pub(crate) fn new(
        lists: &Lists,
        causes_of: Vec<Range<usize>>,
        base_of_finding: &dyn Fn(FindingId) -> usize,
        order: &[FindingId],
        several_at_once: &[bool],
    ) -> Self {
        let mut shares = vec![0.0; lists.causes.len()];
        for range in &causes_of {
            let total: f64 = lists.causes[range.clone()].iter().map(|cause| cause.prior.get()).sum();
            for index in range.clone() {
                shares[index] = lists.causes[index].prior.get() / total;
            }
        }
        let mut links: Vec<Vec<(CauseId, Option<OptionId>, f64)>> = vec![Vec::new(); lists.findings.len()];
        for (index, cause) in lists.causes.iter().enumerate() {
            for link in &cause.links {
                links[link.sign.finding.index()].push((CauseId::at(index), link.sign.option, link.number.get()));
            }
        }
        let shapes = links.iter().enumerate().map(|(index, links)| {
            let finding = &lists.findings[index];
            let base = base_of_finding(FindingId::at(index));
            let shares = Shares { base, own: &shares[causes_of[base].clone()], first: causes_of[base].start };
            shape(&finding.domain, finding.role, links, &shares)
        });
        let shapes: Vec<Shape> = shapes.collect();
        let mut rules_about = vec![Vec::new(); lists.findings.len()];
        for (index, rule) in lists.rules.iter().enumerate() {
            for conclusion in &rule.then {
                let about: &mut Vec<usize> = &mut rules_about[conclusion.sign.finding.index()];
                if about.last() != Some(&index) {
                    about.push(index);
                }
            }
        }
        let defined = defined(lists, &rules_about);
        let follows = lists.findings.iter().zip(&rules_about);
        let follows = follows.map(|(finding, rules)| finding.applies_when.is_some() || !rules.is_empty()).collect();
        let paths = Paths::of(lists, order, |finding| shapes[finding.index()].has_links());
        Self {
            blocks: Blocks::new(&causes_of),
            troubles: Troubles::new(lists, |cause| causes_of.partition_point(|causes| causes.end <= cause)),
            partition: Partition::new(lists, &causes_of, several_at_once),
            conditional: causes_that(lists, |cause| {
                [&cause.ruled_out_when, &cause.only_when, &cause.confirmed_when].iter().any(|hard| !hard.is_empty())
            }),
            passing: causes_that(lists, |cause| cause.passes_in.is_some()),
            constants: constants(lists),
            links: Links::of(&shapes, lists.causes.len()),
            shapes,
            shares,
            causes_of,
            rules_about,
            defined,
            follows,
            paths,
        }
    }

    /// Returns the prior of each cause as a share of its base.
    pub(crate) fn shares(&self) -> &[f64] {
        &self.shares
    }

    /// Returns whether a finding has no conditions, and stands in none but those of fixes.
    pub(crate) fn is_plain(&self, finding: FindingId) -> bool {
        self.paths.is_plain(finding)
    }

    /// Returns the findings with questions that reach causes otherwise than by links.
    pub(crate) fn roundabout(&self) -> &[FindingId] {
        self.paths.roundabout()
    }

    /// Returns how a question reaches the causes.
    pub(crate) fn path(&self, finding: FindingId) -> Path {
        self.paths.of_finding(finding)
    }

    /// Returns whether all that follows from an answer about a finding are the likelihoods of its links.
    pub(crate) fn is_alone(&self, finding: FindingId) -> bool {
        self.paths.is_alone(finding)
    }

    pub(crate) fn shape(&self, finding: FindingId) -> &Shape {
        &self.shapes[finding.index()]
    }

    pub(crate) fn rules_about(&self, finding: FindingId) -> &[usize] {
        &self.rules_about[finding.index()]
    }

    /// Returns whether a finding cannot be observed and is defined by its rules.
    pub(crate) fn is_defined(&self, finding: FindingId) -> bool {
        self.defined[finding.index()]
    }

    /// Returns what the number or text is compared with.
    pub(crate) fn constants(&self, finding: FindingId) -> &Constants {
        &self.constants[finding.index()]
    }

    /// Returns whether anything about the finding follows from other findings: by a rule, or whether it applies.
    pub(crate) fn follows(&self, finding: FindingId) -> bool {
        self.follows[finding.index()]
    }

    /// Returns how many hypotheses there are: the causes and `other`.
    pub(crate) fn hypotheses(&self) -> usize {
        self.shares.len() + 1
    }

    /// Returns the position of `other`.
    pub(crate) fn other(&self) -> usize {
        self.shares.len()
    }

    /// Returns the group of the bases that take part.
    pub(crate) fn group(&self, takes_part: Vec<bool>) -> Group {
        let count = takes_part.iter().filter(|&&part| part).count() as f64;
        if let Some((groups, priors)) = self.partition.groups(&takes_part) {
            return Group { takes_part, priors, several: Some(groups), count };
        }
        let mut priors = Vec::new();
        if count > 0.0 {
            priors = vec![0.0; self.hypotheses()];
            for (range, _) in self.causes_of.iter().zip(&takes_part).filter(|(_, part)| **part) {
                for index in range.clone() {
                    priors[index] = (1.0 - OTHER) * self.shares[index] / count;
                }
            }
            priors[self.other()] = OTHER;
        }
        Group { takes_part, priors, several: None, count }
    }
}

impl Group {
    /// Returns whether any base takes part.
    pub(crate) fn is_open(&self) -> bool {
        self.count > 0.0
    }

    /// Returns whether two hypotheses exclude each other.
    pub(crate) fn are_exclusive(&self, one: usize, other: usize) -> bool {
        self.several.as_ref().is_none_or(|groups| groups.of(one) == groups.of(other))
    }

    /// Returns P(symptom | other) from the average over the causes of its own base.
    fn other(&self, average: Option<Average>, leak: f64) -> f64 {
        let Some(Average { base, own }) = average else { return leak };
        let average = match &self.several {
            Some(groups) => groups.average(base, own, leak),
            None => (own + (self.count - 1.0) * leak) / self.count,
        };
        (OTHER_SHOWS * average).max(leak)
    }
}

impl Column {
    /// Returns whether it is a person's complaint; of a fact `other` says no more than a cause without a link.
    pub(crate) fn is_symptom(&self) -> bool {
        self.average.is_some()
    }

    /// Returns P(yes | other).
    pub(crate) fn other(&self, group: &Group) -> f64 {
        group.other(self.average, self.leak)
    }

    /// Calls `visit` with each hypothesis whose P(yes) is not the leak, and P(yes).
    pub(crate) fn for_each(&self, group: &Group, other: usize, mut visit: impl FnMut(usize, f64)) {
        self.links.iter().for_each(|(cause, number)| visit(cause.index(), *number));
        visit(other, self.other(group));
    }
}

impl Table {
    /// Returns how many values there are, the rest counted.
    pub(crate) fn values(&self) -> usize {
        self.leaks.len() + usize::from(self.rest.is_some())
    }

    /// Returns P(value | a cause without a link); the value after the options is the rest.
    pub(crate) fn unlinked(&self, value: usize) -> f64 {
        self.leaks.get(value).copied().or(self.rest).unwrap_or_default()
    }

    /// Returns P(value | the cause of the row).
    pub(crate) fn linked(&self, row: &Row, value: usize) -> f64 {
        let Some(&leak) = self.leaks.get(value) else { return row.rest };
        match row.linked.binary_search_by_key(&value, |(option, _)| option.index()) {
            Ok(found) => row.linked[found].1,
            Err(_) => leak * row.others,
        }
    }

    /// Returns P(value | hypothesis), where `other` is the position of that.
    pub(crate) fn of(&self, value: usize, hypothesis: usize, other: usize, group: &Group) -> f64 {
        if hypothesis == other {
            return self.other(group, value);
        }
        let row = self.rows.binary_search_by_key(&hypothesis, |row| row.cause.index());
        row.map_or(self.unlinked(value), |row| self.linked(&self.rows[row], value))
    }

    /// Returns P(value | other).
    pub(crate) fn other(&self, group: &Group, value: usize) -> f64 {
        let shows = |option: usize| group.other(self.averages[option], self.leaks[option]);
        if self.rest.is_none() {
            return shows(value);
        }
        let total: f64 = (0..self.leaks.len()).map(shows).sum();
        if value < self.leaks.len() { shows(value) / total.max(1.0) } else { (1.0 - total).max(0.0) }
    }
}

impl Shape {
    /// Returns whether a cause has a link to the finding.
    pub(crate) fn has_links(&self) -> bool {
        match self {
            Self::YesNo(column) => !column.links.is_empty(),
            Self::SeveralOf(columns) => columns.iter().any(|column| !column.links.is_empty()),
            Self::OneOf(table) => !table.rows.is_empty(),
            Self::None => false,
        }
    }
}

/// Returns the causes for which `holds`, ascending.
fn causes_that(lists: &Lists, holds: impl Fn(&Cause) -> bool) -> Vec<CauseId> {
    let causes = lists.causes.iter().enumerate().filter(|(_, cause)| holds(cause));
    causes.map(|(index, _)| CauseId::at(index)).collect()
}

/// The shares of the causes of one base, which begin at position `first`.
struct Shares<'a> {
    base: usize,
    own: &'a [f64],
    first: usize,
}

type Mentions = [(CauseId, Option<OptionId>, f64)];

fn shape(domain: &Domain, role: Role, links: &Mentions, shares: &Shares) -> Shape {
    match domain {
        Domain::YesNo { otherwise } => {
            let links = links.iter().map(|(cause, _, number)| (*cause, *number)).collect();
            Shape::YesNo(column(otherwise.get(), links, role, shares))
        }
        Domain::SeveralOf { options } => Shape::SeveralOf(
            options
                .iter()
                .enumerate()
                .map(|(index, option)| {
                    let own = links.iter().filter(|link| link.1 == Some(OptionId::at(index)));
                    let own = own.map(|(cause, _, number)| (*cause, *number)).collect();
                    column(option.otherwise.get(), own, option.role, shares)
                })
                .collect(),
        ),
        Domain::OneOf { options, rest } => {
            let leaks: Vec<f64> = options.iter().map(|option| option.otherwise.get()).collect();
            let roles = options.iter().map(|option| option.role).collect::<Vec<_>>();
            Shape::OneOf(table(leaks, rest.is_some(), &roles, links, shares))
        }
        Domain::Number { .. } | Domain::Text => Shape::None,
    }
}

fn column(leak: f64, links: Vec<(CauseId, f64)>, role: Role, shares: &Shares) -> Column {
    let average = (role == Role::Symptom).then(|| {
        let mut next = links.iter().peekable();
        let each = shares.own.iter().enumerate().map(|(index, share)| {
            let linked = next.next_if(|(cause, _)| cause.index() == shares.first + index);
            share * linked.map_or(leak, |(_, number)| *number)
        });
        Average { base: shares.base, own: each.sum() }
    });
    let is_open = links.iter().map(|(_, number)| *number).chain([leak]).all(|number| number > 0.0 && number < 1.0);
    let reliability = Reliability::of_asked(role);
    let mut column = Column { leak, links, falls: Vec::new(), reliability, is_open, average };
    column.falls = column.links.iter().map(|(_, number)| column.fall(*number)).collect();
    column
}

fn table(leaks: Vec<f64>, has_rest: bool, roles: &[Role], links: &Mentions, shares: &Shares) -> Table {
    let rows: Vec<Row> = links.chunk_by(|a, b| a.0 == b.0).map(|links| row(&leaks, has_rest, links)).collect();
    let rest = has_rest.then(|| (1.0 - leaks.iter().sum::<f64>()).max(0.0));
    let reliability = roles.first().map_or(Reliability::Answer, |role| Reliability::of_asked(*role));
    let mut table = Table { leaks, rest, rows, reliability, averages: Vec::new() };
    let unlinked = table.entropy(|value| table.unlinked(value));
    let falls = table.rows.iter().map(|row| table.entropy(|value| table.linked(row, value)) - unlinked);
    let falls: Vec<f64> = falls.collect();
    table.rows.iter_mut().zip(falls).for_each(|(row, falls)| row.falls = falls);
    table.averages = roles
        .iter()
        .enumerate()
        .map(|(value, role)| {
            (*role == Role::Symptom).then(|| {
                let mut next = table.rows.iter().peekable();
                let each = shares.own.iter().enumerate().map(|(index, share)| {
                    let row = next.next_if(|row| row.cause.index() == shares.first + index);
                    share * row.map_or(table.leaks[value], |row| table.linked(row, value))
                });
                Average { base: shares.base, own: each.sum() }
            })
        })
        .collect();
    table
}

fn row(leaks: &[f64], has_rest: bool, links: &Mentions) -> Row {
    let linked = |option: usize| links.iter().any(|link| link.1 == Some(OptionId::at(option)));
    let mentioned: f64 = links.iter().map(|link| link.2).sum();
    let left: f64 = leaks.iter().enumerate().filter(|(option, _)| !linked(*option)).map(|(_, leak)| leak).sum();
    let (scale, others, rest) = if has_rest {
        let total = mentioned + left;
        let scale = 1.0 / total.max(1.0);
        (scale, scale, (1.0 - total).max(0.0))
    } else if left > 0.0 && mentioned <= 1.0 {
        (1.0, (1.0 - mentioned) / left, 0.0)
    } else {
        (1.0 / mentioned, 0.0, 0.0)
    };
    let options = links.iter().filter_map(|(_, option, number)| option.map(|option| (option, number * scale)));
    Row { cause: links[0].0, linked: options.collect(), others, rest, falls: 0.0 }
}

/// Returns for each finding whether it cannot be observed and has a rule.
fn defined(lists: &Lists, rules_about: &[Vec<usize>]) -> Vec<bool> {
    let mut defined: Vec<bool> = lists
        .findings
        .iter()
        .zip(rules_about)
        .map(|(finding, rules)| {
            let patterns = finding.options().iter().any(|option| !option.patterns.is_empty());
            let observed = finding.ask.is_some() || finding.probe.is_some() || !finding.patterns.is_empty() || patterns;
            !observed && !rules.is_empty()
        })
        .collect();
    for finding in lists.fixes.iter().filter_map(|fix| fix.tells) {
        defined[finding.index()] = false;
    }
    defined
}

fn constants(lists: &Lists) -> Vec<Constants> {
    let mut constants = vec![Constants::default(); lists.findings.len()];
    let mut note = |finding: FindingId, constant: Constant<'_>| match constant {
        Constant::Number(number) => constants[finding.index()].numbers.push(number),
        Constant::Text(text) => constants[finding.index()].texts.push(text.to_lowercase()),
    };
    let rules = lists.rules.iter().map(|rule| &rule.when);
    let causes = lists.causes.iter();
    let hard =
        causes.flat_map(|cause| cause.ruled_out_when.iter().chain(&cause.only_when).chain(&cause.confirmed_when));
    let fixes = lists.fixes.iter().flat_map(|fix| &fix.only_when);
    let applies = lists.findings.iter().filter_map(|finding| finding.applies_when.as_ref());
    rules.chain(hard).chain(fixes).chain(applies).for_each(|condition| condition.for_each_constant(&mut note));
    for Constants { numbers, texts } in &mut constants {
        numbers.sort_by(f64::total_cmp);
        numbers.dedup();
        texts.sort_unstable();
        texts.dedup();
    }
    constants
}

impl Layout {
    /// Returns P(sign | hypothesis), without the noise of an answer.
    pub(crate) fn likelihood(&self, sign: Sign, hypothesis: usize, group: &Group) -> f64 {
        let is_other = hypothesis == self.other();
        match (self.shape(sign.finding), sign.option) {
            (Shape::YesNo(column), _) if is_other => column.other(group),
            (Shape::YesNo(column), _) => column.of(hypothesis),
            (Shape::SeveralOf(columns), Some(option)) if is_other => columns[option.index()].other(group),
            (Shape::SeveralOf(columns), Some(option)) => columns[option.index()].of(hypothesis),
            (Shape::OneOf(table), Some(option)) => table.of(option.index(), hypothesis, self.other(), group),
            _ => 0.0,
        }
    }
}

impl Column {
    fn of(&self, hypothesis: usize) -> f64 {
        let found = self.links.binary_search_by_key(&hypothesis, |(cause, _)| cause.index());
        found.map_or(self.leak, |found| self.links[found].1)
    }
}
