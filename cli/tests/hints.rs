//! What a person is told who does not know how to go on, or who names a thing otherwise than etio takes it.

mod common;

use common::{Ran, english, run};

const CHAT: &str = "tests/bases/chat";

/// Runs etio with the base of the tests.
fn chat(arguments: &[&str], input: &str) -> Ran {
    run(&[&["--base", CHAT], arguments].concat(), input.as_bytes())
}

/// The words of what was written, with single spaces: where lines break does not matter.
fn words(ran: &Ran) -> String {
    ran.page().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_fix_that_costs_more_than_giving_up_is_told_at_the_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let base = folder.path().join("vpn.kb");
    let page = r#"base vpn "VPN"
  language en
symptom down "It does not connect"
  says "error 809"
symptom slow "It is slow"
  ask  "Is it slow?"
cause expired "The password has expired"
  is      common
  usually down
cause wifi "The Wi-Fi is weak"
  is      common
  usually slow
fix renew "Renew the password"
  usually cures expired
  takes 3 h
  step "Ask the help desk for a new one."
"#;
    std::fs::write(&base, page).expect("a page");
    let base = base.display().to_string();
    let asked = run(&["--lang", "en", "--base", &base, "ask"], b"error 809\n\n");
    for told in [
        "What I did not propose: It takes longer than it is likely to save: giving up counts as about an hour.",
        "- Renew the password about 3 hours; helps in 78% of cases like this - Ask the help desk for a new one.",
    ] {
        assert!(words(&asked).contains(told), "{told}: {}", asked.page());
    }
    let asked = run(&["--lang", "es", "--base", &base, "ask"], b"error 809\n\n");
    assert!(words(&asked).contains("Lo que no te he propuesto: Lleva más tiempo"), "{}", asked.page());
    let once = run(&["--lang", "en", "--base", &base], b"error 809\n");
    assert!(words(&once).contains("The interview does not propose it: it takes longer"), "{}", once.page());
    assert!(!once.out.contains("The question that would help most"), "no answer is worth its time: {}", once.page());
}

#[test]
fn what_hands_over_is_never_said_to_be_held_back() {
    let told = words(&english(&["--base", "chatgpt"], b"Your account has been deactivated\n"));
    assert!(told.contains("hands it to somebody else") && !told.contains("does not propose"), "{told}");
}

#[test]
fn a_question_is_shown_where_it_helps() {
    let question =
        |ran: Ran| serde_json::from_str::<serde_json::Value>(&ran.out).expect("JSON")["question"]["id"].clone();
    let asked = ["--lang", "en", "--format", "json"];
    assert!(question(chat(&asked, "Internal Server Error\n")).is_string());
    // The cause is clear, and there is one thing to try.
    assert!(question(chat(&asked, "address already in use: 0.0.0.0 port 8080\n")).is_null());
}

#[test]
fn a_base_that_is_named_without_the_option_is_told_how() {
    for (arguments, command) in [
        (&["graph", CHAT][..], "graph"),
        (&["doc", CHAT], "doc site"),
        (&["explain", CHAT], "list causes"),
        (&["list", "causes", CHAT], "list"),
        (&["list", CHAT], "list"),
    ] {
        let ran = english(arguments, b"");
        assert_eq!(ran.exit, etio::Exit::Usage, "{}", ran.page());
        assert!(words(&ran).contains(&format!("`etio --base {CHAT} {command}`")), "{}", ran.page());
    }
}

#[test]
fn who_names_no_base_is_told_which_were_looked_at() {
    for command in ["check", "test"] {
        let told = words(&english(&[command], b""));
        assert!(told.contains("Without a path I looked at what comes with etio: chatgpt."), "{told}");
        let told = words(&english(&[command, CHAT], b""));
        assert!(!told.contains("Without a path"), "{told}");
    }
}

#[test]
fn a_word_of_the_language_is_explained_by_its_number() {
    for (word, told) in [
        ("usually", "usually: 80 of 100"),
        ("Half the time", "half the time: 50 of 100"),
        ("is very common", "very common: 10 of 100"),
    ] {
        let ran = english(&["explain", word], b"");
        assert!(ran.out.starts_with(told), "{}", ran.page());
    }
    let ran = english(&["explain", "very common", "--format", "json"], b"");
    assert!(ran.out.contains("\"stands_for\": 0.1"), "{}", ran.page());
    assert!(run(&["--lang", "es", "explain", "rare"], b"").out.starts_with("rare: 0,3 de cada 100"));
}

#[test]
fn who_does_not_know_whether_a_fix_helped_is_asked_again() {
    for (language, said, told) in [("en", "don't know", "look again"), ("es", "no lo sé", "míralo otra vez")] {
        let input = format!("Internal Server Error\n{said}\n{said}\n{said}\n{said}\nquit\n");
        let ran = run(&["--lang", language, "--base", CHAT, "ask"], input.as_bytes());
        assert!(words(&ran).contains(told), "{}", ran.page());
    }
}
