//! Logarithms and powers whose bits are the same on every platform.
//!
//! `f64::ln` and its kin come from the platform's library, and libraries differ in the last place. These come from one library
//! that is compiled in, so that the same base and the same evidence give the same bytes everywhere. Sums, products, quotients
//! and square roots are exact to the bit by IEEE 754 and need none of this.

/// Returns the natural logarithm; −∞ at 0, NaN below.
#[must_use]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// Returns ln (1 + x), exact near 0; −∞ at −1, NaN below.
#[must_use]
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// Returns the logarithm to base 2; −∞ at 0, NaN below.
#[must_use]
pub fn log2(x: f64) -> f64 {
    libm::log2(x)
}

/// Returns the logarithm to base 10; −∞ at 0, NaN below.
#[must_use]
pub fn log10(x: f64) -> f64 {
    libm::log10(x)
}

/// Returns eˣ.
#[must_use]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Returns 2ˣ.
#[must_use]
pub fn exp2(x: f64) -> f64 {
    libm::exp2(x)
}

/// Returns xʸ, for x ≥ 0.
#[must_use]
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of all sizes, by a fixed rule that uses exact operations only.
    fn numbers() -> impl Iterator<Item = f64> {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        std::iter::repeat_with(move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let fraction = (state >> 11) as f64 / (1_u64 << 53) as f64;
            fraction * f64::from(1_u32 << (state % 24)) / 4096.0
        })
        .take(20_000)
    }

    /// Returns a number that any other bit of any result would change.
    fn digest(function: impl Fn(f64) -> f64) -> u64 {
        numbers()
            .fold(0xcbf2_9ce4_8422_2325, |hash, x| (hash ^ function(x).to_bits()).wrapping_mul(0x0000_0100_0000_01b3))
    }

    #[test]
    fn the_bits_are_those_of_every_other_platform() {
        let digests = [
            ("ln", digest(ln)),
            ("ln_1p", digest(ln_1p)),
            ("log2", digest(log2)),
            ("log10", digest(log10)),
            ("exp", digest(|x| exp(-x))),
            ("exp2", digest(|x| exp2(-x))),
            ("pow", digest(|x| pow(x, 0.37))),
        ];
        let expected = [
            ("ln", 0xa11b_7487_38f2_031f),
            ("ln_1p", 0xaacf_e978_a9b0_87ac),
            ("log2", 0x3d96_ff12_d12c_bcc0),
            ("log10", 0x6dec_59f3_9fe4_405d),
            ("exp", 0xf719_8f2d_4234_2f35),
            ("exp2", 0xd4b4_ab3b_4acf_58ac),
            ("pow", 0x1f8a_911f_fb76_8a29),
        ];
        assert_eq!(digests, expected);
    }

    #[test]
    fn they_are_the_logarithms_and_powers_that_they_are_called() {
        let near = |ours: f64, theirs: f64| (ours - theirs).abs() <= 4.0 * f64::EPSILON * theirs.abs().max(1e-300);
        for x in numbers() {
            assert!(near(ln(x), x.ln()) && near(ln_1p(x), x.ln_1p()) && near(log2(x), x.log2()), "{x}");
            assert!(near(log10(x), x.log10()) && near(exp(-x), (-x).exp()) && near(exp2(-x), (-x).exp2()), "{x}");
            assert!(near(pow(x, 0.37), x.powf(0.37)), "{x}");
        }
    }
}
