//! `etio check --metrics`: what consultations with people made up from a base come to.

use crate::args::Format;
use crate::bases;
use crate::commands::Call;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::page::Page;
use crate::render;
use crate::words::Words;
use etio_kb::check::{Metrics, metrics};
use serde::Serialize;
use std::path::PathBuf;

/// How many lines of each list are shown to a person; JSON has all.
const SHOWN: usize = 5;

/// Runs the command.
pub(crate) fn run(paths: &[PathBuf], call: &Call, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let words = call.words;
    let loaded = bases::load(&bases::roots_with(paths, &call.options.bases, words)?);
    if loaded.has_errors() {
        writeln!(console.err, "{}\n", loaded.render(bases::paint()))?;
        return Ok(Exit::BaseErrors);
    }
    let all: Vec<Metrics> = loaded.bases.iter().filter_map(metrics).collect();
    if call.options.format == Format::Json {
        let told: Vec<Told<'_>> = all.iter().map(told).collect();
        render::json(&told, console.out)?;
        return Ok(Exit::Done);
    }
    let mut page = Page::default();
    for (nth, one) in all.iter().enumerate() {
        if nth > 0 {
            page.gap();
        }
        show(one, words, &mut page);
    }
    console.show(&page)?;
    Ok(Exit::Done)
}

fn show(metrics: &Metrics, words: Words, page: &mut Page) {
    let seconds = |cost: f64| words.about(cost.round() as u32);
    page.strong(words.metrics_of(&metrics.base, metrics.people));
    page.under(2, words.metrics_questions(&words.decimal(metrics.questions, 1)));
    page.under(2, words.metrics_cost(&seconds(metrics.cost)));
    page.under(2, words.metrics_helped(&words.percent(metrics.helped)));
    page.under(2, words.metrics_named(&words.percent(metrics.named)));
    if let Some(neediest) = metrics.neediest() {
        page.under(2, words.metrics_neediest(&neediest.id, &words.percent(1.0 - neediest.named)));
    }
    if !metrics.asked.is_empty() {
        page.heading(words.metrics_heading_asked());
    }
    for question in metrics.asked.iter().take(SHOWN) {
        let bits = words.decimal(question.bits, 2);
        page.under(2, words.metrics_asked(&question.id, &words.percent(question.share), &bits));
    }
    if !metrics.confusions.is_empty() {
        page.heading(words.metrics_heading_confusions());
    }
    for one in metrics.confusions.iter().take(SHOWN) {
        let taken_for = one.taken_for.as_deref().unwrap_or("other");
        page.under(2, words.metrics_confusion(&one.cause, taken_for, &words.percent(one.share)));
    }
    let mut causes: Vec<_> = metrics.causes.iter().collect();
    causes.sort_by(|one, two| two.cost.total_cmp(&one.cost));
    page.heading(words.metrics_heading_causes());
    for cause in causes.into_iter().take(SHOWN) {
        let questions = words.decimal(cause.questions, 1);
        page.under(2, words.metrics_cause(&cause.id, &seconds(cause.cost), &questions, &words.percent(cause.named)));
    }
}

/// The metrics of a base for a program.
#[derive(Serialize)]
struct Told<'m> {
    base: &'m str,
    people: usize,
    questions: f64,
    cost_seconds: f64,
    helped: f64,
    named: f64,
    needs_a_finding: Option<&'m str>,
    causes: Vec<Cause<'m>>,
    confusions: Vec<Confusion<'m>>,
    asked: Vec<Question<'m>>,
}

#[derive(Serialize)]
struct Cause<'m> {
    id: &'m str,
    share: f64,
    questions: f64,
    cost_seconds: f64,
    helped: f64,
    named: f64,
}

#[derive(Serialize)]
struct Confusion<'m> {
    cause: &'m str,
    taken_for: Option<&'m str>,
    share: f64,
}

#[derive(Serialize)]
struct Question<'m> {
    id: &'m str,
    share: f64,
    bits: f64,
}

fn told(metrics: &Metrics) -> Told<'_> {
    let causes = metrics.causes.iter().map(|one| Cause {
        id: &one.id,
        share: one.share,
        questions: one.questions,
        cost_seconds: one.cost,
        helped: one.helped,
        named: one.named,
    });
    let confusions = metrics.confusions.iter();
    let confusions =
        confusions.map(|one| Confusion { cause: &one.cause, taken_for: one.taken_for.as_deref(), share: one.share });
    let asked = metrics.asked.iter().map(|one| Question { id: &one.id, share: one.share, bits: one.bits });
    Told {
        base: &metrics.base,
        people: metrics.people,
        questions: metrics.questions,
        cost_seconds: metrics.cost,
        helped: metrics.helped,
        named: metrics.named,
        needs_a_finding: metrics.neediest().map(|cause| cause.id.as_str()),
        causes: causes.collect(),
        confusions: confusions.collect(),
        asked: asked.collect(),
    }
}
