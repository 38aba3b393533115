//! `etio lsp`: the language in an editor, by the Language Server Protocol over standard input and output.
//!
//! [`transport`] moves messages, [`server`] is a state machine from messages to messages that knows no stream, and one module
//! answers each kind of request. [`desk`] is what is known of the files: open ones lie over those on disk ([`laid`]), and each base is read
//! again when one of its files changes. [`checker`] then checks it beside, as `etio check` does, while answers go on.

mod actions;
mod checker;
mod completion;
mod desk;
mod diagnostics;
mod files;
mod hover;
mod laid;
mod lenses;
mod names;
mod positions;
mod rename;
mod server;
mod symbols;
mod transport;

pub(crate) use transport::run;
