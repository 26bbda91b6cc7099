//! The text of a document as it stands in a corpus file: the inverse of [`crate::document::Document::content`].

use std::io::{self, Write};

use crate::syntax::escape::escape;

/// Writes a text as the body of a document, so that exactly this text is read back.
///
/// A text is the lines of a body without the last line ending; so one without a final line feed and one with it are
/// both kept, and the empty text is no line at all. CRLF is a line ending too: behind a text that ends with a carriage
/// return, a line feed alone would take that with it, and so a CRLF is written.
pub(super) fn write_body(text: &[u8], out: &mut dyn Write) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    out.write_all(&escape(text))?;
    out.write_all(if text.ends_with(b"\r") { b"\r\n" } else { b"\n" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Defaults, Surroundings, sections};
    use crate::syntax::parse;

    #[test]
    fn every_text_is_read_back() {
        for (text, body) in [
            (&b""[..], &b""[..]),
            (b"a", b"a\n"),
            (b"a\n", b"a\n\n"),
            (b"\n", b"\n\n"),
            (b"\n\n", b"\n\n\n"),
            (b"a\r", b"a\r\r\n"),
            (b"\r", b"\r\r\n"),
            (b"a\r\r", b"a\r\r\r\n"),
            (b"a\r\n", b"a\r\n\n"),
            (b"a\r\nb", b"a\r\nb\n"),
            (b"<<<FILE>>> a", b"\\<<<FILE>>> a\n"),
            (b"<<<FILE>>>\r", b"\\<<<FILE>>>\r\r\n"),
            (b"\\<<<END>>>\r\n", b"\\\\<<<END>>>\r\n\n"),
            (b"\xef\xbb\xbf<<<file>>>", b"\\\xef\xbb\xbf<<<file>>>\n"),
            (b"<<<NOTE>>>", b"\\<<<NOTE>>>\n"),
        ] {
            let mut file = b"<<<FILE>>> x\n".to_vec();
            let head = file.len();
            write_body(text, &mut file).expect("a vector takes everything");
            assert_eq!(&file[head..], body);
            for behind in [&b""[..], b"<<<FILE>>> y\n", b"<<<END>>>"] {
                let file = [&file, behind].concat();
                let tree = parse(&file);
                let sections = sections(&tree.nodes);
                let defaults = Defaults::default();
                let document = sections[0].document(&file, Surroundings::default(), &defaults);
                assert_eq!(document.content(), text);
            }
        }
    }
}
