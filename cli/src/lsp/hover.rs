//! What is said of a name or a number under the pointer.

use super::completion::percent;
use super::desk::{Desk, Reading};
use super::names::{self, Symbol};
use super::server::{Answer, Cursor, sent};
use crate::words::Words;
use etio_kb::cases::is_case_file;
use etio_kb::index::{Declared, HeadWord, Shape};
use gen_lsp_types::{Hover, MarkupContent, MarkupKind};
use serde_json::Value;
use std::ops::Range;

/// How many places that use something are named.
const USES: usize = 5;

pub(super) fn hover(desk: &Desk, cursor: &Cursor) -> Answer {
    let (page, byte) = (&cursor.text, cursor.byte);
    let told = match desk.reading_of(&cursor.path) {
        Some((_, reading)) => of_name(desk, reading, cursor).or_else(|| of_number(desk.words, cursor)),
        None => of_number(desk.words, cursor),
    };
    let Some((range, value)) = told.filter(|(range, _)| range.start <= byte) else { return Ok(Value::Null) };
    let contents = MarkupContent { kind: MarkupKind::Markdown, value };
    sent(Hover { contents: contents.into(), range: Some(page.lines.range(&page.text, range)) })
}

fn of_number(words: Words, cursor: &Cursor) -> Option<(Range<usize>, String)> {
    let (range, probability) = cursor.text.index().figure_at(cursor.byte)?;
    let written = &cursor.text.text[range.clone()];
    Some((range.clone(), format!("**{written}**: {}", percent(words, *probability))))
}

fn of_name(desk: &Desk, reading: &Reading, cursor: &Cursor) -> Option<(Range<usize>, String)> {
    let (mention, symbol) = names::symbol_at(reading, &cursor.text, cursor.byte)?;
    let about = match &symbol {
        Symbol::Thing(id) => thing(desk.words, names::declared(reading, id)?.1),
        Symbol::Value(fact, value) => desk.words.value_of(value, fact),
        Symbol::Access(name) => desk.words.access_called(name),
    };
    Some((mention.range.clone(), format!("{about}\n\n{}", uses(desk, reading, &symbol))))
}

fn thing(words: Words, declared: &Declared) -> String {
    let title = declared.title.as_ref().map(|title| format!(" — {}", plain(title))).unwrap_or_default();
    let mut lines = vec![format!("**{}** `{}`{title}", declared.word.word(), declared.id)];
    lines.extend(declared.of.as_ref().map(|of| words.symptom_of(of)));
    if let Shape::Values(values) = &declared.shape {
        let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
        lines.push(words.values_are(&values.join(", ")));
    }
    lines.extend(declared.number.map(|number| match declared.word {
        HeadWord::Cause => words.how_common(&percent(words, number)),
        _ => words.with_other_causes(&percent(words, number)),
    }));
    lines.join("\n\n")
}

/// Returns where something is used: by what, and how often in cases.
fn uses(desk: &Desk, reading: &Reading, symbol: &Symbol) -> String {
    let mut by: Vec<&str> = Vec::new();
    let mut in_cases = 0;
    for spot in &names::spots(desk, reading, symbol) {
        in_cases += usize::from(is_case_file(spot.path));
        let around = spot.page.index().declaration_at(spot.range.start).filter(|around| around.name != spot.range);
        by.extend(around.map(|around| around.id.as_str()).filter(|id| !by.contains(id)));
    }
    let named: Vec<String> = by.iter().take(USES).map(|id| format!("`{id}`")).collect();
    let named = named.join(", ");
    let told = match (by.len(), by.len().saturating_sub(USES)) {
        (0, _) => desk.words.used_nowhere(),
        (_, 0) => desk.words.used_by(&named),
        (_, more) => desk.words.used_by_more(&named, more),
    };
    if in_cases == 0 { told } else { format!("{told}; {}", desk.words.in_cases(in_cases)) }
}

/// Returns a text in which nothing is taken for markup.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '!' | '&') {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}
