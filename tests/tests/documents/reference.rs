//! The tables of the language's page say what the code does.

use crate::page::Page;
use etio_kb::words::{Likelihood, Prior};
use etio_kb::{MAX_BASE, MAX_DECLARATIONS, MAX_DIAGNOSTICS, MAX_FILE_DEPTH, engine, yaml};

/// Returns the cells of every row of the page's tables.
fn rows(page: &Page) -> Vec<Vec<String>> {
    let rows = page.prose().into_iter().filter_map(|(_, line)| line.strip_prefix('|')?.strip_suffix('|'));
    rows.map(|row| row.split('|').map(|cell| cell.trim().replace('`', "")).collect()).collect()
}

#[test]
fn the_words_stand_for_their_numbers() {
    let likelihoods = Likelihood::ALL.iter().map(|word| (word.word(), word.probability()));
    let priors = Prior::ALL.iter().map(|word| (word.word(), word.probability()));
    let rows = rows(&Page::open("docs/language.md"));
    for (word, probability) in likelihoods.chain(priors) {
        let of_100 = rows.iter().find_map(|row| row.iter().skip_while(|cell| *cell != word).nth(1));
        let of_100: f64 = of_100.unwrap_or_else(|| panic!("`{word}` is missing")).parse().expect("a number");
        assert!((of_100 / 100.0 - probability.get()).abs() < 1e-12, "{word}");
    }
}

#[test]
fn the_limits_are_the_ones_that_hold() {
    let mega = |bytes: usize| format!("{} MB", bytes >> 20);
    let limits = [
        ("a base, all files together", mega(MAX_BASE)),
        ("declarations in a base", thousands(MAX_DECLARATIONS)),
        ("files that use files", format!("{MAX_FILE_DEPTH} deep")),
        ("a pattern", format!("{} characters", thousands(engine::PATTERN_LIMIT))),
        ("captures in a pattern", engine::CAPTURE_LIMIT.to_string()),
        ("mistakes that are listed", thousands(MAX_DIAGNOSTICS)),
        ("a file of cases or answers", format!("{}, nested {} deep", mega(yaml::MAX_YAML), yaml::MAX_YAML_DEPTH)),
        ("statements in a saved session", thousands(engine::STATEMENT_LIMIT)),
        ("text to diagnose", mega(engine::TEXT_LIMIT)),
    ];
    let rows = rows(&Page::open("docs/language.md"));
    for (what, limit) in limits {
        let row = rows.iter().find(|row| row[0] == what).unwrap_or_else(|| panic!("no limit of {what}"));
        assert_eq!(row[1], limit, "{what}");
    }
}

/// Returns a number with a comma between its thousands.
fn thousands(number: usize) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", number / 1_000, number % 1_000) }
}
