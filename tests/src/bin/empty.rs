//! A program that does nothing: the floor under the start of any other.

fn main() {}
