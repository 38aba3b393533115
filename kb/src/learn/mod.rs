//! Learning from resolved cases: the numbers of a base again, as an overlay that an author reviews; or a first base from a table.
//!
//! [`read()`] reads cases, [`learn`] estimates, and what comes out is text in the language. Behind every word of the author stand cases of
//! its own ([`Options::trust`]), so that few cases move little. See docs/learning.md.

mod backtest;
mod change;
mod error;
mod figures;
mod first;
mod maximise;
mod overlay;
mod parameters;
mod read;
mod record;
mod shrink;
mod survey;
mod table;
mod together;

pub use backtest::Accuracy;
pub use change::{Change, Target};
pub use error::CaseError;
pub use first::{First, FirstOptions, first};
pub use read::{Case, MAX_CASE_FILE, MAX_CASES, Said, read};
pub use shrink::{Count, Shrinkage, gain};
pub use survey::LeftOut;
pub use table::{MAX_COLUMNS, Table};

use backtest::{Held, accuracy, is_held_back};
use etio_engine::{Base, Knowledge};
use maximise::{Fit, Record, Seen, maximise};
use parameters::Parameters;
use record::{Reader, Reading, Resolution, Unfit};
use std::collections::BTreeMap;

/// How many mistakes in cases are listed.
pub const MAX_CASE_ERRORS: usize = 20;
/// How many held-back cases are needed before they say anything.
pub const LEAST_HELD_BACK: f64 = 5.0;
/// How much worse the log-loss may come out by rounding alone.
const ROUNDING: f64 = 1e-9;

/// How learning weighs things.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// As how many cases a word or percentage of the author counts; `7 of 10` counts as its own 10. The `is` words of a base count ten times as much, together.
    pub trust: f64,
    /// How many cases a number needs before it moves.
    pub least: f64,
    /// By which factor the odds of a number, or a time, change at most in one run; no less than 1.
    pub most: f64,
    /// Whether cases of which nobody knows what was wrong are learnt from too.
    pub unresolved: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { trust: 10.0, least: 5.0, most: 10.0, unresolved: false }
    }
}

/// How many cases there were, and what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tallies {
    /// Cases that were read.
    pub read: usize,
    /// Cases that are learnt from.
    pub used: usize,
    /// Cases that stand more than once, by their id.
    pub repeated: usize,
    /// Cases in which nothing of the base is known.
    pub foreign: usize,
    /// Cases that contradict themselves, or the base.
    pub contradictory: usize,
    /// Cases of which nobody knows what was wrong, and that are left out.
    pub unresolved: usize,
}

/// What the held-back cases say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Judgement {
    /// Too few cases are held back to say anything.
    TooFew,
    /// They are told no worse than before.
    Passed {
        /// By the base as it is.
        before: Accuracy,
        /// By what the other cases make of it.
        after: Accuracy,
    },
    /// They are told worse than before, so nothing is to change.
    Refused {
        /// By the base as it is.
        before: Accuracy,
        /// By what the other cases make of it.
        after: Accuracy,
    },
}

/// What cases teach.
#[derive(Clone, Debug, PartialEq)]
pub struct Learnt {
    /// What became of the cases.
    pub tallies: Tallies,
    /// What the held-back cases say.
    pub judgement: Judgement,
    /// The statements that change; none where that was refused.
    pub changes: Vec<Change>,
    /// The overlay with these statements. It can be loaded even where it changes nothing.
    pub overlay: String,
    /// Findings, and how often the answer was "don't know": reported, and not learnt from.
    pub unknown: Vec<(String, usize)>,
    /// Signs of which written cases only ever say yes: nobody wrote down the no, so how often it is a no cannot be learnt.
    pub one_sided: Vec<String>,
}

/// Returns what cases teach about a base. The order of the cases means nothing; the same case twice counts twice, unless it has an id.
///
/// # Errors
/// What is wrong with cases, up to [`MAX_CASE_ERRORS`] of them.
pub fn learn(base: &Base, cases: &[Case], options: &Options) -> Result<Learnt, Vec<CaseError>> {
    let knowledge = Knowledge::new(vec![base.clone()]).map_err(|errors| {
        errors.into_iter().map(|error| CaseError::new("", None, error.to_string())).collect::<Vec<_>>()
    })?;
    let parameters = Parameters::new(base, options);
    let reader = Reader::new(base, &knowledge, &parameters);
    let mut tallies = Tallies { read: cases.len(), ..Tallies::default() };
    let mut readings = resolved(&reader, cases, options, &mut tallies)?;
    let unknown = unknown(&readings);
    let one_sided = leave_one_sided(&mut readings, base, &parameters);
    let parameters = complete(parameters, &readings);
    let lessons = merge(&readings);
    let judgement = judge(base, &parameters, &lessons, options);
    let changes = match judgement {
        Judgement::Refused { .. } => Vec::new(),
        Judgement::TooFew | Judgement::Passed { .. } => estimate(base, &parameters, &lessons, options),
    };
    let overlay = overlay::write(base, &changes, options.trust);
    Ok(Learnt { tallies, judgement, changes, overlay, unknown, one_sided })
}

/// Cases that say the same.
struct Lesson<'r> {
    reading: &'r Reading,
    record: Record,
}

fn resolved(
    reader: &Reader<'_>,
    cases: &[Case],
    options: &Options,
    tallies: &mut Tallies,
) -> Result<Vec<Reading>, Vec<CaseError>> {
    let (mut readings, mut errors) = (Vec::new(), Vec::new());
    let mut by_id: BTreeMap<&str, Reading> = BTreeMap::new();
    for case in cases {
        let reading = match reader.read(case) {
            Ok(Ok(reading)) => reading,
            Ok(Err(unfit)) => {
                match unfit {
                    Unfit::Foreign => tallies.foreign += 1,
                    Unfit::Contradictory => tallies.contradictory += 1,
                }
                continue;
            }
            Err(error) => {
                errors.push(error);
                if errors.len() == MAX_CASE_ERRORS {
                    break;
                }
                continue;
            }
        };
        match case.id.as_deref() {
            None => readings.push(reading),
            Some(id) => {
                // Of the states of one case the one that says most counts, whichever machine it comes from.
                let rank = |reading: &Reading| {
                    (reading.evidence.said.len() + reading.record.outcomes.len(), reading.key.clone())
                };
                match by_id.get_mut(id) {
                    Some(known) => {
                        tallies.repeated += 1;
                        if rank(&reading) > rank(known) {
                            *known = reading;
                        }
                    }
                    None => {
                        by_id.insert(id, reading);
                    }
                }
            }
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    readings.extend(by_id.into_values());
    let before = readings.len();
    readings.retain(|reading| options.unresolved || reading.resolution != Resolution::Open);
    tallies.unresolved = before - readings.len();
    tallies.used = readings.len();
    // From here on the order of the cases is that of what they say.
    let words = |reading: &Reading| format!("{:?}", reading.evidence.said);
    readings
        .sort_by(|a, b| a.key.cmp(&b.key).then(a.is_written.cmp(&b.is_written)).then_with(|| words(a).cmp(&words(b))));
    Ok(readings)
}

fn unknown(readings: &[Reading]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    readings.iter().flat_map(|reading| &reading.unknown).for_each(|id| *counts.entry(id).or_default() += 1);
    counts.into_iter().map(|(id, count)| (id.to_owned(), count)).collect()
}

/// Takes no count of signs that written cases never deny, and returns them.
fn leave_one_sided(readings: &mut [Reading], base: &Base, parameters: &Parameters) -> Vec<String> {
    let mut denied = vec![false; parameters.signs.len()];
    for (seen, _) in readings.iter().filter(|reading| reading.is_written).flat_map(|reading| &reading.record.seen) {
        if let Seen::Sign { at, yes, no } = seen {
            denied[*at] |= no > yes;
        }
    }
    let mut left = vec![false; parameters.signs.len()];
    for reading in readings.iter_mut().filter(|reading| reading.is_written) {
        for (seen, counts) in &mut reading.record.seen {
            if let Seen::Sign { at, .. } = seen
                && !denied[*at]
                && *counts
            {
                *counts = false;
                left[*at] = true;
            }
        }
    }
    let signs = parameters.signs.iter().zip(&left).filter(|(_, left)| **left);
    signs.map(|(sign, _)| overlay::name_of(base, sign.sign)).collect()
}

/// Notes of which exclusive symptoms it is known how often there is none of them.
fn complete(mut parameters: Parameters, readings: &[Reading]) -> Parameters {
    for (seen, counts) in readings.iter().flat_map(|reading| &reading.record.seen) {
        if let (Seen::Value { at, weights }, true) = (seen, *counts) {
            let table = &mut parameters.tables[*at];
            table.is_complete |= table.has_rest && weights[table.values - 1] == 1.0;
        }
    }
    parameters
}

/// Returns the cases that say the same together; the readings are in the order of what they say.
fn merge(readings: &[Reading]) -> Vec<Lesson<'_>> {
    let mut lessons: Vec<Lesson<'_>> = Vec::new();
    for reading in readings {
        match lessons.last_mut() {
            Some(last) if last.reading.key == reading.key && last.record.seen == reading.record.seen => {
                last.record.times += 1.0
            }
            _ => lessons.push(Lesson { reading, record: reading.record.clone() }),
        }
    }
    lessons
}

/// Returns those of the cases that say the same which are held back, and the others; none where there are none.
fn split<'r>(lesson: &Lesson<'r>) -> (Option<Lesson<'r>>, Option<Lesson<'r>>) {
    let all = lesson.record.times;
    let held = (0..all as u64).filter(|nth| is_held_back(&lesson.reading.key, *nth)).count() as f64;
    let part = |times: f64| {
        let record = Record { times, ..lesson.record.clone() };
        (times > 0.0).then_some(Lesson { reading: lesson.reading, record })
    };
    (part(held), part(all - held))
}

/// Learns from four fifths of the cases, and looks whether that tells the last fifth better.
fn judge(base: &Base, parameters: &Parameters, lessons: &[Lesson<'_>], options: &Options) -> Judgement {
    let (held, others): (Vec<_>, Vec<_>) = lessons.iter().map(split).unzip();
    let (held, others): (Vec<Lesson<'_>>, Vec<Lesson<'_>>) =
        (held.into_iter().flatten().collect(), others.into_iter().flatten().collect());
    let open = |record: &Record| maximise::shares(parameters, record);
    let held: Vec<Held<'_>> =
        held.iter().map(|lesson| Held::new(&lesson.record, &lesson.reading.evidence, open)).collect();
    if held.iter().map(|held| held.record.times).sum::<f64>() < LEAST_HELD_BACK {
        return Judgement::TooFew;
    }
    let changed = change::apply(base, &estimate(base, parameters, &others, options));
    let (before, after) = (accuracy(base, &held, options), accuracy(&changed, &held, options));
    if after.log_loss > before.log_loss + ROUNDING {
        Judgement::Refused { before, after }
    } else {
        Judgement::Passed { before, after }
    }
}

fn estimate(base: &Base, parameters: &Parameters, lessons: &[Lesson<'_>], options: &Options) -> Vec<Change> {
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); base.fixes.len()];
    for lesson in lessons {
        for (fix, time) in &lesson.reading.times {
            times[*fix].extend(std::iter::repeat_n(*time, lesson.record.times as usize));
        }
    }
    let records: Vec<Record> = lessons.iter().map(|lesson| lesson.record.clone()).collect();
    change::changes(base, &fit(parameters, &records, options), &times, options)
}

/// Fits all numbers, then once more those that enough cases speak of.
fn fit(parameters: &Parameters, records: &[Record], options: &Options) -> Fit {
    let first = maximise(parameters.clone(), records);
    let mut kept = parameters.clone();
    kept.keep(&first.counts, options.least);
    let mut second = maximise(kept, records);
    // Cases of which only shares count may have gone elsewhere.
    let counts = second.counts.clone();
    second.parameters.keep(&counts, options.least);
    second
}
