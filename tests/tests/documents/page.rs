//! A page of Markdown as its fenced blocks, headings and links. Knows nothing of what they mean.

use std::ops::Range;
use std::path::{Path, PathBuf};

/// A document.
pub(crate) struct Page {
    /// Where it stands, from the root of the repository.
    pub(crate) path: PathBuf,
    /// The whole text.
    pub(crate) text: String,
}

/// A fenced block. Blocks in comments count: they are played, and nobody sees them.
pub(crate) struct Block {
    /// The first word after the fence.
    pub(crate) label: String,
    /// The other words.
    pub(crate) options: Vec<String>,
    /// The indices of its lines, without the fences.
    pub(crate) lines: Range<usize>,
    /// What stands in it, each line with its line break.
    pub(crate) text: String,
}

impl Block {
    /// Returns the value of `NAME=VALUE` after the fence.
    pub(crate) fn option(&self, name: &str) -> Option<&str> {
        self.options.iter().find_map(|option| option.strip_prefix(name)?.strip_prefix('='))
    }

    /// Returns whether the word stands after the fence.
    pub(crate) fn is(&self, word: &str) -> bool {
        self.options.iter().any(|option| option == word)
    }
}

/// Returns the root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests are a member of the workspace").to_owned()
}

/// Returns every document of the repository, in the order of their paths.
pub(crate) fn all() -> Vec<Page> {
    let book = std::fs::read_dir(root().join("docs")).expect("the book");
    let book = book.map(|entry| Path::new("docs").join(entry.expect("a page").file_name()));
    let front = ["README.md", "README.es.md", "CHANGELOG.md", "CONTRIBUTING.md"].map(PathBuf::from);
    let mut paths: Vec<PathBuf> = book.chain(front).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    paths.into_iter().map(|path| Page::open(&path)).collect()
}

impl Page {
    /// Reads a document, named from the root of the repository.
    pub(crate) fn open(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref().to_owned();
        let text = std::fs::read_to_string(root().join(&path)).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        Self { path, text }
    }

    /// Returns the fenced blocks, in order.
    pub(crate) fn blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut is_open = false;
        for (index, line) in self.text.lines().enumerate() {
            match (line.strip_prefix("```"), is_open) {
                (Some(fence), false) => {
                    let mut words = fence.split_whitespace().map(str::to_owned);
                    let label = words.next().unwrap_or_default();
                    blocks.push(Block {
                        label,
                        options: words.collect(),
                        lines: index + 1..index + 1,
                        text: String::new(),
                    });
                    is_open = true;
                }
                (Some(_), true) => is_open = false,
                (None, true) => {
                    let block = blocks.last_mut().expect("an open block");
                    block.lines.end = index + 1;
                    block.text.push_str(line);
                    block.text.push('\n');
                }
                (None, false) => {}
            }
        }
        assert!(!is_open, "{:?}: the last block is not closed", self.path);
        blocks
    }

    /// Returns the lines outside of blocks, each with its number from 1.
    pub(crate) fn prose(&self) -> Vec<(usize, &str)> {
        let blocks = self.blocks();
        let fenced =
            |index: &usize| blocks.iter().any(|block| (block.lines.start - 1..=block.lines.end).contains(index));
        let lines = self.text.lines().enumerate().filter(|(index, _)| !fenced(index));
        lines.map(|(index, line)| (index + 1, line)).collect()
    }

    /// Returns the headings, with their signs.
    pub(crate) fn headings(&self) -> Vec<&str> {
        self.prose().into_iter().map(|(_, line)| line).filter(|line| line.starts_with('#')).collect()
    }

    /// Returns the names by which links find the headings.
    pub(crate) fn anchors(&self) -> Vec<String> {
        let name = |heading: &str| {
            let title = heading.trim_start_matches('#').trim().to_lowercase();
            let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        };
        self.headings().into_iter().map(name).collect()
    }

    /// Returns where links lead, each with the number of its line.
    pub(crate) fn links(&self) -> Vec<(usize, &str)> {
        let targets = |line| {
            std::iter::successors(Some((line, "")), |(rest, _): &(&str, _)| {
                let (_, after) = rest.split_once("](")?;
                let (target, after) = after.split_once(')')?;
                Some((after, target))
            })
        };
        let prose = self.prose().into_iter();
        prose.flat_map(|(number, line)| targets(line).skip(1).map(move |(_, target)| (number, target))).collect()
    }
}
