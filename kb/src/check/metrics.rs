//! How well a base does its work: consultations of people made up from its own numbers, with the same chance every time.
//!
//! Each cause has people of its own, so that a rare one is measured as well as a common one; means over causes weigh them by their
//! priors. A person has one cause, complains of one symptom, and answers what is true, as often as the base says. What no number of the
//! base speaks of, a number or a text, the person does not know. So this measures the base against itself, not against the world.

mod dice;
mod person;

use etio_engine::{Base, Knowledge};
use person::{Consulted, People};
use std::collections::BTreeMap;

/// How many people are made up for a base, unless its causes are more than half of that.
const PEOPLE: usize = 200;
/// The fewest people of one cause.
const PEOPLE_OF_A_CAUSE: usize = 2;

/// What consultations with a base come to. Means are over people, weighted by the priors of their causes.
#[derive(Clone, Debug, PartialEq)]
pub struct Metrics {
    /// The base.
    pub base: String,
    /// How many people were made up.
    pub people: usize,
    /// Questions asked until the end, a mean.
    pub questions: f64,
    /// What it cost until something helped or somebody else took over, in seconds, a mean.
    pub cost: f64,
    /// The share of people who were helped by a fix of the base.
    pub helped: f64,
    /// The share of people whose cause led when the first fix was proposed, or at the end.
    pub named: f64,
    /// The same of each cause, in the order of the base.
    pub causes: Vec<OfCause>,
    /// Which cause is taken for which, the most probable mistake first.
    pub confusions: Vec<Confusion>,
    /// The questions that were asked, what pays most first.
    pub asked: Vec<OfQuestion>,
}

/// What consultations come to for people with one cause.
#[derive(Clone, Debug, PartialEq)]
pub struct OfCause {
    /// The cause.
    pub id: String,
    /// Its share among the causes of the base, from 0 to 1.
    pub share: f64,
    /// Questions asked, a mean.
    pub questions: f64,
    /// What it cost, in seconds, a mean.
    pub cost: f64,
    /// The share of people who were helped.
    pub helped: f64,
    /// The share of people for whom the cause led.
    pub named: f64,
}

/// A cause that is taken for another.
#[derive(Clone, Debug, PartialEq)]
pub struct Confusion {
    /// What it is.
    pub cause: String,
    /// What it is taken for; none for `other`.
    pub taken_for: Option<String>,
    /// The share of all people to whom that happens.
    pub share: f64,
}

/// What a question brings.
#[derive(Clone, Debug, PartialEq)]
pub struct OfQuestion {
    /// The finding that is asked.
    pub id: String,
    /// The share of people who are asked.
    pub share: f64,
    /// How much more probable an answer makes the true cause, in bits, a mean.
    pub bits: f64,
}

impl Metrics {
    /// Returns the cause that most needs another finding: most people have it and are told something else.
    pub fn neediest(&self) -> Option<&OfCause> {
        let lost = |cause: &OfCause| cause.share * (1.0 - cause.named);
        let most = self.causes.iter().max_by(|one, two| lost(one).total_cmp(&lost(two)).then(two.id.cmp(&one.id)));
        most.filter(|cause| lost(cause) > 0.0)
    }
}

/// Returns what consultations with a base come to; none for a base without causes or symptoms.
pub fn metrics(base: &Base) -> Option<Metrics> {
    let knowledge = Knowledge::new(vec![base.clone()]).ok()?;
    let people = People::new(base, &knowledge)?;
    let each = (PEOPLE / base.causes.len()).max(PEOPLE_OF_A_CAUSE);
    let all: f64 = base.causes.iter().map(|cause| cause.prior.get()).sum();
    let mut tally = Tally::default();
    let mut causes = Vec::new();
    for (nth, cause) in base.causes.iter().enumerate() {
        let consulted: Vec<Consulted> = (0..each).map(|person| people.consult(nth, person)).collect();
        let share = cause.prior.get() / all;
        consulted.iter().for_each(|one| tally.add(base, nth, one, share / each as f64));
        causes.push(of_cause(cause.id.clone(), share, &consulted));
    }
    let mean = |of: fn(&OfCause) -> f64| causes.iter().map(|cause| cause.share * of(cause)).sum();
    Some(Metrics {
        base: base.id.clone(),
        people: each * base.causes.len(),
        questions: mean(|cause| cause.questions),
        cost: mean(|cause| cause.cost),
        helped: mean(|cause| cause.helped),
        named: mean(|cause| cause.named),
        confusions: tally.confusions(),
        asked: tally.asked(),
        causes,
    })
}

fn of_cause(id: String, share: f64, consulted: &[Consulted]) -> OfCause {
    let mean = |of: &dyn Fn(&Consulted) -> f64| consulted.iter().map(of).sum::<f64>() / consulted.len() as f64;
    let whether = |it: bool| f64::from(u8::from(it));
    OfCause {
        id,
        share,
        questions: mean(&|one| one.asked.len() as f64),
        cost: mean(&|one| one.cost),
        helped: mean(&|one| whether(one.helped)),
        named: mean(&|one| whether(one.is_named)),
    }
}

/// What is counted over all people.
#[derive(Default)]
struct Tally {
    confused: BTreeMap<(String, Option<String>), f64>,
    asked: BTreeMap<String, (f64, f64)>,
}

impl Tally {
    fn add(&mut self, base: &Base, cause: usize, consulted: &Consulted, weight: f64) {
        if !consulted.is_named {
            let key = (base.causes[cause].id.clone(), consulted.leader.clone());
            *self.confused.entry(key).or_default() += weight;
        }
        for (id, bits) in &consulted.asked {
            let (share, sum) = self.asked.entry(id.clone()).or_default();
            *share += weight;
            *sum += weight * bits;
        }
    }

    fn confusions(&self) -> Vec<Confusion> {
        let confusion = |((cause, taken_for), share): (&(String, Option<String>), &f64)| Confusion {
            cause: cause.clone(),
            taken_for: taken_for.clone(),
            share: *share,
        };
        let mut all: Vec<Confusion> = self.confused.iter().map(confusion).collect();
        all.sort_by(|one, two| two.share.total_cmp(&one.share));
        all
    }

    fn asked(&self) -> Vec<OfQuestion> {
        let question = |(id, (share, sum)): (&String, &(f64, f64))| OfQuestion {
            id: id.clone(),
            share: *share,
            bits: sum / share,
        };
        let mut all: Vec<OfQuestion> = self.asked.iter().map(question).collect();
        all.sort_by(|one, two| (two.share * two.bits).total_cmp(&(one.share * one.bits)));
        all
    }
}
