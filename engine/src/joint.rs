//! Several causes at once: from what is known to how probable it is that each cause is at work, and remains.
//!
//! `docs/semantics.md`, "Several causes at once". The numbers of a session become those of a `Network`, once for each combination of values of the
//! contexts; what comes back is mixed.

mod apart;
mod estimate;
mod numbers;
mod outlook;
mod pieces;
mod solve;

pub(crate) use estimate::information;
pub(crate) use numbers::Scene;
pub(crate) use outlook::{exact_information, group_entropy, outlooks};
pub(crate) use pieces::{Piece, pieces};
pub(crate) use solve::{Joint, solve};
