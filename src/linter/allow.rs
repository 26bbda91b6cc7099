//! What a document exempts itself from, by its `allow` attribute: `allow="truncation boilerplate/leading-dateline"`.

use crate::config::{Levels, Selector};
use crate::document::Document;
use crate::rule::{AnyRule, Category, Report, RuleMeta};
use crate::rules;
use crate::rules::unused_allow::{self, Unused};
use crate::span::Span;

/// The names in an `allow` attribute, and which of them were needed.
#[derive(Debug)]
pub(super) struct Allow<'d> {
    names: Vec<(Name<'d>, bool)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Name<'d> {
    text: &'d str,
    /// Where it begins in the value.
    offset: usize,
}

impl Name<'_> {
    /// Whether it is the name of this rule or of its category.
    fn means(self, rule: &RuleMeta) -> bool {
        let (category, name) = (rule.category.name(), self.text);
        name == rule.id
            || name == category
            || name.split_once('/').is_some_and(|(own, id)| own == category && id == rule.id)
    }
}

/// For each rule, by number, whether an `allow` attribute with this value exempts from it.
pub(super) fn exempted(value: &[u8]) -> Vec<bool> {
    let mut allow = Allow::parse(value);
    let mut accepts = |rule: &RuleMeta| allow.as_mut().is_some_and(|allow| allow.accepts(rule));
    rules::ALL.iter().map(|rule| accepts(rule.meta())).collect()
}

impl<'d> Allow<'d> {
    /// The names in the value of an attribute, if there are any. What is no UTF-8 names nothing.
    pub(super) fn parse(value: &'d [u8]) -> Option<Self> {
        let value = std::str::from_utf8(value).ok()?;
        let offset = |name: &str| name.as_ptr().addr() - value.as_ptr().addr();
        let names = value.split_ascii_whitespace().map(|text| (Name { text, offset: offset(text) }, false));
        Some(Self { names: names.collect() }).filter(|allow| !allow.names.is_empty())
    }

    /// Whether it exempts its document from this rule, of which something was found there.
    pub(super) fn accepts(&mut self, rule: &RuleMeta) -> bool {
        if !rule.category.can_be_allowed() {
            return false;
        }
        let mut accepts = false;
        for (name, needed) in &mut self.names {
            if name.means(rule) {
                (accepts, *needed) = (true, true);
            }
        }
        accepts
    }

    /// Reports the names that allow nothing in `document`, where the rules ran that `levels` say. To be asked when all
    /// findings of the document have been shown to [`Self::accepts`].
    pub(super) fn report_unused(&self, document: &Document<'_>, levels: &Levels, report: &mut Report<'_>) {
        // What the whole file says is not about this document.
        let Some(attribute) = document.marker().and_then(|marker| marker.attribute("allow")) else { return };
        let written = attribute.value.span;
        let raw = written.of(document.bytes());
        // A value with escapes has no place for each name.
        let inner = match raw {
            [b'"', inner @ .., b'"'] if *inner == *attribute.value.bytes => Some(written.start + 1),
            raw if *raw == *attribute.value.bytes => Some(written.start),
            _ => None,
        };
        for (name, needed) in &self.names {
            let Some(unused) = unused(*name, *needed, levels) else { continue };
            let place = |start| Span::new(start + name.offset, start + name.offset + name.text.len());
            let span = inner.map_or(written, place);
            unused_allow::report(name.text.as_bytes(), span, &unused, attribute, document.bytes(), report);
        }
    }
}

/// Why a name allows nothing, if that is known.
fn unused(name: Name<'_>, needed: bool, levels: &Levels) -> Option<Unused> {
    if needed {
        return None;
    }
    let is_category = Category::ALL.iter().any(|category| category.name() == name.text);
    let meant = match Selector::parse(name.text) {
        Ok(meant) if is_category || meant.rules().count() == 1 => meant,
        // `all` and `default` select rules, and are no names that a document could allow.
        Ok(_) => return Some(Unused::Unknown(None)),
        // The rule that stands behind the wrong category was meant.
        Err(error) => {
            let rule = name.text.rsplit('/').next().and_then(rules::by_id).map(|rule| rule.meta().id.to_owned());
            return Some(Unused::Unknown(rule.or(error.suggestion)));
        }
    };
    let mut some_ran = false;
    for number in meant.rules() {
        let rule = rules::ALL.get(number)?;
        if !rule.meta().category.can_be_allowed() {
            return Some(Unused::Forbidden);
        }
        let runs = levels.get(number).is_some();
        some_ran |= runs;
        let is_judged = match rule {
            AnyRule::Document(rule) => runs || !rule.meta().default,
            // What else is checked decides what these find.
            AnyRule::Corpus(_) | AnyRule::Run(_) => !runs && !rule.meta().default,
        };
        if !is_judged {
            return None;
        }
    }
    some_ran.then_some(Unused::Nothing)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(id: &str) -> &'static RuleMeta {
        rules::by_id(id).expect("a rule").meta()
    }

    fn accepts(value: &str, id: &str) -> bool {
        Allow::parse(value.as_bytes()).is_some_and(|mut allow| allow.accepts(rule(id)))
    }

    #[test]
    fn a_document_exempts_itself_from_rules_and_categories() {
        for value in ["leading-dateline", "boilerplate", "boilerplate/leading-dateline", "byline  leading-dateline"] {
            assert!(accepts(value, "leading-dateline"), "{value}");
        }
        for value in ["", "dateline", "truncation/leading-dateline", "all", "leading-dateline,byline"] {
            assert!(!accepts(value, "leading-dateline"), "{value}");
        }
    }

    #[test]
    fn what_decides_whether_it_can_be_read_cannot_be_allowed() {
        for id in ["duplicate-id", "invalid-utf8", "marker-case", "unused-allow"] {
            assert!(!accepts(id, id) && !accepts(rule(id).category.name(), id), "{id}");
        }
    }

    #[test]
    fn a_name_is_judged_where_its_rules_ran() {
        let name = |text| Name { text, offset: 0 };
        let all = Levels::default();
        let told = |text| unused(name(text), false, &all);
        assert_eq!(told("byline"), Some(Unused::Nothing));
        assert_eq!(told("bylin"), Some(Unused::Unknown(Some("byline".to_owned()))));
        assert_eq!(told("format/byline"), Some(Unused::Unknown(Some("byline".to_owned()))));
        assert_eq!(told("all"), Some(Unused::Unknown(None)));
        assert_eq!(told("duplicate-id"), Some(Unused::Forbidden));
        assert_eq!(told("encoding"), Some(Unused::Forbidden));
        assert_eq!(told("boilerplate"), Some(Unused::Nothing));
        for silent in ["duplicate-text", "duplication", "truncation", "near-duplicate", "privacy"] {
            assert_eq!(told(silent), None, "{silent}");
        }
        assert_eq!(unused(name("byline"), true, &all), None);
        assert_eq!(unused(name("byline"), false, &Levels::none()), None);
        let mut without = Levels::default();
        without.set(rules::index_of("byline").expect("a rule"), None);
        assert_eq!(unused(name("boilerplate"), false, &without), None, "it may be needed in another run");
    }
}
