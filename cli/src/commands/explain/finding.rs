//! What is known about a symptom or a fact: what its presence makes of the causes, and the order of the fixes.

use crate::commands::explain::Teller;
use crate::page::{Page, Tone};
use crate::probe;
use etio_kb::engine::{
    Answer, CauseId, Condition, Domain, Finding, FindingId, Number, OptionId, Pattern, Report, Rule, Session, Sign,
    Thing, Value,
};

/// Below this, a cause is not listed.
const WORTH_A_LINE: f64 = 0.005;

impl Teller<'_> {
    /// Tells of a finding as a whole.
    pub(super) fn finding(&self, page: &mut Page, id: FindingId) {
        let finding = self.knowledge.finding(id);
        self.asked(page, finding);
        self.patterns(page, &finding.patterns);
        match &finding.domain {
            Domain::YesNo { otherwise } => {
                page.text(self.words.otherwise(&self.likelihood(*otherwise)));
                self.what_follows(page, Sign { finding: id, option: None });
            }
            Domain::OneOf { options, .. } | Domain::SeveralOf { options } => {
                for index in 0..options.len() {
                    self.option(page, id, index);
                }
            }
            Domain::Number { least, most, unit } => {
                let unit = unit.as_ref().map(|unit| format!(" {}", self.text(unit))).unwrap_or_default();
                page.text(self.words.number_of(*least, *most, &unit));
            }
            Domain::Text => page.text(self.words.any_text_allowed()),
        }
        self.rules_about(page, id);
    }

    /// Tells of an exclusive symptom.
    pub(super) fn sign(&self, page: &mut Page, sign: Sign) {
        page.text(self.words.option_of(&self.named(Thing::Finding(sign.finding))));
        if let Some(option) = self.knowledge.option(sign) {
            self.patterns(page, &option.patterns);
            page.text(self.words.otherwise(&self.likelihood(option.otherwise)));
        }
        self.what_follows(page, sign);
    }

    fn option(&self, page: &mut Page, finding: FindingId, index: usize) {
        let Ok(position) = u32::try_from(index) else { return };
        let sign = Sign { finding, option: Some(OptionId(position)) };
        let Some(option) = self.knowledge.option(sign) else { return };
        page.item(
            Tone::Plain,
            2,
            "- ",
            format!("{} ({})", self.named(Thing::Sign(sign)), self.likelihood(option.otherwise)),
        );
    }

    fn asked(&self, page: &mut Page, finding: &Finding) {
        if let Some(ask) = &finding.ask {
            page.text(self.words.asked_as(&self.words.quoted(&self.text(ask)), &self.words.about(finding.takes.0)));
        }
        if let Some(probe) = &finding.probe {
            page.text(self.words.probed_as(&probe::said(probe, self.words)));
        }
        if let Some(when) = &finding.applies_when {
            page.text(self.words.applies_when(&self.condition(when)));
        }
        if let Some(when) = &finding.not_asked_when {
            page.text(self.words.not_asked_when(&self.condition(when)));
        }
    }

    fn patterns(&self, page: &mut Page, patterns: &[Pattern]) {
        if patterns.is_empty() {
            return;
        }
        page.text(self.words.recognised_by());
        for pattern in patterns {
            let shown = match pattern {
                Pattern::Literal(literal) => format!("\"{literal}\""),
                Pattern::Line(literal) => self.words.line_of_its_own(&format!("\"{literal}\"")),
                Pattern::Named(literal) => self.words.with_its_subject(&format!("\"{literal}\"")),
                Pattern::Regex(regex) => format!("/{regex}/"),
            };
            page.item(Tone::Plain, 2, "- ", shown);
        }
    }

    /// Adds what the causes come to when the sign is all that is known, and the fixes in their order.
    fn what_follows(&self, page: &mut Page, sign: Sign) {
        let Some(report) = self.report_on(sign) else { return };
        page.heading(self.words.heading_posterior());
        for hypothesis in report.differential.iter().filter(|hypothesis| hypothesis.posterior >= WORTH_A_LINE) {
            let (title, link) = match hypothesis.cause {
                Some(cause) => (self.named(Thing::Cause(cause)), self.link(cause, sign)),
                None => (self.words.other(), None),
            };
            let line = format!("{title}: {}", self.words.percent(hypothesis.posterior));
            page.item(Tone::Plain, 2, "- ", line);
            let said =
                link.map_or_else(|| self.words.not_mentioned(), |link| self.words.shows_it(&self.likelihood(link)));
            page.item(Tone::Faint, 4, "", said);
        }
        page.heading(self.words.heading_fixes());
        for (number, ranked) in report.fixes.iter().enumerate() {
            let takes = self.words.about(self.knowledge.fix(ranked.fix).takes.0);
            let helps = self.words.percent(ranked.helps);
            let line = format!("{} ({takes}; {helps})", self.named(Thing::Fix(ranked.fix)));
            page.numbered(number + 1, line);
        }
    }

    /// Returns what is concluded where the sign is all that is known.
    pub(super) fn report_on(&self, sign: Sign) -> Option<Report> {
        let mut session = Session::new(self.knowledge);
        let value = sign.option.map_or(Value::Yes, Value::Option);
        session.answer(sign.finding, Answer::sure(value)).ok()?;
        Some(session.report())
    }

    /// Returns how often a cause shows a sign, where it mentions it.
    pub(super) fn link(&self, cause: CauseId, sign: Sign) -> Option<Number> {
        self.knowledge.cause(cause).links.iter().find(|link| link.sign == sign).map(|link| link.number)
    }

    fn rules_about(&self, page: &mut Page, finding: FindingId) {
        for rule in self.rules_for(finding) {
            page.text(self.words.follows_when(&rule.id, &self.condition(&rule.when)));
        }
    }

    /// Returns the rules that set a finding.
    pub(super) fn rules_for(&self, finding: FindingId) -> impl Iterator<Item = &Rule> {
        let sets_it = move |rule: &&Rule| rule.then.iter().any(|conclusion| conclusion.sign.finding == finding);
        self.knowledge.rules().iter().filter(sets_it)
    }

    /// Adds a condition under a word.
    pub(super) fn conditions(&self, page: &mut Page, what: fn(crate::words::Words, &str) -> String, all: &[Condition]) {
        for condition in all {
            page.text(what(self.words, &self.condition(condition)));
        }
    }
}
