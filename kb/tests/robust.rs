//! Whatever the bytes, reading ends, nothing panics, and no control character comes out.

use etio_kb::{MemorySources, Paint, load};
use proptest::prelude::*;

const PAGE: &str = concat!(
    include_str!("accepted/printer/printer.kb"),
    include_str!("accepted/printer/more/fixes.kb"),
    include_str!("fixtures/names/signs.kb"),
);

fn check(bytes: &[u8]) {
    let files = MemorySources::new().with_file("a.kb", bytes).with_file("b.kb", "translation of printer\n language es");
    let loaded = load(&files, &["a.kb", "b.kb"]);
    let rendered = loaded.render(Paint::Plain);
    assert!(rendered.chars().all(|c| c == '\n' || !c.is_control()), "{rendered:?}");
    assert_eq!(loaded.bases.is_empty(), loaded.has_errors());
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
    fn a_page_with_something_else_in_it(at in 0..PAGE.len(), left_out in 0..40usize, put_in in word()) {
        let [start, end] = [at, at + left_out].map(|byte| PAGE.floor_char_boundary(byte));
        check([&PAGE[..start], &put_in, &PAGE[end..]].concat().as_bytes());
    }
}
