//! What goes in comes out: files by way of a corpus, and a corpus by way of files.

use std::fs;
use std::io::Write as _;

use corplint::archive::{INDEX, UnpackError};
use corplint::document::{Defaults, SectionKind, Surroundings, sections};
use corplint::syntax::escape::escape;
use corplint::syntax::{ValueKind, parse, write_value};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use sha2::{Digest as _, Sha256};

use super::{Place, Tree, files_in};

/// Pieces of text that mean something to the format, or nearly do.
const PIECES: [&str; 40] = [
    "",
    "a",
    "Plain words. ",
    "été",
    "漢字",
    "😀",
    "e\u{301}",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\r\r\n",
    "\\",
    "\n\\",
    "\n\\\\",
    "<<<FILE>>>",
    "<<<FILE>>> a b=c\n",
    "\n<<<FILE>>> b\n",
    "\n\\<<<FILE>>> c",
    "\n\\\\<<<END>>>",
    "\n<<<CORPUS>>> version=1\n",
    "\n<<<END>>> files=1 sha256=00\r\n",
    "\n<<<NOTE>>> n\n",
    "\n<<<file>>> a",
    "\n <<<FILE>>> a",
    "\n\u{FEFF}<<<FILE>>>",
    "\u{FEFF}",
    "\n<<< FILE >>> a",
    "\n<<<FILE: a>>>",
    "\n<<<FILE \"a b\">>>\r",
    "\n<<<ENDFILE>>>",
    "\n＜＜＜FILE＞＞＞ a",
    "\n\u{3000}<FILE>>>",
    "\n<<<<<<< HEAD\n=======\n>>>>>>> x",
    "\0",
    "\u{85}\u{2028}\u{1b}[0m",
    "\u{FFFD}",
    "\t ",
    "key=\"va\\\"lue\"",
];

fn text() -> impl Strategy<Value = Vec<u8>> {
    vec(select(PIECES.to_vec()), 0..8).prop_map(|pieces| pieces.concat().into_bytes())
}

/// Paths of files, such that none of them is in the way of another.
fn tree() -> impl Strategy<Value = Tree> {
    let part = select(vec![
        "a",
        "b",
        "a.txt",
        "a-b",
        "a b",
        "été",
        "漢",
        "-rf",
        ".hidden",
        "a=b",
        "lang=fr",
        "\"q\"",
        "'",
        "~",
        "#",
        "x&y",
        "<<<FILE>>>",
        "\u{FEFF}b",
        "\u{A0}c",
        "a\u{3000}b",
        "x\u{200B}",
        "%2e",
        "$(x)",
        "a,b;c",
        "COMMA",
        "..x",
        "ı",
    ]);
    let path = (vec(part.clone(), 0..3), part, 0..4_u8).prop_map(|(folders, name, number)| {
        // A file is never called like a folder.
        let folders = folders.iter().map(|folder| format!("{folder}.d/")).collect::<Vec<_>>().concat();
        format!("{folders}{name}{number}")
    });
    btree_map(path, text(), 0..8)
}

/// A corpus file that is written as `pack` writes.
fn corpus() -> impl Strategy<Value = Vec<u8>> {
    let value =
        select(vec!["fr", "2024-10-28", "a b", "", "\"", "\\", "é", "=", "a=b", "\n", "\t", "\u{2028}", "<<<FILE>>>"]);
    let attributes =
        btree_map(select(vec!["lang", "date", "title", "x.y", "zoo", "a_b-c"]), value, 0..4).prop_map(|attributes| {
            let written = attributes.into_iter().map(|(key, value)| {
                [format!(" {key}=").as_bytes(), &write_value(value.as_bytes(), ValueKind::Attribute)].concat()
            });
            written.collect::<Vec<_>>().concat()
        });
    let documents = tree().prop_flat_map(|tree| {
        let ids: Vec<(String, Vec<u8>)> = tree.into_iter().collect();
        Just(ids).prop_shuffle()
    });
    let head = prop_oneof![Just(None), attributes.clone().prop_map(Some)];
    let end = select(vec!["", "-", "files", "sha256", "both", "note"]);
    (head, documents, vec(attributes, 8), end).prop_map(|(head, documents, attributes, end)| {
        let mut out = Vec::new();
        if let Some(head) = head {
            out.extend_from_slice(b"<<<CORPUS>>> version=1");
            out.extend_from_slice(&head);
            out.push(b'\n');
        }
        let count = documents.len();
        for ((id, text), attributes) in documents.into_iter().zip(attributes) {
            out.extend_from_slice(b"<<<FILE>>> ");
            out.extend_from_slice(&write_value(id.as_bytes(), ValueKind::Id));
            out.extend_from_slice(&attributes);
            out.push(b'\n');
            if !text.is_empty() {
                out.extend_from_slice(&escape(&text));
                out.extend_from_slice(if text.ends_with(b"\r") { b"\r\n" } else { b"\n" });
            }
        }
        let sum = sum_of(&out);
        let end = match end {
            "" => return out,
            "files" => format!("<<<END>>> files={count}\n"),
            "sha256" => format!("<<<END>>> sha256={sum}\n"),
            "both" => format!("<<<END>>> sha256={sum} files={count} by=\"nobody at all\"\n"),
            "note" => "<<<END>>> note=\"no more\"\n".to_owned(),
            _ => "<<<END>>>\n".to_owned(),
        };
        out.extend_from_slice(end.as_bytes());
        out
    })
}

/// Files that are no corpus, or are one in some other way.
fn anything() -> impl Strategy<Value = Vec<u8>> {
    let ids =
        select(vec!["a\n", "b\r\n", "c/d\n", "\"e f\" g=h\n", "../x\n", "A\n", "a lang=fr lang=de\n", "/x\n", "\n"]);
    let token = prop_oneof![
        4 => select(PIECES.to_vec()).prop_map(|piece| piece.as_bytes().to_vec()),
        4 => ids.prop_map(|id| format!("\n<<<FILE>>> {id}").into_bytes()),
        1 => vec(any::<u8>(), 1..4),
    ];
    vec(token, 0..10).prop_map(|tokens| {
        let bytes = tokens.concat();
        // Most files begin with a marker.
        if bytes.starts_with(b"\n") { bytes[1..].to_vec() } else { bytes }
    })
}

/// A SHA-256 as it is written.
fn sum_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// A document: its id, its attributes and its text.
type Parts = (Vec<u8>, Vec<(Vec<u8>, Vec<u8>)>, Vec<u8>);

/// The documents of a corpus file, as the parser reads them.
fn documents(bytes: &[u8]) -> Vec<Parts> {
    let tree = parse(bytes);
    let defaults = Defaults::default();
    sections(&tree.nodes)
        .into_iter()
        .filter(|section| section.kind == SectionKind::Document)
        .map(|section| {
            let document = section.document(bytes, Surroundings::default(), &defaults);
            let attributes = section.marker.expect("a document has a marker").attributes.iter();
            let attributes = attributes.map(|given| (given.key.to_vec(), given.value.bytes.to_vec())).collect();
            (document.id().unwrap_or_default().to_vec(), attributes, document.content().into_owned())
        })
        .collect()
}

fn cases(factor: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    let cases = usual.cases.saturating_mul(factor);
    ProptestConfig { cases, failure_persistence: None, ..usual }
}

proptest! {
    #![proptest_config(cases(1))]

    #[test]
    fn packing_and_unpacking_gives_the_same_files(tree in tree()) {
        let place = Place::new();
        place.plant(&tree, "in");
        let corpus = place.pack("in").expect("every text can be packed");
        let unpacked = place.unpack(&corpus, "out").expect("what was packed can be unpacked");
        prop_assert_eq!(files_in(&place.path("out")), tree);
        prop_assert_eq!((unpacked.index, unpacked.rewritten, unpacked.not_utf8), (false, 0, 0));
    }

    #[test]
    fn unpacking_and_packing_gives_the_same_bytes(corpus in corpus()) {
        let place = Place::new();
        let unpacked = place.unpack(&corpus, "x").expect("it can be unpacked");
        prop_assert_eq!(unpacked.rewritten, 0, "{}", String::from_utf8_lossy(&corpus));
        let packed = place.pack("x").expect("what was unpacked can be packed");
        prop_assert_eq!(String::from_utf8_lossy(&packed), String::from_utf8_lossy(&corpus));
    }
}

proptest! {
    #![proptest_config(cases(4))]

    #[test]
    fn anything_is_refused_whole_or_kept_whole(corpus in anything()) {
        let place = Place::new();
        match place.unpack(&corpus, "x") {
            Err(UnpackError::Refused(refusals)) => {
                prop_assert!(refusals.count() > 0);
                prop_assert_eq!(place.everything(), Tree::new());
            }
            Err(error) => prop_assert!(false, "{error}"),
            Ok(unpacked) => {
                let packed = match place.pack("x") {
                    Ok(packed) => packed,
                    Err(error) => {
                        prop_assert!(unpacked.not_utf8 > 0, "{error}");
                        return Ok(());
                    }
                };
                prop_assert_eq!(documents(&packed), documents(&corpus));
                prop_assert_eq!(unpacked.rewritten == 0, packed == corpus, "{}", String::from_utf8_lossy(&packed));
                // Once packed, it stays as it is.
                let again = place.unpack(&packed, "y").expect("what was packed can be unpacked");
                prop_assert_eq!(again.rewritten, 0);
                prop_assert_eq!(place.pack("y").expect("it can be packed"), packed);
            }
        }
    }
}

/// Numbers that only look as if they came by chance.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }
}

#[test]
fn ten_thousand_files_come_back_byte_for_byte() {
    let place = Place::new();
    let mut numbers = Numbers(1);
    let mut tree = Tree::new();
    for number in 0..10_000 {
        let depth = numbers.below(4);
        let folders: String = (0..depth).map(|_| ["a/", "été/", "b c/", ".d/"][numbers.below(4)]).collect();
        let name =
            format!("{folders}{}{number}.{}", ["x", "é", "-", "lang="][numbers.below(4)], ["txt", "md"][number % 2]);
        let count = numbers.below(12);
        let text: String = (0..count).map(|_| PIECES[numbers.below(PIECES.len())]).collect();
        tree.insert(name, text.into_bytes());
    }
    place.plant(&tree, "in");
    let packed = place.run(&["pack", "in", "-o", "x.corpus"]);
    assert_eq!((packed.code, packed.stdout.len()), (Some(0), 0), "{}", packed.stderr);
    let unpacked = place.run(&["unpack", "x.corpus", "-d", "out"]);
    assert_eq!(unpacked.code, Some(0), "{}", unpacked.stderr);
    assert_eq!(unpacked.stderr, "note: 10,000 files in out\n");
    let out = files_in(&place.path("out"));
    assert_eq!(out.len(), 10_000);
    assert!(out == tree, "every file is what it was");
    let again = place.run(&["pack", "out"]);
    assert_eq!(again.code, Some(0));
    assert!(again.stdout == place.read("x.corpus"), "to standard output goes what goes to a file");
}

#[test]
fn files_are_in_the_order_of_their_paths() {
    let place = Place::new();
    for name in ["b", "a/b", "a.txt", "a-b", "C", "a/b.c/d", "é", ".x"] {
        place.file(&format!("in/{name}"), "");
    }
    let corpus = String::from_utf8(place.pack("in").expect("it can be packed")).expect("UTF-8");
    let ids: Vec<&str> = corpus.lines().map(|line| line.strip_prefix("<<<FILE>>> ").expect("a marker")).collect();
    assert_eq!(ids, [".x", "C", "a-b", "a.txt", "a/b", "a/b.c/d", "b", "é"]);
}

#[test]
fn marker_lines_are_kept_beside_the_files() {
    let place = Place::new();
    let head = "<<<CORPUS>>> version=1 lang=fr\n";
    let body = "<<<FILE>>> b/2 date=2024-10-28 title=\"Le port\"\nUn texte.\n<<<FILE>>> \"a 1\"\n";
    let sum = sum_of(format!("{head}{body}").as_bytes());
    let corpus = format!("{head}{body}<<<END>>> files=2 sha256={sum}\n");
    let unpacked = place.unpack(corpus.as_bytes(), "x").expect("it can be unpacked");
    assert!(unpacked.index && unpacked.rewritten == 0);
    let index = String::from_utf8(place.read(&format!("x/{INDEX}"))).expect("UTF-8");
    assert_eq!(index, corpus.replace("Un texte.\n", ""));
    assert_eq!(place.read("x/b/2"), b"Un texte.");
    assert_eq!(place.pack("x").expect("it can be packed"), corpus.as_bytes());

    // What was changed since is in the corpus, and the last line speaks of that.
    place.file("x/a 1", "Nouveau.\n");
    place.file("x/a 0", "Ajout.");
    fs::remove_file(place.path("x/b/2")).expect("a file");
    let run = place.run(&["pack", "x", "-o", "y.corpus"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stderr.contains("x/b/2 is not there any more"), "{}", run.stderr);
    assert!(run.stderr.contains("1 file that .corplint-index does not speak of come last"), "{}", run.stderr);
    let body = format!("{head}<<<FILE>>> \"a 1\"\nNouveau.\n\n<<<FILE>>> \"a 0\"\nAjout.\n");
    let sum = sum_of(body.as_bytes());
    let expected = format!("{body}<<<END>>> files=2 sha256={sum}\n");
    assert_eq!(String::from_utf8_lossy(&place.read("y.corpus")), expected);
}

#[test]
fn a_text_that_was_changed_does_not_prove_itself() {
    let place = Place::new();
    let corpus = format!(
        "<<<FILE>>> a bytes=2\nxx\n<<<FILE>>> b sha256={}\nyy\n<<<FILE>>> c bytes=2 sha256={}\nzz\n",
        sum_of(b"yy"),
        sum_of(b"zz"),
    );
    place.unpack(corpus.as_bytes(), "x").expect("it can be unpacked");
    let run = place.run(&["pack", "x", "--quiet"]);
    assert_eq!((&*run.stderr, String::from_utf8_lossy(&run.stdout)), ("", corpus.as_str().into()));
    place.file("x/a", "xxx");
    let run = place.run(&["pack", "x", "--quiet"]);
    let expected = "note: x/a is not the text that its `bytes` or `sha256` was made of; if that was meant, correct \
                    .corplint-index\n";
    assert_eq!((run.code, run.stderr.replace('\\', "/")), (Some(0), expected.to_owned()));
    assert_eq!(run.stdout, corpus.replace("xx", "xxx").as_bytes(), "what was said of it stays");
    place.file("x/c", "zy");
    assert!(place.run(&["pack", "x"]).stderr.contains("x/a and 1 more are not the texts"));
}

#[test]
fn what_will_not_be_the_same_bytes_is_told() {
    for corpus in [
        &b"<<<FILE>>> a\nx"[..],
        b"<<<FILE>>> a\r\nx\n",
        b"<<<FILE>>> a\nx\r\n",
        b"<<<file>>> a\nx\n",
        b"\n<<<FILE>>> a\nx\n",
        b"<<<FILE>>> a\n\n<<<FILE>>> b\nx\n",
        b"<<<FILE>>> a\nx\n<<<END>>>\n<<<FILE>>> b\n",
        b"<<<FILE>>> a\nx\n<<<END>>> files=01\n",
        b"<<<FILE>>> a\nx\n<<<END>>> files=1\n\n",
        b"<<<FILE>>>  a\nx\n",
    ] {
        let place = Place::new();
        place.file("x.corpus", corpus);
        let run = place.run(&["unpack", "x.corpus", "-d", "x"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(run.stderr.contains("the same texts of this folder, and not the same bytes"), "{}", run.stderr);
        let packed = place.pack("x").expect("it can be packed");
        assert_eq!(documents(&packed), documents(corpus));
        assert_ne!(packed, corpus);
    }
}

#[test]
fn standard_input_and_compressed_files_are_unpacked_too() {
    let corpus = b"<<<FILE>>> a\nx\n<<<FILE>>> b\ny\n";
    let place = Place::new();
    let run = place.run_with_input(&["unpack", "-", "-d", "piped", "--quiet"], corpus);
    assert_eq!((run.code, &*run.stderr), (Some(0), ""));
    let mut zipped = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    zipped.write_all(corpus).expect("a vector takes everything");
    place.file("x.corpus.gz", zipped.finish().expect("a vector takes everything"));
    assert_eq!(place.run(&["unpack", "x.corpus.gz", "-d", "zipped"]).code, Some(0));
    for folder in ["piped", "zipped"] {
        assert_eq!(place.pack(folder).expect("it can be packed"), corpus);
    }
}
