//! A decision problem: what may be wrong, what can be done and asked, and what each costs, as numbers alone.

use super::place::{Choice, Place, open};

/// What going round a cause is worth, as a share of curing it.
pub const EASING: f64 = 1.0 / 3.0;

/// What may be wrong, what can be tried and asked, and what it costs to give up.
///
/// Knows no base and no session: a session forms one from its state, and a program may form its own. A *world* is one way in which things may be: the
/// causes that are at work. Where at most one is at work there is one world for each cause. Costs are seconds (or any other unit, the same for all).
#[derive(Clone, Debug)]
pub struct Problem {
    pub(super) worlds: Vec<World>,
    /// P(the cause is still at work | it was), after what was tried before.
    pub(super) remains: Vec<f64>,
    pub(super) attempts: Vec<Attempt>,
    pub(super) inquiries: Vec<Inquiry>,
    /// What each access costs the first time.
    pub(super) accesses: Vec<f64>,
    pub(super) giving_up: f64,
    /// For each attempt, what it does in the worlds of one cause.
    pub(super) touches: Vec<Vec<Touch>>,
    /// For each attempt, the worlds of several causes in which it does something.
    pub(super) joints: Vec<Vec<usize>>,
    /// For each attempt and cause P(it helps), and whether by easing; only where there are worlds of several causes.
    pub(super) strengths: Vec<(f64, bool)>,
    /// For each attempt, the attempts that act on a world on which it acts.
    pub(super) neighbours: Vec<Vec<usize>>,
}

/// One way in which things may be.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    /// How probable it is; the masses of a problem need not sum to one.
    pub mass: f64,
    /// The causes at work, from 0; at least one, each once.
    pub causes: Vec<usize>,
}

/// A fix that can be tried.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attempt {
    /// Which fix it is. Attempts of the same fix are the same fix under different answers: once one was tried, none is tried again.
    pub fix: usize,
    /// What it costs to try it, accesses apart.
    pub takes: f64,
    /// What it does to causes; at most one for each cause.
    pub helps: Vec<Help>,
    /// Whether it is offered only after some reply says so.
    pub is_withheld: bool,
    /// The fixes that must be tried before.
    pub after: Vec<usize>,
    /// The accesses it needs.
    pub needs: Vec<usize>,
    /// The inquiries that trying it settles.
    pub settles: Vec<usize>,
    /// For each world P(the trouble lasts as long as the fix takes); empty where it always does. Counts where a belief is formed, never for the fix.
    pub lasts: Vec<f64>,
    /// The attempts that are offered once it failed.
    pub offers: Vec<usize>,
    /// The attempts that are offered no more once it failed.
    pub bars: Vec<usize>,
}

/// What trying a fix does to a cause.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Help {
    /// The cause.
    pub cause: usize,
    /// P(it helps | only this cause).
    pub probability: f64,
    /// Whether it only goes round the cause.
    pub eases: bool,
}

/// A question that can be asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inquiry {
    /// What it costs to ask, accesses apart.
    pub takes: f64,
    /// P(the person does not know), whatever is the case.
    pub unanswered: f64,
    /// The accesses it needs.
    pub needs: Vec<usize>,
    /// What may be answered.
    pub replies: Vec<Reply>,
}

/// An answer that may be given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reply {
    /// P(this answer | world), for each world.
    pub likelihoods: Vec<f64>,
    /// The attempts that are offered from then on.
    pub offers: Vec<usize>,
    /// The attempts that are offered no more.
    pub bars: Vec<usize>,
    /// The other inquiries that it settles.
    pub settles: Vec<usize>,
}

/// What an attempt does in a world of one cause.
#[derive(Clone, Copy, Debug)]
pub(super) struct Touch {
    pub(super) world: usize,
    pub(super) cause: usize,
    pub(super) helps: f64,
    pub(super) eases: bool,
}

impl Problem {
    /// Returns a problem with nothing to try and nothing to ask.
    pub fn new(worlds: Vec<World>, giving_up: f64) -> Self {
        let causes = worlds.iter().flat_map(|world| &world.causes).max().map_or(0, |last| last + 1);
        Self {
            worlds,
            remains: vec![1.0; causes],
            attempts: Vec::new(),
            inquiries: Vec::new(),
            accesses: Vec::new(),
            giving_up,
            touches: Vec::new(),
            joints: Vec::new(),
            strengths: Vec::new(),
            neighbours: Vec::new(),
        }
    }

    /// Returns a problem with one world for each cause, of these masses.
    pub fn of_one_cause(masses: impl IntoIterator<Item = f64>, giving_up: f64) -> Self {
        let world = |(cause, mass)| World { mass, causes: vec![cause] };
        Self::new(masses.into_iter().enumerate().map(world).collect(), giving_up)
    }

    /// Adds what can be tried.
    #[must_use]
    pub fn with_attempts(mut self, attempts: Vec<Attempt>) -> Self {
        self.attempts = attempts;
        self.lay_out();
        self
    }

    /// Adds what can be asked.
    #[must_use]
    pub fn with_inquiries(mut self, inquiries: Vec<Inquiry>) -> Self {
        self.inquiries = inquiries;
        self
    }

    /// Adds what must be opened once before some things can be tried or asked: what each costs.
    #[must_use]
    pub fn with_accesses(mut self, costs: Vec<f64>) -> Self {
        self.accesses = costs;
        self
    }

    /// Says how probable it is for each cause that it is still at work where it was.
    #[must_use]
    pub fn with_remains(mut self, remains: Vec<f64>) -> Self {
        self.remains = remains;
        self
    }

    /// Returns the ways in which things may be.
    pub fn worlds(&self) -> &[World] {
        &self.worlds
    }

    /// Returns what can be tried.
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// Returns what can be asked.
    pub fn inquiries(&self) -> &[Inquiry] {
        &self.inquiries
    }

    /// Returns what a choice costs by itself, with what must be opened for it.
    pub fn cost_of(&self, choice: Choice) -> f64 {
        let place = Place::new(self);
        match choice {
            Choice::Try(attempt) => place.cost_of_trying(attempt),
            Choice::Ask(inquiry) => place.cost_of_asking(inquiry),
            Choice::Stop => self.giving_up,
        }
    }

    /// Returns what giving up costs.
    pub fn giving_up(&self) -> f64 {
        self.giving_up
    }

    /// Returns how many fixes have a number.
    pub(super) fn fixes(&self) -> usize {
        let last = self.attempts.iter().map(|attempt| attempt.fix).max();
        last.map_or(0, |last| last + 1)
    }

    /// Returns the sum of the masses of all worlds in which the trouble lasts.
    pub fn mass(&self) -> f64 {
        self.worlds.iter().map(|world| world.mass * open(&self.remains, &world.causes)).sum()
    }

    /// Returns whether the attempt goes round some cause.
    pub(super) fn eases(&self, attempt: usize) -> bool {
        self.attempts[attempt].helps.iter().any(|help| help.eases)
    }

    pub(super) fn lay_out(&mut self) {
        let causes = self.remains.len();
        let has_joints = self.worlds.iter().any(|world| world.causes.len() > 1);
        let mut alone: Vec<Vec<usize>> = vec![Vec::new(); causes];
        let mut together: Vec<Vec<usize>> = vec![Vec::new(); causes];
        for (index, world) in self.worlds.iter().enumerate() {
            match world.causes.as_slice() {
                [cause] => alone[*cause].push(index),
                causes => causes.iter().for_each(|cause| together[*cause].push(index)),
            }
        }
        let touch =
            |help: &Help, world: usize| Touch { world, cause: help.cause, helps: help.probability, eases: help.eases };
        (self.touches, self.joints, self.strengths) = Default::default();
        for attempt in &self.attempts {
            let helps = attempt.helps.iter().filter(|help| help.probability > 0.0);
            let mut joint: Vec<usize> = helps.clone().flat_map(|help| together[help.cause].iter().copied()).collect();
            joint.sort_unstable();
            joint.dedup();
            self.joints.push(joint);
            self.touches.push(
                helps.clone().flat_map(|help| alone[help.cause].iter().map(|world| touch(help, *world))).collect(),
            );
            if has_joints {
                let mut row = vec![(0.0, false); causes];
                helps.for_each(|help| row[help.cause] = (help.probability, help.eases));
                self.strengths.extend(row);
            }
        }
        self.neighbours = self.neighbours();
    }

    fn neighbours(&self) -> Vec<Vec<usize>> {
        let mut acting: Vec<Vec<usize>> = vec![Vec::new(); self.worlds.len()];
        for attempt in 0..self.attempts.len() {
            self.worlds_of(attempt).for_each(|world| acting[world].push(attempt));
        }
        let of = |attempt: usize| {
            let mut near: Vec<usize> =
                self.worlds_of(attempt).flat_map(|world| acting[world].iter().copied()).collect();
            near.sort_unstable();
            near.dedup();
            near
        };
        (0..self.attempts.len()).map(of).collect()
    }

    fn worlds_of(&self, attempt: usize) -> impl Iterator<Item = usize> {
        self.touches[attempt].iter().map(|touch| touch.world).chain(self.joints[attempt].iter().copied())
    }
}
