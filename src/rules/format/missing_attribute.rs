//! `missing-attribute`

use crate::document::{Document, SectionKind};
use crate::rule::{Declaration, Declared, DocumentRule, Format, Report, declare_rule};
use crate::rules::flaws::all_flaws;
use crate::rules::slips::is_slip;
use crate::rules::wording::shown;
use crate::span::Span;
use crate::syntax::{Attribute, FlawKind, Marker, ValueKind, write_value};

declare_rule! {
    /// Flags documents without an attribute that the configuration requires.
    ///
    /// ## Why
    ///
    /// The project has declared in its configuration what every document has to say of itself. Whoever takes documents
    /// by that, such as those of one source or under one licence, misses this one, or takes what may not be used.
    ///
    /// ## Example
    ///
    /// With this in `corplint.toml`:
    ///
    /// ```toml
    /// [attributes]
    /// license.required = true
    /// source = { required = true, enum = ["Harbour Gazette", "Town Crier"] }
    /// ```
    ///
    /// ```corpus,bad
    /// <<<FILE>>> harbour/ferry source="Town Crier"
    /// The last ferry of the day will leave an hour later from Monday.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> harbour/ferry source="Town Crier" license=CC-BY-4.0
    /// The last ferry of the day will leave an hour later from Monday.
    /// ```
    ///
    /// or say it once for all documents of the file, which then have it as well:
    ///
    /// ```corpus,good
    /// <<<CORPUS>>> version=1 license=CC-BY-4.0
    /// <<<FILE>>> harbour/ferry source="Town Crier"
    /// The last ferry of the day will leave an hour later from Monday.
    /// ```
    ///
    /// ## Formula
    ///
    /// An attribute with `required = true` under `[attributes]`, or under `attributes` of an override that is for this
    /// file and this language, is neither on the marker line of the document nor on the `<<<CORPUS>>>` line of its file,
    /// or has an empty value there. Each of them is a finding of its own.
    ///
    /// Without such a declaration the rule says nothing. Where an attribute stands there that is not declared and has
    /// nearly the same key, such as `licence` for `license`, it is pointed at.
    ///
    /// ## Exceptions
    ///
    /// An attribute that cannot be read, such as `License=MIT`, is none; `malformed-attribute` says why. Of a marker line
    /// that is too long to be read to its end, only empty values are reported. What a value has to be is looked at by
    /// `invalid-attribute-value`.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what a document should say of itself, nobody can tell by its text.
    MissingAttribute {
        id: "missing-attribute",
        category: Format,
        severity: Error,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// The id of the rule, for the settings, which know what is declared for it.
pub(crate) const ID: &str = "missing-attribute";

impl DocumentRule for MissingAttribute {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(marker) = document.marker().filter(|_| document.kind() == SectionKind::Document) else { return };
        for declaration in report.declared().all().iter().filter(|declaration| declaration.is_required()) {
            match marker.attribute(&declaration.key) {
                Some(attribute) if attribute.value.bytes.is_empty() => flag_empty(document, attribute, report),
                Some(_) => {}
                None if default(document, &declaration.key).is_some() => {}
                // What stands where nobody has read may be it.
                None if marker.flaws.iter().any(|flaw| flaw.kind == FlawKind::TooLong) => {}
                None => flag(document, marker, declaration, report),
            }
        }
    }
}

/// What the `<<<CORPUS>>>` line says for all documents of the file, if it is not empty. The version that it states is its
/// own.
fn default<'a>(document: &Document<'a>, key: &str) -> Option<&'a [u8]> {
    document.defaults().get(key).filter(|value| !value.is_empty() && key != "version")
}

fn flag_empty(document: &Document<'_>, attribute: &Attribute, report: &mut Report<'_>) {
    let key = shown(&attribute.key);
    let finding = report.finding(attribute.value.span, format!("the attribute `{key}` has no value"));
    finding.label("required by the configuration");
    let default = std::str::from_utf8(&attribute.key).ok().and_then(|key| default(document, key));
    finding.help(match default {
        Some(default) => {
            format!("write one, or take `{key}` out: then it is `{}`, as for the whole file", shown(default))
        }
        None => format!("write a value behind `{key}=`"),
    });
}

fn flag(document: &Document<'_>, marker: &Marker, declaration: &Declaration, report: &mut Report<'_>) {
    let key = &declaration.key;
    let meant = written_keys(document, marker, report.declared()).find(|(_, written)| is_meant(written, key));
    let place = meant.as_ref().map_or(marker.head, |(span, _)| *span);
    let finding = report.finding(place, format!("document without the attribute `{}`", shown(key.as_bytes())));
    // The text at that place says nothing of what is missing: who accepts that `license` is has not accepted it of
    // `source`.
    finding.about(key.as_str());
    if meant.is_some() {
        finding
            .label(format!("was `{key}` meant?"))
            .help(format!("the configuration requires `{key}`: write `{key}=`"));
    } else {
        finding.label("required by the configuration").help(help(document, declaration));
    }
}

/// What to do about a document without this attribute.
fn help(document: &Document<'_>, Declaration { key, one_of, format, .. }: &Declaration) -> String {
    let first = one_of.as_ref().and_then(|values| values.first()).map(String::as_str);
    let language = || document.language().map(crate::lang::Language::code);
    let example = match (first, format) {
        (Some(first), _) => first,
        (None, Some(Format::Date)) => "2024-10-28",
        (None, Some(Format::Url)) => "https://example.org/page",
        (None, None) if key == "lang" => {
            if let Some(code) = language() {
                return format!("the text looks like `{code}`: write `lang={code}` behind the id, or {FOR_ALL}");
            }
            "fr"
        }
        (None, None) => return format!("write `{key}=` and its value behind the id, or {FOR_ALL}"),
    };
    let value = write_value(example.as_bytes(), ValueKind::Attribute);
    format!("write it behind the id, as in `{key}={}`, or {FOR_ALL}", shown(&value))
}

const FOR_ALL: &str = "on the `<<<CORPUS>>>` line for all documents of the file";

/// How many keys of a marker line are compared with what is missing. More than that nobody writes.
const MOST_KEYS: usize = 64;

/// The keys that stand on a marker line and are not declared, in lower case, with their places; also those of attributes
/// that cannot be read.
fn written_keys<'a>(
    document: &Document<'a>,
    marker: &'a Marker,
    declared: &Declared,
) -> impl Iterator<Item = (Span, String)> {
    let others = marker.attributes.iter().filter(|attribute| declared.get(&attribute.key).is_none());
    let read = others.map(|attribute| attribute.key_span);
    let unread = all_flaws(document).filter(|flaw| matches!(flaw.kind, FlawKind::MalformedAttribute(_)));
    let unread = unread.filter_map(|flaw| {
        let length = flaw.span.of(document.bytes()).iter().position(|byte| *byte == b'=')?;
        Some(Span::new(flaw.span.start, flaw.span.start + length))
    });
    let keys = read.chain(unread).take(MOST_KEYS);
    keys.filter_map(|span| Some((span, document.str(span)?.to_lowercase()))).filter(|(_, key)| !key.is_empty())
}

/// Whether the key `written` was probably meant to be `key`: with a slip, with a longer or shorter ending, or in a name
/// space.
fn is_meant(written: &str, key: &str) -> bool {
    let goes_on = |short: &str, long: &str, least: usize| {
        let rest = long.strip_prefix(short).filter(|_| short.len() >= least);
        rest.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_alphabetic()))
    };
    let in_name_space = written.rsplit_once('.').is_some_and(|(_, last)| last == key);
    in_name_space || goes_on(key, written, 4) || goes_on(written, key, 3) || is_slip(written, key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_may_have_been_meant_to_be_another() {
        for (written, key) in [
            ("licence", "license"),
            ("autor", "author"),
            ("language", "lang"),
            ("dc.date", "date"),
            ("lic", "license"),
            ("sources", "source"),
            ("date", "dates"),
        ] {
            assert!(is_meant(written, key), "{written}: {key}");
        }
        for (written, key) in
            [("updated", "date"), ("source-url", "source"), ("title", "date"), ("li", "license"), ("x", "x.id")]
        {
            assert!(!is_meant(written, key), "{written}: {key}");
        }
    }
}
