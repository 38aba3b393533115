//! How far a long command is, for a person who waits at a terminal. The only place that knows the crate for it.

use crate::console::Console;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// After this time a person wants to know how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far a command is. It shows nothing in its first second, nor where nobody sits at a terminal.
pub(crate) struct Progress {
    bar: ProgressBar,
    begun: Instant,
    is_watched: bool,
    is_shown: AtomicBool,
}

impl Progress {
    /// Returns the progress of so many steps.
    pub(crate) fn new(steps: usize, what: String, console: &Console<'_>) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len}") {
            bar.set_style(style);
        }
        bar.set_message(what);
        Self { bar, begun: Instant::now(), is_watched: console.output_is_terminal, is_shown: AtomicBool::new(false) }
    }

    /// Notes that a step is done.
    pub(crate) fn step(&self) {
        self.bar.inc(1);
        let is_due = self.is_watched && self.begun.elapsed() > PATIENCE;
        if is_due && !self.is_shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
