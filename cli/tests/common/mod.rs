//! Runs etio inside the test, as if in a pipe, and keeps what it wrote.

#![allow(dead_code, reason = "each file of tests looks at a part of it")]

use etio::{Console, Exit};

/// What a command wrote, and how it ended.
pub(crate) struct Ran {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) exit: Exit,
}

impl Ran {
    /// Returns everything on one page, for snapshots.
    pub(crate) fn page(&self) -> String {
        let err = if self.err.is_empty() { String::new() } else { format!("--- stderr\n{}", self.err) };
        format!("{}{err}--- exit {}\n", self.out, self.exit.code())
    }

    /// Returns everything that was written, errors last, and how it ended.
    pub(crate) fn told(self) -> (String, Exit) {
        (self.out + &self.err, self.exit)
    }

    /// Returns the same with a text left out wherever it stands, such as the name of a folder.
    pub(crate) fn without(self, text: &str) -> Self {
        Self { out: self.out.replace(text, ""), err: self.err.replace(text, ""), exit: self.exit }
    }
}

/// Runs etio with these arguments and this input.
pub(crate) fn run(arguments: &[&str], mut input: &[u8]) -> Ran {
    let mut out = anstream::StripStream::new(Vec::new());
    let mut err = anstream::StripStream::new(Vec::new());
    let mut console = Console {
        input: &mut input,
        out: &mut out,
        err: &mut err,
        input_is_terminal: false,
        output_is_terminal: false,
    };
    let exit = etio::run([&["etio"], arguments].concat(), &mut console);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("etio writes text");
    Ran { out: text(out.into_inner()), err: text(err.into_inner()), exit }
}

/// Runs etio in English.
pub(crate) fn english(arguments: &[&str], input: &[u8]) -> Ran {
    run(&[&["--lang", "en"], arguments].concat(), input)
}
