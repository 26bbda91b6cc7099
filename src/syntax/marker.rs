//! Marker lines as data: what they say, and what is wrong with how they say it. [`Marker::parse`] reads one.

use super::line::LineEnding;
use crate::span::Span;

/// The words that a marker line can have between its brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Word {
    /// `CORPUS`: says the version and the defaults of the file.
    Corpus,
    /// `FILE`: begins a document.
    File,
    /// `END`: ends the last document.
    End,
    /// Any other word in capitals: kept for later versions of the format.
    Reserved,
}

impl Word {
    /// The word as it is written, where it is one of the three that are defined.
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Corpus => Some("CORPUS"),
            Self::File => Some("FILE"),
            Self::End => Some("END"),
            Self::Reserved => None,
        }
    }
}

/// A value on a marker line: an id, or what an attribute is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Where it stands in the marker line, quotes included.
    pub span: Span,
    /// What it means, quotes and escapes resolved. Bytes, since a corpus may hold bad UTF-8 anywhere.
    pub bytes: Box<[u8]>,
}

/// A `key=value` of a marker line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Where the key stands.
    pub key_span: Span,
    /// The key as it is written.
    pub key: Box<[u8]>,
    /// The value.
    pub value: Value,
}

impl Attribute {
    /// The whole of `key=value`.
    pub const fn span(&self) -> Span {
        Span::new(self.key_span.start, self.value.span.end)
    }
}

/// What kind of thing is wrong with a marker line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FlawKind {
    /// White space before the marker.
    Indentation,
    /// A byte order mark before the marker.
    ByteOrderMark,
    /// The word is not in capitals.
    Case,
    /// More or fewer than three brackets on one side.
    Brackets,
    /// Full-width brackets.
    FullWidth,
    /// Anything but one space between two parts, or a space where none belongs.
    Spacing,
    /// The id stands inside of the brackets.
    Spelling,
    /// A spelling of the end of a document that other tools write, such as `ENDFILE`.
    EndSpelling,
    /// An id with spaces, and no quotes around it.
    UnquotedId,
    /// An id with a quote or control character in it, or without a closing quote.
    MalformedId,
    /// Something that should be `key=value` and is not; the text says what is wrong with it.
    MalformedAttribute(&'static str),
    /// A backslash in a quoted id or value that begins none of the escapes that there are: it is read as a backslash.
    UnknownEscape,
    /// A key that was there before.
    DuplicateKey,
    /// A marker line longer than [`super::MAX_MARKER_LINE`]: the rest of it is not read.
    TooLong,
}

/// Something wrong with a marker line, where, and how it would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What is wrong.
    pub kind: FlawKind,
    /// Where, in the marker line.
    pub span: Span,
    /// What to write there instead, where that is certain.
    pub replacement: Option<Box<[u8]>>,
}

/// A marker line. All spans are relative to its first byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// What it begins or ends.
    pub word: Word,
    /// From the opening to the closing brackets.
    pub head: Span,
    /// The word between them, as it is written.
    pub word_span: Span,
    /// The id, for a [`Word::File`] that has one.
    pub id: Option<Value>,
    /// The attributes, in the order of the line.
    pub attributes: Vec<Attribute>,
    /// What is wrong with the line, in the order of the line.
    pub flaws: Vec<Flaw>,
    /// The line without its ending.
    pub content: Span,
    /// What ends it.
    pub ending: LineEnding,
}

impl Marker {
    /// Length of the line in bytes, ending included.
    pub const fn len(&self) -> usize {
        self.content.end + self.ending.len()
    }

    /// Whether the line has no bytes, which no marker line has.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The first attribute with this key.
    pub fn attribute(&self, key: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| &*attribute.key == key.as_bytes())
    }
}
