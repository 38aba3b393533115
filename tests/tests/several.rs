//! Several causes at once: small bases whose numbers can be checked by hand, and the example of a home network.

use etio_kb::cases::{Case, CaseFile, find, run};
use etio_kb::engine::{
    Answer, CauseId, Evidence, FindingId, FixId, Knowledge, Outcome, Session, SessionError, Statement, Thing, Value,
    Verdict,
};
use etio_kb::{FileSystem, load, parse_str};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/home-network");

fn knowledge(pages: &[&str]) -> Knowledge {
    let bases = pages.iter().map(|page| {
        let mut loaded = parse_str("base.kb", page);
        assert!(!loaded.has_errors(), "{}", loaded.render(etio_kb::Paint::Plain));
        loaded.bases.remove(0)
    });
    Knowledge::new(bases.collect()).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn finding(knowledge: &Knowledge, id: &str) -> FindingId {
    match knowledge.find(id)[..] {
        [Thing::Finding(finding)] => finding,
        ref other => panic!("{id} is {other:?}"),
    }
}

fn fix(knowledge: &Knowledge, id: &str) -> FixId {
    match knowledge.find(id)[..] {
        [Thing::Fix(fix)] => fix,
        ref other => panic!("{id} is {other:?}"),
    }
}

fn cause(knowledge: &Knowledge, id: &str) -> CauseId {
    match knowledge.find(id)[..] {
        [Thing::Cause(cause)] => cause,
        ref other => panic!("{id} is {other:?}"),
    }
}

fn say(session: &mut Session<'_>, id: &str, value: Value) {
    session.answer(finding(session.knowledge(), id), Answer::sure(value)).expect("nothing contradicts it");
}

/// Returns the posterior of a cause, or of `other`.
fn posterior(session: &Session<'_>, id: &str) -> f64 {
    let wanted = (id != "other").then(|| cause(session.knowledge(), id));
    let found = session.differential().into_iter().find(|hypothesis| hypothesis.cause == wanted);
    found.unwrap_or_else(|| panic!("{id} takes part")).posterior
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
}

/// Two causes and a symptom each, and one that both show.
const TWO: &str = r#"
base two "Two"
  language en
  several causes at once
symptom left "Left"
  ask "Left?"
  otherwise 1%
symptom right "Right"
  ask "Right?"
  otherwise 1%
symptom both "Both"
  ask "Both?"
  otherwise 2%
cause a "A"
  is 10%
  80% left
  50% both
cause b "B"
  is 20%
  60% right
  70% both
fix mend-a "Mend A"
  90% cures a
fix mend-b "Mend B"
  70% cures b
"#;

/// Returns the masses of the configurations of `a`, `b` and `other`, in this order, bit by bit, where these symptoms are there.
fn masses(shown: &[&str], hidden: &[&str]) -> [f64; 8] {
    let (a, b) = (0.1, 0.2);
    let other = 0.05 / 0.95 * (1.0 - (1.0 - a) * (1.0 - b));
    // leak, a, b; `other` shows a symptom half as often as the known causes do on average.
    let number = |symptom: &str| -> [f64; 4] {
        let [leak, of_a, of_b]: [f64; 3] = match symptom {
            "left" => [0.01, 0.8, 0.01],
            "right" => [0.01, 0.01, 0.6],
            _ => [0.02, 0.5, 0.7],
        };
        [leak, of_a, of_b, (0.5 * (a * of_a + b * of_b) / (a + b)).max(leak)]
    };
    std::array::from_fn(|at| {
        let on = [at & 1 > 0, at & 2 > 0, at & 4 > 0];
        let prior: f64 = [a, b, other].iter().zip(on).map(|(p, on)| if on { *p } else { 1.0 - p }).product();
        let yes = |symptom: &&str| {
            let [leak, numbers @ ..] = number(symptom);
            let not = |number: f64| 1.0 - (number - leak) / (1.0 - leak);
            1.0 - (1.0 - leak)
                * numbers.iter().zip(on).map(|(number, on)| if on { not(*number) } else { 1.0 }).product::<f64>()
        };
        prior
            * shown.iter().map(yes).product::<f64>()
            * hidden.iter().map(|symptom| 1.0 - yes(symptom)).product::<f64>()
    })
}

#[test]
fn the_posterior_is_that_of_all_configurations() {
    let knowledge = knowledge(&[TWO]);
    for (shown, hidden) in [
        (&["both"][..], &[][..]),
        (&["both", "left"], &[]),
        (&["left", "right"], &["both"]),
        (&[], &["both", "left"]),
        (&["left", "right", "both"], &[]),
    ] {
        let mut session = Session::new(&knowledge);
        shown.iter().for_each(|id| say(&mut session, id, Value::Yes));
        hidden.iter().for_each(|id| say(&mut session, id, Value::No));
        let masses = masses(shown, hidden);
        let total: f64 = masses[1..].iter().sum();
        for (bit, id) in [(1, "a"), (2, "b"), (4, "other")] {
            let own: f64 = (0..8).filter(|at| at & bit > 0).map(|at| masses[at]).sum();
            close(posterior(&session, id), own / total);
        }
        let differential = session.differential();
        assert!(differential.iter().all(|hypothesis| hypothesis.interval.low == hypothesis.interval.high));
        for hypothesis in differential {
            let prior = |bit: usize| {
                let masses = self::masses(&[], &[]);
                (0..8).filter(|at| at & bit > 0).map(|at| masses[at]).sum::<f64>() / masses[1..].iter().sum::<f64>()
            };
            let bit = hypothesis.cause.map_or(4, |cause| 1 << cause.index());
            close(hypothesis.prior, prior(bit));
            let odds = |p: f64| (p / (1.0 - p)).log2();
            let bits: f64 = hypothesis.weights.iter().map(|weight| weight.bits).sum();
            close(odds(hypothesis.prior) + bits, odds(hypothesis.posterior));
        }
    }
}

#[test]
fn a_repaired_cause_is_off_while_another_remains() {
    let knowledge = knowledge(&[TWO]);
    let mut session = Session::new(&knowledge);
    ["left", "right"].iter().for_each(|id| say(&mut session, id, Value::Yes));
    session.outcome(fix(&knowledge, "mend-a"), Outcome::Failed).expect("no contradiction");
    let masses = masses(&["left", "right"], &[]);
    // Of each cause whether it is repaired by the fix: a with .9, the others with the .0001 of trouble that goes away.
    let repaired = [0.9, 1e-4, 1e-4];
    let mut remaining = [0.0; 8];
    for (at, mass) in masses.iter().enumerate() {
        for left in (0..8).filter(|left| left & at == *left) {
            let share = |bit: usize| match (at >> bit & 1, left >> bit & 1) {
                (0, _) => 1.0,
                (_, 0) => repaired[bit],
                _ => 1.0 - repaired[bit],
            };
            remaining[left] += mass * (0..3).map(share).product::<f64>();
        }
    }
    let total: f64 = remaining[1..].iter().sum();
    for (bit, id) in [(1, "a"), (2, "b"), (4, "other")] {
        let own: f64 = (0..8).filter(|at| at & bit > 0).map(|at| remaining[at]).sum();
        close(posterior(&session, id), own / total);
    }
    assert!(posterior(&session, "b") > 0.9 && posterior(&session, "a") < 0.5);
    session.undo();
    assert!(posterior(&session, "a") > 0.8);
}

#[test]
fn what_accounts_for_a_finding_explains_another_cause_away() {
    let knowledge = knowledge(&[TWO]);
    let mut session = Session::new(&knowledge);
    say(&mut session, "both", Value::Yes);
    let before = posterior(&session, "b");
    say(&mut session, "left", Value::Yes);
    assert!(posterior(&session, "b") < before);
    let of = |session: &Session<'_>, id: &str| {
        let wanted = (id != "other").then(|| cause(&knowledge, id));
        let found = session.differential().into_iter().find(|hypothesis| hypothesis.cause == wanted);
        found.expect("it takes part").explained_away.map(|away| away.by)
    };
    assert_eq!(of(&session, "b"), Some(cause(&knowledge, "a")));
    assert_eq!(of(&session, "a"), None, "what is less probable accounts for nothing");
    session.retract(0).expect("no contradiction");
    assert_eq!(of(&session, "b"), None, "nothing speaks for it");
}

#[test]
fn how_says_what_explains_a_cause_away_and_what_it_would_have_without() {
    let knowledge = knowledge(&[TWO]);
    let mut session = Session::new(&knowledge);
    ["both", "left"].iter().for_each(|id| say(&mut session, id, Value::Yes));
    let masses = masses(&["both", "left"], &[]);
    // If `a` could not be, only the configurations without it are left.
    let left = |bit: usize| (1..8).filter(|at| at & 1 == 0 && at & bit > 0).map(|at| masses[at]).sum::<f64>();
    let (own, all) = (left(2), (1..8).filter(|at| at & 1 == 0).map(|at| masses[at]).sum::<f64>());
    let how = session.how(Some(cause(&knowledge, "b"))).expect("it takes part");
    let away = how.explained_away.expect("a explains it away");
    assert_eq!(away.by, cause(&knowledge, "a"));
    close(away.without, own / all);
    assert!(away.without > how.posterior);
    for hypothesis in session.differential() {
        let how = session.how(hypothesis.cause).expect("it takes part");
        assert_eq!(how.explained_away, hypothesis.explained_away, "{:?}", hypothesis.cause);
    }
}

/// An exclusive pair beside a cause of its own, with a context.
const CONTEXT: &str = r#"
base shop "Shop"
  language en
  several causes at once
fact system "System" : one of windows, linux
  ask "System?"
  otherwise 70% is windows
symptom hot "Hot"
  ask "Hot?"
  otherwise 5%
kind power "Power"
  one at a time
cause fan of power "Fan"
  is 10%
  90% hot
  20% system is windows
cause plug of power "Plug"
  is 30%
  10% hot
cause dust "Dust"
  is 20%
  60% hot
"#;

#[test]
fn contexts_change_the_odds_of_a_cause_against_none_of_its_group() {
    let knowledge = knowledge(&[CONTEXT]);
    // Fan, plug, none of the two; in Windows the odds of the fan are .2/.7 of what they are, in Linux .8/.3.
    let group = |factor: f64| {
        let [fan, plug, none] = [0.1 * factor, 0.3, 0.6];
        [fan, plug, none].map(|mass| mass / (fan + plug + none))
    };
    let known: [f64; 3] = [0.1, 0.3, 0.2];
    let nothing = (1.0 - known[0] - known[1]) * (1.0 - known[2]);
    let other = 0.05 / 0.95 * (1.0 - nothing);
    let numbers: [f64; 3] = [0.9, 0.1, 0.6];
    let average = known.iter().zip(numbers).map(|(p, s)| p * s).sum::<f64>() / known.iter().sum::<f64>();
    let net = |s: f64| (s - 0.05) / 0.95;
    let of_other = net((0.5 * average).max(0.05));
    // The mass of fan, plug, dust and of everything, where it is hot.
    let hot = |factor: f64| -> [f64; 4] {
        let mut sums = [0.0; 4];
        for (first, mass) in group(factor).into_iter().enumerate() {
            for (dust, is_other) in [(false, false), (true, false), (false, true), (true, true)] {
                let prior = mass * if dust { 0.2 } else { 0.8 } * if is_other { other } else { 1.0 - other };
                let mut not = 0.95 * if first < 2 { 1.0 - net(numbers[first]) } else { 1.0 };
                not *= if dust { 1.0 - net(0.6) } else { 1.0 };
                not *= if is_other { 1.0 - of_other } else { 1.0 };
                let mass = prior * (1.0 - not);
                let on = [first == 0, first == 1, dust, first < 2 || dust || is_other];
                sums.iter_mut().zip(on).for_each(|(sum, on)| *sum += if on { mass } else { 0.0 });
            }
        }
        sums
    };
    let (windows, linux) = (hot(0.2 / 0.7), hot(0.8 / 0.3));
    let mixed = |of_windows: f64, of_linux: f64| -> [f64; 4] {
        std::array::from_fn(|at| 0.7 * of_windows * windows[at] + 0.3 * of_linux * linux[at])
    };
    let mut session = Session::new(&knowledge);
    say(&mut session, "hot", Value::Yes);
    let check = |session: &Session<'_>, [fan, plug, dust, all]: [f64; 4]| {
        [(fan, "fan"), (plug, "plug"), (dust, "dust")]
            .iter()
            .for_each(|(own, id)| close(posterior(session, id), own / all));
    };
    check(&session, mixed(1.0, 1.0));
    let linux = knowledge.find_option(finding(&knowledge, "system"), "linux").expect("a value");
    say(&mut session, "system", Value::Option(linux));
    check(&session, mixed(0.01, 0.99));
}

#[test]
fn the_order_of_evidence_and_undoing_change_no_bit() {
    let knowledge = knowledge(&[CONTEXT, TWO]);
    let linux = knowledge.find_option(finding(&knowledge, "system"), "linux").expect("a value");
    let said = [("hot", Value::Yes), ("left", Value::Yes), ("system", Value::Option(linux)), ("both", Value::No)];
    let mut one = Session::new(&knowledge);
    said.iter().for_each(|(id, value)| say(&mut one, id, value.clone()));
    let mut other = Session::new(&knowledge);
    other.outcome(fix(&knowledge, "mend-b"), Outcome::Failed).expect("no contradiction");
    said.iter().rev().for_each(|(id, value)| say(&mut other, id, value.clone()));
    other.retract(0).expect("no contradiction");
    assert_eq!(one.differential(), other.differential());
    assert_eq!(one.report(), {
        other.restart();
        said.iter().for_each(|(id, value)| say(&mut other, id, value.clone()));
        other.report()
    });
}

#[test]
fn confirmed_causes_of_different_groups_stand_together() {
    let page = CONTEXT.replace(
        "cause dust \"Dust\"",
        "fact seen \"Seen\" : several of smoke, fluff, spark\n  ask \"Seen?\"\ncause dust \"Dust\"\n  confirmed when seen has fluff",
    );
    let page =
        page.replace("cause fan of power \"Fan\"", "cause fan of power \"Fan\"\n  confirmed when seen has smoke");
    let page =
        page.replace("cause plug of power \"Plug\"", "cause plug of power \"Plug\"\n  confirmed when seen has spark");
    let knowledge = knowledge(&[&page]);
    let seen = finding(&knowledge, "seen");
    let options = |ids: &[&str]| {
        let options = ids.iter().map(|id| knowledge.find_option(seen, id).expect("a value"));
        Value::Options(options.collect())
    };
    let mut session = Session::new(&knowledge);
    session.answer(seen, Answer::sure(options(&["smoke", "fluff"]))).expect("they are of different groups");
    close(posterior(&session, "fan"), 1.0);
    close(posterior(&session, "dust"), 1.0);
    close(posterior(&session, "plug"), 0.0);
    assert_eq!(session.report().verdict, Verdict::Diagnosed);
    let refused = session.answer(seen, Answer::sure(options(&["smoke", "spark"])));
    assert!(matches!(refused, Err(SessionError::Contradiction(_))), "{refused:?}");
    close(posterior(&session, "dust"), 1.0);
}

#[test]
fn a_base_with_one_cause_at_a_time_stands_beside() {
    let single = r#"
base one "One"
  language en
symptom cold "Cold"
  ask "Cold?"
cause ice "Ice"
  is common
  80% cold
cause wind "Wind"
  is common
  40% cold
"#;
    let knowledge = knowledge(&[TWO, single]);
    let mut session = Session::new(&knowledge);
    say(&mut session, "cold", Value::Yes);
    // Alone it is one group, and the posteriors sum to one.
    let sum: f64 = session.differential().iter().map(|hypothesis| hypothesis.posterior).sum();
    close(sum, 1.0);
    say(&mut session, "left", Value::Yes);
    assert!(posterior(&session, "ice") > 0.5 && posterior(&session, "a") > 0.8);
    assert!(posterior(&session, "ice") + posterior(&session, "wind") <= 1.0);
    let weights = &session.differential()[0].weights;
    let evidence: Vec<Evidence> = weights.iter().map(|weight| weight.evidence).collect();
    let [left, cold] = ["left", "cold"].map(|id| Evidence::Finding(finding(&knowledge, id), None));
    assert_eq!(evidence, [left, cold]);
    // Don't know changes nothing, bit for bit.
    let before = session.differential();
    session.answer(finding(&knowledge, "both"), Answer::Unknown).expect("no contradiction");
    assert_eq!(session.differential(), before);
    assert!(matches!(session.statements().last(), Some(Statement::Answer { .. })));
}

#[test]
fn the_cases_of_the_home_network_hold() {
    let mut loaded = load(&FileSystem, &[EXAMPLE]);
    assert!(loaded.diagnostics.is_empty(), "{}", loaded.render(etio_kb::Paint::Plain));
    let knowledge = Knowledge::new(vec![loaded.bases.remove(0)]).unwrap_or_else(|errors| panic!("{errors:?}"));
    let (files, errors) = find(&FileSystem, EXAMPLE);
    assert!(errors.is_empty(), "{errors:?}");
    let cases: Vec<Case> = files.into_iter().flat_map(|CaseFile { cases, .. }| cases).collect();
    let failed = cases.iter().map(|case| (case, run(&knowledge, case))).filter(|(_, failures)| !failures.is_empty());
    let failed: Vec<String> = failed.map(|(case, failures)| format!("{}: {failures:?}", case.name)).collect();
    assert!(failed.is_empty() && cases.len() >= 5, "{failed:#?}");
}
