//! `declared-size-mismatch`

use crate::document::Document;
use crate::integrity::{checksum, stated_number, states_checksum};
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::wording::shown;
use crate::span::Span;
use crate::syntax::Attribute;

declare_rule! {
    /// Flags documents whose text is not the one that its marker line states with `bytes` or `sha256`.
    ///
    /// ## Why
    ///
    /// The text was changed or cut after somebody had measured it: `bytes` and `sha256` are written down so that this
    /// can be seen, and nothing else shows it as surely.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge bytes=61
    /// The council voted last night to rebuild the old bri
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge bytes=61
    /// The council voted last night to rebuild the old bridge again.
    /// ```
    ///
    /// ## Formula
    ///
    /// The marker line of the document has a `bytes` attribute that is not the number of bytes of the text, or a
    /// `sha256` attribute that is not its SHA-256 as a hexadecimal number, in upper or lower case. The text is that of
    /// the format: its lines with escapes resolved, without the last line ending. Where both do not hold, `bytes` is
    /// reported.
    ///
    /// ## Exceptions
    ///
    /// None is known. Fixes of corplint keep both attributes right where they were right.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: to write down what is there now would prove nothing.
    DeclaredSizeMismatch {
        id: "declared-size-mismatch",
        category: Truncation,
        severity: Error,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for DeclaredSizeMismatch {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        // What the file says for all of its documents cannot be meant of the text of one.
        let Some(marker) = document.marker() else { return };
        let (size, sum) = (marker.attribute("bytes"), marker.attribute("sha256"));
        if size.is_none() && sum.is_none() {
            return;
        }
        let text = document.content();
        let is_wrong_size = |attribute: &&Attribute| stated_number(&attribute.value.bytes) != Some(text.len() as u64);
        let is_wrong_sum = |attribute: &&Attribute| !states_checksum(&attribute.value.bytes, &checksum(&text));
        if let Some(size) = size.filter(is_wrong_size) {
            let (message, label) = match stated_number(&size.value.bytes) {
                None => {
                    (format!("`bytes` is `{}`, which is no number", shown(&size.value.bytes)), "no size".to_owned())
                }
                Some(stated) => {
                    let (has, stated) = (text.len(), usize::try_from(stated).unwrap_or(usize::MAX));
                    let (word, more) = if has < stated { ("shorter", "missing") } else { ("longer", "too many") };
                    let by = counted(has.abs_diff(stated), "byte");
                    (format!("the text is {word} than its marker line states"), format!("{by} {more}"))
                }
            };
            tell(report, size.value.span, message, &label);
        } else if let Some(sum) = sum.filter(is_wrong_sum) {
            tell(report, sum.value.span, "the text is not the one whose `sha256` is stated".to_owned(), "another text");
        }
    }
}

fn tell(report: &mut Report<'_>, span: Span, message: String, label: &str) {
    report
        .finding(span, message)
        .label(label.to_owned())
        .help("fetch the document again; if the change was meant, state the size and checksum of the new text");
}
