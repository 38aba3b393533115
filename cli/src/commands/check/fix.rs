//! `etio check --fix`: what is mended for certain, written and told.

use super::mistake::{Mistake, mistakes};
use crate::args::Check;
use crate::bases;
use crate::changed::{self, Changed};
use crate::exit::Failure;
use crate::page::{Page, Tone};
use crate::words::Words;
use etio_kb::{Done, Loaded};
use serde::Serialize;

/// What was mended, or would be.
pub(super) struct Fixed {
    done: Vec<Done>,
    pages: Vec<Changed>,
    /// Whether the changes are only shown.
    shown: bool,
}

/// What was mended and what is left, for a program.
#[derive(Serialize)]
pub(super) struct ForPrograms<'f> {
    mended: Vec<Mended<'f>>,
    /// The files that change.
    files: Vec<&'f str>,
    /// Whether they were written.
    written: bool,
    left: Vec<Mistake<'f>>,
}

#[derive(Serialize)]
struct Mended<'f> {
    code: &'static str,
    file: &'f str,
    /// In the file as it was before.
    line: usize,
    title: &'f str,
}

/// Mends the pages that are named, and writes them unless they are only to be shown; returns what is left, too.
pub(super) fn fix(check: &Check, roots: &[String], words: Words) -> Result<(Loaded, Fixed), Failure> {
    let mended = bases::mend(roots, &bases::utf8_all(&check.paths, words)?);
    let pages = mended.pages.into_iter().map(|page| Changed::new(page.path, page.before, page.after));
    let fixed = Fixed { done: mended.done, pages: pages.collect(), shown: check.diff };
    if !check.diff {
        changed::write(&fixed.pages, words)?;
    }
    Ok((mended.left, fixed))
}

impl Fixed {
    /// Returns whether something would change that was not written.
    pub(super) fn is_only_shown(&self) -> bool {
        self.shown && !self.pages.is_empty()
    }

    /// Tells a person.
    pub(super) fn tell(&self, page: &mut Page, words: Words) {
        for done in &self.done {
            let text = format!("{}:{}: {}: {}", done.path, done.line, done.code, done.title);
            page.item(Tone::Plain, 0, "- ", text);
        }
        if self.shown {
            for changed in &self.pages {
                changed.difference().lines().for_each(|line| page.verbatim(0, line));
            }
        }
        let (count, pages) = (self.done.len(), self.pages.len());
        page.strong(match self.shown {
            true => words.check_would_mend(count, pages),
            false => words.check_mended(count, pages),
        });
    }

    /// Returns the same for a program.
    pub(super) fn for_programs<'f>(&'f self, left: &'f Loaded) -> ForPrograms<'f> {
        let mended =
            |done: &'f Done| Mended { code: done.code.as_str(), file: &done.path, line: done.line, title: &done.title };
        ForPrograms {
            mended: self.done.iter().map(mended).collect(),
            files: self.pages.iter().map(|page| page.file.as_str()).collect(),
            written: !self.shown,
            left: mistakes(left),
        }
    }
}
