//! For people: each finding with the lines that it is about, and a summary.

mod finding;
mod graphical;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::io::{self, Write};
use std::sync::Arc;

use self::finding::finding;
use super::closing;
use super::limit::Limit;
use super::report::{Head, Reporter};
use super::wrap::wrap;
use super::{Options, path};
use crate::diagnostic::Diagnostic;
use crate::number::counted;
use crate::rule::RuleMeta;
use crate::source::Source;

/// The report for people.
pub(super) struct Human {
    options: Options,
    /// The rules of which it was said why they are there.
    explained: HashSet<&'static str>,
    /// The file whose findings are coming, and which of them are shown.
    file: Option<(Arc<Source>, Limit)>,
    /// How all findings are shown. It is said once.
    how: &'static str,
}

impl Human {
    pub(super) fn new(options: Options) -> Self {
        Self { options, explained: HashSet::new(), file: None, how: " (`--max-per-rule 0` shows all)" }
    }

    /// Says of which rules findings were left out in the last file.
    fn tell_left_out(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let Some((source, limit)) = self.file.take() else { return Ok(()) };
        let style = self.options.style;
        for (rule, count) in limit.left_out() {
            let (path, how) = (path(source.path()), self.how);
            let are = if count == 1 { "is" } else { "are" };
            let words = format!("{} of `{rule}` in {path} {are} not shown{how}", counted(count, "more finding"));
            let lines = wrap(&words, style.columns().saturating_sub(6), style.columns().saturating_sub(6));
            writeln!(out, "{} {}\n", style.term("note:"), lines.join("\n      "))?;
            self.how = "";
        }
        Ok(())
    }
}

impl Reporter for Human {
    fn finding(&mut self, _: &Head<'_>, diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        if self.options.statistics {
            return Ok(());
        }
        if self.file.as_ref().is_none_or(|(source, _)| source.path() != diagnostic.source.path()) {
            self.tell_left_out(out)?;
        }
        let new = || (Arc::clone(&diagnostic.source), Limit::new(self.options.most));
        let (_, limit) = self.file.get_or_insert_with(new);
        if !limit.shows(diagnostic) {
            return Ok(());
        }
        let is_new = self.explained.insert(diagnostic.rule.id);
        writeln!(out, "{}", finding(diagnostic, is_new, &self.options))
    }

    fn omitted(&mut self, _: &Arc<Source>, rule: &'static RuleMeta, count: u64) {
        // The file is the one whose findings came last: of each rule the first few are kept.
        if let Some((_, limit)) = &mut self.file {
            limit.omit(rule, count);
        }
    }

    fn end(&mut self, head: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.tell_left_out(out)?;
        if self.options.quiet { Ok(()) } else { closing::write(head, &self.options, out) }
    }
}
