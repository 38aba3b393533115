//! From a state to a decision problem: what may be wrong, what is offered, what can be asked, and what each answer would change.
//!
//! What an answer changes is inferred once, here; the planners of [`crate::decision`] then work on numbers alone. What several answers change together is
//! taken to be what each of them changes.

use crate::cost::Costs;
use crate::decision::{Attempt, Help, Inquiry, Problem, Reply};
use crate::knowledge::Knowledge;
use crate::model::{CauseId, FindingId, Fix, FixId, Sign};
use crate::posterior::{State, infer, with_luck};
use crate::question;
use crate::repair::{self, Offer, Stage};
use crate::report::{Origin, Thing};
use crate::statement::{Outcome, Statement};

/// How far apart, as a share, two numbers may be that are the same but for rounding.
const ROUNDING: f64 = 1e-12;

/// A state as a decision problem.
pub(crate) struct Situation {
    pub(crate) problem: Problem,
    /// What each attempt is. The first `offered` are offered now, the others after some answer.
    pub(crate) offers: Vec<Offer>,
    /// What each inquiry asks.
    pub(crate) questions: Vec<FindingId>,
}

/// The hypotheses that are possible, as worlds.
struct Worlds {
    hypotheses: Vec<usize>,
    /// The world of each hypothesis that has one.
    worlds: Vec<Option<usize>>,
}

impl Situation {
    /// Returns the problem of what to try, without questions.
    pub(crate) fn of_fixes(knowledge: &Knowledge, state: &State, stage: Stage) -> Self {
        let worlds = Worlds::of(state);
        let offers = repair::offers(knowledge, state, stage);
        let accesses = Accesses::of_state(knowledge, state);
        let attempts = offers.iter().map(|offer| attempt(knowledge, state, &worlds, &accesses, offer)).collect();
        let giving_up = repair::giving_up(knowledge, state, stage);
        let problem = worlds.problem(state, giving_up).with_accesses(accesses.costs).with_attempts(attempts);
        Self { problem, offers, questions: Vec::new() }
    }

    /// Returns the problem of what to try and what to ask.
    pub(crate) fn of(knowledge: &Knowledge, said: &[&Statement], state: &State, questions: Vec<FindingId>) -> Self {
        let view = View {
            knowledge,
            said,
            state,
            worlds: Worlds::of(state),
            accesses: Accesses::of_state(knowledge, state),
            questions: &questions,
        };
        let mut offers = Offers::of(knowledge, state);
        let mut inquiries: Vec<Inquiry> = questions.iter().map(|finding| view.inquiry(&mut offers, *finding)).collect();
        // What says nothing is never asked: then there is nothing to weigh.
        inquiries.iter_mut().filter(|inquiry| says_nothing(inquiry)).for_each(|inquiry| inquiry.replies.clear());
        let mut attempts = Vec::new();
        while let Some(offer) = offers.all.get(attempts.len()).cloned() {
            let is_withheld = attempts.len() >= offers.now;
            attempts.push(Attempt { is_withheld, ..view.attempt(&mut offers, &offer) });
        }
        let giving_up = repair::giving_up(knowledge, state, Stage::Open);
        let problem = view.worlds.problem(state, giving_up).with_accesses(view.accesses.costs.clone());
        let problem = problem.with_attempts(attempts).with_inquiries(inquiries);
        Self { problem, offers: offers.all, questions }
    }
}

/// What is offered: now, and after some answer or failure.
struct Offers<'k> {
    all: Vec<Offer>,
    /// How many are offered now.
    now: usize,
    /// The fixes that nothing bars, and that wait for something to be present.
    waiting: Vec<(FixId, &'k Fix)>,
}

impl<'k> Offers<'k> {
    fn of(knowledge: &'k Knowledge, state: &State) -> Self {
        let all = repair::offers(knowledge, state, Stage::Open);
        Self { now: all.len(), waiting: repair::waiting(knowledge, state, &all), all }
    }

    /// Returns what is offered once a sign is present that is not now; nothing is barred by that.
    fn given(&mut self, knowledge: &Knowledge, state: &State, sign: Sign) -> Vec<usize> {
        let waiting = self.waiting.iter();
        let new: Vec<Offer> = waiting.filter_map(|fix| repair::offer_given(knowledge, state, *fix, sign)).collect();
        new.into_iter().map(|offer| self.place_of(offer)).collect()
    }

    fn place_of(&mut self, offer: Offer) -> usize {
        let known = self.all.iter().position(|known| *known == offer);
        known.unwrap_or_else(|| {
            self.all.push(offer);
            self.all.len() - 1
        })
    }

    /// Returns what is offered after something that is not now, and what is no more.
    fn change(&mut self, knowledge: &Knowledge, after: &State) -> (Vec<usize>, Vec<usize>) {
        let then = repair::offers(knowledge, after, Stage::Open);
        let bars = (0..self.now).filter(|index| !then.contains(&self.all[*index])).collect();
        let offers = then.into_iter().map(|offer| self.place_of(offer)).collect::<Vec<_>>();
        (offers.into_iter().filter(|index| *index >= self.now).collect(), bars)
    }
}

impl Worlds {
    fn of(state: &State) -> Self {
        let mut worlds = vec![None; state.posterior.len()];
        let hypotheses: Vec<usize> =
            (0..state.posterior.len()).filter(|hypothesis| state.posterior[*hypothesis] > 0.0).collect();
        hypotheses.iter().enumerate().for_each(|(world, hypothesis)| worlds[*hypothesis] = Some(world));
        Self { hypotheses, worlds }
    }

    fn problem(&self, state: &State, giving_up: f64) -> Problem {
        Problem::of_one_cause(self.hypotheses.iter().map(|hypothesis| state.posterior[*hypothesis]), giving_up)
    }
}

/// What has to be opened, in all bases, one after the other.
#[derive(Clone)]
pub(crate) struct Accesses {
    /// Where those of each base begin.
    starts: Vec<usize>,
    /// What each costs: nothing where it was opened before.
    costs: Vec<f64>,
}

impl Accesses {
    pub(crate) fn of_state(knowledge: &Knowledge, state: &State) -> Self {
        let (mut starts, mut costs) = (Vec::new(), Vec::new());
        for base in knowledge.bases() {
            starts.push(costs.len());
            costs.extend(base.prices.accesses.iter().map(|access| access.takes.get()));
        }
        let mut accesses = Self { starts, costs };
        if !accesses.costs.is_empty() {
            accesses.open(knowledge, state);
        }
        accesses
    }

    /// Makes what the fixes that were tried and the questions that were answered had to open cost nothing more.
    fn open(&mut self, knowledge: &Knowledge, state: &State) {
        let done = state.known.outcomes.iter().filter(|(_, outcome)| **outcome != Outcome::NotDone);
        let done = done.map(|(fix, _)| (Thing::Fix(*fix), &knowledge.fix(*fix).costs));
        let answered = state.known.origins.iter().enumerate().filter(|(_, origin)| **origin == Some(Origin::Answer));
        let answered = answered.map(|(index, _)| FindingId::at(index));
        let answered = answered.map(|finding| (Thing::Finding(finding), &knowledge.finding(finding).costs));
        let opened: Vec<usize> =
            done.chain(answered).flat_map(|(thing, costs)| self.of(knowledge, thing, costs)).collect();
        opened.into_iter().for_each(|access| self.costs[access] = 0.0);
    }

    /// Returns what opening costs that a thing needs.
    pub(crate) fn cost(&self, knowledge: &Knowledge, thing: Thing, costs: &Costs) -> f64 {
        self.of(knowledge, thing, costs).into_iter().map(|access| self.costs[access]).sum()
    }

    /// Makes what a thing needs cost nothing more.
    pub(crate) fn pay(&mut self, knowledge: &Knowledge, thing: Thing, costs: &Costs) {
        self.of(knowledge, thing, costs).into_iter().for_each(|access| self.costs[access] = 0.0);
    }

    /// Returns what a thing needs, as positions among all.
    fn of(&self, knowledge: &Knowledge, thing: Thing, costs: &Costs) -> Vec<usize> {
        let base = knowledge.base_of(thing).index();
        costs.needs.iter().map(|access| self.starts[base] + *access as usize).collect()
    }
}

fn attempt(knowledge: &Knowledge, state: &State, worlds: &Worlds, accesses: &Accesses, offer: &Offer) -> Attempt {
    let fix = knowledge.fix(offer.fix);
    let helps = offer.helps.iter().filter_map(|help| Some(Help { cause: worlds.worlds[help.cause]?, ..*help }));
    let after = fix.after.iter().filter(|before| !state.known.outcomes.contains_key(before));
    Attempt {
        fix: offer.fix.index(),
        takes: knowledge.cost_of_trying(offer.fix),
        needs: accesses.of(knowledge, Thing::Fix(offer.fix), &fix.costs),
        helps: helps.collect(),
        after: after.map(|before| before.index()).collect(),
        ..Attempt::default()
    }
}

/// A state, and how it is seen as worlds.
struct View<'a> {
    knowledge: &'a Knowledge,
    said: &'a [&'a Statement],
    state: &'a State,
    worlds: Worlds,
    accesses: Accesses,
    questions: &'a [FindingId],
}

impl View<'_> {
    /// Returns the question with what its answers say and change.
    fn inquiry(&self, offers: &mut Offers<'_>, finding: FindingId) -> Inquiry {
        let (takes, unanswered) =
            (self.knowledge.cost_of_asking(finding), question::unanswered(self.knowledge, finding));
        let costs = &self.knowledge.finding(finding).costs;
        let needs = self.accesses.of(self.knowledge, Thing::Finding(finding), costs);
        if let Some(replies) = self.direct_replies(offers, finding) {
            return Inquiry { takes, unanswered, needs, replies };
        }
        let mut replies = Vec::new();
        for (value, probability) in question::answers(self.knowledge, self.said, self.state, finding) {
            let Some(after) = question::answered(self.knowledge, self.said, finding, &value) else { continue };
            let (offers, bars) = offers.change(self.knowledge, &after);
            let ratio = |&hypothesis: &usize| after.posterior[hypothesis] / self.state.posterior[hypothesis];
            let likelihoods = self.worlds.hypotheses.iter().map(|hypothesis| probability * ratio(hypothesis));
            replies.push(Reply {
                likelihoods: likelihoods.collect(),
                offers,
                bars,
                settles: self.settled(&after, Some(finding)),
            });
        }
        Inquiry { takes, unanswered, needs, replies }
    }

    /// Returns the answers where all that follows from them are the likelihoods of the finding's links.
    fn direct_replies(&self, offers: &mut Offers<'_>, finding: FindingId) -> Option<Vec<Reply>> {
        let replies = question::likelihoods(self.knowledge, self.state, finding, &self.worlds.hypotheses)?;
        let reply = |(sign, likelihoods): (Option<Sign>, Vec<f64>)| {
            let offers = sign.map(|sign| offers.given(self.knowledge, self.state, sign)).unwrap_or_default();
            Reply { likelihoods, offers, ..Reply::default() }
        };
        Some(replies.into_iter().map(reply).collect())
    }

    /// Returns the fix with what its failure says and changes.
    fn attempt(&self, offers: &mut Offers<'_>, offer: &Offer) -> Attempt {
        let attempt = attempt(self.knowledge, self.state, &self.worlds, &self.accesses, offer);
        let mut fails = vec![1.0; self.state.posterior.len()];
        offer.helps.iter().for_each(|help| fails[help.cause] -= help.probability);
        if self.knowledge.fix(offer.fix).tells.is_none() {
            return Attempt { lasts: self.luck(offer.fix, &fails), ..attempt };
        }
        let failed = Statement::Outcome { fix: offer.fix, outcome: Outcome::Failed };
        let said: Vec<&Statement> = self.said.iter().copied().chain([&failed]).collect();
        let Ok(after) = infer(self.knowledge, &said) else { return attempt };
        let (offers, bars) = offers.change(self.knowledge, &after);
        let lasts = self.worlds.hypotheses.iter().map(|&hypothesis| {
            let failed = self.state.posterior[hypothesis] * fails[hypothesis];
            if failed > 0.0 { after.posterior[hypothesis] / failed } else { 0.0 }
        });
        Attempt { lasts: lasts.collect(), offers, bars, settles: self.settled(&after, None), ..attempt }
    }

    /// Returns the questions that cannot be asked any more, but for the one that was asked.
    fn settled(&self, after: &State, asked: Option<FindingId>) -> Vec<usize> {
        let questions = self.questions.iter().enumerate().filter(|(_, finding)| Some(**finding) != asked);
        questions
            .filter(|(_, finding)| !question::is_open(self.knowledge, after, **finding))
            .map(|(index, _)| index)
            .collect()
    }

    /// Returns for each world P(the trouble did not pass by itself | the fix did not help).
    fn luck(&self, fix: FixId, fails: &[f64]) -> Vec<f64> {
        let takes = self.knowledge.fix(fix).takes;
        let lasts = |&hypothesis: &usize| {
            let is_cause = hypothesis < self.knowledge.layout.other();
            let passes = is_cause.then(|| self.knowledge.cause(CauseId::at(hypothesis)).passes_in);
            let failed = 1.0 - with_luck(1.0 - fails[hypothesis], takes, passes.flatten());
            if fails[hypothesis] > 0.0 { failed / fails[hypothesis] } else { 0.0 }
        };
        self.worlds.hypotheses.iter().map(lasts).collect()
    }
}

/// Returns whether no answer speaks for or against any world, nor changes what can be done.
fn says_nothing(inquiry: &Inquiry) -> bool {
    let is_even = |likelihoods: &[f64]| {
        let (least, most) = likelihoods.iter().fold((f64::INFINITY, 0.0), |(least, most), likelihood| {
            (f64::min(least, *likelihood), f64::max(most, *likelihood))
        });
        most - least <= ROUNDING * most
    };
    inquiry.replies.iter().all(|reply| {
        is_even(&reply.likelihoods) && reply.offers.is_empty() && reply.bars.is_empty() && reply.settles.is_empty()
    })
}
