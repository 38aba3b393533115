//! Chance that is the same every time: SplitMix64 (Steele, Lea & Flood 2014).

/// A source of numbers that follow from a seed.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_add(1).wrapping_mul(0x2545_f491_4f6c_dd1d))
    }

    /// Returns a number from 0 to 1, 1 excluded.
    pub(super) fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Returns a position, each as probable as its weight; none where nothing weighs anything.
    pub(super) fn pick(&mut self, weights: &[f64]) -> Option<usize> {
        let mut left = self.share() * weights.iter().sum::<f64>();
        let last = weights.iter().rposition(|weight| *weight > 0.0)?;
        let at = weights.iter().position(|weight| {
            left -= weight;
            left < 0.0
        });
        Some(at.unwrap_or(last))
    }
}
