//! Mistakes as an editor shows them: the same as those of `etio check`.

use super::desk::{Desk, Reading};
use super::positions::Lines;
use etio_kb::cases::is_case_file;
use etio_kb::{Severity, Span};
use gen_lsp_types::{
    Code, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, Message, PublishDiagnosticsParams,
    Range, Uri,
};
use std::collections::BTreeMap;

/// Mistakes by the paths of their files.
type ByFile = BTreeMap<String, Vec<Diagnostic>>;

/// What was told.
#[derive(Default)]
pub(super) struct Told {
    /// Of each file.
    files: ByFile,
    /// Of each base, by its root.
    bases: BTreeMap<String, ByFile>,
}

impl Told {
    /// Returns what is to be told now, so that every file shows its mistakes and none that is mended.
    ///
    /// What reading finds is told at once where it finds other errors than before. Otherwise what was told stays until the
    /// base is checked, so that nothing flickers while one types; an editor moves it along with the text.
    pub(super) fn news(&mut self, desk: &Desk) -> Vec<PublishDiagnosticsParams> {
        let before = std::mem::take(&mut self.bases);
        for (root, reading) in &desk.readings {
            let now = gather(desk, root, reading);
            let stays = before.get(root).filter(|told| !reading.is_checked && errors(told) == errors(&now));
            self.bases.insert(root.clone(), stays.cloned().unwrap_or(now));
        }
        let mut now = ByFile::new();
        for (path, list) in self.bases.values().flatten() {
            let known = now.entry(path.clone()).or_default();
            known.extend(list.iter().filter(|one| !known.contains(one)).cloned().collect::<Vec<_>>());
        }
        let gone = self.files.keys().filter(|path| !now.contains_key(*path)).map(|path| (path.clone(), Vec::new()));
        let new = now.iter().filter(|(path, list)| self.files.get(*path) != Some(list));
        let news: Vec<_> = gone.chain(new.map(|(path, list)| (path.clone(), list.clone()))).collect();
        self.files = now;
        let publish = |(path, diagnostics): (String, Vec<Diagnostic>)| PublishDiagnosticsParams {
            uri: Uri(desk.uri(&path)),
            version: desk.open.get(&path).map(|document| document.version),
            diagnostics,
        };
        news.into_iter().map(publish).collect()
    }
}

/// Returns the errors of pages, without their places; those of cases only a check finds.
fn errors(told: &ByFile) -> Vec<(&String, &Message)> {
    let is_error = |one: &&Diagnostic| one.severity == Some(DiagnosticSeverity::Error);
    let pages = told.iter().filter(|(path, _)| !is_case_file(path));
    pages.flat_map(|(path, list)| list.iter().filter(is_error).map(move |one| (path, &one.message))).collect()
}

fn gather(desk: &Desk, root: &str, reading: &Reading) -> ByFile {
    let mut now = ByFile::new();
    for diagnostic in &reading.loaded.diagnostics {
        let place = diagnostic.labels.first().map(|label| located(reading, label.span));
        let (path, range) = place.unwrap_or_else(|| (placeless(desk, root, reading), Range::default()));
        if Reading::is_shipped(&path) {
            continue;
        }
        let related = diagnostic.labels.iter().skip(1).map(|label| {
            let (path, range) = located(reading, label.span);
            let message = if label.text.is_empty() { "here".to_owned() } else { label.text.clone() };
            DiagnosticRelatedInformation { location: Location { uri: Uri(desk.uri(&path)), range }, message }
        });
        let related: Vec<_> = related.collect();
        let list = now.entry(path).or_default();
        let told = Diagnostic {
            range,
            severity: Some(match diagnostic.severity() {
                Severity::Error => DiagnosticSeverity::Error,
                Severity::Warning => DiagnosticSeverity::Warning,
            }),
            code: Some(Code::String(diagnostic.code.as_str().to_owned())),
            source: Some("etio".to_owned()),
            message: Message::String(message(diagnostic)),
            related_information: (!related.is_empty()).then_some(related),
            ..Diagnostic::default()
        };
        if !list.contains(&told) {
            list.push(told);
        }
    }
    now
}

/// Returns what is said of a mistake: what is wrong, what is here, and what to do.
fn message(diagnostic: &etio_kb::Diagnostic) -> String {
    let here = diagnostic.labels.first().filter(|label| !label.text.is_empty());
    let here = here.map(|label| format!("\n{}", label.text)).unwrap_or_default();
    let help = diagnostic.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    format!("{}{here}{help}", diagnostic.message)
}

/// Returns the file and the range of a place.
pub(super) fn located(reading: &Reading, span: Span) -> (String, Range) {
    let file = reading.loaded.files.get(span.file);
    let range = match reading.pages.get(file.name()) {
        Some(page) if page.text == file.text() => page.lines.range(&page.text, span.range()),
        _ => Lines::new(file.text()).range(file.text(), span.range()),
    };
    (file.name().to_owned(), range)
}

/// Returns the file to tell a mistake in that has no place: one that is open, so that somebody sees it.
fn placeless(desk: &Desk, root: &str, reading: &Reading) -> String {
    let seen = reading.pages.keys().find(|path| desk.open.contains_key(*path));
    seen.cloned().unwrap_or_else(|| root.to_owned())
}
