//! `etio list`: what is known.

use crate::args::{Format, Listed};
use crate::bases;
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::page::{Page, Tone};
use crate::render;
use crate::voice::{leave_open, marked};
use crate::words::Words;
use etio_kb::engine::{BaseId, Knowledge, Sign, Thing};
use serde::Serialize;

/// Runs the command.
pub(crate) fn run(what: Listed, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let knowledge = bases::knowledge(&call.options.bases, call.words)?;
    let things: Vec<Thing> = match what {
        Listed::Bases => knowledge.things().filter(|thing| matches!(thing, Thing::Base(_))).collect(),
        Listed::Symptoms => knowledge.complaints().iter().map(|&sign| complaint(sign)).collect(),
        Listed::Causes => knowledge.things().filter(|thing| matches!(thing, Thing::Cause(_))).collect(),
        Listed::Fixes => knowledge.things().filter(|thing| matches!(thing, Thing::Fix(_))).collect(),
    };
    match call.options.format {
        Format::Text | Format::Junit => console.show(&page(knowledge, &things, call.words))?,
        Format::Json | Format::Sarif => render::json(
            &things.iter().map(|&thing| entry(knowledge, thing, call.words)).collect::<Vec<_>>(),
            console.out,
        )?,
    }
    Ok(Exit::Done)
}

/// A thing for a program.
#[derive(Serialize)]
struct Entry<'k> {
    id: &'k str,
    base: &'k str,
    title: String,
}

fn entry<'k>(knowledge: &'k Knowledge, thing: Thing, words: Words) -> Entry<'k> {
    let base = &knowledge.base(knowledge.base_of(thing)).id;
    Entry { id: knowledge.id_of(thing), base, title: title(knowledge, thing, words) }
}

fn title(knowledge: &Knowledge, thing: Thing, words: Words) -> String {
    knowledge.title_of(thing).map(|title| leave_open(&marked(title, words))).unwrap_or_default()
}

fn complaint(sign: Sign) -> Thing {
    if sign.option.is_none() { Thing::Finding(sign.finding) } else { Thing::Sign(sign) }
}

/// Returns the things with their ids and titles, under the titles of their bases where there are several.
fn page(knowledge: &Knowledge, things: &[Thing], words: Words) -> Page {
    let widest = things.iter().map(|&thing| knowledge.id_of(thing).chars().count()).max().unwrap_or(0);
    let mut page = Page::default();
    let mut shown: Option<BaseId> = None;
    for &thing in things {
        let base = knowledge.base_of(thing);
        if knowledge.bases().len() > 1 && shown != Some(base) && !matches!(thing, Thing::Base(_)) {
            page.heading(marked(&knowledge.base(base).title, words));
        }
        shown = Some(base);
        page.item(Tone::Plain, 0, format!("{:widest$}  ", knowledge.id_of(thing)), title(knowledge, thing, words));
    }
    page
}
