//! Random kinds whose causes are variants of one trouble.

use super::base::text;
use super::dice::Dice;
use etio_engine::{Base, Card, Kind, KindId};

/// Makes some of the causes variants of one trouble, or of two.
///
/// The dice are its own, so that everything else of a base is what it would be without.
pub(super) fn add_variants(base: &mut Base, mut dice: Dice) {
    if base.several_at_once {
        for kind in base.kinds.iter_mut().filter(|kind| kind.one_at_a_time) {
            kind.variants = dice.happens(0.5);
            kind.one_at_a_time = !kind.variants;
        }
        return;
    }
    if dice.happens(0.5) {
        return;
    }
    for position in 0..1 + dice.below(2) {
        let (id, variants) = (format!("kind-{position}"), dice.happens(0.8));
        base.kinds.push(Kind { id, title: text("a kind"), one_at_a_time: false, variants, card: Card::default() });
    }
    for cause in &mut base.causes {
        let kind = dice.below(base.kinds.len() + 1);
        cause.kind = (kind < base.kinds.len()).then_some(KindId(kind as u32));
    }
}
