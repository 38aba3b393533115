//! `etio diagnose`: what a text shows, what causes it and what to try, in one go.

use crate::args::{Diagnose, Format};
use crate::bases;
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::page::Page;
use crate::probe::{Prober, ThisComputer};
use crate::view::VerdictWord;
use crate::voice::Voice;
use crate::{answers, input, render, view};
use etio_kb::engine::{Session, TopicId};

/// The longest question that somebody types, in bytes.
const QUESTION_LENGTH: usize = 500;

/// Runs the command.
pub(crate) fn run(what: &Diagnose, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let text = text(what, call, console)?;
    let knowledge = bases::knowledge(&call.options.bases, call.words)?;
    let mut session = Session::new(knowledge);
    let observed = if what.whole { session.observe_whole_text(&text) } else { session.observe_text(&text) };
    observed.map_err(|error| Failure::usage(error.to_string()))?;
    answers::say(call.options.answers.as_deref(), &mut session, call.words)?;
    if call.options.probe {
        let page = Prober::new(Box::new(ThisComputer)).look(&mut session, call.words);
        console.remark(&page)?;
    }
    let is_question = session.statements().is_empty() || text.contains('?');
    let topic = question_in(&text).filter(|_| is_question).and_then(|question| knowledge.topic_asked(question));
    tell_with(&session, topic, call, console)
}

/// Returns a text that may be a question somebody typed; a long one is a log.
fn question_in(text: &str) -> Option<&str> {
    let text = text.trim();
    (text.len() <= QUESTION_LENGTH && text.lines().count() <= 1).then_some(text)
}

/// Writes the report of a session, and returns how its verdict ends the program.
pub(crate) fn tell(session: &Session<'_>, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    tell_with(session, None, call, console)
}

fn tell_with(
    session: &Session<'_>,
    topic: Option<TopicId>,
    call: &Call,
    console: &mut Console<'_>,
) -> Result<Exit, Failure> {
    let voice = Voice::new(session, call.words);
    let mut report = view::of(&session.report(), voice);
    report.topic = topic.map(|topic| view::topic(topic, voice));
    report.explanation = call.options.explain.then(|| view::explain(session, voice));
    match call.options.format {
        Format::Text | Format::Junit => {
            console.show(&render::report_for(&report, &|rest| call.command(rest), call.words))?
        }
        Format::Json | Format::Sarif => render::json(&report, console.out)?,
    }
    Ok(if report.verdict == VerdictWord::Nothing { Exit::Nothing } else { Exit::Done })
}

/// Returns the text to diagnose: from the command line, a file, or what is piped in.
fn text(what: &Diagnose, call: &Call, console: &mut Console<'_>) -> Result<String, Failure> {
    if let Some(text) = &what.text {
        return Ok(text.clone());
    }
    if let Some(path) = what.file.as_deref().filter(|path| path.as_os_str() != "-") {
        return input::file(path, call.words);
    }
    if console.input_is_terminal {
        if call.options.answers.is_some() {
            return Ok(String::new());
        }
        if call.options.no_input {
            return Err(Failure::usage_with_help(call.words.no_text(), call.words.give_a_text()));
        }
        let mut page = Page::default();
        page.faint(call.words.paste_and_end(&call.command("ask")));
        console.remark(&page)?;
    }
    input::text(&mut console.input, &call.words.the_text(), call.words)
}
