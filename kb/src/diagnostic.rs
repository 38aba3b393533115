//! What is wrong with a base: a code, a message, places and a remedy. How it looks on a screen is elsewhere.

use crate::remedy::{self, Remedy};
use crate::source::{Files, Span};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)+) => {
        /// The kinds of mistakes. A code never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $name,)+
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Returns the code as it is written: `E101`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }

            /// Returns the page about mistakes of this kind, as Markdown without a title: what it is, why that matters, a bad
            /// and a good example. It is a file in `kb/pages`; a code without one does not compile.
            pub fn page(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(concat!("../pages/", $code, ".md")),)+
                }
            }
        }
    };
}

codes! {
    /// A file or folder that is named is not there.
    NotFound = "E001",
    /// A file is there and cannot be read.
    Unreadable = "E002",
    /// A file is not UTF-8.
    NotUtf8 = "E003",
    /// A file or folder has nothing in it.
    Empty = "E004",
    /// The files of a base are too large together.
    TooLarge = "E005",
    /// Files use one another in a circle.
    CircleOfFiles = "E006",
    /// Files use files too deeply.
    FilesTooDeep = "E007",
    /// A path of a `use` is not allowed.
    BadPath = "E008",
    /// There are more mistakes than are listed.
    MoreMistakes = "E009",
    /// A base has too many declarations.
    TooManyDeclarations = "E010",

    /// A line holds a control character.
    ControlCharacter = "E101",
    /// A line is too long.
    LineTooLong = "E102",
    /// A string or a regular expression does not end on its line.
    NotClosed = "E103",
    /// A string holds an escape that the language does not have.
    UnknownEscape = "E104",
    /// Something else stands where a word, a number or a text should.
    Unexpected = "E105",
    /// A line opens with a word that opens no statement.
    UnknownStatement = "E106",
    /// A statement stands under a declaration that does not take it.
    Misplaced = "E107",
    /// A statement stands before the first declaration.
    NoDeclaration = "E108",
    /// A name is not an id.
    NotAnId = "E109",
    /// An id is a word of the language.
    ReservedId = "E110",
    /// Brackets are nested too deeply.
    TooDeep = "E111",
    /// A page cannot be put in its one form without changing what it says.
    NotFormattable = "E112",

    /// The files name no base, or more than one.
    NoBase = "E201",
    /// `base` or `translation` does not open its file.
    NotFirst = "E202",
    /// The base needs a newer etio.
    NewerLanguage = "E203",
    /// Something that must be said is not.
    Missing = "E204",
    /// A name that nothing declares.
    UnknownName = "E205",
    /// An id that is declared twice.
    DoubledId = "E206",
    /// The name of another kind of thing.
    WrongKind = "E207",
    /// A value that the fact does not have.
    UnknownValue = "E208",
    /// Something that can be said once is said twice.
    SaidTwice = "E209",
    /// A finding that needs a value stands without, or the other way round.
    WrongSign = "E210",
    /// A statement does not fit the values of the fact.
    WrongDomain = "E211",

    /// A number is out of its range.
    OutOfRange = "E301",
    /// A fact that a cause mentions has no `otherwise`.
    NoOtherwise = "E302",
    /// Words over the values of one fact do not come to 100 %.
    BadSum = "E303",
    /// Priors of causes that exclude one another leave too little for none of them.
    PriorsTooHigh = "E304",
    /// The values of all contexts come to too many.
    TooManyContexts = "E305",

    /// Findings derive from one another in a circle.
    Circle = "E401",
    /// An observation reaches the causes twice.
    TwoPaths = "E402",
    /// Two statements of one declaration exclude each other.
    Contradiction = "E403",
    /// A pattern cannot match or is not valid.
    BadPattern = "E404",
    /// A text fills in something that no pattern captures.
    UnknownCapture = "E405",
    /// An overlay changes what kind of thing something is.
    KindChanged = "E406",

    /// A translation of something that the base does not say.
    NothingToTranslate = "E501",
    /// A translation says something that is not a text.
    NotAText = "E502",

    /// A file of recorded cases cannot be read.
    UnreadableCases = "E601",

    /// A fact that nothing reads.
    Unused = "W001",
    /// A cause that no fix cures or eases.
    NoFix = "W002",
    /// A finding that nothing can show.
    NeverKnown = "W003",
    /// A fix that does nothing.
    DoesNothing = "W004",

    /// Two things of one sort that a person cannot tell apart by their titles.
    SameTitle = "W101",
    /// Two things of one sort that say the same text.
    SameText = "W102",
    /// Ids that are easily taken for one another.
    AlikeIds = "W103",
    /// A kind without causes, or an access that nothing needs.
    NothingUses = "W104",
    /// A text that a translation lacks.
    Untranslated = "W105",
    /// A placeholder that only a text or only its translation has.
    LostPlaceholder = "W106",
    /// A placeholder whose braces are not whole.
    BrokenPlaceholder = "W107",
    /// A `use` of what is there already.
    NeedlessUse = "W108",
    /// An overlay that changes nothing.
    ChangesNothing = "W109",
    /// Something that is said twice.
    SaidAgain = "W110",
    /// A word of a kind that each of its causes replaces.
    Overridden = "W111",
    /// A text without anything in it.
    EmptyText = "W112",
    /// Fixes that follow one another in a circle.
    CircleOfFixes = "W113",
    /// A value that is called like a finding.
    ShadowedName = "W114",
    /// A comment that is to silence something and does not.
    IdleSilence = "W115",

    /// Two symptoms with the same pattern.
    SamePattern = "W201",
    /// A pattern whose every text shows another symptom too.
    ShadowedPattern = "W202",
    /// A pattern that another of the same symptom makes needless.
    NeedlessPattern = "W203",
    /// A pattern that ordinary text sets off.
    CommonPattern = "W204",
    /// A text of a case that does not show what it should.
    ExampleUnmatched = "W205",
    /// A pattern that is very large.
    LargePattern = "W206",
    /// A symptom without a pattern in a language that the others have.
    LanguageLacking = "W207",

    /// A condition that can never hold.
    NeverHolds = "W301",
    /// A condition that always holds.
    AlwaysHolds = "W302",
    /// A part of a condition that changes nothing.
    NeedlessPart = "W303",
    /// Rules that say the opposite of the same case.
    OpposedRules = "W304",
    /// Rules that say the same.
    SameRule = "W305",
    /// A rule that says nothing which another does not say.
    NeedlessRule = "W306",
    /// Hard relations of a cause that leave nothing.
    ImpossibleCause = "W307",
    /// A hard relation that another says already.
    NeedlessRelation = "W308",
    /// A likelihood of what the hard relations exclude.
    LinkExcluded = "W309",
    /// Something confirms a cause and rules it out, or confirms two that exclude each other.
    ConfirmedTwice = "W310",
    /// A fix that is never offered, or not where it would help.
    NeverOffered = "W311",
    /// A cause that shows nothing more often than other causes do.
    NothingSpeaksFor = "W401",
    /// A cause that no answers make the most probable.
    NeverLeads = "W402",
    /// Causes that no answer tells apart, and for which different fixes help.
    Inseparable = "W403",
    /// A fix that is never worth its cost.
    NeverProposed = "W404",
    /// A finding of which every cause says the same.
    TellsNothing = "W405",
    /// A symptom that no cause explains.
    NothingToSay = "W406",
    /// A word that says the opposite of what it sounds like.
    Contradicts = "W407",
    /// A cause so rare that no evidence makes it lead.
    PriorDrowns = "W408",
    /// A base rate as good as certain.
    CertainAnyhow = "W409",
    /// A dangerous step without a risk.
    NoRisk = "W410",
    /// What a fix does to a cause helps nobody.
    HelpsNobody = "W411",
    /// A question that costs more than giving up.
    NeverAsked = "W412",
}

impl Code {
    /// Returns how bad a mistake of this kind is.
    pub fn severity(self) -> Severity {
        if self.as_str().starts_with('W') { Severity::Warning } else { Severity::Error }
    }
}

impl Code {
    /// Returns the code that is written so, in capitals or not: `w101`.
    pub fn of(written: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(written))
    }

    /// Returns whether a base with such a mistake cannot be used.
    pub fn is_error(self) -> bool {
        self.severity() == Severity::Error
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How bad a mistake is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The base works, though probably not as meant.
    Warning,
    /// The base cannot be used.
    Error,
}

/// A place and what to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What to say about it; may be empty.
    pub text: String,
}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of mistake.
    pub code: Code,
    /// What is wrong: one line, lower-case start, no full stop.
    pub message: String,
    /// Where: the place itself first, then places that belong to it. Empty where there is no file to point into.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// A session that shows the problem, where it is about behaviour.
    pub example: Option<Box<CounterExample>>,
    /// What mends it for certain, where there is such a thing.
    pub remedy: Option<Box<Remedy>>,
}

/// A session that shows a problem: as short as one could be found. It can be kept as a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CounterExample {
    /// What is pasted, if anything.
    pub text: Option<String>,
    /// What is answered then, in this order: the id of a finding, and the answer as a file of answers writes it.
    pub answers: Vec<(String, String)>,
    /// What is tried then, in this order: the id of a fix, and what came of it as a file of answers writes it.
    pub tried: Vec<(String, String)>,
    /// What comes of it, for a person: lower-case start, no full stop.
    pub outcome: String,
    /// The same for a program. A session that is shown has it: it was played before.
    pub shows: Option<Shows>,
}

/// What can be read off at the end of a session that shows a problem. Things are named by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shows {
    /// The text is recognised as each of these findings.
    Recognised(Vec<String>),
    /// The text is not recognised as this finding.
    NotRecognised(String),
    /// What was said cannot all be true together.
    Refused,
    /// The cause is impossible.
    Impossible(String),
    /// The cause is less probable than before anything was said.
    LessProbable(String),
    /// The cause is more probable than before anything was said.
    MoreProbable(String),
    /// A cause is no more probable than another or `other`, though everything that was said speaks for it against that.
    Behind {
        /// The cause.
        cause: String,
        /// What is ahead of it.
        by: String,
    },
    /// One of two causes comes first, and they are to one another as before.
    Level(String, String),
    /// Something is known, and every cause is as probable as before, to a hundredth.
    Unmoved,
    /// The cause comes first, and the fix does not come next.
    NotProposed {
        /// The fix.
        fix: String,
        /// The cause.
        cause: String,
    },
    /// The fix comes next.
    Proposed(String),
}

impl std::fmt::Display for CounterExample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = self.text.iter().map(|text| format!("paste “{text}”"));
        let answers = self.answers.iter().map(|(finding, answer)| format!("answer `{finding}`: {answer}"));
        let tried = self.tried.iter().map(|(fix, outcome)| format!("try `{fix}`: {outcome}"));
        let said: Vec<String> = text.chain(answers).chain(tried).collect();
        match said.is_empty() {
            true => f.write_str(&self.outcome),
            false => write!(f, "{}; then {}", said.join(", "), self.outcome),
        }
    }
}

impl Diagnostic {
    /// Returns a mistake without a place.
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), labels: Vec::new(), help: None, example: None, remedy: None }
    }

    /// Adds a place; the first is the place of the mistake.
    #[must_use]
    pub(crate) fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do.
    #[must_use]
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        self.maybe_help(Some(help.into()))
    }

    /// Says what to do, where there is something to say.
    #[must_use]
    pub(crate) fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Shows it by a session.
    #[must_use]
    pub(crate) fn example(mut self, example: CounterExample) -> Self {
        self.example = Some(Box::new(example));
        self
    }

    /// Says what mends it for certain.
    #[must_use]
    pub(crate) fn remedy(self, remedy: Remedy) -> Self {
        self.maybe_remedy(Some(remedy))
    }

    /// Says what mends it for certain, where something does.
    #[must_use]
    pub(crate) fn maybe_remedy(mut self, remedy: Option<Remedy>) -> Self {
        self.remedy = remedy.map(Box::new);
        self
    }

    /// Returns how bad it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Returns whether the base cannot be used.
    pub fn is_error(&self) -> bool {
        self.severity() == Severity::Error
    }
}

/// How many mistakes are listed; the rest are counted.
pub const MAX_DIAGNOSTICS: usize = 1_000;

/// Mistakes as they are found, up to [`MAX_DIAGNOSTICS`].
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    list: Vec<Diagnostic>,
    dropped: usize,
    errors: usize,
}

impl Diagnostics {
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.errors += usize::from(diagnostic.is_error());
        if self.list.len() < MAX_DIAGNOSTICS {
            self.list.push(diagnostic);
        } else {
            self.dropped += 1;
        }
    }

    /// Returns whether nothing more will be listed.
    pub(crate) fn is_full(&self) -> bool {
        self.list.len() >= MAX_DIAGNOSTICS
    }

    /// Returns how many errors there are, listed or not.
    pub(crate) fn errors(&self) -> usize {
        self.errors
    }

    /// Returns the mistakes in the order of their places, with the remedies as edits of these files.
    pub(crate) fn into_settled(self, files: &Files) -> Vec<Diagnostic> {
        let mut list = self.into_list();
        remedy::settle(&mut list, files);
        list
    }

    /// Returns the mistakes in the order of their places.
    pub(crate) fn into_list(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.span));
        if self.dropped > 0 {
            let message = format!("there are {} more mistakes", self.dropped);
            self.list.push(Diagnostic::new(Code::MoreMistakes, message).help("mend these first, then check again"));
        }
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_in_order() {
        let codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert!(codes.is_sorted() && codes.windows(2).all(|pair| pair[0] != pair[1]), "{codes:?}");
    }

    #[test]
    fn the_list_ends_and_says_how_many_are_left() {
        for (found, listed) in
            [(MAX_DIAGNOSTICS - 1, MAX_DIAGNOSTICS - 1), (MAX_DIAGNOSTICS, MAX_DIAGNOSTICS), (1_007, 1_001)]
        {
            let mut diagnostics = Diagnostics::default();
            (0..found).for_each(|_| diagnostics.push(Diagnostic::new(Code::Empty, "empty")));
            assert_eq!(diagnostics.errors(), found);
            let list = diagnostics.into_list();
            assert_eq!(list.len(), listed, "{found}");
            let counted = list.last().filter(|last| last.code == Code::MoreMistakes).map(|last| last.message.as_str());
            assert_eq!(counted, (found > MAX_DIAGNOSTICS).then_some("there are 7 more mistakes"));
        }
    }
}
