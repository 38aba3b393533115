//! The sessions that show what is wrong: each does what it says it does, and none of it can be left out.

use etio_kb::answers::Given;
use etio_kb::cases::{self, Case, Failure};
use etio_kb::engine::{Hypothesis, Knowledge, Session, Step, Thing};
use etio_kb::yaml::Pairs;
use etio_kb::{Code, CounterExample, Shows, check};
use std::collections::BTreeSet;

#[path = "common/examples.rs"]
mod examples;

/// The codes whose pages must have one. What the others tell of is not about behaviour, or is that nothing comes of something.
const SHOWN: [&str; 18] = [
    "W201", "W202", "W204", "W205", "W304", "W307", "W309", "W310", "W311", "W402", "W403", "W404", "W405", "W406",
    "W407", "W408", "W409", "W410",
];

/// Returns the case that a session is saved as.
fn case(example: &CounterExample) -> Case {
    let pairs =
        |said: &[(String, String)]| Pairs(said.iter().map(|(id, one)| (id.clone(), Given::written(one))).collect());
    let (answers, tried) = (pairs(&example.answers), pairs(&example.tried));
    Case { name: "shown".to_owned(), text: example.text.clone(), answers, tried, ..Case::default() }
}

/// Returns every session that lacks one thing of this one: a line, an answer, or a fix.
fn fewer(example: &CounterExample) -> Vec<CounterExample> {
    let mut all = Vec::new();
    let lines: Vec<&str> = example.text.as_deref().map(str::lines).into_iter().flatten().collect();
    for nth in 0..lines.len() {
        let left: Vec<&str> = lines.iter().enumerate().filter(|(at, _)| *at != nth).map(|(_, line)| *line).collect();
        let text = (!left.is_empty()).then(|| left.join("\n"));
        all.push(CounterExample { text, ..example.clone() });
    }
    for nth in 0..example.answers.len() {
        let mut one = example.clone();
        one.answers.remove(nth);
        all.push(one);
    }
    for nth in 0..example.tried.len() {
        let mut one = example.clone();
        one.tried.remove(nth);
        all.push(one);
    }
    all
}

fn name<'k>(knowledge: &'k Knowledge, hypothesis: &Hypothesis) -> &'k str {
    hypothesis.cause.map_or("other", |cause| knowledge.id_of(Thing::Cause(cause)))
}

fn recognised(knowledge: &Knowledge, example: &CounterExample) -> BTreeSet<String> {
    let reading = Session::new(knowledge).observe_text(example.text.as_deref().unwrap_or_default()).expect("a text");
    let id = |one: &etio_kb::engine::Shown| {
        knowledge.option(one.sign).map_or(&knowledge.finding(one.sign.finding).id, |option| &option.id).clone()
    };
    reading.shown.iter().map(id).collect()
}

/// Returns how far a session shows what it is to show: more than 0 where it does, and more the clearer that is.
fn shown(knowledge: &Knowledge, example: &CounterExample, shows: &Shows) -> f64 {
    let session = match cases::session(knowledge, &case(example)) {
        Err(Failure::Text(_) | Failure::Answers(etio_kb::answers::AnswersError::Refused { .. })) => {
            return f64::from(u8::from(*shows == Shows::Refused));
        }
        Err(other) => panic!("{example}: {other}"),
        Ok(session) => session,
    };
    let differential = session.differential();
    let of = |id: &str| differential.iter().find(|one| name(knowledge, one) == id);
    let first = differential.first().map(|first| name(knowledge, first));
    let next = match session.next() {
        Step::Try(fix) => Some(knowledge.fix(fix).id.as_str()),
        _ => None,
    };
    let is = |holds: bool| f64::from(u8::from(holds));
    match shows {
        Shows::Recognised(ids) => is(ids.iter().all(|id| recognised(knowledge, example).contains(id))),
        Shows::NotRecognised(id) => is(!recognised(knowledge, example).contains(id)),
        Shows::Impossible(id) => is(of(id).is_some_and(|one| one.posterior == 0.0)),
        Shows::LessProbable(id) => is(of(id).is_some_and(|one| one.posterior < one.prior)),
        Shows::MoreProbable(id) => is(of(id).is_some_and(|one| one.posterior > one.prior)),
        Shows::Behind { cause, by } => match (of(cause), of(by)) {
            (Some(cause), Some(by)) if cause.posterior <= by.posterior => cause.posterior / by.posterior,
            _ => 0.0,
        },
        Shows::Level(one, two) => {
            let ratio = |of: &dyn Fn(&Hypothesis) -> f64, a: &Hypothesis, b: &Hypothesis| of(a) / of(b);
            let level = of(one).zip(of(two)).is_some_and(|(a, b)| {
                (ratio(&|it| it.posterior, a, b) / ratio(&|it| it.prior, a, b) - 1.0).abs() < 1e-3
            });
            is(level && (first == Some(one) || first == Some(two)))
        }
        Shows::Unmoved => {
            let moved = differential.iter().map(|one| (one.posterior - one.prior).abs()).fold(0.0, f64::max);
            is(!differential.is_empty() && moved <= 0.01)
        }
        Shows::NotProposed { fix, cause } => is(first == Some(cause) && next != Some(fix)),
        Shows::Proposed(fix) => is(next == Some(fix)),
        _ => 0.0,
    }
}

#[test]
fn each_does_what_it_says_and_nothing_of_it_can_be_left_out() {
    let mut wrong = Vec::new();
    let mut with = BTreeSet::new();
    for (code, page) in Code::ALL.iter().map(|code| (code, code.page())) {
        let (sources, roots) = examples::sources(&examples::files(page, "Bad"));
        let loaded = check(&sources, &roots.iter().map(String::as_str).collect::<Vec<_>>());
        let knowledge = Knowledge::new(loaded.bases.clone());
        for one in loaded.diagnostics.iter().filter(|one| one.code == *code) {
            let (Some(example), Ok(knowledge)) = (&one.example, &knowledge) else { continue };
            with.insert(code.as_str());
            let shows = example.shows.clone().expect("what is shown was played");
            let clear = shown(knowledge, example, &shows);
            if clear <= 0.0 {
                wrong.push(format!("{code}: {example}: does not show {shows:?}"));
            }
            // A text is as it is in the case that it comes from.
            let fewer = if matches!(shows, Shows::NotRecognised(_)) { Vec::new() } else { fewer(example) };
            let less = fewer.iter().filter(|one| shown(knowledge, one, &shows) >= clear - 1e-9);
            wrong.extend(less.map(|less| format!("{code}: {example}: would do as {less}")));
        }
    }
    wrong.extend(SHOWN.iter().filter(|code| !with.contains(*code)).map(|code| format!("{code} shows no session")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
