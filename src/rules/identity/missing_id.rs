//! `missing-id`

use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::wording::shown;
use crate::span::Span;

declare_rule! {
    /// Flags documents without an id.
    ///
    /// ## Why
    ///
    /// Without an id nobody can say which document is meant: not a report, not a registry of what was accepted
    /// before, and not the person who wants it taken out.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> lang=en
    /// Some text.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> some-text lang=en
    /// Some text.
    /// ```
    ///
    /// ## Formula
    ///
    /// The first part after `<<<FILE>>>` is missing, is the empty string `""`, or is an attribute. What looks like
    /// `key=value` is an attribute; an id that looks so is written in quotes.
    ///
    /// ## Exceptions
    ///
    /// None known.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: an id that is made up would be another one in the next run.
    MissingId {
        id: "missing-id",
        category: Identity,
        severity: Error,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for MissingId {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(marker) = document.marker() else { return };
        if document.id().is_some() {
            return;
        }
        let place = marker.id.as_ref().map_or(Span::empty(marker.head.end), |id| id.span);
        let finding = report.finding(place, "document without an id").label("the id belongs here");
        match marker.attributes.first() {
            Some(attribute) => finding.help(format!(
                "write an id before `{}=`; an id that looks like an attribute is written in quotes",
                shown(&attribute.key),
            )),
            None => finding.help("write an id after the marker, such as the name of the file that the text came from"),
        };
    }
}
