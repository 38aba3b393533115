//! The links from the side of the causes, in flat arrays: what a cause says of every question it speaks of.
//!
//! A *slot* is one value of a linked finding: the yes of a yes-or-no finding or of an option of several, each value of a `one of`. Slots stand in the
//! order of the findings, and so do the links of a cause; so products that run along them run in the order of the evidence.

use crate::information::{binary_entropy, entropy};
use crate::layout::{Column, Shape, Table};
use crate::model::FindingId;
use crate::observation::Reliability;
use std::ops::Range;
use std::sync::OnceLock;

/// One value of a finding that causes have links to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    pub(crate) finding: FindingId,
    /// Its place among the values of the finding.
    pub(crate) value: usize,
    /// P(value | a cause without a link).
    pub(crate) leak: f64,
}

/// What causes say of the slots.
pub(crate) struct Links {
    pub(crate) slots: Vec<Slot>,
    /// The slots of each finding.
    of_finding: Vec<Range<u32>>,
    /// Where the links of each cause end.
    ends: Vec<usize>,
    targets: Vec<u32>,
    /// P(value | cause).
    shows: Vec<f64>,
    /// How much less is known of the answer given this cause than given one without a link, in bits. For a `one of` in the slot of its first value.
    falls: Vec<f64>,
    /// Σ share·(shows − leak) and Σ share·falls of each slot, over the causes of its base.
    at_start: OnceLock<Vec<(f64, f64)>>,
}

impl Links {
    pub(crate) fn of(shapes: &[Shape], causes: usize) -> Self {
        let (mut slots, mut of_finding) = (Vec::new(), Vec::new());
        let mut counts = vec![0_usize; causes];
        for (index, shape) in shapes.iter().enumerate() {
            let first = slots.len() as u32;
            if shape.has_links() {
                let leaks = (0..shape.values()).map(|value| (value, shape.leak(value)));
                let finding = FindingId::at(index);
                slots.extend(leaks.map(|(value, leak)| Slot { finding, value, leak }));
                shape.for_each_link(|cause, _, _, _| counts[cause] += 1);
            }
            of_finding.push(first..slots.len() as u32);
        }
        let mut next = 0;
        let starts = counts.into_iter().map(|count| {
            next += count;
            next - count
        });
        let mut places: Vec<usize> = starts.collect();
        let (mut targets, mut shows, mut falls) = (vec![0; next], vec![0.0; next], vec![0.0; next]);
        for (shape, slots) in shapes.iter().zip(&of_finding).filter(|(shape, _)| shape.has_links()) {
            shape.for_each_link(|cause, value, shown, fall| {
                let place = places[cause];
                (targets[place], shows[place], falls[place]) = (slots.start + value as u32, shown, fall);
                places[cause] += 1;
            });
        }
        Self { slots, of_finding, ends: places, targets, shows, falls, at_start: OnceLock::new() }
    }

    /// Returns the slots of a finding; none where no cause has a link to it.
    pub(crate) fn of_finding(&self, finding: FindingId) -> Range<usize> {
        let range = &self.of_finding[finding.index()];
        range.start as usize..range.end as usize
    }

    /// Returns the links of a cause: the slot, P(value | cause), and the fall of the entropy, by slot.
    pub(crate) fn of_cause(&self, cause: usize) -> impl Iterator<Item = (usize, f64, f64)> {
        let range = if cause == 0 { 0 } else { self.ends[cause - 1] }..self.ends[cause];
        let links = self.targets[range.clone()].iter().zip(&self.shows[range.clone()]).zip(&self.falls[range]);
        links.map(|((target, shows), falls)| (*target as usize, *shows, *falls))
    }

    /// Returns Σ share·(shows − leak) and Σ share·falls of each slot, formed at the first use.
    pub(crate) fn at_start(&self, shares: &[f64]) -> &[(f64, f64)] {
        self.at_start.get_or_init(|| {
            let mut sums = vec![(0.0, 0.0); self.slots.len()];
            for (cause, share) in shares.iter().enumerate() {
                for (slot, shows, falls) in self.of_cause(cause) {
                    sums[slot].0 += share * (shows - self.slots[slot].leak);
                    sums[slot].1 += share * falls;
                }
            }
            sums
        })
    }
}

impl Shape {
    /// Returns how many values have a slot.
    fn values(&self) -> usize {
        match self {
            Self::YesNo(_) => 1,
            Self::SeveralOf(columns) => columns.len(),
            Self::OneOf(table) => table.values(),
            Self::None => 0,
        }
    }

    /// Returns P(value | a cause without a link).
    fn leak(&self, value: usize) -> f64 {
        match self {
            Self::YesNo(column) => column.leak,
            Self::SeveralOf(columns) => columns[value].leak,
            Self::OneOf(table) => table.unlinked(value),
            Self::None => 0.0,
        }
    }

    /// Calls `visit` with the cause, the value, P(value | cause) and the fall of the entropy of each link, the values of a cause ascending.
    fn for_each_link(&self, mut visit: impl FnMut(usize, usize, f64, f64)) {
        let mut of_column = |value: usize, column: &Column| {
            let links = column.links.iter().zip(&column.falls);
            links.for_each(|((cause, shows), falls)| visit(cause.index(), value, *shows, *falls));
        };
        match self {
            Self::YesNo(column) => of_column(0, column),
            Self::SeveralOf(columns) => {
                columns.iter().enumerate().for_each(|(value, column)| of_column(value, column));
            }
            Self::OneOf(table) => table.rows.iter().for_each(|row| {
                for value in 0..table.values() {
                    let falls = if value == 0 { row.falls } else { 0.0 };
                    visit(row.cause.index(), value, table.linked(row, value), falls);
                }
            }),
            Self::None => {}
        }
    }
}

impl Column {
    /// Returns h(P(the answer is yes)) where the finding is yes with probability `yes`, less that under a cause without a link.
    pub(crate) fn fall(&self, yes: f64) -> f64 {
        binary_entropy(noisy(yes, self.reliability)) - binary_entropy(noisy(self.leak, self.reliability))
    }
}

impl Table {
    /// Returns the entropy of the answer where the values have the probabilities `of`.
    pub(crate) fn entropy(&self, of: impl Fn(usize) -> f64) -> f64 {
        let (own, each) = self.reliability.weights(self.values());
        let total: f64 = (0..self.values()).map(&of).sum();
        entropy((0..self.values()).map(|value| {
            let probability = of(value);
            own * probability + each * (total - probability)
        }))
    }
}

/// Returns P(the answer is yes) where the finding is yes with probability `yes`.
pub(crate) fn noisy(yes: f64, reliability: Reliability) -> f64 {
    let right = reliability.get();
    right * yes + (1.0 - right) * (1.0 - yes)
}

/// Returns P(the answer is v) for each value.
pub(crate) fn through_noise(probabilities: &[f64], reliability: Reliability) -> impl Iterator<Item = f64> {
    let (own, each) = reliability.weights(probabilities.len());
    let total: f64 = probabilities.iter().sum();
    probabilities.iter().map(move |probability| own * probability + each * (total - probability))
}
