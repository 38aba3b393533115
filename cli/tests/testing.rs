//! `etio test` from the outside: failures and their explanation, gaps, coverage, changes, versions, JUnit, and recorded interviews.

mod common;

use common::Ran;
use etio::Exit;
use std::fs;
use tempfile::TempDir;

const BASE: &str = r#"base kettle "Kettles"
  language en
symptom cold "The water stays cold"
  ask  "Does the water stay cold?"
  says "water stays cold", "still cold"
fact lamp "The lamp is on"
  ask "Is the lamp on?"
  otherwise usually
cause unplugged "The plug is out"
  is     common
  always cold
  never  lamp
cause broken "The heater is broken"
  is     common
  always cold
  always lamp
fix plug-in "Put the plug in"
  always cures unplugged
  takes 5 min
fix replace "Replace the kettle"
  always cures broken
  takes 20 min
"#;

const CASES: &str = r#"- case: the lamp is off
  text: "the water stays cold"
  answers: {lamp: no}
  expect: {cause: unplugged, fix: plug-in}

- case: the lamp is on
  text: "the water stays cold"
  answers: {lamp: yes}
  expect: {cause: broken, fixes: [plug-in, replace]}

- case: it speaks
  todo: it knows no jokes
  text: "tell me a joke"
  expect: {silent: no}

- case: nothing is known
  todo: it was so once
  text: "tell me a joke"
  expect: {silent: yes}
"#;

const TALK: &str = "case the plug is out\n> the water stays cold\nasks lamp\n> no\nproposes plug-in\n> yes\nends\n";

/// A folder with the base, its cases and a talk.
struct Shop {
    folder: TempDir,
}

impl Shop {
    fn new() -> Self {
        let shop = Self { folder: tempfile::tempdir().expect("a folder") };
        shop.write("kettle.kb", BASE);
        shop.write("kettle.cases.yaml", CASES);
        shop.write("kettle.talk", TALK);
        shop
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("a path").to_owned()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).expect("a file");
    }

    /// Runs `etio test` on the base, and returns what it wrote with the folder taken out of paths.
    fn test(&self, options: &[&str]) -> Ran {
        let base = self.path("kettle.kb");
        let lang: &[&str] = if options.contains(&"--lang") { &[] } else { &["--lang", "en"] };
        self.run(&[&["test", base.as_str()], lang, options].concat(), "")
    }

    fn run(&self, arguments: &[&str], input: &str) -> Ran {
        let folder = format!("{}/", self.folder.path().display());
        common::run(arguments, input.as_bytes()).without(&folder)
    }

    fn json(&self, options: &[&str]) -> (serde_json::Value, Exit) {
        let ran = self.test(&[&["--format", "json"], options].concat());
        (serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.page())), ran.exit)
    }
}

#[test]
fn a_failure_shows_the_difference_and_how_the_other_cause_won() {
    let shop = Shop::new();
    insta::assert_snapshot!(shop.test(&[]).page());
    insta::assert_snapshot!(shop.test(&["--lang", "es"]).page());
    let (told, exit) = shop.json(&[]);
    assert_eq!(exit, Exit::Nothing);
    let failed = &told["failures"][0];
    assert_eq!((&failed["line"], &failed["winner"]["id"]), (&6.into(), &"broken".into()), "{failed}");
    assert_eq!(
        failed["differences"],
        serde_json::json!([{"what": "fixes", "expected": "plug-in, replace", "got": "replace, plug-in"}])
    );
    assert_eq!((&told["todo"][0]["holds"], &told["todo"][1]["holds"]), (&false.into(), &true.into()));
}

#[test]
fn a_talk_that_fails_names_the_line() {
    let shop = Shop::new();
    shop.write("kettle.cases.yaml", "[]\n");
    assert_eq!(shop.test(&[]).page(), "cases: 1; failed: 0\n--- exit 0\n");
    shop.write("kettle.talk", &TALK.replace("proposes plug-in", "proposes replace"));
    let ran = shop.test(&[]);
    assert!(
        ran.out.contains("kettle.talk:1: the plug is out\n  - line 5: next: expected replace, got plug-in\n"),
        "{}",
        ran.page()
    );
    shop.write("kettle.talk", "case x\nproposed y\n");
    let ran = shop.test(&[]);
    assert!(ran.out.contains("kettle.talk:2: no line of a talk begins with `proposed`; did you"), "{}", ran.page());
    assert_eq!(ran.exit, Exit::Nothing);
}

#[test]
fn coverage_names_what_no_case_exercises() {
    let shop = Shop::new();
    insta::assert_snapshot!(shop.test(&["--coverage"]).page());
    let (told, exit) = shop.json(&["--min-coverage", "50"]);
    assert_eq!(exit, Exit::Done);
    assert_eq!(
        told["missing"][0],
        serde_json::json!({"part": "answer", "name": "cold is no", "file": "kettle.kb", "line": 4})
    );
    let ran = shop.test(&["--min-coverage", "99.5%"]);
    assert!(ran.err.contains("less than the 99.5% of --min-coverage"), "{}", ran.page());
    assert_eq!(ran.exit, Exit::Nothing);
    assert_eq!(shop.test(&["--min-coverage", "101"]).exit, Exit::Usage);
}

#[test]
fn changes_that_no_case_notices_are_named() {
    let shop = Shop::new();
    let (told, exit) = shop.json(&["--mutate"]);
    assert_eq!(exit, Exit::Done);
    let named = |told: &serde_json::Value, name: &str| {
        told["unnoticed"].as_array().expect("a list").iter().any(|one| one["name"].as_str() == Some(name))
    };
    assert!(named(&told, "cold: \"still cold\""), "no case has these words: {told}");
    assert!(!named(&told, "unplugged: lamp"), "the lamp decides: {told}");
    shop.write("kettle.talk", &format!("{TALK}case in other words\n> it is still cold\nrecognises cold\n"));
    let (told, _) = shop.json(&["--mutate"]);
    assert!(!named(&told, "cold: \"still cold\""), "{told}");
    assert_eq!(shop.test(&["--mutate", "--min-noticed", "100"]).exit, Exit::Nothing);
    let bounds =
        "- case: bounds only\n  text: still cold\n  answers: {lamp: no}\n  expect: {posterior: {unplugged: [.9, 1]}}\n";
    shop.write("kettle.cases.yaml", bounds);
    fs::remove_file(shop.path("kettle.talk")).expect("it was there");
    let (told, _) = shop.json(&["--mutate"]);
    assert_eq!(told["noticed"], 0.0, "bounds do not count: {told}");
}

#[test]
fn changes_are_told_by_file_and_line() {
    insta::assert_snapshot!(Shop::new().test(&["--mutate"]).page());
}

#[test]
fn two_versions_are_compared_on_the_same_cases() {
    let shop = Shop::new();
    shop.write(
        "older.kb",
        &BASE
            .replace("always lamp", "never lamp")
            .replace("is     common\n  always cold\n  never  lamp", "is     rare\n  always cold\n  never  lamp"),
    );
    let older = shop.path("older.kb");
    insta::assert_snapshot!(shop.test(&["--against", &older]).page());
    let same = shop.path("kettle.kb");
    assert_eq!(shop.test(&["--against", &same]).page(), "cases: 5; come out otherwise: 0\n--- exit 0\n");
    let (told, exit) = shop.json(&["--against", &older]);
    assert_eq!((&told["cases"], exit), (&5.into(), Exit::Nothing));
    assert_eq!(told["changed"][0]["changes"][0]["after"], "unplugged");
}

#[test]
fn results_are_written_for_build_servers() {
    let shop = Shop::new();
    insta::assert_snapshot!(shop.test(&["--format", "junit"]).page());
    for wrong in [&["--format", "junit", "--coverage"][..], &["--format", "junit", "--mutate"]] {
        assert_eq!(shop.test(wrong).exit, Exit::Usage);
    }
    let ran = shop.run(&["--lang", "en", "list", "--format", "junit"], "");
    assert!(ran.exit == Exit::Usage && ran.err.contains("only the results of cases"), "{}", ran.page());
}

/// Returns what was written with single spaces: where lines break depends on how long the name of the folder is.
fn one_line(ran: &Ran) -> String {
    ran.page().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn cases_stand_beside_the_pages_of_a_folder_or_are_named_alone() {
    let shop = Shop::new();
    let (folder, page) = (shop.path(""), shop.path("kettle.kb"));
    let test = |path: &str| one_line(&shop.run(&["--lang", "en", "test", path], ""));
    assert!(test(&folder).contains(" cases: 5; failed: 1 "), "{}", test(&folder));
    shop.write("other.talk", TALK);
    assert!(test(&folder).contains(" cases: 6; failed: 1 "), "{}", test(&folder));
    for file in ["kettle.talk", "other.talk"] {
        assert_eq!(test(&shop.path(file)), "cases: 1; failed: 0 --- exit 0", "{file}");
    }
    shop.write("other.talk", "case x\n> still cold\nasks lamp\n> sí\nthinks of unplugged\n");
    assert!(test(&shop.path("other.talk")).contains("other.talk:1: x - line 5: causes: expected unplugged"));
    for file in ["kettle.talk", "kettle.cases.yaml", "other.talk"] {
        fs::remove_file(shop.path(file)).expect("a file");
    }
    let none = test(&page);
    assert!(
        none.starts_with("kettle.kb has no cases. They stand beside it, in kettle.talk or kettle.cases.yaml."),
        "{none}"
    );
    let none = test(&folder);
    assert!(none.contains("has no cases. They stand in the folder") && none.contains("cases: 0"), "{none}");
}

#[test]
fn a_file_of_cases_is_no_base() {
    let shop = Shop::new();
    let talk = shop.path("kettle.talk");
    for command in [&["check"][..], &["test", "--coverage"], &["test", "--mutate"]] {
        let ran = shop.run(&[&["--lang", "en"], command, &[&talk]].concat(), "");
        assert_eq!(ran.exit, Exit::Usage);
        let remedy = format!(
            "is a file of cases and no base help: for the base that it belongs to: `etio {} kettle.kb`",
            command[0]
        );
        assert!(one_line(&ran).contains(&remedy), "{}", ran.page());
    }
}

#[test]
fn what_was_recorded_or_saved_says_the_command_that_goes_on() {
    let shop = Shop::new();
    let (base, elsewhere) = (shop.path("kettle.kb"), tempfile::tempdir().expect("a folder"));
    let there = elsewhere.path().join("a b.talk").display().to_string();
    let said =
        format!("still cold\nrecord {}\nrecord {there}\nsave {}\nquit\n", shop.path("my.talk"), shop.path("s.json"));
    let ran = shop.run(&["--lang", "en", "--base", &base, "ask"], &said);
    let told = one_line(&ran);
    for told_so in [
        "`etio --base kettle.kb test my.talk` runs it.".to_owned(),
        format!("`etio --base kettle.kb test '{there}'` runs it."),
        "`etio --base kettle.kb resume s.json` goes on from here.".to_owned(),
    ] {
        assert!(told.contains(&told_so), "{told_so}: {}", ran.page());
    }
    for path in [shop.path("my.talk"), there] {
        let ran = shop.run(&["--lang", "en", "--base", &base, "test", &path], "");
        assert_eq!(ran.page(), "cases: 1; failed: 0\n--- exit 0\n");
    }
}

#[test]
fn an_interview_is_recorded_as_a_case_that_holds() {
    let shop = Shop::new();
    let (base, talk) = (shop.path("kettle.kb"), shop.path("kettle.talk"));
    let said = format!("my water stays cold\nno\n/record {}\nrecord\nquit\n", talk.trim_end_matches(".talk"));
    let ran = shop.run(&["--lang", "en", "--base", &base, "ask"], &said);
    assert!(ran.out.contains("Recorded as a case in kettle.talk."), "{}", ran.page());
    assert!(ran.out.contains("Type `record` and the name of a file"), "{}", ran.page());
    let recorded = fs::read_to_string(&talk).expect("the talk");
    assert_eq!(
        recorded.strip_prefix(TALK),
        Some(
            "\ncase recorded: The plug is out\n\n> water stays cold\nrecognises cold\nasks lamp\n> no\nthinks of unplugged\nproposes plug-in\n"
        )
    );
    shop.write("kettle.cases.yaml", "[]\n");
    assert_eq!(shop.test(&[]).page(), "cases: 2; failed: 0\n--- exit 0\n");
    let said = format!("still cold\nrecord {base}\nquit\n");
    let ran = shop.run(&["--lang", "en", "--base", &base, "ask"], &said);
    assert!(one_line(&ran).contains("in a file that ends in `.talk`"), "{}", ran.page());
    assert_eq!(fs::read_to_string(&base).expect("the base"), BASE, "a base is not written over");
}
