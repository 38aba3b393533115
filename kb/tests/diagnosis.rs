//! The *Diagnosis* family of the checks: where each must fire, and where it must not.

use etio_kb::{Code, Diagnostic, FileSystem, MemorySources, Paint, check};

#[test]
fn shipped_bases_and_examples_are_clean() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for base in
        ["bases/chatgpt", "../tests/examples/animal", "../tests/examples/auto", "../tests/examples/home-network"]
    {
        let root = folder.join(base);
        let loaded = check(&FileSystem, &[root.to_str().expect("a path")]);
        assert!(loaded.diagnostics.is_empty(), "{base}: {}", loaded.render(Paint::Plain));
    }
}

/// What stands before every page of this file.
const HEAD: &str = "base kettle \"Kettles\"\n  language en\n";
/// A base that is well, to which each test adds something.
const WELL: &str = "symptom cold \"It stays cold\"\n  says \"stays cold\"\nsymptom hums \"It hums\"\n  ask \"Does it hum?\"\n\
    fact lamp \"The lamp is on\"\n  ask \"Is the lamp on?\"\n  otherwise half the time\n\
    fact old \"It is old\"\n  ask \"Is it old?\"\n  otherwise 30%\n\
    cause unplugged \"The plug is out\"\n  is common\n  always cold\n  never lamp\n\
    cause burnt \"The heater is burnt\"\n  is uncommon\n  always cold, lamp\n  often old\n\
    cause lime \"Lime\"\n  is common\n  usually hums\n  often old\n\
    fix plug \"Plug it in\"\n  always cures unplugged\n\
    fix buy \"Buy another\"\n  always cures burnt\n  takes 30 min\n\
    fix descale \"Remove the lime\"\n  usually cures lime\n";

/// Returns the codes that are told of this family, each with the line of its first place.
fn told(page: &str) -> Vec<(String, String)> {
    let page = format!("{HEAD}{page}");
    let loaded = check(&MemorySources::new().with_file("page.kb", page.as_str()), &["page.kb"]);
    assert!(!loaded.has_errors(), "{}", loaded.render(Paint::Plain));
    let line = |one: &Diagnostic| {
        let start = one.labels[0].span.range().start;
        let from = page[..start].rfind('\n').map_or(0, |at| at + 1);
        page[from..].lines().next().unwrap_or_default().trim().to_owned()
    };
    let of_family = loaded.diagnostics.iter().filter(|one| one.code.as_str().starts_with("W4"));
    of_family.map(|one| (one.code.as_str().to_owned(), line(one))).collect()
}

/// Changes the base that is well, which must change it.
fn with(changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let change = |page: String, (from, to): &(&str, &str)| {
        assert!(page.contains(from), "{from}");
        page.replacen(from, to, 1)
    };
    told(&changes.iter().fold(WELL.to_owned(), change))
}

#[test]
fn what_is_well_is_not_told_of() {
    assert_eq!(told(WELL), []);
}

#[test]
fn each_fault_is_told_of_at_its_line() {
    for (changes, code, line) in [
        (&[("  usually hums\n  often old\n", "")][..], "W401", "cause lime \"Lime\""),
        (
            &[("is uncommon\n  always cold, lamp\n  often old", "is uncommon\n  usually cold"), ("  never lamp\n", "")],
            "W402",
            "cause burnt \"The heater is burnt\"",
        ),
        (&[("  usually hums\n  often old", "  always cold, lamp\n  often old")], "W403", "cause lime \"Lime\""),
        (&[("takes 30 min", "takes 3 days")], "W404", "fix buy \"Buy another\""),
        (&[("  often old\n", "  30% old\n"), ("  often old\n", "  30% old\n")], "W405", "fact old \"It is old\""),
        (&[("  usually hums\n", "")], "W406", "symptom hums \"It hums\""),
        (
            &[
                ("otherwise half the time", "otherwise almost always"),
                ("always cold, lamp", "always cold\n  often lamp"),
            ],
            "W407",
            "often lamp",
        ),
        (&[("  often old\ncause lime", "  often old\n  never hums\ncause lime")], "W407", "never hums"),
        (&[("otherwise 30%", "otherwise 99%")], "W407", "otherwise 99%"),
        (&[("otherwise half the time", "otherwise 1%"), ("never lamp", "rarely lamp")], "W407", "rarely lamp"),
        (&[("is uncommon", "is 0.0001%")], "W408", "is 0.0001%"),
        (
            &[("ask \"Does it hum?\"", "ask \"Does it hum?\"\n  otherwise 99%"), ("usually hums", "99.4% hums")],
            "W409",
            "otherwise 99%",
        ),
        (
            &[("usually cures lime", "usually cures lime\n  run \"rm -rf /var/cache\"")],
            "W410",
            "run \"rm -rf /var/cache\"",
        ),
        (&[("usually cures lime", "0% cures lime")], "W411", "0% cures lime"),
        (&[("takes 30 min", "takes 30 min\n  after shop\nfix shop \"The shop\"\n  hands over")], "W404", "after shop"),
        (&[("takes 30 min", "takes 30 min\n  done wrong 100%")], "W411", "fix buy \"Buy another\""),
        (
            &[("ask \"Is the lamp on?\"", "ask \"Is the lamp on?\"\n  takes 30 h")],
            "W412",
            "fact lamp \"The lamp is on\"",
        ),
        (
            &[("ask \"Does it hum?\"", "ask \"Does it hum?\"\n  otherwise often"), ("usually hums", "always hums")],
            "W409",
            "otherwise often",
        ),
        (
            &[("usually cures lime", "usually cures lime\n  verify \"Or type `rm -rf /var/cache`.\"")],
            "W410",
            "fix descale \"Remove the lime\"",
        ),
    ] {
        let told = with(changes);
        assert!(told.contains(&(code.to_owned(), line.to_owned())), "{changes:?} gives {told:?}");
    }
}

#[test]
fn what_an_author_may_mean_is_not_told_of() {
    for changes in [
        // A rival that can be ruled out.
        &[
            ("is uncommon\n  always cold, lamp\n  often old", "is uncommon\n  usually cold"),
            ("  never lamp", "  never lamp\n  ruled out when lamp"),
        ][..],
        // A number that is small and yet more than otherwise, a low word of about as much, and one of a symptom.
        &[("otherwise half the time", "otherwise 1%"), ("never lamp", "5% lamp")],
        &[("otherwise half the time", "otherwise 4%"), ("never lamp", "rarely lamp")],
        &[("  often old\ncause lime", "  often old\n  rarely hums\ncause lime")],
        // A cause that a condition confirms.
        &[("is uncommon\n  always cold, lamp\n  often old", "is uncommon\n  usually cold\n  confirmed when old")],
        // The same row, and the same fixes.
        &[
            ("  usually hums\n  often old", "  always cold, lamp\n  often old"),
            ("always cures burnt\n  takes 30 min", "usually cures burnt, lime"),
            ("usually cures lime\n", "usually cures unplugged\n"),
        ],
        // Handing over costs as much.
        &[("takes 30 min", "takes 3 days\nfix shop \"The shop\"\n  hands over\n  takes 9 days")],
        // A fix is for it.
        &[
            ("  often old\n", "  30% old\n"),
            ("  often old\n", "  30% old\n"),
            ("usually cures lime", "usually cures lime\n  for old, hums"),
        ],
        // A percentage and a counted share are meant.
        &[("otherwise half the time", "otherwise almost always"), ("always cold, lamp", "always cold\n  60% lamp")],
        &[("  often old\ncause lime", "  often old\n  0.5% hums\ncause lime")],
        // A question may be dear where giving up is dearer; hardly anybody does a thing right, and somebody does.
        &[
            ("ask \"Is the lamp on?\"", "ask \"Is the lamp on?\"\n  takes 30 h"),
            ("takes 30 min", "takes 30 min\n  done wrong 90%\nfix shop \"The shop\"\n  hands over\n  takes 9 days"),
        ],
        // What hands over may wait for another that hands over.
        &[(
            "takes 30 min",
            "takes 30 min\nfix desk \"The desk\"\n  hands over\n  takes 9 days\nfix shop \"The shop\"\n  hands over\n  takes 9 days\n  after desk",
        )],
        // A symptom may be common.
        &[("ask \"Does it hum?\"", "ask \"Does it hum?\"\n  otherwise sometimes")],
        // A note speaks of it and tells nobody to type it.
        &[("usually cures lime", "usually cures lime\n  note \"Never type `rm -rf /var/cache`.\"")],
        // A risk is told.
        &[("usually cures lime", "usually cures lime\n  run \"rm -rf /var/cache\"\n  risk loses-data")],
        // An exception of a kind.
        &[
            ("cause lime \"Lime\"", "kind inside \"Inside\"\ncause lime of inside \"Lime\""),
            ("cause burnt \"The", "cause burnt of inside \"The"),
            ("usually cures lime", "usually cures inside\n  never cures burnt"),
        ],
    ] {
        let told: Vec<_> = with(changes).into_iter().filter(|(code, _)| code != "W406").collect();
        assert_eq!(told, [], "{changes:?}");
    }
}

#[test]
fn a_longer_wording_is_needless_only_where_it_finds_nothing_more() {
    for (one, other, is_told) in [
        ("bad gateway there", "a bad gateway there", true),
        // It is recognised with a slip of typing, and the shorter one is not.
        ("stays cold", "it always stays cold", false),
        // It captures something.
        ("bad gateway there", "a bad gateway there at {place}", false),
        // The shorter one counts only as a line of its own.
        ("only \"bad gateway there", "a bad gateway there", false),
    ] {
        let quoted = if one.starts_with("only") { one.to_owned() } else { format!("\"{one}") };
        let says = format!("  says {quoted}\"\n  says \"{other}\"\n  ask \"Does it hum?\"");
        let page = format!("{HEAD}{}", WELL.replacen("  ask \"Does it hum?\"", &says, 1));
        let page = page.replacen("says \"stays cold\"\nsymptom hums", "says \"very cold\"\nsymptom hums", 1);
        let loaded = check(&MemorySources::new().with_file("page.kb", page), &["page.kb"]);
        let told = loaded.diagnostics.iter().any(|one| one.code == Code::NeedlessPattern);
        assert_eq!(told, is_told, "{one} and {other}: {}", loaded.render(Paint::Plain));
    }
}

#[test]
fn with_several_causes_at_once_one_may_stay_behind_another() {
    let page = |burnt: &str| {
        format!(
            "base kettle \"Kettles\"\n  language en\n  several causes at once\nsymptom cold \"It stays cold\"\n  says \"stays cold\"\n\
             fact old \"It is old\"\n  ask \"Is it old?\"\n  otherwise 30%\n\
             cause unplugged \"The plug is out\"\n  is 10%\n  usually cold\n\
             cause burnt \"The heater is burnt\"\n  {burnt}\n\
             fix plug \"Plug it in\"\n  always cures unplugged\nfix buy \"Buy another\"\n  always cures burnt\n"
        )
    };
    for (burnt, code) in [
        ("is 9%\n  70% cold", None),
        // Somewhat rarer: it comes to the top as soon as the fix of the other fails.
        ("is 5%\n  75% cold", None),
        ("is 0.2%\n  75% cold", Some(Code::PriorDrowns)),
        ("is 0.2%\n  often cold, old", Some(Code::PriorDrowns)),
        ("is 5%\n  often cold, old", None),
        ("is 20%\n  70% cold", None),
    ] {
        let loaded = check(&MemorySources::new().with_file("page.kb", page(burnt)), &["page.kb"]);
        let told = loaded.diagnostics.iter().find(|one| [Code::NeverLeads, Code::PriorDrowns].contains(&one.code));
        assert_eq!(told.map(|one| one.code), code, "{burnt}: {}", loaded.render(Paint::Plain));
        assert!(told.is_none_or(|one| one.example.is_some()), "{burnt}");
    }
}

#[test]
fn a_cause_that_never_leads_is_shown_by_the_session_that_speaks_most_for_it() {
    let page = WELL.replacen("is uncommon\n  always cold, lamp\n  often old", "is uncommon\n  usually cold", 1);
    let page = page.replacen("  never lamp\n", "", 1);
    let loaded = check(&MemorySources::new().with_file("page.kb", format!("{HEAD}{page}")), &["page.kb"]);
    let told = loaded.diagnostics.iter().find(|one| one.code == Code::NeverLeads).expect("it is told of");
    let example = told.example.as_deref().expect("a session");
    assert!(example.outcome.contains("more probable than `burnt`"), "{}", example.outcome);
}
