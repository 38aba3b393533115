//! What the documents show is what happens.

#![cfg(unix)]

mod page;
mod reference;
mod stage;

use page::{Page, all, root};
use std::path::Path;

#[test]
fn the_front_page_is_played() {
    stage::play(&Page::open("README.md"));
}

#[test]
fn the_spanish_front_page_is_played() {
    stage::play(&Page::open("README.es.md"));
}

#[test]
fn the_tutorial_is_played() {
    stage::play(&Page::open("docs/tutorial.md"));
}

#[test]
fn the_other_pages_are_played() {
    let apart = ["README.md", "README.es.md", "docs/tutorial.md"].map(Path::new);
    all().iter().filter(|page| !apart.contains(&page.path.as_path())).for_each(stage::play);
}

#[test]
fn rust_is_compiled() {
    let examples = std::fs::read_to_string(root().join("tests/src/lib.rs")).expect("the library of the tests");
    for page in all().iter().filter(|page| page.blocks().iter().any(|block| block.label == "rust")) {
        let path = page.path.display().to_string();
        assert!(examples.contains(&format!("include_str!(\"../../{path}\")")), "nobody compiles the Rust in {path}");
    }
}

#[test]
fn a_false_transcript_is_noticed() {
    let shown = |line: &str| format!("```console\n$ etio --base none.kb\n{line}\n```\n");
    let page = Page { path: "false.md".into(), text: shown("all is well") };
    let played = stage::differing(&page).remove(0).0;
    assert!(played.starts_with("$ etio --base none.kb\nerror: "), "{played}");
    let page = Page { path: "true.md".into(), text: format!("```console\n{played}```\n") };
    assert!(stage::differing(&page).is_empty());
}

#[test]
#[should_panic(expected = "nothing declares `plugged`")]
fn a_base_with_a_mistake_is_noticed() {
    let base = "base b \"B\"\n language en\nfix f \"F\"\n often cures plugged\n";
    stage::play(&Page { path: "false.md".into(), text: format!("```kb file=b.kb\n{base}```\n") });
}

#[test]
fn every_block_says_what_it_is() {
    const KNOWN: [&str; 10] = ["kb", "yaml", "talk", "csv", "console", "rust", "toml", "lua", "sh", "text"];
    for page in all() {
        for block in page.blocks() {
            let place = format!("{}:{}", page.path.display(), block.lines.start);
            assert!(KNOWN.contains(&block.label.as_str()), "{place}: `{}` is no known block", block.label);
            // What is shown of our own program is played, and so stands in a `console`.
            let shows = |line: &str| line.starts_with("$ ") || line.starts_with("> ") || line.starts_with("etio ");
            let claims = matches!(block.label.as_str(), "sh" | "text") && block.text.lines().any(shows);
            assert!(!claims, "{place}: a transcript that nobody plays");
        }
        let mut before = "";
        for (number, line) in page.prose() {
            let is_indented = before.is_empty() && line.starts_with("    ");
            assert!(!is_indented, "{}:{number}: a block without a fence", page.path.display());
            before = line;
        }
    }
}

#[test]
fn links_lead_somewhere() {
    for page in all() {
        for (number, target) in page.links() {
            let place = format!("{}:{number}: {target}", page.path.display());
            if target.starts_with("https://") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let folder = page.path.parent().expect("a folder");
            let file = if file.is_empty() { page.path.clone() } else { folder.join(file) };
            assert!(root().join(&file).exists(), "{place}: there is no such file");
            if !anchor.is_empty() {
                assert!(Page::open(&file).anchors().iter().any(|known| known == anchor), "{place}: no such heading");
            }
        }
    }
}

#[test]
fn every_page_of_the_book_stands_in_its_table_of_contents() {
    let contents = Page::open("docs/README.md");
    let listed: Vec<&str> = contents.links().into_iter().map(|(_, target)| target).collect();
    for page in all() {
        if let (Ok(name), true) = (page.path.strip_prefix("docs"), page.path != contents.path) {
            assert!(listed.contains(&name.to_str().expect("a name")), "{name:?} is not listed");
        }
    }
}

#[test]
fn the_front_pages_are_twins() {
    let shape = |page: &Page| {
        let levels: Vec<usize> = page.headings().iter().map(|heading| heading.matches('#').count()).collect();
        let labels: Vec<String> = page.blocks().into_iter().map(|block| block.label).collect();
        (levels, labels)
    };
    assert_eq!(shape(&Page::open("README.md")), shape(&Page::open("README.es.md")));
}
