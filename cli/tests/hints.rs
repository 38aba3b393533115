//! What a person is told who does not know how to go on, or who names a thing otherwise than etio takes it.

mod common;

use common::{Ran, run};

const CHAT: &str = "tests/bases/chat";

/// The words of what was written, with single spaces: where lines break does not matter.
fn words(ran: &Ran) -> String {
    ran.page().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn who_does_not_know_whether_a_fix_helped_is_asked_again() {
    for (language, said, told) in [("en", "don't know", "look again"), ("es", "no lo sé", "míralo otra vez")] {
        let input = format!("Internal Server Error\n{said}\n{said}\n{said}\n{said}\nquit\n");
        let ran = run(&["--lang", language, "--base", CHAT, "ask"], input.as_bytes());
        assert!(words(&ran).contains(told), "{}", ran.page());
    }
}
