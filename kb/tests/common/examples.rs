//! The examples on the pages of the codes.

use etio_kb::MemorySources;

/// Returns the files of the example under a heading: ```` ```kb ```` opens `page.kb`, ```` ```kb name ```` a file of that name.
pub(crate) fn files<'p>(page: &'p str, heading: &str) -> Vec<(&'p str, &'p str)> {
    let file = |fence: &'p str| {
        let (name, rest) = fence.split_once('\n')?;
        let name = Some(name.trim()).filter(|name| !name.is_empty()).unwrap_or("page.kb");
        Some((name, rest.split("```").next().unwrap_or_default()))
    };
    section(page, heading).split("```kb").skip(1).filter_map(file).collect()
}

/// Returns the sources of an example and its roots: the files of the base `base`, and those named `mine…`, which overlay it.
pub(crate) fn sources(files: &[(&str, &str)]) -> (MemorySources, Vec<String>) {
    let is_mine = |name: &str| name.starts_with("mine");
    let path = |name: &str| if is_mine(name) { name.to_owned() } else { format!("base/{name}") };
    let add = |sources: MemorySources, (name, text): &(&str, &str)| sources.with_file(path(name), *text);
    let mine = files.iter().filter(|(name, _)| is_mine(name)).map(|(name, _)| (*name).to_owned());
    (files.iter().fold(MemorySources::new(), add), std::iter::once("base".to_owned()).chain(mine).collect())
}

/// Returns what stands under a heading.
pub(crate) fn section<'p>(page: &'p str, heading: &str) -> &'p str {
    let (_, after) = page.split_once(&format!("\n## {heading}\n")).unwrap_or_default();
    after.split("\n## ").next().unwrap_or_default()
}
