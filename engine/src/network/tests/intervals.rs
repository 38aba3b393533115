//! Certified intervals.

use super::enumerated::{Enumerated, enumerate};
use super::exact::recipes;
use super::random::{Dice, Recipe};
use crate::network::{Belief, Cause, Effort, Finding, Interval, Link, Network, Problem};

/// Rounding may shift the ends of intervals that should be the same.
const SLACK: f64 = 1e-9;

fn intervals(belief: &Belief) -> Vec<Interval> {
    let causes = belief.causes.iter().flat_map(|cause| [cause.at_work, cause.remaining]);
    causes.chain(belief.none.iter().copied()).collect()
}

fn numbers(enumerated: &Enumerated) -> Vec<f64> {
    enumerated.causes.iter().flatten().chain(&enumerated.none).copied().collect()
}

fn keeping(keeps: usize) -> Effort {
    Effort { keeps, ..Effort::default() }
}

fn holds(interval: Interval, number: f64) -> bool {
    // Enumeration rounds as well.
    interval.low <= number * (1.0 + 1e-11) && number <= interval.high * (1.0 + 1e-11)
}

#[test]
fn intervals_hold_the_exact_number_and_shrink_with_every_finding_that_stays_exact() {
    let soft = Recipe { density: 5, soft: true, ..recipes()[7] };
    let mut narrowed = 0;
    for (index, recipe) in recipes().into_iter().chain([soft]).enumerate() {
        for seed in 0..12 {
            let network = recipe.cook(&mut Dice::new(500_000 + 1000 * index as u64 + seed));
            for problem in [Problem::Remains, Problem::Perhaps] {
                let Some(expected) = enumerate(&network, problem) else { continue };
                let mut last: Option<Vec<Interval>> = None;
                for keeps in 0..=recipe.findings {
                    let belief = network.infer(problem, keeping(keeps)).expect("the evidence is possible");
                    assert!(holds_logs(&belief, &expected), "{belief:?} {expected:?}");
                    let now = intervals(&belief);
                    for (interval, number) in now.iter().zip(numbers(&expected)) {
                        assert!(holds(*interval, number), "{number} in {interval:?} of {recipe:?} {seed} {keeps}");
                    }
                    for (now, last) in now.iter().zip(last.iter().flatten()) {
                        assert!(now.low >= last.low - SLACK && now.high <= last.high + SLACK, "{last:?} then {now:?}");
                        narrowed += usize::from(now.high - now.low < last.high - last.low - 0.01);
                    }
                    last = Some(now);
                }
                assert!(last.into_iter().flatten().all(|interval| interval.low == interval.high));
            }
        }
    }
    assert!(narrowed > 10_000, "{narrowed}");
}

fn holds_logs(belief: &Belief, expected: &Enumerated) -> bool {
    let holds = |interval: Interval, number: f64| interval.low - 1e-12 <= number && number <= interval.high + 1e-12;
    holds(belief.log_evidence, expected.evidence.ln()) && holds(belief.log_remains, expected.remains.ln())
}

#[test]
fn past_the_budget_the_answer_is_an_interval_and_within_it_a_number() {
    let recipe = Recipe { causes: 12, findings: 12, density: 6, ..recipes()[0] };
    let network = recipe.cook(&mut Dice::new(5));
    let exact = network.infer(Problem::Remains, Effort::default()).expect("possible");
    let needs = exact.effort.work;
    let hubs = Effort::default();
    let at = network.infer(Problem::Remains, hubs.with_work(needs)).expect("possible");
    assert_eq!((at.effort.bounded, &at.causes), (0, &exact.causes));
    let tight = Effort { hubs: exact.effort.hubs, forced: true, ..hubs };
    let below = network.infer(Problem::Remains, tight.with_work(needs / 8)).expect("possible");
    assert!(below.effort.bounded > 0 && below.effort.work <= needs / 8);
    for (wide, exact) in intervals(&below).into_iter().zip(intervals(&exact)) {
        assert!(holds(wide, exact.low));
    }
    let none = network.infer(Problem::Remains, Effort::default().with_work(0)).expect("possible");
    assert!(
        intervals(&none).iter().all(|interval| (0.0..=interval.high).contains(&interval.low) && interval.high <= 1.0)
    );
}

/// Five hundred rare causes, each with twelve of five hundred findings; all that two causes at work show.
fn rare(dice: &mut Dice) -> Network {
    let mut network = Network::new();
    let mut links = vec![Vec::new(); 500];
    let mut shown = [false; 500];
    for cause in 0..500 {
        network.group(&[Cause::new(dice.between(1e-3, 1e-2))]).expect("a group");
        for _ in 0..12 {
            let place = dice.below(500);
            let finding: &mut Vec<Link> = &mut links[place];
            if finding.last().is_none_or(|last| last.cause < cause) {
                let probability = dice.between(0.2, 0.95);
                finding.push(Link { cause, probability });
                shown[place] |= cause % 250 == 0 && dice.number() < probability;
            }
        }
    }
    for finding in (0..500).filter(|&finding| shown[finding]) {
        let leak = dice.between(1e-3, 1e-2);
        network.observe(Finding { yes: 1.0, no: 0.0, leak }, &links[finding]).expect("a finding");
    }
    network
}

#[test]
fn a_few_bounded_findings_leave_narrow_intervals() {
    let mut widths = [Vec::new(), Vec::new(), Vec::new()];
    for seed in 0..20 {
        let network = rare(&mut Dice::new(seed));
        for (place, relaxed) in [1, 2, 4].into_iter().enumerate() {
            let all = network.infer(Problem::Remains, keeping(0)).map_or(0, |belief| belief.effort.bounded);
            let belief = network.infer(Problem::Remains, keeping(all - relaxed)).expect("possible");
            assert_eq!(belief.effort.bounded, relaxed);
            let widths_here = belief.causes.iter().map(|cause| cause.remaining.high - cause.remaining.low);
            widths[place].push(widths_here.fold(0.0, f64::max));
        }
    }
    let means = widths.map(|widths| widths.iter().sum::<f64>() / widths.len() as f64);
    assert!(means[0] < 0.05 && means[1] < 0.1 && means[2] < 0.2, "{means:?}");
}
