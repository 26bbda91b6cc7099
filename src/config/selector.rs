//! Selectors: how rules are named in configuration and on the command line.

use crate::rule::{AnyRule, Category};
use crate::rules;

/// Some rules, as numbers in [`rules::ALL`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector(Vec<usize>);

/// A name that is no rule and no category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSelector {
    /// The name.
    pub name: String,
    /// A name that may have been meant.
    pub suggestion: Option<String>,
}

impl Selector {
    /// The rules that `name` stands for: `all`, `default`, a category, a rule, or `category/rule`.
    pub fn parse(name: &str) -> Result<Self, UnknownSelector> {
        let of_category = |category: Category| {
            let rules = rules::ALL.iter().enumerate().filter(|(_, rule)| rule.meta().category == category);
            rules.map(|(number, _)| number).collect()
        };
        if name == "all" {
            return Ok(Self((0..rules::ALL.len()).collect()));
        }
        if name == "default" {
            let runs = |number: &usize| rules::ALL.get(*number).is_some_and(|rule| rule.meta().default);
            return Ok(Self((0..rules::ALL.len()).filter(runs).collect()));
        }
        if let Some(category) = Category::ALL.into_iter().find(|category| category.name() == name) {
            return Ok(Self(of_category(category)));
        }
        let (category, id) = name.split_once('/').map_or((None, name), |(category, id)| (Some(category), id));
        let rule = rules::index_of(id).filter(|&number| {
            let meta = rules::ALL.get(number).map(AnyRule::meta);
            meta.is_some_and(|meta| category.is_none_or(|category| category == meta.category.name()))
        });
        rule.map(|number| Self(vec![number])).ok_or_else(|| UnknownSelector {
            name: name.to_owned(),
            suggestion: nearest(name, names()).map(ToOwned::to_owned),
        })
    }

    /// The numbers of the rules.
    pub fn rules(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().copied()
    }
}

/// Every name that stands for rules.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let rules = rules::ALL.iter().map(|rule| rule.meta().id);
    rules.chain(Category::ALL.into_iter().map(Category::name)).chain(["all", "default"])
}

/// The id of the rule that may have been meant by `name`.
pub fn suggest_rule(name: &str) -> Option<&'static str> {
    nearest(name, rules::ALL.iter().map(|rule| rule.meta().id))
}

/// The longest name that may have been meant for another, in bytes. What is longer was no slip of a finger.
const LONGEST_SLIP: usize = 64;

/// The candidate that is most like `name`, if one is like it: a part of it was written, or all of it with a slip in at
/// most every third letter. Capitals and `_` for `-` are no slips at all.
pub(super) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > LONGEST_SLIP {
        return None;
    }
    let name = name.to_lowercase().replace('_', "-");
    let slips = name.chars().count().div_ceil(3);
    let is_part = |candidate: &str| name.len() >= 3 && candidate.contains(&name);
    candidates
        .filter(|candidate| is_part(candidate) || strsim::osa_distance(&name, candidate) <= slips)
        .map(|candidate| (strsim::jaro_winkler(&name, candidate), candidate))
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, candidate)| candidate)
}

impl std::fmt::Display for UnknownSelector {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.name.is_empty() {
            return write!(formatter, "the name of a rule or category is missing, perhaps beside a comma");
        }
        write!(formatter, "there is no rule and no category `{}`", self.name.escape_debug())?;
        if let Some(suggestion) = &self.suggestion {
            write!(formatter, "; did you mean `{suggestion}`?")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_and_categories_have_names() {
        let one = Selector::parse("duplicate-id").expect("a rule");
        assert_eq!(one.rules().count(), 1);
        assert_eq!(Selector::parse("identity/duplicate-id"), Ok(one));
        assert!(Selector::parse("identity").expect("a category").rules().count() >= 2);
        assert_eq!(Selector::parse("all").expect("everything").rules().count(), rules::ALL.len());
        assert!(Selector::parse("format/duplicate-id").is_err());
    }

    #[test]
    fn what_runs_by_default_can_be_named() {
        let default = Selector::parse("default").expect("what runs by default");
        let runs = |id| default.rules().any(|rule| Some(rule) == rules::index_of(id));
        assert!(runs("duplicate-id") && !runs("near-duplicate"));
        let duplication = Selector::parse("duplication").expect("a category");
        assert!(duplication.rules().any(|rule| Some(rule) == rules::index_of("near-duplicate")));
    }

    #[test]
    fn a_slip_is_told_with_what_was_meant() {
        let error = Selector::parse("duplicat-id").expect_err("a slip");
        assert_eq!(error.to_string(), "there is no rule and no category `duplicat-id`; did you mean `duplicate-id`?");
        assert_eq!(suggest_rule("DUPLICATE_ID"), Some("duplicate-id"));
        assert_eq!(suggest_rule("comment-heading"), Some("trailing-comment-heading"));
        assert_eq!(suggest_rule("dup"), Some("duplicate-id"));
        assert_eq!(suggest_rule("nothing-like-it"), None);
        assert_eq!(suggest_rule("id"), None);
        assert_eq!(suggest_rule(&"duplicate-id".repeat(1 << 16)), None);
        assert_eq!(Selector::parse("xyz\u{1b}").expect_err("nonsense").suggestion, None);
    }
}
