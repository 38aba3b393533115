//! Writes a model as a base in our language, so that whatever is measured could have been written by an author.

use super::set::{Model, Question, Set, Shape, Table, YES};
use std::fmt::Write;

/// What makes it needless to ask: that a question was answered so, or otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The question.
    pub question: usize,
    /// The value.
    pub value: usize,
    /// Whether it is the answer, or another is.
    pub so: bool,
}

/// Returns the text of a base that says what the model says.
pub fn write(set: &Set, model: &Model) -> String {
    page(set, model, &(0..set.causes.len()).collect::<Vec<_>>(), &no_needless(set))
}

/// Returns the same where the causes of the model are variants of those of the set: `of` has the cause of each, ascending.
pub fn write_variants(set: &Set, model: &Model, of: &[usize]) -> String {
    page(set, model, of, &no_needless(set))
}

/// Returns the text of a base that says what the model says, and for each question after which answers it is needless.
pub fn write_with(set: &Set, model: &Model, needless: &[Vec<Answered>]) -> String {
    page(set, model, &(0..set.causes.len()).collect::<Vec<_>>(), needless)
}

fn no_needless(set: &Set) -> Vec<Vec<Answered>> {
    vec![Vec::new(); set.questions.len()]
}

fn page(set: &Set, model: &Model, of: &[usize], needless: &[Vec<Answered>]) -> String {
    let mut page = format!("base learnt \"{}\"\n  language en\n", set.name);
    for (position, question) in set.questions.iter().enumerate() {
        let after: Vec<String> = needless[position].iter().map(|answered| condition(set, *answered)).collect();
        let after = after.join(" or ");
        let not_asked = if after.is_empty() { after } else { format!("  not asked when {after}\n") };
        finding(&mut page, position, question, model, &not_asked);
    }
    for position in 0..model.priors.len() {
        cause(&mut page, set, of, position);
        let _ = writeln!(page, "  is {}", percent(model.priors[position]));
        for (finding, told) in model.told.iter().enumerate() {
            let _ = writeln!(page, "  {} told-{finding}", percent(told[position]));
        }
        for (finding, question) in set.questions.iter().enumerate() {
            links(&mut page, finding, question, &model.tables[finding], position);
        }
        ruled_out(&mut page, model, position);
    }
    page
}

/// Opens a cause, and before the first of several variants their kind.
fn cause(page: &mut String, set: &Set, of: &[usize], position: usize) {
    let own = of[position];
    let (name, first) = (quoted(&set.causes[own]), of.partition_point(|cause| *cause < own));
    let variants = of.partition_point(|cause| *cause <= own) - first;
    if variants == 1 {
        let _ = writeln!(page, "\ncause c{own} \"{name}\"");
        return;
    }
    if position == first {
        let _ = writeln!(page, "\nkind k{own} \"{name}\"\n  variants of one trouble");
    }
    let variant = position - first;
    let _ = writeln!(page, "\ncause c{own}v{variant} of k{own} \"{name}, variant {variant}\"");
}

/// Returns the position in the set of the cause that a cause of this id is, or is a variant of.
pub fn cause_of(id: &str) -> Option<usize> {
    id.strip_prefix('c')?.split('v').next()?.parse().ok()
}

/// Returns the id of what the person tells of unasked.
pub fn told(question: usize) -> String {
    format!("told-{question}")
}

/// Returns the id of a question.
pub fn asked(question: usize) -> String {
    format!("q{question}")
}

/// Returns the id of a value where it is a symptom.
pub fn shown(question: usize, value: usize) -> String {
    format!("q{question}v{value}")
}

fn condition(set: &Set, answered: Answered) -> String {
    let Answered { question, value, so } = answered;
    let (sign, so) = match set.questions[question].shape {
        Shape::YesNo => (asked(question), so == (value == usize::from(YES))),
        Shape::Said | Shape::OneOf | Shape::Draws => (shown(question, value), so),
    };
    if so { sign } else { format!("not {sign}") }
}

fn finding(page: &mut String, position: usize, question: &Question, model: &Model, not_asked: &str) {
    let (title, id) = (quoted(&question.title), asked(position));
    let table = &model.tables[position];
    if !model.told.is_empty() {
        let _ = writeln!(page, "\nsymptom {} \"{title}, told unasked\"", told(position));
    }
    match question.shape {
        Shape::YesNo => {
            let leak = percent(table.otherwise[0]);
            let _ = writeln!(page, "\nsymptom {id} \"{title}\"\n  ask \"{title}?\"\n  otherwise {leak}");
            *page += not_asked;
        }
        // What a person says is certain, so that every value is a symptom of its own.
        Shape::Said | Shape::OneOf | Shape::Draws => {
            let _ =
                writeln!(page, "\nfact {id} \"{title}\" : one of its symptoms\n  ask \"{title}?\"\n  else \"none\"");
            *page += not_asked;
            for (value, name) in question.values.iter().enumerate() {
                let symptom = shown(position, value);
                let _ = writeln!(page, "symptom {symptom} of {id} \"{}\"\n  says \"{symptom}\"", quoted(name));
                // Where every cause speaks of the value, what is otherwise is that of `other`, which no case is.
                let is_told = |row: &Option<Vec<f64>>| row.as_ref().is_some_and(|row| row[value] > 0.0);
                if !table.given.iter().all(is_told) {
                    let _ = writeln!(page, "  otherwise {}", percent(table.otherwise[value]));
                }
            }
        }
    }
}

fn links(page: &mut String, position: usize, question: &Question, table: &Table, cause: usize) {
    let Some(row) = &table.given[cause] else { return };
    let id = asked(position);
    let mut link = |number: f64, sign: &str| {
        let _ = writeln!(page, "  {} {sign}", percent(number));
    };
    match question.shape {
        Shape::YesNo => link(row[0], &id),
        Shape::Said | Shape::OneOf | Shape::Draws => {
            let row = kept(row);
            let mentioned = row.iter().enumerate().filter(|(_, number)| **number > 0.0);
            mentioned.for_each(|(value, number)| link(*number, &shown(position, value)));
        }
    }
}

fn ruled_out(page: &mut String, model: &Model, cause: usize) {
    let ruling = model.tables.iter().enumerate().filter(|(_, table)| table.rules_out.contains(&cause));
    for (position, _) in ruling {
        let _ = writeln!(page, "  ruled out when {}", asked(position));
    }
}

/// The least and the greatest number that a link keeps.
const KEPT: (f64, f64) = (1e-4, 0.995);

/// Returns a row with no number below the least; what that adds is taken from the greatest, so that all stay within 100 %.
fn kept(row: &[f64]) -> Vec<f64> {
    let mut kept: Vec<f64> = row.iter().map(|number| if *number > 0.0 { number.max(KEPT.0) } else { 0.0 }).collect();
    let excess = kept.iter().sum::<f64>() - 1.0 + 1e-6;
    if let Some(greatest) = kept.iter_mut().max_by(|a, b| a.total_cmp(b)) {
        *greatest -= excess.max(0.0);
    }
    kept
}

/// Returns a probability as a percentage that the language keeps as it is, rounded down so that sums stay within 100 %.
fn percent(probability: f64) -> String {
    let kept = probability.clamp(KEPT.0, KEPT.1);
    format!("{:.6}%", (kept * 1e8).floor() / 1e6)
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r'], " ")
}
