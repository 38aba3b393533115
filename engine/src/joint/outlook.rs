//! What each answer to a question would make of the hypotheses, as if it were said of the finding alone.

use super::estimate::{best_option, reliability, share_out};
use super::numbers::Scene;
use super::pieces::{Piece, Says, picked, pieces};
use super::solve::{Joint, solve};
use crate::information::entropy;
use crate::knowledge::Knowledge;
use crate::layout::Shape;
use crate::model::{FindingId, OptionId, Sign};
use crate::observation::{Pair, Reliability, Values};
use crate::posterior::State;
use crate::real;
use crate::report::Evidence;
use crate::statement::Value;
use crate::trouble::Apart;

/// An answer, and what would be believed after it.
pub(crate) struct Outlook {
    pub(crate) value: Value,
    /// P(the answer | evidence).
    pub(crate) probability: f64,
    joint: Option<Joint>,
}

/// Returns the expected information of asking a finding, in bits: the fall of the entropy of the groups.
pub(crate) fn exact_information(knowledge: &Knowledge, state: &State, finding: FindingId, apart: Apart) -> f64 {
    let Some(scene) = Scene::of(knowledge, state) else { return 0.0 };
    let now = group_entropy(&scene, &state.posterior, apart);
    let after = outlooks(knowledge, state, finding).into_iter().filter_map(|outlook| {
        let joint = outlook.joint?;
        let middles: Vec<f64> = joint.remaining.iter().map(|interval| interval.middle()).collect();
        Some(outlook.probability * group_entropy(&scene, &middles, apart))
    });
    (now - after.sum::<f64>()).max(0.0)
}

/// Returns the sum over the groups of the entropy between what there is to tell apart and none of it, in bits.
pub(crate) fn group_entropy(scene: &Scene<'_>, posterior: &[f64], apart: Apart) -> f64 {
    let troubles = &scene.knowledge.layout.troubles;
    let of_group = |members: &[usize]| {
        let none = 1.0 - members.iter().map(|member| posterior[*member]).sum::<f64>();
        let masses = troubles.masses(members.iter().copied(), |member| posterior[member], apart);
        entropy(masses.and_alone(troubles, members.iter().copied(), posterior).chain([none]))
    };
    scene.groups.iter().map(of_group).sum()
}

/// Returns what each answer would make of the hypotheses; nothing where there is one group, or the finding has no values of its own.
pub(crate) fn outlooks(knowledge: &Knowledge, state: &State, finding: FindingId) -> Vec<Outlook> {
    let (Some(scene), Some(now)) = (Scene::of(knowledge, state), &state.posterior.joint) else { return Vec::new() };
    let asked = Asked { scene: &scene, finding, known: pieces(knowledge, state), log_mass: now.log_mass };
    match knowledge.layout.shape(finding) {
        Shape::YesNo(_) => asked.yes_or_no(None, [Value::Yes, Value::No]),
        Shape::SeveralOf(_) => {
            let best = OptionId::at(best_option(&scene, &state.posterior, finding));
            asked.yes_or_no(Some(best), [Value::Options(vec![best]), Value::Options(Vec::new())])
        }
        Shape::OneOf(table) if table.rest.is_some() => asked.one_of_symptoms(table.leaks.len()),
        Shape::OneOf(table) => asked.one_of(table.values()),
        Shape::None => Vec::new(),
    }
}

/// A question in a state.
struct Asked<'a> {
    scene: &'a Scene<'a>,
    finding: FindingId,
    known: Vec<Piece>,
    log_mass: f64,
}

impl Asked<'_> {
    /// Returns P(what is said | evidence) and what is believed after it.
    fn suppose(&self, says: Says) -> (f64, Option<Joint>) {
        let piece = Piece { evidence: Evidence::Finding(self.finding, None), says };
        let after = solve(self.scene, &self.scene.numbers(self.known.iter().chain([&piece])));
        let probability = after.as_ref().map_or(0.0, |after| real::exp(after.log_mass - self.log_mass).min(1.0));
        (probability, after)
    }

    fn yes_or_no(&self, option: Option<OptionId>, values: [Value; 2]) -> Vec<Outlook> {
        let reliability = reliability(self.scene.knowledge, self.finding, option);
        let sign = Sign { finding: self.finding, option };
        let after = [true, false].map(|holds| self.suppose(Says::Signs(vec![(sign, Pair::new(holds, reliability))])));
        let total: f64 = after.iter().map(|(probability, _)| probability).sum();
        let outlooks = values.into_iter().zip(after);
        outlooks
            .map(|(value, (probability, joint))| Outlook { value, probability: probability / total, joint })
            .collect()
    }

    /// "Another, or none" is as probable as that none holds; the symptoms share what is left as each is probable.
    fn one_of_symptoms(&self, options: usize) -> Vec<Outlook> {
        let pairs = [true, false].map(|holds| Pair::new(holds, Reliability::Certain));
        let after = (0..=options).map(|value| self.suppose(Says::Signs(picked(self.finding, value, options, pairs))));
        let after: Vec<(f64, Option<Joint>)> = after.collect();
        let yes: Vec<f64> = after[..options].iter().map(|(probability, _)| *probability).collect();
        let shares = share_out(&yes, after[options].0);
        let value = |at: usize| if at < options { Value::Option(OptionId::at(at)) } else { Value::Rest };
        let outlooks = after.into_iter().zip(shares).enumerate();
        outlooks.map(|(at, ((_, joint), probability))| Outlook { value: value(at), probability, joint }).collect()
    }

    fn one_of(&self, values: usize) -> Vec<Outlook> {
        let reliability = reliability(self.scene.knowledge, self.finding, Some(OptionId(0)));
        let after = (0..values).map(|value| {
            let mut weights = Values::of(values);
            weights.weigh(value, reliability);
            let (probability, joint) = self.suppose(Says::Values(self.finding, weights.weights));
            Outlook { value: Value::Option(OptionId::at(value)), probability, joint }
        });
        let mut after: Vec<Outlook> = after.collect();
        let total: f64 = after.iter().map(|outlook| outlook.probability).sum();
        after.iter_mut().for_each(|outlook| outlook.probability /= total);
        after
    }
}
