//! The examples on engines and animals: their cases, every way in which a session can go, and what the evaluation makes of records like theirs.

use etio_kb::cases::{Case, CaseFile, find, run};
use etio_kb::engine::{
    Answer, CauseId, Domain, FindingId, Knowledge, Language, OptionId, Outcome, Session, Step, Thing, Value,
};
use etio_kb::{FileSystem, load};
use etio_tests::evaluate::clips::{Expert, Path, table};
use std::collections::BTreeMap;

/// Returns an example base; it has neither errors nor warnings.
fn example(name: &str) -> Knowledge {
    let loaded = load(&FileSystem, &[&folder(name)]);
    assert!(loaded.diagnostics.is_empty(), "{}", loaded.render(etio_kb::Paint::Plain));
    Knowledge::new(loaded.bases).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn folder(name: &str) -> String {
    format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn finding(knowledge: &Knowledge, id: &str) -> FindingId {
    match knowledge.find(id)[..] {
        [Thing::Finding(finding)] => finding,
        ref other => panic!("{id} is {other:?}"),
    }
}

/// Returns every answer to a question, "don't know" apart.
fn values(knowledge: &Knowledge, finding: FindingId) -> Vec<Value> {
    match &knowledge.finding(finding).domain {
        Domain::YesNo { .. } => vec![Value::Yes, Value::No],
        Domain::OneOf { options, rest } => {
            let options = (0..options.len()).map(|option| Value::Option(OptionId(option as u32)));
            options.chain(rest.is_some().then_some(Value::Rest)).collect()
        }
        domain => panic!("{domain:?} is not asked in these bases"),
    }
}

/// Returns what a session concludes: the fix that it proposes, or the one that hands over.
fn conclusion(session: &Session<'_>) -> Option<String> {
    let fix = match session.next() {
        Step::Try(fix) => fix,
        Step::Report(_) => session.report().fixes.first().expect("somebody takes it over").fix,
        Step::Ask(_) | Step::Complain => return None,
    };
    Some(session.knowledge().id_of(Thing::Fix(fix)).to_owned())
}

/// Goes on with every answer to every question, counting where that ends; at most so many questions are asked.
fn walk(session: &Session<'_>, most: usize, ends: &mut BTreeMap<String, usize>) {
    let Step::Ask(finding) = session.next() else {
        let conclusion = conclusion(session).expect("a complaint was made");
        let count = ends.entry(conclusion).or_default();
        *count += 1;
        if *count == 1 {
            fail_everything(session.clone());
        }
        return;
    };
    assert!(most > 0, "too many questions: {:?}", session.statements());
    for value in values(session.knowledge(), finding) {
        let mut next = session.clone();
        next.answer(finding, Answer::sure(value)).expect("no answer contradicts the others");
        walk(&next, most - 1, ends);
    }
}

/// Whatever fails, and whatever nobody can tell, the session comes to its end.
fn fail_everything(mut session: Session<'_>) {
    for _ in 0..100 {
        match session.next() {
            Step::Ask(finding) => session.answer(finding, Answer::Unknown).expect("not to know contradicts nothing"),
            Step::Try(fix) => session.outcome(fix, Outcome::Failed).expect("any fix can fail"),
            Step::Complain | Step::Report(_) => return,
        }
    }
    panic!("it goes on for ever");
}

#[test]
fn the_cases_of_the_examples_come_out_as_expected() {
    for name in ["auto", "animal"] {
        let knowledge = example(name);
        let (files, errors) = find(&FileSystem, &folder(name));
        assert!(errors.is_empty(), "{errors:?}");
        let cases: Vec<Case> = files.into_iter().flat_map(|CaseFile { cases, .. }| cases).collect();
        for case in &cases {
            assert_eq!(run(&knowledge, case), [], "{name}: {}", case.name);
        }
        assert!(cases.len() >= 9, "{name} has {}", cases.len());
    }
}

#[test]
fn every_name_and_every_question_stands_in_spanish_too() {
    let spanish = Language::of_tag("es");
    for name in ["auto", "animal"] {
        let knowledge = example(name);
        let titles = knowledge.things().filter_map(|thing| knowledge.title_of(thing));
        let questions = knowledge.findings().iter().filter_map(|finding| finding.ask.as_ref());
        for text in titles.chain(questions) {
            let read = text.in_language(&spanish);
            assert!(read.instead.is_none(), "{name}: {}", read.text);
        }
    }
}

#[test]
fn every_way_through_the_engine_ends_in_one_conclusion_and_every_fix_is_reached() {
    let knowledge = example("auto");
    let trouble = finding(&knowledge, "trouble");
    let mut ends = BTreeMap::new();
    for value in values(&knowledge, trouble) {
        let mut session = Session::new(&knowledge);
        session.answer(trouble, Answer::sure(value)).expect("nothing contradicts it");
        walk(&session, 4, &mut ends);
    }
    let fixes: Vec<&str> = knowledge.fixes().iter().map(|fix| fix.id.as_str()).collect();
    assert_eq!(ends.len(), fixes.len(), "{ends:?}");
    assert!(fixes.iter().all(|fix| ends.contains_key(*fix)), "{ends:?}");

    // Somebody who has no complaint is asked for one.
    let mut session = Session::new(&knowledge);
    session.answer(finding(&knowledge, "check-up"), Answer::sure(Value::Yes)).expect("nothing contradicts it");
    assert_eq!(session.next(), Step::Ask(trouble));
    walk(&session, 5, &mut ends);
    assert_eq!(ends.len(), fixes.len(), "{ends:?}");
}

#[test]
fn every_way_through_the_animals_ends_in_one_conclusion_and_every_animal_is_reached() {
    let knowledge = example("animal");
    let mut session = Session::new(&knowledge);
    session.answer(finding(&knowledge, "unknown-animal"), Answer::sure(Value::Yes)).expect("nothing contradicts it");
    let mut ends = BTreeMap::new();
    // An animal that there is takes nine at most; these answers are also given of animals that there are not.
    walk(&session, 17, &mut ends);
    for cause in knowledge.causes() {
        assert!(ends.contains_key(&format!("see-{}", cause.id)), "{} is never found: {ends:?}", cause.id);
    }
}

/// Returns how somebody answers who has this animal in front of them: what the base says of it, no where that is rare, else "don't know".
fn answer_of(knowledge: &Knowledge, cause: CauseId, finding: FindingId) -> Answer {
    let link = knowledge.cause(cause).links.iter().find(|link| link.sign.finding == finding);
    let Domain::YesNo { otherwise } = &knowledge.finding(finding).domain else { panic!("only yes or no is asked") };
    let probability = link.map_or(otherwise.get(), |link| link.number.get());
    match probability {
        yes if yes > 0.5 => Answer::sure(Value::Yes),
        no if no < 0.5 => Answer::sure(Value::No),
        _ => Answer::Unknown,
    }
}

#[test]
fn every_animal_is_found_by_what_is_written_of_it() {
    let knowledge = example("animal");
    let mut questions = 0;
    for (at, cause) in knowledge.causes().iter().enumerate() {
        let mut session = Session::new(&knowledge);
        session.answer(finding(&knowledge, "unknown-animal"), Answer::sure(Value::Yes)).expect("no contradiction");
        let before = questions;
        while let Step::Ask(finding) = session.next() {
            questions += 1;
            session.answer(finding, answer_of(&knowledge, CauseId(at as u32), finding)).expect("no contradiction");
        }
        assert_eq!(conclusion(&session), Some(format!("see-{}", cause.id)));
        assert!(questions - before <= 9, "{} takes {}", cause.id, questions - before);
    }
    // log2 of the number of animals is 5.4; a question has two answers.
    let mean = questions as f64 / knowledge.causes().len() as f64;
    assert!(mean < 6.1, "{mean} questions on average");
}

/// A program, what somebody is sure of (`yes`, `no`, or a value), and what must come of it.
type Sequence = (&'static str, &'static [(&'static str, &'static str)], &'static str);

const SEQUENCES: [Sequence; 14] = [
    ("auto", &[("trouble", "sluggish")], "clean-fuel-line"),
    ("auto", &[("trouble", "knocks")], "adjust-timing"),
    ("auto", &[("trouble", "misfires")], "adjust-point-gap"),
    ("auto", &[("trouble", "weak"), ("points", "normal")], "mechanic"),
    ("auto", &[("trouble", "weak"), ("points", "burned")], "replace-points"),
    ("auto", &[("trouble", "else"), ("runs-well", "yes")], "leave-it"),
    ("auto", &[("trouble", "else"), ("runs-well", "no")], "mechanic"),
    ("auto", &[("trouble", "does-not-start"), ("turns", "yes"), ("fuel", "yes"), ("points", "normal")], "mechanic"),
    ("auto", &[("trouble", "does-not-start"), ("turns", "yes"), ("fuel", "yes"), ("points", "dirty")], "clean-points"),
    ("auto", &[("trouble", "does-not-start"), ("turns", "no"), ("battery-charged", "no")], "charge-battery"),
    // What nobody asks for may be known all the same.
    ("animal", &[("backbone", "no"), ("warm-blooded", "no"), ("in-soil", "yes"), ("flat-body", "yes")], "see-flatworm"),
    ("animal", &[("warm-blooded", "yes"), ("backbone", "yes"), ("nurses-young", "no")], "see-bird"),
    ("animal", &[("nurses-young", "yes"), ("warm-blooded", "yes"), ("eats-meat", "yes"), ("flies", "yes")], "see-bat"),
    (
        "animal",
        &[("backbone", "yes"), ("warm-blooded", "no"), ("never-leaves-water", "no"), ("scaly", "no"), ("jumps", "no")],
        "see-salamander",
    ),
];

#[test]
fn sequences_of_answers_come_to_what_an_expert_says() {
    for (name, known, expected) in SEQUENCES {
        let knowledge = example(name);
        let mut session = Session::new(&knowledge);
        let value = |finding, word: &str| match word {
            "yes" => Value::Yes,
            "no" => Value::No,
            "else" => Value::Rest,
            word => Value::Option(knowledge.find_option(finding, word).expect("a value")),
        };
        let opens = if name == "auto" { "trouble" } else { "unknown-animal" };
        let mut asked = finding(&knowledge, opens);
        loop {
            let id = knowledge.id_of(Thing::Finding(asked));
            let word = known.iter().find(|(finding, _)| *finding == id).map(|(_, word)| *word);
            let word = word.or((id == "unknown-animal").then_some("yes"));
            let answer = word.map_or(Answer::Unknown, |word| Answer::sure(value(asked, word)));
            session.answer(asked, answer).expect("no contradiction");
            let Step::Ask(next) = session.next() else { break };
            asked = next;
        }
        assert_eq!(conclusion(&session).as_deref(), Some(expected), "{known:?}");
    }
}

fn record(program: &str, said: &[(&str, &str)], conclusion: &str) -> String {
    let said: Vec<_> = said.iter().map(|(q, a)| serde_json::json!({"q": q, "a": a})).collect();
    serde_json::json!({"kb": format!("{program}.clp"), "dialog": said, "final": conclusion}).to_string()
}

#[test]
fn a_record_is_answered_from_what_it_holds() {
    let said = [
        ("Ready?\n\nDoes the engine start (yes/no)?", "no"),
        ("Does the engine rotate?", "no"),
        ("Is the battery charged?", "no"),
    ];
    let paths = Path::read_all(&record("auto", &said, "Suggested:\n\n Charge the battery.")).expect("a record");
    let expert = Expert::load("auto").expect("the example");
    let outcome = expert.consult(&paths[0]);
    assert_eq!(outcome.asked, ["trouble", "turns", "battery-charged"]);
    assert_eq!((outcome.unanswered, outcome.read_out, outcome.troubles.len()), (0, 3, 0));
    assert_eq!(outcome.conclusion.as_deref(), expert.expected(&paths[0]));
    assert!(table(&paths).expect("a table").contains(
        "same conclusion on 1 of 1; questions on average 3.00 recorded, 3.00 ours (3.00 read out one by one): **met**"
    ));
}

#[test]
fn what_a_record_does_not_hold_is_not_known_and_counts() {
    let said = [("Has it a backbone?", "yes"), ("Is it warm blooded?", "yes"), ("Does it nurse its young?", "no")];
    let paths = Path::read_all(&record("animal", &said, "I think your animal is a bird/penguin.")).expect("a record");
    let outcome = Expert::load("animal").expect("the example").consult(&paths[0]);
    assert_eq!(outcome.conclusion.as_deref(), Some("bird"));
    assert!(outcome.unanswered > 0 && outcome.asked.len() > outcome.unanswered, "{outcome:?}");
}

#[test]
fn what_nobody_knows_is_told_and_not_met() {
    let strange = [
        record("auto", &[("Does the engine sing?", "yes")], "Buy a horse."),
        record("animal", &[("Does it have a backbone?", "perhaps")], "I think your animal is a unicorn."),
        record("auto", &[], ""),
    ];
    for (record, told) in strange.iter().zip(["Does the engine sing?", "no value `perhaps`", "the trouble is"]) {
        let paths = Path::read_all(record).expect("a record");
        let table = table(&paths).expect("a table");
        assert!(
            table.contains(told) && table.contains("same conclusion on 0 of 1") && table.contains("**not met**"),
            "{table}"
        );
    }
    assert!(table(&Path::read_all(&record("wine", &[], "Chablis")).expect("a record")).is_err());
    assert!(Path::read_all("{}").is_err());
}
