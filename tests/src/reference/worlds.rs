//! Every way things can be: a cause, and a value for every finding that depends on it. The probability of each is a product, and everything asked is a sum over them.

use super::observed::are_symptoms;
use super::{Conclusions, Hypothesis};
use etio_engine::{Choice, Domain, FindingId, OptionId, Role, Sign};

/// The share of something that no loaded base knows.
pub(super) const OTHER: f64 = 0.05;

/// A variable with a value in every world: a draw of a finding, or one option of several.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    /// The position of the base.
    pub(super) base: usize,
    /// The finding.
    pub(super) finding: FindingId,
    /// The option, where each option is a variable of its own.
    pub(super) option: Option<OptionId>,
    /// P(observation | value); for yes-or-no the values are yes and no.
    pub(super) weights: Vec<f64>,
}

/// The sums over some worlds.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// P(evidence).
    pub(super) all: f64,
    /// For each hypothesis P(it is at work and remains, evidence).
    pub(super) of_hypothesis: Vec<f64>,
    /// For each group P(nothing of it remains, evidence).
    pub(super) of_none: Vec<f64>,
}

impl Part {
    pub(super) fn nothing(hypotheses: usize, groups: usize) -> Self {
        Self { all: 0.0, of_hypothesis: vec![0.0; hypotheses], of_none: vec![0.0; groups] }
    }

    /// Adds a world in which these hypotheses remain.
    pub(super) fn add(&mut self, probability: f64, remaining: &[usize], groups: &[Vec<usize>]) {
        self.all += probability;
        remaining.iter().for_each(|one| self.of_hypothesis[*one] += probability);
        for (none, group) in self.of_none.iter_mut().zip(groups) {
            if !group.iter().any(|one| remaining.contains(one)) {
                *none += probability;
            }
        }
    }

    /// Adds so much of another part.
    pub(super) fn add_share(&mut self, share: f64, of: &Self) {
        let add =
            |sums: &mut [f64], more: &[f64]| sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += share * more);
        self.all += share * of.all;
        add(&mut self.of_hypothesis, &of.of_hypothesis);
        add(&mut self.of_none, &of.of_none);
    }
}

/// The sums over all worlds.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    /// Over all.
    pub(super) all: Part,
    /// For each variable and value, over the worlds in which the variable has the value. Not formed where several causes can be at work.
    pub(super) of_value: Vec<Vec<Part>>,
}

/// Sums the probability of every world.
pub(super) fn sum_over_worlds(priors: &[f64], chances: &[Vec<Vec<f64>>], variables: &[Variable]) -> Sums {
    let nothing = Part::nothing(priors.len(), 1);
    let mut sums = Sums {
        all: nothing.clone(),
        of_value: variables.iter().map(|variable| vec![nothing.clone(); variable.weights.len()]).collect(),
    };
    let groups = [(0..priors.len()).collect::<Vec<_>>()];
    for (hypothesis, prior) in priors.iter().enumerate() {
        let mut world = Vec::with_capacity(variables.len());
        visit(&mut world, *prior, &chances[hypothesis], variables, &mut |world, probability| {
            sums.all.add(probability, &[hypothesis], &groups);
            for (variable, value) in world.iter().enumerate() {
                sums.of_value[variable][*value].add(probability, &[hypothesis], &groups);
            }
        });
    }
    sums
}

/// Visits every world that completes the one begun, with its probability times that of the observations.
fn visit(
    world: &mut Vec<usize>,
    probability: f64,
    chances: &[Vec<f64>],
    variables: &[Variable],
    see: &mut impl FnMut(&[usize], f64),
) {
    let next = world.len();
    if next == variables.len() {
        return see(world, probability);
    }
    for value in 0..variables[next].weights.len() {
        world.push(value);
        visit(world, probability * chances[next][value] * variables[next].weights[value], chances, variables, see);
        world.pop();
    }
}

impl Conclusions<'_> {
    /// Returns P(hypothesis) before any evidence, among the bases that take part.
    pub fn prior(&self, hypothesis: Hypothesis) -> f64 {
        if self.is_several() {
            return self.prior_among_several(hypothesis);
        }
        let Some((base, cause)) = hypothesis else { return OTHER };
        let causes = &self.bases[base].causes;
        let all: f64 = causes.iter().map(|cause| cause.prior.get()).sum();
        let bases = self.takes_part.iter().filter(|takes_part| **takes_part).count();
        (1.0 - OTHER) / bases as f64 * causes[cause].prior.get() / all
    }

    /// Returns P(value | hypothesis) for every value of a variable.
    pub(super) fn chances(&self, variable: &Variable, hypothesis: Hypothesis) -> Vec<f64> {
        let finding = &self.bases[variable.base].findings[variable.finding.index()];
        match (&finding.domain, variable.option) {
            (Domain::YesNo { otherwise }, _) => {
                let sign = Sign { finding: variable.finding, option: None };
                let yes = self.yes(variable.base, sign, otherwise.get(), finding.role, hypothesis);
                vec![yes, 1.0 - yes]
            }
            (Domain::SeveralOf { options }, Some(option)) => {
                let sign = Sign { finding: variable.finding, option: Some(option) };
                let otherwise = options[option.index()].otherwise.get();
                let yes = self.yes(variable.base, sign, otherwise, Role::Fact, hypothesis);
                vec![yes, 1.0 - yes]
            }
            (Domain::OneOf { options, rest }, option) => {
                let all = self.one_of(variable.base, variable.finding, options, rest.is_some(), hypothesis);
                option.map(|option| all[option.index()]).map_or(all, |yes| vec![yes, 1.0 - yes])
            }
            (domain, _) => unreachable!("{domain:?} is no variable"),
        }
    }

    /// Returns the author's number for a sign, where the hypothesis is a cause that mentions it.
    pub fn link(&self, base: usize, sign: Sign, hypothesis: Hypothesis) -> Option<f64> {
        let (its_base, cause) = hypothesis.filter(|(its_base, _)| *its_base == base)?;
        let links = &self.bases[its_base].causes[cause].links;
        links.iter().find(|link| link.sign == sign).map(|link| link.number.get())
    }

    /// Returns P(the sign | a cause that does not mention it).
    pub fn otherwise(&self, base: usize, sign: Sign) -> f64 {
        match (&self.bases[base].findings[sign.finding.index()].domain, sign.option) {
            (Domain::YesNo { otherwise }, _) => otherwise.get(),
            (Domain::OneOf { options, .. } | Domain::SeveralOf { options }, Some(option)) => {
                options[option.index()].otherwise.get()
            }
            (domain, _) => unreachable!("{domain:?} has no such sign"),
        }
    }

    /// Returns P(yes | other) of a yes-or-no finding of a base that takes part.
    pub fn other_shows(&self, base: usize, finding: FindingId) -> f64 {
        self.chance_of_yes(base, finding, None)
    }

    /// Returns P(yes | hypothesis) of a yes-or-no finding of a base that takes part, whatever was observed of it.
    pub fn chance_of_yes(&self, base: usize, finding: FindingId, hypothesis: Hypothesis) -> f64 {
        let variable = self.variables.iter().find(|variable| (variable.base, variable.finding) == (base, finding));
        self.chances(variable.expect("the base takes part"), hypothesis)[0]
    }

    fn yes(&self, base: usize, sign: Sign, otherwise: f64, role: Role, hypothesis: Hypothesis) -> f64 {
        if hypothesis.is_none() && role == Role::Symptom {
            let average = self.average(|cause| self.yes(base, sign, otherwise, role, cause));
            return (0.5 * average).max(otherwise);
        }
        self.link(base, sign, hypothesis).unwrap_or(otherwise)
    }

    fn one_of(
        &self,
        base: usize,
        finding: FindingId,
        options: &[Choice],
        has_rest: bool,
        hypothesis: Hypothesis,
    ) -> Vec<f64> {
        let otherwise: Vec<f64> = options.iter().map(|option| option.otherwise.get()).collect();
        if hypothesis.is_none() && are_symptoms(options) {
            let halves = (0..options.len()).map(|option| {
                let average = self.average(|cause| self.one_of(base, finding, options, has_rest, cause)[option]);
                (0.5 * average).max(otherwise[option])
            });
            return with_rest(halves.collect(), has_rest);
        }
        let sign = |option: usize| Sign { finding, option: Some(OptionId(option as u32)) };
        let links: Vec<Option<f64>> =
            (0..options.len()).map(|option| self.link(base, sign(option), hypothesis)).collect();
        let linked: f64 = links.iter().flatten().sum();
        let unlinked: f64 = links.iter().zip(&otherwise).filter(|(link, _)| link.is_none()).map(|(_, rate)| rate).sum();
        let chance = |link: Option<f64>, rate: f64| match link {
            _ if has_rest => link.unwrap_or(rate),
            Some(number) if unlinked > 0.0 && linked <= 1.0 => number,
            Some(number) => number / linked,
            None if unlinked > 0.0 && linked <= 1.0 => (1.0 - linked) * rate / unlinked,
            None => 0.0,
        };
        with_rest(links.iter().zip(&otherwise).map(|(link, rate)| chance(*link, *rate)).collect(), has_rest)
    }

    /// Returns the average of a chance over the known causes that take part, by their priors.
    fn average(&self, chance: impl Fn(Hypothesis) -> f64) -> f64 {
        let known: Vec<Hypothesis> = self.hypotheses().into_iter().filter(Option::is_some).collect();
        let all: f64 = known.iter().map(|cause| self.prior(*cause)).sum();
        known.iter().map(|cause| self.prior(*cause) * chance(*cause)).sum::<f64>() / all
    }
}

/// Adds the value that is left over, and keeps the sum at one.
fn with_rest(mut chances: Vec<f64>, has_rest: bool) -> Vec<f64> {
    if has_rest {
        let sum: f64 = chances.iter().sum();
        chances.iter_mut().for_each(|chance| *chance /= sum.max(1.0));
        chances.push((1.0 - sum).max(0.0));
    }
    chances
}
