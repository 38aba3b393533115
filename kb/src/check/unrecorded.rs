//! Recorded cases beside a base, where nothing can read them: there are none.

use super::Sample;
use crate::diagnostic::Diagnostics;
use crate::source::Files;
use crate::sources::Sources;
use etio_engine::Base;

/// No cases.
pub(crate) struct Recorded {
    pub(crate) samples: Vec<Sample>,
}

impl Recorded {
    pub(crate) fn beside(_: &dyn Sources, _: &[&str]) -> Self {
        Self { samples: Vec::new() }
    }

    #[expect(clippy::unused_self, reason = "the same shape as with cases")]
    pub(crate) fn tell(&self, _: &[Base], _: &mut Files, _: &mut Diagnostics) {}
}
