//! Messages over standard input and output.
//!
//! A thread reads, so that what was typed in the meantime is seen before anything is worked out for an older state; another
//! checks a base while the server goes on answering. Everything meets in one queue.

use super::checker::{Checked, Job};
use super::server::Server;
use crate::commands::Call;
use crate::exit::{Exit, Failure};
use etio_kb::MAX_BASE;
use lsp_server::{Message, Notification, RequestId, Response};
use std::collections::VecDeque;
use std::io::{self, BufRead, Read, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// How many bytes a message may have: the files of a base, and what JSON adds to them.
const MAX_MESSAGE: u64 = 4 * MAX_BASE as u64;
/// How many bytes a line of the head of a message may have.
const MAX_HEADER: u64 = 4096;

/// How long nothing must come in before a change is worked out: what an editor asks right after it is answered first.
const PAUSE: Duration = Duration::from_millis(10);

/// What comes in.
enum Incoming {
    Said(Box<Message>),
    /// A message that cannot be read, and why.
    Unreadable(String),
    Checked(Box<Checked>),
    /// Nothing more is said.
    End,
}

/// Runs the command: serves an editor until it says `exit`.
pub(crate) fn run(call: &Call) -> Result<Exit, Failure> {
    let (sender, receiver) = channel();
    let roots = crate::bases::roots(&call.options.bases, call.words)?;
    let said = sender.clone();
    std::thread::spawn(move || listen(&mut io::stdin().lock(), &said));
    serve(Server::new(roots, call.words), &receiver, &sender, &mut io::stdout())
}

/// Reads messages until the last.
fn listen(input: &mut dyn BufRead, sender: &Sender<Incoming>) {
    loop {
        let incoming = read(input).unwrap_or(Incoming::End);
        let last = match &incoming {
            Incoming::Said(message) => matches!(&**message, Message::Notification(end) if end.method == "exit"),
            incoming => matches!(incoming, Incoming::End),
        };
        if sender.send(incoming).is_err() || last {
            return;
        }
    }
}

/// Reads one message: lines of a head, an empty one, and as many bytes as the head says.
fn read(input: &mut dyn BufRead) -> io::Result<Incoming> {
    let mut length: Option<u64> = None;
    loop {
        let mut line = Vec::new();
        if input.take(MAX_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(Incoming::End);
        }
        let line = String::from_utf8_lossy(&line);
        match line.trim().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.trim().parse().ok(),
            None if line.trim().is_empty() && length.is_some() => break,
            // What is no head is passed over, until one comes.
            _ => {}
        }
    }
    let length = length.unwrap_or_default();
    if length > MAX_MESSAGE {
        io::copy(&mut input.take(length), &mut io::sink())?;
        return Ok(Incoming::Unreadable(format!("it has {length} bytes, and at most {MAX_MESSAGE} are read")));
    }
    let mut body = Vec::new();
    input.take(length).read_to_end(&mut body)?;
    if (body.len() as u64) < length {
        return Ok(Incoming::End);
    }
    let message = serde_json::from_slice(&body);
    Ok(message.map_or_else(|error| Incoming::Unreadable(error.to_string()), |said| Incoming::Said(Box::new(said))))
}

/// Serves until the end of what comes in.
fn serve(
    mut server: Server,
    incoming: &Receiver<Incoming>,
    sender: &Sender<Incoming>,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let mut waiting: VecDeque<Incoming> = VecDeque::new();
    loop {
        waiting.extend(incoming.try_iter());
        if waiting.is_empty() {
            waiting.extend(incoming.recv_timeout(PAUSE));
        }
        if waiting.is_empty() {
            // Nobody waits for an answer: what changed is told, and a base is checked beside.
            write(out, server.settle())?;
            if let Some(job) = server.job() {
                check(job, sender.clone());
            }
        }
        let Some(next) = waiting.pop_front().or_else(|| incoming.recv().ok()) else { break };
        match next {
            Incoming::Said(message) => match *message {
                Message::Request(request) if is_cancelled(&request.id, &waiting) => {
                    write(out, [server.cancelled(request.id)])?;
                }
                Message::Notification(Notification { method, .. }) if method == "exit" => break,
                message => write(out, server.take(message))?,
            },
            Incoming::Unreadable(why) => write(out, [unreadable(&why)])?,
            Incoming::Checked(checked) => server.checked(*checked),
            Incoming::End => break,
        }
    }
    Ok(if server.is_shut_down() { Exit::Done } else { Exit::Nothing })
}

fn check(job: Job, sender: Sender<Incoming>) {
    std::thread::spawn(move || {
        // Whoever asked may be gone.
        let _ = sender.send(Incoming::Checked(Box::new(job.run())));
    });
}

fn is_cancelled(request: &RequestId, waiting: &VecDeque<Incoming>) -> bool {
    let id = serde_json::to_value(request).ok();
    waiting.iter().any(|incoming| match incoming {
        Incoming::Said(message) => match &**message {
            Message::Notification(note) => note.method == "$/cancelRequest" && note.params.get("id") == id.as_ref(),
            _ => false,
        },
        _ => false,
    })
}

/// Returns what is said of a message that is none: nobody knows which request it was.
fn unreadable(why: &str) -> Message {
    let error = serde_json::json!({"type": 1, "message": format!("etio lsp: a message cannot be read: {why}")});
    Notification { method: "window/logMessage".to_owned(), params: error }.into()
}

fn write(out: &mut dyn Write, messages: impl IntoIterator<Item = Message>) -> Result<(), Failure> {
    let mut out = out;
    for message in messages {
        message.write(&mut out)?;
    }
    Ok(())
}

/// Returns an answer that refuses a request.
pub(super) fn refusal(request: RequestId, code: lsp_server::ErrorCode, why: String) -> Message {
    Response::new_err(request, code as i32, why).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lsp_server::Request;

    /// Returns what is heard of some bytes: the methods, and of what cannot be read why.
    fn heard(bytes: &[u8]) -> Vec<String> {
        let (sender, receiver) = channel();
        let mut input = bytes;
        listen(&mut input, &sender);
        drop(sender);
        let said = |incoming| match incoming {
            Incoming::Said(message) => match *message {
                Message::Notification(note) => note.method,
                Message::Request(Request { method, .. }) => method,
                Message::Response(_) => "a response".to_owned(),
            },
            Incoming::Unreadable(why) => why,
            Incoming::Checked(_) => unreachable!("nothing is checked here"),
            Incoming::End => "end".to_owned(),
        };
        receiver.iter().map(said).collect()
    }

    fn framed(body: &str) -> Vec<u8> {
        format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
    }

    #[test]
    fn messages_follow_one_another_until_exit() {
        let note = |method: &str| framed(&format!("{{\"jsonrpc\":\"2.0\",\"method\":\"{method}\"}}"));
        let bytes = [note("initialized"), framed("{"), b"noise\r\n".to_vec(), note("exit"), note("late")].concat();
        let heard = heard(&bytes);
        assert_eq!((heard.len(), heard[0].as_str(), heard[2].as_str()), (3, "initialized", "exit"), "{heard:?}");
    }

    #[test]
    fn a_message_may_have_so_many_bytes_and_no_more() {
        let limit = usize::try_from(MAX_MESSAGE).expect("a small number");
        let note = |bytes: usize| {
            let frame = "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":\"\"}";
            framed(&frame.replace("\"\"", &format!("\"{}\"", "x".repeat(bytes - frame.len()))))
        };
        for (bytes, read) in [(limit - 1, true), (limit, true), (limit + 1, false)] {
            let heard = heard(&[note(bytes), note(100)].concat());
            assert_eq!((heard[0] == "m", heard[1].as_str()), (read, "m"), "{bytes}");
        }
    }

    #[test]
    fn what_ends_too_early_or_never_began_ends_the_server() {
        for bytes in ["", "Content-Length: 50\r\n\r\n{", "Content-Length: x\r\n\r\n", "\r\n\r\n", "Content-Length: 5"] {
            assert_eq!(heard(bytes.as_bytes()), ["end"], "{bytes:?}");
        }
    }
}
