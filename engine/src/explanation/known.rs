//! What is known of every finding, in the order in which it was said.

use crate::knowledge::Knowledge;
use crate::logic::Truth;
use crate::model::{FindingId, OptionId, Sign};
use crate::observation::{Observation, Pair};
use crate::posterior::State;
use crate::report::{Known, Origin};
use crate::statement::{Certainty, Outcome, Shown, Statement, Value};

/// Returns what is known, and what was asked in vain.
pub(super) fn findings(knowledge: &Knowledge, said: &[&Statement], state: &State) -> Vec<Known> {
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
            Truth::True => Value::Yes,
            Truth::False => Value::No,
            Truth::Unknown => return None,
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
