//! The limits of a base, at, below and above each; and files that cannot be read.

use etio_kb::{
    Code, Entry, Loaded, MAX_BASE, MAX_DECLARATIONS, MAX_DIAGNOSTICS, MAX_FILE_DEPTH, MemorySources, ReadError,
    Sources, load, parse_str,
};

const HEAD: &str = "base demo \"Demo\"\n  language en\n";

fn codes(loaded: &Loaded) -> Vec<Code> {
    loaded.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn a_base_has_16_mb() {
    for (bytes, expected) in [(MAX_BASE - 1, vec![]), (MAX_BASE, vec![]), (MAX_BASE + 1, vec![Code::TooLarge])] {
        let comment = format!("#{}\n", "x".repeat(1022));
        let mut text = HEAD.to_owned() + &comment.repeat((bytes - HEAD.len()) / comment.len());
        text += &"\n".repeat(bytes - text.len());
        assert_eq!(text.len(), bytes);
        assert_eq!(codes(&parse_str("demo.kb", &text)), expected, "{bytes}");
        let (first, second) = text.split_at(HEAD.len());
        let split = MemorySources::new().with_file("demo/a.kb", first).with_file("demo/b.kb", second);
        assert_eq!(codes(&load(&split, &["demo"])), expected, "{bytes} in two files");
    }
}

#[test]
fn a_base_has_100_000_declarations() {
    for (count, expected) in [
        (MAX_DECLARATIONS - 1, vec![]),
        (MAX_DECLARATIONS, vec![]),
        (MAX_DECLARATIONS + 1, vec![Code::TooManyDeclarations]),
    ] {
        let topics = (1..count).map(|nth| format!("topic t{nth} \"T\"\nmeans \"M\"\n"));
        let text = HEAD.to_owned() + &topics.collect::<String>();
        let loaded = parse_str("demo.kb", &text);
        assert_eq!(codes(&loaded), expected, "{count}");
        let topics = loaded.bases.first().map(|base| base.topics.len() + 1);
        assert_eq!(topics, expected.is_empty().then_some(count));
    }
}

#[test]
fn files_use_files_64_deep() {
    for (depth, expected) in
        [(MAX_FILE_DEPTH - 1, vec![]), (MAX_FILE_DEPTH, vec![]), (MAX_FILE_DEPTH + 1, vec![Code::FilesTooDeep])]
    {
        let first = MemorySources::new().with_file("0.kb", format!("{HEAD}use \"1.kb\""));
        let files = (1..=depth).fold(first, |files, nth| {
            let next = if nth < depth { format!("use \"{}.kb\"", nth + 1) } else { "# the last".to_owned() };
            files.with_file(format!("{nth}.kb"), next)
        });
        assert_eq!(codes(&load(&files, &["0.kb"])), expected, "{depth}");
    }
}

#[test]
fn lines_brackets_and_mistakes_have_limits() {
    let fact = "fact a \"A\"\n ask \"A?\"\n otherwise often\nfact b \"B\"\n";
    let nested = |depth: usize| format!("{HEAD}{fact}rule r when {}a{} then b", "(".repeat(depth), ")".repeat(depth));
    assert!(parse_str("demo.kb", &nested(64)).bases.len() == 1);
    assert_eq!(codes(&parse_str("demo.kb", &nested(65))), [Code::TooDeep]);
    let long = |length: usize| format!("{HEAD}{}\"{}\"", " note ", "ñ".repeat(length - " note \"\"".len()));
    assert_eq!(codes(&parse_str("demo.kb", &long(16_384))), []);
    assert_eq!(codes(&parse_str("demo.kb", &long(16_385))), [Code::LineTooLong]);
    let wrong = parse_str("demo.kb", &"wrong\n".repeat(MAX_DIAGNOSTICS + 10));
    assert_eq!(wrong.diagnostics.len(), MAX_DIAGNOSTICS);
    let twice = format!("{HEAD}{}", "topic t \"T\"\n".repeat(MAX_DIAGNOSTICS + 10));
    assert_eq!(codes(&parse_str("demo.kb", &twice)).last(), Some(&Code::MoreMistakes));
}

#[test]
fn patterns_have_1_000_characters() {
    let page = |length: usize| format!("{HEAD}symptom s \"S\"\n says \"{}\"", "a".repeat(length));
    assert_eq!(codes(&parse_str("demo.kb", &page(1_000))), []);
    assert_eq!(codes(&parse_str("demo.kb", &page(1_001))), [Code::BadPattern]);
}

#[test]
fn contexts_have_64_combinations_of_values() {
    let page = |several: &str, values: [usize; 2]| {
        let values = values.map(|values| (0..values).map(|nth| format!("v{nth}")).collect::<Vec<_>>().join(", "));
        let facts: String = ["a", "b"]
            .iter()
            .zip(&values)
            .map(|(id, values)| format!("fact {id} \"F\" : one of {values}\n ask \"F?\"\n"))
            .collect();
        format!("base demo \"Demo\"\n language en\n{several}{facts}cause c \"C\"\n is common\n often a is v0, b is v1")
    };
    let several = " several causes at once\n";
    for (values, expected) in [([9, 7], vec![]), ([8, 8], vec![]), ([13, 5], vec![Code::TooManyContexts])] {
        assert_eq!(codes(&parse_str("demo.kb", &page(several, values))), expected, "{values:?}");
        assert_eq!(
            codes(&parse_str("demo.kb", &page("", values))),
            [],
            "{values:?} in a base with one cause at a time"
        );
    }
}

#[test]
fn priors_of_a_group_come_to_95_percent() {
    let page = |kind: &str, priors: [&str; 2]| {
        let [first, second] = priors;
        let causes = format!("cause a of k \"A\"\n is {first}\n often s\ncause b of k \"B\"\n is {second}\n often s");
        format!(
            "base demo \"Demo\"\n language en\n several causes at once\nsymptom s \"S\"\n ask \"S?\"\nkind k \"K\"\n{kind}{causes}"
        )
    };
    let exclusive = " one at a time\n";
    for (priors, expected) in
        [(["45%", "49.9%"], vec![]), (["45%", "50%"], vec![]), (["45.01%", "50%"], vec![Code::PriorsTooHigh])]
    {
        assert_eq!(codes(&parse_str("demo.kb", &page(exclusive, priors))), expected, "{priors:?}");
        assert_eq!(codes(&parse_str("demo.kb", &page("", priors))), [], "{priors:?} in groups of their own");
    }
    let alone = |prior| codes(&parse_str("demo.kb", &page("", [prior, "1%"])));
    assert_eq!([alone("95%"), alone("95.01%")], [vec![], vec![Code::PriorsTooHigh]]);
}

/// A file that is there and cannot be read.
struct Locked;

impl Sources for Locked {
    fn read(&self, _path: &str, _limit: usize) -> Result<Entry, ReadError> {
        Err(ReadError::Failed("permission denied".to_owned()))
    }
}

#[test]
fn a_locked_file_is_told() {
    let loaded = load(&Locked, &["demo.kb"]);
    assert_eq!(codes(&loaded), [Code::Unreadable]);
    assert_eq!(loaded.diagnostics[0].message, "`demo.kb` cannot be read: permission denied");
}

#[test]
fn a_name_with_escapes_does_not_reach_the_terminal() {
    let loaded = parse_str("\u{1b}[31m.kb", "wrong");
    assert!(loaded.has_errors());
    assert!(!loaded.render(etio_kb::Paint::Plain).contains('\u{1b}'));
}
