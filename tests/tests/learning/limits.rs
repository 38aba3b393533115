//! How much there may be: at, below and above each limit.

use etio_kb::MemorySources;
use etio_kb::learn::{MAX_CASE_FILE, MAX_CASES, read};

/// Returns how many cases there are in a file, or why none are read.
fn count(name: &str, text: String) -> Result<usize, String> {
    let sources = MemorySources::new().with_file(name, text);
    read(&sources, &[name]).map(|cases| cases.len()).map_err(|error| error.to_string())
}

#[test]
fn a_file_has_a_greatest_size() {
    let case = "{\"cause\":\"fan\"}";
    let padded = |size: usize| format!("{}{case}", " ".repeat(size - case.len()));
    assert_eq!(count("cases.jsonl", padded(MAX_CASE_FILE - 1)), Ok(1));
    assert_eq!(count("cases.jsonl", padded(MAX_CASE_FILE)), Ok(1));
    let refusal = Err("cases.jsonl: the file has more than 64 MB".to_owned());
    assert_eq!(count("cases.jsonl", padded(MAX_CASE_FILE + 1)), refusal);
}

#[test]
fn cases_have_a_greatest_number() {
    let json = |cases: usize| "{}\n".repeat(cases);
    let table = |cases: usize| format!("cause\n{}", "a\n".repeat(cases));
    for cases in [MAX_CASES - 1, MAX_CASES] {
        assert_eq!(count("cases.jsonl", json(cases)), Ok(cases));
        assert_eq!(count("cases.csv", table(cases)), Ok(cases));
    }
    for (name, text) in [("cases.jsonl", json(MAX_CASES + 1)), ("cases.csv", table(MAX_CASES + 1))] {
        assert_eq!(count(name, text), Err(format!("{name}: there are more than {MAX_CASES} cases")));
    }
}
