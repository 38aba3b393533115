//! What is known about a cause: how common it is, what it shows, and what helps.

use crate::commands::explain::Teller;
use crate::page::{Page, Tone};
use crate::words::Words;
use etio_kb::engine::{CauseId, EffectKind, Number, Thing};

impl Teller<'_> {
    /// Tells of a cause.
    pub(super) fn cause(&self, page: &mut Page, id: CauseId) {
        let cause = self.knowledge.cause(id);
        page.text(self.words.prior_is(&self.prior(cause.prior)));
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
        for thing in self.knowledge.things() {
            let Thing::Fix(fix) = thing else { continue };
            for effect in self.knowledge.fix(fix).effects.iter().filter(|effect| effect.cause == Some(cause)) {
                let how = self.effect(effect.kind);
                page.item(
                    Tone::Plain,
                    2,
                    "- ",
                    format!("{} ({how}: {})", self.named(thing), self.likelihood(effect.number)),
                );
            }
        }
    }

    /// Returns what a fix does to a cause.
    pub(super) fn effect(&self, kind: EffectKind) -> String {
        match kind {
            EffectKind::Cures => self.words.cures(),
            EffectKind::Eases => self.words.eases(),
        }
    }

    fn prior(&self, number: Number) -> String {
        let word = etio_kb::words::Prior::nearest(number.probability);
        let exact = (word.probability().get() - number.get()).abs() < 1e-9;
        self.number(number, exact.then(|| word.word()))
    }
}
