//! The form of the language: from a file to a page of declarations and statements.
//!
//! Names are not resolved here and numbers have no meaning yet. A line with a mistake yields a diagnostic and is left
//! out; all the others are read.

mod ast;
mod build;
mod expect;
mod lines;
mod meant;
mod parse;
mod statement;
mod unexpected;
mod wanted;

pub use ast::HeadWord;
pub(crate) use ast::{
    Conclusion, Condition, Declaration, Detail, Domain, Figure, Joint, Name, NumberRange, Page, Pattern, Probe, Sign,
    Statement, StatementKind, Str, Value,
};

pub(crate) use lines::first_word;
pub(crate) use statement::{likelihood_words, words_of};
pub use wanted::{Place, Wanted, opening_words, wanted};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::names;
use crate::remedy::Remedy;
use crate::source::{FileId, Span};
use parse::Source;
use statement::Form;
use std::ops::Range;

/// Returns where the heads and statements of a file stand, without the white space and comments around them.
pub(crate) fn line_ranges(file: FileId, text: &str) -> Vec<Range<usize>> {
    lines::lines(file, text, &mut Diagnostics::default()).into_iter().map(|line| line.range).collect()
}

/// Reads a file.
pub(crate) fn read_page(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Page {
    let lines = lines::lines(file, text, diagnostics);
    let page = Page { declarations: Vec::new(), unread: Vec::new() };
    let mut reader = Reader { page, under: None, head_read: false, diagnostics };
    for line in lines {
        if reader.diagnostics.is_full() {
            break;
        }
        let at_margin = matches!(text[..line.range.start].chars().next_back(), None | Some('\n' | '\u{feff}'));
        let source = Source { file, line: &text[line.range.clone()], start: line.range.start, at_margin };
        reader.line(source, line.sound);
    }
    reader.page
}

struct Reader<'a> {
    page: Page,
    /// The word of the last head, whether it could be read or not.
    under: Option<HeadWord>,
    /// Whether the last head could be read, so that statements have somewhere to go.
    head_read: bool,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn line(&mut self, source: Source<'_>, sound: bool) {
        let word = lines::first_word(source.line);
        match HeadWord::of_word(word) {
            Some(head) => self.head(source, head, sound),
            None => {
                let read = if sound { self.statement(source, word) } else { Err(None) };
                if let Err(problem) = read {
                    problem.into_iter().for_each(|problem| self.diagnostics.push(*problem));
                    self.home().into_iter().for_each(|home| home.damaged = true);
                }
            }
        }
    }

    fn head(&mut self, source: Source<'_>, word: HeadWord, sound: bool) {
        self.under = Some(word);
        let span = Span::new(source.file, source.start..source.start + source.line.len());
        let head = if sound { source.head(word).map_err(Some) } else { Err(None) };
        self.head_read = head.is_ok();
        match head {
            Ok(head) => {
                if let Some(problem) = head.id.as_ref().and_then(|id| mistaken_id(id, word)) {
                    self.diagnostics.push(problem);
                }
                self.page.declarations.push(Declaration { head, statements: Vec::new(), span, damaged: false });
            }
            Err(problem) => {
                self.page.unread.push(second_word(source.line));
                problem.into_iter().for_each(|problem| self.diagnostics.push(*problem));
            }
        }
    }

    /// Takes a line for the head that it was probably meant to be, so that what stands below it is not told as misplaced.
    fn mistaken_head(&mut self, source: Source<'_>, word: &str, head: HeadWord) -> Diagnostic {
        let span = Span::new(source.file, source.start..source.start + word.len());
        let problem = unknown_statement(word, span, self.under, source.at_margin);
        self.under = Some(head);
        self.head_read = false;
        self.page.unread.push(second_word(source.line));
        problem
    }

    fn statement(&mut self, source: Source<'_>, word: &str) -> Result<(), Option<Box<Diagnostic>>> {
        let span = Span::new(source.file, source.start..source.start + word.len());
        let form = self.under.and_then(|head| statement::form_of(word, head));
        if form.is_none()
            && let Some(head) = meant::meant_head(source.line, self.under)
        {
            return Err(Some(Box::new(self.mistaken_head(source, word, head))));
        }
        let head = self.under.ok_or_else(|| Some(Box::new(no_declaration(span))))?;
        let unknown = || Some(Box::new(unknown_statement(word, span, Some(head), source.at_margin)));
        let form = form.ok_or_else(unknown)?;
        if !form.under.contains(&head) {
            return Err(Some(Box::new(misplaced(form, span, head))));
        }
        let kind = source.statement(form.rule).map_err(Some)?;
        let span = Span::new(source.file, source.start..source.start + source.line.len());
        if let Some(home) = self.home() {
            home.statements.push(Statement { kind, span });
        }
        Ok(())
    }

    /// Returns the declaration that statements belong to.
    fn home(&mut self) -> Option<&mut Declaration> {
        self.page.declarations.last_mut().filter(|_| self.head_read)
    }
}

fn no_declaration(span: Span) -> Diagnostic {
    let help = format!("open the file with a declaration: {}", head_words());
    Diagnostic::new(Code::NoDeclaration, "this stands before the first declaration").at(span, "").help(help)
}

/// Returns what is wrong with the id of a declaration.
fn mistaken_id(id: &Name, word: HeadWord) -> Option<Diagnostic> {
    if names::is_reserved(&id.text) && word != HeadWord::Base && word != HeadWord::Translation {
        let message = format!("`{}` is a word of the language and cannot be an id", id.text);
        return Some(Diagnostic::new(Code::ReservedId, message).at(id.span, "").help("choose another id"));
    }
    if names::is_id(&id.text) {
        return None;
    }
    let help = match names::id_like(&id.text) {
        Some(like) => format!("write `{like}`: lower-case letters a–z, digits and hyphens"),
        None => {
            let most = names::MAX_ID;
            format!(
                "an id has lower-case letters a–z, digits and hyphens, begins with a letter, and has at most {most} characters"
            )
        }
    };
    let remedy = names::id_like(&id.text).map(|like| Remedy::write(id.span, like));
    let problem = Diagnostic::new(Code::NotAnId, format!("`{}` is not an id", id.text)).at(id.span, "");
    Some(problem.help(help).maybe_remedy(remedy))
}

/// Returns the id of a head that cannot be read, without a sign that may be what is wrong with it.
fn second_word(line: &str) -> String {
    let id = line.split_whitespace().nth(1).unwrap_or_default();
    id.trim_matches([',', ':', ';', '.', '"']).to_owned()
}

fn unknown_statement(word: &str, span: Span, head: Option<HeadWord>, at_margin: bool) -> Diagnostic {
    let message = match word {
        "" => "a statement opens with a word".to_owned(),
        word => format!("`{word}` opens no statement"),
    };
    let help = meant::of_opening(word, head).or_else(|| head.map(what_stands_under));
    let remedy = meant::slip_of_opening(word, head, at_margin).map(|slip| Remedy::write(span, slip));
    Diagnostic::new(Code::UnknownStatement, message).at(span, "").maybe_help(help).maybe_remedy(remedy)
}

fn what_stands_under(head: HeadWord) -> String {
    let statements = list(statement::words_under(head));
    match (statements.as_str(), statement::takes_likelihoods(head)) {
        ("", _) => format!("nothing stands under `{}`", head.word()),
        (statements, false) => format!("under `{}` stand {statements}", head.word()),
        (statements, true) => format!("under `{}` stand {statements}, and likelihoods such as `often`", head.word()),
    }
}

fn misplaced(form: &Form, span: Span, head: HeadWord) -> Diagnostic {
    let what = if form.words.is_empty() { "a likelihood".to_owned() } else { format!("`{}`", form.words) };
    let message = format!("{what} does not stand under `{}`", head.word());
    let help = format!("it stands under {}", list(form.under.iter().map(|head| head.word())));
    Diagnostic::new(Code::Misplaced, message).at(span, "").help(help)
}

fn head_words() -> String {
    list(HeadWord::ALL.into_iter().map(HeadWord::word))
}

fn list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
