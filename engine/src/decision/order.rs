//! The order of fixes: repeatedly the one with the greatest value for its cost, and the best beginning of that.
//!
//! Updating P/C with calling service (Heckerman, Breese & Rommelse 1995; within a factor 4 of the best without questions, Lín 2014).

use super::place::{Place, joint_gain, open};
use super::problem::{EASING, Problem, Touch, World};
use std::collections::HashMap;

/// Trying fixes in order, without a question.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    /// The expected cost of the best beginning, times the mass.
    pub(super) cost: f64,
    /// The first attempt of it; none where giving up is best.
    pub(super) first: Option<usize>,
}

/// Room for forming orders of one problem, kept between them.
#[derive(Default)]
pub(super) struct Desk {
    /// The mass of each world: of one cause, while the trouble lasts; of several, by what was answered.
    weights: Vec<f64>,
    remains: Vec<f64>,
    values: Vec<f64>,
    placed: Vec<bool>,
    opened: Vec<bool>,
    /// Whether going round a cause helps no more.
    is_eased: bool,
    /// The courses of the places seen since [`Desk::forget`], for one unit of mass.
    known: HashMap<u128, Course>,
    /// How many attempts were weighed so far; a course that is known counts as one.
    pub(super) work: u64,
}

/// An attempt in its place of the order: what it costs when its turn comes, and the mass that it ends.
struct Placed {
    takes: f64,
    gain: f64,
    /// How much of the gain goes round a cause.
    eased: f64,
}

impl Desk {
    /// Returns the best beginning of the order.
    pub(super) fn course(&mut self, place: &Place<'_>) -> Course {
        self.set_up(place);
        self.walk(place, true, |_| {})
    }

    /// Returns the same; where a place was seen before, what was found there.
    pub(super) fn known_course(&mut self, place: &Place<'_>) -> Course {
        // Luck counts by the last failure, which a key does not tell.
        if !place.has_keys() || place.has_luck() {
            return self.course(place);
        }
        let mass = place.mass();
        if let Some(known) = self.known.get(&place.key()) {
            self.work += 1;
            return Course { cost: known.cost * mass, ..*known };
        }
        let course = self.course(place);
        self.known.insert(place.key(), Course { cost: course.cost / mass, ..course });
        course
    }

    /// Forgets the courses of places, so that the work of a decision does not depend on those before it.
    pub(super) fn forget(&mut self) {
        self.known.clear();
    }

    /// Returns the best beginning of the order, and the whole of it.
    pub(super) fn order(&mut self, place: &Place<'_>) -> (Course, Vec<usize>) {
        let mut order = Vec::new();
        self.set_up(place);
        let course = self.walk(place, false, |attempt| order.push(attempt));
        (course, order)
    }

    /// Returns what is left to pay, times the mass, where the attempt goes round the cause: the best beginning of what cures, while the trouble counts
    /// less by what easing is worth.
    pub(super) fn left_after_easing(&mut self, place: &Place<'_>, attempt: usize) -> f64 {
        if !place.problem.eases(attempt) {
            return 0.0;
        }
        self.set_up_place(place);
        self.weights.clear();
        self.weights.resize(place.problem.worlds.len(), 0.0);
        let weights = place.weights();
        for touch in place.problem.touches[attempt].iter().filter(|touch| touch.eases) {
            self.weights[touch.world] += weights[touch.world] * self.remains[touch.cause] * touch.helps;
        }
        for &world in &place.problem.joints[attempt] {
            let (gain, eases) = joint_gain(place.problem, &self.remains, attempt, world);
            let open = open(&self.remains, &place.problem.worlds[world].causes);
            if eases && open > 0.0 {
                self.weights[world] += weights[world] * gain / open;
            }
        }
        self.placed[place.problem.attempts[attempt].fix] = true;
        place.problem.attempts[attempt].needs.iter().for_each(|access| self.opened[*access] = true);
        self.is_eased = true;
        self.set_up_values(place);
        (1.0 - EASING) * self.walk(place, true, |_| {}).cost
    }

    fn walk(&mut self, place: &Place<'_>, is_cut: bool, mut visit: impl FnMut(usize)) -> Course {
        let giving_up = place.problem.giving_up;
        let mut left_open = self.mass(place);
        let mut best = Course { cost: giving_up * left_open, first: None };
        let (mut spent, mut left, mut first) = (0.0, 0.0, None);
        while let Some((attempt, takes)) = self.next(place) {
            let placed = self.put(place, attempt, takes);
            visit(attempt);
            first = first.or(Some(attempt));
            spent += placed.takes * left_open;
            left += (1.0 - EASING) * giving_up * placed.eased;
            left_open = (left_open - placed.gain).max(0.0);
            let cost = spent + giving_up * left_open + left;
            if cost < best.cost {
                best = Course { cost, first };
            }
            // Whatever follows, this much is spent.
            if is_cut && spent + left >= best.cost {
                break;
            }
        }
        best
    }

    fn set_up(&mut self, place: &Place<'_>) {
        self.set_up_place(place);
        self.weights.clear();
        let worlds = place.problem.worlds.iter().zip(place.weights());
        self.weights.extend(worlds.map(|(world, weight)| match world.causes.as_slice() {
            [cause] => weight * place.remains[*cause],
            _ => *weight,
        }));
        self.is_eased = false;
        self.set_up_values(place);
    }

    fn mass(&self, place: &Place<'_>) -> f64 {
        let worlds = place.problem.worlds.iter().zip(&self.weights);
        let open = |(world, weight): (&World, &f64)| match world.causes.as_slice() {
            [_] => *weight,
            causes => weight * open(&self.remains, causes),
        };
        worlds.map(open).sum()
    }

    fn set_up_place(&mut self, place: &Place<'_>) {
        self.remains.clone_from(&place.remains);
        self.placed.clone_from(&place.tried);
        self.opened.clear();
        self.opened.extend((0..place.problem.accesses.len()).map(|access| place.access(&[access]) == 0.0));
    }

    fn set_up_values(&mut self, place: &Place<'_>) {
        self.values.clear();
        for attempt in 0..place.problem.attempts.len() {
            let value = if place.is_offered(attempt) { self.value(place, attempt) } else { 0.0 };
            self.values.push(value);
        }
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
            let beats =
                best.is_none_or(|(other, most, _)| rate > most || (rate == most && attempt.fix < attempts[other].fix));
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
        let (mut gain, mut eased) = (0.0, 0.0);
        for touch in problem.touches[attempt].iter().filter(|touch| !(self.is_eased && touch.eases)) {
            let weight = &mut self.weights[touch.world];
            let own = *weight * touch.helps;
            *weight *= 1.0 - touch.helps;
            gain += own;
            eased += if touch.eases { own } else { 0.0 };
        }
        let weights = &self.weights;
        for &world in &problem.joints[attempt] {
            let (share, eases) = joint_gain(problem, &self.remains, attempt, world);
            if self.is_eased && eases {
                continue;
            }
            gain += weights[world] * share;
            eased += if eases { weights[world] * share } else { 0.0 };
        }
        let this = &problem.attempts[attempt];
        let helps = this.helps.iter().filter(|help| !(self.is_eased && help.eases));
        helps.for_each(|help| self.remains[help.cause] *= 1.0 - help.probability);
        self.placed[this.fix] = true;
        this.needs.iter().for_each(|access| self.opened[*access] = true);
        for &near in &problem.neighbours[attempt] {
            if self.values[near] > 0.0 && !self.placed[problem.attempts[near].fix] {
                self.values[near] = self.value(place, near);
            }
        }
        Placed { takes, gain, eased }
    }

    /// Returns the mass that an attempt ends, less where it only goes round a cause.
    fn value(&self, place: &Place<'_>, attempt: usize) -> f64 {
        let problem = place.problem;
        let easing = if self.is_eased { 0.0 } else { EASING };
        let touches = problem.touches[attempt].iter();
        let of_touch =
            |touch: &Touch| self.weights[touch.world] * if touch.eases { easing * touch.helps } else { touch.helps };
        let alone: f64 = touches.map(of_touch).sum();
        if problem.joints[attempt].is_empty() {
            return alone;
        }
        let joint = problem.joints[attempt].iter().map(|&world| {
            let (share, eases) = joint_gain(problem, &self.remains, attempt, world);
            self.weights[world] * if eases { easing * share } else { share }
        });
        alone + joint.sum::<f64>()
    }
}
