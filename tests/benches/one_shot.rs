//! How long a one-shot diagnosis takes, process start included, over a program that does nothing. Run in turns, in one run:
//!
//! ```text
//! cargo bench -p etio-tests --bench one_shot
//! ```
#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 400;
const TEXTS: [&str; 4] = [
    "Internal Server Error",
    "ChatGPT: Something went wrong. If this issue persists please contact us through our help center.",
    "You've reached the current usage cap for GPT-4, please try again after 2:04 PM.",
    "This is an ordinary line of text that no base knows anything about.",
];

fn main() {
    let empty = PathBuf::from(env!("CARGO_BIN_EXE_empty"));
    let etio = built();
    println!("{ROUNDS} rounds in turns; milliseconds, median (90th percentile)");
    println!("{:<60} {:>14} {:>14} {:>8}", "text", "empty", "etio", "over");
    for text in TEXTS {
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..ROUNDS {
            times[0].push(time(Command::new(&empty)));
            let mut command = Command::new(&etio);
            command.args(["diagnose", "--no-input", "--format", "json", "--text", text]);
            times[1].push(time(command));
        }
        let [empty, etio] = times.map(|mut times| {
            times.sort_unstable();
            (millis(times[ROUNDS / 2]), millis(times[ROUNDS * 9 / 10]))
        });
        let shown: String = text.chars().take(58).collect();
        let over = etio.0 - empty.0;
        println!("{shown:<60} {:>6.2} ({:.2}) {:>7.2} ({:.2}) {over:>8.2}", empty.0, empty.1, etio.0, etio.1);
    }
}

/// Builds the program as a person would run it, and returns where it is.
fn built() -> PathBuf {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let built = Command::new(env!("CARGO")).args(["build", "--release", "-q", "-p", "etio"]).current_dir(root).status();
    assert!(built.is_ok_and(|status| status.success()), "the program does not build");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from(root).join("target"), PathBuf::from);
    target.join("release").join(format!("etio{}", std::env::consts::EXE_SUFFIX))
}

fn time(mut command: Command) -> Duration {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    command.status().expect("the program starts");
    start.elapsed()
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
