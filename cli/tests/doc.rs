//! `etio doc` from the outside: pages that hold together, in each language, from which nothing is missing and nothing breaks out.

mod common;

use etio::Exit;
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const CHAT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bases/chat");
const HOME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bases/home");

/// Runs etio and returns what it wrote and how it ended.
fn run(arguments: &[&str]) -> (String, Exit) {
    common::english(arguments, b"").told()
}

/// Writes the site of bases, and returns its files by their paths.
fn site(bases: &[&str]) -> BTreeMap<String, String> {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("site");
    let bases: Vec<&str> = bases.iter().flat_map(|base| ["--base", base]).collect();
    let (said, exit) = run(&[&bases[..], &["doc", out.to_str().expect("a path")]].concat());
    assert_eq!(exit, Exit::Done, "{said}");
    let mut files = BTreeMap::new();
    read(&out, &out, &mut files);
    files
}

fn read(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("inside").to_str().expect("a path").to_owned();
            files.insert(name, fs::read_to_string(&path).expect("text"));
        }
    }
}

/// An element of a page: its name, its attributes, and the text in it.
#[derive(Debug)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
}

impl Element {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

/// Reads a page as a browser does, and returns its elements in order; a page with a mistake is none.
fn elements(name: &str, page: &str) -> Vec<Element> {
    let dom: RcDom = parse_document(RcDom::default(), ParseOpts::default()).one(page);
    assert!(dom.errors.borrow().is_empty(), "{name}: {:?}\n{page}", dom.errors.borrow());
    let mut elements = Vec::new();
    collect(&dom.document, &mut elements);
    elements
}

fn collect(node: &Handle, elements: &mut Vec<Element>) -> String {
    let own = match &node.data {
        NodeData::Element { name, attrs, .. } => {
            let attributes =
                attrs.borrow().iter().map(|one| (one.name.local.to_string(), one.value.to_string())).collect();
            elements.push(Element { name: name.local.to_string(), attributes, text: String::new() });
            Some(elements.len() - 1)
        }
        _ => None,
    };
    let mut text = match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => String::new(),
    };
    for child in node.children.borrow().iter() {
        text += &collect(child, elements);
    }
    if let Some(own) = own {
        elements[own].text.clone_from(&text);
    }
    text
}

/// Returns the pages of a site with their elements.
fn pages(site: &BTreeMap<String, String>) -> BTreeMap<String, Vec<Element>> {
    let pages = site.iter().filter(|(name, _)| name.ends_with(".html"));
    pages.map(|(name, page)| (name.clone(), elements(name, page))).collect()
}

#[test]
fn every_link_leads_somewhere_and_nothing_is_fetched() {
    let site = site(&[CHAT, HOME]);
    let pages = pages(&site);
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(name, elements)| (name.as_str(), elements.iter().filter_map(|element| element.get("id")).collect()))
        .collect();
    let mut followed = 0;
    for (name, elements) in &pages {
        let all: Vec<&str> = elements.iter().filter_map(|element| element.get("id")).collect();
        assert_eq!(all.len(), ids[name.as_str()].len(), "{name}: an id stands once");
        for element in elements {
            let Some(target) = element.get("href").or(element.get("src")) else { continue };
            if element.name == "a" && target.starts_with("https://") {
                continue;
            }
            assert!(!target.contains("//"), "{name}: {target} is fetched from elsewhere");
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            let file = match file.strip_prefix("../") {
                Some(file) => file.to_owned(),
                None if file.is_empty() => name.clone(),
                None => format!("{folder}/{file}").trim_start_matches('/').to_owned(),
            };
            assert!(site.contains_key(&file), "{name}: {target}");
            assert!(anchor.is_empty() || ids[file.as_str()].contains(anchor), "{name}: {target}");
            followed += 1;
        }
    }
    assert!(followed > 200, "{followed}");
}

#[test]
fn every_symptom_cause_fix_and_question_stands_in_each_language() {
    let pages = pages(&site(&[CHAT]));
    for (language, other) in [("en", "es"), ("es", "en")] {
        for (what, page) in [("causes", "causes.html"), ("fixes", "fixes.html"), ("symptoms", "index.html")] {
            let (listed, _) = run(&["--base", CHAT, "--lang", language, "list", what]);
            assert!(listed.lines().count() > 2, "{listed}");
            for line in listed.lines() {
                let (id, title) = line.split_once("  ").expect("an id and a title");
                let elements = &pages[&format!("{language}/{page}")];
                // A title in another language is marked with it, not with its name in brackets.
                let title = title.trim();
                let title = title.strip_prefix(&format!("[{other}] ")).unwrap_or(title);
                let heading = elements
                    .iter()
                    .find(|element| matches!(element.name.as_str(), "h2" | "a") && element.text == title);
                assert!(heading.is_some(), "{language}/{page}: {title}");
                if what == "symptoms" {
                    assert!(pages.contains_key(&format!("{language}/chat.{id}.html")), "{id}");
                }
            }
        }
        let asked = &pages[&format!("{language}/questions.html")];
        assert!(asked.iter().any(|element| element.get("id") == Some("chat.is-it-down")));
    }
}

#[test]
fn a_page_can_be_read_by_ear_and_by_keyboard() {
    for (name, elements) in pages(&site(&[CHAT])) {
        let count = |wanted: &str| elements.iter().filter(|element| element.name == wanted).count();
        let tag = name.split_once('/').map_or("en", |(tag, _)| tag);
        assert_eq!(elements.iter().find(|element| element.name == "html").and_then(|html| html.get("lang")), Some(tag));
        assert_eq!((count("main"), count("h1"), count("title")), (1, 1, 1), "{name}");
        assert!(elements.iter().any(|element| element.get("name") == Some("viewport")), "{name}");
        // No rank of heading is left out.
        let ranks = elements.iter().filter_map(|element| element.name.strip_prefix('h')?.parse::<u8>().ok());
        ranks.fold(0, |before, rank| {
            assert!(rank <= before + 1, "{name}: from h{before} to h{rank}");
            rank
        });
        assert!(
            elements.iter().filter(|element| element.name == "a").all(|link| !link.text.trim().is_empty()),
            "{name}"
        );
        for input in elements.iter().filter(|element| element.name == "input") {
            let id = input.get("id").expect("an id");
            assert!(elements.iter().any(|label| label.name == "label" && label.get("for") == Some(id)), "{name}");
        }
        let labels = elements.iter().filter_map(|element| element.get("aria-labelledby"));
        for label in labels {
            assert!(elements.iter().any(|element| element.get("id") == Some(label)), "{name}: {label}");
        }
        if name.contains('/') {
            assert_eq!(
                elements.iter().find(|element| element.name == "a").and_then(|skip| skip.get("href")),
                Some("#main")
            );
            assert!(elements.iter().filter(|element| element.name == "nav").all(|nav| nav.get("aria-label").is_some()));
        }
    }
}

#[test]
fn fixes_stand_in_the_order_in_which_they_would_be_proposed() {
    let pages = pages(&site(&[CHAT]));
    let page = &pages["en/chat.internal-server-error.html"];
    let (told, _) = run(&["--base", CHAT, "--format", "json", "explain", "internal-server-error"]);
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    let fixes = told[0]["alone"]["fixes"].as_array().expect("fixes");
    let titles: Vec<&str> = fixes.iter().filter_map(|fix| fix["title"].as_str()).collect();
    let shown: Vec<&str> =
        page.iter().filter(|element| element.name == "h3").map(|element| element.text.as_str()).collect();
    assert_eq!(shown, titles);
    assert!(titles.len() > 2, "{titles:?}");
    let first = told[0]["alone"]["causes"][0]["title"].as_str().expect("a title");
    let causes = page.iter().find(|element| element.get("class") == Some("causes")).expect("the causes");
    assert!(causes.text.starts_with(first), "{}", causes.text);
}

#[test]
fn what_is_searched_is_all_there_is() {
    let site = site(&[CHAT]);
    for language in ["en", "es"] {
        let script = &site[&format!("{language}/search.js")];
        let json =
            script.strip_prefix("window.etioIndex = ").and_then(|rest| rest.strip_suffix(";\n")).expect("an index");
        let entries: Vec<BTreeMap<String, String>> = serde_json::from_str(json).expect("JSON");
        let sorts: BTreeSet<&str> = entries.iter().map(|entry| entry["sort"].as_str()).collect();
        assert_eq!(sorts.len(), 4, "symptoms, causes, fixes and questions: {sorts:?}");
        for entry in &entries {
            let file = entry["url"].split('#').next().unwrap_or_default();
            assert!(site.contains_key(&format!("{language}/{file}")), "{entry:?}");
        }
        assert!(entries.iter().any(|entry| entry["text"].contains("internal server error")));
    }
}

#[test]
fn a_base_cannot_break_out_of_its_page() {
    let place = tempfile::tempdir().expect("a folder");
    let base = place.path().join("evil.kb");
    let evil = r#"</title></script><script>alert(1)</script>\" onload=\"x' & <img src=x>"#;
    let page = format!(
        "base evil \"{evil}\"\n language en\n note \"{evil}\"\n source \"{evil}\"\n\
         symptom s \"{evil}\"\n ask \"{evil}\"\n says \"{evil}\"\n means \"{evil}\"\n link \"https://x.example/\\\"><script>\" \"{evil}\"\n\
         cause c \"{evil}\"\n is common\n usually s\n means \"{evil}\"\n\
         fix f \"{evil}\"\n often cures c\n step \"{evil}\"\n verify \"{evil}\"\n run \"echo '<script>'\"\n risk loses-data \"{evil}\"\n\
         topic t \"{evil}\"\n says \"{evil}\"\n means \"{evil}\"\n"
    );
    fs::write(&base, page).expect("a base");
    let site = site(&[base.to_str().expect("a path")]);
    let mut texts = 0;
    for (name, elements) in pages(&site) {
        for element in &elements {
            assert!(element.name != "img" && element.get("onload").is_none(), "{name}: {element:?}");
            assert!(element.name != "script" || element.text.is_empty() && element.get("src").is_some(), "{name}");
            texts += usize::from(element.text.contains("<script>alert(1)</script>"));
        }
    }
    assert!(texts > 20, "what the base says is there as text: {texts}");
    assert!(!site["en/search.js"].contains('<'));
}

#[test]
fn the_same_base_gives_the_same_bytes_and_nothing_is_overwritten() {
    assert!(site(&[CHAT]) == site(&[CHAT]));
    let place = tempfile::tempdir().expect("a folder");
    fs::write(place.path().join("mine.txt"), "mine").expect("a file");
    let (said, exit) = run(&["--base", CHAT, "doc", place.path().to_str().expect("a path")]);
    assert_eq!(exit, Exit::Usage);
    assert!(said.contains("nothing is overwritten"), "{said}");
    assert_eq!(fs::read_dir(place.path()).expect("a folder").count(), 1);
}
