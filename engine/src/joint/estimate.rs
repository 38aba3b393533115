//! What a question is worth where several causes can be at work, as if the groups were independent: cheap, for screening.
//!
//! `docs/semantics.md`, "Which question" under "Several causes at once".

use super::numbers::{Effect, Scene};
use crate::information::entropy;
use crate::knowledge::Knowledge;
use crate::layout::{Shape, Table};
use crate::links::through_noise;
use crate::model::{FindingId, OptionId, Sign};
use crate::observation::Reliability;
use crate::trouble::Apart;
use std::collections::{BTreeMap, BTreeSet};

/// P(no group raises it) and the share left by inhibitors; of one group, or of all together.
#[derive(Clone, Copy)]
struct Factors {
    not_raised: f64,
    left: f64,
}

impl Factors {
    const NONE: Self = Self { not_raised: 1.0, left: 1.0 };

    fn of(effect: Effect) -> Self {
        match effect {
            Effect::Raises(net) => Self { not_raised: 1.0 - net, ..Self::NONE },
            Effect::Lowers(share) => Self { left: 1.0 - share, ..Self::NONE },
        }
    }

    /// Returns the mixture of a hypothesis of this probability and what is left.
    fn mixed(self, probability: f64, with: Self) -> Self {
        Self {
            not_raised: self.not_raised - probability * (1.0 - with.not_raised),
            left: self.left - probability * (1.0 - with.left),
        }
    }
}

/// A sign as the groups see it: each group with a link, its factors on average, and those of each hypothesis.
struct View {
    leak: f64,
    groups: BTreeMap<usize, (Factors, Vec<(usize, Factors)>)>,
}

impl View {
    fn of(scene: &Scene<'_>, posterior: &[f64], sign: Sign) -> Self {
        let leak = scene.leak(sign);
        let mut groups: BTreeMap<usize, (Factors, Vec<(usize, Factors)>)> = BTreeMap::new();
        scene.for_each_link(sign, |hypothesis, number| {
            let (Some(group), Some(effect)) = (scene.groups.of(hypothesis), Effect::of(number, leak)) else { return };
            let (average, each) = groups.entry(group).or_insert((Factors::NONE, Vec::new()));
            let own = Factors::of(effect);
            *average = average.mixed(posterior[hypothesis], own);
            each.push((hypothesis, own));
        });
        Self { leak, groups }
    }

    /// Returns P(yes) with the factors of every group but one, and that one's given.
    fn yes(&self, instead: Option<(usize, Factors)>) -> f64 {
        let (mut not_raised, mut left) = (1.0 - self.leak, 1.0);
        for (group, (average, _)) in &self.groups {
            let factors = instead.filter(|(known, _)| known == group).map_or(*average, |(_, factors)| factors);
            not_raised *= factors.not_raised;
            left *= factors.left;
        }
        (1.0 - not_raised) * left
    }
}

/// Returns the estimated information of asking a finding, in bits.
pub(crate) fn information(scene: &Scene<'_>, posterior: &[f64], finding: FindingId, apart: Apart) -> f64 {
    let seen = Seen { scene, posterior, apart };
    let sign = |option: Option<OptionId>| Sign { finding, option };
    let reliability = |option| reliability(scene.knowledge, finding, option);
    match scene.knowledge.layout.shape(finding) {
        Shape::YesNo(_) => seen.of_signs(&[sign(None)], reliability(None)),
        Shape::SeveralOf(_) => {
            let option = Some(OptionId::at(best_option(scene, posterior, finding)));
            seen.of_signs(&[sign(option)], reliability(option))
        }
        Shape::OneOf(table) if table.rest.is_some() => {
            let signs: Vec<Sign> = (0..table.leaks.len()).map(|option| sign(Some(OptionId::at(option)))).collect();
            seen.of_signs(&signs, reliability(Some(OptionId(0))))
        }
        Shape::OneOf(table) => seen.of_values(table, reliability(Some(OptionId(0)))),
        Shape::None => 0.0,
    }
}

/// Returns how reliable a person's sure answer about a sign is.
pub(super) fn reliability(knowledge: &Knowledge, finding: FindingId, option: Option<OptionId>) -> Reliability {
    if knowledge.is_symptom(Sign { finding, option }) { Reliability::Certain } else { Reliability::Answer }
}

/// Returns the option of several that tells most about the causes.
pub(crate) fn best_option(scene: &Scene<'_>, posterior: &[f64], finding: FindingId) -> usize {
    let options = scene.knowledge.finding(finding).options().len();
    let seen = Seen { scene, posterior, apart: Apart::Causes };
    let bits = |option: usize| {
        let option = Some(OptionId::at(option));
        seen.of_signs(&[Sign { finding, option }], reliability(scene.knowledge, finding, option))
    };
    let mut best = (0, f64::NEG_INFINITY);
    for (option, bits) in (0..options).map(|option| (option, bits(option))) {
        best = if bits > best.1 { (option, bits) } else { best };
    }
    best.0
}

/// What is believed, and what a question is to tell apart.
struct Seen<'a> {
    scene: &'a Scene<'a>,
    posterior: &'a [f64],
    apart: Apart,
}

impl Seen<'_> {
    /// Returns the information of an answer that names one of these signs, or none of them.
    fn of_signs(&self, signs: &[Sign], reliability: Reliability) -> f64 {
        let views: Vec<View> = signs.iter().map(|sign| View::of(self.scene, self.posterior, *sign)).collect();
        let answers = |instead: &dyn Fn(&View) -> Option<(usize, Factors)>| {
            let yes: Vec<f64> = views.iter().map(|view| view.yes(instead(view))).collect();
            entropy(through_noise(&one_of(&yes), reliability))
        };
        let before = answers(&|_| None);
        let mut groups: Vec<usize> = views.iter().flat_map(|view| view.groups.keys().copied()).collect();
        groups.sort_unstable();
        groups.dedup();
        let of_group = |group: usize| {
            let (mut after, mut rest) = (0.0, 1.0);
            for part in self.parts(group, &views) {
                let mass: f64 = part.iter().map(|hypothesis| self.posterior[*hypothesis]).sum();
                if mass > 0.0 {
                    let own =
                        |view: &View| Some((group, self.mixed(view.groups.get(&group)?.1.as_slice(), &part, mass)));
                    after += mass * answers(&own);
                    rest -= mass;
                }
            }
            before - after - f64::max(rest, 0.0) * answers(&|_| Some((group, Factors::NONE)))
        };
        groups.into_iter().map(of_group).map(|bits| bits.max(0.0)).sum()
    }

    /// Returns what of a group is to be told apart: each hypothesis with a link, or all variants of a trouble one of which has a link.
    fn parts(&self, group: usize, views: &[View]) -> Vec<Vec<usize>> {
        let of_views = views.iter().filter_map(|view| view.groups.get(&group));
        let mut known: Vec<usize> = of_views.flat_map(|(_, each)| each).map(|(hypothesis, _)| *hypothesis).collect();
        known.sort_unstable();
        known.dedup();
        let mut parts: Vec<Vec<usize>> = Vec::with_capacity(known.len());
        let mut seen = BTreeSet::new();
        for hypothesis in known {
            match self.trouble(hypothesis) {
                None => parts.push(vec![hypothesis]),
                Some(trouble) if seen.insert(trouble) => {
                    let members = self.scene.groups.members(group).iter().copied();
                    parts.push(members.filter(|member| self.trouble(*member) == Some(trouble)).collect());
                }
                Some(_) => {}
            }
        }
        parts
    }

    /// Returns the factors of a group where it is known to be one of these hypotheses.
    fn mixed(&self, each: &[(usize, Factors)], part: &[usize], mass: f64) -> Factors {
        let of = |hypothesis: usize| each.iter().find(|(known, _)| *known == hypothesis).map(|(_, factors)| *factors);
        if let [one] = part {
            return of(*one).unwrap_or(Factors::NONE);
        }
        let linked = part.iter().filter_map(|hypothesis| Some((self.posterior[*hypothesis] / mass, of(*hypothesis)?)));
        linked.fold(Factors::NONE, |mixed, (share, own)| mixed.mixed(share, own))
    }

    fn trouble(&self, hypothesis: usize) -> Option<usize> {
        if self.apart == Apart::Causes { None } else { self.scene.knowledge.layout.troubles.of(hypothesis) }
    }

    /// Returns the information of a fact with exclusive values, each group by itself.
    fn of_values(&self, table: &Table, reliability: Reliability) -> f64 {
        let values = 0..table.values();
        let bits = |probabilities: &[f64]| entropy(through_noise(probabilities, reliability));
        let unlinked: Vec<f64> = values.clone().map(|value| table.unlinked(value)).collect();
        let groups = self.rows(table, &unlinked);
        let of_group = |members: &Vec<(f64, Vec<f64>)>| {
            let rest = (1.0 - members.iter().map(|(probability, _)| probability).sum::<f64>()).max(0.0);
            let mixed = |value: usize| {
                rest * unlinked[value] + members.iter().map(|(probability, own)| probability * own[value]).sum::<f64>()
            };
            let mixed: Vec<f64> = values.clone().map(mixed).collect();
            let after: f64 = members.iter().map(|(probability, own)| probability * bits(own)).sum();
            (bits(&mixed) - after - rest * bits(&unlinked)).max(0.0)
        };
        groups.values().map(of_group).sum()
    }

    /// Returns for each group what is to be told apart of the causes with a link: how probable it is, and P(value | it).
    fn rows(&self, table: &Table, unlinked: &[f64]) -> BTreeMap<usize, Vec<(f64, Vec<f64>)>> {
        let mut groups: BTreeMap<usize, Vec<(f64, Vec<f64>)>> = BTreeMap::new();
        let mut of_variants: BTreeMap<(usize, usize), Vec<f64>> = BTreeMap::new();
        for row in &table.rows {
            let hypothesis = row.cause.index();
            let Some(group) = self.scene.groups.of(hypothesis) else { continue };
            let own = unlinked.iter().enumerate().map(|(value, _)| table.linked(row, value));
            let Some(trouble) = self.trouble(hypothesis) else {
                groups.entry(group).or_default().push((self.posterior[hypothesis], own.collect()));
                continue;
            };
            let more = of_variants.entry((group, trouble)).or_insert_with(|| vec![0.0; unlinked.len()]);
            let changes = own.zip(unlinked).map(|(own, unlinked)| self.posterior[hypothesis] * (own - unlinked));
            more.iter_mut().zip(changes).for_each(|(more, change)| *more += change);
        }
        for ((group, trouble), more) in of_variants {
            let members = self.scene.groups.members(group).iter().copied();
            let variants = members.filter(|member| self.trouble(*member) == Some(trouble));
            let mass: f64 = variants.map(|variant| self.posterior[variant]).sum();
            if mass > 0.0 {
                let own = unlinked.iter().zip(more).map(|(unlinked, more)| (unlinked + more / mass).max(0.0));
                groups.entry(group).or_default().push((mass, own.collect()));
            }
        }
        groups
    }
}

/// Returns how probable it is that each of these is named, and that none is: "none" where none holds, and the others share the rest.
pub(crate) fn one_of(yes: &[f64]) -> Vec<f64> {
    let none: f64 = yes.iter().map(|yes| 1.0 - yes).product();
    share_out(yes, none)
}

/// Returns the probabilities of names that share what "none" leaves, and of "none".
pub(crate) fn share_out(yes: &[f64], none: f64) -> Vec<f64> {
    let total: f64 = yes.iter().sum();
    let each = yes.iter().map(|yes| if total > 0.0 { (1.0 - none) * yes / total } else { 0.0 });
    each.chain([none]).collect()
}
