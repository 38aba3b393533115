//! Entropies in bits, and what lies above them without a logarithm.

use crate::real;

/// Returns the entropy of a distribution, in bits.
pub(crate) fn entropy(distribution: impl Iterator<Item = f64>) -> f64 {
    -distribution.filter(|p| *p > 0.0).map(|p| p * real::log2(p)).sum::<f64>()
}

/// Returns −p log2 p − (1 − p) log2 (1 − p), 0 at the ends.
pub(crate) fn binary_entropy(p: f64) -> f64 {
    entropy([p, 1.0 - p].into_iter())
}

/// A line that touches the binary entropy at one place: the entropy is concave, so it lies nowhere above the line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Tangent {
    /// The entropy where the line touches it.
    pub(crate) entropy: f64,
    /// The height of the line at 0.
    pub(crate) at_zero: f64,
    pub(crate) slope: f64,
}

impl Tangent {
    /// At the ends the entropy is vertical; nearer than this, the line is taken from here.
    const LEAST: f64 = 1e-12;

    /// Returns the line that touches the entropy at `p`.
    pub(crate) fn at(p: f64) -> Self {
        let p = p.clamp(Self::LEAST, 1.0 - Self::LEAST);
        let (yes, no) = (real::log2(p), real::log2(1.0 - p));
        // h(p) + h'(p) (0 − p), with h'(p) = log2((1 − p)/p), is −log2 (1 − p).
        Self { entropy: -p * yes - (1.0 - p) * no, at_zero: -no, slope: no - yes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_entropy_lies_above_a_tangent() {
        let places: Vec<f64> = (0..=2000).map(|place| f64::from(place) / 2000.0).chain([1e-300, 1e-15, 1e-6]).collect();
        for touched in &places {
            let tangent = Tangent::at(*touched);
            for p in &places {
                assert!(tangent.at_zero + tangent.slope * p >= binary_entropy(*p) - 1e-14, "{touched} {p}");
            }
            assert!((tangent.entropy - binary_entropy(*touched)).abs() < 1e-10);
        }
    }
}
