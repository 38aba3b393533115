//! The files of cases that belong to a base.

use super::Case;
use super::talk::{TalkError, read_talks};
use crate::sources::{Entry, ReadError, Sources};
use crate::yaml::{MAX_YAML, YamlError, read};
use thiserror::Error;

/// A file of cases.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseFile {
    /// The path of the file.
    pub path: String,
    /// Its cases, in order.
    pub cases: Vec<Case>,
}

/// Why a file of cases cannot be read.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum CaseFileError {
    /// The file cannot be read at all.
    #[error("{path}: {source}")]
    Unreadable {
        /// The path.
        path: String,
        /// Why.
        source: ReadError,
    },
    /// It is no list of cases.
    #[error("{path}{}: {source}", place(.source))]
    Malformed {
        /// The path.
        path: String,
        /// What is wrong, and where.
        source: YamlError,
    },
    /// It is no talk.
    #[error("{path}:{}: {source}", .source.line)]
    Talk {
        /// The path.
        path: String,
        /// What is wrong, and where.
        source: TalkError,
    },
}

fn place(error: &YamlError) -> String {
    match (error.line, error.column) {
        (Some(line), Some(column)) => format!(":{line}:{column}"),
        (Some(line), None) => format!(":{line}"),
        _ => String::new(),
    }
}

/// Returns the cases of a base, in the order of the names of their files, and what cannot be read.
///
/// They stand in `cases/*.yaml` and `cases/*.talk` in its folder, or in `NAME.cases.yaml` and `NAME.talk` beside `NAME.kb`.
pub fn find(sources: &dyn Sources, base: &str) -> (Vec<CaseFile>, Vec<CaseFileError>) {
    let paths = match base.strip_suffix(".kb") {
        Some(stem) => vec![format!("{stem}.cases.yaml"), format!("{stem}.talk")],
        None => in_folder(sources, &format!("{}/cases", base.trim_end_matches('/'))),
    };
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    for path in paths {
        match read_file(sources, &path) {
            Ok(file) => files.push(file),
            Err(CaseFileError::Unreadable { source: ReadError::NotFound, .. }) => {}
            Err(error) => errors.push(error),
        }
    }
    (files, errors)
}

fn in_folder(sources: &dyn Sources, folder: &str) -> Vec<String> {
    let Ok(Entry::Folder(mut names)) = sources.read(folder, MAX_YAML) else { return Vec::new() };
    names.retain(|name| [".yaml", ".yml", ".talk"].iter().any(|end| name.ends_with(end)));
    names.sort_unstable();
    names.into_iter().map(|name| format!("{folder}/{name}")).collect()
}

fn read_file(sources: &dyn Sources, path: &str) -> Result<CaseFile, CaseFileError> {
    let unreadable = |source| CaseFileError::Unreadable { path: path.to_owned(), source };
    let Entry::File(bytes) = sources.read(path, MAX_YAML).map_err(unreadable)? else {
        return Err(unreadable(ReadError::NotFound));
    };
    let path = path.to_owned();
    let read = if path.ends_with(".talk") {
        read_talks(&bytes).map_err(|source| CaseFileError::Talk { path: path.clone(), source })
    } else {
        read(&bytes).map_err(|source| CaseFileError::Malformed { path: path.clone(), source }).map(
            |mut cases: Vec<Case>| {
                find_lines(&bytes, &mut cases);
                cases
            },
        )
    };
    read.map(|cases| CaseFile { path, cases })
}

/// Notes on which lines the cases begin, where each begins with a hyphen on a line of its own.
fn find_lines(bytes: &[u8], cases: &mut [Case]) {
    let text = String::from_utf8_lossy(bytes);
    let begins = |line: &str| line == "-" || line.starts_with("- ");
    let lines: Vec<usize> = (1..).zip(text.lines()).filter(|(_, line)| begins(line)).map(|(at, _)| at).collect();
    if lines.len() == cases.len() {
        cases.iter_mut().zip(lines).for_each(|(case, line)| case.line = Some(line));
    }
}
