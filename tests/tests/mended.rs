//! What `check --fix` makes of faults that are put into the shipped bases and the examples by chance: never an error that was not
//! there, nothing left that it could still mend, and the sound bases as they are.

use etio_kb::{Code, Loaded, MemorySources, Mended, Paint, mend};
use etio_tests::generate::Dice;
use etio_tests::inject::{Faulty, Pages, checked, kinds};
use std::collections::BTreeMap;
use std::path::Path;

/// How often a place is looked for.
const TRIES: usize = 60;

fn bases() -> Vec<Pages> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let bases = ["kb/bases/chatgpt", "tests/examples/animal", "tests/examples/auto", "tests/examples/home-network"];
    bases.iter().map(|base| Pages::of_folder(&root.join(base)).expect("pages")).collect()
}

/// Returns every file by the path under which it is read.
fn files(pages: &Pages, overlays: &[(String, String)], cases: &[(String, String)]) -> BTreeMap<String, String> {
    let own = pages.texts().map(|(name, text)| (format!("base/{name}"), text));
    let cases = cases.iter().map(|(name, text)| (format!("base/{name}"), text.clone()));
    own.chain(cases).chain(overlays.iter().cloned()).collect()
}

fn mended(files: &BTreeMap<String, String>) -> Mended {
    let add =
        |sources: MemorySources, (path, text): (&String, &String)| sources.with_file(path.as_str(), text.as_str());
    let overlays = files.keys().map(String::as_str).filter(|path| !path.starts_with("base/"));
    let roots: Vec<&str> = std::iter::once("base").chain(overlays).collect();
    mend(&files.iter().fold(MemorySources::new(), add), &roots, &roots)
}

fn errors(loaded: &Loaded) -> BTreeMap<Code, usize> {
    let mut errors = BTreeMap::new();
    loaded.diagnostics.iter().filter(|one| one.is_error()).for_each(|one| *errors.entry(one.code).or_default() += 1);
    errors
}

#[test]
fn faults_are_mended_without_doing_harm() {
    let (bases, mut copies, mut changed) = (bases(), 0, 0);
    for (nth, kind) in kinds().into_iter().enumerate() {
        let mut dice = Dice::new(7_000 + nth as u64);
        // The largest base takes its turn with some sorts of faults only: a check of it takes long.
        for pages in &bases[usize::from(nth % 5 > 0)..] {
            let Some(faulty) = (0..TRIES).find_map(|_| (kind.put)(pages, &mut dice)) else { continue };
            copies += 1;
            changed += usize::from(mends_well(kind.name, &faulty));
        }
    }
    assert!(copies > 80 && changed > 10, "{changed} of {copies} changed");
}

/// Mends a base with a fault, and returns whether something changed.
fn mends_well(name: &str, faulty: &Faulty) -> bool {
    let before = checked(&faulty.pages, &faulty.overlays, &faulty.cases);
    let mut files = files(&faulty.pages, &faulty.overlays, &faulty.cases);
    let once = mended(&files);
    let (had, has) = (errors(&before), errors(&once.left));
    let new: Vec<&Code> =
        has.iter().filter(|(code, count)| had.get(code).unwrap_or(&0) < *count).map(|one| one.0).collect();
    assert!(new.is_empty(), "{name}: {new:?}\n{}", once.left.render(Paint::Plain));
    if once.pages.is_empty() {
        return false;
    }
    for page in once.pages {
        assert_eq!(files.insert(page.path, page.after), Some(page.before), "{name}");
    }
    let again = mended(&files);
    assert!(again.pages.is_empty(), "{name}: {:?}", again.done);
    true
}

#[test]
fn sound_bases_stay_as_they_are() {
    for pages in bases() {
        let mended = mended(&files(&pages, &[], &[]));
        assert!(mended.pages.is_empty() && mended.done.is_empty(), "{:?}", mended.done);
    }
}
