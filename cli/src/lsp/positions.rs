//! Places as editors count them: lines from 0, columns in UTF-16 units.

use gen_lsp_types::{Position, Range};
use std::ops;

/// Where the lines of a text begin; a line ends in `\n`, `\r\n` or `\r`.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = |at: usize| bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(|at| ends(*at)).map(|at| at + 1)).collect();
        Self { starts }
    }

    /// Returns the place of a byte.
    pub(super) fn position(&self, text: &str, byte: usize) -> Position {
        let byte = text.floor_char_boundary(byte);
        let line = self.starts.partition_point(|start| *start <= byte).saturating_sub(1);
        let before = &text[self.starts[line]..byte];
        Position { line: number(line), character: number(before.encode_utf16().count()) }
    }

    /// Returns the place of some bytes.
    pub(super) fn range(&self, text: &str, bytes: ops::Range<usize>) -> Range {
        Range { start: self.position(text, bytes.start), end: self.position(text, bytes.end) }
    }

    /// Returns a line without its end.
    pub(super) fn line(&self, text: &str, line: usize) -> Range {
        let [start, end] = [0, u32::MAX].map(|character| self.byte(text, Position { line: number(line), character }));
        self.range(text, start..end)
    }

    /// Returns the byte at a place: the end of the line where it has no such column, the end of the text where it has no such line.
    pub(super) fn byte(&self, text: &str, position: Position) -> usize {
        let Some(start) = self.starts.get(position.line as usize).copied() else { return text.len() };
        let end = self.starts.get(position.line as usize + 1).copied().unwrap_or(text.len());
        let line = text[start..end].trim_end_matches(['\r', '\n']);
        let mut units = 0;
        for (at, c) in line.char_indices() {
            if units + c.len_utf16() > position.character as usize {
                return start + at;
            }
            units += c.len_utf16();
        }
        start + line.len()
    }

    /// Returns the bytes of a range, in order even where the range is not.
    pub(super) fn bytes(&self, text: &str, range: Range) -> ops::Range<usize> {
        let [start, end] = [range.start, range.end].map(|position| self.byte(text, position));
        start.min(end)..start.max(end)
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_utf_16() {
        let text = "añ😀b\r\nc\rd\n";
        let lines = Lines::new(text);
        let table = [(0, 0, 0), (1, 0, 1), (3, 0, 2), (7, 0, 4), (8, 0, 5), (10, 1, 0), (12, 2, 0), (14, 3, 0)];
        for (byte, line, character) in table {
            let position = Position { line, character };
            assert_eq!(lines.position(text, byte), position, "{byte}");
            assert_eq!(lines.byte(text, position), byte, "{position:?}");
        }
    }

    #[test]
    fn places_that_are_not_there_are_brought_near() {
        let text = "😀\r\nb";
        let lines = Lines::new(text);
        for (line, character, byte) in [(0, 1, 0), (0, 9, 4), (1, 7, 7), (9, 0, 7)] {
            assert_eq!(lines.byte(text, Position { line, character }), byte, "{line}:{character}");
        }
    }
}
