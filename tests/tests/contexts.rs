//! Contexts of several bases: whatever their values multiply to together, each base is summed by itself, and exactly.

use etio_engine::{Answer, Base, FindingId, FixId, Outcome, Value};
use etio_kb::parse_str;
use etio_tests::drive::Loaded;
use etio_tests::generate::{Case, Dice};
use etio_tests::reference::Conclusions;
use etio_tests::said::Said;
use std::fmt::Write as _;

const CLOSE: f64 = 1e-12;

/// Returns a base with several causes at once and one context with so many values; one cause at a time without a context where there are none.
fn base(id: &str, values: usize, dice: &mut Dice) -> Base {
    let mut page = format!("base {id} \"{id}\"\n  language en\n");
    if values > 0 {
        page += "  several causes at once\n";
        let names: Vec<String> = (0..values).map(|value| format!("v{value}")).collect();
        let _ = writeln!(page, "fact setting \"Setting\" : one of {}\n  ask \"Which?\"", names.join(", "));
        for name in &names[1..] {
            let _ = writeln!(page, "  otherwise {:.3}% is {name}", 90.0 * dice.between(0.3, 1.0) / values as f64);
        }
    }
    for symptom in 0..3 {
        let leak = 100.0 * dice.between(0.01, 0.2);
        let _ = writeln!(page, "symptom s{symptom} \"S{symptom}\"\n  ask \"S{symptom}?\"\n  otherwise {leak:.3}%");
    }
    page += "fact gate \"Gate\"\n  ask \"Gate?\"\n  otherwise 30%\nkind pair \"Pair\"\n";
    page += if values > 0 { "  one at a time\n" } else { "" };
    for (nth, kind) in [" of pair", " of pair", ""].iter().enumerate() {
        let _ = writeln!(page, "cause c{nth}{kind} \"C{nth}\"\n  is {:.3}%", 100.0 * dice.between(0.02, 0.3));
        for symptom in 0..3 {
            if !dice.happens(0.7) {
                continue;
            }
            let _ = writeln!(page, "  {:.3}% s{symptom}", 100.0 * dice.between(0.005, 0.98));
        }
        if values > 0 && dice.happens(0.8) {
            let _ = writeln!(page, "  {:.3}% setting is v{}", 100.0 * dice.between(0.1, 0.8), dice.below(values));
        }
    }
    page += "  ruled out when gate\n";
    page += "fix mend \"Mend\"\n  80% cures c0\n  60% eases c2\n  step \"Mend.\"\nfix any \"Any\"\n  30% cures other\n  50% cures c1\n  step \"Any.\"\n";
    let loaded = parse_str("base.kb", &page);
    assert!(!loaded.has_errors(), "{page}\n{}", loaded.render(etio_kb::Paint::Plain));
    loaded.bases.into_iter().next().expect("a base")
}

/// Returns what is said of some bases: answers about each, and what came of some fixes.
fn said(bases: &[Base], dice: &mut Dice) -> Vec<Said> {
    let mut said = Vec::new();
    for (base, its) in bases.iter().enumerate() {
        for (at, finding) in its.findings.iter().enumerate() {
            let finding_id = FindingId(at as u32);
            let options = finding.options().len();
            let value = match options {
                0 => dice.pick(&[Value::Yes, Value::No]).clone(),
                _ => Value::Option(etio_engine::OptionId(dice.below(options) as u32)),
            };
            let answer = if dice.happens(0.7) { Answer::sure(value) } else { Answer::probable(value) };
            // One symptom at least is answered, so that the base takes part.
            if finding.id == "s0" || dice.happens(0.5) {
                said.push(Said::Answer { base, finding: finding_id, answer });
            }
        }
        for fix in 0..2 {
            if !dice.happens(0.4) {
                continue;
            }
            let outcome = *dice.pick(&[Outcome::Failed, Outcome::Failed, Outcome::Partly, Outcome::Helped]);
            said.push(Said::Outcome { base, fix: FixId(fix), outcome });
        }
    }
    said
}

/// Returns the case of a seed: bases whose contexts have so many values, 0 for one without.
fn case(values: &[usize], seed: u64) -> Case {
    let mut dice = Dice::new(seed);
    let bases: Vec<Base> =
        values.iter().enumerate().map(|(nth, values)| base(&format!("b{nth}"), *values, &mut dice)).collect();
    let said = said(&bases, &mut dice);
    Case { bases, said }
}

#[test]
fn below_at_and_above_the_limit_each_posterior_is_that_of_all_combinations() {
    // 63, 64, 65 and more combinations, and beside bases with one cause at a time.
    for values in [&[9, 7][..], &[8, 8], &[13, 5], &[8, 9], &[5, 4, 4], &[0, 11, 6], &[11, 0, 6, 0]] {
        for seed in 0..12 {
            let loaded = Loaded::of(case(values, seed));
            let (session, accepted) = loaded.hold_all();
            let so = Conclusions::of(&loaded.case.bases, &accepted).expect("it was accepted");
            let differential = session.differential();
            let told = so.hypotheses().into_iter().zip(so.posteriors()).zip(so.priors_told());
            for ((hypothesis, posterior), prior) in told {
                let cause = loaded.names.cause(hypothesis);
                let found = differential.iter().find(|found| found.cause == cause).expect("it takes part");
                let what = format!("{values:?} {seed} {hypothesis:?}");
                assert!((found.posterior - posterior).abs() < CLOSE, "{what}: {} {posterior}", found.posterior);
                assert!((found.prior - prior).abs() < CLOSE, "{what}: {} {prior}", found.prior);
                assert_eq!(found.interval.low, found.interval.high, "{what}");
            }
            for (base, its) in loaded.case.bases.iter().enumerate() {
                for at in (0..its.findings.len()).map(|at| FindingId(at as u32)).filter(|at| so.is_untouched(base, *at))
                {
                    if !so.rules_causes_out(base, at) {
                        let bits = session.why(loaded.names.finding(base, at)).bits;
                        let expected = so.information(base, at);
                        assert!((bits - expected).abs() < CLOSE, "{values:?} {seed}: {bits} {expected}");
                    }
                }
            }
        }
    }
}

#[test]
fn bases_with_as_many_combinations_as_each_may_have_are_told_together() {
    // Four bases of 64: sixteen million combinations of all.
    let loaded = Loaded::of(case(&[64, 64, 64, 64], 1));
    let (session, accepted) = loaded.hold_all();
    let differential = session.differential();
    assert_eq!(differential.len(), 13);
    assert!(differential.iter().all(|it| (0.0..=1.0).contains(&it.posterior) && it.interval.low == it.interval.high));
    let back: Vec<Said> = accepted.iter().rev().cloned().collect();
    let outcome = |said: &Said| matches!(said, Said::Outcome { .. });
    let (outcomes, answers): (Vec<Said>, Vec<Said>) = back.into_iter().partition(outcome);
    let (other, _) = loaded.hold(&[answers, outcomes].concat());
    let posteriors = |of: Vec<etio_engine::Hypothesis>| {
        of.into_iter().map(|it| (it.cause, it.posterior.to_bits())).collect::<Vec<_>>()
    };
    assert_eq!(posteriors(other.differential()), posteriors(differential), "in any order the same bits");
    let _ = session.next();
}
