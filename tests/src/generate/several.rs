//! Random causes that can be at work together: how probable each is, and which exclude one another.

use super::base::{Draft, number, text};
use super::effects;
use etio_engine::{Card, Kind, KindId, MAX_GROUP_PRIOR};

/// Adds one to `most` causes, some of them of kinds, of which some are one at a time.
pub(super) fn add_causes(draft: &mut Draft<'_>, most: usize) {
    for _ in 0..draft.dice.below(3) {
        let one_at_a_time = draft.dice.happens(0.7);
        let (id, title) = (draft.id("kind"), text("a kind"));
        draft.base.kinds.push(Kind { id, title, one_at_a_time, variants: false, card: Card::default() });
    }
    let causes = 1 + draft.dice.below(most);
    effects::add_causes(draft, causes);
    for cause in 0..draft.base.causes.len() {
        let kind = draft.dice.below(draft.base.kinds.len() + 1);
        draft.base.causes[cause].kind = (kind < draft.base.kinds.len()).then_some(KindId(kind as u32));
        if draft.dice.happens(0.5) {
            draft.base.causes[cause].prior = number(draft.dice.between(0.01, 0.6));
        }
    }
    for (_, group) in draft.base.groups() {
        let prior = |position: usize| draft.base.causes[position].prior.get();
        let all: f64 = group.iter().map(|cause| prior(cause.index())).sum();
        let most = MAX_GROUP_PRIOR * 0.999;
        for cause in group.iter().map(|cause| cause.index()).filter(|_| all > most) {
            draft.base.causes[cause].prior = number(draft.base.causes[cause].prior.get() * most / all);
        }
    }
}
