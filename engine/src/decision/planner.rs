//! Which planner decides, by counts alone, and what a policy costs when it is followed to the end.

use super::exact::{self, Search};
use super::improve::improve;
use super::order::Desk;
use super::place::{Choice, Event, Place};
use super::problem::Problem;
use super::rule::{self, price_of_trying, replies};
use std::collections::HashMap;

/// How much work a decision may take. It is counted, never timed: the same problem always has the same planner.
///
/// The work of exact planning is worlds × (attempts + replies) for each set of failures and answers that may come; that of an improvement is the number of
/// attempts that are weighed, and of orders that are known already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planning {
    exact: u64,
    improved: u64,
}

impl Planning {
    /// The best that fits the default budgets.
    pub const BEST: Self = Self { exact: 2_000_000, improved: 25_000 };
    /// Now, after the next fix or never, and nothing better.
    pub const RULE: Self = Self { exact: 0, improved: 0 };

    /// Returns the same with another budget for exact planning; 0 switches it off.
    #[must_use]
    pub const fn with_exact(self, work: u64) -> Self {
        Self { exact: work, ..self }
    }

    /// Returns the same with another budget for a step of improvement; 0 switches it off.
    #[must_use]
    pub const fn with_improvement(self, work: u64) -> Self {
        Self { improved: work, ..self }
    }
}

impl Default for Planning {
    fn default() -> Self {
        Self::BEST
    }
}

/// Who decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planner {
    /// Dynamic programming: nothing is cheaper.
    Exact,
    /// The rule, improved by one step.
    Improved,
    /// Now, after the next fix, or never.
    Rule,
}

/// What to do next, and what that is expected to cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    /// What to do.
    pub choice: Choice,
    /// The expected cost from here on, in seconds: exact by the exact planner, else an estimate from above.
    pub cost: f64,
    /// Who decided.
    pub planner: Planner,
}

impl Problem {
    /// Returns what to do next.
    pub fn next(&self, planning: Planning) -> Decision {
        Consultation::new(self, planning).decide(&mut Place::new(self))
    }

    /// Returns the attempts in the order in which to try them without a question, and the first if that is worth more than giving up.
    pub fn order(&self) -> (Vec<usize>, Option<usize>) {
        let (course, order) = Desk::default().order(&Place::new(self));
        (order, course.first)
    }

    /// Returns the expected cost of trying the best beginning of the order, and nothing else.
    pub fn cost_without_questions(&self) -> f64 {
        Desk::default().course(&Place::new(self)).cost / self.mass()
    }

    /// Returns the least expected cost of all policies; nothing where exact planning would take more than the budget.
    pub fn least_cost(&self, planning: Planning) -> Option<f64> {
        let decision = self.next(planning.with_improvement(0));
        (decision.planner == Planner::Exact).then_some(decision.cost)
    }

    /// Returns the work that exact planning may take.
    pub fn work(&self) -> u64 {
        exact::work(&Place::new(self))
    }

    /// Returns what it costs to follow the planner to the end, deciding anew after each answer and failure: a sum over all ways in which that can go.
    pub fn cost_of_following(&self, planning: Planning) -> f64 {
        let mut consultation = Consultation::new(self, planning);
        consultation.follow(&mut Place::new(self)) / self.mass()
    }
}

/// Decisions from place to place of one problem.
pub(super) struct Consultation {
    planning: Planning,
    desk: Desk,
    search: Search,
    followed: HashMap<u128, f64>,
}

impl Consultation {
    pub(super) fn new(problem: &Problem, planning: Planning) -> Self {
        let search = Search::new(problem);
        Self { planning, desk: Desk::default(), search, followed: HashMap::new() }
    }

    pub(super) fn decide(&mut self, place: &mut Place<'_>) -> Decision {
        let mass = place.mass();
        if mass <= 0.0 {
            return Decision { choice: Choice::Stop, cost: 0.0, planner: Planner::Rule };
        }
        let decision = |(choice, cost): (Choice, f64), planner| Decision { choice, cost: cost / mass, planner };
        if place.has_keys() && exact::work(place) <= self.planning.exact {
            return decision(self.search.solve(place, &mut self.desk), Planner::Exact);
        }
        self.desk.forget();
        if self.planning.improved > 0
            && let Some(best) = improve(place, &mut self.desk, self.planning.improved)
        {
            return decision(best, Planner::Improved);
        }
        let weighed = rule::weigh(place, &mut self.desk, usize::MAX);
        decision(weighed.decide(place, &mut self.desk), Planner::Rule)
    }

    /// Returns what it costs to follow the decisions to the end, times the mass.
    fn follow(&mut self, place: &mut Place<'_>) -> f64 {
        let mass = place.mass();
        if mass <= 0.0 {
            return 0.0;
        }
        if let Some(cost) = self.followed.get(&place.key()).filter(|_| place.has_keys()) {
            return cost * mass;
        }
        let cost = match self.decide(place).choice {
            Choice::Stop => place.problem.giving_up * mass,
            Choice::Try(attempt) => {
                let tried = price_of_trying(place, &mut self.desk, attempt);
                place.go(Event::Failed(attempt));
                let rest = self.follow(place);
                place.back();
                tried + rest
            }
            Choice::Ask(inquiry) => {
                let unanswered = place.problem.inquiries[inquiry].unanswered;
                let mut cost = place.cost_of_asking(inquiry) * mass;
                cost += (1.0 - unanswered) * replies(place, inquiry, |place| self.follow(place));
                if unanswered > 0.0 {
                    place.go(Event::Unanswered(inquiry));
                    cost += unanswered * self.follow(place);
                    place.back();
                }
                cost
            }
        };
        self.followed.insert(place.key(), cost / mass);
        cost
    }
}
