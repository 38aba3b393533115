//! What each way to decide costs beside the best of all, and how long a decision takes:
//!
//! ```text
//! cargo bench -p etio-tests --bench decisions
//! ```
#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]

use etio_engine::decision::{Planning, Problem};
use etio_tests::generate::Dice;
use etio_tests::trouble::{car, cost_of, generated, mean_and_error, now_or_never, small_car};
use std::time::Instant;

/// What a policy costs on a model.
type Way = Box<dyn Fn(&Problem) -> f64>;

const EXACT: Planning = Planning::RULE.with_exact(u64::MAX - 1);

fn main() {
    for (name, problem) in [("car", car()), ("small car", small_car())] {
        let best = problem.least_cost(EXACT).unwrap_or(f64::NAN);
        println!("{name}: best {best:.2}, the rule {:.2}", problem.cost_of_following(Planning::RULE));
    }
    small();
    for (fixes, questions) in [(7, 4), (12, 6), (13, 8), (15, 10)] {
        large(fixes, questions);
    }
}

/// Prints the excess over the best of all on 120 models, in percent: the mean, the most, and in how many there is none.
fn small() {
    let mut dice = Dice::new(1);
    let shapes = [(5, 2), (6, 3), (7, 4)];
    let problems: Vec<Problem> = shapes
        .iter()
        .flat_map(|shape| (0..40).map(|_| *shape).collect::<Vec<_>>())
        .map(|(f, q)| generated(&mut dice, f, q))
        .collect();
    let improved =
        |work: u64| move |problem: &Problem| problem.cost_of_following(Planning::RULE.with_improvement(work));
    let ways: [(&str, Way); 7] = [
        ("the order, no questions", Box::new(Problem::cost_without_questions)),
        ("now or never", Box::new(|problem| cost_of(problem, &now_or_never))),
        ("now / later / never", Box::new(|problem| problem.cost_of_following(Planning::RULE))),
        ("improved, 15,000", Box::new(improved(15_000))),
        ("improved, 25,000", Box::new(improved(25_000))),
        ("improved, 100,000", Box::new(improved(100_000))),
        ("as it is by default", Box::new(|problem| problem.cost_of_following(Planning::BEST))),
    ];
    for (name, cost) in &ways {
        let excess: Vec<f64> = problems
            .iter()
            .map(|problem| cost(problem) / problem.least_cost(EXACT).unwrap_or(f64::NAN) - 1.0)
            .collect();
        let mean = excess.iter().sum::<f64>() / excess.len() as f64;
        let most = excess.iter().copied().fold(0.0, f64::max);
        let none = excess.iter().filter(|excess| excess.abs() < 1e-9).count();
        println!("{name:<26} {:>8.3} {:>8.2} {none:>5}", 100.0 * mean, 100.0 * most);
    }
}

/// Prints what a step of improvement saves on ten models against the rule: the expected cost of the one less that of the other, over all ways in which
/// they can go, and the mean of the differences; and how long the first decision takes.
fn large(fixes: usize, questions: usize) {
    let mut dice = Dice::new(99);
    let problems: Vec<Problem> = (0..10).map(|_| generated(&mut dice, fixes, questions)).collect();
    let rule: Vec<f64> = problems.iter().map(|problem| problem.cost_of_following(Planning::RULE)).collect();
    for work in [0, 25_000, 100_000, 1_000_000] {
        let planning = Planning::RULE.with_improvement(work);
        let saved = problems.iter().zip(&rule).map(|(problem, rule)| rule - problem.cost_of_following(planning));
        let (mean, error) = mean_and_error(&saved.collect::<Vec<f64>>());
        let start = Instant::now();
        problems.iter().for_each(|problem| {
            std::hint::black_box(problem.next(planning));
        });
        let millis = start.elapsed().as_secs_f64() * 1e3 / problems.len() as f64;
        let (rule, _) = mean_and_error(&rule);
        println!(
            "{fixes} × {questions}, {work}: rule {rule:.2}, saved {mean:.3} ± {error:.3}, {millis:.2} ms a decision"
        );
    }
}
