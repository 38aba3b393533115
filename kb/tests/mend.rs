//! Mending: what `mend` does to each kind of mistake, that it keeps everything else to the byte, and what it leaves alone.

use etio_kb::{Code, Loaded, MemorySources, Mended, Paint, check, mend};
use std::collections::BTreeSet;

mod common;
#[path = "common/examples.rs"]
mod examples;

use common::summary;

/// A base without mistakes, in which each case puts one.
const KETTLE: &str = r#"base kettle "Kettles"
  language en
  about "kettle"

symptom cold "The water stays cold"
  says "stays cold on {plug}"
symptom noise "It hums"
  says "a loud hum"  # heard often

# What can be asked.
fact socket-works "Another thing works at this socket"
  ask       "Does a lamp work at this socket?"
  otherwise usually
fact age "How old the kettle is, in years" : number 0..40
  ask "How many years have you had it?"
fact heats "What the kettle heats with" : one of element, gas, steam
  ask "What does it heat with?"
  otherwise 10% is gas
  otherwise 10% is steam
fact old "The kettle is old"
  otherwise seldom
rule aged when age > 8 then old

kind worn "Worn out"
  often old
  sometimes noise
cause no-power "The socket is dead"
  is     common
  always cold
  rarely socket-works
cause worn-out of worn "The heating element is worn out"
  is     uncommon
  always cold
  always heats is element
  rarely noise
  ruled out when heats is gas

fix try-socket "Try another socket"
  always cures no-power
  step "Plug it in somewhere else at {plug}."
fix replace "Buy a new kettle"
  always cures worn-out
"#;

/// A mistake: what is changed in the base, and what mending makes of that; the same as before where nothing is given.
type Row = (&'static str, &'static str, &'static str, Option<&'static str>);

const ROWS: &[Row] = &[
    ("E101", "says \"a loud hum\"", "says \"a \u{200e}loud\u{202a} hum\"", None),
    ("E105", "is     uncommon", "is     uncomon", None),
    ("E105", "rule aged when age", "rule aged wehn age", None),
    ("E105", "ask \"How many years have you had it?\"", "ask “How many years have you had it?”", None),
    ("E106", "  otherwise usually", "  otherwsie usually", None),
    ("E106", "  rarely socket-works", "  rarley socket-works", None),
    ("E106", "cause no-power", "cuase no-power", None),
    ("E109", "kind worn \"Worn out\"", "kind Worn \"Worn out\"", None),
    ("E109", "one of element, gas, steam", "one of Element, gas, steam", None),
    ("E205", "always cures worn-out", "always cures wron-out", None),
    ("E205", "rarely socket-works", "rarely socket_works", None),
    (
        "E206",
        "symptom noise",
        "symptom cold \"The water stays cold\"\n  says \"stays cold on {plug}\"\nsymptom noise",
        None,
    ),
    ("E208", "always heats is element", "always heats is elemment", None),
    ("E209", "  otherwise usually\n", "  otherwise usually\n  otherwise usually\n", None),
    ("E209", "  always cold\n  rarely", "  always cold, cold\n  rarely", None),
    ("E209", "one of element, gas, steam", "one of element, gas, steam, gas", None),
    ("E210", "always heats is element", "always heats has element", None),
    ("E405", "somewhere else at {plug}", "somewhere else at {pulg}", None),
    ("W107", "somewhere else at {plug}", "somewhere else at { plug }", None),
    ("W107", "somewhere else at {plug}", "somewhere else at {plug:word}", None),
    ("W107", "somewhere else at {plug}", "somewhere else at plug}", None),
    ("W108", "symptom cold", "use \"page.kb\"\nuse \"page.kb\"\nsymptom cold", None),
    ("W110", "about \"kettle\"", "about \"kettle\", \"kettle\"", None),
    (
        "W110",
        "  step \"Plug it",
        "  step \"Wait.\"\n  step \"Wait.\"  # twice\n  step \"Plug it",
        Some("  step \"Wait.\"\n  step \"Plug it"),
    ),
    ("W110", "  always cold\n  always heats", "  always cold\n  often old\n  always heats", None),
    ("W110", "  always cold\n  always heats", "  often old\n  always cold\n  always heats", None),
    ("W112", "  step \"Plug it", "  step \"\"\n  step \"Plug it", None),
    ("W112", "  step \"Plug it", "  means \" \"\n  step \"Plug it", None),
    (
        "W115",
        "  says \"a loud hum\"  # heard often",
        "  # etio: allow W204 because of this\n  says \"a loud hum\"  # heard often",
        None,
    ),
    ("W115", "  rarely noise\n", "  rarely noise  # etio: allow W204 because of this\n", None),
    ("W203", "says \"a loud hum\"", "says \"a loud hum\", \"A loud húm\"", None),
    (
        "W203",
        "  says \"a loud hum\"  #",
        "  says \"a loud hum\"  #\n  says \"A  loud hum\"\n#",
        Some("  says \"a loud hum\"  #\n#"),
    ),
    ("W303", "when age > 8 then", "when age > 8 and age > 5 then", None),
    ("W303", "when age > 8 then", "when age > 5 and age > 8 then", None),
    (
        "W303",
        "when age > 8 then",
        "when (age > 8 or age = 3) and\n    (age = 3 or age < 2 or age > 8) then",
        Some("when (age > 8 or age = 3) then"),
    ),
    ("W305", "kind worn", "rule again when age > 8 then old\n  note \"Again.\"\nkind worn", None),
    ("W306", "kind worn", "# Kept.\nrule very-old when age > 20 then old\nkind worn", Some("# Kept.\nkind worn")),
    (
        "W308",
        "  ruled out when heats is gas\n",
        "  ruled out when heats is gas\n  ruled out when heats is gas and socket-works\n",
        None,
    ),
];

fn told(loaded: &Loaded) -> Vec<&'static str> {
    loaded.diagnostics.iter().map(|one| one.code.as_str()).collect()
}

fn mended(page: &str) -> (Loaded, Mended) {
    let sources = MemorySources::new().with_file("base/page.kb", page);
    (check(&sources, &["base"]), mend(&sources, &["base"], &["base"]))
}

fn after(mended: &Mended, page: &str) -> String {
    mended.pages.first().map_or_else(|| page.to_owned(), |page| page.after.clone())
}

#[test]
fn a_mistake_is_mended_and_nothing_else_changes() {
    let (clean, nothing) = mended(KETTLE);
    assert!(clean.diagnostics.is_empty(), "{}", clean.render(Paint::Plain));
    assert!(nothing.pages.is_empty() && nothing.done.is_empty(), "{nothing:?}");
    for (code, from, to, becomes) in ROWS {
        assert_eq!(KETTLE.matches(from).count(), 1, "{from}");
        let page = KETTLE.replace(from, to);
        let expected = becomes.map_or_else(|| KETTLE.to_owned(), |becomes| KETTLE.replace(from, becomes));
        let windows = |page: &str| format!("\u{feff}{}", page.replace('\n', "\r\n"));
        for (page, expected) in [(windows(&page), windows(&expected)), (page, expected)] {
            let (before, mended) = mended(&page);
            assert!(told(&before).contains(code), "{code} {to}: {}", before.render(Paint::Plain));
            assert_eq!(after(&mended, &page), expected, "{code} {to}\n{}", mended.left.render(Paint::Plain));
            assert!(!told(&mended.left).contains(code), "{code} {to}");
            assert!(mended.done.iter().any(|done| done.code.as_str() == *code), "{code}: {:?}", mended.done);
        }
    }
}

/// Mistakes that look alike and are left to the author.
#[test]
fn what_is_not_certain_is_left_alone() {
    for (code, from, to) in [
        ("E101", "a loud hum", "a \u{1b}[31mloud hum"),
        ("E105", "rule aged when age", "rule aged where age"),
        ("E106", "  otherwise usually", "  others usually"),
        ("E205", "rarely socket-works", "rarely socket-broken"),
        ("E208", "always heats is element", "always heats is oil"),
        ("E209", "  otherwise usually\n", "  otherwise usually\n  otherwise rarely\n"),
        ("E209", "  always cold\n  rarely", "  always cold\n  rarely cold\n  rarely"),
        ("W110", "  step \"Plug it", "  step \"Wait.\"\n  step \"Look.\"\n  step \"Wait.\"\n  step \"Plug it"),
        ("W112", "  ask \"How many years have you had it?\"", "  ask \"\""),
        ("W115", "  says \"a loud hum\"", "  # etio: allow W204\n  says \"a loud hum\""),
    ] {
        assert_eq!(KETTLE.matches(from).count(), 1, "{from}");
        let page = KETTLE.replace(from, to);
        let (before, mended) = mended(&page);
        assert!(told(&before).contains(&code), "{code} {to}: {}", before.render(Paint::Plain));
        assert_eq!(after(&mended, &page), page, "{code} {to}");
    }
}

#[test]
fn the_bad_example_of_each_page_is_mended_where_that_is_certain() {
    let (mut mended_codes, mut wrong) = (0, Vec::new());
    for (code, page) in Code::ALL.iter().map(|code| (*code, code.page())) {
        let (sources, roots) = examples::sources(&examples::files(page, "Bad"));
        let roots: Vec<&str> = roots.iter().map(String::as_str).collect();
        let before = check(&sources, &roots);
        let with_remedy =
            |loaded: &Loaded| loaded.diagnostics.iter().filter(|one| one.code == code && one.remedy.is_some()).count();
        let errors = |loaded: &Loaded| loaded.diagnostics.iter().filter(|one| one.is_error()).count();
        let result = mend(&sources, &roots, &roots);
        if with_remedy(&before) > 0 {
            mended_codes += 1;
            if with_remedy(&result.left) > 0 || !result.done.iter().any(|done| done.code == code) {
                wrong.push(format!("{code} is not mended: {:?}\n{}", result.pages, result.left.render(Paint::Plain)));
            }
            if code.remedy().is_none() {
                wrong.push(format!("{code} has a remedy that the table does not know"));
            }
        }
        if errors(&result.left) > errors(&before) {
            wrong.push(format!("an error appears: {code}\n{}", result.left.render(Paint::Plain)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(mended_codes >= 8, "{mended_codes}");
}

/// Codes whose remedies need several files, in the tests below.
const ELSEWHERE: [&str; 4] = ["E207", "E501", "W109", "W111"];

#[test]
fn what_is_said_to_be_mended_is_mended() {
    let shown: BTreeSet<&str> = ROWS.iter().map(|(code, ..)| *code).chain(ELSEWHERE).collect();
    let table: BTreeSet<&str> =
        Code::ALL.iter().filter(|code| code.remedy().is_some()).map(|code| code.as_str()).collect();
    assert_eq!(shown, table);
}

/// The page tells of every code, with the words of the table where it is mended.
#[test]
fn the_page_on_mending_tells_of_every_code() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/mending.md")).expect("the page");
    let (mended, left) = page.split_once("## What is left").expect("two tables");
    for code in Code::ALL {
        let row = |table: &str| {
            table.lines().filter(|line| line.starts_with(&format!("| {code} | "))).map(str::to_owned).next()
        };
        let written = code.remedy().map(|remedy| format!("| {code} | {remedy} |"));
        assert_eq!(row(mended), written, "{code}");
        assert_eq!(row(left).is_some(), written.is_none(), "{code}");
    }
}

// ─── Several files ───

/// Mends files, of which those of `mine` may be changed, and returns the texts of the first file that changes.
fn mended_files(files: &[(&str, &str)], roots: &[&str], mine: &[&str]) -> (Loaded, Mended) {
    let add = |sources: MemorySources, (path, text): &(&str, &str)| sources.with_file(*path, *text);
    let sources = files.iter().fold(MemorySources::new(), add);
    (check(&sources, roots), mend(&sources, roots, mine))
}

#[test]
fn translations_are_mended_where_one_reading_is_left() {
    let translated = "translation of kettle \"Hervidores\"\n  language es\n";
    for (code, from, to) in [
        ("E207", "symptom noise \"Zumba\"\n", "fact noise \"Zumba\"\n"),
        ("E501", "symptom noise \"Zumba\"\n", "symptom noise \"Zumba\"\n  means \"Ya no.\"\n"),
        ("E501", "symptom noise \"Zumba\"\n", "symptom niose \"Zumba\"\n"),
    ] {
        let page = |text: &str| format!("{translated}{text}");
        let (before, mended) = mended_files(&[("base/a.kb", KETTLE), ("base/es.kb", &page(to))], &["base"], &["base"]);
        assert!(told(&before).contains(&code), "{}", before.render(Paint::Plain));
        assert_eq!(mended.pages.len(), 1, "{code}");
        assert_eq!(
            (mended.pages[0].path.as_str(), mended.pages[0].after.as_str()),
            ("base/es.kb", page(from).as_str())
        );
    }
    let counted = format!("{translated}fix replace \"Compra otro\"\n  step \"Ya no.\"\n");
    let (before, mended) = mended_files(&[("base/a.kb", KETTLE), ("base/es.kb", &counted)], &["base"], &["base"]);
    assert_eq!((told(&before), mended.pages.len()), (vec!["E501"], 0), "which step is gone cannot be known");
}

#[test]
fn an_overlay_loses_what_changes_nothing() {
    let mine =
        "base kettle\n\n# Ours.\nfix replace\n  always cures worn-out\n\nfix try-socket\n  often cures no-power\n";
    let (before, mended) =
        mended_files(&[("base/a.kb", KETTLE), ("mine.kb", mine)], &["base", "mine.kb"], &["mine.kb"]);
    assert!(told(&before).contains(&"W109"), "{}", before.render(Paint::Plain));
    assert_eq!(mended.pages[0].after, "base kettle\n\n# Ours.\n\nfix try-socket\n  often cures no-power\n");
    assert!(mended.left.diagnostics.is_empty(), "{}", mended.left.render(Paint::Plain));
    let lines: Vec<usize> = mended.done.iter().map(|done| done.line).collect();
    assert_eq!(lines, [5, 4], "lines are those of the page as it was read");
}

#[test]
fn what_is_not_named_is_not_touched() {
    let bad = KETTLE.replace("when age > 8 then", "when age > 8 and age > 5 then");
    let mine = "base kettle\nfix try-socket\n  oftn cures no-power\n";
    let files = [("base/a.kb", bad.as_str()), ("mine.kb", mine)];
    let (_, mended) = mended_files(&files, &["base", "mine.kb"], &["mine.kb"]);
    let paths: Vec<&str> = mended.pages.iter().map(|page| page.path.as_str()).collect();
    assert_eq!(paths, ["mine.kb"]);
    // Under an overlay the base keeps what only the overlay makes needless.
    let (_, mended) = mended_files(&files, &["base", "mine.kb"], &["base", "mine.kb"]);
    let paths: Vec<&str> = mended.pages.iter().map(|page| page.path.as_str()).collect();
    assert_eq!(paths, ["mine.kb"]);
}

#[test]
fn a_word_of_a_kind_that_nobody_keeps_goes() {
    let both = KETTLE
        .replace("cause no-power \"The", "cause no-power of worn \"The")
        .replace("  always cold\n  rarely socket-works\n", "  always cold\n  rarely noise\n  rarely socket-works\n");
    let (before, mended) = mended(&both);
    assert!(told(&before).contains(&"W111"), "{}", before.render(Paint::Plain));
    assert_eq!(after(&mended, &both), both.replace("  sometimes noise\n", ""));
    // Where a cause says the same as the kind, that goes first; else nobody would say it any more.
    let same = both.replacen("  rarely noise\n", "  sometimes noise\n", 1);
    let (_, mended) = self::mended(&same);
    assert!(mended.pages[0].after.contains("often old\n  sometimes noise\n"), "{}", mended.pages[0].after);
    let summaries = [&same, &mended.pages[0].after].map(|page| summary(&etio_kb::parse_str("a.kb", page).bases[0]));
    assert_eq!(summaries[0], summaries[1]);
}

#[test]
fn several_mistakes_of_one_line_are_mended_together() {
    let page = KETTLE.replace("  rarely socket-works", "  rarley socket_works");
    let (_, mended) = mended(&page);
    assert_eq!(after(&mended, &page), KETTLE);
}

#[test]
fn a_remedy_after_which_there_is_an_error_is_not_applied() {
    // The pattern that is said again is the one whose capture the note of the translation counts on.
    let base = "base k \"K\"\n  language en\nsymptom cold \"Cold\"\n  says \"stays cold\"\ncause a \"A\"\n  is common\n  always cold\n\
                fix f \"F\"\n  always cures a\n  step \"Wait.\"\n  step \"Wait.\"\n  step \"Look.\"\n";
    let es = "translation of k \"K\"\n  language es\nfix f \"F\"\n  step \"Espera.\"\n  step \"Espera.\"\n  step \"Mira.\"\n";
    let (before, mended) = mended_files(&[("base/a.kb", base), ("base/es.kb", es)], &["base"], &["base"]);
    assert!(told(&before).contains(&"W110"), "{}", before.render(Paint::Plain));
    assert!(mended.pages.is_empty() && mended.done.is_empty(), "{:?}", mended.pages);
}

#[test]
fn comments_of_others_are_kept() {
    let page = KETTLE.replace(
        "kind worn \"Worn out\"",
        "# Above, kept.\n# etio: allow W103 because it is so\n\n# Between, kept.\nrule very-old\n  when age > 20\n  then old  # its own\n  note \"It goes on\"\n       \" here.\"\n\n# Below, kept.\nkind worn \"Worn out\"",
    );
    let (_, mended) = mended(&page);
    let expected = KETTLE.replace("kind worn", "# Above, kept.\n\n# Between, kept.\n\n# Below, kept.\nkind worn");
    assert_eq!(after(&mended, &page), expected);
}

#[test]
fn the_shipped_bases_need_nothing() {
    let bases = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("bases");
    for entry in std::fs::read_dir(bases).expect("the bases") {
        let path = entry.expect("a base").path();
        let root = path.to_str().expect("a path");
        let mended = mend(&etio_kb::FileSystem, &[root], &[root]);
        assert!(mended.pages.is_empty() && mended.done.is_empty(), "{root}: {:?}", mended.done);
    }
}

#[test]
fn of_a_base_with_errors_nobody_knows_what_a_silence_is_for() {
    let silenced =
        KETTLE.replace("  says \"a loud hum\"", "  # etio: allow W204 because of this\n  says \"a loud hum\"");
    let page = silenced.replace("always cures worn-out", "always cures nobody");
    let (before, mended) = mended(&page);
    assert_eq!(told(&before)[0], "E205", "{}", before.render(Paint::Plain));
    assert!(!told(&before).contains(&"W115") && mended.pages.is_empty(), "{:?}", mended.pages);
}
