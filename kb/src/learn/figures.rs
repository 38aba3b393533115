//! Numbers as they are written in a base, and what is read of them again.

use super::maximise::Tally;
use etio_engine::real;

/// A number as it is written, and as it is read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Figure {
    pub(super) value: f64,
    pub(super) written: String,
}

/// How many of a table's smallest steps make a whole: a hundredth of a percent.
const UNITS: f64 = 10_000.0;

impl Figure {
    /// Returns counts where they are whole (what the author's word counts for, and the cases), else a percentage.
    pub(super) fn counted(author: f64, weight: f64, tally: Tally, value: f64) -> Self {
        let (of, cases) = (author * weight + tally.of, weight + tally.cases);
        let is_whole = |number: f64| (number - number.round()).abs() < 1e-9 && number < f64::from(u32::MAX);
        if is_whole(of) && is_whole(cases) && (of / cases - value).abs() < 1e-9 {
            return Self { value: of.round() / cases.round(), written: format!("{} of {}", of.round(), cases.round()) };
        }
        round_share(value)
    }
}

/// Returns a probability as a percentage with four digits that count.
pub(super) fn round_share(value: f64) -> Figure {
    let written = percent(value);
    let value = written.trim_end_matches('%').parse::<f64>().unwrap_or(value * 100.0) / 100.0;
    Figure { value, written }
}

/// Returns a probability as a percentage, as short as four digits that count can be written.
pub(super) fn percent(value: f64) -> String {
    let share = value * 100.0;
    let whole = if share > 0.0 { real::log10(share).floor() } else { 0.0 };
    let digits = (3.0 - whole).clamp(0.0, 12.0) as usize;
    let written = format!("{share:.digits$}");
    let written = if written.contains('.') { written.trim_end_matches('0').trim_end_matches('.') } else { &written };
    format!("{written}%")
}

/// Returns shares of a whole in hundredths of a percent; together they are no more than before, or exactly the whole.
pub(super) fn closest(shares: &[f64], is_whole: bool) -> Vec<f64> {
    let mut units: Vec<f64> = shares.iter().map(|share| (share * UNITS + 1e-6).floor().max(1.0)).collect();
    let most = (0..units.len()).rev().max_by(|a, b| units[*a].total_cmp(&units[*b]));
    if let Some(most) = most {
        let others: f64 = units.iter().sum::<f64>() - units[most];
        units[most] = if is_whole { UNITS - others } else { units[most].min(UNITS - others) };
    }
    units.into_iter().map(|unit| unit / UNITS).collect()
}

/// Returns a number of cases: whole, or with one decimal.
pub(super) fn cases(number: f64) -> String {
    let written = format!("{number:.1}");
    written.strip_suffix(".0").map(str::to_owned).unwrap_or(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_short_and_exact() {
        let table = [
            (0.5, "50%"),
            (0.723_456, "72.35%"),
            (0.000_123_4, "0.01234%"),
            (1.0, "100%"),
            (0.995, "99.5%"),
            (0.1, "10%"),
        ];
        for (value, written) in table {
            let figure = round_share(value);
            assert_eq!(figure.written, written);
            assert!((figure.value / value - 1.0).abs() < 1e-3, "{value}");
        }
    }

    #[test]
    fn counts_stand_where_they_are_whole() {
        let tally = |of, cases| Tally { of, cases };
        let table = [
            (0.8, 10.0, tally(25.0, 37.0), "33 of 47"),
            (0.65, 10.0, tally(25.0, 37.0), "67.02%"),
            (0.8, 10.0, tally(24.5, 37.0), "69.15%"),
        ];
        for (author, weight, tally, written) in table {
            let value = (author * weight + tally.of) / (weight + tally.cases);
            assert_eq!(Figure::counted(author, weight, tally, value).written, written);
        }
    }

    #[test]
    fn shares_of_a_whole_come_to_it() {
        let thirds = closest(&[1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0], true);
        assert!((thirds.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{thirds:?}");
        let some = closest(&[0.123_456, 0.2], false);
        assert_eq!(some, [0.1234, 0.2]);
        assert!(closest(&[0.99999, 0.2], false).iter().sum::<f64>() <= 1.0 + 1e-12);
    }
}
