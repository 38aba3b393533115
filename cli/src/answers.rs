//! What is said before anything else: the answers and outcomes of a file.

use crate::exit::Failure;
use crate::input;
use crate::words::Words;
use etio_kb::answers::{Answers, give};
use etio_kb::engine::Session;
use etio_kb::yaml;
use std::path::Path;

/// Says to a session what stands in a file, if one is named.
pub(crate) fn say(file: Option<&Path>, session: &mut Session<'_>, words: Words) -> Result<(), Failure> {
    let Some(path) = file else { return Ok(()) };
    let text = input::file(path, words)?;
    let name = path.display();
    let answers: Answers = yaml::read(text.as_bytes()).map_err(|error| {
        let place = error.line.map(|line| format!(":{line}")).unwrap_or_default();
        Failure::usage_with_help(format!("{name}{place}: {error}"), words.answers_look_so())
    })?;
    give(session, &answers).map_err(|error| Failure::usage(format!("{name}: {error}")))
}
