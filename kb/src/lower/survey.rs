//! Which files belong to which base: bases, their overlays and their translations.

use super::names::meant;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::Root;
use crate::syntax::{Declaration, HeadWord, Name, Page};

/// A base with all that belongs to it.
pub(super) struct Group<'a> {
    pub(super) id: &'a Name,
    /// The base first, then what overlays it.
    pub(super) layers: Vec<Layer<'a>>,
    /// How many errors were found while reading.
    pub(super) errors: usize,
}

/// What one root brings to a base.
#[derive(Default)]
pub(super) struct Layer<'a> {
    /// The declaration that opens it; none where there are only translations.
    pub(super) opening: Option<&'a Declaration>,
    pub(super) pages: Vec<&'a Page>,
    pub(super) translations: Vec<&'a Page>,
}

/// Sorts what was read by base, in the order of reading.
pub(super) fn survey<'a>(roots: &'a [Root], diagnostics: &mut Diagnostics) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut without_base = Vec::new();
    for root in roots {
        let before = diagnostics.errors();
        let layer = layer(root, diagnostics);
        let Some(id) = layer.opening.and_then(|opening| opening.head.id.as_ref()) else {
            without_base.push((root, layer));
            continue;
        };
        check_translations(id, &layer, diagnostics);
        let errors = root.errors + diagnostics.errors() - before;
        match groups.iter_mut().find(|group| group.id.text == id.text) {
            Some(group) => {
                group.errors += errors;
                group.layers.push(layer);
            }
            None => groups.push(Group { id, errors, layers: vec![layer] }),
        }
    }
    for (root, layer) in without_base {
        add_translations(&mut groups, root, layer, diagnostics);
    }
    groups
}

fn layer<'a>(root: &'a Root, diagnostics: &mut Diagnostics) -> Layer<'a> {
    let mut layer = Layer::default();
    for page in &root.pages {
        let mut declarations = page.declarations.iter();
        match declarations.next() {
            Some(first) if first.head.word == HeadWord::Translation => layer.translations.push(page),
            Some(first) if first.head.word == HeadWord::Base => {
                open(&mut layer, first, diagnostics);
                layer.pages.push(page);
            }
            _ => layer.pages.push(page),
        }
        for late in declarations.filter(|late| matches!(late.head.word, HeadWord::Base | HeadWord::Translation)) {
            let word = late.head.word.word();
            let problem = Diagnostic::new(Code::NotFirst, format!("`{word}` does not open this file"));
            diagnostics.push(problem.at(late.span, "").help("put it on the first line, or into a file of its own"));
        }
    }
    layer
}

fn open<'a>(layer: &mut Layer<'a>, opening: &'a Declaration, diagnostics: &mut Diagnostics) {
    let Some(first) = layer.opening else {
        layer.opening = Some(opening);
        return;
    };
    let (message, help) = match (&first.head.id, &opening.head.id) {
        (Some(first), Some(second)) if first.text != second.text => {
            ("these files open two bases", "put them into folders of their own")
        }
        _ => ("two files open this base", "open one of them with a declaration; both belong to the base anyhow"),
    };
    let problem = Diagnostic::new(Code::NoBase, message).at(opening.span, "opened again here");
    diagnostics.push(problem.at(first.span, "opened first here").help(help));
}

fn check_translations(base: &Name, layer: &Layer<'_>, diagnostics: &mut Diagnostics) {
    for of in layer.translations.iter().filter_map(|page| translated(page)) {
        if of.text != base.text {
            let message = format!("this base is `{}`, not `{}`", base.text, of.text);
            let problem = Diagnostic::new(Code::NothingToTranslate, message).at(of.span, "");
            let problem = problem.help(format!("write `translation of {}`", base.text));
            diagnostics.push(problem.maybe_remedy(meant(of, std::iter::once(base.text.as_str()))));
        }
    }
}

/// Returns the base a page translates.
fn translated(page: &Page) -> Option<&Name> {
    page.declarations.first()?.head.id.as_ref()
}

/// Returns whether a base is opened after other declarations of its file, which is told already.
fn opens_late(root: &Root) -> bool {
    root.pages.iter().flat_map(|page| page.declarations.iter().skip(1)).any(|late| late.head.word == HeadWord::Base)
}

/// Takes in a root that opens no base: translations of one that is there.
fn add_translations<'a>(groups: &mut [Group<'a>], root: &'a Root, layer: Layer<'a>, diagnostics: &mut Diagnostics) {
    if let Some(page) = layer.pages.first().filter(|_| root.errors == 0 && !opens_late(root)) {
        let problem = Diagnostic::new(Code::NoBase, format!("no file of `{}` opens a base", root.name));
        let problem = match page.declarations.first() {
            Some(first) => problem.at(first.span, ""),
            None => problem,
        };
        diagnostics.push(problem.help("begin one file with `base ID \"title\"`"));
    }
    for page in layer.translations {
        let Some(of) = translated(page) else { continue };
        match groups.iter_mut().find(|group| group.id.text == of.text) {
            Some(group) => {
                group.errors += root.errors;
                group.layers.push(Layer { translations: vec![page], ..Layer::default() });
            }
            None => {
                let message = format!("there is no base `{}` to translate", of.text);
                let problem = Diagnostic::new(Code::NothingToTranslate, message).at(of.span, "");
                diagnostics.push(problem.help("load the base together with its translation"));
            }
        }
    }
}
