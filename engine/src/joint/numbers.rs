//! What is known, as the numbers of a network: how probable each cause is, what is left of it after fixes, and which findings it raises or lowers.

use super::pieces::{Piece, Says};
use crate::groups::Groups;
use crate::knowledge::Knowledge;
use crate::layout::{Group, Shape, Table};
use crate::model::{CauseId, FindingId, FixId, MAX_CONTEXT_VALUES, Sign};
use crate::observation::Pair;
use crate::posterior::{State, effects, outcome_pair, with_luck};
use crate::report::Thing;
use crate::statement::Outcome;
use std::collections::BTreeMap;

/// A network in numbers.
pub(crate) struct Numbers {
    /// What came of fixes, for each hypothesis.
    pub(super) after: Vec<After>,
    pub(super) findings: Vec<Observed>,
    /// The links of observed findings, by finding.
    pub(super) links: Vec<Link>,
    /// One for each combination of values of the contexts; none where there are `parts`.
    pub(super) settings: Vec<Setting>,
    /// Where the contexts of several bases have too many combinations together: the bases without contexts, then each of the others.
    pub(super) parts: Vec<Part>,
}

/// Bases that are summed by themselves.
pub(super) struct Part {
    pub(super) bases: Vec<usize>,
    /// Their groups; that of `other` is of no part.
    pub(super) groups: Vec<usize>,
    /// One for each combination of values of their contexts. Weights and masses of other parts say nothing.
    pub(super) settings: Vec<Setting>,
}

impl Part {
    /// Returns the hypotheses of its groups, in their order.
    pub(super) fn members(&self, scene: &Scene<'_>) -> Vec<usize> {
        self.groups.iter().flat_map(|group| scene.groups.members(*group)).copied().collect()
    }
}

/// What fixes left of a cause that was at work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct After {
    /// P(outcomes, it is repaired).
    pub(super) repaired: f64,
    /// P(outcomes, it remains).
    pub(super) remains: f64,
}

/// An observed finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Observed {
    pub(super) base: usize,
    pub(super) leak: f64,
    pub(super) pair: Pair,
}

/// What a cause does to an observed finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Link {
    pub(super) hypothesis: usize,
    pub(super) finding: usize,
    /// P(finding | this one alone).
    pub(super) number: f64,
}

/// Whether a cause raises or lowers a finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Effect {
    /// The net link q.
    Raises(f64),
    /// The share r by which it inhibits.
    Lowers(f64),
}

/// One combination of values of the contexts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Setting {
    /// How probable it is, times how likely what was observed of the contexts is.
    pub(super) weight: f64,
    /// The mass of each hypothesis being at work.
    pub(super) at_work: Vec<f64>,
    /// The mass of none of each group.
    pub(super) nothing: Vec<f64>,
}

impl Numbers {
    /// Returns the hypotheses that raise a finding that is probably there, ascending.
    pub(crate) fn raised(&self) -> Vec<usize> {
        let raises = |link: &&Link| {
            let Observed { leak, pair, .. } = self.findings[link.finding];
            pair.yes > pair.no && link.number > leak
        };
        let mut raised: Vec<usize> = self.links.iter().filter(raises).map(|link| link.hypothesis).collect();
        raised.sort_unstable();
        raised.dedup();
        raised
    }
}

/// What bears on the priors: what was observed of facts with exclusive values, and whether hard relations count.
struct Exclusive<'v> {
    values: Vec<(FindingId, &'v [f64])>,
    has_conditions: bool,
}

/// Where the numbers of a state come from.
pub(crate) struct Scene<'a> {
    pub(super) knowledge: &'a Knowledge,
    pub(super) group: &'a Group,
    pub(super) groups: &'a Groups,
    state: &'a State,
    /// A hypothesis that cannot be, whatever speaks for it.
    pub(super) without: Option<usize>,
}

impl<'a> Scene<'a> {
    /// Returns the scene of a state; nothing where there is one group.
    pub(crate) fn of(knowledge: &'a Knowledge, state: &'a State) -> Option<Self> {
        let groups = state.group.several.as_ref()?;
        Some(Self { knowledge, group: &state.group, groups, state, without: None })
    }

    /// Returns the same where a hypothesis cannot be.
    #[must_use]
    pub(crate) fn without(self, hypothesis: usize) -> Self {
        Self { without: Some(hypothesis), ..self }
    }

    /// Returns the numbers of these pieces of evidence.
    pub(crate) fn numbers<'p>(&self, pieces: impl IntoIterator<Item = &'p Piece>) -> Numbers {
        let mut signs: BTreeMap<Sign, Pair> = BTreeMap::new();
        let mut values: Vec<(FindingId, &[f64])> = Vec::new();
        let mut outcomes: Vec<(FixId, Outcome)> = Vec::new();
        let mut has_conditions = false;
        for piece in pieces {
            match &piece.says {
                Says::Signs(said) => said.iter().for_each(|(sign, pair)| {
                    let known = signs.entry(*sign).or_insert(Pair::NOTHING);
                    *known = known.times(*pair);
                }),
                Says::Values(finding, weights) => values.push((*finding, weights)),
                Says::Outcome(fix, outcome) => outcomes.push((*fix, *outcome)),
                Says::Conditions => has_conditions = true,
            }
        }
        let mut numbers = Numbers {
            after: self.after(&outcomes),
            findings: Vec::new(),
            links: Vec::new(),
            settings: Vec::new(),
            parts: Vec::new(),
        };
        signs.into_iter().for_each(|(sign, pair)| self.observe(sign, pair, &mut numbers));
        let told = Exclusive { values, has_conditions };
        let with_contexts = self.bases_apart();
        if with_contexts.is_empty() {
            numbers.settings = self.settings(&told, self.groups.contexts(), &|_| true);
        } else {
            numbers.parts = self.parts(&told, &with_contexts);
        }
        numbers
    }

    // ─── Findings ───

    fn observe(&self, sign: Sign, pair: Pair, numbers: &mut Numbers) {
        let finding = numbers.findings.len();
        self.for_each_link(sign, |hypothesis, number| {
            if self.groups.of(hypothesis).is_some() {
                numbers.links.push(Link { hypothesis, finding, number });
            }
        });
        let base = self.knowledge.base_of(Thing::Finding(sign.finding)).index();
        numbers.findings.push(Observed { base, leak: self.leak(sign), pair });
    }

    /// Returns P(sign | nothing is at work).
    pub(super) fn leak(&self, sign: Sign) -> f64 {
        match (self.knowledge.layout.shape(sign.finding), sign.option) {
            (Shape::YesNo(column), _) => column.leak,
            (Shape::SeveralOf(columns), Some(option)) => columns[option.index()].leak,
            (Shape::OneOf(table), Some(option)) => table.unlinked(option.index()),
            _ => 0.0,
        }
    }

    /// Calls `visit` with each hypothesis that may have a number of its own, `other` last, and P(sign | this one alone).
    pub(super) fn for_each_link(&self, sign: Sign, mut visit: impl FnMut(usize, f64)) {
        let other = self.knowledge.layout.other();
        match (self.knowledge.layout.shape(sign.finding), sign.option) {
            (Shape::YesNo(column), _) => column.for_each(self.group, other, visit),
            (Shape::SeveralOf(columns), Some(option)) => columns[option.index()].for_each(self.group, other, visit),
            (Shape::OneOf(table), Some(option)) => {
                let value = option.index();
                table.rows.iter().for_each(|row| visit(row.cause.index(), table.linked(row, value)));
                visit(other, table.other(self.group, value));
            }
            _ => {}
        }
    }

    // ─── Fixes ───

    fn after(&self, outcomes: &[(FixId, Outcome)]) -> Vec<After> {
        let causes = self.knowledge.causes();
        let mut stays = vec![1.0; self.knowledge.layout.hypotheses()];
        let mut helped = stays.clone();
        for &(id, outcome) in outcomes {
            let fix = self.knowledge.fix(id);
            let mut helps = vec![0.0; stays.len()];
            effects(self.knowledge, fix).for_each(|(hypothesis, number, _)| helps[hypothesis] = number);
            for (hypothesis, number) in helps.into_iter().enumerate() {
                let passes = causes.get(hypothesis).and_then(|cause| cause.passes_in);
                let helps = with_luck(number, fix.takes, passes);
                match outcome_pair(outcome) {
                    _ if outcome == Outcome::Failed => stays[hypothesis] *= 1.0 - helps,
                    Some(pair) => helped[hypothesis] *= pair.likelihood(helps),
                    None => {}
                }
            }
        }
        let after = |(stays, helped): (&f64, &f64)| After { repaired: 1.0 - stays, remains: stays * helped };
        stays.iter().zip(&helped).map(after).collect()
    }

    // ─── Priors ───

    /// Returns the bases with contexts, where these have too many combinations of values together to go through them all.
    fn bases_apart(&self) -> Vec<usize> {
        let mut combinations = 1_usize;
        let mut bases: Vec<usize> = Vec::new();
        for &context in self.groups.contexts() {
            let Shape::OneOf(table) = self.knowledge.layout.shape(context) else { continue };
            combinations = combinations.saturating_mul(table.values());
            bases.push(self.knowledge.base_of(Thing::Finding(context)).index());
        }
        bases.sort_unstable();
        bases.dedup();
        if combinations > MAX_CONTEXT_VALUES { bases } else { Vec::new() }
    }

    /// Returns each of these bases by itself, after all others together.
    fn parts(&self, told: &Exclusive<'_>, with_contexts: &[usize]) -> Vec<Part> {
        let (base_of, bases) = (self.bases_of_groups(), 0..self.knowledge.bases().len());
        let others = bases.filter(|base| !with_contexts.contains(base)).collect();
        let parts = std::iter::once(others).chain(with_contexts.iter().map(|base| vec![*base]));
        let part = |(nth, bases): (usize, Vec<usize>)| {
            let is_own = |group: usize| base_of[group].map_or(nth == 0, |base| bases.contains(&base));
            let groups = (0..base_of.len()).filter(|group| base_of[*group].is_some() && is_own(*group)).collect();
            let contexts = self.groups.contexts().iter().copied();
            let contexts =
                contexts.filter(|context| bases.contains(&self.knowledge.base_of(Thing::Finding(*context)).index()));
            let contexts: Vec<FindingId> = contexts.collect();
            let settings = self.settings(told, &contexts, &is_own);
            Part { bases, groups, settings }
        };
        parts.enumerate().map(part).collect()
    }

    /// Returns for each group its base, of the single group the first of its bases; none for that of `other`.
    fn bases_of_groups(&self) -> Vec<Option<usize>> {
        let other = self.knowledge.layout.other();
        let base = |member: usize| self.knowledge.base_of(Thing::Cause(CauseId::at(member))).index();
        let of = |members: &[usize]| members.first().filter(|member| **member != other).map(|member| base(*member));
        self.groups.iter().map(of).collect()
    }

    /// Returns the combinations of values of the contexts that are possible, with the priors of these groups in each.
    fn settings(&self, told: &Exclusive<'_>, contexts: &[FindingId], is_own: &dyn Fn(usize) -> bool) -> Vec<Setting> {
        let mut settings = self.combinations(&told.values, contexts);
        for setting in &mut settings {
            if self.groups.single().is_some_and(is_own) {
                self.weigh_single(&told.values, setting);
            }
            if told.has_conditions {
                self.exclude(setting, is_own);
            }
            if let Some(hypothesis) = self.without {
                setting.at_work[hypothesis] = 0.0;
                setting.normalise(self.groups, self.groups.of(hypothesis).filter(|group| is_own(*group)));
            }
        }
        settings
    }

    fn combinations(&self, values: &[(FindingId, &[f64])], contexts: &[FindingId]) -> Vec<Setting> {
        let plain = Setting {
            weight: 1.0,
            at_work: self.group.priors.clone(),
            nothing: self
                .groups
                .iter()
                .map(|members| 1.0 - members.iter().map(|member| self.group.priors[*member]).sum::<f64>())
                .collect(),
        };
        let mut settings = vec![plain];
        for &context in contexts {
            let Shape::OneOf(table) = self.knowledge.layout.shape(context) else { continue };
            let weights = values.iter().find(|(finding, _)| *finding == context).map(|(_, weights)| *weights);
            let weight = |value: usize| table.unlinked(value) * weights.map_or(1.0, |weights| weights[value]);
            let possible: Vec<usize> = (0..table.values()).filter(|value| weight(*value) > 0.0).collect();
            let with = |setting: &Setting| {
                let of = |&value: &usize| {
                    let mut setting = Setting { weight: setting.weight * weight(value), ..setting.clone() };
                    self.change_odds(table, value, &mut setting);
                    setting
                };
                possible.iter().map(of).collect::<Vec<_>>()
            };
            settings = settings.iter().flat_map(with).collect();
        }
        settings
    }

    /// Multiplies the odds of each cause that mentions a context, against none of its group.
    fn change_odds(&self, table: &Table, value: usize, setting: &mut Setting) {
        let mut changed: Vec<usize> = Vec::new();
        for row in &table.rows {
            let hypothesis = row.cause.index();
            setting.at_work[hypothesis] *= table.linked(row, value) / table.unlinked(value);
            changed.extend(self.groups.of(hypothesis));
        }
        changed.sort_unstable();
        changed.dedup();
        let weight = setting.weight;
        setting.normalise(self.groups, changed);
        // Given the context, a group is as it is: how probable the context is stands in the weight already.
        setting.weight = weight;
    }

    /// Weighs the single group by its facts with exclusive values; none of it has their base rates.
    fn weigh_single(&self, values: &[(FindingId, &[f64])], setting: &mut Setting) {
        for &(finding, weights) in values {
            let base = self.knowledge.base_of(Thing::Finding(finding));
            let Shape::OneOf(table) = self.knowledge.layout.shape(finding) else { continue };
            let Some(single) = self.groups.single().filter(|_| !self.knowledge.base(base).several_at_once) else {
                continue;
            };
            let sum = |of: &dyn Fn(usize) -> f64| {
                weights.iter().enumerate().map(|(value, weight)| weight * of(value)).sum::<f64>()
            };
            let unlinked = sum(&|value| table.unlinked(value));
            setting.nothing[single] *= unlinked;
            let mut rows = table.rows.iter().peekable();
            for &member in self.groups.members(single) {
                let row = rows.next_if(|row| row.cause.index() == member);
                setting.at_work[member] *= row.map_or(unlinked, |row| sum(&|value| table.linked(row, value)));
            }
            setting.normalise(self.groups, [single]);
        }
    }

    /// Takes out what is impossible; of the group of a confirmed cause, that there is none too.
    fn exclude(&self, setting: &mut Setting, is_own: &dyn Fn(usize) -> bool) {
        let mut changed: Vec<usize> = Vec::new();
        for (hypothesis, _) in self.state.exclusions.iter().enumerate().filter(|(_, exclusion)| exclusion.is_some()) {
            setting.at_work[hypothesis] = 0.0;
            changed.extend(self.groups.of(hypothesis));
        }
        for group in self.state.confirmed.iter().filter_map(|cause: &CauseId| self.groups.of(cause.index())) {
            setting.nothing[group] = 0.0;
            changed.push(group);
        }
        changed.retain(|group| is_own(*group));
        changed.sort_unstable();
        changed.dedup();
        setting.normalise(self.groups, changed);
    }
}

impl Setting {
    /// Makes the masses of groups sum to one again, and keeps in the weight what they summed to.
    fn normalise(&mut self, groups: &Groups, changed: impl IntoIterator<Item = usize>) {
        for group in changed {
            let members = groups.members(group);
            let total = self.nothing[group] + members.iter().map(|member| self.at_work[*member]).sum::<f64>();
            self.weight *= total;
            if total > 0.0 {
                self.nothing[group] /= total;
                members.iter().for_each(|member| self.at_work[*member] /= total);
            }
        }
    }
}

impl Effect {
    /// Returns what a cause with this number does to a finding with this leak; nothing where it is the leak.
    pub(super) fn of(number: f64, leak: f64) -> Option<Self> {
        if number > leak {
            Some(Self::Raises((number - leak) / (1.0 - leak)))
        } else if number < leak {
            Some(Self::Lowers(1.0 - number / leak))
        } else {
            None
        }
    }
}
