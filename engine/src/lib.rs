//! Diagnostic inference: from what is observed to causes, the next question and the next fix.
//!
//! The engine reads no file, prints nothing, and knows no clock, randomness, environment or hash order: the same base and the
//! same evidence give the same bytes. A [`Base`] says what is known about one thing; [`Knowledge`] is one or more of them, checked and
//! laid out; a [`Session`] is one consultation.
//!
//! The arrows inside: `text`, `number`, `real`, `cost` ← `model` ← `assemble`, `layout`, `graph` ← `knowledge` ← `evidence` (with `logic`, `observation`) ← `posterior` ←
//! `question`, `repair` ← `situation` (with `decision`) ← `advice` ← `explanation` ← `session` ← `saved`. `matching`, `mask`, `clean` and `capture` read texts and know no probability;
//! [`network`] computes with several causes at once and knows nothing else of the engine but [`real`].

mod advice;
mod assemble;
mod capture;
mod clean;
mod cost;
pub mod decision;
mod evidence;
mod explanation;
mod graph;
mod groups;
mod information;
mod joint;
mod knowledge;
mod layout;
mod links;
mod live;
mod logic;
mod mask;
mod matching;
mod model;
pub mod network;
mod number;
mod observation;
mod paths;
mod posterior;
mod question;
pub mod real;
mod repair;
mod report;
mod saved;
mod screen;
mod session;
mod situation;
mod statement;
mod text;
mod trouble;
mod weights;

pub use assemble::ModelError;
pub use clean::clean;
pub use cost::{Access, Costs, Effort, Prices};
pub use graph::{Channel, DecisionGraph, Edge, Node};
pub use knowledge::{BaseHead, Knowledge};
pub use mask::{HIDDEN, mask};
pub use matching::{
    CAPTURE_LENGTH, CAPTURE_LIMIT, PATTERN_LIMIT, PatternError, Patterns, TEXT_LIMIT, folded_words, slips_of,
};
pub use model::{
    Base, BaseId, Card, Cause, CauseId, Choice, Comparison, Conclusion, Condition, Domain, Effect, EffectKind, Finding,
    FindingId, Fix, FixId, Kind, KindId, Link, MAX_CONTEXT_VALUES, MAX_GROUP_PRIOR, OptionId, Pattern, Probe, Risk,
    RiskKind, Role, Rule, Sign, Source, Topic, TopicId, Turn, WebLink,
};
pub use network::Interval;
pub use number::{Number, Probability, Provenance, Seconds};
pub use report::{
    Advice, Changes, Conflict, Deciding, Duel, Ending, Evidence, Exclusion, ExplainedAway, How, Hypothesis, IfAnswered,
    IfRetracted, Known, Leader, Objection, Origin, Outlook, RankedFix, Report, Stage, Step, Thing, Trouble, Verdict,
    Weight, WhatIf, Why, WhyNot,
};
pub use saved::{
    ResumeError, Resumed, STATEMENT_LIMIT, Saved, SavedBase, SavedOutcome, SavedSign, SavedStatement, SavedValue,
};
pub use session::{Contradiction, Session, SessionError};
pub use statement::{Answer, Certainty, Completeness, Outcome, Reading, Shown, Statement, Value};
pub use text::{Language, Localized, Text};
