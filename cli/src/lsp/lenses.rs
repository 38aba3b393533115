//! "Run this case" over recorded cases, and "try this symptom" over symptoms.

use super::desk::{Desk, Reading, Text};
use super::files;
use super::server::{Answer, Refused};
use crate::render;
use crate::view;
use crate::voice::Voice;
use crate::words::Words;
use etio_kb::cases::{self, Case};
use etio_kb::engine::{Answer as Said, Knowledge, Session, Sign, Thing, Value as Observed};
use etio_kb::index::HeadWord;
use gen_lsp_types::{ExecuteCommandParams, Range};
use lsp_server::ErrorCode;
use serde_json::{Value, json};

const RUN_CASE: &str = "etio.runCase";
const TRY_SYMPTOM: &str = "etio.trySymptom";

/// What an editor can let the server do.
pub(super) const COMMANDS: [&str; 2] = [RUN_CASE, TRY_SYMPTOM];

/// Returns what can be done with the lines of a file.
pub(super) fn lenses(desk: &Desk, path: &str, page: &Text) -> Answer {
    let lens = |range: Range, title: &str, command: &str, what: Value| {
        let arguments = json!([desk.uri(path), what]);
        json!({
            "range": range,
            "command": {"title": title, "command": command, "arguments": arguments},
        })
    };
    if !path.ends_with(".kb") {
        let cases = case_lines(path, &page.text).enumerate();
        let title = desk.words.run_this_case();
        let lens = |(at, (_, line))| lens(page.lines.line(&page.text, line), &title, RUN_CASE, json!(at));
        return Ok(cases.map(lens).collect::<Vec<_>>().into());
    }
    let symptoms = page.index().declarations.iter().filter(|declared| declared.word == HeadWord::Symptom);
    let symptoms = symptoms.filter(|_| !page.index().is_translation());
    let title = desk.words.try_this_symptom();
    let lens = |declared: &etio_kb::index::Declared| {
        let range = page.lines.range(&page.text, declared.name.clone());
        lens(range, &title, TRY_SYMPTOM, json!(declared.id))
    };
    Ok(symptoms.map(lens).collect::<Vec<_>>().into())
}

/// Returns the cases of a file, each with the line on which it begins, from 0.
pub(super) fn case_lines(path: &str, text: &str) -> impl Iterator<Item = (String, usize)> {
    let cases = cases::read_cases(path, text.as_bytes()).unwrap_or_default();
    cases.into_iter().filter_map(|case| Some((case.name, case.line?.checked_sub(1)?)))
}

/// Does what an editor says, and returns what came of it, as a text.
pub(super) fn execute(desk: &Desk, params: ExecuteCommandParams) -> Answer {
    let arguments = params.arguments.unwrap_or_default();
    let Some(uri) = arguments.first().and_then(Value::as_str) else { return refuse("a file must be named first") };
    let path = files::path(uri);
    match (params.command.as_str(), arguments.get(1)) {
        (RUN_CASE, Some(at)) => run_case(desk, &path, at.as_u64().unwrap_or(u64::MAX)),
        (TRY_SYMPTOM, Some(Value::String(id))) => try_symptom(desk, &path, id),
        _ => refuse("there is no such command, or it lacks what it needs"),
    }
}

fn run_case(desk: &Desk, path: &str, at: u64) -> Answer {
    let Some(document) = desk.open.get(path) else { return refuse(&desk.words.not_open()) };
    let all: Vec<Case> = cases::read_cases(path, document.text.as_bytes())
        .map_err(|error| Refused(ErrorCode::RequestFailed, desk.words.no_file_of_cases(&error.reason())))?;
    let case = usize::try_from(at).ok().and_then(|at| all.get(at));
    let Some(case) = case else { return refuse(&desk.words.no_such_case()) };
    let Some((_, reading)) = desk.reading_of(path) else { return refuse(&desk.words.no_base_beside()) };
    let knowledge = knowledge(reading, desk.words)?;
    let failures: Vec<String> = cases::run(&knowledge, case).iter().map(|failure| format!("\n- {failure}")).collect();
    let outcome = match failures.is_empty() {
        true => desk.words.case_holds(&case.name),
        false => desk.words.case_does_not_hold(&case.name),
    };
    Ok(json!({"ok": failures.is_empty(), "message": outcome + &failures.concat()}))
}

fn try_symptom(desk: &Desk, path: &str, id: &str) -> Answer {
    let words = desk.words;
    let Some((_, reading)) = desk.reading_of(path) else { return refuse(&desk.words.not_open()) };
    let knowledge = knowledge(reading, desk.words)?;
    let Some(sign) = sign(&knowledge, id) else { return refuse(&words.no_symptom(id)) };
    let mut session = Session::new(&knowledge);
    let value = sign.option.map_or(Observed::Yes, Observed::Option);
    session
        .answer(sign.finding, Said::sure(value))
        .map_err(|error| Refused(ErrorCode::RequestFailed, error.to_string()))?;
    let report = view::of(&session.report(), Voice::new(&session, words));
    Ok(json!({"ok": true, "message": render::report(&report, words).unwrapped()}))
}

fn sign(knowledge: &Knowledge, id: &str) -> Option<Sign> {
    knowledge.find(id).into_iter().find_map(|thing| match thing {
        Thing::Finding(finding) => Some(Sign { finding, option: None }),
        Thing::Sign(sign) => Some(sign),
        _ => None,
    })
}

fn knowledge(reading: &Reading, words: Words) -> Result<Knowledge, Refused> {
    if reading.loaded.has_errors() {
        return Err(Refused(ErrorCode::RequestFailed, words.base_has_errors()));
    }
    let errors = |errors: Vec<etio_kb::engine::ModelError>| {
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        Refused(ErrorCode::RequestFailed, errors.join("; "))
    };
    Knowledge::new(reading.loaded.bases.clone()).map_err(errors)
}

fn refuse(why: &str) -> Answer {
    Err(Refused(ErrorCode::RequestFailed, why.to_owned()))
}
