//! The extension for editors knows the words of the language: all of them, and no others.

use etio_kb::cases::read_talks;
use etio_kb::index::{HeadWord, Wanted, opening_words, wanted};
use etio_kb::words::{Likelihood, Prior};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const DECLARATION: &str = "storage.type.declaration.etio";
const STATEMENT: &str = "keyword.control.statement.etio";
const LIKELIHOOD: &str = "constant.numeric.likelihood.etio";
const PRIOR: &str = "constant.numeric.prior.etio";

/// Words that are understood where the language proposes others.
const ALSO: [&str; 1] = ["day"];
/// Proposals for what may be any name; the grammar colours them by their place.
const NAMES: [&str; 2] = ["en", "es"];

type Words = BTreeSet<String>;

fn text(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests are a member of the workspace");
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn json(name: &str) -> Value {
    serde_json::from_str(&text(&format!("docs/editors/vscode/{name}")))
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A list of words that the grammar colours in one place, and the name of the colour.
struct Coloured {
    scope: String,
    words: Words,
}

/// Returns the lists of words of a grammar, without those inside strings, regular expressions and comments.
fn coloured(grammar: &Value) -> Vec<Coloured> {
    let mut found = Vec::new();
    let rules = grammar["repository"].as_object().expect("the grammar has rules");
    for (name, rule) in rules {
        if !matches!(name.as_str(), "string" | "regex" | "comment") {
            gather(rule, &mut found);
        }
    }
    found
}

fn gather(rule: &Value, found: &mut Vec<Coloured>) {
    for inner in rule["patterns"].as_array().into_iter().flatten() {
        gather(inner, found);
    }
    let Some(pattern) = rule["match"].as_str() else { return };
    let groups = groups(pattern);
    let whole = (rule["name"].as_str(), pattern.split_once("(?:").and_then(|(_, rest)| rest.split(')').next()));
    let captures = rule["captures"].as_object().into_iter().flatten();
    let captured = captures.map(|(number, capture)| {
        let number: usize = number.parse().expect("a number of a group");
        (capture["name"].as_str(), groups.get(number - 1).map(String::as_str))
    });
    for (scope, list) in captured.chain([whole]) {
        let Some((scope, list)) = scope.zip(list) else { continue };
        let words = list.split('|').map(|word| word.replace(r"\s+", " "));
        let words: Words =
            words.filter(|word| word.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-'))).collect();
        if !words.is_empty() {
            found.push(Coloured { scope: scope.to_owned(), words });
        }
    }
}

/// Returns what stands in each capturing group of a regular expression, in the order of their numbers.
fn groups(pattern: &str) -> Vec<String> {
    let bytes = pattern.as_bytes();
    let (mut groups, mut open, mut at) = (Vec::new(), Vec::new(), 0);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'[' => at += pattern[at..].find(']').expect("a class ends"),
            b'(' if bytes.get(at + 1) == Some(&b'?') => open.push(None),
            b'(' => {
                groups.push(String::new());
                open.push(Some((groups.len() - 1, at + 1)));
            }
            b')' => {
                if let Some((number, start)) = open.pop().expect("a group was opened") {
                    groups[number] = pattern[start..at].to_owned();
                }
            }
            _ => {}
        }
        at += 1;
    }
    groups
}

/// Returns every list of a colour.
fn lists(grammar: &Value, scope: &str) -> Vec<Words> {
    coloured(grammar).into_iter().filter(|one| one.scope == scope).map(|one| one.words).collect()
}

fn set<T: Into<String>>(words: impl IntoIterator<Item = T>) -> Words {
    words.into_iter().map(Into::into).collect()
}

fn heads() -> Words {
    set(HeadWord::ALL.into_iter().map(HeadWord::word))
}

/// Returns the words that open a statement, as the language proposes them in each declaration.
fn statements() -> Words {
    let under = |head: HeadWord| {
        let page = format!("{} x\n  ", head.word());
        wanted(&page, page.len()).wanted
    };
    let all = HeadWord::ALL.into_iter().flat_map(under);
    let words = all.filter_map(|wanted| if let Wanted::Word(word) = wanted { Some(word.to_owned()) } else { None });
    words.filter(|word| HeadWord::of_word(word).is_none()).collect()
}

/// Returns every word that the language proposes somewhere in a line, found by writing what it proposes.
fn proposed() -> Words {
    let mut words = Words::new();
    let statements = statements();
    let mut lines: Vec<(String, usize)> = Vec::new();
    for head in HeadWord::ALL.into_iter().map(HeadWord::word) {
        lines.push((format!("{head} x "), 0));
        lines.extend(statements.iter().chain([&"often".to_owned()]).map(|statement| {
            let first = statement.split(' ').next().unwrap_or_default();
            (format!("{head} x\n  {first} "), 0)
        }));
    }
    while let Some((line, depth)) = lines.pop() {
        let place = wanted(&line, line.len());
        let mut next: Words = set(["\"t\"", "1", ":", "x"]);
        for wanted in place.wanted.iter().filter(|_| place.start == line.len()) {
            match wanted {
                Wanted::Word(word) => {
                    words.insert((*word).to_owned());
                    next.insert((*word).to_owned());
                }
                Wanted::Likelihood => drop(next.insert("often".to_owned())),
                Wanted::Prior => drop(next.insert("rare".to_owned())),
                // What no base declares is named where a cause is.
                Wanted::Cause => drop(words.insert("other".to_owned())),
                _ => {}
            }
        }
        if depth < 4 && !place.wanted.is_empty() || depth < 2 {
            lines.extend(next.into_iter().map(|word| (format!("{line}{word} "), depth + 1)));
        }
    }
    words
}

#[test]
fn declarations_and_scales_are_the_words_of_the_language() {
    let grammar = json("syntaxes/etio.tmLanguage.json");
    let likelihoods = set(Likelihood::ALL.iter().map(|word| word.word()));
    let priors = set(Prior::ALL.iter().map(|word| word.word()));
    for (scope, expected) in [(DECLARATION, heads()), (LIKELIHOOD, likelihoods), (PRIOR, priors)] {
        let lists = lists(&grammar, scope);
        assert!(!lists.is_empty(), "{scope}");
        lists.iter().for_each(|list| assert_eq!(list, &expected, "{scope}"));
    }
}

#[test]
fn statements_are_the_words_of_the_language() {
    let grammar = json("syntaxes/etio.tmLanguage.json");
    let mut expected = statements();
    // `only` opens two statements; the language proposes the second word when the first is written.
    assert!(wanted("fix x\n  only ", 13).wanted.contains(&Wanted::Word("looks")));
    expected.insert("only looks".to_owned());
    let lists = lists(&grammar, STATEMENT);
    let most = lists.iter().max_by_key(|list| list.len()).expect("the grammar has statements");
    assert_eq!(most, &expected);
    let strange: Words = lists.iter().flatten().filter(|word| !begins_one(word, &expected)).cloned().collect();
    assert_eq!(strange, Words::new(), "no statement begins so");

    let first = |word: &String| word.split(' ').next().unwrap_or_default().to_owned();
    let opening = [DECLARATION, STATEMENT, LIKELIHOOD].into_iter().flat_map(|scope| self::lists(&grammar, scope));
    let opening: Words = opening.flatten().map(|word| first(&word)).collect();
    assert_eq!(opening, set(opening_words()));
}

fn begins_one(word: &str, statements: &Words) -> bool {
    statements.iter().any(|statement| statement == word || statement.starts_with(&format!("{word} ")))
}

#[test]
fn no_word_inside_a_line_is_missing_or_too_many() {
    let grammar = json("syntaxes/etio.tmLanguage.json");
    let single = |words: Words| -> Words { words.iter().flat_map(|word| word.split(' ')).map(str::to_owned).collect() };
    let scales = Likelihood::ALL.iter().map(|word| word.word()).chain(Prior::ALL.iter().map(|word| word.word()));
    let all: Words = proposed().into_iter().chain(statements()).chain(heads()).chain(set(scales)).collect();
    let known = single(all);
    let grammars: Words = coloured(&grammar).into_iter().flat_map(|one| one.words).collect();
    let written = single(grammars);
    let missing: Vec<_> = known.difference(&written).filter(|word| !NAMES.contains(&word.as_str())).collect();
    assert!(missing.is_empty(), "without a colour: {missing:?}");
    let strange: Vec<_> = written.difference(&known).filter(|word| !ALSO.contains(&word.as_str())).collect();
    assert!(strange.is_empty(), "no words of the language: {strange:?}");
}

#[test]
fn lines_are_indented_under_every_declaration() {
    let rules = json("language-configuration.json")["indentationRules"].clone();
    let words = |name: &str| {
        let pattern = rules[name].as_str().unwrap_or_else(|| panic!("no {name}"));
        let list = pattern.split_once("(?:").and_then(|(_, rest)| rest.split(')').next()).expect("a list of words");
        set(list.split('|'))
    };
    assert_eq!(words("decreaseIndentPattern"), heads());
    let mut with_statements = heads();
    with_statements.remove(HeadWord::Use.word());
    assert_eq!(words("increaseIndentPattern"), with_statements);
}

#[test]
fn the_lines_of_a_talk_are_those_of_the_language() {
    let grammar = json("syntaxes/etio-talk.tmLanguage.json");
    let written = ["storage.type.declaration.etio-talk", "keyword.control.statement.etio-talk"];
    let written: Words = written.into_iter().flat_map(|scope| lists(&grammar, scope)).flatten().collect();
    for word in &written {
        let problem = read_talks(format!("case x\n{word}\n").as_bytes()).err();
        let unknown = problem.is_some_and(|problem| problem.message.starts_with("no line of a talk"));
        assert!(!unknown, "`{word}` opens no line of a talk");
    }
    // What the page on the language lists is what there is.
    let page = text("docs/language.md");
    let table = page.split("### Talks").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("a section on talks");
    let cells = table.lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
    // A form with numbers and no placeholder only goes on with the one before.
    let goes_on = |form: &&str| form.contains('%') && !form.contains(char::is_uppercase);
    let forms = cells.flat_map(|cell| cell.split('`')).filter(|form| form.starts_with(|c: char| c.is_lowercase()));
    let opening = |form: &str| form.split(char::is_uppercase).next().unwrap_or_default().trim().to_owned();
    let listed: Words = forms.filter(|form| !goes_on(form)).map(opening).collect();
    assert_eq!(written, listed);
}

#[test]
fn the_commands_of_the_extension_are_those_of_the_server() {
    let mut server = Command::new(env!("CARGO_BIN_EXE_etio-under-test"))
        .arg("lsp")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut input = server.stdin.take().expect("its input");
    for said in [
        r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#,
        r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#,
        r#"{"jsonrpc":"2.0","method":"exit"}"#,
    ] {
        write!(input, "Content-Length: {}\r\n\r\n{said}", said.len()).expect("the server listens");
    }
    drop(input);
    let said = String::from_utf8(server.wait_with_output().expect("the server ends").stdout).expect("text");
    let answer =
        said.split("Content-Length: ").nth(1).and_then(|rest| rest.split_once("\r\n\r\n")).expect("an answer").1;
    let answer: Value = serde_json::from_str(answer).expect("JSON");
    let commands = &answer["result"]["capabilities"]["executeCommandProvider"]["commands"];
    let served = set(commands.as_array().expect("a list").iter().filter_map(Value::as_str));

    let package = json("package.json");
    let contributed = package["contributes"]["commands"].as_array().expect("a list").iter();
    let contributed = set(contributed.filter_map(|command| command["command"].as_str()));
    let own = set(["etio.restart"]);
    assert_eq!(contributed.difference(&own).cloned().collect::<Words>(), served);
    let extension = text("docs/editors/vscode/extension.js");
    let named = extension.split('\'').filter(|text| text.starts_with("etio.") && contributed.contains(*text));
    assert!(set(named).is_superset(&own), "the extension has its own command");
}
