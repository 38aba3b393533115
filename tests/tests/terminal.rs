//! The interview in a terminal of 24 lines and 80 columns: every kind of prompt, and what a person may do there.

#![cfg(unix)]

use etio_tests::terminal::{End, Terminal};
use std::process::Command;
use tempfile::TempDir;

const INTERRUPT: &str = "\x03";
const END_OF_INPUT: &str = "\x04";

/// A base that asks in every way there is. Fixes take so long that it asks first.
const BASE: &str = r#"
base shop "The shop's till"
  language en
symptom till-silent "The till does nothing"
  says "till does nothing", "la caja no hace nada"
fact lamp "A lamp is on"
  ask "Is a lamp on?"
  takes 40 s
  otherwise half the time
fact drawer "Where the drawer is" : one of open, shut
  ask "Where is the drawer?"
  takes 90 s
fact papers "What is in the printer" : several of roll, forms
  ask "What is in the printer?"
  takes 60 s
  otherwise seldom has roll
fact age "How old it is" : number 0..50 "years"
  ask "How old is it?"
  takes 15 s
fact is-old "It is old"
  otherwise seldom
rule ageing when age > 10 then is-old
fact model "The model" : text
  ask "Which model is it?"
  takes 5 s
fact is-recalled "It was recalled"
  otherwise seldom
rule recall when model is "T800" then is-recalled
cause no-power "It has no power"
  is common
  often till-silent
  never lamp
  almost always papers has roll
cause drawer-stuck "The drawer is stuck"
  is common
  often till-silent
  usually lamp
  almost always drawer is open
cause worn-out "It is worn out"
  is common
  often till-silent
  always is-old
cause bad-part "A part was bad from the beginning"
  is common
  often till-silent
  always is-recalled
fix plug-in "Put the plug in"
  always cures no-power
  takes 20 min
fix push-drawer "Push the drawer"
  always cures drawer-stuck
  takes 20 min
fix replace-it "Replace the till"
  always cures worn-out
  takes 20 min
fix call-maker "Call the maker"
  always cures bad-part
  takes 20 min
"#;

struct Shop {
    folder: TempDir,
}

impl Shop {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("shop.kb"), BASE).expect("a file");
        Self { folder }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_etio-under-test"));
        command.current_dir(self.folder.path()).env_clear();
        command.args(["--base", "shop.kb"]).args(arguments);
        command
    }

    /// Returns a terminal in which these lines were said, and the page that came then.
    fn after(&self, language: &str, lines: &[&str]) -> (Terminal, String) {
        let mut command = self.command(&["--lang", language]);
        command.env("NO_COLOR", "1");
        let mut terminal = Terminal::open(command);
        let mut page = terminal.page();
        for line in lines {
            terminal.say(line);
            page = terminal.page();
        }
        (terminal, page)
    }
}

const COMPLAINT: &str = "the till does nothing";
const UNKNOWN: &str = "don't know";

/// Every kind of prompt: words that it shows, and the lines that lead to it.
fn prompts() -> Vec<(&'static str, Vec<&'static str>)> {
    let asked = |times: usize| [vec![COMPLAINT], vec![UNKNOWN; times]].concat();
    let and = |lines: Vec<&'static str>, more: &[&'static str]| [lines, more.to_vec()].concat();
    vec![
        ("What is wrong?", vec![]),
        ("Which model is it?", asked(0)),
        ("How old is it?", asked(1)),
        ("Is a lamp on?", asked(2)),
        ("What is in the printer?", asked(3)),
        ("Where is the drawer?", asked(4)),
        ("Did it help?", asked(5)),
        ("What do you want to change?", and(asked(0), &["change"])),
        ("Which model is it?", and(asked(0), &["T800", "change 2"])),
        ("Enter ends it", and(asked(5), &["yes"])),
    ]
}

#[test]
fn the_end_of_the_input_ends_it_at_every_prompt() {
    let shop = Shop::open();
    for (shows, lines) in prompts() {
        let (mut terminal, page) = shop.after("en", &lines);
        assert!(page.contains(shows), "{shows}: {page}");
        terminal.press(END_OF_INPUT);
        let code = if lines.is_empty() { 1 } else { 0 };
        assert_eq!(terminal.end(), End { page: "\nGoodbye.\n".to_owned(), code: Some(code) }, "{shows}");
    }
}

#[test]
fn an_interrupt_says_how_to_end_and_a_second_ends_at_every_prompt() {
    let shop = Shop::open();
    for (shows, lines) in prompts() {
        let (mut terminal, _) = shop.after("en", &lines);
        terminal.press(INTERRUPT);
        let page = terminal.page();
        assert!(page.contains("press Ctrl-C again") && page.contains(shows), "{shows}: {page}");
        terminal.press(INTERRUPT);
        assert_eq!(terminal.end().code, Some(130), "{shows}");
    }
}

#[test]
fn lines_that_are_pasted_are_evidence_at_every_prompt() {
    let shop = Shop::open();
    for (shows, lines) in prompts() {
        let (mut terminal, _) = shop.after("en", &lines);
        terminal.paste("quit\nDesde ayer la caja no hace nada.\n1\n");
        let page = terminal.page();
        assert!(page.contains("I recognise") && page.contains("line 2, column 12"), "{shows}: {page}");
    }
}

#[test]
fn a_page_is_no_wider_than_the_terminal() {
    let shop = Shop::open();
    for language in ["es", "en"] {
        for help in ["ayuda", "how", "facts"] {
            let (_, page) = shop.after(language, &[COMPLAINT, help]);
            let widest = page.lines().max_by_key(|line| line.chars().count()).expect("a page");
            assert!(widest.chars().count() <= 80, "{widest}");
        }
    }
}

#[test]
fn there_are_no_styles_where_nobody_wants_them() {
    let shop = Shop::open();
    for (wish, styled) in [(None, true), (Some("1"), false), (Some(""), true)] {
        let mut command = shop.command(&["--lang", "en"]);
        if let Some(wish) = wish {
            command.env("NO_COLOR", wish);
        }
        assert_eq!(Terminal::open(command).page().contains('\x1b'), styled, "{wish:?}");
    }
}
