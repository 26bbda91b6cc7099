//! The guard: no fix changes which documents there are.

use std::collections::BTreeSet;

use super::fixes::Fixes;
use crate::document::{SectionKind, sections};
use crate::syntax::parse;

/// How often it is tried in all which fixes of a file would make other documents of it. To find one fix among a
/// thousand takes about twenty tries; a file that was made to be slow gets no more than these.
const MOST_TRIES: usize = 200;

/// Sees to it that the documents stay the same ones.
pub(super) struct Guard {
    before: Documents,
    tries: usize,
}

/// A file with some fixes made in it; which ones; and which ones would have done harm.
type Made = (Vec<u8>, Vec<usize>, Vec<usize>);

impl Guard {
    pub(super) fn new(bytes: &[u8]) -> Self {
        Self { before: Documents::of(bytes), tries: MOST_TRIES }
    }

    /// Whether it was tried as often as it may be.
    pub(super) const fn has_given_up(&self) -> bool {
        self.tries == 0
    }

    /// Makes the `chosen` fixes, but for those that would make other documents of the file. As long as there is none,
    /// this is one try; each one is found by trying halves.
    pub(super) fn without_harm(&mut self, bytes: &[u8], fixes: &Fixes, chosen: Vec<usize>) -> Made {
        let mut result = None;
        let mut made: Vec<usize> = Vec::new();
        let mut harmful = Vec::new();
        let mut groups = vec![chosen];
        while let Some(mut group) = groups.pop() {
            if group.is_empty() {
                continue;
            }
            if self.tries == 0 {
                harmful.append(&mut group);
                continue;
            }
            self.tries -= 1;
            let tried = fixes.apply(bytes, made.iter().chain(&group).copied());
            if Documents::of(&tried) == self.before {
                result = Some(tried);
                made.append(&mut group);
            } else if group.len() == 1 {
                harmful.append(&mut group);
            } else {
                let half = group.split_off(group.len() / 2);
                groups.extend([half, group]);
            }
        }
        (result.unwrap_or_else(|| bytes.to_vec()), made, harmful)
    }
}

/// Which documents there are, in order. No fix may change that.
///
/// Only a carriage return at the end of an id may go, as long as no two ids become the same: it was a part of the line
/// ending before that was translated twice.
#[derive(PartialEq, Eq)]
struct Documents {
    ids: Vec<Option<Box<[u8]>>>,
    different: usize,
}

impl Documents {
    fn of(bytes: &[u8]) -> Self {
        let tree = parse(bytes);
        let documents = sections(&tree.nodes).into_iter().filter(|section| section.kind == SectionKind::Document);
        let ids: Vec<Option<Box<[u8]>>> =
            documents.map(|section| section.marker?.id.as_ref().map(|id| id.bytes.clone())).collect();
        let different = ids.iter().collect::<BTreeSet<_>>().len();
        let name = |id: Box<[u8]>| {
            let mut id = id.into_vec();
            while id.last() == Some(&b'\r') {
                id.pop();
            }
            id.into_boxed_slice()
        };
        Self { ids: ids.into_iter().map(|id| id.map(name)).collect(), different }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_the_same_ones_without_a_carriage_return_at_their_end_as_long_as_they_differ() {
        let documents = |text: &str| Documents::of(text.as_bytes());
        let one = "<<<FILE>>> a\r\r\nx\n";
        assert!(documents(one) == documents(&one.replace('\r', "")));
        assert!(documents(one) != documents("<<<FILE>>> b\nx\n"));
        assert!(documents("<<<FILE>>> a\x07b\nx\n") != documents("<<<FILE>>> ab\nx\n"));
        assert!(documents("<<<FILE>>> a\rb\nx\n") != documents("<<<FILE>>> ab\nx\n"));
        let two = format!("<<<FILE>>> a\nx\n{one}");
        assert!(documents(&two) != documents(&two.replace('\r', "")), "two documents would have one id");
        assert!(documents("") == documents("text\n"));
    }
}
