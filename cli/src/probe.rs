//! Looking at this computer where a base says how, and only when asked to. The only place that knows the environment.
//!
//! What will be read is shown first. No program is run. Only the fact comes out: the value of a variable goes nowhere.

use crate::page::{Page, Tone};
use crate::voice::Voice;
use crate::words::Words;
use etio_kb::engine::{Answer, BaseId, Domain, Finding, FindingId, OptionId, Probe, Session, Thing, Value};
use std::collections::BTreeSet;
use std::env;
use std::path::PathBuf;

/// Where facts are looked up.
pub(crate) trait Environment {
    /// Returns what a probe finds; none where it cannot tell.
    fn look(&self, probe: &Probe, finding: &Finding) -> Option<Value>;
}

/// Looks at an environment for the facts of a session, each at most once.
pub(crate) struct Prober {
    environment: Box<dyn Environment>,
    looked: BTreeSet<FindingId>,
}

impl Prober {
    /// Returns a prober of an environment.
    pub(crate) fn new(environment: Box<dyn Environment>) -> Self {
        Self { environment, looked: BTreeSet::new() }
    }

    /// Looks for the facts that the bases taking part want to know, and returns what it read and found.
    pub(crate) fn look(&mut self, session: &mut Session<'_>, words: Words) -> Page {
        let wanted = self.wanted(session);
        let mut page = Page::default();
        if wanted.is_empty() {
            return page;
        }
        page.strong(words.heading_probes());
        for &finding in &wanted {
            if let Some(probe) = &session.knowledge().finding(finding).probe {
                page.item(Tone::Plain, 2, "- ", said(probe, words));
            }
        }
        page.strong(words.heading_probed());
        for finding in wanted {
            self.looked.insert(finding);
            self.look_for(finding, session, words, &mut page);
        }
        page
    }

    /// Returns the facts with a probe that nothing is known of, in the bases that take part.
    fn wanted(&self, session: &Session<'_>) -> Vec<FindingId> {
        let (knowledge, report) = (session.knowledge(), session.report());
        let known: BTreeSet<FindingId> = report.findings.iter().map(|known| known.finding).collect();
        let base_of = |finding| knowledge.base_of(Thing::Finding(finding));
        let taking_part: BTreeSet<BaseId> = known.iter().map(|&finding| base_of(finding)).collect();
        let all = (0..).map(FindingId).zip(knowledge.findings());
        let probed = all.filter(|(_, finding)| finding.probe.is_some()).map(|(id, _)| id);
        let is_wanted =
            |id: &FindingId| taking_part.contains(&base_of(*id)) && !known.contains(id) && !self.looked.contains(id);
        probed.filter(is_wanted).collect()
    }

    fn look_for(&self, id: FindingId, session: &mut Session<'_>, words: Words, page: &mut Page) {
        let finding = session.knowledge().finding(id);
        let value = finding.probe.as_ref().and_then(|probe| self.environment.look(probe, finding));
        let answer = value.clone().map_or(Answer::Unknown, Answer::sure);
        let mut line = Voice::new(session, words).answer(id, &answer);
        if let Some(error) = value.and_then(|value| session.probe(id, value).err()) {
            line = format!("{line} ({})", words.rejected(&error.to_string()));
        }
        page.item(Tone::Plain, 2, "- ", line);
    }
}

/// Returns what a probe reads, for a person.
pub(crate) fn said(probe: &Probe, words: Words) -> String {
    match probe {
        Probe::Variable { name, value: None } => words.probe_variable(name),
        Probe::Variable { name, value: Some(value) } => words.probe_variable_value(name, value),
        Probe::System => words.probe_system(),
        Probe::SystemVersion => words.probe_version(),
        Probe::Architecture => words.probe_architecture(),
        Probe::Program(name) => words.probe_program(name),
        Probe::File(path) => words.probe_file(path),
    }
}

/// The computer that etio runs on.
pub(crate) struct ThisComputer;

impl Environment for ThisComputer {
    fn look(&self, probe: &Probe, finding: &Finding) -> Option<Value> {
        let yes_no = |holds| Some(if holds { Value::Yes } else { Value::No });
        match probe {
            Probe::Variable { name, value } => yes_no(is_set(name, value.as_deref())),
            Probe::System => option(finding, env::consts::OS),
            Probe::SystemVersion => system_version().map(Value::Text),
            Probe::Architecture => option(finding, env::consts::ARCH),
            Probe::Program(name) => yes_no(which::which(name).is_ok()),
            Probe::File(path) => at_home(path).and_then(|path| yes_no(path.exists())),
        }
    }
}

/// Returns whether a variable is set and not empty, or has exactly the value.
fn is_set(name: &str, value: Option<&str>) -> bool {
    // A name that no variable can have would make the look-up panic on some systems.
    if name.is_empty() || name.contains(['=', '\0']) {
        return false;
    }
    env::var_os(name).is_some_and(|set| value.map_or(!set.is_empty(), |value| set == value))
}

fn option(finding: &Finding, id: &str) -> Option<Value> {
    let Domain::OneOf { options, rest } = &finding.domain else { return None };
    let at = options.iter().position(|option| option.id == id).and_then(|at| u32::try_from(at).ok());
    at.map(|at| Value::Option(OptionId(at))).or(rest.is_some().then_some(Value::Rest))
}

/// Returns a path with `~` as the home folder; none where there is no home.
fn at_home(path: &str) -> Option<PathBuf> {
    match path.strip_prefix("~") {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => {
            env::home_dir().map(|home| home.join(rest.trim_start_matches('/')))
        }
        _ => Some(PathBuf::from(path)),
    }
}

#[cfg(target_os = "linux")]
fn system_version() -> Option<String> {
    let release = std::fs::read_to_string("/etc/os-release").ok()?;
    let version = release.lines().find_map(|line| line.strip_prefix("VERSION_ID="))?;
    Some(version.trim_matches('"').to_owned())
}

#[cfg(not(target_os = "linux"))]
fn system_version() -> Option<String> {
    Some(os_info::get().version().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_that_cannot_be_is_not_set() {
        for name in ["", "A=B", "NUL\0", "ETIO_TEST_THAT_NOBODY_SETS"] {
            assert!(!is_set(name, None), "{name:?}");
        }
        assert!(is_set("PATH", None));
        assert!(!is_set("PATH", Some("nothing of the sort")));
    }

    #[test]
    fn the_home_folder_is_only_a_tilde_of_its_own() {
        assert_eq!(at_home("~user/x"), Some(PathBuf::from("~user/x")));
        assert_eq!(at_home("/tmp/~"), Some(PathBuf::from("/tmp/~")));
        assert_eq!(at_home("~/x"), env::home_dir().map(|home| home.join("x")));
    }
}
