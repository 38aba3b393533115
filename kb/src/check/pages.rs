//! The page of each check: what it finds, why that matters, what is bad and what is good. The pages are files in `kb/pages`;
//! a test checks that each bad example is told of and each good one is not.

use crate::diagnostic::Code;

macro_rules! pages {
    ($($name:ident = $code:literal,)+) => {
        const PAGES: &[(Code, &str)] = &[$((Code::$name, include_str!(concat!("../../pages/", $code, ".md"))),)+];
    };
}

pages! {
    SameTitle = "W101",
    SameText = "W102",
    AlikeIds = "W103",
    NothingUses = "W104",
    Untranslated = "W105",
    LostPlaceholder = "W106",
    BrokenPlaceholder = "W107",
    NeedlessUse = "W108",
    ChangesNothing = "W109",
    SaidAgain = "W110",
    Overridden = "W111",
    EmptyText = "W112",
    CircleOfFixes = "W113",
    ShadowedName = "W114",
    IdleSilence = "W115",
    SamePattern = "W201",
    ShadowedPattern = "W202",
    NeedlessPattern = "W203",
    CommonPattern = "W204",
    ExampleUnmatched = "W205",
    LargePattern = "W206",
    LanguageLacking = "W207",
    NeverHolds = "W301",
    AlwaysHolds = "W302",
    NeedlessPart = "W303",
    OpposedRules = "W304",
    SameRule = "W305",
    NeedlessRule = "W306",
    ImpossibleCause = "W307",
    NeedlessRelation = "W308",
    LinkExcluded = "W309",
    ConfirmedTwice = "W310",
    NeverOffered = "W311",
    NothingSpeaksFor = "W401",
    NeverLeads = "W402",
    Inseparable = "W403",
    NeverProposed = "W404",
    TellsNothing = "W405",
    NothingToSay = "W406",
    Contradicts = "W407",
    PriorDrowns = "W408",
    CertainAnyhow = "W409",
    NoRisk = "W410",
    HelpsNobody = "W411",
}

impl Code {
    /// Returns the page about mistakes of this kind, as Markdown without a title, if there is one.
    pub fn page(self) -> Option<&'static str> {
        PAGES.iter().find(|(code, _)| *code == self).map(|(_, page)| *page)
    }

    /// Returns the code that is written so, in capitals or not: `w101`.
    pub fn of(written: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(written))
    }
}
