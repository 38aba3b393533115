//! Several causes at once: who says so, and what the numbers of such a base must come to.

use super::Lower;
use super::names::Names;
use super::numbers::{SLACK, percent};
use super::things::{Said, Thing};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::syntax::StatementKind;
use etio_engine::{Base, Cause, FindingId, MAX_CONTEXT_VALUES, MAX_GROUP_PRIOR};
use std::collections::BTreeSet;

impl<'a> Lower<'a> {
    /// Returns whether the base says that several causes can be at work at once.
    pub(super) fn several_at_once(&mut self) -> bool {
        let says = |kind: &StatementKind| matches!(kind, StatementKind::SeveralCausesAtOnce).then_some(());
        self.names.things.base.one("`several causes at once`", self.diagnostics, says).is_some()
    }

    /// Returns whether the causes of a kind exclude one another; only a base with several causes at once needs to say so.
    pub(super) fn one_at_a_time(&mut self, thing: &'a Thing<'a>, several_at_once: bool) -> bool {
        let says = |kind: &StatementKind| matches!(kind, StatementKind::OneAtATime).then_some(());
        let said = thing.one("`one at a time`", self.diagnostics, says);
        let base = &self.names.things.base;
        if let Some(Said { span, .. }) = said
            && !several_at_once
            && !base.is_damaged()
        {
            let message = "`one at a time` stands in a base whose causes exclude one another anyhow";
            let problem = Diagnostic::new(Code::Misplaced, message).at(span, "").at(base.span(), "the base");
            self.diagnostics.push(problem.help("leave it out, or say `several causes at once` under `base`"));
        }
        said.is_some()
    }

    /// Returns whether the causes of a kind are variants of one trouble, and so exclude one another anyhow.
    pub(super) fn variants(&mut self, thing: &'a Thing<'a>, several_at_once: bool) -> bool {
        let says = |kind: &StatementKind| matches!(kind, StatementKind::VariantsOfOneTrouble).then_some(());
        let said = thing.one("`variants of one trouble`", self.diagnostics, says);
        let also = thing.list(|kind| matches!(kind, StatementKind::OneAtATime).then_some(())).pop();
        if let (Some(said), Some(also)) = (said, also.filter(|_| several_at_once)) {
            let message = "variants of one trouble exclude one another anyhow";
            let problem = Diagnostic::new(Code::Misplaced, message).at(also.span, "").at(said.span, "the variants");
            self.diagnostics.push(problem.help("leave `one at a time` out"));
        }
        said.is_some()
    }
}

/// Checks what only a base with several causes at once must keep.
pub(super) fn check(base: &Base, names: &Names<'_>, diagnostics: &mut Diagnostics) {
    if base.several_at_once {
        check_priors(base, names, diagnostics);
        check_contexts(base, names, diagnostics);
    }
}

/// Checks that the priors of causes that exclude one another leave something for none of them.
fn check_priors(base: &Base, names: &Names<'_>, diagnostics: &mut Diagnostics) {
    for (kind, causes) in base.groups() {
        let causes: Vec<&Cause> = causes.into_iter().map(|cause| &base.causes[cause.index()]).collect();
        let sum: f64 = causes.iter().map(|cause| cause.prior.get()).sum();
        if sum <= MAX_GROUP_PRIOR + SLACK {
            continue;
        }
        let limit = percent(MAX_GROUP_PRIOR);
        let mut problem = match kind.map(|kind| &base.kinds[kind.index()]) {
            Some(kind) => {
                let message = format!("the causes of `{}` are so common that they come to {}", kind.id, percent(sum));
                Diagnostic::new(Code::PriorsTooHigh, message).at(span_of(names, &kind.id), "one at a time")
            }
            None => {
                let message = format!("`{}` is the cause in {} of all cases", causes[0].id, percent(sum));
                Diagnostic::new(Code::PriorsTooHigh, message)
            }
        };
        for cause in causes {
            problem = problem.at(prior_of(names, cause), percent(cause.prior.get()));
        }
        let help = format!("here `is` is the probability itself: lower it to {limit} or less");
        let help_of_kind =
            format!("here `is` is the probability itself: lower them until they come to {limit} or less");
        diagnostics.push(problem.help(if kind.is_some() { help_of_kind } else { help }));
    }
}

/// Checks that the contexts have few values together.
fn check_contexts(base: &Base, names: &Names<'_>, diagnostics: &mut Diagnostics) {
    let contexts: BTreeSet<FindingId> = base.contexts();
    let options = |id: &FindingId| base.findings[id.index()].options().len();
    let values = contexts.iter().map(options).fold(1usize, usize::saturating_mul);
    if values <= MAX_CONTEXT_VALUES {
        return;
    }
    let message = format!("the contexts have {values} combinations of values, more than {MAX_CONTEXT_VALUES}");
    let mut problem = Diagnostic::new(Code::TooManyContexts, message);
    for id in &contexts {
        let finding = &base.findings[id.index()];
        problem = problem.at(span_of(names, &finding.id), format!("{} values", finding.options().len()));
    }
    let help = "write some of them as yes-or-no facts, or join values that no cause tells apart";
    diagnostics.push(problem.help(help));
}

fn span_of(names: &Names<'_>, id: &str) -> Span {
    names.things.find(id).map_or(names.things.base.span(), |at| names.things.list[at].span())
}

/// Returns where the prior of a cause is written.
fn prior_of(names: &Names<'_>, cause: &Cause) -> Span {
    let thing = names.things.find(&cause.id).map(|at| &names.things.list[at]);
    let said = thing.and_then(|thing| thing.list(|kind| matches!(kind, StatementKind::Is(_)).then_some(())).pop());
    said.map_or_else(|| span_of(names, &cause.id), |said| said.span)
}
