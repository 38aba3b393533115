//! Ask or fix where several causes can be at work at once: now, after the next fix, or never, each state inferred anew.

use super::Ranked;
use crate::decision::Planner;
use crate::knowledge::Knowledge;
use crate::model::FindingId;
use crate::posterior::{State, infer};
use crate::question;
use crate::repair::{First, Stage, course};
use crate::report::{Ending, Outlook, Step, Thing};
use crate::situation::Accesses;
use crate::statement::{Outcome, Statement};

/// Returns what to do next, and what that is expected to cost; nothing where there is one group.
pub(super) fn ask_or_fix(
    knowledge: &Knowledge,
    said: &[&Statement],
    state: &State,
    questions: impl FnOnce() -> Vec<Ranked>,
) -> Option<(Step, Outlook)> {
    let never = course(knowledge, state, Stage::Open)?;
    let mut candidates: Vec<(FindingId, f64)> = Vec::new();
    for Ranked { finding, .. } in questions() {
        // No answer can save more than everything.
        if price(knowledge, state, finding) < never.cost {
            let now = cost_of_asking(knowledge, said, state, finding);
            if now < never.cost {
                candidates.push((finding, now));
            }
        }
    }
    candidates.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let later = |finding| cost_of_asking_later(knowledge, said, never.first, finding);
    let asked = candidates.into_iter().find(|(finding, now)| *now < later(*finding));
    let outlook = |cost, step| Outlook { cost, step, planner: Planner::Rule };
    Some(match (asked, never.first) {
        (Some((finding, now)), _) => (Step::Ask(finding), outlook(now, price(knowledge, state, finding))),
        (None, Some(first)) => (Step::Try(first.fix), outlook(never.cost, first.takes)),
        (None, None) => (Step::Report(Ending::Exhausted), outlook(never.cost, never.cost)),
    })
}

fn cost_without_questions(knowledge: &Knowledge, state: &State) -> f64 {
    course(knowledge, state, Stage::Open).map_or(0.0, |course| course.cost)
}

/// Returns what asking costs, with what must be opened for it.
fn price(knowledge: &Knowledge, state: &State, finding: FindingId) -> f64 {
    let accesses = Accesses::of_state(knowledge, state);
    let costs = &knowledge.finding(finding).costs;
    knowledge.cost_of_asking(finding) + accesses.cost(knowledge, Thing::Finding(finding), costs)
}

/// Returns the expected cost of repair with the question asked first. An answer that would contradict what is known does not come.
fn cost_of_asking(knowledge: &Knowledge, said: &[&Statement], state: &State, finding: FindingId) -> f64 {
    let (mut cost, mut possible) = (0.0, 0.0);
    for (value, probability) in question::answers(knowledge, said, state, finding) {
        if let Some(after) = question::answered(knowledge, said, finding, &value) {
            cost += probability * cost_without_questions(knowledge, &after);
            possible += probability;
        }
    }
    let answered = if possible > 0.0 { cost / possible } else { f64::INFINITY };
    let unanswered = question::unanswered(knowledge, finding);
    let not = if unanswered > 0.0 { unanswered * cost_without_questions(knowledge, state) } else { 0.0 };
    price(knowledge, state, finding) + (1.0 - unanswered) * answered + not
}

/// Returns the expected cost with the first fix tried before the question; infinite where there is none.
fn cost_of_asking_later(knowledge: &Knowledge, said: &[&Statement], first: Option<First>, finding: FindingId) -> f64 {
    let Some(first) = first else { return f64::INFINITY };
    let failed = Statement::Outcome { fix: first.fix, outcome: Outcome::Failed };
    let said: Vec<&Statement> = said.iter().copied().chain([&failed]).collect();
    let asked = infer(knowledge, &said).map_or(0.0, |state| {
        if question::is_open(knowledge, &state, finding) {
            cost_of_asking(knowledge, &said, &state, finding)
        } else {
            cost_without_questions(knowledge, &state)
        }
    });
    first.takes + first.fails * asked + first.left_if_eased
}
