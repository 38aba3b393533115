//! Faults put into bases that have none, at places taken by chance, to see whether `check` finds them: where they are, and nothing else.
//!
//! A fault changes the text of a base as a slip of its author would. It is found where a code that is right for its sort is told of, and
//! the first place of that is the line of the fault or of the declaration it stands in. Whatever is told of that has no place in a
//! declaration that the fault concerns is a false alarm.

mod causes;
mod conditions;
mod dangers;
mod diagnosis;
mod logic;
mod names;
mod pages;
mod patterns;
mod structure;
mod vain;
mod wordings;

use crate::generate::Dice;
use etio_kb::{Diagnostic, Loaded, MemorySources, check};
pub use pages::{Pages, Unit};
use std::collections::BTreeSet;

/// A base with a fault in it.
#[derive(Clone, Debug)]
pub struct Faulty {
    /// The files, changed.
    pub pages: Pages,
    /// Files that overlay the base.
    pub overlays: Vec<(String, String)>,
    /// Files of cases beside the pages.
    pub cases: Vec<(String, String)>,
    /// The lines where the fault is: of its statement or its declaration. File, and line from 0.
    pub spots: BTreeSet<(String, usize)>,
    /// The ids of the declarations that it concerns.
    pub concerns: BTreeSet<String>,
}

impl Faulty {
    /// Returns pages without a fault so far.
    fn new(pages: &Pages) -> Self {
        Self {
            pages: pages.clone(),
            overlays: Vec::new(),
            cases: Vec::new(),
            spots: BTreeSet::new(),
            concerns: BTreeSet::new(),
        }
    }

    /// Says that the fault stands on a line of a declaration.
    fn at(mut self, file: &str, line: usize) -> Self {
        self.spots.insert((file.to_owned(), line));
        self
    }

    /// Says that the fault is in a declaration, or concerns it.
    fn concerning(mut self, id: &str) -> Self {
        self.concerns.insert(id.to_owned());
        self
    }
}

/// A sort of fault.
pub struct Kind {
    /// The family of checks that must find it.
    pub family: &'static str,
    /// What it is.
    pub name: &'static str,
    /// The codes that are right for it, with a space between.
    pub codes: &'static str,
    /// Puts it in at a place taken by chance; none where the base has no such place.
    pub put: fn(&Pages, &mut Dice) -> Option<Faulty>,
}

/// Every sort of fault.
pub fn kinds() -> Vec<Kind> {
    let structure = [structure::KINDS, names::KINDS].concat();
    let patterns = [patterns::KINDS, wordings::KINDS].concat();
    let logic = [logic::KINDS, conditions::KINDS].concat();
    let diagnosis = [diagnosis::KINDS, causes::KINDS, dangers::KINDS, vain::KINDS].concat();
    let families = [("structure", structure), ("patterns", patterns), ("logic", logic), ("diagnosis", diagnosis)];
    let of_family = |(family, rows): (&'static str, Vec<Row>)| {
        rows.into_iter().map(move |(name, codes, put)| Kind { family, name, codes, put })
    };
    families.into_iter().flat_map(of_family).collect()
}

/// A sort of fault as the families list it: what it is, the codes that are right for it, how it is put in.
type Row = (&'static str, &'static str, fn(&Pages, &mut Dice) -> Option<Faulty>);

/// What `check` made of a fault.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Whether what it is, is told of at its place.
    pub found: bool,
    /// Whether a session shows it.
    pub shown: bool,
    /// Whether anything is told of at its place.
    pub noticed: bool,
    /// What is told of that is neither there nor follows from it.
    pub alarms: Vec<String>,
    /// Everything that is told of, code and place.
    pub told: Vec<String>,
}

/// Checks a base with a fault of a sort.
pub fn outcome(kind: &Kind, faulty: &Faulty) -> Outcome {
    let loaded = checked(&faulty.pages, &faulty.overlays, &faulty.cases);
    let right: Vec<&str> = kind.codes.split(' ').collect();
    let mut outcome = Outcome { found: false, shown: false, noticed: false, alarms: Vec::new(), told: Vec::new() };
    for diagnostic in &loaded.diagnostics {
        let places = places(diagnostic, &loaded);
        let here = |place: &(String, usize)| {
            let unit = faulty.pages.unit_at(&place.0, place.1);
            faulty.spots.contains(place) || unit.is_some_and(|unit| faulty.concerns.contains(&unit.id))
        };
        let first = places.first();
        let (file, line) = first.cloned().unwrap_or_default();
        let told = format!("{} {file}:{} {}", diagnostic.code, line + 1, diagnostic.message);
        let at_its_place = first.is_some_and(|place| faulty.spots.contains(place));
        outcome.noticed |= at_its_place;
        let is_found = at_its_place && right.contains(&diagnostic.code.as_str());
        outcome.found |= is_found;
        outcome.shown |= is_found && diagnostic.example.is_some();
        if !places.iter().any(here) {
            outcome.alarms.push(told.clone());
        }
        outcome.told.push(told);
    }
    outcome
}

/// Returns what is told of pages without a fault: all of it is false alarms.
pub fn told(pages: &Pages) -> Vec<String> {
    let loaded = checked(pages, &[], &[]);
    loaded
        .diagnostics
        .iter()
        .map(|one| format!("{} {:?} {}", one.code, places(one, &loaded).first(), one.message))
        .collect()
}

/// Checks pages, overlaid, with files of cases beside them.
pub fn checked(pages: &Pages, overlays: &[(String, String)], cases: &[(String, String)]) -> Loaded {
    let file =
        |sources: MemorySources, (name, text): (&String, String)| sources.with_file(format!("base/{name}"), text);
    let sources = pages.texts().fold(MemorySources::new(), file);
    let sources = cases.iter().fold(sources, |sources, (name, text)| file(sources, (name, text.clone())));
    let sources =
        overlays.iter().fold(sources, |sources, (name, text)| sources.with_file(name.as_str(), text.as_str()));
    let roots: Vec<&str> = std::iter::once("base").chain(overlays.iter().map(|(name, _)| name.as_str())).collect();
    check(&sources, &roots)
}

fn places(diagnostic: &Diagnostic, loaded: &Loaded) -> Vec<(String, usize)> {
    let place = |label: &etio_kb::Label| {
        let file = loaded.files.get(label.span.file);
        let name = file.name().strip_prefix("base/").unwrap_or(file.name()).to_owned();
        (name, file.place(label.span.range().start).line - 1)
    };
    diagnostic.labels.iter().map(place).collect()
}
