//! People made up from the numbers of a base, and their consultations.

use super::dice::Dice;
use crate::check::diagnosis::{Aspect, Likelihoods, open};
use etio_engine::{
    Answer, Base, CauseId, Domain, EffectKind, FindingId, FixId, Knowledge, OptionId, Outcome, Session, Sign, Step,
    Thing, Turn, Value, real,
};
use std::collections::BTreeMap;

/// How many steps a consultation goes on at most.
const STEPS: usize = 60;

/// What came of a consultation.
pub(super) struct Consulted {
    /// What was asked, and how many bits each answer gave to the true cause.
    pub(super) asked: Vec<(String, f64)>,
    /// What it cost, in seconds.
    pub(super) cost: f64,
    pub(super) helped: bool,
    /// Whether the true cause led when the first fix was proposed, or at the end.
    pub(super) is_named: bool,
    /// What led then; none for `other`.
    pub(super) leader: Option<String>,
}

/// Everybody who can be made up.
pub(super) struct People<'a> {
    base: &'a Base,
    knowledge: &'a Knowledge,
    numbers: Likelihoods,
    /// The position in the base of each finding, cause and fix that is loaded.
    findings: BTreeMap<FindingId, usize>,
    causes: BTreeMap<CauseId, usize>,
    fixes: BTreeMap<FixId, usize>,
    giving_up: f64,
}

/// One person in a consultation.
struct Person {
    cause: usize,
    dice: Dice,
    /// What is the case, as far as it was asked: the value of each aspect.
    truth: BTreeMap<usize, usize>,
}

impl<'a> People<'a> {
    /// Returns the people of a base; none where nobody can have anything or say anything.
    pub(super) fn new(base: &'a Base, knowledge: &'a Knowledge) -> Option<Self> {
        if base.causes.is_empty() || knowledge.complaints().is_empty() {
            return None;
        }
        let position = |ids: Vec<&str>| -> BTreeMap<String, usize> {
            ids.into_iter().enumerate().map(|(nth, id)| (id.to_owned(), nth)).collect()
        };
        let findings = position(base.findings.iter().map(|one| one.id.as_str()).collect());
        let causes = position(base.causes.iter().map(|one| one.id.as_str()).collect());
        let fixes = position(base.fixes.iter().map(|one| one.id.as_str()).collect());
        let number = |nth: usize| u32::try_from(nth).unwrap_or(u32::MAX);
        let over = (0..knowledge.fixes().len()).map(|nth| FixId(number(nth)));
        let over =
            over.filter(|fix| knowledge.fix(*fix).turn == Turn::HandsOver).map(|fix| knowledge.cost_of_trying(fix));
        Some(Self {
            base,
            knowledge,
            numbers: Likelihoods::of(base, &open(base)),
            findings: knowledge
                .findings()
                .iter()
                .enumerate()
                .map(|(nth, one)| (FindingId(number(nth)), findings[&one.id]))
                .collect(),
            causes: knowledge
                .causes()
                .iter()
                .enumerate()
                .map(|(nth, one)| (CauseId(number(nth)), causes[&one.id]))
                .collect(),
            fixes: knowledge
                .fixes()
                .iter()
                .enumerate()
                .map(|(nth, one)| (FixId(number(nth)), fixes[&one.id]))
                .collect(),
            giving_up: over.min_by(f64::total_cmp).unwrap_or(etio_engine::Seconds::TO_GIVE_UP.get()),
        })
    }

    /// Returns what comes of the consultation of a person with a cause.
    pub(super) fn consult(&self, cause: usize, person: usize) -> Consulted {
        let seed = (cause as u64) << 16 | person as u64;
        let mut person = Person { cause, dice: Dice::new(seed), truth: BTreeMap::new() };
        let mut session = Session::new(self.knowledge);
        let mut consulted = Consulted { asked: Vec::new(), cost: 0.0, helped: false, is_named: false, leader: None };
        self.complain(&mut person, &mut session);
        let mut told = false;
        for _ in 0..STEPS {
            match session.next() {
                Step::Ask(finding) => self.ask(finding, &mut person, &mut session, &mut consulted),
                Step::Try(fix) => {
                    if !std::mem::replace(&mut told, true) {
                        self.name(cause, &session, &mut consulted);
                    }
                    consulted.cost += self.knowledge.cost_of_trying(fix);
                    if self.knowledge.fix(fix).turn == Turn::HandsOver {
                        return consulted;
                    }
                    let outcome = self.outcome(fix, &mut person);
                    consulted.helped |= outcome == Outcome::Helped;
                    if session.outcome(fix, outcome).is_err() {
                        break;
                    }
                }
                Step::Complain | Step::Report(_) => break,
            }
        }
        if !told {
            self.name(cause, &session, &mut consulted);
        }
        if !consulted.helped {
            consulted.cost += self.giving_up;
        }
        consulted
    }

    /// Says the first thing: one symptom, the more probable the more often its cause shows it.
    fn complain(&self, person: &mut Person, session: &mut Session<'_>) {
        let complaints = self.knowledge.complaints();
        let weight = |sign: &Sign| {
            self.aspect(*sign).map_or(0.0, |(aspect, value)| self.numbers.row(person.cause, aspect)[value])
        };
        let weights: Vec<f64> = complaints.iter().map(weight).collect();
        let Some(sign) = person.dice.pick(&weights).map(|nth| complaints[nth]) else { return };
        if let Some((aspect, value)) = self.aspect(sign) {
            person.truth.insert(aspect, value);
        }
        let value = sign.option.map_or(Value::Yes, Value::Option);
        // A symptom alone contradicts nothing.
        let _ = session.answer(sign.finding, Answer::sure(value));
    }

    /// Returns the aspect of a loaded sign, and its value.
    fn aspect(&self, sign: Sign) -> Option<(usize, usize)> {
        let nth = self.findings[&sign.finding];
        let several = matches!(self.base.findings[nth].domain, Domain::SeveralOf { .. });
        let wanted = Aspect {
            finding: FindingId(u32::try_from(nth).unwrap_or(u32::MAX)),
            option: sign.option.filter(|_| several),
        };
        let value = if several { 0 } else { sign.option.map_or(0, OptionId::index) };
        self.numbers.aspects.binary_search(&wanted).ok().map(|aspect| (aspect, value))
    }

    fn value(&self, person: &mut Person, aspect: usize) -> usize {
        if let Some(known) = person.truth.get(&aspect) {
            return *known;
        }
        let row = self.numbers.row(person.cause, aspect);
        let value = person.dice.pick(row).unwrap_or(row.len() - 1);
        person.truth.insert(aspect, value);
        value
    }

    fn ask(&self, finding: FindingId, person: &mut Person, session: &mut Session<'_>, consulted: &mut Consulted) {
        consulted.cost += self.knowledge.cost_of_asking(finding);
        let known = self.knowledge.finding(finding);
        let before = self.posterior(person.cause, session);
        let unanswered = known.unanswered.map_or(0.0, |number| number.get());
        let answer = if person.dice.share() < unanswered { Answer::Unknown } else { self.answer(finding, person) };
        if session.answer(finding, answer).is_err() && session.answer(finding, Answer::Unknown).is_err() {
            return;
        }
        let bits = real::log2(self.posterior(person.cause, session).max(1e-12) / before.max(1e-12));
        consulted.asked.push((known.id.clone(), bits));
    }

    fn answer(&self, finding: FindingId, person: &mut Person) -> Answer {
        let option = |nth: usize| OptionId(u32::try_from(nth).unwrap_or(u32::MAX));
        let aspect = |option: Option<OptionId>| self.aspect(Sign { finding, option }).map(|(aspect, _)| aspect);
        match &self.knowledge.finding(finding).domain {
            Domain::YesNo { .. } => aspect(None).map_or(Answer::Unknown, |aspect| {
                Answer::sure(if self.value(person, aspect) == 0 { Value::Yes } else { Value::No })
            }),
            Domain::OneOf { options, .. } => aspect(None).map_or(Answer::Unknown, |aspect| {
                let value = self.value(person, aspect);
                Answer::sure(if value < options.len() { Value::Option(option(value)) } else { Value::Rest })
            }),
            Domain::SeveralOf { options } => {
                let holds =
                    |nth: &usize| aspect(Some(option(*nth))).is_some_and(|aspect| self.value(person, aspect) == 0);
                Answer::sure(Value::Options((0..options.len()).filter(holds).map(option).collect()))
            }
            Domain::Number { .. } | Domain::Text => Answer::Unknown,
        }
    }

    /// Returns whether a fix helps a person.
    fn outcome(&self, fix: FixId, person: &mut Person) -> Outcome {
        let known = &self.base.fixes[self.fixes[&fix]];
        if let Some(told) = self.knowledge.fix(fix).tells {
            let truth = self.aspect(Sign { finding: told, option: None }).map(|(aspect, _)| self.value(person, aspect));
            return if truth == Some(0) { Outcome::Helped } else { Outcome::Failed };
        }
        let right = 1.0 - known.done_wrong.map_or(0.0, |number| number.get());
        let own = |cause: Option<CauseId>| cause.is_some_and(|cause| cause.index() == person.cause);
        let effect = known.effects.iter().find(|effect| own(effect.cause));
        let helps = effect.map_or(0.0, |effect| match effect.kind {
            EffectKind::Cures | EffectKind::Eases => effect.number.get() * right,
        });
        if person.dice.share() < helps { Outcome::Helped } else { Outcome::Failed }
    }

    fn posterior(&self, cause: usize, session: &Session<'_>) -> f64 {
        let of = |hypothesis: Option<CauseId>| hypothesis.map(|id| self.causes[&id]);
        session.differential().iter().find(|one| of(one.cause) == Some(cause)).map_or(0.0, |one| one.posterior)
    }

    /// Notes what leads; the variants of a trouble count as one.
    fn name(&self, cause: usize, session: &Session<'_>, consulted: &mut Consulted) {
        let differential = session.differential();
        let Some(first) = differential.iter().max_by(|one, two| one.posterior.total_cmp(&two.posterior)) else {
            return;
        };
        let leader = first.cause.map(|id| &self.base.causes[self.causes[&id]]);
        let own = &self.base.causes[cause];
        let variants = own.kind.is_some_and(|kind| self.base.kinds[kind.index()].variants);
        consulted.is_named = leader.is_some_and(|leader| leader.id == own.id || (variants && leader.kind == own.kind));
        consulted.leader = first.cause.map(|id| self.knowledge.id_of(Thing::Cause(id)).to_owned());
    }
}
