//! What is not asked because something else has answered it.

use etio_engine::{Answer, Certainty, FindingId, Knowledge, OptionId, Session, Thing, Value};

const BASE: &str = r#"
base net "The network"
  language en
symptom slow "It is slow"
  ask "Is it slow?"
fact vpn "A VPN is on"
  ask            "Do you use a VPN?"
  otherwise      25%
  not asked when which is own or which is of-work or which is none
fact which "Which VPN is on" : one of own, of-work, none
  ask            "Which VPN do you use, if any?"
  otherwise      75% is none
  not asked when not vpn
cause tunnel "The VPN of the company is in the way"
  is     common
  often  slow
  always vpn
  90%    which is of-work
cause line "The line is bad"
  is    common
  often slow
fix restart "Restart the box"
  often cures line
fix disconnect "Disconnect"
  often cures tunnel
"#;

fn knowledge() -> Knowledge {
    let loaded = etio_kb::parse_str("net.kb", BASE);
    assert!(!loaded.has_errors(), "{}", loaded.render(etio_kb::Paint::Plain));
    Knowledge::new(loaded.bases).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn finding(knowledge: &Knowledge, id: &str) -> FindingId {
    match knowledge.find(id)[..] {
        [Thing::Finding(finding)] => finding,
        _ => panic!("no finding {id}"),
    }
}

/// Returns the questions that are left after some answers, one after the other, each answered with "don't know".
fn left(knowledge: &Knowledge, answers: &[(&str, Answer)]) -> Vec<String> {
    let mut session = Session::new(knowledge);
    for (id, answer) in [("slow", Answer::sure(Value::Yes))].iter().chain(answers) {
        session.answer(finding(knowledge, id), answer.clone()).expect("nothing conflicts");
    }
    let mut left = Vec::new();
    while let Some(question) = session.question() {
        left.push(knowledge.finding(question).id.clone());
        session.answer(question, Answer::Unknown).expect("it says nothing");
    }
    left.sort();
    left
}

#[test]
fn a_question_and_its_detail_answer_each_other() {
    let knowledge = knowledge();
    let which = |certainty| Answer::Known { value: Value::Option(OptionId(1)), certainty };
    let vpn = |value| Answer::sure(value);
    assert_eq!(left(&knowledge, &[]), ["vpn", "which"]);
    assert_eq!(left(&knowledge, &[("vpn", vpn(Value::Yes))]), ["which"]);
    assert_eq!(left(&knowledge, &[("vpn", vpn(Value::No))]), [""; 0]);
    assert_eq!(left(&knowledge, &[("which", which(Certainty::Sure))]), [""; 0]);
    assert_eq!(left(&knowledge, &[("which", which(Certainty::Probable))]), [""; 0]);
    assert_eq!(left(&knowledge, &[("which", Answer::Unknown)]), ["vpn"]);
}

#[test]
fn what_is_said_of_it_counts_all_the_same() {
    let knowledge = knowledge();
    let believed = |said: &[(&str, Value)]| {
        let mut session = Session::new(&knowledge);
        for (id, value) in said {
            session.answer(finding(&knowledge, id), Answer::sure(value.clone())).expect("nothing conflicts");
        }
        session.differential()[0].posterior
    };
    let which = ("which", Value::Option(OptionId(1)));
    assert!(believed(&[which.clone(), ("vpn", Value::Yes)]) > believed(&[which]));
}
