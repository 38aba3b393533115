//! The contexts of several bases, each summed by itself.
//!
//! Findings, causes and contexts are those of one base each. So, given whether `other` is at work, the bases are independent, and what all of them say together is a
//! product: the work is the sum of their combinations of values, not the product. What couples them is `other`, and that something remains: with Eᵦ the mass of
//! the evidence of a base and Zᵦ that of it and of nothing remaining, ΠEᵦ − ΠZᵦ, formed as Σᵦ (Eᵦ − Zᵦ) Π Z Π E so that nothing cancels.

use super::numbers::{Numbers, Part, Scene};
use super::solve::{Joint, VALID};
use crate::network::{Belief, Cause, Effort, Finding, Interval, Link, Network, Problem};
use crate::real;

/// What a part says where `other` is at work, or is not.
struct Told {
    /// The mass of the evidence, and of it and of something remaining, or nothing.
    evidence: Interval,
    remains: Interval,
    cleared: Interval,
    /// Of each of its causes.
    causes: Vec<Masses>,
}

/// The masses of a cause, with the evidence of its part.
#[derive(Clone, Copy)]
struct Masses {
    remaining: Interval,
    at_work: Interval,
    /// It was at work and something remains, of this part.
    of_remains: Interval,
}

const NOTHING: Interval = Interval { low: 0.0, high: 0.0 };
const ONE: Interval = Interval { low: 1.0, high: 1.0 };

/// Returns what the numbers say, each part by itself; nothing where they are impossible.
pub(super) fn solve(scene: &Scene<'_>, numbers: &Numbers) -> Option<Joint> {
    let (mut log_scale, mut off, mut on) = (0.0, Vec::new(), Vec::new());
    for part in &numbers.parts {
        let both = [false, true].map(|with_other| Beliefs::of(scene, numbers, part, with_other));
        let scale = both.iter().map(Beliefs::most).fold(f64::NEG_INFINITY, f64::max);
        if scale == f64::NEG_INFINITY {
            return None;
        }
        log_scale += scale;
        let [without, with] = both.map(|beliefs| beliefs.told(scale));
        off.push(without);
        on.push(with);
    }
    let other = scene.group.priors.len() - 1;
    let plain = &numbers.parts[0].settings[0];
    let [absent, present] = [plain.nothing[scene.groups.of(other)?], plain.at_work[other]].map(Interval::exactly);
    let [repaired, remains] = [numbers.after[other].repaired, numbers.after[other].remains]
        .map(|weight| times(present, Interval::exactly(weight)));
    // The states of `other` in which it is not what remains, and what is said then.
    let states = [(absent, &off), (repaired, &on)];
    let all = product(&on, None);
    let elsewhere = states.iter().map(|(share, told)| times(*share, something(told, None)));
    let total = elsewhere.fold(times(remains, all), plus);
    if total.high <= 0.0 {
        return None;
    }
    let mut joint = Joint {
        log_mass: log_scale + real::ln(total.middle()),
        remaining: vec![NOTHING; other + 1],
        at_work: vec![NOTHING; other + 1],
    };
    for (nth, part) in numbers.parts.iter().enumerate() {
        let others = [(absent, &off), (repaired, &on), (remains, &on)]
            .map(|(share, told)| times(share, product(told, Some(nth))));
        let beside = states.map(|(share, told)| times(share, something(told, Some(nth))));
        for (place, hypothesis) in part.members(scene).into_iter().enumerate() {
            let [without, with] = [off[nth].causes[place], on[nth].causes[place]];
            let remaining =
                [without, with, with].into_iter().zip(others).map(|(own, others)| times(own.remaining, others));
            joint.remaining[hypothesis] = over(remaining.fold(NOTHING, plus), total);
            let mut at_work = times(with.at_work, others[2]);
            for ((own, others), beside) in [without, with].into_iter().zip(others).zip(beside) {
                let cleared = minus(own.at_work, own.of_remains);
                at_work = plus(at_work, plus(times(own.of_remains, others), times(cleared, beside)));
            }
            joint.at_work[hypothesis] = over(at_work, total);
        }
    }
    joint.remaining[other] = over(times(remains, all), total);
    joint.at_work[other] = over(plus(times(remains, all), times(repaired, something(&on, None))), total);
    Some(joint)
}

/// What is believed of a part under each combination of values of its contexts: the logarithm of its weight, and the belief without and with something remaining.
struct Beliefs {
    causes: usize,
    of: Vec<(f64, Belief, Option<Belief>)>,
}

impl Beliefs {
    fn of(scene: &Scene<'_>, numbers: &Numbers, part: &Part, with_other: bool) -> Self {
        let of = part.settings.iter().enumerate().filter(|(_, setting)| setting.weight > 0.0).filter_map(
            |(nth, setting)| {
                let network = network(scene, numbers, part, nth, with_other);
                let perhaps = network.infer(Problem::Perhaps, Effort::default())?;
                Some((real::ln(setting.weight), perhaps, network.infer(Problem::Remains, Effort::default())))
            },
        );
        Self { causes: part.members(scene).len(), of: of.collect() }
    }

    /// Returns the logarithm of the greatest mass.
    fn most(&self) -> f64 {
        self.of.iter().map(|(weight, belief, _)| weight + belief.log_evidence.high).fold(f64::NEG_INFINITY, f64::max)
    }

    fn told(&self, scale: f64) -> Told {
        let none = Masses { remaining: NOTHING, at_work: NOTHING, of_remains: NOTHING };
        let mut told = Told { evidence: NOTHING, remains: NOTHING, cleared: NOTHING, causes: vec![none; self.causes] };
        for (weight, perhaps, remains) in &self.of {
            let mass = |log: Interval| Interval {
                low: real::exp(log.low + weight - scale),
                high: real::exp(log.high + weight - scale),
            };
            let (evidence, left) = (mass(perhaps.log_evidence), mass(perhaps.log_remains));
            told.evidence = plus(told.evidence, evidence);
            told.remains = plus(told.remains, left);
            for (place, masses) in told.causes.iter_mut().enumerate() {
                let marginal = perhaps.causes[place];
                masses.remaining = plus(masses.remaining, times(evidence, marginal.remaining));
                masses.at_work = plus(masses.at_work, times(evidence, marginal.at_work));
                if let Some(remains) = remains {
                    masses.of_remains = plus(masses.of_remains, times(left, remains.causes[place].at_work));
                }
            }
        }
        told.cleared = minus(told.evidence, told.remains);
        told
    }
}

/// Returns the network of a part, with `other` at work or without it. Whether `other` remains is not its matter.
fn network(scene: &Scene<'_>, numbers: &Numbers, part: &Part, setting: usize, with_other: bool) -> Network {
    let (setting, other) = (&part.settings[setting], scene.group.priors.len() - 1);
    let mut network = Network::new();
    let mut places = vec![None; other + 1];
    let mut count = 0;
    for &group in &part.groups {
        let members = scene.groups.members(group);
        let causes: Vec<Cause> = members
            .iter()
            .map(|&member| Cause {
                prior: setting.at_work[member].min(1.0),
                remaining: numbers.after[member].remains,
                repaired: numbers.after[member].repaired,
            })
            .collect();
        network.group(&causes).expect(VALID);
        members.iter().for_each(|&member| {
            places[member] = Some(count);
            count += 1;
        });
    }
    if with_other {
        network.group(&[Cause { prior: 1.0, remaining: 0.0, repaired: 1.0 }]).expect(VALID);
        places[other] = Some(count);
    }
    let own = numbers.findings.iter().enumerate().filter(|(_, observed)| part.bases.contains(&observed.base));
    for (finding, observed) in own {
        let its = numbers.links.iter().filter(|link| link.finding == finding);
        let mut links: Vec<Link> =
            its.filter_map(|link| Some(Link { cause: places[link.hypothesis]?, probability: link.number })).collect();
        links.sort_unstable_by_key(|link| link.cause);
        let finding = Finding { yes: observed.pair.yes, no: observed.pair.no, leak: observed.leak };
        network.observe(finding, &links).expect(VALID);
    }
    network
}

/// Returns the mass of the evidence of all parts but one.
fn product(told: &[Told], but: Option<usize>) -> Interval {
    let others = told.iter().enumerate().filter(|(nth, _)| Some(*nth) != but);
    others.fold(ONE, |product, (_, told)| times(product, told.evidence))
}

/// Returns the mass of the evidence of all parts but one, and of something remaining in one of them.
fn something(told: &[Told], but: Option<usize>) -> Interval {
    let others: Vec<&Told> =
        told.iter().enumerate().filter(|(nth, _)| Some(*nth) != but).map(|(_, told)| told).collect();
    let first = |nth: usize| {
        let before = others[..nth].iter().fold(others[nth].remains, |product, told| times(product, told.cleared));
        others[nth + 1..].iter().fold(before, |product, told| times(product, told.evidence))
    };
    (0..others.len()).map(first).fold(NOTHING, plus)
}

fn plus(one: Interval, other: Interval) -> Interval {
    Interval { low: one.low + other.low, high: one.high + other.high }
}

/// Returns a difference of masses, which is never below 0.
fn minus(one: Interval, other: Interval) -> Interval {
    Interval { low: (one.low - other.high).max(0.0), high: (one.high - other.low).max(0.0) }
}

fn times(one: Interval, other: Interval) -> Interval {
    Interval { low: one.low * other.low, high: one.high * other.high }
}

/// Returns what share of the total a mass is.
fn over(mass: Interval, total: Interval) -> Interval {
    let low = if total.high > 0.0 { mass.low / total.high } else { 0.0 };
    let high = if total.low > 0.0 { mass.high / total.low } else { 1.0 };
    Interval { low: low.clamp(0.0, 1.0), high: high.clamp(0.0, 1.0) }
}
