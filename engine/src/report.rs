//! What a session has come to: the differential, the fixes in order, and the next step.

use crate::model::{BaseId, CauseId, FindingId, FixId, KindId, Sign, TopicId};
use crate::network::Interval;
use crate::statement::{Certainty, Shown, Value};

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Ask what is wrong: nothing is known yet. Take a text, or one of [`crate::Knowledge::complaints`].
    Complain,
    /// Ask for a finding.
    Ask(FindingId),
    /// Propose a fix.
    Try(FixId),
    /// Say what was found; nothing more is worth its time.
    Report(Ending),
}

/// Why a session ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A fix helped.
    Solved,
    /// A fix went round the cause, and nothing that cures it is worth its time.
    Eased,
    /// No question and no fix is worth its time against giving up.
    Exhausted,
}

/// What a repair is expected to cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// The expected cost of questions, fixes and giving up from here on, in seconds.
    pub cost: f64,
    /// What of it is the next step alone, in seconds; where nothing else is worth its time, that is giving up.
    pub step: f64,
    /// Who reckoned it.
    pub planner: crate::decision::Planner,
}

/// What the evidence amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// One known trouble has at least .5 and twice the next; where several can be at work, each that has .5.
    Diagnosed,
    /// Something was recognised, and no cause stands out.
    Unsure,
    /// No finding was recognised.
    Nothing,
}

/// What a session has come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// What the evidence amounts to.
    pub verdict: Verdict,
    /// What is known, the symptoms that were recognised first, then in the order in which it was said.
    pub findings: Vec<Known>,
    /// The hypotheses, the most probable first, `other` in its place; empty where nothing was recognised.
    pub differential: Vec<Hypothesis>,
    /// The same with the variants of one trouble as one, the most probable first.
    pub troubles: Vec<Trouble>,
    /// The fixes that are offered, in the order in which to try them.
    pub fixes: Vec<RankedFix>,
    /// What to do next.
    pub next: Step,
    /// What the repair is expected to cost from here on; nothing where it has not begun, or is over.
    pub outlook: Option<Outlook>,
    /// The question with the most information for its cost, whether or not it is asked next.
    pub question: Option<FindingId>,
    /// The bases that take part and that no text has named: what they are about is an assumption.
    pub assumed: Vec<BaseId>,
    /// That the findings do not go well together, where they do not.
    pub conflict: Option<Conflict>,
}

/// How little the findings go together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conflict {
    /// log2 of how much less probable they are together than if they had nothing to do with one another; at least 1.
    pub bits: f64,
    /// The finding without which that would be least.
    pub culprit: FindingId,
}

/// A finding that is known, or was asked in vain.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// The finding.
    pub finding: FindingId,
    /// The sign where it is one option of the finding (an exclusive symptom, one of several).
    pub sign: Option<Sign>,
    /// Its value, or `None` for "don't know".
    pub value: Option<Value>,
    /// How sure that is.
    pub certainty: Certainty,
    /// How it is known.
    pub origin: Origin,
    /// Where texts showed it.
    pub shown: Vec<Shown>,
}

/// How a finding is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A text showed it.
    Text,
    /// A person said so.
    Answer,
    /// The environment was looked at.
    Probe,
    /// Trying a fix told it.
    Fix(FixId),
    /// The rule of this position follows from other findings; see [`crate::Knowledge::rule`].
    Rule(usize),
}

/// What may be wrong, and how probable that is.
#[derive(Clone, Debug, PartialEq)]
pub struct Hypothesis {
    /// The cause; none for `other`, something that no loaded base knows.
    pub cause: Option<CauseId>,
    /// P(cause) before any evidence, among the bases that take part, given that there is a problem; from 0 to 1.
    pub prior: f64,
    /// P(cause | evidence), from 0 to 1. Where several causes can be at work, that it is and remains; the middle of `interval` then.
    pub posterior: f64,
    /// What is known of the posterior: its ends are equal where it was computed exactly.
    pub interval: Interval,
    /// The cause that accounts for what speaks for this one, if one does.
    pub explained_away: Option<ExplainedAway>,
    /// What speaks for it (bits above 0) and against it (below), in a fixed order.
    ///
    /// Prior and weights add up: log2 odds(posterior) = log2 odds(prior) + Σ bits, where a weight is the change of the log odds when the
    /// finding is added to those before it.
    pub weights: Vec<Weight>,
    /// The condition that makes the cause impossible, if one does.
    pub excluded: Option<Exclusion>,
}

/// Another cause that accounts for what speaks for a hypothesis: if it could not be, the odds would be at least twice what they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExplainedAway {
    /// The cause that accounts for it.
    pub by: CauseId,
    /// P(hypothesis | evidence) if that cause could not be, from 0 to 1.
    pub without: f64,
}

/// What a person is told is wrong: a cause by itself, or a kind whose causes are variants of one trouble.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trouble {
    /// The kind, where it is one whose causes are variants of one trouble.
    pub kind: Option<KindId>,
    /// The cause, of variants the most probable; none for `other`, something that no loaded base knows.
    pub cause: Option<CauseId>,
    /// P(trouble) before any evidence, the sum over its causes; from 0 to 1.
    pub prior: f64,
    /// P(trouble | evidence), the sum over its causes, which exclude one another; from 0 to 1.
    pub posterior: f64,
}

impl Trouble {
    /// Returns what it is called after: the kind where it has variants, else the cause; nothing for `other`.
    pub fn thing(&self) -> Option<Thing> {
        self.kind.map(Thing::Kind).or(self.cause.map(Thing::Cause))
    }
}

/// How much a piece of evidence speaks for a hypothesis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weight {
    /// What speaks.
    pub evidence: Evidence,
    /// How much: the change of the log2 odds. Minus infinity where it rules the cause out.
    pub bits: f64,
}

/// A piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A finding, and the option where options count one by one (exclusive symptoms, several of).
    Finding(FindingId, Option<crate::model::OptionId>),
    /// Whether a fix helped.
    Outcome(FixId),
    /// The conditions under which causes are possible.
    Conditions,
}

/// Why a cause is impossible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exclusion {
    /// `ruled out when` of this position holds.
    RuledOut(usize),
    /// `only when` of this position does not hold.
    NotOnly(usize),
    /// Another cause is confirmed.
    OtherConfirmed(CauseId),
}

/// A fix and what it promises.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankedFix {
    /// The fix.
    pub fix: FixId,
    /// The probability that it helps now, from 0 to 1.
    pub helps: f64,
    /// The probability that it rids of the cause, from 0 to 1; the rest of `helps` goes round it.
    pub cures: f64,
}

/// What a question would lead to.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// The question.
    pub finding: FindingId,
    /// The information it is expected to give, in bits.
    pub bits: f64,
    /// What each answer would change.
    pub answers: Vec<WhatIf>,
}

/// What an answer would change.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// The answer.
    pub value: Value,
    /// How probable the answer is, from 0 to 1.
    pub probability: f64,
    /// The most probable cause (none for `other`) of the most probable trouble after it.
    pub leader: Option<CauseId>,
    /// The kind of the trouble, where it has variants.
    pub kind: Option<KindId>,
    /// The posterior of the trouble after the answer.
    pub posterior: f64,
    /// The fix that is proposed after it, or else the first of those that are offered then.
    pub fix: Option<FixId>,
}

/// How a hypothesis came to its posterior, step by step, in the order in which things were said.
///
/// log2 odds(posterior) = log2 odds(prior) + Σ bits, and the posterior of the last stage is the posterior.
#[derive(Clone, Debug, PartialEq)]
pub struct How {
    /// The cause; none for `other`.
    pub cause: Option<CauseId>,
    /// P(cause) before any evidence, among the bases that take part; from 0 to 1.
    pub prior: f64,
    /// What was added one after the other: what was said, then what follows from it, then the conditions of causes.
    pub stages: Vec<Stage>,
    /// P(cause | evidence), from 0 to 1.
    pub posterior: f64,
    /// The cause that accounts for what speaks for this one, if one does.
    pub explained_away: Option<ExplainedAway>,
    /// The condition that makes the cause impossible, if one does.
    pub excluded: Option<Exclusion>,
}

/// One piece of evidence on the way to a posterior.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stage {
    /// What speaks, and how much, added to everything before it.
    pub weight: Weight,
    /// P(cause | everything up to here), from 0 to 1.
    pub posterior: f64,
}

/// What a person is told first: what it most likely is, and what to try first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Advice {
    /// The most probable hypothesis; none where nothing was recognised.
    pub leader: Option<Leader>,
    /// The fix that is proposed now, or else the first of those that are offered.
    pub fix: Option<FixId>,
}

impl Advice {
    /// Returns whether the two name different troubles or different fixes; how probable the trouble is does not matter.
    pub fn differs(&self, other: &Self) -> bool {
        // Of a trouble with variants it does not matter which of them leads.
        let trouble = |advice: &Self| advice.leader.map(|leader| leader.thing());
        trouble(self) != trouble(other) || self.fix != other.fix
    }
}

/// The most probable hypothesis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leader {
    /// The cause; none for `other`.
    pub cause: Option<CauseId>,
    /// Where the most probable trouble is meant, its kind if it has variants; the cause is the most probable of them then.
    pub kind: Option<KindId>,
    /// Its posterior, from 0 to 1; of a trouble that of all its causes.
    pub posterior: f64,
}

impl Leader {
    /// Returns what it is called after: the kind where it has variants, else the cause; nothing for `other`.
    pub fn thing(&self) -> Option<Thing> {
        self.kind.map(Thing::Kind).or(self.cause.map(Thing::Cause))
    }
}

/// What would change the advice.
#[derive(Clone, Debug, PartialEq)]
pub struct Changes {
    /// The advice as it stands.
    pub now: Advice,
    /// The single answers that would change it, the questions that tell most for their cost first. A number stands for all that conditions do not tell
    /// from it; of several options one at a time was tried, and none.
    pub answers: Vec<IfAnswered>,
    /// The statements that would change it if they had not been made, in order.
    pub statements: Vec<IfRetracted>,
    /// How many answers and statements were not tried, because there are more than 1,000.
    pub untried: usize,
}

/// An answer that would change the advice.
#[derive(Clone, Debug, PartialEq)]
pub struct IfAnswered {
    /// The question.
    pub finding: FindingId,
    /// The answer.
    pub value: Value,
    /// The advice after it.
    pub after: Advice,
}

/// A statement without which the advice would be another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IfRetracted {
    /// The position in [`crate::Session::statements`].
    pub statement: usize,
    /// The advice without it.
    pub after: Advice,
}

/// Why a cause is not the first to think of.
#[derive(Clone, Debug, PartialEq)]
pub struct WhyNot {
    /// The cause; none for `other`.
    pub cause: Option<CauseId>,
    /// Its posterior, from 0 to 1.
    pub posterior: f64,
    /// The most probable hypothesis, with which it is compared; none where nothing was recognised.
    pub leader: Option<Leader>,
    /// What stands most in its way.
    pub objection: Objection,
    /// What makes it rarer than the leader to begin with: log2 of the ratio of their priors (below 0: rarer).
    pub rarity: f64,
    /// What speaks for it against the leader (bits above 0) and the other way round (below), in the order in which things were said.
    ///
    /// They add up: log2(posterior / posterior of the leader) = rarity + Σ bits.
    pub weights: Vec<Weight>,
    /// The open question that tells the two apart best, where one does.
    pub question: Option<Deciding>,
}

/// What stands most in the way of a cause.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Objection {
    /// Nothing: it is the most probable.
    Leads,
    /// No finding of its base is known.
    OutOfPlay,
    /// A condition makes it impossible.
    Excluded(Exclusion),
    /// A piece of evidence, with its weight against the leader.
    Evidence(Weight),
    /// It is rarer than the leader to begin with.
    Rare,
    /// Nothing much: the two are close.
    Close,
}

/// A question that tells two hypotheses apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Deciding {
    /// The question.
    pub finding: FindingId,
    /// The information it is expected to give about which of the two it is, in bits.
    pub bits: f64,
    /// What each answer would make of the two.
    pub answers: Vec<Duel>,
}

/// What an answer makes of two hypotheses.
#[derive(Clone, Debug, PartialEq)]
pub struct Duel {
    /// The answer.
    pub value: Value,
    /// How probable the answer is, from 0 to 1.
    pub probability: f64,
    /// The posterior of the cause after it.
    pub posterior: f64,
    /// The posterior of the leader after it.
    pub leader: f64,
}

/// A thing of the loaded bases that has an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// A base.
    Base(BaseId),
    /// A finding.
    Finding(FindingId),
    /// An exclusive symptom, or an option with an id of its own.
    Sign(Sign),
    /// A kind.
    Kind(KindId),
    /// A cause.
    Cause(CauseId),
    /// A fix.
    Fix(FixId),
    /// A topic.
    Topic(TopicId),
    /// A rule.
    Rule(usize),
}
