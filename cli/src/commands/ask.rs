//! `etio ask`: the interview.

use crate::args::Format;
use crate::bases::{self, shell_word, shipped_names};
use crate::commands::{Call, diagnose};
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::interview::{Editor, Front, Interview, Lines, Then, can_edit};
use crate::page::Page;
use crate::probe::{Prober, ThisComputer};
use crate::words::Words;
use crate::{answers, input};
use etio_kb::FileSystem;
use etio_kb::cases::{home_of, read_talks};
use etio_kb::engine::{Saved, Session};
use std::fs;
use std::path::Path;

/// Runs the command.
pub(crate) fn run(call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let knowledge = bases::knowledge(&call.options.bases, call.words)?;
    let mut session = Session::new(knowledge);
    answers::say(call.options.answers.as_deref(), &mut session, call.words)?;
    talk(session, Page::default(), call, console)
}

/// Talks a session through to its end, beginning with a page.
pub(crate) fn talk(session: Session<'_>, first: Page, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    if call.options.no_input {
        return diagnose::tell(&session, call, console);
    }
    let mut interview = Interview::new(session, call.words);
    if call.options.probe {
        interview = interview.with_prober(Prober::new(Box::new(ThisComputer)));
    }
    let exit = if console.is_conversation() && can_edit() {
        let mut editor = Editor::new(call.interview.history.clone(), console.out)?;
        let exit = exchange(&mut interview, first, &mut editor, call)?;
        editor.close()?;
        exit
    } else {
        // A program that wants JSON reads it alone on the output.
        let out = if call.options.format == Format::Json { &mut *console.err } else { &mut *console.out };
        let mut lines = Lines::new(console.input, out, !console.input_is_terminal);
        exchange(&mut interview, first, &mut lines, call)?
    };
    if call.options.format == Format::Json {
        diagnose::tell(interview.session(), call, console)?;
    }
    Ok(exit)
}

/// Shows what the interview says and brings it what it hears, until it ends.
fn exchange(interview: &mut Interview<'_>, first: Page, front: &mut dyn Front, call: &Call) -> Result<Exit, Failure> {
    front.show(&first)?;
    let mut reply = interview.open();
    loop {
        front.show(&reply.page)?;
        reply = match reply.then {
            Then::Listen => {
                let heard = front.hear(interview)?;
                interview.hear(heard)
            }
            Then::Save(path) => interview.after_saving(save(&path, &interview.saved(), call)),
            Then::Record(path) => interview.after_saving(record(&path, &interview.recorded(), call)),
            Then::End(exit) => return Ok(exit),
        };
    }
}

/// Saves a session and says so. A file that is no saved session is not overwritten.
fn save(path: &Path, saved: &Saved, call: &Call) -> Page {
    let words = call.words;
    let mut page = Page::default();
    let name = path.display().to_string();
    let is_ours = |text: String| serde_json::from_str::<Saved>(&text).is_ok();
    if path.exists() && !fs::read_to_string(path).is_ok_and(is_ours) {
        page.text(words.not_overwritten(&name));
        return page;
    }
    let written = serde_json::to_string_pretty(saved).map_err(Into::into).and_then(|text| fs::write(path, text + "\n"));
    page.text(match written {
        Ok(()) => words.saved(&name, &call.command(&format!("resume {}", shell_word(&name)))),
        Err(error) => not_written(&name, &error, words),
    });
    page
}

fn not_written(name: &str, error: &std::io::Error, words: Words) -> String {
    let missing = error.kind() == std::io::ErrorKind::NotFound;
    words.not_saved(name, &if missing { words.no_folder() } else { input::reason(error, words) })
}

/// Adds a case to a file of cases and says so. What is no file of cases is left as it is.
fn record(path: &Path, talk: &str, call: &Call) -> Page {
    let words = call.words;
    let mut page = Page::default();
    let path = if path.extension().is_none() { path.with_extension("talk") } else { path.to_owned() };
    let name = path.display().to_string();
    if path.extension().is_none_or(|extension| extension != "talk") {
        page.text(words.record_as_talk(&path.with_extension("talk").display().to_string()));
        return page;
    }
    let before = fs::read(&path).unwrap_or_default();
    if read_talks(&before).is_err() {
        page.text(words.not_a_talk(&name));
        return page;
    }
    let gap: &[u8] = if before.is_empty() { b"" } else { b"\n" };
    let written = fs::write(&path, [&before, gap, talk.as_bytes()].concat());
    page.text(match written {
        Ok(()) => words.recorded(&name, &command_to_test(&name, call)),
        Err(error) => not_written(&name, &error, words),
    });
    page
}

/// Returns the command that runs a recorded case: with the base in use that it belongs to, else the file itself with the bases in use.
fn command_to_test(path: &str, call: &Call) -> String {
    let same = |one: &str, other: &str| fs::canonicalize(one).ok().zip(fs::canonicalize(other).ok());
    let is_used =
        |home: &str| call.options.bases.iter().any(|base| same(base, home).is_some_and(|(base, home)| base == home));
    match home_of(&FileSystem, path) {
        Some(home) if is_used(&home) => format!("etio test {}", shell_word(&home)),
        Some(_) if call.options.bases.is_empty() => {
            let bases = shipped_names().map(|name| format!(" --base {name}")).collect::<String>();
            format!("etio{bases} test {}", shell_word(path))
        }
        _ => call.command(&format!("test {}", shell_word(path))),
    }
}
