//! Cases drawn from a base whose numbers are known.

use etio_kb::engine::{Base, Domain, Knowledge, Sign};
use etio_kb::learn::{Case, read};
use etio_kb::{Loaded, MemorySources, load, parse_str};
use etio_tests::generate::Dice;
use std::fmt::Write as _;

/// Machines as they are: what cases are drawn from.
pub(crate) const TRUTH: &str = r#"
base machine "Machines"
  language en

symptom slow "Slow"
  ask "Is it slow?"
  otherwise 10%
symptom hot "Hot"
  ask "Is it hot?"
  otherwise 30%
fact loud "Loud"
  ask "Is it loud?"
  otherwise 15%
fact place "Place" : one of home, work, road
  ask       "Where is it?"
  otherwise 50% is home
  otherwise 30% is work
  otherwise 20% is road
fact parts "Parts" : several of battery, charger
  ask       "Which parts does it have?"
  otherwise 60% has battery
  otherwise 40% has charger
symptom red  of lamp "A red lamp"
  otherwise 10%
symptom blue of lamp "A blue lamp"
  otherwise 20%
fact lamp "The lamp" : one of its symptoms
  ask  "Which lamp is on?"
  else "None"

cause fan "The fan"
  is 30%
  60% slow
  90% hot
  85% loud
  70% place is home
  40% red
  90% parts has battery
cause disk "The disk"
  is 15%
  80% slow
  75% loud
  55% blue
  5%  red
cause dust "Dust"
  is 25%
  85% hot
  60% place is road
  10% place is home
cause power "The power"
  is 10%
  65% slow
  10% parts has charger
  70% red

fix clean "Clean it"
  80% cures dust
  30% cures fan
  takes 2 min
fix replace "Replace the disk"
  90% cures disk
  takes 20 min
"#;

/// Returns the same base as an author who has seen no case wrote it: every number in words, and off.
pub(crate) fn authored() -> String {
    let words = [
        ("is 30%", "is most common"),
        ("is 15%", "is most common"),
        ("is 25%", "is very common"),
        ("is 10%", "is very common"),
        ("60% slow", "often slow"),
        ("80% slow", "half the time slow"),
        ("65% slow", "usually slow"),
        ("90% hot", "usually hot"),
        ("85% hot", "half the time hot"),
        ("85% loud", "often loud"),
        ("75% loud", "half the time loud"),
        ("70% place is home", "half the time place is home"),
        ("60% place is road", "sometimes place is road"),
        ("10% place is home", "seldom place is home"),
        ("40% red", "sometimes red"),
        ("55% blue", "often blue"),
        ("5%  red", "almost never red"),
        ("70% red", "half the time red"),
        ("90% parts has battery", "often parts has battery"),
        ("10% parts has charger", "occasionally parts has charger"),
        ("80% cures dust", "half the time cures dust"),
        ("30% cures fan", "half the time cures fan"),
        ("90% cures disk", "usually cures disk"),
    ];
    words.iter().fold(TRUTH.to_owned(), |page, (number, word)| {
        assert!(page.contains(number), "{number}");
        page.replace(number, word)
    })
}

/// Returns the base of a page.
pub(crate) fn base(page: &str) -> Base {
    sound(parse_str("machine.kb", page))
}

/// Returns a base with an overlay over it.
pub(crate) fn overlaid(page: &str, overlay: &str) -> Base {
    let sources = MemorySources::new().with_file("machine.kb", page).with_file("learnt.kb", overlay);
    sound(load(&sources, &["machine.kb", "learnt.kb"]))
}

fn sound(loaded: Loaded) -> Base {
    assert!(!loaded.has_errors(), "{}", loaded.render(etio_kb::Paint::Plain));
    loaded.bases.into_iter().next().expect("a base")
}

/// Returns lines of JSON read as cases.
pub(crate) fn cases(lines: &str) -> Vec<Case> {
    let sources = MemorySources::new().with_file("cases.jsonl", lines);
    read(&sources, &["cases.jsonl"]).unwrap_or_else(|error| panic!("{error}"))
}

/// Draws cases with known causes: each finding is known in seven of ten.
pub(crate) fn sample(truth: &Base, count: usize, seed: u64) -> Vec<String> {
    let mut dice = Dice::new(seed);
    (0..count).map(|_| draw(truth, &mut dice)).collect()
}

fn draw(truth: &Base, dice: &mut Dice) -> String {
    let total: f64 = truth.causes.iter().map(|cause| cause.prior.get()).sum();
    let shares: Vec<f64> = truth.causes.iter().map(|cause| cause.prior.get() / total).collect();
    let cause = chosen(&shares, dice);
    let mut findings: Vec<String> = Vec::new();
    for (at, finding) in truth.findings.iter().enumerate() {
        let rates = rates(truth, cause, at);
        let id = &finding.id;
        let said = match &finding.domain {
            Domain::YesNo { .. } => quoted(if dice.happens(rates[0]) { "yes" } else { "no" }),
            Domain::OneOf { options, .. } => {
                let value = chosen(&rates, dice);
                quoted(options.get(value).map_or("else", |option| &option.id))
            }
            Domain::SeveralOf { options } => {
                let has = options.iter().zip(&rates).filter(|(_, rate)| dice.happens(**rate));
                format!("[{}]", has.map(|(option, _)| quoted(&option.id)).collect::<Vec<_>>().join(","))
            }
            _ => continue,
        };
        if dice.happens(0.7) {
            findings.push(format!("{}:{said}", quoted(id)));
        }
    }
    let mut fixes: Vec<String> = Vec::new();
    for fix in &truth.fixes {
        if dice.happens(0.5) {
            continue;
        }
        let effect = fix.effects.iter().find(|effect| effect.cause.is_some_and(|known| known.index() == cause));
        let helped = dice.happens(effect.map_or(0.0, |effect| effect.number.get()));
        let seconds = dice.between(0.5, 1.5) * fix.takes.get() * 2.0;
        let outcome = if helped { "yes" } else { "no" };
        fixes.push(format!("{}:{{\"helped\":\"{outcome}\",\"took\":\"{seconds:.0} s\"}}", quoted(&fix.id)));
        if helped {
            break;
        }
    }
    let cause = quoted(&truth.causes[cause].id);
    format!("{{\"cause\":{cause},\"findings\":{{{}}},\"fixes\":{{{}}}}}", findings.join(","), fixes.join(","))
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// Returns P(value | cause) for each value, or each option of several, as docs/semantics.md says.
fn rates(base: &Base, cause: usize, finding: usize) -> Vec<f64> {
    let links = &base.causes[cause].links;
    let link = |option: Option<usize>| {
        let of = |sign: Sign| sign.finding.index() == finding && sign.option.map(|option| option.index()) == option;
        links.iter().find(|link| of(link.sign)).map(|link| link.number.get())
    };
    match &base.findings[finding].domain {
        Domain::YesNo { otherwise } => vec![link(None).unwrap_or(otherwise.get())],
        Domain::SeveralOf { options } => {
            let of = |(at, option): (usize, &etio_kb::engine::Choice)| link(Some(at)).unwrap_or(option.otherwise.get());
            options.iter().enumerate().map(of).collect()
        }
        Domain::OneOf { options, rest } => {
            let linked: Vec<Option<f64>> = (0..options.len()).map(|at| link(Some(at))).collect();
            let sum: f64 = linked.iter().flatten().sum();
            let base = options.iter().map(|option| option.otherwise.get());
            let unlinked: f64 =
                base.clone().zip(&linked).filter(|(_, link)| link.is_none()).map(|(rate, _)| rate).sum();
            let is_mentioned = linked.iter().any(Option::is_some);
            let scale = if is_mentioned && rest.is_none() { (1.0 - sum) / unlinked } else { 1.0 };
            let mut rates: Vec<f64> = base.zip(linked).map(|(rate, link)| link.unwrap_or(rate * scale)).collect();
            if rest.is_some() {
                rates.push((1.0 - rates.iter().sum::<f64>()).max(0.0));
            }
            rates
        }
        Domain::Number { .. } | Domain::Text => Vec::new(),
    }
}

fn chosen(shares: &[f64], dice: &mut Dice) -> usize {
    let mut left = dice.share() * shares.iter().sum::<f64>();
    shares
        .iter()
        .position(|share| {
            left -= share;
            left < 0.0
        })
        .unwrap_or(shares.len() - 1)
}

/// Returns everything a base says in numbers, by name.
pub(crate) fn numbers(base: &Base) -> Vec<(String, f64)> {
    let total: f64 = base.causes.iter().map(|cause| cause.prior.get()).sum();
    let mut numbers = Vec::new();
    for cause in &base.causes {
        numbers.push((format!("is {}", cause.id), cause.prior.get() / total));
        for link in &cause.links {
            let finding = &base.findings[link.sign.finding.index()];
            let option = link.sign.option.map_or(String::new(), |option| finding.options()[option.index()].id.clone());
            numbers.push((format!("{} {} {option}", cause.id, finding.id), link.number.get()));
        }
    }
    for finding in &base.findings {
        if let Domain::YesNo { otherwise } = &finding.domain {
            numbers.push((format!("otherwise {}", finding.id), otherwise.get()));
        }
        for option in finding.options() {
            numbers.push((format!("otherwise {} {}", finding.id, option.id), option.otherwise.get()));
        }
    }
    for fix in &base.fixes {
        for effect in &fix.effects {
            let cause = effect.cause.map_or("other", |cause| &base.causes[cause.index()].id);
            numbers.push((format!("{} cures {cause}", fix.id), effect.number.get()));
        }
    }
    numbers
}

/// Returns a table of the cases, without fixes.
pub(crate) fn table(lines: &[String]) -> String {
    let columns = ["slow", "hot", "loud", "place", "lamp"];
    let mut out = format!("cause,{}\n", columns.join(","));
    for line in lines {
        let cell = |key: &str| {
            let after = line.split_once(&format!("\"{key}\":\"")).map_or("", |(_, after)| after);
            after.split('"').next().unwrap_or_default().to_owned()
        };
        let cells: Vec<String> = columns.iter().map(|column| cell(column)).collect();
        let _ = writeln!(out, "{},{}", cell("cause"), cells.join(","));
    }
    out
}

/// A cause and what was found out, by ids.
pub(crate) type Row = (String, Vec<(String, String)>);

/// Returns the rows of a table in which something is known.
pub(crate) fn rows(text: &str) -> Vec<Row> {
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let columns = lines.next().expect("the names");
    let known = |cells: &[String]| {
        let pairs = columns.iter().zip(cells).skip(1).filter(|(_, cell)| !cell.is_empty());
        pairs.map(|(column, cell)| (column.clone(), cell.clone())).collect::<Vec<_>>()
    };
    lines.map(|cells| (cells[0].clone(), known(&cells))).filter(|(_, known)| !known.is_empty()).collect()
}

/// Returns the share of cases of which the base puts the cause first, and the mean of −ln P(cause).
pub(crate) fn accuracy(base: &Base, cases: &[Row]) -> (f64, f64) {
    use etio_kb::answers::{Answers, Given, give};
    let knowledge = Knowledge::new(vec![base.clone()]).expect("a sound base");
    let (mut first, mut loss) = (0.0, 0.0);
    for (cause, findings) in cases {
        let mut session = etio_kb::engine::Session::new(&knowledge);
        let pairs = findings.iter().map(|(id, value)| (id.clone(), Given::Word(value.clone())));
        let answers = Answers { answers: etio_kb::yaml::Pairs(pairs.collect()), ..Answers::default() };
        give(&mut session, &answers).unwrap_or_else(|error| panic!("{error}"));
        let differential = session.differential();
        let id = |cause: Option<etio_kb::engine::CauseId>| cause.map_or("other", |cause| &knowledge.cause(cause).id);
        first += f64::from(u8::from(differential.first().is_some_and(|one| id(one.cause) == cause)));
        let told = differential.iter().find(|one| id(one.cause) == cause).map_or(1e-9, |one| one.posterior);
        loss -= told.max(1e-9).ln();
    }
    let count = cases.len() as f64;
    (first / count, loss / count)
}
