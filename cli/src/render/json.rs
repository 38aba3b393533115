//! What programs read. The form of a report is described in `docs/report.schema.json`.

use serde::Serialize;
use std::io;

/// Writes a value as JSON, ended by a line break.
pub(crate) fn json(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    let mut written = serde_json::to_vec_pretty(value)?;
    written.push(b'\n');
    out.write_all(&written)?;
    out.flush()
}
