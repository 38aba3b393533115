//! How long `etio fmt` takes over the parser alone, on the same pages. In one run:
//!
//! ```text
//! cargo bench -p etio-tests --bench format
//! ```
#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]

use etio_kb::index::PageIndex;
use etio_kb::{MemorySources, format, load};
use etio_tests::grid::Grid;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

const ROUNDS: usize = 30;

fn main() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../kb/bases/chatgpt");
    let files = fs::read_dir(shipped).expect("a shipped base").map(|entry| entry.expect("a file").path());
    let pages = files.filter(|path| path.extension().is_some_and(|extension| extension == "kb"));
    let shipped: Vec<String> = pages.map(|path| fs::read_to_string(path).expect("a page")).collect();
    let grid = |causes| vec![Grid { causes, findings: 200, links: 10 }.page(7)];
    println!("{ROUNDS} rounds in turns; medians");
    println!(
        "{:<16} {:>9} {:>14} {:>14} {:>14} {:>22}",
        "pages", "bytes", "parser, MB/s", "load, MB/s", "fmt, MB/s", "fmt over the parser"
    );
    for (name, pages) in [("ChatGPT", shipped), ("5,000 lines", grid(500)), ("50,000 lines", grid(12_000))] {
        let bytes: usize = pages.iter().map(String::len).sum();
        let mut times = [const { Vec::new() }; 3];
        for _ in 0..ROUNDS {
            // The index of a page is what the parser makes of it, walked once.
            times[0].push(time(&pages, |page| drop(black_box(PageIndex::new(page)))));
            times[1].push(time(&pages, |page| {
                black_box(load(&MemorySources::new().with_file("a.kb", page), &["a.kb"]));
            }));
            times[2].push(time(&pages, |page| drop(black_box(format("a.kb", page)))));
        }
        let speeds = times.map(|mut times| {
            times.sort_unstable();
            bytes as f64 / 1e6 / times[ROUNDS / 2].as_secs_f64()
        });
        let [parser, load, fmt] = speeds;
        println!("{name:<16} {bytes:>9} {parser:>14.1} {load:>14.1} {fmt:>14.1} {:>22.2}", fmt / parser);
    }
}

fn time(pages: &[String], what: impl Fn(&str)) -> Duration {
    let start = Instant::now();
    pages.iter().for_each(|page| what(page));
    start.elapsed()
}
