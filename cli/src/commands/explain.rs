//! `etio explain`: what the bases know about one thing.

mod cause;
mod code;
mod condition;
mod finding;
mod fix;
mod told;

use crate::args::Format;
use crate::bases;
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::page::{Page, Tone};
use crate::render;
use crate::voice::marked;
use crate::words::Words;
use etio_kb::Code;
use etio_kb::engine::{BaseId, Conclusion, KindId, Knowledge, Number, Provenance, Text, Thing, TopicId};
use etio_kb::words::{Likelihood, Prior};
use serde::Serialize;

/// Runs the command.
pub(crate) fn run(id: &str, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    if let Some(code) = Code::of(id).filter(|_| !is_declared(id, call)) {
        return code::run(code, call, console);
    }
    let knowledge = bases::knowledge(&call.options.bases, call.words)?;
    let teller = Teller { knowledge, words: call.words };
    let things = knowledge.find(id);
    if things.is_empty()
        && let Some(word) = number_word(id)
    {
        return word.tell(call, console);
    }
    if things.is_empty() {
        return Err(teller.nothing_called(id, call));
    }
    match call.options.format {
        Format::Text | Format::Junit => console.show(&teller.page(&things))?,
        Format::Json | Format::Sarif => {
            let told: Vec<_> = things.into_iter().map(|thing| teller.told(thing)).collect();
            render::json(&told, console.out)?;
        }
    }
    Ok(Exit::Done)
}

/// A word of the language, and its number.
#[derive(Serialize)]
struct NumberWord {
    word: &'static str,
    /// From 0 to 1.
    stands_for: f64,
    /// `likelihood` or `prior`.
    kind: &'static str,
}

/// Returns the word of the language for a number that is written so, if one is.
fn number_word(written: &str) -> Option<NumberWord> {
    let written = written.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let written = written.strip_prefix("is ").unwrap_or(&written);
    let likelihood = Likelihood::of_word(written).map(|word| (word.word(), word.probability(), "likelihood"));
    let found = likelihood.or_else(|| Prior::of_word(written).map(|word| (word.word(), word.probability(), "prior")));
    found.map(|(word, number, kind)| NumberWord { word, stands_for: number.get(), kind })
}

impl NumberWord {
    fn tell(&self, call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
        if matches!(call.options.format, Format::Json | Format::Sarif) {
            render::json(&[self], console.out)?;
            return Ok(Exit::Done);
        }
        let (words, mut page) = (call.words, Page::default());
        let share = words.of_hundred(self.stands_for);
        page.strong(words.word_stands_for(self.word, &share));
        page.text(if self.kind == "prior" { words.prior_means(&share) } else { words.likelihood_means(&share) });
        console.show(&page)?;
        Ok(Exit::Done)
    }
}

/// Returns whether a base declares what is written like a code: printers have errors of such names. Capitals are no id.
fn is_declared(id: &str, call: &Call) -> bool {
    let is_in = |knowledge: &Knowledge| !knowledge.find(id).is_empty();
    id.chars().all(|letter| !letter.is_ascii_uppercase())
        && bases::knowledge(&call.options.bases, call.words).is_ok_and(is_in)
}

/// Tells what bases know.
struct Teller<'k> {
    knowledge: &'k Knowledge,
    words: Words,
}

impl Teller<'_> {
    fn page(&self, things: &[Thing]) -> Page {
        let mut page = Page::default();
        for &thing in things {
            page.gap();
            self.thing(&mut page, thing);
        }
        page
    }

    fn thing(&self, page: &mut Page, thing: Thing) {
        self.head(page, thing);
        match thing {
            Thing::Base(base) => self.base(page, base),
            Thing::Finding(finding) => self.finding(page, finding),
            Thing::Sign(sign) => self.sign(page, sign),
            Thing::Kind(kind) => self.kind(page, kind),
            Thing::Cause(cause) => self.cause(page, cause),
            Thing::Fix(fix) => self.fix(page, fix),
            Thing::Topic(topic) => self.topic(page, topic),
            Thing::Rule(rule) => self.rule(page, rule),
        }
        self.card(page, thing);
    }

    /// Adds what the thing is: its title, its id and its base.
    fn head(&self, page: &mut Page, thing: Thing) {
        let (knowledge, words) = (self.knowledge, self.words);
        let id = knowledge.id_of(thing);
        page.strong(knowledge.title_of(thing).map_or_else(|| id.to_owned(), |title| self.text(title)));
        let base = &knowledge.base(knowledge.base_of(thing)).id;
        page.faint(match thing {
            Thing::Base(_) => words.is_base(id),
            Thing::Finding(_) | Thing::Sign(_) if self.is_symptom(thing) => words.is_symptom(id, base),
            Thing::Finding(_) | Thing::Sign(_) => words.is_fact(id, base),
            Thing::Kind(_) => words.is_kind(id, base),
            Thing::Cause(_) => words.is_cause(id, base),
            Thing::Fix(_) => words.is_fix(id, base),
            Thing::Topic(_) => words.is_topic(id, base),
            Thing::Rule(_) => words.is_rule(id, base),
        });
        if let Some(means) = &knowledge.card_of(thing).means {
            page.text(self.text(means));
        }
    }

    /// Adds notes, links and sources.
    fn card(&self, page: &mut Page, thing: Thing) {
        let card = self.knowledge.card_of(thing);
        // A fix shows its links where it is told how it is done.
        let tells_links = !card.links.is_empty() && !matches!(thing, Thing::Fix(_));
        if !card.notes.is_empty() || tells_links || !card.sources.is_empty() {
            page.gap();
        }
        for note in &card.notes {
            page.text(self.text(note));
        }
        for link in card.links.iter().filter(|_| tells_links) {
            let label = link.label.as_ref().map(|label| format!("{}: ", self.text(label))).unwrap_or_default();
            page.verbatim(0, format!("{label}{}", link.address));
        }
        for source in &card.sources {
            let date = source.date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
            page.faint(self.words.source(&format!("{}{date}", source.title)));
        }
    }

    fn base(&self, page: &mut Page, base: BaseId) {
        let (symptoms, causes, fixes) = self.counts(base);
        page.text(self.words.base_counts(symptoms, causes, fixes));
    }

    /// Returns how many symptoms, causes and fixes a base has.
    fn counts(&self, base: BaseId) -> (usize, usize, usize) {
        let knowledge = self.knowledge;
        let count = |is: fn(&Thing) -> bool| {
            knowledge.things().filter(|&thing| knowledge.base_of(thing) == base && is(&thing)).count()
        };
        let symptoms =
            knowledge.complaints().iter().filter(|&&sign| knowledge.base_of(Thing::Sign(sign)) == base).count();
        let causes = count(|thing| matches!(thing, Thing::Cause(_)));
        let fixes = count(|thing| matches!(thing, Thing::Fix(_)));
        (symptoms, causes, fixes)
    }

    fn kind(&self, page: &mut Page, kind: KindId) {
        page.heading(self.words.heading_causes_of_kind());
        for cause in self.causes_of(kind) {
            page.item(Tone::Plain, 2, "- ", self.named(cause));
        }
    }

    fn causes_of(&self, kind: KindId) -> impl Iterator<Item = Thing> {
        let is_of_it = move |thing: &Thing| match thing {
            Thing::Cause(cause) => self.knowledge.cause(*cause).kind == Some(kind),
            _ => false,
        };
        self.knowledge.things().filter(is_of_it)
    }

    fn topic(&self, page: &mut Page, topic: TopicId) {
        if self.knowledge.topic(topic).card.means.is_none() {
            page.text(self.words.topic_without_answer());
        }
    }

    fn rule(&self, page: &mut Page, rule: usize) {
        let rule = self.knowledge.rule(rule);
        page.text(self.words.rule_when(&self.condition(&rule.when)));
        for conclusion in &rule.then {
            page.text(self.words.rule_then(&self.conclusion(*conclusion)));
        }
    }

    /// Returns what a rule sets, as a base writes it.
    fn conclusion(&self, conclusion: Conclusion) -> String {
        let sign = self.sign_in_condition(conclusion.sign);
        if conclusion.holds { sign } else { format!("not {sign}") }
    }

    fn is_symptom(&self, thing: Thing) -> bool {
        match thing {
            Thing::Sign(sign) => self.knowledge.is_symptom(sign),
            Thing::Finding(finding) => self.knowledge.is_symptom(etio_kb::engine::Sign { finding, option: None }),
            _ => false,
        }
    }

    fn text(&self, text: &Text) -> String {
        marked(text, self.words)
    }

    fn title(&self, thing: Thing) -> String {
        self.knowledge.title_of(thing).map(|title| self.text(title)).unwrap_or_default()
    }

    /// Returns the title of a thing and its id.
    fn named(&self, thing: Thing) -> String {
        format!("{} [{}]", self.title(thing), self.knowledge.id_of(thing))
    }

    /// Returns a number of the base as a word of the language, with the percentage and where it comes from.
    fn likelihood(&self, number: Number) -> String {
        self.number(number, likelihood_word(number))
    }

    fn number(&self, number: Number, word: Option<&str>) -> String {
        let percent = format!("{}{}", self.words.of_hundred(number.get()), self.words.percent_sign());
        let provenance = match number.provenance {
            Provenance::Estimate => self.words.is_estimate(),
            Provenance::Sourced => self.words.is_sourced(),
            Provenance::Counts { of, cases } => self.words.is_counted(of, cases),
        };
        match word {
            Some(word) => format!("`{word}`, {percent}, {provenance}"),
            None => format!("{percent}, {provenance}"),
        }
    }

    /// Returns that there is nothing of that id, with the nearest one there is.
    fn nothing_called(&self, id: &str, call: &Call) -> Failure {
        let bare = id.rsplit(':').next().unwrap_or(id);
        let distance = |thing: &Thing| strsim::damerau_levenshtein(self.knowledge.id_of(*thing), bare);
        let nearest =
            self.knowledge.things().min_by_key(distance).filter(|thing| distance(thing) <= 1 + bare.len() / 5);
        let help = nearest.map(|thing| self.words.did_you_mean(self.knowledge.id_of(thing)));
        let help = help.unwrap_or_else(|| self.words.list_names());
        call.misnamed(id, self.words.nothing_called(id), help, "list causes")
    }
}

/// How far a number may be from that of a word and still be the word.
const SAME: f64 = 1e-9;

/// Returns the word that stands for exactly this likelihood, if one does.
fn likelihood_word(number: Number) -> Option<&'static str> {
    let word = Likelihood::nearest(number.probability);
    ((word.probability().get() - number.get()).abs() < SAME).then(|| word.word())
}

/// Returns the word that stands for exactly this prior, if one does.
fn prior_word(number: Number) -> Option<&'static str> {
    let word = Prior::nearest(number.probability);
    ((word.probability().get() - number.get()).abs() < SAME).then(|| word.word())
}
