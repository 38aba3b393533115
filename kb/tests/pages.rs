//! The pages of the codes: the bad example of each raises its code, the good one raises nothing.

use etio_kb::{
    Code, Entry, Loaded, MAX_BASE, MAX_DECLARATIONS, MAX_DIAGNOSTICS, MAX_FILE_DEPTH, MemorySources, Paint, ReadError,
    Sources, check, format,
};

#[path = "common/examples.rs"]
mod examples;

use examples::{files, section};

/// Checks an example.
fn checked(files: &[(&str, &str)]) -> Loaded {
    let (sources, roots) = examples::sources(files);
    check(&sources, &roots.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Returns the prose under a heading, without examples.
fn prose<'p>(page: &'p str, heading: &str) -> &'p str {
    section(page, heading).split("```kb").next().unwrap_or_default().trim()
}

/// A file that is there and cannot be read.
struct Locked;

impl Sources for Locked {
    fn read(&self, _path: &str, _limit: usize) -> Result<Entry, ReadError> {
        Err(ReadError::Failed("permission denied".to_owned()))
    }
}

/// Checks one file, given as bytes.
fn checked_bytes(bytes: impl Into<Vec<u8>>) -> Loaded {
    check(&MemorySources::new().with_file("page.kb", bytes), &["page.kb"])
}

/// Returns what is told of the bad example where no text on a page can be one, since it is too large, or cannot be read or seen;
/// `good` is the good example, which is spoilt in the way that the page describes.
fn made(code: Code, good: &str) -> Option<Loaded> {
    Some(match code {
        Code::Unreadable => check(&Locked, &["page.kb"]),
        Code::NotUtf8 => {
            assert!(good.contains('é'), "the example of {code} has no letter that tells the encodings apart");
            checked_bytes(good.chars().map(|letter| u8::try_from(letter).expect("Latin-1")).collect::<Vec<_>>())
        }
        Code::TooLarge => checked_bytes(good.to_owned() + &"# 12:00 the element is open\n".repeat(MAX_BASE / 20)),
        Code::FilesTooDeep => {
            let head: String = good.lines().take(2).map(|line| format!("{line}\n")).collect();
            let page = |nth| if nth > 1 { String::new() } else { head.clone() };
            let files = (1..=MAX_FILE_DEPTH + 2).map(|nth| (nth, page(nth) + &format!("\nuse \"{}.kb\"\n", nth + 1)));
            let add = |files: MemorySources, (nth, text)| files.with_file(format!("{nth}.kb"), text);
            check(&files.fold(MemorySources::new(), add), &["1.kb"])
        }
        Code::MoreMistakes => checked_bytes(good.to_owned() + &"topic t \"T\"\n".repeat(MAX_DIAGNOSTICS + 200)),
        Code::TooManyDeclarations => {
            let topics =
                (0..=MAX_DECLARATIONS).map(|nth| format!("topic part-{nth} \"Part {nth}\"\n means \"In stock.\"\n"));
            checked_bytes(good.to_owned() + &topics.collect::<String>())
        }
        Code::ControlCharacter => checked_bytes(good.replacen("\"Kettles", "\"\u{1b}[31mKettles", 1)),
        Code::LineTooLong => checked_bytes(good.replacen("means \"", &format!("means \"{}", "word ".repeat(4_000)), 1)),
        Code::TooDeep => {
            let brackets = ["(", ")"].map(|bracket| bracket.repeat(65));
            checked_bytes(good.replacen("when old", &format!("when {}old{}", brackets[0], brackets[1]), 1))
        }
        Code::NotFormattable => {
            let long = format!("topic t \"T\"\nmeans \"{}\"", "x".repeat(16_384 - "means \"\"".len()));
            format("page.kb", &(good.to_owned() + &long)).expect_err("two spaces more are too many")
        }
        _ => return None,
    })
}

#[test]
fn bad_examples_are_told_of_and_good_ones_are_not() {
    let mut wrong = Vec::new();
    for (code, page) in Code::ALL.iter().map(|code| (*code, code.page())) {
        let [bad, good] = ["Bad", "Good"].map(|heading| files(page, heading));
        let made = if bad.is_empty() { made(code, good.first().map_or("", |(_, text)| text)) } else { None };
        if good.is_empty() || made.is_some() && prose(page, "Bad").is_empty() || made.is_none() && bad.is_empty() {
            wrong.push(format!("the page of {code} has no examples"));
        }
        let told = made.unwrap_or_else(|| checked(&bad));
        let others = |other: &Code| code.is_error() && other.is_error() && *other != code;
        let mut codes = told.diagnostics.iter().map(|one| one.code);
        // With so many mistakes, some must be of another kind.
        if !codes.clone().any(|one| one == code) || codes.any(|one| others(&one)) && code != Code::MoreMistakes {
            wrong.push(format!("the bad example of {code} gives:\n{}", told.render(Paint::Plain)));
        }
        let told = checked(&good);
        if !told.diagnostics.is_empty() {
            wrong.push(format!("the good example of {code} gives:\n{}", told.render(Paint::Plain)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
