//! `etio new` from the outside: the base that questions make is read, tested and in its form, and nothing is ever overwritten.

mod common;

use etio::Exit;
use std::fs;
use std::path::Path;

/// Runs etio and returns what it wrote and how it ended.
fn run(arguments: &[&str], input: &[u8]) -> (String, Exit) {
    common::run(arguments, input).told()
}

/// The answers for a base with three causes, two of them of one message.
const THREE: &str = "\
Problems with the printer
{folder}
en
printer is offline
The printer is asleep
2
Wake the printer
Press the power button once.
Wait until the light is steady.

2
1
Computer and printer are on different networks
3
Put both on the same network
Choose the printer's Wi-Fi on the computer.

3
Does it print from a phone?
2
waiting to print
An \"old\" job blocks the {queue}
3
Empty the queue
Cancel all jobs.

1

";

fn text(path: &Path) -> &str {
    path.to_str().expect("a path")
}

/// Makes the base of three causes in a folder, and returns what was said.
fn make(folder: &Path, language: &str) -> (String, Exit) {
    let answers = THREE.replace("{folder}", text(folder));
    run(&["--lang", language, "new"], answers.as_bytes())
}

#[test]
fn what_questions_make_is_sound_tested_and_in_its_form() {
    for language in ["en", "es"] {
        let place = tempfile::tempdir().expect("a folder");
        let folder = place.path().join("printer");
        let (said, exit) = make(&folder, language);
        assert_eq!(exit, Exit::Done, "{said}");
        insta::assert_snapshot!(format!("said-{language}"), said.replace(text(&folder), "FOLDER"));
        let page = fs::read_to_string(folder.join("printer.kb")).expect("the page");
        let cases = fs::read_to_string(folder.join("cases/printer.yaml")).expect("the cases");
        insta::assert_snapshot!(format!("made-{language}"), format!("{page}--- cases\n{cases}"));

        let (said, exit) = run(&["--lang", "en", "check", text(&folder)], b"");
        assert_eq!((said.as_str(), exit), ("bases without errors or warnings: 1\n", Exit::Done));
        let (said, exit) = run(&["--lang", "en", "test", text(&folder)], b"");
        assert_eq!((said.as_str(), exit), ("cases: 3; failed: 0\n", Exit::Done));
        let (said, exit) = run(&["--lang", "en", "fmt", "--check", text(&folder)], b"");
        assert_eq!(exit, Exit::Done, "{said}");
    }
}

#[test]
fn the_question_decides_between_two_causes_of_a_message() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("printer");
    make(&folder, "en");
    for (answer, cause) in [("no", "The printer is asleep"), ("yes", "different networks")] {
        let answers = place.path().join("answers.yaml");
        fs::write(&answers, format!("answers: {{print-from-phone: {answer}}}\n")).expect("answers");
        let arguments = ["--lang", "en", "--base", text(&folder), "--answers", text(&answers), "--no-input"];
        let (said, exit) = run(&arguments, b"Error: the Printer is OFFLINE\n");
        assert_eq!(exit, Exit::Done, "{said}");
        let first = said.lines().next().unwrap_or_default();
        assert!(first.starts_with("Most likely") && first.contains(cause), "{answer}: {said}");
    }
}

#[test]
fn nothing_is_overwritten() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("printer");
    fs::create_dir(&folder).expect("a folder");
    let (said, exit) = run(&["--lang", "en", "new", text(&folder)], b"");
    assert_eq!(exit, Exit::Usage);
    assert!(said.contains("already") && said.contains("nothing is overwritten"), "{said}");
    // Where it is asked, the next answer may be another name.
    let other = place.path().join("printer-two");
    let answers = THREE.replace("{folder}", &format!("{}\n{}", text(&folder), text(&other)));
    let (said, exit) = run(&["--lang", "en", "new"], answers.as_bytes());
    assert_eq!(exit, Exit::Done, "{said}");
    assert!(other.join("printer-two.kb").exists() && fs::read_dir(&folder).expect("a folder").next().is_none());
}

#[test]
fn answers_that_end_early_write_nothing() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("printer");
    let whole = THREE.replace("{folder}", text(&folder));
    let lines: Vec<&str> = whole.lines().collect();
    let mut ends = 0;
    for count in 0..lines.len() {
        let (said, exit) = run(&["--lang", "en", "new"], (lines[..count].join("\n") + "\n").as_bytes());
        if exit == Exit::Usage {
            assert!(said.contains("nothing was written") && !folder.exists(), "{count}: {said}");
            ends += 1;
        } else {
            // The end of the input is the end of the list where a trouble is complete.
            assert_eq!(exit, Exit::Done, "{count}: {said}");
            let (said, exit) = run(&["--lang", "en", "test", text(&folder)], b"");
            assert_eq!(exit, Exit::Done, "{count}: {said}");
            fs::remove_dir_all(&folder).expect("the folder");
        }
    }
    assert!(ends > 15, "{ends}");
}

#[test]
fn a_cause_that_cannot_come_first_is_told_and_not_demanded() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("lamp");
    let answers = "it stays dark\nThe bulb\n1\nChange it\nUnscrew it.\n\n2\n1\nThe mains\n6\nCall the power company\nCall.\n\n9\n\n\n";
    let (said, exit) =
        run(&["--lang", "en", "new", text(&folder), "--title", "Lamps", "--language", "en"], answers.as_bytes());
    assert_eq!(exit, Exit::Done, "{said}");
    assert!(said.contains("“The mains” is not what it thinks of first"), "{said}");
    let (said, exit) = run(&["--lang", "en", "test", text(&folder)], b"");
    assert_eq!((said.as_str(), exit), ("cases: 2; failed: 0\n", Exit::Done));
}

#[test]
fn a_name_that_is_none_is_told() {
    for (name, like) in [("Printer", "printer"), ("mi impresora", "mi-impresora"), ("base", "base-base")] {
        let (said, exit) = run(&["--lang", "en", "new", name], b"");
        assert_eq!(exit, Exit::Usage);
        assert!(said.contains(&format!("do you mean `{like}`?")), "{said}");
    }
}
