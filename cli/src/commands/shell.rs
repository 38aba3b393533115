//! `etio completions` and `etio man`: what a shell and `man` are told of etio.

use crate::args::{Shell, completions, manual};
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::input;
use crate::page::Page;
use std::fs;
use std::path::Path;

/// Writes the script by which a shell completes the command line.
pub(crate) fn complete(shell: Shell, console: &mut Console<'_>) -> Result<Exit, Failure> {
    console.out.write_all(&completions(shell))?;
    console.out.flush()?;
    Ok(Exit::Done)
}

/// Writes the pages of the manual into a folder, or the first of them to the output.
pub(crate) fn man(folder: Option<&Path>, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let pages = manual()?;
    let Some(folder) = folder else {
        for (_, page) in pages.iter().take(1) {
            console.out.write_all(page)?;
        }
        console.out.flush()?;
        return Ok(Exit::Done);
    };
    let name = folder.display().to_string();
    let unwritable = |error| Failure::usage(call.words.learn_unwritable(&name, &input::reason(&error, call.words)));
    fs::create_dir_all(folder).map_err(unwritable)?;
    for (file, page) in &pages {
        fs::write(folder.join(file), page).map_err(unwritable)?;
    }
    let mut said = Page::default();
    said.text(call.words.man_written(pages.len(), &name));
    console.show(&said)?;
    Ok(Exit::Done)
}
