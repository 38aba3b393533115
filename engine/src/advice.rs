//! Ask, or fix, or stop: now, after the next fix, or never.
//!
//! `docs/semantics.md`, "Ask or fix" (Langseth & Jensen 2003, Eq. 5). Costs are seconds.

use crate::knowledge::Knowledge;
use crate::model::{CauseId, EffectKind, FindingId};
use crate::posterior::{State, infer};
use crate::question;
use crate::repair::{self, Plan, Progress, Stage};
use crate::report::{Ending, Step};
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
pub(crate) fn next(knowledge: &Knowledge, said: &[&Statement], state: &State) -> Step {
    if !state.group.is_open() {
        return Step::Complain;
    }
    let progress = progress(knowledge, said, state);
    match (progress.then, progress.stage) {
        (Some(then), _) => Step::Try(then),
        (None, Stage::Solved) => Step::Report(Ending::Solved),
        (None, Stage::Eased) => {
            let plan = repair::plan(knowledge, state, progress);
            plan.first.map_or(Step::Report(Ending::Eased), |first| Step::Try(first.fix))
        }
        (None, Stage::Open) => ask_or_fix(knowledge, said, state),
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
    let eased = fix.effects.iter().filter(|effect| effect.kind == EffectKind::Eases).map(|effect| {
        let hypothesis = effect.cause.map_or(knowledge.layout.other(), CauseId::index);
        state.posterior[hypothesis]
    });
    let mostly_eased = fix.tells.is_some() || eased.sum::<f64>() > MOSTLY;
    Progress { stage: if mostly_eased { Stage::Eased } else { Stage::Solved }, then }
}

fn ask_or_fix(knowledge: &Knowledge, said: &[&Statement], state: &State) -> Step {
    let plan = repair::plan(knowledge, state, Progress::OPEN);
    let mut candidates: Vec<(FindingId, f64)> = Vec::new();
    for ranked in questions(knowledge, said, state).into_iter().take(WEIGHED) {
        let now = cost_of_asking(knowledge, said, state, ranked.finding);
        if now < plan.cost {
            candidates.push((ranked.finding, now));
        }
    }
    candidates.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let asked =
        candidates.into_iter().find(|(finding, now)| *now < cost_of_asking_later(knowledge, said, &plan, *finding));
    match (asked, plan.first) {
        (Some((finding, _)), _) => Step::Ask(finding),
        (None, Some(first)) => Step::Try(first.fix),
        (None, None) => Step::Report(Ending::Exhausted),
    }
}

/// Returns the questions that can be asked, the one with the most information for its cost first.
pub(crate) fn questions(knowledge: &Knowledge, said: &[&Statement], state: &State) -> Vec<Ranked> {
    let open = (0..knowledge.findings().len()).map(FindingId::at);
    let open = open.filter(|finding| question::is_open(knowledge, state, *finding));
    let mut ranked: Vec<Ranked> =
        open.map(|finding| Ranked { finding, bits: question::information(knowledge, said, state, finding) }).collect();
    let rate = |ranked: &Ranked| ranked.bits / knowledge.finding(ranked.finding).takes.get().max(1.0);
    ranked.sort_by(|a, b| rate(b).total_cmp(&rate(a)).then(a.finding.cmp(&b.finding)));
    ranked
}

/// Returns the expected cost of repair with the question asked first. An answer that would contradict what is known does not come.
fn cost_of_asking(knowledge: &Knowledge, said: &[&Statement], state: &State, finding: FindingId) -> f64 {
    let (mut cost, mut possible) = (0.0, 0.0);
    for (value, probability) in question::answers(knowledge, said, state, finding) {
        if let Some(after) = question::answered(knowledge, said, finding, &value) {
            cost += probability * repair::plan(knowledge, &after, Progress::OPEN).cost;
            possible += probability;
        }
    }
    let after = if possible > 0.0 { cost / possible } else { f64::INFINITY };
    knowledge.finding(finding).takes.get() + after
}

/// Returns the expected cost with the first fix of the plan tried before the question; infinite where there is none.
fn cost_of_asking_later(knowledge: &Knowledge, said: &[&Statement], plan: &Plan, finding: FindingId) -> f64 {
    let Some(first) = plan.first else { return f64::INFINITY };
    let failed = Statement::Outcome { fix: first.fix, outcome: Outcome::Failed };
    let mut said = said.to_vec();
    said.push(&failed);
    let asked = infer(knowledge, &said).map_or(0.0, |state| {
        if question::is_open(knowledge, &state, finding) {
            cost_of_asking(knowledge, &said, &state, finding)
        } else {
            repair::plan(knowledge, &state, Progress::OPEN).cost
        }
    });
    first.takes + first.fails * asked + first.left_if_eased
}
