//! Random causes and fixes.

use super::base::{Draft, number, text};
use super::condition::condition;
use super::{otherwise, signs, signs_of};
use etio_engine::{
    Card, Cause, CauseId, Condition, Costs, Domain, Effect, EffectKind, FindingId, Fix, FixId, Link, Seconds, Sign,
    Turn,
};

const WORDS: [f64; 11] = [0.98, 0.90, 0.80, 0.65, 0.50, 0.30, 0.20, 0.10, 0.05, 0.02, 0.005];
const PRIORS: [f64; 6] = [0.30, 0.10, 0.03, 0.01, 0.003, 0.001];

/// Adds so many causes.
pub(super) fn add_causes(draft: &mut Draft<'_>, causes: usize) {
    for _ in 0..causes {
        let cause = Cause {
            id: draft.id("cause"),
            title: text("a cause"),
            kind: None,
            prior: number(*draft.dice.pick(&PRIORS)),
            links: links(draft),
            ruled_out_when: sometimes(draft, 0.15),
            only_when: sometimes(draft, 0.12),
            confirmed_when: sometimes(draft, if draft.base.several_at_once { 0.12 } else { 0.06 }),
            passes_in: draft.dice.happens(0.3).then(|| Seconds(*draft.dice.pick(&[30, 600, 3600]))),
            card: Card::default(),
        };
        draft.base.causes.push(cause);
    }
}

/// Returns links to some of what speaks. Now and then those to one choice sum to more than one.
fn links(draft: &mut Draft<'_>) -> Vec<Link> {
    let mut links = Vec::new();
    for position in 0..draft.base.findings.len() {
        if !draft.speaks[position] {
            continue;
        }
        let finding = FindingId(position as u32);
        let is_choice = matches!(draft.base.findings[position].domain, Domain::OneOf { .. });
        let mut left = if draft.dice.happens(0.1) { 1.5 } else { 1.0 };
        for sign in signs_of(&draft.base, finding) {
            if draft.dice.happens(0.45) {
                continue;
            }
            let word = if draft.dice.happens(0.7) { *draft.dice.pick(&WORDS) } else { draft.dice.between(0.001, 0.99) };
            let share = match otherwise(&draft.base, sign) {
                // As often as without the cause: still a link.
                rate if draft.dice.happens(0.08) && (1e-4..=left).contains(&rate) => rate,
                _ if is_choice => (word * left).clamp(1e-4, 0.995),
                _ => word,
            };
            left -= share;
            links.push(Link { sign, number: number(share) });
        }
    }
    draft.dice.shuffle(&mut links);
    links
}

fn sometimes(draft: &mut Draft<'_>, probability: f64) -> Vec<Condition> {
    let over: Vec<FindingId> = (0..draft.base.findings.len()).map(|position| FindingId(position as u32)).collect();
    if draft.dice.happens(probability) { vec![condition(draft.dice, &draft.base, &over, 1)] } else { vec![] }
}

/// Adds up to five fixes.
pub(super) fn add_fixes(draft: &mut Draft<'_>) {
    for position in 0..draft.dice.below(6) {
        let before: Vec<FixId> = (0..position).map(|fix| FixId(fix as u32)).collect();
        let tells = if draft.dice.happens(0.2) { something_to_tell(draft) } else { None };
        let turn = *draft.dice.pick(&[
            Turn::InOrder,
            Turn::InOrder,
            Turn::InOrder,
            Turn::InOrder,
            Turn::InOrder,
            Turn::InOrder,
            Turn::HandsOver,
            Turn::LastResort,
        ]);
        let is_without_effect = tells.is_some() || (turn == Turn::HandsOver && draft.dice.happens(0.7));
        let fix = Fix {
            id: draft.id("fix"),
            title: text("a fix"),
            effects: if is_without_effect { vec![] } else { effects(draft) },
            for_signs: for_signs(draft),
            tells,
            only_looks: tells.is_some() && draft.dice.happens(0.3),
            only_when: sometimes(draft, 0.12),
            after: one_of(draft, &before, 0.3).into_iter().collect(),
            then: one_of(draft, &before, 0.15),
            takes: Seconds(*draft.dice.pick(&[10, 30, 60, 120, 300])),
            costs: Costs::default(),
            done_wrong: None,
            risk: None,
            steps: vec![text("do it")],
            commands: vec![],
            verify: None,
            turn,
            card: Card::default(),
        };
        draft.base.fixes.push(fix);
    }
}

fn one_of(draft: &mut Draft<'_>, fixes: &[FixId], probability: f64) -> Option<FixId> {
    (!fixes.is_empty() && draft.dice.happens(probability)).then(|| *draft.dice.pick(fixes))
}

/// Returns a yes-or-no finding that no two fixes tell already.
fn something_to_tell(draft: &mut Draft<'_>) -> Option<FindingId> {
    let findings = draft.base.findings.iter().enumerate();
    let told = |finding| draft.base.fixes.iter().filter(|fix| fix.tells == Some(finding)).count();
    let answers: Vec<FindingId> = findings
        .filter(|(_, finding)| matches!(finding.domain, Domain::YesNo { .. }) && finding.ask.is_some())
        .map(|(position, _)| FindingId(position as u32))
        .filter(|finding| told(*finding) < 2)
        .collect();
    (!answers.is_empty()).then(|| *draft.dice.pick(&answers))
}

fn effects(draft: &mut Draft<'_>) -> Vec<Effect> {
    let mut causes: Vec<Option<CauseId>> =
        (0..draft.base.causes.len()).map(|cause| Some(CauseId(cause as u32))).collect();
    causes.push(None);
    draft.dice.shuffle(&mut causes);
    causes.truncate(1 + draft.dice.below(3));
    let effect = |cause| {
        let kind = if draft.dice.happens(0.7) { EffectKind::Cures } else { EffectKind::Eases };
        let helps = if draft.dice.happens(0.05) { 1.0 } else { *draft.dice.pick(&WORDS) };
        Effect { cause, kind, number: number(helps) }
    };
    causes.into_iter().map(effect).collect()
}

fn for_signs(draft: &mut Draft<'_>) -> Vec<Sign> {
    let signs = signs(&draft.base);
    if !draft.dice.happens(0.3) {
        return vec![];
    }
    let mut chosen: Vec<Sign> = (0..1 + draft.dice.below(2)).map(|_| *draft.dice.pick(&signs)).collect();
    chosen.dedup();
    chosen
}
