//! A check of a base, apart from the server: it may take longer than an answer.

use super::laid::Laid;
use etio_kb::Loaded;
use std::collections::BTreeMap;

/// What is to be checked.
pub(super) struct Job {
    pub(super) root: String,
    /// What is read: the root, and what lies below it.
    pub(super) roots: Vec<String>,
    /// The state of the base that is checked.
    pub(super) state: u64,
    /// The open files as they were then, by path.
    pub(super) files: BTreeMap<String, String>,
}

/// What came of it.
pub(super) struct Checked {
    pub(super) root: String,
    pub(super) state: u64,
    pub(super) loaded: Loaded,
}

impl Job {
    /// Does as `etio check` does.
    pub(super) fn run(self) -> Checked {
        let roots: Vec<&str> = self.roots.iter().map(String::as_str).collect();
        Checked { loaded: etio_kb::check(&Laid(&self.files), &roots), root: self.root, state: self.state }
    }
}
