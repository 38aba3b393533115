//! The program `etio`.

use anstream::AutoStream;
use std::io::{self, BufReader, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let (stdin, stdout) = (io::stdin(), io::stdout());
    let (input_is_terminal, output_is_terminal) = (stdin.is_terminal(), stdout.is_terminal());
    let choice = AutoStream::choice(&stdout);
    // A page is written in one piece, styles taken out or not.
    // Neither stream is held locked: `etio lsp` reads and writes them itself.
    let buffered: Box<dyn Write> = Box::new(BufWriter::with_capacity(1 << 16, stdout));
    let mut console = etio::Console {
        input: &mut BufReader::new(stdin),
        out: &mut AutoStream::new(buffered, choice),
        err: &mut AutoStream::auto(io::stderr().lock()),
        input_is_terminal,
        output_is_terminal,
    };
    ExitCode::from(etio::run(std::env::args_os(), &mut console).code())
}
