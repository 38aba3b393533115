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
