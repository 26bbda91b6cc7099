//! All rules: one file each, in the folder of its category.
//!
//! To add a rule, write `src/rules/<category>/<id>.rs`, its fixtures in `fixtures/rules/<id>/`, and its two lines
//! here: the `mod` line, which Rust asks for, and its entry in [`ALL`]. Both lists are sorted. A test says what is
//! missing if one of them is forgotten; `CONTRIBUTING.md` has the rest.

use crate::rule::AnyRule::{self, Corpus, Document};

mod format {
    pub(super) mod empty_document;
}

mod identity {
    pub(super) mod duplicate_id;
    pub(super) mod missing_id;
}

/// Every rule, in the order of ids.
pub static ALL: &[AnyRule] = &[
    Corpus(&identity::duplicate_id::DuplicateId),
    Document(&format::empty_document::EmptyDocument),
    Document(&identity::missing_id::MissingId),
];

/// The rule with this id.
pub fn by_id(id: &str) -> Option<&'static AnyRule> {
    index_of(id).and_then(|index| ALL.get(index))
}

/// The number of the rule with this id in [`ALL`].
pub fn index_of(id: &str) -> Option<usize> {
    ALL.binary_search_by(|rule| rule.meta().id.cmp(id)).ok()
}
