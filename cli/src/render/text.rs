//! The report for a person.

use crate::page::{Page, Tone};
use crate::render::explained;
use crate::view::{Cause, Finding, Link, Reason, Remedy, RemedyKind, Report, Topic, VerdictWord};
use crate::words::Words;

/// Below this, a cause is not listed by itself.
const WORTH_A_LINE: f64 = 0.02;
/// Below this change of the log2 odds, a reason is not worth saying in one line.
const WORTH_SAYING: f64 = 0.3;
/// From here on, that a cause is frequent is a reason by itself.
const FREQUENT: f64 = 0.1;
/// The most reasons in one line.
const REASONS: usize = 3;

/// Returns the report as a page; it begins with a one-line verdict.
pub(crate) fn report(report: &Report, words: Words) -> Page {
    report_for(report, &|rest| format!("etio {rest}").trim_end().to_owned(), words)
}

/// Returns the same; `command` says how etio is called with the bases in use.
pub(crate) fn report_for(report: &Report, command: &dyn Fn(&str) -> String, words: Words) -> Page {
    let mut page = Page::default();
    page.strong(verdict(report, words));
    if report.verdict == VerdictWord::Nothing {
        match &report.topic {
            Some(asked) => topic(&mut page, asked, words),
            None => page.text(words.nothing_help(&command(""), &command("list symptoms"))),
        }
        return page;
    }
    if !report.assumed.is_empty() {
        page.text(words.assumption(&words.list(&report.assumed)));
    }
    findings(&mut page, report, words);
    causes(&mut page, report, words);
    fixes(&mut page, report, words);
    question(&mut page, report, &command("ask"), words);
    if let Some(asked) = &report.topic {
        topic(&mut page, asked, words);
    }
    if let Some(behind) = &report.explanation {
        explained::explanation(&mut page, behind, report.expected_cost, words);
    }
    if report.estimated {
        page.gap();
        page.faint(words.estimates());
    }
    page
}

/// From this posterior on, a cause is among those that are named together.
const PROBABLE: f64 = 0.5;

/// Returns the verdict in one line.
pub(crate) fn verdict(report: &Report, words: Words) -> String {
    let Some(first) = report.causes.first() else {
        return if report.verdict == VerdictWord::Nothing { words.verdict_nothing() } else { words.verdict_no_cause() };
    };
    let percent = probability(first, words);
    match report.verdict {
        VerdictWord::Nothing => words.verdict_nothing(),
        VerdictWord::Diagnosed => {
            let together = report.causes.iter().filter(|cause| cause.base.is_some() && cause.posterior >= PROBABLE);
            let together: Vec<String> =
                together.map(|cause| words.with_percent(&cause.title, &probability(cause, words))).collect();
            match together.len() {
                0 | 1 => words.verdict_diagnosed(&first.title, &percent),
                _ => words.verdict_together(&words.list(&together)),
            }
        }
        VerdictWord::Unsure if first.base.is_none() => words.verdict_other(&percent),
        VerdictWord::Unsure => words.verdict_unsure(&first.title, &percent),
    }
}

/// Returns how probable a cause is: a percentage, or what it lies between.
fn probability(cause: &Cause, words: Words) -> String {
    let [low, high] = [cause.interval.low, cause.interval.high].map(|end| words.percent(end));
    if low == high { words.percent(cause.posterior) } else { words.between(&low, &high) }
}

fn findings(page: &mut Page, report: &Report, words: Words) {
    page.heading(words.heading_findings());
    for one in &report.findings {
        finding(page, one, words);
    }
    if let Some(conflict) = &report.conflict {
        page.item(Tone::Careful, 2, "", words.conflict(&conflict.title));
    }
}

/// Adds a finding: what it is, where it stands, and what it means.
pub(crate) fn finding(page: &mut Page, finding: &Finding, words: Words) {
    page.item(Tone::Plain, 2, "- ", &finding.sentence);
    for place in &finding.matched {
        page.item(Tone::Faint, 4, "", words.place(place.line, place.column, &words.quoted(&place.text)));
    }
    if finding.matched.iter().any(|place| place.guess) {
        page.item(Tone::Careful, 4, "", words.guess());
    }
    if let Some(means) = &finding.means {
        page.under(4, means);
    }
}

fn causes(page: &mut Page, report: &Report, words: Words) {
    if report.causes.is_empty() {
        return;
    }
    page.heading(words.heading_causes());
    let (listed, rest): (Vec<&Cause>, Vec<_>) = report.causes.iter().partition(|cause| cause.posterior >= WORTH_A_LINE);
    for (number, cause) in listed.iter().enumerate() {
        page.numbered(number + 1, format!("{}: {}", cause.title, probability(cause, words)));
        page.item(Tone::Faint, 5, "", reasons(cause, words));
        for variant in cause.variants.iter().filter(|variant| variant.posterior >= WORTH_A_LINE) {
            page.item(Tone::Plain, 5, "- ", format!("{}: {}", variant.title, words.percent(variant.posterior)));
        }
    }
    if !rest.is_empty() {
        let together: f64 = rest.iter().map(|cause| cause.posterior).sum();
        let more = if report.several_at_once {
            words.more_causes_each(rest.len(), &words.percent(WORTH_A_LINE))
        } else {
            words.more_causes(rest.len(), &words.percent(together))
        };
        page.item(Tone::Faint, 5, "", more);
    }
}

/// Returns in one line what speaks for a cause and what against it.
pub(crate) fn reasons(cause: &Cause, words: Words) -> String {
    let said = |reasons: &[Reason]| {
        let worth = reasons.iter().filter(|reason| reason.bits.is_none_or(|bits| bits.abs() >= WORTH_SAYING));
        worth.take(REASONS).map(|reason| reason.sentence.clone()).collect::<Vec<_>>()
    };
    let (speaks_for, against) = (said(&cause.speaks_for), said(&cause.speaks_against));
    let mut parts = Vec::new();
    if cause.prior >= FREQUENT {
        parts.push(words.frequent(&words.percent(cause.prior)));
    }
    if !speaks_for.is_empty() {
        parts.push(words.speaks_for(&words.list(&speaks_for)));
    }
    if !against.is_empty() {
        parts.push(words.speaks_against(&words.list(&against)));
    }
    if let Some(by) = &cause.explained_by {
        parts.push(words.explained_by(by));
    }
    if parts.is_empty() { words.frequency_speaks(&words.share(cause.prior)) } else { parts.join("; ") }
}

fn fixes(page: &mut Page, report: &Report, words: Words) {
    if report.fixes.is_empty() {
        return;
    }
    page.heading(words.heading_fixes());
    for (number, one) in report.fixes.iter().enumerate() {
        page.numbered(number + 1, &one.title);
        page.item(Tone::Faint, 5, "", promise(one, words));
        if let Some(cost) = report.expected_cost.filter(|_| one.is_held_back) {
            page.item(Tone::Faint, 5, "", words.not_proposed(&words.about(cost.step.round() as u32)));
        }
        remedy(page, one, 5, words);
    }
}

/// Returns what a fix costs and promises, in one line.
pub(crate) fn promise(remedy: &Remedy, words: Words) -> String {
    let takes = words.about(remedy.takes_seconds);
    let cost = if remedy.helps > 0.0 {
        words.cost_and_promise(&takes, &words.share(remedy.helps))
    } else {
        words.cost(&takes)
    };
    match remedy.kind {
        RemedyKind::Fix => cost,
        RemedyKind::Look => format!("{cost}; {}", words.kind_look()),
        RemedyKind::Workaround => format!("{cost}; {}", words.kind_workaround()),
        RemedyKind::Escalate => format!("{}; {}", words.cost(&takes), words.kind_escalate()),
    }
}

/// Adds how a fix is done: its risk, steps, commands, links, and how to see that it worked.
pub(crate) fn remedy(page: &mut Page, remedy: &Remedy, indent: usize, words: Words) {
    if let Some(risk) = remedy.risk {
        let text = remedy.risk_text.as_deref().unwrap_or(words.risk(risk));
        page.item(Tone::Careful, indent, "", words.careful(text));
    }
    for step in &remedy.steps {
        page.item(Tone::Plain, indent, "- ", step);
    }
    if !remedy.commands.is_empty() {
        page.item(Tone::Faint, indent, "", words.command_shown());
    }
    for command in &remedy.commands {
        page.verbatim(indent + 2, command);
    }
    for address in &remedy.links {
        link(page, indent, address);
    }
    if let Some(verify) = &remedy.verify {
        page.under(indent, words.verify(verify));
    }
}

/// Adds a question people ask, and its answer.
pub(crate) fn topic(page: &mut Page, topic: &Topic, words: Words) {
    page.heading(&topic.title);
    page.under(2, topic.means.clone().unwrap_or_else(|| words.topic_without_answer()));
    for note in &topic.notes {
        page.under(2, note);
    }
    for address in &topic.links {
        link(page, 2, address);
    }
}

/// Adds an address on a line of its own, so that it can be copied.
fn link(page: &mut Page, indent: usize, link: &Link) {
    let label = link.label.as_ref().map(|label| format!("{label}: ")).unwrap_or_default();
    page.verbatim(indent, format!("{label}{}", link.address));
}

fn question(page: &mut Page, report: &Report, command: &str, words: Words) {
    if let Some(question) = &report.question {
        page.heading(words.heading_question());
        page.under(2, &question.text);
        page.item(Tone::Faint, 2, "", words.question_hint(command));
    }
}
