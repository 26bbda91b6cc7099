//! What changed in a text, word by word, in a bounded time whatever the text.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::span::Span;

/// What became of a piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// It is in both texts.
    Same,
    /// It is in the old text only.
    Old,
    /// It is in the new text only.
    New,
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// What became of it.
    pub tag: Tag,
    /// What it is.
    pub bytes: &'a [u8],
}

/// How many parts of two texts are compared at once. Of more, lines are compared before words; and if those are more
/// as well, all of it is one change.
const MOST: usize = 1 << 15;

/// The pieces of which both texts are made: without those that are new they are `old`, and without the old ones `new`.
///
/// Texts that differ in many places are compared line by line first, and lines that differ word by word as long as
/// there are not too many words for it. So the time is bounded by the length of the texts and a constant.
pub fn words<'a>(old: &'a [u8], new: &'a [u8]) -> Vec<Piece<'a>> {
    let mut steps = Steps::default();
    let (start, end) = common_ends(old, new);
    steps.same(start);
    let before = Span::new(start, old.len() - end).of(old);
    let after = Span::new(start, new.len() - end).of(new);
    match cut(before, words_of).zip(cut(after, words_of)) {
        Some((old_words, new_words)) => steps.diff((before, &old_words), (after, &new_words), Steps::differ),
        None => match cut(before, lines_of).zip(cut(after, lines_of)) {
            Some((old_lines, new_lines)) => {
                let mut budget = MOST;
                let refine = |steps: &mut Steps, old: &[u8], new: &[u8]| steps.refine(old, new, &mut budget);
                steps.diff((before, &old_lines), (after, &new_lines), refine);
            }
            None => steps.differ(before, after),
        },
    }
    steps.same(end);
    steps.pieces(old, new)
}

/// How many bytes both texts begin with and end in, up to the start of a line at least.
fn common_ends(old: &[u8], new: &[u8]) -> (usize, usize) {
    let same = old.iter().zip(new).take_while(|(left, right)| left == right).count();
    let start = memchr::memrchr(b'\n', old.get(..same).unwrap_or_default()).map_or(0, |newline| newline + 1);
    let (old, new) = (old.get(start..).unwrap_or_default(), new.get(start..).unwrap_or_default());
    let same = old.iter().rev().zip(new.iter().rev()).take_while(|(left, right)| left == right).count();
    let tail = old.get(old.len() - same..).unwrap_or_default();
    (start, memchr::memchr(b'\n', tail).map_or(0, |newline| same - newline))
}

/// Cuts a text up, unless it has too many parts.
fn cut<'a, I: Iterator<Item = &'a [u8]>>(text: &'a [u8], by: impl FnOnce(&'a [u8]) -> I) -> Option<Vec<&'a [u8]>> {
    let parts: Vec<&[u8]> = by(text).take(MOST / 2 + 1).collect();
    (parts.len() <= MOST / 2).then_some(parts)
}

fn lines_of(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|&byte| byte == b'\n')
}

/// Words, and what stands between them; a byte that is no UTF-8 stands alone.
fn words_of(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.utf8_chunks()
        .flat_map(|chunk| chunk.valid().split_word_bounds().map(str::as_bytes).chain(chunk.invalid().chunks(1)))
}

/// How far one goes in both texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// So many bytes are the same.
    Same(usize),
    /// So many bytes of the old text are now so many of the new.
    Differ(usize, usize),
}

#[derive(Debug, Default)]
struct Steps(Vec<Step>);

impl Steps {
    fn same(&mut self, length: usize) {
        match self.0.last_mut() {
            _ if length == 0 => {}
            Some(Step::Same(before)) => *before += length,
            _ => self.0.push(Step::Same(length)),
        }
    }

    fn differ(&mut self, old: &[u8], new: &[u8]) {
        match self.0.last_mut() {
            _ if old.is_empty() && new.is_empty() => {}
            Some(Step::Differ(old_length, new_length)) => {
                *old_length += old.len();
                *new_length += new.len();
            }
            _ => self.0.push(Step::Differ(old.len(), new.len())),
        }
    }

    /// Compares lines that differ word by word, as long as the budget lasts.
    fn refine(&mut self, old: &[u8], new: &[u8], budget: &mut usize) {
        if old.is_empty() || new.is_empty() {
            return self.differ(old, new);
        }
        match cut(old, words_of).zip(cut(new, words_of)) {
            Some((old_words, new_words)) if old_words.len() + new_words.len() <= *budget => {
                *budget -= old_words.len() + new_words.len();
                self.diff((old, &old_words), (new, &new_words), Self::differ);
            }
            _ => self.differ(old, new),
        }
    }

    /// Compares two texts by their parts, and gives each stretch that differs to `differ`.
    fn diff<'a>(
        &mut self,
        (old, old_parts): (&'a [u8], &[&'a [u8]]),
        (new, new_parts): (&'a [u8], &[&'a [u8]]),
        mut differ: impl FnMut(&mut Self, &'a [u8], &'a [u8]),
    ) {
        // Numbers are compared in one step, however long the parts are.
        let mut numbers: HashMap<&[u8], usize> = HashMap::new();
        let mut number = |part: &&'a [u8]| {
            let next = numbers.len();
            *numbers.entry(part).or_insert(next)
        };
        let before: Vec<usize> = old_parts.iter().map(&mut number).collect();
        let after: Vec<usize> = new_parts.iter().map(&mut number).collect();
        let (mut of_old, mut of_new) = ((old, old_parts.iter()), (new, new_parts.iter()));
        for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
            let removed = take(&mut of_old, op.old_range().len());
            let added = take(&mut of_new, op.new_range().len());
            match op {
                DiffOp::Equal { .. } => self.same(removed.len()),
                DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => differ(self, removed, added),
            }
        }
    }

    /// The pieces that the steps go over. Where nothing but a space stands between two changes, they are one.
    fn pieces<'a>(self, old: &'a [u8], new: &'a [u8]) -> Vec<Piece<'a>> {
        let mut joined = Self::default();
        let mut steps = self.0.into_iter().peekable();
        let mut rest = old;
        while let Some(step) = steps.next() {
            let length = match step {
                Step::Same(length) | Step::Differ(length, _) => length,
            };
            let (here, after) = rest.split_at_checked(length).unwrap_or((rest, b""));
            rest = after;
            let between = matches!(joined.0.last(), Some(Step::Differ(..))) && steps.peek().is_some();
            match step {
                Step::Same(_) if between && here == b" " => joined.differ(here, here),
                Step::Same(length) => joined.same(length),
                Step::Differ(_, length) => {
                    joined.differ(here, b"");
                    if let Some(Step::Differ(_, new_length)) = joined.0.last_mut() {
                        *new_length += length;
                    } else {
                        joined.0.push(Step::Differ(0, length));
                    }
                }
            }
        }
        let (mut old, mut new) = (old, new);
        let mut pieces = Vec::with_capacity(2 * joined.0.len());
        let mut push = |tag, bytes: &'a [u8]| {
            if !bytes.is_empty() {
                pieces.push(Piece { tag, bytes });
            }
        };
        for step in joined.0 {
            let (old_length, new_length) = match step {
                Step::Same(length) => (length, length),
                Step::Differ(old, new) => (old, new),
            };
            let (was, old_rest) = old.split_at_checked(old_length).unwrap_or((old, b""));
            let (is, new_rest) = new.split_at_checked(new_length).unwrap_or((new, b""));
            (old, new) = (old_rest, new_rest);
            match step {
                Step::Same(_) => push(Tag::Same, was),
                Step::Differ(..) => {
                    push(Tag::Old, was);
                    push(Tag::New, is);
                }
            }
        }
        pieces
    }
}

/// The next parts of a text, as one.
fn take<'a>((text, parts): &mut (&'a [u8], std::slice::Iter<'_, &'a [u8]>), count: usize) -> &'a [u8] {
    let length = parts.by_ref().take(count).map(|part| part.len()).sum();
    let (taken, rest) = text.split_at_checked(length).unwrap_or((text, b""));
    *text = rest;
    taken
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let piece = |piece: &Piece<'_>| {
            let text = String::from_utf8_lossy(piece.bytes);
            match piece.tag {
                Tag::Same => text.into_owned(),
                Tag::Old => format!("[-{text}-]"),
                Tag::New => format!("{{+{text}+}}"),
            }
        };
        words(old.as_bytes(), new.as_bytes()).iter().map(piece).collect()
    }

    #[test]
    fn words_are_compared_and_not_letters_or_lines() {
        assert_eq!(
            shown("The ferry leaves at noon.", "The ferry left at noon."),
            "The ferry [-leaves-]{+left+} at noon."
        );
        assert_eq!(shown("a\nb\nc\n", "a\nc\n"), "a\n[-b\n-]c\n");
        assert_eq!(shown("leaves an hour late", "leaves two hours late"), "leaves [-an hour-]{+two hours+} late");
        assert_eq!(shown("", "x"), "{+x+}");
        assert_eq!(shown("x", "x"), "x");
        assert_eq!(shown("渡船正午出发", "渡船下午出发"), "渡船[-正-]{+下+}午出发");
    }

    fn sides(pieces: &[Piece<'_>]) -> (Vec<u8>, Vec<u8>) {
        let of =
            |tag: Tag| pieces.iter().filter(|piece| piece.tag != tag).flat_map(|piece| piece.bytes).copied().collect();
        (of(Tag::New), of(Tag::Old))
    }

    proptest! {
        #[test]
        fn the_pieces_are_both_texts(
            old in proptest::collection::vec(proptest::sample::select(b"ab \n\xE9\xC3\xA9.".to_vec()), 0..60),
            new in proptest::collection::vec(proptest::sample::select(b"ab \n\xE9\xC3\xA9.".to_vec()), 0..60),
        ) {
            prop_assert_eq!(sides(&words(&old, &new)), (old.clone(), new.clone()));
        }
    }

    #[test]
    fn texts_that_are_made_to_be_slow_are_not() {
        let (count, lines) = (3 * MOST, 40);
        let numbers: Vec<String> = (0..MOST / 8).map(|number| number.to_string()).collect();
        let cases: Vec<[String; 2]> = vec![
            ["a ".repeat(count), "a b ".repeat(count)],
            ["a".repeat(count) + "\n", "b".repeat(count) + "\n"],
            ["a b c d ".repeat(MOST / 20), "d c b a ".repeat(MOST / 20)],
            ["x\ny\n".repeat(count), "y\nz\n".repeat(count)],
            [numbers.join(" "), numbers.iter().rev().cloned().collect::<Vec<_>>().join(" ")],
            [("a ".repeat(900) + "\n").repeat(lines), ("b a ".repeat(450) + "\n").repeat(lines)],
        ];
        for [old, new] in &cases {
            let pieces = words(old.as_bytes(), new.as_bytes());
            assert_eq!(sides(&pieces), (old.clone().into_bytes(), new.clone().into_bytes()));
        }
    }
}
