//! The files of cases that belong to a base.

use super::Case;
use super::talk::{TalkError, read_talks};
use crate::load::MAX_BASE;
use crate::sources::{Entry, ReadError, Sources};
use crate::yaml::{MAX_YAML, YamlError, read};
use thiserror::Error;

/// The folder of a base in which its cases stand.
const CASES: &str = "cases";
/// How the files in it end.
const ENDS: [&str; 3] = [".yaml", ".yml", ".talk"];
/// How the files of cases end that stand beside the pages of a base.
const BESIDE: [&str; 2] = [".cases.yaml", ".talk"];

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

impl CaseFileError {
    /// Returns the path of the file.
    pub fn path(&self) -> &str {
        let (Self::Unreadable { path, .. } | Self::Malformed { path, .. } | Self::Talk { path, .. }) = self;
        path
    }

    /// Returns the line it is about, from 1, where it is known.
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::Unreadable { .. } => None,
            Self::Malformed { source, .. } => source.line,
            Self::Talk { source, .. } => Some(source.line),
        }
    }

    /// Returns what is wrong, without the place.
    pub fn reason(&self) -> String {
        match self {
            Self::Unreadable { source, .. } => source.to_string(),
            Self::Malformed { source, .. } => source.message.clone(),
            Self::Talk { source, .. } => source.message.clone(),
        }
    }
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
/// Those of a folder stand in `cases/*.yaml` and `cases/*.talk` in it, or as `*.cases.yaml` and `*.talk` beside its pages; those of `NAME.kb` in
/// `NAME.cases.yaml` and `NAME.talk` beside it.
pub fn find(sources: &dyn Sources, base: &str) -> (Vec<CaseFile>, Vec<CaseFileError>) {
    read_all(sources, case_files(sources, base))
}

fn read_all(sources: &dyn Sources, paths: Vec<String>) -> (Vec<CaseFile>, Vec<CaseFileError>) {
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    for path in paths {
        match find_in(sources, &path) {
            Ok(file) => files.push(file),
            Err(CaseFileError::Unreadable { source: ReadError::NotFound, .. }) => {}
            Err(error) => errors.push(error),
        }
    }
    (files, errors)
}

/// Returns where the cases of a base may stand, in order; not each of the files must be there.
pub fn case_files(sources: &dyn Sources, base: &str) -> Vec<String> {
    if let Some(stem) = base.strip_suffix(".kb") {
        return BESIDE.iter().map(|end| format!("{stem}{end}")).collect();
    }
    let folder = match base.trim_end_matches('/') {
        "" => "/",
        folder => folder,
    };
    let beside = in_folder(sources, folder, &BESIDE);
    [beside, in_folder(sources, &format!("{}/{CASES}", folder.trim_end_matches('/')), &ENDS)].concat()
}

/// Returns whether a path is that of a file of cases, by where it stands and how it ends.
pub fn is_case_file(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let in_cases = folder == CASES || folder.ends_with(&format!("/{CASES}"));
    ends(name, &BESIDE) || in_cases && ends(name, &ENDS)
}

/// Returns the root of the base that a file of cases belongs to by its name: a file or a folder. Beside the pages of a base it may bear any
/// name: [`home_of`] looks.
pub fn base_of(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
    let above = folder.strip_suffix(CASES).filter(|above| above.is_empty() || above.ends_with('/'));
    match (above, BESIDE.iter().find_map(|end| name.strip_suffix(end))) {
        (Some(""), _) => ".".to_owned(),
        (Some(above), _) => above.trim_end_matches('/').to_owned(),
        (None, Some(stem)) if folder == "." => format!("{stem}.kb"),
        (None, Some(stem)) => format!("{folder}/{stem}.kb"),
        (None, None) => folder.to_owned(),
    }
}

/// Returns the root of the base that a file of cases belongs to, as [`find`] looks for it: the page beside it that bears its name, else its folder;
/// nothing where no base stands there.
pub fn home_of(sources: &dyn Sources, path: &str) -> Option<String> {
    let by_name = base_of(path);
    if matches!(sources.read(&by_name, MAX_BASE), Ok(Entry::File(_))) {
        return Some(by_name);
    }
    let folder = match by_name.strip_suffix(".kb") {
        Some(stem) => stem.rsplit_once('/').map_or(".", |(folder, _)| folder),
        None => &by_name,
    };
    let Ok(Entry::Folder(names)) = sources.read(folder, MAX_YAML) else { return None };
    names.iter().any(|name| name.ends_with(".kb")).then(|| folder.to_owned())
}

fn ends(name: &str, ends: &[&str]) -> bool {
    ends.iter().any(|end| name.ends_with(end))
}

fn in_folder(sources: &dyn Sources, folder: &str, with: &[&str]) -> Vec<String> {
    let Ok(Entry::Folder(mut names)) = sources.read(folder, MAX_YAML) else { return Vec::new() };
    names.retain(|name| ends(name, with));
    names.sort_unstable();
    let folder = folder.trim_end_matches('/');
    names.into_iter().map(|name| format!("{folder}/{name}")).collect()
}

/// Returns the cases of one file.
///
/// # Errors
/// A file that cannot be read, or is no file of cases.
pub fn find_in(sources: &dyn Sources, path: &str) -> Result<CaseFile, CaseFileError> {
    let unreadable = |source| CaseFileError::Unreadable { path: path.to_owned(), source };
    let Entry::File(bytes) = sources.read(path, MAX_YAML).map_err(unreadable)? else {
        return Err(unreadable(ReadError::NotFound));
    };
    Ok(CaseFile { path: path.to_owned(), cases: read_cases(path, &bytes)? })
}

/// Reads cases: a talk where the path ends in `.talk`, else YAML.
///
/// # Errors
/// What is no talk, or no list of cases.
pub fn read_cases(path: &str, bytes: &[u8]) -> Result<Vec<Case>, CaseFileError> {
    let path = path.to_owned();
    if path.ends_with(".talk") {
        return read_talks(bytes).map_err(|source| CaseFileError::Talk { path, source });
    }
    let mut cases: Vec<Case> = read(bytes).map_err(|source| CaseFileError::Malformed { path, source })?;
    find_lines(bytes, &mut cases);
    Ok(cases)
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
