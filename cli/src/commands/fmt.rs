//! `etio fmt`: pages in their one form.

use crate::args::{Fmt, Format};
use crate::bases;
use crate::changed::{self, Changed};
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::input;
use crate::page::{Page, Tone};
use crate::render;
use crate::words::Words;
use std::fs;
use std::path::{Path, PathBuf};

/// How deeply folders are looked into.
const MOST_FOLDERS: usize = 64;

/// Runs the command. Nothing is written unless every page can be.
pub(crate) fn run(fmt: &Fmt, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let words = call.words;
    if fmt.paths == [Path::new("-")] {
        return stream(fmt, call, console);
    }
    let mut files = Vec::new();
    for path in &fmt.paths {
        pages(path, MOST_FOLDERS, &mut files, words)?;
    }
    if files.is_empty() {
        return Err(Failure::usage_with_help(words.fmt_no_pages(), words.fmt_name_pages()));
    }
    let read = |file: &PathBuf| formatted(bases::utf8(file, words)?, input::file(file, words)?);
    let all: Vec<Changed> = files.iter().map(read).collect::<Result<_, _>>()?;
    if !fmt.check && !fmt.diff {
        changed::write(&all, words)?;
    }
    tell(&all, fmt, call, console)?;
    let changes = all.iter().any(|page| page.changes);
    Ok(if fmt.check && changes { Exit::Nothing } else { Exit::Done })
}

/// Formats what is piped in.
fn stream(fmt: &Fmt, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let text = input::text(console.input, &call.words.the_text(), call.words)?;
    let page = formatted("-".to_owned(), text)?;
    if fmt.diff {
        write!(console.out, "{}", page.difference())?;
    } else if !fmt.check {
        // The page itself, to the byte: another program goes on with it.
        console.out.write_all(page.after.as_bytes())?;
    }
    console.out.flush()?;
    Ok(if fmt.check && page.changes { Exit::Nothing } else { Exit::Done })
}

/// Finds the pages at a path, in the order of their names.
fn pages(path: &Path, depth: usize, files: &mut Vec<PathBuf>, words: Words) -> Result<(), Failure> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let unreadable = |error: std::io::Error| {
        Failure::usage(words.unreadable(&format!("`{}`", path.display()), &input::reason(&error, words)))
    };
    if depth == 0 {
        return Err(Failure::usage(words.fmt_too_deep(&format!("`{}`", path.display()), MOST_FOLDERS)));
    }
    let entries = fs::read_dir(path).map_err(unreadable)?.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
    let mut inside: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
    inside.sort();
    for path in inside {
        if path.is_dir() || path.extension().is_some_and(|extension| extension == "kb") {
            pages(&path, depth - 1, files, words)?;
        }
    }
    Ok(())
}

fn formatted(file: String, before: String) -> Result<Changed, Failure> {
    match etio_kb::format(&file, &before) {
        Ok(after) => Ok(Changed::new(file, before, after)),
        Err(loaded) => Err(Failure::Bases { rendered: loaded.render(bases::paint()) + "\n" }),
    }
}

fn tell(all: &[Changed], fmt: &Fmt, call: &Call, console: &mut Console<'_>) -> Result<(), Failure> {
    if call.options.format == Format::Json {
        return Ok(render::json(&all, console.out)?);
    }
    let words = call.words;
    let mut page = Page::default();
    let changes: Vec<&Changed> = all.iter().filter(|page| page.changes).collect();
    for changed in &changes {
        if fmt.diff {
            changed.difference().lines().for_each(|line| page.verbatim(0, line));
        } else {
            page.item(Tone::Plain, 0, "- ", &changed.file);
        }
    }
    let written = !fmt.check && !fmt.diff;
    page.strong(if written {
        words.fmt_written(changes.len(), all.len())
    } else {
        words.fmt_would(changes.len(), all.len())
    });
    console.show(&page)
}
