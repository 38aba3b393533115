//! Asks the engine: a session with the base that was learnt, through the same calls that any host makes.

use super::Problem;
use super::base;
use super::consultation::Consultant;
use super::set::{Case, Set, Shape, YES};
use etio_engine::{Answer, FindingId, Knowledge, Session, Sign, Thing, Value};
use std::collections::HashMap;

/// A base, and where its things are.
pub struct Learnt {
    knowledge: Knowledge,
    /// For each cause of the base the position in the set of the cause that it is, or is a variant of.
    causes: Vec<usize>,
    of_set: usize,
    told: Vec<FindingId>,
    questions: Vec<Place>,
    positions: HashMap<FindingId, usize>,
}

/// Where a question is.
struct Place {
    finding: FindingId,
    shape: Shape,
    values: Vec<Value>,
}

impl Learnt {
    /// Loads a base as [`base::write`] writes it.
    ///
    /// # Errors
    /// Where the language refuses it.
    pub fn load(set: &Set, page: &str) -> Result<Self, Problem> {
        let loaded = etio_kb::parse_str("learnt.kb", page);
        if loaded.has_errors() {
            return Err(loaded.render(etio_kb::Paint::Plain).into());
        }
        let knowledge = Knowledge::new(loaded.bases).map_err(|errors| format!("{errors:?}"))?;
        let finding = |id: &str| match knowledge.find(id).as_slice() {
            [Thing::Finding(finding)] => Ok(*finding),
            _ => Err(format!("no finding `{id}`")),
        };
        let known = |id: &str| base::cause_of(id).filter(|cause| *cause < set.causes.len());
        let cause = |id: &String| known(id).ok_or_else(|| format!("no cause is called `{id}`"));
        let causes = knowledge.causes().iter().map(|own| cause(&own.id)).collect::<Result<_, _>>()?;
        let told: Vec<FindingId> = (0..set.questions.len()).filter_map(|at| finding(&base::told(at)).ok()).collect();
        let mut questions = Vec::new();
        for (at, question) in set.questions.iter().enumerate() {
            let place = finding(&base::asked(at))?;
            let values = (0..question.values.len()).map(|value| option(&knowledge, question.shape, at, value));
            questions.push(Place { finding: place, shape: question.shape, values: values.collect() });
        }
        let positions = questions.iter().enumerate().map(|(at, place)| (place.finding, at)).collect();
        Ok(Self { knowledge, causes, of_set: set.causes.len(), told, questions, positions })
    }

    /// Returns somebody who asks with this base.
    pub fn consultant(&self) -> Interview<'_> {
        let mut silent = Session::new(&self.knowledge);
        self.told.iter().for_each(|told| say(&mut silent, *told, Answer::sure(Value::No)));
        Interview { learnt: self, session: silent.clone(), silent }
    }
}

/// Returns a value as the session takes it.
fn option(knowledge: &Knowledge, shape: Shape, question: usize, value: usize) -> Value {
    match shape {
        Shape::YesNo if value == usize::from(YES) => Value::Yes,
        Shape::YesNo => Value::No,
        Shape::Said | Shape::OneOf | Shape::Draws => match knowledge.find(&base::shown(question, value)).as_slice() {
            [Thing::Sign(Sign { option: Some(option), .. })] => Value::Option(*option),
            things => panic!("q{question}v{value} is {things:?}"),
        },
    }
}

/// A session under way.
pub struct Interview<'l> {
    learnt: &'l Learnt,
    /// Where the person has told of nothing unasked: the beginning of every session.
    silent: Session<'l>,
    session: Session<'l>,
}

fn say(session: &mut Session<'_>, finding: FindingId, answer: Answer) {
    session.answer(finding, answer).unwrap_or_else(|error| panic!("{error}"));
}

impl Consultant for Interview<'_> {
    fn begin(&mut self, case: &Case) {
        self.session = self.silent.clone();
        for &question in &case.told {
            say(&mut self.session, self.learnt.told[question], Answer::sure(Value::Yes));
            // It is not asked again.
            say(&mut self.session, self.learnt.questions[question].finding, Answer::Unknown);
        }
        for &question in &case.known {
            self.answer(question, &case.answers[question]);
        }
    }

    fn next(&self) -> Option<usize> {
        self.session.question().map(|finding| self.learnt.positions[&finding])
    }

    fn answer(&mut self, question: usize, values: &[u16]) {
        let place = &self.learnt.questions[question];
        if place.shape == Shape::Draws && values.len() > 1 {
            let words: Vec<String> = values.iter().map(|value| base::shown(question, usize::from(*value))).collect();
            let read = self.session.observe_text(&words.join("\n")).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(read.shown.len(), values.len(), "every value is recognised");
            return;
        }
        say(&mut self.session, place.finding, Answer::sure(place.values[usize::from(values[0])].clone()));
    }

    fn posterior(&self) -> Vec<f64> {
        let mut posterior = vec![0.0; self.learnt.of_set];
        for trouble in self.session.troubles() {
            if let Some(cause) = trouble.cause {
                posterior[self.learnt.causes[cause.index()]] = trouble.posterior;
            }
        }
        // Every case of these sets has one of the known causes.
        let known: f64 = posterior.iter().sum();
        posterior.iter_mut().for_each(|posterior| *posterior /= known);
        posterior
    }
}
