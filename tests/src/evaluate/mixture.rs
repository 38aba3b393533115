//! Findings that depend on one another given the cause: each cause as variants in which they do not.
//!
//! A mixture of product distributions for each cause by expectation-maximisation (Dempster, Laird and Rubin 1977). How many variants, and how far
//! their numbers are drawn towards those of the whole cause, is what makes samples that were held back most probable. Nothing is drawn by lot.

use super::set::{Case, Model, Set, Table};
use std::collections::BTreeMap;
use std::ops::Range;

/// The numbers of variants that are tried, one after the other, until more of them make nothing more probable.
const VARIANTS: [usize; 7] = [1, 2, 4, 8, 16, 32, 64];
/// How far numbers are drawn towards those of the whole cause, in cases.
const STRENGTHS: [f64; 3] = [0.25, 1.0, 4.0];
/// One case in so many is held back.
const HELD_BACK: usize = 5;
/// The most steps of expectation-maximisation, and by how much one must raise the log-likelihood of a case to be followed by another.
const STEPS: usize = 100;
const RISES: f64 = 1e-5;
/// How sure a variant is of the answers of the case that it begins with.
const BEGINS: f64 = 0.9;
/// A yes that is as rare as this is not mentioned.
const RARE: f64 = 2e-4;

/// Learns a model whose causes are variants of those of the set, and for each the cause that it is a variant of.
pub fn learn(set: &Set, cases: &[Case]) -> (Model, Vec<usize>) {
    let values = values(set);
    let uniform = values.iter().flat_map(|own| own.clone().map(|_| 1.0 / own.len() as f64)).collect();
    let all = Rows::of(&values, cases.iter());
    let all = all.shares(&all.counts, &Drawn { towards: uniform, strength: 1.0 });
    let (mut priors, mut of) = (Vec::new(), Vec::new());
    let mut variants: Vec<Product> = Vec::new();
    for cause in 0..set.causes.len() {
        let rows = Rows::of(&values, cases.iter().filter(|case| case.cause == cause));
        let number: f64 = rows.counts.iter().sum();
        let prior = (number + 1.0) / (cases.len() as f64 + set.causes.len() as f64);
        let mixture = rows.mixture(&all);
        for (share, product) in mixture.shares.into_iter().zip(mixture.products) {
            priors.push(prior * share);
            of.push(cause);
            variants.push(product);
        }
    }
    let tables = values.into_iter().map(|own| table(&variants, own)).collect();
    (Model { priors, told: Vec::new(), tables }, of)
}

/// P(value) of every value of every question.
type Product = Vec<f64>;

/// Returns where the values of each question stand in a product.
fn values(set: &Set) -> Vec<Range<usize>> {
    let mut next = 0;
    let range = |values: usize| {
        next += values;
        next - values..next
    };
    set.questions.iter().map(|question| question.values.len()).map(range).collect()
}

/// Returns what a question is answered; a yes that is rare is left to the base rate.
fn table(variants: &[Product], own: Range<usize>) -> Table {
    let rows: Vec<&[f64]> = variants.iter().map(|variant| &variant[own.clone()]).collect();
    let is_rare = |row: &[f64]| row.len() == 2 && row[0] < RARE;
    let rare: Vec<f64> = rows.iter().filter(|row| is_rare(row)).map(|row| row[0]).collect();
    let least = rows.iter().map(|row| row[0]).fold(1.0, f64::min);
    let leak = if rare.is_empty() { least } else { rare.iter().sum::<f64>() / rare.len() as f64 };
    let average = |value: usize| rows.iter().map(|row| row[value]).sum::<f64>() / rows.len() as f64;
    let otherwise = if own.len() == 2 { vec![leak, 1.0 - leak] } else { (0..own.len()).map(average).collect() };
    let given = rows.iter().map(|row| (!is_rare(row)).then(|| row.to_vec()));
    Table { otherwise, given: given.collect(), rules_out: Vec::new() }
}

/// What numbers are drawn towards, and how strongly, in cases.
struct Drawn {
    towards: Product,
    strength: f64,
}

/// Cases with the same answers, counted.
struct Rows {
    /// For each row the positions in a product of what was answered.
    answers: Vec<Vec<usize>>,
    counts: Vec<f64>,
    /// How many of them are held back.
    held: Vec<f64>,
}

impl Rows {
    fn of<'c>(values: &[Range<usize>], cases: impl Iterator<Item = &'c Case>) -> Self {
        let mut rows: BTreeMap<Vec<usize>, (f64, f64)> = BTreeMap::new();
        for (position, case) in cases.enumerate() {
            let answers = values.iter().zip(&case.answers).map(|(own, answer)| own.start + usize::from(answer[0]));
            let (count, held) = rows.entry(answers.collect()).or_default();
            *count += 1.0;
            *held += if position % HELD_BACK == 0 { 1.0 } else { 0.0 };
        }
        let mut all = Self { answers: Vec::new(), counts: Vec::new(), held: Vec::new() };
        for (answers, (count, held)) in rows {
            all.answers.push(answers);
            all.counts.push(count);
            all.held.push(held);
        }
        all
    }

    /// Returns the shares of the values.
    fn shares(&self, counts: &[f64], drawn: &Drawn) -> Product {
        let total: f64 = counts.iter().sum();
        let mut sums: Product = drawn.towards.iter().map(|prior| drawn.strength * prior).collect();
        for (answers, count) in self.answers.iter().zip(counts).filter(|(_, count)| **count > 0.0) {
            answers.iter().for_each(|value| sums[*value] += count);
        }
        sums.iter_mut().for_each(|sum| *sum /= total + drawn.strength);
        sums
    }

    /// Returns the variants and their shares, as many as make most probable what is held back.
    fn mixture(&self, all: &Product) -> Mixture {
        let whole = |counts: &[f64]| self.shares(counts, &Drawn { towards: all.clone(), strength: 1.0 });
        let kept: Vec<f64> = self.counts.iter().zip(&self.held).map(|(count, held)| count - held).collect();
        let of_kept = whole(&kept);
        let mut best = (f64::NEG_INFINITY, 1, 1.0);
        for variants in VARIANTS {
            let tried = STRENGTHS.map(|strength| {
                let fitted = self.fit(&kept, variants, &Drawn { towards: of_kept.clone(), strength });
                (self.expect(&self.held, &fitted).0, variants, strength)
            });
            let found = tried.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or(best);
            if found.0 <= best.0 {
                break;
            }
            best = found;
        }
        self.fit(&self.counts, best.1, &Drawn { towards: whole(&self.counts), strength: best.2 })
    }

    /// Returns the mixture that makes these counts most probable, as far as what it is drawn towards lets it.
    fn fit(&self, counts: &[f64], variants: usize, drawn: &Drawn) -> Mixture {
        let mut mixture = self.beginning(counts, variants, &drawn.towards);
        let total: f64 = counts.iter().sum();
        let mut before = f64::NEG_INFINITY;
        for _ in 0..STEPS {
            let (likelihood, parts) = self.expect(counts, &mixture);
            let sums: Vec<f64> = parts.iter().map(|part| part.iter().sum()).collect();
            mixture.shares = sums.iter().map(|sum| (sum + 1.0) / (total + sums.len() as f64)).collect();
            mixture.products = parts.iter().map(|part| self.shares(part, drawn)).collect();
            if likelihood - before < RISES * total {
                break;
            }
            before = likelihood;
        }
        mixture
    }

    /// Returns a mixture whose variants begin with rows that are frequent and unlike one another.
    fn beginning(&self, counts: &[f64], variants: usize, whole: &Product) -> Mixture {
        let mut apart = vec![usize::MAX; self.answers.len()];
        let mut products: Vec<Product> = Vec::new();
        while variants > 1 && products.len() < variants {
            let worth = |row: usize| counts[row] * apart[row].min(whole.len()) as f64;
            let next = (0..self.answers.len()).max_by(|a, b| worth(*a).total_cmp(&worth(*b)).then(b.cmp(a)));
            let Some(next) = next.filter(|next| worth(*next) > 0.0) else { break };
            for (row, answers) in self.answers.iter().enumerate() {
                let differ = answers.iter().zip(&self.answers[next]).filter(|(one, other)| one != other).count();
                apart[row] = apart[row].min(differ);
            }
            let mut product: Product = whole.iter().map(|share| (1.0 - BEGINS) * share).collect();
            self.answers[next].iter().for_each(|value| product[*value] += BEGINS);
            products.push(product);
        }
        if products.is_empty() {
            products.push(whole.clone());
        }
        Mixture { shares: vec![1.0 / products.len() as f64; products.len()], products }
    }

    /// Returns the log-likelihood of the counts, and how much of each row belongs to each variant.
    fn expect(&self, counts: &[f64], mixture: &Mixture) -> (f64, Vec<Vec<f64>>) {
        let logs: Vec<Product> =
            mixture.products.iter().map(|own| own.iter().map(|share| share.ln()).collect()).collect();
        let shares: Vec<f64> = mixture.shares.iter().map(|share| share.ln()).collect();
        let mut parts = vec![vec![0.0; self.answers.len()]; logs.len()];
        let (mut likelihood, mut own) = (0.0, vec![0.0; logs.len()]);
        let rows = self.answers.iter().zip(counts).enumerate();
        for (row, (answers, count)) in rows.filter(|(_, (_, count))| **count > 0.0) {
            for ((own, share), logs) in own.iter_mut().zip(&shares).zip(&logs) {
                *own = share + answers.iter().map(|value| logs[*value]).sum::<f64>();
            }
            let most = own.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            own.iter_mut().for_each(|own| *own = (*own - most).exp());
            let sum: f64 = own.iter().sum();
            likelihood += count * (most + sum.ln());
            parts.iter_mut().zip(&own).for_each(|(part, own)| part[row] = count * own / sum);
        }
        (likelihood, parts)
    }
}

/// Variants and their shares.
struct Mixture {
    shares: Vec<f64>,
    products: Vec<Product>,
}

#[cfg(test)]
mod tests {
    use super::learn;
    use crate::evaluate::set::{Case, Question, Set, Shape};

    #[test]
    fn findings_that_come_together_make_variants_and_others_do_not() {
        let question = |at: usize| Question {
            title: format!("f{at}"),
            values: vec!["yes".into(), "no".into()],
            shape: Shape::YesNo,
        };
        let causes = vec!["alike".into(), "apart".into()];
        let set = Set { name: "two".into(), causes, questions: (0..4).map(question).collect() };
        let case = |at: u16| {
            let answers = match at % 2 {
                // All four findings together, or none of them.
                0 => vec![vec![at / 2 % 2]; 4],
                // Each as often, by itself.
                _ => (0..4).map(|question| vec![(at / 2) >> question & 1]).collect(),
            };
            Case { cause: usize::from(at % 2), told: vec![], known: vec![], answers }
        };
        let cases: Vec<Case> = (0..640).map(case).collect();
        let (model, of) = learn(&set, &cases);
        assert_eq!(of, [0, 0, 1]);
        let yes = |at: usize| model.tables[0].of(at)[0];
        assert!(yes(0).min(yes(1)) < 0.01 && yes(0).max(yes(1)) > 0.99 && (yes(2) - 0.5).abs() < 0.01);
        assert!((model.priors.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }
}
