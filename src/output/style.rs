//! How a report looks: colour, width, and the characters that it is drawn with.

use anstyle::AnsiColor;

use crate::diagnostic::Severity;

/// How a report looks. Who calls decides, since nothing in this room knows where its output goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether there are colours.
    pub color: bool,
    /// Whether frames, marks and stand-ins may be other than ASCII. The text of a corpus is what it is.
    pub unicode: bool,
    /// How many columns a line may have.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, unicode: true, width: 80 }
    }
}

impl Style {
    /// The narrowest and the widest that a report gets. Below, nothing can be shown; above, no eye follows a line.
    const WIDTHS: std::ops::RangeInclusive<usize> = 40..=240;

    /// The width, within reason.
    pub(super) fn columns(self) -> usize {
        self.width.clamp(*Self::WIDTHS.start(), *Self::WIDTHS.end())
    }

    /// What stands where something was cut off.
    pub(super) const fn ellipsis(self) -> &'static str {
        if self.unicode { "…" } else { "..." }
    }

    /// `text` as something that is emphasised.
    pub(super) fn bold(self, text: &str) -> String {
        self.paint(anstyle::Style::new().bold(), text)
    }

    /// `text` as the name of a part of a report.
    pub(super) fn term(self, text: &str) -> String {
        self.paint(AnsiColor::Cyan.on_default(), text)
    }

    /// `text` as what is of less interest.
    pub(super) fn dimmed(self, text: &str) -> String {
        self.paint(anstyle::Style::new().dimmed(), text)
    }

    /// `text` as what is there no more.
    pub(super) fn removed(self, text: &str) -> String {
        self.paint(AnsiColor::Red.on_default().strikethrough(), text)
    }

    /// `text` as what is new.
    pub(super) fn added(self, text: &str) -> String {
        self.paint(AnsiColor::Green.on_default(), text)
    }

    /// `text` in the colour of a severity.
    pub(super) fn severity(self, severity: Severity, text: &str) -> String {
        let color = match severity {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Info => AnsiColor::Cyan,
        };
        self.paint(color.on_default().bold(), text)
    }

    fn paint(self, style: anstyle::Style, text: &str) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}
