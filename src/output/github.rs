//! Workflow commands of GitHub Actions: `::error file=…,line=…,title=…::message`.
//!
//! The runner replaces `%25`, `%0A` and `%0D` in a message, and in a property also `%3A` and `%2C`. It drops an
//! annotation whose columns stand with two different lines, so only the first line of a place is told.

use std::fmt::Write as _;

use super::annotations::{Annotation, Annotations};
use crate::diagnostic::Severity;

/// Annotations for GitHub Actions; if `quiet`, without a last line for the log.
pub(super) const fn github(quiet: bool) -> Annotations {
    Annotations::new(render, quiet)
}

#[expect(clippy::unnecessary_wraps, reason = "other services do not have all levels")]
fn render(annotation: &Annotation<'_>) -> Option<String> {
    let level = match annotation.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut text = format!("::{level} ");
    // Writing to a string does not fail.
    if let Some(path) = &annotation.path {
        let _ = write!(text, "file={},", property(path));
    }
    if let Some(region) = annotation.region {
        let (line, column, end) = (region.line, region.column, region.end_column);
        let _ = write!(text, "line={line},endLine={line},col={column},endColumn={end},");
    }
    let _ = write!(text, "title={}::{}", property(annotation.title), data(&annotation.message));
    Some(text)
}

/// A message, as the runner reads it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, as the runner reads it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::samples::{FORMAT, IDENTITY, diagnostic, related, written};

    const TEXT: &str = "<<<FILE>>> report-1\nfirst\nsecond\n";

    #[test]
    fn a_finding_is_an_annotation() {
        let mut found = diagnostic(&IDENTITY, "drop/a,b: 100%.corpus", TEXT, "second");
        found.message = "100 % wrong".to_owned();
        found.help = Some("write it again".to_owned());
        found.related.push(related("drop/b.corpus", TEXT, "first", "as here"));
        insta::assert_snapshot!(written(Format::Github, &[found]), @r"
        ::error file=drop/a%2Cb%3A 100%25.corpus,line=3,endLine=3,col=1,endColumn=7,title=sample-identity::100 %25 wrong (report-1)%0Aas here: drop/b.corpus:2:1%0Awrite it again
        corplint: 1 error in 1 of 5 documents (1 file). Failed: 1 finding at or above `error`.
        ");
    }

    #[test]
    fn of_many_findings_ten_of_each_level_are_shown_and_the_others_counted() {
        let many: Vec<_> = (0..40)
            .map(|number| diagnostic(&FORMAT, &format!("{}", number / 10), TEXT, "first"))
            .chain((0..10).map(|_| diagnostic(&IDENTITY, "e", TEXT, "first")))
            .collect();
        let shown = written(Format::Github, &many);
        assert_eq!(shown.matches("::warning ").count(), 10, "{shown}");
        assert_eq!(shown.matches("::error ").count(), 10);
        assert!(shown.contains("::warning title=more warnings::31 findings not shown here"), "{shown}");
        for file in ["0", "1", "2", "3"] {
            assert!(shown.contains(&format!("::warning file={file},")), "every file has one: {shown}");
        }
    }
}
