//! P(value | cause) of a base in which one cause is at work, as rows that can be compared: docs/semantics.md, "Likelihoods".

use etio_engine::{Base, Domain, Finding, FindingId, OptionId, Role, Sign, real};
use std::collections::BTreeMap;

/// P(something that no base knows) at the beginning.
const OTHER: f64 = 0.05;

/// What can be observed on its own: a finding, or an option of `several of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::check) struct Aspect {
    pub(in crate::check) finding: FindingId,
    pub(in crate::check) option: Option<OptionId>,
}

/// The values of an aspect and how probable they are.
pub(in crate::check) struct Values {
    /// P(value | a cause that does not mention it): yes and no, or the options and what is left over.
    pub(in crate::check) base: Vec<f64>,
    /// P(value | something that no base knows).
    pub(in crate::check) other: Vec<f64>,
    /// Whether several values can be shown, each as a draw of its own.
    pub(in crate::check) draws: bool,
    /// Whether the values are yes and no.
    pub(in crate::check) yes_or_no: bool,
    /// Whether anything can be observed of it.
    pub(in crate::check) open: bool,
}

/// The numbers of a base.
pub(in crate::check) struct Likelihoods {
    pub(in crate::check) aspects: Vec<Aspect>,
    pub(in crate::check) values: Vec<Values>,
    /// What each cause says of the aspects it mentions, in the order of aspects.
    pub(in crate::check) rows: Vec<Vec<(usize, Vec<f64>)>>,
    /// The causes that mention each aspect.
    pub(in crate::check) mentions: Vec<Vec<usize>>,
    /// The logarithm of the prior of each cause; that of `other` stands last.
    pub(in crate::check) priors: Vec<f64>,
}

impl Likelihoods {
    /// Returns the numbers of a base.
    pub(in crate::check) fn of(base: &Base, open: &[bool]) -> Self {
        let mut aspects = Vec::new();
        let mut first = Vec::new();
        for (nth, finding) in base.findings.iter().enumerate() {
            let id = FindingId(u32::try_from(nth).unwrap_or(u32::MAX));
            first.push(aspects.len());
            match &finding.domain {
                Domain::SeveralOf { options } => aspects.extend((0..options.len()).map(|option| Aspect {
                    finding: id,
                    option: Some(OptionId(u32::try_from(option).unwrap_or(u32::MAX))),
                })),
                Domain::YesNo { .. } | Domain::OneOf { .. } => aspects.push(Aspect { finding: id, option: None }),
                Domain::Number { .. } | Domain::Text => {}
            }
        }
        let rows: Vec<_> = base.causes.iter().map(|cause| rows(base, &first, cause)).collect();
        let mut mentions = vec![Vec::new(); aspects.len()];
        for (cause, rows) in rows.iter().enumerate() {
            rows.iter().for_each(|(aspect, _)| mentions[*aspect].push(cause));
        }
        let all: f64 = base.causes.iter().map(|cause| cause.prior.get()).sum();
        let share = |prior: f64| real::ln((1.0 - OTHER) * prior / all);
        let mut priors: Vec<f64> = base.causes.iter().map(|cause| share(cause.prior.get())).collect();
        priors.push(real::ln(OTHER));
        let mut this = Self { aspects, values: Vec::new(), rows, mentions, priors };
        let values = (0..this.aspects.len()).map(|aspect| this.values_of(base, aspect, open)).collect();
        this.values = values;
        this
    }

    /// Returns the number that stands for `other` among the causes.
    pub(in crate::check) fn other(&self) -> usize {
        self.rows.len()
    }

    /// Returns P(value | hypothesis).
    pub(in crate::check) fn row(&self, hypothesis: usize, aspect: usize) -> &[f64] {
        let values = &self.values[aspect];
        let Some(rows) = self.rows.get(hypothesis) else { return &values.other };
        rows.binary_search_by_key(&aspect, |(known, _)| *known).map_or(&values.base, |at| &rows[at].1)
    }

    fn values_of(&self, base: &Base, aspect: usize, open: &[bool]) -> Values {
        let Aspect { finding: id, option } = self.aspects[aspect];
        let finding = &base.findings[id.index()];
        let row = unlinked(finding, option);
        let draws = matches!(finding.domain, Domain::OneOf { rest: Some(_), .. });
        let symptom = |value: usize| match &finding.domain {
            Domain::OneOf { options, .. } => options.get(value).is_some_and(|choice| choice.role == Role::Symptom),
            _ => finding.role == Role::Symptom && value == 0,
        };
        let mut other = row.clone();
        for value in (0..row.len()).filter(|value| symptom(*value)) {
            other[value] = row[value].max(self.average(aspect, value, row[value]) / 2.0);
        }
        let shown: f64 = (0..row.len()).filter(|value| symptom(*value)).map(|value| other[value]).sum();
        if shown > 0.0 {
            let scale = 1.0f64.max(shown);
            (0..row.len()).filter(|value| symptom(*value)).for_each(|value| other[value] /= scale);
            if let Some(last) = other.last_mut() {
                *last = (1.0 - shown).max(0.0);
            }
        }
        let yes_or_no = !matches!(finding.domain, Domain::OneOf { .. });
        Values { base: row, other, draws, yes_or_no, open: open[id.index()] }
    }

    /// Returns how often the known causes show a value on average.
    fn average(&self, aspect: usize, value: usize, unlinked: f64) -> f64 {
        let known = 1.0 - OTHER;
        let linked = self.mentions[aspect].iter().map(|cause| {
            let at = self.rows[*cause].binary_search_by_key(&aspect, |(known, _)| *known);
            let number = at.map_or(unlinked, |at| self.rows[*cause][at].1[value]);
            real::exp(self.priors[*cause]) * (number - unlinked)
        });
        unlinked + linked.sum::<f64>() / known
    }
}

/// Returns what a cause says of each aspect it mentions.
fn rows(base: &Base, first: &[usize], cause: &etio_engine::Cause) -> Vec<(usize, Vec<f64>)> {
    let mut by_aspect: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
    for link in &cause.links {
        let Sign { finding, option } = link.sign;
        let several = matches!(base.findings[finding.index()].domain, Domain::SeveralOf { .. });
        let option = option.map_or(0, OptionId::index);
        let (aspect, value) = if several { (option, 0) } else { (0, option) };
        by_aspect.entry(first[finding.index()] + aspect).or_default().push((value, link.number.get()));
    }
    let finding = |aspect: usize| &base.findings[first.partition_point(|start| *start <= aspect) - 1];
    by_aspect.into_iter().map(|(aspect, linked)| (aspect, row(finding(aspect), &linked))).collect()
}

/// Returns P(value | a cause that does not mention the finding).
fn unlinked(finding: &Finding, option: Option<OptionId>) -> Vec<f64> {
    match (&finding.domain, option) {
        (Domain::YesNo { otherwise }, _) => vec![otherwise.get(), 1.0 - otherwise.get()],
        (Domain::SeveralOf { options }, Some(option)) => {
            let leak = options[option.index()].otherwise.get();
            vec![leak, 1.0 - leak]
        }
        (Domain::OneOf { options, rest }, _) => {
            let mut row: Vec<f64> = options.iter().map(|option| option.otherwise.get()).collect();
            let left = 1.0 - row.iter().sum::<f64>();
            row.extend(rest.as_ref().map(|_| left.max(0.0)));
            row
        }
        _ => Vec::new(),
    }
}

/// Returns P(value | a cause with these links).
fn row(finding: &Finding, linked: &[(usize, f64)]) -> Vec<f64> {
    let Domain::OneOf { options, rest } = &finding.domain else { return vec![linked[0].1, 1.0 - linked[0].1] };
    let mut row: Vec<f64> = options.iter().map(|option| option.otherwise.get()).collect();
    let said: f64 = linked.iter().map(|(_, number)| number).sum();
    let is_linked = |value: usize| linked.iter().any(|(known, _)| *known == value);
    let unsaid: f64 = (0..row.len()).filter(|value| !is_linked(*value)).map(|value| row[value]).sum();
    linked.iter().for_each(|(value, number)| row[*value] = *number);
    if rest.is_some() {
        let total = said + unsaid;
        row.iter_mut().for_each(|number| *number /= total.max(1.0));
        row.push((1.0 - total).max(0.0));
    } else if unsaid > 0.0 && said <= 1.0 {
        (0..options.len()).filter(|value| !is_linked(*value)).for_each(|value| row[value] *= (1.0 - said) / unsaid);
    } else {
        (0..options.len()).for_each(|value| row[value] = if is_linked(value) { row[value] / said } else { 0.0 });
    }
    row
}
