//! A page of Markdown: the verdict, what each rule found, and the worst findings. As GitHub shows it below a job, which
//! takes no more than 1 MiB.
//!
//! Nothing that a corpus says is Markdown, a mention, a link or HTML here: every mark of punctuation in it is written by
//! its number.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::budgets::Judged;
use super::message::{OPTIONS, because, capital, failures, found, message, place, verdict};
use super::report::{Head, Reporter};
use super::selection::Selection;
use crate::diagnostic::{Diagnostic, Severity};
use crate::gate::{State, Verdict};
use crate::number::{counted, grouped};

/// How many findings are shown.
const MOST: u64 = 50;

/// How many files that could not be read are named.
const FAILURES: usize = 20;

/// From how many bytes on no more findings are written.
const BYTES: usize = 1 << 18;

/// A page of Markdown.
#[derive(Default)]
pub(super) struct JobSummary {
    selection: Selection,
    bytes: usize,
    shown: u64,
}

impl Reporter for JobSummary {
    fn begin(&mut self, head: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        if head.looked_at_nothing() {
            return writeln!(out, "## ❔ corplint: {}\n", found(head));
        }
        self.selection = Selection::new(&head.summary.by_rule, MOST);
        let sign = match head.verdict {
            Verdict::Pass => "✅",
            Verdict::Fail => "❌",
            Verdict::Undecided => "❓",
        };
        writeln!(out, "## {sign} corplint: {}\n", verdict(head.verdict))?;
        writeln!(out, "{}. {}.\n", capital(&because(head)), capital(&found(head)))?;
        for (path, reason) in failures(head).take(FAILURES) {
            writeln!(out, "- {} {}", code(&path), plain(&reason))?;
        }
        match head.failures.len().saturating_sub(FAILURES) {
            0 if head.failures.is_empty() => {}
            0 => writeln!(out)?,
            more => writeln!(out, "- and {} more that cannot be read\n", grouped(more as u64))?,
        }
        if head.judgement.budgets().next().is_some() {
            writeln!(out, "| | budget | found |\n|---|---|---|")?;
            for row in &head.judgement.rows {
                let Judged { state, name, found } = Judged::new(row, head, &OPTIONS);
                writeln!(out, "| {} {state} | {} | {} |", sign_of_state(row.state), plain(&name), words(&found))?;
            }
            writeln!(out)?;
        }
        if head.summary.by_rule.is_empty() {
            return Ok(());
        }
        writeln!(out, "| | rule | findings | fixable |\n|---|---|---:|---:|")?;
        for row in &head.summary.by_rule {
            let (sign, id, count) = (sign_of(row.severity), row.rule.id, grouped(row.count));
            // What `--fix` does not do without another word is not promised here.
            let fixable = match (row.safe, row.risky) {
                (0, 0) => String::new(),
                (safe, 0) => grouped(safe),
                (0, risky) => format!("{} unsafe", grouped(risky)),
                (safe, risky) => format!("{}, {} unsafe", grouped(safe), grouped(risky)),
            };
            writeln!(out, "| {sign} {} | `{id}` | {count} | {fixable} |", row.severity)?;
        }
        writeln!(out, "\n| | place | rule | what is wrong |\n|---|---|---|---|")
    }

    fn finding(&mut self, head: &Head<'_>, diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        if self.bytes >= BYTES || !self.selection.takes(diagnostic) {
            return Ok(());
        }
        let (place, message) = (code(&place(head, diagnostic)), words(&message(diagnostic)));
        let line = format!("| {} | {place} | `{}` | {message} |", sign_of(diagnostic.severity), diagnostic.rule.id);
        self.bytes += line.len();
        self.shown += 1;
        writeln!(out, "{line}")
    }

    fn end(&mut self, head: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        let left_out = head.summary.findings() - self.shown;
        if left_out > 0 {
            writeln!(out, "\nNot shown here, but counted above: {}.", counted(left_out, "finding"))?;
        }
        Ok(())
    }
}

const fn sign_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "🔴",
        Severity::Warning => "🟡",
        Severity::Info => "🔵",
    }
}

const fn sign_of_state(state: State) -> &'static str {
    match state {
        State::Pass => "✅",
        State::Fail => "❌",
        State::Undecided(_) => "❓",
    }
}

/// Text in which nothing is Markdown, HTML or a link.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() * 2);
    for character in text.chars() {
        if character.is_ascii_punctuation() {
            // Writing to a string does not fail.
            let _ = write!(plain, "&#{};", u32::from(character));
        } else {
            plain.push(character);
        }
    }
    plain
}

/// The same, in which what stands between backticks is set like a program.
fn words(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        // A backtick without a partner.
        return plain(text);
    }
    parts.iter().enumerate().map(|(number, part)| if number % 2 == 0 { plain(part) } else { code(part) }).collect()
}

/// Text in the letters of a program.
fn code(text: &str) -> String {
    format!("<code>{}</code>", plain(text))
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::samples::{FORMAT, IDENTITY, diagnostic, written};

    const TEXT: &str = "<<<FILE>>> report-1\nfirst\nsecond\n";

    #[test]
    fn a_page_tells_the_verdict_the_rules_and_the_worst_findings() {
        let mut found = diagnostic(&IDENTITY, "a|b.corpus", TEXT, "second");
        found.message = "<b>@everybody</b> [x](http://evil) `|` $x$".to_owned();
        insta::assert_snapshot!("page", written(Format::Markdown, &[diagnostic(&FORMAT, "a", TEXT, "first"), found]));
        assert_eq!(
            written(Format::Markdown, &[]),
            "## ✅ corplint: passed\n\nNothing at or above `error`. No problems in 5 documents (1 file).\n\n",
        );
    }

    #[test]
    fn a_page_has_an_end() {
        let many: Vec<_> = (0..5_000).map(|_| diagnostic(&IDENTITY, &"[".repeat(4_000), TEXT, "first")).collect();
        let text = written(Format::Markdown, &many);
        assert!(text.len() < 1 << 19, "{}", text.len());
        assert!(text.contains("| 5,000 |") && text.contains("Not shown here, but counted above: 4,9"), "it counts all");
    }
}
