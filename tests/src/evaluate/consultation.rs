//! One consultation under the protocol, whoever asks.

use super::set::Case;

/// Somebody who asks and diagnoses.
pub trait Consultant {
    /// Begins anew with what the person says at first.
    fn begin(&mut self, case: &Case);
    /// Returns what to ask next; nothing where no question is left that tells anything.
    fn next(&self) -> Option<usize>;
    /// Takes the values that answer a question.
    fn answer(&mut self, question: usize, values: &[u16]);
    /// Returns P(cause | what was said), in the order of the set's causes.
    fn posterior(&self) -> Vec<f64>;
}

/// What is believed after some number of questions.
#[derive(Clone, Copy, Debug)]
pub struct Belief {
    /// The posterior of the leading cause.
    pub leads: f64,
    /// The posterior of the true cause.
    pub truth: f64,
    /// Whether the leading cause is the true one.
    pub right: bool,
}

/// A consultation: what is believed at the beginning and after each question.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The beliefs; as many as questions were asked, and one.
    pub beliefs: Vec<Belief>,
}

impl Trace {
    /// Returns what is believed after so many questions, or after the last.
    pub fn after(&self, questions: usize) -> Belief {
        self.beliefs[questions.min(self.beliefs.len() - 1)]
    }
}

/// Holds a consultation of at most `most` questions.
pub fn consult(consultant: &mut dyn Consultant, case: &Case, most: usize) -> Trace {
    consultant.begin(case);
    let mut beliefs = vec![belief(consultant, case.cause)];
    while beliefs.len() <= most {
        let Some(question) = consultant.next() else { break };
        consultant.answer(question, &case.answers[question]);
        beliefs.push(belief(consultant, case.cause));
    }
    Trace { beliefs }
}

fn belief(consultant: &dyn Consultant, cause: usize) -> Belief {
    let posterior = consultant.posterior();
    let leads = posterior.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
    let (leader, leads) = leads.map_or((usize::MAX, 0.0), |(leader, leads)| (leader, *leads));
    Belief { leads, truth: posterior[cause], right: leader == cause }
}

/// Holds a consultation about each case, on two threads, each with a consultant of its own.
pub fn consult_all<'a>(
    cases: &[Case],
    most: usize,
    consultant: impl Fn() -> Box<dyn Consultant + 'a> + Sync,
) -> Vec<Trace> {
    let half = cases.len().div_ceil(2).max(1);
    std::thread::scope(|scope| {
        let parts = cases.chunks(half).map(|part| {
            let consultant = &consultant;
            scope.spawn(move || {
                let mut consultant = consultant();
                part.iter().map(|case| consult(consultant.as_mut(), case, most)).collect::<Vec<_>>()
            })
        });
        let parts: Vec<_> = parts.collect();
        parts.into_iter().flat_map(|part| part.join().unwrap_or_else(|_| panic!("a consultation failed"))).collect()
    })
}
