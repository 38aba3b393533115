//! What there is only where several causes can be at work.

use super::Seen;
use crate::reference::Conclusions;
use crate::said::Said;
use etio_engine::{Answer, Base, Certainty, Domain, FindingId, FixId, Outcome, Value};

pub(super) const CONSTRUCTS: [&str; 25] = [
    "several: a base with several causes that is silent",
    "several: a cause confirmed",
    "several: a cause impossible",
    "several: a cause probably at work with another",
    "several: a context known",
    "several: a context probably known",
    "several: a context unknown",
    "several: a derived finding",
    "several: a fact of the single group",
    "several: a fix that failed",
    "several: a fix that helped",
    "several: a fix that helped after one that failed",
    "several: a fix that helped partly",
    "several: a kind one at a time",
    "several: a probable answer",
    "several: a single group",
    "several: a single group of two bases",
    "several: an inhibitor",
    "several: another, or none",
    "several: exclusive symptom",
    "several: exclusive symptoms, two of them",
    "several: causes of one kind at once",
    "several: two bases",
    "several: two contexts",
    "several: verdict: diagnosed",
];

/// Counts what follows where a base with several causes is loaded.
pub(super) fn of_several(bases: &[Base], accepted: &[Said], so: &Conclusions<'_>, seen: &mut Seen) {
    let takes_part = |base: &usize| so.takes_part[*base];
    let present: Vec<usize> = (0..bases.len()).filter(takes_part).collect();
    let several = present.iter().filter(|base| bases[**base].several_at_once).count();
    if !so.is_several() {
        let is_silent = (0..bases.len()).any(|base| bases[base].several_at_once && !so.takes_part[base]);
        if is_silent && !present.is_empty() {
            seen.insert("several: a base with several causes that is silent");
        }
        return;
    }
    let likely = so.posteriors().into_iter().zip(so.hypotheses());
    let likely = likely.filter(|(posterior, hypothesis)| *posterior >= 0.5 && hypothesis.is_some()).count();
    let holds = [
        (several > 1, "several: two bases"),
        (present.len() > several, "several: a single group"),
        (present.len() - several > 1, "several: a single group of two bases"),
        (!so.confirmed.is_empty(), "several: a cause confirmed"),
        (so.possible.len() < so.hypotheses().len(), "several: a cause impossible"),
        (likely > 1, "several: a cause probably at work with another"),
        (so.verdict().0 == etio_engine::Verdict::Diagnosed, "several: verdict: diagnosed"),
    ];
    seen.extend(holds.into_iter().filter(|(holds, _)| *holds).map(|(_, construct)| construct));
    for base in present {
        of_base(&bases[base], base, so, seen);
    }
    of_outcomes(bases, so, seen);
    let is_probable =
        |said: &Said| matches!(said, Said::Answer { answer: Answer::Known { certainty: Certainty::Probable, .. }, .. });
    if accepted.iter().any(is_probable) {
        seen.insert("several: a probable answer");
    }
    let is_rest = |said: &Said| matches!(said, Said::Answer { answer: Answer::Known { value: Value::Rest, .. }, .. });
    if accepted.iter().any(is_rest) {
        seen.insert("several: another, or none");
    }
}

fn of_base(base: &Base, position: usize, so: &Conclusions<'_>, seen: &mut Seen) {
    for (_, group) in base.groups().into_iter().filter(|_| base.several_at_once) {
        if group.len() > 1 {
            seen.insert("several: a kind one at a time");
        }
    }
    let together = |kind: &etio_engine::Kind| !kind.is_exclusive();
    let kinds = base.causes.iter().filter_map(|cause| cause.kind).filter(|kind| together(&base.kinds[kind.index()]));
    let kinds: Vec<_> = kinds.collect();
    if kinds.iter().enumerate().any(|(place, kind)| kinds[..place].contains(kind)) {
        seen.insert("several: causes of one kind at once");
    }
    let mut contexts = 0;
    for (index, finding) in base.findings.iter().enumerate() {
        let id = FindingId(index as u32);
        let known = so.of_finding(position, id);
        if known.is_derived {
            seen.insert("several: a derived finding");
        }
        match &finding.domain {
            Domain::OneOf { rest: None, .. } if so.speaks(position, id) => {
                contexts += usize::from(base.several_at_once);
                let is_sure = known.truths.contains(&crate::reference::Truth::Yes(Certainty::Sure));
                seen.insert(match (base.several_at_once, known.is_known(), is_sure) {
                    (true, true, true) => "several: a context known",
                    (true, true, false) => "several: a context probably known",
                    (true, false, _) => "several: a context unknown",
                    (false, true, _) => "several: a fact of the single group",
                    (false, false, _) => continue,
                });
            }
            Domain::OneOf { rest: Some(_), .. } if known.is_known() => {
                seen.insert("several: exclusive symptom");
                if known.weights.len() > 1 {
                    seen.insert("several: exclusive symptoms, two of them");
                }
            }
            _ => {}
        }
    }
    if contexts > 1 {
        seen.insert("several: two contexts");
    }
    let links = base.causes.iter().flat_map(|cause| &cause.links);
    let inhibits = |link: &etio_engine::Link| {
        so.of_finding(position, link.sign.finding).is_known()
            && link.number.get() < so.otherwise(position, link.sign)
            && !matches!(base.findings[link.sign.finding.index()].domain, Domain::OneOf { .. })
    };
    if links.into_iter().any(inhibits) {
        seen.insert("several: an inhibitor");
    }
}

fn of_outcomes(bases: &[Base], so: &Conclusions<'_>, seen: &mut Seen) {
    let mut outcomes = vec![];
    for (base, its) in bases.iter().enumerate() {
        let fixes = its.fixes.iter().enumerate().filter(|(_, fix)| fix.tells.is_none());
        outcomes.extend(fixes.filter_map(|(position, _)| so.outcome(base, FixId(position as u32))));
    }
    for (outcome, construct) in [
        (Outcome::Failed, "several: a fix that failed"),
        (Outcome::Helped, "several: a fix that helped"),
        (Outcome::Partly, "several: a fix that helped partly"),
    ] {
        if outcomes.contains(&outcome) {
            seen.insert(construct);
        }
    }
    if outcomes.contains(&Outcome::Failed) && outcomes.contains(&Outcome::Helped) {
        seen.insert("several: a fix that helped after one that failed");
    }
}
