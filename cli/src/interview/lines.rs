//! The plain front end: one line in, one page out. For pipes, and for terminals that can do no more.

use crate::interview::{Front, Heard};
use crate::page::{Page, WIDTH};
use etio_kb::engine::clean;
use std::io::{self, BufRead, Read, Write};

/// The longest line that is read; more is cut off and answered as what it is, something not understood.
const LINE_LIMIT: u64 = 16 << 20;

/// Reads one answer a line.
pub(crate) struct Lines<'s> {
    input: &'s mut dyn BufRead,
    out: &'s mut dyn Write,
    /// Whether what was read is written down again, so that a transcript reads well.
    echoes: bool,
}

impl<'s> Lines<'s> {
    /// Returns a front end; one that echoes repeats what it reads.
    pub(crate) fn new(input: &'s mut dyn BufRead, out: &'s mut dyn Write, echoes: bool) -> Self {
        Self { input, out, echoes }
    }
}

impl Front for Lines<'_> {
    fn show(&mut self, page: &Page) -> io::Result<()> {
        page.write(self.out, WIDTH)?;
        self.out.flush()
    }

    fn read(&mut self) -> io::Result<Heard> {
        write!(self.out, "> ")?;
        self.out.flush()?;
        let mut line = Vec::new();
        let read = (&mut self.input).take(LINE_LIMIT).read_until(b'\n', &mut line)?;
        if read == 0 {
            writeln!(self.out)?;
            return Ok(Heard::End);
        }
        let line = String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned();
        if self.echoes {
            writeln!(self.out, "{}", clean(&line))?;
        }
        Ok(Heard::Line(line))
    }
}
