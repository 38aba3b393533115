//! What `etio check` and `etio explain CODE` print, beside the findings themselves.

mod common;

use common::run;
use std::fs;

const KETTLE: &str = "base kettle \"Kettles\"\n  language en\nsymptom cold \"The water stays cold\"\n  says \"stays cold\"\n\
    symptom noise \"It hums\"\n  says \"a loud hum\", \"stays cold\"\ncause scale \"Scale\"\n  is common\n  often cold, noise\n\
    fix descale \"Boil it with vinegar\"\n  always cures scale\n";

#[test]
fn a_check_has_a_page() {
    let page = run(&["--lang", "en", "explain", "w304"], b"");
    assert_eq!(page.exit.code(), 0, "{}", page.out);
    assert!(page.out.starts_with("W304"), "{}", page.out);
    assert!(page.out.contains("# etio: allow W304 because …"), "{}", page.out);
}

#[test]
fn every_code_has_a_page_that_is_found_in_small_letters_too() {
    for code in etio_kb::Code::ALL.iter().map(|code| code.as_str()) {
        let pages = [code.to_owned(), code.to_lowercase()].map(|id| run(&["--lang", "en", "explain", &id], b""));
        let [page, small] = &pages;
        assert!(page.exit.code() == 0 && page.out.starts_with(code), "{code}: {}", page.out);
        assert_eq!(page.out, small.out, "{code}");
        let lines: Vec<&str> = page.out.lines().collect();
        assert!(["Why", "Bad", "Good"].iter().all(|heading| lines.contains(heading)), "{code}: {}", page.out);
        assert_eq!(page.out.contains("etio: allow"), code.starts_with('W'), "errors cannot be silenced: {code}");
    }
}

#[test]
fn a_thing_that_is_called_like_a_code_is_found_in_small_letters() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kettle.kb");
    let path = path.to_str().expect("a path");
    fs::write(path, KETTLE.replace("cold", "e205")).expect("a page");
    let explained = |id| run(&["--lang", "en", "--base", path, "explain", id], b"").out;
    assert!(explained("e205").starts_with("The water stays e205"), "{}", explained("e205"));
    assert!(explained("E205").starts_with("E205"), "{}", explained("E205"));
    // A base with errors is when the page is wanted.
    fs::write(path, "symptom e205").expect("a page");
    assert!(explained("e205").starts_with("E205"), "{}", explained("e205"));
}

#[test]
fn what_is_told_names_a_page_at_its_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kettle.kb");
    let path = path.to_str().expect("a path");
    for (page, code) in [(KETTLE.replace("often cold", "often coold"), "E205"), (KETTLE.to_owned(), "W201")] {
        fs::write(path, page).expect("a page");
        for (language, sentence) in [("en", "What a code means"), ("es", "Qué significa un código")] {
            let told = run(&["--lang", language, "check", path], b"").out;
            let named = told.matches(&format!("`etio explain {code}`")).count();
            assert!(named == 1 && told.matches(sentence).count() == 1, "{language}: {told}");
        }
    }
    fs::write(path, "base kettle \"Kettles\"\n  language en\n").expect("a page");
    let told = run(&["--lang", "en", "check", path], b"").out;
    assert!(!told.contains("etio explain"), "{told}");
}

#[test]
fn findings_are_printed_as_sarif() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kettle.kb");
    fs::write(&path, KETTLE).expect("a page");
    let told = run(&["check", "--format", "sarif", path.to_str().expect("a path")], b"");
    let log: serde_json::Value = serde_json::from_str(&told.out).expect("JSON");
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "W201", "{}", told.out);
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 6);
    let elsewhere = run(&["list", "--format", "sarif"], b"");
    assert_eq!(elsewhere.exit.code(), 3, "{}", elsewhere.out);
}

#[test]
fn what_shows_a_problem_is_saved_as_a_case() {
    let folder = tempfile::tempdir().expect("a folder");
    let [page, cases] = ["kettle.kb", "kettle.cases.yaml"].map(|name| folder.path().join(name));
    fs::write(&page, KETTLE).expect("a page");
    let [page, saved] = [&page, &cases].map(|path| path.to_str().expect("a path"));
    let told = run(&["--lang", "en", "check", page, "--save-case", saved], b"");
    assert!(told.out.contains("sessions that show what is wrong"), "{}", told.out);
    let text = fs::read_to_string(&cases).expect("the cases");
    assert!(text.contains("text: \"stays cold\""), "{text}");
    let tested = run(&["--lang", "en", "test", page], b"");
    assert!(tested.out.contains("cases: 1; failed: 0"), "{}", tested.out);
    let again = run(&["check", page, "--save-case", saved], b"");
    assert_eq!(again.exit.code(), 3, "a file that is there is not written over");
}
