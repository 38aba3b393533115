//! What is known about a cause: how common it is, what it shows, and what helps.

use crate::commands::explain::{Teller, prior_word};
use crate::page::{Page, Tone};
use crate::words::Words;
use etio_kb::engine::{CauseId, Effect, EffectKind, Number, Thing};

impl Teller<'_> {
    /// Tells of a cause.
    pub(super) fn cause(&self, page: &mut Page, id: CauseId) {
        let cause = self.knowledge.cause(id);
        page.text(self.words.prior_is(&self.prior(cause.prior)));
        let base = self.knowledge.base_of(Thing::Cause(id));
        if !self.knowledge.base(base).several_at_once {
            let weight = |thing: Thing| match thing {
                Thing::Cause(other) if self.knowledge.base_of(thing) == base => self.knowledge.cause(other).prior.get(),
                _ => 0.0,
            };
            let all: f64 = self.knowledge.things().map(weight).sum();
            page.text(self.words.prior_among(&self.words.share(cause.prior.get() / all)));
        }
        if let Some(kind) = cause.kind {
            page.text(self.words.of_kind(&self.named(Thing::Kind(kind))));
        }
        if let Some(time) = cause.passes_in {
            page.text(self.words.passes_in(&self.words.about(time.0)));
        }
        if !cause.links.is_empty() {
            page.heading(self.words.heading_links());
        }
        for link in &cause.links {
            let shown = format!("{} ({})", self.sign_with_title(link.sign), self.likelihood(link.number));
            page.item(Tone::Plain, 2, "- ", shown);
        }
        self.conditions(page, Words::ruled_out_when, &cause.ruled_out_when);
        self.conditions(page, Words::only_when, &cause.only_when);
        self.conditions(page, Words::confirmed_when, &cause.confirmed_when);
        self.fixes_of(page, id);
    }

    fn fixes_of(&self, page: &mut Page, cause: CauseId) {
        page.heading(self.words.heading_helps());
        for (fix, effect) in self.fixes_for(cause) {
            let how = self.effect(effect.kind);
            let line = format!("{} ({how}: {})", self.named(fix), self.likelihood(effect.number));
            page.item(Tone::Plain, 2, "- ", line);
        }
    }

    /// Returns the fixes that act on a cause, and what they do to it.
    pub(super) fn fixes_for(&self, cause: CauseId) -> impl Iterator<Item = (Thing, Effect)> {
        let on_it = move |thing: Thing| {
            let effects = if let Thing::Fix(fix) = thing { &self.knowledge.fix(fix).effects[..] } else { &[] };
            effects.iter().filter(move |effect| effect.cause == Some(cause)).map(move |effect| (thing, *effect))
        };
        self.knowledge.things().flat_map(on_it)
    }

    /// Returns what a fix does to a cause.
    pub(super) fn effect(&self, kind: EffectKind) -> String {
        match kind {
            EffectKind::Cures => self.words.cures(),
            EffectKind::Eases => self.words.eases(),
        }
    }

    fn prior(&self, number: Number) -> String {
        self.number(number, prior_word(number))
    }
}
