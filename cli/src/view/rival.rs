//! Why a cause is not the first to think of, ready to be told.

use super::how::{Explained, explained};
use super::{Question, Reason, base_of, cause_id, change, question, reason};
use crate::voice::Voice;
use etio_kb::engine::{Deciding, Exclusion, Objection, Report, Thing, Weight};
use serde::Serialize;

/// From this change on, in bits, what speaks for a cause is worth saying.
const CLEARLY: f64 = 0.5;

/// Why a cause is not the first to think of.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct WhyNot {
    pub(crate) id: String,
    pub(crate) base: Option<String>,
    pub(crate) posterior: f64,
    /// What it is compared with.
    pub(crate) leader: Option<String>,
    pub(crate) leader_posterior: Option<f64>,
    pub(crate) objection: &'static str,
    /// The condition that rules it out.
    pub(crate) condition: Option<String>,
    /// log2 of how much more common it is than the leader to begin with.
    pub(crate) rarity: f64,
    /// What changes the ratio of the two, and how much.
    pub(crate) weights: Vec<Reason>,
    /// What speaks most against it.
    pub(crate) against: Option<Reason>,
    /// The cause that accounts for what speaks for it, if one does.
    pub(crate) explained_away: Option<Explained>,
    /// The question that would decide between the two.
    pub(crate) question: Option<Decider>,
    #[serde(skip)]
    pub(crate) told: Told,
}

/// What only a person reads of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    pub(crate) title: String,
    pub(crate) leader: String,
    /// What speaks most for it.
    pub(crate) speaks_for: Option<String>,
    /// The priors of the two.
    pub(crate) priors: (f64, f64),
}

/// The question that would decide, and what its answers would make of the two.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Decider {
    #[serde(flatten)]
    pub(crate) question: Question,
    pub(crate) bits: f64,
    pub(crate) answers: Vec<Duel>,
    /// The answers, put together where they come to the same.
    #[serde(skip)]
    pub(crate) told: Vec<ToldDuel>,
}

/// Answers that make the same of the two, as a person reads them.
#[derive(Clone, Debug)]
pub(crate) struct ToldDuel {
    pub(crate) answers: String,
    pub(crate) own: String,
    pub(crate) leader: String,
}

/// What an answer would make of the two.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Duel {
    pub(crate) answer: String,
    pub(crate) probability: f64,
    pub(crate) posterior: f64,
    pub(crate) leader: f64,
}

/// Returns why a cause is not the first to think of, as it is told.
pub(crate) fn of(why_not: &etio_kb::engine::WhyNot, report: &Report, voice: Voice<'_, '_>) -> WhyNot {
    let told = |weight: &Weight| reason(*weight, &report.findings, voice);
    let (objection, condition) = match why_not.objection {
        Objection::Leads => ("leads", None),
        Objection::OutOfPlay => ("out-of-play", None),
        Objection::Excluded(exclusion) => ("excluded", Some(exclusion)),
        Objection::Evidence(_) => ("evidence", None),
        Objection::Rare => ("rare", None),
        Objection::Close => ("close", None),
    };
    let known = report.differential.iter().find(|known| known.cause == why_not.cause);
    let weights: Vec<&Weight> = why_not.weights.iter().filter(|weight| weight.bits != 0.0).collect();
    WhyNot {
        id: cause_id(why_not.cause, voice),
        base: why_not.cause.map(|cause| base_of(Thing::Cause(cause), voice)),
        posterior: why_not.posterior,
        leader: why_not.leader.map(|leader| cause_id(leader.cause, voice)),
        leader_posterior: why_not.leader.map(|leader| leader.posterior),
        objection,
        condition: condition.map(|exclusion: Exclusion| voice.exclusion(why_not.cause, exclusion)),
        rarity: why_not.rarity,
        weights: weights.iter().map(|weight| told(weight)).collect(),
        against: if let Objection::Evidence(weight) = &why_not.objection { Some(told(weight)) } else { None },
        explained_away: known.and_then(|known| known.explained_away).map(|away| explained(away, voice)),
        question: why_not.question.as_ref().map(|deciding| decider(deciding, voice)),
        told: told_to_a_person(why_not, report, &weights, voice),
    }
}

fn told_to_a_person(
    why_not: &etio_kb::engine::WhyNot,
    report: &Report,
    weights: &[&Weight],
    voice: Voice<'_, '_>,
) -> Told {
    let prior = |cause| report.differential.iter().find(|known| known.cause == cause).map_or(0.0, |known| known.prior);
    let strongest = weights.iter().max_by(|one, other| one.bits.total_cmp(&other.bits));
    let strongest = strongest.filter(|weight| weight.bits >= CLEARLY);
    Told {
        title: voice.cause(why_not.cause),
        leader: why_not.leader.map(|leader| voice.cause(leader.cause)).unwrap_or_default(),
        speaks_for: strongest.map(|weight| voice.evidence(&report.findings, weight.evidence)),
        priors: (prior(why_not.cause), why_not.leader.map_or(0.0, |leader| prior(leader.cause))),
    }
}

fn decider(deciding: &Deciding, voice: Voice<'_, '_>) -> Decider {
    let answers = deciding.answers.iter().map(|duel| Duel {
        answer: change::value_id(deciding.finding, &duel.value, voice),
        probability: duel.probability,
        posterior: duel.posterior,
        leader: duel.leader,
    });
    let question = question(deciding.finding, voice);
    Decider { question, bits: deciding.bits, answers: answers.collect(), told: told(deciding, voice) }
}

fn told(deciding: &Deciding, voice: Voice<'_, '_>) -> Vec<ToldDuel> {
    let percent = |probability| voice.words().percent(probability);
    let alike = |one: &etio_kb::engine::Duel, next: &etio_kb::engine::Duel| {
        percent(one.posterior) == percent(next.posterior) && percent(one.leader) == percent(next.leader)
    };
    let told = deciding.answers.chunk_by(alike).map(|alike| ToldDuel {
        answers: change::said(deciding.finding, &alike.iter().map(|duel| &duel.value).collect::<Vec<_>>(), voice),
        own: percent(alike[0].posterior),
        leader: percent(alike[0].leader),
    });
    told.collect()
}
