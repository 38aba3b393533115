//! The commands and the conversation of etio.
//!
//! A library with a thin `main`, so that tests can call it: [`run`] takes the arguments and the streams, and returns how it ended.

mod answers;
mod args;
mod bases;
mod changed;
mod commands;
mod console;
mod exit;
mod input;
mod interview;
mod language;
mod lsp;
mod page;
mod probe;
mod progress;
mod render;
mod view;
mod voice;
mod words;

pub use console::Console;
pub use exit::{Exit, Failure};

use crate::args::{Arguments, Command};
use crate::page::{Page, Tone};
use crate::words::Words;
use std::ffi::OsString;

/// Runs etio with these arguments, the program's name first, and returns how it ended.
pub fn run<I, T>(arguments: I, console: &mut Console<'_>) -> Exit
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let arguments = match args::parse(arguments) {
        Ok(arguments) => arguments,
        Err(refusal) => return refuse(&refusal, console),
    };
    let words = language::choose(arguments.options.lang);
    match obey(arguments, words, console) {
        Ok(exit) => exit,
        Err(failure) => {
            report(&failure, words, console);
            failure.exit()
        }
    }
}

fn obey(arguments: Arguments, words: Words, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let Arguments { command, options, interview } = arguments;
    let call = commands::Call { options, interview, words };
    if call.options.format == args::Format::Sarif && !matches!(command, Some(Command::Check(_))) {
        return Err(Failure::usage_with_help(words.only_check_sarif(), words.use_json()));
    }
    if call.options.format == args::Format::Junit && !matches!(command, Some(Command::Test(_))) {
        return Err(Failure::usage_with_help(words.only_tests_are_junit(), words.junit_remedy()));
    }
    match command {
        None if console.input_is_terminal && !call.options.no_input => commands::ask::run(&call, console),
        None => commands::diagnose::run(&args::Diagnose::default(), &call, console),
        Some(Command::Diagnose(diagnose)) => commands::diagnose::run(&diagnose, &call, console),
        Some(Command::Ask) => commands::ask::run(&call, console),
        Some(Command::Resume { file }) => commands::resume::run(&file, &call, console),
        Some(Command::New(new)) => commands::new::run(&new, &call, console),
        Some(Command::Check(check)) if check.metrics => commands::metrics::run(&check.paths, &call, console),
        Some(Command::Check(check)) => commands::check::run(&check, &call, console),
        Some(Command::Test(test)) => commands::test::run(&test, &call, console),
        Some(Command::Fmt(fmt)) => commands::fmt::run(&fmt, &call, console),
        Some(Command::Learn(learn)) => commands::learn::run(&learn, &call, console),
        Some(Command::Graph(graph)) => commands::graph::run(&graph, &call, console),
        Some(Command::Doc(doc)) => commands::doc::run(&doc, &call, console),
        Some(Command::Completions { shell }) => commands::shell::complete(shell, console),
        Some(Command::Man { folder }) => commands::shell::man(folder.as_deref(), &call, console),
        Some(Command::Lsp) => lsp::run(&call),
        Some(Command::List { what }) => commands::list::run(what, &call, console),
        Some(Command::Explain { id }) => commands::explain::run(&id, &call, console),
    }
}

/// Says help, or what is wrong with the usage. Nothing can be done where even that cannot be written.
fn refuse(refusal: &args::Refusal, console: &mut Console<'_>) -> Exit {
    let (stream, exit) =
        if refusal.is_help() { (&mut *console.out, Exit::Done) } else { (&mut *console.err, Exit::Usage) };
    let _ = stream.write_all(refusal.rendered().as_bytes()).and_then(|()| stream.flush());
    if let Some(base) = refusal.argument().filter(|argument| bases::is_base(argument)) {
        let words = language::choose(None);
        let command = format!("etio --base {} list", bases::shell_word(base));
        let mut page = Page::default();
        page.item(Tone::Plain, 0, words.remedy(), words.name_base_with_option(base, &command));
        let _ = console.remark(&page);
    }
    exit
}

/// Says why a command could not do what was asked, unless nobody listens any more.
fn report(failure: &Failure, words: Words, console: &mut Console<'_>) {
    let mut page = Page::default();
    match failure {
        Failure::Write(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return,
        Failure::Bases { rendered } => {
            let _ = console.err.write_all(rendered.as_bytes());
        }
        Failure::Usage { message, help } => {
            page.item(Tone::Strong, 0, words.error(), message);
            if let Some(help) = help {
                page.item(Tone::Plain, 0, words.remedy(), help);
            }
        }
        Failure::Write(error) => page.item(Tone::Strong, 0, words.error(), error.to_string()),
    }
    let _ = console.remark(&page);
}
