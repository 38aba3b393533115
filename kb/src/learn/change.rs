//! From what the cases came to, to the statements that change.

use super::Options;
use super::figures::{Figure, closest, percent, round_share};
use super::maximise::{Counts, Fit, Tally};
use super::parameters::{Entry, Parameters, SignNumbers, TableNumbers, weight, within_link};
use etio_engine::{Base, CauseId, Domain, FindingId, Number, OptionId, Seconds, Sign, real};

/// Changes of the odds below this factor are not worth a line.
const WORTH_A_LINE: f64 = 1.005;
/// By which factor a cause of which there are few cases must move, before that is worth a line.
const WORTH_A_RARE_CAUSE: f64 = 1.5;
/// How common a cause may be written to be.
const MOST_OF_A_CAUSE: f64 = 0.99;
/// How much the causes of a kind that is one at a time may come to, with several causes at once.
const MOST_OF_A_GROUP: f64 = 0.949;

/// A number that cases move.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What it is the number of.
    pub target: Target,
    /// What the author wrote: a probability, or seconds.
    pub author: f64,
    /// As how many cases that counts.
    pub weight: f64,
    /// In how many cases it was so; of times, their mean in seconds. Fractions where it is not known for sure.
    pub of: f64,
    /// Of how many cases.
    pub cases: f64,
    /// What it becomes: the number as it is written and read.
    pub becomes: f64,
    /// How that is written.
    pub written: String,
    /// Whether it moves less than the cases say, since one run may move it only so far.
    pub held: bool,
}

/// What a number is of. Positions are those of the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// How common a cause is.
    Prior(CauseId),
    /// How often a cause shows a sign.
    Link(CauseId, Sign),
    /// How often a sign is there with causes that do not mention it.
    Otherwise(Sign),
    /// How often a fix helps against a cause; none for `other`.
    Effect(usize, Option<CauseId>),
    /// How long a fix takes.
    Takes(usize),
}

/// Returns every statement that changes, in the order of the base.
pub(super) fn changes(base: &Base, fit: &Fit, times: &[Vec<f64>], options: &Options) -> Vec<Change> {
    let mut all = Changes { base, fit, options, list: Vec::new() };
    all.priors();
    let signs = &fit.parameters.signs;
    signs.iter().for_each(|sign| all.sign(sign));
    for (table, counts) in fit.parameters.tables.iter().zip(&fit.counts.tables) {
        all.table(table, counts);
    }
    all.effects();
    all.times(times);
    all.list.sort_by_key(|change| change.target);
    all.list
}

struct Changes<'a> {
    base: &'a Base,
    fit: &'a Fit,
    options: &'a Options,
    list: Vec<Change>,
}

impl Changes<'_> {
    fn parameters(&self) -> &Parameters {
        &self.fit.parameters
    }

    fn counts(&self) -> &Counts {
        &self.fit.counts
    }

    /// Returns a number that moves no further than one run may move it, and whether that holds it back.
    fn limit(&self, author: f64, value: f64) -> (f64, bool) {
        let odds = |share: f64| share / (1.0 - share);
        let (least, most) = (odds(author) / self.options.most, odds(author) * self.options.most);
        let wished = odds(value);
        let held = wished.clamp(least, most);
        if held == wished { (value, false) } else { (held / (1.0 + held), true) }
    }

    fn add(&mut self, target: Target, number: (f64, f64), tally: Tally, value: f64, is_link: bool) {
        let (author, weight) = number;
        let kept = author.clamp(1e-6, 1.0 - 1e-6);
        let (value, held) = self.limit(kept, value);
        let value = if is_link { within_link(value) } else { value };
        let figure = match held {
            false => Figure::counted(author, weight, tally, value),
            true => round_share(value),
        };
        let moved = real::ln(odds(figure.value) / odds(kept)).abs();
        if moved > real::ln(WORTH_A_LINE) {
            let Figure { value: becomes, written } = figure;
            let Tally { of, cases } = tally;
            self.list.push(Change { target, author, weight, of, cases, becomes, written, held });
        }
    }

    fn priors(&mut self) {
        let parameters = self.parameters();
        if !parameters.priors_free || self.counts().cases <= 0.0 {
            return;
        }
        let limited: Vec<(f64, bool)> =
            parameters.priors.iter().map(|(author, now)| self.limit(*author, *now)).collect();
        let scale = if parameters.several { 1.0 } else { self.scale(&limited) };
        for (cause, (share, held)) in limited.iter().enumerate() {
            let author = self.base.causes[cause].prior.get();
            let crowding = self.crowding(cause, &limited);
            let Figure { value: becomes, written } = round_share((share * scale * crowding).clamp(1e-6, 1.0));
            let worth = if self.is_counted(cause) || crowding < 1.0 { WORTH_A_LINE } else { WORTH_A_RARE_CAUSE };
            if real::ln(becomes / author).abs() > real::ln(worth) {
                let (of, cases) = (self.counts().priors[cause], self.counts().cases);
                let (target, weight) = (Target::Prior(cause_id(cause)), self.parameters().prior_weight);
                self.list.push(Change { target, author, weight, of, cases, becomes, written, held: *held });
            }
        }
    }

    /// Returns whether enough cases had the cause.
    fn is_counted(&self, cause: usize) -> bool {
        self.counts().priors[cause] >= self.options.least - 1e-9
    }

    /// Returns what the shares of causes, one at a time, are multiplied by to become what is written: so that those with few cases
    /// together keep what the author wrote, and need no line.
    fn scale(&self, limited: &[(f64, bool)]) -> f64 {
        let priors = |wanted: &dyn Fn(usize) -> bool| {
            let causes = (0..limited.len()).filter(|cause| wanted(*cause));
            causes.fold((0.0, 0.0), |(written, share), cause| {
                (written + self.base.causes[cause].prior.get(), share + limited[cause].0)
            })
        };
        let few = priors(&|cause| !self.is_counted(cause));
        let (written, share) = if few.1 > 0.0 { few } else { priors(&|_| true) };
        let most = limited.iter().map(|(share, _)| *share).fold(0.0, f64::max);
        (written / share).min(MOST_OF_A_CAUSE / most)
    }

    /// Returns by what the priors of causes that exclude one another are to be multiplied, so that they do not come to too much.
    fn crowding(&self, cause: usize, limited: &[(f64, bool)]) -> f64 {
        let parameters = self.parameters();
        let group = parameters.groups.iter().find(|group| parameters.several && group.contains(&cause));
        let sum: f64 = group.map_or(0.0, |group| group.iter().map(|cause| limited[*cause].0).sum());
        if sum > MOST_OF_A_GROUP { MOST_OF_A_GROUP / sum } else { 1.0 }
    }

    fn sign(&mut self, sign: &SignNumbers) {
        let parameters = &self.fit.parameters;
        let leak = &parameters.shares[sign.leak];
        let mut otherwise = leak.author;
        if leak.free {
            let number = otherwise_of(self.base, sign.sign);
            let value = self.leak_value(sign);
            let before = self.list.len();
            self.add(
                Target::Otherwise(sign.sign),
                (number.get(), leak.weight),
                self.fit.counts.shares[sign.leak],
                value,
                true,
            );
            otherwise = self.list.get(before).map_or(otherwise, |change| change.becomes);
        }
        for (cause, (share, entry)) in &sign.links {
            let (now, tally) = (&parameters.shares[*share], self.fit.counts.shares[*share]);
            if !now.free {
                continue;
            }
            let value = match entry {
                Entry::Whole => now.value,
                Entry::Raises => 1.0 - (1.0 - otherwise) * (1.0 - now.value),
                Entry::Lowers => otherwise * (1.0 - now.value),
            };
            // The counts of a mechanism are none of the link itself.
            let weight = if *entry == Entry::Whole { now.weight } else { now.weight + 0.5 };
            let before = self.list.len();
            let author = link_of(self.base, *cause, sign.sign);
            self.add(Target::Link(cause_id(*cause), sign.sign), (author, weight), tally, value, true);
            self.list[before..].iter_mut().for_each(|change| change.weight = now.weight);
        }
    }

    /// Returns `otherwise`, below the causes that raise the sign.
    fn leak_value(&self, sign: &SignNumbers) -> f64 {
        let raising = sign.links.iter().filter(|(_, (_, entry))| *entry == Entry::Raises);
        let least = raising.map(|(cause, _)| link_of(self.base, *cause, sign.sign)).fold(1.0, f64::min);
        self.parameters().shares[sign.leak].value.min(least)
    }

    fn table(&mut self, table: &TableNumbers, counts: &std::collections::BTreeMap<Option<usize>, Vec<f64>>) {
        for (cause, row) in table.rows.iter().filter(|(_, row)| row.free) {
            let Some(counted) = counts.get(&Some(*cause)) else { continue };
            let limited: Vec<(f64, bool)> =
                row.linked.iter().map(|(_, author, now)| self.limit(*author, *now)).collect();
            let written: f64 = row.linked.iter().map(|(_, author, _)| author).sum();
            let is_whole = !table.has_rest && row.linked.len() == table.values && written > 1.0 - 1e-6;
            let shares: Vec<f64> = limited.iter().map(|(share, _)| *share).collect();
            let units = closest(&shares, is_whole);
            let moved = row
                .linked
                .iter()
                .zip(&units)
                .any(|((_, author, _), unit)| real::ln(odds(*unit) / odds(*author)).abs() > real::ln(WORTH_A_LINE));
            if !moved {
                continue;
            }
            let all: f64 = if table.is_complete {
                counted.iter().sum()
            } else {
                row.linked.iter().map(|(value, _, _)| counted[*value]).sum()
            };
            for (nth, (value, author, _)) in row.linked.iter().enumerate() {
                self.list.push(Change {
                    target: Target::Link(cause_id(*cause), sign_of(table.finding, *value)),
                    author: *author,
                    weight: row.weight,
                    of: counted[*value],
                    cases: all,
                    becomes: units[nth],
                    written: percent(units[nth]),
                    held: limited[nth].1,
                });
            }
        }
        self.otherwise_of_table(table, counts.get(&None));
    }

    fn otherwise_of_table(&mut self, table: &TableNumbers, counted: Option<&Vec<f64>>) {
        let Some(counted) = counted.filter(|_| table.otherwise_free) else { return };
        let limited: Vec<(f64, bool)> = table.otherwise.iter().map(|(author, now)| self.limit(*author, *now)).collect();
        let shares: Vec<f64> = limited.iter().map(|(share, _)| *share).collect();
        let units = closest(&shares, true);
        let differs = |((author, _), unit): (&(f64, f64), &f64)| {
            real::ln(odds(*unit) / odds(*author)).abs() > real::ln(WORTH_A_LINE)
        };
        if !table.otherwise.iter().zip(&units).any(differs) {
            return;
        }
        for (value, (author, _)) in table.otherwise.iter().enumerate() {
            self.list.push(Change {
                target: Target::Otherwise(sign_of(table.finding, value)),
                author: *author,
                weight: table.otherwise_weight,
                of: counted[value],
                cases: counted.iter().sum(),
                becomes: units[value],
                written: percent(units[value]),
                held: limited[value].1,
            });
        }
    }

    fn effects(&mut self) {
        let fit = self.fit;
        for ((fix, cause), effect) in &fit.parameters.effects {
            let share = &fit.parameters.shares[effect.share];
            if share.free {
                let cause = (*cause < fit.parameters.causes).then(|| cause_id(*cause));
                let effects = &self.base.fixes[*fix].effects;
                let author =
                    effects.iter().find(|known| known.cause == cause).map_or(share.author, |known| known.number.get());
                let tally = fit.counts.shares[effect.share];
                self.add(Target::Effect(*fix, cause), (author, share.weight), tally, share.value, false);
            }
        }
    }

    fn times(&mut self, times: &[Vec<f64>]) {
        for (fix, times) in times.iter().enumerate() {
            let cases = times.len() as f64;
            if cases < self.options.least {
                continue;
            }
            let (author, weight) = (self.base.fixes[fix].takes.get(), self.options.trust);
            let sum: f64 = times.iter().sum();
            let wished = (author * weight + sum) / (weight + cases);
            let value = wished.clamp(author / self.options.most, author.max(1.0) * self.options.most);
            let becomes = value.round().max(1.0);
            if becomes != author {
                let written = format!("{becomes} s");
                let (target, held, of) = (Target::Takes(fix), value != wished, sum / cases);
                self.list.push(Change { target, author, weight, of, cases, becomes, written, held });
            }
        }
    }
}

fn odds(share: f64) -> f64 {
    let share = share.clamp(1e-9, 1.0 - 1e-9);
    share / (1.0 - share)
}

fn cause_id(cause: usize) -> CauseId {
    CauseId(u32::try_from(cause).unwrap_or(u32::MAX))
}

fn sign_of(finding: FindingId, value: usize) -> Sign {
    Sign { finding, option: Some(OptionId(u32::try_from(value).unwrap_or(u32::MAX))) }
}

fn link_of(base: &Base, cause: usize, sign: Sign) -> f64 {
    let link = base.causes[cause].links.iter().find(|link| link.sign == sign);
    link.map_or(0.5, |link| link.number.get())
}

fn otherwise_of(base: &Base, sign: Sign) -> &Number {
    let finding = &base.findings[sign.finding.index()];
    match (&finding.domain, sign.option) {
        (Domain::YesNo { otherwise }, _) => otherwise,
        (_, Some(option)) => &finding.options()[option.index()].otherwise,
        _ => unreachable!("a sign is a yes-or-no finding or an option"),
    }
}

/// Puts changes into a base, as reading their overlay would.
pub(super) fn apply(base: &Base, changes: &[Change]) -> Base {
    let mut base = base.clone();
    for change in changes {
        let Some(probability) = etio_engine::Probability::new(change.becomes) else {
            if let Target::Takes(fix) = change.target {
                base.fixes[fix].takes = Seconds(change.becomes as u32);
            }
            continue;
        };
        match change.target {
            Target::Prior(cause) => base.causes[cause.index()].prior.probability = probability,
            Target::Link(cause, sign) => {
                let mut links = base.causes[cause.index()].links.iter_mut();
                links
                    .find(|link| link.sign == sign)
                    .into_iter()
                    .for_each(|link| link.number.probability = probability.within_link());
            }
            Target::Otherwise(sign) => set_otherwise(&mut base, sign, probability.within_link()),
            Target::Effect(fix, cause) => {
                let mut effects = base.fixes[fix].effects.iter_mut();
                effects
                    .find(|effect| effect.cause == cause)
                    .into_iter()
                    .for_each(|effect| effect.number.probability = probability);
            }
            Target::Takes(fix) => base.fixes[fix].takes = Seconds(change.becomes as u32),
        }
    }
    base
}

fn set_otherwise(base: &mut Base, sign: Sign, probability: etio_engine::Probability) {
    match (&mut base.findings[sign.finding.index()].domain, sign.option) {
        (Domain::YesNo { otherwise }, _) => otherwise.probability = probability,
        (Domain::OneOf { options, .. } | Domain::SeveralOf { options }, Some(option)) => {
            options[option.index()].otherwise.probability = probability;
        }
        _ => {}
    }
}

/// Returns the number that an author wrote for a target.
pub(super) fn author_number(base: &Base, target: Target, trust: f64) -> Option<(Number, f64)> {
    let number = match target {
        Target::Prior(cause) => base.causes[cause.index()].prior,
        Target::Link(cause, sign) => base.causes[cause.index()].links.iter().find(|link| link.sign == sign)?.number,
        Target::Otherwise(sign) => *otherwise_of(base, sign),
        Target::Effect(fix, cause) => base.fixes[fix].effects.iter().find(|effect| effect.cause == cause)?.number,
        Target::Takes(_) => return None,
    };
    Some((number, weight(&number, trust)))
}
