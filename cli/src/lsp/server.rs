//! The server as a state machine: messages in, messages out. Knows no stream.

use super::checker::{Checked, Job};
use super::desk::{Desk, Text};
use super::diagnostics::Told;
use super::positions::Lines;
use super::transport::refusal;
use super::{actions, completion, files, hover, lenses, rename, symbols};
use crate::words::Words;
use gen_lsp_types as lsp;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use std::rc::Rc;

/// What is asked of the server.
pub(super) struct Server {
    desk: Desk,
    told: Told,
    stage: Stage,
    /// Whether a base is being checked.
    is_checking: bool,
    /// Whether a check ended since mistakes were told.
    is_news: bool,
    /// Requests that are answered when everything was told.
    waiting: Vec<RequestId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Asleep,
    Serving,
    ShutDown,
}

/// A request of our own: answered when every mistake of what was said before was told.
const SETTLED: &str = "etio/settled";

/// The requests that need nothing but the text: they do not wait until the base is read again.
const OF_TEXT: [&str; 3] = ["textDocument/formatting", "textDocument/documentSymbol", "textDocument/foldingRange"];

/// Why a request has no answer.
pub(super) struct Refused(pub(super) ErrorCode, pub(super) String);

/// An answer: a value, or why there is none.
pub(super) type Answer = Result<Value, Refused>;

impl Server {
    /// Returns a server that speaks of everything over these bases.
    pub(super) fn new(below: Vec<String>, words: Words) -> Self {
        Self {
            desk: Desk::over(below, words),
            told: Told::default(),

            stage: Stage::Asleep,
            is_checking: false,
            is_news: false,
            waiting: Vec::new(),
        }
    }

    /// Returns whether the editor said that it is about to leave.
    pub(super) fn is_shut_down(&self) -> bool {
        self.stage == Stage::ShutDown
    }

    /// Takes a message, and returns what is to be said.
    pub(super) fn take(&mut self, message: Message) -> Vec<Message> {
        match message {
            Message::Request(request) => self.request(request),
            Message::Notification(note) => self.note(note),
            Message::Response(_) => Vec::new(),
        }
    }

    /// Returns what is to be told of all that changed.
    pub(super) fn settle(&mut self) -> Vec<Message> {
        let mut said: Vec<Message> = Vec::new();
        if self.desk.read_again() || self.is_news {
            let publish = |news| Notification::new("textDocument/publishDiagnostics".to_owned(), news).into();
            said.extend(self.told.news(&self.desk).into_iter().map(publish));
            self.is_news = false;
        }
        if !self.is_checking && self.desk.is_checked() {
            said.extend(self.waiting.drain(..).map(|id| response(id, Ok(Value::Null))));
        }
        said
    }

    /// Returns the next base to be checked beside, unless one is.
    pub(super) fn job(&mut self) -> Option<Job> {
        if self.is_checking {
            return None;
        }
        let job = self.desk.job();
        self.is_checking = job.is_some();
        job
    }

    /// Takes what a check found.
    pub(super) fn checked(&mut self, checked: Checked) {
        self.is_checking = false;
        self.is_news = true;
        self.desk.checked(checked);
    }

    /// Returns the answer to a request that the editor took back.
    pub(super) fn cancelled(&self, id: RequestId) -> Message {
        refusal(id, ErrorCode::RequestCanceled, "cancelled".to_owned())
    }

    fn request(&mut self, request: Request) -> Vec<Message> {
        let Request { id, method, params, .. } = request;
        let answer = match (self.stage, method.as_str()) {
            (Stage::Asleep, "initialize") => {
                self.stage = Stage::Serving;
                Ok(abilities())
            }
            (Stage::Asleep, _) => Err(Refused(ErrorCode::ServerNotInitialized, "say `initialize` first".to_owned())),
            (Stage::ShutDown, _) => Err(Refused(ErrorCode::InvalidRequest, "the server is shut down".to_owned())),
            (_, "initialize") => Err(Refused(ErrorCode::InvalidRequest, "`initialize` was said before".to_owned())),
            (_, "shutdown") => {
                self.stage = Stage::ShutDown;
                Ok(Value::Null)
            }
            (_, SETTLED) => {
                self.waiting.push(id);
                return Vec::new();
            }
            _ => {
                let mut said = if OF_TEXT.contains(&method.as_str()) { Vec::new() } else { self.settle() };
                let answer = self.answer(&method, params);
                said.push(response(id, answer));
                return said;
            }
        };
        vec![response(id, answer)]
    }

    fn answer(&mut self, method: &str, params: Value) -> Answer {
        let desk = &mut self.desk;
        match method {
            "textDocument/completion" => at(desk, params, completion::complete),
            "textDocument/hover" => at(desk, params, hover::hover),
            "textDocument/definition" => at(desk, params, symbols::definition),
            "textDocument/references" => {
                let with_declaration = params["context"]["includeDeclaration"] != false;
                at(desk, params, |desk, cursor| symbols::references(desk, cursor, with_declaration))
            }
            "textDocument/documentHighlight" => at(desk, params, symbols::highlight),
            "textDocument/prepareRename" => at(desk, params, rename::prepare),
            "textDocument/rename" => rename::rename(desk, &read::<lsp::RenameParams>(params)?),
            "textDocument/documentSymbol" => of(desk, params, symbols::outline),
            "textDocument/foldingRange" => of(desk, params, symbols::folding),
            "textDocument/formatting" => of(desk, params, actions::format),
            "textDocument/semanticTokens/full" => of(desk, params, symbols::tokens),
            "textDocument/codeLens" => of(desk, params, lenses::lenses),
            "textDocument/codeAction" => actions::fixes(desk, &read(params)?),
            "workspace/symbol" => symbols::everywhere(desk, &read::<lsp::WorkspaceSymbolParams>(params)?.query),
            "workspace/executeCommand" => lenses::execute(desk, read(params)?),
            method => Err(Refused(ErrorCode::MethodNotFound, format!("`{method}` is not known here"))),
        }
    }

    fn note(&mut self, note: Notification) -> Vec<Message> {
        if self.stage != Stage::Serving {
            return Vec::new();
        }
        let result = match note.method.as_str() {
            "textDocument/didOpen" => read::<lsp::DidOpenTextDocumentParams>(note.params).map(|opened| {
                let item = opened.text_document;
                self.desk.open(&item.uri.0, item.version, item.text);
            }),
            "textDocument/didChange" => read::<lsp::DidChangeTextDocumentParams>(note.params).map(|changed| {
                let document = changed.text_document;
                let apply = |text: &mut String| changed.content_changes.into_iter().for_each(|one| change(text, one));
                self.desk.change(&document.text_document_identifier.uri.0, document.version, apply);
            }),
            "textDocument/didClose" => read::<lsp::DidCloseTextDocumentParams>(note.params)
                .map(|closed| self.desk.close(&closed.text_document.uri.0)),
            "textDocument/didSave" => read::<lsp::DidSaveTextDocumentParams>(note.params)
                .map(|saved| self.desk.touch(&saved.text_document.uri.0)),
            "workspace/didChangeWatchedFiles" => read::<lsp::DidChangeWatchedFilesParams>(note.params)
                .map(|changed| changed.changes.iter().for_each(|one| self.desk.touch(&one.uri.0))),
            _ => Ok(()),
        };
        match result {
            Ok(()) => Vec::new(),
            Err(Refused(_, why)) => {
                let said = json!({"type": 1, "message": format!("etio lsp: {}: {why}", note.method)});
                vec![Notification::new("window/logMessage".to_owned(), said).into()]
            }
        }
    }
}

fn response(id: RequestId, answer: Answer) -> Message {
    match answer {
        Ok(result) => Response { id, response_result: Ok(result) }.into(),
        Err(Refused(code, why)) => refusal(id, code, why),
    }
}

/// Returns parameters as what they should be.
fn read<T: for<'de> Deserialize<'de>>(params: Value) -> Result<T, Refused> {
    serde_json::from_value(params).map_err(|error| Refused(ErrorCode::InvalidParams, error.to_string()))
}

/// Returns an answer as it is sent.
pub(super) fn sent(answer: impl serde::Serialize) -> Answer {
    serde_json::to_value(answer).map_err(|error| Refused(ErrorCode::InternalError, error.to_string()))
}

/// A place in an open file.
pub(super) struct Cursor {
    pub(super) path: String,
    pub(super) text: Rc<Text>,
    pub(super) byte: usize,
}

/// Finds the place that a request is about; of files that are not open nothing is known.
pub(super) fn cursor(desk: &mut Desk, place: &lsp::TextDocumentPositionParams) -> Option<Cursor> {
    let path = files::path(&place.text_document.uri.0);
    let text = desk.text(&path)?;
    let byte = text.lines.byte(&text.text, place.position);
    Some(Cursor { path, text, byte })
}

fn at(desk: &mut Desk, params: Value, answer: impl Fn(&Desk, &Cursor) -> Answer) -> Answer {
    match cursor(desk, &read(params)?) {
        Some(cursor) => answer(desk, &cursor),
        None => Ok(Value::Null),
    }
}

fn of(desk: &mut Desk, params: Value, answer: impl Fn(&Desk, &str, &Text) -> Answer) -> Answer {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Of {
        text_document: lsp::TextDocumentIdentifier,
    }
    let path = files::path(&read::<Of>(params)?.text_document.uri.0);
    match desk.text(&path) {
        Some(text) => answer(desk, &path, &text),
        None => Ok(Value::Null),
    }
}

fn change(text: &mut String, change: lsp::TextDocumentContentChangeEvent) {
    use lsp::TextDocumentContentChangeEvent::{
        TextDocumentContentChangePartial, TextDocumentContentChangeWholeDocument,
    };
    match change {
        TextDocumentContentChangePartial(part) => {
            let bytes = Lines::new(text).bytes(text, part.range);
            text.replace_range(bytes, &part.text);
        }
        TextDocumentContentChangeWholeDocument(whole) => *text = whole.text,
    }
}

/// Returns what the server can do.
fn abilities() -> Value {
    json!({
        "capabilities": {
            "positionEncoding": "utf-16",
            "textDocumentSync": {"openClose": true, "change": 2, "save": true},
            "completionProvider": {"triggerCharacters": [" ", ","]},
            "hoverProvider": true,
            "definitionProvider": true,
            "referencesProvider": true,
            "documentHighlightProvider": true,
            "documentSymbolProvider": true,
            "workspaceSymbolProvider": true,
            "documentFormattingProvider": true,
            "foldingRangeProvider": true,
            "renameProvider": {"prepareProvider": true},
            "codeActionProvider": {"codeActionKinds": ["quickfix", "source.fixAll"]},
            "codeLensProvider": {},
            "executeCommandProvider": {"commands": lenses::COMMANDS},
            "semanticTokensProvider": {
                "legend": {"tokenTypes": symbols::TOKENS, "tokenModifiers": ["declaration"]},
                "full": true,
            },
        },
        "serverInfo": {"name": "etio", "version": env!("CARGO_PKG_VERSION")},
    })
}
