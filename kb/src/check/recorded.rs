//! Recorded cases beside a base: whether they can be read, and whether what they name is there. What comes of them, `etio test` says.

use super::Sample;
use crate::cases::{self, Case, CaseFile, CaseFileError, What};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::index::{Mention, Role};
use crate::names::{ID_SLIP, nearest, slip_of};
use crate::remedy::Remedy;
use crate::source::{FileId, Files, Span};
use crate::sources::{Entry, Sources};
use crate::yaml::MAX_YAML;
use etio_engine::{Base, Domain};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What a case may name that no base declares: the unknown cause, and the next steps that are neither question nor fix.
const OF_ETIO: [&str; 3] = ["other", "report", "complain"];
/// The last words of answers that are no values of their fact.
const NO_VALUES: [&str; 4] = ["know", "unknown", "else", "none"];

/// The files of cases beside some bases, and what they say.
pub(crate) struct Recorded {
    /// Each with its text.
    files: Vec<(CaseFile, String)>,
    /// Why others cannot be read, each with the text of the file.
    errors: Vec<(CaseFileError, String)>,
    /// Texts that show something, as the cases say.
    pub(crate) samples: Vec<Sample>,
}

impl Recorded {
    /// Reads the cases beside the bases of some roots.
    pub(crate) fn beside(sources: &dyn Sources, roots: &[&str]) -> Self {
        let mut recorded = Self { files: Vec::new(), errors: Vec::new(), samples: Vec::new() };
        let text = |path: &str| match sources.read(path, MAX_YAML) {
            Ok(Entry::File(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
            _ => String::new(),
        };
        for root in roots {
            let (files, errors) = cases::find(sources, root);
            recorded.samples.extend(files.iter().flat_map(samples));
            recorded.files.extend(files.into_iter().map(|file| {
                let text = text(&file.path);
                (file, text)
            }));
            recorded.errors.extend(errors.into_iter().map(|error| {
                let text = text(error.path());
                (error, text)
            }));
        }
        recorded
    }

    /// Tells of files that cannot be read and, where no base has an error, of names that none of them has.
    pub(crate) fn tell(&self, bases: &[Base], files: &mut Files, diagnostics: &mut Diagnostics) {
        // What a base with an error declares is not known here, and may be what a case names.
        let all_read = diagnostics.errors() == 0;
        for (error, text) in &self.errors {
            diagnostics.push(unreadable(error, text, files));
        }
        if !all_read {
            return;
        }
        let known = Known::of(bases);
        for (file, text) in &self.files {
            let gaps = gaps(&file.cases, text);
            let mentions = cases::mentions_in(&file.path, text, &file.cases).into_iter();
            let is_wrong =
                |mention: &Mention| !known.has(mention) && !gaps.iter().any(|gap| gap.contains(&mention.range.start));
            let wrong: Vec<Mention> = mentions.filter(is_wrong).collect();
            if !wrong.is_empty() {
                let file = files.add(&file.path, text.clone());
                wrong.iter().for_each(|mention| diagnostics.push(known.unknown(file, mention)));
            }
        }
    }
}

fn unreadable(error: &CaseFileError, text: &str, files: &mut Files) -> Diagnostic {
    if let CaseFileError::Unreadable { path, source } = error {
        let problem = Diagnostic::new(Code::Unreadable, format!("`{path}` cannot be read: {source}"));
        return problem.help("check that you may read it");
    }
    let file = files.add(error.path(), text.to_owned());
    let range = error.line().map_or(0..0, |line| line_at(text, line));
    let problem = Diagnostic::new(Code::UnreadableCases, error.reason()).at(Span::new(file, range), "");
    problem.help("mend the line; until then none of the cases of this file is tried")
}

/// Returns where the cases stand that need not hold yet: what they name may be still to come. Where a file does not tell its lines, one such
/// case speaks for all.
fn gaps(cases: &[Case], text: &str) -> Vec<Range<usize>> {
    let start = |case: Option<&Case>| case.map_or(Some(text.len()), |case| Some(line_at(text, case.line?).start));
    let nexts = cases.iter().skip(1).map(Some).chain([None]);
    let gaps = cases.iter().zip(nexts).filter(|(case, _)| case.todo.is_some());
    gaps.map(|(case, next)| start(Some(case)).zip(start(next)).map_or(0..text.len(), |(from, to)| from..to)).collect()
}

/// Returns the texts of a file with what each shows; a case that need not hold yet says nothing of that.
fn samples(file: &CaseFile) -> Vec<Sample> {
    let mut all = Vec::new();
    for case in file.cases.iter().filter(|case| case.todo.is_none()) {
        for expected in case.expectations() {
            let shows = [&expected.recognised, &expected.exactly].into_iter().flatten();
            for (shows, text) in shows.flat_map(|shows| texts(case).map(move |text| (shows, text))) {
                all.push(Sample { name: case.name.clone(), text: text.to_owned(), shows: shows.clone() });
            }
        }
    }
    all
}

/// Returns what is pasted at the beginning of a case.
fn texts(case: &Case) -> impl Iterator<Item = &str> {
    let pasted = case.turns.iter().filter_map(|turn| match &turn.what {
        What::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let pasted: Vec<&str> = pasted.collect();
    // What a talk pastes later is read beside what was pasted before.
    let alone = if pasted.len() == 1 { pasted } else { Vec::new() };
    case.wordings().into_iter().chain(alone)
}

/// Returns where a line stands, from 1, without the white space around it.
fn line_at(text: &str, line: usize) -> Range<usize> {
    let mut start = 0;
    for (nth, whole) in (1..).zip(text.split_inclusive('\n')) {
        if nth == line {
            let begins = start + whole.len() - whole.trim_start().len();
            return begins..begins + whole.trim().len();
        }
        start += whole.len();
    }
    text.len()..text.len()
}

/// The names that cases can use.
struct Known<'b> {
    ids: BTreeSet<&'b str>,
    /// The values of each finding that has some.
    values: BTreeMap<&'b str, Vec<&'b str>>,
}

impl<'b> Known<'b> {
    fn of(bases: &'b [Base]) -> Self {
        let (mut ids, mut values) = (BTreeSet::from(OF_ETIO), BTreeMap::new());
        for base in bases {
            for finding in &base.findings {
                let options: Vec<&str> = finding.options().iter().map(|option| option.id.as_str()).collect();
                if matches!(finding.domain, Domain::OneOf { rest: Some(_), .. }) {
                    ids.extend(&options);
                }
                values.insert(finding.id.as_str(), options);
            }
            ids.extend(base.findings.iter().map(|one| one.id.as_str()));
            ids.extend(base.kinds.iter().map(|one| one.id.as_str()));
            ids.extend(base.causes.iter().map(|one| one.id.as_str()));
            ids.extend(base.fixes.iter().map(|one| one.id.as_str()));
            ids.extend(base.topics.iter().map(|one| one.id.as_str()));
        }
        Self { ids, values }
    }

    /// Returns the values of the fact that a mention is a value of.
    fn values_for(&self, mention: &Mention) -> Option<&[&'b str]> {
        let Role::Value(fact) = &mention.role else { return None };
        self.values.get(fact.as_str()).map(Vec::as_slice)
    }

    fn has(&self, mention: &Mention) -> bool {
        let name = mention.name.as_str();
        match (&mention.role, self.values_for(mention)) {
            // Of a fact that nothing declares the name is told of; what is no list of values, `etio test` understands.
            (Role::Value(_), None | Some([])) => true,
            (Role::Value(_), Some(values)) => values.contains(&name) || NO_VALUES.contains(&name),
            _ => self.ids.contains(name),
        }
    }

    fn unknown(&self, file: FileId, mention: &Mention) -> Diagnostic {
        let (name, span) = (mention.name.as_str(), Span::new(file, mention.range.clone()));
        let known: Vec<&str> = match self.values_for(mention) {
            Some(values) => values.to_vec(),
            None => self.ids.iter().copied().collect(),
        };
        let (code, message) = match &mention.role {
            Role::Value(fact) => (Code::UnknownValue, format!("`{fact}` has no value `{name}`")),
            _ => (Code::UnknownName, format!("this case names `{name}`, and nothing declares it")),
        };
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name what is there, or leave the case out if what it is about is gone".to_owned(),
        };
        let meant = slip_of(name, known.into_iter(), ID_SLIP).map(|meant| Remedy::write(span, meant));
        Diagnostic::new(code, message).at(span, "").help(help).maybe_remedy(meant)
    }
}
