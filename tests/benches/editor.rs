//! How long `etio lsp` takes from a change of a page of 5,000 lines until an answer has arrived, over reading that page once. All that was
//! found in the page before had been told. In one run:
//!
//! ```text
//! cargo bench -p etio-tests --bench editor
//! ```
#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]

use etio_kb::{MemorySources, load};
use etio_tests::editor::Editor;
use etio_tests::grid::Grid;
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant};

const ROUNDS: usize = 60;
const LINES: usize = 5_000;

fn main() {
    let text = Grid { causes: 550, findings: 220, links: 10 }.page(7);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("page.kb");
    std::fs::write(&path, &text).expect("a page");
    let sources = MemorySources::new().with_file("page.kb", text.as_str());
    let floor = median((0..ROUNDS).map(|_| time(|| load(&sources, &["page.kb"]))).collect());
    println!("a page of {} lines; {ROUNDS} rounds; milliseconds from a change to the answer", text.lines().count());
    println!("{:<28} {:>8} {:>8} {:>20}", "asked", "median", "at most", "times reading it");
    println!("{:<28} {:>8.2}", "(reading the page once)", millis(floor));

    let mut editor = Editor::ready(Path::new(env!("CARGO_BIN_EXE_etio-under-test")), "en");
    let uri = editor.open(&path, &text);
    let told = editor.mistakes(&uri);
    assert!(told.iter().all(|one| one["severity"] != 1), "a page made by chance has warnings and no errors: {told:?}");
    // In the middle: the last line of a cause, `  35.00% finding-x`.
    let lines: Vec<&str> = text.lines().collect();
    let line = (LINES / 2..).find(|line| lines[*line].contains("% ")).expect("a cause shows something");
    let name = lines[line].rfind(' ').expect("a name") + 1;
    let asked = [
        "textDocument/hover",
        "textDocument/completion",
        "textDocument/definition",
        "textDocument/references",
        "textDocument/rename",
        "textDocument/documentSymbol",
        "textDocument/semanticTokens/full",
        "textDocument/foldingRange",
        "textDocument/codeLens",
        "textDocument/codeAction",
        "textDocument/formatting",
        "workspace/symbol",
    ];
    for method in asked {
        let times = (0..ROUNDS).map(|_| {
            editor.mistakes(&uri);
            touch(&mut editor, &uri, line);
            let at = json!({"line": line, "character": name + 2});
            let params = json!({
                "textDocument": {"uri": uri}, "position": at, "newName": "another-name", "query": "cause",
                "range": {"start": at, "end": at}, "context": {"diagnostics": []},
                "options": {"tabSize": 2, "insertSpaces": true},
            });
            let start = Instant::now();
            editor.result(method, params);
            editor.arrived - start
        });
        row(method.trim_start_matches("textDocument/"), times.collect(), floor);
    }
    let times = (0..ROUNDS).map(|_| {
        editor.mistakes(&uri);
        touch(&mut editor, &uri, line);
        time(|| editor.mistakes(&uri))
    });
    row("all that check finds", times.collect(), floor);
    editor.leave();
}

/// Types a blank at the end of a line, so that the page is another each time.
fn touch(editor: &mut Editor, uri: &str, line: usize) {
    let end = json!({"line": line, "character": 9_999});
    editor.change(uri, json!([{"range": {"start": end, "end": end}, "text": " "}]));
}

fn time<T>(what: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let _ = std::hint::black_box(what());
    start.elapsed()
}

fn row(name: &str, mut times: Vec<Duration>, floor: Duration) {
    times.sort_unstable();
    let (median, most) = (times[times.len() / 2], times[times.len() - 1]);
    println!(
        "{name:<28} {:>8.2} {:>8.2} {:>20.1}",
        millis(median),
        millis(most),
        median.as_secs_f64() / floor.as_secs_f64()
    );
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
