//! What a document has marked as code, as Markdown does: in it, nothing is wrong that would be wrong in prose.

use memchr::memmem;

use crate::document::Document;
use crate::span::Span;

/// The stretches that are set apart as code by lines of three backticks or tildes, in order. What is opened and not closed
/// is code up to the end (`CommonMark` 0.31.2, section 4.5), as where a text was cut.
pub(super) fn fences(document: &Document<'_>) -> Vec<Span> {
    let body = document.body();
    let text = body.of(document.bytes());
    if memmem::find(text, b"```").is_none() && memmem::find(text, b"~~~").is_none() {
        return Vec::new();
    }
    let (mut fences, mut open) = (Vec::new(), None);
    for line in document.lines() {
        let own = line.span.of(document.bytes()).trim_ascii_start();
        let Some(mark) = own.first_chunk().filter(|mark| [b"```", b"~~~"].contains(mark)) else { continue };
        match open {
            None => open = Some((line.span.start, mark)),
            Some((start, opened)) if opened == mark => {
                fences.push(Span::new(start, line.span.end));
                open = None;
            }
            Some(_) => {}
        }
    }
    fences.extend(open.map(|(start, _)| Span::new(start, body.end)));
    fences
}

/// What is marked as code, in order: what [`fences`] finds, and on other lines what stands between two backticks.
pub(super) fn marked_code(document: &Document<'_>) -> Vec<Span> {
    let mut code = fences(document);
    if !document.byte_set().contains(b'`') {
        return code;
    }
    let fenced = code.len();
    for line in document.lines() {
        if is_marked(code.get(..fenced).unwrap_or_default(), line.span.start) {
            continue;
        }
        let mut ticks = memchr::memchr_iter(b'`', line.span.of(document.bytes()));
        while let Some((open, close)) = ticks.next().zip(ticks.next()) {
            code.push(Span::new(open, close).shifted(line.span.start));
        }
    }
    code.sort_unstable();
    code
}

/// Whether a place stands in what [`fences`] or [`marked_code`] found.
pub(super) fn is_marked(code: &[Span], place: usize) -> bool {
    let before = code.partition_point(|code| code.end <= place);
    code.get(before).is_some_and(|code| code.start <= place)
}

/// A document with so many pieces that are marked as code is about programs.
const PIECES_OF_CODE: usize = 3;

/// Whether a document has marked so much as code that `()` and `""` are things that it speaks of.
pub(super) fn is_about_programs(document: &Document<'_>) -> bool {
    document.byte_set().contains(b'`') && marked_code(document).len() >= PIECES_OF_CODE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::samples::with_document;

    #[test]
    fn code_is_what_stands_between_backticks() {
        let code = |text: &str| {
            with_document(text, |document| {
                let spans = marked_code(document).into_iter();
                spans.map(|span| String::from_utf8_lossy(span.of(document.bytes())).into_owned()).collect::<Vec<_>>()
            })
        };
        assert_eq!(code("a `b` c `d`\ne ` f\n"), ["`b", "`d"]);
        assert_eq!(code("`a` b\n```js\nc `d`\n ```\n`e` f"), ["`a", "```js\nc `d`\n ```", "`e"]);
        assert_eq!(code("~~~\na\n```\n~~~\nb"), ["~~~\na\n```\n~~~"]);
        assert_eq!(code("a\n```\nb `c` d"), ["```\nb `c` d"], "a fence that is not closed goes to the end");
        assert!(code("a\nb `tis\n").is_empty());
        let spans = [Span::new(2, 4), Span::new(7, 9)];
        assert_eq!((0..10).filter(|&place| is_marked(&spans, place)).collect::<Vec<_>>(), [2, 3, 7, 8]);
        assert!(
            with_document("a `b` c `d`\n`e`", is_about_programs) && !with_document("a `b`, `c`", is_about_programs)
        );
    }
}
