//! Hard relations: what a cause can never have together, and what they make impossible or needless.

use super::logic::{Conditions, answered};
use super::worlds::{Worlds, written};
use super::{Concern, Play, Review, Subject, partial, sign};
use crate::diagnostic::{Code, Shows};
use etio_engine::{Base, Cause, CauseId, Condition, Fix, FixId, Sign};
use std::collections::BTreeMap;

/// A likelihood of at most this is no contradiction to a hard relation that says the same more strongly.
const HARDLY: f64 = 0.05;
/// A likelihood of at most this is a contradiction to a hard relation that demands the finding: `sometimes` and less.
const SELDOM: f64 = 0.3;

/// Looks at the causes and the fixes of a base.
pub(super) fn check(review: &mut Review<'_>, conditions: &Conditions<'_>) {
    let base = review.base;
    let possible: Vec<Condition> = base.causes.iter().map(|cause| possible(cause, conditions)).collect();
    for ((id, cause), possible) in (0..).map(CauseId).zip(&base.causes).zip(&possible) {
        if bounds(cause).is_empty() && cause.confirmed_when.is_empty() {
            continue;
        }
        relations(review, conditions, id, cause, possible);
    }
    confirmed(review, conditions);
    for (id, fix) in (0..).map(FixId).zip(&base.fixes) {
        offered(review, conditions, id, fix, &possible);
    }
}

/// The hard bounds of a cause: where each stands, how it is written, and the condition that must hold.
fn bounds(cause: &Cause) -> Vec<(&'static str, &Condition)> {
    let out = cause.ruled_out_when.iter().map(|when| ("ruled out when", when));
    out.chain(cause.only_when.iter().map(|when| ("only when", when))).collect()
}

/// Returns where a cause is possible.
fn possible(cause: &Cause, conditions: &Conditions<'_>) -> Condition {
    let out = cause.ruled_out_when.iter().map(|when| Condition::Not(Box::new(conditions.observed(when))));
    Condition::All(out.chain(cause.only_when.iter().map(|when| conditions.observed(when))).collect())
}

/// Looks at the hard relations of one cause.
fn relations(review: &mut Review<'_>, conditions: &Conditions<'_>, id: CauseId, cause: &Cause, possible: &Condition) {
    let base = review.base;
    let Condition::All(parts) = possible else { return };
    let subject = |nth: usize| bound(id, cause, nth);
    let can = |parts: &[&Condition]| can(base, parts);
    if parts.iter().any(|part| !can(&[part])) {
        return; // told already
    }
    if !can(&[possible]) {
        let pair = (0..parts.len()).flat_map(|later| (0..later).map(move |earlier| (earlier, later)));
        let (earlier, later) =
            pair.into_iter().find(|(a, b)| !can(&[&parts[*a], &parts[*b]])).unwrap_or((0, parts.len() - 1));
        let [one, two] = [earlier, later].map(|nth| {
            let (word, when) = bounds(cause)[nth];
            format!("{word} {}", written(base, when))
        });
        let message = format!("cause `{}` is impossible: `{two}` and `{one}` leave nothing", cause.id);
        let concern = Concern::new(Code::ImpossibleCause, subject(later), message, "leave one of them out");
        let concern = concern.and(subject(earlier), "the other");
        let worlds = Worlds::of(base, &[&parts[earlier], &parts[later]]);
        return review.tell(match worlds.as_ref().and_then(|worlds| worlds.find(|_| true)) {
            Some(world) => impossible(concern, cause, world.answers()),
            None => concern,
        });
    }
    repeated(review, cause, parts, &subject);
    links(review, conditions, id, cause, possible);
    for (nth, when) in cause.confirmed_when.iter().enumerate() {
        let when = conditions.observed(when);
        if can(&[&when]) && !can(&[possible, &when]) {
            let message = format!("what confirms cause `{}` rules it out too", cause.id);
            let concern =
                Concern::new(Code::ConfirmedTwice, Subject::ConfirmedWhen(id, nth), message, "leave one of them out");
            let by = (0..parts.len()).find(|nth| !can(&[&parts[*nth], &when])).unwrap_or_default();
            let concern = concern.and(subject(by), "ruled out here");
            let worlds = Worlds::of(base, &[&when, &parts[by]]);
            let world = worlds.as_ref().and_then(|worlds| worlds.find(|world| world.holds(&when)));
            review.tell(match world {
                Some(world) => {
                    let outcome = "the last answer is refused: the cause is confirmed and ruled out";
                    concern.shown_by(Shows::Refused, answered(world.answers(), outcome))
                }
                None => concern,
            });
        }
    }
}

/// Looks for likelihoods of what the hard relations of a cause exclude, and low ones of what they demand.
fn links(review: &mut Review<'_>, conditions: &Conditions<'_>, id: CauseId, cause: &Cause, possible: &Condition) {
    let Condition::All(parts) = possible else { return };
    let base = review.base;
    for link in &cause.links {
        let shows = conditions.observed(&Condition::Is(link.sign));
        let (number, said) = (link.number.get(), sign(base, link.sign));
        // What is excluded is never shown, what is demanded always: neither leaves anything to the likelihood.
        // Of what nothing can show, or nothing can deny, is told as of that.
        let missing = Condition::Not(Box::new(shows.clone()));
        if !can(base, &[&shows]) || !can(base, &[&missing]) {
            continue;
        }
        let (against, message, text) = if number > HARDLY && !can(base, &[possible, &shows]) {
            let message =
                format!("cause `{}` never shows `{said}`: what it says under `when` rules that out", cause.id);
            (shows, message, "ruled out here")
        } else if number <= SELDOM && !can(base, &[possible, &missing]) {
            let message = format!("cause `{}` always shows `{said}`: what it says under `when` demands it", cause.id);
            (missing, message, "demanded here")
        } else {
            continue;
        };
        let by = (0..parts.len()).find(|nth| !can(base, &[&parts[*nth], &against]));
        let help = "leave one of the two out: the likelihood, or the line with `when`";
        let mut concern = Concern::new(Code::LinkExcluded, Subject::Link(id, link.sign), message, help);
        concern = by.into_iter().fold(concern, |concern, nth| concern.and(bound(id, cause, nth), text));
        let worlds = Worlds::of(base, &[&against]);
        if let Some(world) = worlds.as_ref().and_then(|worlds| worlds.find(|world| world.holds(&against))) {
            concern = impossible(concern, cause, world.answers());
        }
        review.tell(concern);
    }
}

/// Returns whether some answers make all of these hold.
fn can(base: &Base, parts: &[&Condition]) -> bool {
    Worlds::of(base, parts)
        .is_none_or(|worlds| worlds.find(|world| parts.iter().all(|part| world.holds(part))).is_some())
}

/// Returns where a hard bound of a cause stands, in the order of [`bounds`].
fn bound(id: CauseId, cause: &Cause, nth: usize) -> Subject {
    match nth.checked_sub(cause.ruled_out_when.len()) {
        None => Subject::RuledOutWhen(id, nth),
        Some(nth) => Subject::OnlyWhen(id, nth),
    }
}

/// Shows by answers that a cause is impossible.
fn impossible(concern: Concern, cause: &Cause, answers: Vec<(String, String)>) -> Concern {
    let example = answered(answers, format!("`{}` is impossible", cause.id));
    concern.shown_by(Shows::Impossible(cause.id.clone()), example)
}

/// Looks for a hard relation of a cause that another of its own says already.
fn repeated(review: &mut Review<'_>, cause: &Cause, parts: &[Condition], subject: &dyn Fn(usize) -> Subject) {
    let base = review.base;
    let implies = |this: &Condition, that: &Condition| {
        Worlds::of(base, &[this, that])
            .is_some_and(|worlds| worlds.find(|world| world.holds(this) && !world.holds(that)).is_none())
    };
    let always = |part: &Condition| implies(&Condition::All(Vec::new()), part);
    let out = cause.ruled_out_when.iter().map(|when| Condition::Not(Box::new(when.clone())));
    let raw: Vec<Condition> = out.chain(cause.only_when.iter().cloned()).collect();
    for later in 0..parts.len() {
        for earlier in 0..later {
            if always(&parts[later]) || always(&parts[earlier]) {
                continue; // told already
            }
            let (needless, by) =
                match (implies(&parts[earlier], &parts[later]), implies(&parts[later], &parts[earlier])) {
                    (true, _) => (later, earlier),
                    (false, true) => (earlier, later),
                    (false, false) => continue,
                };
            let (word, when) = bounds(cause)[needless];
            let message = format!("`{word} {}` of `{}` is said already", written(base, when), cause.id);
            let concern = Concern::new(Code::NeedlessRelation, subject(needless), message, "leave it out");
            let [goes, stays] = [needless, by].map(subject);
            let own = is_own(review, goes);
            let certain = own && partial::never_truer(base, &raw[by], &raw[needless]);
            let remedy = certain.then(|| review.without("leave out what is said already", goes, stays)).flatten();
            review.tell(concern.and(stays, "said here").mended_by(remedy));
        }
    }
}

/// Returns whether a hard relation stands under its cause alone, and not under a kind, where others have it too.
fn is_own(review: &Review<'_>, relation: Subject) -> bool {
    let (Subject::RuledOutWhen(own, _) | Subject::OnlyWhen(own, _)) = relation else { return false };
    let place = review.places.of(relation);
    let shared = |(id, cause): (CauseId, &Cause)| {
        let out = (0..cause.ruled_out_when.len()).map(|nth| Subject::RuledOutWhen(id, nth));
        let only = (0..cause.only_when.len()).map(|nth| Subject::OnlyWhen(id, nth));
        id != own && out.chain(only).any(|relation| review.places.of(relation) == place)
    };
    !(0..).map(CauseId).zip(&review.base.causes).any(shared)
}

/// Looks for causes that exclude one another and are confirmed by the same.
fn confirmed(review: &mut Review<'_>, conditions: &Conditions<'_>) {
    let base = review.base;
    let mut groups: Vec<usize> = vec![0; base.causes.len()];
    for (nth, (_, causes)) in base.groups().into_iter().enumerate() {
        causes.into_iter().for_each(|cause| groups[cause.index()] = nth);
    }
    let all = (0..).map(CauseId).zip(&base.causes);
    let confirming: Vec<(CauseId, usize, Condition)> = all
        .flat_map(|(id, cause)| cause.confirmed_when.iter().enumerate().map(move |(nth, when)| (id, nth, when)))
        .map(|(id, nth, when)| (id, nth, conditions.observed(when)))
        .collect();
    if confirming.len() > 200 {
        return; // pairs of so many would take too long
    }
    for (at, (later, nth, when)) in confirming.iter().enumerate() {
        for (earlier, other, same) in &confirming[..at] {
            if later == earlier || groups[later.index()] != groups[earlier.index()] {
                continue;
            }
            let Some(worlds) = Worlds::of(base, &[when, same]) else { continue };
            let Some(world) = worlds.find(|world| world.holds(when) && world.holds(same)) else { continue };
            let [one, two] = [earlier, later].map(|id| &base.causes[id.index()].id);
            let message = format!("`{two}` and `{one}` exclude each other, and the same confirms both");
            let example = answered(
                world.answers(),
                format!("both `{one}` and `{two}` are confirmed: the last answer is refused"),
            );
            let help = "say in one of them what tells it from the other: `and not …`";
            let concern = Concern::new(Code::ConfirmedTwice, Subject::ConfirmedWhen(*later, *nth), message, help);
            review.tell(
                concern
                    .and(Subject::ConfirmedWhen(*earlier, *other), "confirmed here")
                    .shown_by(Shows::Refused, example),
            );
        }
    }
}

/// Shows by a session that a fix is not proposed where a cause comes first.
pub(super) fn not_offered_for(base: &Base, fix: &Fix, cause: CauseId, concern: Concern) -> Concern {
    let of = base.causes[cause.index()].id.clone();
    let outcome = format!("`{of}` comes first");
    concern.played(Play::Leading(cause, Shows::NotProposed { fix: fix.id.clone(), cause: of }, outcome))
}

/// Shows by a session that a fix is not proposed where the first cause that it helps comes first.
pub(super) fn not_offered(base: &Base, fix: &Fix, concern: Concern) -> Concern {
    match fix.effects.iter().find_map(|effect| effect.cause) {
        Some(cause) => not_offered_for(base, fix, cause, concern),
        None => concern,
    }
}

/// Looks at where a fix is offered.
fn offered(review: &mut Review<'_>, conditions: &Conditions<'_>, id: FixId, fix: &Fix, possible: &[Condition]) {
    if fix.only_when.is_empty() {
        return;
    }
    let base = review.base;
    let only: Vec<Condition> = fix.only_when.iter().map(|when| conditions.observed(when)).collect();
    let only = Condition::All(only);
    let can = |parts: &[&Condition]| can(base, parts);
    let each = fix.only_when.iter().all(|when| can(&[&conditions.observed(when)]));
    if !each {
        return; // told already
    }
    if !can(&[&only]) {
        let message = format!("fix `{}` is never offered: its `only when` exclude one another", fix.id);
        let at = Subject::FixOnlyWhen(id, fix.only_when.len() - 1);
        let concern = Concern::new(Code::NeverOffered, at, message, "leave one of them out, or join them with `or`");
        return review.tell(not_offered(base, fix, concern.and(Subject::FixOnlyWhen(id, 0), "the other")));
    }
    let signs: Vec<Sign> = fix.for_signs.clone();
    let shown = Condition::Any(signs.iter().map(|sign| conditions.observed(&Condition::Is(*sign))).collect());
    if !signs.is_empty() && !can(&[&only, &shown]) {
        let message = format!("fix `{}` is never offered: what it is `for` is what its `only when` excludes", fix.id);
        let concern = Concern::new(Code::NeverOffered, Subject::FixOnlyWhen(id, 0), message, "leave one of them out");
        return review.tell(not_offered(base, fix, concern.and(Subject::ForSign(id, signs[0]), "it is for this")));
    }
    // Of a kind that is named, some causes may well be out of reach.
    let mut named: BTreeMap<_, Vec<CauseId>> = BTreeMap::new();
    for cause in fix.effects.iter().filter_map(|effect| effect.cause) {
        named.entry(review.places.of(Subject::Effect(id, Some(cause)))).or_default().push(cause);
    }
    for causes in named.into_values() {
        let reached = |cause: &CauseId| {
            let possible = &possible[cause.index()];
            !can(&[possible]) || can(&[possible, &only])
        };
        if causes.iter().any(reached) {
            continue;
        }
        let cause = &base.causes[causes[0].index()].id;
        let message = format!("fix `{}` is never offered where `{cause}` can be the cause", fix.id);
        let help =
            "the `only when` of the fix leaves none of the cases in which the cause is possible: mend one of the two";
        let concern = Concern::new(Code::NeverOffered, Subject::Effect(id, Some(causes[0])), message, help);
        let concern = concern.and(Subject::FixOnlyWhen(id, 0), "offered only here");
        review.tell(not_offered_for(base, fix, causes[0], concern));
    }
}
