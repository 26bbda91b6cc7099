//! `explain`, `rules` and `config-schema`: what the rules and the configuration say of themselves.

use std::collections::BTreeSet;

use corplint::config::Selector;
use corplint::output::Listing;
use corplint::rule::{AnyRule, RuleMeta};
use corplint::{config, output, rules};

use super::args::{ExplainArgs, RulesArgs, RulesFormat};
use super::messages::Messages;
use super::setup::selectors;
use super::terminal::Terminal;
use super::{Failed, print, print_bytes, style};

/// A shorter word stands in the documentation of every rule.
const FEWEST_LETTERS: usize = 4;

/// How many rules are named that speak of a word.
const MOST_SUGGESTED: usize = 5;

pub(super) fn explain(arguments: &ExplainArgs, terminal: Terminal, messages: &Messages) -> Result<u8, Failed> {
    let id = arguments.rule.rsplit('/').next().unwrap_or_default();
    let Some(rule) = rules::by_id(id) else {
        explain_no_rule(id, messages);
        return Err(Failed);
    };
    print(terminal, messages, |out| output::explain(rule.meta(), style(terminal.for_running_text()), out))?;
    Ok(0)
}

/// Says why nothing is explained, and what could be.
fn explain_no_rule(name: &str, messages: &Messages) {
    let of_category = rules::ALL.iter().map(AnyRule::meta).filter(|rule| rule.category.name() == name);
    let of_category: Vec<String> = of_category.map(|rule| format!("`{}`", rule.id)).collect();
    if of_category.is_empty() {
        let suggestion = config::suggest_rule(name).map(|rule| format!("; did you mean `{rule}`?")).unwrap_or_default();
        messages.error(&format!("there is no rule `{name}`{suggestion}"));
        let speaking = rules_that_speak_of(name);
        if suggestion.is_empty() && !speaking.is_empty() {
            messages.note(&format!("these speak of it: {}", speaking.join(", ")));
        }
        messages.note("`corplint rules` lists them");
    } else {
        messages.error(&format!("`{name}` is a category, and rules are explained one by one"));
        messages.note(&format!("its rules are {}", of_category.join(", ")));
        messages.note(&format!("`corplint rules {name}` says what each of them flags"));
    }
}

/// The rules in whose names, summaries or documentation a word stands, those first that have it in front; none for a word
/// that is too short to mean anything.
fn rules_that_speak_of(word: &str) -> Vec<String> {
    let word = word.to_lowercase();
    // "comments" is to find "comment".
    let word = word.strip_suffix('s').unwrap_or(&word);
    if word.chars().nth(FEWEST_LETTERS - 1).is_none() {
        return Vec::new();
    }
    let rank = |rule: &RuleMeta| {
        let has = |text: &str| text.to_lowercase().contains(word);
        let ranks = [has(rule.id), has(&rule.summary()), has(rule.doc)];
        ranks.into_iter().position(|has| has)
    };
    let ranked = rules::ALL.iter().map(AnyRule::meta).filter_map(|rule| Some((rank(rule)?, rule.id)));
    let ranked: BTreeSet<(usize, &str)> = ranked.collect();
    ranked.into_iter().take(MOST_SUGGESTED).map(|(_, id)| format!("`{id}`")).collect()
}

pub(super) fn rules(arguments: &RulesArgs, terminal: Terminal, messages: &Messages) -> Result<u8, Failed> {
    let selected: BTreeSet<usize> = match &*arguments.select {
        [] => (0..rules::ALL.len()).collect(),
        names => selectors(names, messages)?.iter().flat_map(Selector::rules).collect(),
    };
    let all: Vec<&RuleMeta> = selected.iter().filter_map(|&number| rules::ALL.get(number)).map(AnyRule::meta).collect();
    let listing = if terminal.interactive { Listing::Table } else { Listing::Lines };
    print(terminal, messages, |out| match arguments.format {
        RulesFormat::Human => output::rules(&all, style(terminal), listing, out),
        RulesFormat::Json => output::rules_json(&all, env!("CARGO_PKG_VERSION"), out),
    })?;
    Ok(0)
}

pub(super) fn config_schema(messages: &Messages) -> Result<u8, Failed> {
    print_bytes(messages, |out| out.write_all(config::schema().as_bytes()))?;
    Ok(0)
}
