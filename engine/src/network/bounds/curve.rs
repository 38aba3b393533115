//! Bounds of product form for the likelihood of one finding.

use std::ops::Range;

use super::super::Network;
use super::super::reduce::{Arc, Open, Reduced};
use super::super::scaled::{Pair, Scaled};
use crate::real;

/// How often the rough posterior is improved.
const ROUNDS: usize = 8;
/// How often the distribution over groups is improved.
const SLOPES: usize = 20;
/// Below this the likelihood of a finding is not divided by.
const TOO_SMALL: f64 = 1e-9;
/// Where the logarithm is touched, and where it is taken to begin.
const PLACES: [f64; 14] = [0.0, 0.003, 0.01, 0.03, 0.1, 0.2, 0.4, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0];
/// To which powers distributions over groups are taken: the higher, the more one group has to do alone.
const POWERS: [f64; 4] = [1.0, 2.0, 4.0, 16.0];
/// The largest effect of a cause that counts in such a distribution.
const FAR: f64 = 40.0;

/// On which side of the likelihood a bound lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Above,
    Below,
}

/// A bound: a constant, and a factor for each of some causes where it is at work.
#[derive(Clone, Debug)]
pub(super) struct Product {
    pub(super) constant: f64,
    pub(super) factors: Vec<(usize, f64)>,
}

impl Product {
    fn constant(constant: f64) -> Self {
        Self { constant, factors: Vec::new() }
    }

    fn and(mut self, other: Self) -> Self {
        self.constant *= other.constant;
        self.factors.extend(other.factors);
        self
    }
}

/// A rough posterior without bonds between groups, which says where bounds should be tight.
pub(super) struct Rough {
    /// Of each cause.
    chances: Vec<f64>,
    /// The arcs of each finding, by cause, with the group of each cause.
    arcs: Vec<(usize, Arc)>,
    starts: Vec<usize>,
}

impl Rough {
    /// Returns the posterior under the product of all upper bounds, taken where they touch in the mean of that posterior.
    pub(super) fn of(network: &Network, reduced: &Reduced) -> Self {
        let mut groups = vec![0; network.causes.len()];
        for group in 0..network.group_count() {
            groups[network.causes_of(group)].fill(group);
        }
        let mut arcs: Vec<(usize, Arc)> = reduced.arcs.iter().map(|arc| (groups[arc.cause], *arc)).collect();
        arcs.sort_by_key(|(_, arc)| (arc.finding, arc.cause));
        let count = reduced.open.len();
        let starts = (0..=count).map(|finding| arcs.partition_point(|(_, arc)| arc.finding < finding)).collect();
        let mut rough = Self { chances: vec![0.0; network.causes.len()], arcs, starts };
        let mut weights = reduced.weights.clone();
        for round in 0..=ROUNDS {
            rough.update(network, &weights, if round == 0 { 1.0 } else { 0.5 });
            weights.clone_from(&reduced.weights);
            for finding in 0..count {
                for (cause, factor) in rough.bound(reduced, finding, Side::Above).factors {
                    weights[cause] = weights[cause].times(factor);
                }
            }
        }
        rough
    }

    /// Moves the chances by a part of the way to those of `weights`.
    fn update(&mut self, network: &Network, weights: &[Scaled], part: f64) {
        for group in 0..network.group_count() {
            let none = Scaled::new(network.none_of(group));
            let weight =
                |cause: usize| weights[cause].times(network.causes[cause].remaining + network.causes[cause].repaired);
            let total = network.causes_of(group).fold(none, |sum, cause| sum.plus(weight(cause)));
            for cause in network.causes_of(group) {
                let chance = if total.is_zero() { 0.0 } else { weight(cause).over(total) };
                self.chances[cause] += part * (chance - self.chances[cause]);
            }
        }
    }

    /// Takes the chances from a better posterior.
    pub(super) fn learn(&mut self, causes: &[Pair]) {
        self.chances = causes.iter().map(|[repaired, remaining]| repaired + remaining).collect();
    }

    fn arcs(&self, finding: usize) -> &[(usize, Arc)] {
        &self.arcs[self.starts[finding]..self.starts[finding + 1]]
    }

    /// Returns the likelihood of a finding beforehand, as if causes of a group could be at work together; 0 where only a cause
    /// could have shown it, so that its lower bound would be 0.
    pub(super) fn chance(&self, reduced: &Reduced, finding: usize) -> f64 {
        let open = &reduced.open[finding];
        if open.leak[0] * open.likelihood[0] + open.leak[1] * open.likelihood[1] == 0.0 {
            return 0.0;
        }
        let (mut absent, mut free) = (open.leak[0], 1.0);
        for (_, arc) in self.arcs(finding) {
            let stays = 1.0 - arc.push.moves * self.chances[arc.cause];
            *(if arc.push.hides { &mut free } else { &mut absent }) *= stays;
        }
        let there = (1.0 - absent) * free;
        open.likelihood[1] * there + open.likelihood[0] * (1.0 - there)
    }

    /// Returns a bound of the likelihood of a finding.
    pub(super) fn bound(&self, reduced: &Reduced, finding: usize, side: Side) -> Product {
        let open = &reduced.open[finding];
        let (no, yes) = (open.likelihood[0], open.likelihood[1]);
        let shows = Curve { far: yes, near: (no - yes) * open.leak[0], hides: false };
        let bound = shows.bound(self, self.arcs(finding), side);
        if open.states == 2 {
            return bound;
        }
        // What hiding does to the likelihood is largest where the finding is likeliest, if that favours it, and the other way.
        let sure = (yes > no) == (side == Side::Below);
        let there = if sure { self.likeliest(open, finding) } else { open.leak[1] };
        let hides = Curve { far: no, near: (yes - no) * there, hides: true };
        let unhidden = hides.far + hides.near;
        if unhidden < TOO_SMALL {
            return if side == Side::Above { Product::constant(no.max(yes)) } else { Product::constant(0.0) };
        }
        bound.and(hides.bound(self, self.arcs(finding), side)).and(Product::constant(1.0 / unhidden))
    }

    /// Returns P(the finding is there) with everything at work that shows it and nothing that hides it.
    fn likeliest(&self, open: &Open, finding: usize) -> f64 {
        let shows = self.arcs(finding).iter().filter(|(_, arc)| !arc.push.hides);
        1.0 - shows.fold(open.leak[0], |absent, (_, arc)| absent * arc.push.stays)
    }
}

/// The function `far + near·e^−x`, where `x` is the sum of `−ln stays` over the causes at work; never negative for `x` from 0.
#[derive(Clone, Copy)]
struct Curve {
    far: f64,
    near: f64,
    /// Which arcs belong to it.
    hides: bool,
}

impl Curve {
    fn at(self, left: f64) -> f64 {
        (self.far + self.near * left).max(0.0)
    }

    /// Returns the bound that is best in the mean of what the other findings roughly say.
    fn bound(self, rough: &Rough, arcs: &[(usize, Arc)], side: Side) -> Product {
        let arcs: Vec<(usize, Arc)> = arcs.iter().filter(|(_, arc)| arc.push.hides == self.hides).copied().collect();
        let arcs = Arcs { groups: groups(&arcs), without: self.without(rough, &arcs), all: &arcs };
        let mut best: Option<(f64, Product)> = None;
        let mut offer = |product: Option<Product>| {
            let Some(product) = product else { return };
            let mean = arcs.mean(&product);
            let is_better = |&(best, _): &(f64, Product)| if side == Side::Above { mean < best } else { mean > best };
            if mean.is_finite() && best.as_ref().is_none_or(is_better) {
                best = Some((mean, product));
            }
        };
        if (self.near < 0.0) == (side == Side::Above) {
            for place in PLACES {
                offer(self.tangent(&arcs, place, side));
                offer(self.shifted(&arcs, place));
            }
        } else {
            let parts = self.parts(rough, &arcs);
            for power in POWERS {
                offer(self.spread(&arcs, &parts, power));
            }
        }
        let constant = if side == Side::Above { self.at(1.0).max(self.far) } else { self.at(1.0).min(self.far) };
        best.map_or(Product { constant, factors: Vec::new() }, |(_, product)| product)
    }

    /// Returns the chances of the causes as if this finding were unknown, and all else that is known of them the same.
    fn without(self, rough: &Rough, arcs: &[(usize, Arc)]) -> Vec<f64> {
        let stays = |arc: &Arc| 1.0 - arc.push.moves * rough.chances[arc.cause];
        let all: f64 = arcs.iter().map(|(_, arc)| stays(arc)).product();
        let chance = |(_, arc): &(usize, Arc)| {
            let (chance, others) = (rough.chances[arc.cause], all / stays(arc).max(TOO_SMALL));
            let (off, on) = (self.at(others), self.at(others * arc.push.stays));
            if off == 0.0 || on == 0.0 { chance } else { chance * off / (chance * off + (1.0 - chance) * on) }
        };
        arcs.iter().map(chance).collect()
    }

    /// Returns the tangent of the logarithm at `place`. No factor has to take the bound past what the curve can reach, because all
    /// factors lie on the same side of 1.
    fn tangent(self, arcs: &Arcs, place: f64, side: Side) -> Option<Product> {
        let left = real::exp(-place);
        let value = self.at(left);
        let slope = -self.near * left / value;
        let constant = value * real::exp(-slope * place);
        if value == 0.0 || slope == 0.0 || constant == 0.0 {
            return None;
        }
        let furthest = self.far / constant;
        let factor = |arc: &Arc| match (real::pow(arc.push.stays, -slope), side) {
            (factor, Side::Above) => factor.min(furthest.max(1.0)),
            (factor, Side::Below) => factor.max(furthest.min(1.0)),
        };
        Some(Product { constant, factors: arcs.all.iter().map(|(_, arc)| (arc.cause, factor(arc))).collect() })
    }

    /// Returns the bound that is exact, were the curve to begin at `place`, for each cause alone: a concave function that begins at
    /// 0 grows by less with each further cause, a convex one falls by less.
    fn shifted(self, arcs: &Arcs, place: f64) -> Option<Product> {
        let left = real::exp(-place);
        let constant = self.at(left);
        let factor = |arc: &Arc| self.at(left * arc.push.stays) / constant;
        (constant > 0.0)
            .then(|| Product { constant, factors: arcs.all.iter().map(|(_, arc)| (arc.cause, factor(arc))).collect() })
    }

    /// Returns the mean of the logarithm over groups, each of which alone would have to bring about all of `x`; the distribution
    /// over groups is `parts` to a power.
    fn spread(self, arcs: &Arcs, parts: &[f64], power: f64) -> Option<Product> {
        let constant = self.at(1.0);
        if constant == 0.0 {
            return None;
        }
        let sum: f64 = parts.iter().map(|part| real::pow(*part, power)).sum();
        let mut factors = Vec::with_capacity(arcs.all.len());
        for (group, part) in arcs.groups.iter().zip(parts) {
            let part = if sum > 0.0 { real::pow(*part, power) / sum } else { 0.0 };
            for (_, arc) in &arcs.all[group.clone()] {
                let factor =
                    if part > 0.0 { real::exp(part * self.gain(real::pow(arc.push.stays, 1.0 / part))) } else { 1.0 };
                factors.push((arc.cause, if self.far == 0.0 { arc.push.stays } else { factor }));
            }
        }
        Some(Product { constant, factors })
    }

    /// Returns the logarithm of the curve where `e^−x` is `left`, over where it begins.
    fn gain(self, left: f64) -> f64 {
        real::ln(self.at(left) / self.at(1.0))
    }

    /// Returns a distribution over the groups under which the mean is nearly as close as can be for the rough posterior: by
    /// multiplication with the slopes, which grows the mean at each step because it is concave in the parts.
    fn parts(self, rough: &Rough, arcs: &Arcs) -> Vec<f64> {
        let (groups, arcs) = (&arcs.groups, arcs.all);
        let pull = |(_, arc): &(usize, Arc)| rough.chances[arc.cause] * self.gain(arc.push.stays).abs().min(FAR);
        let mut parts: Vec<f64> = groups.iter().map(|group| arcs[group.clone()].iter().map(pull).sum()).collect();
        for round in 0..=SLOPES {
            let all: f64 = parts.iter().sum();
            if all == 0.0 {
                break;
            }
            parts.iter_mut().for_each(|part| *part /= all);
            if round < SLOPES && self.far > 0.0 {
                for (part, group) in parts.iter_mut().zip(groups).filter(|(part, _)| **part > 0.0) {
                    let slope = |(_, arc): &(usize, Arc)| {
                        rough.chances[arc.cause] * self.over_tangent(real::pow(arc.push.stays, 1.0 / *part))
                    };
                    *part *= arcs[group.clone()].iter().map(slope).sum::<f64>();
                }
            }
        }
        parts
    }

    /// Returns how far the logarithm of the curve lies, at `x = 0`, from its tangent where `e^−x` is `left`.
    fn over_tangent(self, left: f64) -> f64 {
        let slope = if left > 0.0 { -self.near * left / self.at(left) * -real::ln(left) } else { 0.0 };
        (self.gain(left) - slope).abs()
    }
}

/// The arcs of a curve, their groups, and the chances of their causes by all but the finding.
struct Arcs<'a> {
    all: &'a [(usize, Arc)],
    groups: Vec<Range<usize>>,
    without: Vec<f64>,
}

impl Arcs<'_> {
    /// Returns the mean of a bound that has a factor for each arc, as if groups were independent.
    fn mean(&self, product: &Product) -> f64 {
        let factor = |group: &Range<usize>| {
            let grows = |index: usize| self.without[index] * (product.factors[index].1 - 1.0);
            1.0 + group.clone().map(grows).sum::<f64>()
        };
        product.constant * self.groups.iter().map(factor).product::<f64>()
    }
}

/// Returns the arcs of each group, which stand together.
fn groups(arcs: &[(usize, Arc)]) -> Vec<Range<usize>> {
    let mut groups = Vec::new();
    let mut start = 0;
    for chunk in arcs.chunk_by(|one, other| one.0 == other.0) {
        groups.push(start..start + chunk.len());
        start += chunk.len();
    }
    groups
}
