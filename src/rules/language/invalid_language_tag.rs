//! `invalid-language-tag`

use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::lang::{TagFault, check_tag};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::wording::shown;

declare_rule! {
    /// Flags a `lang` attribute that is no language tag, such as `french`, `fr_FR`, `jp` or `en-UK`.
    ///
    /// ## Why
    ///
    /// Who filters by language does not find the document, or finds it among those of another one: `jp` is no language,
    /// and `se` is Northern Sami and not Swedish. Rules that speak for one language pass it over.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=english
    /// The bridge is closed until the end of May.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=en
    /// The bridge is closed until the end of May.
    /// ```
    ///
    /// ## Formula
    ///
    /// The tag is not well-formed by the grammar of RFC 5646, section 2.1; or its language has two letters that ISO
    /// 639-1 does not have, or three letters where there is a code of two; or its region is `UK`, which is written
    /// `GB`.
    ///
    /// ## Exceptions
    ///
    /// Languages of three letters without a shorter code, scripts, regions and variants are not looked up in a
    /// registry: `xyz` passes. A tag in the `<<<CORPUS>>>` line is looked at there.
    ///
    /// ## Fix safety
    ///
    /// Safe where an underscore stands for a hyphen or three letters for two: the tag means the same. Unsafe where
    /// another language or region was surely meant.
    InvalidLanguageTag {
        id: "invalid-language-tag",
        category: Language,
        severity: Warning,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for InvalidLanguageTag {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(attribute) = document.marker().and_then(|marker| marker.attribute("lang")) else { return };
        // That nothing stands there is said by another rule.
        let written = &*attribute.value.bytes;
        if written.is_empty() {
            return;
        }
        let Err(fault) = std::str::from_utf8(written).map_err(|_| TagFault::default()).and_then(check_tag) else {
            return;
        };
        let finding =
            report.finding(attribute.value.span, format!("`{}` is no language tag{}", shown(written), fault.reason));
        match &fault.meant {
            Some(meant) => {
                finding.help(format!("write `{meant}`"));
                let edit = Edit::replace(attribute.value.span, meant.as_str());
                let title = "write the tag of this language";
                finding.fix(if fault.same { Fix::safe(title, [edit]) } else { Fix::risky(title, [edit]) });
            }
            None => {
                finding.help("write a tag of BCP 47, such as `fr`, `de-CH` or `sr-Latn`; `und` if it is not known");
            }
        }
    }
}
