//! Completions and the manual: every shell takes them, and no command is missing.

mod common;

use etio::Exit;
use std::fs;
use std::process::Command;

const COMMANDS: [&str; 16] = [
    "diagnose",
    "ask",
    "resume",
    "new",
    "check",
    "test",
    "fmt",
    "learn",
    "lsp",
    "graph",
    "doc",
    "list",
    "explain",
    "completions",
    "man",
    "--base",
];

/// Runs etio and returns what it wrote to the output and how it ended.
fn run(arguments: &[&str]) -> (String, Exit) {
    common::english(arguments, b"").told()
}

#[test]
fn every_shell_completes_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (script, exit) = run(&["completions", shell]);
        assert_eq!(exit, Exit::Done);
        for command in COMMANDS {
            assert!(script.contains(command.trim_start_matches('-')), "{shell}: {command}");
        }
    }
    assert_eq!(run(&["completions", "cmd"]).1, Exit::Usage);
}

#[cfg(unix)]
#[test]
fn bash_completes_a_command_that_was_begun() {
    let place = tempfile::tempdir().expect("a folder");
    let script = place.path().join("etio.bash");
    fs::write(&script, run(&["completions", "bash"]).0).expect("a file");
    let ask = "source \"$1\"; COMP_WORDS=(etio expl); COMP_CWORD=1; _etio etio expl etio; echo \"${COMPREPLY[*]}\"";
    let Ok(answer) = Command::new("bash").args(["--norc", "-c", ask, "bash"]).arg(&script).output() else { return };
    assert_eq!(String::from_utf8_lossy(&answer.stdout), "explain\n", "{}", String::from_utf8_lossy(&answer.stderr));
}

#[test]
fn every_command_has_a_page_in_the_manual() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("man1");
    let (said, exit) = run(&["man", folder.to_str().expect("a path")]);
    assert_eq!(exit, Exit::Done, "{said}");
    let (program, _) = run(&["man"]);
    assert_eq!(program, fs::read_to_string(folder.join("etio.1")).expect("the page of the program"));
    for command in COMMANDS.iter().filter(|command| !command.starts_with('-')) {
        let page = fs::read_to_string(folder.join(format!("etio-{command}.1"))).expect(command);
        assert!(page.contains(".TH") && page.contains(&format!("etio {command}").replace('-', "\\-")), "{page}");
    }
    assert!(said.contains(&format!(": {}", COMMANDS.len())), "{said}");
}
