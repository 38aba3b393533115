//! The commands of the interview: why, how, what is known, and taking things back.

use crate::interview::order::{Order, Ordered};
use crate::interview::{Interview, Prompt, Reply, Then, fold, reading};
use crate::page::{Page, Tone};
use crate::render;
use crate::view;
use etio_kb::engine::{CauseId, FindingId, FixId, Origin, Thing};
use std::path::PathBuf;

/// Words in front of a name that do not tell names apart.
const ARTICLES: [&str; 9] = ["the", "a", "an", "el", "la", "los", "las", "un", "una"];

impl Interview<'_> {
    /// Replies to a command; none where its argument names nothing, so that the line is no command after all.
    pub(super) fn obey(&mut self, ordered: &Ordered) -> Option<Reply> {
        let argument = ordered.argument.as_str();
        Some(match ordered.order {
            Order::Why => self.why(),
            Order::How | Order::Causes if !argument.is_empty() => self.how(self.named_cause(argument)?),
            Order::How => self.how(self.leader().and_then(|leader| leader.cause)),
            Order::WhyNot if !argument.is_empty() => self.why_not(self.named_cause(argument)?),
            Order::WhyNot => self.why_not(self.session.troubles().get(1).and_then(|second| second.cause)),
            Order::WhatIf => self.what_if(),
            Order::Causes => self.causes(),
            Order::Fixes if !argument.is_empty() => self.fix(self.named_fix(argument)?),
            Order::Fixes => self.fixes(),
            Order::Undo => self.undo(),
            Order::Change if !argument.is_empty() => self.change(argument),
            Order::Change => self.ask_which(),
            Order::Facts => self.facts(),
            Order::List => self.list_complaints(),
            Order::Save if argument.is_empty() => self.say(self.words.save_where()),
            Order::Save => Reply { page: Page::default(), then: Then::Save(PathBuf::from(argument)) },
            Order::Record if argument.is_empty() => self.say(self.words.record_where()),
            Order::Record => Reply { page: Page::default(), then: Then::Record(PathBuf::from(argument)) },
            Order::Restart => self.restart(),
            Order::Help => self.help(),
            Order::Quit => self.quit(),
        })
    }

    fn finish(&self, mut page: Page) -> Reply {
        self.ask_again(&mut page);
        Reply::listen(page)
    }

    fn why(&self) -> Reply {
        let mut page = Page::default();
        match self.prompt {
            Prompt::Complaint => page.text(self.words.why_complaint()),
            Prompt::Ask(finding) => self.why_ask(&mut page, finding),
            Prompt::Outcome(fix) => self.why_try(&mut page, fix),
            Prompt::Which | Prompt::Instead(_) => page.text(self.words.change_which()),
            Prompt::Done => page.text(self.words.why_done()),
        }
        self.finish(page)
    }

    fn why_ask(&self, page: &mut Page, finding: FindingId) {
        let leader = self.leader().map(|leader| view::trouble_id(leader.thing(), self.voice()));
        let why = view::why(&self.session, finding, self.voice());
        render::explained::why(page, &why, leader.as_deref(), self.words);
        self.expected_cost(page);
    }

    fn expected_cost(&self, page: &mut Page) {
        if let Some(outlook) = self.session.outlook() {
            render::explained::expected_cost(page, view::expected_cost(outlook, self.voice()), self.words);
        }
    }

    fn why_try(&self, page: &mut Page, fix: FixId) {
        let why = view::why_fix(&self.session, &self.session.report(), fix, self.voice());
        render::explained::why_fix(page, &why, self.words);
        self.expected_cost(page);
    }

    fn how(&self, cause: Option<CauseId>) -> Reply {
        let mut page = Page::default();
        match view::how(&self.session, cause, self.voice()) {
            Some(how) => {
                render::explained::how(&mut page, &how, self.words);
                page.faint(self.words.how_estimates());
                page.gap();
                page.faint(self.words.how_hint());
            }
            None if self.leader().is_none() => page.text(self.words.no_causes()),
            None => page.text(self.words.why_not_out_of_play(&self.voice().cause(cause))),
        }
        self.finish(page)
    }

    fn why_not(&self, cause: Option<CauseId>) -> Reply {
        let mut page = Page::default();
        if self.leader().is_none() {
            page.text(self.words.no_causes());
            return self.finish(page);
        }
        render::explained::why_not(&mut page, &view::why_not(&self.session, cause, self.voice()), self.words);
        page.faint(self.words.why_not_hint());
        self.finish(page)
    }

    fn what_if(&self) -> Reply {
        let mut page = Page::default();
        let what_if = view::what_if(&self.session, self.session.what_would_change(), self.voice());
        render::explained::what_if(&mut page, &what_if, self.words);
        self.finish(page)
    }

    fn causes(&self) -> Reply {
        let mut page = Page::default();
        let report = view::of(&self.session.report(), self.voice());
        if report.causes.is_empty() {
            page.text(self.words.no_causes());
            return self.finish(page);
        }
        page.strong(self.words.heading_causes());
        for (at, cause) in report.causes.iter().enumerate() {
            let how_much = if cause.excluded { self.words.ruled_out() } else { self.words.percent(cause.posterior) };
            page.numbered(at + 1, format!("{}: {how_much}", cause.title));
        }
        page.faint(self.words.see_cause());
        self.finish(page)
    }

    fn fixes(&self) -> Reply {
        let mut page = Page::default();
        let report = view::of(&self.session.report(), self.voice());
        if report.fixes.is_empty() {
            page.text(self.words.no_fixes());
            return self.finish(page);
        }
        page.strong(self.words.heading_fixes());
        for (at, remedy) in report.fixes.iter().enumerate() {
            page.numbered(at + 1, &remedy.title);
            page.item(Tone::Faint, 5, "", render::promise(remedy, self.words));
        }
        page.faint(self.words.see_fix());
        self.finish(page)
    }

    fn fix(&self, at: FixId) -> Reply {
        let ranked = self.session.report().fixes.into_iter().find(|ranked| ranked.fix == at);
        let ranked = ranked.unwrap_or(etio_kb::engine::RankedFix { fix: at, helps: 0.0, cures: 0.0 });
        let remedy = view::remedy(ranked, self.voice());
        let mut page = Page::default();
        page.strong(&remedy.title);
        page.item(Tone::Faint, 2, "", render::promise(&remedy, self.words));
        render::remedy(&mut page, &remedy, 2, self.words);
        self.finish(page)
    }

    /// Returns the cause (none for what no base knows) of that place among the troubles, of that id or title, or with all these words in its title.
    fn named_cause(&self, name: &str) -> Option<Option<CauseId>> {
        let name = fold(name);
        if let Some(number) = reading::number_of(&name) {
            return self.session.troubles().get(number.checked_sub(1)?).map(|trouble| trouble.cause);
        }
        if name == "other" || name == fold(&self.words.other()) {
            return Some(None);
        }
        let causes = || (0..self.knowledge().causes().len()).map(|at| CauseId(u32::try_from(at).unwrap_or(u32::MAX)));
        let exact = causes().find(|cause| self.is_named(&name, Thing::Cause(*cause)));
        exact.or_else(|| self.cause_that_mentions(&name)).map(Some)
    }

    /// Returns the most likely cause whose id or title has all telling words of a folded name.
    fn cause_that_mentions(&self, name: &str) -> Option<CauseId> {
        let said: Vec<&str> = words(name).filter(|word| !ARTICLES.contains(word)).collect();
        let mentions = |cause: &CauseId| {
            let (thing, knowledge) = (Thing::Cause(*cause), self.knowledge());
            let title =
                knowledge.title_of(thing).into_iter().flat_map(|title| title.versions().map(|(_, version)| version));
            let titles: Vec<String> = title.chain([knowledge.id_of(thing)]).map(fold).collect();
            titles.iter().any(|title| said.iter().all(|said| words(title).any(|word| word == *said)))
        };
        let differential = self.session.differential();
        let likely = differential.iter().filter_map(|hypothesis| hypothesis.cause);
        let all = (0..self.knowledge().causes().len()).map(|at| CauseId(u32::try_from(at).unwrap_or(u32::MAX)));
        likely.chain(all).find(mentions).filter(|_| !said.is_empty())
    }

    /// Returns the fix of that place in the order, or of that id or title.
    fn named_fix(&self, name: &str) -> Option<FixId> {
        let (name, fixes) = (fold(name), self.session.report().fixes);
        match reading::number_of(&name) {
            Some(number) => fixes.get(number.checked_sub(1)?).map(|ranked| ranked.fix),
            None => self.knowledge().things().find_map(|thing| match thing {
                Thing::Fix(fix) if self.is_named(&name, thing) => Some(fix),
                _ => None,
            }),
        }
    }

    fn is_named(&self, name: &str, thing: Thing) -> bool {
        let title = self.knowledge().title_of(thing);
        self.knowledge().id_of(thing) == name || title.is_some_and(|title| reading::is_titled(name, title))
    }

    fn undo(&mut self) -> Reply {
        let (before, leader) = (self.session.clone(), self.leader());
        match self.session.undo() {
            None => self.say(self.words.nothing_to_undo()),
            Some(statement) => {
                let mut page = Page::default();
                page.text(self.words.undone(&crate::voice::Voice::new(&before, self.words).statement(&statement)));
                self.proceed(page, leader)
            }
        }
    }

    fn ask_which(&mut self) -> Reply {
        if self.session.statements().is_empty() {
            return self.say(self.words.nothing_known());
        }
        self.prompt = Prompt::Which;
        let mut page = Page::default();
        self.tell_statements(&mut page);
        self.finish(page)
    }

    fn tell_statements(&self, page: &mut Page) {
        for (at, statement) in self.session.statements().iter().enumerate() {
            page.numbered(at + 1, self.voice().statement(statement));
        }
    }

    fn facts(&self) -> Reply {
        let mut page = Page::default();
        if self.session.statements().is_empty() {
            page.text(self.words.nothing_known());
            return self.finish(page);
        }
        page.strong(self.words.heading_facts());
        self.tell_statements(&mut page);
        let derived = self.session.report().findings.into_iter().filter_map(|known| match known.origin {
            Origin::Rule(rule) => {
                Some((self.voice().known(&known), self.knowledge().id_of(Thing::Rule(rule)).to_owned()))
            }
            _ => None,
        });
        let derived: Vec<_> = derived.collect();
        if !derived.is_empty() {
            page.heading(self.words.heading_follows());
        }
        for (what, rule) in derived {
            page.item(Tone::Plain, 2, "- ", self.words.follows(&what, &rule));
        }
        self.finish(page)
    }

    fn restart(&mut self) -> Reply {
        self.session.restart();
        let mut page = Page::default();
        page.text(self.words.restarted());
        self.proceed(page, None)
    }

    fn help(&self) -> Reply {
        let words = self.words;
        let mut page = Page::default();
        page.strong(words.help_title());
        for line in [words.help_answers(), words.help_paste(), words.help_topic(), words.help_commands()] {
            page.item(Tone::Plain, 0, "- ", line);
        }
        for order in Order::ALL {
            let argument = order.argument(words).map(|argument| format!(" {argument}")).unwrap_or_default();
            // Who reads Spanish may know a command from a page in English; hardly the other way round.
            let other = match words {
                crate::words::Words::Spanish => format!(" ({})", order.name(crate::words::Words::English)),
                crate::words::Words::English => String::new(),
            };
            let name = format!("{}{argument}{other}: ", order.name(words));
            page.item(Tone::Plain, 4, "", format!("{name}{}", order.purpose(words)));
        }
        self.finish(page)
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
