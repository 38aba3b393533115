//! Exact inference in a network: a junction tree with messages both ways.
//!
//! Lauritzen and Spiegelhalter 1988, in the form of Shafer and Shenoy 1990. Simple before fast: the networks here have at most some hundred
//! variables.

use super::network::Network;
use std::collections::BTreeSet;

/// A table over some variables; the last changes fastest.
#[derive(Clone, Debug)]
struct Factor {
    variables: Vec<usize>,
    numbers: Vec<f64>,
}

/// A junction tree of a network.
pub struct Junction {
    states: Vec<usize>,
    /// The product of the tables that belong to each clique.
    cliques: Vec<Factor>,
    /// For each clique but the last, the later clique it hangs on.
    parents: Vec<Option<usize>>,
    separators: Vec<Vec<usize>>,
}

/// What is known about some variables: the weight of each state.
pub type Likelihoods = Vec<Option<Vec<f64>>>;

impl Junction {
    /// Builds the tree by eliminating the variable that makes the smallest clique first.
    pub fn of(network: &Network) -> Self {
        let states: Vec<usize> = network.variables.iter().map(|variable| variable.states.len()).collect();
        let (scopes, eliminated) = eliminate(network, &states);
        let mut parents = Vec::new();
        let mut separators = Vec::new();
        for (at, scope) in scopes.iter().enumerate() {
            let separator: Vec<usize> = scope.iter().copied().filter(|variable| *variable != eliminated[at]).collect();
            // The clique of whichever variable of the separator is eliminated next holds the whole separator.
            let next =
                separator.iter().filter_map(|variable| eliminated.iter().position(|gone| gone == variable)).min();
            parents.push(next);
            separators.push(separator);
        }
        let mut cliques: Vec<Factor> = scopes.iter().map(|scope| Factor::ones(scope, &states)).collect();
        for (at, variable) in network.variables.iter().enumerate() {
            let mut scope = variable.parents.clone();
            scope.push(at);
            let home = scopes.iter().position(|clique| scope.iter().all(|variable| clique.contains(variable)));
            let table = Factor { variables: scope, numbers: variable.table.clone() };
            if let Some(home) = home {
                cliques[home].multiply(&table, &states);
            }
        }
        Self { states, cliques, parents, separators }
    }

    /// Returns P(variable, evidence) for every variable; each sums to P(evidence).
    pub fn joint(&self, evidence: &Likelihoods) -> Vec<Vec<f64>> {
        let mut tables = self.cliques.clone();
        for (variable, weights) in evidence.iter().enumerate() {
            let home = tables.iter_mut().find(|table| table.variables.contains(&variable));
            if let (Some(weights), Some(home)) = (weights, home) {
                home.multiply(&Factor { variables: vec![variable], numbers: weights.clone() }, &self.states);
            }
        }
        let last = tables.len();
        let mut up: Vec<Option<Factor>> = vec![None; last];
        for at in 0..last {
            let message = tables[at].sum_to(&self.separators[at], &self.states);
            // A tree without a parent is of its own: its sum is a number that all others share.
            let target = self.parents[at].unwrap_or(last - 1);
            if target != at {
                tables[target].multiply(&message, &self.states);
                up[at] = Some(message);
            }
        }
        for at in (0..last).rev() {
            let Some(up) = &up[at] else { continue };
            let target = self.parents[at].unwrap_or(last - 1);
            let mut down = tables[target].sum_to(&self.separators[at], &self.states);
            down.numbers
                .iter_mut()
                .zip(&up.numbers)
                .for_each(|(down, up)| *down = if *up > 0.0 { *down / up } else { 0.0 });
            tables[at].multiply(&down, &self.states);
        }
        let of = |variable: usize| {
            let home = tables.iter().find(|table| table.variables.contains(&variable));
            home.map(|home| home.sum_to(&[variable], &self.states).numbers).unwrap_or_default()
        };
        (0..self.states.len()).map(of).collect()
    }
}

/// Returns the cliques in the order of elimination, and the variable that each eliminates.
fn eliminate(network: &Network, states: &[usize]) -> (Vec<Vec<usize>>, Vec<usize>) {
    let number = network.variables.len();
    let mut beside: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); number];
    for (at, variable) in network.variables.iter().enumerate() {
        let family: Vec<usize> = variable.parents.iter().copied().chain([at]).collect();
        for &one in &family {
            beside[one].extend(family.iter().copied().filter(|other| *other != one));
        }
    }
    let mut left: BTreeSet<usize> = (0..number).collect();
    let (mut scopes, mut eliminated) = (Vec::new(), Vec::new());
    while let Some(next) = left.iter().copied().min_by_key(|at| size(&beside[*at], *at, states)) {
        let mut scope: Vec<usize> = beside[next].iter().copied().collect();
        for &one in &scope {
            let others: Vec<usize> = scope.iter().copied().filter(|other| *other != one).collect();
            beside[one].extend(others);
            beside[one].remove(&next);
        }
        left.remove(&next);
        scope.push(next);
        scope.sort_unstable();
        scopes.push(scope);
        eliminated.push(next);
    }
    (scopes, eliminated)
}

fn size(beside: &BTreeSet<usize>, at: usize, states: &[usize]) -> usize {
    beside.iter().map(|variable| states[*variable]).product::<usize>() * states[at]
}

impl Factor {
    fn ones(variables: &[usize], states: &[usize]) -> Self {
        let size = variables.iter().map(|variable| states[*variable]).product();
        Self { variables: variables.to_vec(), numbers: vec![1.0; size] }
    }

    /// Returns for each position of this table the position in a table over `others`, all of which are among its variables.
    fn positions(&self, others: &[usize], states: &[usize]) -> Vec<usize> {
        let mut positions = vec![0];
        for variable in &self.variables {
            let later = others.iter().position(|other| other == variable);
            let step = later.map_or(0, |at| others[at + 1..].iter().map(|other| states[*other]).product());
            let values = states[*variable];
            positions = positions.iter().flat_map(|from| (0..values).map(move |value| from + value * step)).collect();
        }
        positions
    }

    fn multiply(&mut self, other: &Self, states: &[usize]) {
        let positions = self.positions(&other.variables, states);
        self.numbers.iter_mut().zip(positions).for_each(|(number, at)| *number *= other.numbers[at]);
    }

    fn sum_to(&self, variables: &[usize], states: &[usize]) -> Self {
        let mut sum = Self::ones(variables, states);
        sum.numbers.fill(0.0);
        let positions = self.positions(variables, states);
        self.numbers.iter().zip(positions).for_each(|(number, at)| sum.numbers[at] += number);
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rain wets the road and the roof; a wet road and a nervous driver make an accident. Independent: a coin.
    const NETWORK: &str = "network n {\n}\nvariable Rain {\n type discrete [ 2 ] { Yes, No };\n}\n\
        variable Road {\n type discrete [ 3 ] { Dry, Wet, Icy };\n}\nvariable Roof {\n type discrete [ 2 ] { Dry, Wet };\n}\n\
        variable Nervous {\n type discrete [ 2 ] { Yes, No };\n}\nvariable Accident {\n type discrete [ 2 ] { Yes, No };\n}\n\
        variable Coin {\n type discrete [ 2 ] { Heads, Tails };\n}\n\
        probability ( Rain ) {\n table 0.3, 0.7;\n}\nprobability ( Road | Rain ) {\n (Yes) 0.1, 0.8, 0.1;\n (No) 0.9, 0.05, 0.05;\n}\n\
        probability ( Roof | Rain ) {\n (Yes) 0.2, 0.8;\n (No) 0.95, 0.05;\n}\nprobability ( Nervous ) {\n table 0.4, 0.6;\n}\n\
        probability ( Accident | Road, Nervous ) {\n (Dry, Yes) 0.1, 0.9;\n (Dry, No) 0.02, 0.98;\n (Wet, Yes) 0.3, 0.7;\n\
        (Wet, No) 0.1, 0.9;\n (Icy, Yes) 0.6, 0.4;\n (Icy, No) 0.4, 0.6;\n}\nprobability ( Coin ) {\n table 0.5, 0.5;\n}\n";

    fn enumerated(network: &Network, evidence: &Likelihoods) -> Vec<Vec<f64>> {
        let number = network.variables.len();
        let mut joint: Vec<Vec<f64>> =
            network.variables.iter().map(|variable| vec![0.0; variable.states.len()]).collect();
        let worlds: usize = joint.iter().map(Vec::len).product();
        for world in 0..worlds {
            let mut left = world;
            let mut states = vec![0; number];
            for (state, values) in states.iter_mut().zip(&joint) {
                *state = left % values.len();
                left /= values.len();
            }
            let own = |at: usize| network.variables[at].table[network.row(at, &states) + states[at]];
            let said = |at: usize| evidence[at].as_ref().map_or(1.0, |weights| weights[states[at]]);
            let weight: f64 = (0..number).map(|at| own(at) * said(at)).product();
            (0..number).for_each(|at| joint[at][states[at]] += weight);
        }
        joint
    }

    #[test]
    fn messages_find_what_counting_worlds_finds() {
        let network = Network::read(NETWORK).expect("a network");
        let tree = Junction::of(&network);
        let none: Likelihoods = vec![None; 6];
        let mut accident = none.clone();
        accident[4] = Some(vec![1.0, 0.0]);
        accident[2] = Some(vec![0.3, 0.9]);
        let mut impossible = accident.clone();
        impossible[1] = Some(vec![0.0, 0.0, 0.0]);
        for evidence in [none, accident, impossible] {
            let (found, expected) = (tree.joint(&evidence), enumerated(&network, &evidence));
            for (found, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
                assert!((found - expected).abs() < 1e-12, "{found} {expected}");
            }
        }
    }

    #[test]
    fn samples_have_the_frequencies_of_the_network() {
        let network = Network::read(NETWORK).expect("a network");
        let (order, mut dice) = (network.order(), super::super::network::Dice::new(7));
        let samples: Vec<Vec<usize>> = (0..20_000).map(|_| network.sample(&order, &mut dice)).collect();
        let joint = Junction::of(&network).joint(&vec![None; 6]);
        for (at, expected) in joint.iter().enumerate() {
            let share = samples.iter().filter(|states| states[at] == 0).count() as f64 / 20_000.0;
            assert!((share - expected[0]).abs() < 0.015, "{at}: {share} {}", expected[0]);
        }
    }
}
