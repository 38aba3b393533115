//! The pages of the checks: the bad example of each raises its code, the good one raises nothing.

use etio_kb::{Code, Loaded, MemorySources, Paint, check};

/// Returns the files of the example under a heading: ```` ```kb ```` opens `page.kb`, ```` ```kb name ```` a file of that name.
fn files<'p>(page: &'p str, heading: &str) -> Vec<(&'p str, &'p str)> {
    let (_, after) = page.split_once(&format!("\n## {heading}\n")).unwrap_or_default();
    let section = after.split("\n## ").next().unwrap_or_default();
    let fences = section.split("```kb").skip(1);
    let file = |fence: &'p str| {
        let (name, rest) = fence.split_once('\n')?;
        let name = Some(name.trim()).filter(|name| !name.is_empty()).unwrap_or("page.kb");
        Some((name, rest.split("```").next().unwrap_or_default()))
    };
    fences.filter_map(file).collect()
}

/// Checks an example; files named `mine…` overlay the others.
fn checked(files: &[(&str, &str)]) -> Loaded {
    let add = |sources: MemorySources, (name, text): &(&str, &str)| match name.strip_prefix("mine") {
        Some(_) => sources.with_file(*name, *text),
        None => sources.with_file(format!("base/{name}"), *text),
    };
    let sources = files.iter().fold(MemorySources::new(), add);
    let mine = files.iter().map(|(name, _)| *name).filter(|name| name.starts_with("mine"));
    check(&sources, &std::iter::once("base").chain(mine).collect::<Vec<_>>())
}

#[test]
fn bad_examples_are_told_of_and_good_ones_are_not() {
    let mut seen = 0;
    for code in Code::ALL {
        let Some(page) = code.page() else { continue };
        let [bad, good] = ["Bad", "Good"].map(|heading| files(page, heading));
        assert!(!bad.is_empty() && !good.is_empty(), "the page of {code} has no examples");
        let told = checked(&bad);
        let codes: Vec<Code> = told.diagnostics.iter().map(|one| one.code).collect();
        assert!(codes.contains(code), "the bad example of {code} gives {codes:?}");
        let told = checked(&good);
        assert!(told.diagnostics.is_empty(), "the good example of {code}: {}", told.render(Paint::Plain));
        seen += 1;
    }
    assert!(seen > 0);
}

#[test]
fn what_analysis_finds_has_a_page() {
    let of_analysis = |code: &&Code| code.as_str() > "W1";
    let without: Vec<_> = Code::ALL.iter().filter(of_analysis).filter(|code| code.page().is_none()).collect();
    assert!(without.is_empty(), "no page: {without:?}");
}
