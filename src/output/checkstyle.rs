//! The XML of Checkstyle, which many services read.

use std::io::{self, Write};

use super::message::{failures, message};
use super::report::{Head, Reporter};
use super::xml::escaped;
use crate::diagnostic::Diagnostic;

/// A Checkstyle report.
#[derive(Default)]
pub(super) struct Checkstyle {
    /// The file that is open, as it is shown.
    file: Option<String>,
}

impl Checkstyle {
    fn close(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.file.take().is_some() { writeln!(out, "  </file>") } else { Ok(()) }
    }
}

impl Reporter for Checkstyle {
    fn begin(&mut self, head: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">")?;
        for (path, reason) in failures(head) {
            let (path, reason) = (escaped(&path), escaped(&reason));
            writeln!(out, "  <file name=\"{path}\">")?;
            writeln!(
                out,
                "    <error line=\"1\" severity=\"error\" message=\"{reason}\" source=\"corplint.unreadable-file\"/>"
            )?;
            writeln!(out, "  </file>")?;
        }
        Ok(())
    }

    fn finding(&mut self, head: &Head<'_>, diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let path = head.path(&diagnostic.source);
        if self.file.as_ref() != Some(&path) {
            self.close(out)?;
            writeln!(out, "  <file name=\"{}\">", escaped(&path))?;
            self.file = Some(path);
        }
        let start = diagnostic.place.start;
        writeln!(
            out,
            "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"corplint.{}.{}\"/>",
            start.line.max(1),
            start.column.max(1),
            diagnostic.severity.name(),
            escaped(&message(diagnostic)),
            diagnostic.rule.category.name(),
            diagnostic.rule.id,
        )
    }

    fn end(&mut self, _: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.close(out)?;
        writeln!(out, "</checkstyle>")
    }
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::samples::{FORMAT, IDENTITY, diagnostic, written};

    const TEXT: &str = "<<<FILE>>> report-1\nfirst\nsecond\n";

    #[test]
    fn findings_stand_below_their_files() {
        let mut first = diagnostic(&FORMAT, "a<b>.corpus", TEXT, "first");
        first.message = "a \"quoted\" & <marked> ]]> word".to_owned();
        let found = [
            first,
            diagnostic(&IDENTITY, "a<b>.corpus", TEXT, "second"),
            diagnostic(&FORMAT, "c.corpus", TEXT, "second"),
        ];
        insta::assert_snapshot!("checkstyle", written(Format::Checkstyle, &found));
    }
}
