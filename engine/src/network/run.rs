//! The dynamic program itself: a forward pass for P(evidence), a transposed one for the probability of each state of each group.

use std::ops::Range;

use super::frontier::{act, act_back, close, close_back, closed, closed_back, start, start_back};
use super::program::{Program, Step};
use super::reduce::{Push, Reduced};
use super::scaled::{Pair, Scaled, ScaledPair, exponent, join, join_back, power_of_two};
use super::shape::Shape;
use super::states::States;

/// Tables that lose more than this are scaled.
const TOO_SMALL: f64 = 1e-30;
const TOO_LARGE: f64 = 1e30;

/// Runs programs; its memory serves one after the other.
pub(super) struct Runner<'a> {
    reduced: &'a Reduced,
    shape: &'a Shape,
    states: &'a States,
    /// The probability of each state of each block.
    pub(super) shares: Vec<Pair>,
    /// By state of each block: the weight it acts with, and what its local findings say.
    weights: Vec<Pair>,
    factors: Vec<ScaledPair>,
    /// By block: what its weights were divided by.
    norms: Vec<Scaled>,
    tables: Vec<f64>,
    scratch: Vec<f64>,
    after: Vec<f64>,
    before: Vec<f64>,
    /// By finding: the worth of the states of its little table.
    worths: Vec<[f64; 6]>,
    /// The states of the hubs.
    chosen: Vec<usize>,
}

impl<'a> Runner<'a> {
    pub(super) fn new(reduced: &'a Reduced, shape: &'a Shape, states: &'a States, programs: &[Program]) -> Self {
        let memory = programs.iter().map(|program| program.memory).max().unwrap_or(0);
        let largest = programs.iter().map(|program| program.largest).max().unwrap_or(0);
        let count = states.weights.len();
        Self {
            reduced,
            shape,
            states,
            shares: vec![[0.0; 2]; count],
            weights: vec![[0.0; 2]; count],
            factors: vec![ScaledPair::ONE; count],
            norms: vec![Scaled::ONE; shape.blocks.len()],
            tables: vec![0.0; memory],
            scratch: vec![0.0; largest],
            after: vec![0.0; largest],
            before: vec![0.0; largest],
            worths: vec![[0.0; 6]; reduced.open.len()],
            chosen: Vec::new(),
        }
    }

    /// Returns the weight of the evidence of a component, summed over the states of its hubs.
    pub(super) fn sum(&mut self, program: &Program) -> ScaledPair {
        let mut sum = ScaledPair::ZERO;
        self.first(program);
        loop {
            sum = sum.plus(self.forward(program));
            if !self.next(program) {
                return sum;
            }
        }
    }

    /// Tells each state of each block its probability, where `after` is the worth of nothing and of something remaining in
    /// the component and `sum` its weight.
    pub(super) fn share(&mut self, program: &Program, sum: ScaledPair, after: Pair) {
        let total = sum.seen(after);
        self.first(program);
        loop {
            let part = self.forward(program).seen(after);
            let part = if total.is_zero() { 0.0 } else { part.over(total) };
            if part > 0.0 {
                self.backward(program, after, part);
            }
            if !self.next(program) {
                return;
            }
        }
    }

    fn first(&mut self, program: &Program) {
        self.chosen.clear();
        self.chosen.resize(program.hubs.len(), 0);
    }

    /// Goes on to the next states of the hubs; false after the last.
    fn next(&mut self, program: &Program) -> bool {
        for (chosen, &hub) in self.chosen.iter_mut().zip(&program.hubs) {
            *chosen += 1;
            if *chosen < self.shape.blocks[hub].states() {
                return true;
            }
            *chosen = 0;
        }
        false
    }

    /// Returns the weights of the chosen states of the hubs.
    fn hubs(&self, program: &Program) -> impl Iterator<Item = (usize, ScaledPair)> {
        self.chosen.iter().zip(&program.hubs).map(|(chosen, &hub)| {
            let state = self.shape.states(hub).start + chosen;
            (state, self.states.weights[state])
        })
    }

    /// Fills the tables and returns the weight of the evidence under the chosen states of the hubs.
    fn forward(&mut self, program: &Program) -> ScaledPair {
        let hubs = self.hubs(program).fold(ScaledPair::ONE, |product, (_, weight)| product.join(weight));
        if hubs.is_zero() {
            return hubs;
        }
        self.enter(program);
        self.tables[..2].copy_from_slice(&hubs.pair);
        let mut scale = Scaled::two_to(hubs.power);
        for step in &program.steps {
            scale = scale.by(self.step(program, step));
            if scale.is_zero() {
                return ScaledPair::ZERO;
            }
        }
        let last = program.last;
        ScaledPair::new([self.tables[last], self.tables[last + 1]]).times(scale)
    }

    /// Fills the little tables: leaks, and what the hubs do.
    fn enter(&mut self, program: &Program) {
        for (finding, entry) in &program.entries {
            let open = &self.reduced.open[*finding];
            let table = &mut self.tables[entry.clone()];
            table.fill(0.0);
            table[..open.states].copy_from_slice(&open.leak[..open.states]);
        }
        for (chosen, &hub) in self.chosen.iter().zip(&program.hubs) {
            let Some(member) = chosen.checked_sub(1) else { continue };
            let member = &self.shape.members[self.shape.blocks[hub].members.start + member];
            for arc in &self.reduced.arcs[member.arcs.clone()] {
                let place = program.entries.partition_point(|(finding, _)| *finding < arc.finding);
                push_entry(&mut self.tables[program.entries[place].1.clone()], arc.push);
            }
        }
    }

    /// Runs one step forward and returns what the table was divided by.
    fn step(&mut self, program: &Program, step: &Step) -> Scaled {
        match step {
            Step::Act { block, from, to, size, touches, .. } => {
                let norm = self.weigh(program, *block);
                let (tables, rest) = self.tables.split_at_mut(*to);
                let (from, to) = (&tables[*from..from + 2 * size], &mut rest[..2 * size]);
                let scratch = &mut self.scratch[..2 * size];
                let states = self.shape.states(*block);
                to.fill(0.0);
                act(from, &[], self.weights[states.start], scratch, to);
                for (member, weight) in self.weights[states.start + 1..states.end].iter().enumerate() {
                    act(from, program.touches(touches, member), *weight, scratch, to);
                }
                norm
            }
            Step::Start { finding, from, to, size, entry } => {
                let (tables, rest) = self.tables.split_at_mut(*to);
                let states = self.reduced.open[*finding].states;
                start(&tables[*from..from + 2 * size], &tables[entry.clone()], &mut rest[..2 * size * states]);
                Scaled::ONE
            }
            Step::Close { finding, from, to, size, stride } => {
                let open = &self.reduced.open[*finding];
                let (tables, rest) = self.tables.split_at_mut(*to);
                let to = &mut rest[..2 * size / open.states];
                close(&tables[*from..from + 2 * size], *stride, open, to);
                scaled_down(to)
            }
        }
    }

    /// Makes the weights of a block's states sum to 1, and returns what they were divided by.
    fn weigh(&mut self, program: &Program, block: usize) -> Scaled {
        let states = self.shape.states(block);
        let locals = program.locals(block);
        let mut norm = Scaled::ZERO;
        for (index, state) in states.clone().enumerate() {
            let mut factor = ScaledPair::ONE;
            for local in locals {
                let open = &self.reduced.open[local.finding];
                let pair = closed(&self.tables[local.entry.clone()], local.pushes[index], open);
                factor = factor.join(ScaledPair::new(pair));
            }
            self.factors[state] = factor;
            norm = norm.plus(self.states.weights[state].join(factor).seen([1.0; 2]));
        }
        self.norms[block] = norm;
        if !norm.is_zero() {
            for state in states {
                let weight = self.states.weights[state].join(self.factors[state]);
                self.weights[state] = [[1.0, 0.0], [0.0, 1.0]].map(|which| weight.seen(which).over(norm));
            }
        }
        norm
    }

    /// Goes back through the tables of [`Self::forward`] and tells each state its part of `part`.
    fn backward(&mut self, program: &Program, after: Pair, part: f64) {
        self.after[..2].copy_from_slice(&after);
        for step in program.steps.iter().rev() {
            match step {
                Step::Act { block, from, size, entry, touches, .. } => {
                    let from = *from..from + 2 * size;
                    self.act_back(program, (*block, touches), from, *entry, part);
                }
                Step::Start { finding, from, size, entry, .. } => {
                    let states = self.reduced.open[*finding].states;
                    let before = &mut self.before[..2 * size];
                    let of_entry = &mut self.worths[*finding][..2 * states];
                    let (from, entry) = (&self.tables[*from..from + 2 * size], &self.tables[entry.clone()]);
                    start_back(from, entry, &self.after[..2 * size * states], before, of_entry);
                    scaled_down(before);
                    scaled_down(of_entry);
                    std::mem::swap(&mut self.before, &mut self.after);
                }
                Step::Close { finding, size, stride, .. } => {
                    let open = &self.reduced.open[*finding];
                    close_back(&self.after[..2 * size / open.states], *stride, open, &mut self.before[..2 * size]);
                    std::mem::swap(&mut self.before, &mut self.after);
                }
            }
        }
        self.share_hubs(program, part);
    }

    fn act_back(
        &mut self,
        program: &Program,
        (block, touches): (usize, &Range<usize>),
        from: Range<usize>,
        entry: Option<usize>,
        part: f64,
    ) {
        let length = from.len();
        let little = entry.map(|finding| self.worths[finding]);
        let after = little.as_ref().map_or(&self.after[..length], |little| &little[..length]);
        let before = &mut self.before[..length];
        let (from, scratch) = (&self.tables[from], &mut self.scratch[..length]);
        before.fill(0.0);
        let states = self.shape.states(block);
        // The weights are no longer needed once their worth is known, which takes their place.
        for (index, weight) in self.weights[states].iter_mut().enumerate() {
            let touches = if index == 0 { &[] } else { program.touches(touches, index - 1) };
            *weight = act_back(from, touches, *weight, (after, &mut *scratch, &mut *before));
        }
        scaled_down(before);
        match entry {
            Some(finding) => self.worths[finding][..length].copy_from_slice(before),
            None => std::mem::swap(&mut self.before, &mut self.after),
        }
        self.share_block(program, block, part);
    }

    /// Tells the states of a block their part, and the groups that acted on its local findings the worth of these.
    fn share_block(&mut self, program: &Program, block: usize, part: f64) {
        let states = self.shape.states(block);
        let norm = self.norms[block];
        let mut sum = 0.0;
        for state in states.clone() {
            let factor = self.factors[state];
            let worth = join_back(factor.pair, self.weights[state]);
            let weight = self.states.weights[state];
            let pair = [weight.pair[0] * worth[0], weight.pair[1] * worth[1]];
            let pair = pair.map(|weight| Scaled::new(weight).by(Scaled::two_to(factor.power)));
            self.factors[state].pair = pair.map(|share| share.by(Scaled::two_to(weight.power)).over(norm));
            sum += self.factors[state].pair[0] + self.factors[state].pair[1];
        }
        if sum > 0.0 {
            for state in states.clone() {
                for which in 0..2 {
                    self.shares[state][which] += part * self.factors[state].pair[which] / sum;
                }
            }
        }
        for index in 0..program.locals(block).len() {
            if program.locals(block)[index].folded {
                self.share_local(program, block, index);
            }
        }
    }

    /// Tells a local finding the worth of its states.
    fn share_local(&mut self, program: &Program, block: usize, index: usize) {
        let locals = program.locals(block);
        let local = &locals[index];
        let open = &self.reduced.open[local.finding];
        let others: Vec<ScaledPair> = self
            .shape
            .states(block)
            .enumerate()
            .map(|(place, state)| {
                let others = locals.iter().enumerate().filter(|(other, _)| *other != index);
                others.fold(self.states.weights[state], |product, (_, other)| {
                    let open = &self.reduced.open[other.finding];
                    let pair = closed(&self.tables[other.entry.clone()], other.pushes[place], open);
                    product.join(ScaledPair::new(pair))
                })
            })
            .collect();
        let power = others.iter().filter(|other| !other.is_zero()).map(|other| other.power).max().unwrap_or(0);
        let worths = &mut self.worths[local.finding][..2 * open.states];
        worths.fill(0.0);
        for ((other, state), push) in others.iter().zip(self.shape.states(block)).zip(&local.pushes) {
            closed_back(join_back(other.at(power), self.weights[state]), *push, open, worths);
        }
        scaled_down(worths);
    }

    fn share_hubs(&mut self, program: &Program, part: f64) {
        let after = [self.after[0], self.after[1]];
        let hubs: Vec<(usize, Pair)> = self.hubs(program).map(|(state, weight)| (state, weight.pair)).collect();
        for (index, &(state, pair)) in hubs.iter().enumerate() {
            let others = hubs.iter().enumerate().filter(|(other, _)| *other != index);
            let worth = join_back(others.fold([1.0, 0.0], |product, (_, (_, pair))| join(product, *pair)), after);
            let share = [pair[0] * worth[0], pair[1] * worth[1]];
            let sum = share[0] + share[1];
            if sum > 0.0 {
                (0..2).for_each(|which| self.shares[state][which] += part * share[which] / sum);
            }
        }
    }
}

fn push_entry(table: &mut [f64], push: Push) {
    let touch = super::frontier::Touch { stride: 1, states: table.len() / 2, push };
    touch.forward(table);
}

/// Scales a table that became small or large by a power of two, and returns what it was divided by; 0 where it is all 0.
fn scaled_down(table: &mut [f64]) -> Scaled {
    let most = table.iter().copied().fold(0.0, f64::max);
    if most == 0.0 {
        return Scaled::ZERO;
    }
    if (TOO_SMALL..TOO_LARGE).contains(&most) {
        return Scaled::ONE;
    }
    let power = exponent(most).max(-1000);
    table.iter_mut().for_each(|weight| *weight *= power_of_two(-power));
    Scaled::two_to(power)
}
