//! What a base says in vain: twice, after a kind that says it already, or in an overlay that changes nothing.

use super::names::{Meaning, Target};
use super::review::{Lowered, declarations, is_thing, pattern_kind};
use super::survey::Group;
use super::things::{Part, Thing};
use crate::diagnostic::{Code, Diagnostic};
use crate::remedy::{Cut, Remedy};
use crate::source::Span;
use crate::syntax::{Declaration, Figure, HeadWord, Pattern, Statement, StatementKind};
use etio_engine::{CauseId, Sign};
use std::collections::{BTreeMap, BTreeSet};

/// Looks at one base.
pub(super) fn check(lowered: &Lowered<'_, '_>, found: &mut Vec<Diagnostic>) {
    let translations = lowered.group.layers.iter().flat_map(|layer| &layer.translations);
    let translated: Vec<Span> =
        translations.flat_map(|page| &page.declarations).map(|declaration| declaration.span).collect();
    for declaration in declarations(lowered.group) {
        lists(declaration, translated.contains(&declaration.span), found);
    }
    kinds(lowered, found);
    overlays(lowered.group, &lowered.names.things.list, found);
}

// ─── Lists ───

/// Looks for what stands twice in a list of one declaration.
fn lists(declaration: &Declaration, translated: bool, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<(&'static str, String), (usize, Span)> = BTreeMap::new();
    for (nth, statement) in declaration.statements.iter().enumerate() {
        for (what, said, span) in entries(statement) {
            let Some((at, earlier)) = first.get(&(what, said.clone())).copied() else {
                first.insert((what, said), (nth, span));
                continue;
            };
            let problem = Diagnostic::new(Code::SaidAgain, format!("{what} is said twice here")).at(span, "");
            let remedy = again(declaration, [at, nth], [earlier, span]).filter(|_| !translated);
            let problem = problem.at(earlier, "said first here").help("leave one of them out");
            found.push(problem.maybe_remedy(remedy));
        }
    }
}

/// Returns that what stands at the second place goes, where that changes nothing: a step may well be taken twice, though hardly
/// one right after the other.
fn again(declaration: &Declaration, nth: [usize; 2], spans: [Span; 2]) -> Option<Remedy> {
    let [one, two] = nth.map(|nth| &declaration.statements[nth]);
    let [earlier, later] = match two.kind {
        StatementKind::Step(_) | StatementKind::Run(_) if nth[0] + 1 != nth[1] => return None,
        StatementKind::Step(_)
        | StatementKind::Run(_)
        | StatementKind::Note(_)
        | StatementKind::Link { .. }
        | StatementKind::Source { .. } => [one.span, two.span],
        _ => spans,
    };
    Some(Remedy::cut("leave out what is said again", Cut::Again(later, earlier)))
}

/// Returns what a statement puts into a list: which list, what, and where.
fn entries(statement: &Statement) -> Vec<(&'static str, String, Span)> {
    let alone = |what, said: &str, span| vec![(what, said.trim().to_lowercase(), span)];
    match &statement.kind {
        StatementKind::Note(text) => alone("this note", &text.value, text.span),
        StatementKind::Step(text) => alone("this step", &text.value, text.span),
        StatementKind::Run(text) => alone("this command", &text.value, text.span),
        StatementKind::Link { address, .. } => alone("this address", &address.value, address.span),
        StatementKind::Source { title, .. } => alone("this source", &title.value, title.span),
        StatementKind::About(names) => {
            let names = names.iter().map(|name| ("this name", name.value.to_lowercase(), name.span));
            names.collect()
        }
        StatementKind::Says(patterns) => patterns
            .iter()
            .map(|pattern| {
                let said = format!("{} {}", pattern_kind(pattern), pattern.text().value.to_lowercase());
                ("this pattern", said, pattern.text().span)
            })
            .collect(),
        StatementKind::For(signs) => signs
            .iter()
            .map(|sign| {
                let value = sign.value.as_ref().map_or("", |value| value.name.text.as_str());
                ("what it is for", format!("{} {value}", sign.name.text), sign.span())
            })
            .collect(),
        StatementKind::After(names) => names.iter().map(|name| ("this fix", name.text.clone(), name.span)).collect(),
        StatementKind::Needs(names) => names.iter().map(|name| ("this access", name.text.clone(), name.span)).collect(),
        _ => Vec::new(),
    }
}

// ─── Kinds ───

/// Looks for causes that say again what their kind says, and for words of a kind that every cause of it replaces.
fn kinds(lowered: &Lowered<'_, '_>, found: &mut Vec<Diagnostic>) {
    let things = lowered.names.things;
    let mut causes: BTreeMap<u32, Vec<&Thing<'_>>> = BTreeMap::new();
    for (target, thing) in lowered.names.targets.iter().zip(&things.list) {
        let Target::Cause(CauseId(_)) = target else { continue };
        if let Some(kind) = super::kind_of(lowered.names, thing) {
            causes.entry(kind.0).or_default().push(thing);
        }
    }
    for (target, kind) in lowered.names.targets.iter().zip(&things.list) {
        let Target::Kind(id) = target else { continue };
        let Some(causes) = causes.get(&id.0) else { continue };
        let common = shown(lowered, kind);
        let mut replaced: BTreeMap<Sign, usize> = BTreeMap::new();
        let mut same: BTreeSet<Sign> = BTreeSet::new();
        for cause in causes {
            for (sign, (figure, span)) in shown(lowered, cause) {
                let Some((of_kind, at)) = common.get(&sign) else { continue };
                *replaced.entry(sign).or_default() += 1;
                if figure.probability == of_kind.probability && figure.provenance == of_kind.provenance {
                    let message = format!("`{}` says what its kind `{}` says", cause.id(), kind.id());
                    let problem = Diagnostic::new(Code::SaidAgain, message).at(span, "").at(*at, "said here");
                    let plain = is_plain(cause) && is_plain(kind) && span.file == at.file;
                    let remedy = plain.then(|| Remedy::cut("leave out what the kind says", Cut::Said(span)));
                    same.insert(sign);
                    let problem = problem.help("leave it out: what stands under the kind holds for each of its causes");
                    found.push(problem.maybe_remedy(remedy));
                }
            }
        }
        for (sign, _) in replaced.into_iter().filter(|(_, count)| *count == causes.len() && causes.len() > 1) {
            let message = format!("every cause of `{}` replaces this word of its kind", kind.id());
            let problem = Diagnostic::new(Code::Overridden, message).at(common[&sign].1, "");
            // What a cause says again goes first: without the word of the kind it would be said by none.
            let plain = is_plain(kind) && causes.iter().all(|cause| is_plain(cause)) && !same.contains(&sign);
            let remedy = plain.then(|| Remedy::cut("leave out what holds for no cause", Cut::Said(common[&sign].1)));
            found.push(problem.help("leave it out here: it holds for no cause").maybe_remedy(remedy));
        }
        found.extend(passing(kind, causes));
    }
}

/// Tells of a time in which what is of a kind passes, and that each of its causes says in a way of its own.
fn passing(kind: &Thing<'_>, causes: &[&Thing<'_>]) -> Option<Diagnostic> {
    let passes = |thing: &Thing<'_>| {
        let said = thing.list(|kind| matches!(kind, StatementKind::PassesIn(_)).then_some(()));
        said.last().map(|said| said.span)
    };
    let at = passes(kind).filter(|_| causes.len() > 1 && causes.iter().all(|cause| passes(cause).is_some()))?;
    let message = format!("every cause of `{}` says itself in what time it passes", kind.id());
    let plain = is_plain(kind) && causes.iter().all(|cause| is_plain(cause));
    let remedy = plain.then(|| Remedy::cut("leave out what holds for no cause", Cut::Said(at)));
    let problem = Diagnostic::new(Code::Overridden, message).at(at, "");
    Some(problem.help("leave it out here: it holds for no cause").maybe_remedy(remedy))
}

/// Returns whether a thing is declared in one place, and its numbers have no source of their own.
fn is_plain(thing: &Thing<'_>) -> bool {
    thing.parts.len() == 1 && thing.parts.iter().all(|part| !has_source(part.declaration))
}

fn has_source(declaration: &Declaration) -> bool {
    let is_source = |kind: &StatementKind| matches!(kind, StatementKind::Source { .. } | StatementKind::SourceEstimate);
    declaration.statements.iter().any(|statement| is_source(&statement.kind))
}

/// Returns what a cause or a kind says itself of findings.
fn shown<'a>(lowered: &Lowered<'_, 'a>, thing: &Thing<'a>) -> BTreeMap<Sign, (&'a Figure, Span)> {
    let all = thing.all(|kind| match kind {
        StatementKind::Shows(figure, signs) => Some((figure, signs)),
        _ => None,
    });
    let each = all.into_iter().flat_map(|said| said.value.1.iter().map(move |sign| (said.value.0, sign)));
    let known = each.filter_map(|(figure, sign)| match lowered.names.sign(sign) {
        Ok(Meaning::Sign(meant)) => Some((meant, (figure, sign.span()))),
        _ => None,
    });
    known.collect()
}

// ─── Overlays ───

/// Looks for overlays that change nothing, as a whole or in what they say of one thing.
fn overlays(group: &Group<'_>, things: &[Thing<'_>], found: &mut Vec<Diagnostic>) {
    for layer in group.layers.iter().skip(1) {
        let Some(opening) = layer.opening else { continue };
        let says = layer.pages.iter().flat_map(|page| &page.declarations).any(is_thing);
        let opening_says = opening.statements.iter().any(|one| !matches!(one.kind, StatementKind::Language(_)));
        if !says && !opening_says && opening.head.title.is_none() && layer.translations.is_empty() {
            let message = format!("this overlay of `{}` changes nothing", group.id.text);
            let problem = Diagnostic::new(Code::ChangesNothing, message).at(opening.span, "");
            found.push(problem.help("declare what is to be added or changed, or leave the file out"));
        }
    }
    for thing in things {
        for (nth, part) in thing.parts.iter().enumerate().skip(1) {
            changes(thing, &thing.parts[..nth], *part, found);
        }
    }
}

/// Looks at what one declaration of an overlay changes.
fn changes(thing: &Thing<'_>, before: &[Part<'_>], part: Part<'_>, found: &mut Vec<Diagnostic>) {
    let declaration = part.declaration;
    let head = &declaration.head;
    let same_head = before.iter().rev().find_map(|part| part.declaration.head.title.as_ref()) == head.title.as_ref();
    let detail = thing.word == HeadWord::Rule || !matches!(head.detail, crate::syntax::Detail::Nothing);
    if declaration.statements.is_empty() && (head.title.is_none() || same_head) && !detail {
        let message = format!("this changes nothing of `{}`", thing.id());
        let at = head.id.as_ref().map_or(declaration.span, |id| id.span);
        let problem = Diagnostic::new(Code::ChangesNothing, message).at(at, "").at(thing.span(), "declared here");
        let remedy = Remedy::cut("leave out what changes nothing", Cut::Declaration(declaration.whole()));
        found.push(problem.help("say what changes, or leave it out").remedy(remedy));
    }
    let said = before.iter().flat_map(|part| &part.declaration.statements).collect::<Vec<_>>();
    for statement in declaration.statements.iter().filter(|one| !is_of_a_list(&one.kind)) {
        let last = said.iter().rfind(|known| known.kind == statement.kind);
        let replaced = said.iter().any(|known| {
            last.is_some_and(|last| known.span > last.span) && is_like(known, statement) && before.len() > 1
        });
        if let Some(last) = last.filter(|_| !replaced) {
            let message = format!("`{}` says this without the overlay too", thing.id());
            let problem = Diagnostic::new(Code::ChangesNothing, message).at(statement.span, "");
            let problem = problem.at(last.span, "said here").help("leave it out, or say what changes");
            let remedy = (!has_source(declaration))
                .then(|| Remedy::cut("leave out what is said without the overlay", Cut::Said(statement.span)));
            found.push(problem.maybe_remedy(remedy));
        }
    }
    same_lists(thing, before, declaration, found);
}

/// Looks for lists of an overlay that are the same as the list they replace.
fn same_lists(thing: &Thing<'_>, before: &[Part<'_>], declaration: &Declaration, found: &mut Vec<Diagnostic>) {
    // A source is said again with every number that is from it.
    let is_source = |kind: &StatementKind| matches!(kind, StatementKind::Source { .. } | StatementKind::SourceEstimate);
    let mut lists: Vec<Vec<&Statement>> = Vec::new();
    for statement in declaration.statements.iter().filter(|one| is_of_a_list(&one.kind) && !is_source(&one.kind)) {
        match lists.iter_mut().find(|list| is_like(list[0], statement)) {
            Some(list) => list.push(statement),
            None => lists.push(vec![statement]),
        }
    }
    for mine in lists {
        let first = mine[0];
        let replaced = before
            .iter()
            .rev()
            .map(|part| part.declaration.statements.iter().filter(|one| is_like(one, first)).collect::<Vec<_>>());
        let Some(known) = replaced.into_iter().find(|list| !list.is_empty()) else { continue };
        if said_of(&mine) != said_of(&known) {
            continue;
        }
        let message = format!("`{}` says this without the overlay too", thing.id());
        let problem = Diagnostic::new(Code::ChangesNothing, message).at(first.span, "");
        let problem = problem.at(known[0].span, "said here").help("leave it out, or say what changes");
        let alone = mine.len() == 1 && !has_source(declaration);
        let remedy = alone.then(|| Remedy::cut("leave out what is said without the overlay", Cut::Said(first.span)));
        found.push(problem.maybe_remedy(remedy));
    }
}

fn is_like(one: &Statement, other: &Statement) -> bool {
    std::mem::discriminant(&one.kind) == std::mem::discriminant(&other.kind)
}

/// Returns what the statements of a list say, however it is divided among them.
fn said_of<'d>(list: &[&'d Statement]) -> (Vec<&'d Pattern>, Vec<&'d StatementKind>) {
    let (mut patterns, mut others) = (Vec::new(), Vec::new());
    for statement in list {
        match &statement.kind {
            StatementKind::Says(said) => patterns.extend(said),
            kind => others.push(kind),
        }
    }
    (patterns, others)
}

/// Returns whether an overlay replaces all statements like this one together.
fn is_of_a_list(kind: &StatementKind) -> bool {
    matches!(
        kind,
        StatementKind::Says(_)
            | StatementKind::Step(_)
            | StatementKind::Run(_)
            | StatementKind::Note(_)
            | StatementKind::Link { .. }
            | StatementKind::Source { .. }
            | StatementKind::SourceEstimate
            | StatementKind::RuledOutWhen(_)
            | StatementKind::OnlyWhen(_)
            | StatementKind::ConfirmedWhen(_)
    )
}
