//! From numbers to a belief: one network for each combination of values of the contexts, mixed by how probable each makes the evidence.

use super::apart;
use super::numbers::{Numbers, Scene};
use crate::network::{Belief, Cause, Effort, Finding, Interval, Link, Marginal, Network, Problem};
use crate::real;

/// What is believed about the hypotheses.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Joint {
    /// ln P(evidence, and something remains); the middle of what is known of it.
    pub(crate) log_mass: f64,
    /// Of each hypothesis, P(it is at work, and remains | evidence).
    pub(crate) remaining: Vec<Interval>,
    /// Of each hypothesis, P(it was at work | evidence).
    pub(crate) at_work: Vec<Interval>,
}

/// Why a network is made of a base without asking.
pub(super) const VALID: &str = "priors, numbers and weights of a checked base are in their ranges";

/// What one combination of values of the contexts says, with the logarithm of its mass.
struct Part {
    log_mass: Interval,
    causes: Vec<Marginal>,
}

/// Returns what the numbers say; nothing where they are impossible.
pub(crate) fn solve(scene: &Scene<'_>, numbers: &Numbers) -> Option<Joint> {
    if !numbers.parts.is_empty() {
        return apart::solve(scene, numbers);
    }
    let places = Places::of(scene);
    let parts = (0..numbers.settings.len()).filter_map(|setting| {
        let weight = numbers.settings[setting].weight;
        let belief = network(scene, numbers, setting, &places).infer(Problem::Remains, Effort::default())?;
        let Belief { log_remains: Interval { low, high }, causes, .. } = belief;
        let possible = weight > 0.0 && high > f64::NEG_INFINITY;
        possible
            .then(|| Part { log_mass: Interval { low: low + real::ln(weight), high: high + real::ln(weight) }, causes })
    });
    let parts: Vec<Part> = parts.collect();
    let most = parts.iter().map(|part| part.log_mass.high).fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        return None;
    }
    let masses = parts
        .iter()
        .map(|part| Interval { low: real::exp(part.log_mass.low - most), high: real::exp(part.log_mass.high - most) });
    let masses: Vec<Interval> = masses.collect();
    let ln = |of: fn(&Interval) -> f64| most + real::ln(masses.iter().map(of).sum());
    let mixed = |of: fn(&Marginal) -> Interval| {
        let at = |place: &Option<usize>| match place {
            Some(place) if parts.len() == 1 => of(&parts[0].causes[*place]),
            Some(place) => mixture(masses.iter().copied().zip(parts.iter().map(|part| of(&part.causes[*place])))),
            None => Interval::exactly(0.0),
        };
        places.of.iter().map(at).collect()
    };
    Some(Joint {
        log_mass: f64::midpoint(ln(|mass| mass.low), ln(|mass| mass.high)),
        remaining: mixed(|marginal| marginal.remaining),
        at_work: mixed(|marginal| marginal.at_work),
    })
}

/// Where each hypothesis stands in a network; none where it takes no part.
struct Places {
    of: Vec<Option<usize>>,
}

impl Places {
    fn of(scene: &Scene<'_>) -> Self {
        let mut of = vec![None; scene.group.priors.len()];
        for (place, &member) in scene.groups.iter().flatten().enumerate() {
            of[member] = Some(place);
        }
        Self { of }
    }
}

fn network(scene: &Scene<'_>, numbers: &Numbers, setting: usize, places: &Places) -> Network {
    let setting = &numbers.settings[setting];
    let mut network = Network::new();
    let mut causes = Vec::new();
    for members in scene.groups.iter() {
        causes.clear();
        causes.extend(members.iter().map(|&member| Cause {
            prior: setting.at_work[member].min(1.0),
            remaining: numbers.after[member].remains,
            repaired: numbers.after[member].repaired,
        }));
        network.group(&causes).expect(VALID);
    }
    let mut links: Vec<Link> = Vec::new();
    let by_finding = numbers.links.chunk_by(|one, next| one.finding == next.finding);
    let mut by_finding = by_finding.peekable();
    for (finding, observed) in numbers.findings.iter().enumerate() {
        links.clear();
        if let Some(own) = by_finding.next_if(|own| own[0].finding == finding) {
            let place = |link: &super::numbers::Link| Some((places.of[link.hypothesis]?, link.number));
            let linked = own.iter().filter_map(place);
            links.extend(linked.map(|(cause, probability)| Link { cause, probability }));
            links.sort_unstable_by_key(|link| link.cause);
        }
        let finding = Finding { yes: observed.pair.yes, no: observed.pair.no, leak: observed.leak };
        network.observe(finding, &links).expect(VALID);
    }
    network
}

/// Returns Σ mass · value / Σ mass, as far as masses and values are known.
fn mixture(parts: impl Iterator<Item = (Interval, Interval)>) -> Interval {
    let parts: Vec<(Interval, Interval)> = parts.collect();
    let is_exact = parts.iter().all(|(mass, value)| mass.low == mass.high && value.low == value.high);
    let low = extreme(parts.iter().map(|(mass, value)| (*mass, value.low)), f64::total_cmp);
    if is_exact {
        return Interval::exactly(low);
    }
    Interval { low, high: extreme(parts.iter().map(|(mass, value)| (*mass, value.high)), |a, b| b.total_cmp(a)) }
}

/// Returns the least mixture in this order: the values that come first get as much as they can have, the others as little.
fn extreme(parts: impl Iterator<Item = (Interval, f64)>, order: fn(&f64, &f64) -> std::cmp::Ordering) -> f64 {
    let mut parts: Vec<(Interval, f64)> = parts.collect();
    parts.sort_by(|(_, a), (_, b)| order(a, b));
    let mix = |heavy: usize| {
        let mass = |at: usize, mass: Interval| if at < heavy { mass.high } else { mass.low };
        let each = parts.iter().enumerate().map(|(at, (interval, value))| (mass(at, *interval), value));
        let (total, sum) = each.fold((0.0, 0.0), |(total, sum), (mass, value)| (total + mass, sum + mass * value));
        sum / total
    };
    let mixes = (0..=parts.len()).map(mix).filter(|mix| mix.is_finite());
    mixes.min_by(order).unwrap_or_default()
}

impl Interval {
    /// Returns the middle: the number itself where it is known.
    pub fn middle(self) -> f64 {
        f64::midpoint(self.low, self.high)
    }
}
