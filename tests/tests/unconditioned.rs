//! Properties of several causes where it is not known that there is a problem: what holds of findings alone, for the network itself.

use etio_engine::network::{Belief, Cause, Effort, Finding, Interval, Link, Network, Problem};
use etio_tests::generate::Dice;

const NETWORKS: u64 = 300;
const CLOSE: f64 = 1e-12;

/// A network before it is built: groups of priors, and findings with a link (or the leak) for each cause.
#[derive(Clone, Debug)]
struct Plan {
    groups: Vec<Vec<f64>>,
    findings: Vec<Seen>,
}

/// A finding and what was observed of it.
#[derive(Clone, Debug)]
struct Seen {
    leak: f64,
    pair: [f64; 2],
    /// For each cause P(yes | it alone); none where it has no link.
    links: Vec<Option<f64>>,
}

const YES: [f64; 2] = [1.0, 0.0];
const NO: [f64; 2] = [0.0, 1.0];
const PROBABLY: [f64; 2] = [0.8, 0.2];

impl Plan {
    /// Returns a network without inhibitors in which one of these was observed of each finding.
    fn of(seed: u64, observations: &[[f64; 2]]) -> Self {
        let mut dice = Dice::new(seed);
        let groups: Vec<Vec<f64>> = (0..3 + dice.below(3))
            .map(|_| (0..1 + dice.below(2)).map(|_| dice.between(0.001, 0.4)).collect())
            .collect();
        let causes = groups.iter().flatten().count();
        let seen = |dice: &mut Dice| {
            let leak = dice.between(0.001, 0.3);
            let link = |dice: &mut Dice| dice.happens(0.5).then(|| leak + (1.0 - leak) * dice.share());
            Seen { leak, pair: *dice.pick(observations), links: (0..causes).map(|_| link(dice)).collect() }
        };
        let findings = (0..2 + dice.below(5)).map(|_| seen(&mut dice)).collect();
        Self { groups, findings }
    }

    fn causes(&self) -> usize {
        self.groups.iter().flatten().count()
    }

    fn infer(&self) -> Belief {
        let mut network = Network::new();
        for group in &self.groups {
            let causes: Vec<Cause> = group.iter().copied().map(Cause::new).collect();
            network.group(&causes).expect("the priors are in their range");
        }
        for seen in &self.findings {
            let [yes, no] = seen.pair;
            let links = seen.links.iter().enumerate();
            let links = links.filter_map(|(cause, link)| link.map(|probability| Link { cause, probability }));
            let finding = Finding { yes, no, leak: seen.leak };
            network.observe(finding, &links.collect::<Vec<_>>()).expect("the numbers are in their range");
        }
        network.infer(Problem::Perhaps, Effort::default()).expect("nothing is impossible")
    }

    fn posteriors(&self) -> Vec<f64> {
        self.infer().causes.iter().map(|cause| exact(cause.at_work)).collect()
    }

    /// Returns the same network with another finding.
    fn with(&self, seen: Seen) -> Self {
        let mut more = self.clone();
        more.findings.push(seen);
        more
    }

    /// Returns P(one of these causes is at work | what was observed).
    fn some_of(&self, causes: &[usize]) -> f64 {
        let link = |cause| causes.contains(&cause).then_some(1.0);
        let links = (0..self.causes()).map(link).collect();
        let log = |plan: &Self| exact(plan.infer().log_evidence);
        (log(&self.with(Seen { leak: 0.0, pair: YES, links })) - log(self)).exp()
    }

    fn group_of(&self, cause: usize) -> usize {
        let ends = self.groups.iter().scan(0, |end, group| {
            *end += group.len();
            Some(*end)
        });
        ends.into_iter().position(|end| cause < end).expect("a cause is of a group")
    }
}

fn exact(interval: Interval) -> f64 {
    assert_eq!(interval.low.to_bits(), interval.high.to_bits());
    interval.low
}

fn linked(seen: &Seen) -> Vec<usize> {
    (0..seen.links.len()).filter(|cause| seen.links[*cause].is_some()).collect()
}

/// Returns networks, each with its last finding taken away and beside it.
fn networks(observations: &[[f64; 2]]) -> impl Iterator<Item = (Plan, Seen)> {
    (0..NETWORKS).filter_map(|seed| {
        let mut plan = Plan::of(seed, observations);
        let last = plan.findings.pop().expect("there are two or more");
        (!linked(&last).is_empty()).then_some((plan, last))
    })
}

#[test]
fn a_finding_that_is_there_never_makes_it_less_likely_that_one_of_its_causes_is_at_work() {
    let mut compared = 0;
    for (plan, last) in networks(&[YES, NO, PROBABLY]) {
        let causes = linked(&last);
        let (before, after) = (plan.some_of(&causes), plan.with(Seen { pair: YES, ..last }).some_of(&causes));
        assert!(after >= before - CLOSE, "{before} {after} {plan:?}");
        compared += usize::from(after > before + 1e-6);
    }
    assert!(compared > 200, "{compared}");
}

#[test]
fn where_nothing_is_there_what_is_absent_too_speaks_against_its_causes_and_groups_stay_independent() {
    for (plan, last) in networks(&[NO]) {
        let (before, after) = (plan.posteriors(), plan.with(last.clone()).posteriors());
        for cause in linked(&last) {
            // Of the causes of a group the one that shows the finding less may gain.
            let alone = plan.groups[plan.group_of(cause)].len() == 1;
            assert!(!alone || after[cause] <= before[cause] + CLOSE, "{before:?} {after:?} {plan:?}");
        }
        let [one, other] = [0, plan.causes() - 1];
        let both = plan.some_of(&[one]) + plan.some_of(&[other]) - plan.some_of(&[one, other]);
        assert!((both - before[one] * before[other]).abs() < CLOSE, "{plan:?}");
    }
}

#[test]
fn after_a_finding_that_is_there_an_absent_one_can_make_what_would_show_it_more_likely() {
    // The two rivals explain the first finding; the second is strongly linked to the first of them, weakly to the other.
    let seen = |links: [f64; 2], pair| Seen { leak: 0.001, pair, links: links.map(Some).to_vec() };
    let plan = Plan { groups: vec![vec![0.1], vec![0.05]], findings: vec![seen([0.9, 0.6], YES)] };
    let (before, after) = (plan.posteriors()[1], plan.with(seen([0.95, 0.05], NO)).posteriors()[1]);
    assert!(after > before + 0.2, "{before} {after}");
    // Without the first finding it speaks against it, as one would think.
    let nothing = Plan { findings: vec![], ..plan };
    assert!(nothing.with(seen([0.95, 0.05], NO)).posteriors()[1] < nothing.posteriors()[1]);
}

#[test]
fn of_an_observation_only_the_ratio_counts_and_certainty_is_its_limit() {
    for (plan, last) in networks(&[YES, NO, PROBABLY]) {
        let with = |pair| plan.with(Seen { pair, ..last.clone() }).posteriors();
        let is_near = |a: &[f64], b: &[f64], by: f64| a.iter().zip(b).all(|(a, b)| (a - b).abs() <= by);
        for scale in [1e-9, 0.25, 7.0] {
            assert!(is_near(&with(PROBABLY), &with(PROBABLY.map(|weight| scale * weight)), CLOSE), "{plan:?}");
        }
        assert!(is_near(&with(YES), &with([1.0, 1e-15]), 1e-9), "{plan:?}");
        assert!(is_near(&with(NO), &with([1e-15, 1.0]), 1e-9), "{plan:?}");
        assert!(is_near(&with([0.3, 0.3]), &plan.posteriors(), CLOSE), "{plan:?}");
    }
}

#[test]
fn a_finding_without_links_changes_the_probability_of_the_evidence_and_no_other() {
    for (plan, last) in networks(&[YES, NO, PROBABLY]) {
        let silent = Seen { links: vec![None; plan.causes()], ..last };
        let [yes, no] = silent.pair;
        let factor = yes * silent.leak + no * (1.0 - silent.leak);
        let (before, after) = (plan.infer(), plan.with(silent).infer());
        let difference = exact(after.log_evidence) - exact(before.log_evidence) - factor.ln();
        assert!(difference.abs() < CLOSE, "{difference}");
        let pairs = before.causes.iter().zip(&after.causes);
        assert!(pairs.into_iter().all(|(a, b)| (exact(a.at_work) - exact(b.at_work)).abs() < CLOSE), "{plan:?}");
    }
}

#[test]
fn the_order_of_findings_changes_neither_beliefs_nor_the_probability_of_the_evidence() {
    for (plan, last) in networks(&[YES, NO, PROBABLY]) {
        let plan = plan.with(last);
        let mut turned = plan.clone();
        turned.findings.reverse();
        let (one, other) = (plan.infer(), turned.infer());
        assert!((exact(one.log_evidence) - exact(other.log_evidence)).abs() < CLOSE);
        let pairs = one.causes.iter().zip(&other.causes);
        assert!(pairs.into_iter().all(|(a, b)| (exact(a.at_work) - exact(b.at_work)).abs() < CLOSE), "{plan:?}");
    }
}

#[test]
fn a_likelier_cause_and_a_stronger_link_speak_as_they_must() {
    for (plan, last) in networks(&[YES, NO, PROBABLY]) {
        let cause = linked(&last)[0];
        let mut likelier = plan.clone();
        let group = plan.group_of(cause);
        let first = plan.groups[..group].iter().flatten().count();
        likelier.groups[group][cause - first] *= 1.2;
        assert!(likelier.posteriors()[cause] >= plan.posteriors()[cause] - CLOSE, "{plan:?}");
        let mut stronger = last.clone();
        stronger.links[cause] = last.links[cause].map(|link| link + 0.5 * (1.0 - link));
        let after = |seen: &Seen, pair| plan.with(Seen { pair, ..seen.clone() }).posteriors()[cause];
        assert!(after(&stronger, YES) >= after(&last, YES) - CLOSE, "{plan:?}");
        assert!(after(&stronger, NO) <= after(&last, NO) + CLOSE, "{plan:?}");
    }
}

#[test]
fn without_leaks_and_with_certain_links_the_sets_that_explain_everything_are_left() {
    for seed in 0..NETWORKS {
        let mut plan = Plan::of(seed, &[YES]);
        plan.groups = plan.groups.concat().into_iter().map(|prior| vec![prior]).collect();
        plan.findings.iter_mut().for_each(|seen| {
            seen.leak = 0.0;
            seen.links.iter_mut().for_each(|link| *link = link.map(|_| 1.0));
        });
        plan.findings.retain(|seen| !linked(seen).is_empty());
        let causes = plan.causes();
        let (mut all, mut with) = (0.0, vec![0.0; causes]);
        for set in 0..1_usize << causes {
            let is_in = |cause: &usize| set >> cause & 1 == 1;
            if plan.findings.iter().all(|seen| linked(seen).iter().any(is_in)) {
                let share = |cause: usize| {
                    let prior = plan.groups[cause][0];
                    if is_in(&cause) { prior } else { 1.0 - prior }
                };
                let weight: f64 = (0..causes).map(share).product();
                all += weight;
                (0..causes).filter(is_in).for_each(|cause| with[cause] += weight);
            }
        }
        let found = plan.posteriors();
        assert!(found.iter().zip(&with).all(|(found, with)| (found - with / all).abs() < CLOSE), "{plan:?}");
    }
}
