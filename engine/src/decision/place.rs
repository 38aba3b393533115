//! Where one stands in a problem: what was tried and answered since, and what is still possible.

use super::problem::Problem;

/// What can be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Choice {
    /// Try the attempt of this position.
    Try(usize),
    /// Make the inquiry of this position.
    Ask(usize),
    /// Give up.
    Stop,
}

/// What came of a choice, while the trouble lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The attempt of this position failed.
    Failed(usize),
    /// The inquiry of this position had the reply of that position.
    Answered(usize, usize),
    /// The person did not know.
    Unanswered(usize),
}

/// A place in a problem. Steps go forward and are taken back; nothing is copied but the masses of the worlds.
pub(super) struct Place<'p> {
    pub(super) problem: &'p Problem,
    /// The masses of the worlds by what was answered, one frame for each answer; the last counts.
    frames: Vec<f64>,
    pub(super) remains: Vec<f64>,
    pub(super) tried: Vec<bool>,
    pub(super) settled: Vec<u16>,
    offered: Vec<u16>,
    barred: Vec<u16>,
    opened: Vec<u16>,
    /// What `remains` was before each failure, the last at the end.
    saved: Vec<f64>,
    past: Vec<Event>,
    /// Identifies what was tried and answered; see [`Place::key`]. Where keys do not fit it goes round and is not used.
    key: u128,
    digits: Digits,
    has_luck: bool,
}

/// Where tried fixes and replies stand in a key.
struct Digits {
    /// The worth of "tried" for each fix.
    fixes: Vec<u128>,
    /// The worth of one reply for each inquiry.
    inquiries: Vec<u128>,
    fits: bool,
}

impl Digits {
    fn of(problem: &Problem) -> Self {
        let mut fits = true;
        let mut worth: u128 = 1;
        let mut next = |values: usize| {
            let own = worth;
            let more = worth.checked_mul(values as u128);
            fits &= more.is_some();
            worth = more.unwrap_or(1);
            own
        };
        let fixes = (0..problem.fixes()).map(|_| next(2)).collect();
        let inquiries = problem.inquiries.iter().map(|inquiry| next(inquiry.replies.len() + 2)).collect();
        Self { fixes, inquiries, fits }
    }
}

impl<'p> Place<'p> {
    pub(super) fn new(problem: &'p Problem) -> Self {
        let count = problem.attempts.len();
        Self {
            problem,
            frames: problem.worlds.iter().map(|world| world.mass).collect(),
            remains: problem.remains.clone(),
            tried: vec![false; problem.fixes()],
            settled: vec![0; problem.inquiries.len()],
            offered: problem.attempts.iter().map(|attempt| u16::from(!attempt.is_withheld)).collect(),
            barred: vec![0; count],
            opened: vec![0; problem.accesses.len()],
            saved: Vec::new(),
            past: Vec::new(),
            key: 0,
            digits: Digits::of(problem),
            has_luck: false,
        }
    }

    /// Returns what identifies the place, whatever the order in which it was reached.
    pub(super) fn key(&self) -> u128 {
        self.key
    }

    /// Returns whether no two places have the same key.
    pub(super) fn has_keys(&self) -> bool {
        self.digits.fits
    }

    pub(super) fn weights(&self) -> &[f64] {
        &self.frames[self.frames.len() - self.problem.worlds.len()..]
    }

    /// Returns the mass of all worlds in which the trouble lasts.
    pub(super) fn mass(&self) -> f64 {
        let worlds = self.problem.worlds.iter().zip(self.weights());
        worlds.map(|(world, weight)| weight * open(&self.remains, &world.causes)).sum()
    }

    /// Returns whether the attempt is offered now.
    pub(super) fn is_offered(&self, attempt: usize) -> bool {
        self.offered[attempt] > 0 && self.barred[attempt] == 0 && !self.tried[self.problem.attempts[attempt].fix]
    }

    /// Returns whether the attempt can be made now.
    pub(super) fn can_try(&self, attempt: usize) -> bool {
        self.is_offered(attempt) && self.problem.attempts[attempt].after.iter().all(|before| self.was_tried(*before))
    }

    pub(super) fn was_tried(&self, fix: usize) -> bool {
        self.tried.get(fix).copied().unwrap_or_default()
    }

    /// Returns whether the inquiry can be made now.
    pub(super) fn can_ask(&self, inquiry: usize) -> bool {
        self.settled[inquiry] == 0
    }

    /// Returns what has to be paid for these accesses: those not paid before.
    pub(super) fn access(&self, needs: &[usize]) -> f64 {
        let closed = needs.iter().filter(|access| self.opened[**access] == 0);
        closed.map(|access| self.problem.accesses[*access]).sum()
    }

    /// Returns what a choice costs here.
    pub(super) fn cost_of_trying(&self, attempt: usize) -> f64 {
        let attempt = &self.problem.attempts[attempt];
        attempt.takes + self.access(&attempt.needs)
    }

    /// Returns what asking costs here.
    pub(super) fn cost_of_asking(&self, inquiry: usize) -> f64 {
        let inquiry = &self.problem.inquiries[inquiry];
        inquiry.takes + self.access(&inquiry.needs)
    }

    /// Returns the mass that the attempt ends by going round a cause.
    pub(super) fn eased(&self, attempt: usize) -> f64 {
        let weights = self.weights();
        let alone = self.problem.touches[attempt].iter().filter(|touch| touch.eases);
        let alone = alone.map(|touch| weights[touch.world] * self.remains[touch.cause] * touch.helps);
        let joint = self.problem.joints[attempt].iter().map(|&world| {
            let (gain, eases) = joint_gain(self.problem, &self.remains, attempt, world);
            if eases { weights[world] * gain } else { 0.0 }
        });
        alone.sum::<f64>() + joint.sum::<f64>()
    }

    /// Goes on to where this happened.
    pub(super) fn go(&mut self, event: Event) {
        let problem = self.problem;
        match event {
            Event::Failed(attempt) => {
                let attempt = &problem.attempts[attempt];
                for help in &attempt.helps {
                    self.saved.push(self.remains[help.cause]);
                    self.remains[help.cause] *= 1.0 - help.probability;
                }
                self.tried[attempt.fix] = true;
                self.key = self.key.wrapping_add(self.digits.fixes[attempt.fix]);
                attempt.needs.iter().for_each(|access| self.opened[*access] += 1);
                attempt.settles.iter().for_each(|inquiry| self.settled[*inquiry] += 1);
                attempt.offers.iter().for_each(|other| self.offered[*other] += 1);
                attempt.bars.iter().for_each(|other| self.barred[*other] += 1);
            }
            Event::Answered(inquiry, reply) => {
                self.close(inquiry, reply + 1);
                let reply = &problem.inquiries[inquiry].replies[reply];
                let start = self.frames.len() - problem.worlds.len();
                self.frames.extend_from_within(start..);
                let start = start + problem.worlds.len();
                for (weight, likelihood) in self.frames[start..].iter_mut().zip(&reply.likelihoods) {
                    *weight *= likelihood;
                }
                reply.offers.iter().for_each(|attempt| self.offered[*attempt] += 1);
                reply.bars.iter().for_each(|attempt| self.barred[*attempt] += 1);
                reply.settles.iter().for_each(|other| self.settled[*other] += 1);
            }
            Event::Unanswered(inquiry) => {
                let replies = problem.inquiries[inquiry].replies.len();
                self.close(inquiry, replies + 1);
            }
        }
        self.past.push(event);
    }

    fn close(&mut self, inquiry: usize, digit: usize) {
        self.settled[inquiry] += 1;
        self.key = self.key.wrapping_add(self.digits.inquiries[inquiry].wrapping_mul(digit as u128));
        self.problem.inquiries[inquiry].needs.iter().for_each(|access| self.opened[*access] += 1);
    }

    /// Takes the last step back.
    pub(super) fn back(&mut self) {
        let problem = self.problem;
        match self.past.pop() {
            Some(Event::Failed(attempt)) => {
                let attempt = &problem.attempts[attempt];
                for help in attempt.helps.iter().rev() {
                    self.remains[help.cause] = self.saved.pop().unwrap_or_default();
                }
                self.tried[attempt.fix] = false;
                self.key = self.key.wrapping_sub(self.digits.fixes[attempt.fix]);
                attempt.needs.iter().for_each(|access| self.opened[*access] -= 1);
                attempt.settles.iter().for_each(|inquiry| self.settled[*inquiry] -= 1);
                attempt.offers.iter().for_each(|other| self.offered[*other] -= 1);
                attempt.bars.iter().for_each(|other| self.barred[*other] -= 1);
            }
            Some(Event::Answered(inquiry, reply)) => {
                self.reopen(inquiry, reply + 1);
                self.frames.truncate(self.frames.len() - problem.worlds.len());
                let reply = &problem.inquiries[inquiry].replies[reply];
                reply.offers.iter().for_each(|attempt| self.offered[*attempt] -= 1);
                reply.bars.iter().for_each(|attempt| self.barred[*attempt] -= 1);
                reply.settles.iter().for_each(|other| self.settled[*other] -= 1);
            }
            Some(Event::Unanswered(inquiry)) => {
                let replies = problem.inquiries[inquiry].replies.len();
                self.reopen(inquiry, replies + 1);
            }
            None => {}
        }
    }

    fn reopen(&mut self, inquiry: usize, digit: usize) {
        self.settled[inquiry] -= 1;
        self.key = self.key.wrapping_sub(self.digits.inquiries[inquiry].wrapping_mul(digit as u128));
        self.problem.inquiries[inquiry].needs.iter().for_each(|access| self.opened[*access] -= 1);
    }

    /// Lowers the masses by how probably the trouble passed by itself during an attempt, until [`Self::forget_luck`].
    pub(super) fn count_luck(&mut self, attempt: usize) -> bool {
        let lasts = &self.problem.attempts[attempt].lasts;
        if lasts.is_empty() {
            return false;
        }
        let start = self.frames.len() - self.problem.worlds.len();
        self.frames.extend_from_within(start..);
        let start = start + self.problem.worlds.len();
        self.frames[start..].iter_mut().zip(lasts).for_each(|(weight, lasts)| *weight *= lasts);
        self.has_luck = true;
        true
    }

    /// Takes back what [`Self::count_luck`] did.
    pub(super) fn forget_luck(&mut self) {
        self.frames.truncate(self.frames.len() - self.problem.worlds.len());
        self.has_luck = false;
    }

    /// Returns whether [`Self::count_luck`] lowered the masses.
    pub(super) fn has_luck(&self) -> bool {
        self.has_luck
    }
}

impl Problem {
    /// Returns the problem that is left after these events; attempts and inquiries keep their positions.
    #[must_use]
    pub fn after(&self, events: &[Event]) -> Self {
        let mut place = Place::new(self);
        events.iter().for_each(|event| place.go(*event));
        let mut left = self.clone();
        left.worlds.iter_mut().zip(place.weights()).for_each(|(world, weight)| world.mass = *weight);
        for (index, attempt) in left.attempts.iter_mut().enumerate() {
            attempt.is_withheld = !place.is_offered(index);
            attempt.after.retain(|before| !place.was_tried(*before));
            if place.barred[index] > 0 || place.was_tried(attempt.fix) {
                attempt.helps.clear();
            }
        }
        let settled = left.inquiries.iter_mut().zip(&place.settled).filter(|(_, settled)| **settled > 0);
        settled.for_each(|(inquiry, _)| inquiry.replies.clear());
        let opened = left.accesses.iter_mut().zip(&place.opened).filter(|(_, opened)| **opened > 0);
        opened.for_each(|(cost, _)| *cost = 0.0);
        left.remains = place.remains;
        left.lay_out();
        left
    }
}

/// Returns P(some of the causes is still at work).
pub(super) fn open(remains: &[f64], causes: &[usize]) -> f64 {
    match causes {
        [cause] => remains[*cause],
        _ => 1.0 - causes.iter().map(|cause| 1.0 - remains[*cause]).product::<f64>(),
    }
}

/// Returns P(the attempt ends the trouble) in a world of several causes in which it did not end before, times P(that), and whether by easing.
pub(super) fn joint_gain(problem: &Problem, remains: &[f64], attempt: usize, world: usize) -> (f64, bool) {
    let row = &problem.strengths[attempt * remains.len()..];
    let (mut before, mut after, mut eases) = (1.0, 1.0, false);
    for &cause in &problem.worlds[world].causes {
        let (helps, by_easing) = row[cause];
        before *= 1.0 - remains[cause];
        after *= 1.0 - remains[cause] * (1.0 - helps);
        eases |= by_easing && helps > 0.0;
    }
    (after - before, eases)
}
