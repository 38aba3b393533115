//! `etio check --fix` from the outside: what it writes, what it tells, what it leaves alone.

mod common;

use etio::Exit;
use std::fs;
use std::path::Path;

const KETTLE: &str = "base kettle \"Kettles\"\n  language en\nsymptom cold \"The water stays cold\"\n  syas \"stays cold\"\n\
    # A comment.\ncause scale \"Scale\"\n  is common\n  often cold\n  often colld\n\
    fix descale \"Boil it with vinegar\"\n  always cures scale\n  step \"Wait.\"\n  step \"Wait.\"  # really\n";

/// What mending makes of it.
const MENDED: &str = "base kettle \"Kettles\"\n  language en\nsymptom cold \"The water stays cold\"\n  says \"stays cold\"\n\
    # A comment.\ncause scale \"Scale\"\n  is common\n  often cold\n\
    fix descale \"Boil it with vinegar\"\n  always cures scale\n  step \"Wait.\"\n";

/// Checks a page with further options, in English; returns what is said with `PAGE` for its path, the exit and the page then.
fn fix(page: &str, options: &[&str]) -> (String, Exit, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kettle.kb");
    fs::write(&path, page).expect("a page");
    let name = path.to_str().expect("a path");
    let (said, exit) = common::english(&[&["check", name], options].concat(), b"").told();
    (said.replace(name, "PAGE"), exit, fs::read_to_string(&path).expect("the page"))
}

#[test]
fn what_is_certain_is_mended_and_told() {
    let (said, exit, page) = fix(KETTLE, &["--fix"]);
    assert_eq!((exit, page.as_str()), (Exit::Done, MENDED), "{said}");
    insta::assert_snapshot!(said);
    let (said, exit, page) = fix(MENDED, &["--fix"]);
    assert_eq!((exit, page.as_str()), (Exit::Done, MENDED));
    assert_eq!(said, "mended: 0; pages changed: 0\nbases without errors or warnings: 1\n");
}

#[test]
fn a_difference_writes_nothing() {
    let (said, exit, page) = fix(KETTLE, &["--fix", "--diff"]);
    assert_eq!((exit, page.as_str()), (Exit::Done, KETTLE), "{said}");
    assert_eq!(fix(KETTLE, &["--diff"]).0, said, "one shows the difference without asking to mend");
    insta::assert_snapshot!(said);
}

#[test]
fn what_is_left_decides_how_it_ends() {
    let page = KETTLE.replace("always cures scale", "always cures somebody");
    let (said, exit, after) = fix(&page, &["--fix"]);
    assert_eq!(exit, Exit::BaseErrors);
    assert!(said.contains("error[E205]: nothing declares `somebody`") && said.contains("mended: "), "{said}");
    assert!(after.contains("says \"stays cold\"") && after.contains("always cures somebody"), "{after}");
}

#[test]
fn programs_are_told_too() {
    let (said, _, page) = fix(KETTLE, &["--fix", "--diff", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(
        (told["mended"][0]["code"].as_str(), told["mended"][0]["line"].as_u64()),
        (Some("E106"), Some(4)),
        "{said}"
    );
    assert_eq!((told["files"][0].as_str(), told["written"].as_bool()), (Some("PAGE"), Some(false)));
    assert_eq!((told["left"].as_array().map(Vec::len), page.as_str()), (Some(0), KETTLE));
    let (said, ..) = fix(KETTLE, &["--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let edit = &told[0]["remedy"]["edits"][0];
    assert_eq!(
        (edit["line"].as_u64(), edit["column"].as_u64(), edit["end_column"].as_u64()),
        (Some(4), Some(3), Some(7))
    );
    assert_eq!(edit["text"], "says");
}

#[test]
fn sarif_carries_the_fixes() {
    let (said, ..) = fix(KETTLE, &["--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let fix = &log["runs"][0]["results"][0]["fixes"][0];
    assert_eq!(fix["description"]["text"], "write `says`", "{said}");
    let change = &fix["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "PAGE");
    assert_eq!(change["replacements"][0]["deletedRegion"]["startLine"], 4);
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "says");
}

#[test]
fn files_are_named_and_shipped_bases_are_left_alone() {
    let (said, exit) = common::english(&["check", "--fix"], b"").told();
    assert_eq!(exit, Exit::Usage, "{said}");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.kb");
    fs::write(&path, "base chatgpt\n\nfix wait-and-retry\n  taks 5 min\n").expect("a page");
    let name = path.to_str().expect("a path");
    let (said, exit) = common::english(&["check", "--base", "chatgpt", name, "--fix"], b"").told();
    assert_eq!(exit, Exit::Done, "{said}");
    assert!(said.contains("mended: 1; pages changed: 1"), "{said}");
    assert_eq!(fs::read_to_string(&path).expect("the page"), "base chatgpt\n\nfix wait-and-retry\n  takes 5 min\n");
}

#[test]
fn the_page_of_a_check_says_what_is_mended() {
    let (said, _) = common::english(&["explain", "w108"], b"").told();
    assert!(said.contains("`etio check --fix` mends W108 where that is certain: takes the `use` out"), "{said}");
    let (said, _) = common::english(&["explain", "w304"], b"").told();
    assert!(!said.contains("--fix"), "{said}");
}

#[test]
#[cfg(unix)]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().expect("a folder");
    let [real, link] = ["real.kb", "link.kb"].map(|name| folder.path().join(name));
    fs::write(&real, KETTLE).expect("a page");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("permissions");
    symlink(&real, &link).expect("a link");
    let (said, exit) = common::english(&["check", "--fix", link.to_str().expect("a path")], b"").told();
    assert_eq!(exit, Exit::Done, "{said}");
    assert!(is_link(&link));
    assert_eq!(fs::read_to_string(&real).expect("the page"), MENDED);
    assert_eq!(fs::metadata(&real).expect("the page").permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 2);
}

#[cfg(unix)]
fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).expect("a link").file_type().is_symlink()
}
