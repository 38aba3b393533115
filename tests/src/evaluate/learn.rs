//! From cases to numbers: counts with a prior per finding, whose strength is the one under which the counts are most probable.
//!
//! Where a record may say nothing of a finding, that it is mentioned and what is said of it then are learnt apart: a cause may be told by what is spoken of,
//! by what is said, or by both, and each has a strength of its own. What is told unasked is counted in every case, which suffices to learn for each finding
//! how far causes differ in it; so there every finding has its own strength, drawn from a distribution that all share.

use super::set::{Case, Model, Question, SILENT, Set, Shape, Table, YES};
use super::textbook::normalised;

/// The strengths of the prior that are tried, in cases.
const STRENGTHS: [f64; 14] = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 640.0, 1280.0];
/// How often the distribution of strengths is estimated anew.
const ROUNDS: usize = 100;

/// How often each value was seen with each cause, by cause and value.
type Counts = Vec<Vec<f64>>;
/// P(value | cause), by cause and value.
type Rows = Vec<Vec<f64>>;

/// Learns a model: for each finding, its distribution over all causes is the prior of its distribution with each cause (empirical Bayes).
pub fn learn(set: &Set, cases: &[Case]) -> Model {
    let number = cases_of(set, cases);
    let total: f64 = number.iter().sum();
    let priors = number.iter().map(|cases| (cases + 1.0) / (total + number.len() as f64)).collect();
    let answers: Vec<Counts> = (0..set.questions.len()).map(|question| answers(set, cases, question)).collect();
    let is_said = set.questions.iter().any(|question| question.shape == Shape::Said);
    let rows = if is_said { spoken_of(&answers) } else { alike(&answers) };
    let tables = set.questions.iter().zip(&answers).zip(rows);
    let tables = tables.map(|((question, counts), rows)| table(question, counts, rows)).collect();
    let told = if is_said { told(set, cases, &number) } else { Vec::new() };
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
    each_its_own(&counts).into_iter().map(|rows| rows.into_iter().map(|row| row[0]).collect()).collect()
}

/// Returns P(answer | cause) as P(mentioned | cause) · P(what is said | cause, mentioned), each with one strength for all findings.
fn spoken_of(answers: &[Counts]) -> Vec<Rows> {
    let silent = usize::from(SILENT);
    let without = |row: &Vec<f64>| [&row[..silent], &row[silent + 1..]].concat();
    let said: Vec<Counts> = answers.iter().map(|counts| counts.iter().map(without).collect()).collect();
    let mention = |(said, all): (&Vec<f64>, &Vec<f64>)| vec![said.iter().sum(), all[silent]];
    let mentioned = said.iter().zip(answers).map(|(said, all)| said.iter().zip(all).map(mention).collect());
    let mentioned: Vec<Counts> = mentioned.collect();
    let join = |(mentioned, said): (Vec<f64>, Vec<f64>)| {
        let mut row: Vec<f64> = said.iter().map(|share| mentioned[0] * share).collect();
        row.insert(silent, mentioned[1]);
        row
    };
    let both = alike(&mentioned).into_iter().zip(alike(&said));
    both.map(|(mentioned, said)| mentioned.into_iter().zip(said).map(join).collect()).collect()
}

/// Returns P(value | cause) for each finding, drawn towards its mean over causes with the strength under which all counts are most probable.
fn alike(tables: &[Counts]) -> Vec<Rows> {
    let strength = strength(tables);
    tables.iter().map(|counts| smooth_all(counts, strength)).collect()
}

/// Returns P(value | cause) for each finding, its strength being uncertain: a mixture over strengths, weighed by how probable each makes its counts and by
/// how many findings have it (empirical Bayes, one level up).
fn each_its_own(tables: &[Counts]) -> Vec<Rows> {
    let logs = tables.iter().map(|counts| STRENGTHS.map(|strength| evidence(counts, strength)));
    let logs: Vec<[f64; STRENGTHS.len()]> = logs.collect();
    let mut shares = vec![1.0 / STRENGTHS.len() as f64; STRENGTHS.len()];
    let mut beliefs: Vec<Vec<f64>> = Vec::new();
    for _ in 0..ROUNDS {
        let belief = |logs: &[f64; STRENGTHS.len()]| {
            normalised(&logs.iter().zip(&shares).map(|(log, share)| log + share.ln()).collect::<Vec<_>>())
        };
        beliefs = logs.iter().map(belief).collect();
        let number = beliefs.len().max(1) as f64;
        shares = (0..STRENGTHS.len()).map(|at| beliefs.iter().map(|belief| belief[at]).sum::<f64>() / number).collect();
    }
    tables.iter().zip(&beliefs).map(|(counts, belief)| blend(counts, belief)).collect()
}

/// Returns the mean of the distributions under each strength, weighed by a belief.
fn blend(counts: &Counts, belief: &[f64]) -> Rows {
    let mut rows = vec![vec![0.0; counts.first().map_or(0, Vec::len)]; counts.len()];
    for (strength, share) in STRENGTHS.iter().zip(belief) {
        let smoothed = smooth_all(counts, *strength).into_iter().flatten();
        rows.iter_mut().flatten().zip(smoothed).for_each(|(sum, number)| *sum += share * number);
    }
    rows
}

fn table(question: &Question, counts: &Counts, given: Rows) -> Table {
    let mean = mean(counts);
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

fn smooth_all(counts: &Counts, strength: f64) -> Rows {
    let mean = mean(counts);
    counts.iter().map(|counts| smooth(counts, &mean, strength)).collect()
}

/// Returns the strength under which all counts are most probable (Dirichlet-multinomial).
fn strength(tables: &[Counts]) -> f64 {
    let of_all = |strength: f64| tables.iter().map(|counts| evidence(counts, strength)).sum::<f64>();
    let tried = STRENGTHS.iter().map(|strength| (*strength, of_all(*strength)));
    tried.max_by(|a, b| a.1.total_cmp(&b.1)).map_or(1.0, |(strength, _)| strength)
}

/// Returns ln P(counts of a finding) up to what does not depend on the strength.
fn evidence(counts: &Counts, strength: f64) -> f64 {
    let mean = mean(counts);
    counts.iter().map(|counts| log_evidence(counts, &mean, strength)).sum()
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
    use super::{each_its_own, ln_gamma, rising, spoken_of, strength};

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

    #[test]
    fn a_finding_in_which_causes_differ_keeps_what_was_seen_beside_many_in_which_they_do_not() {
        let alike = vec![vec![30.0, 70.0], vec![34.0, 66.0], vec![26.0, 74.0]];
        let unlike = vec![vec![95.0, 5.0], vec![5.0, 95.0], vec![50.0, 50.0]];
        let mut findings = vec![alike; 20];
        findings.push(unlike);
        let rows = each_its_own(&findings);
        assert!(rows.iter().flatten().all(|row| (row[0] + row[1] - 1.0).abs() < 1e-12));
        assert!((rows[0][1][0] - 0.3).abs() < 0.01, "drawn to the mean: {:?}", rows[0]);
        assert!(rows[20][0][0] > 0.9 && rows[20][1][0] < 0.1, "kept: {:?}", rows[20]);
    }

    #[test]
    fn that_a_finding_is_mentioned_and_what_is_said_of_it_are_learnt_apart() {
        // Yes, no, nothing said: causes differ in how often it is mentioned, not in what is said then.
        let rows = spoken_of(&[vec![vec![45.0, 45.0, 10.0], vec![6.0, 4.0, 90.0]]]);
        assert!(rows[0].iter().all(|row| (row.iter().sum::<f64>() - 1.0).abs() < 1e-12));
        assert!(rows[0][0][2] < 0.12 && rows[0][1][2] > 0.88);
        assert!((rows[0][1][0] / rows[0][1][1] - 1.02).abs() < 0.05, "{:?}", rows[0][1]);
    }
}
