//! Logging commands of Azure Pipelines: `##vso[task.logissue type=error;sourcepath=…;linenumber=…]message`.
//!
//! The agent replaces `%0D`, `%0A` and `%AZP25`, and in a property also `%5D` and `%3B`. It knows errors and warnings;
//! what is less is only counted.

use std::fmt::Write as _;

use super::annotations::{Annotation, Annotations};
use crate::diagnostic::Severity;

/// Annotations for Azure Pipelines; if `quiet`, without a last line for the log.
pub(super) const fn azure(quiet: bool) -> Annotations {
    Annotations::new(render, quiet)
}

fn render(annotation: &Annotation<'_>) -> Option<String> {
    let level = match annotation.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => return None,
    };
    let mut text = format!("##vso[task.logissue type={level};");
    // Writing to a string does not fail.
    if let Some(path) = &annotation.path {
        let _ = write!(text, "sourcepath={};", property(path));
    }
    if let Some(region) = annotation.region {
        let _ = write!(text, "linenumber={};columnnumber={};", region.line, region.column);
    }
    let _ = write!(text, "code={};]{}", property(annotation.title), data(&annotation.message));
    Some(text)
}

/// A message, as the agent reads it.
fn data(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, as the agent reads it.
fn property(text: &str) -> String {
    data(text).replace(']', "%5D").replace(';', "%3B")
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::samples::{IDENTITY, diagnostic, written};
    use crate::diagnostic::Severity;

    const TEXT: &str = "<<<FILE>>> report-1\nfirst\nsecond\n";

    #[test]
    fn a_finding_is_an_issue_of_the_log() {
        let mut found = diagnostic(&IDENTITY, "drop/a;b].corpus", TEXT, "second");
        found.message = "100 % wrong".to_owned();
        let mild = crate::diagnostic::Diagnostic { severity: Severity::Info, ..found.clone() };
        insta::assert_snapshot!(written(Format::Azure, &[found, mild]), @r"
        ##vso[task.logissue type=error;sourcepath=drop/a%3Bb%5D.corpus;linenumber=3;columnnumber=1;code=sample-identity;]100 %AZP25 wrong (report-1)
        corplint: 1 error and 1 info in 1 of 5 documents (1 file). Failed: 1 finding at or above `error`.
        ");
    }
}
