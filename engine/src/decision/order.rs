//! The order of fixes: repeatedly the one with the greatest value for its cost, and the best beginning of that.
//!
//! Updating P/C with calling service (Heckerman, Breese & Rommelse 1995; within a factor 4 of the best without questions, Lín 2014).

use super::place::{Place, joint_gain};
use super::problem::{EASING, Problem};

/// Trying fixes in order, without a question.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    /// The expected cost of the best beginning, times the mass.
    pub(super) cost: f64,
    /// The first attempt of it; none where giving up is best.
    pub(super) first: Option<usize>,
    /// How many attempts the best beginning has.
    pub(super) length: usize,
}

/// Room for forming orders, kept between them.
#[derive(Default)]
pub(super) struct Desk {
    remains: Vec<f64>,
    values: Vec<f64>,
    placed: Vec<bool>,
    opened: Vec<bool>,
    /// How many attempts were weighed so far.
    pub(super) work: u64,
}

/// An attempt in its place of the order.
pub(super) struct Placed {
    pub(super) attempt: usize,
    /// What it costs when its turn comes.
    takes: f64,
    /// The mass that it ends, and how much of that by going round a cause.
    gain: f64,
    eased: f64,
}

impl Desk {
    /// Returns the best beginning of the order.
    pub(super) fn course(&mut self, place: &Place<'_>) -> Course {
        self.course_of(place, |_| {})
    }

    /// Returns the best beginning of the order, and shows the whole of it.
    pub(super) fn order(&mut self, place: &Place<'_>) -> (Course, Vec<usize>) {
        let mut order = Vec::new();
        let course = self.walk(place, false, |placed| order.push(placed.attempt));
        (course, order)
    }

    fn course_of(&mut self, place: &Place<'_>, visit: impl FnMut(&Placed)) -> Course {
        self.walk(place, true, visit)
    }

    fn walk(&mut self, place: &Place<'_>, is_cut: bool, mut visit: impl FnMut(&Placed)) -> Course {
        let giving_up = place.problem.giving_up;
        self.set_up(place);
        let mut open = place.mass();
        let mut best = Course { cost: giving_up * open, first: None, length: 0 };
        let (mut spent, mut left, mut first, mut length) = (0.0, 0.0, None, 0);
        while let Some((attempt, takes)) = self.next(place) {
            let placed = self.put(place, attempt, takes);
            visit(&placed);
            first = first.or(Some(attempt));
            length += 1;
            spent += placed.takes * open;
            left += (1.0 - EASING) * giving_up * placed.eased;
            open = (open - placed.gain).max(0.0);
            let cost = spent + giving_up * open + left;
            if cost < best.cost {
                best = Course { cost, first, length };
            }
            // Whatever follows, this much is spent.
            if is_cut && spent + left >= best.cost {
                break;
            }
        }
        best
    }

    fn set_up(&mut self, place: &Place<'_>) {
        self.remains.clone_from(&place.remains);
        self.placed.clone_from(&place.tried);
        self.values.clear();
        for attempt in 0..place.problem.attempts.len() {
            let value = if place.is_offered(attempt) { self.value(place, attempt) } else { 0.0 };
            self.values.push(value);
        }
        self.opened.clear();
        self.opened.extend((0..place.problem.accesses.len()).map(|access| place.access(&[access]) == 0.0));
        self.work += place.problem.attempts.len() as u64;
    }

    /// Returns the attempt whose turn it is, and what it costs.
    fn next(&mut self, place: &Place<'_>) -> Option<(usize, f64)> {
        let attempts = &place.problem.attempts;
        self.work += attempts.len() as u64;
        let mut best: Option<(usize, f64, f64)> = None;
        for (index, attempt) in attempts.iter().enumerate() {
            let value = self.values[index];
            if value <= 0.0 || self.placed[attempt.fix] || !self.is_ready(&attempt.after) {
                continue;
            }
            let takes = attempt.takes + self.access(place.problem, &attempt.needs);
            let rate = if attempt.needs.is_empty() { value / takes } else { self.shared_rate(place, index, takes) };
            let beats = best.is_none_or(|(other, most, _)| {
                rate > most || (rate == most && attempt.fix < attempts[other].fix)
            });
            if beats {
                best = Some((index, rate, takes));
            }
        }
        best.map(|(index, _, takes)| (index, takes))
    }

    /// Returns the rate of an attempt together with those that its access opens to: the best that any number of them comes to.
    fn shared_rate(&self, place: &Place<'_>, first: usize, takes: f64) -> f64 {
        let needs = &place.problem.attempts[first].needs;
        let mut rates: Vec<(f64, f64)> = place
            .problem
            .attempts
            .iter()
            .enumerate()
            .filter(|(index, other)| *index != first && !self.placed[other.fix] && self.values[*index] > 0.0)
            .filter(|(_, other)| !other.needs.is_empty() && other.needs.iter().all(|access| needs.contains(access)))
            .map(|(index, other)| (self.values[index], other.takes))
            .collect();
        rates.sort_by(|a, b| (b.0 / b.1).total_cmp(&(a.0 / a.1)));
        let (mut value, mut cost) = (self.values[first], takes);
        let mut best = value / cost;
        for (more, takes) in rates {
            (value, cost) = (value + more, cost + takes);
            best = best.max(value / cost);
        }
        best
    }

    fn access(&self, problem: &Problem, needs: &[usize]) -> f64 {
        needs.iter().filter(|access| !self.opened[**access]).map(|access| problem.accesses[*access]).sum()
    }

    fn is_ready(&self, after: &[usize]) -> bool {
        after.iter().all(|before| self.placed.get(*before).copied().unwrap_or_default())
    }

    /// Puts an attempt into the order, as if it failed.
    fn put(&mut self, place: &Place<'_>, attempt: usize, takes: f64) -> Placed {
        let problem = place.problem;
        let weights = place.weights();
        let (mut gain, mut eased) = (0.0, 0.0);
        for touch in &problem.touches[attempt] {
            let own = weights[touch.world] * self.remains[touch.cause] * touch.helps;
            gain += own;
            eased += if touch.eases { own } else { 0.0 };
        }
        for &world in &problem.joints[attempt] {
            let (share, eases) = joint_gain(problem, &self.remains, attempt, world);
            gain += weights[world] * share;
            eased += if eases { weights[world] * share } else { 0.0 };
        }
        let this = &problem.attempts[attempt];
        this.helps.iter().for_each(|help| self.remains[help.cause] *= 1.0 - help.probability);
        self.placed[this.fix] = true;
        this.needs.iter().for_each(|access| self.opened[*access] = true);
        for &near in &problem.neighbours[attempt] {
            if self.values[near] > 0.0 {
                self.values[near] = self.value(place, near);
            }
        }
        Placed { attempt, takes, gain, eased }
    }

    /// Returns the mass that an attempt ends, less where it only goes round a cause.
    fn value(&self, place: &Place<'_>, attempt: usize) -> f64 {
        let problem = place.problem;
        let weights = place.weights();
        let alone = problem.touches[attempt].iter();
        let alone: f64 = alone.map(|touch| weights[touch.world] * self.remains[touch.cause] * touch.value).sum();
        let joint = problem.joints[attempt].iter().map(|&world| {
            let (share, eases) = joint_gain(problem, &self.remains, attempt, world);
            weights[world] * if eases { EASING * share } else { share }
        });
        alone + joint.sum::<f64>()
    }
}
