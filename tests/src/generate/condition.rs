//! Random conditions.

use super::dice::Dice;
use super::signs_of;
use etio_engine::{Base, Comparison, Condition, Domain, FindingId};

/// What texts are answered with, and compared to.
pub(super) const TEXTS: [&str; 4] = ["Plus", "PLUS", "free", "Team"];

/// Returns a condition over some of these findings, of which there is at least one.
pub(super) fn condition(dice: &mut Dice, base: &Base, over: &[FindingId], depth: usize) -> Condition {
    if depth == 0 || dice.happens(0.5) {
        let finding = *dice.pick(over);
        return atom(dice, base, finding);
    }
    let several = |dice: &mut Dice| {
        let count = 2 + dice.below(2);
        (0..count).map(|_| condition(dice, base, over, depth - 1)).collect()
    };
    match dice.below(3) {
        0 => Condition::Not(Box::new(condition(dice, base, over, depth - 1))),
        1 => Condition::All(several(dice)),
        _ => Condition::Any(several(dice)),
    }
}

fn atom(dice: &mut Dice, base: &Base, finding: FindingId) -> Condition {
    use Comparison::{AtLeast, AtMost, Equal, Greater, Less};
    match &base.findings[finding.index()].domain {
        Domain::Number { .. } => {
            let comparison = *dice.pick(&[Less, AtMost, Equal, AtLeast, Greater]);
            Condition::Compares(finding, comparison, 10.0 * dice.below(6) as f64)
        }
        Domain::Text => Condition::Says(finding, (*dice.pick(&TEXTS)).to_owned()),
        Domain::OneOf { rest: Some(_), .. } if dice.happens(0.3) => Condition::IsRest(finding),
        _ => Condition::Is(*dice.pick(&signs_of(base, finding))),
    }
}
