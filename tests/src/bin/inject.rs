//! Measures `check`: puts faults of each sort into the shipped bases and the examples, and counts which are found where they are, and
//! what else is told of: `inject [COPIES] [SEED] [--missed]
//! [--only=WORDS]`, where the words are of the name of a fault. `inject --speed` measures how long it takes to check a base of 10,000 causes
//! and 200,000 links.

use etio_kb::{MemorySources, check};
use etio_tests::generate::Dice;
use etio_tests::grid::Grid;
use etio_tests::inject::{Outcome, Pages, kinds, outcome, told};
use std::path::Path;
use std::time::Instant;

/// The bases that faults are put into.
const BASES: [&str; 4] =
    ["kb/bases/chatgpt", "tests/examples/animal", "tests/examples/auto", "tests/examples/home-network"];
/// How often a place is looked for.
const TRIES: usize = 60;

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |nth: usize, otherwise: u64| {
        let numbers = arguments.iter().filter_map(|argument| argument.parse().ok());
        numbers.into_iter().nth(nth).unwrap_or(otherwise)
    };
    let (copies, seed) = (number(0, 40), number(1, 1));
    let tells = arguments.iter().any(|argument| argument == "--missed");
    if arguments.iter().any(|argument| argument == "--speed") {
        return speed();
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let bases = BASES.iter().map(|base| Pages::of_folder(&root.join(base))).collect::<Result<Vec<_>, _>>()?;
    for (base, pages) in BASES.iter().zip(&bases) {
        told(pages).iter().for_each(|told| anstream::println!("false alarm in {base}: {told}"));
    }
    anstream::println!(
        "{:<10} {:<54} {:>6} {:>7} {:>7} {:>7} {:>7}",
        "family",
        "fault",
        "copies",
        "found",
        "noticed",
        "shown",
        "alarms"
    );
    let (mut all, mut found_all, mut noticed_all, mut alarms_all) = (0, 0, 0, 0);
    let only = arguments.iter().find_map(|argument| argument.strip_prefix("--only=")).unwrap_or_default();
    for (nth, kind) in kinds().iter().enumerate().filter(|(_, kind)| kind.name.contains(only)) {
        let mut dice = Dice::new(seed.wrapping_add(nth as u64 * 7_919));
        let mut outcomes: Vec<Outcome> = Vec::new();
        for copy in 0..copies {
            let at = copy as usize % bases.len();
            let faulty = (0..TRIES).find_map(|_| (kind.put)(&bases[at], &mut dice));
            let Some(faulty) = faulty else { continue };
            let outcome = outcome(kind, &faulty);
            if tells && (!outcome.found || !outcome.alarms.is_empty()) {
                let what = if outcome.found { "alarm" } else { "missed" };
                anstream::println!("  {what} in {}: {:?} told {:#?}", BASES[at], faulty.spots, outcome.told);
            }
            outcomes.push(outcome);
        }
        let noticed = outcomes.iter().filter(|outcome| outcome.noticed).count();
        let shown = outcomes.iter().filter(|outcome| outcome.shown).count();
        let found = outcomes.iter().filter(|outcome| outcome.found).count();
        let alarms: usize = outcomes.iter().map(|outcome| outcome.alarms.len()).sum();
        let count = outcomes.len();
        if count == 0 {
            continue;
        }
        let share = |part: usize| part as f64 / count.max(1) as f64;
        anstream::println!(
            "{:<10} {:<54} {:>6} {:>6.1}% {:>6.1}% {:>6.1}% {:>7.2}",
            kind.family,
            kind.name,
            count,
            share(found) * 100.0,
            share(noticed) * 100.0,
            share(shown) * 100.0,
            share(alarms)
        );
        (all, found_all) = (all + count, found_all + found);
        (noticed_all, alarms_all) = (noticed_all + noticed, alarms_all + alarms);
    }
    let share = |part: usize| part as f64 / all.max(1) as f64;
    anstream::println!(
        "all {all}: {:.1}% found for what they are, {:.1}% noticed, {:.2} false alarms a copy",
        share(found_all) * 100.0,
        share(noticed_all) * 100.0,
        share(alarms_all)
    );
    Ok(())
}

/// Measures how long it takes to check a large base.
fn speed() -> std::io::Result<()> {
    let grid = Grid { causes: 10_000, findings: 2_000, links: 100 };
    let links: usize = grid.base(7).causes.iter().map(|cause| cause.links.len()).sum();
    let text = grid.page(7);
    let sources = MemorySources::new().with_file("grid.kb", text.as_str());
    let before = Instant::now();
    let loaded = etio_kb::load(&sources, &["grid.kb"]);
    let read = before.elapsed();
    let before = Instant::now();
    let checked = check(&sources, &["grid.kb"]);
    let took = before.elapsed();
    anstream::println!("{} causes, {links} links, {} bytes", grid.causes, text.len());
    anstream::println!(
        "load {read:.2?} ({} told), check {took:.2?} ({} told)",
        loaded.diagnostics.len(),
        checked.diagnostics.len()
    );
    if let Some(first) = checked.diagnostics.first() {
        anstream::println!("the first: {} {}", first.code, first.message);
    }
    Ok(())
}
