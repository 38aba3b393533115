//! Exact inference with several causes at once, in plain numbers; knows no base, no session and no text.
//!
//! A [`Network`] holds groups of causes (in a group at most one is at work, groups are independent) and the findings that were
//! observed, each a noisy-OR of its causes with a leak (BN2O: Heckerman 1989, "A tractable inference algorithm for diagnosing
//! multiple diseases"), with inhibitors where a cause makes a finding rarer than the leak does. [`Network::infer`] returns what
//! that says about each cause.
//!
//! Unlike Heckerman's Quickscore, whose alternating sum over the subsets of the positive findings loses every digit once causes
//! are rare, this is a dynamic program over which open findings something has shown so far: all of its numbers are
//! non-negative. `docs/inference.md` tells how; past the budget of [`Effort`] the answer is an interval that certainly holds the
//! exact number, by the bounds of Jaakkola and Jordan 1999, "Variational probabilistic inference and the QMR-DT network".

mod bounds;
mod frontier;
mod order;
mod program;
mod reduce;
mod run;
mod scaled;
mod shape;
mod states;
mod sum;
#[cfg(test)]
mod tests;

use std::ops::Range;

use thiserror::Error;

/// A cause of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cause {
    /// P(it is at work at the beginning), from 0 to 1.
    pub prior: f64,
    /// The weight, from 0, of what was seen since then if it still is at work; 1 where nothing was.
    pub remaining: f64,
    /// The weight, from 0, of what was seen since then and that it was repaired; 0 where nothing was tried.
    pub repaired: f64,
}

impl Cause {
    /// Returns a cause for which nothing was tried yet.
    pub fn new(prior: f64) -> Self {
        Self { prior, remaining: 1.0, repaired: 0.0 }
    }
}

/// A finding that was observed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finding {
    /// P(what was observed | the finding is there), from 0; 0 for a sure "no".
    pub yes: f64,
    /// P(what was observed | it is not there), from 0; 0 for a sure "yes".
    pub no: f64,
    /// P(it is there | no cause at work), from 0 to 1.
    pub leak: f64,
}

/// What a cause says of a finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The cause, by its place in the order in which causes were added.
    pub cause: usize,
    /// P(the finding is there | only this cause at work), from 0 to 1; below the leak the cause inhibits the finding.
    pub probability: f64,
}

/// Causes in exclusive groups, and the findings that were observed.
#[derive(Clone, Debug)]
pub struct Network {
    causes: Vec<Cause>,
    /// Where each group begins, and where the last one ends.
    groups: Vec<usize>,
    findings: Vec<Finding>,
    links: Vec<Link>,
    /// Where the links of each finding end.
    ends: Vec<usize>,
}

/// Why a group or a finding cannot be part of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NetworkError {
    /// A prior or a probability is not a number from 0 to 1.
    #[error("a probability must be a number from 0 to 1")]
    Probability,
    /// A weight is not a finite number from 0.
    #[error("a weight must be a finite number and not negative")]
    Weight,
    /// The priors of a group sum to more than 1 (by more than 1e-9).
    #[error("the priors of a group sum to more than 1")]
    Sum,
    /// The links of a finding are not in ascending order of causes, or name a cause that was not added.
    #[error("the links of a finding must name known causes, each once and in ascending order")]
    Links,
}

/// Whether it is known that there is a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Something is still wrong: at least one cause remains.
    Remains,
    /// Nothing is assumed: perhaps no cause is at work.
    Perhaps,
}

/// How much work may be spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    work: u64,
    hubs: usize,
    forced: bool,
    folds: bool,
    keeps: usize,
}

impl Effort {
    /// The budget: multiplications and additions of one forward pass over all states of the hubs. Time and memory go along with
    /// it: the tables of a forward pass take at most four bytes a unit.
    pub const WORK: u64 = 1 << 24;
    /// The most hubs: groups of causes whose states are summed over one by one.
    pub const HUBS: usize = 3;

    /// Returns this effort with another budget.
    #[must_use]
    pub fn with_work(self, work: u64) -> Self {
        Self { work, ..self }
    }

    /// Returns this effort with another limit of hubs.
    #[must_use]
    pub fn with_hubs(self, hubs: usize) -> Self {
        Self { hubs, ..self }
    }
}

impl Default for Effort {
    fn default() -> Self {
        Self { work: Self::WORK, hubs: Self::HUBS, forced: false, folds: true, keeps: usize::MAX }
    }
}

/// What is known of a number: `low` and `high` are the same where it was computed exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The exact number is not below.
    pub low: f64,
    /// The exact number is not above.
    pub high: f64,
}

impl Interval {
    /// Returns the interval of a number that is known.
    pub fn exactly(number: f64) -> Self {
        Self { low: number, high: number }
    }
}

/// What the evidence says about a cause.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marginal {
    /// P(it was at work at the beginning | evidence).
    pub at_work: Interval,
    /// P(it was, and remains | evidence).
    pub remaining: Interval,
}

/// What the evidence says.
#[derive(Clone, Debug, PartialEq)]
pub struct Belief {
    /// ln P(evidence), whether or not something remains.
    pub log_evidence: Interval,
    /// ln P(evidence, and something remains).
    pub log_remains: Interval,
    /// Of each cause, in the order in which they were added.
    pub causes: Vec<Marginal>,
    /// Of each group, P(none of its causes was at work | evidence).
    pub none: Vec<Interval>,
    /// How hard it was.
    pub effort: Spent,
}

/// How hard an inference was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// The most open findings that had to be looked at together.
    pub width: usize,
    /// How many groups were summed over as hubs.
    pub hubs: usize,
    /// Multiplications and additions of one forward pass, in the measure of [`Effort::WORK`].
    pub work: u64,
    /// How many findings were bounded instead of computed exactly: 0 where the answer is exact.
    pub bounded: usize,
}

impl Network {
    /// What a group leaves to "none of it" counts only from here: below, its priors are meant to sum to 1.
    pub const NO_REST: f64 = 1e-12;

    /// Returns a network without causes and findings.
    pub fn new() -> Self {
        Self { causes: Vec::new(), groups: vec![0], findings: Vec::new(), links: Vec::new(), ends: Vec::new() }
    }

    /// Adds a group of causes of which at most one is at work, and returns their places.
    ///
    /// # Errors
    ///
    /// Where a number is out of its range or the priors sum to more than 1.
    pub fn group(&mut self, causes: &[Cause]) -> Result<Range<usize>, NetworkError> {
        for cause in causes {
            if !(0.0..=1.0).contains(&cause.prior) {
                return Err(NetworkError::Probability);
            }
            if ![cause.remaining, cause.repaired].into_iter().all(is_weight) {
                return Err(NetworkError::Weight);
            }
        }
        if causes.iter().map(|cause| cause.prior).sum::<f64>() > 1.0 + 1e-9 {
            return Err(NetworkError::Sum);
        }
        let start = self.causes.len();
        self.causes.extend_from_slice(causes);
        self.groups.push(self.causes.len());
        Ok(start..self.causes.len())
    }

    /// Adds a finding that was observed. A cause without a link leaves it to the leak.
    ///
    /// # Errors
    ///
    /// Where a number is out of its range, or the links are not in ascending order of causes that were added.
    pub fn observe(&mut self, finding: Finding, links: &[Link]) -> Result<(), NetworkError> {
        if !(0.0..=1.0).contains(&finding.leak) || !links.iter().all(|link| (0.0..=1.0).contains(&link.probability)) {
            return Err(NetworkError::Probability);
        }
        if ![finding.yes, finding.no].into_iter().all(is_weight) {
            return Err(NetworkError::Weight);
        }
        let known = links.last().is_none_or(|link| link.cause < self.causes.len());
        if !known || !links.is_sorted_by(|one, next| one.cause < next.cause) {
            return Err(NetworkError::Links);
        }
        self.findings.push(finding);
        self.links.extend_from_slice(links);
        self.ends.push(self.links.len());
        Ok(())
    }

    /// Returns what the findings say about each cause; nothing where they are impossible. Past the budget of `effort`
    /// every number is an interval that certainly holds it, for twice the work and a preparation that is always the same.
    pub fn infer(&self, problem: Problem, effort: Effort) -> Option<Belief> {
        let reduced = reduce::reduce(self);
        let shape = shape::Shape::of(self, &reduced);
        let plan = sum::plan(&shape, &reduced, effort);
        if plan.1.work == u64::MAX || reduced.open.len() > effort.keeps {
            return bounds::infer(self, &reduced, problem, effort);
        }
        Some(sum::infer(self, &reduced, &shape, &plan, problem)?.belief())
    }

    fn links_of(&self, finding: usize) -> &[Link] {
        let start = if finding == 0 { 0 } else { self.ends[finding - 1] };
        &self.links[start..self.ends[finding]]
    }

    fn causes_of(&self, group: usize) -> Range<usize> {
        self.groups[group]..self.groups[group + 1]
    }

    fn group_count(&self) -> usize {
        self.groups.len() - 1
    }

    /// Returns P(no cause of the group is at work) beforehand.
    fn none_of(&self, group: usize) -> f64 {
        let sum: f64 = self.causes[self.causes_of(group)].iter().map(|cause| cause.prior).sum();
        let rest = 1.0 - sum;
        if rest < Self::NO_REST { 0.0 } else { rest }
    }
}

impl Default for Network {
    fn default() -> Self {
        Self::new()
    }
}

fn is_weight(weight: f64) -> bool {
    weight.is_finite() && weight >= 0.0
}
