//! Properties of the posterior: what must change it, what must not, and in which direction.

use etio_engine::{
    Answer, Base, Card, CauseId, Certainty, Completeness, Domain, Effect, FindingId, Kind, KindId, Knowledge, Link,
    Number, Origin, Probability, Role, Session, Sign, Thing, Value,
};
use etio_tests::drive::{Loaded, Names};
use etio_tests::generate::Case;
use etio_tests::reference::{Conclusions, Hypothesis};
use etio_tests::said::Said;
use etio_tests::sketch::Sketch;

const CASES: u64 = 600;
const CASES_OF_SEVERAL: u64 = 300;
const CLOSE: f64 = 1e-12;

fn cases() -> impl Iterator<Item = Loaded> {
    let several = (0..CASES_OF_SEVERAL).map(|seed| Loaded::of(Case::of_several(seed + 200_000)));
    (0..CASES).map(|seed| Loaded::of(Case::of(seed + 200_000))).chain(several)
}

/// Returns the hypotheses with their posteriors, in the order of the bases as they were written.
fn beliefs(loaded: &Loaded, session: &Session<'_>) -> Vec<(Hypothesis, f64)> {
    let report = session.report();
    let causes = loaded.case.bases.iter().enumerate();
    let causes = causes.flat_map(|(base, its)| (0..its.causes.len()).map(move |cause| Some((base, cause))));
    let find = |hypothesis: Hypothesis| {
        let cause = loaded.names.cause(hypothesis);
        report.differential.iter().find(|found| found.cause == cause).map(|found| (hypothesis, found.posterior))
    };
    causes.chain([None]).filter_map(find).collect()
}

fn assert_close(a: &[(Hypothesis, f64)], b: &[(Hypothesis, f64)]) {
    assert_eq!(a.len(), b.len());
    assert!(a.iter().zip(b).all(|(a, b)| a.0 == b.0 && (a.1 - b.1).abs() < CLOSE), "{a:?} {b:?}");
}

/// Returns the yes-or-no questions of which nothing is known and that no condition looks at.
fn plain_questions(so: &Conclusions<'_>, case: &Case) -> Vec<(usize, FindingId)> {
    let mut plain = Vec::new();
    for (base, its) in case.bases.iter().enumerate().filter(|(base, _)| so.takes_part[*base]) {
        for (position, finding) in its.findings.iter().enumerate() {
            let id = FindingId(position as u32);
            let follows = its.rules.iter().any(|rule| rule.then.iter().any(|then| then.sign.finding == id));
            let is_plain = matches!(finding.domain, Domain::YesNo { .. }) && finding.ask.is_some();
            if is_plain && !follows && !so.is_premise(base, id) && so.is_untouched(base, id) {
                plain.push((base, id));
            }
        }
    }
    plain
}

#[test]
fn a_yes_raises_what_shows_it_more_often_than_all_and_lowers_the_rest() {
    let mut compared = 0;
    for loaded in cases() {
        let (session, accepted) = loaded.hold_all();
        let so = Conclusions::of(&loaded.case.bases, &accepted).expect("it was accepted");
        if so.is_several() {
            continue; // What one cause shows may explain another away.
        }
        let before = beliefs(&loaded, &session);
        for (base, finding) in plain_questions(&so, &loaded.case) {
            let shows: Vec<f64> =
                before.iter().map(|(hypothesis, _)| so.chance_of_yes(base, finding, *hypothesis)).collect();
            let all: f64 = before.iter().zip(&shows).map(|((_, posterior), shows)| posterior * shows).sum();
            let mut after = session.clone();
            after
                .answer(loaded.names.finding(base, finding), Answer::sure(Value::Yes))
                .expect("nothing is known of it");
            for (((_, before), (_, after)), shows) in before.iter().zip(beliefs(&loaded, &after)).zip(shows) {
                let (rise, excess) = (after - before, shows - all);
                assert!(rise * excess >= 0.0 || rise.abs() < CLOSE, "{rise} for {excess}");
                assert!(excess.abs() > 1e-9 || rise.abs() < 1e-6, "{rise} for {excess}");
                compared += 1;
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn the_belief_is_the_average_of_the_beliefs_after_each_answer() {
    let mut compared = 0;
    for loaded in cases() {
        let (session, accepted) = loaded.hold_all();
        let so = Conclusions::of(&loaded.case.bases, &accepted).expect("it was accepted");
        let before = beliefs(&loaded, &session);
        for (base, finding) in plain_questions(&so, &loaded.case) {
            let mut average: Vec<(Hypothesis, f64)> = before.iter().map(|(hypothesis, _)| (*hypothesis, 0.0)).collect();
            for answer in session.why(loaded.names.finding(base, finding)).answers {
                let mut after = session.clone();
                after
                    .answer(loaded.names.finding(base, finding), Answer::sure(answer.value))
                    .expect("nothing is known of it");
                let after = beliefs(&loaded, &after);
                average.iter_mut().zip(after).for_each(|(sum, (_, posterior))| sum.1 += answer.probability * posterior);
            }
            assert_close(&before, &average);
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn other_names_give_the_same_beliefs() {
    for loaded in cases() {
        let mut case = loaded.case.clone();
        for base in &mut case.bases {
            let findings = base.findings.iter_mut().map(|finding| &mut finding.id);
            let causes = base.causes.iter_mut().map(|cause| &mut cause.id);
            let fixes = base.fixes.iter_mut().map(|fix| &mut fix.id);
            let rules = base.rules.iter_mut().map(|rule| &mut rule.id);
            findings.chain(causes).chain(fixes).chain(rules).for_each(turn_round);
        }
        let renamed = Loaded::of(case);
        assert_close(&beliefs(&loaded, &loaded.hold_all().0), &beliefs(&renamed, &renamed.hold_all().0));
    }
}

/// Puts another letter first, so that what came first by its id comes last.
fn turn_round(id: &mut String) {
    let first = id.chars().next().expect("ids are not empty");
    let mirrored = char::from(b'a' + b'z' - u8::try_from(first).expect("ids are ASCII"));
    *id = format!("{mirrored}{id}");
}

#[test]
fn a_finding_that_nobody_looks_at_changes_no_belief() {
    for loaded in cases() {
        let mut case = loaded.case.clone();
        for base in &mut case.bases {
            let mut unseen = base.findings[0].clone();
            unseen.id = String::from("unseen");
            unseen.domain = Domain::YesNo { otherwise: base.causes[0].prior };
            unseen.role = Role::Fact;
            unseen.patterns.clear();
            let sign = Sign { finding: FindingId(base.findings.len() as u32), option: None };
            base.findings.push(unseen);
            let number = base.causes[0].prior;
            base.causes[0].links.push(Link { sign, number });
        }
        let with = Loaded::of(case);
        assert_close(&beliefs(&loaded, &loaded.hold_all().0), &beliefs(&with, &with.hold_all().0));
    }
}

#[test]
fn two_halves_of_a_cause_have_its_belief_together() {
    for loaded in cases() {
        let mut case = loaded.case.clone();
        if case.bases.iter().any(|base| base.causes.iter().any(|cause| !cause.confirmed_when.is_empty())) {
            continue;
        }
        let base = &mut case.bases[0];
        exclude_what_becomes_of_the_first_cause(base);
        let half = base.causes[0].prior.get() / 2.0;
        base.causes[0].prior = Number::estimate(Probability::new(half).expect("half a probability is one"));
        let mut other_half = base.causes[0].clone();
        other_half.id = String::from("other-half");
        let position = CauseId(base.causes.len() as u32);
        base.causes.push(other_half);
        for fix in &mut base.fixes {
            let same = fix.effects.iter().find(|effect| effect.cause == Some(CauseId(0))).copied();
            fix.effects.extend(same.map(|effect| Effect { cause: Some(position), ..effect }));
        }
        let split = Loaded::of(case);
        let (whole, halves) = (beliefs(&loaded, &loaded.hold_all().0), beliefs(&split, &split.hold_all().0));
        let joined = |hypothesis: &Hypothesis| {
            let of =
                |wanted| halves.iter().find(|(known, _)| *known == wanted).map_or(0.0, |(_, posterior)| *posterior);
            let more = if *hypothesis == Some((0, 0)) { of(Some((0, position.index()))) } else { 0.0 };
            (*hypothesis, of(*hypothesis) + more)
        };
        let joined: Vec<_> = whole.iter().map(|(hypothesis, _)| joined(hypothesis)).collect();
        assert_close(&whole, &joined);
    }
}

/// Puts the first cause into a group in which there is room for more causes.
fn exclude_what_becomes_of_the_first_cause(base: &mut Base) {
    let kind = base.causes[0].kind;
    let has_group = kind.is_some_and(|kind| base.kinds[kind.index()].is_exclusive());
    if base.several_at_once && !has_group {
        let (id, title) = (String::from("halves"), base.title.clone());
        base.causes[0].kind = Some(KindId(base.kinds.len() as u32));
        base.kinds.push(Kind { id, title, one_at_a_time: true, variants: false, card: Card::default() });
    }
}

#[test]
fn what_is_impossible_has_no_probability_at_all() {
    let mut seen = 0;
    for loaded in cases() {
        for hypothesis in loaded.hold_all().0.report().differential {
            if hypothesis.excluded.is_some() {
                assert_eq!(hypothesis.posterior.to_bits(), 0.0_f64.to_bits());
                seen += 1;
            }
        }
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn learning_more_never_takes_back_what_followed_surely() {
    let mut seen = 0;
    for loaded in cases() {
        let mut session = Session::new(&loaded.knowledge);
        let has_conditions =
            loaded.case.bases.iter().flat_map(|base| &base.findings).any(|it| it.applies_when.is_some());
        for said in &loaded.case.said {
            if has_conditions || !is_new_and_sure(&session, &loaded.names, said) {
                continue;
            }
            let before = derived(&session);
            if loaded.say(&mut session, said).is_ok() {
                let after = session.report().findings;
                for known in before {
                    let still =
                        after.iter().any(|now| (now.finding, now.sign, &now.value) == (known.0, known.1, &known.2));
                    assert!(still, "{known:?} was taken back by {said:?}");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 50, "{seen}");
}

type Derived = (FindingId, Option<Sign>, Option<Value>);

fn derived(session: &Session<'_>) -> Vec<Derived> {
    let findings = session.report().findings.into_iter();
    let derived = findings.filter(|known| matches!(known.origin, Origin::Rule(_)));
    derived.map(|known| (known.finding, known.sign, known.value)).collect()
}

/// Returns whether a statement is sure, and speaks of nothing that was known before: what a text shows takes the place of an answer.
fn is_new_and_sure(session: &Session<'_>, names: &Names, said: &Said) -> bool {
    let known = session.report().findings;
    let is_new = |base, finding| known.iter().all(|known| known.finding != names.finding(base, finding));
    match said {
        Said::Text { completeness, shown, .. } => {
            *completeness == Completeness::Excerpt && shown.iter().all(|(base, sign)| is_new(*base, sign.finding))
        }
        Said::Answer { base, finding, answer: Answer::Known { certainty: Certainty::Sure, .. } } => {
            is_new(*base, *finding)
        }
        _ => false,
    }
}

fn load(sketch: Sketch) -> Knowledge {
    Knowledge::new(vec![sketch.base()]).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn finding(knowledge: &Knowledge, id: &str) -> FindingId {
    match knowledge.find(id).as_slice() {
        [Thing::Finding(finding)] => *finding,
        things => panic!("{id} is {things:?}"),
    }
}

/// Returns the posterior of the cause `a` after sure yeses.
fn after_yes(knowledge: &Knowledge, to: &[&str]) -> f64 {
    let mut session = Session::new(knowledge);
    for id in to {
        session.answer(finding(knowledge, id), Answer::sure(Value::Yes)).expect("it contradicts nothing");
    }
    let is_a = |cause| knowledge.id_of(Thing::Cause(cause)) == "a";
    let report = session.report();
    report.differential.iter().find(|found| found.cause.is_some_and(is_a)).expect("a takes part").posterior
}

#[test]
fn two_findings_say_more_than_one_said_twice() {
    let causes = || Sketch::default().cause("a", 0.1).cause("b", 0.1);
    let shows: &[(&str, f64)] = &[("a", 0.8)];
    let one = load(causes().fact("f", 0.2, shows));
    let two = load(causes().fact("f", 0.2, shows).fact("g", 0.2, shows));
    let (once, again) = (after_yes(&one, &["f"]), after_yes(&one, &["f", "f"]));
    assert_eq!(once.to_bits(), again.to_bits());
    assert!(after_yes(&two, &["f", "g"]) > once + 0.05);
    // However often one finding is observed, it weighs no more than the finding itself.
    let saturated = 0.95 * 0.5 * 0.8 / (0.95 * 0.5 * 0.8 + 0.95 * 0.5 * 0.2 + 0.05 * 0.2);
    assert!(once < saturated);
}

#[test]
fn two_observations_of_one_finding_are_one_with_the_product_of_their_pairs() {
    let knowledge = load(Sketch::default().cause("a", 0.1).cause("b", 0.3).fact("f", 0.2, &[("a", 0.8)]));
    let of_a = |told: &[Answer], seen: Option<Value>| {
        let mut session = Session::new(&knowledge);
        for answer in told {
            session.answer(finding(&knowledge, "f"), answer.clone()).expect("it contradicts nothing");
        }
        if let Some(value) = seen {
            session.probe(finding(&knowledge, "f"), value).expect("it contradicts nothing");
        }
        let is_a = |cause| knowledge.id_of(Thing::Cause(cause)) == "a";
        session.differential().iter().find(|it| it.cause.is_some_and(is_a)).expect("a takes part").posterior
    };
    let expected = |[yes, no]: [f64; 2]| {
        let (a, b) = (yes * 0.8 + no * 0.2, yes * 0.2 + no * 0.8);
        0.95 * 0.25 * a / (0.95 * 0.25 * a + (0.95 * 0.75 + 0.05) * b)
    };
    let (sure, probable) = (Answer::sure(Value::Yes), Answer::probable(Value::Yes));
    let table = [
        (of_a(std::slice::from_ref(&sure), None), [0.99, 0.01]),
        (of_a(std::slice::from_ref(&sure), Some(Value::Yes)), [0.99 * 0.999, 0.01 * 0.001]),
        (of_a(std::slice::from_ref(&sure), Some(Value::No)), [0.99 * 0.001, 0.01 * 0.999]),
        (of_a(std::slice::from_ref(&probable), Some(Value::No)), [0.8 * 0.001, 0.2 * 0.999]),
        (of_a(&[sure, probable], None), [0.8, 0.2]),
    ];
    for (found, pair) in table {
        assert!((found - expected(pair)).abs() < CLOSE, "{found} {}", expected(pair));
    }
}

#[test]
fn neither_hundreds_of_symptoms_nor_ten_thousand_absent_ones_underflow() {
    let mut sketch = Sketch::default().cause("a", 0.1).cause("b", 0.1).several("add-ons", 10_000, 0.3, &[("a", 0.2)]);
    for symptom in 0..300 {
        sketch = sketch.symptom(&format!("s{symptom}"), 1e-4, &[("a", 0.5), ("b", 0.49)]);
    }
    let knowledge = load(sketch);
    let mut session = Session::new(&knowledge);
    session
        .answer(finding(&knowledge, "add-ons"), Answer::sure(Value::Options(vec![])))
        .expect("it contradicts nothing");
    for symptom in 0..300 {
        let symptom = finding(&knowledge, &format!("s{symptom}"));
        session.answer(symptom, Answer::sure(Value::Yes)).expect("it contradicts nothing");
    }
    let posteriors: Vec<f64> = session.report().differential.iter().map(|hypothesis| hypothesis.posterior).collect();
    assert!((posteriors.iter().sum::<f64>() - 1.0).abs() < CLOSE && posteriors[0] > 0.99, "{posteriors:?}");
}
