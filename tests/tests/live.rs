//! A session that goes on from answer to answer is, to the bit, what it would be if everything had been said anew; and its questions are the best of all.

use etio_engine::{
    Answer, Base, Cause, Domain, Finding, FindingId, Knowledge, Link, Number, Probability, Role, Session, Sign,
    Statement, Value,
};
use etio_tests::generate::Dice;
use etio_tests::grid::{Grid, Person};
use std::collections::BTreeMap;

const SMALL: Grid = Grid { causes: 60, findings: 90, links: 8 };
const SEEDS: u64 = 5;
const CLOSE: f64 = 1e-12;

fn load(base: &Base) -> Knowledge {
    Knowledge::new(vec![base.clone()]).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// Returns a session in which these answers were given one after the other, and nothing else was ever looked at.
fn replay<'k>(knowledge: &'k Knowledge, answers: &[(FindingId, Answer)]) -> Session<'k> {
    let mut session = Session::new(knowledge);
    for (finding, answer) in answers {
        session.answer(*finding, answer.clone()).expect("nothing contradicts anything");
    }
    session
}

fn answers(session: &Session<'_>) -> Vec<(FindingId, Answer)> {
    let answer = |statement: &Statement| match statement {
        Statement::Answer { finding, answer } => Some((*finding, answer.clone())),
        _ => None,
    };
    session.statements().iter().filter_map(answer).collect()
}

fn posteriors(session: &Session<'_>) -> Vec<(Option<u32>, u64)> {
    let differential = session.differential();
    differential.iter().map(|it| (it.cause.map(|cause| cause.0), it.posterior.to_bits())).collect()
}

/// Says or takes back something by chance.
fn step(session: &mut Session<'_>, person: &mut Person, dice: &mut Dice, findings: usize) {
    let said = session.statements().len();
    let by_chance = FindingId(dice.below(findings) as u32);
    if said > 0 && dice.happens(0.2) {
        session.undo().expect("something was said");
    } else if said > 0 && dice.happens(0.1) {
        session.retract(dice.below(said)).expect("nothing contradicts anything");
    } else {
        let finding = session.question().filter(|_| dice.happens(0.6)).unwrap_or(by_chance);
        let answer = if dice.happens(0.1) { Answer::Unknown } else { person.answer(finding) };
        session.answer(finding, answer).expect("nothing contradicts anything");
    }
}

#[test]
fn what_was_kept_up_is_what_would_be_formed_anew() {
    for seed in 0..SEEDS {
        let base = SMALL.base(seed);
        let knowledge = load(&base);
        let (mut person, mut dice) = (Person::of(&base, seed), Dice::new(seed));
        let mut session = replay(&knowledge, &[(person.complaint(), Answer::sure(Value::Yes))]);
        for _ in 0..60 {
            step(&mut session, &mut person, &mut dice, base.findings.len());
            let anew = replay(&knowledge, &answers(&session));
            assert_eq!(session.question(), anew.question());
            assert_eq!(posteriors(&session), posteriors(&anew));
        }
    }
}

#[test]
fn the_question_is_the_best_of_all_that_are_weighed_one_by_one() {
    let mut asked = 0;
    for seed in 0..SEEDS {
        let base = SMALL.base(100 + seed);
        let knowledge = load(&base);
        let mut person = Person::of(&base, seed);
        let mut session = replay(&knowledge, &[(person.complaint(), Answer::sure(Value::Yes))]);
        while let Some(question) = session.question().filter(|_| session.statements().len() < 40) {
            let rate = |finding| session.why(finding).bits / knowledge.cost_of_asking(finding).max(1.0);
            let said = answers(&session);
            let open = (0..base.findings.len()).map(|position| FindingId(position as u32));
            let open = open.filter(|finding| said.iter().all(|(known, _)| known != finding));
            let best = open.rev().max_by(|a, b| rate(*a).total_cmp(&rate(*b)));
            assert_eq!(best, Some(question));
            session.answer(question, person.answer(question)).expect("nothing contradicts anything");
            asked += 1;
        }
    }
    assert!(asked > 80, "{asked}");
}

#[test]
fn answers_in_any_order_lead_to_the_same_question_and_the_same_bits() {
    for seed in 0..SEEDS {
        let base = SMALL.base(200 + seed);
        let knowledge = load(&base);
        let (mut person, mut dice) = (Person::of(&base, seed), Dice::new(seed));
        let mut said: BTreeMap<FindingId, Answer> = BTreeMap::from([(person.complaint(), Answer::sure(Value::Yes))]);
        for _ in 0..25 {
            let finding = FindingId(dice.below(base.findings.len()) as u32);
            said.entry(finding).or_insert_with(|| person.answer(finding));
        }
        let mut said: Vec<(FindingId, Answer)> = said.into_iter().collect();
        let first = replay(&knowledge, &said);
        for _ in 0..5 {
            dice.shuffle(&mut said);
            let mut again = Session::new(&knowledge);
            for (finding, answer) in &said {
                again.answer(*finding, answer.clone()).expect("nothing contradicts anything");
                // What is looked at on the way leaves no trace.
                again.question();
            }
            assert_eq!(again.question(), first.question());
            assert_eq!(posteriors(&again), posteriors(&first));
        }
    }
}

#[test]
fn of_questions_that_tell_the_same_the_first_by_id_is_asked() {
    let mut base = SMALL.base(7);
    let twin = |of: &Finding, id: String| Finding { id, ..of.clone() };
    let twins: Vec<_> = base.findings.iter().map(|finding| twin(finding, format!("{}-again", finding.id))).collect();
    let shift = base.findings.len() as u32;
    base.findings.extend(twins);
    for cause in &mut base.causes {
        let again: Vec<_> = cause.links.clone();
        cause.links.extend(again.into_iter().map(|mut link| {
            link.sign.finding.0 += shift;
            link
        }));
    }
    let knowledge = load(&base);
    let complaint = knowledge.causes().iter().find_map(|cause| cause.links.first()).expect("there are links");
    let mut session = replay(&knowledge, &[(complaint.sign.finding, Answer::sure(Value::Yes))]);
    let mut firsts = 0;
    for _ in 0..30 {
        let Some(question) = session.question() else { break };
        let id = knowledge.finding(question).id.clone();
        let original = id.trim_end_matches("-again");
        let is_answered = |id: &str| answers(&session).iter().any(|(finding, _)| knowledge.finding(*finding).id == id);
        assert!(id == original || is_answered(original), "{id} before {original}");
        firsts += usize::from(id == original);
        session.answer(question, Answer::sure(Value::No)).expect("nothing contradicts anything");
    }
    assert!(firsts > 10, "{firsts}");
}

/// P(hypothesis | answers) by the definition, from the base as it was written; the causes, then `other`.
fn naive_bayes(base: &Base, said: &[(FindingId, Answer)]) -> Vec<f64> {
    let prior: f64 = base.causes.iter().map(|cause| cause.prior.get()).sum();
    let priors: Vec<f64> = base.causes.iter().map(|cause| 0.95 * cause.prior.get() / prior).collect();
    let mut logs: Vec<f64> = priors.iter().chain([&0.05]).map(|prior| prior.ln()).collect();
    for (finding, answer) in said {
        let Answer::Known { value, .. } = answer else { continue };
        let right = if is_symptom(base, *finding) { 1.0 } else { 0.99 };
        let weigh = |shows: f64| {
            let yes = right * shows + (1.0 - right) * (1.0 - shows);
            if *value == Value::Yes { yes.ln() } else { (1.0 - yes).ln() }
        };
        for (log, shows) in logs.iter_mut().zip(shown_by(base, *finding, &priors)) {
            *log += weigh(shows);
        }
    }
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let total: f64 = logs.iter().map(|log| (log - most).exp()).sum();
    logs.iter().map(|log| (log - most).exp() / total).collect()
}

fn is_symptom(base: &Base, finding: FindingId) -> bool {
    base.findings[finding.index()].role == Role::Symptom
}

/// Returns how often each hypothesis shows a finding. Of a symptom `other` shows half of what the causes show on average, at least the leak.
fn shown_by(base: &Base, finding: FindingId, priors: &[f64]) -> Vec<f64> {
    let Domain::YesNo { otherwise } = base.findings[finding.index()].domain else { panic!("a grid asks yes or no") };
    let link =
        |cause: &Cause| cause.links.iter().find(|link| link.sign.finding == finding).map(|link| link.number.get());
    let mut shows: Vec<f64> = base.causes.iter().map(|cause| link(cause).unwrap_or(otherwise.get())).collect();
    let average = shows.iter().zip(priors).map(|(shows, prior)| shows * prior / 0.95).sum::<f64>();
    shows.push(if is_symptom(base, finding) { (average / 2.0).max(otherwise.get()) } else { otherwise.get() });
    shows
}

fn entropy(posteriors: impl Iterator<Item = f64>) -> f64 {
    posteriors.filter(|posterior| *posterior > 0.0).map(|posterior| -posterior * posterior.log2()).sum()
}

#[test]
fn beliefs_are_those_of_naive_bayes_and_information_is_the_fall_of_their_entropy() {
    for seed in 0..SEEDS {
        let base = SMALL.base(300 + seed);
        let knowledge = load(&base);
        let mut person = Person::of(&base, seed);
        let mut session = replay(&knowledge, &[(person.complaint(), Answer::sure(Value::Yes))]);
        for _ in 0..12 {
            let said = answers(&session);
            let beliefs = naive_bayes(&base, &said);
            for hypothesis in session.differential() {
                let expected = beliefs[hypothesis.cause.map_or(base.causes.len(), |cause| cause.index())];
                assert!((hypothesis.posterior - expected).abs() < 1e-13, "{} {expected}", hypothesis.posterior);
            }
            let before = entropy(beliefs.iter().copied());
            for position in (0..base.findings.len()).step_by(7) {
                let finding = FindingId(position as u32);
                if said.iter().any(|(known, _)| *known == finding) {
                    continue;
                }
                let why = session.why(finding);
                let after = why.answers.iter().map(|what_if| {
                    let answer = (finding, Answer::sure(what_if.value.clone()));
                    let beliefs = naive_bayes(&base, &[&said[..], &[answer]].concat());
                    what_if.probability * entropy(beliefs.into_iter())
                });
                let after: f64 = after.sum();
                assert!((why.bits - (before - after)).abs() < CLOSE, "{} {}", why.bits, before - after);
                assert!(after <= before + CLOSE && why.bits <= before.min(1.0) + CLOSE);
            }
            let Some(question) = session.question() else { break };
            session.answer(question, person.answer(question)).expect("nothing contradicts anything");
        }
    }
}

#[test]
fn a_finding_that_nobody_was_asked_about_changes_no_belief() {
    let base = SMALL.base(8);
    let mut more = base.clone();
    let last = FindingId(base.findings.len() as u32);
    more.findings.push(Finding { id: String::from("z"), ..base.findings[1].clone() });
    let number = base.causes[0].prior;
    more.causes
        .iter_mut()
        .for_each(|cause| cause.links.push(Link { sign: Sign { finding: last, option: None }, number }));
    let (less, more) = (load(&base), load(&more));
    let mut person = Person::of(&base, 8);
    let mut said = vec![(person.complaint(), Answer::sure(Value::Yes))];
    said.extend((0..20).map(|position| (FindingId(position), person.answer(FindingId(position)))));
    assert_eq!(posteriors(&replay(&less, &said)), posteriors(&replay(&more, &said)));
}

#[test]
fn what_fewer_can_tell_tells_less_and_what_nobody_can_tell_is_never_asked() {
    let base = SMALL.base(9);
    let mut person = Person::of(&base, 9);
    let complaint = [(person.complaint(), Answer::sure(Value::Yes))];
    let question = replay(&load(&base), &complaint).question().expect("there is much to ask");
    let mut last = f64::INFINITY;
    for share in [0.0, 0.1, 0.5, 0.9, 1.0] {
        let mut base = base.clone();
        let share = Probability::new(share).expect("a probability");
        base.findings[question.index()].unanswered = Some(Number::estimate(share));
        let knowledge = load(&base);
        let session = replay(&knowledge, &complaint);
        let bits = session.why(question).bits;
        assert!(bits < last, "{bits} {last}");
        assert!(share.get() < 1.0 || session.question() != Some(question));
        last = bits;
    }
    assert!(last.abs() < f64::EPSILON);
}
