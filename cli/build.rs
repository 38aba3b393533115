//! Puts the shipped bases into the program: their sources, and what they compile to. A base with an error stops the build.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a build script speaks so")]

use etio_kb::{FileSystem, Loaded, Paint};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io, process};

fn main() -> io::Result<()> {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the package is"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where results go"));
    let bases = manifest.join("../kb/bases").canonicalize()?;
    println!("cargo::rerun-if-changed={}", bases.display());
    let mut table = String::from("[\n");
    for folder in sorted(&bases)?.iter().filter(|path| path.is_dir()) {
        let name = text(folder.file_name().map(Path::new).unwrap_or(folder));
        let loaded = load(folder);
        let [base] = loaded.bases.as_slice() else { fail(&format!("{name} is not one base")) };
        let compiled = out.join(format!("{name}.etio"));
        fs::write(&compiled, etio_kb::encode(base))?;
        let _ = writeln!(table, "    Shipped {{");
        let _ = writeln!(table, "        name: {name:?},");
        let _ = writeln!(table, "        compiled: include_bytes!({:?}),", text(&compiled));
        let _ = writeln!(table, "        files: &[");
        for file in files(folder)? {
            let name = text(file.strip_prefix(folder).unwrap_or(&file));
            let _ = writeln!(table, "            ({name:?}, include_bytes!({:?})),", text(&file));
        }
        let _ = writeln!(table, "        ],\n    }},");
    }
    table.push_str("]\n");
    fs::write(out.join("shipped.rs"), table)
}

/// Reads a base, or stops the build with its mistakes.
fn load(folder: &Path) -> Loaded {
    let loaded = etio_kb::load(&FileSystem, &[text(folder).as_str()]);
    if loaded.has_errors() {
        fail(&loaded.render(Paint::Plain));
    }
    loaded
}

fn fail(reason: &str) -> ! {
    eprintln!("{reason}");
    process::exit(1)
}

/// Returns the files of a base and those of its cases.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let ends_in = |path: &PathBuf, end: &str| path.extension().is_some_and(|found| found == end);
    let mut files = sorted(folder)?;
    files.retain(|path| ends_in(path, "kb"));
    let cases = folder.join("cases");
    if cases.is_dir() {
        files.extend(sorted(&cases)?.into_iter().filter(|path| ends_in(path, "yaml") || ends_in(path, "talk")));
    }
    Ok(files)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn text(path: &Path) -> String {
    path.to_str().expect("a path of the source tree is UTF-8").to_owned()
}
