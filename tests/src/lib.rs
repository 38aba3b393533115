//! End-to-end tests, conformance tests and the examples of the documents.

pub mod census;
pub mod drive;
pub mod editor;
pub mod evaluate;
pub mod generate;
pub mod grid;
pub mod inject;
pub mod reference;
pub mod said;
pub mod shuffle;
pub mod sketch;
#[cfg(unix)]
pub mod terminal;
pub mod trouble;

#[cfg(doctest)]
mod examples {
    #[doc = include_str!("../../README.md")]
    mod readme {}
    #[doc = include_str!("../../README.es.md")]
    mod readme_es {}
    #[doc = include_str!("../../docs/embedding.md")]
    mod embedding {}
    #[doc = include_str!("../../CONTRIBUTING.md")]
    mod contributing {}
}
