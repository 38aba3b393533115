//! The pages that list: the start, the causes, the fixes, and the questions people ask.

use crate::commands::doc::site::{self, Site};
use etio_kb::engine::{BaseId, CauseId, FixId, Thing, Turn};
use maud::{Markup, html};

impl Site<'_> {
    /// Returns the start: the search, every symptom, and every question that people ask.
    pub(super) fn index(&self) -> String {
        let words = self.words;
        let body = html! {
            form id="search" role="search" hidden {
                label for="query" { (words.doc_search()) }
                input id="query" type="search" autocomplete="off" aria-describedby="hint";
                p id="hint" { (words.doc_search_hint()) }
                p id="found" role="status" data-found=(words.doc_found()) {}
                ul id="results" {}
            }
            @for (number, base) in self.bases().enumerate() {
                section aria-labelledby={ "base-" (number) } {
                    h2 id={ "base-" (number) } { (self.title(Thing::Base(base))) }
                    (self.means(&self.knowledge.base(base).card))
                    ul class="symptoms" {
                        @for &sign in self.knowledge.complaints() {
                            @if self.knowledge.base_of(Thing::Sign(sign)) == base { li { (self.to_symptom(sign)) } }
                        }
                    }
                    (self.card(&self.knowledge.base(base).card))
                }
            }
            @if !self.knowledge.topics().is_empty() {
                section aria-labelledby="asked" {
                    h2 id="asked" { (words.doc_questions()) }
                    ul {
                        @for thing in self.all(|thing| matches!(thing, Thing::Topic(_))) { li { (self.to("questions.html", thing)) } }
                    }
                }
            }
        };
        self.page("index.html", &html! { (site::title(self.knowledge, words)) }, &body)
    }

    /// Returns all causes, with what they show and what helps.
    pub(super) fn causes(&self) -> String {
        let body = html! {
            @for thing in self.all(|thing| matches!(thing, Thing::Cause(_))) {
                @if let Thing::Cause(cause) = thing { (self.cause(cause)) }
            }
        };
        self.page("causes.html", &html! { (self.words.doc_causes()) }, &body)
    }

    fn cause(&self, id: CauseId) -> Markup {
        let (words, knowledge) = (self.words, self.knowledge);
        let (cause, thing) = (knowledge.cause(id), Thing::Cause(id));
        let shown = cause.links.iter().filter(|link| knowledge.complaints().contains(&link.sign));
        let shown: Vec<Markup> = shown.map(|link| self.to_symptom(link.sign)).collect();
        let helps = knowledge.fixes().iter().filter(|fix| fix.effects.iter().any(|effect| effect.cause == Some(id)));
        let base = &knowledge.base(knowledge.base_of(thing)).id;
        let helps = helps.flat_map(|fix| knowledge.find(&format!("{base}:{}", fix.id)));
        let helps: Vec<Markup> =
            helps.filter(|thing| matches!(thing, Thing::Fix(_))).map(|thing| self.to("fixes.html", thing)).collect();
        html! {
            article id=(self.anchor(thing)) {
                h2 { (self.title(thing)) }
                (self.means(&cause.card))
                (listed(&words.heading_links(), &shown))
                (listed(&words.heading_helps(), &helps))
                (self.card(&cause.card))
            }
        }
    }

    /// Returns all fixes, with how they are done and what they help against.
    pub(super) fn fixes(&self) -> String {
        let body = html! {
            @for thing in self.all(|thing| matches!(thing, Thing::Fix(_))) {
                @if let Thing::Fix(fix) = thing { (self.one_fix(fix)) }
            }
        };
        self.page("fixes.html", &html! { (self.words.doc_fixes()) }, &body)
    }

    fn one_fix(&self, id: FixId) -> Markup {
        let (words, thing) = (self.words, Thing::Fix(id));
        let fix = self.knowledge.fix(id);
        let against: Vec<Markup> = fix
            .effects
            .iter()
            .map(|effect| match effect.cause {
                Some(cause) => self.to("causes.html", Thing::Cause(cause)),
                None => html! { (words.other()) },
            })
            .collect();
        html! {
            article id=(self.anchor(thing)) {
                h2 { (self.title(thing)) }
                p class="promise" {
                    (words.about(fix.takes.0))
                    @match fix.turn {
                        Turn::HandsOver => { "; " (words.kind_escalate()) }
                        Turn::LastResort => { "; " (words.doc_last_resort()) }
                        Turn::InOrder => {}
                    }
                }
                (self.done(id))
                (listed(&words.heading_effects(), &against))
            }
        }
    }

    /// Returns the questions that people ask, answered.
    pub(super) fn questions(&self) -> String {
        let words = self.words;
        let body = html! {
            @if self.knowledge.topics().is_empty() { p { (words.doc_no_questions()) } }
            @for thing in self.all(|thing| matches!(thing, Thing::Topic(_))) {
                @let card = self.knowledge.card_of(thing);
                article id=(self.anchor(thing)) {
                    h2 { (self.title(thing)) }
                    (self.means(card))
                    (self.card(card))
                }
            }
        };
        self.page("questions.html", &html! { (words.doc_questions()) }, &body)
    }

    fn bases(&self) -> impl Iterator<Item = BaseId> {
        self.knowledge.things().filter_map(|thing| match thing {
            Thing::Base(base) => Some(base),
            _ => None,
        })
    }

    /// Returns the things of a sort, in the order of the bases.
    pub(super) fn all(&self, is: impl Fn(&Thing) -> bool) -> impl Iterator<Item = Thing> {
        self.knowledge.things().filter(is)
    }
}

fn listed(title: &str, items: &[Markup]) -> Markup {
    html! {
        @if !items.is_empty() {
            h3 { (title) }
            ul { @for item in items { li { (item) } } }
        }
    }
}
