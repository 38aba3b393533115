//! Variants of one trouble: told as one, and told apart only where a fix makes that worth its time.

use etio_engine::{Answer, FindingId, Knowledge, Session, Step, Thing, Value, Verdict};
use etio_tests::sketch::Sketch;

const CLOSE: f64 = 1e-12;

fn load(sketch: Sketch) -> Knowledge {
    Knowledge::new(vec![sketch.base()]).expect("a valid base")
}

fn finding(knowledge: &Knowledge, id: &str) -> FindingId {
    match knowledge.find(id).as_slice() {
        [Thing::Finding(finding)] => *finding,
        things => panic!("{id} is {things:?}"),
    }
}

fn with_symptom(knowledge: &Knowledge) -> Session<'_> {
    let mut session = Session::new(knowledge);
    session.answer(finding(knowledge, "s"), Answer::sure(Value::Yes)).expect("it is possible");
    session
}

/// Two variants `a` and `b` that a fact tells apart, or causes of their own, and a cause `c` of another kind that shows it as the two do on average.
fn jam(variants: bool) -> Sketch {
    let sketch = Sketch::default();
    let sketch = if variants { sketch.variants("jam") } else { sketch.ordinary("jam") };
    let sketch = sketch.cause("a", 0.2).cause("b", 0.2).ordinary("toner").cause("c", 0.1);
    let sketch = sketch.symptom("s", 0.001, &[("a", 0.9), ("b", 0.9), ("c", 0.9)]);
    sketch.fact("f", 0.5, &[("a", 0.9), ("b", 0.1)])
}

#[test]
fn what_tells_only_variants_apart_tells_nothing() {
    let apart = load(jam(false));
    let session = with_symptom(&apart);
    assert!(session.why(finding(&apart, "f")).bits > 0.3);
    assert_eq!(session.question(), Some(finding(&apart, "f")));
    let together = load(jam(true));
    let session = with_symptom(&together);
    assert!(session.why(finding(&together, "f")).bits < CLOSE);
    assert_eq!((session.question(), session.report().question), (None, None));
}

#[test]
fn variants_are_diagnosed_together() {
    let (apart, together) = (load(jam(false)), load(jam(true)));
    assert_eq!(with_symptom(&apart).report().verdict, Verdict::Unsure);
    let report = with_symptom(&together).report();
    assert_eq!(report.verdict, Verdict::Diagnosed);
    // Each variant keeps the belief that it has as a cause of its own.
    let alone = with_symptom(&apart).report().differential;
    let beliefs =
        |of: &[etio_engine::Hypothesis]| of.iter().map(|one| (one.cause, one.posterior.to_bits())).collect::<Vec<_>>();
    assert_eq!(beliefs(&report.differential), beliefs(&alone));
    let first = report.troubles[0];
    assert_eq!((report.troubles.len(), first.thing()), (3, together.find("jam").first().copied()));
    assert!((first.posterior - 2.0 * report.differential[0].posterior).abs() < CLOSE);
}

#[test]
fn variants_are_told_apart_where_a_fix_makes_it_worth_the_time() {
    let fixed = |cures: [&[(&str, f64)]; 2]| {
        let sketch = jam(true).fix("x", 3000, cures[0]).fix("y", 3000, cures[1]).hands_over("z", 30_000);
        let knowledge = load(sketch);
        let step = with_symptom(&knowledge).next();
        step == Step::Ask(finding(&knowledge, "f"))
    };
    assert!(fixed([&[("a", 0.9)], &[("b", 0.9)]]));
    assert!(!fixed([&[("a", 0.9), ("b", 0.9)], &[("c", 0.9)]]));
}

#[test]
fn a_trouble_of_equal_variants_is_the_cause_that_it_was() {
    let links: &[(&str, f64)] = &[("a", 0.8), ("c", 0.3)];
    let halves: &[(&str, f64)] = &[("a", 0.8), ("b", 0.8), ("c", 0.3)];
    let whole = Sketch::default().cause("a", 0.2).cause("c", 0.1);
    let whole = load(whole.symptom("s", 0.001, links).fact("f", 0.4, links).several("m", 2, 0.3, links));
    let split = Sketch::default().variants("k").cause("a", 0.05).cause("b", 0.15).ordinary("o").cause("c", 0.1);
    let split = load(split.symptom("s", 0.001, halves).fact("f", 0.4, halves).several("m", 2, 0.3, halves));
    let (one, two) = (with_symptom(&whole), with_symptom(&split));
    for id in ["f", "m"] {
        let bits = [(&one, &whole), (&two, &split)].map(|(session, base)| session.why(finding(base, id)).bits);
        assert!(bits[0] > 0.01 && (bits[0] - bits[1]).abs() < CLOSE, "{bits:?}");
    }
    let posteriors = |session: &Session<'_>| session.troubles().iter().map(|one| one.posterior).collect::<Vec<_>>();
    let pairs = posteriors(&one).into_iter().zip(posteriors(&two));
    pairs.for_each(|(one, two)| assert!((one - two).abs() < CLOSE, "{one} {two}"));
}

#[test]
fn with_several_causes_at_once_variants_still_exclude_one_another() {
    let links: &[(&str, f64)] = &[("a", 0.9), ("b", 0.9), ("c", 0.9)];
    let sketch = Sketch::default().several_causes_at_once();
    let sketch = sketch.variants("k").cause("a", 0.1).cause("b", 0.1).ordinary("o").cause("c", 0.05);
    let knowledge = load(sketch.symptom("s", 0.001, links).fact("f", 0.5, &[("a", 0.9), ("b", 0.1)]));
    let session = with_symptom(&knowledge);
    let report = session.report();
    let first = report.troubles[0];
    assert_eq!((report.verdict, first.thing()), (Verdict::Diagnosed, knowledge.find("k").first().copied()));
    assert!(first.posterior > 0.6 && report.differential[0].posterior < 0.5, "{first:?}");
    // The fact tells the variants apart, and only through `c` a little of the trouble: nothing where the group is known.
    assert!(session.why(finding(&knowledge, "f")).bits < 1e-3);
}
