//! The interview in a real terminal: line editing, pastes, Ctrl-C and Ctrl-D. Waits for what appears, never for a time.
#![cfg(unix)]

use expectrl::process::unix::WaitStatus;
use expectrl::session::OsSession;
use expectrl::{Eof, Expect, Session};
use std::process::Command;
use std::time::Duration;

const CHAT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bases/chat");
/// Ctrl-C and Ctrl-D, as a terminal sends them.
const INTERRUPT: &str = "\u{3}";
const END: &str = "\u{4}";

/// A conversation in a terminal.
struct Talk(OsSession);

impl Talk {
    fn begin(arguments: &[&str]) -> Self {
        Self::begin_in("xterm", arguments)
    }

    /// Begins in a terminal of that kind.
    fn begin_in(terminal: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_etio"));
        command.args(["--base", CHAT]).args(arguments).env("TERM", terminal).env("NO_COLOR", "1");
        let mut session = Session::spawn(command).expect("etio starts in a terminal");
        session.set_expect_timeout(Some(Duration::from_secs(60)));
        Self(session)
    }

    /// Waits until a text appears.
    fn sees(&mut self, text: &str) -> &mut Self {
        self.0.expect(text).unwrap_or_else(|error| panic!("waiting for {text:?}: {error}"));
        self
    }

    /// Types at the next prompt.
    fn types(&mut self, keys: &str) -> &mut Self {
        self.sees("> ");
        self.0.send(keys).expect("the terminal takes keys");
        self
    }

    /// Waits for the end, and returns the exit code.
    fn ends(&mut self) -> i32 {
        self.0.expect(Eof).expect("etio ends");
        match self.0.get_process().wait() {
            Ok(WaitStatus::Exited(_, code)) => code,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_terminal_that_can_do_no_more_is_read_line_by_line() {
    let mut talk = Talk::begin_in("dumb", &["--lang", "en"]);
    talk.sees("What is wrong?").types("Internal Server Error\n");
    talk.sees("Does it work on the phone?").types("quit\n");
    talk.sees("Goodbye");
    assert_eq!(talk.ends(), 0);
}

#[test]
fn from_a_message_to_a_fix_that_helped() {
    let mut talk = Talk::begin(&["--lang", "en"]);
    talk.sees("What is wrong?").types("Internal Server Error\r");
    talk.sees("Too many people").sees("Does it work on the phone?").types("yes\r");
    talk.sees("Try this: Clear the cache").sees("Did it help?").types("1\r");
    talk.sees("it is solved").types("\r");
    assert_eq!(talk.ends(), 0);
}

#[test]
fn de_un_mensaje_a_un_arreglo_que_ayudo() {
    let mut talk = Talk::begin(&["--lang", "es", "ask"]);
    talk.sees("¿Qué pasa?").types("Error interno del servidor\r");
    talk.sees("¿Te funciona en el móvil?").types("sí\r");
    talk.sees("Prueba esto: Borra la caché").types("por qué\r");
    talk.sees("Lo propongo ahora").types("sí\r");
    talk.sees("resuelto").types("salir\r");
    assert_eq!(talk.ends(), 0);
}

#[test]
fn a_paste_of_several_lines_is_evidence_and_never_a_command() {
    let mut talk = Talk::begin(&["--lang", "en"]);
    talk.types("\u{1b}[200~quit\nA network error occurred\nrestart\n\u{1b}[201~\r");
    talk.sees("I recognise").sees("line 2, column 1").types(END);
    talk.sees("Goodbye");
    assert_eq!(talk.ends(), 0);
}

#[test]
fn names_are_completed() {
    let mut talk = Talk::begin(&["--lang", "en"]);
    talk.types("fact\t\r").sees("Nothing is known yet").types("quit\r");
    assert_eq!(talk.ends(), 1);
}

#[test]
fn one_interrupt_says_how_to_quit_and_a_second_quits() {
    let mut talk = Talk::begin(&["--lang", "en"]);
    talk.types(INTERRUPT).sees("press Ctrl-C again").types(INTERRUPT);
    assert_eq!(talk.ends(), 130);
}

#[test]
fn the_end_of_the_input_is_a_polite_end_at_every_prompt() {
    let mut talk = Talk::begin(&["--lang", "en"]);
    talk.types(END).sees("Goodbye");
    assert_eq!(talk.ends(), 1);
    let mut talk = Talk::begin(&["--lang", "en"]);
    talk.types("Internal Server Error\r").sees("phone?").types(END).sees("Goodbye");
    assert_eq!(talk.ends(), 0);
}

#[test]
fn a_base_in_the_making_that_is_interrupted_leaves_nothing_behind() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("lamp");
    let mut talk = Talk::begin(&["--lang", "en", "new", folder.to_str().expect("a path")]);
    talk.sees("What is it about?").types("Lamps\r");
    talk.sees("Which language").types("\r");
    talk.sees("What does the message say?").types("it stays dark\r");
    talk.sees("What causes it").types(INTERRUPT);
    talk.sees("nothing was written");
    assert_eq!(talk.ends(), 130);
    assert!(!folder.exists());
}
