//! `repeated-paragraph`

use crate::document::{Document, Line};
use crate::fix::{Edit, Fix};
use crate::hash::GOLDEN;
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags a paragraph that stands twice in the same document.
    ///
    /// ## Why
    ///
    /// A paragraph that stands twice makes the text longer than it is, and what learns from it hears the same
    /// twice. Pages repeat their standfirst, captions and boxes, and programs that take the text out of them take
    /// all copies.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// The council voted on Monday for the repair of the bridge, which the town has wanted for eleven years now.
    /// Work begins in spring.
    /// The council voted on Monday for the repair of the bridge, which the town has wanted for eleven years now.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// The council voted on Monday for the repair of the bridge, which the town has wanted for eleven years now.
    /// Work begins in spring.
    /// ```
    ///
    /// ## Formula
    ///
    /// Two lines of a document that are the same byte for byte, of at least 80 bytes and 10 words. One finding for each
    /// paragraph that is repeated, at its second place, with their number.
    ///
    /// ## Exceptions
    ///
    /// Shorter lines repeat for many reasons: refrains, headings, names of speakers, cells of tables. Paragraphs that
    /// differ in a letter are not found.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: all copies but the first are removed, whatever stands between them.
    RepeatedParagraph {
        id: "repeated-paragraph",
        category: Duplication,
        severity: Info,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// A shorter line is a heading, a line of verse, or a cell of a table. In bytes.
const SHORTEST: usize = 80;

/// How many words of 64 bits the lines of a document are noted in, one bit for each line.
const SEEN: usize = 64;

/// With fewer words a line is a row of a table.
const FEWEST_WORDS: usize = 10;

impl DocumentRule for RepeatedParagraph {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let bytes = document.bytes();
        let long = document.lines().iter().filter(|line| line.span.len() >= SHORTEST);
        // Nearly all documents have no two lines that look alike, and nothing is kept of theirs.
        let mut seen = [0_u64; SEEN];
        let mut is_seen = |key: u64| {
            let bits = seen.get_mut((key >> 58) as usize);
            bits.is_some_and(|bits| {
                let bit = 1 << (key >> 52 & 63);
                std::mem::replace(bits, *bits | bit) & bit != 0
            })
        };
        if !long.clone().any(|line| is_seen(key(line.span.of(bytes)))) {
            return;
        }
        let mut keys: Vec<(u64, &Line)> = long.map(|line| (key(line.span.of(bytes)), line)).collect();
        keys.sort_unstable_by_key(|(key, line)| (*key, line.span.start));
        // What looks alike at both ends is compared as a whole: sorted, so that hostile lines cost no more.
        let mut alike: Vec<(&[u8], &Line)> = Vec::new();
        for same in keys.chunk_by(|(left, _), (right, _)| left == right).filter(|same| same.len() > 1) {
            alike.extend(same.iter().map(|(_, line)| (line.span.of(bytes), *line)));
        }
        alike.sort_unstable_by_key(|(text, line)| (*text, line.span.start));
        let mut repeated: Vec<&[(&[u8], &Line)]> =
            alike.chunk_by(|(left, _), (right, _)| left == right).filter(|same| same.len() > 1).collect();
        repeated.retain(|same| same.first().is_some_and(|(text, _)| is_prose(text)));
        repeated.sort_unstable_by_key(|same| same.get(1).map(|(_, line)| line.span.start));
        for same in repeated {
            let [(_, first), (_, second), ..] = same else { continue };
            // The blank lines between two of them go once.
            let mut end = 0;
            let others = same.iter().skip(1).map(|(_, line)| {
                let removal = document.removal(line.span);
                let rest = Span::new(removal.start.max(end), removal.end);
                end = rest.end;
                Edit::delete(rest)
            });
            report
                .finding(second.span, "this paragraph stood in the document before")
                .label(format!("here again, {} in all", counted(same.len(), "time")))
                .help("leave it where it belongs")
                .related(first.span, "the first time")
                .fix(Fix::risky("leave the first of them", others));
        }
    }
}

/// The length of a line and its first and last bytes: enough to tell nearly all lines of a document apart.
fn key(line: &[u8]) -> u64 {
    let read = |bytes: Option<&[u8; 8]>| bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes));
    let ends = read(line.first_chunk()) ^ read(line.last_chunk()).rotate_left(29);
    (ends ^ line.len() as u64).wrapping_mul(GOLDEN)
}

fn is_prose(line: &[u8]) -> bool {
    let words = line.split(|&byte| byte == b' ').filter(|word| word.iter().any(u8::is_ascii_alphabetic));
    words.take(FEWEST_WORDS).count() == FEWEST_WORDS && !line.contains(&b'|')
}
