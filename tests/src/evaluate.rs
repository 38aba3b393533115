//! Measures etio on cases that nobody here wrote, against a textbook under the same protocol.
//!
//! `docs/evaluation.md` has the protocol and the tables. Everything goes through public interfaces: what is learnt is written as a base in our
//! language, loaded, and asked in whole sessions.

pub mod base;
pub mod calibration;
pub mod clips;
pub mod consultation;
pub mod curve;
pub mod ddxplus;
pub mod dialogues;
pub mod faults;
pub mod interview;
pub mod junction;
pub mod learn;
pub mod mixture;
pub mod network;
pub mod set;
pub mod tables;
pub mod textbook;

/// Why a measurement cannot be made.
pub type Problem = Box<dyn std::error::Error + Send + Sync>;
