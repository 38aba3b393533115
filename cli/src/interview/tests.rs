//! Whole conversations, as a person reads them.

use crate::interview::{Heard, Interview, Prompt, Reply, Then};
use crate::page::Page;
use crate::probe::{Environment, Prober};
use crate::words::Words;
use etio_kb::engine::{Answer, Finding, FindingId, FixId, Knowledge, Probe, Session, Value};
use etio_kb::{FileSystem, Paint};
use std::path::PathBuf;

fn knowledge() -> Knowledge {
    let loaded = etio_kb::load(&FileSystem, &[concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bases/chat")]);
    assert!(loaded.diagnostics.is_empty(), "{}", loaded.render(Paint::Plain));
    Knowledge::new(loaded.bases).expect("a base without errors is a model")
}

/// Returns what a person does that `line` stands for: a paste where it has several lines.
fn heard(line: &str) -> Heard {
    match line {
        "^C" => Heard::Interrupt,
        "^D" => Heard::End,
        pasted if pasted.contains('\n') => Heard::Paste(pasted.to_owned()),
        typed => Heard::Line(typed.to_owned()),
    }
}

/// Returns the transcript of what is said to these lines.
fn transcript(mut interview: Interview<'_>, lines: &[&str]) -> String {
    let mut reply = interview.open();
    let mut written = reply.page.plain();
    for line in lines {
        assert!(!matches!(reply.then, Then::End(_)), "the interview ended before {line:?}:\n{written}");
        written += &format!("> {}\n", line.replace('\n', "\n| "));
        reply = interview.hear(heard(line));
        written += &reply.page.plain();
    }
    match reply.then {
        Then::Listen => written,
        then => format!("{written}[{then:?}]\n"),
    }
}

fn english(lines: &[&str]) -> String {
    let knowledge = knowledge();
    transcript(Interview::new(Session::new(&knowledge), Words::English), lines)
}

fn spanish(lines: &[&str]) -> String {
    let knowledge = knowledge();
    transcript(Interview::new(Session::new(&knowledge), Words::Spanish), lines)
}

#[test]
fn from_a_message_to_a_fix_that_helped_in_english() {
    insta::assert_snapshot!(english(&["Internal Server Error", "no", "app", "no", "yes", ""]));
}

#[test]
fn from_a_message_to_a_fix_that_helped_in_spanish() {
    insta::assert_snapshot!(spanish(&["Error interno del servidor", "no", "1", "no", "sí", ""]));
}

/// Returns what is said when a fix is proposed and a line answers, in an interview about a server error.
fn proposed(id: &str, line: &str) -> String {
    let knowledge = knowledge();
    let fix = knowledge.fixes().iter().position(|fix| fix.id == id).expect("the base declares it");
    let (mut interview, _) = after(&knowledge, &["Internal Server Error"]);
    interview.prompt = Prompt::Outcome(FixId(fix as u32));
    let mut page = Page::default();
    interview.introduce(&mut page);
    interview.ask_again(&mut page);
    format!("{}> {line}\n{}", page.plain(), interview.hear(heard(line)).page.plain())
}

#[test]
fn what_goes_round_a_cause_is_followed_by_what_rids_of_it() {
    insta::assert_snapshot!(proposed("private-window", "yes"));
}

#[test]
fn a_fix_that_tells_a_fact_asks_for_the_fact() {
    insta::assert_snapshot!(proposed("use-another", "no"));
}

#[test]
fn what_is_handed_over_brings_the_summary() {
    insta::assert_snapshot!(proposed("contact-support", "could not"));
}

#[test]
fn until_nothing_is_worth_its_time() {
    insta::assert_snapshot!(english(&["A network error occurred", "no", "no", "no", "no", ""]));
}

#[test]
fn a_pasted_text_is_evidence_and_never_a_command() {
    insta::assert_snapshot!(english(&["quit\nerror: address already in use: 0.0.0.0 port 8080\nrestart"]));
}

#[test]
fn what_is_not_recognised_leads_to_the_list() {
    insta::assert_snapshot!(spanish(&["mi impresora echa humo", "puerto", "", "2"]));
}

#[test]
fn who_finds_nothing_that_fits_is_told_honestly() {
    assert!(english(&["", "none of these"]).contains("Then I don't know what it is."));
    assert!(spanish(&["", "Ninguno."]).contains("Entonces no sé qué es."));
}

#[test]
fn a_question_that_people_ask_is_answered_and_the_prompt_comes_again() {
    insta::assert_snapshot!(english(&["is it down", "Internal Server Error", "¿Está caído Chat?", "facts"]));
}

#[test]
fn why_says_what_each_answer_would_change() {
    insta::assert_snapshot!(english(&["why", "Internal Server Error", "why"]));
    insta::assert_snapshot!(spanish(&["Internal Server Error", "¿por qué?", "no", "por que"]));
}

#[test]
fn why_puts_numbers_together_that_change_the_same() {
    let knowledge = knowledge();
    let messages = knowledge.findings().iter().position(|finding| finding.id == "messages").expect("declared");
    let (mut interview, _) = after(&knowledge, &["Internal Server Error"]);
    interview.prompt = Prompt::Ask(FindingId(messages as u32));
    insta::assert_snapshot!(interview.hear(heard("why")).page.plain());
}

#[test]
fn how_says_what_speaks_for_and_against_in_words_and_numbers() {
    insta::assert_snapshot!(english(&["how", "Internal Server Error", "yes", "how the cache is damaged", "how 99"]));
    insta::assert_snapshot!(spanish(&["Internal Server Error", "sí", "cómo"]));
}

#[test]
fn lists_are_numbered_and_their_things_named() {
    insta::assert_snapshot!(english(&["Internal Server Error", "causes", "fixes", "fixes clear-cache", "facts"]));
}

#[test]
fn what_was_said_is_taken_back_and_changed() {
    insta::assert_snapshot!(english(&["undo", "Internal Server Error", "yes", "change 2", "no", "undo", "facts"]));
    insta::assert_snapshot!(spanish(&["Internal Server Error", "sí", "cambiar", "7", "cambiar works-on-phone", ""]));
}

#[test]
fn a_command_is_the_whole_line_and_a_stroke_forces_one() {
    insta::assert_snapshot!(english(&["how do I fix Internal Server Error", "/causes", "/nonsense", "undo it all"]));
}

#[test]
fn what_conflicts_is_named_and_nothing_changes() {
    let knowledge = knowledge();
    let find =
        |id: &str| knowledge.findings().iter().position(|finding| finding.id == id).map(|at| FindingId(at as u32));
    let (fast, messages) = (find("sending-fast").expect("declared"), find("messages").expect("declared"));
    let (mut interview, _) = after(&knowledge, &["Internal Server Error"]);
    interview.session.answer(fast, Answer::sure(Value::No)).expect("nothing speaks against it");
    interview.prompt = Prompt::Ask(messages);
    let before = interview.session().report();
    insta::assert_snapshot!(interview.hear(heard("60")).page.plain());
    assert_eq!(interview.session().report(), before);
    insta::assert_snapshot!(interview.hear(heard("9000")).page.plain());
    assert_eq!(interview.session().report(), before);
}

#[test]
fn help_names_every_command_in_both_languages() {
    insta::assert_snapshot!(english(&["help"]));
    insta::assert_snapshot!(spanish(&["ayuda"]));
}

#[test]
fn an_interrupt_says_how_to_quit_and_a_second_one_does() {
    insta::assert_snapshot!(english(&["^C", "Internal Server Error", "^C", "^C"]));
}

#[test]
fn the_end_of_the_input_is_a_polite_end() {
    insta::assert_snapshot!(english(&["^D"]));
    insta::assert_snapshot!(spanish(&["Internal Server Error", "^D"]));
}

#[test]
fn no_control_character_gets_out() {
    let said = english(&["\u{1b}[2J\u{7}boom", "\u{1b}]0;title\u{7}Internal \u{1b}[31mServer Error", "facts\u{9b}"]);
    let typed = ['\n', '\u{1b}', '\u{7}', '\u{9b}'];
    let replies: String = said.lines().filter(|line| !line.starts_with('>')).collect();
    assert!(!replies.chars().any(|c| c.is_control() || typed.contains(&c)), "{replies:?}");
}

/// A computer on which every probe finds a proxy.
struct Proxied;

impl Environment for Proxied {
    fn look(&self, _: &Probe, _: &Finding) -> Option<Value> {
        Some(Value::Yes)
    }
}

#[test]
fn what_a_probe_reads_is_shown_before_what_it_found() {
    let knowledge = knowledge();
    let interview = Interview::new(Session::new(&knowledge), Words::English);
    let interview = interview.with_prober(Prober::new(Box::new(Proxied)));
    insta::assert_snapshot!(transcript(interview, &["A network error occurred", "facts"]));
}

/// Returns an interview after these lines.
fn after<'k>(knowledge: &'k Knowledge, lines: &[&str]) -> (Interview<'k>, Reply) {
    let mut interview = Interview::new(Session::new(knowledge), Words::English);
    let mut reply = interview.open();
    for line in lines {
        reply = interview.hear(heard(line));
    }
    (interview, reply)
}

#[test]
fn to_save_is_up_to_the_host() {
    let knowledge = knowledge();
    let (mut interview, reply) = after(&knowledge, &["Internal Server Error", "no", "save My Case.json"]);
    assert_eq!(reply.then, Then::Save(PathBuf::from("My Case.json")));
    let resumed = Session::resume(&knowledge, &interview.saved()).expect("it was just saved");
    assert_eq!(resumed.session.report(), interview.session().report());
    assert_eq!(interview.after_saving(Page::default()).then, Then::Listen);
}

#[test]
fn undo_gives_back_what_was_before() {
    let knowledge = knowledge();
    let (before, _) = after(&knowledge, &["Internal Server Error", "no"]);
    let (undone, _) = after(&knowledge, &["Internal Server Error", "no", "app", "undo"]);
    assert_eq!(before.session().report(), undone.session().report());
    assert_eq!(before.prompt, undone.prompt);
}

#[test]
fn at_the_end_what_hands_over_is_offered_with_its_steps() {
    let knowledge = knowledge();
    let (mut interview, mut reply) = after(&knowledge, &["Internal Server Error"]);
    for _ in 0..40 {
        if interview.prompt == Prompt::Done {
            break;
        }
        let is_question = matches!(interview.prompt, Prompt::Ask(_));
        reply = interview.hear(heard(if is_question { "don't know" } else { "no" }));
    }
    assert_eq!(interview.prompt, Prompt::Done);
    insta::assert_snapshot!(reply.page.plain());
}
