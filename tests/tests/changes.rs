//! Changing and taking back: every beginning of what was said holds together, so that undoing always can.

use etio_engine::{Answer, FindingId, Knowledge, Session, SessionError, Statement, Thing, Value};

const BASE: &str = r#"
base lamp "Lamps"
  language en
fact plugged "The plug is in"
  ask "Is the plug in?"
fact power "There is power"
  ask "Is there power?"
  otherwise usually
rule current when plugged then power
symptom dark "It is dark"
  ask "Is it dark?"
cause broken "The lamp is broken"
  is     common
  always dark, power
fix replace "Replace the lamp"
  always cures broken
"#;

fn knowledge() -> Knowledge {
    Knowledge::new(etio_kb::parse_str("lamp.kb", BASE).bases).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn finding(knowledge: &Knowledge, id: &str) -> FindingId {
    match knowledge.find(id)[..] {
        [Thing::Finding(finding)] => finding,
        _ => panic!("no finding {id}"),
    }
}

/// Returns a session after these answers.
fn session<'k>(knowledge: &'k Knowledge, answers: &[(&str, Answer)]) -> Session<'k> {
    let mut session = Session::new(knowledge);
    for (id, answer) in answers {
        session.answer(finding(knowledge, id), answer.clone()).expect("nothing conflicts yet");
    }
    session
}

fn conflict(result: Result<(), SessionError>) -> (Statement, Vec<usize>) {
    match result {
        Err(SessionError::Contradiction(contradiction)) => (contradiction.refused, contradiction.with),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_change_that_a_later_answer_covers_up_is_refused() {
    let knowledge = knowledge();
    let (yes, no) = (Answer::sure(Value::Yes), Answer::sure(Value::No));
    let mut session = session(&knowledge, &[("plugged", no.clone()), ("power", no), ("plugged", Answer::Unknown)]);
    let before = session.clone();
    let new = Statement::Answer { finding: finding(&knowledge, "plugged"), answer: yes };
    assert_eq!(conflict(session.change(0, new.clone())), (new, vec![1]));
    assert_eq!((session.statements(), session.report()), (before.statements(), before.report()));
}

#[test]
fn what_no_longer_fits_when_an_answer_is_taken_back_is_named_with_its_place() {
    let knowledge = knowledge();
    let (yes, no) = (Answer::sure(Value::Yes), Answer::sure(Value::No));
    let answers = [("dark", yes.clone()), ("plugged", yes), ("plugged", no.clone()), ("power", no.clone())];
    let mut session = session(&knowledge, &answers);
    let before = session.clone();
    let refused = Statement::Answer { finding: finding(&knowledge, "power"), answer: no };
    assert_eq!(conflict(session.retract(2).map(|_| ())), (refused, vec![1]));
    assert_eq!((session.statements(), session.report()), (before.statements(), before.report()));
    session.retract(3).expect("the last statement can always be taken back");
    while session.undo().is_some() {
        let replayed = session.statements().to_vec();
        assert_eq!(session.save(), Session::resume(&knowledge, &session.save()).expect("it was saved").session.save());
        assert_eq!(session.statements(), replayed);
    }
    assert_eq!(session.report(), Session::new(&knowledge).report());
}
