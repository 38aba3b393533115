//! Findings as SARIF 2.1.0, which editors and code hosts show beside the lines.

use etio_kb::{Code, Diagnostic, FileId, Files, Label, Loaded, Remedy, Span};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Returns a log with one run.
pub(super) fn log(loaded: &Loaded) -> Value {
    let results: Vec<Value> = loaded.diagnostics.iter().map(|one| result(one, &loaded.files)).collect();
    let rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "etio", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn level(code: Code) -> &'static str {
    if code.is_error() { "error" } else { "warning" }
}

fn rule(code: Code) -> Value {
    let page = code.page();
    let what = page.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    json!({
        "id": code.as_str(),
        "defaultConfiguration": {"level": level(code)},
        "fullDescription": {"text": what},
        "help": {"text": page, "markdown": page},
    })
}

fn result(diagnostic: &Diagnostic, files: &Files) -> Value {
    let mut text = diagnostic.message.clone();
    for more in
        diagnostic.help.iter().cloned().chain(diagnostic.example.iter().map(|one| format!("for example: {one}")))
    {
        text.push_str("; ");
        text.push_str(&more);
    }
    let mut labels = diagnostic.labels.iter();
    let first: Vec<Value> = labels.next().map(|label| location(label, files)).into_iter().collect();
    let related: Vec<Value> = labels.map(|label| location(label, files)).collect();
    let rule = Code::ALL.iter().position(|code| *code == diagnostic.code);
    let mut result = json!({
        "ruleId": diagnostic.code.as_str(),
        "ruleIndex": rule,
        "level": level(diagnostic.code),
        "message": {"text": text},
        "locations": first,
        "relatedLocations": related,
    });
    if let Some(remedy) = diagnostic.remedy.as_deref() {
        result["fixes"] = json!([fix(remedy, files)]);
    }
    result
}

/// Returns a remedy: the changes of each file.
fn fix(remedy: &Remedy, files: &Files) -> Value {
    let mut changes: BTreeMap<FileId, Vec<Value>> = BTreeMap::new();
    for edit in &remedy.edits {
        let mut replacement = json!({"deletedRegion": region(edit.span, files)});
        if !edit.text.is_empty() {
            replacement["insertedContent"] = json!({"text": edit.text});
        }
        changes.entry(edit.span.file).or_default().push(replacement);
    }
    let change = |(file, replacements): (FileId, Vec<Value>)| json!({"artifactLocation": {"uri": files.get(file).name()}, "replacements": replacements});
    let changes: Vec<Value> = changes.into_iter().map(change).collect();
    json!({"description": {"text": remedy.title}, "artifactChanges": changes})
}

fn region(span: Span, files: &Files) -> Value {
    let file = files.get(span.file);
    let [start, end] = [span.range().start, span.range().end].map(|byte| file.place(byte));
    json!({"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column})
}

fn location(label: &Label, files: &Files) -> Value {
    let file = files.get(label.span.file);
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": {"uri": file.name()},
            "region": region(label.span, files),
        },
    });
    if !label.text.is_empty() {
        location["message"] = json!({"text": label.text});
    }
    location
}
