//! What a question would lead to, and which single answers would change the advice.

use super::{TRIED, troubles};
use crate::advice as steps;
use crate::decision::Planning;
use crate::knowledge::Knowledge;
use crate::model::{CauseId, FindingId};
use crate::posterior::{State, infer};
use crate::question;
use crate::report::{Advice, Changes, IfAnswered, IfRetracted, Leader, Step, Thing, WhatIf, Why};
use crate::statement::{Answer, Statement, Value};
use crate::trouble::Apart;

/// Returns what asking a finding would lead to. Infers once for each answer.
pub(crate) fn why(
    knowledge: &Knowledge,
    said: &[&Statement],
    state: &State,
    finding: FindingId,
    planning: Planning,
) -> Why {
    let mut why = Why { finding, bits: 0.0, answers: Vec::new() };
    let base = knowledge.base_of(Thing::Finding(finding));
    if !state.group.takes_part.get(base.index()).copied().unwrap_or_default() {
        return why;
    }
    why.bits = question::information(knowledge, said, state, finding);
    for (value, probability) in question::answers(knowledge, said, state, finding) {
        let Some(after) = with_answer(knowledge, said, finding, &value, planning) else { continue };
        let leader = after.leader.unwrap_or(Leader { cause: None, kind: None, posterior: 0.0 });
        let Leader { cause, kind, posterior } = leader;
        why.answers.push(WhatIf { value, probability, leader: cause, kind, posterior, fix: after.fix });
    }
    why
}

/// Returns the single answers and statements that would change the advice. Infers once for each, at most [`TRIED`] of either.
pub(crate) fn what_would_change(
    knowledge: &Knowledge,
    said: &[&Statement],
    state: &State,
    planning: Planning,
) -> Changes {
    let now = advice(knowledge, said, state, planning);
    let (answers, statements) = (open_answers(knowledge, said, state), 0..said.len());
    let untried = answers.len().saturating_sub(TRIED) + statements.len().saturating_sub(TRIED);
    let answers = answers.into_iter().take(TRIED).filter_map(|(finding, value)| {
        let after = with_answer(knowledge, said, finding, &value, planning)?;
        after.differs(&now).then_some(IfAnswered { finding, value, after })
    });
    let statements = statements.take(TRIED).filter_map(|statement| {
        let after = without(knowledge, said, statement, planning)?;
        after.differs(&now).then_some(IfRetracted { statement, after })
    });
    Changes { now, answers: answers.collect(), statements: statements.collect(), untried }
}

/// Returns the answers that can be given, the questions with the most information for their cost first.
fn open_answers(knowledge: &Knowledge, said: &[&Statement], state: &State) -> Vec<(FindingId, Value)> {
    if !state.group.is_open() {
        return Vec::new();
    }
    let questions = steps::questions(knowledge, said, state, Apart::Troubles).into_iter().map(|ranked| ranked.finding);
    let answers =
        |finding| question::representatives(knowledge, finding).into_iter().map(move |value| (finding, value));
    questions.flat_map(answers).collect()
}

/// Returns what a person is told first: the fix that is proposed now, or else the first of the order.
fn advice(knowledge: &Knowledge, said: &[&Statement], state: &State, planning: Planning) -> Advice {
    let fix = match steps::next(knowledge, said, state, planning) {
        Step::Try(fix) => Some(fix),
        _ => super::fixes(knowledge, said, state).first().map(|first| first.fix),
    };
    let first = troubles(knowledge, state).into_iter().next();
    let leader = first.map(|trouble| Leader { cause: trouble.cause, kind: trouble.kind, posterior: trouble.posterior });
    Advice { leader, fix }
}

/// Returns the most probable cause by itself, of equal ones the first by base and id.
pub(super) fn leader(knowledge: &Knowledge, state: &State) -> Option<Leader> {
    let mut leader: Option<(usize, f64)> = None;
    for (index, &posterior) in state.posterior.iter().enumerate().filter(|(index, _)| state.group.priors[*index] > 0.0)
    {
        if leader.is_none_or(|(_, most)| posterior > most) {
            leader = Some((index, posterior));
        }
    }
    let cause = |index: usize| (index < knowledge.layout.other()).then(|| CauseId::at(index));
    leader.map(|(index, posterior)| Leader { cause: cause(index), kind: None, posterior })
}

/// Returns the advice after a sure answer; nothing where the answer contradicts what is known.
fn with_answer(
    knowledge: &Knowledge,
    said: &[&Statement],
    finding: FindingId,
    value: &Value,
    planning: Planning,
) -> Option<Advice> {
    let answer = Statement::Answer { finding, answer: Answer::sure(value.clone()) };
    let said: Vec<&Statement> = said.iter().copied().chain([&answer]).collect();
    infer(knowledge, &said).ok().map(|after| advice(knowledge, &said, &after, planning))
}

/// Returns the advice without a statement; nothing where the others contradict one another.
fn without(knowledge: &Knowledge, said: &[&Statement], statement: usize, planning: Planning) -> Option<Advice> {
    let mut said = said.to_vec();
    said.remove(statement);
    infer(knowledge, &said).ok().map(|after| advice(knowledge, &said, &after, planning))
}
