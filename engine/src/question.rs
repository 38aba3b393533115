//! What a question is worth: its expected information, and what its answers may be.
//!
//! `docs/semantics.md`, "Which question".

mod worth;

pub(crate) use crate::information::entropy;
use crate::joint;
use crate::knowledge::Knowledge;
use crate::layout::{Column, Shape, Table};
use crate::links::{noisy, through_noise};
use crate::logic::{Truth, judge};
use crate::model::{Domain, FindingId, OptionId, Sign};
use crate::observation::Observation;
use crate::paths::Path;
use crate::posterior::{State, infer};
use crate::statement::{Answer, Statement, Value};
use crate::trouble::Apart;
use worth::Worth;

/// What tells less than this, in bits, tells nothing: next to it, the rounding of thousands of links is not small.
pub(crate) const TELLS: f64 = 1e-9;
/// Where several causes can be at work at once, the information of so many questions is formed exactly; that of all others is an estimate.
pub(crate) const EXACT_OF_SEVERAL: usize = 16;

/// Returns whether the finding can be asked now.
pub(crate) fn is_open(knowledge: &Knowledge, state: &State, finding: FindingId) -> bool {
    let base = knowledge.base_of(crate::report::Thing::Finding(finding));
    let asked = state.known.closed[finding.index()] || state.known.observations[finding.index()].is_known();
    let is_asked = knowledge.finding(finding).ask.is_some() && unanswered(knowledge, finding) < 1.0;
    is_asked && !asked && state.group.takes_part[base.index()] && !is_needless(knowledge, state, finding)
}

/// Returns whether what is known makes it needless to ask.
fn is_needless(knowledge: &Knowledge, state: &State, finding: FindingId) -> bool {
    let condition = knowledge.finding(finding).not_asked_when.as_ref();
    condition.is_some_and(|condition| judge(condition, &state.known).is_true())
}

/// Returns the expected information of asking a finding about the troubles, in bits; at least 0.
pub(crate) fn information(knowledge: &Knowledge, said: &[&Statement], state: &State, finding: FindingId) -> f64 {
    Worth::of(knowledge, said, state, Apart::Troubles).information(finding)
}

/// Returns P(a person cannot tell).
pub(crate) fn unanswered(knowledge: &Knowledge, finding: FindingId) -> f64 {
    knowledge.finding(finding).unanswered.map_or(0.0, |number| number.get())
}

/// Returns P(a person can tell).
pub(crate) fn answered_by(knowledge: &Knowledge, finding: FindingId) -> f64 {
    1.0 - unanswered(knowledge, finding)
}

/// Returns the information of asking a finding for what it costs: bits for a second.
pub(crate) fn rate(knowledge: &Knowledge, finding: FindingId, bits: f64) -> f64 {
    bits / knowledge.cost_of_asking(finding).max(1.0)
}

/// Returns the `most` questions with the most information for their cost, the best first, each with its rate; those that tell nothing are left out.
pub(crate) fn best(knowledge: &Knowledge, said: &[&Statement], state: &State, most: usize) -> Vec<(FindingId, f64)> {
    let mut best = Vec::new();
    state.screen.best(knowledge, state, most, |finding, rate| best.push((finding, rate)));
    let open = knowledge.layout.roundabout().iter().filter(|finding| is_open(knowledge, state, **finding));
    let bits = open.map(|finding| (*finding, information(knowledge, said, state, *finding)));
    let rated = bits.filter(|(_, bits)| *bits > TELLS).map(|(finding, bits)| (finding, rate(knowledge, finding, bits)));
    best.extend(rated);
    best.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    best.truncate(most);
    best
}

/// Returns the questions that can be asked with their information, the one with the most for its cost first.
pub(crate) fn ranked(knowledge: &Knowledge, said: &[&Statement], state: &State, apart: Apart) -> Vec<(FindingId, f64)> {
    let worth = Worth::of(knowledge, said, state, apart);
    let open = (0..knowledge.findings().len()).map(FindingId::at);
    let open = open.filter(|finding| is_open(knowledge, state, *finding));
    let mut ranked: Vec<(FindingId, f64)> = open.map(|finding| (finding, worth.estimate(finding))).collect();
    let by_rate = |a: &(FindingId, f64), b: &(FindingId, f64)| {
        rate(knowledge, b.0, b.1).total_cmp(&rate(knowledge, a.0, a.1)).then(a.0.cmp(&b.0))
    };
    ranked.sort_by(by_rate);
    if state.group.several.is_some() {
        let first = ranked.len().min(EXACT_OF_SEVERAL);
        for (finding, bits) in &mut ranked[..first] {
            *bits = worth.information(*finding);
        }
        ranked[..first].sort_by(by_rate);
    }
    ranked
}

/// Returns the question with the most information for its cost, if one tells anything.
pub(crate) fn the_best(knowledge: &Knowledge, said: &[Statement], state: &State) -> Option<FindingId> {
    // What is kept of questions from answer to answer speaks of causes.
    if state.group.several.is_some() || knowledge.layout.troubles.matter(&state.group.takes_part) {
        let said: Vec<&Statement> = said.iter().collect();
        let first = ranked(knowledge, &said, state, Apart::Troubles).into_iter().next();
        return first.filter(|(_, bits)| *bits > TELLS).map(|(finding, _)| finding);
    }
    if knowledge.layout.roundabout().is_empty() {
        let mut best = None;
        state.screen.best(knowledge, state, 1, |finding, _| best = Some(finding));
        return best;
    }
    let said: Vec<&Statement> = said.iter().collect();
    best(knowledge, &said, state, 1).first().map(|(finding, _)| *finding)
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
    if state.group.several.is_some() && knowledge.layout.path(finding) == Path::Direct {
        let outlooks = joint::outlooks(knowledge, state, finding).into_iter();
        return outlooks.map(|outlook| (outlook.value, outlook.probability)).collect();
    }
    match knowledge.layout.shape(finding) {
        Shape::YesNo(column) => {
            let yes = noisy(yes(knowledge, state, column), column.reliability);
            vec![(Value::Yes, yes), (Value::No, 1.0 - yes)]
        }
        Shape::OneOf(table) => {
            let values = 0..table.values();
            let probabilities: Vec<f64> = values.map(|value| probability(knowledge, state, table, value)).collect();
            let noisy = through_noise(&probabilities, table.reliability);
            noisy.enumerate().map(|(value, probability)| (value_at(table, value), probability)).collect()
        }
        Shape::SeveralOf(columns) => {
            let best = worth::best_option(knowledge, state, columns).unwrap_or(0);
            let yes = noisy(yes(knowledge, state, &columns[best]), columns[best].reliability);
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
        Shape::YesNo(column) => {
            let sign = Sign { finding, option: None };
            let yes =
                |&hypothesis: &usize| noisy(layout.likelihood(sign, hypothesis, &state.group), column.reliability);
            let yes: Vec<f64> = hypotheses.iter().map(yes).collect();
            let no = yes.iter().map(|yes| 1.0 - yes).collect();
            Some(vec![(Some(sign), yes), (None, no)])
        }
        Shape::OneOf(table) => {
            let (own, each) = table.reliability.weights(table.values());
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
        Shape::YesNo(_) if state.group.several.is_some() => {
            joint::outlooks(knowledge, state, derived).first().map_or(0.0, |yes| yes.probability)
        }
        Shape::YesNo(column) => noisy(yes(knowledge, state, column), column.reliability),
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

/// Returns P(yes) over the hypotheses.
pub(crate) fn yes(knowledge: &Knowledge, state: &State, column: &Column) -> f64 {
    let mut yes = column.leak;
    column.for_each(&state.group, knowledge.layout.other(), |hypothesis, own| {
        yes += state.posterior.of(hypothesis) * (own - column.leak);
    });
    yes.clamp(0.0, 1.0)
}

/// Returns P(value) over the hypotheses.
fn probability(knowledge: &Knowledge, state: &State, table: &Table, value: usize) -> f64 {
    let other = state.posterior.of(knowledge.layout.other());
    let unlinked = table.unlinked(value);
    let linked = table.rows.iter();
    let linked: f64 =
        linked.map(|row| state.posterior.of(row.cause.index()) * (table.linked(row, value) - unlinked)).sum();
    (unlinked + linked + other * (table.other(&state.group, value) - unlinked)).max(0.0)
}

fn value_at(table: &Table, value: usize) -> Value {
    if value < table.leaks.len() { Value::Option(OptionId::at(value)) } else { Value::Rest }
}
