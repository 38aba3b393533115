//! Several causes at once: every set of causes at work, at most one of a group, and every set of them that remains after what was tried.
//!
//! The section "Several causes at once" of the semantics, summed world by world.

use super::worlds::{OTHER, Part, Variable};
use super::{Conclusions, Hypothesis};
use etio_engine::{Base, Domain, Sign};

/// A set of causes at work: for each group the position of one of its hypotheses, or none.
type World = Vec<Option<usize>>;

impl Conclusions<'_> {
    /// Returns whether a base in which several causes can be at work together takes part.
    pub fn is_several(&self) -> bool {
        (0..self.bases.len()).any(|base| self.takes_part[base] && self.bases[base].several_at_once)
    }

    /// Returns the groups of hypotheses that exclude one another; one of all where no base with several causes takes part.
    pub fn groups(&self) -> Vec<Vec<Hypothesis>> {
        if !self.is_several() {
            return vec![self.hypotheses()];
        }
        let present = (0..self.bases.len()).filter(|base| self.takes_part[*base]);
        let (several, single): (Vec<usize>, Vec<usize>) = present.partition(|base| self.bases[*base].several_at_once);
        let all = |base: usize| (0..self.bases[base].causes.len()).map(move |cause| Some((base, cause)));
        let mut groups: Vec<Vec<Hypothesis>> = vec![];
        if !single.is_empty() {
            groups.push(single.into_iter().flat_map(all).collect());
        }
        for base in several {
            let own = groups_of(&self.bases[base]);
            groups.extend(own.into_iter().map(|group| group.into_iter().map(|cause| Some((base, cause))).collect()));
        }
        groups.push(vec![None]);
        groups
    }

    /// Returns the prior of a hypothesis beside several groups.
    pub(super) fn prior_among_several(&self, hypothesis: Hypothesis) -> f64 {
        let Some((base, cause)) = hypothesis else {
            let known = self.groups().into_iter().filter(|group| *group != [None]);
            let none: f64 = known.map(|group| self.none_of(&group)).product();
            return OTHER / (1.0 - OTHER) * (1.0 - none);
        };
        let causes = &self.bases[base].causes;
        let written = causes[cause].prior.get();
        if self.bases[base].several_at_once {
            return written;
        }
        let present = || (0..self.bases.len()).filter(|base| self.takes_part[*base]);
        let at_fault = present().filter(|base| self.bases[*base].several_at_once).map(|base| {
            let of = |group: Vec<usize>| {
                1.0 - group.into_iter().map(|cause| self.bases[base].causes[cause].prior.get()).sum::<f64>()
            };
            1.0 - groups_of(&self.bases[base]).into_iter().map(of).product::<f64>()
        });
        let at_fault: Vec<f64> = at_fault.collect();
        let mean = at_fault.iter().sum::<f64>() / at_fault.len() as f64;
        let single = present().filter(|base| !self.bases[*base].several_at_once).count() as f64;
        let all: f64 = causes.iter().map(|cause| cause.prior.get()).sum();
        mean / (1.0 - mean + single * mean) * written / all
    }

    /// Returns for each hypothesis how probable it is given that there is a problem, before any evidence.
    pub fn priors_told(&self) -> Vec<f64> {
        if !self.is_several() {
            return self.hypotheses().into_iter().map(|hypothesis| self.prior(hypothesis)).collect();
        }
        let mut before = Self { said: &[], possible: self.hypotheses(), confirmed: vec![], ..self.clone() };
        before.variables.iter_mut().for_each(|variable| variable.weights.fill(1.0));
        let sums = before.sum_over_sets(None);
        sums.of_hypothesis.iter().map(|sum| sum / sums.all).collect()
    }

    fn none_of(&self, group: &[Hypothesis]) -> f64 {
        1.0 - group.iter().map(|hypothesis| self.prior(*hypothesis)).sum::<f64>()
    }

    /// Returns whether a fact comes before the causes.
    pub(super) fn is_context(&self, variable: &Variable) -> bool {
        let base = &self.bases[variable.base];
        let is_choice = matches!(base.findings[variable.finding.index()].domain, Domain::OneOf { rest: None, .. });
        base.several_at_once && is_choice && self.speaks(variable.base, variable.finding)
    }

    /// Sums over all worlds: what remains, given the evidence. Of one variable only the worlds count in which it has the value, where one is given.
    pub(super) fn sum_over_sets(&self, only: Option<(usize, usize)>) -> Part {
        let hypotheses = self.hypotheses();
        let groups: Vec<Vec<usize>> =
            self.groups().iter().map(|group| group.iter().map(|one| position(&hypotheses, *one)).collect()).collect();
        let settings = self.settings(&hypotheses, &groups, only);
        let numbers: Vec<Vec<f64>> =
            self.variables.iter().map(|variable| self.numbers(variable, &hypotheses)).collect();
        let outcomes: Vec<[f64; 2]> = hypotheses.iter().map(|hypothesis| self.repaired(*hypothesis)).collect();
        let was_tried = outcomes.iter().any(|outcome| *outcome != [0.0, 1.0]);
        let mut sums = Part::nothing(hypotheses.len(), groups.len());
        for world in worlds(&groups) {
            let at_work: Vec<usize> = world.iter().flatten().copied().collect();
            if !self.is_allowed(&at_work, &hypotheses) {
                continue;
            }
            let chances = (0..self.variables.len()).map(|position| {
                let chances = self.chances_among_several(position, &at_work, &hypotheses, &numbers[position]);
                self.heard(position, &chances, only)
            });
            let likelihood: f64 = chances.product();
            let prior: f64 = settings.iter().map(|setting| setting.prior_of(&world, &groups)).sum();
            let can_remain = if was_tried { subsets(&at_work) } else { vec![at_work.clone()] };
            for remaining in can_remain.iter().filter(|remaining| !remaining.is_empty()) {
                let tried = at_work.iter().map(|one| outcomes[*one][usize::from(remaining.contains(one))]);
                sums.add(prior * likelihood * tried.product::<f64>(), remaining, &groups);
            }
        }
        sums
    }

    /// Returns whether the causes at work are possible, and all that are confirmed are among them.
    fn is_allowed(&self, at_work: &[usize], hypotheses: &[Hypothesis]) -> bool {
        let are_possible = at_work.iter().all(|one| self.possible.contains(&hypotheses[*one]));
        let is_at_work = |confirmed: &Hypothesis| at_work.iter().any(|one| hypotheses[*one] == *confirmed);
        are_possible && self.confirmed.iter().all(is_at_work)
    }

    /// Returns [P(repaired and what was said of fixes | at work), P(not repaired and what was said of fixes | at work)].
    fn repaired(&self, hypothesis: Hypothesis) -> [f64; 2] {
        let (mut stays, mut likelihood) = (1.0, 1.0);
        for (helps, outcome) in self.tried(hypothesis) {
            match outcome {
                etio_engine::Outcome::Failed => stays *= 1.0 - helps,
                etio_engine::Outcome::Helped => likelihood *= helps,
                etio_engine::Outcome::Partly => likelihood *= 0.8 * helps + 0.2 * (1.0 - helps),
                etio_engine::Outcome::NotDone => {}
            }
        }
        [1.0 - stays, stays * likelihood]
    }

    // ─── Contexts ───

    /// Returns every combination of values of the contexts.
    fn settings(&self, hypotheses: &[Hypothesis], groups: &[Vec<usize>], only: Option<(usize, usize)>) -> Vec<Setting> {
        let base = Setting {
            weight: 1.0,
            odds: hypotheses.iter().map(|hypothesis| self.prior(*hypothesis)).collect(),
            none: groups
                .iter()
                .map(|group| self.none_of(&group.iter().map(|one| hypotheses[*one]).collect::<Vec<_>>()))
                .collect(),
        };
        let mut settings = vec![base];
        for (position, variable) in self.variables.iter().enumerate().filter(|(_, variable)| self.is_context(variable))
        {
            let rates = self.chances(variable, None);
            let rows: Vec<_> = hypotheses.iter().map(|one| self.row(variable, *one)).collect();
            let values =
                (0..rates.len()).filter(|value| only.is_none_or(|(of, wanted)| of != position || *value == wanted));
            let values: Vec<usize> = values.collect();
            settings = settings
                .iter()
                .flat_map(|setting| {
                    values.iter().map(|value| setting.with(*value, &rates, &rows, variable.weights[*value]))
                })
                .collect();
        }
        settings
    }

    /// Returns P(value | cause) where the cause mentions the fact.
    fn row(&self, variable: &Variable, hypothesis: Hypothesis) -> Option<Vec<f64>> {
        let (base, cause) = hypothesis.filter(|(base, _)| *base == variable.base)?;
        let mentions = self.bases[base].causes[cause].links.iter().any(|link| link.sign.finding == variable.finding);
        mentions.then(|| self.chances(variable, hypothesis))
    }

    // ─── Findings ───

    /// Returns for each hypothesis the number of its link: P(yes | it alone); nothing for what is no yes-or-no finding.
    fn numbers(&self, variable: &Variable, hypotheses: &[Hypothesis]) -> Vec<f64> {
        let finding = &self.bases[variable.base].findings[variable.finding.index()];
        if variable.option.is_none() && matches!(finding.domain, Domain::OneOf { .. }) {
            return vec![];
        }
        hypotheses.iter().map(|hypothesis| self.chances(variable, *hypothesis)[0]).collect()
    }

    /// Returns P(value | causes at work) of a variable.
    fn chances_among_several(
        &self,
        position: usize,
        at_work: &[usize],
        hypotheses: &[Hypothesis],
        numbers: &[f64],
    ) -> Vec<f64> {
        let variable = &self.variables[position];
        if self.is_context(variable) {
            return vec![1.0; variable.weights.len()]; // It is in the prior.
        }
        if numbers.is_empty() {
            let its = at_work
                .iter()
                .map(|one| hypotheses[*one])
                .find(|one| one.is_some_and(|(base, _)| base == variable.base));
            return self.chances(variable, its.filter(|_| !self.bases[variable.base].several_at_once).unwrap_or(None));
        }
        let sign = Sign { finding: variable.finding, option: variable.option };
        let leak = self.otherwise(variable.base, sign);
        let (mut silent, mut kept) = (1.0 - leak, 1.0);
        for number in at_work.iter().map(|one| numbers[*one]) {
            if number >= leak {
                silent *= 1.0 - (number - leak) / (1.0 - leak);
            } else {
                kept *= number / leak;
            }
        }
        let yes = (1.0 - silent) * kept;
        vec![yes, 1.0 - yes]
    }

    /// Returns P(what was observed of a variable), or of the value that is looked for.
    fn heard(&self, position: usize, chances: &[f64], only: Option<(usize, usize)>) -> f64 {
        let variable = &self.variables[position];
        if self.is_context(variable) {
            return 1.0;
        }
        let values =
            (0..chances.len()).filter(|value| only.is_none_or(|(of, wanted)| of != position || *value == wanted));
        values.map(|value| chances[value] * variable.weights[value]).sum()
    }
}

/// Values of all contexts.
struct Setting {
    /// Their probability and what was observed of them.
    weight: f64,
    /// For each hypothesis, for each group its odds and those of none, not yet normalised.
    odds: Vec<f64>,
    none: Vec<f64>,
}

impl Setting {
    fn with(&self, value: usize, rates: &[f64], rows: &[Option<Vec<f64>>], heard: f64) -> Self {
        let odds = self.odds.iter().zip(rows);
        let odds = odds.map(|(odds, row)| row.as_ref().map_or(*odds, |row| odds * row[value] / rates[value]));
        Self { weight: self.weight * rates[value] * heard, odds: odds.collect(), none: self.none.clone() }
    }

    /// Returns the probability of a world together with these values.
    fn prior_of(&self, world: &World, groups: &[Vec<usize>]) -> f64 {
        let of_group = |group: usize| {
            let all = self.none[group] + groups[group].iter().map(|one| self.odds[*one]).sum::<f64>();
            world[group].map_or(self.none[group], |one| self.odds[one]) / all
        };
        self.weight * (0..groups.len()).map(of_group).product::<f64>()
    }
}

/// Returns the groups of one base, as positions of causes.
fn groups_of(base: &Base) -> Vec<Vec<usize>> {
    let kind = |cause: usize| {
        base.causes[cause].kind.filter(|kind| {
            let kind = &base.kinds[kind.index()];
            kind.one_at_a_time || kind.variants
        })
    };
    let mut groups: Vec<Vec<usize>> = vec![];
    for cause in 0..base.causes.len() {
        match groups.iter_mut().find(|group| kind(cause).is_some() && kind(group[0]) == kind(cause)) {
            Some(group) => group.push(cause),
            None => groups.push(vec![cause]),
        }
    }
    groups
}

fn position(hypotheses: &[Hypothesis], of: Hypothesis) -> usize {
    hypotheses.iter().position(|one| *one == of).expect("groups are made of hypotheses")
}

fn worlds(groups: &[Vec<usize>]) -> Vec<World> {
    let mut worlds = vec![vec![]];
    for group in groups {
        let states = || std::iter::once(None).chain(group.iter().copied().map(Some));
        worlds = worlds
            .iter()
            .flat_map(|world: &World| states().map(|state| [world.as_slice(), &[state]].concat()))
            .collect();
    }
    worlds
}

fn subsets(of: &[usize]) -> Vec<Vec<usize>> {
    let is_in = |set: usize, place: usize| set >> place & 1 == 1;
    let subset = |set: usize| (0..of.len()).filter(|place| is_in(set, *place)).map(|place| of[place]).collect();
    (0..1 << of.len()).map(subset).collect()
}
