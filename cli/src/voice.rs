//! How things of a base are said: titles, values and texts, in the language of the person, with captures filled in.

mod condition;

use crate::words::Words;
use etio_kb::engine::{
    Answer, BaseId, CauseId, Certainty, Domain, Evidence, FindingId, Fix, FixId, Knowledge, Known, Outcome, Session,
    Sign, Statement, Text, Thing, Value,
};

/// Returns a text of a base, marked where it stands in another language: `[es] …`.
pub(crate) fn marked(text: &Text, words: Words) -> String {
    let language = words.language();
    let localized = text.in_language(&language);
    match localized.instead {
        Some(other) if !localized.text.is_empty() => format!("[{other}] {}", localized.text),
        _ => localized.text.to_owned(),
    }
}

/// Returns a text with `…` in the place of every `{capture}` that nothing was captured for.
pub(crate) fn leave_open(text: &str) -> String {
    let mut open = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once('{') {
        open.push_str(before);
        match inside.split_once('}') {
            Some((name, after)) if is_capture(name) => {
                open.push('…');
                rest = after;
            }
            _ => {
                open.push('{');
                rest = inside;
            }
        }
    }
    open + rest
}

fn is_capture(name: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    !name.is_empty() && name.chars().all(is_name)
}

/// Says things of the bases of a session in one language.
#[derive(Clone, Copy)]
pub(crate) struct Voice<'s, 'k> {
    session: &'s Session<'k>,
    words: Words,
}

impl<'s, 'k> Voice<'s, 'k> {
    /// Returns the voice in which a session is told.
    pub(crate) fn new(session: &'s Session<'k>, words: Words) -> Self {
        Self { session, words }
    }

    /// Returns the sentences of etio itself.
    pub(crate) fn words(self) -> Words {
        self.words
    }

    /// Returns the bases.
    pub(crate) fn knowledge(self) -> &'k Knowledge {
        self.session.knowledge()
    }

    /// Returns a text of a base; what was not captured is left open.
    pub(crate) fn text(self, text: &Text) -> String {
        leave_open(&self.session.fill(&marked(text, self.words)))
    }

    /// Returns the title of anything; of a rule, its id.
    pub(crate) fn title(self, thing: Thing) -> String {
        match self.knowledge().title_of(thing) {
            Some(title) => self.text(title),
            None => self.knowledge().id_of(thing).to_owned(),
        }
    }

    /// Returns the title of a cause, or of what no base knows.
    pub(crate) fn cause(self, cause: Option<CauseId>) -> String {
        cause.map_or_else(|| self.words.other(), |cause| self.title(Thing::Cause(cause)))
    }

    /// Returns the title of a trouble: of its kind or cause, or what stands for `other`.
    pub(crate) fn trouble(self, thing: Option<Thing>) -> String {
        thing.map_or_else(|| self.words.other(), |thing| self.title(thing))
    }

    /// Returns the title of a sign: of the symptom, or of the finding and its option.
    pub(crate) fn sign(self, sign: Sign) -> String {
        let title = self.title(Thing::Sign(sign));
        if sign.option.is_none() || self.knowledge().is_symptom(sign) {
            return title;
        }
        format!("{}: {title}", self.title(Thing::Finding(sign.finding)))
    }

    /// Returns what a person calls the thing that a base is about.
    pub(crate) fn subject(self, base: BaseId) -> String {
        match self.knowledge().base(base).about.first() {
            Some(name) => name.clone(),
            None => self.words.quoted(&self.title(Thing::Base(base))),
        }
    }

    /// Returns what a thing means, where its base says it.
    pub(crate) fn meaning(self, thing: Thing) -> Option<String> {
        self.knowledge().card_of(thing).means.as_ref().map(|means| self.text(means))
    }

    /// Returns a value as a person says it: `yes`, `the app`, `40 messages`.
    pub(crate) fn value(self, finding: FindingId, value: &Value) -> String {
        let domain = &self.knowledge().finding(finding).domain;
        let option = |option| self.title(Thing::Sign(Sign { finding, option: Some(option) }));
        match value {
            Value::Yes => self.words.yes(),
            Value::No => self.words.no(),
            Value::Option(id) => option(*id),
            Value::Rest => self.rest(finding),
            Value::Options(ids) if ids.is_empty() => self.words.none_of_these(),
            Value::Options(ids) => self.words.list(&ids.iter().map(|&id| option(id)).collect::<Vec<_>>()),
            Value::Number(number) => match domain {
                Domain::Number { unit: Some(unit), .. } => format!("{number} {}", self.text(unit)),
                _ => number.to_string(),
            },
            Value::Text(text) => self.words.quoted(text),
        }
    }

    /// Returns how "another, or none" is said for a finding.
    pub(crate) fn rest(self, finding: FindingId) -> String {
        match &self.knowledge().finding(finding).domain {
            Domain::OneOf { rest: Some(rest), .. } => self.text(rest),
            _ => self.words.none_of_these(),
        }
    }

    /// Returns what is known of a finding as one sentence: `Works on the phone: probably yes`.
    pub(crate) fn known(self, known: &Known) -> String {
        let value = match &known.value {
            Some(value) => self.with_certainty(self.value(known.finding, value), known.certainty),
            None => self.words.unknown(),
        };
        match known.sign {
            Some(sign) if self.knowledge().is_symptom(sign) && is_present(known) => self.sign(sign),
            None if self.is_symptom(known.finding) && is_present(known) => self.title(Thing::Finding(known.finding)),
            Some(sign) if matches!(known.value, Some(Value::Yes | Value::No)) => {
                format!("{}: {value}", self.sign(sign))
            }
            _ => format!("{}: {value}", self.title(Thing::Finding(known.finding))),
        }
    }

    fn is_symptom(self, finding: FindingId) -> bool {
        self.knowledge().is_symptom(Sign { finding, option: None })
    }

    /// Returns a piece of evidence as it is known: `Works on the phone: yes`, `“Clear the cache”: did not help`.
    pub(crate) fn evidence(self, findings: &[Known], evidence: Evidence) -> String {
        match evidence {
            Evidence::Outcome(fix) => self.tried(fix),
            Evidence::Conditions => self.words.conditions(),
            Evidence::Finding(finding, option) => {
                let is_it = |known: &&Known| {
                    known.finding == finding
                        && (option.is_none() || known.sign.is_none_or(|sign| sign.option == option))
                };
                let known = findings.iter().find(is_it);
                known.map_or_else(|| self.sign(Sign { finding, option }), |known| self.known(known))
            }
        }
    }

    /// Returns an answer as a sentence: `Works on the phone: probably yes`.
    pub(crate) fn answer(self, finding: FindingId, answer: &Answer) -> String {
        let title = self.title(Thing::Finding(finding));
        let said = match answer {
            Answer::Unknown => self.words.unknown(),
            Answer::Known { value, certainty } => self.with_certainty(self.value(finding, value), *certainty),
        };
        format!("{title}: {said}")
    }

    /// Returns a statement in the words of the person.
    pub(crate) fn statement(self, statement: &Statement) -> String {
        let words = self.words;
        match statement {
            Statement::Text(reading) if reading.shown.is_empty() => {
                words.text_named(&words.list(&reading.names.iter().map(|&base| self.subject(base)).collect::<Vec<_>>()))
            }
            Statement::Text(reading) => {
                let mut signs: Vec<String> = reading.shown.iter().map(|shown| self.sign(shown.sign)).collect();
                signs.dedup();
                words.text_said(&words.list(&signs))
            }
            Statement::Answer { finding, answer } => self.answer(*finding, answer),
            Statement::Probe { finding, value } => {
                words.probe_said(&self.answer(*finding, &Answer::sure(value.clone())))
            }
            Statement::Outcome { fix, outcome } => {
                let how = self.outcome(self.knowledge().fix(*fix), *outcome);
                words.tried_said(&self.title(Thing::Fix(*fix)), &how)
            }
        }
    }

    fn with_certainty(self, value: String, certainty: Certainty) -> String {
        match certainty {
            Certainty::Sure => value,
            Certainty::Probable => self.words.probably(&value),
        }
    }

    /// Returns whether a fix helped, as a person says it.
    pub(crate) fn outcome(self, fix: &Fix, outcome: Outcome) -> String {
        match (outcome, fix.only_looks) {
            (Outcome::Helped, true) => self.words.yes(),
            (Outcome::Failed, true) => self.words.no(),
            (Outcome::Helped, false) => self.words.helped(),
            (Outcome::Partly, _) => self.words.helped_partly(),
            (Outcome::Failed, false) => self.words.did_not_help(),
            (Outcome::NotDone, _) => self.words.not_done(),
        }
    }

    /// Returns that a fix was tried and how it turned out: `“Clear the cache”: did not help`.
    pub(crate) fn tried(self, fix: FixId) -> String {
        let outcomes = self.session.statements().iter().rev().filter_map(|statement| match statement {
            Statement::Outcome { fix: tried, outcome } if *tried == fix => Some(*outcome),
            _ => None,
        });
        let title = self.words.quoted(&self.title(Thing::Fix(fix)));
        let said = outcomes.map(|outcome| self.outcome(self.knowledge().fix(fix), outcome)).next();
        said.map_or_else(|| title.clone(), |outcome| format!("{title}: {outcome}"))
    }

    /// Returns the commands of a fix; one whose captures are not known is left out.
    pub(crate) fn commands(self, fix: &Fix) -> Vec<String> {
        fix.commands.iter().filter_map(|command| self.session.fill_command(command)).collect()
    }
}

/// Returns whether a known sign is there: a symptom that was shown or picked.
pub(crate) fn is_present(known: &Known) -> bool {
    matches!(known.value, Some(Value::Yes | Value::Option(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_captured_is_left_open() {
        let cases = [
            ("Port {port} is taken", "Port … is taken"),
            ("{a}{b-c}", "……"),
            ("a set {1, 2} and { } and {", "a set {1, 2} and { } and {"),
            ("{ {x}", "{ …"),
        ];
        for (text, expected) in cases {
            assert_eq!(leave_open(text), expected);
        }
    }
}
