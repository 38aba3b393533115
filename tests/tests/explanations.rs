//! Explanations are right: they add up, and what they say would happen happens.

use etio_engine::{
    Advice, Answer, CauseId, Domain, Evidence, FindingId, Knowledge, Leader, Objection, OptionId, Session, Step, Thing,
    Value,
};
use etio_tests::drive::Loaded;
use etio_tests::generate::{Case, Dice, any_value};
use etio_tests::reference::Conclusions;
use etio_tests::said::Said;
use etio_tests::sketch::Sketch;

const CASES: u64 = 400;
const CLOSE: f64 = 1e-12;

fn cases() -> impl Iterator<Item = Loaded> {
    (0..CASES).map(|seed| Loaded::of(Case::of(seed + 400_000)))
}

fn log_odds(probability: f64) -> f64 {
    probability.log2() - (1.0 - probability).log2()
}

/// Returns whether two numbers are the same, as far as numbers of their size can be told apart.
fn is_close(one: f64, other: f64) -> bool {
    one == other || (one - other).abs() <= CLOSE * (1.0 + one.abs().max(other.abs()))
}

/// Returns every hypothesis that there is.
fn hypotheses(knowledge: &Knowledge) -> impl Iterator<Item = Option<CauseId>> {
    (0..knowledge.causes().len()).map(|cause| Some(CauseId(cause as u32))).chain([None])
}

/// Returns the advice as a report has it.
fn advice(session: &Session<'_>) -> Advice {
    let report = session.report();
    let leader = report.troubles.first();
    let leader = leader.map(|first| Leader { cause: first.cause, kind: first.kind, posterior: first.posterior });
    let first = report.fixes.first().map(|first| first.fix);
    Advice { leader, fix: if let Step::Try(fix) = report.next { Some(fix) } else { first } }
}

/// Returns the questions that can be asked after what was accepted.
fn open_questions(loaded: &Loaded, accepted: &[Said]) -> Vec<FindingId> {
    let so = Conclusions::of(&loaded.case.bases, accepted).expect("it was accepted");
    let bases = loaded.case.bases.iter().enumerate();
    let all = bases.flat_map(|(base, its)| (0..its.findings.len()).map(move |at| (base, FindingId(at as u32))));
    let open = all.filter(|(base, finding)| so.can_be_asked(*base, *finding));
    open.map(|(base, finding)| loaded.names.finding(base, finding)).collect()
}

#[test]
fn prior_and_weights_add_up_to_the_posterior() {
    let (mut stages, mut compared) = (0, 0);
    for loaded in cases() {
        let (session, _) = loaded.hold_all();
        let differential = session.differential();
        for cause in hypotheses(&loaded.knowledge) {
            let hypothesis = differential.iter().find(|hypothesis| hypothesis.cause == cause);
            let (Some(how), Some(hypothesis)) = (session.how(cause), hypothesis) else {
                assert!(session.how(cause).is_none() && hypothesis.is_none(), "both or none");
                continue;
            };
            assert_eq!(
                (how.prior, how.posterior, how.excluded),
                (hypothesis.prior, hypothesis.posterior, hypothesis.excluded)
            );
            let last = how.stages.last().map_or(how.prior, |stage| stage.posterior);
            assert!((last - how.posterior).abs() < CLOSE, "{last} {}", how.posterior);
            let mut before = log_odds(how.prior);
            for stage in &how.stages {
                let after = if stage.weight.bits == 0.0 { before } else { before + stage.weight.bits };
                assert!((1.0 / (1.0 + (-after).exp2()) - stage.posterior).abs() < CLOSE);
                assert!(stage.posterior.is_finite() && !stage.weight.bits.is_nan());
                before = after;
                stages += 1;
            }
            if (1e-9..0.999).contains(&how.posterior) {
                assert!(is_close(before, log_odds(how.posterior)), "{before} {}", log_odds(how.posterior));
                let all: f64 = hypothesis.weights.iter().map(|weight| weight.bits).sum();
                assert!(is_close(log_odds(hypothesis.prior) + all, log_odds(how.posterior)));
                compared += 1;
            }
        }
    }
    assert!(stages > 3_000 && compared > 1_000, "{stages} {compared}");
}

#[test]
fn the_same_evidence_is_told_in_the_order_of_saying() {
    for loaded in cases() {
        let (session, _) = loaded.hold_all();
        for hypothesis in session.differential() {
            let how = session.how(hypothesis.cause).expect("it takes part");
            let mut told: Vec<String> = how.stages.iter().map(|stage| format!("{:?}", stage.weight.evidence)).collect();
            let mut known: Vec<String> =
                hypothesis.weights.iter().map(|weight| format!("{:?}", weight.evidence)).collect();
            told.sort();
            known.sort();
            assert_eq!(told, known);
        }
    }
}

#[test]
fn each_stage_is_what_was_believed_then() {
    let sketch = Sketch::default().cause("a", 0.3).cause("b", 0.2).symptom("s", 1e-4, &[("a", 0.5), ("b", 0.9)]);
    let sketch = sketch.fact("early", 0.2, &[("a", 0.7)]).fact("late", 0.3, &[("b", 0.8)]).fix("x", 60, &[("a", 0.6)]);
    let knowledge = Knowledge::new(vec![sketch.base()]).unwrap_or_else(|errors| panic!("{errors:?}"));
    let find = |id: &str| match knowledge.find(id)[..] {
        [Thing::Finding(finding)] => finding,
        _ => panic!("no finding {id}"),
    };
    let fix = match knowledge.find("x")[..] {
        [Thing::Fix(fix)] => fix,
        _ => panic!("no fix"),
    };
    let mut session = Session::new(&knowledge);
    let posterior = |session: &Session<'_>| session.how(Some(CauseId(0))).expect("it takes part").posterior;
    let mut believed = Vec::new();
    session.answer(find("s"), Answer::sure(Value::Yes)).expect("nothing speaks against it");
    believed.push(posterior(&session));
    session.answer(find("late"), Answer::sure(Value::No)).expect("nothing speaks against it");
    believed.push(posterior(&session));
    session.outcome(fix, etio_engine::Outcome::Failed).expect("nothing speaks against it");
    believed.push(posterior(&session));
    session.answer(find("early"), Answer::probable(Value::Yes)).expect("nothing speaks against it");
    believed.push(posterior(&session));
    let how = session.how(Some(CauseId(0))).expect("it takes part");
    let told: Vec<Evidence> = how.stages.iter().map(|stage| stage.weight.evidence).collect();
    let of = |id: &str| Evidence::Finding(find(id), None);
    assert_eq!(told, [of("s"), of("late"), Evidence::Outcome(fix), of("early")]);
    for (stage, believed) in how.stages.iter().zip(believed) {
        assert!((stage.posterior - believed).abs() < CLOSE, "{} {believed}", stage.posterior);
    }
}

#[test]
fn an_answer_changes_the_advice_exactly_where_it_is_listed() {
    let (mut listed, mut unlisted) = (0, 0);
    for (seed, loaded) in cases().enumerate() {
        let (session, accepted) = loaded.hold_all();
        let (changes, now) = (session.what_would_change(), advice(&session));
        assert_eq!((changes.now, changes.untried), (now, 0));
        for change in &changes.answers {
            let mut after = session.clone();
            after.answer(change.finding, Answer::sure(change.value.clone())).expect("it is possible");
            assert_eq!(advice(&after), change.after);
            assert!(change.after.differs(&now));
            listed += 1;
        }
        let dice = &mut Dice::new(seed as u64);
        for finding in open_questions(&loaded, &accepted) {
            for value in possible(&loaded.knowledge.finding(finding).domain, dice) {
                let mut after = session.clone();
                if after.answer(finding, Answer::sure(value.clone())).is_err() || !advice(&after).differs(&now) {
                    assert!(!changes.answers.iter().any(|change| (change.finding, &change.value) == (finding, &value)));
                    unlisted += 1;
                } else {
                    // A number or a text is listed under another that conditions do not tell from it.
                    let is_open = matches!(value, Value::Number(_) | Value::Text(_));
                    let is_it = |change: &&etio_engine::IfAnswered| {
                        change.finding == finding && (is_open || change.value == value)
                    };
                    let same =
                        changes.answers.iter().filter(is_it).any(|change| !change.after.differs(&advice(&after)));
                    assert!(same, "{finding:?} {value:?}");
                }
            }
        }
    }
    assert!(listed > 300 && unlisted > 1_000, "{listed} {unlisted}");
}

/// Returns the single answers to a question; of numbers and texts some.
fn possible(domain: &Domain, dice: &mut Dice) -> Vec<Value> {
    let option = |option: usize| OptionId(option as u32);
    match domain {
        Domain::YesNo { .. } => vec![Value::Yes, Value::No],
        Domain::OneOf { options, rest } => {
            let options = (0..options.len()).map(|at| Value::Option(option(at)));
            options.chain(rest.is_some().then_some(Value::Rest)).collect()
        }
        Domain::SeveralOf { options } => {
            let options = (0..options.len()).map(|at| Value::Options(vec![option(at)]));
            options.chain([Value::Options(vec![])]).collect()
        }
        Domain::Number { .. } | Domain::Text => (0..5).map(|_| any_value(dice, domain)).collect(),
    }
}

#[test]
fn a_statement_that_is_taken_back_changes_the_advice_exactly_where_it_is_listed() {
    let (mut listed, mut unlisted) = (0, 0);
    for loaded in cases() {
        let (session, _) = loaded.hold_all();
        let changes = session.what_would_change();
        for statement in 0..session.statements().len() {
            let mut after = session.clone();
            if after.retract(statement).is_err() {
                continue;
            }
            let found = changes.statements.iter().find(|change| change.statement == statement);
            assert_eq!(found.is_some(), advice(&after).differs(&changes.now), "{statement}");
            assert!(found.is_none_or(|change| change.after == advice(&after)));
            *if found.is_some() { &mut listed } else { &mut unlisted } += 1;
        }
    }
    assert!(listed > 200 && unlisted > 200, "{listed} {unlisted}");
}

#[test]
fn a_cause_and_the_leader_are_told_apart_by_numbers_that_add_up() {
    let mut objections = std::collections::BTreeMap::new();
    for loaded in cases() {
        let (session, _) = loaded.hold_all();
        let report = session.report();
        let leader = report.differential.first();
        for cause in hypotheses(&loaded.knowledge) {
            let why_not = session.why_not(cause);
            *objections
                .entry(format!("{:?}", why_not.objection).split('(').next().unwrap_or_default().to_owned())
                .or_insert(0) += 1;
            assert_eq!(why_not.leader.map(|leader| leader.cause), leader.map(|leader| leader.cause));
            let Some(own) = report.differential.iter().find(|hypothesis| hypothesis.cause == cause) else {
                assert_eq!((why_not.objection, why_not.posterior), (Objection::OutOfPlay, 0.0));
                continue;
            };
            let leader = leader.expect("one leads");
            assert_eq!(
                (why_not.posterior, why_not.objection == Objection::Leads),
                (own.posterior, leader.cause == cause)
            );
            assert_eq!(matches!(why_not.objection, Objection::Excluded(_)), own.excluded.is_some());
            if why_not.objection == Objection::Leads {
                continue;
            }
            let sum = why_not.weights.iter().fold(why_not.rarity, |sum, weight| sum + weight.bits);
            assert!(is_close(sum, (own.posterior / leader.posterior).log2()), "{sum} {own:?}");
            let least = why_not.weights.iter().map(|weight| weight.bits).fold(f64::INFINITY, f64::min);
            match why_not.objection {
                Objection::Evidence(weight) => assert!(weight.bits == least && least <= why_not.rarity),
                Objection::Rare => assert!(why_not.rarity < least.min(0.0)),
                Objection::Close => assert!(least > -0.5 && why_not.rarity > -0.5),
                Objection::Excluded(_) => assert_eq!(why_not.question, None, "no answer decides what is impossible"),
                Objection::Leads | Objection::OutOfPlay => unreachable!("{why_not:?}"),
            }
        }
    }
    assert!(objections.len() == 6 && objections.values().all(|count| *count > 10), "{objections:?}");
}

#[test]
fn the_question_that_decides_leads_where_it_says_and_no_yes_or_no_decides_better() {
    let (mut decided, mut compared) = (0, 0);
    for loaded in cases() {
        let (session, accepted) = loaded.hold_all();
        let Some(leader) = session.differential().first().map(|leader| leader.cause) else { continue };
        for hypothesis in session.differential().into_iter().skip(1).take(2) {
            let posteriors = |session: &Session<'_>| {
                let of = |cause| session.how(cause).map_or(0.0, |how| how.posterior);
                (of(hypothesis.cause), of(leader))
            };
            let question = session.why_not(hypothesis.cause).question;
            for duel in question.iter().flat_map(|question| &question.answers) {
                let mut after = session.clone();
                let asked = question.as_ref().map(|question| question.finding).expect("it is one of its answers");
                after.answer(asked, Answer::sure(duel.value.clone())).expect("it is possible");
                let (own, leading) = posteriors(&after);
                assert!((own - duel.posterior).abs() < CLOSE && (leading - duel.leader).abs() < CLOSE);
                decided += 1;
            }
            let (own, leading) = posteriors(&session);
            let most = question.map_or(0.05 * between(own, leading), |question| question.bits);
            for finding in open_questions(&loaded, &accepted) {
                if matches!(loaded.knowledge.finding(finding).domain, Domain::YesNo { .. }) {
                    let found = information(&session, finding, posteriors);
                    assert!(found <= most + 1e-9, "{finding:?} tells {found}, more than {most}");
                    compared += 1;
                }
            }
        }
    }
    assert!(decided > 200 && compared > 500, "{decided} {compared}");
}

/// Returns what a question tells of two hypotheses, by answering it: the entropy between the two, less what is left of it on average.
fn information(session: &Session<'_>, finding: FindingId, posteriors: impl Fn(&Session<'_>) -> (f64, f64)) -> f64 {
    let (mut all, mut left) = (0.0, 0.0);
    for answer in session.why(finding).answers {
        let mut after = session.clone();
        after.answer(finding, Answer::sure(answer.value)).expect("it is possible");
        let (own, leading) = posteriors(&after);
        all += answer.probability * (own + leading);
        left += answer.probability * (own + leading) * between(own, leading);
    }
    let (own, leading) = posteriors(session);
    if all > 0.0 { between(own, leading) - left / all } else { 0.0 }
}

/// Returns the entropy between two hypotheses.
fn between(one: f64, other: f64) -> f64 {
    let part = |p: f64| if p > 0.0 { -p * p.log2() } else { 0.0 };
    if one + other > 0.0 { part(one / (one + other)) + part(other / (one + other)) } else { 0.0 }
}

#[test]
fn the_limit_of_what_is_tried_is_told() {
    for (facts, untried) in [(499, 0), (500, 0), (501, 2)] {
        let mut sketch =
            Sketch::default().cause("a", 0.3).cause("b", 0.2).symptom("s", 1e-4, &[("a", 0.5), ("b", 0.5)]);
        for fact in 0..facts {
            sketch = sketch.fact(&format!("f{fact}"), 0.2, &[("b", 0.9)]);
        }
        let knowledge = Knowledge::new(vec![sketch.base()]).unwrap_or_else(|errors| panic!("{errors:?}"));
        let mut session = Session::new(&knowledge);
        let [Thing::Finding(symptom)] = knowledge.find("s")[..] else { panic!("no symptom") };
        session.answer(symptom, Answer::sure(Value::Yes)).expect("nothing speaks against it");
        let changes = session.what_would_change();
        assert_eq!(changes.untried, untried);
        assert_eq!(changes.answers.len(), facts.min(500), "each yes puts b first");
    }
}
