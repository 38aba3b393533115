//! What can be said on the command line. The only place that knows the parser of arguments.

mod shell;

pub(crate) use shell::{Shell, completions, manual};

use crate::words::Words;
use clap::error::{ContextKind, ContextValue};
use clap::{Args, Parser, Subcommand, ValueEnum};
use etio_kb::engine::clean;
use std::path::PathBuf;

/// Tells what an error means, what most likely causes it, and what to try first.
///
/// Without a command: in a terminal the interview begins; with something piped in, that text is diagnosed.
#[derive(Debug, Parser)]
#[command(name = "etio", version, max_term_width = 100, disable_help_subcommand = true, args_override_self = true)]
#[command(after_help = EXAMPLES, after_long_help = EXIT_CODES)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) options: Options,
    #[command(flatten)]
    pub(crate) interview: InterviewOptions,
}

const EXAMPLES: &str = "\
Examples:
  etio                                      talk it through
  echo \"Internal Server Error\" | etio       what is this, and what do I try first?
  etio diagnose error.log --format json     the same for a program
  etio check my-base/                       find the mistakes in a base";

const EXIT_CODES: &str = "\
Examples:
  etio                                      talk it through
  echo \"Internal Server Error\" | etio       what is this, and what do I try first?
  etio diagnose error.log --format json     the same for a program
  etio check my-base/                       find the mistakes in a base

Exit codes:
  0    diagnosed, or unsure
  1    nothing was recognised, pages are not in their one form (fmt --check), or test: cases failed, too little is
       exercised (--min-coverage) or noticed (--min-noticed), or a diagnosis changes (--against)
  2    a base has errors
  3    wrong usage, or an input that cannot be read
  130  interrupted";

/// What holds for every command.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Options {
    /// The language to speak: `es` or `en` (default: that of the system)
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = language)]
    pub(crate) lang: Option<Words>,
    /// Use only this base: the name of a shipped one, or a path; may be given several times.
    ///
    /// A path whose base has the id of one given before it changes that one (`--base chatgpt --base mine.kb`).
    #[arg(long = "base", global = true, value_name = "NAME|PATH")]
    pub(crate) bases: Vec<String>,
    /// How to print: `diagnose`, `ask`, `explain`, `learn`, `graph`, `list`, `check` and `test` can print JSON
    #[arg(long, global = true, value_name = "FORMAT", value_enum, default_value_t)]
    pub(crate) format: Format,
    /// With the report: how the first cause got its percentage, why not another, and what would change the advice
    #[arg(long, global = true)]
    pub(crate) explain: bool,
    /// Never ask anything
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
    /// Look at this computer where a base says how (shows first what it reads; a value is never shown)
    #[arg(long, global = true)]
    pub(crate) probe: bool,
    /// A YAML file with `answers` and `tried`, said after the text and before anything else
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) answers: Option<PathBuf>,
}

/// What holds for the interview.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct InterviewOptions {
    /// Keep the lines you type in this file, to find them again with the arrow keys
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) history: Option<PathBuf>,
}

/// How to print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a person
    #[default]
    Text,
    /// For a program; see docs/report.schema.json
    Json,
    /// For tools that show findings of checks; only `check` prints it
    Sarif,
    /// For a build server: the results of `test`
    Junit,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say what a text shows, what causes it, and what to try, in one go
    Diagnose(Diagnose),
    /// Talk it through, question by question and fix by fix
    Ask,
    /// Go on with an interview that was saved
    Resume {
        /// The saved interview
        file: PathBuf,
    },
    /// Make a base by questions, with cases that test it
    New(New),
    /// Find the mistakes in bases
    Check(Check),
    /// Run the recorded cases of bases
    Test(Test),
    /// Put pages in their one form; only white space and line breaks change
    Fmt(Fmt),
    /// Learn the numbers of a base from resolved cases, or make a first base from a table
    Learn(Learn),
    /// Draw what follows from what: all of it, what is about one thing, or the path of an interview
    Graph(Graph),
    /// Write the bases as a site for people: symptoms, causes, fixes and questions, with a search
    Doc(Doc),
    /// Serve an editor: mistakes, completion, renaming and more, by the Language Server Protocol
    Lsp,
    /// List what is known
    List {
        /// What to list
        #[arg(value_enum, default_value_t)]
        what: Listed,
    },
    /// Print what is known about one thing, or what a check finds and why
    Explain {
        /// Its id, or its base and its id: `vpn`, `chatgpt:vpn`; or the code of a check: `W204`
        id: String,
    },
    /// Print the script by which a shell completes what is typed
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the page of the manual, or write all of them into a folder
    Man {
        /// The folder, such as `~/.local/share/man/man1`
        folder: Option<PathBuf>,
    },
}

/// Where to write a site.
#[derive(Clone, Debug, Args)]
pub(crate) struct Doc {
    /// The folder to write; new or empty
    pub(crate) out: PathBuf,
}

/// What to make. What is not said is asked; the answers can be piped in, one a line.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct New {
    /// The folder to make; the base is called as its last part is
    #[arg(value_name = "NAME")]
    pub(crate) folder: Option<PathBuf>,
    /// What the base is about, in one line
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// The language of its texts: `en`, `es`, …
    #[arg(long, value_name = "TAG")]
    pub(crate) language: Option<String>,
}

/// What to draw, and how.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Graph {
    /// Only what is about this: the id of a cause, symptom, fact, fix, kind, rule or base
    pub(crate) id: Option<String>,
    /// Only the path of this saved interview
    #[arg(long, value_name = "FILE", conflicts_with = "id")]
    pub(crate) session: Option<PathBuf>,
    /// How to draw it
    #[arg(long = "as", value_name = "DRAWING", value_enum, default_value_t)]
    pub(crate) drawing: Drawing,
}

/// How to draw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Drawing {
    /// For Graphviz: `etio graph | dot -Tsvg`
    #[default]
    Dot,
    /// For wikis and forges that draw Mermaid
    Mermaid,
    /// A picture for a browser
    Svg,
    /// A tree for the terminal
    Tree,
}

/// Which cases to run, and what to find out about them.
#[derive(Clone, Debug, Default, Args)]
#[group(skip)]
pub(crate) struct Test {
    /// Files and folders of bases (default: the shipped ones)
    pub(crate) paths: Vec<PathBuf>,
    /// Say what no case exercises: causes, fixes, answers, patterns, rules, links, effects, topics
    #[arg(long, conflicts_with_all = ["mutate", "against"])]
    pub(crate) coverage: bool,
    /// End with 1 where less than this percentage is exercised
    #[arg(long, value_name = "PERCENT", value_parser = percentage, conflicts_with_all = ["mutate", "against"])]
    pub(crate) min_coverage: Option<f64>,
    /// Change each number, pattern, link and time in turn, and say which changes no case notices
    #[arg(long, conflicts_with = "against")]
    pub(crate) mutate: bool,
    /// End with 1 where less than this percentage of the changes is noticed
    #[arg(long, value_name = "PERCENT", value_parser = percentage, requires = "mutate")]
    pub(crate) min_noticed: Option<f64>,
    /// Run the cases with another version of the base too, and say which diagnoses change, and why
    #[arg(long, value_name = "NAME|PATH")]
    pub(crate) against: Option<String>,
}

/// Which bases to look at, and what to do with what is found.
#[derive(Clone, Debug, Args)]
pub(crate) struct Check {
    /// Files and folders of bases (default: the shipped ones)
    pub(crate) paths: Vec<PathBuf>,
    /// Write the sessions that show what is wrong into a new file of cases
    #[arg(long, value_name = "FILE")]
    pub(crate) save_case: Option<PathBuf>,
    /// Tell what consultations with people made up from the bases come to: questions, cost, mistakes
    #[arg(long, conflicts_with = "fix")]
    pub(crate) metrics: bool,
    /// Mend what can be mended for certain, and write the pages; tell of the rest
    #[arg(long, requires = "paths")]
    pub(crate) fix: bool,
    /// The same, but write nothing: show what would change
    #[arg(long, requires = "paths", conflicts_with = "metrics")]
    pub(crate) diff: bool,
}

/// Which pages to put in their one form.
#[derive(Clone, Debug, Args)]
pub(crate) struct Fmt {
    /// Files, folders with pages in them, or `-` for what is piped in
    #[arg(required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Write nothing; end with 1 where a page would change
    #[arg(long)]
    pub(crate) check: bool,
    /// Write nothing; show what would change
    #[arg(long)]
    pub(crate) diff: bool,
}

/// What to learn from, and how.
#[derive(Clone, Debug, Args)]
pub(crate) struct Learn {
    /// Saved interviews, JSON lines or tables (CSV) of resolved cases, or folders of them
    #[arg(required_unless_present = "new", conflicts_with = "new")]
    pub(crate) cases: Vec<PathBuf>,
    /// Make a first base from this table of cases alone
    #[arg(long, value_name = "TABLE", requires = "id")]
    pub(crate) new: Option<PathBuf>,
    /// The id of the first base
    #[arg(long, requires = "new")]
    pub(crate) id: Option<String>,
    /// What the first base is about
    #[arg(long, requires = "new")]
    pub(crate) title: Option<String>,
    /// Where to write the overlay or the base (default: to the output)
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long, requires = "output")]
    pub(crate) overwrite: bool,
    /// As how many cases a word of the author counts
    #[arg(long, value_name = "CASES", default_value_t = 10.0)]
    pub(crate) trust: f64,
    /// How many cases a number needs before it moves
    #[arg(long, value_name = "CASES", default_value_t = 5.0)]
    pub(crate) least: f64,
    /// By which factor the odds of a number change at most
    #[arg(long, value_name = "FACTOR", default_value_t = 10.0)]
    pub(crate) most: f64,
    /// Learn from cases too of which nobody knows what was wrong
    #[arg(long)]
    pub(crate) unresolved: bool,
}

/// The text to diagnose.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Diagnose {
    /// The file to read (default: what is piped in; `-` says so)
    #[arg(conflicts_with = "text")]
    pub(crate) file: Option<PathBuf>,
    /// The text itself
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) text: Option<String>,
    /// The text is all there is: what it does not show did not happen
    #[arg(long)]
    pub(crate) whole: bool,
}

/// What can be listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listed {
    /// The bases
    #[default]
    Bases,
    /// What a person can complain of
    Symptoms,
    /// What can be wrong
    Causes,
    /// What can be tried
    Fixes,
}

fn language(tag: &str) -> Result<Words, String> {
    Words::of_tag(tag).ok_or_else(|| "etio speaks `es` (Spanish) and `en` (English)".to_owned())
}

fn percentage(text: &str) -> Result<f64, String> {
    let number = text.trim_end_matches('%').parse().ok().filter(|number| (0.0..=100.0).contains(number));
    number.ok_or_else(|| "a percentage is a number from 0 to 100".to_owned())
}

/// Why there is nothing to do: help was asked for, or the usage is wrong.
#[derive(Debug)]
pub(crate) struct Refusal(clap::Error);

impl Refusal {
    /// Returns the argument that is not understood, where it is one.
    pub(crate) fn argument(&self) -> Option<&str> {
        [ContextKind::InvalidValue, ContextKind::InvalidArg].into_iter().find_map(|kind| match self.0.get(kind) {
            Some(ContextValue::String(argument)) if !argument.starts_with(['-', '<', '[']) => Some(argument.as_str()),
            _ => None,
        })
    }

    /// Returns whether it is help or the version, which is no mistake.
    pub(crate) fn is_help(&self) -> bool {
        !self.0.use_stderr()
    }

    /// Returns what to print: help with styles; what repeats an argument without, so that nothing in it steers the terminal.
    pub(crate) fn rendered(&self) -> String {
        let rendered = self.0.render();
        if self.is_help() { rendered.ansi().to_string() } else { clean(&rendered.to_string()).into_owned() }
    }
}

/// Reads the arguments, the program's name first.
pub(crate) fn parse<I, T>(arguments: I) -> Result<Arguments, Refusal>
where
    I: IntoIterator<Item = T>,
    T: Into<std::ffi::OsString> + Clone,
{
    Arguments::try_parse_from(arguments).map_err(Refusal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_parser_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn global_options_stand_before_and_after_the_command() {
        for line in ["etio --lang es --base chatgpt ask", "etio ask --lang es --base chatgpt"] {
            let arguments = parse(line.split(' ')).expect("these are arguments");
            assert_eq!(arguments.options.lang, Some(Words::Spanish), "{line}");
            assert_eq!(arguments.options.bases, ["chatgpt"], "{line}");
        }
    }

    #[test]
    fn what_is_repeated_of_an_argument_steers_no_terminal() {
        for argument in ["\u{1b}[31mred", "bell\u{7}", "back\u{8}", "\u{9b}31m"] {
            let refusal = parse(["etio", "--lang", argument]).expect_err("no language is called so");
            assert!(!refusal.rendered().contains(|c: char| c.is_control() && c != '\n'), "{:?}", refusal.rendered());
        }
    }

    #[test]
    fn wrong_usage_is_told_from_help() {
        for (line, help) in
            [("etio --help", true), ("etio --version", true), ("etio dignose", false), ("etio --lang fr", false)]
        {
            assert_eq!(parse(line.split(' ')).expect_err("there is nothing to do").is_help(), help, "{line}");
        }
    }
}
