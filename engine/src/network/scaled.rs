//! Non-negative numbers that neither underflow nor overflow: a mantissa and a power of two.

use crate::real;
use std::cmp::Ordering;

/// A non-negative number `value · 2^power`; `value` is 0 or from 1 to below 2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scaled {
    value: f64,
    power: i64,
}

impl Scaled {
    pub(super) const ZERO: Self = Self { value: 0.0, power: 0 };
    pub(super) const ONE: Self = Self { value: 1.0, power: 0 };

    pub(super) fn new(value: f64) -> Self {
        Self { value, power: 0 }.normalised()
    }

    /// Returns `2^power`.
    pub(super) fn two_to(power: i64) -> Self {
        Self { value: 1.0, power }
    }

    fn normalised(self) -> Self {
        if self.value == 0.0 {
            return Self::ZERO;
        }
        let field = exponent(self.value);
        if field == -1023 {
            // Below the normal numbers: lift it first.
            let lifted = Self { value: self.value * power_of_two(100), power: self.power - 100 };
            return lifted.normalised();
        }
        let bits = self.value.to_bits() & !(0x7ff << 52) | (1023 << 52);
        Self { value: f64::from_bits(bits), power: self.power + field }
    }

    pub(super) fn is_zero(self) -> bool {
        self.value == 0.0
    }

    pub(super) fn times(self, factor: f64) -> Self {
        Self { value: self.value * factor, power: self.power }.normalised()
    }

    pub(super) fn by(self, other: Self) -> Self {
        Self { value: self.value * other.value, power: self.power + other.power }.normalised()
    }

    pub(super) fn plus(self, other: Self) -> Self {
        let power = self.top(other);
        Self { value: self.at(power) + other.at(power), power }.normalised()
    }

    /// Returns `self / other`, or 0 where both are 0; `other` is positive otherwise.
    pub(super) fn over(self, other: Self) -> f64 {
        if self.is_zero() { 0.0 } else { self.value / other.value * power_of_two(self.power - other.power) }
    }

    /// Returns the larger power of two numbers that are not 0; 0 has no power.
    fn top(self, other: Self) -> i64 {
        match (self.is_zero(), other.is_zero()) {
            (true, _) => other.power,
            (_, true) => self.power,
            _ => self.power.max(other.power),
        }
    }

    /// Returns `self / 2^power`.
    pub(super) fn at(self, power: i64) -> f64 {
        if self.is_zero() { 0.0 } else { self.value * power_of_two(self.power - power) }
    }

    /// Returns the natural logarithm, −∞ for 0.
    pub(super) fn natural_log(self) -> f64 {
        real::ln(self.value) + self.power as f64 * std::f64::consts::LN_2
    }
}

impl PartialOrd for Scaled {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let power = self.top(*other);
        self.at(power).partial_cmp(&other.at(power))
    }
}

/// Returns `2^power`: 0 where that is too small for a number, infinite where too large.
pub(super) fn power_of_two(power: i64) -> f64 {
    match power {
        ..=-1023 => 0.0,
        1024.. => f64::INFINITY,
        _ => f64::from_bits(((power + 1023) as u64) << 52),
    }
}

/// Returns the power of the largest power of two that is not above a positive number; −1023 below the normal numbers.
pub(super) fn exponent(value: f64) -> i64 {
    (value.to_bits() >> 52 & 0x7ff) as i64 - 1023
}

/// The weights of two events that exclude each other: nothing of the problem remains, and something does. The product of
/// independent parts is [`join`].
pub(super) type Pair = [f64; 2];

/// Returns the weights of two independent parts together: something remains where it does in one of them.
pub(super) fn join(one: Pair, other: Pair) -> Pair {
    [one[0] * other[0], one[0] * other[1] + one[1] * (other[0] + other[1])]
}

/// Returns the transpose of [`join`] with `one`, applied to what follows.
pub(super) fn join_back(one: Pair, after: Pair) -> Pair {
    [one[0] * after[0] + one[1] * after[1], (one[0] + one[1]) * after[1]]
}

/// A pair with a power of two.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ScaledPair {
    pub(super) pair: Pair,
    pub(super) power: i64,
}

impl ScaledPair {
    pub(super) const ZERO: Self = Self { pair: [0.0; 2], power: 0 };
    pub(super) const ONE: Self = Self { pair: [1.0, 0.0], power: 0 };

    pub(super) fn new(pair: Pair) -> Self {
        Self { pair, power: 0 }.normalised()
    }

    fn normalised(self) -> Self {
        let most = self.pair[0].max(self.pair[1]);
        if most == 0.0 {
            return Self::ZERO;
        }
        let lift = if exponent(most) == -1023 { 100 } else { 0 };
        let shift = exponent(most * power_of_two(lift));
        let factor = power_of_two(-shift);
        Self { pair: self.pair.map(|weight| weight * power_of_two(lift) * factor), power: self.power + shift - lift }
    }

    pub(super) fn is_zero(self) -> bool {
        self.pair == [0.0; 2]
    }

    pub(super) fn join(self, other: Self) -> Self {
        Self { pair: join(self.pair, other.pair), power: self.power + other.power }.normalised()
    }

    pub(super) fn times(self, factor: Scaled) -> Self {
        Self { pair: self.pair.map(|weight| weight * factor.value), power: self.power + factor.power }.normalised()
    }

    pub(super) fn plus(self, other: Self) -> Self {
        match (self.is_zero(), other.is_zero()) {
            (true, _) => other,
            (_, true) => self,
            _ => {
                let power = self.power.max(other.power);
                let (one, two) = (self.at(power), other.at(power));
                Self { pair: [one[0] + two[0], one[1] + two[1]], power }.normalised()
            }
        }
    }

    /// Returns the pair divided by `2^power`.
    pub(super) fn at(self, power: i64) -> Pair {
        let factor = power_of_two(self.power - power);
        if self.is_zero() { [0.0; 2] } else { self.pair.map(|weight| weight * factor) }
    }

    /// Returns the weight under `after`, the worth of nothing and of something remaining.
    pub(super) fn seen(self, after: Pair) -> Scaled {
        Scaled { value: self.pair[0] * after[0] + self.pair[1] * after[1], power: self.power }.normalised()
    }
}
