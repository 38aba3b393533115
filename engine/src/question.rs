//! What a question is worth: its expected information, and what its answers may be.
//!
//! `docs/semantics.md`, "Which question". The information of a linked finding is formed in closed form from its links alone; rules and hard relations are
//! followed where a finding speaks through them.

use crate::knowledge::Knowledge;
use crate::layout::{Column, Shape, Table};
use crate::logic::Truth;
use crate::model::{Domain, FindingId, OptionId, Sign};
use crate::observation::{Observation, Reliability};
use crate::paths::Path;
use crate::posterior::{State, infer};
use crate::statement::{Answer, Statement, Value};

/// Returns whether the finding can be asked now.
pub(crate) fn is_open(knowledge: &Knowledge, state: &State, finding: FindingId) -> bool {
    let base = knowledge.base_of(crate::report::Thing::Finding(finding));
    let asked = state.known.closed[finding.index()] || state.known.observations[finding.index()].is_known();
    let is_asked = knowledge.finding(finding).ask.is_some() && unanswered(knowledge, finding) < 1.0;
    is_asked && !asked && state.group.takes_part[base.index()]
}

/// Returns the expected information of asking a finding, in bits; at least 0.
pub(crate) fn information(knowledge: &Knowledge, said: &[&Statement], state: &State, finding: FindingId) -> f64 {
    let bits = match knowledge.layout.path(finding) {
        Path::Direct => of_links(knowledge, state, finding),
        Path::Through(derived) => {
            let decided = decided(knowledge, said, finding, derived);
            let share = decided.iter().filter(|(_, truth)| *truth != Truth::Unknown).count() as f64;
            of_links(knowledge, state, derived) * share / decided.len().max(1) as f64
        }
        Path::Conditions => {
            let after: f64 = answers(knowledge, said, state, finding)
                .iter()
                .filter_map(|(value, probability)| {
                    let after = answered(knowledge, said, finding, value)?;
                    Some(probability * entropy(after.posterior.iter().copied()))
                })
                .sum();
            entropy(state.posterior.iter().copied()) - after
        }
        Path::None => 0.0,
    };
    bits.max(0.0) * (1.0 - unanswered(knowledge, finding))
}

/// Returns P(a person cannot tell).
pub(crate) fn unanswered(knowledge: &Knowledge, finding: FindingId) -> f64 {
    knowledge.finding(finding).unanswered.map_or(0.0, |number| number.get())
}

/// Returns the answers that are possible, and how probable each is.
pub(crate) fn answers(
    knowledge: &Knowledge,
    said: &[&Statement],
    state: &State,
    finding: FindingId,
) -> Vec<(Value, f64)> {
    if let Path::Through(derived) = knowledge.layout.path(finding) {
        return through(state, knowledge, &decided(knowledge, said, finding, derived), derived);
    }
    match knowledge.layout.shape(finding) {
        Shape::YesNo(column) => {
            let yes = noisy(yes(knowledge, state, column), reliability(knowledge, finding, None));
            vec![(Value::Yes, yes), (Value::No, 1.0 - yes)]
        }
        Shape::OneOf(table) => {
            let probabilities = values(knowledge, state, table);
            let noisy = through_noise(&probabilities, reliability(knowledge, finding, Some(OptionId(0))));
            noisy.into_iter().enumerate().map(|(value, probability)| (value_at(table, value), probability)).collect()
        }
        Shape::SeveralOf(columns) => {
            let best = best_option(knowledge, state, finding, columns).unwrap_or(0);
            let reliability = reliability(knowledge, finding, Some(OptionId::at(best)));
            let yes = noisy(yes(knowledge, state, &columns[best]), reliability);
            vec![(Value::Options(vec![OptionId::at(best)]), yes), (Value::Options(Vec::new()), 1.0 - yes)]
        }
        Shape::None => {
            let values = representatives(knowledge, finding);
            let each = 1.0 / values.len().max(1) as f64;
            values.into_iter().map(|value| (value, each)).collect()
        }
    }
}

/// Returns P(answer | hypothesis) of each answer, for some hypotheses, and the sign that it makes present; nothing where more follows from an answer than that.
pub(crate) fn likelihoods(
    knowledge: &Knowledge,
    state: &State,
    finding: FindingId,
    hypotheses: &[usize],
) -> Option<Vec<(Option<Sign>, Vec<f64>)>> {
    let layout = &knowledge.layout;
    if !layout.is_alone(finding) || state.known.observations[finding.index()] != Observation::Nothing {
        return None;
    }
    match layout.shape(finding) {
        Shape::YesNo(_) => {
            let (sign, reliability) = (Sign { finding, option: None }, reliability(knowledge, finding, None));
            let yes = |&hypothesis: &usize| noisy(layout.likelihood(sign, hypothesis, &state.group), reliability);
            let yes: Vec<f64> = hypotheses.iter().map(yes).collect();
            let no = yes.iter().map(|yes| 1.0 - yes).collect();
            Some(vec![(Some(sign), yes), (None, no)])
        }
        Shape::OneOf(table) => {
            let (own, each) = reliability(knowledge, finding, Some(OptionId(0))).weights(table.values());
            let of = |value: usize| {
                let option = (value < table.leaks.len()).then(|| OptionId::at(value));
                let likelihood = |&hypothesis: &usize| {
                    let shows = table.of(value, hypothesis, layout.other(), &state.group);
                    own * shows + each * (1.0 - shows)
                };
                let sign = option.map(|option| Sign { finding, option: Some(option) });
                (sign, hypotheses.iter().map(likelihood).collect())
            };
            Some((0..table.values()).map(of).collect())
        }
        Shape::SeveralOf(_) | Shape::None => None,
    }
}

/// Returns the state after a sure answer; nothing where the answer contradicts what is known.
pub(crate) fn answered(knowledge: &Knowledge, said: &[&Statement], finding: FindingId, value: &Value) -> Option<State> {
    let answer = Statement::Answer { finding, answer: Answer::sure(value.clone()) };
    let mut said = said.to_vec();
    said.push(&answer);
    infer(knowledge, &said).ok()
}

/// Returns the entropy of a distribution, in bits.
pub(crate) fn entropy(distribution: impl Iterator<Item = f64>) -> f64 {
    -distribution.filter(|p| *p > 0.0).map(|p| p * p.log2()).sum::<f64>()
}

/// Returns for each answer whether it makes the derived finding true, false or leaves it open.
fn decided(knowledge: &Knowledge, said: &[&Statement], finding: FindingId, derived: FindingId) -> Vec<(Value, Truth)> {
    let judged = |value: Value| {
        let after = answered(knowledge, said, finding, &value)?;
        let observation = &after.known.observations[derived.index()];
        let truth = if observation.is_known() { observation.judge(None).truth } else { Truth::Unknown };
        // A derived finding with options is decided as soon as it is known.
        let truth = if truth == Truth::Unknown && observation.is_known() { Truth::True } else { truth };
        Some((value, truth))
    };
    representatives(knowledge, finding).into_iter().filter_map(judged).collect()
}

/// Spreads the probability of what is derived over the answers that lead to it.
fn through(state: &State, knowledge: &Knowledge, decided: &[(Value, Truth)], derived: FindingId) -> Vec<(Value, f64)> {
    let count = |truth| decided.iter().filter(|(_, found)| *found == truth).count() as f64;
    let open = count(Truth::Unknown) / decided.len().max(1) as f64;
    let yes = match knowledge.layout.shape(derived) {
        Shape::YesNo(column) => noisy(yes(knowledge, state, column), reliability(knowledge, derived, None)),
        _ => 1.0,
    };
    let weight = |truth| match truth {
        Truth::True => yes * (1.0 - open) / count(truth),
        Truth::False => (1.0 - yes) * (1.0 - open) / count(truth),
        Truth::Unknown => open / count(truth),
    };
    let total: f64 = decided.iter().map(|(_, truth)| weight(*truth)).sum();
    decided.iter().map(|(value, truth)| (value.clone(), weight(*truth) / total)).collect()
}

/// Returns one answer for each way in which conditions can tell answers apart.
pub(crate) fn representatives(knowledge: &Knowledge, finding: FindingId) -> Vec<Value> {
    match &knowledge.finding(finding).domain {
        Domain::YesNo { .. } => vec![Value::Yes, Value::No],
        Domain::OneOf { options, rest } => {
            let options = (0..options.len()).map(|option| Value::Option(OptionId::at(option)));
            options.chain(rest.is_some().then_some(Value::Rest)).collect()
        }
        Domain::SeveralOf { options } => {
            let options = (0..options.len()).map(|option| Value::Options(vec![OptionId::at(option)]));
            options.chain(std::iter::once(Value::Options(Vec::new()))).collect()
        }
        Domain::Number { least, most, .. } => {
            let constants = &knowledge.layout.constants(finding).numbers;
            let mut numbers: Vec<f64> = vec![*least, *most];
            numbers.extend(constants);
            let edges: Vec<f64> = std::iter::once(*least).chain(constants.iter().copied()).chain([*most]).collect();
            numbers.extend(edges.windows(2).map(|pair| pair[0].midpoint(pair[1])));
            numbers.retain(|number| (least..=most).contains(&number));
            numbers.sort_by(f64::total_cmp);
            numbers.dedup();
            numbers.into_iter().map(Value::Number).collect()
        }
        Domain::Text => {
            // The empty text stands for any that no condition names.
            let texts = &knowledge.layout.constants(finding).texts;
            texts.iter().cloned().chain(std::iter::once(String::new())).map(Value::Text).collect()
        }
    }
}

/// Returns the information of a finding with links, in closed form.
fn of_links(knowledge: &Knowledge, state: &State, finding: FindingId) -> f64 {
    match knowledge.layout.shape(finding) {
        Shape::YesNo(column) => of_column(knowledge, state, column, reliability(knowledge, finding, None)),
        Shape::SeveralOf(columns) => {
            let best = best_option(knowledge, state, finding, columns);
            let bits = best.map(|best| {
                of_column(knowledge, state, &columns[best], reliability(knowledge, finding, Some(OptionId::at(best))))
            });
            bits.unwrap_or_default()
        }
        Shape::OneOf(table) => of_table(knowledge, state, table, reliability(knowledge, finding, Some(OptionId(0)))),
        Shape::None => 0.0,
    }
}

/// IG = h(λ + A) − h(λ) − B, with A and B over the hypotheses whose likelihood is not the leak.
fn of_column(knowledge: &Knowledge, state: &State, column: &Column, reliability: Reliability) -> f64 {
    let leak = noisy(column.leak, reliability);
    let (mut a, mut b) = (0.0, 0.0);
    column.for_each(&state.group, knowledge.layout.other(), |hypothesis, yes| {
        let yes = noisy(yes, reliability);
        a += state.posterior[hypothesis] * (yes - leak);
        b += state.posterior[hypothesis] * (binary_entropy(yes) - binary_entropy(leak));
    });
    binary_entropy(leak + a) - binary_entropy(leak) - b
}

/// IG = H(V) − Σ π H(V | cause); causes without a link share one entropy.
fn of_table(knowledge: &Knowledge, state: &State, table: &Table, reliability: Reliability) -> f64 {
    let noise = |probabilities: Vec<f64>| entropy(through_noise(&probabilities, reliability).into_iter());
    let unlinked = noise((0..table.values()).map(|value| table.unlinked(value)).collect());
    let other = knowledge.layout.other();
    let mut given = unlinked;
    for row in &table.rows {
        let own = noise((0..table.values()).map(|value| table.linked(row, value)).collect());
        given += state.posterior[row.cause.index()] * (own - unlinked);
    }
    let own = noise((0..table.values()).map(|value| table.other(&state.group, value)).collect());
    given += state.posterior[other] * (own - unlinked);
    noise(values(knowledge, state, table)) - given
}

fn best_option(knowledge: &Knowledge, state: &State, finding: FindingId, columns: &[Column]) -> Option<usize> {
    let bits = |option: usize| {
        of_column(knowledge, state, &columns[option], reliability(knowledge, finding, Some(OptionId::at(option))))
    };
    let mut best: Option<(usize, f64)> = None;
    for option in 0..columns.len() {
        let bits = bits(option);
        if best.is_none_or(|(_, most)| bits > most) {
            best = Some((option, bits));
        }
    }
    best.map(|(option, _)| option)
}

/// Returns P(yes) over the hypotheses.
pub(crate) fn yes(knowledge: &Knowledge, state: &State, column: &Column) -> f64 {
    let mut yes = column.leak;
    column.for_each(&state.group, knowledge.layout.other(), |hypothesis, own| {
        yes += state.posterior[hypothesis] * (own - column.leak);
    });
    yes.clamp(0.0, 1.0)
}

/// Returns P(value) over the hypotheses.
fn values(knowledge: &Knowledge, state: &State, table: &Table) -> Vec<f64> {
    let other = state.posterior[knowledge.layout.other()];
    let of = |value: usize| {
        let unlinked = table.unlinked(value);
        let linked = table.rows.iter();
        let linked: f64 =
            linked.map(|row| state.posterior[row.cause.index()] * (table.linked(row, value) - unlinked)).sum();
        (unlinked + linked + other * (table.other(&state.group, value) - unlinked)).max(0.0)
    };
    (0..table.values()).map(of).collect()
}

fn reliability(knowledge: &Knowledge, finding: FindingId, option: Option<OptionId>) -> Reliability {
    if knowledge.is_symptom(Sign { finding, option }) { Reliability::Certain } else { Reliability::Answer }
}

/// Returns P(the answer is yes) where the finding is yes with probability `yes`.
fn noisy(yes: f64, reliability: Reliability) -> f64 {
    let right = reliability.get();
    right * yes + (1.0 - right) * (1.0 - yes)
}

fn through_noise(probabilities: &[f64], reliability: Reliability) -> Vec<f64> {
    let (own, each) = reliability.weights(probabilities.len());
    let total: f64 = probabilities.iter().sum();
    probabilities.iter().map(|probability| own * probability + each * (total - probability)).collect()
}

fn value_at(table: &Table, value: usize) -> Value {
    if value < table.leaks.len() { Value::Option(OptionId::at(value)) } else { Value::Rest }
}

/// Returns −p log2 p − (1 − p) log2 (1 − p), 0 at the ends.
fn binary_entropy(p: f64) -> f64 {
    entropy([p, 1.0 - p].into_iter())
}
