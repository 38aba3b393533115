//! Which bases are loaded: those that come with etio, and those a person names.

use crate::exit::Failure;
use crate::words::Words;
use etio_kb::check::Places;
use etio_kb::engine::{Base, Knowledge};
use etio_kb::{Entry, FileSystem, Loaded, Mended, Paint, ReadError, Sources};
use std::path::{Path, PathBuf};

/// A base that comes with etio.
struct Shipped {
    name: &'static str,
    /// The base, ready to be loaded.
    compiled: &'static [u8],
    /// The files it was made of, for overlays, and its cases.
    files: &'static [(&'static str, &'static [u8])],
}

/// Every shipped base, in the order of the names.
static SHIPPED: &[Shipped] = &include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// Where a file says what it opens, in bytes.
const FIRST_LINES: usize = 4096;

/// Where the sources of the shipped bases stand; no file system has such a folder by accident.
const SHELF: &str = "<etio>";

/// Returns the bases that are named, or all that come with etio, as one model, which lives as long as the program.
pub(crate) fn knowledge(named: &[String], words: Words) -> Result<&'static Knowledge, Failure> {
    let bases = if named.is_empty() { decode(SHIPPED.iter())? } else { load_named(named, words)? };
    assemble(bases)
}

/// Returns these bases as one model.
pub(crate) fn assemble(bases: Vec<Base>) -> Result<&'static Knowledge, Failure> {
    let knowledge = Knowledge::new(bases).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| format!("error: {error}\n")).collect();
        Failure::Bases { rendered: lines.concat() }
    })?;
    // To take it apart again at the end would cost a good part of a one-shot diagnosis.
    Ok(Box::leak(Box::new(knowledge)))
}

fn decode<'s>(shipped: impl Iterator<Item = &'s Shipped>) -> Result<Vec<Base>, Failure> {
    let decode = |one: &Shipped| {
        etio_kb::decode(one.compiled)
            .map_err(|error| Failure::Bases { rendered: format!("error: {}: {error}\n", one.name) })
    };
    shipped.map(decode).collect()
}

fn load_named(named: &[String], words: Words) -> Result<Vec<Base>, Failure> {
    let shipped: Vec<&Shipped> =
        SHIPPED.iter().filter(|shipped| named.iter().any(|name| name == shipped.name)).collect();
    if named.iter().all(|name| shipped.iter().any(|shipped| shipped.name == name)) {
        return decode(shipped.into_iter());
    }
    load_sound(&roots(named, words)?)
}

fn load_sound(roots: &[String]) -> Result<Vec<Base>, Failure> {
    sound(load(roots)).map(|loaded| loaded.bases)
}

fn sound(loaded: Loaded) -> Result<Loaded, Failure> {
    if loaded.has_errors() {
        return Err(Failure::Bases { rendered: loaded.render(paint()) + "\n" });
    }
    Ok(loaded)
}

/// Returns the bases of these roots as one model, read from their sources.
pub(crate) fn knowledge_of(roots: &[String]) -> Result<&'static Knowledge, Failure> {
    assemble(load_sound(roots)?)
}

/// Reads bases from their sources; a root is a path, or one that [`root`] gives for a shipped base.
pub(crate) fn load(roots: &[String]) -> Loaded {
    etio_kb::load(&Shelf, &strs(roots))
}

/// Reads bases without errors as [`load`] does, and returns for each where its parts are written.
pub(crate) fn load_with_places(roots: &[String]) -> Result<(Loaded, Vec<Places>), Failure> {
    let (loaded, places) = etio_kb::load_with_places(&Shelf, &strs(roots));
    Ok((sound(loaded)?, places))
}

/// Reads bases as [`load`] does and looks for what is probably not meant, too.
pub(crate) fn check(roots: &[String]) -> Loaded {
    etio_kb::check(&Shelf, &strs(roots))
}

/// Mends the pages of these paths as far as that is certain; `roots` are all that are loaded together.
pub(crate) fn mend(roots: &[String], paths: &[String]) -> Mended {
    etio_kb::mend(&Shelf, &strs(roots), &strs(paths))
}

fn strs(roots: &[String]) -> Vec<&str> {
    roots.iter().map(String::as_str).collect()
}

/// Returns the roots of the bases that are named, each a shipped base or a path.
pub(crate) fn roots(named: &[String], words: Words) -> Result<Vec<String>, Failure> {
    named.iter().map(|name| root(name, words)).collect()
}

/// Returns the root of a base that is named: a shipped one, else a path to which something stands.
fn root(name: &str, words: Words) -> Result<String, Failure> {
    if SHIPPED.iter().any(|shipped| shipped.name == name) {
        return Ok(format!("{SHELF}/{name}"));
    }
    if Path::new(name).exists() {
        return Ok(name.to_owned());
    }
    let near = shipped_names().find(|known| strsim::damerau_levenshtein(known, name) <= 2);
    let help = match near {
        Some(near) => words.did_you_mean(near),
        None => words.shipped_bases(&shipped_names().collect::<Vec<_>>().join(", ")),
    };
    Err(Failure::usage_with_help(words.no_base(name), help))
}

/// Returns the roots that an author names: paths, else bases by name or path, else all that come with etio.
pub(crate) fn roots_of(paths: &[PathBuf], named: &[String], words: Words) -> Result<Vec<String>, Failure> {
    if !paths.is_empty() {
        return utf8_all(paths, words);
    }
    if !named.is_empty() {
        return roots(named, words);
    }
    Ok(SHIPPED.iter().map(|shipped| format!("{SHELF}/{}", shipped.name)).collect())
}

/// Returns the names of the bases that come with etio.
pub(crate) fn shipped_names() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|shipped| shipped.name)
}

/// Returns whether a base stands there: a page, or a folder with pages in it.
pub(crate) fn is_base(path: &str) -> bool {
    match FileSystem.read(path, etio_kb::MAX_BASE) {
        Ok(Entry::File(_)) => path.ends_with(".kb"),
        Ok(Entry::Folder(names)) => names.iter().any(|name| name.ends_with(".kb")),
        Err(_) => false,
    }
}

/// Returns whether a path is that of a file, and of one that can hold cases rather than pages.
pub(crate) fn holds_cases(path: &str) -> bool {
    [".yaml", ".yml", ".talk"].iter().any(|end| path.ends_with(end)) && Path::new(path).is_file()
}

/// Returns that files of cases are no bases, with the base that the first of these belongs to; `command` is what it is for.
pub(crate) fn no_cases(roots: &[String], command: &str, words: Words) -> Result<(), Failure> {
    let Some(path) = roots.iter().find(|root| holds_cases(root)) else { return Ok(()) };
    let help = match etio_kb::cases::home_of(&FileSystem, path) {
        Some(home) => words.command_for_base(&format!("{command} {}", shell_word(&home))),
        None => words.base_is_pages(),
    };
    Err(Failure::usage_with_help(words.is_file_of_cases(path), help))
}

/// Returns a path as a shell takes it: in quotes where it has more than plain letters.
pub(crate) fn shell_word(path: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "/._-+:,@%".contains(letter);
    match !path.is_empty() && path.chars().all(is_plain) {
        true => path.to_owned(),
        false => format!("'{}'", path.replace('\'', r"'\''")),
    }
}

/// Returns the name of the shipped base that a file opens with, so that it may be meant to change that one.
pub(crate) fn opens_as_shipped(path: &Path) -> Option<&'static str> {
    let Ok(Entry::File(content)) = FileSystem.read(path.to_str()?, FIRST_LINES) else { return None };
    let content = String::from_utf8_lossy(&content);
    let opening = content.lines().find_map(|line| line.trim().strip_prefix("base "))?.trim();
    SHIPPED.iter().map(|shipped| shipped.name).find(|name| *name == opening)
}

/// Returns the same for one model: a path may overlay the bases that are named beside it.
pub(crate) fn roots_with(paths: &[PathBuf], named: &[String], words: Words) -> Result<Vec<String>, Failure> {
    Ok([beside(paths, named, words)?, roots_of(paths, named, words)?].concat())
}

/// Returns the roots of the bases that are named beside paths.
pub(crate) fn beside(paths: &[PathBuf], named: &[String], words: Words) -> Result<Vec<String>, Failure> {
    if paths.is_empty() { Ok(Vec::new()) } else { roots(named, words) }
}

/// Returns the root of the shipped base of this id.
pub(crate) fn shipped_root(id: &str) -> Option<String> {
    SHIPPED.iter().any(|shipped| shipped.name == id).then(|| format!("{SHELF}/{id}"))
}

/// Returns whether a path is that of a file of a shipped base.
pub(crate) fn is_on_shelf(path: &str) -> bool {
    path.strip_prefix(SHELF).is_some_and(|rest| rest.starts_with('/'))
}

/// Returns paths as texts.
pub(crate) fn utf8_all(paths: &[PathBuf], words: Words) -> Result<Vec<String>, Failure> {
    paths.iter().map(|path| utf8(path, words)).collect()
}

/// Returns a path as a text.
pub(crate) fn utf8(path: &Path, words: Words) -> Result<String, Failure> {
    let text = path.to_str().map(str::to_owned);
    text.ok_or_else(|| Failure::usage(words.path_not_utf8(&format!("`{}`", path.display()))))
}

/// Returns how mistakes are painted; the streams take the paint away where nobody wants it.
pub(crate) fn paint() -> Paint {
    Paint::Coloured
}

/// The files of the system, and those of the shipped bases beside them.
pub(crate) struct Shelf;

impl Sources for Shelf {
    fn read(&self, path: &str, limit: usize) -> Result<Entry, ReadError> {
        let Some(inside) = path.strip_prefix(SHELF).and_then(|rest| rest.strip_prefix('/')) else {
            return FileSystem.read(path, limit);
        };
        let (name, file) = inside.split_once('/').unwrap_or((inside, ""));
        let shipped = SHIPPED.iter().find(|shipped| shipped.name == name).ok_or(ReadError::NotFound)?;
        if let Some((_, content)) = shipped.files.iter().find(|(known, _)| *known == file) {
            return Ok(Entry::File(content.to_vec()));
        }
        let under = if file.is_empty() { String::new() } else { format!("{file}/") };
        let inside = shipped.files.iter().filter_map(|(known, _)| known.strip_prefix(&under));
        let names: Vec<String> = inside.filter(|rest| !rest.contains('/')).map(str::to_owned).collect();
        if names.is_empty() { Err(ReadError::NotFound) } else { Ok(Entry::Folder(names)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compiled_is_what_the_sources_say() {
        for shipped in SHIPPED {
            let compiled = decode(std::iter::once(shipped)).expect("our own bases can be read");
            let loaded = load(&[format!("{SHELF}/{}", shipped.name)]);
            assert!(!loaded.has_errors(), "{}", loaded.render(Paint::Plain));
            assert_eq!(compiled, loaded.bases, "{}", shipped.name);
        }
    }

    #[test]
    fn a_name_that_is_nearly_right_is_suggested() {
        let failure = knowledge(&["chatgtp".to_owned()], Words::English).err().expect("there is no such base");
        assert!(
            matches!(&failure, Failure::Usage { help: Some(help), .. } if help == "do you mean `chatgpt`?"),
            "{failure:?}"
        );
    }
}
