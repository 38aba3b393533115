//! Slips in names and texts.

use super::{Faulty, Pages, Row};
use crate::generate::Dice;

pub(super) const KINDS: &[Row] = &[
    ("a reference with a slip in it", "E205 E208", slip),
    ("a declaration twice", "E206", twice),
    ("a translation left out", "W105", untranslated),
    ("a sentence left untranslated", "W105", half_translated),
    ("a translation of nothing", "E501", left_over),
    ("a fact that nothing reads", "W001", unused),
    ("a placeholder that nothing fills", "E405", placeholder),
    ("an id that looks like another", "W103", look_alike),
    ("an overlay that changes nothing", "W109", overlay),
];

fn slip(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick(if dice.happens(0.5) { "fix" } else { "cause" }, dice)?;
    let ids: Vec<String> = pages.units().into_iter().map(|unit| unit.id).filter(|id| id.len() > 5).collect();
    let lines = unit.statements.iter().flat_map(|(from, to)| *from..*to).collect::<Vec<_>>();
    let named: Vec<(usize, &String)> = lines
        .iter()
        .filter(|line| !pages.lines(&unit.file)[**line].contains('"'))
        .flat_map(|line| {
            let words: Vec<&str> = pages.lines(&unit.file)[*line].split([' ', ',']).collect();
            ids.iter().filter(|id| words.contains(&id.as_str())).map(|id| (*line, id)).collect::<Vec<_>>()
        })
        .collect();
    if named.is_empty() {
        return None;
    }
    let (line, id) = *dice.pick(&named);
    let at = 1 + dice.below(id.len() - 2);
    let slipped = format!("{}{}", &id[..at], &id[at + 1..]);
    if ids.contains(&slipped) || slipped.ends_with('-') || slipped.contains("--") {
        return None;
    }
    let mut faulty = Faulty::new(pages).at(&unit.file, line).concerning(&unit.id).concerning(id);
    let changed = pages.lines(&unit.file)[line].replacen(id.as_str(), &slipped, 1);
    faulty.pages.splice(&unit.file, (line, line + 1), &[changed]);
    Some(faulty)
}

fn twice(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let word = *dice.pick(&["symptom", "fact", "cause", "fix"]);
    let unit = pages.pick(word, dice)?;
    let copy = pages.lines(&unit.file)[unit.line..unit.end].to_vec();
    let mut faulty = Faulty::new(pages).at(&unit.file, unit.line).at(&unit.file, unit.end).concerning(&unit.id);
    faulty.pages.splice(&unit.file, (unit.end, unit.end), &copy);
    Some(faulty)
}

fn untranslated(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let translated = |unit: &super::Unit| unit.is_translation && !["translation", "base"].contains(&unit.word.as_str());
    let units: Vec<_> = pages.units().into_iter().filter(translated).collect();
    if units.is_empty() {
        return None;
    }
    let unit = dice.pick(&units);
    let original = pages.unit(&unit.id)?;
    let mut faulty = Faulty::new(pages).at(&original.file, original.line).concerning(&unit.id);
    faulty.pages.splice(&unit.file, (unit.line, unit.end), &[]);
    Some(faulty)
}

fn half_translated(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let units = pages.units().into_iter().filter(|unit| unit.is_translation && !unit.statements.is_empty());
    let units: Vec<_> = units.filter(|unit| !["translation", "base"].contains(&unit.word.as_str())).collect();
    if units.is_empty() {
        return None;
    }
    let unit = dice.pick(&units).clone();
    let place = *dice.pick(&unit.statements);
    let original = pages.unit(&unit.id)?;
    let word = pages.statement(&unit, place).split_whitespace().next()?.to_owned();
    let mut faulty =
        Faulty::new(pages).at(&original.file, original.line).at(&unit.file, unit.line).concerning(&unit.id);
    for (place, _) in pages.beginning(&original, &word) {
        faulty.spots.insert((original.file.clone(), place.0));
    }
    faulty.pages.splice(&unit.file, place, &[]);
    Some(faulty)
}

fn left_over(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let units: Vec<_> = pages.units().into_iter().filter(|unit| unit.is_translation && unit.word == "fix").collect();
    if units.is_empty() {
        return None;
    }
    let unit = dice.pick(&units).clone();
    let mut faulty = Faulty::new(pages).at(&unit.file, unit.line).at(&unit.file, unit.end).concerning(&unit.id);
    faulty.pages.splice(&unit.file, (unit.end, unit.end), &["  verify \"See whether all is well now.\"".to_owned()]);
    let has_verify = |unit: &super::Unit| !pages.beginning(unit, "verify").is_empty();
    if has_verify(&unit) || has_verify(&pages.unit(&unit.id)?) { None } else { Some(faulty) }
}

fn unused(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("fact", dice)?;
    let lines = [
        "fact spare-wheel \"A spare wheel is there\"",
        "  ask \"Is there a spare wheel?\"",
        "  otherwise half the time",
    ];
    let mut faulty = Faulty::new(pages).at(&unit.file, unit.end).concerning("spare-wheel");
    faulty.pages.splice(&unit.file, (unit.end, unit.end), &lines.map(str::to_owned));
    Some(faulty)
}

fn placeholder(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("fix", dice)?;
    let mut faulty = Faulty::new(pages).at(&unit.file, unit.line).at(&unit.file, unit.end).concerning(&unit.id);
    faulty.pages.splice(&unit.file, (unit.end, unit.end), &["  run \"ping {hots}\"".to_owned()]);
    Some(faulty)
}

fn look_alike(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("fact", dice)?;
    let like = [("o", "0"), ("l", "1"), ("-", ""), ("i", "1")].iter().find_map(|(from, to)| {
        Some(unit.id.replacen(from, to, 1)).filter(|like| {
            let is_id = like.starts_with(|c: char| c.is_ascii_lowercase()) && !like.starts_with('-');
            is_id && *like != unit.id && pages.unit(like).is_none()
        })
    })?;
    let cause = pages.pick("cause", dice)?;
    let mut faulty =
        Faulty::new(pages).at(&unit.file, unit.line).concerning(&unit.id).concerning(&like).concerning(&cause.id);
    faulty.pages.splice(&cause.file, (cause.end, cause.end), &[format!("  usually {like}")]);
    let unit = faulty.pages.unit(&unit.id)?;
    let lines = [
        format!("fact {like} \"Something else\""),
        "  ask \"Is it something else?\"".to_owned(),
        "  otherwise seldom".to_owned(),
    ];
    faulty.pages.splice(&unit.file, (unit.end, unit.end), &lines);
    faulty.spots = [(unit.file.clone(), unit.line), (unit.file.clone(), unit.end)].into();
    Some(faulty)
}

fn overlay(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let base = pages.units().into_iter().find(|unit| unit.word == "base")?;
    let unit = pages.pick("fix", dice)?;
    let (_, takes) = pages.beginning(&unit, "takes").into_iter().next()?;
    let language = pages.beginning(&base, "language").into_iter().next()?.1;
    let text = format!("base {}\n  {language}\nfix {}\n  {takes}\n", base.id, unit.id);
    let mut faulty = Faulty::new(pages).at("mine.kb", 0).at("mine.kb", 2).at("mine.kb", 3);
    faulty.overlays.push(("mine.kb".to_owned(), text));
    Some(faulty)
}
