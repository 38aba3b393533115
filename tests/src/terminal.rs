//! The program in a pseudo-terminal of 24 lines and 80 columns, driven as a person would.
//!
//! Nothing here sleeps: the line editor switches bracketed paste on when it begins to listen and off when a line is complete, and these two marks
//! say where a page of the program ends and begins.

use expectrl::process::unix::WaitStatus;
use expectrl::session::OsSession;
use expectrl::{Eof, Expect, Regex};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

const LISTENS: &str = "\x1b[?2004h";
const HAS_HEARD: &str = "\x1b[?2004l";
/// Two slow cores may be busy with other tests.
const PATIENCE: Duration = Duration::from_secs(120);

/// Waiting costs a core, so one terminal is open at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A terminal in which the program runs.
pub struct Terminal {
    session: OsSession,
    _alone: MutexGuard<'static, ()>,
}

/// How the program ended.
#[derive(Debug, PartialEq, Eq)]
pub struct End {
    /// What it showed last.
    pub page: String,
    /// Its exit code; none where a signal ended it.
    pub code: Option<i32>,
}

impl Terminal {
    /// Starts a program.
    pub fn open(mut command: Command) -> Self {
        let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        command.env("TERM", "xterm-256color");
        let mut session = OsSession::spawn(command).expect("a pseudo-terminal and a program in it");
        session.set_expect_timeout(Some(PATIENCE));
        Self { session, _alone: alone }
    }

    /// Waits until the program listens, and returns what it showed since it last heard something.
    pub fn page(&mut self) -> String {
        match self.session.expect(LISTENS) {
            Ok(shown) => page(shown.before()),
            Err(error) => {
                let shown = self.session.check(Regex("(?s).+")).map(|shown| page(shown.as_bytes()));
                panic!("the program does not listen: {error}\n{}", shown.unwrap_or_default())
            }
        }
    }

    /// Types a line and Enter.
    pub fn say(&mut self, line: &str) {
        self.press(&format!("{line}\r"));
    }

    /// Pastes a text, as a terminal does that brackets what is pasted, and then Enter.
    pub fn paste(&mut self, text: &str) {
        self.press(&format!("\x1b[200~{text}\x1b[201~\r"));
    }

    /// Presses keys.
    pub fn press(&mut self, keys: &str) {
        self.session.send(keys).expect("the program takes keys");
    }

    /// Waits until the program has ended.
    pub fn end(mut self) -> End {
        let shown = self.session.expect(Eof).unwrap_or_else(|error| panic!("the program does not end: {error}"));
        let code = match self.session.get_process().wait().expect("the program has ended") {
            WaitStatus::Exited(_, code) => Some(code),
            _ => None,
        };
        End { page: page(shown.as_bytes()), code }
    }
}

/// Returns what was shown after the line that was typed, as lines.
fn page(shown: &[u8]) -> String {
    let shown = String::from_utf8_lossy(shown);
    let lines = shown.replace("\r\n", "\n");
    match lines.rsplit_once(HAS_HEARD) {
        // Enter ends the line that was typed.
        Some((_, after)) => after.strip_prefix('\n').unwrap_or(after).to_owned(),
        None => lines,
    }
}
