//! Rules beside rules: those that say the same, and those that say the opposite.

use super::logic::{Conditions, answered};
use super::worlds::Worlds;
use super::{Concern, Review, Subject, partial, sign};
use crate::diagnostic::{Code, Shows};
use crate::remedy::Remedy;
use etio_engine::{Base, Conclusion, Condition, Domain, FindingId, Rule};
use std::collections::{BTreeMap, BTreeSet};

/// How many rules that set one finding are compared with one another.
const MOST: usize = 64;

/// Looks at the rules of a base.
pub(super) fn check(review: &mut Review<'_>, conditions: &Conditions<'_>) {
    let base = review.base;
    let mut setting: BTreeMap<FindingId, Vec<usize>> = BTreeMap::new();
    for (nth, rule) in base.rules.iter().enumerate() {
        within(review, conditions, nth, rule);
        for finding in rule.then.iter().map(|then| then.sign.finding).collect::<BTreeSet<_>>() {
            setting.entry(finding).or_default().push(nth);
        }
    }
    let mut seen = BTreeSet::new();
    for rules in setting.values().filter(|rules| rules.len() <= MOST) {
        for (at, later) in rules.iter().enumerate() {
            for earlier in &rules[..at] {
                if seen.insert((*earlier, *later)) {
                    beside(review, conditions, *earlier, *later);
                }
            }
        }
    }
}

/// Looks at what one rule concludes.
fn within(review: &mut Review<'_>, conditions: &Conditions<'_>, nth: usize, rule: &Rule) {
    let base = review.base;
    for (at, then) in rule.then.iter().enumerate() {
        let earlier = &rule.then[..at];
        let said = concluded(base, *then);
        if earlier.contains(then) {
            let message = format!("rule `{}` concludes `{said}` twice", rule.id);
            review.tell(Concern::new(Code::SameRule, Subject::Rule(nth), message, "leave one of them out"));
        } else if let Some(other) = earlier.iter().find(|other| opposed(base, **other, *then)) {
            let message = format!("rule `{}` concludes both `{}` and `{said}`", rule.id, concluded(base, *other));
            let help = "they cannot both hold: leave one of them out";
            let mut concern = Concern::new(Code::OpposedRules, Subject::Rule(nth), message, help);
            let when = conditions.observed(&rule.when);
            let worlds = Worlds::of(base, &[&when]);
            if let Some(world) = worlds.as_ref().and_then(|worlds| worlds.find(|world| world.holds(&when))) {
                let example = answered(world.answers(), "the rule says both: the last answer is refused");
                concern = concern.shown_by(Shows::Refused, example);
            }
            review.tell(concern);
        }
    }
}

/// Looks at two rules that set the same finding.
fn beside(review: &mut Review<'_>, conditions: &Conditions<'_>, earlier: usize, later: usize) {
    let base = review.base;
    let [one, two] = [earlier, later].map(|nth| &base.rules[nth]);
    let [when_one, when_two] = [one, two].map(|rule| conditions.observed(&rule.when));
    let Some(worlds) = Worlds::of(base, &[&when_one, &when_two]) else { return };
    let never = |when: &Condition| worlds.find(|world| world.holds(when)).is_none();
    if never(&when_one) || never(&when_two) {
        return; // told already
    }
    let pairs = || one.then.iter().flat_map(|a| two.then.iter().map(move |b| (*a, *b)));
    if let Some((a, b)) = pairs().find(|(a, b)| opposed(base, *a, *b)) {
        let Some(world) = worlds.find(|world| world.holds(&when_one) && world.holds(&when_two)) else { return };
        let (a, b) = (concluded(base, a), concluded(base, b));
        let message = format!("rule `{}` concludes `{b}` where rule `{}` concludes `{a}`", two.id, one.id);
        let example =
            answered(world.answers(), format!("both rules fire, and say `{a}` and `{b}`: the last answer is refused"));
        let help = "say in one of them when it does not hold: `and not …`";
        let concern = Concern::new(Code::OpposedRules, Subject::Rule(later), message, help);
        return review.tell(concern.and(Subject::Rule(earlier), "the other rule").shown_by(Shows::Refused, example));
    }
    let concludes_all_of = |this: &Rule, that: &Rule| that.then.iter().all(|then| this.then.contains(then));
    let only = |this: &Condition, that: &Condition| worlds.find(|world| world.holds(this) && !world.holds(that));
    let (only_one, only_two) = (only(&when_one, &when_two).is_some(), only(&when_two, &when_one).is_some());
    let (needless, of, nth, other) = match (only_one, only_two) {
        (false, false) if concludes_all_of(one, two) || concludes_all_of(two, one) => {
            let message = format!("rule `{}` says what rule `{}` says", two.id, one.id);
            let all = concludes_all_of(one, two);
            let (goes, stays) = if all { (later, earlier) } else { (earlier, later) };
            let remedy = needless_rule(review, goes, stays);
            let concern = Concern::new(Code::SameRule, Subject::Rule(later), message, "leave one of them out");
            let concern = concern.mended_by(remedy);
            return review.tell(concern.and(Subject::Rule(earlier), "the same rule"));
        }
        (_, false) if concludes_all_of(one, two) => (two, one, later, earlier),
        (false, _) if concludes_all_of(two, one) => (one, two, earlier, later),
        _ => return,
    };
    let message = format!("rule `{}` adds nothing: wherever it fires, rule `{}` says it already", needless.id, of.id);
    let remedy = needless_rule(review, nth, other);
    let concern = Concern::new(Code::NeedlessRule, Subject::Rule(nth), message, "leave it out, or widen its condition");
    let concern = concern.mended_by(remedy);
    review.tell(concern.and(Subject::Rule(other), "says it already"));
}

/// Returns that a rule goes, where another says as much whatever is known.
fn needless_rule(review: &Review<'_>, goes: usize, stays: usize) -> Option<Remedy> {
    let base = review.base;
    let [goes_when, stays_when] = [goes, stays].map(|nth| &base.rules[nth].when);
    let needless = partial::never_truer(base, goes_when, stays_when);
    let title = format!("leave rule `{}` out", base.rules[goes].id);
    needless.then(|| review.without(&title, Subject::Rule(goes), Subject::Rule(stays))).flatten()
}

/// Returns whether two conclusions cannot both hold.
fn opposed(base: &Base, one: Conclusion, two: Conclusion) -> bool {
    if one.sign.finding != two.sign.finding {
        return false;
    }
    let exclusive = matches!(base.findings[one.sign.finding.index()].domain, Domain::OneOf { .. });
    if one.sign == two.sign { one.holds != two.holds } else { exclusive }
}

fn concluded(base: &Base, conclusion: Conclusion) -> String {
    let not = if conclusion.holds { "" } else { "not " };
    format!("{not}{}", sign(base, conclusion.sign))
}
