//! The commands from the outside: what they write, and how they end.

mod common;

use common::{Ran, run};
use etio::{Console, Exit};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// From the folder of the package, where tests run: lines break where they do on every computer.
const CHAT: &str = "tests/bases/chat";

/// Returns everything on one page, with the folder of the bases taken out.
fn page(ran: &Ran) -> String {
    ran.page().replace(CHAT, "BASES/chat")
}

/// Runs etio with the base of the tests.
fn chat(arguments: &[&str], input: &str) -> Ran {
    run(&[&["--base", CHAT], arguments].concat(), input.as_bytes())
}

#[test]
fn a_piped_text_is_diagnosed_in_spanish() {
    insta::assert_snapshot!(page(&chat(&["--lang", "es"], "Internal Server Error\n")));
}

#[test]
fn a_piped_text_is_diagnosed_in_english() {
    let log = "started\nfatal: address already in use: 0.0.0.0 port 8080\n";
    insta::assert_snapshot!(page(&chat(&["--lang", "en"], log)));
}

#[test]
fn what_is_not_recognised_is_said() {
    insta::assert_snapshot!(page(&chat(&["--lang", "en"], "the weather is fine\n")));
}

#[test]
fn a_question_that_people_ask_is_answered() {
    let ran = chat(&["--lang", "en", "diagnose", "--text", "Is it down?"], "");
    assert!(ran.out.contains("The status page shows outages."), "{}", ran.page());
    assert_eq!(ran.exit, Exit::Nothing, "no finding was recognised");
}

#[test]
fn a_guess_is_called_one() {
    let ran = chat(&["--lang", "en", "diagnose", "--text", "Error interno del srvidor"], "");
    assert!(ran.out.contains("That is a guess"), "{}", ran.page());
}

#[test]
fn the_report_for_programs_follows_its_schema() {
    let schema = include_str!("../../docs/report.schema.json");
    let schema = serde_json::from_str(schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    for text in
        ["Internal Server Error", "address already in use: localhost port 99", "is it down", "nothing of the sort", ""]
    {
        for lang in ["es", "en"] {
            let ran = chat(&["--lang", lang, "--format", "json", "--no-input", "diagnose", "--text", text], "");
            let report = serde_json::from_str(&ran.out).expect("the report is JSON");
            let problems: Vec<String> = validator.iter_errors(&report).map(|problem| problem.to_string()).collect();
            assert!(problems.is_empty(), "{text}: {problems:?}");
        }
    }
}

#[test]
fn what_is_explained_for_programs_follows_its_schema() {
    let schema = serde_json::from_str(include_str!("../../docs/explain.schema.json")).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let home = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bases/home");
    let kinds: BTreeSet<String> = [&["--base", CHAT][..], &["--base", home], &[]]
        .iter()
        .flat_map(|bases| ids(bases).into_iter().map(|id| (bases, id)).collect::<Vec<_>>())
        .flat_map(|(bases, id)| {
            ["es", "en"].map(|lang| {
                let ran = run(&[bases, &["--lang", lang, "--format", "json", "explain", &id][..]].concat(), b"");
                let told: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
                let problems: Vec<String> = validator.iter_errors(&told).map(|problem| problem.to_string()).collect();
                assert!(problems.is_empty(), "{id}: {problems:?}");
                assert_eq!((ran.exit, told[0]["id"].as_str()), (Exit::Done, Some(&*id)));
                told[0]["kind"].as_str().expect("a kind").to_owned()
            })
        })
        .collect();
    let all = ["base", "cause", "fact", "fix", "kind", "rule", "symptom", "topic"];
    assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), all);
}

/// Returns the ids of everything in the decision graph of some bases, of the bases themselves and their kinds, and of a topic.
fn ids(bases: &[&str]) -> BTreeSet<String> {
    let json = |arguments: &[&str]| -> serde_json::Value {
        let ran = run(&[bases, &["--format", "json"], arguments].concat(), b"");
        serde_json::from_str(&ran.out).expect("JSON")
    };
    let graph = json(&["graph"]);
    let nodes = graph["nodes"].as_array().expect("a list").iter();
    let nodes = nodes.filter(|node| !["pattern", "probe", "question"].iter().any(|channel| node["kind"] == *channel));
    let mut ids: BTreeSet<String> = nodes
        .map(|node| node["id"].as_str().expect("an id").rsplit(':').next().unwrap_or_default().to_owned())
        .collect();
    let listed = json(&["list"]);
    ids.extend(listed.as_array().expect("a list").iter().map(|base| base["id"].as_str().expect("an id").to_owned()));
    let causes = ids.iter().filter_map(|id| json(&["explain", id])[0]["of_kind"]["id"].as_str().map(str::to_owned));
    let kinds: Vec<String> = causes.collect();
    ids.extend(kinds);
    ids.extend((bases == ["--base", CHAT]).then(|| "is-it-down".to_owned()));
    ids
}

#[test]
fn a_program_reads_what_a_person_reads_of_a_thing() {
    for lang in ["es", "en"] {
        let json = |id: &str| -> serde_json::Value {
            let ran = chat(&["--lang", lang, "--format", "json", "explain", id], "");
            serde_json::from_str(&ran.out).expect("JSON")
        };
        let symptom = &json("internal-server-error")[0];
        let text = chat(&["--lang", lang, "explain", "internal-server-error"], "").out;
        let first = &symptom["alone"]["causes"][0];
        let percent = (first["posterior"].as_f64().expect("a number") * 100.0).round();
        let line = format!("[{}]: {percent}", first["id"].as_str().expect("an id"));
        assert!(text.contains(&line), "{line}\n{text}");
        assert!(text.contains(first["title"].as_str().expect("a title")), "{text}");
    }
    insta::assert_snapshot!(page(&chat(&["--lang", "en", "--format", "json", "explain", "vpn-trouble"], "")));
    insta::assert_snapshot!(page(&chat(&["--lang", "es", "--format", "json", "explain", "vpn"], "")));
}

#[test]
fn the_report_for_programs_names_ids_and_fills_captures_in() {
    let text = "address already in use: localhost port 99";
    let ran = chat(&["--lang", "en", "--format", "json", "diagnose", "--text", text], "");
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("the report is JSON");
    assert_eq!(report["schema"], 1);
    assert_eq!(report["verdict"], "diagnosed");
    assert_eq!(report["findings"][0]["id"], "port-in-use");
    assert_eq!(report["findings"][0]["state"], "yes");
    assert_eq!(report["findings"][0]["captures"]["port"], "99");
    assert_eq!(report["causes"][0]["id"], "other-program");
    assert_eq!(report["fixes"][0]["id"], "free-port");
    assert_eq!(report["fixes"][0]["kind"], "fix");
    assert_eq!(report["fixes"][0]["commands"][0], "lsof -ti tcp:99");
    assert_eq!(report["next"]["kind"], "try");
}

#[test]
fn the_kinds_of_fixes_are_told_apart() {
    let ran = chat(&["--format", "json", "diagnose", "--text", "Internal Server Error"], "");
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("the report is JSON");
    let fixes = report["fixes"].as_array().expect("a list");
    let kind = |id: &str| fixes.iter().find(|fix| fix["id"] == id).map(|fix| fix["kind"].as_str().unwrap_or_default());
    assert_eq!(kind("reload"), Some("fix"));
    assert_eq!(kind("private-window"), Some("workaround"));
    assert_eq!(kind("use-another"), Some("workaround"));
    assert_eq!(kind("contact-support"), Some("escalate"));
}

#[test]
fn answers_from_a_file_are_said_before_anything_is_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("answers.yaml");
    fs::write(&file, "answers: {internal-server-error: yes, works-on-phone: yes}\ntried: {clear-cache: no}\n")
        .expect("a file");
    let file = file.to_str().expect("a path");
    insta::assert_snapshot!(page(&chat(&["--lang", "en", "ask", "--no-input", "--answers", file], "")));
}

#[test]
fn an_interview_with_piped_answers_reads_as_a_transcript() {
    let answers = "Internal Server Error\nyes\nyes\n";
    insta::assert_snapshot!(page(&chat(&["--lang", "en", "ask"], answers)));
}

#[test]
fn an_interview_is_saved_and_resumed() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("case.json");
    let file = file.to_str().expect("a path");
    let ran = chat(&["--lang", "en", "ask"], &format!("Internal Server Error password=hunter2\nyes\nsave {file}\n"));
    assert_eq!(ran.exit, Exit::Done);
    let saved = fs::read_to_string(file).expect("it was saved");
    assert!(!saved.contains("hunter2"), "{saved}");
    let resumed = chat(&["--lang", "en", "resume", file], "facts\n");
    insta::assert_snapshot!(page(&resumed));
}

#[test]
fn saving_never_overwrites_what_is_no_session() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("precious.txt");
    fs::write(&file, "precious").expect("a file");
    let ran = chat(&["--lang", "en", "ask"], &format!("Internal Server Error\nsave {}\n", file.display()));
    assert!(ran.out.contains("is there already"), "{}", ran.page());
    assert_eq!(fs::read_to_string(&file).expect("it is there"), "precious");
}

#[test]
fn what_goes_wrong_ends_with_its_code_and_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, content).expect("a file");
        path.to_str().expect("a path").to_owned()
    };
    let (latin, broken) =
        (write("latin.log", b"conexi\xf3n\n"), write("broken.kb", b"base b \"B\"\n  language en\n  foo\n"));
    let (session, answers) = (write("session.json", b"{}"), write("answers.yaml", b"answers: {vpnn: yes}\n"));
    let cases: [(&[&str], u8, &str); 11] = [
        (&["diagnose", "--text", "Internal Server Error"], 0, ""),
        (&["diagnose", "--text", "fine weather"], 1, ""),
        (&["--base", &broken, "list"], 2, "broken.kb:3"),
        (&["check", &broken], 2, "broken.kb:3"),
        (&["diagnos"], 3, "diagnose"),
        (&["--lang", "fr"], 3, "`es`"),
        (&["diagnose", "/no/such/file"], 3, "no such file"),
        (&["diagnose", &latin], 3, "is not UTF-8 (line 1)"),
        (&["resume", &session], 3, "no saved session"),
        (&["explain", "vpnn"], 3, "do you mean `vpn`?"),
        (&["diagnose", "--text", "Internal Server Error", "--answers", &answers], 3, "vpnn"),
    ];
    for (arguments, code, said) in cases {
        let ran = chat(&[&["--lang", "en"], arguments].concat(), "");
        assert_eq!(ran.exit.code(), code, "{arguments:?}: {}", ran.page());
        assert!(ran.err.contains(said), "{arguments:?}: {}", ran.page());
    }
}

#[test]
fn failing_cases_end_with_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let base = "base b \"B\"\n  language en\nsymptom s \"S\"\n  says \"boom\"\ncause c \"C\"\n  is common\n  often s\n";
    fs::write(folder.path().join("b.kb"), base).expect("a file");
    let cases =
        "- {case: holds, text: boom, expect: {cause: c}}\n- {case: does not, text: boom, expect: {cause: other}}\n";
    fs::write(folder.path().join("b.cases.yaml"), cases).expect("a file");
    let path = folder.path().join("b.kb");
    let ran = run(&["--lang", "en", "test", path.to_str().expect("a path")], b"");
    assert_eq!(ran.exit, Exit::Nothing);
    assert!(ran.out.contains("does not") && ran.out.contains("cases: 2; failed: 1"), "{}", ran.page());
}

#[test]
fn a_symptom_is_explained_with_its_causes_and_fixes() {
    insta::assert_snapshot!(page(&chat(&["--lang", "en", "explain", "internal-server-error"], "")));
}

#[test]
fn a_cause_a_fix_and_a_rule_are_explained() {
    insta::assert_snapshot!(page(&chat(&["--lang", "es", "explain", "chat:stale-data"], "")));
    insta::assert_snapshot!(page(&chat(&["--lang", "en", "explain", "free-port"], "")));
    insta::assert_snapshot!(page(&chat(&["--lang", "en", "explain", "burst"], "")));
}

#[test]
fn lists_show_ids_and_titles() {
    insta::assert_snapshot!(page(&chat(&["--lang", "en", "list", "symptoms"], "")));
    insta::assert_snapshot!(page(&chat(&["--lang", "es", "list"], "")));
}

#[test]
fn programs_read_lists_mistakes_and_cases_as_json() {
    let folder = tempfile::tempdir().expect("a folder");
    let broken = folder.path().join("broken.kb");
    fs::write(&broken, "base b \"B\"\n  language en\n  foo\n").expect("a file");
    let read = |arguments: &[&str]| -> serde_json::Value {
        let ran = run(&[&["--format", "json", "--lang", "en"], arguments].concat(), b"");
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.page()))
    };
    let listed = read(&["list", "symptoms", "--base", CHAT]);
    assert_eq!(
        listed[0],
        serde_json::json!({"id": "internal-server-error", "base": "chat", "title": "“Internal Server Error”"})
    );
    let mistakes = read(&["check", broken.to_str().expect("a path")]);
    assert_eq!((&mistakes[0]["severity"], &mistakes[0]["places"][0]["line"]), (&"error".into(), &3.into()));
    let tested = read(&["test", CHAT]);
    assert_eq!(tested, serde_json::json!({"cases": 0, "failures": []}));
}

#[test]
fn the_graph_is_dot() {
    let ran = chat(&["--lang", "en", "graph"], "");
    assert!(ran.out.starts_with("digraph etio {\n") && ran.out.ends_with("}\n"), "{}", ran.page());
    assert!(ran.out.contains("chat:server-overload"), "{}", ran.page());
}

#[test]
fn programs_read_the_graph_as_json() {
    let ran = chat(&["--lang", "en", "--format", "json", "graph"], "");
    let graph: serde_json::Value = serde_json::from_str(&ran.out).expect("the graph is JSON");
    let list = |of: &str| graph[of].as_array().expect("a list").clone();
    let ids: Vec<serde_json::Value> = list("nodes").iter().map(|node| node["id"].clone()).collect();
    assert!(ids.iter().enumerate().all(|(at, id)| !ids[..at].contains(id)), "every node once");
    let dot = chat(&["--lang", "en", "graph"], "").out;
    assert_eq!(list("edges").len(), dot.matches(" -> ").count());
    assert!(list("edges").iter().all(|edge| ids.contains(&edge["from"]) && ids.contains(&edge["to"])));
    let speaks =
        serde_json::json!({"from": "chat:works-on-phone", "to": "chat:stale-data", "kind": "speaks", "number": 0.9});
    assert!(list("edges").contains(&speaks), "{}", ran.page());
}

#[test]
fn a_file_beside_a_base_overlays_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mine = folder.path().join("mine.kb");
    fs::write(&mine, "base chat\ncause server-overload \"Otra cosa\"\n").expect("a file");
    let ran = chat(&["--lang", "es", "--base", mine.to_str().expect("a path"), "list", "causes"], "");
    assert!(ran.out.contains("server-overload  Otra cosa"), "{}", ran.page());
}

#[test]
fn who_checks_an_overlay_alone_is_told_how_to_check_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mine = folder.path().join("mine.kb");
    fs::write(&mine, "# ours\nbase chatgpt\nfact vpn\n  otherwise usually\n").expect("a file");
    let mine = mine.to_str().expect("a path");
    let alone = run(&["--lang", "en", "check", mine], b"");
    assert_eq!(alone.exit.code(), 2, "{}", alone.page());
    let told = alone.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains(&format!("`etio check --base chatgpt {mine}`")), "{}", alone.page());
    let beside = run(&["--lang", "en", "check", "--base", "chatgpt", mine], b"");
    assert_eq!(beside.exit.code(), 0, "{}", beside.page());
}

#[test]
fn saving_where_there_is_no_folder_says_so() {
    let ran = chat(&["--lang", "en", "ask"], "Internal Server Error\nsave /no/such/folder/case.json\n");
    assert!(ran.out.contains("there is no such folder"), "{}", ran.page());
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let (mut input, mut err) = (&b"Internal Server Error"[..], Vec::new());
    let mut console = Console {
        input: &mut input,
        out: &mut Closed,
        err: &mut err,
        input_is_terminal: false,
        output_is_terminal: false,
    };
    assert_eq!(etio::run(["etio", "--base", CHAT], &mut console), Exit::Done);
    assert!(err.is_empty(), "{}", String::from_utf8_lossy(&err));
}

#[test]
fn file_names_bring_no_control_characters() {
    let ran = chat(&["--lang", "en", "diagnose", "/no/such\u{1b}[31m\u{7}file"], "");
    assert!(!ran.err.chars().any(|c| c.is_control() && c != '\n'), "{:?}", ran.err);
    assert!(!Path::new("/no/such").exists());
}
