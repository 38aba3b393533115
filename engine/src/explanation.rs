//! Reports, and what speaks for what: recorded while inferring, formed from the same likelihoods as the posterior.

use crate::advice;
use crate::knowledge::Knowledge;
use crate::model::{BaseId, CauseId, FindingId, OptionId, Sign};
use crate::observation::{Observation, Pair};
use crate::posterior::State;
use crate::question;
use crate::repair::{self, Plan};
use crate::report::{Hypothesis, Known, Origin, RankedFix, Report, Thing, Verdict, Weight, WhatIf, Why};
use crate::statement::{Answer, Certainty, Outcome, Shown, Statement, Value};

/// From this posterior on, a cause that also has twice the next is diagnosed.
const DIAGNOSED: f64 = 0.5;

/// Returns what a session has come to.
pub(crate) fn report(knowledge: &Knowledge, said: &[&Statement], state: &State) -> Report {
    let differential = differential(knowledge, state);
    Report {
        verdict: verdict(&differential),
        findings: findings(knowledge, said, state),
        fixes: fixes(knowledge, said, state),
        next: advice::next(knowledge, said, state),
        question: best_question(knowledge, said, state),
        assumed: assumed(said, state),
        differential,
    }
}

/// Returns the fixes that are offered, in the order in which to try them.
pub(crate) fn fixes(knowledge: &Knowledge, said: &[&Statement], state: &State) -> Vec<RankedFix> {
    if state.group.is_open() { current_plan(knowledge, said, state).fixes } else { Vec::new() }
}

fn current_plan(knowledge: &Knowledge, said: &[&Statement], state: &State) -> Plan {
    repair::plan(knowledge, state, advice::progress(knowledge, said, state))
}

/// Returns the question with the most information for its cost.
pub(crate) fn best_question(knowledge: &Knowledge, said: &[&Statement], state: &State) -> Option<FindingId> {
    if !state.group.is_open() {
        return None;
    }
    let best = advice::questions(knowledge, said, state).into_iter().next();
    best.filter(|ranked| ranked.bits > 0.0).map(|ranked| ranked.finding)
}

fn assumed(said: &[&Statement], state: &State) -> Vec<BaseId> {
    let named = |base: BaseId| {
        said.iter().any(|statement| matches!(statement, Statement::Text(reading) if reading.names.contains(&base)))
    };
    let parts = state.group.takes_part.iter().enumerate().filter(|(_, part)| **part);
    parts.map(|(index, _)| BaseId::at(index)).filter(|base| !named(*base)).collect()
}

fn verdict(differential: &[Hypothesis]) -> Verdict {
    let Some(first) = differential.first() else { return Verdict::Nothing };
    let next = differential.get(1).map_or(0.0, |next| next.posterior);
    let stands_out = first.posterior >= DIAGNOSED && first.posterior >= 2.0 * next;
    if first.cause.is_some() && stands_out { Verdict::Diagnosed } else { Verdict::Unsure }
}

/// Returns the hypotheses of the bases that take part, the most probable first.
pub(crate) fn differential(knowledge: &Knowledge, state: &State) -> Vec<Hypothesis> {
    let taking_part = state.group.priors.iter().enumerate().filter(|(_, prior)| **prior > 0.0);
    let mut differential: Vec<Hypothesis> = taking_part
        .map(|(index, &prior)| Hypothesis {
            cause: (index < knowledge.layout.other()).then(|| CauseId::at(index)),
            prior,
            posterior: state.posterior[index],
            weights: Vec::new(),
            excluded: state.exclusions[index],
        })
        .collect();
    weigh(knowledge, state, &mut differential);
    // Stable: equal posteriors stay in the order of base and id.
    differential.sort_by(|a, b| b.posterior.total_cmp(&a.posterior));
    differential
}

/// Adds to each hypothesis the change of its log odds with each piece of evidence.
///
/// odds(i) = wᵢ / Σ_{k ≠ i} w_k, with w the product of the prior and the likelihoods so far; the sums leave i out instead of subtracting it, so that
/// nothing is lost where one hypothesis holds almost everything.
fn weigh(knowledge: &Knowledge, state: &State, differential: &mut [Hypothesis]) {
    let positions: Vec<usize> = differential.iter().map(|hypothesis| position(knowledge, hypothesis)).collect();
    let mut weights: Vec<f64> = positions.iter().map(|&index| state.group.priors[index]).collect();
    let mut odds = log_odds(&weights);
    for (evidence, likelihood) in &state.likelihoods {
        for (weight, &index) in weights.iter_mut().zip(&positions) {
            *weight *= likelihood[index];
        }
        let total: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= total);
        let after = log_odds(&weights);
        for ((hypothesis, before), after) in differential.iter_mut().zip(&odds).zip(&after) {
            let bits = if before == after { 0.0 } else { after - before };
            hypothesis.weights.push(Weight { evidence: *evidence, bits });
        }
        odds = after;
    }
}

fn position(knowledge: &Knowledge, hypothesis: &Hypothesis) -> usize {
    hypothesis.cause.map_or(knowledge.layout.other(), CauseId::index)
}

/// Returns the log2 odds of each weight against the sum of all others.
fn log_odds(weights: &[f64]) -> Vec<f64> {
    let mut after = vec![0.0; weights.len() + 1];
    for (index, weight) in weights.iter().enumerate().rev() {
        after[index] = after[index + 1] + weight;
    }
    let mut before = 0.0;
    let odds = weights.iter().enumerate().map(|(index, &weight)| {
        let others = before + after[index + 1];
        before += weight;
        (weight / others).log2()
    });
    odds.collect()
}

/// Returns what is known, and what was asked in vain.
fn findings(knowledge: &Knowledge, said: &[&Statement], state: &State) -> Vec<Known> {
    let mut all: Vec<Known> = Vec::new();
    for finding in in_order_of_saying(said, knowledge, state) {
        let observation = &state.known.observations[finding.index()];
        let origin = state.known.origins[finding.index()].unwrap_or(Origin::Answer);
        let before = all.len();
        for (option, value, certainty) in values(observation, knowledge.finding(finding).options().len()) {
            let sign = option.map(|option| Sign { finding, option: Some(option) });
            let shown = shown_for(said, Sign { finding, option });
            all.push(Known { finding, sign, value: Some(value), certainty, origin, shown });
        }
        if all.len() == before {
            let (value, certainty) = (None, Certainty::Probable);
            all.push(Known { finding, sign: None, value, certainty, origin: Origin::Answer, shown: Vec::new() });
        }
    }
    let is_symptom = |known: &Known| {
        let sign = known.sign.unwrap_or(Sign { finding: known.finding, option: None });
        knowledge.is_symptom(sign) && matches!(known.value, Some(Value::Yes | Value::Option(_)))
    };
    all.sort_by_key(|known| !is_symptom(known));
    all
}

/// Returns every finding that was said or follows, each once, in the order of what was said.
fn in_order_of_saying(said: &[&Statement], knowledge: &Knowledge, state: &State) -> Vec<FindingId> {
    let mut order: Vec<FindingId> = Vec::new();
    let mut note = |finding: FindingId| {
        if !order.contains(&finding) {
            order.push(finding);
        }
    };
    for statement in said {
        match statement {
            Statement::Text(reading) => reading.shown.iter().for_each(|shown| note(shown.sign.finding)),
            Statement::Answer { finding, .. } | Statement::Probe { finding, .. } => note(*finding),
            Statement::Outcome { outcome: Outcome::NotDone, .. } => {}
            Statement::Outcome { fix, .. } => knowledge.fix(*fix).tells.into_iter().for_each(&mut note),
        }
    }
    let derived =
        knowledge.order.iter().filter(|finding| matches!(state.known.origins[finding.index()], Some(Origin::Rule(_))));
    derived.for_each(|finding| note(*finding));
    order
}

/// Returns the values that an observation comes to, each with the option it speaks of.
fn values(observation: &Observation, options: usize) -> Vec<(Option<OptionId>, Value, Certainty)> {
    let yes_or_no = |pair: &Pair| {
        let judgement = pair.judge();
        let value = match judgement.truth {
            crate::logic::Truth::True => Value::Yes,
            crate::logic::Truth::False => Value::No,
            crate::logic::Truth::Unknown => return None,
        };
        Some((value, judgement.certainty))
    };
    match observation {
        Observation::Nothing => Vec::new(),
        Observation::YesNo(pair) => {
            yes_or_no(pair).map(|(value, certainty)| (None, value, certainty)).into_iter().collect()
        }
        Observation::SeveralOf(pairs) => {
            let known = pairs.iter().enumerate().filter_map(|(index, pair)| Some((index, yes_or_no(pair)?)));
            known.map(|(index, (value, certainty))| (Some(OptionId::at(index)), value, certainty)).collect()
        }
        Observation::OneOf(values) => {
            let drawn = values.draws.iter().map(|&value| (value, Certainty::Sure));
            let leading = if values.draws.is_empty() { values.leader() } else { None };
            let option_or_rest = |(value, certainty)| match (value < options).then(|| OptionId::at(value)) {
                Some(option) => (Some(option), Value::Option(option), certainty),
                None => (None, Value::Rest, certainty),
            };
            drawn.chain(leading).map(option_or_rest).collect()
        }
        Observation::Number(number, certainty) => vec![(None, Value::Number(*number), *certainty)],
        Observation::Text(text, certainty) => vec![(None, Value::Text(text.clone()), *certainty)],
    }
}

fn shown_for(said: &[&Statement], sign: Sign) -> Vec<Shown> {
    let readings = said.iter().filter_map(|statement| match statement {
        Statement::Text(reading) => Some(reading),
        _ => None,
    });
    readings.flat_map(|reading| &reading.shown).filter(|shown| shown.sign == sign).cloned().collect()
}

/// Returns what asking a finding would lead to.
pub(crate) fn why(knowledge: &Knowledge, said: &[&Statement], state: &State, finding: FindingId) -> Why {
    let mut why = Why { finding, bits: 0.0, answers: Vec::new() };
    let base = knowledge.base_of(Thing::Finding(finding));
    if !state.group.takes_part.get(base.index()).copied().unwrap_or_default() {
        return why;
    }
    why.bits = question::information(knowledge, said, state, finding);
    for (value, probability) in question::answers(knowledge, said, state, finding) {
        let answer = Statement::Answer { finding, answer: Answer::sure(value.clone()) };
        let mut said = said.to_vec();
        said.push(&answer);
        let Ok(after) = crate::posterior::infer(knowledge, &said) else { continue };
        let leader = differential(knowledge, &after).into_iter().next();
        let fix = current_plan(knowledge, &said, &after).fixes.first().map(|ranked| ranked.fix);
        why.answers.push(WhatIf {
            value,
            probability,
            leader: leader.as_ref().and_then(|hypothesis| hypothesis.cause),
            posterior: leader.map_or(0.0, |hypothesis| hypothesis.posterior),
            fix,
        });
    }
    why
}
