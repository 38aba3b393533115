//! Whether one condition is ever truer than another, while not everything is known: strong Kleene logic over what is still possible.
//!
//! Of each finding some values are still possible: what all of them make true is true, what none of them makes true is false, and
//! the rest is unknown. Where [`Worlds`] sees everything known, this sees every state on the way there, so that what is proved
//! here holds at every moment of a session. Of too many states nothing is said.

use super::worlds::{World, Worlds};
use etio_engine::{Base, Condition, Sign};
use std::cmp::Ordering;

/// How many states are looked at.
const MOST: usize = 16_384;

/// Returns whether `this` is never truer than `that`, whatever is known. False, unknown and true are taken in this order.
pub(super) fn never_truer(base: &Base, this: &Condition, that: &Condition) -> bool {
    let Some(worlds) = Worlds::of(base, &[this, that]) else { return false };
    let sets: Vec<u32> = worlds
        .variables
        .iter()
        .map(|variable| 1u32.checked_shl(variable.values.len() as u32).map_or(0, |all| all - 1))
        .collect();
    let states = sets.iter().try_fold(1usize, |states, sets| states.checked_mul(*sets as usize));
    if !states.is_some_and(|states| (1..=MOST).contains(&states)) {
        return false;
    }
    let mut state = State { worlds: &worlds, possible: vec![1; sets.len()] };
    loop {
        if state.judge(this) > state.judge(that) {
            return false;
        }
        let Some(turned) = (0..sets.len()).find(|at| state.possible[*at] < sets[*at]) else { return true };
        state.possible[turned] += 1;
        state.possible[..turned].fill(1);
    }
}

/// What is still possible of each thing that varies: a bit for each of its values, at least one.
struct State<'w> {
    worlds: &'w Worlds<'w>,
    possible: Vec<u32>,
}

impl State<'_> {
    /// Returns whether a condition is false, unknown or true.
    fn judge(&self, condition: &Condition) -> Ordering {
        match condition {
            Condition::Not(inner) => self.judge(inner).reverse(),
            Condition::All(parts) => parts.iter().map(|part| self.judge(part)).min().unwrap_or(Ordering::Greater),
            Condition::Any(parts) => parts.iter().map(|part| self.judge(part)).max().unwrap_or(Ordering::Less),
            Condition::Is(Sign { finding, option }) => self.single(condition, self.worlds.position(*finding, *option)),
            Condition::IsRest(finding) | Condition::Compares(finding, ..) | Condition::Says(finding, _) => {
                self.single(condition, self.worlds.position(*finding, None))
            }
        }
    }

    /// Returns the same for a condition about one thing.
    fn single(&self, condition: &Condition, at: usize) -> Ordering {
        let mut world = World { worlds: self.worlds, at: vec![0; self.possible.len()] };
        let values = 0..self.worlds.variables[at].values.len();
        let mut holds = values.filter(|value| self.possible[at] >> value & 1 == 1).map(|value| {
            world.at[at] = value;
            world.holds(condition)
        });
        let first = holds.next().unwrap_or_default();
        match (first, holds.all(|other| other == first)) {
            (_, false) => Ordering::Equal,
            (true, true) => Ordering::Greater,
            (false, true) => Ordering::Less,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns two conditions, and the base they speak of.
    fn conditions(this: &str, that: &str) -> (Base, [Condition; 2]) {
        let page = format!(
            "base k \"K\"\n language en\nfact a \"A\"\n ask \"a?\"\n otherwise 10%\nfact b \"B\"\n ask \"b?\"\n otherwise 10%\n\
             fact n \"N\" : number 0..40\n ask \"n?\"\nfact v \"V\" : one of x, y, z\n ask \"v?\"\n\
             fact c \"C\"\n otherwise 10%\nfact d \"D\"\n otherwise 10%\n\
             rule one when {this} then c\nrule two when {that} then d\n"
        );
        let loaded = crate::parse_str("k.kb", &page);
        assert!(!loaded.has_errors(), "{}", loaded.render(crate::Paint::Plain));
        let base = loaded.bases[0].clone();
        let [one, two] = [0, 1].map(|nth| base.rules[nth].when.clone());
        (base, [one, two])
    }

    #[test]
    fn what_holds_when_all_is_known_may_not_hold_before() {
        // For each pair, whether the first is never truer than the second.
        let table = [
            ("a", "a or b", true),
            ("a or b", "a", false),
            ("a and b", "a", true),
            ("n > 8", "n > 5", true),
            ("n > 5", "n > 8", false),
            // True as soon as all is known, but not before.
            ("a", "b or not b", false),
            ("v is x", "not v is y", true),
            ("not v is y", "v is x or v is z", false),
        ];
        for (this, that, expected) in table {
            let (base, [one, two]) = conditions(this, that);
            assert_eq!(never_truer(&base, &one, &two), expected, "{this} / {that}");
        }
    }
}
