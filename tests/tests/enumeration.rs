//! The engine against the enumeration of every world, on random bases: the same posterior to 1e-12, the same verdict, fixes, information and contradictions.

use etio_engine::decision::Planning;
use etio_engine::{Domain, FindingId, Knowledge, Report, Session, SessionError, Step};
use etio_tests::census::Census;
use etio_tests::drive::{self, Loaded, Names};
use etio_tests::generate::Case;
use etio_tests::reference::{Conclusions, Hypothesis, Next};
use std::collections::BTreeMap;

const CASES: u64 = 3500;
const CASES_OF_SEVERAL: u64 = 2000;
const CLOSE: f64 = 1e-12;

#[test]
fn the_engine_agrees_with_the_enumeration_of_every_world() {
    compare_all(CASES, Case::of, (&Census::CONSTRUCTS, 100));
}

#[test]
fn several_causes_at_once_agree_with_the_enumeration_of_every_set_of_them() {
    compare_all(CASES_OF_SEVERAL, Case::of_several, (&Census::AMONG_SEVERAL, 50));
}

fn compare_all(cases: u64, case: impl Fn(u64) -> Case, (constructs, least): (&[&str], usize)) {
    let mut census = Census::default();
    let disagreements: Vec<String> = (0..cases)
        .filter_map(|seed| compare_case(case(seed), &mut census).err().map(|what| format!("case {seed}: {what}")))
        .collect();
    assert!(disagreements.is_empty(), "{} disagree:\n{}", disagreements.len(), disagreements.join("\n"));
    assert!(census.unnamed().is_empty(), "{:?}", census.unnamed());
    let rare: Vec<_> = constructs.iter().filter(|construct| census.of(construct) < least).collect();
    assert!(rare.is_empty(), "constructs in fewer than {least} cases: {rare:?} of {census:#?}");
}

/// Says everything of a case to both, and compares after each statement. Returns the first disagreement.
fn compare_case(case: Case, census: &mut Census) -> Result<(), String> {
    let knowledge = Knowledge::new(case.bases.clone()).map_err(|errors| format!("{errors:?}"))?;
    let names = Names::of(&case.bases, &knowledge);
    let mut session = Session::new(&knowledge).with_planning(Planning::RULE);
    let (mut accepted, mut refused) = (Vec::new(), 0);
    for said in &case.said {
        accepted.push(said.clone());
        match (drive::say(&mut session, &names, &case, said), Conclusions::of(&case.bases, &accepted)) {
            (Ok(()), Ok(so)) => compare(&session, &names, &so)?,
            (Err(SessionError::Contradiction(_)), Err(_)) => {
                accepted.pop();
                refused += 1;
            }
            (engine, so) => return Err(format!("{said:?} is {engine:?}, should be {:?}", so.map(|_| ()))),
        }
    }
    let so = Conclusions::of(&case.bases, &accepted).expect("it was accepted");
    compare(&session, &names, &so)?;
    compare_information(&session, &names, &so, &case)?;
    census.count(&case.bases, &accepted, refused, &so);
    Ok(())
}

#[test]
fn the_next_step_is_the_one_that_costs_least() {
    // When all is said, little is left to ask.
    compare_steps(CASES, Case::of, &[2, usize::MAX], 100);
}

#[test]
fn the_next_step_is_the_one_that_costs_least_where_several_causes_can_be_at_work() {
    // When all is said, little is left to do.
    compare_steps(CASES_OF_SEVERAL, Case::of_several, &[2, usize::MAX], 20);
}

#[test]
fn the_question_is_the_one_that_tells_most_for_its_cost_where_several_causes_can_be_at_work() {
    let (mut wrong, mut asked, mut judged) = (Vec::new(), 0, 0);
    for seed in 0..CASES_OF_SEVERAL {
        let loaded = Loaded::of(Case::of_several(seed));
        let (session, accepted) = loaded.hold_all();
        let so = Conclusions::of(&loaded.case.bases, &accepted).expect("it was accepted");
        let Some((question, margin)) = Some(()).filter(|()| so.is_several()).and_then(|()| so.best_question()) else {
            continue;
        };
        let expected = question.map(|(base, finding)| loaded.names.finding(base, finding));
        let found = session.report().question;
        if found != expected && margin > 1e-9 {
            wrong.push(format!("case {seed}: {found:?}, should be {expected:?} by {margin}"));
        }
        judged += 1;
        asked += usize::from(expected.is_some());
    }
    assert!(wrong.is_empty(), "{} of {judged} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(judged >= 300 && asked >= 150, "{judged} {asked}");
}

/// Compares the next step after so many statements.
fn compare_steps(cases: u64, case: impl Fn(u64) -> Case, lengths: &[usize], least: usize) {
    let (mut wrong, mut steps) = (Vec::new(), BTreeMap::new());
    for (seed, length) in (0..cases).flat_map(|seed| lengths.iter().map(move |length| (seed, *length))) {
        let loaded = Loaded::of(case(seed));
        let (session, accepted) = loaded.hold(&loaded.case.said[..length.min(loaded.case.said.len())]);
        let session = session.with_planning(Planning::RULE);
        let so = Conclusions::of(&loaded.case.bases, &accepted).expect("it was accepted");
        let Some((next, margin)) = so.next() else { continue };
        let (kind, expected) = match next {
            Next::Complain => ("complain", Step::Complain),
            Next::Ask(base, finding) => ("ask", Step::Ask(loaded.names.finding(base, finding))),
            Next::Try(base, fix) => ("try", Step::Try(loaded.names.fix(base, fix))),
            Next::Report(ending) => ("report", Step::Report(ending)),
        };
        let is_close = margin < 1e-9;
        if session.next() != expected && !is_close {
            wrong.push(format!("case {seed}: {:?}, should be {next:?} by {margin}", session.next()));
        }
        *steps.entry(kind).or_insert(0) += 1;
    }
    assert!(wrong.is_empty(), "{} of {steps:?} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(steps.len() == 4 && steps.values().all(|count| *count >= least), "{steps:?}");
}

fn compare(session: &Session<'_>, names: &Names, so: &Conclusions<'_>) -> Result<(), String> {
    let report = session.report();
    let (verdict, margin) = so.verdict();
    if report.verdict != verdict && margin > CLOSE {
        return Err(format!("verdict {:?}, should be {verdict:?}", report.verdict));
    }
    let posteriors = so.posteriors();
    if report.differential.len() != posteriors.len() {
        return Err(format!("{} hypotheses, should be {}", report.differential.len(), posteriors.len()));
    }
    for ((hypothesis, posterior), prior) in so.hypotheses().into_iter().zip(posteriors).zip(so.priors_told()) {
        let cause = names.cause(hypothesis);
        let found = report.differential.iter().find(|found| found.cause == cause).ok_or("a hypothesis is missing")?;
        close(found.posterior, posterior, "posterior")?;
        close(found.prior, prior, "prior")?;
        if found.excluded.is_none() != so.possible.contains(&hypothesis) {
            return Err(format!("{hypothesis:?} is excluded by {:?}", found.excluded));
        }
    }
    if !report.differential.is_sorted_by(|a, b| a.posterior >= b.posterior) {
        return Err(String::from("the differential is out of order"));
    }
    compare_troubles(&report, names, so)?;
    compare_fixes(&report, names, so)
}

fn compare_troubles(report: &Report, names: &Names, so: &Conclusions<'_>) -> Result<(), String> {
    let troubles = so.troubles();
    if report.troubles.len() != troubles.len() {
        return Err(format!("{} troubles, should be {}", report.troubles.len(), troubles.len()));
    }
    for found in &report.troubles {
        let is_it = |hypothesis: &Hypothesis| names.cause(*hypothesis) == found.cause;
        let cause = so.hypotheses().into_iter().find(is_it).ok_or("a trouble of no cause")?;
        let (_, posterior) =
            troubles.iter().find(|(trouble, _)| *trouble == so.trouble(cause)).ok_or("no such trouble")?;
        close(found.posterior, *posterior, "posterior of a trouble")?;
    }
    if !report.troubles.is_sorted_by(|a, b| a.posterior >= b.posterior) {
        return Err(String::from("the troubles are out of order"));
    }
    Ok(())
}

fn compare_fixes(report: &Report, names: &Names, so: &Conclusions<'_>) -> Result<(), String> {
    let order: Vec<_> = report.fixes.iter().filter_map(|ranked| names.place_of(ranked.fix)).collect();
    let offers = so.offers(&order);
    if order != offers.iter().map(|offer| (offer.base, offer.fix)).collect::<Vec<_>>() {
        return Err(format!("fixes {order:?}, should be {offers:?}"));
    }
    for (ranked, offer) in report.fixes.iter().zip(&offers) {
        close(ranked.helps, offer.helps, "helps")?;
        close(ranked.cures, offer.cures, "cures")?;
    }
    Ok(())
}

fn compare_information(session: &Session<'_>, names: &Names, so: &Conclusions<'_>, case: &Case) -> Result<(), String> {
    for (base, its) in case.bases.iter().enumerate().filter(|(base, _)| so.takes_part[*base]) {
        for (position, finding) in its.findings.iter().enumerate() {
            let id = FindingId(position as u32);
            let is_open = so.is_untouched(base, id) && !matches!(finding.domain, Domain::Number { .. } | Domain::Text);
            // Where several causes can be at work, nobody says how probable it is that one of several symptoms is picked.
            let is_judged = !(so.is_several() && matches!(finding.domain, Domain::OneOf { rest: Some(_), .. }));
            if is_open && is_judged && finding.ask.is_some() && so.speaks(base, id) {
                let bits = session.why(names.finding(base, id)).bits;
                // Where several causes can be at work, an estimate says which option of several is the best.
                let is_of_an_option = so.information_of_options(base, id).iter().any(|one| (bits - one).abs() <= CLOSE);
                if !(so.is_several() && is_of_an_option) {
                    close(bits, so.information(base, id), "information")?;
                }
            }
        }
    }
    Ok(())
}

fn close(found: f64, expected: f64, what: &str) -> Result<(), String> {
    if (found - expected).abs() <= CLOSE { Ok(()) } else { Err(format!("{what} {found}, should be {expected}")) }
}
