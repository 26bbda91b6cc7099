//! Escape sequences of terminals, after ECMA-48: told from an ESC that only happens to stand in a text.

/// An escape sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EscapeSequence {
    /// How many bytes it has.
    pub(super) length: usize,
    /// What it does.
    pub(super) effect: Effect,
}

/// What an escape sequence does to what a reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// It sets colours and modes. Without it the same text stands there.
    Style,
    /// It moves the place of writing or erases something: what is read is not what stands there.
    Movement,
    /// It carries a text of its own: the title of a window, the target of a link.
    Message,
}

/// A longer sequence with parameters is none.
const LONGEST_CONTROL: usize = 64;
/// A longer message is none.
const LONGEST_MESSAGE: usize = 4096;

impl EscapeSequence {
    /// The sequence that `bytes` begin with.
    ///
    /// Those of ESC and one letter are left out: that letter may as well be the first one of a word. So are those that
    /// choose a set of characters, which are the substance of a text in ISO-2022-JP.
    pub(super) fn at(bytes: &[u8]) -> Option<Self> {
        let (effect, length) = match bytes.strip_prefix(b"\x1b")? {
            [b'[', rest @ ..] => control(rest)?,
            [b']' | b'P' | b'X' | b'^' | b'_', rest @ ..] => (Effect::Message, message(rest)?),
            [b'7' | b'8', ..] => (Effect::Movement, 0),
            [b'=' | b'>', ..] => (Effect::Style, 0),
            _ => return None,
        };
        Some(Self { length: length + 2, effect })
    }
}

/// A control sequence, after its introducer: parameters, intermediate bytes and a final byte.
fn control(rest: &[u8]) -> Option<(Effect, usize)> {
    let parameters = rest.iter().take(LONGEST_CONTROL).take_while(|byte| matches!(byte, 0x30..=0x3F)).count();
    let behind = rest.get(parameters..)?;
    let intermediate = behind.iter().take(LONGEST_CONTROL).take_while(|byte| matches!(byte, 0x20..=0x2F)).count();
    let effect = match behind.get(intermediate)? {
        b'm' | b'h' | b'l' | b'q' => Effect::Style,
        0x40..=0x7E => Effect::Movement,
        _ => return None,
    };
    Some((effect, parameters + intermediate + 1))
}

/// The length of a message and its terminator, BEL or ESC and a backslash. One that breaks off is none.
fn message(rest: &[u8]) -> Option<usize> {
    let end = rest.iter().take(LONGEST_MESSAGE).position(|byte| matches!(byte, ..0x20 | 0x7F))?;
    match rest.get(end..)? {
        [0x07, ..] => Some(end + 1),
        [0x1B, b'\\', ..] => Some(end + 2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Option<(usize, Effect)> {
        EscapeSequence::at(bytes).map(|sequence| (sequence.length, sequence.effect))
    }

    #[test]
    fn sequences_are_told_by_what_they_do() {
        assert_eq!(read(b"\x1b[1;31mred"), Some((7, Effect::Style)));
        assert_eq!(read(b"\x1b[m"), Some((3, Effect::Style)));
        assert_eq!(read(b"\x1b[?25h"), Some((6, Effect::Style)));
        assert_eq!(read(b"\x1b[12Cword"), Some((5, Effect::Movement)));
        assert_eq!(read(b"\x1b[K"), Some((3, Effect::Movement)));
        assert_eq!(read(b"\x1b]0;title\x07text"), Some((10, Effect::Message)));
        assert_eq!(read(b"\x1b]8;;x:y\x1b\\link"), Some((10, Effect::Message)));
        assert_eq!(read(b"\x1b7"), Some((2, Effect::Movement)));
    }

    #[test]
    fn what_breaks_off_or_may_be_text_is_none() {
        for bytes in
            [&b""[..], b"\x1b", b"\x1b[", b"\x1b[1;", b"\x1b[1\n", b"\x1b]0;title\n", b"\x1bword", b"\x1b(B", b"[m"]
        {
            assert_eq!(read(bytes), None, "{}", bytes.escape_ascii());
        }
        let mut long = b"\x1b]".to_vec();
        long.resize(LONGEST_MESSAGE + 2, b'x');
        long.push(7);
        assert_eq!(read(&long), None);
    }
}
