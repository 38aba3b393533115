//! Sessions that show what is wrong, played on the base itself before anybody is shown one.
//!
//! What a check says of a session is tried here. Where it does not hold the session is not shown; what it can do without is left out.

use super::said_of;
use super::worlds::Worlds;
use crate::answers::{AnswersError, Given, give_all};
use crate::diagnostic::{CounterExample, Shows};
use etio_engine::{Base, Cause, CauseId, Condition, Domain, FixId, Hypothesis, Knowledge, Session, Sign, Step, Thing};
use std::cell::Cell;
use std::collections::BTreeSet;

/// How close two numbers are that are the same.
const SAME: f64 = 1e-6;
/// How much a probability may move that has hardly moved.
const HARDLY: f64 = 0.01;
/// How many things are said to bring a cause to the top.
const MOST_SAID: usize = 16;
/// How many questions and fixes come before a fix that is looked for.
const MOST_STEPS: usize = 12;
/// How many sessions are played for one base: more than anybody looks at.
const MOST_PLAYED: usize = 200;

/// Where the sessions of one base are played.
pub(super) struct Stage<'b> {
    base: &'b Base,
    knowledge: Option<Knowledge>,
    left: Cell<usize>,
}

/// A session to be played.
pub(super) enum Play {
    /// This one.
    Said(CounterExample),
    /// One after which the cause is the most probable, and this shows. What comes instead is told at the end where the fix does not.
    Leading(CauseId, Shows, String),
    /// One in which the fix is proposed.
    Until(FixId, String),
}

/// One thing that is said.
#[derive(Clone)]
enum Said {
    Line(String),
    Answer(String, String),
    Tried(String, String),
}

/// A session that was played.
struct Played<'k> {
    session: Session<'k>,
    /// The ids of what texts show.
    shown: BTreeSet<String>,
    /// Whether something could not be true together with what was said before.
    refused: bool,
}

impl<'b> Stage<'b> {
    /// Returns where the sessions of a base are played.
    pub(super) fn of(base: &'b Base) -> Self {
        Self { base, knowledge: Knowledge::new(vec![base.clone()]).ok(), left: Cell::new(MOST_PLAYED) }
    }

    /// Plays a session, and returns it as short as it can be; none where it does not show what it should.
    pub(super) fn play(&self, play: Play) -> Option<CounterExample> {
        let knowledge = self.knowledge.as_ref()?;
        self.left.set(self.left.get().checked_sub(1)?);
        let (said, shows, outcome) = match play {
            Play::Said(example) => (said(&example), example.shows.clone()?, example.outcome),
            Play::Leading(cause, shows, outcome) => (self.leading(knowledge, cause)?, shows, outcome),
            Play::Until(fix, outcome) => {
                let shows = Shows::Proposed(self.base.fixes[fix.index()].id.clone());
                (self.until(knowledge, fix)?, shows, outcome)
            }
        };
        let said = shortest(knowledge, said, &shows)?;
        let outcome = match &shows {
            Shows::NotProposed { .. } => format!("{outcome}, and {}", comes_next(&perform(knowledge, &said)?.session)),
            _ => outcome,
        };
        Some(written(said, shows, outcome))
    }

    /// Returns a session after which a cause is the most probable: what it shows more often than others do, the surest first.
    fn leading(&self, knowledge: &Knowledge, cause: CauseId) -> Option<Vec<Said>> {
        let cause = &self.base.causes[cause.index()];
        let mut all = self.required(cause);
        let mut known = BTreeSet::new();
        for (sign, yes, _) in self.telling(cause).into_iter().filter(|one| known.insert(one.0.finding)).take(MOST_SAID)
        {
            match yes {
                true => all.extend(said(&said_of(self.base, sign))),
                false => all.push(Said::Answer(self.base.findings[sign.finding.index()].id.clone(), "no".to_owned())),
            }
            let played = perform(knowledge, &all)?;
            let most = played.session.differential().first()?.posterior;
            if hypothesis(&played, &cause.id).is_some_and(|one| one.posterior >= most - SAME) {
                return Some(all);
            }
        }
        None
    }

    /// Returns what speaks for a cause, each with whether it is there or is not, and how much that tells; the most first.
    fn telling(&self, cause: &Cause) -> Vec<(Sign, bool, f64)> {
        let telling = cause.links.iter().filter_map(|link| {
            let (number, leak) = (link.number.get(), super::otherwise(self.base, link.sign));
            let yes_or_no = matches!(self.base.findings[link.sign.finding.index()].domain, Domain::YesNo { .. });
            match number > leak {
                true => Some((link.sign, true, number / leak.max(1e-6))),
                false => {
                    (yes_or_no && number < leak).then(|| (link.sign, false, (1.0 - number) / (1.0 - leak).max(1e-6)))
                }
            }
        });
        let mut telling: Vec<_> = telling.collect();
        telling.sort_by(|a, b| b.2.total_cmp(&a.2));
        telling
    }

    /// Returns answers with which the hard conditions of a cause hold.
    fn required(&self, cause: &Cause) -> Vec<Said> {
        let only: Vec<&Condition> = cause.only_when.iter().collect();
        let worlds = Worlds::of(self.base, &only).filter(|_| !only.is_empty());
        let world = worlds.as_ref().and_then(|worlds| worlds.find(|world| only.iter().all(|when| world.holds(when))));
        let answers = world.map(|world| world.answers()).unwrap_or_default();
        answers.into_iter().map(|(finding, answer)| Said::Answer(finding, answer)).collect()
    }

    /// Returns a session in which a fix is proposed: what comes before it does not help, and nobody knows what is asked.
    fn until(&self, knowledge: &Knowledge, fix: FixId) -> Option<Vec<Said>> {
        let wanted = &self.base.fixes[fix.index()];
        let weight = |cause: &CauseId| self.base.causes[cause.index()].prior.get();
        let mut causes: Vec<CauseId> = wanted.effects.iter().filter_map(|effect| effect.cause).collect();
        causes.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
        causes.into_iter().take(MOST_SAID).find_map(|cause| {
            let mut all = self.leading(knowledge, cause)?;
            for _ in 0..MOST_STEPS {
                match perform(knowledge, &all)?.session.next() {
                    Step::Try(next) if knowledge.fix(next).id == wanted.id => return Some(all),
                    Step::Try(next) => all.push(Said::Tried(knowledge.fix(next).id.clone(), "no".to_owned())),
                    Step::Ask(finding) => {
                        let asked = knowledge.finding(finding).id.clone();
                        all.push(Said::Answer(asked, "don't know".to_owned()));
                    }
                    Step::Complain | Step::Report(_) => return None,
                }
            }
            None
        })
    }
}

/// Returns a session without what it can do without; none where it does not show what it should.
fn shortest(knowledge: &Knowledge, mut all: Vec<Said>, shows: &Shows) -> Option<Vec<Said>> {
    let first = perform(knowledge, &all)?;
    if !holds(&first, shows) {
        return None;
    }
    // Whatever a text lacks, it is not recognised as.
    if matches!(shows, Shows::NotRecognised(_)) {
        return Some(all);
    }
    let mut odds = odds(&first, shows);
    let mut at = all.len();
    while at > 0 {
        at -= 1;
        let mut fewer = all.clone();
        fewer.remove(at);
        let Some(played) = perform(knowledge, &fewer) else { continue };
        let without = self::odds(&played, shows);
        // What speaks for a cause that stays behind belongs to it.
        if holds(&played, shows) && without >= odds - SAME {
            (all, odds) = (fewer, without);
        }
    }
    Some(all)
}

/// Returns the log odds of a cause that is behind another; of anything else, nothing.
fn odds(played: &Played<'_>, shows: &Shows) -> f64 {
    let Shows::Behind { cause, by } = shows else { return 0.0 };
    let of = |id: &str| hypothesis(played, id).map_or(0.0, |one| one.posterior).max(f64::MIN_POSITIVE);
    etio_engine::real::ln(of(cause)) - etio_engine::real::ln(of(by))
}

fn name<'k>(knowledge: &'k Knowledge, hypothesis: &Hypothesis) -> &'k str {
    hypothesis.cause.map_or("other", |cause| knowledge.id_of(Thing::Cause(cause)))
}

fn hypothesis(played: &Played<'_>, id: &str) -> Option<Hypothesis> {
    let knowledge = played.session.knowledge();
    played.session.differential().into_iter().find(|one| name(knowledge, one) == id)
}

/// Returns whether a session shows something.
fn holds(played: &Played<'_>, shows: &Shows) -> bool {
    let knowledge = played.session.knowledge();
    let is_fix = |step: Step, id: &str| matches!(step, Step::Try(fix) if knowledge.fix(fix).id == id);
    if *shows == Shows::Refused || played.refused {
        return *shows == Shows::Refused && played.refused;
    }
    let judge = |id: &str, holds: &dyn Fn(&Hypothesis) -> bool| hypothesis(played, id).is_some_and(|one| holds(&one));
    match shows {
        Shows::Recognised(ids) => ids.iter().all(|id| played.shown.contains(id)),
        Shows::NotRecognised(id) => !played.shown.contains(id),
        Shows::Refused => played.refused,
        Shows::Impossible(id) => judge(id, &|one| one.excluded.is_some()),
        Shows::LessProbable(id) => judge(id, &|one| one.posterior < one.prior - SAME),
        Shows::MoreProbable(id) => judge(id, &|one| one.posterior > one.prior + SAME),
        Shows::Behind { cause, by } => hypothesis(played, cause)
            .zip(hypothesis(played, by))
            .is_some_and(|(one, ahead)| ahead.posterior >= one.posterior),
        Shows::Level(one, two) => {
            let first = played.session.differential().first().map(|first| name(knowledge, first).to_owned());
            let level = |one: Hypothesis, two: Hypothesis| {
                (one.posterior * two.prior - two.posterior * one.prior).abs() < SAME * one.prior.max(two.prior)
            };
            first.is_some_and(|first| first == *one || first == *two)
                && hypothesis(played, one).zip(hypothesis(played, two)).is_some_and(|(one, two)| level(one, two))
        }
        Shows::Unmoved => {
            let all = played.session.differential();
            !all.is_empty() && all.iter().all(|one| (one.posterior - one.prior).abs() <= HARDLY)
        }
        Shows::NotProposed { fix, cause } => {
            let first = played.session.differential().first().map(|first| name(knowledge, first) == cause);
            first == Some(true) && !is_fix(played.session.next(), fix)
        }
        Shows::Proposed(fix) => is_fix(played.session.next(), fix),
    }
}

/// Returns what a session does next, in words.
fn comes_next(session: &Session<'_>) -> String {
    let knowledge = session.knowledge();
    match session.next() {
        Step::Try(fix) => format!("`{}` is proposed instead", knowledge.fix(fix).id),
        Step::Ask(finding) => format!("`{}` is asked instead", knowledge.finding(finding).id),
        Step::Complain | Step::Report(_) => "nothing is proposed".to_owned(),
    }
}

// ─── What is said ───

/// Returns what a session says, thing by thing.
fn said(example: &CounterExample) -> Vec<Said> {
    let lines = example.text.iter().flat_map(|text| text.lines()).map(|line| Said::Line(line.to_owned()));
    let answers = example.answers.iter().map(|(finding, answer)| Said::Answer(finding.clone(), answer.clone()));
    let tried = example.tried.iter().map(|(fix, outcome)| Said::Tried(fix.clone(), outcome.clone()));
    lines.chain(answers).chain(tried).collect()
}

fn written(said: Vec<Said>, shows: Shows, outcome: String) -> CounterExample {
    let (mut lines, mut answers, mut tried) = (Vec::new(), Vec::new(), Vec::new());
    for one in said {
        match one {
            Said::Line(line) => lines.push(line),
            Said::Answer(finding, answer) => answers.push((finding, answer)),
            Said::Tried(fix, outcome) => tried.push((fix, outcome)),
        }
    }
    let text = (!lines.is_empty()).then(|| lines.join("\n"));
    CounterExample { text, answers, tried, outcome, shows: Some(shows) }
}

/// Plays what is said: the text, the answers, what was tried. None where something is no answer.
fn perform<'k>(knowledge: &'k Knowledge, all: &[Said]) -> Option<Played<'k>> {
    let CounterExample { text, answers, tried, .. } = written(all.to_vec(), Shows::Refused, String::new());
    let mut played = Played { session: Session::new(knowledge), shown: BTreeSet::new(), refused: false };
    if let Some(text) = text {
        match played.session.observe_text(&text) {
            Ok(reading) => {
                let id = |sign: Sign| knowledge.option(sign).map_or(&knowledge.finding(sign.finding).id, |one| &one.id);
                played.shown = reading.shown.iter().map(|shown| id(shown.sign).clone()).collect();
            }
            Err(_) => played.refused = true,
        }
    }
    let given = |said: Vec<(String, String)>| -> Vec<(String, Given)> {
        said.into_iter().map(|(id, written)| (id, Given::written(&written))).collect()
    };
    if !played.refused {
        match give_all(&mut played.session, &given(answers), &given(tried)) {
            Ok(()) => {}
            Err(AnswersError::Refused { .. }) => played.refused = true,
            Err(_) => return None,
        }
    }
    Some(played)
}
