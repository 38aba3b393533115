//! The report for a program; its form is described in `docs/report.schema.json`.

use crate::view;
use std::io;

/// Writes a report as JSON, ended by a line break.
pub(crate) fn json(report: &view::Report, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    out.write_all(b"\n")
}
