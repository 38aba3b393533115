//! Why a fix is proposed, ready to be told.

use super::{Question, base_of, cause_id, id_of, question};
use crate::voice::Voice;
use etio_kb::engine::{FindingId, FixId, Outcome, Session, Step, Thing};
use serde::Serialize;

/// Below this, it is not told that a fix acts on a cause.
const WORTH_NAMING: f64 = 0.01;

/// Why a fix is proposed.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct WhyFix {
    pub(crate) id: String,
    pub(crate) base: String,
    #[serde(skip)]
    pub(crate) title: String,
    /// The probability that it helps now; 0 for what comes when nothing else is worth its time.
    pub(crate) helps: f64,
    pub(crate) takes_seconds: u32,
    /// The question that doing it answers.
    pub(crate) tells: Option<Question>,
    /// The causes that it acts on, the most likely first.
    pub(crate) acts_on: Vec<ActsOn>,
    /// What comes next where it does not help; none where it cannot but help.
    pub(crate) if_failed: Option<IfFailed>,
}

/// A cause that a fix acts on.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ActsOn {
    pub(crate) id: String,
    pub(crate) base: Option<String>,
    #[serde(skip)]
    pub(crate) title: String,
    pub(crate) posterior: f64,
    /// How often it helps those who have the cause.
    pub(crate) helps: f64,
}

/// What comes next where a fix does not help.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct IfFailed {
    /// `ask`, `try` or `report`.
    pub(crate) kind: &'static str,
    pub(crate) id: Option<String>,
    /// The question, or the title of the fix in quotes; none where nothing else is worth its time.
    #[serde(skip)]
    pub(crate) told: Option<String>,
}

/// Returns why a fix is proposed as it is told.
pub(crate) fn why_fix(
    session: &Session<'_>,
    report: &etio_kb::engine::Report,
    id: FixId,
    voice: Voice<'_, '_>,
) -> WhyFix {
    let fix = voice.knowledge().fix(id);
    let ranked = report.fixes.iter().find(|ranked| ranked.fix == id);
    let acts_on = report.differential.iter().filter(|hypothesis| hypothesis.posterior >= WORTH_NAMING);
    let acts_on = acts_on.filter_map(|hypothesis| {
        let effect = fix.effects.iter().find(|effect| effect.cause == hypothesis.cause)?;
        Some(ActsOn {
            id: cause_id(hypothesis.cause, voice),
            base: hypothesis.cause.map(|cause| base_of(Thing::Cause(cause), voice)),
            title: voice.cause(hypothesis.cause),
            posterior: hypothesis.posterior,
            helps: effect.number.get(),
        })
    });
    WhyFix {
        id: id_of(Thing::Fix(id), voice),
        base: base_of(Thing::Fix(id), voice),
        title: voice.title(Thing::Fix(id)),
        // Never the zero that is written with a minus.
        helps: ranked.map_or(0.0, |ranked| ranked.helps + 0.0),
        takes_seconds: fix.takes.0,
        tells: fix.tells.map(|told| asked(told, voice)),
        acts_on: acts_on.collect(),
        if_failed: if_failed(session, id, voice),
    }
}

fn if_failed(session: &Session<'_>, fix: FixId, voice: Voice<'_, '_>) -> Option<IfFailed> {
    let mut failed = session.clone();
    failed.outcome(fix, Outcome::Failed).ok()?;
    Some(match failed.next() {
        Step::Ask(finding) => {
            let question = asked(finding, voice);
            IfFailed { kind: "ask", id: Some(question.id), told: Some(question.text) }
        }
        Step::Try(next) => {
            let thing = Thing::Fix(next);
            let told = voice.words().quoted(&voice.title(thing));
            IfFailed { kind: "try", id: Some(id_of(thing, voice)), told: Some(told) }
        }
        Step::Complain | Step::Report(_) => IfFailed { kind: "report", id: None, told: None },
    })
}

/// Returns a question; of a finding that nobody asks, whether it is so.
fn asked(finding: FindingId, voice: Voice<'_, '_>) -> Question {
    let known = question(finding, voice);
    match voice.knowledge().finding(finding).ask {
        Some(_) => known,
        None => Question { text: voice.words().is_it_so(&known.text), ..known },
    }
}
