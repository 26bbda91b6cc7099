//! One line for each finding: `path:line:column: severity[rule] message (document)`, and where another place belongs to
//! it, what is there: `; first used here: path:line:column`.

use std::io::{self, Write};
use std::sync::Arc;

use super::message::elsewhere;
use super::report::{Head, Reporter};
use super::sanitize::short;
use super::{Options, path};
use crate::diagnostic::Diagnostic;

/// How much of a message and of an id is shown, in columns.
const MESSAGE: usize = 400;
const ID: usize = 120;

/// One line for each finding.
pub(super) struct Concise {
    options: Options,
    /// Many findings in a row are in one document, and its id may be long and full of what has to be made harmless.
    last: Option<(Arc<str>, String)>,
}

impl Concise {
    pub(super) const fn new(options: Options) -> Self {
        Self { options, last: None }
    }
}

impl Reporter for Concise {
    fn finding(&mut self, _: &Head<'_>, diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let options = &self.options;
        let style = options.style;
        let start = diagnostic.place.start;
        let place = format!("{}:{}:{}", path(diagnostic.source.path()), start.line, start.column);
        let severity = style.severity(diagnostic.severity, diagnostic.severity.name());
        let message = short(&diagnostic.message, MESSAGE, options);
        write!(out, "{}: {severity}[{}] {message}", style.bold(&place), diagnostic.rule.id)?;
        if let Some(id) = &diagnostic.document {
            let shown = match self.last.take() {
                Some((known, shown)) if Arc::ptr_eq(&known, id) => shown,
                _ => short(id, ID, options),
            };
            write!(out, " ({shown})")?;
            self.last = Some((Arc::clone(id), shown));
        }
        match elsewhere(diagnostic, options, |source| path(source.path())) {
            Some(other) => writeln!(out, "; {other}"),
            None => writeln!(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{FORMAT, IDENTITY, diagnostic, related, written, written_with};
    use super::super::{Format, Style};
    use super::*;

    const TEXT: &str = "<<<FILE>>> report-1\nfirst\nsecond\n";

    #[test]
    fn a_finding_is_one_line() {
        let outside = diagnostic(&FORMAT, "b", "no document\n", "document");
        insta::assert_snapshot!(
            written(Format::Concise, &[diagnostic(&IDENTITY, "drop/a.corpus", TEXT, "second"), outside]),
            @r"
        drop/a.corpus:3:1: error[sample-identity] a sample of what can be wrong (report-1)
        b:1:4: warning[sample-format] a sample of what can be wrong
        "
        );
    }

    #[test]
    fn a_finding_is_one_line_whatever_is_in_it() {
        let mut found = diagnostic(&FORMAT, ":\n::set-env name=X::1\n", TEXT, "first");
        found.message = "one\r\ntwo\u{85}three\u{2028}four ::error::x".to_owned();
        found.document = Some("a\nb\u{202e}".into());
        assert_eq!(
            written(Format::Concise, &[found]),
            "\":\\n::set-env name=X::1\\n\":2:1: warning[sample-format] \
             one␍␊two<U+0085>three<U+2028>four <U+003A>:error::x (a␊b<U+202E>)\n",
        );
    }

    #[test]
    fn a_finding_about_two_places_says_where_the_other_is() {
        let mut found = diagnostic(&IDENTITY, "drop/b.corpus", TEXT, "second");
        found.related.push(related("drop/a\n.corpus", TEXT, "first", "first used here"));
        assert_eq!(
            written(Format::Concise, &[found]),
            "drop/b.corpus:3:1: error[sample-identity] a sample of what can be wrong (report-1); \
             first used here: \"drop/a\\n.corpus\":2:1\n",
        );
    }

    #[test]
    fn a_finding_in_colour() {
        let style = Style { color: true, ..Style::default() };
        let options = Options { style, ..Options::default() };
        let shown = written_with(Format::Concise, &[diagnostic(&IDENTITY, "a", TEXT, "first")], &options);
        let head = "\x1b[1ma:2:1\x1b[0m: \x1b[1m\x1b[31merror\x1b[0m[sample-identity] a sample";
        assert!(shown.starts_with(head), "{shown:?}");
    }
}
