//! What to hand to somebody else: what was seen, what was tried, what was thought of.

use crate::page::{Page, Tone};
use crate::voice::Voice;
use crate::words::Words;
use etio_kb::engine::{FixId, Outcome, Session, Statement, Thing};

/// The most causes that are named.
const CAUSES: usize = 3;

/// Returns the summary of a session for somebody who was not there.
pub(super) fn summary(session: &Session<'_>, words: Words) -> Page {
    let voice = Voice::new(session, words);
    let report = session.report();
    let mut page = Page::default();
    page.heading(words.hand_to_support());
    page.under(2, words.support_problem());
    // What nobody knows helps nobody.
    for known in report.findings.iter().filter(|known| known.value.is_some()) {
        page.item(Tone::Plain, 4, "- ", voice.known(known));
        for shown in &known.shown {
            page.item(Tone::Plain, 6, "", words.quoted(&shown.excerpt));
        }
    }
    page.under(2, words.support_tried());
    let mut tried = outcomes(session).peekable();
    if tried.peek().is_none() {
        page.item(Tone::Plain, 4, "- ", words.support_nothing_tried());
    }
    for (fix, outcome) in tried {
        let outcome = voice.outcome(voice.knowledge().fix(fix), outcome);
        page.item(Tone::Plain, 4, "- ", format!("{}: {outcome}", voice.title(Thing::Fix(fix))));
    }
    if !report.troubles.is_empty() {
        page.under(2, words.support_thought());
    }
    for trouble in report.troubles.iter().take(CAUSES) {
        let percent = words.percent(trouble.posterior);
        page.item(Tone::Plain, 4, "- ", format!("{}: {percent}", voice.trouble(trouble.thing())));
    }
    page
}

/// Returns the fix that helped, if one did.
pub(super) fn helped(session: &Session<'_>) -> Option<FixId> {
    outcomes(session).filter(|(_, outcome)| *outcome == Outcome::Helped).map(|(fix, _)| fix).last()
}

fn outcomes(session: &Session<'_>) -> impl Iterator<Item = (FixId, Outcome)> {
    session.statements().iter().filter_map(|statement| match statement {
        Statement::Outcome { fix, outcome } => Some((*fix, *outcome)),
        _ => None,
    })
}
