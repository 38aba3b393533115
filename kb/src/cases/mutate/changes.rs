//! The changes that a base can suffer, and how each is made in the model.

use crate::cases::coverage::sign_name;
use crate::cases::patterns::written;
use crate::check::{Places, Subject};
use crate::source::Span;
use crate::words::Prior;
use etio_engine::{
    Base, CauseId, Domain, FindingId, FixId, Number, OptionId, Pattern, Probability, Seconds, Sign, TopicId, real,
};
use std::collections::BTreeMap;

/// What was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Changed {
    /// A number or a word that stands for one, turned round.
    Number,
    /// A pattern, taken away.
    Pattern,
    /// A likelihood of a cause or an effect of a fix, taken away.
    Link,
    /// A time, made ten times as long or as short.
    Time,
}

impl Changed {
    /// Every sort of change, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Number, Self::Pattern, Self::Link, Self::Time];

    /// Returns its word in reports for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Pattern => "pattern",
            Self::Link => "link",
            Self::Time => "time",
        }
    }
}

/// One change of a base.
#[derive(Clone, Debug)]
pub struct Change {
    /// What is changed.
    pub what: Changed,
    /// What it belongs to, by ids: `asleep: offline`.
    pub name: String,
    /// Where it is written.
    pub span: Span,
    /// The number or the seconds before and after; nothing where something is taken away.
    pub numbers: Option<(f64, f64)>,
    pub(super) edits: Vec<Edit>,
}

/// One change of the model. Causes and fixes are positions in their lists.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    Prior(usize, Probability),
    Link(usize, Sign, Probability),
    DropLink(usize, Sign),
    Effect(usize, Option<CauseId>, Probability),
    DropEffect(usize, Option<CauseId>),
    Otherwise(Sign, Probability),
    Unanswered(usize, Probability),
    DoneWrong(usize, Probability),
    TakesToAsk(usize, Seconds),
    TakesToTry(usize, Seconds),
    Passes(usize, Seconds),
    DropPattern(Sign, usize),
    DropTopicPattern(TopicId, usize),
}

impl Change {
    /// Makes the change.
    pub(super) fn apply(&self, base: &mut Base) {
        self.edits.iter().for_each(|edit| edit.apply(base));
    }
}

impl Edit {
    fn apply(&self, base: &mut Base) {
        match self {
            Self::Prior(cause, to) => base.causes[*cause].prior.probability = *to,
            Self::Link(cause, sign, to) => {
                let links = base.causes[*cause].links.iter_mut();
                links.filter(|link| link.sign == *sign).for_each(|link| link.number.probability = *to);
            }
            Self::DropLink(cause, sign) => base.causes[*cause].links.retain(|link| link.sign != *sign),
            Self::Effect(fix, cause, to) => {
                let effects = base.fixes[*fix].effects.iter_mut();
                effects.filter(|effect| effect.cause == *cause).for_each(|effect| effect.number.probability = *to);
            }
            Self::DropEffect(fix, cause) => base.fixes[*fix].effects.retain(|effect| effect.cause != *cause),
            Self::Otherwise(sign, to) => set_otherwise(base, *sign, *to),
            Self::Unanswered(finding, to) => base.findings[*finding].unanswered = Some(Number::estimate(*to)),
            Self::DoneWrong(fix, to) => base.fixes[*fix].done_wrong = Some(Number::estimate(*to)),
            Self::TakesToAsk(finding, to) => base.findings[*finding].takes = *to,
            Self::TakesToTry(fix, to) => base.fixes[*fix].takes = *to,
            Self::Passes(cause, to) => base.causes[*cause].passes_in = Some(*to),
            Self::DropPattern(sign, nth) => {
                let finding = &mut base.findings[sign.finding.index()];
                let patterns = match (sign.option, &mut finding.domain) {
                    (Some(at), Domain::OneOf { options, .. } | Domain::SeveralOf { options }) => {
                        &mut options[at.index()].patterns
                    }
                    _ => &mut finding.patterns,
                };
                patterns.remove(*nth);
            }
            Self::DropTopicPattern(topic, nth) => drop(base.topics[topic.index()].patterns.remove(*nth)),
        }
    }
}

/// Sets a base rate. Of options that exclude one another the others share what is left, as they did.
fn set_otherwise(base: &mut Base, sign: Sign, to: Probability) {
    let set = |number: &mut Number, to: f64| number.probability = Probability::new(to).unwrap_or(number.probability);
    match (&mut base.findings[sign.finding.index()].domain, sign.option) {
        (Domain::YesNo { otherwise }, _) => otherwise.probability = to,
        (Domain::SeveralOf { options }, Some(at)) => options[at.index()].otherwise.probability = to,
        (Domain::OneOf { options, rest }, Some(at)) => {
            let before: f64 = options.iter().map(|option| option.otherwise.get()).sum();
            let others = before - options[at.index()].otherwise.get();
            let left = if rest.is_some() { others.min(1.0 - to.get()) } else { 1.0 - to.get() };
            for (index, option) in options.iter_mut().enumerate() {
                let scaled = if others > 0.0 { option.otherwise.get() * left / others } else { 0.0 };
                set(&mut option.otherwise, if index == at.index() { to.get() } else { scaled });
            }
        }
        _ => {}
    }
}

/// Numbers from here to 1 less this are left as they are: turned round they are nearly the same.
const MIDDLE: std::ops::RangeInclusive<f64> = 0.4..=0.6;

/// Returns the changes of a base, in the order of their places. What is written once is changed once, even where it holds for every cause of a kind.
pub(super) fn changes(base: &Base, places: &Places) -> Vec<Change> {
    let mut list = List { base, places, changes: BTreeMap::new() };
    list.causes();
    list.fixes();
    list.findings();
    list.changes.into_values().collect()
}

struct List<'a> {
    base: &'a Base,
    places: &'a Places,
    /// By place and sort; the name last, for what has no place of its own.
    changes: BTreeMap<(Span, Changed, String), Change>,
}

impl List<'_> {
    fn add(&mut self, what: Changed, name: String, subject: Subject, numbers: Option<(f64, f64)>, edit: Edit) {
        let span = self.places.of(subject);
        let key = if self.places.is_written(subject) { String::new() } else { name.clone() };
        let change = self.changes.entry((span, what, key));
        change.or_insert(Change { what, name, span, numbers, edits: Vec::new() }).edits.push(edit);
    }

    fn number(&mut self, name: String, subject: Subject, from: f64, to: f64, edit: impl Fn(Probability) -> Edit) {
        if let Some(probability) = Probability::new(to).filter(|_| !MIDDLE.contains(&from)) {
            self.add(Changed::Number, name, subject, Some((from, to)), edit(probability));
        }
    }

    fn time(
        &mut self,
        name: String,
        subject: Subject,
        from: Seconds,
        default: Option<Seconds>,
        edit: impl Fn(Seconds) -> Edit,
    ) {
        let to = if from.0 < 120 { Seconds(from.0 * 10) } else { Seconds(from.0 / 10) };
        if Some(from) != default && to != from {
            self.add(Changed::Time, name, subject, Some((from.get(), to.get())), edit(to));
        }
    }

    fn causes(&mut self) {
        for (index, cause) in self.base.causes.iter().enumerate() {
            let id = CauseId(u32::try_from(index).unwrap_or(u32::MAX));
            let prior = cause.prior.get();
            self.number(cause.id.clone(), Subject::Prior(id), prior, other_prior(prior), |to| Edit::Prior(index, to));
            if let Some(time) = cause.passes_in {
                let name = format!("{}: passes in", cause.id);
                self.time(name, Subject::Cause(id), time, None, |to| Edit::Passes(index, to));
            }
            for link in &cause.links {
                let (name, subject) = (sign_name(self.base, link.sign), Subject::Link(id, link.sign));
                let name = format!("{}: {name}", cause.id);
                let from = link.number.get();
                let to = Probability::new(1.0 - from).map_or(from, |to| to.within_link().get());
                self.number(name.clone(), subject, from, to, |to| Edit::Link(index, link.sign, to));
                self.add(Changed::Link, name, subject, None, Edit::DropLink(index, link.sign));
            }
        }
    }

    fn fixes(&mut self) {
        for (index, fix) in self.base.fixes.iter().enumerate() {
            let id = FixId(u32::try_from(index).unwrap_or(u32::MAX));
            for effect in &fix.effects {
                let cause = effect.cause.map_or("other", |cause| self.base.causes[cause.index()].id.as_str());
                let (name, subject) = (format!("{}: {cause}", fix.id), Subject::Effect(id, effect.cause));
                let from = effect.number.get();
                self.number(name.clone(), subject, from, 1.0 - from, |to| Edit::Effect(index, effect.cause, to));
                self.add(Changed::Link, name, subject, None, Edit::DropEffect(index, effect.cause));
            }
            if let Some(wrong) = fix.done_wrong.map(Number::get) {
                let name = format!("{}: done wrong", fix.id);
                self.number(name, Subject::Fix(id), wrong, 1.0 - wrong, |to| Edit::DoneWrong(index, to));
            }
            let name = format!("{}: takes", fix.id);
            self.time(name, Subject::Fix(id), fix.takes, Some(Seconds::TO_TRY), |to| Edit::TakesToTry(index, to));
        }
    }

    fn findings(&mut self) {
        for (index, finding) in self.base.findings.iter().enumerate() {
            let id = FindingId(u32::try_from(index).unwrap_or(u32::MAX));
            let sign = Sign { finding: id, option: None };
            self.patterns(sign, &finding.patterns);
            if let Domain::YesNo { otherwise } = finding.domain {
                self.otherwise(sign, otherwise.get());
            }
            for (at, option) in (0..).zip(finding.options()) {
                let sign = Sign { option: Some(OptionId(at)), ..sign };
                self.patterns(sign, &option.patterns);
                self.otherwise(sign, option.otherwise.get());
            }
            if let Some(number) = finding.unanswered.map(Number::get) {
                let name = format!("{}: unanswered", finding.id);
                self.number(name, Subject::Finding(id), number, 1.0 - number, |to| Edit::Unanswered(index, to));
            }
            if finding.ask.is_some() {
                let name = format!("{}: takes", finding.id);
                let edit = |to| Edit::TakesToAsk(index, to);
                self.time(name, Subject::Finding(id), finding.takes, Some(Seconds::TO_ANSWER), edit);
            }
        }
        for (index, topic) in (0..).zip(&self.base.topics) {
            for (nth, pattern) in topic.patterns.iter().enumerate() {
                let (subject, edit) =
                    (Subject::TopicPattern(TopicId(index), nth), Edit::DropTopicPattern(TopicId(index), nth));
                self.add(Changed::Pattern, format!("{}: {}", topic.id, written(pattern)), subject, None, edit);
            }
        }
    }

    fn patterns(&mut self, sign: Sign, patterns: &[Pattern]) {
        for (nth, pattern) in patterns.iter().enumerate() {
            let (name, edit) = (sign_name(self.base, sign), Edit::DropPattern(sign, nth));
            let name = format!("{name}: {}", written(pattern));
            self.add(Changed::Pattern, name, Subject::Pattern(sign, nth), None, edit);
        }
    }

    /// Base rates that nobody wrote are not changed.
    fn otherwise(&mut self, sign: Sign, from: f64) {
        let subject = Subject::Otherwise(sign);
        if self.places.is_written(subject) {
            let name = format!("{}: otherwise", sign_name(self.base, sign));
            self.number(name, subject, from, 1.0 - from, |to| Edit::Otherwise(sign, to));
        }
    }
}

/// Returns a prior turned round on the scale of its words: what is most common becomes very rare. Priors that are no words become the word that the
/// nearest one turns into.
fn other_prior(prior: f64) -> f64 {
    let all = Prior::ALL;
    let distance = |word: &Prior| real::ln(word.probability().get() / prior).abs();
    let nearest = (0..all.len()).min_by(|a, b| distance(&all[*a]).total_cmp(&distance(&all[*b]))).unwrap_or_default();
    all[all.len() - 1 - nearest].probability().get()
}
