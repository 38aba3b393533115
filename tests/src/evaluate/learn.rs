//! From cases to numbers: counts with a prior per finding, whose strength is the one under which the counts are most probable.

use super::set::{Case, Model, Question, Set, Shape, Table, YES};

/// The strengths of the prior that are tried, in cases.
const STRENGTHS: [f64; 12] = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0];

/// How often each value was seen with each cause, by cause and value.
type Counts = Vec<Vec<f64>>;

/// Learns a model: for each finding, its distribution over all causes is the prior of its distribution with each cause (empirical Bayes).
pub fn learn(set: &Set, cases: &[Case]) -> Model {
    let number = cases_of(set, cases);
    let total: f64 = number.iter().sum();
    let priors = number.iter().map(|cases| (cases + 1.0) / (total + number.len() as f64)).collect();
    let answers: Vec<Counts> = (0..set.questions.len()).map(|question| answers(set, cases, question)).collect();
    let strength = strength(&answers);
    let tables = set.questions.iter().zip(&answers).map(|(question, counts)| table(question, counts, strength));
    let tables = tables.collect();
    let told = if set.questions.iter().any(|question| question.shape == Shape::Said) {
        told(set, cases, &number)
    } else {
        Vec::new()
    };
    Model { priors, told, tables }
}

fn cases_of(set: &Set, cases: &[Case]) -> Vec<f64> {
    let mut number = vec![0.0; set.causes.len()];
    cases.iter().for_each(|case| number[case.cause] += 1.0);
    number
}

/// Counts the answers to a question; what was told unasked is no answer.
fn answers(set: &Set, cases: &[Case], question: usize) -> Counts {
    let mut counts = vec![vec![0.0; set.questions[question].values.len()]; set.causes.len()];
    for case in cases.iter().filter(|case| !case.told.contains(&question)) {
        for value in &case.answers[question] {
            counts[case.cause][usize::from(*value)] += 1.0;
        }
    }
    counts
}

/// Returns P(told unasked | cause), by question and cause.
fn told(set: &Set, cases: &[Case], number: &[f64]) -> Vec<Vec<f64>> {
    let mut yes = vec![vec![0.0; set.causes.len()]; set.questions.len()];
    for case in cases {
        case.told.iter().for_each(|question| yes[*question][case.cause] += 1.0);
    }
    let both = |yes: &Vec<f64>| yes.iter().zip(number).map(|(yes, all)| vec![*yes, all - yes]).collect();
    let counts: Vec<Counts> = yes.iter().map(both).collect();
    let strength = strength(&counts);
    let smoothed = |counts: &Counts| {
        let mean = mean(counts);
        counts.iter().map(|counts| smooth(counts, &mean, strength)[0]).collect()
    };
    counts.iter().map(smoothed).collect()
}

fn table(question: &Question, counts: &Counts, strength: f64) -> Table {
    let mean = mean(counts);
    let given: Vec<Vec<f64>> = counts.iter().map(|counts| smooth(counts, &mean, strength)).collect();
    if question.shape != Shape::YesNo {
        return Table { otherwise: mean, given: given.into_iter().map(Some).collect(), rules_out: Vec::new() };
    }
    // A cause that was never seen with the finding does not mention it.
    let unseen = |cause: &usize| counts[*cause][usize::from(YES)] == 0.0;
    let rates: Vec<f64> = (0..given.len()).filter(unseen).map(|cause| given[cause][0]).collect();
    let leak = if rates.is_empty() { mean[0] } else { rates.iter().sum::<f64>() / rates.len() as f64 };
    let given = given.into_iter().enumerate().map(|(cause, row)| (!unseen(&cause)).then_some(row));
    Table { otherwise: vec![leak, 1.0 - leak], given: given.collect(), rules_out: Vec::new() }
}

/// Returns the share of each value over all causes, kept off zero by one case in all.
fn mean(counts: &Counts) -> Vec<f64> {
    let values = counts.first().map_or(0, Vec::len);
    let sums: Vec<f64> = (0..values).map(|value| counts.iter().map(|counts| counts[value]).sum()).collect();
    let total: f64 = sums.iter().sum();
    sums.iter().map(|sum| (sum + 1.0 / values as f64) / (total + 1.0)).collect()
}

fn smooth(counts: &[f64], mean: &[f64], strength: f64) -> Vec<f64> {
    let total: f64 = counts.iter().sum();
    counts.iter().zip(mean).map(|(count, mean)| (count + strength * mean) / (total + strength)).collect()
}

/// Returns the strength under which all counts are most probable (Dirichlet-multinomial).
fn strength(tables: &[Counts]) -> f64 {
    let evidence = |strength: f64| -> f64 {
        let of_table = |counts: &Counts| {
            let mean = mean(counts);
            counts.iter().map(|counts| log_evidence(counts, &mean, strength)).sum::<f64>()
        };
        tables.iter().map(of_table).sum()
    };
    let tried = STRENGTHS.iter().map(|strength| (*strength, evidence(*strength)));
    tried.max_by(|a, b| a.1.total_cmp(&b.1)).map_or(1.0, |(strength, _)| strength)
}

/// Returns ln P(counts) up to what does not depend on the strength.
fn log_evidence(counts: &[f64], mean: &[f64], strength: f64) -> f64 {
    let total: f64 = counts.iter().sum();
    let values = counts.iter().zip(mean).filter(|(count, _)| **count > 0.0);
    let values: f64 = values.map(|(count, mean)| rising(strength * mean, *count)).sum();
    values - rising(strength, total)
}

/// Returns ln x(x + 1)…(x + n − 1).
fn rising(x: f64, n: f64) -> f64 {
    let n = n as u32;
    if n < 16 { (0..n).map(|step| (x + f64::from(step)).ln()).sum() } else { ln_gamma(x + f64::from(n)) - ln_gamma(x) }
}

/// Returns ln Γ(x) for x > 0: Stirling's series after moving x past 8.
fn ln_gamma(x: f64) -> f64 {
    let mut x = x;
    let mut moved = 0.0;
    while x < 8.0 {
        moved += x.ln();
        x += 1.0;
    }
    let series = 1.0 / (12.0 * x) - 1.0 / (360.0 * x.powi(3)) + 1.0 / (1260.0 * x.powi(5));
    (x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln() + series - moved
}

#[cfg(test)]
mod tests {
    use super::{ln_gamma, rising, strength};

    #[test]
    fn the_logarithm_of_the_factorial_is_right() {
        let factorial: f64 = (1..=9).map(|n| f64::from(n).ln()).sum();
        assert!((ln_gamma(10.0) - factorial).abs() < 1e-9);
        assert!((ln_gamma(0.5) - 0.5 * std::f64::consts::PI.ln()).abs() < 1e-8);
        assert!((rising(0.3, 20.0) - (0..20).map(|step| (0.3 + f64::from(step)).ln()).sum::<f64>()).abs() < 1e-8);
    }

    #[test]
    fn causes_that_agree_share_what_was_seen_and_causes_that_differ_do_not() {
        let alike = vec![vec![vec![30.0, 70.0], vec![31.0, 69.0], vec![29.0, 71.0]]];
        let unlike = vec![vec![vec![95.0, 5.0], vec![5.0, 95.0], vec![50.0, 50.0]]];
        assert!(strength(&alike) > 100.0);
        assert!(strength(&unlike) < 5.0);
    }
}
