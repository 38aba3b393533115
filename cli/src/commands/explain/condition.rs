//! Conditions, in the words of the language.

use crate::commands::explain::Teller;
use etio_kb::engine::{Comparison, Condition, FindingId, Sign, Thing};

impl Teller<'_> {
    /// Returns a condition as a base writes it.
    ///
    /// Recursion is bounded: a base nests at most 64 deep.
    pub(super) fn condition(&self, condition: &Condition) -> String {
        let id = |finding: &FindingId| self.knowledge.finding(*finding).id.as_str();
        match condition {
            Condition::Is(sign) => self.sign_in_condition(*sign),
            Condition::IsRest(finding) => format!("{} is else", id(finding)),
            Condition::Compares(finding, comparison, number) => {
                format!("{} {} {number}", id(finding), symbol(*comparison))
            }
            Condition::Says(finding, text) => format!("{} is \"{text}\"", id(finding)),
            Condition::Not(inner) => format!("not {}", self.bracketed(inner)),
            Condition::All(parts) => self.joined(parts, " and "),
            Condition::Any(parts) => self.joined(parts, " or "),
        }
    }

    fn joined(&self, parts: &[Condition], word: &str) -> String {
        parts.iter().map(|part| self.bracketed(part)).collect::<Vec<_>>().join(word)
    }

    fn bracketed(&self, condition: &Condition) -> String {
        let inner = self.condition(condition);
        match condition {
            Condition::All(_) | Condition::Any(_) => format!("({inner})"),
            _ => inner,
        }
    }

    /// Returns a sign as a condition writes it.
    pub(super) fn sign_in_condition(&self, sign: Sign) -> String {
        let finding = self.knowledge.finding(sign.finding);
        match self.knowledge.option(sign) {
            None => finding.id.clone(),
            Some(option) if self.knowledge.is_symptom(sign) => option.id.clone(),
            Some(option) => {
                let several = matches!(finding.domain, etio_kb::engine::Domain::SeveralOf { .. });
                format!("{} {} {}", finding.id, if several { "has" } else { "is" }, option.id)
            }
        }
    }

    /// Returns a sign with its title, for a person.
    pub(super) fn sign_with_title(&self, sign: Sign) -> String {
        if sign.option.is_none() || self.knowledge.is_symptom(sign) {
            return self.named(Thing::Sign(sign));
        }
        let finding = self.title(Thing::Finding(sign.finding));
        format!("{finding}: {} [{}]", self.title(Thing::Sign(sign)), self.sign_in_condition(sign))
    }
}

fn symbol(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::Equal => "=",
        Comparison::AtLeast => ">=",
        Comparison::Greater => ">",
    }
}
