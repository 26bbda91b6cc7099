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

pub(super) fn explain(arguments: &ExplainArgs, terminal: Terminal, messages: &Messages) -> Result<u8, Failed> {
    let id = arguments.rule.rsplit('/').next().unwrap_or_default();
    let Some(rule) = rules::by_id(id) else {
        explain_no_rule(id, messages);
        return Err(Failed);
    };
    print(terminal, messages, |out| output::explain(rule.meta(), style(terminal), out))?;
    Ok(0)
}

/// Says why nothing is explained, and what could be.
fn explain_no_rule(name: &str, messages: &Messages) {
    let of_category = rules::ALL.iter().map(AnyRule::meta).filter(|rule| rule.category.name() == name);
    let of_category: Vec<String> = of_category.map(|rule| format!("`{}`", rule.id)).collect();
    if of_category.is_empty() {
        let suggestion = config::suggest_rule(name).map(|rule| format!("; did you mean `{rule}`?")).unwrap_or_default();
        messages.error(&format!("there is no rule `{name}`{suggestion}"));
        messages.note("`corplint rules` lists them");
    } else {
        messages.error(&format!("`{name}` is a category, and rules are explained one by one"));
        messages.note(&format!("its rules are {}", of_category.join(", ")));
        messages.note(&format!("`corplint rules {name}` says what each of them flags"));
    }
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
