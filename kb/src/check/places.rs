//! Where a base says what: from the things of the model to the lines of the author.

use crate::source::Span;
use etio_engine::{CauseId, FindingId, FixId, KindId, OptionId, Sign, TopicId};
use std::collections::{HashMap, HashSet};

/// A part of a base that a check can speak of. Lists count from 0, in the order of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The base itself: its `base` line.
    Base,
    /// Something that is opened once, by its position.
    Access(usize),
    /// A symptom or a fact.
    Finding(FindingId),
    /// A value of a fact: an exclusive symptom, or a value in the head of its fact.
    Choice(FindingId, OptionId),
    /// A pattern of a symptom.
    Pattern(Sign, usize),
    /// The question of a finding.
    Question(FindingId),
    /// The probe of a finding.
    Probe(FindingId),
    /// The base rate of a sign.
    Otherwise(Sign),
    /// `applies when` of a finding.
    AppliesWhen(FindingId),
    /// `not asked when` of a finding.
    NotAskedWhen(FindingId),
    /// A rule, by its position.
    Rule(usize),
    /// A kind of causes.
    Kind(KindId),
    /// A cause.
    Cause(CauseId),
    /// `is` of a cause.
    Prior(CauseId),
    /// A likelihood of a cause, its own or that of its kind.
    Link(CauseId, Sign),
    /// A `ruled out when` of a cause.
    RuledOutWhen(CauseId, usize),
    /// An `only when` of a cause.
    OnlyWhen(CauseId, usize),
    /// A `confirmed when` of a cause.
    ConfirmedWhen(CauseId, usize),
    /// A fix.
    Fix(FixId),
    /// What a fix does to a cause; none is `other`.
    Effect(FixId, Option<CauseId>),
    /// A sign in the `for` of a fix.
    ForSign(FixId, Sign),
    /// An `only when` of a fix.
    FixOnlyWhen(FixId, usize),
    /// A fix that is named in the `after` of a fix.
    After(FixId, FixId),
    /// `then` of a fix.
    Then(FixId),
    /// `tells` of a fix.
    Tells(FixId),
    /// `risk` of a fix.
    Risk(FixId),
    /// A step of a fix.
    Step(FixId, usize),
    /// A command of a fix.
    Command(FixId, usize),
    /// A topic.
    Topic(TopicId),
    /// A pattern of a topic.
    TopicPattern(TopicId, usize),
}

impl Subject {
    /// Returns what the part stands under, where it has no place of its own.
    fn within(self) -> Self {
        match self {
            Self::Choice(id, _)
            | Self::Question(id)
            | Self::Probe(id)
            | Self::AppliesWhen(id)
            | Self::NotAskedWhen(id) => Self::Finding(id),
            Self::Pattern(sign, _) | Self::Otherwise(sign) => match sign.option {
                Some(option) => Self::Choice(sign.finding, option),
                None => Self::Finding(sign.finding),
            },
            Self::Prior(id)
            | Self::Link(id, _)
            | Self::RuledOutWhen(id, _)
            | Self::OnlyWhen(id, _)
            | Self::ConfirmedWhen(id, _) => Self::Cause(id),
            Self::Effect(id, _)
            | Self::ForSign(id, _)
            | Self::FixOnlyWhen(id, _)
            | Self::After(id, _)
            | Self::Then(id)
            | Self::Tells(id)
            | Self::Risk(id)
            | Self::Step(id, _)
            | Self::Command(id, _) => Self::Fix(id),
            Self::TopicPattern(id, _) => Self::Topic(id),
            Self::Base
            | Self::Access(_)
            | Self::Finding(_)
            | Self::Rule(_)
            | Self::Kind(_)
            | Self::Cause(_)
            | Self::Fix(_)
            | Self::Topic(_) => Self::Base,
        }
    }
}

/// Where the parts of one base are written. A part that an overlay changes is where the overlay says it.
#[derive(Clone, Debug)]
pub struct Places {
    base: Span,
    of: HashMap<Subject, Span>,
    /// How many accesses were added, and which.
    accesses: Vec<String>,
    /// The parts whose number is written as a word.
    words: HashSet<Subject>,
    /// Where declarations stand from head to last statement, of things that are declared once.
    wholes: HashMap<Subject, Span>,
    /// Whether an overlay changes the base.
    overlaid: bool,
}

impl Places {
    pub(crate) fn new(base: Span) -> Self {
        Self {
            base,
            of: HashMap::new(),
            accesses: Vec::new(),
            words: HashSet::new(),
            wholes: HashMap::new(),
            overlaid: false,
        }
    }

    pub(crate) fn add(&mut self, subject: Subject, span: Span) {
        self.of.insert(subject, span);
    }

    /// Keeps where the whole declaration of a thing stands.
    pub(crate) fn add_whole(&mut self, subject: Subject, span: Span) {
        self.wholes.insert(subject, span);
    }

    /// Says that an overlay changes the base.
    pub(crate) fn overlay(&mut self) {
        self.overlaid = true;
    }

    /// Returns whether an overlay changes the base.
    pub(crate) fn is_overlaid(&self) -> bool {
        self.overlaid
    }

    /// Returns where the declaration of a rule stands from its head to its last statement, if there is one alone.
    pub(crate) fn whole(&self, subject: Subject) -> Option<Span> {
        self.wholes.get(&subject).copied()
    }

    /// Adds an access, which is known by its id.
    pub(crate) fn add_access(&mut self, id: &str, span: Span) {
        let known = self.accesses.iter().position(|known| known == id);
        let at = known.unwrap_or_else(|| {
            self.accesses.push(id.to_owned());
            self.accesses.len() - 1
        });
        self.add(Subject::Access(at), span);
    }

    /// Keeps whether the number of a part is written as a word.
    pub(crate) fn add_word(&mut self, subject: Subject, is_word: bool) {
        if is_word {
            self.words.insert(subject);
        } else {
            self.words.remove(&subject);
        }
    }

    /// Returns whether the number of a part is written as a word, such as `often`.
    pub fn is_word(&self, subject: Subject) -> bool {
        self.words.contains(&subject)
    }

    /// Returns where a part is written; what is not written itself is where that stands to which it belongs.
    pub fn of(&self, subject: Subject) -> Span {
        let mut at = subject;
        loop {
            match self.of.get(&at) {
                Some(span) => return *span,
                None if at == Subject::Base => return self.base,
                None => at = at.within(),
            }
        }
    }

    /// Returns whether a part is written in the base itself.
    pub fn is_written(&self, subject: Subject) -> bool {
        self.of.contains_key(&subject)
    }
}
