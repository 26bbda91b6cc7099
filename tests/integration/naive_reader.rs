//! A second reader of the corpus format: line by line, in the words of `grammar/SPEC.md`, and sharing nothing with
//! `src/syntax`.
//!
//! It is here to be disagreed with. It has no bounds on memory and no regard for speed, so that each section of the
//! specification is a function that can be read beside it.

use std::collections::BTreeSet;

/// The longest marker line, in bytes (section 9).
pub(crate) const LONGEST_MARKER_LINE: usize = 65_536;

/// A stretch of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// `corpus`, `file`, `end`, `reserved`, `text` or `overflow`.
    pub(crate) kind: &'static str,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) id: Option<Vec<u8>>,
    pub(crate) attributes: Vec<(Vec<u8>, Vec<u8>)>,
    /// What is wrong with the marker line alone, as ids of rules.
    pub(crate) finds: BTreeSet<&'static str>,
}

/// What a consumer wants of a file: its ids and its texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Document {
    pub(crate) id: Option<Vec<u8>>,
    pub(crate) text: Vec<u8>,
}

/// The nodes of a file.
pub(crate) fn read(bytes: &[u8]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut here = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let start = here;
        here += line.len();
        let content = without_ending(line);
        let read = &content[..content.len().min(LONGEST_MARKER_LINE)];
        if let Some(mut marker) = marker_line(read) {
            marker.start = start;
            marker.end = here;
            let too_long = read.len() < content.len();
            if too_long {
                marker.end = start + read.len();
                // The rest of a reserved line is content, so nothing is wrong with it.
                if marker.kind != "reserved" {
                    marker.finds.insert("marker-too-long");
                }
            }
            let rest = marker.end;
            nodes.push(marker);
            if too_long {
                nodes.push(plain("overflow", rest, here));
            }
        } else if let Some(text) = nodes.last_mut().filter(|node| node.kind == "text") {
            text.end = here;
        } else {
            nodes.push(plain("text", start, here));
        }
    }
    nodes
}

/// The documents of a file: section 4.
pub(crate) fn documents(bytes: &[u8]) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    let mut inside = false;
    let mut line_of_the_document = false;
    for node in read(bytes) {
        match node.kind {
            "file" => {
                documents.push(Document { id: node.id.filter(|id| !id.is_empty()), text: Vec::new() });
                inside = true;
            }
            "corpus" | "end" => inside = false,
            // What does not fit of a `FILE` line is none of the text; of a reserved line, it is.
            "overflow" if line_of_the_document => {}
            _ if inside => {
                let document = documents.last_mut().expect("a document was begun");
                document.text.extend_from_slice(&bytes[node.start..node.end]);
            }
            _ => {}
        }
        line_of_the_document = node.kind == "file";
    }
    for document in &mut documents {
        document.text = unescape(without_ending(&document.text));
    }
    documents
}

/// Takes away the backslashes of section 4.2.
pub(crate) fn unescape(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for line in text.split_inclusive(|&byte| byte == b'\n') {
        let backslashes = line.iter().take_while(|&&byte| byte == b'\\').count();
        let rest = without_ending(&line[backslashes..]);
        let rest = &rest[..rest.len().min(LONGEST_MARKER_LINE)];
        let escaped = backslashes > 0 && marker_line(rest).is_some();
        out.extend_from_slice(&line[usize::from(escaped)..]);
    }
    out
}

fn plain(kind: &'static str, start: usize, end: usize) -> Node {
    Node { kind, start, end, id: None, attributes: Vec::new(), finds: BTreeSet::new() }
}

fn without_ending(line: &[u8]) -> &[u8] {
    match line.strip_suffix(b"\n") {
        Some(line) => line.strip_suffix(b"\r").unwrap_or(line),
        None => line,
    }
}

/// A line as characters, so that nothing below has to know about UTF-8. A byte that belongs to no character is U+FFFD.
struct Line<'a> {
    bytes: &'a [u8],
    characters: Vec<char>,
    /// Where each character begins in `bytes`, and where the last one ends.
    offsets: Vec<usize>,
}

impl<'a> Line<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let mut characters = Vec::new();
        let mut offsets = vec![0];
        let mut here = 0;
        for chunk in bytes.utf8_chunks() {
            let ill_formed = chunk.invalid().iter().map(|_| (char::REPLACEMENT_CHARACTER, 1));
            for (character, length) in chunk.valid().chars().map(|c| (c, c.len_utf8())).chain(ill_formed) {
                here += length;
                characters.push(character);
                offsets.push(here);
            }
        }
        Self { bytes, characters, offsets }
    }

    fn at(&self, index: usize) -> Option<char> {
        self.characters.get(index).copied()
    }

    fn len(&self) -> usize {
        self.characters.len()
    }

    fn bytes(&self, from: usize, to: usize) -> Vec<u8> {
        self.bytes[self.offsets[from]..self.offsets[to]].to_vec()
    }

    fn string(&self, from: usize, to: usize) -> String {
        self.characters[from..to].iter().collect()
    }

    /// The first index at or after `from` whose character is none of those that `matches`.
    fn skip(&self, from: usize, matches: impl Fn(char) -> bool) -> usize {
        let mut here = from;
        while self.at(here).is_some_and(&matches) {
            here += 1;
        }
        here
    }
}

const WORDS: [(&str, &str); 8] = [
    // The spellings with more than letters first: `END FILE` begins with `END`.
    ("END FILE", "end"),
    ("END_FILE", "end"),
    ("END-FILE", "end"),
    ("/FILE", "end"),
    ("ENDFILE", "end"),
    ("CORPUS", "corpus"),
    ("FILE", "file"),
    ("END", "end"),
];

/// The marker line that `bytes` is, if it is one: sections 3 and 5.
fn marker_line(bytes: &[u8]) -> Option<Node> {
    let line = Line::new(bytes);
    let mut finds = BTreeSet::new();

    // 5.1 Indentation.
    let opening =
        line.skip(0, |c| matches!(c, ' ' | '\t' | '\u{A0}' | '\u{202F}' | '\u{3000}' | '\u{200B}' | '\u{FEFF}'));
    for &character in &line.characters[..opening] {
        finds.insert(if character == '\u{FEFF}' { "byte-order-mark" } else { "marker-indentation" });
    }

    // 5.2 Brackets, 5.3 blanks inside of them.
    let opening_end = line.skip(opening, is_opening);
    let opened = opening_end - opening;
    if !(1..=6).contains(&opened) {
        return None;
    }
    let word = line.skip(opening_end, is_blank);

    // 5.4 Words.
    let letters_end = line.skip(word, |c| c.is_ascii_alphabetic());
    let spelling = WORDS.iter().find(|(spelling, _)| {
        let end = word + spelling.len();
        let found = end <= line.len() && line.string(word, end).eq_ignore_ascii_case(spelling);
        found && !line.at(end).is_some_and(|c| c.is_ascii_alphabetic())
    });
    let Some(&(spelling, kind)) = spelling else {
        // 3.5 Reserved words, exact only.
        let exact = opening == 0
            && line.string(0, opening_end) == "<<<"
            && word == 3
            && letters_end > word
            && line.characters[word..letters_end].iter().all(char::is_ascii_uppercase)
            && line.characters[letters_end..].starts_with(&['>', '>', '>']);
        return exact.then(|| plain("reserved", 0, bytes.len()));
    };
    let word_end = word + spelling.len();
    let written = line.string(word, word_end);
    let capitals = written == spelling;

    let closing = line.skip(word_end, is_blank);
    let closing_end = line.skip(closing, is_closing);
    let closed = closing_end - closing;
    let sum = opened + closed;
    let near = (1..=6).contains(&closed) && if capitals { sum >= 4 } else { opened >= 2 && closed >= 2 && sum >= 6 };
    let only_letters = spelling.bytes().all(|byte| byte.is_ascii_uppercase());
    let exact = only_letters
        && line.string(0, word_end) == format!("<<<{spelling}")
        && line.characters[word_end..].starts_with(&['>', '>', '>']);

    let mut marker = plain(kind, 0, bytes.len());
    let head_end = if near {
        closing_end
    } else if exact {
        closing + 3
    } else if kind == "file" && opened == 3 {
        // 5.5 An id inside of the brackets.
        finds.insert("marker-spelling");
        marker.finds = finds;
        return id_inside(&line, word_end, marker);
    } else {
        return None;
    };

    if kind == "end" && spelling != "END" {
        finds.insert("document-end-marker");
    } else {
        for (from, to, right) in [(opening, opening_end, "<<<"), (closing, head_end, ">>>")] {
            let brackets = line.string(from, to);
            if !brackets.is_ascii() {
                finds.insert("fullwidth-marker");
            } else if brackets != right {
                finds.insert("marker-brackets");
            }
        }
        if !capitals {
            finds.insert("marker-case");
        }
        if word > opening_end || closing > word_end {
            finds.insert("marker-spacing");
        }
    }
    marker.finds = finds;
    let mut parts = Parts::of(marker);
    parts.read(&line, head_end, line.len(), true);
    Some(parts.into_node())
}

fn is_opening(character: char) -> bool {
    matches!(character, '<' | '\u{FF1C}')
}

fn is_closing(character: char) -> bool {
    matches!(character, '>' | '\u{FF1E}')
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t')
}

/// White space between the parts: Unicode's, except for the control characters other than TAB.
fn is_white_space(character: char) -> bool {
    character == '\t' || (character.is_whitespace() && !character.is_control())
}

/// `<<<FILE: id>>>` and its like: section 5.5.
fn id_inside(line: &Line<'_>, word_end: usize, mut marker: Node) -> Option<Node> {
    let mut inside = line.skip(word_end, is_blank);
    if matches!(line.at(inside), Some(':' | '=')) {
        inside += 1;
    }
    if inside == word_end {
        return None;
    }
    let is_close = |at: &usize| {
        let rest = &line.characters[*at..];
        rest.starts_with(&['>'; 3]) || rest.starts_with(&['\u{FF1E}'; 3])
    };
    let close = (inside..line.len()).find(is_close)?;
    if line.skip(inside, is_white_space) >= close {
        return None;
    }
    marker.finds.retain(|find| matches!(*find, "byte-order-mark" | "marker-indentation" | "marker-spelling"));
    let mut within = Parts::of(plain("file", 0, 0));
    within.read(line, inside, close, false);
    if within.id.is_none() {
        let of_an_id: [&[u8]; 5] = [b"name", b"id", b"path", b"file", b"filename"];
        let named = within.attributes.iter().position(|(key, _)| of_an_id.contains(&&**key));
        within.id = named.map(|index| within.attributes.remove(index).1);
    }
    let mut parts = Parts { id: within.id, attributes: within.attributes, ..Parts::of(marker) };
    parts.finds.extend(within.not_mended);
    parts.id_is_closed = true;
    // A space that is missing behind the brackets is a part of the spelling.
    let touches = line.at(close + 3).is_some_and(|character| !is_white_space(character));
    let mended = if touches { parts.part(line, close + 3, line.len()) } else { close + 3 };
    parts.read(line, mended, line.len(), true);
    Some(parts.into_node())
}

/// The id and the attributes of a marker line, as far as they are read: sections 3.2 to 3.4 and 6.
struct Parts {
    marker: Node,
    id: Option<Vec<u8>>,
    attributes: Vec<(Vec<u8>, Vec<u8>)>,
    finds: BTreeSet<&'static str>,
    /// Those of `finds` for which there is no one way to mend them.
    not_mended: BTreeSet<&'static str>,
    id_is_closed: bool,
}

impl Parts {
    fn of(marker: Node) -> Self {
        let finds = marker.finds.clone();
        Self { marker, id: None, attributes: Vec::new(), finds, not_mended: BTreeSet::new(), id_is_closed: false }
    }

    fn into_node(self) -> Node {
        Node { id: self.id, attributes: self.attributes, finds: self.finds, ..self.marker }
    }

    fn not_mended(&mut self, find: &'static str) {
        self.finds.insert(find);
        self.not_mended.insert(find);
    }

    /// Reads what stands from `from` to `to`. Behind the brackets one space is asked for before each part.
    fn read(&mut self, line: &Line<'_>, from: usize, to: usize, behind_brackets: bool) {
        let mut here = from;
        let mut first = true;
        while here < to {
            let gap = line.string(here, line.skip(here, is_white_space).min(to));
            here += gap.chars().count();
            if here == to {
                // White space at the end.
                if behind_brackets || !first {
                    self.finds.insert("marker-spacing");
                }
                return;
            }
            if gap != " " && (behind_brackets || !first) {
                self.finds.insert("marker-spacing");
            }
            first = false;
            here = self.part(line, here, to);
        }
    }

    /// Reads one part, and gives where it ends.
    fn part(&mut self, line: &Line<'_>, start: usize, to: usize) -> usize {
        if let Some(sign) = key(line, start, to) {
            return self.attribute(line, start, sign, to);
        }
        let end = line.skip(start, |c| !is_white_space(c)).min(to);
        let may_have_id = self.marker.kind == "file" && !self.id_is_closed && self.attributes.is_empty();
        if may_have_id && self.id.is_none() {
            return self.read_id(line, start, to);
        }
        // 6.2 Anything else.
        self.not_mended("malformed-attribute");
        end
    }

    fn attribute(&mut self, line: &Line<'_>, start: usize, sign: usize, to: usize) -> usize {
        let (end, value) = if line.at(sign + 1) == Some('"') && sign + 1 < to {
            let (end, value, closed, escapes) = quoted(line, sign + 1, to);
            if !closed || !escapes {
                self.not_mended("malformed-attribute");
            }
            (end, value)
        } else {
            let end = line.skip(sign + 1, |c| !is_white_space(c)).min(to);
            let value = line.string(sign + 1, end);
            if value.is_empty() {
                self.not_mended("malformed-attribute");
            } else if value.contains(|c: char| c == '"' || c.is_control()) {
                self.finds.insert("malformed-attribute");
            }
            (end, line.bytes(sign + 1, end))
        };
        let key = line.bytes(start, sign);
        if self.attributes.iter().any(|(earlier, _)| *earlier == key) {
            self.not_mended("duplicate-attribute");
        }
        self.attributes.push((key, value));
        end
    }

    /// 3.3 and 6.1: the id, in quotes or not, and the words that an id without quotes takes in.
    fn read_id(&mut self, line: &Line<'_>, start: usize, to: usize) -> usize {
        self.id_is_closed = true;
        if line.at(start) == Some('"') {
            let (end, value, closed, escapes) = quoted(line, start, to);
            if !closed {
                self.not_mended("malformed-id");
            }
            if !escapes {
                self.not_mended("malformed-attribute");
            }
            self.id = Some(value);
            return end;
        }
        let first_end = line.skip(start, |c| !is_white_space(c)).min(to);
        let mut end = first_end;
        loop {
            let word = line.skip(end, is_white_space).min(to);
            let word_end = line.skip(word, |c| !is_white_space(c)).min(to);
            let written = line.string(word, word_end);
            if written.is_empty() || written.contains('"') || looks_like_attribute(&written) {
                break;
            }
            end = word_end;
        }
        self.id = Some(line.bytes(start, end));
        let faulty = line.string(start, first_end).contains(|c: char| c == '"' || c.is_control());
        if end > first_end {
            self.finds.insert("unquoted-id");
        } else if faulty {
            self.finds.insert("malformed-id");
        }
        end
    }
}

/// Where the `=` stands of an attribute that begins at `start`, if one does.
fn key(line: &Line<'_>, start: usize, to: usize) -> Option<usize> {
    line.at(start).filter(char::is_ascii_lowercase)?;
    let sign = line.skip(start, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '.'));
    (sign < to && line.at(sign) == Some('=')).then_some(sign)
}

/// Something like a key, in letters of either case, and `=`.
fn looks_like_attribute(word: &str) -> bool {
    let Some((key, _)) = word.split_once('=') else { return false };
    key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// A quoted string that begins at `start`: where it ends, what it means, whether it is closed, and whether all its
/// escapes are known.
fn quoted(line: &Line<'_>, start: usize, to: usize) -> (usize, Vec<u8>, bool, bool) {
    let mut value = Vec::new();
    let mut escapes = true;
    let mut here = start + 1;
    while here < to {
        match line.at(here) {
            Some('"') => return (here + 1, value, true, escapes),
            Some('\\') => match escape(&line.string(here, to.min(here + LONGEST_ESCAPE))) {
                Some((length, character)) => {
                    value.extend_from_slice(character.to_string().as_bytes());
                    here += length;
                }
                None => {
                    escapes = false;
                    value.push(b'\\');
                    here += 1;
                }
            },
            _ => {
                value.extend_from_slice(&line.bytes(here, here + 1));
                here += 1;
            }
        }
    }
    (to, value, false, escapes)
}

/// `\u{10ffff}` has ten characters.
const LONGEST_ESCAPE: usize = 10;

/// The escape at the beginning of `text`: its length in characters and what it stands for.
fn escape(text: &str) -> Option<(usize, char)> {
    for (written, meant) in [("\\\"", '"'), ("\\\\", '\\'), ("\\n", '\n'), ("\\t", '\t')] {
        if text.starts_with(written) {
            return Some((2, meant));
        }
    }
    let digits = text.strip_prefix("\\u{")?.split_once('}')?.0;
    if !(1..=6).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let code_point = u32::from_str_radix(digits, 16).ok()?;
    Some((digits.len() + 4, char::from_u32(code_point)?))
}
