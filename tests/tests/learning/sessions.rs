//! Saved sessions as cases.

use crate::world::{authored, base, cases};
use etio_kb::engine::{Answer, Knowledge, Outcome, Session, Thing, Value};
use etio_kb::learn::{Learnt, Options, Target, learn};

fn free() -> Options {
    Options { most: 1e6, ..Options::default() }
}

/// Holds a session with answers, then outcomes, and returns it as it is saved.
fn session(answers: &[(&str, Value)], outcomes: &[(&str, Outcome)]) -> String {
    let knowledge = Knowledge::new(vec![base(&authored())]).expect("a sound base");
    let mut session = Session::new(&knowledge);
    for (id, value) in answers {
        let Some(Thing::Finding(finding)) = knowledge.find(id).into_iter().next() else { panic!("{id}") };
        session.answer(finding, Answer::sure(value.clone())).expect("an answer");
    }
    for (id, outcome) in outcomes {
        let Some(Thing::Fix(fix)) = knowledge.find(id).into_iter().next() else { panic!("{id}") };
        session.outcome(fix, *outcome).expect("an outcome");
    }
    serde_json::to_string(&session.save()).expect("a session can be saved")
}

fn learnt(lines: &[String], options: &Options) -> Learnt {
    learn(&base(&authored()), &cases(&lines.join("\n")), options).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn of_target(learnt: &Learnt, wanted: impl Fn(Target) -> bool) -> Option<&etio_kb::learn::Change> {
    learnt.changes.iter().find(|change| wanted(change.target))
}

#[test]
fn a_session_that_was_cured_counts_by_shares() {
    // Dust and the fan are cured by cleaning; what is hot may be either.
    let line = session(&[("loud", Value::No), ("hot", Value::Yes)], &[("clean", Outcome::Helped)]);
    // Every cause with part of a case is worth a line here.
    let learnt = learnt(&vec![line; 30], &Options { least: 0.01, ..free() });
    assert_eq!(learnt.tallies.used, 30);
    let priors: Vec<f64> = (0..4)
        .map(|cause| {
            of_target(&learnt, |target| matches!(target, Target::Prior(known) if known.index() == cause))
                .map_or(0.0, |change| change.of)
        })
        .collect();
    let sum: f64 = priors.iter().sum();
    assert!(priors[0] > priors[2] && priors[2] > 0.5, "{priors:?}");
    assert!(sum > 29.0 && sum <= 30.0 + 1e-9, "the rest is something else: {priors:?}");
    assert!(priors[1] < 0.1 && priors[3] < 0.1, "cleaning cures nothing else: {priors:?}");
}

#[test]
fn a_session_that_nobody_solved_is_left_out_unless_wanted() {
    let line = session(&[("loud", Value::No), ("hot", Value::Yes)], &[("clean", Outcome::Failed)]);
    let without = learnt(&vec![line.clone(); 20], &free());
    assert_eq!((without.tallies.used, without.tallies.unresolved), (0, 20));
    assert_eq!(without.changes, []);
    let with = learnt(&vec![line; 20], &Options { unresolved: true, ..free() });
    assert_eq!((with.tallies.used, with.tallies.unresolved), (20, 0));
    assert!(!with.changes.is_empty());
}

#[test]
fn what_a_person_complains_of_says_not_how_often_it_is_there() {
    // It is hot in each of these sessions, for that is why they were held.
    let line = |loud| session(&[("hot", Value::Yes), ("loud", loud)], &[("clean", Outcome::Helped)]);
    let lines = [vec![line(Value::Yes); 10], vec![line(Value::No); 10]].concat();
    let learnt = learnt(&lines, &free());
    let base = base(&authored());
    let about = |id: &str| {
        let finding = base.findings.iter().position(|finding| finding.id == id).expect(id);
        of_target(&learnt, |target| matches!(target, Target::Link(_, sign) if sign.finding.index() == finding))
            .is_some()
    };
    assert!(!about("hot") && about("loud"));
}

#[test]
fn a_session_in_an_envelope_has_an_id_and_a_cause() {
    let saved = session(&[("loud", Value::No), ("hot", Value::Yes)], &[]);
    let line = format!(r#"{{"id":"7","cause":"power","session":{saved}}}"#);
    let one = learnt(&[line.clone(), line], &free());
    assert_eq!((one.tallies.used, one.tallies.repeated), (1, 1));
    let many: Vec<String> =
        (0..6).map(|nth| format!(r#"{{"id":"{nth}","cause":"power","session":{saved}}}"#)).collect();
    let learnt = learnt(&many, &free());
    let power =
        of_target(&learnt, |target| matches!(target, Target::Prior(cause) if cause.index() == 3)).expect("it moves");
    assert_eq!((power.of, power.cases), (6.0, 6.0));
}

#[test]
fn a_session_of_another_base_says_nothing() {
    let line = session(&[("hot", Value::Yes)], &[]).replace("machine", "ship");
    let learnt = learnt(&[line], &free());
    assert_eq!((learnt.tallies.foreign, learnt.tallies.used), (1, 0));
}
