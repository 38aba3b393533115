//! Where the files of a base come from: memory or a file system, or whatever else a host has.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// Where files are read from. Paths have `/` between their parts.
pub trait Sources {
    /// Returns what stands at `path`; of a file at most `limit` + 1 bytes need be read.
    ///
    /// # Errors
    ///
    /// Where there is nothing, or what there is cannot be read.
    fn read(&self, path: &str, limit: usize) -> Result<Entry, ReadError>;
}

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A file and its bytes.
    File(Vec<u8>),
    /// A folder and the names of the files in it, in any order.
    Folder(Vec<String>),
}

/// Why nothing can be read at a path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is nothing at this path.
    #[error("there is no such file or folder")]
    NotFound,
    /// There is something, and it cannot be read.
    #[error("{0}")]
    Failed(String),
}

/// Files in memory, for embedding and tests.
#[derive(Clone, Debug, Default)]
pub struct MemorySources {
    files: BTreeMap<String, Vec<u8>>,
}

impl MemorySources {
    /// Returns no files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, or replaces the one of that path. Folders are there as soon as a file is in them.
    #[must_use]
    pub fn with_file(mut self, path: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.into(), content.into());
        self
    }
}

impl Sources for MemorySources {
    fn read(&self, path: &str, _limit: usize) -> Result<Entry, ReadError> {
        if let Some(content) = self.files.get(path) {
            return Ok(Entry::File(content.clone()));
        }
        let folder = format!("{}/", path.trim_end_matches('/'));
        let inside = self.files.keys().filter_map(|path| path.strip_prefix(&folder));
        let names: Vec<_> = inside.filter(|rest| !rest.contains('/')).map(str::to_owned).collect();
        if names.is_empty() { Err(ReadError::NotFound) } else { Ok(Entry::Folder(names)) }
    }
}

/// Files of the file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileSystem;

impl Sources for FileSystem {
    fn read(&self, path: &str, limit: usize) -> Result<Entry, ReadError> {
        let path = Path::new(path);
        if path.is_dir() {
            let entries = std::fs::read_dir(path)?.collect::<Result<Vec<_>, _>>()?;
            let files = entries.iter().filter(|entry| entry.path().is_file());
            return Ok(Entry::Folder(files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()));
        }
        let mut content = Vec::new();
        let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        std::fs::File::open(path)?.take(most).read_to_end(&mut content)?;
        Ok(Entry::File(content))
    }
}

impl From<std::io::Error> for ReadError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound,
            _ => Self::Failed(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_and_file_system_say_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("more")).expect("a folder in it");
        std::fs::write(folder.path().join("a.kb"), "base a").expect("a file");
        std::fs::write(folder.path().join("more/b.kb"), "base b").expect("a file");
        let root = folder.path().to_str().expect("a readable path").to_owned();
        let memory = MemorySources::new()
            .with_file(format!("{root}/a.kb"), "base a")
            .with_file(format!("{root}/more/b.kb"), "base b");
        for path in [&root, &format!("{root}/a.kb"), &format!("{root}/more"), &format!("{root}/none")] {
            assert_eq!(FileSystem.read(path, 100), memory.read(path, 100), "{path}");
        }
    }

    #[test]
    fn no_more_is_read_than_is_wanted() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("big.kb");
        std::fs::write(&path, vec![b'#'; 1000]).expect("a file");
        let read = FileSystem.read(path.to_str().expect("a readable path"), 10);
        assert_eq!(read, Ok(Entry::File(vec![b'#'; 11])));
    }
}
