//! Numbers with a meaning: probabilities with their provenance, and times.

use serde::{Deserialize, Serialize};

/// A probability: a finite number from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Probability(f64);

impl Probability {
    /// The smallest number of a link, so that no evidence rules a cause out by accident.
    pub const LINK_FLOOR: Self = Self(1e-4);
    /// The largest number of a link.
    pub const LINK_CAP: Self = Self(0.995);
    /// The leak of a symptom that writes none.
    pub const SYMPTOM_LEAK: Self = Self(1e-4);

    /// Returns the probability, or `None` where `value` is not a number from 0 to 1.
    pub fn new(value: f64) -> Option<Self> {
        (0.0..=1.0).contains(&value).then_some(Self(value))
    }

    /// Returns the number, from 0 to 1.
    pub fn get(self) -> f64 {
        self.0
    }

    /// Returns the probability kept between [`Self::LINK_FLOOR`] and [`Self::LINK_CAP`].
    pub fn within_link(self) -> Self {
        Self(self.0.clamp(Self::LINK_FLOOR.0, Self::LINK_CAP.0))
    }
}

/// Where a number comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Provenance {
    /// Somebody's judgement.
    #[default]
    Estimate,
    /// So many cases of so many.
    Counts {
        /// Cases that showed it.
        of: u32,
        /// All cases counted.
        cases: u32,
    },
    /// A source that the declaration names.
    Sourced,
}

/// A number of the base and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Number {
    /// The number the inference works with.
    pub probability: Probability,
    /// Where it comes from.
    pub provenance: Provenance,
}

impl Number {
    /// Returns a number that is somebody's judgement.
    pub fn estimate(probability: Probability) -> Self {
        Self { probability, provenance: Provenance::Estimate }
    }

    /// Returns the bare number, from 0 to 1.
    pub fn get(self) -> f64 {
        self.probability.get()
    }
}

/// A length of time in whole seconds; also what asking or trying costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seconds(pub u32);

impl Seconds {
    /// What it costs to answer a question that does not say.
    pub const TO_ANSWER: Self = Self(10);
    /// What it costs to try a fix that does not say.
    pub const TO_TRY: Self = Self(60);
    /// What giving up costs where no fix hands over.
    pub const TO_GIVE_UP: Self = Self(3600);

    /// Returns the seconds as a real number.
    pub fn get(self) -> f64 {
        f64::from(self.0)
    }
}
