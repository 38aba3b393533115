//! Pages that a command changes: what changes in them, and how that gets into their files.

use crate::exit::Failure;
use crate::input;
use crate::words::Words;
use serde::Serialize;
use similar::TextDiff;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// How many lines a difference shows around a change.
const AROUND: usize = 3;

/// A page, and whether it changes.
#[derive(Debug, Serialize)]
pub(crate) struct Changed {
    pub(crate) file: String,
    pub(crate) changes: bool,
    #[serde(skip)]
    pub(crate) before: String,
    #[serde(skip)]
    pub(crate) after: String,
}

impl Changed {
    /// Returns a page as it is and as it becomes.
    pub(crate) fn new(file: String, before: String, after: String) -> Self {
        Self { changes: before != after, file, before, after }
    }

    /// Returns what changes, as a unified difference.
    pub(crate) fn difference(&self) -> String {
        let difference = TextDiff::from_lines(&self.before, &self.after);
        difference.unified_diff().context_radius(AROUND).header(&self.file, &self.file).to_string()
    }
}

/// Writes the pages that change, each as a whole or not at all.
pub(crate) fn write(pages: &[Changed], words: Words) -> Result<(), Failure> {
    for page in pages.iter().filter(|page| page.changes) {
        let unwritable = |error| Failure::usage(words.learn_unwritable(&page.file, &input::reason(&error, words)));
        replace(Path::new(&page.file), &page.after).map_err(unwritable)?;
    }
    Ok(())
}

/// Replaces what a file says: a link goes on leading to it, and who may read it stays as it is.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let Some(Ok(mut file)) = path.parent().map(NamedTempFile::new_in) else {
        // Nothing new may stand in the folder, though the file itself may be written.
        return fs::write(path, text);
    };
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(permissions)?;
    file.as_file().sync_all()?;
    file.persist(&path).map(drop).map_err(|error| error.error)
}
