//! Tables of cases: comma-separated values with a line of column names. The only file that knows the CSV crate.

use super::error::CaseError;

/// How many columns a table may have.
pub const MAX_COLUMNS: usize = 10_000;

/// A table: one case a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What mistakes call it: the path of the file.
    pub name: String,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The cells of each row, as many as there are columns.
    pub rows: Vec<Vec<String>>,
    /// The line of each row, from 1.
    pub lines: Vec<usize>,
}

impl Table {
    /// Reads a table. Commas, semicolons or tabs stand between the cells, whichever the first line has most of.
    ///
    /// # Errors
    /// Where it is not UTF-8 text, has no line of column names, doubled names, or a row with too few or too many cells.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, CaseError> {
        // The crate tells lines that end in two characters one too early.
        let text = text(name, bytes)?.replace("\r\n", "\n");
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(&text))
            .trim(csv::Trim::All)
            .has_headers(true)
            .from_reader(text.as_bytes());
        let malformed = |error: &csv::Error| malformed(name, error);
        let columns: Vec<String> =
            reader.headers().map_err(|error| malformed(&error))?.iter().map(str::to_owned).collect();
        check_columns(name, &columns)?;
        let mut table = Self { name: name.to_owned(), columns, rows: Vec::new(), lines: Vec::new() };
        for record in reader.records() {
            let record = record.map_err(|error| malformed(&error))?;
            table.lines.push(record.position().map_or(0, |at| usize::try_from(at.line()).unwrap_or(usize::MAX)));
            table.rows.push(record.iter().map(str::to_owned).collect());
        }
        Ok(table)
    }

    /// Returns the position of a column, its name in any case.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.eq_ignore_ascii_case(name))
    }
}

/// Returns the text of bytes, without a byte order mark.
pub(super) fn text<'b>(name: &str, bytes: &'b [u8]) -> Result<&'b str, CaseError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        CaseError::new(name, Some(line), "the file is not UTF-8 text").help("save it as UTF-8")
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |delimiter: u8| first.bytes().filter(|byte| *byte == delimiter).count();
    // The earliest of equals: a table of one column has none of them.
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

fn check_columns(name: &str, columns: &[String]) -> Result<(), CaseError> {
    let wrong = |message: String, help: &str| Err(CaseError::new(name, Some(1), message).help(help));
    if columns.iter().all(String::is_empty) {
        return wrong(
            "the table has no line of column names".to_owned(),
            "write names in its first line, one of them `cause`",
        );
    }
    if columns.len() > MAX_COLUMNS {
        return wrong(
            format!("the table has more than {MAX_COLUMNS} columns"),
            "leave out columns that are no findings",
        );
    }
    if let Some(nth) = columns.iter().position(String::is_empty) {
        return wrong(format!("column {} has no name", nth + 1), "name it, or leave it out");
    }
    let mut sorted: Vec<String> = columns.iter().map(|column| column.to_lowercase()).collect();
    sorted.sort_unstable();
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => wrong(format!("two columns are called `{}`", pair[0]), "give them names that differ"),
        None => Ok(()),
    }
}

fn malformed(name: &str, error: &csv::Error) -> CaseError {
    let line = error.position().map(|at| usize::try_from(at.line()).unwrap_or(usize::MAX));
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("the row has {len} cells and the first line {expected_len}")
        }
        _ => "the row cannot be read".to_owned(),
    };
    CaseError::new(name, line, message).help("a cell with a comma, quote or line break stands in double quotes")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Table, String> {
        Table::read("t.csv", text.as_bytes()).map_err(|error| error.to_string())
    }

    #[test]
    fn cells_are_read_with_their_lines() {
        for text in [
            "cause,slow\na,yes\n\"b, c\",no\n",
            "\u{feff}cause\tslow\r\na\tyes\r\nb, c\tno",
            "cause;slow\na;yes\nb, c;no",
        ] {
            let table = read(text).expect("a table");
            assert_eq!(table.columns, ["cause", "slow"]);
            assert_eq!(table.rows, [["a", "yes"], ["b, c", "no"]]);
            assert_eq!(table.lines, [2, 3]);
        }
    }

    #[test]
    fn mistakes_have_a_place() {
        let table = [
            ("", "t.csv:1: the table has no line of column names"),
            ("a,A\n", "t.csv:1: two columns are called `a`"),
            ("a,,b\n", "t.csv:1: column 2 has no name"),
            ("a,b\n1,2\n3\n", "t.csv:3: the row has 1 cells and the first line 2"),
        ];
        for (text, message) in table {
            assert_eq!(read(text).map(|_| ()), Err(message.to_owned()));
        }
        let error = Table::read("t.csv", b"a\n\xff").expect_err("no text");
        assert_eq!(error.to_string(), "t.csv:2: the file is not UTF-8 text");
    }

    #[test]
    fn columns_have_a_limit() {
        let header = |count: usize| (0..count).map(|nth| format!("c{nth}")).collect::<Vec<_>>().join(",");
        for count in [MAX_COLUMNS - 1, MAX_COLUMNS] {
            assert_eq!(read(&header(count)).map(|table| table.columns.len()), Ok(count));
        }
        assert_eq!(read(&header(MAX_COLUMNS + 1)), Err("t.csv:1: the table has more than 10000 columns".to_owned()));
    }
}
