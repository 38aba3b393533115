//! A base as text, for people who read snapshots.

use etio_kb::engine::{
    Base, Card, Cause, Choice, Condition, Costs, Domain, Finding, FindingId, Fix, Number, Pattern, Prices, Rule, Sign,
    Text,
};
use std::fmt::Write;

/// Returns everything a base says.
pub(crate) fn summary(base: &Base) -> String {
    let mut out = String::new();
    let about = base.about.join(", ");
    writeln!(out, "base {} {} [{}] about {about}{}", base.id, text(&base.title), base.language, card(&base.card))
        .unwrap();
    if base.several_at_once {
        let group = |causes: &[etio_kb::engine::CauseId]| {
            causes.iter().map(|cause| base.causes[cause.index()].id.as_str()).collect::<Vec<_>>().join(" | ")
        };
        let groups: Vec<String> = base.groups().iter().map(|(_, causes)| group(causes)).collect();
        let contexts: Vec<&str> = base.contexts().iter().map(|id| base.findings[id.index()].id.as_str()).collect();
        writeln!(out, "several causes at once: {}; contexts: {}", groups.join(", "), contexts.join(", ")).unwrap();
    }
    if base.prices != Prices::default() {
        writeln!(out, "{:?}", base.prices).unwrap();
    }
    base.findings.iter().for_each(|finding| out += &self::finding(base, finding));
    base.rules.iter().for_each(|rule| out += &self::rule(base, rule));
    for kind in &base.kinds {
        let exclusive = if kind.one_at_a_time { ", one at a time" } else { "" };
        let variants = if kind.variants { ", variants of one trouble" } else { "" };
        writeln!(out, "kind {} {}{exclusive}{variants}{}", kind.id, text(&kind.title), card(&kind.card)).unwrap();
    }
    base.causes.iter().for_each(|cause| out += &self::cause(base, cause));
    base.fixes.iter().for_each(|fix| out += &self::fix(base, fix));
    for topic in &base.topics {
        let patterns = patterns(&topic.patterns);
        writeln!(out, "topic {} {}{patterns}{}", topic.id, text(&topic.title), card(&topic.card)).unwrap();
    }
    out
}

fn text(text: &Text) -> String {
    let versions = text.versions().map(|(language, text)| format!("{language} {text:?}"));
    format!("<{}>", versions.collect::<Vec<_>>().join(" | "))
}

fn number(number: Number) -> String {
    format!("{:.4} {:?}", number.get(), number.provenance)
}

fn card(card: &Card) -> String {
    let mut out = String::new();
    card.means.iter().for_each(|means| write!(out, "\n  means {}", text(means)).unwrap());
    card.notes.iter().for_each(|note| write!(out, "\n  note {}", text(note)).unwrap());
    card.sources.iter().for_each(|source| write!(out, "\n  source {:?} {:?}", source.title, source.date).unwrap());
    for link in &card.links {
        write!(out, "\n  link {} {}", link.address, link.label.as_ref().map(text).unwrap_or_default()).unwrap();
    }
    out
}

fn costs(costs: &Costs) -> String {
    if *costs == Costs::default() { String::new() } else { format!("\n  {costs:?}") }
}

fn patterns(patterns: &[Pattern]) -> String {
    patterns.iter().map(|pattern| format!("\n  says {pattern:?}")).collect()
}

fn finding(base: &Base, finding: &Finding) -> String {
    let mut out = format!("{:?} {} {} takes {} s", finding.role, finding.id, text(&finding.title), finding.takes.0);
    out += &costs(&finding.costs);
    finding.unanswered.iter().for_each(|unanswered| write!(out, "\n  unanswered {}", number(*unanswered)).unwrap());
    match &finding.domain {
        Domain::YesNo { otherwise } => write!(out, "\n  yes or no, otherwise {}", number(*otherwise)).unwrap(),
        Domain::OneOf { options, rest } => {
            let rest = rest.as_ref().map(text);
            write!(out, "\n  one of, rest {rest:?}{}", choices(options)).unwrap();
        }
        Domain::SeveralOf { options } => write!(out, "\n  several of{}", choices(options)).unwrap(),
        Domain::Number { least, most, unit } => {
            write!(out, "\n  number {least}..{most} {:?}", unit.as_ref().map(text)).unwrap();
        }
        Domain::Text => out += "\n  text",
    }
    finding.ask.iter().for_each(|ask| write!(out, "\n  ask {}", text(ask)).unwrap());
    finding.probe.iter().for_each(|probe| write!(out, "\n  probe {probe:?}").unwrap());
    finding.applies_when.iter().for_each(|when| write!(out, "\n  applies when {}", condition(base, when)).unwrap());
    finding.not_asked_when.iter().for_each(|when| write!(out, "\n  not asked when {}", condition(base, when)).unwrap());
    out + &patterns(&finding.patterns) + &card(&finding.card) + "\n"
}

fn choices(choices: &[Choice]) -> String {
    let choice = |choice: &Choice| {
        let (title, otherwise) = (text(&choice.title), number(choice.otherwise));
        let more = (patterns(&choice.patterns) + &card(&choice.card)).replace('\n', "\n    ");
        format!("\n    {:?} {} {title} otherwise {otherwise}{more}", choice.role, choice.id)
    };
    choices.iter().map(choice).collect()
}

fn sign(base: &Base, sign: Sign) -> String {
    let finding = &base.findings[sign.finding.index()];
    match (&finding.domain, sign.option) {
        (Domain::OneOf { options, .. } | Domain::SeveralOf { options }, Some(option)) => {
            format!("{}={}", finding.id, options[option.index()].id)
        }
        _ => finding.id.clone(),
    }
}

fn condition(base: &Base, when: &Condition) -> String {
    let id = |finding: &FindingId| base.findings[finding.index()].id.as_str();
    let parts = |parts: &[Condition], joint: &str| {
        let parts: Vec<_> = parts.iter().map(|part| condition(base, part)).collect();
        format!("({})", parts.join(joint))
    };
    match when {
        Condition::Is(one) => sign(base, *one),
        Condition::IsRest(finding) => format!("{}=rest", id(finding)),
        Condition::Compares(finding, comparison, number) => format!("{} {comparison:?} {number}", id(finding)),
        Condition::Says(finding, text) => format!("{} says {text:?}", id(finding)),
        Condition::Not(inner) => format!("not {}", condition(base, inner)),
        Condition::All(all) => parts(all, " and "),
        Condition::Any(any) => parts(any, " or "),
    }
}

fn rule(base: &Base, rule: &Rule) -> String {
    let then =
        rule.then.iter().map(|then| format!("{}{}", if then.holds { "" } else { "not " }, sign(base, then.sign)));
    let then: Vec<_> = then.collect();
    format!("rule {} when {} then {}{}\n", rule.id, condition(base, &rule.when), then.join(", "), card(&rule.card))
}

fn cause(base: &Base, cause: &Cause) -> String {
    let kind = cause.kind.map(|kind| base.kinds[kind.index()].id.as_str());
    let mut out = format!("cause {} {} of {kind:?} prior {}", cause.id, text(&cause.title), number(cause.prior));
    for link in &cause.links {
        write!(out, "\n  shows {} {}", sign(base, link.sign), number(link.number)).unwrap();
    }
    let hard = [
        ("ruled out when", &cause.ruled_out_when),
        ("only when", &cause.only_when),
        ("confirmed when", &cause.confirmed_when),
    ];
    for (word, conditions) in hard {
        conditions.iter().for_each(|when| write!(out, "\n  {word} {}", condition(base, when)).unwrap());
    }
    cause.passes_in.iter().for_each(|time| write!(out, "\n  passes in {} s", time.0).unwrap());
    out + &card(&cause.card) + "\n"
}

fn fix(base: &Base, fix: &Fix) -> String {
    let mut out = format!("fix {} {} takes {} s, {:?}", fix.id, text(&fix.title), fix.takes.0, fix.turn);
    out += &costs(&fix.costs);
    fix.done_wrong.iter().for_each(|wrong| write!(out, "\n  done wrong {}", number(*wrong)).unwrap());
    let named = |id: etio_kb::engine::FixId| base.fixes[id.index()].id.as_str();
    for effect in &fix.effects {
        let cause = effect.cause.map_or("other", |cause| base.causes[cause.index()].id.as_str());
        write!(out, "\n  {:?} {cause} {}", effect.kind, number(effect.number)).unwrap();
    }
    fix.for_signs.iter().for_each(|one| write!(out, "\n  for {}", sign(base, *one)).unwrap());
    fix.tells.iter().for_each(|id| write!(out, "\n  tells {}", base.findings[id.index()].id).unwrap());
    fix.only_when.iter().for_each(|when| write!(out, "\n  only when {}", condition(base, when)).unwrap());
    fix.after.iter().for_each(|id| write!(out, "\n  after {}", named(*id)).unwrap());
    fix.then.iter().for_each(|id| write!(out, "\n  then {}", named(*id)).unwrap());
    if fix.only_looks {
        out += "\n  only looks";
    }
    if let Some(risk) = &fix.risk {
        write!(out, "\n  risk {:?} {}", risk.kind, risk.text.as_ref().map(text).unwrap_or_default()).unwrap();
    }
    fix.steps.iter().for_each(|step| write!(out, "\n  step {}", text(step)).unwrap());
    fix.commands.iter().for_each(|command| write!(out, "\n  run {command:?}").unwrap());
    fix.verify.iter().for_each(|verify| write!(out, "\n  verify {}", text(verify)).unwrap());
    out + &card(&fix.card) + "\n"
}
