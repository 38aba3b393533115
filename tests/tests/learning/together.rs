//! Cases with several causes: numbers that are known are found again, where counting would not find them.

use crate::world::{accuracy, base, cases, numbers, overlaid};
use etio_kb::engine::{Base, Domain, Sign};
use etio_kb::learn::{First, FirstOptions, Judgement, Options, Table, first, learn};
use etio_kb::parse_str;
use etio_tests::generate::Dice;

/// A house as it is: what cases are drawn from. Causes are frequent, so that half of the cases have several.
const TRUTH: &str = r#"
base house "House"
  language en
  several causes at once

symptom cold "Cold"
  ask "Is it cold?"
  otherwise 10%
symptom damp "Damp"
  ask "Is it damp?"
  otherwise 15%
symptom noise "Noise"
  ask "Is there noise?"
  otherwise 5%
fact draught "A draught"
  ask "Is there a draught?"
  otherwise 30%

cause window "The window"
  is 35%
  70% cold
  30% damp
  85% draught
cause boiler "The boiler"
  is 30%
  80% cold
  60% noise
cause pipe "The pipe"
  is 25%
  75% damp
  50% noise
cause sealing "The sealing"
  is 30%
  55% damp
  6%  draught
"#;

/// Returns the house as an author wrote it who has seen no case.
fn authored() -> String {
    let words = [
        ("is 35%", "is 20%"),
        ("70% cold", "half the time cold"),
        ("30% damp", "half the time damp"),
        ("85% draught", "often draught"),
        ("80% cold", "often cold"),
        ("60% noise", "sometimes noise"),
        ("75% damp", "half the time damp"),
        ("50% noise", "sometimes noise"),
        ("55% damp", "usually damp"),
        ("6%  draught", "seldom draught"),
    ];
    words.iter().fold(TRUTH.to_owned(), |page, (number, word)| {
        assert!(page.contains(number), "{number}");
        page.replace(number, word)
    })
}

/// A case: which causes were at work, and of each finding whether it was there, where somebody looked.
struct Drawn {
    causes: Vec<usize>,
    seen: Vec<Option<bool>>,
}

/// Draws cases in which something is wrong; each finding is known in eight of ten.
fn draw(truth: &Base, count: usize, seed: u64) -> Vec<Drawn> {
    let mut dice = Dice::new(seed);
    let mut drawn = Vec::new();
    while drawn.len() < count {
        let causes: Vec<usize> =
            (0..truth.causes.len()).filter(|cause| dice.happens(truth.causes[*cause].prior.get())).collect();
        if causes.is_empty() {
            continue;
        }
        let seen = (0..truth.findings.len()).map(|finding| {
            let there = dice.happens(chance(truth, &causes, finding));
            dice.happens(0.8).then_some(there)
        });
        let seen = seen.collect();
        drawn.push(Drawn { causes, seen });
    }
    drawn
}

fn otherwise(base: &Base, finding: usize) -> f64 {
    match &base.findings[finding].domain {
        Domain::YesNo { otherwise } => otherwise.get(),
        _ => panic!("a finding that is yes or no"),
    }
}

fn link(base: &Base, cause: usize, finding: usize) -> Option<f64> {
    let of = |sign: Sign| sign.finding.index() == finding;
    base.causes[cause].links.iter().find(|link| of(link.sign)).map(|link| link.number.get())
}

/// Returns P(finding | these causes) as docs/semantics.md says.
fn chance(base: &Base, causes: &[usize], finding: usize) -> f64 {
    let leak = otherwise(base, finding);
    let numbers: Vec<f64> = causes.iter().filter_map(|cause| link(base, *cause, finding)).collect();
    let raised = numbers.iter().filter(|s| **s >= leak).map(|s| (1.0 - s) / (1.0 - leak)).product::<f64>();
    let passes = numbers.iter().filter(|s| **s < leak).map(|s| s / leak).product::<f64>();
    (1.0 - (1.0 - leak) * raised) * passes
}

fn lines(truth: &Base, drawn: &[Drawn]) -> String {
    let line = |case: &Drawn| {
        let causes: Vec<String> = case.causes.iter().map(|cause| format!("{:?}", truth.causes[*cause].id)).collect();
        let seen = truth.findings.iter().zip(&case.seen).filter_map(|(finding, there)| {
            there.map(|there| format!("{:?}:\"{}\"", finding.id, if there { "yes" } else { "no" }))
        });
        format!("{{\"cause\":[{}],\"findings\":{{{}}}}}", causes.join(","), seen.collect::<Vec<_>>().join(","))
    };
    drawn.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn table(truth: &Base, drawn: &[Drawn]) -> String {
    let columns: Vec<&str> = truth.findings.iter().map(|finding| finding.id.as_str()).collect();
    let row = |case: &Drawn| {
        let causes: Vec<&str> = case.causes.iter().map(|cause| truth.causes[*cause].id.as_str()).collect();
        let cells = case.seen.iter().map(|there| match there {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        });
        format!("{},{}", causes.join("|"), cells.collect::<Vec<_>>().join(","))
    };
    let rows: Vec<String> = drawn.iter().map(row).collect();
    format!("cause,{}\n{}\n", columns.join(","), rows.join("\n"))
}

/// Returns how often a finding was there in the cases of a cause: what counting says of it.
fn counted(drawn: &[Drawn], cause: usize, finding: usize) -> f64 {
    let seen: Vec<bool> =
        drawn.iter().filter(|case| case.causes.contains(&cause)).filter_map(|case| case.seen[finding]).collect();
    seen.iter().filter(|there| **there).count() as f64 / seen.len() as f64
}

/// Returns how far each number of a base is from the true one, by name.
fn deviations(truth: &Base, found: &Base) -> Vec<(String, f64)> {
    let at = |id: &str| found.causes.iter().position(|cause| cause.id == id).expect("every cause");
    let of = |id: &str| found.findings.iter().position(|finding| finding.id == id).expect("every finding");
    let mut deviations = Vec::new();
    for (nth, cause) in truth.causes.iter().enumerate() {
        let own = at(&cause.id);
        deviations.push((format!("is {}", cause.id), found.causes[own].prior.get() - cause.prior.get()));
        for (finding, known) in truth.findings.iter().enumerate() {
            let Some(wanted) = link(truth, nth, finding) else { continue };
            let there = of(&known.id);
            let read = link(found, own, there).unwrap_or_else(|| otherwise(found, there));
            deviations.push((format!("{} {}", cause.id, known.id), read - wanted));
        }
    }
    for (finding, known) in truth.findings.iter().enumerate() {
        let deviation = otherwise(found, of(&known.id)) - otherwise(truth, finding);
        deviations.push((format!("otherwise {}", known.id), deviation));
    }
    deviations
}

/// Asserts that the numbers are found again: none is off by more than .08, and they are off by .02 on average.
fn assert_found(truth: &Base, found: &Base) {
    let deviations = deviations(truth, found);
    let worst = deviations.iter().map(|(_, deviation)| deviation.abs()).fold(0.0, f64::max);
    let mean = deviations.iter().map(|(_, deviation)| deviation.abs()).sum::<f64>() / deviations.len() as f64;
    assert!(worst < 0.08 && mean < 0.02, "{worst} {mean} {deviations:#?}");
}

#[test]
fn known_numbers_are_found_again_where_several_causes_are_at_work() {
    let truth = base(TRUTH);
    let drawn = draw(&truth, 4_000, 1);
    let options = Options { most: 1e6, ..Options::default() };
    let learnt = learn(&base(&authored()), &cases(&lines(&truth, &drawn)), &options);
    let learnt = learnt.unwrap_or_else(|errors| panic!("{errors:?}"));
    let found = overlaid(&authored(), &learnt.overlay);
    assert_found(&truth, &found);
    let before = deviations(&truth, &base(&authored()));
    assert!(before.iter().any(|(_, deviation)| deviation.abs() > 0.25), "{before:?}");
    let Judgement::Passed { before, after } = learnt.judgement else { panic!("{:?}", learnt.judgement) };
    assert!(after.log_loss < before.log_loss && after.cases > 600.0, "{before:?} {after:?}");
    assert_eq!(numbers(&found).len(), numbers(&truth).len());
}

#[test]
fn counting_alone_would_not_find_them() {
    let truth = base(TRUTH);
    let drawn = draw(&truth, 4_000, 1);
    let several = drawn.iter().filter(|case| case.causes.len() > 1).count();
    assert!(several > 1_200, "{several}");
    let off = (0..truth.causes.len()).flat_map(|cause| (0..truth.findings.len()).map(move |finding| (cause, finding)));
    let off = off.filter_map(|(cause, finding)| {
        link(&truth, cause, finding).map(|wanted| counted(&drawn, cause, finding) - wanted)
    });
    assert!(off.filter(|deviation| deviation.abs() > 0.09).count() >= 4, "who counts gives each the other's share");
}

fn made(text: &str) -> (First, Base) {
    let table = Table::read("cases.csv", text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let options =
        FirstOptions { id: "house".to_owned(), title: "House".to_owned(), language: "en".to_owned(), least_gain: 1.0 };
    let made = first(&table, &options).unwrap_or_else(|error| panic!("{error}"));
    let loaded = parse_str("house.kb", &made.text);
    assert!(!loaded.has_errors(), "{}\n{}", made.text, loaded.render(etio_kb::Paint::Plain));
    let base = loaded.bases.into_iter().next().expect("a base");
    (made, base)
}

#[test]
fn a_first_base_finds_known_numbers_again_where_rows_have_several_causes() {
    let truth = base(TRUTH);
    let (made, found) = made(&table(&truth, &draw(&truth, 4_000, 2)));
    assert!(made.text.contains("  several causes at once\n"), "{}", made.text);
    assert_found(&truth, &found);
}

#[test]
fn a_first_base_needs_no_row_of_a_cause_alone() {
    let truth = base(TRUTH);
    // Of the window and the pipe only rows with others are left.
    let is_told = |case: &Drawn| case.causes.len() > 1 || ![0, 2].contains(&case.causes[0]);
    let drawn: Vec<Drawn> = draw(&truth, 6_000, 3).into_iter().filter(is_told).collect();
    let (_, found) = made(&table(&truth, &drawn));
    let off = |(name, deviation): &(String, f64)| !name.starts_with("is ") && deviation.abs() > 0.08;
    let deviations = deviations(&truth, &found);
    assert!(!deviations.iter().any(off), "{deviations:#?}");
    // In the table the two come with other causes only, so their rates are those of these rows.
    assert!(counted(&drawn, 0, 1) - link(&truth, 0, 1).expect("a link") > 0.2);
}

#[test]
fn the_order_of_rows_with_several_causes_means_nothing() {
    let truth = base(TRUTH);
    let mut drawn = draw(&truth, 300, 4);
    let (first, _) = made(&table(&truth, &drawn));
    drawn.reverse();
    assert_eq!(made(&table(&truth, &drawn)).0, first);
}

#[test]
fn a_first_base_with_several_causes_diagnoses_nearly_as_well_as_the_truth() {
    let truth = base(TRUTH);
    let (_, found) = made(&table(&truth, &draw(&truth, 1_500, 5)));
    // Of cases with one cause it is known which must come first.
    let alone = draw(&truth, 2_000, 6).into_iter().filter(|case| case.causes.len() == 1);
    let rows = alone.filter(|case| case.seen.iter().any(Option::is_some)).map(|case| {
        let seen = truth.findings.iter().zip(&case.seen).filter_map(|(finding, there)| {
            there.map(|there| (finding.id.clone(), if there { "yes" } else { "no" }.to_owned()))
        });
        (truth.causes[case.causes[0]].id.clone(), seen.collect())
    });
    let rows: Vec<_> = rows.collect();
    let ((first, loss), (true_first, true_loss)) = (accuracy(&found, &rows), accuracy(&truth, &rows));
    assert!(first > true_first - 0.03 && loss < true_loss + 0.05, "{first} {true_first} {loss} {true_loss}");
}
