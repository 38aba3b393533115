//! Expectation–maximisation (Dempster, Laird & Rubin 1977) over the numbers of a base.
//!
//! What is not seen of a case: which causes were at work, where only shares of it are known; which of several causes, or none of them, set
//! a sign off; whether a fix helped or the trouble passed by itself; and, with several causes at once, the times when nothing was wrong
//! and nobody came. Each word of the author counts as cases of its own, so that the penalised likelihood never falls from step to step.

use super::parameters::{Entry, OTHER, Parameters, Row, Share, SignNumbers, TableNumbers};
use etio_engine::{Outcome, real};
use std::collections::BTreeMap;

/// How many steps are taken at most.
const STEPS: usize = 400;
/// The relative rise of the penalised likelihood below which no further step is taken.
const ENOUGH: f64 = 1e-11;
/// P(helped), where a fix is not said to do anything, as in docs/semantics.md.
const UNKNOWN_LUCK: f64 = 1e-4;
/// P(a person says "partly" | it helped).
const PARTLY: f64 = 0.8;

/// What a case showed of one finding.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Seen {
    /// Of a sign: the likelihood of what was said where the sign is there, and where it is not.
    Sign { at: usize, yes: f64, no: f64 },
    /// Of a finding with values: the likelihood for each of them.
    Value { at: usize, weights: Vec<f64> },
}

/// Which causes were at work.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Label {
    /// These sets of causes, each with its share.
    Known(Vec<(Vec<usize>, f64)>),
    /// One of these sets: what was seen tells which.
    Open(Vec<Vec<usize>>),
}

/// A case as numbers.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Record {
    /// How many cases are the same as this.
    pub(super) times: f64,
    /// What was seen, and whether it counts: what a person volunteers would never have been told if it were not there. What does not
    /// count tells causes apart by what the author wrote, and moves no number.
    pub(super) seen: Vec<(Seen, bool)>,
    /// Which fixes were tried, and whether they helped.
    pub(super) outcomes: Vec<(usize, Outcome)>,
    pub(super) label: Label,
    /// Whether it is known only since a fix helped: what fixes seldom cure is seldom among such cases.
    pub(super) is_cured: bool,
}

/// So many of so many cases; fractions where nobody knows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Tally {
    pub(super) of: f64,
    pub(super) cases: f64,
}

/// What the cases come to for each number.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    pub(super) shares: Vec<Tally>,
    /// For each table and cause (none where it has no links): the cases of each value.
    pub(super) tables: Vec<BTreeMap<Option<usize>, Vec<f64>>>,
    /// For each cause the cases it was at work in.
    pub(super) priors: Vec<f64>,
    pub(super) cases: f64,
    /// Those of them that are known only since a fix helped.
    cured: f64,
    log_likelihood: f64,
}

/// What came of fitting.
pub(super) struct Fit {
    pub(super) parameters: Parameters,
    pub(super) counts: Counts,
    /// The penalised log-likelihood after each step; it never falls.
    #[cfg_attr(not(test), expect(dead_code, reason = "what the tests look at"))]
    pub(super) course: Vec<f64>,
}

/// Moves the free numbers to where the penalised likelihood of the cases is greatest.
pub(super) fn maximise(mut parameters: Parameters, records: &[Record]) -> Fit {
    let mut counts = expect(&parameters, records);
    let mut course = vec![counts.log_likelihood + parameters.penalty()];
    for _ in 0..STEPS {
        let mut next = parameters.clone();
        next.improve(&counts);
        let next_counts = expect(&next, records);
        let now = next_counts.log_likelihood + next.penalty();
        let before = course[course.len() - 1];
        (parameters, counts) = (next, next_counts);
        course.push(now);
        if now - before <= ENOUGH * (1.0 + before.abs()) {
            break;
        }
    }
    Fit { parameters, counts, course }
}

/// Returns the sets of causes of a case, each with its share, as the numbers see it.
pub(super) fn shares(parameters: &Parameters, record: &Record) -> Vec<(Vec<usize>, f64)> {
    weigh(parameters, record).0.into_iter().map(|(set, share)| (set.to_vec(), share)).collect()
}

fn weigh<'r>(parameters: &Parameters, record: &'r Record) -> (Vec<(&'r [usize], f64)>, f64) {
    match &record.label {
        Label::Known(sets) => {
            let log = sets.iter().map(|(set, share)| share * parameters.log_joint(record, set)).sum();
            (sets.iter().map(|(set, share)| (set.as_slice(), *share)).collect(), log)
        }
        Label::Open(sets) => {
            let logs: Vec<f64> = sets.iter().map(|set| parameters.log_joint(record, set)).collect();
            let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = logs.iter().map(|log| real::exp(log - most)).sum();
            let share = |log: &f64| real::exp(log - most) / sum;
            (sets.iter().map(Vec::as_slice).zip(logs.iter().map(share)).collect(), most + real::ln(sum))
        }
    }
}

/// Returns what the cases come to, given the numbers.
fn expect(parameters: &Parameters, records: &[Record]) -> Counts {
    let mut counts = Counts {
        shares: vec![Tally::default(); parameters.shares.len()],
        tables: vec![Default::default(); parameters.tables.len()],
        priors: vec![0.0; parameters.causes],
        ..Counts::default()
    };
    for record in records {
        let (sets, log) = weigh(parameters, record);
        counts.log_likelihood += record.times * log;
        counts.cases += record.times;
        counts.cured += if record.is_cured { record.times } else { 0.0 };
        for (set, share) in sets.into_iter().filter(|(_, share)| *share > 0.0) {
            counts.add(parameters, record, set, share * record.times);
        }
    }
    if parameters.several {
        counts.log_likelihood -= counts.cases * real::ln(parameters.any());
    } else if counts.cured > 0.0 {
        counts.log_likelihood -= counts.cured * real::ln(parameters.curable());
    }
    counts
}

impl Counts {
    fn add(&mut self, parameters: &Parameters, record: &Record, set: &[usize], weight: f64) {
        for &cause in set.iter().filter(|cause| **cause < parameters.causes) {
            self.priors[cause] += weight;
        }
        for (seen, _) in record.seen.iter().filter(|(_, counts)| *counts) {
            match seen {
                Seen::Sign { at, yes, no } => {
                    let sign = &parameters.signs[*at];
                    let chance = parameters.sign_chance(sign, set, Share::now);
                    let there = yes * chance / (yes * chance + no * (1.0 - chance));
                    if parameters.several {
                        self.add_together(parameters, sign, set, weight * there, weight * (1.0 - there));
                    } else {
                        self.add_alone(parameters, sign, set[0], weight, there);
                    }
                }
                Seen::Value { at, weights } => self.add_value(parameters, *at, weights, set, weight),
            }
        }
        if let [cause] = set {
            for (fix, outcome) in &record.outcomes {
                self.add_outcome(parameters, (*fix, *cause), *outcome, weight);
            }
        }
    }

    fn add_share(&mut self, share: usize, of: f64, cases: f64) {
        self.shares[share].of += of;
        self.shares[share].cases += cases;
    }

    /// One cause at a time: the sign counts for the link of the cause, or for `otherwise`.
    fn add_alone(&mut self, parameters: &Parameters, sign: &SignNumbers, cause: usize, weight: f64, there: f64) {
        match sign.links.get(&cause) {
            Some((share, _)) => self.add_share(*share, weight * there, weight),
            None if cause == parameters.causes && sign.is_symptom => {}
            None => self.add_share(sign.leak, weight * there, weight),
        }
    }

    /// Several causes: each that can set the sign off, or suppress it, has its responsibility for what was seen.
    fn add_together(&mut self, parameters: &Parameters, sign: &SignNumbers, set: &[usize], yes: f64, no: f64) {
        let (absent, passes) = parameters.mechanisms(sign, set, Share::now);
        let present = 1.0 - absent;
        let never = (1.0 - present * passes).max(f64::MIN_POSITIVE);
        let raised = |share: f64| yes * share / present.max(f64::MIN_POSITIVE) + no * share * (1.0 - passes) / never;
        let leak = parameters.shares[sign.leak].value;
        self.add_share(sign.leak, raised(leak), yes + no);
        for (share, entry) in set.iter().filter_map(|cause| sign.links.get(cause)) {
            let value = parameters.shares[*share].value;
            let of = match entry {
                Entry::Lowers => no * value / never,
                Entry::Raises | Entry::Whole => raised(value),
            };
            self.add_share(*share, of, yes + no);
        }
    }

    fn add_value(&mut self, parameters: &Parameters, at: usize, weights: &[f64], set: &[usize], weight: f64) {
        let table = &parameters.tables[at];
        for &cause in set {
            let known = (cause < parameters.causes).then_some(cause);
            if known.is_none() && table.has_rest {
                continue;
            }
            let chances: Vec<f64> =
                weights.iter().enumerate().map(|(value, seen)| seen * table.chance(known, value)).collect();
            let sum: f64 = chances.iter().sum();
            let row = known.filter(|cause| table.rows.contains_key(cause));
            let counts = self.tables[at].entry(row).or_insert_with(|| vec![0.0; table.values]);
            counts.iter_mut().zip(chances).for_each(|(count, chance)| *count += weight * chance / sum);
        }
    }

    fn add_outcome(&mut self, parameters: &Parameters, at: (usize, usize), outcome: Outcome, weight: f64) {
        let Some(effect) = parameters.effects.get(&at) else { return };
        let helps = parameters.shares[effect.share].value;
        let gone = parameters.gone(at, Share::now);
        let because = (helps / gone).min(1.0);
        let of = match outcome {
            Outcome::Helped => because,
            Outcome::Failed => 0.0,
            Outcome::Partly => because * PARTLY * gone / (PARTLY * gone + (1.0 - PARTLY) * (1.0 - gone)),
            Outcome::NotDone => return,
        };
        self.add_share(effect.share, weight * of, weight);
    }
}

impl Parameters {
    /// Returns the logarithm of P(these causes and no others, and what was seen).
    fn log_joint(&self, record: &Record, set: &[usize]) -> f64 {
        let seen = record.seen.iter().map(|(seen, counts)| match seen {
            Seen::Sign { at, yes, no } => {
                let chance = self.sign_chance(&self.signs[*at], set, if *counts { Share::now } else { Share::author });
                real::ln((yes * chance + no * (1.0 - chance)).max(f64::MIN_POSITIVE))
            }
            Seen::Value { at, weights } => self.log_value(&self.tables[*at], weights, set),
        });
        self.log_prior(set) + seen.sum::<f64>() + real::ln(self.outcomes(record, set).max(f64::MIN_POSITIVE))
    }

    fn log_value(&self, table: &TableNumbers, weights: &[f64], set: &[usize]) -> f64 {
        let chance = |cause: &usize| {
            let known = (*cause < self.causes).then_some(*cause);
            weights.iter().enumerate().map(|(value, seen)| seen * table.chance(known, value)).sum::<f64>()
        };
        set.iter().map(|cause| real::ln(chance(cause).max(f64::MIN_POSITIVE))).sum()
    }

    fn log_prior(&self, set: &[usize]) -> f64 {
        if !self.several {
            let cause = set[0];
            return if cause == self.causes { real::ln(OTHER) } else { real::ln((1.0 - OTHER) * self.priors[cause].1) };
        }
        let none = self.log_nothing();
        let odds = set.iter().map(|&cause| match self.groups.iter().find(|group| group.contains(&cause)) {
            Some(group) => self.priors[cause].1 / self.none(group),
            None => self.other_odds,
        });
        none + odds.map(real::ln).sum::<f64>()
    }

    /// Returns P(no cause of the group).
    fn none(&self, group: &[usize]) -> f64 {
        (1.0 - group.iter().map(|cause| self.priors[*cause].1).sum::<f64>()).max(1e-6)
    }

    /// Returns the logarithm of P(no cause at all, nor something else).
    fn log_nothing(&self) -> f64 {
        let none: f64 = self.groups.iter().map(|group| real::ln(self.none(group))).sum();
        none - real::ln_1p(self.other_odds)
    }

    /// Returns P(some cause, or something else).
    pub(super) fn any(&self) -> f64 {
        (1.0 - real::exp(self.log_nothing())).max(1e-6)
    }

    /// Returns P(some fix rids of the trouble), one cause at a time.
    fn curable(&self) -> f64 {
        self.priors.iter().zip(&self.cured_by).map(|((_, now), cured)| now * cured).sum::<f64>().max(1e-6)
    }

    /// Returns P(sign | these causes), by the numbers as they are now or as the author wrote them.
    fn sign_chance(&self, sign: &SignNumbers, set: &[usize], number: fn(&Share) -> f64) -> f64 {
        if self.several {
            let (absent, passes) = self.mechanisms(sign, set, number);
            return (1.0 - absent) * passes;
        }
        match sign.links.get(&set[0]) {
            Some((share, _)) => number(&self.shares[*share]),
            None if set[0] == self.causes && sign.is_symptom => sign.other,
            None => number(&self.shares[sign.leak]),
        }
    }

    /// Returns P(nothing sets the sign off) and P(nothing suppresses it).
    fn mechanisms(&self, sign: &SignNumbers, set: &[usize], number: fn(&Share) -> f64) -> (f64, f64) {
        let leak = number(&self.shares[sign.leak]);
        let (mut absent, mut passes) = (1.0 - leak, 1.0);
        for cause in set {
            match sign.links.get(cause) {
                Some((share, Entry::Lowers)) => passes *= 1.0 - number(&self.shares[*share]),
                Some((share, Entry::Raises | Entry::Whole)) => absent *= 1.0 - number(&self.shares[*share]),
                None if *cause == self.causes && sign.is_symptom => {
                    let leak = self.shares[sign.leak].author;
                    absent *= 1.0 - ((sign.other - leak) / (1.0 - leak)).clamp(0.0, 1.0);
                }
                None => {}
            }
        }
        (absent, passes)
    }

    /// Returns P(the fix rids of the cause, or it passes by itself).
    fn gone(&self, at: (usize, usize), number: fn(&Share) -> f64) -> f64 {
        let gone =
            self.effects.get(&at).map_or(0.0, |effect| 1.0 - (1.0 - number(&self.shares[effect.share])) * effect.stays);
        gone.max(UNKNOWN_LUCK)
    }

    /// Returns P(what came of the fixes | these causes): the trouble is gone when no cause is left. Only one cause alone tells how well
    /// a fix does; of several at once what the author wrote counts.
    pub(super) fn outcomes(&self, record: &Record, set: &[usize]) -> f64 {
        let number = if set.len() == 1 { Share::now } else { Share::author };
        let of = |cause: usize| {
            let (mut stays, mut helps) = (1.0, 1.0);
            for (fix, outcome) in &record.outcomes {
                let gone = self.gone((*fix, cause), number);
                match outcome {
                    Outcome::Helped => helps *= gone,
                    Outcome::Partly => helps *= PARTLY * gone + (1.0 - PARTLY) * (1.0 - gone),
                    Outcome::Failed => stays *= 1.0 - gone,
                    Outcome::NotDone => {}
                }
            }
            (1.0 - stays, stays * helps)
        };
        if let [cause] = set {
            return of(*cause).1;
        }
        let parts = set.iter().map(|cause| of(*cause));
        let (all, repaired) =
            parts.fold((1.0, 1.0), |(all, repaired), (gone, left)| (all * (gone + left), repaired * gone));
        all - repaired
    }

    /// Moves every free number to where the cases, and those behind the author's word, say.
    fn improve(&mut self, counts: &Counts) {
        for (share, tally) in self.shares.iter_mut().zip(&counts.shares).filter(|(share, _)| share.free) {
            share.value = (share.author * share.weight + tally.of) / (share.weight + tally.cases);
        }
        for (table, counts) in self.tables.iter_mut().zip(&counts.tables) {
            table.improve(counts);
        }
        if self.priors_free {
            // Those who had no trouble did not come: with several causes at once they count too. One at a time, those count of
            // whom nobody knows since no fix helped them.
            let unseen = if self.several { 0.0 } else { counts.cured / self.curable() };
            let with_unseen =
                |cause: usize| counts.priors[cause] + unseen * self.priors[cause].1 * (1.0 - self.cured_by[cause]);
            let counted: Vec<f64> = (0..self.causes).map(with_unseen).collect();
            let all = if self.several { counts.cases / self.any() } else { counted.iter().sum() };
            for ((author, now), count) in self.priors.iter_mut().zip(counted) {
                *now = (*author * self.prior_weight + count) / (self.prior_weight + all);
            }
        }
    }

    /// Returns the logarithm of what the author's words say of the numbers.
    fn penalty(&self) -> f64 {
        let share = |author: f64, value: f64, weight: f64| {
            weight * (author * real::ln(value) + (1.0 - author) * real::ln(1.0 - value))
        };
        let shares = self.shares.iter().filter(|one| one.free).map(|one| share(one.author, one.value, one.weight));
        let tables: f64 = self.tables.iter().map(TableNumbers::penalty).sum();
        let priors: f64 = match (self.priors_free, self.several) {
            (false, _) => 0.0,
            (true, false) => self.priors.iter().map(|(author, now)| self.prior_weight * author * real::ln(*now)).sum(),
            (true, true) => self.groups.iter().map(|group| self.group_penalty(group)).sum(),
        };
        shares.sum::<f64>() + tables + priors
    }

    fn group_penalty(&self, group: &[usize]) -> f64 {
        let author: f64 = group.iter().map(|cause| self.priors[*cause].0).sum();
        let some = group.iter().map(|cause| self.priors[*cause].0 * real::ln(self.priors[*cause].1));
        self.prior_weight * (some.sum::<f64>() + (1.0 - author) * real::ln(self.none(group)))
    }
}

impl TableNumbers {
    fn improve(&mut self, counts: &BTreeMap<Option<usize>, Vec<f64>>) {
        let is_complete = self.is_complete;
        for (cause, row) in self.rows.iter_mut().filter(|(_, row)| row.free) {
            let Some(counts) = counts.get(&Some(*cause)) else { continue };
            let written: f64 = row.linked.iter().map(|(_, author, _)| author).sum();
            let seen: f64 = row.linked.iter().map(|(value, _, _)| counts[*value]).sum();
            // Where nobody says how often there is none of them, only the proportions are known.
            let (scale, all) = if is_complete {
                (1.0, row.weight + counts.iter().sum::<f64>())
            } else {
                (written, row.weight * written + seen)
            };
            for (value, author, now) in &mut row.linked {
                *now = scale * (*author * row.weight + counts[*value]) / all;
            }
        }
        if let Some(counts) = counts.get(&None).filter(|_| self.otherwise_free) {
            let all = self.otherwise_weight + counts.iter().sum::<f64>();
            for ((author, now), count) in self.otherwise.iter_mut().zip(counts) {
                *now = (*author * self.otherwise_weight + count) / all;
            }
        }
    }

    fn penalty(&self) -> f64 {
        let term =
            |author: f64, value: f64| if author > 0.0 { author * real::ln(value.max(f64::MIN_POSITIVE)) } else { 0.0 };
        let row = |row: &Row| {
            let linked: f64 = row.linked.iter().map(|(_, author, now)| term(*author, *now)).sum();
            let left = 1.0 - row.linked.iter().map(|(_, author, _)| author).sum::<f64>();
            row.weight * (linked + term(left.max(0.0), row.left()))
        };
        let rows: f64 = self.rows.values().filter(|row| row.free).map(row).sum();
        let otherwise = self.otherwise.iter().map(|(author, now)| term(*author, *now)).sum::<f64>();
        rows + if self.otherwise_free { self.otherwise_weight * otherwise } else { 0.0 }
    }
}

#[cfg(test)]
mod tests;
