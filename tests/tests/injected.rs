//! What `check` finds of faults that are put into the shipped bases and the examples by chance: a share of what `inject` measures.

use etio_tests::generate::Dice;
use etio_tests::inject::{Pages, kinds, outcome};
use std::path::Path;

/// How often a place is looked for.
const TRIES: usize = 60;

#[test]
fn check_finds_the_faults_that_are_put_into_bases_and_nothing_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let bases = ["kb/bases/chatgpt", "tests/examples/animal", "tests/examples/auto", "tests/examples/home-network"];
    let bases: Vec<Pages> = bases.iter().map(|base| Pages::of_folder(&root.join(base)).expect("pages")).collect();
    let (mut copies, mut found, mut alarms) = (0, 0, 0);
    let (mut missed, mut told_besides) = (Vec::new(), Vec::new());
    for (nth, kind) in kinds().into_iter().enumerate() {
        let mut dice = Dice::new(1_000 + nth as u64);
        for pages in &bases {
            let Some(faulty) = (0..TRIES).find_map(|_| (kind.put)(pages, &mut dice)) else { continue };
            let outcome = outcome(&kind, &faulty);
            copies += 1;
            found += usize::from(outcome.found);
            alarms += outcome.alarms.len();
            if !outcome.found {
                missed.push(format!("{}: {:?} {:#?}", kind.name, faulty.spots, outcome.told));
            }
            told_besides.extend(outcome.alarms.into_iter().map(|alarm| format!("{}: {alarm}", kind.name)));
        }
    }
    assert!(copies > 100, "{copies}");
    assert!(found * 100 >= copies * 95, "{found} of {copies} found; missed: {missed:#?}");
    assert!(alarms * 10 <= copies, "{alarms} false alarms in {copies} copies: {told_besides:#?}");
}
