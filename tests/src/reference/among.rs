//! What to ask and what to try where several causes can be at work: "Which question" and "Which fix" of the section "Several causes at once".

use super::decision::Course;
use super::information::Apart;
use super::repair::{EASING, Fixing};
use super::worlds::Part;
use super::{Conclusions, Hypothesis};

use etio_engine::{Domain, FindingId, OptionId, Role, Sign};

/// How reliable a person's sure answer about a fact is.
const RELIABILITY: f64 = 0.99;
/// How many questions are judged exactly.
const EXACT: usize = 16;
/// What tells less tells nothing.
const TELLS: f64 = 1e-9;

impl Conclusions<'_> {
    /// Returns the best prefix of the order of fixes, each in turn until nothing is left.
    pub(super) fn course_among_several(&self, fixing: Fixing, giving_up: f64) -> Course {
        let mut left = self.posteriors();
        let start = 1.0 - self.nothing_is_left(&left);
        let mut best = Course { cost: giving_up, first: None, fails: 1.0, left_if_eased: 0.0 };
        let (mut spent, mut eased) = (0.0, 0.0);
        let mut of_first: Option<Course> = None;
        for (base, fix, _) in self.greedy_order(fixing.kinds(), &[]) {
            let remains = |left: &[f64]| ((1.0 - self.nothing_is_left(left)) / start).max(0.0);
            spent += self.bases[base].fixes[fix].takes.get() * remains(&left);
            let cured = self.after_failure(&left, base, fix, Fixing::Cures.kinds());
            left = self.after_failure(&left, base, fix, fixing.kinds());
            eased += (remains(&cured) - remains(&left)).max(0.0);
            let left_if_eased = (1.0 - EASING) * giving_up * eased;
            let cost = spent + giving_up * remains(&left) + left_if_eased;
            let first = *of_first.get_or_insert(Course {
                cost,
                first: Some((base, fix)),
                fails: remains(&left),
                left_if_eased,
            });
            if cost < best.cost {
                best = Course { cost, ..first };
            }
        }
        best
    }

    /// Returns the question with the most information for its cost, none where none tells anything, and by how much, as a share of the rate, it would be another;
    /// nothing where some question is one that this reference does not judge.
    pub fn best_question(&self) -> Option<(Option<(usize, FindingId)>, f64)> {
        let questions = self.questions();
        if questions.len() > EXACT {
            return None;
        }
        let mut rates: Vec<(f64, (usize, FindingId))> = vec![];
        let mut least = f64::INFINITY;
        for (base, finding) in questions {
            let bits = self.information_among_several(base, finding)?;
            least = least.min((bits - TELLS).abs());
            rates.push((bits / self.bases[base].findings[finding.index()].takes.get().max(1.0), (base, finding)));
        }
        let greatest = rates.iter().map(|(rate, _)| *rate).fold(0.0, f64::max);
        let Some(best) = rates.iter().position(|(rate, _)| *rate == greatest) else { return Some((None, 1.0)) };
        let (base, finding) = rates[best].1;
        let tells = greatest * self.bases[base].findings[finding.index()].takes.get().max(1.0) > TELLS;
        let others = rates.iter().enumerate().filter(|(at, _)| *at != best);
        let next = others.map(|(_, (rate, _))| (greatest - rate) / greatest.max(f64::MIN_POSITIVE));
        let margin = next.fold(1.0, f64::min).min(least);
        Some((tells.then_some((base, finding)), margin))
    }

    /// Returns the expected fall of the entropy of the groups; nothing where the finding speaks through rules or conditions, or something was observed of it.
    fn information_among_several(&self, base: usize, finding: FindingId) -> Option<f64> {
        if !self.is_untouched(base, finding) || !self.speaks(base, finding) && self.is_premise(base, finding) {
            return None;
        }
        Some(match &self.bases[base].findings[finding.index()].domain {
            _ if !self.speaks(base, finding) => 0.0,
            Domain::Number { .. } | Domain::Text => 0.0,
            Domain::YesNo { .. } | Domain::OneOf { rest: None, .. } => self.information(base, finding),
            Domain::SeveralOf { .. } => {
                let all = self.information_of_options(base, finding);
                all[self.likeliest_option(base, finding)?.index()]
            }
            Domain::OneOf { options, .. } => {
                let answers = self.picks(base, finding, options.len());
                let after: f64 =
                    answers.iter().map(|(chance, part)| chance * self.entropy(part, Apart::Troubles)).sum();
                self.entropy(&self.sums.all, Apart::Troubles) - after
            }
        })
    }

    /// Returns the chances of each exclusive symptom to be picked, and that none is, with what is left then: who picks one says nothing about the others.
    /// "None" has the probability that none of them holds, and the symptoms share the rest as they are probable.
    fn picks(&self, base: usize, finding: FindingId, options: usize) -> Vec<(f64, Part)> {
        let with = |weights: &dyn Fn(usize) -> [f64; 2]| {
            let mut picked = self.clone();
            for (nth, variable) in picked
                .variables
                .iter_mut()
                .filter(|variable| (variable.base, variable.finding) == (base, finding))
                .enumerate()
            {
                variable.weights = weights(nth).to_vec();
            }
            picked.sum_over_sets(None)
        };
        let one = |option: usize| with(&|nth| if nth == option { [1.0, 0.0] } else { [1.0, 1.0] });
        let mut parts: Vec<Part> = (0..options).map(one).collect();
        parts.push(with(&|_| [0.0, 1.0]));
        let chance = |part: &Part| part.all / self.sums.all.all;
        let none = chance(&parts[options]);
        let all: f64 = parts[..options].iter().map(chance).sum();
        let shares: Vec<f64> = parts[..options].iter().map(|part| (1.0 - none) * chance(part) / all).collect();
        shares.into_iter().chain([none]).zip(parts).collect()
    }

    /// Returns P(answer) for each sure answer about the finding that can be given, or about one option of it.
    pub(super) fn chances_among_several_of(&self, base: usize, finding: FindingId) -> Vec<f64> {
        match &self.bases[base].findings[finding.index()].domain {
            Domain::OneOf { options, rest: Some(_) } => {
                self.picks(base, finding, options.len()).into_iter().map(|(chance, _)| chance).collect()
            }
            Domain::SeveralOf { .. } => self.chances_of_answers(base, finding, self.likeliest_option(base, finding)),
            _ => self.chances_of_answers(base, finding, None),
        }
    }

    /// Returns the option of several that tells most in the estimate that takes the groups for independent, the first where some are equal.
    pub(super) fn likeliest_option(&self, base: usize, finding: FindingId) -> Option<OptionId> {
        let options = self.bases[base].findings[finding.index()].options().len();
        let mut best: Option<(f64, OptionId)> = None;
        for option in (0..options).map(|option| OptionId(option as u32)) {
            let bits = self.estimated_information(base, Sign { finding, option: Some(option) });
            if best.is_none_or(|(most, _)| bits > most) {
                best = Some((bits, option));
            }
        }
        best.map(|(_, option)| option)
    }

    /// Returns Σ_g I(g; yes or no), where P(yes) ≈ (1 − (1 − λ) Π_g (1 − Σ πᵢ qᵢ)) · Π_g (1 − Σ πᵢ rᵢ).
    fn estimated_information(&self, base: usize, sign: Sign) -> f64 {
        let (leak, posteriors, hypotheses) = (self.otherwise(base, sign), self.posteriors(), self.hypotheses());
        let is_symptom = self.bases[base].findings[sign.finding.index()].options()[0].role == Role::Symptom;
        let through = |yes: f64| if is_symptom { yes } else { RELIABILITY * yes + (1.0 - RELIABILITY) * (1.0 - yes) };
        let effect = |one: Hypothesis| {
            let number = self.link(base, sign, one).unwrap_or(leak);
            if number >= leak { ((number - leak) / (1.0 - leak), 0.0) } else { (0.0, 1.0 - number / leak) }
        };
        let groups = self.groups();
        let mixed = |group: &Vec<Hypothesis>| {
            let its = hypotheses.iter().zip(&posteriors).filter(|(one, _)| group.contains(one));
            its.fold((1.0, 1.0), |(silent, kept), (one, posterior)| {
                let (raises, lowers) = effect(*one);
                (silent - posterior * raises, kept - posterior * lowers)
            })
        };
        let factors: Vec<(f64, f64)> = groups.iter().map(mixed).collect();
        let yes = |instead: Option<(usize, (f64, f64))>| {
            let of = |group: usize| instead.filter(|(its, _)| *its == group).map_or(factors[group], |(_, own)| own);
            let all = (0..groups.len()).map(of);
            let (silent, kept) = all.fold((1.0 - leak, 1.0), |all, own| (all.0 * own.0, all.1 * own.1));
            binary(through((1.0 - silent) * kept))
        };
        let of_group = |(nth, group): (usize, &Vec<Hypothesis>)| {
            let its: Vec<_> = hypotheses.iter().zip(&posteriors).filter(|(one, _)| group.contains(one)).collect();
            let known = its.iter().map(|(one, posterior)| {
                let (raises, lowers) = effect(**one);
                **posterior * yes(Some((nth, (1.0 - raises, 1.0 - lowers))))
            });
            let rest = (1.0 - its.iter().map(|(_, posterior)| **posterior).sum::<f64>()).max(0.0);
            (yes(None) - known.sum::<f64>() - rest * yes(Some((nth, (1.0, 1.0))))).max(0.0)
        };
        groups.iter().enumerate().map(of_group).sum()
    }
}

/// Returns the entropy in bits of yes or no.
fn binary(yes: f64) -> f64 {
    [yes, 1.0 - yes].into_iter().filter(|share| *share > 0.0).map(|share| -share * share.log2()).sum()
}
