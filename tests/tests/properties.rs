//! The table of properties: every number is there once, and every test that it names.

use std::path::Path;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Returns the text of every Rust file below a folder, one after the other.
fn sources(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut text = String::new();
    for entry in entries {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            text.push_str(&sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&std::fs::read_to_string(&path).expect("a source is a text"));
        }
    }
    text
}

#[test]
fn each_property_names_tests_that_are_there() {
    let page = std::fs::read_to_string(Path::new(ROOT).join("docs/properties.md")).expect("the page is there");
    let folders = ["engine/src", "kb/src", "kb/tests", "tests/tests"];
    let sources: String = folders.iter().map(|folder| sources(&Path::new(ROOT).join(folder))).collect();
    let mut numbers = Vec::new();
    for row in page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| nr")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        numbers.push(cells[1].parse::<usize>().unwrap_or_else(|_| panic!("{row}")));
        let named = cells[3].split('`').skip(1).step_by(2).filter(|name| name.contains('_'));
        for name in named {
            assert!(sources.contains(&format!("fn {name}()")), "no test is called `{name}`, named in {row}");
        }
        assert!(cells[3].contains('`'), "{row}");
    }
    assert!(numbers.len() >= 44);
    assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>());
}
