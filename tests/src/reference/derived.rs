//! What is known of a finding once the rules have spoken: the section "Rules" of the semantics.
//!
//! Every finding is worked out from its premises by recursion, again each time it is needed. Rules never run in a circle.

use super::Conflict;
use super::observed::{self, Listener, NOTHING, Observed, Pair};
use super::truth::Truth;
use etio_engine::{
    Base, Certainty, Comparison, Conclusion, Condition, Domain, Finding, FindingId, OptionId, Sign, Value,
};

/// What is known of a finding, and what of it weighs on the causes.
#[derive(Clone, Debug)]
pub struct Known {
    /// Yes or no; or for each option, the rest last.
    pub truths: Vec<Truth>,
    /// The number or text.
    pub told: Option<(Value, Certainty)>,
    /// For each independent draw of the finding, the likelihood of what was observed under each of its values.
    pub weights: Vec<Vec<f64>>,
    /// False where `applies when` is surely false.
    pub applies: bool,
    /// Whether a rule decided it.
    pub is_derived: bool,
}

impl Known {
    /// Returns whether anything is known.
    pub fn is_known(&self) -> bool {
        self.told.is_some() || self.truths.iter().any(|truth| truth.is_known())
    }
}

impl Listener<'_> {
    fn base(&self) -> &Base {
        &self.bases[self.base]
    }

    /// Works out a finding.
    ///
    /// # Errors
    ///
    /// Where the finding, or one it follows from, is surely both one thing and another.
    pub(super) fn known(&self, id: FindingId) -> Result<Known, Conflict> {
        let finding = &self.base().findings[id.index()];
        if let Some(condition) = &finding.applies_when
            && self.holds(condition)? == Truth::No(Certainty::Sure)
        {
            return Ok(nothing_known(finding, false));
        }
        match (&finding.domain, self.observed(id)) {
            (Domain::YesNo { .. }, Observed::Pairs(pairs)) => {
                Ok(of_units(vec![self.meet(pairs[0], Sign { finding: id, option: None })?]))
            }
            (Domain::SeveralOf { .. }, Observed::Pairs(pairs)) => {
                let units = pairs.iter().enumerate().map(|(option, pair)| self.meet(*pair, option_of(id, option)));
                Ok(of_units(units.collect::<Result<_, _>>()?))
            }
            (Domain::OneOf { options, .. }, Observed::Choice { draws, weights }) => {
                let derived = self.derived_option(id, options.len())?;
                meet_choice(&draws, weights, derived, observed::are_symptoms(options))
            }
            (_, Observed::Told(told)) => Ok(Known { told, ..nothing_known(finding, true) }),
            (domain, observed) => unreachable!("{domain:?} is never observed as {observed:?}"),
        }
    }

    /// Evaluates a condition.
    ///
    /// # Errors
    ///
    /// Where a finding in it is surely both one thing and another.
    pub(super) fn holds(&self, condition: &Condition) -> Result<Truth, Conflict> {
        let several = |parts: &[Condition]| parts.iter().map(|part| self.holds(part)).collect::<Result<Vec<_>, _>>();
        Ok(match condition {
            Condition::Is(sign) => {
                let known = self.known(sign.finding)?;
                known.truths[sign.option.map_or(0, OptionId::index)]
            }
            Condition::IsRest(finding) => *self.known(*finding)?.truths.last().expect("a choice has values"),
            Condition::Compares(finding, comparison, constant) => match self.known(*finding)?.told {
                Some((Value::Number(number), certainty)) => {
                    Truth::of(compares(number, *comparison, *constant), certainty)
                }
                _ => Truth::Unknown,
            },
            Condition::Says(finding, constant) => match self.known(*finding)?.told {
                Some((Value::Text(text), certainty)) => {
                    Truth::of(text.to_lowercase() == constant.to_lowercase(), certainty)
                }
                _ => Truth::Unknown,
            },
            Condition::Not(part) => !self.holds(part)?,
            Condition::All(parts) => Truth::all(&several(parts)?),
            Condition::Any(parts) => Truth::any(&several(parts)?),
        })
    }

    /// Returns how surely some rule makes the sign hold, or not hold.
    fn concluded(&self, sign: Sign, holds: bool) -> Result<Option<Certainty>, Conflict> {
        let conditions = self.conditions_for(Conclusion { sign, holds });
        let truths = conditions.into_iter().map(|condition| self.holds(condition)).collect::<Result<Vec<_>, _>>()?;
        Ok(truths.into_iter().filter_map(|truth| if let Truth::Yes(sure) = truth { Some(sure) } else { None }).max())
    }

    fn conditions_for(&self, conclusion: Conclusion) -> Vec<&Condition> {
        self.base().rules.iter().filter(|rule| rule.then.contains(&conclusion)).map(|rule| &rule.when).collect()
    }

    fn derived_yes_no(&self, sign: Sign) -> Result<Truth, Conflict> {
        let yes = self.concluded(sign, true)?;
        let no = self.concluded(sign, false)?.max(self.closed(sign)?);
        Ok(surer(yes.map_or(Truth::Unknown, Truth::Yes), no.map_or(Truth::Unknown, Truth::No))?
            .unwrap_or(Truth::Unknown))
    }

    /// Returns how surely a finding that only rules define is no, because no rule for it applies.
    fn closed(&self, sign: Sign) -> Result<Option<Certainty>, Conflict> {
        let conditions = self.conditions_for(Conclusion { sign, holds: true });
        if conditions.is_empty() || can_be_observed(self.base(), sign) {
            return Ok(None);
        }
        let truths = conditions.into_iter().map(|condition| self.holds(condition)).collect::<Result<Vec<_>, _>>()?;
        Ok(if let Truth::No(least) = Truth::any(&truths) { Some(least) } else { None })
    }

    fn derived_option(&self, finding: FindingId, options: usize) -> Result<Option<(usize, Certainty)>, Conflict> {
        let mut concluded = Vec::new();
        for option in 0..options {
            if let Some(certainty) = self.concluded(option_of(finding, option), true)? {
                concluded.push((option, certainty));
            }
        }
        let sure: Vec<_> = concluded.iter().filter(|(_, certainty)| *certainty == Certainty::Sure).collect();
        match (sure.as_slice(), concluded.as_slice()) {
            ([one], _) => Ok(Some(**one)),
            ([], [one]) => Ok(Some(*one)),
            ([], _) => Ok(None),
            _ => Err(Conflict),
        }
    }

    fn meet(&self, pair: Pair, sign: Sign) -> Result<Unit, Conflict> {
        if pair == [0.0, 0.0] {
            return Err(Conflict);
        }
        let (direct, derived) = (observed::truth_of(pair), self.derived_yes_no(sign)?);
        if direct.is_known() {
            surer(direct, derived)?;
            return Ok(Unit { truth: direct, weights: pair, is_derived: false });
        }
        Ok(Unit { truth: derived, weights: pair_of(derived), is_derived: derived.is_known() })
    }
}

/// One yes-or-no finding, or one option of several.
struct Unit {
    truth: Truth,
    weights: Pair,
    is_derived: bool,
}

/// Returns which of two truths counts: the first where they agree or the second is unknown, the surer where they differ, none where neither is surer.
fn surer(first: Truth, second: Truth) -> Result<Option<Truth>, Conflict> {
    let certainty = |truth| match truth {
        Truth::Yes(certainty) | Truth::No(certainty) => certainty,
        Truth::Unknown => unreachable!("unknown differs from nothing"),
    };
    if !first.is_known() {
        return Ok(Some(second));
    }
    if !second.is_known() || first.is_yes() == second.is_yes() {
        return Ok(Some(first));
    }
    match (certainty(first), certainty(second)) {
        (Certainty::Sure, Certainty::Sure) => Err(Conflict),
        (Certainty::Sure, Certainty::Probable) => Ok(Some(first)),
        (Certainty::Probable, Certainty::Sure) => Ok(Some(second)),
        (Certainty::Probable, Certainty::Probable) => Ok(None),
    }
}

fn pair_of(truth: Truth) -> Pair {
    match truth {
        Truth::Yes(certainty) | Truth::No(certainty) => {
            let pair = if certainty == Certainty::Sure { observed::SURE } else { observed::PROBABLE };
            observed::turned(pair, truth.is_yes())
        }
        Truth::Unknown => NOTHING,
    }
}

fn of_units(units: Vec<Unit>) -> Known {
    Known {
        truths: units.iter().map(|unit| unit.truth).collect(),
        told: None,
        weights: units.iter().map(|unit| unit.weights.to_vec()).collect(),
        applies: true,
        is_derived: units.iter().any(|unit| unit.is_derived),
    }
}

fn meet_choice(
    draws: &[usize],
    weights: Vec<f64>,
    derived: Option<(usize, Certainty)>,
    are_symptoms: bool,
) -> Result<Known, Conflict> {
    let values = weights.len();
    let direct: Option<(Vec<usize>, Certainty)> = if draws.is_empty() {
        observed::greatest(&weights).map(|(value, certainty)| (vec![value], certainty))
    } else {
        Some((draws.to_vec(), Certainty::Sure))
    };
    let observed =
        if draws.is_empty() { vec![weights] } else { draws.iter().map(|draw| certainly(*draw, values)).collect() };
    let follows = |(value, certainty): (usize, Certainty)| {
        let is_drawn = are_symptoms && certainty == Certainty::Sure;
        vec![if is_drawn { certainly(value, values) } else { observed::weights_of(value, values, certainty) }]
    };
    let (values_known, certainty, weights, is_derived) = match (direct, derived) {
        (Some((direct, Certainty::Sure)), Some((value, Certainty::Sure))) if !direct.contains(&value) => {
            return Err(Conflict);
        }
        (Some((direct, certainty)), _) => (direct, certainty, observed, false),
        (None, Some((value, certainty))) => (vec![value], certainty, follows((value, certainty)), true),
        (None, None) => (vec![], Certainty::Probable, observed, false),
    };
    let truth = |value: usize| match values_known.is_empty() {
        true => Truth::Unknown,
        false => Truth::of(values_known.contains(&value), certainty),
    };
    Ok(Known { truths: (0..values).map(truth).collect(), told: None, weights, applies: true, is_derived })
}

fn certainly(value: usize, values: usize) -> Vec<f64> {
    (0..values).map(|other| if other == value { 1.0 } else { 0.0 }).collect()
}

fn nothing_known(finding: &Finding, applies: bool) -> Known {
    let units: Vec<usize> = match &finding.domain {
        Domain::YesNo { .. } => vec![2],
        Domain::OneOf { options, rest } => vec![options.len() + usize::from(rest.is_some())],
        Domain::SeveralOf { options } => vec![2; options.len()],
        Domain::Number { .. } | Domain::Text => vec![],
    };
    let truths = match &finding.domain {
        Domain::OneOf { .. } => units[0],
        _ => units.len(),
    };
    Known {
        truths: vec![Truth::Unknown; truths],
        told: None,
        weights: units.iter().map(|values| vec![1.0; *values]).collect(),
        applies,
        is_derived: false,
    }
}

/// Returns whether anybody can see the finding: by a question, a pattern, a probe, or a fix that tells it.
fn can_be_observed(base: &Base, sign: Sign) -> bool {
    let finding = &base.findings[sign.finding.index()];
    finding.ask.is_some()
        || finding.probe.is_some()
        || !finding.patterns.is_empty()
        || base.fixes.iter().any(|fix| fix.tells == Some(sign.finding))
}

fn option_of(finding: FindingId, option: usize) -> Sign {
    Sign { finding, option: Some(OptionId(option as u32)) }
}

fn compares(number: f64, comparison: Comparison, constant: f64) -> bool {
    match comparison {
        Comparison::Less => number < constant,
        Comparison::AtMost => number <= constant,
        Comparison::Equal => number == constant,
        Comparison::AtLeast => number >= constant,
        Comparison::Greater => number > constant,
    }
}
