//! Faults of a network, one at a time: cases, samples to learn from, and the exact network as the reference.

use super::Problem;
use super::consultation::Consultant;
use super::dialogues::{lines, text};
use super::junction::{Junction, Likelihoods};
use super::network::{Dice, Network};
use super::set::{Case, Question, Set, Shape};
use super::textbook::entropy;
use serde_json::Value;

/// A network whose faults are looked for.
pub struct Faults {
    /// Causes (the variables that can be at fault) and questions.
    pub set: Set,
    network: Network,
    /// The variables that can be at fault.
    faulty: Vec<usize>,
    /// The variables that can be asked.
    asked: Vec<usize>,
    /// The usual state of each variable that can be at fault.
    usual: Vec<usize>,
}

impl Faults {
    /// Takes a network, the names of its variables that can be at fault, and cases that say what is asked.
    ///
    /// # Errors
    /// Where the cases speak of another network.
    pub fn new(name: &str, network: Network, faulty: &[String], cases: &str) -> Result<Self, Problem> {
        let first = lines(cases)?.into_iter().next().ok_or("no cases")?;
        let mut asked = Vec::new();
        for key in ["initial_evidence", "answers"] {
            for (name, _) in first[key].as_object().into_iter().flatten() {
                asked.push(network.position(name)?);
            }
        }
        asked.sort_unstable();
        let faulty: Vec<usize> = faulty.iter().map(|name| network.position(name)).collect::<Result<_, _>>()?;
        let marginals = Junction::of(&network).joint(&vec![None; network.variables.len()]);
        let most =
            |numbers: &Vec<f64>| (0..numbers.len()).max_by(|a, b| numbers[*a].total_cmp(&numbers[*b])).unwrap_or(0);
        let usual = faulty.iter().map(|at| most(&marginals[*at])).collect();
        let question = |at: &usize| {
            let variable = &network.variables[*at];
            let yes_no = variable.states.len() == 2;
            // The state that the network lists second is the unusual one of most variables.
            let mut values = variable.states.clone();
            if yes_no {
                values.reverse();
            }
            Question { title: variable.name.clone(), values, shape: if yes_no { Shape::YesNo } else { Shape::OneOf } }
        };
        let questions = asked.iter().map(question).collect();
        let causes = faulty.iter().map(|at| network.variables[*at].name.clone()).collect();
        Ok(Self { set: Set { name: name.to_owned(), causes, questions }, network, faulty, asked, usual })
    }

    /// Returns the names of the variables without parents that the cases do not ask for.
    ///
    /// # Errors
    /// Where the cases are not readable.
    pub fn roots(network: &Network, cases: &str) -> Result<Vec<String>, Problem> {
        let first = lines(cases)?.into_iter().next().ok_or("no cases")?;
        let roots = network.variables.iter().filter(|variable| variable.parents.is_empty());
        let known = |name: &str| first["answers"].get(name).or(first["initial_evidence"].get(name)).is_some();
        Ok(roots.map(|root| root.name.clone()).filter(|name| !known(name)).collect())
    }

    /// Reads cases.
    ///
    /// # Errors
    /// Where they are not of this network.
    pub fn cases(&self, cases: &str) -> Result<Vec<Case>, Problem> {
        lines(cases)?.iter().map(|record| self.case(record)).collect()
    }

    fn case(&self, record: &Value) -> Result<Case, Problem> {
        let fault = text(record, "fault")?;
        let cause = self.set.causes.iter().position(|name| *name == fault).ok_or("an unknown fault")?;
        let (mut known, mut answers) = (Vec::new(), Vec::new());
        for (question, &variable) in self.asked.iter().enumerate() {
            let name = &self.network.variables[variable].name;
            let first = record["initial_evidence"].get(name);
            if first.is_some() {
                known.push(question);
            }
            let state =
                first.or(record["answers"].get(name)).and_then(Value::as_str).ok_or("a question without answer")?;
            answers.push(vec![self.value(question, self.network.state(variable, state)?)]);
        }
        Ok(Case { cause, told: Vec::new(), known, answers })
    }

    /// Returns the value of a question for a state, or the state for a value: of two, the other.
    fn value(&self, question: usize, state: usize) -> u16 {
        (if self.set.questions[question].shape == Shape::YesNo { 1 - state } else { state }) as u16
    }

    /// Draws cases from the network, and keeps those with exactly one fault.
    pub fn samples(&self, number: usize, seed: u64) -> Vec<Case> {
        let (order, mut dice) = (self.network.order(), Dice::new(seed));
        let mut cases = Vec::with_capacity(number);
        while cases.len() < number {
            let states = self.network.sample(&order, &mut dice);
            let mut faults =
                self.faulty.iter().zip(&self.usual).enumerate().filter(|(_, (at, usual))| states[**at] != **usual);
            let (Some((cause, _)), None) = (faults.next(), faults.next()) else { continue };
            let answers = self.asked.iter().enumerate().map(|(at, variable)| vec![self.value(at, states[*variable])]);
            cases.push(Case { cause, told: Vec::new(), known: Vec::new(), answers: answers.collect() });
        }
        cases
    }

    /// Returns somebody who asks with the network itself.
    pub fn exact(&self) -> Exact<'_> {
        let hypotheses = self.faulty.iter().enumerate().flat_map(|(cause, at)| {
            let states = (0..self.network.variables[*at].states.len()).filter(move |state| *state != self.usual[cause]);
            states.map(move |state| (cause, state))
        });
        let evidence = vec![None; self.network.variables.len()];
        let hypotheses = hypotheses.collect();
        Exact { faults: self, tree: Junction::of(&self.network), hypotheses, evidence, joints: Vec::new() }
    }
}

/// The exact network, conditioned on exactly one fault.
pub struct Exact<'f> {
    faults: &'f Faults,
    tree: Junction,
    /// Cause and state at fault.
    hypotheses: Vec<(usize, usize)>,
    evidence: Likelihoods,
    /// For each hypothesis, P(state of each variable, hypothesis, evidence).
    joints: Vec<Vec<Vec<f64>>>,
}

impl Exact<'_> {
    fn infer(&mut self) {
        let sure = |states: usize, state: usize| Some((0..states).map(|at| f64::from(u8::from(at == state))).collect());
        let of = |(cause, state): &(usize, usize)| {
            let mut evidence = self.evidence.clone();
            for (position, &variable) in self.faults.faulty.iter().enumerate() {
                let own = if position == *cause { *state } else { self.faults.usual[position] };
                evidence[variable] = sure(self.faults.network.variables[variable].states.len(), own);
            }
            self.tree.joint(&evidence)
        };
        self.joints = self.hypotheses.iter().map(of).collect();
    }

    /// Returns P(cause, state of the variable), up to a constant.
    fn by_cause(&self, variable: usize) -> Vec<Vec<f64>> {
        let states = self.faults.network.variables[variable].states.len();
        let mut by_cause = vec![vec![0.0; states]; self.faults.faulty.len()];
        for ((cause, _), joint) in self.hypotheses.iter().zip(&self.joints) {
            by_cause[*cause].iter_mut().zip(&joint[variable]).for_each(|(sum, number)| *sum += number);
        }
        by_cause
    }

    fn information(&self, variable: usize) -> f64 {
        let by_cause = self.by_cause(variable);
        let total: f64 = by_cause.iter().flatten().sum();
        let states = 0..by_cause[0].len();
        let values: Vec<f64> = states.map(|state| by_cause.iter().map(|row| row[state]).sum::<f64>() / total).collect();
        let given = by_cause.iter().filter(|row| row.iter().sum::<f64>() > 0.0).map(|row| {
            let own: f64 = row.iter().sum();
            own / total * entropy(&row.iter().map(|number| number / own).collect::<Vec<_>>())
        });
        entropy(&values) - given.sum::<f64>()
    }
}

impl Consultant for Exact<'_> {
    fn begin(&mut self, case: &Case) {
        self.evidence.fill(None);
        for &question in &case.known {
            self.know(question, case.answers[question][0]);
        }
        self.infer();
    }

    fn next(&self) -> Option<usize> {
        let open = self.faults.asked.iter().enumerate().filter(|(_, variable)| self.evidence[**variable].is_none());
        let rated = open.map(|(question, variable)| (question, self.information(*variable)));
        rated.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(question, _)| question)
    }

    fn answer(&mut self, question: usize, values: &[u16]) {
        self.know(question, values[0]);
        self.infer();
    }

    fn posterior(&self) -> Vec<f64> {
        let sums: Vec<f64> = self.by_cause(self.faults.faulty[0]).iter().map(|row| row.iter().sum()).collect();
        let total: f64 = sums.iter().sum();
        sums.into_iter().map(|sum| sum / total).collect()
    }
}

impl Exact<'_> {
    fn know(&mut self, question: usize, value: u16) {
        let variable = self.faults.asked[question];
        let state = usize::from(self.faults.value(question, usize::from(value)));
        let states = self.faults.network.variables[variable].states.len();
        self.evidence[variable] = Some((0..states).map(|at| f64::from(u8::from(at == state))).collect());
    }
}

/// Returns the greatest difference between the tree and golden posteriors.
///
/// # Errors
/// Where the golden posteriors are of another network.
pub fn largest_error(network: &Network, golden: &str) -> Result<f64, Problem> {
    let tree = Junction::of(network);
    let mut largest: f64 = 0.0;
    for line in golden.lines().filter(|line| !line.is_empty()) {
        let golden = network.golden(line)?;
        let mut evidence: Likelihoods = vec![None; network.variables.len()];
        for &(variable, state) in &golden.evidence {
            let states = network.variables[variable].states.len();
            evidence[variable] = Some((0..states).map(|at| f64::from(u8::from(at == state))).collect());
        }
        let joint = tree.joint(&evidence);
        for (variable, expected) in &golden.posteriors {
            let total: f64 = joint[*variable].iter().sum();
            let found = joint[*variable].iter().map(|number| number / total);
            largest = found.zip(expected).map(|(found, expected)| (found - expected).abs()).fold(largest, f64::max);
        }
    }
    Ok(largest)
}
