//! A report as it is told: every text in the person's language, every id named.
//!
//! Text and JSON are both made from this, so that they never disagree.

mod change;
mod how;
mod proposal;
mod remedies;
mod rival;

pub(crate) use change::{Outlook, Told, WhatIf, Why, what_if, why, worth_asking};
pub(crate) use how::{Explained, How, crowd, is_small};
pub(crate) use proposal::{WhyFix, why_fix};
use remedies::remedies;
pub(crate) use remedies::{Remedy, RemedyKind, held_back, remedy};
pub(crate) use rival::WhyNot;

use crate::voice::{Voice, is_present};
use etio_kb::engine::decision::Planner;
use etio_kb::engine::{
    CauseId, Certainty, Ending, Evidence, FindingId, FixId, Hypothesis, Known, Origin, Provenance, Session, Shown,
    Sign, Step, Thing, TopicId, Trouble, Value, Verdict, WebLink, Weight,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// The version of the report's form.
pub(crate) const SCHEMA: u32 = 1;

/// From this posterior on, somebody may ask why a cause is not the first.
const WORTH_ASKING: f64 = 0.02;

/// What a session has come to, ready to be told.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Report {
    pub(crate) schema: u32,
    pub(crate) language: String,
    pub(crate) verdict: VerdictWord,
    /// Whether several causes can be at work at once: then the posteriors do not sum to one.
    pub(crate) several_at_once: bool,
    pub(crate) findings: Vec<Finding>,
    /// That the findings do not go well together.
    pub(crate) conflict: Option<Conflict>,
    pub(crate) causes: Vec<Cause>,
    pub(crate) fixes: Vec<Remedy>,
    pub(crate) next: Next,
    /// The question that would help most.
    pub(crate) question: Option<Question>,
    /// What it is expected to cost from here on; nothing before something was recognised, and once a fix helped.
    pub(crate) expected_cost: Option<ExpectedCost>,
    /// What the report takes for granted: names of the things that the bases are about.
    pub(crate) assumed: Vec<String>,
    /// Whether numbers behind it are somebody's judgement.
    pub(crate) estimated: bool,
    /// The question that the text asks, where people ask it often.
    pub(crate) topic: Option<Topic>,
    /// What stands behind it, where somebody asked for that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) explanation: Option<Explanation>,
}

/// What stands behind a report.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Explanation {
    /// How each cause got its percentage, the most likely first.
    pub(crate) how: Vec<How>,
    /// What the question that comes next, or would help most, would lead to.
    pub(crate) why: Option<Why>,
    /// Why the fix that comes next is proposed.
    pub(crate) why_fix: Option<WhyFix>,
    /// What would change the advice.
    pub(crate) what_if: WhatIf,
    /// Why the causes behind the first are not the first: those that are worth asking after, and those that a condition makes impossible.
    pub(crate) why_not: Vec<WhyNot>,
}

/// What the evidence amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum VerdictWord {
    Diagnosed,
    Unsure,
    Nothing,
}

/// What is known.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Finding {
    pub(crate) id: String,
    pub(crate) base: String,
    pub(crate) title: String,
    pub(crate) state: String,
    pub(crate) certainty: &'static str,
    pub(crate) origin: &'static str,
    pub(crate) means: Option<String>,
    pub(crate) matched: Vec<Match>,
    pub(crate) captures: BTreeMap<String, String>,
    /// The whole of it as a sentence.
    #[serde(skip)]
    pub(crate) sentence: String,
}

/// Where a text shows it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Match {
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) text: String,
    /// Whether the words only resemble what is known.
    pub(crate) guess: bool,
}

/// How little the findings go together.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Conflict {
    pub(crate) bits: f64,
    /// The id of the finding that goes least with the others.
    pub(crate) finding: String,
    /// The finding as a person reads it.
    #[serde(skip)]
    pub(crate) title: String,
}

/// What is known of a probability; the ends are equal where it was computed exactly.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Bounds {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// What may be wrong.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Cause {
    pub(crate) id: String,
    pub(crate) base: Option<String>,
    pub(crate) title: String,
    pub(crate) prior: f64,
    pub(crate) posterior: f64,
    pub(crate) interval: Bounds,
    pub(crate) excluded: bool,
    /// The id of the cause that accounts for what speaks for this one.
    pub(crate) explained_away_by: Option<String>,
    /// That cause as a person reads it.
    #[serde(skip)]
    pub(crate) explained_by: Option<String>,
    #[serde(rename = "for")]
    pub(crate) speaks_for: Vec<Reason>,
    #[serde(rename = "against")]
    pub(crate) speaks_against: Vec<Reason>,
    pub(crate) means: Option<String>,
    /// Where it is a kind, the causes that are variants of it, the most probable first; what speaks for and against it is that of the first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) variants: Vec<Variant>,
}

/// A cause that is a variant of a trouble.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Variant {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) prior: f64,
    pub(crate) posterior: f64,
}

/// What speaks for a cause, or against it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Reason {
    /// The id of the finding, or of the fix that was tried.
    pub(crate) finding: String,
    pub(crate) kind: &'static str,
    /// The change of the log2 odds; none where it rules the cause out.
    pub(crate) bits: Option<f64>,
    /// The reason as a person reads it.
    #[serde(skip)]
    pub(crate) sentence: String,
}

/// Where to read on.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Link {
    pub(crate) address: String,
    pub(crate) label: Option<String>,
}

/// What comes next.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Next {
    pub(crate) kind: &'static str,
    pub(crate) id: Option<String>,
    pub(crate) why: String,
}

/// What it is expected to cost until it helps or is handed over, in seconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct ExpectedCost {
    pub(crate) from_here: f64,
    /// What of it is the next step.
    pub(crate) step: f64,
    pub(crate) planner: &'static str,
    /// Whether more than time counts in it.
    #[serde(skip)]
    pub(crate) has_prices: bool,
}

/// A question people ask, and its answer.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Topic {
    pub(crate) id: String,
    pub(crate) base: String,
    pub(crate) title: String,
    pub(crate) means: Option<String>,
    pub(crate) notes: Vec<String>,
    pub(crate) links: Vec<Link>,
}

/// A question and its id.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Question {
    pub(crate) id: String,
    pub(crate) base: String,
    pub(crate) text: String,
}

/// Returns a report as it is told.
pub(crate) fn of(report: &etio_kb::engine::Report, voice: Voice<'_, '_>) -> Report {
    Report {
        schema: SCHEMA,
        language: voice.words().language().tag().to_owned(),
        verdict: verdict(report.verdict),
        several_at_once: is_several(report, voice),
        findings: report.findings.iter().map(|known| finding(known, voice)).collect(),
        conflict: report.conflict.map(|conflict| Conflict {
            bits: conflict.bits,
            finding: id_of(Thing::Finding(conflict.culprit), voice),
            title: voice.title(Thing::Finding(conflict.culprit)),
        }),
        causes: report.troubles.iter().filter_map(|one| trouble(one, report, voice)).collect(),
        fixes: remedies(report, voice),
        next: next(report, voice),
        question: worth_asking(report).map(|finding| question(finding, voice)),
        expected_cost: report.outlook.map(|outlook| expected_cost(outlook, voice)),
        assumed: report.assumed.iter().map(|&base| voice.subject(base)).collect(),
        estimated: is_estimated(report, voice),
        topic: None,
        explanation: None,
    }
}

/// Returns what stands behind a report as it is told.
pub(crate) fn explain(session: &Session<'_>, voice: Voice<'_, '_>) -> Explanation {
    let report = session.report();
    let asked = worth_asking(&report);
    let hows = report.differential.iter().filter_map(|hypothesis| session.how(hypothesis.cause));
    let is_excluded = |trouble: &Trouble| {
        let own = report.differential.iter().find(|hypothesis| hypothesis.cause == trouble.cause);
        own.is_some_and(|hypothesis| hypothesis.excluded.is_some())
    };
    let worth_telling = |trouble: &&Trouble| trouble.posterior >= WORTH_ASKING || is_excluded(trouble);
    let behind = report.troubles.iter().skip(1).filter(worth_telling);
    Explanation {
        how: hows.map(|told| how::of(&told, &report.findings, voice)).collect(),
        why_fix: match report.next {
            Step::Try(fix) => Some(why_fix(session, &report, fix, voice)),
            _ => None,
        },
        why: asked.map(|finding| change::why(session, finding, voice)),
        what_if: change::what_if(session, session.what_would_change(), voice),
        why_not: behind.map(|trouble| rival::of(&session.why_not(trouble.cause), &report, voice)).collect(),
    }
}

/// Returns how a cause got its percentage as it is told; nothing where its base takes no part.
pub(crate) fn how(session: &Session<'_>, cause: Option<CauseId>, voice: Voice<'_, '_>) -> Option<How> {
    session.how(cause).map(|told| how::of(&told, &session.report().findings, voice))
}

/// Returns why a cause is not the first to think of, as it is told.
pub(crate) fn why_not(session: &Session<'_>, cause: Option<CauseId>, voice: Voice<'_, '_>) -> WhyNot {
    rival::of(&session.why_not(cause), &session.report(), voice)
}

/// Returns a question people ask as it is told.
pub(crate) fn topic(topic: TopicId, voice: Voice<'_, '_>) -> Topic {
    let thing = Thing::Topic(topic);
    let card = voice.knowledge().card_of(thing);
    Topic {
        id: id_of(thing, voice),
        base: base_of(thing, voice),
        title: voice.title(thing),
        means: voice.meaning(thing),
        notes: card.notes.iter().map(|note| voice.text(note)).collect(),
        links: card.links.iter().map(|one| link(one, voice)).collect(),
    }
}

fn verdict(verdict: Verdict) -> VerdictWord {
    match verdict {
        Verdict::Diagnosed => VerdictWord::Diagnosed,
        Verdict::Unsure => VerdictWord::Unsure,
        Verdict::Nothing => VerdictWord::Nothing,
    }
}

/// Returns whether a base takes part whose causes can be at work together.
fn is_several(report: &etio_kb::engine::Report, voice: Voice<'_, '_>) -> bool {
    let knowledge = voice.knowledge();
    let causes = report.differential.iter().filter_map(|hypothesis| hypothesis.cause);
    causes.into_iter().any(|cause| knowledge.base(knowledge.base_of(Thing::Cause(cause))).several_at_once)
}

fn base_of(thing: Thing, voice: Voice<'_, '_>) -> String {
    let knowledge = voice.knowledge();
    knowledge.base(knowledge.base_of(thing)).id.clone()
}

fn id_of(thing: Thing, voice: Voice<'_, '_>) -> String {
    voice.knowledge().id_of(thing).to_owned()
}

/// Returns the id of a cause; `other` for what no base knows.
pub(crate) fn cause_id(cause: Option<CauseId>, voice: Voice<'_, '_>) -> String {
    cause.map_or_else(|| "other".to_owned(), |cause| id_of(Thing::Cause(cause), voice))
}

/// Returns the id of a trouble: of its kind or cause; `other` for what no base knows.
pub(crate) fn trouble_id(thing: Option<Thing>, voice: Voice<'_, '_>) -> String {
    thing.map_or_else(|| "other".to_owned(), |thing| id_of(thing, voice))
}

fn finding(known: &Known, voice: Voice<'_, '_>) -> Finding {
    let thing = told_as(known, voice);
    Finding {
        id: id_of(thing, voice),
        base: base_of(thing, voice),
        title: voice.title(thing),
        state: state(known, thing, voice),
        certainty: match known.certainty {
            Certainty::Sure => "sure",
            Certainty::Probable => "probable",
        },
        origin: match known.origin {
            Origin::Text => "text",
            Origin::Answer => "answer",
            Origin::Probe => "probe",
            Origin::Fix(_) => "fix",
            Origin::Rule(_) => "rule",
        },
        means: is_present(known).then(|| voice.meaning(thing)).flatten(),
        matched: known.shown.iter().map(matched).collect(),
        captures: known.shown.iter().flat_map(|shown| shown.captures.iter().cloned()).collect(),
        sentence: voice.known(known),
    }
}

/// Returns what a known finding is told as: an exclusive symptom under its own id, everything else as the finding.
fn told_as(known: &Known, voice: Voice<'_, '_>) -> Thing {
    match known.sign {
        Some(sign) if voice.knowledge().is_symptom(sign) => Thing::Sign(sign),
        _ => Thing::Finding(known.finding),
    }
}

fn state(known: &Known, thing: Thing, voice: Voice<'_, '_>) -> String {
    let option = |option| id_of(Thing::Sign(Sign { finding: known.finding, option: Some(option) }), voice);
    match (&known.value, thing, known.sign) {
        (None, ..) => "unknown".to_owned(),
        (Some(Value::Option(_)), Thing::Sign(_), _) => "yes".to_owned(),
        (Some(Value::Yes), Thing::Finding(_), Some(Sign { option: Some(id), .. })) => option(id),
        (Some(Value::No), Thing::Finding(_), Some(Sign { option: Some(id), .. })) => format!("not {}", option(id)),
        (Some(Value::Yes), ..) => "yes".to_owned(),
        (Some(Value::No), ..) => "no".to_owned(),
        (Some(Value::Option(id)), ..) => option(*id),
        (Some(Value::Rest), ..) => "other".to_owned(),
        (Some(Value::Options(ids)), ..) if ids.is_empty() => "none".to_owned(),
        (Some(Value::Options(ids)), ..) => ids.iter().map(|&id| option(id)).collect::<Vec<_>>().join(", "),
        (Some(Value::Number(number)), ..) => number.to_string(),
        (Some(Value::Text(text)), ..) => text.clone(),
    }
}

fn matched(shown: &Shown) -> Match {
    Match { line: shown.line, column: shown.column, text: shown.excerpt.clone(), guess: shown.guess }
}

/// Returns a trouble as it is told: a cause, or a kind with its variants, of which the most probable says what speaks for it.
fn trouble(trouble: &Trouble, report: &etio_kb::engine::Report, voice: Voice<'_, '_>) -> Option<Cause> {
    let first = report.differential.iter().find(|hypothesis| hypothesis.cause == trouble.cause)?;
    let told = cause(first, &report.findings, voice);
    let Some(kind) = trouble.kind else { return Some(told) };
    let is_variant = |hypothesis: &&Hypothesis| {
        hypothesis.cause.is_some_and(|cause| voice.knowledge().cause(cause).kind == Some(kind))
    };
    let variants: Vec<&Hypothesis> = report.differential.iter().filter(is_variant).collect();
    let sum = |end: fn(&Hypothesis) -> f64| variants.iter().map(|variant| end(variant)).sum::<f64>().min(1.0);
    let variant = |hypothesis: &&Hypothesis| Variant {
        id: cause_id(hypothesis.cause, voice),
        title: voice.cause(hypothesis.cause),
        prior: hypothesis.prior,
        posterior: hypothesis.posterior,
    };
    Some(Cause {
        id: id_of(Thing::Kind(kind), voice),
        title: voice.title(Thing::Kind(kind)),
        prior: trouble.prior,
        posterior: trouble.posterior,
        interval: Bounds { low: sum(|variant| variant.interval.low), high: sum(|variant| variant.interval.high) },
        excluded: variants.iter().all(|variant| variant.excluded.is_some()),
        means: voice.meaning(Thing::Kind(kind)),
        variants: variants.iter().map(variant).collect(),
        ..told
    })
}

fn cause(hypothesis: &Hypothesis, findings: &[Known], voice: Voice<'_, '_>) -> Cause {
    let thing = hypothesis.cause.map(Thing::Cause);
    let (speaks_for, against): (Vec<&Weight>, Vec<_>) = hypothesis.weights.iter().partition(|weight| weight.bits > 0.0);
    let reasons = |mut weights: Vec<&Weight>| {
        weights.retain(|weight| weight.bits != 0.0);
        weights.sort_by(|one, other| other.bits.abs().total_cmp(&one.bits.abs()));
        weights.into_iter().map(|weight| reason(*weight, findings, voice)).collect()
    };
    Cause {
        id: cause_id(hypothesis.cause, voice),
        base: thing.map(|thing| base_of(thing, voice)),
        title: voice.cause(hypothesis.cause),
        prior: hypothesis.prior,
        posterior: hypothesis.posterior,
        interval: Bounds { low: hypothesis.interval.low, high: hypothesis.interval.high },
        explained_away_by: hypothesis.explained_away.map(|away| id_of(Thing::Cause(away.by), voice)),
        explained_by: hypothesis.explained_away.map(|away| voice.title(Thing::Cause(away.by))),
        excluded: hypothesis.excluded.is_some(),
        speaks_for: reasons(speaks_for),
        speaks_against: reasons(against),
        means: thing.and_then(|thing| voice.meaning(thing)),
        variants: Vec::new(),
    }
}

fn reason(weight: Weight, findings: &[Known], voice: Voice<'_, '_>) -> Reason {
    let (kind, id) = match weight.evidence {
        Evidence::Finding(finding, None) => ("finding", id_of(Thing::Finding(finding), voice)),
        Evidence::Finding(finding, option) => ("finding", id_of(Thing::Sign(Sign { finding, option }), voice)),
        Evidence::Outcome(fix) => ("fix", id_of(Thing::Fix(fix), voice)),
        Evidence::Conditions => ("condition", "conditions".to_owned()),
    };
    let sentence = voice.evidence(findings, weight.evidence);
    Reason { finding: id, kind, bits: weight.bits.is_finite().then_some(weight.bits), sentence }
}

/// Returns an address as it is told.
pub(crate) fn link(link: &WebLink, voice: Voice<'_, '_>) -> Link {
    Link { address: link.address.clone(), label: link.label.as_ref().map(|label| voice.text(label)) }
}

fn next(report: &etio_kb::engine::Report, voice: Voice<'_, '_>) -> Next {
    let words = voice.words();
    match report.next {
        Step::Complain => Next { kind: "ask", id: None, why: words.next_complain() },
        Step::Ask(finding) => Next { kind: "ask", id: Some(question(finding, voice).id), why: words.next_ask() },
        Step::Try(fix) => {
            Next { kind: "try", id: Some(id_of(Thing::Fix(fix), voice)), why: why_try(report, fix, voice) }
        }
        Step::Report(ending) => Next { kind: "report", id: None, why: ended(ending, voice) },
    }
}

/// Returns what it is expected to cost from here on as it is told.
pub(crate) fn expected_cost(outlook: etio_kb::engine::Outlook, voice: Voice<'_, '_>) -> ExpectedCost {
    let has_prices = |base: &etio_kb::engine::BaseHead| {
        let counts = |seconds: etio_kb::engine::Seconds| seconds.get() > 0.0;
        counts(base.prices.money) || counts(base.prices.effort) || !base.prices.risks.is_empty()
    };
    ExpectedCost {
        from_here: outlook.cost,
        step: outlook.step,
        planner: match outlook.planner {
            Planner::Exact => "exact",
            Planner::Improved => "improved",
            Planner::Rule => "rule",
        },
        has_prices: voice.knowledge().bases().iter().any(has_prices),
    }
}

fn why_try(report: &etio_kb::engine::Report, fix: FixId, voice: Voice<'_, '_>) -> String {
    let words = voice.words();
    let takes = words.about(voice.knowledge().fix(fix).takes.0);
    match report.fixes.iter().find(|ranked| ranked.fix == fix) {
        Some(ranked) if ranked.helps > 0.0 => words.next_try(&words.share(ranked.helps), &takes),
        _ => words.next_try_last(&takes),
    }
}

fn ended(ending: Ending, voice: Voice<'_, '_>) -> String {
    match ending {
        Ending::Solved => voice.words().next_solved(),
        Ending::Eased => voice.words().next_eased(),
        Ending::Exhausted => voice.words().next_exhausted(),
    }
}

fn question(finding: FindingId, voice: Voice<'_, '_>) -> Question {
    let thing = Thing::Finding(finding);
    let ask = voice.knowledge().finding(finding).ask.as_ref();
    Question {
        id: id_of(thing, voice),
        base: base_of(thing, voice),
        text: ask.map_or_else(|| voice.title(thing), |ask| voice.text(ask)),
    }
}

/// Returns whether a number of the causes in the differential is somebody's judgement.
fn is_estimated(report: &etio_kb::engine::Report, voice: Voice<'_, '_>) -> bool {
    let is_estimate = |provenance: Provenance| provenance == Provenance::Estimate;
    report.differential.iter().filter_map(|hypothesis| hypothesis.cause).any(|cause| {
        let cause = voice.knowledge().cause(cause);
        is_estimate(cause.prior.provenance) || cause.links.iter().any(|link| is_estimate(link.number.provenance))
    })
}
