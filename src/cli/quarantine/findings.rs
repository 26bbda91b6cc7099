//! Which findings are about which part of which file.

use std::io;

use corplint::config::FailOn;
use corplint::diagnostic::Diagnostic;
use corplint::linter::{Findings, Item};
use corplint::quarantine::{Faults, Split};
use corplint::source::Source;

use crate::cli::Failed;
use crate::cli::messages::Messages;

/// What is wrong with the parts of each of `sources`.
pub(super) fn faults(findings: &Findings, sources: &[Source], fail_on: FailOn) -> io::Result<Vec<Faults>> {
    let mut faults: Vec<Faults> = sources.iter().map(|_| Faults::default()).collect();
    let mut files = Files { sources, number: 0 };
    findings.each(|item| {
        if let Item::Finding(diagnostic) = item
            && fail_on.0.is_some_and(|least| diagnostic.severity >= least)
            && let Some(faults) = faults.get_mut(files.number_of(&diagnostic))
        {
            faults.add(&diagnostic);
        }
        true
    })?;
    Ok(faults)
}

/// Leaves of the findings those about what was set aside.
pub(super) fn keep_those_about_rejected(
    findings: &mut Findings,
    sources: &[Source],
    splits: &[Split],
) -> io::Result<()> {
    let mut files = Files { sources, number: 0 };
    findings.retain(|diagnostic| {
        let line = Faults::line_of(diagnostic);
        splits
            .get(files.number_of(diagnostic))
            .is_some_and(|split| split.rejected_lines.binary_search(&line).is_ok() || split.wrong_end == Some(line))
    })
}

/// Tells of which file findings are that come in the order of files.
struct Files<'a> {
    sources: &'a [Source],
    number: usize,
}

impl Files<'_> {
    fn number_of(&mut self, diagnostic: &Diagnostic) -> usize {
        let path = diagnostic.source.path();
        while self.sources.get(self.number).is_some_and(|source| source.path() != path) {
            self.number += 1;
        }
        self.number
    }
}

/// Says why what was found cannot be read back.
pub(super) fn cannot_read_back(error: &io::Error, messages: &Messages) -> Failed {
    messages.error(&format!("cannot read back the findings that were put away: {error}"));
    Failed
}
