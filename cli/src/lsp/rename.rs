//! Another name for a thing, a value or an access, in every page and every case of the base.

use super::desk::{Desk, Reading};
use super::names::{self, Symbol};
use super::server::{Answer, Cursor, Refused, cursor, sent};
use etio_kb::index::{HeadWord, Role, id_mistake};
use gen_lsp_types::{RenameParams, TextEdit, Uri, WorkspaceEdit};
use lsp_server::ErrorCode;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Returns what would be renamed, or why it cannot be.
pub(super) fn prepare(desk: &Desk, cursor: &Cursor) -> Answer {
    let Some((_, reading)) = desk.reading_of(&cursor.path) else { return Ok(Value::Null) };
    let Some((mention, symbol)) = names::symbol_at(reading, &cursor.text, cursor.byte) else { return Ok(Value::Null) };
    may_change(desk, reading, &symbol)?;
    let range = cursor.text.lines.range(&cursor.text.text, mention.range.clone());
    Ok(json!({"range": range, "placeholder": mention.name}))
}

/// Returns the edits that give another name.
pub(super) fn rename(desk: &mut Desk, params: &RenameParams) -> Answer {
    let Some(cursor) = cursor(desk, &params.text_document_position_params) else { return Ok(Value::Null) };
    let Some((_, reading)) = desk.reading_of(&cursor.path) else { return Ok(Value::Null) };
    let Some((_, symbol)) = names::symbol_at(reading, &cursor.text, cursor.byte) else { return Ok(Value::Null) };
    may_change(desk, reading, &symbol)?;
    let new = params.new_name.trim();
    if let Some(mistake) = id_mistake(new) {
        return refuse(mistake);
    }
    if let Some(taken) = taken(desk, reading, &symbol, new) {
        return refuse(taken);
    }
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for spot in names::spots(desk, reading, &symbol) {
        let range = spot.page.lines.range(&spot.page.text, spot.range.clone());
        changes.entry(Uri(desk.uri(spot.path))).or_default().push(TextEdit { range, new_text: new.to_owned() });
    }
    sent(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() })
}

/// Returns why a new name cannot be taken.
fn taken(desk: &Desk, reading: &Reading, symbol: &Symbol, new: &str) -> Option<String> {
    match symbol {
        Symbol::Thing(old) if old != new => {
            let (_, declared) = names::declared(reading, new)?;
            Some(desk.words.name_is_taken(new, declared.word.word()))
        }
        Symbol::Value(fact, old) if old != new => {
            let spots = names::spots(desk, reading, &Symbol::Value(fact.clone(), new.to_owned()));
            spots.iter().any(|spot| spot.declares).then(|| desk.words.value_is_taken(fact, new))
        }
        Symbol::Access(old) if old != new => {
            let spots = names::spots(desk, reading, &Symbol::Access(new.to_owned()));
            spots.iter().any(|spot| spot.declares).then(|| desk.words.access_is_taken(new))
        }
        _ => None,
    }
}

fn may_change(desk: &Desk, reading: &Reading, symbol: &Symbol) -> Result<(), Refused> {
    let spots = names::spots(desk, reading, symbol);
    let why = |spot: &names::Spot<'_>| match spot.page.index().mention_at(spot.range.start).map(|mention| &mention.role)
    {
        _ if Reading::is_shipped(spot.path) => Some(desk.words.it_is_shipped()),
        Some(Role::Declares(HeadWord::Base | HeadWord::Translation)) => Some(desk.words.base_is_named_elsewhere()),
        _ => None,
    };
    if let Some(why) = spots.iter().find_map(why) {
        return Err(Refused(ErrorCode::RequestFailed, why));
    }
    match spots.iter().any(|spot| spot.declares) {
        true => Ok(()),
        false => Err(Refused(ErrorCode::RequestFailed, desk.words.nothing_declares_it())),
    }
}

fn refuse(why: String) -> Answer {
    Err(Refused(ErrorCode::RequestFailed, why))
}
