//! One consultation, as a state machine that another program drives.

use crate::advice;
use crate::clean::clean;
use crate::decision::Planning;
use crate::evidence::Conflict;
use crate::knowledge::{Knowledge, Owner};
use crate::mask::mask;
use crate::matching::{Match, TEXT_LIMIT};
use crate::model::{BaseId, CauseId, Domain, FindingId, FixId, Pattern, Sign};
use crate::posterior::{State, infer, log_evidence};
use crate::question;
use crate::report::{Changes, How, Hypothesis, Outlook, RankedFix, Report, Step, Thing, Trouble, Why, WhyNot};
use crate::statement::{Answer, Completeness, Outcome, Reading, Shown, Statement, Value};
use thiserror::Error;

/// One consultation.
///
/// A session is the loaded bases and the list of what was said; everything else follows from these. So the same statements give the same
/// report, undoing one gives back the exact state before it, and a saved session goes on elsewhere.
#[derive(Clone)]
pub struct Session<'k> {
    knowledge: &'k Knowledge,
    statements: Vec<Statement>,
    state: State,
    planning: Planning,
}

/// Why a statement was refused. The session is as it was before.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum SessionError {
    /// The text is too long.
    #[error("the text has {length} bytes, more than the {limit} that can be looked at")]
    TextTooLong {
        /// Its length in bytes.
        length: usize,
        /// The greatest length.
        limit: usize,
    },
    /// The value is not one that the finding can have.
    #[error("this is not a value of the finding")]
    WrongValue {
        /// The finding.
        finding: FindingId,
    },
    /// The number is out of the range of the finding.
    #[error("the number must be from {least} to {most}")]
    OutOfRange {
        /// The finding.
        finding: FindingId,
        /// The least number.
        least: f64,
        /// The greatest number.
        most: f64,
    },
    /// The statement cannot hold together with what was said before.
    #[error("this cannot be true together with what was said before")]
    Contradiction(Contradiction),
    /// There is no statement of that position, or it is no answer.
    #[error("there is no such answer to change")]
    NoSuchStatement,
}

/// Statements that cannot hold together.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction {
    /// The statement that was refused.
    pub refused: Statement,
    /// The earlier statements that conflict with it, ascending; without any of these it could be accepted. Positions in [`Session::statements`].
    pub with: Vec<usize>,
    /// The one of these whose retraction helps most: what is left without it is most probable. None where that is not to make the refused statement.
    pub retract: Option<usize>,
    /// What would have two values, where it is one finding.
    pub finding: Option<FindingId>,
}

impl<'k> Session<'k> {
    /// Returns a session in which nothing was said.
    pub fn new(knowledge: &'k Knowledge) -> Self {
        let state = infer(knowledge, &[]).unwrap_or_else(|_| unreachable!("nothing said cannot be a contradiction"));
        Self { knowledge, statements: Vec::new(), state, planning: Planning::BEST }
    }

    /// Sets how much work it may take to decide what is next; [`Planning::BEST`] where nothing is said.
    #[must_use]
    pub fn with_planning(self, planning: Planning) -> Self {
        Self { planning, ..self }
    }

    /// Returns the loaded bases.
    pub fn knowledge(&self) -> &'k Knowledge {
        self.knowledge
    }

    /// Returns what was said, in order.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Takes a text that somebody chose to show, and returns what is recognised in it. What it does not show says nothing.
    ///
    /// Where nothing is recognised and the subject of no base is named, nothing is recorded.
    ///
    /// # Errors
    /// [`SessionError::TextTooLong`] past 16 MB; [`SessionError::Contradiction`].
    pub fn observe_text(&mut self, text: &str) -> Result<Reading, SessionError> {
        self.read(text, Completeness::Excerpt)
    }

    /// Takes a text that is all there is: a symptom that it does not show is probably absent.
    ///
    /// # Errors
    /// As [`Self::observe_text`].
    pub fn observe_whole_text(&mut self, text: &str) -> Result<Reading, SessionError> {
        self.read(text, Completeness::Whole)
    }

    fn read(&mut self, text: &str, completeness: Completeness) -> Result<Reading, SessionError> {
        if text.len() > TEXT_LIMIT {
            return Err(SessionError::TextTooLong { length: text.len(), limit: TEXT_LIMIT });
        }
        let mut reading = Reading { completeness, ..Reading::default() };
        let matcher = self.knowledge.matcher();
        let found = matcher.scan(text);
        let names: Vec<(BaseId, u32)> = found
            .iter()
            .filter_map(|found| match self.knowledge.owner(found.owner) {
                Owner::About(base) => Some((base, found.line)),
                _ => None,
            })
            .collect();
        for found in &found {
            match self.knowledge.owner(found.owner) {
                Owner::Sign(sign) => reading.shown.push(shown(sign, found, text)),
                Owner::NamedSign(sign) if self.is_named(sign, found.line, &names) => {
                    reading.shown.push(shown(sign, found, text));
                }
                Owner::NamedSign(_) | Owner::About(_) => {}
            }
        }
        if reading.shown.is_empty() {
            let guess = matcher.guess(text, |owner| matches!(self.knowledge.owner(owner), Owner::Sign(_)));
            if let Some((Owner::Sign(sign), found)) = guess.map(|found| (self.knowledge.owner(found.owner), found)) {
                reading.shown.push(shown(sign, &found, text));
            }
        }
        reading.names = names.into_iter().map(|(base, _)| base).collect();
        reading.names.sort_unstable();
        reading.names.dedup();
        if reading.shown.is_empty() && reading.names.is_empty() && completeness == Completeness::Excerpt {
            return Ok(reading);
        }
        self.say(Statement::Text(reading.clone()))?;
        Ok(reading)
    }

    /// Returns whether a name of the sign's base stands near the line.
    fn is_named(&self, sign: Sign, line: u32, names: &[(BaseId, u32)]) -> bool {
        let base = self.knowledge.base_of(Thing::Finding(sign.finding));
        names.iter().any(|(named, at)| *named == base && at.abs_diff(line) <= Pattern::NEAR)
    }

    /// Takes an answer. An earlier answer to the same question is replaced.
    ///
    /// # Errors
    /// [`SessionError::WrongValue`], [`SessionError::OutOfRange`], [`SessionError::Contradiction`].
    pub fn answer(&mut self, finding: FindingId, answer: Answer) -> Result<(), SessionError> {
        self.check(finding, &answer)?;
        if self.state.revise(self.knowledge, finding, Some(&answer)) {
            self.statements.push(Statement::Answer { finding, answer });
            return Ok(());
        }
        self.say(Statement::Answer { finding, answer })
    }

    /// Takes what the environment showed.
    ///
    /// # Errors
    /// As [`Self::answer`].
    pub fn probe(&mut self, finding: FindingId, value: Value) -> Result<(), SessionError> {
        self.check(finding, &Answer::sure(value.clone()))?;
        self.say(Statement::Probe { finding, value })
    }

    /// Takes whether a fix helped. For a fix that tells a fact, [`Outcome::Helped`] says that the fact is yes, [`Outcome::Failed`] that it is no.
    ///
    /// # Errors
    /// [`SessionError::Contradiction`].
    pub fn outcome(&mut self, fix: FixId, outcome: Outcome) -> Result<(), SessionError> {
        self.say(Statement::Outcome { fix, outcome })
    }

    /// Takes back what was said last, and returns it.
    pub fn undo(&mut self) -> Option<Statement> {
        let last = self.statements.pop()?;
        if !self.unsay(&last) {
            let state = before(self.knowledge, &self.said());
            self.replace(state);
        }
        Some(last)
    }

    /// Changes an earlier answer or outcome, keeping what was said after it.
    ///
    /// # Errors
    /// As [`Self::answer`], and [`SessionError::NoSuchStatement`].
    pub fn change(&mut self, position: usize, new: Statement) -> Result<(), SessionError> {
        let Some(old) = self.statements.get_mut(position) else { return Err(SessionError::NoSuchStatement) };
        let old = std::mem::replace(old, new.clone());
        let settled = self.check_statement(&new).and_then(|()| self.settle(position, Some(position)));
        if settled.is_err() {
            self.statements[position] = old;
        }
        settled
    }

    /// Takes back an earlier statement, keeping what was said after it, and returns it.
    ///
    /// # Errors
    /// [`SessionError::NoSuchStatement`]; [`SessionError::Contradiction`] where what is left conflicts.
    pub fn retract(&mut self, position: usize) -> Result<Statement, SessionError> {
        if position >= self.statements.len() {
            return Err(SessionError::NoSuchStatement);
        }
        let old = self.statements.remove(position);
        let settled = self.settle(position, None);
        if let Err(mut error) = settled {
            self.statements.insert(position, old);
            if let SessionError::Contradiction(contradiction) = &mut error {
                // The statement is back in its place, and those after it have moved on.
                let positions = contradiction.with.iter_mut().chain(&mut contradiction.retract);
                positions.filter(|with| **with >= position).for_each(|with| *with += 1);
            }
            return Err(error);
        }
        Ok(old)
    }

    /// Takes everything back.
    pub fn restart(&mut self) {
        *self = Self::new(self.knowledge).with_planning(self.planning);
    }

    /// Returns what to do next.
    pub fn next(&self) -> Step {
        advice::next(self.knowledge, &self.said(), &self.state, self.planning)
    }

    /// Returns what the repair is expected to cost from here on, and who says so; nothing before a base takes part, and once a fix helped.
    pub fn outlook(&self) -> Option<Outlook> {
        advice::advise(self.knowledge, &self.said(), &self.state, self.planning).1
    }

    /// Returns what the session has come to.
    pub fn report(&self) -> Report {
        crate::explanation::report(self.knowledge, &self.said(), &self.state, self.planning)
    }

    /// Returns the differential alone, as in [`Self::report`].
    pub fn differential(&self) -> Vec<Hypothesis> {
        crate::explanation::differential(self.knowledge, &self.state)
    }

    /// Returns the troubles alone, as in [`Self::report`].
    pub fn troubles(&self) -> Vec<Trouble> {
        crate::explanation::troubles(self.knowledge, &self.state)
    }

    /// Returns the fixes alone, in their order. A report puts the one that is proposed before them where the order does not have it.
    pub fn fixes(&self) -> Vec<RankedFix> {
        crate::explanation::fixes(self.knowledge, &self.said(), &self.state)
    }

    /// Returns the question with the most information for its cost, as in [`Self::report`] and for much less work: for a host that only asks.
    pub fn question(&self) -> Option<FindingId> {
        let is_open = self.state.group.is_open();
        is_open.then(|| question::the_best(self.knowledge, &self.statements, &self.state)).flatten()
    }

    /// Returns what asking a finding would lead to.
    pub fn why(&self, finding: FindingId) -> Why {
        crate::explanation::why(self.knowledge, &self.said(), &self.state, finding, self.planning)
    }

    /// Returns how a cause (none for `other`) came to its posterior, in the order in which things were said; nothing where its base takes no part.
    pub fn how(&self, cause: Option<CauseId>) -> Option<How> {
        crate::explanation::how(self.knowledge, &self.said(), &self.state, cause)
    }

    /// Returns the single answers and statements that would change the advice.
    ///
    /// Infers and decides once for each possible answer to an open question and once for each statement, at most 1,000 of either.
    pub fn what_would_change(&self) -> Changes {
        crate::explanation::what_would_change(self.knowledge, &self.said(), &self.state, self.planning)
    }

    /// Returns why a cause (none for `other`) is not the first to think of, and which question would decide.
    ///
    /// Infers once for each answer to an open question, at most 1,000 times.
    pub fn why_not(&self, cause: Option<CauseId>) -> WhyNot {
        crate::explanation::why_not(self.knowledge, &self.said(), &self.state, cause)
    }

    /// Returns a text with the captured values in the place of `{name}`; what was not captured stays as it is.
    pub fn fill(&self, text: &str) -> String {
        crate::capture::fill(text, &self.captures())
    }

    /// Returns a command with the captured values, each as one quoted argument; nothing where a value is missing or cannot be quoted safely.
    pub fn fill_command(&self, command: &str) -> Option<String> {
        crate::capture::fill_command(command, &self.captures())
    }

    /// Takes an answer back that stood last. Returns whether that could be done by itself.
    fn unsay(&mut self, last: &Statement) -> bool {
        let Statement::Answer { finding, .. } = last else { return false };
        let earlier = self.statements.iter().rev().find_map(|statement| match statement {
            Statement::Answer { finding: earlier, answer } if earlier == finding => Some(answer),
            _ => None,
        });
        self.state.revise(self.knowledge, *finding, earlier)
    }

    /// Takes another state, keeping what is known of the worth of questions.
    fn replace(&mut self, state: State) {
        let before = std::mem::replace(&mut self.state, state);
        self.state.follow(self.knowledge, before);
    }

    /// Adds a statement if it holds together with the others.
    fn say(&mut self, statement: Statement) -> Result<(), SessionError> {
        self.statements.push(statement);
        let settled = self.settle(self.statements.len() - 1, None);
        if settled.is_err() {
            self.statements.pop();
        }
        settled
    }

    /// Adds a statement that was saved, if it still fits; what it would conflict with is not looked for.
    pub(crate) fn replay(&mut self, statement: Statement) -> bool {
        if self.check_statement(&statement).is_err() {
            return false;
        }
        self.statements.push(statement);
        match infer(self.knowledge, &self.said()) {
            Ok(state) => self.replace(state),
            Err(_) => {
                self.statements.pop();
                return false;
            }
        }
        true
    }

    /// Takes the statements as they are now, if every beginning of them that reaches past `first` holds together: so undoing always can.
    ///
    /// What is refused is the statement that was `changed`, else the last of the beginning that does not hold.
    fn settle(&mut self, first: usize, changed: Option<usize>) -> Result<(), SessionError> {
        let said = self.said();
        let mut state = None;
        for end in first + 1..=said.len() {
            let settled = infer(self.knowledge, &said[..end]).map_err(|conflict| {
                let refused = changed.unwrap_or(end - 1);
                SessionError::Contradiction(self.contradiction(&said[..end], refused, conflict))
            })?;
            state = Some(settled);
        }
        // Nothing stands after what was taken back: the beginning before it was accepted.
        let state = state.unwrap_or_else(|| before(self.knowledge, &said));
        self.replace(state);
        Ok(())
    }

    /// Returns a minimal set of statements that conflict: each is left out in turn, and stays out where the rest still conflicts.
    fn contradiction(&self, said: &[&Statement], refused: usize, conflict: Conflict) -> Contradiction {
        let mut kept: Vec<usize> = (0..said.len()).collect();
        for position in (0..said.len()).filter(|position| *position != refused) {
            let without: Vec<usize> = kept.iter().copied().filter(|other| *other != position).collect();
            let rest: Vec<&Statement> = without.iter().map(|&index| said[index]).collect();
            if infer(self.knowledge, &rest).is_err() {
                kept = without;
            }
        }
        kept.retain(|position| *position != refused);
        let retract = self.best_retraction(said, refused, &kept);
        let finding = match conflict {
            Conflict::Finding(finding) => Some(finding),
            Conflict::NoCause => None,
        };
        Contradiction { refused: said[refused].clone(), with: kept, retract, finding }
    }

    /// Returns which of `with` to take back, so that what is left is most probable; none where that is the refused statement.
    fn best_retraction(&self, said: &[&Statement], refused: usize, with: &[usize]) -> Option<usize> {
        let without = |left_out: usize| {
            let rest = said.iter().enumerate().filter(|(position, _)| *position != left_out);
            let rest: Vec<&Statement> = rest.map(|(_, statement)| *statement).collect();
            let state = infer(self.knowledge, &rest).ok()?;
            Some(if state.group.is_open() { log_evidence(self.knowledge, &state, &|_| true) } else { 0.0 })
        };
        let mut best = (None, without(refused).unwrap_or(f64::NEG_INFINITY));
        for &position in with {
            if let Some(left) = without(position).filter(|left| *left > best.1) {
                best = (Some(position), left);
            }
        }
        best.0
    }

    fn said(&self) -> Vec<&Statement> {
        self.statements.iter().collect()
    }

    /// Returns the captured values, the earliest first.
    fn captures(&self) -> Vec<(&str, &str)> {
        let readings = self.statements.iter().filter_map(|statement| match statement {
            Statement::Text(reading) => Some(reading),
            _ => None,
        });
        let shown = readings.flat_map(|reading| &reading.shown);
        shown.flat_map(|shown| &shown.captures).map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    fn check_statement(&self, statement: &Statement) -> Result<(), SessionError> {
        match statement {
            Statement::Answer { finding, answer } => self.check(*finding, answer),
            Statement::Probe { finding, value } => self.check(*finding, &Answer::sure(value.clone())),
            Statement::Text(_) | Statement::Outcome { .. } => Ok(()),
        }
    }

    fn check(&self, finding: FindingId, answer: &Answer) -> Result<(), SessionError> {
        let Answer::Known { value, .. } = answer else { return Ok(()) };
        let fits = match (&self.knowledge.finding(finding).domain, value) {
            (Domain::YesNo { .. }, Value::Yes | Value::No) | (Domain::Text, Value::Text(_)) => true,
            (Domain::OneOf { options, .. }, Value::Option(option)) => option.index() < options.len(),
            (Domain::OneOf { rest, .. }, Value::Rest) => rest.is_some(),
            (Domain::SeveralOf { options }, Value::Options(chosen)) => {
                chosen.iter().all(|option| option.index() < options.len())
            }
            (Domain::Number { least, most, .. }, Value::Number(number)) => {
                if !(least..=most).contains(&number) {
                    return Err(SessionError::OutOfRange { finding, least: *least, most: *most });
                }
                true
            }
            _ => false,
        };
        if fits { Ok(()) } else { Err(SessionError::WrongValue { finding }) }
    }
}

/// Returns the state after a beginning of what was accepted.
fn before(knowledge: &Knowledge, said: &[&Statement]) -> State {
    infer(knowledge, said).unwrap_or_else(|_| unreachable!("every beginning of what was accepted was accepted"))
}

fn shown(sign: crate::model::Sign, found: &Match, text: &str) -> Shown {
    let words = &text[found.range.clone()];
    let safe = |text: &str| clean(&mask(text)).chars().take(Shown::EXCERPT_LIMIT).collect();
    Shown {
        sign,
        line: found.line,
        column: found.column,
        excerpt: safe(words),
        captures: found.captures.iter().map(|(name, value)| (name.clone(), safe(value))).collect(),
        guess: found.guess,
    }
}
