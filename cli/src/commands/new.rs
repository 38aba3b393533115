//! `etio new`: a base made by questions, checked and tested before anybody is told that it is there.

mod asking;
mod cases;
mod draft;
mod questions;

use crate::args::New;
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::input;
use crate::interview::{Editor, Front, Lines, can_edit};
use crate::page::{Page, Tone};
use crate::words::Words;
use asking::{Asker, Stop};
use cases::Gap;
use draft::Draft;
use etio_kb::cases::{self as recorded, Case};
use etio_kb::engine::{Knowledge, Language};
use etio_kb::{Diagnostic, Ids, yaml};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A base that is ready to be written.
struct Made {
    draft: Draft,
    page: String,
    cases: String,
    gaps: Vec<Gap>,
    tested: usize,
    /// What `etio check` tells of it.
    found: Vec<Diagnostic>,
}

/// Runs the command. Nothing is written before everything is asked and holds.
pub(crate) fn run(new: &New, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let words = call.words;
    if call.options.no_input {
        return Err(Failure::usage_with_help(words.new_only_asks(), words.new_pipe_answers()));
    }
    if let Some(folder) = &new.folder {
        is_free(folder, words)?;
        id_of(folder, words)?;
    }
    let made = if console.is_conversation() && can_edit() {
        ask(new, &mut Editor::new(None, console.out)?, words)
    } else {
        ask(new, &mut Lines::new(console.input, console.out, !console.input_is_terminal), words)
    };
    let (folder, made) = match made {
        Ok(made) => made,
        Err(Stop::Failed(failure)) => return Err(failure),
        Err(Stop::Interrupted) => {
            let mut page = Page::default();
            page.text(words.new_nothing_written());
            console.show(&page.set_apart())?;
            return Ok(Exit::Interrupted);
        }
        Err(Stop::Ended) => return Err(Failure::usage_with_help(words.new_ended(), words.new_nothing_written())),
        Err(Stop::Astray | Stop::Undone) => {
            return Err(Failure::usage_with_help(words.new_astray(), words.new_nothing_written()));
        }
    };
    let files = write(&folder, &made, words)?;
    console.show(&told(&folder, &files, &made, words))?;
    Ok(Exit::Done)
}

fn ask(new: &New, front: &mut dyn Front, words: Words) -> Result<(PathBuf, Made), Stop> {
    let mut asker = Asker::new(front, words);
    let mut page = Page::default();
    page.text(words.new_welcome());
    asker.show(&page)?;
    let title = match &new.title {
        Some(title) if !title.trim().is_empty() => title.clone(),
        _ => questions::short(&mut asker, &words.new_title(), &words.new_title_hint())?,
    };
    let (folder, id) = name(new, &title, &mut asker)?;
    let language = language(new, &mut asker)?;
    let draft = questions::troubles(Draft::new(&id, &title, language.tag(), words), &mut asker)?;
    let made = make(draft, words).map_err(Stop::Failed)?;
    Ok((folder, made))
}

/// Returns the folder to make and the id of the base, asked where the command does not say it.
fn name(new: &New, title: &str, asker: &mut Asker<'_>) -> Result<(PathBuf, String), Stop> {
    let words = asker.words;
    if let Some(folder) = &new.folder {
        return Ok((folder.clone(), id_of(folder, words).map_err(Stop::Failed)?));
    }
    let mut proposed = Ids::default().make(title.rsplit(' ').next().unwrap_or(title), "base");
    for _ in 0..20 {
        let said = asker.line(&words.new_name(), &words.new_enter_takes(&proposed))?;
        let folder = PathBuf::from(if said.is_empty() { &proposed } else { &said });
        match is_free(&folder, words).and_then(|()| id_of(&folder, words)) {
            Ok(id) => return Ok((folder, id)),
            Err(failure) => {
                asker.say(failure.to_string())?;
                // Nearly a name is the name that is meant.
                let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                let like = folder.with_file_name(Ids::default().make(name, "base"));
                if is_free(&like, words).is_ok() {
                    proposed = like.display().to_string();
                }
            }
        }
    }
    Err(Stop::Astray)
}

/// Returns the id of the base that a folder is named after.
fn id_of(folder: &Path, words: Words) -> Result<String, Failure> {
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let like = Ids::default().make(name, "base");
    if like == name {
        return Ok(like);
    }
    Err(Failure::usage_with_help(words.new_no_name(name), words.did_you_mean(&like)))
}

fn is_free(folder: &Path, words: Words) -> Result<(), Failure> {
    if folder.symlink_metadata().is_ok() {
        let name = folder.display().to_string();
        return Err(Failure::usage_with_help(words.new_is_there(&name), words.new_other_name()));
    }
    Ok(())
}

fn language(new: &New, asker: &mut Asker<'_>) -> Result<Language, Stop> {
    let words = asker.words;
    let usual = words.language();
    let said = match &new.language {
        Some(tag) => tag.clone(),
        None => asker.line(&words.new_language(), &words.new_enter_takes(usual.tag()))?,
    };
    let tag = said.trim().to_lowercase();
    let is_tag = (2..=3).contains(&tag.len()) && tag.chars().all(|letter| letter.is_ascii_lowercase());
    match tag.as_str() {
        "" => Ok(usual),
        "spanish" | "español" | "espanol" | "castellano" => Ok(Language::of_tag("es")),
        "english" | "inglés" | "ingles" => Ok(Language::of_tag("en")),
        _ if is_tag => Ok(Language::of_tag(&tag)),
        _ if new.language.is_some() => Err(Stop::Failed(Failure::usage(words.new_no_language(&said)))),
        _ => {
            asker.say(words.new_no_language(&said))?;
            language(new, asker)
        }
    }
}

/// Makes the page and the cases, reads both as anybody would, and runs the cases.
fn make(draft: Draft, words: Words) -> Result<Made, Failure> {
    let broken = |rendered: String| Failure::Bases { rendered: rendered + "\n" };
    let page = draft.page(&words.new_remark()).map_err(|loaded| broken(loaded.render(crate::bases::paint())))?;
    let loaded = etio_kb::parse_str(&format!("{}.kb", draft.id), &page);
    if loaded.has_errors() {
        return Err(broken(loaded.render(crate::bases::paint())));
    }
    let errors = |errors: Vec<etio_kb::engine::ModelError>| {
        broken(errors.iter().map(|error| format!("error: {error}\n")).collect())
    };
    let knowledge = Knowledge::new(loaded.bases).map_err(errors)?;
    let (cases, gaps) = cases::write(&draft, &knowledge);
    let read: Vec<Case> = yaml::read(cases.as_bytes()).map_err(|error| broken(format!("error: {error}")))?;
    let failures: Vec<String> = read
        .iter()
        .flat_map(|case| recorded::run(&knowledge, case))
        .map(|failure| format!("error: {failure}\n"))
        .collect();
    if !failures.is_empty() {
        return Err(broken(failures.concat()));
    }
    let found = draft.checked().diagnostics;
    Ok(Made { draft, page, cases, gaps, tested: read.len(), found })
}

/// Writes the files into a folder that was not there before, and returns their paths.
fn write(folder: &Path, made: &Made, words: Words) -> Result<[PathBuf; 2], Failure> {
    let id = &made.draft.id;
    let files = [folder.join(format!("{id}.kb")), folder.join("cases").join(format!("{id}.yaml"))];
    let unwritable = |error: &io::Error| {
        let missing = error.kind() == io::ErrorKind::NotFound;
        let reason = if missing { words.no_folder() } else { input::reason(error, words) };
        Failure::usage(words.learn_unwritable(&folder.display().to_string(), &reason))
    };
    // It fails where somebody else made the folder in the meantime.
    fs::create_dir(folder).and_then(|()| fs::create_dir(folder.join("cases"))).map_err(|error| unwritable(&error))?;
    for (path, content) in files.iter().zip([&made.page, &made.cases]) {
        let file = OpenOptions::new().write(true).create_new(true).open(path);
        file.and_then(|mut file| file.write_all(content.as_bytes())).map_err(|error| unwritable(&error))?;
    }
    Ok(files)
}

/// Returns what was made, what does not come out as the author would think, and what to do next.
fn told(folder: &Path, files: &[PathBuf], made: &Made, words: Words) -> Page {
    let mut page = Page::default();
    page.strong(words.new_written());
    for file in files {
        page.item(Tone::Plain, 2, "- ", file.display().to_string());
    }
    page.text(words.new_tested(made.draft.causes.len(), made.tested));
    for gap in &made.gaps {
        let (Gap::Cause(cause, message) | Gap::Fix(cause, message, _)) = gap;
        let (cause, message) = (words.quoted(&made.draft.causes[*cause].title), &made.draft.messages[*message].title);
        let text = match gap {
            Gap::Cause(..) => words.new_gap_cause(&cause, message),
            Gap::Fix(_, _, fix) => words.new_gap_fix(&cause, message, &words.quoted(fix)),
        };
        page.item(Tone::Careful, 2, "- ", text);
    }
    if let Some(first) = made.found.first() {
        page.gap();
        page.text(words.new_found(made.found.len()));
        for one in &made.found {
            page.item(Tone::Careful, 2, "- ", format!("{}: {}", one.code, one.message));
        }
        page.text(words.check_explain(first.code.as_str()));
    }
    page.gap();
    page.text(words.new_next());
    let folder = folder.display();
    for command in [format!("etio --base {folder}"), format!("etio check {folder}"), format!("etio test {folder}")] {
        page.verbatim(2, command);
    }
    page.set_apart()
}
