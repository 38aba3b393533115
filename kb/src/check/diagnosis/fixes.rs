//! Fixes that are never proposed, that help nobody, or that are dangerous and do not say so.

use super::dangers::danger;
use super::position;
use crate::check::{Concern, Play, Subject};
use crate::diagnostic::{Code, Shows};
use etio_engine::{Base, Effect, EffectKind, Fix, FixId, RiskKind, Seconds, Turn};
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
    for (nth, fix) in base.fixes.iter().enumerate() {
        let id = FixId(position(nth));
        useless(base, id, fix, found);
        if !followed.contains(&id) {
            found.extend(too_long(base, id, fix, giving_up));
        }
        found.extend(dangerous(id, fix));
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
            "mend how long it takes, or say under `{}` what handing over really takes",
            base.fixes[by.index()].id
        ),
        None => "add a fix that `hands over` and says with `takes` what giving up costs; without one that is an hour"
            .to_owned(),
    };
    let finding = Concern::new(Code::NeverProposed, Subject::Fix(id), message, help);
    let best = fix.effects.iter().filter(|effect| effect.cause.is_some());
    let best = best.max_by(|one, two| value(one).total_cmp(&value(two))).and_then(|effect| effect.cause);
    let finding = best.into_iter().fold(finding, |finding, cause| {
        let of = base.causes[cause.index()].id.clone();
        let outcome = format!("`{of}` comes first");
        finding.played(Play::Leading(cause, Shows::NotProposed { fix: fix.id.clone(), cause: of }, outcome))
    });
    Some(match by {
        Some(by) => finding.and(Subject::Fix(by), "what giving up costs"),
        None => finding,
    })
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
    let (about, danger) = commands.chain(steps).find_map(|(about, text)| Some((about, danger(text)?)))?;
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
