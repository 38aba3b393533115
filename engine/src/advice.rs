//! Ask, or fix, or stop: now, after the next fix, or never.
//!
//! `docs/semantics.md`, "Ask or fix" (Langseth & Jensen 2003, Eq. 5). Costs are seconds.

mod several;

use crate::decision::{Choice, Planning};
use crate::knowledge::Knowledge;
use crate::model::{CauseId, EffectKind, FindingId};
use crate::posterior::{self, State};
use crate::question;
use crate::repair::{self, Progress, Stage};
use crate::report::{Ending, Outlook, Step};
use crate::situation::Situation;
use crate::statement::{Outcome, Statement};
use crate::trouble::Apart;

/// How many questions are weighed against fixes: those with the most information for their cost.
const WEIGHED: usize = 64;
/// From this probability on that a fix went round the cause, it did not cure it.
const MOSTLY: f64 = 0.5;

/// A question and what it promises.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ranked {
    pub(crate) finding: FindingId,
    /// The expected information, in bits.
    pub(crate) bits: f64,
}

/// Returns what to do next.
pub(crate) fn next(knowledge: &Knowledge, said: &[&Statement], state: &State, planning: Planning) -> Step {
    advise(knowledge, said, state, planning).0
}

/// Returns what to do next, and what the repair is expected to cost; that is nothing where it has not begun, or is over.
pub(crate) fn advise(
    knowledge: &Knowledge,
    said: &[&Statement],
    state: &State,
    planning: Planning,
) -> (Step, Option<Outlook>) {
    if !state.group.is_open() {
        return (Step::Complain, None);
    }
    let progress = progress(knowledge, said, state);
    let step = match (progress.then, progress.stage) {
        (Some(then), _) => Step::Try(then),
        (None, Stage::Solved) => Step::Report(Ending::Solved),
        (None, Stage::Eased) => {
            let plan = repair::plan(knowledge, state, progress);
            plan.first.map_or(Step::Report(Ending::Eased), Step::Try)
        }
        (None, Stage::Open) => {
            let (step, outlook) = ask_or_fix(knowledge, said, state, planning);
            return (step, Some(outlook));
        }
    };
    (step, None)
}

/// Returns how far the repair has come, by the last fix that helped. One that only looks does not count.
pub(crate) fn progress(knowledge: &Knowledge, said: &[&Statement], state: &State) -> Progress {
    let tried = said.iter().rev().filter_map(|statement| match statement {
        Statement::Outcome { fix, .. } => Some(*fix),
        _ => None,
    });
    let mut helped = tried.filter(|fix| state.known.outcomes.get(fix) == Some(&Outcome::Helped));
    let helped = helped.find_map(|fix| Some(knowledge.fix(fix)).filter(|fix| !fix.only_looks));
    let Some(fix) = helped else { return Progress::OPEN };
    let then = fix.then.filter(|then| repair::may_be_tried(state, *then, knowledge.fix(*then)));
    let eased = fix.effects.iter().filter(|effect| effect.kind == EffectKind::Eases);
    let eased = eased.map(|effect| effect.cause.map_or(knowledge.layout.other(), CauseId::index));
    let mostly_eased = fix.tells.is_some() || posterior::of_any(state, eased) > MOSTLY;
    Progress { stage: if mostly_eased { Stage::Eased } else { Stage::Solved }, then }
}

fn ask_or_fix(knowledge: &Knowledge, said: &[&Statement], state: &State, planning: Planning) -> (Step, Outlook) {
    let questions = || best_questions(knowledge, said, state);
    if let Some(decided) = several::ask_or_fix(knowledge, said, state, questions) {
        return decided;
    }
    let questions = questions().into_iter().map(|ranked| ranked.finding).collect();
    let situation = Situation::of(knowledge, said, state, questions);
    let decision = situation.problem.next(planning);
    let step = match decision.choice {
        Choice::Ask(inquiry) => Step::Ask(situation.questions[inquiry]),
        Choice::Try(attempt) => Step::Try(situation.offers[attempt].fix),
        Choice::Stop => Step::Report(Ending::Exhausted),
    };
    let costs = situation.problem.cost_of(decision.choice);
    (step, Outlook { cost: decision.cost, step: costs, planner: decision.planner })
}

/// Returns the questions that are weighed against fixes: a fix may do more for one variant of a trouble than for another, so these tell causes apart.
fn best_questions(knowledge: &Knowledge, said: &[&Statement], state: &State) -> Vec<Ranked> {
    let mut questions = questions(knowledge, said, state, Apart::Causes);
    questions.truncate(if state.group.several.is_some() { question::EXACT_OF_SEVERAL } else { WEIGHED });
    questions
}

/// Returns the questions that can be asked, the one with the most information for its cost first.
pub(crate) fn questions(knowledge: &Knowledge, said: &[&Statement], state: &State, apart: Apart) -> Vec<Ranked> {
    let ranked = question::ranked(knowledge, said, state, apart).into_iter();
    ranked.map(|(finding, bits)| Ranked { finding, bits }).collect()
}
