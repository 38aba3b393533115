//! Rates from few cases: pulled toward the rate of all, as strongly as the groups are alike.
//!
//! The rates of the groups (here: the causes) are taken for draws from one beta distribution around the overall rate; how narrow that
//! is, the counts themselves tell (parametric empirical Bayes, Morris 1983), by the greatest marginal likelihood.

use etio_engine::real;

/// So many of so many cases.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Count {
    /// In which it was so.
    pub of: f64,
    /// Of which it is known.
    pub cases: f64,
}

/// Where rates are pulled, and how strongly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shrinkage {
    /// The rate of all cases together.
    pub overall: f64,
    /// As how many cases of a group the overall rate counts.
    pub strength: f64,
}

/// The strengths that are looked at: from a quarter of a case to 256 cases, in steps of the square root of two.
const STRENGTHS: std::ops::RangeInclusive<i32> = -4..=16;
/// The strength where there are no groups to compare.
const ALONE: f64 = 2.0;

impl Shrinkage {
    /// Returns where the rates of some groups are pulled, and how strongly: little where the groups differ, much where they are alike.
    pub fn of(groups: &[Count]) -> Self {
        let sum = groups
            .iter()
            .fold(Count::default(), |sum, group| Count { of: sum.of + group.of, cases: sum.cases + group.cases });
        // Half a case for and half a case against (Jeffreys), so that no rate is 0 or 1.
        let overall = (sum.of + 0.5) / (sum.cases + 1.0);
        let known: Vec<Count> = groups.iter().copied().filter(|group| group.cases > 0.0).collect();
        if known.len() < 2 {
            return Self { overall, strength: ALONE };
        }
        let strengths = STRENGTHS.map(|half| real::exp2(f64::from(half) / 2.0));
        let evidence = |strength: f64| known.iter().map(|group| log_evidence(*group, overall, strength)).sum::<f64>();
        // The weakest of equals.
        let best = strengths
            .map(|strength| (evidence(strength), strength))
            .fold((f64::NEG_INFINITY, ALONE), |best, one| if one.0 > best.0 { one } else { best });
        Self { overall, strength: best.1 }
    }

    /// Returns the rate of a group: its own, pulled toward the overall rate.
    pub fn rate(&self, group: Count) -> f64 {
        (group.of + self.overall * self.strength) / (group.cases + self.strength)
    }
}

/// Returns by how much, in nats, a rate of its own tells a group better than another rate.
pub fn gain(group: Count, rate: f64, other: f64) -> f64 {
    let least = 1e-6;
    let (rate, other) = (rate.clamp(least, 1.0 - least), other.clamp(least, 1.0 - least));
    group.of * real::ln(rate / other) + (group.cases - group.of) * real::ln((1.0 - rate) / (1.0 - other))
}

/// Returns the logarithm of P(the counts of a group), its rate drawn around the overall one (without the terms that no strength changes).
fn log_evidence(group: Count, overall: f64, strength: f64) -> f64 {
    let beta = |a: f64, b: f64| ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    let (yes, no) = (overall * strength, (1.0 - overall) * strength);
    beta(yes + group.of, no + group.cases - group.of) - beta(yes, no)
}

/// Returns ln Γ(x) for x > 0, by Stirling's series after the argument is moved up.
fn ln_gamma(mut x: f64) -> f64 {
    let mut below = 1.0;
    while x < 8.0 {
        below *= x;
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let series = (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0))) / x;
    (x - 0.5) * real::ln(x) - x + 0.5 * real::ln(std::f64::consts::TAU) + series - real::ln(below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gamma_function_is_that_of_factorials() {
        let mut factorial = 1.0_f64;
        for n in 1..20 {
            assert!((ln_gamma(f64::from(n)) - factorial.ln()).abs() < 1e-9, "{n}");
            factorial *= f64::from(n);
        }
        assert!((ln_gamma(0.5) - std::f64::consts::PI.sqrt().ln()).abs() < 1e-9);
    }

    fn groups(counts: &[(f64, f64)]) -> Vec<Count> {
        counts.iter().map(|(of, cases)| Count { of: *of, cases: *cases }).collect()
    }

    #[test]
    fn groups_that_are_alike_are_pulled_together_and_others_are_left() {
        let alike = Shrinkage::of(&groups(&[(30.0, 100.0), (31.0, 100.0), (29.0, 100.0), (30.0, 100.0)]));
        let unlike = Shrinkage::of(&groups(&[(2.0, 100.0), (95.0, 100.0), (10.0, 100.0), (60.0, 100.0)]));
        assert!(alike.strength > 100.0 && unlike.strength < 4.0, "{alike:?} {unlike:?}");
    }

    #[test]
    fn a_rate_lies_between_the_group_and_all() {
        let shrinkage = Shrinkage { overall: 0.2, strength: 4.0 };
        let rate = shrinkage.rate(Count { of: 3.0, cases: 4.0 });
        assert!((rate - (3.0 + 0.8) / 8.0).abs() < 1e-12);
        assert!((shrinkage.rate(Count::default()) - 0.2).abs() < 1e-12);
    }

    #[test]
    fn nothing_is_gained_by_the_same_rate() {
        let group = Count { of: 6.0, cases: 10.0 };
        assert_eq!(gain(group, 0.6, 0.6), 0.0);
        assert!(gain(group, 0.6, 0.1) > 5.0 && gain(group, 0.1, 0.6) < 0.0);
    }
}
