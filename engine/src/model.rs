//! What a base says: findings, rules, causes, fixes and topics, as numbers, texts and references.
//!
//! A [`Base`] is plain data. Whoever reads a language builds one; [`crate::Knowledge`] checks that its references and numbers
//! hold and lays them out for inference. References are positions in the lists of the same base. Nothing here knows how a base is written.

use crate::cost::{Costs, Prices};
use crate::number::{Number, Seconds};
use crate::text::{Language, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

macro_rules! position {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// Returns the position as an index.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            pub(crate) fn at(index: usize) -> Self {
                Self(u32::try_from(index).expect("positions are checked when a base is loaded"))
            }
        }
    };
}

position!(
    /// A base among the loaded ones.
    BaseId
);
position!(
    /// A finding.
    FindingId
);
position!(
    /// An option of a finding with options.
    OptionId
);
position!(
    /// A cause.
    CauseId
);
position!(
    /// A fix.
    FixId
);
position!(
    /// A topic.
    TopicId
);
position!(
    /// A kind of causes.
    KindId
);

/// What is known about one thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Base {
    /// The base's own id: `chatgpt`.
    pub id: String,
    /// What the base is about, for a person.
    pub title: Text,
    /// The language the base is written in.
    pub language: Language,
    /// Names of the thing the base is about; the first is what a person calls it. May be empty.
    pub about: Vec<String>,
    /// Whether any number of its causes can be at work together; else they exclude one another.
    pub several_at_once: bool,
    /// What costs of each kind count as.
    pub prices: Prices,
    /// Notes, sources and links of the base as a whole.
    pub card: Card,
    /// Identifies the content: equal digests mean equal bases.
    pub digest: String,
    /// What can be observed.
    pub findings: Vec<Finding>,
    /// How findings follow from findings.
    pub rules: Vec<Rule>,
    /// The kinds of causes.
    pub kinds: Vec<Kind>,
    /// What can be wrong.
    pub causes: Vec<Cause>,
    /// What can be done.
    pub fixes: Vec<Fix>,
    /// Questions people ask.
    pub topics: Vec<Topic>,
}

/// How much the priors of causes that exclude one another may come to in a base with several causes at once.
pub const MAX_GROUP_PRIOR: f64 = 0.95;
/// How many combinations of values the contexts of a base may have.
pub const MAX_CONTEXT_VALUES: usize = 64;

impl Base {
    /// Returns the groups of causes that exclude one another, in the order of their first cause, and the kind where it is one at a time.
    ///
    /// Without several causes at once there is one group of all causes.
    pub fn groups(&self) -> Vec<(Option<KindId>, Vec<CauseId>)> {
        let mut groups: Vec<(Option<KindId>, Vec<CauseId>)> = Vec::new();
        let mut of_kind: Vec<Option<usize>> = vec![None; self.kinds.len()];
        for (index, cause) in self.causes.iter().enumerate() {
            let exclusive = |kind: &KindId| self.several_at_once && self.kinds[kind.index()].is_exclusive();
            let kind = cause.kind.filter(exclusive);
            let known = match kind {
                Some(kind) => of_kind[kind.index()],
                None => groups.first().filter(|_| !self.several_at_once).map(|_| 0),
            };
            if let Some(known) = known {
                groups[known].1.push(CauseId::at(index));
                continue;
            }
            kind.into_iter().for_each(|kind| of_kind[kind.index()] = Some(groups.len()));
            groups.push((kind, vec![CauseId::at(index)]));
        }
        groups
    }

    /// Returns the contexts of a base with several causes at once: the facts with exclusive values that causes mention.
    pub fn contexts(&self) -> BTreeSet<FindingId> {
        let mentioned = self.causes.iter().flat_map(|cause| &cause.links).map(|link| link.sign.finding);
        let is_context = |finding: &FindingId| {
            let finding = &self.findings[finding.index()];
            matches!(finding.domain, Domain::OneOf { rest: None, .. })
        };
        mentioned.filter(|finding| self.several_at_once && is_context(finding)).collect()
    }
}

/// What stands under everything: what it means, notes, sources and links.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// What the thing means for the person.
    pub means: Option<Text>,
    /// Remarks.
    pub notes: Vec<Text>,
    /// Where the knowledge comes from.
    pub sources: Vec<Source>,
    /// Where to read on.
    pub links: Vec<WebLink>,
}

/// Where knowledge comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The name of the source.
    pub title: String,
    /// The day, month or year when it was true: `2025-03`.
    pub date: Option<String>,
}

/// An address and what to call it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebLink {
    /// The address.
    pub address: String,
    /// What to call it.
    pub label: Option<Text>,
}

/// Something observable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The id, unique in the base.
    pub id: String,
    /// What a person reads.
    pub title: Text,
    /// Whether the person complains of it or it is a circumstance.
    pub role: Role,
    /// The values it can have.
    pub domain: Domain,
    /// The patterns by which a text shows it (only where the domain is [`Domain::YesNo`]).
    pub patterns: Vec<Pattern>,
    /// How it is asked; never asked where there is none.
    pub ask: Option<Text>,
    /// How long finding it out takes.
    pub takes: Seconds,
    /// What finding it out costs besides.
    pub costs: Costs,
    /// P(a person cannot tell), whatever is the case; none where everybody can.
    pub unanswered: Option<Number>,
    /// Where the environment may be looked at for it.
    pub probe: Option<Probe>,
    /// Where this is false, the finding is neither asked nor counted.
    pub applies_when: Option<Condition>,
    /// Where this is true, surely or probably, the finding is not asked; what is said of it counts all the same.
    pub not_asked_when: Option<Condition>,
    /// Meaning, notes, sources, links.
    pub card: Card,
}

impl Finding {
    /// Returns the options; none where the values are not options.
    pub fn options(&self) -> &[Choice] {
        match &self.domain {
            Domain::OneOf { options, .. } | Domain::SeveralOf { options } => options,
            Domain::YesNo { .. } | Domain::Number { .. } | Domain::Text => &[],
        }
    }

    /// Returns its conditions: where it applies, and where it is not asked.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.applies_when.iter().chain(&self.not_asked_when)
    }
}

/// What a finding is to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// What the person complains of.
    Symptom,
    /// A circumstance.
    Fact,
}

/// The values a finding can have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Domain {
    /// Yes or no.
    YesNo {
        /// P(yes | a cause that does not mention it), the leak or base rate.
        otherwise: Number,
    },
    /// Exactly one of the options.
    OneOf {
        /// The options. Where there is no rest, their base rates sum to one.
        options: Vec<Choice>,
        /// "Another, or none": the value that is left over. Without one the options are all there is.
        rest: Option<Text>,
    },
    /// Any number of the options, each on its own.
    SeveralOf {
        /// The options.
        options: Vec<Choice>,
    },
    /// A number from `least` to `most`.
    Number {
        /// The least number allowed.
        least: f64,
        /// The greatest number allowed.
        most: f64,
        /// What is counted.
        unit: Option<Text>,
    },
    /// Any text.
    Text,
}

/// One option of a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The id: of the symptom where the options are symptoms, else of the value, unique in its finding.
    pub id: String,
    /// What a person reads.
    pub title: Text,
    /// Whether the option is a symptom with an id in the base's name space.
    pub role: Role,
    /// P(this option | a cause that does not mention it), the leak or base rate.
    pub otherwise: Number,
    /// The patterns by which a text shows it.
    pub patterns: Vec<Pattern>,
    /// Meaning, notes, sources, links.
    pub card: Card,
}

/// One observable value: a finding being yes, or having one of its options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Sign {
    /// The finding.
    pub finding: FindingId,
    /// The option; none where the finding is yes or no.
    pub option: Option<OptionId>,
}

/// How a text shows a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pattern {
    /// Whole words, anywhere, without regard to case, accents, quotes, dashes and white space; `{name}` captures.
    Literal(String),
    /// The same as a line of its own.
    Line(String),
    /// The same near a name of what the base is about: at most [`Pattern::NEAR`] lines away.
    Named(String),
    /// A regular expression, without regard to case.
    Regex(String),
}

impl Pattern {
    /// How many lines may stand between a name and the words that count only near it.
    pub const NEAR: u32 = 3;
}

/// What of the environment may be looked at. Nothing here runs a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Probe {
    /// An environment variable: set and not empty, or equal to `value`.
    Variable {
        /// The name of the variable.
        name: String,
        /// The value that means yes.
        value: Option<String>,
    },
    /// The operating system, as the option of that id.
    System,
    /// The version of the operating system, as a text.
    SystemVersion,
    /// The architecture of the processor, as the option of that id.
    Architecture,
    /// Whether a program is on the path.
    Program(String),
    /// Whether a file exists; `~` is the home folder.
    File(String),
}

/// A condition over findings, in strong Kleene logic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Condition {
    /// The finding has this value.
    Is(Sign),
    /// The finding has the value that is left over.
    IsRest(FindingId),
    /// A number compares so with a constant.
    Compares(FindingId, Comparison, f64),
    /// A text equals a constant, without regard to case.
    Says(FindingId, String),
    /// Not.
    Not(Box<Condition>),
    /// All of these.
    All(Vec<Condition>),
    /// At least one of these.
    Any(Vec<Condition>),
}

/// How two numbers compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    Greater,
}

/// How findings follow from findings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// The id, unique in the base.
    pub id: String,
    /// When the rule applies.
    pub when: Condition,
    /// What holds then.
    pub then: Vec<Conclusion>,
    /// Notes and sources.
    pub card: Card,
}

/// What a rule sets: a sign that holds, or a yes-or-no finding that does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conclusion {
    /// What is set.
    pub sign: Sign,
    /// Whether it holds. Only for a finding that is yes or no, or an option of several, may this be false.
    pub holds: bool,
}

/// What some causes have in common. What it says of findings is already part of each of its causes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kind {
    /// The id, unique in the base.
    pub id: String,
    /// What a person reads.
    pub title: Text,
    /// Whether its causes exclude one another in a base with several causes at once; in any other base they do anyhow.
    pub one_at_a_time: bool,
    /// Whether its causes are variants of one trouble: they exclude one another, and a person is told the kind.
    pub variants: bool,
    /// Meaning, notes, sources, links.
    pub card: Card,
}

impl Kind {
    /// Returns whether its causes exclude one another in a base with several causes at once.
    pub fn is_exclusive(&self) -> bool {
        self.one_at_a_time || self.variants
    }
}

/// Something that can be wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cause {
    /// The id, unique in the base.
    pub id: String,
    /// What a person reads.
    pub title: Text,
    /// The kind it belongs to.
    pub kind: Option<KindId>,
    /// The prior, greater than 0: a weight among the causes of its base, or in a base with several causes at once the probability itself.
    pub prior: Number,
    /// What it shows: at most one link for a sign.
    pub links: Vec<Link>,
    /// Where one of these is true, the cause is impossible.
    pub ruled_out_when: Vec<Condition>,
    /// Where one of these is false, the cause is impossible.
    pub only_when: Vec<Condition>,
    /// Where one of these is true, no other cause is possible.
    pub confirmed_when: Vec<Condition>,
    /// The half-life of the trouble when nobody does anything; at least a second.
    pub passes_in: Option<Seconds>,
    /// Meaning, notes, sources, links.
    pub card: Card,
}

/// How often a cause shows a sign.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The sign.
    pub sign: Sign,
    /// P(sign | only this cause), between [`crate::Probability::LINK_FLOOR`] and [`crate::Probability::LINK_CAP`].
    pub number: Number,
}

/// Something that can be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fix {
    /// The id, unique in the base.
    pub id: String,
    /// What a person reads.
    pub title: Text,
    /// What it does to causes: at most one effect for a cause.
    pub effects: Vec<Effect>,
    /// Offered only where one of these is present; always where there is none.
    pub for_signs: Vec<Sign>,
    /// The yes-or-no finding that doing it answers.
    pub tells: Option<FindingId>,
    /// Whether it only finds something out.
    pub only_looks: bool,
    /// Not offered where one of these is false.
    pub only_when: Vec<Condition>,
    /// Offered only after these were tried.
    pub after: Vec<FixId>,
    /// What follows when it helped.
    pub then: Option<FixId>,
    /// How long it takes; for a fix that hands over, what giving up costs.
    pub takes: Seconds,
    /// What it costs besides.
    pub costs: Costs,
    /// P(it is done wrong, and so does nothing); none where it never is.
    pub done_wrong: Option<Number>,
    /// What can go wrong with it.
    pub risk: Option<Risk>,
    /// What to do, one thing after the other.
    pub steps: Vec<Text>,
    /// Commands to show, with `{capture}` placeholders.
    pub commands: Vec<String>,
    /// How to see that it worked.
    pub verify: Option<Text>,
    /// When it comes.
    pub turn: Turn,
    /// Meaning, notes, sources, links.
    pub card: Card,
}

/// What a fix does to a cause.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The cause; none for `other`.
    pub cause: Option<CauseId>,
    /// Whether the cause is gone or only gone round.
    pub kind: EffectKind,
    /// P(it helps | only this cause), from 0 to 1.
    pub number: Number,
}

/// Whether a fix rids of a cause or goes round it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EffectKind {
    /// The cause is gone.
    Cures,
    /// The person can go on; the cause is still there.
    Eases,
}

/// When a fix comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Turn {
    /// In the order of the expected cost of repair.
    InOrder,
    /// After all of those: somebody else takes it from here.
    HandsOver,
    /// At the very end.
    LastResort,
}

/// What can go wrong with a fix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Risk {
    /// The kind of risk.
    pub kind: RiskKind,
    /// What exactly.
    pub text: Option<Text>,
}

/// The kinds of risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RiskKind {
    /// Something that protects is off for a while.
    LowersProtection,
    /// Something may be lost.
    LosesData,
    /// Others are disturbed.
    InterruptsOthers,
    /// It costs money.
    CostsMoney,
}

/// A question people ask, and its answer (`means` of the card).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    /// The id, unique in the base.
    pub id: String,
    /// The question.
    pub title: Text,
    /// How people put it.
    pub patterns: Vec<Pattern>,
    /// The answer, notes, sources, links.
    pub card: Card,
}
