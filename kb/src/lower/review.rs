//! What is probably not meant in what a base says word for word: texts, placeholders, translations. Only `check` asks for it.

use super::names::Names;
use super::repeated;
use super::survey::Group;
use super::texts::{Texts, placeholders};
use crate::diagnostic::{Code, Diagnostic};
use crate::remedy::{Cut, Remedy};
use crate::source::Span;
use crate::syntax::{Declaration, Detail, Domain, HeadWord, NumberRange, Pattern, StatementKind, Str};
use etio_engine::{Base, Language};
use std::collections::{BTreeMap, BTreeSet};

/// A base on its way out of lowering, with what it was made of.
pub(super) struct Lowered<'l, 'a> {
    pub(super) group: &'l Group<'a>,
    pub(super) names: &'l Names<'a>,
    pub(super) texts: &'l Texts<'a>,
    pub(super) base: &'l Base,
}

/// Looks at the words of one base without errors.
pub(super) fn review(lowered: &Lowered<'_, '_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    untranslated(lowered, &mut found);
    lost_placeholders(lowered, &mut found);
    texts(lowered, &mut found);
    repeated::check(lowered, &mut found);
    found
}

// ─── Languages ───

/// How much of a base must be in a language before what is not is told of: a translation may be under way.
const MOSTLY: f64 = 0.8;

/// Looks for texts that lack a language in which nearly all others are.
fn untranslated(lowered: &Lowered<'_, '_>, found: &mut Vec<Diagnostic>) {
    let texts = lowered.texts;
    let mut missing: BTreeMap<&Language, usize> = BTreeMap::new();
    texts.untranslated.iter().for_each(|one| *missing.entry(&one.language).or_default() += 1);
    let done = |language: &Language| 1.0 - missing[language] as f64 / texts.count.max(1) as f64;
    let heads = translated_heads(lowered);
    for one in texts.untranslated.iter().filter(|one| done(&one.language) >= MOSTLY) {
        let thing =
            lowered.names.things.find(one.id).map_or(&lowered.names.things.base, |at| &lowered.names.things.list[at]);
        let message = format!("`{}` has no {} in `{}`", thing.id(), one.what, one.language);
        let problem = Diagnostic::new(Code::Untranslated, message);
        // Where its thing is translated, it is to be written there.
        let problem = match heads.get(&(&one.language, one.id)) {
            Some(head) => problem.at(*head, "").at(one.span, "what is to be translated"),
            None => problem.at(one.span, ""),
        };
        let help = format!("add it to the translation; people who read `{}` see it in another language", one.language);
        found.push(problem.help(help));
    }
}

/// Returns where each thing is translated into each language.
fn translated_heads<'l>(lowered: &Lowered<'l, '_>) -> BTreeMap<(&'l Language, &'l str), Span> {
    let mut heads = BTreeMap::new();
    for page in lowered.group.layers.iter().flat_map(|layer| &layer.translations) {
        let said = page.declarations.first().into_iter().flat_map(|opening| &opening.statements);
        let mut tag = said.filter_map(|statement| match &statement.kind {
            StatementKind::Language(name) => Some(Language::of_tag(&name.text)),
            _ => None,
        });
        let Some(tag) = tag.next_back() else { continue };
        let Some(language) = lowered.texts.languages.iter().find(|known| **known == tag) else { continue };
        for (nth, declaration) in page.declarations.iter().enumerate() {
            if let Some(id) = &declaration.head.id {
                heads.insert((language, if nth == 0 { "" } else { id.text.as_str() }), id.span);
            }
        }
    }
    heads
}

// ─── Placeholders ───

/// Looks for translations that fill in something else than the text they translate.
fn lost_placeholders(lowered: &Lowered<'_, '_>, found: &mut Vec<Diagnostic>) {
    for (original, translated) in &lowered.texts.pairs {
        let names = |text: &Str| placeholders(&text.value).map(|(name, _)| name.to_owned()).collect::<BTreeSet<_>>();
        let [before, after] = [original, translated].map(|text| names(text));
        let lost: Vec<String> = before.symmetric_difference(&after).map(|name| format!("`{{{name}}}`")).collect();
        if !lost.is_empty() {
            let message = format!("only one of a text and its translation fills in {}", lost.join(", "));
            let problem = Diagnostic::new(Code::LostPlaceholder, message).at(translated.span, "");
            let problem = problem.at(original.span, "the text that is translated");
            found.push(problem.help("write the same placeholders in both, in any order"));
        }
    }
}

/// Looks at every text: whether there is anything in it, and whether its braces are whole.
fn texts(lowered: &Lowered<'_, '_>, found: &mut Vec<Diagnostic>) {
    let captures = captures(lowered.base);
    let own: Vec<Span> = own_declarations(lowered.group).map(|declaration| declaration.span).collect();
    for declaration in declarations(lowered.group) {
        for (text, command) in texts_of(declaration) {
            if text.value.trim().is_empty() {
                let problem = Diagnostic::new(Code::EmptyText, "there is nothing in this text").at(text.span, "");
                // In an overlay or a translation an empty text stands in for another.
                let needless = own.contains(&declaration.span) && can_go(declaration, text);
                let remedy = needless.then(|| Remedy::cut("leave the empty text out", Cut::Said(text.span)));
                let problem = problem.help("write what a person reads, or leave the statement out");
                found.push(problem.maybe_remedy(remedy));
            } else if let Some(broken) = broken_placeholder(&text.value, command, &captures) {
                let written = &text.value[broken.clone()];
                let message = format!("`{written}` is no placeholder");
                let name = written.trim_start_matches('{').trim_end_matches('}').split(':').next().unwrap_or_default();
                let whole = Some(format!("{{{}}}", name.trim()));
                let certain = whole.filter(|_| text.verbatim && captures.contains(name.trim()));
                let remedy = certain.map(|whole| Remedy::write(text.part(broken.clone()), whole));
                let problem = Diagnostic::new(Code::BrokenPlaceholder, message).at(text.part(broken), "");
                let problem = problem.help("write `{name}`, without spaces; a brace alone is written `{{`");
                found.push(problem.maybe_remedy(remedy));
            }
        }
    }
}

/// Returns the declarations of a base itself.
fn own_declarations<'a>(group: &Group<'a>) -> impl Iterator<Item = &'a Declaration> {
    group.layers.first().into_iter().flat_map(|layer| &layer.pages).flat_map(|page| &page.declarations)
}

/// Returns whether the base does the same without the statement that holds this text.
fn can_go(declaration: &Declaration, text: &Str) -> bool {
    declaration.statements.iter().any(|statement| match &statement.kind {
        StatementKind::Step(own)
        | StatementKind::Note(own)
        | StatementKind::Run(own)
        | StatementKind::Means(own)
        | StatementKind::Verify(own) => std::ptr::eq(own, text),
        _ => false,
    })
}

/// Returns every declaration of a base, of its overlays and of its translations.
pub(super) fn declarations<'a>(group: &Group<'a>) -> impl Iterator<Item = &'a Declaration> {
    let pages = group.layers.iter().flat_map(|layer| layer.pages.iter().chain(&layer.translations).copied());
    pages.flat_map(|page| &page.declarations)
}

/// Returns the texts of a declaration, each with whether it is a command.
fn texts_of(declaration: &Declaration) -> Vec<(&Str, bool)> {
    let mut texts: Vec<(&Str, bool)> = declaration.head.title.iter().map(|title| (title, false)).collect();
    if let Detail::Domain(Domain::Number(NumberRange { unit: Some(unit), .. })) = &declaration.head.detail {
        texts.push((unit, false));
    }
    for statement in &declaration.statements {
        match &statement.kind {
            StatementKind::Means(text)
            | StatementKind::Note(text)
            | StatementKind::Ask(text)
            | StatementKind::Label(_, text)
            | StatementKind::Else(text)
            | StatementKind::Step(text)
            | StatementKind::Verify(text)
            | StatementKind::Risk(_, Some(text)) => texts.push((text, false)),
            StatementKind::Link { address, label } => {
                texts.push((address, true));
                texts.extend(label.iter().map(|label| (label, false)));
            }
            StatementKind::Source { title, .. } => texts.push((title, true)),
            StatementKind::About(names) => texts.extend(names.iter().map(|name| (name, true))),
            StatementKind::Run(text) => texts.push((text, true)),
            _ => {}
        }
    }
    texts
}

fn captures(base: &Base) -> BTreeSet<String> {
    let of_findings = base.findings.iter().flat_map(|finding| {
        finding.patterns.iter().chain(finding.options().iter().flat_map(|option| &option.patterns))
    });
    of_findings.flat_map(|pattern| pattern.check().unwrap_or_default()).collect()
}

/// Returns what looks as if it should be filled in and is not: a brace too few, a space or a kind too many.
///
/// In commands and addresses braces have uses of their own; there only the names of captures count.
fn broken_placeholder(text: &str, command: bool, captures: &BTreeSet<String>) -> Option<std::ops::Range<usize>> {
    let whole: Vec<std::ops::Range<usize>> = placeholders(text).map(|(_, range)| range).collect();
    let name_at = |at: usize| {
        let rest = &text[at..];
        &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-')).unwrap_or(rest.len())]
    };
    let mut skip = 0;
    for (open, _) in text.match_indices('{') {
        if open < skip || whole.iter().any(|range| range.contains(&open)) {
            continue;
        }
        if text[open + 1..].starts_with('{') {
            skip = open + 2;
            continue;
        }
        let start = open + 1 + text[open + 1..].len() - text[open + 1..].trim_start().len();
        let name = name_at(start);
        let end = start + name.len();
        let closed = text[end..].trim_start().starts_with('}');
        let kind = text[end..].starts_with(':') && text[end..].contains('}');
        let unclosed = !command && !name.is_empty() && start == open + 1 && !text[open..].contains('}');
        if unclosed
            || captures.contains(name) && (!closed || start > open + 1 || kind)
            || !command && !name.is_empty() && closed
        {
            let end = if kind || closed { end + text[end..].find('}').map_or(0, |at| at + 1) } else { end };
            return Some(open..end);
        }
    }
    for (close, _) in text.match_indices('}') {
        if whole.iter().any(|range| range.contains(&close)) {
            continue;
        }
        let start = text[..close]
            .rfind(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-'))
            .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
        let opened = text[..start].ends_with('{');
        let alone = !command && !text[..close].contains('{') && start < close;
        if !opened && (alone || captures.contains(&text[start..close])) {
            return Some(start..close + 1);
        }
    }
    None
}

/// Returns whether a thing of the base is read where names are resolved; `use` and the like are not.
pub(super) fn is_thing(declaration: &Declaration) -> bool {
    !matches!(declaration.head.word, HeadWord::Base | HeadWord::Use | HeadWord::Translation)
}

/// Returns what a pattern is, apart from how it is looked for.
pub(super) fn pattern_kind(pattern: &Pattern) -> &'static str {
    match pattern {
        Pattern::Literal(_) => "says",
        Pattern::Line(_) => "says only",
        Pattern::Named(_) => "says beside the name",
        Pattern::Regex(_) => "says /…/",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_that_are_not_whole_are_found() {
        let captures: BTreeSet<String> = ["port".to_owned()].into();
        let found = |text: &'static str, command| broken_placeholder(text, command, &captures).map(|at| &text[at]);
        let table = [
            ("stop {port}", None),
            ("stop {port now", Some("{port")),
            ("stop { port } now", Some("{ port }")),
            ("stop {port:number}", Some("{port:number}")),
            ("stop port} now", Some("port}")),
            ("stop {{port now", None),
            ("a {b", Some("{b")),
            ("no braces", None),
        ];
        for (text, expected) in table {
            assert_eq!(found(text, false), expected, "{text}");
        }
        let table = [
            ("docker ps --format '{{.State}}'", None),
            ("awk '{print $1}'", None),
            ("kill {port", Some("{port")),
            ("echo ${HOME}", None),
            ("curl -d '{\"a\": {\"b\": 1}}'", None),
        ];
        for (text, expected) in table {
            assert_eq!(found(text, true), expected, "{text}");
        }
    }
}
