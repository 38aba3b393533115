//! Strong Kleene logic, each value with a certainty.

use etio_engine::Certainty;

/// Whether something holds, and how surely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    Yes(Certainty),
    /// It does not.
    No(Certainty),
    /// Nobody knows.
    Unknown,
}

impl Truth {
    /// Returns yes or no, as sure as `certainty`.
    pub fn of(holds: bool, certainty: Certainty) -> Self {
        if holds { Self::Yes(certainty) } else { Self::No(certainty) }
    }

    /// Returns the conjunction: false is as sure as its surest false part, true as its least sure part.
    pub fn all(parts: &[Self]) -> Self {
        let falsehoods = parts.iter().filter_map(|part| if let Self::No(sure) = part { Some(*sure) } else { None });
        if let Some(surest) = falsehoods.max() {
            return Self::No(surest);
        }
        if parts.contains(&Self::Unknown) {
            return Self::Unknown;
        }
        let truths = parts.iter().filter_map(|part| if let Self::Yes(sure) = part { Some(*sure) } else { None });
        Self::Yes(truths.min().unwrap_or(Certainty::Sure))
    }

    /// Returns the disjunction, which mirrors the conjunction.
    pub fn any(parts: &[Self]) -> Self {
        let opposites: Vec<_> = parts.iter().map(|part| !*part).collect();
        !Self::all(&opposites)
    }

    /// Returns whether something is known.
    pub fn is_known(self) -> bool {
        self != Self::Unknown
    }

    /// Returns whether it holds, surely or probably.
    pub fn is_yes(self) -> bool {
        matches!(self, Self::Yes(_))
    }

    /// Returns whether it does not hold, surely or probably.
    pub fn is_no(self) -> bool {
        matches!(self, Self::No(_))
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes(certainty) => Self::No(certainty),
            Self::No(certainty) => Self::Yes(certainty),
            Self::Unknown => Self::Unknown,
        }
    }
}
