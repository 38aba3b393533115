//! How long exact inference with several causes takes: 10,000 causes, each linked to 20 (then 50) of 10,000 findings, one group a cause;
//! some causes are at work and every finding that they show is reported.
//!
//! ```text
//! cargo bench -p etio-tests --bench network
//! ```
#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]

use std::time::{Duration, Instant};

use etio_engine::network::{Belief, Cause, Effort, Finding, Link, Network, Problem};

const CAUSES: usize = 10_000;
const FINDINGS: usize = 10_000;
const CASES: usize = 20;
const ROUNDS: usize = 5;
const LEAK: f64 = 1e-3;

fn main() {
    println!("{CAUSES} causes, {FINDINGS} findings; {CASES} cases a row: mean (largest)");
    println!(
        "{:>5} {:>7} {:>12} {:>12} {:>6} {:>8} {:>10} {:>18}",
        "links", "at work", "positives", "width", "hubs", "bounded", "build, ms", "infer, ms"
    );
    for (links, largest) in [(20, 4), (50, 2)] {
        let mut dice = Dice(1);
        let base = Base::new(links, &mut dice);
        (1..=largest).for_each(|at_work| base.row(links, at_work, &mut dice));
    }
}

/// The links of each finding.
struct Base {
    causes: Vec<Cause>,
    links: Vec<Vec<Link>>,
}

impl Base {
    fn new(count: usize, dice: &mut Dice) -> Self {
        let causes = (0..CAUSES).map(|_| Cause::new(dice.between(1e-4, 1e-2))).collect();
        let mut links = vec![Vec::new(); FINDINGS];
        for cause in 0..CAUSES {
            let mut chosen = Vec::new();
            while chosen.len() < count {
                let finding = dice.below(FINDINGS);
                if !chosen.contains(&finding) {
                    chosen.push(finding);
                    links[finding].push(Link { cause, probability: dice.between(0.2, 0.95) });
                }
            }
        }
        Self { causes, links }
    }

    /// Measures one row of the table.
    fn row(&self, links: usize, at_work: usize, dice: &mut Dice) {
        let mut table = [const { Vec::new() }; 6];
        for _ in 0..CASES {
            let positives = self.positives(at_work, dice);
            let (belief, build, infer) = self.measure(&positives);
            let spent = [belief.effort.width, belief.effort.hubs, belief.effort.bounded].map(|count| count as f64);
            let row = [positives.len() as f64, spent[0], spent[1], spent[2], millis(build), millis(infer)];
            table.iter_mut().zip(row).for_each(|(column, number)| column.push(number));
        }
        let [positives, width, hubs, bounded, build, infer] = table.map(|column| {
            let mean = column.iter().sum::<f64>() / CASES as f64;
            (mean, column.into_iter().fold(0.0, f64::max))
        });
        println!(
            "{links:>5} {at_work:>7} {:>7.1} ({:>2}) {:>7.1} ({:>2}) {:>6.1} {:>8.1} {:>10.2} {:>9.2} ({:>7.2})",
            positives.0, positives.1, width.0, width.1, hubs.0, bounded.0, build.0, infer.0, infer.1
        );
    }

    /// Returns what so many causes, at work together, show.
    fn positives(&self, at_work: usize, dice: &mut Dice) -> Vec<usize> {
        let causes: Vec<usize> = (0..at_work).map(|_| dice.below(CAUSES)).collect();
        let mut shown = |links: &Vec<Link>| {
            links.iter().any(|link| causes.contains(&link.cause) && dice.between(0.0, 1.0) < link.probability)
        };
        (0..FINDINGS).filter(|&finding| shown(&self.links[finding])).collect()
    }

    /// Returns the belief, and the shortest times for building the network and for inferring.
    fn measure(&self, positives: &[usize]) -> (Belief, Duration, Duration) {
        let mut best = (Duration::MAX, Duration::MAX);
        let mut belief = None;
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let network = self.network(positives);
            let built = start.elapsed();
            let start = Instant::now();
            belief = network.infer(Problem::Remains, Effort::default());
            best = (best.0.min(built), best.1.min(start.elapsed()));
        }
        (belief.expect("the positives are possible"), best.0, best.1)
    }

    fn network(&self, positives: &[usize]) -> Network {
        let mut network = Network::new();
        for cause in &self.causes {
            network.group(std::slice::from_ref(cause)).expect("a group");
        }
        for &finding in positives {
            network.observe(Finding { yes: 1.0, no: 0.0, leak: LEAK }, &self.links[finding]).expect("a finding");
        }
        network
    }
}

/// A sequence of random numbers (a linear congruence, upper bits).
struct Dice(u64);

impl Dice {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        low + (high - low) * ((self.0 >> 11) as f64 / (1u64 << 53) as f64)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.between(0.0, 1.0) * limit as f64) as usize
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
