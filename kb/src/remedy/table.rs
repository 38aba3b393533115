//! For which mistakes there is a remedy, and what it does. A test holds this table against what is really done.

use crate::diagnostic::Code;

impl Code {
    /// Returns what `etio check --fix` does about mistakes of this kind where it is certain: lower-case start, no full stop.
    pub fn remedy(self) -> Option<&'static str> {
        Some(match self {
            Self::ControlCharacter => "deletes the marks that nobody sees, but no other control character",
            Self::Unexpected => {
                "writes the word that was meant where one slip leads to it, and straight quotes for curly ones"
            }
            Self::UnknownStatement => "writes the word that was meant where one slip leads to it",
            Self::NotAnId => "writes the id in lower case with hyphens, wherever it stands",
            Self::UnknownName => "writes the name that was meant where one slip leads to it and to no other",
            Self::DoubledId => "takes the second declaration out where it says exactly what the first says",
            Self::WrongKind => "writes, in a translation, the word with which the base declares it",
            Self::UnknownValue => "writes the value that was meant where one slip leads to it and to no other",
            Self::SaidTwice => "takes out what is said again where it is the same to the letter",
            Self::WrongSign => "writes `is` for `has`, or `has` for `is`, where the value is right",
            Self::UnknownCapture => "writes the capture that was meant where one slip leads to it and to no other",
            Self::NothingToTranslate => {
                "writes the id that was meant where one slip leads to it, and takes out a `means`, `ask`, `else`, `verify` or \
                 risk that the base no longer has"
            }
            Self::BrokenPlaceholder => "writes the braces whole where what stands in them is the name of a capture",
            Self::NeedlessUse => "takes the `use` out",
            Self::ChangesNothing => "takes out what changes nothing, but leaves the opening of the overlay",
            Self::SaidAgain => "takes the second out where it is the same to the letter",
            Self::Overridden => "takes the word of the kind out",
            Self::EmptyText => "takes an empty `step`, `note`, `run`, `means` or `verify` out",
            Self::IdleSilence => "takes out the comment that has nothing to silence any more",
            Self::NeedlessPattern => "takes the second pattern out",
            Self::NeedlessPart => "takes the part out where it changes nothing even while not everything is known",
            Self::SameRule | Self::NeedlessRule => {
                "takes the needless rule out where it changes nothing even while not everything is known"
            }
            Self::NeedlessRelation => {
                "takes the needless statement out where it changes nothing even while not everything is known"
            }
            _ => return None,
        })
    }
}
