//! How the next step is put to the person, and what is accepted as an answer.

use crate::interview::{Interview, Prompt, reading, support};
use crate::page::{Page, Tone};
use crate::render;
use crate::view;
use etio_kb::answers::said;
use etio_kb::engine::{CauseId, Domain, Ending, FindingId, FixId, Outcome, RankedFix, Report, Sign, Step, Thing, Turn};

/// How many fixes that were not proposed are told at most.
const NOT_PROPOSED: usize = 3;

impl Interview<'_> {
    /// Adds what is new about the next step: the fix and its steps, or how the session ended.
    pub(super) fn introduce(&self, page: &mut Page) {
        match self.prompt {
            Prompt::Outcome(fix) => self.propose(page, fix),
            Prompt::Done => {
                if let Step::Report(ending) = self.session.next() {
                    self.conclude(page, ending);
                }
            }
            Prompt::Complaint | Prompt::Ask(_) | Prompt::Which | Prompt::Instead(_) => {}
        }
    }

    /// Adds the question of the prompt with its options.
    pub(super) fn ask_again(&self, page: &mut Page) {
        page.gap();
        match self.prompt {
            Prompt::Complaint => page.strong(self.words.complaint_again()),
            Prompt::Ask(finding) => self.ask(page, finding),
            Prompt::Outcome(fix) => self.ask_outcome(page, fix),
            Prompt::Which => page.strong(self.words.change_which()),
            Prompt::Instead(statement) => self.ask_instead(page, statement),
            Prompt::Done => page.faint(self.words.finished()),
        }
    }

    /// Adds a question, its options numbered.
    pub(super) fn ask(&self, page: &mut Page, finding: FindingId) {
        page.strong(self.question(finding));
        match &self.knowledge().finding(finding).domain {
            Domain::YesNo { .. } | Domain::OneOf { .. } => number_all(page, &self.options(finding)),
            Domain::SeveralOf { .. } => {
                number_all(page, &self.options(finding));
                page.faint(self.words.several_hint());
            }
            Domain::Number { least, most, unit } => {
                let unit = unit.as_ref().map(|unit| format!(" {}", self.voice().text(unit))).unwrap_or_default();
                page.text(self.words.number_range(*least, *most, &unit));
            }
            Domain::Text => page.text(self.words.any_text()),
        }
    }

    /// Returns the answers among which a person chooses, "I don't know" last; none where anything can be answered.
    fn options(&self, finding: FindingId) -> Vec<String> {
        let voice = self.voice();
        let title = |index| voice.title(Thing::Sign(Sign { finding, option: Some(super::option_at(index)) }));
        let mut options = match &self.knowledge().finding(finding).domain {
            Domain::YesNo { .. } => vec![self.words.option_yes(), self.words.option_no()],
            Domain::OneOf { options, .. } | Domain::SeveralOf { options } => (0..options.len()).map(title).collect(),
            Domain::Number { .. } | Domain::Text => Vec::new(),
        };
        if let Domain::OneOf { rest: Some(_), .. } = self.knowledge().finding(finding).domain {
            options.push(voice.rest(finding));
        }
        options.push(self.words.option_unknown());
        options
    }

    /// Returns how a finding is asked.
    pub(super) fn question(&self, finding: FindingId) -> String {
        match &self.knowledge().finding(finding).ask {
            Some(ask) => self.voice().text(ask),
            None => self.words.is_it_so(&self.voice().title(Thing::Finding(finding))),
        }
    }

    /// Adds the question whether a fix helped.
    pub(super) fn ask_outcome(&self, page: &mut Page, fix: FixId) {
        let (words, told) = (self.words, self.knowledge().fix(fix).tells);
        let question = match told {
            Some(finding) => self.question(finding),
            None if self.knowledge().fix(fix).turn == Turn::HandsOver => words.is_it_solved(),
            None => words.did_it_help(),
        };
        page.strong(question);
        match told {
            Some(_) => number_all(page, &[words.option_yes(), words.option_no(), words.option_not_done()]),
            None => number_all(
                page,
                &[words.option_yes(), words.option_partly(), words.option_no(), words.option_not_done()],
            ),
        }
    }

    fn propose(&self, page: &mut Page, fix: FixId) {
        let report = self.session.report();
        let ranked = report.fixes.iter().find(|ranked| ranked.fix == fix).copied();
        let remedy = view::remedy(ranked.unwrap_or(RankedFix { fix, helps: 0.0, cures: 0.0 }), self.voice());
        let is_last = self.knowledge().fix(fix).turn == Turn::HandsOver;
        page.heading(if is_last { self.words.hand_over(&remedy.title) } else { self.words.try_this(&remedy.title) });
        page.item(Tone::Faint, 2, "", render::promise(&remedy, self.words));
        if let Some(means) = self.voice().meaning(Thing::Fix(fix)) {
            page.under(2, means);
        }
        render::remedy(page, &remedy, 2, self.words);
        if is_last {
            page.gap();
            page.append(support::summary(&self.session, self.words));
        }
    }

    fn conclude(&self, page: &mut Page, ending: Ending) {
        page.gap();
        let report = self.session.report();
        match ending {
            Ending::Solved => page.strong(self.words.solved()),
            Ending::Eased => page.strong(self.words.eased()),
            Ending::Exhausted if report.troubles.first().is_some_and(|first| first.cause.is_none()) => {
                page.strong(self.words.exhausted_other());
            }
            Ending::Exhausted => page.strong(self.words.exhausted()),
        }
        if let Some(fix) = support::helped(&self.session).filter(|_| ending != Ending::Exhausted) {
            page.text(self.words.solved_by(&self.voice().title(Thing::Fix(fix))));
        }
        let first = report.troubles.first().filter(|first| first.cause.is_some() && ending != Ending::Exhausted);
        if let Some(first) = first {
            let percent = self.words.percent(first.posterior);
            page.text(self.words.solved_cause(&self.voice().trouble(first.thing()), &percent));
        }
        if ending == Ending::Exhausted {
            self.tell_to_wait(page);
            self.tell_not_proposed(page, &report);
            self.tell_what_is_left(page);
            page.append(support::summary(&self.session, self.words));
        }
    }

    /// Adds that the most likely cause passes by itself, where it does, and where to look whether it has.
    fn tell_to_wait(&self, page: &mut Page) {
        let leader = self.leader().and_then(|leader| leader.cause);
        let Some((leader, passes)) =
            leader.and_then(|leader| Some((leader, self.knowledge().cause(leader).passes_in?)))
        else {
            return;
        };
        let (words, voice) = (self.words, self.voice());
        page.text(words.passes_by_itself(&words.quoted(&voice.title(Thing::Cause(leader))), &words.about(passes.0)));
        for link in self.where_to_look(leader) {
            page.verbatim(2, link);
        }
        page.gap();
    }

    /// Returns the links of the facts that a cause mostly shows and that somebody can look up again.
    fn where_to_look(&self, cause: CauseId) -> Vec<String> {
        const MOSTLY: f64 = 0.5;
        let links = self.knowledge().cause(cause).links.iter();
        let facts = links.filter(|link| link.number.get() >= MOSTLY && !self.knowledge().is_symptom(link.sign));
        let links = facts.flat_map(|link| &self.knowledge().card_of(Thing::Sign(link.sign)).links);
        let told = links.map(|link| view::link(link, self.voice())).map(|link| match link.label {
            Some(label) => format!("{label}: {}", link.address),
            None => link.address,
        });
        told.collect()
    }

    /// Adds what remains when nothing else is worth its time: whom to turn to, and what to do meanwhile.
    fn tell_what_is_left(&self, page: &mut Page) {
        let mut left = self.session.report().fixes;
        left.retain(|ranked| self.knowledge().fix(ranked.fix).turn != Turn::InOrder);
        if left.is_empty() {
            return;
        }
        page.heading(self.words.what_is_left());
        self.tell_fixes(page, left);
    }

    /// Adds the fixes that act on what is probable and take longer than giving up would, and says so.
    fn tell_not_proposed(&self, page: &mut Page, report: &Report) {
        let slow: Vec<RankedFix> = view::held_back(report, self.knowledge()).take(NOT_PROPOSED).collect();
        let Some(outlook) = report.outlook.filter(|_| !slow.is_empty()) else { return };
        page.heading(self.words.heading_not_proposed());
        page.under(2, self.words.why_not_proposed(&self.words.about(outlook.step.round() as u32)));
        self.tell_fixes(page, slow);
    }

    fn tell_fixes(&self, page: &mut Page, fixes: Vec<RankedFix>) {
        for ranked in fixes {
            let remedy = view::remedy(ranked, self.voice());
            page.item(Tone::Strong, 2, "- ", &remedy.title);
            page.item(Tone::Faint, 4, "", render::promise(&remedy, self.words));
            render::remedy(page, &remedy, 4, self.words);
        }
        page.gap();
    }

    /// Returns what is accepted as an answer at the prompt.
    pub(super) fn accepted(&self) -> String {
        let words = self.words;
        match self.prompt {
            Prompt::Complaint => words.not_recognised(),
            Prompt::Outcome(_) => words.say_outcome(),
            Prompt::Which => words.change_which(),
            Prompt::Instead(_) | Prompt::Ask(_) => {
                match self.asked().map(|asked| &self.knowledge().finding(asked).domain) {
                    Some(Domain::YesNo { .. }) => words.say_yes_no(),
                    Some(Domain::Number { .. }) => words.say_number(),
                    Some(Domain::OneOf { .. } | Domain::SeveralOf { .. }) => words.say_option(),
                    Some(Domain::Text) | None => words.any_text(),
                }
            }
            Prompt::Done => words.finished(),
        }
    }

    /// Replies to a line that answers the prompt; none where it does not.
    pub(super) fn hear_answer(&mut self, line: &str) -> Option<super::Reply> {
        match self.prompt {
            Prompt::Complaint if reading::is_none(line) => Some(self.say(self.words.nothing_fits())),
            Prompt::Complaint => self.pick_complaint(line),
            Prompt::Ask(finding) => {
                if self.takes_any_text(finding) && super::order::read(line).is_some() {
                    return None;
                }
                let answer = reading::answer(line, self.knowledge().finding(finding))?;
                Some(self.record(|session| session.answer(finding, answer)))
            }
            Prompt::Outcome(_)
                if said::UNKNOWN.contains(&&*said::fold(line)) && reading::outcome(line, false).is_none() =>
            {
                Some(self.say(self.words.outcome_unknown()))
            }
            Prompt::Outcome(fix) => {
                let outcome = reading::outcome(line, self.knowledge().fix(fix).tells.is_some())?;
                Some(self.record_outcome(fix, outcome))
            }
            Prompt::Which => Some(self.change(line)),
            Prompt::Instead(statement) => self.hear_instead(statement, line),
            Prompt::Done => None,
        }
    }

    fn record_outcome(&mut self, fix: FixId, outcome: Outcome) -> super::Reply {
        let eased = outcome == Outcome::Helped && self.knowledge().fix(fix).tells.is_none();
        let mut reply = self.record(|session| session.outcome(fix, outcome));
        if eased && matches!(self.prompt, Prompt::Outcome(_) | Prompt::Ask(_)) {
            let mut page = Page::default();
            page.text(self.words.goes_on());
            page.append(std::mem::take(&mut reply.page));
            reply.page = page;
        }
        reply
    }

    /// Returns what can be answered at the prompt, in words.
    pub(super) fn answers(&self) -> Vec<String> {
        let words = self.words;
        match self.prompt {
            Prompt::Ask(finding) => self.options(finding),
            Prompt::Outcome(_) => {
                vec![words.option_yes(), words.option_partly(), words.option_no(), words.option_not_done()]
            }
            Prompt::Complaint | Prompt::Which | Prompt::Instead(_) | Prompt::Done => Vec::new(),
        }
    }

    fn takes_any_text(&self, finding: FindingId) -> bool {
        matches!(self.knowledge().finding(finding).domain, Domain::Text)
    }
}

fn number_all(page: &mut Page, options: &[String]) {
    for (index, option) in options.iter().enumerate() {
        page.numbered(index + 1, option);
    }
}
