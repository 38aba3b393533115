//! What is known about a cause or a fix, for a program.

use super::{Named, ToldNumber, likelihood, prior};
use crate::commands::explain::Teller;
use crate::view;
use crate::voice::Voice;
use etio_kb::engine::{CauseId, Condition, EffectKind, FixId, RankedFix, RiskKind, Session, Thing, Turn};
use serde::Serialize;

/// A cause.
#[derive(Serialize)]
pub(super) struct ToldCause {
    of_kind: Option<Named>,
    prior: ToldNumber,
    passes_in_seconds: Option<u32>,
    shows: Vec<ToldLink>,
    ruled_out_when: Vec<String>,
    only_when: Vec<String>,
    confirmed_when: Vec<String>,
    fixes: Vec<ToldEffect>,
}

#[derive(Serialize)]
struct ToldLink {
    /// The sign as a condition writes it.
    sign: String,
    title: String,
    number: ToldNumber,
}

/// What a fix does to a cause: seen from the cause the fix, seen from the fix the cause.
#[derive(Serialize)]
struct ToldEffect {
    id: String,
    base: Option<String>,
    title: String,
    effect: &'static str,
    number: ToldNumber,
}

/// A fix.
#[derive(Serialize)]
pub(super) struct ToldFix {
    amounts_to: view::RemedyKind,
    turn: &'static str,
    takes_seconds: u32,
    risk: Option<RiskKind>,
    risk_text: Option<String>,
    steps: Vec<String>,
    commands: Vec<String>,
    verify: Option<String>,
    offered_for: Vec<String>,
    only_when: Vec<String>,
    after: Vec<Named>,
    then: Option<Named>,
    tells: Option<Named>,
    effects: Vec<ToldEffect>,
}

impl Teller<'_> {
    pub(super) fn told_cause(&self, id: CauseId) -> ToldCause {
        let cause = self.knowledge.cause(id);
        let conditions = |all: &[Condition]| all.iter().map(|one| self.condition(one)).collect();
        let shows = cause.links.iter().map(|link| ToldLink {
            sign: self.sign_in_condition(link.sign),
            title: self.title(Thing::Sign(link.sign)),
            number: likelihood(link.number),
        });
        let fixes = self.fixes_for(id).map(|(fix, effect)| ToldEffect {
            id: self.knowledge.id_of(fix).to_owned(),
            base: Some(self.base_id(fix)),
            title: self.title(fix),
            effect: called(effect.kind),
            number: likelihood(effect.number),
        });
        ToldCause {
            of_kind: cause.kind.map(|kind| self.named_for_a_program(Thing::Kind(kind))),
            prior: prior(cause.prior),
            passes_in_seconds: cause.passes_in.map(|time| time.0),
            shows: shows.collect(),
            ruled_out_when: conditions(&cause.ruled_out_when),
            only_when: conditions(&cause.only_when),
            confirmed_when: conditions(&cause.confirmed_when),
            fixes: fixes.collect(),
        }
    }

    pub(super) fn told_fix(&self, id: FixId) -> ToldFix {
        let (fix, session) = (self.knowledge.fix(id), Session::new(self.knowledge));
        let remedy = view::remedy(RankedFix { fix: id, helps: 0.0, cures: 0.0 }, Voice::new(&session, self.words));
        let effects = fix.effects.iter().map(|effect| ToldEffect {
            id: effect.cause.map_or("other", |cause| self.knowledge.id_of(Thing::Cause(cause))).to_owned(),
            base: effect.cause.map(|cause| self.base_id(Thing::Cause(cause))),
            title: effect.cause.map_or_else(|| self.words.other(), |cause| self.title(Thing::Cause(cause))),
            effect: called(effect.kind),
            number: likelihood(effect.number),
        });
        let named = |fix: FixId| self.named_for_a_program(Thing::Fix(fix));
        ToldFix {
            amounts_to: remedy.kind,
            turn: match fix.turn {
                Turn::InOrder => "in-order",
                Turn::HandsOver => "hands-over",
                Turn::LastResort => "last-resort",
            },
            takes_seconds: remedy.takes_seconds,
            risk: remedy.risk,
            risk_text: remedy.risk_text,
            steps: remedy.steps,
            // Nothing was captured here: commands appear as they are written.
            commands: fix.commands.clone(),
            verify: remedy.verify,
            offered_for: fix.for_signs.iter().map(|sign| self.sign_in_condition(*sign)).collect(),
            only_when: fix.only_when.iter().map(|condition| self.condition(condition)).collect(),
            after: fix.after.iter().map(|fix| named(*fix)).collect(),
            then: fix.then.map(named),
            tells: fix.tells.map(|finding| self.named_for_a_program(Thing::Finding(finding))),
            effects: effects.collect(),
        }
    }
}

fn called(effect: EffectKind) -> &'static str {
    match effect {
        EffectKind::Cures => "cures",
        EffectKind::Eases => "eases",
    }
}
