//! Fixes that are never proposed, that help nobody, or that are dangerous and do not say so.

use super::dangers::danger;
use super::position;
use crate::check::hard::not_offered_for;
use crate::check::{Concern, Play, Subject};
use crate::diagnostic::Code;
use etio_engine::{
    Base, CauseId, Effect, EffectKind, FindingId, Fix, FixId, KindId, Link, RiskKind, Seconds, Sign, Text, Turn,
};
use std::collections::BTreeSet;

/// What easing is worth beside curing: docs/semantics.md.
const EASING: f64 = 1.0 / 3.0;
/// A fix is worth its cost while that is less than what it can save. An author who comes near to that may mean it; this is how many
/// times as much is surely a slip.
const MARGIN: f64 = 2.0;
/// The most that helps nobody: what `never` stands for.
const NEVER: f64 = 0.005;

/// Looks at every fix.
pub(super) fn check(base: &Base, found: &mut Vec<Concern>) {
    let followed: BTreeSet<FixId> = base.fixes.iter().filter_map(|fix| fix.then).collect();
    let giving_up = giving_up(base);
    questions(base, giving_up, found);
    for (nth, fix) in base.fixes.iter().enumerate() {
        let id = FixId(position(nth));
        useless(base, id, fix, found);
        if !followed.contains(&id) {
            found.extend(too_long(base, id, fix, giving_up));
        }
        found.extend(dangerous(id, fix));
        found.extend(too_late(base, id, fix));
        found.extend(done_wrong(base, id, fix));
        out_of_place(base, id, fix, found);
    }
}

/// Returns what giving up costs, and the fix that says so.
fn giving_up(base: &Base) -> (f64, Option<FixId>) {
    let over = base.fixes.iter().enumerate().filter(|(_, fix)| fix.turn == Turn::HandsOver);
    let costs = over.map(|(nth, fix)| (cost(base, fix), Some(FixId(position(nth)))));
    costs.min_by(|one, two| one.0.total_cmp(&two.0)).unwrap_or((Seconds::TO_GIVE_UP.get(), None))
}

fn cost(base: &Base, fix: &Fix) -> f64 {
    base.prices.total(fix.takes, &fix.costs, fix.risk.as_ref().map(|risk| risk.kind))
}

/// Finds a fix that costs more than giving up even where its cause is certain.
fn too_long(base: &Base, id: FixId, fix: &Fix, (giving_up, by): (f64, Option<FixId>)) -> Option<Concern> {
    if fix.turn != Turn::InOrder || fix.tells.is_some() || fix.only_looks {
        return None;
    }
    let right = 1.0 - fix.done_wrong.map_or(0.0, |wrong| wrong.get());
    let value = |effect: &Effect| match effect.kind {
        EffectKind::Cures => effect.number.get() * right,
        EffectKind::Eases => effect.number.get() * right * EASING,
    };
    let most = fix.effects.iter().map(value).fold(0.0, f64::max);
    let costs = cost(base, fix);
    if most <= NEVER || costs <= most * giving_up * MARGIN {
        return None;
    }
    let message = format!(
        "`{}` is never proposed: it costs {}, more than it can save, as giving up costs {}",
        fix.id,
        time(costs),
        time(giving_up)
    );
    let help = match by {
        Some(by) => format!(
            "mend what it takes and costs, or say under `{}` what handing over really takes",
            base.fixes[by.index()].id
        ),
        None => "add a fix that `hands over` and says with `takes` what giving up costs; without one that is an hour"
            .to_owned(),
    };
    let finding = never_proposed(base, fix, Concern::new(Code::NeverProposed, Subject::Fix(id), message, help));
    Some(match by {
        Some(by) => finding.and(Subject::Fix(by), "what giving up costs"),
        None => finding,
    })
}

/// Looks for questions that cost more than giving up: whatever the answer, it cannot save as much.
fn questions(base: &Base, (giving_up, by): (f64, Option<FixId>), found: &mut Vec<Concern>) {
    for (nth, finding) in base.findings.iter().enumerate().filter(|(_, finding)| finding.ask.is_some()) {
        let costs = base.prices.total(finding.takes, &finding.costs, None);
        if costs <= giving_up * MARGIN {
            continue;
        }
        let message = format!(
            "`{}` is never asked: to find it out costs {}, and giving up costs {}",
            finding.id,
            time(costs),
            time(giving_up)
        );
        let help = "mend how long it takes, or say with `takes` under the fix that hands over what giving up costs";
        let concern = Concern::new(Code::NeverAsked, Subject::Finding(FindingId(position(nth))), message, help);
        found.push(by.into_iter().fold(concern, |concern, by| concern.and(Subject::Fix(by), "what giving up costs")));
    }
}

/// Finds a fix that waits for one that hands over: nobody comes back from there.
fn too_late(base: &Base, id: FixId, fix: &Fix) -> Option<Concern> {
    let hands_over = |fix: &FixId| base.fixes[fix.index()].turn == Turn::HandsOver;
    let over = fix.after.iter().copied().find(hands_over).filter(|_| fix.turn != Turn::HandsOver)?;
    let (own, other) = (&fix.id, &base.fixes[over.index()].id);
    let message = format!("`{own}` is never proposed: it waits for `{other}`, which hands over");
    let help = format!("leave the `after {other}` out: what hands over comes last anyhow");
    let concern = Concern::new(Code::NeverProposed, Subject::After(id, over), message, help);
    Some(never_proposed(base, fix, concern).and(Subject::Fix(over), "nothing comes after this"))
}

/// Finds a fix that is done wrong by everybody.
fn done_wrong(base: &Base, id: FixId, fix: &Fix) -> Option<Concern> {
    let wrong = fix.done_wrong.filter(|wrong| 1.0 - wrong.get() <= NEVER && !fix.effects.is_empty())?;
    let message = format!("`{}` helps nobody: {:.0} of 100 people do it wrong", fix.id, wrong.get() * 100.0);
    let help = "say under `done wrong` how many of 100 people do it wrong, or write clearer steps";
    Some(never_proposed(base, fix, Concern::new(Code::HelpsNobody, Subject::Fix(id), message, help)))
}

/// Shows by a session that a fix is not proposed where the cause that it helps best comes first.
fn never_proposed(base: &Base, fix: &Fix, concern: Concern) -> Concern {
    let best = fix.effects.iter().filter(|effect| effect.cause.is_some());
    let best = best.max_by(|one, two| one.number.get().total_cmp(&two.number.get())).and_then(|effect| effect.cause);
    match best {
        Some(cause) => not_offered_for(base, fix, cause, concern),
        None => concern,
    }
}

/// Looks for what a fix is `for` and none of its causes shows, and for causes of a fix that show nothing of what it is `for`.
fn out_of_place(base: &Base, id: FixId, fix: &Fix, found: &mut Vec<Concern>) {
    let speaks = |link: &&Link| link.number.get() > super::otherwise(base, link.sign);
    let shown = |cause: CauseId| base.causes[cause.index()].links.iter().filter(speaks).map(|link| link.sign);
    let other = fix.effects.iter().any(|effect| effect.cause.is_none());
    let helps = fix.effects.iter().filter(|effect| effect.number.get() > NEVER).filter_map(|effect| effect.cause);
    // Of a cause that shows nothing, and of a symptom that nothing explains, is told as of that.
    let helped: Vec<CauseId> = helps.filter(|cause| shown(*cause).next().is_some()).collect();
    let explained =
        |sign: Sign| (0..base.causes.len()).any(|nth| shown(CauseId(position(nth))).any(|shown| shown == sign));
    if helped.is_empty() || other || fix.tells.is_some() || fix.turn != Turn::InOrder || fix.for_signs.is_empty() {
        return;
    }
    // What shows something else, too, can be thought of while this is there: only symptoms that exclude each other never meet.
    let meets = |cause: CauseId, sign: Sign| shown(cause).any(|shown| shown == sign || shown.finding != sign.finding);
    let in_vain = |sign: &Sign| !helped.iter().any(|cause| meets(*cause, *sign)) && explained(*sign);
    for sign in fix.for_signs.iter().copied().filter(in_vain) {
        let said = super::id_of(base, sign);
        let message =
            format!("`{}` is for `{said}`, and the causes that it helps show only what excludes that", fix.id);
        let help = "name what its causes show, or a cause that shows this";
        found.push(Concern::new(Code::NeverOffered, Subject::ForSign(id, sign), message, help));
    }
    let (met, missed): (Vec<CauseId>, Vec<CauseId>) =
        helped.iter().partition(|cause| fix.for_signs.iter().any(|sign| meets(**cause, *sign)));
    // Of a kind that is named, some causes may well show something else.
    let kind = |cause: &CauseId| base.causes[cause.index()].kind;
    let kinds: BTreeSet<KindId> = met.iter().filter_map(kind).collect();
    let alone = |cause: &CauseId| kind(cause).is_none_or(|of| !kinds.contains(&of));
    not_met(base, (id, fix), missed.into_iter().filter(alone), found);
}

/// Tells of causes that a fix would help and that show nothing of what it is `for`.
fn not_met(base: &Base, (id, fix): (FixId, &Fix), missed: impl Iterator<Item = CauseId>, found: &mut Vec<Concern>) {
    for cause in missed {
        let of = &base.causes[cause.index()].id;
        let message = format!(
            "`{}` is not offered where `{of}` is the cause: that shows only what excludes what it is for",
            fix.id
        );
        let help = format!("name under `for` what `{of}` shows, or leave `{of}` out");
        let concern = Concern::new(Code::NeverOffered, Subject::Effect(id, Some(cause)), message, help);
        found.push(concern.and(Subject::ForSign(id, fix.for_signs[0]), "what it is for"));
    }
}

/// Returns a time as it is written in a base.
fn time(seconds: f64) -> String {
    let (number, unit) = match seconds {
        days if days >= 86_400.0 => (days / 86_400.0, "days"),
        hours if hours >= 3_600.0 => (hours / 3_600.0, "h"),
        minutes if minutes >= 60.0 => (minutes / 60.0, "min"),
        seconds => (seconds, "s"),
    };
    let written = format!("{number:.1}");
    let unit = if (written.as_str(), unit) == ("1.0", "days") { "day" } else { unit };
    format!("{} {unit}", written.trim_end_matches('0').trim_end_matches('.'))
}

/// Looks for effects that help nobody. A cause may say so where its kind says otherwise.
fn useless(base: &Base, id: FixId, fix: &Fix, found: &mut Vec<Concern>) {
    for effect in fix.effects.iter().filter(|effect| effect.number.get() <= NEVER) {
        let Some(cause) = effect.cause else { continue };
        let kind = base.causes[cause.index()].kind;
        let apart_from_kind = kind.is_some()
            && fix.effects.iter().any(|other| {
                let of = other.cause.filter(|of| *of != cause).and_then(|of| base.causes[of.index()].kind);
                of == kind && other.number.get() > NEVER
            });
        if !apart_from_kind {
            let message = format!("`{}` helps nobody with `{}`", fix.id, base.causes[cause.index()].id);
            let help = "say how many of 100 people with this cause it helps, or leave the cause out";
            found.push(Concern::new(Code::HelpsNobody, Subject::Effect(id, Some(cause)), message, help));
        }
    }
}

/// Finds a step or a command that can do damage and of which the fix does not warn.
fn dangerous(id: FixId, fix: &Fix) -> Option<Concern> {
    if fix.risk.is_some() {
        return None;
    }
    let commands = fix.commands.iter().enumerate().map(|(nth, run)| (Subject::Command(id, nth), run.as_str()));
    let steps = fix.steps.iter().enumerate();
    let steps = steps.flat_map(|(nth, step)| step.versions().map(move |(_, text)| (Subject::Step(id, nth), text)));
    let verify = fix.verify.iter().flat_map(Text::versions).map(|(_, text)| (Subject::Fix(id), text));
    let notes = fix.card.notes.iter().flat_map(Text::versions).map(|(_, text)| (Subject::Fix(id), text));
    let notes = notes.filter(|(_, text)| text.contains('`'));
    let mut said = commands.chain(steps).chain(verify).chain(notes);
    let (about, danger) = said.find_map(|(about, text)| Some((about, danger(text)?)))?;
    let word = match danger.risk {
        RiskKind::LosesData => "loses-data",
        RiskKind::LowersProtection => "lowers-protection",
        RiskKind::InterruptsOthers => "interrupts-others",
        RiskKind::CostsMoney => "costs-money",
    };
    let message = format!("`{}` says `{}` and warns of no risk: {}", fix.id, danger.says, danger.reason);
    let help = format!("add `risk {word} \"…\"` with what a person should know before");
    let outcome = format!("`{}` is proposed, and nobody is warned", fix.id);
    Some(Concern::new(Code::NoRisk, about, message, help).played(Play::Until(id, outcome)))
}
