//! More conditions that cannot be meant, wherever a base has conditions.

use super::logic::{rules, yes_or_no};
use super::names::after;
use super::{Faulty, Pages, Row, Unit};
use crate::generate::Dice;

pub(super) const KINDS: &[Row] = &[
    ("a condition that never holds", "W301 E403 W311 E401", never),
    ("a condition that always holds", "W302 E401", always),
    ("two values of one fact at once", "W301 W311", two_values),
    ("a number out of its range", "W301 E301", out_of_range),
    ("a part of a condition that changes nothing", "W303", needless_part),
    ("a rule that says both", "W304 E403", both),
    ("a rule that says it twice", "W305 W110 E209", again),
    ("rules whose conditions overlap", "W304", overlapping),
    ("rules in a circle", "E401", circle),
    ("an observation that counts twice over two rules", "E402", two_steps),
    ("a finding that no rule sets", "W003", unset),
    ("what confirms a cause rules it out", "W310 E403", confirmed_and_out),
    ("two causes that the same confirms", "W310", confirmed_twice),
    ("hard relations that leave nothing", "W307 E403", nothing_left),
    ("a hard relation said already", "W308", relation_again),
    ("a likelihood of what is ruled out", "W309 E403", excluded),
    ("a fix offered only where its cause cannot be", "W311", out_of_reach),
    ("a fix for what it is not offered with", "W311", not_for_it),
];

/// Adds a statement to a declaration that has none of its sort.
pub(super) fn only(pages: &Pages, unit: &Unit, word: &str, line: &str) -> Option<Faulty> {
    pages.beginning(unit, word).is_empty().then(|| after(pages, unit, &[&format!("  {word} {line}")]))
}

fn anywhere(pages: &Pages, dice: &mut Dice, never: bool) -> Option<Faulty> {
    let (one, two) = (yes_or_no(pages, dice)?, yes_or_no(pages, dice)?);
    let (one, two) = (&one.id, &two.id);
    let condition = match (never, dice.below(3)) {
        (true, 0) => format!("{one} and not {one}"),
        (true, 1) => format!("not ({one} or not {one})"),
        (true, _) => format!("{one} and {two} and not {two}"),
        (false, 0) => format!("{one} or not {one}"),
        (false, 1) => format!("not ({one} and not {one})"),
        (false, _) => format!("{one} or {two} or not {two}"),
    };
    let (declaration, word) = *dice.pick(&[
        ("cause", "ruled out when"),
        ("cause", "only when"),
        ("cause", "confirmed when"),
        ("fact", "applies when"),
        ("fix", "only when"),
    ]);
    let unit = pages.pick(declaration, dice)?;
    let faulty = only(pages, &unit, word, &condition)?;
    (unit.id != *one && unit.id != *two).then(|| faulty.concerning(one).concerning(two))
}

fn never(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    anywhere(pages, dice, true)
}

fn always(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    anywhere(pages, dice, false)
}

/// Returns a fact with values, and its values.
fn choice(pages: &Pages, dice: &mut Dice) -> Option<(Unit, Vec<String>)> {
    let values = |unit: Unit| {
        let (_, values) = pages.lines(&unit.file)[unit.line].split_once(": one of ")?;
        let values: Vec<String> = values.split(',').map(|value| value.trim().to_owned()).collect();
        (values.len() > 1).then_some((unit, values))
    };
    let all: Vec<_> = pages.of_word("fact").into_iter().filter_map(values).collect();
    if all.is_empty() { None } else { Some(dice.pick(&all).clone()) }
}

fn two_values(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (fact, values) = choice(pages, dice)?;
    let word = *dice.pick(&["fix", "cause"]);
    let unit = pages.pick(word, dice)?;
    let condition = format!("{0} is {1} and {0} is {2}", fact.id, values[0], values[1]);
    Some(only(pages, &unit, "only when", &condition)?.concerning(&fact.id))
}

fn out_of_range(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let number = pages.of_word("fact").into_iter().find_map(|unit| {
        let head = &pages.lines(&unit.file)[unit.line];
        let (_, range) = head.split_once(": number ")?;
        let most: f64 = range.split("..").nth(1)?.split(' ').next()?.parse().ok()?;
        Some((unit.id, most))
    });
    let (id, most) = number?;
    let fix = pages.pick("fix", dice)?;
    Some(only(pages, &fix, "only when", &format!("{id} > {most}"))?.concerning(&id))
}

fn needless_part(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (one, two) = (yes_or_no(pages, dice)?, yes_or_no(pages, dice)?);
    let fix = pages.pick("fix", dice).filter(|_| one.id != two.id)?;
    let condition = *dice.pick(&["A and (A or B)", "A or (A and B)", "A and not (B and not A)"]);
    let condition = condition.replace('A', &one.id).replace('B', &two.id);
    Some(only(pages, &fix, "only when", &condition)?.concerning(&one.id).concerning(&two.id))
}

fn both(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    rules(pages, dice, |one, _| vec![format!("rule first when {one} then derived-here, not derived-here")])
}

fn again(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    rules(pages, dice, |one, _| vec![format!("rule first when {one} then derived-here, derived-here")])
}

fn overlapping(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    rules(pages, dice, |one, two| {
        vec![
            format!("rule first when {one} then derived-here"),
            format!("rule second when {two} and {one} then not derived-here"),
        ]
    })
}

fn circle(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    rules(pages, dice, |one, _| {
        vec![
            "rule first when around then derived-here".to_owned(),
            "fact around \"Around\"".to_owned(),
            format!("rule second when derived-here and {one} then around"),
        ]
    })
}

fn two_steps(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (fact, cause) = (yes_or_no(pages, dice)?, pages.pick("cause", dice)?);
    let mut faulty = Faulty::new(pages).concerning(&fact.id).concerning(&cause.id);
    faulty.pages.splice(&cause.file, (cause.end, cause.end), &["  often step-two".to_owned()]);
    let end = faulty.pages.lines(&fact.file).len();
    let lines = [
        "fact step-one \"Step one\"".to_owned(),
        "fact step-two \"Step two\"".to_owned(),
        "  otherwise seldom".to_owned(),
        format!("rule first when {} then step-one", fact.id),
        "rule second when step-one then step-two".to_owned(),
    ];
    faulty.pages.splice(&fact.file, (end, end), &lines);
    let here = faulty.pages.unit(&fact.id)?;
    faulty = faulty.at(&here.file, here.line).at(&cause.file, cause.end).concerning("step-one").concerning("step-two");
    let links = super::logic::linking(&faulty.pages, &fact.id);
    let linked = !links.is_empty();
    faulty.spots.extend(links);
    linked.then(|| (end..end + 5).fold(faulty, |faulty, line| faulty.at(&fact.file, line)))
}

fn unset(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let fix = pages.pick("fix", dice)?;
    let mut faulty = only(pages, &fix, "only when", "never-set")?.concerning("never-set");
    let end = faulty.pages.lines(&fix.file).len();
    faulty.pages.splice(&fix.file, (end, end), &["fact never-set \"Nobody sets it\"".to_owned()]);
    Some(faulty.at(&fix.file, end))
}

fn confirmed_and_out(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (fact, cause) = (yes_or_no(pages, dice)?, pages.pick("cause", dice)?);
    let out = dice.pick(&["ruled out when F", "only when not F"]).replace('F', &fact.id);
    Some(after(pages, &cause, &[&format!("  confirmed when {}", fact.id), &format!("  {out}")]).concerning(&fact.id))
}

fn confirmed_twice(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let base = pages.pick("base", dice)?;
    if !pages.beginning(&base, "several causes at once").is_empty() {
        return None;
    }
    let (fact, one, two) = (yes_or_no(pages, dice)?, pages.pick("cause", dice)?, pages.pick("cause", dice)?);
    let plain = |unit: &Unit| ["ruled", "only", "confirmed"].iter().all(|word| pages.beginning(unit, word).is_empty());
    if one.id == two.id || !plain(&one) || !plain(&two) {
        return None;
    }
    let line = format!("  confirmed when {}", fact.id);
    let (first, last) = if (&one.file, one.line) < (&two.file, two.line) { (one, two) } else { (two, one) };
    let mut faulty = after(pages, &last, &[&line]).concerning(&first.id).concerning(&fact.id);
    faulty.pages.splice(&first.file, (first.end, first.end), &[line]);
    let moved = usize::from(first.file == last.file);
    faulty.spots = [(last.file.clone(), last.line + moved), (last.file, last.end + moved)].into();
    Some(faulty.at(&first.file, first.line).at(&first.file, first.end))
}

fn nothing_left(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (one, two) = (yes_or_no(pages, dice)?, yes_or_no(pages, dice)?);
    let cause = pages.pick("cause", dice).filter(|_| one.id != two.id)?;
    let lines = match dice.below(3) {
        0 => [format!("  only when {} and {}", one.id, two.id), format!("  ruled out when {}", two.id)],
        1 => [format!("  only when {}", one.id), format!("  only when not {}", one.id)],
        _ => [format!("  ruled out when {}", one.id), format!("  ruled out when not {}", one.id)],
    };
    let faulty = after(pages, &cause, &[&lines[0], &lines[1]]);
    Some(faulty.concerning(&one.id).concerning(&two.id))
}

/// Returns a cause without hard relations.
fn free(pages: &Pages, dice: &mut Dice) -> Option<Unit> {
    let plain = |unit: &Unit| ["ruled", "only", "confirmed"].iter().all(|word| pages.beginning(unit, word).is_empty());
    pages.pick("cause", dice).filter(plain)
}

fn relation_again(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (one, two) = (yes_or_no(pages, dice)?, yes_or_no(pages, dice)?);
    let cause = free(pages, dice).filter(|_| one.id != two.id)?;
    let lines = match dice.below(2) {
        0 => [format!("  ruled out when {}", one.id), format!("  ruled out when {} and {}", one.id, two.id)],
        _ => [format!("  ruled out when {}", one.id), format!("  only when not {}", one.id)],
    };
    Some(after(pages, &cause, &[&lines[0], &lines[1]]).concerning(&one.id).concerning(&two.id))
}

fn excluded(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let cause = free(pages, dice)?;
    let fact = yes_or_no(pages, dice)?;
    let high = |figure: &str| ["always", "almost always", "usually", "often", "half the time"].contains(&figure);
    let linked = super::diagnosis::links(pages, &cause);
    let mut said = linked.iter().filter(|(_, _, rest)| rest.split([' ', ',']).any(|id| id == fact.id));
    let (place, figure, _) = said.next()?.clone();
    let faulty = after(pages, &cause, &[&format!("  ruled out when {}", fact.id)]);
    high(&figure).then(|| faulty.concerning(&fact.id).at(&cause.file, place.0))
}

fn out_of_reach(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (fact, cause) = (yes_or_no(pages, dice)?, pages.pick("cause", dice)?);
    let lines = [
        format!("  ruled out when {}", fact.id),
        "fix spare-fix \"A spare fix\"".to_owned(),
        format!("  usually cures {}", cause.id),
        format!("  only when {}", fact.id),
    ];
    let says = |(_, _, rest): &((usize, usize), String, String)| rest.split([' ', ',']).any(|id| id == fact.id);
    if super::diagnosis::links(pages, &cause).iter().any(says) {
        return None;
    }
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    Some(after(pages, &cause, &lines).concerning("spare-fix").concerning(&fact.id))
}

fn not_for_it(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (fact, cause) = (yes_or_no(pages, dice)?, pages.pick("cause", dice)?);
    let lines = [
        "fix spare-fix \"A spare fix\"".to_owned(),
        format!("  usually cures {}", cause.id),
        format!("  for {}", fact.id),
        format!("  only when not {}", fact.id),
    ];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    Some(after(pages, &cause, &lines).concerning("spare-fix").concerning(&fact.id))
}
