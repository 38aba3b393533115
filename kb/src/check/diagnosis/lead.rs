//! Can a cause lead? The best evidence for a cause against rivals, as a game: one player chooses what is observed, the other which
//! rival to put forward.
//!
//! Given weights of the rivals, the best observation is found for each finding by itself, because findings are independent given the
//! cause. If even then the weighted mean of the log odds is below 0, there is no evidence whatever with which the cause leads: some
//! rival is always ahead. That is a proof, whichever weights were tried; multiplicative weights (Freund & Schapire 1999) look for
//! them. What soft answers say lies between yes and no, and conditions only take evidence away, so neither can spoil it.

use super::likelihoods::Likelihoods;
use etio_engine::{Base, real};
use std::collections::BTreeMap;

/// How often weights are tried for a cause.
const ROUNDS: usize = 200;
/// How many rivals are looked at, the nearest.
const RIVALS: usize = 48;
/// How many rivals are first looked at each by itself.
const ALONE: usize = 8;
/// How much work is done for the causes of one base, in numbers compared, beyond a first look at each.
pub(super) const WORK: usize = 4_000_000;
/// What rounding cannot do to a sum of logarithms.
const SURE: f64 = 1e-6;

/// What is observed: the values of each aspect.
pub(super) type Evidence = BTreeMap<usize, Vec<usize>>;

/// What is observed before anything else: a value of an aspect, with the weight of each value.
#[derive(Default)]
struct Given {
    aspect: Option<usize>,
    value: usize,
    weights: Vec<f64>,
}

/// A cause that is never ahead.
pub(super) struct Behind {
    /// Who is ahead of it when most speaks for it; the number after the causes is `other`.
    pub(super) by: usize,
    /// What speaks most for it.
    pub(super) evidence: Evidence,
}

/// How many symptoms that exclude one another somebody may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Draws {
    /// One.
    One,
    /// Any number, each as a draw of its own.
    Any,
}

/// The rivals of causes.
pub(super) struct Rivals<'a> {
    base: &'a Base,
    numbers: &'a Likelihoods,
    /// The causes, the most common first.
    common: Vec<usize>,
    /// Whether somebody may be shown several exclusive symptoms, or sees one at a time.
    draws: Draws,
    /// For each aspect what each cause that mentions it says of each value, less what one that does not mention it says: logarithms, the
    /// causes as in `mentions`, the values of one after those of the other.
    against_usual: Vec<Vec<f64>>,
    work: std::cell::Cell<usize>,
}

impl<'a> Rivals<'a> {
    pub(super) fn new(base: &'a Base, numbers: &'a Likelihoods, draws: Draws) -> Self {
        let mut common: Vec<usize> = (0..base.causes.len()).collect();
        common.sort_by(|one, two| numbers.priors[*two].total_cmp(&numbers.priors[*one]).then(one.cmp(two)));
        common.truncate(RIVALS);
        let of_aspect = |aspect: usize| {
            let usual = &numbers.values[aspect].base;
            let of_cause = |cause: &usize| {
                numbers.row(*cause, aspect).iter().zip(usual).map(|(own, usual)| log(*own) - log(*usual)).collect()
            };
            numbers.mentions[aspect].iter().flat_map(|cause| -> Vec<f64> { of_cause(cause) }).collect()
        };
        let against_usual = (0..numbers.aspects.len()).map(of_aspect).collect();
        Self { base, numbers, common, draws, against_usual, work: std::cell::Cell::new(WORK) }
    }

    /// Returns who is ahead of a cause whatever else is answered once something speaks for it, if that can be proved; `log_prior`
    /// stands for the prior of the cause.
    ///
    /// By what speaks against all others any cause comes to the top in the end. That is not what its author meant.
    pub(super) fn ahead_of(&self, cause: usize, log_prior: f64) -> Option<Behind> {
        let evidence = self.all_for(cause);
        let mut odds = self.all_odds(cause, log_prior, &evidence);
        if odds.iter().all(|(odds, rival)| *odds > 0.0 || !self.stands_against(*rival, cause)) {
            return None;
        }
        odds.retain(|(_, rival)| self.stands_against(*rival, cause));
        odds.sort_by(|one, two| one.0.total_cmp(&two.0).then(one.1.cmp(&two.1)));
        odds.truncate(RIVALS);
        let rivals: Vec<usize> = odds.into_iter().map(|(_, rival)| rival).collect();
        let mut best: Option<(f64, Behind)> = None;
        for given in self.openings(cause) {
            let played = self.play(cause, log_prior, &rivals, &given)?;
            if best.as_ref().is_none_or(|(known, _)| played.0 > *known) {
                best = Some(played);
            }
        }
        best.map(|(_, behind)| behind)
    }

    /// Returns whether somebody may see several exclusive symptoms.
    pub(super) fn sees_any(&self) -> bool {
        self.draws == Draws::Any
    }

    /// Returns every way in which a finding can speak for a cause, surely or probably.
    fn openings(&self, cause: usize) -> Vec<Given> {
        let mut openings = Vec::new();
        for aspect in self.mentioned(cause).filter(|aspect| self.numbers.values[*aspect].open) {
            let (row, base) = (self.numbers.row(cause, aspect), &self.numbers.values[aspect].base);
            let options = if self.numbers.values[aspect].yes_or_no { 1 } else { row.len() };
            for value in (0..options).filter(|value| row[*value] > base[*value] + SURE) {
                let sure = (0..row.len()).map(|other| if other == value { 1.0 } else { 0.0 }).collect();
                openings.push(Given { aspect: Some(aspect), value, weights: sure });
                if !self.numbers.values[aspect].draws {
                    let probable = (0..row.len()).map(|other| if other == value { 4.0 } else { 1.0 }).collect();
                    openings.push(Given { aspect: Some(aspect), value, weights: probable });
                }
            }
        }
        openings
    }

    /// Returns a rival that by itself is ahead whatever is answered: mostly there is one, and it is quickly found.
    fn alone(&self, cause: usize, log_prior: f64, rivals: &[usize], given: &Given) -> Option<(f64, Behind)> {
        rivals.iter().take(ALONE).find_map(|rival| {
            let mut evidence = self.best(cause, &[(*rival, 1.0)], given)?;
            let odds = self.odds(cause, log_prior, *rival, &evidence, given);
            given.aspect.into_iter().for_each(|aspect| evidence.entry(aspect).or_default().push(given.value));
            (odds < -SURE).then_some((odds, Behind { by: *rival, evidence }))
        })
    }

    fn play(&self, cause: usize, log_prior: f64, rivals: &[usize], given: &Given) -> Option<(f64, Behind)> {
        if let Some(behind) = self.alone(cause, log_prior, rivals, given) {
            return Some(behind);
        }
        let mut weights = vec![1.0; rivals.len()];
        let mut best: Option<(f64, Behind)> = None;
        for _ in 0..ROUNDS {
            let total: f64 = weights.iter().sum();
            weights.iter_mut().for_each(|weight| *weight /= total);
            let put = rivals.iter().copied().zip(weights.iter().copied()).filter(|(_, weight)| *weight > 1e-9);
            let put: Vec<(usize, f64)> = put.collect();
            let mut evidence = self.best(cause, &put, given)?;
            let odds: Vec<f64> =
                rivals.iter().map(|rival| self.odds(cause, log_prior, *rival, &evidence, given)).collect();
            let (worst, least) = odds.iter().enumerate().min_by(|one, two| one.1.total_cmp(two.1))?;
            if *least > 0.0 {
                return None;
            }
            given.aspect.into_iter().for_each(|aspect| evidence.entry(aspect).or_default().push(given.value));
            let nearest = best.as_ref().is_none_or(|(known, _)| least > known);
            if nearest {
                best = Some((*least, Behind { by: rivals[worst], evidence }));
            }
            let mean: f64 = odds.iter().zip(&weights).map(|(odds, weight)| odds * weight).sum();
            if mean < -SURE {
                return best;
            }
            let step = 1.0 / odds.iter().fold(1.0f64, |most, odds| most.max(odds.abs()));
            weights.iter_mut().zip(&odds).for_each(|(weight, odds)| *weight *= real::exp(-odds * step));
        }
        None
    }

    /// Returns the evidence that speaks most for a cause against weighted rivals; none once the work is used up.
    fn best(&self, cause: usize, rivals: &[(usize, f64)], given: &Given) -> Option<Evidence> {
        let mut aspects: Vec<usize> = self.mentioned(cause).collect();
        rivals.iter().for_each(|(rival, _)| aspects.extend(self.mentioned(*rival)));
        aspects.sort_unstable();
        aspects.dedup();
        let work = (aspects.len() + 1) * rivals.len();
        self.work.set(self.work.get().checked_sub(work)?);
        let mut evidence = Evidence::new();
        for aspect in aspects.into_iter().filter(|aspect| self.numbers.values[*aspect].open) {
            let gain = |value: usize| {
                let against = |(rival, weight): &(usize, f64)| weight * log(self.numbers.row(*rival, aspect)[value]);
                log(self.numbers.row(cause, aspect)[value]) - rivals.iter().map(against).sum::<f64>()
            };
            let mut values = self.choose(aspect, gain);
            if given.aspect == Some(aspect) {
                // Other draws may come to one that is given, "another, or none" may not.
                let draws = self.numbers.values[aspect].draws && self.draws == Draws::Any;
                values.retain(|value| {
                    draws && *value != given.value && value + 1 < self.numbers.values[aspect].base.len()
                });
            }
            if !values.is_empty() {
                evidence.insert(aspect, values);
            }
        }
        Some(evidence)
    }

    /// Returns the values of an aspect to observe together: what gains most, or nothing.
    fn choose(&self, aspect: usize, gain: impl Fn(usize) -> f64) -> Vec<usize> {
        let values = &self.numbers.values[aspect];
        let gains: Vec<f64> = (0..values.base.len()).map(gain).collect();
        let rest = gains.len().saturating_sub(1);
        if values.draws && self.draws == Draws::Any {
            let drawn: Vec<usize> = (0..rest).filter(|value| gains[*value] > SURE).collect();
            let all: f64 = drawn.iter().map(|value| gains[*value]).sum();
            return if gains[rest] > all.max(SURE) { vec![rest] } else { drawn };
        }
        let best = (0..gains.len()).max_by(|one, two| gains[*one].total_cmp(&gains[*two]).then(two.cmp(one)));
        best.filter(|value| gains[*value] > SURE).into_iter().collect()
    }

    /// Returns what speaks for a cause against one that mentions nothing.
    fn all_for(&self, cause: usize) -> Evidence {
        let mut evidence = Evidence::new();
        for aspect in self.mentioned(cause).filter(|aspect| self.numbers.values[*aspect].open) {
            let row = self.numbers.row(cause, aspect);
            let values = self.choose(aspect, |value| log(row[value]) - log(self.numbers.values[aspect].base[value]));
            if !values.is_empty() {
                evidence.insert(aspect, values);
            }
        }
        evidence
    }

    /// Returns the logarithm of the odds of a cause against a rival.
    fn odds(&self, cause: usize, log_prior: f64, rival: usize, evidence: &Evidence, given: &Given) -> f64 {
        let of = |(aspect, values): (&usize, &Vec<usize>)| {
            let (own, other) = (self.numbers.row(cause, *aspect), self.numbers.row(rival, *aspect));
            values.iter().map(|value| log(own[*value]) - log(other[*value])).sum::<f64>()
        };
        let opening = given.aspect.map_or(0.0, |aspect| {
            let weigh =
                |row: &[f64]| row.iter().zip(&given.weights).map(|(number, weight)| number * weight).sum::<f64>();
            log(weigh(self.numbers.row(cause, aspect))) - log(weigh(self.numbers.row(rival, aspect)))
        });
        log_prior - self.numbers.priors[rival] + opening + evidence.iter().map(of).sum::<f64>()
    }

    /// Returns the odds of a cause against each that may be a rival. Only the causes that mention what is observed differ from the usual, so this
    /// takes as much work as they have links.
    fn all_odds(&self, cause: usize, log_prior: f64, evidence: &Evidence) -> Vec<(f64, usize)> {
        let mut told = vec![0.0; self.numbers.rows.len()];
        for (aspect, values) in evidence {
            let width = self.numbers.values[*aspect].base.len();
            let rows = self.against_usual[*aspect].chunks_exact(width);
            for (rival, row) in self.numbers.mentions[*aspect].iter().zip(rows) {
                told[*rival] += values.iter().map(|value| row[*value]).sum::<f64>();
            }
        }
        let own = told[cause];
        let odds = |rival: usize| match told.get(rival) {
            Some(told) => log_prior - self.numbers.priors[rival] + own - told,
            None => self.odds(cause, log_prior, rival, evidence, &Given::default()),
        };
        self.near(cause).into_iter().map(|rival| (odds(rival), rival)).collect()
    }

    /// Returns who may be ahead: who shares a finding, the most common, and `other`.
    fn near(&self, cause: usize) -> Vec<usize> {
        let mut is_near = vec![false; self.numbers.rows.len()];
        let sharing = self.mentioned(cause).flat_map(|aspect| &self.numbers.mentions[aspect]);
        self.common.iter().chain(sharing).for_each(|rival| is_near[*rival] = true);
        is_near[cause] = false;
        let near = is_near.iter().enumerate().filter(|(_, is_near)| **is_near).map(|(rival, _)| rival);
        near.chain([self.numbers.other()]).collect()
    }

    /// Returns whether nothing can make the rival impossible that leaves the cause possible. Variants of one trouble, and causes that
    /// look the same anyhow, are no rivals.
    fn stands_against(&self, rival: usize, cause: usize) -> bool {
        if rival == self.numbers.other() {
            return true;
        }
        if self.numbers.rows[rival] == self.numbers.rows[cause] {
            return false;
        }
        let (rival, cause) = (&self.base.causes[rival], &self.base.causes[cause]);
        let variants = |kind: etio_engine::KindId| self.base.kinds[kind.index()].variants;
        let variants = rival.kind == cause.kind && rival.kind.is_some_and(variants);
        let within = rival.ruled_out_when.iter().all(|condition| cause.ruled_out_when.contains(condition))
            && rival.only_when.iter().all(|condition| cause.only_when.contains(condition));
        within && !variants
    }

    fn mentioned(&self, hypothesis: usize) -> impl Iterator<Item = usize> {
        self.numbers.rows.get(hypothesis).into_iter().flatten().map(|(aspect, _)| *aspect)
    }
}

/// Returns a logarithm, never less than that of something impossible enough.
fn log(number: f64) -> f64 {
    real::ln(number.max(1e-12))
}
