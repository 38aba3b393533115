//! The page of each code: what is found, why that matters, what is bad and what is good. The pages are files in `kb/pages`;
//! a test checks that each bad example is told of and each good one is not.

use crate::diagnostic::Code;

macro_rules! pages {
    ($($code:literal,)+) => {
        /// By code, as it is written.
        const PAGES: &[(&str, &str)] = &[$(($code, include_str!(concat!("../../pages/", $code, ".md"))),)+];
    };
}

pages! {
    "E001", "E002", "E003", "E004", "E005", "E006", "E007", "E008", "E009", "E010", "E101", "E102", "E103", "E104",
    "E105", "E106", "E107", "E108", "E109", "E110", "E111", "E112", "E201", "E202", "E203", "E204", "E205", "E206",
    "E207", "E208", "E209", "E210", "E211", "E301", "E302", "E303", "E304", "E305", "E401", "E402", "E403", "E404",
    "E405", "E406", "E501", "E502", "W001", "W002", "W003", "W004", "W101", "W102", "W103", "W104", "W105", "W106",
    "W107", "W108", "W109", "W110", "W111", "W112", "W113", "W114", "W115", "W201", "W202", "W203", "W204", "W205",
    "W206", "W207", "W301", "W302", "W303", "W304", "W305", "W306", "W307", "W308", "W309", "W310", "W311", "W401",
    "W402", "W403", "W404", "W405", "W406", "W407", "W408", "W409", "W410", "W411",
}

impl Code {
    /// Returns the page about mistakes of this kind, as Markdown without a title, if there is one.
    pub fn page(self) -> Option<&'static str> {
        PAGES.iter().find(|(code, _)| *code == self.as_str()).map(|(_, page)| *page)
    }

    /// Returns the code that is written so, in capitals or not: `w101`.
    pub fn of(written: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(written))
    }
}
