//! The files of a base: which they are, in which order, and whether they can be read at all.
//!
//! Knows `use`, folders and limits; what the declarations mean is none of its business.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::remedy::{Cut, Remedy};
use crate::source::{FileId, Files, Span};
use crate::sources::{Entry, ReadError, Sources};
use crate::syntax::{Detail, Page, Str, read_page};
use std::collections::BTreeMap;

/// How many bytes the files of a base may have together.
pub const MAX_BASE: usize = 16 * 1024 * 1024;
/// How many declarations a base may have.
pub const MAX_DECLARATIONS: usize = 100_000;
/// How deeply files may use files.
pub const MAX_FILE_DEPTH: usize = 64;

/// Everything that one root brings in, in the order of reading.
pub(crate) struct Root {
    pub(crate) name: String,
    pub(crate) pages: Vec<Page>,
    /// How many errors were found while reading.
    pub(crate) errors: usize,
    /// Every `use`, in the order of reading.
    pub(crate) uses: Vec<Use>,
}

/// A `use` and what it names.
pub(crate) struct Use {
    /// The path from where the host is.
    pub(crate) path: String,
    pub(crate) span: Span,
}

impl Root {
    /// Tells of every `use` that names what is read anyhow: because the same file says it already, or the folder holds it.
    pub(crate) fn needless_uses(&self, files: &Files) -> Vec<Diagnostic> {
        let root = normal(&self.name);
        let is_folder = |file: FileId| files.get(file).name() != root;
        let mut found = Vec::new();
        for (nth, one) in self.uses.iter().enumerate() {
            let before = self.uses[..nth].iter();
            let same = before.into_iter().find(|other| other.span.file == one.span.file && other.path == one.path);
            let folder = one.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let problem = |message: String| Diagnostic::new(Code::NeedlessUse, message).at(one.span, "");
            if let Some(same) = same {
                let problem = problem(format!("`{}` is used twice by this file", one.path));
                let problem = problem.at(same.span, "used first here").help("leave one `use` out");
                found.push(problem.remedy(needless(one)));
            } else if folder == root && is_folder(one.span.file) && one.path.ends_with(".kb") {
                let problem = problem(format!("`{}` belongs to the base anyhow", one.path));
                let problem = problem.help("leave the `use` out: every `.kb` file of the folder is read");
                found.push(problem.remedy(needless(one)));
            }
        }
        found
    }
}

/// Returns that a `use` goes.
fn needless(one: &Use) -> Remedy {
    Remedy::cut("leave the `use` out", Cut::Declaration(one.span))
}

/// Reads a file or a folder and all that it uses.
pub(crate) fn load_root(sources: &dyn Sources, root: &str, files: &mut Files, diagnostics: &mut Diagnostics) -> Root {
    let before = diagnostics.errors();
    let mut loader = Loader {
        sources,
        files,
        diagnostics,
        pages: Vec::new(),
        seen: BTreeMap::new(),
        bytes: 0,
        declarations: 0,
        uses: Vec::new(),
    };
    let path = normal(root);
    loader.entry(&Wanted { path: if path.is_empty() { ".".to_owned() } else { path }, by: None, depth: 0 });
    let Loader { pages, uses, .. } = loader;
    Root { name: root.to_owned(), pages, errors: diagnostics.errors() - before, uses }
}

/// A file or folder to be read, and who asks for it.
struct Wanted<'a> {
    path: String,
    by: Option<&'a Str>,
    depth: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Still being read: whoever uses it now closes a circle.
    Open,
    Read,
}

struct Loader<'a> {
    sources: &'a dyn Sources,
    files: &'a mut Files,
    diagnostics: &'a mut Diagnostics,
    pages: Vec<Page>,
    seen: BTreeMap<String, State>,
    bytes: usize,
    declarations: usize,
    uses: Vec<Use>,
}

impl Loader<'_> {
    fn entry(&mut self, wanted: &Wanted<'_>) {
        match self.sources.read(&wanted.path, MAX_BASE - self.bytes) {
            Ok(Entry::File(content)) => self.file(wanted, content),
            Ok(Entry::Folder(names)) => self.folder(wanted, names),
            Err(ReadError::NotFound) => {
                let message = format!("there is no file or folder `{}`", wanted.path);
                let help = match wanted.by {
                    Some(_) => "a path is named from the file that says `use`",
                    None => "check the path",
                };
                self.tell(wanted, Diagnostic::new(Code::NotFound, message), help);
            }
            Err(ReadError::Failed(why)) => {
                let message = format!("`{}` cannot be read: {why}", wanted.path);
                self.tell(wanted, Diagnostic::new(Code::Unreadable, message), "check that you may read it");
            }
        }
    }

    fn folder(&mut self, wanted: &Wanted<'_>, mut names: Vec<String>) {
        names.retain(|name| is_base_file(name));
        names.sort();
        if names.is_empty() {
            let message = format!("there is no `.kb` file in the folder `{}`", wanted.path);
            self.tell(wanted, Diagnostic::new(Code::Empty, message), "a base is written in files that end in `.kb`");
        }
        for name in names {
            let path = normal(&format!("{}/{name}", wanted.path));
            if !self.seen.contains_key(&path) {
                self.entry(&Wanted { path, ..*wanted });
            }
        }
    }

    fn file(&mut self, wanted: &Wanted<'_>, content: Vec<u8>) {
        self.bytes += content.len();
        if self.bytes > MAX_BASE {
            self.bytes = MAX_BASE;
            let message = format!("the base is larger than {} MB with `{}`", MAX_BASE / (1024 * 1024), wanted.path);
            return self.tell(wanted, Diagnostic::new(Code::TooLarge, message), "split it into several bases");
        }
        let Some(file) = self.text(wanted, content) else { return };
        self.seen.insert(wanted.path.clone(), State::Open);
        let page = read_page(file, self.files.get(file).text(), self.diagnostics);
        self.declarations += page.declarations.len();
        let text = self.files.get(file).text();
        if text.trim_start_matches('\u{feff}').trim().is_empty() {
            let message = format!("`{}` is empty", wanted.path);
            let help = "a base begins with `base ID \"title\"`";
            self.diagnostics.push(Diagnostic::new(Code::Empty, message).at(Span::new(file, 0..0), "").help(help));
        }
        if self.declarations > MAX_DECLARATIONS {
            let message = format!("the base has more than {MAX_DECLARATIONS} declarations with `{}`", wanted.path);
            self.tell(wanted, Diagnostic::new(Code::TooManyDeclarations, message), "split it into several bases");
        } else {
            let uses = uses(&page);
            self.pages.push(page);
            uses.iter().for_each(|path| self.used(wanted, path));
        }
        self.seen.insert(wanted.path.clone(), State::Read);
    }

    fn text(&mut self, wanted: &Wanted<'_>, content: Vec<u8>) -> Option<FileId> {
        match String::from_utf8(content) {
            Ok(text) => Some(self.files.add(&wanted.path, text)),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let file = self.files.add(&wanted.path, String::from_utf8_lossy(error.as_bytes()).into_owned());
                let message = format!("`{}` is not UTF-8", wanted.path);
                let place = Span::new(file, at..at + '\u{fffd}'.len_utf8());
                let help = "save the file as UTF-8 in your editor";
                self.diagnostics.push(Diagnostic::new(Code::NotUtf8, message).at(place, "").help(help));
                None
            }
        }
    }

    fn used(&mut self, wanted: &Wanted<'_>, by: &Str) {
        let problem = |code: Code, message: String| Diagnostic::new(code, message).at(by.span, "");
        if by.value.starts_with('/') || by.value.contains(['\\', ':']) {
            let message = format!("`{}` is not named from this file", by.value);
            let help = "write a path such as \"more/file.kb\"";
            return self.diagnostics.push(problem(Code::BadPath, message).help(help));
        }
        let folder = wanted.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let root = if wanted.path.starts_with('/') && folder.is_empty() { "/" } else { folder };
        let path = if root.is_empty() { normal(&by.value) } else { normal(&format!("{root}/{}", by.value)) };
        self.uses.push(Use { path: path.clone(), span: by.span });
        match self.seen.get(&path) {
            Some(State::Read) => {}
            Some(State::Open) => {
                let message = format!("`{path}` is used in a circle");
                let help = "leave one `use` of the circle out; a file is read once however often it is named";
                self.diagnostics.push(problem(Code::CircleOfFiles, message).help(help));
            }
            None if wanted.depth + 1 > MAX_FILE_DEPTH => {
                let message = format!("files use files more than {MAX_FILE_DEPTH} deep");
                let help = "name the files in one place, or put them into one folder";
                self.diagnostics.push(problem(Code::FilesTooDeep, message).help(help));
            }
            None => self.used_entry(Wanted { path, by: Some(by), depth: wanted.depth + 1 }),
        }
    }

    /// Reads a file or folder that a base names, and nothing that is no part of a base.
    fn used_entry(&mut self, wanted: Wanted<'_>) {
        let name = wanted.path.rsplit('/').next().unwrap_or_default();
        if name.contains('.') && !name.starts_with('.') && !is_base_file(name) {
            let message = format!("`{name}` is no file of a base");
            return self.tell(&wanted, Diagnostic::new(Code::BadPath, message), "such a file ends in `.kb`");
        }
        self.entry(&wanted);
    }

    fn tell(&mut self, wanted: &Wanted<'_>, diagnostic: Diagnostic, help: &str) {
        let diagnostic = match wanted.by {
            Some(by) => diagnostic.at(by.span, "named here"),
            None => diagnostic,
        };
        self.diagnostics.push(diagnostic.help(help));
    }
}

fn is_base_file(name: &str) -> bool {
    name.ends_with(".kb")
}

fn uses(page: &Page) -> Vec<Str> {
    let path = |detail: &Detail| if let Detail::Path(path) = detail { Some(path.clone()) } else { None };
    page.declarations.iter().filter_map(|declaration| path(&declaration.head.detail)).collect()
}

/// Returns a path without `.`, and without `..` where something stands before it.
pub(crate) fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match (part, parts.last()) {
            ("." | "", _) => {}
            ("..", Some(last)) if *last != ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_made_normal() {
        let table = [
            ("a.kb", "a.kb"),
            ("./a//b/./c.kb", "a/b/c.kb"),
            ("a/../b.kb", "b.kb"),
            ("../a.kb", "../a.kb"),
            ("../../a/../b", "../../b"),
            ("/a/b/../c", "/a/c"),
            (".", ""),
        ];
        for (path, expected) in table {
            assert_eq!(normal(path), expected, "{path}");
        }
    }
}
