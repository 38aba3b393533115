//! The same base with its declarations in another order.

use crate::generate::Dice;
use crate::said::Said;
use etio_engine::{Base, CauseId, Condition, FindingId, FixId, Sign};

/// For each position where its thing goes.
pub struct Order {
    findings: Vec<usize>,
    causes: Vec<usize>,
    fixes: Vec<usize>,
    rules: Vec<usize>,
}

impl Order {
    /// Returns an order of the declarations of a base.
    pub fn of(dice: &mut Dice, base: &Base) -> Self {
        let mut order = |count: usize| {
            let mut order: Vec<usize> = (0..count).collect();
            dice.shuffle(&mut order);
            order
        };
        Self {
            findings: order(base.findings.len()),
            causes: order(base.causes.len()),
            fixes: order(base.fixes.len()),
            rules: order(base.rules.len()),
        }
    }

    /// Puts the declarations of the base in this order.
    pub fn apply(&self, base: &mut Base) {
        for finding in &mut base.findings {
            let conditions = finding.applies_when.iter_mut().chain(&mut finding.not_asked_when);
            conditions.for_each(|condition| self.in_condition(condition));
        }
        for rule in &mut base.rules {
            self.in_condition(&mut rule.when);
            rule.then.iter_mut().for_each(|conclusion| self.in_sign(&mut conclusion.sign));
        }
        for cause in &mut base.causes {
            cause.links.iter_mut().for_each(|link| self.in_sign(&mut link.sign));
            cause.links.reverse();
            let conditions = [&mut cause.ruled_out_when, &mut cause.only_when, &mut cause.confirmed_when];
            conditions.into_iter().flatten().for_each(|condition| self.in_condition(condition));
        }
        for fix in &mut base.fixes {
            fix.for_signs.iter_mut().for_each(|sign| self.in_sign(sign));
            fix.effects.iter_mut().filter_map(|effect| effect.cause.as_mut()).for_each(|cause| self.in_cause(cause));
            fix.effects.reverse();
            fix.only_when.iter_mut().for_each(|condition| self.in_condition(condition));
            fix.tells.iter_mut().for_each(|finding| self.in_finding(finding));
            fix.after.iter_mut().chain(&mut fix.then).for_each(|other| self.in_fix(other));
        }
        permute(&mut base.findings, &self.findings);
        permute(&mut base.causes, &self.causes);
        permute(&mut base.fixes, &self.fixes);
        permute(&mut base.rules, &self.rules);
    }

    /// Makes a statement about the base of position `of` speak of the same things after they have moved.
    pub fn rename(&self, of: usize, said: &mut Said) {
        match said {
            Said::Text { shown, .. } => {
                shown.iter_mut().filter(|(base, _)| *base == of).for_each(|(_, sign)| self.in_sign(sign));
            }
            Said::Answer { base, finding, .. } | Said::Probe { base, finding, .. } if *base == of => {
                self.in_finding(finding);
            }
            Said::Outcome { base, fix, .. } if *base == of => self.in_fix(fix),
            _ => {}
        }
    }

    fn in_condition(&self, condition: &mut Condition) {
        match condition {
            Condition::Is(sign) => self.in_sign(sign),
            Condition::IsRest(finding) | Condition::Compares(finding, ..) | Condition::Says(finding, _) => {
                self.in_finding(finding);
            }
            Condition::Not(part) => self.in_condition(part),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter_mut().for_each(|part| self.in_condition(part));
            }
        }
    }

    fn in_sign(&self, sign: &mut Sign) {
        self.in_finding(&mut sign.finding);
    }

    fn in_finding(&self, finding: &mut FindingId) {
        *finding = FindingId(self.findings[finding.index()] as u32);
    }

    fn in_cause(&self, cause: &mut CauseId) {
        *cause = CauseId(self.causes[cause.index()] as u32);
    }

    fn in_fix(&self, fix: &mut FixId) {
        *fix = FixId(self.fixes[fix.index()] as u32);
    }
}

fn permute<T: Clone>(things: &mut [T], goes_to: &[usize]) {
    let before = things.to_vec();
    for (thing, place) in before.into_iter().zip(goes_to) {
        things[*place] = thing;
    }
}
