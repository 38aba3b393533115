//! More patterns that say too much, too little, or what another says: as somebody would try who does not know how `check` looks for them.

use super::names::after;
use super::patterns::literal;
use super::{Faulty, Pages, Row, Unit};
use crate::generate::Dice;

pub(super) const KINDS: &[Row] = &[
    ("a line of its own beside the same words", "W203", line),
    ("words beside the name that stand without it", "W203", named),
    ("a pattern twice, in capitals", "W203", capitals),
    ("a pattern of another symptom as an expression", "W201 W202", expression),
    ("the beginning of a pattern of another symptom", "W202", beginning),
    ("an everyday word", "W204", everyday),
    ("an everyday expression", "W204 E404", everyday_expression),
    ("a letter or two", "W204", letters),
    ("the name of the thing", "W204", name),
    ("an expression that is very large", "W206 E404", large),
    ("a text of a case that no pattern shows", "W205", unmatched),
    ("a symptom in one language only", "W207", one_language),
];

/// Adds a pattern beside one that is there, which may be told of as well.
fn beside(pages: &Pages, dice: &mut Dice, write: impl Fn(&str) -> String) -> Option<Faulty> {
    let (unit, place, said) = literal(pages, dice)?;
    let line = format!("  says {}", write(&said));
    Some((place.0..place.1).fold(after(pages, &unit, &[&line]), |faulty, line| faulty.at(&unit.file, line)))
}

fn line(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    beside(pages, dice, |said| format!("only \"{said}\""))
}

fn named(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    beside(pages, dice, |said| format!("beside the name \"{said}\""))
}

fn capitals(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    beside(pages, dice, |said| format!("\"{}\"", said.to_uppercase()))
}

/// Puts into another symptom what a pattern of one says.
fn stolen(pages: &Pages, dice: &mut Dice, write: impl Fn(&str) -> Option<String>) -> Option<Faulty> {
    let (from, place, said) = literal(pages, dice)?;
    let unit = pages.pick("symptom", dice).filter(|unit| unit.id != from.id)?;
    let mut faulty = after(pages, &unit, &[&format!("  says {}", write(&said)?)]).concerning(&from.id);
    let moved = usize::from(from.file == unit.file && from.line > unit.line);
    faulty.spots.extend((place.0..place.1).map(|line| (from.file.clone(), line + moved)));
    faulty.spots.insert((from.file.clone(), from.line + moved));
    // Others that say the same words go with it.
    faulty.concerns.extend(sharing(pages, &said, &unit));
    Some(faulty)
}

/// Returns the symptoms with a pattern that holds some words.
fn sharing(pages: &Pages, said: &str, but: &Unit) -> Vec<String> {
    let words: Vec<&str> = said.split(' ').take(2).collect();
    let words = words.join(" ").to_lowercase();
    let holds = |unit: &Unit| {
        unit.id != but.id && pages.lines(&unit.file)[unit.line..unit.end].join(" ").to_lowercase().contains(&words)
    };
    pages.of_word("symptom").into_iter().filter(holds).map(|unit| unit.id).collect()
}

fn expression(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let plain = |said: &str| said.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ');
    stolen(pages, dice, |said| plain(said).then(|| format!("/{said}/")))
}

fn beginning(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    stolen(pages, dice, |said| {
        let words: Vec<&str> = said.split(' ').collect();
        (words.len() > 2).then(|| format!("\"{}\"", words[..words.len() - 1].join(" ")))
    })
}

/// Adds a pattern that ordinary text has, to a symptom taken by chance.
fn common(pages: &Pages, dice: &mut Dice, patterns: &[&str]) -> Option<Faulty> {
    let unit = pages.pick("symptom", dice)?;
    let pattern = *dice.pick(patterns);
    Some(after(pages, &unit, &[&format!("  says {pattern}")]))
}

fn everyday(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    common(
        pages,
        dice,
        &[
            "\"problem\"",
            "\"failed\"",
            "\"help\"",
            "\"please\"",
            "\"no funciona\"",
            "\"does not work\"",
            "\"page\"",
            "\"click\"",
            "\"hello\"",
            "\"hola\"",
            "\"gracias\"",
            "\"today\"",
            "\"computer\"",
            "\"que\"",
            "\"por favor\"",
            "\"http\"",
            "\"info\"",
            "\"warning\"",
            "\"password\"",
            "\"login\"",
            "\"we\"",
            "\"app\"",
            "\"cuando\"",
            "\"pero\"",
            "\"message\"",
            "\"open\"",
            "\"website\"",
            "\"problema\"",
            "\"mensaje\"",
            "\"archivo\"",
            "\"usuario\"",
            "\"contraseña\"",
            "\"minutes\"",
            "\"start\"",
            "\"the system\"",
            "\"I have\"",
            "\"when I\"",
            "\"no puedo\"",
            "\"exception\"",
            "\"null\"",
            "\"true\"",
            "\"debug\"",
            "\"device\"",
            "\"phone\"",
            "\"number\"",
            "\"ayuda\"",
            "\"necesito\"",
            "\"buenos días\"",
            "\"thank you\"",
            "\"version\"",
        ],
    )
}

fn everyday_expression(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    common(
        pages,
        dice,
        &[
            r"/error/",
            r"/\berror\b/",
            r"/[0-9]+/",
            r"/(a|e|i|o|u)/",
            r"/fail(ed|ure)?/",
            r"/.{5,}/",
            r"/\S+/",
            r"/no .*/",
            r"/[a-z]/",
            r"/\d{3}/",
            r"/(is|are) /",
            r"/^.*$/",
            r"/problem(s|a)?/",
            r"/\bel\b/",
            r"/\d+ ?ms/",
            r"/https?:/",
            r"/[A-Z]\w+/",
        ],
    )
}

fn letters(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    common(
        pages,
        dice,
        &["\"a\"", "\"x\"", "\"no\"", "\"ok\"", "\"1\"", "\"0\"", "\"de\"", "\"qz\"", "\"y\"", "\"7\"", "\"is it\""],
    )
}

fn name(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let base = pages.pick("base", dice)?;
    let (_, said) = pages.beginning(&base, "about").into_iter().next()?;
    let names: Vec<&str> = said.split('"').skip(1).step_by(2).collect();
    let name = *dice.pick(&names);
    let unit = pages.pick("symptom", dice)?;
    Some(after(pages, &unit, &[&format!("  says \"{name}\"")]))
}

fn large(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("symptom", dice)?;
    let long: Vec<String> = (0..60).map(|nth| format!("smoke{nth}")).collect();
    let long = format!("/({})/", long.join("|"));
    let pattern = (*dice.pick(&[
        "/smoke{500}/",
        "/(smoke|fire){600}/",
        "/smoke.{1,900}fire/",
        "/((s{50}m{50}){50}o{50}){50}/",
        &long,
    ]))
    .to_owned();
    Some(after(pages, &unit, &[&format!("  says {pattern}")]))
}

fn unmatched(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let unit = pages.pick("symptom", dice)?;
    let text = *dice.pick(&["the wheel squeaks on gravel", "chirría la rueda", "WHEEL_SQUEAK 77", "sqeak"]);
    let case = format!("- case: a squeak\n  text: \"{text}\"\n  expect:\n    recognised: {}\n", unit.id);
    let mut faulty = Faulty::new(pages).at(&unit.file, unit.line).concerning(&unit.id);
    faulty.cases.push(("cases/squeak.yaml".to_owned(), case));
    Some(faulty)
}

fn one_language(pages: &Pages, dice: &mut Dice) -> Option<Faulty> {
    let (unit, cause) = (pages.pick("symptom", dice)?, pages.pick("cause", dice)?);
    if pages.of_word("symptom").len() < 9 || !pages.units().iter().any(|unit| unit.is_translation) {
        return None;
    }
    let english = ["the wheel squeaks when it turns", "a wheel is squeaking", "your wheel has to be oiled"];
    let spanish = ["la rueda chirría cuando gira", "una rueda está chirriando", "tienes que engrasar la rueda"];
    let said = if dice.happens(0.5) { english } else { spanish };
    let says = said.map(|said| format!("\"{said}\"")).join(", ");
    let mut faulty = Faulty::new(pages).concerning("squeaks").concerning(&cause.id);
    faulty.pages.splice(&cause.file, (cause.end, cause.end), &["  often squeaks".to_owned()]);
    let end = faulty.pages.lines(&unit.file).len();
    let lines = ["symptom squeaks \"It squeaks\"".to_owned(), format!("  says {says}")];
    faulty.pages.splice(&unit.file, (end, end), &lines);
    Some(faulty.at(&unit.file, end).at(&unit.file, end + 1))
}
