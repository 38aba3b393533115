//! What a base is made of: things that a person or an author cannot tell apart, and things without use.

use super::{Concern, Review, Subject};
use crate::diagnostic::Code;
use etio_engine::{Base, CauseId, Domain, FindingId, FixId, KindId, OptionId, Role, Text, TopicId};
use std::collections::{BTreeSet, HashMap};

/// Looks at one base.
pub(super) fn check(review: &mut Review<'_>) {
    same_titles(review);
    same_texts(review);
    alike(review);
    unused(review);
    circles_of_fixes(review);
    shadowed(review);
}

// ─── Titles and texts ───

/// A thing with a title.
struct Titled<'a> {
    word: &'static str,
    id: &'a str,
    title: &'a Text,
    subject: Subject,
}

/// Returns everything that has a title, in order.
fn titled(base: &Base) -> Vec<Titled<'_>> {
    let mut all = Vec::new();
    let mut add = |word, id, title, subject| all.push(Titled { word, id, title, subject });
    for (id, finding) in (0..).map(FindingId).zip(&base.findings) {
        add("finding", finding.id.as_str(), &finding.title, Subject::Finding(id));
        let symptoms = (0..).map(OptionId).zip(finding.options()).filter(|(_, one)| one.role == Role::Symptom);
        symptoms.for_each(|(nth, one)| add("finding", &one.id, &one.title, Subject::Choice(id, nth)));
    }
    let kinds = (0..).map(KindId).zip(&base.kinds);
    kinds.for_each(|(id, one)| add("kind", &one.id, &one.title, Subject::Kind(id)));
    let causes = (0..).map(CauseId).zip(&base.causes);
    causes.for_each(|(id, one)| add("cause", &one.id, &one.title, Subject::Cause(id)));
    let fixes = (0..).map(FixId).zip(&base.fixes);
    fixes.for_each(|(id, one)| add("fix", &one.id, &one.title, Subject::Fix(id)));
    let topics = (0..).map(TopicId).zip(&base.topics);
    topics.for_each(|(id, one)| add("topic", &one.id, &one.title, Subject::Topic(id)));
    all
}

/// Looks for things of one sort and one title, and for values of one fact that are called the same.
fn same_titles(review: &mut Review<'_>) {
    let base = review.base;
    let mut first: HashMap<(&str, String), (&str, Subject)> = HashMap::new();
    for Titled { word, id, title, subject } in titled(base) {
        let title = heard(title);
        if title.is_empty() {
            continue;
        }
        let Some((known, at)) = first.get(&(word, title.clone())).copied() else {
            first.insert((word, title), (id, subject));
            continue;
        };
        let message = format!("{word} `{id}` has the same title as {word} `{known}`");
        let help = "a person tells them apart by their titles alone: say in each what the other is not";
        review.tell(Concern::new(Code::SameTitle, subject, message, help).and(at, "the same title"));
    }
    for (id, finding) in (0..).map(FindingId).zip(&base.findings) {
        let mut first: HashMap<String, (&str, Subject)> = HashMap::new();
        let values = (0..).map(OptionId).zip(finding.options()).filter(|(_, one)| one.role == Role::Fact);
        for (option, value) in values {
            let subject = Subject::Choice(id, option);
            if let Some((known, at)) = first.insert(heard(&value.title), (&value.id, subject)) {
                let message = format!("the values `{known}` and `{}` of `{}` read the same", value.id, finding.id);
                let help = "give each a label of its own: `label VALUE \"…\"`";
                review.tell(Concern::new(Code::SameTitle, subject, message, help).and(at, "reads the same"));
            }
        }
    }
}

/// Looks for things of one sort that mean, ask or do the same, word for word.
fn same_texts(review: &mut Review<'_>) {
    let base = review.base;
    let mut texts: Vec<(&str, &str, String, Subject)> = Vec::new();
    for (id, finding) in (0..).map(FindingId).zip(&base.findings) {
        let asked = finding.ask.iter().map(|ask| ("asks", finding.id.as_str(), heard(ask), Subject::Question(id)));
        texts.extend(asked);
    }
    let means = |card: &etio_engine::Card| card.means.as_ref().map(heard).unwrap_or_default();
    for (id, cause) in (0..).map(CauseId).zip(&base.causes) {
        texts.push(("means", &cause.id, means(&cause.card), Subject::Cause(id)));
    }
    for (id, fix) in (0..).map(FixId).zip(&base.fixes) {
        let steps: Vec<String> = fix.steps.iter().map(heard).chain(fix.commands.iter().cloned()).collect();
        texts.push(("tells to do", &fix.id, steps.join("\n"), Subject::Fix(id)));
    }
    for (id, topic) in (0..).map(TopicId).zip(&base.topics) {
        texts.push(("answers", &topic.id, means(&topic.card), Subject::Topic(id)));
    }
    let mut first: HashMap<(&str, String), (&str, Subject)> = HashMap::new();
    for (what, id, text, subject) in texts.into_iter().filter(|(_, _, text, _)| !text.is_empty()) {
        let Some((known, at)) = first.get(&(what, text.clone())).copied() else {
            first.insert((what, text), (id, subject));
            continue;
        };
        let message = format!("`{id}` {what} the same as `{known}`, word for word");
        let help = "say what is different, or make one thing of the two";
        review.tell(Concern::new(Code::SameText, subject, message, help).and(at, "the same words"));
    }
}

/// Returns a text as a person hears it: letters and digits alone.
fn heard(text: &Text) -> String {
    let original = text.versions().next().map_or("", |(_, text)| text);
    original.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

// ─── Ids ───

/// Looks for ids that are easily taken for one another.
fn alike(review: &mut Review<'_>) {
    let base = review.base;
    let mut ids: Vec<(&str, Subject)> = titled(base).into_iter().map(|one| (one.id, one.subject)).collect();
    ids.extend(base.rules.iter().enumerate().map(|(nth, rule)| (rule.id.as_str(), Subject::Rule(nth))));
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    for (nth, (id, _)) in ids.iter().enumerate() {
        keys(id).into_iter().for_each(|key| by_key.entry(key).or_default().push(nth));
    }
    let mut pairs = BTreeSet::new();
    for bucket in by_key.values().filter(|bucket| (2..=8).contains(&bucket.len())) {
        for (at, later) in bucket.iter().enumerate() {
            pairs.extend(bucket[..at].iter().map(|earlier| (*earlier.min(later), *earlier.max(later))));
        }
    }
    for (earlier, later) in pairs {
        let [(one, at), (two, subject)] = [ids[earlier], ids[later]];
        let same_sort = sort(base, at) == sort(base, subject);
        if one == two || !are_alike(one, two) || !same_sort && look(one) != look(two) {
            continue;
        }
        let message = format!("the ids `{two}` and `{one}` look alike");
        let help = "one of them is probably a slip of typing; if both are meant, name them by what tells them apart";
        review.tell(Concern::new(Code::AlikeIds, subject, message, help).and(at, "the other"));
    }
}

/// Returns what a thing can be taken for: one of another sort in its place would be an error.
fn sort(base: &Base, subject: Subject) -> (std::mem::Discriminant<Subject>, Option<std::mem::Discriminant<Domain>>) {
    let domain = match subject {
        Subject::Finding(id) => Some(std::mem::discriminant(&base.findings[id.index()].domain)),
        _ => None,
    };
    (std::mem::discriminant(&subject), domain)
}

/// Returns keys of which alike ids have one in common: the id without one of its letters, and as it looks.
fn keys(id: &str) -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = BTreeSet::new();
    for (at, c) in id.char_indices().filter(|(_, c)| !c.is_ascii_digit()) {
        keys.insert(format!("{}{}", &id[..at], &id[at + c.len_utf8()..]));
    }
    keys.insert(id.to_owned());
    keys.insert(look(id));
    keys
}

/// Returns an id without what the eye passes over.
fn look(id: &str) -> String {
    id.replace('-', "").replace('1', "l").replace('0', "o").replace("rn", "m").replace("vv", "w")
}

/// Returns whether two different ids are easily taken for one another.
fn are_alike(one: &str, two: &str) -> bool {
    if look(one) == look(two) {
        return true;
    }
    let [a, b] = [one, two].map(|id| id.as_bytes());
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let left = a.len().min(b.len()) - start;
    let end = a.iter().rev().zip(b.iter().rev()).take(left).take_while(|(a, b)| a == b).count();
    let [middle_a, middle_b] = [&a[start..a.len() - end], &b[start..b.len() - end]];
    // The part between hyphens in which they differ: in a short one, one letter is a word of its own.
    let part = |id: &[u8]| {
        let from = id[..start].iter().rposition(|c| *c == b'-').map_or(0, |at| at + 1);
        let to = id[start..].iter().position(|c| *c == b'-').map_or(id.len(), |at| start + at);
        to.saturating_sub(from)
    };
    let letters = |middle: &[u8]| middle.iter().all(u8::is_ascii_lowercase);
    let long = part(a).min(part(b)) >= 5;
    match (middle_a, middle_b) {
        ([x], [y]) => long && x != y && letters(&[*x, *y]),
        ([x], []) | ([], [x]) => {
            let doubled = start > 0 && a[start - 1] == *x;
            let plural = *x == b's' && part(a).min(part(b)) >= 3;
            *x != b'-' && x.is_ascii_lowercase() && (long || doubled || plural)
        }
        ([x, y], [z, w]) => x == w && y == z && letters(&[*x, *y]) && part(a).min(part(b)) >= 3,
        _ => false,
    }
}

// ─── Use ───

/// Looks for kinds without causes and for accesses that nothing needs.
fn unused(review: &mut Review<'_>) {
    let base = review.base;
    let used: BTreeSet<KindId> = base.causes.iter().filter_map(|cause| cause.kind).collect();
    for (id, kind) in (0..).map(KindId).zip(&base.kinds).filter(|(id, _)| !used.contains(id)) {
        let message = format!("no cause is of the kind `{}`", kind.id);
        let help = format!("write `cause ID of {} \"…\"`, or leave the kind out", kind.id);
        review.tell(Concern::new(Code::NothingUses, Subject::Kind(id), message, help));
    }
    let costs = base.findings.iter().map(|finding| &finding.costs).chain(base.fixes.iter().map(|fix| &fix.costs));
    let needed: BTreeSet<usize> = costs.flat_map(|costs| &costs.needs).map(|access| *access as usize).collect();
    for (nth, access) in base.prices.accesses.iter().enumerate().filter(|(nth, _)| !needed.contains(nth)) {
        let message = format!("nothing needs the access `{}`", access.id);
        let help = format!("write `needs {}` where it must be opened, or leave it out", access.id);
        review.tell(Concern::new(Code::NothingUses, Subject::Access(nth), message, help));
    }
}

/// Looks for fixes that follow one another in a circle of `then`.
fn circles_of_fixes(review: &mut Review<'_>) {
    let fixes = &review.base.fixes;
    let mut told: BTreeSet<FixId> = BTreeSet::new();
    for start in (0..).map(FixId).take(fixes.len()) {
        let mut path = vec![start];
        while let Some(next) = fixes[path[path.len() - 1].index()].then {
            if next == start {
                break;
            }
            if path.contains(&next) || told.contains(&next) {
                path.clear();
                break;
            }
            path.push(next);
        }
        let closes = path.last().is_some_and(|last| fixes[last.index()].then == Some(start));
        if !closes || !path.iter().all(|fix| told.insert(*fix)) {
            continue;
        }
        let ids: Vec<String> = path.iter().chain([&start]).map(|fix| format!("`{}`", fixes[fix.index()].id)).collect();
        let message = format!("these fixes follow one another without an end: {}", ids.join(" → "));
        let help = "leave one `then` of the circle out";
        let last = path[path.len() - 1];
        review.tell(Concern::new(Code::CircleOfFixes, Subject::Then(last), message, help));
    }
}

/// Looks for values that are called like a finding, so that a condition may take the one for the other.
fn shadowed(review: &mut Review<'_>) {
    let base = review.base;
    let findings: HashMap<&str, FindingId> =
        (0..).map(FindingId).zip(&base.findings).map(|(id, finding)| (finding.id.as_str(), id)).collect();
    for (id, finding) in (0..).map(FindingId).zip(&base.findings) {
        for (option, value) in (0..).map(OptionId).zip(finding.options()).filter(|(_, one)| one.role == Role::Fact) {
            let Some(named) = findings.get(value.id.as_str()) else { continue };
            let message = format!("the value `{}` of `{}` is called like a finding", value.id, finding.id);
            let help = "give the value or the finding another name: a condition means the finding where it says the name alone";
            let concern = Concern::new(Code::ShadowedName, Subject::Choice(id, option), message, help);
            review.tell(concern.and(Subject::Finding(*named), "the finding"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_look_alike() {
        let table = [
            ("server-overload", "server-overlaod", true),
            ("server-overload", "server-overloads", true),
            ("server-overload", "serveroverload", true),
            ("fan", "fans", true),
            ("browser", "browzer", true),
            ("vpn-l", "vpn-1", true),
            ("burned-points", "bumed-points", true),
            ("sign-in", "sign-on", false),
            ("port-80", "port-81", false),
            ("disk-1", "disk-2", false),
            ("disk-1", "disk-11", false),
            ("cpu-hot", "cpu-not", false),
            ("error-500", "error-50", false),
            ("online", "offline", false),
            ("vpn", "vpn-on", false),
        ];
        for (one, two, expected) in table {
            assert_eq!(are_alike(one, two), expected, "{one} {two}");
            assert_eq!(are_alike(two, one), expected, "{two} {one}");
            let common = keys(one).intersection(&keys(two)).count() > 0;
            assert!(common || !expected, "{one} and {two} have no key in common");
        }
    }
}
