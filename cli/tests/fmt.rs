//! `etio fmt` from the outside: what it writes, what it leaves alone, and how it ends.

mod common;

use etio::Exit;
use std::fs;
use std::path::Path;

const UNTIDY: &str = "cause a \"A\"\nis common\n  25 % b # one\n";
const TIDY: &str = "cause a \"A\"\n  is  common\n  25% b  # one\n";

/// Runs `etio fmt` in English and returns what it wrote and how it ended.
fn fmt(arguments: &[&str], input: &[u8]) -> (String, Exit) {
    common::english(&[&["fmt"], arguments].concat(), input).told()
}

/// A folder with pages, one of them in a folder inside.
fn pages() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("more")).expect("a folder inside");
    fs::write(folder.path().join("untidy.kb"), UNTIDY).expect("a page");
    fs::write(folder.path().join("more/tidy.kb"), TIDY).expect("a page");
    fs::write(folder.path().join("notes.txt"), UNTIDY).expect("a file");
    folder
}

fn read(folder: &tempfile::TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("a file")
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path")
}

#[test]
fn what_is_piped_in_comes_out_in_its_form() {
    assert_eq!(fmt(&["-"], UNTIDY.as_bytes()), (TIDY.to_owned(), Exit::Done));
    assert_eq!(fmt(&["-", "--check"], UNTIDY.as_bytes()), (String::new(), Exit::Nothing));
    assert_eq!(fmt(&["-", "--check"], TIDY.as_bytes()), (String::new(), Exit::Done));
}

#[test]
fn pages_of_a_folder_are_written_and_nothing_else() {
    let folder = pages();
    let (said, exit) = fmt(&[path(folder.path())], b"");
    assert_eq!(said.replace(path(folder.path()), "FOLDER"), "- FOLDER/untidy.kb\npages: 2; changed: 1\n");
    assert_eq!(exit, Exit::Done);
    assert_eq!(read(&folder, "untidy.kb"), TIDY);
    assert_eq!(read(&folder, "notes.txt"), UNTIDY);
}

#[test]
fn a_check_and_a_difference_write_nothing() {
    let folder = pages();
    let (said, exit) = fmt(&["--check", path(folder.path())], b"");
    assert_eq!(exit, Exit::Nothing, "{said}");
    let (said, exit) = fmt(&["--diff", path(folder.path())], b"");
    assert_eq!(exit, Exit::Done, "{said}");
    assert_eq!(read(&folder, "untidy.kb"), UNTIDY);
    insta::assert_snapshot!(said.replace(path(folder.path()), "FOLDER"));
}

#[test]
fn where_one_page_cannot_be_read_none_is_written() {
    let folder = pages();
    fs::write(folder.path().join("wrong.kb"), "cause a \"A\nis common\n").expect("a page");
    let (said, exit) = fmt(&[path(folder.path())], b"");
    assert_eq!(exit, Exit::BaseErrors);
    assert!(said.contains("error[E103]: this string is not closed") && said.contains("wrong.kb:1:9"), "{said}");
    assert_eq!(read(&folder, "untidy.kb"), UNTIDY);
}

#[test]
fn a_place_without_pages_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let (said, exit) = fmt(&[path(folder.path())], b"");
    assert_eq!(exit, Exit::Usage);
    assert!(said.contains("there are no pages there"), "{said}");
    let (said, exit) = fmt(&[path(&folder.path().join("none.kb"))], b"");
    assert_eq!(exit, Exit::Usage);
    assert!(said.contains("there is no such file"), "{said}");
}
