//! The tables `[[allow]]`: what is accepted of some documents, by whom the corpus belongs to, with a reason and perhaps
//! only for a time.

use std::ops::Range;

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use toml::de::DeValue;

use super::file::{Entry, Reader, entries};
use super::keys;
use crate::day::Day;
use crate::rules;

/// What is accepted of some documents: findings of some rules.
#[derive(Clone, Debug, Default)]
pub struct Allowance {
    /// Whether findings of a rule are accepted, by its number in [`rules::ALL`].
    rules: Vec<bool>,
    /// The ids of the documents.
    ids: Vec<String>,
    /// What else the ids of the documents may look like.
    patterns: Vec<Glob>,
    /// Why.
    pub reason: String,
    /// The last day on which it holds; none if it never expires.
    pub until: Option<Day>,
    /// Where it stands in the configuration file, in bytes.
    pub span: Range<usize>,
}

impl Allowance {
    /// Whether it is about findings of the rule with this number.
    pub fn covers(&self, rule: usize) -> bool {
        self.rules.get(rule).copied().unwrap_or(false)
    }

    /// Whether its last day is over.
    pub fn has_expired(&self, today: Day) -> bool {
        self.until.is_some_and(|until| until < today)
    }
}

/// All that is accepted, put together so that it takes no longer to find what is about a document where there is much
/// of it.
#[derive(Clone, Debug, Default)]
pub struct Allowances {
    all: Vec<Allowance>,
    /// The ids, in order, each with the number of the allowance that it is in.
    ids: Vec<(String, usize)>,
    patterns: GlobSet,
    /// For each of the patterns, the number of its allowance.
    owners: Vec<usize>,
}

impl Allowances {
    /// Puts allowances together.
    pub fn new(all: Vec<Allowance>) -> Self {
        let mut ids = Vec::new();
        let (mut patterns, mut owners) = (GlobSetBuilder::new(), Vec::new());
        for (number, allowance) in all.iter().enumerate() {
            ids.extend(allowance.ids.iter().map(|id| (id.clone(), number)));
            for pattern in &allowance.patterns {
                patterns.add(pattern.clone());
                owners.push(number);
            }
        }
        ids.sort_unstable();
        // Each of them alone was a pattern already, so all of them together are.
        Self { patterns: patterns.build().unwrap_or_default(), all, ids, owners }
    }

    /// The allowances, in the order of the configuration.
    pub fn all(&self) -> &[Allowance] {
        &self.all
    }

    /// The numbers of those that are about the document with this id, in order. An id that is not UTF-8 cannot be written
    /// in a configuration.
    pub fn about(&self, id: &[u8]) -> Vec<usize> {
        let Ok(id) = std::str::from_utf8(id) else { return Vec::new() };
        let first = self.ids.partition_point(|(own, _)| own.as_str() < id);
        let same = self.ids.get(first..).unwrap_or_default().iter().take_while(|(own, _)| own == id);
        let mut numbers: Vec<usize> = same.map(|(_, number)| *number).collect();
        if !self.owners.is_empty() {
            numbers.extend(self.patterns.matches(id).into_iter().filter_map(|pattern| self.owners.get(pattern)));
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

impl Reader {
    /// The tables `[[allow]]`.
    pub(super) fn allowances(&mut self, value: Entry<'_, '_>) -> Vec<Allowance> {
        let Some(array) = value.get_ref().as_array() else {
            self.problem(value, "expected tables, written `[[allow]]`", None);
            return Vec::new();
        };
        array.iter().filter_map(|value| self.allowance(value)).collect()
    }

    fn allowance(&mut self, value: Entry<'_, '_>) -> Option<Allowance> {
        let Some(table) = value.get_ref().as_table() else {
            self.problem(value, "expected a table, written `[[allow]]`", None);
            return None;
        };
        self.unknown_keys(table, &keys::names(keys::ALLOW));
        let mut allowance =
            Allowance { rules: vec![false; rules::ALL.len()], span: value.span(), ..Allowance::default() };
        for (key, value) in entries(table) {
            match key {
                "rules" => {
                    for rule in self.selectors(value).iter().flat_map(super::Selector::rules) {
                        if let Some(covered) = allowance.rules.get_mut(rule) {
                            *covered = true;
                        }
                    }
                }
                "ids" => allowance.ids = self.strings(value).into_iter().map(|(_, id)| id).collect(),
                "patterns" => allowance.patterns = self.id_patterns(value),
                "reason" => match value.get_ref().as_str().map(str::trim) {
                    Some(reason) if !reason.is_empty() => reason.clone_into(&mut allowance.reason),
                    _ => self.problem(value, "expected a reason, as a string", None),
                },
                "until" => allowance.until = self.day(value),
                _ => {}
            }
        }
        for (keys, help) in [
            (&["rules"][..], "say which `rules` or categories it is about"),
            (
                &["ids", "patterns"],
                "say of which documents, by their `ids` or by `patterns` for ids; for all of them, `ignore` switches a rule off",
            ),
            (&["reason"], "say the `reason`, for whoever asks in a year"),
        ] {
            if keys.iter().all(|key| table.get(*key).is_none()) {
                let missing: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
                let message = format!("something is allowed without {}", missing.join(" or "));
                self.problem(value, message, Some(help.to_owned()));
            }
        }
        Some(allowance)
    }

    /// Patterns for ids, which have no folders: a pattern is for the whole id. `*` does not match a slash, `**` does.
    fn id_patterns(&mut self, value: Entry<'_, '_>) -> Vec<Glob> {
        let mut patterns = Vec::new();
        for (value, pattern) in self.strings(value) {
            match GlobBuilder::new(&pattern).literal_separator(true).build() {
                Ok(pattern) => patterns.push(pattern),
                Err(error) => {
                    self.problem(value, format!("this is no pattern for ids: {}", error.kind()), None);
                }
            }
        }
        // Each may be one that can be matched, and all together be too many.
        let mut set = GlobSetBuilder::new();
        for pattern in &patterns {
            set.add(pattern.clone());
        }
        if let Err(error) = set.build() {
            self.problem(value, format!("these patterns cannot be matched together: {}", error.kind()), None);
        }
        patterns
    }

    fn day(&mut self, value: Entry<'_, '_>) -> Option<Day> {
        let date = match value.get_ref() {
            DeValue::Datetime(time) if time.time.is_none() && time.offset.is_none() => time.date,
            _ => None,
        };
        let day = date.and_then(|date| Day::new(date.year, date.month, date.day).ok());
        if day.is_none() {
            let help = Some("write it without quotation marks: `until = 2026-12-31`".to_owned());
            self.problem(value, "expected a day", help);
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;

    fn one(text: &str) -> Allowance {
        parse(&format!("[[allow]]\n{text}")).expect("a configuration").allow.remove(0)
    }

    fn problem(text: &str) -> (String, String) {
        let text = format!("[[allow]]\n{text}");
        let problems = parse(&text).expect_err("a mistake");
        let [problem] = problems.as_slice() else { panic!("{problems:?}") };
        (problem.message.clone(), problem.help.clone().unwrap_or_default())
    }

    #[test]
    fn documents_are_named_by_id_or_by_pattern() {
        let text = "rules = [\"truncation\", \"duplicate-text\"]\nids = [\"b*\", \"a/1\"]\npatterns = [\"press/*\"]\n\
                    reason = \"as printed\"\nuntil = 2026-12-31";
        let allowance = one(text);
        let all = Allowances::new(vec![allowance.clone()]);
        for (id, is_about) in [("b*", true), ("a/1", true), ("press/9", true), ("bc", false), ("press/9/x", false)] {
            assert_eq!(!all.about(id.as_bytes()).is_empty(), is_about, "{id}");
        }
        assert!(all.about(b"press/\xff").is_empty(), "what is no UTF-8 is not meant");
        let rule = |id| rules::index_of(id).expect("a rule");
        assert!(allowance.covers(rule("cut-mid-word")) && allowance.covers(rule("duplicate-text")));
        assert!(!allowance.covers(rule("duplicate-id")));
        assert_eq!(allowance.reason, "as printed");
    }

    #[test]
    fn of_several_all_are_found_that_are_about_a_document() {
        let with = |documents: &str| one(&format!("rules = [\"all\"]\nreason = \"x\"\n{documents}"));
        let all = Allowances::new(vec![
            with("ids = [\"a\", \"b\"]"),
            with("patterns = [\"x-*\", \"a*\"]"),
            with("ids = [\"a\"]\npatterns = [\"a\", \"b\"]"),
        ]);
        for (id, numbers) in [("a", &[0, 1, 2][..]), ("b", &[0, 2]), ("ab", &[1]), ("x-1", &[1]), ("c", &[])] {
            assert_eq!(all.about(id.as_bytes()), numbers, "{id}");
        }
        assert!(Allowances::default().about(b"a").is_empty());
    }

    #[test]
    fn the_last_day_counts() {
        let allowance = one("rules = [\"all\"]\nids = [\"a\"]\nreason = \"x\"\nuntil = 2026-12-31");
        let day = |text: &str| text.parse().expect("a day");
        assert!(!allowance.has_expired(day("2026-12-31")));
        assert!(allowance.has_expired(day("2027-01-01")));
        let for_good = one("rules = [\"all\"]\nids = [\"a\"]\nreason = \"x\"");
        assert!(!for_good.has_expired(day("9999-12-31")));
    }

    #[test]
    fn what_is_missing_or_wrong_is_told() {
        assert_eq!(problem("ids = [\"a\"]\nreason = \"x\"").0, "something is allowed without `rules`");
        assert_eq!(problem("rules = [\"all\"]\nreason = \"x\"").0, "something is allowed without `ids` or `patterns`");
        assert_eq!(problem("rules = [\"all\"]\nids = [\"a\"]").0, "something is allowed without `reason`");
        let complete = "rules = [\"all\"]\nids = [\"a\"]\nreason = \"x\"\n";
        let with = |line: &str| problem(&format!("{complete}{line}"));
        assert_eq!(
            with("untill = 2026-12-31"),
            ("unknown key `untill`".to_owned(), "did you mean `until`?".to_owned())
        );
        let help = "write it without quotation marks: `until = 2026-12-31`";
        for line in ["until = \"2026-12-31\"", "until = 2026-12-31T10:00:00Z", "until = 5"] {
            assert_eq!(with(line), ("expected a day".to_owned(), help.to_owned()), "{line}");
        }
        assert!(with("patterns = [\"a[\"]").0.starts_with("this is no pattern for ids"));
        assert_eq!(problem("rules = [\"all\"]\nids = [\"a\"]\nreason = \" \"").0, "expected a reason, as a string");
        assert!(parse("allow = 1").is_err() && parse("allow = [1]").is_err());
    }
}
