//! The architecture is what `docs/architecture.md` says: arrows, homes of crates, modules, and what the engine keeps away from.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Crates that may stand wherever they are needed.
const ANYWHERE: [&str; 4] = ["serde", "serde_json", "thiserror", "strsim"];
/// Packages, what they may depend on of our own, and their folders.
const PACKAGES: [(&str, &[&str], &str); 3] =
    [("etio-engine", &[], "engine"), ("etio-kb", &["etio-engine"], "kb"), ("etio", &["etio-kb"], "cli")];
/// More lines than this and a file is to be split.
const MOST_LINES: usize = 600;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests are a member of the workspace").to_owned()
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the source files of a package, named from the root.
fn sources(folder: &str) -> Vec<String> {
    let mut folders = vec![format!("{folder}/src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).expect("a folder") {
            let entry = entry.expect("an entry");
            let name = format!("{folder}/{}", entry.file_name().to_str().expect("a readable name"));
            match entry.file_type().expect("a file or a folder").is_dir() {
                true => folders.push(name),
                false if name.ends_with(".rs") => files.push(name),
                false => {}
            }
        }
    }
    files.sort();
    files
}

/// Returns the code of a file without comments and without the tests at its end.
fn code(file: &str) -> String {
    let text = read(file);
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

/// Returns the names of the crates that a section of a manifest lists.
fn dependencies(manifest: &str, section: &str) -> BTreeSet<String> {
    let lines = manifest.lines().skip_while(|line| line.trim() != section).skip(1);
    let names = lines.take_while(|line| !line.starts_with('[')).filter(|line| !line.starts_with('#'));
    names
        .filter_map(|line| Some(line.split(['.', ' ', '=']).next()?.to_owned()))
        .filter(|name| !name.is_empty())
        .collect()
}

/// Returns the rows of the tables of a section of the architecture, as the code in the named column.
fn column(section: &str, column: usize) -> Vec<Vec<String>> {
    let page = read("docs/architecture.md");
    let (_, after) = page.split_once(&format!("\n## {section}\n")).unwrap_or_else(|| panic!("no section {section}"));
    let section = after.split("\n## ").next().unwrap_or_default().replace("\\|", "/");
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let code = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    rows.map(|row| code(row.split('|').nth(column).unwrap_or_default())).collect()
}

#[test]
fn arrows_point_one_way() {
    for (package, allowed, folder) in PACKAGES {
        let manifest = read(format!("{folder}/Cargo.toml"));
        for section in ["[dependencies]", "[build-dependencies]", "[dev-dependencies]"] {
            let ours = dependencies(&manifest, section).into_iter().filter(|name| name.starts_with("etio"));
            for name in ours {
                assert!(allowed.contains(&name.as_str()), "{package} depends on {name} in {section}");
            }
        }
    }
}

#[test]
fn every_crate_with_a_job_of_its_own_has_one_home() {
    let names = column("Where each crate lives", 1);
    let homes = column("Where each crate lives", 3);
    let mut listed: BTreeSet<String> = ANYWHERE.map(str::to_owned).into();
    for (names, homes) in names.iter().zip(&homes) {
        for name in names {
            listed.insert(name.clone());
            let path = format!("{}::", name.replace('-', "_"));
            let users: Vec<String> = PACKAGES
                .iter()
                .flat_map(|(_, _, folder)| sources(folder))
                .filter(|file| speaks_of(file, &path))
                .collect();
            let stray = users.iter().find(|file| !homes.iter().any(|home| file.starts_with(home.as_str())));
            assert_eq!(stray, None, "{name} lives in {homes:?}");
            let empty = homes.iter().find(|home| !users.iter().any(|file| file.starts_with(home.as_str())));
            assert_eq!(empty, None, "nobody of {name} is at home there");
        }
    }
    for (package, _, folder) in PACKAGES {
        let manifest = read(format!("{folder}/Cargo.toml"));
        let named = manifest.lines().filter(|line| line.starts_with("[target.") && line.ends_with("dependencies]"));
        let sections = named.chain(["[dependencies]"]);
        for name in sections.flat_map(|section| dependencies(&manifest, section)) {
            assert!(listed.contains(&name) || name.starts_with("etio"), "{package}: where does {name} live?");
        }
    }
}

/// Returns whether a file speaks of a crate: its path stands there, and is not the end of another.
fn speaks_of(file: &str, path: &str) -> bool {
    let code = code(file);
    // A module of our own of that name stands before the crate.
    let module = format!("mod {};", path.trim_end_matches(':'));
    let is_start = |at: usize| !code[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':'));
    !code.contains(&module) && code.match_indices(path).any(|(at, _)| is_start(at))
}

#[test]
fn every_module_is_in_the_tables() {
    for (section, folder) in [("Inside the engine", "engine"), ("Inside `kb`", "kb"), ("Inside `cli`", "cli")] {
        let listed: BTreeSet<String> = column(section, 1).concat().into_iter().collect();
        let prefix = format!("{folder}/src/");
        let modules: BTreeSet<String> = sources(folder)
            .iter()
            .filter_map(|file| file.strip_prefix(&prefix)?.split(['/', '.']).next().map(str::to_owned))
            .filter(|module| !matches!(module.as_str(), "lib" | "main"))
            .collect();
        assert_eq!(modules, listed, "{section}");
    }
}

#[test]
fn the_engine_and_the_language_touch_nothing_outside() {
    const OUTSIDE: [&str; 8] =
        ["std::fs", "std::env", "std::net", "std::process", "std::time", "std::thread", "println!", "std::io"];
    for folder in ["engine", "kb"] {
        for file in sources(folder).iter().filter(|file| *file != "kb/src/sources.rs") {
            let code = code(file);
            let touched: Vec<&str> = OUTSIDE.into_iter().filter(|outside| code.contains(outside)).collect();
            assert!(touched.is_empty(), "{file} touches {touched:?}");
        }
    }
    let reads = code("kb/src/sources.rs");
    assert!(!reads.contains("write(") && !reads.contains("create("), "sources are read and never written");
}

#[test]
fn logarithms_and_powers_have_the_same_bits_everywhere() {
    const PLATFORM: [&str; 9] =
        [".ln()", ".ln_1p()", ".log2()", ".log10()", ".exp()", ".exp2()", ".powf(", ".powi(", "f64::ln"];
    let sources = [sources("engine"), sources("kb")].concat();
    for file in sources.iter().filter(|file| !file.contains("/tests")) {
        let code = code(file);
        let used: Vec<&str> = PLATFORM.into_iter().filter(|function| code.contains(function)).collect();
        assert!(used.is_empty(), "{file} uses {used:?} of the platform's library");
    }
}

#[test]
fn the_program_reads_its_surroundings_in_known_places() {
    let known = [
        ("env::var", &["cli/src/language.rs", "cli/src/probe.rs", "cli/src/interview/terminal.rs"][..]),
        ("Command::new", &[]),
        ("std::net", &[]),
        ("std::time", &["cli/src/lsp/transport.rs", "cli/src/progress.rs"]),
    ];
    for (word, homes) in known {
        for file in sources("cli") {
            assert!(homes.contains(&file.as_str()) || !code(&file).contains(word), "{file}: {word}");
        }
    }
}

#[test]
fn no_file_is_too_long_to_read() {
    for file in ["engine", "kb", "cli", "tests"].into_iter().flat_map(sources) {
        let lines = read(&file).lines().count();
        assert!(lines <= MOST_LINES, "{file} has {lines} lines");
    }
}
