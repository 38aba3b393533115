//! Explanations on the base about ChatGPT, as a person reads them and as a program does.

mod common;

use serde_json::Value;
use std::fs;

/// Runs etio with the shipped bases and returns what it wrote.
fn run(arguments: &[&str], input: &[u8]) -> String {
    let ran = common::run(arguments, input);
    assert_eq!(ran.err, "");
    ran.out
}

/// Runs etio after some answers, and returns what it wrote.
fn after(answers: &str, arguments: &[&str], input: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("answers.yaml");
    fs::write(&file, answers).expect("a file");
    run(&[arguments, &["--answers", file.to_str().expect("a path")]].concat(), input.as_bytes())
}

/// Returns what the interview says to some commands after some answers, without the prompts in between.
fn replies(lang: &str, answers: &str, commands: &[&str]) -> String {
    replies_with(&["--lang", lang], answers, commands)
}

fn replies_with(options: &[&str], answers: &str, commands: &[&str]) -> String {
    let said = after(answers, &[&["ask"], options].concat(), &(commands.join("\n") + "\n"));
    let opening = said.split("\n> ").next().unwrap_or_default();
    let prompt = opening.rsplit("\n\n").next().unwrap_or_default().to_owned();
    let mut page = format!("{answers}\n");
    for reply in said.split("\n> ").skip(1).take(commands.len()) {
        let reply = reply.strip_suffix(&prompt).unwrap_or(reply).trim_end();
        page += &format!("> {reply}\n\n");
    }
    page
}

/// A base with several causes at once, in both languages.
const HOME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bases/home");
/// A VPN that is on, and what it brings about.
const TUNNELLED: &str = "{answers: {slow: yes, not-found: yes, vpn: yes}}";

const CROWDED: &str = "{answers: {internal-server-error: yes}, tried: {refresh-and-check-connection: no}}";
const TANGLED: &str = "{answers: {something-went-wrong: yes, vpn: yes, works-on-phone: yes, messages: 60}}";
const OFFLINE: &str = "{answers: {network-error: yes}}";
const LIMITED: &str = "{answers: {too-many-requests: yes}}";
const IN_THE_APP: &str = "{answers: {something-went-wrong: yes, browser: app}}";
const ALL: [&str; 5] = [CROWDED, TANGLED, OFFLINE, LIMITED, IN_THE_APP];

#[test]
fn how_is_a_column_of_people_that_leads_to_the_percentage() {
    insta::assert_snapshot!(replies("es", CROWDED, &["cómo", "cómo 2"]));
    insta::assert_snapshot!(replies("en", TANGLED, &["how", "how the vpn"]));
    insta::assert_snapshot!(replies("en", OFFLINE, &["how"]));
}

#[test]
fn why_says_what_each_answer_leads_to_and_which_fix() {
    insta::assert_snapshot!(replies("es", OFFLINE, &["¿por qué?"]));
    insta::assert_snapshot!(replies("en", OFFLINE, &["why"]));
    insta::assert_snapshot!(replies("es", CROWDED, &["por qué"]));
}

#[test]
fn what_if_lists_what_would_change_the_advice() {
    insta::assert_snapshot!(replies("es", CROWDED, &["qué cambiaría"]));
    insta::assert_snapshot!(replies("en", TANGLED, &["what if"]));
    insta::assert_snapshot!(replies("es", LIMITED, &["¿qué lo cambiaría?"]));
}

#[test]
fn why_not_names_what_speaks_against_a_cause_or_what_would_decide() {
    insta::assert_snapshot!(replies("es", CROWDED, &["por qué no", "por qué no la VPN", "por qué no 1"]));
    insta::assert_snapshot!(replies(
        "en",
        TANGLED,
        &["why not", "why not account-suspended", "why not file too large"]
    ));
}

#[test]
fn what_rules_a_cause_out_is_named() {
    insta::assert_snapshot!(replies("es", IN_THE_APP, &["por qué no la caché", "cómo la caché", "qué cambiaría"]));
    insta::assert_snapshot!(replies("en", IN_THE_APP, &["why not the cache", "how the cache"]));
}

#[test]
fn a_report_brings_its_explanation_where_asked() {
    let report = after(CROWDED, &["ask", "--no-input", "--explain", "--lang", "en"], "");
    let (_, explanation) = report.split_once("\nHow many of").expect("the report is explained");
    insta::assert_snapshot!(explanation);
}

#[test]
fn what_explains_a_cause_away_is_named_where_several_can_be_at_work() {
    let home = |lang| ["--base", HOME, "--lang", lang];
    insta::assert_snapshot!(replies_with(
        &home("es"),
        TUNNELLED,
        &["cómo el servidor de nombres", "por qué no 2", "cómo 1"]
    ));
    insta::assert_snapshot!(replies_with(&home("en"), TUNNELLED, &["how name-server-down", "why not 2", "how 1"]));
    for lang in ["es", "en"] {
        let report = after(TUNNELLED, &[&["ask", "--no-input"], &home(lang)[..]].concat(), "");
        let causes = report.split("\n\n").find(|part| part.contains("  2. ")).expect("several causes");
        insta::assert_snapshot!(causes);
    }
}

#[test]
fn a_program_reads_what_explains_a_cause_away() {
    let report = json_with(&["--base", HOME], TUNNELLED);
    let explanation = &report["explanation"];
    let of = |list: &Value| {
        let found = list.as_array().expect("a list").iter().find(|one| one["id"] == "name-server-down");
        found.expect("it takes part").clone()
    };
    let (cause, how, why_not) = (of(&report["causes"]), of(&explanation["how"]), of(&explanation["why_not"]));
    assert_eq!(cause["explained_away_by"], "vpn-in-the-way");
    assert_eq!(how["explained_away"]["by"], "vpn-in-the-way");
    assert_eq!(why_not["explained_away"], how["explained_away"]);
    let number = |of: &Value| of.as_f64().expect("a number");
    let odds = |posterior: f64| posterior / (1.0 - posterior);
    let (with, without) = (number(&how["posterior"]), number(&how["explained_away"]["without"]));
    assert!(odds(without) >= 2.0 * odds(with), "{with} {without}");
    assert_eq!(explanation["how"][0]["explained_away"], Value::Null);
}

fn json(answers: &str) -> Value {
    json_with(&[], answers)
}

fn json_with(options: &[&str], answers: &str) -> Value {
    let all = [&["ask", "--no-input", "--explain", "--format", "json", "--lang", "en"], options].concat();
    let out = after(answers, &all, "");
    serde_json::from_str(&out).expect("the report is JSON")
}

#[test]
fn a_program_that_reads_the_explanation_can_add_it_up() {
    let log_odds = |probability: f64| probability.log2() - (1.0 - probability).log2();
    for answers in ALL {
        let report = json(answers);
        let hows = report["explanation"]["how"].as_array().expect("a list");
        assert_eq!(hows.len(), report["causes"].as_array().expect("a list").len());
        for (how, cause) in hows.iter().zip(report["causes"].as_array().expect("a list")) {
            assert_eq!((&how["id"], &how["posterior"]), (&cause["id"], &cause["posterior"]));
            let number = |of: &Value| of.as_f64().expect("a number");
            let (posterior, of) = (number(&how["posterior"]), number(&how["of"]));
            let stages = how["stages"].as_array().expect("a list");
            let last = stages.last().expect("something was said");
            assert!((number(&last["posterior"]) - posterior).abs() < 1e-12);
            assert!((number(&last["count"]) - posterior * of).abs() <= 0.5 + 1e-9, "{last}");
            if cause["excluded"] == false {
                let bits: f64 = stages.iter().map(|stage| number(&stage["bits"])).sum();
                let sum = log_odds(number(&how["prior"])) + bits;
                assert!((sum - log_odds(posterior)).abs() < 1e-9, "{}: {sum}", how["id"]);
            }
        }
    }
}

#[test]
fn a_program_that_reads_the_explanation_can_compare_two_causes() {
    for answers in ALL {
        let report = json(answers);
        let rivals = report["explanation"]["why_not"].as_array().expect("a list");
        assert!(!rivals.is_empty());
        // What is impossible is at no finite distance.
        for rival in rivals.iter().filter(|rival| rival["objection"] != "excluded") {
            let number = |of: &Value| of.as_f64().expect("a number");
            let weights = rival["weights"].as_array().expect("a list");
            let bits: f64 = weights.iter().map(|weight| number(&weight["bits"])).sum();
            let ratio = number(&rival["posterior"]) / number(&rival["leader_posterior"]);
            assert!((number(&rival["rarity"]) + bits - ratio.log2()).abs() < 1e-9, "{rival}");
            assert_eq!(rival["leader"], report["causes"][0]["id"]);
        }
    }
}

#[test]
fn a_program_reads_why_a_fix_is_proposed_and_what_rules_a_cause_out() {
    let report = json(CROWDED);
    let why = &report["explanation"]["why_fix"];
    assert_eq!((&report["next"]["kind"], &report["next"]["id"]), (&Value::from("try"), &why["id"]));
    assert_eq!(why["helps"], report["fixes"][0]["helps"]);
    assert_eq!(why["acts_on"][0]["id"], report["causes"][0]["id"]);
    assert!(["ask", "try", "report"].iter().any(|kind| why["if_failed"]["kind"] == *kind));
    assert_eq!(json(OFFLINE)["explanation"]["why_fix"], Value::Null, "a question comes first");
    let report = json(IN_THE_APP);
    let rivals = report["explanation"]["why_not"].as_array().expect("a list");
    let out = rivals.iter().find(|rival| rival["id"] == "stale-browser-data").expect("it is ruled out");
    assert_eq!(out["objection"], "excluded");
    assert!(out["condition"].as_str().expect("a condition").contains("the app"), "{out}");
}

#[test]
fn the_explanation_for_programs_follows_its_schema() {
    let schema = serde_json::from_str(include_str!("../../docs/report.schema.json")).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    for answers in ALL.iter().chain(&["{answers: {}}"]) {
        let report = json(answers);
        let problems: Vec<String> = validator.iter_errors(&report).map(|problem| problem.to_string()).collect();
        assert!(problems.is_empty(), "{answers}: {problems:?}");
        assert!(report["explanation"].is_object());
    }
    let problems: Vec<String> =
        validator.iter_errors(&json_with(&["--base", HOME], TUNNELLED)).map(|problem| problem.to_string()).collect();
    assert!(problems.is_empty(), "{problems:?}");
}
