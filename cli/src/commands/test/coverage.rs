//! `etio test --coverage`: what no case exercises, by file and line.

use super::{Spot, Tested, percentage};
use crate::args::{Format, Test};
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::page::{Page, Tone};
use crate::render;
use crate::words::Words;
use etio_kb::cases::{Covered, Part, coverage};
use serde::Serialize;

/// How much of the bases is exercised.
#[derive(Serialize)]
struct Told {
    /// The percentage, from 0 to 100.
    covered: f64,
    parts: Vec<Sort>,
    /// What no case exercises.
    missing: Vec<Missing>,
}

#[derive(Serialize)]
struct Sort {
    part: &'static str,
    exercised: usize,
    all: usize,
}

#[derive(Serialize)]
struct Missing {
    part: &'static str,
    name: String,
    #[serde(flatten)]
    spot: Spot,
}

/// Runs the command.
pub(super) fn run(test: &Test, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let mut all: Vec<(Covered, Spot)> = Vec::new();
    for tested in Tested::all(test, call)? {
        for (base, places) in tested.bases.iter().zip(&tested.places) {
            let covered = coverage(base, places, tested.knowledge, &tested.cases);
            all.extend(covered.into_iter().map(|covered| {
                let spot = tested.spot(covered.span);
                (covered, spot)
            }));
        }
    }
    let told = told(&all);
    if call.options.format == Format::Json {
        render::json(&told, console.out)?;
    } else {
        console.show(&page(&told, call.words))?;
    }
    let enough = test.min_coverage.is_none_or(|least| told.covered >= least);
    if !enough && call.options.format != Format::Json {
        let mut page = Page::default();
        page.text(call.words.too_little_covered(&call.words.decimal(test.min_coverage.unwrap_or_default(), 1)));
        console.remark(&page)?;
    }
    Ok(if enough { Exit::Done } else { Exit::Nothing })
}

fn told(all: &[(Covered, Spot)]) -> Told {
    let sorts = Part::ALL.map(|part| {
        let of_sort = all.iter().filter(|(covered, _)| covered.part == part);
        let exercised = of_sort.clone().filter(|(covered, _)| covered.exercised).count();
        Sort { part: part.word(), exercised, all: of_sort.count() }
    });
    let exercised = all.iter().filter(|(covered, _)| covered.exercised).count();
    let missing = all.iter().filter(|(covered, _)| !covered.exercised).map(|(covered, spot)| Missing {
        part: covered.part.word(),
        name: covered.name.clone(),
        spot: spot.clone(),
    });
    Told { covered: percentage(exercised, all.len()), parts: sorts.into(), missing: missing.collect() }
}

fn page(told: &Told, words: Words) -> Page {
    let mut page = Page::default();
    for sort in told.parts.iter().filter(|sort| sort.all > 0) {
        page.text(words.covered_of(&words.part(sort.part), sort.exercised, sort.all));
    }
    page.strong(words.covered_in_all(&words.decimal(told.covered, 1)));
    if !told.missing.is_empty() {
        page.heading(words.heading_uncovered());
    }
    for part in Part::ALL.map(Part::word) {
        let missing: Vec<&Missing> = told.missing.iter().filter(|missing| missing.part == part).collect();
        if !missing.is_empty() {
            page.text(words.part(part));
        }
        for one in missing {
            page.item(Tone::Plain, 2, "- ", format!("{}: {}", one.spot, one.name));
        }
    }
    page
}
