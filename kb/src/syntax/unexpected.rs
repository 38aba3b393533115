//! What to do where a line goes on otherwise than it can. It knows what people write who do not know the language yet; where it is not
//! sure, it says nothing.

use super::ast::HeadWord;
use super::expect::keyword;
use super::lines::first_word;
use super::meant::{is_curly, is_quote, meant_of, unit_meant};
use super::parse::Rule;
use super::statement::{likelihood_words, words_of};
use crate::names::is_id;
use crate::words::{Likelihood, Prior};
use crate::written::Ids;

/// How long a text may be to be shown in a remedy.
const SHOWN: usize = 60;

/// A place where a line goes on otherwise than it can.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// What could stand there.
    pub(super) wanted: &'a [Rule],
    pub(super) line: &'a str,
    /// Where in the line.
    pub(super) at: usize,
    /// What stands there instead; nothing at the end of the line.
    pub(super) found: &'a str,
}

/// Returns what to do about it.
pub(super) fn of_unexpected(place: Place<'_>) -> Option<String> {
    let ways = [
        quotes,
        percent,
        keyword_meant,
        colon,
        new_line,
        joined,
        unit,
        value,
        text,
        id,
        opposite,
        range,
        scale,
        digits,
        stray,
        comma,
    ];
    ways.iter().find_map(|way| way(place))
}

impl<'a> Place<'a> {
    fn wants(self, rules: &[Rule]) -> bool {
        self.wanted.iter().any(|rule| rules.contains(rule))
    }

    fn wants_text(self) -> bool {
        self.wants(&[Rule::text, Rule::texts, Rule::quote, Rule::inside, Rule::pattern, Rule::patterns])
    }

    fn before(self) -> &'a str {
        self.line[..self.at].trim_end()
    }

    /// Returns the rest of the line, without a comment.
    fn rest(self) -> &'a str {
        self.line[self.at..].split(['#', '\n']).next().unwrap_or_default().trim_end()
    }

    fn is_word(self) -> bool {
        self.found.starts_with(char::is_alphabetic)
    }

    /// Returns the declaration that the line opens.
    fn head(self) -> Option<HeadWord> {
        HeadWord::of_word(first_word(self.line))
    }
}

/// Quotes of another form.
fn quotes(place: Place<'_>) -> Option<String> {
    let opening = place.found.chars().next().filter(|sign| is_curly(*sign))?;
    let closing: &[char] = match opening {
        '«' | '»' => &['«', '»'],
        '\'' | '‘' | '’' => &['\'', '’'],
        _ => &['”', '“', '"'],
    };
    let rest = &place.line[place.at + opening.len_utf8()..];
    let text = rest.split_once(closing).map(|(text, _)| text).filter(|text| is_shown(text));
    Some(format!("write straight double quotes: \"{}\"", text.unwrap_or("…")))
}

fn is_shown(text: &str) -> bool {
    !text.contains(['"', '\\', '\n']) && (1..=SHOWN).contains(&text.chars().count())
}

/// Returns the number before a place where only what makes it a probability could stand.
fn bare_number(place: Place<'_>) -> Option<f64> {
    // Of a count only the whole part was read.
    let fraction = if place.found.starts_with('.') { place.found } else { "" };
    let whole = place.before().rsplit(char::is_whitespace).next()?;
    let number = format!("{whole}{fraction}").parse::<f64>();
    number.ok().filter(|number| place.wanted == [Rule::of] && (0.0..=100.0).contains(number))
}

/// Returns what could stand at a place, in words for people, where a list of rules would not say it.
pub(super) fn wanted_for_people(place: Place<'_>) -> Option<String> {
    bare_number(place).map(|_| "`%` or `of`".to_owned())
}

/// A number without what makes it a probability.
fn percent(place: Place<'_>) -> Option<String> {
    let number = bare_number(place)?;
    let all = place.rest().split_whitespace().find(|word| word.parse::<u32>().is_ok());
    if let ("out" | "in" | "from" | "de", Some(all)) = (place.found, all) {
        return Some(format!("write `{number} of {all}`"));
    }
    let of_hundred = if number.fract() > 0.0 && number < 1.0 { number * 100.0 } else { number };
    let rounded = (of_hundred * 1e4).round() / 1e4;
    Some(format!("write `{rounded}%`, or a count such as `7 of 10`"))
}

/// A word for one of those that could stand there.
fn keyword_meant(place: Place<'_>) -> Option<String> {
    let known: Vec<&str> = place.wanted.iter().filter_map(|rule| keyword(*rule)).collect();
    meant_of(place.found, &known).map(|meant| format!("did you mean `{meant}`?"))
}

/// The values of a fact without what parts them from its title.
fn colon(place: Place<'_>) -> Option<String> {
    let domain = matches!(place.found, "one" | "several" | "number" | "text");
    (domain && place.wants(&[Rule::colon])).then(|| format!("write `:` before `{}`", place.found))
}

/// A second statement on the line, or a text after a text.
fn new_line(place: Place<'_>) -> Option<String> {
    if !place.wants(&[Rule::EOI]) || !place.before().ends_with('"') || place.found.is_empty() {
        return None;
    }
    let opens = words_of(place.found).is_some() || HeadWord::of_word(place.found).is_some();
    match place.found {
        found if found.starts_with('"') && place.wants(&[Rule::comma]) => {
            Some("write `,` between the texts".to_owned())
        }
        found if found.starts_with('"') => {
            Some("one text stands here: join the two, or give the second a line of its own".to_owned())
        }
        found if opens => Some(format!("begin a new line with `{found}`")),
        _ if place.is_word() && place.rest().contains('"') => {
            Some("inside a text, a quote is written with a backslash before it: `\\\"`".to_owned())
        }
        _ => None,
    }
}

/// Items that something else than a comma joins.
fn joined(place: Place<'_>) -> Option<String> {
    let joins = matches!(place.found, "and" | "or" | "y" | "o" | ";" | "&" | "+" | "/");
    (joins && place.wants(&[Rule::comma])).then(|| "write `,` between them".to_owned())
}

fn unit(place: Place<'_>) -> Option<String> {
    let meant = unit_meant(place.found);
    place.wants(&[Rule::unit]).then(|| match meant {
        Some(meant) => format!("write `{meant}`"),
        None => "write for example `10 s`, `2 min`, `1 h` or `3 days`".to_owned(),
    })
}

/// An equals sign, or what stands after one.
fn value(place: Place<'_>) -> Option<String> {
    let sign = matches!(place.found, "=" | "==") && place.wants(&[Rule::value]);
    let after = place.is_word() && place.wants(&[Rule::number]) && place.before().ends_with('=');
    (sign || after).then(|| "a value stands after `is`, and what is yes or no stands alone".to_owned())
}

/// A text without quotes, or a name of several words before it.
fn text(place: Place<'_>) -> Option<String> {
    if !place.wants_text() || !place.found.starts_with(char::is_alphanumeric) {
        return None;
    }
    let rest = place.rest();
    match place.head().filter(|head| *head != HeadWord::Use) {
        Some(_) if rest.contains(is_quote) => {
            let name = place.line.split_once(is_quote)?.0.split_whitespace().skip(1).collect::<Vec<_>>();
            let id = name.join("-").to_lowercase();
            is_id(&id).then(|| format!("an id is one word: `{id}`"))
        }
        _ if rest.contains(is_quote) => None,
        _ => Some(format!("put it in double quotes: \"{}\"", Some(rest).filter(|text| is_shown(text)).unwrap_or("…"))),
    }
}

/// A title where an id should stand.
fn id(place: Place<'_>) -> Option<String> {
    let head = place.head()?;
    let title = place.found.strip_prefix('"')?.trim_end_matches('"');
    let id = Ids::default().make(title, head.word());
    place.wants(&[Rule::name]).then(|| format!("an id stands before the title, such as `{} {id} \"…\"`", head.word()))
}

/// How often something does not hold.
fn opposite(place: Place<'_>) -> Option<String> {
    let likely = likelihood_words().any(|word| word == first_word(place.line));
    (likely && place.found == "not" && place.wants(&[Rule::name, Rule::sign]))
        .then(|| "leave `not` out and say the opposite word, such as `seldom` for `often`".to_owned())
}

/// A range, or values, without the words for them.
fn range(place: Place<'_>) -> Option<String> {
    let rest = place.rest();
    if place.found.is_empty() && place.before().ends_with("number") {
        return Some("say the least and the most: `number 0..500`".to_owned());
    }
    (place.is_word() && rest.contains(',') && place.wants(&[Rule::one_of, Rule::domain, Rule::one]) && is_shown(rest))
        .then(|| format!("write `one of {rest}`"))
}

/// A word of no scale, or of the other one.
fn scale(place: Place<'_>) -> Option<String> {
    let list = |words: Vec<&str>| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    if place.is_word() && place.wants(&[Rule::prior, Rule::common]) {
        return Some(format!("write {}", list(Prior::ALL.iter().map(|prior| prior.word()).collect())));
    }
    (place.is_word() && place.wants(&[Rule::likelihood, Rule::often]))
        .then(|| format!("write {}", list(Likelihood::ALL.iter().map(|likelihood| likelihood.word()).collect())))
}

fn digits(place: Place<'_>) -> Option<String> {
    let wants = place.wants(&[Rule::number, Rule::whole]) && !place.wants(&[Rule::name]);
    (place.is_word() && wants).then(|| "write the number in digits".to_owned())
}

/// A sign at the end that says nothing.
fn stray(place: Place<'_>) -> Option<String> {
    let sign = place.found.chars().next().filter(|sign| !sign.is_alphanumeric() && !is_quote(*sign))?;
    (place.found.chars().count() == 1 && place.wants(&[Rule::EOI])).then(|| format!("leave the `{sign}` out"))
}

/// A comma after which nothing comes.
fn comma(place: Place<'_>) -> Option<String> {
    let ends = place.found.is_empty() || words_of(place.found).is_some();
    let help = "leave the `,` before it out, or write after it what is still to come";
    (ends && place.before().ends_with(',')).then(|| help.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::parse_str;

    /// Returns the remedies of the mistakes in a page.
    fn remedies(page: &str) -> Vec<String> {
        let loaded = parse_str("page.kb", page);
        loaded.diagnostics.into_iter().map(|one| one.help.unwrap_or_default()).collect()
    }

    #[test]
    fn what_beginners_write_has_a_remedy() {
        let english = |word: &str| format!("write `{word}`: the words of the language are English");
        let quoted = |text: &str| format!("put it in double quotes: \"{text}\"");
        let table = [
            ("symptom a “It is flat” # so", "write straight double quotes: \"It is flat\"".to_owned()),
            (
                "symptom a \"A\"\nsays \"flat\",\nask \"Flat?\"",
                "leave the `,` before it out, or write after it what is still to come".to_owned(),
            ),
            ("symptom a \"A\"\nsays «flat», \"low\"", "write straight double quotes: \"flat\"".to_owned()),
            ("fix a \"A\"\nstep 'It\\'s \"so\"", "write straight double quotes: \"…\"".to_owned()),
            ("fix a \"A\"\nstep Turn it down # why", quoted("Turn it down")),
            ("fix a \"A\"\nstep 220 degrees", quoted("220 degrees")),
            ("use more.kb", quoted("more.kb")),
            ("cause a The kitchen is cold", quoted("The kitchen is cold")),
            ("fact kitchen cold \"Cold\"", "an id is one word: `kitchen-cold`".to_owned()),
            ("fact a \"A\" one of b, c", "write `:` before `one`".to_owned()),
            ("fact a one of b, c", "write `:` before `one`".to_owned()),
            ("fact a \"A\" : b, c # d", "write `one of b, c`".to_owned()),
            ("fact a \"A\" : number", "say the least and the most: `number 0..500`".to_owned()),
            ("cause \"It is off\"", "an id stands before the title, such as `cause it-is-off \"…\"`".to_owned()),
            ("fix a: \"A\"", "leave the `:` out".to_owned()),
            ("cause a \"A\"\nis 30", "write `30%`, or a count such as `7 of 10`".to_owned()),
            ("cause a \"A\"\n7 out of 10 b", "write `7 of 10`".to_owned()),
            ("cause a \"A\"\n0.29 b", "write `29%`, or a count such as `7 of 10`".to_owned()),
            (
                "cause a \"A\"\nis often",
                "write `most common`, `very common`, `common`, `uncommon`, `rare`, `very rare`".to_owned(),
            ),
            ("cause a \"A\"\ncommon", "how common a cause is stands after `is`, such as `is very common`".to_owned()),
            ("cause a \"A\"\noften b and c", "write `,` between them".to_owned()),
            (
                "cause a \"A\"\noften b = yes",
                "a value stands after `is`, and what is yes or no stands alone".to_owned(),
            ),
            (
                "cause a \"A\"\noften not b",
                "leave `not` out and say the opposite word, such as `seldom` for `often`".to_owned(),
            ),
            ("rule a when b = yes then c", "a value stands after `is`, and what is yes or no stands alone".to_owned()),
            (
                "fact b \"B\"\nask \"B?\"\ncause a \"A\"\nis common\noften b is c",
                "write `b` alone, or give the fact values: `: one of c, …`".to_owned(),
            ),
            ("rule a if b then c", "did you mean `when`?".to_owned()),
            ("rule a when b y c then d", "did you mean `and`?".to_owned()),
            ("fix a \"A\"\nusually cure b", "did you mean `cures`?".to_owned()),
            ("fix a \"A\"\ncura b", "a likelihood stands first, in a fix: `often cures CAUSE`".to_owned()),
            ("fix a \"A\"\ntakes 2 minutes", "write `min`".to_owned()),
            ("fix a \"A\"\ntakes 2 horas", "write `h`".to_owned()),
            ("fix a \"A\"\ntakes 2 weeks", "write for example `10 s`, `2 min`, `1 h` or `3 days`".to_owned()),
            ("fix a \"A\"\ntakes two h", "write the number in digits".to_owned()),
            (
                "fix a \"A\"\nstep \"Press \"OK\"\"",
                "inside a text, a quote is written with a backslash before it: `\\\"`".to_owned(),
            ),
            ("fix a \"A\" takes 2 min", "begin a new line with `takes`".to_owned()),
            ("symptom a \"A\"\nsays \"b\" \"c\"", "write `,` between the texts".to_owned()),
            (
                "fix a \"A\"\nstep \"b\" \"c\"",
                "one text stands here: join the two, or give the second a line of its own".to_owned(),
            ),
            ("cause a \"A\"\nsiempre b", english("always")),
            ("fix a \"A\"\nPaso \"b\"", english("step")),
            ("fix a \"A\"\nStep: \"b\"", "did you mean `step`?".to_owned()),
            ("fix a \"A\"\n- step \"b\"", "leave it out: a line needs no sign before it".to_owned()),
            ("fix a \"A\"\n// why", "a comment begins with `#`".to_owned()),
        ];
        for (line, remedy) in table {
            let told = remedies(&format!("base demo \"Demo\"\nlanguage en\n{line}"));
            assert!(told.first() == Some(&remedy), "{line}\n{told:?}");
        }
    }

    #[test]
    fn a_head_that_is_nearly_one_takes_what_stands_below_it() {
        for head in ["symtom a \"A\"", "síntoma a \"A\"", "Symptom a \"A\"", "problem a “A”", "SYMPTOM: a \"A\""] {
            let page = format!("{head}\nsays \"a b\"\nask \"A?\"\ncause c \"C\"\nis common\noften a");
            let loaded = parse_str("page.kb", &format!("base demo \"Demo\"\nlanguage en\n{page}"));
            let codes: Vec<&str> = loaded.diagnostics.iter().map(|one| one.code.as_str()).collect();
            assert_eq!(codes, ["E106"], "{head}");
        }
        // Without a title it is no head.
        let told = remedies("base demo \"Demo\"\nlanguage en\nfix a \"A\"\ncauses b\nstep \"S\"");
        assert_eq!(told, ["did you mean `cause`?"]);
    }
}
