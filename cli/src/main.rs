//! The program `etio`.

fn main() {}
