//! Explanations for a person: how, why, what would change the advice, and why not.

use crate::page::{Page, Tone};
use crate::view::{
    ExpectedCost, Explained, Explanation, How, Outlook, Told, WhatIf, Why, WhyFix, WhyNot, crowd, is_small,
};
use crate::words::Words;
use etio_kb::engine::Provenance;

/// The most questions that are named of those that would change the advice.
const QUESTIONS: usize = 8;
/// The most things that weigh little and are named.
const SMALL: usize = 3;
/// How far the column of people is set in.
const INDENT: usize = 2;
/// The most causes behind the first that a report explains.
const RIVALS: usize = 3;

/// Adds what stands behind a report: how the first cause got its percentage, what would change the advice, and why not the others.
pub(crate) fn explanation(page: &mut Page, explanation: &Explanation, cost: Option<ExpectedCost>, words: Words) {
    if let Some(first) = explanation.how.first() {
        page.gap();
        how(page, first, words);
    }
    for rival in explanation.why_not.iter().take(RIVALS) {
        page.gap();
        why_not(page, rival, words);
    }
    if let Some(asked) = &explanation.why {
        page.heading(words.heading_why_this(&asked.question.text));
        why(page, asked, explanation.how.first().map(|first| first.id.as_str()), words);
    }
    if let Some(proposed) = &explanation.why_fix {
        page.heading(words.heading_why_this_fix(&proposed.title));
        why_fix(page, proposed, words);
    }
    page.gap();
    if let Some(cost) = cost {
        expected_cost(page, cost, words);
        page.gap();
    }
    what_if(page, &explanation.what_if, words);
}

/// Adds how a cause got its percentage: a column of people that leads to it.
pub(crate) fn how(page: &mut Page, how: &How, words: Words) {
    page.strong(words.heading_how(&how.title, &words.percent(how.posterior)));
    page.text(words.how_of(&words.count(how.of)));
    let width = words.count(how.of).chars().count();
    let mark = |count: u32, change: String| format!("{:>width$}  {change:>1$}  ", words.count(count), width + 1);
    let mut start = words.how_start();
    if let Some(known) = how.common.and_then(|common| counted(common, words)) {
        start = format!("{start} ({known})");
    }
    page.item(Tone::Plain, INDENT, mark(how.start, String::new()), start);
    let mut before = how.start;
    for line in &how.lines {
        let after = how.stages[line.last].count;
        let mark = mark(after, change(before, after, words));
        page.item(Tone::Plain, INDENT, &mark, line_of(how, &line.named, words));
        if let Some(much) = how_much(how, &line.named, words) {
            page.item(Tone::Faint, INDENT + mark.chars().count(), "", much);
        }
        before = after;
    }
    if (1..how.of).contains(&how.count()) {
        page.text(words.how_rest(&words.count(how.of - how.count())));
    }
    if let Some(away) = &how.explained_away {
        page.text(explained(away, words));
    }
}

/// Returns that another cause accounts for what speaks for this one.
fn explained(away: &Explained, words: Words) -> String {
    words.how_explained(&words.quoted(&away.title), &words.percent(away.without))
}

fn change(before: u32, after: u32, words: Words) -> String {
    match after.checked_sub(before) {
        Some(0) => "±0".to_owned(),
        Some(more) => format!("+{}", words.count(more)),
        None => format!("−{}", words.count(before - after)),
    }
}

/// Returns what a line is about.
fn line_of(how: &How, line: &[usize], words: Words) -> String {
    if let [one] = line {
        let stage = &how.stages[*one];
        let is_condition = stage.reason.kind == "condition";
        return if is_condition && stage.bits > 0.0 {
            words.how_others_ruled_out()
        } else {
            stage.reason.sentence.clone()
        };
    }
    let what: Vec<String> = line.iter().take(SMALL).map(|at| how.stages[*at].reason.sentence.clone()).collect();
    match line.len().checked_sub(SMALL).filter(|more| *more > 0) {
        Some(more) => words.how_small_and_more(&what.join(", "), more),
        None => words.how_small(&words.list(&what)),
    }
}

/// Returns how much more or less often the evidence of a line comes with the cause; nothing where several stand in it, or a condition.
fn how_much(how: &How, line: &[usize], words: Words) -> Option<String> {
    let [one] = line else { return None };
    let stage = Some(&how.stages[*one]).filter(|stage| stage.reason.kind != "condition" && !is_small(stage.bits))?;
    let much = match stage.bits {
        f64::INFINITY => return Some(words.how_only()),
        f64::NEG_INFINITY => return Some(words.how_never()),
        bits => match (times(bits, words), bits > 0.0) {
            (Some(times), true) => words.how_more(&times),
            (Some(times), false) => words.how_less(&times),
            (None, true) => words.how_little_more(),
            (None, false) => words.how_little_less(),
        },
    };
    let Some((share, provenance)) = stage.often else { return Some(much) };
    let often = words.how_often(&words.of_hundred(share));
    let known = counted(provenance, words).map(|known| format!("; {known}")).unwrap_or_default();
    Some(format!("{much} ({often}{known})"))
}

/// Returns how many times as often, or as seldom; nothing where it is less than one and a half.
fn times(bits: f64, words: Words) -> Option<String> {
    let times = bits.abs().exp2();
    match times {
        1.5..1.95 | 2.05..2.95 => Some(words.about_times(&words.decimal(times, 1))),
        1.5..1_000.0 => Some(words.about_times(&words.decimal(times, 0))),
        1_000.0.. => Some(words.more_than_times(&words.count(1_000))),
        _ => None,
    }
}

/// Returns how a number is known, where it is more than a judgement.
fn counted(provenance: Provenance, words: Words) -> Option<String> {
    match provenance {
        Provenance::Estimate => None,
        Provenance::Sourced => Some(words.is_sourced()),
        Provenance::Counts { of, cases } => Some(words.is_counted(of, cases)),
    }
}

/// Adds what a question would lead to; `leader` is the most likely cause now.
pub(crate) fn why(page: &mut Page, why: &Why, leader: Option<&str>, words: Words) {
    let changes_fix = why.told.windows(2).any(|pair| pair[0].outlook.fix != pair[1].outlook.fix);
    page.text(match why.told.first().map(|told| &told.outlook.fix_title) {
        _ if changes_fix => words.why_question(),
        Some(Some(fix)) => words.why_question_later(&words.quoted(fix)),
        _ => words.why_question_no_fix(),
    });
    for told in &why.told {
        page.item(Tone::Plain, 2, "- ", words.why_answer(&told.answers, &words.share(told.probability)));
        outlook(page, &told.outlook, leader, changes_fix, words);
    }
}

/// Adds why a fix is proposed.
pub(crate) fn why_fix(page: &mut Page, why: &WhyFix, words: Words) {
    page.text(match why.helps > 0.0 {
        true => words.why_try(&words.share(why.helps), &words.about(why.takes_seconds)),
        false => words.why_try_last(),
    });
    if let Some(told) = &why.tells {
        page.text(words.why_try_tells(&told.text));
    }
    for cause in &why.acts_on {
        let (now, helps) = (words.percent(cause.posterior), words.share(cause.helps));
        page.item(Tone::Plain, 2, "- ", words.why_acts_on(&cause.title, &now, &helps));
    }
    if let Some(failed) = &why.if_failed {
        page.text(failed.told.as_ref().map_or_else(|| words.why_try_end(), |next| words.why_try_next(next)));
    }
}

/// Adds what it is expected to cost from here on.
pub(crate) fn expected_cost(page: &mut Page, expected: ExpectedCost, words: Words) {
    let takes = words.about(expected.from_here.round() as u32);
    page.text(if expected.has_prices { words.expected_cost_in_all(&takes) } else { words.expected_cost(&takes) });
}

/// Adds what a person would be told first.
fn outlook(page: &mut Page, outlook: &Outlook, leader: Option<&str>, tells_fix: bool, words: Words) {
    let percent = words.percent(outlook.posterior.unwrap_or_default());
    let stays = outlook.leader.as_deref().is_some_and(|after| leader == Some(after));
    let leads = if stays { Words::why_leader_stays } else { Words::why_leader };
    page.under(4, leads(words, &outlook.leader_title, &percent));
    if tells_fix {
        page.under(4, outlook.fix_title.as_ref().map_or_else(|| words.why_no_fix(), |fix| words.why_fix(fix)));
    }
}

/// Adds what would change the advice.
pub(crate) fn what_if(page: &mut Page, what_if: &WhatIf, words: Words) {
    let now = &what_if.now;
    page.strong(words.heading_what_if());
    if now.leader.is_none() {
        return page.text(words.nothing_known());
    }
    page.text(words.what_if_now(&now.leader_title, &words.percent(now.posterior.unwrap_or_default())));
    if let Some(fix) = &now.fix_title {
        page.text(words.what_if_now_fix(fix));
    }
    answers(page, what_if, words);
    statements(page, what_if, words);
    if what_if.untried > 0 {
        page.faint(words.what_if_untried(what_if.untried));
    }
}

fn answers(page: &mut Page, what_if: &WhatIf, words: Words) {
    page.gap();
    if what_if.questions.is_empty() {
        return page.text(words.what_if_none());
    }
    page.text(words.what_if_answers());
    for turning in what_if.questions.iter().take(QUESTIONS) {
        page.item(Tone::Plain, 2, "- ", &turning.question.text);
        for Told { answers, outlook, .. } in &turning.told {
            page.under(4, words.what_if_answer(answers));
            changed(page, outlook, &what_if.now, words);
        }
    }
    if let Some(more) = what_if.questions.len().checked_sub(QUESTIONS).filter(|more| *more > 0) {
        page.faint(words.what_if_more(more));
    }
}

fn statements(page: &mut Page, what_if: &WhatIf, words: Words) {
    page.gap();
    let telling: Vec<_> = what_if.statements.iter().filter(|without| !without.goes_without_saying).collect();
    if telling.is_empty() {
        return;
    }
    page.text(words.what_if_statements());
    for without in telling {
        page.under(2, words.what_if_statement(without.statement, &without.said));
        changed(page, &without.outlook, &what_if.now, words);
    }
    page.faint(words.what_if_change());
}

/// Adds what is different from the advice as it stands.
fn changed(page: &mut Page, after: &Outlook, now: &Outlook, words: Words) {
    const INDENT: usize = 6;
    let percent = words.percent(after.posterior.unwrap_or_default());
    if after.leader != now.leader {
        page.under(INDENT, words.why_leader(&after.leader_title, &percent));
    }
    if after.fix != now.fix {
        page.under(INDENT, after.fix_title.as_ref().map_or_else(|| words.why_no_fix(), |fix| words.why_fix(fix)));
    }
}

/// Adds why a cause is not the first to think of.
pub(crate) fn why_not(page: &mut Page, why_not: &WhyNot, words: Words) {
    let (told, percent) = (&why_not.told, words.percent(why_not.posterior));
    let leader = words.quoted(&told.leader);
    match why_not.objection {
        "leads" => return page.text(words.why_not_leads(&told.title, &percent)),
        "out-of-play" => return page.text(words.why_not_out_of_play(&told.title)),
        _ => {}
    }
    let leads = words.percent(why_not.leader_posterior.unwrap_or_default());
    page.strong(words.heading_why_not(&told.title, &percent, &leader, &leads));
    if let Some(condition) = &why_not.condition {
        return page.under(2, condition);
    }
    page.under(2, objection(why_not, &leader, words));
    if let Some(away) = &why_not.explained_away {
        page.under(2, explained(away, words));
    }
    if let Some(what) = &told.speaks_for {
        page.under(2, words.why_not_for(what));
    }
    // A question that leaves the cause where it is decides nothing for a person.
    let decider = why_not.question.as_ref();
    let Some(decider) = decider.filter(|decider| decider.told.iter().any(|told| told.own != percent)) else {
        return page.under(2, words.why_not_no_question());
    };
    let overtakes = decider.answers.iter().any(|duel| duel.posterior > duel.leader);
    let tells = if overtakes { Words::why_not_question } else { Words::why_not_question_nearer };
    page.under(2, tells(words, &decider.question.text));
    for told in &decider.told {
        page.item(Tone::Plain, 4, "- ", words.why_not_duel(&told.answers, &told.own, &told.leader));
    }
}

fn objection(why_not: &WhyNot, leader: &str, words: Words) -> String {
    let Some(against) = &why_not.against else {
        if why_not.objection == "close" {
            return words.why_not_close();
        }
        let (of, own, leads) = crowd(why_not.told.priors.0, why_not.told.priors.1);
        return words.why_not_rare(&words.count(of), &words.count(own), leader, &words.count(leads));
    };
    let what = words.why_not_against(&against.sentence);
    let much = match against.bits {
        None => words.why_not_never(),
        Some(bits) => times(bits, words).map(|times| words.why_not_times(leader, &times)).unwrap_or_default(),
    };
    format!("{what} {much}").trim_end().to_owned()
}
