//! The encodings of one byte a character in which UTF-8 is wrongly read, each as a table in both directions.

use std::sync::LazyLock;

use encoding_rs::Encoding;

/// One of the [`PAGES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum PageId {
    Windows1252,
    Windows1250,
    Windows1251,
    Windows1254,
    Windows1257,
    Windows1253,
    Latin2,
    MacRoman,
    Ibm437,
    Ibm850,
}

/// The pages, in the order of [`PageId`]: what is met most often comes first, and is taken where two read a word alike.
static PAGES: LazyLock<[Page; 10]> = LazyLock::new(|| {
    [
        Page::new("Windows-1252", encoding_rs::WINDOWS_1252),
        Page::new("Windows-1250", encoding_rs::WINDOWS_1250),
        Page::new("Windows-1251", encoding_rs::WINDOWS_1251),
        Page::new("Windows-1254", encoding_rs::WINDOWS_1254),
        Page::new("Windows-1257", encoding_rs::WINDOWS_1257),
        Page::new("Windows-1253", encoding_rs::WINDOWS_1253),
        Page::new("ISO-8859-2", encoding_rs::ISO_8859_2),
        Page::new("Mac OS Roman", encoding_rs::MACINTOSH),
        Page::of("code page 437", IBM_437.chars(), false),
        Page::of("code page 850", IBM_850.chars(), false),
    ]
});

/// Bytes 80 to FF in the code page of DOS, from the mapping that Unicode publishes (CP437.TXT).
const IBM_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧\
    ╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";
/// Bytes 80 to FF in the code page of DOS in Western Europe, from the mapping that Unicode publishes (CP850.TXT).
const IBM_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤\
    ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";

/// An encoding of one byte a character, of which the first half is ASCII.
#[derive(Debug)]
pub(super) struct Page {
    /// Its name, for a reader.
    pub(super) name: &'static str,
    /// What stands for a byte above 7F: the character and the byte, in the order of characters.
    bytes: Vec<(char, u8)>,
    /// Whether U+0080 to U+009F are read as the bytes 80 to 9F: Windows-125x in its strict forms, and ISO 8859.
    controls: bool,
}

impl Page {
    fn new(name: &'static str, encoding: &'static Encoding) -> Self {
        let characters = (0x80..=0xFF).map(|byte| {
            let text = encoding.decode_without_bom_handling_and_without_replacement(&[byte]);
            text.and_then(|text| text.chars().next()).unwrap_or('\0')
        });
        Self::of(name, characters, encoding != encoding_rs::MACINTOSH)
    }

    fn of(name: &'static str, characters: impl Iterator<Item = char>, controls: bool) -> Self {
        let mut bytes: Vec<(char, u8)> = characters.zip(0x80..=0xFF).filter(|(character, _)| *character != '\0').collect();
        bytes.sort_unstable();
        Self { name, bytes, controls }
    }

    /// The page with this id.
    pub(super) fn get(id: PageId) -> &'static Self {
        let [first, ..] = &*PAGES;
        PAGES.get(id as usize).unwrap_or(first)
    }

    /// The byte that is read as `character`, if that is not ASCII.
    pub(super) fn byte(&self, character: char) -> Option<u8> {
        if let Ok(at) = self.bytes.binary_search_by_key(&character, |(character, _)| *character) {
            return self.bytes.get(at).map(|(_, byte)| *byte);
        }
        let control = self.controls && matches!(character, '\u{80}'..='\u{9F}');
        u8::try_from(character).ok().filter(|_| control)
    }

    /// Whether `character` is what the page has for its byte, and not a control that was passed through.
    pub(super) fn has(&self, character: char) -> bool {
        self.bytes.binary_search_by_key(&character, |(character, _)| *character).is_ok()
    }
}

impl PageId {
    /// All pages, the ones that are met most often first.
    pub(super) const ALL: [Self; 10] = [
        Self::Windows1252,
        Self::Windows1250,
        Self::Windows1251,
        Self::Windows1254,
        Self::Windows1257,
        Self::Windows1253,
        Self::Latin2,
        Self::MacRoman,
        Self::Ibm437,
        Self::Ibm850,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_the_places_of_their_pages() {
        for (place, id) in PageId::ALL.into_iter().enumerate() {
            assert_eq!(id as usize, place);
        }
        assert_eq!(Page::get(PageId::Windows1252).name, "Windows-1252");
        assert_eq!(Page::get(PageId::MacRoman).name, "Mac OS Roman");
        assert_eq!(Page::get(PageId::Ibm850).name, "code page 850");
    }

    #[test]
    fn tables_are_whole() {
        // Windows-1253 and 1257 leave some bytes undefined even in the form that the web uses.
        let sizes = PageId::ALL.map(|id| Page::get(id).bytes.len());
        assert_eq!(sizes, [128, 128, 128, 128, 126, 125, 128, 128, 128, 128]);
    }

    #[test]
    fn bytes_are_those_of_the_encodings() {
        let cases = [
            (PageId::Windows1252, '€', Some(0x80)),
            (PageId::Windows1252, '\u{9D}', Some(0x9D)),
            (PageId::Windows1252, '\u{93}', Some(0x93)),
            (PageId::Windows1252, 'a', None),
            (PageId::Windows1252, 'ж', None),
            (PageId::Windows1250, 'Ă', Some(0xC3)),
            (PageId::Windows1251, 'Р', Some(0xD0)),
            (PageId::MacRoman, '√', Some(0xC3)),
            (PageId::MacRoman, '\u{93}', None),
            (PageId::Ibm437, '├', Some(0xC3)),
            (PageId::Ibm437, '\u{A0}', Some(0xFF)),
            (PageId::Ibm850, '®', Some(0xA9)),
        ];
        for (id, character, byte) in cases {
            assert_eq!(Page::get(id).byte(character), byte, "{character:?} in {id:?}");
        }
    }
}
