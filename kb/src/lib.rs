//! The language of knowledge bases: reading, checking and testing them.

pub use etio_engine as engine;
