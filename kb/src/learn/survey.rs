//! What a table of cases holds: its causes, and of each column the values it takes.

use super::error::CaseError;
use super::first::causes_in;
use super::read::{is_blank, seconds_of};
use super::table::Table;
use std::collections::BTreeMap;

/// How many values a finding may have.
const MOST_VALUES: usize = 20;
/// How many different numbers make a column one of measurements.
const MEASUREMENTS: usize = 10;

/// What of a table is not in the base, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// A column that has the same value everywhere, or none at all.
    Constant(String),
    /// A column in which nobody wrote down the no.
    OnlyYes(String),
    /// A column of measurements: numbers speak through rules, which a person must write.
    Measured(String),
    /// A column with more than 20 values.
    TooManyValues(String),
    /// A column that has no more to do with one cause than with another.
    SaysNothing(String),
    /// A column past what the contexts of a base with several causes may come to.
    TooManyContexts(String),
    /// A fix that helped in no case.
    NeverHelped(String),
    /// Rows without a cause.
    NoCause(usize),
}

/// The cells of a finding, one a case, none where it is not known.
#[derive(Debug)]
pub(super) enum Values {
    YesNo(Vec<Option<bool>>),
    /// The values by their names, and the position of each cell's.
    OneOf(Vec<String>, Vec<Option<usize>>),
}

/// A column that is a finding.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) title: String,
    pub(super) is_fact: bool,
    pub(super) values: Values,
}

/// A column that says whether a fix helped.
#[derive(Debug)]
pub(super) struct FixColumn {
    pub(super) title: String,
    pub(super) cells: Vec<Option<bool>>,
    /// How long it took, in seconds, ascending.
    pub(super) times: Vec<f64>,
}

/// What a table holds.
#[derive(Debug)]
pub(super) struct Survey {
    /// The causes, the most frequent first.
    pub(super) causes: Vec<String>,
    /// In how many cases each was at work.
    pub(super) of_cause: Vec<usize>,
    /// The causes of each case.
    pub(super) cases: Vec<Vec<usize>>,
    /// Whether some case has several.
    pub(super) several: bool,
    pub(super) columns: Vec<Column>,
    pub(super) fixes: Vec<FixColumn>,
    pub(super) left_out: Vec<LeftOut>,
}

/// Returns what a table holds. Rows are counted, and never told apart by their order.
pub(super) fn survey(table: &Table) -> Result<Survey, CaseError> {
    let Some(cause) = table.column("cause") else {
        let message = "the table has no column `cause`";
        return Err(CaseError::new(&table.name, Some(1), message).help("call the column with what was wrong `cause`"));
    };
    let causes: Vec<Vec<String>> = table.rows.iter().map(|row| causes_in(&row[cause])).collect();
    let rows: Vec<usize> = (0..table.rows.len()).filter(|row| !causes[*row].is_empty()).collect();
    if rows.is_empty() {
        return Err(CaseError::new(&table.name, None, "no row of the table says what was wrong")
            .help("fill the column `cause`"));
    }
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    rows.iter().flat_map(|row| &causes[*row]).for_each(|cause| *counts.entry(cause).or_default() += 1);
    let mut known: Vec<(&String, usize)> = counts.into_iter().collect();
    known.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let at: BTreeMap<&String, usize> = known.iter().enumerate().map(|(at, (cause, _))| (*cause, at)).collect();
    let cases: Vec<Vec<usize>> = rows
        .iter()
        .map(|row| {
            let mut set: Vec<usize> = causes[*row].iter().map(|cause| at[cause]).collect();
            set.sort_unstable();
            set.dedup();
            set
        })
        .collect();
    let unsaid = table.rows.len() - rows.len();
    let mut survey = Survey {
        causes: known.iter().map(|(cause, _)| (*cause).clone()).collect(),
        of_cause: known.iter().map(|(_, count)| *count).collect(),
        several: cases.iter().any(|case| case.len() > 1),
        cases,
        columns: Vec::new(),
        fixes: Vec::new(),
        left_out: if unsaid > 0 { vec![LeftOut::NoCause(unsaid)] } else { Vec::new() },
    };
    for column in (0..table.columns.len()).filter(|column| *column != cause) {
        survey.add(table, &rows, column);
    }
    Ok(survey)
}

impl Survey {
    fn add(&mut self, table: &Table, rows: &[usize], column: usize) {
        let cell = |row: &usize| Some(table.rows[*row][column].trim()).filter(|cell| !is_blank(cell));
        let cells: Vec<Option<&str>> = rows.iter().map(cell).collect();
        let name = table.columns[column].as_str();
        if ["id", "text"].iter().any(|own| name.eq_ignore_ascii_case(own)) {
            return;
        }
        let (kind, title) = match name.split_once(':').map(|(kind, title)| (kind.trim(), title.trim())) {
            Some((kind @ ("fix" | "time" | "fact" | "symptom"), title)) => (kind, title.to_owned()),
            _ => ("", name.to_owned()),
        };
        match kind {
            "time" => {}
            "fix" => {
                let cells = cells.iter().map(|cell| cell.and_then(yes_or_no)).collect();
                let times = times_of(table, rows, &title);
                self.fixes.push(FixColumn { title, cells, times });
            }
            _ => match values(&title, &cells) {
                Ok(values) => self.columns.push(Column { title, is_fact: kind == "fact", values }),
                Err(left_out) => self.left_out.push(left_out),
            },
        }
    }
}

fn times_of(table: &Table, rows: &[usize], fix: &str) -> Vec<f64> {
    let is_its = |column: &String| {
        column.split_once(':').is_some_and(|(kind, title)| kind.trim() == "time" && title.trim() == fix)
    };
    let Some(column) = table.columns.iter().position(is_its) else { return Vec::new() };
    let mut times: Vec<f64> = rows.iter().filter_map(|row| seconds_of(&table.rows[*row][column])).collect();
    times.sort_by(f64::total_cmp);
    times
}

fn values(title: &str, cells: &[Option<&str>]) -> Result<Values, LeftOut> {
    let mut known: Vec<&str> = cells.iter().flatten().copied().collect();
    known.sort_unstable();
    known.dedup();
    let title = || title.to_owned();
    if !known.is_empty() && known.iter().all(|cell| yes_or_no(cell).is_some()) {
        let cells: Vec<Option<bool>> = cells.iter().map(|cell| cell.and_then(yes_or_no)).collect();
        let has = |wanted: bool| cells.contains(&Some(wanted));
        return match (has(true), has(false)) {
            (true, true) => Ok(Values::YesNo(cells)),
            (true, false) if cells.contains(&None) => Err(LeftOut::OnlyYes(title())),
            _ => Err(LeftOut::Constant(title())),
        };
    }
    if known.len() < 2 {
        return Err(LeftOut::Constant(title()));
    }
    if known.len() > MEASUREMENTS && known.iter().all(|cell| cell.replace(',', ".").parse::<f64>().is_ok()) {
        return Err(LeftOut::Measured(title()));
    }
    if known.len() > MOST_VALUES {
        return Err(LeftOut::TooManyValues(title()));
    }
    let names: Vec<String> = known.iter().map(|value| (*value).to_owned()).collect();
    let at = |cell: &str| known.binary_search(&cell).ok();
    Ok(Values::OneOf(names, cells.iter().map(|cell| cell.and_then(at)).collect()))
}

/// Returns what a cell says where it is yes or no.
pub(super) fn yes_or_no(cell: &str) -> Option<bool> {
    match cell.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "x" | "sí" | "si" => Some(true),
        "no" | "n" | "false" | "0" => Some(false),
        _ => None,
    }
}
