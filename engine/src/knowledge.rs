//! The loaded bases as one model.

use crate::assemble::{self, Lists, ModelError};
use crate::cost::Prices;
use crate::graph;
use crate::layout::Layout;
use crate::matching::{Matcher, Topics};
use crate::model::{
    Base, BaseId, Card, Cause, CauseId, Choice, Finding, FindingId, Fix, FixId, Kind, KindId, OptionId, Pattern, Role,
    Rule, Sign, Topic, TopicId,
};
use crate::report::Thing;
use crate::text::{Language, Text};
use std::sync::OnceLock;

/// What is known: one or more bases, checked and laid out for inference.
///
/// Valid once built: later code never asks whether something is defined. Ids of findings, causes, fixes and so on are positions in the lists
/// here; inside a base they follow the order of the string ids.
pub struct Knowledge {
    bases: Vec<BaseHead>,
    ends: Vec<Ends>,
    lists: Lists,
    /// The order in which findings are evaluated: premises first.
    pub(crate) order: Vec<FindingId>,
    pub(crate) layout: Layout,
    matcher: OnceLock<Matcher>,
    asked: OnceLock<Topics>,
    owners: Vec<Owner>,
    /// The names of what the bases are about, as patterns.
    names: Vec<(BaseId, Pattern)>,
}

/// What a base says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseHead {
    /// The base's own id.
    pub id: String,
    /// What the base is about, for a person.
    pub title: Text,
    /// The language the base is written in.
    pub language: Language,
    /// Names of the thing the base is about; the first is what a person calls it. May be empty.
    pub about: Vec<String>,
    /// Whether any number of its causes can be at work together; else they exclude one another.
    pub several_at_once: bool,
    /// Notes, sources and links of the base as a whole.
    pub card: Card,
    /// Identifies the content.
    pub digest: String,
    /// What costs of each kind count as.
    pub prices: Prices,
}

/// Where the lists of a base end.
struct Ends {
    findings: usize,
    rules: usize,
    kinds: usize,
    causes: usize,
    fixes: usize,
    topics: usize,
}

/// What a pattern stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Owner {
    Sign(Sign),
    /// Counts only near a name of the base.
    NamedSign(Sign),
    About(BaseId),
}

impl Knowledge {
    /// Returns the model of all bases together.
    ///
    /// # Errors
    /// Every reference that leads nowhere, every number out of range, doubled id and circle of rules. A base that the language's reader lowered without errors has none.
    pub fn new(bases: Vec<Base>) -> Result<Self, Vec<ModelError>> {
        let mut errors: Vec<ModelError> = bases.iter().flat_map(assemble::check).collect();
        for (index, base) in bases.iter().enumerate() {
            if bases[..index].iter().any(|earlier| earlier.id == base.id) {
                errors.push(ModelError::DoubledBase { base: base.id.clone() });
            }
        }
        if bases.iter().map(|base| base.all_ids().len()).sum::<usize>() > u32::MAX as usize / 2 {
            errors.push(ModelError::TooMany);
        }
        if errors.is_empty() { Self::assemble(bases) } else { Err(errors) }
    }

    fn assemble(bases: Vec<Base>) -> Result<Self, Vec<ModelError>> {
        let (mut heads, mut ends, mut lists) = (Vec::new(), Vec::new(), Lists::default());
        for mut base in bases {
            heads.push(BaseHead {
                id: std::mem::take(&mut base.id),
                title: std::mem::take(&mut base.title),
                language: base.language.clone(),
                about: std::mem::take(&mut base.about),
                several_at_once: base.several_at_once,
                card: std::mem::take(&mut base.card),
                digest: std::mem::take(&mut base.digest),
                prices: std::mem::take(&mut base.prices),
            });
            lists.add(base);
            ends.push(Ends {
                findings: lists.findings.len(),
                rules: lists.rules.len(),
                kinds: lists.kinds.len(),
                causes: lists.causes.len(),
                fixes: lists.fixes.len(),
                topics: lists.topics.len(),
            });
        }
        let (order, circle) = graph::premises_first(&lists);
        let starts = std::iter::once(0).chain(ends.iter().map(|ends| ends.causes));
        let causes_of = starts.zip(ends.iter().map(|ends| ends.causes)).map(|(start, end)| start..end).collect();
        let base_of_finding = |finding: FindingId| ends.partition_point(|ends| ends.findings <= finding.index());
        let several: Vec<bool> = heads.iter().map(|head| head.several_at_once).collect();
        let layout = Layout::new(&lists, causes_of, &base_of_finding, &order, &several);
        let names = heads.iter().enumerate().flat_map(|(index, head)| {
            head.about.iter().map(move |name| (BaseId::at(index), Pattern::Literal(name.clone())))
        });
        let names = names.collect();
        let (matcher, asked, owners) = (OnceLock::new(), OnceLock::new(), Vec::new());
        let mut knowledge = Self { bases: heads, ends, lists, order, layout, matcher, asked, owners, names };
        if let Some(finding) = circle {
            let base = knowledge.base(knowledge.base_of(Thing::Finding(finding))).id.clone();
            return Err(vec![ModelError::Circle { base, id: knowledge.finding(finding).id.clone() }]);
        }
        knowledge.owners = knowledge.patterns().map(|(owner, _)| owner).collect();
        Ok(knowledge)
    }

    /// Returns the loaded bases.
    pub fn bases(&self) -> &[BaseHead] {
        &self.bases
    }

    /// Returns a base.
    pub fn base(&self, base: BaseId) -> &BaseHead {
        &self.bases[base.index()]
    }

    /// Returns all findings.
    pub fn findings(&self) -> &[Finding] {
        &self.lists.findings
    }

    /// Returns all rules.
    pub fn rules(&self) -> &[Rule] {
        &self.lists.rules
    }

    /// Returns all kinds.
    pub fn kinds(&self) -> &[Kind] {
        &self.lists.kinds
    }

    /// Returns all causes.
    pub fn causes(&self) -> &[Cause] {
        &self.lists.causes
    }

    /// Returns all fixes.
    pub fn fixes(&self) -> &[Fix] {
        &self.lists.fixes
    }

    /// Returns all topics.
    pub fn topics(&self) -> &[Topic] {
        &self.lists.topics
    }

    /// Returns a finding.
    pub fn finding(&self, finding: FindingId) -> &Finding {
        &self.lists.findings[finding.index()]
    }

    /// Returns the option of a sign, if it is one.
    pub fn option(&self, sign: Sign) -> Option<&Choice> {
        sign.option.map(|option| &self.finding(sign.finding).options()[option.index()])
    }

    /// Returns a rule by its position.
    pub fn rule(&self, rule: usize) -> &Rule {
        &self.lists.rules[rule]
    }

    /// Returns a kind.
    pub fn kind(&self, kind: KindId) -> &Kind {
        &self.lists.kinds[kind.index()]
    }

    /// Returns a cause.
    pub fn cause(&self, cause: CauseId) -> &Cause {
        &self.lists.causes[cause.index()]
    }

    /// Returns a fix.
    pub fn fix(&self, fix: FixId) -> &Fix {
        &self.lists.fixes[fix.index()]
    }

    /// Returns a topic.
    pub fn topic(&self, topic: TopicId) -> &Topic {
        &self.lists.topics[topic.index()]
    }

    /// Returns the symptoms that a person can complain of, in the order in which the bases declare them.
    pub fn complaints(&self) -> &[Sign] {
        &self.lists.complaints
    }

    /// Returns what asking for a finding costs, in seconds, accesses apart.
    pub fn cost_of_asking(&self, finding: FindingId) -> f64 {
        let prices = &self.base(self.base_of(Thing::Finding(finding))).prices;
        let finding = self.finding(finding);
        prices.total(finding.takes, &finding.costs, None)
    }

    /// Returns what trying a fix costs, in seconds, accesses apart; for one that hands over, what giving up costs.
    pub fn cost_of_trying(&self, fix: FixId) -> f64 {
        let prices = &self.base(self.base_of(Thing::Fix(fix))).prices;
        let fix = self.fix(fix);
        prices.total(fix.takes, &fix.costs, fix.risk.as_ref().map(|risk| risk.kind))
    }

    /// Returns the base that a thing belongs to.
    pub fn base_of(&self, thing: Thing) -> BaseId {
        let before =
            |end: fn(&Ends) -> usize, index: usize| BaseId::at(self.ends.partition_point(|ends| end(ends) <= index));
        match thing {
            Thing::Base(base) => base,
            Thing::Finding(finding) | Thing::Sign(Sign { finding, .. }) => {
                before(|ends| ends.findings, finding.index())
            }
            Thing::Kind(kind) => before(|ends| ends.kinds, kind.index()),
            Thing::Cause(cause) => before(|ends| ends.causes, cause.index()),
            Thing::Fix(fix) => before(|ends| ends.fixes, fix.index()),
            Thing::Topic(topic) => before(|ends| ends.topics, topic.index()),
            Thing::Rule(rule) => before(|ends| ends.rules, rule),
        }
    }

    /// Returns the id of a thing: of a sign, the symptom's or the value's.
    pub fn id_of(&self, thing: Thing) -> &str {
        match thing {
            Thing::Base(base) => &self.base(base).id,
            Thing::Finding(finding) => &self.finding(finding).id,
            Thing::Sign(sign) => self.option(sign).map_or(&self.finding(sign.finding).id, |option| &option.id),
            Thing::Kind(kind) => &self.kind(kind).id,
            Thing::Cause(cause) => &self.cause(cause).id,
            Thing::Fix(fix) => &self.fix(fix).id,
            Thing::Topic(topic) => &self.topic(topic).id,
            Thing::Rule(rule) => &self.rule(rule).id,
        }
    }

    /// Returns the title of a thing; a rule has none.
    pub fn title_of(&self, thing: Thing) -> Option<&Text> {
        Some(match thing {
            Thing::Base(base) => &self.base(base).title,
            Thing::Finding(finding) => &self.finding(finding).title,
            Thing::Sign(sign) => self.option(sign).map_or(&self.finding(sign.finding).title, |option| &option.title),
            Thing::Kind(kind) => &self.kind(kind).title,
            Thing::Cause(cause) => &self.cause(cause).title,
            Thing::Fix(fix) => &self.fix(fix).title,
            Thing::Topic(topic) => &self.topic(topic).title,
            Thing::Rule(_) => return None,
        })
    }

    /// Returns the card of a thing: what it means, notes, sources and links.
    pub fn card_of(&self, thing: Thing) -> &Card {
        match thing {
            Thing::Base(base) => &self.base(base).card,
            Thing::Finding(finding) => &self.finding(finding).card,
            Thing::Sign(sign) => self.option(sign).map_or(&self.finding(sign.finding).card, |option| &option.card),
            Thing::Kind(kind) => &self.kind(kind).card,
            Thing::Cause(cause) => &self.cause(cause).card,
            Thing::Fix(fix) => &self.fix(fix).card,
            Thing::Topic(topic) => &self.topic(topic).card,
            Thing::Rule(rule) => &self.rule(rule).card,
        }
    }

    /// Returns everything that has an id in the name space of its base, and the bases themselves.
    ///
    /// Values of a `one of` or `several of` that are no symptoms are not among them: their ids hold in their finding only.
    pub fn things(&self) -> impl Iterator<Item = Thing> {
        let bases = (0..self.bases.len()).map(|index| Thing::Base(BaseId::at(index)));
        let findings = (0..self.lists.findings.len()).map(|index| Thing::Finding(FindingId::at(index)));
        let signs = self.complaints().iter().filter(|sign| sign.option.is_some()).map(|sign| Thing::Sign(*sign));
        let kinds = (0..self.lists.kinds.len()).map(|index| Thing::Kind(KindId::at(index)));
        let causes = (0..self.lists.causes.len()).map(|index| Thing::Cause(CauseId::at(index)));
        let fixes = (0..self.lists.fixes.len()).map(|index| Thing::Fix(FixId::at(index)));
        let topics = (0..self.lists.topics.len()).map(|index| Thing::Topic(TopicId::at(index)));
        let rules = (0..self.lists.rules.len()).map(Thing::Rule);
        bases.chain(findings).chain(signs).chain(kinds).chain(causes).chain(fixes).chain(topics).chain(rules)
    }

    /// Returns the things of that id, in any base (`vpn`) or in one (`chatgpt:vpn`).
    pub fn find(&self, name: &str) -> Vec<Thing> {
        let (base, id) = name.split_once(':').map_or((None, name), |(base, id)| (Some(base), id));
        let in_base = |thing: &Thing| base.is_none_or(|base| self.base(self.base_of(*thing)).id == base);
        self.things().filter(|thing| self.id_of(*thing) == id && in_base(thing)).collect()
    }

    /// Returns the option of a finding by its id.
    pub fn find_option(&self, finding: FindingId, id: &str) -> Option<OptionId> {
        self.finding(finding).options().iter().position(|option| option.id == id).map(OptionId::at)
    }

    /// Returns the topic that a typed line asks about, if it asks one.
    pub fn topic_asked(&self, line: &str) -> Option<TopicId> {
        let topics = self.asked.get_or_init(|| {
            let numbered = self.topics().iter().enumerate().map(|(index, topic)| (index as u32, topic));
            Topics::new(numbered, self.bases.iter().flat_map(|base| &base.about).map(String::as_str))
        });
        topics.asked(line).map(TopicId)
    }

    /// Returns the matcher of all patterns of all bases. Built at its first use.
    pub(crate) fn matcher(&self) -> &Matcher {
        self.matcher.get_or_init(|| {
            let numbered = self.patterns().enumerate();
            Matcher::new(numbered.map(|(owner, (_, pattern))| (owner as u32, pattern)))
        })
    }

    /// Returns what a pattern that matched stands for.
    pub(crate) fn owner(&self, owner: u32) -> Owner {
        self.owners[owner as usize]
    }

    /// Returns whether a text can show the sign.
    pub(crate) fn is_recognisable(&self, sign: Sign) -> bool {
        let finding = self.finding(sign.finding);
        self.option(sign).map_or(&finding.patterns, |option| &option.patterns).iter().next().is_some()
    }

    fn patterns(&self) -> impl Iterator<Item = (Owner, &Pattern)> {
        let findings = self.findings().iter().enumerate().flat_map(|(index, finding)| {
            let sign = Sign { finding: FindingId::at(index), option: None };
            let own = finding.patterns.iter().map(move |pattern| (owner(sign, pattern), pattern));
            let options = finding.options().iter().enumerate().flat_map(move |(option, choice)| {
                let sign = Sign { option: Some(OptionId::at(option)), ..sign };
                choice.patterns.iter().map(move |pattern| (owner(sign, pattern), pattern))
            });
            own.chain(options)
        });
        let about = self.names.iter().map(|(base, pattern)| (Owner::About(*base), pattern));
        findings.chain(about)
    }

    /// Returns the positions of the rules that conclude something of a finding.
    pub(crate) fn rules_about(&self, finding: FindingId) -> &[usize] {
        self.layout.rules_about(finding)
    }

    /// Returns whether a person complains of the sign: it is a symptom.
    pub fn is_symptom(&self, sign: Sign) -> bool {
        self.option(sign).map_or(self.finding(sign.finding).role, |option| option.role) == Role::Symptom
    }
}

fn owner(sign: Sign, pattern: &Pattern) -> Owner {
    if matches!(pattern, Pattern::Named(_)) { Owner::NamedSign(sign) } else { Owner::Sign(sign) }
}
