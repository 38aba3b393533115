//! Where a base says what, for checks that work on the model.

use super::names::{Meaning, Names, Shape, Target};
use super::things::{Said, Thing};
use crate::check::{Places, Subject};
use crate::source::Span;
use crate::syntax::{Detail, Name, StatementKind, Value};
use etio_engine::{CauseId, FindingId, FixId, OptionId, Sign};

/// Returns where the parts of a base without errors are written.
pub(super) fn places(names: &Names<'_>) -> Places {
    let mut writer = Writer { names, places: Places::new(names.things.base.span()), causes_of: super::causes(names).0 };
    let mut rules = 0;
    for (thing, target) in names.things.list.iter().zip(&names.targets) {
        match *target {
            Target::Finding(finding) => writer.finding(thing, finding),
            Target::Option(finding, option) => {
                writer.places.add(Subject::Choice(finding, option), thing.span());
                writer.symptom(thing, Sign { finding, option: Some(option) });
            }
            Target::Rule => {
                writer.places.add(Subject::Rule(rules), thing.span());
                if let [only] = thing.parts[..] {
                    writer.places.add_whole(Subject::Rule(rules), only.declaration.whole());
                }
                rules += 1;
            }
            Target::Kind(kind) => writer.places.add(Subject::Kind(kind), thing.span()),
            Target::Cause(cause) => writer.cause(thing, cause),
            Target::Fix(fix) => writer.fix(thing, fix),
            Target::Topic(topic) => {
                writer.places.add(Subject::Topic(topic), thing.span());
                for (nth, span) in patterns(thing).into_iter().enumerate() {
                    writer.places.add(Subject::TopicPattern(topic, nth), span);
                }
            }
        }
    }
    let things = names.things.list.iter().chain([&names.things.base]);
    if things.into_iter().any(|thing| thing.last_layer() > 0) {
        writer.places.overlay();
    }
    let accesses = names.things.base.all(|kind| match kind {
        StatementKind::Access(name, _) => Some(name),
        _ => None,
    });
    for said in accesses {
        writer.places.add_access(&said.value.text, said.span);
    }
    writer.places
}

struct Writer<'n, 'a> {
    names: &'n Names<'a>,
    places: Places,
    causes_of: Vec<Vec<CauseId>>,
}

impl<'a> Writer<'_, 'a> {
    /// Keeps the places of a list, of which the last layer that has one counts.
    fn list(
        &mut self,
        thing: &Thing<'a>,
        from: usize,
        wanted: impl Fn(&StatementKind) -> bool,
        subject: impl Fn(usize) -> Subject,
    ) {
        let said: Vec<Said<'a, ()>> = thing.list(|kind| wanted(kind).then_some(()));
        said.iter().enumerate().for_each(|(nth, said)| self.places.add(subject(from + nth), said.span));
    }

    // ─── Findings ───

    fn finding(&mut self, thing: &Thing<'a>, id: FindingId) {
        self.places.add(Subject::Finding(id), thing.span());
        self.symptom(thing, Sign { finding: id, option: None });
        if let Shape::OneOf(values) | Shape::SeveralOf(values) = &self.names.findings[id.index()].shape {
            let option = |nth: usize| OptionId(u32::try_from(nth).unwrap_or(u32::MAX));
            let values = values.iter().enumerate();
            values.for_each(|(nth, value)| self.places.add(Subject::Choice(id, option(nth)), value.span));
        }
        self.list(thing, 0, |kind| matches!(kind, StatementKind::Ask(_)), |_| Subject::Question(id));
        self.list(thing, 0, |kind| matches!(kind, StatementKind::Probe(_)), |_| Subject::Probe(id));
        self.list(thing, 0, |kind| matches!(kind, StatementKind::AppliesWhen(_)), |_| Subject::AppliesWhen(id));
        self.list(thing, 0, |kind| matches!(kind, StatementKind::NotAskedWhen(_)), |_| Subject::NotAskedWhen(id));
    }

    /// Keeps where the patterns and the base rates of a finding or an exclusive symptom stand.
    fn symptom(&mut self, thing: &Thing<'a>, sign: Sign) {
        for (nth, span) in patterns(thing).into_iter().enumerate() {
            self.places.add(Subject::Pattern(sign, nth), span);
        }
        let rates = thing.all(|kind| match kind {
            StatementKind::Otherwise(_, value) => Some(value.as_ref()),
            _ => None,
        });
        for said in rates {
            let option = said.value.and_then(|value: &Value| self.option(sign.finding, &value.name));
            let sign = Sign { option: sign.option.or(option), ..sign };
            self.places.add(Subject::Otherwise(sign), said.span);
        }
    }

    fn option(&self, finding: FindingId, name: &Name) -> Option<OptionId> {
        let (Shape::OneOf(values) | Shape::SeveralOf(values)) = &self.names.findings[finding.index()].shape else {
            return None;
        };
        let at = values.iter().position(|value| value.text == name.text)?;
        u32::try_from(at).ok().map(OptionId)
    }

    fn sign(&self, sign: &crate::syntax::Sign) -> Option<Sign> {
        match self.names.sign(sign) {
            Ok(Meaning::Sign(sign)) => Some(sign),
            _ => None,
        }
    }

    // ─── Causes ───

    fn cause(&mut self, thing: &Thing<'a>, id: CauseId) {
        self.places.add(Subject::Cause(id), thing.span());
        let kind = match thing.detail() {
            Some((_, Detail::Of(name))) => self.names.things.find(&name.text).map(|at| &self.names.things.list[at]),
            _ => None,
        };
        kind.into_iter().for_each(|kind| self.links(kind, id));
        self.links(thing, id);
        self.list(thing, 0, |kind| matches!(kind, StatementKind::Is(_)), |_| Subject::Prior(id));
        let ruled = |kind: &StatementKind| matches!(kind, StatementKind::RuledOutWhen(_));
        let only = |kind: &StatementKind| matches!(kind, StatementKind::OnlyWhen(_));
        let before = |wanted: fn(&StatementKind) -> bool| {
            kind.map_or(0, |kind: &Thing<'a>| kind.list(|said| wanted(said).then_some(())).len())
        };
        let (ruled_before, only_before) = (before(ruled), before(only));
        for (thing, ruled_from, only_from) in
            kind.into_iter().map(|kind| (kind, 0, 0)).chain([(thing, ruled_before, only_before)])
        {
            self.list(thing, ruled_from, ruled, |nth| Subject::RuledOutWhen(id, nth));
            self.list(thing, only_from, only, |nth| Subject::OnlyWhen(id, nth));
        }
        let confirmed = |kind: &StatementKind| matches!(kind, StatementKind::ConfirmedWhen(_));
        self.list(thing, 0, confirmed, |nth| Subject::ConfirmedWhen(id, nth));
    }

    fn links(&mut self, thing: &Thing<'a>, id: CauseId) {
        let shows = thing.all(|kind| match kind {
            StatementKind::Shows(figure, signs) => Some((figure, signs)),
            _ => None,
        });
        for (figure, signs) in shows.into_iter().map(|said| said.value) {
            for written in signs {
                if let Some(sign) = self.sign(written) {
                    self.places.add(Subject::Link(id, sign), written.span());
                    self.places.add_word(Subject::Link(id, sign), figure.is_word);
                }
            }
        }
    }

    // ─── Fixes ───

    fn fix(&mut self, thing: &Thing<'a>, id: FixId) {
        self.places.add(Subject::Fix(id), thing.span());
        self.effects(thing, id);
        let signs = thing.all(|kind| match kind {
            StatementKind::For(signs) => Some(signs),
            _ => None,
        });
        for written in signs.into_iter().flat_map(|said| said.value) {
            if let Some(sign) = self.sign(written) {
                self.places.add(Subject::ForSign(id, sign), written.span());
            }
        }
        let after = thing.all(|kind| match kind {
            StatementKind::After(names) => Some(names),
            _ => None,
        });
        for name in after.into_iter().flat_map(|said| said.value) {
            if let Some(Target::Fix(before)) = self.target(name) {
                self.places.add(Subject::After(id, before), name.span);
            }
        }
        self.list(thing, 0, |kind| matches!(kind, StatementKind::OnlyWhen(_)), |nth| Subject::FixOnlyWhen(id, nth));
        self.list(thing, 0, |kind| matches!(kind, StatementKind::Then(_)), |_| Subject::Then(id));
        self.list(thing, 0, |kind| matches!(kind, StatementKind::Tells(_)), |_| Subject::Tells(id));
        self.list(thing, 0, |kind| matches!(kind, StatementKind::Risk(..)), |_| Subject::Risk(id));
        self.list(thing, 0, |kind| matches!(kind, StatementKind::Step(_)), |nth| Subject::Step(id, nth));
        self.list(thing, 0, |kind| matches!(kind, StatementKind::Run(_)), |nth| Subject::Command(id, nth));
    }

    /// Keeps where a fix acts on each cause: by the name of its kind, unless its own stands somewhere.
    fn effects(&mut self, thing: &Thing<'a>, id: FixId) {
        let helps = thing.all(|kind| match kind {
            StatementKind::Helps(_, _, names) => Some(names),
            _ => None,
        });
        let named: Vec<&Name> = helps.into_iter().flat_map(|said| said.value).collect();
        for name in &named {
            if let Some(Target::Kind(kind)) = self.target(name) {
                for cause in &self.causes_of[kind.index()] {
                    self.places.add(Subject::Effect(id, Some(*cause)), name.span);
                }
            }
        }
        for name in named {
            match self.target(name) {
                Some(Target::Cause(cause)) => self.places.add(Subject::Effect(id, Some(cause)), name.span),
                None if name.text == "other" => self.places.add(Subject::Effect(id, None), name.span),
                _ => {}
            }
        }
    }

    fn target(&self, name: &Name) -> Option<Target> {
        self.names.things.find(&name.text).map(|at| self.names.targets[at])
    }
}

/// Returns where each pattern of a thing stands.
fn patterns(thing: &Thing<'_>) -> Vec<Span> {
    let says = thing.list(|kind| match kind {
        StatementKind::Says(patterns) => Some(patterns),
        _ => None,
    });
    says.into_iter().flat_map(|said| said.value).map(|pattern| pattern.text().span).collect()
}
