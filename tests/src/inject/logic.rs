//! Conditions and rules that cannot be meant.

use super::{Faulty, Pages, Row, Unit};
use crate::generate::Dice;

pub(super) const KINDS: &[Row] = &[
    ("a rule that never fires", "W301", never),
    ("a rule that always fires", "W302", always),
    ("a rule twice", "W305", twice),
    ("a rule that contradicts another", "W304", opposed),
    ("a rule within another", "W306", within),
    ("a circle through not", "E401", circle),
    ("a cause ruled out when it is possible only", "W307 E403", hard),
    ("a fix offered when two things exclude each other", "W301 W311", offered),
    ("an observation that counts twice", "E402", two_paths),
];

/// Returns a yes-or-no fact that is asked.
pub(super) fn yes_or_no(pages: &Pages, dice: &mut Dice) -> Option<Unit> {
    let plain = |unit: &Unit| {
        let head = &pages.lines(&unit.file)[unit.line];
        !head.contains("\" :") && !pages.beginning(unit, "ask").is_empty()
    };
    let units: Vec<Unit> = pages.of_word("fact").into_iter().filter(plain).collect();
    if units.is_empty() { None } else { Some(dice.pick(&units).clone()) }
}

/// Adds declarations at the end of the file of a fact, so that its lines stay where they are.
fn declare(pages: &Pages, like: &Unit, lines: &[String]) -> Faulty {
    let end = pages.lines(&like.file).len();
    let mut faulty = Faulty::new(pages).concerning(&like.id);
    faulty.pages.splice(&like.file, (end, end), lines);
    (0..lines.len()).fold(faulty, |faulty, nth| faulty.at(&like.file, end + nth))
}

/// Lets something read the derived fact, so that it is of use: a fix, or a cause.
fn read(faulty: &mut Faulty, by: &str, dice: &mut Dice) -> Option<()> {
    let unit = faulty.pages.pick(by, dice)?;
    let line = if by == "cause" { "  often derived-here" } else { "  only when not derived-here" };
    if !faulty.pages.beginning(&unit, "only when").is_empty() {
        return None;
    }
    let later =
        |spot: &(String, usize)| (spot.0.clone(), spot.1 + usize::from(spot.0 == unit.file && spot.1 >= unit.end));
    faulty.spots = faulty.spots.iter().map(later).collect();
    faulty.pages.splice(&unit.file, (unit.end, unit.end), &[line.to_owned()]);
    faulty.concerns.extend([unit.id, "derived-here".to_owned()]);
    Some(())
}

const DERIVED: [&str; 2] = ["fact derived-here \"It follows\"", "  otherwise seldom"];

pub(super) fn rules(pages: &Pages, dice: &mut Dice, make: impl Fn(&str, &str) -> Vec<String>) -> Option<Faulty> {
    ruled(pages, "fix", dice, make)
}

fn ruled(pages: &Pages, by: &str, dice: &mut Dice, make: impl Fn(&str, &str) -> Vec<String>) -> Option<Faulty> {
    let (one, two) = (yes_or_no(pages, dice)?, yes_or_no(pages, dice)?);
    if one.id == two.id {
        return None;
    }
    let lines: Vec<String> = DERIVED.map(str::to_owned).into_iter().chain(make(&one.id, &two.id)).collect();
    let mut faulty = declare(pages, &one, &lines).concerning(&two.id);
    faulty.concerns.extend(["first", "second", "around", "never-fires", "always-fires"].map(str::to_owned));
    read(&mut faulty, by, dice)?;
    Some(faulty)
}

fn never(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    rules(pages, dice, |one, two| {
        vec![format!("rule never-fires when {one} and {two} and not {one} then derived-here")]
    })
}

fn always(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    rules(pages, dice, |one, _| vec![format!("rule always-fires when {one} or not {one} then derived-here")])
}

fn twice(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    rules(pages, dice, |one, two| {
        vec![
            format!("rule first when {one} and {two} then derived-here"),
            format!("rule second when {two} and {one} then derived-here"),
        ]
    })
}

fn opposed(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    rules(pages, dice, |one, two| {
        vec![
            format!("rule first when {one} and {two} then derived-here"),
            format!("rule second when {one} and {two} then not derived-here"),
        ]
    })
}

fn within(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    rules(pages, dice, |one, two| {
        vec![
            format!("rule first when {one} then derived-here"),
            format!("rule second when {one} and {two} then derived-here"),
        ]
    })
}

fn circle(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    rules(pages, dice, |one, two| {
        vec![
            format!("rule first when {one} and not around then derived-here"),
            "fact around \"Around\"".to_owned(),
            format!("rule second when {two} and not derived-here then around"),
        ]
    })
}

fn hard(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (fact, cause) = (yes_or_no(pages, dice)?, pages.pick("cause", dice)?);
    let mut faulty = Faulty::new(pages).concerning(&fact.id).concerning(&cause.id).at(&cause.file, cause.line);
    let lines = [format!("  ruled out when {}", fact.id), format!("  only when {}", fact.id)];
    faulty.pages.splice(&cause.file, (cause.end, cause.end), &lines);
    Some(faulty.at(&cause.file, cause.end).at(&cause.file, cause.end + 1))
}

fn offered(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (fact, fix) = (yes_or_no(pages, dice)?, pages.pick("fix", dice)?);
    let mut faulty = Faulty::new(pages).concerning(&fact.id).concerning(&fix.id).at(&fix.file, fix.line);
    let lines = [format!("  only when {} and not {}", fact.id, fact.id)];
    if !pages.beginning(&fix, "only when").is_empty() {
        return None;
    }
    faulty.pages.splice(&fix.file, (fix.end, fix.end), &lines);
    Some(faulty.at(&fix.file, fix.end))
}

/// Returns the lines on which causes and kinds mention a finding.
pub(super) fn linking(pages: &Pages, id: &str) -> Vec<(String, usize)> {
    let mut lines = Vec::new();
    for unit in [pages.of_word("cause"), pages.of_word("kind")].concat() {
        for place in &unit.statements {
            let said = pages.statement(&unit, *place);
            if !said.contains(" when ") && said.split([' ', ',']).any(|word| word == id) {
                lines.push((unit.file.clone(), place.0));
            }
        }
    }
    lines
}

fn two_paths(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let mut faulty = ruled(pages, "cause", dice, |one, _| vec![format!("rule first when {one} then derived-here")])?;
    let rule = faulty.pages.unit("first")?;
    let one = faulty.pages.statement(&rule, (rule.line, rule.line + 1)).split_whitespace().nth(3)?.to_owned();
    let fact = faulty.pages.unit(&one).filter(|_| !linking(pages, &one).is_empty())?;
    // Of what counts twice each of the two is one too many.
    for id in [one.as_str(), "derived-here"] {
        let links = linking(&faulty.pages, id);
        faulty.spots.extend(links);
    }
    // It is declared here.
    faulty.spots.insert((fact.file, fact.line));
    Some(faulty)
}
