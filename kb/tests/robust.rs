//! Whatever the bytes, reading ends, nothing panics, no control character comes out, and the engine takes every base.

use etio_kb::engine::Knowledge;
use etio_kb::{MemorySources, Paint, load};
use proptest::prelude::*;

/// A page without mistakes, and one with many.
const RIGHT: &str =
    concat!(include_str!("accepted/printer/printer.kb"), include_str!("accepted/printer/more/fixes.kb"));
const WRONG: &str = concat!(include_str!("accepted/printer/printer.kb"), include_str!("fixtures/names/signs.kb"));

fn check(bytes: &[u8]) {
    let files = MemorySources::new().with_file("a.kb", bytes).with_file("b.kb", "translation of printer\n language es");
    let loaded = load(&files, &["a.kb", "b.kb"]);
    let rendered = loaded.render(Paint::Plain);
    assert!(rendered.chars().all(|c| c == '\n' || !c.is_control()), "{rendered:?}");
    assert_eq!(loaded.bases.is_empty(), loaded.has_errors());
    assert_eq!(Knowledge::new(loaded.bases).err(), None);
}

/// Pieces of the language, so that nonsense comes near to sense.
fn word() -> impl Strategy<Value = String> {
    let words = "base use translation symptom fact rule kind cause fix topic of one several its symptoms number text \
        ask says only otherwise takes label else applies when probe env os is has ruled out confirmed passes in for \
        cures eases tells after then risk step run verify hands over last resort often almost always half the time \
        85% 7 of 10 2 min ( ) , : .. < >= # \" \\ / {x} \n \n \n a b c vpn other \"text\" /[a/ and or not";
    prop::sample::select(words.split(' ').map(str::to_owned).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        check(&bytes);
    }

    #[test]
    fn any_words(words in prop::collection::vec(word(), 0..200)) {
        check(format!("base printer \"P\"\n language en\n{}", words.join(" ")).as_bytes());
    }

    #[test]
    fn a_page_without_some_lines(left_out in prop::collection::btree_set(0..120usize, 0..4)) {
        let page = RIGHT.replace("use \"more/fixes.kb\"", "");
        let left = page.lines().enumerate().filter(|(nth, _)| !left_out.contains(nth)).map(|(_, line)| line);
        check(left.collect::<Vec<_>>().join("\n").as_bytes());
    }

    #[test]
    fn a_page_with_something_else_in_it(at in 0..WRONG.len(), left_out in 0..40usize, put_in in word()) {
        let [start, end] = [at, at + left_out].map(|byte| WRONG.floor_char_boundary(byte));
        check([&WRONG[..start], &put_in, &WRONG[end..]].concat().as_bytes());
    }
}
