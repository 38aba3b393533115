//! `etio graph`: the decision graph as DOT.

use crate::bases;
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};

/// Runs the command.
pub(crate) fn run(call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let knowledge = bases::knowledge(&call.options.bases, call.words)?;
    console.out.write_all(knowledge.graph().to_dot(&call.words.language()).as_bytes())?;
    console.out.flush()?;
    Ok(Exit::Done)
}
