//! One answer more, or one less, without looking at everything again: only the causes that have a link to the finding are weighed again.
//!
//! Each of them is weighed from its prior on, along its links to what is known, in the order of [`crate::posterior::infer`]; so the weights are the same to
//! the bit as if everything were inferred from the statements.

use crate::knowledge::Knowledge;
use crate::layout::{Column, Shape, Table};
use crate::links::Slot;
use crate::model::FindingId;
use crate::observation::{Observation, Pair, Values};
use crate::posterior::{self, State, weighted};
use crate::question;
use crate::statement::Answer;
use crate::weights::Product;

impl State {
    /// Takes another answer to a finding, or none. Returns whether that could be done by itself; where not, nothing has changed.
    pub(crate) fn revise(&mut self, knowledge: &Knowledge, finding: FindingId, answer: Option<&Answer>) -> bool {
        if !self.is_sparse || !self.group.is_open() {
            return false;
        }
        let Some(observation) = self.known.with_answer(knowledge, finding, answer) else { return false };
        let shape = knowledge.layout.shape(finding);
        if !is_mild(shape, &observation) || !is_mild(shape, &self.known.observations[finding.index()]) {
            return false;
        }
        let before = self.known.set_answer(knowledge, finding, answer, observation);
        if before != self.known.observations[finding.index()] {
            self.weigh_again(knowledge, finding);
        }
        let is_open = question::is_open(knowledge, self, finding);
        self.screen.set_open(knowledge, finding, is_open);
        true
    }

    /// Takes over what an earlier state knew of the worth of questions.
    pub(crate) fn follow(&mut self, knowledge: &Knowledge, before: Self) {
        if self.group.several.is_some() || before.group.several.is_some() {
            return;
        }
        self.touched = before.touched;
        self.screen = before.screen;
        let (old, new) = (before.posterior.weights(), self.posterior.weights());
        if before.group != self.group || old.scale() != new.scale() {
            self.screen.forget();
        } else {
            self.touched.clear();
            let changes = old.get().iter().zip(new.get()).enumerate().take(knowledge.layout.other());
            let changes = changes.filter(|(_, (old, new))| old.to_bits() != new.to_bits());
            self.touched.extend(changes.map(|(cause, (old, new))| (cause, new - old)));
            self.screen.touch(&knowledge.layout.links, &self.touched, old.total().max(new.total()));
        }
        let mut screen = std::mem::take(&mut self.screen);
        screen.open_all(knowledge, self);
        self.screen = screen;
    }

    /// Weighs the causes again that have a link to the finding.
    fn weigh_again(&mut self, knowledge: &Knowledge, finding: FindingId) {
        let layout = &knowledge.layout;
        let total = self.posterior.weights().total();
        let mut touched = std::mem::take(&mut self.touched);
        touched.clear();
        layout.shape(finding).for_each_cause(|cause| touched.push((cause, 0.0)));
        if let Shape::SeveralOf(_) = layout.shape(finding) {
            touched.sort_unstable_by_key(|(cause, _)| *cause);
            touched.dedup_by_key(|(cause, _)| *cause);
        }
        let mut fits = true;
        for (cause, change) in &mut touched {
            let product = self.product(knowledge, *cause);
            match self.posterior.weights_mut().set(*cause, product) {
                Some(changed) => *change = changed,
                None => fits = false,
            }
        }
        if layout.shape(finding).speaks_of_other() {
            let product = self.product_of_other(knowledge);
            fits &= self.posterior.weights_mut().set(layout.other(), product).is_some();
        }
        let causes = touched.iter().map(|(cause, _)| *cause);
        fits &= self.posterior.weights_mut().resum(&layout.blocks, causes);
        if fits {
            let weights = self.posterior.weights();
            self.screen.touch(&layout.links, &touched, total.max(weights.total()));
        } else {
            // The greatest weight has left the scale, which takes tens of strong findings.
            self.weigh_all_again(knowledge);
        }
        self.touched = touched;
    }

    fn weigh_all_again(&mut self, knowledge: &Knowledge) {
        let pieces = posterior::pieces(knowledge, self);
        if let Some(posterior) = posterior::posterior(knowledge, self, &pieces) {
            self.posterior = posterior;
        }
        self.screen.forget();
    }

    /// Returns the product of the prior of a cause and the ratios of all that is known.
    fn product(&self, knowledge: &Knowledge, cause: usize) -> Product {
        let layout = &knowledge.layout;
        let mut product = Product::new(self.group.priors[cause]);
        for (slot, shows, _) in layout.links.of_cause(cause) {
            if !self.known.is_seen(slot) {
                continue;
            }
            let Slot { finding, value, leak } = layout.links.slots[slot];
            match (layout.shape(finding), &self.known.observations[finding.index()]) {
                (Shape::YesNo(_), Observation::YesNo(pair)) => product.times(ratio(*pair, shows, leak)),
                (Shape::SeveralOf(_), Observation::SeveralOf(pairs)) if pairs[value] != Pair::NOTHING => {
                    product.times(ratio(pairs[value], shows, leak));
                }
                (Shape::OneOf(table), Observation::OneOf(values)) if value == 0 => {
                    let Ok(row) = table.rows.binary_search_by_key(&cause, |row| row.cause.index()) else { continue };
                    let linked = |value| table.linked(&table.rows[row], value);
                    table.for_each_ratio(values, linked, |ratio| product.times(ratio));
                }
                _ => {}
            }
        }
        self.after_findings(cause, product)
    }

    /// Returns the product of the prior of `other` and the ratios of all that is known.
    fn product_of_other(&self, knowledge: &Knowledge) -> Product {
        let layout = &knowledge.layout;
        let other = layout.other();
        let mut product = Product::new(self.group.priors[other]);
        let of = |column: &Column, pair: Pair| ratio(pair, column.other(&self.group), column.leak);
        for finding in self.known.observed() {
            match (layout.shape(*finding), &self.known.observations[finding.index()]) {
                (Shape::YesNo(column), Observation::YesNo(pair)) => product.times(of(column, *pair)),
                (Shape::SeveralOf(columns), Observation::SeveralOf(pairs)) => {
                    let told = columns.iter().zip(pairs).filter(|(_, pair)| **pair != Pair::NOTHING);
                    told.for_each(|(column, pair)| product.times(of(column, *pair)));
                }
                (Shape::OneOf(table), Observation::OneOf(values)) => {
                    table.for_each_ratio(values, |value| table.other(&self.group, value), |ratio| product.times(ratio));
                }
                _ => {}
            }
        }
        self.after_findings(other, product)
    }

    fn after_findings(&self, hypothesis: usize, mut product: Product) -> Product {
        self.outcomes.iter().for_each(|outcome| product.times(outcome.ratio(hypothesis)));
        if self.exclusions[hypothesis].is_some() {
            product.times(0.0);
        }
        product
    }
}

/// Returns whether the observation makes nothing impossible, so that no cause comes or goes with it.
fn is_mild(shape: &Shape, observation: &Observation) -> bool {
    match (shape, observation) {
        (Shape::YesNo(column), Observation::YesNo(pair)) => column.is_mild(*pair),
        (Shape::SeveralOf(columns), Observation::SeveralOf(pairs)) => {
            columns.iter().zip(pairs).all(|(column, pair)| column.is_mild(*pair))
        }
        (Shape::OneOf(_), Observation::OneOf(values)) => values.draws.is_empty(),
        (_, Observation::Nothing | Observation::Number(..) | Observation::Text(..)) => true,
        _ => false,
    }
}

impl Shape {
    /// Calls `visit` with every cause that has a link; more than once for several options.
    fn for_each_cause(&self, mut visit: impl FnMut(usize)) {
        let mut all = |column: &Column| column.links.iter().for_each(|(cause, _)| visit(cause.index()));
        match self {
            Self::YesNo(column) => all(column),
            Self::SeveralOf(columns) => columns.iter().for_each(all),
            Self::OneOf(table) => table.rows.iter().for_each(|row| visit(row.cause.index())),
            Self::None => {}
        }
    }

    /// Returns whether `other` may say something else of it than a cause without a link.
    fn speaks_of_other(&self) -> bool {
        match self {
            Self::YesNo(column) => column.is_symptom(),
            Self::SeveralOf(columns) => columns.iter().any(Column::is_symptom),
            Self::OneOf(_) => true,
            Self::None => false,
        }
    }
}

impl Column {
    /// Returns whether the observation is possible under every hypothesis.
    fn is_mild(&self, pair: Pair) -> bool {
        (pair.yes > 0.0 && pair.no > 0.0) || self.is_open
    }
}

impl Table {
    /// Calls `visit` with the ratio of each observation of the values, `of` being P(value) under the hypothesis.
    fn for_each_ratio(&self, values: &Values, of: impl Fn(usize) -> f64, mut visit: impl FnMut(f64)) {
        for &value in &values.draws {
            let drawn = || std::iter::once((value, 1.0));
            visit(weighted(drawn(), &of) / weighted(drawn(), |value| self.unlinked(value)));
        }
        if values.draws.is_empty() {
            let weights = || values.weights.iter().copied().enumerate();
            visit(weighted(weights(), &of) / weighted(weights(), |value| self.unlinked(value)));
        }
    }
}

/// Returns P(observation | a hypothesis that shows the finding so often), divided by that under a cause without a link.
fn ratio(pair: Pair, shows: f64, leak: f64) -> f64 {
    pair.likelihood(shows) / pair.likelihood(leak)
}
