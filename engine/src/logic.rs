//! Strong Kleene logic, with a certainty beside each truth.

use crate::model::{Comparison, Condition, FindingId, Sign};
use crate::statement::Certainty;

/// Three-valued truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    True,
    False,
    Unknown,
}

/// A truth and how sure it is. The certainty of [`Truth::Unknown`] says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub(crate) truth: Truth,
    pub(crate) certainty: Certainty,
}

impl Judgement {
    pub(crate) const UNKNOWN: Self = Self { truth: Truth::Unknown, certainty: Certainty::Probable };

    pub(crate) fn new(holds: bool, certainty: Certainty) -> Self {
        Self { truth: if holds { Truth::True } else { Truth::False }, certainty }
    }

    pub(crate) fn is_true(self) -> bool {
        self.truth == Truth::True
    }

    pub(crate) fn is_surely(self, truth: Truth) -> bool {
        self.truth == truth && self.certainty == Certainty::Sure
    }

    fn not(self) -> Self {
        let truth = match self.truth {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        };
        Self { truth, ..self }
    }

    /// Returns the conjunction: false as surely as its surest false part, true as surely as its least sure part.
    pub(crate) fn all(parts: impl Iterator<Item = Self>) -> Self {
        let (mut falsest, mut weakest, mut unknown) = (None, Certainty::Sure, false);
        for part in parts {
            match part.truth {
                Truth::False => falsest = falsest.max(Some(part.certainty)),
                Truth::True => weakest = weakest.min(part.certainty),
                Truth::Unknown => unknown = true,
            }
        }
        match falsest {
            Some(certainty) => Self::new(false, certainty),
            None if unknown => Self::UNKNOWN,
            None => Self::new(true, weakest),
        }
    }

    /// Returns the disjunction, the mirror of [`Self::all`].
    pub(crate) fn any(parts: impl Iterator<Item = Self>) -> Self {
        Self::all(parts.map(Self::not)).not()
    }
}

/// What a condition asks of the findings.
pub(crate) trait Known {
    /// Returns whether the finding has this value.
    fn is(&self, sign: Sign) -> Judgement;
    /// Returns whether the finding has the value that is left over.
    fn is_rest(&self, finding: FindingId) -> Judgement;
    /// Returns the number, if one is known.
    fn number(&self, finding: FindingId) -> Option<(f64, Certainty)>;
    /// Returns the text, if one is known.
    fn text(&self, finding: FindingId) -> Option<(&str, Certainty)>;
}

/// Returns the truth of a condition. Conditions are at most 64 deep, so is the recursion.
pub(crate) fn judge(condition: &Condition, known: &impl Known) -> Judgement {
    match condition {
        Condition::Is(sign) => known.is(*sign),
        Condition::IsRest(finding) => known.is_rest(*finding),
        Condition::Compares(finding, comparison, constant) => match known.number(*finding) {
            Some((number, certainty)) => Judgement::new(compares(number, *comparison, *constant), certainty),
            None => Judgement::UNKNOWN,
        },
        Condition::Says(finding, constant) => match known.text(*finding) {
            Some((text, certainty)) => {
                Judgement::new(text.trim().to_lowercase() == constant.trim().to_lowercase(), certainty)
            }
            None => Judgement::UNKNOWN,
        },
        Condition::Not(inner) => judge(inner, known).not(),
        Condition::All(parts) => Judgement::all(parts.iter().map(|part| judge(part, known))),
        Condition::Any(parts) => Judgement::any(parts.iter().map(|part| judge(part, known))),
    }
}

fn compares(number: f64, comparison: Comparison, constant: f64) -> bool {
    match comparison {
        Comparison::Less => number < constant,
        Comparison::AtMost => number <= constant,
        // Both sides were typed in by people, as decimals: equal digits are equal numbers.
        Comparison::Equal => number.total_cmp(&constant).is_eq(),
        Comparison::AtLeast => number >= constant,
        Comparison::Greater => number > constant,
    }
}

impl Condition {
    /// Calls `visit` for every finding that the condition speaks of.
    pub(crate) fn for_each_finding(&self, visit: &mut impl FnMut(FindingId)) {
        match self {
            Self::Is(sign) => visit(sign.finding),
            Self::IsRest(finding) | Self::Compares(finding, ..) | Self::Says(finding, _) => visit(*finding),
            Self::Not(inner) => inner.for_each_finding(visit),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.for_each_finding(visit)),
        }
    }

    /// Calls `visit` for every constant that a number or a text is compared with.
    pub(crate) fn for_each_constant<'a>(&'a self, visit: &mut impl FnMut(FindingId, Constant<'a>)) {
        match self {
            Self::Compares(finding, _, constant) => visit(*finding, Constant::Number(*constant)),
            Self::Says(finding, constant) => visit(*finding, Constant::Text(constant)),
            Self::Not(inner) => inner.for_each_constant(visit),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.for_each_constant(visit)),
            Self::Is(_) | Self::IsRest(_) => {}
        }
    }
}

/// What a condition compares with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Constant<'a> {
    Number(f64),
    Text(&'a str),
}

#[cfg(test)]
mod tests {
    use super::*;
    use Certainty::{Probable, Sure};

    const T: Judgement = Judgement { truth: Truth::True, certainty: Sure };
    const F: Judgement = Judgement { truth: Truth::False, certainty: Sure };
    const U: Judgement = Judgement::UNKNOWN;
    const MAYBE: Judgement = Judgement { truth: Truth::True, certainty: Probable };

    #[test]
    fn strong_kleene_tables() {
        for (a, b, and, or) in
            [(T, T, T, T), (T, F, F, T), (T, U, U, T), (F, F, F, F), (F, U, F, U), (U, U, U, U), (T, MAYBE, MAYBE, T)]
        {
            for pair in [[a, b], [b, a]] {
                assert_eq!(Judgement::all(pair.into_iter()).truth, and.truth, "{a:?} and {b:?}");
                assert_eq!(Judgement::any(pair.into_iter()).truth, or.truth, "{a:?} or {b:?}");
            }
        }
        assert_eq!(U.not().truth, Truth::Unknown);
    }

    #[test]
    fn a_conjunction_is_as_sure_as_it_must_be() {
        assert_eq!(Judgement::all([T, MAYBE].into_iter()).certainty, Probable);
        assert_eq!(Judgement::all([F, MAYBE.not()].into_iter()).certainty, Sure);
        assert_eq!(Judgement::any([T, MAYBE].into_iter()).certainty, Sure);
    }

    #[test]
    fn nothing_is_a_true_conjunction_and_a_false_disjunction() {
        assert_eq!(Judgement::all(std::iter::empty()), T);
        assert_eq!(Judgement::any(std::iter::empty()), F);
    }
}
