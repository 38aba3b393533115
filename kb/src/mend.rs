//! Applying what mends a base for certain: all remedies that do not overlap, again and again until none is left.
//!
//! What comes of every round is read and checked again. A remedy after which there is an error that was not there is not
//! applied, unless that error has a remedy too and both together leave none. Nothing is written here.

use crate::diagnostic::{Code, Diagnostic};
use crate::load::{MAX_BASE, normal};
use crate::remedy::{Edit, Remedy};
use crate::sources::{Entry, ReadError, Sources};
use crate::{Loaded, check};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;

/// How often remedies are applied before what is left is left.
const ROUNDS: usize = 10;
/// How often a base is checked again at most while it is found out which remedies can be applied.
const CHECKS: usize = 100;

/// What came of mending.
#[derive(Clone, Debug)]
pub struct Mended {
    /// The pages that change, in the order of their paths.
    pub pages: Vec<MendedPage>,
    /// What was done, in the order of doing.
    pub done: Vec<Done>,
    /// The bases as they are after that, with what is left to mend.
    pub left: Loaded,
}

/// A page that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MendedPage {
    /// The path under which it was read.
    pub path: String,
    /// Its text as it was read.
    pub before: String,
    /// Its text with all remedies.
    pub after: String,
}

/// A remedy that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// What kind of mistake it mends.
    pub code: Code,
    /// The path of the page.
    pub path: String,
    /// The line on which the remedy begins, from 1, in the page as it was read.
    pub line: usize,
    /// What the remedy does.
    pub title: String,
}

/// Mends the pages of bases: those that are, or stand in, one of the roots of `mine`; `roots` are all that are loaded together.
///
/// ```
/// use etio_kb::{MemorySources, mend};
///
/// let page = "base kettle \"Kettles\"\n language en\nsymptom cold \"Cold\"\n syas \"stays cold\"\n\
///     cause unplugged \"The plug is out\"\n is common\n always cold\nfix plug-in \"Put it in\"\n always cures unplugged\n";
/// let mended = mend(&MemorySources::new().with_file("kettle.kb", page), &["kettle.kb"], &["kettle.kb"]);
/// assert_eq!(mended.pages[0].after, page.replace("syas", "says"));
/// assert_eq!((mended.done[0].code.as_str(), mended.done[0].line), ("E106", 4));
/// assert!(mended.left.diagnostics.is_empty());
/// ```
pub fn mend(sources: &dyn Sources, roots: &[&str], mine: &[&str]) -> Mended {
    let mender = Mender { roots, mine, checks: Cell::new(CHECKS) };
    let pages = Pages { sources, pages: BTreeMap::new(), done: Vec::new() };
    let loaded = check(&pages, roots);
    let mut now = State { pages, loaded };
    for _ in 0..ROUNDS {
        let remedies = mender.remedies(&now.loaded, |_| true);
        match mender.grow(&now, Vec::new(), &remedies).1 {
            Some(next) => now = next,
            None => break,
        }
    }
    let changed = |(path, page): (String, Page)| {
        (page.before != page.text).then_some(MendedPage { path, before: page.before, after: page.text })
    };
    let pages = now.pages.pages.into_iter().filter_map(changed).collect();
    Mended { pages, done: now.pages.done, left: now.loaded }
}

/// A remedy that is applied, and what it mends.
type Chosen = (Code, Remedy);

/// What is to be mended.
struct Mender<'s> {
    roots: &'s [&'s str],
    mine: &'s [&'s str],
    /// How many checks are left.
    checks: Cell<usize>,
}

/// The pages with what was applied so far, and what is found in them.
struct State<'s> {
    pages: Pages<'s>,
    loaded: Loaded,
}

impl<'s> Mender<'s> {
    /// Returns remedies that can be applied together, of those mistakes that are `wanted`.
    fn remedies(&self, loaded: &Loaded, wanted: impl Fn(&Diagnostic) -> bool) -> Vec<Chosen> {
        let mut remedies: Vec<Chosen> = Vec::new();
        for diagnostic in loaded.diagnostics.iter().filter(|one| wanted(one)) {
            let Some(remedy) = diagnostic.remedy.as_deref() else { continue };
            let mine = remedy.edits.iter().all(|edit| self.may_change(loaded, edit));
            if mine && !remedies.iter().any(|(_, other)| other.overlaps(remedy)) {
                remedies.push((diagnostic.code, remedy.clone()));
            }
        }
        remedies
    }

    fn may_change(&self, loaded: &Loaded, edit: &Edit) -> bool {
        let path = loaded.files.get(edit.span.file).name();
        self.mine.iter().any(|root| is_within(path, root))
    }

    /// Adds to the remedies that can be applied those of `more` that can be applied with them; returns what comes of them, too,
    /// where some were added.
    fn grow(&self, from: &State<'s>, good: Vec<Chosen>, more: &[Chosen]) -> (Vec<Chosen>, Option<State<'s>>) {
        let all = [&good, more].concat();
        if more.is_empty() {
            return (good, None);
        }
        match (more, self.tried(from, &all)) {
            (_, Some(next)) => (all, Some(next)),
            ([_], None) => (good, None),
            (_, None) => {
                let (first, second) = more.split_at(more.len() / 2);
                let (good, next) = self.grow(from, good, first);
                let (good, later) = self.grow(from, good, second);
                (good, later.or(next))
            }
        }
    }

    /// Applies remedies and those of the mistakes that they uncover; none where that leaves an error that was not there.
    fn tried(&self, from: &State<'s>, remedies: &[Chosen]) -> Option<State<'s>> {
        let before = errors(&from.loaded);
        let mut pages = from.pages.with(&from.loaded, remedies)?;
        for _ in 0..ROUNDS {
            self.checks.set(self.checks.get().checked_sub(1)?);
            let loaded = check(&pages, self.roots);
            let is_new = |one: &Diagnostic| one.is_error() && errors(&loaded).get(&one.code) > before.get(&one.code);
            let new = loaded.diagnostics.iter().filter(|one| is_new(one)).count();
            if new == 0 {
                return Some(State { pages, loaded });
            }
            let more = self.remedies(&loaded, is_new);
            if more.is_empty() {
                return None;
            }
            pages = pages.with(&loaded, &more)?;
        }
        None
    }
}

/// Returns how many errors there are of each kind.
fn errors(loaded: &Loaded) -> BTreeMap<Code, usize> {
    let mut errors = BTreeMap::new();
    let all = loaded.diagnostics.iter().filter(|one| one.is_error());
    all.for_each(|one| *errors.entry(one.code).or_default() += 1);
    errors
}

/// Returns whether a file is a root, or stands in the folder that a root is.
fn is_within(path: &str, root: &str) -> bool {
    let root = normal(root);
    match path.strip_prefix(&root) {
        Some(_) if root.is_empty() => !path.starts_with('/') && !path.starts_with(".."),
        Some(rest) => rest.is_empty() || rest.starts_with('/'),
        None => false,
    }
}

/// Files with remedies applied, before anything is written.
#[derive(Clone)]
struct Pages<'s> {
    sources: &'s dyn Sources,
    pages: BTreeMap<String, Page>,
    done: Vec<Done>,
}

/// A page on its way.
#[derive(Clone)]
struct Page {
    before: String,
    text: String,
    /// For each round what was replaced, in order, and by how many bytes.
    rounds: Vec<Vec<(Range<usize>, usize)>>,
}

impl Pages<'_> {
    /// Returns the pages with these remedies; none where a page is not what was read.
    fn with(&self, loaded: &Loaded, remedies: &[Chosen]) -> Option<Self> {
        let mut next = self.clone();
        let mut edits: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
        for (code, remedy) in remedies {
            let Some(first) = remedy.edits.first() else { continue };
            let file = loaded.files.get(first.span.file);
            next.open(file.name(), file.text())?;
            let line = next.pages[file.name()].line_before(first.span.range().start);
            next.done.push(Done { code: *code, path: file.name().to_owned(), line, title: remedy.title.clone() });
            for edit in &remedy.edits {
                let file = loaded.files.get(edit.span.file);
                next.open(file.name(), file.text())?;
                edits.entry(file.name()).or_default().push(edit);
            }
        }
        for (path, edits) in edits {
            next.pages.entry(path.to_owned()).and_modify(|page| page.apply(edits));
        }
        Some(next)
    }

    /// Takes a page in, if its text is what its file says to the byte.
    fn open(&mut self, path: &str, text: &str) -> Option<()> {
        if !self.pages.contains_key(path) {
            let read = self.sources.read(path, MAX_BASE);
            if read != Ok(Entry::File(text.as_bytes().to_vec())) {
                return None;
            }
            let page = Page { before: text.to_owned(), text: text.to_owned(), rounds: Vec::new() };
            self.pages.insert(path.to_owned(), page);
        }
        Some(())
    }
}

impl Sources for Pages<'_> {
    fn read(&self, path: &str, limit: usize) -> Result<Entry, ReadError> {
        match self.pages.get(path) {
            Some(page) => Ok(Entry::File(page.text.clone().into_bytes())),
            None => self.sources.read(path, limit),
        }
    }
}

impl Page {
    fn apply(&mut self, mut edits: Vec<&Edit>) {
        edits.sort_by_key(|edit| edit.span);
        for edit in edits.iter().rev() {
            self.text.replace_range(edit.span.range(), &edit.text);
        }
        self.rounds.push(edits.iter().map(|edit| (edit.span.range(), edit.text.len())).collect());
    }

    /// Returns the line, from 1, on which a byte of the text stood in the page as it was read.
    fn line_before(&self, byte: usize) -> usize {
        let at = self.rounds.iter().rev().fold(byte, |byte, round| byte_before(byte, round));
        self.before[..self.before.floor_char_boundary(at)].matches('\n').count() + 1
    }
}

/// Returns where a byte stood before a round.
fn byte_before(byte: usize, round: &[(Range<usize>, usize)]) -> usize {
    let mut removed = 0usize;
    let mut added = 0usize;
    for (range, length) in round {
        let start = range.start + added - removed;
        if byte < start {
            break;
        }
        if byte < start + length {
            return range.start;
        }
        removed += range.len();
        added += length;
    }
    byte + removed - added
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_within_its_root_alone() {
        let table = [
            ("a.kb", "a.kb", true),
            ("a.kb", "./a.kb", true),
            ("more/a.kb", "more/", true),
            ("more/a.kb", ".", true),
            ("../a.kb", ".", false),
            ("/a.kb", ".", false),
            ("moreover/a.kb", "more", false),
            ("more/b.kb", "more/a.kb", false),
        ];
        for (path, root, within) in table {
            assert_eq!(is_within(path, root), within, "{path} in {root}");
        }
    }

    #[test]
    fn places_are_found_again() {
        // `abcdef` becomes `aXXdef` and then `aXXf`.
        let rounds = [vec![(1..3, 2)], vec![(3..5, 0)]];
        let back = |byte: usize| rounds.iter().rev().fold(byte, |byte, round| byte_before(byte, round));
        assert_eq!([0, 1, 2, 3].map(back), [0, 1, 1, 5]);
    }
}
