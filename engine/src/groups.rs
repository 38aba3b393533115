//! Groups of causes that exclude one another, and their priors, as soon as a base with several causes at once takes part.
//!
//! `docs/semantics.md`, "Several causes at once". Here is what the bases fix; what is known of a session comes later, in `joint`.

use crate::assemble::Lists;
use crate::layout::OTHER;
use crate::model::{Domain, FindingId};
use std::ops::Range;

/// How the causes of each base exclude one another.
pub(crate) struct Partition {
    parts: Vec<Part>,
}

/// The causes of one base.
struct Part {
    causes: Range<usize>,
    /// The prior of each as it is written.
    priors: Vec<f64>,
    /// Where several of them can be at work at once.
    several: Option<Several>,
}

/// How a base with several causes at once is divided.
struct Several {
    /// The causes of each group, by the first of each.
    groups: Vec<Vec<usize>>,
    /// The facts that come before the causes.
    contexts: Vec<FindingId>,
}

/// The groups of the bases that take part; the hypotheses are the causes, then `other`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Groups {
    members: Vec<usize>,
    /// Where the members of each group end. The single group is the first where there is one; `other` is the last.
    ends: Vec<usize>,
    /// The group of each hypothesis.
    of: Vec<Option<usize>>,
    /// The share of each base in the sum of all priors of known causes.
    shares: Vec<f64>,
    /// The contexts of the bases that take part.
    contexts: Vec<FindingId>,
    /// Whether the first group is that of the bases with one cause at a time.
    has_single: bool,
}

impl Partition {
    pub(crate) fn new(lists: &Lists, causes_of: &[Range<usize>], several_at_once: &[bool]) -> Self {
        let parts = causes_of.iter().zip(several_at_once).map(|(causes, &several)| Part {
            causes: causes.clone(),
            priors: lists.causes[causes.clone()].iter().map(|cause| cause.prior.get()).collect(),
            several: several.then(|| Several::new(lists, causes.clone())),
        });
        Self { parts: parts.collect() }
    }

    /// Returns the groups of the bases that take part and the prior of each hypothesis; nothing where they are one group.
    pub(crate) fn groups(&self, takes_part: &[bool]) -> Option<(Groups, Vec<f64>)> {
        let parts: Vec<(usize, &Part)> = self.parts.iter().enumerate().filter(|(base, _)| takes_part[*base]).collect();
        let several: Vec<&Part> = parts.iter().map(|(_, part)| *part).filter(|part| part.several.is_some()).collect();
        if several.is_empty() {
            return None;
        }
        let single = parts.len() - several.len();
        let at_fault = several.iter().map(|part| part.at_fault()).sum::<f64>() / several.len() as f64;
        let of_each = at_fault / (1.0 - at_fault + single as f64 * at_fault);
        let hypotheses = self.parts.last().map_or(0, |part| part.causes.end) + 1;
        let mut groups = Groups {
            members: Vec::with_capacity(hypotheses),
            ends: Vec::new(),
            of: vec![None; hypotheses],
            shares: vec![0.0; self.parts.len()],
            contexts: several
                .iter()
                .flat_map(|part| &part.several)
                .flat_map(|several| several.contexts.clone())
                .collect(),
            has_single: single > 0,
        };
        let mut priors = vec![0.0; hypotheses];
        for (base, part) in &parts {
            let scale = if part.several.is_some() { 1.0 } else { of_each / part.priors.iter().sum::<f64>() };
            let own = &mut priors[part.causes.clone()];
            own.iter_mut().zip(&part.priors).for_each(|(prior, written)| *prior = scale * written);
            groups.shares[*base] = own.iter().sum();
        }
        let total: f64 = groups.shares.iter().sum();
        if total > 0.0 {
            groups.shares.iter_mut().for_each(|share| *share /= total);
        }
        groups.gather(&parts);
        let nothing: f64 =
            groups.iter().map(|members| 1.0 - members.iter().map(|at| priors[*at]).sum::<f64>()).product();
        // Where no cause is known at all, any number will do.
        let some = if total > 0.0 { 1.0 - nothing } else { 1.0 };
        priors[hypotheses - 1] = OTHER / (1.0 - OTHER) * some;
        groups.add(&[hypotheses - 1]);
        Some((groups, priors))
    }
}

impl Part {
    /// Returns the probability that some cause is at work, where several can be.
    fn at_fault(&self) -> f64 {
        let Some(several) = &self.several else { return 0.0 };
        let of = |cause: &usize| self.priors[cause - self.causes.start];
        let nothing: f64 = several.groups.iter().map(|group| 1.0 - group.iter().map(of).sum::<f64>()).product();
        1.0 - nothing
    }
}

impl Several {
    fn new(lists: &Lists, causes: Range<usize>) -> Self {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut of_kind: Vec<Option<usize>> = vec![None; lists.kinds.len()];
        for cause in causes.clone() {
            let kind = lists.causes[cause].kind.filter(|kind| lists.kinds[kind.index()].is_exclusive());
            match kind.map(|kind| &mut of_kind[kind.index()]) {
                Some(Some(group)) => groups[*group].push(cause),
                Some(none) => {
                    *none = Some(groups.len());
                    groups.push(vec![cause]);
                }
                None => groups.push(vec![cause]),
            }
        }
        let links = lists.causes[causes].iter().flat_map(|cause| &cause.links);
        let mut contexts: Vec<FindingId> = links.map(|link| link.sign.finding).collect();
        contexts.sort_unstable();
        contexts.dedup();
        contexts.retain(|id| matches!(lists.findings[id.index()].domain, Domain::OneOf { rest: None, .. }));
        Self { groups, contexts }
    }
}

impl Groups {
    /// Takes in the single group, then the groups of each base.
    fn gather(&mut self, parts: &[(usize, &Part)]) {
        let of_single = parts.iter().filter(|(_, part)| part.several.is_none());
        let single: Vec<usize> = of_single.flat_map(|(_, part)| part.causes.clone()).collect();
        if self.has_single {
            self.add(&single);
        }
        let several = parts.iter().filter_map(|(_, part)| part.several.as_ref());
        several.flat_map(|several| &several.groups).for_each(|group| self.add(group));
    }

    fn add(&mut self, members: &[usize]) {
        members.iter().for_each(|member| self.of[*member] = Some(self.ends.len()));
        self.members.extend(members);
        self.ends.push(self.members.len());
    }

    /// Returns the members of each group.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[usize]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.members[start..*end])
    }

    /// Returns the group of a hypothesis; none where its base takes no part.
    pub(crate) fn of(&self, hypothesis: usize) -> Option<usize> {
        self.of[hypothesis]
    }

    /// Returns the members of a group.
    pub(crate) fn members(&self, group: usize) -> &[usize] {
        let start = group.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.members[start..self.ends[group]]
    }

    /// Returns the group of the bases with one cause at a time, where one takes part.
    pub(crate) fn single(&self) -> Option<usize> {
        self.has_single.then_some(0)
    }

    /// Returns the facts that come before the causes.
    pub(crate) fn contexts(&self) -> &[FindingId] {
        &self.contexts
    }

    /// Returns the average of a number over the known causes, where it is `own` on average in its base and `leak` in all others.
    pub(crate) fn average(&self, base: usize, own: f64, leak: f64) -> f64 {
        leak + self.shares[base] * (own - leak)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(causes: Range<usize>, priors: &[f64], groups: Option<&[&[usize]]>) -> Part {
        let several = |groups: &[&[usize]]| Several {
            groups: groups.iter().map(|group| group.to_vec()).collect(),
            contexts: Vec::new(),
        };
        Part { causes, priors: priors.to_vec(), several: groups.map(several) }
    }

    #[test]
    fn each_base_begins_with_about_the_same_probability_of_being_at_fault() {
        let partition = Partition {
            parts: vec![
                part(0..2, &[3.0, 1.0], None),
                part(2..5, &[0.1, 0.2, 0.3], Some(&[&[2, 4], &[3]])),
                part(5..6, &[7.0], None),
            ],
        };
        let (groups, priors) = partition.groups(&[true, true, false]).expect("one base has several causes at once");
        let members: Vec<&[usize]> = groups.iter().collect();
        assert_eq!(members, [&[0, 1][..], &[2, 4], &[3], &[6]]);
        assert_eq!([groups.members(0), groups.members(1)], [&[0, 1], &[2, 4]]);
        assert_eq!([groups.of(1), groups.of(3), groups.of(5)], [Some(0), Some(2), None]);
        // S of the second base is 1 − .6 · .8 = .52, and so A; the single group gets A / (1 − A + A) = A.
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-15, "{a} {b}");
        close(priors[0], 0.52 * 0.75);
        close(priors[0] + priors[1], 0.52);
        close(priors[2] + priors[3], 0.3);
        close(priors[5], 0.0);
        close(priors[6], 0.05 / 0.95 * (1.0 - 0.48 * 0.48));
        // The average over the known causes: .52 of 1.12 belong to the first base.
        close(groups.average(0, 0.5, 0.1), (0.52 * 0.5 + 0.6 * 0.1) / 1.12);
    }

    #[test]
    fn bases_with_one_cause_at_a_time_are_one_group() {
        let partition = Partition { parts: vec![part(0..2, &[3.0, 1.0], None), part(2..3, &[0.1], Some(&[&[2]]))] };
        assert_eq!(partition.groups(&[true, false]), None);
        assert_eq!(partition.groups(&[false, false]), None);
        assert!(partition.groups(&[false, true]).is_some());
    }
}
