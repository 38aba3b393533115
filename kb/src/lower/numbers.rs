//! Numbers as they stand in a base: what is behind them, and how they are written.

use super::things::Part;
use crate::syntax::{Figure, StatementKind};
use etio_engine::{Number, Provenance};

/// How far a sum may be from one, so that rounding is no mistake.
pub(super) const SLACK: f64 = 1e-9;

/// Returns a figure as a number with what stands behind it: counts, the declaration's source, or nobody's but the author's judgement.
pub(super) fn number(figure: &Figure, part: Part<'_>) -> Number {
    let provenance = match figure.provenance {
        Provenance::Estimate if has_source(part) => Provenance::Sourced,
        provenance => provenance,
    };
    Number { probability: figure.probability, provenance }
}

/// Returns whether a declaration names a source and does not call its numbers estimates.
fn has_source(part: Part<'_>) -> bool {
    let says = |wanted: fn(&StatementKind) -> bool| {
        part.declaration.statements.iter().any(|statement| wanted(&statement.kind))
    };
    says(|kind| matches!(kind, StatementKind::Source { .. }))
        && !says(|kind| matches!(kind, StatementKind::SourceEstimate))
}

/// Returns a number kept so far from certainty that no evidence rules anything out by accident.
pub(super) fn within_link(number: Number) -> Number {
    Number { probability: number.probability.within_link(), ..number }
}

/// Returns a share as a percentage, as short as it can be read.
pub(super) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let written = format!("{percent:.2}");
    format!("{} %", written.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    #[test]
    fn shares_are_written_as_percentages() {
        let table =
            [(0.65, "65 %"), (1.3, "130 %"), (0.005, "0.5 %"), (0.1 + 0.2, "30 %"), (1.0, "100 %"), (0.0, "0 %")];
        for (share, written) in table {
            assert_eq!(super::percent(share), written);
        }
    }
}
