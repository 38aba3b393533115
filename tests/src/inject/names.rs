//! Names, texts and files that are there twice, for nothing, or in a circle.

use super::diagnosis::links;
use super::{Faulty, Pages, Row, Unit};
use crate::generate::Dice;

pub(super) const KINDS: &[Row] = &[
    ("files that use each other", "E006", circle_of_files),
    ("a file used that is there already", "W108", used_again),
    ("a title that another has", "W101", same_title),
    ("a question that another asks", "W102", same_question),
    ("a kind without causes", "W104", idle_kind),
    ("an access that nothing needs", "W104", idle_access),
    ("a placeholder lost in the translation", "W106", lost_placeholder),
    ("a brace that does not close", "W107", open_brace),
    ("a text without words", "W112", no_words),
    ("fixes that follow each other", "W113", circle_of_fixes),
    ("fixes that wait for each other", "E401", waiting),
    ("a value called like a finding", "W114", shadowed),
    ("a finding that nothing can show", "W003", never_shown),
    ("something said twice", "E209 W110 W308", said_twice),
    ("a value that the fact does not have", "E208 E205", no_value),
    ("a fix that cures a symptom", "E207", wrong_kind),
    ("a cause without its prior", "E204", no_prior),
    ("a fact without its base rate", "E302", no_rate),
    ("a word of a kind that each cause replaces", "W111", overridden),
    ("a silence for nothing", "W115", idle_silence),
    ("an overlay that makes a fix a cause", "E406", kind_changed),
    ("a translation that says a number", "E502", not_a_text),
];

/// Adds lines after a declaration; they and the head are where the fault is.
pub(super) fn after(pages: &Pages, unit: &Unit, lines: &[&str]) -> Faulty {
    let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    let mut faulty = Faulty::new(pages).concerning(&unit.id).at(&unit.file, unit.line);
    faulty.pages.splice(&unit.file, (unit.end, unit.end), &lines);
    (0..lines.len()).fold(faulty, |faulty, nth| faulty.at(&unit.file, unit.end + nth))
}

/// Returns two different declarations of a word.
fn two(pages: &Pages, word: &str, dice: &mut Dice) -> Option<(Unit, Unit)> {
    let (one, two) = (pages.pick(word, dice)?, pages.pick(word, dice)?);
    (one.id != two.id).then_some((one, two))
}

fn circle_of_files(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("base", dice)?;
    let mut faulty = after(pages, &unit, &["use \"round.kb\""]).at("round.kb", 0);
    faulty.pages.add("round.kb", &[format!("use \"{}\"", unit.file)]);
    Some(faulty)
}

fn used_again(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("base", dice)?;
    let others: Vec<String> = pages.texts().map(|(name, _)| name.clone()).filter(|name| *name != unit.file).collect();
    if others.is_empty() {
        return None;
    }
    Some(after(pages, &unit, &[&format!("use \"{}\"", dice.pick(&others))]))
}

fn same_title(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let word = *dice.pick(&["symptom", "fact", "cause", "fix"]);
    let (one, other) = two(pages, word, dice)?;
    let title = pages.lines(&other.file)[other.line].split('"').nth(1)?.to_owned();
    let head = &pages.lines(&one.file)[one.line];
    let changed = head.replacen(head.split('"').nth(1)?, &title.to_uppercase(), 1);
    let mut faulty = Faulty::new(pages).concerning(&one.id).concerning(&other.id);
    faulty.pages.splice(&one.file, (one.line, one.line + 1), &[changed]);
    Some(faulty.at(&one.file, one.line).at(&other.file, other.line))
}

fn same_question(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (one, other) = two(pages, "fact", dice)?;
    let (own, _) = pages.beginning(&one, "ask").into_iter().next()?;
    let (their, said) = pages.beginning(&other, "ask").into_iter().next()?;
    let mut faulty = Faulty::new(pages).concerning(&one.id).concerning(&other.id);
    for unit in [(&one, own), (&other, their)] {
        faulty = faulty.at(&unit.0.file, unit.0.line).at(&unit.0.file, unit.1.0);
    }
    if own.1 - own.0 > 1 {
        return None;
    }
    faulty.pages.splice(&one.file, own, &[format!("  {said}")]);
    Some(faulty)
}

fn idle_kind(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("cause", dice)?;
    Some(after(pages, &unit, &["kind spare-kind \"Of no use\""]).concerning("spare-kind"))
}

fn idle_access(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("base", dice)?;
    Some(after(pages, &unit, &["  access spare-access takes 5 min"]))
}

/// Returns a fix without `verify`, and its translation where there is one.
fn unverified(pages: &Pages, dice: &mut Dice) -> Option<(Unit, Option<Unit>)> {
    let unit = pages.pick("fix", dice).filter(|unit| pages.beginning(unit, "verify").is_empty())?;
    let translated = pages.units().into_iter().find(|other| other.is_translation && other.id == unit.id);
    Some((unit, translated))
}

fn lost_placeholder(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (unit, translated) = unverified(pages, dice)?;
    let translated = translated?;
    let symptom = pages.pick("symptom", dice)?;
    let mut faulty = Faulty::new(pages).concerning(&unit.id).concerning(&symptom.id);
    let (with, without) = if dice.happens(0.5) { (&unit, &translated) } else { (&translated, &unit) };
    for (at, text) in [(with, "Number {spare} is gone."), (without, "It is gone.")] {
        faulty.pages.splice(&at.file, (at.end, at.end), &[format!("  verify \"{text}\"")]);
        faulty = faulty.at(&at.file, at.line).at(&at.file, at.end);
    }
    let symptom = faulty.pages.unit(&symptom.id)?;
    let file = symptom.file.clone();
    if file == unit.file && symptom.line < unit.line || file == translated.file {
        return None;
    }
    faulty.pages.splice(&file, (symptom.end, symptom.end), &["  says \"spare part {spare:number} broke\"".to_owned()]);
    Some(faulty)
}

fn open_brace(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("fix", dice)?;
    let text =
        *dice.pick(&["Look for {host here.", "Look for host} here.", "Look for { host } here.", "Look for {host"]);
    Some(after(pages, &unit, &[&format!("  step \"{text}\"")]))
}

fn no_words(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (word, line) =
        *dice.pick(&[("fix", "step \"\""), ("fix", "run \" \""), ("cause", "note \"\""), ("symptom", "note \" \"")]);
    let unit = pages.pick(word, dice)?;
    Some(after(pages, &unit, &[&format!("  {line}")]))
}

/// Says the same of two fixes, each about the other.
fn mutual(pages: &Pages, word: &str, dice: &mut Dice) -> Option<Faulty> {
    let (one, other) = two(pages, "fix", dice)?;
    if pages.of_word("fix").iter().any(|fix| !pages.beginning(fix, word).is_empty()) && word == "then" {
        let has = |unit: &Unit| !pages.beginning(unit, word).is_empty();
        if has(&one) || has(&other) {
            return None;
        }
    }
    let mut faulty = Faulty::new(pages).concerning(&one.id).concerning(&other.id);
    let (first, last) = if (&one.file, one.line) < (&other.file, other.line) { (one, other) } else { (other, one) };
    faulty.pages.splice(&last.file, (last.end, last.end), &[format!("  {word} {}", first.id)]);
    faulty.pages.splice(&first.file, (first.end, first.end), &[format!("  {word} {}", last.id)]);
    let moved = usize::from(first.file == last.file);
    faulty = faulty.at(&first.file, first.line).at(&first.file, first.end);
    Some(faulty.at(&last.file, last.line + moved).at(&last.file, last.end + moved))
}

fn circle_of_fixes(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    mutual(pages, "then", dice)
}

fn waiting(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    mutual(pages, "after", dice)
}

fn shadowed(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (unit, cause) = (pages.pick("fact", dice)?, pages.pick("cause", dice)?);
    let lines = [
        format!("fact spare-choice \"What it is\" : one of {}, nothing-of-it", unit.id),
        "  ask \"What is it, if anything?\"".to_owned(),
        "  otherwise 70% is nothing-of-it".to_owned(),
    ];
    let end = pages.lines(&unit.file).len();
    let mut faulty = Faulty::new(pages).concerning(&unit.id).concerning("spare-choice").concerning(&cause.id);
    faulty.pages.splice(&unit.file, (end, end), &lines);
    faulty.pages.splice(&cause.file, (cause.end, cause.end), &[format!("  usually spare-choice is {}", unit.id)]);
    let at = faulty.pages.unit("spare-choice")?;
    Some(faulty.at(&at.file, at.line))
}

fn never_shown(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (word, cause) = (*dice.pick(&["fact", "symptom"]), pages.pick("cause", dice)?);
    let mut faulty = Faulty::new(pages).concerning("spare-finding").concerning(&cause.id);
    faulty.pages.splice(&cause.file, (cause.end, cause.end), &["  usually spare-finding".to_owned()]);
    let end = faulty.pages.lines(&cause.file).len();
    let lines = [format!("{word} spare-finding \"It cannot be seen\""), "  otherwise seldom".to_owned()];
    faulty.pages.splice(&cause.file, (end, end), &lines);
    Some(faulty.at(&cause.file, end))
}

fn said_twice(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let word = *dice.pick(&["cause", "fix"]);
    let unit = pages.pick(word, dice)?;
    let opens = |said: &String| {
        ["is ", "takes ", "for ", "hands over", "passes in ", "only when ", "done wrong ", "effort "]
            .iter()
            .any(|word| said.starts_with(word))
    };
    let said: Vec<_> = unit.statements.iter().map(|place| (*place, pages.statement(&unit, *place))).collect();
    let said: Vec<_> =
        said.into_iter().filter(|(_, said)| opens(said) || word == "cause" && !said.contains('"')).collect();
    if said.is_empty() {
        return None;
    }
    let (place, line) = dice.pick(&said).clone();
    Some(after(pages, &unit, &[&format!("  {line}")]).at(&unit.file, place.0))
}

fn no_value(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let choices = pages.of_word("fact").into_iter();
    let choices: Vec<Unit> = choices.filter(|unit| pages.lines(&unit.file)[unit.line].contains(": one of ")).collect();
    if choices.is_empty() {
        return None;
    }
    let (fact, cause) = (dice.pick(&choices).clone(), pages.pick("cause", dice)?);
    let word = if pages.lines(&fact.file)[fact.line].contains("its symptoms") { "message-gone" } else { "valu" };
    Some(after(pages, &cause, &[&format!("  often {} is {word}", fact.id)]).concerning(&fact.id))
}

fn wrong_kind(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (fix, symptom) = (pages.pick("fix", dice)?, pages.pick("symptom", dice)?);
    Some(after(pages, &fix, &[&format!("  often cures {}", symptom.id)]).concerning(&symptom.id))
}

fn no_prior(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("cause", dice)?;
    let (place, _) = pages.beginning(&unit, "is").into_iter().next()?;
    let mut faulty = Faulty::new(pages).concerning(&unit.id).at(&unit.file, unit.line);
    faulty.pages.splice(&unit.file, place, &[]);
    Some(faulty)
}

fn no_rate(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("fact", dice)?;
    if pages.lines(&unit.file)[unit.line].contains("\" :") {
        return None;
    }
    let (place, _) = pages.beginning(&unit, "otherwise").into_iter().next()?;
    let causes = [pages.of_word("cause"), pages.of_word("kind")].concat();
    let of =
        |cause: &Unit| links(pages, cause).iter().any(|(_, _, rest)| rest.split([' ', ',']).any(|id| id == unit.id));
    let named: Vec<Unit> = causes.into_iter().filter(of).collect();
    let mut faulty = Faulty::new(pages).concerning(&unit.id).at(&unit.file, unit.line);
    faulty.pages.splice(&unit.file, place, &[]);
    for cause in &named {
        // The author may be told where the number is missing, or where it is needed.
        let cause = faulty.pages.unit(&cause.id)?;
        faulty =
            (cause.line..cause.end).fold(faulty, |faulty, line| faulty.at(&cause.file, line)).concerning(&cause.id);
    }
    (!named.is_empty()).then_some(faulty)
}

fn overridden(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (kind, fact) = (pages.pick("kind", dice)?, pages.pick("fact", dice)?);
    let head = &pages.lines(&fact.file)[fact.line];
    let of_kind = |unit: &Unit| {
        pages.lines(&unit.file)[unit.line].split_whitespace().skip_while(|word| *word != "of").nth(1) == Some(&kind.id)
    };
    let causes: Vec<Unit> = pages.of_word("cause").into_iter().filter(of_kind).collect();
    let says =
        |unit: &Unit| links(pages, unit).iter().any(|(_, _, rest)| rest.split([' ', ',']).any(|id| id == fact.id));
    if head.contains("\" :") || causes.len() < 2 || says(&kind) || causes.iter().any(says) {
        return None;
    }
    let mut faulty = Faulty::new(pages).concerning(&kind.id).concerning(&fact.id);
    faulty.pages.splice(&kind.file, (kind.end, kind.end), &[format!("  usually {}", fact.id)]);
    for cause in &causes {
        let unit = faulty.pages.unit(&cause.id)?;
        faulty.pages.splice(&unit.file, (unit.end, unit.end), &[format!("  often {}", fact.id)]);
        faulty.concerns.insert(unit.id);
    }
    let kind = faulty.pages.unit(&kind.id)?;
    Some((kind.line..kind.end).fold(faulty, |faulty, line| faulty.at(&kind.file, line)))
}

fn idle_silence(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let word = *dice.pick(&["fix", "cause", "symptom"]);
    let unit = pages.pick(word, dice)?;
    let code = *dice.pick(&["W204", "W402", "W999", "E205"]);
    Some(after(pages, &unit, &[&format!("  # etio: allow {code} because it is so")]))
}

fn kind_changed(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (base, fix) = (pages.pick("base", dice)?, pages.pick("fix", dice)?);
    let language = pages.beginning(&base, "language").into_iter().next()?.1;
    let text = format!("base {}\n  {language}\ncause {} \"A cause now\"\n  is rare\n", base.id, fix.id);
    let mut faulty = Faulty::new(pages).at("mine.kb", 2).concerning(&fix.id);
    faulty.overlays.push(("mine.kb".to_owned(), text));
    Some(faulty)
}

fn not_a_text(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let units: Vec<Unit> = pages.units().into_iter().filter(|unit| unit.is_translation && unit.word == "fix").collect();
    if units.is_empty() {
        return None;
    }
    let unit = dice.pick(&units).clone();
    Some(after(pages, &unit, &["  takes 5 min"]))
}
