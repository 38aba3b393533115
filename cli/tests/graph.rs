//! `etio graph` from the outside: every drawing of the whole, of what is about one thing, and of the path of a session.

mod common;

use etio::Exit;
use std::fs;

const CHAT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bases/chat");

/// Runs `etio graph` on the base of the tests and returns what it wrote and how it ended.
fn graph(arguments: &[&str]) -> (String, Exit) {
    run(&[&["--base", CHAT, "graph"], arguments].concat(), b"")
}

fn run(arguments: &[&str], input: &[u8]) -> (String, Exit) {
    common::english(arguments, input).told()
}

#[test]
fn what_is_about_one_cause_is_a_tree() {
    insta::assert_snapshot!(graph(&["server-overload", "--as", "tree"]).0);
}

#[test]
fn what_is_about_one_cause_is_drawn_for_wikis() {
    insta::assert_snapshot!(graph(&["server-overload", "--as", "mermaid"]).0);
}

#[test]
fn what_is_about_one_thing_leaves_out_the_rest() {
    let (whole, _) = graph(&[]);
    for id in ["server-overload", "chat"] {
        let (part, exit) = graph(&[id]);
        assert_eq!(exit, Exit::Done);
        assert!(part.lines().all(|line| whole.lines().any(|other| other == line)), "{part}");
        assert_eq!(part.len() < whole.len(), id != "chat", "{id}");
    }
}

#[test]
fn the_path_of_a_session_says_what_was_said_and_what_comes_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("saved.json");
    let file = file.to_str().expect("a path");
    let said = format!("Internal Server Error\nno\nsave {file}\nquit\n");
    let (talk, _) = run(&["--base", CHAT, "ask"], said.as_bytes());
    assert!(fs::exists(file).expect("a file system"), "{talk}");
    insta::assert_snapshot!(graph(&["--session", file, "--as", "tree"]).0);
    let (told, _) = graph(&["--session", file, "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    let remarks = told["nodes"].as_array().expect("nodes").iter().filter(|node| node["remark"].is_string()).count();
    assert!(remarks >= 3, "{told}");
}

#[test]
fn the_picture_is_well_formed_and_says_what_it_shows() {
    for arguments in [&["--as", "svg"][..], &["server-overload", "--as", "svg"]] {
        let (svg, exit) = graph(arguments);
        assert_eq!(exit, Exit::Done);
        assert_eq!(svg, graph(arguments).0, "the same picture, the same bytes");
        let tree = roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
        let root = tree.root_element();
        let text = |name: &str| {
            let named = root.children().find(|child| child.has_tag_name(("http://www.w3.org/2000/svg", name)));
            named.and_then(|child| child.text()).unwrap_or_default().to_owned()
        };
        assert_eq!(root.attribute("aria-labelledby"), Some("title desc"));
        assert!(text("title").starts_with("What follows from what") && text("desc").contains("Nodes: "), "{svg}");
        assert!(!svg.contains("http:") || svg.matches("http:").count() == 1, "nothing but the name of the form");
        // No two shapes stand on one another.
        let number = |node: &roxmltree::Node<'_, '_>, name: &str| -> f64 {
            node.attribute(name).and_then(|value| value.parse().ok()).unwrap_or_default()
        };
        let boxes: Vec<[f64; 4]> = root
            .descendants()
            .filter(|node| node.tag_name().name() == "rect" && node.attribute("class").is_none())
            .map(|node| ["x", "y", "width", "height"].map(|name| number(&node, name)))
            .collect();
        assert!(boxes.len() > 5, "{svg}");
        for (at, one) in boxes.iter().enumerate() {
            for other in &boxes[at + 1..] {
                let apart = |axis: usize| {
                    one[axis] + one[axis + 2] <= other[axis] || other[axis] + other[axis + 2] <= one[axis]
                };
                assert!(apart(0) || apart(1), "{one:?} {other:?}");
            }
        }
    }
}

#[test]
fn what_a_base_says_breaks_no_drawing() {
    let folder = tempfile::tempdir().expect("a folder");
    let base = folder.path().join("b.kb");
    let title = r#"</title><script>alert(1)</script> \" ]; end --> | # { & `x`"#;
    let page = format!(
        "base b \"B\"\n language en\nsymptom s \"{title}\"\n says \"broken <b>\"\ncause c \"{title}\"\n is common\n often s\nfix f \"F\"\n often cures c\n step \"S\"\n"
    );
    fs::write(&base, page.replace("{ &", "&")).expect("a base");
    let draw = |form: &str| run(&["--base", base.to_str().expect("a path"), "graph", "--as", form], b"").0;
    let svg = draw("svg");
    assert!(roxmltree::Document::parse(&svg).is_ok() && !svg.contains("<script"), "{svg}");
    let mermaid = draw("mermaid");
    assert!(!mermaid.contains("<script") && mermaid.lines().count() == 3 + 5 - 1 + 3, "{mermaid}");
    let dot = draw("dot");
    assert!(dot.contains(r#"</script> \" ]"#), "{dot}");
}

#[test]
fn what_is_not_in_the_graph_is_told() {
    let (said, exit) = graph(&["nothing-of-the-sort"]);
    assert_eq!(exit, Exit::Usage);
    assert!(said.contains("there is nothing called `nothing-of-the-sort`"), "{said}");
    let (said, exit) = graph(&["is-it-down"]);
    assert!(exit == Exit::Usage && said.contains("question that people ask"), "{said}");
}
