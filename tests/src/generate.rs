//! Random bases and what is said about them, from a seed: small enough to enumerate, and with every construct of the model.

mod base;
mod condition;
mod consultation;
mod dice;
mod effects;
mod kinds;
mod several;

use crate::said::Said;
use etio_engine::{Base, Domain, FindingId, OptionId, Pattern, Sign};

pub use consultation::any_value;
pub use dice::Dice;

/// The most worlds that a case may have, for one cause.
const WORLDS: f64 = 1500.0;

/// The most causes that can be at work together in all bases of a case.
const CAUSES: usize = 6;

/// For each base of a case whether several of its causes can be at work together.
const SEVERAL: [&[bool]; 8] = [
    &[true],
    &[true],
    &[true],
    &[true, true],
    &[true, false],
    &[false, true],
    &[false, true, false],
    &[true, false, true],
];

/// Some bases and what is said.
#[derive(Clone, Debug)]
pub struct Case {
    /// The bases that are loaded.
    pub bases: Vec<Base>,
    /// What is said, in order. Some of it may contradict what was said before.
    pub said: Vec<Said>,
}

impl Case {
    /// Returns the case of a seed.
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let count: usize = *dice.pick(&[1, 1, 1, 2, 2, 3]);
        let worlds = WORLDS.powf(1.0 / count as f64);
        let bases: Vec<Base> = (0..count).map(|position| base::base(&mut dice, position, worlds, None)).collect();
        let said = consultation::said(&mut dice, &bases);
        Self { bases, said }
    }

    /// Returns a case of a seed in which at least one base has several causes at once.
    pub fn of_several(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let several = *dice.pick(&SEVERAL);
        let worlds = WORLDS.powf(1.0 / several.len() as f64);
        let causes = CAUSES / several.len();
        let bases = several.iter().enumerate();
        let bases: Vec<Base> = bases
            .map(|(position, several)| base::base(&mut dice, position, worlds, several.then_some(causes)))
            .collect();
        let mut said = consultation::said(&mut dice, &bases);
        said.extend(consultation::said(&mut dice, &bases));
        Self { bases, said }
    }

    /// Returns the text that shows these signs: the words of their patterns, each on a line of its own, among words that mean nothing.
    pub fn wording(&self, shown: &[(usize, Sign)]) -> String {
        let mut text = String::from("it was so.\n");
        for (base, sign) in shown {
            let patterns = patterns(&self.bases[*base], *sign);
            let (word, name) = match &patterns[0] {
                Pattern::Literal(word) | Pattern::Line(word) | Pattern::Regex(word) => (word, ""),
                Pattern::Named(word) => (word, self.bases[*base].about[0].as_str()),
            };
            text.push_str(&format!("{name}\n{word}"));
            text.push_str("\nand on it went\n");
        }
        text
    }
}

/// Returns the patterns by which a text shows a sign.
pub(crate) fn patterns(base: &Base, sign: Sign) -> &[Pattern] {
    let finding = &base.findings[sign.finding.index()];
    match (&finding.domain, sign.option) {
        (Domain::OneOf { options, .. }, Some(option)) => &options[option.index()].patterns,
        _ => &finding.patterns,
    }
}

/// Returns P(sign | a cause that does not mention it).
pub(crate) fn otherwise(base: &Base, sign: Sign) -> f64 {
    match (&base.findings[sign.finding.index()].domain, sign.option) {
        (Domain::YesNo { otherwise }, _) => otherwise.get(),
        (Domain::OneOf { options, .. } | Domain::SeveralOf { options }, Some(option)) => {
            options[option.index()].otherwise.get()
        }
        (domain, _) => unreachable!("{domain:?} has no such sign"),
    }
}

/// Returns everything a base can show: each yes-or-no finding, each option.
pub(crate) fn signs(base: &Base) -> Vec<Sign> {
    let of_finding = |position: usize| signs_of(base, FindingId(position as u32));
    (0..base.findings.len()).flat_map(of_finding).collect()
}

/// Returns what one finding can show.
pub(crate) fn signs_of(base: &Base, finding: FindingId) -> Vec<Sign> {
    match &base.findings[finding.index()].domain {
        Domain::YesNo { .. } => vec![Sign { finding, option: None }],
        Domain::OneOf { options, .. } | Domain::SeveralOf { options } => {
            (0..options.len()).map(|option| Sign { finding, option: Some(OptionId(option as u32)) }).collect()
        }
        Domain::Number { .. } | Domain::Text => vec![],
    }
}
