//! `etio learn`: numbers from resolved cases as an overlay, or a first base from a table. An author reads what comes of it.

use crate::args::{Format, Learn};
use crate::bases;
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::input;
use crate::page::{Page, Tone};
use crate::render;
use crate::words::Words;
use etio_kb::engine::Base;
use etio_kb::learn::{
    self, Accuracy, CaseError, First, FirstOptions, Judgement, LEAST_HELD_BACK, Learnt, Options, Table,
};
use etio_kb::{Entry, Sources};
use serde::Serialize;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// How many findings are named that are asked in vain.
const NAMED: usize = 5;

/// Runs the command.
pub(crate) fn run(learn: &Learn, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    match &learn.new {
        Some(table) => first(learn, table, call, console),
        None => again(learn, call, console),
    }
}

/// Learns the numbers of a base again.
fn again(learn: &Learn, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let words = call.words;
    let options = options(learn, words)?;
    let base = base(call)?;
    let paths = bases::utf8_all(&learn.cases, words)?;
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let cases = learn::read(&etio_kb::FileSystem, &paths).map_err(|error| refused(&[error], words))?;
    let learnt = learn::learn(&base, &cases, &options).map_err(|errors| refused(&errors, words))?;
    let is_refused = matches!(learnt.judgement, Judgement::Refused { .. });
    let wanted = if is_refused { None } else { Some(learnt.overlay.as_str()) };
    let mut page = told(&learnt, words);
    if let (Some(path), Some(_)) = (&learn.output, wanted) {
        let over = if call.options.bases.is_empty() { base.id.clone() } else { call.options.bases.join(" --base ") };
        page.text(words.learn_read_it(&over, &path.display().to_string()));
    }
    if call.options.format == Format::Json {
        put(learn, wanted, &Page::default(), call, console)?;
        render::json(&tallied(&learnt), console.out)?;
    } else {
        put(learn, wanted, &page, call, console)?;
    }
    Ok(if is_refused { Exit::Nothing } else { Exit::Done })
}

/// Makes a first base.
fn first(learn: &Learn, path: &Path, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let words = call.words;
    let name = bases::utf8(path, words)?;
    let bytes = match etio_kb::FileSystem.read(&name, learn::MAX_CASE_FILE) {
        Ok(Entry::File(bytes)) if bytes.len() <= learn::MAX_CASE_FILE => bytes,
        Ok(Entry::File(_)) => {
            return Err(Failure::usage(words.too_long(&format!("`{name}`"), learn::MAX_CASE_FILE >> 20)));
        }
        Ok(Entry::Folder(_)) => {
            let failure = words.unreadable(&format!("`{name}`"), &words.is_folder());
            return Err(Failure::usage_with_help(failure, words.name_a_file()));
        }
        Err(error) => return Err(Failure::usage(words.unreadable(&format!("`{name}`"), &error.to_string()))),
    };
    let table = Table::read(&name, &bytes).map_err(|error| refused(&[error], words))?;
    let id = learn.id.clone().unwrap_or_default();
    let options = FirstOptions {
        title: learn.title.clone().unwrap_or_else(|| id.clone()),
        id,
        language: words.language().tag().to_owned(),
        least_gain: 1.0,
    };
    let made = learn::first(&table, &options).map_err(|error| refused(&[error], words))?;
    put(learn, Some(&made.text), &made_page(&made, learn, words), call, console)?;
    Ok(Exit::Done)
}

fn made_page(made: &First, learn: &Learn, words: Words) -> Page {
    let mut page = Page::default();
    page.strong(words.first_made(made.cases, made.causes, made.findings));
    if !made.left_out.is_empty() {
        page.text(words.first_left_out());
    }
    for what in &made.left_out {
        page.item(Tone::Plain, 2, "- ", words.left_out(what));
    }
    if let Some(path) = &learn.output {
        page.text(words.first_next(&path.display().to_string()));
    }
    page
}

fn options(learn: &Learn, words: Words) -> Result<Options, Failure> {
    let wrong =
        |option: &str| Err(Failure::usage_with_help(words.learn_out_of_range(option), words.learn_range_help()));
    match learn {
        Learn { trust, .. } if !(*trust > 0.0 && trust.is_finite()) => wrong("--trust"),
        Learn { least, .. } if !(*least >= 1.0 && least.is_finite()) => wrong("--least"),
        Learn { most, .. } if !(*most > 1.0 && most.is_finite()) => wrong("--most"),
        Learn { trust, least, most, unresolved, .. } => {
            Ok(Options { trust: *trust, least: *least, most: *most, unresolved: *unresolved })
        }
    }
}

/// Returns the one base that is learnt for.
fn base(call: &Call) -> Result<Base, Failure> {
    let words = call.words;
    let loaded = bases::load(&bases::roots_of(&[], &call.options.bases, words)?);
    if loaded.has_errors() {
        return Err(Failure::Bases { rendered: loaded.render(bases::paint()) + "\n" });
    }
    let mut bases = loaded.bases.into_iter();
    match (bases.next(), bases.next()) {
        (Some(base), None) => Ok(base),
        _ => Err(Failure::usage_with_help(words.learn_one_base(), words.learn_name_it())),
    }
}

/// Returns what is wrong with cases: the first as the failure, the others in its help.
fn refused(errors: &[CaseError], words: Words) -> Failure {
    let Some((first, others)) = errors.split_first() else { return Failure::usage(words.no_text()) };
    let mut help = first.help.clone().unwrap_or_default();
    for other in others {
        help += &format!(" · {other}");
    }
    Failure::usage_with_help(first.to_string(), help)
}

/// Writes what was made, to the file that is named or to the output, and what there is to say about it.
fn put(learn: &Learn, made: Option<&str>, page: &Page, call: &Call, console: &mut Console<'_>) -> Result<(), Failure> {
    match (&learn.output, made) {
        (Some(path), Some(made)) => {
            write(path, made, learn.overwrite, call.words)?;
            let mut page = page.clone();
            page.text(call.words.learn_written(&path.display().to_string()));
            if call.options.format == Format::Text { console.show(&page) } else { Ok(()) }
        }
        (None, Some(made)) if call.options.format == Format::Text => {
            console.out.write_all(made.as_bytes())?;
            console.out.flush()?;
            console.remark(page)
        }
        (_, _) if call.options.format == Format::Text => console.remark(page),
        _ => Ok(()),
    }
}

fn write(path: &Path, text: &str, overwrite: bool, words: Words) -> Result<(), Failure> {
    let name = format!("`{}`", path.display());
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).create_new(!overwrite);
    let written = options.open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::usage_with_help(words.learn_exists(&name), words.learn_overwrite()),
        _ => Failure::usage(words.learn_unwritable(&name, &input::reason(&error, words))),
    })
}

/// Returns what there is to say about what was learnt.
fn told(learnt: &Learnt, words: Words) -> Page {
    let tallies = learnt.tallies;
    let mut page = Page::default();
    page.strong(words.learnt_from(tallies.used, tallies.read));
    let parts = [
        (tallies.unresolved, words.learn_unresolved(tallies.unresolved)),
        (tallies.repeated, words.learn_repeated(tallies.repeated)),
        (tallies.foreign, words.learn_foreign(tallies.foreign)),
        (tallies.contradictory, words.learn_contradictory(tallies.contradictory)),
    ];
    for (_, part) in parts.iter().filter(|(count, _)| *count > 0) {
        page.item(Tone::Plain, 2, "- ", part);
    }
    judged(learnt.judgement, words, &mut page);
    let mut unknown = learnt.unknown.clone();
    unknown.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let unknown: Vec<String> = unknown.iter().take(NAMED).map(|(id, count)| format!("{id} ({count})")).collect();
    if !unknown.is_empty() {
        page.text(words.learn_unknown(&unknown.join(", ")));
    }
    if !learnt.one_sided.is_empty() {
        page.text(words.learn_one_sided(&learnt.one_sided.join(", ")));
    }
    if matches!(learnt.judgement, Judgement::Refused { .. }) {
        return page;
    }
    match learnt.changes.len() {
        0 => page.text(words.learn_nothing_changes()),
        count => page.text(words.learn_changes(count)),
    }
    let held = learnt.changes.iter().filter(|change| change.held).count();
    if held > 0 {
        page.item(Tone::Plain, 2, "- ", words.learn_held(held));
    }
    page
}

fn judged(judgement: Judgement, words: Words, page: &mut Page) {
    let (before, after) = match judgement {
        Judgement::TooFew => return page.text(words.learn_too_few(LEAST_HELD_BACK as usize)),
        Judgement::Passed { before, after } | Judgement::Refused { before, after } => (before, after),
    };
    page.text(words.learn_held_back(&before.cases.to_string()));
    let loss = |accuracy: Accuracy| words.decimal(accuracy.log_loss, 3);
    let first = |accuracy: Accuracy| words.percent(accuracy.first);
    page.item(Tone::Plain, 2, "", words.learn_before_after(&loss(before), &loss(after), &first(before), &first(after)));
    if matches!(judgement, Judgement::Refused { .. }) {
        page.item(Tone::Careful, 0, "", words.learn_refused());
        page.item(Tone::Plain, 0, words.remedy(), words.learn_refused_help());
    }
}

/// What was learnt, for a program.
#[derive(Serialize)]
struct Tallied<'l> {
    read: usize,
    used: usize,
    repeated: usize,
    foreign: usize,
    contradictory: usize,
    unresolved: usize,
    /// `too-few`, `passed` or `refused`.
    judgement: &'static str,
    before: Option<Told>,
    after: Option<Told>,
    changes: usize,
    held: usize,
    overlay: Option<&'l str>,
    unknown: &'l [(String, usize)],
    one_sided: &'l [String],
}

#[derive(Serialize)]
struct Told {
    cases: f64,
    log_loss: f64,
    first: f64,
}

fn tallied(learnt: &Learnt) -> Tallied<'_> {
    let told = |accuracy: Accuracy| Told { cases: accuracy.cases, log_loss: accuracy.log_loss, first: accuracy.first };
    let (judgement, before, after) = match learnt.judgement {
        Judgement::TooFew => ("too-few", None, None),
        Judgement::Passed { before, after } => ("passed", Some(told(before)), Some(told(after))),
        Judgement::Refused { before, after } => ("refused", Some(told(before)), Some(told(after))),
    };
    let tallies = learnt.tallies;
    Tallied {
        read: tallies.read,
        used: tallies.used,
        repeated: tallies.repeated,
        foreign: tallies.foreign,
        contradictory: tallies.contradictory,
        unresolved: tallies.unresolved,
        judgement,
        before,
        after,
        changes: learnt.changes.len(),
        held: learnt.changes.iter().filter(|change| change.held).count(),
        overlay: Some(learnt.overlay.as_str()).filter(|_| judgement != "refused"),
        unknown: &learnt.unknown,
        one_sided: &learnt.one_sided,
    }
}
