//! What is known about a symptom or a fact, for a program.

use super::{Named, ToldNumber, likelihood};
use crate::commands::explain::Teller;
use crate::probe;
use etio_kb::engine::{Choice, Domain, Finding, FindingId, Pattern, Sign, Thing};
use serde::Serialize;

/// A fact, or a symptom that stands alone.
#[derive(Serialize)]
pub(super) struct ToldFinding {
    values: &'static str,
    otherwise: Option<ToldNumber>,
    options: Vec<ToldOption>,
    least: Option<f64>,
    most: Option<f64>,
    unit: Option<String>,
    #[serde(flatten)]
    observed: Observed,
    rules: Vec<ToldRule>,
    /// What follows where a yes is all that is known.
    alone: Option<Alone>,
}

/// One of the symptoms that exclude one another.
#[derive(Serialize)]
pub(super) struct ToldSymptom {
    of: Named,
    otherwise: Option<ToldNumber>,
    patterns: Vec<ToldPattern>,
    alone: Option<Alone>,
}

#[derive(Serialize)]
struct ToldOption {
    id: String,
    title: String,
    otherwise: ToldNumber,
    patterns: Vec<ToldPattern>,
}

/// How a finding gets known.
#[derive(Serialize)]
struct Observed {
    ask: Option<String>,
    takes_seconds: u32,
    unanswered: Option<ToldNumber>,
    probe: Option<String>,
    applies_when: Option<String>,
    patterns: Vec<ToldPattern>,
}

#[derive(Serialize)]
struct ToldPattern {
    kind: &'static str,
    text: String,
}

#[derive(Serialize)]
struct ToldRule {
    id: String,
    when: String,
}

/// What follows from one finding alone.
#[derive(Serialize)]
struct Alone {
    causes: Vec<Believed>,
    fixes: Vec<Offered>,
}

#[derive(Serialize)]
struct Believed {
    id: String,
    base: Option<String>,
    title: String,
    posterior: f64,
    /// How often the cause shows the finding, where it mentions it.
    shows: Option<ToldNumber>,
}

#[derive(Serialize)]
struct Offered {
    #[serde(flatten)]
    fix: Named,
    takes_seconds: u32,
    helps: f64,
}

impl Teller<'_> {
    pub(super) fn told_finding(&self, id: FindingId) -> ToldFinding {
        let finding = self.knowledge.finding(id);
        let (mut otherwise, mut options, mut range, mut unit) = (None, Vec::new(), None, None);
        let values = match &finding.domain {
            Domain::YesNo { otherwise: number } => {
                otherwise = Some(likelihood(*number));
                "yes-or-no"
            }
            Domain::OneOf { options: choices, .. } => {
                options = choices.iter().map(|choice| self.told_option(choice)).collect();
                "one-of"
            }
            Domain::SeveralOf { options: choices } => {
                options = choices.iter().map(|choice| self.told_option(choice)).collect();
                "several-of"
            }
            Domain::Number { least, most, unit: counted } => {
                range = Some((*least, *most));
                unit = counted.as_ref().map(|unit| self.text(unit));
                "number"
            }
            Domain::Text => "text",
        };
        let rules = self.rules_for(id).map(|rule| ToldRule { id: rule.id.clone(), when: self.condition(&rule.when) });
        ToldFinding {
            values,
            alone: otherwise.is_some().then(|| self.alone(Sign { finding: id, option: None })).flatten(),
            otherwise,
            options,
            least: range.map(|(least, _)| least),
            most: range.map(|(_, most)| most),
            unit,
            observed: self.observed(finding),
            rules: rules.collect(),
        }
    }

    fn told_option(&self, choice: &Choice) -> ToldOption {
        ToldOption {
            id: choice.id.clone(),
            title: self.text(&choice.title),
            otherwise: likelihood(choice.otherwise),
            patterns: told_patterns(&choice.patterns),
        }
    }

    fn observed(&self, finding: &Finding) -> Observed {
        Observed {
            ask: finding.ask.as_ref().map(|ask| self.text(ask)),
            takes_seconds: finding.takes.0,
            unanswered: finding.unanswered.map(likelihood),
            probe: finding.probe.as_ref().map(|probe| probe::said(probe, self.words)),
            applies_when: finding.applies_when.as_ref().map(|when| self.condition(when)),
            patterns: told_patterns(&finding.patterns),
        }
    }

    pub(super) fn told_symptom(&self, sign: Sign) -> ToldSymptom {
        let option = self.knowledge.option(sign);
        ToldSymptom {
            of: self.named_for_a_program(Thing::Finding(sign.finding)),
            otherwise: option.map(|option| likelihood(option.otherwise)),
            patterns: option.map(|option| told_patterns(&option.patterns)).unwrap_or_default(),
            alone: self.alone(sign),
        }
    }

    fn alone(&self, sign: Sign) -> Option<Alone> {
        let report = self.report_on(sign)?;
        let causes = report.differential.iter().map(|hypothesis| Believed {
            id: hypothesis.cause.map_or("other", |cause| self.knowledge.id_of(Thing::Cause(cause))).to_owned(),
            base: hypothesis.cause.map(|cause| self.base_id(Thing::Cause(cause))),
            title: hypothesis.cause.map_or_else(|| self.words.other(), |cause| self.title(Thing::Cause(cause))),
            posterior: hypothesis.posterior,
            shows: hypothesis.cause.and_then(|cause| self.link(cause, sign)).map(likelihood),
        });
        let fixes = report.fixes.iter().map(|ranked| Offered {
            fix: self.named_for_a_program(Thing::Fix(ranked.fix)),
            takes_seconds: self.knowledge.fix(ranked.fix).takes.0,
            // Never the zero that is written with a minus.
            helps: ranked.helps + 0.0,
        });
        Some(Alone { causes: causes.collect(), fixes: fixes.collect() })
    }
}

fn told_patterns(patterns: &[Pattern]) -> Vec<ToldPattern> {
    let told = patterns.iter().map(|pattern| {
        let (kind, text) = match pattern {
            Pattern::Literal(text) => ("anywhere", text),
            Pattern::Line(text) => ("line", text),
            Pattern::Named(text) => ("near-its-subject", text),
            Pattern::Regex(text) => ("regular-expression", text),
        };
        ToldPattern { kind, text: text.clone() }
    });
    told.collect()
}
