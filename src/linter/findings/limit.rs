//! Which findings are kept: of each rule the first few in a file, where no report shows more.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Of how many files it is remembered which rules have findings enough. Files come one after another, and few of them
/// are open at once.
const REMEMBERED: usize = 64;

/// What is known of the findings that are kept of a run.
///
/// Blocks are checked in any order. That a rule has findings enough is known in a block when earlier blocks of its file
/// have them, and until then findings are kept that turn out to be too many: so what is kept is never too little.
#[derive(Debug)]
pub(in crate::linter) struct Limits {
    /// How many findings of a rule in a file are kept at least; none for all.
    most: Option<u64>,
    /// What is known of files, as far as it is needed.
    files: Mutex<BTreeMap<usize, FileFindings>>,
}

/// By the numbers of rules: the blocks of a file that have findings, and how many.
type FileFindings = BTreeMap<usize, Vec<(u64, u64)>>;

impl Limits {
    pub(in crate::linter) const fn new(most: Option<u64>) -> Self {
        Self { most, files: Mutex::new(BTreeMap::new()) }
    }

    /// What is to be kept of a block.
    pub(in crate::linter) fn of_block(&self, file: usize, block: u64) -> Kept {
        let Some(most) = self.most else { return Kept { most: None, counts: BTreeMap::new() } };
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let earlier = files.get(&file).into_iter().flatten().map(|(rule, blocks)| {
            let kept: u64 = blocks.iter().filter(|(number, _)| *number < block).map(|(_, count)| count).sum();
            (*rule, Count { earlier: kept.min(most), found: 0 })
        });
        Kept { most: Some(most), counts: earlier.collect() }
    }

    /// Takes in what was found in a block.
    pub(in crate::linter) fn finish_block(&self, file: usize, block: u64, kept: &Kept) {
        let Some(most) = self.most else { return };
        let mut found = kept.counts.iter().filter(|(_, count)| count.found > 0).peekable();
        if found.peek().is_none() {
            return;
        }
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let rules = files.entry(file).or_default();
        for (rule, count) in found {
            let blocks = rules.entry(*rule).or_default();
            blocks.push((block, count.found));
            blocks.sort_unstable();
            // Of the blocks behind those that have enough together, nothing has to be known.
            let mut sum = 0;
            blocks.retain(|(_, count)| {
                let needed = sum < most;
                sum += count;
                needed
            });
        }
        if files.len() > REMEMBERED {
            files.pop_first();
        }
    }
}

/// How many findings of a rule there were.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    /// In earlier blocks, as far as is known.
    earlier: u64,
    /// In this one.
    found: u64,
}

/// Which findings of a block are kept.
#[derive(Debug)]
pub(in crate::linter) struct Kept {
    most: Option<u64>,
    counts: BTreeMap<usize, Count>,
}

impl Kept {
    /// Whether the next finding of a rule, which come in order, is kept.
    pub(in crate::linter) fn takes(&mut self, rule: usize) -> bool {
        let Some(most) = self.most else { return true };
        let count = self.counts.entry(rule).or_default();
        count.found += 1;
        count.earlier + count.found <= most
    }

    /// The rules of which findings are not kept, and how many.
    pub(in crate::linter) fn omitted(&self) -> impl Iterator<Item = (usize, u64)> {
        let most = self.most.unwrap_or(u64::MAX);
        let over = move |(rule, count): (&usize, &Count)| (*rule, count.found.saturating_sub(most - count.earlier));
        self.counts.iter().map(over).filter(|(_, count)| *count > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is kept of blocks with so many findings, when they are finished in this order.
    fn kept(found: &[u64], order: &[usize]) -> Vec<u64> {
        let limits = Limits::new(Some(5));
        let mut kept = vec![0; found.len()];
        for &block in order {
            let mut own = limits.of_block(0, block as u64);
            kept[block] = (0..found[block]).filter(|_| own.takes(7)).count() as u64;
            let omitted: u64 = own.omitted().map(|(rule, count)| if rule == 7 { count } else { 0 }).sum();
            assert_eq!(kept[block] + omitted, found[block]);
            limits.finish_block(0, block as u64, &own);
        }
        kept
    }

    #[test]
    fn of_each_rule_the_first_few_are_kept() {
        assert_eq!(kept(&[3, 3, 3, 3], &[0, 1, 2, 3]), [3, 2, 0, 0]);
        assert_eq!(kept(&[9, 0, 9], &[0, 1, 2]), [5, 0, 0]);
    }

    #[test]
    fn whatever_the_order_of_blocks_the_first_ones_are_among_those_that_are_kept() {
        assert_eq!(kept(&[3, 3, 3, 3], &[3, 2, 1, 0]), [3, 3, 3, 3]);
        assert_eq!(kept(&[3, 3, 3, 3], &[2, 0, 3, 1]), [3, 2, 3, 0]);
        assert_eq!(kept(&[0, 9, 9, 2], &[1, 0, 3, 2]), [0, 5, 0, 0]);
    }

    #[test]
    fn without_a_limit_all_are_kept() {
        let limits = Limits::new(None);
        let mut own = limits.of_block(0, 0);
        assert!((0..1000).all(|_| own.takes(3)) && own.omitted().next().is_none());
    }
}
