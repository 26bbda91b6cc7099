//! `unused-allow`

use crate::fix::{Edit, Fix};
use crate::rule::{Report, declare_rule};
use crate::rules::wording::shown;
use crate::span::Span;
use crate::syntax::Attribute;

declare_rule! {
    /// Flags names in the `allow` attribute of a document that allow nothing there.
    ///
    /// ## Why
    ///
    /// An exemption that is no longer needed hides the next fault of that kind, and one with a slip in its name never
    /// did anything. Whoever reads the marker line believes that something is wrong with the text.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> harbour lang=en allow="trailing-comment-heading"
    /// The last ferry of the day will leave an hour later from Monday.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> harbour lang=en
    /// The last ferry of the day will leave an hour later from Monday.
    /// ```
    ///
    /// ## Formula
    ///
    /// A name between blanks in the `allow` attribute of a marker line is reported if
    ///
    /// - it is the name of no rule and of no category, or
    /// - it is that of a rule of the categories `format`, `identity` or `encoding`, from which no document can exempt
    ///   itself, or
    /// - nothing was found in the document that it allows, though all its rules ran: of a category, all those that run by
    ///   default, and at least one.
    ///
    /// ## Exceptions
    ///
    /// The `allow` of a `<<<CORPUS>>>` line is a default for many documents, and not looked at. Nor is a name looked at
    /// that allows something which depends on what else is checked, such as `duplicate-text` or, since it has such rules,
    /// the whole category `truncation`: a file that is checked alone would have the name flagged.
    ///
    /// ## Fix safety
    ///
    /// The fix takes the name out, or the whole attribute with the last one. It is safe: not a byte of a text is changed,
    /// and nothing that was allowed is found by that. There is none where another name was probably meant.
    UnusedAllow {
        id: "unused-allow",
        category: Format,
        severity: Warning,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// The id of the rule, for the run, which reports under it.
pub(crate) const ID: &str = "unused-allow";

/// Why a name allows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unused {
    /// There is no rule and no category of that name; perhaps another one was meant.
    Unknown(Option<String>),
    /// No document can exempt itself from it.
    Forbidden,
    /// There is nothing to be allowed.
    Nothing,
}

/// Reports the name at `span` of `attribute` of the marker line that `line` begins with, since it allows nothing.
pub(crate) fn report(
    name: &[u8],
    span: Span,
    unused: &Unused,
    attribute: &Attribute,
    line: &[u8],
    report: &mut Report<'_>,
) {
    let name = shown(name);
    let finding = match unused {
        Unused::Unknown(meant) => {
            let finding = report.finding(span, format!("`allow` names `{name}`, which is no rule and no category"));
            finding.label("allows nothing").help(match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "`corplint rules` lists the rules and their categories".to_owned(),
            })
        }
        Unused::Forbidden => report
            .finding(span, format!("`allow` names `{name}`, from which no document can exempt itself"))
            .label("allows nothing")
            .help("mend what is found, or accept it in the configuration, under `[[allow]]`"),
        Unused::Nothing => report
            .finding(span, format!("`allow` names `{name}`, which finds nothing in this document"))
            .label("not needed")
            .help("take it out, so that it does not hide what comes later"),
    };
    // A name that was meant to be another one is for a person to mend.
    if matches!(unused, Unused::Unknown(Some(_))) {
        return;
    }
    if let Some(span) = removal(attribute, span, line) {
        finding.fix(Fix::safe("take it out", [Edit::delete(span)]));
    }
}

/// What has to go so that the name at `span` is no longer in `attribute` of the marker line `line`.
fn removal(attribute: &Attribute, span: Span, line: &[u8]) -> Option<Span> {
    let is_blank = |offset: usize| line.get(offset).is_some_and(u8::is_ascii_whitespace);
    let whole = attribute.span();
    let names = attribute.value.bytes.split(u8::is_ascii_whitespace).filter(|name| !name.is_empty()).count();
    if names == 1 {
        let before = whole.start.checked_sub(1).filter(|before| is_blank(*before))?;
        return Some(Span::new(before, whole.end));
    }
    // A value with escapes has no place for each name.
    let within = attribute.value.span != span;
    match span.start.checked_sub(1) {
        _ if !within => None,
        Some(before) if is_blank(before) => Some(Span::new(before, span.end)),
        _ => is_blank(span.end).then(|| Span::new(span.start, span.end + 1)),
    }
}
