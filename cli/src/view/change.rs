//! What a question would lead to, and what would change the advice, ready to be told.

use super::{Question, id_of, question, trouble_id};
use crate::voice::Voice;
use etio_kb::engine::{
    Advice, Changes, FindingId, FixId, Leader, OptionId, Report, Session, Sign, Statement, Step, Thing, Value, Verdict,
};
use serde::Serialize;

/// What a question would lead to.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Why {
    #[serde(flatten)]
    pub(crate) question: Question,
    /// The information it is expected to give.
    pub(crate) bits: f64,
    pub(crate) answers: Vec<IfAnswered>,
    /// The answers, put together where they lead to the same.
    #[serde(skip)]
    pub(crate) told: Vec<Told>,
}

/// An answer and what it leads to.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct IfAnswered {
    /// `yes`, `no`, an option, `other`, `none`, a number or a text.
    pub(crate) answer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) probability: Option<f64>,
    #[serde(flatten)]
    pub(crate) outlook: Outlook,
}

/// What a person would be told first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Outlook {
    /// The most likely cause; none where nothing would be known.
    pub(crate) leader: Option<String>,
    pub(crate) posterior: Option<f64>,
    /// The first fix.
    pub(crate) fix: Option<String>,
    #[serde(skip)]
    pub(crate) leader_title: String,
    #[serde(skip)]
    pub(crate) fix_title: Option<String>,
}

/// Answers that lead to the same, as a person says them.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) answers: String,
    pub(crate) probability: f64,
    pub(crate) outlook: Outlook,
}

/// What would change the advice.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct WhatIf {
    /// The advice as it stands.
    pub(crate) now: Outlook,
    /// The questions of which an answer would change it.
    pub(crate) questions: Vec<Turning>,
    /// The statements without which it would be another.
    pub(crate) statements: Vec<IfRetracted>,
    /// How many answers and statements were not tried.
    pub(crate) untried: usize,
}

/// A question of which an answer would change the advice, and the answers that do.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Turning {
    #[serde(flatten)]
    pub(crate) question: Question,
    pub(crate) answers: Vec<IfAnswered>,
    #[serde(skip)]
    pub(crate) told: Vec<Told>,
}

/// A statement without which the advice would be another.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct IfRetracted {
    /// Its place in what was said, from 1.
    pub(crate) statement: usize,
    /// What was said.
    pub(crate) said: String,
    #[serde(flatten)]
    pub(crate) outlook: Outlook,
    /// Whether everybody knows it: without a complaint there is no advice, and what was not tried would be tried.
    #[serde(skip)]
    pub(crate) goes_without_saying: bool,
}

/// An answer as the engine has it, with what it leads to.
struct Answered {
    value: Value,
    probability: Option<f64>,
    outlook: Outlook,
}

/// Returns the question that comes next, else the one that would help most: none where the cause is clear and there is something to try, nor
/// where nothing is worth its time any more.
pub(crate) fn worth_asking(report: &Report) -> Option<FindingId> {
    match report.next {
        Step::Try(_) if report.verdict == Verdict::Diagnosed => None,
        Step::Report(_) => None,
        Step::Ask(next) => Some(next),
        Step::Complain | Step::Try(_) => report.question,
    }
}

/// Returns what a question would lead to as it is told.
pub(crate) fn why(session: &Session<'_>, finding: FindingId, voice: Voice<'_, '_>) -> Why {
    let why = session.why(finding);
    let answered = why.answers.into_iter().map(|if_so| {
        let leader = Leader { cause: if_so.leader, kind: if_so.kind, posterior: if_so.posterior };
        let outlook = outlook(Some(leader), if_so.fix, voice);
        Answered { value: if_so.value, probability: Some(if_so.probability), outlook }
    });
    let answered: Vec<Answered> = answered.collect();
    let told = told(finding, &answered, None, voice);
    Why { question: question(finding, voice), bits: why.bits, answers: listed(finding, answered, voice), told }
}

/// Returns what would change the advice as it is told.
pub(crate) fn what_if(session: &Session<'_>, changes: Changes, voice: Voice<'_, '_>) -> WhatIf {
    let mut questions: Vec<(FindingId, Vec<Answered>)> = Vec::new();
    for change in changes.answers {
        let answered = Answered { value: change.value, probability: None, outlook: of(change.after, voice) };
        match questions.last_mut() {
            Some((finding, answers)) if *finding == change.finding => answers.push(answered),
            _ => questions.push((change.finding, vec![answered])),
        }
    }
    let turning = questions.into_iter().map(|(finding, answers)| {
        let all: Vec<Value> = session.why(finding).answers.into_iter().map(|answer| answer.value).collect();
        let told = told(finding, &answers, Some(&all), voice);
        Turning { question: question(finding, voice), answers: listed(finding, answers, voice), told }
    });
    let statements = changes.statements.iter().map(|change| {
        let statement = &session.statements()[change.statement];
        let tries_it = matches!(statement, Statement::Outcome { fix, .. } if change.after.fix == Some(*fix));
        let same_cause =
            change.after.leader.map(|leader| leader.cause) == changes.now.leader.map(|leader| leader.cause);
        IfRetracted {
            statement: change.statement + 1,
            said: voice.statement(statement),
            outlook: of(change.after, voice),
            goes_without_saying: change.after.leader.is_none() || tries_it && same_cause,
        }
    });
    WhatIf {
        now: of(changes.now, voice),
        questions: turning.collect(),
        statements: statements.collect(),
        untried: changes.untried,
    }
}

fn of(advice: Advice, voice: Voice<'_, '_>) -> Outlook {
    outlook(advice.leader, advice.fix, voice)
}

fn outlook(leader: Option<Leader>, fix: Option<FixId>, voice: Voice<'_, '_>) -> Outlook {
    Outlook {
        leader: leader.map(|leader| trouble_id(leader.thing(), voice)),
        posterior: leader.map(|leader| leader.posterior),
        fix: fix.map(|fix| id_of(Thing::Fix(fix), voice)),
        leader_title: leader.map(|leader| voice.trouble(leader.thing())).unwrap_or_default(),
        fix_title: fix.map(|fix| voice.title(Thing::Fix(fix))),
    }
}

fn listed(finding: FindingId, answered: Vec<Answered>, voice: Voice<'_, '_>) -> Vec<IfAnswered> {
    let listed = answered.into_iter().map(|Answered { value, probability, outlook }| IfAnswered {
        answer: value_id(finding, &value, voice),
        probability,
        outlook,
    });
    listed.collect()
}

/// Puts answers together that lead to the same: numbers where they follow one another (in `all`, where these are not all), the rest wherever they stand.
fn told(finding: FindingId, answered: &[Answered], all: Option<&[Value]>, voice: Voice<'_, '_>) -> Vec<Told> {
    let mut groups: Vec<Vec<&Answered>> = Vec::new();
    let place = |value: &Value| all.and_then(|all| all.iter().position(|known| known == value));
    for answer in answered {
        let is_number = matches!(answer.value, Value::Number(_));
        let joins = |group: &&mut Vec<&Answered>| {
            let last = group[group.len() - 1];
            let follows = place(&answer.value) == place(&last.value).map(|place| place + 1) || all.is_none();
            leads_alike(last, answer) && (!is_number || follows)
        };
        let group = if is_number { groups.last_mut().filter(joins) } else { groups.iter_mut().find(joins) };
        match group {
            Some(group) => group.push(answer),
            None => groups.push(vec![answer]),
        }
    }
    let told = groups.into_iter().map(|group| Told {
        answers: said(finding, &group.iter().map(|answer| &answer.value).collect::<Vec<_>>(), voice),
        probability: group.iter().filter_map(|answer| answer.probability).sum(),
        outlook: group[0].outlook.clone(),
    });
    told.collect()
}

/// Returns answers as a person says them: `from 0 to 40 messages`, `“Chrome” or “Firefox”`.
pub(super) fn said(finding: FindingId, values: &[&Value], voice: Voice<'_, '_>) -> String {
    let words = voice.words();
    match values {
        [Value::Number(first), .., last] => words.why_range(&first.to_string(), &voice.value(finding, last)),
        _ => {
            let quoted = |value: &&Value| words.quoted(&voice.value(finding, value));
            words.alternatives(&values.iter().map(quoted).collect::<Vec<_>>())
        }
    }
}

/// Returns whether two answers lead to the same: the same cause with the same percentage, and the same fix.
fn leads_alike(one: &Answered, other: &Answered) -> bool {
    let percent = |answer: &Answered| answer.outlook.posterior.map(|posterior| (posterior * 100.0).round());
    let (one_leads, other_leads) = (&one.outlook, &other.outlook);
    one_leads.leader == other_leads.leader && one_leads.fix == other_leads.fix && percent(one) == percent(other)
}

/// Returns an answer for a program: `yes`, `no`, an option, `other`, `none`, a number or a text.
pub(crate) fn value_id(finding: FindingId, value: &Value, voice: Voice<'_, '_>) -> String {
    let option = |option: OptionId| id_of(Thing::Sign(Sign { finding, option: Some(option) }), voice);
    match value {
        Value::Yes => "yes".to_owned(),
        Value::No => "no".to_owned(),
        Value::Option(id) => option(*id),
        Value::Rest => "other".to_owned(),
        Value::Options(ids) if ids.is_empty() => "none".to_owned(),
        Value::Options(ids) => ids.iter().map(|&id| option(id)).collect::<Vec<_>>().join(", "),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.clone(),
    }
}
