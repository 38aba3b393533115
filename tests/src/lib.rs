//! End-to-end tests, conformance tests and the examples of the documents.

pub mod census;
pub mod drive;
pub mod generate;
pub mod reference;
pub mod said;
