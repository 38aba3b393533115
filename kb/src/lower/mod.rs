//! From pages to bases: names resolved, numbers given their meaning, everything checked.
//!
//! A mistake never stops the rest from being looked at. A base with an error is not handed out.

mod causes;
mod checks;
mod conditions;
mod costs;
mod digest;
mod findings;
mod fixes;
mod names;
mod numbers;
mod options;
mod patterns;
mod places;
mod rates;
mod repeated;
mod review;
mod several;
mod survey;
mod texts;
mod things;
mod translate;

use crate::check::Places;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::Root;
use crate::source::Span;
use crate::syntax::{Declaration, HeadWord, Name, StatementKind};
use causes::Traits;
use etio_engine::{Base, CauseId, FindingId, KindId, Language, Sign, Text};
use names::{Names, Target};
use review::Lowered;
use std::collections::{BTreeMap, BTreeSet};
use survey::{Group, Layer};
use texts::{Slot, Texts};
use things::{Part, Thing, Things};

/// The version of the language that is read here.
const LANGUAGE_VERSION: f64 = 1.0;

/// Returns the bases of everything that was read, in the order of reading; those with errors are left out.
pub(crate) fn lower(roots: &[Root], diagnostics: &mut Diagnostics) -> Vec<Base> {
    let groups = survey::survey(roots, diagnostics);
    groups.iter().filter_map(|group| lower_base(group, diagnostics, &|_| ())).map(|(base, ())| base).collect()
}

/// Returns the same, each base with the places of its parts, and tells of what its words say in vain.
pub(crate) fn lower_with_places(roots: &[Root], diagnostics: &mut Diagnostics) -> Vec<(Base, Places)> {
    let groups = survey::survey(roots, diagnostics);
    let mut bases = Vec::new();
    for group in &groups {
        let also = |lowered: &Lowered<'_, '_>| (places::places(lowered.names), review::review(lowered));
        let Some((base, (places, found))) = lower_base(group, diagnostics, &also) else { continue };
        found.into_iter().for_each(|one| diagnostics.push(one));
        bases.push((base, places));
    }
    bases
}

/// Returns the base of a group, and what `also` makes of what it was made of.
fn lower_base<T>(
    group: &Group<'_>,
    diagnostics: &mut Diagnostics,
    also: &dyn Fn(&Lowered<'_, '_>) -> T,
) -> Option<(Base, T)> {
    let before = diagnostics.errors();
    let things = things(group, diagnostics);
    let languages = languages(group, diagnostics);
    let names = Names::new(&things, diagnostics);
    let texts = translate::texts(group, &things, languages, diagnostics);
    let mut lower = Lower::new(&names, texts, diagnostics);
    let mut base = lower.base();
    lower.check_fills();
    translate::check_asked_for(&things, &lower.texts, lower.diagnostics);
    let Lower { mentioned, texts, diagnostics, .. } = lower;
    checks::check(&base, &names, &mentioned, diagnostics);
    several::check(&base, &names, diagnostics);
    if group.errors > 0 || diagnostics.errors() > before {
        return None;
    }
    checks::warn(&base, &names, &mentioned, diagnostics);
    base.digest = digest::digest(&base);
    let made = also(&Lowered { group, names: &names, texts: &texts, base: &base });
    Some((base, made))
}

fn things<'a>(group: &Group<'a>, diagnostics: &mut Diagnostics) -> Things<'a> {
    let openings = group.layers.iter().enumerate();
    let openings = openings.filter_map(|(layer, pages)| Some(Part { layer, declaration: pages.opening? }));
    let mut things = Things::new(Thing { word: HeadWord::Base, id: group.id, parts: openings.collect() });
    for (layer, Layer { pages, translations, .. }) in group.layers.iter().enumerate() {
        for page in pages {
            for declaration in &page.declarations {
                if !matches!(declaration.head.word, HeadWord::Base | HeadWord::Use | HeadWord::Translation) {
                    things.add(Part { layer, declaration }, diagnostics);
                }
            }
        }
        pages.iter().chain(translations).flat_map(|page| &page.unread).for_each(|id| things.add_unread(id));
    }
    things
}

/// Returns the language of each layer: its own, else that of the base.
fn languages(group: &Group<'_>, diagnostics: &mut Diagnostics) -> Vec<Language> {
    let mut languages: Vec<Language> = Vec::new();
    for layer in &group.layers {
        let stated = layer.opening.and_then(stated_language);
        let base = languages.first().cloned();
        languages.push(match (stated, base) {
            (Some(name), base) => language(name, diagnostics).or(base).unwrap_or_else(undetermined),
            (None, Some(base)) => base,
            (None, None) => {
                let problem =
                    Diagnostic::new(Code::Missing, format!("base `{}` does not say its language", group.id.text));
                let problem = problem.at(group.id.span, "").help("add for example `language en`");
                let damaged = layer.opening.is_some_and(|opening| opening.damaged);
                Some(problem).filter(|_| !damaged).into_iter().for_each(|problem| diagnostics.push(problem));
                undetermined()
            }
        });
    }
    languages
}

fn stated_language(opening: &Declaration) -> Option<&Name> {
    let mut names = opening.statements.iter().filter_map(|statement| match &statement.kind {
        StatementKind::Language(name) => Some(name),
        _ => None,
    });
    names.next_back()
}

/// Returns the language of a tag such as `es`, or tells that it is none.
fn language(name: &Name, diagnostics: &mut Diagnostics) -> Option<Language> {
    let language = Language::of_tag(&name.text);
    if matches!(language.tag().len(), 2 | 3) {
        return Some(language);
    }
    let problem = Diagnostic::new(Code::UnknownName, format!("there is no language `{}`", name.text));
    diagnostics.push(problem.at(name.span, "").help("write its short form, such as `en` or `es`"));
    None
}

/// A language for a base that has an error in its own.
fn undetermined() -> Language {
    Language::of_tag("und")
}

/// A base on its way from what is declared to the model.
struct Lower<'a> {
    names: &'a Names<'a>,
    texts: Texts<'a>,
    diagnostics: &'a mut Diagnostics,
    /// What patterns capture; nothing is known of it where some pattern could not be read.
    captures: Option<BTreeSet<String>>,
    /// Facts and values that have no base rate.
    without_otherwise: BTreeSet<Sign>,
    /// Where each sign is linked to a cause.
    mentioned: BTreeMap<Sign, Span>,
    /// What the causes of each kind have in common.
    kinds: Vec<Traits>,
    causes_of: Vec<Vec<CauseId>>,
    cause_ids: Vec<&'a str>,
    /// What can be opened, in the order of the base.
    access_ids: Vec<String>,
}

impl<'a> Lower<'a> {
    fn new(names: &'a Names<'a>, texts: Texts<'a>, diagnostics: &'a mut Diagnostics) -> Self {
        let (causes_of, cause_ids) = causes(names);
        let damaged = names.things.list.iter().any(Thing::is_damaged);
        Self {
            names,
            texts,
            diagnostics,
            captures: (!damaged).then(BTreeSet::new),
            without_otherwise: BTreeSet::new(),
            mentioned: BTreeMap::new(),
            kinds: Vec::new(),
            causes_of,
            cause_ids,
            access_ids: Vec::new(),
        }
    }

    fn base(&mut self) -> Base {
        let things = self.names.things;
        let of = |word: HeadWord| things.list.iter().filter(move |thing| thing.word == word);
        self.check_version();
        let several_at_once = self.several_at_once();
        let prices = self.prices();
        self.access_ids = prices.accesses.iter().map(|access| access.id.clone()).collect();
        let title = self.title(&things.base);
        let card = self.texts.card(&things.base, "", self.diagnostics);
        let known = self.names.findings.iter().enumerate();
        let findings = known.map(|(nth, known)| (FindingId(u32::try_from(nth).unwrap_or(u32::MAX)), known.thing));
        Base {
            id: things.base.id().to_owned(),
            title,
            language: self.texts.layers[0].clone(),
            about: self.about(),
            several_at_once,
            prices,
            card,
            digest: String::new(),
            findings: findings.map(|(id, thing)| self.finding_of(id, &things.list[thing])).collect(),
            rules: of(HeadWord::Rule).filter_map(|thing| self.rule(thing)).collect(),
            kinds: of(HeadWord::Kind).map(|thing| self.kind(thing, several_at_once)).collect(),
            causes: of(HeadWord::Cause).map(|thing| self.cause(thing)).collect(),
            fixes: of(HeadWord::Fix).map(|thing| self.fix(thing)).collect(),
            topics: of(HeadWord::Topic).map(|thing| self.topic(thing)).collect(),
        }
    }

    fn about(&mut self) -> Vec<String> {
        let about = self.names.things.base.one("`about`", self.diagnostics, |kind| match kind {
            StatementKind::About(names) => Some(names),
            _ => None,
        });
        about.map(|said| said.value.iter().map(|name| name.value.clone()).collect()).unwrap_or_default()
    }

    fn check_version(&mut self) {
        let etio = self.names.things.base.one("`etio`", self.diagnostics, |kind| match kind {
            StatementKind::Etio(version) => Some(*version),
            _ => None,
        });
        if let Some(said) = etio.filter(|said| said.value != LANGUAGE_VERSION) {
            let message = format!("this base is written in version {} of the language", said.value);
            let problem = Diagnostic::new(Code::NewerLanguage, message).at(said.span, "");
            self.diagnostics.push(problem.help(format!("this etio reads version {LANGUAGE_VERSION}; use a newer one")));
        }
    }

    /// Tells that a thing lacks something it must say, unless it may stand in a line that could not be read.
    fn missing(&mut self, thing: &Thing<'_>, message: String, help: String) {
        if !thing.is_damaged() {
            self.diagnostics.push(Diagnostic::new(Code::Missing, message).at(thing.span(), "").help(help));
        }
    }

    /// Returns the title of a thing, which it must have.
    fn title(&mut self, thing: &'a Thing<'a>) -> Text {
        let id = if thing.word == HeadWord::Base { "" } else { thing.id() };
        match thing.title() {
            Some(said) => self.texts.text(id, Slot::Title, said.value, said.part.layer),
            None => {
                let word = thing.word.word();
                let help = format!("write what a person reads: `{word} {} \"…\"`", thing.id());
                self.missing(thing, format!("{word} `{}` has no title", thing.id()), help);
                Text::default()
            }
        }
    }

    /// Returns what was resolved, or tells why it was not.
    fn resolved<T>(&mut self, outcome: Result<T, Option<Box<Diagnostic>>>) -> Option<T> {
        outcome.map_err(|problem| problem.into_iter().for_each(|problem| self.diagnostics.push(*problem))).ok()
    }
}

/// Returns the causes of each kind, and the ids of all causes.
fn causes<'a>(names: &Names<'a>) -> (Vec<Vec<CauseId>>, Vec<&'a str>) {
    let kinds = names.targets.iter().filter(|target| matches!(target, Target::Kind(_))).count();
    let mut causes_of = vec![Vec::new(); kinds];
    let mut ids = Vec::new();
    for (target, thing) in names.targets.iter().zip(&names.things.list) {
        let Target::Cause(cause) = target else { continue };
        ids.push(thing.id());
        if let Some(kind) = kind_of(names, thing) {
            causes_of[kind.index()].push(*cause);
        }
    }
    (causes_of, ids)
}

fn kind_of(names: &Names<'_>, thing: &Thing<'_>) -> Option<KindId> {
    let (_, crate::syntax::Detail::Of(name)) = thing.detail()? else { return None };
    match names.targets[names.things.find(&name.text)?] {
        Target::Kind(kind) => Some(kind),
        _ => None,
    }
}
