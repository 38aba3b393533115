//! Numbers, links and fixes that come to something that cannot be meant.

use super::{Faulty, Pages, Row, Unit};
use crate::generate::Dice;

pub(super) const KINDS: &[Row] = &[
    ("a cause without what speaks for it", "W401", unspoken),
    ("a cause copied", "W403", copied),
    ("a cause copied, shown a little less often", "W402 W403 W408", behind),
    ("a cause that no fix helps", "W002", unhelped),
    ("a fix that does nothing", "W004", idle),
    ("a fix that helps nobody", "W411", zero),
    ("a fix that takes for ever", "W404", endless),
    ("a question of which every cause says the same", "W405", same),
    ("a symptom that no cause explains", "W406", silent),
    ("a new symptom without a cause", "W406", new_symptom),
    ("a word turned round", "W407", turned),
    ("a base rate of 99 %", "W407 W409", leak),
    ("a prior next to nothing", "W408", drowned),
];

/// The words and numbers that can open a likelihood.
const WORDS: [&str; 11] = [
    "always",
    "almost always",
    "usually",
    "often",
    "half the time",
    "sometimes",
    "occasionally",
    "seldom",
    "rarely",
    "almost never",
    "never",
];

/// Returns the number a statement opens with, as it is written, and what follows.
pub(super) fn figure(said: &str) -> Option<(String, String)> {
    let word = WORDS.iter().find(|word| said.strip_prefix(**word).is_some_and(|rest| rest.starts_with(' ')));
    let first = said.split(' ').next()?;
    let number = first.ends_with('%').then(|| first.to_owned());
    let counted = || {
        let words: Vec<&str> = said.splitn(4, ' ').collect();
        (words.get(1) == Some(&"of")).then(|| words[..3.min(words.len())].join(" "))
    };
    let figure = word.map(|word| (*word).to_owned()).or(number).or_else(counted)?;
    let rest = said[figure.len()..].trim().to_owned();
    Some((figure, rest))
}

/// Returns the links of a cause or a kind: place, number, what follows.
pub(super) fn links(pages: &Pages, unit: &Unit) -> Vec<((usize, usize), String, String)> {
    let said = unit.statements.iter().filter_map(|place| {
        let (figure, rest) = figure(&pages.statement(unit, *place))?;
        Some((*place, figure, rest))
    });
    said.filter(|(_, _, rest)| !["cures ", "eases ", "unanswered"].iter().any(|verb| rest.starts_with(verb))).collect()
}

/// Returns the targets of a list of ids.
fn targets(rest: &str) -> Vec<String> {
    rest.split(',').map(|target| target.trim().to_owned()).collect()
}

/// Takes statements out, the last first.
pub(super) fn without(pages: &mut Pages, unit: &Unit, places: &[(usize, usize)]) {
    places.iter().rev().for_each(|place| pages.splice(&unit.file, *place, &[]));
}

/// Takes a target out of statements of every declaration of a word; returns the declarations that named it.
fn forget(faulty: &mut Faulty, word: &str, id: &str, opens: impl Fn(&str) -> bool) -> usize {
    let mut changed = 0;
    let units: Vec<Unit> = faulty.pages.of_word(word);
    for unit in units.iter().rev() {
        for place in unit.statements.iter().rev() {
            let said = faulty.pages.statement(unit, *place);
            let Some((_, rest)) = figure(&said).filter(|(_, rest)| opens(rest)) else { continue };
            let list = rest.trim_start_matches("cures ").trim_start_matches("eases ").trim();
            let all = targets(list);
            if !all.iter().any(|target| target == id) {
                continue;
            }
            let head = said[..said.len() - list.len()].to_owned();
            let left: Vec<String> = all.into_iter().filter(|target| target != id).collect();
            let line = if left.is_empty() { vec![] } else { vec![format!("  {head}{}", left.join(", "))] };
            faulty.pages.splice(&unit.file, *place, &line);
            faulty.concerns.insert(unit.id.clone());
            changed += 1;
        }
    }
    changed
}

fn unspoken(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("cause", dice)?;
    let said = links(pages, &unit);
    let of_kind = pages.lines(&unit.file)[unit.line].split_whitespace().skip_while(|word| *word != "of").nth(1);
    let kind = of_kind.and_then(|id| pages.unit(id));
    let low = |figure: &str| WORDS[7..].contains(&figure);
    // What its kind says for it stays.
    if said.is_empty() || kind.is_some_and(|kind| links(pages, &kind).iter().any(|(_, figure, _)| !low(figure))) {
        return None;
    }
    let confirmed = !pages.beginning(&unit, "confirmed when").is_empty();
    let mut faulty = Faulty::new(pages).at(&unit.file, unit.line).concerning(&unit.id);
    for (_, _, rest) in &said {
        let named = targets(rest).into_iter().filter_map(|target| target.split(' ').next().map(str::to_owned));
        faulty.concerns.extend(named);
    }
    without(&mut faulty.pages, &unit, &said.iter().map(|(place, ..)| *place).collect::<Vec<_>>());
    (!confirmed).then_some(faulty)
}

/// Adds a copy of a cause under another id, and lets a fix of its own help.
pub(super) fn copy(pages: &Pages, dice: &mut Dice, change: impl Fn(&str) -> Option<String>) -> Option<Faulty> {
    let unit = pages.pick("cause", dice)?;
    if links(pages, &unit).is_empty() || !pages.beginning(&unit, "confirmed when").is_empty() {
        return None;
    }
    let mut lines = pages.lines(&unit.file)[unit.line..unit.end].to_vec();
    let quote = lines[0].find('"')?;
    lines[0] = format!("{} \"The double of it\"", lines[0][..quote].trim_end()).replacen(&unit.id, "double-cause", 1);
    for line in &mut lines[1..] {
        *line = change(line)?;
    }
    let count = lines.len();
    lines.extend(
        ["fix double-fix \"The fix of the double\"", "  usually cures double-cause", "  takes 2 min"]
            .map(str::to_owned),
    );
    let mut faulty = Faulty::new(pages).concerning(&unit.id).concerning("double-cause").concerning("double-fix");
    faulty.pages.splice(&unit.file, (unit.end, unit.end), &lines);
    for line in unit.end..unit.end + count {
        faulty = faulty.at(&unit.file, line);
    }
    Some(faulty.at(&unit.file, unit.line))
}

fn copied(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    copy(pages, dice, |line| Some(line.to_owned()))
}

fn behind(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    copy(pages, dice, |line| {
        let said = line.trim();
        let Some((figure, rest)) = figure(said) else {
            return Some(if said.starts_with("is ") { "  is very rare".to_owned() } else { line.to_owned() });
        };
        let number = figure.strip_suffix('%').and_then(|number| number.parse::<f64>().ok());
        let number = number.unwrap_or(match figure.as_str() {
            "always" => 98.0,
            "almost always" => 90.0,
            "usually" => 80.0,
            "often" => 65.0,
            "half the time" => 50.0,
            "sometimes" => 30.0,
            "occasionally" => 20.0,
            _ => return Some(line.to_owned()),
        });
        Some(format!("  {:.1}% {rest}", number * 0.98))
    })
}

fn unhelped(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("cause", dice)?;
    let kind = pages.lines(&unit.file)[unit.line].split_whitespace().skip_while(|word| *word != "of").nth(1);
    let by_kind = |fix: &Unit| {
        fix.statements.iter().any(|place| pages.statement(fix, *place).split([' ', ',']).any(|word| Some(word) == kind))
    };
    if !pages.beginning(&unit, "passes in").is_empty() || pages.of_word("fix").iter().any(by_kind) {
        return None;
    }
    let mut faulty = Faulty::new(pages).concerning(&unit.id);
    let acts = |rest: &str| rest.starts_with("cures ") || rest.starts_with("eases ");
    if forget(&mut faulty, "fix", &unit.id, acts) == 0 {
        return None;
    }
    let unit = faulty.pages.unit(&unit.id)?;
    Some(faulty.at(&unit.file, unit.line))
}

/// Returns what a fix does, by statement.
fn effects(pages: &Pages, unit: &Unit) -> Vec<((usize, usize), String, String)> {
    let said = unit.statements.iter().filter_map(|place| {
        let (figure, rest) = figure(&pages.statement(unit, *place))?;
        Some((*place, figure, rest))
    });
    said.filter(|(_, _, rest)| rest.starts_with("cures ") || rest.starts_with("eases ")).collect()
}

fn concern_targets(mut faulty: Faulty, rest: &str) -> Faulty {
    let list = rest.split_once(' ').map_or("", |(_, list)| list);
    faulty.concerns.extend(targets(list));
    faulty
}

fn idle(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("fix", dice)?;
    let said = effects(pages, &unit);
    let other = ["hands over", "last resort", "only looks", "tells"];
    if said.is_empty() || other.iter().any(|word| !pages.beginning(&unit, word).is_empty()) {
        return None;
    }
    let followed = pages
        .of_word("fix")
        .iter()
        .any(|fix| pages.beginning(fix, "then").iter().any(|(_, said)| said.ends_with(&unit.id)));
    let mut faulty = Faulty::new(pages).at(&unit.file, unit.line).concerning(&unit.id);
    for (_, _, rest) in &said {
        faulty = concern_targets(faulty, rest);
    }
    without(&mut faulty.pages, &unit, &said.iter().map(|(place, ..)| *place).collect::<Vec<_>>());
    (!followed).then_some(faulty)
}

fn zero(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("fix", dice)?;
    let said = effects(pages, &unit);
    if said.is_empty() {
        return None;
    }
    let (place, _, rest) = dice.pick(&said).clone();
    if rest.ends_with(" other") {
        return None;
    }
    let word = *dice.pick(&["0%", "never"]);
    let mut faulty = concern_targets(
        Faulty::new(pages).at(&unit.file, unit.line).at(&unit.file, place.0).concerning(&unit.id),
        &rest,
    );
    faulty.pages.splice(&unit.file, place, &[format!("  {word} {rest}")]);
    Some(faulty)
}

fn endless(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("fix", dice)?;
    let followed = pages
        .of_word("fix")
        .iter()
        .any(|fix| pages.beginning(fix, "then").iter().any(|(_, said)| said.ends_with(&unit.id)));
    let other = ["hands over", "last resort", "only looks", "tells"];
    if followed || effects(pages, &unit).is_empty() || other.iter().any(|word| !pages.beginning(&unit, word).is_empty())
    {
        return None;
    }
    let (place, _) = pages.beginning(&unit, "takes").into_iter().next()?;
    let mut faulty = Faulty::new(pages).at(&unit.file, unit.line).at(&unit.file, place.0).concerning(&unit.id);
    faulty.pages.splice(&unit.file, place, &["  takes 30 days".to_owned()]);
    Some(faulty)
}

fn same(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("fact", dice)?;
    let (_, said) = pages.beginning(&unit, "otherwise").into_iter().next()?;
    let rate = said.strip_prefix("otherwise ")?.to_owned();
    if rate.contains(" is ") || rate.contains(" has ") {
        return None;
    }
    let read = pages.units().iter().filter(|other| other.id != unit.id && !other.is_translation).any(|other| {
        let said = other.statements.iter().map(|place| pages.statement(other, *place));
        let rule = pages.statement(other, (other.line, other.end));
        let reads = |said: &str| {
            (said.contains("when ") || said.starts_with("for ") || said.starts_with("tells "))
                && said.split([' ', ',', '(', ')']).any(|word| word == unit.id)
        };
        said.into_iter().any(|said| reads(&said)) || (other.word == "rule" && reads(&rule))
    });
    if read {
        return None;
    }
    let mut faulty = Faulty::new(pages).concerning(&unit.id);
    let mut named = Vec::new();
    for cause in [pages.of_word("cause"), pages.of_word("kind")].concat() {
        let says = |(_, _, rest): &((usize, usize), String, String)| targets(rest).contains(&unit.id);
        if links(pages, &cause).iter().any(says) {
            named.push(cause.id.clone());
        }
    }
    for word in ["cause", "kind"] {
        forget(&mut faulty, word, &unit.id, |rest| !rest.starts_with("cures ") && !rest.starts_with("eases "));
    }
    for id in &named {
        let cause = faulty.pages.unit(id)?;
        faulty.pages.splice(&cause.file, (cause.end, cause.end), &[format!("  {rate} {}", unit.id)]);
    }
    let unit = faulty.pages.unit(&unit.id)?;
    (!named.is_empty()).then(|| faulty.at(&unit.file, unit.line))
}

fn silent(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    // The only symptom of a base is its door.
    if pages.of_word("symptom").len() < 2 {
        return None;
    }
    let unit = pages.pick("symptom", dice)?;
    let named = pages.units().iter().any(|other| {
        other
            .statements
            .iter()
            .map(|place| pages.statement(other, *place))
            .any(|said| said.contains("when ") && said.split([' ', ',', '(', ')']).any(|word| word == unit.id))
    });
    let mut faulty = Faulty::new(pages).concerning(&unit.id);
    let mut count = 0;
    for word in ["cause", "kind"] {
        count += forget(&mut faulty, word, &unit.id, |rest| !rest.starts_with("cures ") && !rest.starts_with("eases "));
    }
    let unit = faulty.pages.unit(&unit.id)?;
    (count > 0 && !named).then(|| faulty.at(&unit.file, unit.line))
}

fn new_symptom(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("symptom", dice)?;
    let head = "symptom smells-of-smoke \"It smells of smoke\"".to_owned();
    let says = "  says \"smells of smoke\", \"huele a humo\"".to_owned();
    let mut faulty = Faulty::new(pages).at(&unit.file, unit.end).concerning("smells-of-smoke");
    faulty.pages.splice(&unit.file, (unit.end, unit.end), &[head, says]);
    Some(faulty)
}

/// Returns a cause and a link of it by chance.
fn link(pages: &Pages, dice: &mut Dice, wanted: impl Fn(&str, &str) -> bool) -> Option<(Unit, (usize, usize), String)> {
    let unit = pages.pick("cause", dice)?;
    let said = links(pages, &unit).into_iter().filter(|(_, figure, rest)| wanted(figure, rest)).collect::<Vec<_>>();
    if said.is_empty() {
        return None;
    }
    let (place, _, rest) = dice.pick(&said).clone();
    Some((unit, place, rest))
}

fn turned(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    // Of a fact `never` is a statement like any other; of a symptom that hardly anybody else shows it is none.
    let symptom = |rest: &str| {
        targets(rest).iter().all(|id| {
            pages.unit(id).is_some_and(|unit| unit.word == "symptom" && pages.beginning(&unit, "otherwise").is_empty())
        })
    };
    let (unit, place, rest) = link(pages, dice, |figure, rest| figure != "never" && symptom(rest))?;
    let mut faulty = Faulty::new(pages).at(&unit.file, unit.line).at(&unit.file, place.0).concerning(&unit.id);
    faulty.concerns.extend(targets(&rest));
    faulty.pages.splice(&unit.file, place, &[format!("  never {rest}")]);
    Some(faulty)
}

fn leak(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let word = *dice.pick(&["fact", "symptom"]);
    let unit = pages.pick(word, dice)?;
    let head = &pages.lines(&unit.file)[unit.line];
    if head.contains("\" :") || head.contains(" of ") && unit.word == "symptom" {
        return None;
    }
    let said: Vec<_> = [pages.of_word("cause"), pages.of_word("kind")]
        .concat()
        .iter()
        .flat_map(|cause| links(pages, cause))
        .filter(|(_, _, rest)| targets(rest).contains(&unit.id))
        .collect();
    // A fact that some causes make less likely may well hold for nearly everybody else.
    if !said.iter().any(|(_, figure, _)| WORDS[..5].contains(&figure.as_str())) {
        return None;
    }
    let old = pages.beginning(&unit, "otherwise").into_iter().next();
    let place = old.map_or((unit.end, unit.end), |(place, _)| place);
    let mut faulty = Faulty::new(pages).at(&unit.file, unit.line).at(&unit.file, place.0).concerning(&unit.id);
    faulty.pages.splice(&unit.file, place, &["  otherwise 99%".to_owned()]);
    Some(faulty)
}

fn drowned(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("cause", dice)?;
    let (place, _) = pages.beginning(&unit, "is").into_iter().next()?;
    if !pages.beginning(&unit, "confirmed when").is_empty() {
        return None;
    }
    let mut faulty = Faulty::new(pages).at(&unit.file, unit.line).at(&unit.file, place.0).concerning(&unit.id);
    faulty.pages.splice(&unit.file, place, &["  is 0.0000001%".to_owned()]);
    Some(faulty)
}
