//! Reports, and what stands behind them: what speaks for what, what a question would lead to, what would change the advice, and why not another cause.
//!
//! Everything here is a pure function of what was said. What asks "what if" infers again, once for each thing that it tries; see [`TRIED`].

mod change;
mod conflict;
mod known;
mod rival;
mod several;
mod troubles;
mod weights;

pub(crate) use change::{what_would_change, why};
pub(crate) use rival::why_not;
pub(crate) use troubles::troubles;
pub(crate) use weights::{differential, how};

use crate::advice;
use crate::decision::Planning;
use crate::knowledge::Knowledge;
use crate::model::{BaseId, CauseId, FindingId};
use crate::posterior::State;
use crate::question;
use crate::repair::{self, Plan};
use crate::report::{RankedFix, Report, Step, Trouble, Verdict};
use crate::statement::Statement;
use crate::trouble::Apart;

/// From this posterior on, a trouble that also has twice the next is diagnosed.
const DIAGNOSED: f64 = 0.5;
/// The most answers that are tried out for one explanation, and the most statements that are left out in turn: each costs one inference.
pub(crate) const TRIED: usize = 1_000;

/// Returns what a session has come to.
pub(crate) fn report(knowledge: &Knowledge, said: &[&Statement], state: &State, planning: Planning) -> Report {
    let differential = weights::differential(knowledge, state);
    let troubles = troubles(knowledge, state);
    let (next, outlook) = advice::advise(knowledge, said, state, planning);
    let mut fixes = fixes(knowledge, said, state);
    if let Step::Try(fix) = next {
        repair::put_first(knowledge, state, fix, &mut fixes);
    }
    Report {
        verdict: verdict(&troubles, state.group.several.is_none()),
        findings: known::findings(knowledge, said, state),
        fixes,
        next,
        outlook,
        question: best_question(knowledge, said, state),
        assumed: assumed(said, state),
        conflict: conflict::conflict(knowledge, state),
        differential,
        troubles,
    }
}

/// Returns the fixes that are offered, in the order in which to try them.
pub(crate) fn fixes(knowledge: &Knowledge, said: &[&Statement], state: &State) -> Vec<RankedFix> {
    if state.group.is_open() { current_plan(knowledge, said, state).fixes } else { Vec::new() }
}

fn current_plan(knowledge: &Knowledge, said: &[&Statement], state: &State) -> Plan {
    repair::plan(knowledge, state, advice::progress(knowledge, said, state))
}

/// Returns the question with the most information for its cost, if one tells anything.
pub(crate) fn best_question(knowledge: &Knowledge, said: &[&Statement], state: &State) -> Option<FindingId> {
    if !state.group.is_open() {
        return None;
    }
    let mut questions = advice::questions(knowledge, said, state, Apart::Troubles).into_iter();
    let best = questions.find(|ranked| ranked.bits > question::TELLS);
    best.map(|ranked| ranked.finding)
}

fn assumed(said: &[&Statement], state: &State) -> Vec<BaseId> {
    let named = |base: BaseId| {
        said.iter().any(|statement| matches!(statement, Statement::Text(reading) if reading.names.contains(&base)))
    };
    let parts = state.group.takes_part.iter().enumerate().filter(|(_, part)| **part);
    parts.map(|(index, _)| BaseId::at(index)).filter(|base| !named(*base)).collect()
}

/// Of one group one trouble must stand out; of several, each that is at work rather than not.
fn verdict(troubles: &[Trouble], is_one_group: bool) -> Verdict {
    let Some(first) = troubles.first() else { return Verdict::Nothing };
    let probable = |trouble: &&Trouble| trouble.cause.is_some() && trouble.posterior >= DIAGNOSED;
    let diagnosed: Vec<&Trouble> = if is_one_group {
        Some(first).filter(probable).into_iter().collect()
    } else {
        troubles.iter().filter(probable).collect()
    };
    let is_diagnosed = |trouble: &Trouble| diagnosed.iter().any(|known| known.cause == trouble.cause);
    let next = troubles.iter().filter(|trouble| !is_diagnosed(trouble));
    let next = next.map(|trouble| trouble.posterior).fold(0.0, f64::max);
    let stands_out = |trouble: &&Trouble| trouble.posterior >= 2.0 * next;
    if !diagnosed.is_empty() && diagnosed.iter().all(stands_out) { Verdict::Diagnosed } else { Verdict::Unsure }
}

/// Returns the position of a hypothesis; no cause is `other`.
fn position(knowledge: &Knowledge, cause: Option<CauseId>) -> usize {
    cause.map_or(knowledge.layout.other(), CauseId::index)
}
