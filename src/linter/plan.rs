//! Which document rules run, put together once for many documents.

use crate::config::{FileSettings, Here, Settings};
use crate::diagnostic::Severity;
use crate::rule::{AnyRule, DocumentRule, Scope, Values};
use crate::rules;

/// Whether any document rule runs for any file.
pub(super) fn is_any_planned(settings: &Settings) -> bool {
    document_rules().any(|(number, _)| settings.runs(number))
}

/// The document rules, each with its number in [`rules::ALL`].
fn document_rules() -> impl Iterator<Item = (usize, &'static dyn DocumentRule)> {
    rules::ALL.iter().enumerate().filter_map(|(number, rule)| match rule {
        AnyRule::Document(rule) => Some((number, *rule)),
        AnyRule::Corpus(_) | AnyRule::Run(_) => None,
    })
}

/// A document rule that runs, and all that is set about it.
#[derive(Clone, Copy)]
pub(super) struct Planned<'a> {
    /// Its number in [`rules::ALL`].
    pub(super) number: usize,
    pub(super) rule: &'static dyn DocumentRule,
    pub(super) severity: Severity,
    /// What it is shown.
    pub(super) scope: Scope,
    pub(super) values: &'a Values,
}

/// The document rules that run for the documents of a file. To look up what is set about each of them takes as long as to
/// show it a usual document, so that is done again only where a document has other levels than the one before it.
pub(super) struct Plan<'a> {
    settings: &'a FileSettings,
    here: Option<&'a Here>,
    planned: Vec<Planned<'a>>,
}

impl<'a> Plan<'a> {
    pub(super) const fn new(settings: &'a FileSettings) -> Self {
        Self { settings, here: None, planned: Vec::new() }
    }

    /// The rules that run for documents for which this holds, which is some of the settings of the file.
    pub(super) fn of(&mut self, here: &'a Here) -> &[Planned<'a>] {
        if !self.here.is_some_and(|last| std::ptr::eq(last, here)) {
            let settings = self.settings;
            let planned = document_rules().filter_map(|(number, rule)| {
                let (severity, scope) = (here.levels().get(number)?, rule.meta().scope);
                Some(Planned { number, rule, severity, scope, values: settings.values(number) })
            });
            self.planned.clear();
            self.planned.extend(planned);
            self.here = Some(here);
        }
        &self.planned
    }
}
