//! Conditions, as a person says them.

use crate::voice::Voice;
use etio_kb::engine::{CauseId, Comparison, Condition, Domain, Exclusion, FindingId, Sign, Thing, Value};

impl Voice<'_, '_> {
    /// Returns why a cause is impossible.
    pub(crate) fn exclusion(self, cause: Option<CauseId>, exclusion: Exclusion) -> String {
        let condition = |of: fn(&etio_kb::engine::Cause) -> &[Condition], at: usize| {
            let condition = cause.and_then(|cause| of(self.knowledge().cause(cause)).get(at));
            condition.map(|condition| self.condition(condition)).unwrap_or_default()
        };
        match exclusion {
            Exclusion::RuledOut(at) => self.words.ruled_out_because(&condition(|cause| &cause.ruled_out_when, at)),
            Exclusion::NotOnly(at) => self.words.ruled_out_without(&condition(|cause| &cause.only_when, at)),
            Exclusion::OtherConfirmed(other) => {
                self.words.ruled_out_by(&self.words.quoted(&self.title(Thing::Cause(other))))
            }
        }
    }

    /// Returns a condition with titles in the place of ids: `A VPN is on: yes and Messages: at least 40`.
    ///
    /// Recursion is bounded: a base nests at most 64 deep.
    pub(crate) fn condition(self, condition: &Condition) -> String {
        let words = self.words;
        let titled = |finding: &FindingId| self.title(Thing::Finding(*finding));
        match condition {
            Condition::Is(sign) => self.holds(*sign, words.yes()),
            Condition::Not(inner) => match &**inner {
                Condition::Is(sign) => self.holds(*sign, words.no()),
                inner => words.not_so(&self.bracketed(inner)),
            },
            Condition::IsRest(finding) => format!("{}: {}", titled(finding), self.rest(*finding)),
            Condition::Compares(finding, comparison, number) => {
                let number = self.value(*finding, &Value::Number(*number));
                format!("{}: {}", titled(finding), self.compared(*comparison, &number))
            }
            Condition::Says(finding, text) => format!("{}: {}", titled(finding), words.quoted(text)),
            Condition::All(parts) => self.joined(parts, words.and()),
            Condition::Any(parts) => self.joined(parts, words.or()),
        }
    }

    /// Returns that a sign holds, or that it does not: `“Internal Server Error”: no`, `Used with: the app`.
    fn holds(self, sign: Sign, yes_or_no: String) -> String {
        let is_one_of = matches!(self.knowledge().finding(sign.finding).domain, Domain::OneOf { .. });
        let is_value = is_one_of && !self.knowledge().is_symptom(sign);
        if is_value && yes_or_no == self.words.yes() {
            self.sign(sign)
        } else {
            format!("{}: {yes_or_no}", self.sign(sign))
        }
    }

    fn compared(self, comparison: Comparison, number: &str) -> String {
        match comparison {
            Comparison::Less => self.words.less_than(number),
            Comparison::AtMost => self.words.at_most(number),
            Comparison::Equal => number.to_owned(),
            Comparison::AtLeast => self.words.at_least(number),
            Comparison::Greater => self.words.more_than(number),
        }
    }

    fn joined(self, parts: &[Condition], word: String) -> String {
        parts.iter().map(|part| self.bracketed(part)).collect::<Vec<_>>().join(&format!(" {word} "))
    }

    fn bracketed(self, condition: &Condition) -> String {
        let inner = self.condition(condition);
        match condition {
            Condition::All(_) | Condition::Any(_) => format!("({inner})"),
            _ => inner,
        }
    }
}
