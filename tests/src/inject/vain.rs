//! What is said in vain: never asked, never proposed, never concluded, or said already below an overlay.

use super::conditions::only;
use super::logic::{linking, yes_or_no};
use super::names::after;
use super::{Faulty, Pages, Row, Unit};
use crate::generate::Dice;

pub(super) const KINDS: &[Row] = &[
    ("a question of thirty hours", "W412", dear_question),
    ("a fix that waits for who takes over", "W404", too_late),
    ("a fix that everybody does wrong", "W411", done_wrong),
    ("a low likelihood of what is demanded", "W309", demanded),
    ("a value that no rule concludes", "W003", never_concluded),
    ("a danger in what is to be looked at", "W410", dangerous_verify),
    ("a list of an overlay that the base has", "W109", same_list),
];

fn dear_question(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let fact = pages.pick("fact", dice).filter(|fact| !pages.beginning(fact, "ask").is_empty())?;
    let takes = *dice.pick(&["30 h", "2 days", "1200 min"]);
    only(pages, &fact, "takes", takes)
}

fn too_late(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let hands_over = |unit: &Unit| !pages.beginning(unit, "hands over").is_empty();
    let over = pages.of_word("fix").into_iter().find(hands_over)?;
    let fix = pages.pick("fix", dice).filter(|fix| !hands_over(fix))?;
    Some(only(pages, &fix, "after", &over.id)?.concerning(&over.id))
}

fn done_wrong(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let fix = pages.pick("fix", dice)?;
    let helps = fix.statements.iter().any(|place| pages.statement(&fix, *place).contains(" cures "));
    let faulty = only(pages, &fix, "done wrong", "100%")?;
    helps.then_some(faulty)
}

fn demanded(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (fact, cause) = (yes_or_no(pages, dice)?, pages.pick("cause", dice)?);
    let bounded =
        ["only when", "ruled out when", "confirmed when"].iter().any(|word| !pages.beginning(&cause, word).is_empty());
    if bounded
        || !linking(pages, &fact.id).is_empty() && pages.statement(&cause, (cause.line, cause.end)).contains(&fact.id)
    {
        return None;
    }
    pages.beginning(&fact, "otherwise").first()?;
    let low = *dice.pick(&["never", "rarely", "almost never", "seldom"]);
    Some(
        after(pages, &cause, &[&format!("  {low} {}", fact.id), &format!("  only when {}", fact.id)])
            .concerning(&fact.id),
    )
}

fn never_concluded(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (cause, like) = (pages.pick("cause", dice)?, pages.pick("fact", dice)?);
    let mut faulty = Faulty::new(pages).concerning(&cause.id).at(&cause.file, cause.end);
    faulty.pages.splice(&cause.file, (cause.end, cause.end), &["  often weather is hot".to_owned()]);
    let end = faulty.pages.lines(&like.file).len();
    let lines = [
        "fact outside \"How warm it is outside\" : number -40..60",
        "  ask \"How warm is it outside?\"",
        "fact weather \"The weather\" : one of cold, mild, hot",
        "  otherwise seldom is mild",
        "  otherwise seldom is hot",
        "rule chill when outside < 5 then weather is cold",
        "rule spring when outside >= 5 then weather is mild",
    ];
    faulty.pages.splice(&like.file, (end, end), &lines.map(str::to_owned));
    Some((end..end + lines.len()).fold(faulty, |faulty, line| faulty.at(&like.file, line)))
}

fn dangerous_verify(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let fix = pages.pick("fix", dice).filter(|fix| pages.beginning(fix, "risk").is_empty())?;
    let said = *dice.pick(&[
        "Or type `rm -rf ~/.config`.",
        "If not: `sudo mkfs.ext4 /dev/sdb1`.",
        "Try `git reset --hard`, too.",
    ]);
    only(pages, &fix, "verify", &format!("\"{said}\""))
}

fn same_list(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let base = pages.units().into_iter().find(|unit| unit.word == "base")?;
    let (word, list) = *dice.pick(&[("symptom", "says"), ("fix", "step"), ("cause", "ruled out when")]);
    let unit = pages.pick(word, dice)?;
    let language = pages.beginning(&base, "language").into_iter().next()?.1;
    let said: Vec<String> = pages.beginning(&unit, list).into_iter().map(|(_, said)| format!("  {said}\n")).collect();
    if said.is_empty() {
        return None;
    }
    let text = format!("base {}\n  {language}\n{word} {}\n{}", base.id, unit.id, said.concat());
    let mut faulty = Faulty::new(pages).concerning(&unit.id).at("mine.kb", 2).at("mine.kb", 3);
    faulty.overlays.push(("mine.kb".to_owned(), text));
    Some(faulty)
}
