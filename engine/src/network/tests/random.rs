//! Random networks, always the same ones.

use crate::network::{Cause, Finding, Link, Network};

/// A sequence of random numbers (a linear congruence, upper bits).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        // Spread, so that neighbouring seeds do not begin alike.
        let seed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d;
        Self((seed ^ (seed >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9))
    }

    /// Returns a number from 0 to below 1.
    pub(super) fn number(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 11) as f64) / (1u64 << 53) as f64
    }

    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.number()
    }

    /// Returns a whole number below `limit`.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        (self.number() * limit as f64) as usize
    }

    pub(super) fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    pub(super) fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// What random networks contain.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recipe {
    pub(super) causes: usize,
    pub(super) largest_group: usize,
    pub(super) findings: usize,
    /// Of ten pairs of cause and finding, how many are linked.
    pub(super) density: usize,
    pub(super) inhibits: bool,
    pub(super) soft: bool,
    pub(super) repairs: bool,
}

impl Recipe {
    pub(super) fn cook(self, dice: &mut Dice) -> Network {
        let mut network = Network::new();
        while network.causes.len() < self.causes {
            let left = self.causes - network.causes.len();
            let size = 1 + dice.below(self.largest_group.min(left));
            let most = dice.pick(&[0.05, 0.3, 0.9]);
            let causes: Vec<Cause> = (0..size).map(|_| self.cause(most / size as f64, dice)).collect();
            network.group(&causes).expect("a group");
        }
        for _ in 0..self.findings {
            let leak = if self.inhibits { dice.between(0.02, 0.6) } else { dice.between(1e-4, 0.1) };
            let links: Vec<Link> = (0..self.causes).filter_map(|cause| self.link(cause, leak, dice)).collect();
            network.observe(self.observed(leak, dice), &links).expect("a finding");
        }
        network
    }

    fn cause(self, most: f64, dice: &mut Dice) -> Cause {
        let mut cause = Cause::new(if dice.one_in(12) { 0.0 } else { dice.between(0.0, most) });
        if self.repairs && dice.one_in(2) {
            cause.repaired = dice.between(0.0, 1.0);
            cause.remaining = if dice.one_in(4) { 0.0 } else { dice.between(0.0, 1.0) };
        }
        cause
    }

    fn link(self, cause: usize, leak: f64, dice: &mut Dice) -> Option<Link> {
        if dice.below(10) >= self.density {
            return None;
        }
        let low = if self.inhibits && dice.one_in(3) { dice.pick(&[0.0, 0.01]) } else { leak };
        let probability = if low < leak { dice.between(low, leak) } else { dice.between(leak, 1.0) };
        let probability = if dice.one_in(20) { dice.pick(&[0.0, 1.0, leak]) } else { probability };
        Some(Link { cause, probability: if self.inhibits { probability } else { probability.max(leak) } })
    }

    fn observed(self, leak: f64, dice: &mut Dice) -> Finding {
        let (yes, no) = match dice.below(if self.soft { 5 } else { 2 }) {
            0 => (1.0, 0.0),
            1 if dice.one_in(2) => (1.0, 0.0),
            1 => (0.0, 1.0),
            2 => (0.8, 0.2),
            3 => (0.1, 0.7),
            _ => (dice.number(), dice.number()),
        };
        Finding { yes, no, leak }
    }
}
