//! The page of a check: what it finds, why that matters, what is bad and what is good.

use crate::args::Format;
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::page::Page;
use crate::render;
use etio_kb::Code;
use serde::Serialize;

/// The page for a program.
#[derive(Serialize)]
struct Told {
    code: &'static str,
    severity: &'static str,
    /// Markdown.
    page: &'static str,
    /// What `etio check --fix` does where it is certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<&'static str>,
}

/// Prints the page.
pub(super) fn run(code: Code, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let markdown = code.page();
    let severity = if code.is_error() { "error" } else { "warning" };
    if call.options.format == Format::Json {
        let told = Told { code: code.as_str(), severity, page: markdown, fix: code.remedy() };
        render::json(&told, console.out)?;
        return Ok(Exit::Done);
    }
    let mut page = page(code.as_str(), markdown);
    if let Some(remedy) = code.remedy() {
        page.gap();
        page.text(call.words.check_mends(code.as_str(), remedy));
    }
    if !code.is_error() {
        page.gap();
        page.text(call.words.how_to_silence(code.as_str()));
    }
    console.show(&page)?;
    Ok(Exit::Done)
}

/// Returns Markdown as lines: paragraphs are wrapped, examples stand as they are.
fn page(code: &str, markdown: &str) -> Page {
    let mut page = Page::default();
    page.strong(code);
    let mut paragraph = String::new();
    let mut example = false;
    for line in markdown.lines() {
        if let Some(opening) = line.strip_prefix("```") {
            let name = opening.trim_start_matches("kb").trim();
            if !example && !name.is_empty() {
                page.faint(name);
            }
            example = !example;
        } else if example {
            page.verbatim(2, line);
        } else if let Some(heading) = line.strip_prefix("## ") {
            page.heading(heading);
        } else if line.is_empty() {
            finish(&mut page, &mut paragraph);
            page.gap();
        } else {
            paragraph.push_str(if paragraph.is_empty() { "" } else { " " });
            paragraph.push_str(line);
        }
    }
    finish(&mut page, &mut paragraph);
    page
}

fn finish(page: &mut Page, paragraph: &mut String) {
    if !paragraph.is_empty() {
        page.text(std::mem::take(paragraph));
    }
}
