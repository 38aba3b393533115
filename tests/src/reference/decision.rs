//! Ask, try or stop: the expected cost of each, by trying out every answer.
//!
//! Only where every question speaks to the causes by links of its own, or not at all: for the others the semantics gives estimates.

use super::repair::{EASING, Fixing, Stage};
use super::{Conclusions, Hypothesis};
use crate::said::Said;
use etio_engine::{Answer, Domain, Ending, FindingId, FixId, OptionId, Outcome, Seconds, Turn, Value};

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Ask what is wrong.
    Complain,
    /// Ask a finding of a base.
    Ask(usize, FindingId),
    /// Propose a fix of a base.
    Try(usize, FixId),
    /// Say what was found.
    Report(Ending),
}

/// The costs of a course of action, in seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    /// The expected cost of the best prefix of the order.
    pub(super) cost: f64,
    /// The first fix of it.
    pub(super) first: Option<(usize, usize)>,
    /// P(the problem is still there after the first fix).
    pub(super) fails: f64,
    /// What is left to pay where the first fix went round the problem.
    pub(super) left_if_eased: f64,
}

impl Conclusions<'_> {
    /// Returns the next step and by how much (as a share of the costs) it would be another; nothing where a question is one that this reference does not judge.
    pub fn next(&self) -> Option<(Next, f64)> {
        if self.hypotheses().is_empty() {
            return Some((Next::Complain, 1.0));
        }
        match self.progress() {
            None => self.ask_or_fix(),
            Some((_, Some((base, fix)))) => Some((Next::Try(base, FixId(fix as u32)), 1.0)),
            Some((Stage::Cured, None)) => Some((Next::Report(Ending::Solved), 1.0)),
            Some((Stage::Eased, None)) => {
                let course = self.course(Fixing::Cures, (1.0 - EASING) * self.cost_of_giving_up());
                let step = |(base, fix): (usize, usize)| Next::Try(base, FixId(fix as u32));
                Some((course.first.map_or(Next::Report(Ending::Eased), step), 1.0))
            }
        }
    }

    fn ask_or_fix(&self) -> Option<(Next, f64)> {
        let never = self.never();
        let mut best: Option<(f64, usize, FindingId)> = None;
        let mut margin: f64 = 1.0;
        for (base, finding) in self.questions() {
            let now = self.cost_of_asking(base, finding)?;
            let later = self.cost_of_asking_later(base, finding, never)?;
            let limit = never.cost.min(later);
            margin = margin.min(((now - limit) / limit).abs());
            if now < limit {
                if let Some((least, ..)) = best {
                    margin = margin.min(((now - least) / least).abs());
                }
                if best.is_none_or(|(least, ..)| now < least) {
                    best = Some((now, base, finding));
                }
            }
        }
        let step = match (best, never.first) {
            (Some((_, base, finding)), _) => Next::Ask(base, finding),
            (None, Some((base, fix))) => Next::Try(base, FixId(fix as u32)),
            (None, None) => Next::Report(Ending::Exhausted),
        };
        Some((step, margin))
    }

    fn never(&self) -> Course {
        self.course(Fixing::Any, self.cost_of_giving_up())
    }

    /// Returns the best prefix of the order of fixes: each in turn until one helps, and giving up where none does.
    fn course(&self, fixing: Fixing, giving_up: f64) -> Course {
        if self.is_several() {
            return self.course_among_several(fixing, giving_up);
        }
        let order: Vec<(usize, usize)> =
            self.greedy_order(fixing.kinds(), &[]).into_iter().map(|(base, fix, _)| (base, fix)).collect();
        let mut best = Course { cost: giving_up, first: None, fails: 1.0, left_if_eased: 0.0 };
        for length in 1..=order.len() {
            let each = self.hypotheses().into_iter().zip(self.posteriors());
            let cost =
                each.map(|(hypothesis, chance)| chance * self.expense(&order[..length], hypothesis, fixing, giving_up));
            let cost = cost.sum();
            if cost < best.cost {
                best = Course { cost, first: Some(order[0]), ..best };
            }
        }
        if let Some((base, fix)) = best.first {
            let all = |kinds| {
                let each = self.hypotheses().into_iter().zip(self.posteriors());
                each.map(|(hypothesis, chance)| chance * self.chance_of(base, fix, hypothesis, kinds)).sum::<f64>()
            };
            let (helps, cures) = (all(fixing.kinds()), all(Fixing::Cures.kinds()));
            best.fails = 1.0 - helps;
            best.left_if_eased = (1.0 - EASING) * giving_up * (helps - cures);
        }
        best
    }

    /// Returns what trying the fixes one after the other is expected to cost where the hypothesis holds.
    fn expense(&self, order: &[(usize, usize)], hypothesis: Hypothesis, fixing: Fixing, giving_up: f64) -> f64 {
        let Some(((base, fix), later)) = order.split_first() else { return giving_up };
        let takes = self.bases[*base].fixes[*fix].takes.get();
        let helps = self.chance_of(*base, *fix, hypothesis, fixing.kinds());
        let eases = helps - self.chance_of(*base, *fix, hypothesis, Fixing::Cures.kinds());
        takes + eases * (1.0 - EASING) * giving_up + (1.0 - helps) * self.expense(later, hypothesis, fixing, giving_up)
    }

    fn cost_of_giving_up(&self) -> f64 {
        let hands_over = self.fixes_of(Turn::HandsOver).into_iter().filter(|(base, _)| self.takes_part[*base]);
        let takes = hands_over.map(|(base, fix)| self.bases[base].fixes[fix].takes.get());
        takes.reduce(f64::min).unwrap_or(Seconds::TO_GIVE_UP.get())
    }

    /// Returns what can be asked, by base and id.
    pub(super) fn questions(&self) -> Vec<(usize, FindingId)> {
        let mut questions: Vec<(usize, FindingId)> = Vec::new();
        for (base, its) in self.bases.iter().enumerate() {
            questions.extend((0..its.findings.len()).map(|finding| (base, FindingId(finding as u32))));
        }
        questions.retain(|(base, finding)| self.can_be_asked(*base, *finding));
        questions.sort_by_key(|(base, finding)| (*base, self.bases[*base].findings[finding.index()].id.as_str()));
        questions
    }

    /// Returns whether the finding has a question that applies, was not asked and whose answer is not known.
    pub fn can_be_asked(&self, base: usize, finding: FindingId) -> bool {
        let known = self.of_finding(base, finding);
        let was_answered = self.said.iter().any(|said| match said {
            Said::Answer { base: its, finding: other, .. } => (*its, *other) == (base, finding),
            _ => false,
        });
        let was_told = self.bases[base].fixes.iter().enumerate().any(|(position, fix)| {
            let outcome = self.outcome(base, FixId(position as u32));
            fix.tells == Some(finding) && outcome.is_some_and(|outcome| outcome != Outcome::NotDone)
        });
        let its = &self.bases[base].findings[finding.index()];
        let is_needless = its.not_asked_when.as_ref().is_some_and(|condition| self.is_true(base, condition));
        let has_question = its.ask.is_some() && !is_needless;
        has_question && self.takes_part[base] && known.applies && !known.is_known() && !was_answered && !was_told
    }

    /// Returns the cost with the question asked at once; nothing where it is not judged here.
    fn cost_of_asking(&self, base: usize, finding: FindingId) -> Option<f64> {
        let takes = self.bases[base].findings[finding.index()].takes.get();
        let mut cost = takes;
        for (value, chance) in self.answers(base, finding)? {
            let answer = Said::Answer { base, finding, answer: Answer::sure(value) };
            cost += chance * self.with(&answer, |after| Some(after.never().cost))?;
        }
        Some(cost)
    }

    /// Returns the cost with the first fix tried before the question.
    fn cost_of_asking_later(&self, base: usize, finding: FindingId, never: Course) -> Option<f64> {
        let Some((its, fix)) = never.first else { return Some(f64::INFINITY) };
        let failed = Said::Outcome { base: its, fix: FixId(fix as u32), outcome: Outcome::Failed };
        let asked = self.with(&failed, |after| {
            if after.can_be_asked(base, finding) {
                after.cost_of_asking(base, finding)
            } else {
                Some(after.never().cost)
            }
        })?;
        Some(self.bases[its].fixes[fix].takes.get() + never.fails * asked + never.left_if_eased)
    }

    /// Returns what `of` says once this is said too; nothing where it contradicts the rest.
    fn with(&self, more: &Said, of: impl Fn(&Conclusions<'_>) -> Option<f64>) -> Option<f64> {
        let mut said = self.said.to_vec();
        said.push(more.clone());
        Conclusions::of(self.bases, &said).ok().and_then(|after| of(&after))
    }

    /// Returns the answers and how probable each is; nothing where the question speaks through rules or conditions, or was half answered. Of one that also
    /// rules causes out, the probabilities of later answers are estimates.
    fn answers(&self, base: usize, finding: FindingId) -> Option<Vec<(Value, f64)>> {
        let domain = &self.bases[base].findings[finding.index()].domain;
        let speaks_otherwise = !self.speaks(base, finding) && self.is_premise(base, finding);
        if speaks_otherwise || self.rules_causes_out(base, finding) || !self.is_untouched(base, finding) {
            return None;
        }
        let chances = |option: Option<OptionId>| match self.is_several() {
            true => self.chances_among_several_of(base, finding),
            false => self.chances_of_answers(base, finding, option),
        };
        Some(match domain {
            Domain::YesNo { .. } => [Value::Yes, Value::No].into_iter().zip(chances(None)).collect(),
            Domain::OneOf { options, .. } => {
                let options = (0..options.len()).map(|option| Value::Option(OptionId(option as u32)));
                options.chain([Value::Rest]).zip(chances(None)).collect()
            }
            Domain::SeveralOf { .. } => {
                let is_several = self.is_several();
                let best =
                    if is_several { self.likeliest_option(base, finding) } else { self.best_option(base, finding) };
                let values = [Value::Options(vec![best?]), Value::Options(vec![])];
                values.into_iter().zip(chances(best)).collect()
            }
            // Whatever is answered, nothing follows.
            Domain::Number { least, .. } => vec![(Value::Number(*least), 1.0)],
            Domain::Text => vec![(Value::Text(String::new()), 1.0)],
        })
    }
}
