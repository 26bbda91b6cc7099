//! What is said on standard error: everything about the run that is not a finding.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};
use corplint::config::Problem;
use corplint::linter::Failure;
use corplint::output;
use corplint::span::{Locator, Position};

use super::terminal::Terminal;

/// Where messages go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Messages {
    options: output::Options,
}

/// How much of a line of a configuration is shown, and of what is said about it, in characters. A link may have led to
/// a file that is no configuration, and may have one line.
const MOST: usize = 160;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const NOTE: Style = AnsiColor::Cyan.on_default().bold();

impl Messages {
    pub(super) fn new(terminal: Terminal) -> Self {
        let style = output::Style { color: terminal.error_color, ..output::Style::default() };
        let ci_safe = !terminal.error_interactive;
        Self { options: output::Options { style, ci_safe, ..output::Options::default() } }
    }

    /// Something could not be done.
    pub(super) fn error(&self, message: &str) {
        self.say(ERROR, "error", message);
    }

    /// Something that the reader should know.
    pub(super) fn note(&self, message: &str) {
        self.say(NOTE, "note", message);
    }

    /// Something about a path could not be done.
    pub(super) fn path_error(&self, what: &str, path: &Path, error: &io::Error) {
        self.error(&format!("{what} {}: {error}", output::path(path)));
    }

    /// Files that were not found, or could not be opened.
    pub(super) fn not_found(&self, failures: &[(PathBuf, io::Error)]) {
        for (path, error) in failures {
            self.path_error("cannot read", path, error);
        }
    }

    /// What a run could not read, or not to its end.
    pub(super) fn not_read(&self, failures: &[Failure]) {
        for failure in failures {
            self.path_error("cannot read", failure.source.path(), &failure.error);
        }
    }

    /// Mistakes in a configuration file, each with the line that it is in.
    pub(super) fn config_problems(&self, path: &Path, text: &str, problems: &[Problem]) {
        self.about_config((ERROR, "error"), path, text, problems);
    }

    /// What is no mistake in a configuration file, and should be looked at.
    pub(super) fn config_warnings(&self, path: &Path, text: &str, problems: &[Problem]) {
        self.about_config((WARNING, "warning"), path, text, problems);
    }

    fn about_config(&self, (style, word): (Style, &str), path: &Path, text: &str, problems: &[Problem]) {
        let mut locator = Locator::new(text.as_bytes(), Position::START);
        for problem in problems {
            self.say(style, word, &start_of(&problem.message, 2 * MOST));
            let place = locator.place(problem.span.clone().into());
            let line = text.lines().nth(usize::try_from(place.start.line - 1).unwrap_or(0)).unwrap_or_default();
            let column = usize::try_from(place.start.column - 1).unwrap_or(0);
            // Of a long line, what stands around the mistake.
            let left_out = if line.chars().nth(MOST).is_none() { 0 } else { column.saturating_sub(MOST / 2) };
            let dots = if left_out > 0 { "…" } else { "" };
            let rest: String = line.chars().skip(left_out).take(MOST + 1).collect();
            let line = format!("{dots}{}", start_of(&rest, MOST));
            let before = format!("{dots}{}", rest.chars().take(column - left_out).collect::<String>());
            let marked = text.get(problem.span.clone()).and_then(|marked| marked.lines().next()).unwrap_or_default();
            let marked: String = marked.chars().take(MOST.saturating_sub(column - left_out)).collect();
            let width = |text: &str| self.harmless(text).chars().count();
            let number = place.start.line.to_string();
            let gutter = " ".repeat(number.len());
            self.line(&format!("{gutter}--> {}:{number}:{}", output::path(path), place.start.column));
            self.line(&format!("{gutter} |"));
            self.line(&format!("{number} | {}", self.harmless(&line)));
            let indent = " ".repeat(width(&before));
            let carets = "^".repeat(width(&marked).max(1));
            let help = self.harmless(&start_of(problem.help.as_deref().unwrap_or_default(), 2 * MOST));
            self.line(format!("{gutter} | {indent}{carets} {help}").trim_end());
        }
    }

    fn harmless(&self, text: &str) -> String {
        output::text(&text.replace('\t', " "), &self.options)
    }

    fn say(&self, style: Style, word: &str, message: &str) {
        let message = self.harmless(output::without_number(message));
        if self.options.style.color {
            self.line(&format!("{style}{word}{style:#}: {message}"));
        } else {
            self.line(&format!("{word}: {message}"));
        }
    }

    /// Standard error may be closed; then there is nobody to tell.
    #[expect(clippy::unused_self, reason = "messages are only written by who has been given them")]
    fn line(&self, line: &str) {
        let _ = writeln!(io::stderr().lock(), "{line}");
    }
}

/// The first `most` characters of `text`, and a sign if that is not all.
fn start_of(text: &str, most: usize) -> String {
    let start: String = text.chars().take(most).collect();
    if start.len() < text.len() { start + "…" } else { start }
}
