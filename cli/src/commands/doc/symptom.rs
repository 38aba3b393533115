//! The page of a symptom: what it looks like, what it may be, and what to try in the order in which etio would propose it.

use crate::commands::doc::site::Site;
use crate::view;
use etio_kb::engine::{Answer, Domain, FixId, Pattern, RankedFix, Report, Session, Sign, Thing, Value, clean};
use maud::{Markup, html};

/// Below this, a cause is not listed.
const WORTH_A_LINE: f64 = 0.005;
/// How many wordings of a message are shown before the rest is folded away.
const FIRST_LOOKS: usize = 5;

impl Site<'_> {
    /// Returns the page of a symptom.
    pub(super) fn symptom(&self, sign: Sign) -> String {
        let (thing, words) = (Thing::Sign(sign), self.words);
        let card = self.knowledge.card_of(thing);
        let report = self.alone(sign);
        let body = html! {
            (self.means(card))
            (self.looks(sign))
            @if let Some(report) = &report {
                section aria-labelledby="causes" {
                    h2 id="causes" { (words.heading_causes()) }
                    p { (words.doc_how_probable()) }
                    (self.differential(report))
                }
                @if !report.fixes.is_empty() {
                    section aria-labelledby="fixes" {
                        h2 id="fixes" { (words.heading_fixes()) }
                        ol class="fixes" { @for ranked in &report.fixes { li { (self.fix(*ranked)) } } }
                    }
                }
                (self.decides(report))
            }
            (self.card(card))
        };
        self.page(&self.page_of(thing), &self.title(thing), &body)
    }

    /// Returns what is concluded where the symptom is all that is known.
    pub(super) fn alone(&self, sign: Sign) -> Option<Report> {
        let mut session = Session::new(self.knowledge);
        let value = sign.option.map_or(Value::Yes, Value::Option);
        session.answer(sign.finding, Answer::sure(value)).ok()?;
        Some(session.report())
    }

    fn looks(&self, sign: Sign) -> Markup {
        let finding = self.knowledge.finding(sign.finding);
        let patterns = self.knowledge.option(sign).map_or(&finding.patterns, |option| &option.patterns);
        let mut looks: Vec<String> = Vec::new();
        for pattern in patterns {
            let (Pattern::Literal(text) | Pattern::Line(text) | Pattern::Named(text) | Pattern::Regex(text)) = pattern;
            let text = clean(text).into_owned();
            if !looks.contains(&text) {
                looks.push(text);
            }
        }
        let (first, more) = looks.split_at(looks.len().min(FIRST_LOOKS));
        html! {
            @if !first.is_empty() {
                section aria-labelledby="looks" {
                    h2 id="looks" { (self.words.doc_looks_like()) }
                    ul { @for text in first { li { code { (text) } } } }
                    @if !more.is_empty() {
                        details {
                            summary { (self.words.doc_more(more.len())) }
                            ul { @for text in more { li { code { (text) } } } }
                        }
                    }
                }
            }
        }
    }

    fn differential(&self, report: &Report) -> Markup {
        let words = self.words;
        html! {
            ol class="causes" {
                @for hypothesis in report.differential.iter().filter(|hypothesis| hypothesis.posterior >= WORTH_A_LINE) {
                    li {
                        @match hypothesis.cause {
                            Some(cause) => {
                                (self.to("causes.html", Thing::Cause(cause))) ": "
                                strong { (words.percent(hypothesis.posterior)) }
                                (self.means(&self.knowledge.cause(cause).card))
                            }
                            None => { (words.other()) ": " strong { (words.percent(hypothesis.posterior)) } }
                        }
                    }
                }
            }
        }
    }

    /// Returns the question that would help most, with its answers; nothing where there is none to ask.
    fn decides(&self, report: &Report) -> Markup {
        let asked = view::worth_asking(report).map(|finding| self.knowledge.finding(finding));
        html! {
            @if let Some((finding, ask)) = asked.and_then(|finding| Some((finding, finding.ask.as_ref()?))) {
                section aria-labelledby="decides" {
                    h2 id="decides" { (self.words.heading_question()) }
                    p { (self.say(ask)) }
                    @if let Domain::OneOf { options, .. } | Domain::SeveralOf { options } = &finding.domain {
                        ul { @for option in options { li { (self.say(&option.title)) } } }
                    }
                }
            }
        }
    }

    /// Returns a fix with its steps, under a heading of the third rank.
    fn fix(&self, ranked: RankedFix) -> Markup {
        let (words, fix) = (self.words, self.knowledge.fix(ranked.fix));
        let takes = words.about(fix.takes.0);
        let promise = if ranked.helps > 0.0 {
            words.cost_and_promise(&takes, &words.share(ranked.helps))
        } else {
            words.cost(&takes)
        };
        html! {
            h3 { (self.to("fixes.html", Thing::Fix(ranked.fix))) }
            p class="promise" { (promise) }
            (self.done(ranked.fix))
        }
    }

    /// Returns how a fix is done: its risk, steps, commands, links, and how to see that it worked.
    pub(super) fn done(&self, id: FixId) -> Markup {
        let (words, fix) = (self.words, self.knowledge.fix(id));
        let risk = fix.risk.as_ref().map(|risk| match &risk.text {
            Some(text) => self.say(text),
            None => html! { (words.risk(risk.kind)) },
        });
        html! {
            (self.means(&fix.card))
            @if let Some(risk) = risk { p class="risk" { strong { (words.doc_careful()) } " " (risk) } }
            @if !fix.steps.is_empty() { ol class="steps" { @for step in &fix.steps { li { (self.say(step)) } } } }
            @for command in &fix.commands { pre { code { (clean(command)) } } }
            @if let Some(verify) = &fix.verify { p { strong { (words.doc_verify()) } " " (self.say(verify)) } }
            (self.card(&fix.card))
        }
    }
}
