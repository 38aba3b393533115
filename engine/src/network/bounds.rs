//! Certified intervals where the exact sum is past the budget.
//!
//! The findings that constrain most stay exact; each other one is replaced by an upper and by a lower bound of product form, so
//! that the same program runs twice with other weights (Jaakkola and Jordan 1999; here also for uncertain answers, inhibitors and
//! exclusive groups). All bounds are of one kind: `ln(α + β·e^−x)` with `x` a sum over the causes at work is concave in `x`
//! where β < 0 and convex where β > 0. On one side of it lie its tangents, on the other its mean over any distribution of the
//! groups (Jensen). Where a tangent is taken and which distribution depends on the finding and on a rough posterior, never on which
//! findings stay exact: so keeping one more can only narrow the interval.

mod curve;

use super::reduce::{Arc, Reduced};
use super::scaled::{Pair, Scaled};
use super::shape::Shape;
use super::sum::{self, Exact};
use super::{Belief, Effort, Interval, Marginal, Network, Problem, Spent};
use curve::{Rough, Side};

/// The work of finding out where bounds should be tight: the same whatever the budget, so that a larger one cannot widen an
/// interval.
const PREPARATION: u64 = 1 << 18;
/// How often it is done.
const ROUNDS: usize = 2;
/// By how much intervals are widened for rounding, relatively.
const ROUNDING: f64 = 1e-12;

/// Returns the intervals; nothing where the evidence is certainly impossible.
pub(super) fn infer(network: &Network, reduced: &Reduced, problem: Problem, effort: Effort) -> Option<Belief> {
    let mut rough = Rough::of(network, reduced);
    let run = |rough: &Rough, effort: Effort| {
        let kept = most_kept(network, reduced, &by_constraint(reduced, rough), effort);
        Run { network, reduced, problem, effort, kept }
    };
    let preparation = Effort { work: PREPARATION, keeps: usize::MAX, ..effort };
    for _ in 0..ROUNDS {
        let (upper, _) = run(&rough, preparation).infer(&rough, Side::Above);
        rough.learn(&upper?.causes);
    }
    let run = run(&rough, effort);
    let (upper, spent) = run.infer(&rough, Side::Above);
    let (lower, _) = run.infer(&rough, Side::Below);
    Some(between(network, lower.as_ref(), &upper?, problem, spent))
}

/// A network with some findings kept exact.
struct Run<'a> {
    network: &'a Network,
    reduced: &'a Reduced,
    problem: Problem,
    effort: Effort,
    kept: Vec<bool>,
}

impl Run<'_> {
    /// Returns the sum with the findings that are not kept replaced by their bounds on one side, and what it cost.
    fn infer(&self, rough: &Rough, side: Side) -> (Option<Exact>, Spent) {
        let bounded = bounded(self.reduced, rough, &self.kept, side);
        let shape = Shape::of(self.network, &bounded);
        let plan = sum::plan(&shape, &bounded, self.effort);
        let spent = Spent { bounded: self.kept.iter().filter(|kept| !**kept).count(), ..plan.1 };
        (sum::infer(self.network, &bounded, &shape, &plan, self.problem), spent)
    }
}

/// Returns the open findings, the most constraining first: those that are hardest to explain by
/// what is likely anyway.
fn by_constraint(reduced: &Reduced, rough: &Rough) -> Vec<usize> {
    let chances: Vec<f64> = (0..reduced.open.len()).map(|finding| rough.chance(reduced, finding)).collect();
    let mut order: Vec<usize> = (0..chances.len()).collect();
    order.sort_by(|&one, &other| chances[one].total_cmp(&chances[other]).then(one.cmp(&other)));
    order
}

/// Returns which findings, the first ones of `order`, can stay exact within the budget.
fn most_kept(network: &Network, reduced: &Reduced, order: &[usize], effort: Effort) -> Vec<bool> {
    let first = |keeps: usize| {
        let mut kept = vec![false; order.len()];
        order[..keeps].iter().for_each(|&finding| kept[finding] = true);
        kept
    };
    let fits = |keeps: usize| {
        let reduced = only(reduced, &first(keeps));
        sum::plan(&Shape::of(network, &reduced), &reduced, effort).1.work != u64::MAX
    };
    // None always fits: it is all product form.
    let (mut fitting, mut beyond) = (0, order.len().min(effort.keeps) + 1);
    while fitting + 1 < beyond {
        let middle = fitting.midpoint(beyond);
        if fits(middle) {
            fitting = middle;
        } else {
            beyond = middle;
        }
    }
    first(fitting)
}

/// Returns the network with some of its open findings only.
fn only(reduced: &Reduced, kept: &[bool]) -> Reduced {
    let mut places = Vec::with_capacity(kept.len());
    let mut open = Vec::new();
    for (finding, &kept) in kept.iter().enumerate() {
        places.push(open.len());
        if kept {
            open.push(reduced.open[finding]);
        }
    }
    let arcs = reduced.arcs.iter().filter(|arc| kept[arc.finding]);
    let arcs = arcs.map(|arc| Arc { finding: places[arc.finding], ..*arc }).collect();
    Reduced { constant: reduced.constant, weights: reduced.weights.clone(), open, arcs }
}

/// Returns the network with the findings that are not kept replaced by their bounds.
fn bounded(reduced: &Reduced, rough: &Rough, kept: &[bool], side: Side) -> Reduced {
    let mut bounded = only(reduced, kept);
    for finding in (0..kept.len()).filter(|&finding| !kept[finding]) {
        let product = rough.bound(reduced, finding, side);
        bounded.constant = bounded.constant.times(product.constant);
        for (cause, factor) in product.factors {
            bounded.weights[cause] = bounded.weights[cause].times(factor);
        }
    }
    let weights = &bounded.weights;
    bounded.arcs.retain(|arc| !weights[arc.cause].is_zero());
    bounded
}

/// The weights of an event and of its opposite, each as a part of the sum of its bound.
#[derive(Clone, Copy)]
struct Event {
    lower: Pair,
    upper: Pair,
}

/// Returns what lies between a lower bound (nothing where that is 0) and an upper bound of all weights.
fn between(network: &Network, lower: Option<&Exact>, upper: &Exact, problem: Problem, spent: Spent) -> Belief {
    let total = |exact: &Exact| if problem == Problem::Remains { exact.remains } else { exact.evidence };
    let ratio = lower.map_or(f64::INFINITY, |lower| total(upper).over(total(lower)));
    let log = |of: fn(&Exact) -> Scaled| {
        let [low, high] = [lower.map_or(f64::NEG_INFINITY, |lower| of(lower).natural_log()), of(upper).natural_log()];
        Interval { low: low - ROUNDING * (1.0 + low.abs().min(f64::MAX)), high: high + ROUNDING * (1.0 + high.abs()) }
    };
    let mut belief = Belief {
        log_evidence: log(|exact| exact.evidence),
        log_remains: log(|exact| exact.remains),
        causes: Vec::with_capacity(network.causes.len()),
        none: Vec::with_capacity(network.group_count()),
        effort: spent,
    };
    for group in 0..network.group_count() {
        let causes = network.causes_of(group);
        let [low, high] = [lower, Some(upper)].map(|exact| Parts::of(exact, group, causes.clone()));
        let event = |of: &dyn Fn(&Parts) -> Pair| Event { lower: of(&low), upper: of(&high) }.interval(ratio);
        belief.none.push(event(&|parts| [parts.none, parts.before[causes.len()]]));
        for index in 0..causes.len() {
            let at_work = event(&|parts| [parts.at_work(index), parts.others(index)]);
            let remaining = event(&|parts| [parts.causes[index][1], parts.causes[index][0] + parts.others(index)]);
            belief.causes.push(Marginal { at_work, remaining });
        }
    }
    belief
}

/// The probabilities of a group under a bound, and their sums from both ends.
struct Parts {
    none: f64,
    causes: Vec<Pair>,
    /// P(a cause before this place is at work), and from this place on.
    before: Vec<f64>,
    from: Vec<f64>,
}

impl Parts {
    fn of(exact: Option<&Exact>, group: usize, range: std::ops::Range<usize>) -> Self {
        let none = exact.map_or(0.0, |exact| exact.none[group]);
        let causes = exact.map_or(vec![[0.0; 2]; range.len()], |exact| exact.causes[range].to_vec());
        let mut before = vec![0.0; causes.len() + 1];
        let mut from = before.clone();
        for (index, cause) in causes.iter().enumerate() {
            before[index + 1] = before[index] + cause[0] + cause[1];
        }
        for (index, cause) in causes.iter().enumerate().rev() {
            from[index] = from[index + 1] + cause[0] + cause[1];
        }
        Self { none, causes, before, from }
    }

    fn at_work(&self, index: usize) -> f64 {
        self.causes[index][0] + self.causes[index][1]
    }

    /// Returns the probability of all else than the cause.
    fn others(&self, index: usize) -> f64 {
        self.none + self.before[index] + self.from[index + 1]
    }
}

impl Event {
    /// Returns the interval, where the sum of the upper bound is `ratio` times that of the lower.
    fn interval(self, ratio: f64) -> Interval {
        let low = match (self.lower[0], self.upper[1]) {
            (0.0, _) => 0.0,
            (is, not) => is / (is + ratio * not),
        };
        let high = match (self.upper[0], self.lower[1]) {
            (0.0, _) => 0.0,
            (is, not) => 1.0 / (1.0 + not / (ratio * is)),
        };
        Interval { low: low * (1.0 - ROUNDING), high: (high * (1.0 + ROUNDING)).min(1.0) }
    }
}
