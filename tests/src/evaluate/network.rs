//! Bayesian networks as the BIF format writes them, and samples of them.

use super::Problem;
use std::collections::BTreeMap;

/// A network: variables with their states, parents and tables.
#[derive(Clone, Debug)]
pub struct Network {
    /// The variables, in the order of the file.
    pub variables: Vec<Variable>,
}

/// A variable of a network.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// The names of its states.
    pub states: Vec<String>,
    /// The positions of its parents.
    pub parents: Vec<usize>,
    /// P(state | parents): the states of the first parent change slowest, its own fastest.
    pub table: Vec<f64>,
}

impl Network {
    /// Reads a network.
    ///
    /// # Errors
    /// Where the text is not BIF, or a table is not complete.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let mut network = Self { variables: Vec::new() };
        let mut blocks = text.split("\n}").map(str::trim);
        for block in blocks.by_ref().filter(|block| !block.is_empty()) {
            let Some((head, body)) = block.split_once('{') else { continue };
            let words: Vec<&str> = head.split(|c: char| c.is_whitespace() || "(),|".contains(c)).collect();
            let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
            match words.as_slice() {
                ["variable", name] => network.variables.push(variable(name, body)),
                ["probability", name, parents @ ..] => network.probability(name, parents, body)?,
                _ => {}
            }
        }
        Ok(network)
    }

    /// Returns the position of a variable.
    ///
    /// # Errors
    /// Where there is none of that name.
    pub fn position(&self, name: &str) -> Result<usize, Problem> {
        let found = self.variables.iter().position(|variable| variable.name == name);
        found.ok_or_else(|| format!("no variable `{name}`").into())
    }

    /// Returns the position of a state.
    ///
    /// # Errors
    /// Where the variable has none of that name.
    pub fn state(&self, variable: usize, name: &str) -> Result<usize, Problem> {
        let found = self.variables[variable].states.iter().position(|state| state == name);
        found.ok_or_else(|| format!("no state `{name}`").into())
    }

    fn probability(&mut self, name: &str, parents: &[&str], body: &str) -> Result<(), Problem> {
        let at = self.position(name)?;
        let parents: Vec<usize> = parents.iter().map(|parent| self.position(parent)).collect::<Result<_, _>>()?;
        let rows: usize = parents.iter().map(|parent| self.variables[*parent].states.len()).product();
        let own = self.variables[at].states.len();
        let mut table = vec![f64::NAN; rows * own];
        for line in body.split(';').map(str::trim).filter(|line| !line.is_empty()) {
            let (row, numbers) = match line.strip_prefix("table") {
                Some(numbers) => (0, numbers),
                None => {
                    let (states, numbers) =
                        line.trim_start_matches('(').split_once(')').ok_or("a row without states")?;
                    let mut row = 0;
                    for (state, parent) in states.split(',').zip(&parents) {
                        row = row * self.variables[*parent].states.len() + self.state(*parent, state.trim())?;
                    }
                    (row, numbers)
                }
            };
            for (state, number) in numbers.split(',').enumerate() {
                *table.get_mut(row * own + state).ok_or("a row that is too long")? = number.trim().parse()?;
            }
        }
        if table.iter().any(|number| number.is_nan()) {
            return Err(format!("the table of `{name}` is not complete").into());
        }
        self.variables[at].parents = parents;
        self.variables[at].table = table;
        Ok(())
    }

    /// Returns the position of P(first state | parents as in `states`) in the variable's table.
    pub fn row(&self, variable: usize, states: &[usize]) -> usize {
        let variable = &self.variables[variable];
        let place = |row: usize, parent: &usize| row * self.variables[*parent].states.len() + states[*parent];
        variable.parents.iter().fold(0, place) * variable.states.len()
    }

    /// Returns the variables in an order in which parents come first.
    pub fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = Vec::new();
        while order.len() < self.variables.len() {
            let ready = (0..self.variables.len())
                .filter(|at| !order.contains(at))
                .find(|at| self.variables[*at].parents.iter().all(|parent| order.contains(parent)));
            match ready {
                Some(next) => order.push(next),
                None => return order,
            }
        }
        order
    }
}

fn variable(name: &str, body: &str) -> Variable {
    let states = body.rsplit('{').next().unwrap_or_default();
    let states = states.split(|c: char| ",};".contains(c)).map(str::trim).filter(|state| !state.is_empty());
    Variable {
        name: name.to_owned(),
        states: states.map(str::to_owned).collect(),
        parents: Vec::new(),
        table: Vec::new(),
    }
}

/// A fixed sequence of numbers that look random (SplitMix64).
pub struct Dice(u64);

impl Dice {
    /// Begins the sequence of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next number, from 0 to 1.
    pub fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) as f64 / 2f64.powi(64)
    }
}

impl Network {
    /// Draws the states of all variables; `order` as [`Self::order`] returns it.
    pub fn sample(&self, order: &[usize], dice: &mut Dice) -> Vec<usize> {
        let mut states = vec![0; self.variables.len()];
        for &at in order {
            let row = self.row(at, &states);
            let numbers = &self.variables[at].table[row..row + self.variables[at].states.len()];
            let mut left = dice.roll();
            let drawn = numbers.iter().position(|number| {
                left -= number;
                left < 0.0
            });
            states[at] = drawn.unwrap_or(numbers.len() - 1);
        }
        states
    }
}

/// Evidence and the posteriors that another program found for it.
pub struct Golden {
    /// The known states.
    pub evidence: Vec<(usize, usize)>,
    /// P(state | evidence) for some variables.
    pub posteriors: Vec<(usize, Vec<f64>)>,
}

impl Network {
    /// Reads a line of golden posteriors.
    ///
    /// # Errors
    /// Where it speaks of another network.
    pub fn golden(&self, line: &str) -> Result<Golden, Problem> {
        #[derive(serde::Deserialize)]
        struct Line {
            evidence: BTreeMap<String, String>,
            posteriors: BTreeMap<String, BTreeMap<String, f64>>,
        }
        let line: Line = serde_json::from_str(line)?;
        let mut golden = Golden { evidence: Vec::new(), posteriors: Vec::new() };
        for (name, state) in &line.evidence {
            let at = self.position(name)?;
            golden.evidence.push((at, self.state(at, state)?));
        }
        for (name, states) in &line.posteriors {
            let at = self.position(name)?;
            let mut numbers = vec![0.0; self.variables[at].states.len()];
            for (state, number) in states {
                numbers[self.state(at, state)?] = *number;
            }
            golden.posteriors.push((at, numbers));
        }
        Ok(golden)
    }
}
