//! Consultations of two small programs, recorded: what they asked, what was answered, and what they said in the end.
//!
//! Nothing is learnt from them. The bases are the examples `auto` and `animal`, written by hand; a session with one of them is answered from a record and
//! must come to the same conclusion. What a record does not hold is answered "don't know" and counts as a question.

mod words;

use super::Problem;
use super::dialogues::{lines, text};
use etio_engine::{Answer, FindingId, Knowledge, Session, Step, Thing, Value, Verdict};
use etio_kb::{FileSystem, Paint, load};
use std::collections::BTreeMap;
use std::fmt::Write;

/// What a record answers, by the ids of findings.
type Answers<'p> = BTreeMap<&'static str, &'p str>;

/// A recorded consultation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The program: `auto` or `animal`.
    pub program: String,
    /// Its questions, each with the answer that was given.
    pub said: Vec<(String, String)>,
    /// What it said in the end.
    pub conclusion: String,
}

impl Path {
    /// Reads records, one a line.
    ///
    /// # Errors
    /// Where a line is no such record.
    pub fn read_all(file: &str) -> Result<Vec<Self>, Problem> {
        let read = |record: &serde_json::Value| {
            let said = record["dialog"].as_array().ok_or("a record without `dialog`")?;
            let said = said.iter().map(|turn| Ok((text(turn, "q")?, text(turn, "a")?)));
            let program = text(record, "kb")?.trim_end_matches(".clp").to_owned();
            Ok(Self { program, said: said.collect::<Result<_, Problem>>()?, conclusion: text(record, "final")? })
        };
        lines(file)?.iter().map(read).collect()
    }
}

/// What a conclusion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Concludes {
    /// The cause that is diagnosed.
    Cause,
    /// The fix that is proposed; where none is worth its time, the one that hands over.
    Fix,
}

/// A program that was recorded, and how its words are said in our base.
struct Program {
    name: &'static str,
    /// The finding that a session begins with: asked for if the records answer it, else a complaint that all of them have, and free.
    opens: &'static str,
    concludes: Concludes,
    /// Words of a question, and the fact that it answers with yes or no.
    facts: &'static [(&'static str, &'static str)],
    /// Words of a question, an answer to it, the finding it speaks of, and the value that follows.
    values: &'static [(&'static str, &'static str, &'static str, &'static str)],
    /// What was said in the end, and the id of our cause or fix.
    conclusions: &'static [(&'static str, &'static str)],
}

impl Program {
    /// Returns what the record answers, by the ids of findings, and the questions of it that no words stand for.
    fn answers<'p>(&self, path: &'p Path) -> (Answers<'p>, Vec<&'p str>) {
        let (mut answers, mut strange) = (BTreeMap::new(), Vec::new());
        for (question, answer) in &path.said {
            let is_asked = |words: &str| question.contains(words);
            let facts = self.facts.iter().filter(|(words, _)| is_asked(words));
            let values = self.values.iter().filter(|(words, ..)| is_asked(words)).collect::<Vec<_>>();
            let facts = facts.map(|(_, finding)| (*finding, answer.as_str())).collect::<Vec<_>>();
            if facts.is_empty() && values.is_empty() {
                strange.push(question.as_str());
            }
            let found = values.iter().filter(|(_, given, ..)| given == answer);
            answers.extend(found.map(|(_, _, finding, value)| (*finding, *value)));
            answers.extend(facts);
        }
        (answers, strange)
    }

    /// Returns the id of what the record came to, if we have it.
    fn expected(&self, path: &Path) -> Option<&'static str> {
        let said = path.conclusion.lines().map(str::trim).rfind(|line| !line.is_empty())?;
        let same = |words: &str| said == words;
        self.conclusions.iter().find(|(words, _)| same(words)).map(|(_, id)| *id)
    }
}

/// An example base, and the program that it stands beside.
pub struct Expert {
    program: &'static Program,
    knowledge: Knowledge,
}

/// What a session came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The id of the cause or the fix; none where nothing is concluded.
    pub conclusion: Option<String>,
    /// The findings that were asked, in order.
    pub asked: Vec<String>,
    /// How many of them the record does not hold.
    pub unanswered: usize,
    /// How many questions there are where the values of a question that gathers several of the recorded ones are read out one by one.
    pub read_out: usize,
    /// What could not be understood or said.
    pub troubles: Vec<String>,
}

impl Expert {
    /// Loads the example base for a program.
    ///
    /// # Errors
    /// Where there is none, or it has mistakes.
    pub fn load(program: &str) -> Result<Self, Problem> {
        let program = [&words::AUTO, &words::ANIMAL].into_iter().find(|known| known.name == program);
        let program = program.ok_or("records of an unknown program")?;
        let folder = format!("{}/examples/{}", env!("CARGO_MANIFEST_DIR"), program.name);
        let loaded = load(&FileSystem, &[&folder]);
        if loaded.has_errors() || loaded.bases.is_empty() {
            return Err(loaded.render(Paint::Plain).into());
        }
        let knowledge = Knowledge::new(loaded.bases).map_err(|errors| format!("{errors:?}"))?;
        Ok(Self { program, knowledge })
    }

    /// Returns the id that stands for what the record came to, if we have it.
    pub fn expected(&self, path: &Path) -> Option<&'static str> {
        self.program.expected(path)
    }

    /// Holds a session that is answered from a record.
    pub fn consult(&self, path: &Path) -> Outcome {
        let (answers, strange) = self.program.answers(path);
        let strange = strange.iter().map(|question| format!("a question that has no words here: {}", question.trim()));
        let mut outcome = Outcome { troubles: strange.collect(), ..Outcome::default() };
        let mut session = Session::new(&self.knowledge);
        // A question is asked once, so there are no more than findings.
        for _ in 0..=self.knowledge.findings().len() {
            let said = match session.next() {
                Step::Complain => self.open(&mut session, &answers, &mut outcome),
                Step::Ask(finding) => self.answer(&mut session, finding, &answers, &mut outcome),
                Step::Try(_) | Step::Report(_) => break,
            };
            if let Err(problem) = said {
                outcome.troubles.push(problem.to_string());
                break;
            }
        }
        outcome.conclusion = self.conclusion(&session);
        outcome
    }

    /// Begins with the complaint.
    fn open(&self, session: &mut Session<'_>, answers: &Answers<'_>, outcome: &mut Outcome) -> Result<(), Problem> {
        let Some(Thing::Finding(finding)) = self.knowledge.find(self.program.opens).first().copied() else {
            return Err(format!("no finding `{}`", self.program.opens).into());
        };
        if answers.contains_key(self.program.opens) {
            return self.answer(session, finding, answers, outcome);
        }
        if self.knowledge.finding(finding).ask.is_some() {
            return Err("the record does not say what the trouble is".into());
        }
        Ok(session.answer(finding, Answer::sure(Value::Yes))?)
    }

    fn answer(
        &self,
        session: &mut Session<'_>,
        finding: FindingId,
        answers: &Answers<'_>,
        outcome: &mut Outcome,
    ) -> Result<(), Problem> {
        let id = self.knowledge.id_of(Thing::Finding(finding));
        outcome.asked.push(id.to_owned());
        let Some(word) = answers.get(id) else {
            outcome.unanswered += 1;
            outcome.read_out += 1;
            return Ok(session.answer(finding, Answer::Unknown)?);
        };
        let value = self.value(finding, word).ok_or_else(|| format!("`{id}` has no value `{word}`"))?;
        outcome.read_out += self.read_out(finding, &value);
        Ok(session.answer(finding, Answer::sure(value))?)
    }

    fn value(&self, finding: FindingId, word: &str) -> Option<Value> {
        match word {
            "yes" => Some(Value::Yes),
            "no" => Some(Value::No),
            "else" => Some(Value::Rest),
            _ => self.knowledge.find_option(finding, word).map(Value::Option),
        }
    }

    /// Returns how many yes-or-no questions it takes to come to a value of a question that gathers several recorded ones; 1 for any other.
    fn read_out(&self, finding: FindingId, value: &Value) -> usize {
        let id = self.knowledge.id_of(Thing::Finding(finding));
        let mut gathered: Vec<&str> =
            self.program.values.iter().filter(|row| row.2 == id).map(|(words, ..)| *words).collect();
        gathered.dedup();
        match value {
            _ if gathered.len() < 2 => 1,
            Value::Option(option) => option.index() + 1,
            _ => self.knowledge.finding(finding).options().len(),
        }
    }

    fn conclusion(&self, session: &Session<'_>) -> Option<String> {
        let report = session.report();
        let thing = match (self.program.concludes, report.next) {
            (Concludes::Cause, _) if report.verdict == Verdict::Diagnosed => {
                Thing::Cause(report.differential.first()?.cause?)
            }
            (Concludes::Cause, _) => return None,
            (Concludes::Fix, Step::Try(fix)) => Thing::Fix(fix),
            (Concludes::Fix, _) => Thing::Fix(report.fixes.first()?.fix),
        };
        Some(self.knowledge.id_of(thing).to_owned())
    }
}

/// What holds for the table.
const PROTOCOL: &str = "\
The base is an example written by hand; nothing is learnt. A complaint that all records share is free, every other question counts, the first
too; what the record does not hold is answered `don't know`. `Read out one by one` counts a question over complaints as the yes-or-no questions
that it stands for.

";

/// Returns the table of all paths, and the verdict.
///
/// # Errors
/// Where a program has no base.
pub fn table(paths: &[Path]) -> Result<String, Problem> {
    let mut out = String::new();
    let mut programs: Vec<&str> = paths.iter().map(|path| path.program.as_str()).collect();
    programs.sort_unstable();
    programs.dedup();
    for program in programs {
        let own: Vec<&Path> = paths.iter().filter(|path| path.program == program).collect();
        out.push_str(&of_program(&Expert::load(program)?, &own));
    }
    Ok(out)
}

fn of_program(expert: &Expert, paths: &[&Path]) -> String {
    let mut out = format!("# CLIPS {}: {} paths\n\n", expert.program.name, paths.len());
    out.push_str(PROTOCOL);
    out.push_str(
        "| recorded | ours | questions recorded | ours | of these not in the record | read out one by one |\n",
    );
    out.push_str("|---|---|---:|---:|---:|---:|\n");
    let (mut same, mut recorded, mut ours, mut read_out) = (0, 0, 0, 0);
    for path in paths {
        let outcome = expert.consult(path);
        let expected = expert.expected(path);
        let is_same = expected.is_some() && outcome.conclusion.as_deref() == expected && outcome.troubles.is_empty();
        same += usize::from(is_same);
        recorded += path.said.len();
        ours += outcome.asked.len();
        read_out += outcome.read_out;
        out.push_str(&row(path, &outcome, is_same));
    }
    let mean = |sum: usize| sum as f64 / paths.len().max(1) as f64;
    let is_met = same == paths.len() && ours <= recorded;
    let verdict = if is_met { "met" } else { "not met" };
    let _ = write!(
        out,
        "\n- same conclusion on {same} of {}; questions on average {:.2} recorded, {:.2} ours ({:.2} read out one by one): **{verdict}**\n\n",
        paths.len(),
        mean(recorded),
        mean(ours),
        mean(read_out)
    );
    out
}

fn row(path: &Path, outcome: &Outcome, is_same: bool) -> String {
    let said = path.conclusion.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
    let ours = outcome.conclusion.as_deref().unwrap_or("nothing");
    let differs = if is_same { String::new() } else { format!(" **differs** after {}", outcome.asked.join(", ")) };
    let troubles: String = outcome.troubles.iter().map(|trouble| format!("; {trouble}")).collect();
    format!(
        "| {said} | {ours}{differs}{troubles} | {} | {} | {} | {} |\n",
        path.said.len(),
        outcome.asked.len(),
        outcome.unanswered,
        outcome.read_out
    )
}
