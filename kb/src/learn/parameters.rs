//! The numbers of a base as parameters that cases can move, each with the cases that stand behind the author's word.

use super::Options;
use super::maximise::Counts;
use etio_engine::{Base, CauseId, Domain, FindingId, Number, OptionId, Probability, Provenance, Sign, real};
use std::collections::BTreeMap;

/// P(something else than the known causes), as in docs/semantics.md.
pub(super) const OTHER: f64 = 0.05;
/// How far numbers are kept from certainty, so that no case is impossible by accident.
const LEAST: f64 = 1e-4;
/// How much the prior of all causes of a base weighs against the word of one link.
const PRIOR_WEIGHT: f64 = 10.0;

/// A probability that cases can move.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Share {
    /// What the author wrote, as far from certainty as it must be.
    pub(super) author: f64,
    /// As how many cases that counts.
    pub(super) weight: f64,
    /// What it is now.
    pub(super) value: f64,
    /// Whether it moves.
    pub(super) free: bool,
}

/// How a link enters the chance of a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// One cause at a time: the share is the chance itself.
    Whole,
    /// Several: the share is that of cases in which the cause sets the sign off by itself.
    Raises,
    /// Several: the share is that of cases in which the cause suppresses the sign.
    Lowers,
}

/// The numbers about a sign that is there or not.
#[derive(Clone, Debug)]
pub(super) struct SignNumbers {
    pub(super) sign: Sign,
    /// The position of `otherwise`.
    pub(super) leak: usize,
    /// For each cause the position of its link.
    pub(super) links: BTreeMap<usize, (usize, Entry)>,
    /// P(sign | something else), which does not move.
    pub(super) other: f64,
    /// Whether what has no link, and what nobody knows, tells how often the sign is there otherwise.
    pub(super) is_symptom: bool,
}

/// The numbers of one cause over the values of a finding.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The values with a link: what the author wrote, as it is now, ascending.
    pub(super) linked: Vec<(usize, f64, f64)>,
    /// How what is left over is shared by the values; nothing for those with a link.
    pub(super) rest: Vec<f64>,
    pub(super) weight: f64,
    pub(super) free: bool,
}

/// The numbers about a finding that has exactly one of several values.
#[derive(Clone, Debug)]
pub(super) struct TableNumbers {
    pub(super) finding: FindingId,
    /// How many values there are, with "another, or none".
    pub(super) values: usize,
    pub(super) has_rest: bool,
    /// Whether it is known how often it is another, or none.
    pub(super) is_complete: bool,
    /// P(value | a cause without links to any): what the author wrote, and as it is now.
    pub(super) otherwise: Vec<(f64, f64)>,
    pub(super) otherwise_weight: f64,
    pub(super) otherwise_free: bool,
    pub(super) rows: BTreeMap<usize, Row>,
    /// P(value | something else), which does not move.
    pub(super) other: Vec<f64>,
}

/// The number of a fix against a cause.
#[derive(Clone, Copy, Debug)]
pub(super) struct EffectNumber {
    pub(super) share: usize,
    /// P(the trouble does not pass by itself meanwhile).
    pub(super) stays: f64,
}

/// All numbers of a base. Causes are counted as in the base, and one more stands for something else.
#[derive(Clone, Debug)]
pub(super) struct Parameters {
    pub(super) several: bool,
    pub(super) causes: usize,
    /// The causes that exclude one another.
    pub(super) groups: Vec<Vec<usize>>,
    pub(super) shares: Vec<Share>,
    pub(super) signs: Vec<SignNumbers>,
    pub(super) tables: Vec<TableNumbers>,
    /// By fix and cause.
    pub(super) effects: BTreeMap<(usize, usize), EffectNumber>,
    /// P(cause): what the author wrote, and as it is now. One at a time they sum to one.
    pub(super) priors: Vec<(f64, f64)>,
    pub(super) prior_weight: f64,
    pub(super) priors_free: bool,
    /// For each cause, and something else, P(one of its fixes helps), as the author wrote it.
    pub(super) cured_by: Vec<f64>,
    /// With several causes at once: the odds of something else.
    pub(super) other_odds: f64,
}

/// Returns the cases that stand behind a number.
pub(super) fn weight(number: &Number, trust: f64) -> f64 {
    match number.provenance {
        Provenance::Counts { cases, .. } => f64::from(cases),
        Provenance::Estimate | Provenance::Sourced => trust,
    }
}

impl Share {
    fn of(number: &Number, trust: f64) -> Self {
        Self::new(number.get(), weight(number, trust))
    }

    fn new(author: f64, weight: f64) -> Self {
        let author = author.clamp(LEAST, 1.0 - LEAST);
        Self { author, weight, value: author, free: true }
    }

    /// Returns what it is now.
    pub(super) fn now(&self) -> f64 {
        self.value
    }

    /// Returns what the author wrote.
    pub(super) fn author(&self) -> f64 {
        self.author
    }
}

impl Parameters {
    /// Returns the numbers of a base as its author wrote them.
    pub(super) fn new(base: &Base, options: &Options) -> Self {
        let trust = options.trust;
        let (priors, prior_weight) = priors(base, trust);
        let groups = base.groups().into_iter().map(|(_, causes)| causes.into_iter().map(CauseId::index).collect());
        let mut parameters = Self {
            several: base.several_at_once,
            causes: base.causes.len(),
            groups: groups.collect(),
            shares: Vec::new(),
            signs: Vec::new(),
            tables: Vec::new(),
            effects: BTreeMap::new(),
            priors: priors.into_iter().map(|prior| (prior, prior)).collect(),
            prior_weight,
            priors_free: true,
            cured_by: vec![0.0; base.causes.len() + 1],
            other_odds: 0.0,
        };
        parameters.other_odds = OTHER / (1.0 - OTHER) * parameters.any();
        for (index, finding) in base.findings.iter().enumerate() {
            let id = FindingId(u32::try_from(index).unwrap_or(u32::MAX));
            match &finding.domain {
                Domain::YesNo { otherwise } => {
                    parameters.add_sign(base, Sign { finding: id, option: None }, otherwise, trust)
                }
                Domain::SeveralOf { options } => parameters.add_options(base, id, options, trust),
                Domain::OneOf { options, rest: Some(_) } if base.several_at_once => {
                    parameters.add_options(base, id, options, trust);
                }
                Domain::OneOf { .. } => parameters.add_table(base, id, trust),
                Domain::Number { .. } | Domain::Text => {}
            }
        }
        parameters.add_effects(base, trust);
        parameters
    }

    fn share(&mut self, share: Share) -> usize {
        self.shares.push(share);
        self.shares.len() - 1
    }

    fn add_options(&mut self, base: &Base, finding: FindingId, options: &[etio_engine::Choice], trust: f64) {
        for (nth, option) in options.iter().enumerate() {
            let option_id = OptionId(u32::try_from(nth).unwrap_or(u32::MAX));
            self.add_sign(base, Sign { finding, option: Some(option_id) }, &option.otherwise, trust);
        }
    }

    fn add_sign(&mut self, base: &Base, sign: Sign, otherwise: &Number, trust: f64) {
        let leak_share = Share::of(otherwise, trust);
        let leak = leak_share.author;
        let links: Vec<(usize, &Number)> =
            links(base, |known| known == sign).map(|(cause, _, number)| (cause, number)).collect();
        if links.is_empty() {
            return;
        }
        let is_symptom = is_symptom(base, sign);
        let other = if is_symptom { self.average(&links, leak).max(leak) } else { leak };
        let leak_at = self.share(leak_share);
        let links = links.into_iter().map(|(cause, number)| {
            let whole = Share::of(number, trust);
            let (share, entry) = match self.several {
                false => (whole, Entry::Whole),
                true if whole.author >= leak => {
                    (Share::new((whole.author - leak) / (1.0 - leak), whole.weight), Entry::Raises)
                }
                true => (Share::new(1.0 - whole.author / leak, whole.weight), Entry::Lowers),
            };
            (cause, (self.share(share), entry))
        });
        let links = links.collect();
        self.signs.push(SignNumbers { sign, leak: leak_at, links, other, is_symptom });
    }

    /// Returns half of what the known causes show of a sign on average.
    fn average(&self, links: &[(usize, &Number)], leak: f64) -> f64 {
        let total: f64 = self.priors.iter().map(|(prior, _)| prior).sum();
        let above: f64 = links.iter().map(|(cause, number)| self.priors[*cause].0 * (number.get() - leak)).sum();
        0.5 * (leak + above / total)
    }

    fn add_table(&mut self, base: &Base, finding: FindingId, trust: f64) {
        let Domain::OneOf { options, rest } = &base.findings[finding.index()].domain else { return };
        let mut rows: BTreeMap<usize, Row> = BTreeMap::new();
        let rates: Vec<f64> = options.iter().map(|option| option.otherwise.get()).collect();
        let values = options.len() + usize::from(rest.is_some());
        for (cause, option, number) in links(base, |sign| sign.finding == finding) {
            let Some(option) = option else { continue };
            let (author, weight) = (number.get().clamp(LEAST, 1.0 - LEAST), weight(number, trust));
            let row =
                rows.entry(cause).or_insert_with(|| Row { linked: Vec::new(), rest: Vec::new(), weight, free: true });
            row.weight = row.weight.max(weight);
            row.linked.push((option, author, author));
        }
        if rows.is_empty() {
            return;
        }
        let mut otherwise = rates.clone();
        otherwise.extend(rest.as_ref().map(|_| (1.0 - rates.iter().sum::<f64>()).max(LEAST)));
        for row in rows.values_mut() {
            row.linked.sort_by_key(|(value, _, _)| *value);
            row.rest = left_over(row, &otherwise, rest.is_some());
        }
        let weights = options.iter().map(|option| weight(&option.otherwise, trust));
        let otherwise_weight = weights.fold(0.0, f64::max);
        let mut table = TableNumbers {
            finding,
            values,
            has_rest: rest.is_some(),
            is_complete: rest.is_none(),
            otherwise: otherwise.iter().map(|rate| (*rate, *rate)).collect(),
            otherwise_weight,
            otherwise_free: rest.is_none(),
            rows,
            other: otherwise.clone(),
        };
        if rest.is_some() {
            table.other = self.other_values(&table);
        }
        self.tables.push(table);
    }

    /// Returns P(value | something else) of exclusive symptoms: half of what the known causes show on average.
    fn other_values(&self, table: &TableNumbers) -> Vec<f64> {
        let options = table.values - 1;
        let mut other: Vec<f64> = (0..options)
            .map(|value| {
                let shown = |cause: usize| self.priors[cause].0 * table.chance(Some(cause), value);
                let average: f64 = (0..self.causes).map(shown).sum();
                (0.5 * average).max(table.otherwise[value].0)
            })
            .collect();
        let sum: f64 = other.iter().sum();
        if sum > 1.0 {
            other.iter_mut().for_each(|share| *share /= sum);
        }
        other.push((1.0 - sum).max(LEAST));
        other
    }

    fn add_effects(&mut self, base: &Base, trust: f64) {
        for (nth, fix) in base.fixes.iter().enumerate() {
            for effect in &fix.effects {
                let cause = effect.cause.map_or(self.causes, CauseId::index);
                let passes = effect.cause.and_then(|cause| base.causes[cause.index()].passes_in);
                let stays = passes.map_or(1.0, |half| real::exp2(-fix.takes.get() / half.get()));
                let share = self.share(Share::of(&effect.number, trust));
                self.effects.insert((nth, cause), EffectNumber { share, stays });
                self.cured_by[cause] = 1.0 - (1.0 - self.cured_by[cause]) * (1.0 - self.shares[share].author);
            }
        }
    }
}

impl Parameters {
    /// Puts back every number of which too few cases speak, and keeps it there.
    pub(super) fn keep(&mut self, counts: &Counts, least: f64) {
        // A share of a case may fall short by rounding.
        let enough = |cases: f64| cases >= least - 1e-9;
        for (share, _) in self.shares.iter_mut().zip(&counts.shares).filter(|(_, tally)| !enough(tally.cases)) {
            (share.free, share.value) = (false, share.author);
        }
        for (table, counts) in self.tables.iter_mut().zip(&counts.tables) {
            let cases = |cause: Option<usize>| counts.get(&cause).map_or(0.0, |counts| counts.iter().sum::<f64>());
            for (_, row) in table.rows.iter_mut().filter(|(cause, _)| !enough(cases(Some(**cause)))) {
                row.free = false;
                row.linked.iter_mut().for_each(|(_, author, now)| *now = *author);
            }
            if !enough(cases(None)) {
                table.otherwise_free = false;
                table.otherwise.iter_mut().for_each(|(author, now)| *now = *author);
            }
        }
        if !enough(counts.cases) {
            self.priors_free = false;
            self.priors.iter_mut().for_each(|(author, now)| *now = *author);
        }
    }
}

impl TableNumbers {
    /// Returns P(value | cause and no other); of something else where there is no cause.
    pub(super) fn chance(&self, cause: Option<usize>, value: usize) -> f64 {
        match cause.map(|cause| self.rows.get(&cause)) {
            Some(Some(row)) => row.chance(value),
            None if self.has_rest => self.other[value],
            Some(None) | None => self.otherwise[value].1.max(f64::MIN_POSITIVE),
        }
    }
}

impl Row {
    /// Returns P(value).
    pub(super) fn chance(&self, value: usize) -> f64 {
        match self.linked.iter().find(|(linked, _, _)| *linked == value) {
            Some((_, _, now)) => *now,
            None => (self.left() * self.rest[value]).max(f64::MIN_POSITIVE),
        }
    }

    /// Returns what the links leave over.
    pub(super) fn left(&self) -> f64 {
        (1.0 - self.linked.iter().map(|(_, _, now)| now).sum::<f64>()).max(0.0)
    }
}

/// Returns how what the links leave is shared by the values without one.
fn left_over(row: &Row, otherwise: &[f64], has_rest: bool) -> Vec<f64> {
    let linked = |value: usize| row.linked.iter().any(|(known, _, _)| *known == value);
    let mut rest: Vec<f64> =
        otherwise.iter().enumerate().map(|(value, rate)| if linked(value) { 0.0 } else { *rate }).collect();
    if has_rest {
        // Another, or none, gets whatever the base rates leave of what is left over.
        let last = rest.len() - 1;
        let others: f64 = rest[..last].iter().sum();
        rest[last] = (row.left() - others).max(LEAST);
    }
    let sum: f64 = rest.iter().sum();
    if sum > 0.0 {
        rest.iter_mut().for_each(|share| *share /= sum);
    }
    rest
}

/// Returns the shares of the causes and as how many cases they count together.
fn priors(base: &Base, trust: f64) -> (Vec<f64>, f64) {
    let total: f64 = base.causes.iter().map(|cause| cause.prior.get()).sum();
    let scale = if base.several_at_once { 1.0 } else { total };
    let shares = base.causes.iter().map(|cause| (cause.prior.get() / scale).clamp(1e-12, 1.0 - LEAST));
    let counted = base.causes.iter().filter_map(|cause| match cause.prior.provenance {
        Provenance::Counts { cases, .. } => Some(f64::from(cases)),
        Provenance::Estimate | Provenance::Sourced => None,
    });
    let weight = counted.reduce(f64::max).unwrap_or(PRIOR_WEIGHT * trust);
    (shares.collect(), weight)
}

/// Returns the links to some signs: the cause, the option, the number.
fn links(base: &Base, wanted: impl Fn(Sign) -> bool) -> impl Iterator<Item = (usize, Option<usize>, &Number)> {
    let causes = base.causes.iter().enumerate();
    causes.flat_map(|(nth, cause)| cause.links.iter().map(move |link| (nth, link))).filter_map(move |(nth, link)| {
        wanted(link.sign).then_some((nth, link.sign.option.map(OptionId::index), &link.number))
    })
}

fn is_symptom(base: &Base, sign: Sign) -> bool {
    let finding = &base.findings[sign.finding.index()];
    let role = sign.option.map_or(finding.role, |option| finding.options()[option.index()].role);
    role == etio_engine::Role::Symptom
}

/// Returns a number of a link as it may be written.
pub(super) fn within_link(number: f64) -> f64 {
    number.clamp(Probability::LINK_FLOOR.get(), Probability::LINK_CAP.get())
}
