//! `duplicate-attribute`

use std::collections::HashMap;

use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::flaws::flaws;
use crate::rules::wording::shown;
use crate::span::Span;
use crate::syntax::FlawKind;

declare_rule! {
    /// Flags attributes whose key was there before on the same marker line.
    ///
    /// ## Why
    ///
    /// With two values for one key, readers disagree about the language or the date of a document. Only one of them can
    /// hold: here the first one does, and another reader may take the last.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=fr lang=de
    /// Un texte.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=fr
    /// Un texte.
    /// ```
    ///
    /// ## Formula
    ///
    /// Two attributes of one marker line have the same key, byte for byte. One finding for each but the first.
    ///
    /// ## Exceptions
    ///
    /// An attribute that says something else than the defaults of the `<<<CORPUS>>>` line is meant to.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: which of the values is right is for a person to say.
    DuplicateAttribute {
        id: "duplicate-attribute",
        category: Format,
        severity: Error,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for DuplicateAttribute {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(marker) = document.marker() else { return };
        let mut duplicates = flaws(document, FlawKind::DuplicateKey).peekable();
        if duplicates.peek().is_none() {
            return;
        }
        let mut first: HashMap<&[u8], Span> = HashMap::new();
        for attribute in &marker.attributes {
            first.entry(&attribute.key).or_insert_with(|| attribute.span());
        }
        for flaw in duplicates {
            let written = flaw.span.of(document.bytes());
            let key = written.split(|&byte| byte == b'=').next().unwrap_or_default();
            let finding = report.finding(flaw.span, format!("the attribute `{}` is given twice", shown(key)));
            finding.label("passed over").help("keep one of the two; as long as both are there, the first one holds");
            if let Some(&first) = first.get(key) {
                finding.related(first, "this one holds");
            }
        }
    }
}
