//! Escaping: how a text may hold lines that look like markers.
//!
//! A line that would be read as a marker, were it not for the backslashes in front of it, is written with one
//! backslash more. Reading takes one away. This is reversible for every text, as mboxrd is for mail. The set of lines
//! concerned is exactly the set that [`super::marker`] recognises, near misses included: otherwise a text that holds
//! `<<<file>>>` could be written and never be read back.

use std::borrow::Cow;

use super::line::{begins_marker_line, lines};

/// The text as it is written in a corpus file.
pub fn escape(text: &[u8]) -> Cow<'_, [u8]> {
    rewrite(text, |line, out| {
        let looks_like_marker = line.get(leading_backslashes(line)..).is_some_and(begins_marker_line);
        if looks_like_marker {
            out.push(b'\\');
            out.extend_from_slice(line);
        }
        looks_like_marker
    })
}

/// The text that was meant, from how it is written in a corpus file.
pub fn unescape(written: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'\\', written).is_none() {
        return Cow::Borrowed(written);
    }
    rewrite(written, |line, out| {
        let escaped = is_escaped(line);
        if escaped {
            out.extend_from_slice(line.get(1..).unwrap_or_default());
        }
        escaped
    })
}

/// Whether this line of a corpus file is written with a backslash that is not part of the text.
pub fn is_escaped(line: &[u8]) -> bool {
    let backslashes = leading_backslashes(line);
    backslashes > 0 && line.get(backslashes..).is_some_and(begins_marker_line)
}

fn leading_backslashes(line: &[u8]) -> usize {
    line.iter().take_while(|&&byte| byte == b'\\').count()
}

/// Copies `text` with some lines rewritten. `rewrite_line` is given a line, its ending included, and where to write
/// to; it says whether it wrote. A text of which no line is rewritten is not copied.
fn rewrite(text: &[u8], rewrite_line: impl Fn(&[u8], &mut Vec<u8>) -> bool) -> Cow<'_, [u8]> {
    let mut out = Vec::new();
    let mut copied = 0;
    let mut line_out = Vec::new();
    for span in lines(text) {
        if rewrite_line(span.of(text), &mut line_out) {
            out.extend_from_slice(text.get(copied..span.start).unwrap_or_default());
            out.append(&mut line_out);
            copied = span.end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.extend_from_slice(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marker_lines_gain_and_lose_one_backslash() {
        let text = b"a\n<<<FILE>>> b\n\\<<<END>>>\n <<<file>>>\nc \\<<<FILE>>>\n\\d";
        let written = b"a\n\\<<<FILE>>> b\n\\\\<<<END>>>\n\\ <<<file>>>\nc \\<<<FILE>>>\n\\d";
        assert_eq!(&*escape(text), written);
        assert_eq!(&*unescape(written), text);
    }

    #[test]
    fn a_text_without_markers_is_not_copied() {
        assert!(matches!(escape(b"a\n\\b\n"), Cow::Borrowed(_)));
    }
}
