//! The streams that a command speaks through.

use crate::exit::Failure;
use crate::page::{Page, WIDTH};
use std::io::{BufRead, Write};

/// Where a command reads and writes.
pub struct Console<'a> {
    /// What the person or another program gives.
    pub input: &'a mut dyn BufRead,
    /// Where results go; takes styles.
    pub out: &'a mut dyn Write,
    /// Where remarks and errors go; takes styles.
    pub err: &'a mut dyn Write,
    /// Whether a person types the input.
    pub input_is_terminal: bool,
    /// Whether a person reads the output as it comes.
    pub output_is_terminal: bool,
}

impl Console<'_> {
    /// Writes a page to the output.
    pub(crate) fn show(&mut self, page: &Page) -> Result<(), Failure> {
        page.write(self.out, WIDTH)?;
        Ok(self.out.flush()?)
    }

    /// Writes a page beside the output.
    pub(crate) fn remark(&mut self, page: &Page) -> Result<(), Failure> {
        page.write(self.err, WIDTH)?;
        Ok(self.err.flush()?)
    }

    /// Returns whether a person is at both ends.
    pub(crate) fn is_conversation(&self) -> bool {
        self.input_is_terminal && self.output_is_terminal
    }
}
