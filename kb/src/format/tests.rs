use super::format;

fn formatted(page: &str) -> String {
    format("page.kb", page).unwrap_or_else(|loaded| panic!("{page}\n{}", loaded.render(crate::Paint::Plain)))
}

#[test]
fn what_pages_look_like() {
    for (page, expected) in [
        ("", ""),
        ("\n\n# one\n\n\n\n  # two\n\n", "# one\n\n# two\n"),
        ("\u{feff}base a \"A\"\r\n\tlanguage   en\r\n", "base a \"A\"\n  language en\n"),
        ("topic a \"A\"\nmeans\n\"one\"\n \"two\"\n", "topic a \"A\"\n  means \"one\"\n        \"two\"\n"),
        ("fix a\nlink \"x\"\n\"y\"   \"z\"", "fix a\n  link \"x\"\n       \"y\" \"z\"\n"),
        ("fact a \"A\":number 0 .. 5   \"m\"", "fact a \"A\" : number 0..5 \"m\"\n"),
        ("fact a:one of x,y , z", "fact a : one of x, y, z\n"),
        (
            "rule a when (b>4 and not c is d)or e then f , not g",
            "rule a when (b > 4 and not c is d) or e then f, not g\n",
        ),
        ("rule a\n when b\n then c\nnote \"n\"", "rule a when b then c\n  note \"n\"\n"),
        (
            "cause a\nis common\n25 % b\n7 of 10 c is d,e\nruled out when f\npasses in 10min\nhalf the time g\n\nalways h",
            "cause a\n  is      common\n  25%     b\n  7 of 10 c is d, e\n  ruled out when f\n  passes in 10 min\n  half the time g\n\n  always h\n",
        ),
        (
            "fix a\nalmost always cures b\noften eases c\n5% cures d\ntakes 2min\nhands over",
            "fix a\n  almost always cures b\n  often eases         c\n  5% cures            d\n  takes 2 min\n  hands over\n",
        ),
        (
            "symptom a\nsays only \"x\",\n\"y\"\nsays /a#\\/\"/",
            "symptom a\n  says only \"x\", \"y\"\n  says /a#\\/\"/\n",
        ),
        ("symptom a\nusually  unanswered", "symptom a\n  usually unanswered\n"),
        (
            "fix a # one\ntakes 1 s   # two\n# three\nstep \"b\"",
            "fix a        # one\n  takes 1 s  # two\n  # three\n  step \"b\"\n",
        ),
        (
            "fix a\nfor b, # one\n  # two\n c,\nd # three",
            "fix a\n  for b,  # one\n      # two\n      c,\n      d  # three\n",
        ),
        (
            "# about a\ncause a\n  # said of a\n\n# about b\ncause b",
            "# about a\ncause a\n  # said of a\n\n# about b\ncause b\n",
        ),
    ] {
        assert_eq!(formatted(page), expected, "{page}");
        assert_eq!(formatted(expected), expected, "twice: {page}");
    }
}

#[test]
fn long_lines_are_broken_after_commas_and_between_conditions() {
    let names: Vec<String> = (0..30).map(|n| format!("name-{n}")).collect();
    let page = formatted(&format!("fix a\nfor {}", names.join(",")));
    assert!(page.lines().all(|line| line.len() <= super::WIDTH), "{page}");
    assert_eq!(page.lines().nth(2).map(|line| &line[..12]), Some("      name-1"), "{page}");
    let page = formatted(&format!("rule a when {} then b", names.join(" and ")));
    assert!(page.lines().all(|line| line.len() <= super::WIDTH), "{page}");
    assert!(page.starts_with("rule a\n  when name-0 and"), "{page}");
    assert!(page.ends_with("\n  then b\n"), "{page}");
}

#[test]
fn nothing_opens_a_line_that_would_open_a_declaration() {
    let values = ["some-value", "fix", "cause", "base"].repeat(9).join(", ");
    let page = formatted(&format!("fact a : one of {values}"));
    assert!(page.lines().skip(1).all(|line| line.trim_start().starts_with("some-value")), "{page}");
    assert!(page.lines().count() > 1, "{page}");
}

#[test]
fn a_page_that_cannot_be_read_is_refused() {
    let refused = format("page.kb", "cause a \"A\nis common").expect_err("a string is not closed");
    assert_eq!(refused.diagnostics.len(), 1);
    let long = format!("fix a\nstep \"{}\"", "x".repeat(16_384 - 7));
    let refused = format("page.kb", &long).expect_err("two spaces more are too many");
    assert_eq!(refused.diagnostics[0].code.as_str(), "E112");
}
