//! Exact reasoning about conditions, on a small scale: every combination of the values that the conditions tell apart.
//!
//! A number counts by the constants it is compared with and by what lies between them, a text by the texts it is compared with. Of
//! more than [`MOST`] combinations nothing is said: better no warning than a guess.

use etio_engine::{Base, Comparison, Condition, Domain, Finding, FindingId, OptionId, Sign};

/// How many combinations of values are looked at.
const MOST: usize = 16_384;
/// How large a condition may become where what is defined by rules is written out.
const LARGEST: usize = 512;

/// A value that some condition tells from others.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Yes(bool),
    Option(OptionId),
    /// An option that no condition names; the first of them.
    Unnamed(OptionId),
    /// "Another, or none."
    Rest,
    Number(f64),
    Text(String),
    /// A text that no condition names.
    AnotherText,
}

/// What can vary: a finding, or an option of one with several.
pub(super) struct Variable {
    finding: FindingId,
    option: Option<OptionId>,
    pub(super) values: Vec<Value>,
}

/// Every combination of values that some conditions tell apart.
pub(super) struct Worlds<'a> {
    base: &'a Base,
    pub(super) variables: Vec<Variable>,
}

/// One combination.
pub(super) struct World<'w> {
    pub(super) worlds: &'w Worlds<'w>,
    /// For each variable, the position of its value.
    pub(super) at: Vec<usize>,
}

impl<'a> Worlds<'a> {
    /// Returns the combinations that these conditions tell apart; none where they are too many.
    pub(super) fn of(base: &'a Base, conditions: &[&Condition]) -> Option<Self> {
        let mut worlds = Self { base, variables: Vec::new() };
        conditions.iter().for_each(|condition| worlds.note(condition));
        let mut size = 1usize;
        for variable in &mut worlds.variables {
            complete(&base.findings[variable.finding.index()], variable);
            size = size.saturating_mul(variable.values.len());
        }
        (size <= MOST).then_some(worlds)
    }

    fn note(&mut self, condition: &Condition) {
        match condition {
            Condition::Is(Sign { finding, option }) => {
                let several = matches!(self.base.findings[finding.index()].domain, Domain::SeveralOf { .. });
                let value = option.filter(|_| !several).map(Value::Option);
                self.add(*finding, option.filter(|_| several), value);
            }
            Condition::IsRest(finding) => self.add(*finding, None, Some(Value::Rest)),
            Condition::Compares(finding, _, number) => self.add(*finding, None, Some(Value::Number(*number))),
            Condition::Says(finding, text) => self.add(*finding, None, Some(Value::Text(said(text)))),
            Condition::Not(inner) => self.note(inner),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| self.note(part)),
        }
    }

    fn add(&mut self, finding: FindingId, option: Option<OptionId>, value: Option<Value>) {
        let known = self.variables.iter().position(|known| (known.finding, known.option) == (finding, option));
        let at = known.unwrap_or_else(|| {
            self.variables.push(Variable { finding, option, values: Vec::new() });
            self.variables.len() - 1
        });
        let values = &mut self.variables[at].values;
        values.extend(value.filter(|value| !values.contains(value)));
    }

    /// Returns the position of what varies: a finding, or an option of one with several.
    pub(super) fn position(&self, finding: FindingId, option: Option<OptionId>) -> usize {
        let fits = |variable: &Variable| {
            variable.finding == finding && (variable.option.is_none() || variable.option == option)
        };
        self.variables.iter().position(fits).expect("the conditions were noted before")
    }

    /// Returns the first combination that passes.
    pub(super) fn find(&self, passes: impl Fn(&World<'_>) -> bool) -> Option<World<'_>> {
        let mut world = World { worlds: self, at: vec![0; self.variables.len()] };
        loop {
            if passes(&world) {
                return Some(world);
            }
            let mut turned = 0;
            loop {
                let at = world.at.get_mut(turned)?;
                *at += 1;
                if *at < self.variables[turned].values.len() {
                    break;
                }
                *at = 0;
                turned += 1;
            }
        }
    }
}

/// Fills in the values of a variable that no condition names.
fn complete(finding: &Finding, variable: &mut Variable) {
    let values = &mut variable.values;
    match &finding.domain {
        Domain::YesNo { .. } | Domain::SeveralOf { .. } => *values = vec![Value::Yes(true), Value::Yes(false)],
        Domain::OneOf { options, rest } => {
            let numbers = (0..).map(OptionId).take(options.len());
            let unnamed = numbers.map(Value::Option).find(|value| !values.contains(value));
            if let Some(Value::Option(option)) = unnamed {
                values.push(Value::Unnamed(option));
            }
            if rest.is_some() && !values.contains(&Value::Rest) {
                values.push(Value::Rest);
            }
        }
        Domain::Number { least, most, .. } => {
            let named = values.iter().filter_map(|value| match value {
                Value::Number(number) => Some(*number),
                _ => None,
            });
            let mut numbers: Vec<f64> = named.chain([*least, *most]).collect();
            numbers.sort_by(f64::total_cmp);
            numbers.dedup();
            let between = numbers.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])).collect::<Vec<_>>();
            *values = numbers.into_iter().chain(between).map(Value::Number).collect();
        }
        Domain::Text => values.push(Value::AnotherText),
    }
}

fn said(text: &str) -> String {
    text.trim().to_lowercase()
}

impl World<'_> {
    /// Returns whether a condition holds; everything it speaks of has a value here.
    pub(super) fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Is(Sign { finding, option }) => match self.value(*finding, *option) {
                Value::Yes(yes) => *yes,
                value => option.is_some_and(|option| *value == Value::Option(option)),
            },
            Condition::IsRest(finding) => *self.value(*finding, None) == Value::Rest,
            Condition::Compares(finding, comparison, constant) => match self.value(*finding, None) {
                Value::Number(number) => compares(*number, *comparison, *constant),
                _ => false,
            },
            Condition::Says(finding, text) => *self.value(*finding, None) == Value::Text(said(text)),
            Condition::Not(inner) => !self.holds(inner),
            Condition::All(parts) => parts.iter().all(|part| self.holds(part)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part)),
        }
    }

    fn value(&self, finding: FindingId, option: Option<OptionId>) -> &Value {
        let at = self.worlds.position(finding, option);
        &self.worlds.variables[at].values[self.at[at]]
    }

    /// Returns the answers that make this combination, as a file of answers writes them.
    pub(super) fn answers(&self) -> Vec<(String, String)> {
        let mut answers: Vec<(String, String)> = Vec::new();
        let mut several: Vec<(FindingId, Vec<&str>)> = Vec::new();
        for (variable, at) in self.worlds.variables.iter().zip(&self.at) {
            let finding = &self.worlds.base.findings[variable.finding.index()];
            let value = &variable.values[*at];
            if let Some(option) = variable.option {
                let known = several.iter().position(|(known, _)| *known == variable.finding);
                let known = known.unwrap_or_else(|| {
                    several.push((variable.finding, Vec::new()));
                    several.len() - 1
                });
                if *value == Value::Yes(true) {
                    several[known].1.push(&finding.options()[option.index()].id);
                }
                continue;
            }
            answers.push((finding.id.clone(), answer(finding, value)));
        }
        for (finding, chosen) in several {
            answers.push((self.worlds.base.findings[finding.index()].id.clone(), format!("[{}]", chosen.join(", "))));
        }
        answers
    }
}

fn answer(finding: &Finding, value: &Value) -> String {
    match value {
        Value::Yes(true) => "yes".to_owned(),
        Value::Yes(false) => "no".to_owned(),
        Value::Option(option) | Value::Unnamed(option) => finding.options()[option.index()].id.clone(),
        Value::Rest => "else".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::AnotherText => "another text".to_owned(),
    }
}

fn compares(number: f64, comparison: Comparison, constant: f64) -> bool {
    match comparison {
        Comparison::Less => number < constant,
        Comparison::AtMost => number <= constant,
        Comparison::Equal => number.total_cmp(&constant).is_eq(),
        Comparison::AtLeast => number >= constant,
        Comparison::Greater => number > constant,
    }
}

/// Returns a condition with every finding that is nothing but what its rules say written out as their conditions.
///
/// `defined` gives, for such a finding, the conditions of the rules that set it.
pub(super) fn written_out(condition: &Condition, defined: &dyn Fn(FindingId) -> Option<Vec<Condition>>) -> Condition {
    let mut left = LARGEST;
    expand(condition, defined, &mut left).unwrap_or_else(|| condition.clone())
}

/// Circles are errors, so this ends; `left` keeps it small.
fn expand(
    condition: &Condition,
    defined: &dyn Fn(FindingId) -> Option<Vec<Condition>>,
    left: &mut usize,
) -> Option<Condition> {
    *left = left.checked_sub(1)?;
    let mut all =
        |parts: &[Condition]| parts.iter().map(|part| expand(part, defined, left)).collect::<Option<Vec<_>>>();
    Some(match condition {
        Condition::Is(Sign { finding, option: None }) => match defined(*finding) {
            Some(rules) => Condition::Any(all(&rules)?),
            None => condition.clone(),
        },
        Condition::Is(_) | Condition::IsRest(_) | Condition::Compares(..) | Condition::Says(..) => condition.clone(),
        Condition::Not(inner) => Condition::Not(Box::new(expand(inner, defined, left)?)),
        Condition::All(parts) => Condition::All(all(parts)?),
        Condition::Any(parts) => Condition::Any(all(parts)?),
    })
}

/// Returns a condition as the language writes it.
pub(super) fn written(base: &Base, condition: &Condition) -> String {
    let id = |finding: &FindingId| base.findings[finding.index()].id.as_str();
    let joined = |parts: &[Condition], word: &str| {
        let part = |part: &Condition| match part {
            Condition::All(_) | Condition::Any(_) => format!("({})", written(base, part)),
            _ => written(base, part),
        };
        parts.iter().map(part).collect::<Vec<_>>().join(word)
    };
    match condition {
        Condition::Is(sign) => super::sign(base, *sign),
        Condition::IsRest(finding) => format!("{} is other", id(finding)),
        Condition::Compares(finding, comparison, number) => format!("{} {} {number}", id(finding), symbol(*comparison)),
        Condition::Says(finding, text) => format!("{} is \"{text}\"", id(finding)),
        Condition::Not(inner) => match **inner {
            Condition::All(_) | Condition::Any(_) => format!("not ({})", written(base, inner)),
            _ => format!("not {}", written(base, inner)),
        },
        Condition::All(parts) => joined(parts, " and "),
        Condition::Any(parts) => joined(parts, " or "),
    }
}

fn symbol(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::Equal => "=",
        Comparison::AtLeast => ">=",
        Comparison::Greater => ">",
    }
}
