//! The commands of the interview: why, how, what is known, and taking things back.

use crate::interview::evidence::said;
use crate::interview::order::{Order, Ordered};
use crate::interview::{Interview, Prompt, Reply, Then, fold, reading};
use crate::page::{Page, Tone};
use crate::render;
use crate::view;
use etio_kb::engine::{
    CauseId, Evidence, FindingId, FixId, Hypothesis, Number, Origin, Provenance, Thing, Value, Weight, WhatIf,
};
use std::path::PathBuf;

/// The most causes that `how` explains where none is named.
const EXPLAINED: usize = 3;
/// Below this change of the log2 odds, a weight is not worth a line.
const WORTH_A_LINE: f64 = 0.1;

impl Interview<'_> {
    /// Replies to a command; none where its argument names nothing, so that the line is no command after all.
    pub(super) fn obey(&mut self, ordered: &Ordered) -> Option<Reply> {
        let argument = ordered.argument.as_str();
        Some(match ordered.order {
            Order::Why => self.why(),
            Order::How | Order::Causes if !argument.is_empty() => {
                let chosen = self.named_hypothesis(argument)?;
                self.how(&[chosen])
            }
            Order::How => self.how(&self.session.report().differential.into_iter().take(EXPLAINED).collect::<Vec<_>>()),
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
        let why = self.session.why(finding);
        let changes_fix = why.answers.windows(2).any(|pair| pair[0].fix != pair[1].fix);
        page.strong(if changes_fix { self.words.why_question() } else { self.words.why_question_later() });
        for alike in why.answers.chunk_by(|one, next| is_number(one) && leads_alike(one, next)) {
            self.tell_what_if(page, finding, alike, changes_fix);
        }
        page.faint(self.words.why_bits(&self.words.decimal(why.bits, 2)));
    }

    /// Adds what an answer would change, or a range of numbers that change the same.
    fn tell_what_if(&self, page: &mut Page, finding: FindingId, alike: &[WhatIf], tells_fix: bool) {
        let (words, voice) = (self.words, self.voice());
        let ([what_if, ..], [.., last]) = (alike, alike) else { return };
        let answer = match alike.len() {
            1 => words.quoted(&voice.value(finding, &what_if.value)),
            _ => words.why_range(&bare(&what_if.value), &voice.value(finding, &last.value)),
        };
        let probability = alike.iter().map(|what_if| what_if.probability).sum();
        page.item(Tone::Plain, 2, "- ", words.why_answer(&answer, &words.share(probability)));
        let (leader, percent) = (voice.cause(what_if.leader), words.percent(what_if.posterior));
        let stays = self.leader() == Some(what_if.leader);
        page.under(
            4,
            if stays { words.why_leader_stays(&leader, &percent) } else { words.why_leader(&leader, &percent) },
        );
        if let Some(fix) = what_if.fix.filter(|_| tells_fix) {
            page.under(4, words.why_fix(&voice.title(Thing::Fix(fix))));
        }
    }

    fn why_try(&self, page: &mut Page, fix: FixId) {
        let (words, voice, report) = (self.words, self.voice(), self.session.report());
        let proposed = self.knowledge().fix(fix);
        match report.fixes.iter().find(|ranked| ranked.fix == fix).filter(|ranked| ranked.helps > 0.0) {
            Some(ranked) => page.text(words.why_try(&words.share(ranked.helps), &words.about(proposed.takes.0))),
            None => page.text(words.why_try_last()),
        }
        if let Some(told) = proposed.tells {
            page.text(words.why_try_tells(&self.question(told)));
        }
        for hypothesis in &report.differential {
            let effect = proposed.effects.iter().find(|effect| effect.cause == hypothesis.cause);
            if let Some(effect) = effect.filter(|_| hypothesis.posterior >= 0.01) {
                let (now, helps) = (words.percent(hypothesis.posterior), words.share(effect.number.get()));
                page.item(Tone::Plain, 2, "- ", words.why_acts_on(&voice.cause(hypothesis.cause), &now, &helps));
            }
        }
    }

    fn how(&self, hypotheses: &[Hypothesis]) -> Reply {
        let mut page = Page::default();
        if hypotheses.is_empty() {
            page.text(self.words.no_causes());
            return self.finish(page);
        }
        for hypothesis in hypotheses {
            page.gap();
            self.tell_how(&mut page, hypothesis);
        }
        page.gap();
        page.faint(self.words.how_estimates());
        self.finish(page)
    }

    fn tell_how(&self, page: &mut Page, hypothesis: &Hypothesis) {
        let (words, voice) = (self.words, self.voice());
        page.strong(voice.cause(hypothesis.cause));
        let prior = hypothesis.cause.map(|cause| self.knowledge().cause(cause).prior);
        let start = words.how_start(&words.share(hypothesis.prior));
        page.item(Tone::Plain, 2, "- ", self.with_provenance(start, prior));
        for weight in hypothesis.weights.iter().filter(|weight| weight.bits.abs() >= WORTH_A_LINE) {
            self.tell_weight(page, hypothesis.cause, *weight);
        }
        page.under(2, words.how_now(&words.percent(hypothesis.posterior)));
    }

    fn tell_weight(&self, page: &mut Page, cause: Option<CauseId>, weight: Weight) {
        let words = self.words;
        let what = self.voice().evidence(&self.session.report().findings, weight.evidence);
        if weight.bits == f64::NEG_INFINITY {
            return page.item(Tone::Plain, 2, "- ", words.how_excludes(&what));
        }
        let times = weight.bits.abs().exp2();
        let times = words.decimal(times, if times < 10.0 { 1 } else { 0 });
        let sign = if weight.bits > 0.0 { "+" } else { "−" };
        let bits = format!("{sign}{}", words.decimal(weight.bits.abs(), 1));
        let line = if weight.bits > 0.0 {
            words.how_raises(&what, &times, &bits)
        } else {
            words.how_lowers(&what, &times, &bits)
        };
        page.item(Tone::Plain, 2, "- ", line);
        if let Some(number) = cause.and_then(|cause| self.link_number(cause, weight.evidence)) {
            let shown = words.how_link(&words.of_hundred(number.get()));
            page.item(Tone::Faint, 4, "", self.with_provenance(shown, Some(number)));
        }
    }

    /// Returns the author's number for how often a cause shows a piece of evidence, where the cause mentions it.
    fn link_number(&self, cause: CauseId, evidence: Evidence) -> Option<Number> {
        let Evidence::Finding(finding, option) = evidence else { return None };
        let links = &self.knowledge().cause(cause).links;
        links.iter().find(|link| link.sign.finding == finding && link.sign.option == option).map(|link| link.number)
    }

    fn with_provenance(&self, line: String, number: Option<Number>) -> String {
        let words = self.words;
        match number.map(|number| number.provenance) {
            None => line,
            Some(Provenance::Estimate) => format!("{line} ({})", words.is_estimate()),
            Some(Provenance::Sourced) => format!("{line} ({})", words.is_sourced()),
            Some(Provenance::Counts { of, cases }) => format!("{line} ({})", words.is_counted(of, cases)),
        }
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

    /// Returns the hypothesis of that place in the differential, or of the cause of that id or title.
    fn named_hypothesis(&self, name: &str) -> Option<Hypothesis> {
        let (name, mut differential) = (fold(name), self.session.report().differential);
        let at = match reading::number_of(&name) {
            Some(number) => number.checked_sub(1).filter(|&at| at < differential.len())?,
            None => differential.iter().position(|hypothesis| match hypothesis.cause {
                Some(cause) => self.is_named(&name, Thing::Cause(cause)),
                None => name == "other" || name == fold(&self.words.other()),
            })?,
        };
        Some(differential.swap_remove(at))
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
                page.text(self.words.undone(&said(&statement, crate::voice::Voice::new(&before, self.words))));
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
            page.numbered(at + 1, said(statement, self.voice()));
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
            let other = match words {
                crate::words::Words::Spanish => order.name(crate::words::Words::English),
                crate::words::Words::English => order.name(crate::words::Words::Spanish),
            };
            let name = format!("{}{argument} ({other}): ", order.name(words));
            page.item(Tone::Plain, 4, "", format!("{name}{}", order.purpose(words)));
        }
        self.finish(page)
    }
}

/// Returns a number without its unit.
fn bare(value: &Value) -> String {
    if let Value::Number(number) = value { number.to_string() } else { String::new() }
}

fn is_number(what_if: &WhatIf) -> bool {
    matches!(what_if.value, Value::Number(_))
}

/// Returns whether two answers lead to the same: the same cause with the same percentage, and the same fix.
fn leads_alike(one: &WhatIf, other: &WhatIf) -> bool {
    let percent = |what_if: &WhatIf| (what_if.posterior * 100.0).round();
    one.leader == other.leader && one.fix == other.fix && percent(one) == percent(other)
}
