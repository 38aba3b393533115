//! Patterns that say too much, too little, or what another says.

use super::{Faulty, Pages, Row, Unit};
use crate::generate::Dice;

pub(super) const KINDS: &[Row] = &[
    ("a pattern of another symptom", "W201 W202", stolen),
    ("a pattern twice", "W203 W110", twice),
    ("a word that stands in any text", "W204", common),
    ("a regular expression that matches anything", "W204", anything),
    ("a pattern without letters", "E404", empty),
    ("a regular expression that nothing matches", "E404", nothing),
    ("a case that names what is not there", "E205", unknown_in_case),
    ("cases that cannot be read", "E601", unreadable_cases),
    ("a pattern within another of the symptom", "W203", within),
];

/// Returns a symptom with a literal, and the literal.
pub(super) fn literal(pages: &Pages, dice: &mut Dice) -> Option<(Unit, (usize, usize), String)> {
    let all: Vec<_> = pages
        .of_word("symptom")
        .into_iter()
        .flat_map(|unit| {
            let said = pages.beginning(&unit, "says").into_iter();
            let said = said.filter(|(_, said)| said.starts_with("says \"") && !said.contains('{'));
            said.filter_map(move |(place, said)| Some((unit.clone(), place, said.split('"').nth(1)?.to_owned())))
                .collect::<Vec<_>>()
        })
        .collect();
    if all.is_empty() { None } else { Some(dice.pick(&all).clone()) }
}

/// Writes a word into a regular expression so that nothing matches it any more.
fn nothing(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (unit, _, said) = literal(pages, dice)?;
    let word = said.split(' ').find(|word| word.len() > 2 && word.chars().all(|c| c.is_ascii_alphabetic()))?;
    let (first, rest) = word.split_at(1);
    let pattern = match dice.below(4) {
        0 => format!("${word}"),
        1 => format!("{first}\\b{rest}"),
        2 => format!("{word}^ "),
        _ => format!("{word}[^\\w\\W]"),
    };
    Some(adding(pages, &unit, format!("  says /{pattern}/")))
}

fn unknown_in_case(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let cause = pages.pick("cause", dice)?;
    let key = *dice.pick(&["cause", "fix", "next", "recognised", "topic"]);
    let case = format!("- case: what it is about is gone\n  expect: {{{key}: gone-{}}}\n", cause.id);
    let mut faulty = Faulty::new(pages).at("cases/gone.yaml", 1);
    faulty.cases.push(("cases/gone.yaml".to_owned(), case));
    Some(faulty)
}

fn unreadable_cases(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let cause = pages.pick("cause", dice)?;
    let line = *dice.pick(&["expects", "tests", "Expect", "answer", "causes"]);
    let case = format!("- case: a slip in a key\n  {line}: {{cause: {}}}\n", cause.id);
    let mut faulty = Faulty::new(pages).at("cases/slip.yaml", 1);
    faulty.cases.push(("cases/slip.yaml".to_owned(), case));
    Some(faulty)
}

/// Adds a statement to a symptom.
fn adding(pages: &Pages, unit: &Unit, line: String) -> Faulty {
    let mut faulty = Faulty::new(pages).at(&unit.file, unit.line).at(&unit.file, unit.end).concerning(&unit.id);
    faulty.pages.splice(&unit.file, (unit.end, unit.end), &[line]);
    faulty
}

fn stolen(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (from, place, said) = literal(pages, dice)?;
    let unit = pages.pick("symptom", dice).filter(|unit| unit.id != from.id)?;
    let mut faulty = adding(pages, &unit, format!("  says \"{said}\"")).concerning(&from.id);
    let moved = if from.file == unit.file && from.line > unit.line { 1 } else { 0 };
    faulty.spots.extend([(from.file.clone(), from.line + moved), (from.file.clone(), place.0 + moved)]);
    Some(faulty)
}

fn twice(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (unit, place, said) = literal(pages, dice)?;
    Some(adding(pages, &unit, format!("  says \"{said}\"")).at(&unit.file, place.0))
}

fn common(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("symptom", dice)?;
    let word = *dice.pick(&["the", "error", "file", "you", "is not", "de", "for", "server", "on", "user"]);
    Some(adding(pages, &unit, format!("  says \"{word}\"")))
}

fn anything(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("symptom", dice)?;
    let pattern = *dice.pick(&["[a-z]+", "\\d+", "error.*", "e", ".+", "\\w"]);
    Some(adding(pages, &unit, format!("  says /{pattern}/")))
}

fn empty(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("symptom", dice)?;
    let pattern = *dice.pick(&["\"\"", "\"!\"", "\" \"", "\"-\"", "/x*/"]);
    Some(adding(pages, &unit, format!("  says {pattern}")))
}

fn within(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (unit, place, said) = literal(pages, dice)?;
    // A longer wording may be meant for its slips of typing: it has more of them. Here both have as many.
    let slips = |said: &str| {
        let letters = said.chars().filter(|c| c.is_alphanumeric()).count();
        if letters < 12 { 0 } else { (letters / 10).min(3) }
    };
    let longer = *dice.pick(&["A and then", "so A", "A now", "I see A here"]);
    let longer = longer.replace('A', &said);
    let line = adding(pages, &unit, format!("  says \"{longer}\"")).at(&unit.file, place.0);
    (slips(&longer) == slips(&said)).then_some(line)
}
