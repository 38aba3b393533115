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
fn the_fix_that_comes_first_instead_is_named() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("lamp");
    let answers =
        "it stays dark\nThe bulb\n1\nChange it\nUnscrew it.\n\n40\n1\nThe mains\n2\nSwitch it on\nSwitch.\n\n1\n\n\n";
    let (said, exit) =
        run(&["--lang", "en", "new", text(&folder), "--title", "Lamps", "--language", "en"], answers.as_bytes());
    assert_eq!(exit, Exit::Done, "{said}");
    let told = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("With “it stays dark” and “The bulb”, the first proposal is “Switch it on”"), "{said}");
}

#[test]
fn help_undo_and_quit_are_commands_and_no_messages() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("lamp");
    let make = |language, answers: &str| {
        let (said, exit) =
            run(&["--lang", language, "new", text(&folder), "--title", "L", "--language", "en"], answers.as_bytes());
        assert!(!folder.exists(), "nothing is written");
        (said.split_whitespace().collect::<Vec<_>>().join(" "), exit)
    };
    let first = "dark\nBulb\n1\nChange it\nUnscrew it.\n\n2\n";
    let (said, exit) = make("en", &format!("help\nundo\n{first}3\nundo\n{first}dim\nundo\nQuit\n"));
    assert_eq!(exit, Exit::Interrupted, "{said}");
    for told in [
        "`quit` (or Ctrl-C) leaves it all and writes nothing. What does the message say?",
        "There is nothing to undo.",
        "There is no message with the number 3.",
        "Taken back: “dark”, by this cause: Bulb",
        "Taken back: the trouble with “dim”",
        "nothing was written",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    let (said, exit) = make("es", "ayuda\ndark\nsalir\n");
    assert!(exit == Exit::Interrupted && said.contains("`salir` (o Ctrl-C) lo deja todo"), "{said}");
    let (said, _) = make("es", &format!("{first}dim\nVolver\nsalir\n"));
    assert!(said.contains("Retirado: el problema con “dim”"), "{said}");
    // At the first question there is nothing yet, and it is no title.
    let (said, exit) = run(&["--lang", "es", "new", text(&folder)], b"deshacer\nsalir\n");
    assert!(exit == Exit::Interrupted && said.contains("No hay nada que deshacer."), "{said}");
}

#[test]
fn a_name_that_is_none_is_told() {
    for (name, like) in [("Printer", "printer"), ("mi impresora", "mi-impresora"), ("base", "base-base")] {
        let (said, exit) = run(&["--lang", "en", "new", name], b"");
        assert_eq!(exit, Exit::Usage);
        assert!(said.contains(&format!("do you mean `{like}`?")), "{said}");
    }
}

/// Makes a base on bread from answers, and returns what was said and what `etio check` tells of it afterwards.
fn bread(answers: &str) -> (String, String) {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("bread");
    let arguments = ["--lang", "en", "new", text(&folder), "--title", "Bread", "--language", "en"];
    let (said, exit) = run(&arguments, answers.as_bytes());
    assert_eq!(exit, Exit::Done, "{said}");
    let (tested, exit) = run(&["--lang", "en", "test", text(&folder)], b"");
    assert_eq!(exit, Exit::Done, "{tested}");
    let page = fs::read_to_string(folder.join("bread.kb")).expect("the page");
    let (told, _) = run(&["--lang", "en", "check", text(&folder)], b"");
    (said, format!("{page}{told}"))
}

#[test]
fn a_fix_that_takes_longer_than_giving_up_is_asked_about() {
    let flat = "it stays flat\nThe starter is weak\ncommon\nFeed it\nFeed it twice.\n\n1 day\n\n";
    let (said, made) = bread(&format!("{flat}Buy bread\n3 days\n"));
    assert!(
        said.contains("Some fixes take long: “Feed it”.") && said.contains("Enter: 2 days") && !said.contains("W404"),
        "{said}"
    );
    assert!(made.contains("takes 1 day\n") && made.contains("hands over\n  takes 3 days\n"), "{made}");
    assert!(made.ends_with("bases without errors or warnings: 1\n"), "{made}");
    // Where nothing is said, it stays so, and the author is told.
    for answers in [format!("{flat}\n"), flat.to_owned()] {
        let (said, made) = bread(&answers);
        assert!(said.contains("W404: `feed`") || said.contains("W404: `feed-"), "{said}");
        assert!(made.contains("warning[W404]") && made.contains("it costs 1 day, more"), "{made}");
    }
}

#[test]
fn what_check_finds_is_told_as_it_arises_and_at_the_end() {
    let trouble = |message: &str| format!("{message}\nThe {message}\n2\nMend {message}\nMend the {message}.\n\n2\n");
    // Ordinary text shows such a message: the author takes it back, or keeps it.
    let (said, made) = bread(&format!("{}no\n{}\n", trouble("error"), trouble("crust is burnt")));
    assert!(said.contains("warning[W204]") && said.contains("This trouble is not kept"), "{said}");
    assert!(!said.contains("warns of this, too") && made.ends_with("warnings: 1\n"), "{made}");
    let (said, made) = bread(&format!("{}yes\n{}\n", trouble("error"), trouble("crust is burnt")));
    assert_eq!(said.matches("warning[W204]").count(), 1, "what was kept is not asked again: {said}");
    assert!(said.contains("warns of this, too (1)") && made.contains("errors: 0; warnings: 1"), "{said}{made}");
}

#[test]
fn causes_that_no_question_tells_apart_are_told_at_the_end() {
    let flat = "it stays flat\nThe starter is weak\n2\nFeed it\nFeed it.\n\n2\n1\nThe kitchen is cold\n2\nWarm it\nWarm it.\n\n2\n";
    let (said, made) = bread(&format!("{flat}\n\n"));
    assert!(said.contains("- W403: ") && said.contains("`etio explain W403`"), "{said}");
    assert!(made.contains("errors: 0; warnings: 1"), "{made}");
    let (said, made) = bread(&format!("{flat}Is it below 20 degrees?\n2\n\n"));
    assert!(!said.contains("W403") && made.contains("warnings: 1\n"), "{said}{made}");
}

#[test]
fn a_trouble_is_taken_back() {
    let trouble = |message: &str, cause: &str| format!("{message}\n{cause}\n2\nHelp {cause}\nMend the {cause}.\n\n2\n");
    let half = "crust is pale\nThe wrong cause\n2\nundo\n";
    let (burnt, flat) = (trouble("crust is burnt", "oven hot"), trouble("it stays flat", "starter weak"));
    let (said, made) = bread(&format!("undo\n{half}{burnt}{flat}Undo\n1\noven hot\nDeshacer\n\n"));
    assert!(said.contains("There is nothing to undo."), "{said}");
    assert!(made.contains("crust is burnt") && !made.contains("pale") && !made.contains("flat"), "{made}");
    assert!(said.contains("That cause is there already with this message"), "{said}");
}

#[test]
fn a_name_that_is_nearly_one_is_proposed() {
    let place = tempfile::tempdir().expect("a folder");
    let answers = THREE.replace("{folder}", &format!("{}\n", text(&place.path().join("My Printer"))));
    let (said, exit) = run(&["--lang", "en", "new"], answers.as_bytes());
    assert_eq!(exit, Exit::Done, "{said}");
    assert!(place.path().join("my-printer/my-printer.kb").exists(), "{said}");
}
