//! A session as a talk, to be kept as a case.

use super::compare::{cause_id, shown, trouble_id};
use etio_engine::{
    Answer, Certainty, FindingId, Knowledge, Outcome, Reading, Session, Sign, Statement, Step, Thing, Value,
};
use std::fmt::Write as _;

/// Returns a session as a talk of this name, which holds with the bases as they are.
///
/// Of a text the words are kept that were recognised, without secrets; where these alone would not be recognised, the talk says instead what they showed.
/// What was asked or proposed stands as such, what was said unasked as `answered` or `tried`.
pub fn record(session: &Session<'_>, name: &str) -> String {
    let knowledge = session.knowledge();
    let mut talk = format!("case {}\n\n", one_line(name));
    let mut played = Session::new(knowledge);
    for statement in session.statements() {
        match statement {
            Statement::Text(reading) => tell_text(&mut talk, &mut played, reading),
            Statement::Answer { finding, answer } => tell_answer(&mut talk, &mut played, *finding, answer),
            Statement::Probe { finding, value } => {
                tell_answer(&mut talk, &mut played, *finding, &Answer::sure(value.clone()));
            }
            Statement::Outcome { fix, outcome } => {
                let (id, word) = (knowledge.id_of(Thing::Fix(*fix)), outcome_word(*outcome));
                let _ = if played.next() == Step::Try(*fix) {
                    writeln!(talk, "proposes {id}\n> {word}")
                } else {
                    writeln!(talk, "tried {id}: {word}")
                };
                let _ = played.outcome(*fix, *outcome);
            }
        }
    }
    tell_end(&mut talk, &played);
    talk
}

fn tell_text(talk: &mut String, played: &mut Session<'_>, reading: &Reading) {
    let knowledge = played.knowledge();
    let mut lines: Vec<String> = Vec::new();
    for base in &reading.names {
        lines.extend(knowledge.base(*base).about.first().map(|name| one_line(name)));
    }
    for shown in &reading.shown {
        let excerpt = one_line(&shown.excerpt);
        if !lines.contains(&excerpt) {
            lines.push(excerpt);
        }
    }
    let signs =
        |reading: &Reading| reading.shown.iter().map(|shown| shown.sign).collect::<std::collections::BTreeSet<Sign>>();
    let mut tried = played.clone();
    if tried.observe_text(&lines.join("\n")).is_ok_and(|again| signs(&again) == signs(reading)) {
        for line in &lines {
            let _ = writeln!(talk, "> {line}");
        }
        for sign in signs(reading) {
            let _ = writeln!(talk, "recognises {}", knowledge.id_of(Thing::Sign(sign)));
        }
        *played = tried;
        return;
    }
    for sign in signs(reading) {
        let value = sign.option.map_or(Value::Yes, Value::Option);
        if played.answer(sign.finding, Answer::sure(value)).is_ok() {
            let _ = writeln!(talk, "answered {}: yes", knowledge.id_of(Thing::Sign(sign)));
        }
    }
}

fn tell_answer(talk: &mut String, played: &mut Session<'_>, finding: FindingId, answer: &Answer) {
    let knowledge = played.knowledge();
    let (id, said) = (knowledge.id_of(Thing::Finding(finding)), answer_words(knowledge, finding, answer));
    let _ = if played.next() == Step::Ask(finding) {
        writeln!(talk, "asks {id}\n> {said}")
    } else {
        writeln!(talk, "answered {id}: {said}")
    };
    let _ = played.answer(finding, answer.clone());
}

/// Says what the talk has come to.
fn tell_end(talk: &mut String, played: &Session<'_>) {
    let knowledge = played.knowledge();
    let Some(first) = played.troubles().into_iter().next() else {
        if shown(played).is_empty() {
            talk.push_str("verdict nothing\n");
        }
        return;
    };
    let id = if first.kind.is_some() { trouble_id(knowledge, &first) } else { cause_id(knowledge, first.cause) };
    let _ = writeln!(talk, "thinks of {id}");
    let _ = match played.next() {
        Step::Ask(finding) => writeln!(talk, "asks {}", knowledge.id_of(Thing::Finding(finding))),
        Step::Try(fix) => writeln!(talk, "proposes {}", knowledge.id_of(Thing::Fix(fix))),
        Step::Report(_) => writeln!(talk, "ends"),
        Step::Complain => Ok(()),
    };
}

fn answer_words(knowledge: &Knowledge, finding: FindingId, answer: &Answer) -> String {
    let Answer::Known { value, certainty } = answer else { return "don't know".to_owned() };
    let option = |option: &etio_engine::OptionId| knowledge.finding(finding).options()[option.index()].id.clone();
    let value = match value {
        Value::Yes => "yes".to_owned(),
        Value::No => "no".to_owned(),
        Value::Option(chosen) => option(chosen),
        Value::Rest => "else".to_owned(),
        Value::Options(chosen) if chosen.is_empty() => "none".to_owned(),
        Value::Options(chosen) => chosen.iter().map(option).collect::<Vec<_>>().join(", "),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => one_line(&etio_engine::mask(text)),
    };
    if *certainty == Certainty::Probable { format!("probably {value}") } else { value }
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Helped => "yes",
        Outcome::Partly => "partly",
        Outcome::Failed => "no",
        Outcome::NotDone => "not done",
    }
}

fn one_line(text: &str) -> String {
    etio_engine::clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
