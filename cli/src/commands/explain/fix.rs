//! What is known about a fix: what it helps against, when it is offered, and how it is done.

use crate::commands::explain::Teller;
use crate::page::{Page, Tone};
use crate::render;
use crate::view;
use crate::voice::Voice;
use crate::words::Words;
use etio_kb::engine::{FixId, RankedFix, Session, Thing, Turn};

impl Teller<'_> {
    /// Tells of a fix.
    pub(super) fn fix(&self, page: &mut Page, id: FixId) {
        let (fix, words) = (self.knowledge.fix(id), self.words);
        let session = Session::new(self.knowledge);
        let mut remedy = view::remedy(RankedFix { fix: id, helps: 0.0, cures: 0.0 }, Voice::new(&session, words));
        // Nothing was captured here: commands appear as they are written.
        remedy.commands.clone_from(&fix.commands);
        page.text(words.takes(&render::promise(&remedy, words)));
        render::remedy(page, &remedy, 0, words);
        self.offered(page, id);
        if !fix.effects.is_empty() {
            page.heading(words.heading_effects());
        }
        for effect in &fix.effects {
            let cause = effect.cause.map_or_else(|| words.other(), |cause| self.named(Thing::Cause(cause)));
            let how = self.effect(effect.kind);
            page.item(Tone::Plain, 2, "- ", format!("{cause} ({how}: {})", self.likelihood(effect.number)));
        }
    }

    /// Adds when the fix is offered, and what comes before and after it.
    fn offered(&self, page: &mut Page, id: FixId) {
        let (fix, words) = (self.knowledge.fix(id), self.words);
        let signs: Vec<String> = fix.for_signs.iter().map(|&sign| self.sign_with_title(sign)).collect();
        if !signs.is_empty() {
            page.text(words.offered_for(&words.list(&signs)));
        }
        if let Some(told) = fix.tells {
            page.text(words.tells(&self.named(Thing::Finding(told))));
        }
        self.conditions(page, Words::only_when, &fix.only_when);
        let before: Vec<String> = fix.after.iter().map(|&fix| self.named(Thing::Fix(fix))).collect();
        if !before.is_empty() {
            page.text(words.comes_after(&words.list(&before)));
        }
        if let Some(next) = fix.then {
            page.text(words.then_comes(&self.named(Thing::Fix(next))));
        }
        if fix.turn == Turn::LastResort {
            page.text(words.is_last_resort());
        }
    }
}
