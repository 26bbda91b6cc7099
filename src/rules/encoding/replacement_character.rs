//! `replacement-character`

use memchr::memmem;

use crate::document::Document;
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags the character U+FFFD, which a program writes in the place of what it could not read.
    ///
    /// ## Why
    ///
    /// A letter was lost here, and often the word with it, before the text came into the corpus. It can only be mended
    /// where the text comes from, and the earlier that is known, the better.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=fr
    /// Un caf\xEF\xBF\xBD.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=fr
    /// Un café.
    /// ```
    ///
    /// ## Formula
    ///
    /// A run of U+FFFD, anywhere in a document or on its marker line.
    ///
    /// ## Exceptions
    ///
    /// A text about encodings may mean the character itself.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: nothing is left of what stood there.
    ReplacementCharacter {
        id: "replacement-character",
        category: Encoding,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

const CHARACTER: &[u8] = b"\xEF\xBF\xBD";

impl DocumentRule for ReplacementCharacter {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if !document.byte_set().contains(0xEF) {
            return;
        }
        let mut end = 0;
        for start in memmem::find_iter(document.bytes(), CHARACTER) {
            if start < end {
                continue;
            }
            let rest = document.bytes().get(start..).unwrap_or_default();
            let count = rest.chunks_exact(CHARACTER.len()).take_while(|chunk| *chunk == CHARACTER).count();
            end = start + count * CHARACTER.len();
            let (message, label) = if count == 1 {
                ("replacement character (U+FFFD)", "a character was lost here".to_owned())
            } else {
                ("replacement characters (U+FFFD)", counted(count, "character"))
            };
            report
                .finding(Span::new(start, end), message)
                .label(label)
                .help("get the text again from where it comes from; from this file it cannot be restored");
        }
    }
}
