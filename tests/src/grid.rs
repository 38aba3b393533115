//! Bases of any size, all alike: causes, yes-or-no findings, and so many links to each finding, by chance.

use crate::generate::Dice;
use etio_engine::{
    Answer, Base, Card, Cause, CauseId, Costs, Domain, Finding, FindingId, Language, Link, Number, Prices, Probability,
    Role, Seconds, Sign, Text, Value,
};
use std::fmt::Write;

/// How large a base is.
#[derive(Clone, Copy, Debug)]
pub struct Grid {
    /// How many causes.
    pub causes: usize,
    /// How many findings; every tenth is a symptom.
    pub findings: usize,
    /// How many causes each finding has a link to.
    pub links: usize,
}

impl Grid {
    /// Returns the base of a seed as a page, with a fix for every cause: mistakes are found in pages.
    pub fn page(self, seed: u64) -> String {
        let base = self.base(seed);
        let mut page = String::from("base grid \"Grid\"\n  language en\n");
        // A text takes everything.
        for finding in &base.findings {
            let _ = writeln!(page, "fact {0} \"It is so: {0}\"\n  ask \"Is it so: {0}?\"\n  otherwise 5%", finding.id);
        }
        for cause in &base.causes {
            let _ = writeln!(page, "cause {0} \"The cause {0}\"\n  is {1:.4}%", cause.id, cause.prior.get());
            for link in &cause.links {
                let share = link.number.get() * 100.0;
                let _ = writeln!(page, "  {share:.2}% {}", base.findings[link.sign.finding.index()].id);
            }
            let _ = writeln!(page, "fix fix-{0} \"The fix of {0}\"\n  usually cures {0}", cause.id);
        }
        page
    }

    /// Returns the base of a seed. Ids follow the order of positions.
    pub fn base(self, seed: u64) -> Base {
        let mut dice = Dice::new(seed);
        let mut causes: Vec<Cause> = (0..self.causes).map(|index| cause(index, dice.between(0.01, 1.0))).collect();
        let findings = (0..self.findings).map(|index| finding(index, &mut dice)).collect();
        for finding in (0..self.findings).map(|index| FindingId(index as u32)) {
            for _ in 0..self.links {
                let sign = Sign { finding, option: None };
                let links = &mut causes[dice.below(self.causes)].links;
                // The findings come in order, so that a second link to this one would stand last.
                if links.last().is_none_or(|last| last.sign != sign) {
                    links.push(Link { sign, number: number(dice.between(0.3, 0.98)) });
                }
            }
        }
        Base {
            id: String::from("grid"),
            title: text("Grid"),
            language: Language::of_tag("en"),
            about: vec![],
            several_at_once: false,
            prices: Prices::default(),
            card: Card::default(),
            digest: String::new(),
            findings,
            rules: vec![],
            kinds: vec![],
            causes,
            fixes: vec![],
            topics: vec![],
        }
    }
}

/// Somebody who has one trouble and answers what is asked.
#[derive(Clone, Debug)]
pub struct Person {
    dice: Dice,
    shows: Vec<(FindingId, f64)>,
}

impl Person {
    /// Returns a person with a cause that shows something.
    pub fn of(base: &Base, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let with_links: Vec<&Cause> = base.causes.iter().filter(|cause| !cause.links.is_empty()).collect();
        let shows = dice.pick(&with_links).links.iter().map(|link| (link.sign.finding, link.number.get())).collect();
        Self { dice, shows }
    }

    /// Returns what the person complains of.
    pub fn complaint(&mut self) -> FindingId {
        let shows = self.shows.clone();
        self.dice.pick(&shows).0
    }

    /// Returns the answer to a question.
    pub fn answer(&mut self, finding: FindingId) -> Answer {
        let shows = self.shows.iter().find(|(shown, _)| *shown == finding).map_or(0.02, |(_, shows)| *shows);
        Answer::sure(if self.dice.happens(shows) { Value::Yes } else { Value::No })
    }
}

/// Returns the causes that have a link to each finding.
pub fn linked(base: &Base) -> Vec<Vec<CauseId>> {
    let mut linked = vec![Vec::new(); base.findings.len()];
    for (index, cause) in base.causes.iter().enumerate() {
        cause.links.iter().for_each(|link| linked[link.sign.finding.index()].push(CauseId(index as u32)));
    }
    linked
}

fn cause(index: usize, prior: f64) -> Cause {
    Cause {
        id: format!("c{index:06}"),
        title: text("A cause"),
        kind: None,
        prior: number(prior),
        links: vec![],
        ruled_out_when: vec![],
        only_when: vec![],
        confirmed_when: vec![],
        passes_in: None,
        card: Card::default(),
    }
}

fn finding(index: usize, dice: &mut Dice) -> Finding {
    let is_symptom = index.is_multiple_of(10);
    let otherwise = number(if is_symptom { dice.between(0.001, 0.01) } else { dice.between(0.005, 0.2) });
    Finding {
        id: format!("f{index:06}"),
        title: text("A finding"),
        role: if is_symptom { Role::Symptom } else { Role::Fact },
        domain: Domain::YesNo { otherwise },
        patterns: vec![],
        ask: Some(text("Is it so?")),
        takes: Seconds(5 + dice.below(20) as u32),
        costs: Costs::default(),
        unanswered: None,
        probe: None,
        applies_when: None,
        not_asked_when: None,
        card: Card::default(),
    }
}

fn number(value: f64) -> Number {
    Number::estimate(Probability::new(value).expect("a probability"))
}

fn text(words: &str) -> Text {
    Text::new(Language::of_tag("en"), words)
}
