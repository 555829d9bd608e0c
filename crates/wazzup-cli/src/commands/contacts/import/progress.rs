//! A progress bar, for people only.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How far the import is: shown on stderr if that is a terminal, and not at all otherwise.
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    pub(super) fn new(contacts: usize) -> Self {
        if !io::stderr().is_terminal() {
            return Self(None);
        }
        let bar =
            ProgressBar::with_draw_target(Some(contacts as u64), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len} contacts, {eta} left");
        // The template is right; were it not, the bar would have another look and no more.
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self(Some(bar))
    }

    pub(super) fn advance(&self, contacts: usize) {
        if let Some(bar) = &self.0 {
            bar.inc(contacts as u64);
        }
    }

    /// Takes the bar away, so that the report stands alone.
    pub(super) fn end(self) {
        if let Some(bar) = self.0 {
            bar.finish_and_clear();
        }
    }
}
