//! Whether numbers learnt from the other cases tell better what was wrong in those that were held back.

use super::Options;
use super::maximise::{Label, Record};
use super::parameters::Parameters;
use etio_engine::{Base, Hypothesis, Knowledge, Saved, Session, real};

/// How little a posterior is taken to be, so that one case cannot outweigh all others.
const LEAST: f64 = 1e-9;
/// The part of all cases that is held back.
const HELD_BACK: f64 = 0.2;

/// How well the causes of held-back cases are told.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Accuracy {
    /// How many cases.
    pub cases: f64,
    /// The mean of −ln P(what was wrong | what was found out), in nats; the less the better. Where only a fix tells what was wrong, the mean
    /// of −ln P(what came of the fixes | what was found out).
    pub log_loss: f64,
    /// The share of cases in which the first of the differential was wrong with it.
    pub first: f64,
}

/// Returns whether the `nth` of the cases that say the same is held back: by what it says, so that the order of cases means nothing. Cases that
/// say the same are not kept together: a table with few columns has few different cases, and a fifth of these would stand for none of the others.
pub(super) fn is_held_back(key: &str, nth: u64) -> bool {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in key.bytes().chain(nth.to_le_bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
    // The finish of SplitMix64: the bits of short texts are not spread well enough.
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^= hash >> 31;
    (hash >> 11) as f64 / (1_u64 << 53) as f64 >= 1.0 - HELD_BACK
}

/// A case that was held back: what was found out, and which causes were at work with which share.
pub(super) struct Held<'r> {
    pub(super) record: &'r Record,
    evidence: &'r Saved,
    truth: Vec<(Vec<usize>, f64)>,
}

impl<'r> Held<'r> {
    pub(super) fn new(
        record: &'r Record,
        evidence: &'r Saved,
        open: impl Fn(&Record) -> Vec<(Vec<usize>, f64)>,
    ) -> Self {
        let truth = match &record.label {
            Label::Known(sets) => sets.clone(),
            Label::Open(_) => open(record),
        };
        Self { record, evidence, truth }
    }
}

/// Returns how well a base tells what was wrong in the cases.
pub(super) fn accuracy(base: &Base, held: &[Held<'_>], options: &Options) -> Accuracy {
    let parameters = Parameters::new(base, options);
    let Ok(knowledge) = Knowledge::new(vec![base.clone()]) else { return Accuracy::default() };
    let position = |hypothesis: &Hypothesis| match hypothesis.cause {
        Some(cause) => base.causes.iter().position(|known| known.id == knowledge.cause(cause).id),
        None => Some(base.causes.len()),
    };
    let mut sum = Accuracy::default();
    for case in held {
        let Ok(resumed) = Session::resume(&knowledge, case.evidence) else { continue };
        let differential = resumed.session.differential();
        if differential.is_empty() {
            continue;
        }
        let mut posteriors = vec![0.0; base.causes.len() + 1];
        for hypothesis in &differential {
            position(hypothesis).into_iter().for_each(|at| posteriors[at] = hypothesis.posterior);
        }
        let mut truth = vec![0.0; posteriors.len()];
        for (set, share) in &case.truth {
            set.iter().for_each(|cause| truth[*cause] += share);
        }
        let times = case.record.times;
        let loss = match case.record.label {
            Label::Known(_) => loss(&posteriors, &truth, base.several_at_once),
            Label::Open(_) => loss_of_outcomes(&parameters, case.record, &posteriors),
        };
        sum.cases += times;
        sum.log_loss += times * loss;
        sum.first += times * position(&differential[0]).map_or(0.0, |first| truth[first]);
    }
    let mean = |total: f64| if sum.cases > 0.0 { total / sum.cases } else { 0.0 };
    Accuracy { cases: sum.cases, log_loss: mean(sum.log_loss), first: mean(sum.first) }
}

fn loss(posteriors: &[f64], truth: &[f64], several: bool) -> f64 {
    let log = |share: f64| -real::ln(share.max(LEAST));
    let one = |(posterior, truth): (&f64, &f64)| {
        let absent = if several { (1.0 - truth) * log(1.0 - posterior) } else { 0.0 };
        absent + if *truth > 0.0 { truth * log(*posterior) } else { 0.0 }
    };
    posteriors.iter().zip(truth).map(one).sum()
}

/// Returns −ln P(what came of the fixes | what was found out), among cases that were cured where this is one.
fn loss_of_outcomes(parameters: &Parameters, record: &Record, posteriors: &[f64]) -> f64 {
    let mean =
        |of: &dyn Fn(usize) -> f64| posteriors.iter().enumerate().map(|(cause, share)| share * of(cause)).sum::<f64>();
    let came = mean(&|cause| parameters.outcomes(record, &[cause]));
    let curable = if record.is_cured { mean(&|cause| parameters.cured_by[cause]).max(LEAST) } else { 1.0 };
    -real::ln((came / curable).max(LEAST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_a_fifth_is_held_back() {
        for length in [1, 8, 60] {
            let key = |nth: usize| format!("{}{nth}", "x".repeat(length));
            let held = (0..10_000).filter(|nth| is_held_back(&key(*nth), 0)).count();
            assert!((1_900..2_100).contains(&held), "{held}");
        }
    }

    #[test]
    fn the_loss_of_one_cause_at_a_time_is_that_of_the_truth() {
        assert!((loss(&[0.25, 0.75], &[1.0, 0.0], false) - 4.0_f64.ln()).abs() < 1e-12);
        assert!((loss(&[0.25, 0.75], &[1.0, 0.0], true) - (4.0_f64.ln() + 4.0_f64.ln())).abs() < 1e-12);
    }
}
