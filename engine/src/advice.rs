//! Ask, or fix, or stop: now, after the next fix, or never.
//!
//! `docs/semantics.md`, "Ask or fix" (Langseth & Jensen 2003, Eq. 5). Costs are seconds.

mod several;

use crate::decision::{Choice, Decision, Planning};
use crate::knowledge::Knowledge;
use crate::model::{CauseId, EffectKind, FindingId};
use crate::posterior::{self, State};
use crate::question;
use crate::repair::{self, Progress, Stage};
use crate::report::{Ending, Outlook, Step};
use crate::situation::Situation;
use crate::statement::{Outcome, Statement};

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
    if !state.group.is_open() {
        return Step::Complain;
    }
    let progress = progress(knowledge, said, state);
    match (progress.then, progress.stage) {
        (Some(then), _) => Step::Try(then),
        (None, Stage::Solved) => Step::Report(Ending::Solved),
        (None, Stage::Eased) => {
            let plan = repair::plan(knowledge, state, progress);
            plan.first.map_or(Step::Report(Ending::Eased), Step::Try)
        }
        (None, Stage::Open) => ask_or_fix(knowledge, said, state, planning),
    }
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

fn ask_or_fix(knowledge: &Knowledge, said: &[&Statement], state: &State, planning: Planning) -> Step {
    if let Some((step, _)) = several::ask_or_fix(knowledge, said, state, || best_questions(knowledge, said, state)) {
        return step;
    }
    let (situation, decision) = decide(knowledge, said, state, planning);
    match decision.choice {
        Choice::Ask(inquiry) => Step::Ask(situation.questions[inquiry]),
        Choice::Try(attempt) => Step::Try(situation.offers[attempt].fix),
        Choice::Stop => Step::Report(Ending::Exhausted),
    }
}

/// Returns what the repair is expected to cost; nothing where it has not begun, or is over.
pub(crate) fn outlook(
    knowledge: &Knowledge,
    said: &[&Statement],
    state: &State,
    planning: Planning,
) -> Option<Outlook> {
    let is_open = state.group.is_open() && progress(knowledge, said, state).stage == Stage::Open;
    is_open.then(|| {
        let several = several::ask_or_fix(knowledge, said, state, || best_questions(knowledge, said, state));
        if let Some((_, outlook)) = several {
            return outlook;
        }
        let (_, decision) = decide(knowledge, said, state, planning);
        Outlook { cost: decision.cost, planner: decision.planner }
    })
}

fn decide(knowledge: &Knowledge, said: &[&Statement], state: &State, planning: Planning) -> (Situation, Decision) {
    let ranked = best_questions(knowledge, said, state).into_iter();
    let situation = Situation::of(knowledge, said, state, ranked.map(|ranked| ranked.finding).collect());
    let decision = situation.problem.next(planning);
    (situation, decision)
}

/// Returns the questions that are weighed against fixes.
fn best_questions(knowledge: &Knowledge, said: &[&Statement], state: &State) -> Vec<Ranked> {
    let mut questions = questions(knowledge, said, state);
    questions.truncate(if state.group.several.is_some() { question::EXACT_OF_SEVERAL } else { WEIGHED });
    questions
}

/// Returns the questions that can be asked, the one with the most information for its cost first.
pub(crate) fn questions(knowledge: &Knowledge, said: &[&Statement], state: &State) -> Vec<Ranked> {
    let ranked = question::ranked(knowledge, said, state).into_iter();
    ranked.map(|(finding, bits)| Ranked { finding, bits }).collect()
}
