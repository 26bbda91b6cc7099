//! How a marker line is read.
//!
//! Two steps. `recognise` decides from the beginning of a line whether it is a marker line at all, exact or a near
//! miss; it is asked about every line that may begin one and allocates nothing. [`Marker::parse`] then reads the id
//! and the attributes, and never fails: what cannot be read becomes a [`Flaw`].

use super::grammar::{
    Quoted, RawValue, attribute, clean_length, looks_like_attribute, quoted, white_space, word_length,
};
use super::line::{LineEnding, decisive_part, split_ending};
use super::marker::{Attribute, Flaw, FlawKind, Marker, Value, Word};
use super::recognise::recognise;
use super::writer::{ValueKind, write_marker, write_value};
use crate::span::Span;

impl Marker {
    /// The marker line at the start of `bytes`, if there is one.
    ///
    /// `bytes` holds the whole line, or at least so much of it that it is known to be too long: more than
    /// [`super::MAX_MARKER_LINE`] bytes and a line ending.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (part, whole) = decisive_part(bytes);
        let head = recognise(part)?;
        let ending = if whole { split_ending(first_line(bytes)).1 } else { LineEnding::None };
        let mut marker = Self {
            word: head.word,
            head: Span::new(head.open.start, head.close.end),
            word_span: head.word_span,
            id: None,
            attributes: Vec::new(),
            flaws: head.flaws(part),
            content: Span::new(0, part.len()),
            ending,
        };
        match (head.word, head.inside) {
            // What follows a reserved word is for the version that defines the word to say.
            (Word::Reserved, _) => {}
            (_, Some(inside)) => marker.parse_id_inside(part, inside),
            (_, None) => {
                marker.parse_arguments(part, Span::new(head.close.end, part.len()), After::Brackets);
                marker.flag_unquoted_id(part);
                marker.flag_duplicate_keys(0);
            }
        }
        marker.flaws.sort_by_key(|flaw| (flaw.span.start, flaw.span.end));
        if !whole && marker.word != Word::Reserved {
            marker.flaws.push(Flaw { kind: FlawKind::TooLong, span: Span::new(0, part.len()), replacement: None });
        }
        Some(marker)
    }

    /// `<<<FILE: id>>>`, `<<<FILE id>>>` and `<<<FILE name="id">>>`: the same parts in another place.
    fn parse_id_inside(&mut self, line: &[u8], inside: Span) {
        let mut within = Self { flaws: Vec::new(), ..self.clone() };
        within.parse_arguments(line, inside, After::Separator);
        within.flag_duplicate_keys(0);
        if within.id.is_none() {
            let named = within.attributes.iter().position(|attribute| NAMES_OF_ID.contains(&&*attribute.key));
            within.id = named.map(|index| within.attributes.remove(index).value);
        }
        let mut canonical = write_marker("FILE", within.id.as_ref().map(|id| &*id.bytes), &within.attributes);
        // What is wrong with the parts inside is mended with the spelling; only what cannot be mended is kept.
        self.flaws.retain(|flaw| !self.head.overlaps(flaw.span));
        self.flaws.extend(within.flaws.into_iter().filter(|flaw| flaw.replacement.is_none()));
        self.id = within.id;
        self.attributes = within.attributes;
        let rest = Span::new(self.head.end, line.len());
        let attributes_inside = self.attributes.len();
        self.parse_arguments(line, rest, After::Brackets);
        self.flag_duplicate_keys(attributes_inside);
        // A stray word behind the brackets would become a part of the id, once the id stands in front of it.
        let certain = self.flaws.iter().all(|flaw| flaw.replacement.is_some());
        // With the id in front of it, a part that touches the brackets would become a part of the id: the space that is
        // missing there belongs to this mending, and is no flaw of its own.
        let flaws = self.flaws.len();
        self.flaws.retain(|flaw| !(flaw.kind == FlawKind::Spacing && flaw.span == Span::empty(rest.start)));
        if self.flaws.len() < flaws {
            canonical.push(b' ');
        }
        self.flaws.push(Flaw {
            kind: FlawKind::Spelling,
            span: self.head,
            replacement: certain.then(|| canonical.into_boxed_slice()),
        });
    }

    /// Reads the id and the attributes that stand in `span` of `line`.
    fn parse_arguments(&mut self, line: &[u8], span: Span, after: After) {
        let mut here = span.start;
        let mut after = after;
        // Where the id ends while further words can still belong to it: an id with spaces and no quotes.
        let mut open_id = false;
        let mut id_goes_on = false;
        let limit = line.get(..span.end).unwrap_or(line);
        while let Some(rest) = limit.get(here..).filter(|rest| !rest.is_empty()) {
            let gap = white_space(rest);
            let start = here + gap;
            let Some(part) = limit.get(start..).filter(|part| !part.is_empty()) else {
                // White space at the end of the line separates nothing.
                if after != After::Separator {
                    self.flaw(FlawKind::Spacing, Span::new(here, start), Some(b""));
                }
                break;
            };
            let gap_flaw = match after {
                After::Separator => false,
                After::Brackets | After::Part => rest.get(..gap) != Some(b" "),
            };
            after = After::Part;
            let attribute = attribute(part);
            let word = part.get(..word_length(part)).unwrap_or_default();
            open_id = open_id && attribute.is_err() && !word.contains(&b'"') && !looks_like_attribute(word);
            if gap_flaw && !open_id {
                self.flaw(FlawKind::Spacing, Span::new(here, start), Some(b" "));
            }
            let length = match attribute {
                Ok((rest, (key, value))) => {
                    let length = part.len() - rest.len();
                    self.push_attribute(start, key, value);
                    length
                }
                Err(_) if self.word == Word::File && self.id.is_none() && self.attributes.is_empty() => {
                    let (length, value, quoted) = self.id(part, word, start);
                    self.id = Some(value);
                    open_id = !quoted;
                    length
                }
                Err(_) => {
                    if let (true, Some(id)) = (open_id, self.id.as_mut()) {
                        id.span.end = start + word.len();
                        id_goes_on = true;
                    } else {
                        self.stray_part(word, start);
                    }
                    word.len()
                }
            };
            here = start + length.max(1);
        }
        // Once and not with each word, or a line full of words would take the square of its length.
        if let (true, Some(id)) = (id_goes_on, self.id.as_mut()) {
            id.bytes = id.span.of(line).into();
        }
    }

    /// Flags the attributes from the one with number `from` whose key occurs on the line before them.
    fn flag_duplicate_keys(&mut self, from: usize) {
        if self.are_few_and_distinct() {
            return;
        }
        let mut order: Vec<(usize, &Attribute)> = self.attributes.iter().enumerate().collect();
        // Equal keys stay in the order of the line, since the sort is stable.
        order.sort_by_key(|(_, attribute)| &attribute.key);
        let again = |pair: &[(usize, &Attribute)]| match pair {
            [(_, earlier), (number, later)] if earlier.key == later.key && *number >= from => Some(later.span()),
            _ => None,
        };
        let spans: Vec<Span> = order.windows(2).filter_map(again).collect();
        for span in spans {
            self.flaw(FlawKind::DuplicateKey, span, None);
        }
    }

    /// Whether there are few attributes, as nearly always, and no two of the same key.
    fn are_few_and_distinct(&self) -> bool {
        let is_again = |(number, attribute): (usize, &Attribute)| {
            self.attributes.iter().take(number).any(|earlier| earlier.key == attribute.key)
        };
        self.attributes.len() <= FEW_ATTRIBUTES && !self.attributes.iter().enumerate().any(is_again)
    }

    /// An id that took in further words was written without the quotes that it needs.
    fn flag_unquoted_id(&mut self, line: &[u8]) {
        let Some(id) = &self.id else { return };
        let written = id.span.of(line);
        let spaced = written.first() != Some(&b'"') && word_length(written) < written.len();
        if spaced {
            let quoted = write_value(&id.bytes, ValueKind::Id).into_boxed_slice();
            let span = id.span;
            // The quotes mend whatever else is wrong with the id.
            self.flaws.retain(|flaw| !(flaw.kind == FlawKind::MalformedId && span.contains(flaw.span)));
            self.flaws.push(Flaw { kind: FlawKind::UnquotedId, span, replacement: Some(quoted) });
        }
    }

    /// Reads an id at the start of `part`, of which `word` is what stands before white space: its length, its value, and
    /// whether it was quoted.
    fn id(&mut self, part: &[u8], word: &[u8], start: usize) -> (usize, Value, bool) {
        if part.first() == Some(&b'"') {
            let quoted = quoted(part);
            let span = Span::new(start, start + quoted.length);
            self.quoted_flaws(&quoted, span, FlawKind::MalformedId);
            return (quoted.length, Value { span, bytes: quoted.bytes.into() }, true);
        }
        let span = Span::new(start, start + word.len());
        if clean_length(word) < word.len() {
            let mended = write_value(word, ValueKind::Id);
            self.flaw(FlawKind::MalformedId, span, Some(&mended));
        }
        (word.len(), Value { span, bytes: word.into() }, false)
    }

    /// Keeps an attribute whose key stands at `start`, with whatever is wrong with it.
    fn push_attribute(&mut self, start: usize, key: &[u8], value: RawValue<'_>) {
        let key_span = Span::new(start, start + key.len());
        let at = key_span.end + 1;
        let value = match value {
            RawValue::Quoted(quoted) => {
                let span = Span::new(at, at + quoted.length);
                self.quoted_flaws(&quoted, span, FlawKind::MalformedAttribute(UNCLOSED));
                Value { span, bytes: quoted.bytes.into() }
            }
            RawValue::Run { bytes, clean } => {
                let span = Span::new(at, at + bytes.len());
                if bytes.is_empty() {
                    let kind = FlawKind::MalformedAttribute("no value after `=`");
                    self.flaw(kind, Span::new(start, at), None);
                } else if !clean {
                    let kind = FlawKind::MalformedAttribute("a quote or control character in a value without quotes");
                    let mended = write_value(bytes, ValueKind::Attribute);
                    self.flaw(kind, span, Some(&mended));
                }
                Value { span, bytes: bytes.into() }
            }
        };
        self.attributes.push(Attribute { key_span, key: key.into(), value });
    }

    /// A part of the line that is neither the id nor an attribute.
    fn stray_part(&mut self, word: &[u8], start: usize) {
        let what = match memchr::memchr(b'=', word) {
            Some(0) => "no key before `=`",
            Some(_) => "a key is a lower-case letter and then lower-case letters, digits, `_`, `-` or `.`",
            None => "expected `key=value`",
        };
        self.flaw(FlawKind::MalformedAttribute(what), Span::new(start, start + word.len()), None);
    }

    fn quoted_flaws(&mut self, quoted: &Quoted, span: Span, unclosed: FlawKind) {
        if !quoted.closed {
            self.flaw(unclosed, span, None);
        }
        for &escape in &quoted.bad_escapes {
            self.flaw(FlawKind::UnknownEscape, escape.shifted(span.start), None);
        }
    }

    fn flaw(&mut self, kind: FlawKind, span: Span, replacement: Option<&[u8]>) {
        self.flaws.push(Flaw { kind, span, replacement: replacement.map(Into::into) });
    }
}

/// What is said of a quoted id or value that nothing closes.
const UNCLOSED: &str = "the quotation mark is not closed";

/// So many attributes are compared each with each other, which takes less time than to sort them.
const FEW_ATTRIBUTES: usize = 8;

/// The keys under which an id inside of the brackets is met in the wild.
const NAMES_OF_ID: [&[u8]; 5] = [b"name", b"id", b"path", b"file", b"filename"];

/// What stands before the parts that are read next, which decides what white space is right there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    /// The closing brackets.
    Brackets,
    /// An id or attribute.
    Part,
    /// The separator between the word and an id inside of the brackets, where anything goes.
    Separator,
}

fn first_line(bytes: &[u8]) -> &[u8] {
    let end = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |newline| newline + 1);
    bytes.get(..end).unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(line: &str) -> Option<Vec<FlawKind>> {
        Some(Marker::parse(line.as_bytes())?.flaws.iter().map(|flaw| flaw.kind).collect())
    }

    fn id(line: &str) -> String {
        let marker = Marker::parse(line.as_bytes()).expect("a marker");
        String::from_utf8(marker.id.expect("an id").bytes.into()).expect("UTF-8")
    }

    /// The line with every replacement made.
    fn mended(line: &str) -> String {
        let marker = Marker::parse(line.as_bytes()).expect("a marker");
        let mut bytes = line.as_bytes().to_vec();
        for flaw in marker.flaws.iter().rev() {
            if let Some(replacement) = &flaw.replacement {
                bytes.splice(flaw.span.range(), replacement.iter().copied());
            }
        }
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn an_exact_marker_has_no_flaws() {
        for line in
            ["<<<FILE>>> a", "<<<FILE>>> \"a b\" lang=fr\r\n", "<<<CORPUS>>> version=1\n", "<<<END>>>", "<<<NOTE>>>"]
        {
            assert_eq!(kinds(line), Some(vec![]), "{line}");
        }
    }

    #[test]
    fn near_misses_are_mended_to_what_they_meant() {
        for (line, right) in [
            ("<<<file>>> a", "<<<FILE>>> a"),
            ("<<FILE>> a", "<<<FILE>>> a"),
            ("<<<<FILE>>> a", "<<<FILE>>> a"),
            ("  <<<FILE>>> a", "<<<FILE>>> a"),
            ("\u{FEFF}<<<FILE>>> a", "<<<FILE>>> a"),
            ("<<< FILE >>> a", "<<<FILE>>> a"),
            ("＜＜＜FILE＞＞＞ a", "<<<FILE>>> a"),
            ("<<<FILE>>>a  b=c ", "<<<FILE>>> a b=c"),
            ("<<<FILE: a>>>", "<<<FILE>>> a"),
            ("<<<FILE a b>>> lang=fr", "<<<FILE>>> \"a b\" lang=fr"),
            ("<<<FILE name=\"a\">>>", "<<<FILE>>> a"),
            ("<<<file id=a lang=de>>>", "<<<FILE>>> a lang=de"),
            ("<<<ENDFILE>>>", "<<<END>>>"),
            ("<<<END FILE>>>", "<<<END>>>"),
            ("<<</FILE>>>", "<<<END>>>"),
            ("<<<FILE>>> my file.txt lang=fr", "<<<FILE>>> \"my file.txt\" lang=fr"),
        ] {
            assert_eq!(mended(line), right, "{line}");
            assert_eq!(kinds(right), Some(vec![]), "{right}");
        }
    }

    #[test]
    fn what_is_too_far_from_a_marker_is_text() {
        for line in [
            "<FILE>",
            "<FILE>>",
            "<<file>>",
            "<<<FILE",
            "FILE>>>",
            "<<<<<<<FILE>>>",
            "<<<<<<< HEAD",
            "> <<<FILE>>> a",
            "a <<<FILE>>> b",
            "<<<note>>>",
            " <<<NOTE>>>",
            "<<<FI LE>>>",
            "<<<FILES",
            "<<< File > a",
            "<<<FILE: >>>",
        ] {
            assert_eq!(kinds(line), None, "{line}");
        }
    }

    #[test]
    fn an_exact_marker_may_be_followed_by_any_bracket() {
        for (line, word) in [
            ("<<<FILE>>>>>>> a", Word::File),
            ("<<<END>>>>>>>", Word::End),
            ("<<<ENDFILE>>>>>>>", Word::End),
            ("<<<NOTE>>>>>>>", Word::Reserved),
        ] {
            let marker = Marker::parse(line.as_bytes()).expect("a marker");
            assert_eq!(marker.word, word, "{line}");
        }
    }

    #[test]
    fn nothing_is_read_behind_a_reserved_word() {
        let marker = Marker::parse(b"<<<NOTE>>>  see \"below a=b").expect("a marker");
        assert_eq!((marker.id, marker.attributes, marker.flaws), (None, vec![], vec![]));
    }

    #[test]
    fn an_id_with_spaces_ends_before_what_was_meant_as_an_attribute() {
        assert_eq!(id("<<<FILE>>> a b Date=2024"), "a b");
        assert_eq!(
            kinds("<<<FILE>>> a  Date=2024").map(|kinds| kinds.len()),
            Some(2),
            "two spaces, and a key that is not in lower case",
        );
    }

    #[test]
    fn an_id_is_mended_once() {
        assert_eq!(kinds("<<<FILE>>> a\"b c"), Some(vec![FlawKind::UnquotedId]));
        assert_eq!(mended("<<<FILE>>> a\"b c"), "<<<FILE>>> \"a\\\"b c\"");
    }

    #[test]
    fn an_id_inside_of_the_brackets_is_not_moved_in_front_of_a_word() {
        let line = "<<<FILE a>>> b";
        assert_eq!(id(line), "a");
        assert_eq!(mended(line), line);
    }

    #[test]
    fn each_replacement_alone_leaves_the_id_and_the_attributes_what_they_are() {
        let parts = |line: &[u8]| {
            let marker = Marker::parse(line).expect("a marker");
            let attributes = marker.attributes.into_iter().map(|attribute| (attribute.key, attribute.value.bytes));
            (marker.id.map(|id| id.bytes), attributes.collect::<Vec<_>>())
        };
        for line in [
            "<<<FILE: b>>>k=v",
            "<<<FILE: b>>>  k=v",
            "<<<FILE: b>>>\tk=v ",
            "<<<FILE name=b lang=fr>>>k=\"v w\"",
            "<<<FILE b c>>>k=v",
            "<<<FILE>>>b  k=v",
            "<<FILE>>b",
        ] {
            for flaw in Marker::parse(line.as_bytes()).expect("a marker").flaws {
                let mut mended = line.as_bytes().to_vec();
                mended.splice(flaw.span.range(), flaw.replacement.expect("a replacement"));
                assert_eq!(parts(&mended), parts(line.as_bytes()), "{line} by {:?}", flaw.kind);
            }
        }
    }

    #[test]
    fn what_cannot_be_mended_inside_of_the_brackets_is_kept() {
        assert_eq!(kinds("<<<FILE a b=1 b=2>>>"), Some(vec![FlawKind::Spelling, FlawKind::DuplicateKey]));
        assert_eq!(kinds("<<<FILE \"a>>>"), Some(vec![FlawKind::Spelling, FlawKind::MalformedId]));
    }

    #[test]
    fn an_unknown_escape_is_marked_with_the_whole_character() {
        let marker = Marker::parse("<<<FILE>>> \"a\\é\"".as_bytes()).expect("a marker");
        assert_eq!(marker.flaws[0].kind, FlawKind::UnknownEscape);
        assert_eq!(marker.flaws[0].span, Span::new(13, 16));
    }

    #[test]
    fn ids_and_values_are_decoded() {
        assert_eq!(id(r#"<<<FILE>>> "a \"b\" \\ \n\t\u{e9}""#), "a \"b\" \\ \n\té");
        assert_eq!(id("<<<FILE>>> /a?b=c"), "/a?b=c");
        assert_eq!(id("<<<FILE>>> \"a=b\""), "a=b");
        assert_eq!(Marker::parse(b"<<<FILE>>> a=b").expect("a marker").id, None, "what looks like an attribute is one");
    }
}
