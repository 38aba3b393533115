//! What is left of a network once everything of product form stands in the weights.
//!
//! Of a finding `F` with leak λ that was observed with likelihoods (ℓ1, ℓ0), a configuration `c` of causes has the likelihood
//! `ℓ1·(1 − A)·R + ℓ0·(1 − (1 − A)·R)` with `A = (1 − λ)·Π(1 − q)` and `R = Π(1 − r)` over `c`. Of product form are: a sure no
//! without inhibitors (`A`); the inhibitors of a sure yes (`R`); whatever has no links. The others stay *open*.

use super::scaled::Scaled;
use super::{Finding, Network};

/// A finding whose likelihood is not of product form, as states: 0 nothing showed it, 1 something did, 2 something hides it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    /// How many states there are: 2 without inhibitors, else 3.
    pub(super) states: usize,
    /// P(state) by the leak alone.
    pub(super) leak: [f64; 3],
    /// The likelihood of each state.
    pub(super) likelihood: [f64; 3],
}

/// What a cause does to an open finding.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    pub(super) cause: usize,
    pub(super) finding: usize,
    pub(super) push: Push,
}

/// A change of the state of one finding.
#[derive(Clone, Copy, Debug)]
pub(super) struct Push {
    /// P(it happens).
    pub(super) moves: f64,
    /// P(it does not).
    pub(super) stays: f64,
    /// Whether it hides the finding (from any state to 2) instead of showing it (from 0 to 1).
    pub(super) hides: bool,
}

/// A network in product form but for its open findings.
#[derive(Clone, Debug)]
pub(super) struct Reduced {
    /// What does not depend on the causes.
    pub(super) constant: Scaled,
    /// Of each cause its prior and what of product form speaks for it.
    pub(super) weights: Vec<Scaled>,
    pub(super) open: Vec<Open>,
    /// By cause, then finding; only of causes that are possible.
    pub(super) arcs: Vec<Arc>,
}

/// Returns the network with everything of product form in its weights.
pub(super) fn reduce(network: &Network) -> Reduced {
    let weights = network
        .causes
        .iter()
        .map(|cause| if cause.remaining + cause.repaired > 0.0 { Scaled::new(cause.prior) } else { Scaled::ZERO });
    let mut reduced = Reduced { constant: Scaled::ONE, weights: weights.collect(), open: Vec::new(), arcs: Vec::new() };
    let mut pushes = Vec::new();
    for finding in 0..network.findings.len() {
        pushes.clear();
        pushes.extend(network.links_of(finding).iter().filter_map(|link| {
            let push = push(link.probability, network.findings[finding].leak)?;
            Some(Arc { cause: link.cause, finding: reduced.open.len(), push })
        }));
        reduced.take(network.findings[finding], &mut pushes);
    }
    let weights = &reduced.weights;
    reduced.arcs.retain(|arc| !weights[arc.cause].is_zero());
    reduced.arcs.sort_unstable_by_key(|arc| (arc.cause, arc.finding));
    reduced
}

/// Returns what a link does, nothing where it is as likely as the leak.
fn push(probability: f64, leak: f64) -> Option<Push> {
    let (gap, room, rest) = if probability > leak {
        (probability - leak, 1.0 - leak, 1.0 - probability)
    } else {
        (leak - probability, leak, probability)
    };
    (gap > 0.0).then(|| Push { moves: gap / room, stays: rest / room, hides: probability < leak })
}

impl Reduced {
    fn take(&mut self, finding: Finding, arcs: &mut Vec<Arc>) {
        let Finding { yes, no, leak } = finding;
        if yes == no {
            self.constant = self.constant.times(yes);
            return;
        }
        if no == 0.0 {
            self.weigh(arcs, |push| push.hides);
        } else if yes == 0.0 && !arcs.iter().any(|arc| arc.push.hides) {
            self.weigh(arcs, |_| true);
        }
        let quiet = (1.0 - leak) * no + leak * yes;
        if arcs.is_empty() {
            self.constant = self.constant.times(quiet);
        } else if arcs.iter().all(|arc| arc.push.hides) {
            // Hidden or not is all that counts: a finding without leak whose causes "show" that it is hidden.
            arcs.iter_mut().for_each(|arc| arc.push.hides = false);
            self.push(Open { states: 2, leak: [1.0, 0.0, 0.0], likelihood: [quiet, no, no] }, arcs);
        } else {
            let states = if arcs.iter().any(|arc| arc.push.hides) { 3 } else { 2 };
            self.push(Open { states, leak: [1.0 - leak, leak, 0.0], likelihood: [no, yes, no] }, arcs);
        }
    }

    fn push(&mut self, open: Open, arcs: &mut Vec<Arc>) {
        let most = open.likelihood.into_iter().fold(0.0, f64::max);
        self.constant = self.constant.times(most);
        self.open.push(Open { likelihood: open.likelihood.map(|likelihood| likelihood / most), ..open });
        self.arcs.append(arcs);
    }

    /// Takes the pushes that `folds` into the weights of their causes.
    fn weigh(&mut self, arcs: &mut Vec<Arc>, folds: impl Fn(&Push) -> bool) {
        for arc in arcs.iter().filter(|arc| folds(&arc.push)) {
            self.weights[arc.cause] = self.weights[arc.cause].times(arc.push.stays);
        }
        arcs.retain(|arc| !folds(&arc.push));
    }
}
