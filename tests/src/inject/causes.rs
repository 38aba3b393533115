//! More causes, fixes and numbers that come to something that cannot be meant.

use super::diagnosis::{copy, figure, links};
use super::names::after;
use super::{Faulty, Pages, Row, Unit};
use crate::generate::Dice;

pub(super) const KINDS: &[Row] = &[
    ("a cause copied in other words", "W403", reworded),
    ("a new cause without a fix", "W002", no_fix),
    ("a new cause that shows what everybody shows", "W401", shows_nothing),
    ("a fix that helps one in a hundred and takes hours", "W404", not_worth_it),
    ("a symptom after which nothing can be done", "W406 W002", nothing_to_do),
    ("a base rate turned round", "W407 W409", rate_turned),
    ("a symptom of everybody", "W407 W409", everybody),
    ("a prior of one in many millions", "W408", millions),
    ("a question that is never asked", "W302 W301 E401", never_asked),
];

fn reworded(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    copy(pages, dice, |line| {
        let Some((word, rest)) = figure(line.trim()) else { return Some(line.to_owned()) };
        let number = match word.as_str() {
            "always" => "98%",
            "almost always" => "90%",
            "usually" => "80%",
            "often" => "65%",
            "half the time" => "50%",
            "sometimes" => "30%",
            "occasionally" => "20%",
            "seldom" => "10%",
            "rarely" => "5%",
            other => other,
        };
        Some(format!("  {number} {rest}"))
    })
}

/// Returns a symptom that a cause can be linked to.
fn symptom(pages: &Pages, dice: &mut Dice) -> Option<Unit> {
    pages.pick("symptom", dice)
}

fn no_fix(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (cause, symptom) = (pages.pick("cause", dice)?, symptom(pages, dice)?);
    let lines = [
        "symptom smells-of-smoke \"It smells of smoke\"",
        "  says \"smells of smoke\", \"huele a humo\"",
        "cause spare-cause \"A spare cause\"",
        "  is 1%",
        "  often smells-of-smoke",
        &format!("  often {}", symptom.id),
    ];
    Some(after(pages, &cause, &lines).concerning("spare-cause").concerning("smells-of-smoke").concerning(&symptom.id))
}

fn shows_nothing(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (cause, fact) = (pages.pick("cause", dice)?, pages.pick("fact", dice)?);
    let (_, said) = pages.beginning(&fact, "otherwise").into_iter().next()?;
    let rate = said.strip_prefix("otherwise ")?.to_owned();
    let low = !["always", "almost", "usually", "often", "half"].iter().any(|word| rate.starts_with(word));
    if rate.contains(" is ") || rate.contains(" has ") || !low {
        return None;
    }
    let lines = [
        "cause spare-cause \"A spare cause\"".to_owned(),
        "  is 1%".to_owned(),
        format!("  {rate} {}", fact.id),
        "fix spare-fix \"A spare fix\"".to_owned(),
        "  usually cures spare-cause".to_owned(),
    ];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    Some(after(pages, &cause, &lines).concerning("spare-cause").concerning("spare-fix").concerning(&fact.id))
}

fn not_worth_it(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (fix, cause) = (pages.pick("fix", dice)?, pages.pick("cause", dice)?);
    let lines = ["fix spare-fix \"A spare fix\"", &format!("  1% cures {}", cause.id), "  takes 20 h"];
    Some(after(pages, &fix, &lines).concerning("spare-fix").concerning(&cause.id))
}

fn nothing_to_do(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let cause = pages.pick("cause", dice)?;
    let lines = [
        "symptom smells-of-smoke \"It smells of smoke\"",
        "  says \"smells of smoke\", \"huele a humo\"",
        "cause spare-cause \"A spare cause\"",
        "  is 1%",
        "  always smells-of-smoke",
    ];
    Some(after(pages, &cause, &lines).concerning("spare-cause").concerning("smells-of-smoke"))
}

/// Returns a yes-or-no fact or symptom that causes show often, and where its base rate stands or would stand.
fn often_shown(pages: &Pages, word: &str, dice: &mut Dice) -> Option<(Unit, (usize, usize))> {
    let unit = pages.pick(word, dice)?;
    let head = &pages.lines(&unit.file)[unit.line];
    if head.contains("\" :") || word == "symptom" && head.contains(" of ") {
        return None;
    }
    let causes = [pages.of_word("cause"), pages.of_word("kind")].concat();
    let said = causes.iter().flat_map(|cause| links(pages, cause));
    let figures: Vec<String> = said
        .filter(|(_, _, rest)| rest.split([' ', ',']).any(|id| id == unit.id))
        .map(|(_, figure, _)| figure)
        .collect();
    let slips = |figure: &String| ["usually", "often", "half the time"].contains(&figure.as_str());
    if !figures.iter().any(slips) {
        return None;
    }
    let old = pages.beginning(&unit, "otherwise").into_iter().next();
    let place = old.map_or((unit.end, unit.end), |(place, _)| place);
    Some((unit, place))
}

fn rate_turned(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (unit, place) = often_shown(pages, "fact", dice)?;
    let mut faulty = Faulty::new(pages).at(&unit.file, unit.line).at(&unit.file, place.0).concerning(&unit.id);
    for cause in [pages.of_word("cause"), pages.of_word("kind")].concat() {
        for (at, _, rest) in links(pages, &cause) {
            if rest.split([' ', ',']).any(|id| id == unit.id) {
                // What is out of line then may be told of at the words, too.
                faulty = faulty.at(&cause.file, at.0);
            }
        }
    }
    faulty.pages.splice(&unit.file, place, &["  otherwise almost always".to_owned()]);
    Some(faulty)
}

fn everybody(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (unit, place) = often_shown(pages, "symptom", dice)?;
    let mut faulty = Faulty::new(pages).at(&unit.file, unit.line).at(&unit.file, place.0).concerning(&unit.id);
    faulty.pages.splice(&unit.file, place, &["  otherwise always".to_owned()]);
    Some(faulty)
}

fn millions(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("cause", dice)?;
    let (place, _) = pages.beginning(&unit, "is").into_iter().next()?;
    if !pages.beginning(&unit, "confirmed when").is_empty() {
        return None;
    }
    let mut faulty = Faulty::new(pages).at(&unit.file, unit.line).at(&unit.file, place.0).concerning(&unit.id);
    let number = *dice.pick(&["0.0000002%", "0.00000005%", "0.00000003%"]);
    faulty.pages.splice(&unit.file, place, &[format!("  is {number}")]);
    Some(faulty)
}

fn never_asked(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (fact, other) = (super::logic::yes_or_no(pages, dice)?, super::logic::yes_or_no(pages, dice)?);
    let has = |word: &str| !pages.beginning(&fact, word).is_empty();
    if fact.id == other.id || has("not asked when") || has("applies when") {
        return None;
    }
    let (word, condition) = *dice.pick(&[("applies when", "X and not X"), ("not asked when", "X and not X")]);
    let line = format!("  {word} {}", condition.replace('X', &other.id));
    Some(after(pages, &fact, &[&line]).concerning(&other.id))
}
