//! Causes that nothing can bring to the top, and causes that no answers separate.

use super::lead::{Behind, Draws, Rivals};
use super::likelihoods::Likelihoods;
use super::position;
use super::said::said;
use super::together::Together;
use crate::check::{Concern, Play, Subject};
use crate::diagnostic::{Code, CounterExample, Shows};
use etio_engine::{Base, CauseId, Effect, Provenance, real};
use std::collections::{BTreeSet, HashMap};

/// How many times rarer than the one ahead a cause is that drowns. One that is only somewhat rarer comes to the top as soon as a fix
/// of the other fails, and its author may mean that.
const RARER: f64 = 20.0;
/// A prior that is surely a slip where a prior is a probability: the rarest word is a hundred times as much.
const NEXT_TO_NOTHING: f64 = 1e-5;
/// How close two numbers are that are the same.
const SAME: f64 = 1e-9;

/// Looks for causes that no finding speaks for.
pub(super) fn unspoken(base: &Base, found: &mut Vec<Concern>) {
    for (nth, cause) in base.causes.iter().enumerate() {
        if !speaks_for(base, nth) && cause.confirmed_when.is_empty() {
            let message =
                format!("nothing speaks for `{}`: it shows no finding more often than other causes do", cause.id);
            let help = "say what a person with this cause sees, for example `often SYMPTOM`; until then no fix is proposed for it";
            found.push(Concern::new(Code::NothingSpeaksFor, Subject::Cause(CauseId(position(nth))), message, help));
        }
    }
}

/// Returns whether a cause shows something more often than a cause that does not mention it, or sounds as if it did.
fn speaks_for(base: &Base, cause: usize) -> bool {
    let speaks = |number: f64, leak: f64| number > leak + SAME || number >= super::words::SOUNDS_FOR;
    base.causes[cause].links.iter().any(|link| speaks(link.number.get(), super::otherwise(base, link.sign)))
}

/// Looks for causes of which another is always ahead.
///
/// Those that are `alike` another have been told of.
pub(super) fn behind(base: &Base, numbers: &Likelihoods, alike: &BTreeSet<usize>, found: &mut Vec<Concern>) {
    if base.several_at_once {
        return together(base, numbers, alike, found);
    }
    // Where no symptoms exclude one another there is one way to see them.
    let draws: &[Draws] =
        if numbers.values.iter().any(|values| values.draws) { &[Draws::Any, Draws::One] } else { &[Draws::Any] };
    let rivals: Vec<Rivals<'_>> = draws.iter().map(|draws| Rivals::new(base, numbers, *draws)).collect();
    for (nth, cause) in base.causes.iter().enumerate() {
        if !cause.confirmed_when.is_empty() || alike.contains(&nth) || !speaks_for(base, nth) {
            continue;
        }
        found.extend(rivals.iter().find_map(|rivals| judge(base, numbers, rivals, nth)));
    }
}

/// Does so where several causes can be at work at once.
fn together(base: &Base, numbers: &Likelihoods, alike: &BTreeSet<usize>, found: &mut Vec<Concern>) {
    let rivals = Together::new(base, numbers);
    for (nth, cause) in base.causes.iter().enumerate() {
        if !cause.confirmed_when.is_empty() || alike.contains(&nth) || !speaks_for(base, nth) {
            continue;
        }
        let prior = cause.prior.get();
        let Some(behind) = rivals.ahead_of(nth, prior).filter(|_| prior >= NEXT_TO_NOTHING) else { continue };
        let level = base.causes[behind.by].prior.get().max(prior);
        if rivals.ahead_of(nth, level).is_some() {
            found.push(dominated(base, numbers, nth, &behind));
        } else if level >= prior * RARER {
            found.push(drowned(base, numbers, nth, &behind));
        }
    }
}

/// Returns what is wrong where another cause is ahead of a cause.
fn judge(base: &Base, numbers: &Likelihoods, rivals: &Rivals<'_>, cause: usize) -> Option<Concern> {
    let prior = numbers.priors[cause];
    let behind = rivals.ahead_of(cause, prior)?;
    let level = numbers.priors[behind.by].max(prior);
    if level > prior && rivals.ahead_of(cause, level).is_none() {
        return (level - prior >= real::ln(RARER)).then(|| drowned(base, numbers, cause, &behind));
    }
    // Who sees several messages at once may well have the cause.
    rivals.sees_any().then(|| dominated(base, numbers, cause, &behind))
}

/// Looks for causes that next to nobody has, in a base with several causes at once: there a prior is the probability itself.
pub(super) fn next_to_nothing(base: &Base, found: &mut Vec<Concern>) {
    for (nth, cause) in base.causes.iter().enumerate().filter(|_| base.several_at_once) {
        if cause.prior.get() < NEXT_TO_NOTHING && cause.prior.provenance == Provenance::Estimate {
            let message = format!(
                "`{}` is so rare that nothing can speak for it enough: one in {:.0} has it",
                cause.id,
                1.0 / cause.prior.get()
            );
            let help = "with several causes at once, `is` is the probability itself: raise it";
            found.push(Concern::new(Code::PriorDrowns, Subject::Prior(CauseId(position(nth))), message, help));
        }
    }
}

fn dominated(base: &Base, numbers: &Likelihoods, cause: usize, behind: &Behind) -> Concern {
    let (id, by) = (&base.causes[cause].id, name(base, behind.by));
    let message = format!("no answers make `{id}` the most probable: {by} is always ahead");
    let help = format!("say what somebody with `{id}` sees or has, and with {by} does not");
    let about = Subject::Cause(CauseId(position(cause)));
    let mut finding = Concern::new(Code::NeverLeads, about, message, help);
    if behind.by < base.causes.len() {
        finding = finding.and(Subject::Cause(CauseId(position(behind.by))), "ahead of it, whatever is answered");
    }
    finding.shown_by(is_behind(base, cause, behind), shown(base, numbers, cause, behind))
}

fn drowned(base: &Base, numbers: &Likelihoods, cause: usize, behind: &Behind) -> Concern {
    let (id, by) = (&base.causes[cause].id, name(base, behind.by));
    let message = format!("`{id}` is so rare that all that can speak for it leaves {by} ahead");
    let about = Subject::Prior(CauseId(position(cause)));
    let help = format!("raise its `is`, lower that of {by}, or link it to something that hardly any other cause shows");
    let mut finding = Concern::new(Code::PriorDrowns, about, message, help);
    if behind.by < base.causes.len() {
        finding = finding.and(Subject::Prior(CauseId(position(behind.by))), "this stays ahead");
    }
    finding.shown_by(is_behind(base, cause, behind), shown(base, numbers, cause, behind))
}

fn is_behind(base: &Base, cause: usize, behind: &Behind) -> Shows {
    let by = base.causes.get(behind.by).map_or_else(|| "other".to_owned(), |by| by.id.clone());
    Shows::Behind { cause: base.causes[cause].id.clone(), by }
}

/// Returns the session that speaks most for a cause, and what comes of it.
fn shown(base: &Base, numbers: &Likelihoods, cause: usize, behind: &Behind) -> CounterExample {
    let id = &base.causes[cause].id;
    let outcome = format!("{} is still more probable than `{id}`", name(base, behind.by));
    CounterExample { outcome, ..said(base, numbers, &behind.evidence) }
}

fn name(base: &Base, hypothesis: usize) -> String {
    base.causes.get(hypothesis).map_or_else(|| "`other`".to_owned(), |cause| format!("`{}`", cause.id))
}

/// Looks for causes that look alike whatever is answered, and for which something different helps; returns the later ones.
pub(super) fn alike(base: &Base, numbers: &Likelihoods, found: &mut Vec<Concern>) -> BTreeSet<usize> {
    let mut told = BTreeSet::new();
    let mut first: HashMap<Vec<(usize, Vec<u64>)>, Vec<usize>> = HashMap::new();
    let effects = effects(base);
    for cause in 0..base.causes.len() {
        let row = telling(numbers, cause);
        if row.is_empty() {
            continue;
        }
        let alike = first.entry(row).or_default();
        let twin = alike.iter().copied().find(|twin| {
            same_conditions(base, *twin, cause) && effects[*twin] != effects[cause] && !variants(base, *twin, cause)
        });
        if let Some(twin) = twin {
            found.push(inseparable(base, twin, cause));
            told.insert(cause);
        }
        alike.push(cause);
    }
    told
}

fn inseparable(base: &Base, twin: usize, cause: usize) -> Concern {
    let (one, two) = (&base.causes[twin].id, &base.causes[cause].id);
    let message = format!("no answer tells `{two}` from `{one}`, and different fixes help");
    let help = "say what one of them shows and the other does not; if nothing does, make them one cause, or put both under a \
                kind that says `variants of one trouble`";
    Concern::new(Code::Inseparable, Subject::Cause(CauseId(position(cause))), message, help)
        .and(Subject::Cause(CauseId(position(twin))), "shows the same")
        .played(Play::Leading(
            if base.causes[twin].prior.get() < base.causes[cause].prior.get() {
                CauseId(position(cause))
            } else {
                CauseId(position(twin))
            },
            Shows::Level(one.clone(), two.clone()),
            format!("`{one}` and `{two}` are to one another as before anything was said"),
        ))
}

/// Returns what a cause says that is news, as bits that can be compared.
fn telling(numbers: &Likelihoods, cause: usize) -> Vec<(usize, Vec<u64>)> {
    let rows = numbers.rows[cause].iter();
    let news = rows.filter(|(aspect, row)| numbers.values[*aspect].open && !same(row, &numbers.values[*aspect].base));
    news.map(|(aspect, row)| (*aspect, row.iter().map(|number| number.to_bits()).collect())).collect()
}

/// Returns whether two rows say the same.
pub(super) fn same(one: &[f64], two: &[f64]) -> bool {
    one.iter().zip(two).all(|(one, two)| (one - two).abs() < SAME)
}

fn same_conditions(base: &Base, one: usize, two: usize) -> bool {
    let (one, two) = (&base.causes[one], &base.causes[two]);
    one.ruled_out_when == two.ruled_out_when
        && one.only_when == two.only_when
        && one.confirmed_when.is_empty()
        && two.confirmed_when.is_empty()
}

fn variants(base: &Base, one: usize, two: usize) -> bool {
    let kind = base.causes[one].kind;
    kind == base.causes[two].kind && kind.is_some_and(|kind| base.kinds[kind.index()].variants)
}

/// Returns what helps each cause.
fn effects(base: &Base) -> Vec<Vec<(usize, Effect)>> {
    let mut effects = vec![Vec::new(); base.causes.len()];
    for (fix, effect) in
        base.fixes.iter().enumerate().flat_map(|(nth, fix)| fix.effects.iter().map(move |it| (nth, *it)))
    {
        if let Some(cause) = effect.cause {
            effects[cause.index()].push((fix, Effect { cause: None, ..effect }));
        }
    }
    effects
}
