//! Stopping rules, and accuracy against questions.

use super::consultation::{Belief, Trace};
use super::set::FOLDS;

/// When to stop asking: from a posterior on, or after so many questions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// The least posterior of the leading cause at which nothing more is asked.
    pub sure: f64,
    /// The most questions.
    pub most: usize,
}

/// How many posteriors are tried, from 0 to 1 − 10⁻⁸, evenly in the logarithm of what is left to 1; and one that is never reached.
const TRIED: u32 = 100;

/// How a consultation ended.
#[derive(Clone, Copy, Debug)]
pub struct End {
    /// How many questions were asked.
    pub questions: usize,
    /// What was believed.
    pub belief: Belief,
}

impl Rule {
    /// Returns where the rule stops a consultation.
    pub fn stop(&self, trace: &Trace) -> End {
        let last = (trace.beliefs.len() - 1).min(self.most);
        let sure = trace.beliefs[..last].iter().position(|belief| belief.leads >= self.sure);
        let questions = sure.unwrap_or(last);
        End { questions, belief: trace.beliefs[questions] }
    }

    /// Returns the rule with the greatest accuracy on these consultations that asks at most so many questions on average.
    pub fn fixed_on(traces: &[&Trace], budget: f64) -> Self {
        let longest = traces.iter().map(|trace| trace.beliefs.len() - 1).max().unwrap_or(0);
        let surprises: Vec<Vec<f64>> = traces
            .iter()
            .map(|trace| trace.beliefs.iter().map(|belief| -belief.truth.max(1e-9).ln()).collect())
            .collect();
        let step = 8.0 * std::f64::consts::LN_10 / f64::from(TRIED);
        let sures = (0..=TRIED).map(|at| 1.0 - (-step * f64::from(at)).exp()).chain([2.0]);
        let rated = sures.flat_map(|sure| {
            // Where each is sure enough is the same whatever the most questions are.
            let ends: Vec<usize> =
                traces.iter().map(|trace| Self { sure, most: longest }.stop(trace).questions).collect();
            let surprises = &surprises;
            (0..=longest).filter_map(move |most| {
                let (mut questions, mut right, mut surprise) = (0, 0, 0.0);
                for ((trace, end), surprises) in traces.iter().zip(&ends).zip(surprises) {
                    let end = most.min(*end);
                    questions += end;
                    right += usize::from(trace.beliefs[end].right);
                    surprise += surprises[end];
                }
                let is_within = questions as f64 <= budget * traces.len() as f64;
                is_within.then_some((Self { sure, most }, right, surprise))
            })
        });
        let best = rated.max_by(|a, b| a.1.cmp(&b.1).then(b.2.total_cmp(&a.2)));
        best.map_or(Self { sure: 2.0, most: 0 }, |(rule, ..)| rule)
    }
}

/// Consultations that are measured, and those on which rules are fixed.
#[derive(Clone, Copy)]
pub enum Measured<'t> {
    /// Cross-validation: the rule of each fold is fixed on the others.
    Folds(&'t [Trace]),
    /// The rule is fixed on the first and used on the second.
    Apart(&'t [Trace], &'t [Trace]),
}

impl Measured<'_> {
    /// Returns how the consultations end under rules for a budget.
    pub fn ends(&self, budget: f64) -> Vec<End> {
        match self {
            Self::Folds(traces) => {
                let rule = |fold: usize| {
                    let others = traces.iter().enumerate().filter(|(position, _)| position % FOLDS != fold);
                    Rule::fixed_on(&others.map(|(_, trace)| trace).collect::<Vec<_>>(), budget)
                };
                let rules: Vec<Rule> = (0..FOLDS).map(rule).collect();
                traces.iter().enumerate().map(|(position, trace)| rules[position % FOLDS].stop(trace)).collect()
            }
            Self::Apart(fixed_on, traces) => {
                let rule = Rule::fixed_on(&fixed_on.iter().collect::<Vec<_>>(), budget);
                traces.iter().map(|trace| rule.stop(trace)).collect()
            }
        }
    }

    /// Returns how the consultations stand after exactly so many questions.
    pub fn after(&self, questions: usize) -> Vec<End> {
        let (Self::Folds(traces) | Self::Apart(_, traces)) = self;
        traces.iter().map(|trace| End { questions, belief: trace.after(questions) }).collect()
    }
}

/// Accuracy, questions and log-loss.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    /// The share of cases in which the true cause leads.
    pub accuracy: f64,
    /// The mean number of questions.
    pub questions: f64,
    /// The mean of −ln P(true cause).
    pub surprise: f64,
}

/// Returns the means over consultations.
pub fn point(ends: &[End]) -> Point {
    let mean = |of: &dyn Fn(&End) -> f64| ends.iter().map(of).sum::<f64>() / ends.len().max(1) as f64;
    Point {
        accuracy: mean(&|end| f64::from(u8::from(end.belief.right))),
        questions: mean(&|end| end.questions as f64),
        surprise: mean(&|end| -end.belief.truth.max(1e-9).ln()),
    }
}

/// A difference of two accuracies on the same cases, and its standard error.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    /// Ours less theirs.
    pub mean: f64,
    /// The paired standard error.
    pub error: f64,
}

/// Returns the paired difference of accuracies.
pub fn difference(ours: &[End], theirs: &[End]) -> Difference {
    let right = |end: &End| f64::from(u8::from(end.belief.right));
    let each: Vec<f64> = ours.iter().zip(theirs).map(|(ours, theirs)| right(ours) - right(theirs)).collect();
    let number = each.len().max(2) as f64;
    let mean = each.iter().sum::<f64>() / number;
    let variance = each.iter().map(|each| (each - mean).powi(2)).sum::<f64>() / (number - 1.0);
    Difference { mean, error: (variance / number).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trace(leads: &[f64], right: &[bool]) -> Trace {
        let belief = |(leads, right): (&f64, &bool)| Belief { leads: *leads, truth: *leads, right: *right };
        Trace { beliefs: leads.iter().zip(right).map(belief).collect() }
    }

    #[test]
    fn a_rule_stops_when_sure_or_at_its_most_questions() {
        let trace = trace(&[0.4, 0.6, 0.9, 0.99], &[false, true, true, true]);
        let questions = |sure, most| Rule { sure, most }.stop(&trace).questions;
        assert_eq!([questions(0.6, 3), questions(0.95, 3), questions(0.95, 2), questions(2.0, 9)], [1, 3, 2, 3]);
    }

    #[test]
    fn a_rule_is_as_right_as_its_budget_allows() {
        let easy = trace(&[0.95, 0.97], &[true, true]);
        let hard = trace(&[0.5, 0.6, 0.9], &[false, false, true]);
        let rule = Rule::fixed_on(&[&easy, &hard], 1.0);
        assert_eq!((rule.stop(&easy).questions, rule.stop(&hard).questions), (0, 2));
        assert_eq!(Rule::fixed_on(&[&easy, &hard], 0.0).stop(&hard).questions, 0);
    }

    #[test]
    fn cases_that_both_get_right_say_nothing_of_the_difference() {
        let end = |right| End { questions: 0, belief: Belief { leads: 0.5, truth: 0.5, right } };
        let ours = [end(true), end(true), end(true), end(false)];
        let theirs = [end(true), end(false), end(true), end(false)];
        let found = difference(&ours, &theirs);
        assert!((found.mean - 0.25).abs() < 1e-12 && (found.error - 0.25).abs() < 1e-12);
    }
}
