//! `invalid-attribute-value`

use super::{dates, urls};
use crate::document::{Document, SectionKind};
use crate::fix::Applicability;
use crate::rule::{Declaration, DocumentRule, Format, Report, declare_rule};
use crate::rules::slips::is_slip;
use crate::rules::wording::{either, shown};
use crate::syntax::Attribute;

declare_rule! {
    /// Flags attributes whose value is not what the configuration declares of it.
    ///
    /// ## Why
    ///
    /// The project has declared in its configuration what the values of this attribute may be. Whoever takes documents
    /// by it does not find this one, or counts its source as one more.
    ///
    /// ## Example
    ///
    /// With this in `corplint.toml`:
    ///
    /// ```toml
    /// [attributes]
    /// source.enum = ["Harbour Gazette", "Town Crier"]
    /// url.format = "url"
    /// "x.id".pattern = '[0-9]{6}'
    /// ```
    ///
    /// ```corpus,bad
    /// <<<FILE>>> harbour/ferry source="The Town Crier" url=example.org/ferry x.id=4711
    /// The last ferry of the day will leave an hour later from Monday.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> harbour/ferry source="Town Crier" url=https://example.org/ferry x.id=004711
    /// The last ferry of the day will leave an hour later from Monday.
    /// ```
    ///
    /// ## Formula
    ///
    /// Of an attribute that is declared under `[attributes]`, or under `attributes` of an override that is for this file
    /// and this language, the value has to be all that is said there:
    ///
    /// - `enum`: one of these values, byte for byte.
    /// - `format = "date"`: a day of the calendar as RFC 3339 writes it, and after it nothing, or a time that begins with
    ///   `T` or a space.
    /// - `format = "url"`: `http://` or `https://`, the name or number of a host, and no white space, `<`, `>` or `"`.
    /// - `pattern`: a regular expression in the syntax of the crate `regex`, which stands for the whole value and takes a
    ///   time that grows with its length and no faster. `\d` is a digit of any script, `[0-9]` one of ASCII.
    ///
    /// Only the first of these that does not hold is reported. Without such a declaration the rule says nothing.
    ///
    /// ## Exceptions
    ///
    /// An empty value is none, which `missing-attribute` reports where the attribute is required. A value on the
    /// `<<<CORPUS>>>` line is looked at once, there. Of a key that is given twice the first counts, and
    /// `duplicate-attribute` reports the other.
    ///
    /// ## Fix safety
    ///
    /// Safe for a date of which year, month and day stand in that order, as in `2024/10/28`: it is the same day. There is
    /// no other fix: which value was meant is for a person to say.
    InvalidAttributeValue {
        id: "invalid-attribute-value",
        category: Format,
        severity: Error,
        fix: Some(Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

/// The id of the rule, for the settings, which know what is declared for it.
pub(crate) const ID: &str = "invalid-attribute-value";

impl DocumentRule for InvalidAttributeValue {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(marker) = document.marker() else { return };
        let is_version = |key: &str| key == "version" && document.kind() == SectionKind::Corpus;
        if !matches!(document.kind(), SectionKind::Document | SectionKind::Corpus) {
            return;
        }
        for declaration in report.declared().all().iter().filter(|declaration| !is_version(&declaration.key)) {
            if let Some(attribute) = marker.attribute(&declaration.key)
                && !attribute.value.bytes.is_empty()
            {
                judge(declaration, attribute, report);
            }
        }
    }
}

fn judge(declaration: &Declaration, Attribute { value, .. }: &Attribute, report: &mut Report<'_>) {
    let Declaration { key, one_of, format, pattern, .. } = declaration;
    let written = &*value.bytes;
    let is = |fault: &str| format!("the value `{}` of `{key}` {fault}", shown(written));
    if let Some(values) = one_of.as_ref().filter(|values| !values.iter().any(|own| own.as_bytes() == written)) {
        let finding = report.finding(value.span, is("is not among those declared"));
        finding.help(meant(written, values));
    } else if let (Some(Format::Date), Some(fault)) = (format, dates::fault(written)) {
        let finding = report.finding(value.span, is(fault));
        dates::mend(finding, key, written, value.span);
    } else if *format == Some(Format::Url) && !urls::is_url(written) {
        let finding = report.finding(value.span, is("is no URL"));
        finding.help("write all of it, as in `https://example.org/page`");
    } else if let Some(pattern) = pattern.as_ref().filter(|pattern| !pattern.matches(written)) {
        let fault = format!("does not match the pattern `{}`", shown(pattern.as_str().as_bytes()));
        let finding = report.finding(value.span, is(&fault));
        finding.help("mend the value, or the pattern in the configuration, which stands for the whole value");
    }
}

/// How many values are named.
const MOST: usize = 8;

/// What to write in place of `written`, of which `values` there are.
fn meant(written: &[u8], values: &[String]) -> String {
    let text = String::from_utf8_lossy(written);
    // Of a long list, all of it is not worth a walk for each document.
    let slip = values.iter().take(100).find(|value| is_slip(&text, value));
    match (slip, values) {
        (Some(slip), [_]) => format!("write `{}`", shown(slip.as_bytes())),
        (Some(slip), _) => format!("did you mean `{}`?", shown(slip.as_bytes())),
        (None, _) => format!("write {}", either(values, MOST)),
    }
}
