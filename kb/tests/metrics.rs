//! What made-up consultations come to: known where the base is small enough to reckon by hand.

use etio_kb::check::metrics;
use etio_kb::parse_str;

/// Two causes that one question tells apart for certain, or that nothing tells apart.
fn base(told_apart: bool) -> etio_kb::engine::Base {
    let (one, two) = if told_apart { ("always lamp", "never lamp") } else { ("", "") };
    let page = format!(
        "base kettle \"Kettles\"\n  language en\nsymptom cold \"Cold\"\n  says \"stays cold\"\n\
         fact lamp \"The lamp is on\"\n  ask \"Is the lamp on?\"\n  takes 5 s\n  otherwise half the time\n\
         cause burnt \"Burnt\"\n  is common\n  always cold\n  {one}\ncause unplugged \"Unplugged\"\n  is common\n  always cold\n  {two}\n\
         fix plug \"Plug it in\"\n  always cures unplugged\n  takes 20 min\n\
         fix buy \"Buy another\"\n  always cures burnt\n  takes 20 min\n"
    );
    let loaded = parse_str("kettle.kb", &page);
    assert!(!loaded.has_errors());
    loaded.bases.into_iter().next().expect("a base")
}

#[test]
fn a_question_that_decides_pays_and_names_the_cause() {
    let metrics = metrics(&base(true)).expect("there are causes");
    assert_eq!(metrics.people, 200);
    assert!(metrics.named > 0.9, "{metrics:?}");
    assert!(metrics.helped > 0.9, "{metrics:?}");
    assert!((metrics.questions - 1.0).abs() < 1e-9, "{metrics:?}");
    let question = &metrics.asked[0];
    assert_eq!(question.id, "lamp");
    // From a half to nearly one is nearly a bit; who answers against it loses some.
    assert!((0.5..1.0).contains(&question.bits), "{question:?}");
}

#[test]
fn what_nothing_tells_apart_is_confused_half_the_time() {
    let metrics = metrics(&base(false)).expect("there are causes");
    assert_eq!(metrics.questions, 0.0);
    assert!((metrics.named - 0.5).abs() < 1e-9, "{metrics:?}");
    let (confused, needs) = (&metrics.confusions[0], metrics.neediest().expect("one is never named"));
    assert_eq!(confused.cause, needs.id);
    assert!((confused.share - 0.5).abs() < 1e-9, "{confused:?}");
    assert_eq!(needs.named, 0.0);
}

#[test]
fn the_same_base_gives_the_same_numbers() {
    assert_eq!(metrics(&base(true)), metrics(&base(true)));
}
