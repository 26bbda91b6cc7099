//! What the project says of single findings on labelled documents: somebody has looked at each.
//!
//! `labels/findings.jsonl` names a finding by document, rule and line, and says in words what stands there; it has no
//! text of the documents.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::labelled::read;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/evaluate/labels/findings.jsonl");

#[derive(Deserialize)]
struct Finding {
    id: String,
    rule: String,
    /// The line of the document, from 1.
    line: u64,
    /// Whether the rule is right: there is what it says, and the label does not count it.
    real: bool,
    what: String,
}

/// All that was said.
pub(crate) struct Described(BTreeMap<(String, String, u64), (bool, String)>);

impl Described {
    pub(crate) fn read() -> Result<Self, String> {
        let findings = read::<Finding>(Path::new(FILE))?;
        Ok(Self(findings.into_iter().map(|it| ((it.id, it.rule, it.line), (it.real, it.what))).collect()))
    }

    /// What was said of a finding of `rule` on this line, from 1, of a document.
    pub(crate) fn of(&self, id: &str, rule: &str, line: u64) -> &str {
        self.find(id, rule, line).map_or("nobody has described it yet", |(_, what)| what.as_str())
    }

    /// Whether the rule is right there.
    pub(crate) fn is_real(&self, id: &str, rule: &str, line: u64) -> bool {
        self.find(id, rule, line).is_some_and(|(real, _)| *real)
    }

    fn find(&self, id: &str, rule: &str, line: u64) -> Option<&(bool, String)> {
        self.0.get(&(id.to_owned(), rule.to_owned(), line))
    }
}
