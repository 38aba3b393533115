//! Which patterns match in which cases, each pattern by itself.
//!
//! A reading says which finding a text shows, not by which of its patterns. So a base is made in which every pattern is a finding of its own.

use super::{Case, What};
use etio_engine::{
    Base, Card, Cause, Costs, Domain, Finding, FindingId, Knowledge, Link, Number, OptionId, Pattern, Prices,
    Probability, Role, Seconds, Session, Sign, Text, Thing,
};
use std::collections::BTreeSet;

/// A pattern of a base: whose it is, which of those it is, and how it is written.
pub(super) type Written = (Sign, usize, String);

/// The patterns of a base as findings that witness where each matches.
pub(super) struct Witnesses {
    patterns: Vec<Written>,
    knowledge: Option<Knowledge>,
}

impl Witnesses {
    pub(super) fn of(base: &Base) -> Self {
        let mut patterns: Vec<(Sign, usize, &Pattern)> = Vec::new();
        for (at, finding) in (0..).zip(&base.findings) {
            let sign = Sign { finding: FindingId(at), option: None };
            patterns.extend(finding.patterns.iter().enumerate().map(|(nth, pattern)| (sign, nth, pattern)));
            for (option, choice) in (0..).zip(finding.options()) {
                let sign = Sign { option: Some(OptionId(option)), ..sign };
                patterns.extend(choice.patterns.iter().enumerate().map(|(nth, pattern)| (sign, nth, pattern)));
            }
        }
        let knowledge = Knowledge::new(vec![witnesses(base, &patterns)]).ok();
        let patterns = patterns.into_iter().map(|(sign, nth, pattern)| (sign, nth, written(pattern))).collect();
        Self { patterns, knowledge }
    }

    /// Returns the patterns, in the order of the base.
    pub(super) fn patterns(&self) -> &[Written] {
        &self.patterns
    }

    /// Returns for each pattern the texts in which it matches.
    pub(super) fn matching(&self, cases: &[Case]) -> Vec<BTreeSet<TextOf>> {
        let mut matching = vec![BTreeSet::new(); self.patterns.len()];
        let Some(knowledge) = &self.knowledge else { return matching };
        for (case, of) in cases.iter().enumerate() {
            let wordings = of.wordings().into_iter().enumerate().map(|(nth, text)| (Some(nth), text));
            let later = of.turns.iter().filter_map(|turn| match &turn.what {
                What::Text(text) => Some((None, text.as_str())),
                _ => None,
            });
            for (wording, text) in wordings.chain(later) {
                let Ok(reading) = Session::new(knowledge).observe_text(text) else { continue };
                for shown in reading.shown.iter().filter(|shown| !shown.guess) {
                    let id = knowledge.id_of(Thing::Finding(shown.sign.finding));
                    let number = id.strip_prefix('p').and_then(|number| number.parse::<usize>().ok());
                    if let Some(texts) = number.and_then(|number| matching.get_mut(number)) {
                        texts.insert(TextOf { case, wording });
                    }
                }
            }
        }
        matching
    }
}

/// A text of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TextOf {
    /// The position of the case.
    pub(super) case: usize,
    /// Which of its wordings; none where it is pasted later.
    pub(super) wording: Option<usize>,
}

/// Returns a pattern as an author writes it.
pub(super) fn written(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Literal(text) => format!("\"{text}\""),
        Pattern::Line(text) => format!("only \"{text}\""),
        Pattern::Named(text) => format!("beside the name \"{text}\""),
        Pattern::Regex(text) => format!("/{text}/"),
    }
}

/// Returns a base of the same name in which every pattern is a finding.
fn witnesses(base: &Base, patterns: &[(Sign, usize, &Pattern)]) -> Base {
    let half = Number::estimate(Probability::LINK_FLOOR);
    let finding = |(number, (_, _, pattern)): (usize, &(Sign, usize, &Pattern))| Finding {
        id: format!("p{number}"),
        title: Text::default(),
        role: Role::Symptom,
        domain: Domain::YesNo { otherwise: half },
        patterns: vec![(*pattern).clone()],
        ask: None,
        takes: Seconds::TO_ANSWER,
        costs: Costs::default(),
        unanswered: None,
        probe: None,
        applies_when: None,
        not_asked_when: None,
        card: Card::default(),
    };
    let findings: Vec<Finding> = patterns.iter().enumerate().map(finding).collect();
    let link = Link { sign: Sign { finding: FindingId(0), option: None }, number: half };
    let cause = Cause {
        id: "cause".to_owned(),
        title: Text::default(),
        kind: None,
        prior: half,
        links: if findings.is_empty() { Vec::new() } else { vec![link] },
        ruled_out_when: Vec::new(),
        only_when: Vec::new(),
        confirmed_when: Vec::new(),
        passes_in: None,
        card: Card::default(),
    };
    Base {
        id: base.id.clone(),
        title: Text::default(),
        language: base.language.clone(),
        about: base.about.clone(),
        several_at_once: false,
        prices: Prices::default(),
        card: Card::default(),
        digest: String::new(),
        findings,
        rules: Vec::new(),
        kinds: Vec::new(),
        causes: vec![cause],
        fixes: Vec::new(),
        topics: Vec::new(),
    }
}
