//! A second engine, slow and obvious, written from `docs/semantics.md` alone.
//!
//! It enumerates every world (a cause, and a value for every finding), weighs each with the probability of what was observed, and sums.
//! Of the engine it uses the plain data of a [`Base`] and the words for what is said, nothing that computes.

mod among;
mod decision;
mod derived;
mod information;
mod observed;
mod repair;
mod several;
mod truth;
mod worlds;

use crate::said::Said;

use etio_engine::{Base, Cause, Certainty, Condition, Finding, FindingId, FixId, Outcome, Verdict};
use observed::Listener;
use worlds::{Part, Sums, Variable};

pub use decision::Next;
pub use derived::Known;
pub use repair::Offer;
pub use truth::Truth;

/// A cause, by the positions of its base and of itself; none for `other`.
pub type Hypothesis = Option<(usize, usize)>;

/// What a person is told: a cause by itself, or a kind whose causes are variants of one trouble; none for `other`.
pub type Trouble = Option<(usize, Told)>;

/// What of a base is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The cause of this position.
    Cause(usize),
    /// The causes of the kind of this position.
    Kind(usize),
}

/// What was said cannot all be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict;

/// What follows from what was said.
#[derive(Clone, Debug)]
pub struct Conclusions<'a> {
    bases: &'a [Base],
    said: &'a [Said],
    /// For each base whether it takes part.
    pub takes_part: Vec<bool>,
    /// For each base what is known of each finding.
    pub known: Vec<Vec<Known>>,
    /// The causes that no condition makes impossible, `other` among them.
    pub possible: Vec<Hypothesis>,
    /// The causes that are surely at work.
    pub confirmed: Vec<Hypothesis>,
    variables: Vec<Variable>,
    sums: Sums,
}

impl<'a> Conclusions<'a> {
    /// Draws the conclusions.
    ///
    /// # Errors
    ///
    /// Where what was said is a contradiction.
    pub fn of(bases: &'a [Base], said: &'a [Said]) -> Result<Self, Conflict> {
        let mut known: Vec<Vec<Known>> = Vec::new();
        for base in 0..bases.len() {
            let findings = 0..bases[base].findings.len();
            let listener = Listener::new(bases, base, said);
            known.push(findings.map(|position| listener.known(FindingId(position as u32))).collect::<Result<_, _>>()?);
        }
        let takes_part = known.iter().map(|of_base| of_base.iter().any(Known::is_known)).collect();
        let sums = Sums { all: Part::nothing(0, 0), of_value: vec![] };
        let (possible, confirmed, variables) = (vec![], vec![], vec![]);
        let mut this = Self { bases, said, takes_part, known, possible, confirmed, variables, sums };
        (this.possible, this.confirmed) = this.find_possible()?;
        this.variables = this.find_variables();
        this.sums = this.sum();
        if this.is_anything_known() && this.sums.all.all == 0.0 {
            return Err(Conflict);
        }
        Ok(this)
    }

    /// Returns the hypotheses: the causes of the bases that take part, then `other`; none where no base takes part.
    pub fn hypotheses(&self) -> Vec<Hypothesis> {
        if !self.is_anything_known() {
            return vec![];
        }
        let bases = (0..self.bases.len()).filter(|base| self.takes_part[*base]);
        let causes = bases.flat_map(|base| (0..self.bases[base].causes.len()).map(move |cause| Some((base, cause))));
        causes.chain([None]).collect()
    }

    /// Returns P(hypothesis | evidence), in the order of [`Self::hypotheses`].
    pub fn posteriors(&self) -> Vec<f64> {
        self.sums.all.of_hypothesis.iter().map(|sum| sum / self.sums.all.all).collect()
    }

    /// Returns what the evidence amounts to, and by how much (of a probability) it would be something else.
    pub fn verdict(&self) -> (Verdict, f64) {
        if self.is_several() {
            return self.verdict_among_several();
        }
        let mut ranked: Vec<(Trouble, f64)> = self.troubles();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        let Some((leader, first)) = ranked.first().copied() else { return (Verdict::Nothing, 1.0) };
        let next = ranked.get(1).map_or(0.0, |(_, next)| *next);
        let margin = (first - 0.5).min(first - 2.0 * next);
        let verdict = if leader.is_some() && margin >= 0.0 { Verdict::Diagnosed } else { Verdict::Unsure };
        (verdict, margin.abs())
    }

    /// Returns P(trouble | evidence) of all troubles, in the order of their first hypotheses.
    pub fn troubles(&self) -> Vec<(Trouble, f64)> {
        let all: Vec<(Hypothesis, f64)> = self.hypotheses().into_iter().zip(self.posteriors()).collect();
        self.by_trouble(&all)
    }

    /// Returns the trouble that a hypothesis is, or is a variant of.
    pub fn trouble(&self, hypothesis: Hypothesis) -> Trouble {
        let (base, cause) = hypothesis?;
        let kind = self.bases[base].causes[cause].kind;
        let with_variants = kind.filter(|kind| self.bases[base].kinds[kind.index()].variants);
        Some((base, with_variants.map_or(Told::Cause(cause), |kind| Told::Kind(kind.index()))))
    }

    /// Returns the sums of what belongs to one trouble.
    fn by_trouble(&self, of: &[(Hypothesis, f64)]) -> Vec<(Trouble, f64)> {
        let mut sums: Vec<(Trouble, f64)> = Vec::new();
        for (hypothesis, more) in of {
            let trouble = self.trouble(*hypothesis);
            match sums.iter_mut().find(|(known, _)| *known == trouble) {
                Some((_, sum)) => *sum += more,
                None => sums.push((trouble, *more)),
            }
        }
        sums
    }

    /// Returns the verdict where several causes can be at work: each trouble that is at least as likely as not must stand out.
    fn verdict_among_several(&self) -> (Verdict, f64) {
        let all: Vec<(Trouble, f64)> = self.troubles();
        let is_likely = |(trouble, posterior): &&(Trouble, f64)| trouble.is_some() && *posterior >= 0.5;
        let likely: Vec<f64> = all.iter().filter(is_likely).map(|(_, posterior)| *posterior).collect();
        let least = likely.iter().copied().fold(f64::INFINITY, f64::min);
        let others = all.iter().filter(|(trouble, posterior)| trouble.is_none() || *posterior < 0.5);
        let next = others.map(|(_, posterior)| *posterior).fold(0.0, f64::max);
        let verdict = if !likely.is_empty() && least >= 2.0 * next { Verdict::Diagnosed } else { Verdict::Unsure };
        let edges = all.iter().map(|(_, posterior)| (posterior - 0.5).abs());
        (verdict, edges.fold((least - 2.0 * next).abs(), f64::min))
    }

    /// Returns what is known of a finding.
    pub fn of_finding(&self, base: usize, finding: FindingId) -> &Known {
        &self.known[base][finding.index()]
    }

    /// Returns whether nothing at all was observed or derived of a finding that applies.
    pub fn is_untouched(&self, base: usize, finding: FindingId) -> bool {
        let known = self.of_finding(base, finding);
        let is_flat = |weights: &Vec<f64>| weights.iter().all(|weight| *weight == 1.0);
        known.applies && !known.is_known() && known.weights.iter().all(is_flat)
    }

    /// Returns whether some cause of the base has a link to the finding.
    pub fn speaks(&self, base: usize, finding: FindingId) -> bool {
        self.bases[base].causes.iter().flat_map(|cause| &cause.links).any(|link| link.sign.finding == finding)
    }

    /// Returns whether some condition or fix of the base looks at the finding.
    pub fn is_premise(&self, base: usize, finding: FindingId) -> bool {
        let its = &self.bases[base];
        let of_findings = its.findings.iter().flat_map(Finding::conditions);
        let rules = its.rules.iter().map(|rule| &rule.when);
        let fixes = its.fixes.iter().flat_map(|fix| &fix.only_when);
        let signs = its.fixes.iter().flat_map(|fix| &fix.for_signs);
        of_findings.chain(rules).chain(fixes).any(|condition| mentions(condition, finding))
            || self.rules_causes_out(base, finding)
            || signs.into_iter().any(|sign| sign.finding == finding)
            || its.fixes.iter().any(|fix| fix.tells == Some(finding))
    }

    /// Returns whether a hard relation of a cause mentions the finding.
    pub fn rules_causes_out(&self, base: usize, finding: FindingId) -> bool {
        let hard = |cause: &Cause| {
            let mut conditions = cause.ruled_out_when.iter().chain(&cause.only_when).chain(&cause.confirmed_when);
            conditions.any(|condition| mentions(condition, finding))
        };
        self.bases[base].causes.iter().any(hard)
    }

    /// Returns the last outcome of a fix.
    pub fn outcome(&self, base: usize, fix: FixId) -> Option<Outcome> {
        self.listener(base).outcome(fix)
    }

    /// Returns whether a whole text says that the symptom is absent.
    pub fn is_absent(&self, base: usize, finding: FindingId) -> bool {
        self.listener(base).is_absent(finding)
    }

    fn listener(&self, base: usize) -> Listener<'a> {
        Listener::new(self.bases, base, self.said)
    }

    fn is_anything_known(&self) -> bool {
        self.takes_part.contains(&true)
    }

    /// Returns the hypotheses that no condition makes impossible, and those that one confirms.
    fn find_possible(&self) -> Result<(Vec<Hypothesis>, Vec<Hypothesis>), Conflict> {
        let mut possible = Vec::new();
        let mut confirmed = Vec::new();
        for hypothesis in self.hypotheses() {
            let Some((base, cause)) = hypothesis else {
                possible.push(None);
                continue;
            };
            let cause = &self.bases[base].causes[cause];
            let some = |conditions: &[Condition], truth: Truth| -> Result<bool, Conflict> {
                let truths = conditions.iter().map(|condition| self.listener(base).holds(condition));
                Ok(truths.collect::<Result<Vec<_>, _>>()?.contains(&truth))
            };
            let is_confirmed = some(&cause.confirmed_when, Truth::Yes(Certainty::Sure))?;
            let is_excluded = some(&cause.ruled_out_when, Truth::Yes(Certainty::Sure))?
                || some(&cause.only_when, Truth::No(Certainty::Sure))?;
            match (is_confirmed, is_excluded) {
                (true, true) => return Err(Conflict),
                (true, false) => confirmed.push(hypothesis),
                (false, false) => possible.push(hypothesis),
                (false, true) => {}
            }
        }
        for group in self.groups() {
            let of_group = confirmed.iter().filter(|one| group.contains(one)).count();
            if of_group > 1 {
                return Err(Conflict);
            }
            possible.retain(|one| of_group == 0 || !group.contains(one));
        }
        possible.extend(&confirmed);
        Ok((possible, confirmed))
    }

    fn find_variables(&self) -> Vec<Variable> {
        let mut variables = Vec::new();
        for base in (0..self.bases.len()).filter(|base| self.takes_part[*base]) {
            for (position, known) in self.known[base].iter().enumerate() {
                let finding = FindingId(position as u32);
                let domain = &self.bases[base].findings[position].domain;
                if let etio_engine::Domain::OneOf { options, rest: Some(_) } = domain
                    && self.is_several()
                {
                    let pairs = observed::pairs_of_symptoms(&known.weights, options.len()).into_iter().enumerate();
                    let option = |option: usize| Some(etio_engine::OptionId(option as u32));
                    variables.extend(pairs.map(|(position, pair)| Variable {
                        base,
                        finding,
                        option: option(position),
                        weights: pair.to_vec(),
                    }));
                    continue;
                }
                let is_several = matches!(domain, etio_engine::Domain::SeveralOf { .. });
                for (unit, weights) in known.weights.iter().enumerate() {
                    let option = is_several.then_some(etio_engine::OptionId(unit as u32));
                    variables.push(Variable { base, finding, option, weights: weights.clone() });
                }
            }
        }
        variables
    }

    fn sum(&self) -> Sums {
        if self.is_several() {
            return Sums { all: self.sum_over_sets(None), of_value: vec![] };
        }
        let hypotheses = self.hypotheses();
        let weight = |hypothesis: &Hypothesis| {
            let possible = if self.possible.contains(hypothesis) { 1.0 } else { 0.0 };
            self.prior(*hypothesis) * possible * self.likelihood_of_outcomes(*hypothesis)
        };
        let chances: Vec<Vec<Vec<f64>>> = hypotheses
            .iter()
            .map(|hypothesis| self.variables.iter().map(|variable| self.chances(variable, *hypothesis)).collect())
            .collect();
        let priors: Vec<f64> = hypotheses.iter().map(weight).collect();
        worlds::sum_over_worlds(&priors, &chances, &self.variables)
    }
}

fn mentions(condition: &Condition, finding: FindingId) -> bool {
    match condition {
        Condition::Is(sign) => sign.finding == finding,
        Condition::IsRest(other) | Condition::Compares(other, ..) | Condition::Says(other, _) => *other == finding,
        Condition::Not(part) => mentions(part, finding),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(|part| mentions(part, finding)),
    }
}
