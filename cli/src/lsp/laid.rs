//! The open files, saved or not, laid over those on disk and those that come with etio.

use super::files;
use crate::bases;
use etio_kb::{Entry, MAX_BASE, ReadError, Sources};
use std::collections::BTreeMap;

/// How many bytes are read of a file to see what it opens.
const BEGINNING: usize = 4096;

/// An open file.
pub(super) trait Written {
    /// Returns its text as it is now.
    fn text(&self) -> &str;
}

impl Written for String {
    fn text(&self) -> &str {
        self
    }
}

/// Open files by path, over all others.
pub(super) struct Laid<'o, T>(pub(super) &'o BTreeMap<String, T>);

impl<T: Written> Laid<'_, T> {
    /// Returns the text of a file; none where there is no such file, or it is no text.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        match self.read(path, MAX_BASE) {
            Ok(Entry::File(bytes)) => String::from_utf8(bytes).ok(),
            _ => None,
        }
    }

    /// Returns how a file begins; nothing where there is none.
    pub(super) fn beginning(&self, path: &str) -> String {
        match self.read(path, BEGINNING) {
            Ok(Entry::File(bytes)) => String::from_utf8_lossy(&bytes[..bytes.len().min(BEGINNING)]).into_owned(),
            _ => String::new(),
        }
    }
}

impl<T: Written> Sources for Laid<'_, T> {
    fn read(&self, path: &str, limit: usize) -> Result<Entry, ReadError> {
        if let Some(open) = self.0.get(path) {
            return Ok(Entry::File(open.text().as_bytes().to_vec()));
        }
        let inside = self.0.keys().filter(|open| files::folder(open) == path);
        let new = inside.filter_map(|open| open.rsplit('/').next().map(str::to_owned));
        match bases::Shelf.read(path, limit) {
            Ok(Entry::Folder(mut names)) => {
                names.extend(new);
                names.sort();
                names.dedup();
                Ok(Entry::Folder(names))
            }
            Err(ReadError::NotFound) => {
                let names: Vec<String> = new.collect();
                if names.is_empty() { Err(ReadError::NotFound) } else { Ok(Entry::Folder(names)) }
            }
            other => other,
        }
    }
}
