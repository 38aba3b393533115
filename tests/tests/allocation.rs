//! An answer, the best question and taking back allocate nothing once a session has been through as much before.
//!
//! A program of its own with one test: what other tests allocate at the same time would count too.

use etio_engine::{Answer, FindingId, Knowledge, Session, Value};
use etio_tests::grid::{Grid, Person};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Holds a session of these answers and takes it back; returns the last question.
fn there_and_back(session: &mut Session<'_>, answers: &[(FindingId, Answer)]) -> Option<FindingId> {
    let mut question = None;
    for (finding, answer) in answers {
        session.answer(*finding, answer.clone()).expect("nothing contradicts anything");
        question = session.question();
    }
    for _ in answers {
        session.undo();
        session.question();
    }
    question
}

#[test]
fn nothing_is_allocated_on_the_way() {
    let base = Grid { causes: 300, findings: 400, links: 10 }.base(3);
    let knowledge = Knowledge::new(vec![base.clone()]).unwrap_or_else(|errors| panic!("{errors:?}"));
    let mut person = Person::of(&base, 3);
    let mut session = Session::new(&knowledge);
    session.answer(person.complaint(), Answer::sure(Value::Yes)).expect("it is the first");
    let mut answers = Vec::new();
    while let Some(question) = session.question().filter(|_| answers.len() < 20) {
        answers.push((question, person.answer(question)));
        session.answer(question, answers[answers.len() - 1].1.clone()).expect("nothing contradicts anything");
    }
    assert!(answers.len() > 8);
    answers.iter().for_each(|_| drop(session.undo()));
    let before = there_and_back(&mut session, &answers);
    let region = Region::new(ALLOCATOR);
    let after = there_and_back(&mut session, &answers);
    let change = region.change();
    assert_eq!((change.allocations, change.reallocations), (0, 0));
    assert_eq!(before, after);
    // The counter counts.
    drop(session.report());
    assert!(region.change().allocations > 0);
}
