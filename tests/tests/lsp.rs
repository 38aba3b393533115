//! `etio lsp` from the outside: the program is spoken to over pipes, as an editor does.

use etio_tests::editor::Editor;
use etio_tests::generate::Dice;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The program that is tested.
fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_etio-under-test"))
}

fn ready() -> Editor {
    Editor::ready(program(), "en")
}

const BASE: &str = "base kettle \"Kettles ñ 😀\"\n  language en\n\nsymptom cold \"The water stays cold 😀\"\n  says \"stays cold\"\n\n\
    fact plug \"The plug\" : one of in, out\n  ask \"Is it in?\"\n\n";
const CAUSES: &str = "cause unplugged \"The plug is out\"\n  is common\n  always cold\n  usually plug is out\n\n\
    fix plug-in \"Put the plug in\"\n  always cures unplugged\n  step \"Put it in.\"\n";
const CASES: &str = "- case: the plug is out\n  text: \"it stays cold\"\n  expect:\n    cause: unplugged\n\
    - case: never so\n  text: \"it stays cold\"\n  expect:\n    verdict: nothing\n";

fn base() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("cases")).expect("a folder in it");
    fs::write(folder.path().join("base.kb"), BASE).expect("a page");
    fs::write(folder.path().join("causes.kb"), CAUSES).expect("a page");
    fs::write(folder.path().join("cases/all.yaml"), CASES).expect("cases");
    folder
}

fn at(uri: &str, line: usize, character: usize) -> Value {
    json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}})
}

fn labels(result: &Value) -> Vec<&str> {
    result["items"].as_array().into_iter().flatten().filter_map(|item| item["label"].as_str()).collect()
}

#[test]
fn mistakes_are_told_with_their_places_and_taken_back() {
    let folder = base();
    let mut editor = ready();
    let uri = editor.open(&folder.path().join("causes.kb"), CAUSES);
    assert_eq!(editor.mistakes(&uri), Vec::<Value>::new());
    // `always 😀cold` is no name; then a name that nearly is one.
    let line =
        |from: usize, to: usize| json!({"start": {"line": 2, "character": from}, "end": {"line": 2, "character": to}});
    editor.change(&uri, json!([{"range": line(9, 13), "text": "clod"}]));
    let mistakes = editor.mistakes(&uri);
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    let told = &mistakes[0];
    assert_eq!((told["code"].as_str(), told["severity"].as_u64()), (Some("E205"), Some(1)), "{told}");
    assert_eq!(told["range"], line(9, 13));
    assert!(told["message"].as_str().is_some_and(|said| said.ends_with("help: did you mean `cold`?")), "{told}");

    let params = json!({"textDocument": {"uri": uri}, "range": line(10, 10), "context": {"diagnostics": mistakes}});
    let fixes = editor.result("textDocument/codeAction", params);
    assert_eq!((&fixes[0]["kind"], &fixes[1]["kind"]), (&json!("quickfix"), &json!("source.fixAll")), "{fixes}");
    assert_eq!(fixes[0]["edit"]["changes"][&uri], json!([{"range": line(9, 13), "newText": "cold"}]), "{fixes}");
    editor.change(
        &uri,
        fixes[0]["edit"]["changes"][&uri]
            .as_array()
            .map(|edits| edits.iter().map(|edit| json!({"range": edit["range"], "text": edit["newText"]})).collect())
            .expect("edits"),
    );
    assert_eq!(editor.mistakes(&uri), Vec::<Value>::new());
    editor.leave();
}

#[test]
fn a_page_that_is_broken_everywhere_is_not_silent() {
    let folder = base();
    let mut editor = ready();
    let uri = editor.open(&folder.path().join("causes.kb"), CAUSES);
    for broken in ["cause", "\"", "nonsense\r\n((((", "cause a \"A\r\n  is", "\u{feff}\u{1b}[31m"] {
        editor.change(&uri, json!([{"text": broken}]));
        assert!(!editor.mistakes(&uri).is_empty(), "{broken:?}");
    }
    editor.note("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    assert_eq!(editor.mistakes(&uri), Vec::<Value>::new());
    editor.leave();
}

#[test]
fn columns_are_utf_16_and_line_ends_may_be_of_windows() {
    let folder = base();
    let mut editor = ready();
    let text = BASE.replace('\n', "\r\n").replace("\"stays cold\"", "\"😀 ñ stays cold\", oops");
    let uri = editor.open(&folder.path().join("base.kb"), &text);
    let mistakes = editor.mistakes(&uri);
    let start = &mistakes[0]["range"]["start"];
    // `  says "😀 ñ stays cold", ` has 26 units: the smiling face counts for two.
    assert_eq!(*start, json!({"line": 4, "character": 26}), "{mistakes:?}");
    editor.leave();
}

#[test]
fn what_fits_is_offered() {
    let folder = base();
    let mut editor = ready();
    let uri = editor.open(&folder.path().join("causes.kb"), CAUSES);
    let whole = |tail: &str| json!([{"text": format!("{CAUSES}{tail}")}]);
    let line = CAUSES.lines().count();
    let table: [(&str, &[&str], &[&str]); 6] = [
        ("cause b \"B\"\n  often ", &["cold", "plug"], &["unplugged", "plug-in", "step"]),
        ("cause b \"B\"\n  often plug is ", &["in", "out"], &["cold"]),
        ("cause b \"B\"\n  is ", &["common", "very rare"], &["often"]),
        ("cause b \"B\"\n  ", &["is", "ruled out when", "almost always", "fix"], &["step", "ask"]),
        ("fix b \"B\"\n  often cures ", &["unplugged", "other"], &["cold", "plug-in"]),
        ("fix b \"B\"\n  after ", &["plug-in"], &["unplugged"]),
    ];
    for (tail, offered, not_offered) in table {
        editor.change(&uri, whole(tail));
        let last = tail.lines().last().map_or(0, str::len);
        let result = editor.result("textDocument/completion", at(&uri, line + 1, last));
        let labels = labels(&result);
        assert!(offered.iter().all(|one| labels.contains(one)), "{tail:?}: {labels:?}");
        assert!(not_offered.iter().all(|one| !labels.contains(one)), "{tail:?}: {labels:?}");
    }
    editor.change(&uri, whole("cause b \"B\"\n  almost a"));
    let result = editor.result("textDocument/completion", at(&uri, line + 1, 10));
    let item = result["items"].as_array().and_then(|all| all.iter().find(|one| one["label"] == "almost always"));
    let item = item.unwrap_or_else(|| panic!("{result}"));
    assert_eq!(item["labelDetails"]["description"], item["detail"], "{item}");
    assert_eq!((&item["detail"], &item["textEdit"]["range"]["start"]["character"]), (&json!("90%"), &json!(2)));
    editor.leave();
}

#[test]
fn names_are_told_found_and_renamed_across_pages() {
    let folder = base();
    let mut editor = ready();
    let uri = editor.open(&folder.path().join("causes.kb"), CAUSES);
    let base = format!("file://{}", folder.path().join("base.kb").display());
    let hover = editor.result("textDocument/hover", at(&uri, 2, 10));
    let said = hover["contents"]["value"].as_str().unwrap_or_default().to_owned();
    assert!(
        said.starts_with("**symptom** `cold` — The water stays cold") && said.contains("used by `unplugged`"),
        "{said}"
    );
    let hover = editor.result("textDocument/hover", at(&uri, 2, 4));
    assert_eq!(hover["contents"]["value"], "**always**: 98%");
    let definition = editor.result("textDocument/definition", at(&uri, 2, 10));
    assert_eq!(definition[0]["uri"], base, "{definition}");
    assert_eq!(definition[0]["range"]["start"], json!({"line": 3, "character": 8}));
    for (with_declaration, found) in [(true, 3), (false, 2)] {
        let mut params = at(&uri, 6, 16);
        params["context"] = json!({"includeDeclaration": with_declaration});
        let references = editor.result("textDocument/references", params);
        assert_eq!(references.as_array().map(Vec::len), Some(found), "with the one in a case: {references}");
    }
    assert_eq!(editor.result("textDocument/documentHighlight", at(&uri, 0, 8)).as_array().map(Vec::len), Some(2));
    assert_eq!(editor.result("textDocument/prepareRename", at(&uri, 2, 10))["placeholder"], "cold");

    let rename = |new: &str| {
        let mut params = at(&uri, 2, 10);
        params["newName"] = json!(new);
        params
    };
    let edits = editor.result("textDocument/rename", rename("cold-water"));
    assert_eq!(edits["changes"].as_object().map(serde_json::Map::len), Some(2), "{edits}");
    assert_eq!(edits["changes"][&base][0]["range"]["start"], json!({"line": 3, "character": 8}));
    for (new, why) in [("unplugged", "is taken"), ("Cold Water", "is not an id"), ("not", "is a word of the language")]
    {
        let answer = editor.ask("textDocument/rename", rename(new));
        assert!(answer["error"]["message"].as_str().is_some_and(|said| said.contains(why)), "{answer}");
    }
    editor.leave();
}

#[test]
fn a_page_has_an_outline_folds_colours_and_one_form() {
    let folder = base();
    let mut editor = ready();
    let uri = editor.open(&folder.path().join("causes.kb"), &CAUSES.replace("  is common", "is   common"));
    let of = json!({"textDocument": {"uri": uri}});
    let outline = editor.result("textDocument/documentSymbol", of.clone());
    let names: Vec<_> = outline.as_array().into_iter().flatten().map(|one| one["name"].as_str()).collect();
    assert_eq!(names, [Some("unplugged"), Some("plug-in")]);
    let folds = editor.result("textDocument/foldingRange", of.clone());
    assert_eq!(folds, json!([{"startLine": 0, "endLine": 3}, {"startLine": 5, "endLine": 7}]));
    let tokens = editor.result("textDocument/semanticTokens/full", of.clone());
    assert_eq!(tokens["data"].as_array().map(Vec::len), Some(5 * 6), "{tokens}");
    let found = editor.result("workspace/symbol", json!({"query": "WATER"}));
    assert_eq!(found[0]["name"], "cold", "{found}");
    let mut format = of.clone();
    format["options"] = json!({"tabSize": 2, "insertSpaces": true});
    let edits = editor.result("textDocument/formatting", format.clone());
    assert_eq!(edits[0]["newText"].as_str(), etio_kb::format("causes.kb", CAUSES).ok().as_deref());
    editor.change(&uri, json!([{"text": "cause \"broken"}]));
    assert_eq!(editor.result("textDocument/formatting", format), Value::Null);
    editor.leave();
}

#[test]
fn what_check_finds_is_told_beside_the_errors() {
    let folder = base();
    let mut editor = ready();
    let uri = editor.open(&folder.path().join("causes.kb"), CAUSES);
    assert_eq!(editor.mistakes(&uri), Vec::<Value>::new());
    // A second cause that is the same in everything but its fix: only analysis finds that nothing tells them apart.
    let twin =
        CAUSES.replace("unplugged", "loose").replace("plug-in", "push").replace("Put", "Push").replace("The", "A");
    let both = format!("{CAUSES}\n{twin}");
    editor.change(&uri, json!([{"text": both}]));
    let codes = |mistakes: &[Value]| -> Vec<String> {
        mistakes.iter().filter_map(|one| one["code"].as_str().map(str::to_owned)).collect()
    };
    let told = editor.mistakes(&uri);
    assert!(codes(&told).contains(&"W403".to_owned()), "{told:?}");
    fs::write(folder.path().join("causes.kb"), &both).expect("a page");
    let checked = Command::new(program())
        .args(["check", "--format", "json"])
        .arg(folder.path())
        .output()
        .expect("the program runs");
    let checked: Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    assert_eq!(codes(&told), codes(checked.as_array().expect("a list")), "the same as `etio check`");
    // While somebody types what is no error, nothing that was told is taken back.
    let heard = editor.heard;
    editor.change(&uri, json!([{"text": format!("{both}  # more")}]));
    assert_eq!(editor.mistakes(&uri), told);
    assert_eq!(editor.heard, heard);
    editor.leave();
}

#[test]
fn files_of_cases_are_read_too() {
    let folder = base();
    let mut editor = ready();
    let uri =
        editor.open(&folder.path().join("cases/all.yaml"), &CASES.replace("cause: unplugged", "couse: unplugged"));
    let mistakes = editor.mistakes(&uri);
    assert!(mistakes[0]["message"].as_str().is_some_and(|said| said.contains("couse")), "{mistakes:?}");
    assert_eq!(mistakes[0]["range"]["start"]["line"], 3, "{mistakes:?}");
    assert_eq!((mistakes.len(), mistakes[0]["code"].as_str()), (1, Some("E601")), "{mistakes:?}");
    // A name that nothing declares, with what was meant.
    editor.change(&uri, json!([{"text": CASES.replace("cause: unplugged", "cause: unpluged")}]));
    let mistakes = editor.mistakes(&uri);
    assert_eq!((mistakes.len(), mistakes[0]["code"].as_str()), (1, Some("E205")), "{mistakes:?}");
    let range = mistakes[0]["range"].clone();
    let of = json!({"textDocument": {"uri": uri}, "range": range, "context": {"diagnostics": mistakes}});
    let fixes = editor.result("textDocument/codeAction", of);
    assert_eq!(fixes[0]["edit"]["changes"][&uri][0]["newText"], "unplugged", "{fixes}");
    editor.change(&uri, json!([{"text": CASES}]));
    assert_eq!(editor.mistakes(&uri), Vec::<Value>::new());
    // From a case to what it names.
    let definition = editor.result("textDocument/definition", at(&uri, 3, 14));
    assert!(definition[0]["uri"].as_str().is_some_and(|uri| uri.ends_with("/causes.kb")), "{definition}");
    let outline = editor.result("textDocument/documentSymbol", json!({"textDocument": {"uri": uri}}));
    assert_eq!(outline[1]["name"], "never so", "{outline}");
    let of = json!({"textDocument": {"uri": uri}, "options": {"tabSize": 2, "insertSpaces": true}});
    assert_eq!(editor.result("textDocument/formatting", of), Value::Null);

    let talk =
        editor.open(&folder.path().join("cases/talk.talk"), "case a talk\n> it stays cold\nthinks off unplugged\n");
    let mistakes = editor.mistakes(&talk);
    assert!(mistakes[0]["message"].as_str().is_some_and(|said| said.contains("thinks of")), "{mistakes:?}");

    // Beside the pages it may bear any name.
    let beside = editor.open(&folder.path().join("mine.talk"), "case a talk\n> it stays cold\nthinks of unpluged\n");
    let mistakes = editor.mistakes(&beside);
    assert_eq!(mistakes.iter().map(|one| one["code"].as_str()).collect::<Vec<_>>(), [Some("E205")], "{mistakes:?}");

    // Another program's folder of that name is none of ours.
    let strange = tempfile::tempdir().expect("a folder");
    fs::create_dir(strange.path().join("cases")).expect("a folder in it");
    let strange = editor.open(&strange.path().join("cases/all.yaml"), "a: [1, 2");
    editor.mistakes(&strange);
    let told: Vec<&String> = editor.told.iter().map(|(uri, _)| uri).collect();
    assert!(told.iter().all(|uri| uri.contains(folder.path().to_str().expect("a path"))), "{told:?}");
    editor.leave();
}

#[test]
fn a_name_is_changed_in_cases_and_talks_too() {
    let folder = base();
    let talk = "case unplugged\n> it stays cold\nrecognises cold\nasks plug\n> out\nthinks of unplugged\n";
    fs::write(folder.path().join("cases/talk.talk"), talk).expect("a talk");
    let mut editor = ready();
    let uri = editor.open(&folder.path().join("causes.kb"), CAUSES);
    let mut rename = |line: usize, column: usize, new: &str| {
        let mut params = at(&uri, line, column);
        params["newName"] = json!(new);
        editor.result("textDocument/rename", params)["changes"].clone()
    };
    let address = |name: &str| format!("file://{}", folder.path().join(name).display());
    let spots = |edits: &Value, name: &str| -> Vec<(u64, u64)> {
        let place = |edit: &Value| {
            Some((edit["range"]["start"]["line"].as_u64()?, edit["range"]["start"]["character"].as_u64()?))
        };
        edits[address(name)].as_array().into_iter().flatten().filter_map(place).collect()
    };
    let edits = rename(0, 8, "pulled");
    assert_eq!(spots(&edits, "causes.kb"), [(0, 6), (6, 15)]);
    assert_eq!(spots(&edits, "cases/all.yaml"), [(3, 11)], "the word in the text stays: {edits}");
    assert_eq!(spots(&edits, "cases/talk.talk"), [(5, 10)], "the name of the talk stays: {edits}");
    let edits = rename(3, 18, "pulled");
    assert_eq!(spots(&edits, "cases/talk.talk"), [(4, 2)], "{edits}");
    editor.leave();
}

#[test]
fn what_is_said_is_in_the_language_of_the_author() {
    let folder = base();
    let mut editor = Editor::ready(program(), "es");
    let uri = editor.open(&folder.path().join("causes.kb"), CAUSES);
    let hover = editor.result("textDocument/hover", at(&uri, 2, 10));
    assert!(hover["contents"]["value"].as_str().is_some_and(|said| said.contains("se usa en `unplugged`")), "{hover}");
    editor.leave();
}

#[test]
fn cases_are_run_and_symptoms_tried() {
    let folder = base();
    let mut editor = ready();
    let cases = editor.open(&folder.path().join("cases/all.yaml"), CASES);
    let lenses = editor.result("textDocument/codeLens", json!({"textDocument": {"uri": cases}}));
    assert_eq!(lenses.as_array().map(Vec::len), Some(2), "{lenses}");
    for (at, holds, part) in [(0, true, "holds"), (1, false, "got diagnosed")] {
        let command = &lenses[at]["command"];
        let run = json!({"command": command["command"], "arguments": command["arguments"]});
        let result = editor.result("workspace/executeCommand", run);
        assert_eq!(result["ok"], holds, "{result}");
        assert!(result["message"].as_str().is_some_and(|said| said.contains(part)), "{result}");
    }
    let base = editor.open(&folder.path().join("base.kb"), BASE);
    let lenses = editor.result("textDocument/codeLens", json!({"textDocument": {"uri": base}}));
    let command = &lenses[0]["command"];
    assert_eq!(command["title"], "Try this symptom", "{lenses}");
    let run = json!({"command": command["command"], "arguments": command["arguments"]});
    let result = editor.result("workspace/executeCommand", run);
    let said = result["message"].as_str().unwrap_or_default();
    assert!(said.contains("The plug is out"), "{said}");
    editor.leave();
}

#[test]
fn what_makes_no_sense_is_refused_and_the_server_goes_on() {
    let folder = base();
    let mut editor = Editor::start(program(), "en");
    assert_eq!(editor.ask("textDocument/hover", json!({}))["error"]["code"], -32002);
    editor.ask("initialize", json!({"capabilities": {}}));
    editor.raw("{this is no JSON");
    assert_eq!(editor.hear()["method"], "window/logMessage");
    assert_eq!(editor.ask("textDocument/unknown", json!({}))["error"]["code"], -32601);
    assert_eq!(editor.ask("textDocument/hover", json!({"position": 3}))["error"]["code"], -32602);
    editor.note("textDocument/didChange", json!({"nothing": 1}));
    assert_eq!(editor.hear()["method"], "window/logMessage");
    assert_eq!(editor.ask("textDocument/hover", at("file:///not/open.kb", 0, 0))["result"], Value::Null);
    let uri = editor.open(&folder.path().join("causes.kb"), CAUSES);
    assert_eq!(editor.ask("textDocument/hover", at(&uri, 9_999, 9_999))["result"], Value::Null);
    assert_eq!(editor.ask("shutdown", Value::Null)["result"], Value::Null);
    assert_eq!(editor.ask("textDocument/hover", at(&uri, 0, 0))["error"]["code"], -32600);
    editor.end();
}

/// What is typed at random: words of the language, broken ones, and what no editor sends on purpose.
const TYPED: [&str; 16] = [
    "",
    "\n",
    "\r\n",
    "  ",
    "\"",
    "😀",
    "ñ",
    "cause ",
    "always cold\n",
    "is common",
    "# etio: allow ",
    "/(",
    "{a}",
    "cold",
    "\u{feff}",
    "\u{1b}",
];

/// However a page is edited, the server lives, and in the end says of it what one says that sees only the last state.
#[test]
fn edits_at_random_end_where_the_last_state_alone_leads() {
    let folder = base();
    let path = folder.path().join("causes.kb");
    let requests = ["hover", "completion", "definition", "references", "documentHighlight", "prepareRename"];
    let of_pages = ["documentSymbol", "foldingRange", "semanticTokens/full", "codeLens", "formatting"];
    for seed in 0..40 {
        let mut dice = Dice::new(seed);
        let mut editor = ready();
        let uri = editor.open(&path, CAUSES);
        let mut text = CAUSES.to_owned();
        for _ in 0..25 {
            // Between the two characters of a line end of Windows there is no place.
            let is_place = |at: &usize| !(text[..*at].ends_with('\r') && text[*at..].starts_with('\n'));
            let all = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            let borders: Vec<usize> = all.filter(is_place).collect();
            let mut ends = [0, 1].map(|_| borders[dice.below(borders.len())]);
            ends.sort_unstable();
            ends[1] =
                ends[1].min(borders.iter().copied().find(|at| *at >= ends[0] + dice.below(12)).unwrap_or(ends[1]));
            let ends = [ends[0], ends[1].max(ends[0])];
            let typed = TYPED[dice.below(TYPED.len())];
            let [start, end] = ends.map(|byte| place(&text, byte));
            editor.change(&uri, json!([{"range": {"start": start, "end": end}, "text": typed}]));
            text.replace_range(ends[0]..ends[1], typed);
            let document = json!({"uri": uri});
            let options = json!({"tabSize": 2, "insertSpaces": true});
            if dice.below(2) == 0 {
                let method = format!("textDocument/{}", requests[dice.below(requests.len())]);
                let answer = editor.ask(&method, json!({"textDocument": document, "position": start}));
                assert!(answer.get("result").is_some() || answer["error"]["code"] == -32803, "{method}: {answer}");
            } else {
                let method = format!("textDocument/{}", of_pages[dice.below(of_pages.len())]);
                editor.result(&method, json!({"textDocument": document, "options": options}));
            }
        }
        let mistakes = editor.mistakes(&uri);
        editor.leave();
        let mut fresh = ready();
        let uri = fresh.open(&path, &text);
        assert_eq!(mistakes, fresh.mistakes(&uri), "seed {seed}: {text:?}");
        fresh.leave();
    }
}

fn place(text: &str, byte: usize) -> Value {
    // A line ends at a carriage return too, unless a line feed follows.
    let before = &text[..byte];
    let is_end = |(at, c): &(usize, char)| *c == '\n' || *c == '\r' && !text[at + 1..].starts_with('\n');
    let ends: Vec<usize> = before.char_indices().filter(is_end).map(|(at, _)| at + 1).collect();
    let start = ends.last().copied().unwrap_or_default();
    json!({"line": ends.len(), "character": before[start..].encode_utf16().count()})
}
