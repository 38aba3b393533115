//! What of a base reads a finding, and what can be known of it.

use etio_engine::{Base, Condition, Domain, FindingId, Sign};

/// Calls `found` with every finding that a condition is about.
pub(super) fn findings_of(condition: &Condition, found: &mut impl FnMut(FindingId)) {
    match condition {
        Condition::Is(sign) => found(sign.finding),
        Condition::IsRest(finding) | Condition::Compares(finding, ..) | Condition::Says(finding, _) => found(*finding),
        Condition::Not(inner) => findings_of(inner, found),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| findings_of(part, &mut *found)),
    }
}

/// Calls `found` with every sign that a condition names.
fn signs_of(condition: &Condition, found: &mut impl FnMut(Sign)) {
    match condition {
        Condition::Is(sign) => found(*sign),
        Condition::Not(inner) => signs_of(inner, found),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| signs_of(part, &mut *found)),
        Condition::IsRest(_) | Condition::Compares(..) | Condition::Says(..) => {}
    }
}

/// Returns every condition of a base.
pub(super) fn conditions(base: &Base) -> impl Iterator<Item = &Condition> {
    let of_findings = base.findings.iter().flat_map(etio_engine::Finding::conditions);
    let of_causes = base
        .causes
        .iter()
        .flat_map(|cause| cause.ruled_out_when.iter().chain(&cause.only_when).chain(&cause.confirmed_when));
    let of_fixes = base.fixes.iter().flat_map(|fix| &fix.only_when);
    base.rules.iter().map(|rule| &rule.when).chain(of_findings).chain(of_causes).chain(of_fixes)
}

/// Returns for each finding whether a condition names it, or a fix is for it or tells it.
pub(super) fn read(base: &Base) -> Vec<bool> {
    let mut read = vec![false; base.findings.len()];
    conditions(base).for_each(|condition| findings_of(condition, &mut |finding| read[finding.index()] = true));
    for fix in &base.fixes {
        fix.for_signs.iter().for_each(|sign| read[sign.finding.index()] = true);
        fix.tells.iter().for_each(|finding| read[finding.index()] = true);
    }
    read
}

/// Returns the signs that conditions name.
pub(super) fn named_in_conditions(base: &Base) -> std::collections::BTreeSet<Sign> {
    let mut named = std::collections::BTreeSet::new();
    conditions(base).for_each(|condition| {
        signs_of(condition, &mut |sign| {
            named.insert(sign);
        });
    });
    named
}

/// Returns for each finding whether anything can ever be known of it.
pub(in crate::check) fn open(base: &Base) -> Vec<bool> {
    let mut open: Vec<bool> = base
        .findings
        .iter()
        .map(|finding| {
            let patterns = match &finding.domain {
                Domain::OneOf { options, .. } | Domain::SeveralOf { options } => {
                    options.iter().any(|option| !option.patterns.is_empty())
                }
                Domain::YesNo { .. } | Domain::Number { .. } | Domain::Text => !finding.patterns.is_empty(),
            };
            patterns || finding.ask.is_some() || finding.probe.is_some()
        })
        .collect();
    let told = base.fixes.iter().filter_map(|fix| fix.tells);
    let set = base.rules.iter().flat_map(|rule| rule.then.iter().map(|then| then.sign.finding));
    told.chain(set).for_each(|finding| open[finding.index()] = true);
    open
}
