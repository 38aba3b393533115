//! Pages that must be rejected, sorted by the stage that rejects them, and pages that must be accepted.

mod common;

use etio_kb::{Code, FileSystem, Loaded, Paint, Severity, load};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Each stage and how the codes it gives begin; later stages may find more in the same page.
const STAGES: &[(&str, &str)] = &[
    ("files", "E0"),
    ("syntax", "E1"),
    ("names", "E2"),
    ("numbers", "E3"),
    ("meaning", "E4"),
    ("translation", "E5"),
    ("overlay", "E4"),
    ("warnings", "W"),
];

/// Codes whose pages are too large to be files (`limits.rs` builds them), and the one that only formatting tells (`format`).
const IN_LIMITS: &[Code] = &[
    Code::Unreadable,
    Code::TooLarge,
    Code::FilesTooDeep,
    Code::MoreMistakes,
    Code::TooManyDeclarations,
    Code::LineTooLong,
    Code::TooDeep,
    Code::NotFormattable,
];

fn entries(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder of a stage");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable entry").path()).collect();
    paths.sort();
    paths
}

/// Loads a fixture: a file, a folder, or a folder with a base and what overlays it.
fn load_fixture(path: &Path) -> Loaded {
    let path = path.to_str().expect("a path in UTF-8");
    let overlaid = Path::new(path).join("mine.kb").exists();
    let layers = if overlaid {
        ["base", "mine.kb"].map(|name| format!("{path}/{name}")).to_vec()
    } else {
        vec![path.to_owned()]
    };
    load(&FileSystem, &layers.iter().map(String::as_str).collect::<Vec<_>>())
}

fn input(loaded: &Loaded) -> String {
    let file = |file: &etio_kb::SourceFile| format!("── {}\n{}", file.name(), file.text().trim_end());
    let files: Vec<String> = loaded.files.iter().map(file).collect();
    let visible = |c: char| if c.is_control() && c != '\n' || c == '\u{202e}' { '¤' } else { c };
    files.join("\n").chars().map(visible).collect()
}

fn snapshot(name: &str, content: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name.to_owned(), content);
    });
}

#[test]
fn what_is_wrong_is_told() {
    let mut told = BTreeSet::new();
    for (stage, prefix) in STAGES {
        for path in entries(&format!("tests/fixtures/{stage}")) {
            let loaded = load_fixture(&path);
            let codes: BTreeSet<Code> = loaded.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
            let fits = |code: &Code| code.as_str().starts_with(prefix);
            assert!(codes.iter().any(fits), "{} gives {codes:?}", path.display());
            let warned = codes.iter().all(|code| code.severity() == Severity::Warning);
            assert_eq!(!loaded.bases.is_empty(), warned, "{}", path.display());
            told.extend(codes);
            let name = format!("{stage}__{}", path.file_stem().expect("a name").to_string_lossy());
            snapshot(&name, &format!("{}\n──\n{}", input(&loaded), loaded.render(Paint::Plain)));
        }
    }
    // What only `check` finds, in cases and by analysis, is shown by its page (`pages.rs`).
    let of_check = |code: &&Code| code.as_str().starts_with("E6") || code.as_str() >= "W1";
    let loading = Code::ALL.iter().filter(|code| !of_check(code));
    let untold: Vec<_> = loading.filter(|code| !told.contains(code) && !IN_LIMITS.contains(code)).collect();
    assert!(untold.is_empty(), "no fixture shows {untold:?}");
}

#[test]
fn what_is_right_is_lowered() {
    for path in entries("tests/accepted") {
        let loaded = load_fixture(&path);
        assert_eq!(loaded.render(Paint::Plain), "", "{}", path.display());
        let summaries: Vec<String> = loaded.bases.iter().map(common::summary).collect();
        let name = format!("accepted__{}", path.file_stem().expect("a name").to_string_lossy());
        snapshot(&name, &format!("{}\n──\n{}", input(&loaded), summaries.join("\n")));
    }
}
