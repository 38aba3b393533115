//! The commands of the interview: their names in every language, and how a line is read as one.

use crate::interview::fold;
use crate::words::Words;

/// A command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Why,
    How,
    WhyNot,
    WhatIf,
    Undo,
    Change,
    Facts,
    Causes,
    Fixes,
    List,
    Save,
    Record,
    Restart,
    Help,
    Quit,
}

impl Order {
    /// Every command, in the order in which `help` lists them.
    pub(crate) const ALL: [Self; 15] = [
        Self::Why,
        Self::How,
        Self::WhyNot,
        Self::WhatIf,
        Self::Undo,
        Self::Change,
        Self::Facts,
        Self::Causes,
        Self::Fixes,
        Self::List,
        Self::Save,
        Self::Record,
        Self::Restart,
        Self::Help,
        Self::Quit,
    ];

    /// Returns the name as it is shown, with its argument.
    pub(crate) fn name(self, words: Words) -> &'static str {
        let (spanish, english) = match self {
            Self::Why => ("por qué", "why"),
            Self::How => ("cómo", "how"),
            Self::WhyNot => ("por qué no", "why not"),
            Self::WhatIf => ("qué cambiaría", "what if"),
            Self::Undo => ("deshacer", "undo"),
            Self::Change => ("cambiar", "change"),
            Self::Facts => ("hechos", "facts"),
            Self::Causes => ("causas", "causes"),
            Self::Fixes => ("arreglos", "fixes"),
            Self::List => ("lista", "list"),
            Self::Save => ("guardar", "save"),
            Self::Record => ("grabar", "record"),
            Self::Restart => ("reiniciar", "restart"),
            Self::Help => ("ayuda", "help"),
            Self::Quit => ("salir", "quit"),
        };
        match words {
            Words::Spanish => spanish,
            Words::English => english,
        }
    }

    /// Returns what the argument stands for, in `help`; none where the command takes none.
    pub(crate) fn argument(self, words: Words) -> Option<&'static str> {
        let (spanish, english) = match self {
            Self::How | Self::WhyNot | Self::Change | Self::Causes | Self::Fixes => ("NÚMERO", "NUMBER"),
            Self::Save | Self::Record => ("ARCHIVO", "FILE"),
            _ => return None,
        };
        Some(match words {
            Words::Spanish => spanish,
            Words::English => english,
        })
    }

    /// Returns what the command does, in one line.
    pub(crate) fn purpose(self, words: Words) -> String {
        match self {
            Self::Why => words.help_why(),
            Self::How => words.help_how(),
            Self::WhyNot => words.help_why_not(),
            Self::WhatIf => words.help_what_if(),
            Self::Undo => words.help_undo(),
            Self::Change => words.help_change(),
            Self::Facts => words.help_facts(),
            Self::Causes => words.help_causes(),
            Self::Fixes => words.help_fixes(),
            Self::List => words.help_list(),
            Self::Save => words.help_save(),
            Self::Record => words.help_record(),
            Self::Restart => words.help_restart(),
            Self::Help => words.help_help(),
            Self::Quit => words.help_quit(),
        }
    }

    /// Other words for the same, folded.
    fn synonyms(self) -> &'static [&'static str] {
        match self {
            Self::Why => &["porque"],
            Self::WhyNot => &["porque no"],
            Self::WhatIf => &["what would change", "what would change this", "que lo cambiaria", "y si"],
            Self::Quit => &["exit", "bye", "adios"],
            Self::List => &["symptoms", "sintomas"],
            _ => &[],
        }
    }

    fn is_called(self, said: impl Fn(&str) -> bool) -> bool {
        let names = [Words::Spanish, Words::English].map(|words| fold(self.name(words)));
        names.iter().map(String::as_str).chain(self.synonyms().iter().copied()).any(said)
    }
}

/// The shortest beginning that stands for a name: `si` is an answer, and no list of `síntomas`.
const SHORTEST: usize = 3;

/// A line read as a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ordered {
    pub(crate) order: Order,
    /// What stands behind the name, as it was typed; empty where nothing does.
    pub(crate) argument: String,
}

/// Reads a line as a command: its name or an unambiguous beginning of it, and an argument.
pub(crate) fn read(line: &str) -> Option<Ordered> {
    let line = line.trim().trim_start_matches('¿').trim_end_matches('?').trim();
    splits(line).find_map(|(name, argument)| {
        let order = named(&fold(name))?;
        (argument.is_empty() || order.argument(Words::English).is_some())
            .then(|| Ordered { order, argument: argument.to_owned() })
    })
}

/// The most words of a name.
const WORDS: usize = 4;

/// Returns the ways to part a line into a name and an argument, the longest name first.
fn splits(line: &str) -> impl Iterator<Item = (&str, &str)> {
    let spaces: Vec<usize> = line.match_indices(' ').map(|(at, _)| at).take(WORDS).collect();
    let parted = spaces.into_iter().rev().map(|at| (&line[..at], line[at..].trim()));
    let whole = (line.split(' ').count() <= WORDS).then_some((line, ""));
    whole.into_iter().chain(parted).collect::<Vec<_>>().into_iter()
}

/// Returns the command of that name, or the only one whose names begin so.
fn named(name: &str) -> Option<Order> {
    if let Some(order) = Order::ALL.into_iter().find(|order| order.is_called(|known| known == name)) {
        return Some(order);
    }
    // One word of several is no beginning: who says `what?` asks nothing of the kind.
    let begins = |known: &str| known.starts_with(name) && known.split(' ').next().is_none_or(|first| first != name);
    let mut begun = Order::ALL.into_iter().filter(|order| name.len() >= SHORTEST && order.is_called(begins));
    begun.next().filter(|_| begun.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(line: &str) -> Option<(Order, String)> {
        read(line).map(|read| (read.order, read.argument))
    }

    #[test]
    fn every_command_is_found_by_its_name_in_either_language() {
        for known in Order::ALL {
            for words in [Words::Spanish, Words::English] {
                assert_eq!(order(known.name(words)), Some((known, String::new())), "{known:?}");
                assert_eq!(order(&fold(known.name(words))), Some((known, String::new())), "{known:?}");
            }
        }
    }

    #[test]
    fn a_beginning_will_do_where_there_is_no_doubt() {
        let cases = [
            ("caus", Some(Order::Causes)),
            ("ca", None),
            ("sal", Some(Order::Quit)),
            ("sa", None),
            ("rei", Some(Order::Restart)),
            ("sí", None),
            ("und", Some(Order::Undo)),
            ("un", None),
            ("¿Por qué?", Some(Order::Why)),
            ("POR QUE", Some(Order::Why)),
            ("¿Por qué no?", Some(Order::WhyNot)),
            ("why n", Some(Order::WhyNot)),
            ("¿Qué lo cambiaría?", Some(Order::WhatIf)),
            ("qué camb", Some(Order::WhatIf)),
            ("¿qué?", None),
            ("what", None),
        ];
        for (line, expected) in cases {
            assert_eq!(order(line).map(|(order, _)| order), expected, "{line}");
        }
    }

    #[test]
    fn an_argument_is_kept_as_it_was_typed() {
        assert_eq!(order("save My Case.json"), Some((Order::Save, "My Case.json".to_owned())));
        assert_eq!(order("cambiar 2"), Some((Order::Change, "2".to_owned())));
        assert_eq!(order("por qué no la VPN"), Some((Order::WhyNot, "la VPN".to_owned())));
        assert_eq!(order("undo everything"), None, "undo takes no argument");
    }
}
