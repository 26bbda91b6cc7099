//! The tables `[rules.<id>]`: what is set about single rules. What can be set is said by the rules themselves.

use super::file::{Entry, Reader, entries};
use super::selector::suggest_rule;
use crate::rule::{Kind, SettingValue, Values};
use crate::rules;

impl Reader {
    /// What is set about rules, by their numbers in [`rules::ALL`].
    pub(super) fn rules(&mut self, value: Entry<'_, '_>) -> Vec<(usize, Values)> {
        let Some(table) = value.get_ref().as_table() else {
            self.problem(value, "expected tables, written `[rules.<rule>]`", None);
            return Vec::new();
        };
        let mut all = Vec::new();
        for (key, value) in table {
            let id = key.get_ref().as_ref();
            let Some((number, rule)) = rules::index_of(id).and_then(|number| Some((number, rules::ALL.get(number)?)))
            else {
                let help = suggest_rule(id).map(|rule| format!("did you mean `{rule}`?"));
                let help = help.unwrap_or_else(|| "`corplint rules` lists them".to_owned());
                self.problem_at(key.span(), format!("there is no rule `{}`", id.escape_debug()), Some(help));
                continue;
            };
            let settings = rule.meta().settings;
            if settings.is_empty() {
                let help =
                    "how bad its findings are is set in `[severity]`, and whether it runs in `select` and `ignore`";
                self.problem_at(key.span(), format!("there is nothing to set about `{id}`"), Some(help.to_owned()));
                continue;
            }
            let Some(table) = value.get_ref().as_table() else {
                self.problem(value, format!("expected a table, written `[rules.{id}]`"), None);
                continue;
            };
            self.unknown_keys(table, &settings.iter().map(|setting| setting.key).collect::<Vec<_>>());
            let mut values = Values::default();
            for (key, value) in entries(table) {
                let Some(setting) = settings.iter().find(|setting| setting.key == key) else { continue };
                let read = match setting.kind {
                    Kind::Choice(words) => self.one_of(value, words).map(SettingValue::Choice),
                };
                if let Some(value) = read {
                    values.set(setting, value);
                }
            }
            all.push((number, values));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use crate::config::parse;
    use crate::rule::{Kind, SettingValue};
    use crate::rules;

    fn problem(text: &str) -> (String, String, String) {
        let problems = parse(text).expect_err("a mistake");
        let [problem] = problems.as_slice() else { panic!("{problems:?}") };
        let quote = text.get(problem.span.clone()).expect("a place in the text");
        (quote.to_owned(), problem.message.clone(), problem.help.clone().unwrap_or_default())
    }

    #[test]
    fn every_setting_of_every_rule_can_be_set() {
        let mut count = 0;
        for (number, rule) in rules::ALL.iter().enumerate() {
            for setting in rule.meta().settings {
                let Kind::Choice(words) = setting.kind;
                for word in words {
                    let text = format!("[rules.{}]\n{} = \"{word}\"", rule.meta().id, setting.key);
                    let config = parse(&text).expect("a configuration");
                    let [(found, values)] = config.rules.as_slice() else { panic!("{text}") };
                    assert_eq!((*found, values.get(setting)), (number, SettingValue::Choice(word)), "{text}");
                    count += 1;
                }
            }
        }
        assert!(count > 0, "no rule has a setting, so this tests nothing");
    }

    #[test]
    fn mistakes_point_at_their_place() {
        let told = |text, expected: (&str, &str, &str)| {
            let (quote, message, help) = problem(text);
            assert_eq!((quote.as_str(), message.as_str(), help.as_str()), expected);
        };
        told(
            "[rules.not-nfc]\nform = \"nfd1\"",
            ("\"nfd1\"", "expected one of `nfc`, `nfd` and `nfc-exact`", "did you mean `nfd`?"),
        );
        told("[rules.not-nfc]\nfrom = \"nfc\"", ("from", "unknown key `from`", "did you mean `form`?"));
        told(
            "[rules.not-nfcc]\nform = \"nfc\"",
            ("not-nfcc", "there is no rule `not-nfcc`", "did you mean `not-nfc`?"),
        );
        told("[rules]\nnot-nfc = \"nfd\"", ("\"nfd\"", "expected a table, written `[rules.not-nfc]`", ""));
        told("rules = 1", ("1", "expected tables, written `[rules.<rule>]`", ""));
        assert_eq!(problem("[rules.duplicate-id]\nx = 1").1, "there is nothing to set about `duplicate-id`");
    }
}
