//! `etio check`: the mistakes in bases, all of them at once.

mod fix;
mod mistake;
mod sarif;
mod shown;

use crate::args::{Check, Format};
use crate::bases;
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::page::Page;
use crate::render;
use etio_kb::Loaded;
use fix::Fixed;

/// Runs the command.
pub(crate) fn run(check: &Check, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let (words, paths) = (call.words, &check.paths);
    let roots = bases::roots_with(paths, &call.options.bases, words)?;
    bases::no_cases(&roots, "etio check", words)?;
    let (loaded, fixed) = match check.fix || check.diff {
        true => fix::fix(check, &roots, words).map(|(loaded, fixed)| (loaded, Some(fixed)))?,
        false => (bases::check(&roots), None),
    };
    let saved = check.save_case.as_deref().map(|path| shown::save(path, &loaded.diagnostics, words)).transpose()?;
    if call.options.format == Format::Sarif {
        render::json(&sarif::log(&loaded), console.out)?;
        return Ok(exit(&loaded));
    }
    if call.options.format == Format::Json {
        match &fixed {
            Some(fixed) => render::json(&fixed.for_programs(&loaded), console.out)?,
            None => render::json(&mistake::mistakes(&loaded), console.out)?,
        }
        return Ok(exit(&loaded));
    }
    if !loaded.diagnostics.is_empty() {
        writeln!(console.err, "{}\n", loaded.render(bases::paint()))?;
    }
    let mut page = Page::default();
    fixed.iter().for_each(|fixed: &Fixed| fixed.tell(&mut page, words));
    close(&loaded, fixed.as_ref(), check, call, &mut page);
    if let Some(saved) = saved {
        page.text(saved);
    }
    console.show(&page)?;
    Ok(exit(&loaded))
}

/// Adds how many mistakes there are, and how to go on.
fn close(loaded: &Loaded, fixed: Option<&Fixed>, check: &Check, call: &Call, page: &mut Page) {
    let words = call.words;
    let errors = loaded.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    let found = match (errors, loaded.diagnostics.len()) {
        (0, 0) => words.checked_clean(loaded.bases.len()),
        (errors, all) => words.checked_counts(errors, all - errors),
    };
    page.text(match fixed.is_some_and(Fixed::is_only_shown) {
        true => words.check_after_that(&found),
        false => found,
    });
    call.say_which(&check.paths, "etio check", page);
    if errors > 0 && call.options.bases.is_empty() {
        for (path, name) in check.paths.iter().filter_map(|path| bases::opens_as_shipped(path).map(|name| (path, name)))
        {
            page.text(words.check_beside(name, &path.display().to_string()));
        }
    }
    if let Some(first) = loaded.diagnostics.first() {
        page.text(words.check_explain(first.code.as_str()));
    }
}

fn exit(loaded: &Loaded) -> Exit {
    if loaded.has_errors() { Exit::BaseErrors } else { Exit::Done }
}
