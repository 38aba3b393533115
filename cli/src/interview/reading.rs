//! How an answer is read: a number or words in either language, for the question that was asked.

use etio_kb::answers::said::{self, NO, NONE, PROBABLY, PROBABLY_NO, PROBABLY_YES, UNKNOWN, fold};
use etio_kb::engine::{Answer, Certainty, Domain, Finding, OptionId, Outcome, Text, Value};

/// Returns the answer that a line gives to a question, if it gives one.
pub(crate) fn answer(line: &str, finding: &Finding) -> Option<Answer> {
    let said = fold(line);
    if UNKNOWN.contains(&said.as_str())
        || unknown_number(&finding.domain).is_some_and(|unknown| number_of(&said) == Some(unknown))
    {
        return Some(Answer::Unknown);
    }
    if let Domain::YesNo { .. } = finding.domain {
        if PROBABLY.contains(&said.as_str()) || PROBABLY_YES.contains(&said.as_str()) {
            return Some(Answer::probable(Value::Yes));
        }
        if PROBABLY_NO.contains(&said.as_str()) {
            return Some(Answer::probable(Value::No));
        }
    }
    if let Some(value) = said::after_probably(&said).and_then(|rest| value(rest, rest, &finding.domain)) {
        return Some(Answer::Known { value, certainty: Certainty::Probable });
    }
    value(line.trim(), &said, &finding.domain).map(Answer::sure)
}

/// Returns what a line says that answers with yes or no.
pub(crate) fn yes_or_no(line: &str) -> Option<bool> {
    said::yes_or_no(&fold(line))
}

/// Returns whether a line says that nothing of what is offered fits.
pub(crate) fn is_none(line: &str) -> bool {
    NONE.contains(&fold(line).as_str())
}

/// Returns the number under which "I don't know" is offered, where answers are numbered.
pub(crate) fn unknown_number(domain: &Domain) -> Option<usize> {
    match domain {
        Domain::YesNo { .. } => Some(3),
        Domain::OneOf { options, rest } => Some(options.len() + usize::from(rest.is_some()) + 1),
        Domain::SeveralOf { options } => Some(options.len() + 1),
        Domain::Number { .. } | Domain::Text => None,
    }
}

fn value(line: &str, said: &str, domain: &Domain) -> Option<Value> {
    match domain {
        Domain::YesNo { .. } => yes_no(said),
        Domain::OneOf { options, rest } => {
            one_of(said, options.iter().map(|option| (&option.id, &option.title)), rest.as_ref())
        }
        Domain::SeveralOf { options } => {
            several_of(said, &options.iter().map(|option| (&option.id, &option.title)).collect::<Vec<_>>())
        }
        // Who is asked how many and says no has none.
        Domain::Number { least, .. } if *least == 0.0 && (NONE.contains(&said) || NO.contains(&said)) => {
            Some(Value::Number(0.0))
        }
        Domain::Number { .. } => number(said).map(Value::Number),
        Domain::Text => (!line.is_empty()).then(|| Value::Text(line.to_owned())),
    }
}

fn yes_no(said: &str) -> Option<Value> {
    match number_of(said) {
        Some(1) => Some(Value::Yes),
        Some(2) => Some(Value::No),
        _ => said::yes_or_no(said).map(|yes| if yes { Value::Yes } else { Value::No }),
    }
}

fn one_of<'a>(said: &str, options: impl Iterator<Item = (&'a String, &'a Text)>, rest: Option<&Text>) -> Option<Value> {
    let options: Vec<_> = options.collect();
    if number_of(said) == Some(options.len() + 1) && rest.is_some() {
        return Some(Value::Rest);
    }
    if let Some(option) = option(said, &options) {
        return Some(Value::Option(option));
    }
    let is_rest = rest.is_some_and(|rest| NONE[..NONE.len() - 1].contains(&said) || is_titled(said, rest));
    is_rest.then_some(Value::Rest)
}

fn several_of(said: &str, options: &[(&String, &Text)]) -> Option<Value> {
    if NONE.contains(&said) || NO.contains(&said) {
        return Some(Value::Options(Vec::new()));
    }
    if let Some(only) = option(said, options) {
        return Some(Value::Options(vec![only]));
    }
    let numbers_only = said.chars().all(|c| c.is_ascii_digit() || c == ',' || c == ' ');
    let parts = said.replace(" and ", ",").replace(" y ", ",").replace(" e ", ",");
    let parts = parts.split(|c| c == ',' || numbers_only && c == ' ').map(str::trim).filter(|part| !part.is_empty());
    let mut chosen = parts.map(|part| option(part, options)).collect::<Option<Vec<_>>>()?;
    chosen.sort_unstable();
    chosen.dedup();
    (!chosen.is_empty()).then_some(Value::Options(chosen))
}

/// Returns the option by its number, its id, its title in any language, or the only one whose title begins so.
fn option(said: &str, options: &[(&String, &Text)]) -> Option<OptionId> {
    let at = |index: usize| u32::try_from(index).ok().map(OptionId);
    if let Some(number) = number_of(said) {
        return (1..=options.len()).contains(&number).then(|| at(number - 1))?;
    }
    if let Some(index) = options.iter().position(|(id, title)| fold(id) == said || is_titled(said, title)) {
        return at(index);
    }
    let begins = |title: &Text| title.versions().any(|(_, version)| fold(version).starts_with(said));
    let mut begun = options.iter().enumerate().filter(|(_, (_, title))| said.chars().count() >= 3 && begins(title));
    let (index, _) = begun.next().filter(|_| begun.next().is_none())?;
    at(index)
}

/// Returns whether a folded line is the title of something, in any language.
pub(crate) fn is_titled(said: &str, title: &Text) -> bool {
    title.versions().any(|(_, version)| fold(version) == said)
}

/// Returns a number as people type it: `40`, `2,5`, `60 messages`.
fn number(said: &str) -> Option<f64> {
    let first = said.split_whitespace().next()?;
    first.replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite())
}

/// Returns a counting number, if the whole line is one.
pub(crate) fn number_of(said: &str) -> Option<usize> {
    said.trim_end_matches(['.', ')']).parse().ok()
}

/// Returns what a line says of whether a fix helped. A fix that answers a question is asked with yes, no or "I could not".
pub(crate) fn outcome(line: &str, tells: bool) -> Option<Outcome> {
    let said = fold(line);
    let said = said.as_str();
    let numbers: &[Outcome] = match tells {
        true => &[Outcome::Helped, Outcome::Failed, Outcome::NotDone],
        false => &[Outcome::Helped, Outcome::Partly, Outcome::Failed, Outcome::NotDone],
    };
    if let Some(number) = number_of(said) {
        return number.checked_sub(1).and_then(|index| numbers.get(index)).copied();
    }
    said::outcome(said).filter(|outcome| *outcome != Outcome::Partly || !tells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use etio_kb::engine::{Card, Choice, Language, Number, Probability, Role, Seconds};

    fn text(es: &str, en: &str) -> Text {
        let mut text = Text::new(Language::of_tag("es"), es);
        text.translate(Language::of_tag("en"), en);
        text
    }

    fn finding(domain: Domain) -> Finding {
        Finding {
            id: "asked".to_owned(),
            title: text("asunto", "matter"),
            role: Role::Fact,
            domain,
            patterns: Vec::new(),
            ask: Some(text("¿?", "?")),
            takes: Seconds::TO_ANSWER,
            costs: Default::default(),
            unanswered: None,
            probe: None,
            applies_when: None,
            not_asked_when: None,
            card: Card::default(),
        }
    }

    fn even() -> Number {
        Number::estimate(Probability::new(0.5).expect("a half is a probability"))
    }

    fn choice(id: &str, es: &str, en: &str) -> Choice {
        let (card, title) = (Card::default(), text(es, en));
        Choice { id: id.to_owned(), title, role: Role::Fact, otherwise: even(), patterns: Vec::new(), card }
    }

    fn browsers() -> Vec<Choice> {
        vec![choice("chrome", "Chrome", "Chrome"), choice("app", "la aplicación", "the app")]
    }

    #[test]
    fn yes_and_no_are_understood_in_either_language() {
        let asked = finding(Domain::YesNo { otherwise: even() });
        let cases = [
            ("1", Some(Answer::sure(Value::Yes))),
            ("Sí", Some(Answer::sure(Value::Yes))),
            (" YES. ", Some(Answer::sure(Value::Yes))),
            ("n", Some(Answer::sure(Value::No))),
            ("2)", Some(Answer::sure(Value::No))),
            ("3", Some(Answer::Unknown)),
            ("no sé", Some(Answer::Unknown)),
            ("I don’t know", Some(Answer::Unknown)),
            ("?", Some(Answer::Unknown)),
            ("quizá", Some(Answer::Unknown)),
            ("Yes, I think", Some(Answer::probable(Value::Yes))),
            ("probablemente", Some(Answer::probable(Value::Yes))),
            ("probablemente sí", Some(Answer::probable(Value::Yes))),
            ("creo que no", Some(Answer::probable(Value::No))),
            ("probably not", Some(Answer::probable(Value::No))),
            ("4", None),
            ("perhaps tomorrow", None),
        ];
        for (line, expected) in cases {
            assert_eq!(answer(line, &asked), expected, "{line}");
        }
    }

    #[test]
    fn an_option_is_named_by_number_id_or_title() {
        let asked = finding(Domain::OneOf { options: browsers(), rest: Some(text("Otro", "Another")) });
        let sure = |index| Some(Answer::sure(Value::Option(OptionId(index))));
        let cases = [
            ("1", sure(0)),
            ("app", sure(1)),
            ("The App", sure(1)),
            ("la aplicacion", sure(1)),
            ("la ap", sure(1)),
            ("3", Some(Answer::sure(Value::Rest))),
            ("otro", Some(Answer::sure(Value::Rest))),
            ("none", Some(Answer::sure(Value::Rest))),
            ("4", Some(Answer::Unknown)),
            ("probably chrome", Some(Answer::probable(Value::Option(OptionId(0))))),
            ("netscape", None),
        ];
        for (line, expected) in cases {
            assert_eq!(answer(line, &asked), expected, "{line}");
        }
    }

    #[test]
    fn several_options_are_a_list() {
        let asked = finding(Domain::SeveralOf { options: browsers() });
        let options = |ids: &[u32]| Some(Answer::sure(Value::Options(ids.iter().map(|&id| OptionId(id)).collect())));
        let cases = [
            ("2, 1", options(&[0, 1])),
            ("1 2", options(&[0, 1])),
            ("chrome y la aplicación", options(&[0, 1])),
            ("app", options(&[1])),
            ("ninguno", options(&[])),
            ("no", options(&[])),
            ("3", Some(Answer::Unknown)),
            ("1, 7", None),
        ];
        for (line, expected) in cases {
            assert_eq!(answer(line, &asked), expected, "{line}");
        }
    }

    #[test]
    fn a_number_may_bring_its_unit() {
        let asked = finding(Domain::Number { least: 0.0, most: 500.0, unit: Some(text("mensajes", "messages")) });
        let number = |number| Some(Answer::sure(Value::Number(number)));
        let cases = [
            ("0", number(0.0)),
            ("40", number(40.0)),
            ("2,5", number(2.5)),
            ("60 mensajes", number(60.0)),
            ("nan", None),
            ("many", None),
            ("ninguno", number(0.0)),
            ("No.", number(0.0)),
            ("no sé", Some(Answer::Unknown)),
        ];
        for (line, expected) in cases {
            assert_eq!(answer(line, &asked), expected, "{line}");
        }
    }

    #[test]
    fn an_outcome_is_a_number_or_words() {
        let cases = [
            ("1", false, Some(Outcome::Helped)),
            ("2", false, Some(Outcome::Partly)),
            ("4", false, Some(Outcome::NotDone)),
            ("5", false, None),
            ("2", true, Some(Outcome::Failed)),
            ("en parte", false, Some(Outcome::Partly)),
            ("en parte", true, None),
            ("No pude", true, Some(Outcome::NotDone)),
            ("It didn’t help.", false, Some(Outcome::Failed)),
            ("sigue igual", false, Some(Outcome::Failed)),
            ("¡Ya funciona!", false, Some(Outcome::Helped)),
            ("0", false, None),
        ];
        for (line, tells, expected) in cases {
            assert_eq!(outcome(line, tells), expected, "{line}");
        }
    }
}
