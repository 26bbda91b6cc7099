//! What must hold of the parser for every input: nothing is lost, every place is a place, and however a file is read,
//! the same comes of it.
//!
//! `PROPTEST_CASES` scales all of it; each property says by which factor. A case that fails here is kept: it becomes a
//! file under `fixtures/conformance/`, and then it is mended.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::time::Instant;

use corplint::span::{Locator, Position, Span};
use corplint::syntax::escape::{escape, is_escaped, unescape};
use corplint::syntax::stream::{Event, Reader};
use corplint::syntax::{
    Blocks, FlawKind, MAX_MARKER_LINE, Marker, Node, NodeKind, Tree, ValueKind, Word, parse, write_value,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::common;
use crate::conformance::{every_case, parser_documents, parser_nodes};
use crate::naive_reader;

/// `factor` times the 256 cases that are usual, or what `PROPTEST_CASES` says in their place.
pub(crate) fn cases(factor: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    let cases = usual.cases.saturating_mul(factor);
    ProptestConfig { cases, failure_persistence: None, ..usual }
}

/// Bytes that mean something to the format, or nearly do.
fn token() -> impl Strategy<Value = Vec<u8>> {
    let bytes = |text: &[&str]| text.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>();
    let markers = bytes(&[
        "<<<FILE>>>",
        "<<<FILE>>> a",
        "\n<<<FILE>>> a b=c\n",
        "\n<<<FILE>>> ",
        "<<<CORPUS>>> version=1\n",
        "\n<<<END>>>\n",
        "<<<END>>> files=1",
        "\n<<<NOTE>>> n\n",
    ]);
    let near_misses = bytes(&[
        "\n<<<file>>> a",
        "\n <<<FILE>>> a",
        "\n<<FILE>> a",
        "\n<<< FILE >>> a",
        "\n<<<FILE: a>>>",
        "\n<<<FILE a b>>>",
        "\n<<<FILE name=\"a b\" lang=de>>> ",
        "\n<<<ENDFILE>>>",
        "\n<<<END FILE>>>",
        "\n<<</FILE>>>",
        "\n＜＜＜FILE＞＞＞ a",
        "\n\u{FEFF}<<<FILE>>> a",
        "\n<<<<<<< HEAD\n=======\n>>>>>>> b\n",
    ]);
    let words =
        bytes(&["FILE", "CORPUS", "END", "file", "File", "ENDFILE", "END_FILE", "end-file", "/FILE", "NOTE", "note"]);
    let brackets =
        bytes(&["<", "<<", "<<<", "<<<<", ">", ">>", ">>>", ">>>>", ">>>>>>>", "＜", "＜＜＜", "＞", "＞＞＞"]);
    let blanks = bytes(&[
        " ", " ", "  ", "\t", "\u{A0}", "\u{202F}", "\u{3000}", "\u{200B}", "\u{FEFF}", "\u{2028}", "\u{85}", "\x0B",
    ]);
    let endings = bytes(&["\n", "\n", "\r\n", "\r", "\n\n", "\r\r\n"]);
    let parts = bytes(&[
        "a",
        " a-b/c.txt",
        " \"a b\"",
        "\"",
        " key=",
        " lang=fr",
        " a=b",
        " A=b",
        " x.y=\"1 \\\" 2\"",
        "=",
        ":",
        "name=",
        "id=",
    ]);
    let escapes =
        bytes(&["\\", "\\\\", "\\\\\\<<<FILE>>>", "\\\"", "\\n", "\\t", "\\u{e9}", "\\u{D800}", "\\u{1F600}", "\\q"]);
    let letters = bytes(&["x", "text", "é", "漢字", "😀", "e\u{301}", "ﬁ"]);
    let ill_formed: Vec<Vec<u8>> =
        [&b"\xFF"[..], b"\xC3", b"\xE2\x82", b"\xF0\x9F\x98", b"\xC0\x80", b"\xED\xA0\x80", b"\xEF\xBC", b"\xE3\x80"]
            .map(<[u8]>::to_vec)
            .to_vec();
    let controls: Vec<Vec<u8>> = [&b"\0"[..], b"\x01", b"\x1B[31m", b"\x7F", b"\xC2\x9B"].map(<[u8]>::to_vec).to_vec();
    prop_oneof![
        4 => select(markers),
        4 => select(near_misses),
        3 => select(words),
        4 => select(brackets),
        3 => select(blanks),
        4 => select(endings),
        4 => select(parts),
        2 => select(escapes),
        2 => select(letters),
        1 => select(ill_formed),
        1 => select(controls),
        1 => vec(any::<u8>(), 1..4),
    ]
}

/// A file: some tokens after each other.
fn file() -> impl Strategy<Value = Vec<u8>> {
    vec(token(), 0..40).prop_map(|tokens| tokens.concat())
}

/// Mostly the usual, sometimes one of the others.
fn mostly(usual: &'static str, others: &[&'static str]) -> impl Strategy<Value = &'static str> + use<> {
    prop_oneof![3 => Just(usual), 2 => select(others.to_vec())]
}

/// A line that is a marker line, or as near to one as a line can be, without its ending.
pub(crate) fn marker_like() -> impl Strategy<Value = Vec<u8>> {
    let indentation = mostly("", &["", " ", "\t\u{A0}", "\u{FEFF}", "\u{3000} ", "\u{200B}", "\u{2002}"]);
    let opening =
        mostly("<<<", &["", "<", "<<", "<<<<", "<<<<<", "<<<<<<", "<<<<<<<", "<<<<<<<<", "＜＜＜", "＜＜", "<＜<"]);
    let closing =
        mostly(">>>", &["", ">", ">>", ">>>>", ">>>>>", ">>>>>>", ">>>>>>>", ">>>>>>>>", "＞＞＞", "＞", "＞>"]);
    let blanks = || mostly("", &["", " ", " \t", "\u{A0}"]);
    let words = ["file", "File", "CORPUS", "END", "ENDFILE", "END FILE", "/FILE", "NOTE", "FILES", "end_FILE", "FILE2"];
    let word = mostly("FILE", &words);
    let inside = mostly("", &["", ": a", " a b c=d", " name=\"x y\"", "=\"a", " a\"b", " c=1 c=2", " é\\u{e9}"]);
    let head = (indentation, opening, blanks(), word, inside, blanks(), closing)
        .prop_map(|(a, b, c, d, e, f, g)| [a, b, c, d, e, f, g].concat().into_bytes());
    let without_ending = |bytes: Vec<u8>| bytes.into_iter().filter(|&byte| byte != b'\n').collect::<Vec<u8>>();
    let near =
        (head, vec(token(), 0..6)).prop_map(move |(head, tokens)| [head, without_ending(tokens.concat())].concat());
    let right = ["a", "my-id", "k=v", "l=\"two words\"", r#"m.n="\"\u{e9}\n\u{10FFFF}""#, "\"quoted id\"", "é"];
    let wrong = ["A=b", "a=", "=b", "\"open", r#"k="\q""#, r#""\é""#, "x\"y", "\"\"", r#"k="\u{D800}""#];
    let part = prop_oneof![4 => select(right.to_vec()), 1 => select(wrong.to_vec())];
    let exact = (select(vec!["<<<FILE>>>", "<<<FILE>>>", "<<<CORPUS>>>", "<<<END>>>"]), vec(part, 0..4))
        .prop_map(|(head, parts)| [vec![head], parts].concat().join(" ").into_bytes());
    prop_oneof![3 => near, 1 => exact]
}

/// A file with a good share of lines that look like markers.
fn file_of_lines() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        3 => marker_like(),
        1 => (0..4_usize, marker_like()).prop_map(|(n, line)| [vec![b'\\'; n], line].concat()),
        2 => file(),
    ];
    let ending = select(vec![&b"\n"[..], b"\n", b"\r\n", b"\r", b""]);
    vec((line, ending), 0..8).prop_map(|lines| {
        let lines: Vec<Vec<u8>> = lines.into_iter().map(|(line, ending)| [&line, ending].concat()).collect();
        lines.concat()
    })
}

fn any_file() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![file(), file_of_lines()]
}

/// A file that holds a line whose length is near the limit of a marker line.
fn file_with_a_long_line() -> impl Strategy<Value = Vec<u8>> {
    let filler = select(vec![b'x', b' ', b'<', b'"', b'\\', b'\r', 0xC3]);
    (any_file(), marker_like(), filler, -4..5_isize, any_file()).prop_map(|(before, mut line, filler, more, after)| {
        let length = MAX_MARKER_LINE.saturating_add_signed(more).max(line.len());
        line.resize(length, filler);
        [before, b"\n".to_vec(), line, after].concat()
    })
}

/// Gives its bytes in pieces of the lengths that it is told, over and over.
struct Drip<'a> {
    bytes: &'a [u8],
    lengths: std::iter::Cycle<std::vec::IntoIter<usize>>,
}

impl<'a> Drip<'a> {
    fn new(bytes: &'a [u8], lengths: Vec<usize>) -> Self {
        Self { bytes, lengths: lengths.into_iter().cycle() }
    }
}

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.lengths.next().unwrap_or(1).max(1).min(buffer.len()).min(self.bytes.len());
        let (now, later) = self.bytes.split_at(length);
        buffer.get_mut(..length).expect("no longer than the buffer").copy_from_slice(now);
        self.bytes = later;
        Ok(length)
    }
}

/// The events of a stream as the nodes that they are pieces of.
fn streamed(bytes: &[u8], lengths: Vec<usize>, capacity: usize) -> Tree {
    let mut reader = Reader::with_capacity(capacity, Drip::new(bytes, lengths));
    let mut nodes: Vec<Node> = Vec::new();
    while let Some(event) = reader.next_event().expect("memory has no I/O errors") {
        let (offset, piece, kind) = match event {
            Event::Marker { offset, line, marker } => (offset, line, NodeKind::Marker(marker)),
            Event::Overflow { offset, bytes } => (offset, bytes, NodeKind::Overflow),
            Event::Text { offset, bytes } => (offset, bytes, NodeKind::Text),
        };
        let start = usize::try_from(offset).expect("a small file");
        let span = Span::new(start, start + piece.len());
        assert_eq!(span.of(bytes), piece, "a piece is what stands at its offset");
        assert!(!piece.is_empty(), "a piece has bytes");
        match nodes.last_mut() {
            Some(last) if last.kind == kind && !matches!(kind, NodeKind::Marker(_)) => {
                assert_eq!(last.span.end, span.start, "no gap");
                last.span.end = span.end;
            }
            _ => nodes.push(Node { span, kind }),
        }
    }
    Tree { nodes }
}

/// The nodes of all blocks of a file, in the file's own offsets.
fn in_blocks(bytes: &[u8], target: usize, lengths: Vec<usize>) -> Tree {
    let mut blocks = Blocks::new(Drip::new(bytes, lengths), target);
    let mut nodes = Vec::new();
    let mut joined = Vec::new();
    let mut ended = false;
    while let Some(block) = blocks.next_block().expect("memory has no I/O errors") {
        assert!(!ended, "nothing comes after the last block");
        assert_eq!(block.first, joined.is_empty(), "the first block begins the file");
        assert_eq!(block.offset, joined.len() as u64);
        ended = block.last;
        let base = joined.len();
        nodes.extend(parse(&block.bytes).nodes.into_iter().map(|node| Node { span: node.span.shifted(base), ..node }));
        joined.extend_from_slice(&block.bytes);
    }
    assert!(ended, "some block is the last");
    assert_eq!(joined, bytes, "the blocks are the file");
    Tree { nodes }
}

fn assert_lossless(bytes: &[u8]) {
    let tree = parse(bytes);
    assert_eq!(tree.print(bytes), bytes);
    let mut end = 0;
    for node in &tree.nodes {
        assert_eq!(node.span.start, end, "a node begins where the one before it ends");
        assert!(!node.span.is_empty(), "a node has bytes");
        end = node.span.end;
        if let NodeKind::Marker(marker) = &node.kind {
            assert_eq!(marker.len(), node.span.len());
            assert_eq!(marker.content.end + marker.ending.len(), node.span.len());
        }
    }
    assert_eq!(end, bytes.len(), "the last node ends with the file");
    for pair in tree.nodes.windows(2) {
        let both_text = matches!(pair, [Node { kind: NodeKind::Text, .. }, Node { kind: NodeKind::Text, .. }]);
        assert!(!both_text, "texts that follow each other are one");
    }
}

/// That every place that a marker gives is a place in its line, and the right one.
fn assert_places(line: &[u8], marker: &Marker) {
    let text = std::str::from_utf8(marker.content.of(line)).ok().filter(|_| line.len() <= MAX_MARKER_LINE);
    let inside = |span: Span, outer: Span| {
        assert!(span.start <= span.end && outer.contains(span), "{span:?} in {outer:?} of {line:?}");
        if let Some(text) = text {
            assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?} of {text:?}");
        }
    };
    assert_eq!(marker.content.start, 0);
    inside(marker.head, marker.content);
    inside(marker.word_span, marker.head);
    for flaw in &marker.flaws {
        inside(flaw.span, marker.content);
    }
    let is_written = |value: &corplint::syntax::Value| {
        inside(value.span, marker.content);
        let written = value.span.of(line);
        assert!(written.first() == Some(&b'"') || written == &*value.bytes, "{written:?} says {:?}", value.bytes);
    };
    if let Some(id) = &marker.id {
        is_written(id);
        assert_eq!(marker.word, Word::File, "only a document has an id");
    }
    let mut end = 0;
    for attribute in &marker.attributes {
        inside(attribute.key_span, marker.content);
        assert!(end <= attribute.key_span.start, "attributes stand in the order of the line");
        assert_eq!(attribute.key_span.of(line), &*attribute.key);
        assert_eq!(attribute.value.span.start, attribute.key_span.end + 1);
        assert_eq!(line.get(attribute.key_span.end), Some(&b'='));
        is_written(&attribute.value);
        end = attribute.span().end;
        if let Some(id) = &marker.id {
            assert!(!id.span.overlaps(attribute.span()), "an id is no attribute");
        }
    }
    let too_long = marker.flaws.iter().position(|flaw| flaw.kind == FlawKind::TooLong);
    let in_order = marker.flaws.get(..too_long.unwrap_or(marker.flaws.len())).expect("in the list");
    assert!(in_order.is_sorted_by_key(|flaw| flaw.span.start), "flaws stand in the order of the line");
}

/// The line with every replacement made that does not reach into one made before it.
fn mended(line: &[u8], marker: &Marker) -> Vec<u8> {
    let mut out = Vec::new();
    let mut here = 0;
    for flaw in &marker.flaws {
        let Some(replacement) = &flaw.replacement else { continue };
        assert!(here <= flaw.span.start, "two replacements for one place: {:?} of {line:?}", marker.flaws);
        out.extend_from_slice(Span::new(here, flaw.span.start).of(line));
        out.extend_from_slice(replacement);
        here = flaw.span.end;
    }
    out.extend_from_slice(line.get(here..).unwrap_or_default());
    out
}

/// The word of a marker, its id, and its attributes.
type Meaning<'a> = (Word, Option<&'a [u8]>, Vec<(&'a [u8], &'a [u8])>);

/// What a marker says, whatever it looks like.
fn meaning(marker: &Marker) -> Meaning<'_> {
    let attributes = marker.attributes.iter().map(|attribute| (&*attribute.key, &*attribute.value.bytes)).collect();
    (marker.word, marker.id.as_ref().map(|id| &*id.bytes), attributes)
}

/// That mending a marker does not change what it says, and comes to an end.
fn assert_mends(line: &[u8]) {
    let Some(marker) = Marker::parse(line) else { return };
    let mut line = line.to_vec();
    let mut last = marker.clone();
    for _ in 0..4 {
        let next = mended(&line, &last);
        if next == line {
            return;
        }
        line = next;
        last = Marker::parse(&line).expect("a marker that was mended is one");
        assert_eq!(meaning(&last), meaning(&marker), "{}", String::from_utf8_lossy(&line));
    }
    panic!("not mended after four rounds: {}", String::from_utf8_lossy(&line));
}

fn assert_escapes(text: &[u8]) {
    let written = escape(text);
    assert_eq!(&*unescape(&written), text);
    assert_eq!(naive_reader::unescape(&written), text, "the naive reader");
    let nodes = parse(&written).nodes;
    assert!(nodes.iter().all(|node| node.kind == NodeKind::Text), "{:?}", String::from_utf8_lossy(&written));
    for line in text.split_inclusive(|&byte| byte == b'\n') {
        let is_marker = !matches!(parse(line).nodes.as_slice(), [Node { kind: NodeKind::Text, .. }]);
        assert_eq!(
            is_marker || is_escaped(line),
            *escape(line) != *line,
            "what can be read gains a backslash, no more"
        );
    }
}

fn assert_agreement(bytes: &[u8]) {
    assert_eq!(parser_nodes(bytes), naive_reader::read(bytes), "{}", String::from_utf8_lossy(bytes));
    assert_eq!(parser_documents(bytes), naive_reader::documents(bytes), "{}", String::from_utf8_lossy(bytes));
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn nothing_is_lost(bytes in any_file()) {
        assert_lossless(&bytes);
    }

    #[test]
    fn every_place_is_a_place(bytes in any_file()) {
        for node in parse(&bytes).nodes {
            if let NodeKind::Marker(marker) = &node.kind {
                assert_places(node.span.of(&bytes), marker);
            }
        }
    }

    #[test]
    fn every_place_of_a_marker_line_is_a_place(line in marker_like()) {
        if let Some(marker) = Marker::parse(&line) {
            assert_places(&line, &marker);
        }
    }

    #[test]
    fn mending_a_marker_keeps_what_it_says(line in marker_like()) {
        assert_mends(&line);
    }

    #[test]
    fn escaping_is_reversible(text in any_file()) {
        assert_escapes(&text);
    }

    #[test]
    fn escaping_is_reversible_at_any_depth(backslashes in 0..50_usize, line in marker_like()) {
        assert_escapes(&[vec![b'\\'; backslashes], line].concat());
    }

    #[test]
    fn both_readers_agree_on_files(bytes in any_file()) {
        assert_agreement(&bytes);
    }

    #[test]
    fn both_readers_agree_on_lines(line in marker_like()) {
        assert_agreement(&line);
    }

    #[test]
    fn blocks_are_read_like_the_whole(
        bytes in any_file(),
        target in 1..600_usize,
        lengths in vec(1..200_usize, 1..4),
    ) {
        assert_eq!(in_blocks(&bytes, target, lengths), parse(&bytes));
    }

    #[test]
    fn a_value_is_read_as_it_was_written(value in any_file(), also in any_file()) {
        assert_value_survives(&value, &also);
    }
}

proptest! {
    #![proptest_config(cases(1))]

    #[test]
    fn a_stream_is_read_like_the_whole(
        bytes in any_file(),
        lengths in vec(1..600_usize, 1..5),
        capacity in 0..400_000_usize,
    ) {
        let whole = parse(&bytes);
        for length in [1, 2, 3, 4, 5, 7, 4095, 4096, 4097] {
            assert_eq!(streamed(&bytes, vec![length], capacity), whole, "{length} at a time");
        }
        assert_eq!(streamed(&bytes, lengths, capacity), whole);
    }
}

/// Cases with a line of 64 KiB are few: each of them is as much work as hundreds of the others.
fn few() -> ProptestConfig {
    let usual = cases(1);
    ProptestConfig { cases: usual.cases.div_ceil(8), ..usual }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn a_long_line_is_read_alike_by_all(
        bytes in file_with_a_long_line(),
        lengths in vec(1..70_000_usize, 1..4),
        target in 1..140_000_usize,
    ) {
        assert_lossless(&bytes);
        assert_agreement(&bytes);
        let whole = parse(&bytes);
        for lengths in [vec![4095], vec![4096], vec![4097], vec![65_535], vec![65_536], vec![65_537], lengths] {
            assert_eq!(streamed(&bytes, lengths.clone(), 0), whole, "{lengths:?} at a time");
        }
        assert_eq!(in_blocks(&bytes, target, vec![65_536]), whole);
    }

    #[test]
    fn escaping_is_reversible_for_long_lines(text in file_with_a_long_line()) {
        assert_escapes(&text);
    }
}

/// The cases are as good an input for what must always hold as any: each of them is there for a reason.
#[test]
fn every_case_holds_what_every_input_must() {
    for case in every_case() {
        assert_lossless(&case.bytes);
        assert_escapes(&case.bytes);
        for node in parse(&case.bytes).nodes {
            if let NodeKind::Marker(marker) = &node.kind {
                let line = node.span.of(&case.bytes);
                assert_places(line, marker);
                assert_mends(marker.content.of(line));
            }
        }
    }
}

/// A marker line that is full of something takes as long as it is, and not the square of that: otherwise a file could be
/// written that takes hours. Compared with as many bytes in short lines, so that it holds on any machine.
#[test]
fn full_marker_lines_take_no_longer_than_short_ones() {
    let keys: Vec<String> = (0..40_000).map(|number| format!(" {}{number:x}=", ["a", "b", "c"][number % 3])).collect();
    let keys = keys.concat();
    let words = " w".repeat(MAX_MARKER_LINE / 2);
    for (what, parts) in [
        ("words of an id", words.clone()),
        ("attributes", keys),
        ("the same attribute", " k=".repeat(MAX_MARKER_LINE / 3)),
        ("stray words", format!(" a k=v{words}")),
        ("escapes", format!(" \"{}", "\\n".repeat(MAX_MARKER_LINE / 2))),
        ("unknown escapes", format!(" \"{}", "\\q".repeat(MAX_MARKER_LINE / 2))),
        ("quotation marks", format!(" a{}", " \"\"".repeat(MAX_MARKER_LINE / 3))),
        ("spaces", " ".repeat(MAX_MARKER_LINE)),
        ("byte order marks", "\u{FEFF} ".repeat(MAX_MARKER_LINE / 4)),
    ] {
        // What stands before the marker has to leave room for it.
        let line = |length: usize| {
            let parts = parts.get(..(length - 10) / 4 * 4).expect("parts for a whole line");
            let (before, after) = if parts.starts_with('\u{FEFF}') { (parts, "") } else { ("", parts) };
            format!("{before}<<<FILE>>>{after}").into_bytes()
        };
        let (long, short) = (line(MAX_MARKER_LINE), line(MAX_MARKER_LINE / 32));
        let time = |line: &[u8], times: usize| {
            let once = || {
                let start = Instant::now();
                for _ in 0..times {
                    std::hint::black_box(Marker::parse(std::hint::black_box(line)).expect("a marker"));
                }
                start.elapsed()
            };
            (0..5).map(|_| once()).min().expect("five times")
        };
        let (long, short) = (time(&long, 1), time(&short, 32));
        assert!(long < short * 12, "{what}: {long:?} for one line, and {short:?} for as many bytes in 32 lines");
    }
}

/// Reads every conformance case in pieces of every length of the plan, so that no case depends on where a read ends.
#[test]
fn every_case_is_read_alike_in_pieces() {
    for case in every_case() {
        let whole = parse(&case.bytes);
        for length in [1, 2, 3, 4, 5, 7, 4095, 4096, 4097, 65_535, 65_536] {
            assert_eq!(streamed(&case.bytes, vec![length], 0), whole, "{}: {length} at a time", case.name);
        }
        for target in [1, 7, 64, 65_536] {
            assert_eq!(in_blocks(&case.bytes, target, vec![4096]), whole, "{}: blocks of {target}", case.name);
        }
    }
}

/// One byte at a time over the limit of a marker line: too slow for many cases, so it is one.
#[test]
fn a_long_line_is_read_alike_byte_by_byte() {
    for more in [0, 1, 2, 3] {
        let mut bytes = b"x\n<<<FILE>>> ".to_vec();
        bytes.resize(2 + MAX_MARKER_LINE + more, b'y');
        bytes.extend_from_slice(b"\r\n<<<FILE>>> b\nz");
        assert_eq!(streamed(&bytes, vec![1], 0), parse(&bytes), "{more} bytes more");
    }
}

/// That `value` comes back from a marker line, as an id and as the value of an attribute.
fn assert_value_survives(value: &[u8], also: &[u8]) {
    let written = [
        b"<<<FILE>>> ".to_vec(),
        write_value(value, ValueKind::Id),
        b" k=".to_vec(),
        write_value(also, ValueKind::Attribute),
        b" end=1\nthe text\n".to_vec(),
    ]
    .concat();
    // A line break in a value is escaped, or the line would end in it.
    let tree = parse(&written);
    let [Node { kind: NodeKind::Marker(marker), .. }, Node { kind: NodeKind::Text, .. }] = tree.nodes.as_slice() else {
        panic!("not a marker line and a text: {:?}", String::from_utf8_lossy(&written));
    };
    assert_eq!(marker.flaws, [], "{:?}", String::from_utf8_lossy(&written));
    let attributes = [(&b"k"[..], also), (b"end", b"1")];
    assert_eq!(meaning(marker), (Word::File, Some(value), attributes.to_vec()));
}

/// The strings of `fixtures/conformance/naughty-strings.json`, each with the kind that it is of.
fn naughty_strings() -> Vec<(String, String)> {
    let path = common::repository().join("fixtures/conformance/naughty-strings.json");
    let kinds: BTreeMap<String, Vec<String>> =
        serde_json::from_slice(&common::read(&path)).expect("lists of strings, by kind");
    let strings: Vec<_> = kinds
        .into_iter()
        .flat_map(|(kind, strings)| strings.into_iter().map(move |string| (kind.clone(), string)))
        .collect();
    assert!(strings.len() >= 120, "only {} strings", strings.len());
    strings
}

#[test]
fn naughty_strings_survive_everywhere() {
    for (kind, string) in naughty_strings() {
        let bytes = string.as_bytes();
        // As they stand: as a file, as an id, as a value, in quotes, and as a text.
        let raw = [
            string.clone(),
            format!("<<<FILE>>> {string}\n"),
            format!("<<<FILE>>> a k={string}\nx\n"),
            format!("<<<FILE>>> \"{string}\" k=\"{string}\"\n"),
            format!("<<<FILE: {string}>>>\n"),
            format!("<<<FILE>>> a\n{string}\n<<<END>>>\n"),
        ];
        for file in raw {
            assert_lossless(file.as_bytes());
            assert_agreement(file.as_bytes());
            for line in file.lines() {
                assert_mends(line.as_bytes());
            }
        }
        // As they are written: as an id, a value and a text.
        assert_value_survives(bytes, bytes);
        assert_escapes(bytes);
        // A line feed would take a carriage return at the end of the text for a part of the line ending.
        let ending: &[u8] = if bytes.ends_with(b"\r") { b"\r\n" } else { b"\n" };
        let file = [b"<<<FILE>>> a\n", &*escape(bytes), ending, b"<<<FILE>>> b\n"].concat();
        let texts: Vec<_> = parser_documents(&file).into_iter().map(|document| document.text).collect();
        assert_eq!(texts, [bytes, b""], "{kind}: {string:?}");
    }
}

/// A file that holds these texts is read back byte for byte: section 10 of the specification.
fn assert_texts_survive(texts: &[Vec<u8>]) {
    let mut file = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        file.extend_from_slice(format!("<<<FILE>>> {number}\n").as_bytes());
        file.extend_from_slice(&escape(text));
        file.extend_from_slice(if text.ends_with(b"\r") { b"\r\n" } else { b"\n" });
    }
    let read: Vec<_> = parser_documents(&file).into_iter().map(|document| document.text).collect();
    assert_eq!(read, texts, "{}", String::from_utf8_lossy(&file));
}

proptest! {
    #![proptest_config(cases(2))]

    #[test]
    fn texts_are_read_as_they_were_written(texts in vec(any_file(), 0..4)) {
        assert_texts_survive(&texts);
    }
}

/// Where a place is, counted the slow way: lines by their line feeds, and columns by what is left when everything
/// ill-formed is replaced, which is one character for each maximal part of a character.
fn counted(bytes: &[u8], offset: usize) -> Position {
    let before = bytes.get(..offset).expect("an offset of the text");
    let line = before.split(|&byte| byte == b'\n').count() as u64;
    let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    let text = String::from_utf8_lossy(before.get(start..).expect("the end of the text"));
    let (column, byte_column) = (text.chars().count() as u64 + 1, (offset - start) as u64 + 1);
    Position { byte: offset as u64, line, column, byte_column }
}

/// The offsets at which something begins, a character or a part of one, and that of the end.
fn boundaries(bytes: &[u8]) -> Vec<usize> {
    let mut offsets = vec![0];
    let mut here = 0;
    for chunk in bytes.utf8_chunks() {
        let lengths = chunk.valid().chars().map(char::len_utf8).chain([chunk.invalid().len()]);
        for length in lengths.filter(|&length| length > 0) {
            here += length;
            offsets.push(here);
        }
    }
    offsets
}

const START: Position = Position::START;

proptest! {
    #![proptest_config(cases(1))]

    #[test]
    fn positions_are_those_that_one_counts(bytes in any_file(), order in any::<prop::sample::Index>()) {
        let offsets = boundaries(&bytes);
        let mut rising = Locator::new(&bytes, START);
        for &offset in &offsets {
            assert_eq!(rising.position(offset), counted(&bytes, offset), "{bytes:?} at {offset}");
            assert_eq!(Locator::new(&bytes, START).position(offset), counted(&bytes, offset));
        }
        // Forth and back.
        let there = *order.get(&offsets);
        assert_eq!(rising.position(there), counted(&bytes, there));
        let span = Span::new(there, bytes.len());
        let place = rising.place(span);
        assert_eq!((place.start, place.end), (counted(&bytes, there), counted(&bytes, bytes.len())));
    }

    #[test]
    fn positions_of_nodes_lie_at_the_starts_of_lines(bytes in any_file()) {
        let mut locator = Locator::new(&bytes, START);
        for node in parse(&bytes).nodes {
            let position = locator.position(node.span.start);
            let overflow = node.kind == NodeKind::Overflow;
            assert!(position.column == 1 || overflow, "a node begins with its line");
        }
    }
}

/// Byte sequences, how many characters they are when everything ill-formed is replaced, and whether they are
/// well-formed. In the manner of tables 3-7 to 3-11 of the Unicode standard: the first and the last of every length,
/// what is just beyond them, and what is cut.
const UTF8: [(&[u8], u64, bool); 64] = [
    (b"", 0, true),
    (b"\x00", 1, true),
    (b"\x7F", 1, true),
    (b"\xC2\x80", 1, true),
    (b"\xDF\xBF", 1, true),
    (b"\xE0\xA0\x80", 1, true),
    (b"\xE1\x80\x80", 1, true),
    (b"\xEC\xBF\xBF", 1, true),
    (b"\xED\x80\x80", 1, true),
    (b"\xED\x9F\xBF", 1, true),
    (b"\xEE\x80\x80", 1, true),
    (b"\xEF\xBF\xBD", 1, true),
    (b"\xEF\xBF\xBE", 1, true),
    (b"\xEF\xBF\xBF", 1, true),
    (b"\xF0\x90\x80\x80", 1, true),
    (b"\xF0\xBF\xBF\xBF", 1, true),
    (b"\xF1\x80\x80\x80", 1, true),
    (b"\xF3\xBF\xBF\xBF", 1, true),
    (b"\xF4\x80\x80\x80", 1, true),
    (b"\xF4\x8F\xBF\xBF", 1, true),
    (b"a\xCC\x81", 2, true),
    // Continuation bytes alone: one each.
    (b"\x80", 1, false),
    (b"\xBF", 1, false),
    (b"\x80\xBF", 2, false),
    (b"a\x80b", 3, false),
    // Lead bytes that never occur: one each, and one for each byte after them.
    (b"\xC0", 1, false),
    (b"\xC0\x80", 2, false),
    (b"\xC0\xAF", 2, false),
    (b"\xC1\xBF", 2, false),
    (b"\xF5", 1, false),
    (b"\xF5\x80\x80\x80", 4, false),
    (b"\xF7\xBF\xBF\xBF", 4, false),
    (b"\xF8\x88\x80\x80\x80", 5, false),
    (b"\xFC\x84\x80\x80\x80\x80", 6, false),
    (b"\xFE", 1, false),
    (b"\xFF", 1, false),
    (b"\xFF\xFE\xFD", 3, false),
    // Second bytes that their lead bytes do not allow: overlong, surrogates, too large.
    (b"\xE0\x80\x80", 3, false),
    (b"\xE0\x9F\xBF", 3, false),
    (b"\xED\xA0\x80", 3, false),
    (b"\xED\xBF\xBF", 3, false),
    (b"\xED\xA0\x80\xED\xB0\x80", 6, false),
    (b"\xF0\x80\x80\x80", 4, false),
    (b"\xF0\x8F\xBF\xBF", 4, false),
    (b"\xF4\x90\x80\x80", 4, false),
    (b"\xF4\xBF\xBF\xBF", 4, false),
    // Cut: what is there of a character is one, however much it is.
    (b"\xC2", 1, false),
    (b"\xE0\xA0", 1, false),
    (b"\xE2\x82", 1, false),
    (b"\xED\x9F", 1, false),
    (b"\xF0\x9F", 1, false),
    (b"\xF0\x9F\x98", 1, false),
    (b"\xF4\x8F\xBF", 1, false),
    (b"\xE2", 1, false),
    (b"\xF0", 1, false),
    // Cut, and something after it.
    (b"\xC2A", 2, false),
    (b"\xE2\x82A", 2, false),
    (b"\xF0\x9F\x98A", 2, false),
    (b"\xE2\x82\xE2\x82\xAC", 2, false),
    (b"\xC3\xC3\xA9", 2, false),
    (b"\xF0\x9F\xC3\xA9", 2, false),
    (b"\xE2\x82\xF0\x9F\x98\x80", 2, false),
    // A character with a byte too many.
    (b"\xC3\xA9\xA9", 2, false),
    (b"\xE2\x82\xAC\x80", 2, false),
];

/// What comes first in `bytes`, by table 3-7: how long it is, and whether it is a character. What is none is as long as
/// it could still have become one.
fn first_of_table_3_7(bytes: &[u8]) -> (usize, bool) {
    let second = match bytes.first().copied().unwrap_or_default() {
        0x00..=0x7F => return (1, true),
        0xC2..=0xDF => (1, 0x80..=0xBF),
        0xE0 => (2, 0xA0..=0xBF),
        0xE1..=0xEC | 0xEE..=0xEF => (2, 0x80..=0xBF),
        0xED => (2, 0x80..=0x9F),
        0xF0 => (3, 0x90..=0xBF),
        0xF1..=0xF3 => (3, 0x80..=0xBF),
        0xF4 => (3, 0x80..=0x8F),
        _ => return (1, false),
    };
    let (rest, second) = second;
    let follows = |index: usize| match (index, bytes.get(index)) {
        (_, None) => false,
        (1, Some(byte)) => second.contains(byte),
        (_, Some(byte)) => (0x80..=0xBF).contains(byte),
    };
    let length = (1..=rest).take_while(|&index| follows(index)).count();
    (1 + length, length == rest)
}

fn assert_utf8(bytes: &[u8], characters: u64, well_formed: bool) {
    assert_eq!(std::str::from_utf8(bytes).is_ok(), well_formed, "{bytes:X?}");
    let chunks = bytes.utf8_chunks();
    let count: usize =
        chunks.map(|chunk| chunk.valid().chars().count() + usize::from(!chunk.invalid().is_empty())).sum();
    assert_eq!(count as u64, characters, "{bytes:X?}");
    assert_eq!(Locator::new(bytes, START).position(bytes.len()).column, 1 + characters, "{bytes:X?}");
}

#[test]
fn utf8_is_what_the_table_says() {
    for (bytes, characters, well_formed) in UTF8 {
        assert_utf8(bytes, characters, well_formed);
        let after = [bytes, b"x"].concat();
        assert_eq!(Locator::new(&after, START).position(after.len()).column, 2 + characters, "{bytes:X?} and a letter");
        // What is ill-formed is carried along, wherever it stands. TAB and the like are no matter of this.
        if !bytes.is_empty() && !bytes.contains(&0) && !bytes.contains(&0x7F) && bytes != b"\xC2\x80" {
            let line = [b"<<<FILE>>> ", bytes, b" k=", bytes].concat();
            let marker = Marker::parse(&line).expect("a marker");
            assert_eq!(marker.flaws, [], "{bytes:X?}");
            assert_eq!(meaning(&marker), (Word::File, Some(bytes), vec![(&b"k"[..], bytes)]));
            assert_value_survives(bytes, bytes);
            assert_texts_survive(&[bytes.to_vec()]);
        }
    }
}

/// Every sequence of two bytes, and of three and four those at the bounds of the table.
#[test]
fn utf8_is_what_the_table_says_at_every_bound() {
    let bounds = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xF0, 0xF4, 0xFF];
    let leads: Vec<u8> = (0xE0..=0xF5).chain([0x41, 0x80, 0xC2]).collect();
    let pairs = (0..=u8::MAX).flat_map(|a| (0..=u8::MAX).map(move |b| vec![a, b]));
    let triples = leads.iter().flat_map(|&a| bounds.iter().flat_map(move |&b| bounds.map(|c| vec![a, b, c])));
    let fours = triples.clone().flat_map(|three| bounds.map(|d| [&*three, &[d]].concat()));
    for bytes in pairs.chain(triples).chain(fours) {
        // A line feed begins a new line, and its columns.
        if bytes.contains(&b'\n') {
            continue;
        }
        let (mut here, mut characters, mut well_formed) = (0, 0, true);
        while let Some(rest) = bytes.get(here..).filter(|rest| !rest.is_empty()) {
            let (length, is_character) = first_of_table_3_7(rest);
            here += length;
            characters += 1;
            well_formed &= is_character;
        }
        assert_utf8(&bytes, characters, well_formed);
    }
}
