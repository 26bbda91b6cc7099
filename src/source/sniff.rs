//! Encodings that do not extend ASCII (UTF-16, UTF-32), recognised by the first bytes of a file.

/// An encoding in which ASCII characters take more than one byte, so that nothing of the format can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WideEncoding {
    /// UTF-16, the less significant byte first.
    Utf16Le,
    /// UTF-16, the more significant byte first.
    Utf16Be,
    /// UTF-32, the least significant byte first.
    Utf32Le,
    /// UTF-32, the most significant byte first.
    Utf32Be,
}

impl WideEncoding {
    /// What is said of a file in it to whoever looks for documents.
    pub fn why_nothing_is_found(self) -> String {
        format!("it is in {}, in which no document can be found", self.name())
    }

    /// The name, as iconv knows it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Utf32Le => "UTF-32LE",
            Self::Utf32Be => "UTF-32BE",
        }
    }
}

/// The wide encoding that a file begins with, if it does.
///
/// By its byte order mark, or, without one, where the first eight characters all look like Latin ones: a byte that is
/// neither NUL nor a control, and zeros where such an encoding has them.
pub fn sniff_wide(start: &[u8]) -> Option<WideEncoding> {
    use WideEncoding::{Utf16Be, Utf16Le, Utf32Be, Utf32Le};
    match start {
        [0xFF, 0xFE, 0, 0, ..] => return Some(Utf32Le),
        [0, 0, 0xFE, 0xFF, ..] => return Some(Utf32Be),
        [0xFF, 0xFE, ..] => return Some(Utf16Le),
        [0xFE, 0xFF, ..] => return Some(Utf16Be),
        _ => {}
    }
    let looks_like = |width: usize, at: usize| {
        let units = start.chunks_exact(width).take(8);
        units.len() == 8
            && units.into_iter().all(|unit| {
                unit.iter().enumerate().all(|(index, &byte)| {
                    if index == at { byte >= 0x20 || matches!(byte, b'\n' | b'\r' | b'\t') } else { byte == 0 }
                })
            })
    };
    [(4, 0, Utf32Le), (4, 3, Utf32Be), (2, 0, Utf16Le), (2, 1, Utf16Be)]
        .into_iter()
        .find_map(|(width, at, encoding)| looks_like(width, at).then_some(encoding))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn byte_order_marks_are_told() {
        assert_eq!(sniff_wide(b"\xff\xfe<\0"), Some(WideEncoding::Utf16Le));
        assert_eq!(sniff_wide(b"\xfe\xff\0<"), Some(WideEncoding::Utf16Be));
        assert_eq!(sniff_wide(b"\xff\xfe\0\0"), Some(WideEncoding::Utf32Le));
        assert_eq!(sniff_wide(b"\0\0\xfe\xff"), Some(WideEncoding::Utf32Be));
    }

    #[test]
    fn text_without_a_mark_is_told_by_its_zeros() {
        let text = "<<<FILE>>> a\nÜber";
        assert_eq!(sniff_wide(&utf16(text, false)), Some(WideEncoding::Utf16Le));
        assert_eq!(sniff_wide(&utf16(text, true)), Some(WideEncoding::Utf16Be));
        let wide: Vec<u8> = text.chars().flat_map(|character| u32::from(character).to_le_bytes()).collect();
        assert_eq!(sniff_wide(&wide), Some(WideEncoding::Utf32Le));
    }

    #[test]
    fn other_files_are_not() {
        assert_eq!(sniff_wide(text_with_nuls()), None);
        assert_eq!(sniff_wide(b"<<<FILE>>> a\n"), None);
        assert_eq!(sniff_wide(b""), None);
        assert_eq!(sniff_wide(&[0; 64]), None);
    }

    fn text_with_nuls() -> &'static [u8] {
        b"a\0b\0\0\0c\0d\0e\0f\0g\0h\0"
    }
}
