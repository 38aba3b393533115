//! Words that say the opposite of what they sound like, and base rates that leave nothing to say.
//!
//! A link is news only beside `otherwise`: `often X` speaks against a cause where X holds `usually` anyhow. So a word of half the time
//! or more that lowers its cause, and a `never` or a `rarely` that raises it, are slips. Counted cases are what they are.

use super::position;
use super::said::said_of;
use crate::check::{Concern, Places, Subject};
use crate::diagnostic::{Code, CounterExample, Shows};
use crate::words::Likelihood;
use etio_engine::{Base, CauseId, Link, Number, Provenance, Role, Sign};
use std::collections::{BTreeMap, BTreeSet};

/// From here on a word sounds as if it spoke for the cause.
pub(super) const SOUNDS_FOR: f64 = 0.5;
/// From here on a base rate is as good as certain.
const CERTAIN: f64 = 0.95;
/// From here on a symptom is what most people have whatever is wrong: none of its causes can be told by it.
const USUAL: f64 = 0.5;
/// How many times as often as elsewhere something must hold so that a low word speaks for the cause.
const FAR_MORE: f64 = 2.0;
/// How close two numbers are that are the same.
const SAME: f64 = 1e-9;

/// What causes say of a sign.
#[derive(Default)]
struct Links<'a> {
    /// Sounds as if it spoke for the cause, and speaks against it.
    against: Vec<(CauseId, &'a Link)>,
    /// Speaks for the cause.
    raising: usize,
    /// Speaks against the cause, and sounds like it.
    lowering: usize,
}

/// Looks at every link beside its base rate.
pub(super) fn check(base: &Base, places: &Places, read: &[bool], found: &mut Vec<Concern>) {
    let mut by_sign: BTreeMap<Sign, Links<'_>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (nth, cause) in base.causes.iter().enumerate() {
        for link in &cause.links {
            let (number, leak) = (link.number.get(), super::otherwise(base, link.sign));
            let links = by_sign.entry(link.sign).or_default();
            let id = CauseId(position(nth));
            if number > leak + SAME {
                links.raising += 1;
                let word = places.is_word(Subject::Link(id, link.sign));
                if word && is_never(link.number) && seen.insert((link.sign, cause.kind)) {
                    found.push(never(base, id, link, leak));
                } else if word
                    && number >= leak * FAR_MORE
                    && !is_symptom(base, link.sign)
                    && let Some(low) = low_word(link.number)
                    && seen.insert((link.sign, cause.kind))
                {
                    found.push(raises(base, id, link, leak, low));
                }
            } else if number < leak - SAME {
                let slip = number >= SOUNDS_FOR && !counted(link.number);
                if slip { links.against.push((id, link)) } else { links.lowering += 1 }
            }
        }
    }
    for (sign, links) in by_sign {
        let leak = super::otherwise(base, sign);
        if !links.against.is_empty() {
            against(base, places, sign, leak, &links, found);
        } else if is_symptom(base, sign) && leak >= USUAL
            || leak >= CERTAIN && links.lowering == 0 && !read[sign.finding.index()]
        {
            found.push(certain(base, sign, leak));
        }
    }
}

fn is_symptom(base: &Base, sign: Sign) -> bool {
    let finding = &base.findings[sign.finding.index()];
    sign.option.map_or(finding.role, |option| finding.options()[option.index()].role) == Role::Symptom
}

/// Returns the word that sounds as if it spoke against a cause and is not `never`. A symptom is seldom shown by what has another one.
fn low_word(number: Number) -> Option<&'static str> {
    let low = Likelihood::ALL.iter().filter(|word| word.probability() <= Likelihood::Seldom.probability());
    let word = low.into_iter().find(|word| word.probability().get() == number.get());
    word.filter(|_| !counted(number) && !is_never(number)).map(|word| word.word())
}

fn counted(number: Number) -> bool {
    matches!(number.provenance, Provenance::Counts { .. })
}

fn is_never(number: Number) -> bool {
    number.get() == Likelihood::Never.probability().get() && !counted(number)
}

/// Tells of words that lower: at `otherwise` where that is what is out of line, else at each word.
fn against(base: &Base, places: &Places, sign: Sign, leak: f64, links: &Links<'_>, found: &mut Vec<Concern>) {
    let kinds: BTreeSet<_> =
        links.against.iter().map(|(cause, _)| base.causes[cause.index()].kind.ok_or(cause)).collect();
    let id = super::id_of(base, sign);
    if leak >= CERTAIN || (kinds.len() > 1 && links.raising == 0 && links.lowering == 0) {
        let message = format!(
            "`{id}` holds in {} of 100 with the causes that do not mention it, more than with those that do",
            hundred(leak)
        );
        let help = "`otherwise` is for the causes that do not mention it: lower it, or raise the words of the others";
        let mut problem = Concern::new(Code::Contradicts, Subject::Otherwise(sign), message, help);
        for (cause, link) in links.against.iter().take(3) {
            let text = format!("{} of 100: this speaks against the cause", hundred(link.number.get()));
            problem = problem.and(Subject::Link(*cause, sign), text);
        }
        let first = &base.causes[links.against[0].0.index()].id;
        let outcome = format!("`{first}` is less probable than before");
        let example = CounterExample { outcome, ..said_of(base, sign) };
        return found.push(problem.shown_by(Shows::LessProbable(first.clone()), example));
    }
    let mut seen = BTreeSet::new();
    for (cause, link) in &links.against {
        let kind = base.causes[cause.index()].kind;
        let word = places.is_word(Subject::Link(*cause, sign));
        if word && seen.insert((kind.ok_or(*cause), link.number.get().to_bits())) {
            found.push(lowers(base, *cause, link, leak));
        }
    }
}

fn lowers(base: &Base, cause: CauseId, link: &Link, leak: f64) -> Concern {
    let (id, of) = (super::id_of(base, link.sign), &base.causes[cause.index()].id);
    let number = hundred(link.number.get());
    let message = format!(
        "`{id}` speaks against `{of}`: {number} of 100 with it show that, and {} of 100 with other causes",
        hundred(leak)
    );
    let help =
        "say more than `otherwise` says if it speaks for the cause, less than half the time if it speaks against";
    let outcome = format!("`{of}` is less probable than before");
    Concern::new(Code::Contradicts, Subject::Link(cause, link.sign), message, help)
        .and(Subject::Otherwise(link.sign), "what holds with the causes that do not mention it")
        .shown_by(Shows::LessProbable(of.clone()), CounterExample { outcome, ..said_of(base, link.sign) })
}

/// Returns that a word which sounds as if it spoke against a cause speaks for it.
fn raising(word: &str, id: &str, of: &str, link: &Link, leak: f64) -> String {
    format!(
        "whoever has `{id}` is led to `{of}`, though it says `{word}`: {} of 100 with it show that, and only {} of 100 with other causes",
        hundred(link.number.get()),
        hundred(leak)
    )
}

fn never(base: &Base, cause: CauseId, link: &Link, leak: f64) -> Concern {
    let (id, of) = (super::id_of(base, link.sign), &base.causes[cause.index()].id);
    let message = raising("never", &id, of, link, leak);
    let help = format!("leave it out, or say `ruled out when {id}` if that cannot be");
    let outcome = format!("`{of}` is more probable than before");
    Concern::new(Code::Contradicts, Subject::Link(cause, link.sign), message, help)
        .and(Subject::Otherwise(link.sign), "what holds with the causes that do not mention it")
        .shown_by(Shows::MoreProbable(of.clone()), CounterExample { outcome, ..said_of(base, link.sign) })
}

fn raises(base: &Base, cause: CauseId, link: &Link, leak: f64, word: &str) -> Concern {
    let (id, of) = (super::id_of(base, link.sign), &base.causes[cause.index()].id);
    let message = raising(word, &id, of, link, leak);
    let help = "leave it out if it is to speak against the cause; if it is meant, say the number, such as `8%`";
    let outcome = format!("`{of}` is more probable than before");
    Concern::new(Code::Contradicts, Subject::Link(cause, link.sign), message, help)
        .and(Subject::Otherwise(link.sign), "what holds with the causes that do not mention it")
        .shown_by(Shows::MoreProbable(of.clone()), CounterExample { outcome, ..said_of(base, link.sign) })
}

fn certain(base: &Base, sign: Sign, leak: f64) -> Concern {
    let id = super::id_of(base, sign);
    let little = if leak >= CERTAIN { "nothing" } else { "next to nothing" };
    let message = format!("`{id}` holds in {} of 100 whatever is wrong, so it speaks for {little}", hundred(leak));
    let help = "say under `otherwise` how often it holds with a cause that does not mention it";
    let concern = Concern::new(Code::CertainAnyhow, Subject::Otherwise(sign), message, help);
    let outcome = "no cause is more or less probable than before".to_owned();
    concern.shown_by(Shows::Unmoved, CounterExample { outcome, ..said_of(base, sign) })
}

/// Returns a share as so many of a hundred.
fn hundred(share: f64) -> String {
    let written = format!("{:.2}", share * 100.0);
    written.trim_end_matches('0').trim_end_matches('.').to_owned()
}
