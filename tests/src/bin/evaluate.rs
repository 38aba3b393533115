//! Measures etio on recorded cases: `evaluate all FOLDER`, or `evaluate SET --train FILE [--test FILE]`; see `docs/evaluation.md`.

use etio_tests::evaluate::Problem;
use etio_tests::evaluate::base;
use etio_tests::evaluate::clips;
use etio_tests::evaluate::consultation::{Trace, consult_all};
use etio_tests::evaluate::curve::Measured;
use etio_tests::evaluate::ddxplus;
use etio_tests::evaluate::dialogues;
use etio_tests::evaluate::faults::{Faults, largest_error};
use etio_tests::evaluate::interview::Learnt;
use etio_tests::evaluate::learn;
use etio_tests::evaluate::mixture;
use etio_tests::evaluate::network::Network;
use etio_tests::evaluate::set::{Case, FOLDS, Model, Set, Shape, fold};
use etio_tests::evaluate::tables::{self, Row};
use etio_tests::evaluate::textbook::{self, Textbook};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// How many samples of a network are learnt from.
const SAMPLES: usize = 100_000;

/// What holds for every table.
const PROTOCOL: &str = "\
What the person complains of first is free; one question asks one finding and shows all its values. In Dxy and MZ what the record does not
mention is answered `nothing said` and counts as a question; in SymCat and DDXPlus it is no. Questions are a mean over cases. A rule for stopping
(a posterior, and a most number of questions) is fixed on the train file; in cross-validation, on the other folds. The textbook is naive Bayes
with counts plus one and information gain, under the same protocol. Differences are paired, with their standard error.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            anstream::eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), Problem> {
    let option =
        |name: &str| arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1));
    let first = arguments.first().ok_or("evaluate all FOLDER, or evaluate SET --train FILE [--test FILE]")?;
    anstream::println!("{PROTOCOL}");
    if let Some(train) = option("--train") {
        return one(first, train, option("--test").map(String::as_str));
    }
    let folder = arguments.get(1).filter(|_| first == "all").ok_or("evaluate all FOLDER")?;
    for (set, file) in [
        ("ddxplus", "dialogues/ddxplus-patients.jsonl"),
        ("dxy", "dialogues/dxy-train.jsonl"),
        ("mz4", "dialogues/mz4-train.jsonl"),
        ("mz10", "dialogues/mz10-train.jsonl"),
        ("symcat", "dialogues/symcat-sd90-train.jsonl"),
        ("win95pts", "networks/win95pts-cases.jsonl"),
        ("car", "networks/car_starts-cases.jsonl"),
        ("clips", "clips/auto.jsonl"),
        ("clips", "clips/animal.jsonl"),
    ] {
        let path = Path::new(folder).join(file);
        if path.exists() {
            one(set, &path.to_string_lossy(), None)?;
        } else {
            anstream::println!("# {set}: {file} is not there\n");
        }
    }
    Ok(())
}

fn one(set: &str, train: &str, test: Option<&str>) -> Result<(), Problem> {
    let read = |path: &str| fs::read_to_string(path).map_err(|error| format!("{path}: {error}"));
    let (train_text, test_text) = (read(train)?, test.map(read).transpose()?);
    let beside = |name: &str| read(&Path::new(train).with_file_name(name).to_string_lossy());
    match set {
        "dxy" => dialogue("Dxy", &train_text, test_text, Shape::Said, 16, &[(8.6, 0.83)]),
        "mz4" => dialogue("MZ-4", &train_text, test_text, Shape::Said, 16, &[(5.1, 0.74)]),
        "mz10" => dialogue("MZ-10", &train_text, test_text, Shape::Said, 16, &[(7.0, 0.58)]),
        "symcat" => dialogue("SymCat-SD-90", &train_text, test_text, Shape::YesNo, 16, &[(6.5, 0.68)]),
        "ddxplus" => {
            let published = ddxplus::read(&beside("ddxplus-evidences.json")?, &beside("ddxplus-probabilities.json")?)?;
            let cases = published.patients(&train_text)?;
            let test = test_text.map(|text| published.patients(&text)).transpose()?;
            let (ours, theirs) = (published.model(), published.textbook());
            let page = base::write_with(&published.set, &ours, &published.needless());
            let hold = |cases: &[Case]| (ask_base(&published.set, &page, cases, 20), ask_textbook(&theirs, cases, 20));
            let trained = hold(&cases);
            let tested = test.as_deref().map(hold);
            print("DDXPlus", &trained, tested.as_ref(), &[(3.5, 0.987), (4.9, 0.99), (7.2, 0.996)]);
            Ok(())
        }
        "win95pts" | "car" => {
            let file = if set == "car" { "car_starts" } else { set };
            let network = Network::read(&beside(&format!("{file}.bif"))?)?;
            let error = largest_error(&network, &beside(&format!("{file}-golden.jsonl"))?)?;
            anstream::println!(
                "# {set}\n\nLargest error of the exact network against the golden posteriors: {error:.1e}\n"
            );
            let names: Vec<String> = if set == "car" {
                [
                    "Alternator",
                    "FanBelt",
                    "Leak",
                    "BatteryState",
                    "Starter",
                    "Leak2",
                    "FuelPump",
                    "Distributor",
                    "SparkPlugs",
                ]
                .map(str::to_owned)
                .into()
            } else {
                Faults::roots(&network, &train_text)?
            };
            let faults = Faults::new(set, network, &names, &train_text)?;
            let cases = faults.cases(test_text.as_deref().unwrap_or(&train_text))?;
            let (model, of) = mixture::learn(&faults.set, &faults.samples(SAMPLES, 1));
            anstream::println!("{} causes are {} variants, learnt from {SAMPLES} samples.\n", names.len(), of.len());
            let ours = ask_base(&faults.set, &base::write_variants(&faults.set, &model, &of), &cases, 10);
            let exact = consult_all(&cases, 10, || Box::new(faults.exact()));
            let (ours, exact) = (Measured::Apart(&[], &ours), Measured::Apart(&[], &exact));
            anstream::println!("{}", tables::exactly(ours, exact, "exact", &[0, 1, 2, 3, 5, 8, 10]));
            anstream::println!("{}", tables::beside(ours, exact, &[1, 3, 8], 0.02));
            anstream::println!("After 8: {}", tables::calibration("ours", &ours.after(8)));
            Ok(())
        }
        "clips" => {
            let paths = clips::Path::read_all(test_text.as_deref().unwrap_or(&train_text))?;
            anstream::println!("{}", clips::table(&paths)?);
            Ok(())
        }
        _ => Err(format!("no set is called `{set}`").into()),
    }
}

fn dialogue(
    name: &str,
    train: &str,
    test: Option<String>,
    shape: Shape,
    most: usize,
    rows: &[(f64, f64)],
) -> Result<(), Problem> {
    let texts: Vec<String> = std::iter::once(train.to_owned()).chain(test).collect();
    let (set, files) = dialogues::read(name, &texts, shape)?;
    let mut trained = (Vec::new(), Vec::new());
    let mut parts: Vec<(Vec<Trace>, Vec<Trace>)> = Vec::new();
    for at in 0..FOLDS {
        parts.push(learn_and_ask(&set, &fold(&files[0], at, false), &fold(&files[0], at, true), most));
    }
    for (position, _) in files[0].iter().enumerate() {
        trained.0.push(parts[position % FOLDS].0[position / FOLDS].clone());
        trained.1.push(parts[position % FOLDS].1[position / FOLDS].clone());
    }
    let tested = files.get(1).map(|cases| learn_and_ask(&set, &files[0], cases, most));
    print(name, &trained, tested.as_ref(), rows);
    Ok(())
}

fn learn_and_ask(set: &Set, train: &[Case], cases: &[Case], most: usize) -> (Vec<Trace>, Vec<Trace>) {
    let ours = ask(set, &learn::learn(set, train), cases, most);
    (ours, ask_textbook(&textbook::learn(set, train), cases, most))
}

fn ask(set: &Set, model: &Model, cases: &[Case], most: usize) -> Vec<Trace> {
    ask_base(set, &base::write(set, model), cases, most)
}

fn ask_base(set: &Set, page: &str, cases: &[Case], most: usize) -> Vec<Trace> {
    let learnt = Learnt::load(set, page).unwrap_or_else(|problem| panic!("{problem}"));
    consult_all(cases, most, || Box::new(learnt.consultant()))
}

fn ask_textbook(model: &Model, cases: &[Case], most: usize) -> Vec<Trace> {
    consult_all(cases, most, || Box::new(Textbook::new(model)))
}

fn print(
    name: &str,
    trained: &(Vec<Trace>, Vec<Trace>),
    tested: Option<&(Vec<Trace>, Vec<Trace>)>,
    rows: &[(f64, f64)],
) {
    let (ours, theirs) = match tested {
        Some(tested) => (Measured::Apart(&trained.0, &tested.0), Measured::Apart(&trained.1, &tested.1)),
        None => (Measured::Folds(&trained.0), Measured::Folds(&trained.1)),
    };
    let mut budgets = vec![0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0];
    budgets.extend(rows.iter().map(|row| row.0));
    budgets.sort_by(f64::total_cmp);
    let rows: Vec<Row> = rows.iter().map(|row| Row { questions: row.0, accuracy: row.1 }).collect();
    let cases = tested.map_or(trained.0.len(), |tested| tested.0.len());
    anstream::println!("# {name}: {cases} cases{}\n", if tested.is_some() { "" } else { ", five folds" });
    anstream::println!("{}", tables::curve(ours, theirs, &budgets));
    anstream::println!("{}", tables::exactly(ours, theirs, "textbook", &[0, 1, 2, 3, 5, 8, 10, 16]));
    anstream::println!("{}", tables::verdicts(ours, theirs, &rows));
    let last = rows.last().map_or(8.0, |row| row.questions);
    anstream::println!("{}", tables::calibration("Ours", &ours.ends(last)));
    anstream::println!("{}", tables::calibration("Textbook", &theirs.ends(last)));
}
