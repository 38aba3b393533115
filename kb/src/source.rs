//! Source files and places in them. Nothing here knows what the text means.

use std::ops::Range;

/// A file among the loaded ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

/// A place: bytes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    pub(crate) fn new(file: FileId, range: Range<usize>) -> Self {
        let [start, end] = [range.start, range.end].map(|byte| u32::try_from(byte).unwrap_or(u32::MAX));
        Self { file, start, end }
    }

    /// Returns the span from the start of this one to the end of `other`.
    pub(crate) fn to(self, other: Self) -> Self {
        Self { end: other.end.max(self.end), ..self }
    }

    /// Returns the bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A file as it was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    name: String,
    text: String,
    line_starts: Vec<usize>,
}

/// A place as a person counts: both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl SourceFile {
    fn new(name: String, text: String) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(newlines).collect();
        Self { name, text, line_starts }
    }

    /// Returns the name under which the file was read.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the place of a byte.
    pub fn place(&self, byte: usize) -> Place {
        let line = self.line_of(byte);
        let before = self.text.get(self.line_starts[line]..byte).unwrap_or_default();
        Place { line: line + 1, column: before.chars().count() + 1 }
    }

    /// Returns the index of the line that holds a byte.
    pub(crate) fn line_of(&self, byte: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= byte).saturating_sub(1)
    }

    /// Returns where a range of lines stands, from the line of index `first` to the one of index `last`.
    pub(crate) fn lines(&self, first: usize, last: usize) -> Range<usize> {
        let end = self.line_starts.get(last + 1).copied().unwrap_or(self.text.len());
        self.line_starts[first]..end
    }
}

/// All files that were read, in the order of reading.
#[derive(Clone, Debug, Default)]
pub struct Files {
    files: Vec<SourceFile>,
}

impl Files {
    pub(crate) fn add(&mut self, name: &str, text: String) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile::new(name.to_owned(), text));
        id
    }

    /// Returns a file.
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Returns the text of a place.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.range()).unwrap_or_default()
    }

    /// Returns every file with what it is known by.
    pub(crate) fn with_ids(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// Returns every file.
    pub fn iter(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters_from_one() {
        let file = SourceFile::new("f".into(), "añ\nbc\n".into());
        let places = [0, 1, 3, 4, 6, 7].map(|byte| file.place(byte)).map(|place| (place.line, place.column));
        assert_eq!(places, [(1, 1), (1, 2), (1, 3), (2, 1), (2, 3), (3, 1)]);
    }
}
