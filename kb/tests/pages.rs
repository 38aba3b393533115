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
    let mut wrong = Vec::new();
    for (code, page) in Code::ALL.iter().filter_map(|code| Some((code, code.page()?))) {
        let [bad, good] = ["Bad", "Good"].map(|heading| files(page, heading));
        if bad.is_empty() || good.is_empty() {
            wrong.push(format!("the page of {code} has no examples"));
        }
        let told = checked(&bad);
        if !told.diagnostics.iter().any(|one| one.code == *code) {
            wrong.push(format!("the bad example of {code} gives:\n{}", told.render(Paint::Plain)));
        }
        let told = checked(&good);
        if !told.diagnostics.is_empty() {
            wrong.push(format!("the good example of {code} gives:\n{}", told.render(Paint::Plain)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn what_analysis_finds_has_a_page() {
    let of_analysis = |code: &&Code| code.as_str() > "W1";
    let without: Vec<_> = Code::ALL.iter().filter(of_analysis).filter(|code| code.page().is_none()).collect();
    assert!(without.is_empty(), "no page: {without:?}");
}
