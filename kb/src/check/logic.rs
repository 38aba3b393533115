//! What conditions and rules come to: never, always, the same, or against one another.
//!
//! Everything here is decided by trying every combination of values (`worlds`), so that what is told is so.

use super::worlds::{Worlds, written, written_out};
use super::{Concern, Review, Subject, partial};
use crate::diagnostic::{Code, CounterExample, Shows};
use crate::remedy::{Cut, Remedy};
use etio_engine::{Base, CauseId, Condition, Domain, FindingId, FixId, Rule};
use std::collections::BTreeMap;

/// Looks at one base.
pub(super) fn check(review: &mut Review<'_>) {
    let conditions = Conditions::new(review.base);
    conditions.alone(review);
    super::rules::check(review, &conditions);
    super::hard::check(review, &conditions);
}

/// The conditions of a base, with what is defined by rules written out.
pub(super) struct Conditions<'a> {
    base: &'a Base,
    /// For each finding that is nothing but what its rules say, the rules that set it.
    defined: BTreeMap<FindingId, Vec<&'a Rule>>,
}

/// What a condition is for, and what it means that it never or always holds.
struct Use<'a> {
    subject: Subject,
    /// How the statement begins.
    statement: &'static str,
    condition: &'a Condition,
    if_never: Option<&'static str>,
    if_always: Option<&'static str>,
}

impl<'a> Conditions<'a> {
    fn new(base: &'a Base) -> Self {
        let mut defined: BTreeMap<FindingId, Vec<&Rule>> = BTreeMap::new();
        for rule in &base.rules {
            for then in &rule.then {
                defined.entry(then.sign.finding).or_default().push(rule);
            }
        }
        let told: Vec<FindingId> = base.fixes.iter().filter_map(|fix| fix.tells).collect();
        let only_yes = |id: FindingId, rules: &[&Rule]| {
            let conclusions = rules.iter().flat_map(|rule| &rule.then).filter(|then| then.sign.finding == id);
            conclusions.into_iter().all(|then| then.holds && then.sign.option.is_none())
        };
        defined.retain(|id, rules| {
            let finding = &base.findings[id.index()];
            let observed = finding.ask.is_some() || finding.probe.is_some() || !finding.patterns.is_empty();
            !observed && !told.contains(id) && finding.applies_when.is_none() && only_yes(*id, rules)
        });
        Self { base, defined }
    }

    /// Returns a condition in terms of what can be observed.
    pub(super) fn observed(&self, condition: &Condition) -> Condition {
        if self.defined.is_empty() {
            return condition.clone();
        }
        let rules = |id: FindingId| Some(self.defined.get(&id)?.iter().map(|rule| rule.when.clone()).collect());
        written_out(condition, &rules)
    }

    /// Looks at each condition by itself.
    fn alone(&self, review: &mut Review<'_>) {
        for one in self.uses() {
            let condition = self.observed(one.condition);
            let Some(worlds) = Worlds::of(self.base, &[&condition]) else { continue };
            let can = worlds.find(|world| world.holds(&condition)).is_some();
            let need_not = worlds.find(|world| !world.holds(&condition)).is_some();
            let said = written(self.base, one.condition);
            let concern = match (can, need_not, one.if_never, one.if_always) {
                (false, _, Some(then), _) => {
                    let help = self.way_out(one.condition, "write `or` where one of its parts is enough");
                    let message = format!("`{} {said}` never holds, so {then}", one.statement);
                    Concern::new(Code::NeverHolds, one.subject, message, help)
                }
                (true, false, _, Some(then)) => {
                    let help = self.way_out(one.condition, "write `and` where each of its parts must hold");
                    let message = format!("`{} {said}` always holds, so {then}", one.statement);
                    Concern::new(Code::AlwaysHolds, one.subject, message, help)
                }
                (true, true, ..) => match self.needless_part(one.condition) {
                    Some(part) => {
                        let (nth, part, remedy) = part;
                        let message = format!("`{}` changes nothing in `{} {said}`", part, one.statement);
                        let help = "the rest says it already: leave this part out";
                        let of = review.places.of(one.subject);
                        let count = parts_of(one.condition).len();
                        let certain = remedy && !review.places.is_overlaid() && review.places.is_written(one.subject);
                        let cut = Cut::Part { of, nth, count };
                        Concern::new(Code::NeedlessPart, one.subject, message, help)
                            .mended_by(certain.then(|| Remedy::cut(format!("leave `{part}` out"), cut)))
                    }
                    None => continue,
                },
                _ => continue,
            };
            review.tell(self.shown(&one, can, concern));
        }
    }

    /// Returns what to do about a condition that always or never holds; `parts` is how to join them otherwise, where there are several.
    fn way_out(&self, condition: &Condition, parts: &str) -> String {
        let range = self.range(condition).map(|range| format!("compare with another number: {range}"));
        let several = matches!(condition, Condition::All(_) | Condition::Any(_));
        let or = range.unwrap_or_else(|| if several { parts } else { "mend the condition" }.to_owned());
        format!("leave it out, or {or}")
    }

    /// Returns between which numbers the fact lies that a condition compares alone.
    fn range(&self, condition: &Condition) -> Option<String> {
        let Condition::Compares(id, ..) = condition else { return None };
        let finding = &self.base.findings[id.index()];
        let Domain::Number { least, most, .. } = &finding.domain else { return None };
        Some(format!("`{}` goes from {least} to {most}", finding.id))
    }

    /// Shows by a session what comes of a condition that always or never holds.
    fn shown(&self, one: &Use<'_>, can: bool, concern: Concern) -> Concern {
        if concern.code == Code::NeedlessPart {
            return concern;
        }
        let out = |id: CauseId| {
            let cause = &self.base.causes[id.index()];
            cause.links.first().map(|link| (cause.id.clone(), super::said_of(self.base, link.sign)))
        };
        match one.subject {
            Subject::FixOnlyWhen(id, _) if !can => {
                super::hard::not_offered(self.base, &self.base.fixes[id.index()], concern)
            }
            Subject::OnlyWhen(id, _) | Subject::RuledOutWhen(id, _) => match out(id) {
                Some((cause, example)) if can == matches!(one.subject, Subject::RuledOutWhen(..)) => {
                    let outcome = format!("`{cause}` is impossible");
                    concern.shown_by(Shows::Impossible(cause), CounterExample { outcome, ..example })
                }
                _ => concern,
            },
            _ => concern,
        }
    }

    /// Returns a part of a condition without which it would say the same: its place in the condition, how it is written, and
    /// whether that is so while not everything is known, too.
    fn needless_part(&self, condition: &Condition) -> Option<(usize, String, bool)> {
        let parts = parts_of(condition);
        let worlds = Worlds::of(self.base, &[condition])?;
        (0..parts.len()).rev().find_map(|left_out| {
            let mut rest = parts.to_vec();
            let part = rest.remove(left_out);
            let rest = match condition {
                Condition::All(_) => Condition::All(rest),
                _ => Condition::Any(rest),
            };
            let differs = worlds.find(|world| world.holds(condition) != world.holds(&rest)).is_some();
            let same = || {
                partial::never_truer(self.base, condition, &rest) && partial::never_truer(self.base, &rest, condition)
            };
            (!differs).then(|| (left_out, written(self.base, &part), same()))
        })
    }

    fn uses(&self) -> Vec<Use<'a>> {
        let base = self.base;
        let mut uses: Vec<Use<'a>> = Vec::new();
        let mut add = |subject, statement, condition, if_never, if_always| {
            uses.push(Use { subject, statement, condition, if_never, if_always });
        };
        for (nth, rule) in base.rules.iter().enumerate() {
            let always = "the rule says the same of everybody";
            add(Subject::Rule(nth), "when", &rule.when, Some("the rule never fires"), Some(always));
        }
        for (id, finding) in (0..).map(FindingId).zip(&base.findings) {
            if let Some(when) = &finding.applies_when {
                let (never, always) = ("it is never asked nor counted", "it says nothing");
                add(Subject::AppliesWhen(id), "applies when", when, Some(never), Some(always));
            }
            if let Some(when) = &finding.not_asked_when {
                // Where it always holds it means "as soon as that is known", which is how one says it.
                add(Subject::NotAskedWhen(id), "not asked when", when, Some("it says nothing"), None);
            }
        }
        let (none, never, always) = ("it says nothing", "the cause is impossible", "this is always the cause");
        for (id, cause) in (0..).map(CauseId).zip(&base.causes) {
            for (nth, when) in cause.ruled_out_when.iter().enumerate() {
                add(Subject::RuledOutWhen(id, nth), "ruled out when", when, Some(none), Some(never));
            }
            for (nth, when) in cause.only_when.iter().enumerate() {
                add(Subject::OnlyWhen(id, nth), "only when", when, Some(never), Some(none));
            }
            for (nth, when) in cause.confirmed_when.iter().enumerate() {
                add(Subject::ConfirmedWhen(id, nth), "confirmed when", when, Some(none), Some(always));
            }
        }
        for (id, fix) in (0..).map(FixId).zip(&base.fixes) {
            for (nth, when) in fix.only_when.iter().enumerate() {
                add(Subject::FixOnlyWhen(id, nth), "only when", when, Some("the fix is never offered"), Some(none));
            }
        }
        uses
    }
}

/// Returns the parts of a condition of several.
fn parts_of(condition: &Condition) -> &[Condition] {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts,
        _ => &[],
    }
}

/// Returns a session of answers alone.
pub(super) fn answered(answers: Vec<(String, String)>, outcome: impl Into<String>) -> CounterExample {
    CounterExample { answers, outcome: outcome.into(), ..CounterExample::default() }
}
