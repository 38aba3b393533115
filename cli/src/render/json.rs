//! What programs read. The form of a report is described in `docs/report.schema.json`.

use serde::Serialize;
use std::io;

/// Writes a value as JSON, ended by a line break.
pub(crate) fn json(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    out.write_all(b"\n")?;
    out.flush()
}
