//! The twelve characters that steer the direction of text, and which of them belong together.

use crate::document::Document;
use crate::span::Span;

/// What a control does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A letter without width: LRM, RLM, ALM.
    Mark,
    /// Begins a part that is embedded: LRE, RLE.
    Embedding,
    /// Begins a part of which every letter goes in one direction: LRO, RLO.
    Override,
    /// Begins a part that is isolated: LRI, RLI, FSI.
    Isolate,
    /// Ends an embedding or an override: PDF.
    PopFormatting,
    /// Ends an isolate: PDI.
    PopIsolate,
}

/// A control in a document. There may be one for each three bytes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Control {
    pub(super) start: usize,
    pub(super) character: char,
    pub(super) kind: Kind,
}

impl Control {
    /// Where it stands.
    pub(super) const fn span(&self) -> Span {
        Span::new(self.start, self.start + self.character.len_utf8())
    }

    /// How the control is named in messages.
    pub(super) const fn name(&self) -> &'static str {
        match self.character {
            '\u{61C}' => "U+061C ARABIC LETTER MARK",
            '\u{200E}' => "U+200E LEFT-TO-RIGHT MARK",
            '\u{200F}' => "U+200F RIGHT-TO-LEFT MARK",
            '\u{202A}' => "U+202A LEFT-TO-RIGHT EMBEDDING",
            '\u{202B}' => "U+202B RIGHT-TO-LEFT EMBEDDING",
            '\u{202C}' => "U+202C POP DIRECTIONAL FORMATTING",
            '\u{202D}' => "U+202D LEFT-TO-RIGHT OVERRIDE",
            '\u{202E}' => "U+202E RIGHT-TO-LEFT OVERRIDE",
            '\u{2066}' => "U+2066 LEFT-TO-RIGHT ISOLATE",
            '\u{2067}' => "U+2067 RIGHT-TO-LEFT ISOLATE",
            '\u{2068}' => "U+2068 FIRST STRONG ISOLATE",
            _ => "U+2069 POP DIRECTIONAL ISOLATE",
        }
    }
}

/// The controls of a document, told apart.
#[derive(Debug, Default)]
pub(super) struct Controls {
    /// Marks.
    pub(super) marks: Vec<Control>,
    /// What begins a part, and what ends it in the same paragraph.
    pub(super) pairs: Vec<(Control, Control)>,
    /// What begins a part that does not end in its paragraph, or ends none.
    pub(super) unpaired: Vec<Control>,
}

impl Controls {
    /// Finds the controls of `document`, its marker line included.
    pub(super) fn of(document: &Document<'_>) -> Self {
        let mut controls = Self::default();
        let mut open = Open::default();
        let mut here = 0;
        for signal in signals(document) {
            let start = signal.start();
            let between = Span::new(here, start).of(document.bytes());
            if !open.controls.is_empty() && memchr::memchr2(b'\n', b'\r', between).is_some() {
                controls.unpaired.extend(open.all());
            }
            here = start;
            match signal {
                Signal::Paragraph(_) => controls.unpaired.extend(open.all()),
                Signal::Control(control) => controls.take(control, &mut open),
            }
        }
        controls.unpaired.extend(open.all());
        controls
    }

    fn take(&mut self, control: Control, open: &mut Open) {
        match control.kind {
            Kind::Mark => self.marks.push(control),
            Kind::Embedding | Kind::Override | Kind::Isolate => open.push(control),
            // The end of an embedding does not reach out of an isolate.
            Kind::PopFormatting => match open.controls.pop_if(|last| last.kind != Kind::Isolate) {
                Some(opener) => self.pairs.push((opener, control)),
                None => self.unpaired.push(control),
            },
            // The end of an isolate ends every embedding in it.
            Kind::PopIsolate => match open.isolates.pop() {
                Some(at) => {
                    self.unpaired.extend(open.controls.drain(at + 1..));
                    self.pairs.extend(open.controls.pop().map(|opener| (opener, control)));
                }
                None => self.unpaired.push(control),
            },
        }
    }

    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.marks.is_empty() && self.pairs.is_empty() && self.unpaired.is_empty()
    }
}

/// What has begun and not ended.
#[derive(Default)]
struct Open {
    controls: Vec<Control>,
    /// Which of them are isolates, by their numbers: to look for the last one each time would take too long.
    isolates: Vec<usize>,
}

impl Open {
    fn push(&mut self, control: Control) {
        if control.kind == Kind::Isolate {
            self.isolates.push(self.controls.len());
        }
        self.controls.push(control);
    }

    /// All of them, of which none is open any more.
    fn all(&mut self) -> impl Iterator<Item = Control> {
        self.isolates.clear();
        self.controls.drain(..)
    }
}

/// A control, or a paragraph separator, which ends everything that is open.
enum Signal {
    Control(Control),
    Paragraph(usize),
}

impl Signal {
    const fn start(&self) -> usize {
        match self {
            Self::Control(control) => control.start,
            Self::Paragraph(start) => *start,
        }
    }
}

/// The controls and paragraph separators of a document, in order.
fn signals<'d>(document: &Document<'d>) -> impl Iterator<Item = Signal> + use<'d> {
    let bytes = if document.has_character(is_signal) { document.bytes() } else { &[] };
    memchr::memchr2_iter(0xD8, 0xE2, bytes).filter_map(|start| {
        let (character, kind) = match *bytes.get(start..)? {
            [0xD8, 0x9C, ..] => ('\u{61C}', Kind::Mark),
            [0xE2, 0x80, 0xA9, ..] => return Some(Signal::Paragraph(start)),
            [0xE2, second, third, ..] => control(second, third)?,
            _ => return None,
        };
        Some(Signal::Control(Control { start, character, kind }))
    })
}

const fn is_signal(character: char) -> bool {
    matches!(character,
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The control that is written as E2 and these two bytes.
const fn control(second: u8, third: u8) -> Option<(char, Kind)> {
    Some(match (second, third) {
        (0x80, 0x8E) => ('\u{200E}', Kind::Mark),
        (0x80, 0x8F) => ('\u{200F}', Kind::Mark),
        (0x80, 0xAA) => ('\u{202A}', Kind::Embedding),
        (0x80, 0xAB) => ('\u{202B}', Kind::Embedding),
        (0x80, 0xAC) => ('\u{202C}', Kind::PopFormatting),
        (0x80, 0xAD) => ('\u{202D}', Kind::Override),
        (0x80, 0xAE) => ('\u{202E}', Kind::Override),
        (0x81, 0xA6) => ('\u{2066}', Kind::Isolate),
        (0x81, 0xA7) => ('\u{2067}', Kind::Isolate),
        (0x81, 0xA8) => ('\u{2068}', Kind::Isolate),
        (0x81, 0xA9) => ('\u{2069}', Kind::PopIsolate),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::samples::with_document;

    /// How many marks, pairs and controls without a partner there are.
    fn counts(text: &str) -> (usize, usize, usize) {
        let controls = with_document(text, Controls::of);
        (controls.marks.len(), controls.pairs.len(), controls.unpaired.len())
    }

    #[test]
    fn all_twelve_are_known() {
        for character in
            "\u{61C}\u{200E}\u{200F}\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\u{2066}\u{2067}\u{2068}\u{2069}".chars()
        {
            let (marks, pairs, unpaired) = counts(&format!("a{character}b"));
            assert_eq!(marks + pairs + unpaired, 1, "{character:?}");
        }
        assert_eq!(counts("“l’été” – \u{2028} \u{200B}\u{200D} € ط"), (0, 0, 0));
    }

    #[test]
    fn pairs_end_in_their_paragraph() {
        assert_eq!(counts("a \u{202B}b\u{202C} \u{2067}c\u{2069}\u{200F}"), (1, 2, 0));
        assert_eq!(counts("a \u{202B}b\n\u{202C}"), (0, 0, 2));
        assert_eq!(counts("a \u{2067}b\u{2029}\u{2069}"), (0, 0, 2));
        assert_eq!(counts("\u{2069} \u{202C} \u{202E}"), (0, 0, 3));
    }

    #[test]
    fn an_isolate_ends_what_is_embedded_in_it() {
        assert_eq!(counts("\u{2067}\u{202B}\u{202A}\u{2069}"), (0, 1, 2));
        assert_eq!(counts("\u{202B}\u{2067}\u{202C}\u{2069}\u{202C}"), (0, 2, 1));
    }
}
