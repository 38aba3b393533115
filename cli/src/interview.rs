//! The interview: what a person says, line by line, and what etio says to it.
//!
//! Pure: it reads no line, writes no file and knows no terminal. A front end brings lines and shows pages.

mod evidence;
mod explaining;
mod lines;
mod order;
mod prompts;
mod reading;
mod support;
mod terminal;

pub(crate) use lines::Lines;
pub(crate) use reading::yes_or_no;
pub(crate) use terminal::{Editor, can_edit};

use crate::exit::Exit;
use crate::page::Page;
use crate::probe::Prober;
use crate::voice::Voice;
use crate::words::Words;
use etio_kb::answers::said::fold;
use etio_kb::engine::{
    FindingId, FixId, Knowledge, OptionId, Saved, Session, SessionError, Step, Thing, Trouble, Verdict,
};
use order::Order;
use std::io;
use std::path::PathBuf;

/// Where an interview takes place: shows pages, and hears the person.
pub(crate) trait Front {
    /// Shows a page.
    fn show(&mut self, page: &Page) -> io::Result<()>;
    /// Shows the prompt and returns what the person does.
    fn read(&mut self) -> io::Result<Heard>;
    /// Takes the names that can be typed next, to complete them.
    fn offer(&mut self, _names: &dyn Fn() -> Vec<String>) {}
    /// Shows the prompt of an interview and returns what the person does.
    fn hear(&mut self, interview: &Interview<'_>) -> io::Result<Heard> {
        self.offer(&|| interview.names());
        self.read()
    }
}

/// One consultation, spoken.
pub(crate) struct Interview<'k> {
    session: Session<'k>,
    words: Words,
    prompt: Prompt,
    /// Whether the last thing heard was an interrupt.
    interrupted: bool,
    /// Looks at the computer, where the person allowed it.
    prober: Option<Prober>,
}

/// The most probable trouble, if there is one.
type Leader = Option<Trouble>;

/// What is being asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Prompt {
    /// What is wrong.
    Complaint,
    /// A question.
    Ask(FindingId),
    /// Whether a fix helped.
    Outcome(FixId),
    /// Which statement to change.
    Which,
    /// What to put in the place of a statement.
    Instead(usize),
    /// Nothing more: the session has come to its end.
    Done,
}

/// What a person does at a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// A line was typed.
    Line(String),
    /// Something of several lines was pasted.
    Paste(String),
    /// Ctrl-C.
    Interrupt,
    /// Ctrl-D, or the end of the input.
    End,
}

/// What etio says, and what happens then.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) page: Page,
    pub(crate) then: Then,
}

/// What happens after a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    /// The person speaks.
    Listen,
    /// The session is to be saved; [`Interview::after_saving`] goes on.
    Save(PathBuf),
    /// The session is to be recorded as a case; [`Interview::after_saving`] goes on.
    Record(PathBuf),
    /// The interview is over.
    End(Exit),
}

impl Reply {
    fn listen(page: Page) -> Self {
        Self { page, then: Then::Listen }
    }
}

impl<'k> Interview<'k> {
    /// Returns an interview that goes on from a session.
    pub(crate) fn new(session: Session<'k>, words: Words) -> Self {
        Self { session, words, prompt: Prompt::Complaint, interrupted: false, prober: None }
    }

    /// Lets the interview look at a computer for facts.
    #[must_use]
    pub(crate) fn with_prober(mut self, prober: Prober) -> Self {
        self.prober = Some(prober);
        self
    }

    /// Says the first words and the first prompt.
    pub(crate) fn open(&mut self) -> Reply {
        if !self.session.statements().is_empty() {
            return self.proceed(Page::default(), None);
        }
        let mut page = Page::default();
        page.strong(self.words.welcome());
        page.faint(self.words.welcome_hint());
        Reply::listen(page)
    }

    /// Returns the session as it stands.
    pub(crate) fn session(&self) -> &Session<'k> {
        &self.session
    }

    /// Returns what is to be saved.
    pub(crate) fn saved(&self) -> Saved {
        self.session.save()
    }

    /// Returns the session as a case, named after the most probable trouble.
    pub(crate) fn recorded(&self) -> String {
        let leader = self.leader().map(|leader| self.voice().cause(leader.cause));
        let name = leader.unwrap_or_else(|| self.words.recorded_nothing());
        etio_kb::cases::record(&self.session, &self.words.recorded_name(&name))
    }

    /// Goes on after the session was saved, or was not; the page says which.
    pub(crate) fn after_saving(&mut self, mut page: Page) -> Reply {
        self.ask_again(&mut page);
        Reply::listen(page.set_apart())
    }

    /// Replies to what the person did.
    pub(crate) fn hear(&mut self, heard: Heard) -> Reply {
        let was_interrupted = std::mem::replace(&mut self.interrupted, heard == Heard::Interrupt);
        let mut reply = self.reply(heard, was_interrupted);
        reply.page = reply.page.set_apart();
        reply
    }

    fn reply(&mut self, heard: Heard, was_interrupted: bool) -> Reply {
        match heard {
            Heard::Line(line) => self.hear_line(&line),
            Heard::Paste(text) => self.hear_text(&text),
            Heard::Interrupt if was_interrupted => Reply { page: Page::default(), then: Then::End(Exit::Interrupted) },
            Heard::Interrupt => self.say(self.words.how_to_quit()),
            Heard::End => self.quit(),
        }
    }

    fn hear_line(&mut self, line: &str) -> Reply {
        let line = line.trim();
        if let Some(ordered) = line.strip_prefix('/').and_then(order::read) {
            return self.obey(&ordered).unwrap_or_else(|| self.not_understood(line));
        }
        if line.is_empty() {
            return self.hear_nothing();
        }
        if let Some(reply) = self.hear_answer(line) {
            return reply;
        }
        if let Some(reply) = order::read(line).and_then(|ordered| self.obey(&ordered)) {
            return reply;
        }
        self.hear_words(line)
    }

    /// Replies to an empty line.
    fn hear_nothing(&mut self) -> Reply {
        match self.prompt {
            Prompt::Complaint => self.list_complaints(),
            Prompt::Done => self.quit(),
            Prompt::Which | Prompt::Instead(_) => self.leave_unchanged(),
            Prompt::Ask(_) | Prompt::Outcome(_) => self.say(self.accepted()),
        }
    }

    fn leave_unchanged(&mut self) -> Reply {
        self.turn_to_next_step();
        self.say(self.words.unchanged())
    }

    /// Says a sentence and asks again.
    fn say(&self, sentence: impl AsRef<str>) -> Reply {
        let mut page = Page::default();
        page.text(sentence);
        self.ask_again(&mut page);
        Reply::listen(page)
    }

    fn not_understood(&self, line: &str) -> Reply {
        let name = format!("`{}`", excerpt(line));
        let sentence =
            if line.starts_with('/') { self.words.unknown_command(&name) } else { self.words.not_understood(&name) };
        let mut page = Page::default();
        page.text(sentence);
        if !line.starts_with('/') && matches!(self.prompt, Prompt::Ask(_) | Prompt::Outcome(_) | Prompt::Instead(_)) {
            page.text(self.accepted());
        }
        self.ask_again(&mut page);
        Reply::listen(page)
    }

    fn quit(&self) -> Reply {
        let mut page = Page::default();
        page.text(self.words.goodbye());
        Reply { page, then: Then::End(self.exit()) }
    }

    /// Returns how the program ends if it ends now.
    pub(crate) fn exit(&self) -> Exit {
        match self.session.report().verdict {
            Verdict::Diagnosed | Verdict::Unsure => Exit::Done,
            Verdict::Nothing => Exit::Nothing,
        }
    }

    /// Goes on after something was said: looks at the computer, tells what changed, then the next step.
    fn proceed(&mut self, mut page: Page, before: Leader) -> Reply {
        if let Some(prober) = &mut self.prober {
            let probed = prober.look(&mut self.session, self.words);
            page.gap();
            page.append(probed);
        }
        self.turn_to_next_step();
        if self.prompt != Prompt::Done {
            self.tell_leader(&mut page, before);
        }
        self.introduce(&mut page);
        self.ask_again(&mut page);
        Reply::listen(page)
    }

    fn turn_to_next_step(&mut self) {
        self.prompt = match self.session.next() {
            Step::Complain => Prompt::Complaint,
            Step::Ask(finding) => Prompt::Ask(finding),
            Step::Try(fix) => Prompt::Outcome(fix),
            Step::Report(_) => Prompt::Done,
        };
    }

    /// Says why something could not be noted. Nothing has changed.
    fn rejected(&self, error: &SessionError) -> Reply {
        let mut page = Page::default();
        match error {
            SessionError::Contradiction(contradiction) => self.tell_contradiction(&mut page, contradiction),
            SessionError::TextTooLong { limit, .. } => {
                page.text(self.words.too_long(&self.words.the_text(), limit >> 20))
            }
            SessionError::OutOfRange { least, most, .. } => page.text(self.words.out_of_range(*least, *most)),
            other => page.text(self.words.rejected(&other.to_string())),
        }
        self.ask_again(&mut page);
        Reply::listen(page)
    }

    fn voice(&self) -> Voice<'_, 'k> {
        Voice::new(&self.session, self.words)
    }

    fn knowledge(&self) -> &'k Knowledge {
        self.session.knowledge()
    }

    /// Returns everything that can be named, for completion: answers to what is asked, commands, ids and titles.
    pub(crate) fn names(&self) -> Vec<String> {
        let answers = self.answers();
        let orders = Order::ALL.into_iter().map(|order| order.name(self.words).to_owned());
        let things = self.knowledge().things().filter(|thing| !matches!(thing, Thing::Rule(_) | Thing::Base(_)));
        let things = things.flat_map(|thing| [self.knowledge().id_of(thing).to_owned(), self.voice().title(thing)]);
        answers.into_iter().chain(orders).chain(things).collect()
    }
}

/// Returns the beginning of a line, short enough to be repeated.
fn excerpt(line: &str) -> String {
    const MOST: usize = 60;
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}

/// Returns the option of that position.
fn option_at(index: usize) -> OptionId {
    OptionId(u32::try_from(index).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;
