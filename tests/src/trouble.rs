//! Troubles to decide about, as numbers: generated ones, and a car that does not start.

use crate::generate::Dice;
use etio_engine::decision::{Attempt, Choice, Event, Help, Inquiry, Planning, Problem, Reply, World};

/// Returns a trouble of the kind on which published rules were compared: as many causes as fixes, masses drawn evenly, each fix for one cause and with
/// a chance of .3 for another, noisy questions, and giving up at 60.
pub fn generated(dice: &mut Dice, fixes: usize, questions: usize) -> Problem {
    let mut masses: Vec<f64> = (0..fixes).map(|_| -(1.0 - dice.share()).ln()).collect();
    let total: f64 = masses.iter().sum();
    masses.iter_mut().for_each(|mass| *mass /= total);
    let attempts = (0..fixes).map(|fix| attempt(dice, fix, fixes)).collect();
    let inquiries = (0..questions).map(|_| inquiry(dice, fixes)).collect();
    Problem::of_one_cause(masses, 60.0).with_attempts(attempts).with_inquiries(inquiries)
}

fn attempt(dice: &mut Dice, fix: usize, causes: usize) -> Attempt {
    let cures = |cause, probability| Help { cause, probability, eases: false };
    let mut helps = vec![cures(fix, dice.between(0.7, 1.0))];
    if dice.happens(0.3) {
        let other = dice.below(causes - 1);
        helps.push(cures(if other < fix { other } else { other + 1 }, dice.between(0.3, 1.0)));
    }
    Attempt { fix, takes: dice.between(1.0, 20.0), helps, ..Attempt::default() }
}

fn inquiry(dice: &mut Dice, causes: usize) -> Inquiry {
    let takes = dice.between(0.5, 4.0);
    let share = dice.between(0.2, 0.5);
    let yes = |dice: &mut Dice| if dice.happens(share) { dice.between(0.8, 1.0) } else { dice.between(0.0, 0.2) };
    yes_or_no(takes, (0..causes).map(|_| yes(dice)).collect())
}

/// Returns a question with P(yes | world) for each world.
pub fn yes_or_no(takes: f64, yes: Vec<f64>) -> Inquiry {
    let no = yes.iter().map(|yes| 1.0 - yes).collect();
    let reply = |likelihoods| Reply { likelihoods, ..Reply::default() };
    Inquiry { takes, replies: vec![reply(yes), reply(no)], ..Inquiry::default() }
}

/// The faults of the car, their probabilities apart from one another.
const FAULTS: [f64; 5] = [0.033_476_75, 0.01, 0.006, 0.004, 0.002];
const BATTERY: usize = 0;
const OIL: usize = 1;
const TANK: usize = 2;
const LINE: usize = 3;
const STARTER: usize = 4;
/// P(it does not start | nothing is the matter), which no repair ends.
const FOR_NO_REASON: f64 = 0.001;

/// Returns a car that does not start (Carnielli, Sorbonne, 2020): five independent faults, perfect repairs, inspections and observations that speak of the
/// time before any repair.
pub fn car() -> Problem {
    let worlds = faults();
    let inquiries = vec![
        inspected(&worlds, BATTERY, 20.0),
        inspected(&worlds, OIL, 50.0),
        inspected(&worlds, LINE, 60.0),
        inspected(&worlds, STARTER, 10.0),
        observed(&worlds, 2.0, |has| if has(BATTERY) { 0.0 } else { 0.98 }),
        observed(&worlds, 1.0, |has| match (has(BATTERY), has(OIL)) {
            (true, _) => 0.0,
            (false, true) => 0.98,
            (false, false) => 0.001,
        }),
        dipstick(&worlds),
    ];
    let repairs = [(BATTERY, 120.0), (OIL, 90.0), (TANK, 55.0), (LINE, 150.0), (STARTER, 50.0)];
    Problem::new(worlds, 500.0).with_attempts(repaired(&repairs)).with_inquiries(inquiries)
}

/// Returns the same car with three repairs at their mean costs and three questions.
pub fn small_car() -> Problem {
    let worlds = faults();
    let inquiries = vec![inspected(&worlds, BATTERY, 20.0), inspected(&worlds, OIL, 50.0), dipstick(&worlds)];
    let repairs = [(BATTERY, 200.0), (TANK, 50.0), (OIL, 75.0)];
    Problem::new(worlds, 500.0).with_attempts(repaired(&repairs)).with_inquiries(inquiries)
}

/// Returns every set of faults with which the car does not start.
fn faults() -> Vec<World> {
    let world = |set: usize| {
        let causes: Vec<usize> = (0..FAULTS.len()).filter(|fault| set >> fault & 1 == 1).collect();
        let each = FAULTS.iter().enumerate();
        let mass: f64 =
            each.map(|(fault, chance)| if causes.contains(&fault) { *chance } else { 1.0 - chance }).product();
        match causes.is_empty() {
            true => World { mass: mass * FOR_NO_REASON, causes: vec![FAULTS.len()] },
            false => World { mass, causes },
        }
    };
    (0..1 << FAULTS.len()).map(world).collect()
}

fn repaired(repairs: &[(usize, f64)]) -> Vec<Attempt> {
    let repair = |(fix, (cause, takes)): (usize, &(usize, f64))| {
        let helps = vec![Help { cause: *cause, probability: 1.0, eases: false }];
        Attempt { fix, takes: *takes, helps, ..Attempt::default() }
    };
    repairs.iter().enumerate().map(repair).collect()
}

fn inspected(worlds: &[World], fault: usize, takes: f64) -> Inquiry {
    observed(worlds, takes, |has| if has(fault) { 1.0 } else { 0.0 })
}

fn dipstick(worlds: &[World]) -> Inquiry {
    observed(worlds, 7.0, |has| if has(OIL) { 0.001 } else { 0.999 })
}

fn observed(worlds: &[World], takes: f64, yes: impl Fn(&dyn Fn(usize) -> bool) -> f64) -> Inquiry {
    yes_or_no(takes, worlds.iter().map(|world| yes(&|fault| world.causes.contains(&fault))).collect())
}

// ─── Policies, followed by slow and obvious means ───

/// Returns the expected cost of a policy: the sum over all ways in which it can go.
pub fn cost_of(problem: &Problem, policy: &dyn Fn(&Problem) -> Choice) -> f64 {
    follow(problem, policy) / problem.mass()
}

fn follow(problem: &Problem, policy: &dyn Fn(&Problem) -> Choice) -> f64 {
    let mass = problem.mass();
    if mass <= 0.0 {
        return 0.0;
    }
    match policy(problem) {
        Choice::Stop => problem.giving_up() * mass,
        Choice::Try(attempt) => {
            problem.attempts()[attempt].takes * mass + follow(&problem.after(&[Event::Failed(attempt)]), policy)
        }
        Choice::Ask(inquiry) => {
            let replies = 0..problem.inquiries()[inquiry].replies.len();
            let after = |reply| follow(&problem.after(&[Event::Answered(inquiry, reply)]), policy);
            problem.inquiries()[inquiry].takes * mass + replies.map(after).sum::<f64>()
        }
    }
}

/// Returns what now-or-never does: asks where that beats never asking (Heckerman, Breese & Rommelse 1995).
pub fn now_or_never(problem: &Problem) -> Choice {
    let never = problem.cost_without_questions();
    let now = |inquiry: usize| {
        let replies = 0..problem.inquiries()[inquiry].replies.len();
        let after = replies.map(|reply| problem.after(&[Event::Answered(inquiry, reply)]));
        let after = after.filter(|after| after.mass() > 0.0);
        let cost = after.map(|after| after.mass() * after.cost_without_questions()).sum::<f64>();
        problem.inquiries()[inquiry].takes + cost / problem.mass()
    };
    let open = (0..problem.inquiries().len()).filter(|inquiry| !problem.inquiries()[*inquiry].replies.is_empty());
    let best = open.map(|inquiry| (now(inquiry), inquiry)).min_by(|a, b| a.0.total_cmp(&b.0));
    match (best.filter(|(now, _)| *now < never), problem.order().1) {
        (Some((_, inquiry)), _) => Choice::Ask(inquiry),
        (None, Some(attempt)) => Choice::Try(attempt),
        (None, None) => Choice::Stop,
    }
}

/// The inspection that tells of each repair of [`car`] whether it is needed, in the order of the repairs.
const INSPECTIONS: [Option<usize>; 5] = [Some(0), Some(1), None, Some(2), Some(3)];

/// Returns what is done with [`car`] where only one step is looked ahead: pairs of an inspection and its repair by P(it ends the trouble) for their
/// expected cost, and an observation now where that beats going on with the pairs alone (Heckerman, Breese & Rommelse 1995, as Carnielli reads them).
pub fn myopic(problem: &Problem) -> Choice {
    let observations = (0..problem.inquiries().len()).filter(|inquiry| !INSPECTIONS.contains(&Some(*inquiry)));
    let open = observations.filter(|inquiry| !problem.inquiries()[*inquiry].replies.is_empty());
    let now = |inquiry| {
        let after = |reply| cost_of_pairs(&problem.after(&[Event::Answered(inquiry, reply)]));
        problem.inquiries()[inquiry].takes * problem.mass() + after(0) + after(1)
    };
    let best = open.map(|inquiry| (now(inquiry), inquiry)).min_by(|a, b| a.0.total_cmp(&b.0));
    match (best.filter(|(now, _)| *now < cost_of_pairs(problem) * (1.0 - 1e-9)), next_pair(problem)) {
        (Some((_, inquiry)), _) => Choice::Ask(inquiry),
        (None, None) => Choice::Stop,
        (None, Some(repair)) => inspection(problem, repair).map_or(Choice::Try(repair), Choice::Ask),
    }
}

/// Returns what [`car`] costs by pairs of an inspection and its repair alone, times the mass.
pub fn cost_of_pairs(problem: &Problem) -> f64 {
    if problem.mass() <= 0.0 {
        return 0.0;
    }
    let Some(repair) = next_pair(problem) else { return problem.giving_up() * problem.mass() };
    cost_of_pair(problem, repair) + cost_of_pairs(&problem.after(&[Event::Failed(repair)]))
}

/// Returns the repair whose pair ends the trouble with the greatest probability for its cost; none where giving up does.
fn next_pair(problem: &Problem) -> Option<usize> {
    let open = (0..problem.attempts().len()).filter(|repair| !problem.attempts()[*repair].helps.is_empty());
    let rate = |repair| {
        let ends = problem.mass() - problem.after(&[Event::Failed(repair)]).mass();
        ends / cost_of_pair(problem, repair)
    };
    let best = open.map(|repair| (rate(repair), repair)).max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(rate, _)| *rate > 1.0 / problem.giving_up()).map(|(_, repair)| repair)
}

/// Returns what an inspection and the repair, if it turns out to be needed, cost, times the mass.
fn cost_of_pair(problem: &Problem, repair: usize) -> f64 {
    let attempt = &problem.attempts()[repair];
    let Some(inspection) = inspection(problem, repair) else { return attempt.takes * problem.mass() };
    // What is not repaired yet is at work, so that such a world is not over.
    let needed = problem.worlds().iter().filter(|world| world.causes.contains(&attempt.helps[0].cause));
    let needed: f64 = needed.map(|world| world.mass).sum();
    problem.inquiries()[inspection].takes * problem.mass() + attempt.takes * needed
}

/// Returns the inspection before a repair, if there is one and nobody has made it.
fn inspection(problem: &Problem, repair: usize) -> Option<usize> {
    INSPECTIONS[repair].filter(|inspection| !problem.inquiries()[*inspection].replies.is_empty())
}

/// Returns what one consultation costs, by chance: a world and the answers are drawn, and the decisions are those of the planning.
pub fn happened(problem: &Problem, planning: Planning, dice: &mut Dice) -> f64 {
    let masses: Vec<f64> = problem.worlds().iter().map(|world| world.mass).collect();
    let world = drawn(dice, &masses);
    let mut problem = problem.clone();
    let mut cost = 0.0;
    loop {
        match problem.next(planning).choice {
            Choice::Stop => return cost + problem.giving_up(),
            Choice::Try(attempt) => {
                let this = &problem.attempts()[attempt];
                cost += this.takes;
                // Worlds of one cause alone: it is gone, or it is not.
                let cause = problem.worlds()[world].causes[0];
                let helps = this.helps.iter().find(|help| help.cause == cause).map_or(0.0, |help| help.probability);
                if dice.happens(helps) {
                    return cost;
                }
                problem = problem.after(&[Event::Failed(attempt)]);
            }
            Choice::Ask(inquiry) => {
                let this = &problem.inquiries()[inquiry];
                cost += this.takes;
                let shares: Vec<f64> = this.replies.iter().map(|reply| reply.likelihoods[world]).collect();
                let reply = drawn(dice, &shares);
                problem = problem.after(&[Event::Answered(inquiry, reply)]);
            }
        }
    }
}

/// Returns the mean of at least two numbers, and its standard error.
pub fn mean_and_error(numbers: &[f64]) -> (f64, f64) {
    let count = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / count;
    let variance = numbers.iter().map(|number| (number - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, (variance / count).sqrt())
}

fn drawn(dice: &mut Dice, shares: &[f64]) -> usize {
    let mut left = dice.share() * shares.iter().sum::<f64>();
    let found = shares.iter().position(|share| {
        left -= share;
        left < 0.0
    });
    found.unwrap_or(shares.len() - 1)
}
