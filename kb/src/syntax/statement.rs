//! Which words open a statement, what each is parsed as, and under which declarations it may stand.

use super::ast::HeadWord;
use super::parse::Rule;
use crate::words::Likelihood;
use HeadWord::{Base, Cause, Fact, Fix, Kind, Symptom, Topic, Translation};

/// A statement of the language.
pub(super) struct Form {
    /// The words it opens with; empty where a likelihood does.
    pub(super) words: &'static str,
    pub(super) rule: Rule,
    /// The declarations that take it.
    pub(super) under: &'static [HeadWord],
}

impl Form {
    fn first_word(&self) -> &'static str {
        self.words.split(' ').next().unwrap_or_default()
    }
}

const CARD: &[HeadWord] = &[Base, Translation, Symptom, Fact, Kind, Cause, Fix, Topic];
const CARD_AND_RULE: &[HeadWord] = &[Base, Translation, Symptom, Fact, HeadWord::Rule, Kind, Cause, Fix, Topic];

const fn form(words: &'static str, rule: Rule, under: &'static [HeadWord]) -> Form {
    Form { words, rule, under }
}

/// Every statement that opens with a word of its own.
const FORMS: &[Form] = &[
    form("etio", Rule::etio, &[Base]),
    form("language", Rule::language, &[Base, Translation]),
    form("about", Rule::about, &[Base]),
    form("counts", Rule::counts_as, &[Base]),
    form("access", Rule::access, &[Base]),
    form("several causes at once", Rule::at_once, &[Base]),
    form("note", Rule::note, CARD_AND_RULE),
    form("means", Rule::means, CARD),
    form("link", Rule::link, CARD),
    form("source", Rule::source, CARD_AND_RULE),
    form("ask", Rule::ask, &[Symptom, Fact]),
    form("says", Rule::says, &[Symptom, Topic]),
    form("otherwise", Rule::otherwise, &[Symptom, Fact]),
    form("takes", Rule::takes, &[Symptom, Fact, Fix]),
    form("costs", Rule::costs, &[Symptom, Fact, Fix]),
    form("effort", Rule::effort, &[Symptom, Fact, Fix]),
    form("needs", Rule::needs, &[Symptom, Fact, Fix]),
    form("label", Rule::label, &[Fact]),
    form("else", Rule::else_, &[Fact]),
    form("applies when", Rule::applies, &[Fact]),
    form("not asked when", Rule::needless, &[Symptom, Fact]),
    form("probe", Rule::probe, &[Fact]),
    form("one at a time", Rule::exclusive, &[Kind]),
    form("variants of one trouble", Rule::variants, &[Kind]),
    form("is", Rule::common_as, &[Cause]),
    form("ruled out when", Rule::ruled_out, &[Kind, Cause]),
    form("only when", Rule::only, &[Kind, Cause, Fix]),
    form("confirmed when", Rule::confirmed, &[Cause]),
    form("passes in", Rule::passes, &[Kind, Cause]),
    form("for", Rule::for_, &[Fix]),
    form("tells", Rule::tells, &[Fix]),
    form("after", Rule::after, &[Fix]),
    form("then", Rule::then_fix, &[Fix]),
    form("risk", Rule::risk, &[Fix]),
    form("step", Rule::step, &[Fix]),
    form("run", Rule::run, &[Fix]),
    form("verify", Rule::verify, &[Fix]),
    form("done wrong", Rule::wrong, &[Fix]),
    form("hands over", Rule::hands, &[Fix]),
    form("last resort", Rule::last, &[Fix]),
];

/// What a cause or a kind shows.
const SHOWS: Form = form("", Rule::shows, &[Kind, Cause]);
/// How often nobody can tell.
const UNANSWERED: Form = form("", Rule::untold, &[Symptom, Fact]);
/// What a fix does.
const HELPS: Form = form("", Rule::helps, &[Fix]);

/// Returns the statement that a line opens with the word `word` is, under a declaration.
pub(super) fn form_of(word: &str, head: HeadWord) -> Option<&'static Form> {
    let likely = word.starts_with(|c: char| c.is_ascii_digit()) || likelihood_words().any(|first| first == word);
    match (likely, head) {
        (true, Fix) => Some(&HELPS),
        (true, Symptom | Fact) => Some(&UNANSWERED),
        (true, _) => Some(&SHOWS),
        (false, _) => FORMS.iter().find(|form| form.first_word() == word),
    }
}

/// Returns the words that may open a statement under a declaration, without the likelihoods.
pub(super) fn words_under(head: HeadWord) -> impl Iterator<Item = &'static str> {
    FORMS.iter().filter(move |form| form.under.contains(&head)).map(|form| form.words)
}

/// Returns whether a likelihood may open a statement under a declaration.
pub(super) fn takes_likelihoods(head: HeadWord) -> bool {
    [SHOWS, HELPS, UNANSWERED].iter().any(|form| form.under.contains(&head))
}

/// Returns the words that open the statement whose first word this is.
pub(crate) fn words_of(first: &str) -> Option<&'static str> {
    FORMS.iter().find(|form| form.first_word() == first).map(|form| form.words)
}

/// Returns the first words of the likelihoods.
pub(crate) fn likelihood_words() -> impl Iterator<Item = &'static str> {
    Likelihood::ALL.iter().filter_map(|word| word.word().split(' ').next())
}
