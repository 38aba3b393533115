//! Counts in how many cases each construct mattered, so that a test can say that it tried all of them.

mod several;

use crate::reference::{Conclusions, Known};
use crate::said::Said;
use etio_engine::{
    Answer, Base, Certainty, Condition, Domain, EffectKind, FindingId, FixId, Outcome, Role, Sign, Turn, Value, Verdict,
};
use std::collections::{BTreeMap, BTreeSet};

/// In how many cases each construct occurred in the evidence, or in what followed from it.
#[derive(Clone, Debug, Default)]
pub struct Census {
    cases: BTreeMap<&'static str, usize>,
}

impl Census {
    /// Every construct that there is only where several causes can be at work.
    pub const AMONG_SEVERAL: [&str; 25] = several::CONSTRUCTS;

    /// Every other construct that is counted.
    pub const CONSTRUCTS: [&str; 51] = [
        "a cause passes while a fix is tried",
        "a cause that is confirmed",
        "a cause that is ruled out",
        "a cause that needs what is not so",
        "a condition with all",
        "a condition with any",
        "a condition with not",
        "a contradiction",
        "a derived finding",
        "a derived finding from a derived finding",
        "a derived value of one of",
        "a finding that does not apply",
        "a finding that a fix tells",
        "a fix after another",
        "a fix for a sign",
        "a fix only when",
        "a fix that cures",
        "a fix that cures surely",
        "a fix that cures other",
        "a fix that eases",
        "a fix that hands over",
        "a fix that tells",
        "a last resort",
        "a leak",
        "a link as rare as without it",
        "a link of one of several",
        "a link of a value",
        "a number",
        "a probable answer",
        "a probe",
        "a second answer to a question",
        "a silent base",
        "a sure answer",
        "a symptom that a whole text does not show",
        "a symptom that other shows by the average",
        "a text",
        "a word to compare",
        "an exclusive symptom",
        "an inhibitor",
        "an outcome: could not do it",
        "an outcome: failed",
        "an outcome: helped",
        "an outcome: partly",
        "an unknown answer",
        "another, or none",
        "several bases",
        "several observations of one finding",
        "two draws",
        "variants of one trouble",
        "verdict: nothing",
        "verdict: unsure",
    ];

    /// Counts a case: what was accepted, how much was refused, and what followed.
    pub fn count(&mut self, bases: &[Base], accepted: &[Said], refused: usize, so: &Conclusions<'_>) {
        let mut seen = BTreeSet::new();
        if refused > 0 {
            seen.insert("a contradiction");
        }
        of_statements(bases, accepted, &mut seen);
        for base in (0..bases.len()).filter(|base| so.takes_part[*base]) {
            of_findings(&bases[base], base, so, &mut seen);
            of_causes(&bases[base], base, so, &mut seen);
        }
        of_fixes(bases, so, &mut seen);
        of_the_whole(so, &mut seen);
        several::of_several(bases, accepted, so, &mut seen);
        for construct in seen {
            *self.cases.entry(construct).or_default() += 1;
        }
    }

    /// Returns in how many cases a construct occurred.
    pub fn of(&self, construct: &str) -> usize {
        self.cases.get(construct).copied().unwrap_or(0)
    }

    /// Returns the constructs that were counted though nobody names them.
    pub fn unnamed(&self) -> Vec<&'static str> {
        let is_named = |construct| Self::CONSTRUCTS.contains(&construct) || Self::AMONG_SEVERAL.contains(&construct);
        self.cases.keys().copied().filter(|construct| !is_named(construct)).collect()
    }
}

type Seen = BTreeSet<&'static str>;

fn of_statements(bases: &[Base], accepted: &[Said], seen: &mut Seen) {
    let mut asked = BTreeSet::new();
    let mut observed = BTreeSet::new();
    for said in accepted {
        match said {
            Said::Text { shown, .. } => {
                if !shown.is_empty() {
                    seen.insert("a text");
                }
                observed.extend(shown.iter().map(|(base, sign)| (*base, sign.finding, "text")));
            }
            Said::Answer { base, finding, answer } => {
                if !asked.insert((*base, *finding)) {
                    seen.insert("a second answer to a question");
                }
                seen.insert(match answer {
                    Answer::Unknown => "an unknown answer",
                    Answer::Known { value: Value::Rest, .. } => "another, or none",
                    Answer::Known { certainty: Certainty::Probable, .. } => "a probable answer",
                    Answer::Known { .. } => "a sure answer",
                });
                observed.insert((*base, *finding, "answer"));
            }
            Said::Probe { base, finding, .. } => {
                seen.insert("a probe");
                observed.insert((*base, *finding, "probe"));
            }
            Said::Outcome { base, fix, outcome } => {
                seen.insert(match outcome {
                    Outcome::Helped => "an outcome: helped",
                    Outcome::Failed => "an outcome: failed",
                    Outcome::Partly => "an outcome: partly",
                    Outcome::NotDone => "an outcome: could not do it",
                });
                if let Some(fact) = bases[*base].fixes[fix.index()].tells {
                    seen.insert("a finding that a fix tells");
                    observed.insert((*base, fact, "fix"));
                }
            }
        }
    }
    let origins = |base, finding| observed.iter().filter(|(b, f, _)| (*b, *f) == (base, finding)).count();
    if observed.iter().any(|(base, finding, _)| origins(*base, *finding) > 1) {
        seen.insert("several observations of one finding");
    }
}

fn of_findings(base: &Base, position: usize, so: &Conclusions<'_>, seen: &mut Seen) {
    for (index, (finding, known)) in base.findings.iter().zip(&so.known[position]).enumerate() {
        let id = FindingId(index as u32);
        if !known.applies {
            seen.insert("a finding that does not apply");
        }
        match &finding.domain {
            Domain::YesNo { .. } if finding.role == Role::Symptom && known.is_known() => {
                of_symptom(position, id, so, seen)
            }
            Domain::OneOf { rest: Some(_), .. } if known.is_known() => {
                seen.insert("an exclusive symptom");
                if known.weights.len() > 1 {
                    seen.insert("two draws");
                }
            }
            Domain::OneOf { .. } if known.is_derived => {
                seen.insert("a derived value of one of");
            }
            Domain::Number { .. } if known.is_known() => {
                seen.insert("a number");
            }
            Domain::Text if known.is_known() => {
                seen.insert("a word to compare");
            }
            _ => {}
        }
        if known.is_derived {
            seen.insert("a derived finding");
            of_rules(base, &so.known[position], id, seen);
        }
    }
}

fn of_symptom(base: usize, finding: FindingId, so: &Conclusions<'_>, seen: &mut Seen) {
    let sign = Sign { finding, option: None };
    if so.other_shows(base, finding) > so.otherwise(base, sign) {
        seen.insert("a symptom that other shows by the average");
    }
    if so.is_absent(base, finding) {
        seen.insert("a symptom that a whole text does not show");
    }
}

fn of_rules(base: &Base, known: &[Known], of: FindingId, seen: &mut Seen) {
    for rule in base.rules.iter().filter(|rule| rule.then.iter().any(|conclusion| conclusion.sign.finding == of)) {
        let mut premises = Vec::new();
        let mut waiting = vec![&rule.when];
        while let Some(condition) = waiting.pop() {
            match condition {
                Condition::Is(sign) => premises.push(sign.finding),
                Condition::IsRest(finding) | Condition::Compares(finding, ..) | Condition::Says(finding, _) => {
                    premises.push(*finding);
                }
                Condition::Not(part) => {
                    seen.insert("a condition with not");
                    waiting.push(part);
                }
                Condition::All(parts) => {
                    seen.insert("a condition with all");
                    waiting.extend(parts);
                }
                Condition::Any(parts) => {
                    seen.insert("a condition with any");
                    waiting.extend(parts);
                }
            }
        }
        if premises.iter().any(|premise| known[premise.index()].is_derived) {
            seen.insert("a derived finding from a derived finding");
        }
    }
}

fn of_causes(base: &Base, position: usize, so: &Conclusions<'_>, seen: &mut Seen) {
    for (index, cause) in base.causes.iter().enumerate() {
        let is_possible = so.possible.contains(&Some((position, index)));
        if !is_possible && !cause.ruled_out_when.is_empty() {
            seen.insert("a cause that is ruled out");
        }
        if !is_possible && !cause.only_when.is_empty() {
            seen.insert("a cause that needs what is not so");
        }
        if so.possible == [Some((position, index))] && !cause.confirmed_when.is_empty() {
            seen.insert("a cause that is confirmed");
        }
        for (finding, known) in so.known[position].iter().enumerate() {
            if known.is_known() && cause.links.iter().all(|link| link.sign.finding.index() != finding) {
                seen.insert("a leak");
            }
        }
        for link in &cause.links {
            if !so.of_finding(position, link.sign.finding).is_known() {
                continue;
            }
            if link.number.get() < so.otherwise(position, link.sign) {
                seen.insert("an inhibitor");
            }
            if link.number.get() == so.otherwise(position, link.sign) {
                seen.insert("a link as rare as without it");
            }
            seen.insert(match &base.findings[link.sign.finding.index()].domain {
                Domain::OneOf { .. } => "a link of a value",
                Domain::SeveralOf { .. } => "a link of one of several",
                _ => continue,
            });
        }
    }
}

fn of_fixes(bases: &[Base], so: &Conclusions<'_>, seen: &mut Seen) {
    for (base, its) in bases.iter().enumerate() {
        for (position, fix) in its.fixes.iter().enumerate() {
            let passes = its.causes.iter().any(|cause| cause.passes_in.is_some());
            if so.outcome(base, FixId(position as u32)).is_some() && fix.tells.is_none() && passes {
                seen.insert("a cause passes while a fix is tried");
            }
        }
    }
    for offer in so.offers(&[]) {
        let fix = &bases[offer.base].fixes[offer.fix.index()];
        let has = |kind| fix.effects.iter().any(|effect| effect.kind == kind);
        let holds = [
            (fix.tells.is_some(), "a fix that tells"),
            (!fix.after.is_empty(), "a fix after another"),
            (!fix.for_signs.is_empty(), "a fix for a sign"),
            (!fix.only_when.is_empty(), "a fix only when"),
            (fix.turn == Turn::HandsOver, "a fix that hands over"),
            (fix.turn == Turn::LastResort, "a last resort"),
            (has(EffectKind::Cures), "a fix that cures"),
            (has(EffectKind::Eases), "a fix that eases"),
            (fix.effects.iter().any(|effect| effect.cause.is_none()), "a fix that cures other"),
            (fix.effects.iter().any(|effect| effect.number.get() == 1.0), "a fix that cures surely"),
        ];
        seen.extend(holds.into_iter().filter(|(holds, _)| *holds).map(|(_, construct)| construct));
    }
}

fn of_troubles(so: &Conclusions<'_>, seen: &mut Seen) {
    if so.troubles().len() < so.hypotheses().len() {
        seen.insert("variants of one trouble");
    }
}

fn of_the_whole(so: &Conclusions<'_>, seen: &mut Seen) {
    let take_part = so.takes_part.iter().filter(|takes_part| **takes_part).count();
    if take_part > 1 {
        seen.insert("several bases");
    }
    if take_part > 0 && take_part < so.takes_part.len() {
        seen.insert("a silent base");
    }
    of_troubles(so, seen);
    match so.verdict().0 {
        Verdict::Nothing => seen.insert("verdict: nothing"),
        Verdict::Unsure => seen.insert("verdict: unsure"),
        Verdict::Diagnosed => false,
    };
}
