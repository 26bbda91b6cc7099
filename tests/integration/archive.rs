//! `pack` and `unpack`: what goes in comes out, byte for byte; what cannot be kept is refused before anything is
//! written; and nothing is written anywhere but below the folder that was named.

#![expect(clippy::disallowed_methods, reason = "tests make their own trees of files")]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use corplint::archive::{INDEX, PackError, Packing, Reason, UnpackError, Unpacked, unpack};
use corplint::document::{Defaults, Document, SectionKind, Surroundings, sections};
use corplint::source::Source;
use corplint::syntax::escape::escape;
use corplint::syntax::{ValueKind, parse, write_value};
use corplint::write::Existing;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use sha2::{Digest as _, Sha256};

/// Files by their paths, with `/` between the parts.
type Tree = BTreeMap<String, Vec<u8>>;

/// A folder for a test, and the program in it.
struct Place {
    folder: tempfile::TempDir,
}

struct Run {
    code: Option<i32>,
    stdout: Vec<u8>,
    stderr: String,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder for the test") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("folders can be made");
        fs::write(path, bytes).expect("a file can be written");
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.run_with_input(arguments, b"")
    }

    fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_corplint"));
        command.args(arguments).current_dir(self.folder.path()).env_clear();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let _ = child.stdin.take().expect("it is piped").write_all(input);
        let output = child.wait_with_output().expect("the program ends");
        let stderr = String::from_utf8(output.stderr).expect("the program writes UTF-8");
        Run { code: output.status.code(), stdout: output.stdout, stderr }
    }

    /// Everything below the folder, links and empty folders included.
    fn everything(&self) -> Tree {
        everything_in(self.folder.path())
    }

    fn plant(&self, tree: &Tree, under: &str) {
        fs::create_dir_all(self.path(under)).expect("a folder");
        for (name, bytes) in tree {
            self.file(&format!("{under}/{name}"), bytes);
        }
    }

    fn unpack(&self, corpus: &[u8], into: &str) -> Result<Unpacked, UnpackError> {
        unpack(&Source::memory("x.corpus", corpus), &self.path(into), Existing::Keep)
    }

    fn pack(&self, folder: &str) -> Result<Vec<u8>, PackError> {
        let mut out = Vec::new();
        Packing::plan(&self.path(folder))?.write(&mut out)?;
        Ok(out)
    }
}

fn everything_in(root: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(root).expect("inside").to_str().expect("UTF-8").replace('\\', "/");
            if path.is_symlink() {
                let target = fs::read_link(&path).expect("a link");
                tree.insert(name, format!("-> {}", target.display()).into_bytes());
            } else if path.is_dir() {
                tree.insert(format!("{name}/"), Vec::new());
                folders.push(path);
            } else {
                tree.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    tree
}

/// The files of a folder.
fn files_in(root: &Path) -> Tree {
    everything_in(root).into_iter().filter(|(name, _)| !name.ends_with('/')).collect()
}

// What goes in comes out.

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
        "COM",
        "..x",
        "ı",
    ]);
    let path = (vec(part.clone(), 0..3), part, 0..4_u8).prop_map(|(folders, name, number)| {
        // A file is never called like a folder.
        let folders: String = folders.iter().map(|folder| format!("{folder}.d/")).collect();
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
        let sum: String = Sha256::digest(&out).iter().map(|byte| format!("{byte:02x}")).collect();
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

/// The documents of a corpus file: id, attributes and text of each, as the parser reads them.
fn documents(bytes: &[u8]) -> Vec<(Vec<u8>, Vec<(Vec<u8>, Vec<u8>)>, Vec<u8>)> {
    let tree = parse(bytes);
    let defaults = Defaults::default();
    sections(&tree.nodes)
        .into_iter()
        .filter(|section| section.kind == SectionKind::Document)
        .map(|section| {
            let (span, body) = (section.span.of(bytes), section.body);
            let document = Document::new(span, section.kind, section.marker, body, Surroundings::default(), &defaults);
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
        let folders: String = (0..depth).map(|_| format!("{}/", ["a", "été", "b c", ".d"][numbers.below(4)])).collect();
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
    assert_eq!(unpacked.stderr, "note: 10000 files in out\n");
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
    for name in ["b", "a/b", "a.txt", "a-b", "B", "a/b.c/d", "é", ".x"] {
        place.file(&format!("in/{name}"), "");
    }
    let corpus = String::from_utf8(place.pack("in").expect("it can be packed")).expect("UTF-8");
    let ids: Vec<&str> = corpus.lines().map(|line| line.strip_prefix("<<<FILE>>> ").expect("a marker")).collect();
    assert_eq!(ids, [".x", "B", "a-b", "a.txt", "a/b", "a/b.c/d", "b", "é"]);
}

#[test]
fn marker_lines_are_kept_beside_the_files() {
    let place = Place::new();
    let head = "<<<CORPUS>>> version=1 lang=fr\n";
    let body = "<<<FILE>>> b/2 date=2024-10-28 title=\"Le port\"\nUn texte.\n<<<FILE>>> \"a 1\"\n";
    let sum: String = Sha256::digest(format!("{head}{body}")).iter().map(|byte| format!("{byte:02x}")).collect();
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
    let sum: String = Sha256::digest(&body).iter().map(|byte| format!("{byte:02x}")).collect();
    let expected = format!("{body}<<<END>>> files=2 sha256={sum}\n");
    assert_eq!(String::from_utf8_lossy(&place.read("y.corpus")), expected);
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
        assert!(run.stderr.contains("the texts will be the same and the file will not"), "{}", run.stderr);
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

// What cannot be kept is refused.

/// Unpacks a corpus that has to be refused, and gives what is said about it.
#[track_caller]
fn refused(corpus: &[u8]) -> String {
    let place = Place::new();
    place.file("x.corpus", corpus);
    place.file("beside", "untouched");
    fs::create_dir(place.path("x")).expect("a folder");
    let before = place.everything();
    let run = place.run(&["unpack", "x.corpus", "-d", "x"]);
    assert_eq!(run.code, Some(2), "{}{}", String::from_utf8_lossy(corpus), run.stderr);
    assert!(run.stderr.contains("nothing was written"), "{}", run.stderr);
    assert_eq!(place.everything(), before);
    assert!(run.stdout.is_empty());
    run.stderr
}

#[test]
fn ids_that_lead_elsewhere_or_mean_something_else_are_refused() {
    let long = "x".repeat(256);
    let longer = "x/".repeat(30_000) + "x";
    for id in [
        "../x",
        "a/../../x",
        "a/../x",
        "/etc/x",
        "//server/x",
        "C:\\x",
        "C:x",
        "\\\\?\\C",
        "..\\x",
        "a\0b",
        ".",
        "..",
        "./a",
        "a//b",
        "a/",
        "CON",
        "nul.txt",
        "COM1",
        "a/lpt\u{B3}.b",
        "a.",
        "a ",
        "a\u{1b}[31mb",
        "a\nb",
        "a\u{85}b",
        "a\u{202e}b",
        "a\u{2028}b",
        ".git/config",
        "a/.Git",
        ".gi\u{200d}t/hooks/x",
        "git~1/x",
        ".corplint-index",
        ".a.corplint-tmp",
        "a:b",
        &long,
        &longer,
    ] {
        let id = write_value(id.as_bytes(), ValueKind::Id);
        let corpus = [b"<<<FILE>>> good\nx\n<<<FILE>>> ", &*id, b"\ny\n<<<FILE>>> better\nz\n"].concat();
        let said = refused(&corpus);
        assert!(said.contains("x.corpus:3: `"), "{said}");
        assert!(said.contains("1 fault in the way"), "{said}");
        let obeyed = said.contains(['\x1b', '\u{85}', '\u{202e}', '\u{2028}']);
        assert!(!obeyed && said.lines().count() == 2 && said.len() < 700, "{said:?}");
    }
    assert!(refused(b"<<<FILE>>>\nx\n").contains("x.corpus:1: the document has no id"));
    assert!(refused(b"<<<FILE>>> \"\"\nx\n").contains("x.corpus:1: the document has no id"));
    assert!(refused(b"<<<FILE>>> a\xff\nx\n").contains("is not UTF-8"));
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let said = refused(
        "<<<FILE>>> Paris\n<<<FILE>>> ok\n<<<FILE>>> paris\n<<<FILE>>> ../x\n<<<FILE>>> ok\n<<<FILE>>> ok/x\n\
         <<<FILE>>> caf\u{e9}/a\n<<<FILE>>> cafe\u{301}/b\n<<<FILE>>> Ma\u{df}e\n<<<FILE>>> MASSE\n"
            .as_bytes(),
    );
    let expected = "\
error: x.corpus:3: `paris` and `Paris` (line 1) are one name where case and Unicode normalisation do not count
error: x.corpus:4: `../x` has a part `.` or `..`, which leads to another folder
error: x.corpus:5: `ok` is also the id of the document on line 2
error: x.corpus:6: `ok/x` would lie in `ok` (line 2), which is a file and no folder
error: x.corpus:8: `cafe\u{301}/b` and `café/a` (line 7) lie in folders that are one where case and Unicode normalisation do not count
error: x.corpus:10: `MASSE` and `Maße` (line 9) are one name where case and Unicode normalisation do not count
note: nothing was written: 6 faults in the way
";
    assert_eq!(said, expected);
}

#[test]
fn what_would_be_lost_is_refused() {
    for (corpus, line, said) in [
        (&b"stray\n<<<FILE>>> a\nx\n"[..], 1, "text that belongs to no document"),
        (b"<<<FILE>>> a\nx\n<<<END>>>\n\nstray\n", 5, "text that belongs to no document"),
        (b"<<<CORPUS>>> version=1\nstray\n<<<FILE>>> a\nx\n", 2, "text that belongs to no document"),
        (b"no marker\n", 1, "text that belongs to no document"),
        (b"<<<FILE>>> a\nx\n<<<NOTE>>> n\n", 3, "`<<<NOTE>>> n` is a marker of a later version"),
        (b"<<<FILE>>> a lang=fr lang=de\nx\n", 1, "a part of this marker line cannot be read"),
        (b"<<<FILE>>> a Lang=fr\nx\n", 1, "a part of this marker line cannot be read"),
        (b"<<<FILE>>> a title=\"x\ny\n", 1, "a part of this marker line cannot be read"),
        (b"<<<CORPUS>>> version=2\n<<<FILE>>> a\nx\n", 1, "version `2` of the format is not known"),
        (b"<<<FILE>>> a\n<<<CORPUS>>> version=1 lang=fr\n", 2, "`<<<CORPUS>>>` is not the first line"),
        (b"<<<FILE>>> a\n<<<END>>> files=1\n<<<FILE>>> b\n", 2, "`<<<END>>>` says what the file holds"),
        (b"<<<FILE>>> a\n<<<END>>> files=2\n", 2, "`files=2` does not agree with the 1 documents"),
        (b"<<<FILE>>> a\n<<<END>>> files=one\n", 2, "`files=one` does not agree"),
        (b"<<<FILE>>> a\n<<<END>>> sha256=00\n", 2, "the text before this line is not what its `sha256`"),
    ] {
        let stderr = refused(corpus);
        assert!(stderr.starts_with(&format!("error: x.corpus:{line}: {said}")), "{stderr}");
    }
    let wide: Vec<u8> = "<<<FILE>>> a\nx\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(refused(&wide).contains("the file is UTF-16LE and not UTF-8"));
}

#[test]
fn files_that_are_there_are_kept_unless_force_is_used() {
    let place = Place::new();
    place.file("x.corpus", "<<<FILE>>> b lang=fr\nnew b\n<<<FILE>>> a\nnew a\n");
    place.file("x/a", "old a");
    place.file("x/other", "other");
    let before = place.everything();
    let run = place.run(&["unpack", "x.corpus", "-d", "x"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("x.corpus:3: `a` cannot be written: there is something of this name"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("`--force` replaces what is there"), "{}", run.stderr);
    assert_eq!(place.everything(), before);
    let run = place.run(&["unpack", "x.corpus", "-d", "x", "--force"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(files_in(&place.path("x")).len(), 4);
    assert_eq!((place.read("x/a"), place.read("x/b")), (b"new a".to_vec(), b"new b".to_vec()));

    // An index speaks of the corpus that it came with, and of no other.
    place.file("y.corpus", "<<<FILE>>> c\nnew c\n");
    assert_eq!(place.run(&["unpack", "y.corpus", "-d", "x"]).code, Some(2));
    assert_eq!(place.run(&["unpack", "y.corpus", "-d", "x", "--force"]).code, Some(0));
    assert!(!place.path("x").join(INDEX).exists());
}

#[test]
fn a_tree_that_could_not_be_unpacked_is_not_packed() {
    let place = Place::new();
    place.file("in/a", "x");
    place.file("in/bad.txt", b"caf\xe9");
    place.file("in/wide.txt", b"\xff\xfea\0b\0");
    let names: &[&str] = if cfg!(unix) { &["12:30", "nul.txt", "a\\b", "end.", "A"] } else { &[] };
    for name in names {
        place.file(&format!("in/{name}"), "x");
    }
    let run = place.run(&["pack", "in", "-o", "x.corpus"]);
    assert_eq!(run.code, Some(2));
    if cfg!(unix) {
        assert!(run.stderr.contains("error: `12:30` has a colon in it"), "{}", run.stderr);
        assert!(run.stderr.contains("error: `a` and `A` are one name"), "{}", run.stderr);
        assert!(run.stderr.contains("nothing was written: 5 faults"), "{}", run.stderr);
    }
    for name in names {
        fs::remove_file(place.path("in").join(name)).expect("a file");
    }
    for arguments in [&["pack", "in", "-o", "x.corpus"][..], &["pack", "in"]] {
        let run = place.run(arguments);
        assert_eq!((run.code, run.stdout.len()), (Some(2), 0));
        let expected = "\
error: `bad.txt` is not UTF-8: the first wrong byte is at offset 3
error: `wide.txt` is not UTF-8: the first wrong byte is at offset 0; it looks like UTF-16LE, which `iconv -f UTF-16LE -t UTF-8` converts
note: nothing was written: 2 faults in the way
";
        assert_eq!(run.stderr, expected);
    }
    assert!(!place.path("x.corpus").exists());
    assert_eq!(fs::read_dir(place.folder.path()).expect("a folder").count(), 1, "nothing is left over");
}

#[test]
fn a_corpus_file_is_replaced_only_with_force_and_never_by_half() {
    let place = Place::new();
    place.file("in/a", "x");
    place.file("x.corpus", "old");
    let run = place.run(&["pack", "in", "-o", "x.corpus"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("`--force` replaces it"), "{}", run.stderr);
    assert_eq!(place.read("x.corpus"), b"old");
    place.file("in/b", b"\xff");
    assert_eq!(place.run(&["pack", "in", "-o", "x.corpus", "--force"]).code, Some(2));
    assert_eq!(place.read("x.corpus"), b"old");
    fs::remove_file(place.path("in/b")).expect("a file");
    assert_eq!(place.run(&["pack", "in", "-o", "x.corpus", "--force"]).code, Some(0));
    assert_eq!(place.read("x.corpus"), b"<<<FILE>>> a\nx\n");
    for (output, said) in [
        ("in/x.corpus", "would be a part of itself"),
        ("x.corpus.gz", "would not be compressed"),
        ("nowhere/x.corpus", "No such file"),
    ] {
        let run = place.run(&["pack", "in", "-o", output]);
        assert_eq!(run.code, Some(2), "{output}");
        assert!(cfg!(windows) || run.stderr.contains(said), "{}", run.stderr);
    }
    assert_eq!(place.run(&["pack", "nowhere", "-o", "y.corpus"]).code, Some(2));
    assert_eq!(place.run(&["pack", "x.corpus", "-o", "y.corpus"]).code, Some(2), "it is no folder");
}

#[test]
fn an_index_that_is_not_one_is_refused() {
    for (index, said) in [
        ("<<<FILE>>> a\nText.\n", ":1: `a` has a text here"),
        ("Text.\n", ":1: text that belongs to no document"),
        ("<<<FILE>>> a\n<<<FILE>>> a\n", ":2: `a` is also the id of the document on line 1"),
        ("<<<FILE>>> ../a\n", ":1: `../a` has a part"),
        ("<<<FILE>>> a lang=fr lang=de\n", ":1: a part of this marker line cannot be read"),
    ] {
        let place = Place::new();
        place.file("in/a", "x");
        place.file(&format!("in/{INDEX}"), index);
        let run = place.run(&["pack", "in", "-o", "x.corpus"]);
        assert_eq!(run.code, Some(2), "{index}");
        assert!(run.stderr.contains(&format!("{INDEX}{said}")), "{}", run.stderr);
        assert!(!place.path("x.corpus").exists());
    }
}

#[test]
fn what_is_left_out_is_told() {
    let place = Place::new();
    place.file("in/a", "x");
    place.file("in/.git/config", "x");
    place.file("in/b/.a.abcdef.corplint-tmp", "x");
    fs::create_dir_all(place.path("in/c/d")).expect("a folder");
    let run = place.run(&["pack", "in", "-o", "x.corpus", "--quiet"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let expected = "\
note: in/.git is left out: it belongs to Git and not to the texts
note: in/b/.a.abcdef.corplint-tmp is left out: a run that was interrupted has left it behind; it can be removed
note: in/c/d is left out: it is a folder with nothing in it
";
    assert_eq!(run.stderr.replace('\\', "/"), expected);
    assert_eq!(place.read("x.corpus"), b"<<<FILE>>> a\nx\n");
    fs::create_dir(place.path("nothing")).expect("a folder");
    let run = place.run(&["pack", "nothing"]);
    assert_eq!((run.code, run.stdout.len()), (Some(0), 0));
    assert!(run.stderr.contains("there was no file to pack in nothing"), "{}", run.stderr);
}

#[test]
fn many_refusals_are_counted() {
    let corpus: String = (0..150_000).map(|number| format!("<<<FILE>>> ../{number}\n")).collect();
    let said = refused(corpus.as_bytes());
    assert!(said.contains("error: and 149900 more\n"), "{}", said.len());
    assert_eq!(said.lines().count(), 102);
}

// Nothing is written anywhere else.

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use super::*;

    #[test]
    fn no_link_is_written_through() {
        for (id, link, leads_to) in [
            ("a", "a", "../outside/file"),
            ("a", "a", "../outside/new"),
            ("a", "a", "nowhere"),
            ("a/b", "a", "../outside"),
            ("a/file", "a", "../outside"),
            ("a/b/c", "a/b", "../../outside"),
            (INDEX, INDEX, "../outside/file"),
        ] {
            let place = Place::new();
            let id = if id == INDEX { "b" } else { id };
            place.file("x.corpus", format!("<<<FILE>>> good\nx\n<<<FILE>>> {id} lang=fr\ny\n"));
            place.file("outside/file", "untouched");
            fs::create_dir_all(place.path("x/a").parent().expect("a folder")).expect("a folder");
            if link == "a/b" {
                fs::create_dir(place.path("x/a")).expect("a folder");
            }
            symlink(leads_to, place.path("x").join(link)).expect("a link");
            let before = place.everything();
            for arguments in [&["unpack", "x.corpus", "-d", "x"][..], &["unpack", "x.corpus", "-d", "x", "--force"]] {
                let run = place.run(arguments);
                assert_eq!(run.code, Some(2), "{id}: {}", run.stderr);
                assert!(run.stderr.contains("there is a link in its way"), "{id}: {}", run.stderr);
                assert_eq!(place.everything(), before, "{id}");
            }
        }
    }

    #[test]
    fn the_folder_that_was_named_may_be_a_link() {
        let place = Place::new();
        place.file("x.corpus", "<<<FILE>>> a\nx\n");
        fs::create_dir(place.path("real")).expect("a folder");
        symlink("real", place.path("x")).expect("a link");
        assert_eq!(place.run(&["unpack", "x.corpus", "-d", "x"]).code, Some(0));
        assert_eq!(place.read("real/a"), b"x");
    }

    #[test]
    fn links_and_pipes_are_not_packed() {
        let place = Place::new();
        place.file("in/a", "x");
        place.file("secret", "secret");
        symlink("../secret", place.path("in/file")).expect("a link");
        symlink("..", place.path("in/folder")).expect("a link");
        symlink("nowhere", place.path("in/nothing")).expect("a link");
        let pipe = rustix::fs::mknodat(
            rustix::fs::CWD,
            place.path("in/pipe"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::from_raw_mode(0o600),
            0,
        );
        pipe.expect("a pipe");
        let run = place.run(&["pack", "in"]);
        assert_eq!((run.code, run.stdout), (Some(0), b"<<<FILE>>> a\nx\n".to_vec()));
        for said in
            ["in/file is left out: it is a link", "in/folder is", "in/nothing is", "in/pipe is left out: it is a pipe"]
        {
            assert!(run.stderr.contains(said), "{}", run.stderr);
        }
    }

    #[test]
    fn an_index_that_is_a_link_is_not_read() {
        let place = Place::new();
        place.file("in/a", "x");
        place.file("index", "<<<FILE>>> a lang=fr\n");
        symlink("../index", place.path("in").join(INDEX)).expect("a link");
        assert_eq!(place.pack("in").expect("it can be packed"), b"<<<FILE>>> a\nx\n");
    }

    #[test]
    fn names_that_are_not_utf8_are_told() {
        use std::os::unix::ffi::OsStrExt as _;

        let place = Place::new();
        fs::create_dir(place.path("in")).expect("a folder");
        fs::write(place.path("in").join(OsStr::from_bytes(b"caf\xe9")), "x").expect("a file");
        let Err(PackError::Refused(refusals)) = place.pack("in") else { panic!("the name is no id") };
        assert_eq!(refusals.to_string(), "`caf\u{FFFD}` is not UTF-8");
    }

    /// How often a folder is swapped for a link, at the least, while files are written into it.
    const SWAPS: usize = 2_000;

    #[test]
    fn a_folder_that_becomes_a_link_meanwhile_leads_nowhere_else() {
        let place = Place::new();
        fs::create_dir(place.path("outside")).expect("a folder");
        fs::create_dir_all(place.path("x/a")).expect("a folder");
        symlink("../outside", place.path("link")).expect("a link");
        let documents: Vec<String> = (0..20).map(|number| format!("<<<FILE>>> a/{number}/b\nx\n")).collect();
        let source = Source::memory("x.corpus", documents.concat().into_bytes());
        let stop = AtomicBool::new(false);
        let (target, link, aside) = (place.path("x/a"), place.path("link"), place.path("aside"));
        let swapped = thread::scope(|scope| {
            let swapper = scope.spawn(|| {
                let mut count = 0;
                while !stop.load(Ordering::Relaxed) || count < SWAPS {
                    let flags = rustix::fs::RenameFlags::EXCHANGE;
                    let cwd = rustix::fs::CWD;
                    if rustix::fs::renameat_with(cwd, &target, cwd, &link, flags).is_err() {
                        // Without an exchange there is a moment with neither, which is just as well.
                        let _ = fs::rename(&target, &aside);
                        let _ = symlink("../outside", &target);
                        let _ = fs::remove_file(&target);
                        let _ = fs::rename(&aside, &target);
                    }
                    count += 1;
                }
                count
            });
            for _ in 0..200 {
                // Whether it is refused, or fails, or goes well is a matter of chance.
                let _ = unpack(&source, &place.path("x"), Existing::Replace);
            }
            stop.store(true, Ordering::Relaxed);
            swapper.join().expect("it ends")
        });
        assert!(swapped >= SWAPS);
        assert_eq!(everything_in(&place.path("outside")), Tree::new(), "after {swapped} swaps");
    }
}

#[test]
fn refusals_are_data_too() {
    let place = Place::new();
    let Err(UnpackError::Refused(refusals)) = place.unpack(b"<<<FILE>>> a\n<<<FILE>>> a\n", "x") else {
        panic!("an id stands for one file");
    };
    let [refusal] = refusals.told() else { panic!("one") };
    assert_eq!((refusal.line, refusal.name.as_deref()), (Some(2), Some("a")));
    assert!(matches!(refusal.reason, Reason::SameId { line: 1 }));
}
