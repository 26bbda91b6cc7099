//! The rows of the verdict in the JSON reports.

use serde::Serialize;

use super::budgets::state;
use super::report::Head;
use crate::config::Per;
use crate::gate::{Group, GroupName, Row, State, What, Why};

/// A budget, or the severity from which on findings fail a run.
#[derive(Serialize)]
pub(super) struct JsonRow {
    /// `run`, `file` or `source`.
    per: &'static str,
    /// A severity, a category, a rule, or `all`.
    name: String,
    /// Whether findings count that are worse than the severity.
    or_worse: bool,
    limit: String,
    state: &'static str,
    /// Why it is not decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    /// How many documents a share has to be of.
    #[serde(skip_serializing_if = "Option::is_none")]
    needed_documents: Option<u64>,
    findings: u64,
    /// How many documents have them.
    #[serde(skip_serializing_if = "Option::is_none")]
    documents: Option<u64>,
    of_documents: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<JsonGroups>,
}

#[derive(Serialize)]
struct JsonGroups {
    total: u64,
    failed: u64,
    undecided: u64,
    worst: Vec<JsonGroup>,
}

#[derive(Serialize)]
struct JsonGroup {
    /// The path of a file, or what documents say of their source; null for those that do not say.
    name: Option<String>,
    state: &'static str,
    findings: u64,
    documents: u64,
    of_documents: u64,
}

impl JsonRow {
    pub(super) fn new(row: &Row, head: &Head<'_>) -> Self {
        let (name, or_worse) = match &row.what {
            What::AtOrAbove(severity) => (severity.name().to_owned(), true),
            What::Named(name) => (name.clone(), false),
        };
        let (reason, needed_documents) = match row.state {
            State::Pass | State::Fail => (None, None),
            State::Undecided(Why::Unread) => (Some("unread"), None),
            State::Undecided(Why::TooFew { needed }) => (Some("too-few-documents"), Some(needed)),
        };
        let group = |group: &Group| JsonGroup {
            name: match &group.name {
                GroupName::File(source) => Some(head.path(source)),
                GroupName::Source(source) => source.as_deref().map(ToOwned::to_owned),
            },
            state: state(group.state),
            findings: group.measured.findings,
            documents: group.measured.documents,
            of_documents: group.measured.of,
        };
        Self {
            per: match row.per {
                Per::Run => "run",
                Per::File => "file",
                Per::Source => "source",
            },
            name,
            or_worse,
            limit: row.limit.to_string(),
            state: state(row.state),
            reason,
            needed_documents,
            findings: row.measured.findings,
            documents: (!or_worse).then_some(row.measured.documents),
            of_documents: row.measured.of,
            groups: row.groups.as_ref().map(|groups| JsonGroups {
                total: groups.total,
                failed: groups.failed,
                undecided: groups.undecided,
                worst: groups.worst.iter().map(group).collect(),
            }),
        }
    }
}
