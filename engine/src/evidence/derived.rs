//! What the rules say of a finding.

use super::known_or_nothing;
use crate::knowledge::Knowledge;
use crate::logic::{Judgement, Truth};
use crate::model::{Conclusion, Domain, FindingId, OptionId, Sign};
use crate::observation::{Observation, Pair, Reliability, Values};
use crate::statement::Certainty;
use std::collections::BTreeMap;

/// What the rules say of one finding: for each sign the judgements for and against it.
#[derive(Default)]
pub(super) struct Derived {
    verdicts: BTreeMap<Sign, Vec<(Judgement, usize)>>,
    /// For each sign the conditions of the rules that could set it.
    premises: BTreeMap<Sign, Vec<(Judgement, usize)>>,
}

impl Derived {
    pub(super) fn add(&mut self, conclusion: Conclusion, judgement: Judgement, rule: usize) {
        if conclusion.holds {
            self.premises.entry(conclusion.sign).or_default().push((judgement, rule));
        }
        if judgement.is_true() {
            let verdict = Judgement::new(conclusion.holds, judgement.certainty);
            self.verdicts.entry(conclusion.sign).or_default().push((verdict, rule));
        }
    }

    /// Says no of a sign none of whose rules applies.
    pub(super) fn complete(&mut self, knowledge: &Knowledge, finding: FindingId) {
        if matches!(knowledge.finding(finding).domain, Domain::OneOf { .. }) {
            return;
        }
        for (sign, premises) in &self.premises {
            let any = Judgement::any(premises.iter().map(|(judgement, _)| *judgement));
            if any.truth == Truth::False {
                self.verdicts.entry(*sign).or_default().push((any, premises[0].1));
            }
        }
    }

    /// Returns the verdict on one sign: the surer counts, equally unsure ones cancel, sure ones that differ are an error.
    fn settle(&self, sign: Sign) -> Result<Option<(Judgement, usize)>, ()> {
        let Some(verdicts) = self.verdicts.get(&sign) else { return Ok(None) };
        let best = |truth| {
            let matching = verdicts.iter().filter(move |(judgement, _)| judgement.truth == truth);
            matching.rev().max_by_key(|(judgement, _)| judgement.certainty).copied()
        };
        match (best(Truth::True), best(Truth::False)) {
            (Some(yes), Some(no)) if yes.0.certainty == no.0.certainty => {
                if yes.0.certainty == Certainty::Sure {
                    Err(())
                } else {
                    Ok(None)
                }
            }
            (Some(yes), Some(no)) => Ok(Some(if yes.0.certainty > no.0.certainty { yes } else { no })),
            (yes, no) => Ok(yes.or(no)),
        }
    }

    pub(super) fn observation(
        &self,
        knowledge: &Knowledge,
        finding: FindingId,
    ) -> Result<(Observation, Option<usize>), ()> {
        let pair = |option| -> Result<(Pair, Option<usize>), ()> {
            let sign = Sign { finding, option };
            let Some((judgement, rule)) = self.settle(sign)? else { return Ok((Pair::NOTHING, None)) };
            let reliability = Reliability::of_person(judgement.certainty, false);
            Ok((Pair::new(judgement.is_true(), reliability), Some(rule)))
        };
        match &knowledge.finding(finding).domain {
            Domain::YesNo { .. } => {
                let (pair, rule) = pair(None)?;
                Ok((known_or_nothing(Observation::YesNo(pair)), rule))
            }
            Domain::SeveralOf { options } => {
                let pairs = (0..options.len()).map(|option| pair(Some(OptionId::at(option))));
                let pairs = pairs.collect::<Result<Vec<_>, ()>>()?;
                let rule = pairs.iter().find_map(|(_, rule)| *rule);
                let pairs = pairs.into_iter().map(|(pair, _)| pair).collect();
                Ok((known_or_nothing(Observation::SeveralOf(pairs)), rule))
            }
            Domain::OneOf { options, rest } => self.one_of(knowledge, options.len(), rest.is_some()),
            Domain::Number { .. } | Domain::Text => Ok((Observation::Nothing, None)),
        }
    }

    /// Of two values the surer counts; two sure ones are an error, two unsure ones cancel.
    fn one_of(
        &self,
        knowledge: &Knowledge,
        options: usize,
        has_rest: bool,
    ) -> Result<(Observation, Option<usize>), ()> {
        let mut set: Vec<(Sign, Certainty, usize)> = Vec::new();
        for sign in self.verdicts.keys() {
            if let Some((judgement, rule)) = self.settle(*sign)? {
                set.push((*sign, judgement.certainty, rule));
            }
        }
        set.sort_by_key(|(_, certainty, _)| std::cmp::Reverse(*certainty));
        let tied = set.len() > 1 && set[0].1 == set[1].1;
        if tied && set[0].1 == Certainty::Sure {
            return Err(());
        }
        let mut values = Values::of(options + usize::from(has_rest));
        let first = set.first().filter(|_| !tied);
        if let Some((sign, certainty, _)) = first {
            let value = sign.option.map_or(options, OptionId::index);
            match Reliability::of_person(*certainty, knowledge.is_symptom(*sign)) {
                Reliability::Certain => {
                    values.draws.insert(value);
                }
                reliability => values.weigh(value, reliability),
            }
        }
        Ok((known_or_nothing(Observation::OneOf(values)), first.map(|(_, _, rule)| *rule)))
    }
}

/// Returns whether a direct observation and a derived one are both sure and differ.
pub(super) fn differ_surely(direct: &Observation, derived: &Observation) -> bool {
    let differ = |a: Judgement, b: Judgement| {
        a.certainty == Certainty::Sure
            && b.certainty == Certainty::Sure
            && a.truth != Truth::Unknown
            && b.truth != Truth::Unknown
            && a.truth != b.truth
    };
    match (direct, derived) {
        (Observation::YesNo(a), Observation::YesNo(b)) => differ(a.judge(), b.judge()),
        (Observation::SeveralOf(a), Observation::SeveralOf(b)) => {
            a.iter().zip(b).any(|(a, b)| differ(a.judge(), b.judge()))
        }
        (Observation::OneOf(a), Observation::OneOf(b)) => (0..b.weights.len())
            .any(|value| b.judge(value).is_surely(Truth::True) && a.judge(value).is_surely(Truth::False)),
        _ => false,
    }
}
