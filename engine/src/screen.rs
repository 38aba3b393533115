//! The best question among thousands: for each a sum that every answer keeps up, and a line above its information that takes no logarithm.
//!
//! With A = Σ π(s − λ) and B = Σ π(h(s) − h(λ)) over the linked causes, IG = h(λ + A) − h(λ) − B. The sums are kept for weights that are not normalised:
//! an answer changes the weights of the causes linked to its finding, and each link of such a cause is two multiply-adds. The entropy is concave, so
//! any tangent of it, with the exact A and B, is a bound; it touches where the question was evaluated last. Blocks of questions have one bound
//! together, so that most questions are not looked at.
//!
//! All of this only says which questions may be the best. Sums that answers keep up depend, in their last digits, on the order of the answers; so whatever
//! comes as near the best as that makes a difference is formed once more from its links, and that number decides.

use crate::information::{Tangent, binary_entropy};
use crate::knowledge::Knowledge;
use crate::layout::{Column, OTHER, Shape};
use crate::links::{Links, noisy};
use crate::model::FindingId;
use crate::posterior::State;
use crate::question;
use crate::report::Thing;
use crate::weights::Product;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How far two rates of information may be off where the sums are off by one: a tangent is nowhere steeper than 40.
const STEEP: f64 = 100.0;
/// How far they may be off besides, by the rounding of thousands of links.
const ROUNDING: f64 = 1e-11;
/// From so many questions near the best on, the sums are formed anew if that may tell them apart.
const MANY: usize = 64;
/// How many slots have a bound together.
const BLOCK: usize = 16;

/// What questions are worth, formed when somebody asks for the first time.
#[derive(Default)]
pub(crate) struct Screening(Mutex<Option<Box<Screen>>>);

impl Clone for Screening {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.lock().clone()))
    }
}

impl Screening {
    fn lock(&self) -> MutexGuard<'_, Option<Box<Screen>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get_mut(&mut self) -> Option<&mut Screen> {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).as_deref_mut()
    }

    /// Forgets everything; the next question forms it anew.
    pub(crate) fn forget(&mut self) {
        if let Some(screen) = self.get_mut() {
            screen.drift = f64::INFINITY;
        }
    }

    /// Adds what the changed weights of causes change.
    pub(crate) fn touch(&mut self, links: &Links, touched: &[(usize, f64)], most: f64) {
        let Some(screen) = self.get_mut() else { return };
        screen.drift += touched.len() as f64 * f64::EPSILON * most;
        touched.iter().for_each(|(cause, change)| screen.touch(links, *cause, *change));
    }

    /// Opens the questions that can be asked, and closes the others.
    pub(crate) fn open_all(&mut self, knowledge: &Knowledge, state: &State) {
        if let Some(screen) = self.get_mut() {
            screen.open_all(knowledge, state);
        }
    }

    /// Lets a finding be asked, or not.
    pub(crate) fn set_open(&mut self, knowledge: &Knowledge, finding: FindingId, is_open: bool) {
        if let Some(screen) = self.get_mut() {
            screen.set_open(knowledge, finding, is_open);
        }
    }

    /// Returns the `most` questions with the most information for their cost among those that reach causes by links: the finding and its information.
    /// All that are given tell something.
    pub(crate) fn best(&self, knowledge: &Knowledge, state: &State, most: usize, mut take: impl FnMut(FindingId, f64)) {
        let mut screen = self.lock();
        let screen = screen.get_or_insert_with(|| Box::new(Screen::of(knowledge, state)));
        screen.search(knowledge, state, most);
        screen.decide(knowledge, state, most);
        screen.near.iter().for_each(|found| take(found.finding, found.rate));
    }
}

/// What is kept of a slot. The information is a rate here: bits for a second of the person's time.
#[derive(Clone, Copy, Default)]
#[repr(align(64))]
struct Cell {
    /// Σ w (s − λ) and Σ w (h(s) − h(λ)) over the linked causes.
    a: f64,
    b: f64,
    leak: f64,
    /// The questions for a second; 0 where the finding is not to be asked.
    per_cost: f64,
    /// rate ≤ constant + (slope · a − per_cost · b + other · w_other)/W.
    slope: f64,
    constant: f64,
    other: f64,
}

impl Cell {
    /// Returns the part of the bound that grows with the weights.
    fn key(&self) -> f64 {
        self.slope * self.a - self.per_cost * self.b
    }
}

/// What of a slot does not change while the same bases take part.
#[derive(Clone, Copy)]
struct Still {
    finding: FindingId,
    takes_part: bool,
    per_cost: f64,
    /// P(the answer is yes) under a cause without a link, and how much of a change comes through the noise of an answer.
    leak: f64,
    gain: f64,
    entropy: f64,
    /// What `other` says beside a cause without a link.
    other_shows: f64,
    other_falls: f64,
}

/// The bound of a block: the most of each part.
#[derive(Clone, Copy, Default)]
struct Bound {
    key: f64,
    constant: f64,
    other: f64,
}

/// A question that may be among the best.
#[derive(Clone, Copy)]
struct Found {
    finding: FindingId,
    rate: f64,
}

/// W and its parts.
#[derive(Clone, Copy)]
struct Scale {
    /// 1/W.
    each: f64,
    /// P(other).
    other: f64,
}

#[derive(Clone)]
struct Screen {
    cells: Vec<Cell>,
    stills: Vec<Still>,
    blocks: Vec<Bound>,
    /// The `one of` findings with links.
    tables: Vec<FindingId>,
    takes_part: Vec<bool>,
    /// How far the sums may be off, and how far they were when they were formed.
    drift: f64,
    fresh: f64,
    /// How near the best a rate must come to be formed once more.
    near_by: f64,
    /// No question that tells anything has a lower rate.
    floor: f64,
    near: Vec<Found>,
    top: Vec<Found>,
}

impl Screen {
    fn of(knowledge: &Knowledge, state: &State) -> Self {
        let slots = &knowledge.layout.links.slots;
        let mut screen = Self {
            cells: vec![Cell::default(); slots.len()],
            stills: Vec::new(),
            blocks: vec![Bound::default(); slots.len().div_ceil(BLOCK)],
            tables: Vec::new(),
            takes_part: Vec::new(),
            drift: f64::INFINITY,
            fresh: 0.0,
            near_by: 0.0,
            floor: 0.0,
            near: Vec::with_capacity(slots.len()),
            top: Vec::new(),
        };
        let with_links = (0..knowledge.findings().len()).map(FindingId::at);
        let tables = with_links.filter(|finding| match knowledge.layout.shape(*finding) {
            Shape::OneOf(table) => !table.rows.is_empty(),
            _ => false,
        });
        screen.tables = tables.filter(|finding| knowledge.finding(*finding).ask.is_some()).collect();
        screen.take_part(knowledge, state);
        screen
    }

    /// Forms what does not change while the same bases take part.
    fn take_part(&mut self, knowledge: &Knowledge, state: &State) {
        self.takes_part.clone_from(&state.group.takes_part);
        self.stills.clear();
        for slot in &knowledge.layout.links.slots {
            let column = match knowledge.layout.shape(slot.finding) {
                Shape::YesNo(column) => Some(column),
                Shape::SeveralOf(columns) => Some(&columns[slot.value]),
                Shape::OneOf(_) | Shape::None => None,
            };
            let mut still = Still::silent(slot.finding);
            still.takes_part = self.takes_part[knowledge.base_of(Thing::Finding(slot.finding)).index()];
            if let Some(column) = column {
                still.per_cost =
                    question::rate(knowledge, slot.finding, question::answered_by(knowledge, slot.finding));
                still.speak(column, state);
            }
            self.stills.push(still);
        }
        self.drift = f64::INFINITY;
        let per_cost = self.stills.iter().map(|still| still.per_cost).filter(|per_cost| *per_cost > 0.0);
        self.floor = question::TELLS * per_cost.fold(f64::INFINITY, f64::min);
        for index in 0..self.stills.len() {
            self.cells[index].leak = knowledge.layout.links.slots[index].leak;
            self.lay(index, self.stills[index].leak);
        }
        self.open_all(knowledge, state);
    }

    /// Opens the questions that can be asked, and closes the others.
    fn open_all(&mut self, knowledge: &Knowledge, state: &State) {
        let mut last = None;
        for slot in &knowledge.layout.links.slots {
            if last != Some(slot.finding) {
                self.set_open(knowledge, slot.finding, question::is_open(knowledge, state, slot.finding));
            }
            last = Some(slot.finding);
        }
    }

    fn set_open(&mut self, knowledge: &Knowledge, finding: FindingId, is_open: bool) {
        for slot in knowledge.layout.links.of_finding(finding) {
            let per_cost = if is_open { self.stills[slot].per_cost } else { 0.0 };
            if self.cells[slot].per_cost.to_bits() != per_cost.to_bits() {
                self.cells[slot].per_cost = per_cost;
                self.lay(slot, self.stills[slot].leak);
                self.bound(slot / BLOCK);
            }
        }
    }

    fn touch(&mut self, links: &Links, cause: usize, change: f64) {
        for (slot, shows, falls) in links.of_cause(cause) {
            let cell = &mut self.cells[slot];
            cell.a += change * (shows - cell.leak);
            cell.b += change * falls;
            let (key, bound) = (cell.key(), &mut self.blocks[slot / BLOCK].key);
            if key > *bound {
                *bound = key;
            }
        }
    }

    /// Forms the sums anew.
    fn refresh(&mut self, knowledge: &Knowledge, state: &State) {
        let weights = state.posterior.weights();
        let layout = &knowledge.layout;
        // On another scale the priors are next to nothing, or everything has gone far below them.
        let is_usual = weights.scale() == 0;
        let parts = self.takes_part.iter().filter(|part| **part).count();
        let at_start = layout.links.at_start(layout.shares());
        for ((cell, still), (a, b)) in self.cells.iter_mut().zip(&self.stills).zip(at_start) {
            let share = if is_usual && still.takes_part { (1.0 - OTHER) / parts as f64 } else { 0.0 };
            (cell.a, cell.b) = (share * a, share * b);
        }
        let mut touched = 0_usize;
        for (cause, weight) in weights.get()[..layout.other()].iter().enumerate() {
            let before = if is_usual { Product::new(state.group.priors[cause]).at(0) } else { 0.0 };
            if before.to_bits() != weight.to_bits() {
                self.touch(&layout.links, cause, weight - before);
                touched += 1;
            }
        }
        let most = if is_usual { weights.total().max(1.0) } else { weights.total() };
        self.fresh = touched as f64 * f64::EPSILON * most;
        self.drift = self.fresh;
        (0..self.blocks.len()).for_each(|block| self.bound(block));
    }

    /// Lays the tangent of a slot where the answer is yes with probability `yes`, and returns the entropy there.
    fn lay(&mut self, slot: usize, yes: f64) -> f64 {
        let (still, cell) = (&self.stills[slot], &mut self.cells[slot]);
        let tangent = Tangent::at(yes);
        cell.constant = cell.per_cost * (tangent.at_zero + tangent.slope * still.leak - still.entropy);
        cell.slope = cell.per_cost * tangent.slope * still.gain;
        cell.other = cell.slope * still.other_shows - cell.per_cost * still.other_falls;
        tangent.entropy
    }

    /// Forms the bound of a block.
    fn bound(&mut self, block: usize) {
        let mut most = Bound { key: f64::NEG_INFINITY, constant: 0.0, other: f64::NEG_INFINITY };
        for cell in &self.cells[block * BLOCK..self.cells.len().min((block + 1) * BLOCK)] {
            most.key = most.key.max(cell.key());
            most.constant = most.constant.max(cell.constant);
            most.other = most.other.max(cell.other);
        }
        self.blocks[block] = most;
    }

    /// Finds the questions that may be among the best `most`; where the sums are too far off to tell, after forming them anew.
    fn search(&mut self, knowledge: &Knowledge, state: &State, most: usize) {
        if self.takes_part != state.group.takes_part {
            self.take_part(knowledge, state);
        }
        let weights = state.posterior.weights();
        let each = weights.total().recip();
        let scale = Scale { each, other: weights.get()[knowledge.layout.other()] * each };
        if self.drift.is_finite() {
            self.look(scale, most);
            let is_fresh = self.drift <= 2.0 * self.fresh || self.near_by <= 2.0 * ROUNDING;
            if is_fresh || self.near.len() <= most + MANY {
                return;
            }
        }
        self.refresh(knowledge, state);
        self.look(scale, most);
    }

    /// Finds the questions that may be among the best `most`.
    fn look(&mut self, scale: Scale, most: usize) {
        self.near.clear();
        self.top.clear();
        self.near_by = STEEP * self.drift * scale.each + ROUNDING;
        let upper = |bound: &Bound| bound.constant + bound.key * scale.each + bound.other * scale.other;
        let mut first = (0, f64::NEG_INFINITY);
        for (block, bound) in self.blocks.iter().enumerate() {
            let bound = upper(bound);
            if bound > first.1 {
                first = (block, bound);
            }
        }
        if first.1 > f64::NEG_INFINITY {
            self.look_into(first.0, scale, most);
        }
        for block in (0..self.blocks.len()).filter(|block| *block != first.0) {
            if upper(&self.blocks[block]) > self.least(most) - self.near_by {
                self.look_into(block, scale, most);
            }
        }
        let least = self.least(most) - self.near_by;
        self.near.retain(|found| found.rate > least);
    }

    /// Evaluates the slots of a block that may be among the best.
    fn look_into(&mut self, block: usize, scale: Scale, most: usize) {
        for slot in block * BLOCK..self.cells.len().min((block + 1) * BLOCK) {
            let cell = &self.cells[slot];
            let upper = cell.constant + cell.key() * scale.each + cell.other * scale.other;
            let tells = question::TELLS * cell.per_cost;
            if cell.per_cost > 0.0 && upper > self.least(most).max(tells) - self.near_by {
                let rate = self.evaluate(slot, scale);
                let found = Found { finding: self.stills[slot].finding, rate };
                if rate > self.least(most).max(tells) - self.near_by {
                    self.near.push(found);
                }
                if rate > tells + self.near_by {
                    self.consider(found, most);
                }
            }
        }
        self.bound(block);
    }

    /// Returns the information of a slot for its cost, and lays its tangent there.
    fn evaluate(&mut self, slot: usize, scale: Scale) -> f64 {
        let (still, cell) = (self.stills[slot], self.cells[slot]);
        let a = cell.a * scale.each + still.other_shows * scale.other;
        let b = cell.b * scale.each + still.other_falls * scale.other;
        let entropy = self.lay(slot, still.leak + still.gain * a);
        cell.per_cost * (entropy - still.entropy - b)
    }

    /// Returns the rate that a question must come near to be among the best `most`.
    fn least(&self, most: usize) -> f64 {
        if self.top.len() < most { self.floor } else { self.top.last().map_or(self.floor, |last| last.rate) }
    }

    /// Takes a question among the best `most` that surely tell something, if it is one.
    fn consider(&mut self, found: Found, most: usize) {
        if found.rate > self.least(most) {
            // The options of one finding stand for it together.
            if let Some(own) = self.top.iter().position(|top| top.finding == found.finding) {
                if self.top[own].rate >= found.rate {
                    return;
                }
                self.top.remove(own);
            }
            self.top.truncate(most - 1);
            let place = self.top.partition_point(|top| top.rate >= found.rate);
            self.top.insert(place, found);
        }
    }

    /// Forms the information of what is near the best from its links, and leaves the best in order, with their bits.
    fn decide(&mut self, knowledge: &Knowledge, state: &State, most: usize) {
        for &finding in &self.tables {
            if question::is_open(knowledge, state, finding) {
                self.near.push(Found { finding, rate: 0.0 });
            }
        }
        self.near.sort_unstable_by_key(|found| found.finding);
        self.near.dedup_by_key(|found| found.finding);
        self.near.retain_mut(|found| {
            let bits = question::information(knowledge, &[], state, found.finding);
            found.rate = question::rate(knowledge, found.finding, bits);
            bits > question::TELLS
        });
        self.near.sort_unstable_by(|a, b| b.rate.total_cmp(&a.rate).then(a.finding.cmp(&b.finding)));
        self.near.truncate(most);
    }
}

impl Still {
    /// Returns that of a value of a `one of`, which has no bound by itself.
    fn silent(finding: FindingId) -> Self {
        let (leak, entropy) = (0.5, 1.0);
        Self { finding, takes_part: false, per_cost: 0.0, leak, gain: 0.0, entropy, other_shows: 0.0, other_falls: 0.0 }
    }

    /// Takes what is answered yes or no.
    fn speak(&mut self, column: &Column, state: &State) {
        self.leak = noisy(column.leak, column.reliability);
        self.gain = 2.0 * column.reliability.get() - 1.0;
        self.entropy = binary_entropy(self.leak);
        if column.is_symptom() {
            let other = column.other(&state.group);
            (self.other_shows, self.other_falls) = (other - column.leak, column.fall(other));
        }
    }
}
