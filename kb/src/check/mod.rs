//! What is probably not meant in a base that has no error. It works on the model; a table of places leads back to the lines.
//!
//! None of this runs when bases are loaded to diagnose with: only [`crate::check()`] asks for it.

mod diagnosis;
mod hard;
mod languages;
mod logic;
mod metrics;
mod partial;
mod patterns;
mod places;
#[cfg(feature = "yaml")]
mod recorded;
#[cfg(not(feature = "yaml"))]
#[path = "unrecorded.rs"]
mod recorded;
mod rules;
mod silence;
mod stage;
mod structure;
mod worlds;

use diagnosis::{otherwise, said_of};
pub use metrics::{Confusion, Metrics, OfCause, OfQuestion, metrics};
pub use places::{Places, Subject};
pub(crate) use recorded::Recorded;
pub(crate) use silence::{is_silence, silence};
use stage::{Play, Stage};

use crate::diagnostic::{Code, CounterExample, Diagnostic, Diagnostics, Shows};
use crate::remedy::{Cut, Remedy};
use crate::source::Span;
use etio_engine::{Base, Domain, Sign};
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// A text of a recorded case, and what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sample {
    /// What the case is called.
    pub(crate) name: String,
    pub(crate) text: String,
    /// The id of the symptom.
    pub(crate) shows: String,
}

/// Looks at one base in every way there is; `samples` are texts that its author gives.
pub(crate) fn analyse(base: &Base, places: &Places, samples: &[Sample], diagnostics: &mut Diagnostics) {
    let mut review = Review { base, places, diagnostics, told: BTreeSet::new(), stage: OnceCell::new() };
    structure::check(&mut review);
    patterns::check(&mut review, samples);
    logic::check(&mut review);
    diagnosis::check(&mut review);
}

/// A base under review, and where what is found goes.
struct Review<'r> {
    base: &'r Base,
    places: &'r Places,
    diagnostics: &'r mut Diagnostics,
    /// What was told and where: a kind speaks for many causes, and is told of once.
    told: BTreeSet<(Code, Span)>,
    /// Where sessions are played; most bases need none.
    stage: OnceCell<Stage<'r>>,
}

/// One thing that was found, in terms of the model.
struct Concern {
    code: Code,
    subject: Subject,
    message: String,
    help: String,
    /// Other places, each with what to say about it.
    others: Vec<(Subject, String)>,
    example: Option<Play>,
    remedy: Option<Remedy>,
}

impl Concern {
    fn new(code: Code, subject: Subject, message: String, help: impl Into<String>) -> Self {
        Self { code, subject, message, help: help.into(), others: Vec::new(), example: None, remedy: None }
    }

    /// Adds another place.
    fn and(mut self, subject: Subject, text: impl Into<String>) -> Self {
        self.others.push((subject, text.into()));
        self
    }

    /// Says what mends it for certain, where something does.
    fn mended_by(mut self, remedy: Option<Remedy>) -> Self {
        self.remedy = remedy;
        self
    }

    /// Shows it by a session.
    fn shown_by(mut self, shows: Shows, example: CounterExample) -> Self {
        self.example = Some(Play::Said(CounterExample { shows: Some(shows), ..example }));
        self
    }

    /// Shows it by a session that is yet to be found.
    fn played(mut self, play: Play) -> Self {
        self.example = Some(play);
        self
    }
}

impl Review<'_> {
    /// Tells of something that was found.
    fn tell(&mut self, concern: Concern) {
        let place = self.places.of(concern.subject);
        if !self.told.insert((concern.code, place)) {
            return;
        }
        let mut diagnostic = Diagnostic::new(concern.code, concern.message).at(place, "").help(concern.help);
        for (subject, text) in concern.others {
            diagnostic = diagnostic.at(self.places.of(subject), text);
        }
        let stage = || self.stage.get_or_init(|| Stage::of(self.base));
        if let Some(example) = concern.example.and_then(|play| stage().play(play)) {
            diagnostic = diagnostic.example(example);
        }
        self.diagnostics.push(diagnostic.maybe_remedy(concern.remedy));
    }

    /// Returns that a part goes which another part makes needless.
    ///
    /// Of a base under an overlay nothing goes: it may be needed where the overlay is not. And what stands elsewhere, under a kind
    /// perhaps, may be there for more than this.
    fn without(&self, title: &str, needless: Subject, by: Subject) -> Option<Remedy> {
        let [place, kept] = [needless, by].map(|subject| self.places.of(subject));
        let alone = !self.places.is_overlaid() && place.file == kept.file && self.places.is_written(needless);
        let cut = match needless {
            Subject::Rule(_) => Cut::Declaration(self.places.whole(needless)?),
            _ => Cut::Said(place),
        };
        alone.then(|| Remedy::cut(title, cut))
    }
}

/// Returns how the language writes a sign.
fn sign(base: &Base, sign: Sign) -> String {
    let finding = &base.findings[sign.finding.index()];
    let Some(option) = sign.option else { return finding.id.clone() };
    let option = &finding.options()[option.index()].id;
    match finding.domain {
        Domain::OneOf { rest: Some(_), .. } => option.clone(),
        Domain::SeveralOf { .. } => format!("{} has {option}", finding.id),
        _ => format!("{} is {option}", finding.id),
    }
}
