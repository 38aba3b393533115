//! An editor that speaks to `etio lsp` over pipes, as a real one does.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

/// An editor, and the server that it started.
pub struct Editor {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    last: i64,
    /// The mistakes last told, by address.
    pub told: Vec<(String, Value)>,
    /// How often mistakes were told.
    pub heard: usize,
    /// When the last message was there, not yet read.
    pub arrived: Instant,
}

impl Editor {
    /// Starts a server that says nothing yet.
    pub fn start(program: &Path, language: &str) -> Self {
        let mut server = Command::new(program)
            .args(["--lang", language, "lsp"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let input = server.stdin.take().expect("a pipe");
        let output = BufReader::new(server.stdout.take().expect("a pipe"));
        Self { server, input, output, last: 0, told: Vec::new(), heard: 0, arrived: Instant::now() }
    }

    /// Starts a server and introduces itself.
    pub fn ready(program: &Path, language: &str) -> Self {
        let mut editor = Self::start(program, language);
        let answer = editor.ask("initialize", json!({"processId": null, "rootUri": null, "capabilities": {}}));
        assert_eq!(answer["result"]["capabilities"]["hoverProvider"], true, "{answer}");
        editor.note("initialized", json!({}));
        editor
    }

    /// Sends a message as it is.
    pub fn raw(&mut self, body: &str) {
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server listens");
        self.input.flush().expect("the server listens");
    }

    /// Sends a notification.
    pub fn note(&mut self, method: &str, params: Value) {
        self.raw(&json!({"jsonrpc": "2.0", "method": method, "params": params}).to_string());
    }

    /// Waits for the next message.
    pub fn hear(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).expect("the server speaks") > 0, "the server went away");
            match line.trim().split_once(": ") {
                Some((_, number)) => length = number.parse().expect("a length"),
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("a whole message");
        self.arrived = Instant::now();
        let message: Value = serde_json::from_slice(&body).expect("JSON");
        if message["method"] == "textDocument/publishDiagnostics" {
            let uri = message["params"]["uri"].as_str().expect("an address").to_owned();
            self.heard += 1;
            self.told.retain(|(known, _)| *known != uri);
            self.told.push((uri, message["params"]["diagnostics"].clone()));
        }
        message
    }

    /// Asks, and returns the answer; mistakes that are told in the meantime are kept.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.raw(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string());
        self.answer(id)
    }

    fn answer(&mut self, id: i64) -> Value {
        loop {
            let message = self.hear();
            if message["id"] == id {
                return message;
            }
        }
    }

    /// Asks, and returns what is answered; an error is none.
    pub fn result(&mut self, method: &str, params: Value) -> Value {
        let answer = self.ask(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Opens a file with a text, and returns its address.
    pub fn open(&mut self, path: &Path, text: &str) -> String {
        let uri = format!("file://{}", path.display());
        let item = json!({"uri": uri, "languageId": "etio", "version": 1, "text": text});
        self.note("textDocument/didOpen", json!({"textDocument": item}));
        uri
    }

    /// Changes an open file.
    pub fn change(&mut self, uri: &str, changes: Value) {
        let document = json!({"uri": uri, "version": 2});
        self.note("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    /// Returns the mistakes of a file once everything was told.
    pub fn mistakes(&mut self, uri: &str) -> Vec<Value> {
        self.ask("etio/settled", Value::Null);
        let told = self.told.iter().find(|(known, _)| known == uri);
        told.and_then(|(_, list)| list.as_array().cloned()).unwrap_or_default()
    }

    /// Says goodbye; the server must end well.
    pub fn leave(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null)["result"], Value::Null);
        self.end();
    }

    /// Says the last word.
    pub fn end(mut self) {
        self.note("exit", Value::Null);
        assert!(self.server.wait().expect("it ends").success());
    }
}
