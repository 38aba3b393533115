//! What is said in a generated consultation, in terms of the bases as they were written.
//!
//! A [`etio_engine::Statement`] names things by their positions in a loaded base, which sorts them; these name them by their positions in the
//! [`etio_engine::Base`] that was handed in.

use etio_engine::{Answer, Completeness, FindingId, FixId, Outcome, Sign, Value};

/// One thing that was said.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// A text that shows some signs.
    Text {
        /// The signs, each with the position of its base, in the order of the text.
        shown: Vec<(usize, Sign)>,
        /// Whether the text is all there is.
        completeness: Completeness,
    },
    /// A person's answer.
    Answer {
        /// The base of the finding.
        base: usize,
        /// What was asked.
        finding: FindingId,
        /// What was answered.
        answer: Answer,
    },
    /// What the environment showed.
    Probe {
        /// The base of the finding.
        base: usize,
        /// What was looked for.
        finding: FindingId,
        /// What was seen.
        value: Value,
    },
    /// Whether a fix helped.
    Outcome {
        /// The base of the fix.
        base: usize,
        /// What was tried.
        fix: FixId,
        /// Whether it helped.
        outcome: Outcome,
    },
}
