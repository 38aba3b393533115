//! The weights of the states of each group before any open finding speaks, and how what comes out is told to the causes.

use super::Network;
use super::reduce::Reduced;
use super::scaled::{Pair, Scaled, ScaledPair};
use super::shape::Shape;
use super::sum::Exact;

/// The weights of all groups; a cause at work is repaired, so that nothing of it remains, or remains.
#[derive(Clone, Debug)]
pub(super) struct States {
    /// Of each cause.
    causes: Vec<ScaledPair>,
    /// Of the states of each block (see [`Shape::states`]): first all that has no link to an open finding, "none" included.
    pub(super) weights: Vec<ScaledPair>,
    /// The groups without links to open findings, and their weight.
    pub(super) closed: Vec<(usize, ScaledPair)>,
}

impl States {
    pub(super) fn of(network: &Network, reduced: &Reduced, shape: &Shape) -> Self {
        let causes: Vec<ScaledPair> = network
            .causes
            .iter()
            .zip(&reduced.weights)
            .map(|(cause, weight)| ScaledPair::new([cause.repaired, cause.remaining]).times(*weight))
            .collect();
        let mut states = Self { causes, weights: Vec::new(), closed: Vec::new() };
        let mut next = 0;
        for group in 0..network.group_count() {
            let mut rest = ScaledPair::new([network.none_of(group), 0.0]);
            let block = shape.blocks.get(next).filter(|block| block.group == group);
            let members = block.map_or(&[][..], |block| &shape.members[block.members.clone()]);
            for cause in network.causes_of(group) {
                if members.binary_search_by_key(&cause, |member| member.cause).is_err() {
                    rest = rest.plus(states.causes[cause]);
                }
            }
            if block.is_some() {
                next += 1;
                states.weights.push(rest);
                states.weights.extend(members.iter().map(|member| states.causes[member.cause]));
            } else {
                states.closed.push((group, rest));
            }
        }
        states
    }

    /// Tells the causes of groups without links to open findings, by the worth of nothing and of something remaining in each group.
    pub(super) fn spread_closed(&self, network: &Network, worths: &[Pair], exact: &mut Exact) {
        for ((group, weight), worth) in self.closed.iter().zip(worths) {
            let total = weight.seen(*worth);
            let part = |pair: ScaledPair| -> Pair {
                let parts = [pair.seen([worth[0], 0.0]), pair.seen([0.0, worth[1]])];
                parts.map(|part| if total.is_zero() { 0.0 } else { part.over(total) })
            };
            exact.none[*group] = part(ScaledPair::new([network.none_of(*group), 0.0]))[0];
            for cause in network.causes_of(*group) {
                exact.causes[cause] = part(self.causes[cause]);
            }
        }
    }

    /// Tells the causes of the other groups, by the probability of each state.
    pub(super) fn spread_open(&self, network: &Network, shape: &Shape, shares: &[Pair], exact: &mut Exact) {
        for (index, block) in shape.blocks.iter().enumerate() {
            let states = shape.states(index);
            let (rest, share) = (self.weights[states.start], shares[states.start]);
            let whole = [0, 1].map(|which| Self::of_pair(rest, which));
            let part = |pair: ScaledPair, which: usize| {
                if whole[which].is_zero() { 0.0 } else { Self::of_pair(pair, which).over(whole[which]) * share[which] }
            };
            exact.none[block.group] = part(ScaledPair::new([network.none_of(block.group), 0.0]), 0);
            for cause in network.causes_of(block.group) {
                exact.causes[cause] = [part(self.causes[cause], 0), part(self.causes[cause], 1)];
            }
            for (member, share) in
                shape.members[block.members.clone()].iter().zip(&shares[states.start + 1..states.end])
            {
                exact.causes[member.cause] = *share;
            }
        }
    }

    fn of_pair(pair: ScaledPair, which: usize) -> Scaled {
        pair.seen(if which == 0 { [1.0, 0.0] } else { [0.0, 1.0] })
    }
}
