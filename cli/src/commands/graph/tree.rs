//! A picture as a tree for the terminal: each cause with what leads to it and what helps.

use crate::commands::graph::picture::{Picture, Shape, Sort};
use crate::page::{Page, Tone};

/// How deeply what leads to something is shown.
const DEEPEST: usize = 6;

/// Returns the picture as a page.
pub(super) fn draw(picture: &Picture) -> Page {
    let mut tree = Tree { picture, shown: vec![false; picture.shapes.len()], page: Page::default() };
    tree.page.strong(&picture.title);
    for at in picture.positions(|shape| shape.sort == Sort::Cause) {
        tree.root(at);
    }
    // What leads to no cause stands by itself; what is observed there stands under it.
    for at in picture.positions(|shape| !shape.sort.is_channel()) {
        if !tree.shown[at] {
            tree.root(at);
        }
    }
    tree.page
}

impl Picture {
    fn positions(&self, is: impl Fn(&Shape) -> bool) -> Vec<usize> {
        self.shapes.iter().enumerate().filter(|(_, shape)| is(shape)).map(|(at, _)| at).collect()
    }
}

impl Sort {
    fn is_channel(self) -> bool {
        matches!(self, Self::Pattern | Self::Probe | Self::Question)
    }
}

struct Tree<'p> {
    picture: &'p Picture,
    shown: Vec<bool>,
    page: Page,
}

impl Tree<'_> {
    fn root(&mut self, at: usize) {
        self.shown[at] = true;
        self.page.gap();
        let head = self.named(at, "");
        self.page.strong(head);
        self.branches(at, "", 0);
    }

    /// Adds what leads to a thing, and of a cause what helps.
    fn branches(&mut self, at: usize, before: &str, depth: usize) {
        let arrows = &self.picture.arrows;
        let is_cause = self.picture.shapes[at].sort == Sort::Cause;
        let into = arrows.iter().filter(|arrow| arrow.to == at).map(|arrow| (arrow.from, arrow.label.clone()));
        let out =
            arrows.iter().filter(|arrow| is_cause && arrow.from == at).map(|arrow| (arrow.to, arrow.label.clone()));
        let branches: Vec<(usize, String)> = into.chain(out).collect();
        for (number, (branch, label)) in branches.iter().enumerate() {
            let is_last = number + 1 == branches.len();
            let (mark, next) = if is_last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            self.shown[*branch] = true;
            let line = self.named(*branch, label);
            self.page.item(Tone::Plain, 0, format!("{before}{mark}"), line);
            let ends = matches!(self.picture.shapes[*branch].sort, Sort::Cause | Sort::Fix);
            if !ends && depth < DEEPEST {
                self.branches(*branch, &format!("{before}{next}"), depth + 1);
            }
        }
    }

    /// Returns a thing in a line: what it is, its title, its id, and what is said of it.
    fn named(&self, at: usize, label: &str) -> String {
        let shape = &self.picture.shapes[at];
        let words = self.picture.words;
        let mut line = words.graph_sort(shape.sort.name()).to_owned();
        if !label.is_empty() {
            line = format!("{label} {line}");
        }
        line = format!("{line}: {}", shape.title);
        if !shape.sort.is_channel() {
            line = format!("{line} ({})", shape.name.split_once(':').map_or("", |(_, id)| id));
        }
        if shape.remark.is_empty() { line } else { format!("{line} → {}", shape.remark) }
    }
}
