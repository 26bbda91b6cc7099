//! `malformed-attribute`

use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::flaws::{all_flaws, mend};
use crate::rules::wording::shown;
use crate::syntax::{Flaw, FlawKind};

declare_rule! {
    /// Flags parts of a marker line that should be `key=value` and cannot be read as that.
    ///
    /// ## Why
    ///
    /// What cannot be read on a marker line is passed over: a document whose `Lang=fr` is not understood has no
    /// language, and nothing says so.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a Lang=fr
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
    /// An attribute is a key, `=` and a value. A key is a lower-case ASCII letter and then lower-case ASCII letters,
    /// digits, `_`, `-` and `.`. A value is characters other than white space, control characters and `"`; or it is
    /// quoted, with the escapes `\"`, `\\`, `\n`, `\t` and `\u{…}`. What is neither is reported, and so are quotes that
    /// are not closed, escapes that there are not, and `=` with nothing after it.
    ///
    /// ## Exceptions
    ///
    /// What follows a reserved marker is for the version of the format that defines it to say.
    ///
    /// ## Fix safety
    ///
    /// Safe where a value has a quotation mark in it: it is put in quotes and stays the same. Unsafe where it has a
    /// control character in it, which is kept as an escape.
    /// Unsafe where an escape is unknown: its backslash is doubled, as which it is read, but another escape may have
    /// been meant. Elsewhere there is no fix, since nobody can tell what was meant.
    MalformedAttribute {
        id: "malformed-attribute",
        category: Format,
        severity: Error,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for MalformedAttribute {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for flaw in all_flaws(document) {
            let written = flaw.span.of(document.bytes());
            match flaw.kind {
                FlawKind::MalformedAttribute(what) => {
                    let finding = report.finding(flaw.span, format!("attribute that cannot be read: {what}"));
                    mend(document, finding, "put the value in quotes", &help(flaw, written), flaw);
                }
                FlawKind::UnknownEscape => {
                    // It is read as the backslash that it is, and whether that was meant is for its author to say.
                    let double = Edit::insert(flaw.span.start, b"\\");
                    report
                        .finding(flaw.span, format!("unknown escape `{}`", shown(written)))
                        .label("read as a backslash")
                        .help("write `\\\\` for a backslash; the escapes are `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}`")
                        .fix(Fix::risky("write two backslashes", [double]));
                }
                _ => {}
            }
        }
    }
}

fn help(flaw: &Flaw, written: &[u8]) -> String {
    if let Some(right) = flaw.replacement.as_deref() {
        return format!("put the value in quotes: `{}`", shown(right));
    }
    match written {
        [b'"', ..] => "write `\"` after the value".to_owned(),
        [.., b'='] => format!("write a value after `{}`, or remove it", shown(written)),
        [b'=', ..] => "write a key before `=`".to_owned(),
        _ if written.contains(&b'=') => {
            let key = written.split(|&byte| byte == b'=').next().unwrap_or_default();
            let lower = key.to_ascii_lowercase();
            if lower == key {
                "write the key with letters of ASCII, digits, `_`, `-` and `.`, a letter first".to_owned()
            } else {
                format!("write the key in lower case: `{}=`", shown(&lower))
            }
        }
        _ => "write it as `key=value`, remove it, or put it into the quotes of the part that it belongs to".to_owned(),
    }
}
