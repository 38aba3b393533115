//! Can a cause lead where several can be at work at once? One is always behind another if, whatever the rest is, the two could change places
//! and the other would be more probable.
//!
//! Given all other causes, a finding is as probable as docs/semantics.md says under "Several causes at once". What the others do to it
//! comes to two numbers between bounds, and the odds of the two causes are greatest or least at the ends of these. So the sum below is more
//! than any evidence can say for the cause; soft answers lie between yes and no.

use super::lead::{Behind, Evidence};
use super::likelihoods::Likelihoods;
use etio_engine::{Base, real};

/// How much work is done for one base, in numbers compared.
const WORK: usize = 4_000_000;
/// What rounding cannot do to a sum of logarithms.
const SURE: f64 = 1e-6;

/// The causes of a base with several at once.
pub(super) struct Together<'a> {
    base: &'a Base,
    numbers: &'a Likelihoods,
    /// For each cause the group of causes that exclude one another, where there are others in it.
    groups: Vec<Option<usize>>,
    work: std::cell::Cell<usize>,
}

impl<'a> Together<'a> {
    pub(super) fn new(base: &'a Base, numbers: &'a Likelihoods) -> Self {
        let mut groups = vec![None; base.causes.len()];
        for (nth, (_, causes)) in base.groups().into_iter().enumerate().filter(|(_, (_, causes))| causes.len() > 1) {
            causes.into_iter().for_each(|cause| groups[cause.index()] = Some(nth));
        }
        Self { base, numbers, groups, work: std::cell::Cell::new(WORK) }
    }

    /// Returns who is ahead of a cause with this prior whatever is answered, if that can be proved.
    pub(super) fn ahead_of(&self, cause: usize, prior: f64) -> Option<Behind> {
        let aspects = self.by_lift(cause);
        let (first, _) = *aspects.first()?;
        // Who does not mention what speaks most for it is not ahead.
        let rivals = self.numbers.mentions[first].iter().copied().filter(|rival| self.is_rival(*rival, cause));
        rivals.into_iter().find_map(|rival| {
            let odds = self.prior_odds(cause, prior, rival);
            let evidence = self.behind(&aspects, cause, rival, odds)?;
            Some(Behind { by: rival, evidence })
        })
    }

    /// Returns whether two causes may be compared: both by themselves, or of one group, and nothing rules the rival out alone.
    fn is_rival(&self, rival: usize, cause: usize) -> bool {
        let [one, two] = [rival, cause].map(|nth| &self.base.causes[nth]);
        let within = one.ruled_out_when.iter().all(|condition| two.ruled_out_when.contains(condition))
            && one.only_when.iter().all(|condition| two.only_when.contains(condition));
        let variants = one.kind == two.kind && one.kind.is_some_and(|kind| self.base.kinds[kind.index()].variants);
        let same = self.numbers.rows[rival] == self.numbers.rows[cause];
        rival != cause && self.groups[rival] == self.groups[cause] && within && !variants && !same
    }

    fn prior_odds(&self, cause: usize, prior: f64, rival: usize) -> f64 {
        let other = self.base.causes[rival].prior.get();
        let odds = |one: f64| if self.groups[cause].is_some() { one } else { one / (1.0 - one) };
        real::ln(odds(prior)) - real::ln(odds(other))
    }

    /// Returns the aspects that a cause mentions and that can be known, what speaks most for it first.
    fn by_lift(&self, cause: usize) -> Vec<(usize, f64)> {
        let rows = self.numbers.rows[cause].iter().filter(|(aspect, _)| self.numbers.values[*aspect].open);
        let mut aspects: Vec<(usize, f64)> = rows
            .map(|(aspect, row)| {
                let lifts =
                    row.iter().zip(&self.numbers.values[*aspect].base).map(|(own, usual)| own / usual.max(1e-9));
                (*aspect, lifts.fold(0.0, f64::max))
            })
            .collect();
        aspects.sort_by(|one, two| two.1.total_cmp(&one.1).then(one.0.cmp(&two.0)));
        aspects
    }

    /// Returns what speaks most for a cause against a rival, where even all of it leaves the rival ahead.
    fn behind(&self, aspects: &[(usize, f64)], cause: usize, rival: usize, odds: f64) -> Option<Evidence> {
        let (mut odds, mut evidence) = (odds, Evidence::new());
        let mentioned = aspects.iter().map(|(aspect, _)| *aspect);
        let others = self.numbers.rows[rival].iter().map(|(aspect, _)| *aspect);
        let others = others.filter(|aspect| !aspects.iter().any(|(known, _)| known == aspect));
        for aspect in mentioned.chain(others.collect::<Vec<_>>()) {
            let values = &self.numbers.values[aspect];
            let (own, other) = (self.numbers.row(cause, aspect), self.numbers.row(rival, aspect));
            self.work.set(self.work.get().checked_sub(own.len())?);
            if !values.open {
                continue;
            }
            // A finding that is drawn is one of its own for each value; one of a context changes the priors.
            let parts: Vec<(usize, f64)> = if values.draws {
                (0..own.len() - 1).map(|value| (value, most(values.base[value], own[value], other[value]))).collect()
            } else if values.yes_or_no {
                vec![(0, most(values.base[0], own[0], other[0]))]
            } else {
                let each = own.iter().zip(other).map(|(own, other)| log(*own) - log(*other));
                let best = each.enumerate().max_by(|one, two| one.1.total_cmp(&two.1))?;
                vec![(best.0, best.1.max(0.0))]
            };
            odds += parts.iter().map(|(_, most)| most).sum::<f64>();
            if odds >= -SURE {
                return None;
            }
            let shown: Vec<usize> =
                parts.iter().filter(|(value, _)| own[*value] >= other[*value]).map(|(v, _)| *v).collect();
            let gains = |value: usize| own[value] > values.base[value];
            let said = match (values.yes_or_no, shown.first()) {
                (true, Some(_)) => vec![0],
                (true, None) => vec![1],
                (false, _) => (0..own.len()).filter(|value| shown.contains(value) && gains(*value)).take(1).collect(),
            };
            if !said.is_empty() {
                evidence.insert(aspect, said);
            }
        }
        // Something must speak for the cause before anybody thinks of it.
        let (first, _) = aspects[0];
        let row = self.numbers.row(cause, first);
        let lift = |value: usize| row[value] / self.numbers.values[first].base[value].max(1e-9);
        let best = (0..row.len()).max_by(|one, two| lift(*one).total_cmp(&lift(*two)))?;
        evidence.insert(first, vec![best]);
        Some(evidence)
    }
}

/// Returns the most that a yes-or-no finding can say for one cause against another, as log odds, whatever other causes do to it.
///
/// `usual` is λ, `one` and `two` what the two causes say of yes.
fn most(usual: f64, one: f64, two: f64) -> f64 {
    // r of the semantics: how surely a cause that makes it rarer keeps it away.
    let away = |number: f64| if number < usual { 1.0 - number / usual } else { 0.0 };
    let (r, s) = (away(one), away(two));
    let yes = (log(one) - log(two)).max(log(1.0 - r) - log(1.0 - s));
    let no = log(1.0 - one) - log(1.0 - two);
    let kept = match (r > 0.0, s > 0.0) {
        (true, true) => log(r) - log(s),
        (true, false) => f64::INFINITY,
        (false, _) => 0.0,
    };
    yes.max(no).max(kept).max(0.0)
}

fn log(number: f64) -> f64 {
    real::ln(number.max(1e-12))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P(yes) with a cause, where others leave it away with `a` and keep it away but for `b`.
    fn yes(usual: f64, number: f64, a: f64, b: f64) -> f64 {
        let q = if number >= usual { (number - usual) / (1.0 - usual) } else { 0.0 };
        let r = if number < usual { 1.0 - number / usual } else { 0.0 };
        (1.0 - (1.0 - usual) * a * (1.0 - q)) * b * (1.0 - r)
    }

    #[test]
    fn nothing_says_more_than_the_most() {
        let numbers = [0.01, 0.1, 0.3, 0.5, 0.8, 0.98];
        let parts: Vec<f64> = (0..=20).map(|part| f64::from(part) / 20.0).collect();
        let count = numbers.len();
        for at in 0..count * count * count {
            let [usual, one, two] = [at % count, at / count % count, at / count / count].map(|nth| numbers[nth]);
            let most = most(usual, one, two);
            for (a, b) in parts.iter().flat_map(|a| parts.iter().map(move |b| (*a, *b))) {
                let (own, other) = (yes(usual, one, a, b), yes(usual, two, a, b));
                for (own, other) in [(own, other), (1.0 - own, 1.0 - other)] {
                    let odds = if other > 1e-9 { (own / other).ln() } else { 0.0 };
                    assert!(odds <= most + 1e-6, "{usual} {one} {two}: {odds} > {most} with {a} and {b}");
                }
            }
        }
    }
}
