//! The one form of pages: it is its own form, keeps what a page says, and refuses what cannot be read.

use etio_kb::{MemorySources, format, load};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

const PAGE: &str = concat!(include_str!("accepted/printer/printer.kb"), include_str!("accepted/printer/more/fixes.kb"));

/// Checks what must hold of any text; returns whether it is a page.
fn check(text: &str) -> bool {
    let Ok(once) = format("a.kb", text) else { return false };
    let twice = format("a.kb", &once).unwrap_or_else(|_| panic!("what is written can be read: {text}"));
    assert_eq!(twice, once, "{text}");
    assert!(once.is_empty() || once.ends_with('\n') && !once.ends_with("\n\n"), "{text}");
    let bases = |text: &str| format!("{:?}", load(&MemorySources::new().with_file("a.kb", text), &["a.kb"]).bases);
    assert_eq!(bases(&once), bases(text), "{text}");
    true
}

#[test]
fn every_page_of_the_project_keeps_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("bases"), root.join("tests"), root.join("../tests/examples")];
    let mut pages = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "kb") {
                pages += usize::from(check(&String::from_utf8_lossy(&fs::read(&path).expect("a page"))));
            }
        }
    }
    assert!(pages > 20, "{pages}");
}

/// Changes that an author could make: white space and comments anywhere, lines joined, broken or left out.
fn change() -> impl Strategy<Value = (usize, usize, &'static str)> {
    let put_in = prop::sample::select(vec![
        "",
        " ",
        "  ",
        "\n",
        "\t",
        "\r\n",
        " # said\n",
        "#\n",
        "\n\n\n",
        "\"",
        ",",
        ", b",
        " and ",
        " or ",
        "(",
        "\\",
        "%",
        "..",
        "\u{a0}",
        "when",
        "fix",
        "é",
        "is",
        "not ",
    ]);
    (0..PAGE.len(), 0..4usize, put_in)
}

/// How many pages each property is tried with; `PROPTEST_CASES` says more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(600)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn a_page_with_changes(changes in prop::collection::vec(change(), 1..4)) {
        let mut page = PAGE.to_owned();
        for (at, left_out, put_in) in changes {
            let [start, end] = [at, at + left_out].map(|byte| page.floor_char_boundary(byte.min(page.len())));
            page.replace_range(start..end, put_in);
        }
        check(&page);
    }

    #[test]
    fn a_declaration_with_changes(first in 0..400usize, changes in prop::collection::vec((0..160usize, 0..3usize, change()), 1..6)) {
        let lines: Vec<&str> = PAGE.lines().collect();
        let first = first.min(lines.len() - 1);
        let mut page = lines[first..lines.len().min(first + 6)].join("\n");
        for (at, left_out, (_, _, put_in)) in changes {
            let [start, end] = [at, at + left_out].map(|byte| page.floor_char_boundary(byte.min(page.len())));
            page.replace_range(start..end, put_in);
        }
        check(&page);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..500)) {
        check(&String::from_utf8_lossy(&bytes));
    }
}
