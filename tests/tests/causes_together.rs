//! What findings and numbers must do to the posteriors, for several causes at once and for one at a time, and what explaining away may do.

use etio_engine::{Answer, FindingId, Knowledge, Outcome, Session, Thing, Value};
use etio_tests::drive::Loaded;
use etio_tests::generate::{Case, Dice};
use etio_tests::reference::Conclusions;
use etio_tests::sketch::Sketch;

const MODELS: u64 = 300;
const CLOSE: f64 = 1e-12;

fn load(sketch: Sketch) -> Knowledge {
    Knowledge::new(vec![sketch.base()]).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn finding(knowledge: &Knowledge, id: &str) -> FindingId {
    match knowledge.find(id).as_slice() {
        [Thing::Finding(finding)] => *finding,
        things => panic!("{id} is {things:?}"),
    }
}

fn answer(session: &mut Session<'_>, id: &str, value: Value) {
    let finding = finding(session.knowledge(), id);
    session.answer(finding, Answer::sure(value)).expect("it contradicts nothing");
}

fn tried(session: &mut Session<'_>, id: &str, outcome: Outcome) {
    match session.knowledge().find(id).as_slice() {
        [Thing::Fix(fix)] => session.outcome(*fix, outcome).expect("it contradicts nothing"),
        things => panic!("{id} is {things:?}"),
    }
}

fn posterior(session: &Session<'_>, id: &str) -> f64 {
    let is_it = |cause| session.knowledge().id_of(Thing::Cause(cause)) == id;
    let differential = session.differential();
    differential.iter().find(|found| found.cause.is_some_and(is_it)).expect("its base takes part").posterior
}

/// A base of several causes at once, as numbers: facts only, so that `other` shows what nobody mentions.
#[derive(Clone, Debug)]
struct Model {
    /// Whether several causes can be at work; else all exclude one another.
    several: bool,
    /// The causes of the first kind exclude one another; the others stand alone.
    exclusive: usize,
    priors: Vec<f64>,
    leaks: Vec<f64>,
    /// For each fact and cause the number of the link; 0 for none.
    links: Vec<Vec<f64>>,
    said: Vec<(usize, Answer)>,
}

impl Model {
    /// Returns a model without inhibitors, and what was said of some of its facts.
    fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let (causes, facts) = (2 + dice.below(4), 3 + dice.below(4));
        let leaks: Vec<f64> = (0..facts).map(|_| dice.between(0.01, 0.4)).collect();
        let mut link = |leak: f64| if dice.happens(0.5) { leak + (0.98 - leak) * dice.share() } else { 0.0 };
        let links = leaks.iter().map(|leak| (0..causes).map(|_| link(*leak)).collect()).collect();
        let priors = (0..causes).map(|_| dice.between(0.01, 0.3)).collect();
        let said = (1..facts).filter_map(|fact| {
            let value = dice.pick(&[Value::Yes, Value::Yes, Value::No]).clone();
            let answer = if dice.happens(0.7) { Answer::sure(value) } else { Answer::probable(value) };
            dice.happens(0.8).then_some((fact, answer))
        });
        let said = said.collect();
        Self { several: true, exclusive: dice.below(3), priors, leaks, links, said }
    }

    fn causes(&self) -> usize {
        self.priors.len()
    }

    fn sketch(&self) -> Sketch {
        let mut sketch = Sketch::default();
        if self.several {
            sketch = sketch.several_causes_at_once();
        }
        // What comes after the kind is of the kind, so what stands alone comes first.
        for cause in (0..self.causes()).rev() {
            if cause + 1 == self.exclusive {
                sketch = sketch.one_at_a_time("kind");
            }
            sketch = sketch.cause(&format!("c{cause}"), self.priors[cause]);
        }
        let names: Vec<String> = (0..self.causes()).map(|cause| format!("c{cause}")).collect();
        for (fact, (leak, links)) in self.leaks.iter().zip(&self.links).enumerate() {
            let links = names.iter().map(String::as_str).zip(links.iter().copied()).filter(|(_, link)| *link > 0.0);
            sketch = sketch.fact(&format!("f{fact}"), *leak, &links.collect::<Vec<_>>());
        }
        sketch
    }

    /// Returns the posteriors of all causes, after what was said and perhaps an answer about the first fact.
    fn posteriors(&self, first: Option<Value>) -> Vec<f64> {
        let knowledge = load(self.sketch());
        let mut session = Session::new(&knowledge);
        for (fact, said) in &self.said {
            let fact = finding(&knowledge, &format!("f{fact}"));
            session.answer(fact, said.clone()).expect("it contradicts nothing");
        }
        if let Some(value) = first {
            answer(&mut session, "f0", value);
        }
        (0..self.causes()).map(|cause| posterior(&session, &format!("c{cause}"))).collect()
    }

    /// Returns the causes with which a cause shares its group.
    fn group_of(&self, cause: usize) -> Vec<usize> {
        match cause {
            _ if !self.several => (0..self.causes()).collect(),
            _ if cause < self.exclusive => (0..self.exclusive).collect(),
            _ => vec![cause],
        }
    }
}

/// Returns models with several causes at once, and the same with one at a time. Something is known of each before the first fact is.
fn models() -> impl Iterator<Item = Model> {
    let several = (0..MODELS).map(Model::of).filter(|model| !model.said.is_empty());
    several.flat_map(|model| [Model { several: false, ..model.clone() }, model])
}

#[test]
fn posteriors_are_probabilities_and_those_of_a_group_come_to_no_more_than_one() {
    for seed in 0..1000 {
        let loaded = Loaded::of(Case::of_several(seed + 400_000));
        let (session, accepted) = loaded.hold_all();
        let so = Conclusions::of(&loaded.case.bases, &accepted).expect("it was accepted");
        let differential = session.differential();
        assert!(differential.iter().all(|it| (0.0..=1.0).contains(&it.posterior)), "{seed}: {differential:?}");
        for group in so.groups() {
            let causes: Vec<_> = group.iter().map(|hypothesis| loaded.names.cause(*hypothesis)).collect();
            let its = differential.iter().filter(|it| causes.contains(&it.cause));
            let sum: f64 = its.map(|it| it.posterior).sum();
            assert!(sum <= 1.0 + CLOSE, "{seed}: {differential:?}");
        }
    }
}

#[test]
fn what_shows_a_finding_is_never_made_less_likely_by_it() {
    let mut compared = 0;
    for model in models() {
        for cause in 0..model.causes() {
            let (mut model, group) = (model.clone(), model.group_of(cause));
            let beyond = (0..model.causes()).filter(|other| !group.contains(other));
            beyond.for_each(|other| model.links[0][other] = 0.0);
            let linked = |posteriors: &[f64]| -> f64 {
                group.iter().filter(|one| model.links[0][**one] > 0.0).map(|one| posteriors[*one]).sum()
            };
            let (before, after) = (model.posteriors(None), model.posteriors(Some(Value::Yes)));
            assert!(linked(&after) >= linked(&before) - CLOSE, "{before:?} {after:?} {model:?}");
            compared += usize::from(linked(&before) > 0.0);
        }
    }
    assert!(compared > 200, "{compared}");
}

#[test]
fn a_likelier_cause_is_likelier_whatever_was_said() {
    for model in models() {
        for cause in 0..model.causes() {
            let mut likelier = model.clone();
            likelier.priors[cause] *= 1.2;
            for said in [None, Some(Value::Yes), Some(Value::No)] {
                let (before, after) = (model.posteriors(said.clone())[cause], likelier.posteriors(said)[cause]);
                assert!(after >= before - CLOSE, "{before} {after} {model:?}");
                let is_decided = !(1e-9..=1.0 - 1e-9).contains(&before);
                assert!(after > before || is_decided, "{before} {after} {model:?}");
            }
        }
    }
}

#[test]
fn a_stronger_link_makes_a_yes_speak_more_for_the_cause_and_a_no_more_against_it() {
    let mut compared = 0;
    for model in models() {
        for cause in (0..model.causes()).filter(|cause| model.links[0][*cause] > 0.0) {
            let mut stronger = model.clone();
            stronger.links[0][cause] = model.links[0][cause] + 0.5 * (0.99 - model.links[0][cause]);
            let of = |model: &Model, value| model.posteriors(Some(value))[cause];
            assert!(of(&stronger, Value::Yes) > of(&model, Value::Yes) - CLOSE, "{model:?}");
            assert!(of(&stronger, Value::No) < of(&model, Value::No) + CLOSE, "{model:?}");
            compared += usize::from(of(&stronger, Value::Yes) > of(&model, Value::Yes) + 1e-6);
        }
    }
    assert!(compared > 200, "{compared}");
}

#[test]
fn almost_certain_links_leave_the_sets_that_explain_everything() {
    // Three causes, two findings: `a` explains both, `b` and `c` one each. What is left is a alone, b with c, and their supersets.
    // `other` takes a little of each.
    let sketch = Sketch::default().several_causes_at_once().cause("a", 0.01).cause("b", 0.1).cause("c", 0.2);
    let sketch = sketch.symptom("s", 1e-4, &[("a", 0.995), ("b", 0.995)]);
    let knowledge = load(sketch.symptom("t", 1e-4, &[("a", 0.995), ("c", 0.995)]));
    let mut session = Session::new(&knowledge);
    answer(&mut session, "s", Value::Yes);
    answer(&mut session, "t", Value::Yes);
    let (without_a, all) = (0.99 * 0.1 * 0.2, 0.01 + 0.99 * 0.1 * 0.2);
    let expected = [("a", 0.01 / all), ("b", (0.01 * 0.1 + without_a) / all), ("c", (0.01 * 0.2 + without_a) / all)];
    for (id, expected) in expected {
        let found = posterior(&session, id);
        assert!((found - expected).abs() < 0.03, "{id}: {found}, should be near {expected}");
    }
}

#[test]
fn two_halves_that_exclude_one_another_have_the_belief_of_the_whole() {
    for model in models() {
        let cause = model.exclusive;
        if !model.several || cause >= model.causes() {
            continue;
        }
        // The first cause that stands alone becomes two of a kind.
        let mut halves = Model { exclusive: 0, ..model.clone() };
        let mut whole = halves.clone();
        for it in [&mut halves, &mut whole] {
            it.priors.swap(0, cause);
            it.links.iter_mut().for_each(|links| links.swap(0, cause));
        }
        halves.priors[0] /= 2.0;
        halves.priors.insert(0, halves.priors[0]);
        halves.links.iter_mut().for_each(|links| links.insert(0, links[0]));
        halves.exclusive = 2;
        let (whole, halves) = (whole.posteriors(Some(Value::Yes)), halves.posteriors(Some(Value::Yes)));
        assert!((whole[0] - halves[0] - halves[1]).abs() < CLOSE, "{whole:?} {halves:?}");
        assert!(whole[1..].iter().zip(&halves[2..]).all(|(a, b)| (a - b).abs() < CLOSE), "{whole:?} {halves:?}");
    }
}

#[test]
fn predictions_multiply_to_the_same_in_any_order() {
    let mut compared = 0;
    for model in models() {
        let knowledge = load(model.sketch());
        let mut session = Session::new(&knowledge);
        let (fact, said) = &model.said[0];
        session.answer(finding(&knowledge, &format!("f{fact}")), said.clone()).expect("it contradicts nothing");
        let others: Vec<String> = (0..model.leaks.len()).filter(|it| it != fact).map(|it| format!("f{it}")).collect();
        let chain = |order: [&str; 2]| {
            let mut session = session.clone();
            let mut product = 1.0;
            for id in order {
                let answers = session.why(finding(&knowledge, id)).answers;
                product *= answers.iter().find(|it| it.value == Value::Yes).expect("yes is an answer").probability;
                answer(&mut session, id, Value::Yes);
            }
            product
        };
        let (one, other) = (chain([&others[0], &others[1]]), chain([&others[1], &others[0]]));
        assert!((one - other).abs() < CLOSE, "{one} {other}");
        compared += 1;
    }
    assert!(compared > 200, "{compared}");
}

/// Two rivals for one symptom; a second symptom speaks for the first of them, and a little for the second.
fn rivals() -> Sketch {
    let sketch = Sketch::default().several_causes_at_once().cause("strong", 0.1).cause("weak", 0.05);
    let sketch = sketch.symptom("seen", 0.001, &[("strong", 0.9), ("weak", 0.6)]);
    sketch.symptom("missing", 0.001, &[("strong", 0.95), ("weak", 0.05)])
}

#[test]
fn a_finding_explains_a_rival_away_though_nothing_links_them() {
    let knowledge = load(rivals());
    let mut session = Session::new(&knowledge);
    answer(&mut session, "seen", Value::Yes);
    let before = posterior(&session, "weak");
    answer(&mut session, "missing", Value::Yes);
    // `missing` is linked to `weak`, and makes it less likely all the same: `strong` explains both.
    assert!(posterior(&session, "weak") < before - 0.05, "{before} {}", posterior(&session, "weak"));
}

#[test]
fn an_absent_finding_can_make_what_would_show_it_more_likely() {
    let knowledge = load(rivals());
    let mut session = Session::new(&knowledge);
    answer(&mut session, "seen", Value::Yes);
    let before = posterior(&session, "weak");
    answer(&mut session, "missing", Value::No);
    assert!(posterior(&session, "weak") > before + 0.2, "{before} {}", posterior(&session, "weak"));
}

#[test]
fn a_repaired_cause_is_off_while_others_remain() {
    let sketch = rivals().fix("cure", 60, &[("strong", 0.99)]);
    let knowledge = load(sketch);
    let mut session = Session::new(&knowledge);
    answer(&mut session, "seen", Value::Yes);
    answer(&mut session, "missing", Value::Yes);
    let (strong, weak) = (posterior(&session, "strong"), posterior(&session, "weak"));
    tried(&mut session, "cure", Outcome::Failed);
    // Something is still wrong, and it is no longer what was just cured.
    assert!(strong > 0.9 && posterior(&session, "strong") < 0.5, "{strong} {}", posterior(&session, "strong"));
    assert!(posterior(&session, "weak") > 3.0 * weak, "{weak} {}", posterior(&session, "weak"));
}
