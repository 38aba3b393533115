//! Recorded cases: what they find, and how they fail.

use etio_kb::cases::{Case, find, home_of, run};
use etio_kb::engine::{Knowledge, Session};
use etio_kb::{MemorySources, parse_str, yaml};

const BASE: &str = r#"
base kettle "Kettles"
  language en
symptom cold "The water stays cold"
  ask  "Does the water stay cold?"
  says "water stays cold"
fact lamp "The lamp is on"
  ask "Is the lamp on?"
  otherwise usually
cause unplugged "The plug is out"
  is     common
  always cold
  never  lamp
cause broken "The heater is broken"
  is     rare
  always cold
  always lamp
fix plug-in "Put the plug in"
  always cures unplugged
fix replace "Replace the kettle"
  always cures broken
  takes 1 h
topic how-hot "How hot does it get?"
  says "how hot"
  means "As hot as water gets."
"#;

fn knowledge() -> Knowledge {
    Knowledge::new(parse_str("kettle.kb", BASE).bases).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn failures(case: &str) -> Vec<String> {
    let cases: Vec<Case> = yaml::read(case.as_bytes()).expect("a case");
    run(&knowledge(), &cases[0]).iter().map(ToString::to_string).collect()
}

#[test]
fn a_case_that_holds_has_no_failures() {
    let case = r#"
- case: the lamp is off
  text: "My WATER stays
    cold!"
  answers: {lamp: no}
  expect:
    recognised: cold
    cause: unplugged
    fix: plug-in
    next: plug-in
    fixes: [plug-in, replace]
    verdict: diagnosed
    posterior: {unplugged: [.9, 1], broken: [0, .1]}
"#;
    assert_eq!(failures(case), Vec::<String>::new());
}

#[test]
fn every_expectation_can_fail() {
    let table = [
        ("{text: nothing, expect: {recognised: cold}}", "recognised: expected cold, got nothing"),
        (
            "{text: water stays cold, answers: {lamp: yes}, expect: {cause: unplugged}}",
            "cause: expected unplugged, got broken",
        ),
        ("{answers: {cold: yes, lamp: no}, expect: {fix: replace}}", "fix: expected replace, got plug-in"),
        ("{answers: {cold: yes, lamp: no}, expect: {next: lamp}}", "next: expected lamp, got plug-in"),
        ("{answers: {cold: yes, lamp: no}, expect: {fixes: [replace]}}", "fixes: expected replace, got plug-in"),
        ("{answers: {cold: yes, lamp: no}, expect: {verdict: nothing}}", "verdict: expected nothing, got diagnosed"),
        ("{text: what?, expect: {topic: how-hot}}", "topic: expected how-hot, got nothing"),
        ("{expect: {posterior: {unplugged: [.5, 1]}}}", "posterior: expected unplugged from 0.5 to 1, got 0.0000"),
        (
            "{answers: {cold: yes, lamp: no}, expect: {causes: [unplugged, broken]}}",
            "causes: expected unplugged, broken, got unplugged, other",
        ),
        ("{answers: {cold: yes, lamp: no}, expect: {among: [broken]}}", "among: expected broken, got not there"),
        (
            "{answers: {cold: yes, lamp: no}, expect: {not-among: [replace]}}",
            "not-among: expected replace not there, got there",
        ),
        (
            "{answers: {cold: yes, lamp: no}, expect: {not-among: [plugin]}}",
            "there is no cause or fix `plugin`; did you mean `plug-in`?",
        ),
        (
            "{answers: {cold: yes, lamp: no}, expect: {not-first: [unplugged]}}",
            "not-first: expected unplugged not first, got first",
        ),
        ("{text: the water stays cold, expect: {silent: yes}}", "silent: expected nothing, got cold"),
        (
            "{text: the water stays clod, expect: {recognised: cold, exactly: cold}}",
            "exactly: expected cold, got nothing",
        ),
        ("{text: how hot?, expect: {silent: yes}}", "silent: expected nothing, got how-hot"),
        ("{text: nothing of the sort, expect: {silent: no}}", "silent: expected something, got nothing"),
        (
            "{texts: [water stays cold, still warm], expect: {recognised: cold}}",
            "with “still warm”: recognised: expected cold, got nothing",
        ),
        ("{expect: {cause: unpluged}}", "there is no cause `unpluged`; did you mean `unplugged`?"),
        ("{answers: {lamb: yes}, expect: {}}", "there is no finding `lamb`; did you mean `lamp`?"),
        (
            "{answers: {lamp: green}, expect: {}}",
            "`green` is no value of `lamp`; it can be yes, no, probably yes, probably no or don't know",
        ),
        (
            "{tried: {plug-in: maybe}, expect: {}}",
            "`maybe` is no value of `plug-in`; it can be yes, partly, no or not done",
        ),
    ];
    for (case, failure) in table {
        assert_eq!(failures(&format!("- {}", case.replacen('{', "{case: x, ", 1))), [failure], "{case}");
    }
}

#[test]
fn new_expectations_hold_where_they_should() {
    let case = r#"
- case: from a list of wordings
  texts: ["the water stays cold", "Water stays cold!"]
  answers: {lamp: no}
  expect:
    recognised: cold
    exactly: cold
    causes: [unplugged]
    among: [unplugged, plug-in, replace]
    not-among: [broken]
    not-first: [broken, replace]
    asks-at-most: 1
    silent: no
"#;
    assert_eq!(failures(case), Vec::<String>::new());
    assert_eq!(failures("- {case: x, text: quite another thing, expect: {silent: yes}}"), Vec::<String>::new());
}

#[test]
fn questions_are_counted_to_the_end() {
    let base = BASE.replace("is     rare", "is     common").replace("takes 1 h", "takes 50 min");
    let knowledge = Knowledge::new(parse_str("kettle.kb", &base).bases).unwrap_or_else(|errors| panic!("{errors:?}"));
    let failures = |most: usize| {
        let case =
            format!("- {{case: x, text: water stays cold, answers: {{lamp: yes}}, expect: {{asks-at-most: {most}}}}}");
        let cases: Vec<Case> = yaml::read(case.as_bytes()).expect("a case");
        run(&knowledge, &cases[0]).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(failures(0), ["asks-at-most: expected 0, got 1: lamp"]);
    assert_eq!(failures(1), Vec::<String>::new());
}

#[test]
fn a_gap_says_why_it_is_one() {
    let cases: Vec<Case> = yaml::read(b"- {case: x, todo: not yet, expect: {}}").expect("a case");
    assert_eq!(cases[0].todo.as_deref(), Some("not yet"));
}

#[test]
fn the_line_of_a_case_is_known_where_it_has_one() {
    let lines = |cases: &str| {
        let sources = MemorySources::new().with_file("pot.kb", BASE).with_file("pot.cases.yaml", cases);
        let (files, errors) = find(&sources, "pot.kb");
        assert_eq!(errors, []);
        files[0].cases.iter().map(|case| case.line).collect::<Vec<_>>()
    };
    assert_eq!(lines("# one\n- case: x\n  expect: {}\n\n- case: y\n  expect: {}\n"), [Some(2), Some(5)]);
    assert_eq!(lines("[{case: x, expect: {}}]"), [None]);
}

#[test]
fn cases_stand_in_a_folder_or_beside_the_base() {
    let case = "- case: x\n  expect: {verdict: nothing}\n";
    let sources = MemorySources::new()
        .with_file("kettle/base.kb", BASE)
        .with_file("kettle/cases/b.yaml", case)
        .with_file("kettle/cases/a.yaml", case)
        .with_file("kettle/cases/c.talk", "case x\nsilent\n")
        .with_file("kettle/cases/notes.txt", "")
        .with_file("kettle/mine.talk", "case x\nsilent\n")
        .with_file("kettle/old.cases.yaml", case)
        .with_file("kettle/settings.yaml", "no: cases")
        .with_file("pot.kb", BASE)
        .with_file("pot.cases.yaml", "- case: x\n  expected: {}\n")
        .with_file("pot.talk", "case x\nask lamp\n");
    let (files, errors) = find(&sources, "kettle");
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let in_cases = ["kettle/cases/a.yaml", "kettle/cases/b.yaml", "kettle/cases/c.talk"];
    assert_eq!((paths, errors), ([&["kettle/mine.talk", "kettle/old.cases.yaml"][..], &in_cases].concat(), vec![]));
    let (files, errors) = find(&sources, "pot.kb");
    assert!(files.is_empty() && errors.len() == 2);
    assert!(errors[0].to_string().starts_with("pot.cases.yaml:2"), "{}", errors[0]);
    assert_eq!(errors[1].to_string(), "pot.talk:2: no line of a talk begins with `ask`; did you mean `asks`?");
    assert_eq!(find(&sources, "none.kb"), (vec![], vec![]));
}

#[test]
fn a_file_of_cases_belongs_to_the_page_of_its_name_or_to_its_folder() {
    let pages = ["kettle/base.kb", "kettle/lid.kb", "pot.kb"];
    let sources = pages.into_iter().fold(MemorySources::new(), |sources, page| sources.with_file(page, BASE));
    let sources = sources.with_file("empty/x.talk", "");
    let table = [
        ("kettle/cases/a.yaml", Some("kettle")),
        ("kettle/mine.talk", Some("kettle")),
        ("kettle/old.cases.yaml", Some("kettle")),
        ("kettle/lid.talk", Some("kettle/lid.kb")),
        ("pot.cases.yaml", Some("pot.kb")),
        ("empty/x.talk", None),
    ];
    for (path, home) in table {
        assert_eq!(home_of(&sources, path).as_deref(), home, "{path}");
    }
}

/// Returns what is known of a shop whose only symptom is shown by this pattern.
fn shop(says: &str) -> Knowledge {
    let base = format!(
        r#"
        base shop "The shop"
          language en
          about "Shopper", "Shopping together"
        symptom closed "Closed"
          says {says}
        cause night "It is night"
          is     common
          always closed
        fix wait "Wait"
          always cures night
    "#
    );
    let loaded = parse_str("shop.kb", &base);
    assert!(loaded.diagnostics.is_empty(), "{}", loaded.render(etio_kb::Paint::Plain));
    Knowledge::new(loaded.bases).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// Returns for everything that a text shows whether it is a guess.
fn guesses(knowledge: &Knowledge, text: &str) -> Vec<bool> {
    let reading = Session::new(knowledge).observe_text(text).expect("a short text");
    reading.shown.iter().map(|shown| shown.guess).collect()
}

#[test]
fn words_beside_the_name_count_only_near_it() {
    let knowledge = shop(r#"beside the name "access denied""#);
    for (text, shown) in [
        ("Access denied", 0),
        ("shopper: access denied", 1),
        ("Shopper\n\n\naccess denied", 1),
        ("Shopper\n\n\n\naccess denied", 0),
        ("access denied\n\n\nfor shopper", 1),
    ] {
        assert_eq!(guesses(&knowledge, text).len(), shown, "{text:?}");
    }
}

#[test]
fn a_slip_of_typing_is_a_guess_beside_a_name_too() {
    let knowledge = shop(r#""the shop is closed today""#);
    for (text, expected) in [
        ("the shop is closed today", &[false][..]),
        ("the shop is clsoed today", &[true]),
        ("Shopper: the shop is clsoed today", &[true]),
        ("Shopping togehter", &[]),
    ] {
        assert_eq!(guesses(&knowledge, text), expected, "{text:?}");
    }
}

/// Returns what `check` tells of the cases beside a base: the code, the text at the first place, the remedy.
fn told(path: &str, cases: &str) -> Vec<(String, String, Option<String>)> {
    let sources = MemorySources::new().with_file("pot/pot.kb", BASE).with_file(format!("pot/cases/{path}"), cases);
    let loaded = etio_kb::check(&sources, &["pot"]);
    let of_cases = |one: &&etio_kb::Diagnostic| {
        one.labels.first().is_some_and(|label| loaded.files.get(label.span.file).name().contains("/cases/"))
    };
    let remedy = |one: &etio_kb::Diagnostic| Some(one.remedy.as_ref()?.edits[0].text.clone());
    let told = |one: &etio_kb::Diagnostic| {
        (one.code.to_string(), loaded.files.text(one.labels[0].span).to_owned(), remedy(one))
    };
    loaded.diagnostics.iter().filter(of_cases).map(told).collect()
}

#[test]
fn check_tells_what_cases_name_and_nothing_declares() {
    let row =
        |code: &str, name: &str, remedy: Option<&str>| (code.to_owned(), name.to_owned(), remedy.map(str::to_owned));
    for (path, cases, expected) in [
        ("a.yaml", "- {case: x, text: cold, expect: {cause: other, next: report, verdict: unsure}}", vec![]),
        ("a.yaml", "- {case: x, expect: {cause: nothing-like-it}}", vec![row("E205", "nothing-like-it", None)]),
        (
            "a.yaml",
            "- {case: x, answers: {lmap: no}, expect: {cause: broekn}}",
            vec![row("E205", "lmap", Some("lamp")), row("E205", "broekn", Some("broken"))],
        ),
        // What a case names that need not hold yet may be still to come.
        (
            "a.yaml",
            "- case: x\n  todo: soon\n  expect: {cause: to-come}\n- case: y\n  expect: {cause: gone}\n",
            vec![row("E205", "gone", None)],
        ),
        (
            "a.talk",
            "case x\n> cold\nthinks of gone\n\ncase y\ntodo soon\nthinks of to-come\n",
            vec![row("E205", "gone", None)],
        ),
        ("a.yaml", "[{case: x, todo: soon, expect: {cause: to-come}}]", vec![]),
        ("a.yaml", "- case: x\n  expects: {}\n", vec![row("E601", "expects: {}", None)]),
        ("a.talk", "case x\n> cold\nsings\n", vec![row("E601", "sings", None)]),
        ("a.talk", "case x\n> cold\nproposes nothing-like-it\n", vec![row("E205", "nothing-like-it", None)]),
    ] {
        assert_eq!(told(path, cases), expected, "{cases}");
    }
}
