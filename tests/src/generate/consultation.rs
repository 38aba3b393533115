//! Random statements about given bases.

use super::condition::TEXTS;
use super::dice::Dice;
use super::{patterns, signs};
use crate::said::Said;
use etio_engine::{Answer, Base, Certainty, Completeness, Domain, FindingId, FixId, OptionId, Outcome, Sign, Value};

/// Returns one to nine statements.
pub(super) fn said(dice: &mut Dice, bases: &[Base]) -> Vec<Said> {
    let mut said = Vec::new();
    for _ in 0..1 + dice.below(9) {
        said.extend(statement(dice, bases, &said));
    }
    said
}

fn statement(dice: &mut Dice, bases: &[Base], before: &[Said]) -> Option<Said> {
    let base = dice.below(bases.len());
    match dice.below(10) {
        0..3 => Some(text(dice, bases)),
        3..7 => answer(dice, bases, base, before),
        7 => probe(dice, &bases[base], base),
        _ => outcome(dice, &bases[base], base),
    }
}

fn text(dice: &mut Dice, bases: &[Base]) -> Said {
    let mut showable: Vec<(usize, Sign)> = Vec::new();
    for (position, base) in bases.iter().enumerate() {
        let of_base = signs(base).into_iter().filter(|sign| !patterns(base, *sign).is_empty());
        showable.extend(of_base.map(|sign| (position, sign)));
    }
    dice.shuffle(&mut showable);
    showable.truncate(*dice.pick(&[0, 1, 1, 1, 2]));
    let completeness = if dice.happens(0.3) { Completeness::Whole } else { Completeness::Excerpt };
    Said::Text { shown: showable, completeness }
}

fn answer(dice: &mut Dice, bases: &[Base], base: usize, before: &[Said]) -> Option<Said> {
    let asked = before.iter().filter_map(|said| match said {
        Said::Answer { base, finding, .. } => Some((*base, *finding)),
        _ => None,
    });
    let asked: Vec<_> = asked.collect();
    let findings = bases[base].findings.iter().enumerate();
    let askable: Vec<_> = findings
        .filter(|(_, finding)| finding.ask.is_some())
        .map(|(position, _)| (base, FindingId(position as u32)))
        .collect();
    let among = if !asked.is_empty() && dice.happens(0.15) { asked } else { askable };
    if among.is_empty() {
        return None;
    }
    let (base, finding) = *dice.pick(&among);
    let value = any_value(dice, &bases[base].findings[finding.index()].domain);
    let answer = match dice.below(10) {
        0 => Answer::Unknown,
        1..4 => Answer::Known { value, certainty: Certainty::Probable },
        _ => Answer::Known { value, certainty: Certainty::Sure },
    };
    Some(Said::Answer { base, finding, answer })
}

/// Returns any value of a domain.
pub fn any_value(dice: &mut Dice, domain: &Domain) -> Value {
    match domain {
        Domain::YesNo { .. } => dice.pick(&[Value::Yes, Value::No]).clone(),
        Domain::OneOf { rest: Some(_), .. } if dice.happens(0.3) => Value::Rest,
        Domain::OneOf { options, .. } => Value::Option(OptionId(dice.below(options.len()) as u32)),
        Domain::SeveralOf { options } => {
            Value::Options((0..options.len() as u32).filter(|_| dice.happens(0.5)).map(OptionId).collect())
        }
        Domain::Number { .. } => Value::Number(10.0 * dice.below(6) as f64),
        Domain::Text => Value::Text((*dice.pick(&TEXTS)).to_owned()),
    }
}

fn probe(dice: &mut Dice, of: &Base, base: usize) -> Option<Said> {
    let findings = of.findings.iter().enumerate().filter(|(_, finding)| finding.probe.is_some());
    let findings: Vec<_> = findings.collect();
    if findings.is_empty() {
        return None;
    }
    let (position, finding) = *dice.pick(&findings);
    Some(Said::Probe { base, finding: FindingId(position as u32), value: any_value(dice, &finding.domain) })
}

fn outcome(dice: &mut Dice, of: &Base, base: usize) -> Option<Said> {
    use Outcome::{Failed, Helped, NotDone, Partly};
    if of.fixes.is_empty() {
        return None;
    }
    let fix = FixId(dice.below(of.fixes.len()) as u32);
    let outcome = *dice.pick(&[Helped, Failed, Failed, Failed, Partly, NotDone]);
    Some(Said::Outcome { base, fix, outcome })
}
