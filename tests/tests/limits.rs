//! The limits of a session, at, below and above each. Those of bases are tested in `kb/tests`, those of files in `kb` and `cli`.

use etio_engine::{
    Knowledge, ResumeError, STATEMENT_LIMIT, Saved, SavedOutcome, SavedStatement, Session, SessionError, TEXT_LIMIT,
};

const BASE: &str = r#"
base kettle "Kettles"
  language en
symptom cold "The water stays cold"
  ask  "Does the water stay cold?"
  says "water stays cold"
cause unplugged "The plug is out"
  is     common
  always cold
fix plug-in "Put the plug in"
  always cures unplugged
"#;

fn knowledge() -> Knowledge {
    Knowledge::new(etio_kb::parse_str("kettle.kb", BASE).bases).unwrap_or_else(|errors| panic!("{errors:?}"))
}

#[test]
fn a_text_may_have_so_many_bytes_and_no_more() {
    let knowledge = knowledge();
    let message = "water stays cold";
    for (length, fits) in [(TEXT_LIMIT - 1, true), (TEXT_LIMIT, true), (TEXT_LIMIT + 1, false)] {
        let mut session = Session::new(&knowledge);
        let text = format!("{}{message}", " ".repeat(length - message.len()));
        match session.observe_text(&text) {
            Ok(reading) => assert!(fits && reading.shown.len() == 1, "{length}"),
            Err(error) => {
                assert!(!fits, "{length}");
                assert_eq!(error, SessionError::TextTooLong { length, limit: TEXT_LIMIT });
                assert!(session.statements().is_empty());
            }
        }
    }
}

#[test]
fn a_saved_session_may_have_so_many_statements_and_no_more() {
    let knowledge = knowledge();
    let tried = SavedStatement::Tried { fix: "kettle:plug-in".to_owned(), outcome: SavedOutcome::NotDone };
    for (count, fits) in [(STATEMENT_LIMIT - 1, true), (STATEMENT_LIMIT, true), (STATEMENT_LIMIT + 1, false)] {
        let saved = Saved { etio_session: 1, bases: Vec::new(), said: vec![tried.clone(); count] };
        match Session::resume(&knowledge, &saved) {
            Ok(resumed) => assert!(fits && resumed.session.statements().len() == count, "{count}"),
            Err(error) => assert_eq!((error, fits), (ResumeError::TooLong { count, limit: STATEMENT_LIMIT }, false)),
        }
    }
}
