//! `etio test --mutate`: which changes of a base no case notices.

use super::{Spot, Tested, percentage};
use crate::args::{Format, Test};
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::page::{Page, Tone};
use crate::progress::Progress;
use crate::render;
use crate::words::Words;
use etio_kb::cases::{Change, Changed, Mutations};
use serde::Serialize;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What the cases notice.
#[derive(Serialize)]
struct Told {
    /// The percentage of changes that some case notices, from 0 to 100.
    noticed: f64,
    changes: Vec<Sort>,
    /// The changes that no case notices.
    unnoticed: Vec<Unnoticed>,
}

#[derive(Serialize)]
struct Sort {
    what: &'static str,
    noticed: usize,
    all: usize,
}

#[derive(Serialize)]
struct Unnoticed {
    what: &'static str,
    name: String,
    #[serde(flatten)]
    spot: Spot,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<f64>,
}

/// Runs the command.
pub(super) fn run(test: &Test, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let mut all: Vec<(Change, Spot, bool)> = Vec::new();
    for tested in Tested::all(test, call)? {
        for (which, places) in tested.places.iter().enumerate() {
            let mutations = Mutations::new(&tested.bases, which, places, tested.knowledge, &tested.cases);
            let progress = Progress::new(mutations.changes().len(), call.words.mutating(), console);
            let noticed = try_all(&mutations, &progress);
            let changes = mutations.changes().iter().zip(noticed);
            all.extend(changes.map(|(change, noticed)| (change.clone(), tested.spot(change.span), noticed)));
        }
    }
    let told = told(&all);
    if call.options.format == Format::Json {
        render::json(&told, console.out)?;
    } else {
        console.show(&page(&told, call.words))?;
    }
    let enough = test.min_noticed.is_none_or(|least| told.noticed >= least);
    if !enough && call.options.format != Format::Json {
        let mut page = Page::default();
        page.text(call.words.too_little_noticed(&call.words.decimal(test.min_noticed.unwrap_or_default(), 1)));
        console.remark(&page)?;
    }
    Ok(if enough { Exit::Done } else { Exit::Nothing })
}

/// Tries every change, on all processors, and returns for each whether it is noticed.
fn try_all(mutations: &Mutations<'_>, progress: &Progress) -> Vec<bool> {
    let (changes, next) = (mutations.changes(), AtomicUsize::new(0));
    let work = || {
        let mut found = Vec::new();
        while let Some((at, change)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, changes.get(at)?)))
        {
            found.push((at, mutations.is_noticed(change)));
            progress.step();
        }
        found
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let mut noticed = vec![false; changes.len()];
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        for handle in handles {
            let found = handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            found.into_iter().for_each(|(at, is_noticed)| noticed[at] = is_noticed);
        }
    });
    noticed
}

fn told(all: &[(Change, Spot, bool)]) -> Told {
    let sorts = Changed::ALL.map(|what| {
        let of_sort = all.iter().filter(|(change, ..)| change.what == what);
        let noticed = of_sort.clone().filter(|(_, _, noticed)| *noticed).count();
        Sort { what: what.word(), noticed, all: of_sort.count() }
    });
    let noticed = all.iter().filter(|(_, _, noticed)| *noticed).count();
    let unnoticed = all.iter().filter(|(_, _, noticed)| !noticed).map(|(change, spot, _)| Unnoticed {
        what: change.what.word(),
        name: change.name.clone(),
        spot: spot.clone(),
        from: change.numbers.map(|(from, _)| from),
        to: change.numbers.map(|(_, to)| to),
    });
    Told { noticed: percentage(noticed, all.len()), changes: sorts.into(), unnoticed: unnoticed.collect() }
}

fn page(told: &Told, words: Words) -> Page {
    let mut page = Page::default();
    for sort in told.changes.iter().filter(|sort| sort.all > 0) {
        page.text(words.noticed_of(&words.changed(sort.what), sort.noticed, sort.all));
    }
    page.strong(words.noticed_in_all(&words.decimal(told.noticed, 1)));
    if !told.unnoticed.is_empty() {
        page.heading(words.heading_unnoticed());
    }
    for one in &told.unnoticed {
        let change = match (one.what, one.from, one.to) {
            ("time", Some(from), Some(to)) => format!("{from} s → {to} s"),
            (_, Some(from), Some(to)) => format!("{}% → {}%", words.of_hundred(from), words.of_hundred(to)),
            _ => words.taken_away(),
        };
        page.item(Tone::Plain, 2, "- ", format!("{}: {}: {change}", one.spot, one.name));
    }
    page
}
