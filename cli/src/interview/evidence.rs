//! What the person says becomes evidence: texts, complaints, answers, and the change of what was said before.

use crate::interview::{Interview, Leader, Prompt, Reply, fold, reading};
use crate::page::{Page, Tone};
use crate::{render, view};
use etio_kb::engine::{
    Answer, Contradiction, FindingId, Reading, Session, SessionError, Shown, Sign, Statement, Thing, TopicId, Trouble,
    Value,
};

/// The most complaints that are offered as near.
const NEAR: usize = 6;
/// Shorter words say nothing about what a line is about.
const TELLING: usize = 4;

impl<'k> Interview<'k> {
    /// Replies to a text: what it shows is evidence, what it asks is answered.
    pub(super) fn hear_text(&mut self, text: &str) -> Reply {
        if let Prompt::Instead(statement) = self.prompt {
            return self.replace_text(statement, text);
        }
        let leader = self.leader();
        match self.session.observe_text(text) {
            Err(error) => self.rejected(&error),
            Ok(reading) if reading.shown.is_empty() => self.hear_unrecognised(text),
            Ok(reading) => {
                let mut page = Page::default();
                // In one line there is nothing to look for.
                let places = if text.trim().contains('\n') { reading.shown.as_slice() } else { &[] };
                self.tell_reading(&mut page, &reading, places);
                if let Some(topic) = self.knowledge().topic_asked(text) {
                    self.tell_topic(&mut page, topic);
                }
                self.proceed(page, leader)
            }
        }
    }

    /// Replies to a line that is no answer and no command.
    pub(super) fn hear_words(&mut self, line: &str) -> Reply {
        self.hear_text(line)
    }

    fn hear_unrecognised(&mut self, text: &str) -> Reply {
        let mut page = Page::default();
        if let Some(topic) = self.knowledge().topic_asked(text) {
            self.tell_topic(&mut page, topic);
            self.ask_again(&mut page);
            return Reply::listen(page);
        }
        if self.prompt != Prompt::Complaint {
            let line = text.lines().next().unwrap_or_default();
            return self.not_understood(line);
        }
        page.text(self.words.not_recognised());
        self.offer_near(&mut page, text);
        self.ask_again(&mut page);
        Reply::listen(page)
    }

    /// Adds the complaints whose words the text shares; all of them where it shares none.
    fn offer_near(&self, page: &mut Page, text: &str) {
        let near = self.near_complaints(text);
        if near.is_empty() {
            return self.tell_complaints(page);
        }
        page.text(self.words.near_complaints());
        for number in near {
            page.numbered(number + 1, self.voice().sign(self.knowledge().complaints()[number]));
        }
    }

    /// Returns the positions of the complaints that share telling words with a text, the most first.
    fn near_complaints(&self, text: &str) -> Vec<usize> {
        let folded = fold(text);
        let said: Vec<&str> = telling_words(&folded).collect();
        let shared = |sign: &Sign| {
            let title = self.knowledge().title_of(Thing::Sign(*sign));
            let versions = title.into_iter().flat_map(|title| title.versions().map(|(_, version)| fold(version)));
            versions
                .map(|version| telling_words(&version).filter(|word| said.contains(word)).count())
                .max()
                .unwrap_or(0)
        };
        let complaints = self.knowledge().complaints().iter().enumerate();
        let mut near: Vec<_> =
            complaints.map(|(at, sign)| (shared(sign), at)).filter(|(shared, _)| *shared > 0).collect();
        near.sort_by_key(|&(shared, at)| (std::cmp::Reverse(shared), at));
        near.into_iter().take(NEAR).map(|(_, at)| at).collect()
    }

    /// Says what is wrong can be, numbered.
    pub(super) fn list_complaints(&mut self) -> Reply {
        let mut page = Page::default();
        self.tell_complaints(&mut page);
        self.ask_again(&mut page);
        Reply::listen(page)
    }

    fn tell_complaints(&self, page: &mut Page) {
        let (knowledge, voice) = (self.knowledge(), self.voice());
        page.text(self.words.complaint_list());
        let mut shown = None;
        for (at, &sign) in knowledge.complaints().iter().enumerate() {
            let base = knowledge.base_of(Thing::Sign(sign));
            if shown != Some(base) && knowledge.bases().len() > 1 {
                page.heading(voice.title(Thing::Base(base)));
            }
            shown = Some(base);
            page.numbered(at + 1, voice.sign(sign));
        }
        page.faint(self.words.complaint_none());
    }

    /// Replies to a complaint named by number, id or title; none where the line names none.
    pub(super) fn pick_complaint(&mut self, line: &str) -> Option<Reply> {
        let sign = self.named_complaint(line)?;
        let value = sign.option.map_or(Value::Yes, Value::Option);
        let mut page = Page::default();
        page.text(self.words.recognised());
        page.item(Tone::Plain, 2, "- ", self.voice().sign(sign));
        self.tell_meaning(&mut page, sign);
        Some(self.record_and_tell(page, |session| session.answer(sign.finding, Answer::sure(value))))
    }

    pub(super) fn named_complaint(&self, line: &str) -> Option<Sign> {
        let (said, knowledge) = (fold(line), self.knowledge());
        if let Some(number) = reading::number_of(&said) {
            return number.checked_sub(1).and_then(|at| knowledge.complaints().get(at)).copied();
        }
        let is_named = |sign: &Sign| {
            let title = knowledge.title_of(Thing::Sign(*sign));
            knowledge.id_of(Thing::Sign(*sign)) == said || title.is_some_and(|title| reading::is_titled(&said, title))
        };
        knowledge.complaints().iter().copied().find(is_named)
    }

    /// Records a statement and goes on; where it is rejected, nothing changes.
    pub(super) fn record(&mut self, say: impl FnOnce(&mut Session<'k>) -> Result<(), SessionError>) -> Reply {
        self.record_and_tell(Page::default(), say)
    }

    fn record_and_tell(&mut self, page: Page, say: impl FnOnce(&mut Session<'k>) -> Result<(), SessionError>) -> Reply {
        let leader = self.leader();
        match say(&mut self.session) {
            Err(error) => self.rejected(&error),
            Ok(()) => self.proceed(page, leader),
        }
    }

    /// Returns the most probable trouble, if there is one.
    pub(super) fn leader(&self) -> Leader {
        self.session.troubles().first().copied()
    }

    /// Adds the most probable trouble where it is another than before.
    pub(super) fn tell_leader(&self, page: &mut Page, before: Leader) {
        let is_news = |first: &Trouble| before.is_none_or(|before| before.thing() != first.thing());
        let Some(first) = self.leader().filter(is_news) else { return };
        page.faint(self.words.now_likely(&self.voice().trouble(first.thing()), &self.words.percent(first.posterior)));
    }

    /// Adds what a text showed, each sign once with its places.
    fn tell_reading(&self, page: &mut Page, reading: &Reading, places: &[Shown]) {
        page.text(self.words.recognised());
        let mut told: Vec<Sign> = Vec::new();
        for shown in &reading.shown {
            if told.contains(&shown.sign) {
                continue;
            }
            told.push(shown.sign);
            page.item(Tone::Plain, 2, "- ", self.voice().sign(shown.sign));
            for place in places.iter().filter(|place| place.sign == shown.sign) {
                let excerpt = self.words.quoted(&place.excerpt);
                page.item(Tone::Faint, 4, "", self.words.place(place.line, place.column, &excerpt));
            }
            if reading.shown.iter().any(|other| other.sign == shown.sign && other.guess) {
                page.item(Tone::Careful, 4, "", self.words.guess());
            }
            self.tell_meaning(page, shown.sign);
        }
        let assumed = self.session.report().assumed;
        if !assumed.is_empty() {
            let subjects: Vec<String> = assumed.into_iter().map(|base| self.voice().subject(base)).collect();
            page.faint(self.words.assumption(&self.words.list(&subjects)));
        }
    }

    fn tell_meaning(&self, page: &mut Page, sign: Sign) {
        if let Some(means) = self.voice().meaning(Thing::Sign(sign)) {
            page.under(4, means);
        }
    }

    /// Adds the answer to a question that people ask.
    fn tell_topic(&self, page: &mut Page, topic: TopicId) {
        render::topic(page, &view::topic(topic, self.voice()), self.words);
    }

    /// Adds what conflicts, in the words in which it was said.
    pub(super) fn tell_contradiction(&self, page: &mut Page, contradiction: &Contradiction) {
        page.strong(self.words.contradiction());
        let earlier = contradiction.with.iter().filter_map(|&at| self.session.statements().get(at));
        for statement in earlier.chain([&contradiction.refused]) {
            page.item(Tone::Plain, 2, "- ", self.voice().statement(statement));
        }
        let least = contradiction.retract.and_then(|at| self.session.statements().get(at));
        if let Some(least) = least {
            page.text(self.words.contradiction_fits_least(&self.voice().statement(least)));
        }
        page.text(self.words.contradiction_help());
    }

    /// Returns the finding whose answer is being given, at a question or in the place of an answer.
    pub(super) fn asked(&self) -> Option<FindingId> {
        match self.prompt {
            Prompt::Ask(finding) => Some(finding),
            Prompt::Instead(statement) => answered(self.session.statements().get(statement)?),
            _ => None,
        }
    }

    /// Turns to the statement that a line names.
    pub(super) fn change(&mut self, line: &str) -> Reply {
        match self.named_statement(line) {
            None => {
                self.turn_to_next_step();
                self.say(self.words.no_such_statement(&format!("`{}`", super::excerpt(line))))
            }
            Some(statement) => {
                self.prompt = Prompt::Instead(statement);
                let mut page = Page::default();
                let what = self.voice().statement(&self.session.statements()[statement]);
                page.text(self.words.change_what(&what));
                self.ask_again(&mut page);
                Reply::listen(page)
            }
        }
    }

    /// Returns the statement of that number, or about the thing of that id or title, or the only one whose title begins so.
    fn named_statement(&self, line: &str) -> Option<usize> {
        let (said, statements) = (fold(line), self.session.statements());
        if let Some(number) = reading::number_of(&said) {
            return number.checked_sub(1).filter(|&at| at < statements.len());
        }
        let is_named = |thing: Thing| {
            let title = self.knowledge().title_of(thing);
            self.knowledge().id_of(thing) == said || title.is_some_and(|title| reading::is_titled(&said, title))
        };
        let begins_so = |thing: Thing| {
            let title = self.knowledge().title_of(thing);
            title.is_some_and(|title| title.versions().any(|(_, version)| fold(version).starts_with(&said)))
        };
        let about = |statement: &Statement, is_meant: &dyn Fn(Thing) -> bool| match statement {
            Statement::Answer { finding, .. } | Statement::Probe { finding, .. } => is_meant(Thing::Finding(*finding)),
            Statement::Outcome { fix, .. } => is_meant(Thing::Fix(*fix)),
            Statement::Text(reading) => reading.shown.iter().any(|shown| is_meant(Thing::Sign(shown.sign))),
        };
        let named = statements.iter().rposition(|statement| about(statement, &is_named));
        named.or_else(|| {
            let mut begun = (0..statements.len()).filter(|&at| about(&statements[at], &begins_so));
            begun.next().filter(|_| said.chars().count() >= TELLING && begun.next().is_none())
        })
    }

    /// Adds what is asked in the place of a statement.
    pub(super) fn ask_instead(&self, page: &mut Page, statement: usize) {
        match self.session.statements().get(statement) {
            Some(Statement::Text(_)) | None => page.strong(self.words.change_text()),
            Some(Statement::Outcome { fix, .. }) => self.ask_outcome(page, *fix),
            Some(Statement::Answer { finding, .. } | Statement::Probe { finding, .. }) => self.ask(page, *finding),
        }
    }

    /// Replies to what is put in the place of a statement.
    pub(super) fn hear_instead(&mut self, statement: usize, line: &str) -> Option<Reply> {
        match self.session.statements().get(statement)? {
            Statement::Text(_) if ["remove", "quitar", "none", "nada"].contains(&fold(line).as_str()) => {
                Some(self.record(|session| session.retract(statement).map(drop)))
            }
            Statement::Text(_) => None,
            Statement::Outcome { fix, .. } => {
                let fix = *fix;
                let outcome = reading::outcome(line, self.knowledge().fix(fix).tells.is_some())?;
                Some(self.record(|session| session.change(statement, Statement::Outcome { fix, outcome })))
            }
            Statement::Answer { finding, .. } | Statement::Probe { finding, .. } => {
                let finding = *finding;
                let answer = reading::answer(line, self.knowledge().finding(finding))?;
                Some(self.record(|session| session.change(statement, Statement::Answer { finding, answer })))
            }
        }
    }

    /// Puts a text in the place of another one. One in which nothing is recognised changes nothing.
    fn replace_text(&mut self, statement: usize, text: &str) -> Reply {
        let is_text = matches!(self.session.statements().get(statement), Some(Statement::Text(_)));
        let before = self.session.clone();
        if is_text && let Err(error) = self.session.retract(statement) {
            return self.rejected(&error);
        }
        self.turn_to_next_step();
        let known = self.session.statements().len();
        let reply = self.hear_text(text);
        if self.session.statements().len() == known {
            self.session = before;
            self.turn_to_next_step();
        }
        reply
    }
}

/// Returns the finding that a statement answers.
fn answered(statement: &Statement) -> Option<FindingId> {
    match statement {
        Statement::Answer { finding, .. } | Statement::Probe { finding, .. } => Some(*finding),
        Statement::Text(_) | Statement::Outcome { .. } => None,
    }
}

fn telling_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= TELLING)
}
