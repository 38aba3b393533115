//! A first base from a table of cases alone: causes and findings by the names in it, numbers by its counts.

use super::error::CaseError;
use super::figures::{cases, closest, percent};
use super::parameters::within_link;
use super::read::{causes_of, is_blank};
use super::shrink::{Count, Shrinkage, gain};
use super::survey::{Column, LeftOut, Survey, Values, survey};
use super::table::Table;
use super::together::{Fitting, Numbers, Rows};
use crate::written::{Ids, quoted};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How many rows a cause needs in which it stands alone, before only these tell what it shows.
const ALONE: usize = 5;
/// How many values all contexts of a base with several causes may have, multiplied.
const CONTEXTS: usize = 64;
/// How probable a cause may be at most in a base with several.
const MOST: f64 = 0.95;
/// How many people there are at most for one case.
const MOST_PEOPLE: f64 = 10_000.0;

/// What the first base is to be.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstOptions {
    /// The id of the base.
    pub id: String,
    /// What it is about, for a person.
    pub title: String,
    /// The language of the names in the table: `en`.
    pub language: String,
    /// How many nats a number of its own must tell a cause's cases better than `otherwise`, or the link is left out. One nat a number is Akaike's criterion.
    pub least_gain: f64,
}

/// A first base.
#[derive(Clone, Debug, PartialEq)]
pub struct First {
    /// The base, in the language.
    pub text: String,
    /// How many cases it was made from.
    pub cases: usize,
    /// How many causes it has.
    pub causes: usize,
    /// How many findings it has.
    pub findings: usize,
    /// What of the table is not in it, and why.
    pub left_out: Vec<LeftOut>,
}

/// Returns a first base, made from a table of cases.
///
/// # Errors
/// Where the table has no column `cause`, no case or no cause in it, or the id is none.
pub fn first(table: &Table, options: &FirstOptions) -> Result<First, CaseError> {
    if !crate::names::is_id(&options.id) || crate::names::is_reserved(&options.id) {
        let help = "an id is lower-case letters, digits and hyphens, and begins with a letter";
        return Err(CaseError::new("", None, format!("`{}` is no id for a base", options.id)).help(help));
    }
    let survey = survey(table)?;
    let writer = Writer::new(&survey, options);
    Ok(writer.write())
}

/// A link that is worth its line.
struct Link {
    cause: usize,
    rate: f64,
    count: Count,
    /// In how many of these cases other causes were at work too.
    with_others: f64,
    /// By how much it tells the cases better.
    gain: f64,
}

/// What the cases say of one sign.
struct Sign {
    otherwise: f64,
    links: Vec<Link>,
}

struct Writer<'s> {
    survey: &'s Survey,
    options: &'s FirstOptions,
    ids: Ids,
    cause_ids: Vec<String>,
    /// For each cause its lines.
    lines: Vec<String>,
    /// How many cases each cause has, and which of them tell what it shows.
    rows: Vec<Vec<usize>>,
    left_out: Vec<LeftOut>,
    findings: usize,
    contexts: usize,
}

impl<'s> Writer<'s> {
    fn new(survey: &'s Survey, options: &'s FirstOptions) -> Self {
        let mut ids = Ids::default();
        let cause_ids = survey.causes.iter().map(|cause| ids.make(cause, "cause")).collect();
        let rows = (0..survey.causes.len()).map(|cause| telling(survey, cause)).collect();
        let lines = vec![String::new(); survey.causes.len()];
        let left_out = survey.left_out.clone();
        Self { survey, options, ids, cause_ids, lines, rows, left_out, findings: 0, contexts: 1 }
    }

    fn write(mut self) -> First {
        let survey = self.survey;
        let mut findings = String::new();
        for column in &survey.columns {
            match &column.values {
                Values::YesNo(cells) => self.yes_or_no(column, cells, &mut findings),
                Values::OneOf(values, cells) => self.one_of(column, values, cells, &mut findings),
            }
        }
        let mut fixes = String::new();
        for fix in &survey.fixes {
            self.fix(fix, &mut fixes);
        }
        let people = if survey.several { people(&survey.of_cause, survey.cases.len()) } else { survey.cases.len() };
        let mut text = self.opening(people);
        text += &findings;
        for (cause, lines) in self.lines.iter().enumerate() {
            let count = survey.of_cause[cause];
            let _ = write!(text, "\ncause {} {}\n", self.cause_ids[cause], quoted(&survey.causes[cause]));
            let _ = write!(text, "  is {count} of {people}\n{lines}");
        }
        text += &fixes;
        let (cases, causes) = (survey.cases.len(), survey.causes.len());
        First { text, cases, causes, findings: self.findings, left_out: self.left_out }
    }

    fn opening(&self, people: usize) -> String {
        let options = self.options;
        let mut text = format!(
            "# Made from {} cases. Numbers are counts, pulled toward the rate of all\n",
            self.survey.cases.len()
        );
        text += "# causes where a cause has few cases; behind each stands what was counted. Say it in your words.\n";
        if self.survey.several {
            text += &together(self.survey.cases.len(), people);
        }
        let _ = write!(text, "base {} {}\n  language {}\n", options.id, quoted(&options.title), options.language);
        if self.survey.several {
            text += "  several causes at once\n";
        }
        let _ = writeln!(text, "  source   {}", quoted(&format!("{} cases", self.survey.cases.len())));
        text
    }

    /// Counts a sign in the cases that tell of each cause, and finds the links that say something.
    fn sign(&self, there: impl Fn(usize) -> Option<bool>) -> Sign {
        let counts: Vec<Count> = self.rows.iter().map(|rows| count(rows, &there)).collect();
        let shrinkage = Shrinkage::of(&counts);
        let mut linked = vec![false; counts.len()];
        let mut otherwise = shrinkage.overall;
        // What has no link tells what is otherwise, and what is otherwise tells what needs a link: a few rounds settle it.
        for _ in 0..10 {
            let rest = counts.iter().zip(&linked).filter(|(_, linked)| !**linked).map(|(count, _)| *count);
            let rest =
                rest.fold(Count::default(), |sum, one| Count { of: sum.of + one.of, cases: sum.cases + one.cases });
            if rest.cases > 0.0 {
                otherwise = (rest.of + shrinkage.overall) / (rest.cases + 1.0);
            }
            let wanted: Vec<bool> = counts
                .iter()
                .map(|count| gain(*count, shrinkage.rate(*count), otherwise) >= self.options.least_gain)
                .collect();
            if wanted == linked {
                break;
            }
            linked = wanted;
        }
        let links = (0..counts.len()).filter(|cause| linked[*cause]).map(|cause| {
            let rate = shrinkage.rate(counts[cause]);
            let gain = gain(counts[cause], rate, otherwise);
            Link { cause, rate, count: counts[cause], with_others: 0.0, gain }
        });
        Sign { otherwise, links: links.collect() }
    }

    /// Returns what the cases say of a sign that each of several causes may have set off: what is counted is where the fitting begins.
    fn shared(&self, there: impl Fn(usize) -> Option<bool>) -> Sign {
        let otherwise = self.sign(&there).otherwise;
        let told: Vec<Count> = self.rows.iter().map(|rows| count(rows, &there)).collect();
        let (causes, rows) = (self.survey.causes.len(), self.by_causes(&there));
        let all = in_all(causes, &rows);
        let shrinkage = Shrinkage::of(&told);
        let least_gain = self.options.least_gain;
        let may_say = |cause: usize| {
            [told[cause], all[cause].0]
                .into_iter()
                .any(|count| count.cases > 0.0 && gain(count, shrinkage.rate(count), otherwise) >= least_gain)
        };
        let rates = (0..causes).filter(|cause| may_say(*cause)).map(|cause| (cause, shrinkage.rate(told[cause])));
        let start = Numbers { otherwise, rates: rates.collect() };
        let (numbers, gains) = Fitting { causes, rows: &rows, shrinkage, least_gain }.fit(&start);
        let links = numbers.rates.into_iter().map(|(cause, rate)| {
            let (count, with_others) = all[cause];
            Link { cause, rate, count, with_others, gain: gains[&cause] }
        });
        Sign { otherwise: numbers.otherwise, links: links.collect() }
    }

    /// Returns how often a sign is there in the cases with the same causes.
    fn by_causes(&self, there: impl Fn(usize) -> Option<bool>) -> Vec<Rows> {
        let mut counts: BTreeMap<&[usize], (f64, f64)> = BTreeMap::new();
        for (row, causes) in self.survey.cases.iter().enumerate() {
            let Some(there) = there(row) else { continue };
            let (yes, no) = counts.entry(causes).or_default();
            *if there { yes } else { no } += 1.0;
        }
        counts.into_iter().map(|(causes, (yes, no))| Rows { causes: causes.to_vec(), yes, no }).collect()
    }

    fn yes_or_no(&mut self, column: &Column, cells: &[Option<bool>], out: &mut String) {
        let sign = if self.survey.several { self.shared(|row| cells[row]) } else { self.sign(|row| cells[row]) };
        if sign.links.is_empty() {
            return self.left_out.push(LeftOut::SaysNothing(column.title.clone()));
        }
        let id = self.ids.make(&column.title, "finding");
        let word = if column.is_fact { "fact" } else { "symptom" };
        let _ = write!(out, "\n{word} {id} {}\n  ask       {}\n", quoted(&column.title), question(&column.title));
        let _ = writeln!(out, "  otherwise {}", percent(within_link(sign.otherwise)));
        self.findings += 1;
        for link in &sign.links {
            self.link(link, within_link(link.rate), &id);
        }
    }

    fn one_of(&mut self, column: &Column, values: &[String], cells: &[Option<usize>], out: &mut String) {
        let signs: Vec<Sign> =
            (0..values.len()).map(|value| self.sign(|row| cells[row].map(|cell| cell == value))).collect();
        if signs.iter().all(|sign| sign.links.is_empty()) {
            return self.left_out.push(LeftOut::SaysNothing(column.title.clone()));
        }
        if self.survey.several {
            if self.contexts * values.len() > CONTEXTS {
                return self.left_out.push(LeftOut::TooManyContexts(column.title.clone()));
            }
            self.contexts *= values.len();
        }
        let id = self.ids.make(&column.title, "finding");
        let mut taken = Ids::default();
        let names: Vec<String> = values.iter().map(|value| taken.make(value, "value")).collect();
        let _ = writeln!(out, "\nfact {id} {} : one of {}", quoted(&column.title), names.join(", "));
        let _ = writeln!(out, "  ask       {}", question(&column.title));
        for (name, value) in names.iter().zip(values).filter(|(name, value)| name != value) {
            let _ = writeln!(out, "  label     {name} {}", quoted(value));
        }
        let total: f64 = signs.iter().map(|sign| sign.otherwise).sum();
        let rates: Vec<f64> = signs.iter().map(|sign| sign.otherwise / total).collect();
        for (name, rate) in names.iter().zip(closest(&rates, true)) {
            let _ = writeln!(out, "  otherwise {} is {name}", percent(rate));
        }
        self.findings += 1;
        self.links_of_values(&id, &names, signs);
    }

    /// Writes the links of values. One value always gets what the others leave over.
    fn links_of_values(&mut self, id: &str, names: &[String], signs: Vec<Sign>) {
        let mut by_cause: BTreeMap<usize, Vec<(usize, Link)>> = BTreeMap::new();
        for (value, sign) in signs.into_iter().enumerate() {
            sign.links.into_iter().for_each(|link| by_cause.entry(link.cause).or_default().push((value, link)));
        }
        for (_, mut links) in by_cause {
            if links.len() == names.len() {
                let least = (0..links.len()).min_by(|a, b| links[*a].1.gain.total_cmp(&links[*b].1.gain));
                links = links
                    .into_iter()
                    .enumerate()
                    .filter(|(nth, _)| Some(*nth) != least)
                    .map(|(_, link)| link)
                    .collect();
            }
            let rates: Vec<f64> = links.iter().map(|(_, link)| link.rate).collect();
            let total: f64 = rates.iter().sum();
            let scale = if total > 0.99 { 0.99 / total } else { 1.0 };
            let rates = closest(&rates.iter().map(|rate| rate * scale).collect::<Vec<_>>(), false);
            for ((value, link), rate) in links.iter().zip(rates) {
                self.link(link, rate, &format!("{id} is {}", names[*value]));
            }
        }
    }

    fn link(&mut self, link: &Link, rate: f64, sign: &str) {
        let Count { of, cases: all } = link.count;
        let statement = format!("{} {sign}", percent(rate));
        let others =
            if link.with_others > 0.0 { format!(", {} with others", cases(link.with_others)) } else { String::new() };
        let _ = writeln!(self.lines[link.cause], "  {statement:<44}# {} of {} cases{others}", cases(of), cases(all));
    }

    fn fix(&mut self, fix: &super::survey::FixColumn, out: &mut String) {
        let counts: Vec<Count> = self.rows.iter().map(|rows| count(rows, |row| fix.cells[row])).collect();
        let shrinkage = Shrinkage::of(&counts);
        let helped: Vec<usize> = (0..counts.len()).filter(|cause| counts[*cause].of > 0.0).collect();
        if helped.is_empty() {
            return self.left_out.push(LeftOut::NeverHelped(fix.title.clone()));
        }
        let id = self.ids.make(&fix.title, "fix");
        let _ = write!(out, "\nfix {id} {}\n  step  {}\n", quoted(&fix.title), quoted(&fix.title));
        if !fix.times.is_empty() {
            let mean = fix.times.iter().sum::<f64>() / fix.times.len() as f64;
            let _ = writeln!(out, "  takes {} s", mean.round().max(1.0));
        }
        for cause in helped {
            let Count { of, cases: all } = counts[cause];
            let statement =
                format!("{} cures {}", percent(shrinkage.rate(counts[cause]).min(0.995)), self.cause_ids[cause]);
            let _ = writeln!(out, "  {statement:<44}# {} of {} cases", cases(of), cases(all));
        }
    }
}

/// Returns for each cause how often a sign is there in all of its cases, and how many of these have other causes too.
fn in_all(causes: usize, rows: &[Rows]) -> Vec<(Count, f64)> {
    let mut all = vec![(Count::default(), 0.0); causes];
    for row in rows {
        for &cause in &row.causes {
            let (count, with_others) = &mut all[cause];
            count.of += row.yes;
            count.cases += row.yes + row.no;
            *with_others += if row.causes.len() > 1 { row.yes + row.no } else { 0.0 };
        }
    }
    all
}

/// Returns how many people stand behind the cases, those with whom nothing was wrong and who did not come among them: as many as leave so many cases
/// where the causes are independent.
fn people(of_cause: &[usize], cases: usize) -> usize {
    let with_some = |people: f64| people * (1.0 - of_cause.iter().map(|of| 1.0 - *of as f64 / people).product::<f64>());
    let (cases, most) = (cases as f64, of_cause.iter().copied().max().unwrap_or(0) as f64);
    // The more there are, the more of them come.
    let (mut low, mut high) = (cases.max((most / MOST).ceil()), cases * MOST_PEOPLE);
    while high - low > 0.5 {
        let middle = f64::midpoint(low, high);
        if with_some(middle) < cases { low = middle } else { high = middle }
    }
    high.round() as usize
}

/// Returns what is said of the numbers in a base with several causes.
fn together(cases: usize, people: usize) -> String {
    format!(
        "# Cases have several causes: each has its share in what was seen, and behind the {cases} cases stand {people}\n\
         # people, those with whom nothing was wrong among them.\n"
    )
}

/// Returns the cases that tell what a cause shows: those in which it stands alone, where there are enough.
fn telling(survey: &Survey, cause: usize) -> Vec<usize> {
    let rows = |alone: bool| {
        let of = |row: &usize| {
            let causes = &survey.cases[*row];
            causes.contains(&cause) && (!alone || causes.len() == 1)
        };
        (0..survey.cases.len()).filter(of).collect::<Vec<_>>()
    };
    let alone = rows(true);
    if alone.len() >= ALONE || !survey.several { alone } else { rows(false) }
}

fn count(rows: &[usize], there: impl Fn(usize) -> Option<bool>) -> Count {
    let mut count = Count::default();
    for there in rows.iter().filter_map(|row| there(*row)) {
        count.cases += 1.0;
        count.of += f64::from(u8::from(there));
    }
    count
}

fn question(title: &str) -> String {
    quoted(&format!("{}?", title.trim().trim_end_matches('?')))
}

/// Returns the causes of a row, as they are written.
pub(super) fn causes_in(cell: &str) -> Vec<String> {
    if is_blank(cell) { Vec::new() } else { causes_of(cell) }
}
