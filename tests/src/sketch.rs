//! Small bases, written in a line or two where a test needs one of its own.

use etio_engine::{
    Base, Card, Cause, CauseId, Choice, Costs, Domain, Effect, EffectKind, Finding, FindingId, Fix, FixId, Kind,
    KindId, Language, Link, Number, OptionId, Prices, Probability, Role, Seconds, Sign, Text, Turn,
};

/// A base under construction.
#[derive(Clone, Debug)]
pub struct Sketch {
    base: Base,
}

impl Default for Sketch {
    fn default() -> Self {
        Self::new("sketch")
    }
}

impl Sketch {
    /// Returns an empty base.
    pub fn new(id: &str) -> Self {
        let base = Base {
            id: id.to_owned(),
            title: text(id),
            language: Language::of_tag("en"),
            about: vec![],
            several_at_once: false,
            prices: Prices::default(),
            card: Card::default(),
            digest: id.to_owned(),
            findings: vec![],
            rules: vec![],
            kinds: vec![],
            causes: vec![],
            fixes: vec![],
            topics: vec![],
        };
        Self { base }
    }

    /// Lets several causes be at work at once.
    #[must_use]
    pub fn several_causes_at_once(mut self) -> Self {
        self.base.several_at_once = true;
        self
    }

    /// Adds a kind whose causes exclude one another, and makes all causes after it of this kind.
    #[must_use]
    pub fn one_at_a_time(self, id: &str) -> Self {
        self.kind(id, |kind| kind.one_at_a_time = true)
    }

    /// Adds a kind whose causes are variants of one trouble, and makes all causes after it of this kind.
    #[must_use]
    pub fn variants(self, id: &str) -> Self {
        self.kind(id, |kind| kind.variants = true)
    }

    /// Adds a kind that says nothing of its causes, and makes all causes after it of this kind.
    #[must_use]
    pub fn ordinary(self, id: &str) -> Self {
        self.kind(id, |_| {})
    }

    fn kind(mut self, id: &str, say: impl FnOnce(&mut Kind)) -> Self {
        let (id, title) = (id.to_owned(), text(id));
        let mut kind = Kind { id, title, one_at_a_time: false, variants: false, card: Card::default() };
        say(&mut kind);
        self.base.kinds.push(kind);
        self
    }

    /// Returns the base.
    pub fn base(self) -> Base {
        self.base
    }

    /// Adds a cause with a prior.
    #[must_use]
    pub fn cause(mut self, id: &str, prior: f64) -> Self {
        self.base.causes.push(Cause {
            id: id.to_owned(),
            title: text(id),
            kind: self.base.kinds.len().checked_sub(1).map(|last| KindId(last as u32)),
            prior: number(prior),
            links: vec![],
            ruled_out_when: vec![],
            only_when: vec![],
            confirmed_when: vec![],
            passes_in: None,
            card: Card::default(),
        });
        self
    }

    /// Adds a symptom that can be asked, and how often some causes show it.
    #[must_use]
    pub fn symptom(self, id: &str, otherwise: f64, links: &[(&str, f64)]) -> Self {
        self.finding(id, Role::Symptom, Domain::YesNo { otherwise: number(otherwise) }, links)
    }

    /// Adds a yes-or-no fact that can be asked, and how often it holds with some causes.
    #[must_use]
    pub fn fact(self, id: &str, otherwise: f64, links: &[(&str, f64)]) -> Self {
        self.finding(id, Role::Fact, Domain::YesNo { otherwise: number(otherwise) }, links)
    }

    /// Adds a fact of several options `v0`, `v1` …, each with a base rate and how often it holds with some causes.
    #[must_use]
    pub fn several(mut self, id: &str, options: usize, otherwise: f64, links: &[(&str, f64)]) -> Self {
        let finding = FindingId(self.base.findings.len() as u32);
        let choice = |option: usize| Choice {
            id: format!("v{option}"),
            title: text("an option"),
            role: Role::Fact,
            otherwise: number(otherwise),
            patterns: vec![],
            card: Card::default(),
        };
        let domain = Domain::SeveralOf { options: (0..options).map(choice).collect() };
        self = self.finding(id, Role::Fact, domain, &[]);
        for (cause, share) in links {
            let cause = self.position(cause);
            for option in 0..options {
                let sign = Sign { finding, option: Some(OptionId(option as u32)) };
                self.base.causes[cause.index()].links.push(Link { sign, number: number(*share) });
            }
        }
        self
    }

    fn finding(mut self, id: &str, role: Role, domain: Domain, links: &[(&str, f64)]) -> Self {
        let sign = Sign { finding: FindingId(self.base.findings.len() as u32), option: None };
        for (cause, share) in links {
            let cause = self.position(cause);
            self.base.causes[cause.index()].links.push(Link { sign, number: number(*share) });
        }
        self.base.findings.push(Finding {
            id: id.to_owned(),
            title: text(id),
            role,
            domain,
            patterns: vec![],
            ask: Some(text("is it so?")),
            takes: Seconds::TO_ANSWER,
            costs: Costs::default(),
            unanswered: None,
            probe: None,
            applies_when: None,
            not_asked_when: None,
            card: Card::default(),
        });
        self
    }

    /// Adds a fix, how long it takes, and what it cures.
    #[must_use]
    pub fn fix(mut self, id: &str, takes: u32, cures: &[(&str, f64)]) -> Self {
        let effect = |(cause, share): &(&str, f64)| Effect {
            cause: Some(self.position(cause)),
            kind: EffectKind::Cures,
            number: number(*share),
        };
        let effects = cures.iter().map(effect).collect();
        self.base.fixes.push(Fix {
            id: id.to_owned(),
            title: text(id),
            effects,
            for_signs: vec![],
            tells: None,
            only_looks: false,
            only_when: vec![],
            after: vec![],
            then: None,
            takes: Seconds(takes),
            costs: Costs::default(),
            done_wrong: None,
            risk: None,
            steps: vec![text("do it")],
            commands: vec![],
            verify: None,
            turn: Turn::InOrder,
            card: Card::default(),
        });
        self
    }

    /// Adds a fix that hands over, and what that costs.
    #[must_use]
    pub fn hands_over(self, id: &str, takes: u32) -> Self {
        let mut this = self.fix(id, takes, &[]);
        this.last_fix().turn = Turn::HandsOver;
        this
    }

    /// Makes the last fix go round what it acts on, instead of ridding of it.
    #[must_use]
    pub fn that_eases(mut self) -> Self {
        self.last_fix().effects.iter_mut().for_each(|effect| effect.kind = EffectKind::Eases);
        self
    }

    /// Lets another fix follow the last one.
    #[must_use]
    pub fn then(mut self, id: &str) -> Self {
        let then = self.base.fixes.iter().position(|fix| fix.id == id).expect("the fix was added before");
        self.last_fix().then = Some(FixId(then as u32));
        self
    }

    fn last_fix(&mut self) -> &mut Fix {
        self.base.fixes.last_mut().expect("a fix was added")
    }

    fn position(&self, cause: &str) -> CauseId {
        let position = self.base.causes.iter().position(|known| known.id == cause);
        CauseId(position.expect("the cause was added before") as u32)
    }
}

fn number(value: f64) -> Number {
    Number::estimate(Probability::new(value).expect("a probability"))
}

fn text(words: &str) -> Text {
    Text::new(Language::of_tag("en"), words)
}
