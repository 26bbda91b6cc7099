//! Lines of a log as the runner of GitHub Actions and the agent of Azure Pipelines read them.

use std::collections::BTreeMap;

/// A command that was found in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Command {
    pub(super) name: String,
    pub(super) properties: BTreeMap<String, String>,
    pub(super) data: String,
}

/// The commands that the runner knows, and those that it once knew.
const REGISTERED: [&str; 20] = [
    "error",
    "warning",
    "notice",
    "debug",
    "group",
    "endgroup",
    "echo",
    "add-mask",
    "add-path",
    "add-matcher",
    "remove-matcher",
    "set-env",
    "set-output",
    "save-state",
    "stop-commands",
    "internal-set-repo-path",
    "command",
    "section",
    "info",
    "warn",
];

/// What the runner does with a line: it looks for `::name key=value,…::data` behind blanks, and otherwise for
/// `##[name key=value;…]data` anywhere.
pub(super) fn github(line: &str) -> Option<Command> {
    modern(line).or_else(|| legacy(line))
}

fn modern(line: &str) -> Option<Command> {
    let (head, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let unescape = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n");
    let property = |text: &str| unescape(text).replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
    REGISTERED.contains(&name).then(|| Command {
        name: name.to_owned(),
        properties: pairs(properties, ',', property),
        data: unescape(data).replace("%25", "%"),
    })
}

fn legacy(line: &str) -> Option<Command> {
    let (_, rest) = line.split_once("##[")?;
    let (head, data) = rest.split_once(']')?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    REGISTERED.contains(&name).then(|| Command {
        name: name.to_owned(),
        properties: pairs(properties, ';', str::to_owned),
        data: data.to_owned(),
    })
}

/// What the agent of Azure does with a line: it looks for `##vso[area.event key=value;…]data` anywhere.
pub(super) fn azure(line: &str) -> Option<Command> {
    let (_, rest) = line.split_once("##vso[")?;
    let (head, data) = rest.split_once(']')?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let unescape = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n");
    let property = |text: &str| unescape(text).replace("%5D", "]").replace("%3B", ";").replace("%AZP25", "%");
    Some(Command {
        name: name.to_owned(),
        properties: pairs(properties, ';', property),
        data: unescape(data).replace("%AZP25", "%"),
    })
}

fn pairs(text: &str, separator: char, unescape: impl Fn(&str) -> String) -> BTreeMap<String, String> {
    let pairs = text.trim().split(separator).filter_map(|pair| pair.split_once('='));
    // A property without a value is none.
    pairs.filter(|(_, value)| !value.is_empty()).map(|(key, value)| (key.to_owned(), unescape(value))).collect()
}

#[test]
fn commands_are_found_where_the_runner_finds_them() {
    assert_eq!(github("  ::set-output name=a::b").map(|command| command.name), Some("set-output".to_owned()));
    assert_eq!(github("text ##[add-mask]x").map(|command| command.data), Some("x".to_owned()));
    let error = github("::error file=a%2Cb,title=,line=3::100 %25%0Ax").expect("it is a command");
    assert_eq!(error.properties, BTreeMap::from([("file".into(), "a,b".into()), ("line".into(), "3".into())]));
    assert_eq!(error.data, "100 %\nx");
    for text in ["a ::error::x", "::unknown::x", "::error", "# [error]x"] {
        assert_eq!(github(text), None, "{text}");
    }
    assert_eq!(
        azure("x ##vso[task.complete result=a%3Bb;]y").map(|command| command.name),
        Some("task.complete".into())
    );
}
