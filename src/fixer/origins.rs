//! Where what is being fixed stood in the file, whatever earlier rounds have changed in it.
//!
//! Each round works on what the one before has made, and counts its lines. Who reads where a piece came from looks into
//! the file as they gave it.

/// Where the bytes that one step made stood before it.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// For stretches, in order: where each begins, and where that stood, or where it was put in.
    stretches: Vec<(usize, usize)>,
    /// How many bytes were made so far.
    made: usize,
}

impl Moves {
    /// Notes the next `len` bytes, and where they stood, or where they were put in.
    pub(super) fn add(&mut self, len: usize, stood_at: usize) {
        let (start, before) = self.stretches.last().copied().unwrap_or_default();
        // What stood behind the stretch before it is a part of that.
        if len > 0 && before + (self.made - start) != stood_at {
            self.stretches.push((self.made, stood_at));
        }
        self.made += len;
    }

    fn before(&self, offset: usize) -> usize {
        let behind = self.stretches.partition_point(|(start, _)| *start <= offset);
        let last = behind.checked_sub(1).and_then(|last| self.stretches.get(last));
        let (start, stood_at) = last.copied().unwrap_or_default();
        // Of what was put in there may be more than there was.
        let most = self.stretches.get(behind).map_or(usize::MAX, |(_, next)| next.saturating_sub(1));
        (stood_at + (offset - start)).min(most.max(stood_at))
    }
}

/// The way back through all steps that were made, to the lines of the file as it was.
#[derive(Debug)]
pub(super) struct Origins<'a> {
    file: &'a [u8],
    steps: Vec<Moves>,
    /// Where the lines of the file begin, as soon as somebody asks.
    lines: std::cell::OnceCell<Vec<usize>>,
}

impl<'a> Origins<'a> {
    /// No step was made yet.
    pub(super) const fn new(file: &'a [u8]) -> Self {
        Self { file, steps: Vec::new(), lines: std::cell::OnceCell::new() }
    }

    /// Notes the next step.
    pub(super) fn add(&mut self, moves: Moves) {
        self.steps.push(moves);
    }

    /// Notes a step that has made `after` of `before` and changed something within lines only: none came, and none went.
    pub(super) fn line_by_line(&mut self, before: &[u8], after: &[u8]) {
        let line = |bytes: &[u8], start: usize| {
            let rest = bytes.get(start..).unwrap_or_default();
            memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1)
        };
        let mut moves = Moves::default();
        let mut here = 0;
        while moves.made < after.len() {
            moves.add(line(after, moves.made), here);
            here += line(before, here);
        }
        self.steps.push(moves);
    }

    /// The line of the file on which what is now at `offset` stood.
    pub(super) fn line_of(&self, offset: usize) -> u64 {
        let offset = self.steps.iter().rev().fold(offset, |offset, moves| moves.before(offset));
        let lines = self.lines.get_or_init(|| {
            let ends = memchr::memchr_iter(b'\n', self.file).map(|end| end + 1);
            std::iter::once(0).chain(ends).collect()
        });
        lines.partition_point(|start| *start <= offset) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_moved_by_several_steps_is_found_where_it_stood() {
        let file = b"one\ntwo\nthree\nfour\n";
        let mut origins = Origins::new(file);
        // "two" goes, and "THREE!" comes for "three": `one|THREE!|four`.
        let mut moves = Moves::default();
        for (len, stood_at) in [(4, 0), (0, 4), (0, 8), (6, 8), (6, 13)] {
            moves.add(len, stood_at);
        }
        origins.add(moves);
        let lines = |origins: &Origins<'_>, offsets: [usize; 5]| offsets.map(|offset| origins.line_of(offset));
        assert_eq!(lines(&origins, [0, 3, 4, 9, 11]), [1, 1, 3, 3, 4]);
        // Something within the first line becomes shorter.
        origins.line_by_line(b"one\nTHREE!\nfour\n", b"1\nTHREE!\nfour\n");
        assert_eq!(lines(&origins, [0, 1, 2, 8, 9]), [1, 1, 3, 3, 4]);
        // And the first line goes.
        let mut moves = Moves::default();
        moves.add(0, 0);
        moves.add(12, 2);
        origins.add(moves);
        assert_eq!(lines(&origins, [0, 5, 6, 7, 11]), [3, 3, 3, 4, 4]);
        // What is put in takes more room than there was, and is still no part of the next line.
        let mut longer = Origins::new(b"a\nb\n");
        let mut moves = Moves::default();
        for (len, stood_at) in [(1, 0), (9, 1), (2, 2)] {
            moves.add(len, stood_at);
        }
        longer.add(moves);
        assert_eq!(lines(&longer, [0, 1, 9, 10, 11]), [1, 1, 1, 2, 2]);
    }
}
