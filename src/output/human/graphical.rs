//! The head and the lines of a finding, drawn by miette.

use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use crate::diagnostic::Severity;
use crate::output::Style;
use crate::output::snippet::Snippets;

/// Draws `head`, which stands in the place of miette's icons, `message`, which is wrapped already, and `snippets`.
pub(super) fn draw(head: &str, message: &str, severity: Severity, snippets: Snippets, style: Style) -> String {
    let handler = GraphicalReportHandler::new_themed(theme(head, severity, &snippets, style))
        .with_width(style.columns())
        .with_links(false)
        // Everything is wrapped before, with an eye on what CI services take for commands.
        .with_wrap_lines(false)
        // The title of a snippet says the place.
        .without_primary_span_start()
        .without_syntax_highlighting();
    let report = Report { message: message.to_owned(), severity, snippets };
    let mut text = String::new();
    // Rendering fails where a mark is outside of its text, which it is not; then the message at least is there.
    let _ = handler.render_report(&mut text, &report);
    tidy(&text)
}

/// What miette is to draw with: the head of the finding in the place of its icons, and for every mark its colour.
fn theme(head: &str, severity: Severity, snippets: &Snippets, style: Style) -> GraphicalTheme {
    let mut theme = match (style.unicode, style.color) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, true) => GraphicalTheme::ascii(),
        (false, false) => GraphicalTheme::none(),
    };
    let characters = &mut theme.characters;
    for icon in [&mut characters.error, &mut characters.warning, &mut characters.advice] {
        head.clone_into(icon);
    }
    if style.color {
        let styles = &mut theme.styles;
        styles.link = styles.advice;
        styles.error = styles.error.bold();
        styles.warning = styles.warning.bold();
        let own = match severity {
            Severity::Error => styles.error,
            Severity::Warning => styles.warning,
            Severity::Info => styles.advice.bold(),
        };
        styles.advice = styles.advice.bold();
        let colors = snippets.marks.iter().map(|(_, primary)| if *primary { own } else { styles.help });
        styles.highlights = colors.collect();
        if styles.highlights.is_empty() {
            styles.highlights.push(own);
        }
    }
    theme
}

/// Takes away the indent that miette gives to its icons, and blanks at the ends of lines.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for line in text.strip_prefix("  ").unwrap_or(text).lines() {
        tidy.push_str(line.trim_end_matches(' '));
        tidy.push('\n');
    }
    tidy
}

/// A finding as miette wants it.
#[derive(Debug)]
struct Report {
    message: String,
    severity: Severity,
    snippets: Snippets,
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Report {}

impl miette::Diagnostic for Report {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.snippets)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.snippets.marks.iter().map(|(mark, _)| mark.clone())))
    }
}
