//! The tables, as Markdown.

use super::calibration::reliability;
use super::curve::{Difference, End, Measured, Point, difference, point};
use std::fmt::Write;

/// What a row asks for.
pub struct Row {
    /// The mean number of questions.
    pub questions: f64,
    /// The least accuracy.
    pub accuracy: f64,
}

/// Returns the curve of ours beside theirs, for each budget of questions.
pub fn curve(ours: Measured<'_>, theirs: Measured<'_>, budgets: &[f64]) -> String {
    let mut page =
        "| at most | ours | questions | log-loss | textbook | questions | log-loss | difference |\n".to_owned();
    page += "|---:|---:|---:|---:|---:|---:|---:|---|\n";
    for &budget in budgets {
        let (own, other) = (ours.ends(budget), theirs.ends(budget));
        let _ =
            writeln!(page, "| {budget} | {} | {} | {} |", cells(&own), cells(&other), apart(difference(&own, &other)));
    }
    page
}

/// Returns the same after exactly so many questions, whatever is believed.
pub fn exactly(ours: Measured<'_>, theirs: Measured<'_>, name: &str, numbers: &[usize]) -> String {
    let mut page = format!("| exactly | ours | log-loss | {name} | log-loss | difference |\n");
    page += "|---:|---:|---:|---:|---:|---|\n";
    for &number in numbers {
        let (own, other) = (ours.after(number), theirs.after(number));
        let (mine, their) = (point(&own), point(&other));
        let apart = apart(difference(&own, &other));
        let _ = writeln!(
            page,
            "| {number} | {:.3} | {:.3} | {:.3} | {:.3} | {apart} |",
            mine.accuracy, mine.surprise, their.accuracy, their.surprise
        );
    }
    page
}

/// Returns whether the rows are met: above the textbook by more than two paired standard errors, and not below the figure.
pub fn verdicts(ours: Measured<'_>, theirs: Measured<'_>, rows: &[Row]) -> String {
    let mut page = String::new();
    for row in rows {
        let (own, other) = (ours.ends(row.questions), theirs.ends(row.questions));
        let (point, apart) = (point(&own), difference(&own, &other));
        let _ = writeln!(
            page,
            "- {} at {}: {:.4} at {:.2} questions, {}; {} the textbook, {}: **{}**",
            row.accuracy,
            row.questions,
            point.accuracy,
            point.questions,
            if point.accuracy >= row.accuracy { "not below the figure" } else { "below the figure" },
            self::apart(apart),
            if apart.mean > 2.0 * apart.error {
                "more than two standard errors"
            } else {
                "not more than two standard errors"
            },
            if point.accuracy >= row.accuracy && apart.mean > 2.0 * apart.error { "met" } else { "not met" },
        );
    }
    page
}

/// Returns whether ours is at most `below` under a reference after each number of questions.
pub fn beside(ours: Measured<'_>, reference: Measured<'_>, numbers: &[usize], below: f64) -> String {
    let mut page = String::new();
    for &number in numbers {
        let apart = difference(&ours.after(number), &reference.after(number));
        let met = if apart.mean >= -below - 1e-9 { "met" } else { "not met" };
        let _ = writeln!(
            page,
            "- after {number}: {} from the exact network, at most {below} below asked: **{met}**",
            self::apart(apart)
        );
    }
    page
}

/// Returns the reliability diagram as a table.
pub fn calibration(title: &str, ends: &[End]) -> String {
    let (bins, apart) = reliability(ends);
    let mut page = format!("{title}: on average {apart:.3} apart, log-loss {:.3}\n\n", point(ends).surprise);
    page += "| leading cause from | cases | stated | right |\n|---:|---:|---:|---:|\n";
    for bin in bins {
        let _ = writeln!(page, "| {} | {} | {:.3} | {:.3} |", bin.from, bin.cases, bin.stated, bin.right);
    }
    page
}

fn cells(ends: &[End]) -> String {
    let Point { accuracy, questions, surprise } = point(ends);
    format!("{accuracy:.3} | {questions:.2} | {surprise:.3}")
}

/// Returns a difference and its standard error.
pub fn apart(difference: Difference) -> String {
    format!("{:+.4} ± {:.4}", difference.mean, difference.error)
}
