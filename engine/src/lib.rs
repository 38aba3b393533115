//! Diagnostic inference: from what is observed to causes, the next question and the next fix.
//!
//! The engine reads no file, prints nothing, and knows no clock, randomness, environment or hash order: the same base and the
//! same evidence give the same bytes. A [`Base`] says what is known about one thing.

mod clean;
mod mask;
mod matching;
mod model;
mod number;
mod report;
mod statement;
mod text;

pub use clean::clean;
pub use mask::{HIDDEN, mask};
pub use matching::{CAPTURE_LENGTH, CAPTURE_LIMIT, PATTERN_LIMIT, PatternError, TEXT_LIMIT};
pub use model::{
    Base, BaseId, Card, Cause, CauseId, Choice, Comparison, Conclusion, Condition, Domain, Effect, EffectKind, Finding,
    FindingId, Fix, FixId, Kind, KindId, Link, OptionId, Pattern, Probe, Risk, RiskKind, Role, Rule, Sign, Source,
    Topic, TopicId, Turn, WebLink,
};
pub use number::{Number, Probability, Provenance, Seconds};
pub use report::{
    Ending, Evidence, Exclusion, Hypothesis, Known, Origin, RankedFix, Report, Step, Thing, Verdict, Weight, WhatIf,
    Why,
};
pub use statement::{Answer, Certainty, Completeness, Outcome, Reading, Shown, Statement, Value};
pub use text::{Language, Localized, Text};
