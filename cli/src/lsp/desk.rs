//! What is known of the files: the open ones, and the bases that they belong to.

use super::checker::{Checked, Job};
use super::files;
use super::laid::{Laid, Written};
use super::positions::Lines;
use crate::bases;
use crate::words::Words;
use etio_kb::index::{HeadWord, PageIndex};
use etio_kb::{Entry, Loaded, Sources, cases};
use std::cell::OnceCell;
use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How many folders above a file may hold the base that uses it.
const FOLDERS_ABOVE: usize = 4;

/// A text, with where its lines begin and what stands in it.
#[derive(Debug)]
pub(super) struct Text {
    path: String,
    pub(super) text: String,
    pub(super) lines: Lines,
    /// Made when it is wanted.
    index: OnceCell<PageIndex>,
}

impl Text {
    fn new(path: &str, text: String, index: Option<PageIndex>) -> Self {
        let index = index.map_or_else(OnceCell::new, OnceCell::from);
        Self { path: path.to_owned(), lines: Lines::new(&text), text, index }
    }

    /// Returns what stands in it.
    pub(super) fn index(&self) -> &PageIndex {
        self.index.get_or_init(|| match &self.path {
            path if path.ends_with(".kb") => PageIndex::new(&self.text),
            path if cases::is_case_file(path) => {
                PageIndex { mentions: cases::mentions(path, &self.text), ..PageIndex::default() }
            }
            _ => PageIndex::default(),
        })
    }
}

/// A file that is open in the editor.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) uri: String,
    pub(super) version: i32,
    /// The text as it is now; its index is made when it is wanted.
    pub(super) text: String,
    read: Option<Rc<Text>>,
}

/// A base as it was last read.
pub(super) struct Reading {
    pub(super) loaded: Loaded,
    /// The pages by path, and what stands in them.
    pub(super) pages: BTreeMap<String, Rc<Text>>,
    /// Where each id is declared first: the page, and which of its declarations. Translations declare nothing.
    pub(super) declared: BTreeMap<String, (String, usize)>,
    /// Which state of the files it is.
    pub(super) state: u64,
    /// Whether it was checked, and not only read.
    pub(super) is_checked: bool,
    /// What was read: the root last, and before it what lies below it.
    roots: Vec<String>,
    /// The files of its cases by path, once somebody asked for them.
    cases: OnceCell<BTreeMap<String, Rc<Text>>>,
}

/// The open files and their bases.
pub(super) struct Desk {
    /// What is said to the author.
    pub(super) words: Words,
    /// The open files, by path.
    pub(super) open: BTreeMap<String, Document>,
    /// The bases, by root.
    pub(super) readings: BTreeMap<String, Reading>,
    /// Bases that lie below every other, as `--base` names them.
    below: Vec<String>,
    /// Files that changed since their bases were read.
    changed: BTreeSet<String>,
    /// How often something was read.
    state: u64,
}

impl Written for Document {
    fn text(&self) -> &str {
        &self.text
    }
}

impl Desk {
    /// Returns an empty desk over these bases.
    pub(super) fn over(below: Vec<String>, words: Words) -> Self {
        let (open, readings, changed) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        Self { words, open, readings, below, changed, state: 0 }
    }

    pub(super) fn open(&mut self, uri: &str, version: i32, text: String) {
        let path = files::path(uri);
        self.changed.insert(path.clone());
        self.open.insert(path, Document { uri: uri.to_owned(), version, text, read: None });
    }

    /// Changes an open file; the change is handed its text.
    pub(super) fn change(&mut self, uri: &str, version: i32, change: impl FnOnce(&mut String)) {
        let path = files::path(uri);
        if let Some(document) = self.open.get_mut(&path) {
            change(&mut document.text);
            document.version = version;
            document.read = None;
            self.changed.insert(path);
        }
    }

    pub(super) fn close(&mut self, uri: &str) {
        let path = files::path(uri);
        self.open.remove(&path);
        self.changed.insert(path);
    }

    /// Says that a file was changed by somebody else.
    pub(super) fn touch(&mut self, uri: &str) {
        self.changed.insert(files::path(uri));
    }

    /// Returns the address of a path, as the editor says it where it has the file open.
    pub(super) fn uri(&self, path: &str) -> String {
        self.open.get(path).map_or_else(|| files::uri(path), |document| document.uri.clone())
    }

    /// Returns the text of an open file and what stands in it.
    pub(super) fn text(&mut self, path: &str) -> Option<Rc<Text>> {
        let document = self.open.get_mut(path)?;
        let read = document.read.take().unwrap_or_else(|| Rc::new(Text::new(path, document.text.clone(), None)));
        document.read = Some(Rc::clone(&read));
        Some(read)
    }

    /// Returns the next base that was read and not yet checked.
    fn unchecked(&self) -> Option<(&String, &Reading)> {
        self.readings.iter().find(|(_, reading)| !reading.is_checked)
    }

    /// Returns whether every base was checked.
    pub(super) fn is_checked(&self) -> bool {
        self.unchecked().is_none()
    }

    /// Returns what is to be checked next.
    pub(super) fn job(&self) -> Option<Job> {
        let (root, reading) = self.unchecked()?;
        let texts = self.open.iter().map(|(path, document)| (path.clone(), document.text.clone()));
        Some(Job { root: root.clone(), roots: reading.roots.clone(), state: reading.state, files: texts.collect() })
    }

    /// Takes what a check found, if nothing changed in the meantime.
    pub(super) fn checked(&mut self, checked: Checked) {
        if let Some(reading) = self.readings.get_mut(&checked.root).filter(|known| known.state == checked.state) {
            reading.loaded = checked.loaded;
            reading.is_checked = true;
        }
    }

    /// Reads every base again of which a file changed; returns whether any file did.
    pub(super) fn read_again(&mut self) -> bool {
        let changed = std::mem::take(&mut self.changed);
        if changed.is_empty() {
            return false;
        }
        self.state += 1;
        let of_a_base = |path: &&String| path.ends_with(".kb") || cases::is_case_file(path);
        let pages: Vec<String> = self.open.keys().filter(of_a_base).cloned().collect();
        let home = |path: &String| Some((path.clone(), self.root(path)?));
        let homes: BTreeMap<String, String> = pages.iter().filter_map(home).collect();
        let roots: BTreeSet<&String> = homes.values().collect();
        self.readings.retain(|root, _| roots.contains(root));
        for root in roots {
            let known = self.readings.get(root);
            let stale = known.is_none_or(|reading| changed.iter().any(|path| reading.concerns(root, path)))
                || homes.iter().any(|(path, home)| home == root && changed.contains(path));
            if stale {
                let reading = self.read_root(root);
                for (path, page) in &reading.pages {
                    if let Some(document) = self.open.get_mut(path).filter(|document| document.read.is_none()) {
                        document.read = Some(Rc::clone(page));
                    }
                }
                self.readings.insert(root.clone(), reading);
            }
        }
        true
    }

    /// Returns the base that a file belongs to.
    pub(super) fn reading_of(&self, path: &str) -> Option<(&String, &Reading)> {
        if cases::is_case_file(path) {
            let by_name = self.readings.get_key_value(&cases::base_of(path));
            return by_name.or_else(|| self.readings.get_key_value(files::folder(path)));
        }
        self.readings.iter().find(|(_, reading)| reading.pages.contains_key(path))
    }

    /// Returns the files of cases of a base, by path.
    pub(super) fn cases<'d>(&'d self, reading: &'d Reading) -> &'d BTreeMap<String, Rc<Text>> {
        reading.cases.get_or_init(|| {
            let root = reading.roots.last().map(String::as_str).unwrap_or_default();
            let read = |path: &str| self.open.get(path).and_then(|document| document.read.clone());
            let text = |path: String| {
                let text = read(&path).or_else(|| Some(Rc::new(Text::new(&path, self.laid().text(&path)?, None))))?;
                Some((path, text))
            };
            cases::case_files(&self.laid(), root).into_iter().filter_map(text).collect()
        })
    }

    /// Returns the open files over those on disk.
    fn laid(&self) -> Laid<'_, Document> {
        Laid(&self.open)
    }

    /// Returns the root of a page: the folder that is its base, the file that is, or a file or folder above that uses it. A file of
    /// cases has one where a base stands beside it: other programs have folders of that name, too.
    fn root(&self, path: &str) -> Option<String> {
        if cases::is_case_file(path) {
            return cases::home_of(&self.laid(), path);
        }
        let mut folder = files::folder(path);
        for _ in 0..FOLDERS_ABOVE {
            let openers = self.openers(folder);
            match openers.as_slice() {
                // A folder is one base where one file opens one.
                [_] if files::folder(path) == folder => return Some(folder.to_owned()),
                [] => {}
                _ if openers.iter().any(|opener| opener == path) => break,
                _ => {
                    let folders = [folder.to_owned()].into_iter().filter(|_| openers.len() == 1);
                    if let Some(root) = folders.chain(openers.clone()).find(|root| self.brings(root, path)) {
                        return Some(root);
                    }
                }
            }
            if folder.is_empty() {
                break;
            }
            folder = files::folder(folder);
        }
        Some(path.to_owned())
    }

    /// Returns the files of a folder that open a base.
    fn openers(&self, folder: &str) -> Vec<String> {
        let Ok(Entry::Folder(mut names)) = self.laid().read(folder, 0) else { return Vec::new() };
        names.sort();
        let pages = names.into_iter().filter(|name| name.ends_with(".kb")).map(|name| format!("{folder}/{name}"));
        pages.filter(|path| opens_base(&self.laid().beginning(path))).collect()
    }

    fn brings(&self, root: &str, path: &str) -> bool {
        etio_kb::load(&self.laid(), &[root]).files.iter().any(|file| file.name() == path)
    }

    /// Returns a page as it was read before, where it still says the same.
    fn known(&self, path: &str, text: &str) -> Option<Rc<Text>> {
        let before = self.readings.values().find_map(|reading| reading.pages.get(path));
        before.filter(|before| before.text == text).map(Rc::clone)
    }

    fn read_root(&self, root: &str) -> Reading {
        let below: Vec<&str> = self.below.iter().map(String::as_str).collect();
        let mut roots = [&below[..], &[root]].concat();
        let (mut loaded, mut indexes) = etio_kb::load_with_indexes(&self.laid(), &roots);
        let opens = loaded.files.iter().filter_map(|file| PageIndex::new(first_line(file.text())).opens);
        let id = opens.map(|(_, id)| id).last();
        // What is wrong alone may be meant to change a base that comes with etio.
        let shipped = id.as_deref().and_then(bases::shipped_root).filter(|_| loaded.has_errors() && below.is_empty());
        if let Some(shipped) = &shipped {
            let (beside, beside_indexes) = etio_kb::load_with_indexes(&self.laid(), &[shipped, root]);
            let errors = |loaded: &Loaded| loaded.diagnostics.iter().filter(|one| one.is_error()).count();
            if errors(&beside) < errors(&loaded) {
                (loaded, indexes, roots) = (beside, beside_indexes, vec![shipped, root]);
            }
        }
        let paths: Vec<String> = loaded.files.iter().map(|file| file.name().to_owned()).collect();
        let mut page = |(path, file): (String, &etio_kb::SourceFile)| {
            let read = self.open.get(&path).and_then(|document| document.read.clone());
            let index = indexes.remove(&path);
            let text = match read.or_else(|| self.known(&path, file.text())) {
                Some(known) => {
                    // It was seen before; perhaps nobody asked what stands in it.
                    if let Some(index) = index {
                        let _ = known.index.set(index);
                    }
                    known
                }
                None => Rc::new(Text::new(&path, file.text().to_owned(), index)),
            };
            (path, text)
        };
        let roots = roots.into_iter().map(str::to_owned).collect();
        let pages: BTreeMap<_, _> = paths.iter().cloned().zip(loaded.files.iter()).map(&mut page).collect();
        let mut declared = BTreeMap::new();
        for (path, page) in paths.iter().filter_map(|path| pages.get_key_value(path)) {
            let things = page.index().declarations.iter().enumerate().filter(|_| !page.index().is_translation());
            for (at, thing) in things.filter(|(_, thing)| thing.word != HeadWord::Use) {
                if let Slot::Vacant(slot) = declared.entry(thing.id.clone()) {
                    slot.insert((path.clone(), at));
                }
            }
        }
        Reading { loaded, pages, declared, state: self.state, is_checked: false, roots, cases: OnceCell::new() }
    }
}

impl Reading {
    /// Returns whether a change of a file may change the base.
    fn concerns(&self, root: &str, path: &str) -> bool {
        let is_case = || cases::is_case_file(path) && cases::base_of(path) == root;
        self.pages.contains_key(path) || files::folder(path) == root || is_case()
    }

    /// Returns whether a page belongs to a base that comes with etio, so that nobody can change it.
    pub(super) fn is_shipped(path: &str) -> bool {
        bases::is_on_shelf(path)
    }
}

fn first_line(text: &str) -> &str {
    let words = |line: &str| !line.trim_start_matches('\u{feff}').trim().is_empty() && !line.trim().starts_with('#');
    text.lines().find(|line| words(line)).unwrap_or_default()
}

fn opens_base(text: &str) -> bool {
    let mut words = first_line(text).trim_start_matches('\u{feff}').split_whitespace();
    words.next().and_then(HeadWord::of_word) == Some(HeadWord::Base)
}
