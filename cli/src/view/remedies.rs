//! What can be tried, as it is told.

use super::{Link, base_of, id_of, link};
use crate::voice::Voice;
use etio_kb::engine::{EffectKind, Fix, FixId, Knowledge, RankedFix, Report, RiskKind, Step, Thing, Turn};
use serde::Serialize;

/// From this probability on that it helps, a fix that is not proposed is worth a word.
const PROMISING: f64 = 0.05;

/// What can be tried.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Remedy {
    pub(crate) id: String,
    pub(crate) base: String,
    pub(crate) title: String,
    pub(crate) kind: RemedyKind,
    pub(crate) takes_seconds: u32,
    pub(crate) helps: f64,
    pub(crate) risk: Option<RiskKind>,
    /// What exactly can go wrong.
    pub(crate) risk_text: Option<String>,
    pub(crate) steps: Vec<String>,
    pub(crate) commands: Vec<String>,
    pub(crate) links: Vec<Link>,
    pub(crate) verify: Option<String>,
    /// Whether the session comes to its end without proposing it: see [`held_back`].
    #[serde(skip)]
    pub(crate) is_held_back: bool,
}

/// What trying it amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RemedyKind {
    Fix,
    Look,
    Workaround,
    Escalate,
}

/// Returns the fixes of a report, in order.
pub(super) fn remedies(report: &Report, voice: Voice<'_, '_>) -> Vec<Remedy> {
    let held: Vec<FixId> = held_back(report, voice.knowledge()).map(|ranked| ranked.fix).collect();
    let told = |ranked: &RankedFix| Remedy { is_held_back: held.contains(&ranked.fix), ..remedy(*ranked, voice) };
    report.fixes.iter().map(told).collect()
}

/// Returns a fix as it is told.
pub(crate) fn remedy(ranked: RankedFix, voice: Voice<'_, '_>) -> Remedy {
    let fix = voice.knowledge().fix(ranked.fix);
    let thing = Thing::Fix(ranked.fix);
    Remedy {
        id: id_of(thing, voice),
        base: base_of(thing, voice),
        title: voice.title(thing),
        kind: kind(fix),
        takes_seconds: fix.takes.0,
        // Never the zero that is written with a minus.
        helps: ranked.helps + 0.0,
        risk: fix.risk.as_ref().map(|risk| risk.kind),
        risk_text: fix.risk.as_ref().and_then(|risk| risk.text.as_ref()).map(|text| voice.text(text)),
        steps: fix.steps.iter().map(|step| voice.text(step)).collect(),
        commands: voice.commands(fix),
        links: fix.card.links.iter().map(|one| link(one, voice)).collect(),
        verify: fix.verify.as_ref().map(|verify| voice.text(verify)),
        is_held_back: false,
    }
}

/// Returns the fixes that may well help and are not proposed, because they take longer than they are likely to save; none before the session
/// has come to its end. What hands over and what is the last resort is told as that.
pub(crate) fn held_back<'r>(report: &'r Report, knowledge: &'r Knowledge) -> impl Iterator<Item = RankedFix> + 'r {
    let ends = matches!(report.next, Step::Report(_));
    let promises = |ranked: &RankedFix| ranked.helps >= PROMISING && knowledge.fix(ranked.fix).turn == Turn::InOrder;
    report.fixes.iter().copied().filter(move |ranked| ends && promises(ranked))
}

/// Returns what trying a fix amounts to.
pub(crate) fn kind(fix: &Fix) -> RemedyKind {
    let eases_only = !fix.effects.is_empty() && fix.effects.iter().all(|effect| effect.kind == EffectKind::Eases);
    if fix.turn == Turn::HandsOver {
        RemedyKind::Escalate
    } else if fix.only_looks {
        RemedyKind::Look
    } else if eases_only || fix.tells.is_some() || fix.turn == Turn::LastResort && fix.effects.is_empty() {
        RemedyKind::Workaround
    } else {
        RemedyKind::Fix
    }
}
