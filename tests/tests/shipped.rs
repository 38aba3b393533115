//! The shipped base on ChatGPT: every row is proven by a case, the fixes come in the row's order by the engine's own rules, shuffling the
//! declarations changes nothing, and nearly every number matters to some case.

use etio_kb::cases::{Case, CaseFile, Mutations, find, run};
use etio_kb::engine::{Base, Knowledge, Link, Number, Probability, Session, Thing, Verdict};
use etio_kb::{FileSystem, MemorySources, load, load_with_places, yaml};
use serde::Deserialize;
use std::path::Path;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../kb/bases/chatgpt");

/// The rows that the base must know.
#[derive(Deserialize)]
struct Coverage {
    messages: Vec<Message>,
    causes: Vec<String>,
    fixes: Vec<String>,
    topics: Vec<String>,
}

/// What a message is called, what the product shows, and its causes and fixes in order.
#[derive(Deserialize)]
struct Message {
    id: String,
    shown: Vec<String>,
    causes: Vec<String>,
    fixes: Vec<String>,
}

fn coverage() -> Coverage {
    let bytes = std::fs::read(Path::new(FOLDER).join("coverage.yaml")).expect("the list of rows");
    yaml::read(&bytes).expect("a list of rows")
}

fn base() -> Base {
    let mut loaded = load(&FileSystem, &[FOLDER]);
    assert!(loaded.diagnostics.is_empty(), "{}", loaded.render(etio_kb::Paint::Plain));
    loaded.bases.remove(0)
}

fn knowledge(base: Base) -> Knowledge {
    Knowledge::new(vec![base]).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn cases() -> Vec<Case> {
    let (files, errors) = find(&FileSystem, FOLDER);
    assert!(errors.is_empty(), "{errors:?}");
    files.into_iter().flat_map(|CaseFile { cases, .. }| cases).collect()
}

fn fixes_of<'k>(knowledge: &'k Knowledge, text: &str) -> Vec<&'k str> {
    let mut session = Session::new(knowledge);
    session.observe_text(text).expect("nothing contradicts one text");
    session.fixes().iter().map(|ranked| knowledge.id_of(Thing::Fix(ranked.fix))).collect()
}

#[test]
fn every_case_holds() {
    let knowledge = knowledge(base());
    let failures: Vec<String> = cases()
        .iter()
        .flat_map(|case| run(&knowledge, case).into_iter().map(move |failure| format!("{}: {failure}", case.name)))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_row_is_proven_by_a_case() {
    let (rows, cases) = (coverage(), cases());
    let proven = |proves: &dyn Fn(&Case) -> bool| cases.iter().any(proves);
    let mut missing = Vec::new();
    for message in &rows.messages {
        for language in [is_spanish as fn(&str) -> bool, |text| !is_spanish(text)] {
            let shows = |case: &Case| {
                case.expect.recognised.as_ref() == Some(&message.id) && case.text.as_deref().is_some_and(language)
            };
            if !proven(&shows) {
                missing.push(&message.id);
            }
        }
    }
    let causes = rows.causes.iter().filter(|id| !proven(&|case| case.expect.cause.as_ref() == Some(id)));
    let fixes = rows.fixes.iter().filter(|id| !proven(&|case| case.expect.fix.as_ref() == Some(id)));
    let topics = rows.topics.iter().filter(|id| !proven(&|case| case.expect.topic.as_ref() == Some(id)));
    missing.extend(causes.chain(fixes).chain(topics));
    assert!(missing.is_empty(), "no case proves {missing:?}");
}

fn is_spanish(text: &str) -> bool {
    let words = text.to_lowercase();
    let mut words = words.split(|c: char| !c.is_alphabetic());
    words.any(|word| {
        matches!(word, "del" | "de" | "algo" | "se" | "hubo" | "al" | "tu" | "un" | "no" | "dice" | "archivo")
    })
}

#[test]
fn every_message_is_recognised_as_it_is_shown_with_its_causes() {
    let knowledge = knowledge(base());
    for Message { id, shown, causes, .. } in coverage().messages {
        for text in shown {
            let mut session = Session::new(&knowledge);
            let reading = session.observe_text(&text).expect("nothing contradicts one text");
            let ids: Vec<&str> = reading.shown.iter().map(|shown| knowledge.id_of(Thing::Sign(shown.sign))).collect();
            assert!(!ids.is_empty() && ids.iter().all(|found| *found == id), "{text}: {ids:?}");
            for cause in &causes {
                let possible = session.differential().into_iter().any(|hypothesis| {
                    let named = hypothesis.cause.is_some_and(|known| knowledge.cause(known).id == *cause);
                    named && hypothesis.posterior > 1e-3
                });
                assert!(possible, "{text}: {cause} is not among the causes");
            }
        }
    }
}

#[test]
fn fixes_come_in_the_order_of_the_row() {
    let knowledge = knowledge(base());
    for Message { id, shown, fixes, .. } in coverage().messages {
        let got = fixes_of(&knowledge, &shown[0]);
        assert_eq!(got.first().copied(), fixes.first().map(String::as_str), "{id}");
        let places: Vec<Option<usize>> = fixes.iter().map(|fix| got.iter().position(|found| found == fix)).collect();
        assert!(places.iter().all(Option::is_some), "{id}: {fixes:?} are not all among {got:?}");
        let pairs = (0..places.len()).flat_map(|a| (a + 1..places.len()).map(move |b| (a, b)));
        let (right, all) =
            pairs.fold((0, 0), |(right, all), (a, b)| (right + usize::from(places[a] < places[b]), all + 1));
        assert!(right * 10 >= all * 9, "{id}: {right} of {all} pairs in order: {got:?}");
    }
}

/// Splits a page into its declarations, so that they can be put in another order.
fn declarations(page: &str) -> Vec<String> {
    const HEADS: [&str; 10] =
        ["base", "use", "translation", "symptom", "fact", "rule", "kind", "cause", "fix", "topic"];
    let mut blocks = vec![String::new()];
    for line in page.lines() {
        if line.split_whitespace().next().is_some_and(|word| HEADS.contains(&word)) {
            blocks.push(String::new());
        }
        let block = blocks.last_mut().expect("there is one from the beginning");
        block.push_str(line);
        block.push('\n');
    }
    blocks
}

#[test]
fn shuffling_the_declarations_changes_nothing() {
    let straight = knowledge(base());
    let files: Vec<(String, String)> = std::fs::read_dir(FOLDER)
        .expect("the folder of the base")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "kb"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a readable page");
            (path.file_name().expect("a name").to_string_lossy().into_owned(), text)
        })
        .collect();
    for turn in 1..4_usize {
        let mut sources = MemorySources::new();
        for (name, text) in &files {
            let blocks = declarations(text);
            // The comment at the top, `base` or `translation` stay where they are.
            let opens = |block: &String| block.starts_with("base ") || block.starts_with("translation ");
            let fixed = 1 + usize::from(blocks.get(1).is_some_and(opens));
            let (top, rest) = blocks.split_at(fixed.min(blocks.len()));
            let mut rest = rest.to_vec();
            rest.sort_by_key(|block| block.len().wrapping_mul(2_654_435_761 * turn) % 1_009);
            sources = sources.with_file(format!("chatgpt/{name}"), [top, &rest].concat().concat());
        }
        let mut loaded = load(&sources, &["chatgpt"]);
        assert!(loaded.diagnostics.is_empty(), "{}", loaded.render(etio_kb::Paint::Plain));
        let shuffled = knowledge(loaded.bases.remove(0));
        for Message { shown, .. } in coverage().messages {
            assert_eq!(fixes_of(&straight, &shown[0]), fixes_of(&shuffled, &shown[0]), "{}", shown[0]);
        }
    }
}

#[test]
fn unrelated_text_gives_nothing() {
    let knowledge = knowledge(base());
    for text in [
        "",
        "Hola, ¿qué tal? Mañana vamos a la playa si no llueve.",
        "The quick brown fox jumps over the lazy dog.",
        "error[E0382]: borrow of moved value: `x`",
        "fatal: not a git repository (or any of the parent directories): .git",
        "Connection refused (os error 111)",
        "bash: foo: command not found",
        "npm ERR! code ENOENT",
        "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\nKeyError: 'x'",
        "Permission denied (publickey).",
        "Segmentation fault (core dumped)",
        "docker: Cannot connect to the Docker daemon at unix:///var/run/docker.sock.",
        "No space left on device",
        "La impresora no responde",
    ] {
        let mut session = Session::new(&knowledge);
        session.observe_text(text).expect("nothing contradicts one text");
        assert_eq!(session.report().verdict, Verdict::Nothing, "{text}");
    }
}

/// At least nine of ten changes of a link's number to its opposite are noticed by a case that expects a cause, a fix or a question.
#[test]
fn nearly_every_number_matters() {
    let base = base();
    let unchanged = knowledge(base.clone());
    let holds = |case: &Case| run(&unchanged, case).is_empty();
    let cases: Vec<Case> = cases().into_iter().filter(|case| expects_advice(case) && holds(case)).collect();
    let mut unnoticed = Vec::new();
    let mut changed = 0;
    for (index, cause) in base.causes.iter().enumerate() {
        for (position, Link { sign, number }) in cause.links.iter().enumerate() {
            if (0.4..=0.6).contains(&number.get()) {
                continue;
            }
            changed += 1;
            let mut mutant = base.clone();
            let opposite = Probability::new(1.0 - number.get()).expect("a probability").within_link();
            mutant.causes[index].links[position].number = Number { probability: opposite, ..*number };
            let knowledge = knowledge(mutant);
            if !cases.iter().any(|case| !run(&knowledge, case).is_empty()) {
                let finding = &base.findings[sign.finding.index()];
                let value =
                    sign.option.map_or(String::new(), |option| format!(" {}", finding.options()[option.index()].id));
                unnoticed.push(format!("{} {} {}{value}", cause.id, number.get(), finding.id));
            }
        }
    }
    assert!(
        unnoticed.len() * 10 <= changed,
        "{} of {changed} changes go unnoticed:\n{}",
        unnoticed.len(),
        unnoticed.join("\n")
    );
}

/// At least nine of ten changes of any sort are noticed: numbers turned round, patterns and links taken away, times far longer or shorter.
#[test]
fn nearly_every_change_is_noticed() {
    let (loaded, places) = load_with_places(&FileSystem, &[FOLDER]);
    let knowledge = knowledge(base());
    let mutations = Mutations::new(&loaded.bases, 0, &places[0], &knowledge, &cases());
    let unnoticed: Vec<&str> = mutations
        .changes()
        .iter()
        .filter(|change| !mutations.is_noticed(change))
        .map(|change| change.name.as_str())
        .collect();
    let all = mutations.changes().len();
    assert!(all > 1_500, "{all} changes are too few: is everything changed?");
    assert!(unnoticed.len() * 10 <= all, "{} of {all} go unnoticed:\n{}", unnoticed.len(), unnoticed.join("\n"));
}

fn expects_advice(case: &Case) -> bool {
    let expect = &case.expect;
    expect.cause.is_some() || expect.fix.is_some() || expect.next.is_some() || !expect.fixes.is_empty()
}
