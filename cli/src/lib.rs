//! The commands and the conversation of etio.
