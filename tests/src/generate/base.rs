//! Random findings and rules.
//!
//! A finding *speaks* where causes have links to it. What a speaking finding follows from must be silent: an observation reaches the causes by one path.

use super::condition::condition;
use super::dice::Dice;
use super::{effects, kinds, several, signs_of};
use etio_engine::{
    Base, Card, Choice, Conclusion, Condition, Costs, Domain, Finding, FindingId, Language, Number, Pattern, Prices,
    Probability, Probe, Role, Rule, Seconds, Sign, Text,
};

/// A base under construction.
pub(super) struct Draft<'a> {
    pub(super) dice: &'a mut Dice,
    pub(super) base: Base,
    /// For each finding whether causes may have links to it.
    pub(super) speaks: Vec<bool>,
    /// For each finding whether it speaks, or one that it follows from.
    is_heard: Vec<bool>,
    /// For each finding whether only rules decide it.
    is_defined: Vec<bool>,
    /// How many worlds there may still be.
    worlds: f64,
    words: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Symptom,
    Messages,
    Fact,
    OneOf,
    Several,
    Number,
    Text,
    Defined,
    DefinedOption,
}

/// Returns the base of a position, with about so many worlds at most for one cause; with up to so many causes at once where their number is given.
pub(super) fn base(dice: &mut Dice, position: usize, worlds: f64, causes_at_once: Option<usize>) -> Base {
    let empty = Base {
        id: format!("base-{position}"),
        title: text("a base"),
        language: Language::of_tag("en"),
        about: vec![format!("gizmo{}", ["fa", "fe", "fi"][position % 3])],
        several_at_once: causes_at_once.is_some(),
        prices: Prices::default(),
        card: Card::default(),
        digest: format!("digest-{position}"),
        findings: vec![],
        rules: vec![],
        kinds: vec![],
        causes: vec![],
        fixes: vec![],
        topics: vec![],
    };
    let mut draft = Draft {
        dice,
        base: empty,
        speaks: vec![],
        is_heard: vec![],
        is_defined: vec![],
        worlds,
        words: position * 100,
    };
    draft.add_findings();
    draft.add_rules();
    match causes_at_once {
        None => {
            let causes = 1 + draft.dice.below(4);
            effects::add_causes(&mut draft, causes);
        }
        Some(most) => several::add_causes(&mut draft, most),
    }
    effects::add_fixes(&mut draft);
    let (mut base, dice) = (draft.base, draft.dice.clone());
    kinds::add_variants(&mut base, dice);
    base
}

impl Draft<'_> {
    /// Returns an id that says nothing of the position, so that sorting by id shuffles.
    pub(super) fn id(&mut self, what: &str) -> String {
        self.words += 1;
        let letter = char::from(b'a' + self.dice.below(26) as u8);
        format!("{letter}-{what}-{}", self.words)
    }

    fn add_findings(&mut self) {
        use Sort::{Defined, DefinedOption, Fact, Messages, Number, OneOf, Several, Symptom, Text};
        let mut sorts = vec![Symptom, Messages, Fact, Fact, OneOf, Several, Number, Text, Symptom];
        if self.base.several_at_once {
            sorts.extend([OneOf, OneOf]);
        }
        self.dice.shuffle(&mut sorts);
        let seen = if self.dice.happens(0.5) { Symptom } else { Messages };
        let mut order = vec![seen];
        order.extend(sorts);
        let defined = order.len() - 3 - self.dice.below(3);
        order.insert(defined, *self.dice.pick(&[Defined, DefinedOption]));
        order.insert(defined, Defined);
        for sort in order {
            let is_skipped = self.dice.happens(0.3) && !self.base.findings.is_empty();
            if !is_skipped {
                self.add_finding(sort);
            }
        }
    }

    fn add_finding(&mut self, sort: Sort) {
        let options = 2 + self.dice.below(2);
        let values = match sort {
            Sort::Symptom | Sort::Fact | Sort::Defined => 2,
            Sort::Messages => (options + 1) * (options + 1),
            Sort::OneOf | Sort::DefinedOption => options,
            Sort::Several => 1 << options,
            Sort::Number | Sort::Text => 1,
        };
        let left = self.worlds / values as f64;
        let follows_from_nothing = matches!(sort, Sort::Defined | Sort::DefinedOption) && self.speaks.is_empty();
        if left < 1.0 || follows_from_nothing {
            return;
        }
        self.worlds = left;
        let domain = self.domain(sort, options);
        let finding = self.finding(sort, domain);
        self.base.findings.push(finding);
        let is_silent = matches!(sort, Sort::Number | Sort::Text) || self.dice.happens(0.3);
        self.speaks.push(!is_silent);
        self.is_heard.push(!is_silent);
        self.is_defined.push(matches!(sort, Sort::Defined | Sort::DefinedOption));
    }

    fn domain(&mut self, sort: Sort, options: usize) -> Domain {
        match sort {
            Sort::Symptom => Domain::YesNo { otherwise: self.leak() },
            Sort::Fact | Sort::Defined => Domain::YesNo { otherwise: self.rate() },
            Sort::Messages => {
                let mut left = 1.0;
                let options = (0..options).map(|_| self.message(&mut left)).collect();
                Domain::OneOf { options, rest: Some(text("another, or none")) }
            }
            Sort::OneOf | Sort::DefinedOption => Domain::OneOf { options: self.options_of_one(options), rest: None },
            Sort::Several => {
                let options = (0..options).map(|position| {
                    let otherwise = self.rate();
                    choice(format!("v{position}"), Role::Fact, otherwise, vec![])
                });
                Domain::SeveralOf { options: options.collect() }
            }
            Sort::Number => Domain::Number { least: 0.0, most: 50.0, unit: None },
            Sort::Text => Domain::Text,
        }
    }

    fn finding(&mut self, sort: Sort, domain: Domain) -> Finding {
        let is_defined = matches!(sort, Sort::Defined | Sort::DefinedOption);
        let has_pattern = sort == Sort::Symptom && self.dice.happens(0.85);
        let can_be_asked = !is_defined && (self.dice.happens(0.85) || (sort == Sort::Symptom && !has_pattern));
        let can_be_probed = matches!(sort, Sort::Fact | Sort::OneOf | Sort::Text) && self.dice.happens(0.4);
        let probe = match sort {
            Sort::OneOf => Probe::System,
            Sort::Text => Probe::SystemVersion,
            _ => Probe::Variable { name: String::from("NAME"), value: None },
        };
        let applies = !is_defined && !self.base.findings.is_empty() && self.dice.happens(0.15);
        let before: Vec<FindingId> = (0..self.base.findings.len()).map(|before| FindingId(before as u32)).collect();
        Finding {
            id: self.id("finding"),
            title: text("a finding"),
            role: if sort == Sort::Symptom { Role::Symptom } else { Role::Fact },
            domain,
            patterns: if has_pattern { vec![self.pattern()] } else { vec![] },
            ask: can_be_asked.then(|| text("is it so?")),
            takes: Seconds(*self.dice.pick(&[5, 10, 60])),
            costs: Costs::default(),
            unanswered: None,
            probe: can_be_probed.then_some(probe),
            applies_when: applies.then(|| condition(self.dice, &self.base, &before, 1)),
            not_asked_when: self.needless(&before),
            card: Card::default(),
        }
    }

    /// Returns a condition for every sixth finding: that the one before it is so.
    fn needless(&self, before: &[FindingId]) -> Option<Condition> {
        let last = *before.last().filter(|_| before.len() % 6 == 5)?;
        let is_yes_or_no = matches!(self.base.findings[last.index()].domain, Domain::YesNo { .. });
        is_yes_or_no.then_some(Condition::Is(Sign { finding: last, option: None }))
    }

    fn message(&mut self, left: &mut f64) -> Choice {
        let otherwise = match self.dice.below(20) {
            0..12 => 1e-4_f64.min(*left * 0.5),
            12..19 => self.dice.between(0.001, 0.2).min(*left * 0.5),
            _ => *left * self.dice.between(0.3, 0.9),
        };
        *left -= otherwise;
        let (id, pattern) = (self.id("message"), self.pattern());
        choice(id, Role::Symptom, number(otherwise), vec![pattern])
    }

    fn options_of_one(&mut self, options: usize) -> Vec<Choice> {
        let mut left = 1.0;
        let mut choices = Vec::new();
        for position in 0..options {
            let is_last = position + 1 == options;
            let rate = if is_last { left } else { left * self.dice.between(0.2, 0.7) };
            left -= rate;
            choices.push(choice(format!("v{position}"), Role::Fact, number(rate), vec![]));
        }
        choices
    }

    fn leak(&mut self) -> Number {
        number(if self.dice.happens(0.5) { 1e-4 } else { self.dice.between(0.005, 0.4) })
    }

    fn rate(&mut self) -> Number {
        number(self.dice.between(0.02, 0.9))
    }

    /// Returns a pattern of a word that stands in no other pattern.
    fn pattern(&mut self) -> Pattern {
        self.words += 1;
        let syllable = |number: usize| {
            format!("{}{}", ["b", "d", "k", "m", "z"][number / 5 % 5], ["a", "e", "i", "o", "u"][number % 5])
        };
        let word = format!("{}{}rax{}", syllable(self.words), syllable(self.words / 25), syllable(self.words * 7));
        match self.dice.below(8) {
            0 => Pattern::Line(word),
            1 => Pattern::Regex(word),
            2 => Pattern::Named(word),
            _ => Pattern::Literal(word),
        }
    }

    fn add_rules(&mut self) {
        for target in 0..self.base.findings.len() {
            let can_follow = matches!(
                self.base.findings[target].domain,
                Domain::YesNo { .. } | Domain::OneOf { .. } | Domain::SeveralOf { .. }
            );
            if self.is_defined[target] || (can_follow && self.dice.happens(0.25)) {
                self.add_rules_for(target);
            }
        }
    }

    fn add_rules_for(&mut self, target: usize) {
        let mut premises: Vec<usize> = (0..target).filter(|before| !self.is_heard[*before]).collect();
        if premises.is_empty() {
            self.speaks[target] = false;
        }
        if !self.speaks[target] {
            premises = (0..target).collect();
        }
        if premises.is_empty() {
            return;
        }
        self.is_heard[target] |= premises.iter().any(|premise| self.is_heard[*premise]);
        let premises: Vec<FindingId> = premises.into_iter().map(|premise| FindingId(premise as u32)).collect();
        for _ in 0..1 + self.dice.below(2) {
            let when = condition(self.dice, &self.base, &premises, 2);
            let sign = *self.dice.pick(&signs_of(&self.base, FindingId(target as u32)));
            let can_be_denied = !matches!(self.base.findings[target].domain, Domain::OneOf { .. });
            let holds = !(can_be_denied && self.dice.happens(0.25));
            let id = self.id("rule");
            self.base.rules.push(Rule { id, when, then: vec![Conclusion { sign, holds }], card: Card::default() });
        }
    }
}

/// Returns a number that is somebody's judgement.
pub(super) fn number(value: f64) -> Number {
    Number::estimate(Probability::new(value).expect("numbers are drawn from 0 to 1"))
}

/// Returns a text in English.
pub(super) fn text(words: &str) -> Text {
    Text::new(Language::of_tag("en"), words)
}

fn choice(id: String, role: Role, otherwise: Number, patterns: Vec<Pattern>) -> Choice {
    Choice { title: text(&id), id, role, otherwise, patterns, card: Card::default() }
}
