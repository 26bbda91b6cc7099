//! What the terminal of the reader can show. The only place that asks the environment about that.

use std::io::{IsTerminal as _, stderr, stdout};

use anstream::ColorChoice;

use super::args::ColorWhen;

/// Columns, where there is no terminal to ask.
const DEFAULT_WIDTH: usize = 100;

/// Columns of what is read in a pager, which folds longer lines in the middle of words.
const PAGER_WIDTH: usize = 80;

/// What is known of where the output goes.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "two facts about each of two streams")]
pub(super) struct Terminal {
    pub(super) color: bool,
    pub(super) error_color: bool,
    pub(super) width: usize,
    pub(super) interactive: bool,
    pub(super) error_interactive: bool,
}

impl Terminal {
    /// The same, for pages of running text: what of them does not go to a terminal most often goes to a pager.
    pub(super) fn for_running_text(self) -> Self {
        if self.interactive { self } else { Self { width: PAGER_WIDTH, ..self } }
    }

    /// Looks at standard output and standard error. `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are heeded as
    /// anstream does it.
    pub(super) fn detect(color: ColorWhen) -> Self {
        let choice = |automatic: ColorChoice| match color {
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            ColorWhen::Auto => automatic != ColorChoice::Never,
        };
        // A terminal that nobody has told its size, as in a container, says that it has no columns at all.
        let size = terminal_size::terminal_size_of(stdout()).filter(|(width, _)| width.0 > 0);
        Self {
            color: choice(anstream::AutoStream::choice(&stdout())),
            error_color: choice(anstream::AutoStream::choice(&stderr())),
            width: size.map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0)),
            interactive: stdout().is_terminal(),
            error_interactive: stderr().is_terminal(),
        }
    }
}
