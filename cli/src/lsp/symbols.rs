//! Where things are declared and used, and what a page is made of.

use super::desk::{Desk, Reading, Text};
use super::lenses;
use super::names::{self, Spot};
use super::server::{Answer, Cursor, sent};
use etio_kb::index::{Declared, HeadWord, Role};
use gen_lsp_types as lsp;
use serde_json::{Value, json};

/// How many symbols of all bases are listed at once.
const MOST: usize = 500;

/// The kinds of names that are coloured, in the order of their numbers.
pub(super) const TOKENS: [&str; 4] = ["class", "enumMember", "property", "namespace"];

pub(super) fn definition(desk: &Desk, cursor: &Cursor) -> Answer {
    let found = of_cursor(desk, cursor).map(|(_, spots)| spots).unwrap_or_default();
    sent(
        found
            .iter()
            .filter(|spot| spot.declares && !Reading::is_shipped(spot.path))
            .map(|spot| location(desk, spot))
            .collect::<Vec<_>>(),
    )
}

pub(super) fn references(desk: &Desk, cursor: &Cursor, with_declaration: bool) -> Answer {
    let found = of_cursor(desk, cursor).map(|(_, spots)| spots).unwrap_or_default();
    sent(
        found
            .iter()
            .filter(|spot| !Reading::is_shipped(spot.path) && (with_declaration || !spot.declares))
            .map(|spot| location(desk, spot))
            .collect::<Vec<_>>(),
    )
}

pub(super) fn highlight(desk: &Desk, cursor: &Cursor) -> Answer {
    let found = of_cursor(desk, cursor).map(|(_, spots)| spots).unwrap_or_default();
    let here = found.iter().filter(|spot| spot.path == cursor.path);
    let highlight = |spot: &Spot<'_>| lsp::DocumentHighlight {
        range: spot.page.lines.range(&spot.page.text, spot.range.clone()),
        kind: Some(lsp::DocumentHighlightKind::Text),
    };
    sent(here.map(highlight).collect::<Vec<_>>())
}

fn of_cursor<'d>(desk: &'d Desk, cursor: &Cursor) -> Option<(&'d Reading, Vec<Spot<'d>>)> {
    let (_, reading) = desk.reading_of(&cursor.path)?;
    let (_, symbol) = names::symbol_at(reading, &cursor.text, cursor.byte)?;
    Some((reading, names::spots(desk, reading, &symbol)))
}

fn location(desk: &Desk, spot: &Spot<'_>) -> lsp::Location {
    let range = spot.page.lines.range(&spot.page.text, spot.range.clone());
    lsp::Location { uri: lsp::Uri(desk.uri(spot.path)), range }
}

/// Returns the declarations of a page, or the cases of a file of cases.
pub(super) fn outline(_: &Desk, path: &str, page: &Text) -> Answer {
    let of_case = |(name, line): (String, usize)| {
        let range = page.lines.line(&page.text, line);
        json!({"name": name, "kind": lsp::SymbolKind::Event, "range": range, "selectionRange": range})
    };
    if !path.ends_with(".kb") {
        return Ok(lenses::case_lines(path, &page.text).map(of_case).collect::<Vec<Value>>().into());
    }
    let symbol = |declared: &Declared| {
        json!({
            "name": declared.id,
            "detail": declared.title,
            "kind": kind(declared.word),
            "range": page.lines.range(&page.text, declared.range.clone()),
            "selectionRange": page.lines.range(&page.text, declared.name.clone()),
        })
    };
    let named = page.index().declarations.iter().filter(|declared| !declared.id.is_empty());
    Ok(named.map(symbol).collect::<Vec<Value>>().into())
}

/// Returns the declarations of more than one line.
pub(super) fn folding(_: &Desk, _: &str, page: &Text) -> Answer {
    let lines = page.index().declarations.iter().map(|declared| {
        let range = page.lines.range(&page.text, declared.range.clone());
        (range.start.line, range.end.line)
    });
    let fold = |(start, end)| json!({"startLine": start, "endLine": end});
    Ok(lines.filter(|(start, end)| start < end).map(fold).collect::<Vec<Value>>().into())
}

/// Returns the declarations of all bases whose id or title has what is looked for.
pub(super) fn everywhere(desk: &Desk, wanted: &str) -> Answer {
    let wanted = wanted.to_lowercase();
    let fits = |declared: &Declared| {
        let title = declared.title.as_deref().unwrap_or_default();
        declared.id.contains(&wanted) || title.to_lowercase().contains(&wanted)
    };
    let all = desk.readings.values().flat_map(names::everything);
    let found = all.filter(|(path, _, declared)| !Reading::is_shipped(path) && fits(declared));
    let symbol = |(path, page, declared): (&str, &Text, &Declared)| {
        let range = page.lines.range(&page.text, declared.name.clone());
        json!({
            "name": declared.id,
            "kind": kind(declared.word),
            "containerName": declared.title,
            "location": {"uri": desk.uri(path), "range": range},
        })
    };
    Ok(found.take(MOST).map(symbol).collect::<Vec<Value>>().into())
}

/// Returns the names of a page for colouring.
pub(super) fn tokens(desk: &Desk, path: &str, page: &Text) -> Answer {
    let reading = desk.reading_of(path).map(|(_, reading)| reading);
    let mut data: Vec<u32> = Vec::new();
    let mut last = lsp::Position::default();
    for mention in &page.index().mentions {
        let range = page.lines.range(&page.text, mention.range.clone());
        let (token, declares) = match &mention.role {
            Role::Declares(HeadWord::Base | HeadWord::Translation) => (3, 1),
            Role::Declares(_) => (0, 1),
            Role::DeclaresValue(_) => (1, 1),
            Role::DeclaresAccess => (2, 1),
            Role::Access => (2, 0),
            Role::Value(_) => (1, 0),
            // A name that nothing declares has no colour.
            Role::Names if reading.is_none_or(|reading| names::declared(reading, &mention.name).is_none()) => continue,
            Role::Names => (0, 0),
        };
        let line = range.start.line - last.line;
        let start = if line == 0 { range.start.character - last.character } else { range.start.character };
        data.extend([line, start, range.end.character - range.start.character, token, declares]);
        last = range.start;
    }
    Ok(json!({"data": data}))
}

fn kind(word: HeadWord) -> lsp::SymbolKind {
    match word {
        HeadWord::Base | HeadWord::Translation => lsp::SymbolKind::Namespace,
        HeadWord::Use => lsp::SymbolKind::File,
        HeadWord::Symptom => lsp::SymbolKind::Event,
        HeadWord::Fact => lsp::SymbolKind::Property,
        HeadWord::Rule => lsp::SymbolKind::Operator,
        HeadWord::Kind => lsp::SymbolKind::Interface,
        HeadWord::Cause => lsp::SymbolKind::Class,
        HeadWord::Fix => lsp::SymbolKind::Function,
        HeadWord::Topic => lsp::SymbolKind::String,
    }
}
