//! `etio doc`: the bases as a site that a support team publishes. Static files, no network, the same bytes for the same base.

mod lists;
mod search;
mod site;
mod symptom;

use crate::args::Doc;
use crate::bases;
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::input;
use crate::page::Page;
use crate::words::Words;
use etio_kb::engine::{Knowledge, Thing};
use site::Site;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// How the site looks.
const STYLE: &str = include_str!("doc/style.css");
/// What a site does with a script: search and copy. Without one, it is all there.
const SCRIPT: &str = include_str!("doc/script.js");

/// Runs the command.
pub(crate) fn run(doc: &Doc, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let words = call.words;
    let knowledge = bases::knowledge(&call.options.bases, words)?;
    let name = doc.out.display().to_string();
    if !is_free(&doc.out) {
        return Err(call.misnamed(&name, words.new_is_there(&name), words.doc_other_folder(), "doc site"));
    }
    let files = files(knowledge, words);
    let unwritable = |error: io::Error| Failure::usage(words.learn_unwritable(&name, &input::reason(&error, words)));
    for (path, content) in &files {
        write(&doc.out.join(path), content).map_err(unwritable)?;
    }
    let mut page = Page::default();
    page.text(words.doc_written(files.len(), &doc.out.join("index.html").display().to_string()));
    console.show(&page)?;
    Ok(Exit::Done)
}

/// Returns whether nothing stands there, or an empty folder.
fn is_free(folder: &Path) -> bool {
    folder.symlink_metadata().is_err() || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

fn write(path: &Path, content: &str) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, content)
}

/// Returns every file of the site by its path.
fn files(knowledge: &'static Knowledge, words: Words) -> BTreeMap<String, String> {
    let languages = languages(knowledge, words);
    let mut files = BTreeMap::from([
        ("style.css".to_owned(), STYLE.to_owned()),
        ("script.js".to_owned(), SCRIPT.to_owned()),
        ("index.html".to_owned(), site::front(knowledge, &languages)),
    ]);
    for &words in &languages {
        let site = Site { knowledge, words, languages: &languages };
        let mut add = |name: &str, content: String| files.insert(format!("{}/{name}", words.language().tag()), content);
        add("index.html", site.index());
        add("causes.html", site.causes());
        add("fixes.html", site.fixes());
        add("questions.html", site.questions());
        add("search.js", site.search_index());
        for &sign in knowledge.complaints() {
            add(&site.page_of(Thing::Sign(sign)), site.symptom(sign));
        }
    }
    files
}

/// Returns the languages of the site: those of the bases that etio speaks, else the person's.
fn languages(knowledge: &Knowledge, words: Words) -> Vec<Words> {
    let is_there = |words: &Words| knowledge.bases().iter().any(|base| base.title.has(&words.language()));
    let there: Vec<Words> = [Words::English, Words::Spanish].into_iter().filter(is_there).collect();
    if there.is_empty() { vec![words] } else { there }
}
