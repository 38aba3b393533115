//! The language of knowledge bases: reading, checking and testing them.
//!
//! A base is text. [`load()`] reads one or more through [`Sources`], so that nothing here forces a host to have files;
//! [`parse_str`] takes a text. What comes out are [`engine::Base`]s, ready for inference, and [`Diagnostic`]s, all of them at once.
//!
//! ```
//! use etio_kb::engine::{Knowledge, Outcome, Session, Step};
//!
//! let page = "base kettle \"Kettles\"\n language en\n\
//!     symptom cold \"The water stays cold\"\n says \"stays cold\"\n\
//!     cause unplugged \"The plug is out\"\n is common\n always cold\n\
//!     fix plug-in \"Put the plug in\"\n always cures unplugged";
//! let loaded = etio_kb::parse_str("kettle.kb", page);
//! assert!(loaded.diagnostics.is_empty());
//!
//! let knowledge = Knowledge::new(loaded.bases).expect("what was read without errors is sound");
//! let mut session = Session::new(&knowledge);
//! session.observe_text("the water stays cold")?;
//! let Step::Try(fix) = session.next() else { panic!("there is something to try") };
//! assert_eq!(knowledge.fix(fix).id, "plug-in");
//! session.outcome(fix, Outcome::Helped)?;
//! assert!(matches!(session.next(), Step::Report(_)));
//! # Ok::<(), etio_kb::engine::SessionError>(())
//! ```

pub mod answers;
#[cfg(feature = "yaml")]
pub mod cases;
pub mod check;
mod compiled;
mod diagnostic;
mod format;
pub mod index;
#[cfg(feature = "learn")]
pub mod learn;
mod load;
mod lower;
mod mend;
mod names;
mod remedy;
mod render;
mod source;
mod sources;
mod syntax;
pub mod words;
mod written;
#[cfg(feature = "yaml")]
pub mod yaml;

pub use compiled::{DecodeError, decode, encode};
pub use diagnostic::{Code, CounterExample, Diagnostic, Label, MAX_DIAGNOSTICS, Severity, Shows};
pub use etio_engine as engine;
pub use format::{WIDTH, format};
pub use load::{MAX_BASE, MAX_DECLARATIONS, MAX_FILE_DEPTH};
pub use mend::{Done, Mended, MendedPage, mend};
pub use remedy::{Edit, Remedy};
pub use render::{Paint, render};
pub use source::{FileId, Files, Place, SourceFile, Span};
pub use sources::{Entry, FileSystem, MemorySources, ReadError, Sources};
pub use written::{Ids, quoted, quoted_literal};

use diagnostic::Diagnostics;
use std::collections::BTreeMap;

/// What came of reading: bases, mistakes, and the files they are in.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The bases without errors, in the order of their first file.
    pub bases: Vec<engine::Base>,
    /// Everything that is wrong, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// Every file that was read.
    pub files: Files,
}

impl Loaded {
    /// Returns whether some base has an error and was left out.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Returns every mistake with the lines it is in, one after the other.
    pub fn render(&self, paint: Paint) -> String {
        let rendered: Vec<String> = self.diagnostics.iter().map(|one| render(one, &self.files, paint)).collect();
        rendered.join("\n\n")
    }
}

/// Reads bases from files or folders. A root that opens a base of an earlier root overlays it; any other is a base of its own.
pub fn load(sources: &dyn Sources, roots: &[&str]) -> Loaded {
    let Read { roots, files, mut diagnostics } = Read::of(sources, roots);
    let bases = lower::lower(&roots, &mut diagnostics);
    let diagnostics = diagnostics.into_settled(&files);
    Loaded { bases, diagnostics, files }
}

/// Reads bases as [`load()`] does, and returns the index of each page with declarations, by the name of its file.
pub fn load_with_indexes(sources: &dyn Sources, roots: &[&str]) -> (Loaded, BTreeMap<String, index::PageIndex>) {
    let Read { roots, files, mut diagnostics } = Read::of(sources, roots);
    let bases = lower::lower(&roots, &mut diagnostics);
    let pages = roots.iter().flat_map(|root| &root.pages);
    let index = |page: &syntax::Page| {
        let file = page.declarations.first()?.span.file;
        Some((files.get(file).name().to_owned(), index::PageIndex::of(page)))
    };
    let indexes = pages.filter_map(index).collect();
    let diagnostics = diagnostics.into_settled(&files);
    (Loaded { bases, diagnostics, files }, indexes)
}

/// Reads bases as [`load()`] does, and returns for each where its parts are written.
pub fn load_with_places(sources: &dyn Sources, roots: &[&str]) -> (Loaded, Vec<check::Places>) {
    let Read { roots, files, mut diagnostics } = Read::of(sources, roots);
    let (bases, places) = lower::lower_with_places(&roots, &mut diagnostics).into_iter().unzip();
    let diagnostics = diagnostics.into_settled(&files);
    (Loaded { bases, diagnostics, files }, places)
}

/// Reads bases as [`load()`] does, and looks for what is probably not meant in those without errors: see [`mod@check`].
pub fn check(sources: &dyn Sources, roots: &[&str]) -> Loaded {
    let Read { roots: read, mut files, mut diagnostics } = Read::of(sources, roots);
    let bases = lower::lower_with_places(&read, &mut diagnostics);
    let needless = read.iter().flat_map(|root| root.needless_uses(&files));
    needless.for_each(|one| diagnostics.push(one));
    let recorded = check::Recorded::beside(sources, roots);
    bases.iter().for_each(|(base, places)| check::analyse(base, places, &recorded.samples, &mut diagnostics));
    let bases: Vec<engine::Base> = bases.into_iter().map(|(base, _)| base).collect();
    recorded.tell(&bases, &mut files, &mut diagnostics);
    let mut diagnostics = diagnostics.into_list();
    check::silence(&mut diagnostics, &files);
    remedy::settle(&mut diagnostics, &files);
    Loaded { bases, diagnostics, files }
}

/// What was read, before it is given a meaning.
struct Read {
    roots: Vec<load::Root>,
    files: Files,
    diagnostics: Diagnostics,
}

impl Read {
    fn of(sources: &dyn Sources, roots: &[&str]) -> Self {
        let (mut files, mut diagnostics) = (Files::default(), Diagnostics::default());
        let read = |root: &&str| load::load_root(sources, root, &mut files, &mut diagnostics);
        let roots = roots.iter().map(read).collect();
        Self { roots, files, diagnostics }
    }
}

/// Reads a base from a text; `name` is what mistakes call it.
pub fn parse_str(name: &str, text: &str) -> Loaded {
    load(&MemorySources::new().with_file(name, text), &[name])
}
