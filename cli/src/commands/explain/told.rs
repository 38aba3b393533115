//! What is known about one thing, for a program. The form is described in `docs/explain.schema.json`.

mod cause;
mod finding;

use crate::commands::explain::{Teller, likelihood_word, prior_word};
use crate::view;
use cause::{ToldCause, ToldFix};
use etio_kb::engine::{KindId, Number, Provenance, Thing};
use finding::{ToldFinding, ToldSymptom};
use serde::Serialize;

/// What is known about a thing.
#[derive(Serialize)]
pub(super) struct Told {
    kind: &'static str,
    id: String,
    base: String,
    title: Option<String>,
    means: Option<String>,
    notes: Vec<String>,
    links: Vec<view::Link>,
    sources: Vec<Source>,
    #[serde(flatten)]
    what: What,
}

#[derive(Serialize)]
struct Source {
    title: String,
    date: Option<String>,
}

/// What only things of a kind have.
#[derive(Serialize)]
#[serde(untagged)]
enum What {
    Base { symptoms: usize, causes: usize, fixes: usize },
    Finding(Box<ToldFinding>),
    Symptom(Box<ToldSymptom>),
    Kind { causes: Vec<Named> },
    Cause(Box<ToldCause>),
    Fix(Box<ToldFix>),
    Rule { when: String, then: Vec<String> },
    Topic {},
}

/// A thing that another one names.
#[derive(Serialize)]
struct Named {
    id: String,
    base: String,
    title: String,
}

/// A number and where it comes from.
#[derive(Serialize)]
struct ToldNumber {
    probability: f64,
    /// The word of the language that stands for exactly this.
    word: Option<&'static str>,
    provenance: &'static str,
    counts: Option<Counts>,
}

/// Cases that showed it, and all that were counted.
#[derive(Serialize)]
struct Counts {
    of: u32,
    cases: u32,
}

impl Teller<'_> {
    /// Returns what is known about a thing, for a program.
    pub(super) fn told(&self, thing: Thing) -> Told {
        let (knowledge, card) = (self.knowledge, self.knowledge.card_of(thing));
        let links = card.links.iter().map(|link| view::Link {
            address: link.address.clone(),
            label: link.label.as_ref().map(|label| self.text(label)),
        });
        Told {
            kind: self.kind_of(thing),
            id: knowledge.id_of(thing).to_owned(),
            base: knowledge.base(knowledge.base_of(thing)).id.clone(),
            title: knowledge.title_of(thing).map(|title| self.text(title)),
            means: card.means.as_ref().map(|means| self.text(means)),
            notes: card.notes.iter().map(|note| self.text(note)).collect(),
            links: links.collect(),
            sources: card
                .sources
                .iter()
                .map(|source| Source { title: source.title.clone(), date: source.date.clone() })
                .collect(),
            what: self.what(thing),
        }
    }

    fn kind_of(&self, thing: Thing) -> &'static str {
        match thing {
            Thing::Base(_) => "base",
            Thing::Finding(_) | Thing::Sign(_) if self.is_symptom(thing) => "symptom",
            Thing::Finding(_) | Thing::Sign(_) => "fact",
            Thing::Kind(_) => "kind",
            Thing::Cause(_) => "cause",
            Thing::Fix(_) => "fix",
            Thing::Topic(_) => "topic",
            Thing::Rule(_) => "rule",
        }
    }

    fn what(&self, thing: Thing) -> What {
        match thing {
            Thing::Base(base) => {
                let (symptoms, causes, fixes) = self.counts(base);
                What::Base { symptoms, causes, fixes }
            }
            Thing::Finding(finding) => What::Finding(Box::new(self.told_finding(finding))),
            Thing::Sign(sign) => What::Symptom(Box::new(self.told_symptom(sign))),
            Thing::Kind(kind) => What::Kind { causes: self.told_kind(kind) },
            Thing::Cause(cause) => What::Cause(Box::new(self.told_cause(cause))),
            Thing::Fix(fix) => What::Fix(Box::new(self.told_fix(fix))),
            Thing::Rule(rule) => {
                let rule = self.knowledge.rule(rule);
                let then = rule.then.iter().map(|conclusion| self.conclusion(*conclusion));
                What::Rule { when: self.condition(&rule.when), then: then.collect() }
            }
            Thing::Topic(_) => What::Topic {},
        }
    }

    fn told_kind(&self, kind: KindId) -> Vec<Named> {
        self.causes_of(kind).map(|cause| self.named_for_a_program(cause)).collect()
    }

    fn named_for_a_program(&self, thing: Thing) -> Named {
        let id = self.knowledge.id_of(thing).to_owned();
        Named { id, base: self.base_id(thing), title: self.title(thing) }
    }

    fn base_id(&self, thing: Thing) -> String {
        self.knowledge.base(self.knowledge.base_of(thing)).id.clone()
    }
}

fn likelihood(number: Number) -> ToldNumber {
    told_number(number, likelihood_word(number))
}

fn prior(number: Number) -> ToldNumber {
    told_number(number, prior_word(number))
}

fn told_number(number: Number, word: Option<&'static str>) -> ToldNumber {
    let (provenance, counts) = match number.provenance {
        Provenance::Estimate => ("estimate", None),
        Provenance::Sourced => ("sourced", None),
        Provenance::Counts { of, cases } => ("counted", Some(Counts { of, cases })),
    };
    ToldNumber { probability: number.get(), word, provenance, counts }
}
