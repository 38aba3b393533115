//! What things cost besides the time they take, and how that becomes time: the one conversion there is.
//!
//! All decisions weigh seconds. A base says what a unit of money, of effort and each risk counts as; what it does not say counts nothing.

use crate::model::RiskKind;
use crate::number::Seconds;
use serde::{Deserialize, Serialize};

/// What a question or a fix costs besides its time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Costs {
    /// Units of money, at least 0.
    pub money: f64,
    /// How much of an effort it is.
    pub effort: Effort,
    /// What must be opened before: positions in [`Prices::accesses`] of its base.
    pub needs: Vec<u32>,
}

/// How much of an effort something is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effort {
    /// None to speak of.
    #[default]
    None,
    /// One unit.
    Little,
    /// Three units.
    Some,
    /// Ten units.
    Great,
}

impl Effort {
    /// Returns how many units of effort it comes to.
    pub fn units(self) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Little => 1.0,
            Self::Some => 3.0,
            Self::Great => 10.0,
        }
    }
}

/// What costs of each kind count as in a base, in seconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Prices {
    /// A unit of money.
    pub money: Seconds,
    /// A unit of effort.
    pub effort: Seconds,
    /// Each risk that counts; none twice.
    pub risks: Vec<(RiskKind, Seconds)>,
    /// What is opened once, and paid the first time only.
    pub accesses: Vec<Access>,
}

/// Something that is opened once, such as the case of a computer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Access {
    /// The id, unique among the accesses of its base.
    pub id: String,
    /// What opening it costs.
    pub takes: Seconds,
}

impl Prices {
    /// Returns what something costs in all, in seconds, accesses apart.
    pub fn total(&self, takes: Seconds, costs: &Costs, risk: Option<RiskKind>) -> f64 {
        let risk = self.risks.iter().find(|(kind, _)| Some(*kind) == risk).map_or(0.0, |(_, counts)| counts.get());
        takes.get() + costs.money * self.money.get() + costs.effort.units() * self.effort.get() + risk
    }
}
