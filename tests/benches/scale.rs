//! How long an answer and the next question take in large bases, over a floor measured in the same run: one pass over the links that the answer
//! touches, with the multiply-adds that keep the sums of the questions up, and nothing else.
//!
//! ```text
//! cargo bench -p etio-tests --bench scale
//! cargo bench -p etio-tests --bench scale -- --sessions 4 --links 20      (fixed work without a clock, to be counted by valgrind)
//! ```
#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]

use etio_engine::{Answer, Base, FindingId, Knowledge, Session};
use etio_tests::grid::{Grid, Person, linked};
use std::hint::black_box;
use std::time::{Duration, Instant};

const SIZE: usize = 10_000;
/// Links to each finding.
const LINKS: [usize; 3] = [20, 50, 100];
const SESSIONS: u64 = 100;
const ANSWERS: usize = 20;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let option = |name: &str| {
        let place = arguments.iter().position(|argument| argument == name)?;
        arguments.get(place + 1)?.parse::<usize>().ok()
    };
    match option("--sessions") {
        Some(sessions) => count(option("--links").unwrap_or(LINKS[0]), sessions as u64),
        None => LINKS.into_iter().for_each(measure),
    }
}

/// Runs so many sessions, each forth and back.
fn count(links: usize, sessions: u64) {
    let base = grid(links).base(1);
    let knowledge = load(&base);
    let mut session = Session::new(&knowledge);
    for seed in 0..sessions {
        let mut person = Person::of(&base, seed);
        say(&mut session, person.complaint(), Answer::sure(etio_engine::Value::Yes));
        for _ in 0..ANSWERS {
            let Some(question) = session.question() else { break };
            say(&mut session, question, person.answer(question));
        }
        while session.undo().is_some() {}
    }
    println!("{sessions} sessions");
}

fn measure(links: usize) {
    let base = grid(links).base(1);
    let before = Instant::now();
    let knowledge = load(&base);
    let loaded = before.elapsed();
    let floor = Floor::of(&base);
    let all: usize = base.causes.iter().map(|cause| cause.links.len()).sum();
    println!("{SIZE} causes, {SIZE} findings, {all} links; loaded in {:.0} ms", loaded.as_secs_f64() * 1e3);
    println!("  {:<34} {:>9} {:>9} {:>9} {:>9}", "microseconds", "median", "mean", "p99", "most");
    let mut times = Times::default();
    for seed in 0..SESSIONS {
        hold(&knowledge, &base, &floor, seed, &mut times);
    }
    for (what, times) in [
        ("first question of a session", &mut times.first),
        ("answer", &mut times.answer),
        ("best question", &mut times.question),
        ("answer and best question", &mut times.both),
        ("floor: the links touched", &mut times.floor),
        ("undo and best question", &mut times.undo),
        ("session: 20 answers and back", &mut times.session),
        ("floor of the session", &mut times.session_floor),
    ] {
        row(what, times);
    }
    let ratio = |times: &[Duration], floor: &[Duration]| mean(times) / mean(floor);
    println!("  answer and best question / floor: {:.2}", ratio(&times.both, &times.floor));
    println!("  session / floor: {:.2}", ratio(&times.session, &times.session_floor));
}

#[derive(Default)]
struct Times {
    first: Vec<Duration>,
    answer: Vec<Duration>,
    question: Vec<Duration>,
    both: Vec<Duration>,
    floor: Vec<Duration>,
    undo: Vec<Duration>,
    session: Vec<Duration>,
    session_floor: Vec<Duration>,
}

/// Holds a session of twenty answers and takes them back, and runs the floor beside it.
fn hold(knowledge: &Knowledge, base: &Base, floor: &Floor, seed: u64, times: &mut Times) {
    let mut person = Person::of(base, seed);
    let mut session = Session::new(knowledge);
    let mut sums = vec![[0.0; 2]; base.findings.len()];
    say(&mut session, person.complaint(), Answer::sure(etio_engine::Value::Yes));
    let start = Instant::now();
    let mut question = session.question();
    times.first.push(start.elapsed());
    let (mut forth, mut asked) = (Duration::ZERO, Vec::new());
    let mut floors = Duration::ZERO;
    for _ in 0..ANSWERS {
        let Some(finding) = question else { break };
        let answer = person.answer(finding);
        let start = Instant::now();
        say(&mut session, finding, answer);
        let answered = start.elapsed();
        question = session.question();
        let both = start.elapsed();
        times.answer.push(answered);
        times.question.push(both - answered);
        times.both.push(both);
        let start = Instant::now();
        floor.pass(finding, 1e-6, &mut sums);
        let spent = start.elapsed();
        times.floor.push(spent);
        (forth, floors) = (forth + both, floors + 2 * spent);
        asked.push(finding);
    }
    for _ in &asked {
        let start = Instant::now();
        session.undo();
        black_box(session.question());
        let undone = start.elapsed();
        times.undo.push(undone);
        forth += undone;
    }
    times.session.push(forth);
    times.session_floor.push(floors);
    black_box(&sums);
}

/// The links from both sides, as flat arrays, and nothing else.
struct Floor {
    causes: Vec<Vec<usize>>,
    ends: Vec<usize>,
    targets: Vec<u32>,
    numbers: Vec<[f64; 2]>,
}

impl Floor {
    fn of(base: &Base) -> Self {
        let causes = linked(base).into_iter().map(|causes| causes.into_iter().map(|cause| cause.index()).collect());
        let links = base.causes.iter().flat_map(|cause| &cause.links);
        let mut ends = vec![0];
        base.causes.iter().for_each(|cause| ends.push(ends[ends.len() - 1] + cause.links.len()));
        Self {
            causes: causes.collect(),
            ends,
            targets: links.clone().map(|link| link.sign.finding.0).collect(),
            numbers: links.map(|link| [link.number.get(), 1.0 - link.number.get()]).collect(),
        }
    }

    #[inline(never)]
    fn pass(&self, finding: FindingId, change: f64, sums: &mut [[f64; 2]]) {
        for &cause in &self.causes[finding.index()] {
            let links = self.ends[cause]..self.ends[cause + 1];
            for (target, [a, b]) in self.targets[links.clone()].iter().zip(&self.numbers[links]) {
                let sum = &mut sums[*target as usize];
                sum[0] += change * a;
                sum[1] += change * b;
            }
        }
    }
}

fn grid(links: usize) -> Grid {
    Grid { causes: SIZE, findings: SIZE, links }
}

fn load(base: &Base) -> Knowledge {
    Knowledge::new(vec![base.clone()]).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn say(session: &mut Session<'_>, finding: FindingId, answer: Answer) {
    session.answer(finding, answer).expect("nothing contradicts anything");
}

fn mean(times: &[Duration]) -> f64 {
    times.iter().sum::<Duration>().as_secs_f64() * 1e6 / times.len().max(1) as f64
}

fn row(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e6;
    println!("  {what:<34} {:>9.1} {:>9.1} {:>9.1} {:>9.1}", at(0.5), mean(times), at(0.99), at(1.0));
}
