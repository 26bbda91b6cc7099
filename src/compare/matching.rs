//! Which document of one drop is which of the other.

use std::cmp::Ordering;

use super::{DropIndex, Entry, Key};

/// A document of the old drop and the one of the new that it is now, by their numbers.
pub type Match = (usize, usize);

/// What became of the documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Those of the old drop that are in the new one no more.
    pub removed: Vec<usize>,
    /// Those of the new drop that were not in the old one.
    pub added: Vec<usize>,
    /// Those with another id, or with one where there was none, and the same text.
    pub renamed: Vec<Match>,
    /// Those that are the same, in another file.
    pub moved: Vec<Match>,
    /// Those with another text or other attributes.
    pub changed: Vec<Match>,
    /// How many are the same, in the same file.
    pub same: u64,
}

impl Comparison {
    /// Whether there is any difference.
    pub fn differs(&self) -> bool {
        let Self { removed, added, renamed, moved, changed, same: _ } = self;
        !(removed.is_empty() && added.is_empty() && renamed.is_empty() && moved.is_empty() && changed.is_empty())
    }
}

/// Holds two drops against each other.
///
/// Documents of one id are matched by their texts first, and those that are left in their order. What is left of all
/// ids is matched by text alone; a document without text matches no other.
pub fn compare(old: &DropIndex, new: &DropIndex) -> Comparison {
    let mut comparison = Comparison::default();
    let mut pairs: Vec<Match> = Vec::new();
    let mut left = Left::default();
    let (old_order, new_order) = (by_key(&old.entries), by_key(&new.entries));
    merge(
        groups(&old_order, |number| old.entries.get(number).map(|entry| &entry.key)),
        groups(&new_order, |number| new.entries.get(number).map(|entry| &entry.key)),
        |old_group, new_group| {
            let nameless = old_group.iter().take(1).any(|&number| is_nameless(&old.entries, number));
            let mut rest = (Vec::new(), Vec::new());
            by_text(&old.entries, &new.entries, old_group, new_group, &mut pairs, &mut rest);
            rest.0.sort_unstable();
            rest.1.sort_unstable();
            let in_order = if nameless { 0 } else { rest.0.len().min(rest.1.len()) };
            pairs.extend(rest.0.iter().copied().zip(rest.1.iter().copied()).take(in_order));
            left.old.extend(rest.0.into_iter().skip(in_order));
            left.new.extend(rest.1.into_iter().skip(in_order));
        },
    );
    left.rename(old, new, &mut comparison);
    for (before, after) in pairs {
        let (Some(was), Some(is)) = (old.entries.get(before), new.entries.get(after)) else { continue };
        if was.text != is.text || was.attributes != is.attributes {
            comparison.changed.push((before, after));
        } else if old.name(was) != new.name(is) {
            comparison.moved.push((before, after));
        } else {
            comparison.same += u64::from(!matches!(is.key, Key::Outside(_)));
        }
    }
    for matches in [&mut comparison.changed, &mut comparison.moved, &mut comparison.renamed] {
        matches.sort_unstable_by_key(|&(_, after)| after);
    }
    comparison.removed.sort_unstable();
    comparison.added.sort_unstable();
    comparison
}

fn is_nameless(entries: &[Entry], number: usize) -> bool {
    entries.get(number).is_some_and(|entry| entry.key == Key::Nameless)
}

/// The numbers of all documents, by key and then by what they say.
fn by_key(entries: &[Entry]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    let of = |number: &usize| entries.get(*number).map(|entry| (&entry.key, entry.text, entry.attributes));
    order.sort_unstable_by(|left, right| of(left).cmp(&of(right)).then(left.cmp(right)));
    order
}

/// Cuts a sorted list into runs with the same key.
fn groups<'a, K: Ord + 'a>(
    order: &'a [usize],
    key: impl Fn(usize) -> Option<&'a K> + 'a,
) -> impl Iterator<Item = (Option<&'a K>, &'a [usize])> {
    let mut rest = order;
    std::iter::from_fn(move || {
        let &first = rest.first()?;
        let own = key(first);
        let length = rest.iter().take_while(|&&number| key(number) == own).count();
        let (group, after) = rest.split_at_checked(length)?;
        rest = after;
        Some((own, group))
    })
}

/// Walks along two sorted lists of groups, and shows `visit` those with the same key together.
fn merge<'a, K: Ord + 'a>(
    old: impl Iterator<Item = (K, &'a [usize])>,
    new: impl Iterator<Item = (K, &'a [usize])>,
    mut visit: impl FnMut(&'a [usize], &'a [usize]),
) {
    let (mut old, mut new) = (old.peekable(), new.peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((left, _)), Some((right, _))) => left.cmp(right),
        };
        let before = if order.is_le() { old.next().map_or(&[][..], |(_, group)| group) } else { &[] };
        let after = if order.is_ge() { new.next().map_or(&[][..], |(_, group)| group) } else { &[] };
        visit(before, after);
    }
}

/// Matches documents with the same text, each once. Both lists are in the order of texts.
fn by_text(
    old: &[Entry],
    new: &[Entry],
    old_group: &[usize],
    new_group: &[usize],
    pairs: &mut Vec<Match>,
    rest: &mut (Vec<usize>, Vec<usize>),
) {
    let text = |entries: &[Entry], number: usize| entries.get(number).map(|entry| entry.text);
    let (mut left, mut right) = (old_group.iter().peekable(), new_group.iter().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => return,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(&&before), Some(&&after)) => text(old, before).cmp(&text(new, after)),
        };
        let before = left.next_if(|_| order.is_le());
        let after = right.next_if(|_| order.is_ge());
        match (before, after) {
            (Some(&before), Some(&after)) => pairs.push((before, after)),
            (Some(&before), None) => rest.0.push(before),
            (None, Some(&after)) => rest.1.push(after),
            (None, None) => return,
        }
    }
}

/// What has no counterpart of the same id.
#[derive(Default)]
struct Left {
    old: Vec<usize>,
    new: Vec<usize>,
}

impl Left {
    /// Matches by text alone. What is left then was removed or added.
    fn rename(self, old: &DropIndex, new: &DropIndex, comparison: &mut Comparison) {
        let can_be = |entries: &[Entry], number: usize| {
            entries.get(number).is_some_and(|entry| !entry.empty && !matches!(entry.key, Key::Outside(_)))
        };
        let (mut before, removed): (Vec<usize>, _) = self.old.into_iter().partition(|&it| can_be(&old.entries, it));
        let (mut after, added): (Vec<usize>, _) = self.new.into_iter().partition(|&it| can_be(&new.entries, it));
        let of = |entries: &[Entry], number: usize| entries.get(number).map(|entry| (entry.text, entry.attributes));
        before.sort_unstable_by_key(|&number| (of(&old.entries, number), number));
        after.sort_unstable_by_key(|&number| (of(&new.entries, number), number));
        let mut rest = (removed, added);
        by_text(&old.entries, &new.entries, &before, &after, &mut comparison.renamed, &mut rest);
        (comparison.removed, comparison.added) = rest;
    }
}
