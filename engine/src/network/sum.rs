//! Runs the programs of all components and puts the parts together.

use super::order::Planner;
use super::program::Program;
use super::reduce::Reduced;
use super::run::Runner;
use super::scaled::{Pair, Scaled, ScaledPair, join, join_back};
use super::shape::Shape;
use super::states::States;
use super::{Belief, Effort, Interval, Marginal, Network, Problem, Spent};

/// What was computed without error, but for rounding.
#[derive(Clone, Debug)]
pub(super) struct Exact {
    /// P(evidence), and with something remaining.
    pub(super) evidence: Scaled,
    pub(super) remains: Scaled,
    /// Of each cause P(repaired) and P(remaining), given the evidence and what is known of the problem.
    pub(super) causes: Vec<Pair>,
    /// Of each group P(none).
    pub(super) none: Vec<f64>,
    pub(super) spent: Spent,
}

/// Returns the programs of the components and their cost; the work is `u64::MAX` past the budget.
pub(super) fn plan(shape: &Shape, reduced: &Reduced, effort: Effort) -> (Vec<Program>, Spent) {
    let mut planner = Planner::new(shape, reduced, effort);
    let mut spent = Spent::default();
    let mut programs = Vec::new();
    for component in &shape.components {
        let order = planner.plan(component);
        spent.width = spent.width.max(order.width);
        spent.hubs += order.hubs.len();
        spent.work = spent.work.saturating_add(order.work);
        if spent.work > effort.work {
            return (Vec::new(), Spent { work: u64::MAX, ..spent });
        }
        programs.push(Program::of(shape, reduced, component, &order));
    }
    (programs, spent)
}

/// Returns the exact answer; nothing where the evidence is impossible.
pub(super) fn infer(
    network: &Network,
    reduced: &Reduced,
    shape: &Shape,
    (programs, spent): &(Vec<Program>, Spent),
    problem: Problem,
) -> Option<Exact> {
    if reduced.constant.is_zero() {
        return None;
    }
    let states = States::of(network, reduced, shape);
    let mut runner = Runner::new(reduced, shape, &states, programs);
    let mut parts: Vec<ScaledPair> = programs.iter().map(|program| runner.sum(program)).collect();
    parts.extend(states.closed.iter().map(|(_, pair)| pair));
    let chain = Chain::of(&parts, problem)?;
    for ((program, part), after) in programs.iter().zip(&parts).zip(&chain.after) {
        runner.share(program, *part, *after);
    }
    let mut exact = Exact {
        evidence: chain.evidence.by(reduced.constant),
        remains: chain.evidence.times(chain.remains).by(reduced.constant),
        causes: vec![[0.0; 2]; network.causes.len()],
        none: vec![0.0; network.group_count()],
        spent: *spent,
    };
    states.spread_closed(network, &chain.after[programs.len()..], &mut exact);
    states.spread_open(network, shape, &runner.shares, &mut exact);
    Some(exact)
}

/// Independent parts put together.
struct Chain {
    evidence: Scaled,
    /// P(something remains | evidence).
    remains: f64,
    /// Of each part, the worth of nothing and of something remaining in it, by the other parts.
    after: Vec<Pair>,
}

impl Chain {
    fn of(parts: &[ScaledPair], problem: Problem) -> Option<Self> {
        let mut evidence = Scaled::ONE;
        let mut before = Vec::with_capacity(parts.len());
        let mut normal = Vec::with_capacity(parts.len());
        let mut so_far = [1.0, 0.0];
        for part in parts {
            let sum = part.pair[0] + part.pair[1];
            if sum == 0.0 {
                return None;
            }
            evidence = evidence.by(Scaled::two_to(part.power).times(sum));
            let part = part.pair.map(|weight| weight / sum);
            before.push(so_far);
            normal.push(part);
            so_far = join(so_far, part);
        }
        let mut worth = match problem {
            Problem::Remains if so_far[1] == 0.0 => return None,
            Problem::Remains => [0.0, 1.0],
            Problem::Perhaps => [1.0, 1.0],
        };
        let mut after = vec![[0.0; 2]; parts.len()];
        for (index, part) in normal.iter().enumerate().rev() {
            after[index] = join_back(before[index], worth);
            worth = join_back(*part, worth);
        }
        Some(Self { evidence, remains: so_far[1], after })
    }
}

impl Exact {
    pub(super) fn belief(&self) -> Belief {
        let log = |number: Scaled| Interval::exactly(number.natural_log());
        let marginal = |&[repaired, remaining]: &Pair| Marginal {
            at_work: Interval::exactly((repaired + remaining).min(1.0)),
            remaining: Interval::exactly(remaining.min(1.0)),
        };
        Belief {
            log_evidence: log(self.evidence),
            log_remains: log(self.remains),
            causes: self.causes.iter().map(marginal).collect(),
            none: self.none.iter().map(|&none| Interval::exactly(none)).collect(),
            effort: self.spent,
        }
    }
}
