//! Talks: how they are read, how they fail, and sessions recorded as talks.

use etio_kb::cases::{MAX_TURNS, read_talks, record, run, run_through};
use etio_kb::engine::{Knowledge, Outcome, Session, Step};
use etio_kb::parse_str;
use etio_kb::yaml::MAX_YAML;

const BASE: &str = r#"
base kettle "Kettles"
  language en
  about "Kettle"
symptom cold "The water stays cold"
  ask  "Does the water stay cold?"
  says "water stays cold"
symptom hums "It hums"
  says beside the name "hums with {token}"
fact lamp "The lamp is on"
  ask "Is the lamp on?"
  otherwise usually
fact size "How much water" : number 0..10 "l"
  ask "How many litres?"
fact parts "The parts" : several of lid, foot
  ask "Which parts are there?"
  otherwise often has lid
  otherwise often has foot
cause unplugged "The plug is out"
  is     common
  always cold
  never  lamp
  never  parts has foot
cause broken "The heater is broken"
  is     common
  always cold
  always lamp
  seldom parts has lid
  seldom hums
fix plug-in "Put the plug in"
  always cures unplugged
  takes 5 min
fix replace "Replace the kettle"
  always cures broken
  takes 20 min
topic how-hot "How hot does it get?"
  says "how hot"
  means "As hot as water gets."
"#;

fn knowledge() -> Knowledge {
    Knowledge::new(parse_str("kettle.kb", BASE).bases).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn failures(talk: &str) -> Vec<String> {
    let cases = read_talks(talk.as_bytes()).unwrap_or_else(|error| panic!("{}: {error}", error.line));
    cases.iter().flat_map(|case| run(&knowledge(), case)).map(|failure| failure.to_string()).collect()
}

fn mistake(talk: &str) -> (usize, String) {
    let error = read_talks(talk.as_bytes()).expect_err("a mistake");
    (error.line, error.to_string())
}

#[test]
fn a_talk_reads_like_a_conversation() {
    let talk = "
# Two conversations.
case the lamp is off, so the plug is out
> I switched it on,
> and the water stays cold
recognises cold
asks lamp
> no
thinks of unplugged, broken
gives unplugged at least 90%
gives broken at most 5%
gives other from 0% to 2%
verdict diagnosed
offers plug-in, replace
among replace
not first broken
asks at most 2
proposes plug-in
> no
asks parts
> lid
ends

case everything is told unasked
> the water stays cold
answered lamp: probably yes
answered size: 1.5
answered parts: lid, foot
answered parts: none
tried plug-in: partly

case nobody knows
> what a lovely day
silent
> how hot?
topic how-hot
";
    assert_eq!(failures(talk), Vec::<String>::new());
}

#[test]
fn answers_are_those_that_people_type_in_either_language() {
    let table = [
        ("lamp: sí", "lamp: yes"),
        ("lamp: Si.", "lamp: yes"),
        ("lamp: no sé", "lamp: don't know"),
        ("lamp: No lo sé", "lamp: don't know"),
        ("lamp: probablemente", "lamp: probably yes"),
        ("lamp: creo que no", "lamp: probably no"),
        ("lamp: probably not", "lamp: probably no"),
        ("parts: skip", "parts: don't know"),
    ];
    for (typed, meant) in table {
        let knowledge = knowledge();
        let session = |answer: &str| {
            let talk = format!("case x\n> water stays cold\nanswered {answer}\n");
            let case = read_talks(talk.as_bytes()).expect("a talk").remove(0);
            let run = run_through(&knowledge, &case);
            assert_eq!(run.failures, [], "{answer}");
            run.session.statements().to_vec()
        };
        assert_eq!(session(typed), session(meant), "{typed}");
    }
    for typed in ["sí", "en parte", "no sirvió", "No pude."] {
        let talk = format!("case x\n> water stays cold\ntried plug-in: {typed}\n");
        assert_eq!(failures(&talk), Vec::<String>::new(), "{typed}");
    }
    let unsure = failures("case x\n> water stays cold\ntried plug-in: no sé\n");
    assert_eq!(unsure, ["line 3: `no sé` is no value of `plug-in`; it can be yes, partly, no or not done"]);
}

#[test]
fn a_failure_names_its_line_and_the_talk_goes_on() {
    let talk = "case x\n> water stays cold\nasks size\n> 3\nasks lamp\n> no\nthinks of broken\nproposes replace\n";
    assert_eq!(
        failures(talk),
        [
            "line 3: next: expected size, got lamp",
            "line 7: causes: expected broken, got unplugged",
            "line 8: next: expected replace, got plug-in",
        ]
    );
    assert_eq!(failures("case x\nanswered lamb: yes\n"), ["line 2: there is no finding `lamb`; did you mean `lamp`?"]);
}

#[test]
fn every_mistake_has_its_line_and_a_remedy() {
    let table = [
        ("> hello", 1, "a talk begins with `case` and what it shows, such as `case the printer sleeps`"),
        ("case", 1, "after `case` stands what it shows, in a few words"),
        ("case x\ntodo", 2, "after `todo` stands why it does not hold yet"),
        (
            "case x\nthinks asleep",
            2,
            "no line of a talk begins with `thinks`; what the person says stands after `>`; what etio does begins with a word such as `asks`, `proposes` or `thinks of`",
        ),
        ("case x\nproposse y", 2, "no line of a talk begins with `proposse`; did you mean `proposes`?"),
        ("case x\nasks a, b", 2, "after `asks` stands one name, such as `asks some-name`"),
        (
            "case x\noffers a,, b",
            2,
            "after `offers` stand names with commas between them, such as `offers one, another`",
        ),
        ("case x\nasks at most many", 2, "after `asks at most` stands a number of questions, such as `asks at most 2`"),
        ("case x\nverdict sure", 2, "a verdict is `diagnosed`, `unsure` or `nothing`"),
        (
            "case x\ngives y 101%",
            2,
            "after `gives` stand a cause and how much, such as `gives asleep at least 90%` or `gives asleep from 40% to 60%`",
        ),
        (
            "case x\nanswered lamp yes",
            2,
            "after `answered` stand a name, a colon and what was said, such as `answered phone-prints: no`",
        ),
        ("case x\ntried y:", 2, "after `tried` stand a name, a colon and what was said, such as `tried wake-it: no`"),
        ("case x\nasks y\n>", 3, "after `>` stands what the person answers"),
    ];
    for (talk, line, message) in table {
        assert_eq!(mistake(talk), (line, message.to_owned()), "{talk}");
    }
    assert_eq!(read_talks(b"case x\n\xff").expect_err("no text").line, 2);
}

#[test]
fn size_and_length_have_limits() {
    let turns = |count: usize| format!("case x\n{}", "silent\n".repeat(count));
    assert!(read_talks(turns(MAX_TURNS - 1).as_bytes()).is_ok() && read_talks(turns(MAX_TURNS).as_bytes()).is_ok());
    assert_eq!(mistake(&turns(MAX_TURNS + 1)).0, MAX_TURNS + 2);
    let long = |length: usize| read_talks(&vec![b'\n'; length]);
    assert!(long(MAX_YAML - 1).is_ok() && long(MAX_YAML).is_ok());
    assert!(long(MAX_YAML + 1).expect_err("too long").message.contains("MB"));
}

/// Says something, records it, and returns the talk, which must hold and have the same evidence.
fn recorded(say: impl Fn(&mut Session<'_>)) -> String {
    let knowledge = knowledge();
    let mut session = Session::new(&knowledge);
    say(&mut session);
    let talk = record(&session, "recorded");
    assert_eq!(failures(&talk), Vec::<String>::new(), "{talk}");
    talk
}

#[test]
fn a_recorded_session_holds_as_a_case() {
    let talk = recorded(|session| {
        session
            .observe_text(
                "Mon 12:00 my Kettle: the water stays cold\nit hums with token=sk-abcdefghijklmnopqrstuvwx1234",
            )
            .expect("a text");
        while let Step::Ask(finding) = session.next() {
            session.answer(finding, etio_kb::engine::Answer::sure(etio_kb::engine::Value::No)).expect("an answer");
        }
        let Step::Try(fix) = session.next() else { panic!("something is proposed") };
        session.outcome(fix, Outcome::Failed).expect("an outcome");
    });
    insta::assert_snapshot!(talk);
    assert!(!talk.contains("abcdefgh"), "secrets are hidden: {talk}");
}

#[test]
fn every_kind_of_answer_is_recorded() {
    let talk = recorded(|session| {
        let answers = etio_kb::yaml::read(b"{answers: {size: 2.5, parts: [lid], lamp: probably no, cold: yes}, tried: {plug-in: partly, replace: not done}}");
        etio_kb::answers::give(session, &answers.expect("answers")).expect("they can be given");
    });
    insta::assert_snapshot!(talk);
    assert_eq!(recorded(|_| ()), "case recorded\n\nverdict nothing\n");
}
