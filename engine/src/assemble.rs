//! From bases to one model: checks every reference and number, then renumbers.
//!
//! Within a base, findings, rules, kinds, causes, fixes and topics are put in the order of their ids. So sums are formed in the same order
//! however the declarations of a base are shuffled, and the same knowledge gives the same bits. Options keep their order.

use crate::cost::Costs;
use crate::model::{
    Base, Cause, CauseId, Condition, Domain, Finding, FindingId, Fix, FixId, Kind, KindId, Link, MAX_CONTEXT_VALUES,
    MAX_GROUP_PRIOR, OptionId, Role, Rule, Sign, Topic,
};
use thiserror::Error;

/// Why a base cannot be reasoned with. A base that a reader of the language built without errors has none of these.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ModelError {
    /// Two loaded bases have the same id.
    #[error("two bases have the id `{base}`")]
    DoubledBase {
        /// The id.
        base: String,
    },
    /// Two things of a base have the same id.
    #[error("two things of the base `{base}` have the id `{id}`")]
    DoubledId {
        /// The base.
        base: String,
        /// The id.
        id: String,
    },
    /// A reference leads nowhere, or to a value that its finding does not have.
    #[error("`{id}` of the base `{base}` refers to something that is not there")]
    Dangling {
        /// The base.
        base: String,
        /// What refers.
        id: String,
    },
    /// A number is out of its range.
    #[error("`{id}` of the base `{base}` has a number out of range: {what}")]
    OutOfRange {
        /// The base.
        base: String,
        /// Where the number stands.
        id: String,
        /// Which number.
        what: &'static str,
    },
    /// Rules or `applies when` go round in a circle.
    #[error("the rules of the base `{base}` go round in a circle through `{id}`")]
    Circle {
        /// The base.
        base: String,
        /// A finding on the circle.
        id: String,
    },
    /// There are more things than positions.
    #[error("the bases together have too many declarations")]
    TooMany,
}

/// All lists of all bases, one after the other, with references that hold across them.
#[derive(Default)]
pub(crate) struct Lists {
    pub(crate) findings: Vec<Finding>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) causes: Vec<Cause>,
    pub(crate) fixes: Vec<Fix>,
    pub(crate) topics: Vec<Topic>,
    /// The symptoms of each base in the order of their declaration.
    pub(crate) complaints: Vec<Sign>,
}

/// Checks a base on its own.
pub(crate) fn check(base: &Base) -> Vec<ModelError> {
    let mut check = Check { base, errors: Vec::new() };
    check.ids();
    base.findings.iter().for_each(|finding| check.finding(finding));
    base.rules.iter().for_each(|rule| check.rule(rule));
    base.causes.iter().for_each(|cause| check.cause(cause));
    base.fixes.iter().for_each(|fix| check.fix(fix));
    if base.several_at_once && check.errors.is_empty() {
        check.several();
    }
    check.errors
}

struct Check<'a> {
    base: &'a Base,
    errors: Vec<ModelError>,
}

impl Check<'_> {
    fn ids(&mut self) {
        let mut ids = self.base.all_ids();
        ids.sort_unstable();
        for pair in ids.windows(2).filter(|pair| pair[0] == pair[1]) {
            self.errors.push(ModelError::DoubledId { base: self.base.id.clone(), id: pair[0].to_owned() });
        }
    }

    fn require(&mut self, holds: bool, id: &str) {
        if !holds {
            self.errors.push(ModelError::Dangling { base: self.base.id.clone(), id: id.to_owned() });
        }
    }

    fn in_range(&mut self, holds: bool, id: &str, what: &'static str) {
        if !holds {
            self.errors.push(ModelError::OutOfRange { base: self.base.id.clone(), id: id.to_owned(), what });
        }
    }

    fn finding(&mut self, finding: &Finding) {
        match &finding.domain {
            Domain::OneOf { options, rest } => {
                let sum: f64 = options.iter().map(|option| option.otherwise.get()).sum();
                let fits = if rest.is_some() { sum <= 1.0 + 1e-9 } else { (sum - 1.0).abs() <= 1e-9 };
                self.in_range(fits && !options.is_empty(), &finding.id, "the base rates of its options");
            }
            Domain::SeveralOf { options } => self.in_range(!options.is_empty(), &finding.id, "its options"),
            Domain::Number { least, most, .. } => {
                self.in_range(least.is_finite() && most.is_finite() && least <= most, &finding.id, "its range");
            }
            Domain::YesNo { .. } | Domain::Text => {}
        }
        finding.conditions().for_each(|condition| self.condition(condition, &finding.id));
        self.costs(&finding.costs, &finding.id);
    }

    fn costs(&mut self, costs: &Costs, id: &str) {
        self.in_range(costs.money.is_finite() && costs.money >= 0.0, id, "the money it costs");
        let accesses = self.base.prices.accesses.len();
        self.require(costs.needs.iter().all(|access| (*access as usize) < accesses), id);
    }

    fn rule(&mut self, rule: &Rule) {
        self.condition(&rule.when, &rule.id);
        for conclusion in &rule.then {
            self.sign(conclusion.sign, &rule.id);
        }
    }

    fn cause(&mut self, cause: &Cause) {
        self.in_range(cause.prior.get() > 0.0, &cause.id, "its prior");
        self.in_range(cause.passes_in.is_none_or(|time| time.0 > 0), &cause.id, "the time in which it passes");
        self.require(cause.kind.is_none_or(|kind| kind.index() < self.base.kinds.len()), &cause.id);
        let mut signs: Vec<Sign> = cause.links.iter().map(|link| link.sign).collect();
        signs.iter().for_each(|sign| self.sign(*sign, &cause.id));
        signs.sort_unstable();
        self.in_range(signs.windows(2).all(|pair| pair[0] != pair[1]), &cause.id, "two links to one sign");
        let hard = [&cause.ruled_out_when, &cause.only_when, &cause.confirmed_when];
        hard.into_iter().flatten().for_each(|condition| self.condition(condition, &cause.id));
    }

    /// Checks what holds where several causes can be at work at once; every reference is known to lead somewhere.
    fn several(&mut self) {
        for (_, causes) in self.base.groups() {
            let priors = causes.iter().map(|cause| self.base.causes[cause.index()].prior.get());
            let first = &self.base.causes[causes[0].index()].id;
            self.in_range(priors.sum::<f64>() <= MAX_GROUP_PRIOR + 1e-9, first, "the priors of its group");
        }
        let values =
            self.base.contexts().into_iter().map(|finding| self.base.findings[finding.index()].options().len());
        let values = values.fold(1usize, usize::saturating_mul);
        self.in_range(values <= MAX_CONTEXT_VALUES, &self.base.id, "the values of its contexts");
    }

    fn fix(&mut self, fix: &Fix) {
        self.in_range(fix.takes.0 > 0, &fix.id, "the time it takes");
        self.costs(&fix.costs, &fix.id);
        let fixes = self.base.fixes.len();
        self.require(fix.after.iter().chain(&fix.then).all(|other| other.index() < fixes), &fix.id);
        let causes = self.base.causes.len();
        self.require(fix.effects.iter().filter_map(|effect| effect.cause).all(|cause| cause.index() < causes), &fix.id);
        let mut causes: Vec<_> = fix.effects.iter().map(|effect| effect.cause).collect();
        causes.sort_unstable();
        self.in_range(causes.windows(2).all(|pair| pair[0] != pair[1]), &fix.id, "two effects on one cause");
        fix.for_signs.iter().for_each(|sign| self.sign(*sign, &fix.id));
        fix.only_when.iter().for_each(|condition| self.condition(condition, &fix.id));
        if let Some(finding) = fix.tells {
            let domain = self.base.findings.get(finding.index()).map(|finding| &finding.domain);
            self.require(matches!(domain, Some(Domain::YesNo { .. })) && fix.effects.is_empty(), &fix.id);
        }
    }

    fn condition(&mut self, condition: &Condition, id: &str) {
        match condition {
            Condition::Is(sign) => self.sign(*sign, id),
            Condition::IsRest(finding) => {
                let domain = self.base.findings.get(finding.index()).map(|finding| &finding.domain);
                self.require(matches!(domain, Some(Domain::OneOf { rest: Some(_), .. })), id);
            }
            Condition::Compares(finding, _, constant) => {
                let domain = self.base.findings.get(finding.index()).map(|finding| &finding.domain);
                self.require(matches!(domain, Some(Domain::Number { .. })), id);
                self.in_range(!constant.is_nan(), id, "a constant in a condition");
            }
            Condition::Says(finding, _) => {
                let domain = self.base.findings.get(finding.index()).map(|finding| &finding.domain);
                self.require(matches!(domain, Some(Domain::Text)), id);
            }
            Condition::Not(inner) => self.condition(inner, id),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| self.condition(part, id)),
        }
    }

    fn sign(&mut self, sign: Sign, id: &str) {
        let domain = self.base.findings.get(sign.finding.index()).map(|finding| &finding.domain);
        let fits = match (domain, sign.option) {
            (Some(Domain::YesNo { .. }), None) => true,
            (Some(Domain::OneOf { options, .. } | Domain::SeveralOf { options }), Some(option)) => {
                option.index() < options.len()
            }
            _ => false,
        };
        self.require(fits, id);
    }
}

impl Base {
    /// Returns every id of the base's name space, with repetitions.
    pub(crate) fn all_ids(&self) -> Vec<&str> {
        let options = self.findings.iter().flat_map(|finding| finding.options());
        let symptoms = options.filter(|option| option.role == Role::Symptom).map(|option| &option.id);
        let findings = self.findings.iter().map(|finding| &finding.id);
        let rules = self.rules.iter().map(|rule| &rule.id);
        let kinds = self.kinds.iter().map(|kind| &kind.id);
        let causes = self.causes.iter().map(|cause| &cause.id);
        let fixes = self.fixes.iter().map(|fix| &fix.id);
        let topics = self.topics.iter().map(|topic| &topic.id);
        findings
            .chain(symptoms)
            .chain(rules)
            .chain(kinds)
            .chain(causes)
            .chain(fixes)
            .chain(topics)
            .map(String::as_str)
            .collect()
    }
}

impl Lists {
    /// Adds a base that [`check`] has found in order.
    pub(crate) fn add(&mut self, base: Base) {
        let numbers = Renumber {
            findings: positions(base.findings.iter().map(|finding| &finding.id), self.findings.len()),
            kinds: positions(base.kinds.iter().map(|kind| &kind.id), self.kinds.len()),
            causes: positions(base.causes.iter().map(|cause| &cause.id), self.causes.len()),
            fixes: positions(base.fixes.iter().map(|fix| &fix.id), self.fixes.len()),
        };
        self.complaints.extend(complaints(&base).map(|sign| numbers.sign(sign)));
        extend_by_id(&mut self.findings, base.findings, |finding| &finding.id, |finding| numbers.finding(finding));
        extend_by_id(&mut self.rules, base.rules, |rule| &rule.id, |rule| numbers.rule(rule));
        extend_by_id(&mut self.kinds, base.kinds, |kind| &kind.id, |_| {});
        extend_by_id(&mut self.causes, base.causes, |cause| &cause.id, |cause| numbers.cause(cause));
        extend_by_id(&mut self.fixes, base.fixes, |fix| &fix.id, |fix| numbers.fix(fix));
        extend_by_id(&mut self.topics, base.topics, |topic| &topic.id, |_| {});
    }
}

/// Returns the symptoms that a person can complain of, in the order of declaration.
fn complaints(base: &Base) -> impl Iterator<Item = Sign> {
    base.findings.iter().enumerate().flat_map(|(index, finding)| {
        let alone = matches!(finding.domain, Domain::YesNo { .. }) && finding.role == Role::Symptom;
        let alone = alone.then_some(None);
        let options = finding.options().iter().enumerate().filter(|(_, option)| option.role == Role::Symptom);
        let options = options.map(|(option, _)| Some(OptionId::at(option)));
        alone.into_iter().chain(options).map(move |option| Sign { finding: FindingId::at(index), option })
    })
}

/// Returns the new position of each thing: its rank by id, after `start` others.
fn positions<'a>(ids: impl Iterator<Item = &'a String>, start: usize) -> Vec<usize> {
    let ids: Vec<&String> = ids.collect();
    let mut ranked: Vec<usize> = (0..ids.len()).collect();
    ranked.sort_unstable_by_key(|&index| ids[index]);
    let mut positions = vec![0; ids.len()];
    for (rank, index) in ranked.into_iter().enumerate() {
        positions[index] = start + rank;
    }
    positions
}

fn extend_by_id<T>(list: &mut Vec<T>, mut things: Vec<T>, id: impl Fn(&T) -> &String, renumber: impl Fn(&mut T)) {
    things.sort_by(|a, b| id(a).cmp(id(b)));
    things.iter_mut().for_each(renumber);
    list.extend(things);
}

/// Where the things of one base stand among all.
struct Renumber {
    findings: Vec<usize>,
    kinds: Vec<usize>,
    causes: Vec<usize>,
    fixes: Vec<usize>,
}

impl Renumber {
    fn sign(&self, sign: Sign) -> Sign {
        Sign { finding: self.finding_id(sign.finding), ..sign }
    }

    fn finding_id(&self, finding: FindingId) -> FindingId {
        FindingId::at(self.findings[finding.index()])
    }

    fn fix_id(&self, fix: FixId) -> FixId {
        FixId::at(self.fixes[fix.index()])
    }

    fn condition(&self, condition: &mut Condition) {
        match condition {
            Condition::Is(sign) => *sign = self.sign(*sign),
            Condition::IsRest(finding) | Condition::Compares(finding, ..) | Condition::Says(finding, _) => {
                *finding = self.finding_id(*finding);
            }
            Condition::Not(inner) => self.condition(inner),
            Condition::All(parts) | Condition::Any(parts) => parts.iter_mut().for_each(|part| self.condition(part)),
        }
    }

    fn finding(&self, finding: &mut Finding) {
        let conditions = finding.applies_when.iter_mut().chain(&mut finding.not_asked_when);
        conditions.for_each(|condition| self.condition(condition));
    }

    fn rule(&self, rule: &mut Rule) {
        self.condition(&mut rule.when);
        for conclusion in &mut rule.then {
            conclusion.sign = self.sign(conclusion.sign);
        }
    }

    fn cause(&self, cause: &mut Cause) {
        cause.kind = cause.kind.map(|kind| KindId::at(self.kinds[kind.index()]));
        for Link { sign, .. } in &mut cause.links {
            *sign = self.sign(*sign);
        }
        cause.links.sort_by_key(|link| link.sign);
        let hard = [&mut cause.ruled_out_when, &mut cause.only_when, &mut cause.confirmed_when];
        hard.into_iter().flatten().for_each(|condition| self.condition(condition));
    }

    fn fix(&self, fix: &mut Fix) {
        for effect in &mut fix.effects {
            effect.cause = effect.cause.map(|cause| CauseId::at(self.causes[cause.index()]));
        }
        fix.effects.sort_by_key(|effect| (effect.cause.is_none(), effect.cause));
        fix.for_signs.iter_mut().for_each(|sign| *sign = self.sign(*sign));
        fix.tells = fix.tells.map(|finding| self.finding_id(finding));
        fix.only_when.iter_mut().for_each(|condition| self.condition(condition));
        fix.after.iter_mut().for_each(|other| *other = self.fix_id(*other));
        fix.then = fix.then.map(|other| self.fix_id(other));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Card, Choice};
    use crate::number::{Number, Probability, Seconds};
    use crate::text::{Language, Text};

    fn number(value: f64) -> Number {
        Number::estimate(Probability::new(value).expect("a probability"))
    }

    /// A base with several causes at once: causes of one kind with these priors, and contexts with so many values.
    fn base(priors: &[f64], contexts: &[usize]) -> Base {
        let kind = Kind {
            id: "k".into(),
            title: Text::default(),
            one_at_a_time: true,
            variants: false,
            card: Card::default(),
        };
        let options = |values: usize| {
            let choice = |nth: usize| Choice {
                id: format!("v{nth}"),
                title: Text::default(),
                role: Role::Fact,
                otherwise: number(1.0 / values as f64),
                patterns: vec![],
                card: Card::default(),
            };
            (0..values).map(choice).collect()
        };
        let finding = |(nth, values): (usize, &usize)| Finding {
            id: format!("f{nth}"),
            title: Text::default(),
            role: Role::Fact,
            domain: Domain::OneOf { options: options(*values), rest: None },
            patterns: vec![],
            ask: None,
            takes: Seconds::TO_ANSWER,
            costs: Costs::default(),
            unanswered: None,
            probe: None,
            applies_when: None,
            not_asked_when: None,
            card: Card::default(),
        };
        let sign = |finding| Sign { finding: FindingId::at(finding), option: Some(OptionId(0)) };
        let links: Vec<Link> = (0..contexts.len()).map(|at| Link { sign: sign(at), number: number(0.5) }).collect();
        let cause = |(nth, prior): (usize, &f64)| Cause {
            id: format!("c{nth}"),
            title: Text::default(),
            kind: Some(KindId(0)),
            prior: number(*prior),
            links: links.clone(),
            ruled_out_when: vec![],
            only_when: vec![],
            confirmed_when: vec![],
            passes_in: None,
            card: Card::default(),
        };
        Base {
            id: "b".into(),
            title: Text::default(),
            language: Language::of_tag("en"),
            about: vec![],
            several_at_once: true,
            prices: crate::cost::Prices::default(),
            card: Card::default(),
            digest: String::new(),
            findings: contexts.iter().enumerate().map(finding).collect(),
            rules: vec![],
            kinds: vec![kind],
            causes: priors.iter().enumerate().map(cause).collect(),
            fixes: vec![],
            topics: vec![],
        }
    }

    #[test]
    fn several_causes_at_once_have_limits() {
        let what = |base: &Base| {
            let errors = check(base).into_iter().map(|error| match error {
                ModelError::OutOfRange { id, what, .. } => format!("{id}: {what}"),
                other => other.to_string(),
            });
            errors.collect::<Vec<_>>()
        };
        let priors = "c0: the priors of its group";
        let contexts = "b: the values of its contexts";
        for (base, expected) in [
            (base(&[0.45, 0.49], &[9, 7]), vec![]),
            (base(&[0.45, 0.5], &[8, 8]), vec![]),
            (base(&[0.45, 0.5001], &[8, 8]), vec![priors]),
            (base(&[0.95], &[13, 5]), vec![contexts]),
            (base(&[0.9501], &[2]), vec![priors]),
            (Base { several_at_once: false, ..base(&[0.9, 0.9], &[8, 9]) }, vec![]),
        ] {
            assert_eq!(what(&base), expected);
        }
    }
}
