//! The tables of the dynamic program and what a group does to them, forward and transposed.
//!
//! A table has a weight for each combination of the states of the findings that are open, once for "nothing of the problem
//! remains" and once, behind it, for "something does". A finding's states stand `stride` apart.

use super::reduce::{Open, Push};
use super::scaled::{Pair, join_back};

/// A push on a finding of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Touch {
    pub(super) stride: usize,
    pub(super) states: usize,
    pub(super) push: Push,
}

impl Touch {
    /// Moves weights as the push does.
    pub(super) fn forward(self, table: &mut [f64]) {
        let Push { moves, stays, hides } = self.push;
        for chunk in table.chunks_exact_mut(self.stride * self.states) {
            let (quiet, rest) = chunk.split_at_mut(self.stride);
            let (shown, hidden) = rest.split_at_mut(self.stride);
            if hides {
                for ((quiet, shown), hidden) in quiet.iter_mut().zip(shown).zip(hidden) {
                    *hidden += (*quiet + *shown) * moves;
                    *quiet *= stays;
                    *shown *= stays;
                }
            } else {
                for (quiet, shown) in quiet.iter_mut().zip(shown) {
                    *shown += *quiet * moves;
                    *quiet *= stays;
                }
            }
        }
    }

    /// Applies the transpose of [`Self::forward`].
    fn backward(self, worth: &mut [f64]) {
        let Push { moves, stays, hides } = self.push;
        for chunk in worth.chunks_exact_mut(self.stride * self.states) {
            let (quiet, rest) = chunk.split_at_mut(self.stride);
            let (shown, hidden) = rest.split_at_mut(self.stride);
            if hides {
                for ((quiet, shown), hidden) in quiet.iter_mut().zip(shown).zip(hidden) {
                    *quiet = *quiet * stays + *hidden * moves;
                    *shown = *shown * stays + *hidden * moves;
                }
            } else {
                for (quiet, shown) in quiet.iter_mut().zip(shown) {
                    *quiet = *quiet * stays + *shown * moves;
                }
            }
        }
    }
}

/// Adds to `to` the table `from` after `touches`, joined with `weight`; `scratch` is as long as both.
pub(super) fn act(from: &[f64], touches: &[Touch], weight: Pair, scratch: &mut [f64], to: &mut [f64]) {
    let moved = match touches {
        [] => from,
        _ => {
            scratch.copy_from_slice(from);
            touches.iter().for_each(|touch| touch.forward(scratch));
            scratch
        }
    };
    let (clear, left) = moved.split_at(moved.len() / 2);
    let (to_clear, to_left) = to.split_at_mut(clear.len());
    let both = weight[0] + weight[1];
    for ((to_clear, to_left), (clear, left)) in to_clear.iter_mut().zip(to_left).zip(clear.iter().zip(left)) {
        *to_clear += weight[0] * clear;
        *to_left += weight[1] * clear + both * left;
    }
}

/// Applies the transpose of [`act`]: adds to `before` the worth of the states of `from`, and returns the worth of `weight`.
pub(super) fn act_back(
    from: &[f64],
    touches: &[Touch],
    weight: Pair,
    (after, scratch, before): (&[f64], &mut [f64], &mut [f64]),
) -> Pair {
    let moved = match touches {
        [] => after,
        _ => {
            scratch.copy_from_slice(after);
            touches.iter().rev().for_each(|touch| touch.backward(scratch));
            scratch
        }
    };
    let (clear, left) = from.split_at(from.len() / 2);
    let (moved_clear, moved_left) = moved.split_at(clear.len());
    let (to_clear, to_left) = before.split_at_mut(clear.len());
    let both = weight[0] + weight[1];
    let mut worth = [0.0; 2];
    for (((to_clear, to_left), (clear, left)), (worth_clear, worth_left)) in
        to_clear.iter_mut().zip(to_left).zip(clear.iter().zip(left)).zip(moved_clear.iter().zip(moved_left))
    {
        *to_clear += weight[0] * worth_clear + weight[1] * worth_left;
        *to_left += both * worth_left;
        worth[0] += clear * worth_clear + left * worth_left;
        worth[1] += (clear + left) * worth_left;
    }
    worth
}

/// Returns into `to` the table `from` with a finding joined, whose own little table is `entry`.
pub(super) fn start(from: &[f64], entry: &[f64], to: &mut [f64]) {
    let (clear, left) = from.split_at(from.len() / 2);
    let states = entry.len() / 2;
    let (to_clear, to_left) = to.split_at_mut(clear.len() * states);
    for state in 0..states {
        let weight = [entry[state], entry[states + state]];
        let both = weight[0] + weight[1];
        let at = state * clear.len()..(state + 1) * clear.len();
        for (to, clear) in to_clear[at.clone()].iter_mut().zip(clear) {
            *to = weight[0] * clear;
        }
        for (to, (clear, left)) in to_left[at].iter_mut().zip(clear.iter().zip(left)) {
            *to = weight[1] * clear + both * left;
        }
    }
}

/// Applies the transpose of [`start`]: the worth of the table before goes to `before`, that of the entry to `of_entry`.
pub(super) fn start_back(from: &[f64], entry: &[f64], after: &[f64], before: &mut [f64], of_entry: &mut [f64]) {
    let (clear, left) = from.split_at(from.len() / 2);
    let states = entry.len() / 2;
    let (after_clear, after_left) = after.split_at(clear.len() * states);
    let (to_clear, to_left) = before.split_at_mut(clear.len());
    to_clear.fill(0.0);
    to_left.fill(0.0);
    of_entry.fill(0.0);
    for state in 0..states {
        let at = state * clear.len()..(state + 1) * clear.len();
        let weight = [entry[state], entry[states + state]];
        for (index, (worth_clear, worth_left)) in after_clear[at.clone()].iter().zip(&after_left[at]).enumerate() {
            let back = join_back(weight, [*worth_clear, *worth_left]);
            to_clear[index] += back[0];
            to_left[index] += back[1];
            of_entry[state] += clear[index] * worth_clear + left[index] * worth_left;
            of_entry[states + state] += (clear[index] + left[index]) * worth_left;
        }
    }
}

/// Sums a finding out of `from` into `to`: its states, `stride` apart, with their likelihood.
pub(super) fn close(from: &[f64], stride: usize, open: &Open, to: &mut [f64]) {
    for (chunk, to) in from.chunks_exact(stride * open.states).zip(to.chunks_exact_mut(stride)) {
        to.fill(0.0);
        for (state, from) in chunk.chunks_exact(stride).enumerate() {
            let likelihood = open.likelihood[state];
            to.iter_mut().zip(from).for_each(|(to, from)| *to += likelihood * from);
        }
    }
}

/// Applies the transpose of [`close`].
pub(super) fn close_back(after: &[f64], stride: usize, open: &Open, before: &mut [f64]) {
    for (chunk, after) in before.chunks_exact_mut(stride * open.states).zip(after.chunks_exact(stride)) {
        for (state, before) in chunk.chunks_exact_mut(stride).enumerate() {
            let likelihood = open.likelihood[state];
            before.iter_mut().zip(after).for_each(|(before, after)| *before = likelihood * after);
        }
    }
}

/// Returns what [`close`] makes of a finding's own little table after `push`.
pub(super) fn closed(entry: &[f64], push: Option<Push>, open: &Open) -> Pair {
    let mut table = [0.0; 6];
    let table = &mut table[..2 * open.states];
    table.copy_from_slice(entry);
    if let Some(push) = push {
        Touch { stride: 1, states: open.states, push }.forward(table);
    }
    let mut pair = [0.0; 2];
    close(table, 1, open, &mut pair);
    pair
}

/// Applies the transpose of [`closed`], added to `of_entry`.
pub(super) fn closed_back(worth: Pair, push: Option<Push>, open: &Open, of_entry: &mut [f64]) {
    let mut table = [0.0; 6];
    let table = &mut table[..2 * open.states];
    close_back(&worth, 1, open, table);
    if let Some(push) = push {
        Touch { stride: 1, states: open.states, push }.backward(table);
    }
    of_entry.iter_mut().zip(table).for_each(|(to, worth)| *to += *worth);
}
