//! From the parts of a line to the tree.

use super::ast::{
    Conclusion, Condition, Detail, Domain, Figure, Head, HeadWord, Joint, Name, NumberRange, Pattern, Probe, Sign,
    StatementKind, Str, Value,
};
use super::parse::{Parsed, Parts, Rule, Source, head_rule};
use crate::diagnostic::{Code, Diagnostic};
use crate::words;
use etio_engine::{Comparison, EffectKind, Probability, Provenance, Seconds};
use pest::iterators::Pair;

type Part<'a> = Pair<'a, Rule>;

impl Source<'_> {
    /// Returns the line as the head of a declaration.
    pub(super) fn head(self, word: HeadWord) -> Parsed<Head> {
        let mut parts = self.parse(head_rule(word))?;
        let mut head = Head { word, id: None, title: None, detail: Detail::Nothing };
        while let Some(part) = parts.next() {
            match part.as_rule() {
                Rule::name => head.id = Some(self.name(part)),
                Rule::text if word == HeadWord::Use => head.detail = Detail::Path(self.text(part)?),
                Rule::text => head.title = Some(self.text(part)?),
                Rule::owner => head.detail = Detail::Of(self.name(Parts::of(part).must())),
                Rule::domain => head.detail = Detail::Domain(self.domain(Parts::of(part).must())?),
                Rule::condition => {
                    head.detail = Detail::Rule(self.condition(part)?, self.conclusions(parts.must()));
                }
                rule => unreachable!("the grammar puts no {rule:?} into a head"),
            }
        }
        Ok(head)
    }

    /// Returns the line as the statement that `rule` reads.
    pub(super) fn statement(self, rule: Rule) -> Parsed<StatementKind> {
        let mut parts = self.parse(rule)?;
        Ok(match rule {
            Rule::hands => StatementKind::HandsOver,
            Rule::last => StatementKind::LastResort,
            Rule::at_once => StatementKind::SeveralCausesAtOnce,
            Rule::exclusive => StatementKind::OneAtATime,
            Rule::variants => StatementKind::VariantsOfOneTrouble,
            _ => {
                let first = parts.must();
                self.statement_of(rule, first, parts)?
            }
        })
    }

    fn statement_of(self, rule: Rule, first: Part<'_>, mut rest: Parts<'_>) -> Parsed<StatementKind> {
        Ok(match rule {
            Rule::etio => StatementKind::Etio(self.number(&first)),
            Rule::language => StatementKind::Language(self.name(first)),
            Rule::about => StatementKind::About(self.texts(first)?),
            Rule::note => StatementKind::Note(self.text(first)?),
            Rule::means => StatementKind::Means(self.text(first)?),
            Rule::link => StatementKind::Link { address: self.text(first)?, label: self.maybe_text(rest.next())? },
            Rule::source if first.as_rule() == Rule::estimate => StatementKind::SourceEstimate,
            Rule::source => {
                let date = rest.next().map(|date| date.as_str().to_owned());
                StatementKind::Source { title: self.text(first)?, date }
            }
            Rule::ask => StatementKind::Ask(self.text(first)?),
            Rule::says => StatementKind::Says(self.says(first, rest)?),
            Rule::otherwise => {
                StatementKind::Otherwise(self.figure(first)?, rest.next().map(|value| self.value(value)))
            }
            Rule::takes => StatementKind::Takes(self.time(first)?),
            Rule::costs => StatementKind::Costs(self.number(&first)),
            Rule::effort => StatementKind::Effort(self.name(first)),
            Rule::needs => StatementKind::Needs(self.names(first)),
            Rule::untold => StatementKind::Unanswered(self.figure(first)?),
            Rule::label => StatementKind::Label(self.name(first), self.text(rest.must())?),
            Rule::else_ => StatementKind::Else(self.text(first)?),
            Rule::applies => StatementKind::AppliesWhen(self.condition(first)?),
            Rule::needless => StatementKind::NotAskedWhen(self.condition(first)?),
            Rule::probe => StatementKind::Probe(self.probe(first)?),
            Rule::counts_as => {
                let name = self.name(first);
                rest.must();
                StatementKind::Counts(name, self.time(rest.must())?)
            }
            Rule::access => {
                let name = self.name(first);
                rest.must();
                StatementKind::Access(name, self.time(rest.must())?)
            }
            _ => self.link_or_fix_statement(rule, first, rest)?,
        })
    }

    fn link_or_fix_statement(self, rule: Rule, first: Part<'_>, mut rest: Parts<'_>) -> Parsed<StatementKind> {
        Ok(match rule {
            Rule::common_as => StatementKind::Is(self.figure(first)?),
            Rule::shows => StatementKind::Shows(self.figure(first)?, self.signs(rest.must())),
            Rule::ruled_out => StatementKind::RuledOutWhen(self.condition(first)?),
            Rule::only if first.as_rule() == Rule::looks => StatementKind::OnlyLooks,
            Rule::only => StatementKind::OnlyWhen(self.condition(first)?),
            Rule::confirmed => StatementKind::ConfirmedWhen(self.condition(first)?),
            Rule::passes => StatementKind::PassesIn(self.time(first)?),
            Rule::helps => {
                let kind = if rest.must().as_rule() == Rule::cures { EffectKind::Cures } else { EffectKind::Eases };
                StatementKind::Helps(self.figure(first)?, kind, self.names(rest.must()))
            }
            Rule::for_ => StatementKind::For(self.signs(first)),
            Rule::tells => StatementKind::Tells(self.name(first)),
            Rule::wrong => StatementKind::DoneWrong(self.figure(rest.must())?),
            Rule::after => StatementKind::After(self.names(first)),
            Rule::then_fix => StatementKind::Then(self.name(first)),
            Rule::risk => StatementKind::Risk(self.name(first), self.maybe_text(rest.next())?),
            Rule::step => StatementKind::Step(self.text(first)?),
            Rule::run => StatementKind::Run(self.text(first)?),
            Rule::verify => StatementKind::Verify(self.text(first)?),
            rule => unreachable!("{rule:?} is no statement"),
        })
    }

    // ─── Names and texts ───

    fn name(self, part: Part<'_>) -> Name {
        Name { text: part.as_str().to_owned(), span: self.span(&part) }
    }

    fn names(self, part: Part<'_>) -> Vec<Name> {
        Parts::of(part).map(|name| self.name(name)).collect()
    }

    fn text(self, part: Part<'_>) -> Parsed<Str> {
        let span = self.span(&part);
        let mut pieces = Parts::of(part).map(|quote| Parts::of(quote).must());
        let first = pieces.next().expect("a text has a string");
        let mut text = Str { value: self.unescaped(&first)?, span, verbatim: !first.as_str().contains('\\') };
        for piece in pieces {
            text.verbatim = false;
            text.value.push(' ');
            text.value.push_str(&self.unescaped(&piece)?);
        }
        Ok(text)
    }

    fn unescaped(self, inside: &Part<'_>) -> Parsed<String> {
        let mut value = String::with_capacity(inside.as_str().len());
        let mut characters = inside.as_str().char_indices();
        while let Some((at, c)) = characters.next() {
            match (c, characters.as_str().chars().next()) {
                ('\\', Some(escaped @ ('"' | '\\'))) => {
                    value.push(escaped);
                    characters.next();
                }
                ('\\', Some(other)) => return Err(Box::new(self.bad_escape(inside, at, other))),
                _ => value.push(c),
            }
        }
        Ok(value)
    }

    fn bad_escape(self, inside: &Part<'_>, at: usize, escaped: char) -> Diagnostic {
        let mut span = self.span(inside);
        span.start += u32::try_from(at).unwrap_or_default();
        span.end = span.start + u32::try_from(1 + escaped.len_utf8()).unwrap_or_default();
        Diagnostic::new(Code::UnknownEscape, format!("`\\{escaped}` means nothing in a string"))
            .at(span, "")
            .help("only `\\\"` and `\\\\` do; a single backslash is written `\\\\`")
    }

    fn maybe_text(self, part: Option<Part<'_>>) -> Parsed<Option<Str>> {
        part.map(|text| self.text(text)).transpose()
    }

    fn texts(self, part: Part<'_>) -> Parsed<Vec<Str>> {
        Parts::of(part).map(|text| self.text(text)).collect()
    }

    fn says(self, first: Part<'_>, mut rest: Parts<'_>) -> Parsed<Vec<Pattern>> {
        if first.as_rule() == Rule::only_word {
            return Ok(self.texts(rest.must())?.into_iter().map(Pattern::Line).collect());
        }
        if first.as_rule() == Rule::beside {
            return Ok(self.texts(rest.must())?.into_iter().map(Pattern::Named).collect());
        }
        let pattern = |part: Part<'_>| {
            let part = Parts::of(part).must();
            match part.as_rule() {
                Rule::text => self.text(part).map(Pattern::Literal),
                _ => Ok(Pattern::Regex(self.regex(&part))),
            }
        };
        Parts::of(first).map(pattern).collect()
    }

    /// Returns a regular expression: `\/` is a slash, every other escape belongs to the expression.
    fn regex(self, part: &Part<'_>) -> Str {
        let body = Parts::of(part.clone()).must();
        let body = body.as_str();
        let value = body.replace("\\/", "/");
        Str { verbatim: value.len() == body.len(), value, span: self.span(part) }
    }

    // ─── Numbers ───

    fn number(self, part: &Part<'_>) -> f64 {
        part.as_str().parse().expect("the grammar lets only numbers through")
    }

    fn figure(self, part: Part<'_>) -> Parsed<Figure> {
        let span = self.span(&part);
        let part = Parts::of(part).must();
        let is_word = matches!(part.as_rule(), Rule::often | Rule::common);
        let (number, provenance) = match part.as_rule() {
            Rule::often | Rule::common => (number_of_word(part.as_str()), Provenance::Estimate),
            Rule::percent => (self.number(&Parts::of(part).must()) / 100.0, Provenance::Estimate),
            _ => {
                let counts: Vec<f64> = Parts::of(part).map(|count| self.number(&count)).collect();
                let [of, cases] = counts[..] else { unreachable!("a count has two numbers") };
                let most = f64::from(u32::MAX);
                let counted = |number: f64| if number <= most { number as u32 } else { u32::MAX };
                // Nothing of nothing is no number, and is told like one out of range.
                let number = if cases > 0.0 && cases <= most { of / cases } else { -1.0 };
                (number, Provenance::Counts { of: counted(of), cases: counted(cases) })
            }
        };
        let probability = Probability::new(number).ok_or_else(|| Box::new(out_of_range(span)))?;
        Ok(Figure { probability, provenance, is_word, span })
    }

    fn time(self, part: Part<'_>) -> Parsed<Seconds> {
        let span = self.span(&part);
        let mut parts = Parts::of(part);
        let number = self.number(&parts.must());
        let seconds = match parts.must().as_str() {
            "s" => 1.0,
            "min" => 60.0,
            "h" => 3600.0,
            _ => 86_400.0,
        };
        let time = (number * seconds).round();
        if !(1.0..=f64::from(u32::MAX)).contains(&time) {
            return Err(Box::new(
                Diagnostic::new(Code::OutOfRange, "a time lasts from one second to a hundred years")
                    .at(span, "")
                    .help("write for example `10 s`, `2 min`, `1 h` or `3 days`"),
            ));
        }
        Ok(Seconds(time as u32))
    }

    // ─── Findings and conditions ───

    fn value(self, part: Part<'_>) -> Value {
        let mut parts = Parts::of(part);
        let joint = joint(&parts.must());
        Value { joint, name: self.name(parts.must()) }
    }

    fn sign(self, part: Part<'_>) -> Sign {
        let mut parts = Parts::of(part);
        Sign { name: self.name(parts.must()), value: parts.next().map(|value| self.value(value)) }
    }

    fn signs(self, part: Part<'_>) -> Vec<Sign> {
        Parts::of(part).map(|sign| self.sign(sign)).collect()
    }

    fn condition(self, part: Part<'_>) -> Parsed<Condition> {
        let parts = Parts::of(part).map(|all| {
            let parts = Parts::of(all).map(|term| self.term(term)).collect::<Parsed<Vec<_>>>()?;
            Ok(one_or(parts, Condition::All))
        });
        Ok(one_or(parts.collect::<Parsed<Vec<_>>>()?, Condition::Any))
    }

    fn term(self, part: Part<'_>) -> Parsed<Condition> {
        let (nots, parts): (Vec<_>, Vec<_>) = Parts::of(part).partition(|part| part.as_rule() == Rule::not);
        let part = parts.into_iter().next().expect("a term has a test");
        let condition = match part.as_rule() {
            Rule::brackets => self.condition(Parts::of(part).must())?,
            _ => self.test(part)?,
        };
        // Not not is nothing, in Kleene's logic too.
        Ok(if nots.len() % 2 == 1 { Condition::Not(Box::new(condition)) } else { condition })
    }

    fn test(self, part: Part<'_>) -> Parsed<Condition> {
        let mut parts = Parts::of(part);
        let name = self.name(parts.must());
        let Some(operator) = parts.next() else { return Ok(Condition::Sign(Sign { name, value: None })) };
        let operand = parts.must();
        Ok(match operand.as_rule() {
            Rule::number => Condition::Compares(name, comparison(operator.as_str()), self.number(&operand)),
            Rule::text => Condition::Says(name, self.text(operand)?),
            _ => {
                let value = Value { joint: joint(&operator), name: self.name(operand) };
                Condition::Sign(Sign { name, value: Some(value) })
            }
        })
    }

    fn conclusions(self, part: Part<'_>) -> Vec<Conclusion> {
        let conclusion = |part: Part<'_>| {
            let mut parts = Parts::of(part);
            let first = parts.must();
            let holds = first.as_rule() != Rule::not;
            Conclusion { sign: self.sign(if holds { first } else { parts.must() }), holds }
        };
        Parts::of(part).map(conclusion).collect()
    }

    // ─── Facts ───

    fn domain(self, part: Part<'_>) -> Parsed<Domain> {
        let span = self.span(&part);
        Ok(match part.as_rule() {
            Rule::one_of => {
                let part = Parts::of(part).must();
                if part.as_rule() == Rule::its { Domain::OneOfSymptoms } else { Domain::OneOf(self.names(part)) }
            }
            Rule::several_of => Domain::SeveralOf(self.names(Parts::of(part).must())),
            Rule::range => {
                let mut parts = Parts::of(part);
                let [least, most] = [parts.must(), parts.must()].map(|number| self.number(&number));
                Domain::Number(NumberRange { least, most, unit: self.maybe_text(parts.next())?, span })
            }
            _ => Domain::Text,
        })
    }

    fn probe(self, part: Part<'_>) -> Parsed<Probe> {
        let rule = part.as_rule();
        let mut parts = Parts::of(part);
        Ok(match rule {
            Rule::env_probe => {
                let name = parts.must().as_str().to_owned();
                let value = parts.find(|part| part.as_rule() == Rule::text);
                Probe::Variable(name, self.maybe_text(value)?)
            }
            Rule::os => Probe::System,
            Rule::os_version => Probe::SystemVersion,
            Rule::arch => Probe::Architecture,
            Rule::program_probe => Probe::Program(parts.must().as_str().to_owned()),
            _ => Probe::File(self.text(parts.must())?),
        })
    }
}

fn one_or(mut parts: Vec<Condition>, several: impl Fn(Vec<Condition>) -> Condition) -> Condition {
    match (parts.len(), parts.pop()) {
        (1, Some(part)) => part,
        (_, last) => {
            parts.extend(last);
            several(parts)
        }
    }
}

fn joint(part: &Part<'_>) -> Joint {
    if part.as_rule() == Rule::has { Joint::Has } else { Joint::Is }
}

fn comparison(operator: &str) -> Comparison {
    match operator {
        "<" => Comparison::Less,
        "<=" => Comparison::AtMost,
        ">=" => Comparison::AtLeast,
        ">" => Comparison::Greater,
        _ => Comparison::Equal,
    }
}

fn number_of_word(word: &str) -> f64 {
    let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
    let likelihood = words::Likelihood::of_word(&word).map(words::Likelihood::probability);
    let prior = || words::Prior::of_word(&word).map(words::Prior::probability);
    likelihood.or_else(prior).expect("the grammar knows the words of the table").get()
}

fn out_of_range(span: crate::source::Span) -> Diagnostic {
    Diagnostic::new(Code::OutOfRange, "this is not a part of a whole")
        .at(span, "")
        .help("write a percentage from `0%` to `100%`, or a count such as `7 of 10`")
}
