//! The program `etio`.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

fn main() -> ExitCode {
    let (stdin, stdout) = (io::stdin(), io::stdout());
    let (input_is_terminal, output_is_terminal) = (stdin.is_terminal(), stdout.is_terminal());
    let mut console = etio::Console {
        input: &mut stdin.lock(),
        out: &mut anstream::AutoStream::auto(stdout.lock()),
        err: &mut anstream::AutoStream::auto(io::stderr().lock()),
        input_is_terminal,
        output_is_terminal,
    };
    ExitCode::from(etio::run(std::env::args_os(), &mut console).code())
}
