//! How a cause got its percentage, as a column of people: so many of a hundred, after each thing that is known.

use super::{Reason, base_of, cause_id, id_of, reason};
use crate::voice::Voice;
use etio_kb::engine::{CauseId, Evidence, ExplainedAway, Known, Number, Provenance, Sign, Thing, Value, Weight};
use serde::Serialize;

/// Below this change of the log2 odds, a piece of evidence is told together with its neighbours.
const WORTH_A_LINE: f64 = 0.1;
/// Below this, it is not told at all: its line would say nothing but how the numbers were rounded.
const WORTH_NAMING: f64 = 0.02;
/// The sizes of the crowd that is told of: the first one that shows every line's change is taken.
const CROWDS: [u32; 5] = [100, 1_000, 10_000, 100_000, 1_000_000];

/// How a cause got its percentage.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct How {
    pub(crate) id: String,
    pub(crate) base: Option<String>,
    #[serde(skip)]
    pub(crate) title: String,
    pub(crate) prior: f64,
    pub(crate) posterior: f64,
    /// The size of the crowd that `start` and the counts are of.
    pub(crate) of: u32,
    /// How many of the crowd have the cause before any evidence.
    pub(crate) start: u32,
    pub(crate) stages: Vec<Stage>,
    /// The cause that accounts for what speaks for this one, if one does.
    pub(crate) explained_away: Option<Explained>,
    #[serde(skip)]
    pub(crate) lines: Vec<Line>,
    /// How it is known how common the cause is.
    #[serde(skip)]
    pub(crate) common: Option<Provenance>,
}

/// A cause that accounts for what speaks for another.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Explained {
    pub(crate) by: String,
    #[serde(skip)]
    pub(crate) title: String,
    /// The posterior of the other if this one could not be.
    pub(crate) without: f64,
}

/// A line of the column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// The stages that it names: positions in [`How::stages`].
    pub(crate) named: Vec<usize>,
    /// The stage after which it counts.
    pub(crate) last: usize,
}

/// What one piece of evidence made of it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Stage {
    #[serde(flatten)]
    pub(crate) reason: Reason,
    pub(crate) posterior: f64,
    /// How many of the crowd have the cause then.
    pub(crate) count: u32,
    /// The change of the log2 odds, infinite where it settles the matter.
    #[serde(skip)]
    pub(crate) bits: f64,
    /// How often the cause shows it, where the author said so, and how that is known.
    #[serde(skip)]
    pub(crate) often: Option<(f64, Provenance)>,
}

/// Returns how a cause got its percentage as it is told.
pub(crate) fn of(how: &etio_kb::engine::How, findings: &[Known], voice: Voice<'_, '_>) -> How {
    let told: Vec<(Weight, f64)> = how.stages.iter().map(|stage| (stage.weight, stage.posterior)).collect();
    let told: Vec<_> = told.into_iter().filter(|(weight, _)| weight.bits != 0.0).collect();
    let column = Column::of(how.prior, &told.iter().map(|(weight, p)| (weight.bits, *p)).collect::<Vec<_>>());
    let stages = told.iter().zip(&column.counts).map(|(&(weight, posterior), &count)| {
        let mut reason = reason(weight, findings, voice);
        if let (Evidence::Conditions, Some(exclusion)) = (weight.evidence, how.excluded) {
            reason.sentence = voice.exclusion(how.cause, exclusion);
        }
        let often = how.cause.and_then(|cause| often(cause, weight.evidence, findings, voice));
        Stage { reason, posterior, count, bits: weight.bits, often }
    });
    How {
        id: cause_id(how.cause, voice),
        base: how.cause.map(|cause| base_of(Thing::Cause(cause), voice)),
        title: voice.cause(how.cause),
        prior: how.prior,
        posterior: how.posterior,
        of: column.of,
        start: column.start,
        stages: stages.collect(),
        explained_away: how.explained_away.map(|away| explained(away, voice)),
        lines: column.lines,
        common: how.cause.map(|cause| voice.knowledge().cause(cause).prior.provenance),
    }
}

/// Returns what accounts for a cause as it is told.
pub(super) fn explained(away: ExplainedAway, voice: Voice<'_, '_>) -> Explained {
    let thing = Thing::Cause(away.by);
    Explained { by: id_of(thing, voice), title: voice.title(thing), without: away.without }
}

impl How {
    /// Returns how many of the crowd have the cause in the end.
    pub(crate) fn count(&self) -> u32 {
        self.stages.last().map_or(self.start, |stage| stage.count)
    }
}

/// Returns the author's number for how often a cause shows what is known, where the cause mentions it.
fn often(cause: CauseId, evidence: Evidence, findings: &[Known], voice: Voice<'_, '_>) -> Option<(f64, Provenance)> {
    let Evidence::Finding(finding, option) = evidence else { return None };
    let is_it = |known: &&Known| {
        known.finding == finding && (option.is_none() || known.sign.is_none_or(|sign| sign.option == option))
    };
    let known = findings.iter().find(is_it)?;
    let (option, is_so) = match known.value.as_ref()? {
        Value::Yes => (option, true),
        Value::No => (option, false),
        Value::Option(chosen) => (Some(*chosen), true),
        _ => return None,
    };
    let number = link(cause, Sign { finding, option }, voice)?;
    Some(if is_so { (number.get(), number.provenance) } else { (1.0 - number.get(), opposite(number.provenance)) })
}

fn link(cause: CauseId, sign: Sign, voice: Voice<'_, '_>) -> Option<Number> {
    let links = &voice.knowledge().cause(cause).links;
    links.iter().find(|link| link.sign == sign).map(|link| link.number)
}

fn opposite(provenance: Provenance) -> Provenance {
    match provenance {
        Provenance::Counts { of, cases } => Provenance::Counts { of: cases.saturating_sub(of), cases },
        other => other,
    }
}

/// A column of people.
#[derive(Clone, Debug, PartialEq)]
struct Column {
    of: u32,
    start: u32,
    counts: Vec<u32>,
    lines: Vec<Line>,
}

impl Column {
    /// Returns the column for a prior and the stages after it: the bits and the posterior of each.
    fn of(prior: f64, stages: &[(f64, f64)]) -> Self {
        let lines = lines(stages);
        let columns = CROWDS.into_iter().map(|of| Self {
            of,
            start: count(prior, of),
            counts: stages.iter().map(|(_, posterior)| count(*posterior, of)).collect(),
            lines: lines.clone(),
        });
        let columns: Vec<Self> = columns.collect();
        let fits = columns.iter().position(|column| column.shows(prior, stages));
        columns.into_iter().nth(fits.unwrap_or(CROWDS.len() - 1)).unwrap_or_else(|| unreachable!("there are crowds"))
    }

    /// Returns whether nothing possible is nobody, nothing uncertain is everybody, and every line of its own moves the right way.
    fn shows(&self, prior: f64, stages: &[(f64, f64)]) -> bool {
        let is_honest =
            |probability: f64, count: u32| (probability == 0.0 || count > 0) && (probability == 1.0 || count < self.of);
        let mut before = self.start;
        let lines = self.lines.iter().all(|line| {
            let (after, (bits, _)) = (self.counts[line.last], stages[line.named[0]]);
            let moves = if bits > 0.0 { after > before } else { after < before };
            before = after;
            is_honest(stages[line.last].1, after) && (is_small(bits) || moves)
        });
        lines && is_honest(prior, self.start)
    }
}

/// Returns the smallest crowd in which each of these is somebody, and how many each is.
pub(crate) fn crowd(one: f64, other: f64) -> (u32, u32, u32) {
    let counts = CROWDS.map(|of| (of, count(one, of), count(other, of)));
    let fits = counts.into_iter().find(|(_, one, other)| *one > 0 && *other > 0);
    fits.unwrap_or(counts[CROWDS.len() - 1])
}

/// Returns the lines: one for each stage that is worth it, what weighs little together with its neighbours that do. What is not worth naming is counted in
/// the line before it, or the next one.
fn lines(stages: &[(f64, f64)]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (at, (bits, _)) in stages.iter().enumerate() {
        match lines.last_mut() {
            Some(line) if bits.abs() < WORTH_NAMING => line.last = at,
            None if bits.abs() < WORTH_NAMING => {}
            Some(line) if is_small(*bits) && is_small(stages[line.named[0]].0) => {
                line.named.push(at);
                line.last = at;
            }
            _ => lines.push(Line { named: vec![at], last: at }),
        }
    }
    if lines.is_empty() && !stages.is_empty() {
        lines.push(Line { named: (0..stages.len()).collect(), last: stages.len() - 1 });
    }
    lines
}

/// Returns whether a change of the log2 odds is not worth a line of its own.
pub(crate) fn is_small(bits: f64) -> bool {
    bits.abs() < WORTH_A_LINE
}

/// Returns how many of a crowd a probability is.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a probability of a crowd is a part of it")]
fn count(probability: f64, of: u32) -> u32 {
    (probability.clamp(0.0, 1.0) * f64::from(of)).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns some prior and stages, different ones for each seed.
    fn by_chance(seed: u64) -> (f64, Vec<(f64, f64)>) {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let prior = 10_f64.powf(-4.0 * next()) * 0.9;
        let mut odds = (prior / (1.0 - prior)).log2();
        let count = (next() * 9.0) as usize;
        let stages = (0..count).map(|_| {
            let bits = (next() - 0.5) * [0.01, 0.1, 1.0, 4.0, 12.0][(next() * 5.0) as usize];
            odds += bits;
            (bits, 1.0 / (1.0 + (-odds).exp2()))
        });
        (prior, stages.collect())
    }

    #[test]
    fn the_column_adds_up_to_the_posterior_and_moves_the_way_the_evidence_speaks() {
        let (mut of_hundred, mut lines) = (0, 0);
        for seed in 0..5_000 {
            let (prior, stages) = by_chance(seed);
            let column = Column::of(prior, &stages);
            let of = f64::from(column.of);
            assert_eq!(column.start, (prior * of).round() as u32);
            assert_eq!(column.counts.len(), stages.len());
            let told = column.lines.last().map_or(column.start, |line| column.counts[line.last]);
            let posterior = stages.last().map_or(prior, |(_, posterior)| *posterior);
            assert_eq!(told, (posterior * of).round() as u32, "the last line is the posterior: {prior} {stages:?}");
            let mut sum = i64::from(column.start);
            for line in &column.lines {
                let change = i64::from(column.counts[line.last]) - sum;
                let bits = stages[line.named[0]].0;
                let is_shown = change as f64 * bits > 0.0;
                assert!(
                    is_shown || is_small(bits) || column.of == 1_000_000,
                    "{change} for {bits}: {prior} {stages:?}"
                );
                sum += change;
            }
            assert_eq!(sum, i64::from(told));
            of_hundred += usize::from(column.of == 100);
            lines += column.lines.len();
        }
        assert!(of_hundred > 1_000 && lines > 5_000, "{of_hundred} {lines}");
    }

    #[test]
    fn what_weighs_little_shares_a_line_and_what_weighs_nothing_has_none() {
        let line = |named: &[usize], last| Line { named: named.to_vec(), last };
        let of = |bits: &[f64]| lines(&bits.iter().map(|bits| (*bits, 0.5)).collect::<Vec<_>>());
        assert_eq!(of(&[1.0, 0.05, -0.05, -2.0]), [line(&[0], 0), line(&[1, 2], 2), line(&[3], 3)]);
        assert_eq!(of(&[0.001, 1.0, 0.001]), [line(&[1], 2)]);
        assert_eq!(of(&[0.001, -0.001]), [line(&[0, 1], 1)]);
        assert_eq!(of(&[]), []);
    }

    #[test]
    fn the_crowd_is_as_large_as_it_must_be() {
        let of = |prior, stages: &[(f64, f64)]| Column::of(prior, stages).of;
        assert_eq!(of(0.3, &[]), 100);
        assert_eq!(of(0.002, &[]), 1_000);
        assert_eq!(of(0.9, &[(0.2, 0.9118)]), 100);
        assert_eq!(of(0.98, &[(0.2, 0.9825)]), 1_000);
        assert_eq!(of(0.3, &[(f64::NEG_INFINITY, 0.0)]), 100);
        assert_eq!(of(1e-9, &[]), 1_000_000);
    }
}
