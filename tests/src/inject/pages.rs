//! The files of a base as lines, and where its declarations and statements are. Only what faults need is understood.

use crate::generate::Dice;
use std::path::Path;

/// The words that open a declaration.
const OPENERS: [&str; 10] = ["base", "use", "translation", "symptom", "fact", "rule", "kind", "cause", "fix", "topic"];

/// The files of a base.
#[derive(Clone, Debug)]
pub struct Pages {
    files: Vec<(String, Vec<String>)>,
}

/// A declaration and where it stands.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its file.
    pub file: String,
    /// The line of its head, from 0.
    pub line: usize,
    /// The line after its last.
    pub end: usize,
    /// The word that opens it.
    pub word: String,
    /// Its id.
    pub id: String,
    /// Its statements: the first line of each and the line after its last.
    pub statements: Vec<(usize, usize)>,
    /// Whether it stands in a file of translations.
    pub is_translation: bool,
}

impl Pages {
    /// Reads every page of a folder.
    ///
    /// # Errors
    /// Where the folder or a file of it cannot be read.
    pub fn of_folder(folder: &Path) -> std::io::Result<Self> {
        let mut names: Vec<String> = std::fs::read_dir(folder)?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.ends_with(".kb"))
            .collect();
        names.sort();
        let read = |name: String| {
            let text = std::fs::read_to_string(folder.join(&name))?;
            Ok((name, text.lines().map(str::to_owned).collect()))
        };
        Ok(Self { files: names.into_iter().map(read).collect::<std::io::Result<_>>()? })
    }

    /// Returns the name and the text of each file.
    pub fn texts(&self) -> impl Iterator<Item = (&String, String)> {
        self.files.iter().map(|(name, lines)| (name, lines.join("\n") + "\n"))
    }

    /// Returns every declaration.
    pub fn units(&self) -> Vec<Unit> {
        self.files.iter().flat_map(|(name, lines)| units(name, lines)).collect()
    }

    /// Returns the declarations that a word opens, translations apart.
    pub fn of_word(&self, word: &str) -> Vec<Unit> {
        self.units().into_iter().filter(|unit| unit.word == word && !unit.is_translation).collect()
    }

    /// Returns the declaration of an id, translations apart.
    pub fn unit(&self, id: &str) -> Option<Unit> {
        self.units().into_iter().find(|unit| unit.id == id && !unit.is_translation)
    }

    /// Returns the declaration that a line belongs to.
    pub fn unit_at(&self, file: &str, line: usize) -> Option<Unit> {
        self.units().into_iter().find(|unit| unit.file == file && (unit.line..unit.end).contains(&line))
    }

    /// Returns the lines of a file.
    pub fn lines(&self, file: &str) -> &[String] {
        self.files.iter().find(|(name, _)| name == file).map_or(&[], |(_, lines)| lines)
    }

    /// Returns a statement as one line without the space around it.
    pub fn statement(&self, unit: &Unit, (from, to): (usize, usize)) -> String {
        self.lines(&unit.file)[from..to].iter().map(|line| bare(line).trim()).collect::<Vec<_>>().join(" ")
    }

    /// Returns the statements of a declaration that begin with a word, with their places.
    pub fn beginning(&self, unit: &Unit, word: &str) -> Vec<((usize, usize), String)> {
        let said = unit.statements.iter().map(|place| (*place, self.statement(unit, *place)));
        said.filter(|(_, said)| {
            said.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '/']) || rest.is_empty())
        })
        .collect()
    }

    /// Puts lines in the place of others.
    pub fn splice(&mut self, file: &str, (from, to): (usize, usize), with: &[String]) {
        if let Some((_, lines)) = self.files.iter_mut().find(|(name, _)| name == file) {
            lines.splice(from..to, with.iter().cloned());
        }
    }

    /// Adds a file.
    pub fn add(&mut self, file: &str, lines: &[String]) {
        self.files.push((file.to_owned(), lines.to_vec()));
    }

    /// Returns a declaration by chance.
    pub fn pick(&self, word: &str, dice: &mut Dice) -> Option<Unit> {
        let units = self.of_word(word);
        if units.is_empty() { None } else { Some(dice.pick(&units).clone()) }
    }
}

fn units(file: &str, lines: &[String]) -> Vec<Unit> {
    let is_translation = lines.iter().any(|line| line.starts_with("translation "));
    let mut units: Vec<Unit> = Vec::new();
    let mut goes_on = false;
    for (nth, line) in lines.iter().enumerate() {
        let said = bare(line).trim();
        if said.is_empty() {
            continue;
        }
        let mut words = said.split_whitespace();
        let opener = words.next().filter(|word| OPENERS.contains(word) && !line.starts_with(' ') && !goes_on);
        if let Some(word) = opener {
            let id = words.find(|id| *id != "of" || word != "translation").unwrap_or_default().to_owned();
            let (file, word) = (file.to_owned(), word.to_owned());
            units.push(Unit { file, line: nth, end: nth + 1, word, id, statements: Vec::new(), is_translation });
        } else if let Some(unit) = units.last_mut() {
            unit.end = nth + 1;
            let of_rule = unit.word == "rule" && (said.starts_with("when") || said.starts_with("then"));
            if goes_on || said.starts_with('"') || of_rule {
                unit.statements.iter_mut().last().into_iter().for_each(|last| last.1 = nth + 1);
            } else {
                unit.statements.push((nth, nth + 1));
            }
        }
        goes_on = said.ends_with(',') || said.ends_with(" and") || said.ends_with(" or");
    }
    units
}

/// Returns a line without its comment.
fn bare(line: &str) -> &str {
    let mut quoted = false;
    for (at, letter) in line.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '#' if !quoted && line[..at].chars().next_back().is_none_or(char::is_whitespace) => return &line[..at],
            _ => {}
        }
    }
    line
}
