//! Properties of evidence and belief that hold for every base: order, undo, change, unknown answers, and what must not matter.

use etio_engine::{Answer, Base, Completeness, Domain, FindingId, FixId, Outcome, Session, SessionError, Step, Value};
use etio_tests::drive::{Loaded, Outline};
use etio_tests::generate::{Case, Dice};
use etio_tests::said::Said;
use etio_tests::shuffle::Order;

const CASES: u64 = 400;
const CASES_OF_SEVERAL: u64 = 200;
const CLOSE: f64 = 1e-12;

fn cases() -> impl Iterator<Item = Loaded> {
    let several = (0..CASES_OF_SEVERAL).map(|seed| Loaded::of(Case::of_several(seed + 100_000)));
    (0..CASES).map(|seed| Loaded::of(Case::of(seed + 100_000))).chain(several)
}

#[test]
fn posteriors_are_probabilities_and_sum_to_one() {
    for loaded in cases() {
        let (session, _) = loaded.hold_all();
        let outline = Outline::of(&session);
        let posteriors = outline.differential.iter().map(|(_, _, posterior, _)| *posterior);
        assert!(posteriors.clone().all(|posterior| (0.0..=1.0).contains(&posterior)), "{outline:?}");
        let sum: f64 = posteriors.sum();
        let is_one_group = loaded.case.bases.iter().all(|base| !base.several_at_once);
        assert!(!is_one_group || outline.differential.is_empty() || (sum - 1.0).abs() < CLOSE, "{outline:?}");
    }
}

/// Returns whether two statements are about the same thing, so that the later one replaces the earlier. Two fixes that tell the same are.
fn replaces(bases: &[Base], earlier: &Said, later: &Said) -> bool {
    let tells = |base: usize, fix: FixId| bases[base].fixes[fix.index()].tells;
    match (earlier, later) {
        (Said::Answer { base: a, finding: f, .. }, Said::Answer { base: b, finding: g, .. })
        | (Said::Probe { base: a, finding: f, .. }, Said::Probe { base: b, finding: g, .. }) => (a, f) == (b, g),
        (Said::Outcome { base: a, fix: f, .. }, Said::Outcome { base: b, fix: g, .. }) => {
            a == b && (f == g || (tells(*a, *f).is_some() && tells(*a, *f) == tells(*b, *g)))
        }
        _ => false,
    }
}

/// Returns the statements without those that a later one replaces.
fn last_words(bases: &[Base], said: &[Said]) -> Vec<Said> {
    let is_last = |position: usize| !said[position + 1..].iter().any(|later| replaces(bases, &said[position], later));
    (0..said.len()).filter(|position| is_last(*position)).map(|position| said[position].clone()).collect()
}

#[test]
fn evidence_in_any_order_gives_the_same_bits() {
    let mut compared = 0;
    for (seed, loaded) in cases().enumerate() {
        let (_, accepted) = loaded.hold_all();
        let mut said = last_words(&loaded.case.bases, &accepted);
        let (session, in_order) = loaded.hold(&said);
        Dice::new(seed as u64).shuffle(&mut said);
        let (shuffled, in_disorder) = loaded.hold(&said);
        // On the way something may contradict what only a later statement explains.
        if in_order.len() == said.len() && in_disorder.len() == said.len() {
            let (mut expected, mut found) = (Outline::of(&session), Outline::of(&shuffled));
            if said.iter().filter(|said| matches!(said, Said::Outcome { outcome: Outcome::Helped, .. })).count() > 1 {
                // What follows depends on which of them helped last.
                (expected.fixes, expected.next) = (vec![], String::new());
                (found.fixes, found.next) = (vec![], String::new());
            }
            assert_eq!(expected, found, "{seed}: {said:?}");
            compared += 1;
        }
    }
    assert!(compared > CASES * 9 / 10, "{compared}");
}

#[test]
fn undo_gives_back_the_state_before_to_the_bit() {
    for loaded in cases() {
        let mut session = Session::new(&loaded.knowledge);
        let mut reports = Vec::new();
        for said in &loaded.case.said {
            let before = session.report();
            let length = session.statements().len();
            if loaded.say(&mut session, said).is_ok() && session.statements().len() > length {
                reports.push(before);
            }
        }
        while let Some(report) = reports.pop() {
            assert!(session.undo().is_some());
            assert_eq!(session.report(), report);
        }
        assert_eq!(session.undo(), None);
    }
}

#[test]
fn taking_back_any_statement_is_as_if_it_had_never_been_made() {
    let mut compared = 0;
    for loaded in cases() {
        let (session, _) = loaded.hold_all();
        for position in 0..session.statements().len() {
            let mut without = session.clone();
            if without.retract(position).is_err() {
                assert_eq!(without.report(), session.report());
                continue;
            }
            let mut saved = session.save();
            saved.said.remove(position);
            let replayed = Session::resume(&loaded.knowledge, &saved).unwrap_or_else(|error| panic!("{error}"));
            // What is kept may conflict on the way, before a later statement replaces what it conflicts with.
            if replayed.lost.is_empty() {
                assert_eq!(without.save(), saved);
                assert_eq!(without.report(), replayed.session.report());
                compared += 1;
            }
        }
    }
    assert!(compared > 1000, "{compared}");
}

#[test]
fn changing_an_answer_is_as_if_it_had_been_given_so() {
    let mut compared = 0;
    for loaded in cases() {
        let (session, accepted) = loaded.hold_all();
        let kept = kept_statements(&session, &loaded, &accepted);
        for (position, said) in kept.iter().enumerate() {
            let Said::Answer { base, finding, .. } = said else { continue };
            let new = Said::Answer { base: *base, finding: *finding, answer: Answer::Unknown };
            let mut changed = session.clone();
            if changed.change(position, loaded.names.statement(&new).expect("an answer is one statement")).is_err() {
                assert_eq!(changed.report(), session.report());
                continue;
            }
            let mut said = kept.clone();
            said[position] = new;
            let (replayed, accepted) = loaded.hold(&said);
            if accepted == said {
                assert_eq!(changed.report(), replayed.report());
                compared += 1;
            }
        }
    }
    assert!(compared > 400, "{compared}");
}

/// Returns what was said, without the excerpts that showed nothing, so that positions are those of the session.
fn kept_statements(session: &Session<'_>, loaded: &Loaded, accepted: &[Said]) -> Vec<Said> {
    let mut kept = accepted.to_vec();
    let shows_nothing = |said: &Said| match said {
        Said::Text { shown, completeness } => shown.is_empty() && *completeness == Completeness::Excerpt,
        _ => false,
    };
    kept.retain(|said| !shows_nothing(said));
    assert_eq!(kept.len(), session.statements().len(), "{:?}", loaded.case.said);
    kept
}

#[test]
fn answering_again_replaces_and_the_same_answer_twice_is_one() {
    for loaded in cases() {
        let (session, accepted) = loaded.hold_all();
        let (once, again) = loaded.hold(&last_words(&loaded.case.bases, &accepted));
        if again.len() == last_words(&loaded.case.bases, &accepted).len() {
            assert_eq!(Outline::of(&session), Outline::of(&once));
        }
        let mut twice = session.clone();
        for said in last_words(&loaded.case.bases, &accepted) {
            assert_eq!(loaded.say(&mut twice, &said), Ok(()));
        }
        assert_eq!(Outline::of(&session), Outline::of(&twice));
    }
}

#[test]
fn an_unknown_answer_changes_no_belief_and_is_not_asked_again() {
    for loaded in cases() {
        let (session, _) = loaded.hold_all();
        let mut session = session;
        while let Step::Ask(finding) = session.next() {
            let before = Outline::of(&session);
            session.answer(finding, Answer::Unknown).expect("not to know contradicts nothing");
            let after = Outline::of(&session);
            assert_eq!(
                (before.verdict, before.differential, before.fixes),
                (after.verdict, after.differential, after.fixes)
            );
            assert_ne!(session.next(), Step::Ask(finding));
        }
    }
}

#[test]
fn a_session_goes_on_from_where_it_was_saved() {
    for loaded in cases() {
        let (session, _) = loaded.hold_all();
        let resumed = Session::resume(&loaded.knowledge, &session.save()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(resumed.lost, []);
        assert_eq!(resumed.session.report(), session.report());
        assert_eq!(resumed.session.save(), session.save());
    }
}

#[test]
fn a_contradiction_changes_nothing_and_names_a_minimal_conflict() {
    let mut seen = 0;
    for loaded in cases() {
        let mut session = Session::new(&loaded.knowledge);
        for said in &loaded.case.said {
            let before = session.clone();
            let Err(SessionError::Contradiction(conflict)) = loaded.say(&mut session, said) else { continue };
            assert_eq!(before.statements(), session.statements());
            assert_eq!(before.report(), session.report());
            check_minimal(&loaded, &before, said, &conflict.with);
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen}");
}

/// Checks that what is named conflicts with what was refused, and that without any one of it nothing does.
fn check_minimal(loaded: &Loaded, before: &Session<'_>, refused: &Said, with: &[usize]) {
    let accepts = |without: Option<usize>| {
        let mut saved = before.save();
        let kept = with.iter().filter(|position| Some(**position) != without);
        saved.said = kept.map(|position| saved.said[*position].clone()).collect();
        let mut resumed = Session::resume(&loaded.knowledge, &saved).unwrap_or_else(|error| panic!("{error}"));
        let is_accepted = loaded.say(&mut resumed.session, refused).is_ok();
        resumed.lost.is_empty().then_some(is_accepted)
    };
    assert_ne!(accepts(None), Some(true), "{refused:?} does not conflict with {with:?}");
    for position in with {
        assert_ne!(accepts(Some(*position)), Some(false), "{refused:?} conflicts without {position} of {with:?}");
    }
}

#[test]
fn shuffled_declarations_give_the_same_bits() {
    for (seed, loaded) in cases().enumerate() {
        let mut dice = Dice::new(seed as u64);
        let mut case = loaded.case.clone();
        for (position, base) in case.bases.iter_mut().enumerate() {
            let order = Order::of(&mut dice, base);
            order.apply(base);
            case.said.iter_mut().for_each(|said| order.rename(position, said));
        }
        let shuffled = Loaded::of(case);
        let (before, after) = (loaded.hold_all().0, shuffled.hold_all().0);
        assert_eq!(Outline::of(&before), Outline::of(&after), "{seed}");
    }
}

#[test]
fn a_silent_base_says_nothing() {
    let others: Vec<_> = (0..19).map(|seed| Case::of(seed + 7_000)).collect();
    for loaded in cases().take(100) {
        let mut case = loaded.case.clone();
        let mut base = case.bases.swap_remove(0);
        base.id = String::from("spoken-to");
        case.said.retain(speaks_of_the_first_only);
        case.bases = vec![base];
        let alone = Loaded::of(case.clone());
        for (position, other) in others.iter().enumerate() {
            let mut silent = other.bases[0].clone();
            silent.id = format!("silent-{position}");
            silent.findings.iter_mut().for_each(make_unrecognisable);
            case.bases.push(silent);
        }
        let together = Loaded::of(case);
        let (alone, together) = (alone.hold_all().0, together.hold_all().0);
        assert_eq!(Outline::of(&alone), Outline::of(&together));
    }
}

/// Puts other words into the patterns: the words of two generated bases may be the same.
fn make_unrecognisable(finding: &mut etio_engine::Finding) {
    let other =
        |pattern: &mut etio_engine::Pattern| *pattern = etio_engine::Pattern::Literal(String::from("unheard of"));
    finding.patterns.iter_mut().for_each(other);
    if let Domain::OneOf { options, .. } = &mut finding.domain {
        options.iter_mut().flat_map(|option| &mut option.patterns).for_each(other);
    }
}

fn speaks_of_the_first_only(said: &Said) -> bool {
    match said {
        Said::Text { shown, .. } => shown.iter().all(|(base, _)| *base == 0),
        Said::Answer { base, .. } | Said::Probe { base, .. } | Said::Outcome { base, .. } => *base == 0,
    }
}

#[test]
fn prior_and_weights_add_up_to_the_posterior() {
    for loaded in cases() {
        let (session, _) = loaded.hold_all();
        for hypothesis in session.report().differential {
            let odds = |probability: f64| (probability / (1.0 - probability)).log2();
            let sum = odds(hypothesis.prior) + hypothesis.weights.iter().map(|weight| weight.bits).sum::<f64>();
            let size: f64 = 1.0 + hypothesis.weights.iter().map(|weight| weight.bits.abs()).sum::<f64>();
            // Nearer to one, the posterior itself has lost the digits of its odds.
            let is_open = hypothesis.posterior > 0.0 && hypothesis.posterior < 0.99;
            if is_open {
                assert!((sum - odds(hypothesis.posterior)).abs() < CLOSE * size, "{hypothesis:?}");
            } else if hypothesis.posterior == 0.0 {
                assert_eq!(sum, f64::NEG_INFINITY, "{hypothesis:?}");
            }
        }
    }
}

#[test]
fn values_answered_to_a_finding_without_links_change_no_belief() {
    for loaded in cases() {
        let (session, accepted) = loaded.hold_all();
        let before = Outline::of(&session);
        if before.differential.is_empty() {
            continue;
        }
        let mut case = loaded.case.clone();
        let base = case.bases.iter().position(|base| before.differential[0].0.starts_with(&base.id)).unwrap_or(0);
        if !before.differential.iter().any(|(id, ..)| id.starts_with(&case.bases[base].id)) {
            continue;
        }
        let mut silent = case.bases[base].findings[0].clone();
        silent.id = String::from("zz-silent");
        silent.patterns.clear();
        silent.applies_when = None;
        silent.ask = Some(silent.title.clone());
        silent.domain =
            Domain::YesNo { otherwise: etio_engine::Number::estimate(etio_engine::Probability::SYMPTOM_LEAK) };
        let finding = FindingId(case.bases[base].findings.len() as u32);
        case.bases[base].findings.push(silent);
        case.said = accepted;
        let with = Loaded::of(case);
        let mut session = with.hold_all().0;
        assert_same_beliefs(&before, &Outline::of(&session));
        session.answer(with.names.finding(base, finding), Answer::sure(Value::Yes)).expect("it contradicts nothing");
        assert_same_beliefs(&before, &Outline::of(&session));
    }
}

fn assert_same_beliefs(a: &Outline, b: &Outline) {
    assert_eq!(a.verdict, b.verdict);
    for (id, _, posterior, _) in &a.differential {
        assert!((posterior - b.posterior(id)).abs() < CLOSE, "{id}: {a:?} {b:?}");
    }
}
