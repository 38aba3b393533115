//! From what stands on a page to its lines.

use super::WIDTH;
use super::scan::{Item, Token};
use crate::syntax::{self, HeadWord};

/// How far a statement stands in, and what goes on after a head.
const STATEMENT: usize = 2;
const AFTER_HEAD: usize = 4;

/// A line as it is written: what it says, and the comment at its end or on it.
struct Row<'t> {
    text: String,
    comment: Option<&'t str>,
}

/// Returns the page.
pub(super) fn lay_out(items: &[Item<'_>]) -> String {
    let widths = key_widths(items);
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut in_declaration = false;
    for (at, item) in items.iter().enumerate() {
        match item {
            Item::Empty => rows.push(Row { text: String::new(), comment: None }),
            Item::Comment { text, indented } => {
                let next = items[at..].iter().find(|item| matches!(item, Item::Line { .. }));
                let to_statement = next.is_some_and(|next| next.head().is_none());
                let inside = in_declaration && (*indented || to_statement);
                rows.push(Row { text: spaces(if inside { STATEMENT } else { 0 }), comment: Some(text) });
            }
            Item::Line { tokens, comment } => {
                in_declaration = true;
                rows.extend(line(tokens, widths[at]));
                if let Some(last) = rows.last_mut().filter(|_| comment.is_some()) {
                    last.comment = *comment;
                }
            }
        }
    }
    while rows.last().is_some_and(|row| row.text.is_empty() && row.comment.is_none()) {
        rows.pop();
    }
    written(&rows)
}

/// Returns for each item how wide the words are that say how often, in the lines that follow one another: what comes after them
/// shares a column.
fn key_widths(items: &[Item<'_>]) -> Vec<usize> {
    let own: Vec<usize> = items
        .iter()
        .map(|item| match item {
            Item::Line { tokens, .. } => key_length(tokens).map_or(0, |length| width(&joined(&tokens[..length]))),
            Item::Empty | Item::Comment { .. } => 0,
        })
        .collect();
    let runs = own.chunk_by(|one, next| (*one > 0) == (*next > 0));
    runs.flat_map(|run| std::iter::repeat_n(run.iter().copied().max().unwrap_or(0), run.len())).collect()
}

/// Returns how many tokens say how often, where something follows them: `is`, a likelihood, one that `cures`.
fn key_length(tokens: &[Token<'_>]) -> Option<usize> {
    let word = |at: usize| tokens.get(at).map_or("", Token::text);
    let first = word(0);
    let likelihood = if first.starts_with(|c: char| c.is_ascii_digit()) {
        if word(1) == "%" { 2 } else { 3 }
    } else if syntax::likelihood_words().any(|word| word == first) {
        match first {
            "half" => 3,
            "almost" => 2,
            _ => 1,
        }
    } else {
        return (first == "is").then_some(1);
    };
    match word(likelihood) {
        "" | "unanswered" => None,
        "cures" | "eases" => Some(likelihood + 1),
        _ => Some(likelihood),
    }
}

/// Returns how many tokens open a statement before what it speaks of.
fn lead_length(tokens: &[Token<'_>]) -> usize {
    if let Some(length) = key_length(tokens) {
        return length;
    }
    let text = |at: usize| tokens.get(at).map_or("", Token::text);
    let says = match (text(0), text(1)) {
        ("says", "only") => Some("says only"),
        ("says", "beside") => Some("says beside the name"),
        _ => None,
    };
    let words = says.or_else(|| syntax::words_of(text(0))).unwrap_or_default();
    words.split(' ').enumerate().take_while(|(at, word)| text(*at) == *word).count()
}

/// Returns the lines of a head or statement.
fn line<'t>(tokens: &[Token<'t>], key_width: usize) -> Vec<Row<'t>> {
    let tokens = tidied(tokens);
    let head = HeadWord::of_word(tokens.first().map_or("", Token::text));
    let commented = tokens.iter().any(|token| matches!(token, Token::Comment(_)));
    match head {
        Some(HeadWord::Rule) if !commented => rule(&tokens),
        Some(_) => flow(String::new(), AFTER_HEAD, &tokens),
        None => {
            let length = lead_length(&tokens);
            let (lead, rest) = tokens.split_at(if length == 0 { tokens.len() } else { length });
            let lead = format!("{}{:key_width$}", spaces(STATEMENT), joined(lead));
            let hang = width(&lead) + 1;
            if rest.is_empty() {
                vec![Row { text: lead.trim_end().to_owned(), comment: None }]
            } else {
                flow(lead, hang, rest)
            }
        }
    }
}

/// Returns the tokens with the line breaks that mean something, or that comments keep, and times in two words.
fn tidied<'t>(tokens: &[Token<'t>]) -> Vec<Token<'t>> {
    let commented = tokens.iter().any(|token| matches!(token, Token::Comment(_)));
    let timed = matches!(tokens.first().map(Token::text), Some("takes" | "passes" | "counts" | "access"));
    let mut tidy: Vec<Token<'t>> = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Break => {
                let before = tidy.last().is_some_and(|token| matches!(token, Token::Quoted(_)));
                let after = tokens[at..].iter().find(|token| **token != Token::Break);
                let continues = before && matches!(after, Some(Token::Quoted(_)));
                if (commented || continues) && tidy.last() != Some(&Token::Break) {
                    tidy.push(*token);
                }
            }
            Token::Word(word) if timed => {
                let unit = word.find(|c: char| c.is_ascii_alphabetic()).filter(|at| *at > 0);
                let number = unit.filter(|at| word[..*at].bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
                match number.map(|at| word.split_at(at)) {
                    Some((number, unit)) => tidy.extend([Token::Word(number), Token::Word(unit)]),
                    None => tidy.push(*token),
                }
            }
            _ => tidy.push(*token),
        }
    }
    tidy
}

/// Returns a rule on one line, or on three.
fn rule<'t>(tokens: &[Token<'t>]) -> Vec<Row<'t>> {
    let whole = joined(tokens);
    let word = |word: &str| tokens.iter().position(|token| *token == Token::Word(word));
    let parts = word("when").zip(word("then")).filter(|(when, then)| when < then);
    match parts {
        Some((when, then)) if width(&whole) > WIDTH => {
            let part = |opening: &str, tokens: &[Token<'t>]| {
                let lead = format!("{}{opening}", spaces(STATEMENT));
                flow(lead, STATEMENT + opening.len() + 1, &tokens[1..])
            };
            let mut rows = vec![Row { text: joined(&tokens[..when]), comment: None }];
            rows.extend(part("when", &tokens[when..then]));
            rows.extend(part("then", &tokens[then..]));
            rows
        }
        _ => vec![Row { text: whole, comment: None }],
    }
}

/// Lays tokens out after `lead`; what does not fit goes on `hang` spaces in.
fn flow<'t>(lead: String, hang: usize, tokens: &[Token<'t>]) -> Vec<Row<'t>> {
    let mut flow = Flow { rows: Vec::new(), text: lead, fresh: true, hang, quote: hang };
    let commented = tokens.iter().any(|token| matches!(token, Token::Comment(_)));
    let mut start = 0;
    while start < tokens.len() {
        let end = start + if commented { row_length(&tokens[start..]) } else { chunk_length(&tokens[start..]) };
        flow.chunk(&tokens[start..end]);
        start = end;
    }
    flow.end();
    flow.rows
}

/// Returns how many tokens belong together: up to where the line may be broken, or must be.
fn chunk_length(tokens: &[Token<'_>]) -> usize {
    let breaks = |at: usize| {
        let next = tokens.get(at + 1).map_or("", Token::text);
        let may = matches!(tokens[at].text(), "," | "and" | "or") && HeadWord::of_word(next).is_none();
        may || matches!(tokens[at], Token::Break) || matches!(tokens.get(at + 1), Some(Token::Break))
    };
    (0..tokens.len()).find(|at| breaks(*at)).map_or(tokens.len(), |at| at + 1)
}

/// Returns how many tokens stand before the next line break, or 1 where it is one.
fn row_length(tokens: &[Token<'_>]) -> usize {
    tokens.iter().position(|token| *token == Token::Break).unwrap_or(tokens.len()).max(1)
}

/// Lines under way.
struct Flow<'t> {
    rows: Vec<Row<'t>>,
    text: String,
    /// Whether nothing stands on this line but the lead or the indentation.
    fresh: bool,
    hang: usize,
    /// Where the last string on this line begins.
    quote: usize,
}

impl<'t> Flow<'t> {
    fn chunk(&mut self, tokens: &[Token<'t>]) {
        if tokens == [Token::Break] {
            // A string that goes on stands under its beginning.
            return self.next_line(if self.fresh { self.hang } else { self.quote });
        }
        let (said, comment) = match tokens {
            [said @ .., Token::Comment(comment)] => (said, Some(*comment)),
            said => (said, None),
        };
        let chunk = joined(said);
        let lead = self.rows.is_empty() && self.fresh && !self.text.is_empty();
        let gap = usize::from(lead || !self.fresh);
        if !self.fresh && width(&self.text) + gap + width(&chunk) > WIDTH {
            self.next_line(self.hang);
            return self.chunk(tokens);
        }
        self.quote = match said.iter().position(|token| matches!(token, Token::Quoted(_))) {
            Some(0) => width(&self.text) + gap,
            Some(at) => width(&self.text) + gap + width(&joined(&said[..at])) + 1,
            None => self.hang,
        };
        if !chunk.is_empty() {
            self.text += &" ".repeat(gap);
            self.text += &chunk;
            self.fresh = false;
        }
        if let Some(comment) = comment {
            self.rows.push(Row { text: std::mem::take(&mut self.text), comment: Some(comment) });
            self.fresh = true;
        }
    }

    fn next_line(&mut self, hang: usize) {
        self.end();
        (self.text, self.fresh) = (spaces(hang), true);
    }

    fn end(&mut self) {
        if !self.text.trim().is_empty() {
            self.rows.push(Row { text: self.text.trim_end().to_owned(), comment: None });
        }
        self.text.clear();
    }
}

/// Returns tokens side by side.
fn joined(tokens: &[Token<'_>]) -> String {
    let mut out = String::new();
    let mut before = "(";
    for token in tokens {
        let text = token.text();
        let close = matches!(text, "," | ")" | "%" | "..") || matches!(before, "(" | "..");
        if !close {
            out.push(' ');
        }
        out += text;
        before = text;
    }
    out
}

/// Returns the lines, with comments at the ends of those that follow one another in one column.
fn written(rows: &[Row<'_>]) -> String {
    let ends = |row: &Row<'_>| row.comment.is_some() && !row.text.trim().is_empty();
    let mut out = String::new();
    for run in rows.chunk_by(|one, next| ends(one) == ends(next)) {
        let column = run.iter().map(|row| width(&row.text)).max().unwrap_or(0) + 2;
        for row in run {
            match row.comment {
                Some(comment) if ends(row) => out += &format!("{:column$}{comment}\n", row.text),
                Some(comment) => out += &format!("{}{comment}\n", row.text),
                None => out += &format!("{}\n", row.text),
            }
        }
    }
    out
}

fn width(text: &str) -> usize {
    text.chars().count()
}

fn spaces(number: usize) -> String {
    " ".repeat(number)
}
