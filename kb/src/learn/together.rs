//! What a table says of one sign where several causes can be at work in a case: by expectation–maximisation each has its responsibility for what
//! was seen. Knows no table, only how often the sign was there with which causes.

use super::maximise::{Label, Record, Seen, maximise};
use super::parameters::{Entry, Parameters, Share, SignNumbers};
use super::shrink::Shrinkage;
use etio_engine::{FindingId, Sign, real};
use std::collections::BTreeMap;

/// How far a share is kept from certainty.
const LEAST: f64 = 1e-4;

/// The cases with the same causes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rows {
    pub(super) causes: Vec<usize>,
    /// In how many the sign is there, and in how many it is not.
    pub(super) yes: f64,
    pub(super) no: f64,
}

/// The numbers of a sign.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Numbers {
    /// P(sign | no cause that mentions it).
    pub(super) otherwise: f64,
    /// P(sign | only this cause), of each that mentions it.
    pub(super) rates: BTreeMap<usize, f64>,
}

/// Fits the numbers of a sign to cases.
pub(super) struct Fitting<'r> {
    /// How many causes there are.
    pub(super) causes: usize,
    pub(super) rows: &'r [Rows],
    pub(super) shrinkage: Shrinkage,
    /// How many nats a number of its own must tell the cases better, or the link is left out.
    pub(super) least_gain: f64,
}

impl Fitting<'_> {
    /// Returns the numbers under which the cases are most probable, and by how many nats each link tells them better.
    ///
    /// Whether a cause raises or lowers the sign stays as it begins, so the fitting begins from each rate for what is otherwise: with all causes below
    /// it that show the sign less often. The best is kept, half a ln of the number of cases off for each link (Schwarz 1978); the first of equals.
    pub(super) fn fit(&self, start: &Numbers) -> (Numbers, BTreeMap<usize, f64>) {
        let cases: f64 = self.rows.iter().map(|rows| rows.yes + rows.no).sum();
        let of_links = |numbers: &Numbers| 0.5 * real::ln(cases) * numbers.rates.len() as f64;
        let worth = |numbers: &Numbers| self.log_likelihood(numbers) - of_links(numbers);
        let mut best = self.fit_from(start);
        let mut most = worth(&best.0);
        for &otherwise in start.rates.values() {
            let fitted = self.fit_from(&Numbers { otherwise, rates: start.rates.clone() });
            let worth = worth(&fitted.0);
            if worth > most {
                (best, most) = (fitted, worth);
            }
        }
        best
    }

    /// The link that tells least is left out as long as one tells too little.
    fn fit_from(&self, start: &Numbers) -> (Numbers, BTreeMap<usize, f64>) {
        let mut numbers = self.maximise(start);
        loop {
            let all = self.log_likelihood(&numbers);
            let without = |cause: &usize| {
                let mut fewer = numbers.clone();
                fewer.rates.remove(cause);
                fewer
            };
            let gains: BTreeMap<usize, f64> =
                numbers.rates.keys().map(|cause| (*cause, all - self.log_likelihood(&without(cause)))).collect();
            let least = gains.iter().min_by(|one, other| one.1.total_cmp(other.1)).map(|(cause, _)| *cause);
            let Some(least) = least else { return (numbers, gains) };
            // What is left may account for what the link accounted for.
            let fewer = self.maximise(&without(&least));
            if all - self.log_likelihood(&fewer) >= self.least_gain {
                return (numbers, gains);
            }
            numbers = fewer;
        }
    }

    fn maximise(&self, start: &Numbers) -> Numbers {
        let parameters = self.parameters(start);
        let fitted = maximise(parameters, &self.records()).parameters;
        let sign = &fitted.signs[0];
        let otherwise = fitted.shares[sign.leak].value;
        let rate = |(share, entry): &(usize, Entry)| match entry {
            Entry::Lowers => otherwise * (1.0 - fitted.shares[*share].value),
            Entry::Raises | Entry::Whole => otherwise + (1.0 - otherwise) * fitted.shares[*share].value,
        };
        Numbers { otherwise, rates: sign.links.iter().map(|(cause, link)| (*cause, rate(link))).collect() }
    }

    /// Returns the numbers as shares that cases move; behind each link stands the rate of all, as strongly as causes are alike.
    fn parameters(&self, start: &Numbers) -> Parameters {
        let (Shrinkage { overall, strength }, otherwise) = (self.shrinkage, start.otherwise.clamp(LEAST, 1.0 - LEAST));
        let share = |author: f64, weight: f64, value: f64| {
            let within = |share: f64| share.clamp(LEAST, 1.0 - LEAST);
            Share { author: within(author), weight, value: within(value), free: true }
        };
        let mut shares = vec![share(overall, 1.0, otherwise)];
        let links = start.rates.iter().map(|(cause, rate)| {
            let net = |rate: f64| (rate - otherwise) / (1.0 - otherwise);
            let (link, entry) = if *rate >= otherwise {
                (share(net(overall), strength, net(*rate)), Entry::Raises)
            } else {
                (share(1.0 - overall / otherwise, strength, 1.0 - rate / otherwise), Entry::Lowers)
            };
            shares.push(link);
            (*cause, (shares.len() - 1, entry))
        });
        let links = links.collect();
        let sign = Sign { finding: FindingId(0), option: None };
        Parameters {
            several: true,
            causes: self.causes,
            groups: (0..self.causes).map(|cause| vec![cause]).collect(),
            shares,
            signs: vec![SignNumbers { sign, leak: 0, links, other: 0.0, is_symptom: false }],
            tables: Vec::new(),
            effects: BTreeMap::new(),
            priors: vec![(0.5, 0.5); self.causes],
            prior_weight: 1.0,
            priors_free: false,
            cured_by: vec![0.0; self.causes + 1],
            other_odds: 1.0,
        }
    }

    fn records(&self) -> Vec<Record> {
        let record = |causes: &[usize], times: f64, yes: f64| Record {
            times,
            seen: vec![(Seen::Sign { at: 0, yes, no: 1.0 - yes }, true)],
            outcomes: Vec::new(),
            label: Label::Known(vec![(causes.to_vec(), 1.0)]),
            is_cured: false,
        };
        let both = |rows: &Rows| [record(&rows.causes, rows.yes, 1.0), record(&rows.causes, rows.no, 0.0)];
        self.rows.iter().flat_map(both).filter(|record| record.times > 0.0).collect()
    }

    fn log_likelihood(&self, numbers: &Numbers) -> f64 {
        let log = |rows: &Rows| {
            let chance = numbers.chance(&rows.causes).clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON);
            rows.yes * real::ln(chance) + rows.no * real::ln_1p(-chance)
        };
        self.rows.iter().map(log).sum()
    }
}

impl Numbers {
    /// Returns P(sign | these causes), a leaky noisy-or with inhibitors as in docs/semantics.md.
    fn chance(&self, causes: &[usize]) -> f64 {
        let (mut absent, mut passes) = (1.0 - self.otherwise, 1.0);
        for rate in causes.iter().filter_map(|cause| self.rates.get(cause)) {
            if *rate >= self.otherwise {
                absent *= (1.0 - rate) / (1.0 - self.otherwise);
            } else {
                passes *= rate / self.otherwise;
            }
        }
        (1.0 - absent) * passes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted(rows: &[Rows], start: &[(usize, f64)]) -> (Numbers, BTreeMap<usize, f64>) {
        let shrinkage = Shrinkage { overall: 0.4, strength: 0.25 };
        let fitting = Fitting { causes: 3, rows, shrinkage, least_gain: 1.0 };
        fitting.fit(&Numbers { otherwise: 0.2, rates: start.iter().copied().collect() })
    }

    /// Returns cases as many as there must be of each kind where these are the numbers.
    fn expected(truth: &Numbers, sets: &[&[usize]], each: f64) -> Vec<Rows> {
        let rows = |causes: &&[usize]| {
            let chance = truth.chance(causes);
            Rows { causes: causes.to_vec(), yes: each * chance, no: each * (1.0 - chance) }
        };
        sets.iter().map(rows).collect()
    }

    #[test]
    fn causes_that_never_stand_alone_are_told_apart() {
        // Causes 0 and 1 stand together, or each with 2, which has nothing to do with it.
        let truth = Numbers { otherwise: 0.1, rates: BTreeMap::from([(0, 0.8), (1, 0.4)]) };
        let rows = expected(&truth, &[&[0, 1], &[0, 2], &[1, 2], &[2]], 5_000.0);
        let (numbers, gains) = fitted(&rows, &[(0, 0.8), (1, 0.6), (2, 0.5)]);
        assert_eq!(gains.keys().copied().collect::<Vec<_>>(), [0, 1], "{numbers:?}");
        assert!((numbers.otherwise - 0.1).abs() < 2e-3, "{numbers:?}");
        assert!(numbers.rates.iter().all(|(cause, rate)| (rate - truth.rates[cause]).abs() < 5e-3), "{numbers:?}");
    }

    #[test]
    fn what_lowers_a_sign_is_found_too() {
        let truth = Numbers { otherwise: 0.3, rates: BTreeMap::from([(0, 0.9), (1, 0.06)]) };
        let rows = expected(&truth, &[&[0], &[1], &[0, 1], &[2]], 5_000.0);
        let (numbers, _) = fitted(&rows, &[(0, 0.8), (1, 0.1)]);
        assert!((numbers.rates[&1] - 0.06).abs() < 5e-3 && (numbers.rates[&0] - 0.9).abs() < 5e-3, "{numbers:?}");
    }
}
