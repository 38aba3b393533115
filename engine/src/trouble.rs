//! Which causes are variants of one trouble, and how probable the troubles are.
//!
//! `docs/semantics.md`, "Troubles". A trouble is a cause by itself, `other`, or all causes of a kind that says so. Here those with variants have a position;
//! everything else is a trouble of its own. Nothing here knows what troubles are counted for.

use crate::assemble::Lists;
use crate::model::{CauseId, KindId};

/// What a question is to tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Apart {
    /// Each cause.
    Causes,
    /// The troubles: variants of one count as one.
    Troubles,
}

/// The troubles that have variants, in the order of their kinds.
pub(crate) struct Troubles {
    kinds: Vec<KindId>,
    /// For each cause the position of its trouble; empty where no trouble has variants.
    of: Vec<Option<usize>>,
    /// For each trouble the position of its base.
    bases: Vec<usize>,
}

impl Troubles {
    pub(crate) fn new(lists: &Lists, base_of_cause: impl Fn(usize) -> usize) -> Self {
        let with_variants = lists.kinds.iter().enumerate().filter(|(_, kind)| kind.variants);
        let mut troubles = Self {
            kinds: with_variants.map(|(kind, _)| KindId::at(kind)).collect(),
            of: Vec::new(),
            bases: Vec::new(),
        };
        if !troubles.kinds.is_empty() {
            let of = |kind: Option<KindId>| kind.and_then(|kind| troubles.kinds.binary_search(&kind).ok());
            troubles.of = lists.causes.iter().map(|cause| of(cause.kind)).collect();
            troubles.bases = vec![usize::MAX; troubles.kinds.len()];
            let known = troubles.of.iter().enumerate().filter_map(|(cause, trouble)| Some((cause, (*trouble)?)));
            known.for_each(|(cause, trouble)| troubles.bases[trouble] = base_of_cause(cause));
        }
        troubles
    }

    /// Returns the trouble whose variant a hypothesis is; none where it is one by itself.
    pub(crate) fn of(&self, hypothesis: usize) -> Option<usize> {
        self.of.get(hypothesis).copied().flatten()
    }

    /// Returns the kind whose variant a cause is.
    pub(crate) fn kind_of(&self, cause: CauseId) -> Option<KindId> {
        self.of(cause.index()).map(|trouble| self.kinds[trouble])
    }

    /// Returns whether a base that takes part has a trouble with variants.
    pub(crate) fn matter(&self, takes_part: &[bool]) -> bool {
        self.bases.iter().any(|base| takes_part.get(*base).copied().unwrap_or_default())
    }

    /// Returns the troubles with variants among these hypotheses and how probable they are; nothing where each cause is to be told apart.
    pub(crate) fn masses(
        &self,
        hypotheses: impl Iterator<Item = usize>,
        posterior: impl Fn(usize) -> f64,
        apart: Apart,
    ) -> Masses {
        if apart == Apart::Causes || self.of.is_empty() {
            return Masses { together: Vec::new() };
        }
        let mut together = vec![0.0; self.kinds.len()];
        for (trouble, hypothesis) in hypotheses.filter_map(|hypothesis| Some((self.of(hypothesis)?, hypothesis))) {
            together[trouble] += posterior(hypothesis);
        }
        Masses { together }
    }
}

/// P(trouble | evidence) of each trouble with variants, by its position; empty where none has any, or each cause is told apart.
pub(crate) struct Masses {
    pub(crate) together: Vec<f64>,
}

impl Masses {
    /// Returns the trouble with which a hypothesis is counted together.
    pub(crate) fn trouble(&self, troubles: &Troubles, hypothesis: usize) -> Option<usize> {
        if self.together.is_empty() { None } else { troubles.of(hypothesis) }
    }
    /// Returns how probable each is that a question about these hypotheses is to tell apart: first those that are a trouble by themselves.
    pub(crate) fn and_alone<'m>(
        &'m self,
        troubles: &'m Troubles,
        hypotheses: impl Iterator<Item = usize> + 'm,
        posterior: &'m [f64],
    ) -> impl Iterator<Item = f64> + 'm {
        let alone = hypotheses.filter(|hypothesis| self.trouble(troubles, *hypothesis).is_none());
        alone.map(|hypothesis| posterior[hypothesis]).chain(self.together.iter().copied())
    }
}
