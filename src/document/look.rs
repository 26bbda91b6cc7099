//! A single pass over a document: which bytes and characters occur in it, and where its lines end.

use super::byte_set::ByteSet;
use super::characters::Characters;
use super::sweep::{Swept, sweep};
use crate::span::Span;

/// What a single pass over the bytes of a document finds out.
#[derive(Debug)]
pub(super) struct Seen {
    /// Which of the bytes there are that not every text has.
    pub(super) byte_set: ByteSet,
    /// Which characters outside of ASCII there are.
    pub(super) characters: Vec<char>,
    /// How many characters the body has. A byte that goes on with a character is none of its own.
    pub(super) body_characters: usize,
}

/// Looks at the `bytes` of a document, which are `text` if they are well-formed, and tells `newline` where in its body
/// line feeds are, in order.
pub(super) fn look(bytes: &[u8], text: Option<&str>, body: Span, newline: impl FnMut(usize)) -> Seen {
    if let Some((marker, prose)) = text.and_then(|text| text.get(..body.end)?.split_at_checked(body.start)) {
        let mut swept = Swept::default();
        let Characters { found: characters, leads } = Characters::seen_by(|scratch| {
            sweep(marker, scratch, |_| {});
            swept = sweep(prose, scratch, newline);
        });
        let byte_set = if swept.has_rare {
            ByteSet::of(bytes)
        } else {
            ByteSet::of_prose(marker.as_bytes(), leads, swept.has_seldom)
        };
        return Seen { byte_set, characters, body_characters: swept.characters };
    }
    let body = body.of(bytes);
    memchr::memchr_iter(b'\n', body).for_each(newline);
    let body_characters = body.iter().filter(|byte| byte.cast_signed() >= -0x40).count();
    Seen { byte_set: ByteSet::of(bytes), characters: Characters::of_bytes(bytes).found, body_characters }
}
