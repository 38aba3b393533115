//! The engine against references that are not ours: bases, what was said, and the posteriors on which an enumeration in Python, pyAgrum and
//! ProbLog agree. `tests/golden/README.md` says how they were made.

use etio_engine::{Knowledge, Session, Thing};
use etio_kb::answers::{self, Answers, Given};
use etio_kb::yaml::Pairs;
use serde::Deserialize;
use std::collections::BTreeMap;

const CLOSE: f64 = 1e-10;

#[derive(Deserialize)]
struct Golden {
    sort: String,
    pages: Vec<String>,
    said: Vec<Told>,
    posteriors: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Told {
    Text(String),
    Whole(String),
    Answers(Pairs<Given>),
    Tried(Pairs<Given>),
}

impl Told {
    fn say(self, session: &mut Session<'_>) {
        match self {
            Self::Text(text) => drop(session.observe_text(&text).expect("it contradicts nothing")),
            Self::Whole(text) => drop(session.observe_whole_text(&text).expect("it contradicts nothing")),
            Self::Answers(answers) => give(session, Answers { answers, tried: Pairs::default() }),
            Self::Tried(tried) => give(session, Answers { answers: Pairs::default(), tried }),
        }
    }
}

fn give(session: &mut Session<'_>, answers: Answers) {
    answers::give(session, &answers).unwrap_or_else(|error| panic!("{error}"));
}

/// Returns the bases of a case, read from their pages.
fn knowledge(golden: &Golden) -> Knowledge {
    let loaded = golden.pages.iter().map(|page| etio_kb::parse_str("page.kb", page));
    let bases = loaded.flat_map(|loaded| {
        assert!(!loaded.has_errors(), "{}", loaded.render(etio_kb::Paint::Plain));
        loaded.bases
    });
    Knowledge::new(bases.collect()).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// Returns the posteriors of a session by the names of bases and causes.
fn posteriors(session: &Session<'_>) -> BTreeMap<String, f64> {
    let knowledge = session.knowledge();
    let name = |cause| {
        let thing = Thing::Cause(cause);
        format!("{}:{}", knowledge.base(knowledge.base_of(thing)).id, knowledge.id_of(thing))
    };
    let differential = session.differential().into_iter();
    let named = differential
        .map(|hypothesis| (hypothesis.cause.map_or_else(|| "other".to_owned(), name), hypothesis.posterior));
    named.collect()
}

#[test]
fn every_posterior_is_the_one_that_three_references_agree_on() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/golden.jsonl");
    let lines = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let (mut cases, mut compared, mut greatest) = (BTreeMap::new(), 0, 0.0_f64);
    let mut wrong = Vec::new();
    for (number, line) in lines.lines().enumerate() {
        let golden: Golden = serde_json::from_str(line).unwrap_or_else(|error| panic!("line {}: {error}", number + 1));
        let knowledge = knowledge(&golden);
        let mut session = Session::new(&knowledge);
        golden.said.into_iter().for_each(|told| told.say(&mut session));
        let found = posteriors(&session);
        assert!(found.keys().eq(golden.posteriors.keys()), "line {}: {found:?}", number + 1);
        for (name, posterior) in &golden.posteriors {
            let difference = (found[name] - posterior).abs();
            greatest = greatest.max(difference);
            compared += 1;
            if difference > CLOSE || difference.is_nan() {
                wrong.push(format!(
                    "line {} ({}): {name} is {}, should be {posterior}",
                    number + 1,
                    golden.sort,
                    found[name]
                ));
            }
        }
        *cases.entry(golden.sort).or_insert(0) += 1;
    }
    assert!(wrong.is_empty(), "{} of {compared} differ, by up to {greatest}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases.values().sum::<i32>() >= 500 && cases["network"] >= 200, "{cases:?}");
}
