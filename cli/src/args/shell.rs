//! What a shell and `man` are told of the command line, made from the same definitions as the parser.

use crate::args::Arguments;
use clap::CommandFactory;
use clap_complete::generate;
use clap_mangen::Man;
use std::io;

/// A shell that can complete what is typed.
pub(crate) type Shell = clap_complete::Shell;

/// The name of the program.
const NAME: &str = "etio";

/// Returns the script by which a shell completes the command line.
pub(crate) fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    generate(shell, &mut Arguments::command(), NAME, &mut script);
    script
}

/// Returns the pages of the manual by their file: the program's first, then one for each command.
pub(crate) fn manual() -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut program = Arguments::command();
    program.build();
    let commands = program.get_subcommands().filter(|command| !command.is_hide_set());
    let pages = std::iter::once(&program).chain(commands);
    let page = |command: &clap::Command| {
        let man = Man::new(command.clone());
        let mut page = Vec::new();
        man.render(&mut page)?;
        Ok((man.get_filename(), page))
    };
    pages.map(page).collect()
}
