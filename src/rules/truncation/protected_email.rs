//! `protected-email`

use memchr::memmem;

use crate::document::Document;
use crate::fix::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags `[email protected]`, which stands where an e-mail address was hidden from programs.
    ///
    /// ## Why
    ///
    /// The address is lost, and the words in its place stand in millions of pages. Cloudflare writes them until a
    /// browser puts the address back, and a scraper is no browser. Names such as `IDOLM@STER` are replaced, too.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// Whoever has old pictures of the bridge may write to [email protected] until May.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// Whoever has old pictures of the bridge may write to the council until May.
    /// ```
    ///
    /// ## Formula
    ///
    /// `[email`, a space, no-break or not, and `protected]`, anywhere in the text. At the beginning and the end of a
    /// document, a line that begins so is left to `page-debris`.
    ///
    /// ## Exceptions
    ///
    /// A text about Cloudflare may mention the words, and is reported.
    ///
    /// ## Fix safety
    ///
    /// Where the words are all that stands on the line, the fix removes the line, and is unsafe, since something was
    /// there that is lost. Inside of a sentence there is no fix: what stood there is not in the file.
    ProtectedEmail {
        id: "protected-email",
        category: Truncation,
        severity: Info,
        fix: Some(Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

const BEFORE: &[u8] = b"[email";
const BEHIND: [&[u8]; 2] = [b" protected]", b"\xC2\xA0protected]"];

impl DocumentRule for ProtectedEmail {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let bytes = document.byte_set();
        if !bytes.contains(b'[') || !bytes.contains(b']') {
            return;
        }
        let body = document.body();
        for at in memmem::find_iter(body.of(document.bytes()), BEFORE) {
            let start = body.start + at;
            let after = document.bytes().get(start + BEFORE.len()..).unwrap_or_default();
            let Some(rest) = BEHIND.into_iter().find(|rest| after.starts_with(rest)) else { continue };
            let span = Span::new(start, start + BEFORE.len() + rest.len());
            let lines = document.lines();
            let before = lines.partition_point(|line| line.span.start <= start);
            let line = before.checked_sub(1).and_then(|number| lines.get(number));
            if line.is_some_and(|line| document.edges().is_claimed(line.span.start)) {
                continue;
            }
            let finding = report
                .finding(span, "an e-mail address was replaced by `[email protected]`")
                .label("something is missing here");
            finding.help("put the address or the name back, or remove the sentence");
            // From the address to what is next to it, so that a line with many is not looked at again for each.
            let alone = line.filter(|line| {
                let (before, after) = (Span::new(line.span.start, span.start), Span::new(span.end, line.span.end));
                before.of(document.bytes()).trim_ascii_end().is_empty()
                    && after.of(document.bytes()).trim_ascii_start().is_empty()
            });
            if let Some(line) = alone {
                finding.fix(Fix::risky("remove the line", [Edit::delete(document.removal(line.span))]));
            }
        }
    }
}
