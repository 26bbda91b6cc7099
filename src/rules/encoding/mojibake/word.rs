//! A word put back, one wrong decoding after the other.

use super::pages::{PAGES, Page};
use super::plausible::{is_letter, may_be_meant, may_be_written};

/// More wrong decodings than this nobody has met.
const MOST_LAYERS: usize = 6;

/// What a word was before it was decoded wrongly.
#[derive(Clone, Debug)]
pub(super) struct Restored {
    /// The word as it was.
    pub(super) text: String,
    /// In which encodings it was read: the one that was last comes first.
    pub(super) layers: Layers,
    /// Whether nobody writes the word as it stands. Otherwise it is mojibake only where there is other mojibake.
    pub(super) sure: bool,
    /// Whether all of the word that can be put back was, and nothing else could have been meant.
    pub(super) whole: bool,
}

/// In which encodings words were read, the one that was last first.
pub(super) type Layers = Vec<&'static str>;

/// Whether two words were read in the same encodings. Of Windows-1252 and Latin-1, a word often does not tell which.
pub(super) fn are_alike(left: &[&str], right: &[&str]) -> bool {
    let is_western = |name: &str| matches!(name, "Windows-1252" | "Latin-1");
    let same = |(left, right): (&&str, &&str)| left == right || is_western(left) && is_western(right);
    left.len() == right.len() && left.iter().zip(right).all(same)
}

/// What `word` was before it was decoded wrongly, if it may have been. `known` are the layers of words of the same
/// document that nobody writes: what they explain is sure as well.
pub(super) fn restore(word: &str, known: &[Layers]) -> Option<Restored> {
    let characters: Vec<char> = word.chars().collect();
    let mut restored = restore_layers(&characters, MOST_LAYERS, known)?;
    restored.sure |= known.iter().any(|known| are_alike(known, &restored.layers));
    restored.whole = restored.whole && !looks_damaged(&restored.text);
    Some(restored)
}

fn restore_layers(word: &[char], most: usize, known: &[Layers]) -> Option<Restored> {
    let most = most.checked_sub(1)?;
    let readings: Vec<Reading> = PAGES.iter().filter_map(|page| Reading::of(word, page)).collect();
    let is_outermost = most + 1 == MOST_LAYERS;
    // Only the reading that explains most is looked into, so that time does not multiply. What comes out need not make
    // sense, as long as what comes out of that does.
    let widest = readings.iter().rev().max_by_key(|reading| reading.width(|_| true))?;
    let below = widest.text(|_| true);
    let inner = restore_layers(&below.chars().collect::<Vec<_>>(), most, known);
    let deep = inner.as_ref().map(|inner| (inner, [&[widest.page.name], &*inner.layers].concat()));
    if let Some((inner, layers)) = deep
        .filter(|(inner, layers)| widest.is_odd() && (inner.sure || known.iter().any(|known| are_alike(known, layers))))
    {
        return Some(Restored {
            layers,
            sure: true,
            whole: inner.whole && is_told(widest, &readings, |_| true),
            ..inner.clone()
        });
    }
    let best = best(&readings)?;
    let cited = is_outermost && is_cited(word, widest);
    // What could be put back once more may have been read wrongly once or twice.
    Some(Restored { sure: best.sure && !cited, whole: best.whole && inner.is_none(), ..best })
}

/// Whether no other reading that explains as much gives something else.
fn is_told(reading: &Reading, readings: &[Reading], wanted: impl Fn(&Cell) -> bool) -> bool {
    let rivals = readings.iter().filter(|other| other.width(&wanted) == reading.width(&wanted));
    rivals.map(|other| other.text(&wanted)).all(|other| other == reading.text(&wanted))
}

/// The best of the readings: the one with most that nobody writes, then the one that puts back most, then the one in the
/// encoding that is met most often.
fn best(readings: &[Reading]) -> Option<Restored> {
    let rank = |reading: &&Reading| (reading.width(|cell| cell.odd && cell.fits), reading.width(|cell| cell.fits));
    let best = readings.iter().rev().max_by_key(rank).filter(|best| rank(best).1 > 0)?;
    let text = best.text(|cell| cell.fits);
    let whole = is_told(best, readings, |cell| cell.fits) && best.cells.iter().all(|cell| cell.fits);
    Some(Restored { text, layers: vec![best.page.name], sure: rank(&best).0 > 0, whole })
}

/// Characters of a word that are one character when they are put back into bytes; or one that stays as it is.
#[derive(Clone, Copy, Debug)]
struct Cell {
    /// Which of the characters come first, and how many there are.
    at: usize,
    length: usize,
    /// What they become.
    meant: char,
    /// Whether nobody writes these characters here.
    odd: bool,
    /// Whether what they become makes sense here.
    fits: bool,
}

/// A word read back in one encoding.
struct Reading<'w> {
    page: &'static Page,
    word: &'w [char],
    cells: Vec<Cell>,
}

impl<'w> Reading<'w> {
    /// The word read back in `page`, if there is anything to be read back.
    fn of(word: &'w [char], page: &'static Page) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut at = 0;
        while let Some(&character) = word.get(at) {
            let (meant, length) = page.read(word.get(at..)?).unwrap_or((character, 1));
            pieces.push(Cell { at, length, meant, odd: false, fits: false });
            at += length;
        }
        let capitals = is_in_capitals(&pieces);
        let meant = |index: Option<usize>| Some(pieces.get(index?)?.meant);
        let judged = pieces.iter().enumerate().filter(|(_, piece)| piece.length > 1).map(|(index, &piece)| {
            let before = piece.at.checked_sub(1).and_then(|before| word.get(before)).copied();
            let end = piece.at + piece.length;
            let odd = !may_be_written(before, word.get(piece.at..end).unwrap_or_default(), word.get(end).copied());
            let fits = may_be_meant(piece.meant, meant(index.checked_sub(1)), meant(Some(index + 1)), capitals);
            Cell { odd, fits, ..piece }
        });
        let cells: Vec<Cell> = judged.collect();
        (!cells.is_empty()).then_some(Self { page, word, cells })
    }

    /// How many characters there are in cells of a kind.
    fn width(&self, wanted: impl Fn(&Cell) -> bool) -> usize {
        self.cells.iter().filter(|cell| wanted(cell)).map(|cell| cell.length).sum()
    }

    fn is_odd(&self) -> bool {
        self.cells.iter().any(|cell| cell.odd)
    }

    /// The word with the cells of a kind put back.
    fn text(&self, wanted: impl Fn(&Cell) -> bool) -> String {
        let mut text = String::new();
        let mut here = 0;
        for cell in self.cells.iter().filter(|cell| wanted(cell)) {
            text.extend(self.word.get(here..cell.at).unwrap_or_default());
            text.push(cell.meant);
            here = cell.at + cell.length;
        }
        text.extend(self.word.get(here..).unwrap_or_default());
        text
    }
}

/// Whether one letter or quotation mark is all that there is in a word, as in a text about mojibake. One of which a space
/// is a part is not cited so.
fn is_cited(word: &[char], reading: &Reading) -> bool {
    let [cell] = *reading.cells else { return false };
    let is_alone = |character: &char| !character.is_alphanumeric();
    let (before, rest) = word.split_at_checked(cell.at).unwrap_or_default();
    let (written, after) = rest.split_at_checked(cell.length).unwrap_or_default();
    (is_letter(cell.meant) || matches!(cell.meant, '‘' | '’' | '“' | '”'))
        && before.iter().chain(after).all(is_alone)
        && !written.contains(&'\u{A0}')
}

/// Whether the letters of the word that stay as they are are several capitals.
fn is_in_capitals(pieces: &[Cell]) -> bool {
    let letters = || pieces.iter().filter(|piece| piece.length == 1 && is_letter(piece.meant));
    letters().nth(1).is_some() && letters().all(|piece| piece.meant.is_uppercase())
}

/// Whether something is still wrong with a word that was put back.
fn looks_damaged(word: &str) -> bool {
    let is_broken = |character: char| character == '\u{FFFD}' || ('\u{80}'..'\u{A0}').contains(&character);
    let characters: Vec<char> = word.chars().collect();
    let is_odd = |page| Reading::of(&characters, page).is_some_and(|reading| reading.is_odd());
    characters.iter().copied().any(is_broken) || has_half(word) || PAGES.iter().any(is_odd)
}

/// Whether a word has half of a character of which the other half was lost: a first letter after a small letter, which
/// no language has, or what is left of a quotation mark without the last of its three bytes.
pub(super) fn has_half(word: &str) -> bool {
    let mut last = ' ';
    let is_half = |character: char| {
        let half = last.is_lowercase() && matches!(character, 'Ã' | 'Â' | 'Ă');
        last = character;
        half
    };
    let is_stub = |after: &str| !after.chars().next().is_some_and(|next| PAGES.iter().any(|page| page.continues(next)));
    word.chars().any(is_half) || word.split("â€").skip(1).any(is_stub)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_put_back() {
        let cases = [
            // Windows-1252 and Latin-1.
            ("cafÃ©", "café"),
            ("lâ€™heure", "l’heure"),
            ("Ã\u{A0}", "à"),
            ("GrÃ¶ÃŸere", "Größere"),
            ("Â¿QuÃ©", "¿Qué"),
            ("NIÃ‘OS", "NIÑOS"),
            ("ZaÅ¼Ã³Å‚Ä‡", "Zażółć"),
            ("veÄ\u{8D}er", "večer"),
            ("Ä°ki", "İki"),
            ("tiáº¿ng", "tiếng"),
            ("20Â°C", "20°C"),
            ("ðŸ‘\u{8D}", "👍"),
            ("cafeÌ\u{81}", "cafe\u{301}"),
            ("Î²-carotÃ¨ne", "β-carotène"),
            ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
            ("×©×œ×•×\u{9D}", "שלום"),
            ("Ù…Ø±Ø\u{AD}Ø¨Ø§", "مرحبا"),
            ("æ—¥æœ¬", "日本"),
            // The others.
            ("lâ€™Ă©tĂ©", "l’été"),
            ("lвЂ™Г©tГ©", "l’été"),
            ("РџСЂРёРІРµС‚", "Привет"),
            ("l‚Äô√©t√©", "l’été"),
            ("tĹ\u{99}i", "tři"),
            // Several layers, of one encoding and of two.
            ("nÃƒÂ©e", "née"),
            ("lÃƒÂ¢Ã¢â€šÂ¬Ã¢â€žÂ¢ami", "l’ami"),
            ("rР“В©gion", "région"),
            ("Ã¢â‚¬Å“", "“"),
        ];
        for (word, meant) in cases {
            if let Some(restored) = restore(word, &[]) {
                assert_eq!((restored.text.as_str(), restored.sure, restored.whole), (meant, true, true), "{word}");
            } else {
                panic!("{word} is not put back");
            }
        }
    }

    #[test]
    fn what_people_write_is_left_alone() {
        let texts = "NESTLÉ® CAFÉ™ FERMÉ… CRÊ… SÓ… AMANHû IRMÔ, JOSɒ, SELKÄ\u{A0}ON, FATĂ™ OŽÙ™ \
            10 €“ 5£“ nº» 1ª« 500 m²« «café»était «olé»¿verdad? œ 10 Å—12 Å, 3 Å³, 3×£20, 310×…, “×”, 1990—∞, x = √π, \
            gi√π vamos allá»… está»—dijo, né´´, ¨παιδεία¨, l´été, Noë…” « Ã », «Â», “Ã”, les Ã’s, R E U N I Ã O, \
            S\u{A0}Ã\u{A0}O, Ã…lesund CĂŞTIGAT, Ăştia, DĹŽKA, GRÅØYD, ÄÄKKÖSET, ÎNCĂ…, ТРЁХ, РІВНЕ, Рівне, Рђа, СЁМГА, СЊЕ, \
            ДобриЂорђе, НІКІ В\u{A0}2024, В «Известиях», В«Известиях», ЛЬВ», И. ИВАНОВ©, Г\u{A0}1, С\u{A0}1990 \
            ├── └─ ┌─┐ ├┤a┼┐a, `¬´, ( ô¬ô ), x≈£5, ¬p ∨ q, Ôôô, ƒ(x), –Élysée, —¿Qué?, —¡Él!";
        for word in texts.split_ascii_whitespace() {
            let restored = restore(word, &[]).filter(|restored| restored.sure);
            assert!(restored.is_none() && !has_half(word), "{word}: {restored:?}");
        }
    }

    #[test]
    fn what_is_not_certain_is_not_whole() {
        // Two encodings that explain it equally well; a character that was lost; a second half that was lost.
        for (word, text) in [("rÃ©sumï¿½", "résum\u{FFFD}"), ("dÃ©jÃ", "déjÃ"), ("â€œouiâ€", "“ouiâ€")]
        {
            let restored = restore(word, &[]).unwrap();
            assert_eq!((restored.text.as_str(), restored.sure, restored.whole), (text, true, false), "{word}");
        }
        // Somebody may have written this, and not where another word shows that both were read wrongly twice.
        assert_eq!(restore("Ã„â€˜i", &[]).unwrap().text, "Ä‘i");
        assert_eq!(restore("Ã„â€˜i", &[vec!["Windows-1252"; 2]]).unwrap().text, "đi");
        // Somebody may have written these.
        for (word, text) in [("Ã…lesund", "Ålesund"), ("“Ã©”", "“é”"), ("Ã€", "À"), ("â€™", "’")]
        {
            let restored = restore(word, &[]).unwrap();
            assert_eq!((restored.text.as_str(), restored.sure), (text, false), "{word}");
        }
    }
}
