//! The one form of a page: what `etio fmt` writes.
//!
//! Only white space and line breaks change. The pages before and after are read as any page is and must say the same, comments
//! included; where they would not, nothing is written. Names are not resolved and nothing is put in another order.
//!
//! - A head stands at the margin, a statement two spaces in. At most one empty line separates what follows one another.
//! - Likelihoods and `is` in lines that follow one another share a column for what comes after them.
//! - A line longer than [`WIDTH`] is broken after a comma, `and` or `or`; what follows stands under the first item.
//! - A rule stands on one line where it fits, else `when` and `then` open lines of their own.
//! - Comments at the ends of lines that follow one another share a column.
//! - A statement with a comment inside keeps its line breaks.

mod layout;
mod scan;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Files, Span};
use crate::syntax;
use crate::{Loaded, load};
use scan::Item;

/// How many characters a line should not exceed.
pub const WIDTH: usize = 120;

/// Returns a page in its one form; `name` is what mistakes call it.
///
/// ```
/// let page = etio_kb::format("kettle.kb", "cause unplugged \"The plug is out\"\nis common\n  almost   always cold");
/// assert_eq!(page.unwrap(), "cause unplugged \"The plug is out\"\n  is            common\n  almost always cold\n");
/// ```
///
/// # Errors
///
/// Where the page cannot be read, or would say something else: nothing but the mistakes, and the file they are in.
pub fn format(name: &str, text: &str) -> Result<String, Loaded> {
    let mut files = Files::default();
    let mut diagnostics = Diagnostics::default();
    let file = files.add(name, text.to_owned());
    let formatted = formatted(file, text, &mut diagnostics);
    formatted.ok_or_else(|| {
        let diagnostics = diagnostics.into_settled(&files);
        Loaded { bases: Vec::new(), diagnostics, files }
    })
}

fn formatted(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Option<String> {
    if text.len() > load::MAX_BASE {
        let message = format!("this page is larger than {} MB", load::MAX_BASE >> 20);
        diagnostics.push(Diagnostic::new(Code::TooLarge, message).at(Span::new(file, 0..0), ""));
        return None;
    }
    let page = syntax::read_page(file, text, diagnostics);
    if diagnostics.errors() > 0 {
        return None;
    }
    let items = scan::scan(file, text);
    let written = layout::lay_out(&items);
    let mut problems = Diagnostics::default();
    let again = syntax::read_page(file, &written, &mut problems);
    let again_items = scan::scan(file, &written);
    if problems.errors() == 0 && page == again && comments(&items).eq(comments(&again_items)) {
        return Some(written);
    }
    let message = "this page cannot be put in its one form without changing what it says";
    let help = "it stays as it is; very long lines are a possible reason: break them by hand";
    diagnostics.push(Diagnostic::new(Code::NotFormattable, message).at(Span::new(file, 0..0), "").help(help));
    None
}

/// Returns every comment, in order.
fn comments<'i>(items: &'i [Item<'_>]) -> impl Iterator<Item = &'i str> {
    items.iter().flat_map(Item::comments)
}

#[cfg(test)]
mod tests;
