//! Entries of the baseline that are needed no longer: the document is there, the rule ran, and less was found.
//!
//! Of a document that was not checked, nothing can be said, nor of a rule that compares documents: what it finds depends
//! on what else is checked. Which documents were is known from the facts about ids, so
//! that a document in which nothing is found has nothing to do for this.

use std::io;

use twox_hash::XxHash3_64;

use super::Needed;
use crate::baseline::Subject;
use crate::config::Settings;
use crate::facts::Table;
use crate::rule::AnyRule;
use crate::rules;

/// Puts into `needed` which entries of the baseline of `settings` are stale.
pub(super) fn find(table: &Table, settings: &Settings, needed: &mut Needed) -> io::Result<()> {
    let Some(baseline) = settings.baseline() else { return Ok(()) };
    let mut candidates: Vec<(u64, usize)> = Vec::new();
    for (number, entry) in baseline.entries().iter().enumerate() {
        let Subject::Document(id) = &entry.document else { continue };
        let ran = rules::numbered(&entry.rule)
            .is_some_and(|(number, rule)| matches!(rule, AnyRule::Document(_)) && settings.runs(number));
        if ran && needed.matches.of(number) < entry.count {
            candidates.push((XxHash3_64::oneshot(id.as_bytes()), number));
        }
    }
    if candidates.is_empty() {
        return Ok(());
    }
    candidates.sort_unstable();
    let mut last = None;
    for record in table.ids.records() {
        let exact = record?.exact;
        // However often an id is there, its entries are looked up once.
        if last.replace(exact) == Some(exact) {
            continue;
        }
        let first = candidates.partition_point(|(hash, _)| *hash < exact);
        let same = candidates.get(first..).unwrap_or_default().iter().take_while(|(hash, _)| *hash == exact);
        needed.stale.extend(same.map(|(_, number)| *number));
    }
    needed.stale.sort_unstable();
    needed.stale.dedup();
    Ok(())
}
