//! A page is played from top to bottom in an empty folder: its files are written, its commands are run by a shell, its
//! conversations are held in a pseudo-terminal.
//!
//! After the fence stands what a block is for:
//!
//! | block | |
//! |---|---|
//! | `kb` | a whole base: it has no mistakes |
//! | `kb file=F`, `yaml file=F`, `csv file=F`, `talk file=F` | is written to F; `add=F` goes on there |
//! | `kb replace=F` | stands in F instead of the paragraph that begins with the same line |
//! | `kb conditions add=F` | conditions, one a line; each becomes one of a fix |
//! | `… wrong` | F has mistakes, which the page goes on to show |
//! | `… over=B` | F overlays or translates B, a shipped base or a file before it |
//! | `console` | lines with `$` are commands; after one without a pipe, lines with `>` are typed in the conversation; the rest is shown |
//!
//! At the end of the page every base in the folder is checked, and its cases are run.

use crate::page::{Block, Page, root};
use etio_kb::cases;
use etio_kb::engine::Knowledge;
use etio_kb::{FileSystem, Paint};
use etio_tests::terminal::Terminal;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A folder in which a page is played.
struct Stage {
    folder: TempDir,
    locale: &'static str,
    /// Files that are not checked.
    wrong: Vec<String>,
    /// Files, and the base that each goes over.
    over: Vec<(String, String)>,
}

/// Plays a page. With `DOCUMENTS=write` in the environment, what commands show is put into the page instead of being compared.
pub(crate) fn play(page: &Page) {
    let differing = differing(page);
    if std::env::var_os("DOCUMENTS").is_some_and(|wish| wish == "write") {
        return rewrite(page, &differing);
    }
    let told: Vec<String> = differing.iter().map(|(played, block)| difference(page, block, played)).collect();
    assert!(told.is_empty(), "{}\n\nDOCUMENTS=write puts what is shown into the pages", told.join("\n\n"));
}

/// Plays a page, and returns the transcripts that stand in it otherwise, with what is shown instead.
pub(crate) fn differing(page: &Page) -> Vec<(String, Block)> {
    let mut stage = Stage::new(page);
    let mut transcripts = Vec::new();
    for block in page.blocks() {
        match block.label.as_str() {
            "kb" | "yaml" | "csv" | "talk" => stage.write(page, &block),
            "console" => transcripts.push((stage.replay(&block.text), block)),
            _ => {}
        }
    }
    stage.check(page);
    transcripts.into_iter().filter(|(played, block)| *played != block.text).collect()
}

impl Stage {
    fn new(page: &Page) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let programs = folder.path().join(".programs");
        std::fs::create_dir(&programs).expect("a folder for the program");
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_etio-under-test"), programs.join("etio")).expect("the program");
        let is_spanish = page.path.to_string_lossy().ends_with(".es.md");
        let locale = if is_spanish { "es_ES.UTF-8" } else { "en_GB.UTF-8" };
        Self { folder, locale, wrong: Vec::new(), over: Vec::new() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&mut self, page: &Page, block: &Block) {
        let named = |option| block.option(option).map(|name| (option, name));
        let Some((option, name)) = ["file", "add", "replace"].into_iter().find_map(named) else {
            return check_alone(page, block);
        };
        let path = self.path(name);
        let text = if block.is("conditions") { fixes_under(block) } else { block.text.clone() };
        let before =
            || std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{}: no such file", place(page, block)));
        let text = match option {
            "add" => before() + "\n" + &text,
            "replace" => replaced(&before(), &text),
            _ => text,
        };
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, text).expect("a file");
        if block.is("wrong") {
            self.wrong.push(name.to_owned());
        }
        if let Some(base) = block.option("over") {
            self.over.push((name.to_owned(), base.to_owned()));
        }
    }

    /// Checks every base in the folder and runs its cases.
    fn check(&self, page: &Page) {
        let entries = std::fs::read_dir(self.folder.path()).expect("the folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name")).collect();
        names.retain(|name| !name.starts_with('.') && !self.wrong.contains(name) && is_base(&self.path(name)));
        names.sort();
        names.iter().for_each(|name| self.check_base(page, name));
    }

    fn check_base(&self, page: &Page, name: &str) {
        let under = self.over.iter().filter(|(file, _)| file == name).map(|(_, base)| {
            let shipped = root().join("kb/bases").join(base);
            if shipped.exists() { shipped } else { self.path(base) }
        });
        let roots: Vec<String> =
            under.chain([self.path(name)]).map(|path| path.to_str().expect("a readable path").to_owned()).collect();
        let roots: Vec<&str> = roots.iter().map(String::as_str).collect();
        let loaded = etio_kb::load(&FileSystem, &roots);
        assert!(loaded.diagnostics.is_empty(), "{:?}: {name}\n{}", page.path, loaded.render(Paint::Plain));
        let knowledge = Knowledge::new(loaded.bases).expect("a base without mistakes");
        let (files, errors) = cases::find(&FileSystem, roots[roots.len() - 1]);
        assert!(errors.is_empty(), "{:?}: {errors:?}", page.path);
        let sound = |case: &&cases::Case| case.todo.is_none();
        for case in files.iter().flat_map(|file| &file.cases).filter(sound) {
            assert_eq!(cases::run(&knowledge, case), [], "{:?}: {name}: {}", page.path, case.name);
        }
    }

    /// Does what a transcript says was done, and returns the transcript of that.
    fn replay(&self, transcript: &str) -> String {
        let mut played = String::new();
        let mut lines = transcript.lines().peekable();
        while let Some(line) = lines.next() {
            let command =
                line.strip_prefix("$ ").unwrap_or_else(|| panic!("a transcript begins with a command: {line}"));
            let shown: Vec<&str> = std::iter::from_fn(|| lines.next_if(|line| !line.starts_with("$ "))).collect();
            let typed: Vec<&str> = shown.iter().filter_map(|line| line.strip_prefix('>')).map(str::trim).collect();
            let is_talk = !typed.is_empty() && !command.contains('|');
            let output = if is_talk { self.converse(command, &typed) } else { self.run(command) };
            let _ = write!(played, "$ {command}\n{output}");
        }
        played.lines().map(|line| format!("{}\n", line.trim_end())).collect()
    }

    fn command(&self, command: &str) -> Command {
        let mut shell = Command::new("sh");
        let path = std::env::var("PATH").unwrap_or_default();
        shell.args(["-c", command]).current_dir(self.folder.path()).env_clear();
        shell.env("PATH", format!("{}:{path}", self.path(".programs").display()));
        shell.env("HOME", self.folder.path()).env("LANG", self.locale).env("NO_COLOR", "1");
        shell
    }

    fn run(&self, command: &str) -> String {
        let output = self.command(&format!("exec 2>&1\n{command}")).output().expect("a shell");
        String::from_utf8(output.stdout).expect("text")
    }

    fn converse(&self, command: &str, typed: &[&str]) -> String {
        let mut terminal = Terminal::open(self.command(&format!("exec {command}")));
        let mut shown = String::new();
        for line in typed {
            let _ = writeln!(shown, "{}> {line}", terminal.page());
            terminal.say(line);
        }
        shown + &terminal.end().page
    }
}

fn check_alone(page: &Page, block: &Block) {
    assert_eq!(block.label, "kb", "{}: nobody reads this block", place(page, block));
    let loaded = etio_kb::parse_str("block.kb", &block.text);
    assert!(loaded.diagnostics.is_empty(), "{}\n{}", place(page, block), loaded.render(Paint::Plain));
}

/// Returns a file with a new paragraph in the place of the one that begins with the same line.
fn replaced(file: &str, new: &str) -> String {
    let first = new.lines().next();
    let mut found = 0;
    let paragraphs = file.split("\n\n").map(|old| {
        let is_meant = old.lines().next() == first;
        found += usize::from(is_meant);
        if is_meant { new.trim_end() } else { old }
    });
    let replaced: Vec<&str> = paragraphs.collect();
    assert_eq!(found, 1, "one paragraph begins with {first:?}");
    replaced.join("\n\n").trim_end().to_owned() + "\n"
}

fn is_base(path: &Path) -> bool {
    let is_kb = |path: &Path| path.extension().is_some_and(|extension| extension == "kb");
    match std::fs::read_dir(path) {
        Ok(mut entries) => entries.any(|entry| is_kb(&entry.expect("an entry").path())),
        Err(_) => is_kb(path),
    }
}

/// Returns fixes that stand each under one of the conditions.
fn fixes_under(block: &Block) -> String {
    let conditions = block.text.lines().enumerate();
    let fix = |(index, condition)| {
        format!("fix shown-{index} \"Shown\"\n  hands over\n  takes 2 days\n  only when {condition}\n")
    };
    conditions.map(fix).collect()
}

fn place(page: &Page, block: &Block) -> String {
    format!("{}:{}", page.path.display(), block.lines.start)
}

fn difference(page: &Page, block: &Block, played: &str) -> String {
    let (mut stands, mut comes) = (block.text.lines(), played.lines());
    let index = (0..).find(|_| {
        let pair = (stands.next(), comes.next());
        pair.0 != pair.1 || pair.0.is_none()
    });
    let number = block.lines.start + 1 + index.unwrap_or_default();
    format!("{}:{number}: the block stands in the page, what follows is shown\n\n{played}", page.path.display())
}

fn rewrite(page: &Page, differing: &[(String, Block)]) {
    let mut lines: Vec<String> = page.text.lines().map(str::to_owned).collect();
    for (played, block) in differing.iter().rev() {
        lines.splice(block.lines.clone(), played.lines().map(str::to_owned));
    }
    std::fs::write(root().join(&page.path), lines.join("\n") + "\n").expect("the page can be written");
}
