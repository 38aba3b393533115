//! What may stand at a place, in words for people.

use super::parse::Rule;

/// Returns what was expected, as the end of the sentence "expected …".
pub(super) fn expected(rules: &[Rule]) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in rules.iter().map(|rule| word_for(*rule)) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    match words.as_slice() {
        [] => "something else".to_owned(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// Returns the one word of the language that a rule is, if it is one.
pub(super) fn keyword(rule: Rule) -> Option<&'static str> {
    let word = word_for(rule).strip_prefix('`')?.strip_suffix('`')?;
    word.chars().all(|letter| letter.is_ascii_lowercase()).then_some(word)
}

pub(super) fn word_for(rule: Rule) -> &'static str {
    match rule {
        Rule::EOI => "the end of the line",
        Rule::WHITESPACE | Rule::COMMENT | Rule::gap | Rule::to_next | Rule::letter | Rule::reserved => "a space",
        Rule::name | Rule::names => "a name, such as `vpn-is-on`",
        Rule::and => "`and`",
        Rule::or => "`or`",
        Rule::not => "`not`",
        Rule::when => "`when`",
        Rule::asked => "`asked`",
        Rule::then => "`then`",
        Rule::is => "`is`",
        Rule::has => "`has`",
        Rule::of | Rule::owner => "`of`",
        Rule::its => "`its symptoms`",
        Rule::one | Rule::one_of => "`one of`",
        Rule::several | Rule::several_of => "`several of`",
        Rule::cures => "`cures`",
        Rule::eases => "`eases`",
        Rule::in_word => "`in`",
        Rule::out => "`out`",
        Rule::over => "`over`",
        Rule::resort => "`resort`",
        Rule::looks => "`looks`",
        Rule::causes => "`causes at once`",
        Rule::at_a_time => "`at a time`",
        Rule::of_one => "`of one trouble`",
        Rule::as_word => "`as`",
        Rule::takes_word => "`takes`",
        Rule::wrong_word => "`wrong`",
        Rule::unanswered => "`unanswered`",
        Rule::estimate => "`estimate`",
        Rule::only_word => "`only`",
        Rule::beside => "`beside the name`",
        Rule::comma => "`,`",
        Rule::colon => "`:`",
        Rule::dots => "`..`",
        Rule::open | Rule::brackets => "`(`",
        Rule::close => "`)`",
        Rule::inside | Rule::quote | Rule::text | Rule::texts => "a text in double quotes",
        Rule::number | Rule::whole => "a number",
        Rule::unit => "a unit of time, such as `min` or `h`",
        Rule::time => "a time, such as `2 min`",
        Rule::date => "a date, such as `2026-11`",
        Rule::often | Rule::likelihood => "a likelihood, such as `often`, `85%` or `7 of 10`",
        Rule::common | Rule::prior => "how common it is, such as `rare`, `2%` or `7 of 100`",
        Rule::percent => "a percentage",
        Rule::counts => "a count, such as `7 of 10`",
        Rule::value => "a value, such as `is safari`",
        Rule::sign | Rule::signs => "a finding",
        Rule::compares => "a comparison, such as `> 40`",
        Rule::test | Rule::term | Rule::all | Rule::condition => "a condition, such as `vpn and not browser is app`",
        Rule::conclusion | Rule::conclusions => "what follows, such as `vpn` or `not vpn`",
        Rule::domain => "`one of`, `several of`, `number` or `text`",
        Rule::range => "`number` and a range, such as `number 0..500`",
        Rule::any_text => "`text`",
        Rule::regex | Rule::regex_body => "a regular expression between slashes",
        Rule::pattern | Rule::patterns => "a text in double quotes",
        Rule::env_probe => "`env`",
        Rule::os => "`os`",
        Rule::os_version => "`os-version`",
        Rule::arch => "`arch`",
        Rule::program_probe => "`program`",
        Rule::file_probe => "`file`",
        Rule::variable => "the name of an environment variable",
        Rule::program => "the name of a program",
        Rule::base_head
        | Rule::use_head
        | Rule::translation_head
        | Rule::symptom_head
        | Rule::fact_head
        | Rule::rule_head
        | Rule::kind_head
        | Rule::cause_head
        | Rule::fix_head
        | Rule::topic_head => "a declaration",
        Rule::etio
        | Rule::language
        | Rule::about
        | Rule::at_once
        | Rule::exclusive
        | Rule::variants
        | Rule::note
        | Rule::means
        | Rule::link
        | Rule::source
        | Rule::ask
        | Rule::says
        | Rule::otherwise
        | Rule::takes
        | Rule::costs
        | Rule::effort
        | Rule::needs
        | Rule::untold
        | Rule::counts_as
        | Rule::access
        | Rule::wrong
        | Rule::label
        | Rule::else_
        | Rule::applies
        | Rule::needless
        | Rule::probe
        | Rule::common_as
        | Rule::shows
        | Rule::ruled_out
        | Rule::only
        | Rule::confirmed
        | Rule::passes
        | Rule::helps
        | Rule::for_
        | Rule::tells
        | Rule::after
        | Rule::then_fix
        | Rule::risk
        | Rule::step
        | Rule::run
        | Rule::verify
        | Rule::hands
        | Rule::last => "a statement",
    }
}
