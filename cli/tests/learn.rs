//! `etio learn` from the outside: what it writes, what it says, and how it ends.

mod common;

use common::Ran;
use etio::Exit;
use std::fs;
use std::path::Path;

/// A small base, every number a word.
const LAMP: &str = r#"base lamp "Lamps"
  language en

symptom dark "The lamp stays dark"
  says "lamp stays dark"
  ask  "Does the lamp stay dark?"
fact hums "It hums"
  ask  "Does it hum?"
  otherwise rarely

cause bulb "The bulb is burnt out"
  is common
  almost always dark
cause driver "The driver is broken"
  is common
  usually dark
  half the time hums

fix change-bulb "Change the bulb"
  step "Change the bulb."
  takes 2 min
  almost always cures bulb
fix change-driver "Change the driver"
  step "Change the driver."
  takes 20 min
  usually cures driver
"#;

/// A folder with the base in it.
struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let bench = Self { folder: tempfile::tempdir().expect("a folder") };
        bench.put("lamp.kb", LAMP);
        bench
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("a path").to_owned()
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).expect("a file");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).expect("a file")
    }

    /// Runs etio in a language; `@name` is a file of the folder.
    fn run(&self, lang: &str, arguments: &[&str]) -> Ran {
        let given = arguments.iter().map(|argument| match argument.strip_prefix('@') {
            Some(name) => self.path(name),
            None => (*argument).to_owned(),
        });
        let given: Vec<String> = given.collect();
        let all: Vec<&str> = ["--lang", lang].into_iter().chain(given.iter().map(String::as_str)).collect();
        common::run(&all, b"").without(&self.path(""))
    }

    fn learn(&self, arguments: &[&str]) -> Ran {
        self.run("en", &[&["--base", "@lamp.kb", "learn"], arguments].concat())
    }
}

/// Returns resolved cases of lamps as JSON lines, `from..to` of them, with ids: bulbs that hum not, drivers that mostly do.
fn lamps(from: usize, to: usize) -> Vec<String> {
    let case = |nth: usize| {
        let (cause, hums) =
            if nth.is_multiple_of(3) { ("bulb", "no") } else { ("driver", ["yes", "yes", "no"][nth / 3 % 3]) };
        let dark = if nth.is_multiple_of(7) { "no" } else { "yes" };
        let helped = if nth.is_multiple_of(5) { "no" } else { "yes" };
        format!(
            r#"{{"id":"{nth}","cause":"{cause}","findings":{{"dark":"{dark}","hums":"{hums}"}},"fixes":{{"change-{cause}":{{"helped":"{helped}","took":"{} min"}}}}}}"#,
            3 + nth % 4
        )
    };
    (from..to).map(case).collect()
}

#[test]
fn what_is_learnt_is_an_overlay_to_be_read() {
    let bench = Bench::new();
    bench.put("cases.jsonl", &lamps(0, 60).join("\n"));
    insta::assert_snapshot!(bench.learn(&["@cases.jsonl"]).page());
    insta::assert_snapshot!(bench.run("es", &["--base", "@lamp.kb", "learn", "@cases.jsonl"]).err);
}

#[test]
fn the_overlay_is_loaded_over_the_base_and_leaves_it_as_it_is() {
    let bench = Bench::new();
    bench.put("cases.jsonl", &lamps(0, 60).join("\n"));
    let ran = bench.learn(&["@cases.jsonl", "--output", "@learnt.kb"]);
    assert_eq!((ran.exit, ran.err.as_str()), (Exit::Done, ""), "{}", ran.page());
    // Lines break where the folder's name leaves no room.
    let words: Vec<&str> = ran.out.split_whitespace().collect();
    assert!(words.join(" ").contains("--base lamp.kb --base learnt.kb"), "{}", ran.page());
    assert_eq!(bench.read("lamp.kb"), LAMP);
    assert_eq!(bench.read("learnt.kb"), bench.learn(&["@cases.jsonl"]).out);
    let hums = |bases: &[&str]| {
        let ran = bench.run("en", &[bases, &["--format", "json", "explain", "driver"]].concat());
        let told: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
        let shows = told[0]["shows"].as_array().expect("a list").clone();
        shows.into_iter().find(|link| link["sign"] == "hums").expect("a link")["number"].clone()
    };
    let (before, after) = (hums(&["--base", "@lamp.kb"]), hums(&["--base", "@lamp.kb", "--base", "@learnt.kb"]));
    assert_eq!((&before["probability"], &before["word"]), (&0.5.into(), &"half the time".into()));
    assert!(after["probability"].as_f64() > Some(0.6) && after["provenance"] == "counted", "{after}");
    // A file that is there is left alone, unless somebody says otherwise.
    let ran = bench.learn(&["@cases.jsonl", "--output", "@learnt.kb"]);
    assert_eq!(ran.exit.code(), 3, "{}", ran.page());
    assert_eq!(bench.learn(&["@cases.jsonl", "--output", "@learnt.kb", "--overwrite"]).exit, Exit::Done);
}

#[test]
fn no_cases_change_nothing() {
    let bench = Bench::new();
    bench.put("cases.jsonl", "");
    let ran = bench.learn(&["@cases.jsonl"]);
    insta::assert_snapshot!(ran.page());
    bench.put("learnt.kb", &ran.out);
    let explained = |bases: &[&str]| {
        let all = ["driver", "bulb", "hums", "dark", "change-driver", "change-bulb"];
        all.map(|id| bench.run("en", &[bases, &["explain", id]].concat()).out)
    };
    assert_eq!(explained(&["--base", "@lamp.kb"]), explained(&["--base", "@lamp.kb", "--base", "@learnt.kb"]));
}

#[test]
fn what_makes_held_back_cases_worse_is_refused_and_nothing_is_written() {
    let bench = Bench::new();
    bench.put("cases.jsonl", &denied().join("\n"));
    // Numbers that no word of the author holds are sure of what the next case denies.
    let sure = ["--trust", "0.001", "--least", "1", "--most", "1000000"];
    for (lang, name) in [("en", "refused-en"), ("es", "refused-es")] {
        let learn = ["--base", "@lamp.kb", "learn", "@cases.jsonl", "--output", "@learnt.kb"];
        let ran = bench.run(lang, &[&learn[..], &sure].concat());
        insta::assert_snapshot!(name, ran.page());
        assert_eq!(ran.exit, Exit::Nothing);
        assert!(!Path::new(&bench.path("learnt.kb")).exists());
    }
    let ran = bench.learn(&[&["@cases.jsonl", "--format", "json"], &sure[..]].concat());
    let told: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!((&told["judgement"], &told["overlay"]), (&"refused".into(), &serde_json::Value::Null));
    assert!(told["after"]["log_loss"].as_f64() > told["before"]["log_loss"].as_f64(), "{told}");
}

/// Returns cases in which no bulb ever hums, but for one, and that is held back: which are hangs on what they say, here on the six minutes.
fn denied() -> Vec<String> {
    let case = |cause: &str, hums: &str, minutes: u32| {
        format!(
            r#"{{"cause":"{cause}","findings":{{"hums":"{hums}"}},"fixes":{{"change-{cause}":{{"helped":"yes","took":"{minutes} min"}}}}}}"#
        )
    };
    [vec![case("bulb", "no", 3); 20], vec![case("driver", "yes", 20); 20], vec![case("bulb", "yes", 6)]].concat()
}

#[test]
fn logs_of_several_machines_are_one_log_in_any_order() {
    let bench = Bench::new();
    let all = lamps(0, 60);
    let mut back = all.clone();
    back.reverse();
    bench.put("all.jsonl", &all.join("\n"));
    bench.put("back.jsonl", &back.join("\n"));
    // Two machines that both have the cases 20 to 39, in a folder.
    fs::create_dir(bench.path("logs")).expect("a folder");
    bench.put("logs/one.jsonl", &all[..40].join("\n"));
    bench.put("logs/two.json", &format!("[{}]", all[20..].join(",")));
    let once = bench.learn(&["@all.jsonl"]);
    assert_eq!(bench.learn(&["@back.jsonl"]).page(), once.page());
    for arguments in [&["@logs"][..], &["@logs/one.jsonl", "@logs/two.json"], &["@logs/two.json", "@logs/one.jsonl"]] {
        let merged = bench.learn(arguments);
        assert_eq!(merged.out, once.out, "{arguments:?}");
        assert!(merged.err.contains("20"), "{}", merged.err);
    }
}

#[test]
fn a_program_reads_what_was_learnt() {
    let bench = Bench::new();
    bench.put("cases.jsonl", &lamps(0, 60).join("\n"));
    let told: serde_json::Value =
        serde_json::from_str(&bench.learn(&["@cases.jsonl", "--format", "json"]).out).expect("JSON");
    assert_eq!((&told["read"], &told["used"], &told["judgement"]), (&60.into(), &60.into(), &"passed".into()));
    assert_eq!(told["overlay"].as_str(), Some(bench.learn(&["@cases.jsonl"]).out.as_str()));
}

#[test]
fn a_first_base_is_made_from_a_table_and_can_be_checked() {
    let bench = Bench::new();
    let row = |nth: usize| ["bulb,yes,no", "driver,yes,yes", "driver,no,yes"][nth % 3];
    let rows: Vec<&str> = (0..60).map(row).collect();
    bench.put("cases.csv", &format!("cause,dark,hums\n{}\n", rows.join("\n")));
    let ran = bench.run("en", &["learn", "--new", "@cases.csv", "--id", "bench", "--title", "The bench"]);
    insta::assert_snapshot!(ran.page());
    bench.put("bench.kb", &ran.out);
    assert_eq!(bench.run("en", &["check", "@bench.kb"]).exit, Exit::Done);
    let ran = bench.run("en", &["learn", "--new", "@cases.csv", "--id", "My bench"]);
    assert_eq!(ran.exit.code(), 3);
    assert!(ran.err.contains("`My bench` is no id for a base"), "{}", ran.page());
}

#[test]
fn mistakes_in_cases_have_a_place_and_nothing_is_learnt() {
    let bench = Bench::new();
    bench.put("cases.jsonl", "{\"cause\":\"driver\"}\n{\"cause\":\"drivr\",\"findings\":{\"dark\":\"yes\"}}\n");
    let ran = bench.learn(&["@cases.jsonl", "--output", "@learnt.kb"]);
    assert_eq!(ran.exit.code(), 3);
    assert!(ran.err.contains("cases.jsonl:2: there is no cause `drivr`; did you mean `driver`?"), "{}", ran.page());
    assert!(!Path::new(&bench.path("learnt.kb")).exists());
    bench.put("other.kb", &LAMP.replace("base lamp", "base torch"));
    let ran = bench.run("en", &["--base", "@lamp.kb", "--base", "@other.kb", "learn", "@cases.jsonl"]);
    assert_eq!(ran.exit.code(), 3, "one base is learnt for: {}", ran.page());
    for option in [["--trust", "0"], ["--least", "0"], ["--most", "1"]] {
        let ran = bench.learn(&[&["@cases.jsonl"], &option[..]].concat());
        assert_eq!(ran.exit.code(), 3, "{option:?}");
        assert!(ran.err.contains(option[0]), "{}", ran.err);
    }
}
