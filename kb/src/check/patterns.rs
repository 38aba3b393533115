//! Patterns beside one another and beside ordinary text.

use super::{Concern, Review, Sample, Subject};
use crate::diagnostic::{Code, CounterExample, Shows};
use etio_engine::{
    Base, FindingId, Knowledge, OptionId, Pattern, Patterns, Session, Sign, TopicId, folded_words, slips_of,
};
use std::collections::{BTreeSet, HashMap};

/// Ordinary log lines and prose in English and Spanish, in which nothing is wrong.
const ORDINARY: &str = include_str!("ordinary.txt");
/// A single word of fewer letters is too short to be looked for anywhere.
const SHORT: usize = 3;
/// A regular expression with more characters is too large to be read, and one with a larger count too large to run often.
const LARGE: usize = 400;

/// Looks at one base.
pub(super) fn check(review: &mut Review<'_>, samples: &[Sample]) {
    let all = all(review.base);
    if !all.is_empty() {
        let set = Patterns::new(all.iter().map(|one| one.pattern));
        beside_others(review, &all, &set);
        ordinary(review, &all, &set);
        all.iter().for_each(|one| size(review, one));
        super::languages::check(review, &all);
    }
    own_examples(review, samples);
}

/// A pattern and whose it is.
pub(super) struct Owned<'a> {
    pub(super) id: &'a str,
    /// What it belongs to: a symptom or a topic.
    pub(super) owner: Subject,
    pub(super) subject: Subject,
    pub(super) pattern: &'a Pattern,
}

impl Owned<'_> {
    fn text(&self) -> &str {
        let (Pattern::Literal(text) | Pattern::Line(text) | Pattern::Named(text) | Pattern::Regex(text)) = self.pattern;
        text
    }

    fn is_topic(&self) -> bool {
        matches!(self.owner, Subject::Topic(_))
    }
}

/// Returns the patterns of all symptoms and topics, in order.
fn all(base: &Base) -> Vec<Owned<'_>> {
    let mut all = Vec::new();
    for (finding, one) in (0..).map(FindingId).zip(&base.findings) {
        for (nth, pattern) in one.patterns.iter().enumerate() {
            let subject = Subject::Pattern(Sign { finding, option: None }, nth);
            all.push(Owned { id: &one.id, owner: Subject::Finding(finding), subject, pattern });
        }
        for (option, choice) in (0..).map(OptionId).zip(one.options()) {
            for (nth, pattern) in choice.patterns.iter().enumerate() {
                let subject = Subject::Pattern(Sign { finding, option: Some(option) }, nth);
                all.push(Owned { id: &choice.id, owner: Subject::Choice(finding, option), subject, pattern });
            }
        }
    }
    for (topic, one) in (0..).map(TopicId).zip(&base.topics) {
        for (nth, pattern) in one.patterns.iter().enumerate() {
            let subject = Subject::TopicPattern(topic, nth);
            all.push(Owned { id: &one.id, owner: Subject::Topic(topic), subject, pattern });
        }
    }
    all
}

// ─── Others ───

/// Returns a text that shows a literal, with something in its captures.
fn example_of(literal: &str) -> String {
    let mut text = String::new();
    let mut rest = literal;
    while let Some(open) = rest.find('{') {
        text.push_str(&rest[..open]);
        match rest[open..].find('}') {
            Some(_) if rest[open..].starts_with("{{") => {
                text.push('{');
                rest = &rest[open + 2..];
            }
            Some(close) => {
                text.push('7');
                rest = &rest[open + close + 1..];
            }
            None => break,
        }
    }
    text + rest
}

/// Looks for patterns that are there already, and for texts that one symptom cannot show without another.
fn beside_others(review: &mut Review<'_>, all: &[Owned<'_>], set: &Patterns) {
    let mut told: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut wide: BTreeSet<usize> = BTreeSet::new();
    for (nth, one) in all.iter().enumerate() {
        if matches!(one.pattern, Pattern::Regex(_)) {
            continue;
        }
        let text = example_of(one.text());
        for (other, range) in set.find(&text) {
            let found = &all[other];
            let whole = range.len() == text.trim().len();
            let reached = match found.owner == one.owner {
                true => {
                    is_same(found.pattern, one.pattern) || !one.is_topic() && makes_needless(found.pattern, one.pattern)
                }
                false => reaches(found.pattern, one.pattern),
            };
            if other == nth || found.is_topic() != one.is_topic() || !reached {
                continue;
            }
            let same = whole && reaches(one.pattern, found.pattern) && !matches!(found.pattern, Pattern::Regex(_));
            if same && !told.insert((nth.min(other), nth.max(other))) {
                continue;
            }
            // One short pattern may be in hundreds of others: it is one mistake.
            if !same && found.owner != one.owner && !wide.insert(other) {
                continue;
            }
            let (later, earlier) = if same && nth < other { (found, one) } else { (one, found) };
            beside(review, later, earlier, same, &text);
        }
    }
}

/// Returns whether whatever text shows `inner` shows `outer` too, where its words are among those of `inner`.
///
/// What counts only near a name is as wide as its author wants it there: of that, only the same words are told of.
fn reaches(outer: &Pattern, inner: &Pattern) -> bool {
    match (outer, inner) {
        (Pattern::Line(_), Pattern::Line(_)) => true,
        (Pattern::Named(one), Pattern::Named(other)) => folded_words(one) == folded_words(other),
        (_, Pattern::Named(_)) | (Pattern::Line(_) | Pattern::Named(_), _) => false,
        (Pattern::Literal(_) | Pattern::Regex(_), _) => true,
    }
}

/// Returns whether two patterns of one symptom are the same but for case, accents and the like.
fn is_same(one: &Pattern, other: &Pattern) -> bool {
    match (one, other) {
        (Pattern::Literal(one), Pattern::Literal(other))
        | (Pattern::Line(one), Pattern::Line(other))
        | (Pattern::Named(one), Pattern::Named(other)) => folded_words(one) == folded_words(other),
        _ => false,
    }
}

/// Returns whether whatever text shows a symptom by `inner` shows it by `outer` too, whose words are among those of `inner`.
///
/// A longer wording is recognised with more slips of typing than a shorter one; one that stands alone or beside the name with none.
fn makes_needless(outer: &Pattern, inner: &Pattern) -> bool {
    let captures = |text: &str| text.contains('{');
    match (outer, inner) {
        (Pattern::Literal(short), Pattern::Literal(long)) => {
            !captures(short) && !captures(long) && slips_of(long) <= slips_of(short)
        }
        (Pattern::Literal(short), Pattern::Line(long) | Pattern::Named(long))
        | (Pattern::Named(short), Pattern::Named(long)) => !captures(short) && !captures(long),
        _ => false,
    }
}

fn beside(review: &mut Review<'_>, one: &Owned<'_>, other: &Owned<'_>, same: bool, text: &str) {
    // Each may be told of the other; the later one goes, and only where both capture the same.
    let captures = |one: &Owned<'_>| one.pattern.check().ok();
    let later = matches!((one.subject, other.subject),
        (Subject::Pattern(_, one), Subject::Pattern(_, other)) | (Subject::TopicPattern(_, one), Subject::TopicPattern(_, other))
        if one > other)
        && captures(one) == captures(other);
    let concern = match (same, one.owner == other.owner) {
        (_, true) if !is_same(one.pattern, other.pattern) => {
            let message = format!("whatever text shows `{}` by this shows it by another pattern of it, too", one.id);
            Concern::new(Code::NeedlessPattern, one.subject, message, "leave this one out: the other finds more")
        }
        (_, true) => {
            let message = format!("`{}` says this already: case, accents and white space do not count", one.id);
            let remedy = later.then(|| review.without("leave the second pattern out", one.subject, other.subject));
            let concern = Concern::new(Code::NeedlessPattern, one.subject, message, "leave one of them out");
            concern.mended_by(remedy.flatten())
        }
        (true, false) => {
            let message = format!("`{}` and `{}` have the same pattern", one.id, other.id);
            let help = "keep it where it belongs: as it is, this text tells neither from the other";
            let concern = Concern::new(Code::SamePattern, one.subject, message, help);
            concern.shown_by(both(one, other), pasted(text, one.id, other.id))
        }
        (false, false) => {
            let message = format!("whatever text shows `{}` by this shows `{}` too", one.id, other.id);
            let help = "write more words into the shorter pattern, or let it be a line of its own: `says only`";
            let concern = Concern::new(Code::ShadowedPattern, one.subject, message, help);
            concern.shown_by(both(one, other), pasted(text, one.id, other.id))
        }
    };
    review.tell(concern.and(other.subject, "found by this"));
}

fn both(one: &Owned<'_>, other: &Owned<'_>) -> Shows {
    Shows::Recognised([one, other].map(|one| one.id.to_owned()).to_vec())
}

fn pasted(text: &str, one: &str, other: &str) -> CounterExample {
    let outcome = format!("both `{one}` and `{other}` are recognised");
    CounterExample { text: Some(text.to_owned()), outcome, ..CounterExample::default() }
}

// ─── Ordinary text ───

/// Looks for patterns that ordinary text sets off.
fn ordinary(review: &mut Review<'_>, all: &[Owned<'_>], set: &Patterns) {
    let mut found: HashMap<usize, String> = HashMap::new();
    for (nth, range) in set.find(ORDINARY) {
        let line = ORDINARY[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let text = ORDINARY[line..].lines().next().unwrap_or_default();
        found.entry(nth).or_insert_with(|| text.to_owned());
    }
    for (nth, one) in all.iter().enumerate() {
        // What counts only near a name is near nothing in ordinary text; a topic is asked, and words of its own are few.
        if one.is_topic() || matches!(one.pattern, Pattern::Named(_)) {
            continue;
        }
        let digit = |text: &str| text.chars().any(|c| c.is_ascii_digit());
        let letters = one.text().chars().filter(|c| c.is_alphanumeric()).count();
        let short = matches!(one.pattern, Pattern::Literal(_))
            && letters < SHORT
            && folded_words(one.text()).len() == 1
            && (!digit(one.text()) || one.text().chars().all(|c| !c.is_alphabetic()));
        let help = "write more of the message, or let it be a line of its own (`says only`), or count it only `beside the name`";
        if let Some(line) = found.get(&nth) {
            let message = format!("ordinary text shows `{}` by this", one.id);
            let (shows, example) = set_off(one, line);
            review.tell(Concern::new(Code::CommonPattern, one.subject, message, help).shown_by(shows, example));
        } else if let Some(name) = named(review.base, one.pattern) {
            let message = format!("whoever names {name} shows `{}` by this", one.id);
            let help = "write what the message says besides; the name alone tells of no problem";
            let (shows, example) = set_off(one, name);
            review.tell(Concern::new(Code::CommonPattern, one.subject, message, help).shown_by(shows, example));
        } else if short {
            let message = format!("this is too short to tell that a text is about `{}`", one.id);
            let (shows, example) = set_off(one, one.text());
            review.tell(Concern::new(Code::CommonPattern, one.subject, message, help).shown_by(shows, example));
        }
    }
}

/// Returns the session in which a text in which nothing is wrong sets a pattern off.
fn set_off(one: &Owned<'_>, text: &str) -> (Shows, CounterExample) {
    let outcome = format!("`{}` is recognised, and nothing is wrong", one.id);
    let example = CounterExample { text: Some(text.to_owned()), outcome, ..CounterExample::default() };
    (Shows::Recognised(vec![one.id.to_owned()]), example)
}

/// Returns the name of what the base is about, where a pattern says nothing else.
fn named<'b>(base: &'b Base, pattern: &Pattern) -> Option<&'b str> {
    let Pattern::Literal(text) = pattern else { return None };
    let words = folded_words(text);
    base.about.iter().map(String::as_str).find(|name| folded_words(name) == words)
}

/// Looks for patterns that are too large.
fn size(review: &mut Review<'_>, one: &Owned<'_>) {
    let Pattern::Regex(source) = one.pattern else { return };
    let counts = source.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let largest =
        counts.flat_map(|count| count.split(',')).filter_map(|number| number.trim().parse::<usize>().ok()).max();
    if source.chars().count() > LARGE || largest.is_some_and(|largest| largest > LARGE) {
        let message = format!("this pattern of `{}` is very large", one.id);
        let help = format!("keep the words that only this message has, and counts in `{{…}}` below {LARGE}");
        review.tell(Concern::new(Code::LargePattern, one.subject, message, help));
    }
}

// ─── Examples ───

/// Looks for texts of cases that do not show what the case says they show.
fn own_examples(review: &mut Review<'_>, samples: &[Sample]) {
    if samples.is_empty() {
        return;
    }
    let Ok(knowledge) = Knowledge::new(vec![review.base.clone()]) else { return };
    for sample in samples {
        let Some(subject) = subject_of(review.base, &sample.shows) else { continue };
        let mut session = Session::new(&knowledge);
        let Ok(reading) = session.observe_text(&sample.text) else { continue };
        let shown = reading.shown.iter().any(|shown| {
            let finding = knowledge.finding(shown.sign.finding);
            let option = shown.sign.option.map(|option| &finding.options()[option.index()].id);
            option.unwrap_or(&finding.id) == &sample.shows
        });
        if shown {
            continue;
        }
        let message = format!(
            "the text of the case “{}” is to show `{}`, and no pattern finds it there",
            sample.name, sample.shows
        );
        let outcome = format!("`{}` is not recognised", sample.shows);
        let example = CounterExample { text: Some(sample.text.clone()), outcome, ..CounterExample::default() };
        let shows = Shows::NotRecognised(sample.shows.clone());
        let help = "mend the pattern that should find it, or add the words of the text as another";
        review.tell(Concern::new(Code::ExampleUnmatched, subject, message, help).shown_by(shows, example));
    }
}

fn subject_of(base: &Base, id: &str) -> Option<Subject> {
    for (finding, one) in (0..).map(FindingId).zip(&base.findings) {
        if one.id == id {
            return Some(Subject::Finding(finding));
        }
        let options = (0..).map(OptionId).zip(one.options());
        let mut options = options.filter(|(_, option)| option.id == id && option.role == etio_engine::Role::Symptom);
        if let Some((option, _)) = options.next() {
            return Some(Subject::Choice(finding, option));
        }
    }
    None
}
