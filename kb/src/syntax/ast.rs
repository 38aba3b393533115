//! The tree of a page: declarations and statements as they are written, names not yet resolved. Two trees are equal where they say
//! the same, wherever it stands.

use crate::source::Span;
use etio_engine::{Comparison, EffectKind, Probability, Provenance, Seconds};

/// A word that names something, wherever it stands.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// A string, without its quotes and escapes.
#[derive(Clone, Debug)]
pub(crate) struct Str {
    pub(crate) value: String,
    pub(crate) span: Span,
    /// Whether the value stands in the file as it is, so that a place in it is a place in the file.
    pub(crate) verbatim: bool,
}

impl Str {
    /// Returns the place of a part of the value, or of the whole string where that is not known.
    pub(crate) fn part(&self, part: std::ops::Range<usize>) -> Span {
        if !self.verbatim {
            return self.span;
        }
        let start = self.span.start as usize + 1;
        Span::new(self.span.file, start + part.start..start + part.end)
    }
}

/// A probability as it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Figure {
    pub(crate) probability: Probability,
    /// `Counts` for `7 of 10`, else `Estimate`: whether a source stands behind it is decided later.
    pub(crate) provenance: Provenance,
    /// Whether it is a word and not a number.
    pub(crate) is_word: bool,
    pub(crate) span: Span,
}

/// A file: its declarations in order.
#[derive(Debug, PartialEq)]
pub(crate) struct Page {
    pub(crate) declarations: Vec<Declaration>,
    /// Ids of declarations whose heads could not be read: they are there, whatever they say.
    pub(crate) unread: Vec<String>,
}

/// A head and its statements.
#[derive(Debug)]
pub(crate) struct Declaration {
    pub(crate) head: Head,
    pub(crate) statements: Vec<Statement>,
    pub(crate) span: Span,
    /// Whether some of its statements could not be read, so that nothing can be said of what is missing.
    pub(crate) damaged: bool,
}

impl Declaration {
    /// Returns where it stands, from its head to its last statement.
    pub(crate) fn whole(&self) -> Span {
        self.statements.last().map_or(self.span, |last| self.span.to(last.span))
    }
}

/// The ten words that open a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeadWord {
    /// What a base is about.
    Base,
    /// Another file.
    Use,
    /// A base in another language.
    Translation,
    /// What a person complains of.
    Symptom,
    /// What can be found out.
    Fact,
    /// What follows from what.
    Rule,
    /// Several causes together.
    Kind,
    /// What can be wrong.
    Cause,
    /// What can be tried.
    Fix,
    /// A question that people ask.
    Topic,
}

impl HeadWord {
    /// Every word.
    pub const ALL: [Self; 10] = [
        Self::Base,
        Self::Use,
        Self::Translation,
        Self::Symptom,
        Self::Fact,
        Self::Rule,
        Self::Kind,
        Self::Cause,
        Self::Fix,
        Self::Topic,
    ];

    /// Returns what a word opens.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|head| head.word() == word)
    }

    /// Returns the word as it is written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Use => "use",
            Self::Translation => "translation",
            Self::Symptom => "symptom",
            Self::Fact => "fact",
            Self::Rule => "rule",
            Self::Kind => "kind",
            Self::Cause => "cause",
            Self::Fix => "fix",
            Self::Topic => "topic",
        }
    }
}

/// The head of a declaration. In overlays and translations, all but the id may be left out.
#[derive(Debug, PartialEq)]
pub(crate) struct Head {
    pub(crate) word: HeadWord,
    /// The id; for `use` there is none.
    pub(crate) id: Option<Name>,
    pub(crate) title: Option<Str>,
    pub(crate) detail: Detail,
}

/// What else a head says.
#[derive(Debug, PartialEq)]
pub(crate) enum Detail {
    Nothing,
    /// `use "path"`
    Path(Str),
    /// `of NAME`: the fact of a symptom, the kind of a cause.
    Of(Name),
    /// `: one of …` and the like.
    Domain(Domain),
    /// `when … then …`
    Rule(Condition, Vec<Conclusion>),
}

/// The values of a fact.
#[derive(Debug, PartialEq)]
pub(crate) enum Domain {
    OneOf(Vec<Name>),
    OneOfSymptoms,
    SeveralOf(Vec<Name>),
    Number(NumberRange),
    Text,
}

/// The range of a number, with its unit.
#[derive(Debug)]
pub(crate) struct NumberRange {
    pub(crate) least: f64,
    pub(crate) most: f64,
    pub(crate) unit: Option<Str>,
    pub(crate) span: Span,
}

/// `finding`, `finding is value` or `finding has value`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sign {
    pub(crate) name: Name,
    pub(crate) value: Option<Value>,
}

impl Sign {
    pub(crate) fn span(&self) -> Span {
        self.value.as_ref().map_or(self.name.span, |value| self.name.span.to(value.name.span))
    }
}

/// `is value` or `has value`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Value {
    pub(crate) joint: Joint,
    pub(crate) name: Name,
}

/// The word between a finding and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Joint {
    Is,
    Has,
}

/// A condition as it is written.
#[derive(Debug, PartialEq)]
pub(crate) enum Condition {
    Sign(Sign),
    Compares(Name, Comparison, f64),
    Says(Name, Str),
    Not(Box<Condition>),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}

/// What a rule sets.
#[derive(Debug, PartialEq)]
pub(crate) struct Conclusion {
    pub(crate) sign: Sign,
    pub(crate) holds: bool,
}

/// One statement.
#[derive(Debug)]
pub(crate) struct Statement {
    pub(crate) kind: StatementKind,
    pub(crate) span: Span,
}

/// What a statement says.
#[derive(Debug, PartialEq)]
pub(crate) enum StatementKind {
    Etio(f64),
    Language(Name),
    About(Vec<Str>),
    SeveralCausesAtOnce,
    Counts(Name, Seconds),
    Access(Name, Seconds),
    Note(Str),
    Means(Str),
    Link { address: Str, label: Option<Str> },
    Source { title: Str, date: Option<String> },
    SourceEstimate,
    Ask(Str),
    Says(Vec<Pattern>),
    Otherwise(Figure, Option<Value>),
    Takes(Seconds),
    Costs(f64),
    Effort(Name),
    Needs(Vec<Name>),
    Unanswered(Figure),
    Label(Name, Str),
    Else(Str),
    AppliesWhen(Condition),
    NotAskedWhen(Condition),
    Probe(Probe),
    OneAtATime,
    VariantsOfOneTrouble,
    Is(Figure),
    Shows(Figure, Vec<Sign>),
    RuledOutWhen(Condition),
    OnlyWhen(Condition),
    ConfirmedWhen(Condition),
    PassesIn(Seconds),
    Helps(Figure, EffectKind, Vec<Name>),
    For(Vec<Sign>),
    Tells(Name),
    OnlyLooks,
    After(Vec<Name>),
    Then(Name),
    Risk(Name, Option<Str>),
    Step(Str),
    Run(Str),
    Verify(Str),
    DoneWrong(Figure),
    HandsOver,
    LastResort,
}

/// A pattern as it is written; a regular expression without its slashes.
#[derive(Debug, PartialEq)]
pub(crate) enum Pattern {
    Literal(Str),
    Line(Str),
    Named(Str),
    Regex(Str),
}

impl Pattern {
    /// Returns what is written between the quotes or slashes.
    pub(crate) fn text(&self) -> &Str {
        match self {
            Self::Literal(text) | Self::Line(text) | Self::Named(text) | Self::Regex(text) => text,
        }
    }
}

/// Where the environment may be looked at.
#[derive(Debug, PartialEq)]
pub(crate) enum Probe {
    Variable(String, Option<Str>),
    System,
    SystemVersion,
    Architecture,
    Program(String),
    File(Str),
}

/// What is equal where it says the same, wherever it stands.
macro_rules! equal_by {
    ($($type:ident: $($field:ident),+;)+) => {
        $(impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                $(self.$field == other.$field)&&+
            }
        })+
    };
}

equal_by! {
    Name: text;
    Str: value;
    Figure: probability, provenance;
    Declaration: head, statements;
    NumberRange: least, most, unit;
    Statement: kind;
}
